//! Sentences, tokens, names, references, numbers and times of one article.
//!
//! [`analyze`] adds to an article what later stages look up; it changes no
//! text. All spans are bytes of the article text.

mod addresses;
mod analysis;
mod antecedents;
mod bodies;
mod chains;
mod coreference;
mod figures;
mod gazetteer;
mod houses;
mod identity;
mod lexicon;
mod links;
mod mentions;
mod models;
mod name_features;
mod names;
mod nominals;
mod numbers;
mod phrases;
mod pronouns;
mod prose;
mod quantity;
mod quotes;
mod relatives;
mod roles;
mod sentences;
mod shown_names;
mod times;
mod tokens;
mod units;
mod words;

pub use analysis::{
    Analysis, Bound, Chain, Entity, EntityKind, Gender, Mention, MentionForm, Number, QuotedSpan, Sentence,
    TimeBasis, TimeExpression, TimeInterval, TimeKind,
};
pub use antecedents::{PROPERTIES as ANTECEDENT_PROPERTIES, Properties as AntecedentProperties};
pub use chains::{LinkCase, link_cases};
pub use houses::{KnownHouse, known_houses};
pub use links::{ALONE_TABLES, AloneRows, PAIR_TABLES, PairRows, is_pronoun};
pub use models::Models;
pub use name_features::{NAME_TABLES, NameFeature};
pub use names::{NAME_LABELS, NameClass, NameSpan, names, training_units};
pub use phrases::PhraseKind;
pub use pronouns::{PronounCase, pronoun_cases};
pub use quotes::quotations;
pub use tokens::{Token, folded, tokenize};

use page::Article;

/// Analyses an article: its text, and its dates as the anchor of relative times.
#[must_use]
pub fn analyze(article: &Article, models: &Models) -> Analysis {
    let text = article.text.as_str();
    let tokens = tokenize(text);
    let quoted = quotations(text, &article.blocks);
    let sentences = sentences::sentences(text, &tokens, &article.blocks, &quoted, &models.lexicon);
    let coreference::References {
        entities,
        mentions,
        chains,
    } = coreference::references(article, &tokens, &sentences, &quoted, models);
    let times = times::times(
        text,
        &tokens,
        &sentences,
        times::anchor(article, &models.times),
        &models.times,
    );
    let numbers = numbers::numbers(
        text,
        &tokens,
        &sentences,
        &times,
        &models.gazetteer,
        &models.quantities,
    );
    Analysis {
        entities,
        mentions,
        chains,
        numbers,
        times,
        tokens,
        sentences,
        quoted,
    }
}
