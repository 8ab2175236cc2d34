//! `cargo lab fuzz`: runs the targets on damaged copies of the bundled stories.
//!
//! In: how many inputs, which a target gets times its share, and a seed. Out: a
//! line a target; what broke it is kept under `target/lab`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::containers::containers;
use super::mutate::{Chance, damage};
use super::targets::{Seeds, story as story_of};
use super::{TARGETS, Target};
use crate::corpora::Corpora;
use crate::stories;

/// An input that takes longer is reported: it is at most 64 KiB.
const SLOW: Duration = Duration::from_secs(2);

/// Distinct failures of one target that are kept before it is given up.
const ENOUGH: usize = 5;

/// The subcommand: `[TARGET] [--runs N] [--seed S]`.
///
/// # Errors
/// On a usage error, and when seeds cannot be read or failures not be written.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    let (mut only, mut runs, mut seed) = (None, 10u64, 1u64);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut number = || -> Result<u64> {
            let value = rest.next().with_context(|| format!("{arg} needs a number"))?;
            value.parse().with_context(|| format!("{arg} {value}"))
        };
        match arg.as_str() {
            "--runs" => runs = number()?,
            "--seed" => seed = number()?,
            name if TARGETS.iter().any(|target| target.name == name) => only = Some(name),
            other => {
                let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
                bail!(
                    "{other:?} is no option and no target (targets: {})",
                    names.join(", ")
                );
            }
        }
    }
    let (mut all, mut failed) = (0, 0);
    for target in TARGETS
        .iter()
        .filter(|target| only.is_none_or(|name| name == target.name))
    {
        let (done, failures) = run_target(corpora, target, runs.saturating_mul(target.share), seed)?;
        all += done;
        failed += failures;
    }
    println!("all: {all} runs, {failed} failures");
    Ok(failed == 0)
}

/// Runs made, and how many of them failed or were slow.
fn run_target(corpora: &Corpora, target: &Target, runs: u64, seed: u64) -> Result<(u64, usize)> {
    let seeds = seeds(corpora, target)?;
    let mut chance = Chance::new(seed);
    let (mut failures, mut slowest) = (0, Duration::ZERO);
    let begun = Instant::now();
    let mut done = 0;
    while done < runs && failures < ENOUGH {
        let input = damage(&mut chance, &seeds);
        let (mut survived, mut took) = timed(target, &input);
        if survived && took > SLOW {
            // The machine may have been busy with something else.
            let again = timed(target, &input);
            (survived, took) = (again.0, took.min(again.1));
        }
        slowest = slowest.max(took);
        done += 1;
        if !survived || took > SLOW {
            failures += 1;
            let kept = corpora.checkout(&format!("target/lab/hostile-{}-{seed}-{done}", target.name));
            fs::create_dir_all(corpora.checkout("target/lab"))?;
            fs::write(&kept, &input).with_context(|| kept.display().to_string())?;
            let what = if survived { "slow" } else { "FAILED" };
            println!(
                "{what}: {} on {} ({} bytes, {took:?})",
                target.name,
                kept.display(),
                input.len()
            );
        }
    }
    let rate = done as f64 / begun.elapsed().as_secs_f64();
    println!(
        "{}: {done} runs, {failures} failures, {rate:.0} runs a second, slowest {slowest:?} (seed {seed})",
        target.name
    );
    Ok((done, failures))
}

/// Does the target survive the input, and in what time?
fn timed(target: &Target, input: &[u8]) -> (bool, Duration) {
    let started = Instant::now();
    let survived = catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_ok();
    (survived, started.elapsed())
}

fn seeds(corpora: &Corpora, target: &Target) -> Result<Vec<Vec<u8>>> {
    let mut seeds = vec![Vec::new()];
    match target.seeds {
        Seeds::Weights => seeds.push(weights()),
        Seeds::Containers => seeds.extend(containers()),
        Seeds::Texts(texts) => seeds.extend(texts.iter().map(|text| text.as_bytes().to_vec())),
        Seeds::Files(endings) => {
            for story in stories::bundled(corpora)? {
                seeds.extend(files(story.pages.iter().chain(&story.primaries), endings)?);
            }
        }
        Seeds::Dossiers => {
            for story in stories::bundled(corpora)? {
                let pages = files(story.pages.iter(), &["html", "txt"])?;
                let pages: Vec<_> = pages.iter().map(|page| String::from_utf8_lossy(page)).collect();
                let pages: Vec<&str> = pages.iter().map(|page| &**page).collect();
                let primary = story.primaries.first().map(fs::read).transpose()?;
                let (dossier, _) = story_of(&pages, primary.as_deref());
                seeds.push(dossier::to_json(&dossier, false).into_bytes());
            }
        }
    }
    Ok(seeds)
}

fn files<'a>(paths: impl Iterator<Item = &'a PathBuf>, endings: &[&str]) -> Result<Vec<Vec<u8>>> {
    paths
        .filter(|path| {
            path.extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| endings.contains(&ending))
        })
        .map(|path| fs::read(path).with_context(|| path.display().to_string()))
        .collect()
}

/// A matrix `w` of two rows and three columns, and two numbers `b`.
fn weights() -> Vec<u8> {
    let header = br#"{"w":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]},"b":{"dtype":"F32","shape":[2],"data_offsets":[6,14]}}"#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header);
    bytes.extend_from_slice(&[0; 14]);
    bytes
}
