//! Pronouns for one person: he, she and their forms.
//!
//! In: prose, clusters, the mentions found so far. Out: pronoun mentions where
//! one reading is likely, and open ones with their candidates where several are.
//! The article is read twice: first to learn from sure readings who is he and
//! who is she, then to resolve.

use std::collections::HashMap;
use std::ops::Range;

use page::Article;
use text::Span;

use crate::antecedents::{Case, Person, Pronoun, Properties, Scene, Wording, candidates, nobody};
use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::nominals::Reference;
use crate::prose::Prose;
use crate::units::Shape;
use crate::{EntityKind, Gender, MentionForm, Models};

/// Least probability of a reading that is given.
const LIKELY: f32 = 0.5;

/// Least probability of a candidate of a pronoun left open.
const POSSIBLE: f32 = 0.15;

/// Least probability of a reading that a gender is learnt from.
const SURE: f32 = 0.7;

/// How much more readings must speak for one gender than for the other.
const CLEAR: f32 = 3.0;

/// Units of a title before a name.
const TITLE_REACH: usize = 8;

/// Persons of an article before its pronouns are read.
struct Cast {
    /// Mentions of each sentence, in order.
    persons: Vec<Vec<Person>>,
    /// Likely speaker of each quotation.
    speakers: HashMap<usize, usize>,
    reports_speech: Vec<bool>,
    all_quoted: Vec<bool>,
}

/// A pronoun with all that may be chosen.
struct Read<'a> {
    pronoun: Pronoun,
    candidates: &'a [crate::antecedents::Candidate],
    nobody: Properties,
}

/// A pronoun as an example to learn from: its candidates, each with the span of its last mention; and nobody.
#[derive(Debug, Clone)]
pub struct PronounCase {
    /// The pronoun.
    pub pronoun: Span,
    /// Bytes of the last mention, and properties.
    pub candidates: Vec<(Span, Properties)>,
    /// Properties of nobody.
    pub nobody: Properties,
}

/// Adds pronoun mentions to `references`; may learn a person's gender from sure readings.
pub(crate) fn pronouns(
    prose: &Prose<'_>,
    names: &[(Range<usize>, usize)],
    clusters: &mut Vec<Cluster>,
    references: &mut Vec<Reference>,
) {
    let cast = Cast::new(prose, names, clusters, references);
    learn_genders(prose, &cast, clusters);
    let mut opened: Vec<Cluster> = Vec::new();
    let first_open = clusters.len();
    resolve(prose, &cast, clusters, |read| {
        let at = read.pronoun.at;
        let best = best(read.candidates);
        if let Some(best) = best.filter(|c| c.probability >= LIKELY) {
            references.push(Reference {
                units: at..at + 1,
                form: MentionForm::Pronoun,
                cluster: best.person.cluster,
            });
            return;
        }
        let possible: Vec<usize> = read
            .candidates
            .iter()
            .filter(|c| c.probability >= POSSIBLE)
            .map(|c| c.person.cluster)
            .collect();
        if possible.len() > 1 {
            opened.push(Cluster {
                gender: Some(read.pronoun.gender),
                candidates: possible,
                words: vec![prose.word(at).to_lowercase()],
                ..Cluster::nameless(EntityKind::Unresolved)
            });
            references.push(Reference {
                units: at..at + 1,
                form: MentionForm::Ambiguous,
                cluster: first_open + opened.len() - 1,
            });
        }
    });
    clusters.append(&mut opened);
}

/// The pronouns of an article as examples, read as the program reads them.
#[must_use]
pub fn pronoun_cases(article: &Article, models: &Models) -> Vec<PronounCase> {
    let mut cases = Vec::new();
    crate::coreference::with_names(article, models, |prose, names, mut clusters, references| {
        let cast = Cast::new(prose, names, &clusters, references);
        learn_genders(prose, &cast, &mut clusters);
        resolve(prose, &cast, &clusters, |read| {
            let units = read.pronoun.at..read.pronoun.at + 1;
            cases.push(PronounCase {
                pronoun: prose.span(&units),
                candidates: read
                    .candidates
                    .iter()
                    .map(|c| (prose.span(&(c.person.at..c.person.end)), c.properties))
                    .collect(),
                nobody: read.nobody,
            });
        });
    });
    cases
}

