//! What the names of elements announce.
//!
//! In: class, id, role and component names of an element. Out: the kind of
//! furniture they speak of, and how sure that is. `data/hints.tsv` lists the
//! words; names are cut at hyphens, underscores and changes of case, so that
//! `shareBar` and `share-bar` both speak of sharing and `shareholder` does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::tag::{AttrName, Tag};
use crate::tree::Tree;

const TABLE: &str = include_str!("../data/hints.tsv");
/// Longer attribute values are generated, and cut here.
const VALUE_CAP: usize = 512;

/// How much a hint decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    Weak,
    Strong,
}

/// Furniture that an element's name or tag announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hint {
    pub kind: &'static str,
    pub strength: Strength,
    pub why: &'static str,
}

static WORDS: LazyLock<HashMap<&str, Hint>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(strength), Some(kind), Some(list)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let strength = if strength == "strong" {
            Strength::Strong
        } else {
            Strength::Weak
        };
        for word in list.split_whitespace() {
            words.entry(word).or_insert(Hint {
                kind,
                strength,
                why: "named so by its element",
            });
        }
    }
    words
});

/// Words of class names, lower case: pieces between separators, each whole name
/// without separators, and names of one piece once more with `=` before them.
pub(crate) fn name_words(value: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut whole = String::new();
    for name in value.split_ascii_whitespace().take(32) {
        whole.clear();
        word.clear();
        let mut lower_before = false;
        let mut pieces = 0;
        for c in name.chars() {
            let separator = !c.is_alphanumeric();
            if (separator || (c.is_uppercase() && lower_before)) && !word.is_empty() {
                each(&word);
                pieces += 1;
                word.clear();
            }
            lower_before = c.is_lowercase();
            if !separator {
                word.extend(c.to_lowercase());
                whole.extend(c.to_lowercase());
            }
        }
        if !word.is_empty() {
            each(&word);
            pieces += 1;
        }
        if pieces > 1 {
            each(&whole);
        } else if pieces == 1 {
            whole.insert(0, '=');
            each(&whole);
        }
    }
}

/// The hint of an element's tag and names; the stronger wins, then the earlier.
pub(crate) fn of_node(body: &str, tree: &Tree, node: u32) -> Option<Hint> {
    let tag = tree.nodes[node as usize].tag;
    let by_tag = |kind, strength| {
        Some(Hint {
            kind,
            strength,
            why: "element of that purpose",
        })
    };
    let mut best = match tag {
        Tag::Nav | Tag::Menu => by_tag("navigation", Strength::Strong),
        Tag::Footer => by_tag("footer", Strength::Strong),
        Tag::Button | Tag::Select | Tag::Option | Tag::Label => by_tag("control", Strength::Strong),
        Tag::Form | Tag::Fieldset => by_tag("form", Strength::Weak),
        Tag::Noscript => by_tag("fallback", Strength::Strong),
        Tag::Dialog => by_tag("dialog", Strength::Strong),
        Tag::Aside => by_tag("sidebar", Strength::Weak),
        Tag::Header => by_tag("header", Strength::Weak),
        Tag::Figcaption => by_tag("caption", Strength::Weak),
        _ => None,
    };
    if tree.attr(node, AttrName::Hidden).is_some() {
        best = by_tag("hidden", Strength::Strong);
    }
    if let Some(role) = tree.attr(node, AttrName::Role) {
        match &body[role.range()] {
            "navigation" | "menu" | "menubar" => best = by_tag("navigation", Strength::Strong),
            "dialog" | "alertdialog" => best = by_tag("dialog", Strength::Strong),
            "contentinfo" => best = by_tag("footer", Strength::Strong),
            "search" => best = by_tag("search", Strength::Strong),
            "complementary" => best = by_tag("sidebar", Strength::Weak),
            "button" => best = by_tag("control", Strength::Strong),
            _ => {}
        }
    }
    if let Some(style) = tree.attr(node, AttrName::Style) {
        let style: String = body[style.range()]
            .chars()
            .take(VALUE_CAP)
            .filter(|c| !c.is_whitespace())
            .collect();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            best = by_tag("hidden", Strength::Strong);
        }
    }
    for name in [
        AttrName::Class,
        AttrName::Id,
        AttrName::Component,
        AttrName::TestId,
        AttrName::DataType,
    ] {
        if best.is_some_and(|hint| hint.strength == Strength::Strong) {
            break;
        }
        let Some(value) = tree.attr(node, name) else {
            continue;
        };
        let mut end = value.len().min(VALUE_CAP);
        let value = &body[value.range()];
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        name_words(&value[..end], |word| {
            if let Some(&hint) = WORDS.get(word)
                && best.is_none_or(|old| old.strength < hint.strength)
            {
                best = Some(hint);
            }
        });
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_at_separators_and_case() {
        let mut words = Vec::new();
        name_words("shareBar article__related-links shareholders", |word| {
            words.push(word.to_owned())
        });
        assert_eq!(
            words,
            [
                "share",
                "bar",
                "sharebar",
                "article",
                "related",
                "links",
                "articlerelatedlinks",
                "shareholders",
                "=shareholders"
            ]
        );
    }
}
