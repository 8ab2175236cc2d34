//! What kind of source a statement has, and who speaks.

use nlp::{Analysis, EntityKind, MentionForm};
use text::Span;

use crate::lexicon::{Class, Form, Lexicon, SourceClass};
use crate::sourced::Noun;
use crate::words::{Shape, Word, Words};
use crate::{Models, SourceType, Speaker};

use super::Context;

/// The word at the head of a noun phrase: before its first modifier on the right. Of a bare genitive
/// ("Lorr's statement") the one in it.
pub(crate) fn head(words: &Words, lexicon: &Lexicon, source: &[usize]) -> Option<usize> {
    let mut head = None;
    let mut owner = None;
    let skipped = title_before(words, source);
    for (at, &index) in source.iter().enumerate().skip(skipped) {
        let word = &words[index];
        let lower = words.lower(index);
        // "ranking Democrat Ada Quill"
        let describes =
            DESCRIBING.contains(&lower) && source.get(at + 1).is_some_and(|&next| words[next].capital());
        let boundary = match word.shape {
            Shape::Comma | Shape::Opening | Shape::Colon => true,
            Shape::Stop => {
                at > 0 && !words[index - 1].is(Class::ABBREVIATION) && words[index - 1].span.len() > 1
            }
            Shape::Dash => word.spaced,
            _ => {
                at > 0
                    && (word.is(Class::WH)
                        || (word.is(Class::PREPOSITION) && head.is_some())
                        || lower == "that"
                        || head.is_some_and(|head| begins_another(words, head, index))
                        || (word.shape == Shape::Lower
                            && head.is_some()
                            && !describes
                            && matches!(word.verb, Some((_, Form::Past | Form::Participle | Form::Ing)))
                            && lexicon.source_class(lower).is_none()
                            && words[index - 1].verb.is_none_or(|(_, form)| form == Form::Base)
                            && !words[index - 1].is(Class::DETERMINER.or(Class::ADVERB))))
            }
        };
        if boundary && head.is_some() {
            break;
        }
        let reflexive = head.is_some() && (lower.ends_with("self") || lower.ends_with("selves"));
        if word.is_word() && word.shape != Shape::Clitic && !word.is(Class::ARTICLE) && !reflexive {
            head = Some(index);
        }
        if word.shape == Shape::Clitic {
            owner = head.take();
        }
    }
    head.or(owner)
}

/// Participles that stand before an office like adjectives.
const DESCRIBING: &[&str] = &[
    "ranking", "acting", "leading", "sitting", "managing", "founding", "incoming", "outgoing",
];

/// "“The Pier” star Ada Quill": how many words of a source are a title in quotation marks before a noun.
fn title_before(words: &Words, source: &[usize]) -> usize {
    let Some(open) = (0..source.len().min(2)).find(|&at| words[source[at]].is_quote()) else {
        return 0;
    };
    let close = (open + 1..source.len()).find(|&at| words[source[at]].is_quote());
    let goes_on = |&close: &usize| {
        source
            .get(close + 1)
            .is_some_and(|&next| words[next].shape == Shape::Lower)
    };
    close.filter(goes_on).map_or(0, |close| close + 1)
}

/// "the president this morning": a determiner after the noun opens another phrase.
fn begins_another(words: &Words, head: usize, index: usize) -> bool {
    words[index].is(Class::DETERMINER)
        && !words[head].is(Class::DETERMINER.or(Class::QUANTIFIER).or(Class::ADVERB))
}

pub(crate) fn is_plural(lower: &str) -> bool {
    matches!(
        lower,
        "people" | "men" | "women" | "police" | "media" | "children" | "folk" | "others" | "data" | "staff"
    ) || (lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !lower.ends_with("is")
        && lower.len() > 3)
}

