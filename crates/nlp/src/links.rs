//! Which noun phrase before it each phrase refers back to, if any.
//!
//! In: the phrases of an article, with the entities that the sure rules gave them. Out: for each the
//! likeliest chain of the phrases in its window, or none. What speaks for a pair is a row of each of the
//! [`PAIR_TABLES`] and the numbers of both phrases' states; a hidden layer of [`HIDDEN`] units weighs
//! them. The window is bounded, so that the work is linear in the text.

use std::collections::HashMap;

use model::{PAIR_UNITS as HIDDEN, PairLayer, WeightError, Weights};
use text::Span;

use crate::Gender;
use crate::gazetteer::class;
use crate::phrases::{NUMBERS, Phrase, PhraseKind};
use crate::prose::Prose;
use crate::units::Shape;

/// Phrases back that are weighed for a pronoun.
const BACK_PRONOUN: usize = 14;

/// For a name, and a noun that says it is known, beside those with its head.
const BACK_DEFINITE: usize = 6;

/// For another noun.
const BACK_NOUN: usize = 3;

/// How many earlier phrases with the same head, the last ones.
const SAME_HEAD: usize = 3;

/// How many words beside the head are compared.
const MOST_MODIFIERS: usize = 12;

/// Numbers of a phrase whose product with those of another speaks for a pair.
const ALIKE: usize = 16;

const _: () = assert!(2 * HIDDEN + 2 * ALIKE == NUMBERS, "the numbers of a phrase");

/// Numbers of a phrase: for the hidden layer and for the product, as the later of a pair and as the earlier.
struct Parts<'a> {
    later: &'a [f32; HIDDEN],
    earlier: &'a [f32; HIDDEN],
    alike_later: &'a [f32],
    alike_earlier: &'a [f32],
}

impl<'a> Parts<'a> {
    fn of(referent: &'a Referent) -> Self {
        let (layer, alike) = referent.phrase.numbers.split_at(2 * HIDDEN);
        let (alike_later, alike_earlier) = alike.split_at(ALIKE);
        let (halves, _) = layer.as_chunks::<HIDDEN>();
        Self {
            later: &halves[0],
            earlier: &halves[1],
            alike_later,
            alike_earlier,
        }
    }
}

/// Kinds of wording.
pub(crate) const WORDINGS: usize = 16;

const KINDS: usize = PhraseKind::ALL.len();

/// Rows of the tables that a pair has one row of each, in order.
pub const PAIR_TABLES: [usize; 17] = [
    WORDINGS * WORDINGS,
    WORDINGS * DISTANCES,
    WORDINGS * DISTANCES,
    WORDINGS * MATCHES,
    KINDS * KINDS,
    WORDINGS * 4,
    WORDINGS * GENDERS * GENDERS,
    WORDINGS * CLUSTERS,
    WORDINGS * 4,
    WORDINGS * QUOTED * 4,
    WORDINGS * PLACED,
    WORDINGS * 8,
    WORDINGS * 12,
    WORDINGS * 12,
    WORDINGS * 8,
    WORDINGS * SALIENCE,
    WORDINGS * WORDINGS * 4,
];

/// Rows of the tables of a phrase that refers to none before it.
pub const ALONE_TABLES: [usize; 5] = [
    WORDINGS * 2,
    WORDINGS * 4,
    WORDINGS * KINDS,
    WORDINGS * 4,
    WORDINGS * 4,
];

const DISTANCES: usize = 9;
const MATCHES: usize = 9;
const GENDERS: usize = 3;
const CLUSTERS: usize = 6;
const QUOTED: usize = 5;
const PLACED: usize = 8;
const SALIENCE: usize = 5;

/// One row of each table, counted from the first table's first.
pub type PairRows = [u16; PAIR_TABLES.len()];

/// The same of a phrase alone.
pub type AloneRows = [u16; ALONE_TABLES.len()];

/// How a phrase is worded. The order is that of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Wording {
    He,
    She,
    It,
    They,
    I,
    You,
    We,
    Demonstrative,
    OtherPronoun,
    Name,
    Definite,
    ThisNoun,
    Indefinite,
    Possessed,
    Bare,
    Counted,
}

