//! Names: training of the model and its score against marked text.
//!
//! `train-names` writes `crates/nlp/data/names.safetensors`; `score-names` prints
//! precision, recall and F1 of exact spans with their class.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use nlp::{Clusters, Models, NAME_LABELS, NameClass, Sentence};
use text::Span;

use crate::chain_training::{Example, Settings, Tensor, safetensors, train};
use crate::corpora::Corpora;
use crate::name_corpora::{self, Marked};

const WEIGHTS: &str = "crates/nlp/data/names.safetensors";

/// Trains the name model on the shippable sets and writes its weights.
///
/// # Errors
/// When a corpus is missing or the weights cannot be written.
pub fn train_names(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let set = |path: &str| {
        corpora
            .shared(path)
            .with_context(|| format!("{path} is not there"))
    };
    let ner = set("corpora/ner")?;
    let gum = set("corpora/gum")?;
    let marked: Vec<(f32, Vec<Marked>)> = vec![
        (1.0, name_corpora::iob2(&ner.join("wikigold.train.iob2.tsv"))?),
        (0.7, name_corpora::iob2(&ner.join("btc.train.iob2.tsv"))?),
        (0.7, name_corpora::iob2(&ner.join("wnut17.train.iob2.tsv"))?),
        (
            1.0,
            name_corpora::iob2(&ner.join("crossner-politics.train.iob2.tsv"))?,
        ),
        (1.0, name_corpora::re3d(&ner.join("re3d.train.jsonl"))?),
        (1.0, name_corpora::gum(&gum, "train")?),
    ];
    let settings = Settings {
        epochs: 5,
        rate: 0.08,
        decay: 1.0e-5,
        least_count: 2,
        rows: 110_000,
    };
    let models = Models::bundled();
    let clusters = Clusters::default();
    let weights = fit(&marked, &models, &clusters, &settings)?;
    fs::write(corpora.checkout(WEIGHTS), weights)?;
    score_names(corpora, args)
}

fn fit(
    marked: &[(f32, Vec<Marked>)],
    models: &Models,
    clusters: &Clusters,
    settings: &Settings,
) -> Result<Vec<u8>> {
    let examples: Vec<Example<NAME_LABELS>> = marked
        .iter()
        .flat_map(|(weight, set)| set.iter().map(|m| example(m, *weight, models, clusters)))
        .collect();
    eprintln!(
        "{} sentences, {} units",
        examples.len(),
        examples.iter().map(|e| e.labels.len()).sum::<usize>()
    );
    let trained = train(&examples, settings);
    eprintln!("{} features", trained.feature_count());
    let mut tensors = trained.tensors(settings.rows);
    tensors.push(Tensor {
        name: "cluster_words",
        dtype: "U32",
        shape: vec![0],
        bytes: Vec::new(),
    });
    tensors.push(Tensor {
        name: "cluster_classes",
        dtype: "U8",
        shape: vec![0],
        bytes: Vec::new(),
    });
    safetensors(&tensors)
}

fn example(marked: &Marked, weight: f32, models: &Models, clusters: &Clusters) -> Example<NAME_LABELS> {
    let sentence = nlp::training_sentence(&marked.text, models, clusters);
    let mut labels = vec![0; sentence.units.len()];
    for (span, class) in marked.name_spans() {
        let first_label = 1 + 2 * NameClass::ALL.iter().position(|&c| c == class).unwrap_or(0);
        let mut first = true;
        for (unit, label) in sentence.units.iter().zip(&mut labels) {
            if span.overlaps(*unit) {
                *label = first_label + usize::from(!first);
                first = false;
            }
        }
    }
    Example {
        features: sentence.features,
        labels,
        weight,
    }
}

fn found(models: &Models, text: &str) -> Vec<nlp::NameSpan> {
    let tokens = nlp::tokenize(text);
    let sentence = Sentence {
        span: Span::new(0, text.len()),
        block: 0,
        first_token: 0,
        end_token: tokens.len(),
    };
    nlp::names(text, &tokens, &[sentence], models)
}

/// Scores the bundled model.
///
/// # Errors
/// When a set cannot be read.
pub fn score_names(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let weights = fs::read(corpora.checkout(WEIGHTS))?;
    let models = Models::with_names(&weights);
    for set in ["uner-ewt.dev", "wnut17.dev", "crossner-politics.dev"] {
        let Some(path) = corpora.shared(&format!("corpora/ner/{set}.iob2.tsv")) else {
            println!("{set}: not there");
            continue;
        };
        let marked = name_corpora::iob2(&path)?;
        report(set, &models, &marked, args.iter().any(|a| a == "--errors"));
    }
    if let Some(folder) = corpora.shared("corpora/gum") {
        let marked = name_corpora::gum(&folder, "dev")?;
        report("gum dev (derived)", &models, &marked, false);
    }
    Ok(true)
}

fn report(set: &str, models: &Models, marked: &[Marked], errors: bool) {
    let mut counts: BTreeMap<NameClass, [usize; 3]> = BTreeMap::new();
    for sentence in marked {
        let gold = sentence.name_spans();
        let own: Vec<(Span, NameClass)> = found(models, &sentence.text)
            .iter()
            .map(|n| (n.span, n.class))
            .collect();
        for (span, class) in &own {
            let slot = counts.entry(*class).or_default();
            slot[1] += 1;
            slot[0] += usize::from(gold.contains(&(*span, *class)));
        }
        for (_, class) in &gold {
            counts.entry(*class).or_default()[2] += 1;
        }
        if errors {
            let wrong = |a: &[(Span, NameClass)], b: &[(Span, NameClass)]| {
                a.iter()
                    .filter(|x| x.1 != NameClass::Other && !b.contains(x))
                    .map(|(span, class)| format!("{} {class:?}", &sentence.text[span.range()]))
                    .collect::<Vec<_>>()
            };
            let (missed, extra) = (wrong(&gold, &own), wrong(&own, &gold));
            if !missed.is_empty() || !extra.is_empty() {
                println!("missed {missed:?} extra {extra:?}\n    {}", sentence.text);
            }
        }
    }
    let line = |[hit, own, gold]: [usize; 3]| {
        let (p, r) = (hit as f64 / own.max(1) as f64, hit as f64 / gold.max(1) as f64);
        let f = if hit == 0 { 0.0 } else { 2.0 * p * r / (p + r) };
        format!(
            "P {:.1} R {:.1} F1 {:.1} (of {gold})",
            100.0 * p,
            100.0 * r,
            100.0 * f
        )
    };
    let mut total = [0; 3];
    for (class, count) in &counts {
        println!("{set} {class:?}: {}", line(*count));
        if *class != NameClass::Other {
            for (total, n) in total.iter_mut().zip(count) {
                *total += n;
            }
        }
    }
    println!("{set} persons, organisations, places: {}", line(total));
}
