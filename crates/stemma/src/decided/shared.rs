//! What a page took from another rests on what it rests on there.
//!
//! In: the origins of statements, after those of copies are settled
//! ([`crate::copies`]), and the edges that a person decided. Out: the same, where a
//! page that makes a claim rests on what the nearest page upstream that makes it rests
//! on. Unlike copies, pages that two were taken from are not bound to each other: each
//! keeps its own origin.

use std::collections::{BTreeMap, BTreeSet};

use collation::{Claim, Polarity, StatementRef};

use crate::copies::share_origins;
use crate::{Edge, OriginBasis, Stemma};

/// Lets pages rest on what those rest on that a person says they took from, claim by claim.
pub(crate) fn share(stemma: &mut Stemma, claims: &[Claim]) {
    let ways = Ways::of(&stemma.edges);
    let pages = stemma.nodes.iter().enumerate();
    let page_of: BTreeMap<usize, usize> = pages.filter_map(|(at, node)| Some((node.report?, at))).collect();
    // Copies follow the page they copy, and what was taken from these follows in the next round.
    for _ in 0..ways.order.len() {
        let mut changed = false;
        for claim in claims {
            changed |= ways.share(stemma, claim, &page_of);
        }
        if !changed {
            break;
        }
        share_origins(stemma, claims);
    }
}

/// Decided edges by node.
struct Ways {
    /// For each page that took from others, these.
    above: BTreeMap<usize, BTreeSet<usize>>,
    /// Pages that took from others, each after those it took from.
    order: Vec<usize>,
}

impl Ways {
    fn of(edges: &[Edge]) -> Self {
        let mut above: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut below: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| edge.decided.is_some()) {
            above.entry(edge.to).or_default().insert(edge.from);
            below.entry(edge.from).or_default().insert(edge.to);
        }
        // The edges form no cycle, so that every page comes to its turn.
        let mut waiting: BTreeMap<usize, usize> = above.iter().map(|(&to, from)| (to, from.len())).collect();
        let mut open: Vec<usize> = below
            .keys()
            .copied()
            .filter(|at| !above.contains_key(at))
            .collect();
        let mut order = Vec::new();
        while let Some(at) = open.pop() {
            for &to in below.get(&at).into_iter().flatten() {
                if let Some(left) = waiting.get_mut(&to) {
                    *left -= 1;
                    if *left == 0 {
                        order.push(to);
                        open.push(to);
                    }
                }
            }
        }
        Self { above, order }
    }

    /// Is anything changed?
    fn share(&self, stemma: &mut Stemma, claim: &Claim, page_of: &BTreeMap<usize, usize>) -> bool {
        let mut told: BTreeMap<usize, Vec<StatementRef>> = BTreeMap::new();
        for evidence in &claim.evidence {
            if matches!(evidence.polarity, Polarity::Supports | Polarity::Partial)
                && let Some(&page) = page_of.get(&evidence.statement.report)
            {
                told.entry(page).or_default().push(evidence.statement);
            }
        }
        let mut changed = false;
        for &page in &self.order {
            let Some(own) = told.get(&page) else { continue };
            let nearest = self.nearest(page, &told);
            let shared: BTreeSet<usize> = nearest
                .iter()
                .flat_map(|upstream| &told[upstream])
                .flat_map(|at| stemma.statements[at.report][at.statement].nodes.iter().copied())
                .collect();
            for at in own.iter().filter(|_| !shared.is_empty()) {
                let origin = &mut stemma.statements[at.report][at.statement];
                if origin.nodes.iter().any(|node| !shared.contains(node)) {
                    origin.nodes = shared.iter().copied().collect();
                    origin
                        .via
                        .retain(|node| !shared.contains(node) && !nearest.contains(node));
                    origin.via.extend(&nearest);
                    origin.basis = OriginBasis::Inferred;
                    changed = true;
                }
            }
        }
        changed
    }

    /// The nearest pages upstream that make the claim.
    fn nearest(&self, page: usize, told: &BTreeMap<usize, Vec<StatementRef>>) -> BTreeSet<usize> {
        let mut nearest = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![page];
        while let Some(at) = open.pop() {
            for &from in self.above.get(&at).into_iter().flatten() {
                if told.contains_key(&from) {
                    nearest.insert(from);
                } else if seen.insert(from) {
                    open.push(from);
                }
            }
        }
        nearest
    }
}
