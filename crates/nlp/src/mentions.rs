//! Name mentions of an article.
//!
//! In: the prose and the names that the model drew sentence by sentence. Out:
//! name mentions on which the whole article agrees: titles and articles cut
//! off, known countries and their adjectives added, one class for one name, and
//! names that were found once found again wherever they stand. In sentences in
//! headline case, where every word is written like a name, only names that the
//! prose knows count.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::gazetteer::{Gazetteer, KnownKind, KnownPlace, PlaceKind, class};
use crate::names::{NameClass, NameSpan};
use crate::prose::Prose;
use crate::roles::before_comma;
use crate::shown_names::{
    completed_names, family_name, nicknamed_names, particled_names, reported_names, spelt_names, titled_names,
};
use crate::units::Shape;

/// Longest name that is looked for again, in units.
const LONGEST: usize = 7;

/// Longest name of an institution that is known everywhere, in units.
const LONGEST_KNOWN: usize = 4;

/// How sure the model must be of a name in headline case that the prose does not know.
const SURE_IN_HEADLINE: f32 = 0.9;

/// How sure it must be of anything.
const SURE: f32 = 0.4;

/// A name as it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NameMention {
    pub(crate) units: Range<usize>,
    pub(crate) class: NameClass,
    pub(crate) place: Option<KnownPlace>,
    /// An institution, outlet, platform or document that is known by this name.
    pub(crate) known: Option<KnownKind>,
    pub(crate) confidence: f32,
}

fn class_of(kind: KnownKind) -> NameClass {
    match kind {
        KnownKind::Organisation | KnownKind::Outlet => NameClass::Organisation,
        KnownKind::Product | KnownKind::Document => NameClass::Other,
    }
}

/// Finds the name mentions, ascending. They do not overlap, but that a person's name stands in a government's.
pub(crate) fn name_mentions(
    prose: &Prose<'_>,
    names: &[NameSpan],
    gazetteer: &Gazetteer,
) -> Vec<NameMention> {
    let mut drawn: Vec<NameMention> = names.iter().filter_map(|name| cleaned(prose, name)).collect();
    spelt_names(prose, &mut drawn);
    drawn.sort_by_key(|m| m.units.start);
    joined_names(prose, &mut drawn);
    particled_names(prose, &mut drawn);
    nicknamed_names(prose, &mut drawn);
    completed_names(prose, &mut drawn);
    titled_names(prose, &mut drawn);
    reported_names(prose, &mut drawn);
    drawn.sort_by_key(|m| m.units.start);
    without_loose_words(prose, &mut drawn);
    without_common_words(prose, &mut drawn);
    for mention in &mut drawn {
        if owns_state_body(prose, mention) || opens_dateline(prose, mention) {
            mention.class = NameClass::Place;
        } else if is_person_by_commas(prose, mention) {
            mention.class = NameClass::Person;
        }
    }
    let known = KnownNames::new(prose, &drawn);
    drawn.retain(|m| {
        let headline = prose.headline[prose.sentence_of[m.units.start]];
        !headline || m.confidence >= SURE_IN_HEADLINE || known.class(prose.words(&m.units)).is_some()
    });
    let mut taken = prose.address.clone();
    for mention in &mut drawn {
        taken[mention.units.clone()].fill(true);
        let words = prose.words(&mention.units);
        let article = prose.follows_article(mention.units.start);
        if known.is_surname(words) && !article && gazetteer.known_name(words, true).is_some() {
            mention.class = NameClass::Person;
        } else if let Some(class) = known.class(words) {
            mention.class = class;
        }
    }
    found_again(prose, &known, gazetteer, &mut taken, &mut drawn);
    known_names(prose, gazetteer, &mut taken, &mut drawn);
    known_places(prose, &mut taken, &mut drawn);
    drawn.sort_by_key(|m| m.units.start);
    let mut heads_of_government = Vec::new();
    for mention in &mut drawn {
        let words = prose.words(&mention.units);
        if let Some(kind) = gazetteer.known_name(words, prose.follows_article(mention.units.start))
            && !(known.is_surname(words) && mention.class == NameClass::Person)
        {
            mention.known = Some(kind);
            mention.class = class_of(kind);
        }
        heads_of_government.extend(widen_to_government(prose, mention, &taken));
        if let Some((place, true)) = prose.places[mention.units.start]
            && mention.known.is_none()
            && place_ends(prose, mention.units.start) == mention.units.end
        {
            let dateline = prose.units[mention.units.start].shape == Shape::Capitals
                && mention.units.start == prose.sentence(mention.units.start).start;
            settle_place(mention, place, dateline);
        }
    }
    drawn.extend(heads_of_government);
    drawn.sort_by_key(|m| (m.units.start, usize::MAX - m.units.end));
    drawn
}

