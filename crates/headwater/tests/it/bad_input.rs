//! Input that cannot be read costs a notice, and the others are done.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{dossier_args, headwater, read, story};

/// Runs a bad file beside a good page; gives the notices and the exit code.
fn beside_a_good_page(bad: &Path) -> (Option<i32>, Vec<Value>) {
    let output = tempfile::tempdir().expect("a folder");
    let ran = headwater(
        dossier_args(&[bad.to_owned(), story().join("d.html")], output.path()),
        b"",
    );
    let record: Value = serde_json::from_str(&read(&output.path().join("dossier.json"))).expect("JSON");
    let documents = record["documents"].as_array().expect("a list");
    assert!(
        documents.iter().any(|document| document["id"] == "d"),
        "the good page is missing: {}",
        ran.err
    );
    (ran.code, record["notices"].as_array().expect("a list").clone())
}

#[test]
fn what_cannot_be_read_is_named_with_its_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.html"), b"").expect("written");
    fs::create_dir(at("nothing")).expect("made");
    let large = File::create(at("large.html")).expect("made");
    large.set_len(200 << 20).expect("200 MB that take no room");
    for (name, reason) in [
        ("missing.html", "there is no such file"),
        ("empty.html", "the file is empty"),
        ("nothing", "the folder holds no page"),
        ("large.html", "it has more than 32 MB"),
    ] {
        let (code, notices) = beside_a_good_page(&at(name));
        assert_eq!(code, Some(1), "{name}");
        let found = notices.iter().any(|notice| {
            let detail = notice["detail"].as_str().unwrap_or_default();
            notice["code"] == "unreadable" && detail.contains(name) && detail.ends_with(reason)
        });
        assert!(found, "{name}: {notices:?}");
    }
}

#[test]
fn hostile_bytes_take_nothing_else_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let junk: Vec<u8> = (0..200_000u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let nested = format!("{}words{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
    let mixed =
        b"<html><meta charset=utf-8><p>Caf\xe9 and \xe2\x80\x9cquoted\xe2\x80\x9d words of the mayor.</p>"
            .to_vec();
    for (name, bytes) in [
        ("junk.html", junk),
        ("nested.html", nested.into_bytes()),
        ("mixed.html", mixed),
        ("textless.html", b"<html><body><img src=x></body></html>".to_vec()),
        (
            "surrogates.txt",
            b"\xed\xa0\x80\xf8\x88\x80\x80\x80 said\n".to_vec(),
        ),
        ("nul.txt", vec![0; 10_000]),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let (code, notices) = beside_a_good_page(&path);
        let told = notices.iter().any(|notice| {
            let doc = Path::new(name).file_stem().and_then(|stem| stem.to_str());
            notice["where"]["doc"].as_str() == doc
                || notice["detail"].as_str().is_some_and(|d| d.contains(name))
        });
        assert!(told, "{name} is named by no notice: {notices:?}");
        assert!(matches!(code, Some(0 | 1)), "{name}: {code:?}");
    }
}

#[test]
fn a_usage_error_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    for extra in [&["--format", "doc"][..], &["--threads", "0"], &["--colour"]] {
        let mut args = dossier_args(&[story().join("a.html")], &output);
        args.extend(extra.iter().map(PathBuf::from));
        let ran = headwater(args, b"");
        assert_eq!(ran.code, Some(2), "{extra:?}");
        assert!(!output.exists() && ran.out.is_empty(), "{extra:?}");
    }
}
