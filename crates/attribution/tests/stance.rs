//! The stance of statements in marked texts: refusals and denials, what a content shows, ten wordings of each stance.

mod marked;

use headwater_attribution::{Modality, Models, Statement, attribute};
use marked::overlap;

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

/// What became of the cases of a file.
struct Outcome {
    cases: usize,
    /// Read otherwise than the file says, or not found.
    wrong: Vec<String>,
    unfound: usize,
}

fn outcome(file: &str) -> Outcome {
    let (attribution, nlp) = (Models::bundled(), nlp::Models::bundled());
    let (mut cases, mut unfound) = (0, 0);
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
        unfound += usize::from(nearest.is_none());
        if found != stance {
            wrong.push(format!("{plain}\n  wanted {stance}, got {found}"));
        }
    }
    Outcome {
        cases,
        wrong,
        unfound,
    }
}

#[test]
fn refusals_and_denials_are_no_assertions() {
    let Outcome { cases, wrong, .. } = outcome(include_str!("data/negation.txt"));
    assert!(cases >= 220, "only {cases} cases");
    assert!(
        wrong.len() * 50 <= cases,
        "{} of {cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn contents_show_what_neutral_cues_do_not() {
    let wrong = outcome(include_str!("data/stance.txt")).wrong;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of what is found 94 in a hundred have the right stance; of all cases, with those of which no statement is made, 80.
#[test]
fn stances_in_many_wordings() {
    let outcome = outcome(include_str!("data/stances.txt"));
    let right = outcome.cases - outcome.wrong.len();
    let found = outcome.cases - outcome.unfound;
    assert!(
        right * 100 >= found * 94 && right * 100 >= outcome.cases * 80,
        "{right} right of {found} found of {}:\n{}",
        outcome.cases,
        outcome.wrong.join("\n")
    );
}

#[test]
fn what_is_denied_was_not_and_what_a_denier_says_else_was() {
    let (models, nlp) = (Models::bundled(), nlp::Models::bundled());
    for (text, cue, modality) in [
        (
            "The ministry denied that Mr. Tove had asked the council to hold back a survey of the pier.",
            "had asked",
            Modality::Negated,
        ),
        (
            "“Mr. Tove did not lie to anyone. He asked for a finished survey of the pier,” Ms. Arlen told the council.",
            "asked for",
            Modality::Actual,
        ),
    ] {
        let article = page::plain_text("case", text);
        let statements = attribute(&article, &nlp::analyze(&article, &nlp), &models);
        let inner = statements
            .iter()
            .find(|s| s.parent.is_some() && s.cue.first().is_some_and(|span| &text[span.range()] == cue));
        assert_eq!(inner.map(|inner| inner.modality), Some(modality), "{text}");
    }
}
