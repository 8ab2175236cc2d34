//! Words that state a time.
//!
//! In: text, tokens, sentences, and the day the article counts from (its
//! publication). Out: time expressions with ISO 8601 values. What counts from
//! another time has no value where the page gives none to count from. A bare
//! weekday is the last one up to that day, or the next after words that speak
//! of the future. Weeks run from Monday.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};
use page::Precision;
use text::Span;

use crate::{Sentence, TimeExpression, Token};

/// Tokens before a weekday in which words of the future are looked for.
const FUTURE_REACH: usize = 9;

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    anchor: Option<Date>,
    first: usize,
    end: usize,
}

/// A match: tokens up to `end`, value, precision, and whether it counts from another time.
struct Found {
    end: usize,
    value: Option<(String, Precision)>,
    relative: bool,
}

/// Finds the time expressions, ascending and without overlap.
pub(crate) fn times(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    anchor: Option<Date>,
) -> Vec<TimeExpression> {
    let mut times = Vec::new();
    for sentence in sentences {
        let reader = Reader {
            text,
            tokens,
            anchor,
            first: sentence.first_token,
            end: sentence.end_token,
        };
        let mut at = reader.first;
        while at < reader.end {
            match reader.time_at(at) {
                Some(found) => {
                    let (value, precision) = found.value.unzip();
                    times.push(TimeExpression {
                        span: tokens[at].span.cover(tokens[found.end - 1].span),
                        value,
                        precision,
                        relative: found.relative,
                    });
                    at = found.end;
                }
                None => at += 1,
            }
        }
    }
    times
}

