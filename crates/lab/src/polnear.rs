//! `PolNeAR` (Newell et al. 2018): texts with attributions, for training and scoring.
//!
//! JSON lines `{id, text, attributions: [{source, cue, content}]}` with code-point
//! offsets in (the form of `headwater read --jsonl`); values with byte spans out.
//! `dump` writes what the trainer reads, `predict` what the scorer reads.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use attribution::features::{Feature, features};
use attribution::link::{Attribution, labels};
use attribution::tagger::Tagger;
use nlp::Analysis;
use serde_json::{Value, json};
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;
use crate::{confidence, cue_rates, linking, program, referee, reliability};

/// One article with its gold attributions.
#[derive(Debug, Clone)]
pub struct Example {
    /// Of the article.
    pub id: String,
    /// All of it.
    pub text: String,
    /// Empty where none are known.
    pub attributions: Vec<Attribution>,
}

/// The subcommand: `features`, `links`, `confidence`, `cue-rates`, `predict`, `reliability` or `speed`.
///
/// # Errors
/// On a usage error, and when files cannot be read or written.
pub fn run(_: &Corpora, args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["features", examples, folder] => dump(&read(Path::new(examples))?, Path::new(folder))?,
        ["links", examples, out] => {
            let linker = linking::fit(&read(Path::new(examples))?);
            let weights = json!({"source": linker.source, "content": linker.content});
            fs::write(out, format!("{weights:#}\n"))?;
        }
        ["confidence", examples, out, ref weights @ ..] => {
            let confidence = confidence::fit(&tagger(weights)?, &read(Path::new(examples))?);
            fs::write(out, format!("{}\n", json!({"confidence": confidence})))?;
        }
        ["cue-rates", examples, out] => fs::write(out, cue_rates::table(&read(Path::new(examples))?))?,
        ["predict", examples, out, ref weights @ ..] => {
            predict(&tagger(weights)?, &read(Path::new(examples))?, Path::new(out))?;
        }
        ["reliability", examples, output] => {
            let bins = reliability::bins(&read(Path::new(examples))?, &fs::read_to_string(output)?)?;
            print!("{}", reliability::table(&bins));
        }
        ["speed", examples] => speed(&read(Path::new(examples))?),
        _ => {
            bail!(
                "polnear features FILE FOLDER | links FILE OUT.json | confidence FILE OUT.json [WEIGHTS] | cue-rates FILE OUT.tsv | predict FILE OUT.jsonl [WEIGHTS] | reliability FILE OUTPUT.jsonl | speed FILE"
            )
        }
    }
    Ok(true)
}

/// The tagger with the weights of a file, or with those that the program carries.
fn tagger(weights: &[&str]) -> Result<Tagger> {
    match *weights {
        [] => Ok(Tagger::load()),
        // A tagger borrows its words for ever; a command needs only one.
        [file] => Ok(Tagger::parse(fs::read(file)?.leak())?),
        _ => bail!("more than one file of weights"),
    }
}

/// Reads a file of examples; lines without attributions are texts without labels.
///
/// # Errors
/// When the file cannot be read or a line is no example.
pub fn read(path: &Path) -> Result<Vec<Example>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut examples = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line?;
        if !line.trim().is_empty() {
            let value: Value = serde_json::from_str(&line)?;
            examples.push(example(&value).context("a line without id, text or spans")?);
        }
    }
    Ok(examples)
}

/// The texts of a file, by id.
///
/// # Errors
/// As for [`read`].
pub fn texts(path: &Path) -> Result<HashMap<String, String>> {
    let texts = read(path)?.into_iter().map(|example| (example.id, example.text));
    Ok(texts.collect())
}

