//! Derivation on real articles of one story, by hand-made gold.
//!
//! Reads `corpora/one-story/helsinki.jsonl` and the gold in
//! `stories/helsinki-derivation`, derives the articles from their text alone
//! and hands the edges to `scoring/derivation_score.py`. Both are read from the
//! shared folder and may be absent.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use collation::{Decisions, Report, collate};
use page::Stamp;
use serde::Deserialize;
use serde_json::{Value, json};
use stemma::{
    Derivation, Descent, DescentKind, Exemplar, Houses, Shared, SharedKind, Upstream, derive, find_credits,
    find_parallels, find_shared, words_of_others,
};
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::referee;
use crate::score::Options;

const CORPUS: &str = "helsinki-derivation";

/// One article of the collection.
#[derive(Deserialize)]
struct Scrape {
    id: String,
    outlet: String,
    scraped: String,
    paragraphs: Vec<String>,
}

/// Measures derivation on the collection.
///
/// # Errors
/// When files cannot be read or written, or the scorer fails.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let articles = corpora.shared("corpora/one-story/helsinki.jsonl");
    let gold = corpora.shared("stories/helsinki-derivation/gold.jsonl");
    let scorer = corpora.shared("scoring/derivation_score.py");
    let (Some(articles), Some(gold), Some(scorer)) = (articles, gold, scorer) else {
        scored.skip(CORPUS, "the shared folder does not hold it");
        return Ok(scored);
    };
    if let Some(why) = referee::unavailable() {
        scored.skip(CORPUS, why);
        return Ok(scored);
    }
    let scrapes = read(&articles)?;
    let started = Instant::now();
    let shared = shared(&scrapes);
    let analysed = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let (derivation, houses) = derived(&scrapes, &shared, None);
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{CORPUS}: {} articles in {seconds:.1} s; analysed for what they share beside passages in {analysed:.1} s",
        scrapes.len()
    );
    retellings(&scrapes, &shared);
    let out = corpora.checkout("target/helsinki-derivation.jsonl");
    fs::write(&out, prediction(&scrapes, &derivation, &houses)).with_context(|| out.display().to_string())?;
    let args = [gold.as_os_str(), out.as_os_str(), "--json".as_ref()];
    scored.figures = figures(&referee::run(&scorer, &args)?);
    Ok(scored)
}

