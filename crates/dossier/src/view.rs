//! A dossier with its things found by id, and the fixed wordings that all
//! renderings share.

use std::collections::{BTreeMap, BTreeSet};

use collation::DecisionKind;
use serde::Serialize;
use stemma::DifferenceKind;

use crate::dossier::{
    Altered, Claim, Decision, Document, Dossier, Entity, Interval, Node, Outlet, Passage, Primary, Statement,
    Unit,
};

/// A dossier and its indices.
pub(crate) struct View<'a> {
    pub(crate) dossier: &'a Dossier,
    documents: BTreeMap<&'a str, &'a Document>,
    /// With the documents of each.
    outlets: BTreeMap<&'a str, (&'a Outlet, Vec<&'a str>)>,
    numbers: BTreeMap<&'a str, usize>,
    /// Start and end of all blocks and units, by document.
    shown: BTreeMap<&'a str, Vec<(usize, usize)>>,
    entities: BTreeMap<&'a str, &'a Entity>,
    statements: BTreeMap<&'a str, &'a Statement>,
    nodes: BTreeMap<&'a str, &'a Node>,
    units: BTreeMap<&'a str, (&'a Primary, &'a Unit)>,
    claims: BTreeMap<&'a str, &'a Claim>,
    claims_of: BTreeMap<&'a str, Vec<&'a Claim>>,
    /// What was decided about who somebody is, by entity.
    decided: BTreeMap<&'a str, Vec<&'a Decision>>,
    /// Statements whose speaker was decided.
    spoken: BTreeSet<&'a str>,
}

impl<'a> View<'a> {
    pub(crate) fn new(dossier: &'a Dossier) -> Self {
        let mut claims_of: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in &dossier.claims {
            for evidence in &claim.evidence {
                let claims = claims_of.entry(&evidence.statement).or_default();
                if claims.last().is_none_or(|last| last.id != claim.id) {
                    claims.push(claim);
                }
            }
        }
        let mut decided: BTreeMap<&str, Vec<&Decision>> = BTreeMap::new();
        for decision in dossier
            .decisions
            .iter()
            .filter(|decision| decision.statement.is_none())
        {
            for id in &decision.entities {
                decided.entry(id).or_default().push(decision);
            }
        }
        let spoken = dossier
            .decisions
            .iter()
            .filter_map(|decision| decision.statement.as_deref());
        let units = dossier.primaries.iter().flat_map(|primary| {
            primary
                .units
                .iter()
                .map(move |unit| (unit.id.as_str(), (primary, unit)))
        });
        let documents = dossier.documents.iter().map(|x| x.id.as_str());
        let primaries = dossier.primaries.iter().map(|x| x.id.as_str());
        Self {
            dossier,
            documents: dossier.documents.iter().map(|x| (x.id.as_str(), x)).collect(),
            outlets: outlets_with_pages(dossier),
            numbers: documents
                .chain(primaries)
                .enumerate()
                .map(|(number, id)| (id, number))
                .collect(),
            entities: dossier.entities.iter().map(|x| (x.id.as_str(), x)).collect(),
            statements: dossier.statements.iter().map(|x| (x.id.as_str(), x)).collect(),
            nodes: dossier.stemma.nodes.iter().map(|x| (x.id.as_str(), x)).collect(),
            units: units.collect(),
            shown: shown(dossier),
            claims: dossier.claims.iter().map(|x| (x.id.as_str(), x)).collect(),
            claims_of,
            decided,
            spoken: spoken.collect(),
        }
    }

    pub(crate) fn statement(&self, id: &str) -> Option<&'a Statement> {
        self.statements.get(id).copied()
    }

    pub(crate) fn entity(&self, id: &str) -> Option<&'a Entity> {
        self.entities.get(id).copied()
    }

    /// Did a person decide who speaks it?
    pub(crate) fn speaker_is_decided(&self, statement: &Statement) -> bool {
        self.spoken.contains(statement.id.as_str())
    }

    /// What a person decided about who somebody is.
    pub(crate) fn decided(&self, id: &str) -> &[&'a Decision] {
        self.decided.get(id).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn claim(&self, id: &str) -> Option<&'a Claim> {
        self.claims.get(id).copied()
    }

    pub(crate) fn node(&self, id: &str) -> Option<&'a Node> {
        self.nodes.get(id).copied()
    }

    pub(crate) fn unit(&self, id: &str) -> Option<(&'a Primary, &'a Unit)> {
        self.units.get(id).copied()
    }

    /// Claims that a statement is evidence of, in the dossier's order.
    pub(crate) fn claims_of(&self, statement: &str) -> &[&'a Claim] {
        self.claims_of.get(statement).map_or(&[], Vec::as_slice)
    }

    /// The outlet's name; where no page of it gives one, a fixed phrase with the page.
    pub(crate) fn outlet_name(&self, id: &str) -> String {
        match self.outlets.get(id) {
            Some((outlet, documents)) => match (&outlet.name, documents.first()) {
                (Some(name), _) => name.clone(),
                (None, Some(document)) => format!("outlet of {document}, not named"),
                (None, None) => "outlet not named".to_owned(),
            },
            None => id.to_owned(),
        }
    }

    /// The outlet of a document, with the document's id where the outlet has
    /// several pages; else the id.
    pub(crate) fn witness_name(&self, doc: &str) -> String {
        let document = self.documents.get(doc);
        match document.and_then(|document| self.outlets.get(document.outlet.as_str())) {
            Some((outlet, documents)) => match &outlet.name {
                Some(name) if documents.len() == 1 => name.clone(),
                Some(name) => format!("{name} ({doc})"),
                None => doc.to_owned(),
            },
            None => doc.to_owned(),
        }
    }

    pub(crate) fn document(&self, id: &str) -> Option<&'a Document> {
        self.documents.get(id).copied()
    }

    /// Number of a document or primary, which is in the anchor of its report.
    pub(crate) fn number(&self, doc: &str) -> Option<usize> {
        self.numbers.get(doc).copied()
    }

    /// Does the passage begin in text that is shown? (A credit line may stand in furniture, which is not.)
    pub(crate) fn is_shown(&self, passage: &Passage) -> bool {
        self.shown.get(passage.doc.as_str()).is_some_and(|blocks| {
            let at = blocks.partition_point(|&(_, end)| end <= passage.start);
            blocks.get(at).is_some_and(|&(start, _)| start <= passage.start)
        })
    }

    /// Anchor of a passage. Ids may hold any character, so documents go by number here.
    pub(crate) fn anchor(&self, passage: &Passage) -> String {
        let number = self
            .numbers
            .get(passage.doc.as_str())
            .map_or(0, |number| number + 1);
        format!("p{number}-{}-{}", passage.start, passage.end)
    }

    /// Who speaks, in the words of the page: name, else descriptor, else the source's words.
    pub(crate) fn speaker(&self, statement: &Statement) -> Option<String> {
        let entity = statement.speaker.entity.as_deref().and_then(|id| self.entity(id));
        entity
            .map(|entity| entity.name.clone())
            .or_else(|| statement.speaker.descriptor.clone())
            .or_else(|| (!statement.source.is_empty()).then(|| joined(&statement.source)))
    }

    /// Claims with those that most outlets make first; equals in the dossier's order.
    pub(crate) fn claims_by_outlets(&self) -> Vec<&'a Claim> {
        let mut claims: Vec<&Claim> = self.dossier.claims.iter().collect();
        claims.sort_by_key(|claim| std::cmp::Reverse(claim.outlets.supporting.len()));
        claims
    }
}

