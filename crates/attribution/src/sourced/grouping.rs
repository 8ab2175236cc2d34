//! Which sentences are one sourced statement.
//!
//! In: statements that count, with their voices. Out: passages of whole
//! sentences. A sentence goes to the statement that holds most of it; a sentence
//! of quotation to the speaker beside it in the paragraph; neighbouring sentences
//! of one voice in one paragraph are one passage.

use std::collections::HashSet;

use page::BlockKind;
use text::Span;

use super::scene::Scene;
use super::speech;
use super::voices::Voice;
use crate::Statement;
use crate::words::Shape;

/// Sentences of one source, and a statement that tells who.
pub(super) struct Passage {
    pub(super) span: Span,
    /// Index of the first statement.
    pub(super) statement: usize,
}

/// Passages in order, not overlapping.
pub(super) fn passages(
    scene: &Scene,
    statements: &[Statement],
    voices: &[Option<Voice>],
    counts: &[bool],
) -> Vec<Passage> {
    let sentences = &scene.analysis.sentences;
    let mut owners: Vec<Option<(usize, f32)>> = vec![None; sentences.len()];
    for (at, statement) in statements.iter().enumerate().filter(|&(at, _)| counts[at]) {
        // Of "the mayor said, according to the Courier" the mayor is the source.
        let weight = if speech::is_carried(scene, statement) {
            1
        } else {
            3
        };
        let spoken = statement.content.iter().map(|&span| (span, 2 * weight));
        let around = statement
            .source
            .iter()
            .chain(&statement.cue)
            .map(|&span| (span, weight));
        let mut held: Vec<(usize, usize)> = Vec::new();
        for (span, weight) in spoken.chain(around) {
            let first = sentences.partition_point(|s| s.span.end() <= span.start());
            for (number, sentence) in sentences.iter().enumerate().skip(first) {
                if sentence.span.start() >= span.end() {
                    break;
                }
                held.push((number, weight * sentence.span.shared(span)));
            }
        }
        held.sort_unstable();
        let mut rest = &held[..];
        while let Some(&(number, _)) = rest.first() {
            let end = rest.iter().position(|&(n, _)| n != number).unwrap_or(rest.len());
            let shared: usize = rest[..end].iter().map(|&(_, shared)| shared).sum();
            let shared = shared as f32 * statement.confidence;
            if owners[number].is_none_or(|(_, most)| shared > most) {
                owners[number] = Some((at, shared));
            }
            rest = &rest[end..];
        }
    }
    let mut owners: Vec<Option<usize>> = owners.into_iter().map(|o| o.map(|(at, _)| at)).collect();
    let heading: Vec<bool> = (0..scene.article.blocks.len())
        .map(|block| is_heading(scene, block))
        .collect();
    for (number, sentence) in sentences.iter().enumerate() {
        if heading[sentence.block] {
            owners[number] = None;
        }
    }
    give_quotations(scene, &mut owners);
    joined(scene, &owners, voices)
}

/// A sentence of quotation that no statement holds is said by the one beside it, else by the speaker of
/// the quotation that goes on in it.
fn give_quotations(scene: &Scene, owners: &mut [Option<usize>]) {
    let sentences = &scene.analysis.sentences;
    let quoted: Vec<bool> = sentences.iter().map(|s| is_quotation(scene, s.span)).collect();
    let near = |a: usize, b: usize| sentences[a].block == sentences[b].block;
    for at in 1..owners.len() {
        if owners[at].is_none() && quoted[at] && near(at - 1, at) {
            owners[at] = owners[at - 1];
        }
    }
    for at in (0..owners.len().saturating_sub(1)).rev() {
        if owners[at].is_none() && quoted[at] && near(at, at + 1) {
            owners[at] = owners[at + 1];
        }
    }
    let continued: HashSet<usize> = (scene.analysis.quoted.iter())
        .filter(|quotation| quotation.continues)
        .map(|quotation| quotation.span.end())
        .collect();
    for at in 1..owners.len() {
        let before = sentences[at - 1].span;
        let goes_on = quoted[at]
            && owners[at].is_none()
            && !near(at - 1, at)
            && (continued.contains(&before.end()) || scene.text(before).ends_with(':'));
        if goes_on || owners[at].is_none() && quoted[at] && near(at - 1, at) {
            owners[at] = owners[at - 1];
        }
    }
}

