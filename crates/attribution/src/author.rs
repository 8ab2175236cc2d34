//! What an outlet asserts in its own voice.
//!
//! In: the words of an article and the attributions found in it. Out: of
//! each sentence the stretches that no attribution has taken and that can
//! stand as assertions. Collation keeps those that bear on a claim.

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
        .flat_map(|sentence| {
            let Some(block) = scan.article.blocks.get(sentence.block) else {
                return Vec::new();
            };
            let kind = block.kind;
            let heading = match kind {
                BlockKind::Paragraph | BlockKind::Deck | BlockKind::Caption => false,
                BlockKind::Headline | BlockKind::Subhead | BlockKind::ListItem | BlockKind::TableRow => true,
                _ => return Vec::new(),
            };
            let range = sentence.first_token..sentence.end_token;
            let found = |stretch| {
                Some(Found {
                    source: Vec::new(),
                    cue: Vec::new(),
                    content: vec![words.span(stretch)?],
                    confidence: if heading { 0.4 } else { 0.5 },
                })
            };
            let stretches = stretches(scan, &taken, range, heading);
            stretches.into_iter().filter_map(found).collect()
        })
        .collect()
}

/// The parts of a sentence that may stand as assertions.
fn stretches(scan: &Scan, taken: &[bool], sentence: Range<usize>, heading: bool) -> Vec<Range<usize>> {
    let words = scan.words;
    let Some(last) = sentence.end.checked_sub(1) else {
        return Vec::new();
    };
    let asked = words.lower(last) == "?"
        || (words[last].is_quote() && words.lower(sentence.end.saturating_sub(2)) == "?");
    let quoted = scan.quotations.at(sentence.start).is_some_and(|quotation| {
        quotation.start <= sentence.start && quotation.end >= sentence.end.saturating_sub(1)
    });
    if asked || quoted {
        return Vec::new();
    }
    let mut runs = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if taken[at] {
            at += 1;
            continue;
        }
        let end = (at..sentence.end).find(|&k| taken[k]).unwrap_or(sentence.end);
        let run = trim(words, at..end);
        if stands(words, &run, &sentence, heading) {
            runs.push(run);
        }
        at = end;
    }
    runs
}

/// Does a stretch say something by itself?
fn stands(words: &Words, run: &Range<usize>, sentence: &Range<usize>, heading: bool) -> bool {
    let count = run.clone().filter(|&k| words[k].is_word()).count();
    let whole = run.start <= sentence.start + 1 && run.end + 2 >= sentence.end;
    let enough = if heading { 3 } else { FEWEST_WORDS };
    // "In an interview published on Monday, ...", "Asked about the denial, ...": what comes before a main clause needs a
    // verb of its own, and a participle is none.
    let fronted = !whole
        && run.start <= sentence.start + 1
        && words.get(run.end).is_some_and(|word| word.shape == Shape::Comma)
        && (words[run.start].is(Class::PREPOSITION)
            || matches!(
                words[run.start].verb,
                Some((_, Form::Past | Form::Participle | Form::Ing))
            ));
    let predicate =
        |k: usize| is_predicate(words, k, run.start) && (!fronted || words[k].is(Class::AUXILIARY));
    let stands = whole || run.clone().any(predicate);
    count >= enough && stands && (heading || whole || count > FEWEST_WORDS)
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
