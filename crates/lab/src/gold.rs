//! A gold story as the values that the stages would have made of it.
//!
//! Reads `gold.json` (schema `headwater-gold/1`) and the pages it names, and
//! builds [`Report`]s and [`Primary`]s from the record instead of from the
//! stages: collation and stemma can be tried on faultless input, and what is
//! lost upstream can be told from what they lose themselves. Only what the
//! record does not hold (tokens, sentences, numbers, times) comes from [`nlp`].

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use attribution::{Modality, Quote, QuoteType, SourceType, Speaker, Stance, Statement, StatementKind};
use collation::{Primary, Report};
use nlp::{Entity, EntityKind, Mention, MentionForm};
use page::{
    Article, Block, BlockKind, Capture, Dated, Dateline, Format, Found, Furniture, Headline, Origin,
    Precision, Stamp,
};
use serde::Deserialize;
use text::{CodePoints, Span, SpanMap, Text};

/// A gold story in the types of the program.
#[derive(Debug, Default)]
pub struct GoldStory {
    /// One a document, in the order of the record.
    pub reports: Vec<Report>,
    /// As the program reads them.
    pub primaries: Vec<Primary>,
    /// For each report, the gold id of each statement.
    pub statement_ids: Vec<Vec<String>>,
    /// For each report, the gold id of each entity.
    pub entity_ids: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Record {
    outlets: Vec<GoldOutlet>,
    #[serde(default)]
    primaries: Vec<GoldFile>,
    documents: Vec<GoldDocument>,
    entities: Vec<GoldEntity>,
    statements: Vec<GoldStatement>,
}

#[derive(Deserialize)]
struct GoldOutlet {
    id: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct GoldFile {
    id: String,
    file: String,
}

#[derive(Deserialize)]
struct GoldDocument {
    id: String,
    file: String,
    format: Format,
    sha256: String,
    outlet: String,
    url: Option<GoldSpan>,
    language: Option<String>,
    headline: Option<GoldHeadline>,
    published: Option<GoldDated>,
    modified: Option<GoldDated>,
    dateline: Option<Wrapped>,
    byline: Option<Vec<GoldSpan>>,
    blocks: Vec<GoldBlock>,
    furniture: Vec<GoldSpan>,
}

/// Code points of the decoded file.
#[derive(Deserialize)]
struct GoldSpan {
    #[serde(default)]
    doc: String,
    start: usize,
    end: usize,
}

/// A span, or an object around one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wrapped {
    Around { span: GoldSpan },
    Bare(GoldSpan),
}

#[derive(Deserialize)]
struct GoldHeadline {
    span: GoldSpan,
    occurrences: Vec<GoldSpan>,
    clean: String,
}

#[derive(Deserialize)]
struct GoldDated {
    span: GoldSpan,
    normalised: Option<String>,
    timezone: Option<String>,
    label: Option<String>,
}

#[derive(Deserialize)]
struct GoldBlock {
    kind: BlockKind,
    #[serde(flatten)]
    span: GoldSpan,
}

#[derive(Deserialize)]
struct GoldEntity {
    id: String,
    #[serde(rename = "type")]
    kind: EntityKind,
    mentions: Vec<GoldMention>,
    roles: Option<Vec<Wrapped>>,
    candidates: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct GoldMention {
    form: MentionForm,
    #[serde(flatten)]
    span: GoldSpan,
}

#[derive(Deserialize)]
struct GoldStatement {
    id: String,
    doc: String,
    source: Vec<GoldSpan>,
    cue: Vec<GoldSpan>,
    content: Vec<GoldSpan>,
    quotes: Vec<GoldQuote>,
    kind: StatementKind,
    source_type: SourceType,
    speaker: GoldSpeaker,
    addressee: Option<String>,
    cue_lemma: Option<String>,
    stance: Stance,
    hedges: Vec<GoldSpan>,
    modality: Modality,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct GoldQuote {
    quote_type: QuoteType,
    #[serde(flatten)]
    span: GoldSpan,
}

#[derive(Deserialize)]
struct GoldSpeaker {
    entity: Option<String>,
    descriptor: Option<String>,
    via: Option<String>,
}

/// Reads the story in a folder.
///
/// # Errors
/// When a file is missing, the record is not of the schema, or a span of it lies outside its page.
pub fn read_story(folder: &Path, models: &nlp::Models) -> Result<GoldStory> {
    let path = folder.join("gold.json");
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    let record: Record = serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
    let mut story = GoldStory::default();
    for primary in &record.primaries {
        let bytes = fs::read(folder.join(&primary.file)).with_context(|| primary.file.clone())?;
        story
            .primaries
            .push(collation::read_primary(&primary.id, Some(&primary.file), &bytes).value);
    }
    for document in &record.documents {
        let body = fs::read_to_string(folder.join(&document.file)).with_context(|| document.file.clone())?;
        let desk = Desk::open(document, body);
        let article = desk.article(&record)?;
        let (entities, mentions, entity_ids) = desk.entities(&article, &record)?;
        let mut analysis = nlp::analyze(&article, models);
        analysis.entities = entities;
        analysis.mentions = mentions;
        let (statements, statement_ids) = desk.statements(&article, &record, &entity_ids)?;
        story.reports.push(Report {
            article,
            analysis,
            statements,
        });
        story.entity_ids.push(entity_ids);
        story.statement_ids.push(statement_ids);
    }
    Ok(story)
}

/// A page with the way from the record's code points to bytes.
struct Desk<'a> {
    document: &'a GoldDocument,
    text: Text,
    points: CodePoints,
}

impl<'a> Desk<'a> {
    fn open(document: &'a GoldDocument, body: String) -> Self {
        Self {
            document,
            points: CodePoints::new(&body),
            text: Text::new(body),
        }
    }

