//! What stands around a name and tells of its bearer.
//!
//! In: the words of a name. Out: [`Fact`]s: offices before the name
//! ("Harbour Minister"), appositions on both sides, relative clauses,
//! "is a ..." after it, and the house that it belongs to. Word classes decide, no
//! grammar: what cannot be bounded is left out. Every walk ends with the sentence or
//! after [`LONGEST`] words.

use std::ops::Range;

use nlp::EntityKind;
use text::Span;

use super::clauses::{apposition, lived, relative};
use super::scene::Scene;
use super::vocabulary::Noun;
use crate::lexicon::{Class, Form};
use crate::words::Shape;

/// Words that a fact may have.
pub(super) const LONGEST: usize = 30;

/// Words of "R-New Lorn,".
const SEAT: usize = 10;

/// What a fact may serve for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sense {
    /// An office or role; the heaviest becomes the title.
    Title(f32),
    /// A tie to the events, to a place or to another.
    Reason,
}

/// Words that tell of someone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fact {
    pub(super) span: Span,
    pub(super) sense: Sense,
}

/// An office in more than one word, or in apposition.
const FULL: f32 = 3.0;
/// "Sen.", "Professor".
const SHORT: f32 = 2.0;
/// "Ada Quill is a nurse".
pub(super) const PREDICATE: f32 = 1.5;
/// "Republican".
const PARTY: f32 = 1.0;
/// "the Courier's", "of Tern Lines".
const HOUSE: f32 = 0.5;

/// Facts around one mention of a name.
pub(super) fn around(scene: &Scene, name: Range<usize>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let before = before(scene, name.start);
    let start = before.as_ref().map_or(name.start, |run| run.start);
    if let Some(run) = before {
        office(scene, run, &mut facts);
    } else {
        facts.extend(house_before(scene, name.start));
    }
    facts.extend(apposition_before(scene, start));
    after(scene, &name, &mut facts);
    facts
}

/// What an organisation is called after its name: "a charity for seafarers", "which runs the ferries".
pub(super) fn after_house(scene: &Scene, name: Range<usize>) -> Option<Fact> {
    let words = &scene.words;
    let stop = scene.sentence(name.end.saturating_sub(1)).end;
    let at = name.end + 1;
    if at >= stop || words[name.end].shape != Shape::Comma {
        return None;
    }
    if words[at].is(Class::ARTICLE) {
        let run = apposition(scene, at, stop)?;
        if words[run.end].is_word() && !words[run.end].is(Class::WH) {
            return None;
        }
        return Some(Fact {
            span: words.span(run)?,
            sense: Sense::Reason,
        });
    }
    relative(scene, at, stop).map(|(fact, _)| fact)
}

/// A run of words as a title or a reason, by the noun at its head; without the determiner.
pub(super) fn described(scene: &Scene, run: Range<usize>, weight: f32) -> Option<Fact> {
    let words = &scene.words;
    // "is the leader that we need" praises, and gives no office.
    if run
        .clone()
        .next_back()
        .is_some_and(|last| words.lower(last) == "that")
    {
        return None;
    }
    let whole = words.span(run.clone())?;
    let span = scene.without_determiner(run.clone())?;
    let head = scene.head(whole)?;
    let lower = words.lower(head);
    let noun = scene.vocabulary.noun(lower);
    if noun.is(Noun::COURTESY) {
        return None;
    }
    let tie = noun.is(Noun::CONNECTION.or(Noun::PLAIN).or(Noun::PARTY));
    if !tie && (scene.vocabulary.is_office(lower) || scene.is_role(words[head].span)) {
        return Some(Fact {
            span,
            sense: Sense::Title(weight),
        });
    }
    if noun.is(Noun::PARTY) {
        return Some(Fact {
            span,
            sense: Sense::Title(PARTY),
        });
    }
    // "her neighbours" is several; "one of the neighbours" is one.
    let single = !scene.is_plural(head) || words.lower(run.start) == "one";
    let owned = words[run.start].is(Class::POSSESSIVE);
    let ties = noun.is(Noun::CONNECTION.or(Noun::PLAIN)) && single;
    (ties && (owned || span.len() > words[head].span.len())).then_some(Fact {
        span: whole,
        sense: Sense::Reason,
    })
}

