//! A dossier that no longer says what its captures say is found out.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Ran, dossier_args, headwater, read, story};

/// A dossier with copies of its captures in a folder of its own.
fn kept(folder: &Path) -> PathBuf {
    let pages: Vec<PathBuf> = ["a.html", "d.html"]
        .iter()
        .map(|name| {
            fs::copy(story().join(name), folder.join(name)).expect("copied");
            folder.join(name)
        })
        .collect();
    let ran = headwater(dossier_args(&pages, folder), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    folder.join("dossier.json")
}

fn verify(dossier: &Path) -> Ran {
    headwater([Path::new("verify"), dossier], b"")
}

fn changed(dossier: &Path, change: impl FnOnce(&mut Value)) {
    let mut record: Value = serde_json::from_str(&read(dossier)).expect("JSON");
    change(&mut record);
    fs::write(dossier, record.to_string()).expect("written");
}

#[test]
fn an_untouched_dossier_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = verify(&kept(folder.path()));
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("holds"));
}

#[test]
fn a_flipped_byte_of_a_capture_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = kept(folder.path());
    let page = folder.path().join("a.html");
    let mut bytes = fs::read(&page).expect("a page");
    let at = bytes
        .windows(6)
        .position(|window| window == b"repair")
        .unwrap_or(bytes.len() / 2);
    bytes[at] ^= 1;
    fs::write(&page, bytes).expect("written");
    let ran = verify(&dossier);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("a: the capture has changed"), "{}", ran.out);
}

#[test]
fn a_missing_capture_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = kept(folder.path());
    fs::remove_file(folder.path().join("d.html")).expect("removed");
    let ran = verify(&dossier);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("d: the capture is not to be had"), "{}", ran.out);
}

#[test]
fn each_changed_line_is_named() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 5] = [
        ("statements[a-s01].content", |record| {
            record["statements"][0]["content"][0]["text"] = "other words".into();
        }),
        ("documents[a].headline.span", |record| {
            let start = &mut record["documents"][0]["headline"]["span"]["start"];
            *start = (start.as_u64().unwrap_or_default() + 1).into();
        }),
        ("nothing has the id \"nobody\"", |record| {
            record["statements"][0]["speaker"] = serde_json::json!({ "entity": "nobody" });
        }),
        ("a-s01: nothing of a capture stands behind it", |record| {
            record["statements"][0]["content"] = serde_json::json!([]);
        }),
        ("a: the capture has changed", |record| {
            record["documents"][0]["sha256"] = "0".repeat(64).into();
        }),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = kept(folder.path());
    let whole = read(&dossier);
    for (named, change) in changes {
        fs::write(&dossier, &whole).expect("written");
        changed(&dossier, change);
        let ran = verify(&dossier);
        assert_eq!(ran.code, Some(1), "{named}");
        assert!(ran.out.contains(named), "{named}: {}", ran.out);
    }
}

#[test]
fn what_is_no_dossier_is_said() {
    let ran = verify(&story().join("a.html"));
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("is no dossier"), "{}", ran.err);
}
