//! Sourced statements of marked articles.
//!
//! In: `eval/sources.jsonl`, marks as code points of articles whose texts lie in
//! the shared folder and are known by their hash, and what the program finds in
//! them. Out: F1 of the statements, and for those that match the share of right
//! types, names, titles and justifications. The rules of marking stand in
//! `docs/sources.md`; the part `tune` was looked at while rules were made, the part
//! `measure` was not.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use anyhow::{Context as _, Result, bail};
use attribution::{SourcedStatement, SourcedType};
use serde::Deserialize;
use serde_json::Value;
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;

/// Word F1 from which two wordings are taken for one.
const SAME: f64 = 0.5;

type Points = [usize; 2];

#[derive(Deserialize)]
struct Marked {
    id: String,
    sha256: String,
    part: String,
    statements: Vec<Mark>,
}

#[derive(Deserialize)]
struct Mark {
    statement: Points,
    #[serde(rename = "type")]
    kind: String,
    name: Option<Points>,
    title: Option<Points>,
    justification: Vec<Points>,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// A sourced statement in words, gold or found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wording {
    statement: String,
    kind: String,
    name: Option<String>,
    title: Option<String>,
    justification: Option<String>,
}

/// Counts over one part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tally {
    wanted: usize,
    found: usize,
    matched: usize,
    right: [usize; 4],
    /// Of justifications that are there: right, found and wanted.
    given: [usize; 3],
}

/// Measures the sourcing scheme.
///
/// # Errors
/// When marks or texts cannot be read, or a text is not the one that was marked.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let Some(texts) = corpora.shared("corpora/polnear/train.jsonl") else {
        scored.skip("sources", "the shared folder does not hold the marked articles");
        return Ok(scored);
    };
    let mut marked: BTreeMap<String, Marked> = BTreeMap::new();
    for line in fs::read_to_string(corpora.bundled("eval/sources.jsonl")?)?.lines() {
        let one: Marked = serde_json::from_str(line)?;
        marked.insert(one.id.clone(), one);
    }
    let (nlp, models) = (nlp::Models::bundled(), attribution::Models::bundled());
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut seen = 0;
    for line in fs::read_to_string(&texts)?.lines() {
        let Text { id, text } = serde_json::from_str(line).context("a text")?;
        let Some(gold) = marked.get(&id) else { continue };
        if page::sha256_hex(text.as_bytes()) != gold.sha256 {
            bail!("the text of {id} is not the one that was marked");
        }
        seen += 1;
        let wanted = gold
            .statements
            .iter()
            .map(|mark| wording_of_mark(&text, mark))
            .collect::<Option<Vec<_>>>()
            .with_context(|| format!("a mark outside the text of {id}"))?;
        let article = page::plain_text(&id, &text);
        let analysis = nlp::analyze(&article, &nlp);
        let statements = attribution::attribute(&article, &analysis, &models);
        let found: Vec<Wording> = attribution::sourced(&article, &analysis, &statements, &models)
            .iter()
            .map(|one| wording_of_found(&text, one))
            .collect::<Result<_>>()?;
        tallies.entry(&gold.part).or_default().count(&wanted, &found);
    }
    if seen != marked.len() {
        bail!("{} marked articles are not in the corpus", marked.len() - seen);
    }
    scored.figures = tallies
        .into_iter()
        .flat_map(|(part, tally)| tally.figures(part))
        .collect();
    Ok(scored)
}

fn wording_of_mark(text: &str, mark: &Mark) -> Option<Wording> {
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let words = |[start, end]: Points| Some(text.get(*bytes.get(start)?..*bytes.get(end)?)?.to_owned());
    let pieces: Option<Vec<String>> = mark.justification.iter().map(|&piece| words(piece)).collect();
    let pieces = pieces?;
    Some(Wording {
        statement: words(mark.statement)?,
        kind: mark.kind.clone(),
        name: match mark.name {
            Some(points) => Some(words(points)?),
            None => None,
        },
        title: match mark.title {
            Some(points) => Some(words(points)?),
            None => None,
        },
        justification: (!pieces.is_empty()).then(|| pieces.join("; ")),
    })
}

fn wording_of_found(text: &str, one: &SourcedStatement) -> Result<Wording> {
    let words = |span: Span| text[span.range()].to_owned();
    let pieces: Vec<String> = one.justification.iter().map(|&piece| words(piece)).collect();
    Ok(Wording {
        statement: words(one.span),
        kind: name_of(one.kind)?,
        name: one.name.map(words),
        title: one.title.map(words),
        justification: (!pieces.is_empty()).then(|| pieces.join("; ")),
    })
}

fn name_of(kind: SourcedType) -> Result<String> {
    match serde_json::to_value(kind)? {
        Value::String(name) => Ok(name),
        other => bail!("{other} is no type"),
    }
}

