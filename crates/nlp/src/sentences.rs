//! Sentences of each block.
//!
//! In: tokens, blocks, quotations. Out: sentences that tile each block but for
//! white space and never run over its end. A stop ends a sentence unless it
//! belongs to an abbreviation, an initial or a figure, or unless what follows
//! goes on with the sentence: a lower-case word, or a speaker with a verb of
//! saying after a quoted question. Linear: each decision looks at a bounded
//! number of tokens.

use page::Block;

use crate::lexicon::{Abbreviation, Lexicon};
use crate::{QuotedSpan, Sentence, Token};

/// How many tokens a speaker between a quoted question and its verb may take.
const SPEAKER_REACH: usize = 7;

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// For each token: is it an opening quotation mark?
    opens_quote: Vec<bool>,
    lexicon: &'a Lexicon,
}

/// Splits each block into sentences.
pub(crate) fn sentences(
    text: &str,
    tokens: &[Token],
    blocks: &[Block],
    quoted: &[QuotedSpan],
    lexicon: &Lexicon,
) -> Vec<Sentence> {
    let splitter = Splitter {
        text,
        tokens,
        opens_quote: opening_marks(tokens, quoted),
        lexicon,
    };
    let mut sentences = Vec::new();
    for (block, b) in blocks.iter().enumerate() {
        let first = tokens.partition_point(|t| t.span.start() < b.span.start());
        let end = first + tokens[first..].partition_point(|t| t.span.end() <= b.span.end());
        splitter.split(block, first, end, &mut sentences);
    }
    sentences
}

fn opening_marks(tokens: &[Token], quoted: &[QuotedSpan]) -> Vec<bool> {
    let mut opens = vec![false; tokens.len()];
    for quote in quoted.iter().filter(|q| q.opened) {
        let first = tokens.partition_point(|t| t.span.start() < quote.span.start());
        for (token, opens) in tokens[first..].iter().zip(&mut opens[first..]) {
            if token.span.start() >= quote.inner.start() {
                break;
            }
            *opens = true;
        }
    }
    opens
}

