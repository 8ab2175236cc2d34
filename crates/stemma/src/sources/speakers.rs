//! Statements of those who are named.
//!
//! In: a statement with a named source, what its quotations are in the
//! primaries, who is who. Out: the speaker, or the recording in which the
//! speaker is heard.

use std::collections::BTreeSet;

use attribution::{SourceType, Stance, Statement};
use collation::{Match, Meaning, PrimaryKind};

use super::{Key, Rest, Scope, Source, Sources};
use crate::source_words::{SPEAKS_FOR, SPEECH, is_body};
use crate::witnesses::keys;
use crate::{NodeKind, OriginBasis};

impl Sources<'_> {
    /// "Ministry spokeswoman Ana Lorr" speaks for the ministry, when the page names one body that the role does.
    pub(super) fn find_principals(&mut self) {
        for (report, of_entity) in self.identities.iter().enumerate() {
            let analysis = &self.reports[report].analysis;
            let text = self.text(report);
            for (&entity, &identity) in of_entity {
                let person = &analysis.entities[entity];
                for role in &person.roles {
                    let words = text[role.range()].to_lowercase();
                    if !SPEAKS_FOR.iter().any(|office| words.contains(office)) {
                        continue;
                    }
                    let bodies: BTreeSet<usize> = of_entity
                        .iter()
                        .filter(|&(&other, _)| other != entity && is_body(analysis.entities[other].kind))
                        .filter(|&(&other, _)| {
                            let named = analysis.mentions_in(*role).any(|m| m.entity == other);
                            let name = text[analysis.entities[other].name.range()].to_lowercase();
                            let head = name.split_whitespace().next_back().unwrap_or("");
                            named
                                || words
                                    .split_whitespace()
                                    .any(|word| word.trim_end_matches(['\'', 's', '’']) == head)
                        })
                        .map(|(_, &body)| body)
                        .collect();
                    if let (1, Some(&body)) = (bodies.len(), bodies.first()) {
                        self.principal.insert(identity, body);
                    }
                }
            }
        }
        // A body that itself speaks for another one stays where it is: no chains.
        let bodies: BTreeSet<usize> = self.principal.values().copied().collect();
        self.principal.retain(|person, _| !bodies.contains(person));
    }

    /// Speakers of primaries, and of statements that stand inside what a recording says.
    pub(super) fn find_heard(&mut self) {
        let mut heard: BTreeSet<usize> = (0..self.collation.identities.len())
            .filter(|&i| !self.collation.identities[i].speaks.is_empty())
            .collect();
        for (report, page) in self.reports.iter().enumerate() {
            for statement in &page.statements {
                let inside = statement
                    .parent
                    .map(|p| &page.statements[p])
                    .is_some_and(|parent| {
                        parent.source_type == SourceType::Document
                            && self.document_class(report, &parent.source) == Some(SPEECH)
                    });
                if inside && statement.source_type == SourceType::Named {
                    heard.extend(self.identity(report, statement));
                }
            }
        }
        self.heard = heard;
    }

    pub(super) fn named(&mut self, report: usize, index: usize, statement: &Statement, scope: Scope) -> Rest {
        let compared = self.quotes.get(&(report, index)).cloned().unwrap_or_default();
        let in_primary = compared.iter().find(|(outcome, _, units)| {
            matches!(
                outcome,
                Match::Verbatim | Match::Trimmed | Match::Altered | Match::Translated
            ) && !units.is_empty()
        });
        if let Some((outcome, meaning, units)) = in_primary {
            let primary = units[0].primary;
            let key = self.note_primary(primary);
            let obtained = self.obtained_from(
                report,
                &statement.quotes.iter().map(|q| q.span).collect::<Vec<_>>(),
            );
            if *outcome == Match::Altered && *meaning == Meaning::Distorted {
                let mut rest = self.author_voice(report, scope, OriginBasis::Inferred);
                rest.via = obtained;
                return rest;
            }
            return Rest {
                key,
                direct: obtained.is_empty(),
                via: obtained,
                basis: OriginBasis::Stated,
            };
        }
        let identity = self.identity(report, statement);
        if let Some(identity) = identity {
            let heard_here =
                self.heard.contains(&identity) && self.speaks_in_recording(report, index, statement);
            if heard_here && let Some(mut rest) = self.recording_before(report, index) {
                rest.basis = OriginBasis::Inferred;
                return rest;
            }
            if self.is_adjective(report, statement) {
                return self.unnamed(report, statement, scope);
            }
            let told = statement.addressee.is_some() || !statement.quotes.is_empty();
            let kind = if told {
                NodeKind::Remarks
            } else {
                NodeKind::Statement
            };
            return Rest::stated(self.speaker(identity, kind));
        }
        let words = self.words_of(report, &statement.source);
        if words.is_empty() {
            return self.author_voice(report, scope, OriginBasis::Inferred);
        }
        let label = self.label(report, &statement.source);
        let relative = ["who", "which", "whose", "that"]
            .iter()
            .any(|word| words[0] == crate::word_key(word));
        let source = Source {
            // "The statistics office" is known without a name; a pronoun that found nobody is not, nor is one
            // word that names nobody ("Liberal criticism").
            resolved: !statement.speaker.via_pronoun && !relative && words.len() > 1,
            ..Source::unresolved(NodeKind::Statement, label)
        };
        let key = self.note(Key::Named(scope, words), source);
        Rest::stated(key)
    }

    /// The node of somebody who is named.
    pub(super) fn speaker(&mut self, identity: usize, kind: NodeKind) -> Key {
        let label = self.name(identity);
        let source = Source {
            kind,
            label,
            identity: Some(identity),
            resolved: true,
            independent: true,
            set_apart: false,
        };
        self.note(Key::Speaker(identity), source)
    }

    /// Is the source named by an adjective alone ("Liberal criticism")? Then nobody in particular is.
    fn is_adjective(&self, report: usize, statement: &Statement) -> bool {
        let analysis = &self.reports[report].analysis;
        let mut mentions = statement
            .source
            .iter()
            .flat_map(|&span| analysis.mentions_in(span))
            .peekable();
        mentions.peek().is_some() && mentions.all(|m| m.form == nlp::MentionForm::Adjective)
    }

    /// A speaker heard in a recording speaks there unless the words say otherwise: to an outlet, or about the recording.
    fn speaks_in_recording(&self, report: usize, index: usize, statement: &Statement) -> bool {
        let elsewhere = matches!(
            statement.stance,
            Stance::Denies | Stance::Withholds | Stance::Defends | Stance::Acknowledges | Stance::Criticises
        );
        let cue = self.words_of(report, &statement.cue);
        let public = [
            "told reporters",
            "statement",
            "interview",
            "tweeted",
            "posted",
            "wrote",
            "emailed",
        ]
        .iter()
        .flat_map(|words| keys(words))
        .any(|word| cue.contains(&word));
        let compared = self.quotes.get(&(report, index));
        let unfound = compared.is_some_and(|c| {
            c.iter()
                .all(|(outcome, ..)| matches!(outcome, Match::NotFound | Match::NoPrimary))
        });
        !elsewhere && !public && !unfound
    }

    /// The recording that the statement before, in the same paragraph or the one before it, rests on.
    fn recording_before(&self, report: usize, index: usize) -> Option<Rest> {
        let page = self.reports[report];
        let block = |s: &Statement| page.article.block_at(s.content_cover().start());
        let here = block(&page.statements[index])?;
        (0..index).rev().find_map(|at| {
            let there = block(&page.statements[at])?;
            if there + 1 < here || there > here {
                return None;
            }
            let rest = self.settled[report][at].clone()?;
            let recording = match &rest.key {
                Key::Document(class) => *class == SPEECH,
                Key::Primary(p) => self.primaries[*p].kind == PrimaryKind::Transcript,
                _ => false,
            };
            recording.then_some(rest)
        })
    }
}