/// "Kestria’s transport ministry": a single name that has a ministry, a parliament or a border is a state's.
fn owns_state_body(prose: &Prose<'_>, mention: &NameMention) -> bool {
    let after = mention.units.end;
    let sentence = prose.sentence(mention.units.start);
    let clitic = after < sentence.end && prose.units[after].shape == Shape::Clitic;
    let owned = (after + 1..sentence.end.min(after + 4))
        .find(|&at| prose.is(at, class::ORGANISATION | class::GOVERNMENT));
    mention.units.len() == 1
        && clitic
        && owned.is_some_and(|at| {
            (after + 1..at).all(|unit| prose.units[unit].shape == Shape::Lower)
                && matches!(
                    prose.word(at),
                    "ministry" | "parliament" | "embassy" | "army" | "navy" | "congress"
                )
        })
}

/// Units between the place and the dash of a dateline.
const DATELINE: usize = 10;

/// "ORLEN, May 3 (Tidewire) —", "ORLEN —": where a report is from.
fn opens_dateline(prose: &Prose<'_>, mention: &NameMention) -> bool {
    let (start, end) = (mention.units.start, mention.units.end);
    let sentence = prose.sentence_of[start];
    let opens = start == prose.sentence(start).start
        && (sentence == 0 || prose.block_of[sentence - 1] != prose.block_of[sentence]);
    let capitals = mention
        .units
        .clone()
        .all(|at| prose.units[at].shape == Shape::Capitals);
    if !opens || !capitals {
        return false;
    }
    let stop = prose.sentence(start).end.min(end + DATELINE);
    let dash = (end..stop).find(|&at| matches!(prose.word(at), "—" | "–" | "-" | "--"));
    // A word of meaning before the dash is one of the report.
    dash.is_some_and(|dash| (end..dash).all(|at| prose.is_mark(at) || prose.units[at].shape != Shape::Lower))
}

/// "Ada Quill, who ..."; "the mayor of Harl, Ada Quill,": two unknown words between commas after an office are who
/// holds it, and not where Harl lies.
fn is_person_by_commas(prose: &Prose<'_>, mention: &NameMention) -> bool {
    let after = mention.units.end;
    let word = |at: usize| (at < prose.sentence(mention.units.start).end).then(|| prose.word(at));
    if word(after) != Some(",") || mention.units.len() != 2 || prose.places[mention.units.start].is_some() {
        return false;
    }
    word(after + 1) == Some("who")
        || mention.class == NameClass::Place && before_comma(prose, mention.units.start).is_some()
}

/// A known place decides the class of a name that is exactly it, unless the article uses it for a person.
fn settle_place(mention: &mut NameMention, place: KnownPlace, dateline: bool) {
    let strong = matches!(
        place.kind,
        PlaceKind::Country | PlaceKind::Demonym | PlaceKind::Capital | PlaceKind::Region
    );
    if strong && (mention.class != NameClass::Person || dateline) || mention.class == NameClass::Place {
        mention.place = Some(place);
        mention.class = NameClass::Place;
    }
}

