//! A block of a report with its passages marked.
//!
//! In: a block as it stands in the capture, and marks on it. Out: its words
//! with one element a mark, nested as marks nest. A mark that crosses the end
//! of another is broken there; its first part keeps the anchor.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

use maud::{Escaper, Markup, PreEscaped};
use page::Format;

use crate::dossier::Passage;
use crate::plain::visible;

/// A stretch of a document to be marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Code points of the capture.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Anchor.
    pub(super) id: String,
    /// Classes, each once.
    pub(super) classes: BTreeSet<&'static str>,
    /// Follows the last part.
    pub(super) after: String,
}

/// Marks a block. `marks` ascend by start, longer ones first.
pub(super) fn marked(block: &Passage, format: Format, marks: &[Mark]) -> Markup {
    let mut writer = Writer::new(block, format);
    let within = marks.partition_point(|mark| mark.start < block.start);
    let own = marks[within..]
        .iter()
        .enumerate()
        .take_while(|(_, mark)| mark.start < block.end);
    let mut pending: BTreeSet<(usize, Reverse<usize>, usize, bool)> = own
        .map(|(at, mark)| (mark.start, Reverse(mark.end.min(block.end)), within + at, true))
        .collect();
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    while let Some((start, Reverse(end), at, first)) = pending.pop_first() {
        while let Some(&(outer_end, outer, last)) = open.last()
            && outer_end <= start
        {
            open.pop();
            writer.close(outer_end, &marks[outer], last);
        }
        let limit = open.last().map_or(block.end, |&(outer_end, _, _)| outer_end);
        if end > limit {
            pending.insert((limit, Reverse(end), at, false));
        }
        writer.open(start, &marks[at], first);
        open.push((end.min(limit), at, end <= limit));
    }
    while let Some((end, at, last)) = open.pop() {
        writer.close(end, &marks[at], last);
    }
    writer.words_to(block.end);
    PreEscaped(writer.out)
}

struct Writer<'a> {
    text: &'a str,
    /// Byte of each code point of the block, and its end.
    bytes: Vec<usize>,
    format: Format,
    /// Code point of the capture at which the block starts.
    start: usize,
    /// Code points of the block that are written.
    written: usize,
    ends_in_space: bool,
    out: String,
}

impl<'a> Writer<'a> {
    fn new(block: &'a Passage, format: Format) -> Self {
        let mut bytes: Vec<usize> = block.text.char_indices().map(|(byte, _)| byte).collect();
        bytes.push(block.text.len());
        Self {
            text: &block.text,
            bytes,
            format,
            start: block.start,
            written: 0,
            ends_in_space: true,
            out: String::with_capacity(block.text.len() * 2),
        }
    }

    /// Writes the words up to a code point of the capture, white space folded.
    fn words_to(&mut self, point: usize) {
        let to = point.saturating_sub(self.start).min(self.bytes.len() - 1);
        if to <= self.written {
            return;
        }
        let raw = &self.text[self.bytes[self.written]..self.bytes[to]];
        self.written = to;
        let words = match self.format {
            Format::Html => visible(raw),
            Format::Text => raw.to_owned(),
        };
        let mut folded = String::with_capacity(words.len());
        for c in words.chars() {
            if !c.is_whitespace() {
                folded.push(c);
            } else if !self.ends_in_space {
                folded.push(' ');
            }
            self.ends_in_space = c.is_whitespace();
        }
        let _ = Escaper::new(&mut self.out).write_str(&folded);
    }

    fn open(&mut self, start: usize, mark: &Mark, first: bool) {
        self.words_to(start);
        self.out.push_str("<span");
        if first {
            let _ = write!(self.out, " id=\"{}\"", mark.id);
        }
        if !mark.classes.is_empty() {
            let classes: Vec<&str> = mark.classes.iter().copied().collect();
            let _ = write!(self.out, " class=\"{}\"", classes.join(" "));
        }
        self.out.push('>');
    }

    fn close(&mut self, end: usize, mark: &Mark, last: bool) {
        self.words_to(end);
        self.out.push_str("</span>");
        if last {
            self.out.push_str(&mark.after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, id: &str) -> Mark {
        Mark {
            start,
            end,
            id: id.to_owned(),
            classes: BTreeSet::new(),
            after: String::new(),
        }
    }

    #[test]
    fn marks_nest_and_crossing_ones_are_broken() {
        let block = Passage {
            doc: "a".to_owned(),
            start: 100,
            end: 119,
            text: "He <b>said</b> &lt;".to_owned(),
            plain: None,
        };
        for (marks, html) in [
            (vec![], "He said &lt;"),
            (vec![mark(100, 114, "x")], "<span id=\"x\">He said</span> &lt;"),
            (
                vec![mark(100, 114, "x"), mark(106, 110, "y")],
                "<span id=\"x\">He <span id=\"y\">said</span></span> &lt;",
            ),
            (
                vec![mark(100, 108, "x"), mark(106, 119, "y")],
                "<span id=\"x\">He <span id=\"y\">sa</span></span><span>id &lt;</span>",
            ),
        ] {
            assert_eq!(marked(&block, Format::Html, &marks).into_string(), html);
        }
    }

    proptest::proptest! {
        /// Whatever the marks, the words stay what they are, elements are closed and every anchor is there once.
        #[test]
        fn marks_change_no_word(
            text in "[a-z&<>\"“ é]{1,40}",
            places in proptest::collection::vec((0usize..40, 1usize..20), 0..12),
        ) {
            let length = text.chars().count();
            let block = Passage { doc: "a".to_owned(), start: 7, end: 7 + length, text: text.clone(), plain: None };
            let mut places: Vec<(usize, Reverse<usize>)> = places
                .into_iter()
                .map(|(start, size)| (7 + start % length, Reverse(7 + start % length + size)))
                .collect();
            places.sort_unstable();
            places.dedup();
            let marks: Vec<Mark> = places.iter().map(|&(s, Reverse(e))| mark(s, e, &format!("p{s}-{e}"))).collect();
            let html = marked(&block, Format::Text, &marks).into_string();
            let folded = crate::plain::fold_space(&text);
            proptest::prop_assert_eq!(crate::plain::plain(&html), folded);
            proptest::prop_assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
            for mark in &marks {
                proptest::prop_assert_eq!(html.matches(&format!("id=\"{}\"", mark.id)).count(), 1);
            }
        }
    }
}
