//! Noun phrases and adverbials around a cue, found without a parser.
//!
//! All functions walk words inside one sentence, from the cue outwards, and
//! stop at the first word that cannot belong.

use std::ops::Range;

use crate::lexicon::{Class, Form};
use crate::words::{Shape, Word, Words};

/// A finite form that ends the noun phrase it would stand in.
fn is_finite(words: &Words, index: usize, start: usize) -> bool {
    let word = &words[index];
    if word.is(Class::AUXILIARY) && word.shape != Shape::Clitic {
        return !word.capital() || index == start;
    }
    if word.capital() {
        return false;
    }
    match word.verb {
        Some((_, Form::Past | Form::Participle)) => {
            // "the leaked transcript", "a tape published by": an attribute, no predicate.
            let attribute = index > start && words[index - 1].is(Class::DETERMINER);
            !attribute && !is_reduced_relative(words, index)
        }
        None if word.shape == Shape::Lower && words.lower(index).ends_with("ed") => {
            // A verb that the lexicon does not know, before its object.
            index > start
                && !words[index - 1].is(Class::DETERMINER)
                && words
                    .get(index + 1)
                    .is_some_and(|next| next.capital() || next.is(Class::ARTICLE))
        }
        _ => false,
    }
}

/// "published by", "released on Tuesday by": the participle of a clause without "which".
fn is_reduced_relative(words: &Words, index: usize) -> bool {
    (index + 1..index + 5).any(|k| words.lower(k) == "by")
        && (index + 1..index + 5)
            .take_while(|&k| words.lower(k) != "by")
            .all(|k| {
                words
                    .get(k)
                    .is_some_and(|w| w.is(Class::TIME.or(Class::PREPOSITION).or(Class::ADVERB)))
            })
}

fn is_abbreviation_stop(words: &Words, index: usize) -> bool {
    words.lower(index) == "."
        && !words[index].spaced
        && index > 0
        && (words[index - 1].is(Class::ABBREVIATION)
            || (words[index - 1].capital() && words[index - 1].span.len() == 1))
}

/// Adverbials between subject and verb: "on Tuesday", "in Paris on Monday", "also".
fn trim_adverbials(words: &Words, start: usize, mut end: usize) -> usize {
    while end > start {
        let last = end - 1;
        if words[last].is(Class::ADVERB)
            || (words[last].shape == Shape::Lower && words.lower(last).ends_with("ly"))
        {
            end = last;
        } else if words[last].is(Class::TIME) && last > start {
            end = last;
            while end > start + 1
                && matches!(
                    words.lower(end - 1),
                    "on" | "in"
                        | "last"
                        | "this"
                        | "next"
                        | "earlier"
                        | "over"
                        | "the"
                        | "late"
                        | "early"
                        | "at"
                        | "during"
                )
            {
                end -= 1;
            }
        } else {
            break;
        }
    }
    end
}

