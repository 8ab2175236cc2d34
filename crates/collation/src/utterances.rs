//! Quotations grouped by what was said, each checked against the primaries.
//!
//! In: the statements of all reports, who is who, the indexed primaries. Out:
//! utterances. A quotation is checked once, where it stands innermost. Without
//! a primary only quotations that have a partner make an utterance.

use std::collections::{BTreeMap, BTreeSet};

use attribution::{Quote, QuoteType, SourceType, Statement};
use text::Span;

use crate::check::{QuoteCheck, quoted_words};
use crate::identities::Identities;
use crate::vocabulary::is_function_word;
use crate::words::words;
use crate::{
    Instance, Match, Meaning, Occasion, Primary, PrimaryIndex, Quotation, Report, SpeakerFit, StatementRef,
    UnitMatch, Utterance, check_quotation,
};

/// A quotation of a report with its speaker and, if there is one, its place in a primary.
struct Quoted {
    statement: StatementRef,
    quote: usize,
    span: Span,
    speaker: Option<usize>,
    keys: Vec<String>,
    check: QuoteCheck,
}

/// Finds the utterances of all reports.
pub(crate) fn utterances(
    reports: &[Report],
    primaries: &[Primary],
    identities: &Identities,
) -> Vec<Utterance> {
    let index = PrimaryIndex::new(primaries);
    let mut quoted = Vec::new();
    for (report, read) in reports.iter().enumerate() {
        let heard = quotations(report, read, identities);
        let checked = check_report(read, primaries, &index, identities, heard);
        quoted.extend(checked);
    }
    let groups = group(&quoted);
    let mut made: Vec<Utterance> = groups
        .iter()
        .filter(|group| {
            group.len() > 1
                || group
                    .iter()
                    .any(|&at| !matches!(quoted[at].check.outcome, Match::NoPrimary))
        })
        .filter_map(|group| utterance(reports, &quoted, group))
        .collect();
    made.sort_by_key(|u| (u.instances[0].statement, u.instances[0].quote));
    made
}

/// Quotations that are somebody's words: no scare quotes, each span once, in its innermost statement.
fn quotations(
    report: usize,
    read: &Report,
    identities: &Identities,
) -> Vec<(StatementRef, usize, Quote, Option<usize>)> {
    let mut innermost: BTreeMap<Span, (usize, usize)> = BTreeMap::new();
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(parent) = read.statements[at]
            .parent
            .filter(|_| depth < read.statements.len())
        {
            depth += 1;
            at = parent;
        }
        depth
    };
    let depths: Vec<usize> = (0..read.statements.len()).map(depth).collect();
    for (at, statement) in read.statements.iter().enumerate() {
        for (number, quote) in statement.quotes.iter().enumerate() {
            let deeper = |&(other, _): &(usize, usize)| depths[at] > depths[other];
            if quote.quote_type != QuoteType::Scare && innermost.get(&quote.span).is_none_or(deeper) {
                innermost.insert(quote.span, (at, number));
            }
        }
    }
    innermost
        .into_values()
        .map(|(at, number)| {
            let statement = &read.statements[at];
            let speaker = statement
                .speaker
                .entity
                .and_then(|entity| identities.of_entity(report, entity))
                .filter(|_| statement.source_type != SourceType::Document);
            let reference = StatementRef {
                report,
                statement: at,
            };
            (reference, number, statement.quotes[number], speaker)
        })
        .collect()
}

