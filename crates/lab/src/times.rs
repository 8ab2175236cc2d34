//! Time expressions, by the measures of TempEval-3.
//!
//! Reads `corpora/time/*.jsonl` of the shared folder: articles with their
//! creation time and TIMEX3 marks. Strict F1 counts expressions of exactly the
//! gold extent; relaxed F1 those that overlap a gold one, each with one; value
//! F1 those of the relaxed ones whose TIMEX3 value is equal, character by
//! character. The first figures are of the articles that nothing was tuned on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use nlp::{Models, TimeBasis, TimeKind};
use page::{Article, Block, BlockKind, Dated, Stamp};
use serde::Deserialize;
use text::{CodePoints, Span, Text};

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;

/// File, and whether it is held against the floors.
const SETS: &[(&str, bool)] = &[
    ("tbaq.dev", true),
    ("tbaq.train", false),
    ("wikiwars.train", false),
];

#[derive(Deserialize)]
struct Line {
    id: String,
    /// Creation time of the article, ISO 8601.
    dct: String,
    text: String,
    timexes: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    /// Code points of `text`.
    start: usize,
    end: usize,
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    value: Option<String>,
}

/// A marked expression, found or gold.
#[derive(Debug, Clone, PartialEq)]
struct Marked {
    span: Span,
    kind: String,
    value: String,
    /// What a found one with an interval rests on.
    basis: Option<TimeBasis>,
}

/// What was counted, of all expressions or of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    kind: usize,
}

/// Measures extents and values.
///
/// # Errors
/// When a set cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    for &(set, guarded) in SETS {
        let corpus = format!("time/{set}");
        let Some(path) = corpora.shared(&format!("corpora/time/{set}.jsonl")) else {
            scored.skip(corpus, "the shared folder does not hold it");
            continue;
        };
        let body = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let (total, _) = measure(&body, |_, _, _| ())?;
        if guarded {
            scored.figures.extend(figures(&corpus, &total));
        } else {
            println!("{corpus} (developed on): {}", row(&total));
        }
    }
    Ok(scored)
}

/// `cargo lab times SET`: every difference from the gold marks of a set, then counts by kind.
///
/// # Errors
/// When the set cannot be read.
pub fn errors(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let set = args.first().map_or("tbaq.train", String::as_str);
    let path = corpora
        .shared(&format!("corpora/time/{set}.jsonl"))
        .with_context(|| format!("the shared folder has no time/{set}.jsonl"))?;
    let body = fs::read_to_string(&path)?;
    let rests = RefCell::new(BTreeMap::new());
    let (total, kinds) = measure(&body, |line, gold, found| {
        print_differences(line, gold, found);
        count_bases(gold, found, &mut rests.borrow_mut());
    })?;
    for (basis, [right, all]) in rests.into_inner() {
        println!("intervals, {basis:?}: {right} of {all} values right");
    }
    for (kind, counts) in kinds {
        println!("{kind:10} {}", row(&counts));
    }
    println!("{:10} {}", "all", row(&total));
    Ok(true)
}

type Told<'a> = &'a dyn Fn(&Line, &[Marked], &[Marked]);

fn measure(
    body: &str,
    tell: impl Fn(&Line, &[Marked], &[Marked]),
) -> Result<(Counts, BTreeMap<String, Counts>)> {
    let models = Models::bundled();
    let mut total = Counts::default();
    let mut kinds: BTreeMap<String, Counts> = BTreeMap::new();
    let tell: Told<'_> = &tell;
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)?;
        let gold = gold(&line)?;
        let found = found(&line, &models)?;
        tell(&line, &gold, &found);
        count(&gold, &found, &mut total, &mut kinds);
    }
    Ok((total, kinds))
}

fn gold(line: &Line) -> Result<Vec<Marked>> {
    let points = CodePoints::new(&line.text);
    let byte = |point: usize| {
        points
            .to_byte(point)
            .with_context(|| format!("{}: no code point {point}", line.id))
    };
    line.timexes
        .iter()
        .map(|gold| {
            Ok(Marked {
                span: Span::new(byte(gold.start)?, byte(gold.end)?),
                kind: gold.kind.clone().unwrap_or_else(|| "unmarked".to_owned()),
                value: gold.value.clone().unwrap_or_default(),
                basis: None,
            })
        })
        .collect()
}

