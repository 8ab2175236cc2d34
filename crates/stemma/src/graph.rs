//! The stemma as a graph. CONTRACT section 8.

use std::collections::BTreeMap;

use collation::Locus;
use serde::{Deserialize, Serialize};

use crate::{DifferenceKind, SharedKind, Unfollowed};

/// Kinds of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum NodeKind {
    Event,
    Recording,
    Document,
    Remarks,
    Statement,
    Anonymous,
    Vague,
    Author,
    Unknown,
    Article,
    Wire,
}

/// A report, a document, a speaker, or something upstream that is not in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Outlet name, mention text, or a fixed phrase with the document id.
    pub label: String,
    /// Report index, for pages.
    pub report: Option<usize>,
    /// Primary index, for primaries in hand.
    pub primary: Option<usize>,
    /// Identity that speaks, for `remarks` and `statement`.
    pub identity: Option<usize>,
    /// Is it known who or what this is?
    pub resolved: bool,
    /// Is it an origin by itself?
    pub independent: bool,
}

/// Kinds of edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EdgeKind {
    Records,
    Transcribes,
    Leaks,
    Publishes,
    Quotes,
    Cites,
    Copies,
    Paraphrases,
    Syndicates,
    Translates,
    Corrects,
    Interviews,
    AuthorVoice,
}

/// Does the text say so, or do we infer it?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EdgeBasis {
    Stated,
    Inferred,
}

/// From upstream to downstream.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of the upstream node.
    pub from: usize,
    /// Index of the downstream node.
    pub to: usize,
    /// How the one was taken from the other.
    pub kind: EdgeKind,
    /// Does the downstream page say so?
    pub declared: bool,
    /// Stated or inferred.
    pub basis: EdgeBasis,
    /// Credit line, or pairs (upstream, downstream) of shared words; an undeclared edge has some.
    pub evidence: Vec<Locus>,
    /// That the edge is there with this direction and kind.
    pub confidence: f32,
    /// What a copy changed in the text that it was taken from.
    pub changes: Vec<Altered>,
    /// Index of the ruling of the collation by which a person decided it.
    pub decided: Option<usize>,
    /// What the last pairs of `evidence` are, one each: the pairs before them are passages.
    pub agreements: Vec<SharedKind>,
}

impl Edge {
    /// Does nothing but details and errors that both have show it?
    pub(crate) fn is_retelling(&self) -> bool {
        self.kind == EdgeKind::Paraphrases && !self.declared && self.decided.is_none()
    }

    /// What both have beside passages, counted, for people: "1 shared misspelt name, 2 shared figures".
    #[must_use]
    pub fn shared(&self) -> Option<String> {
        let mut counts: BTreeMap<SharedKind, usize> = BTreeMap::new();
        for &kind in &self.agreements {
            *counts.entry(kind).or_default() += 1;
        }
        let counts: Vec<String> = counts
            .iter()
            .map(|(&kind, &count)| counted(kind, count))
            .collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    }
}

fn counted(kind: SharedKind, count: usize) -> String {
    let (one, many) = match kind {
        SharedKind::Figure => ("rare figure", "rare figures"),
        SharedKind::Wording => ("passage around it", "passages around them"),
        SharedKind::Spelling => ("misspelt name", "misspelt names"),
        SharedKind::Number => ("wrong figure", "wrong figures"),
        SharedKind::Alteration => ("changed quotation", "changed quotations"),
        SharedKind::Cut => ("cut in a quotation", "cuts in quotations"),
    };
    format!("{count} shared {}", if count == 1 { one } else { many })
}

/// A passage that a copy changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Altered {
    /// What was done to it.
    pub kind: DifferenceKind,
    /// Upstream; none for what was added.
    pub from: Option<Locus>,
    /// In the copy; none for what was cut.
    pub to: Option<Locus>,
}

/// Basis of a statement's origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum OriginBasis {
    Stated,
    Inferred,
    Unattributed,
}

/// On what a statement finally rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementOrigin {
    /// Node indices; at least one.
    pub nodes: Vec<usize>,
    /// Nodes passed on the way.
    pub via: Vec<usize>,
    /// How it is known.
    pub basis: OriginBasis,
}

/// The independent origins of a claim. CONTRACT section 9, counting rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimOrigins {
    /// Resolved roots of supporting evidence.
    pub identified: Vec<usize>,
    /// Further resolved roots of partial evidence.
    pub partial: Vec<usize>,
    /// Other roots of both.
    pub unresolved: Vec<usize>,
    /// Roots of denying evidence.
    pub denying: Vec<usize>,
    /// At least so many independent origins.
    pub min: usize,
    /// At most; `None`: no bound.
    pub max: Option<usize>,
    /// Why, for people: a fixed sentence with counts and names.
    pub reason: String,
}

/// Who took it from whom.
///
/// Invariant: the edges form no cycle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stemma {
    /// Every report has exactly one.
    pub nodes: Vec<Node>,
    /// Upstream to downstream.
    pub edges: Vec<Edge>,
    /// For each report, for each statement.
    pub statements: Vec<Vec<StatementOrigin>>,
    /// For each claim of the collation.
    pub claims: Vec<ClaimOrigins>,
    /// Decisions of a person that could not be followed here.
    pub unfollowed: Vec<Unfollowed>,
}
