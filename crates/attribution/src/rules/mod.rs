//! Attributions by rule.
//!
//! In: the words of an article with its sentences and quotations. Out: who,
//! by what cue, what. Every verb group, noun and preposition of saying is
//! looked at once, from its sentence outwards, so cost is linear in the text
//! but for bounded walks inside a sentence.

mod content;
mod group;
mod layout;
mod participle;
pub(crate) mod phrase;
mod shown;
mod signed;

use std::ops::Range;

use nlp::Analysis;
use page::{Article, BlockKind};
use text::Span;

pub(crate) use content::Quotations;

use crate::found::Found;
use crate::lexicon::{Class, Form, Lexicon};
use crate::sourced::Vocabulary;
use crate::words::{Shape, Word, Words};
use group::Group;

/// Sentences longer than this are read in pieces of this many words.
const LONGEST_SENTENCE: usize = 400;

/// Below this, a verb of the lexicon is taken for no cue.
const LEAST_RATE: f32 = 0.35;

/// What the rules look at.
pub(crate) struct Scan<'a> {
    pub(crate) article: &'a Article,
    pub(crate) analysis: &'a Analysis,
    pub(crate) words: &'a Words,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) sourcing: &'a Vocabulary,
    pub(crate) quotations: &'a Quotations,
}

/// An attribution as word ranges.
#[derive(Debug, Clone, Default)]
struct Draft {
    source: Option<Range<usize>>,
    cue: Option<Range<usize>>,
    content: Vec<Range<usize>>,
    confidence: f32,
}

impl Draft {
    fn found(&self, words: &Words) -> Option<Found> {
        let spans = |ranges: &mut dyn Iterator<Item = &Range<usize>>| -> Vec<Span> {
            ranges.filter_map(|range| words.span(range.clone())).collect()
        };
        let mut content = spans(&mut self.content.iter());
        content.sort();
        (!content.is_empty()).then(|| Found {
            source: spans(&mut self.source.iter()),
            cue: spans(&mut self.cue.iter()),
            content,
            confidence: self.confidence,
        })
    }
}

/// A first line without a stop that is no longer than this stands above a text that came without its headline marked.
const LONGEST_HEADLINE: usize = 110;

/// Does a block stand alone, above or beside the paragraphs?
pub(crate) fn is_heading(article: &Article, block: usize) -> bool {
    let one = &article.blocks[block];
    let above = || {
        let line = &article.text.as_str()[one.span.range()];
        article.blocks.len() > 1
            && line.chars().count() <= LONGEST_HEADLINE
            && !line.ends_with(['.', '!', '?', ':', ';', ',', '…'])
    };
    match one.kind {
        BlockKind::Headline
        | BlockKind::Subhead
        | BlockKind::Deck
        | BlockKind::Kicker
        | BlockKind::Pullquote => true,
        BlockKind::Paragraph => block == 0 && above(),
        _ => false,
    }
}

/// Finds attributions, in no order.
pub(crate) fn find(scan: &Scan) -> Vec<Found> {
    let mut drafts: Vec<Draft> = Vec::new();
    for sentence in &scan.analysis.sentences {
        let mut start = sentence.first_token;
        while start < sentence.end_token {
            let end = sentence.end_token.min(start + LONGEST_SENTENCE);
            scan.sentence(start..end, &mut drafts);
            start = end;
        }
    }
    let mut found: Vec<Found> = drafts
        .iter()
        .filter_map(|draft| draft.found(scan.words))
        .collect();
    signed::add(scan, &mut found);
    layout::add(scan, &mut found);
    found
}

