//! The type of a source, and its name.
//!
//! In: a voice and the passage it speaks in. Out: one of six types, and the
//! fullest form of the name where the type has one.

use nlp::{EntityKind, MentionForm};
use text::Span;

use super::SourcedType;
use super::catalogue::Catalogue;
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
pub(super) fn source(scene: &Scene, catalogue: &Catalogue, voice: &Voice, passage: Span) -> Option<Source> {
    let named = |kind, name| {
        Some(Source {
            kind,
            name: Some(name),
        })
    };
    match *voice {
        Voice::Entity(entity) => {
            let name = scene.analysis.entities[entity].name;
            match scene.kind(entity) {
                EntityKind::Organisation if has_age(scene, entity) => named(SourcedType::NamedPerson, name),
                // "the Lorn Courier" is no person, whatever it was taken for.
                EntityKind::Person if has_article(scene, name) => named(SourcedType::NamedOrganisation, name),
                EntityKind::Person => {
                    let styled = catalogue.styled(entity).unwrap_or(name);
                    named(SourcedType::NamedPerson, styled)
                }
                EntityKind::Organisation
                | EntityKind::Outlet
                | EntityKind::Country
                | EntityKind::Place
                | EntityKind::Product
                | EntityKind::Vessel => Some(Source {
                    kind: SourcedType::NamedOrganisation,
                    name: Some(without_article(scene, name)),
                }),
                EntityKind::Document => named(SourcedType::Document, name),
                EntityKind::Group | EntityKind::Unresolved => Some(Source {
                    kind: SourcedType::UnnamedGroup,
                    name: None,
                }),
            }
        }
        Voice::Phrase { span, head } => phrase(scene, catalogue, span, head, passage),
    }
}

fn phrase(scene: &Scene, catalogue: &Catalogue, span: Span, head: usize, passage: Span) -> Option<Source> {
    let words = &scene.words;
    let lower = words.lower(head);
    let noun = scene.vocabulary.noun(lower);
    let class = scene.lexicon.source_class(lower);
    let plural = scene.is_plural(head);
    let unnamed = |kind| Some(Source { kind, name: None });
    // "history says", "common sense dictates"
    let range = scene.range(span);
    if words[head].is(Class::SUBJECT) || lower.starts_with("i'") {
        return None;
    }
    if range.len() == 1 && words[head].shape == Shape::Lower && !plural {
        return None;
    }
    // "the Post", of which the full name stands elsewhere
    let inside = words[head].capital() && head > scene.sentence(head).start;
    if inside
        && matches!(
            class,
            Some(SourceClass::Document | SourceClass::Masthead | SourceClass::Outlet)
        )
        && range.end == head + 1
    {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: institution_name(scene, catalogue, range, head),
        });
    }
    if class == Some(SourceClass::Anonymous) || is_kept_unnamed(scene, passage) && noun != Noun::default() {
        return unnamed(SourcedType::Anonymous);
    }
    if noun.is(Noun::SPEAKS_FOR)
        && let Some(organisation) = organisation_in(scene, span)
            .or_else(|| house_after(scene, head, range.clone()))
            .or_else(|| spoken_for(scene, lower, span, passage))
    {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: Some(organisation),
        });
    }
    let person = noun.is(Noun::PLAIN
        .or(Noun::CONNECTION)
        .or(Noun::OFFICE)
        .or(Noun::SPEAKS_FOR));
    if class == Some(SourceClass::Document) && !person {
        return Some(Source {
            kind: SourcedType::Document,
            name: catalogue.document(scene, range, head),
        });
    }
    let institution = matches!(
        class,
        Some(SourceClass::Institution | SourceClass::Outlet | SourceClass::Masthead)
    );
    if institution && !person && !(plural && lower != "police") {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: institution_name(scene, catalogue, range, head),
        });
    }
    if plural
        || words[head].is(Class::QUANTIFIER)
        || class == Some(SourceClass::Collective) && !person && !scene.vocabulary.is_office(lower)
    {
        return unnamed(SourcedType::UnnamedGroup);
    }
    if person || scene.vocabulary.is_office(lower) {
        let name = words[head]
            .capital()
            .then(|| capitals(scene, range.clone(), head))
            .flatten();
        return match name {
            Some(name) if !noun.is(Noun::OFFICE) || range.len() == 1 => Some(Source {
                kind: SourcedType::NamedPerson,
                name: Some(name),
            }),
            _ => unnamed(SourcedType::UnnamedPerson),
        };
    }
    if words[head].capital() {
        let name = capitals(scene, range.clone(), head)?;
        // "Lorn University's Ada Quill"
        let named = scene.range(name);
        let of_house =
            named.len() == 2 && named.start > range.start && words[named.start - 1].shape == Shape::Clitic;
        let person = of_house || catalogue.is_persons(scene.text(name));
        return Some(Source {
            kind: if person {
                SourcedType::NamedPerson
            } else {
                SourcedType::NamedOrganisation
            },
            name: Some(name),
        });
    }
    None
}

