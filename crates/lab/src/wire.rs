//! Agencies and credit lines of the PolNeAR articles.
//!
//! Reads `corpora/polnear-wire/wire.jsonl` and the texts of `corpora/polnear`
//! in the shared folder. The byline is no part of the texts: that an article is
//! an agency's has to be read from its own words. A credit line ("h/t: ...")
//! stood below the text and is given back to it as its last paragraph.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use stemma::{Credit, CreditKind, Houses, Place, credited_names, find_credits};
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;

const CORPUS: &str = "polnear-wire";

#[derive(Deserialize)]
struct Label {
    id: String,
    wire: Option<String>,
    wire_known: bool,
    credit: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// Right, given and wanted.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    given: usize,
    wanted: usize,
}

/// Measures agencies and credit lines.
///
/// # Errors
/// When the labels or texts cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let labels = corpora.shared("corpora/polnear-wire/wire.jsonl");
    let texts = ["train", "dev"].map(|part| corpora.shared(&format!("corpora/polnear/{part}.jsonl")));
    let (Some(labels), [Some(train), Some(dev)]) = (labels, texts) else {
        scored.skip(CORPUS, "the shared folder does not hold it");
        return Ok(scored);
    };
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for path in [train, dev] {
        texts.extend(lines::<Text>(&path)?.into_iter().map(|line| (line.id, line.text)));
    }
    let (mut agencies, mut credits) = (Tally::default(), Tally::default());
    for label in lines::<Label>(&labels)? {
        let text = texts
            .get(&label.id)
            .with_context(|| format!("no text of {}", label.id))?;
        if label.wire_known {
            agencies.count(agency(text).as_deref(), label.wire.as_deref());
        }
        if let Some(line) = &label.credit {
            let wanted = name_of(line);
            credits.count(credited(text, line).as_deref(), Some(&wanted));
        }
    }
    scored.figures = [("agency", agencies), ("credit", credits)]
        .into_iter()
        .flat_map(|(name, tally)| tally.figures(name))
        .collect();
    Ok(scored)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let body = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    body.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// Credits of a text and the houses that they name; those in its credit lines are known besides the catalogue's.
fn read(text: &str) -> (Houses, Vec<Credit>) {
    let article = page::plain_text("article", text);
    let body = article.text.as_str();
    let paragraphs: Vec<Span> = article.blocks.iter().map(|block| block.span).collect();
    let mut houses = Houses::known();
    houses.add_outlets(credited_names(body, &paragraphs));
    let credits = find_credits(body, &paragraphs, &houses);
    (houses, credits)
}

/// The agency that the text is credited to, by the corpus's short name.
fn agency(text: &str) -> Option<String> {
    let (houses, credits) = read(text);
    credits
        .iter()
        .filter(|credit| credit.kind == CreditKind::Text)
        .map(|credit| houses.get(credit.house))
        .find(|house| house.agency)
        .map(|house| short_name(&house.name))
}

fn short_name(agency: &str) -> String {
    match agency {
        "Associated Press" => "ap",
        "United Press International" => "upi",
        "Agence France-Presse" => "afp",
        other => return other.to_lowercase(),
    }
    .to_owned()
}

/// The house that is credited in the line when it stands below the text.
fn credited(text: &str, line: &str) -> Option<String> {
    let whole = format!("{}\n\n{}", text.trim_end(), line.trim());
    let (houses, credits) = read(&whole);
    let below = whole.len() - line.trim().len();
    let in_line = credits
        .iter()
        .find(|credit| matches!(credit.place, Place::Text(span) if span.start() >= below))?;
    Some(houses.get(in_line.house).name.to_lowercase())
}

/// What the credit line names, by the name of its house where that is known.
fn name_of(line: &str) -> String {
    let name = line
        .trim()
        .trim_start_matches("h/t")
        .trim_start_matches([':', ' ']);
    let name = name.trim_end_matches(['.', ' ']);
    let houses = Houses::known();
    houses.of(name).map_or_else(
        || name.to_lowercase(),
        |house| houses.get(house).name.to_lowercase(),
    )
}

impl Tally {
    fn count(&mut self, given: Option<&str>, wanted: Option<&str>) {
        self.given += usize::from(given.is_some());
        self.wanted += usize::from(wanted.is_some());
        self.right += usize::from(given.is_some() && given == wanted);
    }

    fn figures(self, name: &str) -> [Figure; 2] {
        let share = |of: usize| (of > 0).then(|| self.right as f64 / of as f64);
        [("precision", self.given), ("recall", self.wanted)].map(|(metric, of)| Figure {
            corpus: CORPUS.to_owned(),
            metric: format!("{name}/{metric}"),
            value: share(of),
            sense: Sense::Higher,
            cases: (metric == "recall").then_some(self.wanted),
        })
    }
}
