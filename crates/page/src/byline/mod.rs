//! Whose names stand over an article.
//!
//! In: lines near the headline, elements named for authors, the metadata. Out:
//! names only, each with its place. Names that both the metadata and the page
//! give come first and bring the rest of their line and list with them; then
//! those that the page alone gives, then the metadata's. The site itself is an
//! author only where nobody else is; an absent name is better than a wrong one.

mod line;
mod links;
mod lists;
mod names;
mod stated;

use text::Span;

pub(crate) use self::names::{byline_names, name_in};

use self::line::{after_by, is_label, names_after_by, names_beside_date, strip_by, whole};
use self::links::linked_names;
use self::lists::List;
use self::names::is_role;
use self::stated::{Stated, is_nobody, stated_by};
use crate::article::{Found, Origin};
use crate::credit::reporters;
use crate::dates;
use crate::evidence::Evidence;
use crate::fields::heading_lines;
use crate::flow::Flow;
use crate::headline::{key, sites};
use crate::judge::Role;
use crate::meta::Meta;
use crate::phrases::folded;
use crate::tag::{AttrName, Tag};

/// Names taken from one page at most.
const NAMES: usize = 16;
/// Collects names, each once, with their places.
struct Names<'p> {
    flow: &'p Flow,
    found: Vec<Found<String>>,
}

impl Names<'_> {
    fn add(&mut self, segment: usize, span: Span) {
        let value = &self.flow.words(segment)[span.range()];
        let start = self.flow.segments[segment].range.start();
        let known = self
            .found
            .iter()
            .any(|name| name.value.eq_ignore_ascii_case(value) || has_words(&name.value, value));
        if known || self.found.len() >= NAMES {
            return;
        }
        if let Some(capture) = self.flow.capture_of(segment, span.shifted(start)) {
            self.found.push(Found {
                value: value.split_whitespace().collect::<Vec<_>>().join(" "),
                span: capture,
                origin: Origin::Visible,
            });
        }
    }
}

/// Are all words of `part` words of `whole`?
fn has_words(whole: &str, part: &str) -> bool {
    part.split_whitespace()
        .all(|word| whole.split_whitespace().any(|other| other == word))
}

/// The names of the byline.
pub(crate) fn byline(
    flow: &Flow,
    evidence: Option<&Evidence<'_>>,
    roles: &[Role],
    meta: &Meta,
    outlet: Option<&Found<String>>,
) -> Vec<Found<String>> {
    let lines = name_lines(flow, roles);
    let house = House::of(meta, outlet);
    let stated: Vec<Stated<'_>> = meta
        .authors
        .iter()
        .take(NAMES)
        .flat_map(stated_by)
        .take(NAMES)
        .collect();
    let (signing, stated): (Vec<_>, Vec<_>) = stated.into_iter().partition(|one| house.is(&one.name));
    let mut names = Names {
        flow,
        found: Vec::new(),
    };
    let mut own: Vec<Found<String>> = Vec::new();
    confirmed(evidence, &stated, &lines, &mut names);
    if names.found.is_empty() {
        // Sites that bear their author's name, or sign their own work.
        let signed: Vec<usize> = lines
            .iter()
            .copied()
            .filter(|&at| after_by(flow.words(at)).is_some())
            .collect();
        confirmed(None, &signing, &signed, &mut names);
    }
    // Lists that disagree are not mixed.
    let list = stated.iter().find(|one| one.firm).map(|one| one.author.origin);
    let firm = || {
        stated
            .iter()
            .filter(|one| one.firm && Some(one.author.origin) == list)
    };
    if names.found.is_empty() {
        // A full name after "by" outweighs what the metadata say; less than that does not.
        in_lines(evidence, &lines, true, &house, &mut own, &mut names);
        if names.found.iter().all(|name| !name.value.contains(' ')) && firm().next().is_some() {
            names.found.clear();
            from_metadata(firm(), &mut names.found);
        }
    }
    if names.found.is_empty() {
        in_lines(evidence, &lines, false, &house, &mut own, &mut names);
    }
    if names.found.is_empty()
        && let Some(evidence) = evidence
    {
        from_elements(evidence, &lines, &house, &mut own, &mut names);
    }
    if names.found.is_empty()
        && let Some(evidence) = evidence
    {
        pictured(evidence, &lines, &mut names);
    }
    if names.found.is_empty()
        && let Some(evidence) = evidence
    {
        names.found.extend(at_the_end(evidence, roles, &house));
    }
    if names.found.is_empty() {
        for (segment, role) in roles.iter().enumerate() {
            if matches!(
                role,
                Role::Furniture {
                    kind: "credit_line",
                    ..
                }
            ) {
                for span in reporters(flow.words(segment)) {
                    names.add(segment, span);
                }
            }
        }
    }
    if names.found.is_empty() {
        let of_metadata = |author: &&Found<String>| house.is(&author.value) && !is_nobody(&author.value);
        let first = own.into_iter().next();
        names
            .found
            .extend(first.or_else(|| meta.authors.iter().find(of_metadata).cloned()));
    }
    names.found
}

