//! Links that lead to authors, and links that lead elsewhere.
//!
//! In: the links of a segment, by their relation and address. Out: the names
//! that are marked as authors by them.

use text::Span;

use super::lists::List;
use super::names::{is_role, name_in};
use crate::evidence::Evidence;
use crate::headline::key;
use crate::tag::AttrName;

/// Does an address lead to a person's page ("/authors/mira-olt")?
fn leads_to_author(href: &str, name: &str) -> bool {
    let path = href
        .split(['?', '#'])
        .next()
        .unwrap_or(href)
        .trim_end_matches('/');
    let mut parts = path.rsplit('/').map(str::to_ascii_lowercase);
    let last = parts.next().unwrap_or_default();
    let shelf = parts.take(2).any(|part| List::Shelf.has(&part));
    let slug = key(last.trim_end_matches(".html"));
    let own = key(name);
    let by_name = own.len() > 3 && (slug.contains(&own) || own.contains(&slug) && slug.len() > 3);
    shelf && (by_name || name.contains(' '))
}

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
pub(super) fn linked_names(evidence: &Evidence<'_>, segment: usize, named: bool) -> Vec<Span> {
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
            let span = name_in(words).filter(|_| !is_role(words))?;
            let says = is_author_link(evidence, link.node, words)
                || named && evidence.node_named(link.node, List::Element.words());
            says.then(|| span.shifted(within.start()))
        })
        .collect()
}

/// Is a name part of a link that is not its author's ("Harbour news")?
pub(super) fn leads_elsewhere(evidence: &Evidence<'_>, segment: usize, name: Span) -> bool {
    let flow = evidence.flow;
    let name = name.shifted(flow.segments[segment].range.start());
    let (from, to) = flow.segments[segment].links;
    flow.links[from as usize..to as usize].iter().any(|link| {
        let href = evidence
            .tree
            .attr(link.node, AttrName::Href)
            .map_or("", |href| &evidence.body[href.range()]);
        link.range.overlaps(name)
            && href.split('/').any(|part| List::SectionShelf.has(part))
            && !is_author_link(evidence, link.node, &flow.text[name.range()])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