    /// Bytes of the capture.
    fn capture(&self, span: &GoldSpan) -> Result<Span> {
        let bytes = self
            .points
            .to_byte(span.start)
            .zip(self.points.to_byte(span.end))
            .filter(|(start, end)| start < end);
        let Some((start, end)) = bytes else {
            bail!("{}: no span {}..{}", self.document.id, span.start, span.end);
        };
        Ok(Span::new(start, end))
    }

    /// Bytes of the article text; `None` for words outside the blocks.
    fn words(&self, article: &Article, span: &GoldSpan) -> Result<Option<Span>> {
        let derived = article.map.to_derived(self.capture(span)?);
        Ok(derived.map(|span| article.text.trim(span)))
    }

    fn all_words<'s>(
        &self,
        article: &Article,
        spans: impl IntoIterator<Item = &'s GoldSpan>,
    ) -> Result<Vec<Span>> {
        let mut words = Vec::new();
        for span in spans {
            words.extend(self.words(article, span)?);
        }
        words.sort_unstable();
        Ok(words)
    }

    fn found(&self, span: &GoldSpan, origin: Origin) -> Result<Found<String>> {
        let span = self.capture(span)?;
        Ok(Found {
            value: self.text.slice(span).to_owned(),
            span,
            origin,
        })
    }

    fn dated(&self, dated: &GoldDated) -> Result<Dated> {
        Ok(Dated {
            span: self.capture(&dated.span)?,
            stamp: dated.normalised.as_deref().map(stamp).transpose()?,
            timezone: dated.timezone.clone(),
            label: dated.label.clone(),
        })
    }

    fn article(&self, record: &Record) -> Result<Article> {
        let document = self.document;
        let mut body = String::new();
        let mut map = SpanMap::new();
        let mut blocks = Vec::new();
        for block in &document.blocks {
            let capture = self.capture(&block.span)?;
            if !body.is_empty() {
                body.push_str("\n\n");
            }
            let start = body.len();
            show_words(
                self.text.as_str(),
                capture,
                document.format == Format::Html,
                &mut body,
                &mut map,
            );
            blocks.push(Block {
                kind: block.kind,
                span: Span::new(start, body.len()),
                capture,
            });
        }
        let mut article = Article {
            id: document.id.clone(),
            capture: Capture {
                sha256: document.sha256.clone(),
                bytes: self.text.len(),
                charset: "UTF-8",
                format: document.format,
                text: self.text.clone(),
                path: Some(document.file.clone()),
                ..Capture::default()
            },
            text: Text::new(body),
            map,
            blocks,
            language: document.language.clone(),
            ..Article::default()
        };
        for span in &document.furniture {
            article.furniture.push(Furniture {
                kind: "furniture",
                why: "gold",
                span: self.capture(span)?,
            });
        }
        if let Some(headline) = &document.headline {
            article.headline = Some(Headline {
                span: self.capture(&headline.span)?,
                occurrences: headline
                    .occurrences
                    .iter()
                    .map(|span| self.capture(span))
                    .collect::<Result<_>>()?,
                clean: headline.clean.clone(),
            });
        }
        let name = record
            .outlets
            .iter()
            .find(|outlet| outlet.id == document.outlet)
            .and_then(|outlet| outlet.name.clone());
        article.outlet = name.and_then(|name| {
            let start = self.text.as_str().find(&name)?;
            Some(Found {
                span: Span::new(start, start + name.len()),
                value: name,
                origin: Origin::Visible,
            })
        });
        if let Some(url) = &document.url {
            article.url = Some(self.found(url, Origin::Meta)?);
        }
        article.published = document.published.as_ref().map(|d| self.dated(d)).transpose()?;
        article.modified = document.modified.as_ref().map(|d| self.dated(d)).transpose()?;
        if let Some(Wrapped::Around { span } | Wrapped::Bare(span)) = &document.dateline {
            let text_span = self.words(&article, span)?;
            article.dateline = text_span.map(|text_span| Dateline {
                span: self.capture(span).unwrap_or(text_span),
                text_span,
                agency: None,
            });
        }
        for span in document.byline.iter().flatten() {
            article.byline.push(self.found(span, Origin::Visible)?);
        }
        Ok(article)
    }

