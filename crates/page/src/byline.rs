//! Whose names stand over an article.
//!
//! In: lines near the headline, elements named for authors, the metadata. Out:
//! names only, each with its place. Names that both the metadata and the page
//! give come first and bring the rest of their line and list with them; then
//! those that the page alone gives, then the metadata's. The site itself is an
//! author only where nobody else is; an absent name is better than a wrong one.

use std::sync::LazyLock;

use regex::Regex;
use text::Span;

use crate::article::{Found, Origin};
use crate::credit;
use crate::dates;
use crate::evidence::Evidence;
use crate::fields::heading_lines;
use crate::flow::Flow;
use crate::headline::{key, sites};
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
                for span in credit::reporters(flow.words(segment)) {
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

/// A name that the metadata state.
#[derive(Clone)]
struct Stated<'m> {
    author: &'m Found<String>,
    name: String,
    /// Does it read as a name? Others count only where the page prints them.
    firm: bool,
}

fn stated_by(author: &Found<String>) -> Vec<Stated<'_>> {
    let names = author_names(&author.value);
    let firm = !names.is_empty();
    let bare = strip_by(&author.value);
    let weak = (!firm && bare.len() < 60 && bare.len() > 2 && !is_nobody(bare) && !is_address(bare))
        .then(|| bare.to_owned());
    names
        .into_iter()
        .chain(weak)
        .map(|name| Stated { author, name, firm })
        .collect()
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

/// Where a name stands in a line. What a page glues to a full name begins with
/// a capital ("Mira OltPublished"); an account's name must stand alone.
fn whole(words: &str, name: &str) -> Option<usize> {
    let glues = name.contains(' ') && name.starts_with(char::is_uppercase);
    words.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = words[..at].chars().next_back();
        let after = words[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() || glues && c.is_lowercase())
            && after.is_none_or(|c| !c.is_alphanumeric() || glues && c.is_uppercase())
    })
}

/// Does an address lead to a person's page ("/authors/mira-olt")?
fn leads_to_author(href: &str, name: &str) -> bool {
    let path = href
        .split(['?', '#'])
        .next()
        .unwrap_or(href)
        .trim_end_matches('/');
    let mut parts = path.rsplit('/').map(str::to_ascii_lowercase);
    let last = parts.next().unwrap_or_default();
    let shelf = parts.take(2).any(|part| AUTHOR_SHELVES.contains(&part.as_str()));
    let slug = key(last.trim_end_matches(".html"));
    let own = key(name);
    let by_name = own.len() > 3 && (slug.contains(&own) || own.contains(&slug) && slug.len() > 3);
    shelf && (by_name || name.contains(' '))
}

/// Parts of addresses under which sites keep the pages of their authors.
const AUTHOR_SHELVES: &[&str] = &[
    "author",
    "authors",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "auteurs",
    "staff",
    "by",
    "byline",
    "contributor",
    "contributors",
    "writer",
    "writers",
    "journalist",
    "journalists",
    "reporter",
    "reporters",
    "columnist",
    "columnists",
    "people",
    "person",
    "profile",
    "profiles",
    "team",
];

/// Is a link marked as its page's author: by its relation or by where it leads?
fn is_author_link(evidence: &Evidence<'_>, node: u32, name: &str) -> bool {
    let attr = |name| {
        evidence
            .tree
            .attr(node, name)
            .map_or("", |value| &evidence.body[value.range()])
    };
    attr(AttrName::Rel)
        .split_whitespace()
        .any(|rel| rel.eq_ignore_ascii_case("author"))
        || leads_to_author(attr(AttrName::Href), name)
}

