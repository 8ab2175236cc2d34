//! What the words of a content show when its cue is neutral.
//!
//! Only the first clause is read for turns ("it had not ...", "must ..."), the
//! whole content for words that judge. Who is spoken of decides between them:
//! "I failed to" admits, "she failed to" criticises.

use nlp::Analysis;
use text::Span;

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
    pub(crate) advises: bool,
    /// "had every right to", "did not mean to".
    pub(crate) excuses: bool,
    /// "should have acted", "failed to act".
    pub(crate) faults: bool,
    /// A misdeed of the speaker's own: "I lied to you".
    pub(crate) confesses: bool,
    /// A claim is spoken of, and as untrue: "the story a fabrication".
    pub(crate) untrue: bool,
    /// "he would repay", "we will appeal".
    pub(crate) own_future: bool,
    /// Its first words speak of the speaker.
    pub(crate) own: bool,
    /// Its first word is "he" or "she" and stands for another than the speaker.
    pub(crate) of_another: bool,
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
    let main = first
        .iter()
        .skip(1)
        .position(|lower| matches!(*lower, "who" | "which" | "whose" | "because" | "when" | "where"))
        .map_or(first.len(), |at| at + 1);
    first[..main].iter().take(8).enumerate().any(|(at, lower)| {
        let next = first.get(at + 1).copied().unwrap_or("");
        let goes = first.get(at + 2) == Some(&"going");
        let deed =
            matches!(*lower, "had" | "has" | "have" | "did") && matches!(next, "not" | "never" | "neither");
        let fused = matches!(*lower, "hadn't" | "hasn't" | "haven't" | "didn't" | "never");
        let state = own
            && at <= 2
            && (matches!(*lower, "wasn't" | "weren't" | "isn't" | "aren't")
                || matches!(*lower, "was" | "were" | "is" | "are" | "am") && next == "not" && !goes);
        deed || fused || state
    })
}

/// Who is heard: what decides whether "he" in the content is the speaker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard<'a> {
    pub(crate) analysis: &'a Analysis,
    /// Words of the source.
    pub(crate) source: &'a [usize],
    /// Entity of the source, where it is known.
    pub(crate) entity: Option<usize>,
}

impl Heard<'_> {
    /// Does the first word of a content stand for the speaker?
    fn is_self(&self, words: &Words, first: usize) -> bool {
        let lower = words.lower(first);
        let in_marks = first > 0 && words[first - 1].is_quote();
        match lower {
            "i" | "we" | "my" | "our" | "i've" | "i'm" | "we've" | "we're" | "i'd" | "we'd" | "i'll"
            | "we'll" => true,
            // Nobody calls himself "he" in his own words.
            "he" | "she" | "they" | "it" => !in_marks && !self.is_another(words, first),
            _ => false,
        }
    }

    fn is_another(&self, words: &Words, first: usize) -> bool {
        let span: Span = words[first].span;
        let meant = self
            .analysis
            .mentions_in(span)
            .next()
            .map(|mention| mention.entity);
        if let (Some(meant), Some(speaker)) = (meant, self.entity) {
            return meant != speaker;
        }
        let source = match self.source {
            [only] => words.lower(*only),
            _ => "",
        };
        matches!((source, words.lower(first)), ("she", "he") | ("he", "she"))
    }
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

/// Is a word for a misdeed said of somebody here, and not of a thing or in passing: "he stole", "was lying", but not
/// "a forged note", "charged with lying"?
fn lays_a_deed(words: &Words, before: &[usize], index: usize) -> bool {
    let previous = before
        .iter()
        .rev()
        .find(|&&k| !words[k].is(Class::ADVERB) && !words.lower(k).ends_with("ly"));
    let lower = words.lower(index);
    let previous_is = |class: Class| previous.is_some_and(|&k| words[k].is(class));
    if lower.ends_with("ing") {
        previous_is(Class::BE)
    } else if lower.ends_with("ed") {
        !previous_is(Class::ARTICLE.or(Class::POSSESSIVE))
    } else {
        true
    }
}

