//! From a bare attribution to a statement.
//!
//! In: source, cue and content of each attribution, whoever found them. Out:
//! statements in order, with all that CONTRACT section 6 says of one.

mod content;
mod cue;
mod hedges;
mod nesting;
mod quotes;
pub(crate) mod source;
mod stance;

use std::collections::HashSet;

use nlp::Analysis;
use page::{Article, BlockKind};
use text::Span;

use crate::found::Found;
use crate::lexicon::{Class, Form, Lexicon};
use crate::words::{Shape, Word, Words};
use crate::{Modality, Quote, QuoteType, SourceType, Speaker, Stance, Statement, StatementKind};

/// What a description looks at.
pub(crate) struct Context<'a> {
    pub(crate) article: &'a Article,
    pub(crate) analysis: &'a Analysis,
    pub(crate) words: &'a Words,
    pub(crate) lexicon: &'a Lexicon,
    /// Nouns that were brought in with an indefinite article and no name.
    unnamed: HashSet<String>,
}

impl<'a> Context<'a> {
    fn new(article: &'a Article, analysis: &'a Analysis, words: &'a Words, lexicon: &'a Lexicon) -> Self {
        let mut context = Self {
            article,
            analysis,
            words,
            lexicon,
            unnamed: HashSet::new(),
        };
        context.unnamed = introduced(&context);
        context
    }

    /// Was "an engineer" a source before "the engineer"?
    pub(crate) fn introduced_unnamed(&self, noun: &str) -> bool {
        self.unnamed.contains(noun)
    }

    /// Does a capital word stand in a run of capitals that opens in mid-sentence?
    pub(crate) fn is_name_like(&self, index: usize) -> bool {
        let in_headline = self
            .article
            .block_at(self.words[index].span.start())
            .is_some_and(|block| {
                matches!(
                    self.article.blocks[block].kind,
                    BlockKind::Headline | BlockKind::Subhead | BlockKind::Deck
                )
            });
        !in_headline
            && index > 0
            && self.words[index - 1].is_word()
            && !self.words[index - 1].is(Class::DETERMINER)
    }
}

pub(crate) fn indices(words: &Words, spans: &[Span]) -> Vec<usize> {
    spans
        .iter()
        .flat_map(|span| words.at_or_after(span.start())..words.at_or_after(span.end()))
        .collect()
}

/// Describes every attribution.
pub(crate) fn describe(
    article: &Article,
    analysis: &Analysis,
    words: &Words,
    lexicon: &Lexicon,
    mut found: Vec<Found>,
) -> Vec<Statement> {
    found.sort_by_key(|f| order(&f.content, &f.cue));
    found.dedup_by(|a, b| a.content == b.content && a.cue == b.cue && a.source == b.source);
    let context = Context::new(article, analysis, words, lexicon);
    let readings: Vec<cue::CueReading> = found
        .iter()
        .map(|f| cue::read(words, lexicon, &indices(words, &f.cue)))
        .collect();
    let mut statements: Vec<Statement> = found
        .into_iter()
        .zip(&readings)
        .map(|(found, reading)| statement(&context, found, reading))
        .collect();
    nesting::set_parents(&mut statements);
    set_stances(&context, &mut statements, &readings);
    set_hedges(&context, &mut statements, &readings);
    set_modality_of_nested(&context, &mut statements, &readings);
    give_speakers_to_lone_quotations(&context, &mut statements);
    statements
}

/// Kind and speaker of a source.
pub(crate) fn speaker(
    article: &Article,
    analysis: &Analysis,
    words: &Words,
    lexicon: &Lexicon,
    source: &[Span],
) -> (SourceType, Speaker) {
    source::describe(&Context::new(article, analysis, words, lexicon), source)
}

/// Order of statements: by first byte of the content, outer before inner, then by cue.
fn order(content: &[Span], cue: &[Span]) -> (usize, std::cmp::Reverse<usize>, Option<Span>) {
    let start = content.first().map_or(0, |span| span.start());
    let end = content.last().map_or(0, |span| span.end());
    (start, std::cmp::Reverse(end), cue.first().copied())
}

