//! Who a marked source is: cases of `eval/speakers.jsonl` on `PolNeAR` dev, and of
//! `train/speakers.jsonl` on `PolNeAR` train.
//!
//! In: a source span, marked in the corpus, and by hand the fullest name of who
//! speaks (nothing where the text names no one) and the pronoun that the article
//! uses of that person. Out: how often the program gives that name and no other;
//! apart, for persons who are he and who are she, because recall must not hang
//! on gender. Texts stay in the shared folder; a case whose text has another
//! hash is an error, not a miss.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use text::{CodePoints, Span};

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::polnear;
use crate::score::Options;

/// Cases and the texts that they are of.
struct Set {
    cases: &'static str,
    texts: &'static str,
}

const DEV: Set = Set {
    cases: "eval/speakers.jsonl",
    texts: "corpora/polnear/dev.jsonl",
};

/// For the study of errors and for what is fitted; its drawing 2 only measures.
const TRAIN: Set = Set {
    cases: "crates/lab/train/speakers.jsonl",
    texts: "corpora/polnear/train.jsonl",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Pronoun {
    He,
    She,
    None,
}

/// One case; offsets are code points.
#[derive(Debug, Deserialize)]
struct Case {
    text: String,
    sha256: String,
    source: (usize, usize),
    name: Option<(usize, usize)>,
    pronoun: Pronoun,
    /// The cases of drawing 1 served to find classes of error, those of drawing 2 only measure.
    drawn: u8,
}

/// A case with the program's answer.
struct Judged<'a> {
    case: &'a Case,
    /// The name that the program gives.
    own: Option<String>,
    right: bool,
    /// The source with the words around it, and the name looked for.
    shown: (String, Option<String>),
}

/// The scoring task.
///
/// # Errors
/// When the cases or their texts cannot be read or do not belong together.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let (Some(dev), Some(train)) = (corpora.shared(DEV.texts), corpora.shared(TRAIN.texts)) else {
        scored.skip("speakers", "not beside the checkout");
        return Ok(scored);
    };
    let dev_cases = cases(&corpora.bundled(DEV.cases)?)?;
    let train_cases = cases(&corpora.bundled(TRAIN.cases)?)?;
    let (dev, train) = (judge(&dev_cases, &dev)?, judge(&train_cases, &train)?);
    for (corpus, judged, drawn) in [
        ("speakers/polnear-dev", &dev, None),
        ("speakers/first-drawing", &dev, Some(1)),
        ("speakers/second-drawing", &dev, Some(2)),
        ("speakers/train-studied", &train, Some(1)),
        ("speakers/train-measured", &train, Some(2)),
    ] {
        let share = |metric: &str, counts: &dyn Fn(&Case) -> bool| {
            let of: Vec<&Judged<'_>> = judged
                .iter()
                .filter(|j| drawn.is_none_or(|drawn| j.case.drawn == drawn) && counts(j.case))
                .collect();
            let right = of.iter().filter(|j| j.right).count();
            Figure {
                corpus: corpus.to_owned(),
                metric: format!("speakers/{metric}"),
                value: (!of.is_empty()).then(|| right as f64 / of.len() as f64),
                sense: Sense::Higher,
                cases: Some(of.len()),
            }
        };
        scored.figures.extend([
            share("right", &|_| true),
            share("he", &|case| case.pronoun == Pronoun::He),
            share("she", &|case| case.pronoun == Pronoun::She),
            share("named", &|case| case.name.is_some()),
            share("nameless", &|case| case.name.is_none()),
        ]);
    }
    Ok(scored)
}

/// The subcommand: prints each wrong case of the first drawing with the words around it; with `--all` those of the
/// second too, which measures no longer once its errors were looked at; with `--train` those of the train set.
///
/// # Errors
/// As for [`score`], and on a usage error.
pub fn show(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let (set, all) = match words[..] {
        [] => (DEV, false),
        ["--all"] => (DEV, true),
        ["--train"] => (TRAIN, false),
        _ => bail!("speakers [--all | --train]"),
    };
    let Some(texts) = corpora.shared(set.texts) else {
        bail!("{} is not beside the checkout", set.texts);
    };
    let mut cases = cases(&corpora.bundled(set.cases)?)?;
    cases.retain(|case| all || case.drawn == 1);
    for wrong in judge(&cases, &texts)?.iter().filter(|j| !j.right) {
        let (around, name) = &wrong.shown;
        println!(
            "{} {:?}: gold {name:?}, own {:?}\n    {around:?}",
            wrong.case.text, wrong.case.source, wrong.own
        );
    }
    Ok(true)
}

