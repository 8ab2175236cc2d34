//! One thing said, quoted in several reports. CONTRACT section 10.

use serde::{Deserialize, Serialize};

use crate::{Locus, StatementRef};

/// How a quotation compares with a primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Match {
    Verbatim,
    Trimmed,
    Altered,
    Translated,
    NotFound,
    NoPrimary,
}

/// Is the meaning of the original kept?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Meaning {
    Kept,
    Distorted,
    Unknown,
}

/// A unit of a primary, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct UnitMatch {
    pub primary: usize,
    pub unit: usize,
}

/// One difference between the primary's words and the quotation's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Open list: `word`, `splice`, `spelling`, `number`, `translation`.
    pub kind: &'static str,
    /// The primary's words; may be empty.
    pub from: String,
    /// The quotation's words; may be empty.
    pub to: String,
}

/// A quotation of the utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// The statement that holds it.
    pub statement: StatementRef,
    /// Index in [`attribution::Statement::quotes`].
    pub quote: usize,
    /// Its words in the capture.
    pub locus: Locus,
    /// Compared with the primary.
    pub outcome: Match,
    /// Judged apart.
    pub meaning: Meaning,
    /// The units it was found in or is nearest to.
    pub units: Vec<UnitMatch>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// That `outcome` is right.
    pub confidence: f32,
}

/// Quotations of one thing said.
#[derive(Debug, Clone, PartialEq)]
pub struct Utterance {
    /// Index into [`crate::Collation::identities`].
    pub speaker: Option<usize>,
    /// Index of the primary it was checked against.
    pub primary: Option<usize>,
    /// `yes`, `possible`, `no`, as far as can be told.
    pub same_utterance: Option<&'static str>,
    /// At least one; ascending.
    pub instances: Vec<Instance>,
}
