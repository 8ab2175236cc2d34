//! Figures and what they count.
//!
//! In: text, tokens, sentences, time expressions. Out: numbers in digits or
//! words with their values, bounds and ranges, and the unit or the head of what
//! is counted, singular. Figures of dates and times are none, nor are ordinals,
//! years, names with a figure ("Article 50", "F-16"), scores of games and the
//! word "one".

use crate::figures::{Figure, Fraction, figure, fraction, split_digits};
use crate::gazetteer::{Gazetteer, class};
use crate::quantity::Quantities;
use crate::times::dates;
use crate::units::hash_lower;
use crate::words::Words;
use crate::{Number, Sentence, TimeExpression, Token};

/// Tokens after a figure in which the noun that it counts is looked for.
const REACH: usize = 6;

struct Reader<'a> {
    words: Words<'a>,
    times: &'a [TimeExpression],
    gazetteer: &'a Gazetteer,
    quantities: &'a Quantities,
}

/// What stands at a token: a number, or a figure that is none; and where reading goes on.
struct Step {
    next: usize,
    number: Option<Number>,
}

/// Tokens of a figure or of a range of figures, and its values.
#[derive(Clone, Copy)]
struct Values {
    end: usize,
    value: f64,
    upper: Option<f64>,
    /// Joined by a mark: "10-15".
    marked: bool,
}

