//! Nouns that refer back: "the engineer", "the authority", and groups: "critics".
//!
//! In: prose and the entities that names gave. Out: further mentions. "The"
//! with an office that one known person holds refers to that person; with two
//! holders it stays open. An organisation is referred to by the last word of its
//! name. Plural nouns for persons are groups of their own, one for each wording.

use std::collections::HashMap;
use std::ops::Range;

use crate::gazetteer::class;
use crate::identity::{Cluster, head_key};
use crate::mentions::NameMention;
use crate::prose::Prose;
use crate::units::Shape;
use crate::{EntityKind, MentionForm};

/// How many sentences back the holder of an office that several hold may stand.
const RECENT: usize = 3;

/// Units before a head that may describe it.
const REACH: usize = 6;

/// How many holders of one office, the last ones, are weighed.
const MOST_HOLDERS: usize = 32;

/// How many of a person's roles are compared with a noun phrase.
const MOST_ROLES: usize = 32;

/// A mention that is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) units: Range<usize>,
    pub(crate) form: MentionForm,
    pub(crate) cluster: usize,
}

/// A noun phrase with its head.
struct Phrase {
    units: Range<usize>,
    head: usize,
    definite: bool,
    /// Hashes of the words between determiner and head.
    modifiers: Vec<u64>,
}

/// Finds nominal mentions; adds clusters for groups and for offices known by their noun alone.
pub(crate) fn nominals(
    prose: &Prose<'_>,
    names: &[NameMention],
    clusters: &mut Vec<Cluster>,
) -> Vec<Reference> {
    let mut taken = vec![false; prose.units.len()];
    for name in names {
        taken[name.units.clone()].fill(true);
    }
    let mut beside_name = vec![false; prose.units.len()];
    for cluster in clusters.iter() {
        for role in &cluster.roles {
            beside_name[role.units.clone()].fill(true);
        }
    }
    let mut offices: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut bodies: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, cluster) in clusters.iter().enumerate() {
        for role in &cluster.roles {
            let holders = offices.entry(prose.units[role.head].lower).or_default();
            if holders.last() != Some(&at) {
                holders.push(at);
            }
        }
        if matches!(cluster.kind, EntityKind::Organisation | EntityKind::Outlet)
            && let Some(last) = cluster.words.last()
        {
            bodies.entry(head_key(last)).or_default().push(at);
        }
    }
    let mut last_seen: Vec<Vec<usize>> = clusters
        .iter()
        .map(|c| c.names.iter().map(|&n| names[n].units.start).collect())
        .collect();
    let mut groups: HashMap<Vec<u64>, usize> = HashMap::new();
    let mut found: Vec<Reference> = Vec::new();
    for head in 0..prose.units.len() {
        let Some(phrase) = phrase(prose, head, &taken) else {
            continue;
        };
        if phrase.units.clone().any(|at| beside_name[at])
            || found.last().is_some_and(|f| f.units.end > phrase.units.start)
        {
            continue;
        }
        let reference = if is_plural_person(prose, head) {
            let mut wording = phrase.modifiers.clone();
            wording.push(prose.units[head].lower);
            let cluster = *groups.entry(wording).or_insert_with(|| {
                clusters.push(nameless(prose, &phrase, EntityKind::Group));
                last_seen.push(Vec::new());
                clusters.len() - 1
            });
            Some((cluster, MentionForm::Nominal))
        } else if !phrase.definite {
            None
        } else if prose.is(head, class::PERSON_NOUN | class::OFFICE) {
            let holders = offices
                .get(&prose.units[head].lower)
                .map_or(&[][..], Vec::as_slice);
            choose(prose, &phrase, holders, clusters, &last_seen).map(|c| (c, MentionForm::Nominal))
        } else {
            let key = prose.units[head].lower;
            let known = bodies.get(&key).map_or(&[][..], Vec::as_slice);
            match choose(prose, &phrase, known, clusters, &last_seen) {
                Some(cluster) => Some((cluster, MentionForm::Nominal)),
                None if known.is_empty() && names_an_office(prose, &phrase) => {
                    clusters.push(nameless(prose, &phrase, EntityKind::Organisation));
                    last_seen.push(Vec::new());
                    bodies.entry(key).or_default().push(clusters.len() - 1);
                    Some((clusters.len() - 1, MentionForm::Nominal))
                }
                None => None,
            }
        };
        if let Some((cluster, form)) = reference {
            last_seen[cluster].push(phrase.units.start);
            found.push(Reference {
                units: phrase.units,
                form,
                cluster,
            });
        }
    }
    found
}

fn nameless(prose: &Prose<'_>, phrase: &Phrase, kind: EntityKind) -> Cluster {
    Cluster {
        kind,
        names: Vec::new(),
        roles: Vec::new(),
        gender: None,
        candidates: Vec::new(),
        words: crate::identity::name_words(prose.words(&phrase.units)),
    }
}

