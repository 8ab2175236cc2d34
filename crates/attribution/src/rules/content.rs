//! How far the words of a source go.
//!
//! To the right of a cue up to the end of its clause, to the left of it back
//! to where its quotation or clause began. A quotation may leave the sentence.

use std::ops::Range;

use nlp::QuotedSpan;

use crate::lexicon::{Class, Form, Lexicon};
use crate::words::{Shape, Words};

/// Words that each quotation covers, marks and all; ascending by start.
#[derive(Debug)]
pub(crate) struct Quotations {
    /// Outermost quotations, a chain over paragraphs joined.
    list: Vec<Range<usize>>,
    /// Those inside others.
    nested: Vec<Range<usize>>,
}

impl Quotations {
    pub(crate) fn new(words: &Words, quoted: &[QuotedSpan]) -> Self {
        let mut list: Vec<Range<usize>> = Vec::new();
        let mut nested: Vec<Range<usize>> = Vec::new();
        let mut goes_on = false;
        for quotation in quoted {
            let range = words.at_or_after(quotation.span.start())..words.at_or_after(quotation.span.end());
            if quotation.parent.is_some() {
                nested.push(range);
                continue;
            }
            match list.last_mut() {
                Some(last) if goes_on => last.end = range.end.max(last.end),
                _ => list.push(range),
            }
            goes_on = quotation.continues;
        }
        nested.sort_by_key(|range| range.start);
        Self { list, nested }
    }

    /// The quotation whose opening mark this is, one inside another too.
    pub(crate) fn opened_at(&self, index: usize) -> Option<&Range<usize>> {
        let in_other = || {
            let at = self.nested.partition_point(|range| range.start < index);
            self.nested.get(at)
        };
        self.at(index)
            .filter(|range| range.start == index)
            .or_else(in_other)
            .filter(|range| range.start == index)
    }

    /// The quotation that holds a word or mark.
    pub(crate) fn at(&self, index: usize) -> Option<&Range<usize>> {
        let after = self.list.partition_point(|range| range.start <= index);
        self.list[..after].last().filter(|range| range.contains(&index))
    }

    /// Does a word stand inside marks (not one of the marks itself)?
    pub(crate) fn inside(&self, index: usize) -> bool {
        self.at(index)
            .is_some_and(|range| range.start < index && index + 1 < range.end)
    }

    pub(crate) fn all(&self) -> &[Range<usize>] {
        &self.list
    }
}

/// Does a clause with a cue of its own begin at `index`?
fn opens_attribution(words: &Words, lexicon: &Lexicon, index: usize, end: usize) -> bool {
    let last = end.min(index + 9);
    (index..last)
        .take_while(|&k| !matches!(words[k].shape, Shape::Comma | Shape::Quote | Shape::Stop))
        .any(|k| {
            words[k].verb.is_some_and(|(verb, form)| {
                matches!(form, Form::Past | Form::ThirdPerson)
                    && k > index
                    && !words[k - 1].is(Class::DETERMINER.or(Class::PREPOSITION))
                    && (lexicon.verb(verb).rate(form, words.follower(k + 1, end)) > 0.55
                        || lexicon.phrases(words.lower(k)).iter().any(|phrase| {
                            phrase
                                .rest
                                .iter()
                                .enumerate()
                                .all(|(n, part)| words.lower(k + 1 + n) == &**part)
                        }))
            })
        })
}

/// Is there a finite verb before the next mark? "his promise, and | the board expects him to keep it".
fn has_predicate(words: &Words, from: usize, end: usize) -> bool {
    (from..end).take_while(|&k| words[k].is_word()).any(|k| {
        words[k].is(Class::AUXILIARY) || matches!(words[k].verb, Some((_, Form::Past | Form::ThirdPerson)))
    })
}

/// "saying", "adding", "calling": a participle that is likely a cue.
fn is_participial_cue(words: &Words, lexicon: &Lexicon, index: usize, end: usize) -> bool {
    words[index].verb.is_some_and(|(verb, form)| {
        let verb = lexicon.verb(verb);
        let always = matches!(&*verb.lemma, "say" | "add");
        form == Form::Ing && (always || verb.rate(form, words.follower(index + 1, end)) > 0.45)
    })
}

/// "..., according to analysts, by ...": does the clause go on after the credit?
fn resumes_after_credit(words: &Words, according: usize, end: usize) -> bool {
    (according + 2..end.min(according + 12))
        .find(|&k| !words[k].is_word())
        .is_some_and(|k| {
            words[k].shape == Shape::Comma
                && words
                    .get(k + 1)
                    .is_some_and(|w| w.shape == Shape::Lower && !w.is(Class::COORDINATOR))
                && k + 1 < end
        })
}

/// The last word before `end` that is no mark of its sentence.
fn trim_stop(words: &Words, start: usize, mut end: usize) -> usize {
    while end > start + 1
        && matches!(
            words[end - 1].shape,
            Shape::Stop | Shape::Comma | Shape::Dash | Shape::Colon
        )
        && !(words.lower(end - 1) == "." && words[end - 2].is(Class::ABBREVIATION))
    {
        end -= 1;
    }
    end
}

