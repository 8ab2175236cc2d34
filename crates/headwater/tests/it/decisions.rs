//! Decisions of a person, replayed by the whole program.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Ran, dossier_args, headwater, read, story};

/// The bundled story in a folder of its own, under these decisions.
fn dossier(folder: &Path, lines: &str) -> Ran {
    std::fs::write(folder.join("who.jsonl"), lines).expect("written");
    let pages: Vec<PathBuf> = ["a", "b", "c", "d", "e", "f", "g1", "g2"]
        .iter()
        .map(|name| story().join(format!("{name}.html")))
        .collect();
    let mut args = dossier_args(&pages, &folder.join("out"));
    args.extend(["--primary".into(), story().join("transcript.txt")]);
    args.extend(["--decisions".into(), folder.join("who.jsonl")]);
    headwater(args, b"")
}

fn record(folder: &Path) -> Value {
    serde_json::from_str(&read(&folder.join("out/dossier.json"))).expect("JSON")
}

/// A passage of the record as a place of a decision.
fn place(record: &Value, passage: &Value) -> Value {
    let documents = record["documents"].as_array().expect("a list");
    let document = documents.iter().find(|document| document["id"] == passage["doc"]);
    let mut place = passage.clone();
    place["sha256"] = document.expect("its document")["sha256"].clone();
    place
}

fn entity<'a>(record: &'a Value, id: &str) -> Option<&'a Value> {
    record["entities"]
        .as_array()?
        .iter()
        .find(|entity| entity["id"] == id)
}

#[test]
fn who_is_who_follows_the_decisions_and_shows_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = dossier(folder.path(), "# nothing is decided yet\n\n");
    assert_eq!(plain.code, Some(0), "{}", plain.err);
    let before = record(folder.path());
    assert!(before.get("decisions").is_none());
    assert!(entity(&before, "e-brandemar").is_some() && entity(&before, "e-insiders").is_some());
    let ministries = ["e-transport-ministry", "e-the-transport-ministry"]
        .map(|id| place(&before, &entity(&before, id).expect("one of them")["mentions"][0]));
    let statements = before["statements"].as_array().expect("a list");
    let nobodys = statements.iter().find(|statement| {
        statement["doc"] == "a"
            && statement["source_type"] != "author"
            && statement["speaker"].get("entity").is_none()
    });
    let nobodys = nobodys.expect("a statement whose speaker the page does not name");
    let said = place(&before, &nobodys["content"][0]);

    let lines = [
        json!({"same": ["Lio Brandimar", "Brandemar"], "note": "asked the press office"}),
        json!({"same": ["officials", "insiders"]}),
        json!({"same": ministries}),
        json!({"speaker": said, "is": "Marit Dovrane"}),
        json!({"same": ["Ida Nobody", "Marit Dovrane"]}),
    ]
    .map(|line| format!("{line}\n"))
    .concat();
    let ran = dossier(folder.path(), &lines);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let after = record(folder.path());
    assert!(entity(&after, "e-brandemar").is_none() && entity(&after, "e-insiders").is_none());
    // What was a label of the transcript is now his.
    let spoken = |record: &Value, id: &str| {
        let units = record["primaries"][0]["units"].as_array().expect("a list");
        units.iter().filter(|unit| unit["speaker"] == id).count()
    };
    assert_eq!(
        spoken(&after, "e-lio-brandimar"),
        spoken(&before, "e-brandemar") + spoken(&before, "e-lio-brandimar")
    );
    let told: Vec<Value> = after["decisions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|decision| {
            let spans = decision["spans"].as_array().expect("a list");
            let words: Vec<&Value> = spans.iter().map(|span| &span["text"]).collect();
            json!([decision["id"], decision["kind"], decision["entities"], words])
        })
        .collect();
    assert_eq!(
        told,
        [
            json!([
                "d-01",
                "same",
                ["e-lio-brandimar"],
                ["BRANDEMAR", "Lio Brandimar"]
            ]),
            json!(["d-02", "same", ["e-officials"], ["insiders", "Officials"]]),
            json!([
                "d-03",
                "same",
                ["e-the-transport-ministry"],
                ["The transport ministry", "transport ministry"]
            ]),
            json!(["d-04", "speaker", ["e-marit-dovrane"], [said["text"]]]),
        ]
    );
    let statement = after["decisions"][3]["statement"].as_str().expect("an id");
    let statements = after["statements"].as_array().expect("a list");
    let statement = statements
        .iter()
        .find(|one| one["id"] == statement)
        .expect("the statement");
    assert_eq!(statement["speaker"]["entity"], "e-marit-dovrane");
    assert_eq!(
        statement["source_type"], nobodys["source_type"],
        "what the page says it is"
    );
    let notices = after["notices"].as_array().expect("a list");
    let file = folder.path().join("who.jsonl").display().to_string();
    assert_eq!(
        notices.last(),
        Some(&json!({"code": "decision_not_applied", "where": null,
            "detail": format!("A decision about “Ida Nobody” ({file}:5) was not applied: no report has the name.")}))
    );
    assert!(ran.err.contains("who.jsonl:5) was not applied"), "{}", ran.err);
    let html = read(&folder.path().join("out/dossier.html"));
    assert!(html.contains("<h2 id=\"decisions-h\">Decided by a person</h2>"));
    assert!(html.contains("Decided by a person: one and the same: "));
    assert!(html.contains("who says this was decided by a person"));
    assert!(
        !html.contains("asked the press office"),
        "a note stays in the file"
    );
    let markdown = read(&folder.path().join("out/dossier.md"));
    assert!(
        markdown.contains("- d-02 one and the same: “insiders” `g1 1172–1180` = “Officials” `b 863–872`"),
        "{markdown}"
    );

    let reversed: String = lines.lines().rev().map(|line| format!("{line}\n")).collect();
    dossier(folder.path(), &reversed);
    let mut turned = record(folder.path());
    // A notice names its line; nothing else does.
    let told = turned["notices"]
        .as_array_mut()
        .and_then(|notices| notices.last_mut());
    let told = told.expect("a notice");
    assert_eq!(
        told["detail"]
            .as_str()
            .map(|detail| detail.replace("jsonl:1)", "jsonl:5)")),
        notices
            .last()
            .and_then(|notice| notice["detail"].as_str())
            .map(str::to_owned)
    );
    told["detail"] = notices.last().expect("a notice")["detail"].clone();
    assert!(turned == after, "the order of lines leaves a trace");
}

