//! The fields of an article that are a line each: outlet, dateline, credits.
//!
//! In: the segments with their roles and the metadata. Out: each field with
//! the place where it stands; what the page does not say stays empty.

use text::Span;

use crate::BlockKind;
use crate::article::{Credit, Dateline, Found, Origin};
use crate::credit;
use crate::flow::Flow;
use crate::headline::key;
use crate::judge::Role;
use crate::meta::Meta;

/// How many segments around the headline are looked at for names and dates.
const REACH: usize = 24;

/// A line near the headline that may tell who and when.
pub(crate) fn heading_lines(flow: &Flow, roles: &[Role]) -> Vec<usize> {
    let is_text = |role: &Role| {
        matches!(
            role,
            Role::Block(BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Blockquote)
        )
    };
    let headline = roles
        .iter()
        .position(|role| *role == Role::Block(BlockKind::Headline));
    let anchor = headline.or_else(|| roles.iter().position(is_text)).unwrap_or(0);
    // Pasted pages print the summary before the date: two paragraphs may come between.
    let mut paragraphs = 0;
    let mut lines = Vec::new();
    for at in anchor.saturating_sub(6)..flow.segments.len().min(anchor + REACH) {
        if at > anchor && is_text(&roles[at]) {
            paragraphs += 1;
            if paragraphs > 2 {
                break;
            }
            continue;
        }
        if !roles[at].is_block() || matches!(roles[at], Role::Block(BlockKind::Deck | BlockKind::Kicker)) {
            lines.push(at);
        }
    }
    lines
}

/// The dateline of the first paragraph.
pub(crate) fn dateline(flow: &Flow, roles: &[Role], places: &[Option<usize>]) -> Option<Dateline> {
    let paragraphs = roles
        .iter()
        .enumerate()
        .filter(|(_, role)| **role == Role::Block(BlockKind::Paragraph))
        .map(|(at, _)| at)
        .take(3);
    for at in paragraphs {
        let Some(line) = credit::dateline(flow.words(at)) else {
            continue;
        };
        let start = flow.segments[at].range.start();
        let place = places.get(at).copied().flatten()?;
        return Some(Dateline {
            span: flow.capture_of(at, line.whole.shifted(start))?,
            text_span: line.whole.shifted(place),
            agency: line
                .agency
                .and_then(|agency| flow.capture_of(at, agency.shifted(start))),
        });
    }
    None
}

/// Credit lines among the furniture.
pub(crate) fn credits(flow: &Flow, roles: &[Role]) -> Vec<Credit> {
    let mut credits = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        if !matches!(
            role,
            Role::Furniture {
                kind: "credit_line",
                ..
            }
        ) {
            continue;
        }
        let start = flow.segments[at].range.start();
        let names: Vec<Span> = credit::credits(flow.words(at))
            .into_iter()
            .filter_map(|name| flow.capture_of(at, name.shifted(start)))
            .collect();
        if !names.is_empty() {
            credits.push(Credit {
                span: flow.segments[at].capture,
                names,
            });
        }
    }
    credits
}

/// The outlet: what the metadata call it, else the tail of the page's title.
pub(crate) fn outlet(meta: &Meta, headline: Option<&str>) -> Option<Found<String>> {
    if let Some(found) = meta.outlets.first() {
        return Some(found.clone());
    }
    let title = meta.title.as_ref()?;
    let headline = key(headline?);
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((head, tail)) = title.value.rsplit_once(separator)
            && key(head).contains(&headline)
            && !tail.trim().is_empty()
            && tail.split_whitespace().count() <= 6
        {
            return Some(Found {
                value: tail.trim().to_owned(),
                span: title.span,
                origin: Origin::TitleTag,
            });
        }
    }
    None
}

/// The outlet of an agency's own page: the agency of the dateline, when the
/// page's title names it too.
pub(crate) fn wire(body: &str, meta: &Meta, line: Option<&Dateline>) -> Option<Found<String>> {
    let span = line?.agency?;
    let value = body[span.range()].to_owned();
    let named = key(&value);
    let titled = key(&meta.title.as_ref()?.value).starts_with(&named);
    (titled && named.len() > 1).then_some(Found {
        value,
        span,
        origin: Origin::Visible,
    })
}