/// All the words of a sentence from `from` on, without its last mark.
pub(crate) fn whole(words: &Words, from: usize, sentence_end: usize) -> Range<usize> {
    from..trim_stop(words, from, sentence_end)
}

/// The words from `from` on that belong to the cue before them.
pub(crate) fn to_the_right(
    words: &Words,
    lexicon: &Lexicon,
    quotations: &Quotations,
    from: usize,
    sentence_end: usize,
) -> Range<usize> {
    let mut at = from;
    if words[from].is_quote()
        && let Some(quotation) = quotations.opened_at(from)
    {
        let close = quotation.end;
        let inner_last = close.saturating_sub(2);
        let complete = close - from > 3
            && (matches!(words[inner_last].shape, Shape::Stop | Shape::Comma)
                || words
                    .get(close)
                    .is_none_or(|w| matches!(w.shape, Shape::Stop | Shape::Comma | Shape::Quote)));
        if complete || close >= sentence_end {
            return from..close;
        }
        at = close;
    }
    while at < sentence_end {
        if words[at].is_quote()
            && let Some(quotation) = quotations.opened_at(at)
        {
            let close = quotation.end;
            if close >= sentence_end {
                return from..close;
            }
            // A comma inside the marks parts as one outside does.
            at = if words[close - 2].shape == Shape::Comma && close < sentence_end {
                let other = words[close].is(Class::COORDINATOR.or(Class::SUBORDINATOR))
                    && opens_attribution(words, lexicon, close + 1, sentence_end);
                if other || is_participial_cue(words, lexicon, close, sentence_end) {
                    return from..close;
                }
                close
            } else {
                close
            };
            continue;
        }
        let next = at + 1;
        match words[at].shape {
            Shape::Comma | Shape::Dash | Shape::Stop if next < sentence_end => {
                if words[at].shape == Shape::Dash && !words[at].spaced {
                    at = next;
                    continue;
                }
                let lower = words.lower(next);
                let participle = is_participial_cue(words, lexicon, next, sentence_end)
                    || (lower == "with"
                        && (next + 1..sentence_end.min(next + 7))
                            .take_while(|&k| words[k].is_word())
                            .any(|k| is_participial_cue(words, lexicon, k, sentence_end)));
                let other_source = words[next].is(Class::COORDINATOR.or(Class::SUBORDINATOR))
                    && opens_attribution(words, lexicon, next + 1, sentence_end);
                let clause_after_thing = words[next].is(Class::COORDINATOR)
                    && !has_predicate(words, from, at)
                    && has_predicate(words, next + 2, sentence_end.min(next + 8));
                let credited = lower == "according" && !resumes_after_credit(words, next, sentence_end);
                if credited || participle || other_source || clause_after_thing {
                    return from..trim_stop(words, from, at);
                }
                if words[at].shape == Shape::Stop && words.lower(at) == ";" {
                    return from..at;
                }
            }
            Shape::Lower if at > from && matches!(words.lower(at), "and" | "but" | "according") => {
                if words.lower(at) == "according" && words.lower(next) == "to" {
                    return from..trim_stop(words, from, at);
                }
                let mut verb_at = next;
                while verb_at < sentence_end && words[verb_at].is(Class::ADVERB.or(Class::HAVE)) {
                    verb_at += 1;
                }
                let coordinated = verb_at < sentence_end
                    && words[verb_at].verb.is_some_and(|(verb, form)| {
                        matches!(form, Form::Past | Form::ThirdPerson)
                            && lexicon
                                .verb(verb)
                                .rate(form, words.follower(verb_at + 1, sentence_end))
                                > 0.6
                    });
                if coordinated {
                    return from..trim_stop(words, from, at);
                }
            }
            _ => {}
        }
        at = next;
    }
    from..trim_stop(words, from, sentence_end)
}

/// The words before `end` (the source or an inverted cue) that belong to the cue after them.
///
/// `None` where neither a comma nor a closing mark parts them from it.
pub(crate) fn to_the_left(
    words: &Words,
    quotations: &Quotations,
    floor: usize,
    end: usize,
) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let mark = &words[last];
    let close = match mark.shape {
        Shape::Quote => end,
        Shape::Comma | Shape::Dash => last,
        _ => return None,
    };
    if close <= floor {
        return None;
    }
    let quoted_at_end = words[close - 1]
        .is_quote()
        .then(|| quotations.at(close - 1))
        .flatten();
    let start = match quoted_at_end {
        Some(quotation) if quotation.start < floor => quotation.start,
        Some(quotation) => {
            // Words before the mark belong too, when they open the sentence: 'The “plan” is dead, she said.'
            let before = floor..quotation.start;
            if before.clone().any(|k| words[k].is_word()) {
                floor
            } else {
                quotation.start
            }
        }
        None => floor,
    };
    let mut start = start;
    while start < close
        && (!words[start].is_word() && !words[start].is_quote() && words[start].shape != Shape::Opening)
    {
        start += 1;
    }
    (start..close).any(|k| words[k].is_word()).then_some(start..close)
}
