//! Re-reads a dossier against the captures it was made from.
//!
//! In: a dossier, and what the captures hold now. Out: everything that does
//! not hold: a capture that changed, words that do not stand where the dossier
//! says, an id that names nothing, a line that nothing stands behind. The
//! check knows nothing of how a dossier is made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};
use text::CodePoints;

use crate::Dossier;
use crate::dossier::{Passage, SCHEMA};
use crate::plain::plain;

/// What a capture holds now.
#[derive(Debug, Clone)]
pub struct Held {
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Decoded by the charset that the dossier names.
    pub text: text::Text,
}

impl Held {
    /// What these bytes are and read. A byte order mark stays, as the offsets
    /// of a dossier count it. `None` where the charset is no known one.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], charset: &str) -> Option<Self> {
        let encoding = encoding_rs::Encoding::for_label_no_replacement(charset.as_bytes())?;
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let hex = |hex: String, byte: &u8| hex + &format!("{byte:02x}");
        Some(Self {
            sha256: Sha256::digest(bytes).iter().fold(String::with_capacity(64), hex),
            text: text.into_owned().into(),
        })
    }
}

/// One thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failure {
    /// The format is another one.
    Schema(String),
    /// A capture is not to be had.
    Missing {
        /// Id of the document or primary.
        doc: String,
    },
    /// A capture's bytes are not those that were read.
    Changed {
        /// Id of the document or primary.
        doc: String,
        /// SHA-256 that the dossier names.
        expected: String,
        /// SHA-256 of the bytes now.
        found: String,
    },
    /// Other words stand at an address.
    Words {
        /// Where in the dossier.
        line: String,
        /// Id of the document or primary.
        doc: String,
        /// The words that the dossier gives.
        expected: String,
        /// The words that stand there; `None`: the address lies outside.
        found: Option<String>,
    },
    /// The plain reading of a passage is not that of its raw words.
    Plain {
        /// Where in the dossier.
        line: String,
        /// The reading that the dossier gives.
        expected: String,
    },
    /// An id names nothing.
    UnknownId {
        /// Where in the dossier.
        line: String,
        /// The id.
        id: String,
    },
    /// Two things of one list share an id.
    IdTwice {
        /// The list.
        list: &'static str,
        /// The id.
        id: String,
    },
    /// Nothing of a capture stands behind a line.
    NoLocus {
        /// Where in the dossier.
        line: String,
    },
}

/// Words of a message are cut to this many characters.
const SHOWN: usize = 60;

fn cut(words: &str) -> String {
    let mut shown: String = words.chars().take(SHOWN).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(schema) => write!(f, "the format is {schema:?}, not {SCHEMA:?}"),
            Self::Missing { doc } => write!(f, "{doc}: the capture is not to be had"),
            Self::Changed { doc, expected, found } => {
                write!(
                    f,
                    "{doc}: the capture has changed: its SHA-256 was {expected} and is {found}"
                )
            }
            Self::Words {
                line,
                doc,
                expected,
                found,
            } => match found {
                Some(found) => write!(
                    f,
                    "{line}: {doc} does not have “{}” there but “{}”",
                    cut(expected),
                    cut(found)
                ),
                None => write!(f, "{line}: {doc} has no such place for “{}”", cut(expected)),
            },
            Self::Plain { line, expected } => {
                write!(f, "{line}: “{}” is not what its raw words read", cut(expected))
            }
            Self::UnknownId { line, id } => write!(f, "{line}: nothing has the id {id:?}"),
            Self::IdTwice { list, id } => write!(f, "{list}: the id {id:?} is given twice"),
            Self::NoLocus { line } => write!(f, "{line}: nothing of a capture stands behind it"),
        }
    }
}

/// Checks a dossier against the captures, by id of document or primary.
#[must_use]
pub fn check(dossier: &Dossier, captures: &BTreeMap<String, Held>) -> Vec<Failure> {
    let mut failures = Vec::new();
    if dossier.schema != SCHEMA {
        failures.push(Failure::Schema(dossier.schema.clone()));
    }
    check_hashes(dossier, captures, &mut failures);
    check_passages(dossier, captures, &mut failures);
    check_ids(dossier, &mut failures);
    check_loci(dossier, &mut failures);
    failures
}

fn check_hashes(dossier: &Dossier, captures: &BTreeMap<String, Held>, failures: &mut Vec<Failure>) {
    let documents = dossier
        .documents
        .iter()
        .map(|document| (&document.id, &document.sha256));
    let primaries = dossier
        .primaries
        .iter()
        .map(|primary| (&primary.id, &primary.sha256));
    for (doc, expected) in documents.chain(primaries) {
        match captures.get(doc) {
            None => failures.push(Failure::Missing { doc: doc.clone() }),
            Some(held) if held.sha256 != *expected => failures.push(Failure::Changed {
                doc: doc.clone(),
                expected: expected.clone(),
                found: held.sha256.clone(),
            }),
            Some(_) => {}
        }
    }
}

