//! Features of the name model.
//!
//! In: the units of one sentence. Out: for each unit the keys of its features.
//! The trainer and the runtime call the same function, so a change here needs
//! new weights (`cargo lab train-names`).

use std::collections::HashMap;

use crate::chain::{BadWeights, Tensors};
use crate::gazetteer::{Gazetteer, class};
use crate::units::{Shape, Unit, hash_chars, hash_lower};

/// Classes of words that stand in like surroundings, by the hash of the lower-case word.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    pub(crate) classes: HashMap<u64, u16>,
}

impl Clusters {
    /// From hashes of words and their classes.
    #[must_use]
    pub fn new(classes: impl IntoIterator<Item = (u64, u16)>) -> Self {
        Self {
            classes: classes.into_iter().collect(),
        }
    }

    /// Tensors `cluster_words` (upper halves of the hashes) and `cluster_classes`.
    pub(crate) fn from_tensors(tensors: &Tensors<'_>) -> Result<Self, BadWeights> {
        let words = tensors.bytes("cluster_words", "U32")?;
        let classes = tensors.bytes("cluster_classes", "U8")?;
        if words.len() != 4 * classes.len() {
            return Err(BadWeights("a tensor has another shape"));
        }
        Ok(Self::new(words.chunks_exact(4).zip(classes).map(
            |(word, &class)| {
                (
                    u64::from(u32::from_le_bytes([word[0], word[1], word[2], word[3]])),
                    u16::from(class),
                )
            },
        )))
    }

    /// The key that a word is stored under.
    #[must_use]
    pub fn key(word: &str) -> u64 {
        hash_lower(word) >> 32
    }

    /// 0 for words without a class.
    fn of(&self, lower: u64) -> u64 {
        self.classes
            .get(&(lower >> 32))
            .map_or(0, |&class| u64::from(class) + 1)
    }
}

/// What of a unit goes into features.
struct Known {
    lower: u64,
    shape: u64,
    place: u64,
    classes: u64,
    affixes: [u64; 5],
    /// First and one past the last unit of the run of capitalised units that this one is in.
    run: Option<(usize, usize)>,
}

const EDGE: u64 = 0x5eed;

