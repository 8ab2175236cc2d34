//! From what an expression says to what it means.
//!
//! In: the fields of a pattern, the anchor, the last time that the text spoke
//! of, and the side on which the sentence looks. Out: a value and what it rests
//! on. Nothing is anchored to a day that is not known.

use jiff::civil::{Date, Weekday};

use super::fields::{Base, Field, Fields, Part, Reference, Unit};
use super::grammar::Operator;
use super::tense::Side;
use super::value::{Amount, Calendar, Value, first_day, moved, season_month};
use crate::TimeBasis;

/// What is known where the expression stands.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The day that the article counts from.
    pub(crate) anchor: Option<Date>,
    /// The last place in the calendar that the text spoke of.
    pub(crate) last: Option<&'a Calendar>,
    /// The last quarter that the text spoke of.
    pub(crate) quarter: Option<&'a Calendar>,
    /// Does the text tell of other years than the anchor's?
    pub(crate) narrative: bool,
    pub(crate) side: Side,
}

/// A value and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) value: Value,
    pub(crate) basis: TimeBasis,
    /// Does it count from another time?
    pub(crate) relative: bool,
}

/// A day to count from, and what it rests on.
type From = Option<(Date, TimeBasis)>;

/// The meaning; `None` where the fields make no time ("30 February 2025").
pub(crate) fn resolve(operator: Operator, fields: Fields, context: Context<'_>) -> Option<Meaning> {
    let stretch = |value| Meaning {
        value,
        basis: TimeBasis::Open,
        relative: false,
    };
    match operator {
        Operator::Point => context.point(fields),
        Operator::Shift => {
            let (unit, rel) = (fields.unit()?, fields.int(Field::Rel)?);
            Some(context.shifted(context.anchored(), unit, rel, fields))
        }
        Operator::Ago => context.ago(fields),
        Operator::Later => context.later(fields),
        Operator::Same => context.same(fields),
        Operator::Amount => Some(stretch(Value::Amount(amount(fields)?))),
        Operator::Set => Some(stretch(every(fields)?)),
        Operator::None => None,
        Operator::Reference => Some(stretch(Value::Reference(fields.reference()?))),
    }
}

fn amount(fields: Fields) -> Option<Amount> {
    let whole = fields.number(Field::Count);
    let count = if fields.has(Field::Vague) {
        None
    } else if fields.has(Field::HalfOf) {
        Some(0.5)
    } else {
        let half = if fields.has(Field::AndHalf) { 0.5 } else { 0.0 };
        Some(whole.unwrap_or(1.0) + half)
    };
    Some(Amount {
        count,
        unit: fields.unit()?,
    })
}

fn every(fields: Fields) -> Option<Value> {
    let named = [Field::Weekday, Field::Month, Field::Season]
        .iter()
        .any(|&f| fields.has(f));
    if named {
        return Some(Value::Every(Calendar {
            unit: Unit::Day,
            first: None,
            said: fields,
            clock: None,
        }));
    }
    amount(fields).map(Value::Set)
}

/// The hour of 24 that a clock time says.
fn clock(fields: &Fields) -> Option<(i8, Option<i8>)> {
    let hour: i8 = fields.small(Field::Hour)?;
    let minute = fields.small(Field::Minute);
    let half = match (fields.int(Field::Meridiem), fields.part()) {
        (Some(half), _) => half,
        (None, Some(Part::Morning) | None) => return Some((hour, minute)),
        (None, Some(_)) => 12,
    };
    match (hour, half) {
        (12, 0) => Some((0, minute)),
        (1..=11, 12) => Some((hour + 12, minute)),
        (0..=12, _) => Some((hour, minute)),
        _ => None,
    }
}

