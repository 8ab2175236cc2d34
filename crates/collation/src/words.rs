//! Words as they are compared: case, marks, hyphens and the spelling of numbers put aside.
//!
//! In: a stretch of any text. Out: its words, each with a key for comparing
//! and the bytes it was made from. "Forty-seven", "47" have one key; so have
//! "F.B.I." and "FBI". Notes of a transcriber ("(APPLAUSE)", "[crosstalk]")
//! are no words; editorial brackets in a quotation are kept apart by the caller.

use text::Span;

use crate::stem;
use crate::vocabulary::is_function_word;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Equal keys: the same word.
    pub(crate) key: String,
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Is it the first of a sentence?
    pub(crate) opens_sentence: bool,
}

/// Does the character belong to a word?
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}' | '_')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// The words of `stretch`.
pub(crate) fn words(body: &str, stretch: Span) -> Vec<Word> {
    merge_numbers(raw_words(body, stretch))
}

/// The words of `stretch` that are no words of grammar, by their stems ("buying" is "buy", "forty-seven" is "47"),
/// in order. Spans are bytes of `body`.
#[must_use]
pub fn content_words(body: &str, stretch: Span) -> Vec<String> {
    let of_matter = words(body, stretch).into_iter();
    of_matter
        .filter(|word| !is_function_word(&word.key))
        .map(|word| stem(word.key.strip_suffix("'s").unwrap_or(&word.key)))
        .collect()
}

fn raw_words(body: &str, stretch: Span) -> Vec<Word> {
    let slice = &body[stretch.range()];
    let mut found: Vec<Word> = Vec::with_capacity(slice.len() / 5);
    let mut opens_sentence = true;
    let mut at = 0;
    while let Some(c) = slice[at..].chars().next() {
        if matches!(c, '(' | '[')
            && let Some(len) = transcriber_note(&slice[at..])
        {
            at += len;
            continue;
        }
        if c == '%' {
            push(
                &mut found,
                "percent".to_owned(),
                stretch,
                at,
                1,
                &mut opens_sentence,
            );
        }
        if !is_word(c) {
            let abbreviated = found.last().is_some_and(|w| {
                w.span.end() == stretch.start() + at && w.span.len() <= 3 && w.key != "percent"
            });
            if matches!(c, '!' | '?' | '…') || (c == '.' && !abbreviated) {
                opens_sentence = true;
            }
            at += c.len_utf8();
            continue;
        }
        let len = word_len(&slice[at..]);
        let mut key: String = slice[at..at + len].chars().flat_map(char::to_lowercase).collect();
        if let Some(dotted) = dotted_letters(&slice[at..]) {
            key = slice[at..at + dotted]
                .chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
                .collect();
            push(&mut found, key, stretch, at, dotted, &mut opens_sentence);
            at += dotted;
            continue;
        }
        key = key
            .chars()
            .map(|c| if is_apostrophe(c) { '\'' } else { c })
            .collect();
        if key.starts_with(|c: char| c.is_ascii_digit()) {
            key.retain(|c| c != ',');
        }
        push(&mut found, key, stretch, at, len, &mut opens_sentence);
        at += len;
    }
    found
}

fn push(found: &mut Vec<Word>, key: String, stretch: Span, at: usize, len: usize, opens: &mut bool) {
    let start = stretch.start() + at;
    found.push(Word {
        key,
        span: Span::new(start, start + len),
        opens_sentence: std::mem::take(opens),
    });
}

/// Bytes of the word at the start: letters and digits with inner apostrophes;
/// in figures also inner commas and points.
fn word_len(rest: &str) -> usize {
    let mut end = 0;
    let mut figures = true;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let inner = at > 0
            && next.is_some_and(|next| {
                (is_apostrophe(c) && is_word(next))
                    || (figures && matches!(c, ',' | '.') && next.is_ascii_digit())
            });
        if !is_word(c) && !inner {
            break;
        }
        figures &= c.is_ascii_digit() || matches!(c, ',' | '.');
        end = at + c.len_utf8();
    }
    end
}

/// Bytes of "U.S." or "F.B.I" at the start: two or more single letters parted by points.
fn dotted_letters(rest: &str) -> Option<usize> {
    let mut end = 0;
    let mut letters = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphabetic() || c.is_lowercase() {
            break;
        }
        match chars.next_if(|&(_, c)| c == '.') {
            Some((point, _)) => {
                letters += 1;
                end = point + 1;
            }
            None if letters > 0 && !chars.peek().is_some_and(|&(_, c)| is_word(c)) => {
                letters += 1;
                end = at + c.len_utf8();
                break;
            }
            None => break,
        }
    }
    (letters >= 2).then_some(end)
}

