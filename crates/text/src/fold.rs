//! Folding for matching: never for showing.

use crate::{Span, SpanMap};

/// A folded copy of a text with the way back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// Lower case, straight quotation marks, plain hyphens, single spaces.
    pub text: String,
    /// From folded bytes to bytes of the original.
    pub map: SpanMap,
}

fn fold_mark(c: char) -> Option<char> {
    Some(match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ => return None,
    })
}

/// Folds case, forms of quotation marks and dashes, and runs of white space;
/// drops soft hyphens and zero-width characters.
#[must_use]
pub fn fold_for_matching(original: &str) -> Folded {
    let mut text = String::with_capacity(original.len());
    let mut map = SpanMap::new();
    let mut space: Option<Span> = None;
    for (at, c) in original.char_indices() {
        let from = Span::new(at, at + c.len_utf8());
        if c.is_whitespace() {
            space = Some(space.map_or(from, |s| s.cover(from)));
            continue;
        }
        if matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}') {
            continue;
        }
        if let Some(white) = space.take()
            && !text.is_empty()
        {
            map.push_replaced(Span::new(text.len(), text.len() + 1), white);
            text.push(' ');
        }
        let start = text.len();
        match fold_mark(c) {
            Some(mark) => text.push(mark),
            None if c == '…' => text.push_str("..."),
            None => text.extend(c.to_lowercase()),
        }
        if original[from.range()] == text[start..] {
            map.push_verbatim(start, at, text.len() - start);
        } else {
            map.push_replaced(Span::new(start, text.len()), from);
        }
    }
    Folded { text, map }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_finds_the_way_back() {
        let original = "  He said:\u{a0} “Not NOW…”";
        let folded = fold_for_matching(original);
        assert_eq!(folded.text, "he said: \"not now...\"");
        let at = folded.text.find("not now").expect("folded words are there");
        let back = folded
            .map
            .to_original(Span::new(at, at + 7))
            .expect("made from the original");
        assert_eq!(&original[back.range()], "Not NOW");
    }
}
