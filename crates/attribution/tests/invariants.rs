//! What holds for every statement of any text.

use headwater_attribution::{Models, SourcedType, attribute, sourced};
use proptest::prelude::*;

/// Pieces that texts are put together from: cues, marks of every kind, names, breaks.
const PIECES: &[&str] = &[
    "Mayor Ruiz",
    "the ministry",
    "she",
    "who",
    "said",
    "says",
    "told",
    "reporters",
    "that",
    "denied",
    "has not confirmed",
    "according to",
    "claims that",
    "the bridge was closed",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "«",
    "»",
    "„",
    ",",
    ".",
    "?",
    ":",
    "—",
    "\n",
    "\n\n",
    "and",
    "but",
    "declined to",
    "comment",
    "could",
    "allegedly",
    "The",
    "Critics",
    "with",
    "saying",
    "é",
    "🙂",
    "neither",
    "nor",
    "was quoted as saying",
    "(",
    ")",
    "U.S.",
    "in a statement",
    ", a spokeswoman,",
    "who lives there",
    "Ada Quill",
    "of Tern Lines",
    "on condition of anonymity",
    "34",
    "--",
    "has worked",
    "report by the",
    "on Monday",
    "to",
    "not",
    "say",
    "show",
    "appear",
    "critics",
    "Insisting that",
    "seemed to",
    "accused",
    "of telling",
    "issued a denial",
    "nor rule out",
    "had no comment",
    "@ada",
    "RT",
    "(@ada)",
    "TAPPER:",
    "14:02",
    "Despite",
    "as",
];

fn models() -> &'static (Models, nlp::Models) {
    static MODELS: std::sync::OnceLock<(Models, nlp::Models)> = std::sync::OnceLock::new();
    MODELS.get_or_init(|| (Models::bundled(), nlp::Models::bundled()))
}

fn text_of(pieces: &[usize], spaced: bool) -> String {
    let words: Vec<&str> = pieces.iter().map(|&at| PIECES[at]).collect();
    words.join(if spaced { " " } else { "" })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn sourced_statements_are_sentences_in_order_with_words_of_the_text(
        pieces in prop::collection::vec(0..PIECES.len(), 0..60),
        spaced in any::<bool>(),
    ) {
        let (models, nlp) = models();
        let plain = text_of(&pieces, spaced);
        let article = page::plain_text("any", &plain);
        let analysis = nlp::analyze(&article, nlp);
        let statements = attribute(&article, &analysis, models);
        let mut last = 0;
        for one in sourced(&article, &analysis, &statements, models) {
            prop_assert!(one.span.start() >= last && !one.span.is_empty());
            last = one.span.end();
            prop_assert!(analysis.sentences.iter().any(|s| s.span.start() == one.span.start()));
            prop_assert!(analysis.sentences.iter().any(|s| s.span.end() == one.span.end()));
            let words = one.name.iter().chain(&one.title).chain(&one.justification);
            for span in words.chain([&one.span]) {
                prop_assert!(article.text.get(*span).is_some_and(|text| !text.trim().is_empty()));
            }
            let unnamed = matches!(
                one.kind,
                SourcedType::Anonymous | SourcedType::UnnamedPerson | SourcedType::UnnamedGroup
            );
            prop_assert!(!unnamed || one.name.is_none());
            prop_assert!(one.kind != SourcedType::NamedPerson || one.name.is_some());
        }
    }

    #[test]
    fn statements_lie_in_the_text_and_refer_to_each_other(
        pieces in prop::collection::vec(0..PIECES.len(), 0..60),
        spaced in any::<bool>(),
    ) {
        let (models, nlp) = models();
        let plain = text_of(&pieces, spaced);
        let article = page::plain_text("any", &plain);
        let statements = attribute(&article, &nlp::analyze(&article, nlp), models);
        let mut last = 0;
        for (at, statement) in statements.iter().enumerate() {
            prop_assert!(!statement.content.is_empty());
            prop_assert!(statement.parent.is_none_or(|parent| parent != at && parent < statements.len()));
            prop_assert!((0.0..=1.0).contains(&statement.confidence));
            prop_assert!(statement.content_cover().start() >= last);
            last = statement.content_cover().start();
            for span in statement.source.iter().chain(&statement.cue).chain(&statement.content).chain(&statement.hedges) {
                prop_assert!(article.text.get(*span).is_some_and(|text| !text.trim().is_empty()));
            }
            for quote in &statement.quotes {
                prop_assert!(statement.content.iter().any(|piece| piece.overlaps(quote.span)));
            }
        }
    }
}
