//! The edges of a derivation while it is made.
//!
//! In: one edge after another. Out: those that neither repeat an edge nor close
//! a cycle, which are looked up by either end, so that no question about one
//! report costs a walk over all edges.

use std::collections::BTreeSet;

use crate::{Descent, Upstream};

/// Invariant: the edges between reports form no cycle.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    list: Vec<Descent>,
    /// Edges into each report, and those between reports out of it, by number.
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

impl Edges {
    /// None yet, for so many reports.
    pub(crate) fn new(reports: usize) -> Self {
        Self {
            list: Vec::new(),
            above: vec![Vec::new(); reports],
            below: vec![Vec::new(); reports],
        }
    }

    /// Adds an edge unless it would close a cycle or repeat one.
    pub(crate) fn push(&mut self, edge: Descent) {
        if let Upstream::Report(from) = edge.from {
            let known = self.above(edge.to).any(|e| e.from == edge.from);
            if known || self.reaches(edge.to, from) {
                return;
            }
            self.below[from].push(self.list.len());
        }
        self.above[edge.to].push(self.list.len());
        self.list.push(edge);
    }

    /// Edges into a report, in the order in which they came.
    pub(crate) fn above(&self, report: usize) -> impl Iterator<Item = &Descent> {
        self.above[report].iter().map(|&at| &self.list[at])
    }

    /// Does it descend from anything?
    pub(crate) fn has_parent(&self, report: usize) -> bool {
        !self.above[report].is_empty()
    }

    /// Does any report descend from it?
    pub(crate) fn has_child(&self, report: usize) -> bool {
        !self.below[report].is_empty()
    }

    /// All edges, in the order in which they came.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Descent> {
        self.list.iter()
    }

    /// The same, to add to what they rest on; their ends stay as they are.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut Descent> {
        self.list.iter_mut()
    }

    /// All edges, those into one report together.
    pub(crate) fn into_list(mut self) -> Vec<Descent> {
        self.list.sort_by_key(|edge| edge.to);
        self.list
    }

    /// Is there a way downstream from one report to another? A report reaches itself.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(x) = open.pop() {
            if x == to {
                return true;
            }
            let children = self.below[x].iter().map(|&at| self.list[at].to);
            open.extend(children.filter(|&child| seen.insert(child)));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DescentKind;

    #[test]
    fn no_edge_repeats_another_or_closes_a_cycle() {
        let edge = |from: Upstream, to: usize| Descent {
            from,
            to,
            kind: DescentKind::Copies,
            declared: false,
            credits: Vec::new(),
            offered: Vec::new(),
            parallel: None,
            agreements: Vec::new(),
            confidence: 1.0,
        };
        let mut edges = Edges::new(4);
        for (from, to) in [(2, 1), (1, 0), (0, 2), (2, 1), (3, 3), (3, 0)] {
            edges.push(edge(Upstream::Report(from), to));
        }
        edges.push(edge(Upstream::Lost(0), 2));
        assert!(edges.has_parent(2) && !edges.has_parent(3));
        assert!(edges.has_child(3) && !edges.has_child(0));
        let list: Vec<(Upstream, usize)> = edges.into_list().iter().map(|e| (e.from, e.to)).collect();
        let report = Upstream::Report;
        assert_eq!(
            list,
            [
                (report(1), 0),
                (report(3), 0),
                (report(2), 1),
                (Upstream::Lost(0), 2)
            ]
        );
    }
}
