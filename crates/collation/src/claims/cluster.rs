//! Which statements assert the same proposition.
//!
//! What stands in a statement is one claim with it or another by how it stands.
//! For the rest candidate pairs come from rare shared features; pairs are joined
//! from the most alike down, and two groups only where they are alike on the
//! whole (average linkage), so that no chain of half-alike statements makes one
//! claim of two propositions. Each statement has at most [`PARTNERS`] pairs out
//! of features that at most [`COMMON`] statements have, and a group is compared
//! by at most [`SAMPLE`] of its members: near linear in the statements.

use std::collections::BTreeSet;

use super::assertion::{Assertion, Assertions};
use super::inner::Inner;

/// A group of statements, as numbers in [`Assertions::list`], ascending.
pub(crate) type Group = Vec<usize>;

/// Statements a feature may stand in and still propose pairs. What stands in
/// more is the subject of the story; the pairs would grow with its square.
const COMMON: usize = 80;
/// Partners kept for one statement.
const PARTNERS: usize = 24;
/// Likeness from which on two statements are a pair.
const PAIR: f32 = 0.33;
/// Mean likeness at which two groups join.
const JOIN: f32 = 0.31;
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
    let atoms = atoms(assertions);
    let mut group_of: Vec<usize> = vec![0; assertions.list.len()];
    for (number, atom) in atoms.iter().enumerate() {
        for &at in atom {
            group_of[at] = number;
        }
    }
    let mut groups: Vec<Vec<&Group>> = atoms.iter().map(|atom| vec![atom]).collect();
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
        for &at in moved.iter().copied().flatten() {
            group_of[at] = large;
        }
        groups[large].extend(moved);
        // So that the sample does not hang on the order of joining.
        groups[large].sort_by(|a, b| key(a[0]).cmp(key(b[0])));
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|group| group.into_iter().flatten().copied().collect())
        .filter(|group: &Group| !group.is_empty())
        .collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

/// Statements that are one claim by how one stands in the other, the outermost first; else each by itself.
fn atoms(assertions: &Assertions) -> Vec<Group> {
    let mut atoms: Vec<Group> = Vec::new();
    let mut of: Vec<usize> = Vec::with_capacity(assertions.list.len());
    for (at, assertion) in assertions.list.iter().enumerate() {
        // What it stands in comes before it.
        match assertion.within {
            Some(Inner { outer, main: true }) if outer < at => {
                of.push(of[outer]);
                atoms[of[outer]].push(at);
            }
            _ => {
                of.push(atoms.len());
                atoms.push(vec![at]);
            }
        }
    }
    atoms
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
            if one.at != rival.at
                && other_figures(one, rival)
                && shared_share(assertions, one, rival).0 >= least
            {
                found.push((at, other));
            }
        }
    }
    found
}

fn mean_likeness(assertions: &Assertions, left: &[&Group], right: &[&Group]) -> f32 {
    let (left, right) = (sample(left), sample(right));
    let mut sum = 0.0;
    let mut worst = f32::MAX;
    for l in &left {
        for r in &right {
            let likeness = best_likeness(assertions, l, r);
            sum += likeness;
            worst = worst.min(likeness);
        }
    }
    if worst < 0.0 {
        return 0.0;
    }
    sum / (left.len() * right.len()) as f32
}

/// Of statements that are one claim by how they stand, the likest tell how alike two such claims are.
fn best_likeness(assertions: &Assertions, left: &Group, right: &Group) -> f32 {
    let pairs = left.iter().flat_map(|&l| right.iter().map(move |&r| (l, r)));
    pairs
        .map(|(l, r)| likeness(assertions, l, r))
        .fold(f32::MIN, f32::max)
}

fn sample<'a>(group: &[&'a Group]) -> Vec<&'a Group> {
    let step = group.len().div_ceil(SAMPLE).max(1);
    group.iter().step_by(step).copied().collect()
}

/// How alike two statements are, 0 to 1; below 0 when they cannot be one claim.
pub(super) fn likeness(assertions: &Assertions, left: usize, right: usize) -> f32 {
    let (l, r) = (&assertions.list[left], &assertions.list[right]);
    if l.at == r.at {
        // Two sentences of one statement say two things.
        return 0.0;
    }
    if let Some(main) = stands_in(assertions, left, right).or(stands_in(assertions, right, left)) {
        // That the outer one has all words of the inner one says nothing of either.
        return if main { 1.0 } else { 0.0 };
    }
    let of_another_kind = l.wanted != r.wanted || l.asked != r.asked;
    if other_figures(l, r) || of_another_kind && !quote_one_utterance(assertions, l, r) {
        return -1.0;
    }
    let (mut likeness, count) = shared_share(assertions, l, r);
    // One word in common is chance, unless it is all that both say, and of it the same: "could not verify the recording".
    let same = l.features == r.features && l.stance == r.stance;
    if count < 2 && !(count == 1 && same) {
        return 0.0;
    }
    // Few shared features are weak evidence, however short the statements.
    likeness *= 1.0 - 0.35 / count as f32;
    if l.speaker.is_some() && l.speaker == r.speaker && l.at.report != r.at.report {
        likeness += SAME_SPEAKER;
    }
    likeness
}

