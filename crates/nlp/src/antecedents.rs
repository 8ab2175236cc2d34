//! Which person a pronoun may mean, and how likely each is.
//!
//! In: the persons mentioned shortly before a pronoun. Out: for each the
//! properties that speak for it, and by the weights of `data/antecedents.tsv`
//! its probability beside that of nobody among them. The window is bounded in
//! sentences, blocks and persons, so that the work is linear in the text.

use std::sync::OnceLock;

use crate::Gender;
use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::pronouns::describes_next;
use crate::prose::Prose;
use crate::units::Shape;

/// Weights, one a line: property, weight; fitted by `cargo lab train-antecedents`.
const WEIGHTS: &str = include_str!("../data/antecedents.tsv");

/// How many sentences back an antecedent may stand, those that are quoted as a whole aside.
const SENTENCES_BACK: usize = 5;

/// How many sentences back, quoted ones and others.
const LONGEST_QUOTATION: usize = 16;

/// How many blocks back.
const BLOCKS_BACK: usize = 2;

/// How many persons are weighed.
const MOST_PERSONS: usize = 10;

/// How many mentions of one sentence are looked at.
const MOST_MENTIONS: usize = 24;

/// How close before an object pronoun the subject of the same verb stands.
const SAME_CLAUSE: usize = 3;

/// Properties of a person as antecedent; the last two are of nobody.
pub const PROPERTIES: [&str; 33] = [
    "same_sentence",
    "one_sentence_back",
    "two_sentences_back",
    "further_back",
    "other_block",
    "last_mentioned",
    "last_but_one",
    "subject",
    "acts",
    "first_of_sentence",
    "pronoun",
    "nominal",
    "mentions",
    "genitive",
    "subject_for_subject",
    "possessive_of_subject",
    "object_of_subject_beside",
    "quoted_for_unquoted",
    "unquoted_for_quoted",
    "speaker_in_own_quotation",
    "speaks_on",
    "spoke_before",
    "gender_agrees",
    "reflexive_of_subject",
    "opens_block_like",
    "acted_before",
    "in_own_words",
    "named_after",
    "relative_before",
    "was_asked",
    "speaks_for_speaker",
    "nobody",
    "nobody_in_quotation",
];

/// Value of each property.
pub type Properties = [f32; PROPERTIES.len()];

/// How a mention of a person is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    Name,
    Nominal,
    Pronoun,
}

/// A person mentioned in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) cluster: usize,
    /// First unit.
    pub(crate) at: usize,
    /// The unit after the last.
    pub(crate) end: usize,
    pub(crate) subject: bool,
    pub(crate) wording: Wording,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// A pronoun for one person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pronoun {
    pub(crate) at: usize,
    pub(crate) gender: Gender,
    pub(crate) case: Case,
}

/// Who is mentioned where; sentences hold their mentions in order.
pub(crate) struct Scene<'a> {
    pub(crate) prose: &'a Prose<'a>,
    pub(crate) persons: &'a [Vec<Person>],
    pub(crate) clusters: &'a [Cluster],
    /// Likely speaker of each quotation.
    pub(crate) speakers: &'a std::collections::HashMap<usize, usize>,
    /// Mentions so far, by cluster.
    pub(crate) mentions: &'a [usize],
    /// Has each sentence words in and words out of quotation marks?
    pub(crate) reports_speech: &'a [bool],
    /// Has each sentence words in quotation marks only?
    pub(crate) all_quoted: &'a [bool],
}

/// Someone whom a pronoun may mean.
pub(crate) struct Candidate {
    /// The last mention before the pronoun.
    pub(crate) person: Person,
    pub(crate) properties: Properties,
    /// Probability; with that of nobody they sum to one.
    pub(crate) probability: f32,
}

/// Persons mentioned before a pronoun in the window, the last mentioned first, with their probabilities.
pub(crate) fn candidates(scene: &Scene<'_>, pronoun: Pronoun) -> Vec<Candidate> {
    let around = Around::new(scene, pronoun);
    let mut found: Vec<Candidate> = recent(scene, pronoun)
        .into_iter()
        .enumerate()
        .map(|(rank, person)| Candidate {
            person,
            properties: properties(scene, &around, pronoun, person, rank),
            probability: 0.0,
        })
        .collect();
    let nobody = score(&nobody(scene, pronoun)).exp();
    let odds: Vec<f32> = found.iter().map(|c| score(&c.properties).exp()).collect();
    let sum = nobody + odds.iter().sum::<f32>();
    for (candidate, odds) in found.iter_mut().zip(odds) {
        candidate.probability = odds / sum;
    }
    found
}

