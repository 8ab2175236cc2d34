//! Runtime of our small trained models: weight files, layers, chains. No training.
//!
//! Numbers are the same on every machine: products are of integers, whose sums
//! are exact in any order, and what is done in floating point is done in a fixed
//! order without fused operations or the system's mathematics library.

mod activation;
mod chain;
mod embedding;
mod first;
mod gru;
mod inputs;
mod linear;
mod narrow;
mod pairs;
mod product;
mod weights;

pub use activation::sigmoid;
pub use chain::Chain;
pub use embedding::Embedding;
pub use first::FirstLayer;
pub use gru::Bidirectional;
pub(crate) use linear::Linear;
pub use narrow::Narrow;
pub use pairs::{PAIR_UNITS, PairLayer};
pub use weights::{WeightError, Weights};
