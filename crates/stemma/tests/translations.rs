//! Who translated whose report, from the bytes of pages to edges with their evidence.

use collation::{Collation, Report, Witness};
use headwater_stemma::{EdgeBasis, EdgeKind, Stemma, trace};
use page::Page;

const GERMAN: &str = "<p>Der Kran am Hafen von Skagen steht seit elf Wochen still, und niemand im Amt weiß, wer \
    zuletzt den Schlüssel zu der Hütte am Kai hatte, in der die Messgeräte liegen.</p>\
    <p>Das Amt will die Geräte nun auf einem Schiff unterbringen, bis der Kran wieder läuft.</p>";
const ENGLISH: &str = "<p>The crane in the harbour of Skagen has stood still for eleven weeks, and nobody at the \
    office can say who last had the key to the hut on the quay where the gauges are kept.</p>\
    <p>The office now wants to keep the gauges on a ship until the crane runs again.</p>";

/// A page of an outlet: language, time of publication, what more stands in its head and below its text.
fn page(id: &str, outlet: &str, language: &str, published: &str, head: &str, body: &str) -> Report {
    let html = format!(
        "<!doctype html><html lang=\"{language}\"><head><title>Crane stands still in Skagen</title>\
         <meta property=\"og:site_name\" content=\"{outlet}\"><link rel=\"canonical\" href=\"https://{id}.example/crane\">\
         <meta property=\"article:published_time\" content=\"{published}\">{head}</head>\
         <body><article><h1>Crane stands still in Skagen</h1>{body}</article></body></html>"
    );
    let page = Page {
        id: id.to_owned(),
        path: None,
        bytes: html.into_bytes(),
        captured_url: None,
        retrieved: None,
        header_charset: None,
        record: None,
    };
    let article = page::read(&page).value;
    let analysis = nlp::analyze(&article, &nlp::Models::bundled());
    Report {
        article,
        analysis,
        statements: Vec::new(),
    }
}

fn traced(reports: &[Report]) -> Stemma {
    trace(reports, &[], &Collation::default())
}

/// Ends of each translation, with whether it is declared and the words that show it.
fn translations(reports: &[Report]) -> Vec<(String, String, bool, Vec<String>)> {
    let stemma = traced(reports);
    let end = |node: usize| match stemma.nodes[node].report {
        Some(report) => reports[report].article.id.clone(),
        None => stemma.nodes[node].label.clone(),
    };
    let mut found: Vec<_> = stemma
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Translates)
        .map(|edge| {
            assert_eq!(edge.declared, edge.basis == EdgeBasis::Stated);
            let words = edge.evidence.iter().map(|locus| {
                let Witness::Report(report) = locus.witness else {
                    panic!("{locus:?}")
                };
                let capture = &reports[report].article.capture.text;
                capture
                    .get(locus.span)
                    .expect("evidence is a span of a capture")
                    .to_owned()
            });
            (end(edge.from), end(edge.to), edge.declared, words.collect())
        })
        .collect();
    found.sort();
    found
}

const MORNING: &str = "2031-05-03T08:00:00Z";
const EVENING: &str = "2031-05-03T20:00:00Z";

fn original(head: &str) -> Report {
    page("bote", "Der Skagen Bote", "de", MORNING, head, GERMAN)
}

fn edge(from: &str, to: &str, declared: bool, words: &[&str]) -> (String, String, bool, Vec<String>) {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    (from.to_owned(), to.to_owned(), declared, words)
}

#[test]
fn the_text_says_whose_report_it_translates() {
    let below =
        format!("{ENGLISH}<p>This article was originally published in German by Der Skagen Bote.</p>");
    let translated = page("ledger", "Velm Ledger", "en", EVENING, "", &below);
    let words = "originally published in German by Der Skagen Bote";
    assert_eq!(
        translations(&[original(""), translated.clone()]),
        [edge("bote", "ledger", true, &[words])]
    );
    // The order of the reports changes nothing; without the original its outlet is named.
    assert_eq!(
        translations(&[translated.clone(), original("")]),
        [edge("bote", "ledger", true, &[words])]
    );
    assert_eq!(
        translations(&[translated]),
        [edge("Der Skagen Bote", "ledger", true, &[words])]
    );
}