/// Start of the noun phrase that ends before `end`.
fn nominal_start(words: &Words, start: usize, end: usize) -> usize {
    let mut at = end;
    while at > start {
        let index = at - 1;
        let word = &words[index];
        let lower = words.lower(index);
        if at == end && word.is(Class::SUBJECT.or(Class::OBJECT)) {
            return index;
        }
        match word.shape {
            Shape::Comma | Shape::Colon | Shape::Quote | Shape::Opening => break,
            Shape::Dash => {
                // Only a hyphen inside a word: "director-general".
                let joins = lower == "-" && !word.spaced && at < end && !words[at].spaced;
                if !joins {
                    break;
                }
            }
            Shape::Stop => {
                if !is_abbreviation_stop(words, index) {
                    break;
                }
            }
            Shape::Closing | Shape::OtherMark => {}
            _ => {
                if word.is(Class::SUBJECT.or(Class::OBJECT)) || is_finite(words, index, start) {
                    break;
                }
                if word.is(Class::WH) || lower == "that" {
                    break;
                }
                if lower == "of" || lower == "&" {
                    at = index;
                    continue;
                }
                // A determiner opens the phrase unless something before it governs it.
                if at < end && words[at].is(Class::DETERMINER) && !words[at].capital() {
                    let governed = word.is(Class::PREPOSITION.or(Class::COORDINATOR))
                        || (word.is(Class::DETERMINER) && !words[at].is(Class::ARTICLE));
                    if !governed {
                        break;
                    }
                }
                if lower == "and" || lower == "or" {
                    let joins_names = index > start
                        && words[index - 1].capital()
                        && (words[at].capital() || words[at].is(Class::DETERMINER));
                    if !joins_names {
                        break;
                    }
                } else if lower == "nor" {
                    // "neither the company nor its lawyers".
                    return (start..index)
                        .rev()
                        .take(10)
                        .find(|&k| words.lower(k) == "neither")
                        .unwrap_or(at);
                } else if word.is(Class::COORDINATOR) {
                    break;
                } else if word.is(Class::PREPOSITION) {
                    let attaches = matches!(
                        lower,
                        "for" | "in" | "at" | "from" | "with" | "to" | "on" | "about" | "behind"
                    ) && index > start
                        && words[index - 1].is_word()
                        && !words[index - 1].is(Class::TIME.or(Class::ADVERB).or(Class::PREPOSITION))
                        && words[index - 1].verb.is_none_or(|(_, form)| form == Form::Base);
                    if !attaches {
                        break;
                    }
                } else if word.is(Class::SUBORDINATOR)
                    || lower == "to"
                    || (word.is(Class::ADVERB) && !word.is(Class::QUANTIFIER) && at == end)
                {
                    break;
                }
            }
        }
        at = index;
    }
    // Words that cannot open a noun phrase.
    while at < end
        && (!words[at].is_word()
            || matches!(words.lower(at), "of" | "and" | "or" | "&")
            || (words[at].is(Class::ADVERB) && !words[at].is(Class::QUANTIFIER) && !words[at].capital())
            || words[at].shape == Shape::Clitic)
    {
        at += 1;
    }
    // "On Monday the company": the phrase opens at the determiner after a time.
    if at < end && words[at].is(Class::TIME) && at > start && words[at - 1].is(Class::PREPOSITION) {
        let later = (at + 1..end).find(|&k| words[k].is(Class::DETERMINER) || words[k].capital());
        if let Some(later) = later {
            at = later;
        }
    }
    at
}

/// "Two people who know the speakers": the phrase before "who" opens the subject.
fn antecedent_start(words: &Words, start: usize, at: usize) -> usize {
    let Some(relative) = (start + 1..at)
        .rev()
        .take(8)
        .take_while(|&k| words[k].is_word())
        .find(|&k| matches!(words.lower(k), "who" | "which"))
    else {
        return at;
    };
    // A verb of saying in the clause would take the phrase at `at` as the subject of what is said.
    let says = (relative..at).any(|k| {
        matches!(
            words.lower(k),
            "said" | "say" | "says" | "believe" | "claim" | "claimed" | "argued" | "argue" | "think" | "told"
        )
    });
    if says || !words[relative - 1].is_word() {
        return at;
    }
    let before = nominal_start(words, start, relative);
    if before < relative { before } else { at }
}

/// Does the range look like what stands in apposition to a name?
fn is_apposition(words: &Words, range: &Range<usize>) -> bool {
    let Some(first) = range.clone().next() else {
        return false;
    };
    let word = &words[first];
    // "first published by Bloomberg", "also seen by the Courier".
    let participle = range
        .clone()
        .take(3)
        .find(|&k| words[k].verb.is_some() || words.lower(k).ends_with("ed"));
    if participle.is_some_and(|k| {
        (first..k).all(|before| words[before].is(Class::ADVERB) || words.lower(before).ends_with("ly"))
            && range.clone().any(|k| words.lower(k) == "by")
    }) {
        return true;
    }
    if word.is(Class::COORDINATOR
        .or(Class::SUBJECT)
        .or(Class::PREPOSITION)
        .or(Class::MODAL))
    {
        return false;
    }
    let relative = word.is(Class::WH);
    let finite = range
        .clone()
        .skip(1)
        .any(|index| is_finite(words, index, range.start));
    relative || !finite
}

