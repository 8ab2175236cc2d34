//! Which segments of a marked-up page are its article.
//!
//! In: the running text with its segments, the elements around them and the
//! metadata. Out: a role for each segment: a block of the article, or furniture
//! with the reason. First the element that holds most of the running text is
//! found, then each segment in it is judged by the names of its elements, its
//! words, its links and its neighbours.

use crate::BlockKind;
use crate::flow::Flow;
use crate::hints::{self, Hint, Strength};
use crate::measure::Measure;
use crate::phrases;
use crate::tag::{AttrName, Tag};
use crate::tree::Tree;

/// What a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Block(BlockKind),
    Furniture { kind: &'static str, why: &'static str },
}

impl Role {
    pub(crate) fn furniture(kind: &'static str, why: &'static str) -> Self {
        Self::Furniture { kind, why }
    }

    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Block(_))
    }
}

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
}

/// A hint says nothing about an element that holds more of the running text than this.
const STRONG_SHARE: f32 = 0.4;
const WEAK_SHARE: f32 = 0.3;
/// An element goes on holding the article while it has this share of its parent's running text.
const DESCENT: f32 = 0.75;

impl<'p> Evidence<'p> {
    pub(crate) fn gather(body: &'p str, tree: &'p Tree, flow: &'p Flow) -> Self {
        let measures: Vec<Measure> = (0..flow.segments.len())
            .map(|at| Measure::of(flow.words(at), flow.segments[at].linked))
            .collect();
        let all = sums(tree, flow, |at| {
            if measures[at].is_prose() {
                measures[at].len
            } else {
                0
            }
        });
        let total = all[0].max(1) as f32;
        let mut hints: Vec<Option<Hint>> = Vec::with_capacity(tree.nodes.len());
        for node in 0..tree.nodes.len() as u32 {
            let share = all[node as usize] as f32 / total;
            let holder = matches!(
                tree.nodes[node as usize].tag,
                Tag::Html | Tag::Body | Tag::Main | Tag::Article
            );
            let own = if holder {
                None
            } else {
                hints::of_node(body, tree, node)
            };
            let own = own.filter(|hint| match hint.strength {
                Strength::Strong => share < STRONG_SHARE,
                Strength::Weak => share < WEAK_SHARE,
            });
            let above = if node == 0 {
                None
            } else {
                hints[tree.nodes[node as usize].parent as usize]
            };
            hints.push(match (own, above) {
                (Some(own), Some(above)) if own.strength < above.strength => Some(above),
                (own, above) => own.or(above),
            });
        }
        let mut evidence = Self {
            body,
            tree,
            flow,
            measures,
            hints,
            prose: Vec::new(),
        };
        evidence.prose = sums(tree, flow, |at| {
            let weight = evidence.measures[at].is_prose() && evidence.strong_hint(at).is_none();
            if weight { evidence.measures[at].len } else { 0 }
        });
        evidence
    }

    pub(crate) fn hint(&self, segment: usize) -> Option<Hint> {
        self.hints[self.flow.segments[segment].inner as usize]
    }

