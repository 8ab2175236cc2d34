//! Times as precise as a page gives them.
//!
//! A [`Stamp`] keeps the civil time, the smallest unit that was stated and the
//! zone if there is one. What it leaves open becomes an interval: of instants
//! ([`Stamp::earliest`], [`Stamp::latest`]) or of days ([`Stamp::days`]), so
//! that an order is claimed only where no reading of the stamps contradicts it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{self, Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Span as Duration, Timestamp};

/// The smallest unit that was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Precision {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// A civil time with the precision and the zone that were stated, no more.
///
/// Written as ISO 8601: `2025`, `2025-03`, `2025-03-18`, `2025-03-18T09:12+01:00`;
/// a week as its days, `2025-03-17/2025-03-23` (CONTRACT section 1, rule 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Fields finer than `precision` are at their first value.
    pub civil: civil::DateTime,
    /// The smallest unit stated.
    pub precision: Precision,
    /// The zone's offset, only if the page gives it.
    pub offset: Option<Offset>,
}

/// Zones in use lie between these offsets from UTC.
const WESTMOST: i8 = -12;
const EASTMOST: i8 = 14;

impl Stamp {
    /// A day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self {
            civil: date.to_datetime(Time::midnight()),
            precision: Precision::Day,
            offset: None,
        }
    }

    /// A minute of a day, without zone.
    #[must_use]
    pub fn minute(date: Date, hour: i8, minute: i8) -> Option<Self> {
        let time = Time::new(hour, minute, 0, 0).ok()?;
        Some(Self {
            civil: date.to_datetime(time),
            precision: Precision::Minute,
            offset: None,
        })
    }

    /// The same with all that is finer than its precision at its first value.
    pub(crate) fn floored(self) -> Self {
        let day = self.civil.date();
        let back = i64::from(day.weekday().to_monday_zero_offset());
        let day = match self.precision {
            Precision::Year => Date::new(day.year(), 1, 1).unwrap_or(day),
            Precision::Month => day.first_of_month(),
            Precision::Week => day.checked_sub(Duration::new().days(back)).unwrap_or(day),
            _ => day,
        };
        let (hour, minute, second) = (self.civil.hour(), self.civil.minute(), self.civil.second());
        let civil = match self.precision {
            Precision::Hour => day.at(hour, 0, 0, 0),
            Precision::Minute => day.at(hour, minute, 0, 0),
            Precision::Second => day.at(hour, minute, second, 0),
            _ => day.to_datetime(Time::midnight()),
        };
        Self { civil, ..self }
    }

    /// The first civil time after the stated unit.
    fn civil_end(&self) -> DateTime {
        let unit = match self.precision {
            Precision::Year => Duration::new().years(1),
            Precision::Month => Duration::new().months(1),
            Precision::Week => Duration::new().weeks(1),
            Precision::Day => Duration::new().days(1),
            Precision::Hour => Duration::new().hours(1),
            Precision::Minute => Duration::new().minutes(1),
            Precision::Second => Duration::new().seconds(1),
        };
        self.civil.checked_add(unit).unwrap_or(DateTime::MAX)
    }

    /// The first instant it can mean: the start of the stated unit, in the
    /// stated zone or else in the one furthest east.
    #[must_use]
    pub fn earliest(&self) -> Timestamp {
        let offset = self.offset.unwrap_or(Offset::constant(EASTMOST));
        offset.to_timestamp(self.civil).unwrap_or(Timestamp::MIN)
    }

    /// The instant by which it is certainly over: the end of the stated unit,
    /// in the stated zone or else in the one furthest west.
    #[must_use]
    pub fn latest(&self) -> Timestamp {
        let offset = self.offset.unwrap_or(Offset::constant(WESTMOST));
        offset.to_timestamp(self.civil_end()).unwrap_or(Timestamp::MAX)
    }

    /// Is it over before the other can begin, whatever was left open?
    #[must_use]
    pub fn certainly_before(&self, other: &Self) -> bool {
        self.latest() <= other.earliest()
    }

    /// First and last civil day it can mean, as printed.
    #[must_use]
    pub fn days(&self) -> (Date, Date) {
        let last = match self.precision {
            Precision::Year | Precision::Month | Precision::Week => {
                let end = self.civil_end();
                end.date().yesterday().unwrap_or(end.date())
            }
            _ => self.civil.date(),
        };
        (self.civil.date(), last)
    }

    /// The civil day, when one is stated.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        (self.precision >= Precision::Day).then(|| self.civil.date())
    }

    /// The same instant as it reads at another offset; `None` without a zone of its own.
    #[must_use]
    pub fn at_offset(&self, offset: Offset) -> Option<Self> {
        let instant = self.offset?.to_timestamp(self.civil).ok()?;
        Some(Self {
            civil: offset.to_datetime(instant),
            offset: Some(offset),
            ..*self
        })
    }

    /// The exact instant, for a stamp with a zone and at least a minute.
    #[must_use]
    pub fn instant(&self) -> Option<Timestamp> {
        if self.precision < Precision::Minute {
            return None;
        }
        self.offset?.to_timestamp(self.civil).ok()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DateParts {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = DateParts::of(self.civil);
        match self.precision {
            Precision::Year => return write!(f, "{year:04}"),
            Precision::Month => return write!(f, "{year:04}-{month:02}"),
            Precision::Week => {
                let (first, last) = self.days();
                return write!(f, "{first}/{last}");
            }
            Precision::Day => return write!(f, "{year:04}-{month:02}-{day:02}"),
            Precision::Hour => write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}")?,
            Precision::Minute => write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")?,
            Precision::Second => {
                write!(
                    f,
                    "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
                )?;
            }
        }
        match self.offset {
            None => Ok(()),
            Some(Offset::UTC) => f.write_str("Z"),
            Some(offset) => {
                let seconds = offset.seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

struct DateParts {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
}

impl DateParts {
    fn of(civil: DateTime) -> Self {
        Self {
            year: civil.year(),
            month: civil.month(),
            day: civil.day(),
            hour: civil.hour(),
            minute: civil.minute(),
            second: civil.second(),
        }
    }
}

/// The text is no time in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAStamp;

impl fmt::Display for NotAStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an ISO 8601 time")
    }
}

impl std::error::Error for NotAStamp {}

impl FromStr for Stamp {
    type Err = NotAStamp;

    /// Reads what [`Stamp`] writes, and the usual variants of ISO 8601 in page
    /// metadata: a space for the `T`, fractions of a second (dropped), offsets
    /// without colon.
    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let text = text.trim();
        if let Some((first, last)) = text.split_once('/') {
            let first: Date = first.parse().map_err(|_| NotAStamp)?;
            let last: Date = last.parse().map_err(|_| NotAStamp)?;
            let days = last.since(first).map_err(|_| NotAStamp)?.get_days();
            return (days == 6)
                .then(|| Self {
                    precision: Precision::Week,
                    ..Self::day(first)
                })
                .ok_or(NotAStamp);
        }
        let mut rest = Digits { rest: text };
        let year = rest.number(4).ok_or(NotAStamp)?;
        let mut precision = Precision::Year;
        let (mut month, mut day, mut hour, mut minute, mut second) = (1, 1, 0, 0, 0);
        let mut offset = None;
        let compact = rest.rest.starts_with(|c: char| c.is_ascii_digit());
        if compact || rest.skip(&["-"]) {
            month = rest.number(2).ok_or(NotAStamp)?;
            precision = Precision::Month;
            if compact || rest.skip(&["-"]) {
                day = rest.number(2).ok_or(NotAStamp)?;
                precision = Precision::Day;
            }
        }
        if precision == Precision::Day && rest.skip(&["T", "t", " "]) {
            rest.rest = rest.rest.trim_start();
            hour = rest.number(2).ok_or(NotAStamp)?;
            precision = Precision::Hour;
            let compact = rest.rest.starts_with(|c: char| c.is_ascii_digit());
            if compact || rest.skip(&[":"]) {
                minute = rest.number(2).ok_or(NotAStamp)?;
                precision = Precision::Minute;
                let compact = rest.rest.starts_with(|c: char| c.is_ascii_digit());
                if compact || rest.skip(&[":"]) {
                    second = rest.number(2).ok_or(NotAStamp)?;
                    precision = Precision::Second;
                    if rest.skip(&[".", ","]) {
                        rest.rest = rest.rest.trim_start_matches(|c: char| c.is_ascii_digit());
                    }
                }
            }
            rest.rest = rest.rest.trim_start();
            if !rest.rest.is_empty() {
                offset = Some(rest.offset().ok_or(NotAStamp)?);
            }
        }
        if !rest.rest.is_empty() {
            return Err(NotAStamp);
        }
        // Midnight at the end of a day and leap seconds are written by some programs.
        let civil = DateTime::new(
            i16::try_from(year).map_err(|_| NotAStamp)?,
            narrow(month)?,
            narrow(day)?,
            narrow(hour)?,
            narrow(minute)?,
            narrow(second.min(59))?,
            0,
        )
        .map_err(|_| NotAStamp)?;
        Ok(Self {
            civil,
            precision,
            offset,
        })
    }
}

