//! Do decisions agree with each other?
//!
//! In: decisions. Out: the lines that cannot all be so, whatever the pages say:
//! two that are one by some lines and apart by another, words that are given to two,
//! and pages that are taken from each other in a circle. What only the pages bring
//! together is looked at when they are in hand.

use std::collections::{BTreeMap, VecDeque};

use super::{Decision, Decisions, Fault, Key, Line, Place, Who, descent};

/// Who is one by the lines that say so, with the lines.
#[derive(Debug, Default)]
struct Ties<'a> {
    numbers: BTreeMap<Key<'a>, usize>,
    /// For each, its neighbours and the line that makes them one.
    ties: Vec<Vec<(usize, &'a Line)>>,
}

impl<'a> Ties<'a> {
    fn number(&mut self, key: Key<'a>) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.ties.push(Vec::new());
        }
        number
    }

    fn tie(&mut self, left: Key<'a>, right: Key<'a>, line: &'a Line) {
        let (left, right) = (self.number(left), self.number(right));
        self.ties[left].push((right, line));
        self.ties[right].push((left, line));
    }

    /// A shortest way of lines from one to the other; empty when they are the same.
    fn way(&self, left: Key<'a>, right: Key<'a>) -> Option<Vec<&'a Line>> {
        if left == right {
            return Some(Vec::new());
        }
        let (&from, &to) = (self.numbers.get(&left)?, self.numbers.get(&right)?);
        let mut reached: Vec<Option<(usize, &Line)>> = vec![None; self.ties.len()];
        let mut open = VecDeque::from([from]);
        while let Some(here) = open.pop_front() {
            for &(next, line) in &self.ties[here] {
                if next != from && reached[next].is_none() {
                    reached[next] = Some((here, line));
                    open.push_back(next);
                }
            }
        }
        let mut lines = Vec::new();
        let mut at = to;
        while at != from {
            let (before, line) = reached[at]?;
            lines.push(line);
            at = before;
        }
        lines.sort();
        lines.dedup();
        Some(lines)
    }

    /// For each key its group, so that only what is in one group is searched for a way.
    fn groups(&self) -> Vec<usize> {
        let mut group = vec![usize::MAX; self.ties.len()];
        for first in 0..group.len() {
            let mut open = vec![first];
            while let Some(here) = open.pop() {
                if group[here] == usize::MAX {
                    group[here] = first;
                    open.extend(self.ties[here].iter().map(|&(next, _)| next));
                }
            }
        }
        group
    }
}

/// So many contradictions are told, each with its way of lines; the next run tells the others.
pub(super) const MOST_TOLD: usize = 100;

/// Lines that contradict others, ascending.
pub(super) fn disagreements(decisions: &Decisions) -> Vec<Fault> {
    let mut ties = Ties::default();
    for (decision, lines) in &decisions.list {
        if let Decision::Same(list) = decision {
            for two in list.windows(2) {
                ties.tie(two[0].key(), two[1].key(), &lines[0]);
            }
        }
    }
    let mut faults = given_twice(decisions, &ties, &ties.groups());
    for (decision, lines) in &decisions.list {
        if let Decision::Mention(place, is) = decision {
            ties.tie(place.key(), is.key(), &lines[0]);
        }
    }
    let apart = decisions
        .list
        .iter()
        .filter_map(|(decision, lines)| match decision {
            Decision::Apart(list) => Some((list.iter().map(Who::key).collect(), &lines[0])),
            _ => None,
        });
    kept_apart(&ties, apart, &mut faults);
    let mut sources = Ties::default();
    for (decision, lines) in &decisions.list {
        if let Decision::OneSource(list) = decision {
            for two in list.windows(2) {
                sources.tie(two[0].key(), two[1].key(), &lines[0]);
            }
        }
    }
    let separate = decisions
        .list
        .iter()
        .filter_map(|(decision, lines)| match decision {
            Decision::SeparateSources(list) => Some((list.iter().map(Place::key).collect(), &lines[0])),
            _ => None,
        });
    kept_apart(&sources, separate, &mut faults);
    faults.extend(descent::disagreements(decisions));
    faults.sort();
    faults.dedup();
    faults
}

/// Lines that keep apart what others make one.
fn kept_apart<'a>(
    ties: &Ties<'a>,
    lists: impl Iterator<Item = (Vec<Key<'a>>, &'a Line)>,
    faults: &mut Vec<Fault>,
) {
    let groups = ties.groups();
    let group = |key: &Key<'_>| ties.numbers.get(key).map(|&number| groups[number]);
    for (list, line) in lists {
        if faults.len() >= MOST_TOLD {
            break;
        }
        for (at, &left) in list.iter().enumerate() {
            for &right in &list[at + 1..] {
                if group(&left).is_some()
                    && group(&left) == group(&right)
                    && let Some(way) = ties.way(left, right)
                {
                    faults.push(against(line, &way));
                }
            }
        }
    }
}

/// Words that one line gives to one and another line to another.
fn given_twice(decisions: &Decisions, ties: &Ties<'_>, groups: &[usize]) -> Vec<Fault> {
    let group = |key: Key<'_>| ties.numbers.get(&key).map(|&number| groups[number]);
    let mut given: BTreeMap<(bool, Key<'_>), (Option<Key<'_>>, &Line)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (decision, lines) in &decisions.list {
        let (speaks, place, is) = match decision {
            Decision::Mention(place, is) => (false, place, Some(is.key())),
            Decision::Speaker(place, is) => (true, place, is.as_ref().map(Who::key)),
            _ => continue,
        };
        let (other, line) = *given.entry((speaks, place.key())).or_insert((is, &lines[0]));
        let agree = match (is, other) {
            (Some(is), Some(other)) => is == other || group(is).is_some() && group(is) == group(other),
            (is, other) => is == other,
        };
        if !agree {
            let mut both = [&lines[0], line];
            both.sort();
            faults.push(against(both[1], &both[..1]));
        }
    }
    faults
}

/// "a.jsonl:3: it contradicts a.jsonl:1 and b.jsonl:7".
pub(super) fn against(line: &Line, others: &[&Line]) -> Fault {
    let others: Vec<String> = others.iter().map(ToString::to_string).collect();
    let detail = if others.is_empty() {
        "the pages have one word for both, so that they cannot be kept apart".to_owned()
    } else {
        format!("it contradicts {}", others.join(" and "))
    };
    Fault {
        line: line.clone(),
        detail,
    }
}
