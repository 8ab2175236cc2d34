//! Cues that are participles: "..., adding that", "is quoted as saying", "shows Tove telling", "accused her of telling".
//!
//! In: a participle with the sentence around it and the attributions before it. Out: the attribution, with the subject
//! that the participle does not have of its own.

use std::ops::Range;

use super::group::Group;
use super::{Draft, Scan, phrase};
use crate::Stance;
use crate::lexicon::{Class, Follower, Form};
use crate::words::Shape;

/// A participle of saying whose subject opens the words of another. Set by judgement.
const REPORTED: f32 = 0.75;

impl Scan<'_> {
    pub(super) fn participial(
        &self,
        sentence: &Range<usize>,
        group: &Group,
        before: &[Draft],
    ) -> Option<Draft> {
        let words = self.words;
        let start = group.cue.start;
        let mut cue = group.cue.clone();
        let mut perceived = false;
        let previous = start.checked_sub(1).filter(|&at| at >= sentence.start);
        let source = match previous {
            Some(at)
                if words.lower(at) == "as"
                    && at > sentence.start
                    && matches!(words.lower(at - 1), "quoted" | "cited" | "reported" | "described") =>
            {
                let mut from = at - 1;
                while from > sentence.start && words[from - 1].is(Class::BE.or(Class::HAVE).or(Class::ADVERB))
                {
                    from -= 1;
                }
                cue.start = from;
                phrase::subject_before(words, sentence.start, from)
            }
            Some(at)
                if matches!(
                    words.lower(at),
                    "heard" | "seen" | "caught" | "recorded" | "filmed" | "overheard"
                ) =>
            {
                let mut from = at;
                while from > sentence.start
                    && words[from - 1].is(Class::BE.or(Class::HAVE).or(Class::MODAL).or(Class::ADVERB))
                {
                    from -= 1;
                }
                cue.start = from;
                perceived = true;
                phrase::subject_before(words, sentence.start, from)
            }
            Some(at)
                if matches!(
                    words[at].shape,
                    Shape::Comma | Shape::Quote | Shape::Dash | Shape::Closing
                ) || words[at].is(Class::COORDINATOR) =>
            {
                before
                    .iter()
                    .find_map(|draft| draft.source.clone())
                    .or_else(|| self.first_subject(sentence, start))
            }
            Some(at)
                if words[at].is_word() && !words[at].is(Class::PREPOSITION) && words[at].verb.is_none() =>
            {
                phrase::subject_before(words, self.subject_floor(sentence, start, before), start)
            }
            Some(at) if words[at].is(Class::PREPOSITION) => self
                .judged_for(at, before)
                .or_else(|| before.iter().find_map(|draft| draft.source.clone())),
            None => self.main_subject(sentence, group),
            _ => None,
        }?;
        let from = self.right_start(sentence, group)?;
        // "shows | Mr Tove telling ...", "accused | the senator of telling ...": all of what is shown or laid to him.
        let opens_content = source.clone().all(|k| !words[k].is(Class::AUXILIARY))
            && before
                .iter()
                .any(|draft| draft.content.iter().any(|content| content.start == source.start));
        let words_follow = matches!(
            words.follower(from, sentence.end),
            Follower::Quote | Follower::That
        );
        let confidence = if perceived && words_follow {
            // "is heard telling aides: “...”" says that it was said, not that somebody says so.
            super::group::SURE
        } else if opens_content {
            group.rate.max(REPORTED)
        } else {
            group.rate * 0.9
        };
        Some(Draft {
            source: Some(source),
            cue: Some(cue),
            content: vec![self.content_right(sentence, from)],
            confidence,
        })
    }

    /// "Insisting that the plan was legal, | the mayor left": the subject after the clause that the participle opens.
    fn main_subject(&self, sentence: &Range<usize>, group: &Group) -> Option<Range<usize>> {
        let words = self.words;
        (group.cue.end..sentence.end)
            .filter(|&k| words[k].shape == Shape::Comma)
            .take(4)
            .find_map(|comma| {
                let subject = phrase::subject_after(words, comma + 1, sentence.end)?;
                // A verb that the lexicon does not know shows by the object after it: "the mayor left | the room".
                let unknown = (subject.start + 1..subject.end).find(|&k| {
                    words[k].shape == Shape::Lower
                        && words.get(k + 1).is_some_and(|next| next.is(Class::DETERMINER))
                });
                if let Some(verb) = unknown {
                    return Some(subject.start..verb);
                }
                let next = words.get(subject.end).filter(|_| subject.end < sentence.end)?;
                let finite = next.is(Class::AUXILIARY)
                    || matches!(next.verb, Some((_, Form::Past | Form::ThirdPerson)))
                    || words.lower(subject.end).ends_with("ed");
                finite.then_some(subject)
            })
    }

    /// "accused the senator of | telling": who is accused, praised or blamed has told.
    fn judged_for(&self, preposition: usize, before: &[Draft]) -> Option<Range<usize>> {
        let words = self.words;
        let judging = before.iter().rev().find_map(|draft| draft.cue.as_ref())?;
        let (verb, _) = words[judging.end - 1].verb?;
        let judges = matches!(
            self.lexicon.verb(verb).stance,
            Stance::Accuses | Stance::Criticises | Stance::Defends
        );
        let object = judging.end..preposition;
        if !judges || !matches!(words.lower(preposition), "of" | "for" | "from") {
            return None;
        }
        // "Tove of fraud for | announcing": he ends at the first of them.
        let end = object
            .clone()
            .find(|&k| words[k].is(Class::PREPOSITION))
            .unwrap_or(object.end);
        let object = object.start..end;
        let plain = object
            .clone()
            .all(|k| words[k].is_word() && !words[k].is(Class::AUXILIARY));
        (plain && !object.is_empty()).then_some(object)
    }
}
