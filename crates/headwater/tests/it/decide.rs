//! `headwater decide`, as a reporter uses it on the bundled story.

use std::path::Path;

use serde_json::Value;

use crate::run::{Ran, dossier_args, headwater, read, story};

/// Runs `decide` on a file in a folder of its own.
fn decide(folder: &Path, args: &[&str]) -> Ran {
    let file = folder.join("decisions.jsonl").display().to_string();
    headwater(
        ["decide"].iter().chain(args).copied().chain(["--file", &file]),
        b"",
    )
}

fn page(name: &str) -> String {
    story().join(name).display().to_string()
}

fn place(name: &str, words: &str) -> String {
    format!("{}:{words}", page(name))
}

/// What is told, without the folder of the file.
fn told(folder: &Path, out: &str) -> String {
    out.replace(&format!("{}/", folder.display()), "")
}

fn kept(folder: &Path) -> String {
    read(&folder.join("decisions.jsonl"))
}

#[test]
fn a_line_is_written_once_with_what_it_meets_and_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let pages: Vec<String> = ["a.html", "b.html", "c.html"].map(page).into();
    let mut args = vec![
        "same",
        "Lio Brandimar",
        "Casper Wendlow",
        "--note",
        "asked",
        "--pages",
    ];
    args.extend(pages.iter().map(String::as_str));
    let ran = decide(folder, &args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let lines: Vec<String> = told(folder, &ran.out).lines().map(str::to_owned).collect();
    assert_eq!(
        lines[..3],
        [
            "decisions.jsonl:1: one and the same: “Casper Wendlow” = “Lio Brandimar”",
            "  fits “Casper Wendlow”: Casper Wendlow (a 1×, b 1×, c 1×)",
            "  fits “Lio Brandimar”: Lio Brandimar (a 1×, c 1×)",
        ],
        "{lines:?}"
    );
    assert!(lines[3].starts_with("  people, bodies and places: "), "{lines:?}");
    let line = "{\"same\": [\"Casper Wendlow\", \"Lio Brandimar\"], \"note\": \"asked\"}\n";
    assert_eq!(kept(folder), line);

    let again = decide(folder, &["same", "Casper Wendlow", "Lio Brandimar"]);
    assert_eq!(again.code, Some(0));
    assert!(
        again
            .out
            .contains("decisions.jsonl:1 says so already, nothing is written"),
        "{}",
        again.out
    );
    let against = decide(folder, &["different", "Lio Brandimar", "Casper Wendlow"]);
    assert_eq!(against.code, Some(2));
    assert_eq!(
        told(folder, &against.err),
        "headwater: decisions.jsonl:2: it contradicts decisions.jsonl:1\nheadwater: nothing was written to decisions.jsonl\n"
    );
    assert_eq!(kept(folder), line);
    let left: Vec<_> = std::fs::read_dir(folder).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing lies beside the file");
}

#[test]
fn places_are_found_by_the_words_one_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let ran = decide(
        folder,
        &[
            "mention",
            &place("a.html", "HARBOUR  chief held"),
            "Marit Dovrane",
        ],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let line: Value = serde_json::from_str(&kept(folder)).expect("a line");
    assert_eq!(line["mention"]["text"], "harbour chief held");

    let several = decide(
        folder,
        &["speaker", &place("f.html", "engineer"), "Ansel Quorley"],
    );
    assert_eq!(several.code, Some(2));
    assert!(
        several.err.contains("“engineer” stands at 4 places of"),
        "{}",
        several.err
    );
    assert!(several.err.contains("f.html:2:engineer"), "{}", several.err);
    for (args, why) in [
        (
            vec!["speaker", "none.html:engineer", "A"],
            "does not begin with a page that is there",
        ),
        (
            vec!["means", &place("f.html", "a unicorn"), "A"],
            "does not stand in the article of",
        ),
        (
            vec!["means", &place("f.html", "9:engineer"), "A"],
            "stands at 4 places",
        ),
        (vec!["means", &page("f.html"), "A"], "names no words"),
        (vec!["same", "!", "?"], "is no name"),
        (vec!["same", "A", "a"], "needs at least two that differ"),
        (
            vec!["taken", &page("a.html"), "--from", &page("a.html")],
            "taken from itself",
        ),
        (vec![], "say what to decide"),
    ] {
        let ran = decide(folder, &args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.err.contains(why), "{args:?}: {}", ran.err);
    }
    assert_eq!(kept(folder).lines().count(), 1, "nothing else was written");
}

