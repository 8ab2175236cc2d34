//! Word lists of the language, read once.
//!
//! In: the data files of this crate. Out: sets to look words up in.

use rustc_hash::{FxHashMap, FxHashSet};

/// What a word with a full stop after it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    Title,
    Month,
    Number,
    Closing,
    Latin,
}

/// The word lists that splitting needs.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    openers: FxHashSet<&'static str>,
    reporting: FxHashSet<&'static str>,
}

/// The words of a list file: separated by white space, `#` lines are comments.
pub(crate) fn words(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
}

/// Lines `class: words` of a list file.
pub(crate) fn classes(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut abbreviations = FxHashMap::default();
        for (class, list) in classes(include_str!("../data/abbreviations.txt")) {
            let class = match class {
                "title" => Abbreviation::Title,
                "month" => Abbreviation::Month,
                "number" => Abbreviation::Number,
                "latin" => Abbreviation::Latin,
                _ => Abbreviation::Closing,
            };
            for word in list.split_whitespace() {
                abbreviations.entry(word).or_insert(class);
            }
        }
        Self {
            abbreviations,
            openers: words(include_str!("../data/sentence_openers.txt")).collect(),
            reporting: words(include_str!("../data/reporting_verbs.txt")).collect(),
        }
    }

    pub(crate) fn abbreviation(&self, lower: &str) -> Option<Abbreviation> {
        self.abbreviations.get(lower).copied()
    }

    /// Does the word, capitalised, open sentences and no name?
    pub(crate) fn is_opener(&self, lower: &str) -> bool {
        self.openers.contains(lower)
    }

    /// Is it a form of a verb of saying?
    pub(crate) fn is_reporting(&self, lower: &str) -> bool {
        self.reporting.contains(lower)
    }
}
