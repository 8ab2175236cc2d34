//! How much a segment reads like running text.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Each line of the file: a language, a colon, its commonest words.
const LANGUAGES: &str = include_str!("../data/function_words.txt");

static FUNCTION_WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    for (language, list) in LANGUAGES.lines().filter_map(|line| line.split_once(": ")) {
        for word in list.split(' ') {
            words.entry(word).or_default().push(language);
        }
    }
    words
});

/// Words of a text that its language is told from.
const SAMPLE: usize = 2000;

/// The language of a text by its commonest words; nothing where it is short or mixed.
pub(crate) fn language(text: &str) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut total = 0;
    for word in text.split_whitespace().take(SAMPLE) {
        total += 1;
        let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        for language in FUNCTION_WORDS.get(lower.as_str()).into_iter().flatten() {
            *counts.entry(language).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, &str)> = counts
        .into_iter()
        .map(|(language, count)| (count, language))
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let (count, language) = *ranked.first()?;
    let second = ranked.get(1).map_or(0, |next| next.0);
    (total >= 20 && count * 6 >= total && count * 4 >= second * 5).then_some(language)
}

/// Is it one of the commonest words of a language?
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains_key(word.to_lowercase().as_str())
}

/// Counts over the words of a segment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measure {
    /// Bytes of text.
    pub len: u32,
    pub words: u32,
    /// Words such as "the", "of", "und".
    pub function_words: u32,
    /// Commas and ends of sentences.
    pub marks: u32,
    /// Does it end as a sentence does?
    pub ends: bool,
    /// Share of it inside links.
    pub linked: f32,
    /// Letters of scripts that do not part words by spaces.
    pub unspaced: u32,
    /// Letters of scripts other than the Latin one.
    pub foreign: u32,
}

impl Measure {
    pub(crate) fn of(words: &str, linked: u32) -> Self {
        let mut measure = Self {
            len: words.len() as u32,
            linked: linked as f32 / words.len().max(1) as f32,
            ends: ends_sentence(words),
            ..Self::default()
        };
        let mut lower = String::new();
        for word in words.split_whitespace() {
            measure.words += 1;
            measure.marks += u32::from(word.ends_with(['.', ',', ';', ':', '?', '!']));
            if word.len() <= 8 {
                lower.clear();
                lower.extend(
                    word.trim_matches(|c: char| !c.is_alphanumeric())
                        .chars()
                        .flat_map(char::to_lowercase),
                );
                measure.function_words += u32::from(FUNCTION_WORDS.contains_key(lower.as_str()));
            }
        }
        if !words.is_ascii() {
            measure.foreign = words
                .chars()
                .filter(|&c| c.is_alphabetic() && c > '\u{36F}')
                .count() as u32;
            measure.unspaced = words.chars().filter(|&c| matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{E00}'..='\u{E7F}')).count() as u32;
        }
        measure
    }

    /// Words, counting two letters of an unspaced script as one.
    pub(crate) fn length(&self) -> u32 {
        self.words + self.unspaced / 2
    }

    /// Is it running text: some sentence, mostly outside links?
    pub(crate) fn is_prose(&self) -> bool {
        if self.linked > 0.5 {
            return false;
        }
        let words = self.length();
        let grammatical = self.foreign > 10
            || self.function_words * 10 >= self.words
            || self.function_words >= 2
            || (self.marks >= 2 && words >= 20);
        grammatical && (words >= 16 || (words >= 7 && self.ends) || (words >= 12 && self.marks >= 1))
    }
}

/// Does the text end with a sentence mark, perhaps inside closing marks?
pub(crate) fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '“')
        })
        .ends_with(['.', '?', '!', '…', '。', '？', '！', '।', '؟'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_their_common_words() {
        for (text, code) in [
            (
                "The council voted on Monday to close the pier, and the mayor said that it would stay closed for a year.",
                Some("en"),
            ),
            (
                "Der Rat hat am Montag beschlossen, die Mole zu schließen, und der Bürgermeister sagte, dass sie für ein Jahr nicht mehr auf ist.",
                Some("de"),
            ),
            ("Vellin Oskerne Saltreach", None),
        ] {
            assert_eq!(language(text), code);
        }
    }
}
