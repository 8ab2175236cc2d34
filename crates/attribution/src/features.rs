//! What the tagger sees of each token.
//!
//! Tokens of a text in, one [`Feature`] a token out: the folded word, hashed
//! affixes, the shape of its capitals, and its place in quotations, sentences
//! and paragraphs. Training reads these very values (`cargo lab features`); no
//! other program computes them, so that use and training cannot drift apart.
//!
//! Quotation marks are folded: whichever kind the text uses (curly, straight,
//! single, guillemets), the tagger sees one opening and one closing mark.

use std::borrow::Cow;

use nlp::Token;

/// Number of hashed two- to three-letter beginnings.
pub const PREFIXES: usize = 2048;
/// Number of hashed three-letter endings.
pub const SUFFIXES: usize = 4096;
/// Number of hashed two-letter endings.
pub const SHORT_SUFFIXES: usize = 1024;
/// Number of shapes of capitals.
pub const CASES: usize = 5;
/// Number of places in a quotation: outside, inside, a mark.
pub const QUOTES: usize = 3;
/// Number of boundaries before a token: none, sentence, paragraph.
pub const BOUNDARIES: usize = 3;

/// A token as the tagger sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature<'a> {
    /// Lower case, digits as 0, apostrophes straight, quotation marks `“` or `”`.
    pub word: Cow<'a, str>,
    /// Hash of the first three letters.
    pub prefix: u16,
    /// Hash of the last three letters.
    pub suffix: u16,
    /// Hash of the last two letters.
    pub short_suffix: u16,
    /// Other, lower, capitalised, capitals, figures.
    pub case: u8,
    /// Outside quotations, inside, a mark.
    pub quote: u8,
    /// Nothing, a sentence, a paragraph begins.
    pub boundary: u8,
    /// 1 where white space stands before it.
    pub spaced: u8,
}

/// What a mark does in its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Opens,
    Closes,
}

/// Features of the tokens of a text. Linear.
#[must_use]
pub fn features<'a>(text: &'a str, tokens: &[Token]) -> Vec<Feature<'a>> {
    let marks = quotation_marks(text, tokens);
    let starts = sentence_starts(text, tokens);
    let mut inside = false;
    tokens
        .iter()
        .enumerate()
        .map(|(at, token)| {
            inside &= !token.opens_paragraph;
            let quote = match marks[at] {
                Mark::None => u8::from(inside),
                Mark::Opens | Mark::Closes => 2,
            };
            match marks[at] {
                Mark::None => {}
                Mark::Opens => inside = true,
                Mark::Closes => inside = false,
            }
            let surface = &text[token.span.range()];
            let word = match marks[at] {
                Mark::None => nlp::folded(surface),
                Mark::Opens => Cow::Borrowed("“"),
                Mark::Closes => Cow::Borrowed("”"),
            };
            Feature {
                prefix: bucket(b'p', first_letters(&word, 3), PREFIXES),
                suffix: bucket(b's', last_letters(&word, 3), SUFFIXES),
                short_suffix: bucket(b't', last_letters(&word, 2), SHORT_SUFFIXES),
                case: case_of(surface),
                quote,
                boundary: if token.opens_paragraph {
                    2
                } else {
                    u8::from(starts[at])
                },
                spaced: u8::from(token.spaced),
                word,
            }
        })
        .collect()
}

fn first_letters(word: &str, count: usize) -> &str {
    word.char_indices()
        .nth(count)
        .map_or(word, |(end, _)| &word[..end])
}

fn last_letters(word: &str, count: usize) -> &str {
    word.char_indices()
        .rev()
        .nth(count - 1)
        .map_or(word, |(start, _)| &word[start..])
}

/// FNV-1a, 32 bits, folded into a number of buckets.
#[allow(clippy::cast_possible_truncation)]
fn bucket(kind: u8, letters: &str, buckets: usize) -> u16 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in std::iter::once(kind).chain(letters.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    ((hash ^ (hash >> 15)) as usize % buckets) as u16
}

fn case_of(surface: &str) -> u8 {
    let mut chars = surface.chars();
    let Some(first) = chars.next() else { return 0 };
    if first.is_numeric() {
        return 4;
    }
    if !first.is_alphabetic() {
        return u8::from(surface.len() > first.len_utf8() && chars.all(char::is_lowercase));
    }
    if !surface.chars().any(char::is_uppercase) {
        return 1;
    }
    let letters_follow = surface[first.len_utf8()..].chars().any(char::is_alphabetic);
    if letters_follow && !surface.chars().any(char::is_lowercase) {
        3
    } else {
        2
    }
}

/// Decides of each token whether it opens or closes a quotation.
///
/// Marks that say which they are (`“ ” « »`) are believed; straight ones go by
/// the white space around them and by what is open. Single marks count only as
/// a pair outside double ones: inside they are words within the quotation.
fn quotation_marks(text: &str, tokens: &[Token]) -> Vec<Mark> {
    #[derive(PartialEq, Clone, Copy)]
    enum Open {
        Nothing,
        Double,
        Single,
    }
    let last_single = last_closing_single(text, tokens);
    let mut marks = vec![Mark::None; tokens.len()];
    let mut open = Open::Nothing;
    for (at, token) in tokens.iter().enumerate() {
        if token.opens_paragraph {
            open = Open::Nothing;
        }
        let surface = &text[token.span.range()];
        let glued_after = tokens
            .get(at + 1)
            .is_some_and(|next| !next.spaced && !next.opens_paragraph);
        let looks_opening = token.spaced && glued_after;
        let mark = match surface {
            "“" | "„" | "«" | "‟" => Mark::Opens,
            "”" | "»" => Mark::Closes,
            "\"" | "＂" => {
                let looks_closing = !token.spaced && !glued_after;
                if looks_opening || (!looks_closing && open != Open::Double) {
                    Mark::Opens
                } else {
                    Mark::Closes
                }
            }
            "‘" | "‚" | "'" | "`" if open == Open::Nothing => {
                let opening = (token.spaced || surface != "'") && glued_after;
                if opening && last_single[at].is_some_and(|last| last > at + 1) {
                    Mark::Opens
                } else {
                    Mark::None
                }
            }
            "’" | "'" if open == Open::Single && !token.spaced && !looks_opening => Mark::Closes,
            _ => Mark::None,
        };
        marks[at] = mark;
        match mark {
            Mark::None => {}
            Mark::Closes => open = Open::Nothing,
            Mark::Opens if matches!(surface, "‘" | "‚" | "'" | "`") => open = Open::Single,
            Mark::Opens => open = Open::Double,
        }
    }
    marks
}

