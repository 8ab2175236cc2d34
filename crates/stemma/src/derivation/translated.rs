//! Which report is a translation of which.
//!
//! In: what the reports and their metadata say of translations. Out: edges from
//! the original to its translation. Words cannot show them, as the two share
//! none: only what is said counts. That a page names another language of itself
//! says not which came first: then the text or the time decides, or nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Descent, DescentKind, Upstream, Work};
use crate::direction::order_of_times;
use crate::{Place, Translation};

/// Of an edge that the translation itself does not state.
const UNDECLARED: f32 = 0.7;

impl Work<'_> {
    fn language(&self, x: usize) -> Option<&str> {
        self.exemplars[x].language.as_deref()
    }

    fn in_other_languages(&self, x: usize, y: usize) -> bool {
        let (x, y) = (self.language(x), self.language(y));
        x.is_some() && y.is_some() && x != y
    }

    /// Reports that are, by their own words or by metadata, another report in another language.
    pub(super) fn translated(&mut self) {
        let mut lost: BTreeMap<(usize, Option<&str>), Upstream> = BTreeMap::new();
        for x in 0..self.exemplars.len() {
            if self.edges.has_parent(x) {
                continue;
            }
            let said: Vec<Translation> = self.exemplars[x]
                .translations
                .iter()
                .filter(|said| said.whole)
                .copied()
                .collect();
            let mut edge = Descent {
                from: Upstream::Report(x),
                to: x,
                kind: DescentKind::Translates,
                declared: true,
                credits: said.iter().map(|said| said.place).collect(),
                offered: Vec::new(),
                parallel: None,
                agreements: Vec::new(),
                confidence: 0.9,
            };
            if let Some((y, place)) = self.named_original(x, &said) {
                edge.from = Upstream::Report(y);
                edge.credits.push(place);
            } else if let Some((y, place)) = self.other_language_of(x, &said) {
                edge.from = Upstream::Report(y);
                edge.declared = !said.is_empty();
                edge.credits.push(place);
            } else if let Some(y) = said.iter().find_map(|said| self.original_of(x, said)) {
                edge.from = Upstream::Report(y);
            } else if let Some(&(y, place)) = self.exemplars[x].offered.first() {
                edge.from = Upstream::Report(y);
                edge.declared = !said.is_empty();
                edge.offered.push(place);
            } else if let Some(first) = said.first() {
                // Two translations of one outlet's text may be of one; of an unnamed text nothing can be told.
                edge.from = match first.house {
                    Some(house) => *lost.entry((house, first.language)).or_insert_with(|| {
                        self.lost.push(Some(house));
                        Upstream::Lost(self.lost.len() - 1)
                    }),
                    None => {
                        self.lost.push(None);
                        Upstream::Lost(self.lost.len() - 1)
                    }
                };
            } else {
                continue;
            }
            if !edge.declared {
                edge.confidence = UNDECLARED;
            }
            self.edges.push(edge);
        }
    }

    /// The report in hand that the page's own metadata, or a link in its line of translation, call the original.
    fn named_original(&self, x: usize, said: &[Translation]) -> Option<(usize, Place)> {
        let exemplar = &self.exemplars[x];
        if let Some(&original) = exemplar.originals.first() {
            return Some(original);
        }
        let paragraph = |place: Place| {
            let Place::Text(span) = place else { return None };
            let at = exemplar.words.partition_point(|w| w.span.end() <= span.start());
            exemplar.words.get(at).map(|word| word.paragraph)
        };
        let lines: Vec<u32> = said.iter().filter_map(|said| paragraph(said.place)).collect();
        let in_line = |place: &Place| paragraph(*place).is_some_and(|at| lines.contains(&at));
        exemplar
            .linked
            .iter()
            .find(|(y, place)| in_line(place) && self.may_precede(*y, x) && !self.same_language(x, *y))
            .copied()
    }

    fn same_language(&self, x: usize, y: usize) -> bool {
        let (x, y) = (self.language(x), self.language(y));
        x.is_some() && x == y
    }

    /// The page that this one calls the same in another language, if it is the original: when this one says that
    /// it is a translation, or was certainly published later.
    fn other_language_of(&self, x: usize, said: &[Translation]) -> Option<(usize, Place)> {
        let alternates = self.exemplars[x].alternates.iter();
        let mut fitting = alternates
            .filter(|(y, _)| self.in_other_languages(x, *y))
            .filter(|(y, _)| {
                let of_language = |said: &Translation| {
                    said.language
                        .is_none_or(|language| self.language(*y) == Some(language))
                };
                let is_original = !self.exemplars[*y].translations.iter().any(|said| said.whole);
                if said.is_empty() {
                    is_original && self.certainly_before(*y, x)
                } else {
                    said.iter().any(of_language)
                }
            });
        fitting.next().copied().filter(|_| fitting.next().is_none())
    }

    fn certainly_before(&self, y: usize, x: usize) -> bool {
        let (y, x) = (&self.exemplars[y].published, &self.exemplars[x].published);
        order_of_times(y.as_ref(), x.as_ref()) == Some((Ordering::Less, true))
    }

    /// The report in hand of the outlet that is named as that of the original, if there is one and only one.
    fn original_of(&self, x: usize, said: &Translation) -> Option<usize> {
        let house = said.house?;
        let reports = self.of_house.get(&house)?.iter().copied();
        let fits = |&y: &usize| {
            let language = self.language(y);
            let other = match said.language {
                Some(original) => language.is_none_or(|language| language == original),
                None => self.in_other_languages(x, y),
            };
            y != x && other && self.may_precede(y, x)
        };
        let fitting: Vec<usize> = reports.filter(fits).collect();
        self.captures_of_one(&fitting)
            .then(|| self.first_of(fitting.into_iter()))
            .flatten()
    }
}