#[test]
fn an_unnamed_original_is_a_text_that_is_not_in_hand() {
    let lines = [
        format!("{ENGLISH}<p>Translated from the German by Ana Lorr</p>"),
        format!("{ENGLISH}<p><em>(Translated from the German by Ana Lorr)</em></p>"),
        format!(
            "<p class=\"byline\">By Bo Hule</p><p class=\"byline\">Translated from the German</p>{ENGLISH}"
        ),
        format!("{ENGLISH}<div class=\"credits\"><p>Translated from the German by Ana Lorr</p></div>"),
    ];
    for body in lines {
        let translated = page("ledger", "Velm Ledger", "en", EVENING, "", &body);
        assert_eq!(
            translations(&[translated]),
            [edge(
                "original not in hand",
                "ledger",
                true,
                &["Translated from the German"]
            )],
            "{body}"
        );
    }
}

#[test]
fn metadata_name_the_original() {
    let named = |key: &str| {
        let head = format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Crane stands still in Skagen\",\
             \"{key}\":{{\"@type\":\"NewsArticle\",\"url\":\"https://bote.example/crane\"}}}}</script>"
        );
        page("ledger", "Velm Ledger", "en", EVENING, &head, ENGLISH)
    };
    for key in ["translationOfWork", "isBasedOn"] {
        assert_eq!(
            translations(&[original(""), named(key)]),
            [edge("bote", "ledger", true, &["https://bote.example/crane"])],
            "{key}"
        );
    }
    // What is based on a text in its own language is no translation.
    let english = page(
        "bote",
        "Skagen Herald",
        "en",
        MORNING,
        "",
        &ENGLISH.replace("crane", "lock"),
    );
    assert_eq!(translations(&[english, named("isBasedOn")]), []);
}

#[test]
fn the_original_names_its_translation() {
    let head = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Der Kran steht\",\
        \"workTranslation\":\"https://ledger.example/crane\"}</script>";
    let translated = page("ledger", "Velm Ledger", "en", EVENING, "", ENGLISH);
    assert_eq!(
        translations(&[original(head), translated]),
        [edge("bote", "ledger", false, &["https://ledger.example/crane"])]
    );
}

#[test]
fn of_pages_in_several_languages_the_text_or_the_time_tells_the_original() {
    let link = "<link rel=\"alternate\" hreflang=\"de\" href=\"https://bote.example/crane\">";
    let later = page("ledger", "Velm Ledger", "en", EVENING, link, ENGLISH);
    assert_eq!(
        translations(&[original(""), later]),
        [edge("bote", "ledger", false, &["https://bote.example/crane"])]
    );
    let same_time = page("ledger", "Velm Ledger", "en", MORNING, link, ENGLISH);
    assert_eq!(translations(&[original(""), same_time]), []);
    let below = format!("<p>Translation: Ana Lorr</p>{ENGLISH}");
    let said = page("ledger", "Velm Ledger", "en", MORNING, link, &below);
    let words = ["Translation: Ana Lorr", "https://bote.example/crane"];
    assert_eq!(
        translations(&[original(""), said]),
        [edge("bote", "ledger", true, &words)]
    );
}

#[test]
fn words_spoken_in_another_language_are_translated() {
    let body =
        format!("{ENGLISH}<p>“No,” Ana Lorr told Der Skagen Bote in German, “nobody had the key.”</p>");
    let quoting = page("ledger", "Velm Ledger", "en", EVENING, "", &body);
    assert_eq!(
        translations(&[original(""), quoting]),
        [edge("bote", "ledger", true, &["Der Skagen Bote in German"])]
    );
    let plain = page(
        "ledger",
        "Velm Ledger",
        "en",
        EVENING,
        "",
        &body.replace(" in German", ""),
    );
    assert_eq!(translations(&[original(""), plain]), []);
}
