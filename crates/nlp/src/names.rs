//! Names in running text.
//!
//! In: units with their sentences. Out: spans that name a person, an organisation,
//! a place or something else, without title or article, with a confidence. A
//! recurrent layer reads the text both ways, a chain over labels takes the best
//! sequence. `models/names.md` has the card of the weights.

use model::{Chain, FirstLayer, Narrow, WeightError, Weights};
use text::Span;

use crate::name_features::{NAME_TABLES, NameFeature, segments};
use crate::prose::Prose;
use crate::units::Unit;
use crate::{Models, Sentence, Token};

/// What a name names, as the model tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NameClass {
    Person,
    Organisation,
    Place,
    Other,
}

impl NameClass {
    /// In the order of the labels.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Place, Self::Other];
}

/// Label 0 is "no name"; then for each class the label of its first unit and of a further one.
pub const NAME_LABELS: usize = 1 + 2 * NameClass::ALL.len();

/// Units of the recurrent layer each way.
const HIDDEN: usize = 128;

/// Numbers of a word's vector.
const WORD: usize = 64;

/// Score of a label that a unit cannot have; far below what the network gives.
const NEVER: f32 = -60.0;

/// A name as the model draws it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameSpan {
    /// Bytes of the text.
    pub span: Span,
    /// What it names.
    pub class: NameClass,
    /// The model's probability that its least sure unit is part of a name, of whatever class.
    pub confidence: f32,
}

/// The weights.
#[derive(Debug)]
pub(crate) struct NameModel {
    layer: FirstLayer<{ NAME_TABLES.len() }>,
    head: Narrow,
    chain: Chain,
}

impl NameModel {
    /// Loads a safetensors file.
    ///
    /// # Errors
    /// When it is malformed or does not fit.
    pub(crate) fn parse(bytes: &'static [u8]) -> Result<Self, WeightError> {
        let weights = Weights::parse(bytes)?;
        Ok(Self {
            layer: FirstLayer::load(&weights, WORD, &NAME_TABLES, "layer", HIDDEN)?,
            head: Narrow::load(&weights, "head", 2 * HIDDEN, NAME_LABELS)?,
            chain: Chain::load(&weights, "transitions", NAME_LABELS)?,
        })
    }

    /// The names of a text, ascending. Linear.
    pub(crate) fn names(&self, prose: &Prose<'_>) -> Vec<NameSpan> {
        let mut names = Vec::new();
        for segment in segments(&prose.features) {
            let mut scores = self.scores(&prose.features[segment.clone()]);
            let addresses = &prose.address[segment.clone()];
            for (scores, &address) in scores.chunks_exact_mut(NAME_LABELS).zip(addresses) {
                if address {
                    scores[1..].fill(NEVER);
                }
            }
            let labels = self.chain.best(&scores);
            let marginals = self.chain.marginals(&scores);
            collect(&prose.units[segment], &labels, &marginals, &mut names);
        }
        names
    }

    /// Scores of the labels of each unit.
    fn scores(&self, features: &[NameFeature<'_>]) -> Vec<f32> {
        let states = self.layer.states(features.iter().map(|f| (&*f.word, f.rows)));
        self.head.outputs_of(&states)
    }
}

fn collect(units: &[Unit], labels: &[u8], marginals: &[f32], names: &mut Vec<NameSpan>) {
    let mut at = 0;
    while at < labels.len() {
        let Some(class) = labels[at]
            .checked_sub(1)
            .map(|label| NameClass::ALL[usize::from(label) / 2])
        else {
            at += 1;
            continue;
        };
        let inside = labels[at] + labels[at] % 2;
        let mut end = at + 1;
        while end < labels.len() && labels[end] == inside {
            end += 1;
        }
        names.push(NameSpan {
            span: units[at].span.cover(units[end - 1].span),
            class,
            confidence: (at..end)
                .map(|unit| 1.0 - marginals[unit * NAME_LABELS])
                .fold(1.0, f32::min),
        });
        at = end;
    }
}

/// The names of a text that is already split, as the model alone draws them.
#[must_use]
pub fn names(text: &str, tokens: &[Token], sentences: &[Sentence], models: &Models) -> Vec<NameSpan> {
    models
        .names
        .names(&Prose::new(text, tokens, sentences, &[], &models.gazetteer))
}

/// Units and features of a text that is already split, for training.
#[must_use]
pub fn training_units<'a>(
    text: &'a str,
    tokens: &[Token],
    sentences: &[Sentence],
    models: &Models,
) -> Vec<(Span, NameFeature<'a>)> {
    let prose = Prose::new(text, tokens, sentences, &[], &models.gazetteer);
    let spans = prose.units.iter().map(|unit| unit.span);
    spans.zip(prose.features.iter().cloned()).collect()
}