/// Cuts titles, articles and marks off a name.
fn cleaned(prose: &Prose<'_>, name: &NameSpan) -> Option<NameMention> {
    let mut units = prose.units_of(name.span);
    let edge = |at: usize| prose.is_mark(at) || prose.units[at].shape == Shape::Clitic;
    while !units.is_empty() && (edge(units.end - 1)) {
        units.end -= 1;
    }
    while !units.is_empty() && (edge(units.start) || prose.word(units.start).eq_ignore_ascii_case("the")) {
        units.start += 1;
    }
    if units.is_empty() || is_party(prose, &units) {
        return None;
    }
    // "Despite Harl": the sentence's first word is written like a name.
    while units.len() > 1
        && units.start == prose.sentence(units.start).start
        && prose.is_function_word(units.start)
    {
        units.start += 1;
    }
    let mut class_drawn = name.class;
    if name.class == NameClass::Person
        && let Some(person) = after_office_of(prose, &units)
    {
        units.start = person;
    }
    // "Ada Quill of Orlen", "Mr. Quill of Tern Lines": where someone is from is no part of the name, but of "Joan of Arc".
    if name.class == NameClass::Person
        && let Some(of) = (units.start + 1..units.end).find(|&at| matches!(prose.word(at), "of" | "from"))
        && (of > units.start + 1 || is_titled(prose, units.start))
    {
        units.end = of;
    }
    if name.class != NameClass::Organisation && name.class != NameClass::Place {
        let title = (units.start..units.end - 1).rev().find(|&at| is_title(prose, at));
        if let Some(title) = title {
            let stop = usize::from(title + 2 < units.end && prose.word(title + 1) == ".");
            units.start = title + 1 + stop;
            class_drawn = NameClass::Person;
        }
    }
    while units.len() > 1 && is_noun_after(prose, units.end - 1, name.class) {
        units.end -= 1;
    }
    if units.is_empty() || name.confidence < SURE || names_people(prose, &units, name.class) {
        return None;
    }
    let capital = units
        .clone()
        .any(|at| prose.units[at].is_capitalised() || prose.units[at].shape == Shape::Other);
    let calendar =
        units.len() == 1 && prose.is(units.start, class::CALENDAR) && name.class != NameClass::Person;
    let pronoun = units.len() == 1
        && prose.is_function_word(units.start)
        && prose.units[units.start].shape != Shape::Capitals;
    // "Democrats" are persons by conduct, no name of one thing.
    let nouns = match name.class {
        NameClass::Other => class::PERSON_NOUN | class::PLURAL_PERSON | class::OFFICE,
        NameClass::Person => class::PLURAL_PERSON,
        _ => 0,
    };
    let noun = units.len() == 1 && prose.is(units.start, nouns);
    (capital && !calendar && !pronoun && !noun).then_some(NameMention {
        units,
        class: class_drawn,
        place: None,
        known: None,
        confidence: name.confidence,
    })
}

/// "Orlen Vellians", "the Vellin Republican": persons by where they are from and what they are, and no name of one.
fn names_people(prose: &Prose<'_>, units: &Range<usize>, class: NameClass) -> bool {
    let last = units.end - 1;
    let people = matches!(prose.places[last], Some((place, _)) if place.kind == PlaceKind::Demonym)
        && prose.word(last).ends_with('s');
    let article = prose
        .before(units.start)
        .is_some_and(|b| matches!(prose.word(b), "the" | "The" | "a" | "an"));
    let party = matches!(prose.word(last), "Republican" | "Democrat");
    let person = class == NameClass::Person && prose.is(last, class::OFFICE | class::PERSON_NOUN);
    let one = article && prose.places[units.start].is_some() && (party || person);
    units.len() > 1 && (people && class == NameClass::Person || one)
}

/// "R-Vellin", as in brackets after the name of a lawmaker.
fn is_party(prose: &Prose<'_>, units: &Range<usize>) -> bool {
    let open = prose.before(units.start).map_or("", |b| prose.word(b));
    matches!(open, "(" | ",")
        && matches!(prose.word(units.start), "R" | "D" | "I")
        && prose.units.get(units.start + 1).is_some()
        && prose.word(units.start + 1) == "-"
}

/// "Secretary of State Ada Quill": where the person begins in what was drawn as one name.
fn after_office_of(prose: &Prose<'_>, units: &Range<usize>) -> Option<usize> {
    let of = (units.start + 1..units.end).find(|&at| prose.word(at) == "of")?;
    let office = prose.is(of - 1, class::OFFICE | class::OFFICE_HEAD);
    let person = of + 2;
    (office && person + 2 <= units.end).then_some(person)
}

/// Units around "US" that show whether all words are in capitals.
const SHOUT_REACH: usize = 12;