/// Finds the numbers, ascending. The figures of two numbers never overlap.
pub(crate) fn numbers(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    times: &[TimeExpression],
    gazetteer: &Gazetteer,
    quantities: &Quantities,
) -> Vec<Number> {
    let mut numbers = Vec::new();
    for sentence in sentences {
        let reader = Reader {
            words: Words::of(text, tokens, sentence),
            times,
            gazetteer,
            quantities,
        };
        let mut at = reader.words.first;
        while at < reader.words.end {
            match reader.step(at) {
                Some(step) => {
                    numbers.extend(step.number);
                    at = step.next;
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
        "buses" => return "bus".into(),
        "viruses" => return "virus".into(),
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

    fn dated(&self, at: usize) -> bool {
        at < self.words.end && dates(self.times, self.words.tokens[at].span)
    }

    fn step(&self, at: usize) -> Option<Step> {
        if self.dated(at) {
            return None;
        }
        if let Some(part) = fraction(self.words, at) {
            return Some(Step {
                next: part.end,
                number: Some(self.share(at, part)),
            });
        }
        if let Some(step) = self.one_in_five(at).or_else(|| self.with_unit_glued(at)) {
            return Some(step);
        }
        let first = self.figure(at)?;
        if let Some(end) = self.no_count(at, first.end) {
            return Some(Step {
                next: end,
                number: None,
            });
        }
        let values = self.range(at, first).unwrap_or(Values {
            end: first.end,
            value: first.value,
            upper: None,
            marked: false,
        });
        let number = self.number(at, values);
        // "3-1" and "1-3" are scores unless they count something; "Page 12" and "line 3" name a thing.
        let label = at > self.words.first && self.quantities.is_label(self.word(at - 1));
        let named = label && (number.unit.is_none() || self.word(at - 1).starts_with(char::is_uppercase));
        let score = values.marked && number.unit.is_none();
        Some(Step {
            next: values.end,
            number: (!named && !score).then_some(number),
        })
    }

    /// The figure at `at`, if it counts: "one" alone is a pronoun.
    fn figure(&self, at: usize) -> Option<Figure> {
        figure(self.words, at).filter(|f| !(f.spelt && f.value == 1.0))
    }

    /// Where a figure that is part of a name or of another notation ends: "F-16", "24/7", "3-1".
    fn no_count(&self, at: usize, end: usize) -> Option<usize> {
        let glued = |at: usize| self.words.glued(at) && self.words.glued(at + 1);
        let hyphen_before = at > self.words.first + 1
            && self.words.glued(at)
            && self.words.glued(at - 1)
            && matches!(self.word(at - 1), "-" | "–")
            && self.word(at - 2).starts_with(char::is_alphabetic);
        if hyphen_before {
            return Some(end);
        }
        if self.word(end) == "/" && glued(end) && self.words.is_digits(end + 1) {
            return Some(end + 2);
        }
        let next =
            figure(self.words, end + 1).filter(|_| matches!(self.word(end), "-" | "–") && glued(end))?;
        let first = figure(self.words, at)?;
        (next.value <= first.value && !next.scaled).then_some(next.end)
    }

    /// "five to seven", "between five and seven", "10-15", "5 to 10 million".
    fn range(&self, at: usize, first: Figure) -> Option<Values> {
        let between = at > self.words.first && self.words.is(at - 1, &["between", "from"]);
        let joint = first.end;
        let word = self.word(joint);
        let marked = matches!(word, "-" | "–") && self.words.glued(joint) && self.words.glued(joint + 1);
        let spoken = self.words.is(joint, &["to", "or"]) || between && self.words.is(joint, &["and", "to"]);
        if !(marked || spoken) || self.dated(joint + 1) {
            return None;
        }
        let sign = usize::from(self.quantities.currency(self.word(joint + 1)).is_some());
        let last = figure(self.words, joint + 1 + sign)?;
        // "5 to 10 million": the scale holds for both.
        let shared = last.scaled && !first.scaled && first.value < last.value / last.scale;
        let value = if shared {
            first.value * last.scale
        } else {
            first.value
        };
        (value < last.value).then_some(Values {
            end: last.end,
            value,
            upper: Some(last.value),
            marked,
        })
    }

    /// "one in five patients", "4 in 10".
    fn one_in_five(&self, at: usize) -> Option<Step> {
        let first = figure(self.words, at)?;
        let joint = first.end;
        let of = self.words.is(joint, &["out"]) && self.words.is(joint + 1, &["of"]);
        let from = if of {
            joint + 2
        } else if self.words.is(joint, &["in"]) {
            joint + 1
        } else {
            return None;
        };
        let whole = figure(self.words, from).filter(|_| !self.dated(from))?;
        let small = first.value >= 1.0 && whole.value <= 1000.0 && first.value < whole.value;
        let counted = self.counted(whole.end);
        // "47 out of 312 piles" states both; "three in 2,000 pages" is a place.
        let usual = counted.is_some() || whole.value <= 10.0 || whole.value % 100.0 == 0.0;
        if !small || of && first.value != 1.0 || !usual {
            return None;
        }
        let figure = self.words.span(at..first.end);
        Some(Step {
            next: whole.end,
            number: Some(Number {
                span: counted
                    .as_ref()
                    .map_or(self.words.span(at..whole.end), |(noun, _)| {
                        self.words.span(at..noun + 1)
                    }),
                figure,
                value: first.value,
                upper: None,
                of: Some(whole.value),
                bound: self.quantities.bound(self.words, at..first.end),
                unit: counted.map(|(_, unit)| unit),
            }),
        })
    }

    /// "30km", "47pc".
    fn with_unit_glued(&self, at: usize) -> Option<Step> {
        let (digits, suffix) = split_digits(self.word(at));
        let glued = at > self.words.first && self.words.glued(at);
        if digits.is_empty() || glued || figure(self.words, at).is_some() {
            return None;
        }
        let unit = self.quantities.unit(suffix)?;
        let span = self.words.span(at..at + 1);
        Some(Step {
            next: at + 1,
            number: Some(Number {
                span,
                figure: span,
                value: digits.parse().ok()?,
                upper: None,
                of: None,
                bound: self.quantities.bound(self.words, at..at + 1),
                unit: Some(unit.to_owned()),
            }),
        })
    }

    /// "a third of the piles".
    fn share(&self, at: usize, part: Fraction) -> Number {
        let of = usize::from(self.words.is(part.end, &["of"]));
        let (whole, from) = self.whole(part.end + of);
        // "half the seats", "half a million voters".
        let shares = of == 1 || from > part.end || part.value >= 1.0;
        let counted = self.counted(from).filter(|_| shares);
        let figure = self.words.span(at..part.end);
        let end = counted.as_ref().map(|(noun, _)| noun + 1);
        Number {
            span: end.map_or(figure, |end| self.words.span(at..end)),
            figure,
            value: part.value,
            upper: None,
            of: whole.filter(|_| end.is_some()),
            bound: self.quantities.bound(self.words, at..part.end),
            unit: counted.map(|(_, unit)| unit),
        }
    }

    /// The figure behind an article, if there is one, and where what it counts begins.
    fn whole(&self, from: usize) -> (Option<f64>, usize) {
        let from = from
            + usize::from(self.words.is(
                from,
                &[
                    "the", "all", "its", "his", "her", "their", "our", "these", "those",
                ],
            ));
        match self.figure(from).filter(|_| !self.dated(from)) {
            Some(found) => (Some(found.value), found.end),
            None => (None, from),
        }
    }

    fn number(&self, at: usize, values: Values) -> Number {
        let end = values.end;
        let figure = self.words.span(at..end);
        let sign = at > self.words.first && self.words.glued(at);
        let currency = self
            .quantities
            .currency(self.word(at.wrapping_sub(1)))
            .filter(|_| sign)
            .map(str::to_owned);
        let start = at - usize::from(currency.is_some());
        let (unit, end, of) = if let Some(unit) = currency {
            (Some(unit), end, None)
        } else if let Some((after, unit)) = self.measure(end) {
            (Some(unit), after, None)
        } else {
            // "47 of 312 piles": both count the same.
            let joint = end + usize::from(self.words.is(end, &["out"]));
            let (of, from) = if self.words.is(joint, &["of"]) {
                let (of, from) = self.whole(joint + 1);
                if of.is_some() { (of, from) } else { (None, end) }
            } else {
                (None, end)
            };
            match self.counted(from) {
                Some((noun, unit)) => (Some(unit), noun + 1, of),
                None => (None, end, of),
            }
        };
        Number {
            span: self.words.span(start..end),
            figure,
            value: values.value,
            upper: values.upper,
            of,
            bound: self.quantities.bound(self.words, start..values.end),
            unit,
        }
    }

    /// A unit of measure right behind a figure: "%", "per cent", "km", "-mile", "USD".
    fn measure(&self, at: usize) -> Option<(usize, String)> {
        let word = self.word(at);
        if word == "%" || self.words.is(at, &["percent"]) {
            return Some((at + 1, "percent".into()));
        }
        if self.words.is(at, &["per"]) && self.words.is(at + 1, &["cent"]) {
            return Some((at + 2, "percent".into()));
        }
        if self.words.is(at, &["percentage", "basis"]) && self.words.is(at + 1, &["point", "points"]) {
            return Some((at + 2, format!("{} point", word.to_lowercase())));
        }
        let letter_is_lower = word.len() > 1 || word.starts_with(char::is_lowercase);
        if let Some(unit) = self.quantities.unit(word).filter(|_| letter_is_lower) {
            return Some((at + 1, unit.to_owned()));
        }
        if let Some(unit) = self.quantities.currency(word) {
            return Some((at + 1, unit.to_owned()));
        }
        // "a 12-mile road", "47-year-old": the unit is the word behind the hyphen.
        let joined = matches!(word, "-" | "–") && self.words.glued(at) && self.words.glued(at + 1);
        let noun = self.word(at + 1);
        let known = |word: &str| self.quantities.unit(word).map(str::to_owned);
        if !joined || noun.len() < 2 || !noun.chars().all(char::is_lowercase) || self.is_function(noun) {
            return None;
        }
        let mut end = at + 2;
        while self.word(end) == "-" && self.words.glued(end) && self.words.glued(end + 1) {
            end += 2;
        }
        Some((end, known(noun).unwrap_or_else(|| singular(noun))))
    }

    fn is_function(&self, word: &str) -> bool {
        let stops =
            class::DETERMINER | class::PREPOSITION | class::CONJUNCTION | class::PRONOUN | class::AUXILIARY;
        self.gazetteer.classes(hash_lower(word)) & stops != 0
    }

    /// The plural noun after a figure: its token, and its singular.
    fn counted(&self, from: usize) -> Option<(usize, String)> {
        for at in from..self.words.end.min(from + REACH) {
            let word = self.word(at);
            if matches!(word, "-" | "–" | "’" | "'") {
                continue;
            }
            let verb = self.gazetteer.classes(hash_lower(word)) & (class::VERB | class::REPORTING) != 0;
            let stops = self.is_function(word) && word != "more" && word != "other";
            if !word.starts_with(char::is_alphabetic) || stops || verb && !is_plural(word) {
                return None;
            }
            let name_follows = self.word(at + 1).starts_with(char::is_uppercase)
                && !self.word(at).starts_with(char::is_lowercase);
            let compound = matches!(self.word(at + 1), "-" | "–") && self.words.glued(at + 1);
            if is_plural(word) && !name_follows && !compound {
                let area = at > from && self.words.is(at - 1, &["square", "cubic"]);
                let noun = singular(word);
                return Some((
                    at,
                    if area {
                        format!("{} {noun}", self.word(at - 1).to_lowercase())
                    } else {
                        noun
                    },
                ));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use text::Span;

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
        let times = crate::times::times(
            text,
            &tokens,
            &[sentence],
            None,
            &crate::times::Grammar::bundled(),
        );
        numbers(
            text,
            &tokens,
            &[sentence],
            &times,
            &Gazetteer::new(),
            &Quantities::new(),
        )
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
