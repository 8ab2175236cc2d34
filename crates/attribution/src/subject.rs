//! The whole subject of a cue, where the tagger took the name next to it.
//!
//! In: the words and an attribution. Out: the same, with the source from the
//! head of its phrase: in "A memo, also seen by the Courier, says" the memo says
//! it, and the Courier stands in a participle between. In "According to the memo,
//! Tove left, adding that ..." it is Tove who adds, and not the memo. In "The Courier
//! published a transcript in which Tove says ..." the transcript shows it.

use nlp::Analysis;

use crate::found::Found;
use crate::lexicon::{Class, Form, Lexicon, SourceClass};
use crate::rules::phrase;
use crate::words::{Shape, Words};

/// Words of the longest phrase before the participle.
const PHRASE: usize = 8;

/// Verbs by which a document comes to light.
pub(crate) const PUBLISHING: &[&str] = &[
    "publish",
    "release",
    "obtain",
    "post",
    "air",
    "broadcast",
    "leak",
    "share",
    "circulate",
    "play",
];

/// Verbs whose subject is what others speak about: "the tweet renewed questions of".
const STIRRING: &[&str] = &[
    "renew", "prompt", "spark", "fuel", "draw", "provoke", "invite", "trigger", "stoke", "revive", "ignite",
    "generate", "elicit",
];

/// Takes away a source that only gave others cause to speak.
pub(crate) fn stirred(words: &Words, lexicon: &Lexicon, found: &mut Found) {
    let ([source], [cue]) = (&found.source[..], &found.cue[..]) else {
        return;
    };
    let range = words.at_or_after(cue.start())..words.at_or_after(cue.end());
    let verb = range.clone().find(|&k| lexicon.is_verb_of(&words[k], STIRRING));
    let speech = |verb: usize| (verb + 1..range.end).any(|k| lexicon.noun(words.lower(k)).is_some());
    if source.end() <= cue.start() && verb.is_some_and(speech) {
        found.source.clear();
    }
}

/// Words of the longest dateline: "ORLEN, May 3 (Tidewire) -".
const DATELINE: usize = 9;

/// Cuts a dateline off the front of a source and a time off its end: "ORLEN - European leaders", "prosecutors in April".
pub(crate) fn trim(words: &Words, found: &mut Found) {
    let [source] = &mut found.source[..] else {
        return;
    };
    let (mut first, mut end) = (words.at_or_after(source.start()), words.at_or_after(source.end()));
    if first >= end {
        return;
    }
    let capitals = words.is_upper(first) && words[first].span.len() > 2;
    let dash =
        (first + 1..end.min(first + DATELINE)).find(|&k| words[k].shape == Shape::Dash && words[k].spaced);
    if let Some(dash) = dash.filter(|_| capitals) {
        first = (dash..end)
            .find(|&k| words[k].shape != Shape::Dash)
            .unwrap_or(first);
    }
    let month_or_year = |k: usize| {
        words[k].is(Class::TIME) && words[k].capital()
            || words[k].shape == Shape::Number && words[k].span.len() == 4
    };
    if end > first + 3 && month_or_year(end - 1) && matches!(words.lower(end - 2), "in" | "on") {
        end -= 2;
    }
    if let Some(kept) = words.span(first..end) {
        *source = kept;
    }
}

/// Words of a document before "in which".
const DOCUMENT: usize = 6;

/// Makes a document that is published the source of what it shows.
pub(crate) fn published_document(words: &Words, lexicon: &Lexicon, found: &mut Found) {
    let ([content], Some(cue)) = (&found.content[..], found.cue.last()) else {
        return;
    };
    let publishes = (words.at_or_after(cue.start())..words.at_or_after(cue.end()))
        .any(|k| lexicon.is_verb_of(&words[k], PUBLISHING));
    let (first, end) = (
        words.at_or_after(content.start()),
        words.at_or_after(content.end()),
    );
    if !publishes || cue.end() > content.start() {
        return;
    }
    let which = (first + 1..end.min(first + DOCUMENT + 2)).find(|&k| is_in_which(words, k));
    let shown = |which: usize| which > first + 1 && which + 1 < end && shows(words, lexicon, which);
    let Some(which) = which.filter(|&which| shown(which)) else {
        return;
    };
    if let (Some(source), Some(shown)) = (words.span(first..which - 1), words.span(which + 1..end)) {
        found.source = vec![source];
        found.content = vec![shown];
    }
}

/// "in which", "on which"
pub(crate) fn is_in_which(words: &Words, which: usize) -> bool {
    words.lower(which) == "which" && matches!(words.lower(which - 1), "in" | "on")
}

/// Does a document stand before "in which"?
pub(crate) fn shows(words: &Words, lexicon: &Lexicon, which: usize) -> bool {
    lexicon.source_class(words.lower(which - 2)) == Some(SourceClass::Document)
}

