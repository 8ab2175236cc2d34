//! The order in which reports are given changes nothing but indices.

use std::collections::BTreeSet;

use crate::{Collation, Decisions, Locus, Primary, Report, Witness, collate, read_primary};

const PAGES: [&str; 4] = [
    "Council hid sluice report\n\nThe council of Ellmoor held back a report on 41 cracked sluices, according to a recording of a meeting.\n\n\
     “Nobody is going to drain the basin for your debt,” said Tom Pryce, the council leader. Ines Hale, the engineer, asked for six weeks.\n\n\
     Pryce denied that the report was held back.",
    "Sluices of Ellmoor are failing\n\nThe council of Ellmoor held back a report on 14 cracked sluices, the Ellmoor Post said on Monday.\n\n\
     “Nobody is ever going to drain the basin for your debt,” Pryce said. Residents said they feared a flood.",
    "Engineer wanted a second pump\n\nIness Hale said she asked for six weeks and a second pump. “I will not sign the winter plan without them,” Hale said.\n\n\
     The Post could not verify the recording.",
    "Leader denies delay\n\nTom Pryce denied that the report on the sluices was held back. “I will not sign the winter plan without them,” he was told by Hale.",
];

const RECORD: &str = "Transcript\n\nHALE: I asked for six weeks and a second pump. I will not sign the winter plan without them.\n\
    PRYCE: Nobody is going to drain the basin for your debt, Ines.\n";

fn report(at: usize) -> Report {
    Report::of_text(&format!("p{at}"), PAGES[at])
}

/// A collation in words, free of indices.
fn told(collation: &Collation, reports: &[Report], primaries: &[Primary]) -> BTreeSet<String> {
    let shown = |locus: &Locus| match locus.witness {
        Witness::Report(at) => format!(
            "{} {}",
            reports[at].article.id,
            reports[at].article.capture.text.slice(locus.span)
        ),
        Witness::Primary(at) => format!("{} {}", primaries[at].id, primaries[at].text.slice(locus.span)),
    };
    let all = |loci: &[Locus]| {
        let mut words: Vec<String> = loci.iter().map(shown).collect();
        words.sort();
        words.join(" | ")
    };
    let mut told = BTreeSet::new();
    for identity in &collation.identities {
        let mut members: Vec<String> = identity
            .members
            .iter()
            .map(|&(report, entity)| format!("{} {entity}", reports[report].article.id))
            .collect();
        members.sort();
        told.insert(format!(
            "identity {} {members:?} {}",
            shown(&identity.name),
            identity.speaks.len()
        ));
    }
    for claim in &collation.claims {
        let mut evidence: Vec<String> = claim
            .evidence
            .iter()
            .map(|e| {
                format!(
                    "{} {} {:?}",
                    reports[e.statement.report].article.id, e.statement.statement, e.polarity
                )
            })
            .collect();
        evidence.sort();
        told.insert(format!(
            "claim {} {:?} {:?} {evidence:?}",
            shown(&claim.text),
            claim.claim_type,
            claim.layer
        ));
    }
    for utterance in &collation.utterances {
        let mut instances: Vec<String> = utterance
            .instances
            .iter()
            .map(|i| format!("{} {:?} {:?}", shown(&i.locus), i.outcome, i.meaning))
            .collect();
        instances.sort();
        told.insert(format!("utterance {:?} {instances:?}", utterance.same_utterance));
    }
    told.extend(
        collation
            .conflicts
            .iter()
            .map(|c| format!("conflict {} {}", c.kind, all(&c.spans))),
    );
    told.extend(
        collation
            .open_points
            .iter()
            .map(|p| format!("open {} {}", p.kind, all(&p.spans))),
    );
    told.extend(
        collation
            .events
            .iter()
            .map(|e| format!("event {} {}", e.event_type, all(&e.mentions))),
    );
    told
}

#[test]
fn the_order_of_reports_changes_only_indices() {
    let primaries = [read_primary("t", None, RECORD.as_bytes()).value];
    let read: Vec<Report> = (0..PAGES.len()).map(report).collect();
    let first = told(
        &collate(&read, &primaries, &Decisions::default()),
        &read,
        &primaries,
    );
    assert!(
        first.iter().any(|line| line.starts_with("utterance")),
        "{first:?}"
    );
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let shuffled: Vec<Report> = order.iter().map(|&at| read[at].clone()).collect();
        let other = told(
            &collate(&shuffled, &primaries, &Decisions::default()),
            &shuffled,
            &primaries,
        );
        let changed: Vec<&String> = first.symmetric_difference(&other).collect();
        assert!(changed.is_empty(), "{order:?}: {changed:#?}");
    }
}
