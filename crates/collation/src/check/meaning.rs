//! Is the meaning of the original kept?
//!
//! Three ways to bend words: leave a condition or negation outside the
//! quotation, cut it out of its middle, or change it. Where none of the signs
//! is there but more than grammar was changed, the answer is `unknown`.

use std::ops::Range;

use super::index::PrimaryIndex;
use super::quotation::QuotedWords;
use crate::Meaning;
use crate::align::Step;
use crate::vocabulary::{is_condition, is_function_word, is_negation, is_quantifier};
use crate::words::words;

/// Words before the quotation in which a negation still governs it.
const NEGATION_REACH: usize = 3;

/// Of words that stand as they are: is a condition or a negation of their sentence left outside?
pub(super) fn of_run(index: &PrimaryIndex, run: &Range<usize>, context: &str) -> Meaning {
    if let Some(left_out) = condition_outside(index, run)
        && !names(context, left_out, is_condition)
    {
        return Meaning::Distorted;
    }
    if negation_before(index, run) && !names(context, is_negation, is_negation) {
        return Meaning::Distorted;
    }
    Meaning::Kept
}

type Test = fn(&str) -> bool;

/// The condition of the sentence the run begins or ends in, when it lies outside the run.
fn condition_outside(index: &PrimaryIndex, run: &Range<usize>) -> Option<Test> {
    let first = index.sentence_of(run.start);
    let last = index.sentence_of(run.end - 1);
    let before = first.start..run.start;
    let after = run.end..last.end.max(run.end);
    // A clause in front governs what follows it; one behind must join the quotation's last word.
    let opens = before
        .clone()
        .next()
        .is_some_and(|at| opens_condition(index, at, before.end));
    let joins = after
        .clone()
        .next()
        .is_some_and(|at| opens_condition(index, at, after.end));
    (opens || joins).then_some(is_condition as Test)
}

fn opens_condition(index: &PrimaryIndex, at: usize, end: usize) -> bool {
    let word = index.word_at(at);
    let next = (at + 1 < end).then(|| index.word_at(at + 1));
    // "and if we do not": the conjunction before it says nothing.
    let after_joint =
        matches!(word, "and" | "but" | "so" | "only" | "even" | "because") && next.is_some_and(conditional);
    conditional(word) || after_joint
}

fn conditional(word: &str) -> bool {
    is_condition(word) && word != "whether"
}

fn negation_before(index: &PrimaryIndex, run: &Range<usize>) -> bool {
    let sentence = index.sentence_of(run.start);
    let from = sentence.start.max(run.start.saturating_sub(NEGATION_REACH));
    let Some(at) = (from..run.start).rev().find(|&at| is_negation(index.word_at(at))) else {
        return false;
    };
    // "It is not a collapse": only words of grammar may part the negation from what it denies.
    (at + 1..run.start).all(|p| is_function_word(index.word_at(p))) && !is_negation(index.word_at(run.start))
}

/// Does the context hold such a word, or one that tells of a condition or denial in its own way?
fn names(context: &str, left: Test, right: Test) -> bool {
    words(context, text::Span::new(0, context.len()))
        .iter()
        .any(|word| {
            let key = word.key.as_str();
            left(key)
                || right(key)
                || matches!(
                    key,
                    "denied"
                        | "denies"
                        | "deny"
                        | "refused"
                        | "rejected"
                        | "until"
                        | "otherwise"
                        | "conditional"
                        | "depending"
                )
        })
}

/// Of words with others cut out between them.
pub(super) fn of_cuts(
    index: &PrimaryIndex,
    quoted: &QuotedWords,
    base: usize,
    steps: &[Step],
    run: &Range<usize>,
    context: &str,
) -> Meaning {
    let mut cut = Vec::new();
    let mut at_quote = 0;
    for step in steps {
        match *step {
            Step::Kept { quote, .. } | Step::Changed { quote, .. } | Step::Added { quote } => {
                at_quote = quote + 1
            }
            Step::Cut { original } => cut.push((index.word_at(base + original), at_quote)),
        }
    }
    let bends = |word: &str| is_negation(word) || conditional(word);
    if cut.iter().any(|&(word, _)| bends(word)) {
        return Meaning::Distorted;
    }
    const LONGEST_SILENT_CUT: usize = 8;
    let marked = cut.iter().all(|&(_, at)| quoted.gaps.contains(&at));
    if !marked && cut.len() > LONGEST_SILENT_CUT {
        return Meaning::Unknown;
    }
    of_run(index, run, context)
}

/// Of changed words.
pub(super) fn of_changes(index: &PrimaryIndex, quoted: &QuotedWords, base: usize, steps: &[Step]) -> Meaning {
    let (mut lost, mut gained): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for step in steps {
        match *step {
            Step::Kept { .. } => {}
            Step::Changed { quote, original } => {
                let word = index.word_at(base + original);
                if !super::same_spelling(&quoted.keys[quote], word) {
                    lost.push(word);
                    gained.push(&quoted.keys[quote]);
                }
            }
            Step::Cut { original } => lost.push(index.word_at(base + original)),
            Step::Added { quote } => gained.push(&quoted.keys[quote]),
        }
    }
    let moved = |test: Test| {
        lost.iter().filter(|word| test(word)).count() != gained.iter().filter(|word| test(word)).count()
    };
    let numbers = |list: &[&str]| {
        let mut found: Vec<String> = list
            .iter()
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            .map(|word| (*word).to_owned())
            .collect();
        found.sort();
        found
    };
    let (lost_numbers, gained_numbers) = (numbers(&lost), numbers(&gained));
    let other_number =
        !lost_numbers.is_empty() && !gained_numbers.is_empty() && lost_numbers != gained_numbers;
    if moved(is_negation) || moved(conditional) || moved(is_quantifier) || other_number {
        return Meaning::Distorted;
    }
    let matter = |list: &[&str]| list.iter().any(|word| !is_function_word(word));
    if matter(&lost) || matter(&gained) {
        Meaning::Unknown
    } else {
        Meaning::Kept
    }
}
