//! What is known of the segments and elements of a marked-up page.
//!
//! In: the running text with its segments and the elements around them. Out:
//! measures of each segment, the hints in the names of its elements, whether it
//! is part of a card, and the element that holds the article.

use std::collections::HashSet;

use crate::flow::Flow;
use crate::headline::key;
use crate::hints::{self, Hint, Strength};
use crate::measure::Measure;
use crate::tag::{AttrName, Tag};
use crate::tree::Tree;

/// What is known of the segments and elements of a page.
pub(crate) struct Evidence<'p> {
    pub body: &'p str,
    pub tree: &'p Tree,
    pub flow: &'p Flow,
    pub measures: Vec<Measure>,
    /// The nearest valid hint at or above each node.
    hints: Vec<Option<Hint>>,
    /// Bytes of running text in each node, outside strongly hinted furniture.
    prose: Vec<u32>,
    /// Is the segment part of a card: a linked heading with a teaser?
    pub card: Vec<bool>,
    /// Does the text of the article that the metadata hold have the segment too?
    pub confirmed: Vec<bool>,
    /// The element that holds the article.
    pub main: u32,
}

/// A hint says nothing about an element that holds more of the running text than this.
const STRONG_SHARE: f32 = 0.4;
const WEAK_SHARE: f32 = 0.3;
/// An element goes on holding the article while it has this share of its parent's running text.
const DESCENT: f32 = 0.85;
/// Most text of a card.
const CARD_BYTES: u32 = 600;

pub(crate) const HEADINGS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];

impl<'p> Evidence<'p> {
    pub(crate) fn gather(body: &'p str, tree: &'p Tree, flow: &'p Flow, article_body: Option<&str>) -> Self {
        let measures: Vec<Measure> = (0..flow.segments.len())
            .map(|at| Measure::of(flow.words(at), flow.segments[at].linked))
            .collect();
        let titled = titled(tree);
        let own: Vec<Option<Hint>> = (0..tree.nodes.len() as u32)
            .map(|node| {
                own_hint(body, tree, node)
                    .filter(|hint| !(titled[node as usize] && DOUBTFUL.contains(&hint.kind)))
            })
            .collect();
        let prose = |at: usize| {
            if measures[at].is_prose() {
                measures[at].len
            } else {
                0
            }
        };
        let everything = sums(tree, flow, prose);
        let first = resolved(tree, &own, &everything, &[]);
        let covered = |hints: &[Option<Hint>], kind: &str| -> u32 {
            (0..flow.segments.len())
                .filter(|&at| {
                    hints[flow.segments[at].inner as usize]
                        .is_some_and(|hint| hint.kind == kind && hint.strength == Strength::Strong)
                })
                .map(prose)
                .sum()
        };
        // Text that is hidden counts for nothing, unless nearly all is: pages
        // put together by script keep their text in hidden elements until it runs.
        let mut doubted: Vec<&'static str> = Vec::new();
        let is_unseen = |at: usize| {
            first[flow.segments[at].inner as usize]
                .is_some_and(|hint| matches!(hint.kind, "hidden" | "fallback"))
        };
        let mut all = sums(tree, flow, |at| if is_unseen(at) { 0 } else { prose(at) });
        if u64::from(all[0]) * 4 < u64::from(everything[0]) {
            doubted.extend(["hidden", "fallback"]);
            all = everything;
        }
        let mut hints = resolved(tree, &own, &all, &doubted);
        // Names that would make most of the running text furniture mean something else here.
        for kind in DOUBTFUL {
            if covered(&hints, kind) * 2 > all[0] {
                doubted.push(kind);
            }
        }
        if !doubted.is_empty() {
            hints = resolved(tree, &own, &all, &doubted);
        }
        let mut evidence = Self {
            body,
            tree,
            flow,
            measures,
            hints,
            prose: Vec::new(),
            card: vec![false; flow.segments.len()],
            confirmed: confirmed(flow, article_body),
            main: 0,
        };
        evidence.card = evidence.cards();
        // A page of nothing but teasers is read for what it is.
        if !(0..flow.segments.len()).any(|at| evidence.is_prose_of_article(at)) {
            evidence.card.fill(false);
        }
        evidence.prose = sums(tree, flow, |at| {
            if evidence.is_prose_of_article(at) {
                evidence.measures[at].len
            } else {
                0
            }
        });
        evidence.main = evidence.main_element();
        evidence
    }

