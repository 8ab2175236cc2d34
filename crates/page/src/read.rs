//! The stages of reading a page, in their order.

use text::{Noted, Notice, NoticeCode, Span, SpanMap, Text};

use crate::article::{Article, Capture, CharsetBasis, Format, Furniture, Headline, Page};
use crate::assemble::assemble;
use crate::decode::{self, Decoded};
use crate::evidence::Evidence;
use crate::flow::{self, Flow};
use crate::judge::{self, Role};
use crate::measure::{self, Measure};
use crate::meta::{self, Meta};
use crate::plain::sha256_hex;
use crate::tree;
use crate::{byline, candidates, dating, fields, headline, kinds, paste};

/// Control characters in a text beyond this share (one in so many) make it no text.
const BINARY_SHARE: usize = 20;

/// Reads the article of a page.
#[must_use]
pub fn read(page: &Page) -> Noted<Article> {
    let decoded = decode::decode(&page.bytes, page.header_charset.as_deref());
    let mut notices = decoding_notices(&page.id, &decoded);
    let format = format_of(&decoded.text);
    let body = decoded.text;
    let mut article = Article {
        id: page.id.clone(),
        capture: Capture {
            sha256: sha256_hex(&page.bytes),
            bytes: page.bytes.len(),
            charset: decoded.charset,
            charset_basis: decoded.basis,
            format,
            text: Text::default(),
            path: page.path.clone(),
            captured_url: page.captured_url.clone(),
            retrieved: page.retrieved.clone(),
        },
        map: SpanMap::new(),
        ..Article::default()
    };
    if is_binary(&body) {
        notices.push(Notice::about(
            NoticeCode::Unreadable,
            &page.id,
            "The file holds no text.",
        ));
        article.capture.text = Text::new(body);
        unread(&mut article, 0);
        return Noted {
            value: article,
            notices,
        };
    }
    let stopped = match format {
        Format::Html => read_html(&mut article, &body, &mut notices),
        Format::Text => read_paste(&mut article, &body, &mut notices),
    };
    if article.blocks.is_empty() {
        notices.push(Notice::about(
            NoticeCode::EmptyArticle,
            &page.id,
            "The page holds no article text.",
        ));
    }
    if article.outlet.is_none() {
        notices.push(Notice::about(
            NoticeCode::OutletUnknown,
            &page.id,
            "The page does not name its outlet.",
        ));
    }
    article.capture.text = Text::new(body);
    if let Some(from) = stopped {
        unread(&mut article, from);
    }
    Noted {
        value: article,
        notices,
    }
}

/// What was not read is furniture, so that nothing of the page is passed over in silence.
fn unread(article: &mut Article, from: usize) {
    let rest = Span::new(from, article.capture.text.len());
    let is_visible = |c: char| !c.is_whitespace() && !c.is_control() && c != '\u{FEFF}';
    if article.capture.text.slice(rest).contains(is_visible) {
        article.furniture.push(Furniture {
            kind: "unread",
            why: "not read as text",
            span: article.capture.text.trim(rest),
        });
    }
}

fn decoding_notices(id: &str, decoded: &Decoded) -> Vec<Notice> {
    let mut notices = Vec::new();
    // Bytes that are UTF-8 from end to end leave no doubt.
    if decoded.basis == CharsetBasis::Guess && decoded.charset != "UTF-8" {
        notices.push(Notice::about(
            NoticeCode::CharsetGuessed,
            id,
            format!("The page declares no charset; {} was guessed.", decoded.charset),
        ));
    }
    if decoded.replaced > 0 {
        notices.push(Notice::about(
            NoticeCode::UndecodableBytes,
            id,
            format!(
                "{} sequences could not be decoded as {}.",
                decoded.replaced, decoded.charset
            ),
        ));
    }
    if decoded.truncated {
        notices.push(Notice::about(
            NoticeCode::LimitReached,
            id,
            format!(
                "The page was read to its first {} bytes of text.",
                decode::TEXT_CAP
            ),
        ));
    }
    notices
}