impl Splitter<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.tokens[at].span.range()]
    }

    fn split(&self, block: usize, first: usize, end: usize, sentences: &mut Vec<Sentence>) {
        let mut start = first;
        let mut at = first;
        while at < end {
            let next = self.past_end(at, start, end);
            match next {
                Some(next) => {
                    self.push(block, start, next, sentences);
                    start = next;
                    at = next;
                }
                None => at += 1,
            }
        }
        if start < end {
            self.push(block, start, end, sentences);
        }
    }

    fn push(&self, block: usize, first: usize, end: usize, sentences: &mut Vec<Sentence>) {
        sentences.push(Sentence {
            span: self.tokens[first].span.cover(self.tokens[end - 1].span),
            block,
            first_token: first,
            end_token: end,
        });
    }

    /// If the token at `at` ends a sentence: the first token of the next one.
    fn past_end(&self, at: usize, start: usize, end: usize) -> Option<usize> {
        let stop = self.word(at);
        if self.blank_line_after(at, end) {
            return Some(at + 1);
        }
        if !matches!(stop, "." | "!" | "?" | "…" | "。" | "！" | "？" | "‽") {
            return None;
        }
        let mut next = at + 1;
        let mut closed_quote = false;
        while next < end && self.closes(next) {
            closed_quote |= self.is_quotation_mark(next);
            next += 1;
        }
        if next >= end {
            return Some(end);
        }
        // "3.2", "U.S", "example.com", and further stops of a run.
        if !self.tokens[next].spaced {
            return self.run_together(at, next).then_some(next);
        }
        let after = self.first_word(next, end);
        let Some(after) = after else { return Some(next) };
        let continues = self.word(after).starts_with(|c: char| c.is_lowercase());
        let goes_on = match stop {
            "." if self.is_run(at) => continues,
            "." => continues || self.is_abbreviation(at, after, start, closed_quote),
            "…" => continues,
            _ => continues,
        };
        let goes_on = goes_on || (closed_quote && self.speaker_follows(after, end));
        (!goes_on).then_some(next)
    }

    fn blank_line_after(&self, at: usize, end: usize) -> bool {
        at + 1 < end && {
            let between = &self.text[self.tokens[at].span.end()..self.tokens[at + 1].span.start()];
            between.bytes().filter(|&b| b == b'\n').count() >= 2
        }
    }

    fn is_quotation_mark(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "”" | "“" | "\"" | "’" | "'" | "»" | "«" | "›" | "‹" | "‘" | "″"
        )
    }

    /// Is it a mark that belongs to what stands before it: a closing quotation mark or bracket, a further stop?
    fn closes(&self, at: usize) -> bool {
        if self.opens_quote[at] {
            return false;
        }
        match self.word(at) {
            ")" | "]" | "}" => true,
            "." | "!" | "?" | "…" => !self.tokens[at].spaced,
            "»" | "«" => true,
            _ if self.is_quotation_mark(at) => !self.tokens[at].spaced,
            _ => false,
        }
    }

    /// Is the stop one of several, as in "..."?
    fn is_run(&self, at: usize) -> bool {
        at > 0 && self.word(at - 1) == "." && !self.tokens[at].spaced
            || self
                .tokens
                .get(at + 1)
                .is_some_and(|t| !t.spaced && self.word(at + 1) == ".")
    }

    /// "said.The": a stop whose space was lost.
    fn run_together(&self, at: usize, next: usize) -> bool {
        if next != at + 1 || at == 0 || self.word(at) != "." {
            return false;
        }
        let before = self.word(at - 1);
        let word = self.word(next);
        before.chars().count() > 1
            && before.chars().all(char::is_lowercase)
            && word.starts_with(char::is_uppercase)
            && self.lexicon.is_opener(&word.to_lowercase())
    }

    /// The first word after opening marks.
    fn first_word(&self, from: usize, end: usize) -> Option<usize> {
        (from..end.min(from + 6)).find(|&at| self.word(at).starts_with(char::is_alphanumeric))
    }

    /// Does the stop at `at` belong to an abbreviation that the word at `after` goes on from?
    fn is_abbreviation(&self, at: usize, after: usize, start: usize, closed_quote: bool) -> bool {
        if at == start || self.tokens[at].spaced || closed_quote {
            return false;
        }
        let word = self.word(at - 1);
        let lower = word.to_lowercase();
        let next = self.word(after);
        let opener = self.lexicon.is_opener(&next.to_lowercase());
        let mut letters = word.chars();
        let single = letters
            .next()
            .filter(|c| c.is_alphabetic() && letters.next().is_none());
        if let Some(letter) = single {
            let dotted = at >= 3 && self.word(at - 2) == "." && !self.tokens[at - 1].spaced;
            if dotted {
                // "U.S.", "a.m.", "J.K."
                let latin = matches!((self.word(at - 3), lower.as_str()), ("i", "e") | ("e", "g"));
                return latin || !opener;
            }
            if letter.is_lowercase() {
                return !opener;
            }
            // An initial, unless the letter is no name's: "Plan B. The ..."
            return !opener
                || (letter == 'I' || self.capitalised(at, start)) && !self.known_letter(at, start);
        }
        match self.lexicon.abbreviation(&lower) {
            Some(Abbreviation::Title) => word.starts_with(char::is_uppercase),
            Some(Abbreviation::Latin) => true,
            Some(Abbreviation::Month | Abbreviation::Number) => {
                let figure = next.starts_with(|c: char| c.is_ascii_digit());
                figure && (lower != "no" || after == at + 1)
            }
            Some(Abbreviation::Closing) => {
                !opener && (word.starts_with(char::is_uppercase) || lower.len() <= 3)
            }
            None => false,
        }
    }

    /// Does a capitalised word stand before the initial whose stop is at `at`?
    fn capitalised(&self, at: usize, start: usize) -> bool {
        at >= start + 2 && self.word(at - 2).starts_with(char::is_uppercase)
    }

    /// Does the letter belong to the noun before it: "Plan B", "Section C"?
    fn known_letter(&self, at: usize, start: usize) -> bool {
        at >= start + 2
            && matches!(
                self.word(at - 2).to_lowercase().as_str(),
                "plan"
                    | "section"
                    | "part"
                    | "group"
                    | "vitamin"
                    | "hepatitis"
                    | "class"
                    | "grade"
                    | "type"
                    | "item"
                    | "exhibit"
                    | "pier"
                    | "terminal"
                    | "gate"
                    | "block"
                    | "building"
                    | "line"
                    | "schedule"
            )
    }

    /// Is this "Ann Lee said" or "the mayor asked", after a quoted question?
    fn speaker_follows(&self, from: usize, end: usize) -> bool {
        let reach = end.min(from + SPEAKER_REACH);
        for at in from..reach {
            let word = self.word(at);
            if matches!(word, "." | "!" | "?" | "," | ";" | ":" | "—" | "–") || self.is_quotation_mark(at)
            {
                return false;
            }
            if at > from && self.lexicon.is_reporting(word) {
                // "He said ..." after a quotation that a stop has ended opens a new sentence
                // when it goes on with what was said.
                return self.tokens.get(at + 1).is_none_or(|_| {
                    at + 1 >= end || matches!(self.word(at + 1), "." | "," | ";" | "—" | "–")
                });
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use page::BlockKind;
    use text::Span;

    use super::*;
    use crate::{quotes, tokenize};

    /// Splits one block; the marked text shows sentences between bars.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split(" | ").collect();
        let text = expected.join(" ");
        let span = Span::new(0, text.len());
        let blocks = [Block {
            kind: BlockKind::Paragraph,
            span,
            capture: span,
        }];
        let tokens = tokenize(&text);
        let quoted = quotes::quotations(&text, &blocks);
        let found = sentences(&text, &tokens, &blocks, &quoted, &Lexicon::new());
        let found: Vec<&str> = found.iter().map(|s| &text[s.span.range()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn survives_news_prose() {
        for marked in [
            "The port closed. | It opened again.",
            "Mr. Harl met Sen. Ida P. Voss in St. Orlen. | They spoke.",
            "George W. Harl and J.R. Voss of the U.S. Army left at 5 p.m. on Friday. | He slept.",
            "She moved to the U.S. | The visa came later.",
            "It paid $3.2bn. in all. | That was No. 10 on the list. | No. 11 was smaller.",
            "The answer was no. | Ten others agreed.",
            "They met on Jan. 5 in Vellin, Calif. | The talks failed.",
            "“Who knows? | I don’t,” she said.",
            "“Who knows?” she asked. | Nobody did.",
            "“Who knows?” Ann Lee asked. | Nobody did.",
            "“Stop!” the mayor of Orlen shouted. | Nobody did.",
            "She said: “Stop now.” | The crowd left.",
            "“It is over.” | He said the port would open.",
            "\"It is over.\" | \"So it is,\" she said.",
            "‘It is over. | We are done,’ she said. | Then she left.",
            "They waited ... and left. | Nobody came…",
            "Harl Corp. Chairman Ann Lee bought Voss Inc. for 3.5 million. | The sale closed.",
            "(The port was closed.) | It opened again.",
            "Is it over?! | Yes!",
            "Visit example.com or call. | See v. 2.0 of it.",
            "Plan B. | The port stays.",
        ] {
            check(marked);
        }
    }
}
