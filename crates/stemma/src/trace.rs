//! The stages of the stemma, put together.
//!
//! In: reports, primaries and the collation. Out: the [`Stemma`]. Inside,
//! reports stand in an order that does not depend on that of the input, so that
//! the input's order changes nothing but indices.

use std::collections::{BTreeMap, BTreeSet};

use attribution::SourceType;
use collation::{Collation, Locus, Primary, Report, Ruling, StatementRef, Witness};
use text::Span;

use crate::copies;
use crate::decided::sources::Settled;
use crate::decided::{self, Decided};
use crate::differences::differences;
use crate::origins::{self, Evidence, Known, Ways};
use crate::sources::{Key, Rest, Source, Sources};
use crate::witnesses::{exemplars_of, houses_of, standing_order};
use crate::{
    Altered, Derivation, Descent, DescentKind, Edge, EdgeBasis, EdgeKind, Exemplar, Houses, Node, NodeKind,
    OriginBasis, Parallel, Place, Run, SharedKind, StatementOrigin, Stemma, Upstream, derive, find_parallels,
    find_shared,
};

/// Pairs of passages shown for one edge.
const SHOWN_PASSAGES: usize = 12;

/// Traces the reports of one story. The order of `reports` changes only indices.
#[must_use]
pub fn trace(reports: &[Report], primaries: &[Primary], collation: &Collation) -> Stemma {
    let order = standing_order(reports);
    let standing: Vec<&Report> = order.iter().map(|&at| &reports[at]).collect();
    let houses = houses_of(reports);
    let exemplars = exemplars_of(&standing, &houses);
    let parallels = find_parallels(&exemplars);
    let mut place = vec![0; order.len()];
    for (at, &report) in order.iter().enumerate() {
        place[report] = at;
    }
    let shared = find_shared(&standing, &place, primaries, collation);
    let derived = derive(&exemplars, &parallels, &houses, &shared);
    let decided = Decided::find(collation, &place);
    let derivation = decided::edges::follow(derived, &decided, &exemplars, &parallels);
    let sources = Sources::new(
        &standing,
        &place,
        &exemplars,
        &parallels,
        &derivation,
        &houses,
        collation,
        primaries,
    );
    let (mut rests, mut found) = sources.settle();
    let followed = decided::sources::follow(&decided, &mut rests, &mut found, &|(at, index)| {
        let text = standing[at].article.text.as_str();
        let spans = standing[at].statements[index].source.iter();
        let words: Vec<&str> = spans.map(|span| &text[span.range()]).collect();
        words.join(" ")
    });
    let used: BTreeSet<StatementRef> = collation.used_assertions.iter().copied().collect();
    let mut draft = Draft {
        order: &order,
        place: &place,
        standing: &standing,
        exemplars: &exemplars,
        parallels: &parallels,
        derivation: &derivation,
        houses: &houses,
        decided: &decided,
        rulings: &collation.rulings,
        numbers: BTreeMap::new(),
        stemma: Stemma::default(),
    };
    draft.pages(primaries, &rests, &found, &used);
    draft.page_edges();
    let statements = draft.statements(&rests, &used);
    draft.stemma.statements = statements;
    copies::share_origins(&mut draft.stemma, &collation.claims);
    decided::shared::share(&mut draft.stemma, &collation.claims);
    draft.source_edges(&rests, &used);
    draft.stemma.unfollowed.clone_from(&followed.unfollowed);
    draft.claims(collation, &found, &followed.numbered(&draft.numbers));
    draft.stemma
}

/// Do two names have a capitalised word of some length in common?
fn share_name(a: &str, b: &str) -> bool {
    let words = |label: &str| -> BTreeSet<String> {
        label
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase))
            .map(str::to_lowercase)
            .collect()
    };
    !words(a).is_disjoint(&words(b))
}

/// The outlet, with the page where the outlet has several.
fn page_label(article: &page::Article, pages: &BTreeMap<&str, usize>) -> String {
    match &article.outlet {
        None => article.id.clone(),
        Some(outlet) if pages.get(outlet.value.as_str()).is_some_and(|&n| n > 1) => {
            format!("{} ({})", outlet.value, article.id)
        }
        Some(outlet) => outlet.value.clone(),
    }
}

