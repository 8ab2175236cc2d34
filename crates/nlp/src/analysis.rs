//! What is known of an article's words.

use serde::{Deserialize, Serialize};
use text::Span;

use crate::Token;

/// A sentence: never over a block's end; a quotation of several sentences is several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the article text, without outer white space.
    pub span: Span,
    /// Index of its block.
    pub block: usize,
    /// First token.
    pub first_token: usize,
    /// The token after the last.
    pub end_token: usize,
}

/// Words in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotedSpan {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Index of the quotation that this one stands in.
    pub parent: Option<usize>,
    /// Is there a closing mark? (`false`: lost, or the quotation goes on in the next paragraph)
    pub closed: bool,
    /// Is there an opening mark?
    pub opened: bool,
    /// Does it go on in the next paragraph's quotation (which opens without this one having closed)?
    pub continues: bool,
}

/// Kinds of entity (CONTRACT section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Outlet,
    Country,
    Place,
    Product,
    Vessel,
    Document,
    Group,
    Unresolved,
}

/// How a mention is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MentionForm {
    Name,
    Nominal,
    Adjective,
    Pronoun,
    Metonym,
    Ambiguous,
}

/// Words that refer to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Names without title or article: "Dovrane", "Harbour Authority".
    pub span: Span,
    /// How it is worded.
    pub form: MentionForm,
    /// Index into [`Analysis::entities`].
    pub entity: usize,
}

/// Noun phrases that are likely one person or thing, named or not: the best reading of all of them
/// together, of which [`Analysis::mentions`] holds what is sure enough to be evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What most of its phrases are for.
    pub kind: crate::PhraseKind,
    /// Each phrase up to its head ("the envoy" of "the envoy whom they sent"), in order of heads; two or more.
    pub phrases: Vec<Span>,
}

/// Grammatical gender as the text shows it (titles, pronouns, given names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Gender {
    Female,
    Male,
}

/// Someone or something that an article speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name mention; for `Unresolved` the mention itself.
    pub name: Span,
    /// Titles, offices and appositions as worded: "the director-general".
    pub roles: Vec<Span>,
    /// If the text shows it.
    pub gender: Option<Gender>,
    /// Indices of entities that an `Unresolved` one may be.
    pub candidates: Vec<usize>,
}

/// How the words around a figure take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Bound {
    Exactly,
    About,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// "47 of 312 piles", "eight calls": the number with the noun phrase it counts. That of "47 of 312
    /// piles" holds that of "312 piles".
    pub span: Span,
    /// The figure alone; of a range both. No two overlap.
    pub figure: Span,
    /// Its value; of a range the lower end, of "a third" the share.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// What it is a part of: 312 in "47 of 312 piles".
    pub of: Option<f64>,
    /// Is it a bound?
    pub bound: Bound,
    /// The unit, or the head of what is counted, lower case, singular: "pile", "dollar"; `None` when bare.
    pub unit: Option<String>,
}

/// What a time expression is, as TIMEX3 has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeKind {
    /// A place in the calendar of a day or more, or past, present and future at large.
    Date,
    /// A place within a day.
    Time,
    /// A stretch: "three weeks".
    Duration,
    /// A repeated time: "every Monday".
    Set,
}

/// What the value of a time expression rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeBasis {
    /// The words alone: "18 March 2025".
    Stated,
    /// The day that the article counts from: "on Tuesday".
    Publication,
    /// Another time of the text: "two days later".
    Text,
    /// Nothing: the value is open.
    Open,
}

/// Civil time that holds what an expression means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeInterval {
    /// The first moment it may mean; times of day without zone, as printed.
    pub from: jiff::civil::DateTime,
    /// The first moment after it.
    pub to: jiff::civil::DateTime,
    /// How often a value of this basis was right on annotated news (docs/times.md), 0..1.
    pub confidence: f64,
}

/// Words that state a time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// What it is.
    pub kind: TimeKind,
    /// What it means, ISO 8601 (CONTRACT rule 6). `None` where nothing anchors it, where only another
    /// time of the text does, and where the contract has no form for it.
    pub value: Option<String>,
    /// Its precision, when it has a value.
    pub precision: Option<page::Precision>,
    /// Does it count from another time ("last week")?
    pub relative: bool,
    /// What its interval rests on.
    pub basis: TimeBasis,
    /// The time that it lies in; `None` for stretches, repeated times and what is open.
    pub interval: Option<TimeInterval>,
    /// The value by the TIMEX3 annotation guidelines, with `X` for what is open; never published.
    pub timex: String,
}

impl TimeExpression {
    /// Does it stand for a place in the calendar or on the clock, known or open?
    #[must_use]
    pub fn is_dated(&self) -> bool {
        matches!(self.kind, TimeKind::Date | TimeKind::Time) && !self.timex.ends_with("_REF")
    }
}

/// All of it. Lists ascend by position.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// Words and marks of the whole article text.
    pub tokens: Vec<Token>,
    /// They tile each block but for white space.
    pub sentences: Vec<Sentence>,
    /// Words in quotation marks, outer before inner.
    pub quoted: Vec<QuotedSpan>,
    /// Who and what is spoken of.
    pub entities: Vec<Entity>,
    /// Where. One span belongs to one entity.
    pub mentions: Vec<Mention>,
    /// Phrases that refer to one thing.
    pub chains: Vec<Chain>,
    /// Figures.
    pub numbers: Vec<Number>,
    /// Dates and times.
    pub times: Vec<TimeExpression>,
}

impl Analysis {
    /// The sentence that holds an offset.
    #[must_use]
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|s| s.span.end() <= offset);
        self.sentences
            .get(at)
            .filter(|s| s.span.contains_offset(offset))
            .map(|_| at)
    }

    /// Tokens that begin inside a span, as a range of indices.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.start() < span.start());
        let end = self.tokens.partition_point(|t| t.span.start() < span.end());
        first..end.max(first)
    }

    /// The fullest name of an entity. `None` where the text does not name it: a group is called by what it is.
    #[must_use]
    pub fn name_of(&self, entity: usize) -> Option<Span> {
        let of = self.entities.get(entity)?;
        let can_be_named = !matches!(of.kind, EntityKind::Unresolved | EntityKind::Group);
        // Whoever is named at all has one of the names for `name`.
        let is_named = |m: &Mention| m.entity == entity && m.form == MentionForm::Name && m.span == of.name;
        let named = can_be_named && self.mentions_in(of.name).any(is_named);
        named.then_some(of.name)
    }

    /// Mentions that lie wholly inside a span.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|m| m.span.start() < span.start());
        self.mentions[first..]
            .iter()
            .take_while(move |m| m.span.start() < span.end())
            .filter(move |m| span.contains(m.span))
    }
}
