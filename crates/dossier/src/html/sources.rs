//! People and bodies: roles as worded, statements and mentions, report by report.

use std::collections::{BTreeMap, BTreeSet};

use attribution::SourceType;
use collation::DecisionKind;
use maud::{Markup, html};
use nlp::EntityKind;

use super::{all_words, section, words};
use crate::dossier::{Decision, Entity, Passage, Statement};
use crate::view::{View, count, decided, label, manner};

/// A speaker: someone known by name, or the words that describe a kind of source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker<'a> {
    Named(&'a str),
    Described(String),
}

pub(super) fn people(view: &View<'_>) -> Markup {
    let mut by_speaker: BTreeMap<Speaker<'_>, Vec<&Statement>> = BTreeMap::new();
    let mut own_voice = 0;
    for statement in &view.dossier.statements {
        if statement.source_type == SourceType::Author {
            own_voice += 1;
            continue;
        }
        let speaker = match statement.speaker.entity.as_deref() {
            Some(entity) if view.entity(entity).is_some() => Speaker::Named(entity),
            _ => Speaker::Described(view.speaker(statement).unwrap_or_default().to_lowercase()),
        };
        by_speaker.entry(speaker).or_default().push(statement);
    }
    let mut speakers: Vec<_> = by_speaker.into_iter().collect();
    speakers.sort_by_key(|(speaker, statements)| {
        (
            matches!(speaker, Speaker::Described(_)),
            std::cmp::Reverse(statements.len()),
        )
    });
    let heard: BTreeSet<&str> = speakers
        .iter()
        .filter_map(|(speaker, _)| match speaker {
            Speaker::Named(id) => Some(*id),
            Speaker::Described(_) => None,
        })
        .collect();
    let silent: Vec<&Entity> = view
        .dossier
        .entities
        .iter()
        .filter(|entity| speaks(entity.kind) && !heard.contains(entity.id.as_str()))
        .collect();
    let body = html! {
        @for (speaker, statements) in &speakers { (self::speaker(view, speaker, statements)) }
        @if own_voice > 0 {
            p.note {
                (count(own_voice, "further statement stands", "further statements stand"))
                " in a page’s own voice; they are shown with their claims."
            }
        }
        @if !silent.is_empty() {
            details {
                summary { (count(silent.len(), "person or body is named", "people and bodies are named")) " and not heard" }
                @for entity in &silent {
                    article.speaker {
                        (heading(entity)) (roles(view, entity)) (decisions(view, entity)) (mentions(view, entity))
                    }
                }
            }
        }
    };
    section(
        "people",
        "Who speaks",
        "People and bodies by name first, then sources that are only described.",
        (!speakers.is_empty() || !silent.is_empty()).then_some(body),
    )
}

/// Kinds of entity that could say something.
fn speaks(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Person | EntityKind::Organisation | EntityKind::Outlet | EntityKind::Group
    )
}

fn heading(entity: &Entity) -> Markup {
    html! { h3 { (entity.name) " " span.kind { (label(&entity.kind)) } } }
}