/// Does a label describe and not name: no capital after its article?
fn is_description(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let first = words.next().unwrap_or("");
    let article = matches!(first.to_lowercase().as_str(), "a" | "an" | "the" | "one");
    let head = if article {
        words.next().unwrap_or("")
    } else {
        first
    };
    !head.chars().next().is_some_and(char::is_uppercase)
}

/// "memo harbour-3"; the kind alone for a file that is called by it.
fn primary_label(primary: &Primary) -> String {
    let kind = primary_name(primary.kind);
    if primary.id.eq_ignore_ascii_case(kind) {
        kind.to_owned()
    } else {
        format!("{kind} {}", primary.id)
    }
}

fn primary_name(kind: collation::PrimaryKind) -> &'static str {
    match kind {
        collation::PrimaryKind::Transcript => "transcript",
        collation::PrimaryKind::Memo => "memo",
        collation::PrimaryKind::Chat => "chat",
        collation::PrimaryKind::Statement => "statement",
        collation::PrimaryKind::Document => "document",
    }
}

struct Draft<'a> {
    /// Report of each standing index, and back.
    order: &'a [usize],
    place: &'a [usize],
    standing: &'a [&'a Report],
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    derivation: &'a Derivation,
    houses: &'a Houses,
    decided: &'a Decided,
    rulings: &'a [Ruling],
    numbers: BTreeMap<Key, usize>,
    stemma: Stemma,
}

