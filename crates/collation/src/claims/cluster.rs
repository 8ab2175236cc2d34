//! Which statements assert the same proposition.
//!
//! Candidate pairs come from rare shared features; pairs are joined from the
//! most alike down, and two groups only where they are alike on the whole
//! (average linkage), so that no chain of half-alike statements makes one
//! claim of two propositions.

use std::collections::BTreeSet;

use super::assertion::{Assertion, Assertions};

/// A group of statements, as numbers in [`Assertions::list`], ascending.
pub(crate) type Group = Vec<usize>;

/// Statements a feature may stand in and still propose pairs. What stands in
/// more is the subject of the story; the pairs would grow with its square.
const COMMON: usize = 80;
/// Partners kept for one statement.
const PARTNERS: usize = 24;
/// Likeness from which on two statements are a pair.
pub(super) const PAIR: f32 = 0.38;
/// Mean likeness at which two groups join.
pub(super) const JOIN: f32 = 0.31;
/// What it adds that two reports lay a statement to the same speaker: about one matter people mostly speak once.
const SAME_SPEAKER: f32 = 0.15;
/// Members of a group that are compared when it is large.
const SAMPLE: usize = 12;

/// Groups all statements; every statement is in one group.
pub(crate) fn groups(assertions: &Assertions) -> Vec<Group> {
    let mut pairs = pairs(assertions);
    let key = |at: usize| &assertions.list[at].key;
    pairs.sort_by(|a, b| {
        let ends = |&(_, left, right): &(f32, usize, usize)| {
            let (l, r) = (key(left), key(right));
            (l.min(r).clone(), l.max(r).clone())
        };
        b.0.total_cmp(&a.0).then_with(|| ends(a).cmp(&ends(b)))
    });
    let mut group_of: Vec<usize> = (0..assertions.list.len()).collect();
    let mut groups: Vec<Group> = (0..assertions.list.len()).map(|at| vec![at]).collect();
    for (_, left, right) in pairs {
        let (left, right) = (group_of[left], group_of[right]);
        if left == right || mean_likeness(assertions, &groups[left], &groups[right]) < JOIN {
            continue;
        }
        let (large, small) = if groups[left].len() >= groups[right].len() {
            (left, right)
        } else {
            (right, left)
        };
        let moved = std::mem::take(&mut groups[small]);
        for &at in &moved {
            group_of[at] = large;
        }
        groups[large].extend(moved);
        // So that the sample does not hang on the order of joining.
        groups[large].sort_by(|&a, &b| key(a).cmp(key(b)));
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

/// Later statements that share a feature with this one, which is not too common, each once.
fn sharing(assertions: &Assertions, at: usize) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut sharing = Vec::new();
    for &feature in &assertions.list[at].features {
        let held = &assertions.postings[feature as usize];
        if held.len() > COMMON {
            continue;
        }
        let after = held.partition_point(|&other| other as usize <= at);
        let later = held[after..].iter().map(|&other| other as usize);
        sharing.extend(later.filter(|&other| seen.insert(other)));
    }
    sharing
}

fn pairs(assertions: &Assertions) -> Vec<(f32, usize, usize)> {
    let mut pairs = Vec::new();
    for at in 0..assertions.list.len() {
        let mut near: Vec<(f32, usize)> = sharing(assertions, at)
            .into_iter()
            .map(|other| (likeness(assertions, at, other), other))
            .filter(|&(likeness, _)| likeness >= PAIR)
            .collect();
        near.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then_with(|| assertions.list[a.1].key.cmp(&assertions.list[b.1].key))
        });
        pairs.extend(
            near.into_iter()
                .take(PARTNERS)
                .map(|(likeness, other)| (likeness, at, other)),
        );
    }
    pairs
}

/// Pairs of statements that differ in a figure and are else at least so alike.
pub(super) fn rivals(assertions: &Assertions, least: f32) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, one) in assertions
        .list
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.figures.is_empty())
    {
        for other in sharing(assertions, at) {
            let rival = &assertions.list[other];
            if other_figures(one, rival) && shared_share(assertions, one, rival).0 >= least {
                found.push((at, other));
            }
        }
    }
    found
}

fn mean_likeness(assertions: &Assertions, left: &Group, right: &Group) -> f32 {
    let (left, right) = (sample(left), sample(right));
    let mut sum = 0.0;
    let mut worst = f32::MAX;
    for &l in &left {
        for &r in &right {
            let likeness = likeness(assertions, l, r);
            sum += likeness;
            worst = worst.min(likeness);
        }
    }
    if worst < 0.0 {
        return 0.0;
    }
    sum / (left.len() * right.len()) as f32
}

fn sample(group: &Group) -> Vec<usize> {
    let step = group.len().div_ceil(SAMPLE).max(1);
    group.iter().step_by(step).copied().collect()
}

/// How alike two statements are, 0 to 1; below 0 when they cannot be one claim.
pub(super) fn likeness(assertions: &Assertions, left: usize, right: usize) -> f32 {
    let (l, r) = (&assertions.list[left], &assertions.list[right]);
    if other_figures(l, r) || l.wanted != r.wanted && !quote_one_utterance(assertions, l, r) {
        return -1.0;
    }
    let (mut likeness, count) = shared_share(assertions, l, r);
    if count < 2 {
        return 0.0;
    }
    // Few shared features are weak evidence, however short the statements.
    likeness *= 1.0 - 0.35 / count as f32;
    if l.speaker.is_some() && l.speaker == r.speaker && l.at.report != r.at.report {
        likeness += SAME_SPEAKER;
    }
    likeness
}

