//! Claims: what is asserted, over the statements of all reports. CONTRACT section 9.
//!
//! In: reports and who is who. Out: claims with their evidence, best wording,
//! type and layer. Grouping is careful: a claim too few is better than two
//! propositions in one, whose origins would be counted together. An assertion
//! in the author's voice makes a claim with another report, or by itself when
//! it can be checked: nobody but the outlet stands for it.

mod assertion;
mod cluster;
mod inner;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use attribution::{Modality, SourceType, Stance, StatementKind};
use page::BlockKind;
use text::Span;

use self::assertion::{Assertions, Standing, is_author, standing};
use self::cluster::{Group, groups, likeness, plainly_opposed};
use crate::identities::Identities;
use crate::words::words;
use crate::{Claim, ClaimType, Evidence, Layer, Locus, Polarity, Report, StatementRef, Utterance};

/// Members of a claim that are compared with each other.
const SAMPLE: usize = 16;

/// Finds the claims of all reports, and what they count differently.
pub(crate) fn claims(
    reports: &[Report],
    identities: &Identities,
    utterances: &[Utterance],
) -> (Vec<Claim>, Vec<Counted>) {
    let assertions = assertion::assertions(reports, identities, utterances);
    let mut claims: Vec<Claim> = told_once(&assertions, groups(&assertions))
        .iter()
        .filter(|group| worth_telling(reports, &assertions, group))
        .filter_map(|group| claim(reports, &assertions, group))
        .collect();
    claims.sort_by_key(|claim| claim.evidence[0].statement);
    let counted = counted_differently(&assertions);
    (claims, counted)
}

/// Assertions in the author's voice that are evidence of a claim.
pub(crate) fn used_assertions(reports: &[Report], claims: &[Claim]) -> Vec<StatementRef> {
    let used: BTreeSet<StatementRef> = claims
        .iter()
        .flat_map(|claim| &claim.evidence)
        .map(|evidence| evidence.statement)
        .filter(|&at| is_author(statement(reports, at)))
        .collect();
    used.into_iter().collect()
}

/// A sentence that nobody else says makes no claim of its own beside the others of its statement: what is left of a
/// statement is one claim, and none where another sentence of it is told elsewhere.
fn told_once(assertions: &Assertions, groups: Vec<Group>) -> Vec<Group> {
    let shared: BTreeSet<StatementRef> = groups
        .iter()
        .filter(|group| is_shared(assertions, group))
        .flatten()
        .map(|&at| assertions.list[at].at)
        .collect();
    let mut rest: BTreeMap<StatementRef, Group> = BTreeMap::new();
    let mut told = Vec::new();
    for group in groups {
        let first = &assertions.list[group[0]];
        if is_shared(assertions, &group) || !first.part {
            told.push(group);
        } else if !shared.contains(&first.at) {
            rest.entry(first.at).or_default().extend(group);
        }
    }
    told.extend(rest.into_values());
    told
}

fn is_shared(assertions: &Assertions, group: &Group) -> bool {
    let first = assertions.list[group[0]].at;
    group.iter().any(|&at| assertions.list[at].at != first)
}

fn statement(reports: &[Report], at: StatementRef) -> &attribution::Statement {
    &reports[at.report].statements[at.statement]
}

/// Claims of two reports; of one, those that a source makes, and of those in its own voice what names
/// somebody or counts something, so that it can be checked.
fn worth_telling(reports: &[Report], assertions: &Assertions, group: &Group) -> bool {
    let members = || group.iter().map(|&at| &assertions.list[at]);
    let distinct: BTreeSet<usize> = members().map(|a| a.at.report).collect();
    if distinct.len() > 1 {
        return true;
    }
    members().any(|a| {
        let one = statement(reports, a.at);
        if is_author(one) {
            a.checkable && !is_heading(&reports[a.at.report], a.cover)
        } else {
            // A word or two inside another statement is a part of that.
            a.features.len() > usize::from(one.parent.is_some()) && !is_refusal(&reports[a.at.report], one)
        }
    })
}

