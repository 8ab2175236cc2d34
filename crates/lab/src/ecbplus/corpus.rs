//! ECB+ as it is distributed here: documents of topics with marked mentions.
//!
//! In: JSON lines with tokenised sentences and mentions. Out: documents with their
//! texts, and the mentions of the sentences that the corpus has validated
//! (`selected`), as all published scores use them. A mention without a chain is alone
//! in its chain.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use text::Span;

use crate::coreference::corpus::{likely_head, push};

/// What a mention is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something that happens.
    Event,
    /// Who, what, where or when.
    Entity,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the corpus.
    pub id: String,
    /// Two stories of one sort are one topic.
    pub topic: u32,
    /// Which of the two it tells.
    pub story: String,
    /// Words of its sentences; an address before the text is left out.
    pub sentences: Vec<Vec<String>>,
    /// The text, set from the words.
    pub text: String,
    /// Where each word stands in it.
    pub spans: Vec<Vec<Span>>,
}

/// A marked mention.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Index of its document.
    pub document: usize,
    /// Sentence of the document, and words of the sentence, ascending.
    pub sentence: usize,
    /// Not empty.
    pub words: Vec<usize>,
    /// The word that carries it, one of `words`.
    pub head: usize,
    /// What it is of.
    pub kind: Kind,
    /// Mentions of one chain are of one thing.
    pub chain: String,
}

/// A part of the corpus.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// In the order of the file.
    pub documents: Vec<Document>,
    /// By document.
    pub mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Line {
    topic: u32,
    sub: String,
    doc: String,
    sentences: Vec<Vec<String>>,
    selected: Vec<usize>,
    mentions: Vec<MentionOf>,
}

#[derive(Deserialize)]
struct MentionOf {
    m: u32,
    tag: String,
    sent: usize,
    toks: Vec<usize>,
    chain: Option<String>,
}

/// Reads a part.
///
/// # Errors
/// When the file cannot be read or is of another form.
pub fn read(path: &Path) -> Result<Corpus> {
    let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut corpus = Corpus::default();
    for line in file.lines() {
        let line: Line = serde_json::from_str(line)?;
        let document = corpus.documents.len();
        for mention in line
            .mentions
            .iter()
            .filter(|mention| line.selected.contains(&mention.sent))
        {
            let sentence = &line.sentences[mention.sent];
            let kind = if mention.tag.contains("ACTION") {
                Kind::Event
            } else {
                Kind::Entity
            };
            corpus.mentions.push(Mention {
                document,
                sentence: mention.sent,
                head: head(kind, sentence, &mention.toks),
                words: mention.toks.clone(),
                kind,
                chain: mention
                    .chain
                    .clone()
                    .unwrap_or_else(|| format!("{} {}", line.doc, mention.m)),
            });
        }
        let (text, spans) = set(&line.sentences);
        corpus.documents.push(Document {
            id: line.doc,
            topic: line.topic,
            story: line.sub,
            sentences: line.sentences,
            text,
            spans,
        });
    }
    Ok(corpus)
}

fn set(sentences: &[Vec<String>]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut in_quotation = false;
    let spans = sentences
        .iter()
        .enumerate()
        .map(|(at, sentence)| {
            // Tokens of an address: the rest of the document is one paragraph.
            if at == 1 && is_address(&sentences[0]) {
                text.push_str("\n\n");
            }
            sentence
                .iter()
                .map(|word| push(&mut text, word, &mut in_quotation))
                .collect()
        })
        .collect();
    (text, spans)
}

/// Is the sentence the address of the page?
pub(super) fn is_address(sentence: &[String]) -> bool {
    sentence
        .first()
        .is_some_and(|word| word.starts_with("http") || word.starts_with("www"))
}

/// The word that carries a mention: of a verb with particles the verb, else the last word before what follows the noun.
fn head(kind: Kind, sentence: &[String], words: &[usize]) -> usize {
    let own: Vec<String> = words.iter().map(|&word| sentence[word].clone()).collect();
    let particle = |word: &String| {
        matches!(
            word.to_lowercase().as_str(),
            "over"
                | "up"
                | "down"
                | "out"
                | "off"
                | "away"
                | "back"
                | "in"
                | "on"
                | "to"
                | "for"
                | "through"
                | "into"
                | "with"
                | "at"
                | "from"
                | "by"
                | "of"
                | "around"
                | "aside"
                | "apart"
                | "forward"
                | "together"
        )
    };
    let of_event = own.iter().rposition(|word| !particle(word)).unwrap_or(0);
    let end = if kind == Kind::Event {
        of_event + 1
    } else {
        own.len()
    };
    words[likely_head(&own[..end])]
}
