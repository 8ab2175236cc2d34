//! Passages that a page took over.
//!
//! In: a span of a report and the derivation of the pages. Out: whose words
//! they are, where they stand upstream, and what they rest on there when the
//! attribution was cut on the way.

use attribution::{SourceType, Statement};
use collation::relative_clauses;
use text::Span;

use super::{Key, Rest, Scope, Sources};
use crate::{DescentKind, OriginBasis, Upstream};

/// Does a report have its words from the one upstream?
fn takes_words(kind: DescentKind) -> bool {
    matches!(
        kind,
        DescentKind::Copies | DescentKind::Syndicates | DescentKind::Corrects
    )
}

impl Sources<'_> {
    /// Whose words a span of a report are: those of the page furthest upstream that holds them, and the way there.
    pub(super) fn scope(&self, report: usize, span: Span) -> (Scope, Vec<Key>, bool) {
        let (mut at, mut span) = (report, span);
        let mut via = Vec::new();
        let mut declared = true;
        // The edges form no cycle, so this ends.
        loop {
            let step = self.derivation.above(at).iter().find_map(|edge| {
                if !takes_words(edge.kind) {
                    return None;
                }
                let there = self.taken_over(at, span, edge.parallel?)?;
                Some((edge, there))
            });
            let Some((edge, there)) = step else {
                return self.original(at, via, declared);
            };
            declared &= edge.declared;
            match edge.from {
                Upstream::Report(upstream) => {
                    via.push(Key::Page(upstream));
                    at = upstream;
                    span = there;
                }
                Upstream::Lost(lost) => {
                    via.push(Key::Lost(lost));
                    return (Scope::Lost(lost), via, declared);
                }
            }
        }
    }

    /// A translation has the words of its original, whatever they are there.
    fn original(&self, page: usize, mut via: Vec<Key>, mut declared: bool) -> (Scope, Vec<Key>, bool) {
        let mut at = page;
        // The edges form no cycle, so this ends.
        loop {
            let above = self.derivation.above(at);
            let Some(edge) = above.iter().find(|e| e.kind == DescentKind::Translates) else {
                return (Scope::Page(at), via, declared);
            };
            declared &= edge.declared;
            match edge.from {
                Upstream::Report(upstream) => {
                    via.push(Key::Page(upstream));
                    at = upstream;
                }
                Upstream::Lost(lost) => {
                    via.push(Key::Lost(lost));
                    return (Scope::Lost(lost), via, declared);
                }
            }
        }
    }

    /// Where the words of a span stand in the other report of a parallel, if at least half of them do.
    fn taken_over(&self, report: usize, span: Span, parallel: usize) -> Option<Span> {
        let parallel = &self.parallels[parallel];
        let words = &self.exemplars[report].words;
        let first = words.partition_point(|w| w.span.end() <= span.start());
        let end = words.partition_point(|w| w.span.start() < span.end()).max(first);
        let left = parallel.left == report;
        let other = if left { parallel.right } else { parallel.left };
        let mut covered = 0;
        let mut there: Option<Span> = None;
        for run in &parallel.runs {
            let (here, start) = if left {
                (run.left, run.right)
            } else {
                (run.right, run.left)
            };
            let (from, to) = (first.max(here), end.min(here + run.len));
            if from < to {
                covered += to - from;
                let part = self.exemplars[other].span(start + from - here, start + to - here);
                there = match (there, part) {
                    (Some(a), Some(b)) => Some(a.cover(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        (end > first && covered * 2 >= end - first)
            .then_some(there)
            .flatten()
    }

    /// A later version speaks with the voice of the first.
    pub(super) fn first_version(&self, page: usize) -> usize {
        let mut at = page;
        // Edges form no cycle, so this ends.
        while let Some(earlier) = self.derivation.above(at).iter().find_map(|e| match e.from {
            Upstream::Report(from) if e.kind == DescentKind::Corrects => Some(from),
            _ => None,
        }) {
            at = earlier;
        }
        at
    }

    /// The origin of the sourced statement upstream that holds the words.
    pub(super) fn attribution_cut(&self, report: usize, statement: &Statement) -> Option<Rest> {
        let span = statement.content_cover();
        self.derivation.above(report).iter().find_map(|edge| {
            let Upstream::Report(upstream) = edge.from else {
                return None;
            };
            let there = self.taken_over(report, span, edge.parallel?)?;
            let page = self.reports[upstream];
            let body = self.text(upstream);
            // An aside in what a source says is the author's.
            let is_aside = |content: Span| {
                let mut asides = relative_clauses(body, content).into_iter();
                asides.any(|aside| aside.shared(there) * 2 > there.len())
            };
            let (at, _) = page
                .statements
                .iter()
                .enumerate()
                .filter(|(_, s)| s.source_type != SourceType::Author)
                .map(|(at, s)| (at, s.content_cover()))
                .filter(|(_, cover)| cover.shared(there) * 2 > there.len())
                .filter(|&(_, cover)| !is_aside(cover))
                .min_by_key(|(at, cover)| (cover.len(), *at))?;
            let mut rest = self.settled[upstream].get(at)?.clone()?;
            rest.basis = OriginBasis::Inferred;
            rest.direct = false;
            rest.via.insert(0, Key::Page(upstream));
            Some(rest)
        })
    }
}
