//! Published originals to check quotations against. CONTRACT section 4.

use serde::{Deserialize, Serialize};
use text::{Noted, Span, Text};

/// Kinds of primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PrimaryKind {
    Transcript,
    Memo,
    Chat,
    Statement,
    #[default]
    Document,
}

/// One turn, message or paragraph. Spans are bytes of the decoded primary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The speaker's name as printed.
    pub label: Option<Span>,
    /// The time as printed.
    pub time: Option<Span>,
    /// The words alone.
    pub span: Span,
}

/// A transcript, memo, chat or statement.
#[derive(Debug, Clone, Default)]
pub struct Primary {
    /// Id: the file name without extension.
    pub id: String,
    /// As given.
    pub path: Option<String>,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// WHATWG name of the encoding.
    pub charset: &'static str,
    /// What it is.
    pub kind: PrimaryKind,
    /// The decoded file.
    pub text: Text,
    /// Its turns or paragraphs.
    pub units: Vec<Unit>,
}

/// Reads a primary of any bytes.
#[must_use]
pub fn read_primary(id: &str, path: Option<&str>, bytes: &[u8]) -> Noted<Primary> {
    let _ = bytes;
    Noted::plain(Primary {
        id: id.to_owned(),
        path: path.map(str::to_owned),
        ..Primary::default()
    })
}
