//! What a person decided about who is who, and its replay.
//!
//! In: files of decisions, a line each ([`Decisions::read`]), and the reports of a
//! story. Out: reports whose analyses follow the decisions ([`correct`]), with the
//! speakers that were decided ([`assign_speakers`]); what they bind together and keep
//! apart across reports is used by [`crate::collate`], which also tells what became
//! of each. Nothing is counted before, so that everything downstream follows.
//!
//! A name holds for the whole story; words at a place hold for that place, of a
//! capture with that hash, and only while those words stand there.

mod across;
mod agree;
mod read;
mod ruling;
mod speakers;
mod standing;
#[cfg(test)]
mod tests;
mod within;

use std::collections::BTreeMap;
use std::fmt;

pub(crate) use across::Bonds;
pub(crate) use ruling::rulings;
pub use ruling::{DecisionKind, Ruling, left_out, place_notices};
pub use speakers::assign_speakers;
pub use within::correct;

/// Who is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
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
pub(crate) struct Place {
    /// SHA-256 of the page's bytes, lower-case hex.
    pub(crate) sha256: String,
    /// First code point in the decoded capture.
    pub(crate) start: usize,
    /// The code point after the last.
    pub(crate) end: usize,
    /// The words that stand there.
    pub(crate) text: String,
}

/// One thing decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    /// All these are one; at least two.
    Same(Vec<Who>),
    /// No two of these are one; at least two.
    Apart(Vec<Who>),
    /// These words mean that one.
    Mention(Place, Who),
    /// What is said at this place is said by that one; `None`: nobody knows by whom.
    Speaker(Place, Option<Who>),
}

/// Where a decision stands written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
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
}

impl Decision {
    /// Is it decided for the whole story?
    pub(crate) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Speaker(..))
    }

    /// All that are spoken of as somebody; words that are to be given a meaning are not.
    pub(crate) fn whos(&self) -> impl Iterator<Item = &Who> {
        let list: &[Who] = match self {
            Self::Same(list) | Self::Apart(list) => list,
            Self::Mention(_, who) => std::slice::from_ref(who),
            Self::Speaker(_, who) => who.as_slice(),
        };
        list.iter()
    }
}

impl Who {
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