/// Checks the quotations of one report.
///
/// Two passes: where one quotation of a speaker stands in a primary word for
/// word, the report draws on that occasion, and the speaker's other quotations
/// that it lays to a recording should stand there too.
fn check_report(
    read: &Report,
    primaries: &[Primary],
    index: &PrimaryIndex,
    identities: &Identities,
    heard: Vec<(StatementRef, usize, Quote, Option<usize>)>,
) -> Vec<Quoted> {
    let body = read.article.text.as_str();
    let check = |statement: &Statement, quote: Quote, speaker: Option<usize>, occasion: Occasion| {
        let fits = |unit: UnitMatch| speaker_fit(primaries, identities, speaker, unit);
        let context = &body[around(read, statement).range()];
        let outside = context.replacen(&body[quote.span.range()], " ", 1);
        check_quotation(
            index,
            &Quotation {
                words: &body[quote.span.range()],
                context: &outside,
                occasion,
                speaker: &fits,
            },
        )
    };
    let speaks_on_record =
        |speaker: Option<usize>| speaker.is_some_and(|speaker| !identities.list[speaker].speaks.is_empty());
    let first: Vec<QuoteCheck> = heard
        .iter()
        .map(|&(at, _, quote, speaker)| {
            check(&read.statements[at.statement], quote, speaker, Occasion::Unknown)
        })
        .collect();
    let drawn_on: BTreeSet<usize> = heard
        .iter()
        .zip(&first)
        .filter(|((_, _, quote, _), check)| {
            check.outcome == Match::Verbatim && quoted_words(&body[quote.span.range()]).keys.len() >= 4
        })
        .filter_map(|((_, _, _, speaker), _)| *speaker)
        .collect();
    let reads_recording = (0..read.statements.len()).any(|at| names_recording(read, at));
    heard
        .into_iter()
        .zip(first)
        .map(|((at, number, quote, speaker), first)| {
            let statement = &read.statements[at.statement];
            let sets_apart = names_other_occasion(read, statement);
            let occasion = if sets_apart || !speaks_on_record(speaker) {
                Occasion::Unknown
            } else if speaker.is_some_and(|s| drawn_on.contains(&s)) && names_recording(read, at.statement) {
                Occasion::Recorded
            } else if reads_recording {
                Occasion::Likely
            } else {
                Occasion::Unknown
            };
            let mut checked = match occasion {
                Occasion::Unknown => first,
                _ => check(statement, quote, speaker, occasion),
            };
            if quote.quote_type == QuoteType::Translated {
                checked = translated();
            }
            // Said elsewhere: likeness to the record proves nothing.
            if sets_apart && matches!(checked.outcome, Match::Altered | Match::Trimmed | Match::NotFound) {
                checked = QuoteCheck {
                    outcome: Match::NoPrimary,
                    ..translated()
                };
            }
            Quoted {
                statement: at,
                quote: number,
                span: quote.span,
                speaker,
                keys: quoted_words(&body[quote.span.range()]).keys,
                check: checked,
            }
        })
        .collect()
}

fn translated() -> QuoteCheck {
    QuoteCheck {
        outcome: Match::Translated,
        meaning: Meaning::Unknown,
        units: Vec::new(),
        passages: Vec::new(),
        changes: Vec::new(),
        confidence: 0.8,
    }
}

fn speaker_fit(
    primaries: &[Primary],
    identities: &Identities,
    speaker: Option<usize>,
    unit: UnitMatch,
) -> SpeakerFit {
    let labelled = primaries[unit.primary].units[unit.unit].label.is_some();
    match (speaker, identities.of_unit(unit.primary, unit.unit)) {
        (Some(speaker), Some(known)) if speaker == known => SpeakerFit::Same,
        (Some(_), Some(_)) => SpeakerFit::Other,
        (Some(_), None) if labelled => SpeakerFit::Other,
        _ => SpeakerFit::Unknown,
    }
}

/// A statement with its source and cue.
fn around(read: &Report, statement: &Statement) -> Span {
    let cover = statement
        .source
        .iter()
        .chain(&statement.cue)
        .copied()
        .fold(statement.content_cover(), Span::cover);
    let sentence = |offset: usize| {
        read.analysis
            .sentence_at(offset)
            .map(|at| read.analysis.sentences[at].span)
    };
    let first = sentence(cover.start()).unwrap_or(cover);
    let last = sentence(cover.end().saturating_sub(1)).unwrap_or(cover);
    cover.cover(first).cover(last)
}

/// Words that lay a quotation to an interview, a written statement or another outlet.
fn names_other_occasion(read: &Report, statement: &Statement) -> bool {
    let body = read.article.text.as_str();
    let frame = around(read, statement);
    let mut outside = String::new();
    let mut at = frame.start();
    let mut quotes: Vec<Span> = statement.quotes.iter().map(|q| q.span).collect();
    quotes.sort_unstable();
    for quote in quotes {
        if quote.start() >= at && quote.end() <= frame.end() {
            outside.push_str(&body[at..quote.start()]);
            outside.push(' ');
            at = quote.end();
        }
    }
    outside.push_str(&body[at..frame.end()]);
    let keys: Vec<String> = words(&outside, Span::new(0, outside.len()))
        .into_iter()
        .map(|w| w.key)
        .collect();
    keys.iter().enumerate().any(|(at, key)| match key.as_str() {
        "interview" | "interviewed" | "emailed" | "email" | "mailed" | "tweeted" | "tweet" | "texted"
        | "posted" | "spokesperson" | "spokesman" | "spokeswoman" => true,
        // "told reporters", "told the Courier": not "told the meeting".
        "told" | "tells" => keys.get(at + 1..).is_some_and(|next| {
            next.iter()
                .take(2)
                .any(|k| matches!(k.as_str(), "reporters" | "journalists" | "us"))
        }),
        "statement" => at > 0 && matches!(keys[at - 1].as_str(), "a" | "written" | "press" | "the"),
        "asked" => keys.get(at + 1).is_some_and(|k| k == "about" || k == "by"),
        _ => false,
    })
}

