//! What cannot all be so. CONTRACT section 10.
//!
//! In: reports, claims, utterances, versions. Out: conflicts of three sure
//! forms: a claim that is asserted and denied, one thing counted differently in
//! the same words, one utterance quoted in two wordings. In doubt there is none.

use std::collections::{BTreeMap, BTreeSet};

use attribution::Stance;
use text::Span;

use crate::claims::Counted;
use crate::{
    Claim, Conflict, ConflictLevel, Instance, Locus, Match, Polarity, Report, StatementRef, Utterance,
    Version,
};

/// Finds the conflicts of all reports.
pub(crate) fn conflicts(
    reports: &[Report],
    claims: &[Claim],
    counted: &[Counted],
    utterances: &[Utterance],
    versions: &[Version],
) -> Vec<Conflict> {
    let replaced: BTreeSet<usize> = versions.iter().map(|v| v.earlier).collect();
    let mut made = denials(reports, claims);
    made.extend(figures(reports, claims, counted, &replaced));
    made.extend(wordings(reports, utterances, &replaced));
    made.sort_by(|a, b| a.spans.cmp(&b.spans).then(a.kind.cmp(b.kind)));
    made.dedup_by(|a, b| a.spans == b.spans);
    made
}

/// What orders statements whatever the order of reports.
fn key(reports: &[Report], at: StatementRef) -> ((&str, &str), usize) {
    (reports[at.report].key(), at.statement)
}

fn level(left: usize, right: usize) -> ConflictLevel {
    if left == right {
        ConflictLevel::WithinDocument
    } else {
        ConflictLevel::AcrossDocuments
    }
}

fn content(reports: &[Report], at: StatementRef) -> Option<Locus> {
    let statement = &reports[at.report].statements[at.statement];
    // The quoted words are the plainest form of what was said.
    let span = statement
        .quotes
        .first()
        .map_or(statement.content_cover(), |quote| quote.span);
    reports[at.report].locus(at.report, span)
}

/// Claims that somebody asserts and somebody else denies.
fn denials(reports: &[Report], claims: &[Claim]) -> Vec<Conflict> {
    let mut made = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        let of = |polarity: Polarity| claim.evidence.iter().filter(move |e| e.polarity == polarity);
        let speaker = |at: StatementRef| {
            reports[at.report].statements[at.statement]
                .speaker
                .entity
                .map(|e| (at.report, e))
        };
        let Some(denial) = of(Polarity::Denies)
            .map(|e| e.statement)
            .min_by_key(|&at| key(reports, at))
        else {
            continue;
        };
        // The statement that reports the denial holds the proposition itself: no second side.
        let asserted = of(Polarity::Supports)
            .map(|e| e.statement)
            .filter(|&at| !holds(reports, at, denial) && !holds(reports, denial, at))
            .filter(|&at| speaker(at).is_none() || speaker(at) != speaker(denial))
            .min_by_key(|&at| key(reports, at));
        let Some(asserted) = asserted else { continue };
        let (Some(left), Some(right)) = (content(reports, asserted), content(reports, denial)) else {
            continue;
        };
        let flat = reports[denial.report].statements[denial.statement].stance == Stance::Denies;
        made.push(Conflict {
            kind: "contradiction",
            level: level(asserted.report, denial.report),
            claims: vec![number],
            spans: sides(left, right),
            resolution: Some("open"),
            confidence: if flat { 0.75 } else { 0.55 },
        });
    }
    made
}

fn sides(left: Locus, right: Locus) -> Vec<Locus> {
    vec![left.min(right), left.max(right)]
}

/// Does the content of one statement hold the other's?
fn holds(reports: &[Report], outer: StatementRef, inner: StatementRef) -> bool {
    outer.report == inner.report && {
        let cover =
            |at: StatementRef| -> Span { reports[at.report].statements[at.statement].content_cover() };
        cover(outer).overlaps(cover(inner))
    }
}

