//! Titles, offices and appositions of persons, as worded.
//!
//! In: prose and a person's name mention. Out: the spans that say what the
//! person is: "White House communications director" before the name, "the deputy
//! minister for ports" after it or before a comma, "R-Vellin" in brackets. Word
//! classes decide, no grammar: a span that cannot be bounded is left out.

use std::ops::Range;

use crate::gazetteer::class;
use crate::mentions::NameMention;
use crate::prose::Prose;
use crate::units::Shape;

/// Units that a role may have.
const LONGEST: usize = 14;

/// Units before its head that may describe it.
const REACH: usize = 8;

/// A role and its head noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) units: Range<usize>,
    /// Unit of the noun that names the office: "director".
    pub(crate) head: usize,
}

/// The roles around one mention of a person.
pub(crate) fn roles_of(prose: &Prose<'_>, mention: &NameMention) -> Vec<Role> {
    let mut roles = Vec::new();
    let name = mention.units.start;
    let chained = office_of(prose, before_titles(prose, name));
    roles.extend(
        chained
            .or_else(|| before_name(prose, name))
            .or_else(|| office_for(prose, name)),
    );
    roles.extend(before_comma(prose, mention.units.start));
    roles.extend(after_name(prose, mention.units.end));
    roles
}

fn is_role_noun(prose: &Prose<'_>, at: usize) -> bool {
    prose.is(at, class::PERSON_NOUN | class::OFFICE) && !prose.is_function_word(at)
        || prose.is(at, class::HONORIFIC) && prose.units[at].shape != Shape::Lower
}

/// Is it a word that ends the search for what describes a role?
fn bounds(prose: &Prose<'_>, at: usize) -> bool {
    let word = prose.word(at);
    prose.is(
        at,
        class::PREPOSITION
            | class::CONJUNCTION
            | class::PRONOUN
            | class::AUXILIARY
            | class::VERB
            | class::REPORTING,
    ) && !matches!(word, "former" | "US")
        || prose.is_mark(at) && !matches!(word, "-" | "." | "’" | "'")
        || prose.units[at].shape == Shape::Lower && looks_like_verb(word)
}

fn looks_like_verb(word: &str) -> bool {
    let adjective = matches!(
        word,
        "retired"
            | "acting"
            | "elected"
            | "appointed"
            | "united"
            | "armed"
            | "disgraced"
            | "convicted"
            | "leading"
            | "founding"
            | "sitting"
            | "outgoing"
            | "incoming"
            | "ruling"
            | "managing"
            | "commanding"
            | "ranking"
            | "visiting"
            | "presiding"
            | "marketing"
            | "engineering"
            | "housing"
            | "shipping"
            | "mining"
            | "banking"
            | "fundraising"
            | "policing"
            | "planning"
            | "building"
            | "training"
            | "wing"
            | "king"
    );
    !adjective && word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

/// Before a capitalised title ("General") a lower-case word is its verb, unless it tells of its standing.
fn precedes_title(prose: &Prose<'_>, at: usize) -> bool {
    prose.units[at].shape != Shape::Lower
        || prose.is(at, class::PERSON_NOUN | class::OFFICE)
        || matches!(
            prose.word(at),
            "interim"
                | "retired"
                | "late"
                | "longtime"
                | "current"
                | "assistant"
                | "associate"
                | "senior"
                | "special"
                | "presumptive"
                | "incoming"
                | "outgoing"
        )
}

/// The first unit of what describes the head at `head`, determiner included.
fn description_start(prose: &Prose<'_>, head: usize) -> usize {
    let floor = prose.sentence(head).start.max(head.saturating_sub(REACH));
    let titled = prose.units[head].shape != Shape::Lower;
    let mut start = head;
    while start > floor {
        let before = start - 1;
        if prose.quotation[before] != prose.quotation[head] {
            break;
        }
        if prose.is(before, class::DETERMINER) && prose.units[before].shape != Shape::Clitic {
            return before;
        }
        if bounds(prose, before) || titled && !precedes_title(prose, before) {
            break;
        }
        start = before;
    }
    // A leading mark belongs to what stands before.
    while start < head && (prose.is_mark(start) || prose.units[start].shape == Shape::Clitic) {
        start += 1;
    }
    start
}

/// A title of courtesy says nothing of what a person does.
fn is_bare_title(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "mx"
            | "sir"
            | "dame"
            | "lord"
            | "lady"
            | "madam"
            | "monsieur"
            | "madame"
            | "herr"
            | "frau"
    )
}

/// "senior Kremlin adviser" before "Ada Quill".
fn before_name(prose: &Prose<'_>, name: usize) -> Option<Role> {
    let mut last = prose.before(name)?;
    if prose.word(last) == "." && !prose.is_mark(last.checked_sub(1)?) {
        last = prose.before(last)?;
    }
    if !is_role_noun(prose, last)
        || prose.quotation[last] != prose.quotation[name] && prose.quotation[last].is_some()
    {
        return None;
    }
    if is_bare_title(prose.word(last)) {
        return None;
    }
    let start = description_start(prose, last);
    let end = name.max(last + 1);
    let mut end_unit = last + 1;
    if end > end_unit && prose.word(end_unit) == "." {
        end_unit += 1;
    }
    Some(Role {
        units: start..end_unit,
        head: last,
    })
}

/// Units of what an office is of: "Government Affairs".
const DOMAIN: usize = 4;

