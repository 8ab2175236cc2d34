//! A text that never changes.

use std::sync::Arc;

use crate::Span;

/// An immutable text, cheap to clone.
///
/// All spans of a stage are byte spans of one `Text`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    body: Arc<str>,
}

impl Text {
    /// Takes the words as they are.
    #[must_use]
    pub fn new(body: impl Into<Arc<str>>) -> Self {
        Self { body: body.into() }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.body
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.body.len()
    }

    /// Is it the empty text?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The words of a span.
    ///
    /// # Panics
    /// When the span lies outside or cuts a character: a span is always used
    /// with the text it was made for.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.body[span.range()]
    }

    /// The words of a span, or `None` where it lies outside or cuts a character.
    #[must_use]
    pub fn get(&self, span: Span) -> Option<&str> {
        self.body.get(span.range())
    }

    /// The span without white space at its ends (empty at its start when it holds nothing else).
    #[must_use]
    pub fn trim(&self, span: Span) -> Span {
        let slice = self.slice(span);
        let start = span.start() + (slice.len() - slice.trim_start().len());
        let end = start + slice.trim().len();
        Span::new(start, end)
    }

    /// The whole text as a span.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(0, self.body.len())
    }
}

impl From<&str> for Text {
    fn from(body: &str) -> Self {
        Self::new(body)
    }
}

impl From<String> for Text {
    fn from(body: String) -> Self {
        Self::new(body)
    }
}