/// For each token the last token of its paragraph that may close a single quotation.
fn last_closing_single(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut last = None;
    let mut found = vec![None; tokens.len()];
    for (at, token) in tokens.iter().enumerate().rev() {
        let glued_after = tokens
            .get(at + 1)
            .is_some_and(|next| !next.spaced && !next.opens_paragraph);
        let next_is_word = glued_after
            && tokens
                .get(at + 1)
                .is_some_and(|next| text[next.span.range()].starts_with(char::is_alphanumeric));
        if last.is_none() && !token.spaced && !next_is_word && matches!(&text[token.span.range()], "’" | "'")
        {
            last = Some(at);
        }
        found[at] = last;
        if token.opens_paragraph {
            last = None;
        }
    }
    found
}

/// Words before a full stop that end no sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "ariz", "assn", "atty", "aug", "ave", "bros", "calif", "capt", "cmdr", "co", "col", "colo",
    "conn", "corp", "cpl", "dec", "del", "dept", "det", "dr", "esq", "feb", "fla", "ft", "ga", "gen", "gov",
    "hon", "ill", "inc", "ind", "insp", "jan", "jr", "kan", "la", "lt", "ltd", "maj", "mass", "md", "messrs",
    "mich", "minn", "miss", "mo", "mont", "mr", "mrs", "ms", "mt", "neb", "nev", "no", "nov", "oct", "okla",
    "ore", "pa", "pp", "pres", "prof", "pvt", "rep", "reps", "rev", "sec", "sen", "sens", "sept", "sgt",
    "sr", "st", "supt", "tenn", "tex", "va", "vs", "vt", "wash", "wis", "wyo",
];

/// Where sentences begin, as far as the tagger wants to know.
fn sentence_starts(text: &str, tokens: &[Token]) -> Vec<bool> {
    let word = |at: usize| &text[tokens[at].span.range()];
    let mut starts = vec![false; tokens.len()];
    let mut ended = false;
    for (at, token) in tokens.iter().enumerate() {
        let surface = word(at);
        if token.opens_paragraph {
            starts[at] = true;
            ended = false;
        } else if ended {
            let trails = !token.spaced
                && matches!(
                    surface,
                    "”" | "\"" | "'" | "’" | ")" | "]" | "»" | "." | "!" | "?"
                );
            if !trails {
                let first = surface.chars().next().unwrap_or(' ');
                starts[at] =
                    token.spaced && !first.is_lowercase() && !matches!(first, ',' | ';' | '—' | '–' | '-');
                ended = false;
            }
        }
        match surface {
            "?" | "!" | "…" => ended = true,
            "." => {
                let abbreviated = at > 0 && !token.spaced && !token.opens_paragraph && {
                    let before = word(at - 1);
                    let mut letters = before.chars();
                    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
                    initial || ABBREVIATIONS.binary_search(&&*before.to_lowercase()).is_ok()
                };
                ended |= !abbreviated;
            }
            _ => {}
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(text: &str) -> String {
        let tokens = nlp::tokenize(text);
        features(text, &tokens)
            .iter()
            .map(|f| match f.quote {
                0 => '.',
                1 => 'i',
                _ if f.word == "“" => '<',
                _ => '>',
            })
            .collect()
    }

    #[test]
    fn every_kind_of_mark_is_seen_alike() {
        for text in [
            "“It is late,” she said today",
            "\"It is late,\" she said today",
            "‘It is late,’ she said today",
            "'It is late,' she said today",
            "«It is late,» she said today",
        ] {
            let seen = quotes(text);
            assert_eq!(seen, "<iiii>...", "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert_eq!(quotes("The dogs' bowls and the cats' beds"), ".........");
        assert_eq!(quotes("Rock 'n roll isn't dead"), "......");
    }

    #[test]
    fn inner_single_marks_stay_inside() {
        assert_eq!(quotes("“He said ‘no’ to me,” she said"), "<iiiiiiii>..");
    }

    #[test]
    fn a_lost_mark_ends_with_its_paragraph() {
        assert_eq!(quotes("\"It is late, she said\nWe left"), "<iiiiii..");
    }

    #[test]
    fn sentences_begin_after_full_stops() {
        let text = "Mr. Dovrane left. “We went.” Then U.S. ships came.";
        let tokens = nlp::tokenize(text);
        let starts: Vec<&str> = features(text, &tokens)
            .iter()
            .zip(&tokens)
            .filter(|(f, _)| f.boundary > 0)
            .map(|(_, t)| &text[t.span.range()])
            .collect();
        assert_eq!(starts, ["Mr", "“", "Then"]);
    }

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }
}
