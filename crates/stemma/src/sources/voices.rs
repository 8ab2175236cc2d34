//! Statements of nobody by name: the author, unnamed people, an outlet.
//!
//! In: such a statement. Out: the author's voice, an unnamed person or a vague
//! plural of the page, or what the outlet's own report rests on.

use attribution::{SourceType, Statement};

use super::{Key, Rest, Scope, Source, Sources};
use crate::source_words::{SMALL_WORDS, is_single, sets_apart};
use crate::{NodeKind, OriginBasis, Upstream};

impl Sources<'_> {
    /// The author's voice, or what the words rested on upstream where the attribution was cut.
    pub(super) fn author(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        if let Some(rest) = self.attribution_cut(report, statement) {
            return rest;
        }
        self.author_voice(report, scope, OriginBasis::Unattributed)
    }

    pub(super) fn author_voice(&mut self, report: usize, scope: Scope, basis: OriginBasis) -> Rest {
        let key = match scope {
            Scope::Lost(lost) => Key::Lost(lost),
            Scope::Page(page) => {
                let first = self.first_version(page);
                let id = &self.reports[first].article.id;
                let label = format!("author voice of {id}");
                self.note(
                    Key::Author(Scope::Page(first)),
                    Source::unresolved(NodeKind::Author, label),
                )
            }
        };
        Rest {
            key,
            via: Vec::new(),
            basis,
            direct: scope == Scope::Page(report),
        }
    }

    pub(super) fn unnamed(&mut self, report: usize, statement: &Statement, scope: Scope) -> Rest {
        let words = self.words_of(report, &statement.source);
        let head: Vec<u64> = words
            .iter()
            .copied()
            .filter(|word| !SMALL_WORDS.iter().any(|small| crate::word_key(small) == *word))
            .take(2)
            .collect();
        let label = self.label(report, &statement.source);
        let label = if label.is_empty() {
            format!("unnamed source of {}", self.reports[report].article.id)
        } else {
            label
        };
        let text = self.text(report);
        let single = statement.source_type == SourceType::Anonymous
            && is_single(&self.worded(report, &statement.source));
        let source = if single {
            let apart = statement
                .source
                .iter()
                .any(|span| sets_apart(&text[span.range()]));
            Source {
                kind: NodeKind::Anonymous,
                label,
                identity: None,
                resolved: true,
                independent: true,
                set_apart: apart,
            }
        } else {
            Source::unresolved(NodeKind::Vague, label)
        };
        let key = if single {
            Key::Anonymous(scope)
        } else {
            Key::Vague(scope, head)
        };
        let key = self.note(key, source);
        Rest {
            key,
            via: Vec::new(),
            basis: if statement.source.is_empty() {
                OriginBasis::Unattributed
            } else {
                OriginBasis::Stated
            },
            direct: scope == Scope::Page(report),
        }
    }

    /// Is the source an outlet by name, and nobody who works for it?
    pub(super) fn speaks_as_outlet(&self, report: usize, statement: &Statement) -> bool {
        let text = self.text(report);
        let [span] = statement.source[..] else {
            return false;
        };
        let words = text[span.range()].trim_matches(|c: char| !c.is_alphanumeric());
        let bare = words
            .strip_prefix("The ")
            .or_else(|| words.strip_prefix("the "))
            .unwrap_or(words);
        self.houses.of(words).is_some() || self.houses.of(bare).is_some()
    }

    pub(super) fn outlet(
        &mut self,
        report: usize,
        index: usize,
        statement: &Statement,
        scope: Scope,
    ) -> Rest {
        let label = self.worded(report, &statement.source);
        let own = self.exemplars[report].house;
        let house = self
            .houses
            .find(&label)
            .map(|(_, house)| house)
            .find(|&h| Some(h) != own);
        let Some(house) = house else {
            return self.author_voice(report, scope, OriginBasis::Stated);
        };
        let upstream = self.derivation.above(report).iter().find_map(|e| match e.from {
            Upstream::Report(from) if self.exemplars[from].house == Some(house) => Some(from),
            _ => None,
        });
        let Some(upstream) = upstream else {
            let key = self.note(
                Key::House(house),
                Source {
                    kind: NodeKind::Article,
                    label: self.houses.get(house).name.clone(),
                    identity: None,
                    resolved: true,
                    independent: true,
                    set_apart: false,
                },
            );
            return Rest::stated(key);
        };
        let there = self
            .claims
            .get(&(report, index))
            .into_iter()
            .flatten()
            .flat_map(|&claim| &self.supports[claim])
            .filter(|&&(page, _)| page == upstream)
            .find_map(|&(page, at)| self.settled[page].get(at)?.clone());
        let mut rest = match there {
            Some(rest) => rest,
            None => self.author_voice(upstream, Scope::Page(upstream), OriginBasis::Stated),
        };
        rest.via.insert(0, Key::Page(upstream));
        rest.basis = OriginBasis::Stated;
        rest.direct = false;
        rest
    }
}
