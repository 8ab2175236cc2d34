//! The reports as their pages have them, with every passage marked and anchored.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use page::{BlockKind, Format};

use super::marked::{Mark, marked};
use super::overview::date;
use crate::dossier::{Block, Document, Passage, Primary};
use crate::view::{View, label};

/// Marks of one text, by place: start, longer first.
type Marks<'a> = BTreeMap<&'a str, BTreeMap<(usize, Reverse<usize>), Mark>>;

pub(super) fn reports(view: &View<'_>) -> Markup {
    let marks = all_marks(view);
    let marks: BTreeMap<&str, Vec<Mark>> = marks
        .into_iter()
        .map(|(doc, marks)| (doc, marks.into_values().collect()))
        .collect();
    let of = |doc: &str| marks.get(doc).map_or(&[][..], Vec::as_slice);
    html! {
        h2.unseen { "Reports" }
        p.legend {
            span.s { "source" } " " span.c { "cue" } " " span.t { "content" } " " span.h { "hedge" }
        }
        @for document in &view.dossier.documents { (report(view, document, of(&document.id))) }
        @for primary in &view.dossier.primaries { (self::primary(view, primary, of(&primary.id))) }
    }
}

fn report(view: &View<'_>, document: &Document, marks: &[Mark]) -> Markup {
    html! {
        article.report id=[view.number(&document.id).map(|number| format!("r{number}"))] lang=[document.language.as_deref()] {
            header {
                p.outlet-name {
                    (view.outlet_name(&document.outlet)) " " span.detail { (document.id) }
                }
                p.dateline {
                    (date(view, document.published.as_ref()))
                    @if let Some(modified) = &document.modified { " · changed " (date(view, Some(modified))) }
                    @if !document.byline.is_empty() {
                        " · " @for (at, name) in document.byline.iter().enumerate() {
                            @if at > 0 { ", " }
                            (name.words())
                        }
                    }
                    @if let Some(dateline) = &document.dateline { " · " (dateline.words()) }
                    @if let Some(later) = &document.superseded_by { " · " span.tag { "replaced by " (later) } }
                    @if let Some(earlier) = &document.supersedes { " · " span.tag { "replaces " (earlier) } }
                }
            }
            @if document.blocks.is_empty() { p.missing { "No article text was found on this page." } }
            @for block in &document.blocks { (self::block(block, document.format, marks)) }
        }
    }
}

fn block(block: &Block, format: Format, marks: &[Mark]) -> Markup {
    let words = marked(&block.span, format, marks);
    let kind = label(&block.kind).replace(' ', "-");
    html! {
        @match block.kind {
            BlockKind::Headline => h3 { (words) },
            BlockKind::Subhead | BlockKind::LiveEntryHead => h4 class=(kind) { (words) },
            BlockKind::Blockquote => blockquote { p { (words) } },
            _ => p class=(kind) { (words) },
        }
    }
}

fn primary(view: &View<'_>, primary: &Primary, marks: &[Mark]) -> Markup {
    html! {
        article.report.primary id=[view.number(&primary.id).map(|number| format!("r{number}"))] {
            header { p.outlet-name { (primary.id) " " span.detail { (label(&primary.kind)) } } }
            dl.units {
                @for unit in &primary.units {
                    dt {
                        (unit.label.as_deref().unwrap_or_default())
                        @if let Some(time) = &unit.time { " " (time) }
                    }
                    dd { (marked(&unit.span, Format::Text, marks)) }
                }
            }
        }
    }
}

/// Everything that something on the page links to.
fn all_marks<'a>(view: &View<'a>) -> Marks<'a> {
    let mut marks = Marks::new();
    let dossier = view.dossier;
    let mut put = |passages: &'a [Passage], class: Option<&'static str>, after: &str| {
        for (at, passage) in passages.iter().enumerate() {
            let of_doc = marks.entry(passage.doc.as_str()).or_default();
            let mark = of_doc
                .entry((passage.start, Reverse(passage.end)))
                .or_insert_with(|| Mark {
                    start: passage.start,
                    end: passage.end,
                    id: view.anchor(passage),
                    classes: BTreeSet::new(),
                    after: String::new(),
                });
            mark.classes.extend(class);
            if at + 1 == passages.len() {
                mark.after.push_str(after);
            }
        }
    };
    for statement in &dossier.statements {
        let sourced = statement.source_type != attribution::SourceType::Author;
        put(&statement.source, Some("s"), "");
        put(&statement.cue, Some("c"), "");
        put(
            &statement.content,
            sourced.then_some("t"),
            &references(view, &statement.id),
        );
        put(&statement.hedges, Some("h"), "");
        statement
            .quotes
            .iter()
            .for_each(|quote| put(std::slice::from_ref(&quote.span), None, ""));
    }
    for document in &dossier.documents {
        document
            .headline
            .iter()
            .for_each(|headline| put(std::slice::from_ref(&headline.span), None, ""));
    }
    for primary in &dossier.primaries {
        primary
            .units
            .iter()
            .for_each(|unit| put(std::slice::from_ref(&unit.span), None, ""));
    }
    for entity in &dossier.entities {
        entity
            .roles
            .iter()
            .for_each(|role| put(std::slice::from_ref(&role.span), None, ""));
        entity
            .mentions
            .iter()
            .for_each(|mention| put(std::slice::from_ref(&mention.span), None, ""));
    }
    for event in &dossier.events {
        event
            .title
            .iter()
            .for_each(|title| put(std::slice::from_ref(title), None, ""));
        put(&event.time.stated, None, "");
        put(&event.mentions, None, "");
    }
    for edge in &dossier.stemma.edges {
        put(&edge.evidence, None, "");
        for change in &edge.changes {
            let sides = change.from.iter().chain(&change.to);
            sides.for_each(|side| put(std::slice::from_ref(side), None, ""));
        }
    }
    for claim in &dossier.claims {
        put(std::slice::from_ref(&claim.text_span), None, "");
    }
    for utterance in &dossier.utterances {
        utterance
            .instances
            .iter()
            .for_each(|one| put(std::slice::from_ref(&one.quote), None, ""));
    }
    dossier
        .conflicts
        .iter()
        .for_each(|conflict| put(&conflict.spans, None, ""));
    for correction in &dossier.corrections {
        correction
            .note_span
            .iter()
            .for_each(|note| put(std::slice::from_ref(note), None, ""));
        put(&correction.left_uncorrected, None, "");
        for change in &correction.changes {
            change
                .from
                .iter()
                .chain(&change.to)
                .for_each(|words| put(std::slice::from_ref(words), None, ""));
        }
    }
    dossier
        .open_points
        .iter()
        .for_each(|point| put(&point.spans, None, ""));
    dossier
        .framing
        .iter()
        .for_each(|framing| put(&framing.spans, None, ""));
    marks
}

/// From a statement in its report to the claims it is evidence of.
fn references(view: &View<'_>, statement: &str) -> String {
    let claims = view.claims_of(statement);
    let links = html! {
        @for claim in claims {
            a.ref href=(format!("#{}", claim.id)) title=(claim.text) { (claim.id) }
        }
    };
    links.into_string()
}