/// Counts the words of a content that judge.
fn judge(words: &Words, lexicon: &Lexicon, all: &[usize], cues: &mut ContentCues) {
    let mut claim = all
        .first()
        .is_some_and(|&k| matches!(words.lower(k), "it" | "this" | "that" | "them" | "they"));
    for (at, &index) in all.iter().enumerate() {
        let before = &all[at.saturating_sub(3)..at];
        let negated = before.iter().any(|&k| words[k].is(Class::NEGATION));
        match (lexicon.evaluation(words.lower(index)), negated) {
            (Some(Evaluation::Wrongdoing), false) if lays_a_deed(words, before, index) => {
                let suffered = before.iter().any(|&k| words[k].is(Class::BE));
                if cues.own && at <= 5 && !suffered {
                    cues.confesses = true;
                } else {
                    cues.wrongdoing += 1;
                }
            }
            (Some(Evaluation::Bad), false) | (Some(Evaluation::Good), true) => cues.bad += 1,
            (Some(Evaluation::Good), false) => cues.good += 1,
            (Some(Evaluation::Untrue), false) => {
                cues.untrue |= claim;
                cues.bad += 1;
            }
            (Some(Evaluation::Claim), _) => claim = true,
            _ => {}
        }
    }
}

/// Reads a content.
pub(crate) fn read(words: &Words, lexicon: &Lexicon, content: &[usize], heard: Heard) -> ContentCues {
    let mut cues = ContentCues::default();
    let all: Vec<usize> = content
        .iter()
        .copied()
        .filter(|&k| words[k].is_word() && words.lower(k) != "that")
        .collect();
    let first: Vec<&str> = all.iter().map(|&k| words.lower(k)).take(FIRST_CLAUSE).collect();
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
                    Turn::Advises => cues.advises = true,
                    Turn::Excuses => cues.excuses = true,
                    Turn::Faults => cues.faults = true,
                    Turn::Promises => cues.own_future = true,
                    Turn::AsksFor => cues.asks |= at == 0,
                }
            }
        }
    }
    let lower = |at: usize| first.get(at).copied().unwrap_or("");
    // "he and the clerk" are more than himself.
    cues.own = lower(1) != "and" && all.first().is_some_and(|&k| heard.is_self(words, k));
    cues.of_another = matches!(lower(0), "he" | "she" | "he's" | "she's") && !cues.own;
    cues.grants |= matches!(lower(0), "understood" | "agreed" | "granted" | "admittedly");
    cues.calls_for |= cues.own && wishes_of_others(&first);
    // "Nobody told me", "no one asked us".
    let nobody = matches!((lower(0), lower(1)), ("nobody" | "none", _) | ("no", "one"))
        && first.iter().take(6).any(|word| matches!(*word, "me" | "us"));
    // "Absolutely not."
    let curt = first.len() <= 3 && matches!(first.last(), Some(&("not" | "never")));
    cues.denies |= denies_deed(&first, cues.own) || lower(0) == "no" && lower(1) != "one" || nobody || curt;
    cues.obliges |= first.iter().take(14).enumerate().any(|(at, word)| {
        let next = if is_negative(lower(at + 1)) {
            at + 2
        } else {
            at + 1
        };
        matches!(*word, "must" | "should" | "shouldn't" | "ought") && lower(next) != "have"
    });
    let wills = matches!(lower(1), "will" | "would" | "'ll") || matches!(lower(0), "i'll" | "we'll");
    cues.own_future |= cues.own
        && wills
        && !is_negative(lower(2))
        && !matches!(
            lower(2),
            "be" | "have" | "like" | "prefer" | "rather" | "seem" | "appear" | "take" | "never" | "cost"
        );
    cues.asks |= content.iter().rev().take(2).any(|&k| words.lower(k) == "?");
    judge(words, lexicon, &all, &mut cues);
    cues
}
