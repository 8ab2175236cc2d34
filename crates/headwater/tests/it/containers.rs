//! Files of many pages: WARC, WACZ, MHTML, JSON lines, compressed pages.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "../../../page/tests/pack/mod.rs"]
mod pack;

use crate::run::{dossier_args, headwater, read, story};
use pack::{crawl, gzip, json_lines, members, mhtml, response, wacz};

const PAGES: [(&str, &str); 3] = [
    ("https://vellin.example/a", "a.html"),
    ("https://vellin.example/b", "b.html"),
    ("https://vellin.example/d", "d.html"),
];

/// Writes the bundled story's pages into one file of each kind.
fn packed(folder: &Path) -> Vec<(PathBuf, usize)> {
    let texts = PAGES.map(|(url, name)| (url, read(&story().join(name))));
    let pages: Vec<(&str, &str)> = texts.iter().map(|(url, page)| (*url, page.as_str())).collect();
    let warc = crawl(&pages);
    [
        ("crawl.warc.gz", members(&warc), 3),
        ("plain.warc", warc.concat(), 3),
        ("web.wacz", wacz(&pages), 3),
        ("lines.jsonl", json_lines(&pages), 3),
        ("saved.mhtml", mhtml(pages[0].0, pages[0].1), 1),
        ("page.html.gz", gzip(pages[0].1.as_bytes()), 1),
    ]
    .into_iter()
    .map(|(name, bytes, count)| {
        fs::write(folder.join(name), bytes).expect("written");
        (folder.join(name), count)
    })
    .collect()
}

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

/// The lines of the same pages as files, without their ids.
fn expected() -> Vec<Value> {
    let mut args = vec![PathBuf::from("read"), "--article".into()];
    args.extend(PAGES.map(|(_, name)| story().join(name)));
    without_ids(&headwater(args, b"").out)
}

fn without_ids(out: &str) -> Vec<Value> {
    let mut lines = lines(out);
    for line in &mut lines {
        line.as_object_mut().expect("an object").remove("id");
    }
    lines
}

#[test]
fn articles_are_those_of_the_pages_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let expected = expected();
    for (path, count) in packed(folder.path()) {
        let ran = headwater([Path::new("read"), Path::new("--article"), &path], b"");
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{path:?}");
        assert_eq!(without_ids(&ran.out), expected[..count], "{path:?}");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let stem = name.split('.').next().expect("a stem");
        let ids: Vec<_> = lines(&ran.out).iter().map(|line| line["id"].clone()).collect();
        let numbered = [stem.to_owned(), format!("{stem}-2"), format!("{stem}-3")];
        assert_eq!(ids, numbered[..count], "{path:?}");

        let input = fs::read(&path).expect("a file");
        let piped = headwater(["read", "--article", "-"], &input);
        assert_eq!(
            without_ids(&piped.out),
            expected[..count],
            "{path:?} piped: {}",
            piped.err
        );
    }
    let ran = headwater([Path::new("read"), Path::new("--article"), folder.path()], b"");
    assert_eq!(ran.out.lines().count(), 14, "{}", ran.err);
}

#[test]
fn a_dossier_of_a_container_holds_until_it_changes() {
    for (name, changed) in [
        ("crawl.warc.gz", 2),
        ("web.wacz", 3),
        ("lines.jsonl", 3),
        ("saved.mhtml", 1),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = packed(folder.path())
            .into_iter()
            .find(|(path, _)| path.ends_with(name));
        let (file, count) = file.expect("one of them");
        let ran = headwater(dossier_args(std::slice::from_ref(&file), folder.path()), b"");
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.err);
        let dossier = folder.path().join("dossier.json");
        let record: Value = serde_json::from_str(&read(&dossier)).expect("JSON");
        let documents = record["documents"].as_array().expect("a list");
        assert_eq!(documents.len(), count, "{name}");
        assert_eq!(documents[0]["captured_url"], PAGES[0].0, "{name}");
        assert_eq!(documents[0]["path"], file.to_str().expect("UTF-8"), "{name}");
        if !name.ends_with("jsonl") {
            assert!(
                documents[0]["retrieved"]
                    .as_str()
                    .is_some_and(|at| at.starts_with("2025-03-18T09:12:00"))
            );
        }
        let ran = headwater([Path::new("verify"), &dossier], b"");
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.out);

        // Other pages in its place: the captures are not to be had.
        let others = [(PAGES[0].0, "<p>Another page, of another day.</p>"); 2];
        let other = match count {
            1 => mhtml(others[0].0, others[0].1),
            _ => crawl(&others[..changed.min(2)]).concat(),
        };
        fs::write(&file, other).expect("written");
        let ran = headwater([Path::new("verify"), &dossier], b"");
        assert_eq!(ran.code, Some(1), "{name}");
        let said = if count == 1 {
            "the capture has changed"
        } else {
            "the capture is not to be had"
        };
        assert!(ran.out.contains(said), "{name}: {}", ran.out);
    }
}

#[test]
fn a_bad_record_is_a_line_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = read(&story().join("a.html"));
    let html = "Content-Type: text/html";
    let records = [
        response(PAGES[0].0, "200 OK", html, page.as_bytes()),
        response(
            PAGES[1].0,
            "200 OK",
            &format!("{html}\r\nContent-Encoding: rot13"),
            b"x",
        ),
        response(PAGES[1].0, "404 Not Found", html, b"<p>none"),
        response(PAGES[2].0, "200 OK", html, page.as_bytes()),
    ];
    let path = folder.path().join("x.warc");
    fs::write(&path, records.concat()).expect("written");
    for extra in [&["--article"][..], &[]] {
        let mut args = vec![PathBuf::from("read")];
        args.extend(extra.iter().map(PathBuf::from));
        args.push(path.clone());
        let ran = headwater(args, b"");
        let read = lines(&ran.out);
        assert_eq!((ran.code, read.len()), (Some(1), 3), "{}", ran.out);
        assert_eq!((&read[0]["id"], &read[2]["id"]), (&"x".into(), &"x-2".into()));
        let lost = &read[1]["notices"][0];
        let place = format!("x.warc, record at byte {} could not be read", records[0].len());
        assert!(
            lost["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains(&place)),
            "{lost}"
        );
        assert!(
            ran.err.contains("no success were left out (404: 1)"),
            "{}",
            ran.err
        );
    }
}
