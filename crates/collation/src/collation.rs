//! The result of collation. CONTRACT sections 5, 7 and 10.

use nlp::EntityKind;
use page::Precision;
use serde::{Deserialize, Serialize};

use crate::{Claim, Locus, Ruling, StatementRef, Utterance};

/// Someone or something, over all reports and primaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name mention.
    pub name: Locus,
    /// `(report, entity)` pairs that are this one.
    pub members: Vec<(usize, usize)>,
    /// `(primary, unit)` pairs whose label names it.
    pub speaks: Vec<(usize, usize)>,
    /// Identities an unresolved one may be.
    pub candidates: Vec<usize>,
}

/// Did it happen?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EventStatus {
    Happened,
    Ongoing,
    Planned,
    Proposed,
    Alleged,
    CalledFor,
    Denied,
    Cancelled,
    Unknown,
}

/// Who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Index of an identity; `None`: unknown.
    pub identity: Option<usize>,
    /// As worded.
    pub role: Option<Locus>,
}

/// When, as far as the pages say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventTime {
    /// As worded.
    pub stated: Vec<Locus>,
    /// ISO 8601 (CONTRACT rule 6); `None` where nothing anchors it.
    pub normalised: Option<String>,
    /// Precision of that.
    pub precision: Option<Precision>,
    /// What a relative expression counts from: "a published".
    pub anchor: Option<String>,
}

/// Something that happened, will happen or is said to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Open list: `call`, `leak`, `meeting`, ...
    pub event_type: &'static str,
    /// The mention that words it best.
    pub title: Locus,
    /// Did it?
    pub status: EventStatus,
    /// Who.
    pub participants: Vec<Participant>,
    /// Where: an identity.
    pub place: Option<usize>,
    /// When.
    pub time: EventTime,
    /// How many such events the pages state.
    pub count: Option<f64>,
    /// Where it is mentioned.
    pub mentions: Vec<Locus>,
}

/// Inside one page or between pages?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ConflictLevel {
    WithinDocument,
    AcrossDocuments,
}

/// Two passages that cannot both be so.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Open list: `contradiction`, `discrepancy`, `tension`, `apparent`, `selection`.
    pub kind: &'static str,
    /// Where.
    pub level: ConflictLevel,
    /// Indices of claims.
    pub claims: Vec<usize>,
    /// At least two, one a side.
    pub spans: Vec<Locus>,
    /// Open list: `open`, `corrected`, `withdrawn silently`, `none needed`.
    pub resolution: Option<&'static str>,
    /// That it is one.
    pub confidence: f32,
}

/// One page is a later version of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Version {
    pub earlier: usize,
    pub later: usize,
}

/// One change between versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionChange {
    /// Index of the claim it changes.
    pub claim: Option<usize>,
    /// The earlier words.
    pub from: Option<Locus>,
    /// The later words.
    pub to: Option<Locus>,
    /// Does the note say so?
    pub announced: bool,
    /// Open list: `number`, `quotation`, `headline`, `deletion`, ...
    pub kind: &'static str,
}

/// A correction, announced or silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Report index.
    pub from: usize,
    /// Report index; the same when a page corrects itself.
    pub to: usize,
    /// The note; `None` when silent.
    pub note: Option<Locus>,
    /// When (ISO 8601).
    pub at: Option<String>,
    /// What changed.
    pub changes: Vec<CorrectionChange>,
    /// Errors that still stand.
    pub left_uncorrected: Vec<Locus>,
}

/// What a reader must still check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// Open list of CONTRACT section 10.
    pub kind: &'static str,
    /// Only the words at issue.
    pub spans: Vec<Locus>,
}

/// How one page frames the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framing {
    /// Report index.
    pub report: usize,
    /// Open list of CONTRACT section 10.
    pub kind: &'static str,
    /// The words.
    pub spans: Vec<Locus>,
}

/// Reports set side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Collation {
    /// Who is who.
    pub identities: Vec<Identity>,
    /// Pages that replace others.
    pub versions: Vec<Version>,
    /// What is asserted.
    pub claims: Vec<Claim>,
    /// What was said, and how it is quoted.
    pub utterances: Vec<Utterance>,
    /// What happened.
    pub events: Vec<Event>,
    /// What cannot all be so.
    pub conflicts: Vec<Conflict>,
    /// What was put right.
    pub corrections: Vec<Correction>,
    /// What is still open.
    pub open_points: Vec<OpenPoint>,
    /// How pages frame the matter.
    pub framing: Vec<Framing>,
    /// What became of each decision of a person, in an order of their own.
    pub rulings: Vec<Ruling>,
    /// Author assertions that a claim or conflict uses; others are not published.
    pub used_assertions: Vec<StatementRef>,
}

impl Collation {
    /// The identity of a report's entity.
    #[must_use]
    pub fn identity_of(&self, report: usize, entity: usize) -> Option<usize> {
        self.identities
            .iter()
            .position(|i| i.members.contains(&(report, entity)))
    }
}
