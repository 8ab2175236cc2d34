//! What the crate knows before it sees a text.

use crate::lexicon::Lexicon;

/// Compiled lexicons and weights. Made once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Models {
    pub(crate) lexicon: Lexicon,
}

impl Models {
    /// Those that come with the program; reads no file.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            lexicon: Lexicon::load(),
        }
    }
}