/// Nouns brought in as "a person", "an engineer", that no named one has as a role.
fn introduced(context: &Context) -> HashSet<String> {
    let words = context.words;
    let roles: HashSet<&str> = context
        .analysis
        .entities
        .iter()
        .flat_map(|entity| &entity.roles)
        .flat_map(|role| words.at_or_after(role.start())..words.at_or_after(role.end()))
        .map(|k| words.lower(k))
        .collect();
    let mut nouns = HashSet::new();
    for index in 0..words.len() {
        if !matches!(words.lower(index), "a" | "an") {
            continue;
        }
        let noun = (index + 1..words.len().min(index + 5))
            .take_while(|&k| {
                words[k].shape == Shape::Lower
                    && !words[k].is(Class::PREPOSITION
                        .or(Class::WH)
                        .or(Class::AUXILIARY)
                        .or(Class::COORDINATOR))
                    && words.lower(k) != "that"
            })
            .last();
        let followed_by_name = noun.is_some_and(|k| {
            words
                .get(k + 1)
                .is_some_and(|w| w.capital() || w.shape == Shape::Comma)
                && words.get(k + 2).is_some_and(Word::capital)
        });
        if let Some(noun) = noun
            && !followed_by_name
            && !roles.contains(words.lower(noun))
        {
            nouns.insert(words.lower(noun).to_owned());
        }
    }
    nouns
}

fn statement(context: &Context, found: Found, reading: &cue::CueReading) -> Statement {
    let words = context.words;
    let block = found
        .content
        .first()
        .and_then(|span| context.article.block_at(span.start()));
    let block_kind = block.map(|block| context.article.blocks[block].kind);
    let (mut kind, mut quotes) = quotes::quotes(
        words,
        &context.analysis.quoted,
        &found.content,
        block_kind == Some(BlockKind::Blockquote) && found.cue.is_empty(),
    );
    let (source_type, speaker) = if found.source.is_empty() {
        (sourceless(reading, &found, &quotes), Speaker::default())
    } else {
        source::describe(context, &found.source)
    };
    if found.source.is_empty()
        && found.cue.is_empty()
        && quotes.iter().all(|q| q.quote_type == QuoteType::Partial)
    {
        for quote in &mut quotes {
            quote.quote_type = QuoteType::Scare;
        }
        if !quotes.is_empty() {
            kind = StatementKind::Mixed;
        }
    }
    let addressee = addressee(context, &found, reading);
    Statement {
        quotes,
        kind,
        source_type,
        speaker,
        addressee,
        cue_lemma: reading.lemma.clone(),
        stance: Stance::Asserts,
        hedges: Vec::new(),
        modality: Modality::Actual,
        parent: None,
        confidence: found.confidence,
        source: found.source,
        cue: found.cue,
        content: found.content,
    }
}

fn sourceless(reading: &cue::CueReading, found: &Found, quotes: &[Quote]) -> SourceType {
    if found.cue.is_empty() {
        // A sentence that quotes a word is still its author's; one that is all quotation is somebody's.
        let quoted = quotes.iter().any(|quote| {
            let whole = || found.content.iter().all(|&content| quote.span.contains(content));
            matches!(quote.quote_type, QuoteType::Direct | QuoteType::Block) && whole()
        });
        return if quoted {
            SourceType::Named
        } else {
            SourceType::Author
        };
    }
    let accusing = matches!(
        reading.stance,
        Some(Stance::Accuses | Stance::Criticises | Stance::Questions | Stance::CallsFor)
    );
    if reading.noun || accusing {
        SourceType::Collective
    } else {
        SourceType::Author
    }
}