/// "transport ministry" of "the transport ministry".
fn without_article(scene: &Scene, name: Span) -> Span {
    let range = scene.range(name);
    let article = range.len() > 1 && scene.words[range.start].is(Class::ARTICLE);
    let rest = scene.words.span(range.start + usize::from(article)..range.end);
    rest.unwrap_or(name)
}

fn has_article(scene: &Scene, name: Span) -> bool {
    let before = scene.range(name).start.checked_sub(1);
    before.is_some_and(|before| scene.words[before].is(Class::ARTICLE))
}

/// ", 34," after a name: a person, whatever it was taken for.
fn has_age(scene: &Scene, entity: usize) -> bool {
    let words = &scene.words;
    let end = scene.range(scene.analysis.entities[entity].name).end;
    let age = words.get(end + 1).is_some_and(|word| {
        word.shape == Shape::Number
            && scene
                .text(word.span)
                .parse()
                .is_ok_and(|n: u32| (10..110).contains(&n))
    });
    let comma = |at: usize| words.get(at).is_some_and(|word| word.shape == Shape::Comma);
    age && comma(end) && comma(end + 2)
}

/// Does the passage, or the sentence after it in the paragraph, say that its source is not to be named?
fn is_kept_unnamed(scene: &Scene, passage: Span) -> bool {
    let sentences = &scene.analysis.sentences;
    let next = sentences.partition_point(|s| s.span.start() < passage.end());
    let block = scene
        .analysis
        .sentence_at(passage.start())
        .map(|s| sentences[s].block);
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
            matches!(
                mention.form,
                MentionForm::Name | MentionForm::Metonym | MentionForm::Nominal
            ) && matches!(
                scene.kind(mention.entity),
                EntityKind::Organisation | EntityKind::Outlet
            )
        })
        .map(|mention| scene.analysis.entities[mention.entity].name)
}

/// "a spokesman for Lorn Police": the capital words after the preposition.
fn house_after(scene: &Scene, head: usize, range: std::ops::Range<usize>) -> Option<Span> {
    let words = &scene.words;
    if !matches!(words.lower(head + 1), "for" | "of" | "at" | "with") {
        return None;
    }
    let first = (head + 2..range.end).find(|&k| !words[k].is(Class::ARTICLE))?;
    let last = (first..range.end).take_while(|&k| words[k].capital()).last()?;
    words.span(first..last + 1)
}

/// "The Harbour Authority denied it, a spokesperson said": the organisation named before in the passage.
fn spoken_for(scene: &Scene, noun: &str, source: Span, passage: Span) -> Option<Span> {
    let before = Span::new(passage.start(), source.start().max(passage.start()));
    noun.starts_with("spokes")
        .then(|| organisation_in(scene, before))
        .flatten()
}

/// The name of an institution: its phrase where a name is in it, else that of a house with this noun.
fn institution_name(
    scene: &Scene,
    catalogue: &Catalogue,
    range: std::ops::Range<usize>,
    head: usize,
) -> Option<Span> {
    let words = &scene.words;
    let noun = words.lower(head);
    let whole = || scene.without_determiner(range.start..head + 1);
    let capital = |k: usize| words[k].capital() && !words[k].is(Class::DETERMINER);
    if range.clone().any(|k| k != head && capital(k)) {
        return whole();
    }
    let opening = scene.sentence(head).start;
    let named = noun == "police" || words[head].capital() && head > opening;
    catalogue.house(noun).or_else(|| named.then(whole).flatten())
}

/// The run of capital words that ends with the head.
fn capitals(scene: &Scene, range: std::ops::Range<usize>, head: usize) -> Option<Span> {
    let words = &scene.words;
    let first = (range.start..head + 1)
        .rev()
        .take_while(|&k| {
            words[k].capital() && !words[k].is(Class::DETERMINER)
                || scene.is_hyphen(k)
                || k < head
                    && matches!(words.lower(k), "of" | "for")
                    && k > range.start
                    && words[k - 1].capital()
        })
        .last()?;
    words.span(first..head + 1)
}