/// Cuts words off that the model took into a person's name where names are hardest to tell: at the head of the article
/// ("Embattled Quill defends", "Ada Quill Meets Tom Hale"), and after an office ("Secretary of State Quill"). A name in full comes again in the text;
/// one that never does, while another in full ends like it, is none.
fn without_loose_words(prose: &Prose<'_>, drawn: &mut [NameMention]) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for mention in drawn.iter() {
        *times.entry(prose.words(&mention.units)).or_default() += 1;
    }
    let doubtful = |mention: &NameMention| {
        mention.class == NameClass::Person
            && mention.units.len() > 1
            && times.get(prose.words(&mention.units)) == Some(&1)
            && (opens_article(prose, mention.units.start) || names_office(prose, mention.units.start))
    };
    let surnames: HashSet<&str> = drawn
        .iter()
        .filter(|m| m.class == NameClass::Person && m.units.len() > 1 && !doubtful(m))
        .map(|m| prose.word(m.units.end - 1))
        .collect();
    for mention in drawn {
        if !doubtful(mention) {
            continue;
        }
        let (first, last) = (mention.units.start, mention.units.end - 1);
        let known = |units: Range<usize>| times.contains_key(prose.words(&units));
        let two_names = (first + 2..last).any(|end| known(first..end));
        let in_full = (first + 2..last).find(|&at| two_names && known(at..last + 1));
        let named = prose.is(first, class::GIVEN_FEMALE | class::GIVEN_MALE)
            || prose.units[first].shape == Shape::Initial
            || times.contains_key(prose.word(first));
        let surname = (!named && surnames.contains(prose.word(last))).then_some(last);
        mention.units.start = in_full.or(surname).unwrap_or(first);
    }
}

/// Drops single words that are capital only because they open a sentence: the article has them in lower case, and never as a
/// name within a sentence ("Berth six was closed", "berth six").
fn without_common_words(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let (mut common, mut named) = (HashSet::new(), HashSet::new());
    for (at, unit) in prose.units.iter().enumerate() {
        if unit.shape == Shape::Lower {
            common.insert(unit.lower);
        } else if unit.is_capitalised()
            && !opens_sentence(prose, at)
            && !prose.headline[prose.sentence_of[at]]
        {
            named.insert(unit.lower);
        }
    }
    drawn.retain(|mention| {
        let word = prose.units[mention.units.start].lower;
        !(mention.units.len() == 1
            && opens_sentence(prose, mention.units.start)
            && common.contains(&word)
            && !named.contains(&word))
    });
}

/// Is a unit the first of a sentence, or of a quotation, so that any word there is written with a capital?
fn opens_sentence(prose: &Prose<'_>, at: usize) -> bool {
    prose
        .before(at)
        .is_none_or(|before| prose.units[before].shape == Shape::Quote && prose.quotation[at].is_some())
}

/// Does a unit stand in the headline?
fn opens_article(prose: &Prose<'_>, at: usize) -> bool {
    let sentence = prose.sentence_of[at];
    sentence < 2 && prose.block_of[sentence] == 0 || prose.headline[sentence]
}

/// Does a unit go on with an office: "State" after "Secretary of"?
fn names_office(prose: &Prose<'_>, at: usize) -> bool {
    let of = prose.before(at).filter(|&of| prose.word(of) == "of");
    let office = of.and_then(|of| prose.before(of));
    office.is_some_and(|office| prose.is(office, class::OFFICE | class::OFFICE_HEAD))
}

/// A given name that is also a town's, drawn apart from the surname, is put back to it.
fn joined_names(prose: &Prose<'_>, drawn: &mut Vec<NameMention>) {
    let mut joined: Vec<NameMention> = Vec::with_capacity(drawn.len());
    for mention in drawn.drain(..) {
        let town = |at: usize| match prose.places[at] {
            Some((place, _)) => matches!(place.kind, PlaceKind::City),
            None => true,
        };
        if mention.class == NameClass::Person
            && mention.units.len() == 1
            && let Some(before) = joined.last_mut()
            && before.units.end == mention.units.start
            && before.units.len() == 1
            && matches!(before.class, NameClass::Place | NameClass::Person)
            && prose.units[before.units.start].shape == Shape::Title
            && town(before.units.start)
            && prose.sentence_of[before.units.start] == prose.sentence_of[mention.units.start]
        {
            before.units.end = mention.units.end;
            before.class = NameClass::Person;
            continue;
        }
        joined.push(mention);
    }
    *drawn = joined;
}

