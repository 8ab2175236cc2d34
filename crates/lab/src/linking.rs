//! Fits the linker: logistic regression on pairs of gold pieces and cues.
//!
//! Newton's method with a small ridge; no randomness, so the same weights from the same articles.

use attribution::features::features;
use attribution::link::{
    Attribution, Context, Linker, PROPERTIES, Piece, is_source, labels, pairs, pieces, properties, tokens_of,
};
use nlp::Token;

use crate::polnear::Example;

const STEPS: usize = 25;
const RIDGE: f64 = 0.01;

/// Properties of a case, and whether it holds.
pub(crate) type Case<const N: usize> = ([f32; N], bool);

/// Weights of the linker that fit the gold attributions best.
#[must_use]
pub fn fit(examples: &[Example]) -> Linker {
    let (mut sources, mut contents) = (Vec::<Case<PROPERTIES>>::new(), Vec::<Case<PROPERTIES>>::new());
    for example in examples {
        let tokens = nlp::tokenize(&example.text);
        let pieces = pieces(&labels(&tokens, &example.attributions));
        let context = Context::new(&features(&example.text, &tokens));
        let owners: Vec<Vec<usize>> = pieces
            .iter()
            .map(|piece| owners(&tokens, *piece, &example.attributions))
            .collect();
        for pair in pairs(&pieces) {
            let together = owners[pair.piece]
                .iter()
                .any(|owner| owners[pair.cue].contains(owner));
            let cases = if is_source(pieces[pair.piece].role) {
                &mut sources
            } else {
                &mut contents
            };
            cases.push((properties(&pieces, &context, pair), together));
        }
    }
    Linker {
        source: regression(&sources),
        content: regression(&contents),
    }
}

/// Attributions that a piece belongs to.
fn owners(tokens: &[Token], piece: Piece, attributions: &[Attribution]) -> Vec<usize> {
    (0..attributions.len())
        .filter(|&at| {
            let attribution = &attributions[at];
            let spans = attribution
                .source
                .iter()
                .chain(&attribution.cue)
                .chain(&attribution.content);
            spans
                .into_iter()
                .any(|span| tokens_of(tokens, *span).contains(&piece.first))
        })
        .collect()
}

/// Weights of a logistic regression: log-odds that a case holds are the weighted sum of its properties.
pub(crate) fn regression<const N: usize>(cases: &[Case<N>]) -> [f32; N] {
    let mut weights = [0.0_f64; N];
    for _ in 0..STEPS {
        let mut slope = weights.map(|w| RIDGE * w);
        let mut curvature = [[0.0; N]; N];
        for (at, row) in curvature.iter_mut().enumerate() {
            row[at] = RIDGE;
        }
        for (properties, together) in cases {
            let x = properties.map(f64::from);
            let z: f64 = weights.iter().zip(x).map(|(w, x)| w * x).sum();
            let p = 1.0 / (1.0 + (-z).exp());
            let error = p - f64::from(u8::from(*together));
            for i in 0..N {
                slope[i] += error * x[i];
                for j in 0..N {
                    curvature[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curvature, slope)) {
            *weight -= step;
        }
    }
    weights.map(|w| w as f32)
}

/// Solves a positive definite system by elimination.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for row in i + 1..N {
            let factor = a[row][i] / a[i][i];
            let pivot = a[i];
            for (value, above) in a[row].iter_mut().zip(pivot).skip(i) {
                *value -= factor * above;
            }
            b[row] -= factor * b[i];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            b[i] -= a[i][j] * b[j];
        }
        b[i] /= a[i][i];
    }
    b
}
