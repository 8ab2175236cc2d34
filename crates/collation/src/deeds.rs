//! What a source is told to have done, which is no saying of the source.
//!
//! In: a statement. Out: whether its cue is a deed ("the board appointed her to
//! lead the inquiry"), and the words that then make up what is asserted: the
//! author asserts who did what, and not the source the words after the verb.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use attribution::Statement;
use text::Span;

const DEEDS: &str = include_str!("../data/deeds.txt");

/// A deed is told in one sentence; what is longer was put together of two. Bytes.
const LONGEST: usize = 400;

/// Is told what the source did, and not that the source said it? Quoted words are always said.
#[must_use]
pub fn is_deed(statement: &Statement) -> bool {
    static VERBS: OnceLock<BTreeSet<String>> = OnceLock::new();
    let verbs = VERBS.get_or_init(|| {
        DEEDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(_, verbs)| verbs.split(' '))
            .map(|verb| verb.replace('_', " "))
            .collect()
    });
    let lemma = statement.cue_lemma.as_deref();
    statement.quotes.is_empty() && lemma.is_some_and(|lemma| verbs.contains(lemma))
}

/// The words that say what the statement asserts: its content, and of a deed who did what too.
pub(crate) fn matter(statement: &Statement) -> Vec<Span> {
    if is_deed(statement) {
        let parts = statement.source.iter().chain(&statement.cue);
        let cover = parts.fold(statement.content_cover(), |cover, &part| cover.cover(part));
        if cover.len() <= LONGEST {
            return vec![cover];
        }
    }
    statement.content.clone()
}

#[cfg(test)]
mod tests {
    use attribution::{Modality, Quote, QuoteType, SourceType, Speaker, Stance, StatementKind};

    use super::*;

    fn told(lemma: &str) -> Statement {
        Statement {
            source: vec![Span::new(0, 9)],
            cue: vec![Span::new(10, 19)],
            content: vec![Span::new(20, 60)],
            quotes: Vec::new(),
            kind: StatementKind::Indirect,
            source_type: SourceType::Named,
            speaker: Speaker::default(),
            addressee: None,
            cue_lemma: Some(lemma.to_owned()),
            stance: Stance::Asserts,
            hedges: Vec::new(),
            modality: Modality::Actual,
            parent: None,
            confidence: 0.9,
        }
    }

    #[test]
    fn of_a_deed_the_author_asserts_who_did_it_too() {
        for (lemma, matter_starts) in [("appoint", 0), ("plead guilty", 0), ("say", 20), ("promise", 20)] {
            let statement = told(lemma);
            assert_eq!(is_deed(&statement), matter_starts == 0, "{lemma}");
            assert_eq!(matter(&statement), [Span::new(matter_starts, 60)], "{lemma}");
        }
    }

    #[test]
    fn quoted_words_are_said_and_a_far_source_is_left_out() {
        let mut quoted = told("sign");
        quoted.quotes.push(Quote {
            span: Span::new(20, 30),
            quote_type: QuoteType::Partial,
        });
        assert!(!is_deed(&quoted));
        let mut far = told("sign");
        far.content = vec![Span::new(900, 940)];
        assert_eq!(matter(&far), far.content);
    }
}
