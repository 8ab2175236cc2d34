//! What the name model sees of each unit.
//!
//! In: units of the text in their sentences, with known places and word classes.
//! Out: one [`NameFeature`] a unit. Training reads these very values
//! (`cargo lab names features`); no other program computes them, so that use and
//! training cannot drift apart.

use std::borrow::Cow;
use std::ops::Range;

use crate::gazetteer::{KnownPlace, class};
use crate::tokens::folded;
use crate::units::{Shape, Unit};

// Its name in the weight file, its rows, the numbers of a row.
type Table = (&'static str, usize, usize);

/// The tables that [`NameFeature::rows`] index, in order.
pub const NAME_TABLES: [Table; 8] = [
    ("prefix", 2048, 16),
    ("suffix", 4096, 24),
    ("short_suffix", 1024, 12),
    ("shape", 11, 8),
    ("place", 16, 8),
    ("classes", 256, 12),
    ("casing", 4, 4),
    ("begins", 3, 4),
];

/// A unit as the model sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFeature<'a> {
    /// Lower case, figures as 0, apostrophes straight.
    pub word: Cow<'a, str>,
    /// Rows of [`NAME_TABLES`]: hashes of the first three, last three and last two letters; shape of
    /// capitals; kind of known place, and whether the unit begins it; hash of the word's classes;
    /// how its sentence writes words; whether a block or a sentence begins.
    pub rows: [u32; NAME_TABLES.len()],
}

impl NameFeature<'_> {
    /// Does the unit begin a sentence?
    pub(crate) fn begins_sentence(&self) -> bool {
        self.rows[NAME_TABLES.len() - 1] > 0
    }
}

/// Units that a network reads as one text.
const SEGMENT: usize = 4096;

/// The parts of a text that a network reads one by one: longer texts are cut, at a sentence's start where there is one.
pub(crate) fn segments(features: &[NameFeature<'_>]) -> impl Iterator<Item = Range<usize>> {
    let mut first = 0;
    std::iter::from_fn(move || {
        let most = first + SEGMENT;
        let end = if most >= features.len() {
            features.len()
        } else {
            (first + SEGMENT / 2..most)
                .rev()
                .find(|&at| features[at].begins_sentence())
                .unwrap_or(most)
        };
        let segment = first..end;
        first = end;
        (!segment.is_empty()).then_some(segment)
    })
}

/// Features of the units of sentences, in order. Linear.
pub(crate) fn name_features<'a>(
    text: &'a str,
    units: &[Unit],
    sentences: &[Range<usize>],
    blocks: &[usize],
    places: &[Option<(KnownPlace, bool)>],
    classes: &[u32],
) -> Vec<NameFeature<'a>> {
    let mut features = Vec::with_capacity(units.len());
    let mut block_before = None;
    for (sentence, &block) in sentences.iter().zip(blocks) {
        let casing = casing(&units[sentence.clone()]);
        let first = if block_before.replace(block) == Some(block) {
            1
        } else {
            2
        };
        for at in sentence.clone() {
            let unit = &units[at];
            let place = places[at].map_or(0, |(place, begins)| 2 + 2 * place.kind as u32 + u32::from(begins));
            features.push(NameFeature {
                word: folded(&text[unit.span.range()]),
                rows: [
                    bucket(unit.affixes[0], 2048),
                    bucket(unit.affixes[3], 4096),
                    bucket(unit.affixes[2], 1024),
                    unit.shape as u32,
                    place,
                    bucket(u64::from(classes[at] & class::OF_NAME_MODEL), 256),
                    casing,
                    if at == sentence.start { first } else { 0 },
                ],
            });
        }
    }
    features
}

/// Fibonacci hashing into a number of buckets that is a power of two.
#[allow(clippy::cast_possible_truncation)]
fn bucket(value: u64, buckets: u64) -> u32 {
    (value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - buckets.trailing_zeros())) as u32
}

/// How the sentence writes its words: 0 as prose, 1 with most words capitalised, 2 in capitals, 3 without any.
fn casing(units: &[Unit]) -> u32 {
    let (mut lower, mut title, mut capitals) = (0, 0, 0);
    for unit in units {
        let long = unit.span.len() > 3;
        match unit.shape {
            Shape::Lower if long => lower += 1,
            Shape::Title if long => title += 1,
            Shape::Capitals if long => capitals += 1,
            _ => {}
        }
    }
    if capitals > 1 && capitals > 2 * (lower + title) {
        2
    } else if title >= 3 && title >= 3 * lower {
        1
    } else if title + capitals == 0 {
        3
    } else {
        0
    }
}
