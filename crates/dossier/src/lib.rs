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
mod drawn;
mod escape;
mod html;
mod ids;
mod json;
mod markdown;
mod passages;
mod plain;
mod reading;
mod sources;
mod view;

pub use assemble::{Story, assemble};
pub use check::{Failure, Held, check};
pub use dossier::*;
pub use drawn::{to_dot, to_graphml, to_svg};
pub use escape::{for_markdown, for_terminal};
pub use html::{is_dossier_page, to_html};
pub use json::{from_json, to_json};
pub use markdown::to_markdown;
pub use plain::plain;
pub use reading::{
    ArticleLine, Attribution, Named, NamedSpeaker, PageReading, QuoteLine, QuotePassage, READ_SCHEMA,
    TextReading, Unread, article_line, quote_line, read_page, read_text, unread,
};
pub use sources::{Sourced, Sources, sources_line};
pub use view::decided as decision_words;
