//! Pages packed into each kind of container come out as they went in; from
//! damaged ones, those before the damage and those after the next record.

#![allow(clippy::unwrap_used)]

mod pack;

use headwater_page::Page;
use headwater_page::container::{PAGE_CAP, Taken, pages};
use pack::{Entry, crawl, gzip, json_lines, members, mhtml, record, response, wacz, zip};
use proptest::prelude::*;
use text::NoticeCode;

const URLS: [&str; 3] = [
    "https://vellin.example/quay",
    "https://vellin.example/a b?c=<d>",
    "https://tidewire.example/3",
];

/// Three invented pages; no two have the same length.
fn stories() -> Vec<(&'static str, String)> {
    let page = |number: usize| {
        let more = "<p>“Nobody was asked,” said Ann Lée, who runs the ferry = daily.</p>\n".repeat(number);
        format!("<!DOCTYPE html>\n<title>Quay {number}</title><h1>Quay {number} shut</h1>\n{more}")
    };
    URLS.into_iter()
        .zip(1..)
        .map(|(url, number)| (url, page(number)))
        .collect()
}

fn borrowed<'s>(stories: &'s [(&'static str, String)]) -> Vec<(&'static str, &'s str)> {
    stories.iter().map(|(url, page)| (*url, page.as_str())).collect()
}

fn taken(name: &str, bytes: &[u8]) -> Vec<Taken> {
    pages(name, bytes).collect()
}

fn read(name: &str, bytes: &[u8]) -> (Vec<Page>, Vec<(NoticeCode, String)>) {
    let mut read = (Vec::new(), Vec::new());
    for taken in taken(name, bytes) {
        read.0.extend(taken.value);
        read.1.extend(
            taken
                .notices
                .into_iter()
                .map(|notice| (notice.code, notice.detail)),
        );
    }
    read
}

fn texts(pages: &[Page]) -> Vec<String> {
    pages
        .iter()
        .map(|page| String::from_utf8_lossy(&page.bytes).into_owned())
        .collect()
}

/// Every container of all three pages, with a name that says nothing.
fn containers(stories: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    let records = crawl(stories);
    let warc = records.concat();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let frames = |records: &[Vec<u8>]| -> Vec<u8> {
        records
            .iter()
            .flat_map(|record| ruzstd::encoding::compress_to_vec(&record[..], level))
            .collect()
    };
    let streamed = [
        ("archive/1.warc", &records[..6].concat()[..], Entry::Streamed),
        (
            "archive/2.warc",
            &records[6..11].concat(),
            Entry::StreamedDeflated,
        ),
        ("archive/3.WARC.GZ", &members(&records[11..]), Entry::Streamed),
    ];
    vec![
        ("warc", warc.clone()),
        ("warc of gzip members", members(&records)),
        ("warc in one gzip member", gzip(&warc)),
        ("warc of zstd frames", frames(&records)),
        ("wacz", wacz(stories)),
        ("wacz written as a stream", zip(&streamed)),
        ("wacz, deflated", zip(&[("a/b.warc", &warc, Entry::Deflated)])),
        ("json lines", json_lines(stories)),
        ("json lines in gzip", gzip(&json_lines(stories))),
    ]
}

#[test]
fn pages_come_out_as_they_went_in() {
    let stories = stories();
    let stories = borrowed(&stories);
    for (name, bytes) in containers(&stories) {
        let (pages, notices) = read(name, &bytes);
        assert!(notices.is_empty(), "{name}: {notices:?}");
        assert_eq!(
            texts(&pages),
            stories.iter().map(|story| story.1).collect::<Vec<_>>(),
            "{name}"
        );
        for (page, (url, _)) in pages.iter().zip(&stories) {
            assert_eq!(page.captured_url.as_deref(), Some(*url), "{name}");
            assert_eq!(page.header_charset.as_deref(), Some("utf-8"), "{name}");
            if !name.starts_with("json") {
                assert_eq!(page.retrieved.as_deref(), Some("2025-03-18T09:12:00Z"), "{name}");
            }
        }
        let places: Vec<_> = pages.iter().map(|page| page.record).collect();
        assert!(places.is_sorted() && places[0].is_some(), "{name}: {places:?}");
    }
}

#[test]
fn a_file_of_one_page_is_that_page() {
    let stories = stories();
    let (url, page) = borrowed(&stories)[2];
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let (half, rest) = page.as_bytes().split_at(40);
    for (name, bytes) in [
        ("plain", page.as_bytes().to_vec()),
        ("gzip", gzip(page.as_bytes())),
        ("gzip in two members", [gzip(half), gzip(rest)].concat()),
        ("gzip in gzip", gzip(&gzip(page.as_bytes()))),
        ("zstd", ruzstd::encoding::compress_to_vec(page.as_bytes(), level)),
        ("mhtml", mhtml(url, page)),
    ] {
        let (pages, notices) = read(name, &bytes);
        assert!(notices.is_empty(), "{name}: {notices:?}");
        assert_eq!(texts(&pages), [page], "{name}");
        if name == "mhtml" {
            assert_eq!(pages[0].captured_url.as_deref(), Some(url));
            assert_eq!(pages[0].retrieved.as_deref(), Some("2025-03-18T09:12:00+01:00"));
        }
    }
}

#[test]
fn records_begin_where_their_place_says() {
    let stories = stories();
    let records = crawl(&borrowed(&stories));
    let packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for (name, records) in [("plain", &records), ("gzip", &packed)] {
        let starts: Vec<u64> = [2, 7, 12].map(|at| records[..at].concat().len() as u64).to_vec();
        let (pages, _) = read(name, &records.concat());
        assert_eq!(
            pages.iter().filter_map(|page| page.record).collect::<Vec<_>>(),
            starts,
            "{name}"
        );
    }
}

/// Frames of the command-line tool, with a dictionary before them as WARC-zstd wants it.
#[test]
fn frames_may_share_a_dictionary() {
    let (pages, notices) = read("x", include_bytes!("data/dictionary.warc.zst"));
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(pages.len(), 8);
    assert!(texts(&pages).iter().all(|page| page.contains("harbour council")));
}

#[test]
fn the_root_of_an_mhtml_is_found() {
    let message =
        |kind: &str, parts: &str| format!("MIME-Version: 1.0\nContent-Type: multipart/{kind}\n\n{parts}");
    let two = "--b\nContent-Type: text/html\nContent-ID: <one>\n\n<p>one\n--b \nContent-Type: text/html; charset=latin1\n\
               Content-ID: <two>\nContent-Location: https://x.example/2\nContent-Transfer-Encoding: BASE64\n\nPHA+dHdv\n--b--\n";
    let nested = "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nplain\n\
                  --c\nContent-Type: text/html\n\n<p>one\n--c--\n--b\n\nno header\n--b--\n";
    for (name, message, page, damaged) in [
        (
            "first of html",
            message("related; boundary=b", two),
            Some("<p>one"),
            false,
        ),
        (
            "start",
            message("related; start=\"<two>\"; boundary=\"b\"", two),
            Some("<p>two"),
            false,
        ),
        (
            "alternative",
            message("related; boundary=b", nested),
            Some("<p>one"),
            false,
        ),
        (
            "no end",
            message("related; boundary=b", two.trim_end_matches("--b--\n")),
            Some("<p>one"),
            true,
        ),
        (
            "no html",
            message(
                "related; boundary=b",
                "--b\nContent-Type: image/png\n\nx\n--b--\n",
            ),
            None,
            false,
        ),
        ("no part", message("related; boundary=other", two), None, false),
    ] {
        let (pages, notices) = read("x.mhtml", message.as_bytes());
        assert_eq!(texts(&pages), page.into_iter().collect::<Vec<_>>(), "{name}");
        let codes: Vec<_> = notices.iter().map(|notice| notice.0).collect();
        match (page, damaged) {
            (None, _) => assert_eq!(codes, [NoticeCode::Unreadable], "{name}: {notices:?}"),
            (_, true) => assert_eq!(codes, [NoticeCode::RecordDamaged], "{name}: {notices:?}"),
            (_, false) => assert!(codes.is_empty(), "{name}: {notices:?}"),
        }
        if name == "start" {
            assert_eq!(pages[0].header_charset.as_deref(), Some("latin1"));
            assert_eq!(pages[0].captured_url.as_deref(), Some("https://x.example/2"));
        }
    }
}

#[test]
fn what_is_no_page_is_left_out_and_refusals_are_counted() {
    let html = "Content-Type: text/html";
    let records = [
        response("https://x.example/1", "404 Not Found", html, b"<p>none"),
        response("https://x.example/2", "301 Moved", html, b""),
        response("https://x.example/3", "404 Not Found", html, b"<p>none"),
        response("https://x.example/4", "200 OK", "X-Media: none", b"<p>undeclared"),
        response("https://x.example/5", "200 OK", "X-Media: none", b"body {}"),
        response("https://x.example/6", "204 No Content", html, b""),
        record(
            "resource",
            "https://x.example/7",
            "text/html; charset=iso-8859-1",
            b"<p>caf\xe9",
        ),
        record("resource", "urn:text:https://x.example/7", "text/plain", b"cafe"),
        record(
            "resource",
            "https://x.example/8",
            "application/xhtml+xml",
            b"<p>x</p>",
        ),
        record("resource", "https://x.example/9", "text/css", b"p {}"),
        record("resource", "<https://x.example/10>", "text/plain", b"words"),
        record("response", "dns:x.example", "text/dns", b"1.2.3.4"),
    ];
    let (pages, notices) = read("x.warc", &records.concat());
    assert_eq!(
        texts(&pages),
        ["<p>undeclared", "<p>caf\u{fffd}", "<p>x</p>", "words"]
    );
    assert_eq!(pages[1].header_charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(pages[3].captured_url.as_deref(), Some("https://x.example/10"));
    assert_eq!(
        notices,
        [(
            NoticeCode::RecordsSkipped,
            "x.warc: 3 responses whose HTTP status is no success were left out (301: 1, 404: 2).".to_owned()
        )]
    );
}

#[test]
fn a_bad_record_does_not_take_the_others_down() {
    let html = "Content-Type: text/html";
    let page = |name: &str| {
        response(
            "https://x.example/",
            "200 OK",
            html,
            format!("<p>{name}").as_bytes(),
        )
    };
    let length = |record: Vec<u8>, length: &str| {
        let text = String::from_utf8(record).unwrap();
        let from = text.find("Content-Length: ").unwrap();
        let to = from + text[from..].find("\r\n").unwrap();
        format!("{}Content-Length: {length}{}", &text[..from], &text[to..]).into_bytes()
    };
    let endless = format!("WARC/1.0\r\nX: {}\r\n", "x".repeat(100_000)).into_bytes();
    for (name, bad, pages, code) in [
        ("short", length(page("bad"), "70"), 3, NoticeCode::RecordDamaged),
        ("long", length(page("bad"), "500"), 3, NoticeCode::RecordDamaged),
        (
            "huge",
            length(page("bad"), "99999999999999"),
            3,
            NoticeCode::RecordDamaged,
        ),
        (
            "no number",
            length(page("bad"), "many"),
            2,
            NoticeCode::Unreadable,
        ),
        (
            "beyond numbers",
            length(page("bad"), "99999999999999999999"),
            2,
            NoticeCode::Unreadable,
        ),
        ("junk", vec![0xFF; 5000], 2, NoticeCode::Unreadable),
        ("endless header", endless, 2, NoticeCode::Unreadable),
        (
            "no http",
            record(
                "response",
                "https://x.example/",
                "application/http",
                b"words\r\n\r\n",
            ),
            2,
            NoticeCode::Unreadable,
        ),
    ] {
        let (found, notices) = read("x.warc", &[page("first"), bad.clone(), page("last")].concat());
        let found = texts(&found);
        assert_eq!(
            (&found[0][..], &found[found.len() - 1][..]),
            ("<p>first", "<p>last"),
            "{name}"
        );
        assert_eq!(
            (found.len(), notices.len(), notices[0].0),
            (pages, 1, code),
            "{name}: {notices:?}"
        );
        let at = format!("byte {}", page("first").len());
        assert!(
            notices[0].1.starts_with("x.warc, record at ") && notices[0].1.contains(&at),
            "{name}: {notices:?}"
        );
    }
}

#[test]
fn a_damaged_member_is_left_out() {
    let stories = stories();
    let records = crawl(&borrowed(&stories));
    let mut packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    for (name, at) in [("magic", 0), ("data", 60), ("checksum", packed[7].len() - 6)] {
        let whole = packed[7].clone();
        packed[7][at] ^= 0x55;
        let (pages, notices) = read(name, &packed.concat());
        assert_eq!(texts(&pages), [&stories[0].1[..], &stories[2].1], "{name}");
        assert_eq!(notices[0].0, NoticeCode::Unreadable, "{name}: {notices:?}");
        packed[7] = whole;
    }
}

#[test]
fn a_damaged_entry_ends() {
    let stories = stories();
    let warc = crawl(&borrowed(&stories)).concat();
    for kind in [Entry::Deflated, Entry::StreamedDeflated] {
        let first = zip(&[("a.warc", &warc, kind)]);
        let mut both = zip(&[("a.warc", &warc, kind), ("b.warc", &warc, kind)]);
        // A block of the reserved type.
        both[36] |= 0b110;
        let (pages, notices) = read("x.wacz", &both);
        assert_eq!(pages.len(), 3, "{notices:?}");
        assert!(!notices.is_empty() && notices.len() <= 3, "{notices:?}");
        assert!(pages[0].record.unwrap() >= first.len() as u64 - 30);
    }
}

#[test]
fn lines_that_are_no_pages_are_named() {
    let lines = "{\"text\": \"one\", \"id\": \"a b\"}\n\nnot json\n{\"url\": \"x\"}\n{\"html\": 7}\n[]\n\
                 {\"html\": \"lone \\ud800 half\", \"url\": null}\n{\"html\": \"last\"}";
    let (pages, notices) = read("x.jsonl", lines.as_bytes());
    assert_eq!(texts(&pages)[..1], ["one"]);
    assert_eq!((pages.len(), pages[0].id.as_str()), (3, "a b"));
    let numbers: Vec<_> = notices
        .iter()
        .map(|notice| notice.1.split_once(" could").unwrap().0)
        .collect();
    assert_eq!(
        numbers,
        [
            "x.jsonl, line 3",
            "x.jsonl, line 4",
            "x.jsonl, line 5",
            "x.jsonl, line 6"
        ]
    );
}

#[test]
fn bombs_and_giants_cost_a_notice() {
    let html = "Content-Type: text/html";
    let zeros = vec![b'0'; PAGE_CAP + 1];
    let giant = response("https://x.example/", "200 OK", html, &zeros);
    let last = response("https://x.example/", "200 OK", html, b"<p>last");
    let nested = gzip(&gzip(&gzip(b"<p>deep")));
    for (name, bytes, pages) in [
        ("page", zeros.clone(), 0),
        ("gzip", gzip(&zeros), 0),
        ("deep gzip", nested, 0),
        ("warc", [giant.clone(), last.clone()].concat(), 1),
        ("warc of members", members(&[giant.clone(), last.clone()]), 1),
        (
            "zip",
            zip(&[("a.warc", &[giant, last].concat(), Entry::Deflated)]),
            0,
        ),
        ("zip in zip", zip(&[("a.zip", &wacz(&[]), Entry::Stored)]), 0),
    ] {
        let (found, notices) = read(name, &bytes);
        assert_eq!(found.len(), pages, "{name}");
        assert_eq!(notices[0].0, NoticeCode::Unreadable, "{name}: {notices:?}");
    }
}

#[test]
fn what_comes_before_a_cut_is_read() {
    let stories = stories();
    let stories = borrowed(&stories);
    for (name, bytes) in containers(&stories) {
        let mut most = 0;
        for end in 0..bytes.len() {
            let (pages, notices) = read(name, &bytes[..end]);
            let texts = texts(&pages);
            // The page that is cut may come in part; those before it are whole.
            let whole = texts
                .iter()
                .zip(&stories)
                .filter(|(text, story)| **text == story.1)
                .count();
            assert!(whole + 1 >= texts.len(), "{name} cut at {end}");
            assert!(
                whole >= most || name == "json lines",
                "{name} cut at {end} has lost a page"
            );
            most = most.max(whole);
            assert!(
                whole == texts.len() || !notices.is_empty() || texts.len() == 1,
                "{name} cut at {end} in silence"
            );
        }
        assert!(
            most >= stories.len() - usize::from(name == "json lines"),
            "{name}: {most}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_damage_is_survived(
        container in 0usize..9,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        name in "(x|x.warc|x.jsonl|x.warc.gz)",
    ) {
        let stories = stories();
        let (_, mut bytes) = containers(&borrowed(&stories)).swap_remove(container);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for (number, taken) in pages(&name, &bytes[..]).enumerate() {
            prop_assert!(number < 1000, "no end");
            prop_assert!(taken.value.is_some() || !taken.notices.is_empty());
            prop_assert!(taken.value.is_none_or(|page| page.bytes.len() <= PAGE_CAP));
        }
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..400), magic in 0usize..6) {
        let magic = [&b""[..], b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"A: b\nContent-Type: multipart/x; boundary=\n\n"][magic];
        let count = pages("x", &[magic, &bytes].concat()[..]).count();
        prop_assert!(count <= bytes.len() + 1);
    }
}

/// Records that others wrote, good and bad ones, when they are at hand.
#[test]
fn samples_of_other_writers_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/feeds-warc");
    for (name, bytes, notice) in [
        ("warc_example.warc", &[1270][..], ""),
        ("warc_example.warc.gz", &[1270], ""),
        ("warc_example-bad-non-chunked.warc.gz", &[1270], ""),
        ("warc_example-bad.warc.gz.bad", &[1270], "(302: 1)"),
        ("warc_example-iana.org-chunked.warc", &[7223], ""),
        ("warc_example-resource.warc.gz", &[1303], ""),
        ("warc_example-space-in-target-uri.warc.gz", &[], ""),
        ("warc_example-trunc.warc", &[1270], "its length is wrong"),
        ("warc_example-wget-bad-target-uri.warc.gz", &[1270], ""),
        ("warc_example-wrong-chunks.warc.gz", &[1270], ""),
        ("warc_example.arc.gz", &[], "ARC file"),
    ] {
        let Ok(file) = std::fs::read(folder.join(name)) else {
            eprintln!("{name} is not at hand");
            continue;
        };
        let (pages, notices) = read(name, &file);
        assert_eq!(
            pages.iter().map(|page| page.bytes.len()).collect::<Vec<_>>(),
            bytes,
            "{name}"
        );
        match notices.first() {
            None => assert_eq!(notice, "", "{name}"),
            Some(found) => assert!(
                !notice.is_empty() && found.1.contains(notice),
                "{name}: {notices:?}"
            ),
        }
    }
}