/// "Declined to comment", "did not respond to a request for comment": nothing is asserted that was withheld.
fn is_refusal(report: &Report, statement: &attribution::Statement) -> bool {
    let body = report.article.text.as_str();
    let refused = |&span: &Span| {
        words(body, span)
            .iter()
            .any(|word| matches!(word.key.as_str(), "comment" | "comments" | "respond" | "reply"))
    };
    statement.stance == Stance::Withholds && statement.content.iter().any(refused)
}

/// A headline says what the text under it says.
fn is_heading(report: &Report, cover: Span) -> bool {
    let blocks = &report.article.blocks;
    let block = report
        .article
        .block_at(cover.start())
        .and_then(|at| blocks.get(at));
    block.is_some_and(|block| matches!(block.kind, BlockKind::Headline | BlockKind::Subhead))
}

fn claim(reports: &[Report], assertions: &Assertions, group: &Group) -> Option<Claim> {
    let stands = |at: usize| {
        let at = assertions.list[at].at;
        standing(&reports[at.report], at.statement)
    };
    let asserting: Group = group
        .iter()
        .copied()
        .filter(|&at| stands(at) == Standing::Asserts)
        .collect();
    // Where nobody asserts it, the claim is the denial itself.
    let denial = asserting.is_empty();
    let leading: Group = if denial { group.clone() } else { asserting };
    let negated = leading.iter().filter(|&&at| assertions.list[at].negated).count() * 2 > leading.len()
        && !is_disputed(assertions, &leading);
    // The claim is worded as most say it.
    let most: Group = leading
        .iter()
        .copied()
        .filter(|&at| assertions.list[at].negated == negated)
        .collect();
    let (best, text) = best_wording(
        reports,
        assertions,
        if most.is_empty() { &leading } else { &most },
    )?;
    let whole = usual_weight(assertions, &leading).min(assertions.list[best].weight);
    let mut evidence: Vec<Evidence> = group
        .iter()
        .map(|&at| {
            let one = &assertions.list[at];
            let polarity = match stands(at) {
                Standing::Withholds if denial && is_own_words(reports, one.at) => Polarity::Supports,
                Standing::Withholds => Polarity::Withholds,
                Standing::Denies if denial => Polarity::Supports,
                Standing::Denies => Polarity::Denies,
                Standing::Asserts if plainly_opposed(assertions, at, best) => Polarity::Denies,
                Standing::Asserts if one.weight < 0.4 * whole => Polarity::Partial,
                Standing::Asserts => Polarity::Supports,
            };
            Evidence {
                statement: one.at,
                polarity,
                confidence: if at == best {
                    0.9
                } else {
                    likeness(assertions, at, best).clamp(0.3, 0.95)
                },
            }
        })
        .collect();
    // Of a statement that says it twice, what says it more surely.
    evidence.sort_by(|a, b| {
        a.statement
            .cmp(&b.statement)
            .then(b.confidence.total_cmp(&a.confidence))
    });
    evidence.dedup_by_key(|e| e.statement);
    let confidence = evidence.iter().map(|e| e.confidence).fold(f32::MAX, f32::min);
    Some(Claim {
        text,
        claim_type: claim_type(reports, assertions, &leading),
        layer: layer(reports, assertions, &leading, denial),
        evidence,
        alignments: Vec::new(),
        narrower_of: None,
        confidence,
    })
}

/// The weight that half of the statements have: one of them may say much beside the claim.
fn usual_weight(assertions: &Assertions, group: &Group) -> f32 {
    let mut weights: Vec<f32> = group.iter().map(|&at| assertions.list[at].weight).collect();
    weights.sort_by(f32::total_cmp);
    weights.get(weights.len() / 2).copied().unwrap_or_default()
}

/// Does one say plainly what another negates? Then the claim is what is said, and who negates it denies it.
fn is_disputed(assertions: &Assertions, leading: &Group) -> bool {
    let (mut negating, mut saying): (Group, Group) =
        leading.iter().partition(|&&at| assertions.list[at].negated);
    for side in [&mut negating, &mut saying] {
        // So that the sample does not hang on the order of reports.
        side.sort_by(|&a, &b| assertions.list[a].key.cmp(&assertions.list[b].key));
        side.truncate(SAMPLE);
    }
    let opposed = |&no: &usize| saying.iter().any(|&yes| plainly_opposed(assertions, no, yes));
    negating.iter().any(opposed)
}

