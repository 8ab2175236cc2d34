//! Later versions of a page, and what was put right in them.
//!
//! In: the reports. Out: which report replaces which, the changes between the
//! two with the note that announces them, and errors that a page admits of its
//! own earlier form. Two captures are versions of one page when they name one
//! canonical address, or one outlet's pages share a headline's place and most
//! of their sentences.

use std::collections::{BTreeMap, BTreeSet};

use page::{Block, BlockKind};
use text::Span;

use crate::align::{Likeness, Step, fit};
use crate::words::{Word, words};
use crate::{Correction, CorrectionChange, Locus, Match, Report, Utterance, Version};

/// Finds pairs of versions: each page and the next later state of it.
pub(crate) fn versions(reports: &[Report]) -> Vec<Version> {
    let mut by_address: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        if let Some(address) = address(report).or_else(|| same_page(report)) {
            by_address.entry(address).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for same in by_address.into_values() {
        let mut states: Vec<usize> = Vec::new();
        for at in same {
            // The same text captured twice is no new version.
            if !states
                .iter()
                .any(|&other| same_text(&reports[other], &reports[at]))
            {
                states.push(at);
            }
        }
        states.sort_by_key(|&at| (changed_at(&reports[at]), announces(&reports[at]), at));
        for pair in states.windows(2) {
            let order = |at: usize| (changed_at(&reports[at]), announces(&reports[at]));
            // Without a time or a note nothing tells which came first; with little in common
            // they are two articles.
            if order(pair[0]) < order(pair[1]) && much_in_common(&reports[pair[0]], &reports[pair[1]]) {
                found.push(Version {
                    earlier: pair[0],
                    later: pair[1],
                });
            }
        }
    }
    found.sort_unstable();
    found
}

fn address(report: &Report) -> Option<String> {
    let article = &report.article;
    let address = article
        .url
        .as_ref()
        .map(|url| url.value.clone())
        .or_else(|| article.capture.captured_url.clone())?;
    let address = address
        .split(['#', '?'])
        .next()?
        .trim_end_matches('/')
        .to_lowercase();
    let address = address
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    // A front page is no article.
    address
        .contains('/')
        .then(|| address.trim_start_matches("www.").to_owned())
}

/// Without an address: one outlet's page of one minute.
fn same_page(report: &Report) -> Option<String> {
    let article = &report.article;
    let outlet = article.outlet.as_ref()?;
    let stamp = article.published.as_ref()?.stamp?;
    (stamp.precision >= page::Precision::Minute).then(|| format!("{} {stamp}", outlet.value.to_lowercase()))
}

fn same_text(left: &Report, right: &Report) -> bool {
    left.article.capture.sha256 == right.article.capture.sha256 || left.article.text == right.article.text
}

/// Do two pages share a good part of their words, as versions do?
fn much_in_common(left: &Report, right: &Report) -> bool {
    let runs = |report: &Report| -> BTreeSet<Vec<String>> {
        let keys: Vec<String> = words(report.article.text.as_str(), report.article.text.span())
            .into_iter()
            .map(|w| w.key)
            .collect();
        keys.windows(3).map(<[String]>::to_vec).collect()
    };
    let (left, right) = (runs(left), runs(right));
    let shared = left.intersection(&right).count();
    shared * 10 >= left.len().min(right.len()) * 4
}

fn changed_at(report: &Report) -> Option<jiff::civil::DateTime> {
    let article = &report.article;
    let stamp = |dated: &Option<page::Dated>| dated.as_ref().and_then(|d| d.stamp);
    stamp(&article.modified)
        .max_by_civil(stamp(&article.published))
        .map(|stamp| stamp.civil)
}

/// The later of two stamps.
trait MaxByCivil {
    fn max_by_civil(self, other: Self) -> Self;
}

impl MaxByCivil for Option<page::Stamp> {
    fn max_by_civil(self, other: Self) -> Self {
        match (self, other) {
            (Some(left), Some(right)) => Some(if left.civil >= right.civil { left } else { right }),
            (left, right) => left.or(right),
        }
    }
}

fn announces(report: &Report) -> bool {
    note_block(report).is_some()
}

/// The block that tells of a correction.
fn note_block(report: &Report) -> Option<&Block> {
    report.article.blocks.iter().find(|block| {
        block.kind == BlockKind::Correction
            || (matches!(block.kind, BlockKind::Note | BlockKind::Paragraph)
                && opens_correction(report.article.text.slice(block.span)))
    })
}

/// Phrases with which outlets admit that an earlier form of the page was wrong.
fn opens_correction(paragraph: &str) -> bool {
    const LONGEST: usize = 900;
    if paragraph.len() > LONGEST {
        return false;
    }
    let low = paragraph.to_lowercase();
    let opening = low.trim_start_matches(|c: char| !c.is_alphabetic());
    let label = [
        "correction:",
        "correction,",
        "corrections:",
        "clarification:",
        "editor's note:",
        "editor’s note:",
        "correction (",
    ]
    .iter()
    .any(|label| opening.starts_with(label));
    let earlier = [
        "an earlier version of this",
        "a previous version of this",
        "this article has been corrected",
        "this story has been corrected",
        "this article originally",
        "this story originally",
        "has been amended",
        "was amended on",
        "article has been updated to correct",
    ]
    .iter()
    .any(|phrase| low.contains(phrase));
    earlier || (label && !opening.starts_with("editor"))
}

/// What changed between versions, and what pages admit of themselves.
pub(crate) fn corrections(
    reports: &[Report],
    versions: &[Version],
    utterances: &[Utterance],
) -> Vec<Correction> {
    let mut made: Vec<Correction> = versions
        .iter()
        .filter_map(|version| between(reports, *version, utterances))
        .collect();
    let replaced: BTreeSet<usize> = versions.iter().map(|v| v.later).collect();
    for (at, report) in reports.iter().enumerate() {
        if replaced.contains(&at) {
            continue;
        }
        if let Some(note) = note_block(report).and_then(|block| report.locus(at, block.span)) {
            made.push(Correction {
                from: at,
                to: at,
                note: Some(note),
                at: None,
                changes: Vec::new(),
                left_uncorrected: Vec::new(),
            });
        }
    }
    made.sort_by_key(|c| (c.to, c.from));
    made
}

fn between(reports: &[Report], version: Version, utterances: &[Utterance]) -> Option<Correction> {
    let (earlier, later) = (&reports[version.earlier], &reports[version.later]);
    let note = note_block(later);
    let note_words: Vec<String> = note
        .map(|block| words(later.article.text.as_str(), block.span))
        .unwrap_or_default()
        .into_iter()
        .map(|word| word.key)
        .collect();
    let changes = changes(version, earlier, later, &note_words);
    if changes.is_empty() && note.is_none() {
        return None;
    }
    let modified = later.article.modified.as_ref().and_then(|d| d.stamp);
    Some(Correction {
        from: version.earlier,
        to: version.later,
        note: note.and_then(|block| later.locus(version.later, block.span)),
        at: modified.map(|stamp| stamp.to_string()),
        left_uncorrected: left_standing(version, utterances),
        changes,
    })
}

/// Misquotations of the earlier version that the later one repeats.
fn left_standing(version: Version, utterances: &[Utterance]) -> Vec<Locus> {
    let mut left: Vec<Locus> = utterances
        .iter()
        .flat_map(|u| {
            let altered_in = |report: usize| {
                u.instances
                    .iter()
                    .filter(move |i| i.statement.report == report && i.outcome == Match::Altered)
            };
            let before = altered_in(version.earlier).next().is_some();
            altered_in(version.later).filter(move |_| before).map(|i| i.locus)
        })
        .collect();
    left.sort_unstable();
    left
}

/// Sentences and headlines of a report that are compared.
fn units(report: &Report) -> Vec<(Span, BlockKind)> {
    let mut units = Vec::new();
    for (at, block) in report.article.blocks.iter().enumerate() {
        if block.kind == BlockKind::Correction || opens_correction(report.article.text.slice(block.span)) {
            continue;
        }
        let mut sentences = report
            .analysis
            .sentences
            .iter()
            .filter(|s| s.block == at)
            .peekable();
        if block.kind == BlockKind::Headline || sentences.peek().is_none() {
            units.push((block.span, block.kind));
        } else {
            units.extend(sentences.map(|s| (s.span, block.kind)));
        }
    }
    units
}

fn changes(version: Version, earlier: &Report, later: &Report, note: &[String]) -> Vec<CorrectionChange> {
    // Versions of one page are of one length; a live page of many hundred sentences is cut off here.
    const MOST: usize = 600;
    let (old, new) = (units(earlier), units(later));
    let (old, new) = (&old[..old.len().min(MOST)], &new[..new.len().min(MOST)]);
    let keys = |report: &Report, unit: &(Span, BlockKind)| words(report.article.text.as_str(), unit.0);
    let old_words: Vec<Vec<Word>> = old.iter().map(|unit| keys(earlier, unit)).collect();
    let new_words: Vec<Vec<Word>> = new.iter().map(|unit| keys(later, unit)).collect();
    let mut taken = vec![false; new.len()];
    let mut pair_of: Vec<Option<usize>> = vec![None; old.len()];
    let equal = |left: &[Word], right: &[Word]| {
        left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.key == b.key)
    };
    for (at, left) in old_words.iter().enumerate() {
        if let Some(same) = (0..new.len()).find(|&n| !taken[n] && equal(left, &new_words[n])) {
            taken[same] = true;
            pair_of[at] = Some(same);
        }
    }
    let mut made = Vec::new();
    for (at, left) in old_words.iter().enumerate() {
        if pair_of[at].is_some() || left.is_empty() {
            continue;
        }
        let headline = old[at].1 == BlockKind::Headline;
        let near = (0..new.len())
            .filter(|&n| !taken[n] && (new[n].1 == BlockKind::Headline) == headline)
            .map(|n| (shared_words(left, &new_words[n]), std::cmp::Reverse(n)))
            .max()
            .filter(|&(shared, n)| {
                headline || shared * 10 >= left.len().min(new_words[n.0].len()).max(1) * 5
            });
        match near {
            Some((_, std::cmp::Reverse(n))) => {
                taken[n] = true;
                let kind = headline.then_some("headline");
                made.extend(word_changes(
                    version,
                    (earlier, left),
                    (later, &new_words[n]),
                    kind,
                    note,
                ));
            }
            None => {
                let from = earlier.locus(version.earlier, old[at].0);
                made.push(CorrectionChange {
                    claim: None,
                    announced: announced(left, note),
                    from,
                    to: None,
                    kind: "deletion",
                });
            }
        }
    }
    for (n, right) in new_words
        .iter()
        .enumerate()
        .filter(|&(n, right)| !taken[n] && !right.is_empty())
    {
        made.push(CorrectionChange {
            claim: None,
            from: None,
            to: later.locus(version.later, new[n].0),
            announced: announced(right, note),
            kind: "addition",
        });
    }
    made
}

