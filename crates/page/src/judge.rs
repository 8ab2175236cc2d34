//! Which segments of a marked-up page are its article.
//!
//! In: the running text with its segments, the elements around them and the
//! metadata. Out: a role for each segment: a block of the article, or furniture
//! with the reason. First the element that holds most of the running text is
//! found, then each segment in it is judged by the names of its elements, its
//! words, its links and its neighbours.

use std::collections::HashSet;

use crate::BlockKind;
use crate::credit;
use crate::evidence::{Evidence, HEADINGS, sums};
use crate::phrases;
use crate::tag::Tag;

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

/// The role of each segment. `headline` is the segment that was found to be it.
pub(crate) fn roles(evidence: &Evidence<'_>, headlines: &[usize]) -> Vec<Role> {
    let flow = evidence.flow;
    let main = evidence.main;
    let inside = |at: usize| evidence.tree.is_in(flow.segments[at].block, main);
    let first_prose = (0..flow.segments.len()).find(|&at| inside(at) && evidence.measures[at].is_prose());
    let is_headline = marked(flow.segments.len(), headlines);
    let mut roles: Vec<Role> = (0..flow.segments.len())
        .map(|at| {
            if is_headline[at] {
                return Role::Block(BlockKind::Headline);
            }
            if let Some(role) = by_words(evidence, at) {
                return role;
            }
            if !inside(at) && !evidence.confirmed[at] {
                let before = first_prose.is_some_and(|first| at < first);
                return outside(evidence, at, before);
            }
            in_article(evidence, at)
        })
        .collect();
    boxes(evidence, main, &mut roles);
    under_furniture_headings(evidence, &mut roles);
    repeats(evidence, &mut roles);
    tail(evidence, &mut roles);
    subheads(evidence, &mut roles);
    roles
}

/// Most text of a box that one stock phrase makes furniture.
const BOX_BYTES: u32 = 1500;

/// A stock phrase speaks for the whole box that it stands in: a sign-up form,
/// a wall, a list of links under its heading.
fn boxes(evidence: &Evidence<'_>, main: u32, roles: &mut [Role]) {
    let tree = evidence.tree;
    let bytes = sums(tree, evidence.flow, |at| evidence.measures[at].len);
    let paragraphs = sums(tree, evidence.flow, |at| {
        u32::from(
            evidence.tag(at) == Tag::P
                && evidence.measures[at].is_prose()
                && evidence.measures[at].linked < 0.3,
        )
    });
    let first = first_segments(evidence);
    let mut boxed: Vec<Option<Role>> = vec![None; tree.nodes.len()];
    for (at, role) in roles.iter().enumerate() {
        let Role::Furniture {
            kind,
            why: "stock phrase",
        } = *role
        else {
            continue;
        };
        if !matches!(
            kind,
            "newsletter"
                | "login"
                | "related_links"
                | "cookie_notice"
                | "comments"
                | "app_prompt"
                | "notification_prompt"
                | "support"
                | "reaction_widget"
        ) {
            continue;
        }
        // A container that opens with such a heading is of its kind whatever its size.
        if kind == "related_links" || kind == "comments" {
            let heading = evidence.flow.segments[at].block;
            let opened = tree
                .ancestors(heading)
                .take_while(|&up| first[up as usize] == Some(at) && !tree.is_in(main, up) && up != 0)
                .last();
            if let Some(node) = opened.filter(|&node| heads(evidence, at) && node != main) {
                boxed[node as usize] = Some(Role::furniture(kind, "in a box with a stock phrase"));
                continue;
            }
        }
        let mut around = None;
        for up in tree.ancestors(evidence.flow.segments[at].block).take(4) {
            let most = if kind == "comments" { 2 } else { 1 };
            let whole =
                tree.is_in(main, up) || bytes[up as usize] > BOX_BYTES || paragraphs[up as usize] > most;
            if whole || matches!(tree.nodes[up as usize].tag, Tag::Article | Tag::Main | Tag::Body) {
                break;
            }
            around = Some(up);
        }
        if let Some(node) = around {
            boxed[node as usize] = Some(Role::furniture(kind, "in a box with a stock phrase"));
        }
    }
    for node in 1..tree.nodes.len() {
        if boxed[node].is_none() {
            boxed[node] = boxed[tree.nodes[node].parent as usize];
        }
    }
    for (at, role) in roles.iter_mut().enumerate() {
        if role.is_block()
            && !evidence.confirmed[at]
            && *role != Role::Block(BlockKind::Headline)
            && let Some(furniture) = boxed[evidence.flow.segments[at].block as usize]
        {
            *role = furniture;
        }
    }
}

