//! Parts of reading by themselves, for attacks and measurements.
//!
//! In: what the part is given while a page is read. Out: a plain picture of
//! what it made, so that a target under `fuzz/` can tell whether it holds. No
//! stage uses these.

use text::Span;

use crate::jsonld::Linked;
use crate::stamp::Stamp;
use crate::{dates, tree};

/// A step of the walk over the elements of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Into an element; its start tag.
    Open(Span),
    /// Out of the innermost open element.
    Close,
    /// Text, references not decoded.
    Text(Span),
}

/// The walk over the elements that markup gives, by the rules of HTML or of XML.
#[must_use]
pub fn markup(text: &str, xml: bool) -> Vec<Step> {
    let tree = tree::parse(text, xml);
    tree.events
        .iter()
        .map(|event| match *event {
            tree::Event::Open(node) => Step::Open(tree.nodes[node as usize].open),
            tree::Event::Close(_) => Step::Close,
            tree::Event::Text { span, .. } => Step::Text(span),
        })
        .collect()
}

/// The plain values of a JSON-LD script, escapes decoded, each with its place in the script.
#[must_use]
pub fn json_ld(script: &str) -> Vec<(String, Span)> {
    let mut linked = Linked::default();
    linked.read(script, Span::new(0, script.len()));
    linked.finish();
    linked
        .plain_values()
        .map(|value| (value.text.clone(), value.span))
        .collect()
}

/// The dates that a line prints, each with its place in the line.
#[must_use]
pub fn dates(line: &str) -> Vec<(Stamp, Span)> {
    dates::find(line)
        .into_iter()
        .map(|printed| (printed.stamp, printed.range))
        .collect()
}
