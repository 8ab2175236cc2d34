//! What holds of decisions and their replay, on invented reports.

use std::sync::OnceLock;

use nlp::Analysis;
use proptest::prelude::*;
use serde_json::{Value, json};
use text::CodePoints;

use super::{Bonds, DecisionKind, Decisions, Ruling, assign_speakers, correct, left_out, rulings};
use crate::identities::identify;
use crate::{Identity, Report};

const PAGES: [&str; 4] = [
    "Council hid sluice report\n\nThe council of Ellmoor held back a report on cracked sluices, said Tom Pryce, the council leader. \
     “Nobody is going to drain the basin,” Pryce said. He asked Ines Hale, the engineer, for six weeks.\n\n\
     The engineer refused. “I will not sign it,” she said.",
    "Sluices are failing\n\nIness Hale, who works for the harbour office, warned of a flood. The engineer said: “The basin leaks.”\n\n\
     Tom Pryce the butcher said that his cellar was wet. Pryce left on Monday, the Ellmoor Post reported.",
    "Leader denies delay\n\nT. Pryce denied that the report was held back. A senior adviser said: “He knew of it.”\n\n\
     Hale said she was away. The Ministry of Ports did not comment. The ministry said it would look into it.",
    "Two of one name\n\nJan Orlo, the baker, met Jan Orlo, the singer. Orlo said it was odd. Jan Orlo said: “We laughed.”",
];

fn reports() -> &'static [Report] {
    static REPORTS: OnceLock<Vec<Report>> = OnceLock::new();
    REPORTS.get_or_init(|| {
        let pages = PAGES.iter().enumerate();
        pages
            .map(|(at, page)| Report::of_text(&format!("p{at}"), page))
            .collect()
    })
}

/// The `nth` place of a page with these words.
fn place(page: usize, words: &str, nth: usize) -> Value {
    let (start, _) = PAGES[page]
        .match_indices(words)
        .nth(nth)
        .expect("the words stand there");
    let points = CodePoints::new(PAGES[page]);
    json!({
        "sha256": reports()[page].article.capture.sha256,
        "start": points.of_byte(start),
        "end": points.of_byte(start + words.len()),
        "text": words,
    })
}

fn lines(lines: &[Value]) -> Vec<u8> {
    lines
        .iter()
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .into_bytes()
}

