//! Pages that are made to exhaust, confuse or break a reader: bombs of one
//! thing, pages that break off, elements that never close, encodings that lie.
//! Each is read, what holds of any article holds, and what was cut is said.

#![allow(clippy::expect_used)]

mod held;
mod shapes;

use std::time::{Duration, Instant};

use headwater_page::{Page, decode, read};
use held::{article, check};
use shapes::{PARAGRAPH, SHAPES};
use text::{Noted, NoticeCode};

/// Far beyond what any of these pages takes, in a build that is hardly optimised and on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn page(bytes: impl Into<Vec<u8>>) -> Page {
    Page {
        id: "p".to_owned(),
        bytes: bytes.into(),
        ..Page::default()
    }
}

fn hold(name: &str, page: &Page) -> Noted<headwater_page::Article> {
    let started = Instant::now();
    let read = read(page);
    let took = started.elapsed();
    check(&read.value).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    assert!(took < PATIENCE, "{name} took {took:?}");
    read
}

fn is_cut(read: &Noted<headwater_page::Article>) -> bool {
    read.notices
        .iter()
        .any(|notice| notice.code == NoticeCode::LimitReached)
}

#[test]
fn pages_of_one_thing_are_read() {
    for (name, build) in SHAPES {
        hold(name, &page(build(150_000)));
    }
}

#[test]
fn bombs_leave_the_article_or_say_what_was_cut() {
    let million = 1_000_000;
    let said = "The council voted on Monday";
    let cases = [
        (
            "elements",
            format!("<html><body>{}{PARAGRAPH}", "<div>".repeat(200_000)),
            true,
        ),
        (
            "attributes",
            format!("<html><body><div {}>{PARAGRAPH}", "a=1 ".repeat(million)),
            false,
        ),
        (
            "an attribute",
            format!(
                "<html><body><div class='{}'>{PARAGRAPH}",
                "share ".repeat(million / 6)
            ),
            false,
        ),
        (
            "references",
            format!("<html><body><p>{}</p>{PARAGRAPH}", "&amp;".repeat(million)),
            false,
        ),
        (
            "no references",
            format!("<html><body><p>{}</p>{PARAGRAPH}", "&lol9".repeat(million)),
            false,
        ),
        (
            "a name without end",
            format!("<html><body><p>&{}</p>{PARAGRAPH}", "a".repeat(million)),
            false,
        ),
        (
            "a number without end",
            format!("<html><body><p>&#{};</p>{PARAGRAPH}", "9".repeat(million)),
            false,
        ),
        (
            "line breaks",
            format!("<html><body>{PARAGRAPH}{}", "<br>".repeat(100_000)),
            false,
        ),
        ("NUL", format!("<html><body>{PARAGRAPH}{}", "\0".repeat(3)), false),
    ];
    for (name, bytes, cut) in cases {
        let read = hold(name, &page(bytes));
        assert_eq!(is_cut(&read), cut, "{name}: {:?}", read.notices);
        assert!(read.value.text.as_str().contains(said), "{name}");
    }
}

#[test]
fn a_page_with_more_parts_than_are_read_says_so() {
    for (name, bytes) in [
        ("lines", "x\n".repeat((1 << 20) + 9)),
        ("pieces", format!("<p>{}", "x\n".repeat((1 << 21) + 9))),
    ] {
        let read = hold(name, &page(bytes));
        assert!(is_cut(&read), "{name}: {:?}", read.notices);
        assert_eq!(
            read.value.furniture.last().map(|rest| rest.kind),
            Some("unread"),
            "{name}"
        );
    }
}

#[test]
fn a_text_of_a_hundred_megabytes_is_read_to_the_cap() {
    let mut bytes = b"<html><body><h1>Pier closed</h1><p>".to_vec();
    bytes.resize(100 << 20, b'x');
    let read = hold("a text", &page(bytes));
    assert!(is_cut(&read), "{:?}", read.notices);
    assert_eq!(read.value.capture.bytes, 100 << 20);
    assert_eq!(read.value.headline.expect("is printed").clean, "Pier closed");
}

