//! The published format, `headwater-dossier/1`.
//!
//! Plain records in the order and with the names of the format's description.
//! A required key is always written, with `null` or `[]` when unknown; an
//! optional key is left out when there is nothing to say. Values of closed
//! lists are enums, values of open lists are strings.

use attribution::{Modality, QuoteType, SourceType, Stance, StatementKind};
use collation::{
    ClaimType, ConflictLevel, DecisionKind, EventStatus, Layer, Match, Meaning, Polarity, PrimaryKind,
};
use nlp::{EntityKind, MentionForm};
use page::{BlockKind, CharsetBasis, Format, Precision};
use serde::{Deserialize, Serialize};
use stemma::{DifferenceKind, EdgeBasis, EdgeKind, NodeKind, OriginBasis};
use text::NoticeCode;

/// Name and version of the format.
pub const SCHEMA: &str = "headwater-dossier/1";

/// Words copied from a capture, with their address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// Id of a document or a primary.
    pub doc: String,
    /// First code point in the decoded capture.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// The raw slice, tags and character references included.
    pub text: String,
    /// In HTML, when it differs: without tags, references decoded, white space folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
}

impl Passage {
    /// The words as a person reads them.
    #[must_use]
    pub fn words(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.text)
    }
}

/// All that the program has to say about a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Dossier {
    pub schema: String,
    pub program: Program,
    pub story: Story,
    pub outlets: Vec<Outlet>,
    pub primaries: Vec<Primary>,
    pub documents: Vec<Document>,
    pub entities: Vec<Entity>,
    pub statements: Vec<Statement>,
    pub events: Vec<Event>,
    pub stemma: Stemma,
    pub claims: Vec<Claim>,
    pub utterances: Vec<Utterance>,
    pub conflicts: Vec<Conflict>,
    pub corrections: Vec<Correction>,
    pub open_points: Vec<OpenPoint>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub framing: Vec<Framing>,
    /// What a person decided and the program followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    pub notices: Vec<Notice>,
}

/// What made the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct Program {
    pub name: String,
    pub version: String,
    /// Empty for rules only.
    pub models: Vec<Model>,
}

/// A trained model that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Model {
    pub id: String,
    pub sha256: String,
}

/// The story as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Headline of the earliest page.
    pub title: Option<Passage>,
    /// BCP 47.
    pub language: Option<String>,
    /// Latest known time of publication or change.
    pub reference_time: Option<String>,
}

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Outlet {
    pub id: String,
    /// As the page writes it.
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Passage>,
}

/// One page version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Document {
    pub id: String,
    pub outlet: String,
    pub path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_url: Option<String>,
    pub sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
    pub charset: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset_basis: Option<CharsetBasis>,
    pub retrieved: Option<String>,
    pub format: Format,
    pub url: Option<Passage>,
    pub language: Option<String>,
    pub headline: Option<Headline>,
    pub published: Option<Dated>,
    pub modified: Option<Dated>,
    pub dateline: Option<Passage>,
    pub byline: Vec<Passage>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<Passage>,
    pub blocks: Vec<Block>,
    pub furniture: Vec<Furniture>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
}

/// A headline and where else it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Headline {
    pub span: Passage,
    pub occurrences: Vec<Passage>,
    pub clean: String,
}

/// A time that the page gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Dated {
    pub span: Passage,
    pub normalised: Option<String>,
    pub timezone: Option<String>,
    pub label: Option<String>,
}

/// A part of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Block {
    pub id: String,
    pub kind: BlockKind,
    #[serde(flatten)]
    pub span: Passage,
}

/// Visible text that is no part of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Furniture {
    pub kind: String,
    pub why: String,
    #[serde(flatten)]
    pub span: Passage,
}

/// An entry of a live page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Entry {
    pub id: String,
    pub at: Option<String>,
    pub blocks: Vec<String>,
}

/// A transcript, memo, chat or statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Primary {
    pub id: String,
    pub path: Option<String>,
    pub sha256: String,
    pub charset: String,
    pub format: Format,
    pub kind: PrimaryKind,
    pub node: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_by: Option<String>,
    pub units: Vec<Unit>,
}

/// One turn, message or paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Unit {
    pub id: String,
    pub speaker: Option<String>,
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    pub span: Passage,
}

/// Someone or something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Entity {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub documents: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    pub mentions: Vec<Mention>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<String>,
}

/// A role as worded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Role {
    pub span: Passage,
}

/// Words that refer to an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Mention {
    pub form: MentionForm,
    #[serde(flatten)]
    pub span: Passage,
}

/// Who says what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Statement {
    pub id: String,
    pub doc: String,
    pub source: Vec<Passage>,
    pub cue: Vec<Passage>,
    pub content: Vec<Passage>,
    pub quotes: Vec<Quote>,
    pub kind: StatementKind,
    pub source_type: SourceType,
    pub speaker: Speaker,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue_lemma: Option<String>,
    pub stance: Stance,
    pub hedges: Vec<Passage>,
    pub modality: Modality,
    pub parent: Option<String>,
    /// Left out in a reading of one page, which knows no origins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<StatementOrigin>,
    pub confidence: f64,
}

