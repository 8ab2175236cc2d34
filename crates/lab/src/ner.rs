//! Names: what training reads, and the score against marked text.
//!
//! `names features` writes units, features and labels of the marked sets and of
//! unmarked texts; `names errors` shows where the carried model differs from a set;
//! the scoring task `names` gives precision, recall and F1 of exact spans with their class.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use nlp::{Models, NAME_LABELS, NameClass, NameFeature, Sentence};
use serde_json::json;
use text::Span;

use crate::article_names;
use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::name_corpora::{self, Marked};
use crate::polnear;
use crate::score::Options;

/// Names in the train part of the English Web Treebank, marked for this project.
const WEB_NAMES: &str = "crates/lab/train/ewt-names.tsv";

/// A marked set.
struct MarkedSet {
    name: &'static str,
    /// Does it mark names other than persons, organisations and places?
    others: bool,
    sentences: Vec<Marked>,
}

/// Sets that may train what ships, or those that only measure.
fn marked_sets(corpora: &Corpora, training: bool, models: &Models) -> Result<Vec<MarkedSet>> {
    let Some(ner) = corpora.shared("corpora/ner") else {
        return Ok(Vec::new());
    };
    let iob2 = |name, others| -> Result<MarkedSet> {
        Ok(MarkedSet {
            name,
            others,
            sentences: name_corpora::iob2(&ner.join(format!("{name}.iob2.tsv")))?,
        })
    };
    let mut sets = Vec::new();
    if training {
        for (name, others) in [
            ("wikigold.train", true),
            ("btc.train", false),
            ("wnut17.train", true),
            ("crossner-politics.train", true),
        ] {
            sets.push(iob2(name, others)?);
        }
        sets.push(MarkedSet {
            name: "re3d.train",
            others: false,
            sentences: name_corpora::re3d(&ner.join("re3d.train.jsonl"))?,
        });
    } else {
        for (name, others) in [
            ("uner-ewt.dev", false),
            ("wnut17.dev", true),
            ("crossner-politics.dev", true),
        ] {
            sets.push(iob2(name, others)?);
        }
    }
    if let Some(gum) = corpora.shared("corpora/gum") {
        let (name, split) = if training {
            ("gum.train", "train")
        } else {
            ("gum.dev", "dev")
        };
        sets.push(MarkedSet {
            name,
            others: true,
            sentences: name_corpora::gum(&gum, split)?,
        });
    }
    if training && let Some(ewt) = corpora.shared("corpora/ud-ewt") {
        sets.push(MarkedSet {
            name: "ewt.train",
            others: false,
            sentences: name_corpora::web_treebank(
                &ewt.join("train.conllu.gz"),
                &corpora.checkout(WEB_NAMES),
            )?,
        });
    }
    let (name, part) = if training {
        ("articles.train", "train")
    } else {
        ("articles.dev", "dev")
    };
    sets.push(MarkedSet {
        name,
        others: false,
        sentences: article_names::sentences(corpora, part, models)?,
    });
    Ok(sets)
}

/// The subcommand: `features FOLDER [TEXTS.jsonl]` or `errors SET`.
///
/// # Errors
/// On a usage error, when a corpus is missing, and when files cannot be read or written.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["features", folder] => features(corpora, Path::new(folder), None)?,
        ["features", folder, texts] => features(corpora, Path::new(folder), Some(Path::new(texts)))?,
        ["errors", set] => errors(corpora, set)?,
        _ => bail!("names features FOLDER [TEXTS.jsonl] | errors SET"),
    }
    Ok(true)
}

/// Writes a file `SET.jsonl` for each marked set and `plain.jsonl` for unmarked texts. A line is a sentence:
/// `units` as written, folded `words`, `rows` of the feature tables, `labels` (empty where the text is unmarked),
/// `proper` (is each unit a proper noun? empty where the set does not tell), `others` (does the set mark other names?), `begins` (of a text).
fn features(corpora: &Corpora, folder: &Path, texts: Option<&Path>) -> Result<()> {
    fs::create_dir_all(folder)?;
    let models = Models::bundled();
    for training in [true, false] {
        for set in marked_sets(corpora, training, &models)? {
            let mut out = String::new();
            for marked in &set.sentences {
                let units = one_sentence(&marked.text, &models);
                let names = labels(&units, marked);
                let mut proper = Vec::new();
                if !marked.proper.is_empty() {
                    proper.extend(units.iter().map(|(unit, _)| is_proper(marked, *unit)));
                }
                out.push_str(&line(&marked.text, &units, &names, &proper, set.others, true));
            }
            fs::write(folder.join(format!("{}.jsonl", set.name)), out)?;
        }
    }
    let Some(texts) = texts else { return Ok(()) };
    let mut out = String::new();
    for example in polnear::read(texts)? {
        let article = page::plain_text(&example.id, &example.text);
        let analysis = nlp::analyze(&article, &models);
        let text = article.text.as_str();
        let units = nlp::training_units(text, &analysis.tokens, &analysis.sentences, &models);
        let mut first = 0;
        for sentence in &analysis.sentences {
            let end = first + units[first..].partition_point(|(unit, _)| unit.start() < sentence.span.end());
            if end > first {
                out.push_str(&line(text, &units[first..end], &[], &[], false, first == 0));
            }
            first = end;
        }
    }
    fs::write(folder.join("plain.jsonl"), out)?;
    Ok(())
}

