//! The type of a source, and its name.
//!
//! In: a voice and the passage it speaks in. Out: one of six types, and the
//! fullest form of the name where the type has one.

use nlp::{EntityKind, MentionForm};
use text::Span;

use super::SourcedType;
use super::scene::Scene;
use super::vocabulary::Noun;
use super::voices::Voice;
use crate::lexicon::{Class, SourceClass};
use crate::words::Shape;

/// A typed source.
pub(super) struct Source {
    pub(super) kind: SourcedType,
    pub(super) name: Option<Span>,
}

/// What the voice of a passage is; `None` when it is nobody who can speak.
pub(super) fn source(scene: &Scene, voice: &Voice, passage: Span) -> Option<Source> {
    let named = |kind, name| {
        Some(Source {
            kind,
            name: Some(name),
        })
    };
    match *voice {
        Voice::Entity(entity) => {
            let name = scene.analysis.entities[entity].name;
            match scene.kind(entity) {
                EntityKind::Organisation if has_age(scene, entity) => named(SourcedType::NamedPerson, name),
                EntityKind::Person => {
                    let styled = styled(scene, entity).unwrap_or(name);
                    named(SourcedType::NamedPerson, styled)
                }
                EntityKind::Organisation
                | EntityKind::Outlet
                | EntityKind::Country
                | EntityKind::Place
                | EntityKind::Product
                | EntityKind::Vessel => named(SourcedType::NamedOrganisation, name),
                EntityKind::Document => named(SourcedType::Document, name),
                EntityKind::Group | EntityKind::Unresolved => Some(Source {
                    kind: SourcedType::UnnamedGroup,
                    name: None,
                }),
            }
        }
        Voice::Phrase { span, head } => phrase(scene, span, head, passage),
    }
}

fn phrase(scene: &Scene, span: Span, head: usize, passage: Span) -> Option<Source> {
    let words = &scene.words;
    let lower = words.lower(head);
    let noun = scene.vocabulary.noun(lower);
    let class = scene.lexicon.source_class(lower);
    let plural = scene.is_plural(head);
    let unnamed = |kind| Some(Source { kind, name: None });
    // "history says", "common sense dictates"
    let range = scene.range(span);
    if words[head].is(Class::SUBJECT) {
        return None;
    }
    if range.len() == 1 && words[head].shape == Shape::Lower && !plural {
        return None;
    }
    // "the Post", of which the full name stands elsewhere
    let inside = words[head].capital() && head > scene.sentence(head).start;
    if inside
        && matches!(
            class,
            Some(SourceClass::Document | SourceClass::Masthead | SourceClass::Outlet)
        )
        && range.end == head + 1
    {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: institution_name(scene, span, head),
        });
    }
    if class == Some(SourceClass::Anonymous) || is_kept_unnamed(scene, passage) && noun != Noun::default() {
        return unnamed(SourcedType::Anonymous);
    }
    if noun.is(Noun::SPEAKS_FOR)
        && let Some(organisation) = organisation_in(scene, span)
    {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: Some(organisation),
        });
    }
    let person = noun.is(Noun::PLAIN
        .or(Noun::CONNECTION)
        .or(Noun::OFFICE)
        .or(Noun::SPEAKS_FOR));
    if class == Some(SourceClass::Document) && !person {
        return Some(Source {
            kind: SourcedType::Document,
            name: document_name(scene, span, head),
        });
    }
    let institution = matches!(
        class,
        Some(SourceClass::Institution | SourceClass::Outlet | SourceClass::Masthead)
    );
    if institution && !person && !(plural && lower != "police") {
        return Some(Source {
            kind: SourcedType::NamedOrganisation,
            name: institution_name(scene, span, head),
        });
    }
    if plural || words[head].is(Class::QUANTIFIER) || class == Some(SourceClass::Collective) && !person {
        return unnamed(SourcedType::UnnamedGroup);
    }
    if person || scene.vocabulary.is_office(lower) {
        let name = words[head]
            .capital()
            .then(|| capitals(scene, range.clone(), head))
            .flatten();
        return match name {
            Some(name) if !noun.is(Noun::OFFICE) || range.len() == 1 => Some(Source {
                kind: SourcedType::NamedPerson,
                name: Some(name),
            }),
            _ => unnamed(SourcedType::UnnamedPerson),
        };
    }
    if words[head].capital() {
        let name = capitals(scene, range.clone(), head)?;
        // "Lorn University's Ada Quill"
        let named = scene.range(name);
        let of_house =
            named.len() == 2 && named.start > range.start && words[named.start - 1].shape == Shape::Clitic;
        let person = of_house || is_persons(scene, name);
        return Some(Source {
            kind: if person {
                SourcedType::NamedPerson
            } else {
                SourcedType::NamedOrganisation
            },
            name: Some(name),
        });
    }
    None
}

