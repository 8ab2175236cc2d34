//! A sentence as the patterns of times see it.
//!
//! In: the words of a sentence and the grammar. Out: items: a word, a mark, an
//! abbreviation with its stop, a figure, a clock time, each with the classes
//! that it may be of. Items tile the sentence's tokens.

use super::fields::{Field, Fields};
use super::grammar::{Grammar, Reading, Symbol};
use crate::figures::{self, ordinal_value, split_digits, tens, word_value};
use crate::words::Words;

/// Tokens that one item of the word list may have.
const LONGEST: usize = 5;
/// No word of the lists is longer, in bytes.
const LONGEST_WORD: usize = 24;

/// One or several tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) first: usize,
    /// The token after its last.
    pub(crate) end: usize,
    pub(crate) word: Option<Symbol>,
    pub(crate) readings: Vec<Reading>,
}

impl Item {
    pub(crate) fn reading(&self, class: Symbol) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.class == class)
    }
}

/// Cuts a sentence into items.
pub(crate) fn items(words: Words<'_>, grammar: &Grammar) -> Vec<Item> {
    let mut items = Vec::with_capacity(words.end - words.first);
    let mut at = words.first;
    while at < words.end {
        let item = figure(words, grammar, at)
            .or_else(|| listed(words, grammar, at))
            .unwrap_or_else(|| plain(words, grammar, at));
        at = item.end;
        items.push(item);
    }
    items
}

fn folded(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect()
}

/// A word of the list that has several tokens: "Jan.", "p.m.", "mid-afternoon".
fn listed(words: Words<'_>, grammar: &Grammar, at: usize) -> Option<Item> {
    let first = words.get(at);
    if first.len() > LONGEST_WORD || !grammar.known(&folded(first))?.opens {
        return None;
    }
    let most = (at + 1..words.end.min(at + LONGEST))
        .take_while(|&next| words.glued(next))
        .last()?;
    (at + 2..=most + 1).rev().find_map(|end| {
        let printed = &words.text[words.span(at..end).range()];
        let known = grammar
            .known(&folded(printed))
            .filter(|_| printed.len() <= LONGEST_WORD)?;
        let mut readings = known.readings.clone();
        if printed.starts_with(char::is_uppercase) {
            readings.extend_from_slice(&known.capitalised);
        }
        (!readings.is_empty()).then_some(Item {
            first: at,
            end,
            word: None,
            readings,
        })
    })
}

fn plain(words: Words<'_>, grammar: &Grammar, at: usize) -> Item {
    let word = words.get(at);
    let mut item = Item {
        first: at,
        end: at + 1,
        word: None,
        readings: Vec::new(),
    };
    if word.len() > LONGEST_WORD {
        return item;
    }
    let mut add = |class: &str| {
        item.readings.extend(grammar.class(class).map(|class| Reading {
            class,
            fields: Fields::NONE,
        }));
    };
    if word == "-" {
        // A hyphen joins; a dash between spaces does not.
        if words.glued(at) && words.glued(at + 1) {
            add("joined");
            item.word = grammar.known(word).and_then(|known| known.symbol);
        }
        return item;
    }
    let letter_follows = words.get(at + 1).starts_with(char::is_alphanumeric);
    if matches!(word, "." | ":" | "/" | "–") && words.glued(at) && words.glued(at + 1) && letter_follows {
        add("joined");
    }
    if figures::is_currency(word) {
        add("currency");
    }
    let opens_sentence = at == words.first;
    if word.starts_with(char::is_uppercase) && !opens_sentence {
        add("capital");
    }
    if let Some(known) = grammar.known(&folded(word)) {
        item.word = known.symbol;
        item.readings.extend_from_slice(&known.readings);
        if word.starts_with(char::is_uppercase) {
            item.readings.extend_from_slice(&known.capitalised);
        }
    }
    item
}

/// Readings under construction.
struct Made<'a> {
    grammar: &'a Grammar,
    readings: Vec<Reading>,
}

impl Made<'_> {
    fn add(&mut self, class: &str, pairs: &[(Field, f64)]) {
        if let Some(class) = self.grammar.class(class) {
            self.readings.push(Reading {
                class,
                fields: Fields::of(pairs),
            });
        }
    }
}

/// Figures: counts, days, years, ordinals, decades, clock times, dates in figures.
fn figure(words: Words<'_>, grammar: &Grammar, at: usize) -> Option<Item> {
    let word = words.get(at);
    let starts = word.chars().next()?;
    let mut made = Made {
        grammar,
        readings: Vec::new(),
    };
    let end = if starts.is_ascii_digit() {
        in_digits(words, at, &mut made)
    } else if matches!(starts, '\'' | '’') {
        short_decade(words, at, &mut made)
    } else if starts.is_alphabetic() && word.len() <= LONGEST_WORD {
        in_words(words, at, &mut made)
    } else {
        None
    }?;
    // "second" is a unit as well, "one" a word of "one day".
    let alone = grammar
        .known(&folded(word))
        .filter(|_| end == at + 1 && word.len() <= LONGEST_WORD);
    made.readings
        .extend(alone.iter().flat_map(|known| known.readings.iter().cloned()));
    Some(Item {
        first: at,
        end,
        word: alone.and_then(|known| known.symbol),
        readings: made.readings,
    })
}