/// Do these words begin as a line does that says who wrote or posted something?
pub(crate) fn signs(words: &str) -> bool {
    after_by(words).is_some_and(|at| at < 16) && !names_after_by(words).is_empty()
}

/// Names of the first line that has any; those of the site are put aside.
/// `after`: only those after "by".
fn in_lines(
    evidence: Option<&Evidence<'_>>,
    lines: &[usize],
    after: bool,
    house: &House,
    own: &mut Vec<Found<String>>,
    names: &mut Names<'_>,
) {
    for &segment in lines {
        let flow = names.flow;
        let mut spans = names_after_by(flow.words(segment));
        if spans.is_empty() && !after {
            spans = names_beside_date(flow, evidence, segment);
        }
        for span in spans {
            names.add(segment, span);
        }
        own.extend(names.found.extract_if(.., |name| house.is(&name.value)));
        if !names.found.is_empty() {
            return;
        }
    }
}

/// Lines near the headline that may hold names.
fn name_lines(flow: &Flow, roles: &[Role]) -> Vec<usize> {
    let mut lines = heading_lines(flow, roles);
    lines.retain(|&at| {
        !matches!(
            roles[at],
            Role::Furniture {
                kind: "hidden" | "control" | "login" | "form" | "comments" | "advertisement" | "caption",
                ..
            }
        )
    });
    lines
}

/// All names that lines near the headline offer, chosen or not.
pub(crate) fn offered(flow: &Flow, evidence: Option<&Evidence<'_>>, roles: &[Role]) -> Vec<Found<String>> {
    let mut names = Names {
        flow,
        found: Vec::new(),
    };
    for segment in name_lines(flow, roles) {
        let words = flow.words(segment);
        for span in names_after_by(words)
            .into_iter()
            .chain(names_beside_date(flow, evidence, segment))
        {
            names.add(segment, span);
        }
    }
    names.found
}

/// The names by which the site calls itself, as keys.
struct House(Vec<String>);

impl House {
    fn of(meta: &Meta, outlet: Option<&Found<String>>) -> Self {
        let mut keys = sites(meta);
        keys.extend(outlet.map(|found| key(&found.value)));
        Self(keys)
    }

    fn is(&self, name: &str) -> bool {
        let name = key(name);
        self.0.contains(&name)
    }
}

/// Names of the metadata that a line near the headline prints, with the other
/// authors that are linked in that line and the others of that list.
fn confirmed(evidence: Option<&Evidence<'_>>, stated: &[Stated<'_>], lines: &[usize], names: &mut Names<'_>) {
    let flow = names.flow;
    let mut first: Option<(usize, Span)> = None;
    let mut printed: Vec<&Found<String>> = Vec::new();
    for one in stated {
        let place = lines.iter().find_map(|&segment| {
            let words = flow.words(segment);
            let at = if words.len() < 300 {
                whole(words, &one.name)
            } else {
                None
            };
            at.map(|at| (segment, Span::new(at, at + one.name.len())))
        });
        // Lists that disagree: the one whose name is printed first counts.
        let same_list = printed
            .first()
            .is_none_or(|other| other.origin == one.author.origin);
        if let Some((segment, span)) = place.filter(|_| same_list) {
            first = first.or(place);
            printed.push(one.author);
            names.add(segment, span);
        }
    }
    if let (Some((segment, name)), Some(evidence)) = (first, evidence) {
        let words = flow.words(segment);
        let mut end = name.end();
        for span in linked_names(evidence, segment, false) {
            let joined = words.get(end..span.start()).is_some_and(|between| {
                matches!(between.trim(), "" | "," | "and" | "&" | ", and" | ", &" | "|")
            });
            if joined {
                names.add(segment, span);
                end = span.end();
            }
        }
    }
    let of_list = |one: &&Stated<'_>| {
        one.firm
            && one.author.origin == Origin::JsonLd
            && !printed.contains(&one.author)
            && printed.iter().any(|other| other.origin == Origin::JsonLd)
    };
    from_metadata(stated.iter().filter(of_list), &mut names.found);
}

