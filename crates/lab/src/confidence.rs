//! Fits the confidence of the tagger: how often attributions like this one are right.
//!
//! Right is as in the headline of the attribution scorer: content and source share at least half of
//! their words with those of one gold attribution, or neither has a source.

use std::collections::BTreeSet;

use attribution::link::tokens_of;
use attribution::tagger::{KNOTS, Tagger};
use nlp::{Analysis, Token};
use text::Span;

use crate::polnear::Example;

/// Cases that each knot is presumed to have seen at its own value.
const PRIOR: f32 = 5.0;

/// Share of right attributions at evenly spaced values of the uncalibrated confidence, never falling.
#[must_use]
pub fn fit(examples: &[Example]) -> [f32; KNOTS] {
    let tagger = Tagger::load().uncalibrated();
    let step = 1.0 / (KNOTS - 1) as f32;
    let mut right: [f32; KNOTS] = std::array::from_fn(|knot| PRIOR * knot as f32 * step);
    let mut all = [PRIOR; KNOTS];
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
        for found in tagger.find(&example.text, &analysis) {
            let (content, source) = (words(&found.content), words(&found.source));
            let holds = gold.iter().any(|(c, s)| {
                alike(c, &content) && ((s.is_empty() && source.is_empty()) || alike(s, &source))
            });
            for knot in 0..KNOTS {
                let weight = 1.0 - (found.confidence - knot as f32 * step).abs() / step;
                if weight > 0.0 {
                    all[knot] += weight;
                    right[knot] += weight * f32::from(u8::from(holds));
                }
            }
        }
    }
    let mut highest = 0.0_f32;
    std::array::from_fn(|knot| {
        highest = highest.max(right[knot] / all[knot]);
        highest
    })
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
