//! An attribution before anything else is known about it.

use text::Span;

/// Who, by what words, what: spans of the article text, each list ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// With its apposition; empty when the text names none.
    pub source: Vec<Span>,
    /// With auxiliaries and negation; empty where the layout is the cue.
    pub cue: Vec<Span>,
    /// Never empty.
    pub content: Vec<Span>,
    /// How likely it is right.
    pub confidence: f32,
}
