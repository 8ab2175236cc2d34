//! From the bytes of a page to the article that it publishes.
//!
//! [`read`] decodes, parses, separates the article from page furniture and
//! finds its fields, each with the place where it was found. It takes any
//! bytes and never fails: what it could not make sense of becomes a notice.

// Segments, measures and roles run in parallel: one index names all three.
#![allow(clippy::needless_range_loop)]

mod article;
mod assemble;
mod bio;
mod byline;
mod candidates;
pub mod container;
mod credit;
mod dates;
mod dating;
mod decode;
mod evidence;
mod fields;
mod flow;
mod headline;
mod hints;
mod jsonld;
mod judge;
mod kinds;
mod marks;
mod measure;
mod meta;
mod paste;
mod phrases;
mod plain;
pub mod probe;
mod read;
mod references;
mod stamp;
mod tag;
mod tokens;
mod tree;

pub use article::{
    Article, Block, BlockKind, Candidate, Capture, CharsetBasis, Credit, Dated, Dateline, Entry, Field,
    Format, Found, Furniture, Headline, Link, Origin, Page,
};
pub use decode::{Decoded, decode};
pub use plain::{plain_text, sha256_hex};
pub use read::read;
pub use stamp::{NotAStamp, Precision, Stamp};
