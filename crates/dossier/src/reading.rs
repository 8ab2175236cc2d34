//! Readings of single pages and texts, `headwater-read/1`: one line each.
//!
//! In: one report. Out: a record of what that page or text holds by itself,
//! with ids that hold within the line and no origins.

use attribution::{SourceType, Stance, StatementKind};
use collation::{Match, Meaning, Primary, QuoteCheck, Report};
use nlp::{EntityKind, MentionForm};
use page::{Article, Field, Origin, Stamp};
use serde::Serialize;
use text::{CodePoints, Span};

use crate::assemble::{change, unit_id};
use crate::documents::{Names, confidence, document, outlets, published_order, statements};
use crate::dossier::{Change, Document, Entity, Mention, Notice, Outlet, Passage, Place, Role, Statement};
use crate::ids::Ids;
use crate::passages::Capture;
use crate::plain::fold_space;

/// Name and version of the format.
pub const READ_SCHEMA: &str = "headwater-read/1";

/// What one page holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct PageReading {
    pub schema: &'static str,
    #[serde(flatten)]
    pub document: Document,
    /// The outlet that `document.outlet` names.
    pub outlets: Vec<Outlet>,
    pub statements: Vec<Statement>,
    pub entities: Vec<Entity>,
    /// All that the page offers for its fields, chosen or not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    pub notices: Vec<Notice>,
}

/// A value that the page offers for one of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Which field.
    pub field: Field,
    /// The value on one line, without markup.
    pub value: String,
    /// What kind of place it stands in.
    pub origin: Origin,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Passage,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Unread {
    pub path: Option<String>,
    pub notices: Vec<Notice>,
}

/// Reads one page by itself. All its statements are given, author assertions
/// only where asked for: by itself no page shows which of them are evidence.
#[must_use]
pub fn read_page(report: &Report, notices: &[text::Notice], with_author: bool) -> PageReading {
    let capture = Capture::of_report(report);
    let (outlets, _) = outlets(std::slice::from_ref(report), &[&capture]);
    let mut ids = Ids::default();
    let names: Vec<String> = report
        .analysis
        .entities
        .iter()
        .map(|entity| ids.make("e", report.article.text.get(entity.name).unwrap_or_default()))
        .collect();
    let order = published_order(report, |_| with_author);
    let lookup = Names {
        entity: &|entity| names.get(entity).cloned(),
        origin: &|_| None,
    };
    let (statements, _) = statements(report, &capture, &order, &lookup);
    PageReading {
        schema: READ_SCHEMA,
        document: document(&report.article, &capture, &outlets[0].id),
        outlets,
        statements,
        entities: entities(report, &capture, &names),
        candidates: report
            .article
            .candidates
            .iter()
            .filter_map(|candidate| {
                Some(Candidate {
                    field: candidate.field,
                    value: candidate.found.value.clone(),
                    origin: candidate.found.origin,
                    span: capture.passage(candidate.found.span)?,
                })
            })
            .collect(),
        notices: notices
            .iter()
            .map(|notice| page_notice(notice, Some(&capture)))
            .collect(),
    }
}

/// The line of a page that could not be read.
#[must_use]
pub fn unread(path: Option<&str>, notices: &[text::Notice]) -> Unread {
    Unread {
        path: path.map(str::to_owned),
        notices: notices.iter().map(|notice| page_notice(notice, None)).collect(),
    }
}

fn page_notice(notice: &text::Notice, capture: Option<&Capture>) -> Notice {
    let at = notice.at.as_ref();
    let place = at
        .zip(capture)
        .filter(|(at, capture)| at.doc == capture.id)
        .map(|(at, capture)| {
            let points = at.span.map(|span| capture.code_points(span));
            Place {
                doc: at.doc.clone(),
                start: points.map(|points| points.0),
                end: points.map(|points| points.1),
            }
        });
    Notice {
        code: notice.code,
        place,
        detail: notice.detail.clone(),
    }
}