/// A source that serves to study and to fit.
pub(crate) struct Studied {
    pub(crate) id: String,
    pub(crate) body: String,
    /// Each source with the name of who it is.
    pub(crate) sources: Vec<(Span, Option<String>)>,
}

/// The texts of the train set with the sources of drawing 1.
pub(crate) fn studied(corpora: &Corpora) -> Result<Vec<Studied>> {
    let texts = corpora
        .shared(TRAIN.texts)
        .with_context(|| format!("{} is not there", TRAIN.texts))?;
    let texts = polnear::texts(&texts)?;
    let cases = cases(&corpora.bundled(TRAIN.cases)?)?;
    let mut studied = Vec::new();
    for group in cases.chunk_by(|a, b| a.text == b.text) {
        let body = texts
            .get(&group[0].text)
            .with_context(|| format!("{}: no such text", group[0].text))?;
        if page::sha256_hex(body.as_bytes()) != group[0].sha256 {
            bail!("{}: another text than the one that was marked", group[0].text);
        }
        let points = CodePoints::new(body);
        let span = |place| span(&points, place);
        let sources: Vec<(Span, Option<String>)> = group
            .iter()
            .filter(|case| case.drawn == 1)
            .filter_map(|case| {
                let name = case.name.and_then(span).map(|name| body[name.range()].to_owned());
                Some((span(case.source)?, name))
            })
            .collect();
        studied.push(Studied {
            id: group[0].text.clone(),
            body: body.clone(),
            sources,
        });
    }
    Ok(studied)
}

fn span(points: &CodePoints, (start, end): (usize, usize)) -> Option<Span> {
    Some(Span::new(points.to_byte(start)?, points.to_byte(end)?))
}

fn cases(path: &Path) -> Result<Vec<Case>> {
    fs::read_to_string(path)?
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{}: {line}", path.display())))
        .collect()
}

fn judge<'a>(cases: &'a [Case], texts: &Path) -> Result<Vec<Judged<'a>>> {
    let models = (nlp::Models::bundled(), attribution::Models::bundled());
    let texts = polnear::texts(texts)?;
    let mut judged = Vec::with_capacity(cases.len());
    // Cases of one text stand together.
    for group in cases.chunk_by(|a, b| a.text == b.text) {
        let Some(body) = texts.get(&group[0].text) else {
            bail!("{}: no such text", group[0].text);
        };
        let article = page::plain_text(&group[0].text, body);
        let analysis = nlp::analyze(&article, &models.0);
        let points = CodePoints::new(body);
        let span = |place| span(&points, place);
        for case in group {
            if article.capture.sha256 != case.sha256 {
                bail!("{}: another text than the one that was marked", case.text);
            }
            let Some(source) = span(case.source) else {
                bail!("{}: {:?} is no span of it", case.text, case.source);
            };
            let (_, speaker) = attribution::speaker(&article, &analysis, &models.1, &[source]);
            let own = speaker
                .entity
                .and_then(|entity| analysis.name_of(entity))
                .map(|name| article.text.slice(name).to_owned());
            let gold = case.name.and_then(span).map(|name| body[name.range()].to_owned());
            let right = match (&own, &gold) {
                (Some(own), Some(gold)) => same_name(own, gold),
                (None, None) => true,
                _ => false,
            };
            judged.push(Judged {
                case,
                own,
                right,
                shown: (around(body, source), gold),
            });
        }
    }
    Ok(judged)
}

/// Equal but for case, stops and the article.
pub(crate) fn same_name(own: &str, gold: &str) -> bool {
    let key = |name: &str| {
        let folded = name.to_lowercase().replace('.', "").replace('’', "'");
        let words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        let article = usize::from(words.len() > 1 && words[0] == "the");
        words[article..].join(" ")
    };
    key(own) == key(gold)
}

fn around(body: &str, source: Span) -> String {
    let before: String = body[..source.start()].chars().rev().take(160).collect();
    let before: String = before.chars().rev().collect();
    let after: String = body[source.end()..].chars().take(60).collect();
    format!("{before}[[{}]]{after}", &body[source.range()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_equal_but_for_article_case_and_stops() {
        assert!(same_name("The Orlen Courier", "Orlen Courier"));
        assert!(same_name("Ada B. Quill", "ADA B Quill"));
        assert!(!same_name("Quill", "Ada Quill"));
    }
}