/// Words that set a source apart without a name.
fn is_unnamed_insider(words: &Words, source: &[usize]) -> bool {
    source.windows(2).any(|pair| {
        matches!(
            (words.lower(pair[0]), words.lower(pair[1])),
            ("familiar", "with")
                | ("close", "to")
                | ("knowledge", "of")
                | ("briefed", "on")
                | ("of", "anonymity")
                | ("not", "authorised")
                | ("not", "authorized")
        )
    })
}

/// What somebody says.
const SPOKEN: &[&str] = &[
    "words",
    "remarks",
    "comments",
    "argument",
    "arguments",
    "statement",
    "statements",
    "testimony",
    "claim",
    "claims",
    "speech",
    "telling",
    "account",
    "admission",
    "estimation",
    "opinion",
    "view",
    "reckoning",
];

/// The mention that the source is, or that its head belongs to.
fn head_mention(analysis: &Analysis, words: &Words, source: Span, head: Option<usize>) -> Option<usize> {
    let mentions: Vec<_> = analysis.mentions_in(source).collect();
    // "Quill's own argument", "in the Courier’s words": it is the owner's.
    if head.is_some_and(|head| SPOKEN.contains(&words.lower(head))) {
        let owner = mentions.iter().find(|m| is_genitive(words, m.span));
        if let Some(owner) = owner {
            return Some(owner.entity);
        }
    }
    if let Some(head) = head {
        let span = words[head].span;
        if let Some(mention) = mentions.iter().find(|m| m.span.contains(span)) {
            return Some(mention.entity);
        }
    }
    // "deputy minister for ports Casper Wendlow": the head is part of a role that stands beside the name.
    if let Some(head) = head {
        let held = mentions.iter().find(|m| {
            let roles = &analysis.entities[m.entity].roles;
            m.form == MentionForm::Name && roles.iter().any(|role| role.contains(words[head].span))
        });
        if let Some(mention) = held {
            return Some(mention.entity);
        }
    }
    // "the director-general, Marit Dovrane": a person in apposition.
    mentions
        .iter()
        .find(|m| {
            m.form == MentionForm::Name
                && analysis.entities[m.entity].kind == EntityKind::Person
                && !is_genitive(words, m.span)
                && !after_preposition(words, source, m.span)
                && stands_for_itself(words, source, m.span)
        })
        .map(|m| m.entity)
        .or_else(|| named_body(analysis, words, source, head?))
}

/// "the campaign group Orlen Rising", "the rights organisation the Orlen League": the body that is named right after its sort.
fn named_body(analysis: &Analysis, words: &Words, source: Span, head: usize) -> Option<usize> {
    let first = head + 1 + usize::from(words.get(head + 1).is_some_and(|next| next.is(Class::ARTICLE)));
    let start = words.get(first)?.span.start();
    let body = analysis.mentions_in(source).find(|m| {
        m.span.start() == start
            && m.form == MentionForm::Name
            && matches!(
                analysis.entities[m.entity].kind,
                EntityKind::Organisation | EntityKind::Outlet
            )
    })?;
    (words[head].shape == Shape::Lower && stands_for_itself(words, source, body.span)).then_some(body.entity)
}

/// Words of a name that is passed over.
const LONGEST_NAME: usize = 6;

/// Does a name stand as a phrase of its own? In "a top Ada Quill adviser", "the Quill campaign", "a pro-Quill group" and
/// "Quill & Hale" it is a part of another's.
fn stands_for_itself(words: &Words, source: Span, name: Span) -> bool {
    let first = words.at_or_after(name.start());
    let end = words.at_or_after(name.end());
    // "the “Two Piers” actress"
    let quoted = words.get(end).is_some_and(|mark| mark.is_quote() && !mark.spaced);
    let mut after = end + usize::from(quoted);
    // "the Quill and Hale campaigns"
    if matches!(words.lower(after), "and" | "or") && words.get(after + 1).is_some_and(|next| next.capital()) {
        after = (after + 1..after + LONGEST_NAME)
            .find(|&k| words.get(k).is_none_or(|next| !next.capital()))
            .unwrap_or(after);
    }
    let hyphen = first > 1 && words.lower(first - 1) == "-" && !words[first - 1].spaced;
    let compound = hyphen && words[first - 2].is_word();
    let leads_on = Class::WH
        .or(Class::PREPOSITION)
        .or(Class::COORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::ADVERB);
    let goes_on = words.get(after).is_some_and(|next| {
        let noun = matches!(next.shape, Shape::Lower | Shape::Capital) && !next.is(leads_on);
        let joined = words.lower(after) == "&" || words.lower(after) == "-" && !next.spaced;
        next.span.start() < source.end() && (noun || joined)
    });
    !compound && !goes_on
}

