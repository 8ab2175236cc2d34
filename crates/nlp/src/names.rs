//! Names in running text.
//!
//! In: tokens and sentences. Out: spans that name a person, an organisation, a
//! place or something else, without title or article, with a confidence. A
//! small linear-chain model finds them; its weights and how they were made are
//! described in `crates/nlp/data/names.md`.

use text::Span;

use crate::chain::{BadWeights, Chain, Tensors};
use crate::gazetteer::Gazetteer;
use crate::name_features::{Clusters, features};
use crate::units::{Unit, units};
use crate::{Sentence, Token};

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

/// A name as the model draws it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameSpan {
    /// Bytes of the text.
    pub span: Span,
    /// What it names.
    pub class: NameClass,
    /// The model's probability of its least sure unit.
    pub confidence: f32,
}

/// The weights.
#[derive(Debug, Clone)]
pub(crate) struct NameModel {
    chain: Chain<NAME_LABELS>,
    clusters: Clusters,
}

impl NameModel {
    pub(crate) fn from_safetensors(file: &[u8]) -> Result<Self, BadWeights> {
        let tensors = Tensors::read(file)?;
        Ok(Self {
            chain: Chain::from_tensors(&tensors)?,
            clusters: Clusters::from_tensors(&tensors)?,
        })
    }

    /// The names of sentences given as units, ascending.
    pub(crate) fn names<'a>(
        &self,
        text: &str,
        sentences: impl Iterator<Item = &'a [Unit]>,
        gazetteer: &Gazetteer,
    ) -> Vec<NameSpan> {
        let mut names = Vec::new();
        for units in sentences {
            let features = features(text, units, gazetteer, &self.clusters);
            let emissions = self.chain.emissions(&features);
            let (labels, sure) = self.chain.decode(&emissions);
            collect(units, &labels, &sure, &mut names);
        }
        names
    }
}

fn collect(units: &[Unit], labels: &[usize], sure: &[f32], names: &mut Vec<NameSpan>) {
    let mut at = 0;
    while at < labels.len() {
        let Some(class) = labels[at].checked_sub(1).map(|l| NameClass::ALL[l / 2]) else {
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
            confidence: sure[at..end].iter().copied().fold(1.0, f32::min),
        });
        at = end;
    }
}

/// The names of a text that is already split, as the model alone draws them.
#[must_use]
pub fn names(text: &str, tokens: &[Token], sentences: &[Sentence], models: &crate::Models) -> Vec<NameSpan> {
    let split: Vec<Vec<Unit>> = sentences
        .iter()
        .map(|s| units(text, tokens, s.first_token, s.end_token))
        .collect();
    models
        .names
        .as_ref()
        .map(|model| model.names(text, split.iter().map(Vec::as_slice), &models.gazetteer))
        .unwrap_or_default()
}

/// A sentence as the trainer of the name model sees it.
#[derive(Debug, Clone)]
pub struct TrainingSentence {
    /// Where each unit lies.
    pub units: Vec<Span>,
    /// The keys of its features.
    pub features: Vec<Vec<u32>>,
}

/// Units and features of one sentence, for training.
#[must_use]
pub fn training_sentence(text: &str, models: &crate::Models, clusters: &Clusters) -> TrainingSentence {
    let tokens = crate::tokenize(text);
    let units = units(text, &tokens, 0, tokens.len());
    TrainingSentence {
        features: features(text, &units, &models.gazetteer, clusters),
        units: units.iter().map(|u| u.span).collect(),
    }
}
