//! How many independent origins a claim has.
//!
//! In: the stemma's nodes and edges, the origin of each statement and the
//! claims. Out: for each claim the interval of CONTRACT section 9 with its
//! reason.
//!
//! `max` is what the counting rule gives. `min` may be less: roots that may be
//! one and the same for all that the reports say (documents of one leak, two
//! unnamed persons, somebody who is heard in a recording) count once.

use std::collections::{BTreeMap, BTreeSet};

use collation::{Claim, Polarity};

use crate::copies::heads;
use crate::{ClaimOrigins, Edge, EdgeKind, Node, NodeKind, StatementOrigin};

/// What the count needs to know of a claim's evidence.
pub(crate) struct Evidence<'a> {
    pub(crate) polarity: Polarity,
    /// That it says what the claim says.
    pub(crate) confidence: f32,
    pub(crate) report: usize,
    pub(crate) origin: &'a StatementOrigin,
}

/// What else is known of nodes and reports.
pub(crate) struct Known<'a> {
    /// May two nodes be one?
    pub(crate) same: &'a dyn Fn(usize, usize) -> bool,
    /// Nodes that a person knows to be two; each pair both ways round.
    pub(crate) apart: &'a BTreeSet<(usize, usize)>,
    /// The outlet of a report.
    pub(crate) outlet: &'a dyn Fn(usize) -> usize,
    /// What a person decided about reports and roots.
    pub(crate) decided: &'a dyn Fn(&BTreeSet<usize>, &BTreeSet<usize>) -> Vec<String>,
}

/// Below this the statements of a claim may say different things, and their origins are not added up.
const SURE_CLAIM: f32 = 0.5;

/// The stemma with what is asked of it for each claim looked up once.
pub(crate) struct Ways<'a> {
    nodes: &'a [Node],
    edges: &'a [Edge],
    /// For each node the edges into it, by number.
    into: Vec<Vec<usize>>,
    page_of: BTreeMap<usize, usize>,
    /// For each node, the least node of the texts that are one with it.
    text: Vec<usize>,
    /// Texts that seem to be retold, with those that seem to retell them.
    retold: BTreeSet<(usize, usize)>,
}

impl<'a> Ways<'a> {
    pub(crate) fn new(nodes: &'a [Node], edges: &'a [Edge]) -> Self {
        let mut into = vec![Vec::new(); nodes.len()];
        for (at, edge) in edges.iter().enumerate() {
            into[edge.to].push(at);
        }
        let pages = nodes.iter().enumerate();
        let page_of = pages.filter_map(|(at, node)| Some((node.report?, at))).collect();
        let one_text = edges.iter().filter(|edge| {
            matches!(
                edge.kind,
                EdgeKind::Copies | EdgeKind::Syndicates | EdgeKind::Translates | EdgeKind::Corrects
            )
        });
        let text = heads(nodes.len(), one_text.map(|edge| (edge.from, edge.to)));
        let retold = edges.iter().filter(|edge| edge.is_retelling());
        let retold = retold.map(|edge| (text[edge.from], text[edge.to])).collect();
        Self {
            nodes,
            edges,
            into,
            page_of,
            text,
            retold,
        }
    }

    fn into(&self, node: usize) -> impl Iterator<Item = &'a Edge> {
        self.into[node].iter().map(|&at| &self.edges[at])
    }

    /// Does each report that has the claim from `root` seem to retell one that has it from `other`?
    fn may_be_retold(&self, carried: &BTreeMap<usize, BTreeSet<usize>>, root: usize, other: usize) -> bool {
        if self.retold.is_empty() {
            return false;
        }
        let (Some(reports), Some(others)) = (carried.get(&root), carried.get(&other)) else {
            return false;
        };
        let text = |report: &usize| self.page_of.get(report).map(|&page| self.text[page]);
        let upstream: BTreeSet<usize> = others.iter().filter_map(text).collect();
        reports.iter().all(|report| {
            let retells = |here: usize| upstream.iter().any(|&there| self.retold.contains(&(there, here)));
            text(report).is_some_and(retells)
        })
    }

    /// The root of a node that is no origin by itself: upstream, as long as there is exactly one way.
    fn root(&self, start: usize) -> usize {
        let mut at = start;
        let mut seen = BTreeSet::new();
        while !self.nodes[at].independent && seen.insert(at) {
            let mut ways = self.into(at).filter(|e| leads_to_root(e.kind));
            match (ways.next(), ways.next()) {
                (Some(up), None) => at = up.from,
                _ => break,
            }
        }
        at
    }
}

