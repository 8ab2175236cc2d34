//! Whose words a statement is.
//!
//! In: the statements with their sources. Out: for each a [`Voice`], an entity
//! or the words of the source; `None` where the text does not tell. A relative
//! pronoun speaks for the name before it; a pronoun or a description of a
//! person that is not brought in elsewhere, for whoever spoke last.

use nlp::{EntityKind, MentionForm};
use text::Span;

use super::catalogue::Catalogue;
use super::scene::Scene;
use super::vocabulary::Noun;
use crate::describe::indices;
use crate::lexicon::{Class, SourceClass};
use crate::words::Shape;
use crate::{SourceType, Statement};

/// Words from a name to the relative pronoun that stands for it.
const RELATIVE_REACH: usize = 12;

/// A pronoun may stand for a speaker so many sentences before.
const SPEAKER_REACH: usize = 6;

/// Sentences back in which a person that nobody quotes may have been brought in.
const TOPIC_REACH: usize = 3;

/// Words back in which "an engineer" may have been brought in.
const INTRODUCED: usize = 400;

/// Words of a sentence in which its topic is named.
const OPENING: usize = 8;

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// Index into [`nlp::Analysis::entities`].
    Entity(usize),
    /// The words, with the one at their head.
    Phrase { span: Span, head: usize },
}

/// The voices of statements, in their order.
pub(super) fn voices(scene: &Scene, catalogue: &Catalogue, statements: &[Statement]) -> Vec<Option<Voice>> {
    let mut last: Vec<(usize, Voice)> = Vec::new();
    statements
        .iter()
        .map(|statement| {
            let voice = voice(scene, catalogue, statement, &last);
            if let Some(voice) = &voice
                && statement.parent.is_none()
            {
                let place = scene.analysis.sentence_at(statement.content_cover().start());
                last.push((place.unwrap_or_default(), voice.clone()));
            }
            voice
        })
        .collect()
}

fn voice(
    scene: &Scene,
    catalogue: &Catalogue,
    statement: &Statement,
    last: &[(usize, Voice)],
) -> Option<Voice> {
    let words = &scene.words;
    let speaker = statement.speaker.entity.map(|entity| scene.same(entity));
    let known = speaker.filter(|&entity| scene.kind(entity) != EntityKind::Unresolved);
    if statement.source_type == SourceType::Author {
        return None;
    }
    let Some(&first) = statement.source.first() else {
        return known.map(Voice::Entity);
    };
    let cover = statement
        .source
        .iter()
        .copied()
        .reduce(Span::cover)
        .unwrap_or(first);
    let mut source = indices(words, &statement.source);
    // "Quill herself"
    if source.len() > 1 {
        source.retain(|&k| !words.lower(k).ends_with("self"));
    }
    let only = match source[..] {
        [one] => Some(one),
        _ => None,
    };
    if let Some(one) = only.filter(|&one| words[one].is(Class::WH)) {
        return antecedent(scene, one);
    }
    let pronoun = only.filter(|&one| words[one].is(Class::SUBJECT.or(Class::OBJECT)));
    if let Some(one) = pronoun {
        let suits = |voice: &Voice| suits(scene, voice, words.lower(one));
        let resolved = known.map(Voice::Entity);
        let Some((since, before)) = spoke_before(scene, last, first, suits) else {
            return resolved.or_else(|| topic(scene, first, 0).filter(suits));
        };
        // "he said" is the one who spoke before, unless another has been brought in since.
        let brought_in = resolved.is_some() && topic(scene, first, since + 1) == resolved;
        return if brought_in { resolved } else { Some(before) };
    }
    let mut head = crate::describe::source::head(words, scene.lexicon, &source)?;
    // "people familiar with the matter"
    if head > source[0]
        && matches!(
            words.lower(head),
            "familiar" | "close" | "aware" | "knowledgeable"
        )
    {
        head -= 1;
    }
    let held = || {
        let mention = scene.mention_at(words[head].span)?;
        let entity = scene.same(mention.entity);
        let resolved = mention.form == MentionForm::Name && scene.kind(entity) != EntityKind::Unresolved;
        resolved.then_some(entity)
    };
    let known = known.or_else(held).or_else(|| {
        // A family name of two: the one who spoke last.
        let candidates = &scene.analysis.entities[speaker?].candidates;
        let bears = |voice: &Voice| matches!(voice, Voice::Entity(e) if candidates.iter().any(|&c| scene.same(c) == *e));
        match spoke_before(scene, last, first, bears) {
            Some((_, Voice::Entity(entity))) => Some(entity),
            _ => named_before(scene, first, |entity| candidates.iter().any(|&c| scene.same(c) == entity)),
        }
    });
    if let Some(person) = person_in_apposition(scene, cover, head) {
        return Some(Voice::Entity(person));
    }
    if scene.vocabulary.noun(words.lower(head)).is(Noun::UTTERING)
        && let Some(owner) = owner(scene, source[0]..head)
    {
        return Some(Voice::Entity(owner));
    }
    let group = scene.is_plural(head)
        && (words[head].shape == Shape::Lower
            || scene.lexicon.source_class(words.lower(head)) == Some(SourceClass::Collective));
    if let Some(entity) = known.filter(|_| !group)
        && scene.kind(entity) != EntityKind::Group
        && (scene.kind(entity) != EntityKind::Person || stands_for_person(scene, entity, cover, head))
    {
        return Some(Voice::Entity(entity));
    }
    let definite = words.lower(source[0]) == "the" || source.iter().any(|&k| words[k].shape == Shape::Clitic);
    // "the man" tells nothing of who it is.
    let plain = scene.vocabulary.noun(words.lower(head)).is(Noun::PLAIN);
    if definite && !plain && describes_a_person(scene, head) && !brought_in(scene, head) {
        let before = spoke_before(scene, last, first, |voice| suits(scene, voice, "he"))
            .map(|(_, voice)| voice)
            .or_else(|| topic(scene, first, 0));
        if before.is_some() {
            return before;
        }
    }
    let house = matches!(
        scene.lexicon.source_class(words.lower(head)),
        Some(SourceClass::Institution | SourceClass::Outlet)
    );
    if definite
        && house
        && !scene.is_plural(head)
        && source.len() == 2
        && catalogue.house(words.lower(head)).is_none()
    {
        let organisation =
            |entity| matches!(scene.kind(entity), EntityKind::Organisation | EntityKind::Outlet);
        if let Some(entity) = named_before(scene, first, organisation) {
            return Some(Voice::Entity(entity));
        }
    }
    Some(Voice::Phrase { span: cover, head })
}

