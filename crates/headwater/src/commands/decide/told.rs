//! Decisions in words, and what they change.
//!
//! In: decisions, and the dossiers of a story without and with them. Out: lines for a
//! terminal. Nothing is told that the dossiers do not show.

use std::collections::{BTreeMap, BTreeSet};

use collation::{Decision, Line, Place, Who};
use dossier::{Dossier, Interval, for_terminal};
use text::NoticeCode;

use crate::terminal::one_line;

/// Lines of one kind of change.
const SHOWN: usize = 10;
/// Digits of a hash that tell a page that is not at hand.
const HASH: usize = 8;

/// "one and the same: “Ada Quill” = “Dr Quill”". Pages go by their id where they are at hand.
pub(super) fn in_words(decision: &Decision, story: Option<&Dossier>) -> String {
    let (before, between) = dossier::decision_words(decision.kind());
    let place = |place: &Place| {
        let known = story.and_then(|story| story.documents.iter().find(|known| known.sha256 == place.sha256));
        let page = known.map_or_else(
            || format!("page {}…", &place.sha256[..HASH.min(place.sha256.len())]),
            |known| known.id.clone(),
        );
        format!("“{}” ({page})", dossier::plain(&place.text))
    };
    let who = |who: &Who| match who {
        Who::Name { given, .. } => format!("“{given}”"),
        Who::Place(words) => place(words),
    };
    let words = match decision {
        Decision::Same(list) | Decision::Apart(list) => list.iter().map(who).collect(),
        Decision::Mention(words, is) => vec![place(words), who(is)],
        Decision::Speaker(words, is) => {
            let is = is.as_ref().map_or_else(|| "nobody knows".to_owned(), who);
            vec![place(words), format!("– {is}")]
        }
        Decision::Taken(page, from) | Decision::NotTaken(page, from) => vec![place(page), place(from)],
        Decision::OneSource(list) | Decision::SeparateSources(list) => list.iter().map(place).collect(),
    };
    for_terminal(&format!("{before}{}", words.join(between)))
}

/// What of a line does not apply to the story.
pub(super) fn lacks(line: &Line, story: &Dossier) -> Vec<String> {
    let mark = format!("({line}) was not applied: ");
    let about = story
        .notices
        .iter()
        .filter(|notice| notice.code == NoticeCode::DecisionNotApplied);
    about
        .filter_map(|notice| {
            let (words, why) = notice.detail.split_once(&mark)?;
            let words = words.trim_start_matches("A decision about ");
            Some(for_terminal(&format!(
                "{}: {}",
                words.trim_end(),
                why.trim_end_matches('.')
            )))
        })
        .collect()
}

/// Whom the names of a decision meet in the story, page by page and in the labels of primaries.
pub(super) fn fits(decision: &Decision, story: &Dossier) -> Vec<String> {
    let names = decision.whos().filter_map(|who| match who {
        Who::Name { given, words } => Some((given, words)),
        Who::Place(_) => None,
    });
    let mut lines = Vec::new();
    for (given, wanted) in names {
        let bears =
            |name: &str| matches!(Who::named(name), Some(Who::Name { words, .. }) if words == *wanted);
        for entity in &story.entities {
            let mut places: BTreeMap<&str, usize> = BTreeMap::new();
            for mention in entity.mentions.iter().filter(|one| bears(one.span.words())) {
                *places.entry(&mention.span.doc).or_default() += 1;
            }
            for primary in &story.primaries {
                let spoken = primary
                    .units
                    .iter()
                    .filter(|unit| unit.speaker.as_ref() == Some(&entity.id));
                let labelled = spoken
                    .filter(|unit| unit.label.as_deref().is_some_and(bears))
                    .count();
                if labelled > 0 {
                    *places.entry(&primary.id).or_default() += labelled;
                }
            }
            if !places.is_empty() {
                let places: Vec<String> = places
                    .iter()
                    .map(|(doc, count)| format!("{doc} {count}×"))
                    .collect();
                lines.push(for_terminal(&format!(
                    "“{given}”: {} ({})",
                    entity.name,
                    places.join(", ")
                )));
            }
        }
    }
    lines
}