/// Reports that carry each root of supporting evidence.
fn carried(evidence: &[Evidence<'_>], ways: &Ways<'_>) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut carried: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for item in evidence.iter().filter(|item| item.polarity == Polarity::Supports) {
        for &node in &item.origin.nodes {
            carried.entry(ways.root(node)).or_default().insert(item.report);
        }
    }
    carried
}

fn leads_to_root(kind: EdgeKind) -> bool {
    matches!(
        kind,
        EdgeKind::Publishes | EdgeKind::Transcribes | EdgeKind::Records | EdgeKind::Leaks | EdgeKind::Copies
    )
}

/// Counts the independent origins of a claim.
pub(crate) fn count(
    claim: &Claim,
    evidence: &[Evidence<'_>],
    ways: &Ways<'_>,
    known: &Known<'_>,
) -> ClaimOrigins {
    let nodes = ways.nodes;
    let roots = |wanted: &[Polarity]| -> BTreeSet<usize> {
        evidence
            .iter()
            .filter(|e| wanted.contains(&e.polarity))
            .flat_map(|e| &e.origin.nodes)
            .map(|&node| ways.root(node))
            .collect()
    };
    let supporting = roots(&[Polarity::Supports]);
    // What may say something else adds to the upper end only.
    let sure: BTreeSet<usize> = evidence
        .iter()
        .filter(|e| e.polarity == Polarity::Supports && e.confidence >= SURE_CLAIM)
        .flat_map(|e| &e.origin.nodes)
        .map(|&node| ways.root(node))
        .collect();
    let partial = roots(&[Polarity::Partial]);
    let resolved = |&&node: &&usize| nodes[node].resolved;
    let identified: Vec<usize> = supporting.iter().filter(resolved).copied().collect();
    let further: Vec<usize> = partial
        .difference(&supporting)
        .filter(resolved)
        .copied()
        .collect();
    let unresolved: Vec<usize> = supporting
        .union(&partial)
        .filter(|&&node| !nodes[node].resolved)
        .copied()
        .collect();
    let told = identified.len() + further.len() + unresolved.len();
    // Nobody is asked to confirm what nobody has said: who said it is not in hand.
    let unseen = told == 0 && !roots(&[Polarity::Withholds]).is_empty();
    let max = told + usize::from(unseen);
    let sure: Vec<usize> = identified
        .iter()
        .filter(|&node| sure.contains(node))
        .copied()
        .collect();
    let carried = carried(evidence, ways);
    let retold = |a, b| ways.may_be_retold(&carried, a, b) || ways.may_be_retold(&carried, b, a);
    let same = |a, b| (known.same)(a, b) || retold(a, b);
    let apart = count_apart(
        &sure,
        nodes,
        &Known {
            same: &same,
            ..*known
        },
    );
    let min = if claim.confidence < SURE_CLAIM {
        apart.min(1)
    } else {
        apart
    };
    let mut result = ClaimOrigins {
        denying: roots(&[Polarity::Denies]).into_iter().collect(),
        min,
        max: Some(max),
        identified,
        partial: further,
        unresolved,
        reason: String::new(),
    };
    result.reason = reason(evidence, ways, &result, known);
    result
}

/// Size of a set of nodes of which no two may be the same. Taking those with the fewest doubles first
/// may miss the largest such set and then only lowers the count.
fn count_apart(list: &[usize], nodes: &[Node], known: &Known<'_>) -> usize {
    let one = |a: usize, b: usize| {
        a != b && !known.apart.contains(&(a, b)) && (may_be_one(&nodes[a], &nodes[b]) || (known.same)(a, b))
    };
    let mut rest: Vec<usize> = list.to_vec();
    rest.sort_by_key(|&a| (list.iter().filter(|&&b| one(a, b)).count(), a));
    let mut apart: Vec<usize> = Vec::new();
    for node in rest {
        if apart.iter().all(|&taken| !one(node, taken)) {
            apart.push(node);
        }
    }
    apart.len()
}

/// Does nothing in hand say that the two are different sources?
fn may_be_one(a: &Node, b: &Node) -> bool {
    let document = |n: &Node| matches!(n.kind, NodeKind::Document | NodeKind::Recording | NodeKind::Event);
    let unseen = |n: &Node| {
        matches!(
            n.kind,
            NodeKind::Article | NodeKind::Wire | NodeKind::Unknown | NodeKind::Author | NodeKind::Vague
        )
    };
    let unnamed = |n: &Node| n.kind == NodeKind::Anonymous;
    // Somebody described and not named may be anybody: the other one, or who is heard in the document.
    let described =
        |n: &Node| matches!(n.kind, NodeKind::Statement | NodeKind::Remarks) && n.identity.is_none();
    document(a) && document(b)
        || unnamed(a) && unnamed(b)
        || unseen(a)
        || unseen(b)
        || described(a)
        || described(b)
        || a.identity.is_some() && a.identity == b.identity
}

/// "5 outlets; 3 go back to the transcript (c copies a), 1 to the engineer; not named: residents: 2."
fn reason(evidence: &[Evidence<'_>], ways: &Ways<'_>, result: &ClaimOrigins, known: &Known<'_>) -> String {
    let nodes = ways.nodes;
    let outlet = known.outlet;
    let mut outlets: BTreeSet<usize> = BTreeSet::new();
    let mut behind: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut pages: BTreeSet<usize> = BTreeSet::new();
    for item in evidence {
        if !matches!(item.polarity, Polarity::Supports | Polarity::Partial) {
            continue;
        }
        outlets.insert(outlet(item.report));
        pages.insert(item.report);
        for &node in &item.origin.nodes {
            behind
                .entry(ways.root(node))
                .or_default()
                .insert(outlet(item.report));
        }
    }
    let mut parts = vec![match outlets.len() {
        0 => "No supporting evidence stands".to_owned(),
        1 => "1 outlet".to_owned(),
        n => format!("{n} outlets"),
    }];
    let lines: Vec<String> = result
        .identified
        .iter()
        .chain(&result.partial)
        .map(|node| {
            let n = behind.get(node).map_or(0, BTreeSet::len);
            format!(
                "{n} {} to {}",
                if n == 1 { "goes back" } else { "go back" },
                nodes[*node].label
            )
        })
        .collect();
    if !lines.is_empty() {
        parts.push(lines.join(", "));
    }
    let copies = copies_among(&pages, ways);
    if !copies.is_empty() {
        parts.push(copies.join(", "));
    }
    if !result.unresolved.is_empty() {
        let labels: Vec<&str> = result
            .unresolved
            .iter()
            .map(|&n| nodes[n].label.as_str())
            .collect();
        parts.push(format!("not known who is behind: {}", labels.join(", ")));
    }
    let roots = behind.keys().copied().collect();
    let decided = (known.decided)(&pages, &roots);
    if !decided.is_empty() {
        parts.push(format!("as a person decided, {}", decided.join(", ")));
    }
    if result.min < result.identified.len() {
        parts.push("some of these may be one source".to_owned());
    }
    if result.max > Some(result.identified.len() + result.partial.len() + result.unresolved.len()) {
        parts.push("whose claim it is that is not confirmed cannot be told".to_owned());
    }
    if !result.denying.is_empty() {
        let labels: Vec<&str> = result.denying.iter().map(|&n| nodes[n].label.as_str()).collect();
        parts.push(format!("denied by {}", labels.join(", ")));
    }
    let interval = match result.max {
        Some(max) if max == result.min => format!("{max}"),
        Some(max) => format!("{} to {max}", result.min),
        None => format!("{} or more", result.min),
    };
    format!("{}: {interval}.", parts.join("; "))
}

/// "c copies a (12 shared passages)" for pages that carry the claim.
fn copies_among(pages: &BTreeSet<usize>, ways: &Ways<'_>) -> Vec<String> {
    let nodes = ways.nodes;
    let into = pages.iter().filter_map(|page| ways.page_of.get(page));
    let mut between: Vec<usize> = into.flat_map(|&node| ways.into[node].iter().copied()).collect();
    // The order of the edges does not hang on that of the pages.
    between.sort_unstable();
    between
        .iter()
        .map(|&at| &ways.edges[at])
        .filter_map(|edge| {
            let verb = match edge.kind {
                EdgeKind::Copies => "copies",
                EdgeKind::Syndicates => "prints",
                EdgeKind::Translates => "translates",
                EdgeKind::Paraphrases => "rewords",
                EdgeKind::Corrects => "replaces",
                _ => return None,
            };
            let carries = |node: usize| nodes[node].report.is_none_or(|page| pages.contains(&page));
            if !carries(edge.from) {
                return None;
            }
            let passages = match (edge.kind, edge.evidence.len() / 2 - edge.agreements.len()) {
                (EdgeKind::Corrects, _) | (_, 0) => None,
                (_, 1) => Some("1 shared passage".to_owned()),
                (_, n) => Some(format!("{n} shared passages")),
            };
            let decided = edge.decided.map(|_| "as a person decided".to_owned());
            let shown = passages.into_iter().chain(edge.shared());
            let shared: Vec<String> = match decided {
                Some(decided) => vec![decided],
                None => shown.collect(),
            };
            let shared = if shared.is_empty() {
                String::new()
            } else {
                format!(" ({})", shared.join(", "))
            };
            let verb = if edge.is_retelling() {
                "seems to reword"
            } else {
                verb
            };
            Some(format!(
                "{} {verb} {}{shared}",
                nodes[edge.to].label, nodes[edge.from].label
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OriginBasis;
    use collation::{ClaimType, Layer, Locus, Witness};
    use text::Span;

    fn node(kind: NodeKind, identity: Option<usize>, resolved: bool) -> Node {
        Node {
            kind,
            label: String::new(),
            report: None,
            primary: None,
            identity,
            resolved,
            independent: true,
        }
    }

    /// Least and most origins of a claim that each node bears on.
    fn counted(nodes: &[Node], polarity: Polarity) -> (usize, Option<usize>) {
        let sure = vec![1.0; nodes.len()];
        counted_with(nodes, polarity, &sure, &[])
    }

    fn counted_with(
        nodes: &[Node],
        polarity: Polarity,
        confidence: &[f32],
        apart: &[(usize, usize)],
    ) -> (usize, Option<usize>) {
        let claim = Claim {
            text: Locus {
                witness: Witness::Report(0),
                span: Span::new(0, 1),
            },
            claim_type: ClaimType::Fact,
            layer: Layer::World,
            evidence: Vec::new(),
            alignments: Vec::new(),
            narrower_of: None,
            confidence: confidence.iter().copied().fold(1.0, f32::min),
        };
        let origins: Vec<StatementOrigin> = (0..nodes.len())
            .map(|at| StatementOrigin {
                nodes: vec![at],
                via: Vec::new(),
                basis: OriginBasis::Stated,
            })
            .collect();
        let evidence: Vec<Evidence<'_>> = origins
            .iter()
            .enumerate()
            .map(|(report, origin)| Evidence {
                polarity,
                confidence: confidence[report],
                report,
                origin,
            })
            .collect();
        let found = count(
            &claim,
            &evidence,
            &Ways::new(nodes, &[]),
            &Known {
                same: &|_, _| false,
                apart: &apart.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect(),
                outlet: &|report| report,
                decided: &|_, _| Vec::new(),
            },
        );
        (found.min, found.max)
    }

    #[test]
    fn sources_that_may_be_one_are_counted_once_at_least() {
        use NodeKind::{Recording, Statement, Vague};
        let (named, other) = (node(Statement, Some(1), true), node(Statement, Some(2), true));
        let (described, recording) = (node(Statement, None, true), node(Recording, None, true));
        for (nodes, expected) in [
            (vec![described.clone()], (1, Some(1))),
            (vec![named.clone(), other.clone()], (2, Some(2))),
            (vec![named.clone(), described.clone()], (1, Some(2))),
            (vec![named.clone(), other, described.clone()], (2, Some(3))),
            (vec![described, recording], (1, Some(2))),
            (vec![named, node(Vague, None, false)], (1, Some(2))),
        ] {
            assert_eq!(counted(&nodes, Polarity::Supports), expected, "{nodes:?}");
        }
    }

    #[test]
    fn sources_that_a_person_knows_to_be_two_are_counted_twice() {
        let unnamed = node(NodeKind::Anonymous, None, true);
        let nodes = [unnamed.clone(), unnamed.clone(), unnamed];
        let counted = |apart: &[(usize, usize)]| counted_with(&nodes, Polarity::Supports, &[1.0; 3], apart);
        assert_eq!(counted(&[]), (1, Some(3)));
        assert_eq!(counted(&[(0, 2)]), (2, Some(3)));
        assert_eq!(counted(&[(0, 1), (1, 2), (0, 2)]), (3, Some(3)));
    }

    #[test]
    fn what_may_say_something_else_adds_to_the_upper_end_only() {
        use NodeKind::{Author, Statement};
        let nodes = [node(Author, None, false), node(Statement, Some(1), true)];
        let counted = |confidence: &[f32]| counted_with(&nodes, Polarity::Supports, confidence, &[]);
        assert_eq!(counted(&[0.9, 0.4]), (0, Some(2)));
        assert_eq!(counted(&[0.4, 0.9]), (1, Some(2)));
    }

    #[test]
    fn what_is_not_confirmed_somebody_has_said() {
        let nodes = [node(NodeKind::Statement, Some(1), true)];
        assert_eq!(counted(&nodes, Polarity::Withholds), (0, Some(1)));
        assert_eq!(counted(&nodes, Polarity::Denies), (0, Some(0)));
    }
}