fn read(decided: &[Value]) -> Result<Decisions, Vec<String>> {
    let files = [("who.jsonl".to_owned(), lines(decided))];
    Decisions::read(&files).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

/// The story under decisions: reports, identities and what became of each decision.
fn decide(decided: &[Value]) -> (Vec<Report>, Vec<Identity>, Vec<Ruling>) {
    let decisions = read(decided).expect("they agree");
    let corrected = correct(reports().to_vec(), &decisions).expect("the pages agree");
    let corrected = assign_speakers(corrected, &decisions);
    let identities = identify(&corrected, &[], &Bonds::find(&corrected, &decisions));
    let told = rulings(&corrected, &[], &decisions, &|report, entity| {
        identities.of_entity(report, entity)
    });
    (corrected, identities.list, told)
}

/// The identity of the `nth` place of a page with these words.
fn bearer(
    story: &(Vec<Report>, Vec<Identity>, Vec<Ruling>),
    page: usize,
    words: &str,
    nth: usize,
) -> Option<usize> {
    let (start, _) = PAGES[page].match_indices(words).nth(nth)?;
    let analysis = &story.0[page].analysis;
    let mention = analysis
        .mentions
        .iter()
        .find(|mention| mention.span.start() == start && mention.span.len() == words.len())?;
    story
        .1
        .iter()
        .position(|identity| identity.members.contains(&(page, mention.entity)))
}

fn notices(story: &(Vec<Report>, Vec<Identity>, Vec<Ruling>), decided: &[Value]) -> Vec<String> {
    left_out(&story.0, &read(decided).expect("they agree"), &story.2)
        .into_iter()
        .map(|notice| {
            format!(
                "{} {}",
                notice.at.map_or_else(String::new, |at| at.doc),
                notice.detail
            )
        })
        .collect()
}

#[test]
fn names_that_are_one_join_across_reports_and_within_one() {
    let before = decide(&[]);
    assert_ne!(bearer(&before, 0, "Tom Pryce", 0), None);
    let story = decide(&[
        json!({"same": ["the ministry", "council of Ellmoor"]}),
        json!({"same": ["Ines Hale", "the engineer", "Iness Hale"]}),
    ]);
    assert_eq!(
        bearer(&story, 0, "Ines Hale", 0),
        bearer(&story, 1, "Iness Hale", 0)
    );
    assert_eq!(
        bearer(&story, 1, "Iness Hale", 0),
        bearer(&story, 2, "Hale", 0),
        "a surname follows"
    );
    assert!(
        story
            .2
            .iter()
            .any(|ruling| ruling.kind == DecisionKind::Same && ruling.identities.len() == 1)
    );
}

#[test]
fn two_of_one_name_are_kept_apart_and_others_of_the_name_are_nobodys() {
    let before = decide(&[]);
    assert_eq!(
        bearer(&before, 0, "Tom Pryce", 0),
        bearer(&before, 1, "Tom Pryce", 0)
    );
    let apart = json!({"apart": [place(0, "Tom Pryce", 0), place(1, "Tom Pryce", 0)]});
    let story = decide(std::slice::from_ref(&apart));
    let (leader, butcher) = (
        bearer(&story, 0, "Tom Pryce", 0),
        bearer(&story, 1, "Tom Pryce", 0),
    );
    assert_ne!(leader, butcher);
    let third = bearer(&story, 2, "T. Pryce", 0);
    assert!(
        third.is_some() && third != leader && third != butcher,
        "nobody can tell which of them"
    );
    let told = decide(&[apart, json!({"same": ["T. Pryce", place(0, "Tom Pryce", 0)]})]);
    assert_eq!(bearer(&told, 0, "Tom Pryce", 0), bearer(&told, 2, "T. Pryce", 0));
    assert_ne!(bearer(&told, 1, "Tom Pryce", 0), bearer(&told, 2, "T. Pryce", 0));
}

#[test]
fn two_whom_one_report_takes_for_one_are_parted_with_what_follows_each() {
    let story = decide(&[json!({"apart": [place(3, "Jan Orlo", 0), place(3, "Jan Orlo", 1)]})]);
    let (baker, singer) = (bearer(&story, 3, "Jan Orlo", 0), bearer(&story, 3, "Jan Orlo", 1));
    assert!(baker.is_some() && singer.is_some() && baker != singer);
    assert_eq!(
        bearer(&story, 3, "Jan Orlo", 2),
        singer,
        "the one named before it"
    );
    let roles = |identity: Option<usize>| -> Vec<&str> {
        let (report, entity) = story.1[identity.expect("one")].members[0];
        let article = &story.0[report].article;
        story.0[report].analysis.entities[entity]
            .roles
            .iter()
            .map(|&role| article.text.slice(role))
            .collect()
    };
    assert!(
        !roles(baker).iter().any(|role| role.contains("singer")),
        "{:?}",
        roles(baker)
    );
    assert!(
        !roles(singer).iter().any(|role| role.contains("baker")),
        "{:?}",
        roles(singer)
    );
}

#[test]
fn words_mean_whom_they_were_decided_to_mean() {
    let decided = [json!({"mention": place(2, "A senior adviser", 0), "is": "Ines Hale"})];
    let story = decide(&decided);
    assert_eq!(
        bearer(&story, 2, "A senior adviser", 0),
        bearer(&story, 0, "Ines Hale", 0)
    );
    assert_eq!(notices(&story, &decided), Vec::<String>::new());
}

#[test]
fn a_statement_has_the_speaker_that_was_decided() {
    let said = place(1, "The basin leaks", 0);
    let speaker = |story: &(Vec<Report>, Vec<Identity>, Vec<Ruling>)| {
        let at = story.2[0].statement.expect("it applied");
        story.0[at.report].statements[at.statement].speaker.entity
    };
    let story = decide(&[json!({"speaker": said, "is": "Tom Pryce"})]);
    assert_eq!(
        story.2[0].identities,
        Vec::from_iter(bearer(&story, 1, "Tom Pryce", 0))
    );
    assert!(speaker(&story).is_some());
    let nobody = decide(&[json!({"speaker": said, "is": null})]);
    assert_eq!(speaker(&nobody), None);
    let decided = [json!({"speaker": said, "is": "Ministry of Ports"})];
    let elsewhere = decide(&decided);
    assert!(!elsewhere.2[0].applied);
    let told = notices(&elsewhere, &decided);
    assert!(told[0].starts_with("p1 "), "{told:?}");
}

#[test]
fn a_source_is_found_by_its_words_and_by_what_it_tells() {
    let adviser = place(2, "A senior adviser", 0);
    let (told, engineer) = (place(2, "He knew of it", 0), place(1, "The engineer", 0));
    let decided = [json!({"one_source": [adviser, engineer]})];
    let story = decide(&decided);
    let sources: Vec<usize> = story.2[0].sources.iter().map(|at| at.report).collect();
    assert_eq!(sources, [1, 2]);
    assert_eq!(notices(&story, &decided), Vec::<String>::new());

    let decided = [
        json!({"separate_sources": [adviser, told]}),
        json!({"one_source": [engineer, place(1, "Sluices", 0)]}),
    ];
    let story = decide(&decided);
    assert!(story.2.iter().all(|ruling| !ruling.applied), "{:?}", story.2);
    assert_eq!(
        notices(&story, &decided),
        [
            "p1 A decision about “Sluices” (who.jsonl:2) was not applied: no statement has these words as its source or its content.",
            "p2 A decision about “He knew of it” (who.jsonl:1) was not applied: another place of the same line is of the same statement.",
        ]
    );
}

#[test]
fn what_does_not_hold_is_told_and_merges_nothing() {
    let mut other_words = place(0, "Ines Hale", 0);
    other_words["text"] = json!("Ines Hole");
    let mut other_page = place(0, "Tom Pryce", 0);
    other_page["sha256"] = json!("0".repeat(64));
    let decided = [
        json!({"same": [other_words, "Tom Pryce"]}),
        json!({"same": [other_page, "Iness Hale"]}),
        json!({"same": ["Ida Nobody", "Ines Hale"]}),
    ];
    let (plain, story) = (decide(&[]), decide(&decided));
    assert!(story.2.iter().all(|ruling| !ruling.applied));
    let members = |story: &(Vec<Report>, Vec<Identity>, Vec<Ruling>)| -> Vec<Vec<(usize, usize)>> {
        story.1.iter().map(|identity| identity.members.clone()).collect()
    };
    assert_eq!(members(&plain), members(&story));
    assert_eq!(
        notices(&story, &decided),
        [
            " A decision about “Ida Nobody” (who.jsonl:3) was not applied: no report has the name.",
            " A decision about “Tom Pryce” (who.jsonl:2) was not applied: no page of the story has the bytes that it was decided on.",
            "p0 A decision about “Ines Hole” (who.jsonl:1) was not applied: other words stand at the place.",
        ]
    );
}

#[test]
fn words_outside_the_article_are_nobodys() {
    let markup = "<html><body><nav>Tom Pryce</nav><article><h1>Sluices</h1><p>Tom &amp; Ida Pryce, the owners, \
        said that the sluices of the old basin were shut in the night and would stay shut.</p></article></body></html>";
    let page = page::Page {
        id: "m".to_owned(),
        bytes: markup.as_bytes().to_vec(),
        ..page::Page::default()
    };
    let article = page::read(&page).value;
    let analysis = nlp::analyze(&article, &nlp::Models::bundled());
    let report = Report {
        article,
        analysis,
        ..Report::default()
    };
    let at = |words: &str, length: usize| {
        let start = markup.find(words).expect("the words stand there");
        let text = &markup[start..start + length];
        json!({"sha256": report.article.capture.sha256, "start": start, "end": start + length, "text": text})
    };
    for (place, expected) in [
        (at("Tom Pryce", 9), Some("the place is no part of the article")),
        (at("&amp;", 3), Some("the place is no part of the article")),
        (at("Tom &amp;", 19), None),
    ] {
        let decisions = read(&[
            json!({"same": ["Ida Pryce", "Ada Quill"]}),
            json!({"mention": place, "is": "Ida Pryce"}),
        ]);
        let decisions = decisions.expect("they agree");
        let corrected = correct(vec![report.clone()], &decisions).expect("nothing to contradict");
        let told = rulings(&corrected, &[], &decisions, &|_, _| None);
        let told: Vec<String> = left_out(&corrected, &decisions, &told)
            .into_iter()
            .map(|notice| notice.detail)
            .collect();
        let about_place = told.iter().find(|detail| !detail.contains("Quill"));
        match expected {
            Some(why) => assert!(about_place.is_some_and(|detail| detail.contains(why)), "{told:?}"),
            None => assert_eq!(about_place, None),
        }
    }
}

#[test]
fn lines_that_contradict_each_other_are_named() {
    let tom = place(0, "Tom Pryce", 0);
    let (ines, adviser) = (place(1, "Iness Hale", 0), place(2, "A senior adviser", 0));
    for (decided, expected) in [
        (
            vec![
                json!({"same": ["A Lee", "B Lee"]}),
                json!({"same": ["B Lee", "C Lee"]}),
                json!({"apart": ["C Lee", "A Lee"]}),
            ],
            "who.jsonl:3: it contradicts who.jsonl:1 and who.jsonl:2",
        ),
        (
            vec![
                json!({"mention": tom, "is": "A Lee"}),
                json!({"mention": tom, "is": "B Lee"}),
            ],
            "who.jsonl:2: it contradicts who.jsonl:1",
        ),
        (
            vec![
                json!({"speaker": tom, "is": null}),
                json!({"same": ["A Lee", "B Lee"]}),
                json!({"speaker": tom, "is": "B Lee"}),
            ],
            "who.jsonl:3: it contradicts who.jsonl:1",
        ),
        (
            vec![
                json!({"mention": tom, "is": "A Lee"}),
                json!({"apart": [tom, "a lee"]}),
            ],
            "who.jsonl:2: it contradicts who.jsonl:1",
        ),
        (
            vec![
                json!({"taken": ines, "from": tom}),
                json!({"not_taken": place(1, "The basin leaks", 0), "from": place(0, "Pryce said", 0)}),
            ],
            "who.jsonl:2: it contradicts who.jsonl:1",
        ),
        (
            vec![
                json!({"taken": adviser, "from": ines}),
                json!({"taken": tom, "from": adviser}),
                json!({"taken": tom, "from": place(3, "Orlo", 0)}),
                json!({"taken": ines, "from": tom}),
            ],
            "who.jsonl:4: it contradicts who.jsonl:1 and who.jsonl:2",
        ),
        (
            vec![
                json!({"one_source": [tom, ines]}),
                json!({"one_source": [ines, adviser]}),
                json!({"separate_sources": [adviser, tom]}),
            ],
            "who.jsonl:3: it contradicts who.jsonl:1 and who.jsonl:2",
        ),
    ] {
        assert_eq!(read(&decided), Err(vec![expected.to_owned()]));
    }
    let agreeing = [
        json!({"mention": tom, "is": "A Lee"}),
        json!({"mention": tom, "is": "B Lee"}),
        json!({"same": ["B Lee", "A Lee"]}),
    ];
    assert!(read(&agreeing).is_ok());
}

#[test]
fn a_name_that_another_line_brings_to_whom_it_is_kept_from_is_a_contradiction() {
    // The page calls Ines Hale the engineer, so that she cannot be Pryce while the engineer is not.
    let decided = [
        json!({"apart": ["the engineer", place(0, "Tom Pryce", 0)]}),
        json!({"same": ["Ines Hale", place(0, "Pryce", 1)]}),
    ];
    let faults =
        correct(reports().to_vec(), &read(&decided).expect("the lines agree")).expect_err("the page tells");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["who.jsonl:1: it contradicts who.jsonl:2"]);
}

