//! Marks of formatting in pasted text, as Markdown and clipboards write them.
//!
//! In: a line. Out: what it is by its first mark (`# Headline`, `> quotation`)
//! and the parts of it that a reader sees: links by their words, emphasis
//! without its stars, pictures not at all. What is no sure mark stays as it is.

use std::ops::Range;

/// What a line is by its first mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Mark {
    #[default]
    None,
    /// Level of a heading.
    Heading(u8),
    Quotation,
}

/// Longest address of a link.
const ADDRESS_CAP: usize = 2048;
/// Longest text in brackets or between stars.
const WORDS_CAP: usize = 1024;

/// A part of a line that is read, and whether it is the text of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub range: Range<usize>,
    pub linked: bool,
}

/// The mark of a line and its visible parts, which ascend.
pub(crate) fn read(line: &str) -> (Mark, Vec<Part>) {
    let (mark, start) = first_mark(line);
    let mut parts = Vec::new();
    inline(line, start..line.len(), false, &mut parts);
    (mark, parts)
}

/// The mark before the text, and where the text begins.
fn first_mark(line: &str) -> (Mark, usize) {
    let indent = line.len() - line.trim_start().len();
    let text = &line[indent..];
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let after = |marks: usize| {
        let rest = &text[marks..];
        let gap = rest.len() - rest.trim_start().len();
        (gap > 0 && gap < rest.len()).then_some(indent + marks + gap)
    };
    if (1..=6).contains(&level)
        && let Some(start) = after(level)
    {
        return (Mark::Heading(level as u8), start);
    }
    let quoted = text.bytes().take_while(|&b| b == b'>').count();
    // ">>" announces links; nobody nests quotations in a paste of a page.
    if quoted == 1
        && let Some(start) = after(1)
    {
        return (Mark::Quotation, start);
    }
    (Mark::None, 0)
}

/// Adds the visible parts of a range of the line.
fn inline(line: &str, range: Range<usize>, linked: bool, parts: &mut Vec<Part>) {
    let bytes = line.as_bytes();
    let mut from = range.start;
    let mut at = range.start;
    let mut keep = |range: Range<usize>, linked: bool| {
        if !range.is_empty() {
            parts.push(Part { range, linked });
        }
    };
    while at < range.end {
        let picture = bytes[at] == b'!' && bytes.get(at + 1) == Some(&b'[');
        let found = match bytes[at] {
            b'!' if picture => link(line, at + 1, range.end).map(|(_, end)| (at..at, end)),
            b'[' => link(line, at, range.end),
            b'*' | b'_' => emphasis(line, at, &range),
            _ => None,
        };
        let Some((words, end)) = found else {
            at += 1;
            continue;
        };
        keep(from..at, linked);
        let is_link = bytes[at] == b'[';
        // Emphasis may hold links and links emphasis: one step down is enough.
        let mut inner = Vec::new();
        if bytes[words.start..words.end]
            .iter()
            .any(|b| matches!(b, b'[' | b'*' | b'_' | b'!'))
            && words.len() < end - at
        {
            inline(line, words, linked || is_link, &mut inner);
        } else {
            inner.push(Part {
                range: words,
                linked: linked || is_link,
            });
        }
        for part in inner {
            keep(part.range, part.linked);
        }
        (at, from) = (end, end);
    }
    keep(from..range.end, linked);
}

/// `[words](address)` at `at`: its words and where it ends.
fn link(line: &str, at: usize, end: usize) -> Option<(Range<usize>, usize)> {
    let bytes = line.as_bytes();
    let mut depth = 0usize;
    let close = (at..end.min(at + WORDS_CAP)).find(|&i| {
        match bytes[i] {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    if bytes.get(close + 1) != Some(&b'(') || close + 1 >= end {
        return None;
    }
    let start = close + 2;
    let address = &bytes[start..end.min(start + ADDRESS_CAP)];
    let known = ["http://", "https://", "/", "#", "mailto:", "www.", "./", "<http"];
    if !known.iter().any(|prefix| address.starts_with(prefix.as_bytes())) {
        return None;
    }
    let mut depth = 1usize;
    let length = address.iter().position(|&b| {
        match b {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((at + 1..close, start + length + 1))
}

/// Stars or low lines at `at` around words: the words and where the marks end.
/// They hug what they mark, stand at its outer edges, and are as many on both sides.
fn emphasis(line: &str, at: usize, range: &Range<usize>) -> Option<(Range<usize>, usize)> {
    let bytes = line.as_bytes();
    let sign = bytes[at];
    let run = bytes[at..range.end].iter().take_while(|&&b| b == sign).count();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = line[range.start..at].chars().next_back();
    let opens = line[at + run..range.end]
        .chars()
        .next()
        .is_some_and(|c| !c.is_whitespace());
    if run > 3 || !opens || is_word(before) || before == Some(sign as char) {
        return None;
    }
    let start = at + run;
    let mut close = start;
    while close < range.end.min(start + WORDS_CAP) {
        if bytes[close] != sign {
            close += 1;
            continue;
        }
        let closing = bytes[close..range.end].iter().take_while(|&&b| b == sign).count();
        let hugs = line[start..close]
            .chars()
            .next_back()
            .is_some_and(|c| !c.is_whitespace());
        if closing == run && hugs && !is_word(line[close + run..range.end].chars().next()) {
            return Some((start..close, close + run));
        }
        close += closing;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let (_, parts) = read(line);
        parts.iter().map(|part| &line[part.range.clone()]).collect()
    }

    #[test]
    fn marks_are_read_and_not_shown() {
        for (line, words) in [
            ("# Pier closed for winter", "Pier closed for winter"),
            ("> “We had no choice,” she said.", "“We had no choice,” she said."),
            (
                "The [harbour board](https://vellin.example/board) met.",
                "The harbour board met.",
            ),
            (
                "See [the **full** list](/list_(old)) here.",
                "See the full list here.",
            ),
            ("**[Vellin](https://vellin.example/a_b)** sat.", "Vellin sat."),
            ("![The pier](https://vellin.example/p.jpg) It shut.", " It shut."),
            (
                "It was **not** safe, _he_ said, *at all*.",
                "It was not safe, he said, at all.",
            ),
            ("***Both*** and __all__", "Both and all"),
        ] {
            assert_eq!(shown(line), words);
        }
        assert_eq!(read("## Why").0, Mark::Heading(2));
        assert_eq!(read(" > So it was.").0, Mark::Quotation);
    }

    #[test]
    fn signs_that_mark_nothing_stay() {
        for line in [
            "#VellinPier was shared 300 times",
            "#",
            ">> ALSO READ: ten cabins",
            "[1] The report was [sic] late",
            "He wrote [the board](he meant the council) in May.",
            "Write to ann_lee_2@vellin.example or 5 * 3 * 2",
            "The *asterisk stays",
            "* An item of a list",
            "f**k and s**t",
            "[[[[[",
        ] {
            assert_eq!(shown(line), line);
            assert_eq!(read(line).0, Mark::None, "{line}");
        }
    }
}
