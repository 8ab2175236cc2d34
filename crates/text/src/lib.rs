//! Immutable texts and addresses in them.
//!
//! Every later stage speaks about evidence as byte [`Span`]s of an immutable
//! [`Text`]. A [`SpanMap`] leads from a derived text (article text, folded
//! text) back to the text it was made from. [`CodePoints`] converts byte
//! offsets to the code-point offsets that are published.

mod code_points;
mod fold;
mod notice;
mod span;
mod span_map;
#[allow(clippy::module_inception)]
mod text;

pub use code_points::CodePoints;
pub use fold::{Folded, fold_for_matching};
pub use notice::{Noted, Notice, NoticeCode, Place};
pub use span::Span;
pub use span_map::SpanMap;
pub use text::Text;
