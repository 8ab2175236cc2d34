//! Texts as they are met: marks of every kind, lost and doubled, layouts, and quotation marks without speech.

mod marked;

use headwater_attribution::{Models, Statement, attribute};
use marked::{Expected, overlap};

fn is(plain: &str, statement: &Statement, expected: &Expected) -> bool {
    let unsourced = expected.source.is_empty() && statement.source.is_empty();
    overlap(plain, &statement.content, &expected.content) >= 0.8
        && (unsourced || overlap(plain, &statement.source, &expected.source) >= 0.5)
}

/// All that is marked is found, and nothing else with a source or a cue but what stands inside it. What is let pass:
/// one in twenty, such as "Scientists call the effect “tidal memory”".
#[test]
fn statements_of_texts_as_they_are_met() {
    let (models, nlp) = (Models::bundled(), nlp::Models::bundled());
    let lines = include_str!("data/marks.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in lines {
        let (plain, expected) = marked::parse(line);
        let article = page::plain_text("case", &plain);
        let statements = attribute(&article, &nlp::analyze(&article, &nlp), &models);
        let found = expected
            .values()
            .all(|one| statements.iter().any(|s| is(&plain, s, one)));
        let invented = statements
            .iter()
            .filter(|s| s.parent.is_none() && !(s.source.is_empty() && s.cue.is_empty()))
            .any(|s| !expected.values().any(|one| is(&plain, s, one)));
        cases += 1;
        if !found || invented {
            wrong.push(plain);
        }
    }
    assert!(cases >= 80, "only {cases} cases");
    assert!(
        wrong.len() * 20 <= cases,
        "{} of {cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n---\n")
    );
}
