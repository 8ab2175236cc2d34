//! On whose word a statement rests, from the statement to its origin.

mod said;

use attribution::SourceType;
use collation::{Decisions, Report, collate};
use headwater_stemma::{NodeKind, OriginBasis, Stemma, trace};
use said::report;

fn traced(reports: &[Report]) -> Stemma {
    trace(reports, &[], &collate(reports, &[], &Decisions::default()))
}

/// Kind and label of what a statement rests on, and how that is known.
fn rest(stemma: &Stemma, report: usize, statement: usize) -> (NodeKind, &str, OriginBasis) {
    let origin = &stemma.statements[report][statement];
    let node = &stemma.nodes[origin.nodes[0]];
    (node.kind, node.label.as_str(), origin.basis)
}

#[test]
fn what_somebody_did_is_the_word_of_who_tells_it() {
    let body = "The harbour board appointed Ines Hale to lead the inquiry into the crane.\n\n\
        The harbour board promised to mend the crane before the winter.";
    let said = |lemma: &'static str, cue: &'static str, content: &'static str| {
        (SourceType::Named, "The harbour board", cue, lemma, content)
    };
    let stemma = traced(&[report(
        "Velm Ledger",
        body,
        &[
            said(
                "appoint",
                "appointed",
                "Ines Hale to lead the inquiry into the crane",
            ),
            said("promise", "promised", "to mend the crane before the winter"),
        ],
    )]);
    assert_eq!(rest(&stemma, 0, 0).0, NodeKind::Author);
    assert_eq!(rest(&stemma, 0, 1).0, NodeKind::Statement);
}

#[test]
fn a_persons_letter_is_the_persons_word() {
    let body = "Corvin Hale told the council that the bridge was sound.\n\n\
        Corvin Hale’s letter says that the bridge was built in a hurry.\n\n\
        The council’s letter says that the bridge is shut.";
    let letter =
        |whose: &'static str, content: &'static str| (SourceType::Document, whose, "says", "say", content);
    let stemma = traced(&[report(
        "Velm Ledger",
        body,
        &[
            (
                SourceType::Named,
                "Corvin Hale",
                "told",
                "tell",
                "that the bridge was sound",
            ),
            letter("Corvin Hale’s letter", "that the bridge was built in a hurry"),
            letter("The council’s letter", "that the bridge is shut"),
        ],
    )]);
    let node = |statement: usize| stemma.statements[0][statement].nodes.clone();
    assert_eq!(node(0), node(1));
    assert_ne!(node(0), node(2));
    assert_eq!(rest(&stemma, 0, 2).0, NodeKind::Document);
}

#[test]
fn an_aside_in_what_a_source_says_is_the_authors() {
    let shared = "The tide gauge at Ostle has stood still for eleven weeks, and nobody at the harbour office \
        can say who had the key to the hut when it was last read by the pilot on his way out to the bar.";
    let first = format!(
        "{shared}\n\nTarn Holdings, which is buying the yard at Ostle for ninety million crowns this \
        spring, knew everything, insiders say."
    );
    let second = format!(
        "OSTLE (Velm Ledger) — {shared}\n\nTarn Holdings is buying the yard at Ostle for ninety million crowns this spring."
    );
    let stemma = traced(&[
        report(
            "Velm Ledger",
            &first,
            &[(
                SourceType::Collective,
                "insiders",
                "say",
                "say",
                "Tarn Holdings, which is buying the yard at Ostle for ninety million crowns this spring, knew everything",
            )],
        ),
        report(
            "Skerry Courier",
            &second,
            &[
                (SourceType::Author, "", "", "", &shared[..60]),
                (
                    SourceType::Author,
                    "",
                    "",
                    "",
                    "Tarn Holdings is buying the yard at Ostle for ninety million crowns this spring",
                ),
            ],
        ),
    ]);
    assert_eq!(rest(&stemma, 0, 0).0, NodeKind::Vague);
    let copied = stemma.statements[1][1].nodes[0];
    assert_ne!(stemma.nodes[copied].kind, NodeKind::Vague, "{:?}", stemma.nodes);
}