impl Wording {
    pub(crate) fn is_pronoun(self) -> bool {
        (self as usize) <= Self::OtherPronoun as usize
    }

    fn is_speaker(self) -> bool {
        matches!(self, Self::I | Self::You | Self::We)
    }
}

/// A phrase as the pairs see it.
pub(crate) struct Referent {
    pub(crate) phrase: Phrase,
    /// Of the words that are printed: of a name all of it.
    pub(crate) units: std::ops::Range<usize>,
    pub(crate) wording: Wording,
    /// The entity that the sure rules gave it.
    pub(crate) cluster: Option<usize>,
    /// Has no rule anything to say of its words?
    pub(crate) open: bool,
    gender: Option<Gender>,
    /// Hash of the head without plural ending.
    stem: u64,
    /// Hashes of its content words but the head.
    modifiers: Vec<u64>,
    sentence: usize,
    block: usize,
    quotation: Option<usize>,
    /// Sentences of its quotation.
    quoted_from: usize,
    quoted_to: usize,
    governed: bool,
    opens: bool,
    /// How often what it names was named before.
    before: usize,
}

/// What the rules say of a phrase.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    pub(crate) name: bool,
    pub(crate) open: bool,
    pub(crate) cluster: Option<usize>,
    pub(crate) gender: Option<Gender>,
}

/// How the phrase at `units` is worded.
fn wording(prose: &Prose<'_>, phrase: &Phrase, units: &std::ops::Range<usize>, name: bool) -> Wording {
    let head = uncontracted(prose.word(phrase.head)).to_lowercase();
    if units.len() == 1
        && let Some(wording) = pronoun(&head)
    {
        return wording;
    }
    if name || phrase.proper {
        return Wording::Name;
    }
    let first = prose.word(units.start).to_lowercase();
    if units.len() == 1 {
        return Wording::Bare;
    }
    match first.as_str() {
        "the" => return Wording::Definite,
        "this" | "that" | "these" | "those" | "such" => return Wording::ThisNoun,
        "a" | "an" | "another" | "some" | "any" | "no" | "each" | "every" => return Wording::Indefinite,
        "my" | "your" | "his" | "her" | "its" | "our" | "their" => return Wording::Possessed,
        _ => {}
    }
    let clitic = units.clone().any(|at| prose.units[at].shape == Shape::Clitic);
    if clitic {
        Wording::Possessed
    } else if prose.units[units.start].shape == Shape::Figure
        || matches!(
            first.as_str(),
            "many" | "several" | "few" | "all" | "both" | "two" | "three" | "most"
        )
    {
        Wording::Counted
    } else {
        Wording::Bare
    }
}

fn pronoun(word: &str) -> Option<Wording> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Wording::He,
        "she" | "her" | "hers" | "herself" => Wording::She,
        "it" | "its" | "itself" => Wording::It,
        "they" | "them" | "their" | "theirs" | "themselves" | "'em" | "’em" => Wording::They,
        "i" | "me" | "my" | "mine" | "myself" => Wording::I,
        "you" | "your" | "yours" | "yourself" | "yourselves" | "thou" | "thee" | "thy" => Wording::You,
        "we" | "us" | "our" | "ours" | "ourselves" => Wording::We,
        "this" | "that" | "these" | "those" => Wording::Demonstrative,
        "one" | "ones" | "here" | "there" | "someone" | "somebody" | "everyone" | "everybody" | "anyone"
        | "nobody" | "other" | "others" | "something" | "nothing" | "everything" | "anything" | "both"
        | "some" | "all" | "another" | "many" | "who" | "what" => Wording::OtherPronoun,
        _ => return None,
    })
}

/// Is the word a pronoun, or one of the words that stand alone as they do ("one", "others", "there")?
///
/// Contractions are read without what is drawn to them ("she’ll").
#[must_use]
pub fn is_pronoun(word: &str) -> bool {
    let word = uncontracted(word);
    word.len() <= 10 && pronoun(&word.to_lowercase()).is_some()
}

/// "we" of "we'll".
pub(crate) fn uncontracted(word: &str) -> &str {
    match word.find(['\'', '’']) {
        Some(at) if at > 0 => &word[..at],
        _ => word,
    }
}

