//! Words and marks.
//!
//! A token is a clitic `'s`, a word with its inner apostrophes, or one
//! punctuation mark: the tokens that the tagger was trained on.

use std::borrow::Cow;

use text::Span;

/// A word or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Is there white space before it?
    pub spaced: bool,
    /// Is it the first of its paragraph (a run of text without a line break)?
    pub opens_paragraph: bool,
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36F}')
}

/// Splits a text into tokens. Linear.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut spaced = true;
    let mut opens_paragraph = true;
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() {
            spaced = true;
            opens_paragraph |= c == '\n';
            continue;
        }
        let end = if is_apostrophe(c) && clitic_s(&text[start + c.len_utf8()..]) {
            start + c.len_utf8() + 1
        } else if is_word(c) {
            word_end(text, start)
        } else {
            start + c.len_utf8()
        };
        while rest.next_if(|&(at, _)| at < end).is_some() {}
        tokens.push(Token {
            span: Span::new(start, end),
            spaced,
            opens_paragraph,
        });
        spaced = false;
        opens_paragraph = false;
    }
    tokens
}

/// A word as our networks know it: lower case, figures as 0, straight apostrophes.
#[must_use]
pub fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(
        word.chars()
            .map(|c| match c {
                '’' | '‘' | '`' | '´' => '\'',
                '0'..='9' => '0',
                c => c,
            })
            .flat_map(char::to_lowercase)
            .collect(),
    )
}

/// Does the text after an apostrophe begin with the clitic `s`?
fn clitic_s(after: &str) -> bool {
    let mut chars = after.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(is_word)
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = is_apostrophe(c)
            && chars.peek().is_some_and(|&(_, next)| is_word(next))
            && !clitic_s(&text[start + at + c.len_utf8()..]);
        if !is_word(c) && !inner {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().map(|t| &text[t.span.range()]).collect()
    }

    #[test]
    fn splits_clitics_and_marks() {
        assert_eq!(
            words("“I don’t,” the Court’s U.S. envoy said."),
            [
                "“", "I", "don’t", ",", "”", "the", "Court", "’s", "U", ".", "S", ".", "envoy", "said", "."
            ]
        );
    }
}