/// "Queen Ada": one given name goes with the style that is printed before it.
fn styled(scene: &Scene, entity: usize) -> Option<Span> {
    let words = &scene.words;
    let name = scene.analysis.entities[entity].name;
    let short = !scene.text(name).contains(' ');
    let mut mentions =
        scene.analysis.mentions.iter().filter(|mention| {
            short && mention.form == MentionForm::Name && scene.same(mention.entity) == entity
        });
    mentions.find_map(|mention| {
        let before = scene.range(mention.span).start.checked_sub(1)?;
        let style = words[before].capital() && scene.vocabulary.noun(words.lower(before)).is(Noun::STYLE);
        style.then(|| words[before].span.cover(mention.span))
    })
}

/// ", 34," after a name: a person, whatever it was taken for.
fn has_age(scene: &Scene, entity: usize) -> bool {
    let words = &scene.words;
    let end = scene.range(scene.analysis.entities[entity].name).end;
    let age = words.get(end + 1).is_some_and(|word| {
        word.shape == Shape::Number
            && scene
                .text(word.span)
                .parse()
                .is_ok_and(|n: u32| (10..110).contains(&n))
    });
    let comma = |at: usize| words.get(at).is_some_and(|word| word.shape == Shape::Comma);
    age && comma(end) && comma(end + 2)
}

/// Does the passage, or the sentence after it in the paragraph, say that its source is not to be named?
fn is_kept_unnamed(scene: &Scene, passage: Span) -> bool {
    let sentences = &scene.analysis.sentences;
    let next = sentences.partition_point(|s| s.span.start() < passage.end());
    let block = scene
        .analysis
        .sentence_at(passage.start())
        .map(|s| sentences[s].block);
    let after = sentences.get(next).filter(|s| Some(s.block) == block);
    let span = after.map_or(passage, |s| passage.cover(s.span));
    let folded = scene.text(span).to_lowercase();
    scene.vocabulary.anonymity().any(|phrase| folded.contains(phrase))
}

/// An organisation that is named in the phrase: "a White House official", "a spokesman for Tern Lines".
fn organisation_in(scene: &Scene, span: Span) -> Option<Span> {
    scene
        .analysis
        .mentions_in(span)
        .find(|mention| {
            matches!(
                mention.form,
                MentionForm::Name | MentionForm::Metonym | MentionForm::Nominal
            ) && matches!(
                scene.kind(mention.entity),
                EntityKind::Organisation | EntityKind::Outlet
            )
        })
        .map(|mention| scene.analysis.entities[mention.entity].name)
}

/// How a document is called: by the phrase where a name is in it, else as the same noun is called elsewhere.
fn document_name(scene: &Scene, span: Span, head: usize) -> Option<Span> {
    let words = &scene.words;
    let noun = words.lower(head);
    called(scene, scene.range(span), head).or_else(|| {
        let known = (0..words.len())
            .filter(|&k| words.lower(k) == noun)
            .take(MOST_PLACES);
        known
            .filter_map(|k| {
                let sentence = scene.sentence(k);
                let from = k.saturating_sub(NAME_REACH).max(sentence.start);
                called(scene, from..sentence.end.min(k + NAME_REACH), k)
            })
            .next()
    })
}