fn shared_words(left: &[Word], right: &[Word]) -> usize {
    let held: BTreeSet<&str> = right.iter().map(|w| w.key.as_str()).collect();
    left.iter().filter(|w| held.contains(w.key.as_str())).count()
}

/// Runs of changed words between two sentences, each run with its place in both.
fn word_changes(
    version: Version,
    (earlier, left): (&Report, &[Word]),
    (later, right): (&Report, &[Word]),
    kind: Option<&'static str>,
    note: &[String],
) -> Vec<CorrectionChange> {
    const LONGEST: usize = 200;
    let (left, right) = (
        &left[..left.len().min(LONGEST)],
        &right[..right.len().min(LONGEST)],
    );
    let Some(fitted) = fit(left.len(), right.len(), |l, r| {
        if left[l].key == right[r].key {
            Likeness::Same(16)
        } else {
            Likeness::Other
        }
    }) else {
        return Vec::new();
    };
    // Runs parted by one or two kept words are one change; so is what stands before and after the fit.
    const BRIDGE: usize = 2;
    let mut runs: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    let mut open = false;
    let mut last_right = None;
    let mut push = |l: Option<usize>, r: Option<usize>, kept: &mut Vec<(usize, usize)>, open: &mut bool| {
        if !*open {
            runs.push((Vec::new(), Vec::new()));
            *open = true;
        }
        let run = runs.last_mut().expect("a run is open");
        for (kl, kr) in kept.drain(..) {
            run.0.push(kl);
            run.1.push(kr);
        }
        run.0.extend(l);
        run.1.extend(r);
    };
    let first_right = fitted.steps.iter().find_map(|step| match *step {
        Step::Kept { original, .. } | Step::Changed { original, .. } | Step::Cut { original } => {
            Some(original)
        }
        Step::Added { .. } => None,
    });
    for r in 0..first_right.unwrap_or(0) {
        push(None, Some(r), &mut kept, &mut open);
    }
    for step in &fitted.steps {
        match *step {
            Step::Kept { quote, original } => {
                last_right = Some(original);
                if open {
                    kept.push((quote, original));
                    if kept.len() > BRIDGE {
                        open = false;
                        kept.clear();
                    }
                }
            }
            Step::Changed { quote, original } => {
                last_right = Some(original);
                push(Some(quote), Some(original), &mut kept, &mut open);
            }
            Step::Cut { original } => {
                last_right = Some(original);
                push(None, Some(original), &mut kept, &mut open);
            }
            Step::Added { quote } => push(Some(quote), None, &mut kept, &mut open),
        }
    }
    for r in last_right.map_or(0, |r| r + 1)..right.len() {
        push(None, Some(r), &mut kept, &mut open);
    }
    let cover = |words: &[Word], run: &[usize]| -> Option<Span> {
        run.iter().map(|&at| words[at].span).reduce(Span::cover)
    };
    runs.iter()
        .map(|(l, r)| {
            let changed_left: Vec<&Word> = l.iter().map(|&at| &left[at]).collect();
            let changed_right: Vec<&Word> = r.iter().map(|&at| &right[at]).collect();
            let from = cover(left, l).map(|span| whole_quotation(earlier, span));
            let to = cover(right, r).map(|span| whole_quotation(later, span));
            let quoted = |report: &Report, span: Option<Span>| {
                span.is_some_and(|span| report.analysis.quoted.iter().any(|q| q.span.contains(span)))
            };
            let figure = |list: &[&Word]| {
                list.iter()
                    .any(|w| w.key.starts_with(|c: char| c.is_ascii_digit()))
            };
            let kind = kind.unwrap_or(if quoted(earlier, from) && quoted(later, to) {
                "quotation"
            } else if figure(&changed_left) && figure(&changed_right) {
                "number"
            } else if r.is_empty() {
                "deletion"
            } else if l.is_empty() {
                "addition"
            } else {
                "wording"
            });
            let told = |list: &[&Word]| {
                list.iter()
                    .filter(|w| !crate::vocabulary::is_function_word(&w.key))
                    .any(|w| note.contains(&w.key))
            };
            // A headline is announced only where the note says that it was changed.
            let announced = if kind == "headline" {
                note.iter().any(|key| key == "headline")
            } else if kind == "quotation" {
                told(&changed_left)
                    || told(&changed_right)
                    || note
                        .iter()
                        .any(|k| k == "misquoted" || k == "quotation" || k == "quote")
            } else {
                told(&changed_left) && (r.is_empty() || told(&changed_right))
            };
            CorrectionChange {
                claim: None,
                from: from.and_then(|span| earlier.locus(version.earlier, span)),
                to: to.and_then(|span| later.locus(version.later, span)),
                announced,
                kind,
            }
        })
        .collect()
}

/// A change inside marks is a change of the quotation.
fn whole_quotation(report: &Report, span: Span) -> Span {
    report
        .analysis
        .quoted
        .iter()
        .filter(|q| q.span.contains(span))
        .map(|q| q.span)
        .min_by_key(|q| q.len())
        .unwrap_or(span)
}

/// Does the note repeat most of the words?
fn announced(changed: &[Word], note: &[String]) -> bool {
    let matter: Vec<&Word> = changed
        .iter()
        .filter(|w| !crate::vocabulary::is_function_word(&w.key))
        .collect();
    !matter.is_empty() && matter.iter().filter(|w| note.contains(&w.key)).count() * 2 > matter.len()
}
