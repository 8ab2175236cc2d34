//! What holds for every statement of any text.

use headwater_attribution::{Models, attribute};
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
    "on Monday",
    "to",
    "not",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn statements_lie_in_the_text_and_refer_to_each_other(
        pieces in prop::collection::vec(0..PIECES.len(), 0..60),
        spaced in any::<bool>(),
    ) {
        static MODELS: std::sync::OnceLock<(Models, nlp::Models)> = std::sync::OnceLock::new();
        let (models, nlp) = MODELS.get_or_init(|| (Models::bundled(), nlp::Models::bundled()));
        let words: Vec<&str> = pieces.iter().map(|&at| PIECES[at]).collect();
        let plain = words.join(if spaced { " " } else { "" });
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
