//! The tokens of an article with what the lexicon knows of each.
//!
//! Made once per article from [`nlp::Analysis::tokens`]; the same indices.

use nlp::{Analysis, Token};
use text::Span;

use crate::lexicon::{Class, Follower, Form, Lexicon};

/// Outer form of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Lower,
    Capital,
    Number,
    Clitic,
    Comma,
    Colon,
    Dash,
    /// Ends a sentence or a clause: `. ! ? ;`
    Stop,
    /// Opening or closing mark of a quotation; straight marks are both.
    Quote,
    Opening,
    Closing,
    OtherMark,
}

/// A token and what is known of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    pub(crate) class: Class,
    pub(crate) verb: Option<(u16, Form)>,
    pub(crate) spaced: bool,
    /// Of capitals only.
    upper: bool,
    lower: (u32, u32),
}

impl Word {
    pub(crate) fn is(&self, any: Class) -> bool {
        self.class.is(any)
    }

    pub(crate) fn is_word(&self) -> bool {
        matches!(
            self.shape,
            Shape::Lower | Shape::Capital | Shape::Number | Shape::Clitic
        )
    }

    pub(crate) fn is_quote(&self) -> bool {
        matches!(self.shape, Shape::Quote)
    }

    pub(crate) fn capital(&self) -> bool {
        self.shape == Shape::Capital
    }
}

/// All words of an article.
#[derive(Debug)]
pub(crate) struct Words {
    list: Vec<Word>,
    lower: String,
}

fn shape_of(token: &str) -> Shape {
    let Some(first) = token.chars().next() else {
        return Shape::OtherMark;
    };
    match first {
        ',' => Shape::Comma,
        ':' => Shape::Colon,
        '-' | '–' | '—' | '―' => Shape::Dash,
        '.' | '!' | '?' | ';' | '…' => Shape::Stop,
        '(' | '[' => Shape::Opening,
        ')' | ']' => Shape::Closing,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' => Shape::Quote,
        '‘' | '’' | '\'' | '‚' if token.chars().count() == 1 => Shape::Quote,
        '’' | '\'' => Shape::Clitic,
        c if c.is_numeric() => Shape::Number,
        c if c.is_uppercase() => Shape::Capital,
        c if c.is_alphanumeric() => Shape::Lower,
        _ => Shape::OtherMark,
    }
}

impl Words {
    pub(crate) fn new(text: &str, analysis: &Analysis, lexicon: &Lexicon) -> Self {
        let mut lower = String::with_capacity(text.len());
        let list = analysis
            .tokens
            .iter()
            .map(|token| Self::word(text, token, lexicon, &mut lower))
            .collect();
        Self { list, lower }
    }

    fn word(text: &str, token: &Token, lexicon: &Lexicon, lower: &mut String) -> Word {
        let raw = &text[token.span.range()];
        let start = lower.len();
        for c in raw.chars() {
            match c {
                '’' => lower.push('\''),
                c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
                c => lower.extend(c.to_lowercase()),
            }
        }
        let form = &lower[start..];
        let shape = shape_of(raw);
        let of_letters = matches!(shape, Shape::Lower | Shape::Capital | Shape::Clitic);
        Word {
            span: token.span,
            shape,
            class: if of_letters {
                lexicon.class(form)
            } else {
                Class::default()
            },
            verb: if of_letters { lexicon.verb_form(form) } else { None },
            spaced: token.spaced,
            upper: shape == Shape::Capital && !raw.contains(char::is_lowercase),
            lower: (start as u32, lower.len() as u32),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Word> {
        self.list.get(index)
    }

    /// Lower-case form with straight apostrophes; empty past the end.
    pub(crate) fn lower(&self, index: usize) -> &str {
        self.list.get(index).map_or("", |word| {
            &self.lower[word.lower.0 as usize..word.lower.1 as usize]
        })
    }

    /// Is it written in capitals only?
    pub(crate) fn is_upper(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|word| word.upper)
    }

    /// Smallest span over a range of words.
    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Option<Span> {
        if range.is_empty() || range.end > self.list.len() {
            return None;
        }
        Some(self.list[range.start].span.cover(self.list[range.end - 1].span))
    }

    /// First word that begins at or after an offset.
    pub(crate) fn at_or_after(&self, offset: usize) -> usize {
        self.list.partition_point(|word| word.span.start() < offset)
    }

    /// What a verb sees after it.
    pub(crate) fn follower(&self, index: usize, end: usize) -> Follower {
        let Some(word) = self.list.get(index).filter(|_| index < end) else {
            return Follower::End;
        };
        match word.shape {
            Shape::Quote | Shape::Colon => return Follower::Quote,
            Shape::Comma if self.list.get(index + 1).is_some_and(Word::is_quote) => return Follower::Quote,
            Shape::Lower | Shape::Capital | Shape::Number | Shape::Clitic => {}
            _ => return Follower::End,
        }
        match self.lower(index) {
            "that" => Follower::That,
            "whether" | "if" | "what" | "why" | "how" | "who" | "when" | "where" | "which" => Follower::Wh,
            "to" => Follower::To,
            "he" | "she" | "they" | "it" | "we" | "i" | "you" | "there" => Follower::Pronoun,
            "as" => Follower::As,
            lower if lower.ends_with("ing") => Follower::Gerund,
            _ if word.is(Class::PREPOSITION) => Follower::Preposition,
            _ => Follower::Nominal,
        }
    }
}

impl std::ops::Index<usize> for Words {
    type Output = Word;

    fn index(&self, index: usize) -> &Word {
        &self.list[index]
    }
}
