//! The article text from its blocks.
//!
//! In: the segments of a page and their roles. Out: blocks joined by empty
//! lines, the map from that text to the capture, the links in it, and the
//! furniture. Each segment goes to one side, so that every visible character
//! is in a block or in furniture and none in both.

use text::{Span, SpanMap, Text};

use crate::article::{Block, Furniture, Link};
use crate::flow::Flow;
use crate::judge::Role;
use crate::references::decoded;
use crate::tag::AttrName;
use crate::tree::Tree;

/// Between two blocks of the article text.
const BETWEEN: &str = "\n\n";

pub(crate) struct Assembled {
    pub text: Text,
    pub map: SpanMap,
    pub blocks: Vec<Block>,
    pub furniture: Vec<Furniture>,
    pub links: Vec<Link>,
    /// For each segment, the offset of its text in the article text.
    pub places: Vec<Option<usize>>,
}

pub(crate) fn assemble(body: &str, tree: Option<&Tree>, flow: &Flow, roles: &[Role]) -> Assembled {
    let mut text = String::new();
    let mut map = SpanMap::new();
    let mut blocks = Vec::new();
    let mut furniture: Vec<Furniture> = Vec::new();
    let mut links = Vec::new();
    let mut places = vec![None; flow.segments.len()];
    let mut joins = false;
    for (at, (segment, role)) in flow.segments.iter().zip(roles).enumerate() {
        match *role {
            Role::Block(kind) => {
                if !text.is_empty() {
                    text.push_str(BETWEEN);
                }
                let start = text.len();
                places[at] = Some(start);
                flow.copy_pieces(at, segment.range, start, &mut map);
                text.push_str(flow.words(at));
                blocks.push(Block {
                    kind,
                    span: Span::new(start, text.len()),
                    capture: segment.capture,
                });
                if let Some(tree) = tree {
                    for link in &flow.links[segment.links.0 as usize..segment.links.1 as usize] {
                        if let Some(href) = tree.attr(link.node, AttrName::Href) {
                            links.push(Link {
                                span: Span::new(
                                    start + link.range.start() - segment.range.start(),
                                    start + link.range.end() - segment.range.start(),
                                ),
                                href: decoded(body[href.range()].trim(), true),
                            });
                        }
                    }
                }
                joins = false;
            }
            Role::Furniture { kind, why } => {
                match furniture.last_mut() {
                    Some(last) if joins && last.kind == kind && last.why == why => {
                        last.span = last.span.cover(segment.capture);
                    }
                    _ => furniture.push(Furniture {
                        kind,
                        why,
                        span: segment.capture,
                    }),
                }
                joins = true;
            }
        }
    }
    Assembled {
        text: Text::new(text),
        map,
        blocks,
        furniture,
        links,
        places,
    }
}
