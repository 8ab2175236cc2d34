//! What a correction takes back.
//!
//! In: claims, and the changes between versions of a page. Out: the claims, in
//! which a statement of the earlier version counts as withdrawn when the later
//! version changes or drops its words. What the page says instead is another
//! reading: where both stood in one claim, the claim is parted.

use text::Span;

use crate::{Claim, Correction, Evidence, Locus, Polarity, Report, StatementRef, Witness};

/// Marks withdrawn evidence; claims that a change parts are appended, so that indices hold.
pub(crate) fn withdraw(reports: &[Report], corrections: &[Correction], claims: &mut Vec<Claim>) {
    let mut parted = Vec::new();
    for correction in corrections.iter().filter(|c| c.from != c.to) {
        for change in &correction.changes {
            let Some(from) = change.from else { continue };
            for claim in claims.iter_mut().chain(parted.iter_mut()) {
                mark(reports, from, claim);
            }
            if let Some(to) = change.to {
                for claim in claims.iter_mut() {
                    parted.extend(part(reports, from, to, claim));
                }
            }
        }
    }
    claims.append(&mut parted);
}

fn asserts(evidence: &Evidence) -> bool {
    matches!(evidence.polarity, Polarity::Supports | Polarity::Partial)
}

fn mark(reports: &[Report], from: Locus, claim: &mut Claim) {
    for evidence in claim.evidence.iter_mut().filter(|e| asserts(e)) {
        if holds(reports, evidence.statement, from) {
            evidence.polarity = Polarity::Withdrawn;
        }
    }
}

/// Takes what was withdrawn, and who denies it, out of a claim that also holds what replaced it.
fn part(reports: &[Report], from: Locus, to: Locus, claim: &mut Claim) -> Option<Claim> {
    let withdrawn = claim
        .evidence
        .iter()
        .find(|e| e.polarity == Polarity::Withdrawn && holds(reports, e.statement, from))?
        .statement;
    let replaced = claim
        .evidence
        .iter()
        .find(|e| asserts(e) && holds(reports, e.statement, to))?
        .statement;
    let (kept, taken): (Vec<Evidence>, Vec<Evidence>) = claim.evidence.iter().partition(|e| asserts(e));
    let (new, old) = (wording(reports, replaced)?, wording(reports, withdrawn)?);
    let other = Claim {
        text: old,
        evidence: taken,
        alignments: Vec::new(),
        narrower_of: None,
        ..claim.clone()
    };
    if kept.iter().all(|e| !holds(reports, e.statement, claim.text)) {
        claim.text = new;
    }
    claim.evidence = kept;
    Some(other)
}

fn content(reports: &[Report], at: StatementRef) -> impl Iterator<Item = Span> {
    reports[at.report].statements[at.statement]
        .content
        .iter()
        .copied()
}

/// Does the statement's content hold words of the passage?
fn holds(reports: &[Report], at: StatementRef, passage: Locus) -> bool {
    passage.witness == Witness::Report(at.report)
        && content(reports, at)
            .filter_map(|span| reports[at.report].locus(at.report, span))
            .any(|locus| locus.span.overlaps(passage.span))
}

fn wording(reports: &[Report], at: StatementRef) -> Option<Locus> {
    let longest = content(reports, at).max_by_key(|span| span.len())?;
    reports[at.report].locus(at.report, longest)
}