fn read(path: &Path) -> Result<Vec<Scrape>> {
    let body = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    body.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// `published` stands for the time of publication, which the corpus does not have.
fn derived(
    scrapes: &[Scrape],
    shared: &[Shared],
    published: Option<fn(&Scrape) -> Option<Stamp>>,
) -> (Derivation, Houses) {
    let mut houses = Houses::known();
    houses.add_outlets(scrapes.iter().map(|scrape| scrape.outlet.as_str()));
    let exemplars: Vec<Exemplar> = scrapes
        .iter()
        .map(|scrape| Exemplar {
            published: published.and_then(|published| published(scrape)),
            ..exemplar(scrape, &houses)
        })
        .collect();
    let parallels = find_parallels(&exemplars);
    (derive(&exemplars, &parallels, &houses, shared), houses)
}

/// Prints the edges that rare details and errors would make if each article were published when it was captured:
/// without a time they make none.
fn retellings(scrapes: &[Scrape], shared: &[Shared]) {
    let captured = |scrape: &Scrape| scrape.scraped.parse().ok();
    let (derivation, _) = derived(scrapes, shared, Some(captured));
    let alone = |edge: &&Descent| !edge.declared && !edge.agreements.is_empty() && edge.parallel.is_none();
    let edges: Vec<&Descent> = derivation.edges.iter().filter(alone).collect();
    println!(
        "{CORPUS}: {} figures and slips are shared; by the time of capture they would make {} edges",
        shared.len(),
        edges.len()
    );
    for edge in edges {
        let from = edge
            .agreements
            .first()
            .map_or("", |first| scrapes[first.from.0].id.as_str());
        let kinds: Vec<SharedKind> = edge.agreements.iter().map(|shared| shared.kind).collect();
        println!("  {from} to {}: {kinds:?}", scrapes[edge.to].id);
    }
}

/// What the articles share beside passages: rare details and errors.
fn shared(scrapes: &[Scrape]) -> Vec<Shared> {
    let (names, tagger) = (nlp::Models::bundled(), attribution::Models::bundled());
    let reports: Vec<Report> = scrapes
        .iter()
        .map(|scrape| {
            let article = page::plain_text(&scrape.id, &scrape.paragraphs.join("\n\n"));
            let analysis = nlp::analyze(&article, &names);
            let statements = attribution::attribute(&article, &analysis, &tagger);
            Report {
                article,
                analysis,
                statements,
            }
        })
        .collect();
    let collation = collate(&reports, &[], &Decisions::default());
    let standing: Vec<&Report> = reports.iter().collect();
    let place: Vec<usize> = (0..reports.len()).collect();
    find_shared(&standing, &place, &[], &collation)
}

/// The title is often page furniture, so that it takes no part.
fn exemplar(scrape: &Scrape, houses: &Houses) -> Exemplar {
    let text = scrape.paragraphs.join("\n\n");
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for paragraph in &scrape.paragraphs {
        if !paragraph.trim().is_empty() {
            paragraphs.push(Span::new(at, at + paragraph.len()));
        }
        at += paragraph.len() + 2;
    }
    let article = page::plain_text(&scrape.id, &text);
    let quotations = nlp::quotations(&text, &article.blocks);
    let quoted = words_of_others(&text, &paragraphs, quotations.iter().map(|q| q.span));
    Exemplar {
        house: houses.of(&scrape.outlet),
        captured: scrape.scraped.parse().ok(),
        credits: find_credits(&text, &paragraphs, houses),
        ..Exemplar::new(&text, &paragraphs, &quoted)
    }
}

/// One edge a line, as the scorer reads them.
fn prediction(scrapes: &[Scrape], derivation: &Derivation, houses: &Houses) -> String {
    let mut lines = String::new();
    for edge in &derivation.edges {
        let from = match edge.from {
            Upstream::Report(report) => json!(scrapes[report].id),
            Upstream::Lost(lost) => {
                let house = derivation.lost[lost].map_or("unknown", |house| houses.get(house).name.as_str());
                json!({"lost": format!("{house} {lost}")})
            }
        };
        let kind = match edge.kind {
            DescentKind::Copies => "copies",
            DescentKind::Syndicates => "syndicates",
            DescentKind::Corrects => "version",
            DescentKind::Paraphrases => "paraphrases",
            DescentKind::Cites => "cites",
            DescentKind::Translates | DescentKind::TranslatesQuotes => "translates",
        };
        let line = json!({
            "from": from,
            "to": scrapes[edge.to].id,
            "kind": kind,
            "declared": edge.declared,
            "confidence": edge.confidence,
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    lines
}

fn figures(answer: &Value) -> Vec<Figure> {
    let figure = |metric: &str, value: &Value, sense: Sense| Figure {
        corpus: CORPUS.to_owned(),
        metric: metric.to_owned(),
        value: value.as_f64(),
        sense,
        cases: None,
    };
    vec![
        figure("edge", &answer["edge"]["f1"], Sense::Higher),
        figure("family", &answer["family"]["f1"], Sense::Higher),
        figure("family/b3", &answer["family/b3"]["f1"], Sense::Higher),
        figure("direction", &answer["direction"]["share"], Sense::Higher),
        figure("kind", &answer["kind"]["share"], Sense::Higher),
        figure("declared", &answer["declared"]["share"], Sense::Higher),
        figure(
            "false_independence",
            &answer["false_independence"]["share"],
            Sense::Lower,
        ),
        figure(
            "false_dependence",
            &answer["false_dependence"]["share"],
            Sense::Lower,
        ),
    ]
}
