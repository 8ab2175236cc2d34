//! Corpora with coreference marked, as running text.
//!
//! In: JSON lines of tokenised sentences with mentions (`sent`, first and last
//! token, entity), or of texts with chains of spans. Out: text with byte spans. Sentences of one
//! paragraph stand on one line; where a corpus marks no paragraphs, all of a text is one.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use text::Span;

use crate::corpora::Corpora;
use crate::name_corpora::gunzip;
use crate::polnear;

/// The texts of the marked news.
pub(super) const NEWS: &str = "corpora/polnear/train.jsonl";

/// Chains of noun phrases in news, marked for this project.
const NEWS_CHAINS: &str = "crates/lab/train/news-chains.jsonl";

/// A text with its mentions.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its name in the corpus.
    pub id: String,
    /// `news`, `bio` ...; empty where the corpus has one genre.
    pub genre: String,
    /// Made from the tokens.
    pub text: String,
    /// The corpus's own words, by sentence.
    pub words: Vec<Vec<Span>>,
    /// Ascending by start.
    pub mentions: Vec<Marked>,
}

/// A marked mention.
#[derive(Debug, Clone)]
pub struct Marked {
    /// All of it, with the clauses that belong to it.
    pub span: Span,
    /// Words of its head: of a name, all that the corpus calls so.
    pub heads: Vec<Span>,
    /// Name of its entity within the text.
    pub entity: String,
}

#[derive(Deserialize)]
struct Line {
    doc: String,
    #[serde(default)]
    genre: String,
    sentences: Vec<Vec<String>>,
    mentions: Vec<MentionOf>,
}

#[derive(Deserialize)]
struct MentionOf {
    sent: usize,
    start: usize,
    end: usize,
    eid: String,
    /// Words of the mention, counted from 1: "2" or "1,2".
    #[serde(default)]
    head: Option<String>,
}

/// The open documents of GUM, with paragraphs from its treebank.
///
/// # Errors
/// When the files cannot be read.
pub fn gum(folder: &Path, split: &str) -> Result<Vec<Document>> {
    let starts = paragraph_starts(&gunzip(&folder.join(format!("{split}.open.conllu.gz")))?);
    let mut first = 0;
    gunzip(&folder.join(format!("{split}.open.coref.jsonl.gz")))?
        .lines()
        .map(|line| {
            let line: Line = serde_json::from_str(line)?;
            let begins = |sentence: usize| starts.contains(&(first + sentence));
            let document = document(&line, begins);
            first += line.sentences.len();
            Ok(document)
        })
        .collect()
}

/// The texts of `LitBank`.
///
/// # Errors
/// When the file cannot be read.
pub fn litbank(path: &Path) -> Result<Vec<Document>> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    file.lines()
        .map(|line| Ok(document(&serde_json::from_str(line)?, |_| false)))
        .collect()
}

#[derive(Deserialize)]
struct Chains {
    text: String,
    sha256: String,
    part: String,
    chains: Vec<Vec<Span>>,
}

/// Articles of `PolNeAR` train, with chains of the noun phrases that the program found in them when they were read:
/// phrases in no chain were judged to be of something named once.
///
/// # Errors
/// When the corpus is missing, a file cannot be read, or a text is not the one that was marked.
pub fn news(corpora: &Corpora, part: &str) -> Result<Vec<Document>> {
    let texts = corpora
        .shared(NEWS)
        .with_context(|| format!("{NEWS} is not there"))?;
    let marks = corpora.checkout(NEWS_CHAINS);
    let texts = polnear::texts(&texts)?;
    let file = fs::read_to_string(&marks).with_context(|| marks.display().to_string())?;
    let mut documents = Vec::new();
    for line in file.lines() {
        let marked: Chains = serde_json::from_str(line)?;
        if marked.part != part {
            continue;
        }
        let text = texts.get(&marked.text).cloned().unwrap_or_default();
        if page::sha256_hex(text.as_bytes()) != marked.sha256 {
            bail!("{}: not the text that was marked", marked.text);
        }
        let mut mentions: Vec<Marked> = Vec::new();
        for (number, chain) in marked.chains.into_iter().enumerate() {
            mentions.extend(chain.into_iter().map(|span| Marked {
                span,
                heads: vec![span],
                entity: number.to_string(),
            }));
        }
        mentions.sort_by_key(|m| (m.span.start(), m.span.end()));
        documents.push(Document {
            id: marked.text,
            genre: "news".to_owned(),
            text,
            words: Vec::new(),
            mentions,
        });
    }
    Ok(documents)
}

/// The texts of a treebank, without mentions.
///
/// # Errors
/// When the file cannot be read.
pub fn treebank(path: &Path) -> Result<Vec<Document>> {
    let conllu = gunzip(path)?;
    let starts = paragraph_starts(&conllu);
    let mut documents: Vec<Document> = Vec::new();
    let mut first = 0;
    for part in conllu.split("# newdoc id = ").skip(1) {
        let sentences: Vec<Vec<String>> = part.trim_end().split("\n\n").map(forms).collect();
        let line = Line {
            doc: part.lines().next().unwrap_or_default().to_owned(),
            genre: String::new(),
            sentences,
            mentions: Vec::new(),
        };
        documents.push(document(&line, |at| starts.contains(&(first + at))));
        first += line.sentences.len();
    }
    Ok(documents)
}

