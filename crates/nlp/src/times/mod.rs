//! Words that state a time.
//!
//! In: text, tokens, sentences, and the day the article counts from (its
//! publication, else its dateline). Out: time expressions with what they mean.
//! What counts from another time stays open where the page gives none to count
//! from. A sentence is cut into items, the grammar of `data/times.txt` finds the
//! longest expression from each, and `resolve` makes a value of what it says.

mod fields;
mod grammar;
mod items;
mod pattern;
mod resolve;
mod tense;
mod value;

use jiff::civil::Date;
use page::Precision;
use text::Span;

use crate::words::Words;
use crate::{Sentence, TimeBasis, TimeExpression, TimeInterval, TimeKind, Token};
use fields::{Field, Unit};
pub(crate) use grammar::Grammar;
use grammar::Operator;
use items::Item;
use resolve::{Context, Meaning, resolve};
use tense::Tenses;
use value::{Calendar, Value};

/// Years away from the anchor that news may name as well.
const FEW_YEARS: usize = 7;

/// Finds the time expressions, ascending and without overlap.
pub(crate) fn times(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    anchor: Option<Date>,
    grammar: &Grammar,
) -> Vec<TimeExpression> {
    let tenses = Tenses::of(grammar);
    let sentences: Vec<(Words<'_>, Vec<Item>)> = sentences
        .iter()
        .map(|sentence| {
            let words = Words::of(text, tokens, sentence);
            (words, items::items(words, grammar))
        })
        .collect();
    let narrative = is_narrative(&sentences, anchor, grammar);
    let mut times = Vec::new();
    let (mut last, mut quarter): (Option<Calendar>, Option<Calendar>) = (None, None);
    for (words, items) in &sentences {
        let mut at = 0;
        while at < items.len() {
            let Some(found) = grammar.longest(items, at) else {
                at += 1;
                continue;
            };
            let context = Context {
                anchor,
                last: last.as_ref(),
                quarter: quarter.as_ref(),
                narrative,
                side: tenses.side(*words, items, at..found.end),
            };
            if let Some(meaning) = resolve(found.operator, found.fields, context) {
                times.push(expression(
                    words_of(*words, &items[at..found.end]),
                    &meaning,
                    anchor,
                ));
                // "A year earlier" is an excursion: what follows counts from where the text was.
                if let Value::Calendar(calendar) = meaning.value
                    && calendar.first.is_some()
                    && !matches!(found.operator, Operator::Later | Operator::Ago)
                {
                    if calendar.unit == Unit::Quarter && !found.fields.has(Field::YearRel) {
                        quarter = Some(calendar.clone());
                    }
                    last = Some(calendar);
                }
            }
            at = found.end;
        }
    }
    times
}

/// The words of items, without the full stop that ends the sentence as well.
fn words_of(words: Words<'_>, items: &[Item]) -> Span {
    let (first, end) = (items[0].first, items[items.len() - 1].end);
    let stop = end == words.end && end - first > 1 && words.get(end - 1) == ".";
    words.span(first..end - usize::from(stop))
}

/// Does the text tell of other years than that of the anchor, as histories do and news do not?
fn is_narrative(sentences: &[(Words<'_>, Vec<Item>)], anchor: Option<Date>, grammar: &Grammar) -> bool {
    let Some(anchor) = anchor else { return true };
    let classes = ["year", "weekday", "today"].map(|name| grammar.class(name));
    let (mut near, mut far) = (0, 0);
    for item in sentences.iter().flat_map(|(_, items)| items) {
        let [year, weekday, today] = classes.map(|class| class.and_then(|class| item.reading(class)));
        match year.and_then(|reading| reading.fields.small::<i16>(Field::Year)) {
            Some(year) if (year - anchor.year()).abs() > 1 => far += 1,
            Some(_) => near += 1,
            None => near += usize::from(weekday.is_some() || today.is_some()),
        }
    }
    // What counts from the anchor ("last year") is sought only where years alone speak for a history.
    if far > FEW_YEARS && far > 3 * near {
        for (_, items) in sentences {
            let counts = |at: &usize| {
                grammar
                    .longest(items, *at)
                    .is_some_and(|found| matches!(found.operator, Operator::Shift | Operator::Ago))
            };
            near += (0..items.len()).filter(counts).count();
        }
    }
    far > FEW_YEARS && far > 3 * near
}

fn expression(span: Span, meaning: &Meaning, anchor: Option<Date>) -> TimeExpression {
    let calendar = match &meaning.value {
        Value::Calendar(calendar) => Some(calendar),
        _ => None,
    };
    let published = matches!(meaning.basis, TimeBasis::Stated | TimeBasis::Publication);
    let (value, precision) = calendar.filter(|_| published).and_then(Calendar::iso).unzip();
    let interval = calendar
        .and_then(|calendar| calendar.interval(anchor))
        .map(|(from, to)| TimeInterval {
            from,
            to,
            confidence: confidence(meaning.basis),
        });
    TimeExpression {
        span,
        kind: kind(&meaning.value),
        value,
        precision,
        relative: meaning.relative,
        basis: meaning.basis,
        interval,
        timex: meaning.value.timex(),
    }
}

fn kind(value: &Value) -> TimeKind {
    match value {
        Value::Calendar(calendar) if calendar.clock.is_some() || calendar.said.part().is_some() => {
            TimeKind::Time
        }
        Value::Calendar(_) | Value::Reference(_) => TimeKind::Date,
        Value::Amount(_) => TimeKind::Duration,
        Value::Set(_) | Value::Every(_) => TimeKind::Set,
    }
}

/// How often a value of this basis was that of the annotators, on the articles that nothing was tuned on (docs/times.md).
fn confidence(basis: TimeBasis) -> f64 {
    match basis {
        TimeBasis::Stated => 0.92,
        TimeBasis::Publication => 0.89,
        TimeBasis::Text => 0.55,
        TimeBasis::Open => 0.0,
    }
}

/// The day that relative expressions count from: that of publication, else a full date in the dateline.
pub(crate) fn anchor(article: &page::Article, grammar: &Grammar) -> Option<Date> {
    let published = article
        .published
        .as_ref()
        .and_then(|dated| dated.stamp)
        .filter(|stamp| stamp.precision >= Precision::Day)
        .map(|stamp| stamp.civil.date());
    published.or_else(|| {
        let line = article.text.get(article.dateline.as_ref()?.text_span)?;
        let tokens = crate::tokenize(line);
        let whole = Sentence {
            span: Span::new(0, line.len()),
            block: 0,
            first_token: 0,
            end_token: tokens.len(),
        };
        times(line, &tokens, &[whole], None, grammar)
            .iter()
            .filter(|time| time.basis == TimeBasis::Stated && time.precision == Some(Precision::Day))
            .find_map(|time| time.interval.map(|interval| interval.from.date()))
    })
}

/// Is this part of a place in the calendar or on the clock, so that its figures count nothing?
pub(crate) fn dates(times: &[TimeExpression], span: Span) -> bool {
    let at = times.partition_point(|t| t.span.end() <= span.start());
    times
        .get(at)
        .is_some_and(|t| t.span.overlaps(span) && t.is_dated())
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
        times(text, &tokens, &[sentence], day, &Grammar::bundled())
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
                &["Jan. 5 at 5 p.m. = 2025-01-05T17"],
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
