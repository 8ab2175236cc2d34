//! What is run on hostile bytes, and what must hold of the result.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::OnceLock;

use collation::{Decisions, Primary, Report};
use dossier::{Dossier, Held, Program, Story};
use page::probe::{self, Step};
use page::{Article, Page, Stamp};
use text::{Notice, Span};

/// One function that meets untrusted bytes.
pub struct Target {
    /// As typed, and the name of the coverage-guided target.
    pub name: &'static str,
    /// What it runs.
    pub about: &'static str,
    /// What is damaged to attack it.
    pub seeds: Seeds,
    /// Inputs for each one that is asked for: about so many take the time of one story.
    pub share: u64,
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
    /// Short texts.
    Texts(&'static [&'static str]),
    /// Dossiers of the bundled stories.
    Dossiers,
    /// A small weight file.
    Weights,
}

/// What parts the pages of one story in an input.
pub(super) const PAGE_BREAK: &str = "<!--page-->";

/// Pages of one input that are read.
const MOST_PAGES: usize = 6;

/// Scripts as pages hold them, and as they should not.
const SCRIPTS: &[&str] = &[
    r##"{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","@id":"#a","headline":"Pier \u201cclosed\u201d","author":[{"@type":"Person","name":"Ann Lee"},"Bo Ray",{"@id":"#p"}],"datePublished":"2025-03-18T06:30:00+01:00","publisher":{"name":"The Vellin Courier"},"isBasedOn":["https://tidewire.example/1"]},{"@id":"#p","name":"Cy Dole"}]}"##,
    "<!--//--><![CDATA[\n[{\"@type\":[\"Article\",\"Report\"],\"name\":\"a\nb\\t\\ud83d\\ude00\\ud800x\",},{},[[{\"a\":null,\"b\":-1.5e+9,\"c\":true}]],]\n//]]>",
];

/// Dates as pages print them.
const DATES: &[&str] = &[
    "Published 18 March 2025, 9:12 a.m. EDT | Updated: 2025-03-18T10:05:00+01:00",
    "18.03.25 21:40 · Tuesday, Mar. 18th, 2025 at 11:59 PM GMT+5:30",
    "VELLIN, March 18 (Tidewire) – 03/04/2025 04/03/2025 13/13/2025 31 Feb 0000 29 February 9999",
    "Le 3 août 2024 à 18h30 – Mis à jour 12 Dezember 2024 um 08.15 Uhr – 5 de enero de 2023",
];

/// Decisions as people write them, and as they should not.
const DECISIONS: &[&str] = &[
    "# who is who\n{\"same\": [\"Marit Dovrane\", \"M. Dovrane\"], \"note\": \"asked\"}\n\n{\"apart\": [\"Marit Dovrane\", \"the envoy\"]}\n{\"same\": [\"the envoy\", \"Ansel Quorley\"]}\n",
    "{\"mention\": {\"doc\": \"a\", \"start\": 3, \"end\": 9, \"text\": \"survey\", \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\"}, \"is\": \"Marit Dovrane\"}\n{\"speaker\": {\"start\": 1, \"end\": 99999999999999999999, \"text\": \"x\", \"sha256\": \"00\"}, \"is\": null}\n",
    "{\"taken\": {\"start\": 0, \"end\": 9, \"text\": \"Pier shut\", \"sha256\": \"@first\"}, \"from\": {\"start\": 0, \"end\": 9, \"text\": \"Quay shut\", \"sha256\": \"@second\"}}\n{\"one_source\": [{\"start\": 94, \"end\": 103, \"text\": \"The envoy\", \"sha256\": \"@first\"}, {\"start\": 11, \"end\": 22, \"text\": \"A dock hand\", \"sha256\": \"@second\"}], \"note\": \"asked\"}\n{\"separate_sources\": [{\"start\": 11, \"end\": 22, \"text\": \"A dock hand\", \"sha256\": \"@second\"}, {\"start\": 53, \"end\": 64, \"text\": \"An official\", \"sha256\": \"@second\"}, {\"start\": 143, \"end\": 154, \"text\": \"a dock hand\", \"sha256\": \"@second\"}]}\n",
    "{\"not_taken\": {\"start\": 0, \"end\": 4, \"text\": \"Quay\", \"sha256\": \"@second\"}, \"from\": {\"start\": 0, \"end\": 4, \"text\": \"Pier\", \"sha256\": \"@first\"}}\n{\"taken\": {\"start\": 77, \"end\": 83, \"text\": \"survey\", \"sha256\": \"@first\"}, \"from\": {\"start\": 37, \"end\": 43, \"text\": \"survey\", \"sha256\": \"@second\"}}\n",
    "\u{FEFF}{\"same\": [[[[[[]]]]]]}\n{\"apart\": [\"A\", \"a\", \"B\"]}\n{\"same\": [\"A\", \"C\"]}\n{\"same\": [\"C\", \"B\"]}\r\n{}",
];

