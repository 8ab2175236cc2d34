//! Where the words of one source end because another's begin.
//!
//! In: all attributions of an article. Out: the same, the content of one cut where a clause of its own with another
//! cue begins: "Despite Tove's claim that the pier is safe, | the board voiced doubt", and in a headline "Mayor
//! appears to yield | as council says no". A cue of two halves is joined.

use nlp::Analysis;
use page::Article;
use text::Span;

use crate::found::Found;
use crate::lexicon::Lexicon;
use crate::rules::is_heading;
use crate::words::{Shape, Words};

/// How many attributions before one, in order of content, may hold it.
const BACK: usize = 8;

/// Words that put a clause or a phrase before the main clause.
const FRONTING: &[&str] = &[
    "after",
    "although",
    "amid",
    "as",
    "because",
    "before",
    "despite",
    "following",
    "if",
    "in",
    "once",
    "since",
    "though",
    "unlike",
    "when",
    "whereas",
    "while",
    "with",
];

/// Gives the second half of "neither confirm | nor rule out" to the cue.
pub(crate) fn join_halves(words: &Words, lexicon: &Lexicon, found: &mut Found) {
    let (Some(cue), Some(content)) = (found.cue.last_mut(), found.content.first_mut()) else {
        return;
    };
    let nor = words.at_or_after(content.start());
    let verb = nor + 1;
    let halves = (words.at_or_after(cue.start())..nor).any(|k| words.lower(k) == "neither");
    if !halves || words.lower(nor) != "nor" || words.get(verb).is_none_or(|word| word.verb.is_none()) {
        return;
    }
    let particles = lexicon.phrases(words.lower(verb)).iter().find(|phrase| {
        let mut rest = phrase.rest.iter().enumerate();
        rest.all(|(k, part)| words.lower(verb + 1 + k) == &**part)
    });
    let end = verb + 1 + particles.map_or(0, |phrase| phrase.rest.len());
    if let (Some(half), Some(rest)) = (words.span(nor..end), words.get(end))
        && rest.span.start() < content.end()
    {
        *cue = cue.cover(half);
        *content = Span::new(rest.span.start(), content.end());
    }
}

/// Cuts contents that run into the clause of another attribution.
pub(crate) fn part(article: &Article, analysis: &Analysis, words: &Words, found: &mut [Found]) {
    found.sort_by_key(|one| (one.content.first().copied(), one.cue.first().copied()));
    for inner in 0..found.len() {
        let Some(begin) = found[inner]
            .source
            .first()
            .map(|span| words.at_or_after(span.start()))
        else {
            continue;
        };
        for outer in inner.saturating_sub(BACK)..inner {
            if holds(&found[outer], &found[inner])
                && let Some(end) = boundary(article, analysis, words, &found[outer], begin)
            {
                cut(&mut found[outer], end);
            }
        }
    }
}

fn holds(outer: &Found, inner: &Found) -> bool {
    let within = |span: &Span| outer.content.iter().any(|held| held.contains(*span));
    !inner.cue.is_empty()
        && inner
            .source
            .iter()
            .chain(&inner.cue)
            .chain(&inner.content)
            .all(within)
}

/// Where the content of `outer` ends, if the clause whose subject begins at the word `begin` is none of it.
fn boundary(
    article: &Article,
    analysis: &Analysis,
    words: &Words,
    outer: &Found,
    begin: usize,
) -> Option<usize> {
    let link = begin.checked_sub(1)?;
    let cue = words.at_or_after(outer.cue.first()?.start());
    let sentence = analysis.sentences.partition_point(|s| s.end_token <= cue);
    let first = analysis.sentences.get(sentence)?.first_token;
    if cue >= link || analysis.sentences[sentence].end_token <= begin {
        return None;
    }
    let heading = article
        .block_at(words[link].span.start())
        .is_some_and(|block| is_heading(article, block));
    let fronted = words[link].shape == Shape::Comma && FRONTING.contains(&words.lower(first));
    let beside = heading && matches!(words.lower(link), "as" | "while" | "after");
    (fronted || beside).then(|| words[link].span.start())
}

/// Ends the content at an offset; what would be left without words is left alone.
fn cut(found: &mut Found, end: usize) {
    let pieces: Vec<Span> = found
        .content
        .iter()
        .filter(|span| span.start() < end)
        .map(|span| Span::new(span.start(), span.end().min(end)))
        .collect();
    if !pieces.is_empty() {
        found.content = pieces;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, part: &str) -> Vec<Span> {
        text.find(part)
            .map(|start| Span::new(start, start + part.len()))
            .into_iter()
            .collect()
    }

    fn one(text: &str, source: &str, cue: &str, content: &str) -> Found {
        Found {
            source: spans(text, source),
            cue: spans(text, cue),
            content: spans(text, content),
            confidence: 1.0,
        }
    }

    #[test]
    fn a_content_ends_where_the_main_clause_begins() {
        let lexicon = Lexicon::load();
        let (lead, main) = (
            "the claim that the pier is safe",
            "the board warned that it was closed",
        );
        for (text, expected) in [
            (format!("Despite {lead}, {main}."), "that the pier is safe"),
            (
                format!("He made {lead}, {main}."),
                "that the pier is safe, the board warned that it was closed",
            ),
        ] {
            let article = page::plain_text("x", &text);
            let analysis = nlp::analyze(&article, &nlp::Models::bundled());
            let words = Words::new(&text, &analysis, &lexicon);
            let end = text.len() - 1;
            let outer = one(&text, "", "claim", &text[text.find("that").unwrap_or(0)..end]);
            let inner = one(&text, "the board", "warned", "that it was closed");
            let mut found = vec![outer, inner];
            part(&article, &analysis, &words, &mut found);
            assert_eq!(&text[found[0].content[0].range()], expected);
        }
    }

    #[test]
    fn both_halves_of_a_cue_are_its_own() {
        let lexicon = Lexicon::load();
        let text = "The agency could neither confirm nor rule out sabotage.";
        let article = page::plain_text("x", text);
        let analysis = nlp::analyze(&article, &nlp::Models::bundled());
        let words = Words::new(text, &analysis, &lexicon);
        let mut found = one(
            text,
            "The agency",
            "could neither confirm",
            "nor rule out sabotage",
        );
        join_halves(&words, &lexicon, &mut found);
        assert_eq!(&text[found.cue[0].range()], "could neither confirm nor rule out");
        assert_eq!(&text[found.content[0].range()], "sabotage");
    }
}