    /// Running text that no name and no card makes furniture.
    pub(crate) fn is_prose_of_article(&self, segment: usize) -> bool {
        self.measures[segment].is_prose()
            && (self.confirmed[segment] || (!self.card[segment] && self.strong_hint(segment).is_none()))
    }

    pub(crate) fn hint(&self, segment: usize) -> Option<Hint> {
        self.hints[self.flow.segments[segment].inner as usize]
    }

    pub(crate) fn strong_hint(&self, segment: usize) -> Option<Hint> {
        self.hint(segment)
            .filter(|hint| hint.strength == Strength::Strong)
    }

    pub(crate) fn tag(&self, segment: usize) -> Tag {
        self.tree.nodes[self.flow.segments[segment].block as usize].tag
    }

    /// The nearest element above the segment of one of these kinds.
    pub(crate) fn within(&self, segment: usize, tags: &[Tag]) -> Option<u32> {
        let inner = self.flow.segments[segment].inner;
        std::iter::once(inner)
            .chain(self.tree.ancestors(inner))
            .take(24)
            .find(|&node| tags.contains(&self.tree.nodes[node as usize].tag))
    }

    /// Does an element up to a few levels above bear one of these words in its names?
    pub(crate) fn named(&self, segment: usize, words: &[&str]) -> bool {
        let inner = self.flow.segments[segment].inner;
        std::iter::once(inner)
            .chain(self.tree.ancestors(inner))
            .take(3)
            .any(|node| self.node_named(node, words))
    }

    pub(crate) fn node_named(&self, node: u32, words: &[&str]) -> bool {
        let mut found = false;
        for name in [
            AttrName::Class,
            AttrName::Id,
            AttrName::Itemprop,
            AttrName::TestId,
            AttrName::Component,
        ] {
            if let Some(value) = self.tree.attr(node, name) {
                hints::name_words(&self.body[value.range()], |word| found |= words.contains(&word));
            }
        }
        found
    }

    /// Cards tease other pages: a heading that is a link, with at most a
    /// paragraph beside it in an element of their own.
    fn cards(&self) -> Vec<bool> {
        let tree = self.tree;
        let prose = sums(tree, self.flow, |at| u32::from(self.measures[at].is_prose()));
        let bytes = sums(tree, self.flow, |at| self.measures[at].len);
        let mut is_card = vec![false; tree.nodes.len()];
        for (at, segment) in self.flow.segments.iter().enumerate() {
            let heads = self.measures[at].linked > 0.8 && self.within(at, &HEADINGS).is_some();
            if !heads {
                continue;
            }
            let mut card = segment.block;
            for up in tree.ancestors(segment.block).take(4) {
                if prose[up as usize] > 1 || bytes[up as usize] > CARD_BYTES {
                    break;
                }
                card = up;
            }
            is_card[card as usize] = true;
        }
        for node in 1..tree.nodes.len() {
            is_card[node] |= is_card[tree.nodes[node].parent as usize];
        }
        self.flow
            .segments
            .iter()
            .map(|segment| is_card[segment.block as usize])
            .collect()
    }

    /// The element named as the article's text: the smallest that holds all
    /// which are so named, when these have a good part of the running text.
    fn named_text(&self) -> u32 {
        let mut holder = 0u32;
        let mut covered = 0u64;
        let mut past = 0;
        for node in 1..self.tree.nodes.len() as u32 {
            if node < past || self.prose[node as usize] == 0 || !self.node_named(node, BODY_NAMES) {
                continue;
            }
            past = self.tree.nodes[node as usize].end;
            covered += u64::from(self.prose[node as usize]);
            holder = if holder == 0 {
                node
            } else {
                self.common(holder, node)
            };
        }
        let enough = covered * 10 >= u64::from(self.prose[0]) * 3;
        if enough && holder != 0 {
            self.narrowed(holder)
        } else {
            0
        }
    }

    /// A named element may wrap another of such a name with nearly all of its text.
    fn narrowed(&self, holder: u32) -> u32 {
        let mut best = holder;
        for node in holder + 1..self.tree.nodes[holder as usize].end {
            if u64::from(self.prose[node as usize]) * 100 >= u64::from(self.prose[holder as usize]) * 97
                && self.node_named(node, BODY_NAMES)
            {
                best = node;
            }
        }
        best
    }

    /// The smallest element that holds both; `a` comes first.
    fn common(&self, a: u32, b: u32) -> u32 {
        let mut at = a;
        while !self.tree.is_in(b, at) {
            at = self.tree.nodes[at as usize].parent;
        }
        at
    }

