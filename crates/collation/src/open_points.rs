//! What a reader must still check. CONTRACT section 10.
//!
//! In: reports, who is who, claims. Out: open points, one for each matter of a
//! report or claim, each with only the words at issue. Only what the text shows
//! by its form is told: a source without a name, a refusal, a date that
//! nothing anchors, a name in two spellings, an attribution lost in copying.

use std::collections::{BTreeMap, BTreeSet};

use attribution::{Modality, QuoteType, SourceType, Stance, Statement};
use nlp::{EntityKind, MentionForm};
use text::Span;

use crate::check::same_spelling;
use crate::identities::Identities;
use crate::words::words;
use crate::{Claim, Locus, OpenPoint, Report};

/// Finds the open points of all reports.
pub(crate) fn open_points(reports: &[Report], identities: &Identities, claims: &[Claim]) -> Vec<OpenPoint> {
    let mut points = not_confirmed(reports, claims);
    for (at, report) in reports.iter().enumerate() {
        let told = |kind, spans: Vec<Span>| point(reports, at, kind, spans);
        points.extend(told("vague_source", sources(report, SourceType::Collective)));
        points.extend(told("anonymous_source", sources(report, SourceType::Anonymous)));
        points.extend(told("prediction", predictions(report)));
        points.extend(told("missing_date", undated(report)));
        points.extend(told("unattributed_quote", unattributed(report)));
        for ambiguous in ambiguous(report) {
            points.extend(told("ambiguous_reference", ambiguous));
        }
    }
    points.extend(lost_attributions(reports, claims));
    points.extend(name_variants(reports, identities));
    points.sort_by(|a, b| a.spans.cmp(&b.spans).then(a.kind.cmp(b.kind)));
    points.dedup();
    points
}

fn point(reports: &[Report], report: usize, kind: &'static str, spans: Vec<Span>) -> Option<OpenPoint> {
    let mut loci: Vec<Locus> = spans
        .into_iter()
        .filter_map(|span| reports[report].locus(report, span))
        .collect();
    loci.sort_unstable();
    loci.dedup();
    (!loci.is_empty()).then_some(OpenPoint { kind, spans: loci })
}

fn cover(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(Span::cover)
}

/// Refusals and failures to confirm: one point for each claim that they bear on.
fn not_confirmed(reports: &[Report], claims: &[Claim]) -> Vec<OpenPoint> {
    let mut made = Vec::new();
    for claim in claims {
        let mut spans: Vec<Locus> = Vec::new();
        for evidence in &claim.evidence {
            let at = evidence.statement;
            let statement = &reports[at.report].statements[at.statement];
            if statement.stance == Stance::Withholds {
                let words = cover(&statement.cue).map_or(statement.content_cover(), |cue| {
                    cue.cover(statement.content_cover())
                });
                spans.extend(reports[at.report].locus(at.report, words));
            }
        }
        spans.sort_unstable();
        spans.dedup();
        if !spans.is_empty() {
            made.push(OpenPoint {
                kind: "not_confirmed",
                spans,
            });
        }
    }
    made
}

/// Sources of a kind, each wording once.
fn sources(report: &Report, kind: SourceType) -> Vec<Span> {
    let body = report.article.text.as_str();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for statement in report.statements.iter().filter(|s| s.source_type == kind) {
        let pronoun = statement.speaker.via_pronoun;
        if let Some(source) = cover(&statement.source).filter(|_| !pronoun)
            && seen.insert(body[source.range()].to_lowercase())
        {
            found.push(source);
        }
    }
    found
}

/// What is said to come.
fn predictions(report: &Report) -> Vec<Span> {
    report
        .statements
        .iter()
        .filter(|s| s.modality == Modality::Future && s.stance != Stance::Promises && s.quotes.is_empty())
        .map(Statement::content_cover)
        .collect()
}

/// Times that count from a day which the page does not give.
fn undated(report: &Report) -> Vec<Span> {
    if report
        .article
        .published
        .as_ref()
        .is_some_and(|d| d.stamp.is_some())
    {
        return Vec::new();
    }
    report
        .analysis
        .times
        .iter()
        .filter(|time| time.relative && time.value.is_none() && time.is_dated())
        .map(|time| time.span)
        .collect()
}