impl Scan<'_> {
    fn sentence(&self, sentence: Range<usize>, drafts: &mut Vec<Draft>) {
        let first = drafts.len();
        let mut index = sentence.start;
        while index < sentence.end {
            let next = self.at(&sentence, index, first, drafts);
            index = next.max(index + 1);
        }
        self.add_following_quotations(&sentence, first, drafts);
        self.add_shown(&sentence, first, drafts);
        let heading = self
            .article
            .block_at(self.words[sentence.start].span.start())
            .is_some_and(|block| is_heading(self.article, block));
        if heading {
            // Short and regular: what a rule finds here is rarely wrong.
            for draft in &mut drafts[first..] {
                draft.confidence = draft.confidence.max(group::SURE);
            }
        }
    }

    /// Looks at one word; gives the word to look at next.
    fn at(&self, sentence: &Range<usize>, index: usize, first: usize, drafts: &mut Vec<Draft>) -> usize {
        let words = self.words;
        if words.lower(index) == "according" && words.lower(index + 1) == "to" && index + 2 < sentence.end {
            let draft = self.according_to(sentence, index, &drafts[first..]);
            drafts.extend(draft);
            return index + 2;
        }
        if let Some(cue) = group::unreachable_at(words, sentence, index) {
            let more = words.get(cue.end).filter(|_| cue.end < sentence.end);
            let content = more
                .filter(|next| next.is_word())
                .map(|_| self.content_right(sentence, cue.end));
            let source = phrase::subject_before(words, sentence.start, cue.start);
            drafts.extend(source.zip(content).map(|(source, content)| Draft {
                source: Some(source),
                content: vec![content],
                cue: Some(cue),
                confidence: group::SURE,
            }));
            return index + 1;
        }
        if let Some(draft) = self.noun_cue(sentence, index) {
            drafts.push(draft);
            return index + 1;
        }
        let Some(group) = group::group_at(words, self.lexicon, sentence, index) else {
            return index + 1;
        };
        if words.lower(group.cue.end) == "to" && group::GOVERNORS.contains(&self.lemma(&group)) {
            let refusal = matches!(self.lemma(&group), "decline" | "refuse");
            let verb = (group.cue.end + 1..sentence.end.min(group.cue.end + 4))
                .find(|&k| matches!(words[k].verb, Some((_, Form::Base))));
            if let Some(verb) = verb {
                let open = matches!(
                    words.lower(verb + 1),
                    "whether" | "if" | "what" | "why" | "how" | "who" | "when" | "where" | "that"
                );
                if refusal && !open {
                    drafts.extend(self.refusal(sentence, &group, &drafts[first..]));
                    return verb + 1;
                }
                let governs = self
                    .lexicon
                    .verb(words[verb].verb.map_or(0, |(verb, _)| verb))
                    .rate(Form::Past, words.follower(verb + 1, sentence.end))
                    > 0.45;
                if governs {
                    return index + 1;
                }
            }
        }
        // “... of side shows,”: nothing follows a cue that a mark closes off.
        let mark = if words.get(group.cue.end).is_some_and(|w| w.shape == Shape::Comma) {
            group.cue.end + 1
        } else {
            group.cue.end
        };
        if words.get(mark).is_some_and(Word::is_quote)
            && self.quotations.inside(index)
            && self.quotations.opened_at(mark).is_none()
        {
            return index + 1;
        }
        let threshold = if self.quotations.inside(index) {
            0.6
        } else {
            LEAST_RATE
        };
        let closes = matches!(group.form, Form::Past | Form::ThirdPerson)
            && group.rate >= 0.15
            && self.closes_clause(sentence, &group);
        let draft = if closes {
            self.finite(sentence, &group, &drafts[first..])
                .map(|draft| Draft {
                    confidence: group::SURE,
                    ..draft
                })
        } else if group.rate < threshold || (group.infinitive && group.rate < 0.6) {
            None
        } else if group.passive {
            self.passive(sentence, &group)
        } else if group.participial {
            self.participial(sentence, &group, &drafts[first..])
        } else if group.infinitive {
            None
        } else {
            self.finite(sentence, &group, &drafts[first..])
        };
        let next = group.cue.end;
        drafts.extend(draft);
        next
    }

    /// "..., the transcript shows.": a short subject between a comma and the last verb.
    fn closes_clause(&self, sentence: &Range<usize>, group: &Group) -> bool {
        let words = self.words;
        let last = (group.cue.end..sentence.end).all(|k| !words[k].is_word());
        last && phrase::subject_before(words, sentence.start, group.cue.start).is_some_and(|subject| {
            subject.len() <= 8
                && subject.start > sentence.start
                && matches!(words[subject.start - 1].shape, Shape::Comma | Shape::Quote)
        })
    }

    /// "declined to comment": what was refused is the content.
    fn refusal(&self, sentence: &Range<usize>, group: &Group, before: &[Draft]) -> Option<Draft> {
        Some(Draft {
            source: Some(self.subject(sentence, group, before)?),
            cue: Some(group.cue.clone()),
            content: std::iter::once(self.content_right(sentence, group.cue.end)).collect(),
            confidence: group::SURE,
        })
    }

    /// Where the clause that holds `index` may begin: after the last attribution before it.
    fn clause_floor(&self, sentence: &Range<usize>, index: usize, before: &[Draft]) -> usize {
        let _ = index;
        before
            .iter()
            .flat_map(|draft| draft.cue.iter().chain(draft.source.iter()))
            .map(|range| range.end)
            .filter(|&end| end <= index)
            .max()
            .unwrap_or(sentence.start)
            .max(sentence.start)
    }

    fn content_right(&self, sentence: &Range<usize>, from: usize) -> Range<usize> {
        // Inside marks, no further than the closing one.
        let end = self
            .quotations
            .at(from)
            .filter(|quotation| quotation.start < from && quotation.end <= sentence.end)
            .map_or(sentence.end, |quotation| {
                quotation.end.saturating_sub(1).max(from + 1)
            });
        content::to_the_right(self.words, self.lexicon, self.quotations, from, end)
    }

    /// The start of the content after a cue that ends at `from`; `None` where nothing follows.
    fn right_start(&self, sentence: &Range<usize>, group: &Group) -> Option<usize> {
        let words = self.words;
        let mut at = group.cue.end;
        let lemma = self.lemma(group);
        if takes_addressee(lemma) && group.cue.end == group.head + 1 {
            at = phrase::skip_addressee(words, at, sentence.end);
        }
        let plain = !takes_preposition(lemma);
        let skipped = if plain || words.follower(at, sentence.end) == crate::lexicon::Follower::End {
            phrase::skip_adverbials(words, at, sentence.end)
        } else {
            at
        };
        let at = skipped;
        let first = words.get(at).filter(|_| at < sentence.end)?;
        match first.shape {
            Shape::Stop | Shape::Comma | Shape::Closing | Shape::Dash => None,
            Shape::Quote if self.quotations.opened_at(at).is_none() => None,
            _ if words.lower(at) == "according" => None,
            _ if first.is(Class::COORDINATOR) && words.lower(at) != "neither" => None,
            _ => Some(at),
        }
    }

    fn lemma(&self, group: &Group) -> &str {
        self.words[group.head]
            .verb
            .map_or("", |(verb, _)| &*self.lexicon.verb(verb).lemma)
    }

    fn finite(&self, sentence: &Range<usize>, group: &Group, before: &[Draft]) -> Option<Draft> {
        let words = self.words;
        // "the denial, reported by Tidewire,": a participle without its "which was".
        if matches!(group.form, Form::Past | Form::Participle)
            && group.cue.len() == 1
            && words.lower(group.cue.end) == "by"
        {
            return None;
        }
        let floor = if self.closes_clause(sentence, group) {
            sentence.start
        } else {
            self.clause_floor(sentence, group.cue.start, before)
        };
        let left_of = |end: usize| content::to_the_left(words, self.quotations, floor, end);
        let opened_by_mark = group.cue.start > sentence.start
            && matches!(words[group.cue.start - 1].shape, Shape::Quote | Shape::Comma);
        // “...,” said Mayor Ruiz.
        if opened_by_mark && matches!(group.form, Form::Past | Form::ThirdPerson) {
            let quoted = words[group.cue.start - 1].is_quote();
            let subject = phrase::subject_after(words, group.cue.end, sentence.end);
            let has_subject_before = !quoted
                && phrase::subject_before(words, floor, group.cue.start).is_some_and(|range| {
                    range.end == group.cue.start && range.start > floor || range.start == sentence.start
                });
            if let Some(subject) = subject
                && (quoted || !has_subject_before)
                && let Some(left) = left_of(group.cue.start)
            {
                let mut content = vec![left];
                let after = phrase::skip_adverbials(words, subject.end, sentence.end);
                if words.get(after).is_some_and(|w| w.is_quote()) && after < sentence.end {
                    content.push(self.content_right(sentence, after));
                }
                return Some(Draft {
                    source: Some(subject),
                    cue: Some(group.cue.clone()),
                    content,
                    confidence: if quoted { 0.9 } else { 0.6 },
                });
            }
        }
        let subject = self.subject(sentence, group, before);
        let subject_start = subject.as_ref().map_or(group.cue.start, |range| range.start);
        let inherited = subject
            .as_ref()
            .is_some_and(|range| range.end > group.cue.start || range.start < floor);
        let right = self
            .right_start(sentence, group)
            .map(|from| self.content_right(sentence, from));
        let left = if inherited { None } else { left_of(subject_start) };
        let content: Vec<Range<usize>> = match (left, right) {
            (Some(left), Some(right)) if words[right.start].is_quote() && words[left.end - 1].is_quote() => {
                vec![left, right]
            }
            (Some(left), Some(right))
                if words[left.end - 1].is_quote()
                    && !self.quotations.inside(group.head)
                    && left.start >= floor =>
            {
                // “...,” he told reporters [in Dale]: the rest is an adverbial unless a clause.
                if matches!(words.lower(right.start), "that" | "whether") {
                    vec![right]
                } else {
                    vec![left]
                }
            }
            (_, Some(right)) => vec![right],
            (Some(left), None) => {
                let mut content = vec![left];
                // "..., he said, ..." takes up again after the comma.
                let after = group.cue.end;
                if words.get(after).is_some_and(|w| w.shape == Shape::Comma)
                    && after + 1 < sentence.end
                    && subject.is_some()
                    && !words[content[0].end - 1].is_quote()
                    && !words[after + 1].verb.is_some_and(|(_, form)| form == Form::Ing)
                {
                    content.push(self.content_right(sentence, after + 1));
                }
                content
            }
            (None, None) => return None,
        };
        let range = subject.as_ref()?;
        // "the league, also known as the Nine": a participle after its noun, and no verb.
        let apart = words[range.end - 1].shape == Shape::Comma
            && range.clone().filter(|&k| words[k].shape == Shape::Comma).count() == 1;
        if apart && range.end <= group.cue.start && words.lower(group.cue.end) == "as" {
            return None;
        }
        let first = range.start;
        let nobody = matches!(words.lower(first), "neither" | "no" | "none" | "nobody");
        let refused = self.lexicon.negated_rate(self.lemma(group));
        Some(Draft {
            source: subject,
            cue: Some(group.cue.clone()),
            content,
            confidence: if nobody && refused >= group::SURE {
                refused
            } else {
                group.rate
            },
        })
    }

    /// The subject of a group, or that of the attribution it is coordinated with.
    fn subject(&self, sentence: &Range<usize>, group: &Group, before: &[Draft]) -> Option<Range<usize>> {
        let words = self.words;
        let mut at = group.cue.start;
        if at > sentence.start && words.lower(at - 1) == "'s" {
            at -= 1;
        }
        let coordinated = at > sentence.start && matches!(words.lower(at - 1), "and" | "but" | "then" | "or");
        if coordinated {
            return before
                .iter()
                .rev()
                .find_map(|draft| draft.source.clone())
                .or_else(|| self.first_subject(sentence, at));
        }
        phrase::subject_before(words, self.subject_floor(sentence, at, before), at)
    }

    /// Where a subject may begin at the earliest: after the cue whose content it stands in. A comma may close a clause
    /// in between, and what is before it counts again.
    fn subject_floor(&self, sentence: &Range<usize>, at: usize, before: &[Draft]) -> usize {
        let cue = before
            .iter()
            .filter_map(|draft| draft.cue.as_ref())
            .map(|cue| cue.end)
            .filter(|&end| end < at)
            .max();
        let open = |from: &usize| (*from..at).all(|k| self.words[k].shape != Shape::Comma);
        cue.filter(open).unwrap_or(sentence.start)
    }

    /// The noun phrase that opens the sentence, as subject of a later participle.
    fn first_subject(&self, sentence: &Range<usize>, limit: usize) -> Option<Range<usize>> {
        let words = self.words;
        let verb = (sentence.start + 1..limit).find(|&k| {
            words[k].is(Class::AUXILIARY) && !words[k].capital()
                || matches!(words[k].verb, Some((_, Form::Past | Form::ThirdPerson)) if !words[k].capital())
                || (words[k].shape == Shape::Lower
                    && words.lower(k).ends_with("ed")
                    && !words[k - 1].is(Class::DETERMINER))
        })?;
        phrase::subject_before(words, sentence.start, verb)
    }

    fn passive(&self, sentence: &Range<usize>, group: &Group) -> Option<Draft> {
        let words = self.words;
        let after = group.cue.end;
        let lower = words.lower(after);
        if lower == "by" && after + 1 < sentence.end {
            let source = phrase::subject_after(words, after + 1, sentence.end)?;
            let subject = phrase::subject_before(words, sentence.start, group.cue.start)?;
            let mut content = vec![subject];
            if words.get(source.end).is_some_and(|w| w.is(Class::PREPOSITION)) && source.end < sentence.end {
                content.push(self.content_right(sentence, source.end));
            }
            return Some(Draft {
                source: Some(source),
                cue: Some(group.cue.clone()),
                content,
                confidence: group.rate * 0.8,
            });
        }
        let lemma = self.lemma(group);
        let expects = lower == "to"
            && phrase::is_infinitive(words, after)
            && matches!(
                lemma,
                "expect"
                    | "believe"
                    | "think"
                    | "understand"
                    | "say"
                    | "report"
                    | "allege"
                    | "know"
                    | "suppose"
                    | "rumour"
                    | "rumor"
                    | "estimate"
                    | "consider"
                    | "suspect"
            );
        let accuses =
            lower == "of" && matches!(lemma, "accuse" | "suspect") || (lower == "with" && lemma == "charge");
        if (expects || accuses) && after + 1 < sentence.end {
            return Some(Draft {
                source: None,
                cue: Some(group.cue.clone()),
                content: vec![self.content_right(sentence, after)],
                confidence: 0.5,
            });
        }
        None
    }

    fn according_to(&self, sentence: &Range<usize>, index: usize, before: &[Draft]) -> Option<Draft> {
        let words = self.words;
        let mut source = phrase::subject_after(words, index + 2, sentence.end)?;
        let opens = index == sentence.start
            || (index == sentence.start + 1 && !words[sentence.start].is_word())
            || (index <= sentence.start + 2 && words[sentence.start].is(Class::COORDINATOR));
        if opens
            && let Some(comma) = source.clone().find(|&k| words[k].shape == Shape::Comma)
            && words.get(source.end).is_none_or(|w| w.shape != Shape::Comma)
        {
            source.end = comma;
        }
        // "according to a recording of a closed meeting obtained by the Courier": to the mark.
        let mark = (source.end..sentence.end)
            .find(|&k| {
                matches!(
                    words[k].shape,
                    Shape::Comma | Shape::Stop | Shape::Quote | Shape::Colon
                ) || (words[k].shape == Shape::Dash && words[k].spaced)
            })
            .unwrap_or(sentence.end);
        if mark > source.end
            && mark - source.end < 25
            && words.lower(mark) != "\""
            && words[source.end].is_word()
            && !words[source.end].is(Class::TIME.or(Class::AUXILIARY))
            && words[source.end].shape != Shape::Comma
            && index > sentence.start
        {
            source.end = mark;
        }
        let content = if opens {
            let comma = (source.end..sentence.end).find(|&k| words[k].shape == Shape::Comma)?;
            (comma + 1 < sentence.end)
                .then(|| std::iter::once(content::whole(words, comma + 1, sentence.end)).collect())?
        } else {
            let mut end = index;
            while end > sentence.start
                && matches!(words[end - 1].shape, Shape::Comma | Shape::Dash | Shape::Opening)
            {
                end -= 1;
            }
            let left = self
                .quotations
                .at(end.saturating_sub(1))
                .filter(|quotation| quotation.end == end && quotation.start < sentence.start)
                .map_or(sentence.start, |quotation| quotation.start);
            // Inside another's words the credit covers its own clause only.
            let inside = before
                .iter()
                .any(|draft| draft.content.iter().any(|range| range.contains(&index)));
            let left = if inside {
                (left..end)
                    .rev()
                    .find(|&k| {
                        k + 1 < end
                            && (words[k].shape == Shape::Comma && words[k + 1].spaced
                                || words[k].is(Class::COORDINATOR)
                                || words.lower(k) == "since")
                    })
                    .map_or(left, |mark| mark + 1)
            } else {
                left
            };
            if left >= end {
                return None;
            }
            let mut content: Vec<Range<usize>> = std::iter::once(left..end).collect();
            let resumes = words.get(source.end).is_some_and(|w| w.shape == Shape::Comma)
                && words[index - 1].shape == Shape::Comma
                && source.end + 1 < sentence.end
                && !words[source.end + 1].is(Class::COORDINATOR);
            if resumes {
                content.push(self.content_right(sentence, source.end + 1));
            }
            content
        };
        Some(Draft {
            source: Some(source),
            cue: Some(index..index + 2),
            content,
            confidence: 0.85,
        })
    }

    /// "accusations that ...", "his claim that ...", "allegations of ...".
    fn noun_cue(&self, sentence: &Range<usize>, index: usize) -> Option<Draft> {
        let words = self.words;
        if words[index].shape != Shape::Lower {
            return None;
        }
        let (lemma, stance) = self.lexicon.noun(words.lower(index))?;
        // A form that may be a verb needs a determiner a few words before it.
        let determined = (index.saturating_sub(4).max(sentence.start)..index)
            .rev()
            .take_while(|&k| words[k].is_word())
            .any(|k| words[k].is(Class::DETERMINER) || words[k].shape == Shape::Clitic);
        let governed =
            index > sentence.start && words[index - 1].is(Class::PREPOSITION.or(Class::COORDINATOR));
        let plural = words.lower(index) != lemma;
        let only_noun = words[index].verb.is_none() && self.lexicon.verb_form(lemma).is_none();
        if !(determined || only_noun || (plural && (governed || index == sentence.start))) {
            return None;
        }
        let strong = matches!(
            stance,
            crate::Stance::Accuses | crate::Stance::Criticises | crate::Stance::Denies
        );
        let mut after = index + 1;
        let mut by = None;
        if matches!(words.lower(after), "from" | "by") && after + 1 < sentence.end {
            by = phrase::subject_after(words, after + 1, sentence.end);
            after = by.as_ref().map_or(after, |range| range.end);
        }
        let fits = match words.lower(after) {
            "that" => !words.get(after + 1).is_some_and(|w| w.is(Class::AUXILIARY)),
            "whether" => true,
            "of" => strong && words.lower(index) != lemma,
            _ => false,
        };
        if !fits || after + 1 >= sentence.end {
            return None;
        }
        // The verb before it ("made a claim that") has the subject.
        let owner =
            (index > sentence.start && words[index - 1].is(Class::POSSESSIVE)).then(|| index - 1..index);
        let genitive = || {
            let mut at = index;
            while at > sentence.start
                && words[at - 1].shape == Shape::Lower
                && !words[at - 1].is(Class::DETERMINER.or(Class::PREPOSITION).or(Class::COORDINATOR))
                && words[at - 1].verb.is_none()
            {
                at -= 1;
            }
            (at > sentence.start && words[at - 1].shape == Shape::Clitic)
                .then(|| phrase::subject_before(words, sentence.start, at - 1))
                .flatten()
        };
        let source = by.or(owner).or_else(genitive);
        let from = if words.lower(after) == "of" {
            after + 1
        } else {
            after
        };
        Some(Draft {
            source,
            cue: Some(index..index + 1),
            content: vec![self.content_right(sentence, from)],
            confidence: 0.45,
        })
    }

    /// “A,” she said. “B.”: sentences that are all quotation go with the one before.
    fn add_following_quotations(&self, sentence: &Range<usize>, first: usize, drafts: &mut [Draft]) {
        let words = self.words;
        let Some(draft) = drafts[first..].iter_mut().rev().find(|draft| {
            draft
                .content
                .iter()
                .any(|range| words[range.start].is_quote() || words[range.end - 1].is_quote())
                && draft.source.is_some()
        }) else {
            return;
        };
        let Some(block) = self.analysis.sentence_at(words[sentence.start].span.start()) else {
            return;
        };
        let block = self.analysis.sentences[block].block;
        let mut at = sentence.end;
        while let Some(quotation) = words
            .get(at)
            .filter(|w| w.is_quote())
            .and_then(|_| self.quotations.at(at))
        {
            if quotation.start != at || self.article.block_at(words[at].span.start()) != Some(block) {
                break;
            }
            let closed = words[quotation.end - 1].is_quote();
            let ends_sentence = closed
                && quotation.end >= 2
                && words[quotation.end - 2].shape == Shape::Stop
                && words
                    .get(quotation.end)
                    .is_none_or(|w| !w.is_word() || w.capital());
            let goes_on = !closed;
            if !(ends_sentence || goes_on) || draft.content.iter().any(|range| range.contains(&at)) {
                break;
            }
            draft.content.push(quotation.clone());
            at = quotation.end;
        }
    }
}