/// Where the "and" after the first name of a source stands, if that is a person, or both are bodies: of those who speak
/// together the first is given. "White House and Pentagon spokesmen" are neither.
fn list_begins(analysis: &Analysis, words: &Words, source: Span, head: Option<usize>) -> Option<usize> {
    let named = |m: &&nlp::Mention| m.form == MentionForm::Name;
    let kind = |m: &nlp::Mention| analysis.entities[m.entity].kind;
    let head = words[head?].span;
    let (first, and) = analysis
        .mentions_in(source)
        .filter(named)
        .map(|m| (m, words.at_or_after(m.span.end())))
        .find(|&(_, at)| matches!(words.lower(at), "and" | "or"))?;
    if !stands_for_itself(words, source, first.span) {
        return None;
    }
    let mut second = analysis.mentions_in(source).filter(named);
    let bodies = second.any(|m| m.span.contains(head) && kind(m) != EntityKind::Person);
    (kind(first) == EntityKind::Person || bodies).then_some(and)
}

/// "Quill's", "Hales’ manager"
fn is_genitive(words: &Words, span: Span) -> bool {
    let after = words.at_or_after(span.end());
    let of_plural = |mark: &Word| {
        mark.shape == Shape::Quote
            && !mark.spaced
            && words.lower(after - 1).ends_with('s')
            && matches!(words.lower(after), "'" | "’")
            && words
                .get(after + 1)
                .is_some_and(|next| next.spaced && next.shape == Shape::Lower)
    };
    words
        .get(after)
        .is_some_and(|w| w.shape == Shape::Clitic || of_plural(w))
}

/// Offices that are of something, before a name.
const OFFICES_OF: &[&str] = &[
    "secretary",
    "minister",
    "speaker",
    "director",
    "president",
    "governor",
    "chief",
    "head",
    "chairman",
    "chairwoman",
    "chair",
    "commissioner",
    "ambassador",
    "bishop",
    "archbishop",
    "chancellor",
];

/// "a lawyer for Ms Lee", "a reader who met Ms Lee": another's name.
fn after_preposition(words: &Words, source: Span, span: Span) -> bool {
    let first = words.at_or_after(source.start());
    let mut at = words.at_or_after(span.start());
    let title_goes_on =
        |stop: usize| words[stop].shape == Shape::Stop && words[stop - 1].is(Class::ABBREVIATION);
    // "groups | backing Ms Lee", but not "the acting mayor Ada Lee"
    let governs = |at: usize| {
        let noun_before = at > first
            && words[at - 1].shape == Shape::Lower
            && !words[at - 1].is(Class::DETERMINER.or(Class::ADVERB));
        let participle = noun_before && matches!(words[at].verb, Some((_, Form::Ing)));
        words[at].is(Class::PREPOSITION.or(Class::WH)) || participle
    };
    while at > first
        && (words[at - 1].is_word() && !governs(at - 1) || at - 1 > first && title_goes_on(at - 1))
    {
        at -= 1;
    }
    // "Former secretary of state Ada Lee": what the office is of stands between.
    let office = at >= first + 2
        && words.lower(at - 1) == "of"
        && OFFICES_OF.contains(&words.lower(at - 2))
        && at < words.at_or_after(span.start())
        && !words[at].is(Class::DETERMINER);
    at > first && governs(at - 1) && !office
}

