//! Dates as pages print them.
//!
//! In: the words of a line. Out: each date in it with its place, its value and
//! how sure its reading is. Orders of day and month that the line leaves open
//! are both given; the caller has more evidence.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::Offset;
use regex::{Captures, Regex};
use text::Span;

use crate::{Precision, Stamp};

/// A date in visible text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Bytes of the words.
    pub range: Span,
    /// Its value, in the likelier order.
    pub stamp: Stamp,
    /// Its value with day, month (and a short year) in another order, where the digits allow that.
    pub other: Vec<Stamp>,
    /// Does `stamp` take the first of its figures for the month?
    pub month_first: bool,
    /// The zone as printed.
    pub zone: Option<String>,
}

const MONTHS: &str = include_str!("../data/months.tsv");
const ZONES: &str = include_str!("../data/zones.tsv");

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    MONTHS
        .lines()
        .zip(1..)
        .find_map(|(line, number)| line.split_whitespace().any(|name| name == word).then_some(number))
}

fn zone(word: &str) -> Option<Offset> {
    let word = word.to_ascii_uppercase();
    let minutes: i32 = ZONES.lines().find_map(|line| {
        let (name, minutes) = line.split_once('\t')?;
        (name == word).then(|| minutes.parse().ok())?
    })?;
    Offset::from_seconds(minutes * 60).ok()
}

#[allow(clippy::expect_used)]
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file")
}

const TIME: &str = r"(?:(?:T|,|\s|·|\||/|-|–|—|•|:|@|\bat\b|\bum\b|\bà\b|\ba las\b|\bkl\.?|\(|\bhour\b)*(?<hour>\d{1,2})(?:(?::|\.|h)(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:\.\d+)?)?)?\s?(?<half>[ap]\.?m\b\.?)?(?:\s?(?:Uhr|hrs|h)\b)?(?:\s?\(?(?<zone>Z|[A-Z]{2,5}|(?:GMT|UTC)?\s?[+-]\d{2}:?\d{2})\b\)?)?)?";
const LONG_YEAR: &str = r"(?<year>(?:19|20)\d\d)";

static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?<month>\p{{L}}{{3,10}})\.?\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{LONG_YEAR}\b{TIME}"
    ))
});
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?<day>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?(?:\s+|-|/)(?:of\s+|de\s+)?(?<month>\p{{L}}{{3,10}})\.?,?(?:\s+|-|/)(?:de\s+)?{LONG_YEAR}\b{TIME}"
    ))
});
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b{LONG_YEAR}[-./](?<month>\d{{1,2}})[-./](?<day>\d{{1,2}}){TIME}"
    ))
});
static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(?<a>\d{{1,2}})(?<mark>[./-])(?<b>\d{{1,2}})[./-](?<c>(?:19|20)?\d\d)\b{TIME}"
    ))
});
static TIME_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?<hour>\d{1,2})(?::|\.)(?<minute>[0-5]\d)\s?(?<half>[ap]\.?m\b\.?)?(?:\s?\(?(?<zone>[A-Z]{2,5})\b\)?)?(?:,|\s|·|\||-|–|—|\bon\b|\bMon\w*|\bTue\w*|\bWed\w*|\bThu\w*|\bFri\w*|\bSat\w*|\bSun\w*)*$",
    )
});

/// Longest line that is looked at.
const LINE_CAP: usize = 2000;

