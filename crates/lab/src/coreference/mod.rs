//! Coreference: mentions of one entity within a text, scored against GUM and `LitBank`.
//!
//! In: `corpora/gum` (open part) and `corpora/litbank`, tokens with mentions and
//! their entities. Out: MUC, B-cubed, CEAF-e and their mean, end to end: text is
//! made from the tokens, and the mentions are the program's own. Protocol:
//! entities of one mention count on neither side; a mention is found when the
//! program's span lies inside the marked one and holds a word of its head (the
//! partial match of `CorefUD`), because the program marks names without the
//! clause that follows them.

pub mod corpus;
pub mod measures;
pub mod training;

use std::collections::BTreeMap;

use anyhow::Result;
use nlp::EntityKind;
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;
use corpus::{Document, gum, litbank};
use measures::{Agreement, Cluster};

/// The scoring task.
///
/// # Errors
/// When a corpus that is there cannot be read.
pub fn score(corpora: &Corpora, _: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let models = nlp::Models::bundled();
    match corpora.shared("corpora/gum") {
        Some(folder) => {
            let all = gum(&folder, "dev")?;
            let news: Vec<Document> = all.iter().filter(|d| d.genre == "news").cloned().collect();
            scored
                .figures
                .extend(figures("coreference/gum-news", &news, &models));
            scored.figures.extend(figures("coreference/gum", &all, &models));
        }
        None => scored.skip("coreference/gum", "not beside the checkout"),
    }
    match corpora.shared("corpora/litbank/dev.jsonl") {
        Some(path) => {
            scored
                .figures
                .extend(figures("coreference/litbank", &litbank(&path)?, &models));
        }
        None => scored.skip("coreference/litbank", "not beside the checkout"),
    }
    Ok(scored)
}

fn figures(corpus: &str, documents: &[Document], models: &nlp::Models) -> Vec<Figure> {
    let mut agreement = Agreement::default();
    let mut cases = 0;
    for document in documents {
        let (gold, own) = clusters(document, models);
        cases += gold.iter().map(Vec::len).sum::<usize>();
        agreement.add(&gold, &own);
    }
    let values = [
        ("conll", agreement.conll()),
        ("muc", agreement.muc.f1()),
        ("b3", agreement.b_cubed.f1()),
        ("ceaf_e", agreement.ceaf_e.f1()),
        ("b3_precision", agreement.b_cubed.precision()),
        ("b3_recall", agreement.b_cubed.recall()),
        ("mentions", agreement.mentions.f1()),
    ];
    values
        .map(|(metric, value)| Figure {
            corpus: corpus.to_owned(),
            metric: format!("coreference/{metric}"),
            value: Some(value),
            sense: Sense::Higher,
            cases: Some(cases),
        })
        .to_vec()
}

/// Clusters of several mentions, of the gold record and of the program; a found mention has one number on both sides.
fn clusters(document: &Document, models: &nlp::Models) -> (Vec<Cluster>, Vec<Cluster>) {
    let article = page::plain_text(&document.id, &document.text);
    let analysis = nlp::analyze(&article, models);
    let mut gold: BTreeMap<&str, Cluster> = BTreeMap::new();
    for (number, mention) in document.mentions.iter().enumerate() {
        gold.entry(&mention.entity).or_default().push(number);
    }
    let mut found = vec![false; document.mentions.len()];
    let mut own: BTreeMap<usize, Cluster> = BTreeMap::new();
    for (at, mention) in analysis.mentions.iter().enumerate() {
        if analysis.entities[mention.entity].kind == EntityKind::Unresolved {
            continue;
        }
        let number = numbered(document, mention.span, &found);
        if let Some(number) = number {
            found[number] = true;
        }
        own.entry(mention.entity)
            .or_default()
            .push(number.unwrap_or(found.len() + at));
    }
    let several = |clusters: Vec<Cluster>| clusters.into_iter().filter(|c| c.len() > 1).collect();
    (
        several(gold.into_values().collect()),
        several(own.into_values().collect()),
    )
}

/// The smallest marked mention, not found before, that a span finds.
fn numbered(document: &Document, span: Span, found: &[bool]) -> Option<usize> {
    // Marked mentions ascend by start: those that begin after the span cannot hold it.
    let end = document
        .mentions
        .partition_point(|mention| mention.span.start() <= span.start());
    (0..end)
        .filter(|&at| {
            let mention = &document.mentions[at];
            !found[at] && mention.span.contains(span) && mention.heads.iter().any(|head| head.overlaps(span))
        })
        .min_by_key(|&at| document.mentions[at].span.len())
}

#[cfg(test)]
mod tests {
    use super::corpus::Marked;
    use super::*;

    #[test]
    fn a_span_finds_the_smallest_mention_whose_head_it_holds() {
        // "the envoy of Ada Quill": a span of the name does not find the envoy.
        let marked = |span: Span, head: Span| Marked {
            span,
            heads: vec![head],
            entity: "1".to_owned(),
        };
        let document = Document {
            mentions: vec![
                marked(Span::new(0, 22), Span::new(4, 9)),
                marked(Span::new(13, 22), Span::new(13, 16)),
            ],
            ..Document::default()
        };
        assert_eq!(numbered(&document, Span::new(13, 22), &[false; 2]), Some(1));
        assert_eq!(numbered(&document, Span::new(0, 9), &[false; 2]), Some(0));
        assert_eq!(numbered(&document, Span::new(10, 12), &[false; 2]), None);
        assert_eq!(numbered(&document, Span::new(13, 22), &[false, true]), None);
    }
}
