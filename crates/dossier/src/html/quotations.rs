//! What was said, its wordings side by side, and how they compare with the original.

use collation::{Match, Meaning};
use maud::{Markup, html};

use super::{section, words};
use crate::dossier::{Change, Instance, Utterance};
use crate::view::{View, label};

pub(super) fn quotations(view: &View<'_>) -> Markup {
    let utterances = &view.dossier.utterances;
    let body = html! { @for utterance in utterances { (self::utterance(view, utterance)) } };
    section(
        "quotations",
        "Quotations",
        "One thing said, as each report quotes it. Where a transcript or another original is at hand, each wording is compared with it.",
        (!utterances.is_empty()).then_some(body),
    )
}

fn utterance(view: &View<'_>, utterance: &Utterance) -> Markup {
    let speaker = utterance.speaker.as_deref().and_then(|id| view.entity(id));
    html! {
        article.utterance id=(utterance.id) {
            h3 {
                @match speaker {
                    Some(speaker) => (speaker.name),
                    None => span.missing { "speaker not known" },
                }
                @if utterance.same_utterance.as_deref() == Some("possible") { " " span.tag { "possibly one utterance" } }
            }
            (originals(view, utterance))
            ul.evidence { @for instance in &utterance.instances { (self::instance(view, instance)) } }
        }
    }
}

/// The units that the instances were found in, each once.
fn originals(view: &View<'_>, utterance: &Utterance) -> Markup {
    let mut ids: Vec<&str> = Vec::new();
    for unit in utterance.instances.iter().flat_map(|instance| &instance.units) {
        if !ids.contains(&unit.as_str()) {
            ids.push(unit);
        }
    }
    html! {
        @for (primary, unit) in ids.iter().filter_map(|id| view.unit(id)) {
            blockquote.original {
                span.outlet-name { (primary.id) @if let Some(label) = &unit.label { ", " (label) } }
                p { (words(view, &unit.span)) }
            }
        }
    }
}

fn instance(view: &View<'_>, instance: &Instance) -> Markup {
    let outcome = label(&instance.outcome);
    let class = outcome.replace(' ', "-");
    html! {
        li {
            span.outlet-name { (view.witness_name(&instance.quote.doc)) }
            div {
                span.match class=(class) {
                    @match instance.outcome {
                        Match::NoPrimary => "no original",
                        Match::NotFound => "not found in the original",
                        _ => (outcome),
                    }
                }
                " " span.content { (words(view, &instance.quote)) }
                @if instance.meaning == Meaning::Distorted { " " span.tag.warn { "meaning distorted" } }
                @if !instance.changes.is_empty() {
                    ul.changes { @for change in &instance.changes { li { (self::change(change)) } } }
                }
            }
        }
    }
}

fn change(change: &Change) -> Markup {
    html! {
        span.kind { (crate::view::spaced(&change.kind)) } " "
        @if !change.from.is_empty() { del { (change.from) } " " }
        @if !change.to.is_empty() { ins { (change.to) } }
    }
}
