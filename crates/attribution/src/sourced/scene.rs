//! What all rooms look at: the article, its words, and who is who in it.

use std::collections::HashMap;

use nlp::{Analysis, EntityKind, Mention, MentionForm};
use page::Article;
use text::Span;

use super::vocabulary::Vocabulary;
use crate::describe::source;
use crate::lexicon::{Class, Lexicon};
use crate::words::{Shape, Words};
use crate::{Models, Statement};

/// An article as the rooms see it.
pub(super) struct Scene<'a> {
    pub(super) article: &'a Article,
    pub(super) analysis: &'a Analysis,
    pub(super) words: Words,
    pub(super) lexicon: &'a Lexicon,
    pub(super) vocabulary: &'a Vocabulary,
    /// Cues of the statements, in order.
    cues: Vec<Span>,
    /// Titles and appositions of persons, in order.
    roles: Vec<Span>,
    /// For each entity the one that stands for it.
    same: Vec<usize>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        article: &'a Article,
        analysis: &'a Analysis,
        statements: &[Statement],
        models: &'a Models,
    ) -> Self {
        let mut cues: Vec<Span> = statements.iter().flat_map(|s| s.cue.iter().copied()).collect();
        cues.sort();
        let mut roles: Vec<Span> = analysis
            .entities
            .iter()
            .flat_map(|e| e.roles.iter().copied())
            .collect();
        roles.sort();
        Self {
            roles,
            cues,
            article,
            analysis,
            words: Words::new(article.text.as_str(), analysis, &models.lexicon),
            lexicon: &models.lexicon,
            vocabulary: &models.sourcing,
            same: one_name_of_several(article.text.as_str(), analysis),
        }
    }

    pub(super) fn text(&self, span: Span) -> &'a str {
        self.article.text.get(span).unwrap_or_default()
    }

    /// The mention that holds a word.
    pub(super) fn mention_at(&self, word: Span) -> Option<&'a Mention> {
        let mentions = &self.analysis.mentions;
        let at = mentions.partition_point(|mention| mention.span.start() <= word.start());
        // A mention inside another is rare: two steps back are enough.
        let near = &mentions[at.saturating_sub(2)..at];
        near.iter().rev().find(|mention| mention.span.contains(word))
    }

    /// Does the word belong to a title or an apposition of a person, as names were read?
    pub(super) fn is_role(&self, word: Span) -> bool {
        let at = self.roles.partition_point(|role| role.start() <= word.start());
        self.roles[at.saturating_sub(2)..at]
            .iter()
            .any(|role| role.contains(word))
    }

    /// Does the word belong to a cue?
    pub(super) fn is_cue(&self, index: usize) -> bool {
        let span = self.words[index].span;
        let at = self.cues.partition_point(|cue| cue.start() <= span.start());
        // A cue inside another is rare: two steps back are enough.
        self.cues[at.saturating_sub(2)..at]
            .iter()
            .any(|cue| cue.contains(span))
    }

    /// The entity that stands for this one.
    pub(super) fn same(&self, entity: usize) -> usize {
        self.same[entity]
    }

    pub(super) fn kind(&self, entity: usize) -> EntityKind {
        self.analysis.entities[entity].kind
    }

    /// Indices of the words of a span.
    pub(super) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.words.at_or_after(span.start());
        first..self.words.at_or_after(span.end()).max(first)
    }

    /// Words of the sentence that holds the word.
    pub(super) fn sentence(&self, index: usize) -> std::ops::Range<usize> {
        let sentences = &self.analysis.sentences;
        let at = sentences.partition_point(|s| s.end_token <= index);
        sentences
            .get(at)
            .filter(|s| s.first_token <= index)
            .map_or(index..index + 1, |s| s.first_token..s.end_token)
    }

    /// The word at the head of a noun phrase.
    pub(super) fn head(&self, phrase: Span) -> Option<usize> {
        let indices: Vec<usize> = self.range(phrase).collect();
        source::head(&self.words, self.lexicon, &indices)
    }

    pub(super) fn is_plural(&self, index: usize) -> bool {
        source::is_plural(self.words.lower(index))
    }

    /// A stop that ends no sentence: "Gov." before a name, an initial.
    pub(super) fn is_inner_stop(&self, index: usize) -> bool {
        let words = &self.words;
        words[index].shape == Shape::Stop
            && !words[index].spaced
            && index > 0
            && words[index - 1].is_word()
            && index + 1 < self.sentence(index).end
            && self.text(words[index].span) == "."
    }

    /// A hyphen inside a word.
    pub(super) fn is_hyphen(&self, index: usize) -> bool {
        let words = &self.words;
        words[index].shape == Shape::Dash
            && !words[index].spaced
            && words
                .get(index + 1)
                .is_some_and(|next| !next.spaced && next.shape != Shape::Dash)
    }

    /// The phrase without the article, quantifier or possessive pronoun before it.
    pub(super) fn without_determiner(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let first = range
            .clone()
            .find(|&k| !self.words[k].is(Class::DETERMINER) && self.words[k].shape != Shape::Quote)?;
        self.words.span(first..range.end)
    }
}

/// "Quill" stands for "Ada Quill" where only one full name ends so, whatever else it was taken for;
/// "Ken Quill" for "Kenneth Quill"; a name that may be several stands for none of them.
fn one_name_of_several(text: &str, analysis: &Analysis) -> Vec<usize> {
    let name = |at: usize| text.get(analysis.entities[at].name.range()).unwrap_or_default();
    let person = |at: usize| analysis.entities[at].kind == EntityKind::Person;
    let mut fuller: Vec<usize> = (0..analysis.entities.len()).collect();
    // Endings of full names, with whom they stand for.
    let mut whole: HashMap<&str, Option<usize>> = HashMap::new();
    for at in (0..analysis.entities.len()).filter(|&at| person(at)) {
        for (cut, _) in name(at).match_indices([' ', '-']).take(MOST_NAMES) {
            let (given, ending) = (&name(at)[..cut], &name(at)[cut + 1..]);
            let Some(known) = whole.get(ending).copied() else {
                whole.insert(ending, Some(at));
                continue;
            };
            let Some(known) = known else { continue };
            let other = name(known).strip_suffix(ending).unwrap_or_default();
            let other = other.trim_end_matches([' ', '-']);
            if given.starts_with(other) {
                fuller[known] = at;
                whole.insert(ending, Some(at));
            } else if other.starts_with(given) {
                fuller[at] = known;
            } else {
                whole.insert(ending, None);
            }
        }
    }
    let mut named = vec![false; analysis.entities.len()];
    for mention in analysis.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        named[mention.entity] = true;
    }
    (0..analysis.entities.len())
        .map(|at| {
            let candidates = &analysis.entities[at].candidates;
            let only = candidates.split_first().and_then(|(&first, rest)| {
                let agreed = rest.iter().all(|&other| fuller[other] == fuller[first]);
                agreed.then_some(fuller[first])
            });
            let part = whole.get(name(at)).copied().flatten().filter(|_| named[at]);
            part.or(only).unwrap_or(fuller[at])
        })
        .collect()
}

/// Parts of a name that are looked at.
const MOST_NAMES: usize = 4;