/// Quotations of some length that no one in the text is said to have spoken.
fn unattributed(report: &Report) -> Vec<Span> {
    const SHORTEST: usize = 4;
    let body = report.article.text.as_str();
    let mut found = Vec::new();
    for statement in &report.statements {
        let nobody = statement.source.is_empty()
            && statement.speaker.entity.is_none()
            && statement.speaker.descriptor.is_none()
            && statement.parent.is_none();
        if !nobody {
            continue;
        }
        for quote in &statement.quotes {
            if quote.quote_type != QuoteType::Scare && words(body, quote.span).len() >= SHORTEST {
                found.push(quote.span);
            }
        }
    }
    found
}

/// Words that may mean one of several: one point for each entity.
fn ambiguous(report: &Report) -> Vec<Vec<Span>> {
    let mut spans: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for mention in &report.analysis.mentions {
        let entity = &report.analysis.entities[mention.entity];
        if entity.kind == EntityKind::Unresolved && entity.candidates.len() > 1 {
            spans.entry(mention.entity).or_default().push(mention.span);
        }
    }
    spans.into_values().collect()
}

/// A passage that one report lays to a source and another prints as its own.
fn lost_attributions(reports: &[Report], claims: &[Claim]) -> Vec<OpenPoint> {
    let mut made = Vec::new();
    for claim in claims {
        let read = |e: &crate::Evidence| &reports[e.statement.report].statements[e.statement.statement];
        let keys = |e: &crate::Evidence| -> Vec<String> {
            words(
                reports[e.statement.report].article.text.as_str(),
                read(e).content_cover(),
            )
            .into_iter()
            .map(|w| w.key)
            .collect()
        };
        // A claim that stands in very many reports is told by its first ones.
        const MOST: usize = 40;
        let evidence = &claim.evidence[..claim.evidence.len().min(MOST)];
        let told: Vec<(usize, Vec<String>)> = evidence
            .iter()
            .filter(|e| !read(e).source.is_empty())
            .map(|e| (e.statement.report, keys(e)))
            .collect();
        for bare in evidence
            .iter()
            .filter(|e| read(e).source_type == SourceType::Author)
        {
            let own = keys(bare);
            let copied = told
                .iter()
                .any(|(report, other)| *report != bare.statement.report && share_run(&own, other));
            let attributed_here = told.iter().any(|(report, _)| *report == bare.statement.report);
            if copied && !attributed_here {
                made.extend(point(
                    reports,
                    bare.statement.report,
                    "lost_attribution",
                    vec![read(bare).content_cover()],
                ));
            }
        }
    }
    made
}

/// Do both hold the same eight words in a row?
fn share_run(left: &[String], right: &[String]) -> bool {
    const RUN: usize = 8;
    let runs: BTreeSet<&[String]> = left.windows(RUN).collect();
    right.windows(RUN).any(|run| runs.contains(run))
}

/// Spellings of one name that differ by a letter: the rarer ones, where each stands first.
fn name_variants(reports: &[Report], identities: &Identities) -> Vec<OpenPoint> {
    let mut made = Vec::new();
    for identity in identities.list.iter().filter(|i| i.kind == EntityKind::Person) {
        let mut forms: BTreeMap<String, Vec<(usize, Span)>> = BTreeMap::new();
        for &(report, entity) in &identity.members {
            let read = &reports[report];
            for mention in read
                .analysis
                .mentions
                .iter()
                .filter(|m| m.entity == entity && m.form == MentionForm::Name)
            {
                if let Some(last) = words(read.article.text.as_str(), mention.span).last() {
                    let surname = last.key.strip_suffix("'s").unwrap_or(&last.key).to_owned();
                    let places = forms.entry(surname).or_default();
                    if places.last().is_none_or(|&(other, _)| other != report) {
                        places.push((report, mention.span));
                    }
                }
            }
        }
        let mut by_use: Vec<(&String, &Vec<(usize, Span)>)> = forms.iter().collect();
        by_use.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
        let Some((usual, rest)) = by_use.split_first() else {
            continue;
        };
        let mut spans: Vec<Locus> = Vec::new();
        for (_, places) in rest.iter().filter(|(form, _)| same_spelling(form, usual.0)) {
            spans.extend(
                places
                    .iter()
                    .filter_map(|&(report, span)| reports[report].locus(report, span)),
            );
        }
        // Where both are as common, nothing tells which is right.
        if !spans.is_empty()
            && rest
                .iter()
                .any(|(form, places)| places.len() == usual.1.len() && same_spelling(form, usual.0))
        {
            spans.extend(
                usual
                    .1
                    .iter()
                    .filter_map(|&(report, span)| reports[report].locus(report, span)),
            );
        }
        spans.sort_unstable();
        if !spans.is_empty() {
            made.push(OpenPoint {
                kind: "name_variant",
                spans,
            });
        }
    }
    made
}