impl Context<'_> {
    fn anchored(&self) -> From {
        self.anchor.map(|day| (day, TimeBasis::Publication))
    }

    /// The day of the last time of the text; the anchor where there is none.
    fn texts(&self) -> From {
        self.last
            .and_then(|last| last.first)
            .or(self.anchor)
            .map(|day| (day, TimeBasis::Text))
    }

    fn base(&self, fields: &Fields) -> From {
        if self.narrative || fields.base() == Some(Base::Text) {
            self.texts()
        } else {
            self.anchored()
        }
    }

    fn calendar(unit: Unit, first: From, said: Fields, relative: bool) -> Meaning {
        let (first, basis) = first.unzip();
        Meaning {
            value: Value::Calendar(Calendar {
                unit,
                first,
                clock: clock(&said),
                said,
            }),
            basis: basis.unwrap_or(TimeBasis::Open),
            relative,
        }
    }

    /// So many units from a day.
    fn shifted(&self, from: From, unit: Unit, by: i64, said: Fields) -> Meaning {
        // What lies less than a day away is on a day that is not told.
        let open = unit < Unit::Day && by != 0;
        let first = from
            .filter(|_| !open)
            .and_then(|(day, basis)| Some((moved(first_day(day, unit)?, unit, by)?, basis)));
        Self::calendar(unit, first, said, true)
    }

    /// "two weeks ago", "a few years ago".
    fn ago(&self, fields: Fields) -> Option<Meaning> {
        let amount = amount(fields)?;
        let (dir, unit) = (fields.int(Field::Dir)?, amount.unit);
        let Some(count) = amount.count.filter(|count| count.fract() == 0.0 && *count < 1e6) else {
            let reference = if dir < 0 {
                Reference::Past
            } else {
                Reference::Future
            };
            return Some(Meaning {
                value: Value::Reference(reference),
                basis: TimeBasis::Open,
                relative: true,
            });
        };
        let by = dir * count as i64;
        if let Some(quarter) = self.quarter_of_year(unit, by, fields) {
            return Some(quarter);
        }
        Some(self.shifted(self.anchored(), unit, by, fields))
    }

    /// In a text of quarters "a year earlier" means the quarter of that year.
    fn quarter_of_year(&self, unit: Unit, by: i64, fields: Fields) -> Option<Meaning> {
        let quarter = self
            .quarter
            .and_then(|quarter| quarter.first)
            .filter(|_| unit == Unit::Year && by.abs() == 1)?;
        Some(self.shifted(Some((quarter, TimeBasis::Text)), Unit::Quarter, 4 * by, fields))
    }

    /// "a year earlier", "two days later".
    fn later(&self, fields: Fields) -> Option<Meaning> {
        let amount = amount(fields)?;
        let Some(count) = amount.count.filter(|count| count.fract() == 0.0 && *count < 1e6) else {
            return Some(Meaning {
                value: Value::Amount(amount),
                basis: TimeBasis::Open,
                relative: true,
            });
        };
        let by = fields.int(Field::Dir)? * count as i64;
        if let Some(quarter) = self.quarter_of_year(amount.unit, by, fields) {
            return Some(quarter);
        }
        let from = self.texts();
        let grain = self.last.map(|last| last.unit);
        Some(match (amount.unit, grain) {
            (Unit::Year, Some(grain @ (Unit::Half | Unit::Month))) => {
                let moved = from.and_then(|(day, basis)| Some((moved(day, Unit::Year, by)?, basis)));
                self.shifted(moved, grain, 0, fields)
            }
            (unit, _) => self.shifted(from, unit, by, fields),
        })
    }

    /// "that year", "the following day", "the quarter".
    fn same(&self, fields: Fields) -> Option<Meaning> {
        if let Some(year) = fields.small::<i16>(Field::Year) {
            let month = self.quarter.and_then(|quarter| quarter.first).map(Date::month);
            let (unit, month) = month.map_or((Unit::Year, 1), |month| (Unit::Quarter, month));
            let first = Date::new(year, month, 1).ok()?;
            return Some(Self::calendar(unit, Some((first, TimeBasis::Text)), fields, true));
        }
        let (unit, rel) = (fields.unit()?, fields.int(Field::Rel)?);
        if unit == Unit::Quarter {
            // The quarter that was spoken of; else the one before that of the anchor.
            let spoken = self
                .quarter
                .and_then(|quarter| quarter.first)
                .map(|day| (day, TimeBasis::Text));
            let back = i64::from(spoken.is_none());
            return Some(self.shifted(spoken.or(self.anchored()), unit, rel - back, fields));
        }
        Some(self.shifted(self.texts(), unit, rel, fields))
    }

    fn point(&self, mut fields: Fields) -> Option<Meaning> {
        if fields.whole() == Some(Unit::Quarter) {
            let quarter = fields
                .number(Field::Ordinal)
                .filter(|q| (1.0..=4.0).contains(q))?;
            fields.set(Field::Quarter, quarter);
            if fields.has(Field::Of) {
                fields.set(Field::YearRel, fields.number(Field::Rel)?);
            }
        }
        if let (Some(unit), Some(rel)) = (fields.unit(), fields.int(Field::Rel)) {
            return Some(self.shifted(self.base(&fields), unit, rel, fields));
        }
        let year = match (fields.small::<i16>(Field::Year), fields.int(Field::YearRel)) {
            (Some(year), _) => Some((year, TimeBasis::Stated)),
            (None, Some(rel)) => self
                .anchor
                .map(|day| (day.year() + rel.clamp(-1, 1) as i16, TimeBasis::Publication)),
            (None, None) => None,
        };
        let relative_year = fields.has(Field::YearRel);
        if let Some(decade) = fields.small::<i16>(Field::Decade) {
            let first = Date::new(decade.checked_mul(10)?, 1, 1).ok()?;
            return Some(Self::calendar(
                Unit::Decade,
                Some((first, TimeBasis::Stated)),
                fields,
                false,
            ));
        }
        if let Some(century) = fields.small::<i16>(Field::Century) {
            let first = Date::new((century - 1).checked_mul(100)?, 1, 1).ok()?;
            return Some(Self::calendar(
                Unit::Century,
                Some((first, TimeBasis::Stated)),
                fields,
                false,
            ));
        }
        if fields.has(Field::Easter) || fields.has(Field::Ordinal) && fields.has(Field::Weekday) {
            return self.holiday(fields, year);
        }
        let Some((unit, month, day)) = within_year(&fields)? else {
            return Some(match year {
                Some((year, basis)) => {
                    let first = Date::new(year, 1, 1).ok()?;
                    Self::calendar(Unit::Year, Some((first, basis)), fields, relative_year)
                }
                None if fields.has(Field::Weekday) => self.weekday(fields)?,
                // A clock time, whose day is not told.
                None => {
                    let today = self
                        .last
                        .filter(|last| last.unit == Unit::Day)
                        .and_then(|last| last.first)
                        .or(self.anchor);
                    Self::calendar(Unit::Day, today.map(|day| (day, TimeBasis::Text)), fields, true)
                }
            });
        };
        let whole = if fields.whole() == Some(Unit::Week) {
            Unit::Week
        } else {
            unit
        };
        if let Some((year, basis)) = year {
            let first = first_day(Date::new(year, month, day).ok()?, whole)?;
            return Some(Self::calendar(whole, Some((first, basis)), fields, relative_year));
        }
        // A day that no year has is none.
        Date::new(2024, month, day).ok()?;
        let first = self
            .in_year(unit, month, day, &fields)
            .and_then(|(day, basis)| Some((first_day(day, whole)?, basis)));
        Some(Self::calendar(
            whole,
            first,
            fields,
            fields.has(Field::Rel) || unit > Unit::Month,
        ))
    }

    /// A holiday that is on another day each year.
    fn holiday(&self, fields: Fields, year: Option<(i16, TimeBasis)>) -> Option<Meaning> {
        let first = match year {
            Some((year, basis)) => Some((holiday(&fields, year)?, basis)),
            None => self.anchor.and_then(|anchor| {
                let days = (-1..=1).filter_map(|by| holiday(&fields, anchor.year() + by));
                let passed = |day: &Date| *day < anchor;
                let nearest = |day: &Date| day.duration_since(anchor).as_secs().abs();
                let day = match fields.int(Field::Rel) {
                    Some(-1) => days.filter(passed).max(),
                    Some(1) => days.filter(|day| *day > anchor).min(),
                    _ => days.min_by_key(nearest),
                };
                Some((day?, TimeBasis::Publication))
            }),
        };
        Some(Self::calendar(Unit::Day, first, fields, fields.has(Field::Rel)))
    }

    /// A day, month, quarter or season whose year is not said.
    fn in_year(&self, unit: Unit, month: i8, day: i8, fields: &Fields) -> From {
        let from_text = self.narrative || fields.base() == Some(Base::Text);
        if let Some(last) = self.last.filter(|_| from_text && !fields.has(Field::Rel)) {
            return Some((told(last, month, day)?, TimeBasis::Text));
        }
        let anchor = self.anchor?;
        let now = first_day(anchor, unit)?;
        let in_year = |by: i16| Date::new(anchor.year() + by, month, day).ok();
        let past = || (-8..=0).rev().filter_map(in_year);
        let coming = || (0..=8).filter_map(in_year);
        let nearest = || {
            (-1..=1)
                .filter_map(in_year)
                .min_by_key(|date| (date.duration_since(anchor).as_secs().abs(), *date))
        };
        let first = match (fields.int(Field::Rel), self.side) {
            (Some(-1), _) => past().find(|date| *date < now),
            (Some(1), _) => coming().find(|date| *date > now),
            (Some(_), _) => in_year(0),
            (None, Side::Unknown) => nearest(),
            (None, side) => {
                let on_side = if side == Side::Past {
                    past().find(|date| *date <= now)
                } else {
                    coming().find(|date| *date >= now)
                };
                // A verb may belong to other words: a date much nearer on the other side is meant.
                let far = |date: &Date| date.duration_since(anchor).as_secs().abs() as f64;
                let most = match (unit, side) {
                    (Unit::Quarter, Side::Past) => f64::INFINITY,
                    (Unit::Quarter, _) => 1.5,
                    _ => 4.0,
                };
                match (on_side, nearest()) {
                    (Some(told), Some(near)) if far(&told) > most * far(&near) => Some(near),
                    (told, near) => told.or(near),
                }
            }
        }?;
        Some((first, TimeBasis::Publication))
    }

    /// "Tuesday", "last Tuesday", "Tuesday of last week".
    fn weekday(&self, fields: Fields) -> Option<Meaning> {
        let there = fields.int(Field::Weekday)?;
        let first = self.base(&fields).and_then(|(from, basis)| {
            let today = i64::from(from.weekday().to_monday_zero_offset());
            let back = (today - there).rem_euclid(7);
            let by = match (fields.int(Field::Week), fields.int(Field::Rel), self.side) {
                (Some(week), ..) => 7 * week + there - today,
                (None, Some(-2), _) => -7 - back,
                (None, Some(-1), _) if back == 0 => -7,
                (None, Some(-1), _) => -back,
                (None, Some(1), _) => 7 - back,
                (None, Some(_), Side::Past) => -back,
                (None, Some(_), _) => (7 - back) % 7,
                (None, None, Side::Future) => (7 - back) % 7,
                (None, None, _) => -back,
            };
            Some((moved(from, Unit::Day, by)?, basis))
        });
        Some(Self::calendar(Unit::Day, first, fields, true))
    }
}

