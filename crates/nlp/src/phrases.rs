//! Noun phrases of every kind: names, nouns and pronouns, each by its head.
//!
//! In: prose. Out: [`Phrase`]s, ascending by head, with what kind of thing each is for and the
//! numbers by which [`crate::links`] weighs it beside others. A small recurrent layer reads the
//! text both ways; `models/phrases.md` has the card of the weights. Linear.

use std::collections::HashSet;

use model::{FirstLayer, Narrow, WeightError, Weights};

use crate::gazetteer::class;
use crate::links::is_pronoun;
use crate::name_features::{NAME_TABLES, NameFeature, segments};
use crate::prose::Prose;
use crate::units::Shape;

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum PhraseKind {
    Person,
    Organisation,
    Place,
    Thing,
    Abstract,
    Time,
}

impl PhraseKind {
    /// In the order of the outputs.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Thing,
        Self::Abstract,
        Self::Time,
    ];
}

/// Outputs of a unit: heads nothing, or a phrase of each kind; then the traits.
const OUTPUTS: usize = 1 + PhraseKind::ALL.len() + TRAITS;

/// Begins a phrase, is plural, is a proper noun, is a subject.
const TRAITS: usize = 4;

/// Units of the recurrent layer each way.
const HIDDEN: usize = 64;

/// Numbers of a word's vector.
const WORD: usize = 48;

/// Numbers of a row of each of the [`NAME_TABLES`] here.
const WIDTHS: [usize; NAME_TABLES.len()] = [8, 16, 8, 6, 4, 8, 2, 4];

/// How far before its head a phrase may begin.
const REACH: usize = 7;

/// How much likelier than a phrase of the best kind none may be: whether a doubtful phrase is one is
/// settled by whether it refers back.
const LENIENT: f32 = 1.0;

/// The same of a word that heads a phrase elsewhere: "iodine" in "iodine deficiency".
const LENIENT_AGAIN: f32 = 3.5;

/// Numbers of a phrase that [`crate::links`] uses.
pub(crate) const NUMBERS: usize = 96;

/// A noun phrase. Units of the article.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Its first unit; what follows the head is left out.
    pub(crate) start: usize,
    pub(crate) head: usize,
    pub(crate) kind: PhraseKind,
    pub(crate) plural: bool,
    pub(crate) proper: bool,
    pub(crate) subject: bool,
    /// Is it one only if its word heads another phrase?
    doubtful: bool,
    pub(crate) numbers: [f32; NUMBERS],
}

#[cfg(test)]
impl Phrase {
    pub(crate) fn at(head: usize, kind: PhraseKind) -> Self {
        Self {
            start: head,
            head,
            kind,
            plural: false,
            proper: false,
            subject: false,
            doubtful: false,
            numbers: [0.0; NUMBERS],
        }
    }
}

/// The weights.
#[derive(Debug)]
pub(crate) struct PhraseModel {
    layer: FirstLayer<{ NAME_TABLES.len() }>,
    head: Narrow,
    numbers: Narrow,
}

impl PhraseModel {
    /// Takes them out of a weight file.
    ///
    /// # Errors
    /// When tensors are missing or do not fit.
    pub(crate) fn load(weights: &Weights<'static>) -> Result<Self, WeightError> {
        let mut tables = NAME_TABLES;
        for ((.., width), here) in tables.iter_mut().zip(WIDTHS) {
            *width = here;
        }
        Ok(Self {
            layer: FirstLayer::load(weights, WORD, &tables, "layer", HIDDEN)?,
            head: Narrow::load(weights, "head", 2 * HIDDEN, OUTPUTS)?,
            numbers: Narrow::load(weights, "numbers", 2 * HIDDEN, NUMBERS)?,
        })
    }

    /// The noun phrases of a text.
    pub(crate) fn phrases(&self, prose: &Prose<'_>) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for segment in segments(&prose.features) {
            self.collect(
                prose,
                &prose.features[segment.clone()],
                segment.start,
                &mut phrases,
            );
        }
        let sure: HashSet<u64> = phrases
            .iter()
            .filter(|phrase| !phrase.doubtful)
            .map(|phrase| prose.units[phrase.head].lower)
            .collect();
        phrases.retain(|phrase| !phrase.doubtful || sure.contains(&prose.units[phrase.head].lower));
        phrases
    }

    fn collect(
        &self,
        prose: &Prose<'_>,
        features: &[NameFeature<'_>],
        first: usize,
        phrases: &mut Vec<Phrase>,
    ) {
        let states = self.layer.states(features.iter().map(|f| (&*f.word, f.rows)));
        let outputs = self.head.outputs_of(&states);
        let (outputs, _) = outputs.as_chunks::<OUTPUTS>();
        let heads: Vec<(usize, PhraseKind, bool)> = outputs
            .iter()
            .enumerate()
            .filter_map(|(at, scores)| {
                let (kind, doubtful) = kind(scores)?;
                Some((at, kind, doubtful))
            })
            .filter(|&(at, _, doubtful)| {
                !prose.is_mark(first + at) && !(doubtful && prose.is_function_word(first + at))
            })
            .collect();
        let width = 2 * HIDDEN / 8;
        let of_heads: Vec<[u8; 8]> = heads
            .iter()
            .flat_map(|&(at, ..)| states[at * width..(at + 1) * width].iter().copied())
            .collect();
        let numbers = self.numbers.outputs_of(&of_heads);
        let (numbers, _) = numbers.as_chunks::<NUMBERS>();
        for (&(at, kind, doubtful), numbers) in heads.iter().zip(numbers) {
            let trait_of = |at: usize, which: usize| outputs[at][OUTPUTS - TRAITS + which];
            let floor = prose.sentence(first + at).start.saturating_sub(first);
            let reach = if is_pronoun(prose.word(first + at)) {
                0
            } else {
                REACH
            };
            // LitBank begins phrases for some things alone: a determiner is better evidence than the trait.
            let begins = |unit: usize| trait_of(unit, 0) > 0.0 || prose.is(first + unit, class::DETERMINER);
            let mut start = at;
            for unit in (floor.max(at.saturating_sub(reach))..at).rev() {
                if begins(start) || ends_phrase(prose, first + unit) {
                    break;
                }
                if begins(unit) || trait_of(unit, 0) > trait_of(start, 0) {
                    start = unit;
                }
            }
            phrases.push(Phrase {
                start: first + start,
                head: first + at,
                kind,
                plural: trait_of(at, 1) > 0.0,
                proper: trait_of(at, 2) > 0.0,
                subject: trait_of(at, 3) > 0.0,
                doubtful,
                numbers: *numbers,
            });
        }
    }
}

/// Can no phrase go on over this unit to a head behind it?
fn ends_phrase(prose: &Prose<'_>, at: usize) -> bool {
    let mark = prose.is_mark(at) && !matches!(prose.word(at), "-" | "&" | "$");
    mark || prose.is(
        at,
        class::PREPOSITION | class::CONJUNCTION | class::AUXILIARY | class::REPORTING,
    ) && prose.units[at].shape == Shape::Lower
}

/// The kind of the phrase that a unit may head, and whether that is doubtful.
fn kind(scores: &[f32; OUTPUTS]) -> Option<(PhraseKind, bool)> {
    let kinds = &scores[..=PhraseKind::ALL.len()];
    let best = (1..kinds.len())
        .rev()
        .max_by(|&a, &b| kinds[a].total_cmp(&kinds[b]))?;
    let short = kinds[0] - kinds[best];
    (short < LENIENT_AGAIN).then(|| (PhraseKind::ALL[best - 1], short >= LENIENT))
}
