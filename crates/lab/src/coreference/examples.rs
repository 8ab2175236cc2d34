//! What the trainers of the noun-phrase models read.
//!
//! In: GUM (open documents), `LitBank`, marked news, the English Web Treebank. Out: a file of JSON lines for
//! each set, a line a text. `features`: units with their features as the program computes them, and
//! where the words of the corpus stand, whose marks the trainer reads for itself. `links`: the phrases
//! that given weights find, with those before them that each may refer to and what speaks for each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use nlp::Models;
use serde_json::json;
use text::Span;

use super::corpus::{Document, gum, litbank, news, treebank};
use crate::corpora::Corpora;

/// The subcommand.
///
/// # Errors
/// On a usage error, when a corpus is missing, and when a file cannot be written.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["features", folder] => features(corpora, Path::new(folder))?,
        ["links", weights, folder] => links(corpora, Path::new(weights), Path::new(folder))?,
        _ => bail!("coreference features FOLDER | links WEIGHTS FOLDER"),
    }
    Ok(true)
}

fn features(corpora: &Corpora, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let models = Models::bundled();
    let sizes = json!({"pairs": nlp::PAIR_TABLES.iter().sum::<usize>(), "alone": nlp::ALONE_TABLES.iter().sum::<usize>()});
    fs::write(folder.join("tables.json"), sizes.to_string())?;
    for (name, documents) in sets(corpora)? {
        let lines: String = documents.iter().map(|document| line(document, &models)).collect();
        fs::write(folder.join(format!("{name}.jsonl")), lines)?;
    }
    Ok(())
}

fn sets(corpora: &Corpora) -> Result<Vec<(&'static str, Vec<Document>)>> {
    let set = |path: &str| {
        corpora
            .shared(path)
            .with_context(|| format!("{path} is not there"))
    };
    let of_gum = set("corpora/gum")?;
    Ok(vec![
        ("gum.train", gum(&of_gum, "train")?),
        ("gum.dev", gum(&of_gum, "dev")?),
        ("litbank.train", litbank(&set("corpora/litbank/train.jsonl")?)?),
        ("litbank.dev", litbank(&set("corpora/litbank/dev.jsonl")?)?),
        ("news.train", news(corpora, "train")?),
        ("news.dev", news(corpora, "dev")?),
        ("ewt.train", treebank(&set("corpora/ud-ewt/train.conllu.gz")?)?),
    ])
}

fn line(document: &Document, models: &Models) -> String {
    let article = page::plain_text(&document.id, &document.text);
    let analysis = nlp::analyze(&article, models);
    let text = article.text.as_str();
    let units = nlp::training_units(text, &analysis.tokens, &analysis.sentences, models);
    let bounds = |span: &Span| [span.start(), span.end()];
    let value = json!({
        "id": document.id,
        "genre": document.genre,
        "text": document.text,
        "tokens": document.words.iter().map(|words| words.iter().map(bounds).collect()).collect::<Vec<Vec<_>>>(),
        "units": units.iter().map(|(unit, _)| bounds(unit)).collect::<Vec<_>>(),
        "words": units.iter().map(|(_, feature)| &feature.word).collect::<Vec<_>>(),
        "rows": units.iter().map(|(_, feature)| feature.rows).collect::<Vec<_>>(),
    });
    format!("{value}\n")
}

fn links(corpora: &Corpora, weights: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let models = Models::with_phrases(fs::read(weights)?.leak())?;
    for (name, documents) in sets(corpora)? {
        let marked = documents.iter().filter(|document| !document.mentions.is_empty());
        let lines: String = marked.map(|document| cases(document, &models)).collect();
        if !lines.is_empty() {
            fs::write(folder.join(format!("{name}.links.jsonl")), lines)?;
        }
    }
    Ok(())
}

/// A text with `phrases`: [first byte of the head, kind, number of the marked mention or -1, own rows, candidates
/// with the rows of the pair]; and the entity of each marked mention.
fn cases(document: &Document, models: &Models) -> String {
    let article = page::plain_text(&document.id, &document.text);
    let mut found = vec![false; document.mentions.len()];
    let phrases: Vec<_> = nlp::link_cases(&article, models)
        .into_iter()
        .map(|case| {
            let number = super::numbered(document, case.phrase, &found);
            if let Some(number) = number {
                found[number] = true;
            }
            let number = number.map_or(-1, |number| number as i64);
            json!([
                case.head.start(),
                case.kind as usize,
                number,
                case.alone,
                case.candidates
            ])
        })
        .collect();
    let entities: Vec<&str> = document
        .mentions
        .iter()
        .map(|mention| mention.entity.as_str())
        .collect();
    let value = json!({"id": document.id, "genre": document.genre, "phrases": phrases, "entities": entities});
    format!("{value}\n")
}