fn entities(report: &Report, capture: &Capture, ids: &[String]) -> Vec<Entity> {
    let mut mentions: Vec<Vec<Mention>> = vec![Vec::new(); ids.len()];
    for mention in &report.analysis.mentions {
        if let Some(own) = mentions.get_mut(mention.entity) {
            own.extend(
                capture
                    .of_article(report, mention.span)
                    .into_iter()
                    .map(|span| Mention {
                        form: mention.form,
                        span,
                    }),
            );
        }
    }
    let entities = report.analysis.entities.iter().zip(ids).zip(mentions);
    entities
        .filter_map(|((entity, id), mentions)| {
            let name = capture.of_article(report, entity.name).into_iter().next()?;
            Some(Entity {
                id: id.clone(),
                kind: entity.kind,
                name: name.words().to_owned(),
                aliases: Vec::new(),
                documents: Vec::new(),
                roles: capture
                    .of_article_all(report, &entity.roles)
                    .into_iter()
                    .map(|span| Role { span })
                    .collect(),
                mentions,
                candidates: entity
                    .candidates
                    .iter()
                    .filter_map(|&other| ids.get(other).cloned())
                    .collect(),
            })
        })
        .collect()
}

/// The article of a page, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct ArticleLine {
    pub id: String,
    pub url: Option<String>,
    pub headline: Option<String>,
    pub byline: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub body: Option<String>,
}

/// The article as plain text: its blocks in file order, as [`Article::body`] joins them.
#[must_use]
pub fn article_line(article: &Article) -> ArticleLine {
    let time = |dated: &Option<page::Dated>| dated.as_ref()?.stamp.as_ref().map(Stamp::to_string);
    let body = article.body();
    ArticleLine {
        id: article.id.clone(),
        url: article.url.as_ref().map(|url| url.value.clone()),
        headline: article
            .headline
            .as_ref()
            .map(|headline| fold_space(&headline.clean)),
        byline: article
            .byline
            .iter()
            .map(|name| fold_space(&name.value))
            .collect(),
        published: time(&article.published),
        modified: time(&article.modified),
        language: article.language.clone(),
        body: (!body.is_empty()).then_some(body),
    }
}

type Points = (usize, usize);

/// What one clean text holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct TextReading {
    pub id: String,
    pub attributions: Vec<Attribution>,
    pub entities: Vec<Named>,
    pub sentences: Vec<Points>,
}

/// Who says what, in code points of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Attribution {
    pub source: Vec<Points>,
    pub cue: Vec<Points>,
    pub content: Vec<Points>,
    pub quotes: Vec<Points>,
    pub kind: StatementKind,
    pub source_type: SourceType,
    pub speaker: NamedSpeaker,
    pub stance: Stance,
    pub hedges: Vec<Points>,
    pub parent: Option<usize>,
    pub confidence: f64,
}

/// Who speaks, in the words of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[allow(missing_docs)]
pub struct NamedSpeaker {
    pub name: Option<String>,
    pub title: Option<String>,
    pub descriptor: Option<String>,
}

/// Someone or something that a text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Named {
    #[serde(rename = "type")]
    pub kind: EntityKind,
    pub name: String,
    pub mentions: Vec<Points>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_mentions: Vec<Points>,
}