fn key(template: u64, parts: &[u64]) -> u32 {
    let mut hash = template.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in parts {
        hash = (hash ^ part).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    (hash >> 16) as u32 | 1
}

/// How the sentence writes its words: 0 as prose, 1 with most words capitalised, 2 in capitals, 3 without any.
fn casing(units: &[Unit]) -> u64 {
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

/// Runs of capitalised units.
fn runs(units: &[Unit]) -> Vec<Option<(usize, usize)>> {
    let mut runs = vec![None; units.len()];
    let mut at = 0;
    while at < units.len() {
        if !units[at].is_capitalised() {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < units.len() && units[end].is_capitalised() {
            end += 1;
        }
        runs[at..end].fill(Some((at, end)));
        at = end;
    }
    runs
}

/// The keys of each unit's features.
pub(crate) fn features(
    text: &str,
    units: &[Unit],
    gazetteer: &Gazetteer,
    clusters: &Clusters,
) -> Vec<Vec<u32>> {
    let places = gazetteer.places_of(text, units);
    let casing = casing(units);
    let known: Vec<Known> = units
        .iter()
        .zip(&places)
        .zip(runs(units))
        .map(|((unit, place), run)| Known {
            lower: unit.lower,
            shape: unit.shape as u64,
            place: place.map_or(0, |(p, begins)| 2 + 2 * p.kind as u64 + u64::from(begins)),
            classes: u64::from(gazetteer.classes(unit.lower) & class::OF_NAME_MODEL),
            affixes: unit.affixes,
            run,
        })
        .collect();
    let near_words: Vec<u64> = units.iter().map(|u| clusters.of(u.lower)).collect();
    (0..units.len())
        .map(|at| features_at(&known, &near_words, at, casing, units, text))
        .collect()
}

fn features_at(
    known: &[Known],
    clusters: &[u64],
    at: usize,
    casing: u64,
    units: &[Unit],
    text: &str,
) -> Vec<u32> {
    let edge = Known {
        lower: EDGE,
        shape: EDGE,
        place: 0,
        classes: 0,
        affixes: [EDGE; 5],
        run: None,
    };
    let near = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|i| known.get(i))
            .unwrap_or(&edge)
    };
    let cluster = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|i| clusters.get(i))
            .copied()
            .unwrap_or(EDGE)
    };
    let (w, l, r) = (near(0), near(-1), near(1));
    let (ll, rr) = (near(-2), near(2));
    let mut keys = Vec::with_capacity(64);
    let mut add = |template: u64, parts: &[u64]| keys.push(key(template, parts));
    add(1, &[]);
    add(2, &[w.lower]);
    add(3, &[l.lower]);
    add(4, &[r.lower]);
    add(5, &[ll.lower]);
    add(6, &[rr.lower]);
    add(7, &[l.lower, w.lower]);
    add(8, &[w.lower, r.lower]);
    add(9, &[l.lower, r.lower, w.shape]);
    add(10, &[w.shape, casing]);
    add(11, &[l.shape, w.shape]);
    add(12, &[w.shape, r.shape]);
    add(13, &[l.shape, w.shape, r.shape, casing]);
    for (n, affix) in w.affixes.iter().enumerate() {
        add(14 + n as u64, &[*affix, w.shape]);
    }
    add(20, &[w.shape, l.lower]);
    add(21, &[w.shape, r.lower]);
    add(22, &[l.affixes[3], w.shape]);
    add(23, &[r.affixes[3], w.shape]);
    add(24, &[w.lower, w.shape]);
    add(25, &[w.place, w.shape]);
    add(26, &[l.place, w.place, r.place]);
    add(27, &[w.classes, w.shape]);
    add(28, &[l.classes, w.shape]);
    add(29, &[r.classes, w.shape]);
    add(30, &[l.classes, w.classes, r.classes]);
    add(31, &[ll.classes, l.classes, w.shape]);
    add(32, &[at.min(2) as u64, w.shape, casing]);
    add(33, &[ll.lower, l.lower, w.shape]);
    add(34, &[w.shape, r.lower, rr.lower]);
    add(35, &[cluster(0)]);
    add(36, &[cluster(-1), w.shape]);
    add(37, &[cluster(1), w.shape]);
    add(38, &[cluster(-1), cluster(0)]);
    add(39, &[cluster(0), cluster(1)]);
    add(40, &[w.place, r.lower]);
    add(41, &[w.place, l.lower]);
    if let Some((first, end)) = w.run {
        let last = &known[end - 1];
        let inside = [(at - first).min(3) as u64, (end - 1 - at).min(3) as u64];
        let before = first.checked_sub(1).map_or(&edge, |i| &known[i]);
        let after = known.get(end).unwrap_or(&edge);
        let after_next = known.get(end + 1).unwrap_or(&edge);
        add(50, &[inside[0], inside[1], casing]);
        add(51, &[last.lower, inside[1]]);
        add(52, &[last.classes, inside[0], inside[1]]);
        add(53, &[after.lower, inside[1]]);
        add(54, &[before.lower, inside[0]]);
        add(55, &[before.lower, after.lower]);
        add(56, &[known[first].lower, inside[0]]);
        add(57, &[before.classes, inside[0], (end - first).min(4) as u64]);
        add(58, &[after.lower, after_next.lower]);
        add(59, &[last.affixes[4], inside[1]]);
        let words = units[first].span.cover(units[end - 1].span);
        if words.len() <= 64 {
            let whole = hash_chars(text[words.range()].chars());
            add(60, &[whole, inside[0]]);
        }
        let begins_sentence = u64::from(first == 0);
        add(61, &[begins_sentence, (end - first).min(3) as u64, w.classes]);
    }
    keys
}
