//! Relative pronouns: "who", "whom", "whose" and "which" right after what they stand for.
//!
//! In: prose, names and nominal references with their clusters. Out: a pronoun
//! mention for each whose antecedent stands beside it, a comma or a bracket
//! apart. After two names joined by "and", and after "the wife of Ada Quill",
//! it may mean either, and nothing is said.

use std::ops::Range;

use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::nominals::Reference;
use crate::prose::Prose;
use crate::{EntityKind, MentionForm};

/// Longest bracket that is passed over: "(D-Orlen)".
const BRACKET: usize = 6;

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
        let Some((start, cluster)) = beside(prose, at).and_then(|end| ending[end]) else {
            continue;
        };
        if kinds.contains(&clusters[cluster].kind) && stands_alone(prose, start, &ending) {
            references.push(Reference {
                units: at..at + 1,
                form: MentionForm::Pronoun,
                cluster,
            });
        }
    }
}

/// Where what stands before the pronoun ends: a comma and a bracket aside.
fn beside(prose: &Prose<'_>, at: usize) -> Option<usize> {
    let floor = prose.sentence(at).start;
    let mut end = at;
    if end > floor && prose.word(end - 1) == "," {
        end -= 1;
    }
    if end > floor && prose.word(end - 1) == ")" {
        let open = (floor.max(end.saturating_sub(BRACKET))..end).rev();
        end = open.into_iter().find(|&open| prose.word(open) == "(")?;
    }
    (end > floor).then_some(end)
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
