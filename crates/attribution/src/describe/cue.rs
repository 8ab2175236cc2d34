//! What a cue says: its dictionary form, and how it is turned.
//!
//! In: the words of a cue, whoever found it. Out: the head with its stance,
//! and the governor, negation, voice and modal around it.

use crate::Stance;
use crate::lexicon::{Class, Form, Lexicon};
use crate::words::{Shape, Words};

/// A cue read.
#[derive(Debug, Clone, Default)]
pub(crate) struct CueReading {
    /// Dictionary form of the head: "say", "point out", "accusation", "according to".
    pub(crate) lemma: Option<String>,
    /// Of the lemma alone; `None` when the lexicon does not know it.
    pub(crate) stance: Option<Stance>,
    pub(crate) noun: bool,
    pub(crate) negated: bool,
    /// "neither confirmed nor denied".
    pub(crate) double: bool,
    /// "would only say".
    pub(crate) adverb_only: bool,
    pub(crate) passive: bool,
    /// "will", "would", "could", "may" before the head.
    pub(crate) modal: Option<String>,
    /// "decline" in "declined to say".
    pub(crate) governor: Option<String>,
    /// Word index of the head.
    pub(crate) head: Option<usize>,
    pub(crate) form: Option<Form>,
}

/// Is the form at `index`, which may be a noun too, a verb in this cue?
fn is_verbal(words: &Words, cue: &[usize], at: usize) -> bool {
    let index = cue[at];
    let Some((_, form)) = words[index].verb else {
        return false;
    };
    if words[index].is(Class::AUXILIARY) {
        return false;
    }
    if at == 0 {
        return !(form == Form::Base
            && index > 0
            && words[index - 1].is(Class::ARTICLE.or(Class::POSSESSIVE)));
    }
    let before = cue[at - 1];
    match form {
        Form::Base | Form::ThirdPerson => {
            (words.lower(before) == "to" && form == Form::Base)
                || matches!(words.lower(before), "and" | "who" | "which")
                || words[before].is(Class::AUXILIARY
                    .or(Class::NEGATION)
                    .or(Class::ADVERB)
                    .or(Class::SUBJECT))
                || words.lower(before).ends_with("ly")
                || words[before].shape == Shape::Clitic
        }
        _ => !words[before].is(Class::ARTICLE.or(Class::POSSESSIVE)),
    }
}

/// Reads a cue.
pub(crate) fn read(words: &Words, lexicon: &Lexicon, cue: &[usize]) -> CueReading {
    let negated = cue.iter().any(|&index| {
        words[index].is(Class::NEGATION)
            || matches!(
                words.lower(index),
                "yet" | "unable" | "fail" | "failed" | "fails" | "failing" | "no"
            )
    });
    let any = |known: &[&str]| cue.iter().any(|&index| known.contains(&words.lower(index)));
    let modal = cue.iter().find(|&&index| words[index].is(Class::MODAL));
    let mut reading = CueReading {
        negated,
        double: any(&["nor", "neither"]),
        adverb_only: any(&["only"]),
        modal: modal.map(|&index| words.lower(index).to_owned()),
        ..CueReading::default()
    };
    let verbs: Vec<usize> = (0..cue.len()).filter(|&at| is_verbal(words, cue, at)).collect();
    let mut verbs = verbs;
    // "denied knowing", "denied having known": a participle after a verb that takes a stance is its object.
    if let [.., turn, object] = verbs[..]
        && (matches!(words[cue[object]].verb, Some((_, Form::Ing)))
            || cue[turn..object].iter().any(|&k| words.lower(k) == "having"))
        && words[cue[turn]].verb.is_some_and(|(verb, _)| {
            let verb = lexicon.verb(verb);
            // "did not return calls seeking comment".
            verb.stance != Stance::Asserts || negated && lexicon.negation(&verb.lemma).is_some()
        })
    {
        verbs.pop();
    }
    if let Some(&last) = verbs.last() {
        if verbs.len() > 1 {
            let governor = words[cue[verbs[verbs.len() - 2]]].verb;
            reading.governor = governor.map(|(verb, _)| lexicon.verb(verb).lemma.to_string());
        }
        let index = cue[last];
        if let Some((verb, form)) = words[index].verb {
            let verb = lexicon.verb(verb);
            reading.lemma = Some(verb.lemma.to_string());
            reading.stance = Some(verb.stance);
            reading.head = Some(index);
            reading.form = Some(form);
            reading.passive = matches!(form, Form::Past | Form::Participle)
                && cue[..last]
                    .iter()
                    .rev()
                    .take_while(|&&k| {
                        words[k].is(Class::AUXILIARY.or(Class::ADVERB).or(Class::NEGATION))
                            || words.lower(k).ends_with("ly")
                    })
                    .any(|&k| words[k].is(Class::BE));
        }
    }
    phrase(words, lexicon, cue, &verbs, &mut reading);
    // "Nobody was available for comment": the negation may be in the subject.
    if reading.negated && any(&["reached", "available", "contacted"])
        || any(&["available"]) && cue.iter().any(|&index| words[index].is(Class::BE))
    {
        reading.lemma = Some("reach".to_owned());
        reading.stance = Some(Stance::Withholds);
        reading.passive = false;
    }
    if negated && any(&["convinced", "persuaded", "sure", "certain", "confident"]) {
        let convinced = any(&["convinced", "persuaded"]);
        reading.lemma = Some(if convinced { "convinced" } else { "sure" }.to_owned());
        reading.stance = Some(Stance::Questions);
    }
    // "swore to defend", "threatened to burn": what is promised is no cue of its own.
    if let [.., promise, deed] = verbs[..]
        && words.lower(cue[deed] - 1) == "to"
        && let Some((verb, _)) = words[cue[promise]].verb
    {
        let verb = lexicon.verb(verb);
        let stance = if &*verb.lemma == "swear" {
            Stance::Promises
        } else {
            verb.stance
        };
        if matches!(stance, Stance::Promises | Stance::Warns) {
            reading.lemma = Some(verb.lemma.to_string());
            reading.stance = Some(stance);
            reading.head = Some(cue[promise]);
            reading.governor = None;
        }
    }
    if reading.lemma.is_none() {
        noun_or_other(words, lexicon, cue, &mut reading);
    } else if reading.stance == Some(Stance::Asserts) {
        object_of_light_verb(words, lexicon, cue, &mut reading);
    }
    seeming(words, lexicon, cue, &mut reading);
    reading
}