/// The last entity named in the sentences before, or earlier in this one, that suits.
fn named_before(scene: &Scene, place: Span, suits: impl Fn(usize) -> bool) -> Option<usize> {
    let sentence = scene.analysis.sentence_at(place.start())?;
    let from = scene.analysis.sentences[sentence.saturating_sub(TOPIC_REACH)]
        .span
        .start();
    let mentions: Vec<_> = scene
        .analysis
        .mentions_in(Span::new(from, place.start().max(from)))
        .collect();
    mentions
        .iter()
        .rev()
        .filter(|mention| mention.form == MentionForm::Name)
        .map(|mention| scene.same(mention.entity))
        .find(|&entity| suits(entity))
}

/// "Minister for ports, Ada Quill,": the person after the comma.
fn person_in_apposition(scene: &Scene, source: Span, head: usize) -> Option<usize> {
    let words = &scene.words;
    scene
        .analysis
        .mentions_in(source)
        .filter(|mention| {
            mention.form == MentionForm::Name && scene.kind(scene.same(mention.entity)) == EntityKind::Person
        })
        .find(|mention| {
            let range = scene.range(mention.span);
            let comma = range.start > head && words[range.start - 1].shape == Shape::Comma;
            // "deputy minister for ports Ada Quill", but "a lawyer for plaintiff Ada Quill"
            let before = range
                .start
                .checked_sub(1)
                .filter(|&k| k > head)
                .map(|k| words.lower(k));
            let joined = before.is_some_and(|lower| {
                words[range.start - 1].shape == Shape::Lower
                    && words[range.start - 1].class == Class::default()
                    && scene.vocabulary.noun(words.lower(head)).is(Noun::OFFICE)
                    && scene.vocabulary.noun(lower) == Noun::default()
                    && !scene.vocabulary.is_office(lower)
            });
            let last = words
                .get(range.end)
                .is_none_or(|next| next.shape == Shape::Comma || next.span.start() >= source.end());
            (comma || joined) && last
        })
        .map(|mention| scene.same(mention.entity))
}

/// The person whose words they are: "Quill's remarks".
fn owner(scene: &Scene, before: std::ops::Range<usize>) -> Option<usize> {
    let span = scene.words.span(before)?;
    scene
        .analysis
        .mentions_in(span)
        .map(|mention| scene.same(mention.entity))
        .find(|&entity| scene.kind(entity) == EntityKind::Person)
}