/// Hash of a word without a plural's ending.
fn stem(prose: &Prose<'_>, at: usize) -> u64 {
    let word = uncontracted(prose.word(at)).to_lowercase();
    let singular = match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => word,
        },
    };
    crate::units::hash_lower(&singular)
}

impl Referent {
    /// Its bytes, without the verb of "we'll".
    pub(crate) fn span(&self, prose: &Prose<'_>) -> Span {
        let span = prose.span(&self.units);
        let head = prose.units[self.phrase.head].span;
        if self.wording.is_pronoun() && head.end() == span.end() {
            let word = uncontracted(prose.word(self.phrase.head));
            return Span::new(span.start(), head.start() + word.len());
        }
        span
    }

    pub(crate) fn new(
        prose: &Prose<'_>,
        phrase: Phrase,
        units: std::ops::Range<usize>,
        quotations: &HashMap<usize, (usize, usize)>,
        known: Known,
    ) -> Self {
        let wording = wording(prose, &phrase, &units, known.name);
        let head = phrase.head;
        let sentence = prose.sentence_of[head];
        let gender =
            match wording {
                Wording::He => Some(Gender::Male),
                Wording::She => Some(Gender::Female),
                _ => known.gender.or_else(|| {
                    match (prose.is(head, class::FEMALE), prose.is(head, class::MALE)) {
                        (true, false) => Some(Gender::Female),
                        (false, true) => Some(Gender::Male),
                        _ => None,
                    }
                }),
            };
        let modifiers = units
            .clone()
            .filter(|&at| at != head && !prose.is_mark(at) && !prose.is_function_word(at))
            .filter(|&at| prose.units[at].shape != Shape::Clitic)
            .take(MOST_MODIFIERS)
            .map(|at| prose.units[at].lower)
            .collect();
        let quotation = prose.quotation[head];
        let around = quotation.and_then(|quotation| quotations.get(&quotation).copied());
        let (quoted_from, quoted_to) = around.unwrap_or((sentence, sentence));
        Self {
            governed: prose
                .before(units.start)
                .is_some_and(|before| prose.is(before, class::PREPOSITION)),
            opens: head < prose.sentences[sentence].start + 4,
            before: 0,
            quoted_from,
            quoted_to,
            stem: stem(prose, head),
            modifiers,
            sentence,
            block: prose.block_of[sentence],
            quotation,
            units,
            wording,
            cluster: known.cluster,
            open: known.open,
            gender,
            phrase,
        }
    }
}

/// The phrases before `at` that it may refer to, the nearest first.
pub(crate) struct Window {
    by_stem: HashMap<u64, Vec<usize>>,
    by_cluster: HashMap<usize, usize>,
    /// How often each cluster has been mentioned.
    mentions: HashMap<usize, usize>,
}

impl Window {
    pub(crate) fn new() -> Self {
        Self {
            by_stem: HashMap::new(),
            by_cluster: HashMap::new(),
            mentions: HashMap::new(),
        }
    }

    /// Those that the phrase may refer to; then the phrase is one that later ones may refer to.
    pub(crate) fn step(&mut self, referents: &mut [Referent], at: usize) -> Vec<usize> {
        let referent = &mut referents[at];
        let back = match referent.wording {
            wording if wording.is_pronoun() => BACK_PRONOUN,
            Wording::Name | Wording::Definite | Wording::ThisNoun => BACK_DEFINITE,
            _ => BACK_NOUN,
        };
        let nearest = at.saturating_sub(back);
        let mut found: Vec<usize> = (nearest..at).rev().collect();
        let same = self.by_stem.entry(referent.stem).or_default();
        found.extend(
            same.iter()
                .rev()
                .take(SAME_HEAD)
                .copied()
                .filter(|&earlier| earlier < nearest),
        );
        referent.before = match referent.cluster {
            Some(cluster) => {
                let count = self.mentions.entry(cluster).or_default();
                *count += 1;
                *count - 1
            }
            None => same.len(),
        };
        same.push(at);
        if let Some(cluster) = referent.cluster
            && let Some(earlier) = self.by_cluster.insert(cluster, at)
            && !found.contains(&earlier)
        {
            found.push(earlier);
        }
        found
    }
}

