//! Everything known of a story, as the published record.
//!
//! In: reports, primaries, collation, stemma and notices, which speak of each
//! other by index and of words by byte span. Out: a [`Dossier`], in which they
//! speak of each other by id and all words are copied out with their address.
//! Nothing is added: what has no passage is left out.

mod findings;

use std::collections::{BTreeMap, BTreeSet};

use collation::{Collation, Primary, Report, StatementRef};
use page::{Format, Precision, Stamp};
use stemma::{OriginBasis, Stemma};

use crate::documents::{Names, confidence, document, outlets, published_order, statements};
use crate::dossier::{
    Altered, Change, Document, Dossier, Edge, Entity, Event, EventTime, Mention, Node, Notice, Participant,
    Place, Program, Role, SCHEMA, StatementOrigin, Unit,
};
use crate::ids::Ids;
use crate::passages::Captures;
use crate::{dossier, plain};

/// All that is known of a story. Reports and primaries are in canonical order.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Story<'a> {
    pub reports: &'a [Report],
    pub primaries: &'a [Primary],
    pub collation: &'a Collation,
    pub stemma: &'a Stemma,
    pub notices: &'a [text::Notice],
    pub program: &'a Program,
}

/// Writes the record of a story.
#[must_use]
pub fn assemble(story: &Story<'_>) -> Dossier {
    Assembly::new(story).dossier()
}

/// The story with the ids of its things.
struct Assembly<'a> {
    story: Story<'a>,
    captures: Captures,
    outlets: Vec<dossier::Outlet>,
    outlet_of_report: Vec<usize>,
    /// `None` for one without words to publish.
    entity_ids: Vec<Option<String>>,
    /// For each report, for each of its entities: index of its identity.
    identity_of: Vec<Vec<Option<usize>>>,
    node_ids: Vec<String>,
    /// For each ruling; `None` for one that was not followed.
    decision_ids: Vec<Option<String>>,
    /// `None` for one without words or evidence to publish.
    claim_ids: Vec<Option<String>>,
    statements: Vec<dossier::Statement>,
    /// For each report, for each of its statements.
    statement_ids: Vec<Vec<Option<String>>>,
}

fn numbered(prefix: &str, count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| format!("{prefix}-{number:02}"))
        .collect()
}

impl<'a> Assembly<'a> {
    fn new(story: &Story<'a>) -> Self {
        let captures = Captures::new(story.reports, story.primaries);
        let of_reports: Vec<_> = (0..story.reports.len()).map(|at| captures.report(at)).collect();
        let (outlets, outlet_of_report) = outlets(story.reports, &of_reports);
        let mut assembly = Self {
            entity_ids: entity_ids(story, &captures),
            identity_of: identities_by_entity(story),
            node_ids: node_ids(story),
            decision_ids: decision_ids(story),
            claim_ids: Vec::new(),
            statements: Vec::new(),
            statement_ids: Vec::new(),
            story: *story,
            captures,
            outlets,
            outlet_of_report,
        };
        assembly.publish_statements();
        assembly.claim_ids = assembly.number_claims();
        assembly
    }

    fn publish_statements(&mut self) {
        let collation = self.story.collation;
        let mut used: Vec<StatementRef> = collation.used_assertions.clone();
        used.extend(
            collation
                .claims
                .iter()
                .flat_map(|claim| &claim.evidence)
                .map(|e| e.statement),
        );
        used.extend(
            collation
                .utterances
                .iter()
                .flat_map(|u| &u.instances)
                .map(|i| i.statement),
        );
        used.sort_unstable();
        for (at, report) in self.story.reports.iter().enumerate() {
            let order = published_order(report, |statement| {
                used.binary_search(&StatementRef {
                    report: at,
                    statement,
                })
                .is_ok()
            });
            let names = Names {
                entity: &|entity| self.entity_id(at, entity),
                origin: &|statement| self.statement_origin(at, statement),
            };
            let (list, ids) = statements(report, self.captures.report(at), &order, &names);
            self.statements.extend(list);
            self.statement_ids.push(ids);
        }
    }

    fn entity_id(&self, report: usize, entity: usize) -> Option<String> {
        let identity = (*self.identity_of.get(report)?.get(entity)?)?;
        self.entity(identity)
    }

    fn entity(&self, identity: usize) -> Option<String> {
        self.entity_ids.get(identity)?.clone()
    }

    fn nodes(&self, nodes: &[usize]) -> Vec<String> {
        nodes
            .iter()
            .filter_map(|&node| self.node_ids.get(node).cloned())
            .collect()
    }

    fn statement_id(&self, at: StatementRef) -> Option<String> {
        self.statement_ids.get(at.report)?.get(at.statement)?.clone()
    }

