//! What a time expression means.
//!
//! A [`Value`] is a place in the calendar with its grain, a stretch, a repeated
//! time, or only a side of the present. From it come the published ISO 8601
//! value, the interval of civil time that it may mean, and the value by the
//! TIMEX3 annotation guidelines, by which it is scored.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use page::Precision;

use super::fields::{Edge, Field, Fields, Part, Reference, Season, Unit};

/// What an expression means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Calendar(Calendar),
    Amount(Amount),
    /// Each of these.
    Set(Amount),
    /// Each of these days, months or seasons, which have no first day.
    Every(Calendar),
    Reference(Reference),
}

/// A place in the calendar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calendar {
    /// How much of the calendar it is.
    pub(crate) unit: Unit,
    /// Its first day; `None` where nothing anchors it.
    pub(crate) first: Option<Date>,
    /// What was said, for what stays open.
    pub(crate) said: Fields,
    /// Hour and, if said, minute; 24 is midnight at the end of the day.
    pub(crate) clock: Option<(i8, Option<i8>)>,
}

/// So many of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// `None`: some.
    pub(crate) count: Option<f64>,
    pub(crate) unit: Unit,
}

/// The first day of the unit that holds a day.
pub(crate) fn first_day(date: Date, unit: Unit) -> Option<Date> {
    let (year, month) = (date.year(), date.month());
    let years = |of: i16| Date::new(year.div_euclid(of) * of, 1, 1).ok();
    let months = |of: i8| Date::new(year, (month - 1) / of * of + 1, 1).ok();
    let weekday = i64::from(date.weekday().to_monday_zero_offset());
    match unit {
        Unit::Week => date.checked_sub(weekday.days()).ok(),
        Unit::Weekend => date.checked_add((5 - weekday).days()).ok(),
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Season => Date::new(year, month.div_euclid(3) * 3, 1)
            .or_else(|_| Date::new(year - 1, 12, 1))
            .ok(),
        Unit::Year => years(1),
        Unit::Decade => years(10),
        Unit::Century => years(100),
        Unit::Millennium => years(1000),
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Unknown => Some(date),
    }
}

/// The day so many units on; clock units stay on the day.
pub(crate) fn moved(date: Date, unit: Unit, by: i64) -> Option<Date> {
    if by.abs() > 100_000 {
        return None;
    }
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(date),
        Unit::Day => by.days(),
        Unit::Week | Unit::Weekend => (7 * by).days(),
        Unit::Month => jiff::Span::new().try_months(by).ok()?,
        Unit::Season | Unit::Quarter => jiff::Span::new().try_months(3 * by).ok()?,
        Unit::Half => jiff::Span::new().try_months(6 * by).ok()?,
        Unit::Year => years(by)?,
        Unit::Decade => years(10 * by)?,
        Unit::Century => years(100 * by)?,
        Unit::Millennium => years(1000 * by)?,
        Unit::Unknown => return None,
    };
    date.checked_add(span).ok()
}

fn years(by: i64) -> Option<jiff::Span> {
    jiff::Span::new().try_years(by).ok()
}

impl Calendar {
    /// The value as published, where the contract has a form for it (CONTRACT section 1, rule 6).
    pub(crate) fn iso(&self) -> Option<(String, Precision)> {
        let first = self.first?;
        if self.said.has(Field::Fiscal) {
            return None;
        }
        let (year, month) = (first.year(), first.month());
        if !(0..=9999).contains(&year) {
            return None;
        }
        Some(match (self.unit, self.clock) {
            (Unit::Day, Some((hour @ 0..24, Some(minute)))) => {
                (format!("{first}T{hour:02}:{minute:02}"), Precision::Minute)
            }
            (Unit::Day, Some((hour @ 0..24, None))) => (format!("{first}T{hour:02}"), Precision::Hour),
            (Unit::Day, _) => (first.to_string(), Precision::Day),
            (Unit::Week | Unit::Weekend, _) => {
                let monday = first_day(first, Unit::Week)?;
                let sunday = monday.checked_add(6.days()).ok()?;
                (format!("{monday}/{sunday}"), Precision::Week)
            }
            (Unit::Month, _) => (format!("{year:04}-{month:02}"), Precision::Month),
            (Unit::Year, _) => (format!("{year:04}"), Precision::Year),
            _ => return None,
        })
    }