/// Verbs by which an act of speech is done that their object names: "issued a denial", "renewed its call".
const LIGHT: &[&str] = &[
    "issue",
    "make",
    "give",
    "express",
    "voice",
    "raise",
    "air",
    "offer",
    "deliver",
    "launch",
    "file",
    "level",
    "lodge",
    "register",
    "renew",
    "repeat",
    "reiterate",
    "restate",
    "utter",
    "convey",
    "send",
    "submit",
    "present",
    "put",
    "publish",
    "release",
    "echo",
];

/// Takes the stance of the noun that a light verb has for its object, in the cue or right after it.
fn object_of_light_verb(words: &Words, lexicon: &Lexicon, cue: &[usize], reading: &mut CueReading) {
    let (Some(head), Some(&last)) = (reading.head, cue.last()) else {
        return;
    };
    if !reading
        .lemma
        .as_deref()
        .is_some_and(|lemma| LIGHT.contains(&lemma))
    {
        return;
    }
    // An article or a possessive and two adjectives at most.
    let object = (head + 1..(last + 1).max(head + 5))
        .take_while(|&k| {
            words
                .get(k)
                .is_some_and(|word| word.is_word() && !word.is(Class::PREPOSITION))
        })
        .find_map(|k| lexicon.noun(words.lower(k)).map(|noun| (k, noun)));
    if let Some((index, (lemma, stance))) = object
        && stance != Stance::Asserts
    {
        reading.lemma = Some(lemma.to_owned());
        reading.stance = Some(stance);
        reading.head = Some(index);
        reading.noun = true;
    }
}

/// "seemed | to think": what only seems so is still thought, and not suggested by the source.
fn seeming(words: &Words, lexicon: &Lexicon, cue: &[usize], reading: &mut CueReading) {
    let seems = matches!(reading.lemma.as_deref(), Some("seem" | "appear"));
    let Some(&last) = cue.last().filter(|_| seems) else {
        return;
    };
    let verb = words.get(last + 2).and_then(|word| word.verb);
    if words.lower(last + 1) == "to"
        && let Some((verb, Form::Base)) = verb
    {
        let verb = lexicon.verb(verb);
        reading.lemma = Some(verb.lemma.to_string());
        reading.stance = Some(verb.stance);
        reading.head = Some(last + 2);
    }
}

/// A phrase takes the place of its head verb when no verb comes after it.
fn phrase(words: &Words, lexicon: &Lexicon, cue: &[usize], verbs: &[usize], reading: &mut CueReading) {
    let mut best = 0;
    for (at, &index) in cue.iter().enumerate() {
        for candidate in lexicon.phrases(words.lower(index)) {
            // One article or adjective may stand inside: "issued a stark warning", "raised new questions".
            let mut next = index + 1;
            let mut slack = 1;
            let fits = candidate.rest.iter().all(|part| {
                if words.lower(next) != &**part && slack > 0 && candidate.rest.len() == 1 && part.len() > 4 {
                    slack -= 1;
                    next += 1;
                }
                let same = words.lower(next) == &**part
                    || words
                        .lower(next)
                        .strip_suffix('s')
                        .is_some_and(|one| one == &**part);
                next += 1;
                same
            });
            let later_verb = verbs.iter().any(|&verb| cue[verb] >= next);
            let refusal = candidate.stance == Stance::Withholds;
            if fits && (!later_verb || refusal) && candidate.rest.len() > best {
                best = candidate.rest.len();
                reading.lemma = Some(candidate.lemma.to_string());
                reading.stance = Some(candidate.stance);
                reading.head = Some(index);
                reading.form = words[index].verb.map(|(_, form)| form);
                if at > 0 && verbs.len() < 2 {
                    reading.governor = None;
                }
            }
        }
    }
}

fn noun_or_other(words: &Words, lexicon: &Lexicon, cue: &[usize], reading: &mut CueReading) {
    for &index in cue.iter().rev() {
        if let Some((lemma, stance)) = lexicon.noun(words.lower(index)) {
            reading.lemma = Some(lemma.to_owned());
            reading.stance = Some(stance);
            reading.noun = true;
            reading.head = Some(index);
            return;
        }
    }
    let word = cue.iter().find(|&&index| words[index].is_word());
    if let Some(&index) = word {
        let according = words.lower(index) == "according";
        reading.lemma = Some(if according {
            "according to".to_owned()
        } else {
            words.lower(index).to_owned()
        });
        reading.stance = according.then_some(Stance::Asserts);
        reading.head = Some(index);
    }
}
