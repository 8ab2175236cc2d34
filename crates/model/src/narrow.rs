//! A linear layer over hidden states: small weights and still smaller inputs.
//!
//! A state lies between -1 and 1 and is kept in [`UNITS`] steps each way, moved up to begin at 1, so that it
//! takes six bits. PolNeAR dev shows no loss by it, and a product reads half the memory of a wide one.

use crate::product::{Entry, LANES, NARROW_LIMIT, NarrowEntry, Octet, Pair, Path, dispatch};
use crate::{WeightError, Weights};

/// Steps of a state from 0 to 1.
pub(crate) const UNITS: f32 = 31.0;

/// What stands for a state of 0.
pub(crate) const ZERO: u8 = 32;

const _: () = assert!(ZERO as f32 + UNITS <= NARROW_LIMIT as f32);

/// Most columns of a layer: the sums stay far below 2^31.
const MOST_INPUTS: usize = 2048;

/// Hidden states of a text, eight values together, each moved and scaled as said above.
pub(crate) type States = [Octet];

/// Rows packed by block, with their scales and biases.
#[derive(Debug, Clone)]
pub struct Narrow {
    octets: usize,
    outputs: usize,
    blocks: Vec<NarrowEntry>,
    /// What the moved zero adds to the sum of a row.
    moved: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Narrow {
    /// Takes `NAME` (int8), `NAME.scale` and `NAME.bias` out of a weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape, or the weights hold -128.
    pub fn load(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Self, WeightError> {
        let values = weights.matrix(name, inputs)?;
        let fits = inputs.is_multiple_of(8) && inputs <= MOST_INPUTS && values.len() == inputs * outputs;
        // The sums of a product in 16 bits hold four weights of at most 127.
        if !fits || values.iter().any(|&value| value.cast_signed() == i8::MIN) {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        let octets = inputs / 8;
        let rows = outputs.next_multiple_of(LANES);
        let mut blocks = vec![NarrowEntry([0; 8 * LANES]); rows / LANES * octets];
        let mut moved = vec![0; rows];
        for (row, values) in values.chunks_exact(inputs).enumerate() {
            let (block, lane) = (row / LANES, row % LANES);
            for (column, value) in values.iter().map(|v| v.cast_signed()).enumerate() {
                let place = column % 8 / 4 * 4 * LANES + 4 * lane + column % 4;
                blocks[block * octets + column / 8].0[place] = value;
                moved[row] += i32::from(value) * i32::from(ZERO);
            }
        }
        let (scale, bias) = weights.scale_and_bias(name, outputs, rows, 1.0 / UNITS)?;
        Ok(Self {
            octets,
            outputs,
            blocks,
            moved,
            scale,
            bias,
        })
    }

    /// Eights of input values a token.
    pub(crate) fn octets(&self) -> usize {
        self.octets
    }

    /// Output values a token, padded to whole blocks.
    pub(crate) fn rows(&self) -> usize {
        self.scale.len()
    }

    /// Applies the layer to tokens one after another; `out` has [`Self::rows`] values a token.
    #[inline(always)]
    pub(crate) fn apply(
        &self,
        product: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        input: &States,
        out: &mut [f32],
    ) {
        let rows = self.rows();
        for (number, block) in self.blocks.chunks_exact(self.octets).enumerate() {
            let at = number * LANES..(number + 1) * LANES;
            let (scale, bias) = (&self.scale[at.clone()], &self.bias[at.clone()]);
            let moved = &self.moved[at.clone()];
            for (input, out) in input.chunks_exact(self.octets).zip(out.chunks_exact_mut(rows)) {
                let sums = product(block, input);
                let out = &mut out[at.clone()];
                for lane in 0..LANES {
                    out[lane] = (sums[lane] - moved[lane]) as f32 * scale[lane] + bias[lane];
                }
            }
        }
    }

    /// Outputs of all tokens. Input: what [`crate::Bidirectional`] gives out.
    #[must_use]
    pub fn outputs_of(&self, input: &[[u8; 8]]) -> Vec<f32> {
        let tokens = input.len() / self.octets;
        let mut padded = vec![0.0; tokens * self.rows()];
        apply_all(self, input, &mut padded, Path::best());
        let mut outputs = Vec::with_capacity(tokens * self.outputs);
        for row in padded.chunks_exact(self.rows()) {
            outputs.extend_from_slice(&row[..self.outputs]);
        }
        outputs
    }
}

fn apply_all(layer: &Narrow, input: &States, out: &mut [f32], path: Path) {
    #[inline(always)]
    fn body(
        _: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        narrow: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        layer: &Narrow,
        input: &States,
        out: &mut [f32],
    ) {
        layer.apply(narrow, input, out);
    }
    dispatch!(path, body(layer: &Narrow, input: &States, out: &mut [f32]));
}
