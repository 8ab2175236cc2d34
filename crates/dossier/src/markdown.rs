//! The dossier as Markdown, for an editor's notes or a pull request.

use std::collections::BTreeMap;
use std::fmt::Write;

use attribution::SourceType;
use collation::{DecisionKind, Match, Polarity};

use crate::Dossier;
use crate::dossier::{Claim, Passage, Statement};
use crate::escape::{for_markdown, for_terminal};
use crate::view::{View, changed, count, decided, joined, label, manner, origins, spaced};

/// Writes the dossier as Markdown.
#[must_use]
pub fn to_markdown(dossier: &Dossier) -> String {
    let view = View::new(dossier);
    let mut out = String::new();
    head(&mut out, &view);
    claims(&mut out, &view);
    quotations(&mut out, &view);
    matters(&mut out, &view);
    stemma(&mut out, &view);
    timeline(&mut out, &view);
    people(&mut out, &view);
    decisions(&mut out, &view);
    captures(&mut out, &view);
    out
}

/// Writing to a string cannot fail.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($args:tt)*) => {{ let _ = writeln!($out, $($args)*); }};
}

/// A quotation with its place: document and code points.
fn quoted(passage: &Passage) -> String {
    format!(
        "“{}” `{} {}–{}`",
        for_markdown(passage.words()),
        code(&passage.doc),
        passage.start,
        passage.end
    )
}

/// An id or hash that stands in back ticks.
fn code(id: &str) -> String {
    for_terminal(id).replace('`', "'")
}

fn heading(out: &mut String, words: &str) {
    line!(out, "\n## {words}\n");
}

fn head(out: &mut String, view: &View<'_>) {
    let dossier = view.dossier;
    let title = dossier
        .story
        .title
        .as_ref()
        .map_or("No headline was found", Passage::words);
    line!(out, "# {}\n", for_markdown(title));
    line!(
        out,
        "{} by {}, {}, {}, {}.",
        count(dossier.documents.len(), "report", "reports"),
        count(dossier.outlets.len(), "outlet", "outlets"),
        count(dossier.statements.len(), "statement", "statements"),
        count(dossier.claims.len(), "claim", "claims"),
        count(dossier.open_points.len(), "open point", "open points")
    );
}

fn claims(out: &mut String, view: &View<'_>) {
    let claims = view.claims_by_outlets();
    if claims.is_empty() {
        return;
    }
    heading(out, "Claims");
    for claim in claims {
        line!(out, "### {}\n", for_markdown(&claim.text));
        line!(
            out,
            "**{}, {}.** {}\n",
            count(claim.outlets.supporting.len(), "outlet", "outlets"),
            origins(claim.origins.independent),
            for_markdown(&claim.reason)
        );
        evidence(out, view, claim);
        line!(out);
    }
}

fn evidence(out: &mut String, view: &View<'_>, claim: &Claim) {
    for evidence in &claim.evidence {
        let Some(statement) = view.statement(&evidence.statement) else {
            continue;
        };
        let polarity = match evidence.polarity {
            Polarity::Supports => String::new(),
            other => format!(" *{}*", label(&other)),
        };
        line!(
            out,
            "- {}{polarity}: {} {}",
            for_markdown(&view.witness_name(&evidence.doc)),
            who(view, statement),
            content(statement)
        );
    }
}

fn who(view: &View<'_>, statement: &Statement) -> String {
    if statement.source_type == SourceType::Author {
        return "in its own voice".to_owned();
    }
    let speaker = view.speaker(statement);
    let speaker = speaker.map_or_else(|| "speaker not named here".to_owned(), |name| for_markdown(&name));
    match manner(statement) {
        None => speaker,
        Some(manner) => format!("{speaker} ({manner})"),
    }
}

fn content(statement: &Statement) -> String {
    let pieces: Vec<String> = statement.content.iter().map(quoted).collect();
    pieces.join(" … ")
}

fn quotations(out: &mut String, view: &View<'_>) {
    if view.dossier.utterances.is_empty() {
        return;
    }
    heading(out, "Quotations");
    for utterance in &view.dossier.utterances {
        let speaker = utterance.speaker.as_deref().and_then(|id| view.entity(id));
        line!(
            out,
            "### {}\n",
            speaker.map_or_else(|| "Speaker not known".to_owned(), |s| for_markdown(&s.name))
        );
        for instance in &utterance.instances {
            let outcome = match instance.outcome {
                Match::NoPrimary => "no original".to_owned(),
                other => label(&other),
            };
            line!(
                out,
                "- {}: **{outcome}** {}",
                for_markdown(&view.witness_name(&instance.quote.doc)),
                quoted(&instance.quote)
            );
            for change in &instance.changes {
                line!(
                    out,
                    "  - {}: “{}” → “{}”",
                    spaced(&change.kind),
                    for_markdown(&change.from),
                    for_markdown(&change.to)
                );
            }
        }
        line!(out);
    }
}

fn passages(out: &mut String, view: &View<'_>, passages: &[Passage]) {
    for passage in passages {
        line!(
            out,
            "  - {}: {}",
            for_markdown(&view.witness_name(&passage.doc)),
            quoted(passage)
        );
    }
}

