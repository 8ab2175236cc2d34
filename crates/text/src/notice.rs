//! What the program could not read or doubted.

use serde::{Deserialize, Serialize};

use crate::Span;

/// Why a notice is given. CONTRACT section 11; the list is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum NoticeCode {
    Unreadable,
    EmptyArticle,
    CharsetGuessed,
    UndecodableBytes,
    TruncatedPage,
    DatesDisagree,
    NoDate,
    OutletUnknown,
    DuplicatePage,
    LanguageUnsupported,
    OffStory,
    PrimaryWithoutUnits,
    LimitReached,
    RecordDamaged,
    RecordsSkipped,
    DecisionNotApplied,
    OwnOutput,
}

/// Where a notice points: a document or primary by id, and bytes of its capture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Id of the document or primary (for an unreadable file: its path).
    pub doc: String,
    /// Bytes of the decoded capture, where the notice is about a passage.
    pub span: Option<Span>,
}

/// One thing a person should know about how the input was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// What kind of thing.
    pub code: NoticeCode,
    /// Where; `None` for the run as a whole.
    pub at: Option<Place>,
    /// A fixed sentence with values filled in.
    pub detail: String,
}

impl Notice {
    /// A notice about a whole document or file.
    #[must_use]
    pub fn about(code: NoticeCode, doc: &str, detail: impl Into<String>) -> Self {
        Self {
            code,
            at: Some(Place {
                doc: doc.to_owned(),
                span: None,
            }),
            detail: detail.into(),
        }
    }

    /// A notice about a passage of a document's capture.
    #[must_use]
    pub fn at(code: NoticeCode, doc: &str, span: Span, detail: impl Into<String>) -> Self {
        Self {
            code,
            at: Some(Place {
                doc: doc.to_owned(),
                span: Some(span),
            }),
            detail: detail.into(),
        }
    }
}

/// A value, and what was doubtful in making it. Analysis cannot fail; it notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noted<T> {
    /// The result.
    pub value: T,
    /// What a person should know about it.
    pub notices: Vec<Notice>,
}

impl<T> Noted<T> {
    /// A value without notices.
    pub fn plain(value: T) -> Self {
        Self {
            value,
            notices: Vec::new(),
        }
    }
}
