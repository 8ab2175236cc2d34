//! Hostile input: the functions that meet untrusted bytes, and what must hold of their results.
//!
//! One table of targets serves two runners: `cargo lab fuzz`, which mutates the
//! bundled story with a seeded generator on any toolchain, and the coverage-guided
//! targets under `fuzz/`. A target panics when an invariant does not hold.

mod mutate;
mod runner;
mod targets;

pub use runner::run;
pub use targets::{TARGETS, Target};
