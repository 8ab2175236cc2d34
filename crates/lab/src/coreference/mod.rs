//! Coreference: mentions of one entity within a text, scored against GUM and `LitBank`.
//!
//! In: `corpora/gum` (open part) and `corpora/litbank`, tokens with mentions and
//! their entities, and articles of `PolNeAR` train with chains marked for this project. Out: MUC, B-cubed, CEAF-e and their mean, end to end: text is
//! made from the tokens, and the chains are the program's own. Protocol:
//! entities of one mention count on neither side; a mention is found when the
//! program's span lies inside the marked one and holds a word of its head (the
//! partial match of `CorefUD`), because the program marks phrases without the
//! clause that follows them. `LitBank` marks persons, bodies and places alone, so
//! that chains which the program takes for another kind of thing do not count there.

pub mod corpus;
pub mod examples;
pub mod measures;
pub mod training;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use nlp::{MentionForm, PhraseKind};
use text::Span;

use crate::corpora::Corpora;
use crate::figure::{Figure, Scored, Sense};
use crate::score::Options;
use corpus::{Document, NEWS, gum, litbank, news};
use measures::{Agreement, Cluster};

/// What `LitBank` marks (and vehicles, which the program does not tell from other things).
const OF_LITBANK: [PhraseKind; 3] = [PhraseKind::Person, PhraseKind::Organisation, PhraseKind::Place];

/// Pronouns for one person.
const ONE_PERSON: [&str; 8] = ["he", "him", "his", "himself", "she", "her", "hers", "herself"];

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
            let every = &PhraseKind::ALL;
            scored
                .figures
                .extend(figures("coreference/gum-news", &news, every, &models));
            scored
                .figures
                .extend(figures("coreference/gum", &all, every, &models));
        }
        None => scored.skip("coreference/gum", "not beside the checkout"),
    }
    match corpora.shared("corpora/litbank/dev.jsonl") {
        Some(path) => {
            scored.figures.extend(figures(
                "coreference/litbank",
                &litbank(&path)?,
                &OF_LITBANK,
                &models,
            ));
        }
        None => scored.skip("coreference/litbank", "not beside the checkout"),
    }
    if corpora.shared(NEWS).is_some() {
        let documents = news(corpora, "dev")?;
        scored
            .figures
            .extend(figures("coreference/news", &documents, &PhraseKind::ALL, &models));
        scored.figures.push(pronouns(&documents, &models));
    } else {
        scored.skip("coreference/news", "not beside the checkout");
    }
    Ok(scored)
}

/// Scores of documents in which phrases for some kinds of things are marked.
fn figures(corpus: &str, documents: &[Document], kinds: &[PhraseKind], models: &nlp::Models) -> Vec<Figure> {
    let mut agreement = Agreement::default();
    let mut cases = 0;
    for document in documents {
        let (gold, own) = clusters(document, kinds, models);
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

/// Of the marked "he" and "she" whose chain has a name before them, those that the program lays to an entity of which
/// most names stand in that chain.
fn pronouns(documents: &[Document], models: &nlp::Models) -> Figure {
    let (mut right, mut all) = (0, 0);
    for document in documents {
        let article = page::plain_text(&document.id, &document.text);
        let analysis = nlp::analyze(&article, models);
        let none = vec![false; document.mentions.len()];
        let chain_at =
            |span: Span| numbered(document, span, &none).map(|at| document.mentions[at].entity.as_str());
        let mut chains_of: Vec<BTreeMap<Option<&str>, usize>> =
            vec![BTreeMap::new(); analysis.entities.len()];
        let mut named = BTreeSet::new();
        for mention in &analysis.mentions {
            let chain = chain_at(mention.span);
            if mention.form == MentionForm::Name {
                *chains_of[mention.entity].entry(chain).or_default() += 1;
                named.extend(chain);
            }
        }
        for marked in &document.mentions {
            let chain = marked.entity.as_str();
            let word = document.text[marked.span.range()].to_lowercase();
            if !ONE_PERSON.contains(&word.as_str()) || !named.contains(chain) {
                continue;
            }
            all += 1;
            let own = analysis
                .mentions
                .iter()
                .find(|mention| mention.span == marked.span);
            let most = own.and_then(|own| {
                let chains = &chains_of[own.entity];
                chains
                    .iter()
                    .max_by_key(|(_, count)| **count)
                    .map(|(chain, _)| *chain)
            });
            right += usize::from(most == Some(Some(chain)));
        }
    }
    Figure {
        corpus: "coreference/news".to_owned(),
        metric: "coreference/pronouns".to_owned(),
        value: (all > 0).then(|| right as f64 / all as f64),
        sense: Sense::Higher,
        cases: Some(all),
    }
}

/// Clusters of several mentions, of the gold record and of the program; a found mention has one number on both sides.
fn clusters(document: &Document, kinds: &[PhraseKind], models: &nlp::Models) -> (Vec<Cluster>, Vec<Cluster>) {
    let article = page::plain_text(&document.id, &document.text);
    let analysis = nlp::analyze(&article, models);
    let mut gold: BTreeMap<&str, Cluster> = BTreeMap::new();
    for (number, mention) in document.mentions.iter().enumerate() {
        gold.entry(&mention.entity).or_default().push(number);
    }
    let mut found = vec![false; document.mentions.len()];
    let mut unmarked = found.len()..;
    let mut own: Vec<Cluster> = Vec::new();
    for chain in analysis.chains.iter().filter(|chain| kinds.contains(&chain.kind)) {
        let numbers = chain.phrases.iter().filter_map(|&phrase| {
            let Some(number) = numbered(document, phrase, &found) else {
                return unmarked.next();
            };
            found[number] = true;
            Some(number)
        });
        own.push(numbers.collect());
    }
    let gold = gold.into_values().filter(|cluster| cluster.len() > 1).collect();
    (gold, own)
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
