//! What is published of a page by itself: its fields, its outlet, its statements.

use std::collections::BTreeMap;

use attribution::SourceType;
use collation::Report;
use page::{Article, Stamp};

use crate::dossier::{
    Block, Dated, Document, Entry, Furniture, Headline, Outlet, Quote, Speaker, Statement, StatementOrigin,
};
use crate::ids::Ids;
use crate::passages::Capture;
use crate::plain::fold_space;

/// Confidence as published: three decimals.
pub(crate) fn confidence(value: f32) -> f64 {
    let value = if value.is_finite() { value } else { 0.0 };
    (f64::from(value.clamp(0.0, 1.0)) * 1000.0).round() / 1000.0
}

/// All that a page gives, under the outlet with this id.
pub(crate) fn document(article: &Article, capture: &Capture, outlet: &str) -> Document {
    let seen = &article.capture;
    Document {
        id: article.id.clone(),
        outlet: outlet.to_owned(),
        path: seen.path.clone(),
        captured_url: seen.captured_url.clone(),
        sha256: seen.sha256.clone(),
        bytes: Some(seen.bytes),
        charset: seen.charset.to_owned(),
        charset_basis: Some(seen.charset_basis),
        retrieved: seen.retrieved.clone(),
        format: seen.format,
        url: article.url.as_ref().and_then(|url| capture.passage(url.span)),
        language: article.language.clone(),
        headline: headline(article, capture),
        published: article
            .published
            .as_ref()
            .and_then(|dated| self::dated(dated, capture)),
        modified: article
            .modified
            .as_ref()
            .and_then(|dated| self::dated(dated, capture)),
        dateline: article
            .dateline
            .as_ref()
            .and_then(|dateline| capture.passage(dateline.span)),
        byline: article
            .byline
            .iter()
            .filter_map(|name| capture.passage(name.span))
            .collect(),
        section: capture.passages(&article.section),
        blocks: blocks(article, capture),
        furniture: article
            .furniture
            .iter()
            .filter_map(|piece| {
                Some(Furniture {
                    kind: piece.kind.to_owned(),
                    why: piece.why.to_owned(),
                    span: capture.passage(piece.span)?,
                })
            })
            .collect(),
        entries: entries(article),
        version: None,
        supersedes: None,
        superseded_by: None,
    }
}

fn headline(article: &Article, capture: &Capture) -> Option<Headline> {
    let headline = article.headline.as_ref()?;
    Some(Headline {
        span: capture.passage(headline.span)?,
        occurrences: capture.passages(&headline.occurrences),
        clean: fold_space(&headline.clean),
    })
}

fn dated(dated: &page::Dated, capture: &Capture) -> Option<Dated> {
    Some(Dated {
        span: capture.passage(dated.span)?,
        normalised: dated.stamp.as_ref().map(Stamp::to_string),
        timezone: dated.timezone.clone(),
        label: dated.label.clone(),
    })
}

fn block_id(article: &Article, block: usize) -> String {
    format!("{}-b{:02}", article.id, block + 1)
}

fn blocks(article: &Article, capture: &Capture) -> Vec<Block> {
    let blocks = article.blocks.iter().enumerate();
    blocks
        .filter_map(|(at, block)| {
            Some(Block {
                id: block_id(article, at),
                kind: block.kind,
                span: capture.passage(block.capture)?,
            })
        })
        .collect()
}

fn entries(article: &Article) -> Vec<Entry> {
    let entries = article.entries.iter().enumerate();
    entries
        .map(|(at, entry)| Entry {
            id: format!("{}-e{:02}", article.id, at + 1),
            at: entry.at.as_ref().map(Stamp::to_string),
            blocks: entry
                .blocks
                .iter()
                .map(|&block| block_id(article, block))
                .collect(),
        })
        .collect()
}

/// The outlets of the reports, and for each report its outlet. Two pages are of
/// one outlet when they write its name alike, case and a leading article aside;
/// pages that name none are of one each.
pub(crate) fn outlets(reports: &[Report], captures: &[&Capture]) -> (Vec<Outlet>, Vec<usize>) {
    let mut ids = Ids::default();
    let mut outlets = Vec::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_report = Vec::with_capacity(reports.len());
    for (report, capture) in reports.iter().zip(captures) {
        let name = report
            .article
            .outlet
            .as_ref()
            .map(|found| (fold_space(&found.value), found.span))
            .filter(|(name, _)| !name.is_empty());
        let Some((name, span)) = name else {
            of_report.push(outlets.len());
            outlets.push(Outlet {
                id: ids.make("o", &report.article.id),
                name: None,
                span: None,
            });
            continue;
        };
        let at = *by_name.entry(outlet_key(&name)).or_insert_with(|| {
            outlets.push(Outlet {
                id: ids.make("o", &name),
                name: Some(name.clone()),
                span: capture.passage(span),
            });
            outlets.len() - 1
        });
        of_report.push(at);
    }
    (outlets, of_report)
}

