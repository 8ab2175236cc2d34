//! Passages that two reports share.
//!
//! In: the exemplars of a collection. Out: for each pair with enough in common
//! a [`Parallel`]: the runs of equal words, how many of them are the reporters'
//! own, and how large a part of each report they are.
//!
//! Candidates come from winnowed shingles (Schleimer et al. 2003): of every
//! [`WINDOW`] neighbouring shingles of [`SHINGLE`] words the one with the least
//! key is kept, so that any shared run of `SHINGLE + WINDOW - 1` words shares a
//! key. A key that more than [`HOT`] reports hold links each of them only to
//! the first [`HOT`] of them, so the work is linear in the number of reports.
//! Runs are then extended word by word, which proves them.

use std::collections::{BTreeSet, HashMap};

use crate::{Exemplar, Word};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Neighbouring shingles of which one is kept.
const WINDOW: usize = 3;
/// Reports that share a key before it is hot.
const HOT: usize = 64;
/// Places of one key in one report that are tried.
const PLACES: usize = 4;
/// Words of the shortest run that is kept.
const RUN: usize = 6;

/// Equal words in two reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// First word in the left report.
    pub left: usize,
    /// First word in the right report.
    pub right: usize,
    /// Number of words.
    pub len: usize,
    /// How many of them are the reporters' own in both.
    pub own: usize,
}

impl Run {
    /// The same with left and right changed.
    pub(crate) fn turned(&self) -> Self {
        Self {
            left: self.right,
            right: self.left,
            ..*self
        }
    }
}

/// What two reports share. Invariant: `left < right`; runs ascend by `left` and overlap on neither side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parallel {
    /// Index of one exemplar.
    pub left: usize,
    /// Index of the other.
    pub right: usize,
    /// Equal words.
    pub runs: Vec<Run>,
}

impl Parallel {
    /// Words in runs.
    #[must_use]
    pub fn words(&self) -> usize {
        self.runs.iter().map(|r| r.len).sum()
    }

    /// Own words in runs.
    #[must_use]
    pub fn own(&self) -> usize {
        self.runs.iter().map(|r| r.own).sum()
    }

    /// Positions in `report`, which is one of the two, of the words in runs.
    #[must_use]
    pub fn words_of(&self, report: usize) -> BTreeSet<usize> {
        let start = |run: &Run| if report == self.left { run.left } else { run.right };
        self.runs
            .iter()
            .flat_map(|run| start(run)..start(run) + run.len)
            .collect()
    }

    /// Own words of the longest run.
    #[must_use]
    pub fn longest_own(&self) -> usize {
        self.runs.iter().map(|r| r.own).max().unwrap_or(0)
    }
}

/// A kept shingle: its key, the report and the word it begins at.
type Print = (u64, u32, u32);

/// Finds the pairs of reports that share passages, ascending by `(left, right)`.
#[must_use]
pub fn find_parallels(exemplars: &[Exemplar]) -> Vec<Parallel> {
    let prints: Vec<Vec<Print>> = exemplars
        .iter()
        .enumerate()
        .map(|(index, exemplar)| winnow(exemplar, index))
        .collect();
    candidates(&prints)
        .into_iter()
        .filter_map(|(left, right)| {
            let runs = shared_runs(exemplars, &prints, left, right);
            (!runs.is_empty()).then_some(Parallel { left, right, runs })
        })
        .collect()
}

fn mix(key: u64) -> u64 {
    let key = (key ^ (key >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
    let key = (key ^ (key >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d);
    key ^ (key >> 33)
}

/// Keys of all shingles: shingles of a paragraph do not reach into the next.
fn shingles(exemplar: &Exemplar) -> impl Iterator<Item = (u64, usize)> {
    exemplar
        .words
        .windows(SHINGLE)
        .enumerate()
        .filter(|(_, words)| words[0].paragraph == words[SHINGLE - 1].paragraph)
        .map(|(at, words)| {
            let key = words
                .iter()
                .fold(0u64, |key, word| mix(key.rotate_left(7) ^ word.key));
            (key, at)
        })
}

fn winnow(exemplar: &Exemplar, index: usize) -> Vec<Print> {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    let all: Vec<(u64, usize)> = shingles(exemplar).collect();
    let mut kept: Vec<Print> = all
        .windows(WINDOW.min(all.len().max(1)))
        .filter_map(|window| window.iter().min())
        .map(|&(key, at)| (key, index, u32::try_from(at).unwrap_or(u32::MAX)))
        .collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Pairs that share keys, ascending.
fn candidates(prints: &[Vec<Print>]) -> BTreeSet<(usize, usize)> {
    let mut holders: Vec<(u64, u32)> = prints.iter().flatten().map(|p| (p.0, p.1)).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for group in holders.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, right)) in group.iter().enumerate() {
            for &(_, left) in &group[..at.min(HOT)] {
                pairs.insert((left as usize, right as usize));
            }
        }
    }
    pairs
}

fn shared_runs(exemplars: &[Exemplar], prints: &[Vec<Print>], left: usize, right: usize) -> Vec<Run> {
    let seeds = seeds(&prints[left], &prints[right]);
    runs(&exemplars[left].words, &exemplars[right].words, &seeds, RUN)
}

/// Runs of at least `least` equal words around the seeds, longest first taken, ascending; a word takes part
/// in one run on each side. `seeds` are pairs of positions, ascending by the left one.
pub(crate) fn runs(a: &[Word], b: &[Word], seeds: &[(usize, usize)], least: usize) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    // Ends of runs found so far by diagonal: a seed inside one of them adds nothing.
    let mut reached: HashMap<i64, usize> = HashMap::new();
    for &(at, to) in seeds {
        let diagonal = at as i64 - to as i64;
        if reached.get(&diagonal).is_some_and(|&end| at < end) {
            continue;
        }
        let back = a[..at]
            .iter()
            .rev()
            .zip(b[..to].iter().rev())
            .take_while(|(x, y)| x.key == y.key)
            .count();
        let ahead = a[at..]
            .iter()
            .zip(&b[to..])
            .take_while(|(x, y)| x.key == y.key)
            .count();
        reached.insert(diagonal, at + ahead);
        if back + ahead >= least {
            found.push(Run {
                left: at - back,
                right: to - back,
                len: back + ahead,
                own: 0,
            });
        }
    }
    found.sort_unstable_by_key(|run| (std::cmp::Reverse(run.len), run.left, run.right));
    let mut taken = (vec![false; a.len()], vec![false; b.len()]);
    let mut runs: Vec<Run> = found
        .into_iter()
        .filter_map(|run| free_part(run, least, &mut taken.0, &mut taken.1))
        .map(|run| Run {
            own: (0..run.len)
                .filter(|&i| !a[run.left + i].quoted && !b[run.right + i].quoted)
                .count(),
            ..run
        })
        .collect();
    runs.sort_unstable();
    runs
}

