//! What an outlet asserts in its own voice.
//!
//! In: the words of an article and the attributions found in it. Out: for
//! each sentence the longest stretch that no attribution has taken, when it
//! can stand as an assertion. Collation keeps those that bear on a claim.

use std::ops::Range;

use page::BlockKind;

use crate::found::Found;
use crate::lexicon::{Class, Form};
use crate::rules::Scan;
use crate::words::{Shape, Words};

/// An assertion has at least this many words.
const FEWEST_WORDS: usize = 4;

/// Assertions without source and cue.
pub(crate) fn assertions(scan: &Scan, found: &[Found]) -> Vec<Found> {
    let words = scan.words;
    let mut taken = vec![false; words.len()];
    for span in found
        .iter()
        .flat_map(|f| f.source.iter().chain(&f.cue).chain(&f.content))
    {
        for slot in &mut taken[words.at_or_after(span.start())..words.at_or_after(span.end())] {
            *slot = true;
        }
    }
    scan.analysis
        .sentences
        .iter()
        .filter_map(|sentence| {
            let kind = scan.article.blocks.get(sentence.block)?.kind;
            let heading = match kind {
                BlockKind::Paragraph | BlockKind::Deck | BlockKind::Caption => false,
                BlockKind::Headline | BlockKind::Subhead | BlockKind::ListItem | BlockKind::TableRow => true,
                _ => return None,
            };
            let range = sentence.first_token..sentence.end_token;
            let stretch = stretch(scan, &taken, range, heading)?;
            Some(Found {
                source: Vec::new(),
                cue: Vec::new(),
                content: vec![words.span(stretch)?],
                confidence: if heading { 0.4 } else { 0.5 },
            })
        })
        .collect()
}

/// The part of a sentence that may stand as an assertion.
fn stretch(scan: &Scan, taken: &[bool], sentence: Range<usize>, heading: bool) -> Option<Range<usize>> {
    let words = scan.words;
    let last = words.get(sentence.end.checked_sub(1)?)?;
    if words.lower(sentence.end - 1) == "?"
        || (last.is_quote() && words.lower(sentence.end.saturating_sub(2)) == "?")
    {
        return None;
    }
    let quoted = scan.quotations.at(sentence.start).is_some_and(|quotation| {
        quotation.start <= sentence.start && quotation.end >= sentence.end.saturating_sub(1)
    });
    if quoted {
        return None;
    }
    let mut best: Option<Range<usize>> = None;
    let mut at = sentence.start;
    while at < sentence.end {
        if taken[at] {
            at += 1;
            continue;
        }
        let end = (at..sentence.end).find(|&k| taken[k]).unwrap_or(sentence.end);
        let run = trim(words, at..end);
        if best.as_ref().is_none_or(|best| run.len() > best.len()) {
            best = Some(run);
        }
        at = end;
    }
    let run = best?;
    let count = run.clone().filter(|&k| words[k].is_word()).count();
    let whole = run.start <= sentence.start + 1 && run.end + 2 >= sentence.end;
    let enough = if heading { 3 } else { FEWEST_WORDS };
    let stands = whole || run.clone().any(|k| is_predicate(words, k, run.start));
    (count >= enough && stands && (heading || whole || count > FEWEST_WORDS)).then_some(run)
}

/// Without marks and links at its ends.
fn trim(words: &Words, mut run: Range<usize>) -> Range<usize> {
    let is_link = |k: usize| {
        (!words[k].is_word()
            && !words[k].is_quote()
            && words[k].shape != Shape::Opening
            && words[k].shape != Shape::Closing)
            || words[k].is(Class::COORDINATOR)
    };
    while run.start < run.end
        && (is_link(run.start) || matches!(words.lower(run.start), "while" | "with" | "as" | "that"))
    {
        run.start += 1;
    }
    while run.start < run.end
        && (is_link(run.end - 1)
            || words[run.end - 1].is(Class::PREPOSITION.or(Class::SUBORDINATOR).or(Class::ARTICLE))
            || words[run.end - 1].shape == Shape::Opening)
    {
        run.end -= 1;
    }
    run
}

/// Could the word be a predicate?
fn is_predicate(words: &Words, index: usize, start: usize) -> bool {
    let word = &words[index];
    let determined = index > start && words[index - 1].is(Class::DETERMINER);
    word.is(Class::AUXILIARY)
        || (!determined
            && word.shape == Shape::Lower
            && (matches!(word.verb, Some((_, Form::Past | Form::ThirdPerson)))
                || words.lower(index).ends_with("ed")))
}