    /// Entities of this page, their mentions by position, and the record's ids.
    fn entities(
        &self,
        article: &Article,
        record: &Record,
    ) -> Result<(Vec<Entity>, Vec<Mention>, Vec<String>)> {
        let (mut entities, mut mentions, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for entity in &record.entities {
            let mut own = Vec::new();
            for mention in entity.mentions.iter().filter(|m| m.span.doc == self.document.id) {
                if let Some(span) = self.words(article, &mention.span)? {
                    own.push(Mention {
                        span,
                        form: mention.form,
                        entity: ids.len(),
                    });
                }
            }
            let fullest = own.iter().max_by_key(|m| {
                (
                    m.form == MentionForm::Name,
                    m.span.len(),
                    usize::MAX - m.span.start(),
                )
            });
            let Some(name) = fullest.map(|m| m.span) else {
                continue;
            };
            let roles = entity
                .roles
                .iter()
                .flatten()
                .map(|(Wrapped::Around { span } | Wrapped::Bare(span))| span);
            entities.push(Entity {
                kind: entity.kind,
                name,
                roles: self.all_words(article, roles.filter(|span| span.doc == self.document.id))?,
                gender: None,
                candidates: Vec::new(),
            });
            mentions.append(&mut own);
            ids.push(entity.id.clone());
        }
        for entity in &record.entities {
            if let Some(at) = ids.iter().position(|id| *id == entity.id) {
                entities[at].candidates = ids
                    .iter()
                    .enumerate()
                    .filter(|(_, id)| {
                        entity
                            .candidates
                            .iter()
                            .flatten()
                            .any(|candidate| candidate == *id)
                    })
                    .map(|(at, _)| at)
                    .collect();
            }
        }
        mentions.sort_by_key(|m| (m.span, m.entity));
        mentions.dedup_by_key(|m| m.span);
        Ok((entities, mentions, ids))
    }

    /// Statements of this page in order of their content, outer before inner, and the record's ids.
    fn statements(
        &self,
        article: &Article,
        record: &Record,
        entity_ids: &[String],
    ) -> Result<(Vec<Statement>, Vec<String>)> {
        let entity = |id: &Option<String>| {
            let id = id.as_ref()?;
            entity_ids.iter().position(|known| known == id)
        };
        let mut made = Vec::new();
        for gold in record.statements.iter().filter(|s| s.doc == self.document.id) {
            let content = self.all_words(article, &gold.content)?;
            if content.is_empty() {
                bail!("{}: its content stands in no block", gold.id);
            }
            let source = self.all_words(article, &gold.source)?;
            let descriptor = gold
                .speaker
                .descriptor
                .as_deref()
                .and_then(|words| find_words(article.text.as_str(), words, source.first().copied()));
            let mut quotes = Vec::new();
            for quote in &gold.quotes {
                quotes.extend(self.words(article, &quote.span)?.map(|span| Quote {
                    span,
                    quote_type: quote.quote_type,
                }));
            }
            let statement = Statement {
                cue: self.all_words(article, &gold.cue)?,
                content,
                quotes,
                kind: gold.kind,
                source_type: gold.source_type,
                speaker: Speaker {
                    entity: entity(&gold.speaker.entity),
                    descriptor,
                    via_pronoun: gold.speaker.via.as_deref() == Some("pronoun"),
                },
                addressee: entity(&gold.addressee),
                cue_lemma: gold.cue_lemma.clone(),
                stance: gold.stance,
                hedges: self.all_words(article, &gold.hedges)?,
                modality: gold.modality,
                parent: None,
                confidence: 1.0,
                source,
            };
            made.push((gold, statement));
        }
        made.sort_by_key(|(gold, statement)| {
            let cover = statement.content_cover();
            (cover.start(), usize::MAX - cover.end(), gold.id.clone())
        });
        let place: BTreeMap<&str, usize> = made
            .iter()
            .enumerate()
            .map(|(at, (gold, _))| (gold.id.as_str(), at))
            .collect();
        let parents: Vec<Option<usize>> = made
            .iter()
            .map(|(gold, _)| {
                gold.parent
                    .as_deref()
                    .and_then(|parent| place.get(parent).copied())
            })
            .collect();
        let ids = made.iter().map(|(gold, _)| gold.id.clone()).collect();
        let mut statements: Vec<Statement> = made.into_iter().map(|(_, statement)| statement).collect();
        for (statement, parent) in statements.iter_mut().zip(parents) {
            statement.parent = parent;
        }
        Ok((statements, ids))
    }
}

/// The occurrence of words, case aside, nearest to a place.
fn find_words(body: &str, words: &str, near: Option<Span>) -> Option<Span> {
    let near = near.map_or(0, Span::start);
    let (low, words) = (body.to_ascii_lowercase(), words.to_ascii_lowercase());
    if words.is_empty() {
        return None;
    }
    low.match_indices(&words)
        .map(|(start, _)| Span::new(start, start + words.len()))
        .min_by_key(|span| span.start().abs_diff(near))
}

/// Appends the visible words of a stretch of the capture, white space folded to single spaces.
fn show_words(capture: &str, stretch: Span, html: bool, body: &mut String, map: &mut SpanMap) {
    let mut at = stretch.start();
    let mut space: Option<Span> = None;
    let first = body.len();
    while at < stretch.end() {
        let rest = &capture[at..stretch.end()];
        let skip = if !html {
            None
        } else if rest.starts_with("<!--") {
            Some(rest.find("-->").map_or(rest.len(), |end| end + 3))
        } else if rest.starts_with('<') {
            Some(rest.find('>').map_or(rest.len(), |end| end + 1))
        } else {
            None
        };
        if let Some(skip) = skip {
            at += skip;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let reference = (html && c == '&').then(|| decode_reference(rest)).flatten();
        let (shown, len) = reference.unwrap_or((c, c.len_utf8()));
        let from = Span::new(at, at + len);
        at += len;
        if shown.is_whitespace() {
            space = Some(space.map_or(from, |s| s.cover(from)));
            continue;
        }
        if let Some(white) = space.take()
            && body.len() > first
        {
            map.push_replaced(Span::new(body.len(), body.len() + 1), white);
            body.push(' ');
        }
        if reference.is_some() {
            map.push_replaced(Span::new(body.len(), body.len() + shown.len_utf8()), from);
        } else {
            map.push_verbatim(body.len(), from.start(), len);
        }
        body.push(shown);
    }
}

/// The character that a reference stands for, and its length; the names that gold pages use.
fn decode_reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(12).position(|b| b == b';')?;
    let name = &rest[1..end];
    let shown = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsaquo" => '‹',
        "rsaquo" => '›',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((shown, end + 1))
}

/// Reads the ISO 8601 forms of CONTRACT rule 6.
fn stamp(normalised: &str) -> Result<Stamp> {
    let (date, time) = normalised
        .split_once('T')
        .map_or((normalised, None), |(d, t)| (d, Some(t)));
    let day = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    let (clock, zone) = match time.map(|t| t.find(['Z', '+', '-']).map_or((t, ""), |at| t.split_at(at))) {
        Some((clock, zone)) => (clock, zone),
        None => ("00:00", ""),
    };
    let civil = format!("{day}T{clock}")
        .parse()
        .with_context(|| normalised.to_owned())?;
    let offset = match zone {
        "" => None,
        "Z" => Some(jiff::tz::Offset::UTC),
        _ => {
            let minutes = zone[1..3].parse::<i32>()? * 60 + zone[zone.len() - 2..].parse::<i32>()?;
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            Some(jiff::tz::Offset::from_seconds(sign * minutes * 60)?)
        }
    };
    let precision = match (date.len(), time.is_some(), clock.len()) {
        (4, ..) => Precision::Year,
        (7, ..) => Precision::Month,
        (_, false, _) => Precision::Day,
        (_, true, 5) => Precision::Minute,
        _ => Precision::Second,
    };
    Ok(Stamp {
        civil,
        precision,
        offset,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_words_keep_the_way_back() {
        let capture = "<p>Ports <em>&lsquo;sat\n on&rsquo;</em> it</p>";
        let (mut body, mut map) = (String::new(), SpanMap::new());
        show_words(capture, Span::new(0, capture.len()), true, &mut body, &mut map);
        assert_eq!(body, "Ports ‘sat on’ it");
        let quote = body.find("sat").expect("shown");
        let back = map
            .to_original(Span::new(quote, quote + 6))
            .expect("made from the capture");
        assert_eq!(&capture[back.range()], "sat\n on");
    }

    #[test]
    fn stamps_are_as_precise_as_written() -> Result<()> {
        assert_eq!(stamp("2025-03")?.precision, Precision::Month);
        assert_eq!(stamp("2025-03-18T09:12")?.offset, None);
        let zoned = stamp("2025-03-18T09:12:00+01:00")?;
        assert_eq!(zoned.offset.map(|o| o.seconds()), Some(3600));
        Ok(())
    }
}
