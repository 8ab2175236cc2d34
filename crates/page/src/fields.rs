//! The fields of an article: outlet, dates, byline, dateline, credits.
//!
//! In: the segments with their roles and the metadata. Out: each field with
//! the place where it stands. Visible text is preferred to metadata, which
//! completes it; what neither says stays empty.

use jiff::tz::Offset;
use text::{Notice, NoticeCode, Span};

use crate::article::{Credit, Dated, Dateline, Found, Origin};
use crate::credit;
use crate::dates::{self, Printed};
use crate::flow::Flow;
use crate::judge::Role;
use crate::meta::Meta;
use crate::phrases::folded;
use crate::{BlockKind, Precision, Stamp};

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

/// A visible date with its segment and label.
struct Seen {
    segment: usize,
    printed: Printed,
    label: Option<Span>,
}

/// Words before a date that say which one it is.
fn label(before: &str) -> Option<(bool, Span)> {
    let lower = before.to_ascii_lowercase();
    for (word, modified) in [
        ("last updated", true),
        ("last modified", true),
        ("updated", true),
        ("update", true),
        ("modified", true),
        ("edited", true),
        ("published", false),
        ("posted", false),
        ("first published", false),
    ] {
        if let Some(at) = lower.rfind(word)
            && lower[at + word.len()..].split_whitespace().count() <= 3
        {
            return Some((modified, Span::new(at, at + word.len())));
        }
    }
    None
}

fn seen_dates(flow: &Flow, lines: &[usize]) -> Vec<(bool, Seen)> {
    let mut all = Vec::new();
    for &segment in lines {
        let words = flow.words(segment);
        if words.len() > 400 {
            continue;
        }
        let mut from = 0;
        for printed in dates::find(words) {
            let before = &words[from..printed.range.start()];
            let mut said = label(before).map(|(modified, span)| (modified, span.shifted(from)));
            // The label may be a line of its own.
            if said.is_none() && from == 0 && segment > 0 && before.trim().is_empty() {
                let line = flow.words(segment - 1);
                if line.len() < 30 && label(line).is_some_and(|(modified, _)| modified) {
                    said = Some((true, Span::new(0, 0)));
                }
            }
            from = printed.range.end();
            let modified = said.is_some_and(|(modified, _)| modified);
            all.push((
                modified,
                Seen {
                    segment,
                    printed,
                    label: said
                        .filter(|(_, span)| modified && !span.is_empty())
                        .map(|(_, span)| span),
                },
            ));
        }
    }
    all
}

/// Published and modified time, with what was doubtful.
pub(crate) fn dated(
    id: &str,
    body: &str,
    flow: &Flow,
    roles: &[Role],
    meta: &Meta,
    line: Option<&str>,
) -> (Option<Dated>, Option<Dated>, Vec<Notice>) {
    let lines = heading_lines(flow, roles);
    let seen = seen_dates(flow, &lines);
    let mut notices = Vec::new();
    let meta_published = meta.published.iter().find_map(meta_stamp);
    let meta_modified = meta.modified.iter().find_map(meta_stamp);
    let visible = |modified: bool| seen.iter().find(|(is, _)| *is == modified).map(|(_, seen)| seen);
    let month_day = line.and_then(dates::month_and_day);
    let published = settle(
        id,
        flow,
        visible(false),
        meta_published.as_ref(),
        month_day,
        body,
        &mut notices,
    );
    let mut modified = settle(
        id,
        flow,
        visible(true),
        meta_modified.as_ref(),
        None,
        body,
        &mut notices,
    );
    if let (Some(first), Some(last)) = (&published, &modified)
        && (first.stamp == last.stamp
            || first
                .stamp
                .zip(last.stamp)
                .is_some_and(|(a, b)| a.instant().is_some() && a.instant() == b.instant()))
    {
        modified = None;
    }
    if published.is_none() && modified.is_none() {
        notices.push(Notice::about(
            NoticeCode::NoDate,
            id,
            "No date of publication was found.",
        ));
    }
    (published, modified, notices)
}

struct MetaStamp {
    stamp: Stamp,
    span: Span,
    origin: Origin,
}

fn meta_stamp(found: &Found<String>) -> Option<MetaStamp> {
    let stamp = found.value.parse().ok().or_else(|| {
        dates::find(&found.value)
            .into_iter()
            .next()
            .map(|printed| printed.stamp)
    })?;
    Some(MetaStamp {
        stamp,
        span: found.span,
        origin: found.origin,
    })
}

fn zone_words(offset: Offset, given_by: &str) -> String {
    let stamp = Stamp {
        offset: Some(offset),
        precision: Precision::Hour,
        ..Stamp::day(jiff::civil::Date::ZERO)
    };
    let text = stamp.to_string();
    let zone = text.rsplit_once("T00").map_or("", |(_, zone)| zone);
    format!("{zone} ({given_by})")
}