/// Adds institutions, outlets, platforms and documents of known name that the model has not drawn.
fn known_names(prose: &Prose<'_>, gazetteer: &Gazetteer, taken: &mut [bool], drawn: &mut Vec<NameMention>) {
    let mut at = 0;
    while at < prose.units.len() {
        let sentence = prose.sentence(at);
        let reach = sentence.end.min(at + LONGEST_KNOWN);
        let hit = (at + 1..=reach)
            .rev()
            .filter(|&end| prose.units[at].is_capitalised() && !prose.is_mark(end - 1))
            .filter(|&end| !taken[at..end].contains(&true))
            .find_map(|end| {
                gazetteer
                    .known_name(prose.words(&(at..end)), prose.follows_article(at))
                    .map(|kind| (end, kind))
            });
        match hit {
            Some((end, kind)) if !grows(prose, taken, at, end) => {
                taken[at..end].fill(true);
                drawn.push(NameMention {
                    units: at..end,
                    class: class_of(kind),
                    place: None,
                    known: Some(kind),
                    confidence: 0.8,
                });
                at = end;
            }
            _ => at += 1,
        }
    }
}

/// A title, an office or an adjective of nation that the model took into a person's name.
fn is_title(prose: &Prose<'_>, at: usize) -> bool {
    let demonym = matches!(prose.places[at], Some((place, _)) if place.kind == PlaceKind::Demonym);
    let next_is_name = prose
        .units
        .get(at + 1)
        .is_some_and(|u| u.is_capitalised() || u.span.len() == 1);
    // "Don Hale", "Prince Hale": where the model has taken it into the name.
    let given = prose.is(at, class::GIVEN_FEMALE | class::GIVEN_MALE);
    (demonym || prose.is(at, class::HONORIFIC | class::OFFICE) && !given) && next_is_name
}

/// A noun for persons that the model took for the end of a name: "U.S. allies", in headline case "Harl Adviser".
fn is_noun_after(prose: &Prose<'_>, at: usize, class: NameClass) -> bool {
    let lower = prose.units[at].shape == Shape::Lower
        && prose.is(at, class::PERSON_NOUN | class::PLURAL_PERSON | class::PLURAL);
    let headline = class == NameClass::Person
        && prose.headline[prose.sentence_of[at]]
        && prose.is(at, class::PERSON_NOUN | class::OFFICE);
    lower || headline
}

/// Names of the article's prose, with the class that most mentions speak for.
struct KnownNames<'a> {
    classes: HashMap<&'a str, NameClass>,
    /// First words of the names, to look only where one may begin.
    first_words: HashMap<&'a str, usize>,
    /// Last words of the names of persons in full.
    surnames: HashSet<&'a str>,
}

impl<'a> KnownNames<'a> {
    fn new(prose: &Prose<'a>, drawn: &[NameMention]) -> Self {
        let alone = words_alone(prose, drawn);
        let mut votes: HashMap<&str, [f32; 4]> = HashMap::new();
        let mut surnames = HashSet::new();
        let mut vote = |name: &'a str, class: NameClass, weight: f32| {
            votes.entry(name).or_default()[class as usize] += weight;
        };
        for mention in drawn {
            let headline = prose.headline[prose.sentence_of[mention.units.start]];
            let weight = if headline { 0.1 } else { 1.0 } * mention.confidence;
            let words = prose.words(&mention.units);
            if !headline {
                let class = if names_no_person(prose, mention) {
                    NameClass::Organisation
                } else {
                    mention.class
                };
                vote(words, class, weight * context_weight(prose, mention));
            }
            if mention.class == NameClass::Person && mention.units.len() > 1 && !headline {
                let (first, last) = (
                    prose.word(mention.units.start),
                    family_name(prose, &mention.units),
                );
                vote(last, NameClass::Person, 1.5 * weight);
                // "Ban Ki-moon ... Ban said": where the family name stands first, or all go by given names.
                if !alone.contains_key(last) && alone.get(first).is_some_and(|&times| times > 1) {
                    vote(first, NameClass::Person, 1.5 * weight);
                }
                surnames.insert(last);
            }
        }
        // "the council chose Ada Quill ... asked Quill": who goes by the last word alone as a person is one by the whole name.
        let likely_person = |name: &str| {
            let alone = votes.get(name).copied().unwrap_or_default();
            alone[NameClass::Person as usize] > alone.iter().sum::<f32>() / 2.0
        };
        let persons: HashSet<&str> = drawn
            .iter()
            .filter(|mention| could_be_person(prose, &mention.units))
            .filter(|mention| likely_person(prose.word(mention.units.end - 1)))
            .map(|mention| prose.words(&mention.units))
            .collect();
        let mut classes = HashMap::new();
        let mut first_words: HashMap<&str, usize> = HashMap::new();
        let mut names: Vec<(&str, [f32; 4])> = votes.into_iter().collect();
        names.sort_by_key(|(name, _)| *name);
        for (name, votes) in names {
            let best = (0..4).fold(0, |best, at| if votes[at] > votes[best] { at } else { best });
            let class = if persons.contains(name) {
                NameClass::Person
            } else {
                NameClass::ALL[best]
            };
            classes.insert(name, class);
            let first = name.split(' ').next().unwrap_or(name);
            let length = name.split(' ').count();
            let longest = first_words.entry(first).or_default();
            *longest = (*longest).max(length);
        }
        Self {
            classes,
            first_words,
            surnames,
        }
    }

    /// Does the article name a person of this surname in full?
    fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    fn class(&self, words: &str) -> Option<NameClass> {
        self.classes.get(words).copied()
    }
}

