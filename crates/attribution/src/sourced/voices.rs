//! Whose words a statement is.
//!
//! In: the statements with their sources. Out: for each a [`Voice`], an entity
//! or the words of the source; `None` where the text does not tell. A relative
//! pronoun speaks for the name before it; a pronoun or a description of a
//! person that is not brought in elsewhere, for whoever spoke last.

use nlp::{EntityKind, MentionForm};
use text::Span;

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

/// A source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Voice {
    /// Index into [`nlp::Analysis::entities`].
    Entity(usize),
    /// The words, with the one at their head.
    Phrase { span: Span, head: usize },
}

/// The voices of statements, in their order.
pub(super) fn voices(scene: &Scene, statements: &[Statement]) -> Vec<Option<Voice>> {
    let mut last: Vec<(usize, Voice)> = Vec::new();
    statements
        .iter()
        .map(|statement| {
            let voice = voice(scene, statement, &last);
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

fn voice(scene: &Scene, statement: &Statement, last: &[(usize, Voice)]) -> Option<Voice> {
    let words = &scene.words;
    let speaker = statement.speaker.entity.map(|entity| scene.same(entity));
    let known = speaker.filter(|&entity| scene.kind(entity) != EntityKind::Unresolved);
    if statement.source_type == SourceType::Author {
        return None;
    }
    let Some(&first) = statement.source.first() else {
        return known.map(Voice::Entity);
    };
    let cover = statement.source.iter().copied().reduce(Span::cover).unwrap_or(first);
    let source = indices(words, &statement.source);
    let only = match source[..] {
        [one] => Some(one),
        _ => None,
    };
    if let Some(one) = only.filter(|&one| words[one].is(Class::WH)) {
        return antecedent(scene, one);
    }
    let pronoun = only.filter(|&one| words[one].is(Class::SUBJECT.or(Class::OBJECT)));
    if let Some(one) = pronoun {
        return match known {
            Some(entity) => Some(Voice::Entity(entity)),
            None => spoke_before(scene, last, first, |voice| {
                suits(scene, voice, words.lower(one))
            }),
        };
    }
    let head = crate::describe::source::head(words, scene.lexicon, &source)?;
    let group = scene.is_plural(head)
        && (words[head].shape == Shape::Lower
            || scene.lexicon.source_class(words.lower(head)) == Some(SourceClass::Collective));
    if let Some(entity) = known.filter(|_| !group)
        && scene.kind(entity) != EntityKind::Group
    {
        return Some(Voice::Entity(entity));
    }
    let definite = words.lower(source[0]) == "the" || source.iter().any(|&k| words[k].shape == Shape::Clitic);
    if definite && describes_a_person(scene, head) && !brought_in(scene, head) {
        let before = spoke_before(scene, last, first, |voice| suits(scene, voice, "he"));
        if before.is_some() {
            return before;
        }
    }
    Some(Voice::Phrase { span: cover, head })
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

/// The last voice before a place that suits.
fn spoke_before(
    scene: &Scene,
    last: &[(usize, Voice)],
    place: Span,
    suits: impl Fn(&Voice) -> bool,
) -> Option<Voice> {
    let sentence = scene.analysis.sentence_at(place.start())?;
    last.iter()
        .rev()
        .take_while(|(at, _)| at + SPEAKER_REACH >= sentence)
        .find(|(_, voice)| suits(voice))
        .map(|(_, voice)| voice.clone())
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
    let person = Noun::PLAIN.or(Noun::CONNECTION).or(Noun::OFFICE).or(Noun::SPEAKS_FOR);
    !scene.is_plural(head)
        && (scene.vocabulary.noun(lower).is(person) || scene.vocabulary.is_office(lower))
        && lower != "family"
}

/// Does "a" or "an" with this noun stand before it, so that it is one without a name?
fn brought_in(scene: &Scene, head: usize) -> bool {
    let words = &scene.words;
    let from = head.saturating_sub(400);
    (from..head).any(|at| {
        words.lower(at) == words.lower(head)
            && (at.saturating_sub(4)..at).any(|k| matches!(words.lower(k), "a" | "an" | "one" | "another"))
    })
}