/// The first segment in each element.
fn first_segments(evidence: &Evidence<'_>) -> Vec<Option<usize>> {
    let tree = evidence.tree;
    let mut first: Vec<Option<usize>> = vec![None; tree.nodes.len()];
    for (at, segment) in evidence.flow.segments.iter().enumerate() {
        let slot = &mut first[segment.block as usize];
        *slot = Some(slot.map_or(at, |old| old.min(at)));
    }
    for node in (1..tree.nodes.len()).rev() {
        let parent = tree.nodes[node].parent as usize;
        first[parent] = match (first[parent], first[node]) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    first
}

/// Is the segment set as a heading?
fn heads(evidence: &Evidence<'_>, at: usize) -> bool {
    let segment = &evidence.flow.segments[at];
    evidence.within(at, &HEADINGS).is_some()
        || segment.bold as usize * 10 >= segment.range.len() * 9
        || evidence.named(at, &["title", "heading", "header", "headline"])
}

/// Links and items right under a heading of furniture belong to it.
fn under_furniture_headings(evidence: &Evidence<'_>, roles: &mut [Role]) {
    let mut under: Option<Role> = None;
    for at in 0..roles.len() {
        match roles[at] {
            Role::Furniture {
                kind,
                why: "stock phrase",
            } if matches!(kind, "related_links" | "newsletter" | "comments" | "tags") => {
                under = Some(Role::furniture(kind, "under a heading of that kind"));
            }
            Role::Furniture { .. } => {}
            Role::Block(BlockKind::Headline) => under = None,
            Role::Block(kind) => {
                let measure = &evidence.measures[at];
                let text = (measure.is_prose() && measure.linked < 0.3 && kind != BlockKind::ListItem)
                    || (kind == BlockKind::Subhead && measure.linked < 0.3)
                    || kind == BlockKind::Blockquote;
                if text {
                    under = None;
                } else if let Some(role) = under {
                    roles[at] = role;
                }
            }
        }
    }
}

/// After the last running text: links, names and labels are no article.
fn tail(evidence: &Evidence<'_>, roles: &mut [Role]) {
    let prose = |at: usize| roles[at].is_block() && evidence.measures[at].is_prose();
    let Some(last) = (0..roles.len()).rev().find(|&at| prose(at)) else {
        return;
    };
    let tree = evidence.tree;
    let holder = |at: usize| tree.nodes[evidence.flow.segments[at].block as usize].parent;
    for at in last + 1..roles.len() {
        let measure = &evidence.measures[at];
        let beside = holder(at) == holder(last) && evidence.tag(at) == evidence.tag(last);
        let most = if beside { 0.5 } else { 0.2 };
        let unfinished = !beside
            && roles[at] != Role::Block(BlockKind::TableRow)
            && !measure.ends
            && evidence.tag(at) != Tag::Li
            && measure.words < 12;
        let loose = measure.linked > most || unfinished;
        if loose
            && matches!(
                roles[at],
                Role::Block(
                    BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Subhead | BlockKind::TableRow
                )
            )
        {
            roles[at] = Role::furniture("footer", "short text after the article");
        }
    }
}

/// A mark for each segment that is listed.
pub(crate) fn marked(count: usize, listed: &[usize]) -> Vec<bool> {
    let mut marks = vec![false; count];
    for &at in listed {
        marks[at] = true;
    }
    marks
}

/// Text printed again word for word, as galleries and boxes do.
fn repeats(evidence: &Evidence<'_>, roles: &mut [Role]) {
    let mut seen: HashSet<&str> = HashSet::new();
    for (at, role) in roles.iter_mut().enumerate() {
        let words = evidence.flow.words(at);
        if let Role::Block(kind) = role
            && *kind != BlockKind::Headline
            && words.len() > 24
            && !seen.insert(words)
        {
            *role = Role::furniture("repeat", "repeats a block of the article");
        }
    }
}

/// Furniture by its own words and names, wherever it stands.
fn by_words(evidence: &Evidence<'_>, at: usize) -> Option<Role> {
    let words = evidence.flow.words(at);
    let confirmed = evidence.confirmed[at];
    if let Some(hint) = evidence.strong_hint(at).filter(|_| !confirmed) {
        return Some(Role::furniture(hint.kind, hint.why));
    }
    let measure = &evidence.measures[at];
    // The text that metadata hold has the stock phrases of the page in it too.
    if let Some(kind) = phrases::furniture(words)
        && !(kind == "related_links" && measure.is_prose() && measure.ends && measure.linked < 0.3)
    {
        return Some(Role::furniture(kind, "stock phrase"));
    }
    if confirmed {
        return None;
    }
    if phrases::is_bare_mark(words) && !matches!(evidence.tag(at), Tag::Td | Tag::Th) {
        return Some(Role::furniture("counters", "signs or figures alone"));
    }
    if phrases::is_counts(words) {
        return Some(Role::furniture("reaction_widget", "words with counts"));
    }
    if evidence.card[at] {
        return Some(Role::furniture("related_links", "a linked heading with a teaser"));
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

/// Names of elements that hold a picture with its words.
const PICTURE_NAMES: &[&str] = &[
    "image",
    "imagewidget",
    "photo",
    "picture",
    "imagewrapper",
    "imagecontainer",
];

fn in_article(evidence: &Evidence<'_>, at: usize) -> Role {
    let measure = &evidence.measures[at];
    let tag = evidence.tag(at);
    if let Some(hint) = evidence.hint(at)
        && !measure.is_prose()
        && !matches!(hint.kind, "caption" | "header" | "sidebar")
        && evidence.within(at, &[Tag::Blockquote]).is_none()
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
    let words = evidence.flow.words(at);
    if credit::is_picture_credit(words) {
        return Role::furniture("credit_line", "credit of a picture");
    }
    let in_figure = (evidence.within(at, &[Tag::Figure, Tag::Picture]).is_some()
        || evidence.named(at, PICTURE_NAMES))
        && evidence.within(at, &[Tag::Blockquote]).is_none();
    let credited = credit::ends_in_picture_credit(words) && measure.words < 70;
    if (in_figure && measure.words < 70 && tag != Tag::Td) || (credited && tag != Tag::P && tag != Tag::Li) {
        return Role::Block(BlockKind::Caption);
    }
    if evidence.within(at, &[Tag::Figcaption]).is_some()
        || (evidence.hint(at).is_some_and(|hint| hint.kind == "caption"))
    {
        return Role::Block(BlockKind::Caption);
    }
    let asks = measure.linked > 0.95 && words.ends_with('?');
    if measure.words < 25 && ((measure.linked > 0.6 && !measure.ends) || asks) {
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
    // The rank of a kept heading that comes next, or text.
    let mut next: Option<u8> = None;
    for at in (0..roles.len()).rev() {
        let rank = evidence.tag(at).heading().unwrap_or(6);
        match roles[at] {
            Role::Block(BlockKind::Subhead) => {
                if next.is_some_and(|under| under > rank) {
                    next = Some(rank);
                } else {
                    roles[at] = Role::furniture("related_links", "a heading without text");
                }
            }
            Role::Block(_) => next = Some(u8::MAX),
            Role::Furniture { .. } => {
                if evidence.tag(at).heading().is_some() {
                    next = None;
                }
            }
        }
    }
}