/// Does one of two statements deny what the other says: most of the words that they share?
pub(super) fn plainly_opposed(assertions: &Assertions, left: usize, right: usize) -> bool {
    let (l, r) = (&assertions.list[left], &assertions.list[right]);
    // Where it cannot be told which words are denied, all are.
    let denies = |one: &Assertion, feature: u32| {
        one.negated && (one.denied.is_empty() || one.denied.binary_search(&feature).is_ok())
    };
    let (mut shared, mut opposed) = (0.0, 0.0);
    let both = l.features.iter().filter(|f| r.features.binary_search(f).is_ok());
    for &feature in both.filter(|feature| !assertions.utterances.contains(feature)) {
        let weight = assertions.weights[feature as usize];
        shared += weight;
        if denies(l, feature) != denies(r, feature) {
            opposed += weight;
        }
    }
    opposed > 0.0 && 2.0 * opposed >= shared
}

fn quote_one_utterance(assertions: &Assertions, l: &Assertion, r: &Assertion) -> bool {
    let mut shared = l.features.iter().filter(|f| r.features.binary_search(f).is_ok());
    shared.any(|&f| assertions.utterances.contains(&f))
}

/// The weight that two statements share, against both and against the lighter one; and how many features.
fn shared_share(assertions: &Assertions, l: &Assertion, r: &Assertion) -> (f32, usize) {
    let mut shared = 0.0;
    let mut count = 0;
    let (mut a, mut b) = (0, 0);
    while a < l.features.len() && b < r.features.len() {
        match l.features[a].cmp(&r.features[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += assertions.weights[l.features[a] as usize];
                count += 1;
                a += 1;
                b += 1;
            }
        }
    }
    if l.weight <= 0.0 || r.weight <= 0.0 {
        return (0.0, 0);
    }
    let dice = 2.0 * shared / (l.weight + r.weight);
    // A statement has all the words of one that stands in it: that they share them says nothing.
    let nested = l.at.report == r.at.report && (l.cover.contains(r.cover) || r.cover.contains(l.cover));
    if nested {
        return (dice, count);
    }
    let held = shared / l.weight.min(r.weight);
    (0.55 * dice + 0.45 * held, count)
}

/// Do both count the same thing, and differently?
pub(super) fn other_figures(left: &Assertion, right: &Assertion) -> bool {
    let mut clash = false;
    for figure in left.figures.iter().filter(|f| f.unit.is_some()) {
        let mut same_unit = right
            .figures
            .iter()
            .filter(|other| other.unit == figure.unit)
            .peekable();
        clash |= same_unit.peek().is_some();
        if same_unit.any(|other| other.value == figure.value) {
            return false;
        }
    }
    clash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StatementRef;
    use text::Span;

    /// One of a report of its own, that says these features and no more.
    fn assertion(report: usize, features: &[u32]) -> Assertion {
        Assertion {
            at: StatementRef { report, statement: 0 },
            features: features.to_vec(),
            weight: features.len() as f32,
            figures: Vec::new(),
            negated: false,
            denied: Vec::new(),
            checkable: false,
            speaker: None,
            wanted: false,
            cover: Span::new(0, 90),
            key: (String::new(), String::new(), 0),
        }
    }

    #[test]
    fn a_statement_is_no_reading_of_the_one_it_stands_in() {
        let one = |cover: Span, features: &[u32]| Assertion {
            cover,
            ..assertion(0, features)
        };
        let alike = |inner: Span| {
            let all: Vec<u32> = (0..10).collect();
            let assertions = Assertions {
                list: vec![one(Span::new(0, 90), &all), one(inner, &all[..2])],
                weights: vec![1.0; 10],
                ..Assertions::default()
            };
            likeness(&assertions, 0, 1) >= PAIR
        };
        assert!(!alike(Span::new(40, 60)));
        assert!(alike(Span::new(100, 120)));
    }

    #[test]
    fn a_negation_opposes_what_it_denies() {
        let one = |report: usize, denied: &[u32]| Assertion {
            weight: 5.0,
            negated: report > 0,
            denied: denied.to_vec(),
            ..assertion(report, &[0, 1, 2])
        };
        let opposed = |mut other: Assertion, also: &[u32]| {
            other.features.extend(also);
            let assertions = Assertions {
                list: vec![one(0, &[]), other],
                weights: vec![1.0; 12],
                ..Assertions::default()
            };
            plainly_opposed(&assertions, 0, 1)
        };
        assert!(opposed(one(1, &[1, 2]), &[]));
        assert!(opposed(one(1, &[]), &[]));
        // Another sentence of the longer one is negated.
        assert!(!opposed(one(1, &[6, 7]), &[6, 7]));
    }

    #[test]
    fn that_it_is_wanted_does_not_say_that_it_was_done() {
        let one = |wanted: bool, features: &[u32]| Assertion {
            wanted,
            ..assertion(usize::from(wanted), features)
        };
        let alike = |wanted: bool, utterances: &[u32]| {
            let assertions = Assertions {
                list: vec![one(false, &[0, 1, 2]), one(wanted, &[0, 1, 2])],
                weights: vec![1.0; 3],
                utterances: utterances.iter().copied().collect(),
                ..Assertions::default()
            };
            likeness(&assertions, 0, 1) >= PAIR
        };
        assert!(alike(false, &[]));
        assert!(!alike(true, &[]));
        // Words that both quote are the same, whatever verb the reports put to them.
        assert!(alike(true, &[2]));
    }
}
