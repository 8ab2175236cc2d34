//! What parallels and derivation cost as a collection grows.
//!
//! In: invented stories, each told by ten reports: agency copies that were cut
//! and edited, rewrites that share a quotation, reports of their own. Furniture
//! stands in many of them. Out: a table of time and peak memory for a thousand,
//! ten thousand and a hundred thousand reports, with the ratios: where the cost
//! is linear in the reports it grows tenfold a row. Time is that of the
//! processor, so that what else runs on the machine counts little.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use stemma::{Exemplar, Houses, derive, find_credits, find_parallels};

use crate::corpora::Corpora;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Reports of one story.
const TOLD_BY: usize = 10;
/// Paragraphs of a story, and words of each.
const PARAGRAPHS: usize = 6;
const WORDS: usize = 35;
/// Outlets that print the reports.
const OUTLETS: usize = 200;
/// Words of the language, of which the first are the most used.
const VOCABULARY: u64 = 20_000;
const FURNITURE: &str =
    "Sign in to follow this story and have the news of your town sent to you every morning at seven.";

/// The subcommand: `[LARGEST]`, the number of reports to stop at.
///
/// # Errors
/// On a usage error.
pub fn run(_: &Corpora, args: &[String]) -> Result<bool> {
    let largest = match args {
        [] => SIZES[SIZES.len() - 1],
        [largest] => largest.parse().context("usage: cargo lab scaling [LARGEST]")?,
        _ => bail!("usage: cargo lab scaling [LARGEST]"),
    };
    println!(
        "{:>10}{:>10}{:>12}{:>12}{:>12}{:>8}{:>12}{:>8}",
        "reports", "read s", "parallels s", "derive s", "all s", "x", "memory MB", "x"
    );
    let mut last: Option<(f64, f64)> = None;
    for size in SIZES.into_iter().filter(|&size| size <= largest) {
        let (times, edges) = measure(size);
        let all: f64 = times.iter().sum();
        let memory = peak_megabytes().unwrap_or(f64::NAN);
        let ratio = |now: f64, before: Option<f64>| {
            before.map_or_else(|| "-".to_owned(), |before| format!("{:.1}", now / before))
        };
        println!(
            "{size:>10}{:>10.2}{:>12.2}{:>12.2}{all:>12.2}{:>8}{memory:>12.0}{:>8}   {edges} edges",
            times[0],
            times[1],
            times[2],
            ratio(all, last.map(|l| l.0)),
            ratio(memory, last.map(|l| l.1)),
        );
        last = Some((all, memory));
    }
    Ok(true)
}

/// Seconds for making and reading all reports, for their parallels and for the derivation; and the number of edges.
fn measure(size: usize) -> ([f64; 3], usize) {
    let mut houses = Houses::known();
    let outlets: Vec<String> = (0..OUTLETS).map(|n| format!("Outlet{n} Gazette")).collect();
    houses.add_outlets(outlets.iter().map(String::as_str));
    let clock = Clock::start();
    let exemplars: Vec<Exemplar> = (0..size)
        .map(|report| {
            let text = report_text(report);
            let article = page::plain_text("report", &text);
            let paragraphs: Vec<_> = article.blocks.iter().map(|block| block.span).collect();
            Exemplar {
                house: houses.of(&outlets[report % OUTLETS]),
                credits: find_credits(&text, &paragraphs, &houses),
                ..Exemplar::new(&text, &paragraphs, &[])
            }
        })
        .collect();
    let reading = clock.seconds();
    let clock = Clock::start();
    let parallels = find_parallels(&exemplars);
    let found = clock.seconds();
    let clock = Clock::start();
    let derivation = black_box(derive(&exemplars, &parallels, &houses));
    ([reading, found, clock.seconds()], derivation.edges.len())
}

/// Time of the processor on Linux, else of the wall.
struct Clock {
    begun: Instant,
    spent: Option<f64>,
}

impl Clock {
    fn start() -> Self {
        Self {
            begun: Instant::now(),
            spent: Self::spent(),
        }
    }

    fn seconds(&self) -> f64 {
        match (self.spent, Self::spent()) {
            (Some(before), Some(now)) => now - before,
            _ => self.begun.elapsed().as_secs_f64(),
        }
    }

    /// Seconds that this process has had, in user and kernel mode; the clock of `/proc` has a hundred ticks a second.
    fn spent() -> Option<f64> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let (user, kernel): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some((user + kernel) / 100.0)
    }
}

/// The text of a report, by its number alone.
fn report_text(report: usize) -> String {
    let (story, part) = (report / TOLD_BY, report % TOLD_BY);
    let mut chance = Chance(report as u64 | 1 << 40);
    let mut text = String::new();
    if chance.below(3) == 0 {
        text.push_str(FURNITURE);
        text.push_str("\n\n");
    }
    let copy = part < 6;
    if copy {
        text.push_str("HARBOUR (AP) — ");
    }
    // Copies are cut from the end; the others have their own words.
    let kept = if copy { PARAGRAPHS - part / 2 } else { PARAGRAPHS };
    for paragraph in 0..kept {
        let shared = copy || part < 8 && paragraph == 2;
        let seed = if shared { story } else { report + (1 << 30) };
        let mut words = Chance((seed * PARAGRAPHS + paragraph) as u64 | 1);
        for _ in 0..WORDS {
            let word = words.word();
            let edited = shared && chance.below(40) == 0;
            let _ = write!(text, "w{} ", if edited { chance.word() } else { word });
        }
        text.push_str("\n\n");
    }
    text
}

/// A repeatable series of numbers (Vigna's splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A word of the language: the product of three draws makes the first ones common.
    fn word(&mut self) -> u64 {
        let draw = |chance: &mut Self| chance.below(1 << 16) as f64 / f64::from(1 << 16);
        let (a, b, c) = (draw(self), draw(self), draw(self));
        (a * b * c * VOCABULARY as f64) as u64
    }
}

/// Peak memory of this process so far, on Linux.
fn peak_megabytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_by_its_number() {
        assert_eq!(report_text(17), report_text(17));
        assert_ne!(report_text(10), report_text(20));
        let (_, edges) = measure(2 * TOLD_BY);
        assert!(edges >= 12, "{edges}");
    }
}
