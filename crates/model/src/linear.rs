//! A linear layer with small-integer weights.
//!
//! Weights are signed bytes with a scale a row; inputs are fixed-point
//! integers. Sums are exact as long as inputs stay within [`INPUT_LIMIT`].

use crate::product::{Entry, LANES, NarrowEntry, Octet, Pair, Path, dispatch};
use crate::{WeightError, Weights};

/// Largest size of an input value: 127 times this, times [`MOST_INPUTS`], is below 2^31.
pub(crate) const INPUT_LIMIT: i16 = 8191;
/// Most columns of a layer.
const MOST_INPUTS: usize = 2048;

/// Tokens that are multiplied with one block of weights before the next.
const WINDOW: usize = 64;

/// Rows packed by block, with their scales and biases.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pairs: usize,
    blocks: Vec<Entry>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// Takes `NAME` (int8), `NAME.scale` and `NAME.bias` out of a weight file; one unit of
    /// the fixed-point input is worth `unit`.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub(crate) fn load(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        outputs: usize,
        unit: f32,
    ) -> Result<Self, WeightError> {
        let values = weights.matrix(name, inputs)?;
        if inputs > MOST_INPUTS || values.len() != inputs * outputs {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        let pairs = inputs.div_ceil(2);
        let rows = outputs.div_ceil(LANES) * LANES;
        let mut blocks = vec![[0; 2 * LANES]; rows / LANES * pairs];
        for (row, values) in values.chunks_exact(inputs).enumerate() {
            let (block, lane) = (row / LANES, row % LANES);
            for (column, &value) in values.iter().enumerate() {
                blocks[block * pairs + column / 2][2 * lane + column % 2] = i16::from(value.cast_signed());
            }
        }
        let (scale, bias) = weights.scale_and_bias(name, outputs, rows, unit)?;
        Ok(Self {
            pairs,
            blocks,
            scale,
            bias,
        })
    }

    /// Output values a token, padded to whole blocks.
    pub(crate) fn rows(&self) -> usize {
        self.scale.len()
    }

    /// Applies the layer to tokens one after another; `out` has [`Self::rows`] values a token.
    #[inline(always)]
    pub(crate) fn apply(
        &self,
        product: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        input: &[Pair],
        out: &mut [f32],
    ) {
        let blocks = self.blocks.chunks_exact(self.pairs);
        let rows = self.rows();
        for (number, block) in blocks.enumerate() {
            let at = number * LANES;
            let (scale, bias) = (&self.scale[at..at + LANES], &self.bias[at..at + LANES]);
            for (input, out) in input.chunks_exact(self.pairs).zip(out.chunks_exact_mut(rows)) {
                let sums = product(block, input);
                let out = &mut out[at..at + LANES];
                for lane in 0..LANES {
                    out[lane] = sums[lane] as f32 * scale[lane] + bias[lane];
                }
            }
        }
    }

    /// Outputs of all tokens, [`Self::rows`] values each.
    pub(crate) fn outputs_of(&self, path: Path, input: &[Pair]) -> Vec<f32> {
        let mut out = vec![0.0; input.len() / self.pairs * self.rows()];
        apply_all(self, input, &mut out, path);
        out
    }
}

fn apply_all(layer: &Linear, input: &[Pair], out: &mut [f32], path: Path) {
    #[inline(always)]
    fn body(
        wide: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        _: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        layer: &Linear,
        input: &[Pair],
        out: &mut [f32],
    ) {
        let windows = input.chunks(WINDOW * layer.pairs);
        for (input, out) in windows.zip(out.chunks_mut(WINDOW * layer.rows())) {
            layer.apply(&wide, input, out);
        }
    }
    dispatch!(path, body(layer: &Linear, input: &[Pair], out: &mut [f32]));
}
