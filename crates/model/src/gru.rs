//! A bidirectional layer of gated recurrent units (Cho et al. 2014, in `PyTorch`'s form).
//!
//! The first layer of a network reads rows of tables, of which there are many alike: each is multiplied
//! once (`first.rs`). The others read states. States go out in the form that [`Narrow`] takes.

use crate::activation::{nearest, sigmoid, tanh};
use crate::first::Gates;
use crate::narrow::{States, UNITS, ZERO};
use crate::product::{Entry, LANES, NarrowEntry, Octet, Pair, Path, dispatch};
use crate::{Linear, Narrow, WeightError, Weights};

/// Tokens whose input products are computed ahead: enough to reuse the weights, few enough for the cache.
const WINDOW: usize = 64;

#[derive(Debug, Clone)]
struct Direction<I> {
    input: I,
    state: Narrow,
}

/// Two passes over a text, one each way; `I` is what multiplies the input.
#[derive(Debug, Clone)]
pub struct Bidirectional<I> {
    hidden: usize,
    forward: Direction<I>,
    backward: Direction<I>,
    path: Path,
}

impl<I> Bidirectional<I> {
    fn of(
        weights: &Weights<'_>,
        name: &str,
        hidden: usize,
        input: impl Fn(&str) -> Result<I, WeightError>,
    ) -> Result<Self, WeightError> {
        if !hidden.is_multiple_of(LANES) || hidden == 0 {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        let direction = |way: &str| {
            Ok(Direction {
                input: input(&format!("{name}.{way}.input"))?,
                state: Narrow::load(weights, &format!("{name}.{way}.state"), hidden, 3 * hidden)?,
            })
        };
        Ok(Self {
            hidden,
            forward: direction("forward")?,
            backward: direction("backward")?,
            path: Path::best(),
        })
    }
}

impl Bidirectional<Linear> {
    /// Takes `NAME.forward.input`, `NAME.forward.state` and the like out of a weight file.
    /// Rows are the reset, update and new gates; one unit of the input is worth `unit`.
    ///
    /// # Errors
    /// When weights are missing or of another shape.
    pub(crate) fn over_rows(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        hidden: usize,
        unit: f32,
    ) -> Result<Self, WeightError> {
        Self::of(weights, name, hidden, |input| {
            Linear::load(weights, input, inputs, 3 * hidden, unit)
        })
    }

    /// What inputs give the gates; `rows` are the inputs one after another, as pairs of fixed-point values.
    pub(crate) fn gates_of(&self, rows: &[Pair]) -> Vec<Gates> {
        self.gates_on(self.path, rows)
    }

    fn gates_on(&self, path: Path, rows: &[Pair]) -> Vec<Gates> {
        let width = 3 * self.hidden;
        let [forward, backward] =
            [&self.forward, &self.backward].map(|direction| direction.input.outputs_of(path, rows));
        forward
            .chunks_exact(width)
            .zip(backward.chunks_exact(width))
            .map(|(forward, backward)| [forward, backward].concat().into())
            .collect()
    }

    /// States of all tokens, both ways side by side. `gates` are of the different inputs of a text, `which` has
    /// the number of each token's input.
    pub(crate) fn run(&self, gates: &[Gates], which: &[u32]) -> Vec<Octet> {
        self.run_on(self.path, gates, which)
    }

    fn run_on(&self, path: Path, gates: &[Gates], which: &[u32]) -> Vec<Octet> {
        let mut states = vec![[ZERO; 8]; which.len() * self.hidden / 4];
        for (direction, reverse) in [(&self.forward, false), (&self.backward, true)] {
            rows_all(path, &direction.state, reverse, gates, which, &mut states);
        }
        states
    }
}

impl Bidirectional<Narrow> {
    /// Takes the same out of a weight file as `over_rows`, for a layer whose input is the states of `inputs` units.
    ///
    /// # Errors
    /// When weights are missing or of another shape.
    pub fn over_states(
        weights: &Weights<'_>,
        name: &str,
        inputs: usize,
        hidden: usize,
    ) -> Result<Self, WeightError> {
        Self::of(weights, name, hidden, |input| {
            Narrow::load(weights, input, inputs, 3 * hidden)
        })
    }

    /// States of all tokens, both ways side by side, from those of the layer below.
    #[must_use]
    pub fn run(&self, input: &[[u8; 8]]) -> Vec<[u8; 8]> {
        self.run_on(self.path, input)
    }

