//! What the crate knows before it sees a text.

use crate::lexicon::Lexicon;
use crate::sourced::Vocabulary;
use crate::tagger::Tagger;

/// Compiled lexicons and weights. Made once, shared by all threads.
#[derive(Debug)]
pub struct Models {
    pub(crate) lexicon: Lexicon,
    pub(crate) tagger: Tagger,
    pub(crate) sourcing: Vocabulary,
}

impl Models {
    /// Those that come with the program; reads no file.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            lexicon: Lexicon::load(),
            tagger: Tagger::load(),
            sourcing: Vocabulary::load(),
        }
    }
}