/// Places of a noun at which a document may be called by name.
const MOST_PLACES: usize = 64;

/// Words of a document's name on either side of its noun.
const NAME_REACH: usize = 8;

/// "Lorn Institute survey", "survey by the Lorn Institute", the noun being at `head`; `None` without a name in it.
fn called(scene: &Scene, range: std::ops::Range<usize>, head: usize) -> Option<Span> {
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
    let mut end = head + 1;
    if start == head
        && end < range.end
        && matches!(
            words.lower(end),
            "by" | "from" | "conducted" | "commissioned" | "published" | "released"
        )
    {
        let by = (end..range.end.min(end + 6)).find(|&k| matches!(words.lower(k), "by" | "from"))?;
        let name = (by + 1..range.end).find(|&k| words[k].capital() && !words[k].is(Class::DETERMINER))?;
        let near = (by + 1..name).all(|k| words[k].is(Class::DETERMINER));
        if near {
            end = (name..range.end)
                .take_while(|&k| {
                    words[k].capital()
                        || scene.is_hyphen(k)
                        || words[k].shape == Shape::OtherMark
                        || matches!(words.lower(k), "of" | "for" | "and")
                            && words.get(k + 1).is_some_and(crate::words::Word::capital)
                })
                .last()?
                + 1;
        }
    }
    let named = (start..head).any(|k| words[k].capital())
        || end > head + 1
        || words[head].capital() && head > opening;
    named.then(|| words.span(start..end)).flatten()
}

/// The name of an institution: that of an organisation with this noun in its name, else the phrase.
fn institution_name(scene: &Scene, span: Span, head: usize) -> Option<Span> {
    let words = &scene.words;
    let noun = words.lower(head);
    let known = scene.analysis.entities.iter().find(|entity| {
        let name = scene.text(entity.name).to_lowercase();
        matches!(entity.kind, EntityKind::Organisation | EntityKind::Outlet)
            && name.contains(' ')
            && name.split(' ').any(|word| word == noun)
    });
    let range = scene.range(span);
    let others = range
        .clone()
        .any(|k| k != head && words[k].capital() && !words[k].is(Class::DETERMINER));
    if others {
        return scene.without_determiner(range.start..head + 1);
    }
    if let Some(entity) = known {
        return Some(entity.name);
    }
    // A name that was not known as one: "Lorn Statistics Institute" for "the institute".
    let written = (1..words.len()).find(|&k| {
        words.lower(k) == noun
            && words[k].capital()
            && words[k - 1].capital()
            && !words[k - 1].is(Class::DETERMINER)
    });
    let run = written.and_then(|k| {
        let start = (0..k)
            .rev()
            .take_while(|&at| words[at].capital() && !words[at].is(Class::DETERMINER))
            .last()?;
        words.span(start..k + 1)
    });
    run.or_else(|| {
        let named = range
            .clone()
            .any(|k| words[k].capital() && k > scene.sentence(k).start);
        let police = noun == "police";
        (named || police)
            .then(|| scene.without_determiner(range.start..head + 1))
            .flatten()
    })
}

/// The run of capital words that ends with the head.
fn capitals(scene: &Scene, range: std::ops::Range<usize>, head: usize) -> Option<Span> {
    let words = &scene.words;
    let first = (range.start..head + 1)
        .rev()
        .take_while(|&k| {
            words[k].capital() && !words[k].is(Class::DETERMINER)
                || scene.is_hyphen(k)
                || k < head
                    && matches!(words.lower(k), "of" | "for")
                    && k > range.start
                    && words[k - 1].capital()
        })
        .last()?;
    words.span(first..head + 1)
}

/// Do the words name a person, or end the name of one?
fn is_persons(scene: &Scene, name: Span) -> bool {
    let name = scene.text(name);
    scene.analysis.entities.iter().any(|entity| {
        let full = scene.text(entity.name);
        entity.kind == EntityKind::Person
            && full
                .strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    })
}