/// Mostly control characters or undecodable sequences.
fn is_binary(body: &str) -> bool {
    let bad = body
        .chars()
        .filter(|&c| {
            c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}' | '\u{B}'))
        })
        .count();
    bad > 0 && bad * BINARY_SHARE > body.len()
}

/// How far tags are looked for.
const SNIFF: usize = 1 << 16;

/// Markup begins with a tag or holds several of those that pages are made of.
fn format_of(body: &str) -> Format {
    let start = body.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let mut marks = start.bytes();
    if marks.next() == Some(b'<')
        && marks
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'))
    {
        return Format::Html;
    }
    let mut end = body.len().min(SNIFF);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let mut seen = 0;
    for token in crate::tokens::Tokens::new(&body[..end], false) {
        if let crate::tokens::Token::Open { tag, .. } = token {
            seen += usize::from(tag.is_block() || tag == crate::tag::Tag::Br);
            if seen >= 3 {
                return Format::Html;
            }
        }
    }
    Format::Text
}

/// Reads a marked-up page; the offset where reading stopped, if it did.
fn read_html(article: &mut Article, body: &str, notices: &mut Vec<Notice>) -> Option<usize> {
    let xml = body
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with("<?xml");
    let tree = tree::parse(body, xml);
    if tree.too_deep {
        notices.push(Notice::about(
            NoticeCode::LimitReached,
            &article.id,
            format!(
                "Elements nested more than {} deep were read as one.",
                tree::DEPTH_CAP
            ),
        ));
    }
    if tree.stopped.is_some() {
        notices.push(Notice::about(
            NoticeCode::LimitReached,
            &article.id,
            format!("The page was read to its first {} elements.", tree::NODE_CAP),
        ));
    }
    let meta = meta::of_tree(body, &tree);
    let flow = flow::of_tree(body, &tree);
    notices.extend(too_many_parts(&article.id, &flow));
    let evidence = Evidence::gather(body, &tree, &flow, meta.article_body.as_deref());
    let headlines = headline::segments(&evidence, &meta);
    let mut roles = judge::roles(&evidence, &headlines);
    let page = kinds::Page {
        flow: &flow,
        evidence: Some(&evidence),
        meta: &meta,
        measures: &evidence.measures,
    };
    kinds::refine(&page, headlines.first().copied(), &mut roles);
    let judged = Judged {
        evidence: Some(&evidence),
        flow: &flow,
        meta: &meta,
        headlines,
        roles,
    };
    complete(article, body, judged, notices);
    flow.stopped.or(tree.stopped)
}

fn too_many_parts(id: &str, flow: &Flow) -> Option<Notice> {
    flow.stopped?;
    Some(Notice::about(
        NoticeCode::LimitReached,
        id,
        format!(
            "The page was read to its first {} lines or parts.",
            flow.segments.len()
        ),
    ))
}

/// Reads a page without markup; the offset where reading stopped, if it did.
fn read_paste(article: &mut Article, body: &str, notices: &mut Vec<Notice>) -> Option<usize> {
    let mut flow = flow::of_lines(body);
    notices.extend(too_many_parts(&article.id, &flow));
    paste::cut_credits(&mut flow);
    let measures: Vec<Measure> = (0..flow.segments.len())
        .map(|at| Measure::of(flow.words(at), flow.segments[at].linked))
        .collect();
    let mut headlines = paste::headlines(&flow, &measures);
    let mut roles = paste::roles(&flow, &measures, &headlines);
    paste::body_goes_with(&mut headlines, &roles);
    let meta = Meta::default();
    let page = kinds::Page {
        flow: &flow,
        evidence: None,
        meta: &meta,
        measures: &measures,
    };
    kinds::refine(&page, headlines.first().copied(), &mut roles);
    let judged = Judged {
        evidence: None,
        flow: &flow,
        meta: &meta,
        headlines,
        roles,
    };
    complete(article, body, judged, notices);
    flow.stopped
}

