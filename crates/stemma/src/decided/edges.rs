//! Which page took from which, as a person decided.
//!
//! In: the derivation that the pages show, and the decisions. Out: the derivation
//! that follows them. A decided edge stands; an edge of the program's that repeats it,
//! or closes a cycle with it, gives way. Where an edge is denied between pages that
//! share words, neither is upstream and both have them from a text that is not in
//! hand: copies do not become independent by that.

use std::collections::{BTreeMap, BTreeSet};

use super::Decided;
use crate::edges::Edges;
use crate::families::WORDS;
use crate::{Derivation, Descent, DescentKind, Exemplar, Parallel, Upstream};

/// Of a decided edge: a person's word is not measured, and 1 is for what is found character by character.
const DECIDED: f32 = 0.99;
/// Of the edges from a text that is not in hand to two pages of which neither took from the other.
const COMMON: f32 = 0.6;

/// The derivation under the decisions. Without any it stays as it is.
pub(crate) fn follow(
    derivation: Derivation,
    decided: &Decided,
    exemplars: &[Exemplar],
    parallels: &[Parallel],
) -> Derivation {
    if decided.taken.is_empty() && decided.not_taken.is_empty() {
        return derivation;
    }
    let pairs = parallels.iter().enumerate();
    let work = Work {
        decided,
        exemplars,
        parallels,
        between: pairs.map(|(at, p)| ((p.left, p.right), at)).collect(),
    };
    let mut lost = derivation.lost.clone();
    let mut edges = Edges::new(exemplars.len());
    for &(to, from) in decided.taken.keys() {
        edges.push(work.taken(to, from, &derivation));
    }
    let mut denied = Vec::new();
    for edge in &derivation.edges {
        match edge.from {
            Upstream::Report(from) if decided.not_taken.contains_key(&(edge.to, from)) => {
                denied.push((edge, from));
            }
            Upstream::Lost(at) if lost[at].is_none() && work.is_explained(edge.to, at, &derivation) => {}
            _ => edges.push(edge.clone()),
        }
    }
    for (edge, from) in denied {
        work.common_source(edge, from, &mut edges, &mut lost);
    }
    without_strays(edges.into_list(), lost)
}

struct Work<'a> {
    decided: &'a Decided,
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    /// Index of the parallel of two reports, the lesser first.
    between: BTreeMap<(usize, usize), usize>,
}

impl Work<'_> {
    fn parallel(&self, a: usize, b: usize) -> Option<usize> {
        self.between.get(&(a.min(b), a.max(b))).copied()
    }

    /// A decided edge: as the program has it, if it has it for more than a citation; else by what the pages share.
    fn taken(&self, to: usize, from: usize, derivation: &Derivation) -> Descent {
        let above = derivation.above(to).iter();
        let known = above.clone().find(|edge| edge.from == Upstream::Report(from));
        let parallel = self.parallel(to, from);
        let language = |at: usize| self.exemplars[at].language.as_deref();
        let translated = matches!((language(to), language(from)), (Some(a), Some(b)) if a != b);
        let copied = parallel.is_some_and(|at| self.parallels[at].own() >= WORDS);
        let kind = match known.map(|edge| edge.kind) {
            Some(kind) if !matches!(kind, DescentKind::Cites | DescentKind::TranslatesQuotes) => kind,
            _ if translated => DescentKind::Translates,
            _ if copied => DescentKind::Copies,
            _ => DescentKind::Paraphrases,
        };
        Descent {
            from: Upstream::Report(from),
            to,
            kind,
            declared: known.is_some_and(|edge| edge.declared),
            credits: known.map_or_else(Vec::new, |edge| edge.credits.clone()),
            offered: known.map_or_else(Vec::new, |edge| edge.offered.clone()),
            parallel,
            agreements: known.map_or_else(Vec::new, |edge| edge.agreements.clone()),
            confidence: DECIDED,
        }
    }

    /// Is a text that nobody has in hand no longer needed for a page, since a person knows from which of the
    /// pages that rest on it the page took it?
    fn is_explained(&self, page: usize, lost: usize, derivation: &Derivation) -> bool {
        derivation.edges.iter().any(|edge| {
            edge.from == Upstream::Lost(lost) && self.decided.taken.contains_key(&(page, edge.to))
        })
    }

    /// Lets two pages that share words have them from a text that is not in hand: that of the page thought
    /// upstream, if it has one, else a new one.
    fn common_source(&self, denied: &Descent, from: usize, edges: &mut Edges, lost: &mut Vec<Option<usize>>) {
        if denied.parallel.is_none() {
            return;
        }
        let above = edges.above(from).find_map(|edge| match edge.from {
            Upstream::Lost(at) if edge.parallel.is_some() => Some(at),
            _ => None,
        });
        let source = above.unwrap_or_else(|| {
            lost.push(self.exemplars[from].house.filter(|_| denied.declared));
            lost.len() - 1
        });
        let undeclared = Descent {
            from: Upstream::Lost(source),
            to: from,
            kind: DescentKind::Copies,
            declared: false,
            credits: Vec::new(),
            offered: Vec::new(),
            parallel: denied.parallel,
            agreements: Vec::new(),
            confidence: COMMON,
        };
        if !edges.above(denied.to).any(|edge| edge.from == undeclared.from) {
            edges.push(Descent {
                to: denied.to,
                kind: if denied.declared {
                    DescentKind::Syndicates
                } else {
                    DescentKind::Copies
                },
                declared: denied.declared,
                credits: denied.credits.clone(),
                ..undeclared.clone()
            });
        }
        if above.is_none() {
            edges.push(undeclared);
        }
    }
}