/// The dates in a line, in order. Their ranges do not overlap.
pub(crate) fn find(words: &str) -> Vec<Printed> {
    let mut end = words.len().min(LINE_CAP);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let words = &words[..end];
    if !words.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut printed: Vec<Printed> = Vec::new();
    for (pattern, read) in [
        (&*MONTH_FIRST, named_month as fn(&Captures<'_>) -> Option<Printed>),
        (&*DAY_FIRST, named_month),
        (&*ISO, iso),
        (&*FIGURES, figures),
    ] {
        for captures in pattern.captures_iter(words) {
            if let Some(mut date) = read(&captures)
                && printed.iter().all(|other| !other.range.overlaps(date.range))
            {
                if date.stamp.precision == Precision::Day {
                    let ends = printed.iter().map(|other| other.range.end());
                    let free = ends.filter(|&end| end <= date.range.start()).max().unwrap_or(0);
                    time_before(words, free, &mut date);
                }
                printed.push(date);
            }
        }
    }
    printed.sort_by_key(|date| date.range);
    printed
}

/// "09:12, 18 March 2025": the time may stand before the day. What stands before `free` belongs to another date.
fn time_before(words: &str, free: usize, date: &mut Printed) {
    let mut from = date.range.start().saturating_sub(48).max(free);
    while !words.is_char_boundary(from) {
        from += 1;
    }
    let before = &words[from..date.range.start()];
    let Some(captures) = TIME_BEFORE.captures(before) else {
        return;
    };
    let stamp = with_time(date.stamp, &captures);
    if let (Some(whole), true) = (captures.get(0), stamp.precision > Precision::Day) {
        date.range = Span::new(from + whole.start(), date.range.end());
        date.zone = captures
            .name("zone")
            .filter(|_| stamp.offset.is_some())
            .map(|zone| zone.as_str().to_owned());
        date.stamp = stamp;
        for other in &mut date.other {
            *other = with_time(*other, &captures);
        }
    }
}

fn number<T: std::str::FromStr>(captures: &Captures<'_>, name: &str) -> Option<T> {
    captures.name(name)?.as_str().parse().ok()
}

/// Adds the time that a match holds to a day.
fn with_time(day: Stamp, captures: &Captures<'_>) -> Stamp {
    let (Some(mut hour), Some(minute)) = (
        number::<i8>(captures, "hour"),
        number::<i8>(captures, "minute").or(captures.name("half").map(|_| 0)),
    ) else {
        return day;
    };
    if let Some(half) = captures.name("half") {
        let afternoon = half.as_str().starts_with('p');
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            _ => hour,
        };
    }
    let second = number::<i8>(captures, "second");
    let Ok(civil) = day
        .civil
        .with()
        .hour(hour)
        .minute(minute)
        .second(second.unwrap_or(0))
        .build()
    else {
        return day;
    };
    let offset = captures.name("zone").and_then(|name| {
        let name = name.as_str().trim();
        let figures = name.trim_start_matches("GMT").trim_start_matches("UTC").trim();
        if figures.starts_with(['+', '-']) {
            format!("2000-01-01T00:00{figures}").parse::<Stamp>().ok()?.offset
        } else {
            zone(name)
        }
    });
    Stamp {
        civil,
        precision: if second.is_some() {
            Precision::Second
        } else {
            Precision::Minute
        },
        offset,
    }
}

fn printed(captures: &Captures<'_>, day: Date) -> Option<Printed> {
    let whole = captures.get(0)?;
    let stamp = with_time(Stamp::day(day), captures);
    // A figure after the date that is no time does not belong to it.
    let end = if stamp.precision == Precision::Day {
        captures.name("hour").map_or(whole.end(), |_| {
            ["year", "day", "c"]
                .iter()
                .filter_map(|name| captures.name(name))
                .map(|part| part.end())
                .max()
                .unwrap_or(whole.end())
        })
    } else if stamp.offset.is_none() {
        ["half", "second", "minute", "hour"]
            .iter()
            .find_map(|name| captures.name(name))
            .map_or(whole.end(), |part| part.end())
    } else {
        whole.end()
    };
    Some(Printed {
        range: Span::new(whole.start(), end),
        zone: captures
            .name("zone")
            .filter(|_| stamp.offset.is_some())
            .map(|zone| zone.as_str().to_owned()),
        other: Vec::new(),
        month_first: false,
        stamp,
    })
}

fn named_month(captures: &Captures<'_>) -> Option<Printed> {
    let day = Date::new(
        number(captures, "year")?,
        month(&captures["month"])?,
        number(captures, "day")?,
    )
    .ok()?;
    printed(captures, day)
}

fn iso(captures: &Captures<'_>) -> Option<Printed> {
    let day = Date::new(
        number(captures, "year")?,
        number(captures, "month")?,
        number(captures, "day")?,
    )
    .ok()?;
    printed(captures, day)
}

/// "18.03.2025", "3/18/25": a point puts the day first; otherwise both orders
/// are readings where both are dates. A short year may also stand first.
fn figures(captures: &Captures<'_>) -> Option<Printed> {
    let (a, b, c): (i16, i16, i16) = (
        number(captures, "a")?,
        number(captures, "b")?,
        number(captures, "c")?,
    );
    let short = c < 100;
    let full = |year: i16| {
        if year >= 100 {
            year
        } else if year < 70 {
            2000 + year
        } else {
            1900 + year
        }
    };
    let date = |year: i16, month: i16, day: i16| {
        Date::new(full(year), i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let mut readings: Vec<Date> = Vec::new();
    let month_first = &captures["mark"] == "/";
    let orders = if month_first {
        [date(c, a, b), date(c, b, a), None]
    } else {
        [
            date(c, b, a),
            date(c, a, b),
            if short { date(a, b, c) } else { None },
        ]
    };
    for reading in orders.into_iter().flatten() {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    let (&first, others) = readings.split_first()?;
    let mut found = printed(captures, first)?;
    found.month_first = month_first && first.month() == i8::try_from(a).ok()?;
    found.other = others
        .iter()
        .map(|&day| with_time(Stamp::day(day), captures))
        .collect();
    Some(found)
}

/// "3 hours ago", "an hour ago": its place, and how long it is.
pub(crate) fn ago(words: &str) -> Option<(Span, jiff::Span, Precision)> {
    static AGO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?<count>\d{1,3}|an?|one)\s+(?<unit>minute|min|hour|hr|day|week)s?\s+ago\b")
    });
    let captures = AGO.captures(words)?;
    let whole = captures.get(0)?;
    let count = captures["count"].parse::<i64>().unwrap_or(1);
    let long = jiff::Span::new();
    let (long, precision) = match captures["unit"].to_ascii_lowercase().as_str() {
        "minute" | "min" => (long.minutes(count), Precision::Minute),
        "hour" | "hr" => (long.hours(count), Precision::Hour),
        "day" => (long.days(count), Precision::Day),
        _ => (long.weeks(count), Precision::Week),
    };
    Some((Span::new(whole.start(), whole.end()), long, precision))
}

/// A number of seconds or milliseconds since 1970, as data attributes give times.
pub(crate) fn epoch(words: &str) -> Option<Stamp> {
    let number: i64 = words.parse().ok().filter(|_| matches!(words.len(), 10 | 13))?;
    let seconds = if words.len() == 13 { number / 1000 } else { number };
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(Stamp {
        civil: Offset::UTC.to_datetime(instant),
        precision: Precision::Second,
        offset: Some(Offset::UTC),
    })
}

/// The day in an address ("/2019/03/18/"), with its place.
pub(crate) fn in_address(url: &str) -> Option<(Span, Stamp)> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"/(?<day>(?:(?<y>(?:19|20)\d\d)\\?[/-](?<m>\d{1,2})\\?[/-](?<d>\d{1,2})))(?:\\?/|-|$)")
    });
    let captures = DAY.captures(url)?;
    let whole = captures.name("day")?;
    let day = Date::new(
        number(&captures, "y")?,
        number(&captures, "m")?,
        number(&captures, "d")?,
    )
    .ok()?;
    Some((Span::new(whole.start(), whole.end()), Stamp::day(day)))
}

