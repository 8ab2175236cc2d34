//! Marked text: `{content:The bridge was closed}, {source:Mayor Ruiz} {cue:said}.`
//!
//! A mark is `{role:text}`; parts of one role in order make up that role. A
//! number ties parts of one statement where a text has several:
//! `{content#2:...}`. Without a number it is statement 1. `\n` is a line break.

use std::collections::BTreeMap;

use text::Span;

/// Expected spans of one statement.
#[derive(Debug, Default, Clone)]
pub(crate) struct Expected {
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
}

/// Plain text and what it should hold, by statement number.
pub(crate) fn parse(marked: &str) -> (String, BTreeMap<u32, Expected>) {
    let mut plain = String::new();
    let mut expected: BTreeMap<u32, Expected> = BTreeMap::new();
    let mut open: Vec<(String, u32, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\n") {
            plain.push('\n');
            rest = after;
            continue;
        }
        match c {
            '{' => {
                let colon = rest.find(':').expect("a mark has a colon");
                let (role, number) = match rest[1..colon].split_once('#') {
                    Some((role, number)) => (role, number.parse().expect("a number after #")),
                    None => (&rest[1..colon], 1),
                };
                open.push((role.to_owned(), number, plain.len()));
                rest = &rest[colon + 1..];
            }
            '}' => {
                let (role, number, start) = open.pop().expect("a mark was opened");
                let span = Span::new(start, plain.len());
                let statement = expected.entry(number).or_default();
                match role.as_str() {
                    "source" => statement.source.push(span),
                    "cue" => statement.cue.push(span),
                    "content" => statement.content.push(span),
                    other => panic!("no such role: {other}"),
                }
                rest = &rest[1..];
            }
            _ => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    assert!(open.is_empty(), "a mark was not closed in {marked}");
    (plain, expected)
}

/// Words that two lists of spans share, over the words of both.
pub(crate) fn overlap(plain: &str, a: &[text::Span], b: &[text::Span]) -> f64 {
    let inside = |spans: &[text::Span], at: usize| spans.iter().any(|s| s.contains_offset(at));
    let starts: Vec<usize> = nlp::tokenize(plain)
        .iter()
        .map(|token| token.span.start())
        .filter(|&at| plain[at..].starts_with(char::is_alphanumeric))
        .collect();
    let both = starts
        .iter()
        .filter(|&&at| inside(a, at) && inside(b, at))
        .count();
    let either = starts
        .iter()
        .filter(|&&at| inside(a, at) || inside(b, at))
        .count();
    both as f64 / either.max(1) as f64
}
