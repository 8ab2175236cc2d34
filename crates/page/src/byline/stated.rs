//! The authors that the metadata state.
//!
//! In: an author value of the metadata. Out: the names in it, and whether they
//! read as names. Lists, roles, accounts and addresses are told apart here.

use super::line::strip_by;
use super::lists::List;
use super::names::{byline_names, is_role};
use crate::article::Found;
use crate::credit::is_agency;
use crate::phrases::folded;

/// A name that the metadata state.
#[derive(Clone)]
pub(super) struct Stated<'m> {
    pub author: &'m Found<String>,
    pub name: String,
    /// Does it read as a name? Others count only where the page prints them.
    pub firm: bool,
}

/// The names of a value; one that reads as none is kept, not firm.
pub(super) fn stated_by(author: &Found<String>) -> Vec<Stated<'_>> {
    let names = author_names(&author.value);
    let firm = !names.is_empty();
    let bare = strip_by(&author.value);
    let weak = (!firm && bare.len() < 60 && bare.len() > 2 && !is_nobody(bare) && !is_address(bare))
        .then(|| bare.to_owned());
    names
        .into_iter()
        .chain(weak)
        .map(|name| Stated { author, name, firm })
        .collect()
}

pub(super) fn is_nobody(name: &str) -> bool {
    List::Nobody.has(folded(name).trim())
}

/// The names in an author value of the metadata: "By Ann Lee and Bo Ray". A
/// value of which a part is no name ("Board of Ports and Harbours") is one name.
fn author_names(value: &str) -> Vec<String> {
    let value = strip_by(value.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')));
    if is_agency(value) {
        return vec![value.to_owned()];
    }
    if is_nobody(value) || is_address(value) || value.chars().count() < 3 {
        return Vec::new();
    }
    let mut names: Vec<String> = byline_names(value)
        .into_iter()
        .map(|span| value[span.range()].to_owned())
        .filter(|name| !is_nobody(name) && !is_address(name))
        .collect();
    let joined = value.contains(" & ") || value.contains(" and ");
    let parts = value.split([',', ';', '|']).count() + usize::from(joined);
    let doubled = names.len() == 2 && names[0] == names[1];
    if doubled || joined && names.len() < parts && parts == 2 {
        names = vec![value.to_owned()];
    }
    if names.is_empty() && is_plain_name(value) {
        names.push(value.to_owned());
    }
    names
}

/// A link, a mail address, a host or an account: no name.
fn is_address(value: &str) -> bool {
    value.contains("://")
        || value.contains('@')
        || !value.contains(' ')
            && value
                .rsplit_once('.')
                .is_some_and(|(_, end)| end.len() >= 2 && end.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Two to five words of letters, whatever their case, that mean no role.
fn is_plain_name(value: &str) -> bool {
    let words = value.split_whitespace().count();
    (2..=5).contains(&words)
        && value.len() < 60
        && !is_role(value)
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '.' | '\'' | '’' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_metadata_are_parted_into_names() {
        for (value, names) in [
            (
                "By Mira Olt and Ivo Senn, Tidewire",
                vec!["Mira Olt", "Ivo Senn", "Tidewire"],
            ),
            ("Mira Olt, MS, RD", vec!["Mira Olt"]),
            ("Mira Olt, Director of Ports", vec!["Mira Olt"]),
            ("mira olt", vec!["mira olt"]),
            ("Mira & Ivo", vec!["Mira", "Ivo"]),
            ("Senn & Senn", vec!["Senn & Senn"]),
            (
                "Board for Ports and Harbours",
                vec!["Board for Ports and Harbours"],
            ),
            ("https://social.example/miraolt", vec![]),
            ("mira@courier.example", vec![]),
            ("courier.example", vec![]),
            ("admin", vec![]),
            ("Staff Writer", vec![]),
            (", Ivo Senn", vec!["Ivo Senn"]),
        ] {
            assert_eq!(author_names(value), names, "{value}");
        }
    }
}
