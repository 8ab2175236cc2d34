//! Training of linear chains: conditional likelihood by AdaGrad.
//!
//! In: sentences as feature keys and labels. Out: weights in the file format
//! that `headwater-nlp` reads. Deterministic: the order of sentences is shuffled
//! by a fixed generator.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::json;

/// A sentence with its labels.
#[derive(Debug, Clone)]
pub struct Example<const L: usize> {
    /// Keys of each position's features.
    pub features: Vec<Vec<u32>>,
    /// Label of each position.
    pub labels: Vec<usize>,
    /// How much it counts.
    pub weight: f32,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// AdaGrad's step.
    pub rate: f32,
    /// Weight decay at each touch of a row.
    pub decay: f32,
    /// Features seen less often are left out.
    pub least_count: u32,
    /// Rows kept in the end, those with the greatest weights.
    pub rows: usize,
}

/// Trained weights.
#[derive(Debug, Clone)]
pub struct Trained<const L: usize> {
    keys: Vec<u32>,
    rows: Vec<[f32; L]>,
    transitions: [[f32; L]; L],
}

const FORBIDDEN: f32 = -1.0e4;

/// May label `to` follow label `from`? Labels: 0 none, then first and further of each class.
fn may_follow(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

/// Minimises the negative conditional log-likelihood.
#[must_use]
pub fn train<const L: usize>(examples: &[Example<L>], settings: &Settings) -> Trained<L> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for key in examples.iter().flat_map(|e| e.features.iter().flatten()) {
        *counts.entry(*key).or_default() += 1;
    }
    let keys: Vec<u32> = counts
        .into_iter()
        .filter(|&(_, count)| count >= settings.least_count)
        .map(|(key, _)| key)
        .collect();
    let indexed: Vec<Vec<Vec<u32>>> = examples
        .iter()
        .map(|e| {
            e.features
                .iter()
                .map(|position| {
                    position
                        .iter()
                        .filter_map(|key| keys.binary_search(key).ok())
                        .map(|at| at as u32)
                        .collect()
                })
                .collect()
        })
        .collect();
    let mut rows = vec![[0.0f32; L]; keys.len()];
    let mut squares = vec![[1.0e-2f32; L]; keys.len()];
    let mut transitions = [[0.0f32; L]; L];
    let mut transition_squares = [[1.0e-2f32; L]; L];
    for (from, row) in transitions.iter_mut().enumerate() {
        for (to, weight) in row.iter_mut().enumerate() {
            if !may_follow(from, to) {
                *weight = FORBIDDEN;
            }
        }
    }
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for epoch in 0..settings.epochs {
        for at in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(at, (state % (at as u64 + 1)) as usize);
        }
        let mut loss = 0.0f64;
        for &which in &order {
            let example = &examples[which];
            if example.labels.is_empty() {
                continue;
            }
            let features = &indexed[which];
            let scores: Vec<[f32; L]> = features
                .iter()
                .map(|position| {
                    let mut sum = [0.0f32; L];
                    for &row in position {
                        for (sum, weight) in sum.iter_mut().zip(&rows[row as usize]) {
                            *sum += weight;
                        }
                    }
                    sum
                })
                .collect();
            let expected = expectations(&scores, &transitions, &example.labels);
            loss += f64::from(expected.loss);
            for (position, (features, &label)) in features.iter().zip(&example.labels).enumerate() {
                let mut gradient = expected.labels[position];
                gradient[label] -= 1.0;
                for value in &mut gradient {
                    *value *= example.weight;
                }
                for &row in features {
                    let (weights, squares) = (&mut rows[row as usize], &mut squares[row as usize]);
                    for label in 0..L {
                        let slope = gradient[label] + settings.decay * weights[label];
                        squares[label] += slope * slope;
                        weights[label] -= settings.rate * slope / squares[label].sqrt();
                    }
                }
            }
            for from in 0..L {
                for to in 0..L {
                    if may_follow(from, to) {
                        let slope = expected.transitions[from][to] * example.weight;
                        transition_squares[from][to] += slope * slope;
                        transitions[from][to] -= settings.rate * slope / transition_squares[from][to].sqrt();
                    }
                }
            }
        }
        eprintln!(
            "epoch {}: loss {:.4} a sentence",
            epoch + 1,
            loss / examples.len().max(1) as f64
        );
    }
    Trained {
        keys,
        rows,
        transitions,
    }
}

struct Expected<const L: usize> {
    loss: f32,
    labels: Vec<[f32; L]>,
    /// Expected minus observed.
    transitions: [[f32; L]; L],
}

