//! A report, and addresses in reports and primaries.

use attribution::Statement;
use nlp::Analysis;
use page::Article;
use text::Span;

/// One outlet's article, read through.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The article.
    pub article: Article,
    /// Its words.
    pub analysis: Analysis,
    /// Its statements; spans are bytes of the article text. Author assertions are candidates:
    /// those that no claim or conflict uses are not published.
    pub statements: Vec<Statement>,
}

impl Report {
    /// What orders reports when their order in the list must not matter.
    pub(crate) fn key(&self) -> (&str, &str) {
        (&self.article.capture.sha256, &self.article.id)
    }

    /// A text as the program reads it.
    #[cfg(test)]
    pub(crate) fn of_text(id: &str, text: &str) -> Self {
        use std::sync::OnceLock;
        static MODELS: OnceLock<(nlp::Models, attribution::Models)> = OnceLock::new();
        let (names, tagger) = MODELS.get_or_init(|| (nlp::Models::bundled(), attribution::Models::bundled()));
        let article = page::plain_text(id, text);
        let analysis = nlp::analyze(&article, names);
        let statements = attribution::attribute(&article, &analysis, tagger);
        Self {
            article,
            analysis,
            statements,
        }
    }

    /// The address, in the capture, of words of the article text.
    #[must_use]
    pub fn locus(&self, index: usize, span: Span) -> Option<Locus> {
        let span = self.article.capture_span(span)?;
        Some(Locus {
            witness: Witness::Report(index),
            span,
        })
    }
}

/// What a locus lies in, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Witness {
    Report(usize),
    Primary(usize),
}

/// The address of a piece of evidence: bytes of a decoded capture or primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locus {
    /// Whose text.
    pub witness: Witness,
    /// Bytes of the capture; not empty, without outer white space.
    pub span: Span,
}

/// A statement by report and index in [`Report::statements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct StatementRef {
    pub report: usize,
    pub statement: usize,
}
