//! Any bytes give a valid article: spans lie on character boundaries and
//! ascend, blocks and furniture are disjoint, the map leads back to the capture.

#![allow(clippy::expect_used)]

use headwater_page::{Article, Format, Origin, Page, read};
use proptest::prelude::*;
use text::Span;

fn article(bytes: &[u8]) -> Article {
    let page = Page {
        id: "p".to_owned(),
        bytes: bytes.to_vec(),
        ..Page::default()
    };
    read(&page).value
}

/// Fails with the reason when the article breaks a rule.
fn check(article: &Article) -> Result<(), TestCaseError> {
    let capture = &article.capture.text;
    let valid = |span: Span| capture.get(span).is_some_and(|words| !words.trim().is_empty());
    let mut parts: Vec<Span> = Vec::new();
    let mut end = 0;
    for block in &article.blocks {
        prop_assert!(end <= block.span.start(), "blocks overlap in the text");
        end = block.span.end();
        let words = article.text.get(block.span);
        prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words));
        prop_assert!(valid(block.capture));
        prop_assert_eq!(article.capture_span(block.span), Some(block.capture));
        parts.push(block.capture);
    }
    for part in &article.furniture {
        prop_assert!(valid(part.span));
        parts.push(part.span);
    }
    parts.sort();
    for pair in parts.windows(2) {
        prop_assert!(
            pair[0].end() <= pair[1].start(),
            "{:?} and {:?} overlap",
            pair[0],
            pair[1]
        );
    }
    if article.capture.format == Format::Text {
        let covered = |at: usize| {
            let next = parts.partition_point(|part| part.end() <= at);
            parts.get(next).is_some_and(|part| part.contains_offset(at))
        };
        for (at, c) in capture.as_str().char_indices() {
            let visible = !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}');
            let mark = marks_formatting(capture.as_str(), at);
            prop_assert!(!visible || mark || covered(at), "{c:?} at {at} is in no part");
        }
    }
    for candidate in &article.candidates {
        let found = &candidate.found;
        prop_assert!(capture.get(found.span).is_some(), "{candidate:?} stands nowhere");
        prop_assert!(
            !found.value.is_empty() && !found.value.contains(char::is_control),
            "{candidate:?}"
        );
        let opens =
            |(at, _): (usize, &str)| found.value[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
        let tag = found.value.match_indices('<').any(opens) && found.value.contains('>');
        prop_assert!(found.origin == Origin::Visible || !tag, "{candidate:?}");
    }
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(
        article
            .headline
            .iter()
            .flat_map(|headline| headline.occurrences.iter().copied()),
    );
    spans.extend(article.byline.iter().map(|name| name.span));
    spans.extend(
        article
            .published
            .iter()
            .chain(&article.modified)
            .map(|dated| dated.span),
    );
    spans.extend(article.dateline.iter().map(|line| line.span));
    spans.extend(article.outlet.iter().chain(&article.url).map(|found| found.span));
    spans.extend(
        article
            .credits
            .iter()
            .flat_map(|credit| credit.names.iter().copied()),
    );
    for span in spans {
        prop_assert!(valid(span), "a field without words at {span:?}");
    }
    for link in &article.links {
        prop_assert!(article.text.get(link.span).is_some());
    }
    if let Some(line) = &article.dateline {
        prop_assert!(article.text.get(line.text_span).is_some());
    }
    Ok(())
}

/// Signs that may mark headings, quotations, emphasis and links in pasted text, and addresses of links.
/// The words for a picture are not shown either; no piece below has one.
fn marks_formatting(capture: &str, at: usize) -> bool {
    let line = capture[..at].rfind('\n').map_or(0, |end| end + 1);
    let addressed = capture[line..at]
        .rfind("](")
        .is_some_and(|start| !capture[line + start..at].contains(')'));
    addressed
        || matches!(
            capture.as_bytes()[at],
            b'#' | b'>' | b'*' | b'_' | b'[' | b']' | b'(' | b')' | b'!'
        )
}

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

const PARAGRAPH: &str =
    "<p>The council voted on Monday to close the pier, and the mayor said it would stay closed.</p>";

#[test]
fn hostile_pages_are_read_in_time_and_say_what_was_cut() {
    let deep = 200_000;
    let cases = [
        format!(
            "<html><body>{}{PARAGRAPH}{}",
            "<div>".repeat(deep),
            "</div>".repeat(deep)
        ),
        format!("<html><body>{}{PARAGRAPH}", "<b>".repeat(deep)),
        format!("{}{PARAGRAPH}", "<table><tr><td>".repeat(deep / 2)),
        format!(
            "<html><body><div><b>{}{PARAGRAPH}",
            "</b></i></x></p>".repeat(deep / 2)
        ),
        format!(
            "<html><body><div {}>{PARAGRAPH}</div>",
            "class='share' ".repeat(deep)
        ),
        format!(
            "<html><body><p>{}</p>{PARAGRAPH}",
            "&amp;&notanentity".repeat(deep)
        ),
        format!("<html><body>{}{PARAGRAPH}", "<!-->".repeat(deep)),
        format!("<html><body>{}", "<a href=\"".repeat(deep)),
        format!(
            "<script type=\"application/ld+json\">{}</script>{PARAGRAPH}",
            "[{\"@type\":\"NewsArticle\",\"author\":[{\"@id\":\"a\"}".repeat(deep / 20)
        ),
        "The pier is closed\n".repeat(deep),
        format!(
            "<html><body><h1>Pier</h1>{}",
            "<h2><a href=x>The pier is closed</a></h2><p>x</p>".repeat(deep / 10)
        ),
    ];
    for (number, case) in cases.iter().enumerate() {
        let started = std::time::Instant::now();
        let article = article(case.as_bytes());
        check(&article).unwrap_or_else(|failure| panic!("case {number}: {failure}"));
        assert!(
            started.elapsed().as_secs() < 60,
            "case {number} took {:?}",
            started.elapsed()
        );
    }
    let deep = read(&Page {
        id: "p".to_owned(),
        bytes: cases[0].clone().into_bytes(),
        ..Page::default()
    });
    assert!(
        deep.notices
            .iter()
            .any(|notice| notice.code == text::NoticeCode::LimitReached)
    );
    assert!(deep.value.text.as_str().contains("The council voted"));
}

#[test]
fn a_drawing_ends_where_its_end_tag_stands() {
    let drawing = format!("<svg><g>{}</g></svg>", "<path d='M1 1'/>".repeat(2000));
    let read = article(format!("<html><body>{drawing}<svg/>{PARAGRAPH}").as_bytes());
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