#[test]
fn nothing_decided_changes_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = dossier(folder.path(), "");
    assert_eq!(with.code, Some(0), "{}", with.err);
    let decided = read(&folder.path().join("out/dossier.json"));
    dossier(
        folder.path(),
        "{\"apart\": [\"Marit Dovrane\", \"Casper Wendlow\"]}\n",
    );
    let apart: Value = record(folder.path());
    let mut without = apart.clone();
    without.as_object_mut().expect("an object").remove("decisions");
    assert_eq!(
        serde_json::from_str::<Value>(&decided).expect("JSON"),
        without,
        "they were apart"
    );
}

#[test]
fn decisions_that_cannot_be_followed_are_refused_by_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (lines, told) in [
        (
            "# who\n{\"same\": [\"Marit Dovrane\", \"Dovrane\"]}\n\n{\"apart\": [\"Dovrane\", \"Marit Dovrane\"]}\n",
            "who.jsonl:4: it contradicts",
        ),
        (
            "{\"same\": [\"Marit Dovrane\"]}\n",
            "who.jsonl:1: \"same\" needs at least two",
        ),
        ("Marit Dovrane = Dovrane\n", "who.jsonl:1: it is no JSON object"),
    ] {
        let ran = dossier(folder.path(), lines);
        assert_eq!(ran.code, Some(2), "{lines}");
        assert!(ran.err.contains(told), "{}", ran.err);
        assert!(!folder.path().join("out").exists(), "nothing is written");
    }
    let missing = [
        PathBuf::from("dossier"),
        story().join("a.html"),
        "--decisions".into(),
        folder.path().join("none.jsonl"),
    ];
    let ran = headwater(missing, b"");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no such file"), "{}", ran.err);
}

#[test]
fn one_page_is_read_under_decisions_and_told_of_its_own_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let decisions = folder.path().join("who.jsonl");
    let args = |file: &Path| -> Vec<PathBuf> {
        vec![
            "read".into(),
            story().join("a.html"),
            "--decisions".into(),
            file.to_owned(),
        ]
    };
    std::fs::write(&decisions, "").expect("written");
    let plain: Value = serde_json::from_str(&headwater(args(&decisions), b"").out).expect("a line");
    let mention = |entity: &str| {
        let mut place = entity_named(&plain, entity)["mentions"][0].clone();
        place["sha256"] = plain["sha256"].clone();
        place
    };
    let mut elsewhere = mention("Casper Wendlow");
    elsewhere["sha256"] = json!("0".repeat(64));
    let mut changed = mention("Casper Wendlow");
    changed["text"] = json!("Casper Windlow");
    let lines = [
        json!({"same": ["Ansel Quorley", "Casper Wendlow"]}),
        json!({"same": [elsewhere, "Marit Dovrane"]}),
        json!({"same": [changed, "Marit Dovrane"]}),
    ]
    .map(|line| format!("{line}\n"))
    .concat();
    std::fs::write(&decisions, lines).expect("written");
    let ran = headwater(args(&decisions), b"");
    let after: Value = serde_json::from_str(&ran.out).expect("a line");
    let entities = |page: &Value| page["entities"].as_array().map_or(0, Vec::len);
    assert_eq!(entities(&after) + 1, entities(&plain));
    let notices = after["notices"].as_array().expect("a list");
    let told: Vec<&str> = notices
        .iter()
        .filter_map(|notice| notice["detail"].as_str())
        .collect();
    assert_eq!(
        told,
        [format!(
            "A decision about “Casper Windlow” ({}:3) was not applied: other words stand at the place.",
            decisions.display()
        )]
    );
}

fn entity_named<'a>(page: &'a Value, name: &str) -> &'a Value {
    let entities = page["entities"].as_array().expect("a list");
    entities
        .iter()
        .find(|entity| entity["name"] == name)
        .expect("an entity")
}