/// The run of words before a name that describe it.
fn before(scene: &Scene, first: usize) -> Option<Range<usize>> {
    let words = &scene.words;
    let floor = scene.sentence(first).start.max(first.saturating_sub(LONGEST / 2));
    let mut start = first;
    while start > floor && describes(scene, start - 1, first) {
        start -= 1;
    }
    while start < first && !(words[start].is_word() && words[start].shape != Shape::Clitic)
        || start < first && matches!(words.lower(start), "and" | "of")
    {
        start += 1;
    }
    let last = (start..first).rev().find(|&k| words[k].is_word())?;
    if words[last].shape == Shape::Clitic {
        return None;
    }
    let lower = words.lower(last);
    let noun = scene.vocabulary.noun(lower);
    // "deputy minister for ports": the office stands before what it is for.
    let office = (start..last).any(|k| {
        words[k].is(Class::PREPOSITION) && k > start && scene.vocabulary.is_office(words.lower(k - 1))
    });
    let read = scene.is_role(words[last].span) && !(last > 0 && scene.is_hyphen(last - 1));
    let known =
        scene.vocabulary.is_office(lower) || office || read || noun.is(Noun::PARTY.or(Noun::CONNECTION));
    known.then_some(start..first)
}

/// May the word at `at` belong to what describes the name at `name`?
fn describes(scene: &Scene, at: usize, name: usize) -> bool {
    let words = &scene.words;
    let word = &words[at];
    let lower = words.lower(at);
    match word.shape {
        Shape::Stop => scene.is_inner_stop(at) && words[at - 1].capital(),
        Shape::Dash => scene.is_hyphen(at),
        Shape::Clitic => lower == "'s" || lower == "'",
        Shape::Number => false,
        Shape::Capital => {
            let opener = at == scene.sentence(at).start
                && word.is(Class::PREPOSITION
                    .or(Class::ADVERB)
                    .or(Class::SUBORDINATOR)
                    .or(Class::WH));
            // "Count former president Ada Quill": the first word is a verb.
            let told = at == scene.sentence(at).start
                && word.verb.is_some()
                && words.get(at + 1).is_some_and(|next| next.shape == Shape::Lower)
                && !scene.vocabulary.is_office(lower);
            !opener
                && !told
                && !word.is(Class::DETERMINER
                    .or(Class::TIME)
                    .or(Class::SUBJECT)
                    .or(Class::COORDINATOR))
        }
        Shape::Lower if scene.is_hyphen(at + 1) || at > 0 && scene.is_hyphen(at - 1) => true,
        Shape::Lower => {
            if lower == "of" || lower == "for" {
                return at + 1 < name
                    && at > 0
                    && words[at - 1].is_word()
                    && scene.vocabulary.is_office(words.lower(at - 1));
            }
            if lower == "and" {
                return at + 1 < name
                    && at > 0
                    && words[at - 1].shape == Shape::Lower
                    && scene.vocabulary.is_office(words.lower(at - 1));
            }
            let closed = Class::PREPOSITION
                .or(Class::COORDINATOR)
                .or(Class::SUBORDINATOR)
                .or(Class::WH)
                .or(Class::AUXILIARY)
                .or(Class::SUBJECT)
                .or(Class::OBJECT)
                .or(Class::DETERMINER)
                .or(Class::TIME)
                .or(Class::NEGATION);
            let verb = matches!(
                word.verb,
                Some((_, Form::Past | Form::Participle | Form::ThirdPerson | Form::Ing))
            );
            // "secretary of state Ada Quill": what the office is of is no verb.
            let bare = matches!(word.verb, Some((_, Form::Base)))
                && at > 0
                && words.lower(at - 1) != "of"
                && (words[at - 1].is(Class::SUBJECT.or(Class::AUXILIARY).or(Class::NEGATION))
                    || words.lower(at - 1) == "to"
                    || words[at + 1].capital());
            let office = scene.vocabulary.is_office(lower);
            // "something President Quill said"
            let anything = matches!(
                lower,
                "something"
                    | "anything"
                    | "nothing"
                    | "everything"
                    | "someone"
                    | "anyone"
                    | "everyone"
                    | "what"
            );
            !bare
                && !anything
                && !word.is(closed)
                && !lower.ends_with("ly")
                && (office || !verb && lower != "then" && lower != "that")
        }
        _ => false,
    }
}

