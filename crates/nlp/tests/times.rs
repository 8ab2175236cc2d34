//! Time expressions in marked text, and what must hold for any text.

use std::sync::OnceLock;

use headwater_nlp as nlp;
use nlp::{Models, TimeBasis, TimeExpression};
use page::{Article, Block, BlockKind, Dated, Dateline, Stamp};
use proptest::prelude::*;
use text::{Span, Text};

fn models() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(Models::bundled)
}

fn article(text: &str, published: Option<&str>) -> Article {
    let whole = Span::new(0, text.len());
    Article {
        text: Text::new(text),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            span: whole,
            capture: whole,
        }],
        published: published.map(|stamp| Dated {
            span: Span::new(0, 0),
            stamp: Some(stamp.parse::<Stamp>().expect("an ISO time")),
            timezone: None,
            label: None,
        }),
        ..Article::default()
    }
}

fn times(text: &str, published: Option<&str>) -> Vec<TimeExpression> {
    nlp::analyze(&article(text, published), models()).times
}

#[test]
fn times_of_marked_text() {
    let mut wrong = Vec::new();
    for line in include_str!("data/times.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let (text, marks) = line.split_once(" |").expect("a text and its times");
        let (text, published) = match text.strip_prefix('?') {
            Some(text) => (text, None),
            None => (text, Some("2025-03-18")),
        };
        let expected: Vec<&str> = marks
            .split(';')
            .map(str::trim)
            .filter(|m| !m.is_empty())
            .collect();
        let found: Vec<String> = times(text, published)
            .iter()
            .map(|time| {
                let value = time.value.as_deref().unwrap_or("-");
                format!("{} = {} {value}", &text[time.span.range()], time.timex)
            })
            .collect();
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn intervals_hold_what_the_words_may_mean() {
    let cases = [
        (
            "It closed in early 2024.",
            "2024-01-01T00:00:00",
            "2024-07-02T00:00:00",
        ),
        (
            "It fell earlier this year.",
            "2025-01-01T00:00:00",
            "2025-03-19T00:00:00",
        ),
        (
            "It will fall later this year.",
            "2025-03-18T00:00:00",
            "2026-01-01T00:00:00",
        ),
        (
            "It rained on Monday morning.",
            "2025-03-17T00:00:00",
            "2025-03-17T12:00:00",
        ),
        (
            "It was dry in the summer of 2024.",
            "2023-12-01T00:00:00",
            "2025-04-01T00:00:00",
        ),
        (
            "It grew in fiscal 2024.",
            "2023-01-01T00:00:00",
            "2026-01-01T00:00:00",
        ),
    ];
    for (text, from, to) in cases {
        let found = times(text, Some("2025-03-18"));
        let interval = found.first().and_then(|time| time.interval).expect(text);
        assert_eq!(
            (interval.from.to_string(), interval.to.to_string()),
            (from.into(), to.into()),
            "{text}"
        );
    }
}

/// A page without a date of publication may have a full date in its dateline.
#[test]
fn the_dateline_anchors_where_nothing_else_does() {
    let text = "VELLIN, 18 March 2025 (Tidewire) - The harbour closed on Monday.";
    let line = Span::new(0, "VELLIN, 18 March 2025 (Tidewire)".len());
    let mut dated = article(text, None);
    dated.dateline = Some(Dateline {
        span: line,
        text_span: line,
        agency: None,
    });
    let values = |article: &Article| -> Vec<Option<String>> {
        let times = nlp::analyze(article, models()).times;
        times.into_iter().map(|time| time.value).collect()
    };
    assert_eq!(values(&dated).last(), Some(&Some("2025-03-17".to_owned())));
    dated.dateline = None;
    assert_eq!(values(&dated).last(), Some(&None));
}

/// Text of the pieces that times are made of.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "March",
        "Jan.",
        "18",
        "11",
        "2025",
        "1999",
        "-",
        "–",
        "/",
        ":",
        ",",
        ".",
        " ",
        " ",
        " ",
        "Tuesday",
        "last",
        "next",
        "this",
        "week",
        "years",
        "quarter",
        "third",
        "two",
        "a",
        "few",
        "ago",
        "later",
        "earlier",
        "the",
        "of",
        "early",
        "night",
        "p.m.",
        "noon",
        "every",
        "day",
        "half",
        "and",
        "to",
        "now",
        "1980s",
        "20th",
        "century",
        "30",
        "31",
        "February",
        "fiscal",
        "Easter",
        "Monday",
        "9999",
        "0000",
        "that",
        "year",
        "999999999",
        "\n\n",
        "é",
    ];
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|p| p.concat()),
        prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|p| p.join(" ")),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn times_part_and_open_ones_have_no_value(text in pieces(), anchored in any::<bool>()) {
        if text.is_empty() {
            return Ok(());
        }
        let published = anchored.then_some("2025-03-18");
        let found = times(&text, published);
        for time in &found {
            prop_assert!(text.get(time.span.range()).is_some_and(|words| !words.is_empty()));
            prop_assert_eq!(time.value.is_some(), time.precision.is_some());
            if let Some(value) = &time.value {
                prop_assert!(value.parse::<Stamp>().is_ok(), "{} is no time of the contract", value);
                prop_assert!(anchored || time.basis == TimeBasis::Stated);
                prop_assert!(time.interval.is_some());
            }
            if let Some(interval) = time.interval {
                prop_assert!(interval.from < interval.to);
                prop_assert!((0.0..=1.0).contains(&interval.confidence));
            }
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        prop_assert_eq!(times(&text, published), found);
    }
}
