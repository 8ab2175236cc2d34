//! Pages of other people's benchmarks: body text and fields of real articles.
//!
//! In: the development portions `aeb`, `wcxb-articles` and `fundus-pages` of
//! the shared folder. Out: for the body, the F1 that the article-extraction
//! benchmark defines (shingles of four words; precision and recall averaged
//! over pages) and the mean F1 of words; for the fields, the share of pages
//! with the right value, and of given values that are right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use page::{Article, Page};
use serde_json::Value;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;

/// A page with what it should be read as; `None` for what the set does not say.
struct Case {
    file: String,
    body: String,
    title: Option<String>,
    authors: Option<Vec<String>>,
    day: Option<String>,
}

/// The task of `cargo lab score pages`.
///
/// # Errors
/// When a file of a set cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let sets: [(&str, &str, Cases); 3] = [
        ("aeb", "ground-truth.json", aeb),
        ("wcxb-articles", "truth.jsonl", wcxb),
        ("fundus-pages", "truth.json", fundus),
    ];
    let mut scored = Scored::default();
    for (name, truth, cases) in sets {
        let corpus = format!("pages/{name}");
        let Some(folder) = corpora.shared(&format!("corpora/{name}")) else {
            scored.skip(corpus, "the shared folder does not hold it");
            continue;
        };
        let truth = fs::read_to_string(folder.join(truth)).with_context(|| folder.display().to_string())?;
        measure(&corpus, &folder, &cases(&folder, &truth)?, &mut scored)?;
    }
    Ok(scored)
}

/// Reads the cases of a set from its folder and its truth.
type Cases = fn(&Path, &str) -> Result<Vec<Case>>;

fn aeb(_: &Path, truth: &str) -> Result<Vec<Case>> {
    let truth: BTreeMap<String, Value> = serde_json::from_str(truth)?;
    Ok(truth
        .into_iter()
        .map(|(id, page)| Case {
            file: format!("{id}.html.gz"),
            body: words_of(&page["articleBody"]),
            title: None,
            authors: None,
            day: None,
        })
        .collect())
}

fn wcxb(_: &Path, truth: &str) -> Result<Vec<Case>> {
    truth
        .lines()
        .map(|line| {
            let page: Value = serde_json::from_str(line)?;
            let author = words_of(&page["author"]);
            Ok(Case {
                file: format!("{}.html.gz", words_of(&page["id"])),
                body: words_of(&page["main_content"]),
                title: Some(words_of(&page["title"])),
                authors: Some(
                    author
                        .replace(" and ", ",")
                        .split([',', '&', ';'])
                        .map(str::to_owned)
                        .collect(),
                ),
                day: Some(words_of(&page["publish_date"])),
            })
        })
        .collect()
}

/// Pages of one publisher belong to successive versions of its truth, oldest first.
fn fundus(folder: &Path, truth: &str) -> Result<Vec<Case>> {
    let truth: Value = serde_json::from_str(truth)?;
    let mut pages: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for line in fs::read_to_string(folder.join("pages.jsonl"))?.lines() {
        let page: Value = serde_json::from_str(line)?;
        let publisher = format!("{}/{}", words_of(&page["country"]), words_of(&page["publisher"]));
        pages
            .entry(publisher)
            .or_default()
            .push((words_of(&page["crawled"]), words_of(&page["file"])));
    }
    let mut cases = Vec::new();
    for (publisher, mut files) in pages {
        files.sort();
        let versions = truth[&publisher].as_object().into_iter().flatten();
        for ((_, file), (_, page)) in files.into_iter().zip(versions) {
            let body = &page["body"];
            let sections = body["sections"].as_array().into_iter().flatten();
            let mut parts = texts(&body["summary"]);
            for section in sections {
                parts.extend(texts(&section["headline"]));
                parts.extend(texts(&section["paragraphs"]));
            }
            cases.push(Case {
                file,
                body: parts.join("\n\n"),
                title: Some(words_of(&page["title"])),
                authors: Some(texts(&page["authors"])),
                day: Some(words_of(&page["publishing_date"])),
            });
        }
    }
    Ok(cases)
}

fn words_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(words_of).collect()
}

/// Hits of a field over all pages and over the pages where a value was given.
#[derive(Default)]
struct Hits {
    right: usize,
    /// Right values that were given: silence may be right too.
    hit: usize,
    given: usize,
    asked: usize,
}