/// The pages that decisions are tried on; lines call their hashes as said here.
const DECIDED_PAGES: [(&str, &str); 2] = [
    (
        "@first",
        "Pier shut\n\nMarit Dovrane, the director, shut the pier. M. Dovrane said: “The survey is done.” The envoy, Ansel Quorley, said he had not seen the survey.",
    ),
    (
        "@second",
        "Quay shut\n\nA dock hand said that the survey is done. An official said that the quay will be shut until May. The envoy had not seen the survey, a dock hand said.",
    ),
];

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "decode",
        about: "bytes to text",
        seeds: Seeds::Files(&["html", "txt"]),
        share: 300,
        run: |bytes| {
            let decoded = page::decode(bytes, None);
            let marks = decoded.text.matches('\u{FFFD}').count();
            assert!(marks >= decoded.replaced, "more is replaced than stands there");
            assert!(
                decoded.text.len() <= 3 * bytes.len(),
                "the text grows beyond bound"
            );
            black_box(page::decode(bytes, Some("utf-16be")));
        },
    },
    Target {
        name: "markup",
        about: "text to elements, by the rules of HTML and of XML",
        seeds: Seeds::Files(&["html"]),
        share: 300,
        run: |bytes| {
            let text = String::from_utf8_lossy(bytes);
            for xml in [false, true] {
                check_walk(&text, &probe::markup(&text, xml));
            }
        },
    },
    Target {
        name: "json-ld",
        about: "a script to values with places",
        seeds: Seeds::Texts(SCRIPTS),
        share: 300,
        run: |bytes| {
            let script = String::from_utf8_lossy(bytes);
            for (value, span) in probe::json_ld(&script) {
                let written = script.get(span.range());
                assert!(written.is_some(), "a value outside its script: {span:?}");
                assert!(
                    value.len() <= 3 * span.len(),
                    "a value longer than what is written"
                );
            }
        },
    },
    Target {
        name: "dates",
        about: "a line to the times printed in it",
        seeds: Seeds::Texts(DATES),
        share: 100,
        run: |bytes| {
            let line = String::from_utf8_lossy(bytes);
            for (stamp, span) in probe::dates(&line) {
                assert!(
                    line.get(span.range()).is_some(),
                    "a date outside its line: {span:?}"
                );
                let written = stamp.to_string();
                assert_eq!(
                    written.parse::<Stamp>(),
                    Ok(stamp),
                    "{written} is read as another time"
                );
                assert!(
                    stamp.earliest() <= stamp.latest(),
                    "{written} ends before it begins"
                );
            }
        },
    },
    Target {
        name: "page",
        about: "bytes to article: decode, parse, blocks, furniture, fields",
        seeds: Seeds::Files(&["html", "txt"]),
        share: 50,
        run: |bytes| {
            read_page(bytes);
        },
    },
    Target {
        name: "container",
        about: "bytes to the pages in them: WARC, WACZ, MHTML, JSON lines, compressed or not",
        seeds: Seeds::Containers,
        share: 50,
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
        share: 1,
        run: |bytes| {
            let text = String::from_utf8_lossy(bytes);
            analyse(&page::plain_text("x", &text));
        },
    },
    Target {
        name: "report",
        about: "bytes of a page to statements",
        seeds: Seeds::Files(&["html"]),
        share: 1,
        run: |bytes| analyse(&read_page(bytes)),
    },
    Target {
        name: "primary",
        about: "bytes to the turns of a transcript",
        seeds: Seeds::Files(&["txt"]),
        share: 20,
        run: |bytes| {
            let primary = collation::read_primary("t", None, bytes).value;
            for unit in &primary.units {
                assert!(primary.text.get(unit.span).is_some(), "a unit outside its text");
            }
        },
    },
    Target {
        name: "decisions",
        about: "lines to decisions, replayed on two pages up to a dossier that holds",
        seeds: Seeds::Texts(DECISIONS),
        share: 50,
        run: |bytes| {
            let mut lines = String::from_utf8_lossy(bytes).into_owned();
            for ((name, _), report) in DECIDED_PAGES.iter().zip(decided_pages()) {
                lines = lines.replace(name, &report.article.capture.sha256);
            }
            let Ok(decisions) = Decisions::read(&[("who".to_owned(), lines.into_bytes())]) else {
                return;
            };
            for (decision, _) in decisions.iter() {
                let line = decision.to_line(Some("as it was read")).into_bytes();
                let again = Decisions::read(&[("who".to_owned(), line)]).expect("what is written is read");
                assert!(
                    again.iter().all(|(again, _)| again == decision),
                    "another decision"
                );
            }
            let Ok(reports) = collation::correct(decided_pages().to_vec(), &decisions) else {
                return;
            };
            for report in &reports {
                let entities = report.analysis.entities.len();
                let mut mentions = report.analysis.mentions.iter();
                assert!(
                    mentions.all(|mention| mention.entity < entities),
                    "a mention of nobody"
                );
            }
            let again = collation::correct(reports.clone(), &decisions).expect("they agreed before");
            assert!(
                again.iter().zip(&reports).all(|(a, b)| a.analysis == b.analysis),
                "what is done twice is not done once"
            );
            let reports = collation::assign_speakers(reports, &decisions);
            let captures = reports
                .iter()
                .zip(DECIDED_PAGES)
                .filter_map(|(report, (_, text))| {
                    let article = &report.article;
                    let held = Held::from_bytes(text.as_bytes(), article.capture.charset)?;
                    Some((article.id.clone(), held))
                });
            let captures = captures.collect();
            let dossier = record(&reports, &[], &decisions, Vec::new());
            let failures = dossier::check(&dossier, &captures);
            assert!(failures.is_empty(), "it does not hold: {}", failures[0]);
        },
    },
    Target {
        name: "story",
        about: "pages of one story to a dossier that holds, in all its forms",
        seeds: Seeds::Files(&["html", "txt"]),
        share: 1,
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
        share: 20,
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
        share: 50,
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

/// Each element is left as often as entered; start tags and texts ascend and lie on character boundaries.
fn check_walk(text: &str, steps: &[Step]) {
    let (mut depth, mut end) = (0usize, 0);
    for step in steps {
        let span = match *step {
            Step::Open(span) => {
                depth += 1;
                span
            }
            Step::Close => {
                assert!(depth > 0, "an element is left that was not entered");
                depth -= 1;
                continue;
            }
            Step::Text(span) => span,
        };
        assert!(span.start() >= end, "steps overlap at {span:?}");
        assert!(
            text.get(span.range()).is_some(),
            "a step outside the page: {span:?}"
        );
        end = span.end();
    }
    assert_eq!(depth, 0, "elements are never left");
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
    let dossier = record(&reports, &primaries, &Decisions::default(), notices);
    (dossier, captures)
}

/// The record of reports, side by side, under decisions.
fn record(
    reports: &[Report],
    primaries: &[Primary],
    decisions: &Decisions,
    mut notices: Vec<Notice>,
) -> Dossier {
    let collation = collation::collate(reports, primaries, decisions);
    notices.extend(collation::left_out(reports, decisions, &collation.rulings));
    let stemma = stemma::trace(reports, primaries, &collation);
    dossier::assemble(&Story {
        reports,
        primaries,
        collation: &collation,
        stemma: &stemma,
        notices: &notices,
        program: &Program::default(),
    })
}

/// Pages read through, for decisions to change.
fn decided_pages() -> &'static [Report] {
    static PAGES: OnceLock<Vec<Report>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let (nlp_models, attribution_models) = models();
        let read = |(name, text): &(&str, &str)| {
            let article = page::plain_text(name, text);
            let analysis = nlp::analyze(&article, nlp_models);
            let statements = attribution::attribute(&article, &analysis, attribution_models);
            Report {
                article,
                analysis,
                statements,
            }
        };
        DECIDED_PAGES.iter().map(read).collect()
    })
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
    let mut last = 0;
    for one in attribution::sourced(article, &analysis, &statements, attribution_models) {
        assert!(one.span.start() >= last, "sourced statements that overlap");
        last = one.span.end();
        let words = one.name.iter().chain(&one.title).chain(&one.justification);
        for span in words.chain([&one.span]) {
            inside(*span, "a sourced statement");
        }
    }
}