/// Pairs of word positions that share a key, ascending by the left one.
fn seeds(left: &[Print], right: &[Print]) -> Vec<(usize, usize)> {
    let mut seeds = Vec::new();
    let mut rest = right;
    for group in left.chunk_by(|a, b| a.0 == b.0) {
        let key = group[0].0;
        rest = &rest[rest.partition_point(|p| p.0 < key)..];
        let same = &rest[..rest.partition_point(|p| p.0 == key)];
        for l in group.iter().take(PLACES) {
            for r in same.iter().take(PLACES) {
                seeds.push((l.2 as usize, r.2 as usize));
            }
        }
    }
    seeds.sort_unstable();
    seeds
}

/// The longest part of a run that no longer run has taken; marks it as taken.
fn free_part(run: Run, least: usize, left: &mut [bool], right: &mut [bool]) -> Option<Run> {
    let (mut best, mut start) = (0..0, 0);
    for i in 0..=run.len {
        if i == run.len || left[run.left + i] || right[run.right + i] {
            if i - start > best.len() {
                best = start..i;
            }
            start = i + 1;
        }
    }
    if best.len() < least {
        return None;
    }
    for i in best.clone() {
        left[run.left + i] = true;
        right[run.right + i] = true;
    }
    Some(Run {
        left: run.left + best.start,
        right: run.right + best.start,
        len: best.len(),
        own: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words_of_others;
    use text::Span;

    fn exemplar(text: &str) -> Exemplar {
        let article = page::plain_text("x", text);
        let paragraphs: Vec<Span> = article.blocks.iter().map(|b| b.span).collect();
        let quotations = nlp::quotations(text, &article.blocks);
        let quoted = words_of_others(text, &paragraphs, quotations.iter().map(|q| q.span));
        Exemplar::new(text, &paragraphs, &quoted)
    }

    fn parallel(left: &str, right: &str) -> Option<Parallel> {
        find_parallels(&[exemplar(left), exemplar(right)]).pop()
    }

    fn backwards(text: &str) -> String {
        let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
        paragraphs.reverse();
        paragraphs.join("\n\n")
    }

    const REPORT: &str = "The mayor of Tarnholt ordered the bridge shut on Monday after cracks were found in two of its piers.\n\n\
        \"Nobody crosses until I have walked under it myself,\" she said at the town hall.\n\n\
        Ferries will run every twenty minutes until the piers are mended, the council's engineers said late on Monday.";

    #[test]
    fn edits_that_keep_the_words_are_seen_through() {
        for other in [
            REPORT.to_uppercase(),
            REPORT.replace('—', "-"),
            backwards(REPORT),
            REPORT.replace("two of its piers", "two of the piers"),
        ] {
            let found = parallel(REPORT, &other).expect("shares passages");
            assert!(found.own() > 25, "{other}: {found:?}");
        }
    }

    #[test]
    fn a_shared_quotation_has_no_own_words() {
        let other =
            "\"Nobody crosses until I have walked under it myself,\" said Ida Morn, who governs Tarnholt.";
        let found = parallel(REPORT, other).expect("shares the quotation");
        assert_eq!((found.words(), found.own()), (9, 0));
    }

    #[test]
    fn unrelated_words_share_nothing() {
        assert_eq!(
            parallel(
                REPORT,
                "The council met on Monday to talk of ferries and of the price of bread."
            ),
            None
        );
    }
}