#[test]
fn contradictions_that_only_the_pages_show_are_named() {
    let decided = [
        json!({"same": [place(0, "Tom Pryce", 0), "Ines Hale"]}),
        json!({"apart": ["Tom Pryce", "Ines Hale"]}),
    ];
    let decisions = read(&decided).expect("by themselves they agree");
    let faults = correct(reports().to_vec(), &decisions).expect_err("one report calls both so");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["who.jsonl:2: it contradicts who.jsonl:1"]);
}

#[test]
fn a_slip_of_the_pen_is_a_fault_with_its_line() {
    let hash = "0".repeat(64);
    for (line, part) in [
        ("{\"same\": [\"A\"]}", "at least two"),
        ("{\"same\": [\"A\", \"a\"]}", "at least two"),
        ("{\"same\": [\"A\", \"!\"]}", "no name"),
        ("{\"sam\": [\"A\", \"B\"]}", "needs one of"),
        (
            "{\"same\": [\"A\", \"B\"], \"apart\": [\"A\", \"C\"]}",
            "needs one of",
        ),
        ("{\"same\": [\"A\", \"B\"], \"by\": \"C\"}", "\"by\""),
        ("{\"mention\": \"A\", \"is\": \"B\"}", "a place is an object"),
        ("same A B", "no JSON object"),
        ("{\"one_source\": [\"A\", \"B\"]}", "a place is an object"),
        (
            &format!("{{\"taken\": {{\"sha256\": \"{hash}\", \"start\": 1, \"end\": 2, \"text\": \"A\"}}}}"),
            "needs \"from\"",
        ),
        (
            &format!(
                "{{\"not_taken\": {{\"sha256\": \"{hash}\", \"start\": 1, \"end\": 2, \"text\": \"A\"}}, \
                 \"from\": {{\"sha256\": \"{hash}\", \"start\": 3, \"end\": 4, \"text\": \"B\"}}}}"
            ),
            "taken from itself",
        ),
        (
            "{\"mention\": {\"sha256\": \"12\", \"start\": 1, \"end\": 2, \"text\": \"A\"}, \"is\": \"B\"}",
            "SHA-256",
        ),
        (
            &format!(
                "{{\"mention\": {{\"sha256\": \"{hash}\", \"start\": 2, \"end\": 2, \"text\": \"A\"}}, \"is\": \"B\"}}"
            ),
            "after its start",
        ),
        (
            &format!(
                "{{\"mention\": {{\"sha256\": \"{hash}\", \"start\": 1, \"end\": 2, \"text\": \"A\"}}}}"
            ),
            "needs \"is\"",
        ),
        (
            &format!(
                "{{\"mention\": {{\"sha256\": \"{hash}\", \"start\": 1, \"end\": 2, \"text\": \"A\"}}, \"is\": null}}"
            ),
            "a place is an object",
        ),
    ] {
        let file = format!("\u{FEFF}# a comment\r\n\r\n{line}\r\n");
        let faults = Decisions::read(&[("x".to_owned(), file.into_bytes())]).expect_err(line);
        let told = faults[0].to_string();
        assert!(told.starts_with("x:3: ") && told.contains(part), "{line}: {told}");
    }
}