/// Forward and backward sums, scaled at each position.
fn expectations<const L: usize>(
    scores: &[[f32; L]],
    transitions: &[[f32; L]; L],
    gold: &[usize],
) -> Expected<L> {
    let moves: [[f32; L]; L] = std::array::from_fn(|a| std::array::from_fn(|b| transitions[a][b].exp()));
    let mut log_sum = 0.0f32;
    let weights: Vec<[f32; L]> = scores
        .iter()
        .map(|row| {
            let top = row.iter().copied().fold(f32::MIN, f32::max);
            log_sum += top;
            std::array::from_fn(|label| (row[label] - top).exp())
        })
        .collect();
    let mut forward: Vec<[f32; L]> = Vec::with_capacity(scores.len());
    let mut totals = Vec::with_capacity(scores.len());
    for (at, weight) in weights.iter().enumerate() {
        let mut row: [f32; L] = std::array::from_fn(|to| {
            if at == 0 {
                if may_follow(0, to) { weight[to] } else { 0.0 }
            } else {
                weight[to]
                    * (0..L)
                        .map(|from| forward[at - 1][from] * moves[from][to])
                        .sum::<f32>()
            }
        });
        let total = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for value in &mut row {
            *value /= total;
        }
        log_sum += total.ln();
        totals.push(total);
        forward.push(row);
    }
    let mut expected = [[0.0f32; L]; L];
    let mut labels = forward.clone();
    let mut after = [1.0f32; L];
    for at in (0..scores.len()).rev() {
        for label in 0..L {
            labels[at][label] = forward[at][label] * after[label];
        }
        let sum = labels[at].iter().sum::<f32>().max(f32::MIN_POSITIVE);
        for value in &mut labels[at] {
            *value /= sum;
        }
        if at == 0 {
            break;
        }
        let weighed: [f32; L] = std::array::from_fn(|to| weights[at][to] * after[to] / totals[at]);
        for from in 0..L {
            for to in 0..L {
                expected[from][to] += forward[at - 1][from] * moves[from][to] * weighed[to];
            }
        }
        after = std::array::from_fn(|from| (0..L).map(|to| moves[from][to] * weighed[to]).sum());
    }
    let mut path = 0.0;
    for (at, &label) in gold.iter().enumerate() {
        path += scores[at][label];
        if at > 0 {
            path += transitions[gold[at - 1]][label];
            expected[gold[at - 1]][label] -= 1.0;
        }
    }
    Expected {
        loss: log_sum - path,
        labels,
        transitions: expected,
    }
}

/// A tensor of a safetensors file.
pub struct Tensor<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, as safetensors calls it.
    pub dtype: &'a str,
    /// Its dimensions.
    pub shape: Vec<usize>,
    /// Its values, little endian.
    pub bytes: Vec<u8>,
}

/// Writes tensors one after the other behind a JSON header.
///
/// # Errors
/// When the header cannot be written as JSON.
pub fn safetensors(tensors: &[Tensor<'_>]) -> Result<Vec<u8>> {
    let mut header = serde_json::Map::new();
    let mut start = 0;
    for tensor in tensors {
        let end = start + tensor.bytes.len();
        header.insert(
            tensor.name.to_owned(),
            json!({"dtype": tensor.dtype, "shape": tensor.shape, "data_offsets": [start, end]}),
        );
        start = end;
    }
    let mut header = serde_json::to_vec(&header)?;
    while header.len() % 8 != 0 {
        header.push(b' ');
    }
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header);
    for tensor in tensors {
        file.extend(&tensor.bytes);
    }
    Ok(file)
}

impl<const L: usize> Trained<L> {
    /// The rows of greatest weight, at eight bits, as tensors.
    #[must_use]
    pub fn tensors(&self, rows: usize) -> Vec<Tensor<'static>> {
        let size = |row: &[f32; L]| row.iter().fold(0.0f32, |top, w| top.max(w.abs()));
        let mut kept: Vec<usize> = (0..self.keys.len()).collect();
        kept.sort_by(|&a, &b| {
            size(&self.rows[b])
                .total_cmp(&size(&self.rows[a]))
                .then(a.cmp(&b))
        });
        kept.truncate(rows);
        kept.sort_unstable();
        let scale: [f32; L] = std::array::from_fn(|label| {
            let top = kept
                .iter()
                .fold(0.0f32, |top, &at| top.max(self.rows[at][label].abs()));
            (top / 127.0).max(f32::MIN_POSITIVE)
        });
        let bytes =
            |values: &mut dyn Iterator<Item = f32>| values.flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
        vec![
            Tensor {
                name: "keys",
                dtype: "U32",
                shape: vec![kept.len()],
                bytes: kept.iter().flat_map(|&at| self.keys[at].to_le_bytes()).collect(),
            },
            Tensor {
                name: "rows",
                dtype: "I8",
                shape: vec![kept.len(), L],
                bytes: kept
                    .iter()
                    .flat_map(|&at| {
                        let row = self.rows[at];
                        (0..L).map(move |label| ((row[label] / scale[label]).round() as i8).to_le_bytes()[0])
                    })
                    .collect(),
            },
            Tensor {
                name: "scale",
                dtype: "F32",
                shape: vec![L],
                bytes: bytes(&mut scale.iter().copied()),
            },
            Tensor {
                name: "transitions",
                dtype: "F32",
                shape: vec![L, L],
                bytes: bytes(&mut self.transitions.iter().flatten().copied()),
            },
        ]
    }

    /// Number of features before the least are dropped.
    #[must_use]
    pub fn feature_count(&self) -> usize {
        self.keys.len()
    }
}
