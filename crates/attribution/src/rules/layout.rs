//! What layout says: headlines, block quotations, paragraphs that are all quotation.

use nlp::EntityKind;
use page::BlockKind;
use text::Span;

use super::Scan;
use crate::found::Found;
use crate::lexicon::SourceClass;
use crate::sourced::Noun;
use crate::titles;
use crate::words::{Shape, Word};

/// Adds attributions that no cue word marks.
pub(super) fn add(scan: &Scan, found: &mut Vec<Found>) {
    let mut covered: Vec<Span> = found.iter().flat_map(|f| f.content.iter().copied()).collect();
    covered.sort();
    for (at, block) in scan.article.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Headline | BlockKind::Subhead | BlockKind::Deck => headline(scan, block.span, found),
            BlockKind::Paragraph if super::is_heading(scan.article, at) => headline(scan, block.span, found),
            BlockKind::Blockquote => found.push(block_quotation(block.span)),
            _ => {}
        }
    }
    lone_quotations(scan, &covered, found);
}

fn block_quotation(span: Span) -> Found {
    Found {
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![span],
        confidence: 0.6,
    }
}

/// "Ministry: no order to bury report", "Bridge is safe: mayor".
fn headline(scan: &Scan, span: Span, found: &mut Vec<Found>) {
    let words = scan.words;
    let range = words.at_or_after(span.start())..words.at_or_after(span.end());
    let Some(colon) = range.clone().find(|&k| words[k].shape == Shape::Colon) else {
        return;
    };
    let before = range.start..colon;
    let after = colon + 1..range.end;
    let said = after
        .clone()
        .filter(|&k| words[k].is_word() && words[k].shape != Shape::Number)
        .count();
    let quoted = words.get(after.start).is_some_and(Word::is_quote);
    if before.is_empty()
        || said < if quoted { 1 } else { 3 }
        || before.len() > 5
        || !names_a_speaker(scan, before.clone())
    {
        return;
    }
    let whole = words.span(after.clone());
    if found
        .iter()
        .any(|f| whole.is_some_and(|whole| f.content.iter().any(|c| c.overlaps(whole))))
    {
        return;
    }
    if let (Some(source), Some(content)) = (words.span(before), whole) {
        found.push(Found {
            source: vec![source],
            cue: Vec::new(),
            content: vec![content],
            confidence: 0.4,
        });
    }
}

/// Could these words of a headline be someone who speaks?
fn names_a_speaker(scan: &Scan, range: std::ops::Range<usize>) -> bool {
    let words = scan.words;
    let Some(last) = range.clone().next_back() else {
        return false;
    };
    let speaks = matches!(
        scan.lexicon.source_class(words.lower(last)),
        Some(
            SourceClass::Institution
                | SourceClass::Spokesperson
                | SourceClass::Collective
                | SourceClass::Anonymous
        )
    );
    let named = words.span(range).is_some_and(|span| {
        scan.analysis.mentions_in(span).any(|mention| {
            mention.span.end() == span.end()
                && matches!(
                    scan.analysis.entities[mention.entity].kind,
                    EntityKind::Person | EntityKind::Organisation | EntityKind::Outlet | EntityKind::Country
                )
        })
    });
    speaks || named || scan.sourcing.noun(words.lower(last)).is(Noun::OFFICE)
}

/// Quotations of a sentence or more that no attribution has taken.
fn lone_quotations(scan: &Scan, covered: &[Span], found: &mut Vec<Found>) {
    let words = scan.words;
    let mut next = 0;
    let mut reach = 0;
    for quotation in scan.quotations.all() {
        let Some(span) = words.span(quotation.clone()) else {
            continue;
        };
        while next < covered.len() && covered[next].start() < span.end() {
            reach = reach.max(covered[next].end());
            next += 1;
        }
        let whole_sentence = quotation.len() >= 6
            && words.get(quotation.start).is_some_and(|w| w.is_quote())
            && words.get(quotation.start + 1).is_some_and(|w| w.capital())
            && (quotation.end < 2 || matches!(words[quotation.end - 2].shape, Shape::Stop | Shape::Comma));
        // “The Pier at Dusk.” is no speech; among capitals only, one cannot tell.
        let title = titles::in_title_case(words, quotation.clone())
            && !quotation
                .clone()
                .all(|k| !words[k].is_word() || words.is_upper(k));
        if whole_sentence && !title && reach <= span.start() {
            found.push(Found {
                source: Vec::new(),
                cue: Vec::new(),
                content: vec![span],
                confidence: 0.4,
            });
        }
    }
}
