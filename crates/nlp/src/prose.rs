//! An article's words as the reference stages read them.
//!
//! In: tokens, sentences, quotations, word lists. Out: units with their word
//! classes, known places, sentence and quotation, in parallel lists.

use std::ops::Range;

use text::Span;

use crate::addresses::addresses;
use crate::gazetteer::{Gazetteer, KnownPlace, class};
use crate::name_features::{NameFeature, name_features};
use crate::units::{Shape, Unit, units};
use crate::{QuotedSpan, Sentence, Token};

/// Units of the whole article, in order.
pub(crate) struct Prose<'a> {
    pub(crate) text: &'a str,
    pub(crate) units: Vec<Unit>,
    /// Units of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
    /// Sentence of each unit.
    pub(crate) sentence_of: Vec<usize>,
    /// Block of each sentence.
    pub(crate) block_of: Vec<usize>,
    /// Word classes of each unit.
    pub(crate) classes: Vec<u32>,
    /// Known place that each unit belongs to, and whether it begins it.
    pub(crate) places: Vec<Option<(KnownPlace, bool)>>,
    /// Outermost quotation around each unit.
    pub(crate) quotation: Vec<Option<usize>>,
    /// Is the unit part of an address? Then it names nobody.
    pub(crate) address: Vec<bool>,
    /// What the networks read of each unit.
    pub(crate) features: Vec<NameFeature<'a>>,
    /// Is most of the sentence capitalised, as in headlines?
    pub(crate) headline: Vec<bool>,
}

impl<'a> Prose<'a> {
    pub(crate) fn new(
        text: &'a str,
        tokens: &[Token],
        sentences: &[Sentence],
        quoted: &[QuotedSpan],
        gazetteer: &Gazetteer,
    ) -> Self {
        let mut prose = Self {
            text,
            units: Vec::with_capacity(tokens.len()),
            sentences: Vec::with_capacity(sentences.len()),
            sentence_of: Vec::new(),
            block_of: Vec::with_capacity(sentences.len()),
            classes: Vec::new(),
            places: Vec::new(),
            quotation: Vec::new(),
            address: Vec::new(),
            features: Vec::new(),
            headline: Vec::with_capacity(sentences.len()),
        };
        for (at, sentence) in sentences.iter().enumerate() {
            let own = units(text, tokens, sentence.first_token, sentence.end_token);
            let first = prose.units.len();
            prose.places.extend(gazetteer.places_of(text, &own));
            prose.headline.push(is_headline_case(&own));
            prose.units.extend(own);
            prose.sentences.push(first..prose.units.len());
            prose.sentence_of.resize(prose.units.len(), at);
            prose.block_of.push(sentence.block);
        }
        prose.classes = prose.units.iter().map(|u| gazetteer.classes(u.lower)).collect();
        prose.quotation = outermost(&prose.units, quoted);
        prose.address = vec![false; prose.units.len()];
        for span in addresses(text) {
            let units = prose.units_of(span);
            prose.address[units].fill(true);
        }
        prose.features = name_features(
            text,
            &prose.units,
            &prose.sentences,
            &prose.block_of,
            &prose.places,
            &prose.classes,
        );
        prose
    }

    pub(crate) fn word(&self, at: usize) -> &'a str {
        &self.text[self.units[at].span.range()]
    }

    pub(crate) fn span(&self, units: &Range<usize>) -> Span {
        self.units[units.start].span.cover(self.units[units.end - 1].span)
    }

    pub(crate) fn words(&self, units: &Range<usize>) -> &'a str {
        &self.text[self.span(units).range()]
    }

    pub(crate) fn is(&self, at: usize, classes: u32) -> bool {
        self.classes.get(at).is_some_and(|c| c & classes != 0)
    }

    /// The sentence that a unit stands in, as a range of units.
    pub(crate) fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences[self.sentence_of[at]].clone()
    }

    /// The unit before, in the same sentence.
    pub(crate) fn before(&self, at: usize) -> Option<usize> {
        (at > self.sentence(at).start).then(|| at - 1)
    }

    /// Does "the" stand before?
    pub(crate) fn follows_article(&self, at: usize) -> bool {
        self.before(at)
            .is_some_and(|before| self.word(before).eq_ignore_ascii_case("the"))
    }

    /// The units of a span, which begins and ends with units.
    pub(crate) fn units_of(&self, span: Span) -> Range<usize> {
        let first = self.units.partition_point(|u| u.span.end() <= span.start());
        let end = self.units.partition_point(|u| u.span.start() < span.end());
        first..end.max(first)
    }

    pub(crate) fn is_mark(&self, at: usize) -> bool {
        matches!(self.units[at].shape, Shape::Mark | Shape::Quote)
    }

    pub(crate) fn is_function_word(&self, at: usize) -> bool {
        self.is(
            at,
            class::DETERMINER | class::PREPOSITION | class::CONJUNCTION | class::PRONOUN | class::AUXILIARY,
        )
    }
}

/// Are most long words of the sentence capitalised?
fn is_headline_case(units: &[Unit]) -> bool {
    let (mut lower, mut upper) = (0, 0);
    for unit in units.iter().skip(1).filter(|u| u.span.len() > 3) {
        match unit.shape {
            Shape::Lower => lower += 1,
            Shape::Title | Shape::Capitals | Shape::Mixed => upper += 1,
            _ => {}
        }
    }
    upper >= 3 && upper >= 3 * lower
}

fn outermost(units: &[Unit], quoted: &[QuotedSpan]) -> Vec<Option<usize>> {
    let mut around = vec![None; units.len()];
    for (at, quote) in quoted.iter().enumerate().filter(|(_, q)| q.parent.is_none()) {
        let first = units.partition_point(|u| u.span.start() < quote.span.start());
        let end = units.partition_point(|u| u.span.start() < quote.span.end());
        around[first..end.max(first)].fill(Some(at));
    }
    around
}
