//! Corpora with names marked, as running text with spans.
//!
//! In: the files of `corpora/ner`, `corpora/gum` and `corpora/ud-ewt`. Out:
//! sentences with the names in them, in the four classes of the name model.
//! Documents under a non-commercial licence are left out.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use nlp::NameClass;
use serde::Deserialize;
use text::Span;

/// A sentence of a corpus.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    /// Its text.
    pub text: String,
    /// Its corpus tokens.
    pub tokens: Vec<Span>,
    /// Names: tokens from, to (not included), class.
    pub names: Vec<(usize, usize, NameClass)>,
    /// For each token, is it a proper noun? Empty where the corpus does not tell.
    pub proper: Vec<bool>,
}

impl Marked {
    fn push(&mut self, word: &str) {
        let glued = matches!(
            word,
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "'s" | "’s" | "n't" | "%" | "'" | "…"
        ) || word.starts_with('\'') && word.len() < 4;
        let after_open = self.text.ends_with(['(', '[', '$', '#', '@']);
        if !self.text.is_empty() && !glued && !after_open {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.tokens.push(Span::new(start, self.text.len()));
    }

    /// The spans of its names.
    #[must_use]
    pub fn name_spans(&self) -> Vec<(Span, NameClass)> {
        self.names
            .iter()
            .map(|&(from, to, class)| (self.tokens[from].cover(self.tokens[to - 1]), class))
            .collect()
    }
}

fn class(label: &str) -> NameClass {
    match label.to_ascii_lowercase().as_str() {
        "per" | "person" | "politician" => NameClass::Person,
        "org"
        | "organisation"
        | "organization"
        | "politicalparty"
        | "corporation"
        | "group"
        | "militaryorganisation" => NameClass::Organisation,
        "loc" | "location" | "country" | "place" => NameClass::Place,
        _ => NameClass::Other,
    }
}

/// Reads word and label columns; an empty line ends a sentence.
///
/// # Errors
/// When the file cannot be read.
pub fn iob2(path: &Path) -> Result<Vec<Marked>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut sentences = Vec::new();
    let mut sentence = Marked::default();
    for line in file.lines().chain([""]) {
        let mut fields = line.split('\t');
        let (word, label) = (fields.next().unwrap_or(""), fields.next().unwrap_or("O"));
        if line.starts_with("# ") && fields.next().is_none() && !line.contains('\t') {
            continue;
        }
        if word.is_empty() {
            if !sentence.tokens.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        sentence.push(word);
        let at = sentence.tokens.len();
        match label.split_once('-') {
            Some(("I", _)) if sentence.names.last().is_some_and(|n| n.1 == at - 1) => {
                if let Some(last) = sentence.names.last_mut() {
                    last.1 = at;
                }
            }
            Some((_, label)) => sentence.names.push((at - 1, at, class(label))),
            None => {}
        }
    }
    Ok(sentences)
}

#[derive(Deserialize)]
struct Re3dDocument {
    licence: String,
    text: String,
    entities: Vec<Re3dEntity>,
}

#[derive(Deserialize)]
struct Re3dEntity {
    start: usize,
    end: usize,
    r#type: String,
    conf: f64,
}

/// Reads the re3d documents whose licence allows use in what ships, line by line.
///
/// # Errors
/// When the file cannot be read.
pub fn re3d(path: &Path) -> Result<Vec<Marked>> {
    let file = fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    for line in file.lines() {
        let document: Re3dDocument = serde_json::from_str(line)?;
        if document.licence.contains("NC") {
            continue;
        }
        let chars: Vec<char> = document.text.chars().collect();
        let mut start = 0;
        for line in document.text.split('\n') {
            let length = line.chars().count();
            let mut marked = Marked {
                text: line.to_owned(),
                ..Marked::default()
            };
            let byte = |at: usize| {
                chars[start..start + at]
                    .iter()
                    .map(|c| c.len_utf8())
                    .sum::<usize>()
            };
            let mut inside: Vec<&Re3dEntity> = document
                .entities
                .iter()
                .filter(|e| e.conf >= 0.5 && e.start >= start && e.end <= start + length && e.end > e.start)
                .filter(|e| {
                    matches!(
                        e.r#type.as_str(),
                        "Person" | "Organisation" | "Location" | "Nationality"
                    ) && chars[e.start..e.end].iter().any(|c| c.is_uppercase())
                })
                .collect();
            inside.sort_by_key(|e| (e.start, usize::MAX - e.end));
            for entity in inside {
                let words: String = chars[entity.start..entity.end].iter().collect();
                let lost = ["the ", "The "]
                    .iter()
                    .find(|a| words.starts_with(**a))
                    .map_or(0, |a| a.len());
                let span = Span::new(byte(entity.start - start) + lost, byte(entity.end - start));
                if marked.tokens.last().is_none_or(|t| t.end() <= span.start()) {
                    marked.tokens.push(span);
                    let at = marked.tokens.len();
                    marked.names.push((at - 1, at, class(&entity.r#type)));
                }
            }
            sentences.push(marked);
            start += length + 1;
        }
    }
    Ok(sentences)
}

pub(crate) fn gunzip(path: &Path) -> Result<String> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(fs::File::open(path).with_context(|| path.display().to_string())?)
        .read_to_string(&mut text)
        .with_context(|| path.display().to_string())?;
    Ok(text)
}

/// The English Web Treebank with the names that were marked in it for this project.
///
/// # Errors
/// When a file cannot be read, or a line of the marks is malformed.
pub fn web_treebank(path: &Path, marks: &Path) -> Result<Vec<Marked>> {
    let mut names = BTreeMap::new();
    for line in fs::read_to_string(marks)
        .with_context(|| marks.display().to_string())?
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let (sentence, spans) = line.split_once('\t').context("a sentence without names")?;
        let spans = spans.split(' ').map(marked_name).collect::<Option<Vec<_>>>();
        names.insert(sentence.to_owned(), spans.with_context(|| line.to_owned())?);
    }
    let file = gunzip(path)?;
    let ids = file.lines().filter_map(|line| line.strip_prefix("# sent_id = "));
    let mut sentences = sentences_of(&file);
    for (id, sentence) in ids.zip(&mut sentences) {
        sentence.names = names.remove(id).unwrap_or_default();
    }
    Ok(sentences)
}

/// "3-5O": words counted from 1, the last one included.
fn marked_name(mark: &str) -> Option<(usize, usize, NameClass)> {
    let (words, label) = mark.split_at_checked(mark.len().checked_sub(1)?)?;
    let (from, to) = words.split_once('-').unwrap_or((words, words));
    let class = match label {
        "P" => NameClass::Person,
        "O" => NameClass::Organisation,
        "L" => NameClass::Place,
        _ => return None,
    };
    Some((
        from.parse::<usize>().ok()?.checked_sub(1)?,
        to.parse().ok()?,
        class,
    ))
}

/// Words and proper nouns of a treebank.
///
/// # Errors
/// When the file cannot be read.
pub fn conllu(path: &Path) -> Result<Vec<Marked>> {
    Ok(sentences_of(&gunzip(path)?))
}

fn sentences_of(conllu: &str) -> Vec<Marked> {
    let mut sentences = Vec::new();
    let mut sentence = Marked::default();
    for line in conllu.lines().chain([""]) {
        if line.is_empty() {
            if !sentence.tokens.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || fields.len() < 4 || fields[0].contains(['-', '.']) {
            continue;
        }
        sentence.push(fields[1]);
        sentence.proper.push(fields[3] == "PROPN");
    }
    sentences
}

#[derive(Deserialize)]
struct GumDocument {
    sentences: Vec<Vec<String>>,
    mentions: Vec<GumMention>,
}

#[derive(Deserialize)]
struct GumMention {
    sent: usize,
    start: usize,
    end: usize,
    etype: String,
    head: String,
}

/// The named mentions of GUM: runs of proper nouns around a mention's head.
///
/// # Errors
/// When the files cannot be read or do not belong together.
pub fn gum(folder: &Path, split: &str) -> Result<Vec<Marked>> {
    let mut sentences = conllu(&folder.join(format!("{split}.open.conllu.gz")))?;
    let mut first = 0;
    for line in gunzip(&folder.join(format!("{split}.open.coref.jsonl.gz")))?.lines() {
        let document: GumDocument = serde_json::from_str(line)?;
        let mut found: BTreeMap<usize, Vec<(usize, usize, NameClass)>> = BTreeMap::new();
        for mention in &document.mentions {
            let Some(sentence) = sentences.get(first + mention.sent) else {
                continue;
            };
            let words = &document.sentences[mention.sent];
            if words.len() != sentence.tokens.len() {
                continue;
            }
            if let Some(name) = name_in_mention(mention, words, &sentence.proper) {
                found.entry(first + mention.sent).or_default().push(name);
            }
        }
        for (at, mut names) in found {
            names.sort_by_key(|&(from, to, _)| (usize::MAX - (to - from), from));
            let mut kept: Vec<(usize, usize, NameClass)> = Vec::new();
            for name in names {
                if kept.iter().all(|k| name.1 <= k.0 || k.1 <= name.0) {
                    kept.push(name);
                }
            }
            kept.sort_unstable_by_key(|k| k.0);
            sentences[at].names = kept;
        }
        first += document.sentences.len();
    }
    Ok(sentences)
}

const TITLES: &[&str] = &[
    "president",
    "mr.",
    "mr",
    "mrs.",
    "ms.",
    "dr.",
    "dr",
    "prof.",
    "professor",
    "senator",
    "sen.",
    "representative",
    "rep.",
    "governor",
    "gov.",
    "judge",
    "justice",
    "minister",
    "secretary",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "sir",
    "lady",
    "lord",
    "general",
    "gen.",
    "captain",
    "capt.",
    "colonel",
    "col.",
    "mayor",
    "chief",
    "director",
    "chairman",
    "pope",
    "saint",
    "ambassador",
    "attorney",
    "officer",
    "detective",
    "sheriff",
];

fn name_in_mention(
    mention: &GumMention,
    words: &[String],
    proper: &[bool],
) -> Option<(usize, usize, NameClass)> {
    let head: usize = mention
        .head
        .split(',')
        .next()?
        .trim_end_matches('*')
        .parse()
        .ok()?;
    let head = mention.start + head.checked_sub(1)?;
    if head > mention.end || !*proper.get(head)? {
        return None;
    }
    let joins = |at: usize| {
        matches!(
            words[at].as_str(),
            "of" | "the" | "and" | "&" | "-" | "de" | "for" | "'s" | "–"
        )
    };
    let class = class(&mention.etype);
    let (mut from, mut to) = (head, head + 1);
    while from > mention.start && proper[from - 1] {
        from -= 1;
    }
    loop {
        if to <= mention.end && proper[to] {
            to += 1;
        } else if class != NameClass::Person {
            let past = (to..=mention.end)
                .take(2)
                .take_while(|&at| joins(at))
                .last()
                .map(|at| at + 1);
            match past {
                Some(past)
                    if past <= mention.end && proper[past] && words[to] != "'s" && words[to] != "and" =>
                {
                    to = past + 1
                }
                _ => break,
            }
        } else if to < mention.end && words[to] == "-" && proper[to + 1] {
            to += 2;
        } else {
            break;
        }
    }
    if class == NameClass::Person {
        let title = (from..to)
            .rev()
            .find(|&at| TITLES.contains(&words[at].to_lowercase().as_str()));
        from = title.map_or(from, |at| at + 1);
    }
    (from < to).then_some((from, to, class))
}
