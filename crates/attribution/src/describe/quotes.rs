//! Quoted parts of a content, and how much of it they are.

use nlp::QuotedSpan;
use text::Span;

use crate::words::{Shape, Words};
use crate::{Quote, QuoteType, StatementKind};

/// Words that may stand outside the marks of a direct statement.
fn is_bare_link(lower: &str) -> bool {
    matches!(lower, "that" | "and")
}

/// Does a quotation read as a sentence of its own?
fn is_sentence(words: &Words, inner: &std::ops::Range<usize>) -> bool {
    let Some(first) = inner.clone().find(|&k| words[k].is_word()) else {
        return false;
    };
    let count = inner.clone().filter(|&k| words[k].is_word()).count();
    let last = words[inner.end - 1].shape;
    let ended = matches!(last, Shape::Stop | Shape::Comma);
    (words[first].capital() || matches!(words[first].shape, Shape::Number))
        && (count >= 4 || (ended && count >= 1))
        || (count >= 9 && ended)
}

/// Kind of a statement and its quotations.
pub(crate) fn quotes(
    words: &Words,
    quoted: &[QuotedSpan],
    content: &[Span],
    in_block: bool,
) -> (StatementKind, Vec<Quote>) {
    let mut found: Vec<(Span, Span)> = Vec::new();
    for piece in content {
        let first = quoted.partition_point(|q| q.span.start() < piece.start());
        for quotation in quoted[first..]
            .iter()
            .take_while(|q| q.span.start() < piece.end())
        {
            let inside = piece.contains(quotation.span)
                || (piece.contains(quotation.inner) && !quotation.inner.is_empty());
            let outermost = found
                .last()
                .is_none_or(|(span, _)| !span.contains(quotation.span));
            if inside && outermost {
                found.push((quotation.span, quotation.inner));
            }
        }
    }
    if in_block && found.is_empty() {
        let quotes = content
            .iter()
            .map(|&span| Quote {
                span,
                quote_type: QuoteType::Block,
            })
            .collect();
        return (StatementKind::Direct, quotes);
    }
    if found.is_empty() {
        return (StatementKind::Indirect, Vec::new());
    }
    let range = |span: Span| words.at_or_after(span.start())..words.at_or_after(span.end());
    let outside = content
        .iter()
        .flat_map(|&piece| range(piece))
        .filter(|&k| words[k].is_word() && !is_bare_link(words.lower(k)))
        .filter(|&k| !found.iter().any(|(span, _)| span.contains(words[k].span)))
        .count();
    let sentences = found
        .iter()
        .filter(|(_, inner)| is_sentence(words, &range(*inner)))
        .count();
    let lead_article = outside == 1
        && sentences > 0
        && content
            .first()
            .is_some_and(|piece| words.lower(words.at_or_after(piece.start())) == "the");
    let longest = found
        .iter()
        .map(|(_, inner)| range(*inner).len())
        .max()
        .unwrap_or(0);
    let kind = if (outside == 0 || lead_article) && (sentences > 0 || longest >= 8) {
        StatementKind::Direct
    } else {
        StatementKind::Mixed
    };
    let quotes = found
        .iter()
        .map(|&(span, inner)| Quote {
            span,
            quote_type: if kind == StatementKind::Direct || is_sentence(words, &range(inner)) {
                QuoteType::Direct
            } else {
                QuoteType::Partial
            },
        })
        .collect();
    (kind, quotes)
}