    /// The civil time that it lies in: from, and up to but not with. "Earlier this year" ends with the anchor.
    pub(crate) fn interval(&self, anchor: Option<Date>) -> Option<(DateTime, DateTime)> {
        let first = self.first?;
        let midnight = |date: Date| date.to_datetime(Time::midnight());
        let whole = match self.unit {
            Unit::Weekend => (first, moved(first, Unit::Day, 2)?),
            // Seasons begin when they do in either hemisphere; fiscal years when they do.
            Unit::Season => (
                moved(first_day(first, Unit::Year)?, Unit::Month, -1)?,
                moved(first_day(first, Unit::Year)?, Unit::Month, 15)?,
            ),
            _ if self.said.has(Field::Fiscal) => {
                (moved(first, Unit::Year, -1)?, moved(first, Unit::Year, 2)?)
            }
            unit => (first, moved(first, unit, 1)?),
        };
        let (from, to) = (midnight(whole.0), midnight(whole.1));
        if let Some((hour, minute)) = self.clock {
            let from = from.checked_add((i64::from(hour)).hours()).ok()?;
            let from = from.checked_add(i64::from(minute.unwrap_or(0)).minutes()).ok()?;
            let long = if minute.is_some() { 1.minutes() } else { 1.hours() };
            return Some((from, from.checked_add(long).ok()?));
        }
        if let Some(part) = self.said.part() {
            let (begins, long) = match part {
                Part::Morning => (0, 12),
                Part::Afternoon => (12, 7),
                Part::Evening => (16, 8),
                Part::Night => (17, 13),
            };
            let from = from.checked_add(begins.hours()).ok()?;
            return Some((from, from.checked_add(long.hours()).ok()?));
        }
        let today = anchor.map(midnight);
        let now = today.and_then(|now| now.checked_add(1.days()).ok());
        let quarter = to.duration_since(from).as_secs() / 4;
        let at = |quarters: i64| from.checked_add((quarter * quarters).seconds()).ok();
        Some(match self.said.edge() {
            Some(Edge::Start) => (from, at(2)?),
            Some(Edge::Middle) => (at(1)?, at(3)?),
            Some(Edge::End) => (at(2)?, to),
            Some(Edge::Before) => (from, now.filter(|now| *now > from).map_or(to, |now| now.min(to))),
            Some(Edge::After) => (
                today.filter(|now| *now < to).map_or(from, |now| now.max(from)),
                to,
            ),
            None => (from, to),
        })
    }

    /// The value by the TIMEX3 guidelines; `X` for what is open.
    pub(crate) fn timex(&self) -> String {
        let date = match self.first {
            Some(first) => self.timex_of(first),
            None => self.timex_open(),
        };
        match (self.clock, self.said.part()) {
            (Some((hour, Some(minute))), _) => format!("{date}T{hour:02}:{minute:02}"),
            (Some((hour, None)), _) => format!("{date}T{hour:02}:00"),
            (None, Some(part)) => {
                let code = match part {
                    Part::Morning => "MO",
                    Part::Afternoon => "AF",
                    Part::Evening => "EV",
                    Part::Night => "NI",
                };
                format!("{date}T{code}")
            }
            (None, None) => date,
        }
    }