/// Brings a visible date and one from metadata together.
fn settle(
    id: &str,
    flow: &Flow,
    seen: Option<&Seen>,
    meta: Option<&MetaStamp>,
    month_day: Option<(i8, i8)>,
    body: &str,
    notices: &mut Vec<Notice>,
) -> Option<Dated> {
    let Some(seen) = seen else {
        let meta = meta?;
        return Some(Dated {
            span: meta.span,
            stamp: Some(meta.stamp),
            timezone: meta
                .stamp
                .offset
                .map(|offset| zone_words(offset, origin_words(meta.origin))),
            label: None,
        });
    };
    let start = flow.segments[seen.segment].range.start();
    let span = flow.capture_of(seen.segment, seen.printed.range.shifted(start))?;
    let label = seen
        .label
        .map(|label| flow.words(seen.segment)[label.range()].to_owned());
    let mut stamp = seen.printed.stamp;
    // Other orders of day and month: what metadata or the dateline say decides.
    if !seen.printed.other.is_empty() {
        let fits = |candidate: &Stamp| match meta {
            Some(meta) => near_days(candidate, &meta.stamp),
            None => month_day == Some((candidate.civil.month(), candidate.civil.day())),
        };
        if !fits(&stamp) {
            if let Some(other) = seen.printed.other.iter().find(|other| fits(other)) {
                stamp = *other;
            } else if meta.is_none() && body.is_empty() {
                return None;
            }
        }
    }
    let mut timezone = seen.printed.zone.clone();
    if let Some(meta) = meta {
        match agreement(&stamp, &meta.stamp) {
            Agreement::Same(offset) => {
                if stamp.precision < Precision::Hour && meta.stamp.precision > stamp.precision {
                    return Some(Dated {
                        span: meta.span,
                        stamp: Some(meta.stamp),
                        timezone: meta
                            .stamp
                            .offset
                            .map(|offset| zone_words(offset, origin_words(meta.origin))),
                        label,
                    });
                }
                if stamp.offset.is_none()
                    && let Some(offset) = offset
                {
                    stamp.offset = Some(offset);
                    if meta.stamp.precision == Precision::Second {
                        let second = meta.stamp.civil.second();
                        stamp.civil = stamp.civil.with().second(second).build().unwrap_or(stamp.civil);
                        stamp.precision = Precision::Second;
                    }
                    timezone = Some(zone_words(offset, origin_words(meta.origin)));
                }
            }
            Agreement::Open => {}
            Agreement::Different => notices.push(Notice::at(
                NoticeCode::DatesDisagree,
                id,
                span,
                format!("The page shows {stamp}, its metadata say {}.", meta.stamp),
            )),
        }
    }
    Some(Dated {
        span,
        stamp: Some(stamp),
        timezone,
        label,
    })
}

fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::JsonLd => "JSON-LD",
        _ => "metadata",
    }
}

fn near_days(a: &Stamp, b: &Stamp) -> bool {
    match (a.date(), b.date()) {
        (Some(a), Some(b)) => a.since(b).is_ok_and(|gap| gap.get_days().abs() <= 1),
        _ => false,
    }
}

enum Agreement {
    /// The same time or day; the offset at which the visible time is that instant.
    Same(Option<Offset>),
    Open,
    Different,
}

/// Is a visible stamp the one of the metadata?
fn agreement(seen: &Stamp, meta: &Stamp) -> Agreement {
    if seen.precision < Precision::Hour || meta.precision < Precision::Hour {
        return match (seen.date(), meta.date()) {
            (Some(a), Some(b)) if a == b => Agreement::Same(None),
            (Some(_), Some(_)) if near_days(seen, meta) => Agreement::Open,
            (Some(_), Some(_)) => Agreement::Different,
            _ => Agreement::Open,
        };
    }
    match (seen.offset, meta.offset) {
        (Some(_), Some(_)) => {
            let gap = seen
                .instant()
                .zip(meta.instant())
                .map(|(a, b)| (a.as_second() - b.as_second()).abs());
            if gap.is_some_and(|gap| gap < 60) {
                Agreement::Same(meta.offset)
            } else {
                Agreement::Different
            }
        }
        (None, Some(offset)) => {
            // Seen on a clock at some whole quarter of an hour from UTC?
            let utc = offset
                .to_timestamp(meta.civil)
                .map(|at| Offset::UTC.to_datetime(at));
            let Ok(utc) = utc else { return Agreement::Open };
            let minutes = |civil: jiff::civil::DateTime| {
                Offset::UTC
                    .to_timestamp(civil)
                    .map(|at| at.as_second().div_euclid(60))
                    .unwrap_or(0)
            };
            let gap = minutes(seen.civil) - minutes(utc);
            if gap % 30 == 0 && (-12 * 60..=14 * 60).contains(&gap) {
                let offset = i32::try_from(gap * 60)
                    .ok()
                    .and_then(|seconds| Offset::from_seconds(seconds).ok());
                Agreement::Same(offset)
            } else if near_days(seen, meta) {
                Agreement::Open
            } else {
                Agreement::Different
            }
        }
        _ if seen.civil == meta.civil => Agreement::Same(None),
        _ if near_days(seen, meta) => Agreement::Open,
        _ => Agreement::Different,
    }
}

