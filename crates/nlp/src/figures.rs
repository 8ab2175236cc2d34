//! Figures in digits and in words.
//!
//! In: the words of a sentence and a place. Out: the figure that begins there:
//! where it ends, what it is worth, and how it is written. What it counts is
//! the matter of `numbers`, whether it is a year or a day that of `times`.

use crate::words::Words;

/// A figure that begins at a token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    /// The token after its last.
    pub(crate) end: usize,
    pub(crate) value: f64,
    /// Is it written in words?
    pub(crate) spelt: bool,
}

/// The figure at `at`, with its scale: "1,234.5", "3.2bn", "forty-seven", "three hundred and twelve", "1.2 million".
pub(crate) fn figure(words: Words<'_>, at: usize) -> Option<Figure> {
    let mut found = digits(words, at)
        .or_else(|| spelt(words, at))
        .or_else(|| one_of_scale(words, at))?;
    while let Some(by) =
        scale(words.get(found.end)).filter(|_| words.glued(found.end) || words.get(found.end).len() > 3)
    {
        found.value *= by;
        found.end += 1;
        if found.spelt && let Some(rest) = remainder(words, found.end, by) {
            found.end = rest.end;
            found.value += rest.value;
        }
    }
    Some(found)
}

/// The value of one word for a number.
pub(crate) fn word_value(word: &str) -> Option<f64> {
    const SMALL: &[&str] = &[
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
    const TENS: &[&str] = &[
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if let Some(at) = SMALL.iter().position(|w| word.eq_ignore_ascii_case(w)) {
        return Some(at as f64);
    }
    if word.eq_ignore_ascii_case("dozen") {
        return Some(12.0);
    }
    TENS.iter()
        .position(|w| word.eq_ignore_ascii_case(w))
        .map(|at| (at as f64 + 2.0) * 10.0)
}

fn scale(word: &str) -> Option<f64> {
    const SCALES: &[(&str, f64)] = &[
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("k", 1e3),
        ("million", 1e6),
        ("m", 1e6),
        ("mn", 1e6),
        ("mln", 1e6),
        ("billion", 1e9),
        ("bn", 1e9),
        ("b", 1e9),
        ("bln", 1e9),
        ("trillion", 1e12),
        ("tn", 1e12),
        ("trn", 1e12),
    ];
    SCALES
        .iter()
        .find(|(name, _)| word.eq_ignore_ascii_case(name))
        .map(|(_, by)| *by)
}

/// "1,234.5", "3.2bn".
fn digits(words: Words<'_>, at: usize) -> Option<Figure> {
    let opens = at == words.first
        || !words.glued(at)
        || currency(words.get(at - 1)).is_some()
        || matches!(
            words.get(at - 1),
            "(" | "[" | "“" | "\"" | "‘" | "'" | "-" | "–" | "—" | "/"
        );
    let word = words.get(at);
    if !opens || !word.starts_with(|c: char| c.is_ascii_digit()) || word.len() > 15 {
        return None;
    }
    let (figure, suffix) = split_digits(word);
    let mut digits = figure.to_owned();
    let mut end = at + 1;
    let mut by = 1.0;
    if suffix.is_empty() {
        while words.glued(end)
            && words.get(end) == ","
            && words.glued(end + 1)
            && words.is_digits(end + 1)
            && words.get(end + 1).len() == 3
        {
            digits.push_str(words.get(end + 1));
            end += 2;
        }
        if words.glued(end) && words.get(end) == "." && words.glued(end + 1) {
            let (fraction, suffix) = split_digits(words.get(end + 1));
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
    let mut value = digits.parse::<f64>().ok()?;
    // "2 1/2".
    if let Some(fraction) = vulgar(words, end) {
        value += fraction;
        end += 3;
    }
    Some(Figure {
        end,
        value: value * by,
        spelt: false,
    })
}

/// A fraction below one of three glued tokens: "1/2".
fn vulgar(words: Words<'_>, at: usize) -> Option<f64> {
    let part = |at: usize| {
        words
            .is_digits(at)
            .then(|| words.get(at))
            .filter(|w| w.len() <= 2)
            .and_then(|w| w.parse::<f64>().ok())
    };
    let whole = !words.glued(at) && words.get(at + 1) == "/" && words.glued(at + 1) && words.glued(at + 2);
    let (over, under) = (part(at)?, part(at + 2)?);
    (whole && over > 0.0 && over < under && !words.get(at + 3).starts_with('/')).then_some(over / under)
}

/// Digits at the start of a word, and what follows them.
pub(crate) fn split_digits(word: &str) -> (&str, &str) {
    word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()))
}

/// The "a" of "a hundred", "a million".
fn one_of_scale(words: Words<'_>, at: usize) -> Option<Figure> {
    let spelt_scale = scale(words.get(at + 1)).is_some() && words.get(at + 1).len() > 3;
    (words.is(at, &["a"]) && spelt_scale).then_some(Figure {
        end: at + 1,
        value: 1.0,
        spelt: true,
    })
}

/// "forty-seven", "three hundred and twelve".
fn spelt(words: Words<'_>, at: usize) -> Option<Figure> {
    let mut found = tens(words, at)?;
    if words.get(found.end).eq_ignore_ascii_case("hundred") {
        found.value *= 100.0;
        found.end += 1;
        if let Some(rest) = remainder(words, found.end, 100.0) {
            found.value += rest.value;
            found.end = rest.end;
        }
    }
    Some(found)
}

/// "forty-seven", "forty seven", "twelve".
pub(crate) fn tens(words: Words<'_>, at: usize) -> Option<Figure> {
    let mut value = word_value(words.get(at))?;
    let mut end = at + 1;
    if value >= 20.0 {
        let hyphen = usize::from(words.get(end) == "-" && words.glued(end));
        if let Some(ones) = word_value(words.get(end + hyphen)).filter(|v| (1.0..10.0).contains(v)) {
            value += ones;
            end += hyphen + 1;
        }
    }
    Some(Figure {
        end,
        value,
        spelt: true,
    })
}

/// What follows a scale: "[three hundred] and twelve". Never as much as the scale.
fn remainder(words: Words<'_>, at: usize, scale: f64) -> Option<Figure> {
    let from = at + usize::from(words.get(at).eq_ignore_ascii_case("and"));
    let joined = from == at || scale <= 1e3;
    spelt_below(words, from, scale).filter(|_| joined)
}

fn spelt_below(words: Words<'_>, at: usize, scale: f64) -> Option<Figure> {
    let found = if scale > 100.0 {
        spelt(words, at)
    } else {
        tens(words, at)
    };
    found.filter(|f| f.value < scale && f.value > 0.0)
}

/// The unit of a currency mark.
pub(crate) fn currency(mark: &str) -> Option<&'static str> {
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
