//! What speaks for two mentions being of one thing.
//!
//! In: mentions of one kind as they are compared, and what the train part says of words
//! that come together. Out: properties of a pair, 0 to about 1, in the order of [`NAMES`].

use std::collections::BTreeMap;

use super::likeness::{Vector, cosine};

/// The properties.
pub const NAMES: [&str; 34] = [
    "always",
    "same_head",
    "same_words",
    "shared",
    "one_holds_other",
    "head_in_other",
    "same_beginning",
    "vectors",
    "no_vector",
    "sentence",
    "near",
    "names_beside",
    "same_story",
    "document",
    "both_proper",
    "one_proper",
    "other_figures",
    "acronym",
    "one_pronoun",
    "both_pronouns",
    "same_identity",
    "same_entity",
    "other_entity",
    "head_and_near",
    "near_alone",
    "head_and_story",
    "story_alone",
    "vectors_in_story",
    "head_in_sentence",
    "head_in_document",
    "apart_in_document",
    "proper_head_elsewhere",
    "proper_shared",
    "rate",
];

/// Values of a pair's properties.
pub type Properties = [f32; NAMES.len()];

/// A mention as it is compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Index of its topic's documents, and whether its document tells the second story.
    pub document: usize,
    /// Which of the two stories, as found.
    pub second: bool,
    /// Sentence of the document.
    pub sentence: usize,
    /// Stem of the head.
    pub head: u32,
    /// Its words, lower case.
    pub words: String,
    /// Stems of the words that tell something, with their rarity; the head's always.
    pub stems: BTreeMap<u32, f32>,
    /// The head's vector, of length one.
    pub vector: Option<Vec<f32>>,
    /// The other words of the sentence, and those within six.
    pub around: Vector,
    /// As above.
    pub near: Vector,
    /// Stems of capitalised words beside it.
    pub names: Vec<u32>,
    /// Does it have a capital within a sentence?
    pub proper: bool,
    /// Figures among its words.
    pub figures: Vec<String>,
    /// First letters of its capitalised words, and itself if it is all capitals.
    pub initials: String,
    /// As above.
    pub capitals: Option<String>,
    /// Third or first person.
    pub pronoun: bool,
    /// Who it is across documents, and within its document, as the program has it.
    pub identity: Option<usize>,
    /// As above.
    pub entity: Option<usize>,
}

/// How often two heads are one thing in one story, over the topics of the train part.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    /// By pair of stems: topic and share of pairs that are one.
    of: BTreeMap<(u32, u32), Vec<(u32, f32)>>,
    same: f32,
    other: f32,
}

impl Rates {
    /// Counts the pairs of one story of a topic: both heads, and whether they are one.
    pub fn learn(&mut self, topic: u32, pairs: impl Iterator<Item = (u32, u32, bool)>) {
        let mut counts: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for (left, right, one) in pairs {
            let count = counts.entry((left.min(right), left.max(right))).or_default();
            count.0 += u32::from(one);
            count.1 += 1;
        }
        for (heads, (one, all)) in counts {
            self.of
                .entry(heads)
                .or_default()
                .push((topic, one as f32 / all as f32));
        }
    }

    /// To be called when all is learnt.
    pub fn settle(&mut self) {
        let mean = |wanted: bool| {
            let rates = self
                .of
                .iter()
                .filter(|((a, b), _)| (a == b) == wanted)
                .flat_map(|(_, rates)| rates);
            let (sum, count) = rates.fold((0.0, 0), |(sum, count), (_, rate)| (sum + rate, count + 1));
            sum / (count.max(1) as f32)
        };
        (self.same, self.other) = (mean(true), mean(false));
    }