fn month(word: &str) -> Option<i8> {
    let months = [
        ("january", "jan"),
        ("february", "feb"),
        ("march", "mar"),
        ("april", "apr"),
        ("may", "may"),
        ("june", "jun"),
        ("july", "jul"),
        ("august", "aug"),
        ("september", "sep"),
        ("october", "oct"),
        ("november", "nov"),
        ("december", "dec"),
    ];
    let at = months
        .iter()
        .position(|(full, short)| word.eq_ignore_ascii_case(full) || word.eq_ignore_ascii_case(short));
    let at = at.or_else(|| word.eq_ignore_ascii_case("sept").then_some(8))?;
    word.starts_with(char::is_uppercase).then_some(at as i8 + 1)
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word.to_ascii_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn small_number(word: &str) -> Option<i64> {
    let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    if word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    words
        .iter()
        .position(|w| word.eq_ignore_ascii_case(w))
        .map(|at| at as i64 + 1)
}

fn day_value(date: Option<Date>) -> Option<(String, Precision)> {
    date.map(|d| (d.to_string(), Precision::Day))
}

fn month_value(date: Option<Date>) -> Option<(String, Precision)> {
    date.map(|d| (format!("{:04}-{:02}", d.year(), d.month()), Precision::Month))
}

fn year_value(date: Option<Date>) -> Option<(String, Precision)> {
    date.map(|d| (format!("{:04}", d.year()), Precision::Year))
}

fn week_value(date: Option<Date>) -> Option<(String, Precision)> {
    let date = date?;
    let monday = date
        .checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
        .ok()?;
    let sunday = monday.checked_add(6.days()).ok()?;
    Some((format!("{monday}/{sunday}"), Precision::Week))
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if at < self.end {
            &self.text[self.tokens[at].span.range()]
        } else {
            ""
        }
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.word(at).eq_ignore_ascii_case(w))
    }

    fn shifted(&self, by: Duration) -> Option<Date> {
        self.anchor.and_then(|d| d.checked_add(by).ok())
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let word = self.word(at);
        (digits.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()))
            .then(|| word.parse().ok())
            .flatten()
    }

    fn year(&self, at: usize) -> Option<i16> {
        let year = self.number(at, 4..=4)?;
        (1000..=2199).contains(&year).then_some(year as i16)
    }

    fn glued(&self, at: usize, mark: &str) -> bool {
        at < self.end && !self.tokens[at].spaced && self.word(at) == mark
    }

    /// 1 when the month at `at` is shortened and has its stop.
    fn stop_of_abbreviation(&self, at: usize) -> usize {
        let short = self.word(at).len() <= 4 && !self.is(at, &["may", "june", "july"]);
        usize::from(short && self.glued(at + 1, "."))
    }

    fn time_at(&self, at: usize) -> Option<Found> {
        self.iso(at)
            .or_else(|| self.calendar(at))
            .or_else(|| self.week_day(at))
            .or_else(|| self.deictic(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.clock(at))
            .or_else(|| self.bare_year(at))
    }

    /// "2025-03-18".
    fn iso(&self, at: usize) -> Option<Found> {
        let year = self.year(at)?;
        if !(self.glued(at + 1, "-") && self.glued(at + 3, "-")) {
            return None;
        }
        let (month, day) = (self.number(at + 2, 2..=2)?, self.number(at + 4, 2..=2)?);
        let date = Date::new(year, month as i8, day as i8).ok()?;
        Some(Found {
            end: at + 5,
            value: day_value(Some(date)),
            relative: false,
        })
    }

    /// "18 March 2025", "March 18, 2025", "March 18", "March 2025".
    fn calendar(&self, at: usize) -> Option<Found> {
        let day_of = |at: usize| self.number(at, 1..=2).filter(|d| (1..=31).contains(d));
        if let Some(day) = day_of(at) {
            let mut next = at + 1;
            if !self.tokens.get(next).is_some_and(|t| t.spaced) {
                return None;
            }
            if self.is(next, &["of"]) {
                next += 1;
            }
            let month = month(self.word(next))?;
            next += 1 + self.stop_of_abbreviation(next);
            return Some(self.dated(day, month, next));
        }
        let month = month(self.word(at))?;
        let next = at + 1 + self.stop_of_abbreviation(at);
        if let Some(day) = day_of(next).filter(|_| !self.glued(next + 1, ":")) {
            return Some(self.dated(day, month, next + 1));
        }
        let comma = usize::from(self.glued(next, ","));
        let year = self.year(next + comma)?;
        Some(Found {
            end: next + comma + 1,
            value: month_value(Date::new(year, month, 1).ok()),
            relative: false,
        })
    }

    /// A day and month whose year may follow at `next`; else the year is the one nearest to the anchor.
    fn dated(&self, day: i64, month: i8, next: usize) -> Found {
        let comma = usize::from(self.glued(next, ","));
        if let Some(year) = self.year(next + comma) {
            return Found {
                end: next + comma + 1,
                value: day_value(Date::new(year, month, day as i8).ok()),
                relative: false,
            };
        }
        let nearest = self.anchor.and_then(|anchor| {
            (-1..=1)
                .filter_map(|by| Date::new(anchor.year() + by, month, day as i8).ok())
                .min_by_key(|date| (date.duration_since(anchor).as_secs().abs(), *date))
        });
        Found {
            end: next,
            value: day_value(nearest),
            relative: false,
        }
    }

    /// "Tuesday", "last Tuesday", "Tuesday morning".
    fn week_day(&self, at: usize) -> Option<Found> {
        let pointer = self.is(at, &["last", "next", "this", "past", "coming"]);
        let name = at + usize::from(pointer);
        let day = weekday(self.word(name)).filter(|_| self.word(name).starts_with(char::is_uppercase))?;
        let parts = ["morning", "afternoon", "evening", "night"];
        let mut end = name + 1 + usize::from(self.is(name + 1, &parts));
        // "Tuesday, March 18" is one expression.
        let dated = self
            .calendar(end + usize::from(self.glued(end, ",")))
            .filter(|_| end < self.end);
        if let Some(dated) = dated {
            return Some(dated);
        }
        end = end.min(self.end);
        let forward = self.is(at, &["next", "coming"]) || !pointer && self.speaks_of_future(at);
        let value = self.anchor.and_then(|anchor| {
            let today = i64::from(anchor.weekday().to_monday_zero_offset());
            let there = i64::from(day.to_monday_zero_offset());
            let back = (today - there).rem_euclid(7);
            let by = match (forward, self.is(at, &["last", "past"])) {
                (true, _) if back == 0 => 7,
                (true, _) => 7 - back,
                (_, true) if back == 0 => -7,
                _ => -back,
            };
            anchor.checked_add(by.days()).ok()
        });
        Some(Found {
            end,
            value: day_value(value),
            relative: true,
        })
    }

    fn speaks_of_future(&self, at: usize) -> bool {
        (at.saturating_sub(FUTURE_REACH).max(self.first)..at).any(|i| {
            self.is(
                i,
                &[
                    "will",
                    "shall",
                    "expected",
                    "due",
                    "scheduled",
                    "planned",
                    "plans",
                    "upcoming",
                    "won’t",
                    "won't",
                ],
            ) || self.is(i, &["is", "are"]) && self.is(i + 1, &["to", "set"])
        })
    }

    /// "today", "last week", "this month", "earlier this year".
    fn deictic(&self, at: usize) -> Option<Found> {
        let days = |by: i64| self.shifted(by.days());
        let one = |value, end| {
            Some(Found {
                end,
                value,
                relative: true,
            })
        };
        if self.is(at, &["today", "tonight"]) {
            return one(day_value(days(0)), at + 1);
        }
        if self.is(at, &["yesterday"]) {
            return one(day_value(days(-1)), at + 1);
        }
        if self.is(at, &["tomorrow"]) {
            return one(day_value(days(1)), at + 1);
        }
        if self.is(at, &["earlier", "later"]) && self.is(at + 1, &["this"]) {
            let found = self.deictic(at + 1)?;
            return one(found.value, found.end);
        }
        let by: i64 = if self.is(at, &["this"]) {
            0
        } else if self.is(at, &["last", "previous"]) {
            -1
        } else if self.is(at, &["next"]) {
            1
        } else {
            return None;
        };
        // "the last week" is a stretch of time, "the next month" counts from elsewhere.
        let stretch = at > self.first && by != 0 && self.is(at - 1, &["the", "past"]);
        let keep = |value: Option<(String, Precision)>| if stretch { None } else { value };
        let unit = at + 1;
        if self.is(unit, &["morning", "afternoon", "evening"]) && by == 0 {
            one(day_value(days(0)), unit + 1)
        } else if self.is(unit, &["night"]) && by == -1 {
            one(day_value(days(-1)), unit + 1)
        } else if self.is(unit, &["week", "weekend"]) {
            one(keep(week_value(days(7 * by))), unit + 1)
        } else if self.is(unit, &["month"]) {
            one(keep(month_value(self.shifted(by.months()))), unit + 1)
        } else if self.is(unit, &["year"]) {
            one(keep(year_value(self.shifted(by.years()))), unit + 1)
        } else if let Some(month) = month(self.word(unit)) {
            let value = self.anchor.and_then(|anchor| {
                let passed = month < anchor.month() || by == 0 && month == anchor.month();
                let year = match by {
                    0 => anchor.year(),
                    -1 if passed => anchor.year(),
                    -1 => anchor.year() - 1,
                    _ if passed || month == anchor.month() => anchor.year() + 1,
                    _ => anchor.year(),
                };
                Date::new(year, month, 1).ok()
            });
            one(month_value(value), unit + 1)
        } else {
            None
        }
    }

    /// "two weeks ago".
    fn ago(&self, at: usize) -> Option<Found> {
        let count = -small_number(self.word(at))?;
        if !self.is(at + 2, &["ago", "earlier"]) {
            return None;
        }
        let from_here = self.is(at + 2, &["ago"]);
        let value = if self.is(at + 1, &["day", "days"]) {
            day_value(self.shifted(count.days()))
        } else if self.is(at + 1, &["week", "weeks"]) {
            week_value(self.shifted((7 * count).days()))
        } else if self.is(at + 1, &["month", "months"]) {
            month_value(self.shifted(count.months()))
        } else if self.is(at + 1, &["year", "years"]) {
            year_value(self.shifted(count.years()))
        } else {
            return None;
        };
        Some(Found {
            end: at + 3,
            value: value.filter(|_| from_here),
            relative: true,
        })
    }

    /// "06:30", "5 p.m.", "5:15 pm": without a day, so without a value.
    fn clock(&self, at: usize) -> Option<Found> {
        self.number(at, 1..=2).filter(|h| *h <= 24)?;
        let mut end = at + 1;
        let minutes = self.glued(end, ":") && self.number(end + 1, 2..=2).is_some_and(|m| m < 60);
        if minutes {
            end += 2;
        }
        let half = if self.is(end, &["am", "pm"]) {
            end + 1
        } else if self.is(end, &["a", "p"]) && self.glued(end + 1, ".") && self.is(end + 2, &["m"]) {
            end + 3 + usize::from(self.glued(end + 3, "."))
        } else {
            end
        };
        (minutes || half > end).then_some(Found {
            end: half,
            value: None,
            relative: true,
        })
    }

    /// "in 2016".
    fn bare_year(&self, at: usize) -> Option<Found> {
        let year = self.year(at).filter(|y| (1900..=2100).contains(y))?;
        let before = at > self.first
            && self.is(
                at - 1,
                &[
                    "in", "since", "by", "until", "of", "early", "late", "mid", "from", "during", "before",
                    "after", "to", "and", "the",
                ],
            );
        let apart = !self.glued(at + 1, "-")
            && !self.glued(at + 1, ".")
            && !self.glued(at + 1, ",")
            && !self.glued(at + 1, "%")
            || self.glued(at + 1, ",") && self.tokens.get(at + 2).is_none_or(|t| t.spaced)
            || self.glued(at + 1, ".") && self.tokens.get(at + 2).is_none_or(|t| t.spaced);
        (before && apart).then(|| Found {
            end: at + 1,
            value: year_value(Date::new(year, 1, 1).ok()),
            relative: false,
        })
    }
}

