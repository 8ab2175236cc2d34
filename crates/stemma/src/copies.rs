//! Copies do not corroborate.
//!
//! In: the stemma's pages, edges and the origins of statements. Out: the same,
//! where pages of one copy family that make one claim rest on what the
//! upstream one of them rests on. A copy's own voice, or a name that only a
//! reprint lets look like a source, is no further origin: in doubt, one counts.

use std::collections::BTreeMap;

use collation::{Claim, Polarity, StatementRef};

use crate::{EdgeKind, OriginBasis, Stemma};

/// Lets copies rest on what their upstream page rests on, claim by claim.
pub(crate) fn share_origins(stemma: &mut Stemma, claims: &[Claim]) {
    let families = Families::of(stemma);
    for claim in claims {
        let mut told: BTreeMap<usize, Vec<(usize, StatementRef)>> = BTreeMap::new();
        for evidence in &claim.evidence {
            if matches!(evidence.polarity, Polarity::Supports | Polarity::Partial)
                && let Some(&page) = families.page_of.get(&evidence.statement.report)
            {
                told.entry(families.head[page])
                    .or_default()
                    .push((page, evidence.statement));
            }
        }
        for members in told.into_values() {
            let Some(upstream) = members
                .iter()
                .map(|m| m.0)
                .min_by_key(|&page| (families.depth[page], page))
            else {
                continue;
            };
            let mut shared: Vec<usize> = members
                .iter()
                .filter(|m| m.0 == upstream)
                .flat_map(|m| stemma.statements[m.1.report][m.1.statement].nodes.clone())
                .collect();
            shared.sort_unstable();
            shared.dedup();
            for (_, at) in members.into_iter().filter(|m| m.0 != upstream) {
                let origin = &mut stemma.statements[at.report][at.statement];
                if origin.nodes.iter().any(|node| !shared.contains(node)) {
                    origin.nodes.clone_from(&shared);
                    origin
                        .via
                        .retain(|node| !shared.contains(node) && *node != upstream);
                    origin.via.push(upstream);
                    origin.basis = OriginBasis::Inferred;
                }
            }
        }
    }
}

/// Pages bound by copying, over parents that are not in hand too.
struct Families {
    /// Node of each report.
    page_of: BTreeMap<usize, usize>,
    /// For each node, the least node of its family.
    head: Vec<usize>,
    /// For each node, steps from the upstream end.
    depth: Vec<usize>,
}

impl Families {
    fn of(stemma: &Stemma) -> Self {
        let count = stemma.nodes.len();
        let copying: Vec<(usize, usize)> = stemma
            .edges
            .iter()
            .filter(|edge| matches!(edge.kind, EdgeKind::Copies | EdgeKind::Syndicates))
            .map(|edge| (edge.from, edge.to))
            .collect();
        let head = heads(count, copying.iter().copied());
        // Edges form no cycle, so that no path is longer than the number of edges.
        let mut depth = vec![0; count];
        for _ in 0..copying.len() {
            let mut changed = false;
            for &(from, to) in &copying {
                if depth[to] <= depth[from] {
                    depth[to] = depth[from] + 1;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let page_of = stemma
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| Some((node.report?, at)))
            .collect();
        Self { page_of, head, depth }
    }
}

/// For each of so many nodes, the least node that it is bound to.
pub(crate) fn heads(count: usize, bound: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut head: Vec<usize> = (0..count).collect();
    for (one, other) in bound {
        let (a, b) = (root(&mut head, one), root(&mut head, other));
        head[a.max(b)] = a.min(b);
    }
    (0..count).map(|node| root(&mut head, node)).collect()
}

/// Halves the way for the next question.
fn root(head: &mut [usize], mut node: usize) -> usize {
    while head[node] != node {
        head[node] = head[head[node]];
        node = head[node];
    }
    node
}
