//! The visible text of a page, cut into segments.
//!
//! In: the walk over a page's elements, or the lines of pasted text. Out: one
//! running text (references decoded, white space folded) with the pieces it was
//! made from, and the segments of it that stand by themselves: paragraphs,
//! items, cells, headings, lines. Inline elements do not part segments; two
//! line breaks in a row do.

use text::{Span, SpanMap};

use crate::marks::{self, Mark};
use crate::references::reference;
use crate::tag::{AttrName, Tag};
use crate::tree::{Event, Tree};

/// A stretch of the running text and what it was made from.
#[derive(Debug, Clone, Copy)]
struct Piece {
    derived: Span,
    original: Span,
    verbatim: bool,
}

/// Text that stands by itself.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Bytes of the running text; no outer white space, never empty.
    pub range: Span,
    /// Bytes of the capture, from its first visible character to its last.
    pub capture: Span,
    /// The innermost block element around it.
    pub block: u32,
    /// The innermost element around all of it, inline or not.
    pub inner: u32,
    /// Bytes of its text inside links, and inside bold type.
    pub linked: u32,
    pub bold: u32,
    /// Links whose text is in it, in [`Flow::links`].
    pub links: (u32, u32),
    /// Its pieces.
    pieces: (u32, u32),
    /// Does an empty line (pasted text) or a block boundary come before it?
    pub gap: bool,
    /// What the marks of pasted text make it.
    pub mark: Mark,
}

/// A link and the part of the running text that it covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkText {
    pub range: Span,
    pub node: u32,
}

/// The visible text of a page.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub text: String,
    pub segments: Vec<Segment>,
    pub links: Vec<LinkText>,
    pieces: Vec<Piece>,
    /// Where reading stopped, when the page has too many parts.
    pub stopped: Option<usize>,
}

impl Flow {
    /// The words of a segment.
    pub(crate) fn words(&self, segment: usize) -> &str {
        &self.text[self.segments[segment].range.range()]
    }

    /// Appends the pieces under `range` of the running text to a map, for a
    /// text in which `range` starts at `at`. `hint` is the segment that holds it.
    pub(crate) fn copy_pieces(&self, segment: usize, range: Span, at: usize, map: &mut SpanMap) {
        let (from, to) = self.segments[segment].pieces;
        for piece in &self.pieces[from as usize..to as usize] {
            let start = piece.derived.start().max(range.start());
            let end = piece.derived.end().min(range.end());
            if start >= end {
                continue;
            }
            let target = at + start - range.start();
            if piece.verbatim {
                let original = piece.original.start() + start - piece.derived.start();
                map.push_verbatim(target, original, end - start);
            } else {
                map.push_replaced(Span::new(target, target + end - start), piece.original);
            }
        }
    }

    /// Cuts segments in two before the byte of their words that `cut` gives;
    /// white space there belongs to neither. No part is ever empty.
    pub(crate) fn split(&mut self, cut: impl Fn(&str) -> Option<usize>) {
        let mut parts = Vec::with_capacity(self.segments.len());
        for at in 0..self.segments.len() {
            let words = self.words(at);
            let mut whole = self.segments[at].clone();
            if let Some(byte) = cut(words) {
                let start = whole.range.start();
                let (head, tail) = words.split_at(byte);
                let first = Span::new(start, start + head.trim_end().len());
                let second = Span::new(whole.range.end() - tail.trim_start().len(), whole.range.end());
                if !first.is_empty()
                    && !second.is_empty()
                    && let (Some(before), Some(after)) =
                        (self.capture_of(at, first), self.capture_of(at, second))
                {
                    let mut head = whole.clone();
                    head.range = first;
                    head.capture = before;
                    parts.push(head);
                    whole.range = second;
                    whole.capture = after;
                    whole.gap = false;
                }
            }
            parts.push(whole);
        }
        self.segments = parts;
    }

    /// The capture bytes that a part of a segment was made from.
    pub(crate) fn capture_of(&self, segment: usize, range: Span) -> Option<Span> {
        let mut map = SpanMap::new();
        self.copy_pieces(segment, range, 0, &mut map);
        map.to_original(Span::new(0, range.len()))
    }
}

/// Segments of one page at most; text behind them is not read.
const SEGMENT_CAP: usize = 1 << 20;
/// Pieces of one page at most; text behind them is not read.
const PIECE_CAP: usize = 1 << 22;

/// Collects running text, folding white space.
struct Folder {
    flow: Flow,
    /// White space since the last visible character of the segment.
    space: Option<Span>,
    /// Is it one blank, which the running text can take as it is?
    one_blank: bool,
    /// Line breaks in it.
    breaks: u32,
    start: usize,
    first_piece: usize,
    first_link: usize,
    linked: u32,
    bold: u32,
    gap: bool,
}

impl Folder {
    fn new() -> Self {
        Self {
            flow: Flow::default(),
            space: None,
            one_blank: false,
            breaks: 0,
            start: 0,
            first_piece: 0,
            first_link: 0,
            linked: 0,
            bold: 0,
            gap: true,
        }
    }