fn score(properties: &Properties) -> f32 {
    static TABLE: OnceLock<Properties> = OnceLock::new();
    let weights = TABLE.get_or_init(|| weights(WEIGHTS));
    let sum: f32 = weights.iter().zip(properties).map(|(w, x)| w * x).sum();
    sum.clamp(-30.0, 30.0)
}

/// The weights of a table; a property that is not in it weighs nothing.
fn weights(table: &str) -> Properties {
    let mut weights = [0.0; PROPERTIES.len()];
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, weight)) = line.split_once('\t') else {
            continue;
        };
        if let (Some(at), Ok(weight)) = (PROPERTIES.iter().position(|p| *p == name), weight.parse()) {
            weights[at] = weight;
        }
    }
    weights
}

/// The last mention of each person in the window whose gender does not conflict.
fn recent(scene: &Scene<'_>, pronoun: Pronoun) -> Vec<Person> {
    let prose = scene.prose;
    let here = prose.sentence_of[pronoun.at];
    let first_block = prose.block_of[here].saturating_sub(BLOCKS_BACK);
    let mut found: Vec<Person> = Vec::new();
    // Who speaks is named again when the quotation is over, however long it is.
    let mut told = 0;
    for sentence in (here.saturating_sub(LONGEST_QUOTATION)..=here).rev() {
        told += usize::from(sentence < here && !scene.all_quoted[sentence]);
        if prose.block_of[sentence] < first_block || told > SENTENCES_BACK {
            break;
        }
        let there = &scene.persons[sentence];
        let before = there.partition_point(|p| p.at < pronoun.at);
        for person in there[..before].iter().rev().take(MOST_MENTIONS) {
            let known = scene.clusters[person.cluster].likely_gender();
            let conflicts = known.is_some_and(|gender| gender != pronoun.gender);
            if conflicts || found.iter().any(|f| f.cluster == person.cluster) {
                continue;
            }
            found.push(*person);
            if found.len() == MOST_PERSONS {
                return found;
            }
        }
    }
    found
}

/// What speaks for nobody among the candidates.
pub(crate) fn nobody(scene: &Scene<'_>, pronoun: Pronoun) -> Properties {
    let mut properties = [0.0; PROPERTIES.len()];
    properties[PROPERTIES.len() - 2] = 1.0;
    properties[PROPERTIES.len() - 1] = f32::from(scene.prose.quotation[pronoun.at].is_some());
    properties
}

/// Units after the pronoun within which the quotation that it brings in begins: "he told reporters: “".
const BRINGS_IN: usize = 8;

/// Units after the pronoun within which a name is of its own clause.
const OWN_CLAUSE: usize = 64;

/// Who is spoken of in the words around a pronoun that is a subject.
struct Around {
    /// In the quotation that it frames, or in the words before it: "“Quill lost,” he said", "Quill lost, he said".
    in_own_words: Vec<usize>,
    /// By name, later in the sentence: "he said that Quill lost".
    named_after: Vec<usize>,
}