/// What stands right before a name: "the victim's brother", "Harbour Minister", or one after the other.
fn office(scene: &Scene, run: Range<usize>, facts: &mut Vec<Fact>) {
    let words = &scene.words;
    let noun = |k: usize| scene.vocabulary.noun(words.lower(k));
    let tie = run
        .clone()
        .rev()
        .find(|&k| noun(k).is(Noun::CONNECTION) && !noun(k).is(Noun::OFFICE));
    let from = tie.map_or(run.start, |k| k + 1);
    if tie.is_some() {
        // "her colleague"
        let owned = run.start > 0 && words[run.start - 1].is(Class::POSSESSIVE);
        let span = words.span(run.start - usize::from(owned)..from);
        facts.extend(span.map(|span| Fact {
            span,
            sense: Sense::Reason,
        }));
    }
    let content: Vec<usize> = (from..run.end).filter(|&k| words[k].is_word()).collect();
    let weight = match content[..] {
        [] => return,
        [one] if noun(one).is(Noun::PARTY) => PARTY,
        [one] if noun(one).is(Noun::COURTESY) => return,
        [_] => SHORT,
        _ => FULL,
    };
    let span = words.span(from..run.end);
    facts.extend(span.map(|span| Fact {
        span,
        sense: Sense::Title(weight),
    }));
}

/// "the Courier's" before a name.
fn house_before(scene: &Scene, first: usize) -> Option<Fact> {
    let words = &scene.words;
    let clitic = first
        .checked_sub(1)
        .filter(|&k| words[k].shape == Shape::Clitic)?;
    let floor = scene.sentence(first).start;
    let mut start = clitic;
    while start > floor && words[start - 1].capital() && !words[start - 1].is(Class::DETERMINER) {
        start -= 1;
    }
    Some(Fact {
        span: words.span(start..clitic)?,
        sense: Sense::Title(HOUSE),
    })
}

/// "The chief engineer," before a name.
fn apposition_before(scene: &Scene, first: usize) -> Option<Fact> {
    let words = &scene.words;
    let floor = scene.sentence(first).start;
    let mut end = first.checked_sub(1).filter(|&k| k > floor)?;
    if words[end].shape != Shape::Comma && !is_open_dash(scene, end) {
        return None;
    }
    while end > floor && words[end - 1].shape == Shape::Dash {
        end -= 1;
    }
    let mut start = end;
    while start > floor && end - start < LONGEST / 2 {
        let k = start - 1;
        let word = &words[k];
        let inner = scene.is_hyphen(k) || scene.is_inner_stop(k);
        let verb = matches!(word.verb, Some((_, Form::Past | Form::ThirdPerson)))
            && word.shape == Shape::Lower
            && !scene.vocabulary.is_office(words.lower(k));
        if !(word.is_word() || inner) || verb || word.is(Class::AUXILIARY.or(Class::SUBJECT).or(Class::WH)) {
            break;
        }
        start = k;
        // "a spokesman for the Lorn Police": the article of what it is for.
        let inner = k > floor && words[k - 1].is(Class::PREPOSITION);
        if word.is(Class::ARTICLE.or(Class::POSSESSIVE)) && !inner {
            break;
        }
    }
    let opens = start < end
        && (words[start].is(Class::ARTICLE.or(Class::POSSESSIVE))
            || start == floor
            || (start..end).any(|k| words[k].shape == Shape::Clitic));
    if !opens {
        return None;
    }
    // Only what follows the last preposition that opens the sentence belongs to the name.
    if !words[start].is(Class::ARTICLE)
        && words[start].is(Class::PREPOSITION.or(Class::SUBORDINATOR).or(Class::ADVERB))
    {
        return None;
    }
    described(scene, start..end, FULL)
}

fn is_open_dash(scene: &Scene, at: usize) -> bool {
    scene.words[at].shape == Shape::Dash && !scene.is_hyphen(at)
}

