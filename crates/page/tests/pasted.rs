//! Text pasted from a browser or an editor: what is the article and what its parts are.

#![allow(clippy::expect_used)]

use headwater_page::{Article, BlockKind, Page, read};

fn article(text: &str) -> Article {
    let page = Page {
        id: "p".to_owned(),
        bytes: text.as_bytes().to_vec(),
        ..Page::default()
    };
    read(&page).value
}

fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
    article
        .blocks
        .iter()
        .map(|block| (block.kind, article.text.slice(block.span)))
        .collect()
}

#[test]
fn marks_of_formatting_make_the_blocks() {
    let read = article(
        "# Vellin harbour pier is closed for the winter

By Ann Lee

The [harbour board](https://vellin.example/board) closed the pier on Monday, and **nobody** said for how long it would stay so.

> “We had no choice, and we would do the same again,” said Mira Olt, who leads the board.

## What happens next

The board named three steps that it would take before the spring, and said who would pay:

* New piles under the northern end
* A fence along the [old quay](/quay)

Boats will land at the southern quay until the work is done, the board said in a letter to the owners.

## More stories

[Ten cabins by the sea](https://vellin.example/cabins)
[Why the ferry is late](https://vellin.example/ferry)
",
    );
    assert_eq!(
        blocks(&read),
        [
            (
                BlockKind::Headline,
                "Vellin harbour pier is closed for the winter"
            ),
            (
                BlockKind::Paragraph,
                "The harbour board closed the pier on Monday, and nobody said for how long it would stay so."
            ),
            (
                BlockKind::Blockquote,
                "“We had no choice, and we would do the same again,” said Mira Olt, who leads the board."
            ),
            (BlockKind::Subhead, "What happens next"),
            (
                BlockKind::Paragraph,
                "The board named three steps that it would take before the spring, and said who would pay:"
            ),
            (BlockKind::ListItem, "* New piles under the northern end"),
            (BlockKind::ListItem, "* A fence along the old quay"),
            (
                BlockKind::Paragraph,
                "Boats will land at the southern quay until the work is done, the board said in a letter to the owners."
            ),
        ]
    );
    let capture = read.capture.text.as_str();
    let first = read.blocks[1].capture;
    assert!(capture[first.range()].starts_with("The [harbour board](https"));
    let word = read.text.as_str().find("nobody").expect("in the text");
    let span = read
        .capture_span(text::Span::new(word, word + 6))
        .expect("mapped");
    assert_eq!(&capture[span.range()], "nobody");
}

#[test]
fn menus_teasers_and_legal_text_around_the_article_are_left_out() {
    let read = article(
        "Home
News
Harbour
The pier shop has opened its doors again, and here is what you can buy there.
Weather

Vellin harbour pier is closed for the winter

Ann Lee
18 March 2025

The harbour board closed the pier on Monday, and nobody in the town was told for how long it would stay closed.

The board said that the piles under the northern end had moved by four centimetres since the storm of last week.

“No.” That was all that its chair said when she was asked whether boats could land there before the summer.

More stories
Ten cabins by the sea
We tried ten cabins on the coast, and these are the three that we would book again.
Why the ferry is late
The captain tells us why the ferry was late on each of the last nine days.
All rights reserved. The Vellin Gazette is a member of the press council of the harbour towns.
",
    );
    let body = read.body();
    assert!(body.starts_with("The harbour board closed"), "{body}");
    assert!(body.ends_with("before the summer."), "{body}");
    assert_eq!(body.split("\n\n").count(), 3);
}
