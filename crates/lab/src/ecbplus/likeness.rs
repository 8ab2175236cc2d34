//! How alike documents and sentences are, and which of two stories a document tells.
//!
//! In: words. Out: stems by number, weighted vectors of them (tf-idf), and the two
//! groups of a topic's documents that are each most of a piece.

use std::collections::BTreeMap;

/// Words known by their stems, and how many documents of the train part have each.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    numbers: BTreeMap<String, u32>,
    documents: Vec<u32>,
    of: u32,
}

/// Weights by number of a stem, ascending; of length one, or empty.
pub type Vector = Vec<(u32, f32)>;

impl Vocabulary {
    /// The number of a word's stem.
    pub fn stem(&mut self, word: &str) -> u32 {
        let lower = word.to_lowercase();
        let word = lower.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word
            .strip_suffix("'s")
            .or(word.strip_suffix("’s"))
            .unwrap_or(word);
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(collation::stem(word)).or_insert(next);
        if number == next {
            self.documents.push(0);
        }
        number
    }

    /// Counts the stems of a train document.
    pub fn count(&mut self, stems: impl IntoIterator<Item = u32>) {
        let mut stems: Vec<u32> = stems.into_iter().collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            self.documents[stem as usize] += 1;
        }
        self.of += 1;
    }

    /// How much a stem tells: the log of how rare it is.
    #[must_use]
    pub fn rarity(&self, stem: u32) -> f32 {
        ((self.of as f32 + 1.0) / (self.documents[stem as usize] as f32 + 1.0)).ln()
    }

    /// A vector of stems; what stands in a third of all documents tells nothing.
    #[must_use]
    pub fn vector(&self, stems: impl IntoIterator<Item = u32>) -> Vector {
        const LEAST: f32 = 1.1;
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
        let mut vector: Vector = counts
            .into_iter()
            .map(|(stem, count)| (stem, self.rarity(stem), count))
            .filter(|&(_, rarity, _)| rarity >= LEAST)
            .map(|(stem, rarity, count)| (stem, rarity * (1.0 + (count as f32).ln())))
            .collect();
        let length = vector
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector
    }
}

/// The cosine of two vectors.
#[must_use]
pub fn cosine(left: &Vector, right: &Vector) -> f32 {
    let (mut l, mut r, mut sum) = (0, 0, 0.0);
    while let (Some(&(a, x)), Some(&(b, y))) = (left.get(l), right.get(r)) {
        if a == b {
            sum += x * y;
        }
        l += usize::from(a <= b);
        r += usize::from(b <= a);
    }
    sum
}

/// Rounds after which a division is left as it is.
const ROUNDS: usize = 8;

/// Parts documents into the two groups whose members are most alike, by means of two, begun from every pair of
/// documents; cubic in their number. `alike` is symmetric.
#[must_use]
pub fn two_groups(alike: &[Vec<f32>]) -> Vec<bool> {
    let n = alike.len();
    let mut best: Option<(f32, Vec<bool>)> = None;
    for (first, second) in (0..n).flat_map(|first| (0..first).map(move |second| (first, second))) {
        let mut side: Vec<bool> = (0..n)
            .map(|at| at == second || at != first && alike[at][second] > alike[at][first])
            .collect();
        for _ in 0..ROUNDS {
            let moved: Vec<bool> = (0..n)
                .map(|at| mean(alike, &side, at, true) > mean(alike, &side, at, false))
                .collect();
            if moved == side {
                break;
            }
            side = moved;
        }
        let members = side.iter().filter(|&&side| side).count();
        if members < 2 || n - members < 2 {
            continue;
        }
        let worth = unity(alike, &side, true) + unity(alike, &side, false);
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            best = Some((worth, side));
        }
    }
    best.map_or_else(|| vec![false; n], |(_, side)| side)
}

/// How alike one is to the others of a side.
fn mean(alike: &[Vec<f32>], side: &[bool], at: usize, wanted: bool) -> f32 {
    let others = (0..alike.len()).filter(|&other| other != at && side[other] == wanted);
    let (sum, count) = others.fold((0.0, 0), |(sum, count), other| {
        (sum + alike[at][other], count + 1)
    });
    if count == 0 { -1.0 } else { sum / count as f32 }
}

/// The length of the sum of a side's vectors: what spherical means maximise.
fn unity(alike: &[Vec<f32>], side: &[bool], wanted: bool) -> f32 {
    let members: Vec<usize> = (0..alike.len()).filter(|&at| side[at] == wanted).collect();
    let all: f32 = members
        .iter()
        .flat_map(|&left| members.iter().map(move |&right| alike[left][right]))
        .sum();
    all.max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_that_two_share_make_them_alike() {
        let mut vocabulary = Vocabulary::default();
        let documents = [
            "the fire at the mill",
            "the fire at the pier",
            "the sale of a boat",
            "a sale at the pier",
        ];
        let stems: Vec<Vec<u32>> = documents
            .iter()
            .map(|text| text.split(' ').map(|word| vocabulary.stem(word)).collect())
            .collect();
        stems
            .iter()
            .for_each(|stems| vocabulary.count(stems.iter().copied()));
        for _ in 0..20 {
            vocabulary.count([]);
        }
        let vectors: Vec<Vector> = stems
            .iter()
            .map(|stems| vocabulary.vector(stems.iter().copied()))
            .collect();
        assert!(cosine(&vectors[0], &vectors[1]) > cosine(&vectors[0], &vectors[2]));
        assert!((cosine(&vectors[0], &vectors[0]) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn two_stories_are_told_from_each_other() {
        // One document is alike to nothing: it makes no group of its own.
        let story = [0, 1, 0, 1, 0, 1, 0];
        let alike = |a: usize, b: usize| match (a == b, a == 6 || b == 6, story[a] == story[b]) {
            (true, ..) => 1.0,
            (_, true, _) => 0.02,
            (_, _, true) => 0.4,
            _ => 0.1,
        };
        let table: Vec<Vec<f32>> = (0..7).map(|a| (0..7).map(|b| alike(a, b)).collect()).collect();
        let side = two_groups(&table);
        assert!(
            (0..6).all(|at| (side[at] == side[0]) == (story[at] == story[0])),
            "{side:?}"
        );
    }
}
