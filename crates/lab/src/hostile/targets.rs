//! What is run on hostile bytes, and what must hold of the result.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::OnceLock;

use collation::{Primary, Report};
use dossier::{Dossier, Held, Program, Story};
use page::{Article, Page};
use text::Span;

/// One function that meets untrusted bytes.
pub struct Target {
    /// As typed, and the name of the coverage-guided target.
    pub name: &'static str,
    /// What it runs.
    pub about: &'static str,
    /// What is damaged to attack it.
    pub seeds: Seeds,
    /// Runs it; panics when something does not hold.
    pub run: fn(&[u8]),
}

/// What inputs are made from.
#[derive(Debug, Clone, Copy)]
pub enum Seeds {
    /// The files of the bundled stories with these endings.
    Files(&'static [&'static str]),
    /// Small containers of every format.
    Containers,
    /// Dossiers of the bundled stories.
    Dossiers,
    /// A small weight file.
    Weights,
}

/// What parts the pages of one story in an input.
pub(super) const PAGE_BREAK: &str = "<!--page-->";

/// Pages of one input that are read.
const MOST_PAGES: usize = 6;

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "page",
        about: "bytes to article: decode, parse, blocks, furniture, fields",
        seeds: Seeds::Files(&["html", "txt"]),
        run: |bytes| {
            read_page(bytes);
        },
    },
    Target {
        name: "container",
        about: "bytes to the pages in them: WARC, WACZ, MHTML, JSON lines, compressed or not",
        seeds: Seeds::Containers,
        run: |bytes| {
            // The first bytes tell the format; an ending, where they do not.
            for name in ["x", "x.warc", "x.jsonl"] {
                for (number, taken) in page::container::pages(name, bytes).enumerate() {
                    assert!(number <= bytes.len(), "more pages and notices than bytes");
                    assert!(
                        taken.value.is_some() || !taken.notices.is_empty(),
                        "silence about a page"
                    );
                    if let Some(page) = taken.value {
                        assert!(
                            page.bytes.len() <= page::container::PAGE_CAP,
                            "a page over the cap"
                        );
                    }
                }
            }
        },
    },
    Target {
        name: "statements",
        about: "clean text to sentences, names and statements",
        seeds: Seeds::Files(&["txt"]),
        run: |bytes| {
            let text = String::from_utf8_lossy(bytes);
            analyse(&page::plain_text("x", &text));
        },
    },
    Target {
        name: "report",
        about: "bytes of a page to statements",
        seeds: Seeds::Files(&["html"]),
        run: |bytes| analyse(&read_page(bytes)),
    },
    Target {
        name: "primary",
        about: "bytes to the turns of a transcript",
        seeds: Seeds::Files(&["txt"]),
        run: |bytes| {
            let primary = collation::read_primary("t", None, bytes).value;
            for unit in &primary.units {
                assert!(primary.text.get(unit.span).is_some(), "a unit outside its text");
            }
        },
    },
    Target {
        name: "story",
        about: "pages of one story to a dossier that holds, in all its forms",
        seeds: Seeds::Files(&["html", "txt"]),
        run: |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let pages: Vec<&str> = text.split(PAGE_BREAK).take(MOST_PAGES).collect();
            let (dossier, captures) = story(&pages, None);
            let failures = dossier::check(&dossier, &captures);
            assert!(failures.is_empty(), "the dossier does not hold: {failures:?}");
            let read = dossier::from_json(&dossier::to_json(&dossier, false)).expect("own JSON is read");
            assert!(read == dossier, "the dossier is not read back as written");
            black_box(dossier::to_html(&dossier));
            black_box(dossier::to_markdown(&dossier));
        },
    },
    Target {
        name: "dossier",
        about: "JSON to a dossier, checked against captures that it may not fit",
        seeds: Seeds::Dossiers,
        run: |bytes| {
            let Ok(dossier) = dossier::from_json(&String::from_utf8_lossy(bytes)) else {
                return;
            };
            let captures = dossier
                .documents
                .iter()
                .filter_map(|document| {
                    Some((document.id.clone(), Held::from_bytes(bytes, &document.charset)?))
                })
                .collect();
            black_box(dossier::check(&dossier, &captures));
            black_box(dossier::to_html(&dossier));
            black_box(dossier::to_markdown(&dossier));
        },
    },
    Target {
        name: "weights",
        about: "bytes to the tensors of a model",
        seeds: Seeds::Weights,
        run: |bytes| {
            if let Ok(weights) = model::Weights::parse(bytes) {
                for name in ["w", "b"] {
                    weights.bytes(name).ok();
                    weights.matrix(name, 3).ok();
                    weights.numbers(name, 2).ok();
                }
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

/// A dossier of pages, as the program makes it, and what it is checked against.
pub(super) fn story(pages: &[&str], primary: Option<&[u8]>) -> (Dossier, BTreeMap<String, Held>) {
    let (nlp_models, attribution_models) = models();
    let mut captures = BTreeMap::new();
    let mut notices = Vec::new();
    let mut reports = Vec::new();
    for (number, bytes) in pages.iter().enumerate() {
        let page = Page {
            id: format!("p{number}"),
            bytes: bytes.as_bytes().to_vec(),
            ..Page::default()
        };
        let read = page::read(&page);
        notices.extend(read.notices);
        let article = read.value;
        captures.extend(
            Held::from_bytes(&page.bytes, article.capture.charset).map(|held| (page.id.clone(), held)),
        );
        let analysis = nlp::analyze(&article, nlp_models);
        let statements = attribution::attribute(&article, &analysis, attribution_models);
        reports.push(Report {
            article,
            analysis,
            statements,
        });
    }
    let primaries: Vec<Primary> = primary
        .into_iter()
        .map(|bytes| {
            captures.extend(Held::from_bytes(bytes, "UTF-8").map(|held| ("t".to_owned(), held)));
            collation::read_primary("t", None, bytes).value
        })
        .collect();
    let collation = collation::collate(&reports, &primaries);
    let stemma = stemma::trace(&reports, &primaries, &collation);
    let dossier = dossier::assemble(&Story {
        reports: &reports,
        primaries: &primaries,
        collation: &collation,
        stemma: &stemma,
        notices: &notices,
        program: &Program::default(),
    });
    (dossier, captures)
}

fn models() -> &'static (nlp::Models, attribution::Models) {
    static MODELS: OnceLock<(nlp::Models, attribution::Models)> = OnceLock::new();
    MODELS.get_or_init(|| (nlp::Models::bundled(), attribution::Models::bundled()))
}

fn analyse(article: &Article) {
    let (nlp_models, attribution_models) = models();
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