/// Does the one stand in the other, and if so, is it what that says?
fn stands_in(assertions: &Assertions, inner: usize, outer: usize) -> Option<bool> {
    let mut main = true;
    let mut at = inner;
    // Each stands in one before it.
    while let Some(within) = assertions.list[at].within.filter(|within| within.outer < at) {
        main &= within.main;
        at = within.outer;
        if at == outer {
            return Some(main);
        }
    }
    None
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
        match (denies(l, feature), denies(r, feature)) {
            // Both deny it.
            (true, true) => return false,
            (false, false) => {}
            _ => opposed += weight,
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
    use attribution::Stance;

    use crate::StatementRef;
    use text::Span;

    /// One of a report of its own, that says these features and no more.
    fn assertion(report: usize, features: &[u32]) -> Assertion {
        Assertion {
            at: StatementRef { report, statement: 0 },
            matter: vec![Span::new(0, 90)],
            part: false,
            features: features.to_vec(),
            weight: features.len() as f32,
            figures: Vec::new(),
            negated: false,
            denied: Vec::new(),
            checkable: false,
            speaker: None,
            wanted: false,
            asked: false,
            stance: Stance::Asserts,
            cover: Span::new(0, 90),
            within: None,
            key: (String::new(), String::new(), 0, 0),
        }
    }

    #[test]
    fn a_statement_is_no_reading_of_the_one_it_stands_in() {
        let one = |statement: usize, cover: Span, features: &[u32]| Assertion {
            at: StatementRef { report: 0, statement },
            cover,
            ..assertion(0, features)
        };
        let alike = |inner: Span| {
            let all: Vec<u32> = (0..10).collect();
            let assertions = Assertions {
                list: vec![one(0, Span::new(0, 90), &all), one(1, inner, &all[..2])],
                weights: vec![1.0; 10],
                ..Assertions::default()
            };
            likeness(&assertions, 0, 1) >= PAIR
        };
        assert!(!alike(Span::new(40, 60)));
        assert!(alike(Span::new(100, 120)));
    }

    #[test]
    fn what_stands_in_a_statement_is_one_claim_with_it_or_another() {
        let grouped = |main: bool| {
            let inner = Assertion {
                at: StatementRef {
                    report: 0,
                    statement: 1,
                },
                within: Some(Inner { outer: 0, main }),
                ..assertion(0, &[3, 4])
            };
            let mut postings = vec![Vec::new(); 8];
            postings[3] = vec![0, 1, 2];
            postings[4] = vec![0, 1, 2];
            let assertions = Assertions {
                list: vec![
                    assertion(0, &[0, 1, 2, 3, 4, 5, 6, 7]),
                    inner,
                    assertion(1, &[3, 4]),
                ],
                weights: vec![1.0; 8],
                postings,
                ..Assertions::default()
            };
            groups(&assertions)
        };
        // As like as the likest of them is to the third.
        assert_eq!(grouped(true), [[0, 1, 2]]);
        assert_eq!(grouped(false), [vec![0], vec![1, 2]]);
    }

    #[test]
    fn one_word_in_common_is_chance_unless_it_is_all_that_both_say() {
        let alike = |left: &[u32], right: &[u32], stance: Stance| {
            let other = Assertion {
                stance,
                ..assertion(1, right)
            };
            let assertions = Assertions {
                list: vec![assertion(0, left), other],
                weights: vec![1.0; 3],
                ..Assertions::default()
            };
            likeness(&assertions, 0, 1) >= PAIR
        };
        assert!(alike(&[0], &[0], Stance::Asserts));
        assert!(!alike(&[0], &[0], Stance::Withholds));
        assert!(!alike(&[0, 1], &[0, 2], Stance::Asserts));
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
        // Both deny what they share, the one more of it.
        let both = Assertions {
            list: vec![
                Assertion {
                    negated: true,
                    ..one(0, &[0])
                },
                one(1, &[0, 1, 2]),
            ],
            weights: vec![1.0; 3],
            ..Assertions::default()
        };
        assert!(!plainly_opposed(&both, 0, 1));
        // Another sentence of the longer one is negated.
        assert!(!opposed(one(1, &[6, 7]), &[6, 7]));
    }

    #[test]
    fn what_is_wanted_or_asked_is_not_said() {
        let one = |report: usize, wanted: bool, asked: bool| Assertion {
            wanted,
            asked,
            ..assertion(report, &[0, 1, 2])
        };
        let alike = |wanted: bool, asked: bool, utterances: &[u32]| {
            let assertions = Assertions {
                list: vec![one(0, false, false), one(1, wanted, asked)],
                weights: vec![1.0; 3],
                utterances: utterances.iter().copied().collect(),
                ..Assertions::default()
            };
            likeness(&assertions, 0, 1) >= PAIR
        };
        assert!(alike(false, false, &[]));
        assert!(!alike(true, false, &[]));
        assert!(!alike(false, true, &[]));
        // Words that both quote are the same, whatever verb the reports put to them.
        assert!(alike(true, false, &[2]));
    }
}