#[test]
fn who_took_from_whom_is_followed_by_the_dossier() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let (d, e, f) = (page("d.html"), page("e.html"), page("f.html"));
    let ran = decide(
        folder,
        &["taken", &f, "--from", &d, "--note", "told by its editor"],
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("  new: Tidewire → "), "{}", ran.out);
    let late = decide(folder, &["taken", &d, "--from", &e]);
    assert_eq!(late.code, Some(1), "{}", late.err);
    assert!(late.out.contains("by the times on both pages"), "{}", late.out);
    let circle = decide(folder, &["taken", &d, "--from", &f]);
    assert_eq!(circle.code, Some(2));
    assert!(
        told(folder, &circle.err).contains("decisions.jsonl:3: it contradicts decisions.jsonl:1"),
        "{}",
        circle.err
    );

    let mut args = dossier_args(
        &["a", "d", "e", "f"].map(|name| story().join(format!("{name}.html"))),
        &folder.join("out"),
    );
    args.extend(["--decisions".into(), folder.join("decisions.jsonl")]);
    let ran = headwater(args, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        told(folder, &ran.err).contains("(decisions.jsonl:2) was not applied"),
        "{}",
        ran.err
    );
    let record: Value = serde_json::from_str(&read(&folder.join("out/dossier.json"))).expect("JSON");
    let decisions = record["decisions"].as_array().expect("a list");
    assert_eq!(decisions.len(), 1);
    assert_eq!(decisions[0]["kind"], "taken");
    let docs: Vec<&Value> = decisions[0]["spans"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|span| &span["doc"])
        .collect();
    assert_eq!(docs, ["f", "d"]);
    let edges = record["stemma"]["edges"].as_array().expect("a list");
    let decided: Vec<&Value> = edges
        .iter()
        .filter(|edge| edge["decision"] == decisions[0]["id"])
        .collect();
    assert_eq!(decided.len(), 1);
    assert_eq!(decided[0]["basis"], "stated");
    assert!(!decided[0]["evidence"].as_array().expect("a list").is_empty());
    let html = read(&folder.join("out/dossier.html"));
    assert!(html.contains("<a href=\"#d-01\">decided by a person</a>"));
    assert!(!html.contains("told by its editor"), "a note stays in the file");
    assert!(read(&folder.join("out/dossier.md")).contains("decided by a person, d-01"));

    let list = decide(folder, &["--list", "--pages", &d, &e, &f]);
    assert_eq!(list.code, Some(1), "one of them does not apply");
    let lines: Vec<String> = told(folder, &list.out).lines().map(str::to_owned).collect();
    assert!(
        lines[0].starts_with("decisions.jsonl:1: taken: “") && lines[0].contains("(f) from “"),
        "{lines:?}"
    );
    assert_eq!(lines[1], "  applies");
    assert!(lines[3].starts_with("  does not apply to “"), "{lines:?}");
}

#[test]
fn a_dossier_among_the_pages_is_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).expect("a folder");
    for name in ["a.html", "b.html"] {
        std::fs::copy(story().join(name), pages.join(name)).expect("copied");
    }
    let args = dossier_args(std::slice::from_ref(&pages), &pages);
    assert_eq!(headwater(&args, b"").code, Some(0));
    let first = read(&pages.join("dossier.json"));
    let ran = headwater(&args, b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("dossier.html was left out"), "{}", ran.err);
    let mut second: Value = serde_json::from_str(&read(&pages.join("dossier.json"))).expect("JSON");
    let notices = second["notices"].as_array_mut().expect("a list");
    assert!(notices.iter().any(|notice| notice["code"] == "own_output"));
    notices.retain(|notice| notice["code"] != "own_output");
    assert_eq!(serde_json::from_str::<Value>(&first).expect("JSON"), second);
    let ran = headwater(["read".into(), pages.join("dossier.html")], b"");
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
}
