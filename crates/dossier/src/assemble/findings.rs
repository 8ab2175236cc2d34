//! What the reports amount to side by side: claims, utterances, conflicts,
//! corrections, open points and framing.

use collation::{Locus, Polarity};

use super::{Assembly, change, distinct, numbered, unit_id};
use crate::documents::confidence;
use crate::dossier::{
    Alignment, Claim, Conflict, Correction, CorrectionChange, Decision, Evidence, Framing, Instance,
    Interval, OpenPoint, Origins, OutletGroups, Utterance,
};
use crate::plain;

impl Assembly<'_> {
    /// Ids of the claims that can be published.
    pub(super) fn number_claims(&self) -> Vec<Option<String>> {
        let claims = self.story.collation.claims.iter();
        let mut ids = numbered("c", claims.len()).into_iter();
        claims
            .map(|claim| {
                let mut evidence = claim.evidence.iter();
                let shown = evidence.any(|evidence| self.statement_id(evidence.statement).is_some());
                self.captures
                    .at(claim.text)
                    .filter(|_| shown)
                    .and_then(|_| ids.next())
            })
            .collect()
    }

    /// What a person decided, as far as it applied.
    pub(super) fn decisions(&self) -> Vec<Decision> {
        let rulings = self.story.collation.rulings.iter().zip(&self.decision_ids);
        rulings
            .filter_map(|(ruling, id)| Some((ruling, id.clone()?)))
            .map(|(ruling, id)| Decision {
                id,
                kind: ruling.kind,
                entities: ruling
                    .identities
                    .iter()
                    .filter_map(|&identity| self.entity(identity))
                    .collect(),
                statement: ruling.statement.and_then(|at| self.statement_id(at)),
                spans: self.captures.all(&ruling.loci),
            })
            .collect()
    }

    fn claim(&self, claim: usize) -> Option<String> {
        self.claim_ids.get(claim)?.clone()
    }

    pub(super) fn claims(&self) -> Vec<Claim> {
        let claims = self.story.collation.claims.iter().enumerate();
        claims
            .filter_map(|(at, claim)| {
                let text_span = self.captures.at(claim.text)?;
                let evidence: Vec<Evidence> = claim
                    .evidence
                    .iter()
                    .filter_map(|evidence| {
                        Some(Evidence {
                            statement: self.statement_id(evidence.statement)?,
                            doc: self.document_id(evidence.statement.report),
                            polarity: evidence.polarity,
                            confidence: Some(confidence(evidence.confidence)),
                        })
                    })
                    .collect();
                let (origins, reason) = self.origins(at);
                Some(Claim {
                    id: self.claim(at)?,
                    text: text_span.words().to_owned(),
                    text_span,
                    kind: claim.claim_type,
                    layer: claim.layer,
                    documents: distinct(evidence.iter().map(|evidence| evidence.doc.clone())),
                    outlets: self.outlet_groups(claim),
                    evidence,
                    origins,
                    reason,
                    confidence: confidence(claim.confidence),
                    narrower_of: claim.narrower_of.and_then(|wider| self.claim(wider)),
                    alignments: claim
                        .alignments
                        .iter()
                        .filter_map(|pair| {
                            Some(Alignment {
                                a: self.captures.at(pair.left)?,
                                b: self.captures.at(pair.right)?,
                                relation: pair.relation.to_owned(),
                            })
                        })
                        .collect(),
                })
            })
            .collect()
    }

    fn outlet_groups(&self, claim: &collation::Claim) -> OutletGroups {
        let group = |wanted: &[Polarity]| {
            let mut outlets: Vec<usize> = claim
                .evidence
                .iter()
                .filter(|evidence| wanted.contains(&evidence.polarity))
                .map(|evidence| self.outlet_of_report[evidence.statement.report])
                .collect();
            outlets.sort_unstable();
            outlets.dedup();
            outlets
                .into_iter()
                .map(|outlet| self.outlets[outlet].id.clone())
                .collect()
        };
        OutletGroups {
            supporting: group(&[Polarity::Supports, Polarity::Partial]),
            denying: group(&[Polarity::Denies]),
            withholding: group(&[Polarity::Withholds]),
            presupposing: group(&[Polarity::Presupposes]),
            withdrawn: group(&[Polarity::Withdrawn]),
        }
    }

    fn origins(&self, claim: usize) -> (Origins, String) {
        let Some(origins) = self.story.stemma.claims.get(claim) else {
            let nothing_known = Origins {
                identified: Vec::new(),
                partial: Vec::new(),
                unresolved: Vec::new(),
                denying: Vec::new(),
                independent: Interval { min: 0, max: None },
            };
            return (nothing_known, "origins were not traced".to_owned());
        };
        let published = Origins {
            identified: self.nodes(&origins.identified),
            partial: self.nodes(&origins.partial),
            unresolved: self.nodes(&origins.unresolved),
            denying: self.nodes(&origins.denying),
            independent: Interval {
                min: origins.min,
                max: origins.max,
            },
        };
        (published, plain::fold_space(&origins.reason))
    }

    pub(super) fn utterances(&self) -> Vec<Utterance> {
        let utterances = self.story.collation.utterances.iter();
        let ids = numbered("u", utterances.len());
        utterances
            .zip(ids)
            .map(|(utterance, id)| Utterance {
                id,
                speaker: utterance.speaker.and_then(|speaker| self.entity(speaker)),
                primary: utterance
                    .primary
                    .map(|primary| self.story.primaries[primary].id.clone()),
                same_utterance: utterance.same_utterance.map(str::to_owned),
                instances: utterance
                    .instances
                    .iter()
                    .filter_map(|instance| {
                        Some(Instance {
                            statement: self.statement_id(instance.statement)?,
                            quote: self.captures.at(instance.locus)?,
                            outcome: instance.outcome,
                            meaning: instance.meaning,
                            units: instance
                                .units
                                .iter()
                                .map(|unit| unit_id(&self.story.primaries[unit.primary], unit.unit))
                                .collect(),
                            changes: instance.changes.iter().map(change).collect(),
                            confidence: Some(confidence(instance.confidence)),
                        })
                    })
                    .collect(),
            })
            .filter(|utterance: &Utterance| !utterance.instances.is_empty())
            .collect()
    }

    pub(super) fn conflicts(&self) -> Vec<Conflict> {
        let conflicts = self.story.collation.conflicts.iter();
        let ids = numbered("x", conflicts.len());
        conflicts
            .zip(ids)
            .map(|(conflict, id)| Conflict {
                id,
                kind: conflict.kind.to_owned(),
                level: conflict.level,
                claims: conflict
                    .claims
                    .iter()
                    .filter_map(|&claim| self.claim(claim))
                    .collect(),
                spans: self.captures.all(&conflict.spans),
                resolution: conflict.resolution.map(str::to_owned),
                confidence: Some(confidence(conflict.confidence)),
            })
            .filter(|conflict: &Conflict| conflict.spans.len() >= 2)
            .collect()
    }

    pub(super) fn corrections(&self) -> Vec<Correction> {
        let corrections = self.story.collation.corrections.iter();
        let ids = numbered("k", corrections.len());
        let passage = |locus: Option<Locus>| locus.and_then(|locus| self.captures.at(locus));
        corrections
            .zip(ids)
            .map(|(correction, id)| Correction {
                id,
                from_document: self.document_id(correction.from),
                to_document: self.document_id(correction.to),
                note_span: passage(correction.note),
                at: correction.at.clone(),
                changes: correction
                    .changes
                    .iter()
                    .map(|change| CorrectionChange {
                        claim: change.claim.and_then(|claim| self.claim(claim)),
                        from: passage(change.from),
                        to: passage(change.to),
                        announced: change.announced,
                        kind: change.kind.to_owned(),
                    })
                    .collect(),
                left_uncorrected: self.captures.all(&correction.left_uncorrected),
            })
            .collect()
    }

    pub(super) fn open_points(&self) -> Vec<OpenPoint> {
        let points = self.story.collation.open_points.iter();
        let ids = numbered("op", points.len());
        points
            .zip(ids)
            .map(|(point, id)| OpenPoint {
                id,
                kind: point.kind.to_owned(),
                spans: self.captures.all(&point.spans),
            })
            .filter(|point| !point.spans.is_empty())
            .collect()
    }

    pub(super) fn framing(&self) -> Vec<Framing> {
        let framing = self.story.collation.framing.iter();
        let ids = numbered("fr", framing.len());
        framing
            .zip(ids)
            .map(|(framing, id)| Framing {
                id,
                doc: self.document_id(framing.report),
                kind: framing.kind.to_owned(),
                spans: self.captures.all(&framing.spans),
            })
            .filter(|framing| !framing.spans.is_empty())
            .collect()
    }
}
