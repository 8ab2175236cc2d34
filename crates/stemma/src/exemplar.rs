//! The text of one report as parallels and derivation read it.
//!
//! In: the words of an article, its paragraphs, outlet, times and credits. Out:
//! an [`Exemplar`], whose words are folded to plain 64-bit keys, each with its
//! place and with whether the reporter or somebody else said it.
//!
//! Keys depend on nothing but the word, so that an index in memory, in a
//! database or on another machine finds the same pairs.

use page::Stamp;
use text::Span;

use crate::{Credit, Place, Translation};

/// One report's text with what is known of where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Exemplar {
    /// Number of the outlet's house.
    pub house: Option<usize>,
    /// When it was published.
    pub published: Option<Stamp>,
    /// When it was captured: orders captures of one page, and nothing else.
    pub captured: Option<Stamp>,
    /// Words of the headline.
    pub headline: Vec<u64>,
    /// Reports in hand, by index, that links or metadata name as a source.
    pub linked: Vec<(usize, Place)>,
    /// What the page says of its own making.
    pub credits: Vec<Credit>,
    /// Its language: the first subtag of BCP 47, lower case.
    pub language: Option<String>,
    /// What the page says of being a translation.
    pub translations: Vec<Translation>,
    /// Reports in hand, by index, that its metadata call its original.
    pub originals: Vec<(usize, Place)>,
    /// Reports in hand whose metadata call this one their translation, with the place in theirs.
    pub offered: Vec<(usize, Place)>,
    /// Reports in hand that its metadata call the same page in another language.
    pub alternates: Vec<(usize, Place)>,
    /// Paragraphs that are nothing but a time of day: the entries of a running feed stand under such.
    pub entries: usize,
    /// Its words in order.
    pub words: Vec<Word>,
}

/// A folded word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Key of the folded word.
    pub key: u64,
    /// Bytes of the text.
    pub span: Span,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Do they stand in a quotation, so that they are not the reporter's own?
    pub quoted: bool,
}

impl Exemplar {
    /// Reads the words of `text` paragraph by paragraph. `quoted` ascends.
    #[must_use]
    pub fn new(text: &str, paragraphs: &[Span], quoted: &[Span]) -> Self {
        let mut words = Vec::with_capacity(text.len() / 6);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let first = words.len();
            push_words(text, *paragraph, index, &mut words);
            mark_quoted(&mut words[first..], quoted);
        }
        let times = paragraphs.iter().filter(|p| is_time_of_day(&text[p.range()]));
        Self {
            entries: times.count(),
            words,
            ..Self::default()
        }
    }

    /// Number of words that are the reporter's own.
    #[must_use]
    pub fn own_words(&self) -> usize {
        self.words.iter().filter(|w| !w.quoted).count()
    }

    /// Where the words that a credited house printed are said to be translated.
    #[must_use]
    pub fn quotes_in_translation(&self, credit: &Credit) -> Option<Place> {
        let Place::Text(name) = credit.place else {
            return None;
        };
        let said = self.translations.iter().filter(|said| !said.whole);
        said.map(|said| said.place)
            .find(|place| matches!(place, Place::Text(words) if words.contains(name)))
    }

    /// The span from one word to another, which is not included.
    #[must_use]
    pub fn span(&self, first: usize, end: usize) -> Option<Span> {
        let from = self.words.get(first)?;
        let to = self.words.get(end.checked_sub(1)?)?;
        (from.span.start() < to.span.end()).then(|| from.span.cover(to.span))
    }
}

/// Key of a word: FNV-1a over its lower-case characters.
#[derive(Clone, Copy)]
struct Key(u64);