/// The words of a sentence of a treebank.
fn forms(sentence: &str) -> Vec<String> {
    sentence
        .lines()
        .filter_map(|line| {
            let (number, rest) = line.split_once('\t')?;
            number.parse::<usize>().ok()?;
            Some(rest.split('\t').next()?.to_owned())
        })
        .collect()
}

/// Numbers of the sentences that begin a paragraph.
fn paragraph_starts(conllu: &str) -> HashSet<usize> {
    let mut starts = HashSet::new();
    let mut sentence = 0;
    for line in conllu.lines() {
        if line.starts_with("# newpar") || line.starts_with("# newdoc") {
            starts.insert(sentence);
        }
        sentence += usize::from(line.is_empty());
    }
    starts
}

fn document(line: &Line, begins_paragraph: impl Fn(usize) -> bool) -> Document {
    let mut text = String::new();
    let mut words: Vec<Vec<Span>> = Vec::with_capacity(line.sentences.len());
    let mut in_quotation = false;
    for (at, sentence) in line.sentences.iter().enumerate() {
        if begins_paragraph(at) && at > 0 {
            text.push('\n');
            in_quotation = false;
        }
        words.push(
            sentence
                .iter()
                .map(|word| push(&mut text, word, &mut in_quotation))
                .collect(),
        );
    }
    let mut mentions: Vec<Marked> = line
        .mentions
        .iter()
        .filter_map(|mention| {
            marked(
                mention,
                line.sentences.get(mention.sent)?,
                words.get(mention.sent)?,
            )
        })
        .collect();
    mentions.sort_by_key(|m| (m.span.start(), m.span.end()));
    Document {
        id: line.doc.clone(),
        genre: line.genre.clone(),
        text,
        words,
        mentions,
    }
}

/// Adds a word as it would be printed: marks stand by the word that they belong to.
pub(crate) fn push(text: &mut String, word: &str, in_quotation: &mut bool) -> Span {
    let quote = word == "\"";
    let closes = quote && *in_quotation || word == "”";
    let glued = closes
        || matches!(
            word,
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "…" | "n't" | "n’t" | "’"
        )
        || word.starts_with(['\'', '’']) && (2..5).contains(&word.len());
    let opened = text.ends_with(['(', '[', '$', '#', '“']) || text.ends_with('"') && *in_quotation;
    let begins = text.is_empty() || text.ends_with('\n');
    if !begins && !glued && (!opened || quote && !closes && !text.ends_with(['(', '['])) {
        text.push(' ');
    }
    let start = text.len();
    text.push_str(word);
    if quote {
        *in_quotation = !closes;
    }
    Span::new(start, text.len())
}

/// Where a corpus marks no heads: the last word before what follows the noun.
pub(crate) fn likely_head(words: &[String]) -> usize {
    let end = words
        .iter()
        .skip(1)
        .position(|word| {
            matches!(
                word.as_str(),
                "," | "--" | ";" | "of" | "in" | "at" | "on" | "with" | "to" | "from" | "for" | "as" | "by"
            ) || matches!(word.as_str(), "who" | "whom" | "whose" | "which" | "that" | "and")
        })
        .map_or(words.len(), |at| at + 1);
    let genitive = end > 1 && matches!(words[end - 1].as_str(), "'s" | "’s" | "'");
    end - 1 - usize::from(genitive)
}

fn marked(mention: &MentionOf, sentence: &[String], words: &[Span]) -> Option<Marked> {
    let own = words.get(mention.start..=mention.end)?;
    let words_of = sentence.get(mention.start..=mention.end)?;
    let heads: Vec<Span> = match &mention.head {
        Some(head) => head
            .split(',')
            .filter_map(|n| n.trim_end_matches('*').parse::<usize>().ok())
            .filter_map(|n| own.get(n.checked_sub(1)?).copied())
            .collect(),
        None => vec![own[likely_head(words_of)]],
    };
    Some(Marked {
        span: own.first()?.cover(*own.last()?),
        heads,
        entity: mention.eid.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_set_as_printed_and_spans_hold() {
        let line: Line = serde_json::from_str(
            r#"{"doc":"d","sentences":[["\"","We","do","n't","know",",","\"","said","Ada","Quill","."],["She","'s","gone","(","north",")","."]],
                "mentions":[{"sent":1,"start":0,"end":0,"eid":"1","head":"1"},{"sent":0,"start":8,"end":9,"eid":"1","head":"1,2"}]}"#,
        )
        .expect("a line");
        let document = document(&line, |at| at == 1);
        assert_eq!(
            document.text,
            "\"We don't know,\" said Ada Quill.\nShe's gone (north)."
        );
        let found: Vec<&str> = document
            .mentions
            .iter()
            .map(|m| &document.text[m.span.range()])
            .collect();
        assert_eq!(found, ["Ada Quill", "She"]);
        assert_eq!(document.mentions[0].heads.len(), 2);
    }
}
