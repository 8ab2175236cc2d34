//! One statement. CONTRACT section 6 has the meaning of each value.

use serde::{Deserialize, Serialize};
use text::Span;

/// How much of the content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum StatementKind {
    Direct,
    Mixed,
    Indirect,
}

/// Kinds of quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum QuoteType {
    Direct,
    Partial,
    Scare,
    Block,
    Translated,
}

/// What kind of source the words are laid to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SourceType {
    Named,
    Anonymous,
    Collective,
    Document,
    Outlet,
    Author,
}

/// What the source does with the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Stance {
    Asserts,
    Denies,
    Criticises,
    Accuses,
    Defends,
    Insists,
    Acknowledges,
    Withholds,
    Suggests,
    Warns,
    Advises,
    Instructs,
    Promises,
    Questions,
    CallsFor,
    Corrects,
    Asks,
}

/// Is the content said to be so, or only advised, future, hypothetical, negated?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Modality {
    Actual,
    Advised,
    Hypothetical,
    Future,
    Negated,
}

/// A quoted part of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// With its marks; inside the content.
    pub span: Span,
    /// What kind.
    pub quote_type: QuoteType,
}

/// Who speaks. All `None` for the author's voice, or where the text does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Speaker {
    /// Index into [`nlp::Analysis::entities`].
    pub entity: Option<usize>,
    /// The words that describe the speaker: "a senior adviser", "the director-general".
    pub descriptor: Option<Span>,
    /// Is the source a pronoun?
    pub via_pronoun: bool,
}

/// Who says what. All spans are bytes of the article text.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// With its apposition; several where discontinuous; empty when there is none.
    pub source: Vec<Span>,
    /// With auxiliaries and negation.
    pub cue: Vec<Span>,
    /// With "that"; never empty.
    pub content: Vec<Span>,
    /// Quoted parts of the content.
    pub quotes: Vec<Quote>,
    /// Direct, mixed or indirect.
    pub kind: StatementKind,
    /// Kind of source.
    pub source_type: SourceType,
    /// Who.
    pub speaker: Speaker,
    /// Entity that is spoken to.
    pub addressee: Option<usize>,
    /// Dictionary form of the cue's verb or noun.
    pub cue_lemma: Option<String>,
    /// What the source does with the content.
    pub stance: Stance,
    /// Words that weaken: "allegedly", "could".
    pub hedges: Vec<Span>,
    /// Standing of the content.
    pub modality: Modality,
    /// Index, in the same list, of the statement whose content holds this one.
    pub parent: Option<usize>,
    /// How often such statements with this source were right on held-out data.
    pub confidence: f32,
}

impl Statement {
    /// The smallest span that holds all of the content.
    ///
    /// # Panics
    /// Never for a statement made by [`crate::attribute`]: content is not empty.
    #[must_use]
    pub fn content_cover(&self) -> Span {
        self.content
            .iter()
            .copied()
            .reduce(Span::cover)
            .expect("a statement has content")
    }
}