/// The subject that ends where a verb group begins, with its appositions.
pub(crate) fn subject_before(words: &Words, start: usize, group: usize) -> Option<Range<usize>> {
    let mut end = trim_adverbials(words, start, group);
    // Nothing on the other side of a quotation that a comma or a stop ends.
    let start = (start + 1..end)
        .rev()
        .find(|&k| words[k].is_quote() && matches!(words[k - 1].shape, Shape::Comma | Shape::Stop))
        .map_or(start, |mark| mark + 1);
    // "a recording in which | the mayor": nor of a relative clause.
    let start = (start + 1..end)
        .rev()
        .find(|&k| matches!(words.lower(k), "which" | "whom") && words[k - 1].is(Class::PREPOSITION))
        .map_or(start, |which| which + 1);
    if end <= start {
        return None;
    }
    // A parenthesis before the verb.
    if words[end - 1].shape == Shape::Closing {
        let open = (start..end - 1)
            .rev()
            .find(|&k| words[k].shape == Shape::Opening)?;
        let at = nominal_start(words, start, open);
        return (at < open).then_some(at..end);
    }
    // "who", "which": the antecedent goes with it.
    if matches!(words.lower(end - 1), "who" | "which" | "that") && !words[end - 1].capital() {
        let mut before = end - 1;
        if before > start && words[before - 1].shape == Shape::Comma {
            before -= 1;
        }
        let at = nominal_start(words, start, before);
        return if at < before {
            Some(at..end)
        } else {
            Some(end - 1..end)
        };
    }
    let mut outer = None;
    // "The president, without a word, said": an adverbial in between.
    if words[end - 1].shape == Shape::Comma
        && let Some(comma) = (start..end - 1).rev().find(|&k| words[k].shape == Shape::Comma)
        && comma > start
        && words[comma + 1].is(Class::PREPOSITION)
    {
        let at = nominal_start(words, start, comma);
        return (at < comma).then_some(at..comma);
    }
    if words[end - 1].shape == Shape::Comma {
        outer = Some(end);
        end -= 1;
        // Segments between commas, from the verb backwards; at most six.
        for _ in 0..6 {
            let comma = (start..end).rev().find(|&k| words[k].shape == Shape::Comma);
            let Some(comma) = comma else { break };
            if !is_apposition(words, &(comma + 1..end)) {
                break;
            }
            end = comma;
            let names = end > start && (words[end - 1].capital() || words[end - 1].shape == Shape::Number);
            let more = (start..end).rev().find(|&k| words[k].shape == Shape::Comma);
            // "For his part, President Trump, who ..., said": an adverbial stands before the subject.
            let segment = more.map_or(start, |more| more + 1);
            if segment < end
                && (words[segment].is(Class::PREPOSITION.or(Class::SUBORDINATOR))
                    || words[segment].is(Class::ADVERB) && !words[segment].is(Class::QUANTIFIER))
                && !(segment..end).any(|k| is_finite(words, k, segment))
            {
                return Some(comma + 1..outer.unwrap_or(end))
                    .filter(|range| range.start < range.end)
                    .map(|range| {
                        let close = if words[range.end - 1].shape == Shape::Comma {
                            range.end - 1
                        } else {
                            range.end
                        };
                        nominal_start(words, range.start, close)..close
                    })
                    .filter(|range| range.start < range.end);
            }
            let again = more.is_some_and(|more| {
                is_apposition(words, &(more + 1..end))
                    && !(words[more + 1].capital() && names && !words[end].is(Class::COORDINATOR))
            });
            if !again {
                break;
            }
        }
    }
    let at = antecedent_start(words, start, nominal_start(words, start, end));
    if at >= end {
        return None;
    }
    Some(at..outer.unwrap_or(end))
}

