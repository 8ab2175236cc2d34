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
    /// Does it end with a scale ("million"), and by what does it multiply?
    pub(crate) scaled: bool,
    pub(crate) scale: f64,
}

impl Figure {
    fn plain(end: usize, value: f64, spelt: bool) -> Self {
        Self {
            end,
            value,
            spelt,
            scaled: false,
            scale: 1.0,
        }
    }
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
        found.scale *= by;
        found.scaled = true;
        found.end += 1;
        if found.spelt
            && let Some(rest) = remainder(words, found.end, by)
        {
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
        || is_currency(words.get(at - 1))
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
        scaled: by != 1.0,
        scale: by,
        ..Figure::plain(end, value * by, false)
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
    (words.is(at, &["a"]) && spelt_scale).then(|| Figure::plain(at + 1, 1.0, true))
}

/// "forty-seven", "three hundred and twelve".
fn spelt(words: Words<'_>, at: usize) -> Option<Figure> {
    let mut found = tens(words, at)?;
    if words.is(found.end, &["dozen"]) && found.value < 100.0 {
        return Some(Figure::plain(found.end + 1, found.value * 12.0, true));
    }
    if words.is(found.end, &["hundred"]) {
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
        if hyphen == 1 && ordinal_value(words.get(end + 1)).is_some() {
            return None;
        }
        if let Some(ones) = word_value(words.get(end + hyphen)).filter(|v| (1.0..10.0).contains(v)) {
            value += ones;
            end += hyphen + 1;
        }
    }
    Some(Figure::plain(end, value, true))
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

/// Is it a currency mark?
pub(crate) fn is_currency(mark: &str) -> bool {
    matches!(mark, "$" | "£" | "€" | "¥" | "₹" | "₽" | "₴" | "₩")
}

/// The value of a word for a rank: "third".
pub(crate) fn ordinal_value(word: &str) -> Option<f64> {
    const SMALL: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if word.eq_ignore_ascii_case("thirtieth") {
        return Some(30.0);
    }
    SMALL
        .iter()
        .position(|w| word.eq_ignore_ascii_case(w))
        .map(|at| at as f64 + 1.0)
}

/// A share: "a third", "two-thirds", "half".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fraction {
    pub(crate) end: usize,
    pub(crate) value: f64,
}

/// The share that begins at `at`. "A third" is one only of something: else it is a rank.
pub(crate) fn fraction(words: Words<'_>, at: usize) -> Option<Fraction> {
    if words.is(at, &["half"]) {
        return half(words, at);
    }
    let single = words.is(at, &["a", "one"]);
    let (over, end) = if single {
        (1.0, at + 1)
    } else {
        let over = word_value(words.get(at)).filter(|v| (2.0..10.0).contains(v))?;
        (over, at + 1)
    };
    let hyphen = usize::from(words.get(end) == "-" && words.glued(end) && words.glued(end + 1));
    let name = words.get(end + hyphen).to_lowercase();
    let name = if single {
        name.as_str()
    } else {
        name.strip_suffix('s')?
    };
    let under = match name {
        "half" if single => 2.0,
        "quarter" => 4.0,
        _ => ordinal_value(name).filter(|v| (3.0..=10.0).contains(v))?,
    };
    let end = end + hyphen + 1;
    let shared = !single || words.is(end, &["of"]);
    (shared && over < under).then_some(Fraction {
        end,
        value: over / under,
    })
}

/// "half of the piles", "half the piles", "half a million", "half a dozen".
fn half(words: Words<'_>, at: usize) -> Option<Fraction> {
    if words.is(at + 1, &["a"]) {
        let by = if words.is(at + 2, &["dozen"]) {
            12.0
        } else {
            scale(words.get(at + 2)).filter(|_| words.get(at + 2).len() > 3)?
        };
        return Some(Fraction {
            end: at + 3,
            value: by / 2.0,
        });
    }
    words.is(at + 1, &["of", "the"]).then_some(Fraction {
        end: at + 1,
        value: 0.5,
    })
}
