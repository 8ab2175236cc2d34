//! Fits the weights by which a pronoun's antecedent is chosen.
//!
//! In: the train parts of GUM (open documents), `LitBank` and the marked news, and sources of which is marked who they are,
//! with the persons that the program finds before each pronoun. Out: `antecedents.tsv`, and how many pronouns of the rest of the
//! news it gives the right person. Maximises
//! the probability of the candidates that the corpus marks as the same entity,
//! or of nobody where it marks none, with a small ridge; full steps, no
//! randomness, so the same weights from the same texts and the table before: whom the
//! program finds hangs on it too, so that a fit from another start is run twice.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};
use nlp::{ANTECEDENT_PROPERTIES as NAMES, AntecedentProperties as Properties, Models, PronounCase};
use text::Span;

use super::corpus::{Document, gum, litbank, news};
use crate::corpora::Corpora;
use crate::speakers::{self, Studied};

const TABLE: &str = "crates/nlp/data/antecedents.tsv";

const STEPS: usize = 600;

const RATE: f64 = 0.1;

const RIDGE: f64 = 1e-4;

/// Weight of a case of another genre beside one of news: in a biography all is of one person.
const OTHER: f64 = 0.3;

/// Weight of a case of fiction, where speakers take turns.
const FICTION: f64 = 0.05;

/// Weight of a pronoun whose antecedent is not among the persons found: mostly one that the name model missed, which
/// happens in fiction far more than in news.
const UNFOUND: f64 = 0.15;

/// Weights that are set. One whose given name is in no list must not lose to one whose name is, so that agreement weighs
/// little. In a report a quotation goes on with the one who spoke, or of whom was told, in the sentence before. Who is named
/// in the words that a pronoun brings in, or after it in its own clause, is hardly the one it means. They were weighed on
/// articles of `PolNeAR` train that were read as a whole, since the marked texts have few such cases.
const SET: [(&str, f64); 7] = [
    ("gender_agrees", 0.3),
    ("spoke_before", 0.8),
    ("acted_before", 1.5),
    ("in_own_words", -2.5),
    ("named_after", -3.0),
    ("relative_before", -4.0),
    ("was_asked", 2.0),
];

const HEADER: &str = "\
# What speaks for a person as the one a pronoun means: property, weight (log-odds). Fitted by `cargo lab train-antecedents`
# on the train parts of GUM (open documents, Zeldes 2017), LitBank (Bamman et al. 2020, CC BY 4.0), and chains and speakers marked in news; the pronouns
# are he, she and their forms, the persons those that the program itself finds. Figures: docs/people.md.
";

/// Properties of the candidates and of nobody, and which of them are right.
struct Choice {
    options: Vec<Properties>,
    right: Vec<bool>,
    weight: f64,
}

/// The subcommand.
///
/// # Errors
/// When a corpus is missing or the table cannot be written.
pub fn run(corpora: &Corpora, _: &[String]) -> Result<bool> {
    let set = |path: &str| {
        corpora
            .shared(path)
            .with_context(|| format!("{path} is not there"))
    };
    let models = Models::bundled();
    let mut choices = Vec::new();
    for document in &gum(&set("corpora/gum")?, "train")? {
        let weight = if document.genre == "news" { 1.0 } else { OTHER };
        choices.extend(choices_of(document, &models, weight));
    }
    for document in &litbank(&set("corpora/litbank/train.jsonl")?)? {
        choices.extend(choices_of(document, &models, FICTION));
    }
    for document in &news(corpora, "train")? {
        choices.extend(choices_of(document, &models, 1.0));
    }
    for text in &speakers::studied(corpora)? {
        choices.extend(choices_of_sources(text, &models));
    }
    let mut others = Vec::new();
    for document in &news(corpora, "dev")? {
        others.extend(choices_of(document, &models, 1.0));
    }
    let weights = fit(&choices);
    let right = others.iter().filter(|choice| is_right(&weights, choice)).count();
    eprintln!(
        "{} pronouns; right of others in news: {right} of {}",
        choices.len(),
        others.len()
    );
    let mut table = HEADER.to_owned();
    for (name, weight) in NAMES.iter().zip(weights) {
        writeln!(table, "{name}\t{weight:.3}")?;
    }
    fs::write(corpora.checkout(TABLE), table)?;
    Ok(true)
}

