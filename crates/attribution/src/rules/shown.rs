//! What a document shows that someone has published: "The Courier published a transcript in which the mayor tells aides: ...".
//!
//! In: a sentence and the attributions found in it. Out: one with the document for its source, where somebody is found to
//! say something after "in which".

use std::ops::Range;

use super::{Draft, Scan};
use crate::lexicon::Class;
use crate::subject::{PUBLISHING, is_in_which, shows};
use crate::words::Shape;

/// Words of a document, and between its verb and it.
const REACH: usize = 6;

impl Scan<'_> {
    pub(super) fn add_shown(&self, sentence: &Range<usize>, first: usize, drafts: &mut Vec<Draft>) {
        let words = self.words;
        let shown = (sentence.start + 2..sentence.end)
            .filter(|&k| is_in_which(words, k) && shows(words, self.lexicon, k))
            .find_map(|which| Some((which, self.published(sentence, which - 1)?)));
        let Some((which, (cue, document))) = shown else {
            return;
        };
        let said = |draft: &Draft| draft.cue.as_ref().is_some_and(|cue| cue.start > which);
        if which + 1 < sentence.end && drafts[first..].iter().any(said) {
            drafts.push(Draft {
                source: Some(document),
                cue: Some(cue),
                content: vec![self.content_right(sentence, which + 1)],
                confidence: super::group::SURE,
            });
        }
    }

    /// The verb by which a document that ends at a word has come to light, and the document.
    fn published(&self, sentence: &Range<usize>, end: usize) -> Option<(Range<usize>, Range<usize>)> {
        let words = self.words;
        let noun = end.checked_sub(1).filter(|&noun| noun > sentence.start)?;
        let floor = sentence.start.max(noun.saturating_sub(REACH));
        let verb = (floor..noun)
            .rev()
            .find(|&k| self.lexicon.is_verb_of(&words[k], PUBLISHING))?;
        let document = verb + 1..end;
        let plain = document
            .clone()
            .all(|k| words[k].shape != Shape::Comma && !words[k].is(Class::PREPOSITION.or(Class::AUXILIARY)));
        plain.then_some((verb..verb + 1, document))
    }
}
