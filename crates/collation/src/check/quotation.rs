//! A quotation as words to compare.

use text::Span;

use crate::words::words;

/// The words of a quotation, without its marks and without what an editor put in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuotedWords {
    /// For comparing.
    pub(crate) keys: Vec<String>,
    /// As printed.
    pub(crate) shown: Vec<String>,
    /// Numbers of words before which an editor's bracket or an ellipsis stands.
    pub(crate) gaps: Vec<usize>,
}

/// Reads the words of a quotation.
pub(crate) fn quoted_words(quotation: &str) -> QuotedWords {
    let mut read = QuotedWords {
        keys: Vec::new(),
        shown: Vec::new(),
        gaps: Vec::new(),
    };
    let mut at = 0;
    // "[T]he": an editor's capital belongs to the word.
    let mut carried = String::new();
    while at < quotation.len() {
        let open = quotation[at..].find('[').map_or(quotation.len(), |o| at + o);
        let mut piece = std::mem::take(&mut carried);
        piece.push_str(&quotation[at..open]);
        let Some(len) = bracket_len(&quotation[open..]) else {
            let end = (open + 1).min(quotation.len());
            piece.push_str(&quotation[open..end]);
            add_words(&mut read, &piece);
            at = end;
            continue;
        };
        let inside = &quotation[open + 1..open + len - 1];
        let after = &quotation[open + len..];
        let joins_after = after.chars().next().is_some_and(char::is_alphanumeric);
        let joins_before = piece.chars().next_back().is_some_and(char::is_alphanumeric);
        if joins_before {
            // "th[ese]", "talk[ed]": what the speaker said of the word is not known.
            let cut = piece.trim_end_matches(char::is_alphanumeric).len();
            piece.truncate(cut);
        }
        add_words(&mut read, &piece);
        if joins_after && inside.chars().count() == 1 {
            carried = inside.to_owned();
        } else {
            read.gaps.push(read.keys.len());
        }
        at = open + len;
    }
    if !carried.is_empty() {
        add_words(&mut read, &carried);
    }
    read
}

/// Bytes of "[...]" at the start.
fn bracket_len(rest: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    let close = rest.char_indices().take(LONGEST).find(|&(_, c)| c == ']')?.0;
    rest.starts_with('[').then_some(close + 1)
}

fn add_words(read: &mut QuotedWords, piece: &str) {
    let mut from = 0;
    for word in words(piece, Span::new(0, piece.len())) {
        let between = &piece[from..word.span.start()];
        if (between.contains('…') || between.contains("..")) && !read.keys.is_empty() {
            read.gaps.push(read.keys.len());
        }
        from = word.span.end();
        read.shown.push(piece[word.span.range()].to_owned());
        read.keys.push(word.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_brackets_are_not_the_speakers_words() {
        let cases: &[(&str, &str, &[usize])] = &[
            (
                "“I would not moor a ferry [there] today.”",
                "i would not moor a ferry today",
                &[6],
            ),
            ("“[T]he count stays,”", "the count stays", &[]),
            ("‘we talk[ed] … about it’", "we about it", &[1, 1]),
            ("“Wait… there [", "wait there", &[1]),
        ];
        for (quotation, keys, gaps) in cases {
            let read = quoted_words(quotation);
            assert_eq!(read.keys.join(" "), *keys, "{quotation}");
            assert_eq!(read.gaps, *gaps, "{quotation}");
        }
    }
}
