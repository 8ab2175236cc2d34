//! Which finds of the rules inside the words of another are statements.
//!
//! In: the words and a find whose cue and content stand in the content of
//! another. Out: whether something is said there. Of 900 such finds in articles
//! of `PolNeAR` train that were read, 519 were statements with the right spans;
//! of the 767 that this lets through, 493 are.

use crate::found::Found;
use crate::lexicon::{Class, Form, Lexicon};
use crate::words::Words;

/// Words that a content has unless it is quoted or an infinitive: "said it", "wants that" tell nothing.
const FEWEST_WORDS: usize = 3;

/// Verbs after "would not" that withhold something.
const WITHHELD: &[&str] = &[
    "say",
    "comment",
    "discuss",
    "confirm",
    "disclose",
    "answer",
    "elaborate",
    "identify",
    "reveal",
];

/// Verbs of seeming, whose subject says nothing unless it seems to think something.
const SEEMING: &[&str] = &["appear", "seem"];

/// Verbs that give a name as participles: "a film called “The Pier”".
const NAMING: &[&str] = &["call", "name", "title", "dub", "entitle", "label"];

/// Is it told that somebody said, thought or asked something: no deed that may come, no seeming, no name, and more than a word?
pub(crate) fn is_told(words: &Words, lexicon: &Lexicon, found: &Found) -> bool {
    let Some(cue) = found.cue.first() else {
        return true;
    };
    let cue = words.at_or_after(cue.start())..words.at_or_after(cue.end());
    if cue.is_empty() {
        return true;
    }
    let verb = cue.clone().rev().find_map(|k| words[k].verb);
    let lemma = verb.map_or("", |(verb, _)| &*lexicon.verb(verb).lemma);
    let modal = cue.clone().any(|k| words[k].is(Class::MODAL));
    let negated = cue
        .clone()
        .any(|k| matches!(words.lower(k), "not" | "n't" | "never" | "cannot"));
    let participle = cue.len() == 1 && matches!(verb, Some((_, Form::Past | Form::Participle)));
    let named = participle
        && NAMING.contains(&lemma)
        && found
            .source
            .first()
            .is_some_and(|source| words.at_or_after(source.end()) == cue.start)
        && words.get(cue.end).is_some_and(|next| next.is_quote());
    let quoted = |span: &text::Span| {
        (words.at_or_after(span.start())..words.at_or_after(span.end())).any(|k| words[k].is_quote())
    };
    // Whom it is told to counts with what is told.
    let first = found
        .content
        .first()
        .map_or(cue.end, |span| words.at_or_after(span.start()));
    let end = found
        .content
        .last()
        .map_or(cue.end, |span| words.at_or_after(span.end()));
    let from = if first >= cue.end { cue.end } else { first };
    let count = (from..end).filter(|&k| words[k].is_word()).count();
    let infinitive = words.lower(first) == "to";
    let tells = count >= FEWEST_WORDS || infinitive || found.content.iter().any(quoted);
    let comes = modal && !(negated && WITHHELD.contains(&lemma));
    let likens = words.lower(cue.end - 1) == "like";
    let seems = SEEMING.contains(&lemma) && {
        let to = words.lower(cue.end) == "to";
        let thinks = words.get(cue.end + 1).and_then(|word| word.verb);
        !(to && thinks.is_some())
    };
    tells && !comes && !named && !likens && !seems
}