fn number(words: Words<'_>, at: usize, width: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let word = words.get(at);
    (words.is_digits(at) && width.contains(&word.len()))
        .then(|| word.parse().ok())
        .flatten()
}

fn in_digits(words: Words<'_>, at: usize, made: &mut Made<'_>) -> Option<usize> {
    let word = words.get(at);
    if let Some(end) = in_figures(words, at, made) {
        return Some(end);
    }
    if let Some(end) = clock(words, at, made) {
        return Some(end);
    }
    let (digits, suffix) = split_digits(word);
    let value = digits.parse::<u32>().ok().filter(|_| digits.len() <= 9)?;
    match suffix.to_ascii_lowercase().as_str() {
        "st" | "nd" | "rd" | "th" => {
            ordinal(f64::from(value), made);
            return Some(at + 1);
        }
        "s" | "'s" if digits.len() == 4 && value % 10 == 0 => {
            made.add("decade", &[(Field::Decade, f64::from(value / 10))]);
            return Some(at + 1);
        }
        "s" if digits.len() == 2 && value % 10 == 0 && value >= 20 => {
            made.add("decade", &[(Field::Decade, f64::from(190 + value / 10))]);
            return Some(at + 1);
        }
        _ => {}
    }
    // "1990's".
    if suffix.is_empty()
        && digits.len() == 4
        && value % 10 == 0
        && matches!(words.get(at + 1), "'s" | "’s")
        && words.is(at.wrapping_sub(1), &["the", "early", "late", "mid"])
    {
        made.add("decade", &[(Field::Decade, f64::from(value / 10))]);
        return Some(at + 2);
    }
    let found = figures::figure(words, at)?;
    made.add("figure", &[]);
    made.add("count", &[(Field::Count, found.value)]);
    if found.end == at + 1 && suffix.is_empty() {
        whole(digits, value, made);
        year_range(words, at, made);
    }
    Some(found.end)
}

/// "1917-1918", "1917-18": each end is a year.
fn year_range(words: Words<'_>, at: usize, made: &mut Made<'_>) {
    let year = |at: usize| number(words, at, 4..=4).filter(|year| (1000..2200).contains(year));
    let joined =
        |dash: usize| words.glued(dash) && words.glued(dash + 1) && matches!(words.get(dash), "-" | "–");
    // The last two digits of a later year of the same century.
    let end = |year: u32, at: usize| {
        number(words, at, 2..=2)
            .map(|short| year / 100 * 100 + short)
            .or_else(|| number(words, at, 4..=4))
            .filter(|end| (year + 1..2200).contains(end))
    };
    if let Some(year) = year(at).filter(|year| joined(at + 1) && end(*year, at + 2).is_some()) {
        made.add("from_year", &[(Field::Year, f64::from(year))]);
    }
    if let Some(first) = at.checked_sub(2)
        && joined(at - 1)
        && let Some(year) = year(first).and_then(|year| end(year, at))
    {
        made.add("to_year", &[(Field::Year, f64::from(year))]);
    }
}

/// What a whole number in plain digits may be beside a count.
fn whole(digits: &str, value: u32, made: &mut Made<'_>) {
    let number = f64::from(value);
    if digits.len() <= 2 && (1..=31).contains(&value) {
        made.add("day", &[(Field::Day, number)]);
    }
    if digits.len() <= 2 && value <= 24 {
        made.add("hour", &[(Field::Hour, number)]);
    }
    if digits.len() == 4 && (1000..=2199).contains(&value) {
        made.add("year", &[(Field::Year, number)]);
    }
    // "0730 GMT".
    if digits.len() == 4 && value / 100 < 24 && value % 100 < 60 {
        made.add(
            "military",
            &[
                (Field::Hour, f64::from(value / 100)),
                (Field::Minute, f64::from(value % 100)),
            ],
        );
    }
}

/// "1999-03-12", "3/12/1999", "12/31/99".
fn in_figures(words: Words<'_>, at: usize, made: &mut Made<'_>) -> Option<usize> {
    let mark = words.get(at + 1);
    let joined = matches!(mark, "-" | "/" | ".") && words.get(at + 3) == mark;
    let glued = (at + 1..at + 5).all(|next| words.glued(next));
    let apart = !(words.glued(at + 5) && matches!(words.get(at + 5), "-" | "/"));
    if !(joined && glued && apart) {
        return None;
    }
    let (year, month, day) = if let Some(year) = number(words, at, 4..=4) {
        (year, number(words, at + 2, 1..=2)?, number(words, at + 4, 1..=2)?)
    } else {
        let year = number(words, at + 4, 2..=4).filter(|_| words.get(at + 4).len() != 3 && mark != "-")?;
        let (first, second) = (number(words, at, 1..=2)?, number(words, at + 2, 1..=2)?);
        // Which of the two is the month can be seen only where the other can be none.
        let (month, day) = match (first, second) {
            (13.., _) => (second, first),
            (_, 13..) => (first, second),
            _ if first == second => (first, second),
            _ => return None,
        };
        let century = if year >= 100 {
            0
        } else if year < 50 {
            2000
        } else {
            1900
        };
        (year + century, month, day)
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| {
        made.add(
            "iso",
            &[
                (Field::Year, f64::from(year)),
                (Field::Month, f64::from(month)),
                (Field::Day, f64::from(day)),
            ],
        );
        at + 5
    })
}