/// Leaves out texts not in hand that no page rests on, and common sources of one page alone.
fn without_strays(mut edges: Vec<Descent>, lost: Vec<Option<usize>>) -> Derivation {
    let mut resting = vec![0usize; lost.len()];
    for edge in &edges {
        if let Upstream::Lost(at) = edge.from {
            resting[at] += 1;
        }
    }
    let stays: BTreeSet<usize> = (0..lost.len())
        .filter(|&at| resting[at] > usize::from(lost[at].is_none()))
        .collect();
    edges.retain(|edge| match edge.from {
        Upstream::Lost(at) => stays.contains(&at),
        Upstream::Report(_) => true,
    });
    let number: BTreeMap<usize, usize> = stays.iter().enumerate().map(|(new, &old)| (old, new)).collect();
    for edge in &mut edges {
        if let Upstream::Lost(at) = &mut edge.from {
            *at = number[at];
        }
    }
    Derivation {
        lost: stays.into_iter().map(|at| lost[at]).collect(),
        edges,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages with an edge each: upstream, downstream, kind.
    fn derivation(lost: usize, edges: &[(Upstream, usize, DescentKind)]) -> Derivation {
        let mut edges: Vec<Descent> = edges
            .iter()
            .map(|&(from, to, kind)| Descent {
                from,
                to,
                kind,
                declared: false,
                credits: Vec::new(),
                offered: Vec::new(),
                parallel: Some(0),
                agreements: Vec::new(),
                confidence: 0.7,
            })
            .collect();
        edges.sort_by_key(|edge| edge.to);
        Derivation {
            lost: vec![None; lost],
            edges,
        }
    }

    /// What follows where these are taken (page, from) and those are not.
    fn followed(
        before: Derivation,
        taken: &[(usize, usize)],
        not_taken: &[(usize, usize)],
    ) -> Vec<(Upstream, usize, DescentKind)> {
        let ruled = |pairs: &[(usize, usize)]| pairs.iter().map(|&pair| (pair, 0)).collect();
        let decided = Decided {
            taken: ruled(taken),
            not_taken: ruled(not_taken),
            ..Decided::default()
        };
        let exemplars = vec![Exemplar::default(); 4];
        let after = follow(before, &decided, &exemplars, &[]);
        let lost: Vec<usize> = after
            .edges
            .iter()
            .filter_map(|edge| match edge.from {
                Upstream::Lost(at) => Some(at),
                Upstream::Report(_) => None,
            })
            .collect();
        assert!(
            lost.iter().all(|&at| at < after.lost.len()),
            "a text that is not there"
        );
        after
            .edges
            .iter()
            .map(|edge| (edge.from, edge.to, edge.kind))
            .collect()
    }

    #[test]
    fn a_persons_edges_stand_and_those_of_the_program_give_way() {
        use DescentKind::{Cites, Copies, Paraphrases};
        use Upstream::{Lost, Report};
        for (what, before, taken, not_taken, after) in [
            (
                "the other way round",
                derivation(0, &[(Report(0), 1, Copies)]),
                vec![(0, 1)],
                vec![],
                vec![(Report(1), 0, Paraphrases)],
            ),
            (
                "a cycle over a third page is cut where the program closed it",
                derivation(0, &[(Report(0), 1, Copies), (Report(1), 2, Copies)]),
                vec![(0, 2)],
                vec![],
                vec![(Report(2), 0, Paraphrases), (Report(0), 1, Copies)],
            ),
            (
                "more than a citation",
                derivation(0, &[(Report(0), 1, Cites)]),
                vec![(1, 0)],
                vec![],
                vec![(Report(0), 1, Paraphrases)],
            ),
            (
                "what the program knows stays as it is",
                derivation(0, &[(Report(0), 1, Copies)]),
                vec![(1, 0)],
                vec![],
                vec![(Report(0), 1, Copies)],
            ),
            (
                "one of two siblings was the other's source",
                derivation(1, &[(Lost(0), 0, Copies), (Lost(0), 1, Copies)]),
                vec![(1, 0)],
                vec![],
                vec![(Report(0), 1, Paraphrases)],
            ),
            (
                "of three siblings two still have one source",
                derivation(
                    1,
                    &[(Lost(0), 0, Copies), (Lost(0), 1, Copies), (Lost(0), 2, Copies)],
                ),
                vec![(1, 0)],
                vec![],
                vec![
                    (Lost(0), 0, Copies),
                    (Report(0), 1, Paraphrases),
                    (Lost(0), 2, Copies),
                ],
            ),
            (
                "neither took it from the other",
                derivation(0, &[(Report(0), 1, Copies)]),
                vec![],
                vec![(1, 0)],
                vec![(Lost(0), 0, Copies), (Lost(0), 1, Copies)],
            ),
            (
                "both have it from what the one has it from",
                derivation(
                    1,
                    &[(Lost(0), 0, Copies), (Lost(0), 2, Copies), (Report(0), 1, Copies)],
                ),
                vec![],
                vec![(1, 0)],
                vec![(Lost(0), 0, Copies), (Lost(0), 1, Copies), (Lost(0), 2, Copies)],
            ),
            (
                "nothing there to deny",
                derivation(0, &[(Report(0), 1, Copies)]),
                vec![],
                vec![(2, 0)],
                vec![(Report(0), 1, Copies)],
            ),
        ] {
            assert_eq!(followed(before, &taken, &not_taken), after, "{what}");
        }
    }
}
