//! Degree of derivation on the short answers of Clough and Stevenson.
//!
//! Reads `corpora/clough-stevenson/answers.jsonl` of the shared folder: answers
//! to a few tasks, each written from an original at one of four levels. Scores
//! the program's limits on them, and limits that were fitted on all tasks but
//! the one that they are tried on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use stemma::{Degree, Exemplar, Limits, Sharing, sharing};

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;

const CORPUS: &str = "clough-stevenson";

#[derive(Deserialize)]
struct Line {
    task: String,
    level: String,
    text: String,
}

/// One answer: its task, what it shares with the original, and its level.
struct Answer {
    task: String,
    sharing: Sharing,
    gold: Degree,
}

/// Measures the four levels.
///
/// # Errors
/// When the answers cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let Some(path) = corpora.shared("corpora/clough-stevenson/answers.jsonl") else {
        scored.skip(CORPUS, "the shared folder does not hold it");
        return Ok(scored);
    };
    let body = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let answers = answers(&body)?;
    let tasks: BTreeSet<&str> = answers.iter().map(|answer| answer.task.as_str()).collect();
    let right = |answer: &&Answer, limits: &Limits| limits.degree(&answer.sharing) == answer.gold;
    let left_out: usize = tasks
        .iter()
        .map(|&task| {
            let (tried, fitted): (Vec<&Answer>, Vec<&Answer>) =
                answers.iter().partition(|answer| answer.task == task);
            let limits = fit(&fitted);
            println!("{CORPUS}: limits from all tasks but {task}: {limits:?}");
            tried.iter().filter(|answer| right(answer, &limits)).count()
        })
        .sum();
    println!(
        "{CORPUS}: limits from all tasks: {:?}",
        fit(&answers.iter().collect::<Vec<_>>())
    );
    let shipped = answers
        .iter()
        .filter(|answer| right(answer, &Limits::FITTED))
        .count();
    let figure = |metric: &str, hits: usize| Figure {
        corpus: CORPUS.to_owned(),
        metric: metric.to_owned(),
        value: (!answers.is_empty()).then(|| hits as f64 / answers.len() as f64),
        sense: Sense::Higher,
        cases: Some(answers.len()),
    };
    scored.figures = vec![
        figure("degree/task_left_out", left_out),
        figure("degree/shipped", shipped),
    ];
    Ok(scored)
}

fn answers(body: &str) -> Result<Vec<Answer>> {
    let lines = body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect::<Result<Vec<Line>>>()?;
    let originals: BTreeMap<&str, Exemplar> = lines
        .iter()
        .filter(|line| line.level == "original")
        .map(|line| (line.task.as_str(), exemplar(&line.text)))
        .collect();
    lines
        .iter()
        .filter(|line| line.level != "original")
        .map(|line| {
            let gold = match line.level.as_str() {
                "non-derived" => Degree::NonDerived,
                "heavy-revision" => Degree::HeavyRevision,
                "light-revision" => Degree::LightRevision,
                "near-copy" => Degree::NearCopy,
                other => bail!("no level {other:?}"),
            };
            let original = originals
                .get(line.task.as_str())
                .with_context(|| format!("task {} has no original", line.task))?;
            Ok(Answer {
                task: line.task.clone(),
                sharing: sharing(&exemplar(&line.text), original),
                gold,
            })
        })
        .collect()
}

fn exemplar(text: &str) -> Exemplar {
    let article = page::plain_text("answer", text);
    let paragraphs: Vec<_> = article.blocks.iter().map(|block| block.span).collect();
    Exemplar::new(article.text.as_str(), &paragraphs, &[])
}

/// Limits with the fewest errors, each between the levels beside it.
fn fit(answers: &[&Answer]) -> Limits {
    let limit = |lower: Degree, measure: fn(&Sharing) -> f64| {
        let told: Vec<(f64, bool)> = answers
            .iter()
            .filter(|answer| answer.gold >= lower)
            .map(|answer| (measure(&answer.sharing), answer.gold > lower))
            .collect();
        best_cut(told)
    };
    Limits {
        derived: limit(Degree::NonDerived, |s| s.passages),
        light: limit(Degree::HeavyRevision, |s| s.long),
        copied: limit(Degree::LightRevision, |s| s.reach),
    }
}

/// The value that parts those that are from those that are not with the fewest errors; of several the middle one.
fn best_cut(mut told: Vec<(f64, bool)>) -> f64 {
    told.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let right = |cut: usize| {
        let (below, above) = told.split_at(cut);
        below.iter().filter(|one| !one.1).count() + above.iter().filter(|one| one.1).count()
    };
    let most = (0..=told.len()).map(right).max().unwrap_or(0);
    let cuts: Vec<usize> = (0..=told.len()).filter(|&cut| right(cut) == most).collect();
    let value = |at: usize| told.get(at).map_or(0.0, |one| one.0);
    match cuts.get(cuts.len() / 2) {
        None | Some(0) => 0.0,
        Some(&cut) if cut == told.len() => f64::INFINITY,
        Some(&cut) => f64::midpoint(value(cut - 1), value(cut)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_lies_between_the_two() {
        assert_eq!(
            best_cut(vec![(1.0, false), (4.0, true), (2.0, false), (6.0, true)]),
            3.0
        );
        assert_eq!(best_cut(vec![(1.0, true), (2.0, true)]), 0.0);
        assert_eq!(best_cut(vec![(1.0, false)]), f64::INFINITY);
    }
}
