//! What the stages cost as a collection grows.
//!
//! In: invented collections of two kinds. Texts of words without meaning
//! (`texts`), to a hundred thousand reports, for parallels and derivation; the
//! bundled story told again and again in other words (`stories`), to eight
//! thousand reports, for all stages. Out: tables of time and peak memory with
//! the ratios: where the cost is linear in the reports it grows tenfold a row.
//! Time is that of the processor, so that what else runs on the machine counts
//! little.

mod stories;
mod texts;

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::corpora::Corpora;

/// The subcommand: `[texts|stories|one-story] [LARGEST]`, LARGEST the number of reports to stop at; all tables when none is
/// named, though their peaks of memory then stand on each other.
///
/// # Errors
/// On a usage error, and when the bundled story cannot be read.
pub fn run(corpora: &Corpora, args: &[String]) -> Result<bool> {
    const USAGE: &str = "usage: cargo lab scaling [texts|stories|one-story] [LARGEST]";
    let (mut table, mut largest) = (None, usize::MAX);
    for arg in args {
        match arg.as_str() {
            name @ ("texts" | "stories" | "one-story") => table = Some(name),
            number => largest = number.parse().context(USAGE)?,
        }
    }
    if args.len() > 2 {
        bail!(USAGE);
    }
    let wanted = |name: &str| table.is_none_or(|table| table == name);
    if wanted("texts") {
        let mut rows = Rows::under("words without meaning", &["read", "parallels", "derive"]);
        for size in [1_000, 10_000, 100_000]
            .into_iter()
            .filter(|&size| size <= largest)
        {
            let (times, edges) = texts::measure(size);
            rows.add(size, &times, &format!("{edges} edges"));
        }
    }
    for name in ["stories", "one-story"] {
        if !wanted(name) {
            continue;
        }
        let source = stories::Source::open(corpora)?;
        let title = format!("the bundled story retold, {name}");
        let mut rows = Rows::under(&title, &["read", "collate", "trace", "assemble"]);
        for count in [10, 100, 1_000]
            .into_iter()
            .filter(|&count| count * source.reports() <= largest)
        {
            let (times, claims) = source.measure(count, name == "stories");
            rows.add(count * source.reports(), &times, &format!("{claims} claims"));
        }
    }
    Ok(true)
}

/// A table that is printed row by row.
struct Rows {
    last: Option<(f64, f64)>,
}

impl Rows {
    fn under(title: &str, stages: &[&str]) -> Self {
        println!("{title}");
        print!("{:>10}", "reports");
        for stage in stages {
            print!("{:>12}", format!("{stage} s"));
        }
        println!("{:>12}{:>8}{:>12}{:>8}", "all s", "x", "memory MB", "x");
        Self { last: None }
    }

    fn add(&mut self, reports: usize, times: &[f64], remark: &str) {
        let all: f64 = times.iter().sum();
        let memory = peak_megabytes().unwrap_or(f64::NAN);
        let ratio = |now: f64, before: Option<f64>| {
            before.map_or_else(|| "-".to_owned(), |before| format!("{:.1}", now / before))
        };
        print!("{reports:>10}");
        for time in times {
            print!("{time:>12.2}");
        }
        println!(
            "{all:>12.2}{:>8}{memory:>12.0}{:>8}   {remark}",
            ratio(all, self.last.map(|last| last.0)),
            ratio(memory, self.last.map(|last| last.1)),
        );
        self.last = Some((all, memory));
    }
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

    /// At least 0, less than 1.
    fn share(&mut self) -> f64 {
        self.below(1 << 16) as f64 / f64::from(1 << 16)
    }
}

/// Peak memory of this process so far, on Linux.
fn peak_megabytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
