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
    intends: Option<Symbol>,
    leads_ahead: Option<Symbol>,
}

fn is(item: Option<&Item>, class: Option<Symbol>) -> bool {
    item.zip(class)
        .is_some_and(|(item, class)| item.reading(class).is_some())
}

impl Tenses {
    pub(crate) fn of(grammar: &Grammar) -> Self {
        Self {
            past: grammar.class("speaks_of_past"),
            future: grammar.class("speaks_of_future"),
            intends: grammar.class("intends"),
            leads_ahead: grammar.class("leads_ahead"),
        }
    }

    /// The side of the expression of items `range`.
    pub(crate) fn side(self, words: Words<'_>, items: &[Item], range: std::ops::Range<usize>) -> Side {
        let word = |at: usize| items.get(at).map_or("", |item| words.get(item.first));
        let left = |by: usize| range.start.checked_sub(by);
        // "as early as Tuesday"
        let at_the_soonest = left(3).is_some_and(|at| {
            word(at) == "as" && matches!(word(at + 1), "early" | "soon") && word(at + 2) == "as"
        });
        if at_the_soonest || is(left(1).and_then(|at| items.get(at)), self.leads_ahead) {
            return Side::Future;
        }
        let before = (range.start.saturating_sub(REACH)..range.start).rev();
        let after = range.end..items.len().min(range.end + REACH);
        before
            .chain(after)
            .find_map(|at| {
                let left = at.checked_sub(1).map_or("", word);
                self.shown_by(left, word(at), items.get(at), word(at + 1))
            })
            .unwrap_or(Side::Unknown)
    }

    /// What one word shows between those beside it.
    fn shown_by(self, left: &str, word: &str, item: Option<&Item>, right: &str) -> Option<Side> {
        let intends = is(item, self.intends);
        let ahead = is(item, self.future)
            || intends && matches!(right, "to" | "for") && left != "been"
            || word.ends_with("'ll")
            || word.ends_with("’ll");
        if ahead {
            return Some(Side::Future);
        }
        // "To be signed", "will be signed": the verb before it tells.
        let regular = word.len() > 4
            && word.ends_with("ed")
            && word.starts_with(char::is_lowercase)
            && !matches!(left, "be" | "being");
        (is(item, self.past) || regular && !intends).then_some(Side::Past)
    }
}
