//! Sourced statements of marked texts, by the table in `data/sourced.txt`.

use headwater_attribution::{Models, attribute, sourced};

/// What a text should give: its statements with what is said of each source.
struct Case {
    text: String,
    statements: Vec<String>,
    sources: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("data/sourced.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(source) = line.strip_prefix("> ") {
            let case = cases.last_mut().expect("a text stands before its sources");
            case.sources.push(source.to_owned());
            continue;
        }
        let marked = line.replace("\\n", "\n");
        let statements = marked
            .split("[[")
            .skip(1)
            .map(|rest| rest.split_once("]]").expect("a mark is closed").0.to_owned())
            .collect();
        cases.push(Case {
            text: marked.replace("[[", "").replace("]]", ""),
            statements,
            sources: Vec::new(),
        });
    }
    cases
}

#[test]
fn sources_of_marked_texts() {
    let (models, nlp) = (Models::bundled(), nlp::Models::bundled());
    let cases = cases();
    assert!(cases.len() > 5);
    for case in cases {
        let article = page::plain_text("case", &case.text);
        let analysis = nlp::analyze(&article, &nlp);
        let found = sourced(
            &article,
            &analysis,
            &attribute(&article, &analysis, &models),
            &models,
        );
        let words = |span| article.text.get(span).expect("a span of the text");
        let statements: Vec<&str> = found.iter().map(|one| words(one.span)).collect();
        assert_eq!(statements, case.statements, "{}", case.text);
        for (one, expected) in found.iter().zip(&case.sources) {
            let kind = serde_json::to_value(one.kind).expect("a type is a string");
            let reasons: Vec<&str> = one.justification.iter().map(|&span| words(span)).collect();
            let or_none = |words: Option<&str>| words.unwrap_or("-").to_owned();
            let given = [
                kind.as_str().expect("a type is a string").to_owned(),
                or_none(one.name.map(words)),
                or_none(one.title.map(words)),
                or_none((!reasons.is_empty()).then(|| reasons.join("; ")).as_deref()),
            ];
            assert_eq!(given.join(" | "), *expected, "{}", words(one.span));
        }
    }
}
