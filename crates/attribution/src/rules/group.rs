//! Verb groups that may be cues: "has not confirmed", "declined to say".
//!
//! In: a word that is a form of a verb of the lexicon. Out: the group around
//! it, with its head, voice and polarity; `None` where it is used as a noun or
//! an adjective.

use std::ops::Range;

use crate::Stance;
use crate::lexicon::{Class, Follower, Form, Lexicon, Negation, SourceClass};
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

/// A refusal is a statement whatever its verb is otherwise.
pub(super) const SURE: f32 = 0.85;

/// A verb of the lexicon with a clause or a quotation for its object.
const CLAUSE: f32 = 0.65;

/// A verb that takes a stance and is this likely a cue without its negation is surely one with it.
const LEAST_NEGATED: f32 = 0.35;

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
        // "promised that", "denied that": what takes a stance on a clause is said.
        let stated = form == Form::Past && next == Follower::That && verb.stance != Stance::Asserts;
        rate = rate.max(if stated { SURE } else { CLAUSE });
    }
    if super::takes_addressee(&verb.lemma) && form != Form::Base {
        let told = super::phrase::skip_addressee(words, cue.end, end);
        if matches!(
            words.follower(told, end),
            Follower::To | Follower::That | Follower::Quote | Follower::Wh
        ) {
            rate = rate.max(0.7);
        }
    }
    if negated {
        if &*verb.lemma == "return" {
            let message = (cue.end..end.min(cue.end + 5)).any(|k| {
                matches!(
                    words.lower(k),
                    "call" | "calls" | "message" | "messages" | "email" | "emails" | "request" | "requests"
                )
            });
            rate = if message { SURE } else { 0.0 };
        } else if matches!(&*verb.lemma, "see" | "hear" | "review" | "obtain") {
            let document = (cue.end..end.min(cue.end + 4))
                .any(|k| lexicon.source_class(words.lower(k)) == Some(SourceClass::Document));
            rate = if document { SURE } else { rate };
        } else {
            // Not to seek a thing, or not to trust it, is no speech.
            let silent = lexicon.negation(&verb.lemma) == Some(Negation::Silent);
            let speech = rate >= LEAST_NEGATED && !silent && verb.stance != Stance::Asserts;
            let turned = if speech { 0.8 } else { 0.0 };
            rate = rate.max(turned).max(lexicon.negated_rate(&verb.lemma));
        }
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

/// What stands before a head verb.
#[derive(Debug, Default)]
struct Before {
    start: usize,
    passive: bool,
    auxiliary: bool,
    /// "to say" after no governor.
    infinitive: bool,
    /// "to say" after "declined", "failed", "unable", "yet".
    governed: bool,
}

/// Words that govern an infinitive without a change of speaker.
fn governs(words: &Words, lexicon: &Lexicon, index: usize) -> bool {
    matches!(
        words.lower(index),
        "fail" | "failed" | "fails" | "failing" | "unable" | "able" | "yet"
    ) || lexicon.is_verb_of(&words[index], GOVERNORS)
}

/// Walks left from a head over auxiliaries, negation, adverbs and governors.
fn before(words: &Words, lexicon: &Lexicon, first: usize, index: usize, form: Form) -> Before {
    let mut found = Before {
        start: index,
        ..Before::default()
    };
    let mut adverbs = 0;
    while found.start > first {
        let at = found.start - 1;
        let word = &words[at];
        let lower = words.lower(at);
        let negation =
            word.is(Class::NEGATION) && !word.is(Class::PREPOSITION) && !word.capital() && lower != "no";
        if negation || (word.is(Class::AUXILIARY) && !word.is(Class::PREPOSITION)) {
            if word.is(Class::BE) && matches!(form, Form::Past | Form::Participle) && !found.governed {
                found.passive = true;
            }
            found.auxiliary |= word.is(Class::AUXILIARY);
            adverbs = 0;
        } else if is_adverb(words, at) {
            adverbs += 1;
            if adverbs > 2 {
                break;
            }
        } else if lower == "to" && form == Form::Base && found.start == index {
            if at > first && governs(words, lexicon, at - 1) {
                found.start = at - 1;
                found.auxiliary = true;
                found.governed = true;
                continue;
            }
            found.infinitive = true;
            break;
        } else {
            break;
        }
        found.start -= 1;
    }
    // Adverbs that open the clause do not belong to the group.
    while found.start < index && is_adverb(words, found.start) && found.start == first {
        found.start += 1;
    }
    found
}

/// "critics", "men", "they": the base form after it is a present.
fn is_plural_subject(words: &Words, index: usize) -> bool {
    let lower = words.lower(index);
    matches!(
        lower,
        "people" | "men" | "women" | "police" | "they" | "we" | "who" | "some" | "others" | "many"
    ) || (words[index].is_word() && lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss"))
}

/// "a plan that | critics say | would fail": the verb of a relative clause that another verb goes on from.
fn in_relative_clause(words: &Words, start: usize, index: usize) -> bool {
    index > start
        && is_plural_subject(words, index - 1)
        && (start..index - 1)
            .rev()
            .take(3)
            .take_while(|&k| words[k].is_word())
            .any(|k| {
                k > start && words[k - 1].is_word() && matches!(words.lower(k), "that" | "which" | "who")
            })
}

/// Does a clause begin here: "that", a pronoun, or a short phrase with an auxiliary or a participle after it?
fn opens_clause(words: &Words, from: usize, end: usize) -> bool {
    matches!(words.follower(from, end), Follower::That | Follower::Pronoun)
        || (from..end.min(from + 6))
            .take_while(|&k| words[k].is_word() && !words[k].is(Class::WH) && words.lower(k) != "to")
            .any(|k| {
                words[k].is(Class::AUXILIARY) || k > from && matches!(words[k].verb, Some((_, Form::Ing)))
            })
}

/// The end of the longest phrase of the lexicon whose head is at `index`.
fn phrase_end(words: &Words, lexicon: &Lexicon, index: usize, end: usize) -> Option<(usize, Form)> {
    lexicon.phrases(words.lower(index)).iter().find_map(|phrase| {
        let fits = phrase
            .rest
            .iter()
            .enumerate()
            .all(|(k, part)| index + 1 + k < end && words.lower(index + 1 + k) == &**part);
        fits.then_some((index + 1 + phrase.rest.len(), phrase.form))
    })
}

/// The group whose last verb, before any particle, is at `index`.
pub(crate) fn group_at(
    words: &Words,
    lexicon: &Lexicon,
    sentence: &Range<usize>,
    index: usize,
) -> Option<Group> {
    let phrase = phrase_end(words, lexicon, index, sentence.end);
    let (verb, form) = match (words[index].verb, phrase) {
        (Some((verb, form)), _) => (Some(verb), form),
        (None, Some((_, form))) => (None, form),
        (None, None) => return None,
    };
    if is_nominal_use(words, sentence.start, index, form) {
        return None;
    }
    // "the leaked calls reveal", "reports say": the subject of the verb after it.
    let next = index + 1;
    if matches!(form, Form::Base | Form::ThirdPerson)
        && next < sentence.end
        && (words[next].is(Class::AUXILIARY)
            || matches!(words[next].verb, Some((_, Form::Base | Form::Past))) && !words[next].capital())
        && verb.is_none_or(|verb| lexicon.verb(verb).rate(form, Follower::Nominal) < 0.75)
        && !in_relative_clause(words, sentence.start, index)
    {
        return None;
    }
    let before = before(words, lexicon, sentence.start, index, form);
    let start = before.start;
    let mut end = phrase.map_or(index + 1, |(end, _)| end);
    if end < sentence.end && is_adverb(words, end) && words.lower(end).ends_with("ly") {
        end += 1;
    }
    let negated = (start..index).any(|k| {
        words[k].is(Class::NEGATION)
            || matches!(words.lower(k), "unable" | "yet" | "failed" | "fails" | "fail")
    });
    // "neither confirmed nor denied" is one cue.
    if negated
        && end + 1 < sentence.end
        && matches!(words.lower(end), "nor" | "or")
        && words[end + 1].verb.is_some_and(|(_, other)| other == form)
    {
        end += 2;
    }
    // "continued to deny", "did deny" count as "denied".
    let plural = start > sentence.start && start == index && is_plural_subject(words, index - 1);
    let rated = if form == Form::Base && (before.governed || before.auxiliary || plural) {
        Form::Past
    } else {
        form
    };
    let turned = lexicon.phrases(words.lower(index)).iter().any(|known| {
        phrase.is_some_and(|(end, _)| end == index + 1 + known.rest.len())
            && matches!(known.stance, Stance::Denies | Stance::Withholds)
    });
    let rate = verb.map_or(0.75, |verb| {
        rate(
            words,
            lexicon,
            (verb, rated),
            index..end,
            sentence.end,
            phrase.is_some(),
            negated,
        )
    });
    // "gave an assurance that ...": a phrase with a clause after it is nothing else.
    let clause = phrase.is_some() && words.follower(end, sentence.end) == Follower::That;
    let rate = if turned || clause { rate.max(SURE) } else { rate };
    // Nouns look like a base form too, but do not take a clause: "police believe the fire was set".
    let rate = match (
        plural && form == Form::Base,
        opens_clause(words, end, sentence.end),
    ) {
        (true, true) if verb.is_some() => rate.max(CLAUSE),
        (true, _) => rate * 0.7,
        _ => rate,
    };
    // What someone may or should say has not been said.
    let modal = (start..index).any(|k| words[k].is(Class::MODAL));
    let rate = if modal && !negated { rate * 0.8 } else { rate };
    Some(Group {
        cue: start..end,
        head: index,
        form,
        passive: before.passive,
        infinitive: before.infinitive,
        participial: form == Form::Ing && !before.auxiliary,
        rate,
    })
}

/// "could not be reached", "had no comment": a refusal without a verb of saying.
pub(crate) fn unreachable_at(words: &Words, sentence: &Range<usize>, index: usize) -> Option<Range<usize>> {
    if words.lower(index) == "comment" {
        let had = index.checked_sub(2).filter(|&at| at >= sentence.start)?;
        return (words.lower(index - 1) == "no" && words[had].is(Class::HAVE)).then_some(had..index + 1);
    }
    if !matches!(words.lower(index), "reached" | "available" | "contacted") || words.lower(index + 1) != "for"
    {
        return None;
    }
    let mut start = index;
    let mut negated = false;
    while start > sentence.start {
        let word = &words[start - 1];
        if word.is(Class::NEGATION.or(Class::AUXILIARY)) {
            negated |= word.is(Class::NEGATION);
        } else if !is_adverb(words, start - 1) {
            break;
        }
        start -= 1;
    }
    let nobody = super::phrase::subject_before(words, sentence.start, start)
        .is_some_and(|subject| matches!(words.lower(subject.start), "nobody" | "no" | "none" | "neither"));
    (negated || nobody).then_some(start..index + 1)
}
