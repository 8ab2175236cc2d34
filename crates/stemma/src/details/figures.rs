//! Figures and times of day that few reports tell, and figures that went wrong in writing.
//!
//! In: the reports. Out: figures with what they count, by value and unit.
//! Round figures and small counts are everybody's. A figure has gone wrong when
//! others count the same thing in a like sentence with the same digits in
//! another order or at another scale, which the holders do not know.

use std::collections::BTreeMap;

use collation::stem;
use text::Span;

use super::{Originals, Reading, Shared, SharedKind, clock as clock_of, shared_by};

/// Counts up to a dozen agree by chance.
const SMALL: f64 = 12.0;
/// Ages and spells of years are known of every person and thing.
const COMMON_UNIT: &str = "year";

/// Places of a figure, and of one that may be it gone wrong, that are compared: bounds the work on common figures.
const COMPARED: usize = 64;

/// Value by bits, and unit.
type Figure = (u64, String);

/// Places of a figure: report, words, and whether they are the reporter's own there; ascending.
type Places = Vec<(usize, Span, bool)>;

/// Figures and clock times that several reports and no source tell.
pub(super) fn shared(read: &[Reading<'_>], originals: &Originals) -> Vec<Shared> {
    let told = told(read);
    let mut of_digits: BTreeMap<(&str, Vec<char>), Vec<&Figure>> = BTreeMap::new();
    for figure in told.keys() {
        of_digits.entry(alike(figure)).or_default().push(figure);
    }
    let mut shared: Vec<Shared> = told
        .iter()
        .filter(|((bits, _), _)| !is_round(f64::from_bits(*bits)) && !originals.values.contains(bits))
        .filter_map(|(figure, places)| {
            let own: Vec<(usize, Span)> = places.iter().map(|&(report, span, _)| (report, span)).collect();
            let mut found = shared_by(SharedKind::Figure, read, &own)?;
            let others = of_digits[&alike(figure)].iter().filter(|&&other| other != figure);
            if let Some((right, value)) = others
                .filter_map(|&other| right(read, &found, other, &told))
                .max()
            {
                found.kind = SharedKind::Number;
                found.shown = originals.values.contains(&value);
                found.right = right;
                return Some(found);
            }
            let anybodys = places.iter().any(|&(_, _, own)| !own);
            (!anybodys).then_some(found)
        })
        .collect();
    shared.extend(clock_times(read, originals));
    shared
}

/// Where each figure stands in the text proper, and whether it is the reporter's own there.
fn told(read: &[Reading<'_>]) -> BTreeMap<Figure, Places> {
    let mut told: BTreeMap<Figure, Places> = BTreeMap::new();
    for (at, reading) in read.iter().enumerate() {
        for number in &reading.report.analysis.numbers {
            let Some(unit) = number.unit.as_deref().filter(|&unit| unit != COMMON_UNIT) else {
                continue;
            };
            if number.upper.is_none() && reading.is_body(number.span) {
                let own = reading.is_own(number.span);
                let places = told.entry((number.value.to_bits(), stem(unit))).or_default();
                places.push((at, number.span, own));
            }
        }
    }
    told
}

/// The reports that tell `other` where the holders of a figure tell that, and the bits of it; when no holder knows it.
fn right(
    read: &[Reading<'_>],
    wrong: &Shared,
    other: &Figure,
    told: &BTreeMap<Figure, Places>,
) -> Option<(Vec<usize>, u64)> {
    let places = told.get(other)?;
    let knows = |report: usize| places.binary_search_by_key(&report, |place| place.0).is_ok();
    if wrong.holders.iter().any(|holder| knows(holder.report)) {
        return None;
    }
    let first = places.iter().take(COMPARED);
    let mut right: Vec<usize> = first
        .map(|&(report, span, _)| read[report].holder(report, span))
        .filter(|there| {
            let mut holders = wrong.holders.iter().take(COMPARED);
            holders.any(|holder| holder.is_like(there))
        })
        .map(|there| there.report)
        .collect();
    right.dedup();
    (!right.is_empty()).then_some((right, other.0))
}

/// One digit that counts, or a small number.
fn is_round(value: f64) -> bool {
    value <= SMALL && value.fract() == 0.0 || digits(value).len() < 2
}

/// The digits between the zeros at both ends.
fn digits(value: f64) -> String {
    let written: String = value.to_string().chars().filter(char::is_ascii_digit).collect();
    written.trim_matches('0').to_owned()
}

/// What a figure has in common with those that are a slip of the pen away: its unit, and its digits in whatever order and
/// at whatever scale.
fn alike(figure: &Figure) -> (&str, Vec<char>) {
    let mut digits: Vec<char> = digits(f64::from_bits(figure.0)).chars().collect();
    digits.sort_unstable();
    (figure.1.as_str(), digits)
}

/// Times of day to the minute, but for full and half hours.
fn clock_times(read: &[Reading<'_>], originals: &Originals) -> Vec<Shared> {
    let mut told: BTreeMap<(u8, u8), Places> = BTreeMap::new();
    for (at, reading) in read.iter().enumerate() {
        let times = reading.report.analysis.times.iter();
        for time in times.filter(|time| time.kind == nlp::TimeKind::Time && !time.relative) {
            let clock = time.timex.split_once('T').and_then(|(_, clock)| clock_of(clock));
            let exact = clock.filter(|at| !matches!(at.1, 0 | 30) && !originals.clocks.contains(at));
            if let Some(clock) = exact.filter(|_| reading.is_body(time.span)) {
                let places = told.entry(clock).or_default();
                places.push((at, time.span, reading.is_own(time.span)));
            }
        }
    }
    let nobodys = told
        .into_values()
        .filter(|places| places.iter().all(|&(_, _, own)| own));
    nobodys
        .filter_map(|places| {
            let places: Vec<(usize, Span)> = places.iter().map(|&(at, span, _)| (at, span)).collect();
            shared_by(SharedKind::Figure, read, &places)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_figures_are_told_from_others() {
        for (value, round) in [
            (47.0, false),
            (1.2e9, false),
            (0.35, false),
            (1500.0, false),
            (11.0, true),
            (200.0, true),
            (5e6, true),
            (0.5, true),
        ] {
            assert_eq!(is_round(value), round, "{value}");
        }
    }

    #[test]
    fn slips_keep_the_digits() {
        let figure = |value: f64| (value.to_bits(), "pile".to_owned());
        for (left, right, slip) in [
            (74.0, 47.0, true),
            (1.2e6, 1.2e9, true),
            (312.0, 321.0, true),
            (312.0, 313.0, false),
        ] {
            assert_eq!(
                alike(&figure(left)) == alike(&figure(right)),
                slip,
                "{left} {right}"
            );
        }
    }
}