/// Does the statement, or one that holds it, name a recording or document as what it rests on?
fn names_recording(read: &Report, statement: usize) -> bool {
    let mut at = Some(statement);
    for _ in 0..read.statements.len() {
        let Some(current) = at else { break };
        let statement = &read.statements[current];
        if statement.source_type == SourceType::Document {
            return true;
        }
        let frame = around(read, statement);
        let body = read.article.text.as_str();
        if words(body, frame).iter().any(|w| {
            matches!(
                w.key.as_str(),
                "transcript"
                    | "transcripts"
                    | "recording"
                    | "recordings"
                    | "tape"
                    | "tapes"
                    | "audio"
                    | "footage"
                    | "video"
                    | "memo"
                    | "memorandum"
                    | "chat"
                    | "chats"
                    | "minutes"
            )
        }) {
            return true;
        }
        at = statement.parent;
    }
    false
}

/// Quotations joined so far, and which must stay apart.
struct Groups {
    parent: Vec<usize>,
    members: Vec<Vec<usize>>,
    apart: Vec<Vec<usize>>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
            members: (0..len).map(|at| vec![at]).collect(),
            apart: vec![Vec::new(); len],
        }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins two groups unless a pair in them must stay apart.
    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        if left == right {
            return;
        }
        let small = if self.members[left].len() <= self.members[right].len() {
            left
        } else {
            right
        };
        let other = left + right - small;
        for member in self.members[small].clone() {
            for rival in self.apart[member].clone() {
                if self.find(rival) == other {
                    return;
                }
            }
        }
        let moved = std::mem::take(&mut self.members[small]);
        self.members[other].extend(moved);
        self.parent[small] = other;
    }
}

/// Words from which on a quotation is long enough to tie others together.
const BRIDGE: usize = 4;

/// Groups quotations of one thing said: near the same words of a primary, or sharing most of their own words.
///
/// A report that quotes one thought twice in different words heard it twice:
/// such quotations stay apart. A short quotation joins one group and ties no two.
fn group(quoted: &[Quoted]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(quoted.len());
    let mut by_unit: BTreeMap<UnitMatch, usize> = BTreeMap::new();
    for (at, one) in quoted.iter().enumerate() {
        for unit in &one.check.units {
            match by_unit.get(unit) {
                Some(&first) => groups.join(first, at),
                None => {
                    by_unit.insert(*unit, at);
                }
            }
        }
    }
    let mut alike: Vec<(usize, usize, usize)> = Vec::new();
    for (left, right) in likely_pairs(quoted) {
        let (l, r) = (&quoted[left], &quoted[right]);
        let both_placed = !l.check.units.is_empty() && !r.check.units.is_empty();
        let other_speaker = l.speaker.is_some() && r.speaker.is_some() && l.speaker != r.speaker;
        let likeness = if both_placed || other_speaker {
            None
        } else {
            same_words(l, r)
        };
        let Some(likeness) = likeness else { continue };
        let one_report = l.statement.report == r.statement.report;
        if one_report && likeness < 100 && l.keys.len().min(r.keys.len()) >= BRIDGE {
            groups.apart[left].push(right);
            groups.apart[right].push(left);
        } else {
            alike.push((likeness, left, right));
        }
    }
    let words = |&(_, left, right): &(usize, usize, usize)| {
        let (l, r) = (&quoted[left].keys, &quoted[right].keys);
        (l.min(r).clone(), l.max(r).clone())
    };
    alike.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| words(a).cmp(&words(b))).then(a.cmp(b)));
    let is_short = |at: usize| quoted[at].keys.len() < BRIDGE;
    for &(_, left, right) in alike.iter().filter(|pair| !is_short(pair.1) && !is_short(pair.2)) {
        groups.join(left, right);
    }
    let mut placed: Vec<bool> = (0..quoted.len()).map(|at| !is_short(at)).collect();
    for &(_, left, right) in &alike {
        // Short ones among themselves join when equal; beside a long one they join it.
        let equal = quoted[left].keys == quoted[right].keys;
        if equal || !placed[left] || !placed[right] {
            groups.join(left, right);
            placed[left] = true;
            placed[right] = true;
        }
    }
    groups
        .members
        .into_iter()
        .filter(|group| !group.is_empty())
        .map(sorted)
        .collect()
}