/// The day that relative expressions count from.
pub(crate) fn anchor(article: &page::Article) -> Option<Date> {
    article
        .published
        .as_ref()
        .and_then(|dated| dated.stamp)
        .filter(|stamp| stamp.precision >= Precision::Day)
        .map(|stamp| stamp.civil.date())
}

/// Spans of time expressions, for others to keep off.
pub(crate) fn covers(times: &[TimeExpression], span: Span) -> bool {
    let at = times.partition_point(|t| t.span.end() <= span.start());
    times.get(at).is_some_and(|t| t.span.overlaps(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    /// Each time of a sentence with its value, counted from Tuesday 18 March 2025.
    fn found(text: &str, anchored: bool) -> Vec<String> {
        let tokens = tokenize(text);
        let sentence = Sentence {
            span: Span::new(0, text.len()),
            block: 0,
            first_token: 0,
            end_token: tokens.len(),
        };
        let day = anchored.then(|| jiff::civil::date(2025, 3, 18));
        times(text, &tokens, &[sentence], day)
            .iter()
            .map(|t| {
                format!(
                    "{} = {}",
                    &text[t.span.range()],
                    t.value.as_deref().unwrap_or("?")
                )
            })
            .collect()
    }

    #[test]
    fn values_count_from_publication() {
        let cases: &[(&str, &[&str])] = &[
            ("They met on 11 March by telephone.", &["11 March = 2025-03-11"]),
            (
                "They met on March 11, 2024, in Orlen.",
                &["March 11, 2024 = 2024-03-11"],
            ),
            ("It closed in December 2023.", &["December 2023 = 2023-12"]),
            ("The ministry on Tuesday denied it.", &["Tuesday = 2025-03-18"]),
            ("The ministry on Monday denied it.", &["Monday = 2025-03-17"]),
            ("It is to sign on Saturday.", &["Saturday = 2025-03-22"]),
            (
                "They agreed last week to wait.",
                &["last week = 2025-03-10/2025-03-16"],
            ),
            ("He leaves this week.", &["this week = 2025-03-17/2025-03-23"]),
            (
                "Sales fell last year and last month.",
                &["last year = 2024", "last month = 2025-02"],
            ),
            ("It happened two days ago.", &["two days ago = 2025-03-16"]),
            (
                "It opened on Jan. 5 at 5 p.m. sharp.",
                &["Jan. 5 = 2025-01-05", "5 p.m. = ?"],
            ),
            ("It began in 2016.", &["2016 = 2016"]),
            ("They may march on.", &[]),
            ("2016 people came.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(&found(text, true), expected, "{text}");
        }
    }

    #[test]
    fn without_a_date_relative_times_stay_open() {
        assert_eq!(found("It erupted this week.", false), ["this week = ?"]);
        assert_eq!(found("They met on 11 March.", false), ["11 March = ?"]);
        assert_eq!(
            found("They met on 11 March 2025.", false),
            ["11 March 2025 = 2025-03-11"]
        );
    }
}
