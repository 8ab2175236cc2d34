//! What few reports of a collection tell, and errors that they share.
//!
//! In: reports with their analyses and statements, primaries, the collation.
//! Out: each figure and clock time that several reports and not all tell, and
//! each slip that several make, with who makes it. A report that retells another
//! in its own words shares no passage with it, but often agrees with it in these.
//!
//! What stands in a document in hand, in a quotation or in what some report
//! lays to a source is anybody's: whoever reads the document or hears the source
//! has it. What agreements weigh is decided where the families are known
//! (`derivation/retold.rs`).

mod alterations;
mod figures;
mod spellings;

use std::collections::BTreeSet;

use attribution::SourceType;
use collation::{Collation, Primary, Report, content_words, is_deed, relative_clauses, stem};
use text::Span;

use crate::witnesses::body_of;

/// Words of matter that two sentences have in common beside the detail when they are about one thing.
const ALIKE: usize = 2;
/// Words that make a figure larger.
const SCALES: [(&str, f64); 4] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
];

/// What reports share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SharedKind {
    /// A figure with what it counts, or a time of day.
    Figure,
    /// A passage of own words around a figure.
    Wording,
    /// A name that is misspelt in one way.
    Spelling,
    /// A figure with its digits exchanged or its scale lost.
    Number,
    /// A quotation whose words are changed in one way.
    Alteration,
    /// A quotation that is cut at one place.
    Cut,
}

impl SharedKind {
    /// Is it wrong, so that two would hardly come to it by themselves?
    #[must_use]
    pub fn is_error(self) -> bool {
        matches!(self, Self::Spelling | Self::Number | Self::Alteration | Self::Cut)
    }
}

/// Where a report tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Index of the report.
    pub report: usize,
    /// The words, as bytes of the article text.
    pub span: Span,
    /// The sentence around them.
    pub sentence: Span,
    /// Stems of the sentence's words of matter beside the detail.
    pub words: BTreeSet<String>,
}

impl Holder {
    /// Are the two sentences about one thing?
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.words.intersection(&other.words).take(ALIKE).count() == ALIKE
    }
}

/// Something that at least two reports tell or do. Holders ascend by report, one each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What it is.
    pub kind: SharedKind,
    /// Who has it.
    pub holders: Vec<Holder>,
    /// Of an error: reports that have it right, ascending.
    pub right: Vec<usize>,
    /// Of an error: does a primary in hand show it?
    pub shown: bool,
}

/// Finds what reports share. `place[i]` is the index in `reports` of the report that the collation calls `i`.
#[must_use]
pub fn find_shared(
    reports: &[&Report],
    place: &[usize],
    primaries: &[Primary],
    collation: &Collation,
) -> Vec<Shared> {
    let read: Vec<Reading<'_>> = reports.iter().map(|report| Reading::of(report)).collect();
    let originals = Originals::of(primaries);
    let identity = identities(reports.len(), place, collation);
    let mut shared = figures::shared(&read, &originals);
    shared.extend(spellings::shared(&read, &originals, &identity));
    shared.extend(alterations::shared(&read, place, collation));
    shared
}

/// For each report, the identity of each of its entities.
fn identities(reports: usize, place: &[usize], collation: &Collation) -> Vec<Vec<(usize, usize)>> {
    let mut of = vec![Vec::new(); reports];
    for (index, identity) in collation.identities.iter().enumerate() {
        for &(report, entity) in &identity.members {
            of[place[report]].push((entity, index));
        }
    }
    of.iter_mut().for_each(|list| list.sort_unstable());
    of
}

/// A report with what in it is not the reporter's.
struct Reading<'a> {
    report: &'a Report,
    /// The text proper, ascending.
    body: Vec<Span>,
    /// Quotations, and what sources say but for the author's asides; ascending and apart.
    others: Vec<Span>,
}