/// The day of a holiday in a year: of so many days from Easter, or the nth weekday of a month (-1: the last).
fn holiday(fields: &Fields, year: i16) -> Option<Date> {
    if let Some(days) = fields.int(Field::Easter) {
        return moved(easter(year)?, Unit::Day, days);
    }
    let weekday = Weekday::from_monday_zero_offset(fields.small(Field::Weekday)?).ok()?;
    Date::new(year, fields.small(Field::Month)?, 1)
        .ok()?
        .nth_weekday_of_month(fields.small(Field::Ordinal)?, weekday)
        .ok()
}

/// Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    if year < 1583 {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year as i16, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

/// The day and month in the year that a text is in: the one nearest to the time it spoke of last, rather after it.
fn told(last: &Calendar, month: i8, day: i8) -> Option<Date> {
    let from = last.first?;
    if last.unit >= Unit::Year {
        return Date::new(from.year(), month, day).ok();
    }
    (-1..=1)
        .filter_map(|by| Date::new(from.year() + by, month, day).ok())
        .min_by_key(|date| {
            let ahead = date.duration_since(from).as_secs();
            if ahead < 0 { -2 * ahead } else { ahead }
        })
}

/// The grain, month and day that the fields give within a year; `None` inside where they give none.
fn within_year(fields: &Fields) -> Option<Option<(Unit, i8, i8)>> {
    let month: Option<i8> = fields.small(Field::Month);
    let day: Option<i8> = fields.small(Field::Day);
    let quarter: Option<i8> = fields.small(Field::Quarter);
    let half: Option<i8> = fields.small(Field::Half);
    Some(match (month, day, quarter, half, fields.season()) {
        (Some(month), Some(day), ..) => Some((Unit::Day, month, day)),
        (Some(month), None, ..) => Some((Unit::Month, month, 1)),
        (_, _, Some(quarter), ..) => Some((Unit::Quarter, quarter * 3 - 2, 1)),
        (.., Some(half), _) => Some((Unit::Half, half * 6 - 5, 1)),
        (.., Some(season)) => Some((Unit::Season, season_month(season), 1)),
        (None, Some(_), ..) => return None,
        _ => None,
    })
}
