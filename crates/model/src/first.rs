//! The first layer of a network: tokens through tables of vectors and one recurrent layer over them.
//!
//! Words come again and again, in a text and from text to text, so that what the layer's gates get from an
//! input is computed once and kept. What is kept changes no result, only the time.

use std::sync::{Arc, Mutex, PoisonError};

use crate::inputs::{ByKey, Inputs, Key};
use crate::{Bidirectional, Embedding, Linear, WeightError, Weights};

/// Inputs whose products are kept, with about 3 KB each in a layer of 128 units; then all are forgotten.
const MOST_KEPT: usize = 8192;

/// What both directions' gates get from one input, the forward ones first.
pub(crate) type Gates = Arc<[f32]>;

/// Vectors of words, `N` tables more, and the layer that reads them.
#[derive(Debug)]
pub struct FirstLayer<const N: usize> {
    inputs: Inputs<N>,
    layer: Bidirectional<Linear>,
    kept: Mutex<ByKey<N, Gates>>,
}

impl<const N: usize> FirstLayer<N> {
    /// Takes `words` (one a line, the unknown word first), their vectors `word`, the tables (name, rows, numbers of
    /// a row) and the layer `NAME` out of a weight file.
    ///
    /// # Errors
    /// When weights are missing or of another shape.
    pub fn load(
        weights: &Weights<'static>,
        word: usize,
        tables: &[(&str, usize, usize); N],
        name: &str,
        hidden: usize,
    ) -> Result<Self, WeightError> {
        let inputs = Inputs::load(weights, word, tables)?;
        let unit = 1.0 / Embedding::UNITS;
        Ok(Self {
            layer: Bidirectional::over_rows(weights, name, inputs.width(), hidden, unit)?,
            inputs,
            kept: Mutex::default(),
        })
    }

    /// States of all tokens of a text, both ways side by side. A token is its folded word and its row in each table.
    #[must_use]
    pub fn states<'a>(&self, tokens: impl Iterator<Item = (&'a str, [u32; N])>) -> Vec<[u8; 8]> {
        let (keys, which) = self.inputs.keys(tokens);
        self.layer.run(&self.gates(&keys), &which)
    }

    fn gates(&self, keys: &[Key<N>]) -> Vec<Gates> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<Option<Gates>> = {
            let kept = kept();
            keys.iter().map(|key| kept.get(key).cloned()).collect()
        };
        let mut values = Vec::new();
        for (key, _) in keys.iter().zip(&known).filter(|(_, known)| known.is_none()) {
            self.inputs.write(key, &mut values);
        }
        let (rows, _) = values.as_chunks();
        let mut new = self.layer.gates_of(rows).into_iter();
        let mut kept = kept();
        if kept.len() + new.len() > MOST_KEPT {
            kept.clear();
        }
        let gates = keys.iter().zip(known).filter_map(|(key, known)| {
            known.or_else(|| {
                let gates = new.next()?;
                if kept.len() < MOST_KEPT {
                    kept.insert(*key, Arc::clone(&gates));
                }
                Some(gates)
            })
        });
        gates.collect()
    }
}
