//! Words around figures: bounds, labels, units, currencies.
//!
//! In: `data/numbers.txt`. Out: look-ups by the words beside a figure.

use crate::Bound;
use crate::lexicon::classes;
use crate::words::Words;
use rustc_hash::{FxHashMap, FxHashSet};

/// Tokens of the longest words for a bound.
const LONGEST: usize = 4;

/// The lists.
#[derive(Debug, Clone)]
pub(crate) struct Quantities {
    before: FxHashMap<&'static str, Bound>,
    after: FxHashMap<&'static str, Bound>,
    labels: FxHashSet<&'static str>,
    units: FxHashMap<&'static str, String>,
    currencies: FxHashMap<&'static str, String>,
}

fn bound(name: &str) -> Option<Bound> {
    Some(match name {
        "at_least" => Bound::AtLeast,
        "at_most" => Bound::AtMost,
        "more_than" => Bound::MoreThan,
        "less_than" => Bound::LessThan,
        "about" => Bound::About,
        _ => return None,
    })
}

impl Quantities {
    pub(crate) fn new() -> Self {
        let mut lists = Self {
            before: FxHashMap::default(),
            after: FxHashMap::default(),
            labels: FxHashSet::default(),
            units: FxHashMap::default(),
            currencies: FxHashMap::default(),
        };
        for (head, list) in classes(include_str!("../data/numbers.txt")) {
            let (class, name) = head.split_once(' ').unwrap_or((head, ""));
            let phrases = list.split(',').map(str::trim);
            let words = list.split_whitespace();
            let spoken = || name.replace('_', " ");
            match (class, bound(name)) {
                ("bound", Some(bound)) => lists.before.extend(phrases.map(|phrase| (phrase, bound))),
                ("after", Some(bound)) => lists.after.extend(phrases.map(|phrase| (phrase, bound))),
                ("label", _) => lists.labels.extend(words),
                ("unit", _) => lists.units.extend(words.map(|word| (word, spoken()))),
                ("currency", _) => lists.currencies.extend(words.map(|word| (word, spoken()))),
                _ => {}
            }
        }
        lists
    }

    /// The bound that words around the tokens `range` make of a figure.
    pub(crate) fn bound(&self, words: Words<'_>, range: std::ops::Range<usize>) -> Bound {
        let told = |from: usize, to: usize, list: &FxHashMap<&'static str, Bound>| {
            list.get(phrase(words, from, to)?.as_str()).copied()
        };
        let before = (1..=LONGEST)
            .rev()
            .filter_map(|long| range.start.checked_sub(long))
            .find_map(|from| told(from, range.start, &self.before));
        let after = (1..=LONGEST)
            .rev()
            .find_map(|long| told(range.end, range.end + long, &self.after));
        before.or(after).unwrap_or(Bound::Exactly)
    }

    /// Does the word make a figure behind it the name of a thing ("Article 50")?
    pub(crate) fn is_label(&self, word: &str) -> bool {
        self.labels.contains(word.to_lowercase().as_str())
    }

    /// The unit that an abbreviation stands for.
    pub(crate) fn unit(&self, word: &str) -> Option<&str> {
        self.units.get(word.to_lowercase().as_str()).map(String::as_str)
    }

    /// The unit of a currency's mark or code.
    pub(crate) fn currency(&self, word: &str) -> Option<&str> {
        let code = word.chars().all(char::is_uppercase) || !word.chars().all(char::is_alphabetic);
        self.currencies
            .get(word.to_lowercase().as_str())
            .filter(|_| code)
            .map(String::as_str)
    }
}

/// Words parted by single spaces, lower case; `None` past the sentence.
fn phrase(words: Words<'_>, from: usize, to: usize) -> Option<String> {
    (from >= words.first && to <= words.end).then(|| {
        (from..to)
            .map(|at| words.get(at).to_lowercase())
            .collect::<Vec<_>>()
            .join(" ")
    })
}
