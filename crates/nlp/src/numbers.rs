//! Figures and what they count.
//!
//! In: text, tokens, sentences, time expressions. Out: numbers in digits or
//! words with their values, and the head of what is counted, singular. Figures
//! of dates and times are none, nor are ordinals, years and the word "one".

use text::Span;

use crate::figures::{Figure, currency, figure};
use crate::gazetteer::{Gazetteer, class};
use crate::times::dates;
use crate::units::hash_lower;
use crate::words::Words;
use crate::{Number, Sentence, TimeExpression, Token};

/// Tokens after a figure in which the noun that it counts is looked for.
const REACH: usize = 6;

struct Reader<'a> {
    words: Words<'a>,
    gazetteer: &'a Gazetteer,
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
            words: Words::of(text, tokens, sentence),
            gazetteer,
        };
        let mut at = reader.words.first;
        while at < reader.words.end {
            if dates(times, tokens[at].span) {
                at += 1;
                continue;
            }
            match reader.figure(at) {
                Some(found) => {
                    numbers.push(reader.number(at, found));
                    at = found.end;
                }
                None => at += 1,
            }
        }
    }
    numbers
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
        self.words.get(at)
    }

    /// The figure at `at`, if it counts: "one" alone is a pronoun.
    fn figure(&self, at: usize) -> Option<Figure> {
        figure(self.words, at).filter(|f| !(f.spelt && f.value == 1.0))
    }

    fn number(&self, at: usize, Figure { end, value, .. }: Figure) -> Number {
        let tokens = self.words.tokens;
        let figure = self.words.span(at..end);
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
            return bare(Some("percent".into()), figure.cover(tokens[end - 1].span));
        }
        if at > self.words.first
            && self.words.glued(at)
            && let Some(unit) = currency(self.word(at - 1))
        {
            return bare(Some(unit.into()), figure.cover(tokens[at - 1].span));
        }
        // "47 of 312 piles": both count the same.
        let mut from = end;
        if self.word(end) == "of" || self.word(end) == "out" && self.word(end + 1) == "of" {
            let of = end + usize::from(self.word(end) == "out");
            let the = of + 1 + usize::from(self.word(of + 1).eq_ignore_ascii_case("the"));
            if let Some(found) = self.figure(the) {
                from = found.end;
            }
        }
        match self.counted(from) {
            Some((noun, unit)) => bare(Some(unit), figure.cover(tokens[noun].span)),
            None => bare(None, figure),
        }
    }

    /// The plural noun after a figure.
    fn counted(&self, from: usize) -> Option<(usize, String)> {
        for at in from..self.words.end.min(from + REACH) {
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
            let compound = matches!(self.word(at + 1), "-" | "–") && self.words.glued(at + 1);
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
        let times = crate::times::times(text, &tokens, &[sentence], None, &crate::times::Grammar::bundled());
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
