//! Pages with the statements that a test says they make.

use attribution::{Modality, SourceType, Speaker, Stance, Statement, StatementKind};
use collation::Report;
use page::{Found, Origin};
use text::Span;

/// Source, cue, dictionary form of the cue, content; the words as they stand on the page.
pub(crate) type Said<'a> = (SourceType, &'a str, &'a str, &'a str, &'a str);

/// A page of an outlet with its statements.
pub(crate) fn report(outlet: &str, body: &str, said: &[Said<'_>]) -> Report {
    let mut article = page::plain_text(outlet, body);
    article.outlet = Some(Found {
        value: outlet.to_owned(),
        span: Span::new(0, 1),
        origin: Origin::Meta,
    });
    let analysis = nlp::analyze(&article, &nlp::Models::bundled());
    let text = article.text.as_str().to_owned();
    let place = |words: &str| {
        let start = text.find(words).expect("the words stand on the page");
        Span::new(start, start + words.len())
    };
    let some = |words: &str| -> Vec<Span> {
        let there = !words.is_empty();
        there.then(|| place(words)).into_iter().collect()
    };
    let statements = said
        .iter()
        .map(|&(source_type, source, cue, lemma, content)| Statement {
            speaker: Speaker {
                entity: some(source)
                    .first()
                    .and_then(|&span| analysis.mentions_in(span).next())
                    .filter(|_| source_type == SourceType::Named)
                    .map(|mention| mention.entity),
                ..Speaker::default()
            },
            source: some(source),
            cue: some(cue),
            content: some(content),
            quotes: Vec::new(),
            kind: StatementKind::Indirect,
            source_type,
            addressee: None,
            cue_lemma: (!lemma.is_empty()).then(|| lemma.to_owned()),
            stance: Stance::Asserts,
            hedges: Vec::new(),
            modality: Modality::Actual,
            parent: None,
            confidence: 0.9,
        })
        .collect();
    Report {
        article,
        analysis,
        statements,
    }
}
