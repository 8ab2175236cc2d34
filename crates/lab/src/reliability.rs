//! Does the confidence of a statement tell how often such statements are right?
//!
//! In: marked texts and what `headwater read --jsonl` prints of them. Out: a
//! table of ten bins of confidence with the share that is right, and the
//! expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean
//! distance of the two, each bin by its size. Right is as for
//! [`crate::confidence`]. Statements inside others are left out, because the
//! set marks none.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;
use text::{CodePoints, Span};

use crate::confidence::{Parts, is_right};
use crate::polnear::Example;

/// Statements whose confidence lies between one tenth and the next.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bin {
    /// How many.
    pub statements: usize,
    /// How many of them are right.
    pub right: usize,
    /// Sum of their confidences.
    pub confidence: f64,
}

/// The bins in ascending order, ten of them.
///
/// # Errors
/// When a line of `output` is not what `read --jsonl` prints of one of the examples.
pub fn bins(examples: &[Example], output: &str) -> Result<[Bin; 10]> {
    let examples: BTreeMap<&str, &Example> = examples.iter().map(|e| (e.id.as_str(), e)).collect();
    let mut bins = [Bin::default(); 10];
    for line in output.lines() {
        let line: Value = serde_json::from_str(line)?;
        let id = line["id"].as_str().context("a line without id")?;
        let example = examples.get(id).with_context(|| format!("{id}: no such text"))?;
        let points = CodePoints::new(&example.text);
        let tokens = nlp::tokenize(&example.text);
        let gold = Parts::gold(example, &tokens);
        for statement in line["attributions"].as_array().context("attributions")? {
            if !statement["parent"].is_null() {
                continue;
            }
            let spans = |role: &str| -> Option<Vec<Span>> {
                let point = |at: &Value| points.to_byte(usize::try_from(at.as_u64()?).ok()?);
                let span = |pair: &Value| Some(Span::new(point(&pair[0])?, point(&pair[1])?));
                statement[role].as_array()?.iter().map(span).collect()
            };
            let (source, content) = spans("source").zip(spans("content")).context("spans")?;
            let found = Parts::of(&example.text, &tokens, &source, &content);
            let confidence = statement["confidence"].as_f64().context("confidence")?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
            bin.statements += 1;
            bin.right += usize::from(is_right(&gold, &found));
            bin.confidence += confidence;
        }
    }
    Ok(bins)
}

/// The expected calibration error; `None` without statements.
#[must_use]
pub fn expected_error(bins: &[Bin]) -> Option<f64> {
    let all: usize = bins.iter().map(|bin| bin.statements).sum();
    let apart: f64 = bins
        .iter()
        .map(|bin| (bin.confidence - bin.right as f64).abs())
        .sum();
    (all > 0).then(|| apart / all as f64)
}

/// The bins for people, a line each.
#[must_use]
pub fn table(bins: &[Bin]) -> String {
    let mut out = format!(
        "{:>12}{:>12}{:>12}{:>8}\n",
        "confidence", "statements", "mean", "right"
    );
    for bin in bins.iter().enumerate().filter(|(_, bin)| bin.statements > 0) {
        let (at, bin) = bin;
        let share = |sum: f64| sum / bin.statements as f64;
        out += &format!(
            "{:>12}{:>12}{:>12.3}{:>8.3}\n",
            format!(".{at} to .{at}9"),
            bin.statements,
            share(bin.confidence),
            share(bin.right as f64)
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use attribution::link::Attribution;

    #[test]
    fn a_sure_error_and_an_unsure_success_are_far_from_calibrated() -> Result<()> {
        let example = Example {
            id: "a".to_owned(),
            text: "Ada Quill said it rains. Tom Hale said it snows.".to_owned(),
            attributions: vec![Attribution {
                source: vec![Span::new(0, 9)],
                cue: vec![Span::new(10, 14)],
                content: vec![Span::new(15, 23)],
            }],
        };
        let output = r#"{"id": "a", "attributions": [
            {"source": [[0, 9]], "content": [[15, 23]], "parent": null, "confidence": 0.25},
            {"source": [[25, 34]], "content": [[40, 48]], "parent": null, "confidence": 1.0},
            {"source": [[25, 34]], "content": [[40, 48]], "parent": 1, "confidence": 0.5}]}"#
            .replace('\n', " ");
        let bins = bins(&[example], &output)?;
        assert_eq!((bins[2].statements, bins[2].right), (1, 1));
        assert_eq!((bins[9].statements, bins[9].right), (1, 0));
        assert_eq!(bins[5].statements, 0);
        assert_eq!(expected_error(&bins), Some((0.75 + 1.0) / 2.0));
        assert_eq!(expected_error(&[]), None);
        Ok(())
    }
}
