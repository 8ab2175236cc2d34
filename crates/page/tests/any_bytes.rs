//! Any bytes give a valid article: spans lie on character boundaries and
//! ascend, blocks and furniture are disjoint, the map leads back to the capture.

#![allow(clippy::expect_used)]

mod held;

use headwater_page::{Page, read};
use held::{article, check};
use proptest::prelude::*;

/// Pieces that pages are made of, whole and broken.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=\"share\">",
        "</div>",
        "<article>",
        "<h1>",
        "</h1>",
        "<h2><a href=x>",
        "</a></h2>",
        "<br>",
        "<br><br>",
        "<ul><li>",
        "<li>",
        "</ul>",
        "<table><tr><td>",
        "<td>",
        "</table>",
        "<b>",
        "</b>",
        "<a href='/x'>",
        "</a>",
        "<blockquote>",
        "</blockquote>",
        "<figcaption>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"",
        "\",\"datePublished\":\"2025-03-18T06:30:00+01:00\",\"author\":[{\"name\":\"Ann Lee\"}]}</script>",
        "<!-- ",
        " -->",
        "<![CDATA[",
        "]]>",
        "<meta charset=utf-8>",
        "<meta property=\"og:title\" content=\"",
        "\">",
        "<title>",
        "</title>",
        "&amp;",
        "&lsquo;",
        "&#8217;",
        "&#x110000;",
        "&nosuch",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "\0",
        "\u{feff}",
        "\u{ad}",
        "\u{a0}",
        "\r\n",
        "\n\n",
        " ",
        "The pier in Vellin was closed on Tuesday, and the council said why.\n",
        "VELLIN, March 18 (Tidewire) – ",
        "By Ann Lee and Bo Ray",
        "Updated 18 March 2025 12:20",
        "18-03-25 10:05 GMT",
        "Share this article",
        "Like 12 Love 3",
        "What's Your Reaction?",
        "• An item of a list",
        "Pier closed’: What Now",
        "(Reporting by Ann Lee in Vellin; Editing by Bo Ray)",
        "Correction: An earlier version of this article said so.",
        "“Nobody knows,” she said. ",
        "\n# ",
        "\n> ",
        "**",
        "_",
        "[the board](https://vellin.example/(b))",
        "the pier.CreditAnn Lee/Tidewire",
        "é漢字",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![8 => known, 1 => prop::collection::vec(any::<u8>(), 0..6)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_pieces(pieces in prop::collection::vec(piece(), 0..60), markup in any::<bool>()) {
        let mut bytes = if markup { b"<html><body>".to_vec() } else { Vec::new() };
        bytes.extend(pieces.into_iter().flatten());
        check(&article(&bytes))?;
    }

    #[test]
    fn bytes_without_sense(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&article(&bytes))?;
    }
}

#[test]
fn a_drawing_ends_where_its_end_tag_stands() {
    let drawing = format!("<svg><g>{}</g></svg>", "<path d='M1 1'/>".repeat(2000));
    let text =
        "<p>The council voted on Monday to close the pier, and the mayor said it would stay closed.</p>";
    let read = article(format!("<html><body>{drawing}<svg/>{text}").as_bytes());
    assert!(read.text.as_str().starts_with("The council voted"));
}

#[test]
fn empty_and_binary_files_are_noticed() {
    let codes = |bytes: &[u8]| {
        let page = Page {
            bytes: bytes.to_vec(),
            ..Page::default()
        };
        read(&page)
            .notices
            .into_iter()
            .map(|notice| notice.code)
            .collect::<Vec<_>>()
    };
    assert!(codes(b"").contains(&text::NoticeCode::EmptyArticle));
    assert!(codes(b"<html><body><nav>Home</nav></body></html>").contains(&text::NoticeCode::EmptyArticle));
    let junk: Vec<u8> = (0..4000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert!(codes(&junk).contains(&text::NoticeCode::Unreadable));
}