/// The subject that follows an inverted verb, with its appositions.
pub(crate) fn subject_after(words: &Words, from: usize, end: usize) -> Option<Range<usize>> {
    let first = words.get(from).filter(|_| from < end)?;
    if !first.is_word()
        || first.is(Class::PREPOSITION.or(Class::WH).or(Class::SUBORDINATOR)) && !first.is(Class::DETERMINER)
    {
        return None;
    }
    if first.is(Class::SUBJECT) {
        return Some(from..from + 1);
    }
    let nominal_end = |from: usize| {
        let mut at = from;
        while at < end {
            let word = &words[at];
            let lower = words.lower(at);
            let stop = match word.shape {
                Shape::Comma | Shape::Colon | Shape::Quote | Shape::Opening | Shape::Closing => true,
                Shape::Stop => !is_abbreviation_stop(words, at) || at + 1 >= end,
                Shape::Dash => word.spaced,
                _ => {
                    word.is(Class::WH)
                        || (word.is(Class::TIME) && at > from && lower != "may")
                        || lower == "that"
                        || (word.is(Class::PREPOSITION)
                            && !(matches!(lower, "of" | "for" | "at" | "from" | "with")
                                || (lower == "in"
                                    && words
                                        .get(at + 1)
                                        .is_some_and(|w| w.capital() && !w.is(Class::TIME)))))
                        || (word.is(Class::SUBORDINATOR) && at > from)
                        || (word.is(Class::ADVERB) && !word.is(Class::QUANTIFIER) && at > from)
                        || is_finite(words, at, from)
                        || (word.is(Class::COORDINATOR) && !words.get(at + 1).is_some_and(Word::capital))
                }
            };
            if stop {
                break;
            }
            at += 1;
        }
        while at > from && words.lower(at - 1) == "." && at >= end {
            at -= 1;
        }
        at
    };
    let mut at = nominal_end(from);
    if at == from {
        return None;
    }
    // Appositions: "said Ana Ruiz, the mayor of Dale, ...".
    for _ in 0..3 {
        if words.get(at).is_none_or(|w| w.shape != Shape::Comma) || at + 1 >= end {
            break;
        }
        let next = &words[at + 1];
        // "Ruiz, 43, ..." is an age, "the survey, 30,290 are ..." opens the clause.
        let figure = next.shape == Shape::Number && words.get(at + 3).is_some_and(|word| !word.spaced);
        if figure
            || !(next.is(Class::DETERMINER)
                || next.is(Class::WH)
                || next.shape == Shape::Lower
                || next.shape == Shape::Number)
            || next.is(Class::COORDINATOR
                .or(Class::SUBORDINATOR)
                .or(Class::ADVERB)
                .or(Class::PREPOSITION))
            || matches!(next.verb, Some((_, Form::Ing)))
        {
            break;
        }
        let close = if next.is(Class::WH) {
            (at + 1..end)
                .find(|&k| matches!(words[k].shape, Shape::Comma | Shape::Quote))
                .unwrap_or(end)
        } else {
            nominal_end(at + 1)
        };
        let mut close = close;
        while close > at + 1 && matches!(words[close - 1].shape, Shape::Stop) {
            close -= 1;
        }
        if close <= at + 1 {
            break;
        }
        at = close;
    }
    Some(from..at)
}

/// Is there a time or an occasion right after this preposition?
fn occasion_end(words: &Words, preposition: usize, end: usize) -> Option<usize> {
    let mut at = preposition + 1;
    let mut found = None;
    while at < end && at < preposition + 9 {
        let word = &words[at];
        if !word.is_word() && word.shape != Shape::Dash {
            break;
        }
        if word.is(Class::SETTING) || word.is(Class::TIME) {
            found = Some(at + 1);
        } else if word.is(Class::WH.or(Class::SUBJECT).or(Class::AUXILIARY))
            || words.lower(at) == "that"
            || (word.is(Class::PREPOSITION) && found.is_some())
        {
            break;
        }
        at += 1;
    }
    found
}

