//! Title and reasons of a source.
//!
//! In: a voice. Out: of all that the text tells around its names, the office
//! that serves as title, and the words that say why it is there. Looked up once for
//! each entity.

use std::collections::HashMap;

use nlp::MentionForm;
use text::Span;

use super::SourcedType;
use super::clauses;
use super::facts::{self, Fact, Sense};
use super::grouping;
use super::scene::Scene;
use super::vocabulary::Noun;
use super::voices::Voice;
use crate::Statement;
use crate::lexicon::Class;

/// Mentions of an entity that are looked at.
const MOST_MENTIONS: usize = 64;

/// Pieces of a justification.
const MOST_REASONS: usize = 2;

/// An office at the full name counts more than one at a part of it.
const FULL_NAME: f32 = 0.5;

/// A description without the name: "the Florida senator".
const NOMINAL: f32 = 1.0;

/// What is said of a source.
#[derive(Debug, Clone, Default)]
pub(super) struct Portrait {
    pub(super) title: Option<Span>,
    pub(super) reasons: Vec<Span>,
}

/// Portraits by entity.
pub(super) struct Gallery<'a> {
    scene: &'a Scene<'a>,
    mentions: Vec<Vec<usize>>,
    /// Sources without the name, by who speaks in them: "the chief engineer".
    described: HashMap<usize, Vec<Span>>,
    known: HashMap<usize, Portrait>,
}

impl<'a> Gallery<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, statements: &[Statement], voices: &[Option<Voice>]) -> Self {
        let mut mentions: Vec<Vec<usize>> = vec![Vec::new(); scene.analysis.entities.len()];
        // What a headline leaves out makes other words of it.
        let heading: Vec<bool> = (0..scene.article.blocks.len().min(2))
            .map(|block| grouping::is_heading(scene, block))
            .collect();
        for (at, mention) in scene.analysis.mentions.iter().enumerate() {
            let block = scene.article.block_at(mention.span.start());
            if block.is_some_and(|block| heading.get(block) == Some(&true)) {
                continue;
            }
            let of = &mut mentions[scene.same(mention.entity)];
            if of.len() < MOST_MENTIONS {
                of.push(at);
            }
        }
        let mut described: HashMap<usize, Vec<Span>> = HashMap::new();
        for (statement, voice) in statements.iter().zip(voices) {
            if let (Some(Voice::Entity(entity)), [source]) = (voice, &statement.source[..]) {
                let first = scene.words.at_or_after(source.start());
                if scene.words.get(first).is_some_and(|word| word.is(Class::ARTICLE)) {
                    described.entry(*entity).or_default().push(*source);
                }
            }
        }
        Self {
            scene,
            mentions,
            described,
            known: HashMap::new(),
        }
    }

    /// The portrait of a voice.
    pub(super) fn of(&mut self, voice: &Voice, kind: SourcedType) -> Portrait {
        match *voice {
            Voice::Entity(_) if kind == SourcedType::UnnamedGroup => Portrait::default(),
            Voice::Entity(entity) => {
                let scene = self.scene;
                let mentions = &self.mentions[entity];
                let described = self.described.get(&entity).map_or(&[][..], Vec::as_slice);
                self.known
                    .entry(entity)
                    .or_insert_with(|| of_entity(scene, entity, kind, mentions, described))
                    .clone()
            }
            Voice::Phrase { span, head } => of_phrase(self.scene, span, head, kind),
        }
    }
}

fn of_entity(
    scene: &Scene,
    entity: usize,
    kind: SourcedType,
    mentions: &[usize],
    described: &[Span],
) -> Portrait {
    let person = kind == SourcedType::NamedPerson;
    let full = scene.analysis.entities[entity].name.len();
    let mut found: Vec<Fact> = Vec::new();
    for &at in mentions {
        let mention = &scene.analysis.mentions[at];
        let range = scene.range(mention.span);
        match mention.form {
            MentionForm::Name if !person => found.extend(facts::after_house(scene, range)),
            MentionForm::Name => {
                let bonus = if mention.span.len() >= full {
                    FULL_NAME
                } else {
                    0.0
                };
                found.extend(
                    facts::around(scene, range)
                        .into_iter()
                        .map(|fact| match fact.sense {
                            Sense::Title(weight) => Fact {
                                sense: Sense::Title(weight + bonus),
                                ..fact
                            },
                            Sense::Reason => fact,
                        }),
                );
            }
            MentionForm::Nominal if scene.words[range.start].is(Class::DETERMINER) => {
                found.extend(facts::described(scene, range, NOMINAL))
            }
            _ => {}
        }
    }
    for source in described.iter().filter(|_| person) {
        let range = scene.range(*source);
        let phrase = range
            .clone()
            .take_while(|&k| scene.words[k].is_word() && !scene.words[k].is(Class::WH));
        let end = phrase.last().map_or(range.start, |last| last + 1);
        found.extend(facts::described(scene, range.start..end, NOMINAL));
    }
    let mut title: Option<(f32, Span)> = None;
    for fact in found.iter().filter(|_| person) {
        if let Sense::Title(weight) = fact.sense
            && title.is_none_or(|(most, _)| weight > most)
        {
            title = Some((weight, fact.span));
        }
    }
    Portrait {
        title: title.map(|(_, span)| span),
        reasons: reasons(&found),
    }
}

/// The first reasons, in text order, without overlap.
fn reasons(found: &[Fact]) -> Vec<Span> {
    let mut reasons: Vec<Span> = Vec::new();
    for fact in found.iter().filter(|fact| fact.sense == Sense::Reason) {
        if reasons.len() < MOST_REASONS && !reasons.iter().any(|known| known.overlaps(fact.span)) {
            reasons.push(fact.span);
        }
    }
    reasons.sort();
    reasons
}

fn of_phrase(scene: &Scene, span: Span, head: usize, kind: SourcedType) -> Portrait {
    if kind == SourcedType::Document {
        return Portrait::default();
    }
    let words = &scene.words;
    let range = scene.range(span);
    let noun = scene.vocabulary.noun(words.lower(head));
    let mut portrait = Portrait::default();
    if let Some(fact) = clauses::clause_of_phrase(scene, range.clone()) {
        portrait.reasons.push(fact.span);
    } else if let Some(familiar) = knowledge(scene, range.clone()) {
        portrait.reasons.push(familiar);
    }
    let office = scene.vocabulary.is_office(words.lower(head)) && !noun.is(Noun::CONNECTION);
    let single = matches!(
        kind,
        SourcedType::UnnamedPerson | SourcedType::Anonymous | SourcedType::NamedOrganisation
    );
    let end = range
        .clone()
        .find(|&k| k > head && (!words[k].is_word() || words[k].is(Class::WH)))
        .unwrap_or(range.end);
    if office && single && !scene.is_plural(head) {
        portrait.title = scene.without_determiner(range.start..end);
    } else if noun.is(Noun::CONNECTION)
        && portrait.reasons.is_empty()
        && (!scene.is_plural(head) || head + 1 < end)
    {
        portrait
            .reasons
            .extend(scene.without_determiner(range.start..end));
    }
    portrait
}

/// "familiar with the matter": from the adjective to the end of the phrase.
fn knowledge(scene: &Scene, range: std::ops::Range<usize>) -> Option<Span> {
    let words = &scene.words;
    let first = range.clone().find(|&k| {
        matches!(
            words.lower(k),
            "familiar" | "close" | "briefed" | "knowledge" | "involved" | "with"
        ) && k > range.start
    })?;
    words.span(first..range.end)
}
