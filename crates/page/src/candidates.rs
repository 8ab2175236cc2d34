//! All that a page offers for its fields, chosen or not.
//!
//! In: the metadata and what visible text offers. Out: one list, by field;
//! within a field visible text stands first, then the metadata, best first.
//! The same value at the same place is listed once.

use std::collections::HashSet;

use crate::article::{Candidate, Field, Found};
use crate::meta::Meta;

/// Values listed for one field at most.
const CAP: usize = 32;

/// Brings the candidates of the page into one list.
pub(crate) fn all(meta: &Meta, visible: Vec<Candidate>) -> Vec<Candidate> {
    let title = meta.title.as_slice();
    let hidden: [(Field, &[Found<String>]); 11] = [
        (Field::Headline, &meta.headlines),
        (Field::Headline, title),
        (Field::Deck, &meta.decks),
        (Field::Author, &meta.authors),
        (Field::Published, &meta.published),
        (Field::Modified, &meta.modified),
        (Field::Outlet, &meta.outlets),
        (Field::Url, &meta.urls),
        (Field::Language, &meta.languages),
        (Field::Section, &meta.sections),
        (Field::BasedOn, &meta.based_on),
    ];
    let hidden = hidden.into_iter().flat_map(|(field, list)| {
        list.iter().map(move |found| Candidate {
            field,
            found: found.clone(),
        })
    });
    let mut listed: Vec<Candidate> = visible.into_iter().chain(hidden).collect();
    listed.sort_by_key(|candidate| candidate.field);
    let mut seen = HashSet::new();
    let mut counts = std::collections::BTreeMap::new();
    listed.retain(|candidate| {
        let count: &mut usize = counts.entry(candidate.field).or_default();
        let new = *count < CAP && seen.insert((candidate.field, candidate.found.clone()));
        *count += usize::from(new);
        new
    });
    listed
}
