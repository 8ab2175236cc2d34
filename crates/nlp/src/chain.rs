//! A linear chain of labels over sparse features.
//!
//! In: for each position the keys of its features. Out: the best sequence of
//! labels, with the probability of each. Weights are eight-bit rows under
//! 32-bit keys, read from a safetensors file: `keys` (ascending), `rows`
//! (labels each), `scale` (one a label), `transitions` (from, to). Keys that the
//! file does not have weigh nothing.

use std::collections::HashMap;

use serde::Deserialize;

/// Weights of a chain with `L` labels.
#[derive(Debug, Clone)]
pub(crate) struct Chain<const L: usize> {
    /// Open addressing: key and row + 1; 0 is empty. A power of two long.
    table: Vec<(u32, u32)>,
    rows: Vec<[i8; L]>,
    scale: [f32; L],
    transitions: [[f32; L]; L],
}

/// Why a weight file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadWeights(pub(crate) &'static str);

#[derive(Deserialize)]
struct TensorEntry {
    dtype: String,
    data_offsets: (usize, usize),
}

/// The tensors of a safetensors file.
pub(crate) struct Tensors<'a> {
    header: HashMap<String, serde_json::Value>,
    data: &'a [u8],
}

impl<'a> Tensors<'a> {
    pub(crate) fn read(file: &'a [u8]) -> Result<Self, BadWeights> {
        let length = file
            .get(..8)
            .and_then(|b| b.try_into().ok())
            .map(u64::from_le_bytes)
            .and_then(|n| usize::try_from(n).ok())
            .ok_or(BadWeights("the file is too short"))?;
        let end = length
            .checked_add(8)
            .ok_or(BadWeights("the header is too long"))?;
        let header = file.get(8..end).ok_or(BadWeights("the header is too long"))?;
        Ok(Self {
            header: serde_json::from_slice(header).map_err(|_| BadWeights("the header is no JSON object"))?,
            data: &file[end..],
        })
    }

    pub(crate) fn bytes(&self, name: &str, dtype: &str) -> Result<&'a [u8], BadWeights> {
        let entry = self.header.get(name).ok_or(BadWeights("a tensor is missing"))?;
        let entry: TensorEntry = serde_json::from_value(entry.clone())
            .map_err(|_| BadWeights("a tensor's entry cannot be read"))?;
        if entry.dtype != dtype {
            return Err(BadWeights("a tensor has another type"));
        }
        self.data
            .get(entry.data_offsets.0..entry.data_offsets.1)
            .ok_or(BadWeights("a tensor lies outside the file"))
    }
}

fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

impl<const L: usize> Chain<L> {
    /// Takes the weights from a file's tensors.
    pub(crate) fn from_tensors(tensors: &Tensors<'_>) -> Result<Self, BadWeights> {
        let keys = tensors.bytes("keys", "U32")?;
        let rows = tensors.bytes("rows", "I8")?;
        let scale = tensors.bytes("scale", "F32")?;
        let transitions = tensors.bytes("transitions", "F32")?;
        let count = keys.len() / 4;
        if rows.len() != count * L || scale.len() != 4 * L || transitions.len() != 4 * L * L {
            return Err(BadWeights("a tensor has another shape"));
        }
        let mut chain = Self {
            table: vec![(0, 0); (count * 2).next_power_of_two().max(2)],
            rows: rows
                .chunks_exact(L)
                .map(|row| std::array::from_fn(|label| i8::from_le_bytes([row[label]])))
                .collect(),
            scale: [0.0; L],
            transitions: [[0.0; L]; L],
        };
        for (slot, value) in chain.scale.iter_mut().zip(floats(scale)) {
            *slot = value;
        }
        for (slot, value) in chain.transitions.iter_mut().flatten().zip(floats(transitions)) {
            *slot = value;
        }
        for (row, key) in keys.chunks_exact(4).enumerate() {
            let key = u32::from_le_bytes([key[0], key[1], key[2], key[3]]);
            let row = u32::try_from(row + 1).map_err(|_| BadWeights("too many rows"))?;
            let mask = chain.table.len() - 1;
            let mut at = key as usize & mask;
            while chain.table[at].1 != 0 {
                at = (at + 1) & mask;
            }
            chain.table[at] = (key, row);
        }
        Ok(chain)
    }

