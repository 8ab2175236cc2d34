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

use std::collections::{BTreeMap, BTreeSet};

use attribution::{SourceType, Stance, Statement};
use collation::{Collation, Match, Meaning, Primary, PrimaryKind, Report, UnitMatch};
use text::Span;

use crate::source_words::{
    FURTHER, INTERPRETIVE, SMALL_WORDS, SPEAKS_FOR, SPEECH, document_classes, follows_parent, is_bare,
    is_body, is_single, sets_apart,
};
use crate::witnesses::keys;
use crate::{Derivation, DescentKind, Exemplar, Houses, NodeKind, OriginBasis, Parallel, Upstream};

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

    /// "Ministry spokeswoman Ana Lorr" speaks for the ministry, when the page names one body that the role does.
    fn find_principals(&mut self) {
        for (report, of_entity) in self.identities.iter().enumerate() {
            let analysis = &self.reports[report].analysis;
            let text = self.text(report);
            for (&entity, &identity) in of_entity {
                let person = &analysis.entities[entity];
                for role in &person.roles {
                    let words = text[role.range()].to_lowercase();
                    if !SPEAKS_FOR.iter().any(|office| words.contains(office)) {
                        continue;
                    }
                    let bodies: BTreeSet<usize> = of_entity
                        .iter()
                        .filter(|&(&other, _)| other != entity && is_body(analysis.entities[other].kind))
                        .filter(|&(&other, _)| {
                            let named = analysis.mentions_in(*role).any(|m| m.entity == other);
                            let name = text[analysis.entities[other].name.range()].to_lowercase();
                            let head = name.split_whitespace().next_back().unwrap_or("");
                            named
                                || words
                                    .split_whitespace()
                                    .any(|word| word.trim_end_matches(['\'', 's', '’']) == head)
                        })
                        .map(|(_, &body)| body)
                        .collect();
                    if let (1, Some(&body)) = (bodies.len(), bodies.first()) {
                        self.principal.insert(identity, body);
                    }
                }
            }
        }
        // A body that itself speaks for another one stays where it is: no chains.
        let bodies: BTreeSet<usize> = self.principal.values().copied().collect();
        self.principal.retain(|person, _| !bodies.contains(person));
    }

    /// Speakers of primaries, and of statements that stand inside what a recording says.
    fn find_heard(&mut self) {
        let mut heard: BTreeSet<usize> = (0..self.collation.identities.len())
            .filter(|&i| !self.collation.identities[i].speaks.is_empty())
            .collect();
        for (report, page) in self.reports.iter().enumerate() {
            for statement in &page.statements {
                let inside = statement
                    .parent
                    .map(|p| &page.statements[p])
                    .is_some_and(|parent| {
                        parent.source_type == SourceType::Document
                            && self.document_class(report, &parent.source) == Some(SPEECH)
                    });
                if inside && statement.source_type == SourceType::Named {
                    heard.extend(self.identity(report, statement));
                }
            }
        }
        self.heard = heard;
    }

    fn document_class(&self, report: usize, source: &[Span]) -> Option<&'static str> {
        self.words_of(report, source)
            .iter()
            .find_map(|word| self.classes.get(word).copied())
    }

    /// Whose words a span of a report are: those of the page furthest upstream that holds them, and the way there.
    fn scope(&self, report: usize, span: Span) -> (Scope, Vec<Key>, bool) {
        let (mut at, mut span) = (report, span);
        let mut via = Vec::new();
        let mut declared = true;
        // The edges form no cycle, so this ends.
        loop {
            let step = self.derivation.above(at).iter().find_map(|edge| {
                if matches!(edge.kind, DescentKind::Cites | DescentKind::Paraphrases) {
                    return None;
                }
                let there = self.taken_over(at, span, edge.parallel?)?;
                Some((edge, there))
            });
            let Some((edge, there)) = step else {
                return (Scope::Page(at), via, declared);
            };
            declared &= edge.declared;
            match edge.from {
                Upstream::Report(upstream) => {
                    via.push(Key::Page(upstream));
                    at = upstream;
                    span = there;
                }
                Upstream::Lost(lost) => {
                    via.push(Key::Lost(lost));
                    return (Scope::Lost(lost), via, declared);
                }
            }
        }
    }

    /// Where the words of a span stand in the other report of a parallel, if at least half of them do.
    fn taken_over(&self, report: usize, span: Span, parallel: usize) -> Option<Span> {
        let parallel = &self.parallels[parallel];
        let words = &self.exemplars[report].words;
        let first = words.partition_point(|w| w.span.end() <= span.start());
        let end = words.partition_point(|w| w.span.start() < span.end()).max(first);
        let left = parallel.left == report;
        let other = if left { parallel.right } else { parallel.left };
        let mut covered = 0;
        let mut there: Option<Span> = None;
        for run in &parallel.runs {
            let (here, start) = if left {
                (run.left, run.right)
            } else {
                (run.right, run.left)
            };
            let (from, to) = (first.max(here), end.min(here + run.len));
            if from < to {
                covered += to - from;
                let part = self.exemplars[other].span(start + from - here, start + to - here);
                there = match (there, part) {
                    (Some(a), Some(b)) => Some(a.cover(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        (end > first && covered * 2 >= end - first)
            .then_some(there)
            .flatten()
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

    /// The author's voice, or what the words rested on upstream where the attribution was cut.
    fn author(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        if let Some(rest) = self.attribution_cut(report, statement) {
            return rest;
        }
        self.author_voice(report, scope, OriginBasis::Unattributed)
    }

    fn author_voice(&mut self, report: usize, scope: Scope, basis: OriginBasis) -> Rest {
        let key = match scope {
            Scope::Lost(lost) => Key::Lost(lost),
            Scope::Page(page) => {
                let first = self.first_version(page);
                let id = &self.reports[first].article.id;
                let label = format!("author voice of {id}");
                self.note(
                    Key::Author(Scope::Page(first)),
                    Source::unresolved(NodeKind::Author, label),
                )
            }
        };
        Rest {
            key,
            via: Vec::new(),
            basis,
            direct: scope == Scope::Page(report),
        }
    }

    /// A later version speaks with the voice of the first.
    fn first_version(&self, page: usize) -> usize {
        let mut at = page;
        // Edges form no cycle, so this ends.
        while let Some(earlier) = self.derivation.above(at).iter().find_map(|e| match e.from {
            Upstream::Report(from) if e.kind == DescentKind::Corrects => Some(from),
            _ => None,
        }) {
            at = earlier;
        }
        at
    }

    /// The origin of the sourced statement upstream that holds the words.
    fn attribution_cut(&self, report: usize, statement: &Statement) -> Option<Rest> {
        let span = statement.content_cover();
        self.derivation.above(report).iter().find_map(|edge| {
            let Upstream::Report(upstream) = edge.from else {
                return None;
            };
            let there = self.taken_over(report, span, edge.parallel?)?;
            let page = self.reports[upstream];
            let (at, _) = page
                .statements
                .iter()
                .enumerate()
                .filter(|(_, s)| s.source_type != SourceType::Author)
                .map(|(at, s)| (at, s.content_cover()))
                .filter(|(_, cover)| cover.shared(there) * 2 > there.len())
                .min_by_key(|(at, cover)| (cover.len(), *at))?;
            let mut rest = self.settled[upstream].get(at)?.clone()?;
            rest.basis = OriginBasis::Inferred;
            rest.direct = false;
            rest.via.insert(0, Key::Page(upstream));
            Some(rest)
        })
    }

    fn document(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        let words = self.words_of(report, &statement.source);
        let class = self.document_class(report, &statement.source);
        let text = self.text(report);
        let lemma = statement.cue_lemma.as_deref().unwrap_or("");
        if statement.quotes.is_empty() && INTERPRETIVE.contains(&lemma) {
            // An interpretation of a document originates with who interprets it.
            return self.author_voice(report, scope, OriginBasis::Inferred);
        }
        let label = statement
            .source
            .first()
            .map_or_else(|| "document".to_owned(), |span| text[span.range()].to_owned());
        let further = FURTHER.iter().any(|word| words.contains(&crate::word_key(word)));
        let key = match class {
            _ if further => Key::Further(scope, words.clone()),
            Some(class) => self.primary_of(class).map_or(Key::Document(class), Key::Primary),
            None => Key::Further(scope, words.clone()),
        };
        let issued = self.is_issued(report, statement) && !further;
        let key = self.note(
            key,
            Source {
                kind: if class == Some(SPEECH) {
                    NodeKind::Recording
                } else {
                    NodeKind::Document
                },
                label,
                identity: None,
                resolved: issued,
                independent: true,
                set_apart: false,
            },
        );
        let via = self.publishers(report, &statement.source);
        Rest {
            key,
            direct: via.is_empty(),
            via,
            basis: OriginBasis::Stated,
        }
    }

    /// The primary in hand of a class, if there is one and only one.
    fn primary_of(&self, class: &str) -> Option<usize> {
        let fits = |kind: PrimaryKind| match kind {
            PrimaryKind::Transcript => class == SPEECH,
            PrimaryKind::Chat => class == "chat",
            PrimaryKind::Memo => class == "memo",
            PrimaryKind::Statement => class == "statement",
            PrimaryKind::Document => false,
        };
        let mut fitting = (0..self.primaries.len()).filter(|&p| fits(self.primaries[p].kind));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Is it said who made the document public: a body or an outlet named with it?
    fn is_issued(&self, report: usize, statement: &Statement) -> bool {
        let page = self.reports[report];
        let text = self.text(report);
        statement.source.iter().any(|&span| {
            let named = page
                .analysis
                .mentions_in(span)
                .any(|m| m.form == nlp::MentionForm::Name && is_body(page.analysis.entities[m.entity].kind));
            named || self.houses.find(&text[span.range()]).next().is_some()
        })
    }

    /// Pages of outlets that the words name, other than the page itself.
    fn publishers(&self, report: usize, source: &[Span]) -> Vec<Key> {
        let text = self.text(report);
        let named: BTreeSet<usize> = source
            .iter()
            .flat_map(|span| self.houses.find(&text[span.range()]))
            .map(|(_, house)| house)
            .collect();
        self.derivation
            .above(report)
            .iter()
            .filter_map(|e| match e.from {
                Upstream::Report(from) if self.exemplars[from].house.is_some_and(|h| named.contains(&h)) => {
                    Some(Key::Page(from))
                }
                _ => None,
            })
            .collect()
    }

    fn named(&mut self, report: usize, index: usize, statement: &Statement, scope: Scope) -> Rest {
        let compared = self.quotes.get(&(report, index)).cloned().unwrap_or_default();
        let in_primary = compared.iter().find(|(outcome, _, units)| {
            matches!(
                outcome,
                Match::Verbatim | Match::Trimmed | Match::Altered | Match::Translated
            ) && !units.is_empty()
        });
        if let Some((outcome, meaning, units)) = in_primary {
            let primary = units[0].primary;
            let key = self.note_primary(primary);
            let obtained = self.obtained_from(
                report,
                &statement.quotes.iter().map(|q| q.span).collect::<Vec<_>>(),
            );
            if *outcome == Match::Altered && *meaning == Meaning::Distorted {
                let mut rest = self.author_voice(report, scope, OriginBasis::Inferred);
                rest.via = obtained;
                return rest;
            }
            return Rest {
                key,
                direct: obtained.is_empty(),
                via: obtained,
                basis: OriginBasis::Stated,
            };
        }
        let identity = self.identity(report, statement);
        if let Some(identity) = identity {
            let heard_here =
                self.heard.contains(&identity) && self.speaks_in_recording(report, index, statement);
            if heard_here && let Some(mut rest) = self.recording_before(report, index) {
                rest.basis = OriginBasis::Inferred;
                return rest;
            }
            let label = self.name(identity);
            let told = statement.addressee.is_some();
            let key = self.note(
                Key::Speaker(identity),
                Source {
                    kind: if told || !statement.quotes.is_empty() {
                        NodeKind::Remarks
                    } else {
                        NodeKind::Statement
                    },
                    label,
                    identity: Some(identity),
                    resolved: true,
                    independent: true,
                    set_apart: false,
                },
            );
            return Rest::stated(key);
        }
        let words = self.words_of(report, &statement.source);
        if words.is_empty() {
            return self.author_voice(report, scope, OriginBasis::Inferred);
        }
        let label = self.label(report, &statement.source);
        let relative = ["who", "which", "whose", "that"]
            .iter()
            .any(|word| words[0] == crate::word_key(word));
        let source = Source {
            // "The statistics office" is known without a name; a pronoun that found nobody is not.
            resolved: !statement.speaker.via_pronoun && !relative,
            ..Source::unresolved(NodeKind::Statement, label)
        };
        let key = self.note(Key::Named(scope, words), source);
        Rest::stated(key)
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

    fn note_primary(&mut self, primary: usize) -> Key {
        let kind = match self.primaries[primary].kind {
            PrimaryKind::Transcript => NodeKind::Recording,
            _ => NodeKind::Document,
        };
        self.note(
            Key::Primary(primary),
            Source {
                kind,
                label: self.primaries[primary].id.clone(),
                identity: None,
                resolved: true,
                independent: true,
                set_apart: false,
            },
        )
    }

    /// Upstream pages that print the quoted words too, so that the page need not have seen the original.
    fn obtained_from(&self, report: usize, quotes: &[Span]) -> Vec<Key> {
        self.derivation
            .above(report)
            .iter()
            .filter_map(|e| match e.from {
                Upstream::Report(from) if self.prints(from, report, quotes) => Some(Key::Page(from)),
                _ => None,
            })
            .collect()
    }

    /// Does the page hold most of the words of the quotations, three at a time?
    fn prints(&self, page: usize, report: usize, quotes: &[Span]) -> bool {
        let text = keys(self.text(page));
        let mut threes: Vec<&[u64]> = text.windows(3).collect();
        threes.sort_unstable();
        let (mut held, mut all) = (0, 0);
        for quote in quotes {
            let words = self.words_of(report, &[*quote]);
            let size = words.len().min(3);
            for part in words.windows(size.max(1)) {
                all += 1;
                held += usize::from(if size == 3 {
                    threes.binary_search(&part).is_ok()
                } else {
                    text.windows(size.max(1)).any(|w| w == part)
                });
            }
        }
        held * 2 >= all
    }

    /// A speaker heard in a recording speaks there unless the words say otherwise: to an outlet, or about the recording.
    fn speaks_in_recording(&self, report: usize, index: usize, statement: &Statement) -> bool {
        let elsewhere = matches!(
            statement.stance,
            Stance::Denies | Stance::Withholds | Stance::Defends | Stance::Acknowledges | Stance::Criticises
        );
        let cue = self.words_of(report, &statement.cue);
        let public = [
            "told reporters",
            "statement",
            "interview",
            "tweeted",
            "posted",
            "wrote",
            "emailed",
        ]
        .iter()
        .flat_map(|words| keys(words))
        .any(|word| cue.contains(&word));
        let compared = self.quotes.get(&(report, index));
        let unfound = compared.is_some_and(|c| {
            c.iter()
                .all(|(outcome, ..)| matches!(outcome, Match::NotFound | Match::NoPrimary))
        });
        !elsewhere && !public && !unfound
    }

    /// The recording that the statement before, in the same paragraph or the one before it, rests on.
    fn recording_before(&self, report: usize, index: usize) -> Option<Rest> {
        let page = self.reports[report];
        let block = |s: &Statement| page.article.block_at(s.content_cover().start());
        let here = block(&page.statements[index])?;
        (0..index).rev().find_map(|at| {
            let there = block(&page.statements[at])?;
            if there + 1 < here || there > here {
                return None;
            }
            let rest = self.settled[report][at].clone()?;
            let recording = match &rest.key {
                Key::Document(class) => *class == SPEECH,
                Key::Primary(p) => self.primaries[*p].kind == PrimaryKind::Transcript,
                _ => false,
            };
            recording.then_some(rest)
        })
    }

    fn unnamed(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        let words = self.words_of(report, &statement.source);
        let head: Vec<u64> = words
            .iter()
            .copied()
            .filter(|word| !SMALL_WORDS.iter().any(|small| crate::word_key(small) == *word))
            .take(2)
            .collect();
        let label = self.label(report, &statement.source);
        let label = if label.is_empty() {
            format!("unnamed source of {}", self.reports[report].article.id)
        } else {
            label
        };
        let text = self.text(report);
        let single = statement.source_type == SourceType::Anonymous
            && is_single(&self.worded(report, &statement.source));
        let source = if single {
            let apart = statement
                .source
                .iter()
                .any(|span| sets_apart(&text[span.range()]));
            Source {
                kind: NodeKind::Anonymous,
                label,
                identity: None,
                resolved: true,
                independent: true,
                set_apart: apart,
            }
        } else {
            Source::unresolved(NodeKind::Vague, label)
        };
        let key = if single {
            Key::Anonymous(scope)
        } else {
            Key::Vague(scope, head)
        };
        let key = self.note(key, source);
        Rest {
            key,
            via: Vec::new(),
            basis: if statement.source.is_empty() {
                OriginBasis::Unattributed
            } else {
                OriginBasis::Stated
            },
            direct: scope == Scope::Page(report),
        }
    }

    /// Is the source an outlet by name, and nobody who works for it?
    fn speaks_as_outlet(&self, report: usize, statement: &Statement) -> bool {
        let text = self.text(report);
        let [span] = statement.source[..] else {
            return false;
        };
        let words = text[span.range()].trim_matches(|c: char| !c.is_alphanumeric());
        let bare = words
            .strip_prefix("The ")
            .or_else(|| words.strip_prefix("the "))
            .unwrap_or(words);
        self.houses.of(words).is_some() || self.houses.of(bare).is_some()
    }

    fn outlet(&mut self, report: usize, index: usize, statement: &Statement, scope: Scope) -> Rest {
        let label = self.worded(report, &statement.source);
        let own = self.exemplars[report].house;
        let house = self
            .houses
            .find(&label)
            .map(|(_, house)| house)
            .find(|&h| Some(h) != own);
        let Some(house) = house else {
            return self.author_voice(report, scope, OriginBasis::Stated);
        };
        let upstream = self.derivation.above(report).iter().find_map(|e| match e.from {
            Upstream::Report(from) if self.exemplars[from].house == Some(house) => Some(from),
            _ => None,
        });
        let Some(upstream) = upstream else {
            let key = self.note(
                Key::House(house),
                Source {
                    kind: NodeKind::Article,
                    label: self.houses.get(house).name.clone(),
                    identity: None,
                    resolved: true,
                    independent: true,
                    set_apart: false,
                },
            );
            return Rest::stated(key);
        };
        let there = self
            .claims
            .get(&(report, index))
            .into_iter()
            .flatten()
            .flat_map(|&claim| &self.supports[claim])
            .filter(|&&(page, _)| page == upstream)
            .find_map(|&(page, at)| self.settled[page].get(at)?.clone());
        let mut rest = match there {
            Some(rest) => rest,
            None => self.author_voice(upstream, Scope::Page(upstream), OriginBasis::Stated),
        };
        rest.via.insert(0, Key::Page(upstream));
        rest.basis = OriginBasis::Stated;
        rest.direct = false;
        rest
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
