//! Words that tell what kind of source a statement has.
//!
//! In: the words of a source, a cue's lemma, an entity's kind. Out: the class of
//! a document, whether an office speaks for a body, whether a description stands
//! for one person. Nothing here looks at more than the words it is given.

use std::collections::BTreeMap;

use attribution::SourceType;

const DOCUMENTS: &str = include_str!("../data/documents.txt");

/// Class of each word for a document, by its key.
pub(crate) fn document_classes() -> BTreeMap<u64, &'static str> {
    DOCUMENTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(class, words)| words.split(' ').map(move |word| (crate::word_key(word), class)))
        .collect()
}

/// Class of recordings and transcripts.
pub(crate) const SPEECH: &str = "speech";

/// Offices whose holders speak for a body.
pub(crate) const SPEAKS_FOR: &[&str] = &[
    "spokes",
    "press secretary",
    "press officer",
    "communications director",
    "director of communications",
    "communications chief",
    "head of communications",
    "public affairs officer",
    "public information officer",
    "representative for",
];

/// Cues with which an author reads a meaning into a document.
pub(crate) const INTERPRETIVE: &[&str] = &[
    "expose",
    "suggest",
    "imply",
    "hint",
    "underscore",
    "underline",
    "highlight",
    "illustrate",
    "raise",
    "paint",
    "cast",
    "point",
    "signal",
    "betray",
    "echo",
];

/// Words that make a document another one than the first.
pub(crate) const FURTHER: &[&str] = &[
    "further",
    "second",
    "another",
    "other",
    "additional",
    "separate",
    "third",
];

/// Words that tell nothing of who a source is.
pub(crate) const SMALL_WORDS: &[&str] = &[
    "a", "an", "the", "one", "some", "many", "several", "few", "two", "three", "most", "other", "others",
    "of", "who", "with", "in", "on", "to", "and", "or", "for", "from", "by", "at", "his", "her", "their",
    "its", "that", "more",
];

/// A statement inside a document's or another's words rests on those. Unnamed people inside a document are
/// its interpreters and rest on themselves; inside a person's words they are hearsay of that person.
pub(crate) fn follows_parent(source_type: SourceType, parent: SourceType) -> bool {
    use SourceType::{Anonymous, Author, Collective, Document, Named};
    match source_type {
        Named | Document | Author => true,
        Anonymous | Collective => matches!(parent, Named | Anonymous | Collective),
        SourceType::Outlet => false,
    }
}

/// Classes of documents that are a person's own words, when the person is named as the one whose they are.
pub(crate) fn is_own_writing(class: Option<&str>) -> bool {
    matches!(class, None | Some("statement" | "post" | "letter" | "email"))
}

pub(crate) fn is_body(kind: nlp::EntityKind) -> bool {
    use nlp::EntityKind::{Country, Group, Organisation, Outlet};
    matches!(kind, Organisation | Outlet | Country | Group)
}

/// Do the words set a source apart from others ("who was not at the meeting", "a separate source")?
pub(crate) fn sets_apart(words: &str) -> bool {
    let words = words.to_lowercase();
    [" not ", "n’t ", "n't ", "independent", "separate"]
        .iter()
        .any(|word| words.contains(word))
}

/// Is it a pronoun alone? In a drawing, "they" says nothing.
pub(crate) fn is_bare(label: &str) -> bool {
    BARE.iter().any(|bare| label.eq_ignore_ascii_case(bare))
}

/// Words that name nobody by themselves.
const BARE: &[&str] = &[
    "he", "her", "him", "i", "it", "me", "one", "she", "that", "them", "they", "this", "those", "us", "we",
    "which", "who", "whom", "you",
];

/// Does the description stand for one person: "a", "an", "the", "one", and no plural?
pub(crate) fn is_single(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|w| !w.is_empty());
    let Some(first) = words.next() else { return false };
    let plural = [
        "people",
        "officials",
        "sources",
        "persons",
        "aides",
        "employees",
        "insiders",
        "experts",
        "analysts",
    ];
    let counted = matches!(
        first,
        "two" | "three" | "four" | "five" | "several" | "some" | "many" | "multiple" | "few"
    );
    !counted
        && !lower
            .split(|c: char| !c.is_alphanumeric())
            .take(6)
            .any(|w| plural.contains(&w))
}
