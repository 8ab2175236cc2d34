//! Claims with their origins and evidence, and who tells which.

use collation::{Layer, Polarity};
use maud::{Markup, html};

use super::{section, statement};
use crate::dossier::{Claim, Evidence, Interval};
use crate::view::{View, count, label, origins};

pub(super) fn claims(view: &View<'_>) -> Markup {
    let claims = view.claims_by_outlets();
    let body = html! { @for claim in &claims { (self::claim(view, claim)) } };
    section(
        "claims",
        "Claims",
        "How many outlets make a claim, and on how many independent origins it rests. Those that most outlets make come first.",
        (!claims.is_empty()).then_some(body),
    )
}

fn claim(view: &View<'_>, claim: &Claim) -> Markup {
    let supporting = claim.outlets.supporting.len();
    html! {
        article.claim id=(claim.id) {
            h3 { (super::words(view, &claim.text_span)) }
            p.standing {
                (meter(supporting, claim.origins.independent))
                span.count { b { (count(supporting, "outlet", "outlets")) } ", " b { (origins(claim.origins.independent)) } }
                @if claim.layer == Layer::Utterance { " " span.tag { "that it was said" } }
                @let kind = label(&claim.kind);
                @if kind != "fact" { " " span.tag { (kind) } }
            }
            p.reason { (claim.reason) }
            (origin_list(view, claim))
            ul.evidence {
                @for (at, evidence) in claim.evidence.iter().enumerate() {
                    (self::evidence(view, evidence, at > 0 && claim.evidence[at - 1].doc == evidence.doc))
                }
            }
            @if let Some(wider) = &claim.narrower_of {
                p.detail { "Narrower than " a href=(format!("#{wider}")) { "this claim" } "." }
            }
        }
    }
}

/// One square an outlet; one dot an origin: full where it must be one, hollow where it may be.
fn meter(outlets: usize, independent: Interval) -> Markup {
    const SHOWN: usize = 12;
    let max = independent.max.unwrap_or(independent.min + 1);
    html! {
        span.meter aria-hidden="true" {
            @for _ in 0..outlets.min(SHOWN) { i.outlet {} }
            span.rests { "▸" }
            @for at in 0..max.clamp(1, SHOWN) { i.origin.sure[at < independent.min] {} }
            @if independent.max.is_none() { "…" }
        }
    }
}

fn origin_list(view: &View<'_>, claim: &Claim) -> Markup {
    let groups = [
        ("identified", &claim.origins.identified),
        ("for part of it", &claim.origins.partial),
        ("not identified", &claim.origins.unresolved),
        ("denied by", &claim.origins.denying),
    ];
    html! {
        dl.origins {
            @for (name, nodes) in groups {
                @if !nodes.is_empty() {
                    dt { (name) }
                    dd {
                        @for (at, node) in nodes.iter().enumerate() {
                            @if at > 0 { "; " }
                            (view.node(node).map_or(node.as_str(), |node| node.label.as_str()))
                        }
                    }
                }
            }
        }
    }
}

/// The outlet is named once for all that it says.
fn evidence(view: &View<'_>, evidence: &Evidence, same_page: bool) -> Markup {
    let polarity = label(&evidence.polarity);
    html! {
        li class=(polarity) {
            span.outlet-name.again[same_page] { (view.witness_name(&evidence.doc)) }
            div {
                @if evidence.polarity != Polarity::Supports { span.polarity { (polarity) } " " }
                @if let Some(found) = view.statement(&evidence.statement) { (statement(view, found)) }
            }
        }
    }
}

/// Sign and name of what an outlet does with a claim, the weightiest first.
fn cell(claim: &Claim, outlet: &str, partial_only: bool) -> Option<(&'static str, &'static str)> {
    let has = |list: &[String]| list.iter().any(|id| id == outlet);
    let groups = &claim.outlets;
    if has(&groups.supporting) {
        Some(if partial_only {
            ("◐", "in part")
        } else {
            ("●", "says so")
        })
    } else if has(&groups.denying) {
        Some(("✕", "denies"))
    } else if has(&groups.withholding) {
        Some(("○", "withholds"))
    } else if has(&groups.presupposing) {
        Some(("·", "presupposes"))
    } else if has(&groups.withdrawn) {
        Some(("–", "withdrawn"))
    } else {
        None
    }
}

pub(super) fn coverage(view: &View<'_>) -> Markup {
    let claims = view.claims_by_outlets();
    let outlets = &view.dossier.outlets;
    let partial_only = |claim: &Claim, outlet: &str| {
        let mut bearing = claim.evidence.iter().filter(|evidence| {
            matches!(evidence.polarity, Polarity::Supports | Polarity::Partial)
                && view
                    .document(&evidence.doc)
                    .is_some_and(|document| document.outlet == outlet)
        });
        bearing.all(|evidence| evidence.polarity == Polarity::Partial)
    };
    let body = html! {
        div.scroll tabindex="0" role="region" aria-label="Claims by outlet" {
            table.coverage {
                thead { tr {
                    th scope="col" { "Claim" }
                    @for outlet in outlets { th.outlet-column scope="col" { span { (view.outlet_name(&outlet.id)) } } }
                } }
                tbody {
                    @for claim in &claims { tr {
                        th scope="row" { a href=(format!("#{}", claim.id)) { (claim.text) } }
                        @for outlet in outlets {
                            @match cell(claim, &outlet.id, partial_only(claim, &outlet.id)) {
                                Some((sign, name)) => td class=(name.replace(' ', "-")) title=(name) {
                                    span aria-hidden="true" { (sign) } span.unseen { (name) }
                                },
                                None => td.left-out { span.unseen { "left out" } },
                            }
                        }
                    } }
                }
            }
        }
        p.legend { "● says so  ◐ in part  ✕ denies  ○ withholds  · presupposes  – withdrawn; empty: left out" }
    };
    section(
        "coverage",
        "Told and left out",
        "",
        (!claims.is_empty()).then_some(body),
    )
}
