//! Names that the model has not drawn, or not whole, and the words around them show.
//!
//! In: prose and the names drawn so far. Out: further names, of persons after a
//! title or before a role ("Rep. Ada Quill", "Ada Quill, a spokeswoman"), of
//! bodies where a source stands ("according to the Courier", "reports Orlen
//! Today"). In headline case nothing is shown, since there all words look like
//! names.

use std::ops::Range;

use crate::gazetteer::class;
use crate::mentions::NameMention;
use crate::names::NameClass;
use crate::prose::Prose;
use crate::units::Shape;

/// Longest name after a title, in units.
const LONGEST_PERSON: usize = 4;

/// Adds persons that a title, an office or an initial shows where the model has drawn nothing:
/// "Rep. Ada Quill", "the envoy Ada Quill", "Ada B. Quill".
pub(crate) fn titled_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let mut taken = taken_by(prose, drawn);
    let name_like = |at: usize, taken: &[bool]| {
        !taken[at]
            && matches!(
                prose.units[at].shape,
                Shape::Title | Shape::Mixed | Shape::Initial
            )
            && !prose.is(
                at,
                class::HONORIFIC
                    | class::OFFICE
                    | class::ORGANISATION
                    | class::CALENDAR
                    | class::PERSON_NOUN
                    | class::PLACE,
            )
            && !prose.is_function_word(at)
            && prose.places[at].is_none()
    };
    for at in 0..prose.units.len() {
        let headline = prose.headline[prose.sentence_of[at]];
        if headline || taken[at] && !prose.is(at, class::HONORIFIC | class::OFFICE | class::PERSON_NOUN) {
            continue;
        }
        let sentence = prose.sentence(at);
        let stop =
            usize::from(at + 1 < sentence.end && prose.word(at + 1) == "." && prose.is(at, class::HONORIFIC));
        let title = prose.is(at, class::HONORIFIC | class::OFFICE | class::PERSON_NOUN)
            && !prose.is_function_word(at);
        let first = if title { at + 1 + stop } else { at };
        let mut end = first;
        while end < sentence.end.min(first + LONGEST_PERSON) && name_like(end, &taken) {
            end += 1;
        }
        let capital_title =
            prose.units[at].shape != Shape::Lower && prose.is(at, class::HONORIFIC | class::OFFICE);
        let least = if title && capital_title { 1 } else { 2 };
        let initial =
            end >= first + 3 && (first + 1..end - 1).any(|i| prose.units[i].shape == Shape::Initial);
        let whole = end >= sentence.end || !prose.units[end].is_capitalised() && !taken[end];
        let begins = first == sentence.start
            || !prose.units[first - 1].is_capitalised() && prose.word(first - 1) != "of";
        let shown_after = begins && end == first + 2 && whole && person_follows(prose, end);
        if end >= first + least
            && (title || initial || shown_after)
            && whole
            && prose.units[end - 1].shape != Shape::Initial
        {
            taken[first..end].fill(true);
            drawn.push(NameMention {
                units: first..end,
                class: NameClass::Person,
                place: None,
                known: None,
                confidence: 0.7,
            });
        }
    }
}

/// Does ", a spokeswoman" or "said" stand at `at`?
fn person_follows(prose: &Prose<'_>, at: usize) -> bool {
    let sentence = prose.sentence(at.saturating_sub(1));
    if at >= sentence.end {
        return false;
    }
    let apposition = prose.word(at) == ","
        && at + 1 < sentence.end
        && matches!(prose.word(at + 1), "a" | "an" | "the")
        && (at + 2..sentence.end.min(at + 6))
            .take_while(|&i| !prose.is_mark(i) && !prose.is(i, class::PREPOSITION))
            .any(|i| prose.is(i, class::PERSON_NOUN | class::OFFICE) && !prose.is_function_word(i));
    apposition || prose.is(at, class::REPORTING) && prose.units[at].shape == Shape::Lower
}

