//! Numbers in marked text, and what must hold for any text.

use std::sync::OnceLock;

use headwater_nlp as nlp;
use nlp::{Bound, Models, Number};
use page::{Article, Block, BlockKind};
use proptest::prelude::*;
use text::{Span, Text};

fn models() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(Models::bundled)
}

fn numbers(text: &str) -> Vec<Number> {
    let whole = Span::new(0, text.len());
    let article = Article {
        text: Text::new(text),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            span: whole,
            capture: whole,
        }],
        ..Article::default()
    };
    nlp::analyze(&article, models()).numbers
}

/// A number as the file writes it.
fn written(text: &str, number: &Number) -> String {
    let rounded = (number.value * 1e4).round() / 1e4;
    let mut line = format!(
        "{} = {rounded} {}",
        &text[number.span.range()],
        number.unit.as_deref().unwrap_or("-")
    );
    if let Some(of) = number.of {
        line.push_str(&format!(" of {of}"));
    }
    if let Some(upper) = number.upper {
        line.push_str(&format!(" to {upper}"));
    }
    line.push_str(match number.bound {
        Bound::Exactly => "",
        Bound::About => " about",
        Bound::AtLeast => " at least",
        Bound::AtMost => " at most",
        Bound::MoreThan => " more than",
        Bound::LessThan => " less than",
    });
    line
}

#[test]
fn numbers_of_marked_text() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for line in include_str!("data/numbers.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let (text, marks) = line.split_once(" |").expect("a text and its numbers");
        let expected: Vec<&str> = marks
            .split(';')
            .map(str::trim)
            .filter(|m| !m.is_empty())
            .collect();
        let found: Vec<String> = numbers(text).iter().map(|n| written(text, n)).collect();
        cases += 1;
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(cases >= 80, "{cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Text of the pieces that numbers are made of.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "12", "1,250", "3.2bn", "$", "£", "%", "forty", "-", "–", "seven", "hundred", "a", "half", "third",
        "thirds", "of", "out", "in", "the", "between", "and", "to", "or", "million", "dozen", "piles",
        "people", "km", "30km", "per", "cent", "at least", "Article", "/", ".", ",", " ", " ", " ", "\n\n",
        "2016", "'", "é", "one", "1/2", "year", "old", "in March",
    ];
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|p| p.concat()),
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|p| p.join(" ")),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn numbers_lie_in_the_text_and_figures_part(text in pieces()) {
        if text.is_empty() {
            return Ok(());
        }
        let found = numbers(&text);
        for number in &found {
            prop_assert!(text.get(number.span.range()).is_some_and(|words| !words.is_empty()));
            prop_assert!(number.span.contains(number.figure));
            prop_assert!(number.value.is_finite());
            prop_assert!(number.upper.is_none_or(|upper| upper > number.value));
            prop_assert!(number.unit.as_deref().is_none_or(|unit| !unit.is_empty()));
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].figure.end() <= pair[1].figure.start());
        }
        prop_assert_eq!(numbers(&text), found);
    }
}