impl Hits {
    fn count(&mut self, right: bool, given: bool) {
        self.right += usize::from(right);
        self.hit += usize::from(right && given);
        self.given += usize::from(given);
        self.asked += 1;
    }
}

fn measure(corpus: &str, folder: &Path, cases: &[Case], scored: &mut Scored) -> Result<()> {
    let (mut precision, mut recall, mut words) = (0.0, 0.0, 0.0);
    let mut fields: BTreeMap<&str, Hits> = BTreeMap::new();
    for case in cases {
        let article = read(&folder.join(&case.file))?;
        let body = article.body();
        let (p, r) = overlap(&shingles(&case.body), &shingles(&body));
        precision += p;
        recall += r;
        let (p, r) = overlap(&bag(&case.body), &bag(&body));
        words += f1(p, r);
        if let Some(title) = &case.title {
            let own = article
                .headline
                .as_ref()
                .map_or("", |headline| headline.clean.as_str());
            let right = tokens(&own.to_lowercase()) == tokens(&title.to_lowercase());
            fields.entry("title").or_default().count(right, !own.is_empty());
        }
        if let Some(authors) = &case.authors {
            let own = names(article.byline.iter().map(|name| name.value.as_str()));
            let right = own == names(authors.iter().map(String::as_str));
            fields.entry("author").or_default().count(right, !own.is_empty());
        }
        if let Some(day) = &case.day {
            let own = article
                .published
                .as_ref()
                .and_then(|dated| dated.stamp)
                .map(|stamp| stamp.to_string());
            let right = own
                .as_ref()
                .is_some_and(|own| own.get(..10).is_some() && own.get(..10) == day.get(..10));
            fields.entry("date").or_default().count(right, own.is_some());
        }
    }
    let count = cases.len().max(1) as f64;
    let mut note = |metric: String, value: f64| {
        scored.figures.push(Figure {
            corpus: corpus.to_owned(),
            metric,
            value: Some(value),
            sense: Sense::Higher,
            cases: Some(cases.len()),
        });
    };
    note("body/shingles".to_owned(), f1(precision / count, recall / count));
    note("body/words".to_owned(), words / count);
    for (field, hits) in fields {
        note(
            format!("{field}/right"),
            hits.right as f64 / hits.asked.max(1) as f64,
        );
        note(
            format!("{field}/precision"),
            hits.hit as f64 / hits.given.max(1) as f64,
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<Article> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    GzDecoder::new(file).read_to_end(&mut bytes)?;
    let page = Page {
        id: "page".to_owned(),
        bytes,
        ..Page::default()
    };
    Ok(page::read(&page).value)
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|token| !token.is_empty())
        .collect()
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<String> {
    names
        .map(|name| tokens(&name.to_lowercase()).join(" "))
        .filter(|name| !name.is_empty())
        .collect()
}

/// Runs of four tokens with their counts; a shorter text is one run.
fn shingles(text: &str) -> BTreeMap<String, usize> {
    let tokens = tokens(text);
    let mut counts = BTreeMap::new();
    if tokens.len() < 4 {
        counts.insert(tokens.join(" "), 1);
    }
    for window in tokens.windows(4) {
        *counts.entry(window.join(" ")).or_default() += 1;
    }
    counts
}

fn bag(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for token in tokens(&text.to_lowercase()) {
        *counts.entry(token.to_owned()).or_default() += 1;
    }
    counts
}

/// Precision and recall of a bag against the gold one.
fn overlap(gold: &BTreeMap<String, usize>, own: &BTreeMap<String, usize>) -> (f64, f64) {
    let shared: usize = gold
        .iter()
        .map(|(item, count)| own.get(item).copied().unwrap_or(0).min(*count))
        .sum();
    let share = |bag: &BTreeMap<String, usize>| {
        let all: usize = bag.values().sum();
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    };
    (share(own), share(gold))
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_compared_by_runs_of_four_words() {
        let gold = shingles("The pier was closed on Tuesday.");
        assert_eq!(gold.len(), 3);
        assert_eq!(overlap(&gold, &gold), (1.0, 1.0));
        let (p, r) = overlap(&gold, &shingles("The pier was closed."));
        assert_eq!((p, (r * 3.0).round()), (1.0, 1.0));
        assert_eq!(overlap(&gold, &shingles("")), (0.0, 0.0));
    }
}