fn distance(back: usize) -> usize {
    match back {
        0..=3 => back,
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=30 => 7,
        _ => 8,
    }
}

fn gender(referent: &Referent) -> usize {
    match referent.gender {
        None => 0,
        Some(Gender::Female) => 1,
        Some(Gender::Male) => 2,
    }
}

/// How alike the words of two phrases are.
fn matches(later: &Referent, earlier: &Referent, prose: &Prose<'_>) -> usize {
    if later.wording.is_pronoun() || earlier.wording.is_pronoun() {
        return usize::from(later.stem == earlier.stem);
    }
    let within =
        |some: &Referent, other: &Referent| some.modifiers.iter().all(|word| other.modifiers.contains(word));
    if later.stem == earlier.stem {
        let exact = prose.units[later.phrase.head].lower == prose.units[earlier.phrase.head].lower;
        match (within(later, earlier), within(earlier, later)) {
            _ if !exact => 2,
            (true, true) => 3,
            (true, false) => 4,
            (false, true) => 5,
            (false, false) => 6,
        }
    } else if earlier.modifiers.contains(&prose.units[later.phrase.head].lower)
        || later.modifiers.contains(&prose.units[earlier.phrase.head].lower)
    {
        7
    } else {
        8
    }
}

/// How two phrases stand to each other in one sentence.
fn placed(later: &Referent, earlier: &Referent, prose: &Prose<'_>) -> usize {
    if later.sentence != earlier.sentence {
        return 0;
    }
    if later.units.contains(&earlier.phrase.head) {
        return 1;
    }
    let between = earlier.units.end..later.units.start;
    if between.is_empty() {
        return 2;
    }
    let copula = between.len() <= 3
        && between.clone().any(|at| {
            matches!(
                prose.word(at),
                "is" | "was" | "are" | "were" | "am" | "'s" | "’s" | "be"
            )
        });
    match (between.len(), prose.word(between.start)) {
        (1, "," | "(" | "-" | "–" | "—" | ":") => 3,
        (1, "and" | "or" | "&") => 4,
        _ if copula => 5,
        (1..=4, _) => 6,
        _ => 7,
    }
}

/// Who speaks: a subject beside a quotation and one in it.
fn speech(later: &Referent, earlier: &Referent) -> usize {
    let beside = |inner: &Referent, outer: &Referent| {
        outer.phrase.subject && (inner.quoted_from..=inner.quoted_to).contains(&outer.sentence)
    };
    match (later.quotation, earlier.quotation) {
        (None, Some(_)) if beside(earlier, later) => 1,
        (Some(_), None) if beside(later, earlier) => 2,
        (Some(a), Some(b)) if a != b => 3,
        _ => 0,
    }
}

/// Rows of a pair.
pub(crate) fn pair_rows(referents: &[Referent], at: usize, earlier_at: usize, prose: &Prose<'_>) -> PairRows {
    let (later, earlier) = (&referents[at], &referents[earlier_at]);
    let wording = later.wording as usize;
    let flags = |a: bool, b: bool| 2 * usize::from(a) + usize::from(b);
    let clusters = match (later.cluster, earlier.cluster) {
        (Some(a), Some(b)) if a == b => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
        (None, Some(_)) => 4,
        (None, None) => 5,
    };
    let quoted = match (later.quotation, earlier.quotation) {
        (None, None) => 0,
        (Some(a), Some(b)) if a == b => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
        (None, Some(_)) => 4,
    };
    let speaker = match earlier.wording {
        wording if wording.is_speaker() => 1,
        wording if wording.is_pronoun() => 2,
        Wording::Name => 3,
        _ => 0,
    };
    let blocks = (later.block - earlier.block).min(3);
    let matches = matches(later, earlier, prose);
    let sentences = (later.sentence - earlier.sentence).min(2);
    let same_kind = later.phrase.kind == earlier.phrase.kind;
    let opens = earlier.opens;
    let salience = match earlier.before {
        0..=2 => earlier.before,
        3..=5 => 3,
        _ => 4,
    };
    let values = [
        wording * WORDINGS + earlier.wording as usize,
        wording * DISTANCES + distance(later.sentence - earlier.sentence),
        wording * DISTANCES + distance(at - earlier_at - 1),
        wording * MATCHES + matches,
        later.phrase.kind as usize * KINDS + earlier.phrase.kind as usize,
        wording * 4 + flags(later.phrase.plural, earlier.phrase.plural),
        (wording * GENDERS + gender(later)) * GENDERS + gender(earlier),
        wording * CLUSTERS + clusters,
        wording * 4 + flags(later.phrase.subject, earlier.phrase.subject),
        (wording * QUOTED + quoted) * 4 + speaker,
        wording * PLACED + placed(later, earlier, prose),
        wording * 8 + 2 * blocks + usize::from(opens),
        wording * 12 + 4 * sentences + flags(earlier.phrase.subject, same_kind),
        wording * 12
            + 4 * usize::from(matches == 8)
            + 8 * usize::from(matches == 3)
            + flags(earlier.phrase.proper, same_kind),
        wording * 8 + 4 * usize::from(earlier.governed) + flags(sentences == 0, opens),
        wording * SALIENCE + salience,
        (wording * WORDINGS + earlier.wording as usize) * 4 + speech(later, earlier),
    ];
    counted_on(values, PAIR_TABLES)
}

