//! What stands in quotation marks and is no speech: titles of works, and names that are given.
//!
//! In: the words and an attribution. Out: whether its content is such a title: "wrote “The Pier at Dusk”",
//! "named the boat “Never Again”".

use text::Span;

use crate::found::Found;
use crate::lexicon::{Class, Lexicon};
use crate::words::{Shape, Words};

/// Verbs whose object may be a work or a name.
const MAKING: &[&str] = &[
    "write", "publish", "release", "sing", "perform", "record", "direct", "compose", "pen", "read", "play",
    "print", "name", "title", "dub", "christen",
];

/// Words of the longest title.
const LONGEST: usize = 10;

/// Is all that is quoted in the content a title that its cue makes or gives?
pub(crate) fn is_work(words: &Words, lexicon: &Lexicon, found: &Found) -> bool {
    let makes = found.cue.iter().any(|cue| {
        (words.at_or_after(cue.start())..words.at_or_after(cue.end())).any(|k| {
            words[k]
                .verb
                .is_some_and(|(verb, _)| MAKING.contains(&&*lexicon.verb(verb).lemma))
        })
    });
    makes
        && found
            .content
            .iter()
            .any(|content| begins_with_title(words, *content))
}

/// "“The Pier at Dusk” and two more", "the boat “Never Again”": at most two words before a quotation in title case.
fn begins_with_title(words: &Words, content: Span) -> bool {
    let range = words.at_or_after(content.start())..words.at_or_after(content.end());
    let Some(open) = range.clone().take(3).find(|&k| words[k].is_quote()) else {
        return false;
    };
    let Some(close) = (open + 1..range.end)
        .take(LONGEST + 2)
        .find(|&k| words[k].is_quote())
    else {
        return false;
    };
    let inside: Vec<usize> = (open + 1..close).filter(|&k| words[k].is_word()).collect();
    let small = Class::ARTICLE.or(Class::PREPOSITION).or(Class::COORDINATOR);
    let in_title_case = inside.iter().enumerate().all(|(at, &k)| {
        words[k].capital() || words[k].shape == Shape::Number || at > 0 && words[k].is(small)
    });
    let ended = matches!(words[close - 1].shape, Shape::Stop) && words.lower(close - 1) == ".";
    inside.len() >= 2 && inside.len() <= LONGEST && in_title_case && !ended
}