fn speaker(view: &View<'_>, speaker: &Speaker<'_>, statements: &[&Statement]) -> Markup {
    let entity = match speaker {
        Speaker::Named(id) => view.entity(id),
        Speaker::Described(_) => None,
    };
    html! {
        article.speaker {
            h3 {
                @match (entity, speaker) {
                    (Some(entity), _) => { (entity.name) " " span.kind { (label(&entity.kind)) } }
                    (None, Speaker::Described(words)) if !words.is_empty() => {
                        (first_words(view, statements)) " "
                        span.kind { (statements.first().map(|one| label(&one.source_type)).unwrap_or_default()) }
                    }
                    _ => span.missing { "speaker not named" },
                }
                " " span.detail { (count(statements.len(), "statement", "statements")) }
            }
            @if let Some(entity) = entity {
                (roles(view, entity)) (decisions(view, entity)) (mentions(view, entity))
            }
            ul.evidence {
                @for (at, statement) in statements.iter().enumerate() {
                    li {
                        span.outlet-name {
                            @if at == 0 || statements[at - 1].doc != statement.doc { (view.witness_name(&statement.doc)) }
                        }
                        div {
                            @if let Some(manner) = manner(statement) { span.stance { (manner) } " " }
                            span.content { (all_words(view, &statement.content)) }
                            @if !statement.hedges.is_empty() {
                                " " span.detail { "hedged: " (all_words(view, &statement.hedges)) }
                            }
                            @if view.speaker_is_decided(statement) {
                                " " span.detail { "who says this was decided by a person" }
                            }
                            @for claim in view.claims_of(&statement.id) {
                                " " a.ref href=(format!("#{}", claim.id)) title=(claim.text) { (claim.id) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a person decided about who this is.
fn decisions(view: &View<'_>, entity: &Entity) -> Markup {
    html! {
        @for decision in view.decided(&entity.id) {
            p.detail { "Decided by a person: " (decision_words(view, decision)) }
        }
    }
}

fn decision_words(view: &View<'_>, decision: &Decision) -> Markup {
    let (before, between) = decided(decision.kind);
    html! {
        (before)
        @for (at, passage) in decision.spans.iter().enumerate() {
            @if at > 0 { (between) }
            (words(view, passage)) " (" (view.witness_name(&passage.doc)) ")"
        }
        @if decision.kind == DecisionKind::Speaker {
            " – "
            @for id in &decision.entities { (view.entity(id).map_or(id.as_str(), |entity| entity.name.as_str())) }
            @if decision.entities.is_empty() { "not known" }
        }
    }
}

/// All that a person decided and the program followed.
pub(super) fn decided_by_a_person(view: &View<'_>) -> Markup {
    let decisions = &view.dossier.decisions;
    let body = html! {
        ul.plain {
            @for decision in decisions { li id=(decision.id) { (decision_words(view, decision)) } }
        }
    };
    section(
        "decisions",
        "Decided by a person",
        "Who is who, who took it from whom and which sources are one, as it was given with --decisions. \
         What did not apply stands under the notices.",
        (!decisions.is_empty()).then_some(body),
    )
}

/// Every place where somebody is meant, report by report.
fn mentions(view: &View<'_>, entity: &Entity) -> Markup {
    let mut by_report: BTreeMap<&str, Vec<&Passage>> = BTreeMap::new();
    for mention in &entity.mentions {
        by_report
            .entry(&mention.span.doc)
            .or_default()
            .push(&mention.span);
    }
    html! {
        @if !by_report.is_empty() {
            details {
                summary {
                    (count(entity.mentions.len(), "mention", "mentions")) " in "
                    (count(by_report.len(), "report", "reports"))
                }
                ul.evidence {
                    @for (doc, passages) in &by_report {
                        li {
                            span.outlet-name { (view.witness_name(doc)) }
                            div {
                                @for (at, passage) in passages.iter().enumerate() {
                                    @if at > 0 { " · " }
                                    (words(view, passage))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A described source under the words of its first statement.
fn first_words(view: &View<'_>, statements: &[&Statement]) -> String {
    statements
        .first()
        .and_then(|statement| view.speaker(statement))
        .unwrap_or_default()
}

/// Roles as worded, each wording once.
fn roles(view: &View<'_>, entity: &Entity) -> Markup {
    let mut seen: Vec<String> = Vec::new();
    let mut roles: Vec<&Passage> = Vec::new();
    for role in &entity.roles {
        let key = role.span.words().to_lowercase();
        if !seen.contains(&key) {
            seen.push(key);
            roles.push(&role.span);
        }
    }
    html! {
        @if !roles.is_empty() {
            p.detail {
                @for (at, role) in roles.iter().enumerate() {
                    @if at > 0 { "; " }
                    (words(view, role))
                }
            }
        }
        @if !entity.aliases.is_empty() { p.detail { "also " (entity.aliases.join(", ")) } }
    }
}