    fn strong_hint(&self, segment: usize) -> Option<Hint> {
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

    /// The element that holds the article.
    fn main_element(&self) -> u32 {
        let total = self.prose[0];
        let mut best = 0;
        // The smallest element that is named as the article's text.
        for node in 1..self.tree.nodes.len() as u32 {
            if self.prose[node as usize] * 2 > total && self.node_named(node, BODY_NAMES) {
                best = node;
            }
        }
        let mut children: Vec<u32> = vec![0; self.tree.nodes.len()];
        for node in (1..self.tree.nodes.len() as u32).rev() {
            let parent = self.tree.nodes[node as usize].parent as usize;
            let old = children[parent];
            if old == 0 || self.prose[node as usize] >= self.prose[old as usize] {
                children[parent] = node;
            }
        }
        if best != 0 {
            return best;
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
fn sums(tree: &Tree, flow: &Flow, weight: impl Fn(usize) -> u32) -> Vec<u32> {
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

/// The role of each segment. `headline` is the segment that was found to be it.
pub(crate) fn roles(evidence: &Evidence<'_>, headlines: &[usize]) -> Vec<Role> {
    let flow = evidence.flow;
    let main = evidence.main_element();
    let inside = |at: usize| evidence.tree.is_in(flow.segments[at].block, main);
    let first_prose = (0..flow.segments.len()).find(|&at| inside(at) && evidence.measures[at].is_prose());
    let mut roles: Vec<Role> = (0..flow.segments.len())
        .map(|at| {
            if headlines.contains(&at) {
                return Role::Block(BlockKind::Headline);
            }
            if let Some(role) = by_words(evidence, at) {
                return role;
            }
            if !inside(at) {
                let before = first_prose.is_some_and(|first| at < first);
                return outside(evidence, at, before);
            }
            in_article(evidence, at)
        })
        .collect();
    subheads(evidence, &mut roles);
    roles
}

/// Furniture by its own words and names, wherever it stands.
fn by_words(evidence: &Evidence<'_>, at: usize) -> Option<Role> {
    let words = evidence.flow.words(at);
    if let Some(hint) = evidence.strong_hint(at) {
        return Some(Role::furniture(hint.kind, hint.why));
    }
    if let Some(kind) = phrases::furniture(words) {
        return Some(Role::furniture(kind, "stock phrase"));
    }
    if phrases::is_bare_mark(words) {
        return Some(Role::furniture("counters", "signs or figures alone"));
    }
    if phrases::is_counts(words) {
        return Some(Role::furniture("reaction_widget", "words with counts"));
    }
    None
}

fn outside(evidence: &Evidence<'_>, at: usize, before: bool) -> Role {
    match evidence.hint(at) {
        Some(hint) => Role::furniture(hint.kind, hint.why),
        None if before => Role::furniture("navigation", "stands before the article"),
        None => Role::furniture("footer", "stands after the article"),
    }
}

fn in_article(evidence: &Evidence<'_>, at: usize) -> Role {
    let measure = &evidence.measures[at];
    let tag = evidence.tag(at);
    if let Some(hint) = evidence.hint(at)
        && !measure.is_prose()
        && !matches!(hint.kind, "caption" | "header" | "sidebar")
    {
        return Role::furniture(hint.kind, hint.why);
    }
    if tag.heading().is_some() {
        return Role::Block(BlockKind::Subhead);
    }
    let segment = &evidence.flow.segments[at];
    let all_bold = segment.bold as usize * 10 >= segment.range.len() * 9;
    if all_bold && measure.words <= 12 && !measure.ends && matches!(tag, Tag::P | Tag::Div) {
        return Role::Block(BlockKind::Subhead);
    }
    if evidence.within(at, &[Tag::Figcaption]).is_some()
        || (evidence.hint(at).is_some_and(|hint| hint.kind == "caption"))
    {
        return Role::Block(BlockKind::Caption);
    }
    if measure.linked > 0.6 && measure.words < 25 && !measure.ends {
        return Role::furniture("related_links", "a link and little else");
    }
    if evidence.within(at, &[Tag::Blockquote]).is_some() {
        return Role::Block(BlockKind::Blockquote);
    }
    match tag {
        Tag::Li | Tag::Dd | Tag::Dt => Role::Block(BlockKind::ListItem),
        Tag::Td | Tag::Th if !measure.is_prose() => Role::Block(BlockKind::TableRow),
        _ => Role::Block(BlockKind::Paragraph),
    }
}

/// A heading with nothing of the article under it heads furniture.
fn subheads(evidence: &Evidence<'_>, roles: &mut [Role]) {
    let mut text_follows = false;
    for at in (0..roles.len()).rev() {
        match roles[at] {
            Role::Block(BlockKind::Subhead) => {
                if !text_follows {
                    roles[at] = Role::furniture("related_links", "a heading without text");
                }
                text_follows = false;
            }
            Role::Block(_) => text_follows = true,
            Role::Furniture { .. } => {
                if evidence.tag(at).heading().is_some() {
                    text_follows = false;
                }
            }
        }
    }
}