    fn document_id(&self, report: usize) -> String {
        self.story.reports[report].article.id.clone()
    }

    /// What a statement rests on; where nothing upstream is known, its page.
    fn statement_origin(&self, report: usize, statement: usize) -> Option<StatementOrigin> {
        let stemma = self.story.stemma;
        let origin = stemma.statements.get(report).and_then(|of| of.get(statement));
        let origin = origin.filter(|origin| !origin.nodes.is_empty());
        let Some(origin) = origin else {
            let page = stemma.nodes.iter().position(|node| node.report == Some(report))?;
            return Some(StatementOrigin {
                nodes: self.nodes(&[page]),
                via: Vec::new(),
                basis: OriginBasis::Unattributed,
            });
        };
        Some(StatementOrigin {
            nodes: self.nodes(&origin.nodes),
            via: self.nodes(&origin.via),
            basis: origin.basis,
        })
    }

    fn dossier(self) -> Dossier {
        Dossier {
            schema: SCHEMA.to_owned(),
            program: self.story.program.clone(),
            story: self.card(),
            primaries: self.primaries(),
            documents: self.documents(),
            entities: self.entities(),
            events: self.events(),
            stemma: self.stemma(),
            claims: self.claims(),
            utterances: self.utterances(),
            conflicts: self.conflicts(),
            corrections: self.corrections(),
            open_points: self.open_points(),
            framing: self.framing(),
            decisions: self.decisions(),
            notices: self.notices(),
            outlets: self.outlets,
            statements: self.statements,
        }
    }

    fn card(&self) -> dossier::Story {
        let articles = || self.story.reports.iter().map(|report| &report.article);
        let first = articles()
            .enumerate()
            .filter(|(_, article)| article.headline.is_some())
            .reduce(|first, next| {
                if earlier(published(next.1), published(first.1)) {
                    next
                } else {
                    first
                }
            });
        let latest = articles()
            .flat_map(|article| [&article.published, &article.modified])
            .filter_map(|dated| dated.as_ref()?.stamp.as_ref())
            .reduce(|latest, next| {
                if earlier(Some(latest), Some(next)) {
                    next
                } else {
                    latest
                }
            });
        dossier::Story {
            title: first
                .and_then(|(at, article)| self.captures.report(at).passage(article.headline.as_ref()?.span)),
            language: common_language(self.story.reports),
            reference_time: latest.map(Stamp::to_string),
        }
    }

    fn documents(&self) -> Vec<Document> {
        let mut documents: Vec<Document> = self
            .story
            .reports
            .iter()
            .enumerate()
            .map(|(at, report)| {
                let outlet = &self.outlets[self.outlet_of_report[at]].id;
                document(&report.article, self.captures.report(at), outlet)
            })
            .collect();
        for version in &self.story.collation.versions {
            documents[version.earlier].superseded_by = Some(self.document_id(version.later));
            documents[version.later].supersedes = Some(self.document_id(version.earlier));
        }
        number_versions(&mut documents);
        documents
    }

    fn primaries(&self) -> Vec<dossier::Primary> {
        let identities = self.story.collation.identities.iter().enumerate();
        let speakers: BTreeMap<(usize, usize), usize> = identities
            .flat_map(|(identity, of)| of.speaks.iter().map(move |&unit| (unit, identity)))
            .collect();
        let primaries = self.story.primaries.iter().enumerate();
        primaries
            .map(|(at, primary)| {
                let capture = self.captures.primary(at);
                let words = |span| capture.passage(span).map(|words| words.words().to_owned());
                let units = primary.units.iter().enumerate();
                dossier::Primary {
                    id: primary.id.clone(),
                    path: primary.path.clone(),
                    sha256: primary.sha256.clone(),
                    charset: primary.charset.to_owned(),
                    format: Format::Text,
                    kind: primary.kind,
                    node: self.node_of_primary(at),
                    published_by: None,
                    units: units
                        .filter_map(|(number, unit)| {
                            Some(Unit {
                                id: unit_id(primary, number),
                                speaker: speakers
                                    .get(&(at, number))
                                    .and_then(|&identity| self.entity(identity)),
                                label: unit.label.and_then(words),
                                time: unit.time.and_then(words),
                                span: capture.passage(unit.span)?,
                            })
                        })
                        .collect(),
                }
            })
            .collect()
    }

    fn node_of_primary(&self, primary: usize) -> String {
        let nodes = &self.story.stemma.nodes;
        let node = nodes.iter().position(|node| node.primary == Some(primary));
        node.map_or_else(String::new, |node| self.node_ids[node].clone())
    }

