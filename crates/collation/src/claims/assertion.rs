//! What a statement asserts, as features to compare.
//!
//! In: the reports and who is who. Out: for each statement its words of matter
//! (stems, identities in place of names, figures), its polarity and its words
//! in order. Rare features weigh more: what half of the story's statements
//! hold ("the president") tells no two claims apart.

use std::collections::BTreeMap;

use attribution::{Modality, SourceType, Stance, Statement};
use text::Span;

use crate::identities::Identities;
use crate::stem::stem;
use crate::vocabulary::{is_function_word, is_negation};
use crate::words::words;
use crate::{Report, StatementRef};

/// A feature: a stem, a figure or an identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Feature {
    Stem(String),
    Figure(String),
    Identity(usize),
}

/// One statement, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Assertion {
    pub(crate) at: StatementRef,
    /// Numbers of its features, ascending, each once.
    pub(crate) features: Vec<u32>,
    /// Sum of their weights.
    pub(crate) weight: f32,
    /// Figures with what they count, where the text tells.
    pub(crate) figures: Vec<(String, Option<String>)>,
    /// Does its content hold a negation?
    pub(crate) negated: bool,
    pub(crate) speaker: Option<usize>,
    /// For an order that does not hang on the order of reports.
    pub(crate) key: (String, usize),
}

/// All statements with the weights of their features.
#[derive(Debug, Default)]
pub(crate) struct Assertions {
    pub(crate) list: Vec<Assertion>,
    /// For each feature, how much it tells.
    pub(crate) weights: Vec<f32>,
    /// For each feature, the assertions that have it, ascending.
    pub(crate) postings: Vec<Vec<u32>>,
}

/// Reads the features of all statements. Linear in the words of the statements.
pub(crate) fn assertions(reports: &[Report], identities: &Identities) -> Assertions {
    let mut numbers: BTreeMap<Feature, u32> = BTreeMap::new();
    let mut made = Assertions::default();
    for (report, read) in reports.iter().enumerate() {
        for (number, statement) in read.statements.iter().enumerate() {
            let at = StatementRef {
                report,
                statement: number,
            };
            let (features, negated) = features(report, read, statement, identities);
            let mut ids: Vec<u32> = features
                .iter()
                .map(|feature| {
                    let next = numbers.len() as u32;
                    *numbers.entry(feature.clone()).or_insert(next)
                })
                .collect();
            ids.sort_unstable();
            ids.dedup();
            made.list.push(Assertion {
                at,
                features: ids,
                weight: 0.0,
                figures: figures(read, statement),
                negated: negated || statement.modality == Modality::Negated,
                speaker: statement
                    .speaker
                    .entity
                    .and_then(|entity| identities.of_entity(report, entity)),
                key: (read.article.capture.sha256.clone(), number),
            });
        }
    }
    made.postings = vec![Vec::new(); numbers.len()];
    for (at, assertion) in made.list.iter().enumerate() {
        for &feature in &assertion.features {
            made.postings[feature as usize].push(at as u32);
        }
    }
    let total = made.list.len() as f32;
    made.weights = made
        .postings
        .iter()
        .map(|held| (1.0 + total / held.len() as f32).ln())
        .collect();
    // Identities are named all over a story; they join claims less surely than words do.
    const IDENTITY: f32 = 0.6;
    for (feature, &number) in &numbers {
        if matches!(feature, Feature::Identity(_)) {
            made.weights[number as usize] *= IDENTITY;
        }
    }
    for assertion in &mut made.list {
        assertion.weight = assertion.features.iter().map(|&f| made.weights[f as usize]).sum();
    }
    made
}

fn features(
    report: usize,
    read: &Report,
    statement: &Statement,
    identities: &Identities,
) -> (Vec<Feature>, bool) {
    let body = read.article.text.as_str();
    let mut found = Vec::new();
    let mut negated = false;
    for &span in &statement.content {
        let mentions: Vec<(Span, usize)> = read
            .analysis
            .mentions_in(span)
            .filter_map(|m| Some((m.span, identities.of_entity(report, m.entity)?)))
            .collect();
        found.extend(mentions.iter().map(|&(_, identity)| Feature::Identity(identity)));
        let mut next = 0;
        for word in words(body, span) {
            while next < mentions.len() && mentions[next].0.end() <= word.span.start() {
                next += 1;
            }
            let key = word.key.strip_suffix("'s").unwrap_or(&word.key);
            negated |= is_negation(key);
            let named = mentions
                .get(next)
                .is_some_and(|&(mention, _)| mention.overlaps(word.span));
            if named
                || is_function_word(key)
                || key.len() < 2 && !key.starts_with(|c: char| c.is_ascii_digit())
            {
                continue;
            }
            if key.starts_with(|c: char| c.is_ascii_digit()) {
                found.push(Feature::Figure(key.to_owned()));
            } else {
                found.push(Feature::Stem(stem(key)));
            }
        }
    }
    (found, negated)
}

/// Figures of the content with the head of what they count.
fn figures(read: &Report, statement: &Statement) -> Vec<(String, Option<String>)> {
    let body = read.article.text.as_str();
    let mut found = Vec::new();
    for &span in &statement.content {
        for number in read.analysis.numbers.iter().filter(|n| span.contains(n.figure)) {
            let unit = number.unit.as_deref().map(stem);
            for word in words(body, number.figure) {
                if word.key.starts_with(|c: char| c.is_ascii_digit()) {
                    found.push((word.key, unit.clone()));
                }
            }
        }
    }
    found
}

/// How a statement stands to the proposition in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Asserts,
    Denies,
    Withholds,
}

/// Reads the standing from cue and modality.
pub(crate) fn standing(statement: &Statement) -> Standing {
    match statement.stance {
        Stance::Denies => Standing::Denies,
        Stance::Withholds => Standing::Withholds,
        _ => Standing::Asserts,
    }
}

/// Is it an assertion in the author's voice?
pub(crate) fn is_author(statement: &Statement) -> bool {
    statement.source_type == SourceType::Author
}
