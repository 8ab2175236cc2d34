//! The record as JSON. Same dossier, same bytes; ends with a newline.

use crate::Dossier;

/// Writes a dossier, indented for people or on one line.
///
/// # Panics
/// Never: the record holds nothing that JSON cannot.
#[must_use]
pub fn to_json(dossier: &Dossier, indented: bool) -> String {
    let written = if indented {
        serde_json::to_string_pretty(dossier)
    } else {
        serde_json::to_string(dossier)
    };
    let mut written = written.expect("a record of strings, numbers and lists");
    written.push('\n');
    written
}

/// Reads a dossier. Keys that are not known are passed over.
///
/// # Errors
/// When the text is no dossier: the reason with line and column.
pub fn from_json(text: &str) -> Result<Dossier, serde_json::Error> {
    serde_json::from_str(text)
}