/// Bytes of a note in brackets that nobody said: "(APPLAUSE)", "[crosstalk]", "(ph)".
fn transcriber_note(rest: &str) -> Option<usize> {
    const LONGEST: usize = 80;
    let close = if rest.starts_with('(') { ')' } else { ']' };
    let end = rest.char_indices().take(LONGEST).find(|&(_, c)| c == close)?.0;
    let inside = &rest[1..end];
    let shouted = inside.chars().any(char::is_alphabetic) && !inside.chars().any(char::is_lowercase);
    let known = matches!(
        inside.trim().to_lowercase().as_str(),
        "applause"
            | "laughter"
            | "crosstalk"
            | "inaudible"
            | "unintelligible"
            | "cheers"
            | "booing"
            | "pause"
            | "ph"
            | "sic"
            | "laughs"
            | "off-mike"
            | "video clip"
            | "music"
            | "silence"
            | "sighs"
    );
    (shouted || known).then_some(end + 1)
}

fn small_number(word: &str) -> Option<u64> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// Writes number words as figures: "three hundred and twelve" becomes one word "312".
fn merge_numbers(raw: Vec<Word>) -> Vec<Word> {
    let mut merged = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        match number_at(&raw[at..]) {
            Some((value, len)) => {
                merged.push(Word {
                    key: value.to_string(),
                    span: raw[at].span.cover(raw[at + len - 1].span),
                    opens_sentence: raw[at].opens_sentence,
                });
                at += len;
            }
            None => {
                merged.push(raw[at].clone());
                at += 1;
            }
        }
    }
    merged
}

/// The number that the words at the start spell, and how many words it takes.
fn number_at(words: &[Word]) -> Option<(u64, usize)> {
    let mut total = 0u64;
    let mut group = small_number(&words.first()?.key)?;
    let mut len = 1;
    // Tens take one unit after them; any other number word opens a number of its own ("ten, eleven").
    let mut open_tens = (20..100).contains(&group);
    while let Some(word) = words.get(len) {
        let key = word.key.as_str();
        if word.opens_sentence {
            break;
        }
        let after_and = key == "and" && group >= 100 && group.is_multiple_of(100);
        if key == "hundred" && (1..100).contains(&group) {
            group *= 100;
            open_tens = false;
        } else if let Some(scale) = match key {
            "thousand" => Some(1_000),
            "million" => Some(1_000_000),
            "billion" => Some(1_000_000_000),
            _ => None,
        } {
            if total != 0 && !total.is_multiple_of(scale * 1_000) {
                break;
            }
            total += group * scale;
            group = 0;
            open_tens = false;
        } else if let Some(value) = small_number(key) {
            let joins = (open_tens && (1..10).contains(&value))
                || (group >= 100 && group.is_multiple_of(100))
                || (group == 0 && total != 0);
            if !joins {
                break;
            }
            group += value;
            open_tens = (20..100).contains(&value);
        } else if after_and && words.get(len + 1).is_some_and(|w| small_number(&w.key).is_some()) {
            // "three hundred and twelve"
        } else {
            break;
        }
        len += 1;
    }
    Some((total + group, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(body: &str) -> Vec<String> {
        words(body, Span::new(0, body.len()))
            .into_iter()
            .map(|w| w.key)
            .collect()
    }

    #[test]
    fn words_are_compared_without_their_dress() {
        let cases: &[(&str, &str)] = &[
            ("Forty-seven out of three hundred and twelve.", "47 out of 312"),
            ("ten, eleven and twenty one thousand", "10 11 and 21000"),
            ("the F.B.I. and the FBI", "the fbi and the fbi"),
            ("It’s 84,000 — 1.5%", "it's 84000 1.5 percent"),
            (
                "We won. (APPLAUSE) Thank you [crosstalk] all",
                "we won thank you all",
            ),
            ("a well-known line", "a well known line"),
            ("one hundred of them and two", "100 of them and 2"),
        ];
        for (body, expected) in cases {
            assert_eq!(keys(body).join(" "), *expected, "{body}");
        }
    }

    #[test]
    fn every_word_keeps_its_place() {
        let body = "Give me «twelve» days, Mr. O’Hara.";
        for word in words(body, Span::new(0, body.len())) {
            assert!(!body[word.span.range()].trim().is_empty());
        }
    }
}