/// Two or three words with capitals, of which the last is no noun for bodies or places.
fn could_be_person(prose: &Prose<'_>, units: &Range<usize>) -> bool {
    let last = units.end - 1;
    (2..4).contains(&units.len())
        && units.clone().all(|at| {
            matches!(
                prose.units[at].shape,
                Shape::Title | Shape::Initial | Shape::Mixed
            ) && !prose.is_function_word(at)
        })
        && !prose.is(
            last,
            class::ORGANISATION
                | class::OUTLET
                | class::PLACE
                | class::DOCUMENT
                | class::VESSEL
                | class::GOVERNMENT,
        )
        && prose.places[units.start].is_none()
}

/// How often a capitalised word stands within a sentence of prose and in no name of several words.
fn words_alone<'a>(prose: &Prose<'a>, drawn: &[NameMention]) -> HashMap<&'a str, usize> {
    let mut in_name = vec![false; prose.units.len()];
    for mention in drawn.iter().filter(|mention| mention.units.len() > 1) {
        in_name[mention.units.clone()].fill(true);
    }
    let mut alone = HashMap::new();
    for at in 0..prose.units.len() {
        let name = prose.units[at].shape == Shape::Title && !in_name[at] && !opens_sentence(prose, at);
        if name && !prose.headline[prose.sentence_of[at]] {
            *alone.entry(prose.word(at)).or_default() += 1;
        }
    }
    alone
}

/// "the Harl", "a Harl adviser": a single word with an article before it or an office after it is no person's name.
fn names_no_person(prose: &Prose<'_>, mention: &NameMention) -> bool {
    let next = mention.units.end;
    let article = prose
        .before(mention.units.start)
        .is_some_and(|b| matches!(prose.word(b), "the" | "The" | "a" | "an" | "some" | "Some"));
    let office_follows = next < prose.sentence(mention.units.start).end
        && prose.units[next].shape == Shape::Lower
        && prose.is(next, class::PERSON_NOUN | class::PLURAL_PERSON | class::OFFICE)
        && !prose.is_function_word(next);
    mention.class == NameClass::Person && mention.units.len() == 1 && (article || office_follows)
}

/// Does a title stand before a name?
fn is_titled(prose: &Prose<'_>, name: usize) -> bool {
    prose.before(name).is_some_and(|before| {
        prose.is(before, class::HONORIFIC | class::OFFICE)
            || prose.word(before) == "." && before > 0 && prose.is(before - 1, class::HONORIFIC)
    })
}

/// What stands beside a name speaks for a person.
fn context_weight(prose: &Prose<'_>, mention: &NameMention) -> f32 {
    if mention.class == NameClass::Person && is_titled(prose, mention.units.start) {
        3.0
    } else {
        1.0
    }
}

