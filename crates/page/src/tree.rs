//! Markup to elements and text in the order of the page.
//!
//! In: the decoded page. Out: elements in an arena (parents by index, children
//! after their parent) and the events of walking them: open, close, text. End
//! tags that HTML lets authors leave out are supplied; nothing is moved, so
//! that the order of the events is that of the bytes. Depth, elements and the
//! look-back for an end tag are capped, which keeps the cost linear.

use text::Span;

use crate::tag::{AttrName, Tag};
use crate::tokens::{Attr, Token, Tokens};

/// Elements nested deeper are taken for part of their ancestor at this depth.
pub(crate) const DEPTH_CAP: usize = 512;
/// What follows after so many elements is not read.
pub(crate) const NODE_CAP: usize = 1 << 20;
/// How far up an end tag looks for its element.
const LOOK_BACK: usize = 128;

/// An element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub parent: u32,
    pub tag: Tag,
    /// The start tag.
    pub open: Span,
    /// Its attributes, in [`Tree::attrs`].
    attrs: (u32, u32),
    name: Span,
    /// The node after the last descendant.
    pub end: u32,
}

/// A step of the walk over the page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event {
    Open(u32),
    Close(u32),
    /// Text; in `raw` text there are no character references.
    Text {
        span: Span,
        raw: bool,
    },
}

/// The elements of a page. Node 0 is the page itself.
#[derive(Debug)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    pub events: Vec<Event>,
    attrs: Vec<Attr>,
    /// Where reading stopped, when the page has too many elements.
    pub stopped: Option<usize>,
    /// Was an element nested too deep?
    pub too_deep: bool,
}

impl Tree {
    /// The value of an attribute as written.
    pub(crate) fn attr(&self, node: u32, name: AttrName) -> Option<Span> {
        let (from, to) = self.nodes[node as usize].attrs;
        self.attrs[from as usize..to as usize]
            .iter()
            .find(|attr| attr.name == name)
            .map(|attr| attr.value)
    }

    /// The nodes above, nearest first.
    pub(crate) fn ancestors(&self, node: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(node), |&at| {
            (at != 0).then(|| self.nodes[at as usize].parent)
        })
        .skip(1)
    }

    /// Is `node` inside `holder`, or the same?
    pub(crate) fn is_in(&self, node: u32, holder: u32) -> bool {
        holder <= node && node < self.nodes[holder as usize].end
    }
}

struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    stack: Vec<u32>,
    /// Open elements of each known tag, so that a stray end tag costs nothing.
    open: [u32; Tag::Other as usize + 1],
    /// Start tags beyond the depth cap that wait for their end tags.
    buried: usize,
}

/// Reads the elements of a page.
pub(crate) fn parse(text: &str, xml: bool) -> Tree {
    let root = Node {
        parent: 0,
        tag: Tag::Other,
        open: Span::new(0, 0),
        attrs: (0, 0),
        name: Span::new(0, 0),
        end: 0,
    };
    let mut builder = Builder {
        text,
        tree: Tree {
            nodes: vec![root],
            events: Vec::new(),
            attrs: Vec::new(),
            stopped: None,
            too_deep: false,
        },
        stack: vec![0],
        open: [0; Tag::Other as usize + 1],
        buried: 0,
    };
    let mut tokens = Tokens::new(text, xml);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text { span, raw } => {
                if !span.is_empty() {
                    builder.tree.events.push(Event::Text { span, raw });
                }
            }
            Token::Close { tag, name } => builder.close(tag, name),
            Token::Open {
                tag,
                name,
                span,
                closed,
            } => {
                if builder.tree.nodes.len() >= NODE_CAP {
                    builder.tree.stopped = Some(span.start());
                    break;
                }
                let closed = closed && (xml || builder.is_foreign(tag));
                builder.open(tag, name, span, closed, &tokens.attrs);
            }
        }
    }
    while builder.stack.len() > 1 {
        builder.pop();
    }
    builder.tree.nodes[0].end = builder.tree.nodes.len() as u32;
    builder.tree
}

/// Elements that an end tag of something else does not reach out of.
fn is_barrier(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Td | Tag::Th | Tag::Table | Tag::Caption | Tag::Button | Tag::Object | Tag::Template | Tag::Html
    )
}

