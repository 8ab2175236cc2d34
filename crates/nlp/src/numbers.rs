//! Figures and what they count.
//!
//! In: text, tokens, sentences, time expressions. Out: numbers in digits or
//! words with their values, and the head of what is counted, singular. Figures
//! of dates and times are none, nor are ordinals, years and the word "one".

use text::Span;

use crate::gazetteer::{Gazetteer, class};
use crate::times::covers;
use crate::units::hash_lower;
use crate::{Number, Sentence, TimeExpression, Token};

/// Tokens after a figure in which the noun that it counts is looked for.
const REACH: usize = 6;

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    gazetteer: &'a Gazetteer,
    first: usize,
    end: usize,
}

/// Finds the numbers, ascending.
pub(crate) fn numbers(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    times: &[TimeExpression],
    gazetteer: &Gazetteer,
) -> Vec<Number> {
    let mut numbers = Vec::new();
    for sentence in sentences {
        let reader = Reader {
            text,
            tokens,
            gazetteer,
            first: sentence.first_token,
            end: sentence.end_token,
        };
        let mut at = reader.first;
        while at < reader.end {
            if covers(times, tokens[at].span) {
                at += 1;
                continue;
            }
            match reader.figure(at) {
                Some((end, value)) => {
                    numbers.push(reader.number(at, end, value));
                    at = end;
                }
                None => at += 1,
            }
        }
    }
    numbers
}

fn word_value(word: &str) -> Option<f64> {
    let small = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if let Some(at) = small.iter().position(|w| word.eq_ignore_ascii_case(w)) {
        return Some(at as f64);
    }
    if word.eq_ignore_ascii_case("dozen") {
        return Some(12.0);
    }
    tens.iter()
        .position(|w| word.eq_ignore_ascii_case(w))
        .map(|at| (at as f64 + 2.0) * 10.0)
}

fn scale(word: &str) -> Option<f64> {
    Some(match word.to_ascii_lowercase().as_str() {
        "hundred" => 1e2,
        "thousand" | "k" => 1e3,
        "million" | "m" | "mn" | "mln" => 1e6,
        "billion" | "bn" | "b" | "bln" => 1e9,
        "trillion" | "tn" | "trn" => 1e12,
        _ => return None,
    })
}

fn currency(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "$" => "dollar",
        "£" => "pound",
        "€" => "euro",
        "¥" => "yen",
        "₹" => "rupee",
        "₽" => "rouble",
        "₴" => "hryvnia",
        _ => return None,
    })
}

/// The singular of a plural noun, lower case.
fn singular(noun: &str) -> String {
    let lower = noun.to_lowercase();
    match lower.as_str() {
        "people" => return "person".into(),
        "men" => return "man".into(),
        "women" => return "woman".into(),
        "children" => return "child".into(),
        "feet" => return "foot".into(),
        _ => {}
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|s| s.len() > 2) {
        format!("{stem}y")
    } else if let Some(stem) = ["sses", "shes", "ches", "xes"]
        .iter()
        .find(|e| lower.ends_with(**e))
        .and_then(|_| lower.strip_suffix("es"))
    {
        stem.to_owned()
    } else if let Some(stem) = lower.strip_suffix("men") {
        format!("{stem}man")
    } else if lower.ends_with("ss") {
        lower
    } else {
        lower.strip_suffix('s').map_or(lower.clone(), str::to_owned)
    }
}

