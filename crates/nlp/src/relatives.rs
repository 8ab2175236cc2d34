//! Relative pronouns: "who", "whom", "whose" and "which" right after what they stand for.
//!
//! In: prose, names and nominal references with their clusters. Out: a pronoun
//! mention for each whose antecedent stands beside it, a comma or a bracket
//! apart, or with its place or an apposition between: "Ada Quill of Orlen, a
//! baker, who". After two names joined by "and", and after "the wife of Ada
//! Quill", it may mean either, and nothing is said.

use std::ops::Range;

use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::nominals::{Reference, is_plural_person};
use crate::prose::Prose;
use crate::units::Shape;
use crate::{EntityKind, MentionForm};

/// Longest bracket that is passed over: "(D-Orlen)".
const BRACKET: usize = 6;

/// Units of the longest apposition that is passed over: "the ranking member of the ports committee".
const APPOSITION: usize = 14;

/// Words of the longest place.
const PLACE: usize = 4;

/// Appositions and places between a person and the pronoun.
const STEPS: usize = 3;

/// Adds the relative pronouns.
pub(crate) fn relatives(
    prose: &Prose<'_>,
    names: &[(Range<usize>, usize)],
    clusters: &[Cluster],
    references: &mut Vec<Reference>,
) {
    // The mention that ends at a unit, and whether a unit is in one.
    let mut ending: Vec<Option<(usize, usize)>> = vec![None; prose.units.len() + 1];
    let mentions = references.iter().map(|r| (r.units.clone(), r.cluster));
    for (units, cluster) in names.iter().cloned().chain(mentions) {
        ending[units.end] = Some((units.start, cluster));
    }
    for at in 0..prose.units.len() {
        let kinds: &[EntityKind] = match prose.word(at) {
            "who" | "whom" | "whose" => &[EntityKind::Person, EntityKind::Group],
            "which" => &[EntityKind::Organisation, EntityKind::Outlet, EntityKind::Document],
            _ => continue,
        };
        let kind = |cluster: usize| clusters[cluster].kind;
        let cluster = antecedent(prose, at, &ending, kinds, &kind);
        if let Some(cluster) = cluster {
            references.push(Reference {
                units: at..at + 1,
                form: MentionForm::Pronoun,
                cluster,
            });
        }
    }
}

/// Whom the pronoun at a unit stands for: the mention beside it, or the person whose place and appositions stand between.
fn antecedent(
    prose: &Prose<'_>,
    at: usize,
    ending: &[Option<(usize, usize)>],
    kinds: &[EntityKind],
    kind: &impl Fn(usize) -> EntityKind,
) -> Option<usize> {
    let floor = prose.sentence(at).start;
    let mark = at > floor && matches!(prose.word(at - 1), "," | "—" | "–");
    let mut end = before_bracket(prose, floor, at - usize::from(mark))?;
    if let Some((start, cluster)) = ending[end].filter(|&(_, cluster)| kinds.contains(&kind(cluster))) {
        return stands_alone(prose, start, ending).then_some(cluster);
    }
    if !kinds.contains(&EntityKind::Person) {
        return None;
    }
    for _ in 0..STEPS {
        end = before_place(prose, end, ending, kind)
            .or_else(|| before_apposition(prose, floor, end))
            .and_then(|end| before_bracket(prose, floor, end))?;
        if let Some((_, cluster)) = ending[end].filter(|&(_, cluster)| kind(cluster) == EntityKind::Person) {
            return Some(cluster);
        }
    }
    None
}

/// Where what stands before a bracket ends; `end`, where there is none.
fn before_bracket(prose: &Prose<'_>, floor: usize, end: usize) -> Option<usize> {
    if end <= floor {
        return None;
    }
    if prose.word(end - 1) != ")" {
        return Some(end);
    }
    let mut inside = (floor.max(end.saturating_sub(BRACKET))..end).rev();
    inside
        .find(|&open| prose.word(open) == "(")
        .filter(|&open| open > floor)
}

/// "Ada Quill | of Orlen", whether Orlen is known for a place or not.
fn before_place(
    prose: &Prose<'_>,
    end: usize,
    ending: &[Option<(usize, usize)>],
    kind: &impl Fn(usize) -> EntityKind,
) -> Option<usize> {
    let start = match ending[end] {
        Some((start, cluster)) => {
            matches!(kind(cluster), EntityKind::Place | EntityKind::Country).then_some(start)?
        }
        None => (end.saturating_sub(PLACE)..end)
            .rev()
            .take_while(|&at| prose.units[at].is_capitalised())
            .last()?,
    };
    let before = prose.before(start)?;
    matches!(prose.word(before), "of" | "from").then_some(before)
}

/// "Ada Quill, | an Orlen baker", "Ada Quill, | the ranking member of the ports committee": one phrase for one person.
fn before_apposition(prose: &Prose<'_>, floor: usize, end: usize) -> Option<usize> {
    let nearest = floor.max(end.saturating_sub(APPOSITION + 1));
    let comma = (nearest..end)
        .rev()
        .find(|&at| matches!(prose.word(at), "," | "—" | "–"))?;
    let words = comma + 1..end;
    let first = words.clone().next()?;
    let noun = |at: usize| prose.is(at, class::PERSON_NOUN | class::OFFICE) && !prose.is_function_word(at);
    let opens = prose.is(first, class::DETERMINER) || words.clone().any(noun);
    let clause = words.clone().any(|at| {
        prose.is(at, class::AUXILIARY | class::REPORTING | class::PRONOUN)
            && prose.units[at].shape == Shape::Lower
            || prose.quotation[at] != prose.quotation[first]
    });
    let plural = is_plural_person(prose, end - 1);
    (opens && !clause && !plural && !prose.is(first, class::CONJUNCTION)).then_some(comma)
}

/// Is the mention that begins at `start` no part of a longer phrase that the pronoun may mean as well?
fn stands_alone(prose: &Prose<'_>, start: usize, ending: &[Option<(usize, usize)>]) -> bool {
    let Some(before) = prose.before(start) else {
        return true;
    };
    let joined = matches!(prose.word(before), "and" | "or" | "&") && ending[before].is_some();
    let of_person = prose.word(before) == "of"
        && prose
            .before(before)
            .is_some_and(|noun| prose.is(noun, class::PERSON_NOUN | class::OFFICE | class::PLURAL_PERSON));
    !joined && !of_person
}
