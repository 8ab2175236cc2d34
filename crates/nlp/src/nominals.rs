//! Nouns that refer back: "the engineer", "the authority", and groups: "critics".
//!
//! In: prose and the entities that names gave. Out: further mentions. "The"
//! with an office that one known person holds refers to that person; with two
//! holders it stays open. An organisation is referred to by the last word of its
//! name. Plural nouns for persons are groups of their own, one for each wording.

use std::collections::HashMap;
use std::ops::Range;

use crate::bodies::Bodies;
use crate::gazetteer::class;
use crate::identity::{Cluster, head_key};
use crate::prose::Prose;
use crate::units::Shape;
use crate::{EntityKind, MentionForm};

/// How many sentences back the holder of an office that several hold may stand.
const RECENT: usize = 3;

/// Units before a head that may describe it.
const REACH: usize = 6;

/// How many holders of one office, the last ones, are weighed.
const MOST_HOLDERS: usize = 32;

/// What several persons of one report are at once.
const CONTESTED: &[&str] = &[
    "candidate",
    "contender",
    "hopeful",
    "nominee",
    "challenger",
    "rival",
    "opponent",
    "front-runner",
    "frontrunner",
];

/// Offices that one person in a country has.
const SOLE: &[&str] = &["president", "premier", "chancellor", "king", "queen", "pope"];

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
    /// Hash of the name in "Quill's campaign manager".
    owner: Option<u64>,
}