fn sorted(mut group: Vec<usize>) -> Vec<usize> {
    group.sort_unstable();
    group
}

/// Pairs that share three words in a row, or a short quotation and one that holds its words.
///
/// A run of words that stands in more than `MOST` quotations pairs none: it
/// says nothing, and the pairs would be its square.
fn likely_pairs(quoted: &[Quoted]) -> BTreeSet<(usize, usize)> {
    const MOST: usize = 60;
    let mut pairs = BTreeSet::new();
    for len in 1..=3usize {
        let mut by_run: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
        for (at, one) in quoted.iter().enumerate() {
            for run in one.keys.windows(len) {
                let list = by_run.entry(run).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
        for list in by_run.values().filter(|list| list.len() <= MOST) {
            for (number, &left) in list.iter().enumerate() {
                for &right in &list[number + 1..] {
                    let shortest = quoted[left].keys.len().min(quoted[right].keys.len());
                    if len == 3 || shortest == len {
                        pairs.insert((left, right));
                    }
                }
            }
        }
    }
    pairs
}

/// Share of the shorter quotation's words that the other has in order, in hundredths, where it is most of them.
fn same_words(left: &Quoted, right: &Quoted) -> Option<usize> {
    let (short, long) = if left.keys.len() <= right.keys.len() {
        (&left.keys, &right.keys)
    } else {
        (&right.keys, &left.keys)
    };
    let content = |keys: &[String]| keys.iter().filter(|k| !is_function_word(k)).count();
    if content(short) == 0 {
        return None;
    }
    let held = long.windows(short.len()).any(|run| run == &short[..]);
    let one_speaker = left.speaker.is_some() && left.speaker == right.speaker;
    match short.len() {
        // A word or two: only of one speaker, whom both name.
        1 | 2 => (held && one_speaker).then_some(100),
        _ if held => Some(100),
        3 => None,
        _ => Some(common_in_order(short, long) * 100 / short.len())
            .filter(|&share| share >= 60)
            .map(|share| share.min(99)),
    }
}

/// Length of the longest common subsequence.
fn common_in_order(short: &[String], long: &[String]) -> usize {
    // Quotations over this length share a run before they share an order.
    const LONGEST: usize = 300;
    let (short, long) = (
        &short[..short.len().min(LONGEST)],
        &long[..long.len().min(LONGEST)],
    );
    let mut row = vec![0usize; long.len() + 1];
    for word in short {
        let mut diagonal = 0;
        for (at, other) in long.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[long.len()]
}

fn utterance(reports: &[Report], quoted: &[Quoted], group: &[usize]) -> Option<Utterance> {
    let mut instances = Vec::with_capacity(group.len());
    for &at in group {
        let one = &quoted[at];
        let Some(locus) = reports[one.statement.report].locus(one.statement.report, one.span) else {
            continue;
        };
        instances.push(Instance {
            statement: one.statement,
            quote: one.quote,
            locus,
            outcome: one.check.outcome,
            meaning: one.check.meaning,
            units: one.check.units.clone(),
            changes: one.check.changes.clone(),
            confidence: one.check.confidence,
        });
    }
    instances.sort_by_key(|i| (i.statement, i.quote));
    let primary = instances.iter().flat_map(|i| &i.units).map(|u| u.primary).min();
    // The speaker whom most instances name; a tie tells nothing.
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for speaker in group.iter().filter_map(|&at| quoted[at].speaker) {
        *named.entry(speaker).or_default() += 1;
    }
    let most = named.values().copied().max().unwrap_or(0);
    let mut leading = named.iter().filter(|&(_, &n)| n == most).map(|(&s, _)| s);
    let speaker = leading.next().filter(|_| leading.next().is_none());
    let sure = group.iter().all(|&at| quoted[at].keys.len() >= 4);
    (!instances.is_empty()).then(|| Utterance {
        speaker,
        primary,
        same_utterance: (instances.len() > 1).then_some(if primary.is_some() || sure {
            "yes"
        } else {
            "possible"
        }),
        instances,
    })
}