fn shown(dossier: &Dossier) -> BTreeMap<&str, Vec<(usize, usize)>> {
    let blocks = dossier
        .documents
        .iter()
        .flat_map(|document| &document.blocks)
        .map(|block| &block.span);
    let units = dossier
        .primaries
        .iter()
        .flat_map(|primary| &primary.units)
        .map(|unit| &unit.span);
    let mut shown: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for span in blocks.chain(units) {
        shown.entry(&span.doc).or_default().push((span.start, span.end));
    }
    shown.values_mut().for_each(|spans| spans.sort_unstable());
    shown
}

fn outlets_with_pages(dossier: &Dossier) -> BTreeMap<&str, (&Outlet, Vec<&str>)> {
    let outlets = dossier.outlets.iter();
    let mut outlets: BTreeMap<&str, _> = outlets.map(|x| (x.id.as_str(), (x, Vec::new()))).collect();
    for document in &dossier.documents {
        if let Some((_, pages)) = outlets.get_mut(document.outlet.as_str()) {
            pages.push(document.id.as_str());
        }
    }
    outlets
}

/// Pieces of a broken-up span, as one reads them.
pub(crate) fn joined(passages: &[Passage]) -> String {
    let words: Vec<&str> = passages.iter().map(Passage::words).collect();
    words.join(" … ")
}

/// `1 claim`, `2 claims`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What a copy changed, counted: "2 cut, 1 reworded".
pub(crate) fn changed(changes: &[Altered]) -> String {
    let mut counts: BTreeMap<DifferenceKind, usize> = BTreeMap::new();
    for change in changes {
        *counts.entry(change.kind).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} {}", label(kind)))
        .collect();
    format!("What the copy changed: {}", counts.join(", "))
}

/// `2 independent origins`, `1–4 independent origins`, `1 or more independent origins`.
pub(crate) fn origins(interval: Interval) -> String {
    let Interval { min, max } = interval;
    match max {
        Some(max) if max == min => count(min, "independent origin", "independent origins"),
        Some(max) => format!("{min}–{max} independent origins"),
        None => format!("{min} or more independent origins"),
    }
}

/// What stands before and between the words that a decision is about.
#[must_use]
pub fn decided(kind: DecisionKind) -> (&'static str, &'static str) {
    match kind {
        DecisionKind::Same => ("one and the same: ", " = "),
        DecisionKind::Apart => ("not the same: ", " ≠ "),
        DecisionKind::Mention => ("these words mean: ", " = "),
        DecisionKind::Speaker => ("who says this: ", " "),
        DecisionKind::Taken => ("taken: ", " from "),
        DecisionKind::NotTaken => ("not taken: ", " from "),
        DecisionKind::OneSource => ("one source: ", " = "),
        DecisionKind::SeparateSources => ("separate sources: ", " ≠ "),
    }
}

/// A value of a closed list, in words.
pub(crate) fn label(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    let name = name.and_then(|name| name.as_str().map(spaced));
    name.unwrap_or_default()
}

/// How a statement is made, where it is not plainly asserted: "denies"; "asks, negated", of whom another says that he did not ask.
pub(crate) fn manner(statement: &Statement) -> Option<String> {
    let plain = statement.modality == attribution::Modality::Actual;
    if plain && statement.stance == attribution::Stance::Asserts {
        return None;
    }
    let stance = label(&statement.stance);
    Some(if plain {
        stance
    } else {
        format!("{stance}, {}", label(&statement.modality))
    })
}

/// A value of an open list, in words.
pub(crate) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
