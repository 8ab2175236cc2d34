//! On which side of the anchor a bare name of a day or month lies.
//!
//! In: the items of a sentence and the place of the expression. Out: past or
//! future, by the nearest verb that shows it, before the expression or else
//! behind it.

use super::grammar::{Grammar, Symbol};
use super::items::Item;
use crate::words::Words;

/// Items on each side of an expression in which a verb is looked for.
const REACH: usize = 12;

/// The side of the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Past,
    Future,
    Unknown,
}

/// Classes of words that show the side.
#[derive(Clone, Copy)]
pub(crate) struct Tenses {
    past: Option<Symbol>,
    future: Option<Symbol>,
}

impl Tenses {
    pub(crate) fn of(grammar: &Grammar) -> Self {
        Self {
            past: grammar.class("speaks_of_past"),
            future: grammar.class("speaks_of_future"),
        }
    }

    /// The side of the expression of items `range`.
    pub(crate) fn side(self, words: Words<'_>, items: &[Item], range: std::ops::Range<usize>) -> Side {
        let before = (range.start.saturating_sub(REACH)..range.start).rev();
        let after = range.end..items.len().min(range.end + REACH);
        before
            .chain(after)
            .find_map(|at| self.shown_by(words, items, at))
            .unwrap_or(Side::Unknown)
    }

    fn shown_by(self, words: Words<'_>, items: &[Item], at: usize) -> Option<Side> {
        let item = &items[at];
        let is = |class: Option<Symbol>| class.is_some_and(|class| item.reading(class).is_some());
        let word = words.get(item.first);
        let to_follows = items
            .get(at + 1)
            .is_some_and(|next| words.get(next.first).eq_ignore_ascii_case("to"));
        if is(self.future) || to_follows && matches!(word, "is" | "are") || word.ends_with("'ll") || word.ends_with("’ll") {
            return Some(Side::Future);
        }
        let regular = word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase);
        (is(self.past) || regular).then_some(Side::Past)
    }
}
