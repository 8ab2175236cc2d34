//! The words of `data/sourcing.tsv`, by class.

use std::collections::{HashMap, HashSet};

use crate::lexicon::rows;

/// Classes of a word; it may be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Noun(u16);

impl Noun {
    /// A person, and no more: "man".
    pub(crate) const PLAIN: Self = Self(1);
    /// Tied to the events or to another: "brother", "witness".
    pub(crate) const CONNECTION: Self = Self(1 << 1);
    /// An organisation speaks through it: "spokesman".
    pub(crate) const SPEAKS_FOR: Self = Self(1 << 2);
    /// An office or an occupation: "mayor".
    pub(crate) const OFFICE: Self = Self(1 << 3);
    /// The short form of one: "Gov".
    pub(crate) const SHORT: Self = Self(1 << 4);
    /// "Mr".
    pub(crate) const COURTESY: Self = Self(1 << 5);
    /// "Republican".
    pub(crate) const PARTY: Self = Self(1 << 6);

    /// "remarks", of whoever owns them.
    pub(crate) const UTTERING: Self = Self(1 << 7);
    /// "Queen", which goes with a given name.
    pub(crate) const STYLE: Self = Self(1 << 8);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    fn named(class: &str) -> Option<Self> {
        Some(match class {
            "plain" => Self::PLAIN,
            "connection" => Self::CONNECTION,
            "speaks_for" => Self::SPEAKS_FOR,
            "office" => Self::OFFICE,
            "short" => Self::SHORT,
            "courtesy" => Self::COURTESY,
            "party" => Self::PARTY,
            "uttering" => Self::UTTERING,
            "style" => Self::STYLE,
            _ => return None,
        })
    }
}

/// Endings of nouns for those who do a thing or hold a post.
const ENDINGS: [&str; 13] = [
    "man", "woman", "person", "ist", "ologist", "ician", "or", "ian", "eer", "ier", "ant", "ary", "logue",
];

/// Compiled once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    nouns: HashMap<Box<str>, Noun>,
    unspoken: HashSet<Box<str>>,
    handing: HashSet<Box<str>>,
    lived: HashSet<Box<str>>,
    telling: HashSet<Box<str>>,
    anonymity: Vec<Box<str>>,
}

impl Vocabulary {
    pub(crate) fn load() -> Self {
        let mut vocabulary = Self::default();
        for row in rows(include_str!("../../data/sourcing.tsv")) {
            let [class, words] = row[..] else { continue };
            for word in words.split(' ') {
                let word = word.replace('_', " ");
                match class {
                    "unspoken" => {
                        vocabulary.unspoken.insert(word.into());
                    }
                    "telling" => {
                        vocabulary.telling.insert(word.into());
                    }
                    "lived" => {
                        vocabulary.lived.insert(word.into());
                    }
                    "handing" => {
                        vocabulary.handing.insert(word.into());
                    }
                    "anonymity" => vocabulary.anonymity.push(word.into()),
                    _ => {
                        if let Some(noun) = Noun::named(class) {
                            let known = vocabulary.nouns.entry(word.into()).or_default();
                            *known = known.or(noun);
                        }
                    }
                }
            }
        }
        vocabulary
    }

    /// Classes of a lower-case noun, singular or plural.
    pub(crate) fn noun(&self, lower: &str) -> Noun {
        let known = |form: &str| self.nouns.get(form).copied();
        let cut = |ending: &str, with: &str| {
            let stem = lower.strip_suffix(ending)?;
            known(&format!("{stem}{with}"))
        };
        known(lower)
            .or_else(|| cut("s", ""))
            .or_else(|| cut("es", ""))
            .or_else(|| cut("ies", "y"))
            .or_else(|| cut("men", "man"))
            .or_else(|| cut("women", "woman"))
            .unwrap_or_default()
    }

    /// Does the word name an office or an occupation, by the list or by its ending?
    pub(crate) fn is_office(&self, lower: &str) -> bool {
        let noun = self.noun(lower);
        if noun != Noun::default() {
            return noun.is(Noun::OFFICE.or(Noun::SHORT).or(Noun::SPEAKS_FOR));
        }
        lower.len() > 5 && ENDINGS.iter().any(|ending| lower.ends_with(ending))
    }

    /// Is it a cue of thought or wish?
    pub(crate) fn is_unspoken(&self, lemma: &str) -> bool {
        self.unspoken.contains(lemma)
    }

    /// Is it a verb that tells how words were given?
    pub(crate) fn tells_how(&self, lower: &str) -> bool {
        self.telling.contains(lower)
    }

    /// Is it the past form of a verb for what someone has been through or done for long?
    pub(crate) fn is_lived(&self, lower: &str) -> bool {
        self.lived.contains(lower)
    }

    /// Is it a cue whose object may be a thing that is shown or sent?
    pub(crate) fn hands_over(&self, lemma: &str) -> bool {
        self.handing.contains(lemma)
    }

    /// Words by which a source is kept from being named.
    pub(crate) fn anonymity(&self) -> impl Iterator<Item = &str> {
        self.anonymity.iter().map(|phrase| &**phrase)
    }
}