/// The names of links in a segment that are marked as authors.
fn linked_names(evidence: &Evidence<'_>, segment: usize, named: bool) -> Vec<Span> {
    let flow = evidence.flow;
    let start = flow.segments[segment].range.start();
    let (from, to) = flow.segments[segment].links;
    flow.links[from as usize..to as usize]
        .iter()
        .filter_map(|link| {
            let within = Span::new(
                link.range.start().checked_sub(start)?,
                link.range.end().checked_sub(start)?,
            );
            let words = flow.words(segment).get(within.range())?;
            let span = credit::name_in(words).filter(|_| !credit::is_role(words))?;
            let says = is_author_link(evidence, link.node, words)
                || named && evidence.node_named(link.node, AUTHOR_NAMES);
            says.then(|| span.shifted(within.start()))
        })
        .collect()
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
        if names.found.is_empty() && words.len() < 120 && (labelled || evidence.named(segment, AUTHOR_NAMES))
        {
            let bare = strip_by(words);
            let skipped = words.len() - bare.len();
            for span in credit::byline_names(bare) {
                names.add(segment, span.shifted(skipped));
            }
        }
        own.extend(names.found.extract_if(.., |name| house.is(&name.value)));
        if !names.found.is_empty() {
            return;
        }
    }
}

/// A line that announces a name and holds none.
fn is_label(words: &str) -> bool {
    let label = folded(words);
    let label = label.trim_end_matches([':', ' ']);
    words.len() < 30
        && matches!(
            label,
            "by" | "written by"
                | "words by"
                | "article by"
                | "story by"
                | "posted by"
                | "reported by"
                | "author"
                | "authors"
                | "von"
                | "par"
                | "por"
        )
}

/// The one person whom links, labels and lines below the text name as its author.
fn at_the_end(evidence: &Evidence<'_>, roles: &[Role], house: &House) -> Option<Found<String>> {
    let flow = evidence.flow;
    let mut names = Names {
        flow,
        found: Vec::new(),
    };
    for segment in 0..flow.segments.len() {
        let strange = matches!(
            roles[segment],
            Role::Furniture {
                kind: "comments" | "related_links" | "hidden" | "control" | "caption" | "sidebar",
                ..
            }
        );
        if evidence.card[segment] || strange || roles[segment].is_block() {
            continue;
        }
        let words = flow.words(segment);
        let labelled = segment > 0 && is_label(flow.words(segment - 1));
        if labelled || evidence.named(segment, AUTHOR_NAMES) {
            let name = credit::name_in(words).filter(|_| words.contains(' '));
            if let Some(span) = name.filter(|_| !credit::is_role(words)) {
                names.add(segment, span);
                continue;
            }
        }
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
        names.found.retain(|name| !house.is(&name.value));
        if names.found.len() > 1 {
            return None;
        }
    }
    names.found.pop()
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

fn is_nobody(name: &str) -> bool {
    NOBODY.contains(&folded(name).trim())
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

/// The names in an author value of the metadata: "By Ann Lee and Bo Ray". A
/// value of which a part is no name ("Board of Ports and Harbours") is one name.
fn author_names(value: &str) -> Vec<String> {
    let value = strip_by(value.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')));
    if credit::is_agency(value) {
        return vec![value.to_owned()];
    }
    if is_nobody(value) || is_address(value) || value.chars().count() < 3 {
        return Vec::new();
    }
    let mut names: Vec<String> = credit::byline_names(value)
        .into_iter()
        .map(|span| value[span.range()].to_owned())
        .filter(|name| !is_nobody(name) && !is_address(name))
        .collect();
    let joined = value.contains(" & ") || value.contains(" and ");
    let parts = value.split([',', ';', '|']).count() + usize::from(joined);
    let doubled = names.len() == 2 && names[0] == names[1];
    if doubled || joined && names.len() < parts && parts == 2 {
        names = vec![value.to_owned()];
    }
    if names.is_empty() && is_plain_name(value) {
        names.push(value.to_owned());
    }
    names
}

/// A link, a mail address, a host or an account: no name.
fn is_address(value: &str) -> bool {
    value.contains("://")
        || value.contains('@')
        || !value.contains(' ')
            && value
                .rsplit_once('.')
                .is_some_and(|(_, end)| end.len() >= 2 && end.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Two to five words of letters, whatever their case, that mean no role.
fn is_plain_name(value: &str) -> bool {
    let words = value.split_whitespace().count();
    (2..=5).contains(&words)
        && value.len() < 60
        && !credit::is_role(value)
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '.' | '\'' | '’' | '-'))
}

fn strip_by(value: &str) -> &str {
    const STARTS: [&str; 9] = [
        "written by ",
        "by ",
        "by: ",
        "by:",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
    ];
    for start in STARTS {
        if value
            .get(..start.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(start))
        {
            return value[start.len()..].trim_start();
        }
    }
    value
}

/// Where the names begin after "by" in a line; other people's work on a page
/// has its "by" too.
fn after_by(words: &str) -> Option<usize> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        credit::pattern(r"(?i)(?:^|(?<work>[\p{L}-]+)?[\s|·•–—(])(?:by|von|par|por|door):?\s+")
    });
    BY.captures_iter(words)
        .find(|by| {
            by.name("work")
                .is_none_or(|work| !OTHER_WORK.contains(&work.as_str().to_ascii_lowercase().as_str()))
        })
        .and_then(|by| Some(by.get(0)?.end()))
}

