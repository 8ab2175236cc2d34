//! What the crate knows before it sees a text.

/// Compiled lexicons and weights. Made once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Models {}

impl Models {
    /// Compiles the data that the crate carries; reads no file.
    #[must_use]
    pub fn load() -> Self {
        Self {}
    }
}