/// Is most of it in quotation marks?
fn is_quotation(scene: &Scene, sentence: Span) -> bool {
    let quoted: usize = scene
        .analysis
        .quoted
        .iter()
        .skip(
            scene
                .analysis
                .quoted
                .partition_point(|q| q.span.start() + LONGEST_QUOTATION < sentence.start()),
        )
        .take_while(|q| q.span.start() < sentence.end())
        .filter(|q| q.parent.is_none())
        .map(|q| q.span.shared(sentence))
        .sum();
    quoted * 10 >= sentence.len() * 7
}

/// Bytes from the beginning of a quotation to its last sentence; bounds the search.
const LONGEST_QUOTATION: usize = 4000;

fn joined(scene: &Scene, owners: &[Option<usize>], voices: &[Option<Voice>]) -> Vec<Passage> {
    let sentences = &scene.analysis.sentences;
    let mut passages: Vec<(usize, Passage)> = Vec::new();
    for (number, owner) in owners.iter().enumerate() {
        let Some(statement) = *owner else { continue };
        let span = sentences[number].span;
        match passages.last_mut() {
            Some((last, passage))
                if *last + 1 == number
                    && sentences[*last].block == sentences[number].block
                    && is_one(scene, &voices[passage.statement], &voices[statement]) =>
            {
                passage.span = passage.span.cover(span);
                *last = number;
            }
            _ => passages.push((number, Passage { span, statement })),
        }
    }
    passages.into_iter().map(|(_, passage)| passage).collect()
}

fn is_one(scene: &Scene, a: &Option<Voice>, b: &Option<Voice>) -> bool {
    match (a, b) {
        (Some(Voice::Entity(a)), Some(Voice::Entity(b))) => a == b,
        (Some(Voice::Phrase { head: a, .. }), Some(Voice::Phrase { head: b, .. })) => {
            scene.words.lower(*a) == scene.words.lower(*b)
        }
        _ => false,
    }
}

/// Words that a title has at most.
const TITLE_WORDS: usize = 12;

/// The title of a text, its second line, or a heading in it: a short line without an end or with most words
/// capital, or the short first line.
pub(super) fn is_heading(scene: &Scene, block: usize) -> bool {
    let blocks = &scene.article.blocks;
    if !matches!(
        blocks[block].kind,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Blockquote | BlockKind::LiveEntryHead
    ) {
        return true;
    }
    let range = scene.range(blocks[block].span);
    let words: Vec<usize> = range.clone().filter(|&k| scene.words[k].is_word()).collect();
    let unended = range.clone().last().is_none_or(|k| {
        !matches!(
            scene.words[k].shape,
            Shape::Stop | Shape::Quote | Shape::Closing | Shape::Colon
        )
    });
    let quotes = range
        .into_iter()
        .any(|k| matches!(scene.text(scene.words[k].span), "\"" | "“" | "”"));
    let short = words.len() <= TITLE_WORDS;
    if block == 0 {
        return unended && words.len() <= 2 * TITLE_WORDS || short && !quotes || title_case(scene, &words);
    }
    let breaks = |block: usize| {
        let gap = blocks[block].span.end()..blocks.get(block + 1)?.span.start();
        Some(scene.article.text.as_str().get(gap)?.matches('\n').count())
    };
    // Two lines, and then paragraphs that are set apart.
    let second_line =
        block == 1 && is_heading(scene, 0) && breaks(0) == Some(1) && breaks(1).is_some_and(|n| n > 1);
    short && (unended || second_line)
}

fn title_case(scene: &Scene, words: &[usize]) -> bool {
    let long = words.iter().filter(|&&k| scene.words[k].span.len() > 3);
    let (all, capital) = long.fold((0, 0), |(all, capital), &k| {
        (all + 1, capital + usize::from(scene.words[k].capital()))
    });
    words.len() <= 2 * TITLE_WORDS && all > 3 && capital * 4 >= all * 3
}