    /// How much likelier than others two heads are one, in log-odds; what `but` tells is left out.
    fn told(&self, left: u32, right: u32, but: Option<u32>) -> f32 {
        // A rate of one topic is worth as much as what holds of all heads; for different heads twice as much.
        let (usual, worth) = if left == right {
            (self.same, 1.0)
        } else {
            (self.other, 0.5)
        };
        let known = self.of.get(&(left.min(right), left.max(right)));
        let known = known
            .into_iter()
            .flatten()
            .filter(|(topic, _)| Some(*topic) != but);
        let (sum, count) = known.fold((0.0, 0.0), |(sum, count), (_, rate)| (sum + rate, count + 1.0f32));
        let odds = |rate: f32| (rate.clamp(1e-4, 0.9999) / (1.0 - rate.clamp(1e-4, 0.9999))).ln();
        odds((sum + worth * usual) / (count + worth)) - odds(usual)
    }
}

/// Can they be one at all? Only those of one story, or with a word or an identity in common, are weighed.
#[must_use]
pub fn comparable(a: &Compared, b: &Compared) -> bool {
    a.second == b.second
        || a.stems.keys().any(|stem| b.stems.contains_key(stem))
        || a.identity.is_some() && a.identity == b.identity
}

/// The properties of a pair; `alike` is that of their documents, `but` a topic that tells nothing of itself.
#[must_use]
pub fn properties(a: &Compared, b: &Compared, alike: f32, rates: &Rates, but: Option<u32>) -> Properties {
    let yes = |is: bool| f32::from(u8::from(is));
    let common: f32 = a
        .stems
        .iter()
        .filter(|(stem, _)| b.stems.contains_key(stem))
        .map(|(_, rarity)| rarity)
        .sum();
    let shared = a.stems.keys().filter(|stem| b.stems.contains_key(stem)).count();
    let least = a.stems.values().sum::<f32>().min(b.stems.values().sum());
    let share = if least > 0.0 { common / least } else { 0.0 };
    let head = a.head == b.head;
    let vectors = match (&a.vector, &b.vector) {
        (Some(a), Some(b)) => a.iter().zip(b).map(|(a, b)| a * b).sum(),
        _ => 0.0,
    };
    let (around, near) = (cosine(&a.around, &b.around), cosine(&a.near, &b.near));
    let story = a.second == b.second;
    let document = a.document == b.document;
    let names = a
        .names
        .iter()
        .filter(|name| b.names.contains(name))
        .count()
        .min(3) as f32
        / 3.0;
    let acronym = |short: &Compared, long: &Compared| {
        short
            .capitals
            .as_ref()
            .is_some_and(|capitals| *capitals == long.initials && long.initials.len() > 1)
    };
    let both_proper = a.proper && b.proper;
    let of_document = |both: bool| document && a.entity.is_some() && b.entity.is_some() && both;
    let other_figures =
        !a.figures.is_empty() && !b.figures.is_empty() && !a.figures.iter().any(|f| b.figures.contains(f));
    [
        1.0,
        yes(head),
        yes(a.words == b.words),
        share,
        yes(shared == a.stems.len().min(b.stems.len())),
        yes(a.stems.contains_key(&b.head) || b.stems.contains_key(&a.head)),
        yes(!head && a.words.chars().take(4).eq(b.words.chars().take(4))),
        vectors,
        yes(a.vector.is_none() || b.vector.is_none()),
        around,
        near,
        names,
        yes(story),
        alike,
        yes(both_proper),
        yes(a.proper != b.proper),
        yes(other_figures),
        yes(acronym(a, b) || acronym(b, a)),
        yes(a.pronoun != b.pronoun),
        yes(a.pronoun && b.pronoun),
        yes(a.identity.is_some() && a.identity == b.identity),
        yes(of_document(a.entity == b.entity)),
        yes(of_document(a.entity != b.entity)),
        if head { near } else { 0.0 },
        if head { 0.0 } else { near },
        yes(head && story),
        yes(!head && story),
        if story && !head { vectors } else { 0.0 },
        yes(head && document && a.sentence == b.sentence),
        yes(head && document),
        yes(!head && document),
        yes(both_proper && head && !story),
        if both_proper { share } else { 0.0 },
        if story {
            rates.told(a.head, b.head, but) / 4.0
        } else {
            0.0
        },
    ]
}