impl Around {
    fn new(scene: &Scene<'_>, pronoun: Pronoun) -> Self {
        let mut around = Self {
            in_own_words: Vec::new(),
            named_after: Vec::new(),
        };
        let prose = scene.prose;
        if pronoun.case != Case::Subject || prose.quotation[pronoun.at].is_some() {
            return around;
        }
        let here = prose.sentence_of[pronoun.at];
        let sentence = &prose.sentences[here];
        let before = (sentence.start..pronoun.at).rev().take(2);
        let after = (pronoun.at + 1..sentence.end).take(BRINGS_IN);
        let end = sentence.end.min(pronoun.at + OWN_CLAUSE);
        // "Though he said so, Quill went": the name is in the clause that this one hangs on.
        let hangs = prose
            .before(pronoun.at)
            .is_some_and(|b| prose.is(b, class::CONJUNCTION));
        let clause_end = (pronoun.at + 1..end)
            .find(|&at| prose.word(at) == "according" || hangs && prose.word(at) == ",")
            .unwrap_or(end);
        // "Quill lost, he said": all before the comma is what he said.
        let fronted = reports(prose, pronoun.at)
            && prose
                .before(pronoun.at)
                .is_some_and(|comma| prose.word(comma) == ",")
            && ends_clause(prose, pronoun.at, sentence.end);
        let framed = [
            before.clone().find_map(|at| prose.quotation[at]),
            after.clone().find_map(|at| prose.quotation[at]),
        ];
        for there in here.saturating_sub(SENTENCES_BACK)..=here {
            for person in scene.persons[there].iter().rev().take(MOST_MENTIONS) {
                let quotation = prose.quotation[person.at];
                // "the Quill campaign" is not Quill.
                let genitive =
                    person.end < prose.units.len() && prose.units[person.end].shape == Shape::Clitic;
                if describes_next(prose, person.end) && !genitive {
                    continue;
                }
                let framed = quotation.is_some() && framed.contains(&quotation);
                if framed || fronted && there == here && person.end < pronoun.at {
                    around.in_own_words.push(person.cluster);
                } else if quotation.is_none()
                    && person.wording == Wording::Name
                    && (pronoun.at + 1..clause_end).contains(&person.at)
                {
                    around.named_after.push(person.cluster);
                }
            }
        }
        around
    }
}

/// Is the pronoun the subject of a clause on the person: "Quill, who she said ..."?
fn relative_before(prose: &Prose<'_>, pronoun: usize, person: &Person) -> bool {
    let relative_itself = person.wording == Wording::Pronoun && person.end == pronoun;
    let comma = usize::from(person.end < pronoun && prose.word(person.end) == ",");
    let relative = if relative_itself {
        person.at
    } else {
        person.end + comma
    };
    relative + 1 == pronoun && matches!(prose.word(relative), "who" | "whom" | "whose" | "that")
}

fn properties(
    scene: &Scene<'_>,
    around: &Around,
    pronoun: Pronoun,
    person: Person,
    rank: usize,
) -> Properties {
    let prose = scene.prose;
    let cluster = &scene.clusters[person.cluster];
    let (here, there) = (prose.sentence_of[pronoun.at], prose.sentence_of[person.at]);
    let back = here - there;
    let (quoted, quoted_there) = (prose.quotation[pronoun.at], prose.quotation[person.at]);
    let block_starts =
        |sentence: usize| sentence == 0 || prose.block_of[sentence - 1] != prose.block_of[sentence];
    let verb = after_apposition(prose, person.end);
    let acts = person.subject && (acts(prose, verb) || follows_verb(prose, person.at));
    let first = scene.persons[there].first().is_some_and(|p| p.at == person.at);
    let subject = pronoun.case == Case::Subject;
    let beside_speech = subject && quoted.is_none() && scene.reports_speech[here];
    let goes_on = beside_speech && back > 0 && (there + 1..here).all(|between| scene.all_quoted[between]);
    let speaker = quoted.and_then(|q| scene.speakers.get(&q).copied());
    let beside =
        pronoun.case == Case::Object && back == 0 && person.subject && person.end + SAME_CLAUSE >= pronoun.at;
    let tests = [
        back == 0,
        back == 1,
        back == 2,
        back > 2,
        prose.block_of[here] != prose.block_of[there],
        rank == 0,
        rank == 1,
        person.subject,
        acts,
        first,
        person.wording == Wording::Pronoun,
        person.wording == Wording::Nominal,
    ];
    let further = [
        person.end < prose.units.len() && prose.units[person.end].shape == Shape::Clitic,
        subject && person.subject,
        pronoun.case == Case::Possessive && back == 0 && person.subject,
        beside,
        quoted.is_none() && quoted_there.is_some(),
        quoted.is_some() && quoted_there != quoted,
        speaker == Some(person.cluster),
        beside_speech && back == 0 && person.subject && quoted_there.is_none(),
        goes_on && quoted_there.is_none() && scene.reports_speech[there],
        // Whether by name or by text: who has pronouns already is no likelier for that.
        cluster.likely_gender() == Some(pronoun.gender),
        pronoun.case == Case::Reflexive && back == 0 && person.subject,
        subject
            && pronoun.at == prose.sentence(pronoun.at).start
            && block_starts(here)
            && block_starts(there)
            && first,
        goes_on && acts && first,
        around.in_own_words.contains(&person.cluster),
        around.named_after.contains(&person.cluster),
        relative_before(prose, pronoun.at, &person),
        beside_speech
            && prose
                .before(person.at)
                .is_some_and(|asks| prose.word(asks) == "asked"),
        subject
            && reports(prose, pronoun.at)
            && person.subject
            && (prose.is(verb.min(prose.units.len() - 1), class::REPORTING)
                || follows_verb(prose, person.at)),
    ];
    let mut properties = [0.0; PROPERTIES.len()];
    for (slot, test) in properties.iter_mut().zip(tests) {
        *slot = f32::from(test);
    }
    properties[tests.len()] = (1.0 + scene.mentions[person.cluster] as f32).ln();
    for (slot, test) in properties[tests.len() + 1..].iter_mut().zip(further) {
        *slot = f32::from(test);
    }
    properties
}

