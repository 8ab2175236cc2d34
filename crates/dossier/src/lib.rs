//! The published record of a story.
//!
//! [`assemble`] writes down what the stages found as a [`Dossier`]; [`check`]
//! re-reads a dossier against its captures; [`to_json`] and its siblings show it.
//! Only this crate knows the published format.

mod assemble;
mod check;
mod documents;
#[allow(clippy::module_inception)]
mod dossier;
mod escape;
mod ids;
mod json;
mod passages;
mod plain;
mod reading;

pub use assemble::{Story, assemble};
pub use check::{Failure, Held, check};
pub use dossier::*;
pub use escape::{for_markdown, for_terminal};
pub use json::{from_json, to_json};
pub use reading::{
    ArticleLine, Attribution, Named, NamedSpeaker, PageReading, READ_SCHEMA, TextReading, Unread,
    article_line, read_page, read_text, unread,
};
