//! What documents, houses and persons are called in a text.
//!
//! In: the scene. Out: names by the nouns in them, read once from beginning to end, so that
//! "the survey" and "the institute" can be given the name that stands elsewhere. The first name
//! with a noun serves for it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use nlp::{EntityKind, MentionForm};
use text::Span;

use super::scene::Scene;
use super::vocabulary::Noun;
use crate::lexicon::{Class, SourceClass};
use crate::words::{Shape, Word};

/// Words of a document's name on either side of its noun.
const NAME_REACH: usize = 8;

/// Capital words that a house's name has.
const HOUSE_WORDS: usize = 10;

/// Parts of a person's name that may stand for it.
const MOST_NAMES: usize = 4;

/// Names of a text.
pub(super) struct Catalogue<'a> {
    documents: HashMap<&'a str, Span>,
    /// Organisations and outlets, by each word of their names.
    known: HashMap<String, Span>,
    /// Capital words that end with the noun of a house.
    written: HashMap<&'a str, Span>,
    /// Full names of persons, and what they end with.
    persons: HashSet<&'a str>,
    /// Given names with the style before them, by entity.
    styled: HashMap<usize, Span>,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        let words = &scene.words;
        let mut catalogue = Self {
            documents: HashMap::new(),
            known: HashMap::new(),
            written: HashMap::new(),
            persons: HashSet::new(),
            styled: HashMap::new(),
        };
        for at in 0..words.len() {
            let noun = words.lower(at);
            match scene.lexicon.source_class(noun) {
                Some(SourceClass::Document) if !catalogue.documents.contains_key(noun) => {
                    let sentence = scene.sentence(at);
                    let from = at.saturating_sub(NAME_REACH).max(sentence.start);
                    let near = from..sentence.end.min(at + NAME_REACH);
                    let name = document_at(scene, near, at);
                    catalogue.documents.extend(name.map(|name| (noun, name)));
                }
                Some(SourceClass::Institution | SourceClass::Outlet | SourceClass::Masthead)
                    if words[at].capital() && !catalogue.written.contains_key(noun) =>
                {
                    let floor = at.saturating_sub(HOUSE_WORDS);
                    let name = |k: &usize| words[*k].capital() && !words[*k].is(Class::DETERMINER);
                    let start = (floor..at).rev().take_while(name).last();
                    let run = start.and_then(|start| words.span(start..at + 1));
                    catalogue.written.extend(run.map(|run| (noun, run)));
                }
                _ => {}
            }
        }
        for entity in &scene.analysis.entities {
            let name = scene.text(entity.name);
            match entity.kind {
                EntityKind::Organisation | EntityKind::Outlet if name.contains(' ') => {
                    for word in name.to_lowercase().split(' ') {
                        catalogue.known.entry(word.to_owned()).or_insert(entity.name);
                    }
                }
                EntityKind::Person => {
                    let cuts = name.match_indices(' ').take(MOST_NAMES);
                    catalogue.persons.insert(name);
                    catalogue.persons.extend(cuts.map(|(at, _)| &name[at + 1..]));
                }
                _ => {}
            }
        }
        for mention in scene
            .analysis
            .mentions
            .iter()
            .filter(|m| m.form == MentionForm::Name)
        {
            let entity = scene.same(mention.entity);
            let Some(before) = scene.range(mention.span).start.checked_sub(1) else {
                continue;
            };
            let style = words[before].capital() && scene.vocabulary.noun(words.lower(before)).is(Noun::STYLE);
            if style && !scene.text(scene.analysis.entities[entity].name).contains(' ') {
                let whole = words[before].span.cover(mention.span);
                catalogue.styled.entry(entity).or_insert(whole);
            }
        }
        catalogue
    }

    /// How a document is called: by its phrase where a name is in it, else as the same noun is called elsewhere.
    pub(super) fn document(&self, scene: &Scene, phrase: Range<usize>, head: usize) -> Option<Span> {
        document_at(scene, phrase, head).or_else(|| self.documents.get(scene.words.lower(head)).copied())
    }

    /// The name of an organisation or outlet with this noun in it.
    pub(super) fn house(&self, noun: &str) -> Option<Span> {
        self.known.get(noun).or_else(|| self.written.get(noun)).copied()
    }

    /// Do the words name a person, or end the name of one?
    pub(super) fn is_persons(&self, name: &str) -> bool {
        self.persons.contains(name)
    }

    /// "Queen Ada": one given name goes with the style that is printed before it.
    pub(super) fn styled(&self, entity: usize) -> Option<Span> {
        self.styled.get(&entity).copied()
    }
}

/// "Lorn Institute survey", "survey by the Lorn Institute", the noun being at `head`; `None` without a name in it.
fn document_at(scene: &Scene, range: Range<usize>, head: usize) -> Option<Span> {
    let words = &scene.words;
    let mut start = head;
    let part = |k: usize| {
        // "mid-October survey", but "Post-Morning survey"
        let dated = words[k].is(Class::TIME) && !(k > 1 && scene.is_hyphen(k - 1) && words[k - 2].capital());
        words[k].capital() && !words[k].is(Class::DETERMINER) && !dated || scene.is_hyphen(k)
    };
    while start > range.start && part(start - 1) {
        start -= 1;
    }
    // "Public polls": the capital of the sentence names nothing.
    let opening = scene.sentence(head).start;
    if start < head && (start == opening && start + 1 == head || !words[start].is_word()) {
        start += 1;
    }
    let end = if start == head {
        author_end(scene, head + 1..range.end).unwrap_or(head + 1)
    } else {
        head + 1
    };
    let named = (start..head).any(|k| words[k].capital())
        || end > head + 1
        || words[head].capital() && head > opening;
    named.then(|| words.span(start..end)).flatten()
}

/// One past "by the Lorn Institute", "published by Lorn and Sons", at the beginning of the range.
fn author_end(scene: &Scene, range: Range<usize>) -> Option<usize> {
    let words = &scene.words;
    let opens = |k: usize| {
        matches!(
            words.lower(k),
            "by" | "from" | "conducted" | "commissioned" | "published" | "released"
        )
    };
    if range.is_empty() || !opens(range.start) {
        return None;
    }
    let near = range.start..range.end.min(range.start + 6);
    let by = near
        .into_iter()
        .find(|&k| matches!(words.lower(k), "by" | "from"))?;
    let name = (by + 1..range.end).find(|&k| !words[k].is(Class::DETERMINER))?;
    let inner = |k: usize| {
        words[k].capital()
            || scene.is_hyphen(k)
            || words[k].shape == Shape::OtherMark
            || matches!(words.lower(k), "of" | "for" | "and") && words.get(k + 1).is_some_and(Word::capital)
    };
    let last = (name..range.end).take_while(|&k| inner(k)).last()?;
    words[name].capital().then_some(last + 1)
}
