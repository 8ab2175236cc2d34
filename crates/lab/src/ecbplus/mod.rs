//! People, things and events across articles, on ECB+ dev with its topics and mentions given.
//!
//! In: `corpora/ecbplus`. Out: CoNLL F1 (MUC, B-cubed, CEAF-e) of events and of entities, mentions that are alone
//! counted too, of four ways: equal heads within a topic; equal heads within each of the two stories of a topic, which
//! are found; the program's own identities; and a clusterer whose weights are fitted on the train part in the same
//! run. The clusterer is not in the program (`docs/people.md` says why).

pub mod cluster;
pub mod corpus;
pub mod fit;
pub mod likeness;
pub mod pairs;
mod prepare;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::coreference::measures::{Agreement, Cluster};
use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;
use corpus::{Kind, read};
use fit::Fitted;
use likeness::Vocabulary;
use pairs::{NAMES, Properties, Rates, comparable, properties};
use prepare::{Part, Topic, Vectors, told};

const CORPUS: &str = "ecbplus/dev";

/// The mean likeness from which two clusters are one: chosen on the train part, three parts of it against each other.
const LEAST_EVENTS: f32 = 0.5;
/// The same, for entities.
const LEAST_ENTITIES: f32 = 0.35;

/// The scoring task.
///
/// # Errors
/// When a part that is there cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let Some(folder) = corpora.shared("corpora/ecbplus") else {
        scored.skip(CORPUS, "not beside the checkout");
        return Ok(scored);
    };
    let vectors = Vectors::read(corpora)?;
    let models = nlp::Models::bundled();
    let (train, dev) = (
        read(&folder.join("train.jsonl"))?,
        read(&folder.join("dev.jsonl"))?,
    );
    let mut vocabulary = Vocabulary::default();
    for document in &train.documents {
        let stems: Vec<u32> = told(document).map(|word| vocabulary.stem(word)).collect();
        vocabulary.count(stems);
    }
    let train = Part::of_corpus(&train, &mut vocabulary, &vectors, &models);
    let dev = Part::of_corpus(&dev, &mut vocabulary, &vectors, &models);
    let figure = |metric: String, value: f64, cases: usize| Figure {
        corpus: CORPUS.to_owned(),
        metric,
        value: Some(value),
        sense: Sense::Higher,
        cases: Some(cases),
    };
    let right = dev.stories_right();
    scored
        .figures
        .push(figure("stories".to_owned(), right.0, right.1));
    for (kind, name, least) in [
        (Kind::Event, "events", LEAST_EVENTS),
        (Kind::Entity, "entities", LEAST_ENTITIES),
    ] {
        let fitted = Weigher::fit(&train, kind);
        let heads = dev.of(kind).map(|(topic, told)| (topic, told.compared.head));
        let in_story = dev
            .of(kind)
            .map(|(topic, told)| (topic, told.compared.second, told.compared.head));
        // Whom the program does not know is alone.
        let identities = dev.of(kind).enumerate().map(|(at, (topic, told))| {
            let identity = told.compared.identity;
            (topic, identity, if identity.is_some() { 0 } else { at })
        });
        let ways: [(&str, Vec<usize>); 4] = [
            ("head", numbered(heads)),
            ("head_in_story", numbered(in_story)),
            ("program", numbered(identities)),
            ("fitted", fitted.clusters(&dev, kind, least)),
        ];
        let gold = numbered(dev.of(kind).map(|(_, told)| told.chain.clone()));
        for (way, own) in ways {
            let agreement = agreement(&gold, &own);
            let measures = [
                ("conll", agreement.conll()),
                ("muc", agreement.muc.f1()),
                ("b3", agreement.b_cubed.f1()),
                ("ceaf_e", agreement.ceaf_e.f1()),
            ];
            let shown = measures
                .into_iter()
                .filter(|(measure, _)| *measure == "conll" || way == "fitted");
            scored.figures.extend(
                shown.map(|(measure, value)| figure(format!("{name}/{way}/{measure}"), value, gold.len())),
            );
        }
    }
    Ok(scored)
}

fn agreement(gold: &[usize], own: &[usize]) -> Agreement {
    let clusters = |numbers: &[usize]| -> Vec<Cluster> {
        let mut clusters: BTreeMap<usize, Cluster> = BTreeMap::new();
        for (at, &number) in numbers.iter().enumerate() {
            clusters.entry(number).or_default().push(at);
        }
        clusters.into_values().collect()
    };
    let mut agreement = Agreement::default();
    agreement.add(&clusters(gold), &clusters(own));
    agreement
}

/// Equal keys, equal numbers.
fn numbered<T: Ord>(keys: impl Iterator<Item = T>) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

/// Weighs pairs of one kind.
struct Weigher {
    rates: Rates,
    weights: Fitted<{ NAMES.len() }>,
}

impl Weigher {
    fn fit(train: &Part, kind: Kind) -> Self {
        let mut rates = Rates::default();
        for topic in &train.0 {
            let pairs =
                pairs_of(topic, kind).filter(|(left, right)| left.compared.second == right.compared.second);
            rates.learn(
                topic.number,
                pairs.map(|(left, right)| {
                    (left.compared.head, right.compared.head, left.chain == right.chain)
                }),
            );
        }
        rates.settle();
        let mut all: Vec<(Properties, bool)> = Vec::new();
        for topic in &train.0 {
            for (left, right) in pairs_of(topic, kind) {
                let (a, b) = (&left.compared, &right.compared);
                if comparable(a, b) {
                    let alike = topic.alike[a.document][b.document];
                    let found = properties(a, b, alike, &rates, Some(topic.number));
                    all.push((found, left.chain == right.chain));
                }
            }
        }
        Self {
            rates,
            weights: Fitted::to(&all),
        }
    }

    fn clusters(&self, part: &Part, kind: Kind, least: f32) -> Vec<usize> {
        let mut found = Vec::new();
        for topic in &part.0 {
            let mentions: Vec<&pairs::Compared> = topic.of(kind).map(|told| &told.compared).collect();
            let mut likely = vec![vec![0.0; mentions.len()]; mentions.len()];
            for (at, a) in mentions.iter().enumerate() {
                for (to, b) in mentions
                    .iter()
                    .enumerate()
                    .skip(at + 1)
                    .filter(|(_, b)| comparable(a, b))
                {
                    let alike = topic.alike[a.document][b.document];
                    let one = self.weights.likely(&properties(a, b, alike, &self.rates, None)) as f32;
                    (likely[at][to], likely[to][at]) = (one, one);
                }
            }
            let first = found.len();
            found.extend(
                cluster::clusters(likely, least)
                    .into_iter()
                    .map(|cluster| first + cluster),
            );
        }
        found
    }
}

/// All pairs of a topic's mentions of a kind.
fn pairs_of(topic: &Topic, kind: Kind) -> impl Iterator<Item = (&prepare::Told, &prepare::Told)> {
    let mentions: Vec<&prepare::Told> = topic.of(kind).collect();
    (0..mentions.len()).flat_map(move |left| {
        let left_one = mentions[left];
        let others: Vec<&prepare::Told> = mentions[left + 1..].to_vec();
        others.into_iter().map(move |right| (left_one, right))
    })
}