/// One thing counted differently in nearly the same words.
fn figures(
    reports: &[Report],
    claims: &[Claim],
    counted: &[Counted],
    replaced: &BTreeSet<usize>,
) -> Vec<Conflict> {
    let mut claim_of: BTreeMap<StatementRef, usize> = BTreeMap::new();
    for (number, claim) in claims.iter().enumerate() {
        for evidence in &claim.evidence {
            claim_of.entry(evidence.statement).or_insert(number);
        }
    }
    let mut made: Vec<Conflict> = Vec::new();
    let mut told: BTreeSet<(&str, String, String)> = BTreeSet::new();
    let mut counted: Vec<&Counted> = counted.iter().collect();
    counted.sort_by_key(|pair| {
        let (left, right) = (key(reports, pair.left), key(reports, pair.right));
        (left.min(right), left.max(right))
    });
    for pair in counted {
        let (Some(left), Some(right)) = (
            reports[pair.left.report].locus(pair.left.report, pair.left_span),
            reports[pair.right.report].locus(pair.right.report, pair.right_span),
        ) else {
            continue;
        };
        let mut held: Vec<usize> = [pair.left, pair.right]
            .iter()
            .filter_map(|at| claim_of.get(at).copied())
            .collect();
        held.sort_unstable();
        held.dedup();
        // One matter is told once, however many reports print the two figures.
        let values = (
            pair.left_value.clone().min(pair.right_value.clone()),
            pair.left_value.clone().max(pair.right_value.clone()),
        );
        if !told.insert((pair.unit.as_str(), values.0, values.1)) {
            continue;
        }
        let corrected = replaced.contains(&pair.left.report) || replaced.contains(&pair.right.report);
        made.push(Conflict {
            kind: "contradiction",
            level: level(pair.left.report, pair.right.report),
            claims: held,
            spans: sides(left, right),
            resolution: Some(if corrected { "corrected" } else { "open" }),
            confidence: 0.6,
        });
    }
    made
}

/// One utterance in two wordings: against the primary where there is one, else against each other.
fn wordings(reports: &[Report], utterances: &[Utterance], replaced: &BTreeSet<usize>) -> Vec<Conflict> {
    let mut made = Vec::new();
    for utterance in utterances {
        let mut instances: Vec<&Instance> = utterance.instances.iter().collect();
        instances.sort_by_key(|i| (key(reports, i.statement), i.quote));
        let altered = instances.iter().find(|i| i.outcome == Match::Altered);
        let exact = instances
            .iter()
            .find(|i| i.outcome == Match::Verbatim && i.locus.span.len() > 20);
        if let (Some(altered), Some(exact)) = (altered, exact) {
            made.push(Conflict {
                kind: "contradiction",
                level: level(altered.statement.report, exact.statement.report),
                claims: Vec::new(),
                spans: sides(altered.locus, exact.locus),
                resolution: Some(if replaced.contains(&altered.statement.report) {
                    "corrected"
                } else {
                    "open"
                }),
                confidence: 0.7,
            });
            continue;
        }
        if utterance.primary.is_some() || utterance.same_utterance != Some("yes") {
            continue;
        }
        if let Some((left, right)) = other_words(reports, &instances) {
            made.push(Conflict {
                kind: "discrepancy",
                level: level(left.1, right.1),
                claims: Vec::new(),
                spans: sides(left.0, right.0),
                resolution: Some("open"),
                confidence: 0.6,
            });
        }
    }
    made
}

type Side = (Locus, usize);

/// The first two long quotations of an utterance that give the same passage in other words.
fn other_words(reports: &[Report], instances: &[&Instance]) -> Option<(Side, Side)> {
    const MOST: usize = 30;
    let keys: Vec<(&Instance, Vec<String>)> = instances
        .iter()
        .take(MOST)
        .map(|&i| {
            let statement = &reports[i.statement.report].statements[i.statement.statement];
            let body = reports[i.statement.report].article.text.as_str();
            let quote = &body[statement.quotes[i.quote].span.range()];
            (i, crate::check::quoted_words(quote).keys)
        })
        .filter(|(_, keys)| keys.len() >= 5)
        .collect();
    for (at, (left, l)) in keys.iter().enumerate() {
        for (right, r) in &keys[at + 1..] {
            let (short, long) = if l.len() <= r.len() { (l, r) } else { (r, l) };
            let held = long.windows(short.len()).any(|run| run == &short[..]);
            // A word changed between words that agree on both sides.
            if !held && left.statement.report != right.statement.report && changed_inside(short, long) {
                return Some((
                    (left.locus, left.statement.report),
                    (right.locus, right.statement.report),
                ));
            }
        }
    }
    None
}

fn changed_inside(short: &[String], long: &[String]) -> bool {
    use crate::align::{Likeness, Step, fit};
    const LONGEST: usize = 200;
    let (short, long) = (
        &short[..short.len().min(LONGEST)],
        &long[..long.len().min(LONGEST)],
    );
    let Some(fitted) = fit(short.len(), long.len(), |s, l| {
        if short[s] == long[l] {
            Likeness::Same(16)
        } else {
            Likeness::Other
        }
    }) else {
        return false;
    };
    let kept = fitted
        .steps
        .iter()
        .filter(|s| matches!(s, Step::Kept { .. }))
        .count();
    let first = fitted.steps.iter().position(|s| matches!(s, Step::Kept { .. }));
    let last = fitted.steps.iter().rposition(|s| matches!(s, Step::Kept { .. }));
    let inner = first.zip(last).is_some_and(|(first, last)| {
        fitted.steps[first..last]
            .iter()
            .any(|s| matches!(s, Step::Changed { .. } | Step::Added { .. }))
    });
    inner && kept * 10 >= short.len() * 7
}
