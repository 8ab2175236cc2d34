//! What is run on hostile bytes, and what must hold of the result.

use std::sync::OnceLock;

use page::{Article, Page};
use text::Span;

/// One function that meets untrusted bytes.
pub struct Target {
    /// As typed, and the name of the coverage-guided target.
    pub name: &'static str,
    /// What it runs.
    pub about: &'static str,
    /// Which files of a bundled story it is seeded with, by their ending.
    pub seeds: &'static [&'static str],
    /// Runs it; panics when something does not hold.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "page",
        about: "bytes to article: decode, parse, blocks, furniture, fields",
        seeds: &["html", "txt"],
        run: |bytes| {
            read_page(bytes);
        },
    },
    Target {
        name: "statements",
        about: "clean text to sentences, names and statements",
        seeds: &["txt"],
        run: |bytes| {
            let text = String::from_utf8_lossy(bytes);
            analyse(&page::plain_text("x", &text));
        },
    },
    Target {
        name: "report",
        about: "bytes of a page to statements",
        seeds: &["html"],
        run: |bytes| analyse(&read_page(bytes)),
    },
    Target {
        name: "primary",
        about: "bytes to the turns of a transcript",
        seeds: &["txt"],
        run: |bytes| {
            let primary = collation::read_primary("t", None, bytes).value;
            for unit in &primary.units {
                assert!(primary.text.get(unit.span).is_some(), "a unit outside its text");
            }
        },
    },
];

/// Runs one target, by its name, on one input.
///
/// # Panics
/// When something does not hold, and when there is no such target.
pub fn attack(name: &str, bytes: &[u8]) {
    let target = TARGETS
        .iter()
        .find(|target| target.name == name)
        .expect("a name of the table");
    (target.run)(bytes);
}

fn read_page(bytes: &[u8]) -> Article {
    let page = Page {
        id: "x".to_owned(),
        bytes: bytes.to_vec(),
        ..Page::default()
    };
    let article = page::read(&page).value;
    check_article(&article);
    article
}

/// Blocks ascend within the article text, and everything lies on character boundaries.
fn check_article(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start() >= end, "blocks overlap");
        end = block.span.end();
        assert!(
            article.text.get(block.span).is_some(),
            "a block outside the article"
        );
        in_capture(article, block.capture, "a block");
        assert!(
            article.capture_span(block.span).is_some(),
            "a block without a place in the capture"
        );
    }
    for furniture in &article.furniture {
        in_capture(article, furniture.span, "furniture");
    }
    if let Some(headline) = &article.headline {
        for occurrence in headline.occurrences.iter().chain([&headline.span]) {
            in_capture(article, *occurrence, "a headline");
        }
    }
    for dated in article.published.iter().chain(&article.modified) {
        in_capture(article, dated.span, "a date");
    }
    for name in &article.byline {
        in_capture(article, name.span, "a byline");
    }
}

fn in_capture(article: &Article, span: Span, what: &str) {
    assert!(
        article.capture.text.get(span).is_some(),
        "{what} outside the capture: {span:?}"
    );
}

fn analyse(article: &Article) {
    static MODELS: OnceLock<(nlp::Models, attribution::Models)> = OnceLock::new();
    let (nlp_models, attribution_models) =
        MODELS.get_or_init(|| (nlp::Models::bundled(), attribution::Models::bundled()));
    let analysis = nlp::analyze(article, nlp_models);
    let inside = |span: Span, what: &str| {
        assert!(
            article.text.get(span).is_some(),
            "{what} outside the article: {span:?}"
        );
    };
    for sentence in &analysis.sentences {
        inside(sentence.span, "a sentence");
    }
    for mention in &analysis.mentions {
        inside(mention.span, "a mention");
        assert!(mention.entity < analysis.entities.len(), "a mention of nobody");
    }
    for quoted in &analysis.quoted {
        inside(quoted.span, "a quotation");
    }
    let statements = attribution::attribute(article, &analysis, attribution_models);
    for statement in &statements {
        assert!(!statement.content.is_empty(), "a statement without content");
        for span in statement
            .source
            .iter()
            .chain(&statement.cue)
            .chain(&statement.content)
        {
            inside(*span, "a statement");
        }
        assert!(
            statement.parent.is_none_or(|parent| parent < statements.len()),
            "a parent that is not there"
        );
    }
}
