//! From a derived text back to the text it was made from.

use crate::Span;

/// A stretch of the derived text and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    derived: Span,
    original: Span,
    /// Copied byte for byte, so that positions inside correspond. Otherwise
    /// (a decoded reference, folded white space) the run maps as a whole.
    verbatim: bool,
}

/// Maps spans of a derived text to spans of its original, by runs.
///
/// Runs are appended in order of the derived text. Originals need not ascend.
/// Bytes that no run covers were inserted (a paragraph break) and map to
/// nothing by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpanMap {
    runs: Vec<Run>,
}

impl SpanMap {
    /// A map without runs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The map of a text onto itself.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let mut map = Self::new();
        map.push_verbatim(0, 0, len);
        map
    }

    /// `len` bytes at `derived` are a copy of those at `original`.
    pub fn push_verbatim(&mut self, derived: usize, original: usize, len: usize) {
        if len == 0 {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.verbatim
            && last.derived.end() == derived
            && last.original.end() == original
        {
            last.derived = Span::new(last.derived.start(), derived + len);
            last.original = Span::new(last.original.start(), original + len);
            return;
        }
        self.push(
            Span::new(derived, derived + len),
            Span::new(original, original + len),
            true,
        );
    }

    /// `derived` stands for the whole of `original`, with other bytes.
    pub fn push_replaced(&mut self, derived: Span, original: Span) {
        if !derived.is_empty() {
            self.push(derived, original, false);
        }
    }

    fn push(&mut self, derived: Span, original: Span, verbatim: bool) {
        debug_assert!(
            self.runs
                .last()
                .is_none_or(|run| run.derived.end() <= derived.start())
        );
        self.runs.push(Run {
            derived,
            original,
            verbatim,
        });
    }

    /// The smallest span of the original that covers what `span` was made
    /// from; `None` when the span holds inserted bytes only.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Option<Span> {
        let first = self.runs.partition_point(|run| run.derived.end() <= span.start());
        let mut cover: Option<Span> = None;
        for run in self.runs[first..]
            .iter()
            .take_while(|run| run.derived.start() < span.end())
        {
            let part = if run.verbatim {
                let start = span.start().max(run.derived.start()) - run.derived.start();
                let end = span.end().min(run.derived.end()) - run.derived.start();
                Span::new(run.original.start() + start, run.original.start() + end)
            } else {
                run.original
            };
            cover = Some(cover.map_or(part, |c| c.cover(part)));
        }
        cover
    }

    /// The smallest span of the derived text made from any part of `span`;
    /// `None` when nothing was. Linear in the number of runs.
    #[must_use]
    pub fn to_derived(&self, span: Span) -> Option<Span> {
        let mut cover: Option<Span> = None;
        for run in self.runs.iter().filter(|run| run.original.overlaps(span)) {
            let part = if run.verbatim {
                let start = span.start().max(run.original.start()) - run.original.start();
                let end = span.end().min(run.original.end()) - run.original.start();
                Span::new(run.derived.start() + start, run.derived.start() + end)
            } else {
                run.derived
            };
            cover = Some(cover.map_or(part, |c| c.cover(part)));
        }
        cover
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoded_reference_maps_as_a_whole() {
        // original: Ports &lsquo;sat on&rsquo;  derived: Ports ‘sat on’
        let mut map = SpanMap::new();
        map.push_verbatim(0, 0, 6);
        map.push_replaced(Span::new(6, 9), Span::new(6, 13));
        map.push_verbatim(9, 13, 6);
        map.push_replaced(Span::new(15, 18), Span::new(19, 26));
        assert_eq!(map.to_original(Span::new(6, 18)), Some(Span::new(6, 26)));
        assert_eq!(map.to_original(Span::new(9, 12)), Some(Span::new(13, 16)));
        assert_eq!(map.to_derived(Span::new(13, 16)), Some(Span::new(9, 12)));
    }
}
