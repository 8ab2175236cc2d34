//! What a person decided about pages and sources, from the lines to the counts.

mod said;

use attribution::SourceType;
use collation::{Decisions, Report, Witness, assign_speakers, collate, correct, left_out, not_followed};
use headwater_stemma::{EdgeBasis, EdgeKind, Stemma, trace};
use said::report;
use serde_json::{Value, json};
use text::{CodePoints, Span};

const TOLD: &str = "that the old crane on the north quay will be shut in May";
/// What two pages share, at such length that one is a copy or both have it from elsewhere.
const SHARED: &str = "The quay was built by the council for the herring fleet, which left when the lower basin filled with \
    sand, and since then only the yard of the brothers Tarn has used the long crane, mostly for the masts of pleasure \
    boats that winter behind the sheds of the closed cannery.";

/// Three pages: an official, an official, and a person of a name; then two that share a paragraph.
fn pages() -> Vec<Report> {
    let unnamed = |outlet: &str, who: &str| {
        let body = format!("{who} said {TOLD}.");
        report(
            outlet,
            &body,
            &[(SourceType::Anonymous, who, "said", "say", TOLD)],
        )
    };
    let named = format!("Ines Hale said {TOLD}.");
    let own = |outlet: &str| {
        let body = format!("The {outlet} looked at the quay.\n\n{SHARED}");
        report(outlet, &body, &[(SourceType::Author, "", "", "", SHARED)])
    };
    vec![
        unnamed("Velm Ledger", "A senior official"),
        unnamed("Skerry Courier", "An official of the harbour"),
        report(
            "Harl Post",
            &named,
            &[(SourceType::Named, "Ines Hale", "said", "say", TOLD)],
        ),
        own("Morn Times"),
        own("Ostle Star"),
    ]
}

/// Words of a page as a place of a decision.
fn place(page: usize, words: &str) -> Value {
    let article = &pages()[page].article;
    let text = article.capture.text.as_str();
    let start = text.find(words).expect("the words stand there");
    let points = CodePoints::new(text);
    json!({
        "sha256": article.capture.sha256,
        "start": points.of_byte(start),
        "end": points.of_byte(start + words.len()),
        "text": words,
    })
}

/// The stemma under decisions, and what was not followed.
fn decided(pages: Vec<Report>, lines: &[Value]) -> (Stemma, Vec<String>, Vec<String>) {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let decisions = Decisions::read(&[("who".to_owned(), lines.into_bytes())]).expect("they agree");
    let reports = correct(pages, &decisions).expect("the pages agree");
    let reports = assign_speakers(reports, &decisions);
    let collation = collate(&reports, &[], &decisions);
    let stemma = trace(&reports, &[], &collation);
    let unfollowed = stemma.unfollowed.iter();
    let unfollowed = unfollowed
        .filter_map(|one| not_followed(&reports, &decisions, &collation.rulings, one.ruling, one.why));
    let notices = left_out(&reports, &decisions, &collation.rulings)
        .into_iter()
        .chain(unfollowed);
    let notices = notices.map(|notice| notice.detail).collect();
    let counts = collation
        .claims
        .iter()
        .zip(&stemma.claims)
        .map(|(claim, origins)| {
            let Witness::Report(report) = claim.text.witness else {
                panic!("there is no primary");
            };
            let words = reports[report].article.capture.text.slice(claim.text.span);
            let matter = if words.contains("crane on the north") {
                "crane"
            } else {
                "quay"
            };
            format!("{matter}: {}", origins.reason)
        });
    let counts = counts.collect();
    (stemma, counts, notices)
}

/// Why the crane's claim has its count.
fn reason(lines: &[Value]) -> String {
    let (_, counts, notices) = decided(pages(), lines);
    assert_eq!(notices, Vec::<String>::new());
    let counts: Vec<&String> = counts.iter().filter(|count| count.starts_with("crane")).collect();
    assert_eq!(counts.len(), 1, "{counts:?}");
    counts[0].clone()
}