/// Could this source say or think anything: a person, an organisation, a document, or a pronoun for one? Laws, teams of
/// words and weather that stand before a verb of saying could not.
pub(crate) fn could_speak(analysis: &Analysis, words: &Words, models: &Models, source: &[Span]) -> bool {
    let indices = super::indices(words, source);
    let Some(head) = head(words, &models.lexicon, &indices) else {
        return false;
    };
    let lower = words.lower(head);
    let mention = |kind: fn(EntityKind) -> bool| {
        analysis
            .mentions_in(words[head].span)
            .any(|m| kind(analysis.entities[m.entity].kind))
            || analysis
                .mentions_in(Span::new(source[0].start(), words[head].span.end()))
                .any(|m| m.span.contains(words[head].span) && kind(analysis.entities[m.entity].kind))
    };
    let stands_for_one = |kind| !matches!(kind, EntityKind::Vessel | EntityKind::Product);
    if words[head].is(Class::SUBJECT.or(Class::OBJECT).or(Class::WH)) {
        return lower != "it" && lower != "which" || mention(stands_for_one);
    }
    let office = models.sourcing.is_office(lower) || models.sourcing.noun(lower) != Noun::default();
    office
        || models.lexicon.source_class(lower).is_some()
        || words[head].is(Class::QUANTIFIER)
        || words[head].capital() && head > 0
        || mention(stands_for_one)
}

/// Source type and speaker of a statement that has a source.
pub(crate) fn describe(context: &Context, source: &[Span]) -> (SourceType, Speaker) {
    let words = context.words;
    let analysis = context.analysis;
    let indices: Vec<usize> = source
        .iter()
        .flat_map(|&span| words.at_or_after(span.start())..words.at_or_after(span.end()))
        .collect();
    let Some(&whole) = source.first() else {
        return (SourceType::Author, Speaker::default());
    };
    let cover = source.iter().copied().reduce(Span::cover).unwrap_or(whole);
    let whole_head = head(words, context.lexicon, &indices);
    let head = match list_begins(analysis, words, cover, whole_head) {
        Some(and) => head(
            words,
            context.lexicon,
            &indices[..indices.partition_point(|&index| index < and)],
        ),
        None => whole_head,
    };
    let head_lower = head.map_or("", |index| words.lower(index));
    let pronoun = head.is_some_and(|index| words[index].is(Class::SUBJECT.or(Class::OBJECT).or(Class::WH)))
        && indices.iter().filter(|&&k| words[k].is_word()).count() == 1;
    let entity = head_mention(analysis, words, cover, head);
    let kind = entity.map(|entity| analysis.entities[entity].kind);
    let common = head.is_some_and(|index| words[index].shape == Shape::Lower);
    let speaker = Speaker {
        entity,
        descriptor: (!pronoun && (common || entity.is_none()))
            .then(|| trim_clause(words, &indices))
            .flatten(),
        via_pronoun: pronoun,
    };
    let class = context.lexicon.source_class(head_lower);
    let source_type = if pronoun {
        match (kind, head_lower) {
            (Some(EntityKind::Outlet), _) => SourceType::Outlet,
            (Some(EntityKind::Document), _) => SourceType::Document,
            (Some(EntityKind::Group), _) => SourceType::Collective,
            (Some(_), _) => SourceType::Named,
            (None, "they" | "them") => SourceType::Collective,
            (None, _) => SourceType::Named,
        }
    } else if !common {
        name_type(words, context, head, kind, class)
    } else {
        common_type(words, context, &indices, head, kind, class)
    };
    (source_type, speaker)
}