    fn is_blank(&self) -> bool {
        self.flow.text.len() == self.start
    }

    fn piece(&mut self, len: usize, original: Span, verbatim: bool) {
        let at = self.flow.text.len() - len;
        let derived = Span::new(at, at + len);
        if verbatim
            && self.flow.pieces.len() > self.first_piece
            && let Some(last) = self.flow.pieces.last_mut()
            && last.verbatim
            && last.derived.end() == at
            && last.original.end() == original.start()
        {
            last.derived = last.derived.cover(derived);
            last.original = last.original.cover(original);
            return;
        }
        self.flow.pieces.push(Piece {
            derived,
            original,
            verbatim,
        });
    }

    fn space(&mut self, original: Span, blank: bool) {
        self.one_blank = blank && self.space.is_none();
        self.space = Some(self.space.map_or(original, |space| space.cover(original)));
    }

    fn put_space(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        if let Some(original) = self.space.take()
            && !self.is_blank()
        {
            self.flow.text.push(if breaks > 0 { '\n' } else { ' ' });
            self.piece(1, original, breaks == 0 && self.one_blank);
        }
    }

    fn is_full(&self) -> bool {
        self.flow.segments.len() >= SEGMENT_CAP || self.flow.pieces.len() >= PIECE_CAP
    }

    /// Visible characters copied as they are.
    fn copy(&mut self, word: &str, original: usize) {
        self.put_space();
        self.flow.text.push_str(word);
        self.piece(word.len(), Span::new(original, original + word.len()), true);
    }

    fn put(&mut self, c: char, original: Span) {
        if c.is_whitespace() || c.is_control() {
            self.space(original, false);
        } else if !is_invisible(c) {
            self.put_space();
            self.flow.text.push(c);
            self.piece(c.len_utf8(), original, false);
        }
    }

    /// Text of the capture: visible words, white space and references.
    fn text(&mut self, body: &str, span: Span, raw: bool) {
        let slice = &body[span.range()];
        let bytes = slice.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.is_full() {
                self.flow.stopped.get_or_insert(span.start() + at);
                return;
            }
            let word = at;
            while at < bytes.len() && bytes[at] > b' ' && bytes[at] < 0x7F && (raw || bytes[at] != b'&') {
                at += 1;
            }
            if at > word {
                self.copy(&slice[word..at], span.start() + word);
                continue;
            }
            if bytes[at] == b'&' && !raw {
                if let Some(((first, second), len)) = reference(&slice[at..], false) {
                    let original = Span::new(span.start() + at, span.start() + at + len);
                    self.put(first, original);
                    if let Some(second) = second {
                        self.put(second, original);
                    }
                    at += len;
                } else {
                    self.copy("&", span.start() + at);
                    at += 1;
                }
                continue;
            }
            let Some(c) = slice[at..].chars().next() else {
                break;
            };
            let original = Span::new(span.start() + at, span.start() + at + c.len_utf8());
            if c.is_whitespace() || c.is_control() {
                self.space(original, c == ' ');
            } else if !is_invisible(c) {
                self.copy(&slice[at..at + c.len_utf8()], original.start());
            }
            at += c.len_utf8();
        }
    }

    /// Ends the segment; a blank one leaves nothing.
    fn cut(&mut self, block: u32, inner: u32) {
        self.space = None;
        self.breaks = 0;
        let range = Span::new(self.start, self.flow.text.len());
        let pieces = &self.flow.pieces[self.first_piece..];
        if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
            self.flow.segments.push(Segment {
                range,
                capture: first.original.cover(last.original),
                block,
                inner,
                linked: self.linked,
                bold: self.bold,
                links: (self.first_link as u32, self.flow.links.len() as u32),
                pieces: (self.first_piece as u32, self.flow.pieces.len() as u32),
                gap: self.gap,
                mark: Mark::None,
            });
            // A line end parts segments in the running text, so that no pattern joins them.
            self.flow.text.push('\n');
            self.gap = false;
        }
        self.start = self.flow.text.len();
        self.first_piece = self.flow.pieces.len();
        self.first_link = self.flow.links.len();
        self.linked = 0;
        self.bold = 0;
    }
}

/// Characters without width: soft hyphen, joiners of words, marks of byte order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// How many line breaks in a row end a segment.
const PARAGRAPH_BREAKS: u32 = 2;

