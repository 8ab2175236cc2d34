//! Words of English that matter for their grammar, not for their matter.

use std::collections::BTreeSet;
use std::sync::OnceLock;

const FUNCTION_WORDS: &str = include_str!("../data/function_words.txt");

/// Is it a word of grammar ("the", "would")? `key` as in [`crate::words`].
pub(crate) fn is_function_word(key: &str) -> bool {
    static LIST: OnceLock<BTreeSet<&str>> = OnceLock::new();
    LIST.get_or_init(|| {
        FUNCTION_WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect()
    })
    .contains(key)
}

/// Does the word turn a sentence into its opposite?
pub(crate) fn is_negation(key: &str) -> bool {
    matches!(
        key,
        "not"
            | "no"
            | "never"
            | "nor"
            | "neither"
            | "nobody"
            | "nothing"
            | "none"
            | "cannot"
            | "without"
            | "hardly"
    ) || key.ends_with("n't")
}

/// Does the word open a clause of its own, which a negation before it does not reach ("no charge after she lied")?
pub(crate) fn opens_clause(key: &str) -> bool {
    is_condition(key)
        || matches!(
            key,
            "after"
                | "before"
                | "when"
                | "while"
                | "because"
                | "since"
                | "although"
                | "though"
                | "but"
                | "until"
                | "who"
                | "which"
        )
}

/// Does the word ask for what is not said ("who", "why")?
pub(crate) fn is_question_word(key: &str) -> bool {
    matches!(
        key,
        "what" | "which" | "who" | "whom" | "whose" | "why" | "how" | "when" | "where"
    )
}

/// Does the word open a condition?
pub(crate) fn is_condition(key: &str) -> bool {
    matches!(
        key,
        "if" | "unless" | "provided" | "providing" | "assuming" | "whether" | "lest"
    )
}

/// Does the word make a sentence hold for more or fewer cases ("ever", "only")?
pub(crate) fn is_quantifier(key: &str) -> bool {
    matches!(
        key,
        "all"
            | "every"
            | "always"
            | "ever"
            | "everyone"
            | "everybody"
            | "everything"
            | "any"
            | "anyone"
            | "only"
            | "most"
            | "many"
            | "few"
            | "some"
            | "several"
            | "half"
            | "nearly"
            | "almost"
            | "entire"
            | "whole"
    )
}
