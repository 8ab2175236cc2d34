//! Does counting sources without their copies find the true value more often than counting all?
//!
//! In: `corpora/truth-*` of the shared folder: what many sources say a value
//! is, and what it is. Out, printed: how often the value that most sources give
//! is the true one, and how often that which most families of sources give.
//!
//! Families are found as retellings are, by shared errors: of the values in
//! which two sources both leave what most say, most are the same ones. What most
//! say is then counted again by families, until nothing changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use crate::corpora::Corpora;
use crate::name_corpora::gunzip;

/// The corpora, and what their claims say which value of.
const CORPORA: [&str; 3] = ["truth-book", "truth-flights", "truth-weather"];
/// Values off the common one that two sources share at least.
const SHARED: usize = 5;
/// Rounds of counting.
const ROUNDS: usize = 5;

/// For each thing asked, what each source, by number, says.
type Claims = BTreeMap<String, BTreeMap<usize, String>>;

/// The subcommand.
///
/// # Errors
/// When a file of a corpus that is there cannot be read.
pub fn run(corpora: &Corpora, _: &[String]) -> Result<bool> {
    println!("corpus          things  sources  families  most sources  most families  where they differ");
    for name in CORPORA {
        let Some(folder) = corpora.shared(&format!("corpora/{name}")) else {
            println!("{name}: the shared folder does not hold it");
            continue;
        };
        let (claims, sources) = claims(&rows(&folder.join("claims.tsv.gz"))?);
        let truth = rows(&folder.join("gold.tsv.gz"))?;
        let alone: Vec<usize> = (0..sources).collect();
        let family = families(&claims, sources);
        let (mut things, mut by_sources, mut by_families, mut differing) = (0, 0, 0, 0);
        for (thing, value) in truth.iter().filter_map(|row| thing_and_value(row)) {
            let Some(said) = claims.get(&thing) else { continue };
            let (all, apart) = (said_by_most(said, &alone), said_by_most(said, &family));
            things += 1;
            by_sources += usize::from(all == value);
            by_families += usize::from(apart == value);
            differing += usize::from(all != apart);
        }
        let count = family.iter().collect::<BTreeSet<_>>().len();
        let share = |right: usize| right as f64 / f64::from(things.max(1));
        println!(
            "{name:<14} {things:>7} {sources:>8} {count:>9} {:>13.3} {:>14.3} {differing:>18}",
            share(by_sources),
            share(by_families)
        );
    }
    Ok(true)
}

/// The lines of a table without its heading, cut at tabs.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let body = gunzip(path)?;
    let lines = body.lines().skip(1);
    Ok(lines
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}

/// What each source says first of each thing, and the number of sources. A source is the first field of a claim.
fn claims(rows: &[Vec<String>]) -> (Claims, usize) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut claims = Claims::new();
    for row in rows {
        let Some(((thing, value), source)) = row.get(1..).and_then(thing_and_value).zip(row.first()) else {
            continue;
        };
        let next = numbers.len();
        let source = *numbers.entry(source).or_insert(next);
        claims.entry(thing).or_default().entry(source).or_insert(value);
    }
    (claims, numbers.len())
}

/// A book and its authors, or an object's property and its value.
fn thing_and_value(row: &[String]) -> Option<(String, String)> {
    match row {
        [book, authors] => Some((book.clone(), names(authors))),
        [object, property, value, ..] => Some((format!("{object} {property}"), value.trim().to_lowercase())),
        _ => None,
    }
}

/// The words of names in one order: shops turn names round and shorten first names to initials.
fn names(authors: &str) -> String {
    let lower = authors.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 1);
    words
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The value that most families give; a family gives that of most of its members. Of several the least.
fn said_by_most<'a>(said: &'a BTreeMap<usize, String>, family: &[usize]) -> &'a str {
    let mut within: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for (&source, value) in said {
        *within
            .entry(family[source])
            .or_default()
            .entry(value)
            .or_default() += 1;
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for values in within.values() {
        *votes.entry(most(values)).or_default() += 1;
    }
    most(&votes)
}

fn most<'a>(votes: &BTreeMap<&'a str, usize>) -> &'a str {
    let best = votes.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or("", |(value, _)| value)
}

/// For each source, the least of those that seem to copy each other.
fn families(claims: &Claims, sources: usize) -> Vec<usize> {
    let mut family: Vec<usize> = (0..sources).collect();
    for _ in 0..ROUNDS {
        let mut off: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
        for said in claims.values() {
            let common = said_by_most(said, &family);
            let strays: Vec<(usize, &String)> = said
                .iter()
                .filter(|(_, value)| *value != common)
                .map(|(&source, value)| (source, value))
                .collect();
            for (at, (one, left)) in strays.iter().enumerate() {
                for (other, right) in &strays[at + 1..] {
                    let (same, all) = off.entry((*one, *other)).or_default();
                    *same += usize::from(left == right);
                    *all += 1;
                }
            }
        }
        let mut next: Vec<usize> = (0..sources).collect();
        for ((one, other), (same, all)) in off {
            if same >= SHARED && 2 * same > all {
                let (kept, gone) = (next[one].min(next[other]), next[one].max(next[other]));
                next.iter_mut()
                    .filter(|home| **home == gone)
                    .for_each(|home| *home = kept);
            }
        }
        if next == family {
            break;
        }
        family = next;
    }
    family
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources 0 to 2 agree but for themselves; 3, 4, 5 have one set of wrong values.
    fn copied() -> Claims {
        (0..60)
            .map(|thing| {
                let said = (0..6).map(|source| {
                    let wrong = source > 2 && thing % 2 == 0 || thing % 5 == source;
                    let value = match (wrong, source > 2) {
                        (false, _) => "right".to_owned(),
                        (true, true) => format!("wrong {thing}"),
                        (true, false) => format!("slip of {source}"),
                    };
                    (source, value)
                });
                (format!("thing {thing:02}"), said.collect())
            })
            .collect()
    }

    #[test]
    fn those_who_share_their_errors_count_once() {
        let claims = copied();
        let family = families(&claims, 6);
        assert_eq!(family, [0, 1, 2, 3, 3, 3]);
        let alone: Vec<usize> = (0..6).collect();
        let right = |family: &[usize]| {
            claims
                .values()
                .filter(|said| said_by_most(said, family) == "right")
                .count()
        };
        assert!(
            right(&family) > right(&alone),
            "{} {}",
            right(&family),
            right(&alone)
        );
    }

    #[test]
    fn names_are_compared_as_sets_of_words() {
        assert_eq!(names("Hale, Ines T.;  Morn, Ida"), names("Ida Morn & Ines Hale"));
        assert_ne!(names("Ines Hale"), names("Ines Haldane"));
    }
}
