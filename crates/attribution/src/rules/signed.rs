//! Words with the name of who says them beside them: turns of a conversation and signed quotations.
//!
//! In: the blocks of an article. Out: one attribution a turn ("ARLEN: We tried.", also where each turn has an opening mark
//! before its label) or signature ("“We tried.” — Ada Arlen", and a pasted post with its handle), without a cue. A list with a colon in each line is no conversation: one
//! label must come back, be in capitals, or answer a question.

use std::collections::HashMap;
use std::ops::Range;

use page::BlockKind;

use super::Scan;
use crate::found::Found;
use crate::words::{Shape, Word, Words};

/// Words of the longest label or name.
const LABEL: usize = 4;

/// Words after the dash before a signature: name, handle and date.
const SIGNATURE: usize = 16;

/// As sure as a rule that the tagger cannot gainsay. Set by judgement.
const SURE: f32 = 0.85;

/// Adds turns and signed quotations.
pub(super) fn add(scan: &Scan, found: &mut Vec<Found>) {
    let words = scan.words;
    let blocks: Vec<Range<usize>> = scan
        .article
        .blocks
        .iter()
        .filter(|block| {
            matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Blockquote
            )
        })
        .map(|block| words.at_or_after(block.span.start())..words.at_or_after(block.span.end()))
        .collect();
    turns(words, &blocks, found);
    found.extend(blocks.iter().filter_map(|block| signature(scan, block.clone())));
    found.extend(blocks.iter().filter_map(|block| post(scan, block.clone())));
}

/// A block that begins with a label: the label and what follows its colon.
#[derive(Clone)]
struct Turn {
    label: Range<usize>,
    rest: Range<usize>,
}

/// Labels are names or offices: capital words, none that opens a note or a question of an interview without names.
fn turn(words: &Words, block: &Range<usize>) -> Option<Turn> {
    // A transcript quoted as a whole opens each turn anew.
    let start = block.start + usize::from(words.get(block.start).is_some_and(Word::is_quote));
    let colon = (start..block.end.min(start + LABEL + 2)).find(|&k| words[k].shape == Shape::Colon)?;
    let label = start..colon;
    let named = |k: usize| words[k].capital() || words.lower(k) == "." && k > start;
    let rest = colon + 1..block.end;
    let known = matches!(
        words.lower(label.start),
        "q" | "a"
            | "note"
            | "update"
            | "correction"
            | "photo"
            | "related"
            | "read"
            | "watch"
            | "see"
            | "source"
    );
    let said = rest.clone().filter(|&k| words[k].is_word()).count() >= 2
        && rest.clone().any(|k| words[k].shape == Shape::Lower)
        && rest
            .clone()
            .next_back()
            .is_some_and(|k| words[k].shape == Shape::Stop || words[k].is_quote());
    let spaced = words.get(colon + 1).is_some_and(|word| word.spaced);
    (!label.is_empty() && label.clone().all(named) && !known && said && spaced)
        .then_some(Turn { label, rest })
}

fn turns(words: &Words, blocks: &[Range<usize>], found: &mut Vec<Found>) {
    let list: Vec<Option<Turn>> = blocks.iter().map(|block| turn(words, block)).collect();
    // "JAKE TAPPER" comes back as "TAPPER".
    let mut times: HashMap<&str, usize> = HashMap::new();
    for turn in list.iter().flatten() {
        *times.entry(words.lower(turn.label.end - 1)).or_default() += 1;
    }
    let in_capitals = |turn: &Turn| turn.label.clone().all(|k| words.is_upper(k));
    let asks = |turn: &Turn| words.lower(turn.rest.end - 1) == "?";
    for (at, turn) in list.iter().enumerate() {
        let Some(turn) = turn else { continue };
        let near = |from: usize, to: usize| list[from..to.min(list.len())].iter().flatten().next();
        let (before, after) = (near(at.saturating_sub(2), at), near(at + 1, at + 3));
        let beside = before.or(after);
        let comes_back = times
            .get(words.lower(turn.label.end - 1))
            .is_some_and(|&times| times > 1);
        let of_talk = comes_back
            || in_capitals(turn) && beside.is_some_and(in_capitals)
            || before.is_some_and(asks)
            || asks(turn) && after.is_some();
        let spans = words.span(turn.label.clone()).zip(words.span(turn.rest.clone()));
        if let (true, true, Some((label, rest))) = (of_talk, beside.is_some(), spans) {
            found.push(Found {
                source: vec![label],
                cue: Vec::new(),
                content: vec![rest],
                confidence: SURE,
            });
        }
    }
}

/// "RT @ada: We tried."
fn post(scan: &Scan, block: Range<usize>) -> Option<Found> {
    let words = scan.words;
    let at = (block.start..block.end.min(block.start + 2)).find(|&k| words.lower(k).starts_with('@'))?;
    let lead = at == block.start || words.lower(block.start) == "rt";
    let colon = (at + 1..block.end.min(at + 3)).find(|&k| words[k].shape == Shape::Colon)?;
    let content = words.span(colon + 1..block.end)?;
    lead.then_some(Found {
        source: vec![words.span(at..colon)?],
        cue: Vec::new(),
        content: vec![content],
        confidence: SURE,
    })
}

/// "“We tried.” — Ada Arlen", "We tried. — Ada Arlen (@ada) May 3".
fn signature(scan: &Scan, block: Range<usize>) -> Option<Found> {
    let words = scan.words;
    let first = block.end.saturating_sub(SIGNATURE).max(block.start + 1);
    let dash = (first..block.end)
        .rev()
        .find(|&k| words[k].shape == Shape::Dash && (words[k].spaced || words[k - 1].is_quote()))?;
    let mut end = dash + 1;
    while end < block.end && end <= dash + LABEL && words[end].capital() {
        end += 1;
    }
    let name = dash + 1..end;
    let after = words.get(end).filter(|_| end < block.end);
    let handle = after.is_some_and(|word| word.shape == Shape::Opening)
        && scan.article.text.as_str()[words[end].span.end()..].starts_with('@');
    let quoted = scan
        .quotations
        .at(block.start)
        .is_some_and(|quotation| quotation.start == block.start && quotation.end == dash);
    let ends = |word: &Word| word.shape == Shape::Comma || word.shape == Shape::Stop && end + 1 == block.end;
    let alone = after.is_none_or(ends) && quoted;
    if name.is_empty() || !(handle || alone) {
        return None;
    }
    Some(Found {
        source: vec![words.span(name)?],
        cue: Vec::new(),
        content: vec![words.span(block.start..dash)?],
        confidence: SURE,
    })
}