/// Who is told: the mention right after the cue.
fn addressee(context: &Context, found: &Found, reading: &cue::CueReading) -> Option<usize> {
    let told = matches!(
        reading.lemma.as_deref(),
        Some(
            "tell"
                | "ask"
                | "inform"
                | "urge"
                | "warn"
                | "advise"
                | "assure"
                | "reassure"
                | "remind"
                | "order"
                | "encourage"
                | "instruct"
                | "notify"
                | "promise"
                | "answer"
                | "beg"
                | "plead with"
        )
    );
    if !told || reading.passive {
        return None;
    }
    let from = found.cue.last()?.end();
    let words = context.words;
    let first = words.at_or_after(from);
    let mut end = from;
    for index in first..words.len().min(first + 12) {
        let word = &words[index];
        let taken = found.content.iter().any(|span| span.overlaps(word.span));
        if taken
            || !word.is_word()
            || word.is(Class::WH)
            || matches!(words.lower(index), "that" | "to" | "on" | "in")
        {
            break;
        }
        end = word.span.end();
    }
    context
        .analysis
        .mentions_in(Span::new(from, end))
        .next()
        .map(|mention| mention.entity)
}

/// Of each statement what lies in those that it is the parent of, by the pieces that `of` gives; in order and apart.
fn held_by_children<'s, I>(statements: &'s [Statement], of: impl Fn(&'s Statement) -> I) -> Vec<Vec<Span>>
where
    I: Iterator<Item = &'s Span>,
{
    let mut held: Vec<Vec<Span>> = vec![Vec::new(); statements.len()];
    for statement in statements {
        if let Some(parent) = statement.parent {
            held[parent].extend(of(statement));
        }
    }
    for spans in &mut held {
        spans.sort();
        spans.dedup_by(|next, last| {
            let one = last.overlaps(*next);
            if one {
                *last = last.cover(*next);
            }
            one
        });
    }
    held
}

/// Does one of these spans, in order and apart, hold this one?
fn holds(spans: &[Span], span: Span) -> bool {
    let at = spans.partition_point(|held| held.end() <= span.start());
    spans.get(at).is_some_and(|held| held.contains(span))
}

/// What another said within the content shows nothing of the one who tells it: "She said he called it a disgrace".
fn set_stances(context: &Context, statements: &mut [Statement], readings: &[cue::CueReading]) {
    let words = context.words;
    let told = held_by_children(statements, |child| child.content.iter());
    for index in 0..statements.len() {
        let statement = &statements[index];
        if statement.source.is_empty() && statement.cue.is_empty() {
            continue;
        }
        let mut content = indices(words, &statement.content);
        content.retain(|&k| !holds(&told[index], words[k].span));
        let source = indices(words, &statement.source);
        let heard = content::Heard {
            analysis: context.analysis,
            source: &source,
            entity: statement.speaker.entity,
        };
        let (stance, modality) = stance::stance(words, context.lexicon, &readings[index], &content, heard);
        statements[index].stance = stance;
        statements[index].modality = modality;
    }
}

/// A hedge belongs to the innermost statement that holds it.
fn set_hedges(context: &Context, statements: &mut [Statement], readings: &[cue::CueReading]) {
    let words = context.words;
    let held = held_by_children(statements, |child| child.content.iter().chain(&child.cue));
    for index in 0..statements.len() {
        let statement = &statements[index];
        let content = indices(words, &statement.content);
        let cue = indices(words, &statement.cue);
        let skip = |k: usize| {
            let span = words[k].span;
            holds(&held[index], span) || statement.quotes.iter().any(|quote| quote.span.contains(span))
        };
        statements[index].hedges = hedges::hedges(
            words,
            context.lexicon,
            &content,
            &cue,
            &readings[index],
            statement.stance,
            skip,
        );
    }
}

/// What a speaker is told to say has not been said; what is denied was not. Where the denial is in what is said, or quoted, it is not of
/// all of it: "“He did not lie. He asked for a survey,” she said."
fn set_modality_of_nested(context: &Context, statements: &mut [Statement], readings: &[cue::CueReading]) {
    for index in 0..statements.len() {
        let Some(parent) = statements[index].parent else {
            continue;
        };
        if statements[index].modality != Modality::Actual {
            continue;
        }
        let outer = &statements[parent];
        let bare = statements[index].cue.first().is_some_and(|cue| {
            let at = context.words.at_or_after(cue.start());
            let verb = context.words.get(at).and_then(|word| word.verb);
            let governed = at > 0
                && (matches!(context.words.lower(at - 1), "to" | "and" | ",")
                    || context.words[at - 1].is(Class::MODAL));
            governed && matches!(verb, Some((_, Form::Base | Form::Ing)))
        });
        let quoted = statements[index]
            .cue
            .iter()
            .any(|cue| outer.quotes.iter().any(|quote| quote.span.contains(*cue)));
        let denied = readings[parent].stance == Some(Stance::Denies) && !quoted;
        statements[index].modality = match outer.stance {
            Stance::Denies if denied => Modality::Negated,
            Stance::Advises | Stance::Instructs | Stance::CallsFor | Stance::Asks if bare => {
                Modality::Advised
            }
            _ if outer.modality == Modality::Advised && bare => Modality::Advised,
            _ => Modality::Actual,
        };
    }
}

/// Words of a quotation, for finding it again.
fn key(context: &Context, span: Span) -> String {
    let words = context.words;
    let range = words.at_or_after(span.start())..words.at_or_after(span.end());
    let mut key = String::new();
    for index in range.filter(|&k| words[k].is_word()) {
        key.push_str(words.lower(index));
        key.push(' ');
    }
    key
}

/// A quotation without source or cue: said by the one who says the same words
/// elsewhere in the article, else by the speaker before it.
fn give_speakers_to_lone_quotations(context: &Context, statements: &mut [Statement]) {
    let lone: Vec<usize> = (0..statements.len())
        .filter(|&index| {
            let statement = &statements[index];
            statement.source.is_empty()
                && statement.cue.is_empty()
                && !statement.quotes.is_empty()
                && statement
                    .content
                    .iter()
                    .all(|piece| statement.quotes.iter().any(|quote| quote.span.contains(*piece)))
        })
        .collect();
    if lone.is_empty() {
        return;
    }
    let spoken: Vec<(String, usize)> = statements
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.source.is_empty())
        .flat_map(|(index, s)| s.quotes.iter().map(move |quote| (index, quote.span)))
        .map(|(index, span)| (key(context, span), index))
        .take(2000)
        .collect();
    for index in lone.into_iter().take(200) {
        let words_here: Vec<String> = statements[index]
            .quotes
            .iter()
            .map(|quote| key(context, quote.span))
            .collect();
        let same = spoken.iter().find(|(said, _)| {
            words_here.iter().any(|here| {
                here.len() > 8
                    && (said.contains(here.trim_end()) || here.contains(said.trim_end()) && said.len() > 20)
            })
        });
        let scare = statements[index]
            .quotes
            .iter()
            .all(|q| q.quote_type == QuoteType::Scare);
        let found = match same {
            Some(&(_, said)) => Some(said),
            None if scare => None,
            None => (0..index).rev().find(|&before| {
                !statements[before].source.is_empty()
                    && statements[before].parent.is_none()
                    && !matches!(
                        statements[before].source_type,
                        SourceType::Document | SourceType::Outlet
                    )
            }),
        };
        let Some(said) = found else { continue };
        let (speaker, source_type, stance) = (
            statements[said].speaker,
            statements[said].source_type,
            statements[said].stance,
        );
        let exact = same.is_some();
        let statement = &mut statements[index];
        statement.speaker = Speaker {
            via_pronoun: false,
            ..speaker
        };
        statement.source_type = source_type;
        if exact {
            statement.stance = stance;
            let long = statement
                .quotes
                .iter()
                .any(|quote| key(context, quote.span).split(' ').count() > 4);
            if long {
                for quote in &mut statement.quotes {
                    quote.quote_type = QuoteType::Direct;
                }
                statement.kind = StatementKind::Direct;
            }
        }
    }
}
