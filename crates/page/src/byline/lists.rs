//! The word lists of `data/byline.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/byline.tsv");

/// A list of the file, by its name there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum List {
    Element,
    Shelf,
    SectionShelf,
    Nobody,
    Label,
    OtherWork,
    RoleEnd,
    RoleInside,
    RoleStart,
    Day,
    Desk,
    House,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Element => "element",
            Self::Shelf => "shelf",
            Self::SectionShelf => "section_shelf",
            Self::Nobody => "nobody",
            Self::Label => "label",
            Self::OtherWork => "other_work",
            Self::RoleEnd => "role_end",
            Self::RoleInside => "role_inside",
            Self::RoleStart => "role_start",
            Self::Day => "day",
            Self::Desk => "desk",
            Self::House => "house",
        }
    }

    pub(crate) fn words(self) -> &'static [&'static str] {
        static LISTS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
            TABLE
                .lines()
                .filter_map(|line| line.split_once('\t'))
                .map(|(name, words)| (name, words.split(' ').collect()))
                .collect()
        });
        LISTS.get(self.name()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn has(self, word: &str) -> bool {
        self.words().contains(&word)
    }
}
