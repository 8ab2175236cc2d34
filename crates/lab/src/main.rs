//! Corpora, training, scoring, floors.
fn main() {}
