//! The words of all primaries, and where each word stands.

use std::collections::BTreeMap;
use std::ops::Range;

use text::{Span, Text};

use crate::words::words;
use crate::{Primary, UnitMatch};

/// A stretch that a quotation may run through: neighbouring units of one
/// speaker. A speaker's two messages in a row, or the cues of a caption file,
/// are one speech.
#[derive(Debug, Clone)]
pub(crate) struct Speech {
    /// Positions of its words.
    pub(crate) words: Range<usize>,
}

/// Words of the primaries, by position and by word.
#[derive(Debug, Clone, Default)]
pub struct PrimaryIndex {
    ids: BTreeMap<String, u32>,
    /// For each position, the word.
    pub(crate) keys: Vec<u32>,
    /// For each position, its bytes in the primary.
    pub(crate) spans: Vec<Span>,
    /// For each position, does a sentence begin there?
    pub(crate) opens_sentence: Vec<bool>,
    /// For each position, its unit.
    pub(crate) units: Vec<UnitMatch>,
    /// For each position, its speech.
    pub(crate) speech_of: Vec<u32>,
    pub(crate) speeches: Vec<Speech>,
    /// For each word, its positions.
    postings: Vec<Vec<u32>>,
    /// For each word, itself.
    spelt: Vec<String>,
    /// For each primary, its text.
    texts: Vec<Text>,
}

impl PrimaryIndex {
    /// Indexes primaries; linear in their length.
    #[must_use]
    pub fn new(primaries: &[Primary]) -> Self {
        let mut index = Self::default();
        for (primary, document) in primaries.iter().enumerate() {
            index.texts.push(document.text.clone());
            let mut speaker: Option<Option<&str>> = None;
            for (unit, part) in document.units.iter().enumerate() {
                let label = part.label.map(|label| document.text.slice(label));
                if speaker != Some(label) {
                    index.speeches.push(Speech {
                        words: index.keys.len()..index.keys.len(),
                    });
                    speaker = Some(label);
                }
                for word in words(document.text.as_str(), part.span) {
                    let id = index.intern(word.key);
                    let at = index.keys.len();
                    index.postings[id as usize].push(at as u32);
                    index.keys.push(id);
                    index.spans.push(word.span);
                    index.opens_sentence.push(word.opens_sentence);
                    index.units.push(UnitMatch { primary, unit });
                    index.speech_of.push(index.speeches.len() as u32 - 1);
                }
                if let Some(speech) = index.speeches.last_mut() {
                    speech.words.end = index.keys.len();
                }
            }
        }
        index
    }

    fn intern(&mut self, key: String) -> u32 {
        if let Some(&id) = self.ids.get(&key) {
            return id;
        }
        let id = self.postings.len() as u32;
        self.postings.push(Vec::new());
        self.spelt.push(key.clone());
        self.ids.insert(key, id);
        id
    }

    /// The number of a word, if it occurs.
    pub(crate) fn id(&self, key: &str) -> Option<u32> {
        self.ids.get(key).copied()
    }

    /// The word with this number.
    pub(crate) fn spelt(&self, id: u32) -> &str {
        &self.spelt[id as usize]
    }

    /// Where a word stands, ascending.
    pub(crate) fn positions(&self, id: u32) -> &[u32] {
        &self.postings[id as usize]
    }

    /// The word at a position.
    pub(crate) fn word_at(&self, at: usize) -> &str {
        self.spelt(self.keys[at])
    }

    /// Words at neighbouring positions as printed.
    pub(crate) fn shown(&self, positions: &[usize]) -> String {
        let (Some(&first), Some(&last)) = (positions.first(), positions.last()) else {
            return String::new();
        };
        let cover = self.spans[first].cover(self.spans[last]);
        self.texts[self.units[first].primary].slice(cover).to_owned()
    }

    /// Positions of the sentence that holds a position, inside its speech.
    pub(crate) fn sentence_of(&self, at: usize) -> Range<usize> {
        let speech = &self.speeches[self.speech_of[at] as usize].words;
        // A sentence without an end would make this quadratic over many quotations.
        const LONGEST: usize = 400;
        let first = speech.start.max(at.saturating_sub(LONGEST));
        let last = speech.end.min(at + LONGEST);
        let opens = |p: usize| self.opens_sentence[p];
        let start = (first..=at).rev().find(|&p| opens(p)).unwrap_or(first);
        let end = (at + 1..last).find(|&p| opens(p)).unwrap_or(last);
        start..end
    }
}
