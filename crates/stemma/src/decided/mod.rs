//! What a person decided about the pages and the sources of a story.
//!
//! In: what became of the decisions in the collation ([`collation::Ruling`]). Out: the
//! decisions that bear on the stemma, by standing index of the reports. They are
//! followed before anything is counted: [`edges`] changes which page took from which,
//! [`sources`] and [`shared`] what statements rest on. That a person's word changed a
//! count is told beside the count ([`Decided::told`]).

pub(crate) mod edges;
pub(crate) mod shared;
pub(crate) mod sources;

use std::collections::{BTreeMap, BTreeSet};

use collation::{Collation, DecisionKind, Ruling, Witness};

use crate::Node;

/// A decision that the stemma could not follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unfollowed {
    /// Index of the ruling in the collation.
    pub ruling: usize,
    /// Why: the end of a sentence.
    pub why: &'static str,
}

/// Decisions by standing index.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// Page downstream and page upstream, with the ruling.
    pub(crate) taken: BTreeMap<(usize, usize), usize>,
    /// The same of pages that did not take from each other.
    not_taken: BTreeMap<(usize, usize), usize>,
    /// Statements `(report, statement)` of one source, with the ruling.
    one: Vec<(usize, Vec<(usize, usize)>)>,
    /// Statements of which no two have one source.
    separate: Vec<(usize, Vec<(usize, usize)>)>,
}

impl Decided {
    /// `place[i]` is the standing index of the report that the collation calls `i`.
    pub(crate) fn find(collation: &Collation, place: &[usize]) -> Self {
        let mut decided = Self::default();
        let applied = collation.rulings.iter().enumerate();
        for (at, ruling) in applied.filter(|(_, ruling)| ruling.applied) {
            match ruling.kind {
                DecisionKind::Taken => {
                    let pair = pages(ruling, place);
                    decided.taken.extend(pair.map(|pair| (pair, at)));
                }
                DecisionKind::NotTaken => {
                    let pair = pages(ruling, place);
                    decided.not_taken.extend(pair.map(|pair| (pair, at)));
                }
                DecisionKind::OneSource => decided.one.push((at, statements(ruling, place))),
                DecisionKind::SeparateSources => decided.separate.push((at, statements(ruling, place))),
                DecisionKind::Same | DecisionKind::Apart | DecisionKind::Mention | DecisionKind::Speaker => {}
            }
        }
        decided
    }

    /// What was decided about pages and sources that a claim rests on, for people. `pages` are the nodes of the
    /// pages that make the claim, `roots` what it goes back to; `page_of` is the node of a standing page.
    pub(crate) fn told(
        &self,
        sources: &sources::Settled,
        nodes: &[Node],
        pages: &BTreeSet<usize>,
        roots: &BTreeSet<usize>,
        page_of: &dyn Fn(usize) -> usize,
    ) -> Vec<String> {
        let label = |node: usize| nodes[node].label.as_str();
        let mut told = Vec::new();
        for &(to, from) in self.not_taken.keys() {
            let (to, from) = (page_of(to), page_of(from));
            if pages.contains(&to) && pages.contains(&from) {
                told.push(format!("{} did not take it from {}", label(to), label(from)));
            }
        }
        for one in sources.one.iter().filter(|one| roots.contains(&one.source)) {
            let makes = |at: &&usize| pages.contains(&page_of(**at));
            // Beside a claim that rests on the source because of the decision, or in two pages at once.
            if one.moved.iter().any(|at| makes(&at)) || one.pages.iter().filter(makes).count() > 1 {
                let of: Vec<&str> = one.pages.iter().map(|&at| label(page_of(at))).collect();
                told.push(format!(
                    "“{}” is one source of {}",
                    label(one.source),
                    of.join(" and ")
                ));
            }
        }
        for &(a, b) in sources.apart.iter().filter(|(a, b)| a < b) {
            if roots.contains(&a) && roots.contains(&b) {
                told.push(format!("“{}” and “{}” are two sources", label(a), label(b)));
            }
        }
        told.dedup();
        told
    }
}

/// The page downstream and the one upstream.
fn pages(ruling: &Ruling, place: &[usize]) -> Option<(usize, usize)> {
    let [to, from] = ruling.loci[..] else { return None };
    let standing = |witness: Witness| match witness {
        Witness::Report(report) => place.get(report).copied(),
        Witness::Primary(_) => None,
    };
    Some((standing(to.witness)?, standing(from.witness)?))
}

fn statements(ruling: &Ruling, place: &[usize]) -> Vec<(usize, usize)> {
    let of = ruling.sources.iter();
    let mut standing: Vec<_> = of.map(|at| (place[at.report], at.statement)).collect();
    standing.sort_unstable();
    standing
}