#[test]
fn a_persons_word_on_sources_changes_a_count_and_is_told_beside_it() {
    let (senior, harbour) = (
        place(0, "A senior official"),
        place(1, "An official of the harbour"),
    );
    let hale = place(2, "Ines Hale");
    assert_eq!(
        reason(&[]),
        "crane: 3 outlets; 1 goes back to Ines Hale, 1 goes back to A senior official, 1 goes back to An official of the \
         harbour; some of these may be one source: 2 to 3."
    );
    for (lines, expected) in [
        (
            vec![json!({"one_source": [senior, harbour]})],
            "crane: 3 outlets; 1 goes back to Ines Hale, 2 go back to A senior official; as a person decided, \
             “A senior official” is one source of Velm Ledger and Skerry Courier: 2.",
        ),
        (
            vec![json!({"separate_sources": [senior, harbour]})],
            "crane: 3 outlets; 1 goes back to Ines Hale, 1 goes back to A senior official, 1 goes back to An official of the \
             harbour; as a person decided, “A senior official” and “An official of the harbour” are two sources: 3.",
        ),
        (
            vec![json!({"one_source": [senior, hale]})],
            "crane: 3 outlets; 2 go back to Ines Hale, 1 goes back to An official of the harbour; as a person decided, \
             “Ines Hale” is one source of Harl Post and Velm Ledger: 2.",
        ),
    ] {
        assert_eq!(reason(&lines), expected);
    }
}

#[test]
fn two_whom_one_page_leaves_unnamed_are_two_by_a_persons_word() {
    let body = format!(
        "A senior official said {TOLD}.\n\nAn aide agreed {TOLD}, and the aide feared for the fleet."
    );
    let anonymous = |who: &'static str, cue: &'static str, content: &'static str| {
        (SourceType::Anonymous, who, cue, "say", content)
    };
    let page = report(
        "Velm Ledger",
        &body,
        &[
            anonymous("A senior official", "said", TOLD),
            anonymous("An aide", "agreed", "that the old crane"),
            anonymous("the aide", "feared", "for the fleet"),
        ],
    );
    let node = |lines: &[Value], statement: usize| {
        let (stemma, _, notices) = decided(vec![page.clone()], lines);
        assert_eq!(notices, Vec::<String>::new());
        stemma.nodes[stemma.statements[0][statement].nodes[0]]
            .label
            .clone()
    };
    let at = |words: &str| {
        let text = page.article.capture.text.as_str();
        let start = text.find(words).expect("the words stand there");
        let points = CodePoints::new(text);
        let (start, end) = (points.of_byte(start), points.of_byte(start + words.len()));
        json!({"sha256": page.article.capture.sha256, "start": start, "end": end, "text": words})
    };
    let two = [json!({"separate_sources": [at("A senior official"), at("An aide")]})];
    assert_eq!(node(&[], 0), node(&[], 1), "the page does not tell them apart");
    assert_eq!(node(&two, 0), "A senior official");
    assert_eq!(node(&two, 1), "An aide");
    assert_eq!(node(&two, 2), node(&[], 2), "other words may mean either");
}

#[test]
fn what_was_taken_from_a_page_rests_on_what_that_page_rests_on() {
    let line = json!({"taken": place(2, "Ines Hale"), "from": place(0, "A senior official")});
    let (stemma, counts, notices) = decided(pages(), std::slice::from_ref(&line));
    assert_eq!(notices, Vec::<String>::new());
    let page = |report: usize| stemma.nodes.iter().position(|node| node.report == Some(report));
    let edge = stemma
        .edges
        .iter()
        .find(|edge| edge.decided.is_some())
        .expect("the edge");
    assert_eq!((Some(edge.from), Some(edge.to)), (page(0), page(2)));
    assert_eq!(
        (edge.kind, edge.declared, edge.basis),
        (EdgeKind::Paraphrases, false, EdgeBasis::Stated)
    );
    assert_eq!(edge.evidence.len(), 2, "the words that the person pointed to");
    assert!(
        counts.contains(
            &"crane: 3 outlets; 2 go back to A senior official, 1 goes back to An official of the harbour; \
              Harl Post rewords Velm Ledger (as a person decided); some of these may be one source: 1 to 2."
                .to_owned()
        ),
        "{counts:?}"
    );
}