/// Is an open `held` ended by the start of `tag`?
fn ended_by(held: Tag, tag: Tag) -> bool {
    match held {
        Tag::P => {
            tag.is_block()
                && !matches!(
                    tag,
                    Tag::Button
                        | Tag::Object
                        | Tag::Noscript
                        | Tag::Video
                        | Tag::Audio
                        | Tag::Select
                        | Tag::Option
                        | Tag::Textarea
                )
        }
        Tag::Li => tag == Tag::Li,
        Tag::Dt | Tag::Dd => matches!(tag, Tag::Dt | Tag::Dd),
        Tag::Option => matches!(tag, Tag::Option | Tag::Optgroup),
        Tag::Td | Tag::Th => matches!(
            tag,
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot
        ),
        Tag::Tr => matches!(tag, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot),
        Tag::Tbody | Tag::Thead | Tag::Tfoot => matches!(tag, Tag::Tbody | Tag::Thead | Tag::Tfoot),
        Tag::Head => tag == Tag::Body,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => tag.heading().is_some(),
        Tag::A => tag == Tag::A,
        _ => false,
    }
}

/// Elements in which a start tag looks no further for one that it ends.
fn holds(tag: Tag, inner: Tag) -> bool {
    match tag {
        Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir => inner == Tag::Li,
        Tag::Dl => matches!(inner, Tag::Dt | Tag::Dd),
        Tag::Table => true,
        Tag::Td | Tag::Th | Tag::Caption | Tag::Button | Tag::Object => !matches!(
            inner,
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot
        ),
        _ => false,
    }
}

impl Builder<'_> {
    fn count(&mut self, node: u32) -> &mut u32 {
        &mut self.open[self.tree.nodes[node as usize].tag as usize]
    }

    /// Is the tag part of a drawing or a formula, where XML's way of closing holds?
    fn is_foreign(&self, tag: Tag) -> bool {
        matches!(tag, Tag::Svg | Tag::Math)
            || self.open[Tag::Svg as usize] > 0
            || self.open[Tag::Math as usize] > 0
    }

    fn pop(&mut self) {
        if let Some(node) = self.stack.pop() {
            *self.count(node) -= 1;
            self.tree.nodes[node as usize].end = self.tree.nodes.len() as u32;
            self.tree.events.push(Event::Close(node));
        }
    }

    fn open(&mut self, tag: Tag, name: Span, span: Span, closed: bool, attrs: &[Attr]) {
        self.end_what_cannot_hold(tag);
        let from = self.tree.attrs.len() as u32;
        self.tree.attrs.extend_from_slice(attrs);
        let node = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node {
            parent: self.stack.last().copied().unwrap_or(0),
            tag,
            open: span,
            attrs: (from, self.tree.attrs.len() as u32),
            name,
            end: node + 1,
        });
        let empty = tag.is_void() || closed;
        if empty {
            self.tree.events.push(Event::Open(node));
            self.tree.events.push(Event::Close(node));
        } else if self.stack.len() > DEPTH_CAP {
            self.tree.too_deep = true;
            self.buried += 1;
        } else {
            self.tree.events.push(Event::Open(node));
            self.stack.push(node);
            *self.count(node) += 1;
        }
    }

    fn end_what_cannot_hold(&mut self, tag: Tag) {
        let mut look = self.stack.len();
        let least = look.saturating_sub(LOOK_BACK).max(1);
        while look > least {
            look -= 1;
            let held = self.tree.nodes[self.stack[look] as usize].tag;
            if ended_by(held, tag) {
                while self.stack.len() > look {
                    self.pop();
                }
            } else if held.is_block() && held != Tag::P && (holds(held, tag) || !inside_item(tag)) {
                return;
            }
        }
    }

    fn close(&mut self, tag: Tag, name: Span) {
        if tag.is_void() {
            return;
        }
        if self.buried > 0 {
            self.buried -= 1;
            return;
        }
        if self.open[tag as usize] == 0 || tag == Tag::Body || tag == Tag::Html {
            return;
        }
        let least = self.stack.len().saturating_sub(LOOK_BACK).max(1);
        let written = &self.text[name.range()];
        for at in (least..self.stack.len()).rev() {
            let held = self.tree.nodes[self.stack[at] as usize];
            if held.tag == tag
                && (tag != Tag::Other || self.text[held.name.range()].eq_ignore_ascii_case(written))
            {
                while self.stack.len() > at {
                    self.pop();
                }
                return;
            }
            // An end tag of an inline element does not end blocks around it.
            let inline = !tag.is_block() && tag != Tag::Other;
            if (inline && held.tag.is_block()) || (is_barrier(held.tag) && !is_barrier(tag) && !is_table(tag))
            {
                return;
            }
        }
    }
}

/// Start tags that end an item or a cell further up.
fn inside_item(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Li
            | Tag::Dt
            | Tag::Dd
            | Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Option
            | Tag::Body
    )
}

fn is_table(tag: Tag) -> bool {
    matches!(tag, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot)
}
