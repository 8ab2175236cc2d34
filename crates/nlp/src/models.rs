//! What [`crate::analyze`] knows of the language before it reads a page.

use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;
use crate::names::NameModel;

/// Weights of the name model, as trained by `cargo lab train-names`.
const NAMES: &[u8] = include_bytes!("../data/names.safetensors");

/// Word lists and trained weights, loaded once and passed by reference.
#[derive(Debug, Clone)]
pub struct Models {
    pub(crate) lexicon: Lexicon,
    pub(crate) gazetteer: Gazetteer,
    /// `None` only where the bundled file cannot be read, which a test rules out.
    pub(crate) names: Option<NameModel>,
}

impl Models {
    /// Those that come with the program.
    #[must_use]
    pub fn bundled() -> Self {
        Self::with_names(NAMES)
    }

    /// The bundled word lists with other weights of the name model.
    #[must_use]
    pub fn with_names(weights: &[u8]) -> Self {
        Self {
            lexicon: Lexicon::new(),
            gazetteer: Gazetteer::new(),
            names: NameModel::from_safetensors(weights).ok(),
        }
    }

    /// Id and bytes of each trained model, for the record of what made a dossier.
    #[must_use]
    pub fn weights() -> &'static [(&'static str, &'static [u8])] {
        &[("names", NAMES)]
    }
}