#[test]
fn pages_that_one_page_was_taken_from_keep_their_own_origins() {
    let lines = [
        json!({"taken": place(2, "Ines Hale"), "from": place(0, "A senior official")}),
        json!({"taken": place(2, "Ines Hale"), "from": place(1, "An official")}),
    ];
    let separate =
        json!({"separate_sources": [place(0, "A senior official"), place(1, "An official of the harbour")]});
    let (stemma, counts, _) = decided(pages(), &[lines[0].clone(), lines[1].clone(), separate]);
    assert_eq!(
        stemma.statements[2][0].nodes.len(),
        2,
        "what it says it has from either"
    );
    assert!(counts.iter().any(|count| count.ends_with(": 2.")), "{counts:?}");
    // Over a page that does not make the claim.
    let morn = place(3, "The Morn Times");
    let (stemma, ..) = decided(
        pages(),
        &[
            json!({"taken": place(2, "Ines Hale"), "from": morn}),
            json!({"taken": morn, "from": place(0, "A senior official")}),
        ],
    );
    assert_eq!(stemma.statements[2][0].nodes, stemma.statements[0][0].nodes);
}

#[test]
fn pages_that_share_words_have_them_from_one_text_whoever_denies_the_edge() {
    let (before, ..) = decided(pages(), &[]);
    let copies = |stemma: &Stemma| -> Vec<(String, String)> {
        let edges = stemma.edges.iter().filter(|edge| edge.kind == EdgeKind::Copies);
        let label = |node: usize| stemma.nodes[node].label.clone();
        let mut copies: Vec<_> = edges.map(|edge| (label(edge.from), label(edge.to))).collect();
        copies.sort();
        copies
    };
    // Without times neither is upstream.
    let common = "common source not in hand".to_owned();
    let both = [
        (common.clone(), "Morn Times".to_owned()),
        (common, "Ostle Star".to_owned()),
    ];
    assert_eq!(copies(&before), both);
    let (morn, ostle) = (place(3, "The Morn Times"), place(4, "The Ostle Star"));
    let (taken, ..) = decided(pages(), &[json!({"taken": ostle, "from": morn})]);
    assert_eq!(
        copies(&taken),
        [("Morn Times".to_owned(), "Ostle Star".to_owned())]
    );
    let (denied, ..) = decided(pages(), &[json!({"not_taken": ostle, "from": morn})]);
    assert_eq!(copies(&denied), both);
}

#[test]
fn what_cannot_be_so_by_the_times_is_not_followed() {
    let mut pages = pages();
    for (at, day) in [(0, "2031-05-04"), (2, "2031-05-01")] {
        pages[at].article.published = Some(page::Dated {
            span: Span::new(0, 1),
            stamp: day.parse().ok(),
            timezone: None,
            label: None,
        });
    }
    let line = json!({"taken": place(2, "Ines Hale"), "from": place(0, "A senior official")});
    let (stemma, _, notices) = decided(pages, &[line]);
    assert!(stemma.edges.iter().all(|edge| edge.decided.is_none()));
    assert_eq!(
        notices,
        [
            "A decision about “Ines Hale” (who:1) was not applied: by the times on both pages it was published before the page that it is said to be taken from."
        ]
    );
}

#[test]
fn what_the_pages_show_to_be_no_source_or_one_source_is_told() {
    let (senior, harbour) = (
        place(0, "A senior official"),
        place(1, "An official of the harbour"),
    );
    let (_, _, notices) = decided(
        pages(),
        &[
            json!({"one_source": [senior, place(3, "The quay was built")]}),
            json!({"one_source": [senior, harbour]}),
            json!({"separate_sources": [place(0, TOLD), place(1, TOLD)]}),
        ],
    );
    assert_eq!(
        notices,
        [
            "A decision about “The quay was built” (who:1) was not applied: the page says this in its own voice.",
            "A decision about “that the old crane on the north quay will be shut in May” (who:3) was not applied: by the pages and the other lines the two are one source.",
        ]
    );
}

#[test]
fn nothing_decided_changes_nothing() {
    let (plain, counts, _) = decided(pages(), &[]);
    // Of pages that nobody has in hand.
    let mut far = place(0, "A senior official");
    far["sha256"] = json!("0".repeat(64));
    let (same, other, notices) = decided(
        pages(),
        &[
            json!({"taken": far, "from": place(1, "An official")}),
            json!({"not_taken": place(2, "Ines"), "from": far}),
        ],
    );
    assert_eq!(notices.len(), 2);
    assert_eq!((plain, counts), (same, other));
}