/// A row of each table, counted from the first table's first.
fn counted_on<const N: usize>(values: [usize; N], tables: [usize; N]) -> [u16; N] {
    let mut rows = [0; N];
    let mut first = 0;
    for ((row, value), table) in rows.iter_mut().zip(values).zip(tables) {
        debug_assert!(value < table, "a row of its table");
        *row = (first + value) as u16;
        first += table;
    }
    rows
}

/// Rows of a phrase alone.
pub(crate) fn alone_rows(referents: &[Referent], at: usize, candidates: &[usize]) -> AloneRows {
    let referent = &referents[at];
    let wording = referent.wording as usize;
    let same = candidates
        .iter()
        .filter(|&&c| referents[c].stem == referent.stem)
        .count();
    let known = referent.cluster.map_or(0, |cluster| {
        1 + usize::from(candidates.iter().any(|&c| referents[c].cluster == Some(cluster)))
    });
    let values = [
        wording * 2 + usize::from(referent.quotation.is_some()),
        wording * 4 + same.min(3),
        wording * KINDS + referent.phrase.kind as usize,
        wording * 4 + 2 * usize::from(referent.phrase.plural) + usize::from(referent.phrase.subject),
        wording * 4 + known,
    ];
    counted_on(values, ALONE_TABLES)
}

/// Weights of pairs.
#[derive(Debug)]
pub(crate) struct LinkModel {
    pairs: PairLayer,
    alone: PairLayer,
    bias: [f32; HIDDEN],
}

impl LinkModel {
    /// Takes them out of a weight file.
    ///
    /// # Errors
    /// When tensors are missing or do not fit.
    pub(crate) fn load(weights: &Weights<'_>) -> Result<Self, WeightError> {
        let bias = weights.numbers("links.bias", HIDDEN)?;
        Ok(Self {
            pairs: PairLayer::load(weights, "pairs", PAIR_TABLES.iter().sum(), "links.out")?,
            alone: PairLayer::load(weights, "alone", ALONE_TABLES.iter().sum(), "links.out")?,
            bias: bias
                .try_into()
                .map_err(|_| WeightError::Unfit("links.bias".to_owned()))?,
        })
    }

    /// For each phrase the likeliest chain of those before it, by the phrase of it that speaks most for it, and how
    /// likely that chain is beside all others and none. What speaks for the phrases of one chain adds up.
    pub(crate) fn antecedents(
        &self,
        referents: &mut [Referent],
        prose: &Prose<'_>,
    ) -> Vec<Option<(usize, f32)>> {
        let mut window = Window::new();
        let mut chain_of: Vec<usize> = Vec::with_capacity(referents.len());
        (0..referents.len())
            .map(|at| {
                let candidates = window.step(referents, at);
                let antecedent = self.antecedent(referents, at, &candidates, &chain_of, prose);
                chain_of.push(antecedent.map_or(at, |(earlier, _)| chain_of[earlier]));
                antecedent
            })
            .collect()
    }

