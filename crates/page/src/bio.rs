//! Notes that say who the author of a text is.
//!
//! In: the words of a paragraph near the ends of an article and the names of
//! its authors in the metadata. Out: whether it presents an author, by form:
//! a name, "is" or "has been", and a trade of the press.

use std::sync::LazyLock;

use regex::Regex;

use crate::credit::pattern;

/// "Ann Lee is a freelance writer in Vellin", "Ann Lee has been the harbour correspondent ...".
static PRESS: LazyLock<Regex> = LazyLock::new(|| {
    let name =
        r"\p{Lu}[\p{L}.'’\-]*(?: (?:de|da|van|von|der|al|bin|\p{Lu}[\p{L}.'’\-]*)){1,4}(?:, [^,]{1,40},)?";
    let trade = "writer|journalist|reporter|editor|author|correspondent|columnist|contributor|blogger|freelancer|storyteller|content (?:creator|strategist|marketer)";
    pattern(&format!(
        r"^[(*—–\-\s]*(?:{name}|The (?:author|writer)) (?:is|has been|was|works as|serves as) (?:an?|the|our|one of)? ?[^.;]{{0,80}}\b(?:{trade})s?\b"
    ))
});

/// What goes on about a person whom an earlier paragraph presented.
static PRONOUN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:She|He|They|Her|His|Their)\b|When (?:she|he|they)\b|(?:Follow|Contact|Email|Reach) (?:her|him|them)\b)",
    )
});

/// What is said of a known author: "Ann Lee founded ...", "Ann covers ...".
const SAYS_WHO: &[&str] = &[
    "is",
    "was",
    "has",
    "covers",
    "writes",
    "wrote",
    "reports",
    "founded",
    "started",
    "joined",
    "holds",
    "works",
    "specializes",
    "specialises",
    "serves",
    "leads",
    "edits",
    "lives",
    "studied",
    "graduated",
];

/// Does the paragraph present an author of the text?
pub(crate) fn is_author_note(words: &str, authors: &[&str]) -> bool {
    PRESS.is_match(words) || authors.iter().any(|author| presents(words, author))
}

/// Does it go on about the person whom the paragraph before presented?
pub(crate) fn goes_on(words: &str) -> bool {
    PRONOUN.is_match(words)
}

/// A paragraph that begins with the author's name, or first name, and says who that is.
fn presents(words: &str, author: &str) -> bool {
    let first = author.split(' ').next().unwrap_or(author);
    [author, first].iter().any(|name| {
        words
            .trim_start_matches(['(', '*', '—', '–', ' '])
            .strip_prefix(*name)
            .and_then(|rest| rest.strip_prefix([' ', ',']))
            .is_some_and(|rest| {
                let verb = rest
                    .split_whitespace()
                    .find(|word| !word.starts_with(char::is_uppercase));
                verb.is_some_and(|verb| SAYS_WHO.contains(&verb))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_on_authors() {
        for (words, authors, is) in [
            ("Mira Olt is a freelance journalist in Vellin.", &[][..], true),
            (
                "Joss van Everling has been the harbour editor of the Gazette for ten years.",
                &[],
                true,
            ),
            (
                "Mira founded the Gazette in 2014 to write of boats.",
                &["Mira Olt"],
                true,
            ),
            ("Mira Olt holds a degree in law.", &["Mira Olt"], true),
            ("Mira Olt holds a degree in law.", &["Ann Lee"], false),
            (
                "Mira Olt is the chair of the harbour board, which met on Monday.",
                &[],
                false,
            ),
            ("Ann Lee said that the pier is shut.", &["Ann Lee"], false),
            ("The pier is a favourite of writers.", &[], false),
        ] {
            assert_eq!(is_author_note(words, authors), is, "{words}");
        }
        assert!(goes_on("She lives in Vellin with two cats."));
        assert!(!goes_on("Shelves fell in the shop."));
    }
}
