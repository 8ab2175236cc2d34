//! Who the sources of a text are, and why they are there.
//!
//! In: an article, its analysis and its statements. Out: sourced statements by
//! the scheme of CONTRACT section 12(d): whole sentences, the type of their
//! source in six kinds, its name, its title and the words that justify it. All
//! of it is spans of the article text; a value that the text does not give is
//! `None`. The rooms: `voices` says whose words a statement is, `speech` which
//! statements count, `grouping` which sentences they take, `kind` the type,
//! `portrait` what the text tells of a source, of which titles and reasons are
//! chosen.

mod catalogue;
mod clauses;
mod facts;
mod grouping;
mod kind;
mod portrait;
mod scene;
mod speech;
mod vocabulary;
mod voices;

use std::collections::HashMap;

use nlp::Analysis;
use page::Article;
use serde::Serialize;
use text::Span;

pub(crate) use vocabulary::{Noun, Vocabulary};

use crate::{Models, Statement};
use catalogue::Catalogue;
use scene::Scene;
use voices::Voice;

/// What a source is, in six kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum SourcedType {
    /// A person of known name, also a named spokesperson.
    #[serde(rename = "Named Person")]
    NamedPerson,
    /// An organisation of known name, also its unnamed officials, spokespersons and lawyers; other outlets.
    #[serde(rename = "Named Organization")]
    NamedOrganisation,
    /// A document that the reporter draws on.
    #[serde(rename = "Document")]
    Document,
    /// Someone who was granted anonymity, or is known by knowledge alone: "people familiar with the matter".
    #[serde(rename = "Anonymous Source")]
    Anonymous,
    /// One person without name, of whom no anonymity is told.
    #[serde(rename = "Unnamed Person")]
    UnnamedPerson,
    /// Several, or a class of people.
    #[serde(rename = "Unnamed Group of People")]
    UnnamedGroup,
}

/// Neighbouring sentences of one source in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedStatement {
    /// The sentences, whole.
    pub span: Span,
    /// What the source is.
    pub kind: SourcedType,
    /// The fullest form of its name.
    pub name: Option<Span>,
    /// Office or role, without article.
    pub title: Option<Span>,
    /// Why it is there, in text order; empty where nothing says so.
    pub justification: Vec<Span>,
}

/// The sourced statements of an article, in order; they do not overlap.
#[must_use]
pub fn sourced(
    article: &Article,
    analysis: &Analysis,
    statements: &[Statement],
    models: &Models,
) -> Vec<SourcedStatement> {
    let scene = Scene::new(article, analysis, statements, models);
    let catalogue = Catalogue::new(&scene);
    let voices = voices::voices(&scene, &catalogue, statements);
    let counts: Vec<bool> = (statements.iter().zip(&voices))
        .map(|(statement, voice)| voice.is_some() && speech::counts(&scene, statement, statements))
        .collect();
    let passages = grouping::passages(&scene, statements, &voices, &counts);
    let mut portraits = portrait::Gallery::new(&scene, statements, &voices);
    // By the noun: "an engineer" who asked not to be named is "the engineer" after.
    let mut unnamed: HashMap<&str, Vec<Span>> = HashMap::new();
    let mut sourced = Vec::with_capacity(passages.len());
    for passage in passages {
        let Some(voice) = &voices[passage.statement] else {
            continue;
        };
        let Some(mut source) = kind::source(&scene, &catalogue, voice, passage.span) else {
            continue;
        };
        let mut portrait = portraits.of(voice, source.kind);
        if let Voice::Phrase { span, head } = *voice {
            let noun = scene.words.lower(head);
            let definite = scene.words.lower(scene.range(span).start) == "the";
            if source.kind == SourcedType::Anonymous {
                unnamed.entry(noun).or_insert_with(|| portrait.reasons.clone());
            } else if let (SourcedType::UnnamedPerson, true, Some(reasons)) =
                (source.kind, definite, unnamed.get(noun))
            {
                source.kind = SourcedType::Anonymous;
                portrait.reasons.clone_from(reasons);
            }
        }
        sourced.push(SourcedStatement {
            span: passage.span,
            kind: source.kind,
            name: source.name,
            title: portrait.title,
            justification: portrait.reasons,
        });
    }
    sourced
}
