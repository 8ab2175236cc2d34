//! A linear chain over labels: the best sequence, and how sure each label is.

use crate::activation::exp_negative;
use crate::{WeightError, Weights};

/// Transition scores between labels; impossible ones are below [`Chain::NEVER`].
#[derive(Debug, Clone)]
pub struct Chain {
    labels: usize,
    transitions: Vec<f32>,
    start: Vec<f32>,
}

impl Chain {
    /// Scores this low mean that a transition cannot be.
    pub const NEVER: f32 = -1e4;

    /// Takes `NAME` (labels x labels, from row to column) and `NAME.start` out of a weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub fn load(weights: &Weights<'_>, name: &str, labels: usize) -> Result<Self, WeightError> {
        Ok(Self {
            labels,
            transitions: weights.numbers(name, labels * labels)?,
            start: weights.numbers(&format!("{name}.start"), labels)?,
        })
    }

    /// The best sequence for the scores of a text (labels a token). The lower label wins a tie.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn best(&self, scores: &[f32]) -> Vec<u8> {
        let labels = self.labels;
        let tokens = scores.len() / labels;
        let mut back = vec![0_u8; tokens * labels];
        let mut best = self.start.clone();
        for (token, scores) in scores.chunks_exact(labels).enumerate() {
            if token > 0 {
                let before = best.clone();
                for to in 0..labels {
                    let (mut from_best, mut top) = (0, f32::NEG_INFINITY);
                    for (from, score) in before.iter().enumerate() {
                        let path = score + self.transitions[from * labels + to];
                        if path > top {
                            (from_best, top) = (from, path);
                        }
                    }
                    best[to] = top;
                    back[token * labels + to] = from_best as u8;
                }
            }
            // Only differences count: keeping the top at 0 keeps precision in long texts.
            let mut top = f32::NEG_INFINITY;
            for (value, score) in best.iter_mut().zip(scores) {
                *value += score;
                top = top.max(*value);
            }
            for value in &mut best {
                *value -= top;
            }
        }
        let mut label = 0;
        for (candidate, &score) in best.iter().enumerate() {
            if score > best[label] {
                label = candidate;
            }
        }
        let mut sequence = vec![0; tokens];
        for token in (0..tokens).rev() {
            sequence[token] = label as u8;
            label = usize::from(back[token * labels + label]);
        }
        sequence
    }

    /// Probability of each label at each token (forward-backward).
    #[must_use]
    pub fn marginals(&self, scores: &[f32]) -> Vec<f32> {
        let labels = self.labels;
        let tokens = scores.len() / labels;
        let factors: Vec<f32> = scores
            .chunks_exact(labels)
            .flat_map(|row| {
                let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                row.iter().map(move |score| exp_negative(score - top))
            })
            .collect();
        let top = self.transitions.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let possible = |score: f32| {
            if score <= Self::NEVER {
                0.0
            } else {
                exp_negative(score - top)
            }
        };
        let moves: Vec<f32> = self.transitions.iter().map(|&score| possible(score)).collect();

        let mut forward = vec![0.0_f32; tokens * labels];
        let mut state: Vec<f32> = self
            .start
            .iter()
            .map(|&s| if s <= Self::NEVER { 0.0 } else { 1.0 })
            .collect();
        for token in 0..tokens {
            if token > 0 {
                let before = state.clone();
                state.fill(0.0);
                for (from, value) in before.iter().enumerate() {
                    for (to, sum) in state.iter_mut().enumerate() {
                        *sum += value * moves[from * labels + to];
                    }
                }
            }
            let row = token * labels..(token + 1) * labels;
            multiply(&mut state, &factors[row.clone()]);
            normalise(&mut state);
            forward[row].copy_from_slice(&state);
        }
        let mut marginals = forward;
        let mut message = vec![1.0_f32; labels];
        for token in (0..tokens).rev() {
            let row = token * labels..(token + 1) * labels;
            let here = &mut marginals[row.clone()];
            multiply(here, &message);
            normalise(here);
            multiply(&mut message, &factors[row]);
            let after = message.clone();
            for (from, value) in message.iter_mut().enumerate() {
                *value = 0.0;
                for (to, score) in after.iter().enumerate() {
                    *value += moves[from * labels + to] * score;
                }
            }
            normalise(&mut message);
        }
        marginals
    }
}

fn multiply(values: &mut [f32], by: &[f32]) {
    for (value, factor) in values.iter_mut().zip(by) {
        *value *= factor;
    }
}

/// Scales to a sum of 1; if nothing is possible, all is equally so.
fn normalise(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|value| *value /= sum);
    } else {
        values.fill(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chain(transitions: &[f32]) -> Chain {
        Chain {
            labels: 3,
            transitions: transitions.to_vec(),
            start: vec![0.0, 0.0, Chain::NEVER],
        }
    }

    /// Score of one sequence, or nothing where it cannot be.
    fn score(chain: &Chain, scores: &[f32], sequence: &[usize]) -> Option<f32> {
        let mut sum = chain.start[sequence[0]];
        for (at, &label) in sequence.iter().enumerate() {
            sum += scores[at * 3 + label];
            if at > 0 {
                sum += chain.transitions[sequence[at - 1] * 3 + label];
            }
        }
        (sum > Chain::NEVER / 2.0).then_some(sum)
    }

    fn sequences(tokens: usize) -> Vec<Vec<usize>> {
        (0..3_usize.pow(tokens as u32))
            .map(|mut code| {
                (0..tokens)
                    .map(|_| {
                        let label = code % 3;
                        code /= 3;
                        label
                    })
                    .collect()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn agrees_with_trying_all_sequences(
            scores in prop::collection::vec(-3.0_f32..3.0, 12),
            moves in prop::collection::vec(-2.0_f32..2.0, 9),
            barred in 0_usize..9,
        ) {
            let mut moves = moves;
            moves[barred] = Chain::NEVER;
            let chain = chain(&moves);
            let all: Vec<(Vec<usize>, f32)> = sequences(4)
                .into_iter()
                .filter_map(|s| score(&chain, &scores, &s).map(|value| (s, value)))
                .collect();
            let top = all.iter().map(|(_, value)| *value).fold(f32::NEG_INFINITY, f32::max);
            let best: Vec<usize> = chain.best(&scores).into_iter().map(usize::from).collect();
            prop_assert!((score(&chain, &scores, &best).unwrap() - top).abs() < 1e-4);
            let total: f32 = all.iter().map(|(_, value)| value.exp()).sum();
            let marginals = chain.marginals(&scores);
            for at in 0..4 {
                for label in 0..3 {
                    let sum: f32 = all.iter().filter(|(s, _)| s[at] == label).map(|(_, v)| v.exp()).sum();
                    prop_assert!((marginals[at * 3 + label] - sum / total).abs() < 1e-4);
                }
            }
        }
    }
}