/// Does a date in figures put the day first, as far as its figures tell?
pub(crate) fn day_first(words: &str) -> Option<bool> {
    static SLASHED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?<a>\d{1,2})/(?<b>\d{1,2})/(?:19|20)\d\d\b"));
    SLASHED.captures_iter(words).find_map(|captures| {
        let (a, b): (u8, u8) = (number(&captures, "a")?, number(&captures, "b")?);
        match (a > 12, b > 12) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    })
}

/// Month and day of a date without a year: "Tuesday 18 March", "March 18".
pub(crate) fn month_and_day(words: &str) -> Option<(i8, i8)> {
    static YEARLESS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
        [
            pattern(r"\b(?<month>\p{L}{3,10})\.?\s+(?<day>\d{1,2})\b"),
            pattern(r"\b(?<day>\d{1,2})\.?\s+(?<month>\p{L}{3,10})\b"),
        ]
    });
    YEARLESS.iter().find_map(|form| {
        form.captures_iter(words)
            .find_map(|captures| Some((month(&captures["month"])?, number(&captures, "day")?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Dates run together, cut and repeated: their ranges ascend and do not overlap.
        #[test]
        fn ranges_do_not_overlap(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "18 March 2025", "March 18, 2025", "2025-03-18", "18.03.2025", ", 06:30", " 06:30 ", "3 p.m. EST, ", " at 9:12",
                    " ", ",", "{", "T11:40:00Z", " | ", "Mar 2",
                ]),
                0..9,
            ),
        ) {
            let line = parts.concat();
            let found = find(&line);
            prop_assert!(found.windows(2).all(|two| two[0].range.end() <= two[1].range.start()), "{line}");
        }
    }

    #[test]
    fn a_time_belongs_to_one_date() {
        let found = find("18 March 2025, 06:30 18 March 2025");
        let ranges: Vec<_> = found.iter().map(|date| date.range.range()).collect();
        assert_eq!(ranges, [0..20, 21..34]);
    }

    #[test]
    fn forms_of_dates() {
        for (words, value, place) in [
            ("18 March 2025, 06:30", "2025-03-18T06:30", "18 March 2025, 06:30"),
            (
                "Posted on 18 March 2025 at 09:12 by Regions desk",
                "2025-03-18T09:12",
                "18 March 2025 at 09:12",
            ),
            (
                "Newsroom | 18.03.2025 11:40",
                "2025-03-18T11:40",
                "18.03.2025 11:40",
            ),
            ("Nov 27, 2025 - 14:05", "2025-11-27T14:05", "Nov 27, 2025 - 14:05"),
            (
                "Updated 3:04 p.m. EST, Fri January 5, 2024",
                "2024-01-05T15:04-05:00",
                "3:04 p.m. EST, Fri January 5, 2024",
            ),
            (
                "Jan. 5th, 2024 12:10am",
                "2024-01-05T00:10",
                "Jan. 5th, 2024 12:10am",
            ),
            (
                "2024-01-05T10:00:00+01:00",
                "2024-01-05T10:00:00+01:00",
                "2024-01-05T10:00:00+01:00",
            ),
            (
                "den 5. März 2024 um 10.30 Uhr",
                "2024-03-05T10:30",
                "5. März 2024 um 10.30",
            ),
            ("12 de mayo de 2021", "2021-05-12", "12 de mayo de 2021"),
            ("June 4, 2020 3 comments", "2020-06-04", "June 4, 2020"),
            ("25/12/2020 x", "2020-12-25", "25/12/2020"),
        ] {
            let dates = find(words);
            assert_eq!(dates.len(), 1, "{words}: {dates:?}");
            assert_eq!(dates[0].stamp.to_string(), value, "{words}");
            assert_eq!(&words[dates[0].range.range()], place, "{words}");
        }
        for words in ["no date", "page 12 of 2020", "May 2020", "3.14.159", "99/99/2020"] {
            assert_eq!(find(words), [], "{words}");
        }
    }

    #[test]
    fn times_that_are_no_dates_by_themselves() {
        let unit = |words: &str| {
            ago(words).map(|(place, _, precision)| (words[place.range()].to_owned(), precision))
        };
        assert_eq!(
            unit("Updated 3 hours ago"),
            Some(("3 hours ago".to_owned(), Precision::Hour))
        );
        assert_eq!(unit("a day ago"), Some(("a day ago".to_owned(), Precision::Day)));
        assert_eq!(unit("years ago"), None);
        let day = |url: &str| {
            in_address(url).map(|(place, stamp)| (url[place.range()].to_owned(), stamp.to_string()))
        };
        assert_eq!(
            day("https://courier.example/2019/03/18/pier"),
            Some(("2019/03/18".to_owned(), "2019-03-18".to_owned()))
        );
        assert_eq!(
            day("/news/2019-03-18-pier").map(|day| day.1),
            Some("2019-03-18".to_owned())
        );
        assert_eq!(day("/2019/03/pier"), None);
        assert_eq!(day("/2019/13/18/"), None);
        assert_eq!(
            epoch("1742289127000").map(|s| s.to_string()),
            Some("2025-03-18T09:12:07Z".to_owned())
        );
        assert_eq!(
            epoch("1742289127").map(|s| s.to_string()),
            Some("2025-03-18T09:12:07Z".to_owned())
        );
        assert_eq!(epoch("20250318"), None);
        assert_eq!(day_first("18/03/2025"), Some(true));
        assert_eq!(day_first("3/18/2025"), Some(false));
        assert_eq!(day_first("3/4/2025"), None);
    }

    #[test]
    fn open_orders_are_all_given() {
        let slug = &find("REG 312 18-03-25 10:05 GMT")[0];
        let readings: Vec<String> = std::iter::once(&slug.stamp)
            .chain(&slug.other)
            .map(Stamp::to_string)
            .collect();
        assert_eq!(readings, ["2025-03-18T10:05Z", "2018-03-25T10:05Z"]);
        assert_eq!(month_and_day("VELLIN, March 18 (Tidewire)"), Some((3, 18)));
        assert_eq!(month_and_day("Tuesday 18 March"), Some((3, 18)));
    }
}
