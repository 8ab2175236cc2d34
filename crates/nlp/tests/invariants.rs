//! What must hold for any text.

use std::sync::OnceLock;

use headwater_nlp as nlp;
use nlp::Models;
use page::{Article, Block, BlockKind};
use proptest::prelude::*;
use text::{Span, Text};

/// An article of paragraphs parted by blank lines.
fn article(text: &str) -> Article {
    let mut blocks = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let at = start + (part.len() - part.trim_start().len());
            let span = Span::new(at, at + trimmed.len());
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                capture: span,
            });
        }
        start += part.len() + 2;
    }
    Article {
        text: Text::new(text),
        blocks,
        ..Article::default()
    }
}

/// Text made of the pieces that news prose is made of, and of any characters.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("“"),
        Just("”"),
        Just("\""),
        Just("‘"),
        Just("’"),
        Just("'"),
        Just("«"),
        Just("»"),
        Just("„"),
        Just("."),
        Just("?"),
        Just("…"),
        Just(","),
        Just(" "),
        Just(" "),
        Just(" "),
        Just("\n\n"),
        Just("\n"),
        Just("Mr."),
        Just("U.S."),
        Just("said"),
        Just("told"),
        Just("Ann"),
        Just("Lee"),
        Just("the mayor"),
        Just("she"),
        Just("his"),
        Just("her"),
        Just("Ms."),
        Just(", who "),
        Just("the ministry"),
        Just("Harbour Authority"),
        Just("of"),
        Just("Orlen"),
        Just("Russian"),
        Just("forty-seven"),
        Just("3.2bn"),
        Just("47 of 312 piles"),
        Just("on Tuesday"),
        Just("last week"),
        Just("18 March 2025"),
        Just("(ABC)"),
        Just("é\u{301}"),
        Just("\u{a0}"),
        Just("🙂"),
        Just("İ"),
        Just("ß"),
        Just("$"),
        Just("12"),
        Just("million"),
        Just("President"),
    ];
    prop_oneof![
        prop::collection::vec(piece, 0..80).prop_map(|p| p.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sentences_tile_blocks_and_spans_hold(text in prose()) {
        static MODELS: OnceLock<Models> = OnceLock::new();
        let models = MODELS.get_or_init(Models::bundled);
        let article = article(&text);
        let found = nlp::analyze(&article, models);
        for (at, block) in article.blocks.iter().enumerate() {
            let inside: Vec<_> = found.sentences.iter().filter(|s| s.block == at).collect();
            let mut end = block.span.start();
            for sentence in &inside {
                prop_assert!(block.span.contains(sentence.span));
                prop_assert!(text[end..sentence.span.start()].trim().is_empty());
                prop_assert_eq!(found.tokens[sentence.first_token].span.start(), sentence.span.start());
                prop_assert_eq!(found.tokens[sentence.end_token - 1].span.end(), sentence.span.end());
                end = sentence.span.end();
            }
            prop_assert!(text[end..block.span.end()].trim().is_empty());
        }
        for (at, quote) in found.quoted.iter().enumerate() {
            prop_assert!(article.text.get(quote.span).is_some());
            prop_assert!(quote.span.contains(quote.inner));
            prop_assert!(article.text.get(quote.inner).is_some_and(|w| !w.is_empty()));
            if let Some(parent) = quote.parent {
                prop_assert!(parent < at);
                prop_assert!(found.quoted[parent].span.contains(quote.span));
            }
        }
        prop_assert!(found.quoted.is_sorted_by_key(|q| (q.span.start(), usize::MAX - q.span.end())));
        prop_assert!(found.mentions.is_sorted_by_key(|m| m.span.start()));
        for mention in &found.mentions {
            prop_assert!(article.text.get(mention.span).is_some_and(|w| !w.is_empty()));
            prop_assert!(mention.entity < found.entities.len());
        }
        for (at, entity) in found.entities.iter().enumerate() {
            prop_assert!(found.mentions.iter().any(|m| m.entity == at), "an entity without mention: {entity:?}");
            prop_assert!(found.mentions.iter().any(|m| m.span == entity.name));
            prop_assert!(entity.candidates.iter().all(|&c| c < found.entities.len()));
        }
        for pair in found.mentions.windows(2) {
            prop_assert!(pair[0].span != pair[1].span, "one span belongs to one entity");
        }
        for chain in &found.chains {
            prop_assert!(chain.phrases.len() > 1);
            prop_assert!(chain.phrases.iter().all(|&p| article.text.get(p).is_some_and(|w| !w.is_empty())));
            prop_assert!(chain.phrases.is_sorted_by_key(|p| p.end()));
        }
        for mention in found.mentions.iter().filter(|m| m.form == nlp::MentionForm::Pronoun) {
            let of = match text[mention.span.range()].to_lowercase().as_str() {
                "she" | "her" | "hers" | "herself" => nlp::Gender::Female,
                "he" | "him" | "his" | "himself" => nlp::Gender::Male,
                _ => continue,
            };
            let known = found.entities[mention.entity].gender;
            prop_assert!(known.is_none_or(|gender| gender == of), "a pronoun of another gender");
        }
        for number in &found.numbers {
            prop_assert!(number.span.contains(number.figure) && article.text.get(number.span).is_some());
        }
        for time in &found.times {
            prop_assert!(article.text.get(time.span).is_some());
        }
        prop_assert_eq!(nlp::analyze(&article, models), found);
    }
}

/// Found by the target `statements`: a name of marks alone at the start of a text.
#[test]
fn a_name_of_marks_alone_is_none() {
    let models = Models::bundled();
    let found = nlp::analyze(&article("@@@@@@@@@@@@@@@@@@<s"), &models);
    assert!(found.entities.is_empty());
}
