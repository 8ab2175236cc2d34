//! What a person decided, and its replay.
//!
//! In: files of decisions, a line each ([`Decisions::read`]), and the reports of a
//! story. Out: reports whose analyses follow the decisions on who is who
//! ([`correct`]), with the speakers that were decided ([`assign_speakers`]); what they
//! bind together and keep apart across reports is used by [`crate::collate`], which
//! also tells what became of each ([`Ruling`]). Which page took from which and which
//! sources are one is resolved to reports and statements here and followed in the
//! stemma. Nothing is counted before, so that everything downstream follows.
//!
//! A name holds for the whole story; words at a place hold for that place, of a
//! capture with that hash, and only while those words stand there.

mod across;
mod agree;
mod descent;
mod read;
mod ruling;
mod speakers;
mod standing;
#[cfg(test)]
mod tests;
mod within;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use crate::identities::name_words;

pub(crate) use across::Bonds;
pub(crate) use ruling::rulings;
pub use ruling::{DecisionKind, Ruling, left_out, not_followed, place_notices};
pub use speakers::assign_speakers;
pub use within::correct;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever any report names so.
    Name {
        /// As names are compared; not empty.
        words: Vec<String>,
        /// As given.
        given: String,
    },
    /// Whom these words mean.
    Place(Place),
}

/// Words at an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// SHA-256 of the page's bytes, lower-case hex.
    pub sha256: String,
    /// First code point in the decoded capture.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// The words that stand there.
    pub text: String,
}

/// One thing decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// All these are one; at least two.
    Same(Vec<Who>),
    /// No two of these are one; at least two.
    Apart(Vec<Who>),
    /// These words mean that one.
    Mention(Place, Who),
    /// What is said at this place is said by that one; `None`: nobody knows by whom.
    Speaker(Place, Option<Who>),
    /// The page of the first words took its matter from the page of the second.
    Taken(Place, Place),
    /// The page of the first words did not take it from the page of the second.
    NotTaken(Place, Place),
    /// What is told at these places comes from one source; at least two.
    OneSource(Vec<Place>),
    /// What is told at any two of these places comes from two sources; at least two.
    SeparateSources(Vec<Place>),
}

/// Where a decision stands written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub(crate) file: String,
    /// From 1.
    pub(crate) number: usize,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.number)
    }
}

/// What is wrong with a line, or with several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    line: Line,
    detail: String,
}

impl Fault {
    /// What is wrong, without the line.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.detail)
    }
}

/// Decisions that agree with each other. The order of their lines leaves no trace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// With the lines that say so; ascending.
    pub(crate) list: BTreeMap<Decision, Vec<Line>>,
}

impl Decisions {
    /// Is nothing decided?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many different things are decided.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// All that is decided with the lines that say it, in the order of [`crate::Collation::rulings`].
    pub fn iter(&self) -> impl Iterator<Item = (&Decision, &[Line])> {
        self.list
            .iter()
            .map(|(decision, lines)| (decision, lines.as_slice()))
    }
}

impl Decision {
    /// What kind of thing is decided.
    #[must_use]
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Same(_) => DecisionKind::Same,
            Self::Apart(_) => DecisionKind::Apart,
            Self::Mention(..) => DecisionKind::Mention,
            Self::Speaker(..) => DecisionKind::Speaker,
            Self::Taken(..) => DecisionKind::Taken,
            Self::NotTaken(..) => DecisionKind::NotTaken,
            Self::OneSource(_) => DecisionKind::OneSource,
            Self::SeparateSources(_) => DecisionKind::SeparateSources,
        }
    }

    /// Is it decided for the whole story?
    pub(crate) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Speaker(..))
    }

    /// All that are spoken of as somebody; words that are to be given a meaning are not.
    pub fn whos(&self) -> impl Iterator<Item = &Who> {
        let list: &[Who] = match self {
            Self::Same(list) | Self::Apart(list) => list,
            Self::Mention(_, who) => std::slice::from_ref(who),
            Self::Speaker(_, who) => who.as_slice(),
            Self::Taken(..) | Self::NotTaken(..) | Self::OneSource(_) | Self::SeparateSources(_) => &[],
        };
        list.iter()
    }

    /// Every place that it speaks of.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let (first, second, list): (Option<&Place>, Option<&Place>, &[Place]) = match self {
            Self::Same(_) | Self::Apart(_) => (None, None, &[]),
            Self::Mention(words, _) | Self::Speaker(words, _) => (Some(words), None, &[]),
            Self::Taken(page, from) | Self::NotTaken(page, from) => (Some(page), Some(from), &[]),
            Self::OneSource(list) | Self::SeparateSources(list) => (None, None, list),
        };
        let whos = self.whos().filter_map(|who| match who {
            Who::Place(place) => Some(place),
            Who::Name { .. } => None,
        });
        first.into_iter().chain(second).chain(list).chain(whos)
    }
}

impl Who {
    /// Whoever any report names so; `None` where the words are no name.
    #[must_use]
    pub fn named(given: &str) -> Option<Self> {
        let words = name_words(given);
        let given = given.to_owned();
        (!words.is_empty()).then_some(Self::Name { words, given })
    }

    /// Equal keys: the same name, or the same place.
    pub(crate) fn key(&self) -> Key<'_> {
        match self {
            Self::Name { words, .. } => Key::Name(words),
            Self::Place(place) => place.key(),
        }
    }
}

impl Place {
    pub(crate) fn key(&self) -> Key<'_> {
        Key::Place(&self.sha256, self.start, self.end)
    }
}

/// What tells one [`Who`] from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Name(&'a [String]),
    Place(&'a str, usize, usize),
}
