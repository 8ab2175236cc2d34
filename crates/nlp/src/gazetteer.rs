//! Countries, places and the classes of words that names are made of.
//!
//! In: the data files. Out: lookups by the words as printed (places) or by the
//! hash of the lower-case word (classes). A place list knows few of the world's
//! places and none of an invented one's: it is evidence, not a condition.

use crate::houses::known_houses;
use crate::lexicon::{classes, words};
use crate::units::{Unit, hash_lower};
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest name of a place, in units.
const LONGEST: usize = 5;

/// What kind of place a name is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    Country,
    Capital,
    City,
    State,
    Region,
    Demonym,
}

/// A known place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownPlace {
    pub(crate) kind: PlaceKind,
    /// ISO 3166 code; `-` for regions.
    pub(crate) country: &'static str,
}

/// What a known name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownKind {
    Organisation,
    Outlet,
    Product,
    Document,
}

#[derive(Debug, Clone, Copy)]
struct KnownName {
    kind: KnownKind,
    /// "Hill" is an outlet's name only as "The Hill".
    needs_article: bool,
}

/// Classes of words, as bits.
pub(crate) mod class {
    pub(crate) const HONORIFIC: u32 = 1;
    pub(crate) const OFFICE: u32 = 1 << 1;
    pub(crate) const FEMALE: u32 = 1 << 2;
    pub(crate) const MALE: u32 = 1 << 3;
    pub(crate) const ORGANISATION: u32 = 1 << 4;
    pub(crate) const OUTLET: u32 = 1 << 5;
    pub(crate) const PLACE: u32 = 1 << 6;
    pub(crate) const DOCUMENT: u32 = 1 << 7;
    pub(crate) const VESSEL: u32 = 1 << 8;
    pub(crate) const CALENDAR: u32 = 1 << 9;
    pub(crate) const PERSON_NOUN: u32 = 1 << 10;
    /// The bits that the name model was trained with.
    pub(crate) const OF_NAME_MODEL: u32 = (1 << 11) - 1;
    pub(crate) const DETERMINER: u32 = 1 << 11;
    pub(crate) const PREPOSITION: u32 = 1 << 12;
    pub(crate) const CONJUNCTION: u32 = 1 << 13;
    pub(crate) const PRONOUN: u32 = 1 << 14;
    pub(crate) const AUXILIARY: u32 = 1 << 15;
    pub(crate) const VERB: u32 = 1 << 16;
    pub(crate) const GOVERNMENT: u32 = 1 << 17;
    pub(crate) const OFFICE_HEAD: u32 = 1 << 18;
    pub(crate) const PLURAL: u32 = 1 << 19;
    pub(crate) const REPORTING: u32 = 1 << 20;
    pub(crate) const PLURAL_PERSON: u32 = 1 << 21;
    pub(crate) const GIVEN_FEMALE: u32 = 1 << 22;
    pub(crate) const GIVEN_MALE: u32 = 1 << 23;
}

/// The lists.
#[derive(Debug, Clone)]
pub(crate) struct Gazetteer {
    places: FxHashMap<&'static str, KnownPlace>,
    first_words: FxHashSet<u64>,
    names: FxHashMap<&'static str, KnownName>,
    classes: FxHashMap<u64, u32>,
}

fn in_title_case(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    for c in name.chars() {
        if title.is_empty() || title.ends_with(' ') {
            title.push(c);
        } else {
            title.extend(c.to_lowercase());
        }
    }
    title
}

/// The plural of an English noun.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun
        .strip_suffix("man")
        .filter(|_| noun != "human" && noun != "german")
    {
        format!("{stem}men")
    } else if let Some(stem) = noun
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'o', 'u']))
    {
        format!("{stem}ies")
    } else if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

