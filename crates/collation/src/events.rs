//! What happened, as far as the words for it agree.
//!
//! In: reports and who is who. Out: events that the pages name at least twice,
//! or of which they state a number. Mentions of one word for an event are one
//! event in one story, unless a number sets them apart; a time is given only
//! where the dated mentions agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use nlp::{EntityKind, MentionForm, Sentence};
use text::Span;

use crate::identities::Identities;
use crate::stem::stem;
use crate::words::{Word, words};
use crate::{Event, EventStatus, EventTime, Locus, Participant, Report};

const EVENT_WORDS: &str = include_str!("../data/event_words.txt");

/// The type of event that a stem names.
fn event_type(stem_of_word: &str) -> Option<&'static str> {
    static TYPES: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    TYPES
        .get_or_init(|| {
            EVENT_WORDS
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(':'))
                .flat_map(|(kind, list)| list.split_whitespace().map(move |word| (stem(word), kind)))
                .collect()
        })
        .get(stem_of_word)
        .copied()
}

/// One mention of an event.
struct Mention {
    report: usize,
    span: Span,
    sentence: usize,
    status: EventStatus,
    with_article: bool,
    count: Option<f64>,
}

/// Finds the events of all reports.
pub(crate) fn events(reports: &[Report], identities: &Identities) -> Vec<Event> {
    let mut by_word: BTreeMap<(&'static str, String, Option<u64>), Vec<Mention>> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        for (number, sentence) in report.analysis.sentences.iter().enumerate() {
            for (kind, word, mention) in mentions(at, report, number, sentence) {
                let counted = mention.count.map(f64::to_bits);
                by_word.entry((kind, word, counted)).or_default().push(mention);
            }
        }
    }
    let mut made: Vec<Event> = by_word
        .into_iter()
        .filter(|((_, _, counted), list)| counted.is_some() || list.len() >= 2)
        .filter_map(|((kind, ..), list)| event(reports, identities, kind, &list))
        .collect();
    made.sort_by(|a, b| a.mentions.cmp(&b.mentions));
    made
}

fn mentions(
    report: usize,
    read: &Report,
    number: usize,
    sentence: &Sentence,
) -> Vec<(&'static str, String, Mention)> {
    let body = read.article.text.as_str();
    let list = words(body, sentence.span);
    let mut found = Vec::new();
    for (at, word) in list.iter().enumerate() {
        let mut key = stem(word.key.strip_suffix("'s").unwrap_or(&word.key));
        let mut first = at;
        // "call" is an event when it is one by telephone; "called for" is not.
        if key == "call" {
            let noun = at > 0 && is_determiner(&list[at - 1].key)
                || at > 0
                    && matches!(
                        list[at - 1].key.as_str(),
                        "phone" | "telephone" | "leaked" | "video" | "conference"
                    );
            if !noun || matches!(word.key.as_str(), "called" | "calling") {
                continue;
            }
            key = stem("phone-call");
        }
        let Some(kind) = event_type(&key) else { continue };
        // "the phone call", "a closed meeting": with what stands before the noun.
        while first > 0
            && at - first < 4
            && joined(body, &list[first - 1], &list[first])
            && !stops(&list[first - 1].key)
        {
            first -= 1;
            if is_determiner(&list[first].key) {
                break;
            }
        }
        let span = list[first].span.cover(word.span);
        let count = read
            .analysis
            .numbers
            .iter()
            .find(|n| {
                let whole = n.value >= 2.0 && n.value.fract() == 0.0 && n.upper.is_none();
                n.span.contains(word.span) && whole
            })
            .map(|n| n.value);
        found.push((
            kind,
            key,
            Mention {
                report,
                span,
                sentence: number,
                status: status(&list, first, at),
                with_article: is_determiner(&list[first].key),
                count,
            },
        ));
    }
    found
}

fn joined(body: &str, left: &Word, right: &Word) -> bool {
    body[left.span.end()..right.span.start()]
        .chars()
        .all(|c| c.is_whitespace() || c == '-')
}

fn is_determiner(key: &str) -> bool {
    matches!(
        key,
        "the" | "a" | "an" | "this" | "that" | "his" | "her" | "their" | "its" | "another" | "no"
    )
}

/// Words that end a noun phrase on its left.
fn stops(key: &str) -> bool {
    crate::vocabulary::is_function_word(key) && !is_determiner(key)
}

