//! Byte offsets to code points, for publishing.

use crate::Span;

/// Bytes between two checkpoints: a look-up counts at most this many.
const STRIDE: usize = 256;

/// Index from byte offsets to Unicode code-point offsets and back.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Code points before byte `i * STRIDE` (before the character that holds it).
    checkpoints: Vec<u32>,
    body: std::sync::Arc<str>,
}

fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl CodePoints {
    /// Indexes a text; cost is linear in its length.
    #[must_use]
    pub fn new(body: &str) -> Self {
        let mut checkpoints = Vec::with_capacity(body.len() / STRIDE + 1);
        let mut count = 0u32;
        for chunk in body.as_bytes().chunks(STRIDE) {
            checkpoints.push(count);
            count += chunk.iter().filter(|&&b| starts_character(b)).count() as u32;
        }
        Self {
            checkpoints,
            body: body.into(),
        }
    }

    /// Code points before the byte offset.
    #[must_use]
    pub fn of_byte(&self, offset: usize) -> usize {
        let bytes = self.body.as_bytes();
        let offset = offset.min(bytes.len());
        let block = (offset / STRIDE).min(self.checkpoints.len().saturating_sub(1));
        let base = self.checkpoints.get(block).copied().unwrap_or(0) as usize;
        base + bytes[block * STRIDE..offset]
            .iter()
            .filter(|&&b| starts_character(b))
            .count()
    }

    /// A byte span as `(start, end)` in code points.
    #[must_use]
    pub fn of_span(&self, span: Span) -> (usize, usize) {
        (self.of_byte(span.start()), self.of_byte(span.end()))
    }

    /// Byte offset of the code point with this number, `None` past the end.
    #[must_use]
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        let block = self
            .checkpoints
            .partition_point(|&c| c as usize <= point)
            .saturating_sub(1);
        let mut count = self.checkpoints.get(block).copied().unwrap_or(0) as usize;
        let start = block * STRIDE;
        for (i, &b) in self.body.as_bytes()[start..].iter().enumerate() {
            if starts_character(b) {
                if count == point {
                    return Some(start + i);
                }
                count += 1;
            }
        }
        (count == point).then_some(self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        let body = "a“é”😀z".repeat(200);
        let index = CodePoints::new(&body);
        for (point, (byte, _)) in body.char_indices().enumerate() {
            assert_eq!(index.of_byte(byte), point);
            assert_eq!(index.to_byte(point), Some(byte));
        }
        assert_eq!(index.of_byte(body.len()), body.chars().count());
        assert_eq!(index.to_byte(body.chars().count()), Some(body.len()));
        assert_eq!(index.to_byte(body.chars().count() + 1), None);
    }
}
