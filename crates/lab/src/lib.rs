//! Where the program is measured: corpora, scores, floors, benchmarks.
//!
//! Nothing here ships. Corpora are read from outside the repository and may be
//! absent; the invented stories under `stories/` may not.
#![expect(
    clippy::print_stdout,
    reason = "a command-line tool for those who work on the program"
)]

mod article_names;
#[cfg(feature = "bench")]
pub mod bench;
pub mod cases;
pub mod clough;
pub mod command;
pub mod confidence;
pub mod coreference;
pub mod corpora;
pub mod cue_rates;

pub mod ecbplus;
pub mod figure;
pub mod floors;
pub mod gold;
pub mod helsinki;
pub mod hostile;
pub mod linking;
pub mod name_corpora;
pub mod ner;
pub mod outcomes;
pub mod pages;
pub mod polnear;
pub mod program;
pub mod referee;
pub mod reliability;
pub mod scaling;
pub mod score;
pub mod sources;
pub mod speakers;
pub mod stories;
pub mod times;
pub mod truth;
pub mod wire;
