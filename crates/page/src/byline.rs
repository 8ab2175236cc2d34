//! Whose names stand over an article.
//!
//! In: lines near the headline, elements named for authors, the metadata. Out:
//! names only, each with its place. Names that both the metadata and the page
//! give come first, then those that the page alone gives, then the metadata's;
//! an absent name is better than a wrong one.

use text::Span;

use crate::article::{Found, Origin};
use crate::credit;
use crate::dates;
use crate::evidence::Evidence;
use crate::fields::heading_lines;
use crate::flow::Flow;
use crate::judge::Role;
use crate::meta::Meta;
use crate::phrases::folded;
use crate::tag::AttrName;

/// Names taken from one page at most.
const NAMES: usize = 16;
/// Names of elements that hold an author's name.
const AUTHOR_NAMES: &[&str] = &[
    "author",
    "authors",
    "byline",
    "bylines",
    "authorname",
    "bylinename",
    "writer",
    "contributor",
    "contributors",
];

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
    let lines = heading_lines(flow, roles);
    let mut names = Names {
        flow,
        found: Vec::new(),
    };
    for author in meta.authors.iter().take(NAMES) {
        for name in author_names(&author.value) {
            let place = lines.iter().find_map(|&segment| {
                let words = flow.words(segment);
                let at = if words.len() < 300 {
                    words.find(name.as_str())
                } else {
                    None
                };
                at.map(|at| (segment, Span::new(at, at + name.len())))
            });
            if let Some((segment, span)) = place {
                names.add(segment, span);
            }
        }
    }
    if names.found.is_empty() {
        for &segment in &lines {
            for span in visible_names(flow.words(segment)) {
                names.add(segment, span);
            }
            if !names.found.is_empty() {
                break;
            }
        }
    }
    if names.found.is_empty()
        && let Some(evidence) = evidence
    {
        from_elements(evidence, &lines, &mut names);
    }
    if names.found.is_empty() {
        from_metadata(meta, outlet, &mut names.found);
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
                for span in credit::reporters(flow.words(segment)) {
                    names.add(segment, span);
                }
            }
        }
    }
    names.found
}

/// Names in elements and links that say they hold an author.
fn from_elements(evidence: &Evidence<'_>, lines: &[usize], names: &mut Names<'_>) {
    let flow = evidence.flow;
    for &segment in lines {
        let start = flow.segments[segment].range.start();
        let (from, to) = flow.segments[segment].links;
        for link in &flow.links[from as usize..to as usize] {
            let rel = evidence
                .tree
                .attr(link.node, AttrName::Rel)
                .map_or("", |rel| &evidence.body[rel.range()]);
            let says = rel
                .split_whitespace()
                .any(|rel| rel.eq_ignore_ascii_case("author"))
                || evidence.node_named(link.node, AUTHOR_NAMES);
            let within = Span::new(link.range.start() - start, link.range.end() - start);
            if says && let Some(span) = credit::name_in(&flow.words(segment)[within.range()]) {
                names.add(segment, span.shifted(within.start()));
            }
        }
        if names.found.is_empty() && flow.words(segment).len() < 120 && evidence.named(segment, AUTHOR_NAMES)
        {
            let words = flow.words(segment);
            let bare = strip_by(words);
            let skipped = words.len() - bare.len();
            for span in credit::byline_names(bare) {
                names.add(segment, span.shifted(skipped));
            }
        }
        if !names.found.is_empty() {
            return;
        }
    }
}

/// Accounts that stand for nobody.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "webmaster",
    "root",
    "user",
    "author",
    "staff",
    "team",
    "guest",
    "unknown",
    "default",
    "wordpress",
];

fn from_metadata(meta: &Meta, outlet: Option<&Found<String>>, found: &mut Vec<Found<String>>) {
    let outlet = outlet.map(|found| folded(&found.value));
    for author in meta.authors.iter().take(NAMES) {
        let lower = folded(&author.value);
        let is_house = outlet.as_ref().is_some_and(|outlet| *outlet == lower);
        let is_name = credit::name_in(&author.value).is_some()
            || author.origin == Origin::JsonLd && author.value.len() < 60;
        let known = found
            .iter()
            .any(|name| folded(&name.value) == lower || has_words(&name.value, &author.value));
        if !is_house
            && is_name
            && !known
            && !author.value.contains(['/', '@'])
            && !NOBODY.contains(&lower.as_str())
        {
            found.push(author.clone());
        }
    }
}

/// The names in an author value of the metadata: "By Ann Lee and Bo Ray".
fn author_names(value: &str) -> Vec<String> {
    let value = strip_by(value);
    let mut names: Vec<String> = credit::byline_names(value)
        .into_iter()
        .map(|span| value[span.range()].to_owned())
        .collect();
    if names.is_empty() && value.len() < 60 && !NOBODY.contains(&folded(value).as_str()) && value.len() > 2 {
        names.push(value.to_owned());
    }
    names
}

fn strip_by(value: &str) -> &str {
    let lower = value.to_ascii_lowercase();
    for start in ["by ", "by: ", "von ", "par ", "por ", "di ", "door "] {
        if lower.starts_with(start) {
            return value[start.len()..].trim_start();
        }
    }
    value
}

/// Names in a byline that metadata do not confirm: after "By", or what is left
/// of a short line beside its date.
fn visible_names(words: &str) -> Vec<Span> {
    if words.len() > 200 {
        return Vec::new();
    }
    let dates = dates::find(words);
    let first = dates.first().map_or(words.len(), |date| date.range.start());
    let last = dates.last().map_or(words.len(), |date| date.range.end());
    let after_by = |from: usize, to: usize| -> Vec<Span> {
        let part = &words[from..to];
        let lower = part.to_ascii_lowercase();
        let at = if lower.starts_with("by ") || lower.starts_with("by: ") {
            Some(3)
        } else {
            lower.find(" by ").map(|at| at + 4)
        };
        at.filter(|&at| part.is_char_boundary(at))
            .map(|at| {
                credit::byline_names(&part[at..])
                    .into_iter()
                    .map(|span| span.shifted(from + at))
                    .collect()
            })
            .unwrap_or_default()
    };
    let mut names = after_by(0, first);
    if names.is_empty() && last < words.len() {
        names = after_by(last, words.len());
    }
    if names.is_empty() && !dates.is_empty() {
        let head = words[..first].trim_end_matches(|c: char| !c.is_alphanumeric());
        if head.split_whitespace().count() <= 8 {
            names = credit::byline_names(head);
        }
    }
    names
}