/// The visible text of marked-up pages.
pub(crate) fn of_tree(body: &str, tree: &Tree) -> Flow {
    let mut folder = Folder::new();
    let mut unseen = 0u32;
    let (mut bold, mut pre) = (0u32, 0u32);
    let mut link: Option<(u32, usize)> = None;
    let mut blocks: Vec<u32> = vec![0];
    let mut stack: Vec<u32> = vec![0];
    let mut is_open = vec![false; tree.nodes.len()];
    is_open[0] = true;
    let mut inner = 0u32;
    for &event in &tree.events {
        match event {
            Event::Open(node) => {
                let tag = tree.nodes[node as usize].tag;
                stack.push(node);
                is_open[node as usize] = true;
                if tag.is_unseen() {
                    unseen += 1;
                }
                match tag {
                    Tag::B | Tag::Strong => bold += 1,
                    Tag::Pre => pre += 1,
                    Tag::A if tree.attr(node, AttrName::Href).is_some() => {
                        link = Some((node, folder.flow.text.len()))
                    }
                    Tag::Br => {
                        folder.breaks += 1;
                        let span = tree.nodes[node as usize].open;
                        folder.space(span, false);
                        if folder.breaks >= PARAGRAPH_BREAKS {
                            end_link(&mut folder, &mut link, true);
                            folder.cut(*blocks.last().unwrap_or(&0), inner);
                            folder.gap = true;
                        }
                    }
                    _ => {}
                }
                if tag.is_block() {
                    end_link(&mut folder, &mut link, true);
                    folder.cut(*blocks.last().unwrap_or(&0), inner);
                    folder.gap = true;
                    blocks.push(node);
                }
            }
            Event::Close(node) => {
                let tag = tree.nodes[node as usize].tag;
                if tag.is_block() {
                    end_link(&mut folder, &mut link, true);
                    folder.cut(*blocks.last().unwrap_or(&0), inner);
                    folder.gap = true;
                    blocks.pop();
                }
                match tag {
                    Tag::B | Tag::Strong => bold = bold.saturating_sub(1),
                    Tag::Pre => pre = pre.saturating_sub(1),
                    Tag::A => end_link(&mut folder, &mut link, false),
                    _ => {}
                }
                if tag.is_unseen() {
                    unseen = unseen.saturating_sub(1);
                }
                is_open[node as usize] = false;
                stack.pop();
            }
            Event::Text { span, raw } => {
                if unseen > 0 {
                    continue;
                }
                let parent = *stack.last().unwrap_or(&0);
                let blank = folder.is_blank();
                let before = folder.flow.text.len();
                if pre > 0 {
                    preformatted(&mut folder, body, span, raw, *blocks.last().unwrap_or(&0), parent);
                } else {
                    folder.text(body, span, raw);
                }
                let grown = (folder.flow.text.len().saturating_sub(before)) as u32;
                if grown == 0 {
                    continue;
                }
                if blank {
                    inner = parent;
                } else {
                    while !is_open[inner as usize] {
                        inner = tree.nodes[inner as usize].parent;
                    }
                }
                if link.is_some() {
                    folder.linked += grown;
                }
                if bold > 0 {
                    folder.bold += grown;
                }
            }
        }
    }
    folder.cut(0, inner);
    folder.flow
}

/// Preformatted text: an empty line parts segments.
fn preformatted(folder: &mut Folder, body: &str, span: Span, raw: bool, block: u32, inner: u32) {
    let mut from = span.start();
    for line in body[span.range()].split_inclusive('\n') {
        let to = from + line.len();
        if line.trim().is_empty() && from > span.start() {
            folder.cut(block, inner);
            folder.gap = true;
        } else {
            folder.text(body, Span::new(from, to), raw);
            if line.ends_with('\n') {
                folder.breaks = 1;
            }
        }
        from = to;
    }
}

/// Notes the linked text so far; a link that goes on behind a cut starts anew.
fn end_link(folder: &mut Folder, link: &mut Option<(u32, usize)>, goes_on: bool) {
    let Some((node, from)) = *link else {
        return;
    };
    let end = folder.flow.text.len();
    let from = from.max(folder.start);
    let skipped = folder.flow.text[from..end].len() - folder.flow.text[from..end].trim_start().len();
    if from + skipped < end {
        folder.flow.links.push(LinkText {
            range: Span::new(from + skipped, end),
            node,
        });
    }
    // The cut adds a line end before the text goes on.
    *link = goes_on.then_some((node, end));
}

/// The lines of pasted text, without the marks of formatting.
pub(crate) fn of_lines(body: &str) -> Flow {
    let mut folder = Folder::new();
    let mut from = 0;
    for line in body.split_inclusive('\n') {
        let to = from + line.len();
        for part in split_line(line) {
            let (mark, visible) = marks::read(&line[part.0..part.1]);
            for piece in visible {
                let start = from + part.0;
                let before = folder.flow.text.len();
                let span = Span::new(start + piece.range.start, start + piece.range.end);
                folder.text(body, span, true);
                if piece.linked {
                    folder.linked += (folder.flow.text.len() - before) as u32;
                }
            }
            let blank = folder.is_blank();
            folder.cut(0, 0);
            if blank {
                folder.gap = true;
            } else if let Some(segment) = folder.flow.segments.last_mut() {
                segment.mark = mark;
            }
        }
        from = to;
    }
    folder.flow
}

/// Carriage returns alone and Unicode separators end lines too.
fn split_line(line: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    let body = line.trim_end_matches(['\n', '\r']);
    body.split(['\r', '\u{2028}', '\u{2029}', '\u{B}', '\u{C}'])
        .map(move |part| {
            let at = (from, from + part.len());
            let next = body[at.1..].chars().next().map_or(0, char::len_utf8);
            from = at.1 + next;
            at
        })
}