/// Units that a name may be longer than it was drawn.
const MISSED: usize = 2;

/// Gives a person the rest of the name: "Ada" in "Ada Quill, a spokeswoman" and "Ada Quill said".
pub(crate) fn completed_names(prose: &Prose<'_>, drawn: &mut [NameMention]) {
    let taken = taken_by(prose, drawn);
    for mention in drawn {
        let sentence = prose.sentence(mention.units.start);
        if mention.class != NameClass::Person || prose.headline[prose.sentence_of[mention.units.start]] {
            continue;
        }
        let mut end = mention.units.end;
        while end < sentence.end.min(mention.units.end + MISSED) && is_name_word(prose, end) && !taken[end] {
            end += 1;
        }
        if end > mention.units.end && person_follows(prose, end) {
            mention.units.end = end;
        }
    }
}

/// Articles that are written to a name with a hyphen: "el-Sharif".
const ARTICLES: &[&str] = &["al", "el", "ul", "ad", "ar", "as", "ash", "at", "az"];

/// Words in lower case between a given name and a family name.
const PARTICLES: &[&str] = &[
    "bin", "ibn", "bint", "abu", "de", "del", "da", "dos", "di", "la", "van", "von", "der", "den", "ten",
    "ter", "du", "af",
];

/// Most particles of a name.
const MOST_PARTICLES: usize = 3;

/// Gives persons the article or the particles before their family name, and the given name before these: "Nadia el-Sharif",
/// "Piet van der Hale".
pub(crate) fn particled_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let glued = |at: usize| prose.units[at].span.start() == prose.units[at - 1].span.end();
    let article = |at: usize| ARTICLES.contains(&prose.word(at).to_lowercase().as_str());
    let mut joined: Vec<NameMention> = Vec::with_capacity(drawn.len());
    for mut mention in drawn.drain(..) {
        let (start, floor) = (mention.units.start, prose.sentence(mention.units.start).start);
        let floor = floor.max(joined.last().map_or(0, |before| before.units.end));
        if mention.class == NameClass::Person {
            if start >= floor + 2
                && prose.word(start - 1) == "-"
                && article(start - 2)
                && glued(start)
                && glued(start - 1)
            {
                mention.units.start -= 2;
            }
            let least = floor.max(mention.units.start.saturating_sub(MOST_PARTICLES));
            let particles = (least..mention.units.start)
                .rev()
                .take_while(|&at| PARTICLES.contains(&prose.word(at)))
                .count();
            let prefixed = mention.units.start < start;
            if let Some(before) = joined.last_mut()
                && before.units.end == mention.units.start - particles
                && (particles > 0 || prefixed)
                && before.units.len() == 1
                && (prefixed || matches!(before.class, NameClass::Person | NameClass::Place))
                && prose.sentence_of[before.units.start] == prose.sentence_of[start]
            {
                before.units.end = mention.units.end;
                before.class = NameClass::Person;
                continue;
            }
        }
        joined.push(mention);
    }
    *drawn = joined;
}

/// The family name of a name in full: its last word, with the article that is written to it.
pub(crate) fn family_name<'a>(prose: &Prose<'a>, units: &Range<usize>) -> &'a str {
    let last = units.end - 1;
    let article = units.len() > 3
        && prose.word(last - 1) == "-"
        && ARTICLES.contains(&prose.word(last - 2).to_lowercase().as_str());
    prose.words(&(if article { last - 2 } else { last }..units.end))
}

/// Words of the longest nickname.
const NICKNAME: usize = 2;

