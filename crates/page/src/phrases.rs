//! Phrases that give page furniture away.
//!
//! In: the words of a segment. Out: the kind of furniture that says such
//! things. `data/furniture.tsv` lists the phrases with how they must match.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/furniture.tsv");
/// Segments longer than this say more than a stock phrase.
const SHORT: usize = 240;
/// The same for disclosures of interest, which come in whole sentences.
const DISCLOSURE: usize = 480;

struct Phrases {
    whole: HashMap<&'static str, &'static str>,
    /// By first word: beginnings with their kinds.
    starts: HashMap<&'static str, Vec<(&'static str, &'static str)>>,
    within: Vec<(&'static str, &'static str)>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases {
        whole: HashMap::new(),
        starts: HashMap::new(),
        within: Vec::new(),
    };
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(how), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        for phrase in list.split('|') {
            match how {
                "=" => {
                    phrases.whole.entry(phrase).or_insert(kind);
                }
                "^" => {
                    let first = phrase.split(' ').next().unwrap_or(phrase);
                    phrases
                        .starts
                        .entry(first_key(first))
                        .or_default()
                        .push((phrase, kind));
                }
                _ => phrases.within.push((phrase, kind)),
            }
        }
    }
    phrases
});

/// What beginnings are looked up by: the letters of the first word, or its first mark.
fn first_key(word: &str) -> &str {
    let end = word
        .char_indices()
        .find(|(_, c)| !c.is_alphanumeric())
        .map_or(word.len(), |(at, c)| if at == 0 { c.len_utf8() } else { at });
    &word[..end]
}

/// Lower case, straight marks, single spaces.
pub(crate) fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '’' | '‘' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            '\n' | '\u{a0}' => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The kind of furniture that a segment is by its words alone.
pub(crate) fn furniture(words: &str) -> Option<&'static str> {
    if words.len() > DISCLOSURE {
        return None;
    }
    let folded = folded(words);
    if words.len() > SHORT {
        let discloses = |(phrase, kind): &&(&str, &str)| *kind == "disclosure" && folded.contains(phrase);
        return PHRASES.within.iter().find(discloses).map(|(_, kind)| *kind);
    }
    let bare = folded.trim_matches(|c: char| !c.is_alphabetic());
    if let Some(kind) = PHRASES.whole.get(bare) {
        return Some(kind);
    }
    // "Image 1 of 5": the same without its figures.
    if bare.len() < 24 && bare.bytes().any(|b| b.is_ascii_digit()) {
        let words: Vec<&str> = bare
            .split(' ')
            .filter(|word| !word.bytes().all(|b| b.is_ascii_digit()))
            .collect();
        if let Some(kind) = PHRASES.whole.get(words.join(" ").as_str()) {
            return Some(kind);
        }
    }
    for text in [folded.as_str(), bare] {
        if let Some(starts) = PHRASES.starts.get(first_key(text))
            && let Some((_, kind)) = starts.iter().find(|(start, _)| text.starts_with(start))
        {
            return Some(kind);
        }
    }
    PHRASES
        .within
        .iter()
        .find(|(phrase, kind)| folded.contains(phrase) && (*kind != "counters" || is_counter(&folded)))
        .map(|(_, kind)| *kind)
}

/// "1,204 views", "12 shares · 3 comments": figures and what they count.
fn is_counter(folded: &str) -> bool {
    let words = folded.split_whitespace().count();
    folded.starts_with(|c: char| c.is_ascii_digit()) && words <= 6
}

/// A line of signs, figures or single letters: buttons and counters.
pub(crate) fn is_bare_mark(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 || (letters == 1 && words.chars().count() <= 3)
}

/// Names of reactions and of what counters count.
const COUNTED: &[&str] = &[
    "like",
    "likes",
    "dislike",
    "love",
    "wow",
    "haha",
    "funny",
    "sad",
    "angry",
    "share",
    "shares",
    "view",
    "views",
    "comment",
    "comments",
    "tweet",
    "tweets",
    "retweets",
    "pin",
    "pins",
    "votes",
    "vote",
    "reactions",
    "claps",
    "reply",
    "replies",
    "hearts",
];

/// Lines such as "Like 12 Love 3 Wow 57": names of reactions, or pictures, and figures.
pub(crate) fn is_counts(words: &str) -> bool {
    let (mut figures, mut names, mut others) = (0, 0, 0);
    for word in words.split_whitespace() {
        let figure = word.starts_with(|c: char| c.is_ascii_digit())
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | 'k' | 'K' | 'm' | 'M'));
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if figure {
            figures += 1;
        } else if COUNTED.contains(&bare.as_str()) || bare.is_empty() {
            names += 1;
        } else {
            others += 1;
        }
    }
    figures >= 1 && names >= 1 && others == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_phrases() {
        for (words, kind) in [
            ("Share this article", Some("share_widget")),
            ("WATCH VIDEO BELOW :", Some("media_prompt")),
            ("What’s Your Reaction?", Some("reaction_widget")),
            ("4 min read", Some("reading_time")),
            ("Image 1 of 5", Some("media_prompt")),
            ("14 thoughts on “The pier”", Some("comments")),
            ("Tagged: Harbour", Some("tags")),
            (">> ALSO READ: ten cabins", Some("related_links")),
            ("© 2025 The Paper", Some("footer")),
            ("The minister shared the views of her party.", None),
            ("He will share this prize with nobody else, and said so.", None),
        ] {
            assert_eq!(furniture(words), kind, "{words}");
        }
        assert!(is_bare_mark("×") && is_bare_mark(" 0  1") && !is_bare_mark("No"));
        assert!(is_counts("Like 12 Love 3 Wow 57 Angry 201"));
        assert!(!is_counts(
            "In 2019 there were 12 ferries and 3 boats in the harbour of the town"
        ));
    }
}