/// Reads one clean text.
#[must_use]
pub fn read_text(report: &Report, with_author: bool) -> TextReading {
    let text = &report.article.text;
    let points = CodePoints::new(text.as_str());
    let all = |spans: &[Span]| spans.iter().map(|&span| points.of_span(span)).collect::<Vec<_>>();
    let order = published_order(report, |_| with_author);
    let mut place: Vec<Option<usize>> = vec![None; report.statements.len()];
    for (at, &statement) in order.iter().enumerate() {
        place[statement] = Some(at);
    }
    let attributions = order
        .iter()
        .map(|&at| {
            let statement = &report.statements[at];
            Attribution {
                source: all(&statement.source),
                cue: all(&statement.cue),
                content: all(&statement.content),
                quotes: statement
                    .quotes
                    .iter()
                    .map(|quote| points.of_span(quote.span))
                    .collect(),
                kind: statement.kind,
                source_type: statement.source_type,
                speaker: named_speaker(report, at),
                stance: statement.stance,
                hedges: all(&statement.hedges),
                parent: statement.parent.and_then(|parent| *place.get(parent)?),
                confidence: confidence(statement.confidence),
            }
        })
        .collect();
    TextReading {
        id: report.article.id.clone(),
        attributions,
        entities: named(report, &points),
        sentences: report
            .analysis
            .sentences
            .iter()
            .map(|sentence| points.of_span(sentence.span))
            .collect(),
    }
}

fn named_speaker(report: &Report, at: usize) -> NamedSpeaker {
    let speaker = &report.statements[at].speaker;
    let words = |span: Span| {
        let words = report.article.text.get(span).map(fold_space);
        words.filter(|words| !words.is_empty())
    };
    let entity = speaker
        .entity
        .and_then(|entity| report.analysis.entities.get(entity));
    NamedSpeaker {
        name: speaker
            .entity
            .and_then(|entity| report.analysis.name_of(entity))
            .and_then(words),
        title: entity
            .and_then(|entity| entity.roles.first())
            .and_then(|&role| words(role)),
        descriptor: speaker.descriptor.and_then(words),
    }
}

fn named(report: &Report, points: &CodePoints) -> Vec<Named> {
    let mut entities: Vec<Option<Named>> = report
        .analysis
        .entities
        .iter()
        .map(|entity| {
            let name = report.article.text.get(entity.name).map(fold_space)?;
            Some(Named {
                kind: entity.kind,
                name,
                mentions: Vec::new(),
                other_mentions: Vec::new(),
            })
        })
        .collect();
    for mention in &report.analysis.mentions {
        if let Some(Some(entity)) = entities.get_mut(mention.entity) {
            let list = match mention.form {
                MentionForm::Name => &mut entity.mentions,
                _ => &mut entity.other_mentions,
            };
            list.push(points.of_span(mention.span));
        }
    }
    entities.into_iter().flatten().collect()
}

/// How one quotation compares with the primaries.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct QuoteLine {
    pub id: Option<String>,
    #[serde(rename = "match")]
    pub outcome: Match,
    pub meaning: Meaning,
    pub primary: Option<String>,
    pub units: Vec<String>,
    pub passages: Vec<QuotePassage>,
    pub changes: Vec<Change>,
    pub confidence: f64,
}

/// Words of a primary, in its code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct QuotePassage {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The outcome of one check, under published names.
#[must_use]
pub fn quote_line(id: Option<&str>, check: &QuoteCheck, primaries: &[Primary]) -> QuoteLine {
    let passages = check.passages.iter().filter_map(|&(primary, span)| {
        let text = &primaries.get(primary)?.text;
        let (start, end) = CodePoints::new(text.as_str()).of_span(span);
        Some(QuotePassage {
            start,
            end,
            text: text.get(span)?.to_owned(),
        })
    });
    let units = check.units.iter();
    let unit_ids = units.map(|unit| unit_id(&primaries[unit.primary], unit.unit));
    let of_units = check.units.iter().map(|unit| unit.primary);
    let of_passages = check.passages.iter().map(|&(primary, _)| primary);
    QuoteLine {
        id: id.map(str::to_owned),
        outcome: check.outcome,
        meaning: check.meaning,
        primary: of_units
            .chain(of_passages)
            .next()
            .map(|primary| primaries[primary].id.clone()),
        units: unit_ids.collect(),
        passages: passages.collect(),
        changes: check.changes.iter().map(change).collect(),
        confidence: confidence(check.confidence),
    }
}