fn name_type(
    words: &Words,
    context: &Context,
    head: Option<usize>,
    kind: Option<EntityKind>,
    class: Option<SourceClass>,
) -> SourceType {
    match kind {
        Some(EntityKind::Outlet) => return SourceType::Outlet,
        Some(EntityKind::Document) => return SourceType::Document,
        Some(EntityKind::Group) => return SourceType::Collective,
        Some(EntityKind::Person | EntityKind::Organisation | EntityKind::Country | EntityKind::Place) => {
            return SourceType::Named;
        }
        _ => {}
    }
    let Some(head) = head else {
        return SourceType::Named;
    };
    let masthead = class == Some(SourceClass::Masthead)
        || (matches!(
            words.lower(head),
            "ledger" | "journal" | "record" | "review" | "register" | "bulletin"
        ) && words[head].capital()
            && head > 0
            && words.lower(head - 1) == "the");
    if masthead && kind != Some(EntityKind::Person) {
        return SourceType::Outlet;
    }
    // At the head of a sentence or in a headline a common noun is capital too.
    let alone = head == 0 || !words[head - 1].capital();
    match class {
        Some(SourceClass::Collective | SourceClass::Anonymous) if is_plural(words.lower(head)) => {
            SourceType::Collective
        }
        Some(SourceClass::Collective) if alone => SourceType::Collective,
        Some(SourceClass::Anonymous) => SourceType::Anonymous,
        Some(SourceClass::Document) if !context.is_name_like(head) => SourceType::Document,
        _ => SourceType::Named,
    }
}

fn common_type(
    words: &Words,
    context: &Context,
    indices: &[usize],
    head: Option<usize>,
    kind: Option<EntityKind>,
    class: Option<SourceClass>,
) -> SourceType {
    let Some(head) = head else {
        return SourceType::Named;
    };
    let lower = words.lower(head);
    let plural = is_plural(lower);
    if is_unnamed_insider(words, indices) {
        return SourceType::Anonymous;
    }
    match class {
        Some(SourceClass::Document) => return SourceType::Document,
        Some(SourceClass::Spokesperson) if !plural => return SourceType::Named,
        Some(SourceClass::Institution) if !plural => {
            return if kind == Some(EntityKind::Outlet) {
                SourceType::Outlet
            } else {
                SourceType::Named
            };
        }
        Some(SourceClass::Outlet) if !plural => return SourceType::Outlet,
        Some(SourceClass::Anonymous) if !plural => return SourceType::Anonymous,
        _ => {}
    }
    if plural
        || words[head].is(Class::QUANTIFIER)
        || (class == Some(SourceClass::Collective)
            && matches!(
                lower,
                "public"
                    | "community"
                    | "leadership"
                    | "crowd"
                    | "audience"
                    | "press"
                    | "opposition"
                    | "staff"
                    | "none"
                    | "nobody"
                    | "everyone"
            ))
    {
        return SourceType::Collective;
    }
    // A name in apposition: "the director-general, Marit Dovrane".
    match kind {
        Some(EntityKind::Outlet) => return SourceType::Outlet,
        Some(EntityKind::Document) => return SourceType::Document,
        Some(EntityKind::Person | EntityKind::Organisation | EntityKind::Country) => {
            return SourceType::Named;
        }
        _ => {}
    }
    let named_inside = indices.iter().any(|&k| {
        k > head
            && words[k].capital()
            && k > 0
            && (words[k - 1].shape == Shape::Comma || words[k - 1].capital())
    });
    if named_inside {
        return SourceType::Named;
    }
    let indefinite = indices.first().is_some_and(|&first| {
        matches!(
            words.lower(first),
            "a" | "an" | "one" | "another" | "second" | "third"
        )
    });
    if indefinite || context.introduced_unnamed(lower) {
        return SourceType::Anonymous;
    }
    SourceType::Named
}

/// The source without the clause after it: "An engineer, who asked not to be named" is "An engineer".
fn trim_clause(words: &Words, indices: &[usize]) -> Option<Span> {
    let end = indices
        .iter()
        .position(|&k| words[k].shape == Shape::Comma || words[k].is(Class::WH))
        .filter(|&at| at > 0)
        .unwrap_or(indices.len());
    words.span(*indices.first()?..indices[end - 1] + 1)
}
