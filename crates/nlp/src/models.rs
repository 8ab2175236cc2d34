//! What [`crate::analyze`] knows of the language before it reads a page.

use model::{WeightError, Weights};

use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;
use crate::links::LinkModel;
use crate::names::NameModel;
use crate::phrases::PhraseModel;
use crate::quantity::Quantities;
use crate::times::Grammar;

/// Weights of the name model; `models/names.md` has their card.
const NAMES: &[u8] = include_bytes!("../../../models/names.safetensors");

/// Weights of the noun-phrase models; `models/phrases.md` has their card.
const PHRASES: &[u8] = include_bytes!("../../../models/phrases.safetensors");

/// Word lists and trained weights, loaded once and passed by reference.
#[derive(Debug)]
pub struct Models {
    pub(crate) lexicon: Lexicon,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) times: Grammar,
    pub(crate) quantities: Quantities,
    pub(crate) names: NameModel,
    pub(crate) phrases: PhraseModel,
    pub(crate) links: LinkModel,
}

impl Models {
    /// Those that come with the program.
    ///
    /// # Panics
    /// Never: a test loads them.
    #[must_use]
    pub fn bundled() -> Self {
        Self::with_weights(NAMES, PHRASES).expect("the carried weights are well formed")
    }

    /// The bundled word lists with other weights of the name model.
    ///
    /// # Errors
    /// When the weights are malformed or do not fit.
    pub fn with_names(weights: &'static [u8]) -> Result<Self, WeightError> {
        Self::with_weights(weights, PHRASES)
    }

    /// The bundled word lists with other weights of the noun-phrase models.
    ///
    /// # Errors
    /// When the weights are malformed or do not fit.
    pub fn with_phrases(weights: &'static [u8]) -> Result<Self, WeightError> {
        Self::with_weights(NAMES, weights)
    }

    fn with_weights(names: &'static [u8], phrases: &'static [u8]) -> Result<Self, WeightError> {
        let phrases = Weights::parse(phrases)?;
        Ok(Self {
            lexicon: Lexicon::new(),
            gazetteer: Gazetteer::new(),
            times: Grammar::bundled(),
            quantities: Quantities::new(),
            names: NameModel::parse(names)?,
            links: LinkModel::load(&phrases)?,
            phrases: PhraseModel::load(&phrases)?,
        })
    }

    /// Id and bytes of each trained model, for the record of what made a dossier.
    #[must_use]
    pub fn weights() -> &'static [(&'static str, &'static [u8])] {
        &[("names", NAMES), ("phrases", PHRASES)]
    }
}