/// Lower-case words with straight apostrophes.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// F1 of the words of two wordings, as bags.
fn word_f1(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in &a {
        *left.entry(word).or_default() += 1;
    }
    let shared = b
        .iter()
        .filter(|word| match left.get_mut(word.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .count();
    if shared == 0 {
        return 0.0;
    }
    2.0 * shared as f64 / (a.len() + b.len()) as f64
}

/// Equal but for case, marks and a leading article.
fn same_name(a: Option<&str>, b: Option<&str>) -> bool {
    let folded = |name: Option<&str>| {
        let mut words = words(name.unwrap_or_default());
        if words.first().is_some_and(|word| word == "the") {
            words.remove(0);
        }
        words
    };
    folded(a) == folded(b)
}

/// Both absent, or enough words in common.
fn same_words(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => word_f1(a, b) >= SAME,
        _ => false,
    }
}

/// Pairs of gold and found statements, one to one, best first.
fn matched(wanted: &[Wording], found: &[Wording]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, gold) in wanted.iter().enumerate() {
        for (f, one) in found.iter().enumerate() {
            let score = word_f1(&gold.statement, &one.statement);
            if score >= SAME {
                pairs.push((score, g, f));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_found) = (vec![false; wanted.len()], vec![false; found.len()]);
    let mut matched = Vec::new();
    for (_, g, f) in pairs {
        if !used_gold[g] && !used_found[f] {
            used_gold[g] = true;
            used_found[f] = true;
            matched.push((g, f));
        }
    }
    matched
}

impl Tally {
    fn count(&mut self, wanted: &[Wording], found: &[Wording]) {
        self.wanted += wanted.len();
        self.found += found.len();
        for (g, f) in matched(wanted, found) {
            let (gold, one) = (&wanted[g], &found[f]);
            self.matched += 1;
            let reasons = (gold.justification.as_deref(), one.justification.as_deref());
            let right = [
                gold.kind == one.kind,
                same_name(gold.name.as_deref(), one.name.as_deref()),
                same_words(gold.title.as_deref(), one.title.as_deref()),
                same_words(reasons.0, reasons.1),
            ];
            for (count, right) in self.right.iter_mut().zip(right) {
                *count += usize::from(right);
            }
            let given = [
                reasons.0.is_some() && right[3],
                reasons.1.is_some(),
                reasons.0.is_some(),
            ];
            for (count, given) in self.given.iter_mut().zip(given) {
                *count += usize::from(given);
            }
        }
    }

    fn figures(&self, part: &str) -> Vec<Figure> {
        let share = |right: usize, of: usize| (of > 0).then(|| right as f64 / of as f64);
        let f1 = |right: usize, found: usize, wanted: usize| share(2 * right, found + wanted);
        let mut rows = vec![
            (
                "statements",
                f1(self.matched, self.found, self.wanted),
                Some(self.wanted),
            ),
            ("statements/precision", share(self.matched, self.found), None),
            (
                "statements/recall",
                share(self.matched, self.wanted),
                Some(self.wanted),
            ),
        ];
        for (name, right) in ["type", "name", "title", "justification"]
            .into_iter()
            .zip(self.right)
        {
            rows.push((name, share(right, self.matched), None));
        }
        let [right, found, wanted] = self.given;
        rows.push(("justification/given", f1(right, found, wanted), None));
        rows.into_iter()
            .map(|(metric, value, cases)| Figure {
                corpus: format!("sources/{part}"),
                metric: format!("sources/{metric}"),
                value,
                sense: Sense::Higher,
                cases,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(statement: &str, name: Option<&str>, title: Option<&str>) -> Wording {
        Wording {
            statement: statement.to_owned(),
            kind: "Named Person".to_owned(),
            name: name.map(str::to_owned),
            title: title.map(str::to_owned),
            justification: None,
        }
    }

    #[test]
    fn statements_match_one_to_one_and_best_first() {
        let wanted = [
            wording(
                "The pier is safe, she said.",
                Some("Ada Quill"),
                Some("harbour engineer"),
            ),
            wording("It leaks, he said.", None, None),
        ];
        let found = [
            wording(
                "The pier is safe, she said. It will hold.",
                None,
                Some("engineer of the harbour"),
            ),
            wording("The pier is safe, she said.", Some("ada quill"), Some("engineer")),
        ];
        assert_eq!(matched(&wanted, &found), [(0, 1)]);
        let mut tally = Tally::default();
        tally.count(&wanted, &found);
        assert_eq!((tally.wanted, tally.found, tally.matched), (2, 2, 1));
        assert_eq!(tally.right, [1, 1, 1, 1]);
    }

    #[test]
    fn what_is_absent_in_one_is_wrong() {
        for (a, b, same) in [
            (None, None, true),
            (Some("mayor"), None, false),
            (Some("the mayor of Lorn"), Some("mayor of Lorn"), true),
            (Some("mayor"), Some("former mayor of the town of Lorn"), false),
        ] {
            assert_eq!(same_words(a, b), same, "{a:?} {b:?}");
        }
        assert!(same_name(Some("The Lorn Courier"), Some("Lorn Courier")));
        assert!(!same_name(Some("Lorn"), Some("Lorn Courier")));
    }
}