/// Marks names wherever they stand again.
fn found_again(
    prose: &Prose<'_>,
    known: &KnownNames<'_>,
    gazetteer: &Gazetteer,
    taken: &mut [bool],
    drawn: &mut Vec<NameMention>,
) {
    let mut at = 0;
    while at < prose.units.len() {
        if taken[at] || !prose.units[at].is_capitalised() {
            at += 1;
            continue;
        }
        let Some(&longest) = known.first_words.get(prose.word(at)) else {
            at += 1;
            continue;
        };
        let sentence = prose.sentence(at);
        let reach = (at + (2 * longest).min(LONGEST)).min(sentence.end);
        let hit = (at + 1..=reach)
            .rev()
            .filter(|&end| !taken[at..end].contains(&true))
            .find_map(|end| known.class(prose.words(&(at..end))).map(|class| (end, class)));
        let common = at == sentence.start && prose.is_function_word(at);
        // "Hill" by itself is not "The Hill".
        let bare = |end: usize, class: NameClass| {
            end == at + 1
                && class == NameClass::Organisation
                && gazetteer.needs_article(prose.word(at))
                && !prose.follows_article(at)
        };
        match hit {
            Some((end, class)) if !common && !bare(end, class) && !grows(prose, taken, at, end) => {
                taken[at..end].fill(true);
                drawn.push(NameMention {
                    units: at..end,
                    class,
                    place: None,
                    known: None,
                    confidence: 0.5,
                });
                at = end;
            }
            _ => at += 1,
        }
    }
}

/// Is the name part of a longer run of capitalised words, so that it may be another name? Headlines aside.
fn grows(prose: &Prose<'_>, taken: &[bool], at: usize, end: usize) -> bool {
    if prose.headline[prose.sentence_of[at]] {
        return false;
    }
    let sentence = prose.sentence(at);
    let part = |i: usize| {
        sentence.contains(&i)
            && !taken[i]
            && matches!(
                prose.units[i].shape,
                Shape::Title | Shape::Capitals | Shape::Mixed
            )
            && !prose.is(i, class::HONORIFIC | class::OFFICE | class::PERSON_NOUN)
            && !prose.is_function_word(i)
    };
    part(end) || at > sentence.start + 1 && part(at - 1)
}

/// Adds countries, capitals, regions and demonyms that the model has not drawn.
fn known_places(prose: &Prose<'_>, taken: &mut [bool], drawn: &mut Vec<NameMention>) {
    let mut at = 0;
    while at < prose.units.len() {
        let Some((place, true)) = prose.places[at] else {
            at += 1;
            continue;
        };
        let end = place_ends(prose, at);
        let certain = match place.kind {
            PlaceKind::Country | PlaceKind::Demonym | PlaceKind::Capital => true,
            PlaceKind::State | PlaceKind::Region => prose.units[at].span.len() > 3,
            PlaceKind::City => false,
        };
        // "US" is a word in capitals when all others are.
        let sentence = prose.sentence(at);
        let near = at.saturating_sub(SHOUT_REACH).max(sentence.start)..sentence.end.min(at + SHOUT_REACH);
        let shouted = prose.words(&(at..end)) == "US"
            && near.filter(|&i| prose.units[i].shape == Shape::Capitals).count() > 6;
        if certain && !shouted && !taken[at..end].contains(&true) {
            taken[at..end].fill(true);
            drawn.push(NameMention {
                units: at..end,
                class: NameClass::Place,
                place: Some(place),
                known: None,
                confidence: 0.8,
            });
        }
        at = end;
    }
}

/// One past the last unit of the known place that begins at `at`.
fn place_ends(prose: &Prose<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while end < prose.units.len()
        && prose.sentence_of[end] == prose.sentence_of[at]
        && matches!(prose.places[end], Some((_, false)))
    {
        end += 1;
    }
    end
}

/// "Harl administration" names an organisation, and in it the person, who is given back.
fn widen_to_government(prose: &Prose<'_>, mention: &mut NameMention, taken: &[bool]) -> Option<NameMention> {
    let end = mention.units.end;
    let surname = mention.class == NameClass::Person
        || mention.class == NameClass::Organisation && mention.units.len() == 1 && mention.known.is_none();
    let governs = surname
        && end < prose.sentence(mention.units.start).end
        && !taken[end]
        && prose.is(end, class::GOVERNMENT);
    governs.then(|| {
        let person = NameMention {
            class: NameClass::Person,
            ..mention.clone()
        };
        mention.units.end = end + 1;
        mention.class = NameClass::Organisation;
        person
    })
}
