//! Units: tokens as a reader takes them.
//!
//! In: text and tokens. Out: the same tokens with dotted acronyms ("U.S.") and
//! initials ("J.") joined, each with the hash of its lower-case form, its shape
//! and its affixes: what the name model's features are made of.

use text::Span;

use crate::Token;

/// How a unit is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    Mark,
    Quote,
    Lower,
    Title,
    Capitals,
    Mixed,
    Initial,
    Acronym,
    Figure,
    Other,
    Clitic,
}

/// One or several tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    /// Hash of the lower-case form.
    pub(crate) lower: u64,
    /// Hashes of the first three and four, the last two, three and four characters, lower case.
    pub(crate) affixes: [u64; 5],
}

impl Unit {
    /// Is it written as names are?
    pub(crate) fn is_capitalised(&self) -> bool {
        matches!(
            self.shape,
            Shape::Title | Shape::Capitals | Shape::Mixed | Shape::Initial | Shape::Acronym
        )
    }
}

/// FNV-1a, whose values the weight files depend on.
pub(crate) fn hash_chars(chars: impl Iterator<Item = char>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in chars {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01b3);
    }
    hash
}

/// The hash of a word as [`Unit::lower`] has it.
pub(crate) fn hash_lower(word: &str) -> u64 {
    hash_chars(word.chars().flat_map(char::to_lowercase).map(plain))
}

fn plain(c: char) -> char {
    if c == '’' { '\'' } else { c }
}

fn shape(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else {
        return Shape::Mark;
    };
    if matches!(first, '\'' | '’') && word.len() > first.len_utf8() {
        return Shape::Clitic;
    }
    if !first.is_alphanumeric() {
        let quote = matches!(first, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '«' | '»');
        return if quote { Shape::Quote } else { Shape::Mark };
    }
    let (mut upper, mut lower, mut digit, mut length) = (0, 0, 0, 0);
    for c in word.chars() {
        length += 1;
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        digit += usize::from(c.is_numeric());
    }
    if digit == length {
        Shape::Figure
    } else if digit > 0 {
        Shape::Other
    } else if upper == 0 && lower > 0 {
        Shape::Lower
    } else if upper == 1 && length == 1 {
        Shape::Initial
    } else if lower == 0 && upper > 0 {
        Shape::Capitals
    } else if first.is_uppercase() && upper == 1 {
        Shape::Title
    } else if upper > 0 {
        Shape::Mixed
    } else {
        Shape::Other
    }
}

fn affixes(word: &str) -> [u64; 5] {
    let lower = |c: char| plain(c.to_lowercase().next().unwrap_or(c));
    let prefix = |n: usize| hash_chars(word.chars().take(n).map(lower));
    let suffix = |n: usize| hash_chars(word.chars().rev().take(n).map(lower));
    [prefix(3), prefix(4), suffix(2), suffix(3), suffix(4)]
}

/// Joins acronyms and initials; all other tokens are units by themselves.
pub(crate) fn units(text: &str, tokens: &[Token], first: usize, end: usize) -> Vec<Unit> {
    let word = |at: usize| &text[tokens[at].span.range()];
    let is_letter = |at: usize| {
        let mut chars = word(at).chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    };
    let is_stop = |at: usize| at < end && !tokens[at].spaced && word(at) == ".";
    let mut units = Vec::with_capacity(end - first);
    let mut at = first;
    while at < end {
        let mut next = at + 1;
        let mut letters = 1;
        if is_letter(at) && is_stop(at + 1) {
            next = at + 2;
            while next < end && !tokens[next].spaced && is_letter(next) && is_stop(next + 1) {
                next += 2;
                letters += 1;
            }
            if next < end && letters > 1 && !tokens[next].spaced && is_letter(next) {
                next += 1;
            }
        }
        let span = tokens[at].span.cover(tokens[next - 1].span);
        let words = &text[span.range()];
        let shape = match (next - at, letters) {
            (1, _) => shape(words),
            (_, 1) => Shape::Initial,
            _ => Shape::Acronym,
        };
        units.push(Unit {
            span,
            shape,
            lower: hash_lower(words),
            affixes: affixes(words),
        });
        at = next;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize;

    #[test]
    fn joins_acronyms_and_initials() {
        let text = "The U.S. envoy J. K. Lee of A.B met No. 10’s MPs.";
        let tokens = tokenize(text);
        let words: Vec<&str> = units(text, &tokens, 0, tokens.len())
            .iter()
            .map(|u| &text[u.span.range()])
            .collect();
        assert_eq!(
            words,
            [
                "The", "U.S.", "envoy", "J.", "K.", "Lee", "of", "A.", "B", "met", "No", ".", "10", "’s",
                "MPs", "."
            ]
        );
    }
}