/// "I can neither confirm nor deny it": where nobody asserts anything else, the claim is that this was said.
fn is_own_words(reports: &[Report], at: StatementRef) -> bool {
    statement(reports, at).kind == StatementKind::Direct
}

/// The content that is most like all the others and says little else.
fn best_wording(reports: &[Report], assertions: &Assertions, leading: &Group) -> Option<(usize, Locus)> {
    let mut best: Option<(f32, usize, Locus)> = None;
    let mut order: Vec<usize> = leading.clone();
    order.sort_by(|&a, &b| assertions.list[a].key.cmp(&assertions.list[b].key));
    for &at in &order {
        let one = &assertions.list[at];
        let content = &one.matter;
        let span = *content.iter().max_by_key(|s| s.len())?;
        let body = reports[one.at.report].article.text.as_str();
        let Some(locus) = reports[one.at.report].locus(one.at.report, without_that(body, span)) else {
            continue;
        };
        let others: Vec<usize> = order.iter().copied().filter(|&o| o != at).take(SAMPLE).collect();
        let alike = if others.is_empty() {
            0.0
        } else {
            others
                .iter()
                .map(|&o| likeness(assertions, at, o).max(0.0))
                .sum::<f32>()
                / others.len() as f32
        };
        let broken = if content.len() > 1 { 0.2 } else { 0.0 };
        let quoted = if statement(reports, one.at).kind == StatementKind::Indirect {
            0.0
        } else {
            0.05
        };
        let words = body[span.range()].split_whitespace().count() as f32;
        let length = ((words - 14.0).abs() / 60.0).min(0.3);
        let score = alike - broken - quoted - length;
        if best.as_ref().is_none_or(|(other, ..)| score > *other) {
            best = Some((score, at, locus));
        }
    }
    best.map(|(_, at, locus)| (at, locus))
}

/// The span without a leading "that".
fn without_that(body: &str, span: Span) -> Span {
    let slice = &body[span.range()];
    match slice.strip_prefix("that ") {
        Some(rest) if !rest.trim().is_empty() => {
            let start = span.start() + slice.len() - rest.trim_start().len();
            Span::new(start, span.end())
        }
        _ => span,
    }
}

fn claim_type(reports: &[Report], assertions: &Assertions, leading: &Group) -> ClaimType {
    let most = |test: &dyn Fn(&attribution::Statement) -> bool| {
        leading
            .iter()
            .filter(|&&at| test(statement(reports, assertions.list[at].at)))
            .count()
            * 2
            > leading.len()
    };
    if most(&|s| matches!(s.stance, Stance::Questions)) {
        ClaimType::Question
    } else if most(&|s| s.modality == Modality::Future || s.stance == Stance::Promises) {
        ClaimType::Prediction
    } else if most(&|s| {
        matches!(
            s.stance,
            Stance::Criticises | Stance::Defends | Stance::CallsFor | Stance::Warns
        ) || s.modality == Modality::Hypothetical
    }) {
        ClaimType::Evaluation
    } else {
        ClaimType::Fact
    }
}

/// That it was said, where one speaker's own words are what is told; else that it is so.
fn layer(reports: &[Report], assertions: &Assertions, leading: &Group, denial: bool) -> Layer {
    let speakers: BTreeSet<Option<usize>> = leading.iter().map(|&at| assertions.list[at].speaker).collect();
    let one_speaker = speakers.len() == 1 && speakers.iter().all(Option::is_some);
    let speech_acts = leading
        .iter()
        .filter(|&&at| {
            let s = statement(reports, assertions.list[at].at);
            s.source_type == SourceType::Named
                && (s.kind == StatementKind::Direct
                    || !matches!(s.stance, Stance::Asserts | Stance::Acknowledges))
        })
        .count();
    if denial || (one_speaker && speech_acts * 2 >= leading.len()) {
        Layer::Utterance
    } else {
        Layer::World
    }
}

