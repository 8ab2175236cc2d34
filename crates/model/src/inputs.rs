//! What a network reads of each token: a word's vector and rows of further tables, side by side.

use rustc_hash::FxHashMap;

use crate::{Embedding, WeightError, Weights};

/// A token as the tables know it: its word's row, and its row in each further table.
pub(crate) type Key<const N: usize> = (u32, [u32; N]);

/// Keys are numbers of rows that the weights hold, of which nobody can choose many with one hash.
pub(crate) type ByKey<const N: usize, T> = FxHashMap<Key<N>, T>;

/// Vectors of words, and `N` tables more.
#[derive(Debug)]
pub(crate) struct Inputs<const N: usize> {
    words: FxHashMap<&'static str, u32>,
    word: Embedding,
    tables: Vec<Embedding>,
}

impl<const N: usize> Inputs<N> {
    /// Takes `words` (one a line, the unknown word first), their vectors `word`, and the tables (name, rows,
    /// numbers of a row) out of a weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub(crate) fn load(
        weights: &Weights<'static>,
        word: usize,
        tables: &[(&str, usize, usize); N],
    ) -> Result<Self, WeightError> {
        let list =
            std::str::from_utf8(weights.bytes("words")?).map_err(|_| WeightError::Unfit("words".into()))?;
        let words: FxHashMap<&str, u32> = list.split('\n').zip(0..).collect();
        Ok(Self {
            word: Embedding::load(weights, "word", list.split('\n').count(), word)?,
            words,
            tables: tables
                .iter()
                .map(|&(name, rows, width)| Embedding::load(weights, name, rows, width))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Numbers of an input.
    pub(crate) fn width(&self) -> usize {
        self.word.width() + self.tables.iter().map(Embedding::width).sum::<usize>()
    }

    /// The different keys of a text, in order of their first token, and which of them each token has.
    pub(crate) fn keys<'a>(
        &self,
        tokens: impl Iterator<Item = (&'a str, [u32; N])>,
    ) -> (Vec<Key<N>>, Vec<u32>) {
        let mut keys = Vec::new();
        let mut numbers = ByKey::<N, u32>::default();
        let which = tokens
            .map(|(word, rows)| {
                let key = (self.words.get(word).copied().unwrap_or(0), rows);
                *numbers.entry(key).or_insert_with(|| {
                    keys.push(key);
                    keys.len() as u32 - 1
                })
            })
            .collect();
        (keys, which)
    }

    /// The input of a key, in fixed point.
    pub(crate) fn write(&self, (word, rows): &Key<N>, values: &mut Vec<i16>) {
        self.word.write(*word as usize, values);
        for (table, &row) in self.tables.iter().zip(rows) {
            table.write(row as usize, values);
        }
    }
}