/// What else is done or owned by somebody.
const OTHER_WORK: &[&str] = &[
    "reviewed",
    "edited",
    "checked",
    "fact-checked",
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photography",
    "picture",
    "pictures",
    "image",
    "images",
    "illustration",
    "illustrations",
    "illustrated",
    "graphic",
    "graphics",
    "video",
    "sponsored",
    "powered",
    "presented",
    "supported",
    "translated",
    "approved",
    "verified",
    "hosted",
    "produced",
    "brought",
    "stand",
    "articles",
    "more",
    "posts",
    "stories",
    "recently",
    "latest",
];

/// Names after "by" in a short line, its dates aside. In the middle of a line
/// only full names count ("Prices by region").
fn names_after_by(words: &str) -> Vec<Span> {
    if words.len() > 200 {
        return Vec::new();
    }
    let dates = dates::find(words);
    let first = dates.first().map_or(words.len(), |date| date.range.start());
    let last = dates.last().map_or(words.len(), |date| date.range.end());
    for (from, to) in [(0, first), (last, words.len())] {
        if let Some(at) = after_by(words.get(from..to).unwrap_or_default()) {
            let mut names = names_in(words, from + at, to);
            names.retain(|name| at < 16 || words[name.range()].contains(' '));
            if !names.is_empty() {
                return names;
            }
        }
    }
    Vec::new()
}

fn names_in(words: &str, from: usize, to: usize) -> Vec<Span> {
    credit::byline_names(&words[from..to])
        .into_iter()
        .map(|span| span.shifted(from))
        .collect()
}

/// Names in what is left of a short line beside its date, unless they lead
/// elsewhere than to an author.
fn names_beside_date(flow: &Flow, evidence: Option<&Evidence<'_>>, segment: usize) -> Vec<Span> {
    let words = flow.words(segment);
    let dates = if words.len() > 200 {
        Vec::new()
    } else {
        dates::find(words)
    };
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Vec::new();
    };
    let head = words[..first.range.start()].trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut names = if head.split_whitespace().count() <= 8 {
        names_in(words, 0, head.len())
    } else {
        Vec::new()
    };
    if names.is_empty() {
        // "18 March 2025 · Mira Olt": a mark must part the two.
        let rest = &words[last.range.end()..];
        let tail =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '·' | '•' | '|' | '–' | '—'));
        if rest.len() - tail.len() > 1 && tail.split_whitespace().count() <= 8 {
            names = names_in(words, words.len() - tail.len(), words.len());
            names.retain(|span| words[span.range()].contains(' '));
        }
    }
    if let Some(evidence) = evidence {
        names.retain(|&span| !leads_elsewhere(evidence, segment, span));
    }
    names
}

/// Is a name part of a link that is not its author's ("Harbour news")?
fn leads_elsewhere(evidence: &Evidence<'_>, segment: usize, name: Span) -> bool {
    let flow = evidence.flow;
    let name = name.shifted(flow.segments[segment].range.start());
    let (from, to) = flow.segments[segment].links;
    flow.links[from as usize..to as usize].iter().any(|link| {
        let href = evidence
            .tree
            .attr(link.node, AttrName::Href)
            .map_or("", |href| &evidence.body[href.range()]);
        link.range.overlaps(name)
            && SECTION_SHELVES.iter().any(|shelf| href.contains(shelf))
            && !is_author_link(evidence, link.node, &flow.text[name.range()])
    })
}