/// Gives a participle its own clause's subject, where the tagger gave it the credit before that clause.
pub(crate) fn after_credit(analysis: &Analysis, words: &Words, found: &mut Found) {
    let ([source], [cue]) = (&found.source[..], &found.cue[..]) else {
        return;
    };
    let at = words.at_or_after(cue.start());
    let participle = matches!(words.get(at).and_then(|word| word.verb), Some((_, Form::Ing)));
    let sentence = analysis.sentences.partition_point(|s| s.end_token <= at);
    let Some(first) = analysis.sentences.get(sentence).map(|s| s.first_token) else {
        return;
    };
    let credited = words.lower(first) == "according" && words.at_or_after(source.start()) <= first + 3;
    let Some(comma) = (first..at).find(|&k| words[k].shape == Shape::Comma) else {
        return;
    };
    if !participle || !credited || words.at_or_after(source.end()) > comma || at == comma + 1 {
        return;
    }
    let verb = (comma + 1..at).find(|&k| {
        words[k].is(Class::AUXILIARY) || matches!(words[k].verb, Some((_, Form::Past | Form::ThirdPerson)))
    });
    let subject = verb.and_then(|verb| phrase::subject_before(words, comma + 1, verb));
    if let Some(span) = subject.and_then(|range| words.span(range)) {
        found.source = vec![span];
    }
}

/// Takes a source back to the document at the head of its sentence when it is the agent of a participle after that.
pub(crate) fn widen(analysis: &Analysis, words: &Words, lexicon: &Lexicon, found: &mut Found) {
    let ([source], Some(cue)) = (&found.source[..], found.cue.first()) else {
        return;
    };
    let agent = words.at_or_after(source.start());
    let follows = cue.start() >= source.end();
    let sentence = analysis.sentences.partition_point(|s| s.end_token <= agent);
    let Some(first) = analysis.sentences.get(sentence).map(|s| s.first_token) else {
        return;
    };
    if let Some(head) = head_before(words, first, agent).filter(|_| follows)
        && lexicon.source_class(words.lower(head)) == Some(SourceClass::Document)
        && let (Some(from), Some(to)) = (words.span(first..head + 1), found.source.first_mut())
    {
        *to = from.cover(*to);
    }
}

/// The word before "(, also) seen by (the)", when all before it is one phrase without a verb of its own.
fn head_before(words: &Words, first: usize, agent: usize) -> Option<usize> {
    let back = |at: usize| at.checked_sub(1).filter(|&at| at >= first);
    let mut by = back(agent)?;
    if words[by].is(Class::ARTICLE) {
        by = back(by)?;
    }
    let participle = back(by).filter(|_| words.lower(by) == "by")?;
    let known = matches!(words[participle].verb, Some((_, Form::Past | Form::Participle)));
    if !known && !words.lower(participle).ends_with("ed") {
        return None;
    }
    let mut head = back(participle)?;
    while words[head].is(Class::ADVERB) || words[head].shape == Shape::Comma {
        head = back(head)?;
    }
    let joined = |at: usize| words[at].is_word() || words.lower(at) == "-";
    let plain = (first..head).all(|at| joined(at) && !words[at].is(Class::AUXILIARY));
    (head - first < PHRASE && words[head].is_word() && plain).then_some(head)
}

#[cfg(test)]
mod tests {
    use text::Span;

    use super::*;

    #[test]
    fn a_document_that_is_published_shows_what_stands_in_it() {
        let lexicon = Lexicon::load();
        for (sentence, source, content) in [
            (
                "The Courier published a transcript in which the mayor agrees.",
                "a transcript",
                "the mayor agrees",
            ),
            (
                "The Courier published a town in which the mayor agrees.",
                "The Courier",
                "a town in which the mayor agrees",
            ),
        ] {
            let article = page::plain_text("a", sentence);
            let analysis = nlp::analyze(&article, &nlp::Models::bundled());
            let words = Words::new(sentence, &analysis, &lexicon);
            let span = |part: &str| {
                let at = sentence.find(part).unwrap();
                Span::new(at, at + part.len())
            };
            let mut found = Found {
                source: vec![span("The Courier")],
                cue: vec![span("published")],
                content: vec![Span::new(22, sentence.len() - 1)],
                confidence: 0.9,
            };
            published_document(&words, &lexicon, &mut found);
            assert_eq!(&sentence[found.source[0].range()], source);
            assert_eq!(&sentence[found.content[0].range()], content);
        }
    }

    #[test]
    fn a_document_speaks_and_not_who_has_seen_it() {
        let lexicon = Lexicon::load();
        for (sentence, expected) in [
            (
                "A one-page memo, also seen by the Courier, says the pier is safe.",
                "A one-page memo, also seen by the Courier",
            ),
            (
                "The report obtained by the Courier says the pier is safe.",
                "The report obtained by the Courier",
            ),
            (
                "The mayor, backed by the Courier, says the pier is safe.",
                "the Courier",
            ),
            (
                "The memo was seen by a clerk, and the Courier says so.",
                "the Courier",
            ),
        ] {
            let article = page::plain_text("x", sentence);
            let analysis = nlp::analyze(&article, &nlp::Models::bundled());
            let words = Words::new(sentence, &analysis, &lexicon);
            let at = |part: &str| {
                sentence
                    .find(part)
                    .map(|start| Span::new(start, start + part.len()))
            };
            let mut found = Found {
                source: at("the Courier").into_iter().collect(),
                cue: at("says").into_iter().collect(),
                content: Vec::new(),
                confidence: 1.0,
            };
            widen(&analysis, &words, &lexicon, &mut found);
            assert_eq!(&sentence[found.source[0].range()], expected);
        }
    }
}