/// Walks the whole record, so that no list of passages can be forgotten.
fn check_passages(dossier: &Dossier, captures: &BTreeMap<String, Held>, failures: &mut Vec<Failure>) {
    let known: BTreeSet<&str> = document_ids(dossier).collect();
    let points: BTreeMap<&str, (CodePoints, bool)> = captures
        .iter()
        .map(|(id, held)| {
            let markup = dossier
                .documents
                .iter()
                .any(|document| document.id == *id && document.format == page::Format::Html);
            (id.as_str(), (CodePoints::new(held.text.as_str()), markup))
        })
        .collect();
    let Ok(record) = serde_json::to_value(dossier) else {
        return;
    };
    let mut open = vec![(String::new(), record)];
    while let Some((line, value)) = open.pop() {
        match value {
            Value::Array(items) => {
                open.extend(items.into_iter().enumerate().rev().map(|(at, item)| {
                    let name = item
                        .get("id")
                        .and_then(Value::as_str)
                        .map_or_else(|| at.to_string(), str::to_owned);
                    (format!("{line}[{name}]"), item)
                }));
            }
            Value::Object(fields) => {
                if fields.contains_key("start") && fields.contains_key("text") {
                    let passage = serde_json::from_value::<Passage>(Value::Object(fields));
                    let Ok(passage) = passage else {
                        failures.push(Failure::NoLocus { line });
                        continue;
                    };
                    if !known.contains(passage.doc.as_str()) {
                        failures.push(Failure::UnknownId {
                            line,
                            id: passage.doc,
                        });
                    } else if let Some((points, markup)) = points.get(passage.doc.as_str()) {
                        let held = &captures[&passage.doc];
                        check_passage(&line, &passage, held, points, *markup, failures);
                    }
                    continue;
                }
                open.extend(fields.into_iter().map(|(key, field)| {
                    let line = if line.is_empty() {
                        key
                    } else {
                        format!("{line}.{key}")
                    };
                    (line, field)
                }));
            }
            _ => {}
        }
    }
}

fn check_passage(
    line: &str,
    passage: &Passage,
    held: &Held,
    points: &CodePoints,
    markup: bool,
    failures: &mut Vec<Failure>,
) {
    let bytes = points.to_byte(passage.start).zip(points.to_byte(passage.end));
    let found = bytes
        .filter(|(start, end)| start < end)
        .and_then(|(start, end)| held.text.as_str().get(start..end));
    if found != Some(passage.text.as_str()) || passage.text.trim().len() != passage.text.len() {
        failures.push(Failure::Words {
            line: line.to_owned(),
            doc: passage.doc.clone(),
            expected: passage.text.clone(),
            found: found.map(str::to_owned),
        });
        return;
    }
    let read = markup
        .then(|| plain(&passage.text))
        .filter(|read| *read != passage.text);
    if passage.plain != read {
        failures.push(Failure::Plain {
            line: line.to_owned(),
            expected: passage.words().to_owned(),
        });
    }
}

fn document_ids(dossier: &Dossier) -> impl Iterator<Item = &str> {
    let documents = dossier.documents.iter().map(|document| document.id.as_str());
    documents.chain(dossier.primaries.iter().map(|primary| primary.id.as_str()))
}

/// The ids of one list, each once.
fn collect<'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a str>,
    failures: &mut Vec<Failure>,
) -> BTreeSet<&'a str> {
    let mut known = BTreeSet::new();
    for id in ids {
        if id.is_empty() || !known.insert(id) {
            failures.push(Failure::IdTwice {
                list,
                id: id.to_owned(),
            });
        }
    }
    known
}

