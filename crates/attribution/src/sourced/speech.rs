//! Which statements count as sourced: something that a source has said.
//!
//! Refusals to comment, wishes, thoughts and what was not said do not.

use text::Span;

use super::scene::Scene;
use crate::lexicon::SourceClass;
use crate::{Modality, Stance, Statement};

/// Below this a statement is too doubtful to stand by itself.
const LEAST_CONFIDENCE: f32 = 0.35;

/// So many quoted words are speech, whatever the cue.
const QUOTED_WORDS: usize = 4;

/// Does the statement count?
pub(super) fn counts(scene: &Scene, statement: &Statement, all: &[Statement]) -> bool {
    let quoted: usize = statement
        .quotes
        .iter()
        .map(|quote| scene.range(quote.span).filter(|&k| scene.words[k].is_word()).count())
        .sum();
    let spoken = quoted >= QUOTED_WORDS;
    let inside = statement
        .parent
        .is_some_and(|parent| !all[parent].source.is_empty());
    if inside || statement.stance == Stance::Withholds || statement.confidence < LEAST_CONFIDENCE && !spoken {
        return false;
    }
    if statement.cue.is_empty() {
        return spoken;
    }
    if spoken {
        return true;
    }
    let thought = statement
        .cue_lemma
        .as_deref()
        .is_some_and(|lemma| scene.vocabulary.is_unspoken(lemma) && !shows(scene, statement));
    !thought && matches!(statement.modality, Modality::Actual | Modality::Future)
}

/// "The survey finds": what would be thought of a person is said by a document.
fn shows(scene: &Scene, statement: &Statement) -> bool {
    let Some(cover) = statement.source.iter().copied().reduce(Span::cover) else {
        return false;
    };
    scene.head(cover).is_some_and(|head| {
        scene.lexicon.source_class(scene.words.lower(head)) == Some(SourceClass::Document)
    })
}