fn found(line: &Line, models: &Models) -> Result<Vec<Marked>> {
    let stamp: Stamp = line
        .dct
        .parse()
        .with_context(|| format!("{}: creation time {:?}", line.id, line.dct))?;
    Ok(nlp::analyze(&article(&line.text, stamp), models)
        .times
        .into_iter()
        .map(|time| Marked {
            span: time.span,
            kind: match time.kind {
                TimeKind::Date => "DATE",
                TimeKind::Time => "TIME",
                TimeKind::Duration => "DURATION",
                TimeKind::Set => "SET",
            }
            .to_owned(),
            basis: time.interval.map(|_| time.basis),
            value: time.timex,
        })
        .collect())
}

/// An article of paragraphs parted by blank lines.
fn article(text: &str, published: Stamp) -> Article {
    let mut blocks = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        let lead = part.len() - part.trim_start().len();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let span = Span::new(start + lead, start + lead + trimmed.len());
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                capture: span,
            });
        }
        start += part.len() + 2;
    }
    Article {
        text: Text::new(text),
        blocks,
        published: Some(Dated {
            span: Span::new(0, 0),
            stamp: Some(published),
            timezone: None,
            label: None,
        }),
        ..Article::default()
    }
}

/// Of the expressions with an interval that are paired with a gold one: how many have its value, by basis.
fn count_bases(gold: &[Marked], found: &[Marked], counts: &mut BTreeMap<TimeBasis, [usize; 2]>) {
    for (mark, at) in gold.iter().zip(pairs(gold, found)) {
        let Some(other) = at.map(|at| &found[at]) else {
            continue;
        };
        if let Some(basis) = other.basis {
            let [right, all] = counts.entry(basis).or_default();
            *right += usize::from(other.value == mark.value);
            *all += 1;
        }
    }
}

/// The found expression that each gold one is paired with: the one of its extent, else the first free one that overlaps.
fn pairs(gold: &[Marked], found: &[Marked]) -> Vec<Option<usize>> {
    let mut free = vec![true; found.len()];
    let mut paired = vec![None; gold.len()];
    let exact = |a: &Marked, b: &Marked| a.span == b.span;
    let overlapping = |a: &Marked, b: &Marked| a.span.overlaps(b.span);
    for fits in [exact as fn(&Marked, &Marked) -> bool, overlapping] {
        for (mark, slot) in gold.iter().zip(&mut paired).filter(|(_, slot)| slot.is_none()) {
            *slot = (0..found.len()).find(|&at| free[at] && fits(mark, &found[at]));
            if let Some(at) = *slot {
                free[at] = false;
            }
        }
    }
    paired
}

fn count(gold: &[Marked], found: &[Marked], total: &mut Counts, kinds: &mut BTreeMap<String, Counts>) {
    let mut add = |kind: &str, by: Counts| {
        for counts in [&mut *total, kinds.entry(kind.to_owned()).or_default()] {
            counts.gold += by.gold;
            counts.found += by.found;
            counts.strict += by.strict;
            counts.relaxed += by.relaxed;
            counts.value += by.value;
            counts.kind += by.kind;
        }
    };
    for (mark, pair) in gold.iter().zip(pairs(gold, found)) {
        let pair = pair.map(|at| &found[at]);
        let is = |holds: &dyn Fn(&Marked) -> bool| usize::from(pair.is_some_and(holds));
        add(
            &mark.kind,
            Counts {
                gold: 1,
                found: 0,
                strict: is(&|other| other.span == mark.span),
                relaxed: is(&|_| true),
                value: is(&|other| other.value == mark.value),
                kind: is(&|other| other.kind == mark.kind),
            },
        );
    }
    for mark in found {
        add(
            &mark.kind,
            Counts {
                found: 1,
                ..Counts::default()
            },
        );
    }
}