/// Names in elements and links that say they hold an author, and in the line
/// after one that says so ("Written by").
fn from_elements(
    evidence: &Evidence<'_>,
    lines: &[usize],
    house: &House,
    own: &mut Vec<Found<String>>,
    names: &mut Names<'_>,
) {
    let flow = evidence.flow;
    for &segment in lines {
        let words = flow.words(segment);
        for span in linked_names(evidence, segment, true) {
            names.add(segment, span);
        }
        let labelled = segment > 0 && is_label(flow.words(segment - 1));
        if names.found.is_empty()
            && words.len() < 120
            && (labelled || evidence.named(segment, List::Element.words()))
        {
            let bare = strip_by(words);
            let skipped = words.len() - bare.len();
            for span in byline_names(bare) {
                names.add(segment, span.shifted(skipped));
            }
        }
        own.extend(names.found.extract_if(.., |name| house.is(&name.value)));
        if !names.found.is_empty() {
            return;
        }
    }
}

/// Pictures of a page whose description is looked at.
const PICTURES: usize = 400;
/// So many elements up from a name stands what also holds the picture of its bearer.
const FRAME: usize = 4;

/// The name that has a line to itself beside a date, where a picture next to it is described by that name.
fn pictured(evidence: &Evidence<'_>, lines: &[usize], names: &mut Names<'_>) {
    let flow = evidence.flow;
    let tree = evidence.tree;
    let described: Vec<(u32, &str)> = (0..tree.nodes.len() as u32)
        .filter(|&node| tree.nodes[node as usize].tag == Tag::Img)
        .filter_map(|node| {
            Some((
                node,
                evidence.body[tree.attr(node, AttrName::Alt)?.range()].trim(),
            ))
        })
        .filter(|(_, alt)| (3..120).contains(&alt.len()))
        .take(PICTURES)
        .collect();
    let dated = |at: usize| {
        lines.contains(&at) && flow.words(at).len() < 80 && !dates::find(flow.words(at)).is_empty()
    };
    for &segment in lines {
        let words = flow.words(segment);
        let Some(name) = name_in(words).filter(|_| words.contains(' ') && !is_role(words)) else {
            continue;
        };
        let beside = (segment.saturating_sub(2)..=segment + 2).any(dated);
        let frame = tree
            .ancestors(flow.segments[segment].block)
            .take(FRAME)
            .last()
            .unwrap_or(0);
        let shown = described.iter().any(|&(picture, alt)| {
            tree.is_in(picture, frame)
                && alt
                    .strip_prefix(words)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        if beside && shown {
            names.add(segment, name);
            return;
        }
    }
}

/// Whom links, labels and lines below the text name as its author: one person,
/// or those of one line.
fn at_the_end(evidence: &Evidence<'_>, roles: &[Role], house: &House) -> Vec<Found<String>> {
    let flow = evidence.flow;
    let mut names = Names {
        flow,
        found: Vec::new(),
    };
    for segment in 0..flow.segments.len() {
        let before = names.found.len();
        let strange = matches!(
            roles[segment],
            Role::Furniture {
                kind: "comments"
                    | "related_links"
                    | "hidden"
                    | "control"
                    | "login"
                    | "form"
                    | "caption"
                    | "sidebar",
                ..
            }
        ) || evidence
            .strong_hint(segment)
            .is_some_and(|hint| hint.kind == "navigation");
        if evidence.card[segment] || strange || roles[segment].is_block() {
            continue;
        }
        let words = flow.words(segment);
        let labelled = segment > 0 && is_label(flow.words(segment - 1));
        let marked = labelled || evidence.named(segment, List::Element.words());
        let name = name_in(words).filter(|_| marked && words.contains(' ') && !is_role(words));
        if let Some(span) = name {
            names.add(segment, span);
        } else {
            if words.len() < 120 && after_by(words).is_some_and(|at| at < 16) {
                for span in names_after_by(words) {
                    names.add(segment, span);
                }
            }
            for span in linked_names(evidence, segment, false) {
                if words[span.range()].contains(' ') {
                    names.add(segment, span);
                }
            }
        }
        names.found.retain(|name| !house.is(&name.value));
        if before > 0 && names.found.len() > before {
            return Vec::new();
        }
    }
    names.found
}

fn from_metadata<'s>(stated: impl Iterator<Item = &'s Stated<'s>>, found: &mut Vec<Found<String>>) {
    for Stated { author, name, .. } in stated {
        let known = found
            .iter()
            .any(|other| folded(&other.value) == folded(name) || has_words(&other.value, name));
        if !known && found.len() < NAMES {
            found.push(Found {
                value: name.clone(),
                ..Found::clone(author)
            });
        }
    }
}