fn narrow(number: u32) -> Result<i8, NotAStamp> {
    i8::try_from(number).map_err(|_| NotAStamp)
}

struct Digits<'t> {
    rest: &'t str,
}

impl Digits<'_> {
    fn number(&mut self, width: usize) -> Option<u32> {
        let head = self.rest.get(..width)?;
        if !head.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.rest = &self.rest[width..];
        head.parse().ok()
    }

    fn skip(&mut self, any: &[&str]) -> bool {
        for mark in any {
            if let Some(rest) = self.rest.strip_prefix(mark) {
                self.rest = rest;
                return true;
            }
        }
        false
    }

    fn offset(&mut self) -> Option<Offset> {
        if self.skip(&["Z", "z", "UTC", "GMT"]) {
            return self.rest.is_empty().then_some(Offset::UTC);
        }
        let sign = if self.skip(&["+"]) {
            1
        } else if self.skip(&["-", "−"]) {
            -1
        } else {
            return None;
        };
        let hours = i32::try_from(self.number(2)?).ok()?;
        let _ = self.skip(&[":"]);
        let minutes = if self.rest.is_empty() {
            0
        } else {
            i32::try_from(self.number(2)?).ok()?
        };
        if !self.rest.is_empty() || hours > EASTMOST.into() || minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(text: &str) -> Stamp {
        text.parse().expect("an ISO time")
    }

    #[test]
    fn writes_what_it_read() {
        for text in [
            "2025",
            "2025-03",
            "2025-03-18",
            "2025-03-18T09",
            "2025-03-18T09:12",
            "2025-03-18T09:12+01:00",
            "2025-03-18T09:12:07Z",
            "2025-03-18T09:12:07-04:30",
            "2025-03-17/2025-03-23",
        ] {
            assert_eq!(stamp(text).to_string(), text);
        }
        for (text, read) in [
            ("2025-03-18 09:12:07.331+0100", "2025-03-18T09:12:07+01:00"),
            ("20250318T091207Z", "2025-03-18T09:12:07Z"),
            ("2025-03-18T09:12:07.1 -08:00", "2025-03-18T09:12:07-08:00"),
            ("2025-03-18 09:12 UTC", "2025-03-18T09:12Z"),
        ] {
            assert_eq!(stamp(text).to_string(), read);
        }
        for text in [
            "",
            "soon",
            "2025-13-01",
            "2025-02-30",
            "2025-03-18Tx",
            "18-03-2025",
            "2025-03-01/2025-03-05",
        ] {
            assert!(text.parse::<Stamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_open_zone_leaves_the_order_open() {
        let london = stamp("2025-03-18T09:12Z");
        assert!(london.certainly_before(&stamp("2025-03-18T10:13+01:00")));
        assert!(!london.certainly_before(&stamp("2025-03-18T10:13")));
        assert!(!stamp("2025-03-18").certainly_before(&stamp("2025-03-19")));
        assert!(stamp("2025-03-18").certainly_before(&stamp("2025-03-21")));
    }

    #[test]
    fn one_instant_reads_in_other_zones() {
        let paris = Offset::constant(1);
        assert_eq!(
            stamp("2025-03-18T08:12:00Z")
                .at_offset(paris)
                .map(|s| s.to_string()),
            Some("2025-03-18T09:12:00+01:00".to_owned())
        );
        assert_eq!(stamp("2025-03-18").at_offset(paris), None);
    }

    #[test]
    fn days_of_a_week_and_a_month() {
        let days = |text: &str| {
            let (a, b) = stamp(text).days();
            format!("{a} {b}")
        };
        assert_eq!(days("2025-03-17/2025-03-23"), "2025-03-17 2025-03-23");
        assert_eq!(days("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(days("2025-03-18T09:12"), "2025-03-18 2025-03-18");
    }
}