fn line(
    text: &str,
    units: &[(Span, NameFeature<'_>)],
    labels: &[usize],
    proper: &[bool],
    others: bool,
    begins: bool,
) -> String {
    let value = json!({
        "units": units.iter().map(|(unit, _)| &text[unit.range()]).collect::<Vec<_>>(),
        "words": units.iter().map(|(_, feature)| &feature.word).collect::<Vec<_>>(),
        "rows": units.iter().map(|(_, feature)| feature.rows).collect::<Vec<_>>(),
        "labels": labels,
        "proper": proper,
        "others": others,
        "begins": begins,
    });
    format!("{value}\n")
}

fn is_proper(marked: &Marked, unit: Span) -> bool {
    let mut tokens = marked.tokens.iter().zip(&marked.proper);
    tokens.any(|(token, &proper)| proper && token.overlaps(unit))
}

fn labels(units: &[(Span, NameFeature<'_>)], marked: &Marked) -> Vec<usize> {
    let mut labels = vec![0; units.len()];
    for (span, class) in marked.name_spans() {
        let first_label = 1 + 2 * NameClass::ALL.iter().position(|&c| c == class).unwrap_or(0);
        let inside = (0..units.len()).filter(|&at| span.overlaps(units[at].0));
        for (number, at) in inside.enumerate() {
            labels[at] = (first_label + usize::from(number > 0)).min(NAME_LABELS - 1);
        }
    }
    labels
}

fn whole(text: &str) -> (Vec<nlp::Token>, [Sentence; 1]) {
    let tokens = nlp::tokenize(text);
    let sentence = Sentence {
        span: Span::new(0, text.len()),
        block: 0,
        first_token: 0,
        end_token: tokens.len(),
    };
    (tokens, [sentence])
}

fn one_sentence<'a>(text: &'a str, models: &Models) -> Vec<(Span, NameFeature<'a>)> {
    let (tokens, sentences) = whole(text);
    nlp::training_units(text, &tokens, &sentences, models)
}

fn found(models: &Models, text: &str) -> Vec<(Span, NameClass)> {
    let (tokens, sentences) = whole(text);
    nlp::names(text, &tokens, &sentences, models)
        .iter()
        .map(|name| (name.span, name.class))
        .collect()
}

/// Right, found and marked names of each class.
fn counts(models: &Models, sentences: &[Marked]) -> BTreeMap<NameClass, [usize; 3]> {
    let mut counts: BTreeMap<NameClass, [usize; 3]> = BTreeMap::new();
    for sentence in sentences {
        let gold = sentence.name_spans();
        for name in found(models, &sentence.text) {
            let slot = counts.entry(name.1).or_default();
            slot[1] += 1;
            slot[0] += usize::from(gold.contains(&name));
        }
        for (_, class) in gold {
            counts.entry(class).or_default()[2] += 1;
        }
    }
    counts
}

/// The scoring task: exact spans with their class, sentence by sentence, of the model alone.
///
/// # Errors
/// When a set that is there cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let models = Models::bundled();
    let mut scored = Scored::default();
    for set in marked_sets(corpora, false, &models)? {
        let corpus = format!("ner/{}", set.name);
        let mut total = [0; 3];
        for (class, count) in counts(&models, &set.sentences) {
            let name = match class {
                NameClass::Person => "names/person",
                NameClass::Organisation => "names/organisation",
                NameClass::Place => "names/place",
                NameClass::Other => continue,
            };
            scored.figures.push(figure(&corpus, name, count));
            for (total, n) in total.iter_mut().zip(count) {
                *total += n;
            }
        }
        scored.figures.push(figure(&corpus, "names/all", total));
    }
    Ok(scored)
}

fn figure(corpus: &str, metric: &str, [right, found, marked]: [usize; 3]) -> Figure {
    Figure {
        corpus: corpus.to_owned(),
        metric: metric.to_owned(),
        value: (marked > 0).then(|| 2.0 * right as f64 / (found + marked) as f64),
        sense: Sense::Higher,
        cases: Some(marked),
    }
}

/// Prints the sentences of a set where the model differs.
fn errors(corpora: &Corpora, name: &str) -> Result<()> {
    let models = Models::bundled();
    let sets = marked_sets(corpora, false, &models)?;
    let set = sets.iter().find(|set| set.name == name).context("no such set")?;
    for sentence in &set.sentences {
        let (gold, own) = (sentence.name_spans(), found(&models, &sentence.text));
        let only = |a: &[(Span, NameClass)], b: &[(Span, NameClass)]| {
            a.iter()
                .filter(|name| name.1 != NameClass::Other && !b.contains(name))
                .map(|(span, class)| format!("{} {class:?}", &sentence.text[span.range()]))
                .collect::<Vec<_>>()
        };
        let (missed, extra) = (only(&gold, &own), only(&own, &gold));
        if !missed.is_empty() || !extra.is_empty() {
            println!("missed {missed:?} extra {extra:?}\n    {}", sentence.text);
        }
    }
    Ok(())
}
