//! Quotations that reports change in one way.
//!
//! In: the quotations that the collation compared with a primary. Out: each
//! change of its words, with who made it and who quotes the same words of the
//! primary without it. Without a primary nothing tells who changed the words.

use std::collections::BTreeMap;

use collation::{Collation, Match, UnitMatch, content_words};
use text::Span;

use super::{Reading, Shared, SharedKind, shared_by};

/// Words of a cut that is more than a hesitation left out.
const CUT: usize = 3;

/// A change: the unit, its words, and those put instead.
type Alteration<'a> = (UnitMatch, &'a str, &'a str);

pub(super) fn shared(read: &[Reading<'_>], place: &[usize], collation: &Collation) -> Vec<Shared> {
    let mut made: BTreeMap<Alteration<'_>, Vec<(usize, Span)>> = BTreeMap::new();
    let mut quoting: BTreeMap<UnitMatch, Vec<usize>> = BTreeMap::new();
    for instance in collation
        .utterances
        .iter()
        .flat_map(|utterance| &utterance.instances)
    {
        let report = place[instance.statement.report];
        let quotes = read[report].report.statements.get(instance.statement.statement);
        let Some(quote) = quotes.and_then(|statement| statement.quotes.get(instance.quote)) else {
            continue;
        };
        for &unit in &instance.units {
            quoting.entry(unit).or_default().push(report);
        }
        if let ([unit], Match::Altered | Match::Trimmed) = (&instance.units[..], instance.outcome) {
            for change in instance
                .changes
                .iter()
                .filter(|change| is_telling(&change.from, &change.to))
            {
                let alteration = (*unit, change.from.as_str(), change.to.as_str());
                made.entry(alteration).or_default().push((report, quote.span));
            }
        }
    }
    made.into_iter()
        .filter_map(|((unit, _, to), places)| {
            let kind = if to.is_empty() {
                SharedKind::Cut
            } else {
                SharedKind::Alteration
            };
            let mut found = shared_by(kind, read, &places)?;
            let altered = |report: &usize| found.holders.iter().any(|holder| holder.report == *report);
            let mut right: Vec<usize> = quoting[&unit].iter().copied().filter(|at| !altered(at)).collect();
            right.sort_unstable();
            right.dedup();
            found.right = right;
            found.shown = true;
            Some(found)
        })
        .collect()
}

/// Is it more than grammar mended or a hesitation left out?
fn is_telling(from: &str, to: &str) -> bool {
    let words = |part: &str| {
        let whole = Span::new(0, part.len());
        content_words(part, whole)
            .iter()
            .filter(|word| word.len() > 2)
            .count()
    };
    if to.is_empty() {
        words(from) > 0 && from.split_whitespace().count() >= CUT
    } else {
        words(to) > 0
    }
}
