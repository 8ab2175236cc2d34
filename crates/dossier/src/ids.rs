//! Readable ids, unique within their list.

use std::collections::BTreeMap;

/// Letters of a slug at most: ids are to be read, not to carry the text.
const SLUG: usize = 32;

/// Gives each thing of one list an id of its own.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    /// Each id, and the number to try next for things of its name.
    taken: BTreeMap<String, usize>,
}

impl Ids {
    /// `prefix-words`, with `-2`, `-3` ... where that is taken.
    pub(crate) fn make(&mut self, prefix: &str, words: &str) -> String {
        let slug = slug(words);
        let base = if slug.is_empty() {
            prefix.to_owned()
        } else {
            format!("{prefix}-{slug}")
        };
        self.unique(&base)
    }

    /// The id itself, or with a number where it is taken.
    pub(crate) fn unique(&mut self, base: &str) -> String {
        let mut id = base.to_owned();
        while self.taken.contains_key(&id) {
            let number = self.taken.entry(base.to_owned()).or_insert(2);
            id = format!("{base}-{number}");
            *number += 1;
        }
        self.taken.insert(id.clone(), 2);
        id
    }
}

/// Letters and figures in lower case, hyphens for all else.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars() {
        if slug.chars().count() >= SLUG {
            break;
        }
        if matches!(c, '\'' | '’') {
            continue;
        }
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_unique() {
        let mut ids = Ids::default();
        assert_eq!(ids.make("o", "The Vellin Ledger"), "o-the-vellin-ledger");
        assert_eq!(ids.make("o", "The Vellin, Ledger!"), "o-the-vellin-ledger-2");
        assert_eq!(ids.make("n", "…"), "n");
        assert_eq!(ids.make("n", ""), "n-2");
    }
}
