//! Statements inside the content of others, in marked texts.

mod marked;

use std::collections::BTreeMap;

use headwater_attribution::{Models, Statement, attribute};
use marked::{Expected, overlap};

/// Each text of a file with what is marked in it and the statements that are made of it.
fn read(file: &str) -> Vec<(String, BTreeMap<u32, Expected>, Vec<Statement>)> {
    let (models, nlp) = (Models::bundled(), nlp::Models::bundled());
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (plain, expected) = marked::parse(line);
            let article = page::plain_text("case", &plain);
            let statements = attribute(&article, &nlp::analyze(&article, &nlp), &models);
            (plain, expected, statements)
        })
        .collect()
}

fn is(plain: &str, statement: &Statement, expected: &Expected) -> bool {
    overlap(plain, &statement.content, &expected.content) >= 0.5
        && (expected.source.is_empty() || overlap(plain, &statement.source, &expected.source) >= 0.5)
}

/// Three of four: what a plain object makes a statement of ("denies all the charges") is left out when in doubt.
#[test]
fn what_others_said_is_found_inside() {
    let cases = read(include_str!("data/nesting.txt"));
    let missed: Vec<&str> = cases
        .iter()
        .filter(|(plain, expected, statements)| {
            !statements.iter().any(|inner| {
                let outer = inner.parent.map(|parent| &statements[parent]);
                is(plain, inner, &expected[&2]) && outer.is_some_and(|outer| is(plain, outer, &expected[&1]))
            })
        })
        .map(|(plain, ..)| plain.as_str())
        .collect();
    assert!(cases.len() >= 40);
    assert!(missed.len() * 4 <= cases.len(), "{}", missed.join("\n"));
}

#[test]
fn verbs_that_report_nothing_make_no_statement_inside() {
    for (plain, _, statements) in read(include_str!("data/flat.txt")) {
        assert!(
            statements.iter().all(|s| s.parent.is_none()),
            "{plain}\n{statements:#?}"
        );
    }
}
