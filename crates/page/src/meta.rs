//! What a page says of itself out of sight.
//!
//! In: the elements of a page. Out: candidates for each field from JSON-LD,
//! `meta`, `link` and `title`, best first, each with the place where it stands.

use text::Span;

use crate::article::{Found, Origin};
use crate::hints::name_words;
use crate::jsonld::{Linked, Value};
use crate::phrases::folded;
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
    /// BCP 47 tags.
    pub languages: Vec<Found<String>>,
    pub sections: Vec<Found<String>>,
    pub based_on: Vec<Found<String>>,
    /// Of the work that this one is a translation of.
    pub translation_of: Vec<Found<String>>,
    /// Of its translations.
    pub translations: Vec<Found<String>>,
    /// Of the same page in other languages, with the language.
    pub alternates: Vec<(Found<String>, String)>,
    /// The text of the article, when JSON-LD holds it.
    pub article_body: Option<String>,
    /// `<time datetime>` of the text, with the place of its tag, and whether its name says "updated".
    pub times: Vec<(Found<String>, bool)>,
    /// What the value of the next `twitter:data` is: "Written by".
    pub label: String,
}

fn found(text: &str, span: Span, origin: Origin) -> Option<Found<String>> {
    let value = harmless(text);
    (!value.is_empty() && !span.is_empty()).then_some(Found { value, span, origin })
}