/// Is this "to" that of a verb: "to hide the letter", not "to reporters", "to the court"?
pub(super) fn is_infinitive(words: &Words, at: usize) -> bool {
    words.lower(at) == "to"
        && words.get(at + 1).is_some_and(|next| {
            next.shape == Shape::Lower && !next.is(Class::DETERMINER.or(Class::SETTING).or(Class::OBJECT))
        })
        && !matches!(
            words.lower(at + 1),
            "everyone" | "everybody" | "anyone" | "someone" | "people"
        )
}

/// Where the content may begin: after times, occasions, adverbs and the comma or colon that ends them.
pub(crate) fn skip_adverbials(words: &Words, from: usize, end: usize) -> usize {
    let mut at = from;
    let mut moved = false;
    while at < end {
        let word = &words[at];
        let lower = words.lower(at);
        if word.is(Class::TIME) && !matches!(lower, "may" | "march") {
            at += 1;
        } else if matches!(lower, "last" | "this" | "earlier" | "late" | "early" | "next")
            && words.get(at + 1).is_some_and(|w| w.is(Class::TIME))
        {
            at += 2;
        } else if matches!(
            lower,
            "in" | "on"
                | "at"
                | "during"
                | "to"
                | "by"
                | "after"
                | "before"
                | "from"
                | "via"
                | "through"
                | "over"
                | "with"
                | "under"
        ) && !is_infinitive(words, at)
        {
            match occasion_end(words, at, end) {
                Some(next) => at = next,
                None => break,
            }
        } else if word.is(Class::ADVERB) && !word.is(Class::QUANTIFIER) && !word.capital()
            || (word.shape == Shape::Lower && lower.len() > 4 && lower.ends_with("ly"))
        {
            at += 1;
        } else {
            break;
        }
        moved = true;
    }
    if at < end && words[at].shape == Shape::Colon {
        return at + 1;
    }
    // "pleaded with her: “...", "said in writing to it: “...".
    if let Some(colon) = (at..end.min(at + 8)).find(|&k| !words[k].is_word())
        && words[colon].shape == Shape::Colon
        && words.get(colon + 1).is_some_and(Word::is_quote)
        && colon + 1 < end
    {
        return colon + 1;
    }
    if at < end && words[at].shape == Shape::Comma {
        let quoted = words.get(at + 1).is_some_and(|w| w.is_quote()) && at + 1 < end;
        if quoted || moved {
            return at + 1;
        }
    }
    at
}

/// "the Courier", "reporters": who is told. The word after it, or `from` where there is none.
pub(crate) fn skip_addressee(words: &Words, from: usize, end: usize) -> usize {
    if words.get(from).is_some_and(|w| w.is(Class::OBJECT)) && from < end {
        return from + 1;
    }
    let mut at = from;
    while at < end && at < from + 12 {
        let word = &words[at];
        let lower = words.lower(at);
        let stop = match word.shape {
            Shape::Comma | Shape::Colon | Shape::Quote | Shape::Opening | Shape::Closing => true,
            Shape::Stop => !is_abbreviation_stop(words, at),
            Shape::Dash => word.spaced,
            _ => {
                word.is(Class::WH)
                    || lower == "that"
                    || lower == "to"
                    || (word.is(Class::SUBJECT) && at > from)
                    || (word.is(Class::PREPOSITION) && lower != "of" && at > from)
                    || (word.is(Class::SUBORDINATOR))
                    || (at > from
                        && word.is(Class::ARTICLE.or(Class::POSSESSIVE))
                        && !words[at - 1].is(Class::PREPOSITION.or(Class::COORDINATOR)))
                    || (word.is(Class::TIME) && at > from)
                    || word.is(Class::AUXILIARY)
            }
        };
        if stop {
            break;
        }
        at += 1;
    }
    at
}
