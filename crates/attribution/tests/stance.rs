//! The stance of statements in marked texts: refusals and denials, and what a content shows.

mod marked;

use headwater_attribution::{Models, Statement, attribute};

/// Words that two lists of spans share, over the words of both.
fn overlap(plain: &str, a: &[text::Span], b: &[text::Span]) -> f64 {
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

fn name(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).expect("a plain enum");
    value.as_str().expect("written as a word").to_owned()
}

/// Stance of the statement whose content is nearest, with its modality when that is not actual.
fn stance_of(statement: &Statement) -> String {
    let modality = name(statement.modality);
    let stance = name(statement.stance);
    if modality == "actual" {
        stance
    } else {
        format!("{stance}/{modality}")
    }
}

/// The number of cases of a file, and those that are read otherwise than it says.
fn wrong_in(file: &str) -> (usize, Vec<String>) {
    let (attribution, nlp) = (Models::bundled(), nlp::Models::bundled());
    let mut cases = 0;
    let mut wrong = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let (stance, text) = line.split_once('\t').expect("a tab after the stance");
        let (plain, expected) = marked::parse(text);
        let article = page::plain_text("case", &plain);
        let statements = attribute(&article, &nlp::analyze(&article, &nlp), &attribution);
        let expected = &expected[&1];
        let nearest = statements
            .iter()
            .filter(|s| overlap(&plain, &s.content, &expected.content) >= 0.5)
            .filter(|s| !s.source.is_empty())
            .max_by(|a, b| {
                let score = |s: &Statement| {
                    overlap(&plain, &s.content, &expected.content)
                        + overlap(&plain, &s.source, &expected.source)
                };
                score(a).total_cmp(&score(b))
            });
        let found = nearest.map_or("no statement".to_owned(), stance_of);
        cases += 1;
        if found != stance {
            wrong.push(format!("{plain}\n  wanted {stance}, got {found}"));
        }
    }
    (cases, wrong)
}

#[test]
fn refusals_and_denials_are_no_assertions() {
    let (cases, wrong) = wrong_in(include_str!("data/negation.txt"));
    assert!(cases >= 150, "only {cases} cases");
    assert!(
        wrong.len() * 50 <= cases,
        "{} of {cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn contents_show_what_neutral_cues_do_not() {
    let (_, wrong) = wrong_in(include_str!("data/stance.txt"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