/// A value on one line, without tags and control characters. Pages escape
/// their metadata once too often: a second layer of references is decoded.
fn harmless(text: &str) -> String {
    let again = decoded(text, true);
    let mut plain = String::with_capacity(again.len());
    let mut rest = again.as_str();
    // Behind the last end of a tag none is looked for, so that the cost is linear.
    let mut ends = true;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let close = if opens && ends { rest.find('>') } else { None };
        ends &= !opens || close.is_some();
        let end = close.map_or(1, |end| end + 1);
        plain.push_str(if opens { " " } else { "<" });
        rest = &rest[end..];
    }
    plain.push_str(rest);
    let line = plain.replace(|c: char| c.is_control(), " ");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
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
                dated_element(body, tree, node, &mut meta);
                match tree.nodes[node as usize].tag {
                    Tag::Meta => meta_element(body, tree, node, &mut meta),
                    Tag::Link => link_element(body, tree, node, &mut meta),
                    Tag::Html => {
                        let lang = tree
                            .attr(node, AttrName::Lang)
                            .or(tree.attr(node, AttrName::XmlLang));
                        let stated = lang.and_then(|span| found(&body[span.range()], span, Origin::Meta));
                        meta.languages.splice(0..0, stated.and_then(language));
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
fn language(stated: Found<String>) -> Option<Found<String>> {
    let lang = stated.value.replace('_', "-");
    let first = lang.split('-').next()?;
    let well_formed = (2..=3).contains(&first.len())
        && lang.len() <= 20
        && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    well_formed.then_some(Found {
        value: lang,
        ..stated
    })
}

fn meta_element(body: &str, tree: &Tree, node: u32, meta: &mut Meta) {
    let Some(content) = tree.attr(node, AttrName::Content) else {
        return;
    };
    let name = [AttrName::Property, AttrName::Name, AttrName::Itemprop]
        .into_iter()
        .find_map(|kind| Some((kind, tree.attr(node, kind)?)));
    let Some((kind, name)) = name else {
        return;
    };
    let name = body[name.range()].trim().to_ascii_lowercase();
    let span = trimmed(body, content);
    let text = decoded(&body[span.range()], true);
    let origin = match kind {
        AttrName::Itemprop => Origin::Microdata,
        _ if name.starts_with("og:") => Origin::OpenGraph,
        _ => Origin::Meta,
    };
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
        | "author_name"
        | "mediator_author" => meta.authors.push(value),
        "twitter:label1" | "twitter:label2" => meta.label = folded(&value.value),
        "twitter:data1" | "twitter:data2" if WRITTEN_BY.contains(&meta.label.as_str()) => {
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
        | "cxenseparse:publishtime"
        | "published"
        | "article:published"
        | "article.created"
        | "iso-8601-publish-date"
        | "og:pubdate"
        | "publishedtime"
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
        | "modified_time"
        | "modified"
        | "last-updated"
        | "lastmodified"
        | "cxenseparse:modifiedtime" => {
            meta.modified.push(value);
        }
        "article:section" | "og:section" | "section" | "parsely-section" | "cxenseparse:section" => {
            meta.sections.push(value)
        }
        "syndication-source" | "original-source" => meta.based_on.push(value),
        "og:locale" | "content-language" | "dc.language" => meta.languages.extend(language(value)),
        _ => {}
    }
}

/// What pages call their author beside the name, for the preview of a link.
const WRITTEN_BY: &[&str] = &[
    "written by",
    "by",
    "author",
    "von",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
];

/// An element of the text that microdata call a date: `itemprop="datePublished"`.
fn dated_element(body: &str, tree: &Tree, node: u32, meta: &mut Meta) {
    let tag = tree.nodes[node as usize].tag;
    let property = tree.attr(node, AttrName::Itemprop);
    if tag == Tag::Meta || tag != Tag::Time && property.is_none() {
        return;
    }
    let stated = tree
        .attr(node, AttrName::Datetime)
        .or(tree.attr(node, AttrName::Content))
        .and_then(|span| found(&body[span.range()], trimmed(body, span), Origin::Microdata));
    let Some(stated) = stated else { return };
    match property.map_or("", |property| body[property.range()].trim()) {
        "datePublished" | "dateCreated" => meta.published.push(stated),
        "dateModified" => meta.modified.push(stated),
        _ if tag == Tag::Time && meta.times.len() < CANDIDATES => {
            let mut modified = false;
            for name in [AttrName::Class, AttrName::Id]
                .into_iter()
                .filter_map(|name| tree.attr(node, name))
            {
                name_words(&body[name.range()], |word| {
                    modified |= matches!(word, "updated" | "modified" | "update");
                });
            }
            meta.times.push((stated, modified));
        }
        _ => {}
    }
}

fn link_element(body: &str, tree: &Tree, node: u32, meta: &mut Meta) {
    let (Some(rel), Some(href)) = (tree.attr(node, AttrName::Rel), tree.attr(node, AttrName::Href)) else {
        return;
    };
    let is = |wanted: &str| {
        body[rel.range()]
            .split_whitespace()
            .any(|rel| rel.eq_ignore_ascii_case(wanted))
    };
    if let (true, Some(lang)) = (is("alternate"), tree.attr(node, AttrName::Hreflang))
        && meta.alternates.len() < CANDIDATES
    {
        let span = trimmed(body, href);
        let url = found(&decoded(&body[span.range()], true), span, Origin::Meta);
        let lang = body[lang.range()].trim().to_ascii_lowercase();
        // "x-default" is no language.
        meta.alternates
            .extend(url.filter(|_| !lang.starts_with("x-")).map(|url| (url, lang)));
    }
    if is("canonical") {
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
    let heaviest = |test: fn(&str) -> bool| {
        (0..linked.objects.len())
            .filter(|&at| linked.is_a(at, test))
            .filter(|&at| {
                !matches!(
                    linked.objects[at].key.as_str(),
                    "itemListElement"
                        | "hasPart"
                        | "citation"
                        | "relatedLink"
                        | "isBasedOn"
                        | "translationOfWork"
                        | "workTranslation"
                )
            })
            .take(CANDIDATES)
            .max_by_key(|&at| (weight(at), std::cmp::Reverse(at)))
    };
    // Where no article is described, the page itself may be.
    if let Some(article) = heaviest(is_article).or_else(|| heaviest(|kind| kind.ends_with("WebPage"))) {
        from_article(linked, article, meta);
    }
    for site in (0..linked.objects.len())
        .filter(|&at| linked.is_a(at, |kind| kind == "WebSite"))
        .take(1)
    {
        let name = linked.value(site, "name");
        meta.outlets.extend(name.and_then(taken));
    }
}

fn taken(value: &Value) -> Option<Found<String>> {
    found(&decoded(&value.text, false), value.span, Origin::JsonLd)
}

/// The fields of the article that JSON-LD describe.
fn from_article(linked: &Linked, article: usize, meta: &mut Meta) {
    let take = taken;
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
    let works = |key: &str| -> Vec<Found<String>> {
        let named = linked.values(article, key).take(CANDIDATES);
        let held = linked.held(article, key).take(CANDIDATES);
        let held = held.filter_map(|work| linked.value(work, "url").or_else(|| linked.value(work, "@id")));
        named.chain(held).filter_map(take).collect()
    };
    for work in works("isBasedOn").into_iter().rev() {
        meta.based_on.insert(0, work);
    }
    meta.translation_of = works("translationOfWork");
    meta.translations = works("workTranslation");
    meta.article_body = linked
        .value(article, "articleBody")
        .map(|value| decoded(&value.text, false));
    meta.languages.extend(first("inLanguage").and_then(language));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Meta {
        of_tree(page, &crate::tree::parse(page, false))
    }

    fn values(list: &[Found<String>]) -> Vec<&str> {
        list.iter().map(|found| found.value.as_str()).collect()
    }

    #[test]
    fn a_page_names_its_original_its_translations_and_its_other_languages() {
        let page = read(
            r#"<link rel="alternate" hreflang="es" href="https://a.example/es"><link rel=alternate hreflang=x-default
            href="https://a.example/"><link rel="alternate" type="application/rss+xml" href="/feed">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier","isBasedOn":{"@type":"NewsArticle",
            "url":"https://b.example/1"},"translationOfWork":{"@type":"NewsArticle","@id":"https://b.example/2"},
            "workTranslation":["https://a.example/fr","https://a.example/pt"]}</script>"#,
        );
        assert_eq!(values(&page.based_on), ["https://b.example/1"]);
        assert_eq!(values(&page.translation_of), ["https://b.example/2"]);
        assert_eq!(
            values(&page.translations),
            ["https://a.example/fr", "https://a.example/pt"]
        );
        let alternates: Vec<(&str, &str)> = page
            .alternates
            .iter()
            .map(|(url, lang)| (url.value.as_str(), lang.as_str()))
            .collect();
        assert_eq!(alternates, [("https://a.example/es", "es")]);
    }

    #[test]
    fn values_are_plain_lines() {
        for (raw, plain) in [
            ("Pier <b>closed</b>", "Pier closed"),
            ("a < b &amp; c > d", "a < b & c > d"),
            ("Lund &amp; Moor", "Lund & Moor"),
            ("<<b>script>alert(1)</script>", "< script>alert(1)"),
            ("&lt;script&gt;x&lt;/script&gt;", "x"),
            ("one\u{0}\u{1b}\n two", "one two"),
            ("cut <a href=", "cut a href="),
        ] {
            assert_eq!(harmless(raw), plain, "{raw}");
        }
    }

    #[test]
    fn authors_and_dates_are_found_wherever_pages_put_them() {
        let page = read(
            r##"<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Mira Olt">
            <meta name="twitter:label2" content="Reading time"><meta name="twitter:data2" content="3 minutes">
            <meta itemprop="datePublished" content="2025-03-18"><time itemprop="dateModified" datetime="2025-03-19">x</time>
            <script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2025-03-17","author":{"@id":"#m"}},
            {"@type":"Person","@id":"#m","name":"Ivo Senn"},{"@type":"WebSite","name":"The Courier"}]}</script>"##,
        );
        assert_eq!(values(&page.authors), ["Ivo Senn", "Mira Olt"]);
        assert_eq!(values(&page.published), ["2025-03-17", "2025-03-18"]);
        assert_eq!(values(&page.modified), ["2025-03-19"]);
        assert_eq!(page.modified[0].origin, Origin::Microdata);
        assert_eq!(values(&page.outlets), ["The Courier"]);
    }

    #[test]
    fn an_article_speaks_before_the_page_it_is_on() {
        let page = read(
            r#"<script type="application/ld+json">[{"@type":"WebPage","name":"Pier","datePublished":"2020-01-01","description":"x","author":"A B"},
            {"@type":"NewsArticle","headline":"Pier closed","datePublished":"2025-03-18"}]</script>"#,
        );
        assert_eq!(values(&page.headlines), ["Pier closed"]);
        assert_eq!(values(&page.published), ["2025-03-18"]);
    }
}
