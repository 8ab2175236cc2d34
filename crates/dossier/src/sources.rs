//! The line of `headwater read --sources`: who the sources are and why they are there.
//!
//! In: an article and its sourced statements. Out: a record of strings, each copied from the
//! article's text, `null` where there is none. It has no offsets.

use attribution::{SourcedStatement, SourcedType};
use page::Article;
use serde::Serialize;
use text::Span;

/// The sources of a text or page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Sources {
    pub id: String,
    pub statements: Vec<Sourced>,
}

/// One sourced statement, in the words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Sourced {
    pub statement: String,
    #[serde(rename = "type")]
    pub kind: SourcedType,
    pub name: Option<String>,
    pub title: Option<String>,
    /// Several pieces are joined by `"; "`.
    pub justification: Option<String>,
}

/// The line of a text's sources.
#[must_use]
pub fn sources_line(article: &Article, sourced: &[SourcedStatement]) -> Sources {
    let words = |span: Span| article.text.get(span).unwrap_or_default().to_owned();
    let statements = sourced.iter().map(|one| Sourced {
        statement: words(one.span),
        kind: one.kind,
        name: one.name.map(words),
        title: one.title.map(words),
        justification: (!one.justification.is_empty()).then(|| {
            let pieces: Vec<String> = one.justification.iter().map(|&piece| words(piece)).collect();
            pieces.join("; ")
        }),
    });
    Sources {
        id: article.id.clone(),
        statements: statements.collect(),
    }
}
