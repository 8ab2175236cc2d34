//! Pronouns for one person: he, she and their forms.
//!
//! In: prose, clusters, the mentions found so far. Out: pronoun mentions where
//! the article leaves one reading, and open ones with their candidates where it
//! leaves two. A subject goes back to the subject of its sentence or of one
//! shortly before; an object is someone else than the subject beside it; words
//! in a quotation are not about the one who stands before it as its speaker.

use std::collections::HashMap;

use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::nominals::Reference;
use crate::prose::Prose;
use crate::{EntityKind, Gender, MentionForm};

/// How many sentences back an antecedent may stand.
const SENTENCES_BACK: usize = 3;

/// How many blocks back.
const BLOCKS_BACK: usize = 1;

/// How many persons of one sentence are weighed.
const MOST_PERSONS: usize = 16;

/// How close before an object pronoun the subject of the same verb stands.
const SAME_CLAUSE: usize = 3;

/// Units of a title before a name.
const TITLE_REACH: usize = 8;

/// A person mentioned in a sentence.
#[derive(Debug, Clone, Copy)]
struct Person {
    cluster: usize,
    at: usize,
    subject: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
}

/// What a pronoun may refer to.
enum Reading {
    One { cluster: usize, only: bool },
    Open(Vec<usize>),
    None,
}

/// Adds pronoun mentions to `references`; may learn a person's gender where only one person can be meant.
pub(crate) fn pronouns(
    prose: &Prose<'_>,
    names: &[(usize, usize)],
    clusters: &mut Vec<Cluster>,
    references: &mut Vec<Reference>,
) {
    let mut persons: Vec<Vec<Person>> = vec![Vec::new(); prose.sentences.len()];
    let known = names
        .iter()
        .copied()
        .chain(references.iter().map(|r| (r.units.start, r.cluster)));
    for (at, cluster) in known {
        if clusters[cluster].kind == EntityKind::Person {
            persons[prose.sentence_of[at]].push(Person {
                cluster,
                at,
                subject: is_subject(prose, at),
            });
        }
    }
    for sentence in &mut persons {
        sentence.sort_by_key(|p| p.at);
    }
    let speakers = speakers(prose, &persons);
    // First only learn genders, from pronouns that one person alone can be meant by.
    resolve(prose, persons.clone(), &speakers, clusters, None);
    resolve(prose, persons, &speakers, clusters, Some(references));
}

/// For each quotation, the first subject that stands outside it in a sentence that it touches: its likely speaker.
fn speakers(prose: &Prose<'_>, persons: &[Vec<Person>]) -> HashMap<usize, usize> {
    let mut speakers = HashMap::new();
    for (units, persons) in prose.sentences.iter().zip(persons) {
        let Some(outside) = persons
            .iter()
            .find(|p| p.subject && prose.quotation[p.at].is_none())
        else {
            continue;
        };
        for quotation in prose.quotation[units.clone()].iter().flatten() {
            speakers.entry(*quotation).or_insert(outside.cluster);
        }
    }
    speakers
}

fn resolve(
    prose: &Prose<'_>,
    mut persons: Vec<Vec<Person>>,
    speakers: &HashMap<usize, usize>,
    clusters: &mut Vec<Cluster>,
    mut references: Option<&mut Vec<Reference>>,
) {
    for at in 0..prose.units.len() {
        let Some((gender, case)) = pronoun(prose, at) else {
            continue;
        };
        let sentence = prose.sentence_of[at];
        let (cluster, form) = match read(prose, &persons, speakers, clusters, at, gender, case) {
            Reading::One { cluster, only } => {
                if only {
                    clusters[cluster].gender.get_or_insert(gender);
                }
                (cluster, MentionForm::Pronoun)
            }
            Reading::Open(_) if references.is_none() => continue,
            Reading::Open(candidates) => {
                clusters.push(Cluster {
                    kind: EntityKind::Unresolved,
                    names: Vec::new(),
                    roles: Vec::new(),
                    gender: Some(gender),
                    candidates,
                    words: vec![prose.word(at).to_lowercase()],
                });
                (clusters.len() - 1, MentionForm::Ambiguous)
            }
            Reading::None => continue,
        };
        if let Some(references) = &mut references {
            references.push(Reference {
                units: at..at + 1,
                form,
                cluster,
            });
        }
        if form == MentionForm::Pronoun {
            let list = &mut persons[sentence];
            let place = list.partition_point(|p| p.at < at);
            list.insert(
                place,
                Person {
                    cluster,
                    at,
                    subject: case == Case::Subject,
                },
            );
        }
    }
}