/// Does a verb of saying follow the pronoun: "he said", "he later told"?
fn reports(prose: &Prose<'_>, pronoun: usize) -> bool {
    let end = prose.sentence(pronoun).end;
    let mut at = pronoun + 1;
    while at < end
        && at < pronoun + 3
        && (prose.word(at).ends_with("ly") || matches!(prose.word(at), "later" | "also" | "then" | "once"))
    {
        at += 1;
    }
    at < end && prose.is(at, class::REPORTING)
}

/// Is the sentence over with the verb: "..., he said.", "..., he added, “"?
fn ends_clause(prose: &Prose<'_>, pronoun: usize, end: usize) -> bool {
    (pronoun + 2..end.min(pronoun + 5)).any(|at| matches!(prose.word(at), "." | "," | ";"))
        || pronoun + 2 >= end
}

/// Units of capitalised titles that are passed over.
const TITLES: usize = 6;

/// Units of an apposition that is passed over.
const APPOSITION: usize = 16;

/// Where the verb of a subject stands: past ", the deputy minister for ports," and "(D-Orlen)".
fn after_apposition(prose: &Prose<'_>, after: usize) -> usize {
    if after >= prose.units.len() {
        return after;
    }
    let close = match prose.word(after) {
        "," => ",",
        "(" => ")",
        _ => return after,
    };
    let end = prose.sentence(after).end.min(after + APPOSITION);
    // "Quill's lawyer, Tom Hale, said": the name is the apposition.
    if after + 1 < end && acts(prose, after + 1) {
        return after + 1;
    }
    (after + 1..end)
        .find(|&at| prose.word(at) == close)
        .map_or(after, |at| at + 1)
}

/// "said Quill", "said Mayor Quill": the verb of a subject after a quotation.
fn follows_verb(prose: &Prose<'_>, name: usize) -> bool {
    let sentence = prose.sentence(name).start;
    let titles = (sentence..name)
        .rev()
        .take(TITLES)
        .find(|&at| prose.units[at].shape == Shape::Lower || prose.is_mark(at) && prose.word(at) != ".");
    titles.is_some_and(|verb| prose.is(verb, class::REPORTING) && !prose.word(verb).starts_with("told"))
}

/// Does a verb stand right after, as after a subject?
fn acts(prose: &Prose<'_>, after: usize) -> bool {
    if after >= prose.units.len() || prose.units[after].shape != Shape::Lower {
        return false;
    }
    let word = prose.word(after);
    prose.is(after, class::AUXILIARY | class::REPORTING | class::VERB)
        || word.ends_with("ed")
        || word.ends_with('s') && !word.ends_with("ss") && !prose.is_function_word(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_of_a_property_and_every_property_has_one() {
        let mut named: Vec<&str> = WEIGHTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| Some(line.split_once('\t')?.0))
            .collect();
        let mut known = PROPERTIES.to_vec();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
        assert!(weights(WEIGHTS).iter().all(|w| w.is_finite()));
    }
}