fn is_plural(word: &str) -> bool {
    let lower = word.to_lowercase();
    matches!(lower.as_str(), "people" | "men" | "women" | "children" | "feet")
        || lower.ends_with("men") && lower.len() > 4
        || lower.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && !lower.ends_with("us")
            && !lower.ends_with("is")
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if at < self.end {
            &self.text[self.tokens[at].span.range()]
        } else {
            ""
        }
    }

    fn glued(&self, at: usize) -> bool {
        at < self.end && !self.tokens[at].spaced
    }

    fn is_digits(&self, at: usize) -> bool {
        let word = self.word(at);
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
    }

    /// The figure that begins at `at`: one past its last token, and its value.
    fn figure(&self, at: usize) -> Option<(usize, f64)> {
        let (mut end, mut value) = self.digits(at).or_else(|| self.spelt(at))?;
        while let Some(by) = scale(self.word(end)).filter(|_| self.glued(end) || self.word(end).len() > 3) {
            value *= by;
            end += 1;
        }
        Some((end, value))
    }

    /// "1,234.5", "3.2bn".
    fn digits(&self, at: usize) -> Option<(usize, f64)> {
        let glued_before = self.glued(at) && at > self.first;
        if glued_before
            && !matches!(
                self.word(at - 1),
                "(" | "“" | "\"" | "‘" | "'" | "-" | "–" | "—" | "/"
            )
            && currency(self.word(at - 1)).is_none()
        {
            return None;
        }
        let word = self.word(at);
        if !word.starts_with(|c: char| c.is_ascii_digit()) || word.len() > 15 {
            return None;
        }
        let split = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (figure, suffix) = word.split_at(split);
        let mut digits = figure.to_owned();
        let mut end = at + 1;
        let mut by = 1.0;
        if suffix.is_empty() {
            while self.glued(end)
                && self.word(end) == ","
                && self.glued(end + 1)
                && self.is_digits(end + 1)
                && self.word(end + 1).len() == 3
            {
                digits.push_str(self.word(end + 1));
                end += 2;
            }
            if self.glued(end) && self.word(end) == "." && self.glued(end + 1) {
                let fraction = self.word(end + 1);
                let split = fraction
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(fraction.len());
                let (fraction, suffix) = fraction.split_at(split);
                let factor = if suffix.is_empty() {
                    Some(1.0)
                } else {
                    scale(suffix)
                };
                if let (false, Some(factor)) = (fraction.is_empty(), factor) {
                    digits.push('.');
                    digits.push_str(fraction);
                    by = factor;
                    end += 2;
                }
            }
        } else {
            by = scale(suffix)?;
        }
        digits.parse::<f64>().ok().map(|value| (end, value * by))
    }

    /// "forty-seven", "three hundred and twelve".
    fn spelt(&self, at: usize) -> Option<(usize, f64)> {
        let mut value = word_value(self.word(at))?;
        let mut end = at + 1;
        if value >= 20.0 && self.word(end) == "-" && self.glued(end) {
            if let Some(ones) = word_value(self.word(end + 1)).filter(|v| (1.0..10.0).contains(v)) {
                value += ones;
                end += 2;
            }
        } else if value >= 20.0
            && let Some(ones) = word_value(self.word(end)).filter(|v| (1.0..10.0).contains(v))
        {
            value += ones;
            end += 1;
        }
        if self.word(end).eq_ignore_ascii_case("hundred") {
            value *= 100.0;
            end += 1;
            let rest = end + usize::from(self.word(end).eq_ignore_ascii_case("and"));
            if let Some((after, more)) = self.spelt(rest).filter(|(_, more)| *more < 100.0) {
                value += more;
                end = after;
            }
        }
        let one_alone = value == 1.0 && end == at + 1 && scale(self.word(end)).is_none();
        (!one_alone).then_some((end, value))
    }

    fn number(&self, at: usize, end: usize, value: f64) -> Number {
        let figure = self.tokens[at].span.cover(self.tokens[end - 1].span);
        let bare = |unit: Option<String>, span: Span| Number {
            span,
            figure,
            value,
            unit,
        };
        let percent = match self.word(end) {
            "%" | "percent" | "pc" => Some(end + 1),
            "per" if self.word(end + 1) == "cent" => Some(end + 2),
            _ => None,
        };
        if let Some(end) = percent {
            return bare(Some("percent".into()), figure.cover(self.tokens[end - 1].span));
        }
        if at > self.first
            && self.glued(at)
            && let Some(unit) = currency(self.word(at - 1))
        {
            return bare(Some(unit.into()), figure.cover(self.tokens[at - 1].span));
        }
        // "47 of 312 piles": both count the same.
        let mut from = end;
        if self.word(end) == "of" || self.word(end) == "out" && self.word(end + 1) == "of" {
            let of = end + usize::from(self.word(end) == "out");
            let the = of + 1 + usize::from(self.word(of + 1).eq_ignore_ascii_case("the"));
            if let Some((after, _)) = self.figure(the) {
                from = after;
            }
        }
        match self.counted(from) {
            Some((noun, unit)) => bare(Some(unit), figure.cover(self.tokens[noun].span)),
            None => bare(None, figure),
        }
    }

    /// The plural noun after a figure.
    fn counted(&self, from: usize) -> Option<(usize, String)> {
        for at in from..self.end.min(from + REACH) {
            let word = self.word(at);
            let hyphen = matches!(word, "-" | "–" | "’" | "'");
            if hyphen {
                continue;
            }
            let letters = word.starts_with(char::is_alphabetic);
            let stops = class::DETERMINER
                | class::PREPOSITION
                | class::CONJUNCTION
                | class::PRONOUN
                | class::AUXILIARY;
            if !letters || self.gazetteer.classes(hash_lower(word)) & stops != 0 && word != "more" {
                return None;
            }
            let name_follows = self.word(at + 1).starts_with(char::is_uppercase)
                && !self.word(at).starts_with(char::is_lowercase);
            let compound = matches!(self.word(at + 1), "-" | "–") && self.glued(at + 1);
            if is_plural(word) && !name_follows && !compound {
                return Some((at, singular(word)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    fn found(text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let sentence = Sentence {
            span: Span::new(0, text.len()),
            block: 0,
            first_token: 0,
            end_token: tokens.len(),
        };
        let times = crate::times::times(text, &tokens, &[sentence], None);
        numbers(text, &tokens, &[sentence], &times, &Gazetteer::new())
            .iter()
            .map(|n| {
                format!(
                    "{} = {} {}",
                    &text[n.span.range()],
                    n.value,
                    n.unit.as_deref().unwrap_or("-")
                )
            })
            .collect()
    }

    #[test]
    fn reads_figures_and_what_they_count() {
        let cases: &[(&str, &[&str])] = &[
            (
                "It found 47 of 312 piles weak.",
                &["47 of 312 piles = 47 pile", "312 piles = 312 pile"],
            ),
            ("Forty-seven are below the limit.", &["Forty-seven = 47 -"]),
            (
                "We looked at three hundred and twelve piles.",
                &["three hundred and twelve piles = 312 pile"],
            ),
            (
                "It paid 1.2 billion crowns for it.",
                &["1.2 billion crowns = 1200000000 crown"],
            ),
            ("It paid $3.2bn. in all.", &["$3.2bn = 3200000000 dollar"]),
            (
                "Eight Harl–Voss phone calls",
                &["Eight Harl–Voss phone calls = 8 call"],
            ),
            (
                "It handled 1.4 million ferry passengers last year.",
                &["1.4 million ferry passengers = 1400000 passenger"],
            ),
            (
                "Some 12.5 per cent left, 1,250 people in all.",
                &["12.5 per cent = 12.5 percent", "1,250 people = 1250 person"],
            ),
            ("They met on 11 March 2025 at 16:05.", &[]),
            ("One of them left.", &[]),
            ("He gave twelve days.", &["twelve days = 12 day"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&found(text), expected, "{text}");
        }
    }
}