/// Two statements that count one thing differently in nearly the same words.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) left: StatementRef,
    pub(crate) right: StatementRef,
    /// The figures with what they count.
    pub(crate) left_span: Span,
    pub(crate) right_span: Span,
    pub(crate) left_value: String,
    pub(crate) right_value: String,
    pub(crate) unit: String,
}

/// Finds pairs of statements whose figures for one unit differ while their other words agree.
fn counted_differently(assertions: &Assertions) -> Vec<Counted> {
    const SAME_MATTER: f32 = 0.5;
    let mut found = Vec::new();
    for (left, right) in cluster::rivals(assertions, SAME_MATTER) {
        let (l, r) = (&assertions.list[left], &assertions.list[right]);
        for figure in l.figures.iter().filter(|f| f.unit.is_some()) {
            let rival = r
                .figures
                .iter()
                .find(|other| other.unit == figure.unit && other.value != figure.value);
            if let (Some(rival), Some(unit)) = (rival, &figure.unit) {
                found.push(Counted {
                    left: l.at,
                    right: r.at,
                    left_span: figure.span,
                    right_span: rival.span,
                    left_value: figure.value.clone(),
                    right_value: rival.value.clone(),
                    unit: unit.clone(),
                });
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polarities of the evidence of the first claim of a page.
    fn polarities(page: &str, kind: StatementKind) -> Vec<Polarity> {
        let mut report = Report::of_text("p", page);
        report.statements.retain(|s| !is_author(s));
        for statement in &mut report.statements {
            statement.kind = kind;
            statement.stance = Stance::Withholds;
        }
        let (claims, _) = claims(&[report], &Identities::default(), &[]);
        let evidence = claims.iter().take(1).flat_map(|claim| &claim.evidence);
        evidence.map(|e| e.polarity).collect()
    }

    /// The claims of texts, each as who says it in which polarity: the report's number and the words.
    fn told(texts: &[&str]) -> Vec<Vec<(usize, Polarity)>> {
        let reports: Vec<Report> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let mut report = Report::of_text(&at.to_string(), text);
                report.statements.retain(|s| !is_author(s));
                report
            })
            .collect();
        let (claims, _) = claims(&reports, &Identities::default(), &[]);
        let evidence = |claim: Claim| -> Vec<(usize, Polarity)> {
            let of = |e: &Evidence| (e.statement.report, e.polarity);
            claim.evidence.iter().map(of).collect()
        };
        claims.into_iter().map(evidence).collect()
    }

    #[test]
    fn a_sentence_of_a_quotation_is_told_elsewhere_by_itself() {
        use Polarity::Supports;
        let long = "“The lock gate leaks at every spring tide. Nobody paid the masons in October. The council \
                    bought a yellow dredger,” Ines Hale said.";
        let first = "The lock gate leaks at every spring tide, Tom Pryce said.";
        let last = "Tom Pryce said that the council bought a yellow dredger.";
        // What stands alone makes one claim, and none beside what is told elsewhere.
        assert_eq!(told(&[long]), [[(0, Supports)]]);
        assert_eq!(told(&[long, first]), [[(0, Supports), (1, Supports)]]);
        let both = [[(0, Supports), (1, Supports)], [(0, Supports), (2, Supports)]];
        assert_eq!(told(&[long, first, last]), both);
    }

    #[test]
    fn who_negates_what_another_says_denies_it() {
        use Polarity::{Denies, Supports};
        let denied = "“The masons did not break the lock gate,” Ines Hale said.";
        let said = "“The masons did break the lock gate,” Tom Pryce said.";
        let claims = told(&[denied, said, denied]);
        assert_eq!(claims, [[(0, Denies), (1, Supports), (2, Denies)]]);
        assert_eq!(told(&[denied, denied]), [[(0, Supports), (1, Supports)]]);
    }

    #[test]
    fn own_words_that_withhold_are_what_is_claimed() {
        let page = "“I can neither confirm nor deny that the lock was shut,” Ines Hale said.";
        assert_eq!(polarities(page, StatementKind::Direct), [Polarity::Supports]);
        assert_eq!(polarities(page, StatementKind::Indirect), [Polarity::Withholds]);
    }
}
