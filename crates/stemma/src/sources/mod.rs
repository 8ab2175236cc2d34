//! On whose knowledge each statement rests.
//!
//! In: reports with their statements, primaries, the collation and the
//! derivation of the pages. Out: nodes for what lies upstream of the pages
//! (documents, speakers, anonymous and vague sources, author voices, outlets
//! not in hand) and for each statement the node that it finally rests on.
//!
//! What was said in a recording rests on the recording, whoever reports it. A
//! passage taken over from upstream rests on what it rested on there. A source
//! that may be another one is not kept apart: one node too few only lowers a
//! count.

mod documents;
mod speakers;
mod taken;
mod voices;

use std::collections::{BTreeMap, BTreeSet};

use attribution::{SourceType, Statement};
use collation::{Collation, Match, Meaning, Primary, Report, UnitMatch, is_deed};
use text::Span;

use crate::source_words::{document_classes, follows_parent, is_bare};
use crate::witnesses::keys;
use crate::{Derivation, Exemplar, Houses, NodeKind, OriginBasis, Parallel, Upstream};

/// What makes two mentions of an upstream source one node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A page, by report.
    Page(usize),
    /// A text that is not in hand.
    Lost(usize),
    /// A primary in hand.
    Primary(usize),
    /// A document by its class.
    Document(&'static str),
    /// A document that is set apart ("a second memo"), by its words.
    Further(Scope, Vec<u64>),
    /// A person or body.
    Speaker(usize),
    /// A named speaker who is no identity, by words.
    Named(Scope, Vec<u64>),
    /// The unnamed person of a page; several that it does not tell apart by name are one.
    Anonymous(Scope),
    /// Unnamed people.
    Vague(Scope, Vec<u64>),
    /// The author's own voice.
    Author(Scope),
    /// An outlet whose report is not in hand.
    House(usize),
    /// A source that a person told from another, by a number of its own.
    Decided(usize),
}

/// The page or lost text whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// A report.
    Page(usize),
    /// A text that is not in hand.
    Lost(usize),
}

/// On what a statement rests, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    /// What it finally rests on.
    pub(crate) key: Key,
    /// Reports passed on the way, nearest first.
    pub(crate) via: Vec<Key>,
    /// How that is known.
    pub(crate) basis: OriginBasis,
    /// Does the page itself draw on the source, so that an edge leads from it to the page?
    pub(crate) direct: bool,
}

/// What is known of an upstream source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) kind: NodeKind,
    pub(crate) label: String,
    pub(crate) identity: Option<usize>,
    pub(crate) resolved: bool,
    pub(crate) independent: bool,
    /// Do the words of some report set it apart from other sources?
    pub(crate) set_apart: bool,
}

/// A quotation compared with the primaries.
type Compared = (Match, Meaning, Vec<UnitMatch>);

/// Everything that is looked up while statements are settled. Indices of reports are those of `reports`.
pub(crate) struct Sources<'a> {
    reports: &'a [&'a Report],
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    derivation: &'a Derivation,
    houses: &'a Houses,
    collation: &'a Collation,
    primaries: &'a [Primary],
    /// Identity of each entity of each report, and the first report with entity of each identity.
    identities: Vec<BTreeMap<usize, usize>>,
    named: Vec<Option<(usize, usize)>>,
    /// Body that a spokesperson speaks for.
    principal: BTreeMap<usize, usize>,
    /// Quotations compared with primaries, by report and statement.
    quotes: BTreeMap<(usize, usize), Vec<Compared>>,
    /// Supporting statements of each claim, and claims of each statement.
    claims: BTreeMap<(usize, usize), Vec<usize>>,
    supports: Vec<Vec<(usize, usize)>>,
    /// Identities that are heard in a recording or transcript.
    heard: BTreeSet<usize>,
    classes: BTreeMap<u64, &'static str>,
    settled: Vec<Vec<Option<Rest>>>,
    /// All sources met.
    pub(crate) found: BTreeMap<Key, Source>,
}