    fn antecedent(
        &self,
        referents: &[Referent],
        at: usize,
        candidates: &[usize],
        chain_of: &[usize],
        prose: &Prose<'_>,
    ) -> Option<(usize, f32)> {
        let (none, scores) = self.scores(referents, at, candidates, prose);
        let top = scores.iter().copied().fold(none, f32::max);
        let none = (none - top).exp();
        let mut all = none;
        let mut chains: Vec<Reading> = Vec::new();
        for (&candidate, score) in candidates.iter().zip(scores) {
            let odds = (score - top).exp();
            all += odds;
            let chain = chain_of[candidate];
            let known = chains.iter().position(|reading| reading.chain == chain);
            let number = known.unwrap_or_else(|| {
                chains.push(Reading {
                    chain,
                    odds: 0.0,
                    most: 0.0,
                    by: candidate,
                });
                chains.len() - 1
            });
            let reading = &mut chains[number];
            reading.odds += odds;
            if odds > reading.most {
                (reading.most, reading.by) = (odds, candidate);
            }
        }
        let best = chains.iter().rev().max_by(|a, b| a.odds.total_cmp(&b.odds))?;
        (best.odds > none).then_some((best.by, best.odds / all))
    }

    /// What speaks for none before the phrase, and for each of the candidates.
    fn scores(
        &self,
        referents: &[Referent],
        at: usize,
        candidates: &[usize],
        prose: &Prose<'_>,
    ) -> (f32, Vec<f32>) {
        let later = Parts::of(&referents[at]);
        let alone = alone_rows(referents, at, candidates);
        let none = self.alone.scores(&self.bias, &[(later.later, alone)])[0];
        let pairs: Vec<_> = candidates
            .iter()
            .map(|&earlier| {
                let rows = pair_rows(referents, at, earlier, prose);
                (Parts::of(&referents[earlier]).earlier, rows)
            })
            .collect();
        let base = std::array::from_fn(|unit| self.bias[unit] + later.later[unit]);
        let mut scores = self.pairs.scores(&base, &pairs);
        for (score, &earlier) in scores.iter_mut().zip(candidates) {
            let alike = later
                .alike_later
                .iter()
                .zip(Parts::of(&referents[earlier]).alike_earlier);
            *score += alike.map(|(a, b)| a * b).sum::<f32>();
        }
        (none, scores)
    }
}

/// A chain that a phrase may go on, with what speaks for it.
struct Reading {
    chain: usize,
    odds: f32,
    /// What speaks for the phrase of it that most does.
    most: f32,
    by: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronoun_is_known_with_its_verb() {
        for (word, expected) in [
            ("we'll", Some(Wording::We)),
            ("They’d", Some(Wording::They)),
            ("’s", None),
        ] {
            assert_eq!(pronoun(&uncontracted(word).to_lowercase()), expected, "{word}");
        }
    }

    #[test]
    fn the_window_is_bounded_and_reaches_further_for_the_same_word() {
        let text = format!(
            "The plan failed. {}The plan was old.",
            "A ship left a port. ".repeat(60)
        );
        let tokens = crate::tokenize(&text);
        let sentence = crate::Sentence {
            span: Span::new(0, text.len()),
            block: 0,
            first_token: 0,
            end_token: tokens.len(),
        };
        let models = crate::Models::bundled();
        let prose = Prose::new(&text, &tokens, &[sentence], &[], &models.gazetteer);
        let nouns = (0..prose.units.len()).filter(|&at| matches!(prose.word(at), "plan" | "ship" | "port"));
        let mut referents: Vec<Referent> = nouns
            .map(|head| {
                let phrase = Phrase::at(head, PhraseKind::Thing);
                Referent::new(
                    &prose,
                    phrase,
                    head - 1..head + 1,
                    &HashMap::new(),
                    Known::default(),
                )
            })
            .collect();
        let mut window = Window::new();
        let found: Vec<Vec<usize>> = (0..referents.len())
            .map(|at| window.step(&mut referents, at))
            .collect();
        assert!(
            found
                .iter()
                .all(|candidates| candidates.len() <= BACK_PRONOUN + SAME_HEAD + 1)
        );
        let last = found.last().expect("phrases");
        assert_eq!((last.len(), last.last()), (BACK_DEFINITE + 1, Some(&0)));
    }
}