impl Gazetteer {
    pub(crate) fn new() -> Self {
        let mut places = FxHashMap::default();
        let mut first_words = FxHashSet::default();
        for line in include_str!("../data/places.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            let mut fields = line.split('\t');
            let (Some(kind), Some(country), Some(name)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let kind = match kind {
                "country" => PlaceKind::Country,
                "capital" => PlaceKind::Capital,
                "state" => PlaceKind::State,
                "region" => PlaceKind::Region,
                "demonym" => PlaceKind::Demonym,
                _ => PlaceKind::City,
            };
            places.entry(name).or_insert(KnownPlace { kind, country });
            if let Some(first) = name.split(' ').next() {
                first_words.insert(hash_lower(first));
            }
        }
        let mut names = FxHashMap::default();
        for line in include_str!("../data/known_names.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
        {
            let Some((kind, name)) = line.split_once('\t') else {
                continue;
            };
            let kind = match kind {
                "outlet" => KnownKind::Outlet,
                "product" => KnownKind::Product,
                "document" => KnownKind::Document,
                _ => KnownKind::Organisation,
            };
            let bare = name.strip_prefix("The ");
            let known = KnownName {
                kind,
                needs_article: bare.is_some(),
            };
            names.insert(bare.unwrap_or(name), known);
        }
        // One word alone may be another's name, or any word.
        for house in known_houses() {
            for name in house.aliases.into_iter().chain([house.name]) {
                let bare = name.strip_prefix("The ").unwrap_or(name);
                if bare.contains(' ') {
                    names.entry(bare).or_insert(KnownName {
                        kind: KnownKind::Outlet,
                        needs_article: false,
                    });
                }
            }
        }
        let mut word_classes: FxHashMap<u64, u32> = FxHashMap::default();
        for (class, list) in classes(include_str!("../data/name_words.txt")) {
            let bit = match class {
                "honorific" => class::HONORIFIC,
                "office" => class::OFFICE,
                "female" => class::FEMALE,
                "male" => class::MALE,
                "organisation" => class::ORGANISATION,
                "outlet" => class::OUTLET,
                "place" => class::PLACE,
                "document" => class::DOCUMENT,
                "vessel" => class::VESSEL,
                _ => class::CALENDAR,
            };
            for word in list.split_whitespace() {
                *word_classes.entry(hash_lower(word)).or_default() |= bit;
            }
        }
        for (class, list) in classes(include_str!("../data/function_words.txt")) {
            let bit = match class {
                "determiner" => class::DETERMINER,
                "preposition" => class::PREPOSITION,
                "conjunction" => class::CONJUNCTION,
                "pronoun" => class::PRONOUN,
                "auxiliary" => class::AUXILIARY,
                "verb" => class::VERB,
                "government" => class::GOVERNMENT,
                "office" => class::OFFICE_HEAD,
                _ => class::PLURAL,
            };
            for word in list.split_whitespace() {
                *word_classes.entry(hash_lower(word)).or_default() |= bit;
            }
        }
        for (class, list) in classes(include_str!("../data/given_names.txt")) {
            let bit = match class {
                "female" => class::GIVEN_FEMALE,
                _ => class::GIVEN_MALE,
            };
            for word in list.split_whitespace() {
                *word_classes.entry(hash_lower(word)).or_default() |= bit;
            }
        }
        for word in words(include_str!("../data/reporting_verbs.txt")) {
            *word_classes.entry(hash_lower(word)).or_default() |= class::REPORTING;
        }
        for (class, list) in classes(include_str!("../data/abbreviations.txt")) {
            if class == "title" {
                for word in list.split_whitespace() {
                    *word_classes.entry(hash_lower(word)).or_default() |= class::HONORIFIC;
                }
            }
        }
        for word in words(include_str!("../data/person_nouns.txt")) {
            *word_classes.entry(hash_lower(word)).or_default() |= class::PERSON_NOUN;
            *word_classes.entry(hash_lower(&plural(word))).or_default() |= class::PLURAL_PERSON;
        }
        Self {
            places,
            first_words,
            names,
            classes: word_classes,
        }
    }

    /// The place of exactly this name, which a dateline may print in capitals.
    pub(crate) fn place(&self, name: &str) -> Option<KnownPlace> {
        self.places.get(name).copied().or_else(|| {
            let shouted = name.len() > 3 && name.chars().all(|c| c.is_uppercase() || c == ' ');
            shouted.then(|| self.places.get(in_title_case(name).as_str()).copied())?
        })
    }

    /// The institution, outlet, platform or document of exactly this name; stops in acronyms aside. Some have their name only
    /// after an article.
    pub(crate) fn known_name(&self, name: &str, after_article: bool) -> Option<KnownKind> {
        let known = if name.contains('.') {
            self.names.get(name.replace('.', "").as_str())
        } else {
            self.names.get(name)
        };
        known
            .filter(|known| after_article || !known.needs_article)
            .map(|known| known.kind)
    }

    /// Is the word by itself no name of the one that is known by it?
    pub(crate) fn needs_article(&self, word: &str) -> bool {
        self.names.get(word).is_some_and(|known| known.needs_article)
    }

    /// The classes of a word, by the hash of its lower-case form.
    pub(crate) fn classes(&self, lower: u64) -> u32 {
        self.classes.get(&lower).copied().unwrap_or(0)
    }

    /// For each unit the known place that it belongs to, and whether it begins it; longest first.
    pub(crate) fn places_of(&self, text: &str, units: &[Unit]) -> Vec<Option<(KnownPlace, bool)>> {
        let mut found = vec![None; units.len()];
        let mut at = 0;
        while at < units.len() {
            if units[at].is_capitalised() && self.first_words.contains(&units[at].lower) {
                let longest = (1..=LONGEST.min(units.len() - at)).rev().find_map(|n| {
                    let span = units[at].span.cover(units[at + n - 1].span);
                    self.place(&text[span.range()]).map(|place| (n, place))
                });
                if let Some((n, place)) = longest {
                    for (inside, slot) in found[at..at + n].iter_mut().enumerate() {
                        *slot = Some((place, inside == 0));
                    }
                    at += n;
                    continue;
                }
            }
            at += 1;
        }
        found
    }
}
