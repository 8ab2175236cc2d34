//! Who said what: statements of one article.
//!
//! [`attribute`] finds attributions (source, cue, content, drawn as in PolNeAR,
//! Newell et al. 2018) and says of each its kind, source type, stance,
//! modality, hedges, speaker and parent. [`Models`] holds what it knows before
//! it sees a text: compiled lexicons and weights, loaded once by the caller.

mod author;
mod combine;
mod describe;
mod extent;
pub mod features;
mod found;
mod inside;
mod lexicon;
pub mod link;
mod models;
mod paragraphs;
pub mod rates;
mod rules;
mod sourced;
mod statement;
mod subject;
pub mod tagger;
mod titles;
mod words;

pub use found::Found;
pub use models::Models;
pub use sourced::{SourcedStatement, SourcedType, sourced};
pub use statement::{Modality, Quote, QuoteType, SourceType, Speaker, Stance, Statement, StatementKind};

use nlp::Analysis;
use page::Article;
use text::Span;

/// Finds the statements of an article, in order of their content, outer before inner.
#[must_use]
pub fn attribute(article: &Article, analysis: &Analysis, models: &Models) -> Vec<Statement> {
    let lexicon = &models.lexicon;
    let words = words::Words::new(article.text.as_str(), analysis, lexicon);
    let quotations = rules::Quotations::new(&words, &analysis.quoted);
    let scan = rules::Scan {
        article,
        analysis,
        words: &words,
        lexicon,
        sourcing: &models.sourcing,
        quotations: &quotations,
    };
    let tagged = models.tagger.candidates(article.text.as_str(), analysis);
    let tagged = tagged.into_iter().map(|(found, _)| found).collect();
    let mut found = combine::combine(article, tagged, rules::find(&scan), |found, inside| {
        describe::source::could_speak(analysis, &words, models, &found.source)
            && (!inside || inside::is_told(&words, lexicon, found))
    });
    found.retain(|one| !titles::is_work(&words, lexicon, one));
    let paragraphs = paragraphs::Paragraphs::new(article, analysis, &words, &found);
    for one in &mut found {
        paragraphs.keep(one);
        subject::widen(analysis, &words, lexicon, one);
        subject::after_credit(analysis, &words, one);
        subject::published_document(&words, lexicon, one);
        subject::stirred(&words, lexicon, one);
        subject::trim(&words, one);
        extent::join_halves(&words, lexicon, one);
    }
    extent::part(article, analysis, &words, &mut found);
    found.extend(author::assertions(&scan, &found));
    describe::describe(article, analysis, &words, lexicon, found)
}

/// Kind and speaker of a source whose span is known, as [`attribute`] would give them.
#[must_use]
pub fn speaker(
    article: &Article,
    analysis: &Analysis,
    models: &Models,
    source: &[Span],
) -> (SourceType, Speaker) {
    let words = words::Words::new(article.text.as_str(), analysis, &models.lexicon);
    describe::speaker(article, analysis, &words, &models.lexicon, source)
}
