//! Pages of other people's benchmarks: body text and fields of real articles.
//!
//! In: the development portions `aeb`, `wcxb-articles`, `fundus-pages` and
//! `readability-pages` of the shared folder. Out: for the body, the F1 that the
//! article-extraction benchmark defines (shingles of four words; precision and
//! recall averaged over pages), the mean F1 of words and the share of pages
//! whose text was lost; for the fields, the share of pages with the right value,
//! and of given values that are right; headline and body of each page pasted as
//! text without markup; and the outcome of each page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use page::{Article, Page};
use serde_json::Value;
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::outcomes::{self, FIELDS, Field, Outcome};
use crate::score::Options;

/// A page with less of its gold body, by F1 of words, is lost.
const LOST: f64 = 0.5;

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
pub fn score(corpora: &Corpora, options: &Options) -> Result<Scored> {
    let sets: [(&str, &str, Cases); 4] = [
        ("aeb", "ground-truth.json", aeb),
        ("wcxb-articles", "truth.jsonl", wcxb),
        ("fundus-pages", "truth.json", fundus),
        ("readability-pages", "truth.jsonl", readability),
    ];
    let mut scored = Scored::default();
    for (name, truth, cases) in sets {
        let corpus = format!("pages/{name}");
        let Some(folder) = corpora.shared(&format!("corpora/{name}")) else {
            scored.skip(corpus, "the shared folder does not hold it");
            continue;
        };
        let truth = fs::read_to_string(folder.join(truth)).with_context(|| folder.display().to_string())?;
        let outcomes = measure(&corpus, &folder, &cases(&folder, &truth)?, &mut scored)?;
        keep(corpora, options, name, &outcomes)?;
    }
    Ok(scored)
}

