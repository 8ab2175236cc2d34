//! `cargo speed`: what each stage costs, beside the cost of only parsing the same pages.
//!
//! In: the bundled stories and, when they are there, stories and pages of the
//! shared folder. Out: medians over several rounds of one run, so that the
//! ratios hold on any machine: of each stage beside only parsing, which is
//! html5ever building a tree; of reading pages beside two peers (`reading`); and
//! of reading pages of one shape as they grow (`growth`).

mod growth;
mod reading;

use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use collation::{Decisions, Report};
use flate2::read::GzDecoder;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::RcDom;
use page::Page;

use crate::corpora::Corpora;
use crate::program;
use crate::stories::{self, Story};

/// Pages of the shared folder that are measured besides the stories.
const PAGES: &str = "corpora/wcxb-articles";

/// Pages taken of it, in the order of their names.
const PAGES_TAKEN: usize = 100;

/// Larger pages are left to the tests of hostile input.
const LARGEST: u64 = 4 << 20;

/// Pages of one story, or pages that belong to none.
struct Set {
    name: String,
    pages: Vec<Page>,
    primaries: Vec<(String, Vec<u8>)>,
    /// The folder, for the run of the whole program.
    story: Option<Story>,
}

/// The subcommand: `[stages|reading|growth [SHAPE]] [--rounds N]`; all tables when none is named.
///
/// # Errors
/// On a usage error, and when pages cannot be read or the program does not run.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let (mut tables, mut rounds, mut shape) = (Vec::new(), 7, None);
    let mut rest = args.iter().map(String::as_str);
    while let Some(arg) = rest.next() {
        match arg {
            "--rounds" => rounds = rest.next().context("--rounds needs a number")?.parse()?,
            table @ ("stages" | "reading" | "growth") => tables.push(table),
            part if tables == ["growth"] => shape = Some(part),
            _ => bail!("usage: cargo speed [stages|reading|growth [SHAPE]] [--rounds N]"),
        }
    }
    let wanted = |table: &str| tables.is_empty() || tables.contains(&table);
    println!("{}", machine());
    if wanted("stages") {
        let program = program::build(corpora)?;
        for set in sets(corpora)? {
            measure(&set, rounds);
            if let Some(story) = &set.story {
                whole(&program, story, rounds)?;
            }
            println!();
        }
    }
    if wanted("reading") {
        reading::run(corpora, rounds)?;
        println!();
    }
    if wanted("growth") {
        growth::run(shape);
        println!();
    }
    if let Some(peak) = status_line("VmHWM") {
        println!("peak memory of this run, all sets held at once: {peak}");
    }
    Ok(true)
}

fn sets(corpora: &Corpora) -> Result<Vec<Set>> {
    let mut sets = Vec::new();
    for story in stories::all(corpora)?.there {
        let read = |paths: &[PathBuf]| -> Result<Vec<(String, Vec<u8>)>> {
            paths
                .iter()
                .map(|path| {
                    Ok((
                        path.display().to_string(),
                        fs::read(path).context("a page of a story")?,
                    ))
                })
                .collect()
        };
        sets.push(Set {
            name: format!("stories/{}", story.name),
            pages: read(&story.pages)?
                .into_iter()
                .map(|(path, bytes)| page_of(&path, bytes))
                .collect(),
            primaries: read(&story.primaries)?,
            story: Some(story),
        });
    }
    match corpora.shared(PAGES) {
        Some(folder) => sets.push(Set {
            name: format!("{PAGES}, first {PAGES_TAKEN}"),
            pages: compressed_pages(&folder, PAGES_TAKEN)?,
            primaries: Vec::new(),
            story: None,
        }),
        None => println!("skipped {PAGES}: not beside the checkout"),
    }
    Ok(sets)
}

fn page_of(id: &str, bytes: Vec<u8>) -> Page {
    Page {
        id: id.to_owned(),
        bytes,
        ..Page::default()
    }
}

fn compressed_pages(folder: &Path, most: usize) -> Result<Vec<Page>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".html.gz"))
        .collect();
    paths.sort();
    paths.truncate(most);
    paths
        .iter()
        .map(|path| {
            let mut bytes = Vec::new();
            GzDecoder::new(fs::File::open(path)?)
                .take(LARGEST)
                .read_to_end(&mut bytes)
                .with_context(|| path.display().to_string())?;
            Ok(page_of(&path.display().to_string(), bytes))
        })
        .collect()
}

