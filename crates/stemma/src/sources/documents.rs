//! Statements of documents and recordings.
//!
//! In: a statement whose source is a document, or a quotation that stands in a
//! primary. Out: the document, by what it is, with the pages through which the
//! report had it.

use std::collections::BTreeSet;

use attribution::Statement;
use collation::PrimaryKind;
use text::Span;

use super::{Key, Rest, Scope, Source, Sources};
use crate::source_words::{FURTHER, INTERPRETIVE, SPEECH, is_body, is_own_writing};
use crate::witnesses::keys;
use crate::{NodeKind, OriginBasis, Upstream};

impl Sources<'_> {
    pub(super) fn document(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        let words = self.words_of(report, &statement.source);
        let class = self.document_class(report, &statement.source);
        let text = self.text(report);
        let lemma = statement.cue_lemma.as_deref().unwrap_or("");
        if statement.quotes.is_empty() && INTERPRETIVE.contains(&lemma) {
            // An interpretation of a document originates with who interprets it.
            return self.author_voice(report, scope, OriginBasis::Inferred);
        }
        if is_own_writing(class)
            && let Some(identity) = self.owner(report, &statement.source)
        {
            return Rest::stated(self.speaker(identity, NodeKind::Statement));
        }
        let label = statement
            .source
            .first()
            .map_or_else(|| "document".to_owned(), |span| text[span.range()].to_owned());
        let further = FURTHER.iter().any(|word| words.contains(&crate::word_key(word)));
        let key = match class {
            _ if further => Key::Further(scope, words.clone()),
            Some(class) => self.primary_of(class).map_or(Key::Document(class), Key::Primary),
            None => Key::Further(scope, words.clone()),
        };
        let issued = self.is_issued(report, statement) && !further;
        let key = self.note(
            key,
            Source {
                kind: if class == Some(SPEECH) {
                    NodeKind::Recording
                } else {
                    NodeKind::Document
                },
                label,
                identity: None,
                resolved: issued,
                independent: true,
                set_apart: false,
            },
        );
        let via = self.publishers(report, &statement.source);
        Rest {
            key,
            direct: via.is_empty(),
            via,
            basis: OriginBasis::Stated,
        }
    }

    /// The one person whose the document is: "Hale's letter".
    fn owner(&self, report: usize, source: &[Span]) -> Option<usize> {
        let analysis = &self.reports[report].analysis;
        let text = self.text(report);
        let mut owners = source
            .iter()
            .flat_map(|&span| analysis.mentions_in(span))
            .filter(|m| m.form == nlp::MentionForm::Name)
            .filter(|m| analysis.entities[m.entity].kind == nlp::EntityKind::Person)
            .filter(|m| {
                let after = &text[m.span.end()..];
                let ends = ["’s ", "'s ", "’ ", "' "]
                    .iter()
                    .any(|end| after.starts_with(end));
                ends || ["’s", "'s"].iter().any(|end| text[m.span.range()].ends_with(end))
            })
            .filter_map(|m| self.identities[report].get(&m.entity).copied());
        owners.next().filter(|_| owners.next().is_none())
    }

    /// The primary in hand of a class, if there is one and only one.
    fn primary_of(&self, class: &str) -> Option<usize> {
        let fits = |kind: PrimaryKind| match kind {
            PrimaryKind::Transcript => class == SPEECH,
            PrimaryKind::Chat => class == "chat",
            PrimaryKind::Memo => class == "memo",
            PrimaryKind::Statement => class == "statement",
            PrimaryKind::Document => false,
        };
        let mut fitting = (0..self.primaries.len()).filter(|&p| fits(self.primaries[p].kind));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Is it said who made the document public: a body or an outlet named with it?
    fn is_issued(&self, report: usize, statement: &Statement) -> bool {
        let page = self.reports[report];
        let text = self.text(report);
        statement.source.iter().any(|&span| {
            let named = page
                .analysis
                .mentions_in(span)
                .any(|m| m.form == nlp::MentionForm::Name && is_body(page.analysis.entities[m.entity].kind));
            named || self.houses.find(&text[span.range()]).next().is_some()
        })
    }

    /// Pages of outlets that the words name, other than the page itself.
    fn publishers(&self, report: usize, source: &[Span]) -> Vec<Key> {
        let text = self.text(report);
        let named: BTreeSet<usize> = source
            .iter()
            .flat_map(|span| self.houses.find(&text[span.range()]))
            .map(|(_, house)| house)
            .collect();
        self.derivation
            .above(report)
            .iter()
            .filter_map(|e| match e.from {
                Upstream::Report(from) if self.exemplars[from].house.is_some_and(|h| named.contains(&h)) => {
                    Some(Key::Page(from))
                }
                _ => None,
            })
            .collect()
    }

    pub(super) fn note_primary(&mut self, primary: usize) -> Key {
        let kind = match self.primaries[primary].kind {
            PrimaryKind::Transcript => NodeKind::Recording,
            _ => NodeKind::Document,
        };
        self.note(
            Key::Primary(primary),
            Source {
                kind,
                label: self.primaries[primary].id.clone(),
                identity: None,
                resolved: true,
                independent: true,
                set_apart: false,
            },
        )
    }

    /// Upstream pages that print the quoted words too, so that the page need not have seen the original.
    pub(super) fn obtained_from(&self, report: usize, quotes: &[Span]) -> Vec<Key> {
        self.derivation
            .above(report)
            .iter()
            .filter_map(|e| match e.from {
                Upstream::Report(from) if self.prints(from, report, quotes) => Some(Key::Page(from)),
                _ => None,
            })
            .collect()
    }

    /// Does the page hold most of the words of the quotations, three at a time?
    fn prints(&self, page: usize, report: usize, quotes: &[Span]) -> bool {
        let text = keys(self.text(page));
        let mut threes: Vec<&[u64]> = text.windows(3).collect();
        threes.sort_unstable();
        let (mut held, mut all) = (0, 0);
        for quote in quotes {
            let words = self.words_of(report, &[*quote]);
            let size = words.len().min(3);
            for part in words.windows(size.max(1)) {
                all += 1;
                held += usize::from(if size == 3 {
                    threes.binary_search(&part).is_ok()
                } else {
                    text.windows(size.max(1)).any(|w| w == part)
                });
            }
        }
        held * 2 >= all
    }
}
