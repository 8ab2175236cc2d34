//! When an article was published and changed.
//!
//! In: visible dates near the headline and those of the metadata. Out: one of
//! each with the place where it stands. A visible date wins; metadata that mean
//! the same instant or day complete it with zone and time, and metadata that
//! mean another are a notice.

use jiff::tz::Offset;
use text::{Notice, NoticeCode, Span};

use crate::article::{BlockKind, Dated, Found, Origin};
use crate::byline;
use crate::dates::{self, Printed};
use crate::fields::heading_lines;
use crate::flow::Flow;
use crate::headline;
use crate::judge::Role;
use crate::kinds::is_byline;
use crate::meta::Meta;
use crate::{Precision, Stamp};

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

/// A line whose dates are not the article's own.
fn is_strange(role: Role, words: &str) -> bool {
    let lower = words.to_lowercase();
    matches!(
        role,
        Role::Furniture {
            kind: "comments" | "hidden" | "control" | "caption" | "form" | "advertisement",
            ..
        }
    ) || words.contains('©')
        || lower.contains("copyright")
}

fn seen_dates(flow: &Flow, roles: &[Role], lines: &[usize]) -> Vec<(bool, Seen)> {
    let mut all = Vec::new();
    for &segment in lines {
        let words = flow.words(segment);
        if words.len() > 400
            || is_strange(roles[segment], words)
            || !is_byline(words, &[])
                && !matches!(
                    roles[segment],
                    Role::Furniture {
                        kind: "byline_date" | "wire_slug",
                        ..
                    }
                )
        {
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
    known: &Known<'_>,
) -> (Option<Dated>, Option<Dated>, Vec<Notice>) {
    let lines = heading_lines(flow, roles);
    let mut seen = seen_dates(flow, roles, &lines);
    // What is printed above the headline may belong to something else.
    let headline = roles
        .iter()
        .position(|role| *role == Role::Block(BlockKind::Headline));
    seen.sort_by_key(|(_, seen)| headline.is_some_and(|headline| seen.segment < headline));
    let mut notices = Vec::new();
    let order = day_first(flow, meta);
    let mut near = times_near(flow, meta, &lines);
    let start = headline.map_or(0, |at| flow.segments[at].capture.start());
    near.sort_by_key(|(found, _)| found.span.start() < start);
    let stated = |list: &[Found<String>], modified: bool| {
        let elements = near
            .iter()
            .filter(|(_, is)| *is == modified)
            .map(|(found, _)| *found);
        list.iter()
            .chain(elements)
            .find_map(|found| meta_stamp(found, order))
    };
    let meta_published = stated(&meta.published, false);
    let meta_modified = stated(&meta.modified, true);
    for (_, seen) in &mut seen {
        if let Some(day_first) = order {
            prefer(&mut seen.printed, day_first);
        }
    }
    // Of several dates the one that the metadata confirm.
    let visible = |modified: bool, meta: Option<&MetaStamp>| {
        let confirmed = |seen: &Seen| {
            meta.is_some_and(|meta| {
                !matches!(agreement(&seen.printed.stamp, &meta.stamp), Agreement::Different)
            })
        };
        let like = || {
            seen.iter()
                .filter(|(is, _)| *is == modified)
                .map(|(_, seen)| seen)
        };
        // Several days of which none is known are those of other pages in a list.
        let mut days: Vec<_> = like().filter_map(|seen| seen.printed.stamp.date()).collect();
        days.sort();
        days.dedup();
        let listed = meta.is_some() && days.len() > 2;
        like()
            .find(|seen| confirmed(seen))
            .or_else(|| like().next().filter(|_| !listed))
    };
    let month_day = known.dateline.and_then(dates::month_and_day);
    let mut published = settle(
        id,
        flow,
        visible(false, meta_published.as_ref()),
        meta_published.as_ref(),
        month_day,
        body,
        &mut notices,
    );
    let mut modified = settle(
        id,
        flow,
        visible(true, meta_modified.as_ref()),
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
        published = signed(flow, roles, order, body);
    }
    if published.is_none() && modified.is_none() {
        let ago = relative(flow, roles, &lines, known.retrieved);
        match ago {
            Some((true, dated)) => modified = Some(dated),
            Some((false, dated)) => published = Some(dated),
            None => {}
        }
    }
    if published.is_none() {
        published = meta.urls.iter().find_map(|url| of_address(body, url));
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

/// The day of lines below the text that sign it ("Posted by Mira Olt on 18 March 2025"), or that
/// follow a line which names its author; nothing when they name several.
fn signed(flow: &Flow, roles: &[Role], order: Option<bool>, body: &str) -> Option<Dated> {
    let mut only: Option<Seen> = None;
    for segment in 0..flow.segments.len() {
        let words = flow.words(segment);
        let furniture = |at: usize, kinds: &[&str]| matches!(roles[at], Role::Furniture { kind, .. } if kinds.contains(&kind));
        if words.len() > 160
            || is_strange(roles[segment], words)
            || !furniture(segment, &["byline_date", "credit_line", "footer", "header"])
        {
            continue;
        }
        let under_credit = segment > 0 && furniture(segment - 1, &["credit_line"]);
        for mut printed in dates::find(words) {
            if let Some(day_first) = order {
                prefer(&mut printed, day_first);
            }
            if order.is_none() && !printed.other.is_empty() {
                continue;
            }
            let before = &words[..printed.range.start()];
            let alone = words.len() == printed.range.len();
            if !(byline::signs(before) || under_credit && alone) {
                continue;
            }
            let day = printed.stamp.date();
            if only
                .as_ref()
                .is_some_and(|other| other.printed.stamp.date() != day)
            {
                return None;
            }
            only.get_or_insert(Seen {
                segment,
                printed,
                label: None,
            });
        }
    }
    settle("", flow, only.as_ref(), None, None, body, &mut Vec::new())
}

struct MetaStamp {
    stamp: Stamp,
    span: Span,
    origin: Origin,
}

/// What else is known when dates are read.
pub(crate) struct Known<'p> {
    /// The dateline as printed.
    pub dateline: Option<&'p str>,
    /// When the page was fetched.
    pub retrieved: Option<&'p str>,
}

/// `<time>` elements among the lines near the headline.
fn times_near<'m>(flow: &Flow, meta: &'m Meta, lines: &[usize]) -> Vec<(&'m Found<String>, bool)> {
    let (Some(&first), Some(&last)) = (lines.first(), lines.last()) else {
        return Vec::new();
    };
    let from = flow.segments[first].capture.start().saturating_sub(TAG_REACH);
    let to = flow.segments[last].capture.end();
    meta.times
        .iter()
        .filter(|(found, _)| (from..to).contains(&found.span.start()))
        .map(|(found, modified)| (found, *modified))
        .collect()
}

/// How far before its text a start tag may begin.
const TAG_REACH: usize = 200;

/// Does the page put the day first where figures are parted by slashes? Told
/// by other dates of the page, the region of its language, its domain.
fn day_first(flow: &Flow, meta: &Meta) -> Option<bool> {
    let printed = flow
        .segments
        .iter()
        .map(|segment| &flow.text[segment.range.range()])
        .filter(|words| words.len() < 120)
        .find_map(dates::day_first);
    let region = || {
        meta.languages.iter().find_map(|found| {
            let mut parts = found.value.split('-');
            let language = parts.next()?.to_ascii_lowercase();
            match parts
                .find(|part| part.len() == 2)
                .map(str::to_ascii_uppercase)
                .as_deref()
            {
                Some("US" | "PH") => Some(false),
                Some(_) => Some(true),
                None => (language != "en").then_some(true),
            }
        })
    };
    let domain = || {
        let host = meta.urls.first().map(|url| headline::host(&url.value))?;
        let end = host.rsplit('.').next().filter(|end| end.len() == 2)?;
        Some(end != "us" && !matches!(end, "io" | "co" | "ai" | "tv" | "me"))
    };
    printed.or_else(region).or_else(domain)
}

/// Puts the reading with the day, or the month, first.
fn prefer(printed: &mut Printed, day_first: bool) {
    let [other] = printed.other.as_mut_slice() else {
        return;
    };
    let (Some(one), Some(two)) = (printed.stamp.date(), other.date()) else {
        return;
    };
    // Only the slash puts the month first to begin with.
    let swapped = one.month() == two.day() && one.day() == two.month();
    if swapped && day_first == printed.month_first {
        std::mem::swap(&mut printed.stamp, other);
        printed.month_first = !printed.month_first;
    }
}

/// "Updated 3 hours ago": counted from the time of the capture, else left open.
fn relative(flow: &Flow, roles: &[Role], lines: &[usize], retrieved: Option<&str>) -> Option<(bool, Dated)> {
    lines.iter().find_map(|&segment| {
        let words = flow.words(segment);
        if words.len() > 100 || is_strange(roles[segment], words) {
            return None;
        }
        let (place, long, precision) = dates::ago(words)?;
        let said = label(&words[..place.start()]);
        if said.is_none()
            && !matches!(
                roles[segment],
                Role::Furniture {
                    kind: "byline_date",
                    ..
                }
            )
        {
            return None;
        }
        let start = flow.segments[segment].range.start();
        let fetched = retrieved.and_then(|at| at.parse::<Stamp>().ok());
        let stamp = fetched.and_then(|fetched| {
            let counted = Stamp {
                civil: fetched.civil.checked_sub(long).ok()?,
                precision: precision.min(fetched.precision),
                ..fetched
            };
            Some(counted.floored())
        });
        let modified = said.is_some_and(|(modified, _)| modified);
        Some((
            modified,
            Dated {
                span: flow.capture_of(segment, place.shifted(start))?,
                timezone: stamp
                    .and_then(|stamp| stamp.offset)
                    .map(|offset| zone_words(offset, "time of the capture")),
                stamp,
                label: said
                    .filter(|_| modified)
                    .map(|(_, span)| words[span.range()].to_owned()),
            },
        ))
    })
}

/// The day in the page's address, where nothing else says one.
fn of_address(body: &str, url: &Found<String>) -> Option<Dated> {
    let (place, stamp) = dates::in_address(&body[url.span.range()])?;
    Some(Dated {
        span: place.shifted(url.span.start()),
        stamp: Some(stamp),
        timezone: None,
        label: None,
    })
}

/// Dates that lines near the headline print, with whether they are called changes.
pub(crate) fn offered(flow: &Flow, roles: &[Role]) -> Vec<(bool, Found<String>)> {
    let lines = heading_lines(flow, roles);
    seen_dates(flow, roles, &lines)
        .into_iter()
        .filter_map(|(modified, seen)| {
            let words = &flow.words(seen.segment)[seen.printed.range.range()];
            let start = flow.segments[seen.segment].range.start();
            let found = Found {
                value: words.to_owned(),
                span: flow.capture_of(seen.segment, seen.printed.range.shifted(start))?,
                origin: Origin::Visible,
            };
            Some((modified, found))
        })
        .collect()
}

fn meta_stamp(found: &Found<String>, day_first: Option<bool>) -> Option<MetaStamp> {
    let printed = || {
        let mut printed = dates::find(&found.value).into_iter().next()?;
        if let Some(day_first) = day_first {
            prefer(&mut printed, day_first);
        }
        Some(printed.stamp)
    };
    let value = &found.value;
    let stamp = dates::epoch(value)
        .or_else(|| value.parse().ok())
        .or_else(printed)?;
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