/// Writes the outcomes with `--update`, and otherwise says what changed since they were written.
fn keep(corpora: &Corpora, options: &Options, set: &str, outcomes: &[Outcome]) -> Result<()> {
    let name = format!("eval/cases/pages-{set}.csv");
    let path = corpora.checkout(&name);
    if options.update {
        return fs::write(&path, outcomes::to_csv(outcomes)).with_context(|| name);
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    print!(
        "{}",
        outcomes::changes(&name, &outcomes::from_csv(&kept), outcomes)
    );
    Ok(())
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

/// What Readability.js is expected to give: no gold, but a second opinion. It
/// keeps the words around a name, and says nothing of what it does not find.
fn readability(folder: &Path, truth: &str) -> Result<Vec<Case>> {
    truth
        .lines()
        .map(|line| {
            let page: Value = serde_json::from_str(line)?;
            let id = words_of(&page["id"]);
            let expected = text_of(&folder.join(format!("{id}.expected.html.gz")))?;
            Ok(Case {
                file: format!("{id}.source.html.gz"),
                body: dossier::plain(&expected),
                title: page["title"].as_str().map(str::to_owned),
                authors: page["byline"].as_str().map(|byline| {
                    let lower = byline.trim_start().to_lowercase();
                    let skip = ["by ", "par "].into_iter().find(|by| lower.starts_with(by));
                    vec![byline.trim_start()[skip.map_or(0, str::len)..].to_owned()]
                }),
                day: page["publishedTime"].as_str().map(str::to_owned),
            })
        })
        .collect()
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

fn measure(corpus: &str, folder: &Path, cases: &[Case], scored: &mut Scored) -> Result<Vec<Outcome>> {
    let (mut precision, mut recall) = (0.0, 0.0);
    let mut fields: [Hits; 3] = Default::default();
    let mut paste = Paste::default();
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        let article = read(&folder.join(&case.file))?;
        let body = article.body();
        let (p, r) = overlap(&shingles(&case.body), &shingles(&body));
        precision += p;
        recall += r;
        let (p, r) = overlap(&bag(&case.body), &bag(&body));
        let found = fields_of(case, &article);
        for (hits, (field, given)) in fields.iter_mut().zip(found) {
            if field != Field::Unasked {
                hits.count(field == Field::Right, given);
            }
        }
        if let Some(title) = &case.title {
            let again = pasted(&article);
            let (p, r) = overlap(&bag(&case.body), &bag(&again.body()));
            paste.body += f1(p, r);
            paste.pages += 1;
            paste.titles += usize::from(same_title(title, &again));
        }
        outcomes.push(Outcome::new(&case.file, f1(p, r), found.map(|(field, _)| field)));
    }
    let count = cases.len().max(1) as f64;
    let mut note = |metric: String, value: f64, sense, cases| {
        scored.figures.push(Figure {
            corpus: corpus.to_owned(),
            metric,
            value: Some(value),
            sense,
            cases: Some(cases),
        });
    };
    let all = cases.len();
    let words: f64 = outcomes.iter().map(|outcome| outcome.body).sum();
    let lost = outcomes.iter().filter(|outcome| outcome.body < LOST).count();
    note(
        "body/shingles".to_owned(),
        f1(precision / count, recall / count),
        Sense::Higher,
        all,
    );
    note("body/words".to_owned(), words / count, Sense::Higher, all);
    note("body/lost".to_owned(), lost as f64 / count, Sense::Lower, all);
    if paste.pages > 0 {
        let pages = paste.pages as f64;
        note(
            "pasted/body".to_owned(),
            paste.body / pages,
            Sense::Higher,
            paste.pages,
        );
        note(
            "pasted/title".to_owned(),
            paste.titles as f64 / pages,
            Sense::Higher,
            paste.pages,
        );
    }
    for (field, hits) in FIELDS.iter().zip(fields).filter(|(_, hits)| hits.asked > 0) {
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        note(
            format!("{field}/right"),
            share(hits.right, hits.asked),
            Sense::Higher,
            hits.asked,
        );
        note(
            format!("{field}/precision"),
            share(hits.hit, hits.given),
            Sense::Higher,
            hits.asked,
        );
    }
    Ok(outcomes)
}

/// What became of each of [`FIELDS`], and whether a value was given.
fn fields_of(case: &Case, article: &Article) -> [(Field, bool); 3] {
    let judged = |asked: bool, right: bool, given: bool| {
        if asked {
            (Field::of(right, given), given)
        } else {
            (Field::Unasked, given)
        }
    };
    let byline = names(article.byline.iter().map(|name| name.value.as_str()));
    let same_authors = |authors: &Vec<String>| names(authors.iter().map(String::as_str)) == byline;
    let published = article
        .published
        .as_ref()
        .and_then(|dated| dated.stamp)
        .map(|stamp| stamp.to_string())
        .unwrap_or_default();
    let same_day = |day: &String| published.get(..10).is_some() && published.get(..10) == day.get(..10);
    [
        judged(
            case.title.is_some(),
            case.title
                .as_ref()
                .is_some_and(|title| same_title(title, article)),
            article.headline.is_some(),
        ),
        judged(
            case.authors.is_some(),
            case.authors.as_ref().is_some_and(same_authors),
            !byline.is_empty(),
        ),
        judged(
            case.day.is_some(),
            case.day.as_ref().is_some_and(same_day),
            !published.is_empty(),
        ),
    ]
}

fn same_title(title: &str, article: &Article) -> bool {
    let headline = article
        .headline
        .as_ref()
        .map_or("", |headline| headline.clean.as_str());
    tokens(&title.to_lowercase()) == tokens(&headline.to_lowercase())
}

/// Sums over the pages read once more as a person would paste them.
#[derive(Default)]
struct Paste {
    body: f64,
    titles: usize,
    pages: usize,
}

/// The page read from its visible text alone, a line for each part of it.
fn pasted(article: &Article) -> Article {
    let unseen = ["hidden", "fallback", "dialog", "unread"];
    let furniture = article
        .furniture
        .iter()
        .filter(|part| !unseen.contains(&part.kind))
        .map(|part| part.span);
    let mut parts: Vec<Span> = article
        .blocks
        .iter()
        .map(|block| block.capture)
        .chain(furniture)
        .collect();
    parts.sort();
    let lines: Vec<String> = parts
        .into_iter()
        .map(|part| dossier::plain(article.capture.text.slice(part)))
        .filter(|line| !line.is_empty())
        .collect();
    let page = Page {
        id: "pasted".to_owned(),
        bytes: lines.join("\n\n").into_bytes(),
        ..Page::default()
    };
    page::read(&page).value
}

fn read(path: &Path) -> Result<Article> {
    let page = Page {
        id: "page".to_owned(),
        bytes: bytes_of(path)?,
        ..Page::default()
    };
    Ok(page::read(&page).value)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    GzDecoder::new(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text_of(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&bytes_of(path)?).into_owned())
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