    fn timex_of(&self, first: Date) -> String {
        let (year, month) = (first.year(), first.month());
        match self.unit {
            Unit::Week | Unit::Weekend => {
                let week = first.iso_week_date();
                let end = if self.unit == Unit::Weekend { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Unit::Month => format!("{year:04}-{month:02}"),
            Unit::Season => format!("{year:04}-{}", season_code(month)),
            Unit::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Unit::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Unit::Year => format!("{year:04}"),
            Unit::Decade => format!("{:03}", year / 10),
            Unit::Century => format!("{:02}", year / 100),
            Unit::Millennium => format!("{}", year / 1000),
            _ => first.to_string(),
        }
    }

    fn timex_open(&self) -> String {
        let said = &self.said;
        let month: Option<i8> = said.small(Field::Month);
        let day: Option<i8> = said.small(Field::Day);
        match (month, day, said.int(Field::Weekday), said.season()) {
            (Some(month), Some(day), ..) => format!("XXXX-{month:02}-{day:02}"),
            (Some(month), None, ..) => format!("XXXX-{month:02}"),
            (_, _, Some(weekday), _) => format!("XXXX-WXX-{}", weekday + 1),
            (.., Some(season)) => format!("XXXX-{}", season_code(season_month(season))),
            _ => match (self.unit, said.int(Field::Quarter)) {
                (Unit::Quarter, Some(quarter)) => format!("XXXX-Q{quarter}"),
                (Unit::Quarter, None) => "XXXX-QX".to_owned(),
                (Unit::Week, _) => "XXXX-WXX".to_owned(),
                (Unit::Weekend, _) => "XXXX-WXX-WE".to_owned(),
                (Unit::Month, _) => "XXXX-XX".to_owned(),
                (Unit::Year, _) => "XXXX".to_owned(),
                (Unit::Decade, _) => "XXX".to_owned(),
                (Unit::Century, _) => "XX".to_owned(),
                _ => "XXXX-XX-XX".to_owned(),
            },
        }
    }
}

/// The month in which a season begins in the north.
pub(crate) fn season_month(season: Season) -> i8 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

fn season_code(month: i8) -> &'static str {
    match month {
        3..=5 => "SP",
        6..=8 => "SU",
        9..=11 => "FA",
        _ => "WI",
    }
}

impl Amount {
    /// `P3D`, `PT2H30M`, `PXW`.
    pub(crate) fn timex(self) -> String {
        if let (Some(count), Unit::Decade) = (self.count, self.unit) {
            return format!("P{}Y", count * 10.0);
        }
        let (time, letter) = match self.unit {
            Unit::Second => ("T", "S"),
            Unit::Minute => ("T", "M"),
            Unit::Hour => ("T", "H"),
            Unit::Day => ("", "D"),
            Unit::Week => ("", "W"),
            Unit::Weekend => ("", "WE"),
            Unit::Month => ("", "M"),
            Unit::Season | Unit::Quarter => ("", "Q"),
            Unit::Half => ("", "H"),
            Unit::Year => ("", "Y"),
            Unit::Decade => ("", "E"),
            Unit::Century => ("", "C"),
            Unit::Millennium => ("", "L"),
            Unit::Unknown => ("", "X"),
        };
        let Some(count) = self.count else {
            return format!("P{time}X{letter}");
        };
        let (whole, rest) = (count.trunc(), count.fract());
        let smaller = match self.unit {
            Unit::Minute => Some((60.0, "S")),
            Unit::Hour => Some((60.0, "M")),
            Unit::Year => Some((12.0, "M")),
            _ => None,
        };
        match smaller.map(|(of, letter)| (rest * of, letter)) {
            Some((part, smaller)) if part > 0.0 && part.fract() == 0.0 => {
                let head = if whole > 0.0 {
                    format!("{whole}{letter}")
                } else {
                    String::new()
                };
                format!("P{time}{head}{part}{smaller}")
            }
            _ => format!("P{time}{count}{letter}"),
        }
    }
}

impl Value {
    /// The value by the TIMEX3 guidelines.
    pub(crate) fn timex(&self) -> String {
        match self {
            Self::Calendar(calendar) | Self::Every(calendar) => calendar.timex(),
            Self::Amount(amount) | Self::Set(amount) => amount.timex(),
            Self::Reference(Reference::Past) => "PAST_REF".to_owned(),
            Self::Reference(Reference::Present) => "PRESENT_REF".to_owned(),
            Self::Reference(Reference::Future) => "FUTURE_REF".to_owned(),
        }
    }
}