fn choices_of(document: &Document, models: &Models, weight: f64) -> Vec<Choice> {
    let article = page::plain_text(&document.id, &document.text);
    let entity_at = |span: Span| {
        let found = vec![false; document.mentions.len()];
        super::numbered(document, span, &found).map(|at| document.mentions[at].entity.as_str())
    };
    nlp::pronoun_cases(&article, models)
        .into_iter()
        .filter_map(|case| {
            let gold = entity_at(case.pronoun)?;
            let mut right: Vec<bool> = case
                .candidates
                .iter()
                .map(|(span, _)| entity_at(*span) == Some(gold))
                .collect();
            let none = !right.contains(&true);
            right.push(none);
            Some(Choice {
                options: options_of(case),
                right,
                weight: if none { weight * UNFOUND } else { weight },
            })
        })
        .collect()
}

/// Properties of the candidates, and last of nobody.
fn options_of(case: PronounCase) -> Vec<Properties> {
    let candidates = case.candidates.into_iter().map(|(_, properties)| properties);
    candidates.chain([case.nobody]).collect()
}

/// Pronouns that are sources, of whom the name is marked.
fn choices_of_sources(text: &Studied, models: &Models) -> Vec<Choice> {
    let article = page::plain_text(&text.id, &text.body);
    let analysis = nlp::analyze(&article, models);
    let name_at = |span: Span| {
        let mention = analysis.mentions_in(span).find(|mention| mention.span == span)?;
        analysis
            .name_of(mention.entity)
            .map(|name| article.text.slice(name))
    };
    nlp::pronoun_cases(&article, models)
        .into_iter()
        .filter_map(|case| {
            let is_source = |(source, _): &&(Span, Option<String>)| *source == case.pronoun;
            let gold = text.sources.iter().find(is_source)?.1.as_ref()?;
            let mut right: Vec<bool> = case
                .candidates
                .iter()
                .map(|(span, _)| name_at(*span).is_some_and(|name| speakers::same_name(name, gold)))
                .collect();
            let found = right.contains(&true);
            right.push(false);
            found.then(|| Choice {
                options: options_of(case),
                right,
                weight: 1.0,
            })
        })
        .collect()
}

/// Gradient ascent with a step for each weight that shrinks as its slopes add up.
fn fit(choices: &[Choice]) -> [f64; NAMES.len()] {
    let set = NAMES.map(|name| {
        SET.iter()
            .find(|(set, _)| *set == name)
            .map(|(_, weight)| *weight)
    });
    let mut weights = set.map(Option::unwrap_or_default);
    let mut steepness = [1e-6; NAMES.len()];
    let all: f64 = choices.iter().map(|c| c.weight).sum();
    for _ in 0..STEPS {
        let mut slopes = weights.map(|w| -RIDGE * w);
        for choice in choices {
            let odds: Vec<f64> = choice.options.iter().map(|p| dot(&weights, p).exp()).collect();
            let sum: f64 = odds.iter().sum();
            let right: f64 = odds
                .iter()
                .zip(&choice.right)
                .filter(|(_, r)| **r)
                .map(|(o, _)| o)
                .sum();
            for ((odds, is_right), properties) in odds.iter().zip(&choice.right).zip(&choice.options) {
                let wanted = if *is_right { odds / right } else { 0.0 };
                let pull = choice.weight * (wanted - odds / sum) / all;
                for (slope, x) in slopes.iter_mut().zip(properties) {
                    *slope += pull * f64::from(*x);
                }
            }
        }
        let free = weights.iter_mut().zip(set).zip(&mut steepness).zip(slopes);
        for (((weight, _), steepness), slope) in free.filter(|(((_, set), _), _)| set.is_none()) {
            *steepness += slope * slope;
            *weight += RATE * slope / steepness.sqrt();
        }
    }
    weights
}

/// Is the likeliest candidate of the right entity, or nobody where none is?
fn is_right(weights: &[f64; NAMES.len()], choice: &Choice) -> bool {
    let score = |at: &usize| dot(weights, &choice.options[*at]);
    let best = (0..choice.options.len()).max_by(|a, b| score(a).total_cmp(&score(b)));
    best.is_some_and(|best| choice.right[best])
}

fn dot(weights: &[f64; NAMES.len()], properties: &Properties) -> f64 {
    weights
        .iter()
        .zip(properties)
        .map(|(w, x)| w * f64::from(*x))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_right_from_wrong_gets_the_weight() {
        let option = |at: usize| {
            let mut properties = [0.0; NAMES.len()];
            properties[at] = 1.0;
            properties
        };
        let choice = Choice {
            options: vec![option(0), option(1), option(2)],
            right: vec![false, true, false],
            weight: 1.0,
        };
        let weights = fit(&[choice]);
        assert!(weights[1] > 1.0, "{weights:?}");
        assert!(weights[0] < 0.0 && weights[2] < 0.0, "{weights:?}");
    }
}