impl Key {
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    fn push(&mut self, c: char) {
        for lower in c.to_lowercase() {
            let mut bytes = [0; 4];
            for byte in lower.encode_utf8(&mut bytes).bytes() {
                self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
}

/// The key of a word, folded as in [`Exemplar::new`].
#[must_use]
pub fn word_key(word: &str) -> u64 {
    let mut key = Key::EMPTY;
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .for_each(|c| key.push(c));
    key.0
}

/// Folding: letters and digits, lower case. An apostrophe or a dot between letters joins ("don’t",
/// "U.S."), so that typography and house style of initials make no difference.
fn push_words(text: &str, paragraph: Span, index: usize, words: &mut Vec<Word>) {
    let body = &text[paragraph.range()];
    let mut chars = body.char_indices().peekable();
    let paragraph_index = u32::try_from(index).unwrap_or(u32::MAX);
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut key = Key::EMPTY;
        key.push(c);
        let mut end = start + c.len_utf8();
        let mut run = 1;
        while let Some(&(at, c)) = chars.peek() {
            if c.is_alphanumeric() {
                key.push(c);
                end = at + c.len_utf8();
                run += 1;
            } else {
                let next = body[at + c.len_utf8()..].chars().next();
                let joins = match c {
                    '\'' | '’' | '\u{AD}' => next.is_some_and(char::is_alphanumeric),
                    '.' => run == 1 && initial(&body[at + 1..]),
                    ',' => digits_around(body, at),
                    _ => false,
                };
                if !joins {
                    break;
                }
                run = 0;
            }
            chars.next();
        }
        words.push(Word {
            key: key.0,
            span: Span::new(paragraph.start() + start, paragraph.start() + end),
            paragraph: paragraph_index,
            quoted: false,
        });
    }
}

/// Does the text begin with one letter that ends there?
fn initial(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// "7:45 p.m.", "19.45", "7:45 pm EDT".
fn is_time_of_day(paragraph: &str) -> bool {
    const ZONES: [&str; 10] = ["am", "pm", "gmt", "utc", "bst", "cet", "est", "edt", "et", "pt"];
    let mut words = paragraph.split_whitespace();
    let clock = words.next().is_some_and(|word| {
        let lower = word.to_lowercase();
        let time = lower.trim_end_matches(['a', 'p', 'm', '.', ':', 'h']);
        let half = time.len() < lower.trim_end_matches([':', '.']).len();
        let (hour, minute) = match time.split_once([':', '.', 'h']) {
            Some((hour, minute)) => (hour, Some(minute)),
            None => (time, None),
        };
        let number = |digits: &str, limit: u8| digits.parse::<u8>().is_ok_and(|n| n < limit);
        number(hour, 25)
            && match minute {
                Some(minute) => minute.len() == 2 && number(minute, 60),
                // "7 p.m." and not a bare number.
                None => half || paragraph.split_whitespace().count() > 1,
            }
    });
    clock
        && words.all(|word| {
            let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            ZONES.contains(&bare.to_lowercase().as_str())
        })
}

fn digits_around(body: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(body[..at].chars().next_back()) && digit(body[at + 1..].chars().next())
}

fn mark_quoted(words: &mut [Word], quoted: &[Span]) {
    let Some(first) = words.first() else { return };
    let mut at = quoted.partition_point(|q| q.end() <= first.span.start());
    for word in words {
        while quoted.get(at).is_some_and(|q| q.end() <= word.span.start()) {
            at += 1;
        }
        word.quoted = quoted.get(at).is_some_and(|q| q.contains(word.span));
    }
}

/// Words that the reporter did not word: quotations, embedded posts and turns of transcripts, ascending and apart.
#[must_use]
pub fn words_of_others(text: &str, paragraphs: &[Span], quotations: impl Iterator<Item = Span>) -> Vec<Span> {
    let whole = paragraphs.iter().enumerate().filter_map(|(at, &paragraph)| {
        let body = &text[paragraph.range()];
        let signed = paragraphs
            .get(at + 1)
            .is_some_and(|next| is_signature(&text[next.range()]));
        (is_post(body) || is_turn(body) || signed).then_some(paragraph)
    });
    let mut spans: Vec<Span> = quotations.chain(whole).collect();
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if last.overlaps(span) || last.contains(span) => *last = last.cover(span),
            _ => apart.push(span),
        }
    }
    apart
}

/// Is the paragraph a post of a social network set into the page: a handle in brackets or a shortened link?
fn is_post(body: &str) -> bool {
    body.contains("(@") || body.contains("pic.twitter.com/") || body.contains("https://t.co/")
}

/// Is it the line under a post: "— Ida Morn (@idamorn) May 4, 2031"?
fn is_signature(body: &str) -> bool {
    let name = body.trim_start().strip_prefix(['—', '–', '-']);
    name.is_some_and(|name| name.contains("(@") && name.split_whitespace().count() <= 16)
}

/// Is the paragraph a turn of a transcript: a name in capitals and a colon?
fn is_turn(body: &str) -> bool {
    let Some((name, _)) = body.split_once(':') else {
        return false;
    };
    let words = name.split_whitespace().count();
    (1..=4).contains(&words)
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<u64> {
        let paragraphs = [Span::new(0, text.len())];
        Exemplar::new(text, &paragraphs, &[])
            .words
            .iter()
            .map(|w| w.key)
            .collect()
    }

    #[test]
    fn typography_and_house_style_make_no_difference() {
        for (left, right) in [
            ("The U.S. envoy DIDN’T answer", "the US envoy didn't answer"),
            ("1,200 crowns — paid", "1200 crowns, paid"),
            ("“Well-known” man", "well known man"),
        ] {
            assert_eq!(folded(left), folded(right), "{left} / {right}");
        }
        assert_ne!(folded("He came. A man left."), folded("He camea man left."));
    }

    #[test]
    fn quotations_posts_and_turns_are_not_the_reporters_words() {
        for (text, own) in [
            ("He said “not now” and left.", 4),
            ("ANA LORR: We shall see.", 0),
            ("Off we go — Ana Lorr (@analorr) 3 May", 0),
            ("Note: the pier is shut.", 5),
        ] {
            let article = page::plain_text("x", text);
            let paragraphs: Vec<Span> = article.blocks.iter().map(|b| b.span).collect();
            let quotations = nlp::quotations(text, &article.blocks);
            let quoted = words_of_others(text, &paragraphs, quotations.iter().map(|q| q.span));
            assert_eq!(
                Exemplar::new(text, &paragraphs, &quoted).own_words(),
                own,
                "{text}"
            );
        }
    }

    #[test]
    fn entries_are_times_of_day_alone() {
        for (paragraph, entry) in [
            ("7:45 p.m.", true),
            ("19.45", true),
            ("7pm EDT", true),
            ("11:05 a.m. GMT", true),
            ("25:10", false),
            ("7", false),
            ("7 p.m. on Monday", false),
            ("Updated 7:45 p.m.", false),
            ("1.2 million", false),
        ] {
            assert_eq!(is_time_of_day(paragraph), entry, "{paragraph}");
        }
    }

    #[test]
    fn a_post_is_told_by_the_line_under_it() {
        let text = "She wrote:\n\nThe pier is safe.\n\n— Ida Morn (@idamorn) May 4, 2031\n\nIt is not.";
        let article = page::plain_text("x", text);
        let paragraphs: Vec<Span> = article.blocks.iter().map(|b| b.span).collect();
        let others: Vec<&str> = words_of_others(text, &paragraphs, std::iter::empty())
            .iter()
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(others, ["The pier is safe.", "— Ida Morn (@idamorn) May 4, 2031"]);
    }
}