fn check_ids(dossier: &Dossier, failures: &mut Vec<Failure>) {
    let docs = collect("documents and primaries", document_ids(dossier), failures);
    let outlets = collect("outlets", dossier.outlets.iter().map(|x| x.id.as_str()), failures);
    let entities = collect(
        "entities",
        dossier.entities.iter().map(|x| x.id.as_str()),
        failures,
    );
    let statements = collect(
        "statements",
        dossier.statements.iter().map(|x| x.id.as_str()),
        failures,
    );
    let nodes = collect(
        "nodes",
        dossier.stemma.nodes.iter().map(|x| x.id.as_str()),
        failures,
    );
    let claims = collect("claims", dossier.claims.iter().map(|x| x.id.as_str()), failures);
    let decisions = collect(
        "decisions",
        dossier.decisions.iter().map(|x| x.id.as_str()),
        failures,
    );
    let units = dossier.primaries.iter().flat_map(|primary| &primary.units);
    let units = collect("units", units.map(|unit| unit.id.as_str()), failures);
    let mut named = |line: &str, known: &BTreeSet<&str>, id: &str| {
        if !known.contains(id) {
            failures.push(Failure::UnknownId {
                line: line.to_owned(),
                id: id.to_owned(),
            });
        }
    };
    for document in &dossier.documents {
        named(&document.id, &outlets, &document.outlet);
        for version in [&document.supersedes, &document.superseded_by]
            .into_iter()
            .flatten()
        {
            named(&document.id, &docs, version);
        }
    }
    for primary in &dossier.primaries {
        named(&primary.id, &nodes, &primary.node);
        for unit in &primary.units {
            unit.speaker
                .iter()
                .for_each(|speaker| named(&unit.id, &entities, speaker));
        }
    }
    for entity in &dossier.entities {
        entity
            .documents
            .iter()
            .for_each(|doc| named(&entity.id, &docs, doc));
        entity
            .candidates
            .iter()
            .for_each(|other| named(&entity.id, &entities, other));
    }
    for statement in &dossier.statements {
        named(&statement.id, &docs, &statement.doc);
        let people = statement.speaker.entity.iter().chain(&statement.addressee);
        people.for_each(|entity| named(&statement.id, &entities, entity));
        statement
            .parent
            .iter()
            .for_each(|parent| named(&statement.id, &statements, parent));
        if let Some(origin) = &statement.origin {
            let rests_on = origin.nodes.iter().chain(&origin.via);
            rests_on.for_each(|node| named(&statement.id, &nodes, node));
        }
    }
    for event in &dossier.events {
        let people = event.participants.iter().map(|participant| &participant.entity);
        let people = people.filter(|entity| *entity != "unknown").chain(&event.place);
        people.for_each(|entity| named(&event.id, &entities, entity));
    }
    for node in &dossier.stemma.nodes {
        node.doc.iter().for_each(|doc| named(&node.id, &docs, doc));
        node.entity
            .iter()
            .for_each(|entity| named(&node.id, &entities, entity));
    }
    for edge in &dossier.stemma.edges {
        let line = format!("{} → {}", edge.from, edge.to);
        for end in [&edge.from, &edge.to] {
            named(&line, &nodes, end);
        }
        let decision = edge.decision.iter();
        decision.for_each(|decision| named(&line, &decisions, decision));
    }
    for claim in &dossier.claims {
        claim
            .evidence
            .iter()
            .for_each(|e| named(&claim.id, &statements, &e.statement));
        claim
            .narrower_of
            .iter()
            .for_each(|wider| named(&claim.id, &claims, wider));
        let groups = &claim.outlets;
        for outlet in [
            &groups.supporting,
            &groups.denying,
            &groups.withholding,
            &groups.presupposing,
            &groups.withdrawn,
        ]
        .into_iter()
        .flatten()
        {
            named(&claim.id, &outlets, outlet);
        }
        let origins = &claim.origins;
        for node in [
            &origins.identified,
            &origins.partial,
            &origins.unresolved,
            &origins.denying,
        ]
        .into_iter()
        .flatten()
        {
            named(&claim.id, &nodes, node);
        }
    }
    for utterance in &dossier.utterances {
        utterance
            .speaker
            .iter()
            .for_each(|speaker| named(&utterance.id, &entities, speaker));
        utterance
            .primary
            .iter()
            .for_each(|primary| named(&utterance.id, &docs, primary));
        for instance in &utterance.instances {
            named(&utterance.id, &statements, &instance.statement);
            instance
                .units
                .iter()
                .for_each(|unit| named(&utterance.id, &units, unit));
        }
    }
    for conflict in &dossier.conflicts {
        conflict
            .claims
            .iter()
            .for_each(|claim| named(&conflict.id, &claims, claim));
    }
    for decision in &dossier.decisions {
        let whom = decision.entities.iter();
        whom.for_each(|entity| named(&decision.id, &entities, entity));
        let said = decision.statement.iter();
        said.for_each(|statement| named(&decision.id, &statements, statement));
    }
    for correction in &dossier.corrections {
        named(&correction.id, &docs, &correction.from_document);
        named(&correction.id, &docs, &correction.to_document);
        let changed = correction
            .changes
            .iter()
            .filter_map(|change| change.claim.as_ref());
        changed.for_each(|claim| named(&correction.id, &claims, claim));
    }
}

/// Evidence or silence: every line has words of a capture behind it.
fn check_loci(dossier: &Dossier, failures: &mut Vec<Failure>) {
    let mut needs = |holds: bool, line: &str| {
        if !holds {
            failures.push(Failure::NoLocus {
                line: line.to_owned(),
            });
        }
    };
    for statement in &dossier.statements {
        needs(!statement.content.is_empty(), &statement.id);
        let origin = statement.origin.as_ref();
        let rests = origin.is_some_and(|origin| !origin.nodes.is_empty());
        needs(rests, &format!("{}.origin", statement.id));
    }
    for event in &dossier.events {
        needs(!event.mentions.is_empty(), &event.id);
    }
    for edge in &dossier.stemma.edges {
        needs(
            edge.declared || !edge.evidence.is_empty(),
            &format!("{} → {}", edge.from, edge.to),
        );
    }
    for claim in &dossier.claims {
        needs(!claim.evidence.is_empty(), &claim.id);
    }
    for utterance in &dossier.utterances {
        needs(!utterance.instances.is_empty(), &utterance.id);
    }
    for conflict in &dossier.conflicts {
        needs(conflict.spans.len() >= 2, &conflict.id);
    }
    for point in &dossier.open_points {
        needs(!point.spans.is_empty(), &point.id);
    }
    for decision in &dossier.decisions {
        needs(!decision.spans.is_empty(), &decision.id);
    }
    for framing in &dossier.framing {
        needs(!framing.spans.is_empty(), &framing.id);
    }
}
