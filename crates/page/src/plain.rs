//! Text that is already clean.
//!
//! In: the text of an article and nothing else. Out: an article whose text is
//! that text, byte for byte, with its lines as paragraphs.

use sha2::{Digest, Sha256};
use text::{Span, SpanMap, Text};

use crate::{Article, Block, BlockKind, Capture, CharsetBasis, Format};

/// An article of a text that holds no furniture: the text is unchanged, the
/// map is the identity and each line that is not blank is a paragraph.
#[must_use]
pub fn plain_text(id: &str, body: &str) -> Article {
    let text = Text::new(body);
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let span = text.trim(Span::new(start, start + line.len()));
        start += line.len();
        if !span.is_empty() {
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                capture: span,
            });
        }
    }
    Article {
        id: id.to_owned(),
        capture: Capture {
            sha256: sha256_hex(body.as_bytes()),
            bytes: body.len(),
            charset: "UTF-8",
            charset_basis: CharsetBasis::Default,
            format: Format::Text,
            text: text.clone(),
            ..Capture::default()
        },
        map: SpanMap::identity(body.len()),
        text,
        blocks,
        ..Article::default()
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_and_nothing_changes() {
        let body = "  One line. \r\n\nAnother “line”.\n \n";
        let article = plain_text("x", body);
        assert_eq!(article.text.as_str(), body);
        let lines: Vec<&str> = article
            .blocks
            .iter()
            .map(|block| article.text.slice(block.span))
            .collect();
        assert_eq!(lines, ["One line.", "Another “line”."]);
        assert_eq!(
            article.capture_span(article.blocks[1].span),
            Some(article.blocks[1].span)
        );
        assert_eq!(
            sha256_hex(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
