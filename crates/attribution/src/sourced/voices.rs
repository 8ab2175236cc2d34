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
use crate::describe::{indices, source};
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

/// Mentions and voices that are looked at, the last ones first.
const MOST_MENTIONS: usize = 64;

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

/// Where a source is asked for, and who spoke before.
struct Place<'a> {
    scene: &'a Scene<'a>,
    catalogue: &'a Catalogue<'a>,
    /// The first piece of the source.
    first: Span,
    /// All of it, with what stands between.
    cover: Span,
    /// Voices so far, with their sentences.
    last: &'a [(usize, Voice)],
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
    let place = Place {
        scene,
        catalogue,
        first,
        cover: statement.source.iter().copied().fold(first, Span::cover),
        last,
    };
    let mut source = indices(words, &statement.source);
    // "Quill herself"
    if source.len() > 1 {
        source.retain(|&k| !words.lower(k).ends_with("self"));
    }
    match source[..] {
        [one] if words[one].is(Class::WH) => antecedent(scene, one),
        [one] if words[one].is(Class::SUBJECT.or(Class::OBJECT)) => of_pronoun(&place, one, known),
        _ => of_phrase(&place, &source, speaker),
    }
}

/// "he said" is the one who spoke before, unless another has been brought in since.
fn of_pronoun(place: &Place, pronoun: usize, known: Option<usize>) -> Option<Voice> {
    let suits = |voice: &Voice| suits(place.scene, voice, place.scene.words.lower(pronoun));
    let resolved = known.map(Voice::Entity);
    let Some((since, before)) = place.spoke_before(suits) else {
        return resolved.or_else(|| place.topic(0).filter(suits));
    };
    let brought_in = resolved.is_some() && place.topic(since + 1) == resolved;
    if brought_in { resolved } else { Some(before) }
}

/// A name, a description or a house.
fn of_phrase(place: &Place, source: &[usize], speaker: Option<usize>) -> Option<Voice> {
    let (scene, cover) = (place.scene, place.cover);
    let words = &scene.words;
    let mut head = source::head(words, scene.lexicon, source)?;
    // "people familiar with the matter"
    let trailing = matches!(
        words.lower(head),
        "familiar" | "close" | "aware" | "knowledgeable"
    );
    if trailing && head > source[0] {
        head -= 1;
    }
    let (lower, noun) = (words.lower(head), scene.vocabulary.noun(words.lower(head)));
    if let Some(person) = person_in_apposition(scene, cover, head) {
        return Some(Voice::Entity(person));
    }
    if noun.is(Noun::UTTERING)
        && let Some(owner) = owner(scene, source[0]..head)
    {
        return Some(Voice::Entity(owner));
    }
    let group = scene.is_plural(head)
        && (words[head].shape == Shape::Lower
            || scene.lexicon.source_class(lower) == Some(SourceClass::Collective));
    if let Some(entity) = place.named(head, speaker).filter(|_| !group)
        && scene.kind(entity) != EntityKind::Group
        && (scene.kind(entity) != EntityKind::Person || stands_for_person(scene, entity, cover, head))
    {
        return Some(Voice::Entity(entity));
    }
    let definite = words.lower(source[0]) == "the" || source.iter().any(|&k| words[k].shape == Shape::Clitic);
    // "the man" tells nothing of who it is.
    let told = definite && !noun.is(Noun::PLAIN);
    if told && describes_a_person(scene, head) && !brought_in(scene, head) {
        let before = place.spoke_before(|voice| suits(scene, voice, "he"));
        let before = before.map(|(_, voice)| voice).or_else(|| place.topic(0));
        if before.is_some() {
            return before;
        }
    }
    let house = matches!(
        scene.lexicon.source_class(lower),
        Some(SourceClass::Institution | SourceClass::Outlet)
    );
    // "the company", of which no name in the text has the noun
    let bare = definite && house && !scene.is_plural(head) && source.len() == 2;
    if bare && place.catalogue.house(lower).is_none() {
        let kind = |entity| scene.kind(entity);
        let named = place
            .named_before(|entity| matches!(kind(entity), EntityKind::Organisation | EntityKind::Outlet));
        if let Some(entity) = named {
            return Some(Voice::Entity(entity));
        }
    }
    Some(Voice::Phrase { span: cover, head })
}

impl Place<'_> {
    /// The entity that is named at the head; of several of one family name the one who spoke or was named last.
    fn named(&self, head: usize, speaker: Option<usize>) -> Option<usize> {
        let scene = self.scene;
        let resolved = |entity: &usize| scene.kind(*entity) != EntityKind::Unresolved;
        if let Some(known) = speaker.filter(resolved) {
            return Some(known);
        }
        let held = scene.mention_at(scene.words[head].span);
        let named = held.filter(|mention| mention.form == MentionForm::Name);
        if let Some(entity) = named.map(|mention| scene.same(mention.entity)).filter(resolved) {
            return Some(entity);
        }
        let candidates = &scene.analysis.entities[speaker?].candidates;
        let bears = |entity: usize| candidates.iter().any(|&one| scene.same(one) == entity);
        match self.spoke_before(|voice| matches!(*voice, Voice::Entity(entity) if bears(entity))) {
            Some((_, Voice::Entity(entity))) => Some(entity),
            _ => self.named_before(bears),
        }
    }

    /// The last entity named in the sentences before, or earlier in this one, that suits.
    fn named_before(&self, suits: impl Fn(usize) -> bool) -> Option<usize> {
        let analysis = self.scene.analysis;
        let sentence = analysis.sentence_at(self.first.start())?;
        let from = analysis.sentences[sentence.saturating_sub(TOPIC_REACH)]
            .span
            .start();
        let end = analysis
            .mentions
            .partition_point(|m| m.span.start() < self.first.start());
        analysis.mentions[..end]
            .iter()
            .rev()
            .take(MOST_MENTIONS)
            .take_while(|mention| mention.span.start() >= from)
            .filter(|mention| mention.form == MentionForm::Name)
            .map(|mention| self.scene.same(mention.entity))
            .find(|&entity| suits(entity))
    }

    /// The last voice before that suits, with its sentence.
    fn spoke_before(&self, suits: impl Fn(&Voice) -> bool) -> Option<(usize, Voice)> {
        let sentence = self.scene.analysis.sentence_at(self.first.start())?;
        self.last
            .iter()
            .rev()
            .take(MOST_MENTIONS)
            .take_while(|(at, _)| at + SPEAKER_REACH >= sentence)
            .find(|(_, voice)| suits(voice))
            .cloned()
    }

    /// The person that one of the last sentences, from the one at `since` on, begins with.
    fn topic(&self, since: usize) -> Option<Voice> {
        let analysis = self.scene.analysis;
        let sentence = analysis.sentence_at(self.first.start())?;
        (sentence.saturating_sub(TOPIC_REACH).max(since)..sentence)
            .rev()
            .find_map(|at| {
                let sentence = &analysis.sentences[at];
                let end = sentence.end_token.min(sentence.first_token + OPENING);
                let opening = self.scene.words.span(sentence.first_token..end)?;
                analysis
                    .mentions_in(opening)
                    .filter(|mention| mention.form == MentionForm::Name)
                    .map(|mention| self.scene.same(mention.entity))
                    .find(|&entity| self.scene.kind(entity) == EntityKind::Person)
                    .map(Voice::Entity)
            })
    }
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
