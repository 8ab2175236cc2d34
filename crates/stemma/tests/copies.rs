//! What must hold whatever the reports say: copies do not corroborate, the
//! order of the reports changes nothing, and a stemma has no cycle.

use attribution::{Modality, SourceType, Speaker, Stance, Statement, StatementKind};
use collation::{
    Claim, ClaimType, Collation, Evidence, Identity, Layer, Locus, Polarity, Report, StatementRef, Witness,
};
use headwater_stemma::{Stemma, trace};
use nlp::{Analysis, Entity, EntityKind};
use page::{Found, Origin};
use proptest::prelude::*;
use text::Span;

const WORDS: &[&str] = &[
    "harbour", "pier", "council", "ferry", "survey", "engineer", "night", "closed", "mended", "the", "a",
    "of", "under", "cracked", "owner", "sold", "north", "winter", "bridge", "piles", "counted", "twelve",
    "letter", "mayor", "said", "road", "tide", "opened", "on", "late", "lamp", "crane", "barge", "salt",
    "rope", "quay", "storm", "clerk",
];

/// One page: paragraphs, each with the number of its claim and whether a named person says it.
#[derive(Debug, Clone)]
struct Draft {
    outlet: String,
    paragraphs: Vec<(usize, bool, String)>,
}

fn report(draft: &Draft) -> Report {
    let body: Vec<&str> = draft
        .paragraphs
        .iter()
        .map(|(_, _, text)| text.as_str())
        .collect();
    let mut article = page::plain_text(&draft.outlet, &body.join("\n\n"));
    article.outlet = Some(Found {
        value: draft.outlet.clone(),
        span: Span::new(0, 1),
        origin: Origin::Meta,
    });
    let statements = article
        .blocks
        .iter()
        .zip(&draft.paragraphs)
        .map(|(block, (_, named, _))| Statement {
            source: if *named {
                vec![Span::new(block.span.start(), block.span.start() + 1)]
            } else {
                Vec::new()
            },
            cue: Vec::new(),
            content: vec![block.span],
            quotes: Vec::new(),
            kind: StatementKind::Indirect,
            source_type: if *named {
                SourceType::Named
            } else {
                SourceType::Author
            },
            speaker: Speaker {
                entity: named.then_some(0),
                ..Speaker::default()
            },
            addressee: None,
            cue_lemma: None,
            stance: Stance::Asserts,
            hedges: Vec::new(),
            modality: Modality::Actual,
            parent: None,
            confidence: 1.0,
        })
        .collect();
    let analysis = Analysis {
        entities: vec![Entity {
            kind: EntityKind::Person,
            name: Span::new(0, 1),
            roles: Vec::new(),
            gender: None,
            candidates: Vec::new(),
        }],
        ..Analysis::default()
    };
    Report {
        article,
        analysis,
        statements,
    }
}

fn traced(drafts: &[Draft], claims: usize) -> Stemma {
    let reports: Vec<Report> = drafts.iter().map(report).collect();
    let word = |report: usize| Locus {
        witness: Witness::Report(report),
        span: Span::new(0, 1),
    };
    let mut collation = Collation {
        identities: vec![Identity {
            kind: EntityKind::Person,
            name: word(0),
            members: (0..reports.len()).map(|r| (r, 0)).collect(),
            speaks: Vec::new(),
            candidates: Vec::new(),
        }],
        ..Collation::default()
    };
    for claim in 0..claims {
        let mut evidence = Vec::new();
        for (report, draft) in drafts.iter().enumerate() {
            for (statement, paragraph) in draft.paragraphs.iter().enumerate() {
                let statement = StatementRef { report, statement };
                collation.used_assertions.push(statement);
                if paragraph.0 == claim {
                    evidence.push(Evidence {
                        statement,
                        polarity: Polarity::Supports,
                        confidence: 1.0,
                    });
                }
            }
        }
        collation.claims.push(Claim {
            text: word(0),
            claim_type: ClaimType::Fact,
            layer: Layer::World,
            evidence,
            alignments: Vec::new(),
            narrower_of: None,
            confidence: 1.0,
        });
    }
    trace(&reports, &[], &collation)
}

fn paragraph() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 14..24).prop_map(|words| {
        let mut text = words.join(" ");
        text.push('.');
        text
    })
}

fn story() -> impl Strategy<Value = Vec<Draft>> {
    let page = prop::collection::vec((any::<bool>(), paragraph()), 3..6);
    prop::collection::vec(page, 1..4).prop_map(|pages| {
        let drafts = pages.into_iter().enumerate().map(|(at, paragraphs)| Draft {
            outlet: format!("Outlet{at}"),
            paragraphs: paragraphs
                .into_iter()
                .enumerate()
                .map(|(claim, (named, text))| (claim, named, text))
                .collect(),
        });
        drafts.collect()
    })
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    Verbatim,
    Trimmed,
    Recased,
    Reordered,
}

fn copy_of(draft: &Draft, edit: Edit) -> Draft {
    let mut copy = draft.clone();
    copy.outlet = "Copyist".to_owned();
    match edit {
        Edit::Verbatim => {}
        Edit::Trimmed => copy.paragraphs.truncate(draft.paragraphs.len() - 1),
        Edit::Recased => {
            for paragraph in &mut copy.paragraphs {
                paragraph.2 = paragraph.2.to_uppercase();
            }
        }
        Edit::Reordered => copy.paragraphs.reverse(),
    }
    copy
}

fn has_cycle(stemma: &Stemma) -> bool {
    let mut waiting = vec![0; stemma.nodes.len()];
    stemma.edges.iter().for_each(|e| waiting[e.to] += 1);
    let mut open: Vec<usize> = (0..waiting.len()).filter(|&n| waiting[n] == 0).collect();
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        for edge in stemma.edges.iter().filter(|e| e.from == node) {
            waiting[edge.to] -= 1;
            if waiting[edge.to] == 0 {
                open.push(edge.to);
            }
        }
    }
    seen < stemma.nodes.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_copy_raises_no_count(
        drafts in story(),
        edit in prop::sample::select(vec![Edit::Verbatim, Edit::Trimmed, Edit::Recased, Edit::Reordered]),
    ) {
        let before = traced(&drafts, 6);
        let mut more = drafts.clone();
        more.push(copy_of(&drafts[0], edit));
        let after = traced(&more, 6);
        for (old, new) in before.claims.iter().zip(&after.claims) {
            prop_assert!(new.min <= old.min, "{old:?} {new:?}");
            prop_assert!(new.max <= old.max, "{old:?} {new:?}");
        }
        prop_assert!(!has_cycle(&after));
    }

    #[test]
    fn the_order_of_reports_changes_nothing(drafts in story(), turn in 0usize..4) {
        let mut more = drafts.clone();
        more.push(copy_of(&drafts[0], Edit::Trimmed));
        let one = traced(&more, 6);
        let turn = turn % more.len();
        more.rotate_left(turn);
        more.reverse();
        let other = traced(&more, 6);
        prop_assert_eq!(one.nodes.len(), other.nodes.len());
        let named = |s: &Stemma| {
            let mut edges: Vec<(String, String, String)> = s
                .edges
                .iter()
                .map(|e| (s.nodes[e.from].label.clone(), s.nodes[e.to].label.clone(), format!("{:?}{}", e.kind, e.evidence.len())))
                .collect();
            edges.sort();
            edges
        };
        prop_assert_eq!(named(&one), named(&other));
        for (old, new) in one.claims.iter().zip(&other.claims) {
            prop_assert_eq!((old.min, old.max, &old.reason), (new.min, new.max, &new.reason));
        }
    }
}
