//! What a page says of itself out of sight.
//!
//! In: the elements of a page. Out: candidates for each field from JSON-LD,
//! `meta`, `link` and `title`, best first, each with the place where it stands.

use text::Span;

use crate::article::{Found, Origin};
use crate::jsonld::{Linked, Value};
use crate::references::decoded;
use crate::tag::{AttrName, Tag};
use crate::tree::{Event, Tree};

/// Candidates for the fields of an article, best first.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub headlines: Vec<Found<String>>,
    pub title: Option<Found<String>>,
    pub decks: Vec<Found<String>>,
    pub authors: Vec<Found<String>>,
    pub published: Vec<Found<String>>,
    pub modified: Vec<Found<String>>,
    pub outlets: Vec<Found<String>>,
    pub urls: Vec<Found<String>>,
    pub language: Option<String>,
    pub sections: Vec<Found<String>>,
    pub based_on: Vec<Found<String>>,
    /// The text of the article, when JSON-LD holds it.
    pub article_body: Option<String>,
}

fn found(text: &str, span: Span, origin: Origin) -> Option<Found<String>> {
    let value = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty() && !span.is_empty()).then_some(Found { value, span, origin })
}

/// Reads the metadata of a page.
pub(crate) fn of_tree(body: &str, tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    let mut linked = Linked::default();
    let mut open = Vec::new();
    for &event in &tree.events {
        match event {
            Event::Open(node) => {
                open.push(node);
                match tree.nodes[node as usize].tag {
                    Tag::Meta => meta_element(body, tree, node, &mut meta),
                    Tag::Link => link_element(body, tree, node, &mut meta),
                    Tag::Html => {
                        let lang = tree
                            .attr(node, AttrName::Lang)
                            .or(tree.attr(node, AttrName::XmlLang));
                        if let Some(lang) = lang.map(|span| body[span.range()].trim())
                            && !lang.is_empty()
                        {
                            meta.language = language_tag(lang);
                        }
                    }
                    _ => {}
                }
            }
            Event::Close(_) => {
                open.pop();
            }
            Event::Text { span, .. } => {
                let Some(&node) = open.last() else { continue };
                match tree.nodes[node as usize].tag {
                    Tag::Script => {
                        let kind = tree
                            .attr(node, AttrName::Type)
                            .map_or("", |kind| &body[kind.range()]);
                        if kind
                            .trim()
                            .to_ascii_lowercase()
                            .starts_with("application/ld+json")
                        {
                            linked.read(body, span);
                        }
                    }
                    Tag::Title if meta.title.is_none() => {
                        let inside_drawing = tree
                            .ancestors(node)
                            .any(|up| tree.nodes[up as usize].tag == Tag::Svg);
                        if !inside_drawing {
                            let trimmed = trimmed(body, span);
                            meta.title =
                                found(&decoded(&body[span.range()], false), trimmed, Origin::TitleTag);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    linked.finish();
    from_linked(&linked, &mut meta);
    meta
}

fn trimmed(body: &str, span: Span) -> Span {
    let slice = &body[span.range()];
    let start = span.start() + slice.len() - slice.trim_start().len();
    Span::new(start, start + slice.trim().len())
}

/// A BCP 47 tag as pages write it, or nothing for what is none.
fn language_tag(lang: &str) -> Option<String> {
    let lang = lang.replace('_', "-");
    let first = lang.split('-').next()?;
    let well_formed = (2..=3).contains(&first.len())
        && lang.len() <= 20
        && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    well_formed.then_some(lang)
}

fn meta_element(body: &str, tree: &Tree, node: u32, meta: &mut Meta) {
    let Some(content) = tree.attr(node, AttrName::Content) else {
        return;
    };
    let name = [AttrName::Property, AttrName::Name, AttrName::Itemprop]
        .into_iter()
        .find_map(|name| tree.attr(node, name));
    let Some(name) = name else {
        return;
    };
    let name = body[name.range()].trim().to_ascii_lowercase();
    let span = trimmed(body, content);
    let text = decoded(&body[span.range()], true);
    let og = name.starts_with("og:");
    let origin = if og { Origin::OpenGraph } else { Origin::Meta };
    let Some(value) = found(&text, span, origin) else {
        return;
    };
    match name.as_str() {
        "og:title" | "twitter:title" | "headline" | "dc.title" | "dcterms.title" | "sailthru.title"
        | "parsely-title" | "citation_title" => meta.headlines.push(value),
        "og:description" | "description" | "twitter:description" | "dc.description" => meta.decks.push(value),
        "og:site_name" | "application-name" | "cre" => meta.outlets.push(value),
        "og:url" => meta.urls.push(value),
        "author"
        | "article:author"
        | "og:article:author"
        | "dc.creator"
        | "dcterms.creator"
        | "byl"
        | "byline"
        | "sailthru.author"
        | "parsely-author"
        | "article:author_name"
        | "authors"
        | "cxenseparse:author"
            if !value.value.contains("://") =>
        {
            meta.authors.push(value);
        }
        "article:published_time"
        | "datepublished"
        | "og:published_time"
        | "og:article:published_time"
        | "date"
        | "dc.date"
        | "dc.date.issued"
        | "dcterms.created"
        | "dcterms.date"
        | "dcterms.issued"
        | "pubdate"
        | "publishdate"
        | "publish-date"
        | "publish_date"
        | "publication_date"
        | "ptime"
        | "pdate"
        | "sailthru.date"
        | "parsely-pub-date"
        | "article.published"
        | "published-date"
        | "published_time"
        | "displaydate"
        | "originalpublicationdate"
        | "article_date_original"
        | "timestamp"
        | "rnews:datepublished"
        | "datecreated"
        | "cxenseparse:recs:publishtime"
        | "vr:published_time"
        | "citation_publication_date"
        | "bt:pubdate" => {
            meta.published.push(value);
        }
        "article:modified_time"
        | "og:updated_time"
        | "datemodified"
        | "lastmod"
        | "last-modified"
        | "dcterms.modified"
        | "dc.date.modified"
        | "utime"
        | "article:updated"
        | "revision_date"
        | "article.updated"
        | "modified_time" => {
            meta.modified.push(value);
        }
        "article:section" | "og:section" | "section" | "parsely-section" | "cxenseparse:section" => {
            meta.sections.push(value)
        }
        "syndication-source" | "original-source" => meta.based_on.push(value),
        "og:locale" | "content-language" | "dc.language" if meta.language.is_none() => {
            meta.language = language_tag(&value.value);
        }
        _ => {}
    }
}

fn link_element(body: &str, tree: &Tree, node: u32, meta: &mut Meta) {
    let (Some(rel), Some(href)) = (tree.attr(node, AttrName::Rel), tree.attr(node, AttrName::Href)) else {
        return;
    };
    if body[rel.range()]
        .split_whitespace()
        .any(|rel| rel.eq_ignore_ascii_case("canonical"))
    {
        let span = trimmed(body, href);
        if let Some(url) = found(&decoded(&body[span.range()], true), span, Origin::Meta) {
            meta.urls.insert(0, url);
        }
    }
}

/// Articles, authors and publishers of one page that are looked at.
const CANDIDATES: usize = 64;

/// Types of schema.org that are articles.
fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting" | "LiveBlogPosting" | "Report" | "Review" | "NewsStory"
        )
}

fn from_linked(linked: &Linked, meta: &mut Meta) {
    let articles: Vec<usize> = (0..linked.objects.len())
        .filter(|&at| linked.is_a(at, is_article))
        .filter(|&at| {
            !matches!(
                linked.objects[at].key.as_str(),
                "itemListElement" | "hasPart" | "citation" | "relatedLink"
            )
        })
        .collect();
    let articles = &articles[..articles.len().min(CANDIDATES)];
    // A page may describe others beside its own article: the one with most members that we read is it.
    let weight = |at: usize| {
        [
            "headline",
            "datePublished",
            "articleBody",
            "dateModified",
            "description",
            "author",
        ]
        .iter()
        .filter(|key| linked.value(at, key).is_some() || linked.held(at, key).next().is_some())
        .count()
    };
    let Some(&article) = articles
        .iter()
        .max_by_key(|&&at| (weight(at), std::cmp::Reverse(at)))
    else {
        return;
    };
    let take = |value: &Value| found(&decoded(&value.text, false), value.span, Origin::JsonLd);
    let first = |key: &str| linked.value(article, key).and_then(take);
    let front = |list: &mut Vec<Found<String>>, value: Option<Found<String>>| {
        if let Some(value) = value {
            list.insert(0, value);
        }
    };
    front(&mut meta.headlines, first("headline").or_else(|| first("name")));
    front(
        &mut meta.published,
        first("datePublished").or_else(|| first("dateCreated")),
    );
    front(&mut meta.modified, first("dateModified"));
    front(&mut meta.decks, first("description"));
    front(&mut meta.sections, first("articleSection"));
    front(&mut meta.based_on, first("isBasedOn"));
    meta.article_body = linked
        .value(article, "articleBody")
        .map(|value| decoded(&value.text, false));
    if meta.language.is_none() {
        meta.language = linked
            .value(article, "inLanguage")
            .and_then(|value| language_tag(value.text.trim()));
    }
    let mut authors = Vec::new();
    for key in ["author", "creator"] {
        authors.extend(linked.values(article, key).filter_map(take).take(CANDIDATES));
        for person in linked.held(article, key).take(CANDIDATES) {
            let person = by_reference(linked, person);
            authors.extend(linked.value(person, "name").and_then(take));
        }
        if !authors.is_empty() {
            break;
        }
    }
    authors.append(&mut meta.authors);
    meta.authors = authors;
    for key in ["publisher", "sourceOrganization", "provider"] {
        for house in linked.held(article, key).take(CANDIDATES) {
            let house = by_reference(linked, house);
            if let Some(name) = linked.value(house, "name").and_then(take) {
                meta.outlets.push(name);
            }
        }
    }
}

/// An object that only names another by `@id` stands for it.
fn by_reference(linked: &Linked, object: usize) -> usize {
    if linked.value(object, "name").is_some() {
        return object;
    }
    let Some(id) = linked.value(object, "@id") else {
        return object;
    };
    (0..linked.objects.len())
        .find(|&at| {
            at != object
                && linked.value(at, "name").is_some()
                && linked.value(at, "@id").is_some_and(|other| other.text == id.text)
        })
        .unwrap_or(object)
}