fn outlet_key(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

/// Indices of a report's statements that are published, in published order:
/// by first byte of their content, an outer one before those inside it.
pub(crate) fn published_order(report: &Report, also: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..report.statements.len())
        .filter(|&at| {
            let statement = &report.statements[at];
            !statement.content.is_empty() && (statement.source_type != SourceType::Author || also(at))
        })
        .collect();
    order.sort_by_key(|&at| {
        let cover = report.statements[at].content_cover();
        (cover.start(), std::cmp::Reverse(cover.end()), at)
    });
    order
}

/// What the statements of a report refer to, under published names.
pub(crate) struct Names<'a> {
    /// Id of the report's entity.
    pub(crate) entity: &'a dyn Fn(usize) -> Option<String>,
    /// Origin of the report's statement.
    pub(crate) origin: &'a dyn Fn(usize) -> Option<StatementOrigin>,
}

/// The statements with these indices, and for each statement of the report its
/// id, if it has one.
pub(crate) fn statements(
    report: &Report,
    capture: &Capture,
    order: &[usize],
    names: &Names<'_>,
) -> (Vec<Statement>, Vec<Option<String>>) {
    let mut ids: Vec<Option<String>> = vec![None; report.statements.len()];
    let mut kept = Vec::with_capacity(order.len());
    for &at in order {
        let content = capture.of_article_all(report, &report.statements[at].content);
        if !content.is_empty() {
            ids[at] = Some(format!("{}-s{:02}", report.article.id, kept.len() + 1));
            kept.push((at, content));
        }
    }
    let statements = kept
        .into_iter()
        .map(|(at, content)| {
            let statement = &report.statements[at];
            Statement {
                id: ids[at].clone().unwrap_or_default(),
                doc: report.article.id.clone(),
                source: capture.of_article_all(report, &statement.source),
                cue: capture.of_article_all(report, &statement.cue),
                content,
                quotes: statement
                    .quotes
                    .iter()
                    .flat_map(|quote| {
                        let parts = capture.of_article(report, quote.span);
                        parts.into_iter().map(|span| Quote {
                            quote_type: quote.quote_type,
                            span,
                        })
                    })
                    .collect(),
                kind: statement.kind,
                source_type: statement.source_type,
                speaker: speaker(report, capture, at, names),
                addressee: statement.addressee.and_then(names.entity),
                cue_lemma: statement.cue_lemma.clone().filter(|lemma| !lemma.is_empty()),
                stance: statement.stance,
                hedges: capture.of_article_all(report, &statement.hedges),
                modality: statement.modality,
                parent: published_parent(report, at, &ids),
                origin: (names.origin)(at),
                confidence: confidence(statement.confidence),
            }
        })
        .collect();
    (statements, ids)
}

fn speaker(report: &Report, capture: &Capture, at: usize, names: &Names<'_>) -> Speaker {
    let statement = &report.statements[at];
    if statement.source_type == SourceType::Author {
        return Speaker::default();
    }
    Speaker {
        entity: statement.speaker.entity.and_then(names.entity),
        descriptor: statement
            .speaker
            .descriptor
            .and_then(|span| capture.of_article(report, span).into_iter().next())
            .map(|words| words.words().to_owned()),
        via: statement.speaker.via_pronoun.then(|| "pronoun".to_owned()),
    }
}

/// The nearest enclosing statement that is published. Parents form no cycle;
/// the walk is bounded all the same.
fn published_parent(report: &Report, at: usize, ids: &[Option<String>]) -> Option<String> {
    let mut parent = report.statements[at].parent;
    for _ in 0..report.statements.len() {
        let here = parent?;
        if let Some(Some(id)) = ids.get(here) {
            return (here != at).then(|| id.clone());
        }
        parent = report.statements.get(here)?.parent;
    }
    None
}
