//! What is asserted, over several statements. CONTRACT section 9.

use serde::{Deserialize, Serialize};

use crate::{Locus, StatementRef};

/// Kinds of claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ClaimType {
    Fact,
    Evaluation,
    Prediction,
    Question,
}

/// That something was said, or that it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Layer {
    Utterance,
    World,
}

/// How a statement bears on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Polarity {
    Supports,
    Partial,
    Denies,
    Withholds,
    Presupposes,
    Withdrawn,
}

/// A statement that bears on a claim.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub struct Evidence {
    pub statement: StatementRef,
    pub polarity: Polarity,
    pub confidence: f32,
}

/// A pair of wordings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alignment {
    /// One wording.
    pub left: Locus,
    /// The other.
    pub right: Locus,
    /// Open list: `paraphrase`, `same_number`, `altered_number`, ...
    pub relation: &'static str,
}

/// A claim with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The best wording: all of the claim and little else.
    pub text: Locus,
    /// Kind.
    pub claim_type: ClaimType,
    /// Layer.
    pub layer: Layer,
    /// At least one; ascending.
    pub evidence: Vec<Evidence>,
    /// Pairs of wordings.
    pub alignments: Vec<Alignment>,
    /// Index of the wider claim.
    pub narrower_of: Option<usize>,
    /// That all supporting evidence says the same thing.
    pub confidence: f32,
}