    fn entities(&self) -> Vec<Entity> {
        let by_entity: Vec<Vec<Vec<&nlp::Mention>>> =
            self.story.reports.iter().map(mentions_by_entity).collect();
        let identities = self.story.collation.identities.iter().enumerate();
        identities
            .filter_map(|(at, identity)| {
                let name = self.captures.at(identity.name)?.words().to_owned();
                let mut members = identity.members.clone();
                members.sort_unstable();
                let mut mentions = Vec::new();
                let mut roles: Vec<Role> = Vec::new();
                let mut documents = Vec::new();
                for &(report, entity) in &members {
                    let of = &self.story.reports[report];
                    let capture = self.captures.report(report);
                    documents.push(of.article.id.clone());
                    let own = by_entity[report].get(entity).into_iter().flatten();
                    mentions.extend(own.flat_map(|mention| {
                        let parts = capture.of_article(of, mention.span);
                        parts.into_iter().map(|span| Mention {
                            form: mention.form,
                            span,
                        })
                    }));
                    if let Some(entity) = of.analysis.entities.get(entity) {
                        roles.extend(
                            capture
                                .of_article_all(of, &entity.roles)
                                .into_iter()
                                .map(|span| Role { span }),
                        );
                    }
                }
                documents.dedup();
                Some(Entity {
                    id: self.entity(at)?,
                    kind: identity.kind,
                    aliases: aliases(&name, &mentions),
                    name,
                    documents,
                    roles,
                    mentions,
                    candidates: identity
                        .candidates
                        .iter()
                        .filter_map(|&c| self.entity(c))
                        .collect(),
                })
            })
            .collect()
    }

    fn events(&self) -> Vec<Event> {
        let events = self.story.collation.events.iter();
        let ids = numbered("ev", events.len());
        events
            .zip(ids)
            .map(|(event, id)| Event {
                id,
                kind: event.event_type.to_owned(),
                title: self.captures.at(event.title),
                status: event.status,
                participants: event
                    .participants
                    .iter()
                    .map(|participant| Participant {
                        entity: participant
                            .identity
                            .and_then(|identity| self.entity(identity))
                            .unwrap_or_else(|| "unknown".to_owned()),
                        role: participant
                            .role
                            .and_then(|role| self.captures.at(role))
                            .map(|role| role.words().to_owned()),
                    })
                    .collect(),
                place: event.place.and_then(|place| self.entity(place)),
                time: EventTime {
                    stated: self.captures.all(&event.time.stated),
                    normalised: event.time.normalised.clone(),
                    precision: event
                        .time
                        .precision
                        .map(|precision| precision.min(Precision::Minute)),
                    anchor: event.time.anchor.clone(),
                },
                count: event.count,
                mentions: self.captures.all(&event.mentions),
            })
            .filter(|event| !event.mentions.is_empty())
            .collect()
    }

    fn stemma(&self) -> dossier::Stemma {
        let stemma = self.story.stemma;
        let nodes = stemma.nodes.iter().zip(&self.node_ids);
        dossier::Stemma {
            nodes: nodes
                .map(|(node, id)| Node {
                    id: id.clone(),
                    kind: node.kind,
                    label: plain::fold_space(&node.label),
                    doc: node.report.map(|report| self.document_id(report)),
                    entity: node.identity.and_then(|identity| self.entity(identity)),
                    resolved: node.resolved,
                    independent: node.independent,
                })
                .collect(),
            edges: stemma
                .edges
                .iter()
                .map(|edge| Edge {
                    from: self.node_ids[edge.from].clone(),
                    to: self.node_ids[edge.to].clone(),
                    kind: edge.kind,
                    declared: edge.declared,
                    basis: edge.basis,
                    evidence: self.captures.all(&edge.evidence),
                    confidence: confidence(edge.confidence),
                    why: edge.shared(),
                    changes: edge
                        .changes
                        .iter()
                        .filter_map(|change| self.altered(change))
                        .collect(),
                    decision: edge
                        .decided
                        .and_then(|ruling| self.decision_ids.get(ruling).cloned().flatten()),
                })
                .filter(|edge: &Edge| edge.declared || !edge.evidence.is_empty())
                .collect(),
        }
    }

    fn altered(&self, change: &stemma::Altered) -> Option<Altered> {
        let passage = |locus: Option<collation::Locus>| locus.and_then(|locus| self.captures.at(locus));
        let altered = Altered {
            kind: change.kind,
            from: passage(change.from),
            to: passage(change.to),
        };
        (altered.from.is_some() || altered.to.is_some()).then_some(altered)
    }

    fn notices(&self) -> Vec<Notice> {
        self.story
            .notices
            .iter()
            .map(|notice| publish_notice(notice, &self.captures))
            .collect()
    }
}

fn mentions_by_entity(report: &Report) -> Vec<Vec<&nlp::Mention>> {
    let mut by_entity = vec![Vec::new(); report.analysis.entities.len()];
    for mention in &report.analysis.mentions {
        if let Some(own) = by_entity.get_mut(mention.entity) {
            own.push(mention);
        }
    }
    by_entity
}

