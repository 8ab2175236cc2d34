//! A bidirectional layer of gated recurrent units (Cho et al. 2014, in `PyTorch`'s form).

use crate::activation::{nearest, sigmoid, tanh};
use crate::product::{Entry, LANES, Pair, Path, dispatch};
use crate::{Linear, WeightError, Weights};

/// Fixed-point units in 1 of a hidden state, which lies between -1 and 1.
const UNITS: f32 = 4096.0;

/// Tokens whose input products are computed ahead: enough to reuse the weights, few enough for the cache.
const WINDOW: usize = 64;

#[derive(Debug, Clone)]
struct Direction {
    input: Linear,
    state: Linear,
}

/// Two passes over a text, one each way.
#[derive(Debug, Clone)]
pub struct Bidirectional {
    hidden: usize,
    forward: Direction,
    backward: Direction,
    path: Path,
}

impl Bidirectional {
    /// Value of one fixed-point unit of what [`Self::run`] gives out.
    pub const UNIT: f32 = 1.0 / UNITS;

    /// Takes `NAME.forward.input`, `NAME.forward.state` and the like out of a weight file.
    /// Rows are the reset, update and new gates; one unit of the input is worth `unit`.
    ///
    /// # Errors
    /// When weights are missing or of another shape.
    pub fn load(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        hidden: usize,
        unit: f32,
    ) -> Result<Self, WeightError> {
        if !hidden.is_multiple_of(LANES) || hidden == 0 {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        let direction = |way: &str| {
            Ok(Direction {
                input: Linear::load(weights, &format!("{name}.{way}.input"), inputs, 3 * hidden, unit)?,
                state: Linear::load(
                    weights,
                    &format!("{name}.{way}.state"),
                    hidden,
                    3 * hidden,
                    Self::UNIT,
                )?,
            })
        };
        Ok(Self {
            hidden,
            forward: direction("forward")?,
            backward: direction("backward")?,
            path: Path::best(),
        })
    }

    /// States of all tokens, both ways side by side, as pairs of fixed-point values; so is the input.
    #[must_use]
    pub fn run(&self, input: &[[i16; 2]]) -> Vec<[i16; 2]> {
        self.run_on(self.path, input)
    }

    fn run_on(&self, path: Path, input: &[Pair]) -> Vec<Pair> {
        let tokens = input.len() / self.forward.input.pairs();
        let mut states = vec![[0; 2]; tokens * self.hidden];
        pass_all(&self.forward, false, input, &mut states, path);
        pass_all(&self.backward, true, input, &mut states, path);
        states
    }
}

fn pass_all(direction: &Direction, reverse: bool, input: &[Pair], states: &mut [Pair], path: Path) {
    dispatch!(path, pass(direction: &Direction, reverse: bool, input: &[Pair], states: &mut [Pair]));
}

/// One pass. `states` has the pairs of both directions for each token; this one writes its half.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)]
fn pass(
    product: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
    direction: &Direction,
    reverse: bool,
    input: &[Pair],
    states: &mut [Pair],
) {
    let hidden = direction.state.outputs() / 3;
    let pairs = direction.input.pairs();
    let tokens = input.len() / pairs;
    let mut gates = vec![0.0_f32; WINDOW * 3 * hidden];
    let mut recurrent = vec![0.0_f32; 3 * hidden];
    let mut state = vec![0.0_f32; hidden];
    let mut state_units = vec![[0_i16; 2]; hidden / 2];
    let windows = tokens.div_ceil(WINDOW);
    for number in 0..windows {
        let window = if reverse { windows - 1 - number } else { number };
        let first = window * WINDOW;
        let count = WINDOW.min(tokens - first);
        direction.input.apply(
            &product,
            &input[first * pairs..(first + count) * pairs],
            &mut gates[..count * 3 * hidden],
        );
        for step in 0..count {
            let at = if reverse { count - 1 - step } else { step };
            direction.state.apply(&product, &state_units, &mut recurrent);
            let gates = &gates[at * 3 * hidden..(at + 1) * 3 * hidden];
            let (reset_in, rest_in) = gates.split_at(hidden);
            let (update_in, new_in) = rest_in.split_at(hidden);
            let (reset_state, rest_state) = recurrent.split_at(hidden);
            let (update_state, new_state) = rest_state.split_at(hidden);
            for i in 0..hidden {
                let reset = sigmoid(reset_in[i] + reset_state[i]);
                let update = sigmoid(update_in[i] + update_state[i]);
                let new = tanh(new_in[i] + reset * new_state[i]);
                state[i] = new + update * (state[i] - new);
            }
            for (pair, two) in state_units.iter_mut().zip(state.chunks_exact(2)) {
                *pair = [nearest(two[0] * UNITS) as i16, nearest(two[1] * UNITS) as i16];
            }
            let half = (first + at) * hidden + if reverse { hidden / 2 } else { 0 };
            states[half..half + hidden / 2].copy_from_slice(&state_units);
        }
    }
}