impl Cast {
    fn new(
        prose: &Prose<'_>,
        names: &[(Range<usize>, usize)],
        clusters: &[Cluster],
        references: &[Reference],
    ) -> Self {
        let mut persons: Vec<Vec<Person>> = vec![Vec::new(); prose.sentences.len()];
        let named = names
            .iter()
            .map(|(units, cluster)| (units, *cluster, Wording::Name));
        let nominal = references.iter().map(|r| {
            let wording = match r.form {
                MentionForm::Pronoun => Wording::Pronoun,
                _ => Wording::Nominal,
            };
            (&r.units, r.cluster, wording)
        });
        for (units, cluster, wording) in named.chain(nominal) {
            if clusters[cluster].kind == EntityKind::Person {
                persons[prose.sentence_of[units.start]].push(Person {
                    cluster,
                    at: units.start,
                    end: units.end,
                    subject: is_subject(prose, units.start) && !describes_next(prose, units.end),
                    wording,
                });
            }
        }
        for sentence in &mut persons {
            sentence.sort_by_key(|p| p.at);
        }
        let speakers = speakers(prose, &persons);
        let sentences = || {
            prose
                .sentences
                .iter()
                .map(|units| &prose.quotation[units.clone()])
        };
        let all_quoted: Vec<bool> = sentences()
            .map(|quotations| quotations.iter().all(Option::is_some))
            .collect();
        let reports_speech = sentences()
            .zip(&all_quoted)
            .map(|(quotations, all)| !all && quotations.iter().any(Option::is_some))
            .collect();
        Self {
            persons,
            speakers,
            reports_speech,
            all_quoted,
        }
    }
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

/// Gives those their gender whom sure readings agree on.
fn learn_genders(prose: &Prose<'_>, cast: &Cast, clusters: &mut [Cluster]) {
    let mut votes = vec![(0.0_f32, 0.0_f32); clusters.len()];
    resolve(prose, cast, clusters, |read| {
        // Of whom a quotation speaks is less sure than who the text around it speaks of.
        if prose.quotation[read.pronoun.at].is_some() {
            return;
        }
        if let Some(best) = best(read.candidates).filter(|c| c.probability >= SURE) {
            let votes = &mut votes[best.person.cluster];
            match read.pronoun.gender {
                Gender::Female => votes.0 += best.probability,
                Gender::Male => votes.1 += best.probability,
            }
        }
    });
    for (cluster, (female, male)) in clusters.iter_mut().zip(votes) {
        let learnt = if female > CLEAR * male {
            Some(Gender::Female)
        } else if male > CLEAR * female {
            Some(Gender::Male)
        } else {
            None
        };
        cluster.gender = cluster.gender.or(learnt);
    }
}

/// Reads each pronoun in order; a likely reading is a mention for those that follow.
fn resolve(prose: &Prose<'_>, cast: &Cast, clusters: &[Cluster], mut take: impl FnMut(&Read<'_>)) {
    let mut persons = cast.persons.clone();
    let mut mentions = vec![0; clusters.len()];
    for sentence in 0..prose.sentences.len() {
        let mut counted = 0;
        for at in prose.sentences[sentence].clone() {
            while persons[sentence].get(counted).is_some_and(|p| p.at < at) {
                mentions[persons[sentence][counted].cluster] += 1;
                counted += 1;
            }
            let Some(pronoun) = pronoun(prose, at) else {
                continue;
            };
            let scene = Scene {
                prose,
                persons: &persons,
                clusters,
                speakers: &cast.speakers,
                mentions: &mentions,
                reports_speech: &cast.reports_speech,
                all_quoted: &cast.all_quoted,
            };
            let candidates = candidates(&scene, pronoun);
            take(&Read {
                pronoun,
                nobody: nobody(&scene, pronoun),
                candidates: &candidates,
            });
            if let Some(best) = best(&candidates).filter(|c| c.probability >= LIKELY) {
                persons[sentence].insert(
                    counted,
                    Person {
                        cluster: best.person.cluster,
                        at,
                        end: at + 1,
                        subject: pronoun.case == Case::Subject,
                        wording: Wording::Pronoun,
                    },
                );
            }
        }
        for person in &persons[sentence][counted..] {
            mentions[person.cluster] += 1;
        }
    }
}

/// The likeliest; of equals the last mentioned.
fn best(candidates: &[crate::antecedents::Candidate]) -> Option<&crate::antecedents::Candidate> {
    candidates
        .iter()
        .rev()
        .max_by(|a, b| a.probability.total_cmp(&b.probability))
}

fn pronoun(prose: &Prose<'_>, at: usize) -> Option<Pronoun> {
    if prose.units[at].span.len() > 8 || !prose.is(at, class::PRONOUN | class::DETERMINER) {
        return None;
    }
    let next = (at + 1 < prose.sentence(at).end).then_some(at + 1);
    let (gender, case) = match prose.word(at).to_lowercase().as_str() {
        "he" => (Gender::Male, Case::Subject),
        "him" => (Gender::Male, Case::Object),
        "himself" => (Gender::Male, Case::Reflexive),
        "his" => (Gender::Male, Case::Possessive),
        "she" => (Gender::Female, Case::Subject),
        "herself" => (Gender::Female, Case::Reflexive),
        "hers" => (Gender::Female, Case::Object),
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
    };
    Some(Pronoun { at, gender, case })
}

/// "Quill spokesman Lio Brandimar", "Quill's office": a name that only describes what comes next.
pub(crate) fn describes_next(prose: &Prose<'_>, after: usize) -> bool {
    if after >= prose.units.len() || prose.sentence_of[after] != prose.sentence_of[after - 1] {
        return false;
    }
    let noun = prose.is(
        after,
        class::PERSON_NOUN | class::OFFICE | class::PLURAL_PERSON | class::OFFICE_HEAD,
    ) && !prose.is_function_word(after)
        && !prose.is(after, class::REPORTING);
    let apart = prose.units[after].span.start() > prose.units[after - 1].span.end();
    noun && apart
        || prose.units[after].shape == Shape::Clitic
        || matches!(
            prose.word(after),
            "campaign" | "team" | "aide" | "communications" | "communication"
        )
}

/// Does the mention at `at` stand where a subject stands: at the sentence's start, or before a verb?
pub(crate) fn is_subject(prose: &Prose<'_>, at: usize) -> bool {
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
        // "challenge Mr. Quill", "opposed to Quill": after a word with a meaning of its own, that is no adverb, stands an object.
        let word = prose.word(before);
        let verb = prose.units[before].shape == Shape::Lower
            && !prose.is(
                before,
                class::REPORTING
                    | class::PERSON_NOUN
                    | class::CONJUNCTION
                    | class::PRONOUN
                    | class::AUXILIARY,
            )
            && !(prose.is_function_word(before) && !prose.is(before, class::VERB))
            && !word.ends_with("ly");
        prose.is(before, class::PREPOSITION)
            || word == "to"
            || verb
            || prose.is(before, class::REPORTING) && prose.word(before).starts_with("told")
    });
    !governed
}