fn matters(out: &mut String, view: &View<'_>) {
    let dossier = view.dossier;
    if !dossier.conflicts.is_empty() {
        heading(out, "Conflicts");
        for conflict in &dossier.conflicts {
            let resolution = conflict
                .resolution
                .as_deref()
                .map(|how| format!(", {}", spaced(how)));
            line!(
                out,
                "- {}{}",
                spaced(&conflict.kind),
                resolution.unwrap_or_default()
            );
            passages(out, view, &conflict.spans);
        }
    }
    if !dossier.corrections.is_empty() {
        heading(out, "Corrections");
        for correction in &dossier.corrections {
            line!(
                out,
                "- `{}` to `{}`",
                code(&correction.from_document),
                code(&correction.to_document)
            );
            passages(out, view, correction.note_span.as_slice());
            for change in &correction.changes {
                let words =
                    |words: &Option<Passage>| words.as_ref().map_or_else(|| "nothing".to_owned(), quoted);
                let said = if change.announced { "announced" } else { "silent" };
                line!(
                    out,
                    "  - {} ({said}): {} → {}",
                    spaced(&change.kind),
                    words(&change.from),
                    words(&change.to)
                );
            }
        }
    }
    if !dossier.open_points.is_empty() {
        heading(out, "Open points");
        for point in &dossier.open_points {
            line!(out, "- {}", spaced(&point.kind));
            passages(out, view, &point.spans);
        }
    }
}

fn stemma(out: &mut String, view: &View<'_>) {
    let edges = &view.dossier.stemma.edges;
    if edges.is_empty() {
        return;
    }
    heading(out, "Who took it from whom");
    for edge in edges {
        let name = |id: &str| for_markdown(view.node(id).map_or(id, |node| node.label.as_str()));
        let said = if edge.declared { "declared" } else { "not declared" };
        let said = match &edge.decision {
            Some(decision) => format!("{said}; decided by a person, {decision}"),
            None => said.to_owned(),
        };
        line!(
            out,
            "- {} → *{}* → {} ({said})",
            name(&edge.from),
            label(&edge.kind),
            name(&edge.to)
        );
        if let Some(why) = &edge.why {
            line!(out, "  - {why}");
        }
        passages(out, view, &edge.evidence);
        if !edge.changes.is_empty() {
            line!(out, "  - {}", changed(&edge.changes));
        }
        for change in &edge.changes {
            line!(out, "  - {}:", label(&change.kind));
            let sides = change.from.iter().chain(&change.to);
            sides.for_each(|side| passages(out, view, std::slice::from_ref(side)));
        }
    }
}

fn timeline(out: &mut String, view: &View<'_>) {
    let events = &view.dossier.events;
    if events.is_empty() {
        return;
    }
    heading(out, "Timeline");
    let mut events: Vec<_> = events.iter().collect();
    // Undated ones last.
    events.sort_by_key(|event| (event.time.normalised.is_none(), event.time.normalised.clone()));
    for event in events {
        let when = event.time.normalised.as_deref().unwrap_or("undated");
        let words = event.title.as_ref().or(event.mentions.first()).map(quoted);
        line!(
            out,
            "- {when}: {}, {}, {}",
            spaced(&event.kind),
            label(&event.status),
            words.unwrap_or_default()
        );
    }
}

fn people(out: &mut String, view: &View<'_>) {
    let dossier = view.dossier;
    let mut by_speaker: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
    for statement in &dossier.statements {
        if let Some(entity) = &statement.speaker.entity {
            by_speaker.entry(entity).or_default().push(statement);
        }
    }
    if by_speaker.is_empty() {
        return;
    }
    heading(out, "Who speaks");
    for entity in &dossier.entities {
        let Some(statements) = by_speaker.get(entity.id.as_str()) else {
            continue;
        };
        line!(out, "### {}\n", for_markdown(&entity.name));
        for statement in statements {
            let hedges = if statement.hedges.is_empty() {
                String::new()
            } else {
                format!(", hedged: {}", for_markdown(&joined(&statement.hedges)))
            };
            line!(
                out,
                "- {} ({}{hedges}): {}",
                for_markdown(&view.witness_name(&statement.doc)),
                manner(statement).unwrap_or_else(|| label(&statement.stance)),
                content(statement)
            );
        }
        line!(out);
    }
}

fn decisions(out: &mut String, view: &View<'_>) {
    if view.dossier.decisions.is_empty() {
        return;
    }
    heading(out, "Decided by a person");
    for decision in &view.dossier.decisions {
        let (before, between) = decided(decision.kind);
        let words: Vec<String> = decision.spans.iter().map(quoted).collect();
        let name =
            |id: &String| for_markdown(view.entity(id).map_or(id.as_str(), |entity| entity.name.as_str()));
        let whom: Vec<String> = decision.entities.iter().map(name).collect();
        let speaker = match (decision.kind, whom.is_empty()) {
            (DecisionKind::Speaker, true) => " – not known".to_owned(),
            (DecisionKind::Speaker, false) => format!(" – {}", whom.join(", ")),
            _ => String::new(),
        };
        line!(out, "- {} {before}{}{speaker}", decision.id, words.join(between));
    }
}

fn captures(out: &mut String, view: &View<'_>) {
    let dossier = view.dossier;
    heading(out, "Captures");
    for document in &dossier.documents {
        let published = document
            .published
            .as_ref()
            .and_then(|dated| dated.normalised.as_deref());
        line!(
            out,
            "- `{}` {}, {}, {}, SHA-256 `{}`",
            code(&document.id),
            for_markdown(&view.outlet_name(&document.outlet)),
            published.unwrap_or("no date"),
            for_markdown(&document.charset),
            code(&document.sha256)
        );
    }
    for primary in &dossier.primaries {
        line!(
            out,
            "- `{}` {}, SHA-256 `{}`",
            code(&primary.id),
            label(&primary.kind),
            code(&primary.sha256)
        );
    }
    if !dossier.notices.is_empty() {
        heading(out, "Notices");
        for notice in &dossier.notices {
            line!(out, "- {}: {}", label(&notice.code), for_markdown(&notice.detail));
        }
    }
    line!(
        out,
        "\nMade by {} {}. All words about the story are copied from the captures.",
        dossier.program.name,
        dossier.program.version
    );
}
