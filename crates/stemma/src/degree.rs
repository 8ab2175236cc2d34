//! How far a text goes with another one: copied, revised, or written anew.
//!
//! In: a text and the one that it may derive from. Out: how much of it stands
//! in passages of the other, how much in long ones, and how long the passage is
//! that a copied word stands in; and the [`Degree`] that these come to, on the
//! scale of Clough and Stevenson (2011).
//!
//! The limits were fitted on tasks a to c of their corpus; `cargo lab score
//! clough-stevenson` says how well limits from two tasks do on the third.

use std::collections::HashMap;

use crate::parallels::runs;
use crate::{Exemplar, Word};

/// Words of the shortest passage: fewer are the language's and nobody's.
const PASSAGE: usize = 3;
/// Words from which on a passage is hardly written twice.
const LONG: usize = 7;
/// Places of one key in the other text that are tried, so that the cost is linear.
const PLACES: usize = 16;

/// What a text shares with the one that it may derive from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sharing {
    /// Share of its words in common passages of three or more words, 0 to 1.
    pub passages: f64,
    /// Share of its words in common passages of seven or more words, 0 to 1.
    pub long: f64,
    /// Words of the common passage that a word in one stands in, in the mean.
    pub reach: f64,
}

/// How a text derives from another, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Degree {
    /// Written anew.
    NonDerived,
    /// Its matter in other words, with pieces of the other.
    HeavyRevision,
    /// Its sentences with words changed.
    LightRevision,
    /// Its words.
    NearCopy,
}

/// Least sharing from which on a text is revised heavily, lightly, not at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Of [`Sharing::passages`], for any derivation.
    pub derived: f64,
    /// Of [`Sharing::long`], for a light revision.
    pub light: f64,
    /// Of [`Sharing::reach`], for a copy.
    pub copied: f64,
}

impl Limits {
    /// Fitted on all tasks in hand.
    pub const FITTED: Self = Self {
        derived: 0.15,
        light: 0.13,
        copied: 17.5,
    };

    /// The degree that some sharing comes to.
    #[must_use]
    pub fn degree(&self, sharing: &Sharing) -> Degree {
        if sharing.passages < self.derived {
            Degree::NonDerived
        } else if sharing.long < self.light {
            Degree::HeavyRevision
        } else if sharing.reach < self.copied {
            Degree::LightRevision
        } else {
            Degree::NearCopy
        }
    }
}

/// What `text` shares with `original`. The cost is linear in their words.
#[must_use]
pub fn sharing(text: &Exemplar, original: &Exemplar) -> Sharing {
    let mut places: HashMap<[u64; PASSAGE], Vec<usize>> = HashMap::new();
    for (at, key) in keys(&original.words).enumerate() {
        let known = places.entry(key).or_default();
        if known.len() < PLACES {
            known.push(at);
        }
    }
    let seeds: Vec<(usize, usize)> = keys(&text.words)
        .enumerate()
        .flat_map(|(at, key)| places.get(&key).into_iter().flatten().map(move |&to| (at, to)))
        .collect();
    let found = runs(&text.words, &original.words, &seeds, PASSAGE);
    let words = text.words.len().max(1) as f64;
    let shared: usize = found.iter().map(|run| run.len).sum();
    let long: usize = found.iter().map(|run| run.len).filter(|&len| len >= LONG).sum();
    let squares: usize = found.iter().map(|run| run.len * run.len).sum();
    Sharing {
        passages: shared as f64 / words,
        long: long as f64 / words,
        reach: squares as f64 / shared.max(1) as f64,
    }
}

fn keys(words: &[Word]) -> impl Iterator<Item = [u64; PASSAGE]> {
    words
        .windows(PASSAGE)
        .map(|window| std::array::from_fn(|at| window[at].key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use text::Span;

    fn degree(text: &str, original: &str) -> Degree {
        let exemplar = |text: &str| Exemplar::new(text, &[Span::new(0, text.len())], &[]);
        Limits::FITTED.degree(&sharing(&exemplar(text), &exemplar(original)))
    }

    const ORIGINAL: &str = "The mayor of Tarnholt ordered the bridge shut on Monday after cracks were found in two of its piers, \
        and ferries will run every twenty minutes until the piers are mended, the engineers of the council said.";

    #[test]
    fn the_more_is_kept_the_higher_the_degree() {
        let light = "Tarnholt's mayor ordered the bridge shut on Monday after cracks were seen in two piers, \
            and boats will run every twenty minutes until they are mended, the engineers of the council told us.";
        let heavy = "Cracks in two of its piers have closed the bridge of Tarnholt since Monday; the mayor said boats \
            go every twenty minutes until masons have done their work.";
        let anew = "No one may walk over the river at Tarnholt, whose old crossing is unsafe, and the town pays for boats.";
        assert_eq!(degree(&ORIGINAL.to_uppercase(), ORIGINAL), Degree::NearCopy);
        assert_eq!(degree(light, ORIGINAL), Degree::LightRevision);
        assert_eq!(degree(heavy, ORIGINAL), Degree::HeavyRevision);
        assert_eq!(degree(anew, ORIGINAL), Degree::NonDerived);
        assert_eq!(degree("", ORIGINAL), Degree::NonDerived);
    }
}
