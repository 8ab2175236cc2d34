//! What the words of a content show when its cue is neutral.
//!
//! Only the first clause is read for turns ("it had not ...", "must ..."), the
//! whole content for words that judge.

use crate::lexicon::{Class, Evaluation, Lexicon, Turn};
use crate::words::Words;

/// How many words of a content are read for its turn.
const FIRST_CLAUSE: usize = 40;

/// Turns and judgements of a content.
#[derive(Debug, Default)]
pub(crate) struct ContentCues {
    pub(crate) withholds: bool,
    pub(crate) denies: bool,
    pub(crate) grants: bool,
    pub(crate) obliges: bool,
    pub(crate) sorry: bool,
    pub(crate) instructs: bool,
    pub(crate) warns: bool,
    pub(crate) sympathises: bool,
    pub(crate) calls_for: bool,
    /// "he would repay", "we will appeal".
    pub(crate) own_future: bool,
    /// Its first words speak of the speaker.
    pub(crate) own: bool,
    pub(crate) first_person: bool,
    pub(crate) asks: bool,
    pub(crate) wrongdoing: usize,
    pub(crate) bad: usize,
    pub(crate) good: usize,
}

fn is_negative(lower: &str) -> bool {
    matches!(lower, "not" | "n't" | "never" | "cannot") || lower.ends_with("n't")
}

/// "it had not", "the minister did not": a deed denied.
fn denies_deed(first: &[&str], own: bool) -> bool {
    first.iter().take(8).enumerate().any(|(at, lower)| {
        let next = first.get(at + 1).copied().unwrap_or("");
        let deed = matches!(*lower, "had" | "has" | "have" | "did") && matches!(next, "not" | "never");
        let fused = matches!(*lower, "hadn't" | "hasn't" | "haven't" | "didn't" | "never");
        let state = own
            && at <= 2
            && (matches!(*lower, "wasn't" | "weren't" | "isn't" | "aren't")
                || matches!(*lower, "was" | "were" | "is" | "are" | "am") && next == "not");
        deed || fused || state
    })
}

/// Does a content that begins with this pronoun speak of another than a source that is that one?
fn is_another(source: &str, pronoun: &str) -> bool {
    matches!((source, pronoun), ("she", "he") | ("he", "she"))
}

/// Do the first words hope or wish that others do something: "he hoped the governor would resign"?
fn wishes_of_others(first: &[&str]) -> bool {
    let wish = first.iter().take(3).position(|word| {
        matches!(
            *word,
            "hope" | "hopes" | "hoped" | "hoping" | "wish" | "wishes" | "wished"
        )
    });
    wish.is_some_and(|at| {
        let rest = &first[at + 1..first.len().min(at + 10)];
        let who = rest.first().copied().unwrap_or("");
        !matches!(who, "to" | "he" | "she" | "they" | "it" | "i" | "we")
            && rest.iter().any(|word| matches!(*word, "would" | "will"))
    })
}

/// Reads a content; `source` is a source of one word in lower case, or nothing.
pub(crate) fn read(words: &Words, lexicon: &Lexicon, content: &[usize], source: &str) -> ContentCues {
    let mut cues = ContentCues::default();
    let all: Vec<usize> = content.iter().copied().filter(|&k| words[k].is_word()).collect();
    let first: Vec<&str> = all
        .iter()
        .map(|&k| words.lower(k))
        .filter(|lower| *lower != "that")
        .take(FIRST_CLAUSE)
        .collect();
    for at in 0..first.len() {
        for (turn, rest) in lexicon.turns(first[at]) {
            let fits = rest
                .iter()
                .enumerate()
                .all(|(k, part)| first.get(at + 1 + k) == Some(&&**part));
            if fits {
                match turn {
                    Turn::Withholds => cues.withholds = true,
                    Turn::Grants => cues.grants = true,
                    Turn::Sorry => cues.sorry = true,
                    Turn::Denies => cues.denies = true,
                    Turn::Obliges => cues.obliges = true,
                    Turn::Instructs => cues.instructs = true,
                    Turn::Warns => cues.warns = true,
                    Turn::Sympathises => cues.sympathises = true,
                    Turn::CallsFor => cues.calls_for = true,
                    Turn::AsksFor => cues.asks |= at == 0,
                }
            }
        }
    }
    let lower = |at: usize| first.get(at).copied().unwrap_or("");
    cues.own = matches!(
        lower(0),
        "he" | "she" | "they" | "it" | "we" | "i" | "my" | "our" | "i've" | "i'm" | "we've" | "we're"
    ) && !is_another(source, lower(0));
    cues.grants |= matches!(lower(0), "understood" | "agreed" | "granted" | "admittedly");
    cues.calls_for |= cues.own && wishes_of_others(&first);
    cues.first_person = matches!(
        lower(0),
        "i" | "we" | "my" | "our" | "i've" | "i'm" | "we've" | "we're"
    );
    cues.denies |= denies_deed(&first, cues.own) || lower(0) == "no";
    cues.obliges |= first
        .iter()
        .take(14)
        .enumerate()
        .any(|(at, word)| matches!(*word, "must" | "should" | "ought") && lower(at + 1) != "have");
    let wills = matches!(lower(1), "will" | "would" | "'ll") || matches!(lower(0), "i'll" | "we'll");
    cues.own_future = cues.own
        && wills
        && !is_negative(lower(2))
        && !matches!(
            lower(2),
            "be" | "have" | "like" | "prefer" | "rather" | "seem" | "appear" | "take" | "never" | "cost"
        );
    cues.asks |= content.iter().rev().take(2).any(|&k| words.lower(k) == "?");
    for (at, &index) in all.iter().enumerate() {
        let negated = all[at.saturating_sub(3)..at]
            .iter()
            .any(|&k| words[k].is(Class::NEGATION));
        match (lexicon.evaluation(words.lower(index)), negated) {
            (Some(Evaluation::Wrongdoing), false) => cues.wrongdoing += 1,
            (Some(Evaluation::Bad), false) | (Some(Evaluation::Good), true) => cues.bad += 1,
            (Some(Evaluation::Good), false) => cues.good += 1,
            _ => {}
        }
    }
    cues
}
