//! Each block leads back to the capture, whatever its words are written with:
//! character references of all forms, inline tags, comments, CDATA sections.

#![allow(clippy::expect_used)]

use headwater_page::{Article, Page, read};
use proptest::prelude::*;
use text::Span;

/// A piece of a paragraph: as written, and as read.
type Piece = (&'static str, &'static str);

const WORDS: &[Piece] = &[
    ("harbour", "harbour"),
    ("the", "the"),
    ("of", "of"),
    ("Málaga", "Málaga"),
    ("漢字", "漢字"),
    ("caf&eacute;", "café"),
    ("caf&#233;", "café"),
    ("caf&#xE9;", "café"),
    ("fish&amp;chips", "fish&chips"),
    ("fish&ampchips", "fish&chips"),
    ("&ldquo;No&rdquo;", "“No”"),
    ("it&#8217s", "it’s"),
    ("a&lt;b", "a<b"),
    ("AT&T", "AT&T"),
    ("&unknown;", "&unknown;"),
    ("so&shy;me", "some"),
    ("<em>not</em>", "not"),
    ("<a href=\"/x?a=1&amp;b=2\">board</a>", "board"),
    ("pi<b>e</b>r", "pier"),
    ("mo<!-- a > b -->le", "mole"),
    ("<span class='x'>an<i>d</i></span>", "and"),
    ("one&nbsp;two", "one two"),
    ("one<br>two", "one\ntwo"),
];
const CDATA: &[Piece] = &[
    ("<![CDATA[a<b &amp; c]]>", "a<b &amp; c"),
    ("s<![CDATA[ea]]>t", "seat"),
];

fn article(page: &str) -> Article {
    let page = Page {
        id: "p".to_owned(),
        bytes: page.as_bytes().to_vec(),
        ..Page::default()
    };
    read(&page).value
}

/// What a reader sees of a stretch of markup: written anew, by the pieces above alone.
fn visible(markup: &str, xml: bool) -> String {
    let mut shown = String::new();
    let mut rest = markup;
    while let Some(c) = rest.chars().next() {
        let section = xml.then(|| rest.strip_prefix("<![CDATA[")).flatten();
        if let Some((text, after)) = section.and_then(|section| section.split_once("]]>")) {
            shown.push_str(text);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("]]>").filter(|_| xml) {
            // The section began before the stretch.
            rest = after;
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(tag) = rest.strip_prefix('<') {
            shown.push_str(if tag.starts_with("br") { "\n" } else { "" });
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        } else {
            let references = [
                ("&eacute;", "é"),
                ("&#233;", "é"),
                ("&#xE9;", "é"),
                ("&amp;", "&"),
                ("&amp", "&"),
                ("&ldquo;", "“"),
                ("&rdquo;", "”"),
                ("&#8217", "’"),
                ("&lt;", "<"),
                ("&shy;", ""),
                ("&nbsp;", " "),
            ];
            let known = references.iter().find(|(written, _)| rest.starts_with(written));
            let (written, read) = known.map_or((c.len_utf8(), None), |(written, read)| {
                (written.len(), Some(read))
            });
            match read {
                Some(read) => shown.push_str(read),
                None => shown.push(c),
            }
            rest = &rest[written..];
        }
    }
    shown
}

fn paragraph(xml: bool) -> impl Strategy<Value = Vec<Piece>> {
    let pool: Vec<Piece> = if xml {
        [WORDS, CDATA].concat()
    } else {
        WORDS.to_vec()
    };
    prop::collection::vec(prop::sample::select(pool), 6..24)
}

fn page(paragraphs: &[Vec<Piece>], xml: bool) -> (String, Vec<String>) {
    let mut markup = String::from(if xml {
        "<?xml version=\"1.0\"?>"
    } else {
        "<!DOCTYPE html>"
    });
    markup.push_str("<html><body><h1>The pier of Vellin</h1><article>");
    let mut texts = Vec::new();
    for pieces in paragraphs {
        let written: Vec<&str> = pieces.iter().map(|piece| piece.0).collect();
        let shown: Vec<&str> = pieces.iter().map(|piece| piece.1).collect();
        let start = "The council voted on Monday to close the";
        markup.push_str(&format!("<p>\n  {start} {}.\n</p>", written.join(" ")));
        texts.push(format!("{start} {}.", shown.join(" ")));
    }
    markup.push_str("</article></body></html>");
    (markup, texts)
}

/// Fails unless each paragraph is a block whose way back gives its text again.
fn check(paragraphs: &[Vec<Piece>], xml: bool) -> Result<(), TestCaseError> {
    let (markup, texts) = page(paragraphs, xml);
    let article = article(&markup);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut read = Vec::new();
    for block in &article.blocks {
        let text = article.text.slice(block.span);
        let source = article.capture.text.slice(block.capture);
        prop_assert_eq!(words(&visible(source, xml)), words(text));
        read.push(text.to_owned());
        // The same for each word of it: no reference and no tag is cut in two.
        let mut from = 0;
        for word in text.split_whitespace() {
            let at = from + text[from..].find(word).expect("a word of the text");
            from = at + word.len();
            let span = Span::new(block.span.start() + at, block.span.start() + from);
            let source = article.capture_span(span).expect("words stand in the capture");
            let source = article.capture.text.slice(source);
            // A word in the middle of a CDATA section stands there as it is.
            prop_assert!(
                source == word || words(&visible(source, xml)) == word,
                "{source:?} for {word:?}"
            );
        }
    }
    let mut own = texts;
    own.dedup();
    for text in own {
        prop_assert!(read.contains(&text), "{text:?} is no block of {read:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_of_html_lead_back(paragraphs in prop::collection::vec(paragraph(false), 1..6)) {
        check(&paragraphs, false)?;
    }

    #[test]
    fn blocks_of_xhtml_lead_back(paragraphs in prop::collection::vec(paragraph(true), 1..6)) {
        check(&paragraphs, true)?;
    }
}

#[test]
fn each_way_of_writing_leads_back() {
    for piece in WORDS.iter().chain(CDATA) {
        check(&[vec![*piece; 6]], CDATA.contains(piece))
            .unwrap_or_else(|failure| panic!("{piece:?}: {failure}"));
    }
}
