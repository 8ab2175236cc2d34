//! Which statements count as sourced: something that a source has said.
//!
//! Refusals to comment, wishes, thoughts and what was not said do not.

use text::Span;

use super::scene::Scene;
use crate::describe::indices;
use crate::lexicon::{Class, SourceClass};
use crate::words::Shape;
use crate::{Modality, SourceType, Stance, Statement};

/// Below this a statement is too doubtful to stand by itself.
const LEAST_CONFIDENCE: f32 = 0.35;

/// So many quoted words are speech, whatever the cue.
const QUOTED_WORDS: usize = 4;

/// Does the statement count?
pub(super) fn counts(scene: &Scene, statement: &Statement, all: &[Statement]) -> bool {
    let quoted: usize = statement
        .quotes
        .iter()
        .map(|quote| {
            scene
                .range(quote.span)
                .filter(|&k| scene.words[k].is_word())
                .count()
        })
        .sum();
    let spoken = quoted >= QUOTED_WORDS;
    let inside = statement
        .parent
        .is_some_and(|parent| !all[parent].source.is_empty() && !is_carried(scene, &all[parent]));
    if inside || statement.stance == Stance::Withholds || statement.confidence < LEAST_CONFIDENCE && !spoken {
        return false;
    }
    if spoken || statement.cue.is_empty() {
        return spoken;
    }
    let lemma = statement.cue_lemma.as_deref().unwrap_or_default();
    let document = speaks_by_itself(scene, statement);
    let thought = scene.vocabulary.is_unspoken(lemma) && !document;
    let handed = scene.vocabulary.hands_over(lemma) && !document && names_a_thing(scene, statement);
    !thought
        && !handed
        && !is_infinitive(scene, statement)
        && matches!(statement.modality, Modality::Actual | Modality::Future)
}

/// "according to the Courier" around what someone says: the Courier only carries it.
pub(super) fn is_carried(scene: &Scene, statement: &Statement) -> bool {
    let cue = indices(&scene.words, &statement.cue);
    cue.first().is_some_and(|&k| scene.words.lower(k) == "according")
        && matches!(statement.source_type, SourceType::Outlet | SourceType::Document)
}

/// "The survey finds": what would be thought of a person is said by a document.
fn speaks_by_itself(scene: &Scene, statement: &Statement) -> bool {
    let Some(cover) = statement.source.iter().copied().reduce(Span::cover) else {
        return false;
    };
    scene.head(cover).is_some_and(|head| {
        scene.lexicon.source_class(scene.words.lower(head)) == Some(SourceClass::Document)
    })
}

/// "a chart of prices": the content names what is shown or sent and says nothing.
fn names_a_thing(scene: &Scene, statement: &Statement) -> bool {
    let words = &scene.words;
    let content = indices(words, &statement.content);
    let says = |k: usize| words[k].verb.is_some() || words[k].is(Class::AUXILIARY);
    let thing = content.iter().take(4).any(|&k| {
        words[k].shape == Shape::Lower
            && scene.lexicon.source_class(words.lower(k)) == Some(SourceClass::Document)
    });
    let opens = content.first().is_some_and(|&k| words[k].is(Class::ARTICLE));
    opens && thing || !content.iter().any(|&k| says(k))
}

/// "a tool to tell friends that ...": nobody has said it.
fn is_infinitive(scene: &Scene, statement: &Statement) -> bool {
    let words = &scene.words;
    let cue = indices(words, &statement.cue);
    let verbs = cue.iter().filter(|&&k| words[k].verb.is_some()).count();
    let to = |k: usize| words.lower(k) == "to";
    verbs == 1 && statement.quotes.is_empty() && cue.first().is_some_and(|&k| to(k) || k > 0 && to(k - 1))
}