fn example(value: &Value) -> Option<Example> {
    let text = value["text"].as_str()?.to_owned();
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()))
        .collect();
    let spans = |value: &Value| -> Option<Vec<Span>> {
        let Some(list) = value.as_array() else {
            return Some(Vec::new());
        };
        list.iter()
            .map(|pair| {
                let point = |at: usize| usize::try_from(pair[at].as_u64()?).ok();
                Some(Span::new(*bytes.get(point(0)?)?, *bytes.get(point(1)?)?))
            })
            .collect()
    };
    let attributions = match value["attributions"].as_array() {
        None => Vec::new(),
        Some(list) => list
            .iter()
            .map(|a| {
                Some(Attribution {
                    source: spans(&a["source"])?,
                    cue: spans(&a["cue"])?,
                    content: spans(&a["content"])?,
                })
            })
            .collect::<Option<_>>()?,
    };
    Some(Example {
        id: value["id"].as_str()?.to_owned(),
        text,
        attributions,
    })
}

/// Writes the tagger's features and labels of examples as flat arrays into a folder:
/// `features.u32` (word, prefix, suffix, short suffix, case, quote, boundary, spaced),
/// `labels.u8`, `documents.u32` (end of each article), `words.txt` (folded words by
/// number) and `tokens.txt` (the words as written).
fn dump(examples: &[Example], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let file = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    let (mut values, mut tags) = (file("features.u32")?, file("labels.u8")?);
    let (mut ends, mut written) = (file("documents.u32")?, file("tokens.txt")?);
    let mut words = file("words.txt")?;
    let mut numbers = HashMap::<String, u32>::new();
    let mut count = 0;
    for example in examples {
        let tokens = nlp::tokenize(&example.text);
        for feature in features(&example.text, &tokens) {
            let number = match numbers.get(&*feature.word) {
                Some(&number) => number,
                None => {
                    let number = u32::try_from(numbers.len())?;
                    writeln!(words, "{}", feature.word)?;
                    numbers.insert(feature.word.to_string(), number);
                    number
                }
            };
            for value in row(number, &feature) {
                values.write_all(&value.to_le_bytes())?;
            }
        }
        tags.write_all(&labels(&tokens, &example.attributions))?;
        for token in &tokens {
            writeln!(written, "{}", &example.text[token.span.range()])?;
        }
        count += u32::try_from(tokens.len())?;
        ends.write_all(&count.to_le_bytes())?;
    }
    for mut file in [values, tags, ends, written, words] {
        file.flush()?;
    }
    Ok(())
}

fn row(word: u32, feature: &Feature<'_>) -> [u32; 8] {
    [
        word,
        u32::from(feature.prefix),
        u32::from(feature.suffix),
        u32::from(feature.short_suffix),
        u32::from(feature.case),
        u32::from(feature.quote),
        u32::from(feature.boundary),
        u32::from(feature.spaced),
    ]
}

fn analysis(text: &str) -> Analysis {
    Analysis {
        tokens: nlp::tokenize(text),
        ..Analysis::default()
    }
}

/// Writes what the tagger finds, in the form that the scorer reads.
fn predict(tagger: &Tagger, examples: &[Example], out: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(out)?);
    for example in examples {
        let points = code_points(&example.text);
        let spans = |spans: &[Span]| -> Vec<[usize; 2]> {
            spans
                .iter()
                .map(|s| [points[s.start()], points[s.end()]])
                .collect()
        };
        let found: Vec<Value> = tagger
            .find(&example.text, &analysis(&example.text))
            .iter()
            .map(|f| {
                json!({"source": spans(&f.source), "cue": spans(&f.cue), "content": spans(&f.content),
                    "confidence": f.confidence})
            })
            .collect();
        writeln!(file, "{}", json!({"id": example.id, "attributions": found}))?;
    }
    file.flush()?;
    Ok(())
}

/// Code points before each byte that begins one, and before the end.
fn code_points(text: &str) -> Vec<usize> {
    let mut points = vec![0; text.len() + 1];
    for (number, (at, _)) in text.char_indices().enumerate() {
        points[at] = number;
    }
    points[text.len()] = text.chars().count();
    points
}