    /// The element that holds the article.
    fn main_element(&self) -> u32 {
        let named = self.named_text();
        if named != 0 {
            return named;
        }
        let mut children: Vec<u32> = vec![0; self.tree.nodes.len()];
        for node in (1..self.tree.nodes.len() as u32).rev() {
            let parent = self.tree.nodes[node as usize].parent as usize;
            let old = children[parent];
            if old == 0 || self.prose[node as usize] >= self.prose[old as usize] {
                children[parent] = node;
            }
        }
        let mut at = 0u32;
        loop {
            let child = children[at as usize];
            if child == 0 || (self.prose[child as usize] as f32) < DESCENT * self.prose[at as usize] as f32 {
                return at;
            }
            if matches!(
                self.tree.nodes[child as usize].tag,
                Tag::P | Tag::Li | Tag::Blockquote
            ) {
                return at;
            }
            at = child;
        }
    }
}

/// Words in a row that two texts must share to be the same there.
const SHARED_WORDS: usize = 6;

/// Segments that begin with words of the article's text in the metadata.
fn confirmed(flow: &Flow, article_body: Option<&str>) -> Vec<bool> {
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .map(key)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let known = words(article_body.unwrap_or(""));
    let windows: HashSet<&[String]> = known.windows(SHARED_WORDS).collect();
    (0..flow.segments.len())
        .map(|at| {
            if windows.is_empty() {
                return false;
            }
            let start: Vec<String> = flow
                .words(at)
                .split_whitespace()
                .map(key)
                .filter(|word| !word.is_empty())
                .take(SHARED_WORDS)
                .collect();
            windows.contains(start.as_slice())
        })
        .collect()
}

/// Kinds that class names announce also where they mean something else.
const DOUBTFUL: [&str; 6] = [
    "sidebar",
    "login",
    "newsletter",
    "advertisement",
    "share_widget",
    "reaction_widget",
];

/// Elements that hold a heading of the first level: whatever their names say,
/// they are more than a form or an advertisement.
fn titled(tree: &Tree) -> Vec<bool> {
    let mut titled: Vec<bool> = tree.nodes.iter().map(|node| node.tag == Tag::H1).collect();
    for node in (1..tree.nodes.len()).rev() {
        titled[tree.nodes[node].parent as usize] |= titled[node];
    }
    titled
}

/// What an element's own tag and names announce; the great holders announce nothing.
fn own_hint(body: &str, tree: &Tree, node: u32) -> Option<Hint> {
    let holder = matches!(
        tree.nodes[node as usize].tag,
        Tag::Html | Tag::Body | Tag::Main | Tag::Article
    );
    if holder {
        None
    } else {
        hints::of_node(body, tree, node)
    }
}

/// The nearest valid hint at or above each node, kinds in doubt left out.
fn resolved(tree: &Tree, own: &[Option<Hint>], prose: &[u32], doubted: &[&str]) -> Vec<Option<Hint>> {
    let total = prose[0].max(1) as f32;
    let mut hints: Vec<Option<Hint>> = Vec::with_capacity(own.len());
    for (node, own) in own.iter().enumerate() {
        let share = prose[node] as f32 / total;
        let own = own.filter(|hint| {
            let most = match hint.strength {
                Strength::Strong => STRONG_SHARE,
                Strength::Weak => WEAK_SHARE,
            };
            share < most && !doubted.contains(&hint.kind)
        });
        let above = if node == 0 {
            None
        } else {
            hints[tree.nodes[node].parent as usize]
        };
        hints.push(match (own, above) {
            (Some(own), Some(above)) if own.strength < above.strength => Some(above),
            (own, above) => own.or(above),
        });
    }
    hints
}

/// Names of elements that hold an article's text.
const BODY_NAMES: &[&str] = &[
    "articlebody",
    "storybody",
    "entrycontent",
    "postcontent",
    "articlecontent",
    "storycontent",
    "articletext",
    "storytext",
    "postbody",
    "bodytext",
    "contentbody",
    "articlebodycontent",
    "newsbody",
    "newstext",
];

/// Sums a weight of the segments over the elements that hold them.
pub(crate) fn sums(tree: &Tree, flow: &Flow, weight: impl Fn(usize) -> u32) -> Vec<u32> {
    let mut sums = vec![0u32; tree.nodes.len()];
    for (at, segment) in flow.segments.iter().enumerate() {
        let sum = &mut sums[segment.block as usize];
        *sum = sum.saturating_add(weight(at));
    }
    for node in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[node].parent as usize;
        sums[parent] = sums[parent].saturating_add(sums[node]);
    }
    sums
}
