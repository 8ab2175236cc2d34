//! A large stemma with fewer rows: what says the same is drawn once.
//!
//! In: nodes and edges. Out: the nodes that are drawn, some of them for several,
//! and the edges between them. Pages that took their words from the same texts,
//! and that nothing was taken from, become one row, and so do pages without any line; sources that a single page
//! alone draws on are left to the list beside the drawing. A small stemma is
//! drawn whole.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Edge, EdgeKind, Node, NodeKind};

/// Nodes from which on a stemma is folded.
const MANY: usize = 40;
/// Copies of the same texts from which on they become one row.
const GROUP: usize = 3;

/// What is drawn.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    /// Rows by node: those that stand for others name them, ascending.
    pub(crate) rows: BTreeMap<usize, Vec<usize>>,
    /// Edges between rows, by number.
    pub(crate) edges: Vec<usize>,
    /// Sources that are not drawn.
    pub(crate) left_out: usize,
}

/// Chooses what is drawn. Author voices never are: each has one line to its own page.
pub(crate) fn fold(nodes: &[Node], edges: &[Edge]) -> Folded {
    let mut shown: BTreeSet<usize> = (0..nodes.len())
        .filter(|&n| nodes[n].kind != NodeKind::Author)
        .collect();
    let tied = tied(edges, &shown);
    shown.retain(|n| tied.contains(n) || nodes[*n].report.is_some());
    let before = shown.len();
    let mut stands_for: BTreeMap<usize, usize> = BTreeMap::new();
    if before >= MANY {
        leave_out_lone_sources(nodes, edges, &mut shown);
        stands_for = groups(nodes, edges, &shown);
    }
    let left_out = before - shown.len();
    let row_of = |node: usize| stands_for.get(&node).copied().unwrap_or(node);
    let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &node in &shown {
        let others = rows.entry(row_of(node)).or_default();
        if row_of(node) != node {
            others.push(node);
        }
    }
    // The pages of a group have the same lines, and none of them leads on.
    let edges = edges
        .iter()
        .enumerate()
        .filter(|(_, e)| shown.contains(&e.from) && shown.contains(&e.to) && row_of(e.to) == e.to)
        .map(|(at, _)| at)
        .collect();
    Folded {
        rows,
        edges,
        left_out,
    }
}

/// Nodes with a line to another that is shown.
fn tied(edges: &[Edge], shown: &BTreeSet<usize>) -> BTreeSet<usize> {
    edges
        .iter()
        .filter(|e| shown.contains(&e.from) && shown.contains(&e.to))
        .flat_map(|e| [e.from, e.to])
        .collect()
}

/// Drops sources, and not pages or texts, from which one line leads to one page.
fn leave_out_lone_sources(nodes: &[Node], edges: &[Edge], shown: &mut BTreeSet<usize>) {
    let mut uses = vec![0usize; nodes.len()];
    edges.iter().for_each(|e| uses[e.from] += 1);
    let lends: BTreeSet<usize> = edges
        .iter()
        .filter(|e| takes_words(e.kind))
        .map(|e| e.from)
        .collect();
    let is_text = |n: usize| {
        let kind = nodes[n].kind;
        nodes[n].report.is_some()
            || matches!(
                kind,
                NodeKind::Article | NodeKind::Wire | NodeKind::Document | NodeKind::Recording
            )
            || lends.contains(&n)
    };
    let lone: Vec<usize> = shown
        .iter()
        .copied()
        .filter(|&n| uses[n] <= 1 && !is_text(n))
        .collect();
    for node in lone {
        shown.remove(&node);
    }
}

/// For each page of a group but the first, the first.
fn groups(nodes: &[Node], edges: &[Edge], shown: &BTreeSet<usize>) -> BTreeMap<usize, usize> {
    let feeds: BTreeSet<usize> = edges.iter().map(|e| e.from).collect();
    let mut above: BTreeMap<usize, BTreeSet<(usize, EdgeKind, bool)>> = BTreeMap::new();
    for edge in edges
        .iter()
        .filter(|e| shown.contains(&e.from) && shown.contains(&e.to))
    {
        above
            .entry(edge.to)
            .or_default()
            .insert((edge.from, edge.kind, edge.declared));
    }
    let mut alike: BTreeMap<BTreeSet<(usize, EdgeKind, bool)>, Vec<usize>> = BTreeMap::new();
    for (node, ways) in above {
        let copies = ways.iter().any(|way| takes_words(way.1));
        if nodes[node].report.is_some() && !feeds.contains(&node) && copies {
            alike.entry(ways).or_default().push(node);
        }
    }
    // Pages without any line are one group too.
    let tied = tied(edges, shown);
    let alone = shown
        .iter()
        .copied()
        .filter(|n| nodes[*n].report.is_some() && !tied.contains(n));
    alike
        .into_values()
        .chain([alone.collect()])
        .filter(|group| group.len() >= GROUP)
        .flat_map(|group| {
            let first = group[0];
            group.into_iter().skip(1).map(move |node| (node, first))
        })
        .collect()
}

fn takes_words(kind: EdgeKind) -> bool {
    matches!(
        kind,
        EdgeKind::Copies | EdgeKind::Syndicates | EdgeKind::Translates | EdgeKind::Corrects
    )
}
