//! Do decisions on who took from whom agree with each other?
//!
//! In: decisions. Out: the lines that cannot all be so: a page that was taken from
//! another and was not, and pages that are taken from each other in a circle. Pages go
//! by their hash. Each line is looked at once, however many circles there are.

use std::collections::{BTreeMap, BTreeSet};

use super::agree::{MOST_TOLD, against};
use super::{Decision, Decisions, Fault, Line};

/// For each page those it was taken from, with the line that says so.
type Taken<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Line>>;

/// Lines that contradict others.
pub(super) fn disagreements(decisions: &Decisions) -> Vec<Fault> {
    let mut taken = Taken::new();
    for (decision, lines) in &decisions.list {
        if let Decision::Taken(page, from) = decision {
            let line = taken
                .entry(&page.sha256)
                .or_default()
                .entry(&from.sha256)
                .or_insert(&lines[0]);
            *line = (*line).min(&lines[0]);
        }
    }
    let mut faults = circles(&taken);
    for (decision, lines) in &decisions.list {
        if let Decision::NotTaken(page, from) = decision
            && let Some(&line) = taken
                .get(page.sha256.as_str())
                .and_then(|above| above.get(from.sha256.as_str()))
        {
            let (first, last) = (line.min(&lines[0]), line.max(&lines[0]));
            faults.push(against(last, &[first]));
        }
    }
    faults
}

/// One circle for each line that closes one on a walk upstream.
fn circles(taken: &Taken<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for &start in taken.keys() {
        // The way so far: pages with the line that led to each, and where upstream is still to be looked at.
        let mut way: Vec<(&str, Option<&Line>, Vec<(&str, &Line)>)> = Vec::new();
        let mut on_way: BTreeMap<&str, usize> = BTreeMap::new();
        let above = |page: &str| -> Vec<(&str, &Line)> {
            let above = taken.get(page).into_iter().flatten();
            above.map(|(&from, &line)| (from, line)).collect()
        };
        if !done.contains(start) && faults.len() < MOST_TOLD {
            on_way.insert(start, 0);
            way.push((start, None, above(start)));
        }
        while let Some((page, _, open)) = way.last_mut() {
            let Some((from, line)) = open.pop() else {
                on_way.remove(page);
                done.insert(page);
                way.pop();
                continue;
            };
            if let Some(&at) = on_way.get(from) {
                let mut lines: Vec<&Line> = way[at + 1..].iter().filter_map(|step| step.1).collect();
                lines.push(line);
                lines.sort();
                if let Some(last) = lines.pop().filter(|_| faults.len() < MOST_TOLD) {
                    faults.push(against(last, &lines));
                }
            } else if !done.contains(from) {
                on_way.insert(from, way.len());
                way.push((from, Some(line), above(from)));
            }
        }
    }
    faults
}