impl Counts {
    fn f1(&self, hits: usize) -> Option<f64> {
        (self.gold + self.found > 0).then(|| 2.0 * hits as f64 / (self.gold + self.found) as f64)
    }
}

fn figures(corpus: &str, counts: &Counts) -> Vec<Figure> {
    [
        ("timex/strict_f1", counts.strict),
        ("timex/relaxed_f1", counts.relaxed),
        ("timex/value_f1", counts.value),
        ("timex/type_f1", counts.kind),
    ]
    .into_iter()
    .map(|(metric, hits)| Figure {
        corpus: corpus.to_owned(),
        metric: metric.to_owned(),
        value: counts.f1(hits),
        sense: Sense::Higher,
        cases: Some(counts.gold),
    })
    .collect()
}

fn row(counts: &Counts) -> String {
    let f1 = |hits| 100.0 * counts.f1(hits).unwrap_or_default();
    format!(
        "gold {:4}  found {:4}  strict {:.1}  relaxed {:.1}  value {:.1}  type {:.1}",
        counts.gold,
        counts.found,
        f1(counts.strict),
        f1(counts.relaxed),
        f1(counts.value),
        f1(counts.kind)
    )
}

/// One line a difference: what kind, both marks, and the words around.
fn print_differences(line: &Line, gold: &[Marked], found: &[Marked]) {
    let shown = |mark: &Marked| {
        let words = &line.text[mark.span.range()];
        format!("[{}] {} {}", words.replace('\n', " "), mark.kind, mark.value)
    };
    let around = |span: Span| {
        let from = line.text[..span.start()]
            .char_indices()
            .rev()
            .nth(70)
            .map_or(0, |c| c.0);
        let to = line.text[span.end()..]
            .char_indices()
            .nth(50)
            .map_or(line.text.len(), |c| span.end() + c.0);
        format!(
            "{}«{}»{}",
            &line.text[from..span.start()],
            &line.text[span.range()],
            &line.text[span.end()..to]
        )
        .replace('\n', " ")
    };
    let paired = pairs(gold, found);
    for (mark, pair) in gold.iter().zip(&paired) {
        let other = pair.map(|at| &found[at]);
        let what = match other {
            None => "MISSED",
            Some(other) if other.span != mark.span && other.value != mark.value => "EXTENT+VALUE",
            Some(other) if other.span != mark.span => "EXTENT",
            Some(other) if other.value != mark.value => "VALUE",
            Some(_) => continue,
        };
        let other = other.map(shown).unwrap_or_default();
        println!(
            "{what}\t{} | {other}\t{} {}: {}",
            shown(mark),
            line.id,
            line.dct,
            around(mark.span)
        );
    }
    let extra = (0..found.len()).filter(|at| !paired.contains(&Some(*at)));
    for mark in extra.map(|at| &found[at]) {
        println!(
            "EXTRA\t{}\t{} {}: {}",
            shown(mark),
            line.id,
            line.dct,
            around(mark.span)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, value: &str) -> Marked {
        Marked {
            span: Span::new(start, end),
            kind: "DATE".to_owned(),
            value: value.to_owned(),
            basis: None,
        }
    }

    #[test]
    fn values_count_where_extents_overlap() {
        let gold = [mark(0, 8, "2025"), mark(10, 14, "2024"), mark(20, 24, "2023")];
        let found = [mark(4, 8, "2025"), mark(10, 14, "2020"), mark(30, 34, "2023")];
        let (mut total, mut kinds) = (Counts::default(), BTreeMap::new());
        count(&gold, &found, &mut total, &mut kinds);
        assert_eq!(
            (total.strict, total.relaxed, total.value, total.gold, total.found),
            (1, 2, 1, 3, 3)
        );
    }

    #[test]
    fn an_expression_is_paired_once() {
        let gold = [mark(0, 4, "2025"), mark(5, 8, "2024")];
        assert_eq!(pairs(&gold, &[mark(0, 8, "2025")]), [Some(0), None]);
        assert_eq!(
            pairs(&gold, &[mark(5, 8, "2024"), mark(0, 8, "")]),
            [Some(1), Some(0)]
        );
    }
}
