//! Names in articles, marked for this project.
//!
//! In: `train/article-names.jsonl`, which holds places and no text, and the
//! corpora that its articles are of. Out: their sentences with the names in them.

use std::collections::HashMap;
use std::fs;

use anyhow::{Context, Result, bail};
use nlp::{Models, NameClass};
use serde::Deserialize;
use serde_json::Value;
use text::{CodePoints, Span};

use crate::corpora::Corpora;
use crate::name_corpora::Marked;

const MARKS: &str = "crates/lab/train/article-names.jsonl";

/// The corpora and where their texts lie.
const TEXTS: &[(&str, &str)] = &[
    ("polnear", "corpora/polnear/train.jsonl"),
    ("wcxb", "corpora/wcxb-articles/truth.jsonl"),
    ("basil", "corpora/basil/stories.jsonl"),
    ("fnc", "corpora/fnc1/bodies.jsonl"),
    ("tbaq", "corpora/time/tbaq.train.jsonl"),
];

/// An article: its first so many lines that are not empty, without the space around them, and the names in them.
#[derive(Deserialize)]
struct Marks {
    corpus: String,
    id: String,
    /// Of those lines, joined by line feeds.
    sha256: String,
    /// `train`, or `dev`, which only measures.
    part: String,
    paragraphs: usize,
    /// Paragraph, from, to (code points), and P, O, L or X.
    names: Vec<(usize, usize, usize, char)>,
}

/// The sentences of the marked articles of a part.
///
/// # Errors
/// When a corpus is missing, a file cannot be read, or a text is not the one that was marked.
pub(crate) fn sentences(corpora: &Corpora, part: &str, models: &Models) -> Result<Vec<Marked>> {
    let path = corpora.checkout(MARKS);
    let file = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let texts = texts(corpora)?;
    let mut sentences = Vec::new();
    for line in file.lines() {
        let marks: Marks = serde_json::from_str(line)?;
        if marks.part != part {
            continue;
        }
        let key = (marks.corpus.clone(), marks.id.clone());
        let lines = texts.get(&key).map_or("", String::as_str).lines();
        let paragraphs: Vec<&str> = lines
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(marks.paragraphs)
            .collect();
        if page::sha256_hex(paragraphs.join("\n").as_bytes()) != marks.sha256 {
            bail!("{} {}: not the text that was marked", marks.corpus, marks.id);
        }
        sentences.extend(parted(&marks, &paragraphs, models)?);
    }
    Ok(sentences)
}

fn parted(marks: &Marks, paragraphs: &[&str], models: &Models) -> Result<Vec<Marked>> {
    let article = page::plain_text(&marks.id, &paragraphs.join("\n\n"));
    let text = article.text.as_str();
    let mut names = Vec::with_capacity(marks.names.len());
    for &(paragraph, from, to, label) in &marks.names {
        let before: usize = paragraphs.iter().take(paragraph).map(|p| p.len() + 2).sum();
        let points = CodePoints::new(paragraphs.get(paragraph).context("no such paragraph")?);
        let (from, to) = points
            .to_byte(from)
            .zip(points.to_byte(to))
            .context("no such place")?;
        let class = match label {
            'P' => NameClass::Person,
            'O' => NameClass::Organisation,
            'L' => NameClass::Place,
            _ => NameClass::Other,
        };
        names.push((Span::new(before + from, before + to), class));
    }
    names.sort_unstable_by_key(|(span, _)| span.start());
    let analysis = nlp::analyze(&article, models);
    let sentence = |span: Span| {
        let first = names.partition_point(|(name, _)| name.start() < span.start());
        let inside = names[first..]
            .iter()
            .take_while(|(name, _)| name.end() <= span.end());
        let shift = |name: Span| Span::new(name.start() - span.start(), name.end() - span.start());
        let mut marked = Marked {
            text: text[span.range()].to_owned(),
            ..Marked::default()
        };
        for (at, &(name, class)) in inside.enumerate() {
            marked.tokens.push(shift(name));
            marked.names.push((at, at + 1, class));
        }
        marked
    };
    Ok(analysis.sentences.iter().map(|s| sentence(s.span)).collect())
}

/// The texts by corpus and id.
fn texts(corpora: &Corpora) -> Result<HashMap<(String, String), String>> {
    let mut texts = HashMap::new();
    for &(corpus, path) in TEXTS {
        let path = corpora
            .shared(path)
            .with_context(|| format!("{path} is not there"))?;
        let file = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in file.split('\n').filter(|line| !line.trim().is_empty()) {
            let record: Value = serde_json::from_str(line)?;
            for (id, text) in texts_of(corpus, &record) {
                texts.insert((corpus.to_owned(), id), text);
            }
        }
    }
    Ok(texts)
}

/// The texts of a line of a corpus, with their ids.
fn texts_of(corpus: &str, record: &Value) -> Vec<(String, String)> {
    let word = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    match corpus {
        "wcxb" => vec![(word(record, "id"), word(record, "main_content"))],
        "fnc" => vec![(word(record, "body"), word(record, "text"))],
        // A story of three articles, their paragraphs in sentences.
        "basil" => list(&record["articles"])
            .map(|article| {
                let paragraphs: Vec<String> = list(&article["paragraphs"])
                    .map(|paragraph| {
                        list(paragraph)
                            .filter_map(Value::as_str)
                            .collect::<Vec<_>>()
                            .join(" ")
                    })
                    .collect();
                let id = format!("{} {}", word(record, "story"), word(article, "outlet"));
                (id, paragraphs.join("\n"))
            })
            .collect(),
        _ => vec![(word(record, "id"), word(record, "text"))],
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
