//! What is in dispute, put right, open, or framed.

use collation::ConflictLevel;
use maud::{Markup, html};

use super::{section, words};
use crate::dossier::{Correction, CorrectionChange, Passage};
use crate::view::{View, spaced};

/// Passages of several reports, a line each.
fn lines(view: &View<'_>, passages: &[Passage]) -> Markup {
    html! {
        ul.evidence {
            @for passage in passages {
                li {
                    span.outlet-name { (view.witness_name(&passage.doc)) }
                    div.content { (words(view, passage)) }
                }
            }
        }
    }
}

/// The claims at issue, linked.
fn claims_at_issue(view: &View<'_>, claims: &[String]) -> Markup {
    let claims: Vec<_> = claims.iter().filter_map(|id| view.claim(id)).collect();
    html! {
        @if !claims.is_empty() {
            p.detail {
                "Claims: "
                @for (at, claim) in claims.iter().enumerate() {
                    @if at > 0 { "; " }
                    a href=(format!("#{}", claim.id)) { (claim.text) }
                }
            }
        }
    }
}

pub(super) fn conflicts(view: &View<'_>) -> Markup {
    let conflicts = &view.dossier.conflicts;
    let body = html! {
        @for conflict in conflicts {
            article.matter id=(conflict.id) {
                h3 {
                    (spaced(&conflict.kind))
                    @if conflict.level == ConflictLevel::WithinDocument { " inside one page" }
                    @if let Some(resolution) = &conflict.resolution { " " span.tag { (spaced(resolution)) } }
                }
                (lines(view, &conflict.spans))
                (claims_at_issue(view, &conflict.claims))
            }
        }
    };
    section(
        "conflicts",
        "Conflicts",
        "",
        (!conflicts.is_empty()).then_some(body),
    )
}

pub(super) fn corrections(view: &View<'_>) -> Markup {
    let corrections = &view.dossier.corrections;
    let body = html! { @for correction in corrections { (self::correction(view, correction)) } };
    section(
        "corrections",
        "Corrections",
        "",
        (!corrections.is_empty()).then_some(body),
    )
}

fn correction(view: &View<'_>, correction: &Correction) -> Markup {
    html! {
        article.matter id=(correction.id) {
            h3 {
                (view.witness_name(&correction.to_document))
                @if correction.from_document != correction.to_document { " replaces " (correction.from_document) }
                @if let Some(time) = &correction.at { " " time { (time.replace('T', " ")) } }
            }
            @match &correction.note_span {
                Some(note) => p.content { (words(view, note)) },
                None => p { span.tag { "silent" } },
            }
            ul.changes { @for change in &correction.changes { li { (self::change(view, change)) } } }
            @if !correction.left_uncorrected.is_empty() {
                p.detail { "Still stands:" }
                (lines(view, &correction.left_uncorrected))
            }
        }
    }
}

fn change(view: &View<'_>, change: &CorrectionChange) -> Markup {
    html! {
        span.kind { (spaced(&change.kind)) } " "
        @if let Some(from) = &change.from { del { (words(view, from)) } " " }
        @if let Some(to) = &change.to { ins { (words(view, to)) } " " }
        span.tag { (if change.announced { "announced" } else { "silent" }) }
    }
}

pub(super) fn open_points(view: &View<'_>) -> Markup {
    let points = &view.dossier.open_points;
    let body = html! {
        @for point in points {
            article.matter id=(point.id) {
                h3 { (spaced(&point.kind)) }
                (lines(view, &point.spans))
            }
        }
    };
    section(
        "open",
        "Open points",
        "What a reader must still check.",
        (!points.is_empty()).then_some(body),
    )
}

pub(super) fn framing(view: &View<'_>) -> Markup {
    let framing = &view.dossier.framing;
    let body = html! {
        @for one in framing {
            article.matter id=(one.id) {
                h3 { (spaced(&one.kind)) }
                (lines(view, &one.spans))
            }
        }
    };
    section("framing", "Framing", "", (!framing.is_empty()).then_some(body))
}
