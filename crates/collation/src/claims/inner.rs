//! Statements that stand in others: one claim with them, or another.
//!
//! In: a report. Out: for each statement that stands in another, whether its attribution is the main
//! clause of what that one says. "Minutes show that Hale told the masons to wait": that Hale told them is
//! what the minutes show, and both statements make one claim. "The lock, which Hale called a ruin, is
//! shut": what Hale called it is said by the way, and is a claim of its own, though the outer
//! statement has all of its words.

use std::collections::BTreeSet;

use text::Span;

use crate::Report;
use crate::deeds::matter;
use crate::vocabulary::is_function_word;
use crate::words::words;

/// Words of grammar before a main clause are few. Bytes.
const LONGEST: usize = 120;

/// Where a statement stands in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inner {
    /// Number of the outer statement.
    pub(crate) outer: usize,
    /// Is its attribution the main clause of the outer content?
    pub(crate) main: bool,
}

/// For each statement of a report, where it stands. Linear.
pub(crate) fn inner(report: &Report) -> Vec<Option<Inner>> {
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    let found = report.statements.iter().map(|statement| {
        let outer = statement.parent?;
        let parts = statement.source.iter().chain(&statement.cue);
        let clause = parts
            .map(|part| part.start())
            .min()
            .and_then(|at| opened_by(report, outer, at));
        // A sentence has one main clause: "Hale told them to wait, saying that it was late".
        let main = clause.is_some_and(|clause| told.insert((outer, clause)));
        Some(Inner { outer, main })
    });
    found.collect()
}

/// Where the sentence of the outer content begins that an offset opens: with only words of grammar before it.
fn opened_by(report: &Report, outer: usize, at: usize) -> Option<usize> {
    let content = matter(report.statements.get(outer)?);
    let part = content.into_iter().find(|part| part.contains_offset(at))?;
    let sentence = report.analysis.sentence_at(at)?;
    let start = part.start().max(report.analysis.sentences[sentence].span.start());
    let before = Span::new(start.min(at), at);
    let only_grammar = before.len() <= LONGEST
        && words(report.article.text.as_str(), before)
            .iter()
            .all(|word| is_function_word(&word.key));
    only_grammar.then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with a statement that has `content`, and in it one that has `source`.
    fn told(text: &str, content: &str, source: &str) -> Option<Inner> {
        let mut report = Report::of_text("p", text);
        let at = |words: &str| {
            let start = report.article.text.as_str().find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let outer = attribution::Statement {
            content: vec![at(content)],
            parent: None,
            ..report.statements[0].clone()
        };
        let inner_one = attribution::Statement {
            source: vec![at(source)],
            cue: Vec::new(),
            parent: Some(0),
            ..outer.clone()
        };
        report.statements = vec![outer, inner_one];
        inner(&report)[1]
    }

    #[test]
    fn an_attribution_that_opens_the_outer_content_is_what_that_says() {
        let cases = [
            (
                "Tom Pryce said that in the end Ines Hale told the masons to wait.",
                "that in the end Ines Hale told the masons to wait",
                false,
            ),
            (
                "Tom Pryce said that Ines Hale told the masons to wait.",
                "that Ines Hale told the masons to wait",
                true,
            ),
            (
                "Tom Pryce said the lock, which Ines Hale called a ruin, was shut.",
                "the lock, which Ines Hale called a ruin, was shut",
                false,
            ),
            (
                "“The lock is shut. Ines Hale told the masons to wait,” Tom Pryce said.",
                "The lock is shut. Ines Hale told the masons to wait,",
                true,
            ),
        ];
        for (text, content, main) in cases {
            assert_eq!(
                told(text, content, "Ines Hale"),
                Some(Inner { outer: 0, main }),
                "{text}"
            );
        }
    }
}
