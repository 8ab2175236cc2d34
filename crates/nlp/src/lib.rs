//! Sentences, tokens, names, references, numbers and times of one article.
//!
//! [`analyze`] adds to an article what later stages look up; it changes no
//! text. All spans are bytes of the article text.

mod analysis;
mod lexicon;
mod models;
mod quotes;
mod sentences;
mod tokens;

pub use analysis::{
    Analysis, Entity, EntityKind, Gender, Mention, MentionForm, Number, QuotedSpan, Sentence, TimeExpression,
};
pub use models::Models;
pub use quotes::quotations;
pub use tokens::{Token, tokenize};

use page::Article;

/// Analyses an article: its text, and its dates as the anchor of relative times.
#[must_use]
pub fn analyze(article: &Article, models: &Models) -> Analysis {
    let text = article.text.as_str();
    let tokens = tokenize(text);
    let quoted = quotations(text, &article.blocks);
    let sentences = sentences::sentences(text, &tokens, &article.blocks, &quoted, &models.lexicon);
    Analysis {
        tokens,
        sentences,
        quoted,
        ..Analysis::default()
    }
}