/// What follows a name, up to its verb.
fn after(scene: &Scene, name: &Range<usize>, facts: &mut Vec<Fact>) {
    let words = &scene.words;
    let stop = scene.sentence(name.end.saturating_sub(1)).end;
    let mut at = name.end;
    if at < stop && words[at].shape == Shape::Opening {
        let close = (at..stop.min(at + 8)).find(|&k| words[k].shape == Shape::Closing);
        let Some(close) = close else { return };
        at = close + 1;
    }
    if at < stop && matches!(words.lower(at), "of" | "from" | "with" | "at") {
        facts.extend(house_after(scene, name, at + 1, stop));
        return;
    }
    let class = name.start > 0 && matches!(words.lower(name.start - 1), "like" | "including");
    if class {
        return;
    }
    if at < stop && matches!(words.lower(at), "who" | "whose") {
        facts.extend(relative(scene, at, stop).map(|(fact, _)| fact));
        return;
    }
    facts.extend(lived(scene, at, stop));
    if at + 2 < stop && matches!(words.lower(at), "is" | "was") && words[at + 1].is(Class::ARTICLE) {
        let run = apposition(scene, at + 1, stop);
        facts.extend(run.and_then(|run| described(scene, run, PREDICATE)));
        return;
    }
    // ", 34, R-Fla., a teacher, who ...,"
    for _ in 0..4 {
        if at >= stop || !(words[at].shape == Shape::Comma || is_open_dash(scene, at)) {
            return;
        }
        while at < stop && (words[at].shape == Shape::Comma || words[at].shape == Shape::Dash) {
            at += 1;
        }
        if at >= stop {
            return;
        }
        if words[at].shape == Shape::Number {
            at += 1;
            continue;
        }
        if let Some(end) = seat(scene, at, stop) {
            at = end;
            continue;
        }
        if words[at].is(Class::WH) {
            if let Some((fact, end)) = relative(scene, at, stop).filter(|_| words.lower(at) != "which") {
                facts.push(fact);
                at = end;
                continue;
            }
            return;
        }
        let Some(run) = apposition(scene, at, stop) else {
            return;
        };
        at = run.end;
        if at < stop && words[at].shape == Shape::Comma {
            facts.extend(lived(scene, at + 1, stop));
        }
        let fact = described(scene, run, FULL);
        let goes_on = at < stop && words[at].is(Class::WH);
        if fact.is_none() && !goes_on {
            return;
        }
        facts.extend(fact);
        // "fellow of an institute, which ...": of the institute.
        if at < stop && words[at].is(Class::WH) {
            if let Some((fact, end)) = relative(scene, at, stop).filter(|_| words.lower(at) != "which") {
                facts.push(fact);
                at = end;
            } else {
                return;
            }
        }
    }
}

/// "R-Fla." after a lawmaker's name: one past its end.
fn seat(scene: &Scene, at: usize, stop: usize) -> Option<usize> {
    let words = &scene.words;
    let letter = matches!(words.lower(at), "r" | "d" | "i") && words[at].capital();
    let dash = words.get(at + 1).is_some_and(|w| w.shape == Shape::Dash);
    if !letter || !dash {
        return None;
    }
    (at + 2..stop.min(at + SEAT)).find(|&k| matches!(words[k].shape, Shape::Comma | Shape::Lower))
}

/// "of Tern Lines" after the name of someone who speaks there; "of Lorn", a place, is a reason.
fn house_after(scene: &Scene, name: &Range<usize>, at: usize, stop: usize) -> Option<Fact> {
    let words = &scene.words;
    let first = (at..stop).find(|&k| words[k].is_word() && !words[k].is(Class::ARTICLE))?;
    let mut end = first;
    while end < stop.min(first + 10)
        && (words[end].is_word() && words[end].shape != Shape::Clitic || scene.is_hyphen(end))
        && !words[end].is(Class::AUXILIARY.or(Class::WH).or(Class::SUBJECT).or(Class::TIME))
        && !scene.is_cue(end)
    {
        end += 1;
    }
    let named = (first..end).any(|k| words[k].capital());
    let speaks = scene.is_cue(end.min(words.len() - 1)) || name.start > 0 && scene.is_cue(name.start - 1);
    let span = words.span(first..end)?;
    let home = scene.analysis.mentions_in(span).any(|mention| {
        mention.span.start() == span.start() && scene.kind(mention.entity) == EntityKind::Place
    });
    (named && speaks).then_some(match home {
        true => Fact {
            span: words.span(at - 1..end)?,
            sense: Sense::Reason,
        },
        false => Fact {
            span,
            sense: Sense::Title(HOUSE),
        },
    })
}