/// Joins what stands around a nickname in quotation marks: "Tom “Cap” Hale", "C.L. \"Cap\" Hale".
pub(crate) fn nicknamed_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let title = |at: usize| prose.units[at].shape == Shape::Title && !prose.is_function_word(at);
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut open = 1;
    while open < prose.units.len() {
        let sentence = prose.sentence(open);
        let close = (open + 2..sentence.end.min(open + 2 + NICKNAME))
            .find(|&at| prose.units[at].shape == Shape::Quote)
            .filter(|&close| prose.units[open].shape == Shape::Quote && (open + 1..close).all(title));
        let Some(close) = close.filter(|&close| close + 1 < sentence.end && open > sentence.start) else {
            open += 1;
            continue;
        };
        let given = open - 1;
        let begins = title(given) || prose.units[given].shape == Shape::Initial || prose.word(given) == ".";
        let first = drawn.partition_point(|m| m.units.start < given.saturating_sub(LONGEST_PERSON));
        let parts: Vec<&Range<usize>> = drawn[first..]
            .iter()
            .take_while(|m| m.units.start <= close + 1)
            .filter(|m| m.class == NameClass::Person && m.units.end >= given)
            .map(|m| &m.units)
            .collect();
        if begins && title(close + 1) && !parts.is_empty() {
            let mut start = parts
                .iter()
                .map(|part| part.start)
                .min()
                .unwrap_or(given)
                .min(given);
            let end = parts
                .iter()
                .map(|part| part.end)
                .max()
                .unwrap_or(0)
                .max(close + 2);
            let initial = |at: usize| prose.units[at].shape == Shape::Initial;
            while start > sentence.start && (prose.word(start) == "." || initial(start - 1)) {
                start -= 1;
            }
            if joined.last().is_none_or(|before| before.end <= start) {
                joined.push(start..end);
            }
        }
        open = close + 1;
    }
    drawn.retain(|m| {
        let next = joined.partition_point(|units| units.end <= m.units.start);
        joined.get(next).is_none_or(|units| units.start >= m.units.end)
    });
    drawn.extend(joined.into_iter().map(|units| NameMention {
        units,
        class: NameClass::Person,
        place: None,
        known: None,
        confidence: 0.8,
    }));
    drawn.sort_by_key(|m| m.units.start);
}

/// Letters of the longest acronym that is read.
const LONGEST_ACRONYM: usize = 8;

/// Units that a name may have for each letter of its acronym.
const UNITS_A_LETTER: usize = 2;

/// Draws the whole of a name that an acronym in brackets spells: "Alliance to Reclaim Our Piers (AROP)".
pub(crate) fn spelt_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let mut spelt: Vec<NameMention> = Vec::new();
    for open in 0..prose.units.len() {
        let sentence = prose.sentence(open);
        let acronym = open + 1;
        let bracketed = prose.word(open) == "("
            && acronym + 1 < sentence.end
            && prose.word(acronym + 1) == ")"
            && matches!(prose.units[acronym].shape, Shape::Capitals | Shape::Acronym);
        if let Some(start) = bracketed.then(|| spelt_from(prose, open, acronym)).flatten() {
            spelt.push(NameMention {
                units: start..open,
                class: NameClass::Organisation,
                place: None,
                known: None,
                confidence: 0.9,
            });
        }
    }
    let in_one = |mention: &NameMention| {
        let next = spelt.partition_point(|s| s.units.end <= mention.units.start);
        spelt.get(next).is_some_and(|s| s.units.start < mention.units.end)
    };
    drawn.retain(|mention| !in_one(mention));
    drawn.append(&mut spelt);
}

/// Where the name before a bracket begins whose initials are the acronym in it.
fn spelt_from(prose: &Prose<'_>, open: usize, acronym: usize) -> Option<usize> {
    let letters: Vec<char> = prose
        .word(acronym)
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    if !(3..=LONGEST_ACRONYM).contains(&letters.len()) {
        return None;
    }
    let floor = prose
        .sentence(open)
        .start
        .max(open.saturating_sub(UNITS_A_LETTER * letters.len()));
    let mut left = letters.len();
    for at in (floor..open).rev() {
        let initial = prose.word(at).chars().next()?.to_lowercase().next();
        if prose.units[at].is_capitalised() && initial == Some(letters[left - 1]) {
            left -= 1;
            if left == 0 {
                return Some(at);
            }
        } else if !prose.is_function_word(at) && !matches!(prose.word(at), "&" | "-" | ",") {
            return None;
        }
    }
    None
}