/// The names of the byline: visible ones, else those of the metadata.
pub(crate) fn byline(
    flow: &Flow,
    roles: &[Role],
    meta: &Meta,
    outlet: Option<&Found<String>>,
) -> Vec<Found<String>> {
    let lines = heading_lines(flow, roles);
    let mut names: Vec<Found<String>> = Vec::new();
    let mut add = |segment: usize, span: Span| {
        let value = flow.words(segment)[span.range()].to_owned();
        let start = flow.segments[segment].range.start();
        if let Some(capture) = flow.capture_of(segment, span.shifted(start))
            && names.iter().all(|name| name.value != value)
        {
            names.push(Found {
                value,
                span: capture,
                origin: Origin::Visible,
            });
        }
    };
    // Names that the metadata give, where the page shows them.
    for author in meta.authors.iter().take(16) {
        for name in author_names(&author.value) {
            for &segment in &lines {
                if let Some(at) = flow.words(segment).find(name.as_str())
                    && flow.words(segment).len() < 300
                {
                    add(segment, Span::new(at, at + name.len()));
                    break;
                }
            }
        }
    }
    if names.is_empty() {
        for &segment in &lines {
            let words = flow.words(segment);
            for span in visible_names(words) {
                add_name(flow, segment, span, &mut names);
            }
            if !names.is_empty() {
                break;
            }
        }
    }
    if names.is_empty() {
        let outlet = outlet.map(|found| folded(&found.value));
        for author in meta.authors.iter().take(16) {
            let is_house = outlet
                .as_ref()
                .is_some_and(|outlet| *outlet == folded(&author.value));
            if !is_house
                && credit::name_in(&author.value).is_some()
                && names.iter().all(|name| name.value != author.value)
            {
                names.push(author.clone());
            }
        }
    }
    if names.is_empty() {
        for (segment, role) in roles.iter().enumerate() {
            if matches!(
                role,
                Role::Furniture {
                    kind: "credit_line",
                    ..
                }
            ) {
                for span in credit::reporters(flow.words(segment)) {
                    add_name(flow, segment, span, &mut names);
                }
            }
        }
    }
    names
}

fn add_name(flow: &Flow, segment: usize, span: Span, names: &mut Vec<Found<String>>) {
    let value = flow.words(segment)[span.range()].to_owned();
    let start = flow.segments[segment].range.start();
    if let Some(capture) = flow.capture_of(segment, span.shifted(start))
        && names.iter().all(|name| name.value != value)
    {
        names.push(Found {
            value,
            span: capture,
            origin: Origin::Visible,
        });
    }
}

/// The names in an author value of the metadata: "By Ann Lee and Bo Ray".
fn author_names(value: &str) -> Vec<String> {
    let value = strip_by(value);
    credit::byline_names(value)
        .into_iter()
        .map(|span| value[span.range()].to_owned())
        .collect()
}

fn strip_by(value: &str) -> &str {
    let lower = value.to_ascii_lowercase();
    for start in ["by ", "by: ", "von ", "par ", "por ", "di ", "door "] {
        if lower.starts_with(start) {
            return value[start.len()..].trim_start();
        }
    }
    value
}

/// Names in a byline that metadata do not confirm: after "By", or what is left
/// of a short line beside its date.
fn visible_names(words: &str) -> Vec<Span> {
    if words.len() > 200 {
        return Vec::new();
    }
    let dates = dates::find(words);
    let first = dates.first().map_or(words.len(), |date| date.range.start());
    let last = dates.last().map_or(words.len(), |date| date.range.end());
    let after_by = |from: usize, to: usize| -> Vec<Span> {
        let part = &words[from..to];
        let lower = part.to_ascii_lowercase();
        let at = if lower.starts_with("by ") || lower.starts_with("by: ") {
            Some(3)
        } else {
            lower.find(" by ").map(|at| at + 4)
        };
        at.filter(|&at| part.is_char_boundary(at))
            .map(|at| {
                credit::byline_names(&part[at..])
                    .into_iter()
                    .map(|span| span.shifted(from + at))
                    .collect()
            })
            .unwrap_or_default()
    };
    let mut names = after_by(0, first);
    if names.is_empty() && last < words.len() {
        names = after_by(last, words.len());
    }
    if names.is_empty() && !dates.is_empty() {
        let head = words[..first].trim_end_matches(|c: char| !c.is_alphanumeric());
        if head.split_whitespace().count() <= 8 {
            names = credit::byline_names(head);
        }
    }
    names
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
    let headline = crate::headline::key(headline?);
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        if let Some((head, tail)) = title.value.rsplit_once(separator)
            && crate::headline::key(head).contains(&headline)
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