/// Is the head part of the person's name, or a noun for a person before it? "Quill's campaign" and
/// "a Quill ally" are not Quill.
fn stands_for_person(scene: &Scene, entity: usize, source: Span, head: usize) -> bool {
    let span = scene.words[head].span;
    let held = scene
        .mention_at(span)
        .is_some_and(|mention| scene.same(mention.entity) == entity);
    held || describes_a_person(scene, head)
        && scene
            .analysis
            .mentions_in(source)
            .any(|mention| mention.span.start() >= span.end() && scene.same(mention.entity) == entity)
}

/// The name that a relative pronoun stands for.
fn antecedent(scene: &Scene, pronoun: usize) -> Option<Voice> {
    let words = &scene.words;
    let sentence = scene.sentence(pronoun);
    let from = sentence.start.max(pronoun.saturating_sub(RELATIVE_REACH));
    let span = words.span(from..pronoun)?;
    let person = words.lower(pronoun) == "who";
    let fits = |kind: EntityKind| match kind {
        EntityKind::Person => person,
        EntityKind::Organisation | EntityKind::Outlet | EntityKind::Document => !person,
        EntityKind::Group => person,
        _ => false,
    };
    scene
        .analysis
        .mentions_in(span)
        .filter(|mention| mention.form == MentionForm::Name && fits(scene.kind(mention.entity)))
        .last()
        .map(|mention| Voice::Entity(scene.same(mention.entity)))
}

/// The last voice before a place that suits, with its sentence.
fn spoke_before(
    scene: &Scene,
    last: &[(usize, Voice)],
    place: Span,
    suits: impl Fn(&Voice) -> bool,
) -> Option<(usize, Voice)> {
    let sentence = scene.analysis.sentence_at(place.start())?;
    last.iter()
        .rev()
        .take_while(|(at, _)| at + SPEAKER_REACH >= sentence)
        .find(|(_, voice)| suits(voice))
        .cloned()
}

/// The person that one of the last sentences, from the one at `since` on, begins with.
fn topic(scene: &Scene, place: Span, since: usize) -> Option<Voice> {
    let sentence = scene.analysis.sentence_at(place.start())?;
    (sentence.saturating_sub(TOPIC_REACH).max(since)..sentence)
        .rev()
        .find_map(|at| {
            let sentence = &scene.analysis.sentences[at];
            let opening = scene
                .words
                .span(sentence.first_token..sentence.end_token.min(sentence.first_token + OPENING))?;
            scene
                .analysis
                .mentions_in(opening)
                .map(|mention| (mention, scene.same(mention.entity)))
                .find(|&(mention, entity)| {
                    mention.form == MentionForm::Name && scene.kind(entity) == EntityKind::Person
                })
                .map(|(_, entity)| Voice::Entity(entity))
        })
}

/// May this pronoun stand for the voice?
fn suits(scene: &Scene, voice: &Voice, pronoun: &str) -> bool {
    let singular_person = matches!(pronoun, "he" | "she" | "him" | "her");
    match *voice {
        Voice::Entity(entity) => match scene.kind(entity) {
            EntityKind::Person => {
                let gender = scene.analysis.entities[entity].gender;
                singular_person
                    && match pronoun {
                        "she" | "her" => gender != Some(nlp::Gender::Male),
                        _ => true,
                    }
            }
            EntityKind::Group => pronoun == "they",
            _ => matches!(pronoun, "it" | "they"),
        },
        Voice::Phrase { head, .. } => {
            if scene.is_plural(head) {
                pronoun == "they"
            } else {
                singular_person == describes_a_person(scene, head)
            }
        }
    }
}

/// Is the head a noun for one person?
pub(super) fn describes_a_person(scene: &Scene, head: usize) -> bool {
    let lower = scene.words.lower(head);
    let person = Noun::PLAIN
        .or(Noun::CONNECTION)
        .or(Noun::OFFICE)
        .or(Noun::SPEAKS_FOR);
    !scene.is_plural(head)
        && (scene.vocabulary.noun(lower).is(person) || scene.vocabulary.is_office(lower))
        && lower != "family"
}

/// Does "a" or "an" with this noun stand before it, so that it is one without a name?
fn brought_in(scene: &Scene, head: usize) -> bool {
    let words = &scene.words;
    let from = head.saturating_sub(INTRODUCED);
    (from..head).any(|at| {
        words.lower(at) == words.lower(head)
            && (at.saturating_sub(4)..at).any(|k| matches!(words.lower(k), "a" | "an" | "one" | "another"))
    })
}
