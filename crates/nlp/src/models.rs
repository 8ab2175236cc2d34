//! What [`crate::analyze`] knows of the language before it reads a page.

use crate::lexicon::Lexicon;

/// Word lists and trained weights, loaded once and passed by reference.
#[derive(Debug, Clone)]
pub struct Models {
    pub(crate) lexicon: Lexicon,
}

impl Models {
    /// Those that come with the program.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            lexicon: Lexicon::new(),
        }
    }
}
