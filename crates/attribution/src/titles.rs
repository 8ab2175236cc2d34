//! What stands in quotation marks and is no speech: titles of works, and names that are given.
//!
//! In: the words and an attribution. Out: whether its content is such a title: "wrote “The Pier at Dusk”",
//! "named the boat “Never Again”".

use std::ops::Range;

use text::Span;

use crate::found::Found;
use crate::lexicon::{Class, Lexicon};
use crate::words::{Shape, Words};

/// Verbs whose object may be a work.
const MAKING: &[&str] = &[
    "write", "publish", "release", "sing", "perform", "record", "direct", "compose", "pen", "read", "play",
    "print",
];

/// Verbs that give a thing a name.
const NAMING: &[&str] = &["name", "title", "dub", "christen"];

/// Words of the longest title.
const LONGEST: usize = 10;

/// Is all that is quoted in the content a title that its cue makes or gives?
pub(crate) fn is_work(words: &Words, lexicon: &Lexicon, found: &Found) -> bool {
    let is_one_of = |verbs: &[&str]| {
        found.cue.iter().any(|cue| {
            (words.at_or_after(cue.start())..words.at_or_after(cue.end()))
                .any(|k| lexicon.is_verb_of(&words[k], verbs))
        })
    };
    let title = |thing: bool| {
        found
            .content
            .iter()
            .any(|content| holds_title(words, *content, thing))
    };
    // "named “Veep” as her favourite" answers, "named the boat “Veep”" does not.
    is_one_of(MAKING) && title(false) || is_one_of(NAMING) && title(true)
}

/// "“The Pier at Dusk” and two more", "the boat “Never Again”": a quotation in title case with at most two words before
/// it, and with `thing` at least one.
fn holds_title(words: &Words, content: Span, thing: bool) -> bool {
    let range = words.at_or_after(content.start())..words.at_or_after(content.end());
    let Some(open) = range
        .clone()
        .take(3)
        .skip(usize::from(thing))
        .find(|&k| words[k].is_quote())
    else {
        return false;
    };
    let Some(close) = (open + 1..range.end)
        .take(LONGEST + 2)
        .find(|&k| words[k].is_quote())
    else {
        return false;
    };
    let ended = matches!(words[close - 1].shape, Shape::Stop) && words.lower(close - 1) == ".";
    in_title_case(words, open + 1..close) && !ended
}

/// "The Pier at Dusk": two words or more, as many as a title has, that all begin with a capital but for small ones.
pub(crate) fn in_title_case(words: &Words, range: Range<usize>) -> bool {
    let small = Class::ARTICLE.or(Class::PREPOSITION).or(Class::COORDINATOR);
    let inside: Vec<usize> = range.filter(|&k| words[k].is_word()).collect();
    let like_a_title = |(at, &k): (usize, &usize)| {
        words[k].capital() || words[k].shape == Shape::Number || at > 0 && words[k].is(small)
    };
    (2..=LONGEST).contains(&inside.len()) && inside.iter().enumerate().all(like_a_title)
}
