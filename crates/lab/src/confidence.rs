//! Fits the confidence of the tagger: how often attributions like this one are right.
//!
//! Right is as in the headline of the attribution scorer: content and source share at least half of
//! their words with those of one gold attribution, or neither has a source.

use std::collections::BTreeSet;

use attribution::link::tokens_of;
use attribution::tagger::{Properties, Tagger};
use nlp::{Analysis, Token};
use text::Span;

use crate::linking::regression;
use crate::polnear::Example;

/// The words of an attribution's source and content, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    source: BTreeSet<usize>,
    content: BTreeSet<usize>,
}

impl Parts {
    /// Of spans of a text with its tokens.
    #[must_use]
    pub fn of(text: &str, tokens: &[Token], source: &[Span], content: &[Span]) -> Self {
        Self {
            source: words(text, tokens, source),
            content: words(text, tokens, content),
        }
    }

    /// Of each gold attribution of an example.
    #[must_use]
    pub fn gold(example: &Example, tokens: &[Token]) -> Vec<Self> {
        let gold = example.attributions.iter();
        gold.map(|a| Self::of(&example.text, tokens, &a.source, &a.content))
            .collect()
    }
}

/// Is one of the gold attributions this one?
#[must_use]
pub fn is_right(gold: &[Parts], found: &Parts) -> bool {
    gold.iter().any(|gold| {
        let sourceless = gold.source.is_empty() && found.source.is_empty();
        alike(&gold.content, &found.content) && (sourceless || alike(&gold.source, &found.source))
    })
}

/// Weights of what an attribution's confidence is made of.
#[must_use]
pub fn fit(tagger: &Tagger, examples: &[Example]) -> Properties {
    let mut cases = Vec::new();
    for example in examples {
        let tokens = nlp::tokenize(&example.text);
        let gold = Parts::gold(example, &tokens);
        let analysis = Analysis {
            tokens: tokens.clone(),
            ..Analysis::default()
        };
        for (found, properties) in tagger.candidates(&example.text, &analysis) {
            cases.push((
                properties,
                is_right(
                    &gold,
                    &Parts::of(&example.text, &tokens, &found.source, &found.content),
                ),
            ));
        }
    }
    regression(&cases)
}

fn words(text: &str, tokens: &[Token], spans: &[Span]) -> BTreeSet<usize> {
    spans
        .iter()
        .flat_map(|span| tokens_of(tokens, *span))
        .filter(|&at| text[tokens[at].span.range()].contains(char::is_alphanumeric))
        .collect()
}

fn alike(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
    let shared = a.intersection(b).count();
    shared > 0 && 2 * shared >= a.len() + b.len() - shared
}
