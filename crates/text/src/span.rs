//! Byte spans.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes `[start, end)` of one [`crate::Text`].
///
/// Invariant: `start <= end`. Both ends lie on character boundaries of the
/// text that the span belongs to; [`crate::Text::slice`] checks that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from byte `start` to byte `end`, which is not included.
    ///
    /// # Panics
    /// When `start > end` or an offset is 4 GiB or more: texts are capped far
    /// below that on reading.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span {start}..{end} runs backwards");
        let narrow = |n: usize| u32::try_from(n).expect("texts are under 4 GiB");
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// First byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Is there nothing in it?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, for indexing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Does `other` lie wholly inside this span?
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Does the byte offset lie inside?
    #[must_use]
    pub fn contains_offset(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Do the two share at least one byte?
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Bytes shared by the two.
    #[must_use]
    pub fn shared(self, other: Self) -> usize {
        (self
            .end
            .min(other.end)
            .saturating_sub(self.start.max(other.start))) as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The span moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }
}
