//! A page that writes scripts into each of its fields: none reaches a dossier as markup.

use std::fs;

use crate::run::{dossier_args, headwater, read, story};

#[test]
fn scripts_in_fields_stay_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let written = "&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(2)>";
    let page = folder.path().join("x.html");
    fs::write(
        &page,
        format!(
            "<html lang=en><head><title>{written}</title>\
             <link rel=canonical href='javascript:alert(3)//{written}'>\
             <meta property='og:site_name' content='{script}'><meta property='og:title' content='{script}'>\
             <meta name=author content='{script}'><meta property='article:section' content='{script}'>\
             <meta property='article:published_time' content='2025-03-18T09:12:00Z{script}'></head>\
             <body><article><h1>Pier closed {written}</h1><p class=byline>By Ann Lee {written}</p>\
             <p>VELLIN {written} – The council voted on Monday to close the pier, the mayor said {written}.</p>\
             <p>“It stays closed {written},” said Ann Dole, the mayor of {written}.</p></article></body></html>"
        ),
    )
    .expect("written");
    let output = folder.path().join("out");
    let ran = headwater(dossier_args(&[page, story().join("d.html")], &output), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let html = read(&output.join("dossier.html"));
    assert!(html.contains("alert(1)"), "the words of the page are shown");
    for markup in [
        "<script>alert",
        "<img src=x",
        "href=\"javascript:",
        "href='javascript:",
    ] {
        assert!(!html.contains(markup), "{markup} is markup in the dossier");
    }
    let markdown = read(&output.join("dossier.md"));
    assert!(!markdown.contains("<script>alert"), "a script in the Markdown");
}