/// A quoted part of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Quote {
    pub quote_type: QuoteType,
    #[serde(flatten)]
    pub span: Passage,
}

/// Who speaks; empty for the author's voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct Speaker {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub descriptor: Option<String>,
    /// `pronoun`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// On what a statement finally rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct StatementOrigin {
    pub nodes: Vec<String>,
    pub via: Vec<String>,
    pub basis: OriginBasis,
}

/// Something that happened or is said to have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Passage>,
    pub status: EventStatus,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub time: EventTime,
    pub count: Option<f64>,
    pub mentions: Vec<Passage>,
}

/// Who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Participant {
    /// An entity's id, or `unknown`.
    pub entity: String,
    #[serde(default)]
    pub role: Option<String>,
}

/// When, as far as the pages say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EventTime {
    pub stated: Vec<Passage>,
    pub normalised: Option<String>,
    pub precision: Option<Precision>,
    pub anchor: Option<String>,
}

/// Who took from whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct Stemma {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// A report, a document, a speaker, or something upstream that is not in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Node {
    pub id: String,
    pub kind: NodeKind,
    pub label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    pub resolved: bool,
    pub independent: bool,
}

/// From upstream to downstream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub kind: EdgeKind,
    pub declared: bool,
    pub basis: EdgeBasis,
    pub evidence: Vec<Passage>,
    pub confidence: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Altered>,
    /// Id of the decision by which a person said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// A passage that a copy changed: `from` upstream, `to` in the copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Altered {
    pub kind: DifferenceKind,
    pub from: Option<Passage>,
    pub to: Option<Passage>,
}

/// What is asserted, with its evidence and its origins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Claim {
    pub id: String,
    pub text: String,
    pub text_span: Passage,
    #[serde(rename = "type")]
    pub kind: ClaimType,
    pub layer: Layer,
    pub evidence: Vec<Evidence>,
    #[serde(default)]
    pub documents: Vec<String>,
    pub outlets: OutletGroups,
    pub origins: Origins,
    pub reason: String,
    pub confidence: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrower_of: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<Alignment>,
}

/// A statement that bears on a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Evidence {
    pub statement: String,
    pub doc: String,
    pub polarity: Polarity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// Outlets by how their evidence bears on the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[allow(missing_docs)]
pub struct OutletGroups {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supporting: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denying: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withholding: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presupposing: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<String>,
}

/// Nodes that a claim goes back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Origins {
    pub identified: Vec<String>,
    pub partial: Vec<String>,
    pub unresolved: Vec<String>,
    pub denying: Vec<String>,
    pub independent: Interval,
}

/// How many of them are independent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Interval {
    pub min: usize,
    /// `None`: no upper bound can be given.
    pub max: Option<usize>,
}

/// Two wordings side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Alignment {
    pub a: Passage,
    pub b: Passage,
    pub relation: String,
}

/// One thing said, and how it is quoted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Utterance {
    pub id: String,
    pub speaker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_utterance: Option<String>,
    pub instances: Vec<Instance>,
}

/// A quotation of an utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Instance {
    pub statement: String,
    pub quote: Passage,
    #[serde(rename = "match")]
    pub outcome: Match,
    pub meaning: Meaning,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// A difference between the original's words and the quotation's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Change {
    pub kind: String,
    pub from: String,
    pub to: String,
}

/// Passages that cannot all be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Conflict {
    pub id: String,
    pub kind: String,
    pub level: ConflictLevel,
    pub claims: Vec<String>,
    pub spans: Vec<Passage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// A correction, announced or silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Correction {
    pub id: String,
    pub from_document: String,
    pub to_document: String,
    pub note_span: Option<Passage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    pub changes: Vec<CorrectionChange>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_uncorrected: Vec<Passage>,
}

/// One change between versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CorrectionChange {
    pub claim: Option<String>,
    pub from: Option<Passage>,
    pub to: Option<Passage>,
    pub announced: bool,
    pub kind: String,
}

/// What a reader must still check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct OpenPoint {
    pub id: String,
    pub kind: String,
    pub spans: Vec<Passage>,
}

/// How one page frames the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Framing {
    pub id: String,
    pub doc: String,
    pub kind: String,
    pub spans: Vec<Passage>,
}

/// A person's decision: on who is who, which page took from which, which sources are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// `d-01` ...
    pub id: String,
    /// What was decided.
    pub kind: DecisionKind,
    /// Whom it is about; for a statement, who speaks it: empty when nobody is to be named. Empty for pages and
    /// sources.
    pub entities: Vec<String>,
    /// The statement whose speaker was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The words it is about; of two pages, first those of the one downstream.
    pub spans: Vec<Passage>,
}

/// What a person should know about how the input was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Notice {
    pub code: NoticeCode,
    #[serde(rename = "where")]
    pub place: Option<Place>,
    pub detail: String,
}

/// Where a notice points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Place {
    pub doc: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}