/// A notice whose place is a text of the story points there; one about a file
/// that could not be read names it in its detail alone.
fn publish_notice(notice: &text::Notice, captures: &Captures) -> Notice {
    let place = notice.at.as_ref().and_then(|at| {
        let capture = captures.by_id(&at.doc)?;
        let points = at.span.map(|span| capture.code_points(span));
        Some(Place {
            doc: at.doc.clone(),
            start: points.map(|points| points.0),
            end: points.map(|points| points.1),
        })
    });
    Notice {
        code: notice.code,
        place,
        detail: notice.detail.clone(),
    }
}

pub(crate) fn change(change: &collation::Change) -> Change {
    Change {
        kind: change.kind.to_owned(),
        from: change.from.clone(),
        to: change.to.clone(),
    }
}

pub(crate) fn unit_id(primary: &Primary, unit: usize) -> String {
    format!("{}-{:02}", primary.id, unit + 1)
}

fn entity_ids(story: &Story<'_>, captures: &Captures) -> Vec<Option<String>> {
    let mut ids = Ids::default();
    let identities = story.collation.identities.iter();
    identities
        .map(|identity| Some(ids.make("e", captures.at(identity.name)?.words())))
        .collect()
}

fn identities_by_entity(story: &Story<'_>) -> Vec<Vec<Option<usize>>> {
    let mut table: Vec<Vec<Option<usize>>> = story
        .reports
        .iter()
        .map(|report| vec![None; report.analysis.entities.len()])
        .collect();
    for (at, identity) in story.collation.identities.iter().enumerate() {
        for &(report, entity) in &identity.members {
            if let Some(slot) = table.get_mut(report).and_then(|row| row.get_mut(entity)) {
                *slot = Some(at);
            }
        }
    }
    table
}

fn node_ids(story: &Story<'_>) -> Vec<String> {
    let mut ids = Ids::default();
    let nodes = story.stemma.nodes.iter();
    nodes
        .map(|node| match (node.report, node.primary) {
            (Some(report), _) => ids.unique(&format!("n-{}", story.reports[report].article.id)),
            (None, Some(primary)) => ids.unique(&format!("n-{}", story.primaries[primary].id)),
            (None, None) => ids.make("n", &node.label),
        })
        .collect()
}

/// Ids of the decisions that were followed, as a whole or in part.
fn decision_ids(story: &Story<'_>) -> Vec<Option<String>> {
    let unfollowed: BTreeSet<usize> = story.stemma.unfollowed.iter().map(|one| one.ruling).collect();
    let rulings = story.collation.rulings.iter().enumerate();
    let followed = rulings.map(|(at, ruling)| ruling.applied && !unfollowed.contains(&at));
    let mut ids = numbered("d", story.collation.rulings.len()).into_iter();
    followed
        .map(|followed| followed.then(|| ids.next()).flatten())
        .collect()
}

fn published(article: &page::Article) -> Option<&Stamp> {
    article.published.as_ref()?.stamp.as_ref()
}

/// Is the one time before the other? Where zones leave the order open, as the clocks on the pages say.
fn earlier(one: Option<&Stamp>, other: Option<&Stamp>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.certainly_before(other) || (!other.certainly_before(one) && one.civil < other.civil)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// The language of most reports; of those equally common, the first.
fn common_language(reports: &[Report]) -> Option<String> {
    let languages: Vec<&str> = reports
        .iter()
        .filter_map(|report| report.article.language.as_deref())
        .collect();
    let count = |wanted: &str| languages.iter().filter(|&&language| language == wanted).count();
    let most = languages.iter().map(|language| count(language)).max()?;
    languages
        .iter()
        .find(|language| count(language) == most)
        .map(|&language| language.to_owned())
}

/// Numbers each chain of versions from its first page. A chain has no page twice.
fn number_versions(documents: &mut [Document]) {
    for at in 0..documents.len() {
        if documents[at].supersedes.is_some() || documents[at].superseded_by.is_none() {
            continue;
        }
        let mut here = at;
        for number in 1..=documents.len() {
            documents[here].version = Some(number);
            let next = documents[here].superseded_by.clone();
            match next.and_then(|next| documents.iter().position(|document| document.id == next)) {
                Some(next) => here = next,
                None => break,
            }
        }
    }
}

/// Each name once, in the order of their first places.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

fn aliases(name: &str, mentions: &[Mention]) -> Vec<String> {
    let named = mentions
        .iter()
        .filter(|mention| mention.form == nlp::MentionForm::Name);
    let mut aliases = distinct(named.map(|mention| mention.span.words().to_owned()));
    aliases.retain(|alias| alias != name);
    aliases
}
