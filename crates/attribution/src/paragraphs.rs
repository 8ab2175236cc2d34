//! Attributions keep to the paragraph of their cue.
//!
//! In: an article and its attributions. Out: the same, without what stands in another paragraph than the cue and in no
//! quotation that goes on there (a headline without a stop runs into nothing), and without the time at the head of an
//! entry ("14:10 Police say").

use nlp::Analysis;
use page::Article;
use text::Span;

use crate::found::Found;
use crate::words::{Shape, Words};

/// Lines shorter than this were not broken for their length.
const FULL_LINE: usize = 45;

/// Where paragraphs end and which quotations go beyond them.
pub(crate) struct Paragraphs<'a> {
    article: &'a Article,
    words: &'a Words,
    /// Of each block; lines of a text that was broken for its length are one paragraph.
    numbers: Vec<usize>,
    /// Outermost quotations whose end was not lost before a credit; they do not overlap.
    quotations: Vec<Span>,
}

impl<'a> Paragraphs<'a> {
    /// `found` shows which marks were lost and which left open on purpose.
    pub(crate) fn new(article: &'a Article, analysis: &Analysis, words: &'a Words, found: &[Found]) -> Self {
        let mut credits: Vec<usize> = found
            .iter()
            .filter(|one| !one.source.is_empty() && !one.cue.is_empty())
            .filter_map(|one| one.source.iter().chain(&one.cue).map(|span| span.end()).max())
            .collect();
        credits.sort_unstable();
        // "“The pier will open, Ms Arlen said.": who ends with a credit has closed his quotation before it.
        let lost = |span: Span| {
            let next = credits.partition_point(|&end| end + 1 < span.end());
            credits.get(next).is_some_and(|&end| end <= span.end())
        };
        let quotations = analysis
            .quoted
            .iter()
            .filter(|q| q.parent.is_none() && (q.closed || !lost(q.span)))
            .map(|q| q.span)
            .collect();
        Self {
            article,
            words,
            numbers: numbers(article),
            quotations,
        }
    }

    fn at(&self, offset: usize) -> Option<usize> {
        self.article.block_at(offset).map(|block| self.numbers[block])
    }

    /// The pieces of a span by paragraph.
    fn parts(&self, span: Span) -> Vec<(Span, usize)> {
        let mut parts: Vec<(Span, usize)> = Vec::new();
        let blocks = &self.article.blocks;
        let first = blocks.partition_point(|block| block.span.end() <= span.start());
        for (block, &number) in blocks.iter().zip(&self.numbers).skip(first) {
            if block.span.start() >= span.end() {
                break;
            }
            let part = Span::new(
                block.span.start().max(span.start()),
                block.span.end().min(span.end()),
            );
            match parts.last_mut() {
                Some((last, same)) if *same == number => *last = last.cover(part),
                _ => parts.push((part, number)),
            }
        }
        parts
    }

    /// Does it stand in quotation marks, or hold what does?
    fn is_quoted(&self, part: Span) -> bool {
        let first = self.quotations.partition_point(|q| q.end() <= part.start());
        self.quotations
            .get(first)
            .is_some_and(|q| q.contains(part) || part.contains(*q))
    }

    /// Takes from an attribution what belongs to no paragraph of its own.
    pub(crate) fn keep(&self, found: &mut Found) {
        if let Some((cue, home)) = found
            .cue
            .first()
            .and_then(|cue| Some((cue, self.at(cue.start())?)))
        {
            let introduces = self.article.block_at(cue.start()).is_some_and(|block| {
                self.article.text.as_str()[self.article.blocks[block].span.range()].ends_with(':')
            });
            let keep = |spans: &mut Vec<Span>, also: &dyn Fn(Span) -> bool| {
                let parts = spans.iter().flat_map(|&span| self.parts(span));
                let kept: Vec<Span> = parts
                    .filter(|&(part, number)| number == home || also(part))
                    .map(|(part, _)| part)
                    .collect();
                if !kept.is_empty() {
                    *spans = kept;
                }
            };
            keep(&mut found.content, &|part| introduces || self.is_quoted(part));
            keep(&mut found.source, &|_| false);
        }
        for span in found.source.iter_mut().chain(&mut found.content) {
            *span = self.without_time(*span);
        }
    }

    /// A span that begins in the time at the head of its block, from after that time on.
    fn without_time(&self, span: Span) -> Span {
        let Some(block) = self.article.block_at(span.start()) else {
            return span;
        };
        let first = self.words.at_or_after(self.article.blocks[block].span.start());
        let figure = |k: usize| self.words.get(k).is_some_and(|word| word.shape == Shape::Number);
        if !(figure(first) && matches!(self.words.lower(first + 1), ":" | ".") && figure(first + 2)) {
            return span;
        }
        let mut after = first + 3;
        while matches!(
            self.words.lower(after),
            "am" | "pm" | "gmt" | "bst" | "et" | "cet"
        ) || self
            .words
            .get(after)
            .is_some_and(|word| matches!(word.shape, Shape::Dash | Shape::Colon))
        {
            after += 1;
        }
        match self.words.get(after) {
            Some(word) if span.start() < word.span.start() && word.span.start() < span.end() => {
                Span::new(word.span.start(), span.end())
            }
            _ => span,
        }
    }
}

fn numbers(article: &Article) -> Vec<usize> {
    let text = article.text.as_str();
    let mut number = 0;
    let mut numbers = Vec::with_capacity(article.blocks.len());
    for (at, block) in article.blocks.iter().enumerate() {
        if let Some(last) = at.checked_sub(1).map(|last| &article.blocks[last]) {
            let line = &text[last.span.range()];
            let gap = text.get(last.span.end()..block.span.start()).unwrap_or("");
            let goes_on = last.kind == block.kind
                && gap.matches('\n').count() == 1
                && line.chars().count() >= FULL_LINE
                && !line.ends_with(['.', '!', '?', ':', '”', '"', '’']);
            number += usize::from(!goes_on);
        }
        numbers.push(number);
    }
    numbers
}