impl<'a> Reading<'a> {
    fn of(report: &'a Report) -> Self {
        let text = report.article.text.as_str();
        let mut others: Vec<Span> = report.analysis.quoted.iter().map(|quote| quote.span).collect();
        let sourced = report.statements.iter();
        let sourced = sourced.filter(|said| said.source_type != SourceType::Author && !is_deed(said));
        for &content in sourced.flat_map(|said| &said.content) {
            others.extend(without(content, &relative_clauses(text, content)));
        }
        others.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(others.len());
        for span in others {
            match apart.last_mut() {
                Some(last) if last.end() >= span.start() => *last = last.cover(span),
                _ => apart.push(span),
            }
        }
        Self {
            report,
            body: body_of(&report.article),
            others: apart,
        }
    }

    fn text(&self) -> &'a str {
        self.report.article.text.as_str()
    }

    /// Does it stand in the text proper?
    fn is_body(&self, span: Span) -> bool {
        let at = self.body.partition_point(|block| block.end() < span.end());
        self.body.get(at).is_some_and(|block| block.contains(span))
    }

    /// Does the reporter say it, and no source?
    fn is_own(&self, span: Span) -> bool {
        let at = self.others.partition_point(|other| other.end() <= span.start());
        self.others.get(at).is_none_or(|other| !other.overlaps(span))
    }

    fn holder(&self, report: usize, span: Span) -> Holder {
        let text = self.text();
        let sentences = &self.report.analysis.sentences;
        let at = self.report.analysis.sentence_at(span.start());
        let sentence = at.map_or(span, |at| sentences[at].span.cover(span));
        let rest = [
            Span::new(sentence.start(), span.start()),
            Span::new(span.end(), sentence.end()),
        ];
        Holder {
            report,
            span,
            sentence,
            words: rest.iter().flat_map(|&part| content_words(text, part)).collect(),
        }
    }
}

/// What is left of a span, without the parts, which ascend.
fn without(span: Span, parts: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut from = span.start();
    for part in parts {
        if from < part.start() {
            left.push(Span::new(from, part.start()));
        }
        from = from.max(part.end());
    }
    if from < span.end() {
        left.push(Span::new(from, span.end()));
    }
    left
}

/// Words and figures of the primaries.
struct Originals {
    /// In lower case.
    words: BTreeSet<String>,
    /// Bits of each value, of a scaled one ("1.2 million") also without its scale.
    values: BTreeSet<u64>,
    /// Times of day, hour and minute.
    clocks: BTreeSet<(u8, u8)>,
}

impl Originals {
    fn of(primaries: &[Primary]) -> Self {
        let mut words = BTreeSet::new();
        let mut values = BTreeSet::new();
        let mut clocks = BTreeSet::new();
        for primary in primaries {
            let text = primary.text.as_str();
            let figures = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')));
            clocks.extend(figures.filter_map(clock));
            words.extend(name_words(text).map(str::to_lowercase));
            let stems = content_words(text, primary.text.span());
            for (at, word) in stems.iter().enumerate() {
                let Ok(value) = word.parse::<f64>() else { continue };
                values.insert(value.to_bits());
                let next = stems.get(at + 1);
                let scale = SCALES.iter().find(|(word, _)| next == Some(&stem(word)));
                values.extend(scale.map(|(_, times)| (value * times).to_bits()));
            }
        }
        Self {
            words,
            values,
            clocks,
        }
    }
}

/// "16:05" or "16.05" as hour and minute.
fn clock(words: &str) -> Option<(u8, u8)> {
    let (hour, minute) = words.trim_end_matches(['.', ':']).split_once([':', '.'])?;
    let minute = minute.get(..2)?;
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// Letters between marks; a possessive ending is no word.
fn name_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 1)
}

/// Holders of one thing as something shared, when they are several. The first place of each report.
fn shared_by(kind: SharedKind, read: &[Reading<'_>], places: &[(usize, Span)]) -> Option<Shared> {
    let mut first: Vec<(usize, Span)> = places.to_vec();
    first.sort_unstable();
    first.dedup_by_key(|(report, _)| *report);
    (first.len() > 1).then(|| Shared {
        kind,
        holders: first
            .into_iter()
            .map(|(report, span)| read[report].holder(report, span))
            .collect(),
        right: Vec::new(),
        shown: false,
    })
}
