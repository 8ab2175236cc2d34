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

/// Weights of what an attribution's confidence is made of.
#[must_use]
pub fn fit(tagger: &Tagger, examples: &[Example]) -> Properties {
    let mut cases = Vec::new();
    for example in examples {
        let tokens = nlp::tokenize(&example.text);
        let words = |spans: &[Span]| words(&example.text, &tokens, spans);
        let gold: Vec<_> = example
            .attributions
            .iter()
            .map(|a| (words(&a.content), words(&a.source)))
            .collect();
        let analysis = Analysis {
            tokens: tokens.clone(),
            ..Analysis::default()
        };
        for (found, properties) in tagger.candidates(&example.text, &analysis) {
            let (content, source) = (words(&found.content), words(&found.source));
            let holds = gold.iter().any(|(c, s)| {
                alike(c, &content) && ((s.is_empty() && source.is_empty()) || alike(s, &source))
            });
            cases.push((properties, holds));
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