/// What is otherwise with a decision than without it.
pub(super) fn changes(before: &Dossier, after: &Dossier) -> Vec<String> {
    let mut lines = Vec::new();
    let people = |story: &Dossier| story.entities.len();
    if people(before) != people(after) {
        let (before, after) = (people(before), people(after));
        lines.push(format!("people, bodies and places: {after}, before {before}"));
    }
    lines.extend(shortened(
        speakers(before, after),
        "more statements have another speaker",
    ));
    lines.extend(shortened(edges(before, after), "more lines of descent"));
    lines.extend(shortened(counts(before, after), "more claims have another count"));
    lines
}

fn shortened(mut lines: Vec<String>, more: &str) -> Vec<String> {
    if lines.len() > SHOWN {
        let rest = lines.len() - SHOWN;
        lines.truncate(SHOWN);
        lines.push(format!("and {rest} {more}"));
    }
    lines
}

fn speakers(before: &Dossier, after: &Dossier) -> Vec<String> {
    let told = |story: &Dossier| -> BTreeMap<(String, usize), (String, String)> {
        let names: BTreeMap<&str, &str> = story
            .entities
            .iter()
            .map(|one| (one.id.as_str(), one.name.as_str()))
            .collect();
        let statements = story.statements.iter().filter_map(|statement| {
            let first = statement.content.first()?;
            let speaker = statement
                .speaker
                .entity
                .as_deref()
                .and_then(|id| names.get(id).copied());
            let speaker = speaker.unwrap_or("nobody named").to_owned();
            Some((
                (first.doc.clone(), first.start),
                (speaker, first.words().to_owned()),
            ))
        });
        statements.collect()
    };
    let (before, after) = (told(before), told(after));
    let changed = after.iter().filter_map(|(at, (speaker, words))| {
        let (other, _) = before.get(at).filter(|(other, _)| other != speaker)?;
        let told = format!(
            "{}: “{}” is said by {speaker}, before {other}",
            at.0,
            one_line(words)
        );
        Some(for_terminal(&told))
    });
    changed.collect()
}

fn edges(before: &Dossier, after: &Dossier) -> Vec<String> {
    let told = |story: &Dossier| -> BTreeSet<String> {
        let nodes: BTreeMap<&str, &str> = story
            .stemma
            .nodes
            .iter()
            .map(|one| (one.id.as_str(), one.label.as_str()))
            .collect();
        let name = |id: &str| nodes.get(id).copied().unwrap_or_default().to_owned();
        let edges = story.stemma.edges.iter();
        edges
            .map(|edge| {
                let kind = serde_json::to_value(edge.kind).unwrap_or_default();
                let kind = kind.as_str().unwrap_or_default().replace('_', " ");
                format!("{} → {kind} → {}", name(&edge.from), name(&edge.to))
            })
            .collect()
    };
    let (before, after) = (told(before), told(after));
    let new = after
        .difference(&before)
        .map(|edge| format!("new: {}", for_terminal(edge)));
    let gone = before
        .difference(&after)
        .map(|edge| format!("gone: {}", for_terminal(edge)));
    new.chain(gone).collect()
}

fn counts(before: &Dossier, after: &Dossier) -> Vec<String> {
    let told = |story: &Dossier| -> BTreeMap<(String, usize, usize), (Interval, String)> {
        let claims = story.claims.iter().map(|claim| {
            let at = &claim.text_span;
            let words = one_line(&claim.text);
            (
                (at.doc.clone(), at.start, at.end),
                (claim.origins.independent, words),
            )
        });
        claims.collect()
    };
    let (before, after) = (told(before), told(after));
    let changed = after.iter().filter_map(|(at, (now, words))| {
        let (then, _) = before.get(at).filter(|(then, _)| then != now)?;
        let (now, then) = (crate::terminal::interval(*now), crate::terminal::interval(*then));
        Some(format!("independent origins of “{words}”: {now}, before {then}"))
    });
    changed.collect()
}
