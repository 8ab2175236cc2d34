//! Bytes inside the program to passages that are published.
//!
//! In: loci (bytes of a decoded capture) and spans of an article's text. Out:
//! [`Passage`]s, counted in code points, with the raw slice copied out.

use collation::{Locus, Primary, Report, Witness};
use page::Format;
use text::{CodePoints, Span, Text};

use crate::Passage;
use crate::plain::plain;

/// A decoded text under its published id.
#[derive(Debug)]
pub(crate) struct Capture {
    pub(crate) id: String,
    format: Format,
    text: Text,
    points: CodePoints,
}

impl Capture {
    pub(crate) fn new(id: &str, format: Format, text: &Text) -> Self {
        Self {
            id: id.to_owned(),
            format,
            text: text.clone(),
            points: CodePoints::new(text.as_str()),
        }
    }

    pub(crate) fn of_report(report: &Report) -> Self {
        let capture = &report.article.capture;
        Self::new(&report.article.id, capture.format, &capture.text)
    }

    /// The words of a span of the capture; `None` when there are none.
    pub(crate) fn passage(&self, span: Span) -> Option<Passage> {
        self.text.get(span)?;
        let span = self.text.trim(span);
        let text = self.text.get(span).filter(|words| !words.is_empty())?.to_owned();
        let (start, end) = self.points.of_span(span);
        let plain = match self.format {
            Format::Text => None,
            Format::Html => Some(plain(&text)).filter(|read| *read != text),
        };
        Some(Passage {
            doc: self.id.clone(),
            start,
            end,
            text,
            plain,
        })
    }

    pub(crate) fn passages(&self, spans: &[Span]) -> Vec<Passage> {
        spans.iter().filter_map(|&span| self.passage(span)).collect()
    }

    /// The words of a span of the article text, where they stand in the
    /// capture: one passage a block, so that nothing that stands between two
    /// blocks of the page is taken for words of the article.
    pub(crate) fn of_article(&self, report: &Report, span: Span) -> Vec<Passage> {
        let article = &report.article;
        let first = article
            .blocks
            .partition_point(|block| block.span.end() <= span.start());
        article.blocks[first..]
            .iter()
            .take_while(|block| block.span.start() < span.end())
            .filter_map(|block| {
                let start = span.start().max(block.span.start());
                let end = span.end().min(block.span.end());
                self.passage(article.capture_span(Span::new(start, end))?)
            })
            .collect()
    }

    pub(crate) fn of_article_all(&self, report: &Report, spans: &[Span]) -> Vec<Passage> {
        spans
            .iter()
            .flat_map(|&span| self.of_article(report, span))
            .collect()
    }

    pub(crate) fn code_points(&self, span: Span) -> (usize, usize) {
        self.points.of_span(span)
    }
}

/// All texts of a story.
#[derive(Debug)]
pub(crate) struct Captures {
    reports: Vec<Capture>,
    primaries: Vec<Capture>,
}

impl Captures {
    pub(crate) fn new(reports: &[Report], primaries: &[Primary]) -> Self {
        Self {
            reports: reports.iter().map(Capture::of_report).collect(),
            primaries: primaries
                .iter()
                .map(|primary| Capture::new(&primary.id, Format::Text, &primary.text))
                .collect(),
        }
    }

    pub(crate) fn report(&self, report: usize) -> &Capture {
        &self.reports[report]
    }

    pub(crate) fn primary(&self, primary: usize) -> &Capture {
        &self.primaries[primary]
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Capture> {
        self.reports
            .iter()
            .chain(&self.primaries)
            .find(|capture| capture.id == id)
    }

    pub(crate) fn at(&self, locus: Locus) -> Option<Passage> {
        let capture = match locus.witness {
            Witness::Report(report) => self.reports.get(report),
            Witness::Primary(primary) => self.primaries.get(primary),
        };
        capture?.passage(locus.span)
    }

    pub(crate) fn all(&self, loci: &[Locus]) -> Vec<Passage> {
        loci.iter().filter_map(|&locus| self.at(locus)).collect()
    }
}
