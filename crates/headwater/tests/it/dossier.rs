//! The main job on the bundled story.

use std::path::PathBuf;

use crate::run::{dossier_args, headwater, read, story};

const PAGES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g1", "g2"];
const FILES: [&str; 3] = ["dossier.html", "dossier.md", "dossier.json"];

fn with_primaries(mut args: Vec<PathBuf>) -> Vec<PathBuf> {
    for primary in ["transcript.txt", "memo.txt"] {
        args.extend(["--primary".into(), story().join(primary)]);
    }
    args
}

fn pages(names: impl IntoIterator<Item = &'static str>) -> Vec<PathBuf> {
    names
        .into_iter()
        .map(|name| story().join(format!("{name}.html")))
        .collect()
}

#[test]
fn a_folder_becomes_a_dossier() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = headwater(with_primaries(dossier_args(&[story()], folder.path())), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with("8 reports by 7 outlets"), "{}", ran.out);
    let record: serde_json::Value =
        serde_json::from_str(&read(&folder.path().join("dossier.json"))).expect("JSON");
    let ids: Vec<&str> = record["documents"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|document| document["id"].as_str())
        .collect();
    assert_eq!(ids, PAGES);
    assert!(
        record["claims"]
            .as_array()
            .is_some_and(|claims| !claims.is_empty())
    );
    let html = read(&folder.path().join("dossier.html"));
    for refused in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        " src=",
        "@import",
        "javascript:",
        "http-equiv=\"refresh",
    ] {
        assert!(!html.contains(refused), "{refused}");
    }
    let mut addresses = html.split("url(").skip(1);
    assert!(
        addresses.all(|address| address.starts_with('#')),
        "something is loaded"
    );
    // A jump to a passage that is not there helps nobody.
    for target in html
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            html.contains(&format!("id=\"{target}\"")),
            "nothing is at #{target}"
        );
    }
    assert!(read(&folder.path().join("dossier.md")).starts_with("# “The survey stays in draft”"));
}

#[test]
fn order_and_threads_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let given = [
        (PAGES.to_vec(), "1"),
        (PAGES.iter().rev().copied().collect(), "4"),
        (vec!["f", "a", "g2", "c", "b", "e", "g1", "d"], "2"),
    ];
    let mut first: Option<Vec<String>> = None;
    for (at, (names, threads)) in given.into_iter().enumerate() {
        let output = folder.path().join(at.to_string());
        let mut args = with_primaries(dossier_args(&pages(names), &output));
        args.extend(["--threads".into(), threads.into()]);
        let ran = headwater(args, b"");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let files: Vec<String> = FILES.iter().map(|name| read(&output.join(name))).collect();
        match &first {
            None => first = Some(files),
            Some(first) => assert!(*first == files, "run {at} differs"),
        }
    }
}

#[test]
fn words_of_a_page_do_not_act() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("x.txt");
    let hostile = "Mayor <script>alert(1)</script> \u{202E}backwards \u{1b}[2Jgone\n\n\
        Orla Venn, the mayor, said on Monday that “the <b>bridge</b> is shut” and that [it](javascript:x) stays so.\n\n\
        The council said the bridge would stay shut until the spring, according to a memo seen by this newspaper.\n";
    std::fs::write(&page, hostile).expect("written");
    let ran = headwater(dossier_args(&[page], &folder.path().join("out")), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    let html = read(&folder.path().join("out/dossier.html"));
    assert!(!html.contains("<script") && !html.contains("<b>bridge"));
    let markdown = read(&folder.path().join("out/dossier.md"));
    assert!(!markdown.contains("<script") && !markdown.contains("[it](") && !markdown.contains('\u{1b}'));
}

#[test]
fn json_goes_to_standard_output_alone() {
    let ran = headwater(
        [PathBuf::from("dossier"), story().join("a.html"), "--json".into()],
        b"",
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.out.ends_with("}\n"));
}
