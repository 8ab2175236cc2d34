//! Masthead, timeline, captures, notices, colophon.

use maud::{Markup, html};

use super::{all_words, reports_by_outlets, section, words};
use crate::dossier::{Dated, Document, Event};
use crate::view::{View, count, label, spaced};

pub(super) fn masthead(view: &View<'_>) -> Markup {
    let dossier = view.dossier;
    html! {
        header.masthead {
            p.brand { "Headwater dossier" }
            h1 {
                @match &dossier.story.title {
                    Some(title) => (words(view, title)),
                    None => "No headline was found",
                }
            }
            p.tally {
                (reports_by_outlets(dossier.documents.len(), dossier.outlets.len()))
                @if !dossier.primaries.is_empty() {
                    " · " (count(dossier.primaries.len(), "primary", "primaries"))
                }
                " · " (count(dossier.statements.len(), "statement", "statements"))
                " · " (count(dossier.claims.len(), "claim", "claims"))
                " · " (count(dossier.open_points.len(), "open point", "open points"))
                @if let Some(time) = &dossier.story.reference_time { " · as of " time { (time) } }
            }
        }
    }
}

/// A date as the page gives it and as it reads, or that there is none.
pub(super) fn date(view: &View<'_>, published: Option<&Dated>) -> Markup {
    html! {
        @match published {
            Some(dated) => {
                @match &dated.normalised {
                    Some(time) => time title=(dated.span.words()) { (time.replace('T', " ")) },
                    None => (words(view, &dated.span)),
                }
            }
            None => span.missing { "no date" },
        }
    }
}

pub(super) fn timeline(view: &View<'_>) -> Markup {
    let events = &view.dossier.events;
    let mut dated: Vec<&Event> = events
        .iter()
        .filter(|event| event.time.normalised.is_some())
        .collect();
    dated.sort_by(|a, b| a.time.normalised.cmp(&b.time.normalised));
    let undated: Vec<&Event> = events
        .iter()
        .filter(|event| event.time.normalised.is_none())
        .collect();
    let body = html! {
        ol.timeline {
            @for event in &dated { (self::event(view, event)) }
        }
        @if !undated.is_empty() {
            h3 { "Without a date that can be known" }
            ol.timeline { @for event in &undated { (self::event(view, event)) } }
        }
    };
    section(
        "timeline",
        "Timeline",
        "Dates only where the pages let them be known.",
        (!events.is_empty()).then_some(body),
    )
}

fn event(view: &View<'_>, event: &Event) -> Markup {
    let people: Vec<&str> = event
        .participants
        .iter()
        .filter_map(|participant| Some(view.entity(&participant.entity)?.name.as_str()))
        .collect();
    html! {
        li id=(event.id) {
            div.when {
                @match &event.time.normalised {
                    Some(time) => time { (time.replace('T', " ")) },
                    None => span.missing { "undated" },
                }
            }
            div {
                span.kind { (spaced(&event.kind)) } " "
                @let status = label(&event.status);
                @if status != "happened" { span.tag { (status) } " " }
                @if let Some(title) = event.title.as_ref().or(event.mentions.first()) { (words(view, title)) }
                @if let Some(number) = event.count { " " span.tag { "× " (number) } }
                p.detail {
                    @if !people.is_empty() { (people.join(", ")) ". " }
                    @if let Some(place) = event.place.as_deref().and_then(|id| view.entity(id)) { (place.name) ". " }
                    @if !event.time.stated.is_empty() {
                        "Stated as " (all_words(view, &event.time.stated))
                        @if let Some(anchor) = &event.time.anchor { ", counted from " (anchor) }
                        ". "
                    }
                    (count(event.mentions.len(), "mention", "mentions")) "."
                }
            }
        }
    }
}

pub(super) fn captures(view: &View<'_>) -> Markup {
    let dossier = view.dossier;
    let body = html! {
        div.scroll tabindex="0" role="region" aria-label="Captures" {
            table.facts {
                thead { tr {
                    th scope="col" { "Capture" } th scope="col" { "Outlet" } th scope="col" { "Published" }
                    th scope="col" { "Bytes" } th scope="col" { "Charset" } th scope="col" { "SHA-256" }
                } }
                tbody {
                    @for document in &dossier.documents { (capture(view, document)) }
                    @for primary in &dossier.primaries {
                        tr {
                            th scope="row" { (primary.id) @if let Some(path) = &primary.path { span.path { (path) } } }
                            td { "primary, " (label(&primary.kind)) }
                            td {} td {}
                            td { (primary.charset) }
                            td.hash { code { (primary.sha256) } }
                        }
                    }
                }
            }
        }
    };
    let any = !dossier.documents.is_empty() || !dossier.primaries.is_empty();
    section(
        "captures",
        "Captures",
        "The files this dossier was made from. Every passage above stands in one of them, at the offset that dossier.json gives.",
        any.then_some(body),
    )
}

fn capture(view: &View<'_>, document: &Document) -> Markup {
    html! {
        tr {
            th scope="row" {
                (document.id)
                @if let Some(path) = &document.path { span.path { (path) } }
                @if let Some(url) = &document.url { span.path { (url.words()) } }
            }
            td { (view.outlet_name(&document.outlet)) }
            td { (date(view, document.published.as_ref())) }
            td.number { @if let Some(bytes) = document.bytes { (bytes) } }
            td {
                (document.charset)
                @if let Some(basis) = &document.charset_basis { span.path { "by " (label(basis)) } }
            }
            td.hash { code { (document.sha256) } }
        }
    }
}

pub(super) fn notices(view: &View<'_>) -> Markup {
    let notices = &view.dossier.notices;
    let body = html! {
        ul.plain {
            @for notice in notices {
                li {
                    span.kind { (label(&notice.code)) } " "
                    @if let Some(place) = &notice.place { b { (place.doc) } ": " }
                    (notice.detail)
                }
            }
        }
    };
    section(
        "notices",
        "Notices",
        "What could not be read, or was in doubt.",
        (!notices.is_empty()).then_some(body),
    )
}

pub(super) fn colophon(view: &View<'_>) -> Markup {
    let program = &view.dossier.program;
    html! {
        footer.colophon {
            p {
                "Made by " (program.name) " " (program.version)
                @if program.models.is_empty() { ", by rules alone" }
                @for model in &program.models { ", model " (model.id) }
                ". All words about the story are copied from the captures; counts and labels are the program’s. "
                "Copies do not corroborate. Nothing here says what is true. "
                "This page holds no script and loads nothing. To check it: "
                code { "headwater verify dossier.json" } "."
            }
        }
    }
}
