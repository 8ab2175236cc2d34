//! On what the reports rest, and who took what from whom.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};

use super::{section, words};
use crate::dossier::{Altered, Edge, Node, Passage};
use crate::drawn;
use crate::view::{View, changed, count, label};

/// More passages behind one edge are folded away.
const OPEN_PASSAGES: usize = 2;

/// What rests on one origin.
#[derive(Debug, Default)]
struct Resting<'a> {
    statements: usize,
    claims: BTreeSet<&'a str>,
    outlets: BTreeSet<&'a str>,
}

pub(super) fn rests_on(view: &View<'_>) -> Markup {
    let mut resting: BTreeMap<&str, Resting<'_>> = BTreeMap::new();
    for statement in &view.dossier.statements {
        let Some(document) = view.document(&statement.doc) else {
            continue;
        };
        for node in statement.origin.iter().flat_map(|origin| &origin.nodes) {
            let on = resting.entry(node).or_default();
            on.statements += 1;
            on.outlets.insert(&document.outlet);
            on.claims.extend(
                view.claims_of(&statement.id)
                    .iter()
                    .map(|claim| claim.id.as_str()),
            );
        }
    }
    let mut rows: Vec<(&Node, Resting<'_>)> = resting
        .into_iter()
        .filter_map(|(id, resting)| Some((view.node(id)?, resting)))
        .collect();
    rows.sort_by_key(|(node, on)| {
        (
            std::cmp::Reverse((on.outlets.len(), on.statements)),
            node.id.as_str(),
        )
    });
    // Origins of one outlet alone are many and say little.
    let shared = rows.iter().take_while(|(_, on)| on.outlets.len() > 1).count();
    let (shared, single) = rows.split_at(shared);
    let body = html! {
        @if !shared.is_empty() { (table(view, shared)) }
        @if !single.is_empty() {
            details open[shared.is_empty()] {
                summary { (count(single.len(), "origin", "origins")) " of one outlet alone" }
                (table(view, single))
            }
        }
    };
    section(
        "rests-on",
        "What rests on what",
        "The upstream ends to which statements go back. An outlet that repeats another adds no origin.",
        (!rows.is_empty()).then_some(body),
    )
}

fn table(view: &View<'_>, rows: &[(&Node, Resting<'_>)]) -> Markup {
    html! {
        table.rests-on {
            thead { tr {
                th scope="col" { "Origin" } th scope="col" { "Outlets that rest on it" }
                th.number scope="col" { "Statements" } th.number scope="col" { "Claims" }
            } }
            tbody {
                @for (node, on) in rows { tr {
                    th scope="row" {
                        (node.label) " " span.kind { (label(&node.kind)) }
                        @if !node.resolved { " " span.tag { "not identified" } }
                    }
                    td {
                        b { (on.outlets.len()) } " "
                        span.detail { (names(view, &on.outlets)) }
                    }
                    td.number { (on.statements) }
                    td.number { (on.claims.len()) }
                } }
            }
        }
    }
}

fn names(view: &View<'_>, outlets: &BTreeSet<&str>) -> String {
    let named = view
        .dossier
        .outlets
        .iter()
        .filter(|outlet| outlets.contains(outlet.id.as_str()));
    let names: Vec<String> = named.map(|outlet| view.outlet_name(&outlet.id)).collect();
    names.join(", ")
}

pub(super) fn stemma(view: &View<'_>) -> Markup {
    let edges = &view.dossier.stemma.edges;
    let body = html! {
        figure.stemma tabindex="0" aria-label="The same as a drawing" { (PreEscaped(drawing(view))) }
        ul.edges { @for edge in edges { (self::edge(view, edge)) } }
    };
    section(
        "stemma",
        "Who took it from whom",
        "From upstream to downstream. What a page does not declare is shown with the words that two pages share.",
        (!edges.is_empty()).then_some(body),
    )
}

/// The stemma drawn; each page leads to its report.
fn drawing(view: &View<'_>) -> String {
    let stemma = &view.dossier.stemma;
    let report = |doc: &str| view.number(doc);
    let links: Vec<Option<String>> = stemma
        .nodes
        .iter()
        .map(|node| Some(format!("#r{}", node.doc.as_deref().and_then(report)?)))
        .collect();
    drawn::svg(stemma, &links)
}

fn node_label<'a>(view: &View<'a>, id: &'a str) -> &'a str {
    view.node(id).map_or(id, |node| node.label.as_str())
}

fn edge(view: &View<'_>, edge: &Edge) -> Markup {
    html! {
        li {
            b { (node_label(view, &edge.from)) } " "
            span.arrow { "→ " (label(&edge.kind)) " →" }
            " " b { (node_label(view, &edge.to)) } " "
            span.tag { (if edge.declared { "declared" } else { "not declared" }) }
            @if let Some(decision) = &edge.decision {
                " " span.tag { a href=(format!("#{decision}")) { "decided by a person" } }
            } @else if edge.confidence < 1.0 { " " span.detail { (format!("{:.0} %", edge.confidence * 100.0)) } }
            @if let Some(why) = &edge.why { " " span.detail { (why) } }
            @if edge.evidence.len() <= OPEN_PASSAGES {
                (passages(view, &edge.evidence))
            } @else {
                details {
                    summary { (count(edge.evidence.len(), "passage", "passages")) }
                    (passages(view, &edge.evidence))
                }
            }
            @if !edge.changes.is_empty() {
                details.changes {
                    summary { (changed(&edge.changes)) }
                    ul.evidence { @for change in &edge.changes { (altered(view, change)) } }
                }
            }
        }
    }
}

fn altered(view: &View<'_>, change: &Altered) -> Markup {
    html! {
        li {
            span.tag { (label(&change.kind)) }
            @for passage in change.from.iter().chain(&change.to) {
                div.content {
                    span.outlet-name { (view.witness_name(&passage.doc)) } " "
                    (words(view, passage))
                }
            }
        }
    }
}

fn passages(view: &View<'_>, passages: &[Passage]) -> Markup {
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