/// Finds nominal mentions; adds clusters for groups and for offices known by their noun alone.
pub(crate) fn nominals(
    prose: &Prose<'_>,
    placed: &[(Range<usize>, usize)],
    clusters: &mut Vec<Cluster>,
) -> Vec<Reference> {
    let mut taken = vec![false; prose.units.len()];
    for (units, _) in placed {
        taken[units.clone()].fill(true);
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
            for office in offices_of(prose, role.head) {
                let holders = offices.entry(office).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
        if matches!(cluster.kind, EntityKind::Organisation | EntityKind::Outlet) {
            for head in heads_of_body(&cluster.words) {
                bodies.entry(head_key(head)).or_default().push(at);
            }
        }
    }
    let mut last_seen: Vec<Vec<usize>> = vec![Vec::new(); clusters.len()];
    for (units, cluster) in placed {
        last_seen[*cluster].push(units.start);
    }
    let named_bodies = Bodies::new(
        prose,
        placed.iter().map(|(units, cluster)| (units, *cluster)),
        clusters,
    );
    let mut groups: HashMap<Vec<u64>, usize> = HashMap::new();
    let mut found: Vec<Reference> = Vec::new();
    for head in 0..prose.units.len() {
        if let Some(cluster) = named_bodies.meant_by_it(prose, head) {
            found.push(Reference {
                units: head..head + 1,
                form: MentionForm::Pronoun,
                cluster,
            });
            continue;
        }
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
        } else {
            let key = prose.units[head].lower;
            let list = |known: &HashMap<u64, Vec<usize>>| known.get(&key).cloned().unwrap_or_default();
            let (holders, known) = (list(&offices), list(&bodies));
            let chosen = choose(prose, &phrase, &holders, clusters, &last_seen)
                .or_else(|| choose(prose, &phrase, &known, clusters, &last_seen))
                .or_else(|| {
                    let by_sort = holders.is_empty() && phrase.modifiers.is_empty() && phrase.owner.is_none();
                    by_sort
                        .then(|| named_bodies.meant_by(prose, clusters, head))
                        .flatten()
                });
            match chosen {
                Some(cluster) => Some((cluster, MentionForm::Nominal)),
                None if holders.is_empty() && known.is_empty() && names_an_office(prose, &phrase) => {
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

/// The words that an office is referred to by: "the senator" for "Sen.".
fn offices_of(prose: &Prose<'_>, head: usize) -> Vec<u64> {
    let spelt: &[&str] = match prose.word(head).to_lowercase().as_str() {
        "sen" => &["senator", "lawmaker"],
        "rep" | "representative" => &["representative", "congressman", "congresswoman", "lawmaker"],
        "congressman" | "congresswoman" | "senator" => &["lawmaker"],
        "gov" => &["governor"],
        "gen" => &["general"],
        "sgt" => &["sergeant"],
        "capt" => &["captain"],
        "lt" => &["lieutenant"],
        "col" => &["colonel"],
        "prof" => &["professor"],
        "supt" => &["superintendent"],
        "insp" => &["inspector"],
        "dr" => &["doctor"],
        "rev" => &["reverend"],
        _ => &[],
    };
    std::iter::once(prose.units[head].lower)
        .chain(spelt.iter().map(|office| head_key(office)))
        .collect()
}

/// The noun of a body's name: its last word, and of "Department of Ports" the first.
fn heads_of_body(words: &[String]) -> impl Iterator<Item = &str> {
    let of = words.iter().position(|word| word == "of" || word == "for");
    let noun = of.and_then(|of| words.get(of.checked_sub(1)?));
    words.last().into_iter().chain(noun).map(String::as_str)
}

fn nameless(prose: &Prose<'_>, phrase: &Phrase, kind: EntityKind) -> Cluster {
    Cluster {
        words: crate::identity::name_words(prose.words(&phrase.units)),
        ..Cluster::nameless(kind)
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
    let mut possessed = false;
    let mut owner = None;
    let mut describing: Vec<usize> = Vec::new();
    while start > floor {
        let before = start - 1;
        if prose.is(before, class::DETERMINER) {
            // "an effort that critics say": no determiner before a plural.
            if !(plural && matches!(prose.word(before), "that" | "this")) {
                determiner = Some(before);
                start = before;
            }
            break;
        }
        // "Orlen's transport ministry": whose it is makes it definite.
        if prose.units[before].shape == Shape::Clitic && prose.is(head, class::OFFICE_HEAD) && start < head {
            possessed = true;
            break;
        }
        // "Quill's campaign manager": one who has the owner in the role as worded.
        if prose.units[before].shape == Shape::Clitic && !plural && before > floor {
            owner = Some(before - 1).filter(|&owner| prose.units[owner].is_capitalised());
            possessed = owner.is_some();
            break;
        }
        // "the four-term congressman"
        let hyphen = before > floor && prose.word(before) == "-" && !prose.is_mark(before - 1);
        if hyphen {
            describing.push(start);
            start = before - 1;
            continue;
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
    let definite = possessed
        || determiner
            .is_some_and(|d| matches!(prose.word(d).to_lowercase().as_str(), "the" | "this" | "that"));
    // Without a determiner a run of words before a singular noun proves nothing.
    if determiner.is_none() && !possessed && !plural {
        return None;
    }
    let start = if determiner.is_none() && !possessed {
        plural_start(prose, start, head)
    } else {
        start
    };
    Some(Phrase {
        units: start..next,
        head,
        definite,
        modifiers: (modifiers_from.max(start)..head)
            .filter(|&at| !describes_only(prose, at, &describing))
            .map(|at| prose.units[at].lower)
            .collect(),
        owner: owner.map(|at| prose.units[at].lower),
    })
}

/// "four-term", "embattled": tells how someone is, not which of several offices is meant.
fn describes_only(prose: &Prose<'_>, at: usize, hyphenated: &[usize]) -> bool {
    let compound = hyphenated
        .iter()
        .any(|&last| (last.saturating_sub(2)..=last).contains(&at));
    let word = prose.word(at);
    let state = prose.units[at].shape == Shape::Lower
        && word.len() > 5
        && (word.ends_with("ed") || word.ends_with("ing"))
        && !matches!(
            word,
            "acting" | "retired" | "united" | "incoming" | "managing" | "governing" | "ruling"
        );
    compound && !["vice", "ex", "then", "deputy", "co"].contains(&prose.word(at)) || state
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
        let in_role = |word: &u64| {
            let mut roles = clusters[c].roles.iter().take(MOST_ROLES);
            roles.any(|role| role.units.clone().any(|at| prose.units[at].lower == *word))
        };
        let in_name = |word: &u64| clusters[c].words.iter().any(|w| head_key(w) == *word);
        phrase.modifiers.iter().all(|word| in_role(word) || in_name(word))
            && phrase.owner.as_ref().is_none_or(in_role)
    };
    let few = &holders[holders.len().saturating_sub(MOST_HOLDERS)..];
    let fitting: Vec<usize> = few.iter().filter(fits).copied().collect();
    let before = |c: usize| {
        let times = &seen[c];
        times[..times.partition_point(|&t| t < phrase.units.start)]
            .last()
            .copied()
    };
    let here = prose.sentence_of[phrase.head];
    let lately = |c: usize, back: usize| before(c).is_some_and(|t| here - prose.sentence_of[t] <= back);
    match fitting.as_slice() {
        [] => None,
        // Of those who run against each other the text seldom calls more than one so: it is whoever was spoken of just before.
        [only] if CONTESTED.contains(&prose.word(phrase.head).to_lowercase().as_str()) => {
            Some(*only).filter(|&only| lately(only, 1))
        }
        [only] => Some(*only),
        several => {
            let mut recent = several.iter().filter(|&&c| lately(c, RECENT));
            if let (Some(&one), None) = (recent.next(), recent.next()) {
                return Some(one);
            }
            // "the president" is President Quill rather than the vice president or a bank's; of governors a report has several.
            if !SOLE.contains(&prose.word(phrase.head).to_lowercase().as_str()) {
                return None;
            }
            let plain = |&&c: &&usize| {
                let mut roles = clusters[c].roles.iter().take(MOST_ROLES);
                roles.any(|role| {
                    role.units.len() == 1 && prose.units[role.head].lower == prose.units[phrase.head].lower
                })
            };
            let mut bearing = several.iter().filter(plain);
            match (bearing.next(), bearing.next()) {
                (Some(&one), None) if phrase.modifiers.is_empty() && phrase.owner.is_none() => Some(one),
                _ => None,
            }
        }
    }
}