    fn run_on(&self, path: Path, input: &States) -> Vec<Octet> {
        let tokens = input.len() / self.forward.input.octets();
        let mut states = vec![[ZERO; 8]; tokens * self.hidden / 4];
        states_all(path, &self.forward, false, input, &mut states);
        states_all(path, &self.backward, true, input, &mut states);
        states
    }
}

fn rows_all(path: Path, state: &Narrow, reverse: bool, gates: &[Gates], which: &[u32], states: &mut States) {
    #[inline(always)]
    fn body(
        _: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        narrow: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        state: &Narrow,
        reverse: bool,
        gates: &[Gates],
        which: &[u32],
        states: &mut States,
    ) {
        let width = state.rows();
        let half = if reverse { width..2 * width } else { 0..width };
        let gates_of = |at: usize| &gates[which[at] as usize][half.clone()];
        let mut unit = Unit::new(state.rows() / 3);
        let order = (0..which.len()).map(|at| if reverse { which.len() - 1 - at } else { at });
        for at in order {
            unit.step(&narrow, state, gates_of(at));
            unit.write(states, at, reverse);
        }
    }
    dispatch!(path, body(state: &Narrow, reverse: bool, gates: &[Gates], which: &[u32], states: &mut States));
}

fn states_all(path: Path, direction: &Direction<Narrow>, reverse: bool, input: &States, states: &mut States) {
    #[inline(always)]
    fn body(
        _: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        narrow: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        direction: &Direction<Narrow>,
        reverse: bool,
        input: &States,
        states: &mut States,
    ) {
        let octets = direction.input.octets();
        let hidden = direction.state.rows() / 3;
        let tokens = states.len() / (hidden / 4);
        let mut gates = vec![0.0_f32; WINDOW * 3 * hidden];
        let mut unit = Unit::new(hidden);
        let windows = tokens.div_ceil(WINDOW);
        for number in 0..windows {
            let window = if reverse { windows - 1 - number } else { number };
            let first = window * WINDOW;
            let count = WINDOW.min(tokens - first);
            let input = &input[first * octets..(first + count) * octets];
            direction
                .input
                .apply(&narrow, input, &mut gates[..count * 3 * hidden]);
            for number in 0..count {
                let at = if reverse { count - 1 - number } else { number };
                unit.step(
                    &narrow,
                    &direction.state,
                    &gates[at * 3 * hidden..(at + 1) * 3 * hidden],
                );
                unit.write(states, first + at, reverse);
            }
        }
    }
    dispatch!(path, body(direction: &Direction<Narrow>, reverse: bool, input: &States, states: &mut States));
}

/// What one direction remembers, from token to token.
struct Unit {
    state: Vec<f32>,
    /// The state as the products take it.
    small: Vec<Octet>,
    recurrent: Vec<f32>,
}

impl Unit {
    fn new(hidden: usize) -> Self {
        Self {
            state: vec![0.0; hidden],
            small: vec![[ZERO; 8]; hidden / 8],
            recurrent: vec![0.0; 3 * hidden],
        }
    }

    /// Takes what the next token's input gives the gates.
    #[inline(always)]
    fn step(
        &mut self,
        product: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        layer: &Narrow,
        gates: &[f32],
    ) {
        layer.apply(product, &self.small, &mut self.recurrent);
        step(
            gates,
            &self.recurrent,
            &mut self.state,
            self.small.as_flattened_mut(),
        );
    }

    /// Writes this direction's half of a token's states; `states` has those of both directions.
    #[inline(always)]
    fn write(&self, states: &mut States, token: usize, reverse: bool) {
        let octets = self.small.len();
        let half = (2 * token + usize::from(reverse)) * octets;
        states[half..half + octets].copy_from_slice(&self.small);
    }
}

/// The next state, from what input and state before give the gates; `small` is the same as the products take it.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn step(input: &[f32], recurrent: &[f32], state: &mut [f32], small: &mut [u8]) {
    // Plain loops over slices of one length, which compilers turn into vectors.
    let hidden = state.len();
    let (reset_in, rest_in) = input.split_at(hidden);
    let (update_in, new_in) = rest_in.split_at(hidden);
    let (reset_state, rest_state) = recurrent.split_at(hidden);
    let (update_state, new_state) = rest_state.split_at(hidden);
    for i in 0..hidden {
        let reset = sigmoid(reset_in[i] + reset_state[i]);
        let update = sigmoid(update_in[i] + update_state[i]);
        let new = tanh(new_in[i] + reset * new_state[i]);
        state[i] = new + update * (state[i] - new);
    }
    for (small, state) in small.iter_mut().zip(state) {
        *small = (nearest(*state * UNITS) + i32::from(ZERO)) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HIDDEN: usize = LANES;
    const INPUTS: usize = 6;

    /// A weight file of two layers, filled by a little generator.
    fn file(seed: u64) -> Vec<u8> {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        };
        let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
        for (layer, inputs) in [("low", INPUTS), ("high", 2 * HIDDEN)] {
            for way in ["forward", "backward"] {
                for (part, columns) in [("input", inputs), ("state", HIDDEN)] {
                    let rows = 3 * HIDDEN;
                    let matrix: Vec<u8> = (0..rows * columns).map(|_| next().max(1) ^ 0x80).collect();
                    let numbers = |value: f32| value.to_le_bytes().repeat(rows);
                    for (end, kind, shape, bytes) in [
                        ("", "I8", vec![rows, columns], matrix),
                        (".scale", "F32", vec![rows], numbers(0.003)),
                        (".bias", "F32", vec![rows], numbers(0.1)),
                    ] {
                        let place = [data.len(), data.len() + bytes.len()];
                        header.insert(
                            format!("{layer}.{way}.{part}{end}"),
                            serde_json::json!({"dtype": kind, "shape": shape, "data_offsets": place}),
                        );
                        data.extend(bytes);
                    }
                }
            }
        }
        let header = serde_json::to_vec(&header).unwrap();
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header);
        file.extend(data);
        file
    }

    proptest! {
        #[test]
        fn every_path_gives_the_same_states(seed in any::<u64>(), tokens in 1_usize..150) {
            let file = file(seed);
            let weights = Weights::parse(&file).unwrap();
            let low = Bidirectional::over_rows(&weights, "low", INPUTS, HIDDEN, 0.001).unwrap();
            let high = Bidirectional::over_states(&weights, "high", 2 * HIDDEN, HIDDEN).unwrap();
            let rows: Vec<Pair> = (0..7 * INPUTS as i16 / 2).map(|n| [1000 - 90 * n, 70 * n]).collect();
            let which: Vec<u32> = (0..tokens as u32).map(|n| n * n % 7).collect();
            let on = |path| high.run_on(path, &low.run_on(path, &low.gates_on(path, &rows), &which));
            let states = on(Path::Plain);
            prop_assert_eq!(on(Path::best()), states.clone());
            prop_assert!(states.iter().flatten().all(|&value| (1..=63).contains(&value)));
            prop_assert_eq!(states.len(), tokens * HIDDEN / 4);
        }
    }
}
