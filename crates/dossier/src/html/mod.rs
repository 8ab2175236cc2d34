//! The dossier as one HTML file: no script, nothing remote.
//!
//! In: a [`Dossier`] and nothing else, since it holds all words it speaks of.
//! Out: a page with what was found on one side and the reports on the other,
//! and from each line a jump to its passage.

mod claims;
mod marked;
mod matters;
mod origins;
mod overview;
mod quotations;
mod reports;
mod sources;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::Dossier;
use crate::dossier::{Passage, Statement};
use crate::view::{View, count, joined, manner};

const STYLE: &str = include_str!("dossier.css");

/// No script runs and nothing is loaded, whatever a capture holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What the page says of itself in its head.
const GENERATOR: &str = "headwater-dossier";

/// The head of a dossier says what it is within so many bytes.
const HEAD: usize = 2048;

/// Is the page a dossier that [`to_html`] wrote? It quotes reports and is none.
#[must_use]
pub fn is_dossier_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    head.contains(&format!("<meta name=\"generator\" content=\"{GENERATOR}\">"))
}

/// Writes the dossier as HTML.
#[must_use]
pub fn to_html(dossier: &Dossier) -> String {
    let view = View::new(dossier);
    let title = dossier.story.title.as_ref().map_or("Dossier", Passage::words);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (title) " · Headwater dossier" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#reports" { "Skip to the reports" }
                main id="findings" {
                    (overview::masthead(&view))
                    (contents(&view))
                    (origins::rests_on(&view))
                    (claims::claims(&view))
                    (quotations::quotations(&view))
                    (matters::conflicts(&view))
                    (matters::corrections(&view))
                    (matters::open_points(&view))
                    (sources::people(&view))
                    (sources::decided_by_a_person(&view))
                    (origins::stemma(&view))
                    (overview::timeline(&view))
                    (claims::coverage(&view))
                    (matters::framing(&view))
                    (overview::captures(&view))
                    (overview::notices(&view))
                    (overview::colophon(&view))
                }
                aside id="reports" aria-label="Reports" {
                    (reports::reports(&view))
                }
            }
        }
    };
    page.into_string()
}

/// A section with its heading; nothing when there is nothing in it.
fn section(id: &str, heading: &str, note: &str, body: Option<Markup>) -> Markup {
    html! {
        @if let Some(body) = body {
            section id=(id) aria-labelledby=(format!("{id}-h")) {
                h2 id=(format!("{id}-h")) { (heading) }
                @if !note.is_empty() { p.note { (note) } }
                (body)
            }
        }
    }
}

fn contents(view: &View<'_>) -> Markup {
    let dossier = view.dossier;
    let entries = [
        ("claims", "Claims", dossier.claims.len()),
        ("quotations", "Quotations", dossier.utterances.len()),
        ("conflicts", "Conflicts", dossier.conflicts.len()),
        ("corrections", "Corrections", dossier.corrections.len()),
        ("open", "Open points", dossier.open_points.len()),
        (
            "people",
            "Who speaks",
            usize::from(!dossier.statements.is_empty()),
        ),
        ("decisions", "Decided by a person", dossier.decisions.len()),
        ("stemma", "Who took it from whom", dossier.stemma.edges.len()),
        ("timeline", "Timeline", dossier.events.len()),
        ("coverage", "Told and left out", dossier.claims.len()),
        ("framing", "Framing", dossier.framing.len()),
        ("captures", "Captures", dossier.documents.len()),
        ("notices", "Notices", dossier.notices.len()),
    ];
    html! {
        nav.contents aria-label="Contents" {
            ul {
                @for (id, name, number) in entries {
                    @if number > 0 { li { a href=(format!("#{id}")) { (name) } } }
                }
                li.reports-link { a href="#reports" { "Reports" } }
            }
        }
    }
}

/// Words of a capture, as a link to where they stand, if that is shown.
fn words(view: &View<'_>, passage: &Passage) -> Markup {
    html! {
        @if view.is_shown(passage) {
            a.words href=(format!("#{}", view.anchor(passage))) { (passage.words()) }
        } @else {
            span.words { (passage.words()) }
        }
    }
}

/// The same for a span in pieces.
fn all_words(view: &View<'_>, passages: &[Passage]) -> Markup {
    html! {
        @for (at, passage) in passages.iter().enumerate() {
            @if at > 0 { " … " }
            (words(view, passage))
        }
    }
}

/// A statement on one line: who, how, what.
fn statement(view: &View<'_>, statement: &Statement) -> Markup {
    html! {
        span.says {
            (who(view, statement))
            @if let Some(manner) = manner(statement) { " " span.stance { (manner) } }
        }
        " "
        span.content { (all_words(view, &statement.content)) }
        @if let Some(parent) = statement.parent.as_deref().and_then(|id| view.statement(id)) {
            " " span.inside { "inside what " (view.speaker(parent).unwrap_or_else(|| "another".to_owned())) " says" }
        }
    }
}

/// The speaker in the page's words, or a fixed phrase.
fn who(view: &View<'_>, statement: &Statement) -> Markup {
    let own_voice = statement.source_type == attribution::SourceType::Author;
    html! {
        @if own_voice {
            span.author { "in the page’s own voice" }
        } @else if let Some(speaker) = view.speaker(statement) {
            @if statement.source.is_empty() {
                b { (speaker) }
            } @else {
                b title=(joined(&statement.source)) { (speaker) }
            }
        } @else {
            span.author { "speaker not named here" }
        }
    }
}

/// `3 reports by 2 outlets`.
fn reports_by_outlets(reports: usize, outlets: usize) -> String {
    format!(
        "{} by {}",
        count(reports, "report", "reports"),
        count(outlets, "outlet", "outlets")
    )
}
