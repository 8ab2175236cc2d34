//! Verb groups that may be cues: "has not confirmed", "declined to say".
//!
//! In: a word that is a form of a verb of the lexicon. Out: the group around
//! it, with its head, voice and polarity; `None` where it is used as a noun or
//! an adjective.

use std::ops::Range;

use crate::lexicon::{Class, Follower, Form, Lexicon};
use crate::words::{Shape, Words};

/// A verb group.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Words of the cue.
    pub(crate) cue: Range<usize>,
    /// The word whose meaning counts.
    pub(crate) head: usize,
    pub(crate) form: Form,
    /// "was told", "is quoted as saying".
    pub(crate) passive: bool,
    /// "to say", and no verb that governs it.
    pub(crate) infinitive: bool,
    /// "saying", without an auxiliary.
    pub(crate) participial: bool,
    /// How likely such a group is a cue.
    pub(crate) rate: f32,
}

/// Verbs that a verb of saying hangs on without a change of speaker.
pub(super) const GOVERNORS: &[&str] = &[
    "decline", "refuse", "continue", "attempt", "try", "begin", "start", "go", "seem", "appear", "want",
    "seek", "fail", "manage", "rush", "hasten", "use", "come", "prefer", "agree", "hesitate",
];

fn is_adverb(words: &Words, index: usize) -> bool {
    let word = &words[index];
    word.is(Class::ADVERB)
        || (word.shape == Shape::Lower && words.lower(index).len() > 4 && words.lower(index).ends_with("ly"))
}

/// Is the word at `index` an attribute or a noun rather than a verb?
fn is_nominal_use(words: &Words, start: usize, index: usize, form: Form) -> bool {
    let Some(before) = index.checked_sub(1).filter(|&at| at >= start) else {
        return form == Form::Base;
    };
    let word = &words[before];
    let lower = words.lower(before);
    let determined = word.is(Class::ARTICLE.or(Class::POSSESSIVE))
        || matches!(lower, "this" | "no" | "any" | "such")
        || (lower == "'s" && word.shape == Shape::Clitic);
    match form {
        Form::Base | Form::ThirdPerson => {
            determined || (word.is(Class::PREPOSITION) && !word.is(Class::SUBORDINATOR) && lower != "to")
        }
        Form::Past | Form::Participle => determined,
        Form::Ing => determined,
    }
}

/// How likely a verb with what follows it is a cue.
fn rate(
    words: &Words,
    lexicon: &Lexicon,
    (verb, form): (u16, Form),
    cue: Range<usize>,
    end: usize,
    is_phrase: bool,
    negated: bool,
) -> f32 {
    let verb = lexicon.verb(verb);
    let next = words.follower(cue.end, end);
    let mut rate = verb.rate(form, words.follower(cue.start + 1, end));
    if is_phrase {
        rate = rate.max(0.75);
    } else if &*verb.lemma == "call" && next == Follower::Preposition {
        return 0.1;
    }
    let after = super::phrase::skip_adverbials(words, cue.end, end);
    rate = rate.max(verb.rate(form, words.follower(after, end)));
    let finite = matches!(form, Form::Past | Form::ThirdPerson);
    if finite && matches!(words.follower(after, end), Follower::That | Follower::Quote) {
        rate = rate.max(0.65);
    }
    if super::takes_addressee(&verb.lemma) && form != Form::Base {
        let told = super::phrase::skip_addressee(words, cue.end, end);
        if matches!(
            words.follower(told, end),
            Follower::To | Follower::That | Follower::Quote | Follower::Wh
        ) {
            rate = rate.max(0.62);
        }
    }
    if negated && super::is_refused(&verb.lemma) {
        rate = rate.max(0.75);
    }
    if super::judges_by_predicate(&verb.lemma) && form != Form::Base {
        // "called the plan “reckless”", "saw the remark as proof".
        let predicate = (cue.end..end.min(cue.end + 14))
            .take_while(|&k| !matches!(words[k].shape, Shape::Comma | Shape::Stop))
            .any(|k| words[k].is_quote() || (words.lower(k) == "as" && k > cue.end));
        if predicate {
            rate = rate.max(0.65);
        }
    }
    rate
}

/// The group whose last verb, before any particle, is at `index`.
pub(crate) fn group_at(
    words: &Words,
    lexicon: &Lexicon,
    sentence: &Range<usize>,
    index: usize,
) -> Option<Group> {
    let (verb, form) = words[index].verb?;
    if is_nominal_use(words, sentence.start, index, form) {
        return None;
    }
    // "the leaked calls reveal", "reports say": the subject of the verb after it.
    let next = index + 1;
    if matches!(form, Form::Base | Form::ThirdPerson)
        && next < sentence.end
        && (words[next].is(Class::AUXILIARY)
            || matches!(words[next].verb, Some((_, Form::Base | Form::Past))) && !words[next].capital())
        && lexicon.verb(verb).rate(form, Follower::Nominal) < 0.75
    {
        return None;
    }
    let mut start = index;
    let mut passive = false;
    let mut auxiliary = false;
    let mut infinitive = false;
    let mut governed = false;
    let mut adverbs = 0;
    while start > sentence.start {
        let before = start - 1;
        let word = &words[before];
        if word.is(Class::AUXILIARY.or(Class::NEGATION))
            && !word.is(Class::PREPOSITION)
            && !words[before].capital()
            || (word.is(Class::AUXILIARY) && !word.is(Class::PREPOSITION))
        {
            if word.is(Class::BE) && matches!(form, Form::Past | Form::Participle) {
                passive = true;
            }
            auxiliary |= word.is(Class::AUXILIARY);
            adverbs = 0;
        } else if is_adverb(words, before) {
            adverbs += 1;
            if adverbs > 2 {
                break;
            }
        } else if words.lower(before) == "to" && form == Form::Base && start == index {
            let governor = (before > sentence.start)
                .then(|| words[before - 1].verb)
                .flatten()
                .filter(|&(verb, _)| GOVERNORS.contains(&&*lexicon.verb(verb).lemma));
            if governor.is_some() {
                start = before - 1;
                auxiliary = true;
                governed = true;
                continue;
            }
            infinitive = true;
            break;
        } else {
            break;
        }
        start -= 1;
    }
    // Adverbs that open the clause do not belong to the group.
    while start < index && is_adverb(words, start) && start == sentence.start {
        start += 1;
    }
    let mut end = index + 1;
    let mut is_phrase = false;
    for phrase in lexicon.phrases(words.lower(index)) {
        let fits = phrase
            .rest
            .iter()
            .enumerate()
            .all(|(k, part)| index + 1 + k < sentence.end && words.lower(index + 1 + k) == &**part);
        if fits {
            end = index + 1 + phrase.rest.len();
            is_phrase = true;
            break;
        }
    }
    if end < sentence.end && is_adverb(words, end) && words.lower(end).ends_with("ly") {
        end += 1;
    }
    let negated = (start..index).any(|k| words[k].is(Class::NEGATION));
    let rated = if governed { Form::Past } else { form };
    let rate = rate(
        words,
        lexicon,
        (verb, rated),
        index..end,
        sentence.end,
        is_phrase,
        negated,
    );
    Some(Group {
        cue: start..end,
        head: index,
        form,
        passive,
        infinitive,
        participial: form == Form::Ing && !auxiliary,
        rate,
    })
}
