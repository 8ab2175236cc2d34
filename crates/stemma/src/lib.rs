//! Who took it from whom, and how many independent origins a claim has.
//!
//! [`trace`] finds passages that reports share, derives edges from upstream to
//! downstream, says on what each statement finally rests, and counts the
//! independent origins of each claim as an interval with its reason.

mod copies;
mod credits;
mod decided;
mod degree;
mod derivation;
mod details;
mod differences;
mod direction;
pub mod draw;
mod edges;
mod exemplar;
mod families;
mod fold;
mod graph;
mod houses;
mod origins;
mod parallels;
mod source_words;
mod sources;
mod trace;
mod translations;
mod witnesses;

pub use credits::{Credit, CreditKind, Place, credited_names, find_credits};
pub use decided::Unfollowed;
pub use degree::{Degree, Limits, Sharing, sharing};
pub use derivation::{Agreement, Derivation, Descent, DescentKind, Upstream, derive};
pub use details::{Holder, Shared, SharedKind, find_shared};
pub use differences::DifferenceKind;
pub use exemplar::{Exemplar, Word, word_key, words_of_others};
pub use graph::{
    Altered, ClaimOrigins, Edge, EdgeBasis, EdgeKind, Node, NodeKind, OriginBasis, StatementOrigin, Stemma,
};
pub use houses::{House, Houses};
pub use parallels::{Parallel, Run, find_parallels};
pub use trace::trace;
pub use translations::{Translation, find_translations, named_original, named_originals, translation_line};
