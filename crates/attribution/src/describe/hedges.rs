//! Words of a statement that weaken it.

use text::Span;

use crate::Stance;
use crate::lexicon::Lexicon;
use crate::words::{Shape, Words};

use super::cue::CueReading;

/// Hedges of the content outside quotation marks and of the cue, in text order.
///
/// `skip` says which words belong to another statement inside this one.
pub(crate) fn hedges(
    words: &Words,
    lexicon: &Lexicon,
    content: &[usize],
    cue: &[usize],
    reading: &CueReading,
    stance: Stance,
    skip: impl Fn(usize) -> bool,
) -> Vec<Span> {
    let mut found = Vec::new();
    let mut collect = |indices: &[usize], in_cue: bool| {
        let mut at = 0;
        while at < indices.len() {
            let index = indices[at];
            at += 1;
            if skip(index) {
                continue;
            }
            // "May 12", "Might" as names.
            if words[index].capital()
                && matches!(words.lower(index), "may" | "might")
                && (!in_headline_case(words, index) || is_month(words, index))
            {
                continue;
            }
            let hit = lexicon.hedges(words.lower(index), in_cue).iter().find(|rest| {
                rest.iter()
                    .enumerate()
                    .all(|(k, part)| words.lower(index + 1 + k) == &**part)
            });
            if let Some(rest) = hit
                && let Some(span) = words.span(index..index + 1 + rest.len())
            {
                found.push(span);
                at += rest.len();
            }
        }
    };
    collect(content, false);
    collect(cue, true);
    if stance == Stance::Suggests
        && let (Some("suggest" | "hint" | "imply"), Some(head)) = (reading.lemma.as_deref(), reading.head)
    {
        found.push(words[head].span);
    }
    if reading.passive
        && matches!(
            reading.lemma.as_deref(),
            Some(
                "be expected"
                    | "expect"
                    | "believe"
                    | "think"
                    | "say"
                    | "report"
                    | "allege"
                    | "understand"
                    | "suppose"
            )
        )
    {
        found.extend(
            cue.first()
                .zip(cue.last())
                .and_then(|(&a, &b)| words.span(a..b + 1)),
        );
    }
    found.sort();
    found.dedup();
    // A shorter one inside a longer one.
    let all = found.clone();
    found.retain(|span| !all.iter().any(|other| other != span && other.contains(*span)));
    found
}

/// "BY MAY", "EARLY MAY".
fn is_month(words: &Words, index: usize) -> bool {
    let before = |lower: &str| {
        matches!(
            lower,
            "in" | "of" | "by" | "since" | "until" | "till" | "from" | "early" | "late" | "mid"
        )
    };
    let figure = |k: usize| words.get(k).is_some_and(|word| word.shape == Shape::Number);
    index > 0 && before(words.lower(index - 1)) || figure(index + 1)
}

/// Are the words around capital as in a headline?
fn in_headline_case(words: &Words, index: usize) -> bool {
    words.get(index + 1).is_some_and(|w| w.capital()) && index > 0 && words[index - 1].capital()
}