/// Someone of the reports: a name that some report has, or a mention of one.
fn who() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "Tom Pryce",
        "T. Pryce",
        "Pryce",
        "Ines Hale",
        "Iness Hale",
        "Hale",
        "the engineer",
        "Jan Orlo",
        "Orlo",
        "Ministry of Ports",
        "the ministry",
        "Ada Quill",
    ]);
    prop_oneof![name.prop_map(Value::from), mention()]
}

fn mention() -> impl Strategy<Value = Value> {
    let all: Vec<Value> = reports()
        .iter()
        .flat_map(|report| {
            let points = CodePoints::new(report.article.capture.text.as_str());
            report.analysis.mentions.iter().filter_map(move |mention| {
                let span = report.article.capture_span(mention.span)?;
                let (start, end) = points.of_span(span);
                let text = report.article.capture.text.slice(span);
                Some(json!({"sha256": report.article.capture.sha256, "start": start, "end": end, "text": text}))
            })
        })
        .chain([place(2, "A senior adviser", 0), place(1, "works", 0)])
        .collect();
    prop::sample::select(all)
}

fn decided() -> impl Strategy<Value = Vec<Value>> {
    let pages = |key: &'static str| {
        (mention(), mention()).prop_map(move |(page, from)| json!({key: page, "from": from}))
    };
    let sources =
        |key: &'static str| prop::collection::vec(mention(), 2..4).prop_map(move |list| json!({key: list}));
    let line = prop_oneof![
        1 => pages("taken"),
        1 => pages("not_taken"),
        1 => sources("one_source"),
        1 => sources("separate_sources"),
        3 => prop::collection::vec(who(), 2..4).prop_map(|list| json!({"same": list})),
        2 => prop::collection::vec(who(), 2..4).prop_map(|list| json!({"apart": list})),
        3 => (mention(), who()).prop_map(|(place, is)| json!({"mention": place, "is": is})),
        1 => (mention(), who()).prop_map(|(place, is)| json!({"speaker": place, "is": is})),
    ];
    prop::collection::vec(line, 0..5)
}