/// Parts of addresses under which sites keep lists of articles.
const SECTION_SHELVES: &[&str] = &[
    "/category/",
    "/categories/",
    "/tag/",
    "/tags/",
    "/topic/",
    "/topics/",
    "/section/",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_metadata_are_parted_into_names() {
        for (value, names) in [
            (
                "By Mira Olt and Ivo Senn, Tidewire",
                vec!["Mira Olt", "Ivo Senn", "Tidewire"],
            ),
            ("Mira Olt, MS, RD", vec!["Mira Olt"]),
            ("Mira Olt, Director of Ports", vec!["Mira Olt"]),
            ("mira olt", vec!["mira olt"]),
            ("Mira & Ivo", vec!["Mira", "Ivo"]),
            ("Senn & Senn", vec!["Senn & Senn"]),
            (
                "Board for Ports and Harbours",
                vec!["Board for Ports and Harbours"],
            ),
            ("https://social.example/miraolt", vec![]),
            ("mira@courier.example", vec![]),
            ("courier.example", vec![]),
            ("admin", vec![]),
            ("Staff Writer", vec![]),
            (", Ivo Senn", vec!["Ivo Senn"]),
        ] {
            assert_eq!(author_names(value), names, "{value}");
        }
    }

    #[test]
    fn lines_give_names_after_by_and_beside_dates() {
        for (words, names) in [
            ("By Mira Olt and Ivo Senn", vec!["Mira Olt", "Ivo Senn"]),
            ("Written by Mira Olt", vec!["Mira Olt"]),
            ("Posted by Mira on Friday December 19, 2025", vec!["Mira"]),
            (
                "Dec. 19, 2025 · Mira Olt on behalf of the harbour board",
                vec!["Mira Olt"],
            ),
            ("Mira Olt | 18 March 2025", vec!["Mira Olt"]),
            ("By Mira Olt, Political correspondent", vec!["Mira Olt"]),
            ("By Mira Olt, Special to The Courier", vec!["Mira Olt"]),
            ("By Courier staff", vec!["Courier staff"]),
            ("Updated 18 March 2025", vec![]),
            ("March 18, 2025 Harbour", vec![]),
            ("Stand by for news", vec![]),
            ("Reviewed by Mira Olt", vec![]),
            ("Photo by Mira Olt on Picturebox", vec![]),
            ("by Mira Olt in Ports & Piers on 18 March 2025", vec!["Mira Olt"]),
        ] {
            let flow = crate::flow::of_lines(words);
            let mut spans = names_after_by(words);
            if spans.is_empty() {
                spans = names_beside_date(&flow, None, 0);
            }
            let found: Vec<&str> = spans
                .into_iter()
                .map(|span| &flow.words(0)[span.range()])
                .collect();
            assert_eq!(found, names, "{words}");
        }
    }

    #[test]
    fn names_stand_alone_or_are_glued_to_a_capital() {
        for (words, name, at) in [
            ("By Mira OltPublished", "Mira Olt", Some(3)),
            ("ByMira Olt", "Mira Olt", Some(2)),
            ("Mira Oltmann", "Mira Olt", None),
            ("miraolt2 and miraolt", "miraolt", Some(13)),
        ] {
            assert_eq!(whole(words, name), at, "{words}");
        }
    }

    #[test]
    fn pages_of_authors_are_told_by_their_address() {
        for (href, name, is) in [
            ("/authors/mira-olt", "Mira Olt", true),
            (
                "https://courier.example/staff/2648209001/mira-olt/",
                "Mira Olt",
                true,
            ),
            ("/blog/author/m-o", "Mira Olt", true),
            ("/tag/mira-olt", "Mira Olt", false),
            ("/authors/all", "More", false),
        ] {
            assert_eq!(leads_to_author(href, name), is, "{href}");
        }
    }
}