#[test]
fn broken_json_ld_gives_no_broken_fields() {
    let script = |members: &str| {
        format!(
            "<html><head><script type=application/ld+json>{{\"@type\":\"NewsArticle\",{members}}}</script></head><body><h1>Pier closed</h1>{PARAGRAPH}"
        )
    };
    let lone = hold(
        "surrogates",
        &page(script(r#""author":{"name":"Ann\ud800 Lee\u0000\u001b[2J"}"#)),
    )
    .value;
    let author = lone
        .byline
        .first()
        .map(|name| name.value.clone())
        .unwrap_or_default();
    assert!(!author.contains(char::is_control), "{author:?}");
    let large = script(&format!(
        "\"datePublished\":\"2025-03-18T06:30:00Z\",\"articleBody\":\"{}\"",
        "The pier is closed. ".repeat(500_000)
    ));
    let read = hold("ten megabytes", &page(large));
    let published = read.value.published.expect("stands before the text");
    assert_eq!(
        published.stamp.map(|stamp| stamp.to_string()).as_deref(),
        Some("2025-03-18T06:30:00Z")
    );
    let deep = script(&format!("\"a\":{}", "[{\"b\":".repeat(100_000)));
    assert!(
        hold("deep", &page(deep))
            .value
            .text
            .as_str()
            .contains("The council")
    );
}

#[test]
fn scripts_in_fields_are_words() {
    let attack = "<script>alert(1)</script>";
    let escaped = "&lt;script>alert(1)&lt;/script>";
    let bytes = format!(
        "<html><head><title>{escaped}</title><meta property='og:title' content='{attack}'>\
         <meta name=author content='{attack}'><meta property='og:site_name' content='{attack}'>\
         <meta property='article:published_time' content='{attack}'><link rel=canonical href='javascript:{attack}'>\
         </head><body><h1>{escaped}</h1><p class=byline>By {escaped}</p>{PARAGRAPH}"
    );
    let article = hold("scripts", &page(bytes)).value;
    assert_eq!(article.headline.expect("is printed").clean, attack);
    assert_eq!(article.published, None);
}

#[test]
fn elements_that_never_close_keep_what_stood_before() {
    for end in [
        "<!--",
        "<!-",
        "<!",
        "<![CDATA[",
        "<?",
        "<",
        "</",
        "<a",
        "<a href=",
        "<a href='x",
        "<script>",
        "<style>",
        "<textarea>",
        "<title>",
        "<select><option>",
        "<svg><title>",
        "<math>",
        "<noscript>",
        "<template>",
        "<plaintext>",
        "<iframe>",
        "<object>",
        "<button>",
        "<table><p>x<tr>y<td>z",
        "<ul><table><li></ul></table>",
        "</html></body>",
        "<p></div></article></p>",
        "&",
        "&#",
        "&#x",
    ] {
        let bytes = format!("<html><body><article><h1>Pier closed</h1>{PARAGRAPH}{PARAGRAPH}{end}");
        let read = hold(end, &page(bytes)).value;
        assert!(
            read.text
                .as_str()
                .contains("the mayor said it would stay closed."),
            "{end}"
        );
    }
}

#[test]
fn a_page_that_breaks_off_anywhere_is_read() {
    let whole = include_bytes!("../../../stories/harbour-memo/d.html");
    for end in (0..whole.len()).step_by(61) {
        check(&article(&whole[..end])).unwrap_or_else(|failure| panic!("cut at {end}: {failure}"));
    }
}

#[test]
fn encodings_that_lie_are_read_by_the_standard() {
    let text = format!("<!DOCTYPE html><html><body><h1>Café closed</h1>{PARAGRAPH}");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xFF\xFE".as_slice(), &little].concat();
    for (bytes, charset) in [(little, "UTF-16LE"), (big, "UTF-16BE"), (marked, "UTF-16LE")] {
        let read = hold(charset, &page(bytes)).value;
        assert_eq!(read.capture.charset, charset);
        assert_eq!(read.headline.expect("is printed").clean, "Café closed");
    }
    // Half a page of one encoding in another: what is no text of the declared one is replaced and counted.
    let mixed = [
        b"<meta charset=utf-8><h1>Caf\xE9 closed</h1>".as_slice(),
        text.as_bytes(),
    ]
    .concat();
    assert_eq!(decode(&mixed, None).replaced, 1);
    hold("mixed", &page(mixed));
    // A declaration of UTF-16 that could be read is not in UTF-16.
    assert_eq!(decode(b"<meta charset=utf-16>caf\xC3\xA9", None).charset, "UTF-8");
    hold("odd", &page(b"\xFF\xFE<\0h".to_vec()));
}