impl Draft<'_> {
    fn node(&mut self, key: Key, node: Node) {
        self.numbers.insert(key, self.stemma.nodes.len());
        self.stemma.nodes.push(node);
    }

    /// Nodes: pages in the order of input, then primaries, lost texts and the sources that statements rest on.
    fn pages(
        &mut self,
        primaries: &[Primary],
        rests: &[Vec<Rest>],
        found: &BTreeMap<Key, Source>,
        used: &BTreeSet<StatementRef>,
    ) {
        let printed: BTreeSet<usize> = self
            .derivation
            .edges
            .iter()
            .filter(|e| e.kind == DescentKind::Syndicates)
            .filter_map(|e| match e.from {
                Upstream::Report(from) => Some(from),
                Upstream::Lost(_) => None,
            })
            .collect();
        let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
        for outlet in self.standing.iter().filter_map(|r| r.article.outlet.as_ref()) {
            *pages.entry(outlet.value.as_str()).or_default() += 1;
        }
        for (report, &at) in self.place.iter().enumerate() {
            let house = self.exemplars[at].house;
            // Others print the page's text with credit, or the house lives by that.
            let wire = house.is_some_and(|house| self.houses.get(house).agency || printed.contains(&at));
            let node = Node {
                kind: if wire { NodeKind::Wire } else { NodeKind::Article },
                label: page_label(&self.standing[at].article, &pages),
                report: Some(report),
                primary: None,
                identity: None,
                resolved: true,
                independent: false,
            };
            self.node(Key::Page(at), node);
        }
        for (index, primary) in primaries.iter().enumerate() {
            let node = Node {
                kind: match primary.kind {
                    collation::PrimaryKind::Transcript => NodeKind::Recording,
                    _ => NodeKind::Document,
                },
                label: primary_label(primary),
                report: None,
                primary: Some(index),
                identity: None,
                resolved: true,
                independent: true,
            };
            self.node(Key::Primary(index), node);
        }
        let originals: BTreeSet<Upstream> = self
            .derivation
            .edges
            .iter()
            .filter(|e| e.kind == DescentKind::Translates)
            .map(|e| e.from)
            .collect();
        for (index, &house) in self.derivation.lost.iter().enumerate() {
            let translated = originals.contains(&Upstream::Lost(index));
            let node = Node {
                kind: match house {
                    Some(_) if translated => NodeKind::Article,
                    Some(_) => NodeKind::Wire,
                    None => NodeKind::Unknown,
                },
                label: match house {
                    Some(house) => self.houses.get(house).name.clone(),
                    None if translated => "original not in hand".to_owned(),
                    None => "common source not in hand".to_owned(),
                },
                report: None,
                primary: None,
                identity: None,
                resolved: false,
                independent: true,
            };
            self.node(Key::Lost(index), node);
        }
        let shown: BTreeSet<&Key> = self.shown(rests, used).map(|(_, _, rest)| &rest.key).collect();
        for (key, source) in found.iter().filter(|(key, _)| shown.contains(key)) {
            if !self.numbers.contains_key(key) {
                let node = Node {
                    kind: source.kind,
                    label: source.label.clone(),
                    report: None,
                    primary: None,
                    identity: source.identity,
                    resolved: source.resolved,
                    independent: source.independent,
                };
                self.node(key.clone(), node);
            }
        }
    }

    /// Statements that are published, with what they rest on.
    fn shown<'r>(
        &self,
        rests: &'r [Vec<Rest>],
        used: &BTreeSet<StatementRef>,
    ) -> impl Iterator<Item = (usize, usize, &'r Rest)> {
        let mut shown = Vec::new();
        for (at, statements) in rests.iter().enumerate() {
            for (index, rest) in statements.iter().enumerate() {
                let author = self.standing[at].statements[index].source_type == SourceType::Author;
                let reference = StatementRef {
                    report: self.order[at],
                    statement: index,
                };
                if !author || used.contains(&reference) {
                    shown.push((at, index, rest));
                }
            }
        }
        shown.into_iter()
    }

    fn statements(&self, rests: &[Vec<Rest>], used: &BTreeSet<StatementRef>) -> Vec<Vec<StatementOrigin>> {
        // An assertion that is not published rests on its page, and makes no node.
        let mut statements: Vec<Vec<StatementOrigin>> = self
            .place
            .iter()
            .map(|&at| {
                let page = StatementOrigin {
                    nodes: vec![self.numbers[&Key::Page(at)]],
                    via: Vec::new(),
                    basis: OriginBasis::Unattributed,
                };
                vec![page; rests[at].len()]
            })
            .collect();
        for (at, index, rest) in self.shown(rests, used) {
            let number = |key: &Key| self.numbers.get(key).copied();
            let node = number(&rest.key).unwrap_or(self.numbers[&Key::Page(at)]);
            let mut via: Vec<usize> = rest
                .via
                .iter()
                .filter_map(number)
                .filter(|&n| n != node)
                .collect();
            via.dedup();
            statements[self.order[at]][index] = StatementOrigin {
                nodes: vec![node],
                via,
                basis: rest.basis,
            };
        }
        statements
    }

    fn locus(&self, at: usize, place: Place) -> Option<Locus> {
        let report = self.order[at];
        match place {
            Place::Text(span) => self.standing[at].locus(report, span),
            Place::Capture(span) => Some(Locus {
                witness: Witness::Report(report),
                span,
            }),
        }
    }

    fn page_edges(&mut self) {
        for edge in &self.derivation.edges {
            let from = match edge.from {
                Upstream::Report(from) => self.numbers[&Key::Page(from)],
                Upstream::Lost(lost) => self.numbers[&Key::Lost(lost)],
            };
            let decided = match edge.from {
                Upstream::Report(from) => self.decided.taken.get(&(edge.to, from)).copied(),
                Upstream::Lost(_) => None,
            };
            let mut evidence = self.evidence(edge);
            let agreements = self.agreements(edge);
            evidence.extend(agreements.iter().flat_map(|(_, pair)| *pair));
            if let Some(ruling) = decided.filter(|_| evidence.is_empty()) {
                // The words that the person pointed to, upstream first.
                evidence.extend(self.rulings[ruling].loci.iter().rev());
            }
            if evidence.is_empty() {
                continue;
            }
            let kind = match edge.kind {
                DescentKind::Copies => EdgeKind::Copies,
                DescentKind::Syndicates => EdgeKind::Syndicates,
                DescentKind::Corrects => EdgeKind::Corrects,
                DescentKind::Paraphrases => EdgeKind::Paraphrases,
                DescentKind::Cites => EdgeKind::Cites,
                DescentKind::Translates | DescentKind::TranslatesQuotes => EdgeKind::Translates,
            };
            self.stemma.edges.push(Edge {
                from,
                to: self.numbers[&Key::Page(edge.to)],
                kind,
                declared: edge.declared,
                basis: if edge.declared || decided.is_some() {
                    EdgeBasis::Stated
                } else {
                    EdgeBasis::Inferred
                },
                evidence,
                confidence: edge.confidence,
                changes: self.changes(edge),
                decided,
                agreements: agreements.into_iter().map(|(kind, _)| kind).collect(),
            });
        }
    }

    /// Details and errors that both ends have, upstream and downstream.
    fn agreements(&self, edge: &Descent) -> Vec<(SharedKind, [Locus; 2])> {
        let pairs = edge.agreements.iter().filter_map(|agreement| {
            let from = self.locus(agreement.from.0, Place::Text(agreement.from.1))?;
            let to = self.locus(edge.to, Place::Text(agreement.to))?;
            Some((agreement.kind, [from, to]))
        });
        pairs.take(SHOWN_PASSAGES).collect()
    }

    /// What a copy of a page in hand changed.
    fn changes(&self, edge: &Descent) -> Vec<Altered> {
        let copied = matches!(edge.kind, DescentKind::Copies | DescentKind::Syndicates);
        let (Upstream::Report(from), Some(parallel), true) = (edge.from, edge.parallel, copied) else {
            return Vec::new();
        };
        let parallel = &self.parallels[parallel];
        let runs: Vec<Run> = if parallel.left == from {
            parallel.runs.clone()
        } else {
            parallel.runs.iter().map(Run::turned).collect()
        };
        let side = |at: usize| (self.standing[at], &self.exemplars[at]);
        let locus = |at: usize, span: Option<Span>| self.locus(at, Place::Text(span?));
        differences(side(from), side(edge.to), &runs)
            .into_iter()
            .map(|difference| Altered {
                kind: difference.kind,
                from: locus(from, difference.from),
                to: locus(edge.to, difference.to),
            })
            .collect()
    }

    /// Credit lines, then pairs of the longest shared passages.
    fn evidence(&self, edge: &Descent) -> Vec<Locus> {
        let mut evidence: Vec<Locus> = edge
            .credits
            .iter()
            .filter_map(|&place| self.locus(edge.to, place))
            .collect();
        if let Upstream::Report(from) = edge.from {
            evidence.extend(edge.offered.iter().filter_map(|&place| self.locus(from, place)));
        }
        let Some(parallel) = edge.parallel.map(|p| &self.parallels[p]) else {
            return evidence;
        };
        let mut runs = parallel.runs.clone();
        runs.sort_by_key(|run| std::cmp::Reverse((run.own, run.len)));
        runs.truncate(SHOWN_PASSAGES);
        runs.sort_unstable();
        let side = |page: usize, start: usize, len: usize| {
            let words = &self.exemplars[page];
            // A run may reach over the end of a paragraph; evidence shows the words before it.
            let paragraph = words.words.get(start)?.paragraph;
            let end = (start..start + len)
                .take_while(|&i| words.words[i].paragraph == paragraph)
                .count();
            self.locus(page, Place::Text(words.span(start, start + end)?))
        };
        for run in runs {
            let left = side(parallel.left, run.left, run.len);
            let right = side(parallel.right, run.right, run.len);
            if let (Some(left), Some(right)) = (left, right) {
                let upstream_left = parallel.right == edge.to;
                evidence.extend(if upstream_left {
                    [left, right]
                } else {
                    [right, left]
                });
            }
        }
        evidence
    }

    /// From what a page itself draws on to the page.
    fn source_edges(&mut self, rests: &[Vec<Rest>], used: &BTreeSet<StatementRef>) {
        let mut drawn: BTreeMap<(usize, usize), (Edge, BTreeSet<Locus>)> = BTreeMap::new();
        for (at, index, rest) in self.shown(rests, used) {
            let statement = &self.standing[at].statements[index];
            let Some(&from) = self.numbers.get(&rest.key).filter(|_| rest.direct) else {
                continue;
            };
            let to = self.numbers[&Key::Page(at)];
            if matches!(rest.key, Key::Page(_) | Key::Lost(_)) {
                continue;
            }
            // What somebody did is the author's word too.
            let author = matches!(rest.key, Key::Author(_));
            let unnamed = self.stemma.nodes[from].kind == NodeKind::Anonymous;
            let kind = match rest.key {
                Key::Author(_) => EdgeKind::AuthorVoice,
                _ if unnamed => EdgeKind::Interviews,
                _ if !statement.quotes.is_empty() => EdgeKind::Quotes,
                _ => EdgeKind::Cites,
            };
            let spans: Vec<Span> = if author || statement.source.is_empty() {
                vec![statement.content_cover()]
            } else {
                statement.source.clone()
            };
            let shown = spans
                .into_iter()
                .chain(statement.quotes.first().map(|q| q.span))
                .filter_map(|span| self.locus(at, Place::Text(span)));
            let (edge, evidence) = drawn.entry((from, to)).or_insert_with(|| {
                let edge = Edge {
                    from,
                    to,
                    kind,
                    declared: !author,
                    basis: if author {
                        EdgeBasis::Inferred
                    } else {
                        EdgeBasis::Stated
                    },
                    evidence: Vec::new(),
                    confidence: 0.9,
                    changes: Vec::new(),
                    decided: None,
                    agreements: Vec::new(),
                };
                (edge, BTreeSet::new())
            });
            if kind == EdgeKind::Quotes && edge.kind == EdgeKind::Cites {
                edge.kind = kind;
            }
            evidence.extend(shown);
        }
        for (mut edge, evidence) in drawn.into_values() {
            edge.evidence = evidence.into_iter().take(SHOWN_PASSAGES).collect();
            if !edge.evidence.is_empty() {
                self.stemma.edges.push(edge);
            }
        }
    }

    fn claims(&mut self, collation: &Collation, found: &BTreeMap<Key, Source>, settled: &Settled) {
        let apart: BTreeSet<usize> = found
            .iter()
            .filter(|(_, source)| source.set_apart)
            .filter_map(|(key, _)| self.numbers.get(key).copied())
            .collect();
        let stemma = &self.stemma;
        let ways = Ways::new(&stemma.nodes, &stemma.edges);
        let heard: BTreeSet<usize> = collation
            .identities
            .iter()
            .enumerate()
            .filter(|(_, identity)| !identity.speaks.is_empty())
            .map(|(index, _)| index)
            .collect();
        let same = |a: usize, b: usize| {
            let (a_node, b_node) = (&stemma.nodes[a], &stemma.nodes[b]);
            let recorded = |x: &Node, y: &Node| {
                matches!(x.kind, NodeKind::Recording | NodeKind::Document)
                    && y.identity.is_some_and(|identity| heard.contains(&identity))
            };
            // An unnamed person may be who passed the document on, unless the report sets the person apart.
            let leaker = |x: usize, y: usize| {
                stemma.nodes[x].kind == NodeKind::Anonymous
                    && !apart.contains(&x)
                    && matches!(stemma.nodes[y].kind, NodeKind::Recording | NodeKind::Document)
            };
            // Somebody named may speak for a body that is named.
            let body = |x: &Node| {
                x.identity
                    .is_some_and(|identity| collation.identities[identity].kind != nlp::EntityKind::Person)
            };
            let speaks_for =
                a_node.identity.is_some() && b_node.identity.is_some() && body(a_node) != body(b_node);
            // "A representative of the office" may be somebody named beside.
            let described = |x: &Node| x.identity.is_some() && is_description(&x.label);
            let persons = described(a_node) && b_node.identity.is_some()
                || described(b_node) && a_node.identity.is_some();
            // Two identities that share a name may be one that was not recognised.
            let namesakes = a_node.identity.is_some()
                && b_node.identity.is_some()
                && share_name(&a_node.label, &b_node.label);
            speaks_for
                || persons
                || namesakes
                || recorded(a_node, b_node)
                || recorded(b_node, a_node)
                || leaker(a, b)
                || leaker(b, a)
        };
        let outlet = |report: usize| {
            let at = self.place[report];
            self.exemplars[at].house.map_or(usize::MAX - at, |house| house)
        };
        let page_of = |at: usize| self.numbers[&Key::Page(at)];
        let told = |pages: &BTreeSet<usize>, roots: &BTreeSet<usize>| {
            let pages = pages.iter().map(|&report| page_of(self.place[report])).collect();
            self.decided.told(settled, &stemma.nodes, &pages, roots, &page_of)
        };
        let known = Known {
            same: &same,
            apart: &settled.apart,
            outlet: &outlet,
            decided: &told,
        };
        let claims = collation
            .claims
            .iter()
            .map(|claim| {
                let evidence: Vec<Evidence<'_>> = claim
                    .evidence
                    .iter()
                    .map(|e| Evidence {
                        polarity: e.polarity,
                        confidence: e.confidence,
                        report: e.statement.report,
                        origin: &stemma.statements[e.statement.report][e.statement.statement],
                    })
                    .collect();
                origins::count(claim, &evidence, &ways, &known)
            })
            .collect();
        self.stemma.claims = claims;
    }
}
