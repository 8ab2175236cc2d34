//! What must hold of the article of any page: spans lie on character boundaries
//! and ascend, blocks and furniture are disjoint, the map leads back to the
//! capture, fields hold no control characters.

use headwater_page::{Article, Format, Origin, Page, read};
use proptest::prelude::*;
use text::Span;

/// Reads a page of these bytes.
pub(crate) fn article(bytes: &[u8]) -> Article {
    let page = Page {
        id: "p".to_owned(),
        bytes: bytes.to_vec(),
        ..Page::default()
    };
    read(&page).value
}

/// Fails with the reason when the article breaks a rule.
pub(crate) fn check(article: &Article) -> Result<(), TestCaseError> {
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
            let shown = !visible || covered(at) || marks_formatting(capture.as_str(), at);
            prop_assert!(shown, "{c:?} at {at} is in no part");
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
    let headline = article.headline.iter().map(|headline| &headline.clean);
    let found = article.byline.iter().chain(&article.outlet).chain(&article.url);
    for value in headline.chain(found.map(|found| &found.value)) {
        prop_assert!(
            !value.contains(char::is_control),
            "a control character in {value:?}"
        );
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