/// Prints the tokens a second of the tagger on one thread.
fn speed(examples: &[Example]) {
    let began = Instant::now();
    let tagger = Tagger::load();
    println!("load: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let (mut tokens, mut found) = (0, 0);
    let began = Instant::now();
    for example in examples {
        let analysis = analysis(&example.text);
        tokens += analysis.tokens.len();
        found += tagger.find(&example.text, &analysis).len();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{tokens} tokens, {found} attributions: {:.0} tokens/s",
        tokens as f64 / seconds
    );
}

/// The scoring task: the development articles, by the attribution scorer.
///
/// # Errors
/// When files cannot be read or written, or the scorer fails.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    const NAME: &str = "polnear/dev";
    let mut scored = Scored::default();
    let (Some(gold), Some(scorer)) = (
        corpora.shared("corpora/polnear/dev.jsonl"),
        corpora.shared("scoring/attribution_score.py"),
    ) else {
        scored.skip(NAME, "not in the shared folder");
        return Ok(scored);
    };
    if let Some(why) = referee::unavailable() {
        scored.skip(NAME, why);
        return Ok(scored);
    }
    let out = std::env::temp_dir().join(format!("headwater-polnear-{}.jsonl", std::process::id()));
    let judge = |out: &Path| referee::run(&scorer, &[gold.as_os_str(), out.as_os_str(), "--json".as_ref()]);
    let examples = read(&gold)?;
    predict(&Tagger::load(), &examples, &out)?;
    scored.figures = figures(&judge(&out)?);
    program::read_jsonl(&program::build(corpora)?, &gold, &out)?;
    scored.figures.extend(read_figures(&judge(&out)?, "read"));
    let printed = fs::read_to_string(&out)?;
    let bins = reliability::bins(&examples, &printed)?;
    fs::write(&out, outer(&printed)?)?;
    scored.figures.extend(read_figures(&judge(&out)?, "read-outer"));
    scored.figures.push(Figure {
        corpus: NAME.to_owned(),
        metric: "read/calibration_error".to_owned(),
        value: reliability::expected_error(&bins),
        sense: Sense::Lower,
        cases: None,
    });
    fs::remove_file(&out)?;
    Ok(scored)
}

/// What `headwater read --jsonl` prints, without the statements that stand in others.
fn outer(printed: &str) -> Result<String> {
    let mut out = String::new();
    for line in printed.lines() {
        let mut reading: Value = serde_json::from_str(line)?;
        if let Some(list) = reading["attributions"].as_array_mut() {
            list.retain(|attribution| attribution["parent"].is_null());
        }
        out.push_str(&format!("{reading}\n"));
    }
    Ok(out)
}

/// The rows that say what a user of `headwater read --jsonl` gets, as `read/...`. It gives statements inside
/// others too, which the set does not mark, so that each of them counts as an error; `read-outer/...` leaves them out.
fn read_figures(answer: &Value, of: &str) -> impl Iterator<Item = Figure> {
    let kept = [
        "attribution",
        "attribution/sourced",
        "attribution/direct",
        "attribution/mixed",
        "attribution/indirect",
        "exact/source",
        "exact/cue",
        "exact/content",
    ];
    figures(answer)
        .into_iter()
        .filter(move |figure| kept.contains(&figure.metric.as_str()))
        .map(move |figure| Figure {
            metric: format!("{of}/{}", figure.metric),
            ..figure
        })
}

/// `rows`: each with `f1` and, where it counts them, the number of gold cases.
fn figures(answer: &Value) -> Vec<Figure> {
    let rows = answer["rows"].as_object();
    rows.into_iter()
        .flatten()
        .map(|(name, row)| Figure {
            corpus: "polnear/dev".to_owned(),
            metric: name.clone(),
            value: row["f1"].as_f64(),
            sense: Sense::Higher,
            cases: row["gold"].as_u64().and_then(|n| usize::try_from(n).ok()),
        })
        .collect()
}