/// Where the titles right before a name begin: "Rep." in "Speaker of the House Rep. Ada Quill".
fn before_titles(prose: &Prose<'_>, name: usize) -> usize {
    let mut first = name;
    while let Some(before) = prose.before(first) {
        let stop = prose.word(before) == "." && prose.before(before).is_some_and(|t| is_title(prose, t));
        if !stop && !is_title(prose, before) {
            break;
        }
        first = before;
    }
    first
}

fn is_title(prose: &Prose<'_>, at: usize) -> bool {
    prose.units[at].shape != Shape::Lower && prose.is(at, class::HONORIFIC | class::OFFICE)
}

/// "Secretary of State", "Speaker of the House" before "Ada Quill", which ends before `after`.
fn office_of(prose: &Prose<'_>, after: usize) -> Option<Role> {
    let last = prose.before(after)?;
    let floor = prose.sentence(after).start.max(after.saturating_sub(DOMAIN + 1));
    let preposition = (floor..last)
        .rev()
        .find(|&at| matches!(prose.word(at), "of" | "for"))?;
    let head = prose.before(preposition)?;
    let domain = (preposition + 1..=last).all(|at| {
        let named = matches!(
            prose.units[at].shape,
            Shape::Title | Shape::Mixed | Shape::Capitals
        ) && !prose.is(at, class::HONORIFIC | class::OFFICE | class::PERSON_NOUN);
        named || matches!(prose.word(at), "the" | "and")
    });
    let office = domain
        && prose.units[last].shape != Shape::Lower
        && prose.units[head].shape != Shape::Lower
        && is_role_noun(prose, head);
    office.then(|| Role {
        units: description_start(prose, head)..last + 1,
        head,
    })
}

/// "deputy minister for ports" before "Ada Quill".
fn office_for(prose: &Prose<'_>, name: usize) -> Option<Role> {
    let last = prose.before(name)?;
    let plain = |at: usize| {
        prose.units[at].shape == Shape::Lower
            && !prose.is_function_word(at)
            && !looks_like_verb(prose.word(at))
    };
    let preposition = (last.saturating_sub(2)..last).rev().find(|&at| !plain(at))?;
    let head = prose.before(preposition)?;
    let office = matches!(prose.word(preposition), "for" | "of")
        && plain(last)
        && is_role_noun(prose, head)
        && !prose.is(last, class::REPORTING | class::VERB | class::PLURAL_PERSON);
    office.then(|| Role {
        units: description_start(prose, head)..last + 1,
        head,
    })
}

/// "the chief engineer," before "Ada Quill".
pub(crate) fn before_comma(prose: &Prose<'_>, name: usize) -> Option<Role> {
    let comma = prose.before(name)?;
    if prose.word(comma) != "," {
        return None;
    }
    let last = prose.before(comma)?;
    // "the deputy minister for ports," has its head a few words back.
    let floor = prose.sentence(name).start.max(last.saturating_sub(5));
    let head = (floor..=last).rev().find(|&at| is_role_noun(prose, at))?;
    let between_is_of = head == last || prose.is(head + 1, class::PREPOSITION);
    let start = description_start(prose, head);
    let definite =
        prose.is(start, class::DETERMINER) || (start..head).any(|at| prose.units[at].shape == Shape::Clitic);
    (between_is_of && definite && (head + 1..=last).all(|at| !prose.is_mark(at))).then(|| Role {
        units: start..last + 1,
        head,
    })
}

fn is_finite(word: &str) -> bool {
    matches!(word, "said" | "says" | "told" | "was" | "is" | "has" | "had")
}

/// ", the chief engineer," after "Ada Quill"; "(R-Vellin)".
fn after_name(prose: &Prose<'_>, after: usize) -> Option<Role> {
    let sentence = if after < prose.units.len() {
        prose.sentence(after.saturating_sub(1))
    } else {
        return None;
    };
    if after >= sentence.end {
        return None;
    }
    let bracket = prose.word(after) == "(";
    if !bracket && prose.word(after) != "," || prose.quotation[after] != prose.quotation[after - 1] {
        return None;
    }
    let start = after + 1;
    let end = (start..sentence.end.min(start + LONGEST + 1)).find(|&at| {
        let word = prose.word(at);
        matches!(word, "," | ";" | ")" | "—" | "–" | "." | ":" | "(")
            || prose.quotation[at] != prose.quotation[after]
            || matches!(word, "who" | "which" | "whose" | "and")
            || is_finite(word)
    })?;
    // "Asked about a report by Harl, the engineer said": what no comma closes is the subject, and no apposition.
    if start >= end || is_finite(prose.word(end)) {
        return None;
    }
    let party = end - start >= 3
        && prose.word(start + 1) == "-"
        && matches!(prose.word(start), "R" | "D" | "I")
        && prose.units[start + 2].is_capitalised();
    if party {
        return Some(Role {
            units: start..end,
            head: start,
        });
    }
    let head = (start..end).find(|&at| {
        is_role_noun(prose, at)
            && (at + 1 == end
                || prose.is(at + 1, class::PREPOSITION)
                || prose.units[at + 1].shape == Shape::Clitic)
            && (at + 1 >= end || prose.units[at + 1].shape != Shape::Clitic)
    })?;
    let opens = prose.is(start, class::DETERMINER)
        || prose.units[start].shape != Shape::Lower
        || prose.word(start) == "former"
        || start == head
        || (start..head).all(|at| !bounds(prose, at));
    let clean = (start..head).all(|at| {
        !prose.is(
            at,
            class::PRONOUN | class::AUXILIARY | class::REPORTING | class::CONJUNCTION,
        ) && !matches!(prose.word(at), "in" | "at" | "on" | "after" | "when" | "as")
    });
    (opens && clean && !bracket).then_some(Role {
        units: start..end,
        head,
    })
}
