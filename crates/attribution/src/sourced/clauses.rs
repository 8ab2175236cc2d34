//! Phrases and clauses that tell of someone.
//!
//! In: where one may begin. Out: a noun phrase in apposition, "who ..." and "has lived ...", to where
//! they end: a mark, another clause, a cue. Every walk ends with the sentence or after [`LONGEST`] words.

use std::ops::Range;

use super::facts::{Fact, LONGEST, PREDICATE, Sense, described};
use super::scene::Scene;
use super::vocabulary::Noun;
use crate::lexicon::{Class, Form};
use crate::words::Shape;

/// A noun phrase from `at` to the mark, pronoun or verb that ends it.
pub(super) fn apposition(scene: &Scene, at: usize, stop: usize) -> Option<Range<usize>> {
    let words = &scene.words;
    let also = matches!(
        words.lower(at),
        "also" | "then" | "now" | "once" | "formerly" | "himself" | "herself"
    );
    let at = at + usize::from(also && at + 1 < stop);
    let first = &words[at];
    let closed = Class::PREPOSITION
        .or(Class::SUBORDINATOR)
        .or(Class::ADVERB)
        .or(Class::SUBJECT)
        .or(Class::AUXILIARY)
        .or(Class::COORDINATOR)
        .or(Class::NEGATION);
    let verb = first.shape == Shape::Lower
        && matches!(
            first.verb,
            Some((_, Form::Past | Form::Participle | Form::Ing | Form::ThirdPerson))
        )
        && !scene.vocabulary.is_office(words.lower(at));
    let standing = matches!(
        words.lower(at),
        "acting" | "founding" | "leading" | "managing" | "sitting" | "outgoing" | "incoming" | "ranking"
    );
    let ing = first.shape == Shape::Lower && words.lower(at).ends_with("ing") && !standing;
    if !first.is_word() || first.is(closed) || verb && !standing || ing {
        return None;
    }
    let last = stop.min(at + LONGEST);
    let mut end = at;
    while end < last {
        let word = &words[end];
        let mark = match word.shape {
            Shape::Comma => !lists(scene, at, end, stop),
            Shape::Stop => !scene.is_inner_stop(end),
            Shape::Dash => !scene.is_hyphen(end),
            Shape::Colon | Shape::Closing | Shape::Opening | Shape::OtherMark => true,
            _ => false,
        };
        if mark || end > at && word.is(Class::WH) || word.is(Class::SUBJECT) {
            break;
        }
        if word.is(Class::AUXILIARY) || scene.is_cue(end) {
            break;
        }
        end += 1;
    }
    // "For Quill, the harbour was ...": no apposition.
    let bounded = end > at && end < stop && !words[end].is(Class::AUXILIARY);
    while end > at && words[end - 1].shape == Shape::Quote {
        end -= 1;
    }
    bounded.then_some(at..end)
}

/// "director of ports, ferries and bridges": a comma between things that an office is for.
fn lists(scene: &Scene, from: usize, comma: usize, stop: usize) -> bool {
    let words = &scene.words;
    let of = (from..comma).any(|k| matches!(words.lower(k), "of" | "for"));
    let next_end = (comma + 1..stop.min(comma + 6)).find(|&k| !words[k].is_word());
    let joined = (comma + 1..next_end.unwrap_or(comma)).any(|k| words.lower(k) == "and");
    of && joined && !words[comma + 1].is(Class::DETERMINER.or(Class::WH))
}

/// "who saw the crash from her porch": the clause and one past its end; none for what only tells how it was said.
pub(super) fn relative(scene: &Scene, at: usize, stop: usize) -> Option<(Fact, usize)> {
    let words = &scene.words;
    let tied = || at + 1 < stop && scene.vocabulary.noun(words.lower(at + 1)).is(Noun::CONNECTION);
    if !(matches!(words.lower(at), "who" | "which") || words.lower(at) == "whose" && tied()) {
        return None;
    }
    let verb = words.get(at + 1)?;
    if words.lower(at) == "which" && !(verb.verb.is_some() || verb.is(Class::AUXILIARY.or(Class::ADVERB))) {
        return None;
    }
    let last = stop.min(at + LONGEST);
    let end = (at + 1..last).find(|&k| match words[k].shape {
        Shape::Comma => !lists(scene, at, k, stop),
        Shape::Stop => !scene.is_inner_stop(k),
        Shape::Dash => !scene.is_hyphen(k),
        Shape::Colon | Shape::Closing => true,
        _ => scene.is_cue(k) && k > at + 2,
    });
    let mut end = end.unwrap_or(last);
    // "who was not there and asked for anonymity"
    let told = |k: usize| {
        words[k].is(Class::COORDINATOR) && k + 1 < end && scene.vocabulary.tells_how(words.lower(k + 1))
    };
    end = (at + 1..end).find(|&k| told(k)).unwrap_or(end);
    while end > at + 1 && words[end - 1].is(Class::COORDINATOR) {
        end -= 1;
    }
    let saying =
        (at + 1..end.min(at + 5)).any(|k| scene.is_cue(k) || scene.vocabulary.tells_how(words.lower(k)));
    let unnamed = (at + 1..end).any(|k| matches!(words.lower(k), "anonymous" | "anonymity" | "identified"));
    if saying || unnamed || end < at + 3 {
        return None;
    }
    // "who is chairman of the board" tells an office.
    if words.lower(at) == "who" && matches!(words.lower(at + 1), "is" | "was") {
        let run = at + 2..end;
        if let Some(fact) = described(scene, run, PREDICATE).filter(|fact| fact.sense != Sense::Reason) {
            return Some((fact, end));
        }
    }
    let fact = Fact {
        span: words.span(at..end)?,
        sense: Sense::Reason,
    };
    Some((fact, end))
}

/// "has lived on the street for 20 years": what someone has been through, up to the end of the clause.
pub(super) fn lived(scene: &Scene, at: usize, stop: usize) -> Option<Fact> {
    let words = &scene.words;
    let mut verb = at;
    while verb < stop && (words[verb].is(Class::AUXILIARY) || words[verb].is(Class::ADVERB)) {
        verb += 1;
    }
    if verb >= stop || !scene.vocabulary.is_lived(words.lower(verb)) || scene.is_cue(verb) {
        return None;
    }
    let end = (verb + 1..stop.min(at + LONGEST)).find(|&k| match words[k].shape {
        Shape::Comma => !lists(scene, at, k, stop),
        Shape::Stop => !scene.is_inner_stop(k),
        Shape::Dash => !scene.is_hyphen(k),
        Shape::Colon | Shape::Closing | Shape::Quote => true,
        _ => scene.is_cue(k) || words[k].is(Class::SUBORDINATOR.or(Class::COORDINATOR)),
    })?;
    (end > verb + 1).then_some(Fact {
        span: words.span(at..end)?,
        sense: Sense::Reason,
    })
}

/// The relative clause right after a phrase or inside it.
pub(super) fn clause_of_phrase(scene: &Scene, phrase: Range<usize>) -> Option<Fact> {
    let words = &scene.words;
    let stop = scene.sentence(phrase.start).end;
    let mut at = phrase
        .clone()
        .find(|&k| matches!(words.lower(k), "who" | "whose" | "which"));
    if at.is_none() {
        let next = if words.get(phrase.end).is_some_and(|w| w.shape == Shape::Comma) {
            phrase.end + 1
        } else {
            phrase.end
        };
        at = (next < stop && matches!(words.lower(next), "who" | "whose" | "which")).then_some(next);
    }
    relative(scene, at?, stop).map(|(fact, _)| fact)
}
