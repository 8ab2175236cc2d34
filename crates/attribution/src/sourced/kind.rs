//! The type of a source, and its name.
//!
//! In: a voice and the passage it speaks in. Out: one of six types, and the
//! fullest form of the name where the type has one.

use nlp::{EntityKind, MentionForm};
use text::Span;

use super::SourcedType;
use super::scene::Scene;
use super::vocabulary::Noun;
use super::voices::Voice;
use crate::lexicon::{Class, SourceClass};
use crate::words::Shape;

/// A typed source.
pub(super) struct Source {
    pub(super) kind: SourcedType,
    pub(super) name: Option<Span>,
}

/// What the voice of a passage is; `None` when it is nobody who can speak.
pub(super) fn source(scene: &Scene, voice: &Voice, passage: Span) -> Option<Source> {
    let named = |kind, name| Some(Source { kind, name: Some(name) });
    match *voice {
        Voice::Entity(entity) => {
            let name = scene.analysis.entities[entity].name;
            match scene.kind(entity) {
                EntityKind::Person => named(SourcedType::NamedPerson, name),
                EntityKind::Organisation
                | EntityKind::Outlet
                | EntityKind::Country
                | EntityKind::Place
                | EntityKind::Product
                | EntityKind::Vessel => named(SourcedType::NamedOrganisation, name),
                EntityKind::Document => named(SourcedType::Document, name),
                EntityKind::Group | EntityKind::Unresolved => Some(Source {
                    kind: SourcedType::UnnamedGroup,
                    name: None,
                }),
            }
        }
        Voice::Phrase { span, head } => phrase(scene, span, head, passage),
    }
}

fn phrase(scene: &Scene, span: Span, head: usize, passage: Span) -> Option<Source> {
    let words = &scene.words;
    let lower = words.lower(head);
    let noun = scene.vocabulary.noun(lower);
    let class = scene.lexicon.source_class(lower);
    let plural = scene.is_plural(head);
    let unnamed = |kind| Some(Source { kind, name: None });
    if class == Some(SourceClass::Anonymous) || is_kept_unnamed(scene, passage) && noun != Noun::default() {
        return unnamed(SourcedType::Anonymous);
    }
    if noun.is(Noun::SPEAKS_FOR)
        && let Some(organisation) = organisation_in(scene, span)
    {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: Some(organisation),
        });
    }
    let person = noun.is(Noun::PLAIN.or(Noun::CONNECTION).or(Noun::OFFICE).or(Noun::SPEAKS_FOR));
    if class == Some(SourceClass::Document) && !person {
        return Some(Source {
            kind: SourcedType::Document,
            name: document_name(scene, span, head),
        });
    }
    let institution = matches!(
        class,
        Some(SourceClass::Institution | SourceClass::Outlet | SourceClass::Masthead)
    );
    if institution && !person && !(plural && lower != "police") {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: institution_name(scene, span, head),
        });
    }
    if plural || words[head].is(Class::QUANTIFIER) || class == Some(SourceClass::Collective) && !person {
        return unnamed(SourcedType::UnnamedGroup);
    }
    if person || scene.vocabulary.is_office(lower) {
        let name = words[head].capital().then(|| capitals(scene, span)).flatten();
        return match name {
            Some(name) if !noun.is(Noun::OFFICE) => Some(Source {
                kind: SourcedType::NamedPerson,
                name: Some(name),
            }),
            _ => unnamed(SourcedType::UnnamedPerson),
        };
    }
    if words[head].capital() {
        let name = capitals(scene, span)?;
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: Some(name),
        });
    }
    None
}

/// Does the passage, or the sentence after it in the paragraph, say that its source is not to be named?
fn is_kept_unnamed(scene: &Scene, passage: Span) -> bool {
    let sentences = &scene.analysis.sentences;
    let next = sentences.partition_point(|s| s.span.start() < passage.end());
    let block = scene.analysis.sentence_at(passage.start()).map(|s| sentences[s].block);
    let after = sentences.get(next).filter(|s| Some(s.block) == block);
    let span = after.map_or(passage, |s| passage.cover(s.span));
    let folded = scene.text(span).to_lowercase();
    scene.vocabulary.anonymity().any(|phrase| folded.contains(phrase))
}

/// An organisation that is named in the phrase: "a White House official", "a spokesman for Tern Lines".
fn organisation_in(scene: &Scene, span: Span) -> Option<Span> {
    scene
        .analysis
        .mentions_in(span)
        .find(|mention| {
            matches!(mention.form, MentionForm::Name | MentionForm::Metonym | MentionForm::Nominal)
                && matches!(
                    scene.kind(mention.entity),
                    EntityKind::Organisation | EntityKind::Outlet
                )
        })
        .map(|mention| scene.analysis.entities[mention.entity].name)
}

/// The words of a document's phrase where a name is in them, here or where the same noun stood before.
fn document_name(scene: &Scene, span: Span, head: usize) -> Option<Span> {
    let words = &scene.words;
    let own = |span: Span, head: usize| {
        let named = scene.range(span).any(|k| words[k].capital() && k > scene.range(span).start);
        let capital_first = words[scene.range(span).start].capital() && !words[scene.range(span).start].is(Class::DETERMINER);
        (named || capital_first && scene.range(span).start < head).then(|| scene.without_determiner(scene.range(span))).flatten()
    };
    own(span, head)
}

/// The name of an institution: that of an organisation with this noun in its name, else the phrase.
fn institution_name(scene: &Scene, span: Span, head: usize) -> Option<Span> {
    let words = &scene.words;
    let noun = words.lower(head);
    let known = scene.analysis.entities.iter().find(|entity| {
        matches!(entity.kind, EntityKind::Organisation | EntityKind::Outlet)
            && scene.text(entity.name).to_lowercase().split(' ').any(|word| word == noun)
    });
    let range = scene.range(span);
    let own = range.clone().any(|k| words[k].capital() && !words[k].is(Class::DETERMINER));
    match known {
        Some(entity) if !own => Some(entity.name),
        _ => scene.without_determiner(range.start..head + 1),
    }
}

/// The capital words at the end of a phrase.
fn capitals(scene: &Scene, span: Span) -> Option<Span> {
    let words = &scene.words;
    let range = scene.range(span);
    let first = range
        .clone()
        .find(|&k| words[k].capital() && !words[k].is(Class::DETERMINER))?;
    let end = (first..range.end)
        .take_while(|&k| words[k].capital() || words[k].shape == Shape::Number || scene.is_hyphen(k) || words.lower(k) == "of")
        .last()?;
    words.span(first..end + 1)
}
