//! What a network reads of each token: a word's vector and rows of further tables, side by side.
//!
//! Words come again and again in a text, so that each different input is written once and tokens
//! name theirs by number, as [`crate::Bidirectional::over_rows`] takes them.

use std::collections::HashMap;

use crate::{Embedding, WeightError, Weights};

/// Vectors of words, and `N` tables more.
#[derive(Debug, Clone)]
pub struct Inputs<const N: usize> {
    words: HashMap<&'static str, u32>,
    word: Embedding,
    tables: Vec<Embedding>,
}

impl<const N: usize> Inputs<N> {
    /// Takes `words` (one a line, the unknown word first), their vectors `word`, and the tables (name, rows,
    /// numbers of a row) out of a weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub fn load(
        weights: &Weights<'static>,
        word: usize,
        tables: &[(&str, usize, usize); N],
    ) -> Result<Self, WeightError> {
        let list =
            std::str::from_utf8(weights.bytes("words")?).map_err(|_| WeightError::Unfit("words".into()))?;
        let words: HashMap<&str, u32> = list.split('\n').zip(0..).collect();
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
    #[must_use]
    pub fn width(&self) -> usize {
        self.word.width() + self.tables.iter().map(Embedding::width).sum::<usize>()
    }

    /// The different inputs of a text, one after another in fixed point, and which of them each token has. A
    /// token is its folded word and its row in each table.
    #[must_use]
    pub fn rows<'a>(&self, tokens: impl Iterator<Item = (&'a str, [u32; N])>) -> (Vec<i16>, Vec<u32>) {
        let mut values = Vec::new();
        let mut numbers = HashMap::<(u32, [u32; N]), u32>::new();
        let mut which = Vec::with_capacity(tokens.size_hint().0);
        for (word, rows) in tokens {
            let word = self.words.get(word).copied().unwrap_or(0);
            let next = numbers.len() as u32;
            let number = *numbers.entry((word, rows)).or_insert(next);
            if number == next {
                self.word.write(word as usize, &mut values);
                for (table, &row) in self.tables.iter().zip(&rows) {
                    table.write(row as usize, &mut values);
                }
            }
            which.push(number);
        }
        (values, which)
    }
}