fn status(list: &[Word], first: usize, at: usize) -> EventStatus {
    let before: Vec<&str> = list[first.saturating_sub(5)..at]
        .iter()
        .map(|w| w.key.as_str())
        .collect();
    let after: Vec<&str> = list[at + 1..].iter().take(4).map(|w| w.key.as_str()).collect();
    let has = |words: &[&str]| before.iter().any(|b| words.contains(b));
    if has(&["no", "denied", "denies"]) {
        EventStatus::Denied
    } else if before
        .windows(2)
        .any(|w| matches!(w[0], "called" | "calls" | "calling" | "call" | "demanded") && w[1] == "for")
    {
        EventStatus::CalledFor
    } else if has(&["alleged", "allegedly"]) {
        EventStatus::Alleged
    } else if has(&[
        "planned",
        "upcoming",
        "scheduled",
        "expected",
        "plans",
        "planning",
        "future",
    ]) || after
        .iter()
        .any(|a| matches!(*a, "will" | "scheduled" | "planned"))
    {
        EventStatus::Planned
    } else if has(&["proposed", "propose", "suggested"]) {
        EventStatus::Proposed
    } else if has(&["cancelled", "canceled"])
        || after
            .first()
            .is_some_and(|a| matches!(*a, "cancelled" | "canceled"))
    {
        EventStatus::Cancelled
    } else if has(&["ongoing", "continuing"]) {
        EventStatus::Ongoing
    } else {
        EventStatus::Happened
    }
}

fn event(reports: &[Report], identities: &Identities, kind: &'static str, list: &[Mention]) -> Option<Event> {
    let locus = |m: &Mention| reports[m.report].locus(m.report, m.span);
    let mut loci: Vec<Locus> = list.iter().filter_map(locus).collect();
    loci.sort_unstable();
    loci.dedup();
    // The longest mention with an article says most.
    let title = list
        .iter()
        .max_by_key(|m| {
            let words = reports[m.report].article.text.slice(m.span);
            (m.with_article, m.span.len(), std::cmp::Reverse(words.to_owned()))
        })
        .and_then(locus)?;
    let mut statuses: BTreeMap<u8, (usize, EventStatus)> = BTreeMap::new();
    for mention in list {
        statuses
            .entry(mention.status as u8)
            .or_insert((0, mention.status))
            .0 += 1;
    }
    let status = statuses
        .iter()
        .max_by_key(|&(order, &(n, _))| (n, std::cmp::Reverse(*order)))
        .map_or(EventStatus::Unknown, |(_, &(_, status))| status);
    Some(Event {
        event_type: if kind == "interview" { "remarks" } else { kind },
        title,
        status: if kind == "war" && status == EventStatus::Happened {
            EventStatus::Ongoing
        } else {
            status
        },
        participants: participants(reports, identities, list),
        place: None,
        time: time(reports, list),
        count: list.iter().find_map(|m| m.count),
        mentions: loci,
    })
}

/// Times in the same sentence, close behind the mention; a value where all that have one agree.
fn time(reports: &[Report], list: &[Mention]) -> EventTime {
    const REACH: usize = 40;
    let mut stated: Vec<Locus> = Vec::new();
    let mut values: BTreeSet<(String, page::Precision)> = BTreeSet::new();
    for mention in list {
        let read = &reports[mention.report];
        let sentence = read.analysis.sentences[mention.sentence].span;
        for time in &read.analysis.times {
            let near =
                time.span.start() >= mention.span.end() && time.span.start() <= mention.span.end() + REACH;
            if near && time.is_dated() && sentence.contains(time.span) {
                stated.extend(read.locus(mention.report, time.span));
                if let (Some(value), Some(precision)) = (&time.value, time.precision) {
                    values.insert((value.clone(), precision));
                }
            }
        }
    }
    stated.sort_unstable();
    stated.dedup();
    let mut sure = values.into_iter();
    let only = sure.next().filter(|_| sure.next().is_none());
    EventTime {
        stated,
        normalised: only.as_ref().map(|(value, _)| value.clone()),
        precision: only.map(|(_, precision)| precision),
        anchor: None,
    }
}

/// Persons and bodies that follow "between", "with", "of" or "by", or possess the event.
fn participants(reports: &[Report], identities: &Identities, list: &[Mention]) -> Vec<Participant> {
    const REACH: usize = 60;
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for mention in list {
        let read = &reports[mention.report];
        let body = read.article.text.as_str();
        let sentence = read.analysis.sentences[mention.sentence].span;
        let end = sentence.end().min(mention.span.end() + REACH);
        let after = body.get(mention.span.end()..end).unwrap_or_default().trim_start();
        let opens = ["between ", "with ", "by ", "of "]
            .iter()
            .any(|word| after.starts_with(word));
        for other in read.analysis.mentions_in(sentence) {
            let entity = &read.analysis.entities[other.entity];
            let actor = matches!(
                entity.kind,
                EntityKind::Person | EntityKind::Organisation | EntityKind::Outlet
            );
            let possesses = mention.span.contains(other.span);
            let follows = opens && other.span.start() >= mention.span.end() && other.span.end() <= end;
            if actor && other.form == MentionForm::Name && (possesses || follows) {
                found.extend(identities.of_entity(mention.report, other.entity));
            }
        }
    }
    found
        .into_iter()
        .map(|identity| Participant {
            identity: Some(identity),
            role: None,
        })
        .collect()
}