fn pronoun(prose: &Prose<'_>, at: usize) -> Option<(Gender, Case)> {
    if prose.units[at].span.len() > 8 || !prose.is(at, class::PRONOUN | class::DETERMINER) {
        return None;
    }
    let next = (at + 1 < prose.sentence(at).end).then_some(at + 1);
    Some(match prose.word(at).to_lowercase().as_str() {
        "he" => (Gender::Male, Case::Subject),
        "him" | "himself" => (Gender::Male, Case::Object),
        "his" => (Gender::Male, Case::Possessive),
        "she" => (Gender::Female, Case::Subject),
        "herself" | "hers" => (Gender::Female, Case::Object),
        "her" => {
            let noun_follows = next.is_some_and(|n| !prose.is_mark(n) && !prose.is_function_word(n));
            let case = if noun_follows {
                Case::Possessive
            } else {
                Case::Object
            };
            (Gender::Female, case)
        }
        _ => return None,
    })
}

/// Does the mention at `at` stand where a subject stands: at the sentence's start, or before a verb?
fn is_subject(prose: &Prose<'_>, at: usize) -> bool {
    let governed = prose.before(at).is_some_and(|before| {
        let mut before = before;
        let floor = before.saturating_sub(TITLE_REACH);
        while before > floor
            && (prose.is(
                before,
                class::DETERMINER | class::PERSON_NOUN | class::HONORIFIC | class::OFFICE,
            ) || prose.word(before) == ".")
        {
            match prose.before(before) {
                Some(further) => before = further,
                None => return false,
            }
        }
        prose.is(before, class::PREPOSITION)
            || prose.is(before, class::REPORTING) && prose.word(before).starts_with("told")
    });
    !governed
}

fn read(
    prose: &Prose<'_>,
    persons: &[Vec<Person>],
    speakers: &HashMap<usize, usize>,
    clusters: &[Cluster],
    at: usize,
    gender: Gender,
    case: Case,
) -> Reading {
    let sentence = prose.sentence_of[at];
    let quotation = prose.quotation[at];
    let fits = |p: &Person| clusters[p.cluster].gender.is_none_or(|g| g == gender);
    let before = persons[sentence].partition_point(|p| p.at < at);
    let here = last_of(&persons[sentence][..before]);
    let speaker = quotation.and_then(|q| speakers.get(&q).copied());
    let near: Vec<Person> = here
        .iter()
        .copied()
        .filter(|p| {
            fits(p)
                && Some(p.cluster) != speaker
                && (quotation.is_none() || prose.quotation[p.at] == quotation)
        })
        .collect();
    let subject_beside = (case == Case::Object)
        .then(|| here.iter().rev().find(|p| p.at + SAME_CLAUSE >= at))
        .flatten()
        .map(|p| p.cluster);
    let near: Vec<Person> = near
        .into_iter()
        .filter(|p| Some(p.cluster) != subject_beside)
        .collect();
    if let Some(reading) = pick(&near, case) {
        return reading;
    }
    let first_block = prose.block_of[sentence].saturating_sub(BLOCKS_BACK);
    for back in 1..=SENTENCES_BACK.min(sentence) {
        let earlier = sentence - back;
        if prose.block_of[earlier] < first_block {
            break;
        }
        let there: Vec<Person> = last_of(&persons[earlier])
            .iter()
            .copied()
            .filter(|p| fits(p) && Some(p.cluster) != subject_beside && Some(p.cluster) != speaker)
            .filter(|p| quotation.is_some() || prose.quotation[p.at].is_none())
            .collect();
        if let Some(reading) = pick(&there, case) {
            return match reading {
                // From afar nothing is learnt of a person.
                Reading::One { cluster, .. } if back > 1 || case == Case::Object => {
                    Reading::One { cluster, only: false }
                }
                other => other,
            };
        }
    }
    Reading::None
}

/// The last few persons of a sentence, which bounds the work on endless ones.
fn last_of(persons: &[Person]) -> &[Person] {
    &persons[persons.len().saturating_sub(MOST_PERSONS)..]
}

/// The reading among persons of one sentence; `None` when there are none.
fn pick(persons: &[Person], case: Case) -> Option<Reading> {
    let first = persons.first()?;
    let mut distinct: Vec<usize> = persons.iter().map(|p| p.cluster).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() == 1 {
        return Some(Reading::One {
            cluster: first.cluster,
            only: true,
        });
    }
    let mut subjects: Vec<usize> = persons.iter().filter(|p| p.subject).map(|p| p.cluster).collect();
    subjects.dedup();
    let subject = match subjects.as_slice() {
        [one] => Some(*one),
        [one, ..] if case != Case::Object => Some(*one),
        _ => None,
    };
    Some(match subject {
        Some(cluster) if case != Case::Object => Reading::One { cluster, only: false },
        _ => Reading::Open(distinct),
    })
}
