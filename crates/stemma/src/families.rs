//! Reports that hold one text.
//!
//! In: for each pair of reports the own words that they share, as parts of the
//! smaller one. Out: families. Two sets are joined while their mean likeness is
//! high enough, the most alike first: a running story keeps together although
//! its first and last state share little, and a digest that holds two stories
//! does not make them one. Such a report stands in the families of both, unless
//! it is a running feed: what stands in a feed as a whole is a state of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::Parallel;

/// Own words that two reports of one text share at least.
pub(crate) const WORDS: usize = 25;
/// Mean likeness of sets that are joined.
const JOIN: f64 = 0.2;
/// Mean likeness of a report to a second family.
const SECOND: f64 = 0.5;
/// Mean number of own words in common with which less likeness is enough: a digest holds stories in part.
const SECOND_OWN: usize = 100;
/// Words of a report that only the second family explains.
const SECOND_WORDS: usize = 40;
/// Entries from which on a report is a feed.
const ENTRIES: usize = 3;
/// Own words of a feed that another report of its family holds, as a part of all: a copy of the feed itself.
const SAME_FEED: f64 = 0.5;
/// Members of a set that a mean is taken over: parallels of larger sets are not all known.
const KNOWN: usize = 64;
/// Likeness in thousandths, so that sums do not depend on their order.
const WHOLE: f64 = 1000.0;

/// Likeness of two reports: own words in common by own words of the smaller one.
pub(crate) fn likeness(parallel: &Parallel, own: &[usize]) -> f64 {
    let smaller = own[parallel.left].min(own[parallel.right]).max(1);
    (parallel.own() as f64 / smaller as f64).min(1.0)
}

/// Families of at least two, each ascending, in order of their first member. `entries` are those of each report.
pub(crate) fn families(own: &[usize], entries: &[usize], parallels: &[Parallel]) -> Vec<Vec<usize>> {
    let close: Vec<&Parallel> = parallels.iter().filter(|p| p.own() >= WORDS).collect();
    let mut sets = Sets::new(own, &close);
    sets.join();
    let mut families: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for report in 0..own.len() {
        families.entry(sets.home[report]).or_default().insert(report);
    }
    for second in second_homes(own, entries, &close, &sets.home) {
        let home = sets.home[second.report];
        if second.state_of_feed {
            let states = families.remove(&second.set).unwrap_or_default();
            families.entry(home).or_default().extend(states);
        } else if let Some(members) = families.get_mut(&second.set) {
            members.insert(second.report);
        }
    }
    let mut families: Vec<Vec<usize>> = families
        .into_values()
        .filter(|members| members.len() > 1)
        .map(|members| members.into_iter().collect())
        .collect();
    families.sort_unstable();
    families
}

struct Sets {
    /// Set of each report, and members of each set.
    home: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// Sum of likenesses between two sets, in thousandths.
    sums: Vec<BTreeMap<usize, u64>>,
    /// Counts the changes of a set, so that outdated entries of the queue are told.
    state: Vec<usize>,
}

impl Sets {
    fn new(own: &[usize], close: &[&Parallel]) -> Self {
        let mut sums = vec![BTreeMap::new(); own.len()];
        for parallel in close {
            let sum = (likeness(parallel, own) * WHOLE) as u64;
            sums[parallel.left].insert(parallel.right, sum);
            sums[parallel.right].insert(parallel.left, sum);
        }
        Self {
            home: (0..own.len()).collect(),
            members: (0..own.len()).map(|report| vec![report]).collect(),
            sums,
            state: vec![0; own.len()],
        }
    }

    /// Mean likeness of two sets, in thousandths.
    fn mean(&self, a: usize, b: usize) -> u64 {
        let pairs = self.members[a].len().min(KNOWN) * self.members[b].len().min(KNOWN);
        self.sums[a].get(&b).copied().unwrap_or(0) / pairs.max(1) as u64
    }