/// Runs `work` on what `prepare` gives, once for warmth and then `rounds` times; the median.
fn median<T>(rounds: usize, mut work: impl FnMut() -> T) -> Duration {
    black_box(work());
    let mut times: Vec<Duration> = (0..rounds.max(1))
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn measure(set: &Set, rounds: usize) {
    let nlp_models = nlp::Models::bundled();
    let attribution_models = attribution::Models::bundled();
    let articles: Vec<_> = set.pages.iter().map(|page| page::read(page).value).collect();
    let analyses: Vec<_> = articles
        .iter()
        .map(|article| nlp::analyze(article, &nlp_models))
        .collect();
    let reports: Vec<Report> = articles
        .iter()
        .zip(&analyses)
        .map(|(article, analysis)| Report {
            article: article.clone(),
            analysis: analysis.clone(),
            statements: attribution::attribute(article, analysis, &attribution_models),
        })
        .collect();
    let primaries: Vec<_> = set
        .primaries
        .iter()
        .map(|(path, bytes)| collation::read_primary(path, None, bytes).value)
        .collect();
    let bytes: usize = set.pages.iter().map(|page| page.bytes.len()).sum();
    let tokens: usize = analyses.iter().map(|analysis| analysis.tokens.len()).sum();
    println!(
        "{}: {} pages, {:.2} MB, {tokens} tokens",
        set.name,
        set.pages.len(),
        bytes as f64 / 1e6
    );

    let parse = median(rounds, || {
        set.pages.iter().map(|page| parsed(&page.bytes)).sum::<usize>()
    });
    let mut rows = vec![("only parsing (html5ever)", parse)];
    rows.push((
        "page::read",
        median(rounds, || set.pages.iter().map(page::read).collect::<Vec<_>>()),
    ));
    rows.push((
        "nlp::analyze",
        median(rounds, || {
            articles
                .iter()
                .map(|article| nlp::analyze(article, &nlp_models))
                .collect::<Vec<_>>()
        }),
    ));
    rows.push((
        "attribution::attribute",
        median(rounds, || {
            articles
                .iter()
                .zip(&analyses)
                .map(|(article, analysis)| attribution::attribute(article, analysis, &attribution_models))
                .collect::<Vec<_>>()
        }),
    ));
    if set.story.is_some() {
        rows.push((
            "collation::collate",
            median(rounds, || {
                collation::collate(&reports, &primaries, &Decisions::default())
            }),
        ));
        let collation = collation::collate(&reports, &primaries, &Decisions::default());
        rows.push((
            "stemma::trace",
            median(rounds, || stemma::trace(&reports, &primaries, &collation)),
        ));
    }
    println!(
        "  {:28}{:>10}{:>12}{:>14}{:>12}",
        "", "ms", "pages/s", "tokens/s", "x parsing"
    );
    for (name, time) in &rows {
        let seconds = time.as_secs_f64().max(f64::MIN_POSITIVE);
        println!(
            "  {name:28}{:>10.2}{:>12.0}{:>14.0}{:>12.2}",
            seconds * 1e3,
            set.pages.len() as f64 / seconds,
            tokens as f64 / seconds,
            seconds / parse.as_secs_f64().max(f64::MIN_POSITIVE)
        );
    }
}

/// Parses a page into a tree; returns the number of its top nodes, so that nothing is left out.
fn parsed(bytes: &[u8]) -> usize {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default())
        .from_utf8()
        .one(bytes);
    dom.document.children.borrow().len()
}

/// The program as a reader runs it: from process start to written dossier.
fn whole(program: &Path, story: &Story, rounds: usize) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("headwater-bench-{}", std::process::id()));
    let mut command = program::dossier(program, story, &folder);
    let mut failed = None;
    let time = median(rounds, || match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => failed = Some(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => failed = Some(error.to_string()),
    });
    let peak = peak_of(&mut program::dossier(program, story, &folder));
    fs::remove_dir_all(&folder).ok();
    if let Some(why) = failed {
        bail!("{}: {}", story.name, why.trim());
    }
    println!(
        "  process start to dossier: {:.0} ms{}",
        time.as_secs_f64() * 1e3,
        peak.map_or_else(String::new, |peak| format!(", peak memory {peak}"))
    );
    Ok(())
}

/// Peak memory of a run, by GNU time where it is installed.
fn peak_of(command: &mut Command) -> Option<String> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .arg(command.get_program())
        .args(command.get_args())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let kilobytes: f64 = said.lines().last()?.trim().parse().ok()?;
    Some(format!("{:.0} MB", kilobytes / 1024.0))
}

fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1))
        .unwrap_or("unknown processor");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    format!("{model}, {threads} threads available, profile {profile}")
}

/// A line of this process's status, on Linux.
fn status_line(key: &str) -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