/// Longest name of a body that is shown by its place, in units.
const LONGEST_BODY: usize = 6;

/// Adds bodies that stand where a source stands: "according to the Courier", "reports Orlen Today", "the Harbour
/// Legion wrote". Without an article or "according to" a name before its verb may be anyone's.
pub(crate) fn reported_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let mut taken = taken_by(prose, drawn);
    for at in 0..prose.units.len() {
        let sentence = prose.sentence(at);
        if prose.headline[prose.sentence_of[at]] || taken[at] || !is_name_word(prose, at) {
            continue;
        }
        let before = prose.before(at);
        let article = before.filter(|&b| matches!(prose.word(b), "the" | "The"));
        let cue = match article {
            Some(article) => prose.before(article),
            None => before,
        };
        let starts = before
            .is_none_or(|b| !is_name_word(prose, b) && !taken[b] && !prose.is_mark(b) || article.is_some());
        let end = run_end(prose, &taken, at, sentence.end.min(at + LONGEST_BODY));
        let ends = end >= sentence.end || !prose.units[end].is_capitalised() && !taken[end];
        if !starts || !ends {
            continue;
        }
        let according = cue.is_some_and(|to| {
            prose.word(to) == "to"
                && prose
                    .before(to)
                    .is_some_and(|a| prose.word(a).eq_ignore_ascii_case("according"))
        });
        let closes = end >= sentence.end || prose.is_mark(end) && prose.word(end) != "-";
        let says =
            end < sentence.end && prose.units[end].shape == Shape::Lower && prose.is(end, class::REPORTING);
        let inverted = cue.is_some_and(|verb| {
            prose.units[verb].shape == Shape::Lower
                && prose.is(verb, class::REPORTING)
                && prose.before(verb).is_some_and(|mark| prose.is_mark(mark))
        });
        let source = according && closes || says && article.is_some() || inverted && closes && end > at + 1;
        if source {
            taken[at..end].fill(true);
            drawn.push(NameMention {
                units: at..end,
                class: NameClass::Organisation,
                place: None,
                known: None,
                confidence: 0.6,
            });
        }
    }
}

/// One past the run of capitalised words that begins at `at`: "Harbour Legion", "Center for Tides and Currents".
fn run_end(prose: &Prose<'_>, taken: &[bool], at: usize, limit: usize) -> usize {
    let mut end = at + 1;
    while end < limit && !taken[end] {
        let joins = matches!(prose.word(end), "of" | "for" | "and" | "&")
            && end + 1 < limit
            && is_name_word(prose, end + 1)
            && !taken[end + 1];
        if !joins && !is_name_word(prose, end) {
            break;
        }
        end += 1;
    }
    end
}

/// A capitalised word that is no title, no date, no people and no function word.
fn is_name_word(prose: &Prose<'_>, at: usize) -> bool {
    let shape = prose.units[at].shape;
    matches!(
        shape,
        Shape::Title | Shape::Mixed | Shape::Capitals | Shape::Acronym
    ) && !prose.address[at]
        && !prose.is_function_word(at)
        && !prose.is(
            at,
            class::HONORIFIC
                | class::OFFICE
                | class::PERSON_NOUN
                | class::PLURAL
                | class::PLURAL_PERSON
                | class::CALENDAR,
        )
        && prose.places[at].is_none()
}

fn taken_by(prose: &Prose<'_>, drawn: &[NameMention]) -> Vec<bool> {
    let mut taken = vec![false; prose.units.len()];
    for mention in drawn {
        taken[mention.units.clone()].fill(true);
    }
    taken
}