impl<'a> Sources<'a> {
    /// `place[i]` is the index in `reports` of the report that the collation calls `i`.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn new(
        reports: &'a [&'a Report],
        place: &[usize],
        exemplars: &'a [Exemplar],
        parallels: &'a [Parallel],
        derivation: &'a Derivation,
        houses: &'a Houses,
        collation: &'a Collation,
        primaries: &'a [Primary],
    ) -> Self {
        let mut identities = vec![BTreeMap::new(); reports.len()];
        let mut named = Vec::with_capacity(collation.identities.len());
        for (index, identity) in collation.identities.iter().enumerate() {
            let members = identity.members.iter();
            let members = members.map(|&(report, entity)| (place[report], entity));
            named.push(members.clone().min());
            for (report, entity) in members {
                identities[report].insert(entity, index);
            }
        }
        let mut quotes: BTreeMap<(usize, usize), Vec<_>> = BTreeMap::new();
        for instance in collation.utterances.iter().flat_map(|u| &u.instances) {
            let at = (place[instance.statement.report], instance.statement.statement);
            let compared = (instance.outcome, instance.meaning, instance.units.clone());
            quotes.entry(at).or_default().push(compared);
        }
        let mut claims: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        let mut supports = vec![Vec::new(); collation.claims.len()];
        for (index, claim) in collation.claims.iter().enumerate() {
            for evidence in &claim.evidence {
                let at = (place[evidence.statement.report], evidence.statement.statement);
                claims.entry(at).or_default().push(index);
                supports[index].push(at);
            }
        }
        let mut sources = Self {
            reports,
            exemplars,
            parallels,
            derivation,
            houses,
            collation,
            primaries,
            identities,
            named,
            principal: BTreeMap::new(),
            quotes,
            claims,
            supports,
            heard: BTreeSet::new(),
            classes: document_classes(),
            settled: reports.iter().map(|r| vec![None; r.statements.len()]).collect(),
            found: BTreeMap::new(),
        };
        sources.find_principals();
        sources.find_heard();
        sources
    }

    /// Settles all statements, upstream pages before those that took from them.
    pub(crate) fn settle(mut self) -> (Vec<Vec<Rest>>, BTreeMap<Key, Source>) {
        for report in self.upstream_first() {
            for statement in 0..self.reports[report].statements.len() {
                let rest = self.rest(report, statement);
                self.settled[report][statement] = Some(rest);
            }
        }
        let settled = self
            .settled
            .into_iter()
            .map(|statements| statements.into_iter().flatten().collect())
            .collect();
        (settled, self.found)
    }

    /// Reports in an order in which each stands after those it took from. Edges form no cycle.
    fn upstream_first(&self) -> Vec<usize> {
        let mut waiting = vec![0usize; self.reports.len()];
        let mut children = vec![Vec::new(); self.reports.len()];
        for edge in &self.derivation.edges {
            if let Upstream::Report(from) = edge.from {
                waiting[edge.to] += 1;
                children[from].push(edge.to);
            }
        }
        let mut open: BTreeSet<usize> = (0..waiting.len()).filter(|&x| waiting[x] == 0).collect();
        let mut order = Vec::with_capacity(waiting.len());
        while let Some(x) = open.pop_first() {
            order.push(x);
            for &below in &children[x] {
                waiting[below] -= 1;
                if waiting[below] == 0 {
                    open.insert(below);
                }
            }
        }
        order
    }

    fn text(&self, report: usize) -> &'a str {
        self.reports[report].article.text.as_str()
    }

    fn words_of(&self, report: usize, spans: &[Span]) -> Vec<u64> {
        let text = self.text(report);
        spans.iter().flat_map(|span| keys(&text[span.range()])).collect()
    }

    fn identity(&self, report: usize, statement: &Statement) -> Option<usize> {
        let identity = *self.identities[report].get(&statement.speaker.entity?)?;
        Some(self.principal.get(&identity).copied().unwrap_or(identity))
    }

    fn document_class(&self, report: usize, source: &[Span]) -> Option<&'static str> {
        self.words_of(report, source)
            .iter()
            .find_map(|word| self.classes.get(word).copied())
    }

    fn rest(&mut self, report: usize, index: usize) -> Rest {
        let page = self.reports[report];
        let statement = &page.statements[index];
        let (scope, via, declared) = self.scope(report, statement.content_cover());
        let basis = if declared {
            OriginBasis::Stated
        } else {
            OriginBasis::Inferred
        };
        let follows = |&at: &usize| follows_parent(statement.source_type, page.statements[at].source_type);
        if let Some(parent) = statement.parent.filter(follows) {
            // A parent comes first in order of content, so it is settled; a forward one is left alone.
            if let Some(rest) = self.settled[report].get(parent).cloned().flatten() {
                return rest;
            }
        }
        let mut rest = match statement.source_type {
            _ if is_deed(statement) => self.author(report, statement, scope),
            SourceType::Author => self.author(report, statement, scope),
            SourceType::Document => self.document(report, statement, scope),
            SourceType::Named if self.speaks_as_outlet(report, statement) => {
                self.outlet(report, index, statement, scope)
            }
            SourceType::Named => self.named(report, index, statement, scope),
            SourceType::Anonymous | SourceType::Collective => self.unnamed(report, statement, scope),
            SourceType::Outlet => self.outlet(report, index, statement, scope),
        };
        if !via.is_empty() {
            rest.direct = false;
            rest.basis = basis;
            let mut way = via;
            way.extend(
                rest.via
                    .iter()
                    .filter(|k| !matches!(k, Key::Page(p) if *p == report))
                    .cloned(),
            );
            way.dedup();
            rest.via = way;
        }
        rest
    }

    fn note(&mut self, key: Key, source: Source) -> Key {
        let known = self.found.entry(key.clone()).or_insert_with(|| source.clone());
        known.resolved |= source.resolved;
        known.set_apart |= source.set_apart;
        key
    }

    fn name(&self, identity: usize) -> String {
        let locus = self.collation.identities[identity].name;
        match locus.witness {
            collation::Witness::Primary(p) => self.primaries[p].text.get(locus.span).unwrap_or("").to_owned(),
            collation::Witness::Report(_) => {
                self.named[identity].map_or_else(String::new, |(report, entity)| {
                    let name = self.reports[report].analysis.entities[entity].name;
                    self.text(report)[name.range()].to_owned()
                })
            }
        }
    }

    fn worded(&self, report: usize, source: &[Span]) -> String {
        let text = self.text(report);
        let words: Vec<&str> = source.iter().map(|span| &text[span.range()]).collect();
        words.join(" ")
    }

    fn label(&self, report: usize, source: &[Span]) -> String {
        let words = self.worded(report, source);
        if is_bare(&words) {
            let id = &self.reports[report].article.id;
            return format!("unresolved “{words}” of {id}");
        }
        words
    }
}

impl Rest {
    /// The page names what the statement rests on, and draws on it itself.
    fn stated(key: Key) -> Self {
        Self {
            key,
            via: Vec::new(),
            basis: OriginBasis::Stated,
            direct: true,
        }
    }
}

impl Source {
    fn unresolved(kind: NodeKind, label: String) -> Self {
        Self {
            kind,
            label,
            identity: None,
            resolved: false,
            independent: true,
            set_apart: false,
        }
    }
}