/// A page whose segments have their roles.
struct Judged<'p> {
    evidence: Option<&'p Evidence<'p>>,
    flow: &'p Flow,
    meta: &'p Meta,
    /// Segments that print the headline; the body goes with the first.
    headlines: Vec<usize>,
    roles: Vec<Role>,
}

/// The headline as segment `at` prints it.
fn printed_headline(flow: &Flow, meta: &Meta, at: usize, all: &[usize]) -> Option<Headline> {
    let span_in = |segment: usize| {
        let words = flow.words(segment);
        let part = headline::proper(words, meta);
        if part.len() == words.len() {
            return Some(flow.segments[segment].capture);
        }
        flow.capture_of(segment, part.shifted(flow.segments[segment].range.start()))
    };
    let mut occurrences: Vec<_> = all.iter().filter_map(|&at| span_in(at)).collect();
    occurrences.sort();
    let words = flow.words(at);
    Some(Headline {
        span: span_in(at)?,
        occurrences,
        clean: headline::clean(&words[headline::proper(words, meta).range()]),
    })
}

/// Assembles the text and finds the fields, the same way for both formats.
fn complete(article: &mut Article, body: &str, judged: Judged<'_>, notices: &mut Vec<Notice>) {
    let Judged {
        evidence,
        flow,
        meta,
        headlines,
        mut roles,
    } = judged;
    for &at in headlines.iter().skip(1) {
        roles[at] = Role::furniture("repeated_title", "repeats the headline");
    }
    article.headline = headlines
        .first()
        .and_then(|&at| printed_headline(flow, meta, at, &headlines));
    if article.headline.is_none() {
        article.headline = headline::unseen(body, meta).map(|(span, words)| Headline {
            span,
            occurrences: vec![span],
            clean: words,
        });
    }
    article.outlet = fields::outlet(
        meta,
        article.headline.as_ref().map(|headline| headline.clean.as_str()),
    );
    article.url = meta.urls.first().cloned();
    article.language = meta.languages.first().map(|found| found.value.clone());
    article.based_on = meta.based_on.clone();
    article.translation_of = meta.translation_of.clone();
    article.translations = meta.translations.clone();
    article.alternates = meta.alternates.clone();
    for section in &meta.sections {
        let known = |span: &Span| body[span.range()] == body[section.span.range()];
        if !article.section.iter().any(known) {
            article.section.push(section.span);
        }
    }
    let assembled = assemble(body, evidence.map(|evidence| evidence.tree), flow, &roles);
    article.dateline = fields::dateline(flow, &roles, &assembled.places);
    if article.outlet.is_none() {
        article.outlet = fields::wire(body, meta, article.dateline.as_ref());
    }
    let known = dating::Known {
        dateline: article.dateline.as_ref().map(|line| &body[line.span.range()]),
        retrieved: article.capture.retrieved.as_deref(),
    };
    let (published, modified, more) = dating::dated(&article.id, body, flow, &roles, meta, &known);
    article.published = published;
    article.modified = modified;
    notices.extend(more);
    article.byline = byline::byline(flow, evidence, &roles, meta, article.outlet.as_ref());
    article.credits = fields::credits(flow, &roles);
    let visible = candidates::Visible {
        headline: article.headline.as_ref().filter(|_| !headlines.is_empty()),
        dates: dating::offered(flow, &roles),
        names: byline::offered(flow, evidence, &roles),
    };
    article.candidates = candidates::all(meta, visible);
    if article.language.is_none() {
        article.language = measure::language(assembled.text.as_str()).map(str::to_owned);
    }
    article.text = assembled.text;
    article.map = assembled.map;
    article.blocks = assembled.blocks;
    article.furniture = assembled.furniture;
    article.links = assembled.links;
}
