//! What decisions bind together and keep apart across reports.
//!
//! In: decisions, and reports whose analyses follow them. Out: [`Bonds`], by which
//! the comparison of names goes ([`crate::collate`]), and the contradictions that
//! only the pages show.

use std::collections::{BTreeMap, BTreeSet};

use super::agree::against;
use super::standing::{Classes, Places, Standing};
use super::{Decision, Decisions, Fault, Line, Who};
use crate::Report;

/// Entities of reports that a person decided upon.
#[derive(Debug, Default)]
pub(crate) struct Bonds {
    /// Those of each group are one: `(report, entity)`, ascending.
    pub(crate) one: Vec<Vec<(usize, usize)>>,
    /// For each decision that keeps some apart: for each of them the group.
    pub(crate) apart: Vec<Vec<usize>>,
    /// Names that are decided, with their group.
    pub(crate) named: BTreeMap<Vec<String>, usize>,
    /// The group of each class.
    group: Vec<usize>,
}

impl Bonds {
    pub(crate) fn find(reports: &[Report], decisions: &Decisions) -> Self {
        let classes = Classes::of(decisions);
        let places = Places::find(reports, decisions);
        let standing = Standing::find(reports, decisions, &classes, &places);
        let group = standing.group.clone();
        let mut one: Vec<BTreeSet<(usize, usize)>> = vec![BTreeSet::new(); group.len()];
        for (class, &group) in group.iter().enumerate() {
            if classes.is_lasting(class) {
                let of_class = |report| Some((report, standing.entity(reports, class, report)?));
                one[group].extend((0..reports.len()).filter_map(of_class));
            }
        }
        let group_of = |who: &Who| classes.class(who.key()).map(|class| group[class]);
        let mut apart = Vec::new();
        let mut named = BTreeMap::new();
        for decision in decisions.list.keys().filter(|decision| decision.is_lasting()) {
            if let Decision::Apart(list) = decision {
                apart.push(list.iter().filter_map(group_of).collect());
            }
            for who in decision.whos() {
                if let (Who::Name { words, .. }, Some(group)) = (who, group_of(who)) {
                    named.insert(words.clone(), group);
                }
            }
        }
        Self {
            one: one.into_iter().map(Vec::from_iter).collect(),
            apart,
            named,
            group,
        }
    }

    /// Those who are to be apart and whom the pages, by the other decisions, make one.
    pub(super) fn contradictions(&self, decisions: &Decisions) -> Vec<Fault> {
        let classes = Classes::of(decisions);
        let mut faults = Vec::new();
        let lists = decisions
            .list
            .iter()
            .filter_map(|(decision, lines)| match decision {
                Decision::Apart(_) => Some(&lines[0]),
                _ => None,
            });
        for (line, groups) in lists.zip(&self.apart) {
            let mut seen = BTreeSet::new();
            for &group in groups {
                if !seen.insert(group) {
                    faults.push(against(line, &self.lines_of(group, line, decisions, &classes)));
                }
            }
        }
        faults.sort();
        faults.dedup();
        faults
    }

    /// What is wrong with a line that keeps apart whom other lines, with the pages, make one.
    pub(super) fn against(&self, list: &[Who], line: &Line, decisions: &Decisions) -> Fault {
        let classes = Classes::of(decisions);
        let groups: BTreeSet<usize> = list
            .iter()
            .filter_map(|who| classes.class(who.key()).map(|class| self.group[class]))
            .collect();
        let lines: BTreeSet<&Line> = groups
            .into_iter()
            .flat_map(|group| self.lines_of(group, line, decisions, &classes))
            .collect();
        against(line, &Vec::from_iter(lines))
    }

    /// The other lines that speak of a group.
    fn lines_of<'a>(
        &self,
        group: usize,
        line: &Line,
        decisions: &'a Decisions,
        classes: &Classes<'_>,
    ) -> Vec<&'a Line> {
        let speaks = |decision: &Decision| {
            decision.whos().any(|who| {
                classes
                    .class(who.key())
                    .is_some_and(|class| self.group[class] == group)
            })
        };
        let mut lines: Vec<&Line> = decisions
            .list
            .iter()
            .filter(|(decision, _)| speaks(decision))
            .map(|(_, lines)| &lines[0])
            .filter(|other| *other != line)
            .collect();
        lines.sort();
        lines
    }
}