    fn row(&self, key: u32) -> Option<&[i8; L]> {
        let mask = self.table.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.table[at] {
                (_, 0) => return None,
                (found, row) if found == key => return self.rows.get(row as usize - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Scores of each label at each position.
    pub(crate) fn emissions(&self, features: &[Vec<u32>]) -> Vec<[f32; L]> {
        features
            .iter()
            .map(|keys| {
                let mut sum = [0i32; L];
                for row in keys.iter().filter_map(|&key| self.row(key)) {
                    for (sum, &weight) in sum.iter_mut().zip(row) {
                        *sum += i32::from(weight);
                    }
                }
                #[allow(clippy::cast_precision_loss)]
                std::array::from_fn(|label| sum[label] as f32 * self.scale[label])
            })
            .collect()
    }

    /// The best labels, and the probability of the label at each position.
    pub(crate) fn decode(&self, emissions: &[[f32; L]]) -> (Vec<usize>, Vec<f32>) {
        let labels = viterbi(emissions, &self.transitions);
        let marginals = marginals(emissions, &self.transitions);
        let sure = labels
            .iter()
            .zip(&marginals)
            .map(|(&label, at)| at[label])
            .collect();
        (labels, sure)
    }
}

/// The best path. Ties go to the lower label.
pub(crate) fn viterbi<const L: usize>(emissions: &[[f32; L]], transitions: &[[f32; L]; L]) -> Vec<usize> {
    let mut back: Vec<[u8; L]> = Vec::with_capacity(emissions.len());
    let Some((first, rest)) = emissions.split_first() else {
        return Vec::new();
    };
    let mut score = *first;
    for (label, score) in score.iter_mut().enumerate() {
        // What may not follow label 0 may not come first either.
        *score +=
            transitions[0][label].min(0.0) * f32::from(u8::from(transitions[0][label] < FORBIDDEN / 2.0));
    }
    for emission in rest {
        let mut best = [0u8; L];
        let mut next = [f32::MIN; L];
        for (from, &before) in score.iter().enumerate() {
            for to in 0..L {
                let total = before + transitions[from][to];
                if total > next[to] {
                    next[to] = total;
                    best[to] = from as u8;
                }
            }
        }
        for (next, emission) in next.iter_mut().zip(emission) {
            *next += emission;
        }
        score = next;
        back.push(best);
    }
    let mut label = 0;
    for candidate in 1..L {
        if score[candidate] > score[label] {
            label = candidate;
        }
    }
    let mut path = vec![label; emissions.len()];
    for (at, best) in back.iter().enumerate().rev() {
        label = usize::from(best[label]);
        path[at] = label;
    }
    path
}

/// The weight of a transition that cannot be.
pub(crate) const FORBIDDEN: f32 = -1.0e4;

/// Forward and backward: the probability of each label at each position.
pub(crate) fn marginals<const L: usize>(
    emissions: &[[f32; L]],
    transitions: &[[f32; L]; L],
) -> Vec<[f32; L]> {
    let moves: [[f32; L]; L] = std::array::from_fn(|a| std::array::from_fn(|b| transitions[a][b].exp()));
    let weights: Vec<[f32; L]> = emissions
        .iter()
        .map(|scores| {
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            std::array::from_fn(|label| (scores[label] - top).exp())
        })
        .collect();
    let normal = |mut row: [f32; L]| {
        let sum: f32 = row.iter().sum();
        for value in &mut row {
            *value /= sum.max(f32::MIN_POSITIVE);
        }
        row
    };
    let mut forward: Vec<[f32; L]> = Vec::with_capacity(weights.len());
    for weight in &weights {
        let row = match forward.last() {
            None => std::array::from_fn(|to| {
                if transitions[0][to] < FORBIDDEN / 2.0 {
                    0.0
                } else {
                    weight[to]
                }
            }),
            Some(before) => std::array::from_fn(|to| {
                weight[to] * (0..L).map(|from| before[from] * moves[from][to]).sum::<f32>()
            }),
        };
        forward.push(normal(row));
    }
    let mut after = [1.0f32; L];
    for at in (0..weights.len()).rev() {
        let here: [f32; L] = std::array::from_fn(|label| forward[at][label] * after[label]);
        forward[at] = normal(here);
        let weighed: [f32; L] = std::array::from_fn(|to| weights[at][to] * after[to]);
        after = normal(std::array::from_fn(|from| {
            (0..L).map(|to| moves[from][to] * weighed[to]).sum()
        }));
    }
    forward
}