fn analyses(reports: &[Report]) -> Vec<&Analysis> {
    reports.iter().map(|report| &report.analysis).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_done_twice_is_done_once(decided in decided()) {
        if let Ok(decisions) = read(&decided)
            && let Ok(once) = correct(reports().to_vec(), &decisions)
        {
            let twice = correct(once.clone(), &decisions).expect("they agreed before");
            prop_assert_eq!(analyses(&once), analyses(&twice));
        }
    }

    #[test]
    fn the_order_of_lines_leaves_no_trace((given, shuffled) in decided().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))) {
        let replay = |decided: &[Value]| {
            let decisions = read(decided).ok()?;
            let reports = assign_speakers(correct(reports().to_vec(), &decisions).ok()?, &decisions);
            let identities = identify(&reports, &[], &Bonds::find(&reports, &decisions));
            let told = rulings(&reports, &[], &decisions, &|report, entity| identities.of_entity(report, entity));
            let analyses: Vec<Analysis> = reports.iter().map(|report| report.analysis.clone()).collect();
            Some((analyses, identities.list, told))
        };
        prop_assert_eq!(replay(&given), replay(&shuffled));
    }

    #[test]
    fn what_applied_holds(decided in decided()) {
        let Ok(decisions) = read(&decided) else { return Ok(()) };
        let Ok(corrected) = correct(reports().to_vec(), &decisions) else { return Ok(()) };
        for report in &corrected {
            let analysis = &report.analysis;
            prop_assert!(analysis.mentions.is_sorted_by_key(|mention| mention.span.start()));
            for mention in &analysis.mentions {
                prop_assert!(mention.entity < analysis.entities.len(), "a mention of nobody");
            }
            for (at, entity) in analysis.entities.iter().enumerate() {
                prop_assert!(report.article.text.get(entity.name).is_some());
                prop_assert!(entity.candidates.iter().all(|&other| other < analysis.entities.len() && other != at));
            }
        }
        let corrected = assign_speakers(corrected, &decisions);
        let identities = identify(&corrected, &[], &Bonds::find(&corrected, &decisions));
        let told = rulings(&corrected, &[], &decisions, &|report, entity| identities.of_entity(report, entity));
        for ruling in told.iter().filter(|ruling| ruling.applied) {
            prop_assert!(!ruling.loci.is_empty());
            match ruling.kind {
                DecisionKind::Same | DecisionKind::Mention => prop_assert_eq!(ruling.identities.len(), 1),
                DecisionKind::Apart => prop_assert!(ruling.identities.len() >= 2),
                DecisionKind::Speaker => prop_assert!(ruling.identities.len() <= 1),
                DecisionKind::Taken | DecisionKind::NotTaken => {
                    prop_assert_eq!(ruling.loci.len(), 2);
                    prop_assert!(ruling.loci[0].witness != ruling.loci[1].witness);
                }
                DecisionKind::OneSource | DecisionKind::SeparateSources => {
                    prop_assert!(ruling.sources.len() >= 2 && ruling.sources.is_sorted());
                }
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back(decided in decided(), note in proptest::option::of(".{0,20}")) {
        let Ok(decisions) = read(&decided) else { return Ok(()) };
        for (decision, _) in decisions.iter() {
            let line = decision.to_line(note.as_deref());
            prop_assert!(!line.contains('\n'));
            let again = Decisions::read(&[("x".to_owned(), line.into_bytes())]).expect("a line");
            prop_assert_eq!(again.iter().next().map(|(again, _)| again), Some(decision));
        }
    }

    #[test]
    fn any_bytes_are_decisions_or_faults(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(faults) = Decisions::read(&[("x".to_owned(), bytes)]) {
            prop_assert!(!faults.is_empty());
        }
    }
}

#[test]
fn nothing_decided_changes_nothing() {
    let empty = Decisions::read(&[("x".to_owned(), b"# nothing yet\n\n".to_vec())]).expect("no line");
    let corrected = correct(reports().to_vec(), &empty).expect("nothing to contradict");
    assert_eq!(analyses(&corrected), analyses(reports()));
    // Decisions that nothing in the story answers to.
    let far = read(&[
        json!({"same": ["Ada Quill", "Bo Ray"]}),
        json!({"apart": ["Ada Quill", "Cy Dole"]}),
    ])
    .expect("they agree");
    let corrected = correct(reports().to_vec(), &far).expect("nothing to contradict");
    assert_eq!(analyses(&corrected), analyses(reports()));
    let identities =
        |decisions: &Decisions| identify(&corrected, &[], &Bonds::find(&corrected, decisions)).list;
    assert_eq!(identities(&empty), identities(&far));
}