/// "the transport ministry": an office that the page may never name otherwise.
fn names_an_office(prose: &Prose<'_>, phrase: &Phrase) -> bool {
    !phrase.modifiers.is_empty()
        && matches!(
            prose.word(phrase.head),
            "ministry"
                | "department"
                | "agency"
                | "office"
                | "authority"
                | "bureau"
                | "commission"
                | "council"
        )
}

/// The noun phrase whose head is the unit at `head`, if it may refer.
fn phrase(prose: &Prose<'_>, head: usize, taken: &[bool]) -> Option<Phrase> {
    if taken[head] || !prose.units[head].is_capitalised() && prose.units[head].shape != Shape::Lower {
        return None;
    }
    let plural = is_plural_person(prose, head);
    let noun = plural || prose.is(head, class::PERSON_NOUN | class::OFFICE | class::OFFICE_HEAD);
    if !noun || prose.is_function_word(head) {
        return None;
    }
    let sentence = prose.sentence(head);
    // "the port chief engineer", "the envoy Ada Quill": the head comes later.
    let next = head + 1;
    let goes_on = next < sentence.end
        && (taken[next]
            || prose.units[next].shape == Shape::Title && !prose.headline[prose.sentence_of[head]]
            || prose.word(next) == "-"
            || prose.is(next, class::PERSON_NOUN | class::OFFICE | class::OFFICE_HEAD)
                && !prose.is_function_word(next)
            || is_plural_person(prose, next));
    if goes_on || prose.before(head).is_some_and(|b| prose.word(b) == "-") && !plural {
        return None;
    }
    let floor = sentence.start.max(head.saturating_sub(REACH));
    let mut start = head;
    let mut determiner = None;
    while start > floor {
        let before = start - 1;
        if prose.is(before, class::DETERMINER) {
            determiner = Some(before);
            start = before;
            break;
        }
        let describes = prose.units[before].shape != Shape::Figure
            && !prose.is_mark(before)
            && !prose.is_function_word(before)
            && !prose.is(before, class::VERB | class::REPORTING)
            && prose.units[before].shape != Shape::Clitic;
        if !describes || prose.quotation[before] != prose.quotation[head] {
            break;
        }
        start = before;
    }
    let modifiers_from = determiner.map_or(start, |d| d + 1);
    let definite =
        determiner.is_some_and(|d| matches!(prose.word(d).to_lowercase().as_str(), "the" | "this" | "that"));
    // Without a determiner a run of words before a singular noun proves nothing.
    if determiner.is_none() && !plural {
        return None;
    }
    let start = if determiner.is_none() {
        plural_start(prose, start, head)
    } else {
        start
    };
    Some(Phrase {
        units: start..next,
        head,
        definite,
        modifiers: (modifiers_from.max(start)..head)
            .map(|at| prose.units[at].lower)
            .collect(),
    })
}

/// Without a determiner only adjectives and nouns right before a plural belong to it.
fn plural_start(prose: &Prose<'_>, start: usize, head: usize) -> usize {
    let mut first = head;
    while first > start {
        let word = prose.word(first - 1);
        let verb = prose.units[first - 1].shape == Shape::Lower
            && (word.ends_with("ed")
                || word.ends_with("ing")
                || word.ends_with('s') && !word.ends_with("ss"));
        if verb || prose.units[first - 1].shape == Shape::Quote {
            break;
        }
        first -= 1;
    }
    first
}

/// Is it the plural of a noun for persons?
pub(crate) fn is_plural_person(prose: &Prose<'_>, at: usize) -> bool {
    prose.is(at, class::PLURAL) || prose.is(at, class::PLURAL_PERSON)
}

/// The one cluster that the phrase refers to: the only one that fits, else the only one named lately.
fn choose(
    prose: &Prose<'_>,
    phrase: &Phrase,
    holders: &[usize],
    clusters: &[Cluster],
    seen: &[Vec<usize>],
) -> Option<usize> {
    let fits = |&&c: &&usize| {
        phrase.modifiers.iter().all(|modifier| {
            clusters[c]
                .roles
                .iter()
                .take(MOST_ROLES)
                .any(|role| role.units.clone().any(|at| prose.units[at].lower == *modifier))
                || clusters[c].words.iter().any(|w| head_key(w) == *modifier)
        })
    };
    let few = &holders[holders.len().saturating_sub(MOST_HOLDERS)..];
    let fitting: Vec<usize> = few.iter().filter(fits).copied().collect();
    let before = |c: usize| {
        let times = &seen[c];
        times[..times.partition_point(|&t| t < phrase.units.start)]
            .last()
            .copied()
    };
    match fitting.as_slice() {
        [] => None,
        [only] => Some(*only),
        several => {
            let here = prose.sentence_of[phrase.head];
            let mut recent = several
                .iter()
                .filter(|&&c| before(c).is_some_and(|t| here - prose.sentence_of[t] <= RECENT));
            match (recent.next(), recent.next()) {
                (Some(&one), None) => Some(one),
                _ => None,
            }
        }
    }
}
