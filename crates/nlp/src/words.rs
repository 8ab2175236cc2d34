//! The words of one sentence, by the index of their token.
//!
//! In: text, tokens, and the sentence. Out: look-ups that give the empty word
//! past the sentence's end, so that patterns can look ahead without a check.

use crate::{Sentence, Token};
use text::Span;

/// A view of a sentence.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    /// First token of the sentence.
    pub(crate) first: usize,
    /// The token after its last.
    pub(crate) end: usize,
}

impl<'a> Words<'a> {
    pub(crate) fn of(text: &'a str, tokens: &'a [Token], sentence: &Sentence) -> Self {
        Self {
            text,
            tokens,
            first: sentence.first_token,
            end: sentence.end_token,
        }
    }

    /// The word as printed; empty outside the sentence.
    pub(crate) fn get(&self, at: usize) -> &'a str {
        if (self.first..self.end).contains(&at) {
            &self.text[self.tokens[at].span.range()]
        } else {
            ""
        }
    }

    pub(crate) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.get(at).eq_ignore_ascii_case(w))
    }

    /// Does it follow the word before it without white space?
    pub(crate) fn glued(&self, at: usize) -> bool {
        (self.first..self.end).contains(&at) && !self.tokens[at].spaced
    }

    pub(crate) fn is_digits(&self, at: usize) -> bool {
        let word = self.get(at);
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
    }

    /// From the first to before the last token of a range that is not empty.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.tokens[range.start]
            .span
            .cover(self.tokens[range.end - 1].span)
    }
}