/// "16:05", "5:15pm", "10am", "9.30am".
fn clock(words: Words<'_>, at: usize, made: &mut Made<'_>) -> Option<usize> {
    let (digits, suffix) = split_digits(words.get(at));
    let hour = digits
        .parse::<u32>()
        .ok()
        .filter(|h| digits.len() <= 2 && *h <= 24)?;
    let half = |suffix: &str| match suffix.to_ascii_lowercase().as_str() {
        "am" => Some(0.0),
        "pm" => Some(12.0),
        _ => None,
    };
    if let Some(meridiem) = half(suffix) {
        let said = [(Field::Hour, f64::from(hour)), (Field::Meridiem, meridiem)];
        made.add("clocked", &said);
        return Some(at + 1);
    }
    if !suffix.is_empty() || !words.glued(at + 1) || !words.glued(at + 2) {
        return None;
    }
    let (minutes, suffix) = split_digits(words.get(at + 2));
    let minute = minutes
        .parse::<u32>()
        .ok()
        .filter(|m| minutes.len() == 2 && *m < 60)?;
    let said = [(Field::Hour, f64::from(hour)), (Field::Minute, f64::from(minute))];
    if let Some(meridiem) = half(suffix).filter(|_| matches!(words.get(at + 1), ":" | ".")) {
        made.add("clocked", &[said[0], said[1], (Field::Meridiem, meridiem)]);
        return Some(at + 3);
    }
    let half_follows = words.is(at + 3, &["am", "pm"])
        || words.is(at + 3, &["a", "p"]) && words.get(at + 4) == "." && words.is(at + 5, &["m"]);
    match words.get(at + 1) {
        ":" if suffix.is_empty() => {
            // Seconds do not make another time; a score has no part of an hour.
            let seconds = words.get(at + 3) == ":" && words.glued(at + 3) && words.is_digits(at + 4);
            made.add("clock", &said);
            Some(at + if seconds { 5 } else { 3 })
        }
        "." if suffix.is_empty() && half_follows => {
            made.add("clock", &said);
            Some(at + 3)
        }
        _ => None,
    }
}

/// "'90s", "’90s".
fn short_decade(words: Words<'_>, at: usize, made: &mut Made<'_>) -> Option<usize> {
    let (digits, suffix) = split_digits(words.get(at + 1));
    let tens = digits.parse::<u32>().ok().filter(|_| digits.len() == 2)?;
    if !words.glued(at + 1) {
        return None;
    }
    if suffix.eq_ignore_ascii_case("s") && tens % 10 == 0 {
        made.add("decade", &[(Field::Decade, f64::from(190 + tens / 10))]);
        return Some(at + 2);
    }
    None
}

fn ordinal(value: f64, made: &mut Made<'_>) {
    made.add("ordinal", &[(Field::Ordinal, value)]);
    made.add("nth", &[(Field::Century, value)]);
    if (1.0..=31.0).contains(&value) {
        made.add("dayth", &[(Field::Day, value)]);
    }
}

fn in_words(words: Words<'_>, at: usize, made: &mut Made<'_>) -> Option<usize> {
    let word = words.get(at);
    if let Some(value) = ordinal_value(word) {
        ordinal(value, made);
        return Some(at + 1);
    }
    if let Some(decade) = named_decade(word) {
        made.add("decade", &[(Field::Decade, decade)]);
        return Some(at + 1);
    }
    // "nineteen ninety-six", "twenty-first".
    if let Some(head) = word_value(word).filter(|v| (16.0..=20.0).contains(v))
        && let Some(tail) = tens(words, at + 1).filter(|t| (10.0..100.0).contains(&t.value))
    {
        made.add("spelt_year", &[(Field::Year, head * 100.0 + tail.value)]);
        return Some(tail.end);
    }
    if word_value(word).is_some_and(|v| v >= 20.0)
        && words.get(at + 1) == "-"
        && let Some(ones) = ordinal_value(words.get(at + 2)).filter(|v| *v < 10.0)
    {
        ordinal(word_value(word)? + ones, made);
        return Some(at + 3);
    }
    let found = figures::figure(words, at)?;
    made.add("figure", &[]);
    made.add("count", &[(Field::Count, found.value)]);
    if (1000.0..2200.0).contains(&found.value) {
        made.add("bigyear", &[(Field::Year, found.value)]);
    }
    if found.end == at + 1 && found.value <= 12.0 {
        made.add("hour", &[(Field::Hour, found.value)]);
    }
    Some(found.end)
}

fn named_decade(word: &str) -> Option<f64> {
    const NAMES: &[&str] = &[
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    NAMES
        .iter()
        .position(|name| word.eq_ignore_ascii_case(name))
        .map(|at| 192.0 + at as f64)
}
