//! All that a page offers for its fields, chosen or not.
//!
//! In: the metadata and what visible text offers. Out: one list, by field;
//! within a field visible text stands first, then the metadata, best first.
//! The same value at the same place is listed once.

use std::collections::HashSet;

use crate::article::{Candidate, Field, Found, Headline, Origin};
use crate::meta::Meta;

/// Values listed for one field at most.
const CAP: usize = 32;

/// What visible text offers.
pub(crate) struct Visible<'p> {
    pub headline: Option<&'p Headline>,
    /// Dates near the headline, and whether they are called changes.
    pub dates: Vec<(bool, Found<String>)>,
    /// Names near the headline.
    pub names: Vec<Found<String>>,
}

impl Visible<'_> {
    fn listed(self) -> Vec<Candidate> {
        let headline = self.headline.into_iter().flat_map(|headline| {
            headline.occurrences.iter().map(|&span| Candidate {
                field: Field::Headline,
                found: Found {
                    value: headline.clean.clone(),
                    span,
                    origin: Origin::Visible,
                },
            })
        });
        let dates = self.dates.into_iter().map(|(modified, found)| Candidate {
            field: if modified {
                Field::Modified
            } else {
                Field::Published
            },
            found,
        });
        let names = self.names.into_iter().map(|found| Candidate {
            field: Field::Author,
            found,
        });
        headline.chain(dates).chain(names).collect()
    }
}

/// Brings the candidates of the page into one list.
pub(crate) fn all(meta: &Meta, visible: Visible<'_>) -> Vec<Candidate> {
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
    let times = meta.times.iter().map(|(found, modified)| Candidate {
        field: if *modified {
            Field::Modified
        } else {
            Field::Published
        },
        found: found.clone(),
    });
    let mut listed: Vec<Candidate> = visible.listed().into_iter().chain(hidden).chain(times).collect();
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