    fn join(&mut self) {
        let least = (JOIN * WHOLE) as u64;
        let mut queue = BinaryHeap::new();
        for a in 0..self.sums.len() {
            for &b in self.sums[a].keys().filter(|&&b| b > a) {
                queue.push((self.mean(a, b), Reverse((a, b)), 0, 0));
            }
        }
        while let Some((mean, Reverse((a, b)), state_a, state_b)) = queue.pop() {
            if mean < least {
                break;
            }
            if self.state[a] != state_a || self.state[b] != state_b {
                continue;
            }
            let kept = self.unite(a, b);
            for &other in self.sums[kept].keys() {
                let (x, y) = (kept.min(other), kept.max(other));
                queue.push((self.mean(x, y), Reverse((x, y)), self.state[x], self.state[y]));
            }
        }
    }

    /// Moves the set with fewer neighbours into the other.
    fn unite(&mut self, a: usize, b: usize) -> usize {
        let (kept, gone) = if self.sums[a].len() >= self.sums[b].len() {
            (a, b)
        } else {
            (b, a)
        };
        self.sums[kept].remove(&gone);
        for (other, sum) in std::mem::take(&mut self.sums[gone]) {
            self.sums[other].remove(&gone);
            if other != kept {
                *self.sums[kept].entry(other).or_default() += sum;
                *self.sums[other].entry(kept).or_default() += sum;
            }
        }
        for report in std::mem::take(&mut self.members[gone]) {
            self.home[report] = kept;
            self.members[kept].push(report);
        }
        self.state[kept] += 1;
        self.state[gone] += 1;
        kept
    }
}

/// A further family whose text a report holds beside that of its own.
struct Second {
    report: usize,
    set: usize,
    /// Is the report a feed, and the family's text a part of it?
    state_of_feed: bool,
}

fn second_homes(own: &[usize], entries: &[usize], close: &[&Parallel], home: &[usize]) -> Vec<Second> {
    let mut near: Vec<Vec<(usize, &Parallel)>> = vec![Vec::new(); own.len()];
    for &parallel in close {
        near[parallel.left].push((parallel.right, parallel));
        near[parallel.right].push((parallel.left, parallel));
    }
    let sizes = home.iter().fold(BTreeMap::new(), |mut sizes, &set| {
        *sizes.entry(set).or_insert(0usize) += 1;
        sizes
    });
    let mut found = Vec::new();
    for (report, others) in near.iter().enumerate() {
        let mut explained: BTreeSet<usize> = BTreeSet::new();
        let mut copied = 0;
        let mut abroad: BTreeMap<usize, (f64, usize, BTreeSet<usize>)> = BTreeMap::new();
        for &(other, parallel) in others {
            let words = parallel.runs.iter().flat_map(|run| {
                let start = if parallel.left == report {
                    run.left
                } else {
                    run.right
                };
                start..start + run.len
            });
            if home[other] == home[report] {
                explained.extend(words);
                copied = copied.max(parallel.own());
            } else {
                let (sum, shared, there) = abroad.entry(home[other]).or_default();
                *sum += likeness(parallel, own);
                *shared += parallel.own();
                there.extend(words);
            }
        }
        let feed = entries[report] >= ENTRIES && copied as f64 >= SAME_FEED * own[report] as f64;
        let mut ranked: Vec<(Second, bool, BTreeSet<usize>)> = abroad
            .into_iter()
            .map(|(set, (sum, shared, words))| {
                let size = sizes[&set].min(KNOWN);
                let whole = sum >= SECOND * size as f64;
                let second = Second {
                    report,
                    set,
                    state_of_feed: feed && whole,
                };
                (second, whole || shared >= SECOND_OWN * size, words)
            })
            .collect();
        ranked.sort_by(|a, b| b.2.len().cmp(&a.2.len()).then(a.0.set.cmp(&b.0.set)));
        for (second, holds, words) in ranked {
            if holds && words.difference(&explained).count() >= SECOND_WORDS {
                explained.extend(words);
                found.push(second);
            }
        }
    }
    found
}