/// Verbs whose object is judged by a predicate: "called it a disgrace".
pub(crate) fn judges_by_predicate(lemma: &str) -> bool {
    matches!(
        lemma,
        "call"
            | "describe"
            | "label"
            | "brand"
            | "term"
            | "dub"
            | "characterise"
            | "characterize"
            | "portray"
            | "depict"
            | "view"
            | "see"
            | "consider"
            | "deem"
            | "regard"
            | "hail"
            | "paint"
            | "cast"
            | "refer"
            | "denounce"
            | "name"
            | "frame"
    )
}

fn takes_addressee(lemma: &str) -> bool {
    matches!(
        lemma,
        "tell"
            | "ask"
            | "inform"
            | "notify"
            | "remind"
            | "assure"
            | "reassure"
            | "warn"
            | "urge"
            | "advise"
            | "order"
            | "encourage"
            | "instruct"
            | "convince"
            | "persuade"
            | "beg"
            | "command"
            | "brief"
            | "alert"
            | "counsel"
            | "caution"
            | "promise"
            | "answer"
            | "direct"
            | "invite"
            | "implore"
            | "exhort"
            | "beseech"
            | "update"
    )
}

fn takes_preposition(lemma: &str) -> bool {
    matches!(
        lemma,
        "talk"
            | "speak"
            | "refer"
            | "point"
            | "call"
            | "allude"
            | "accuse"
            | "complain"
            | "rail"
            | "reply"
            | "respond"
            | "warn"
            | "appeal"
            | "push"
            | "press"
            | "focus"
            | "comment"
            | "worry"
            | "object"
            | "apologise"
            | "apologize"
    )
}
