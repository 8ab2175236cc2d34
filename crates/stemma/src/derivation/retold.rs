//! Reports that retell another in their own words, without credit.
//!
//! In: what reports share beside passages ([`crate::details`]) and the edges
//! found so far. Out: edges of kind paraphrases between reports that share more
//! than chance gives, and shared errors as evidence of the edges that are there.
//!
//! How much is that? Families of one text are counted, not reports. From one
//! family's view a detail that `h` of `F` families tell is told by `h - 1` of the
//! `F - 1` others; so `F - 1` times the product of these shares is the number of
//! others that would have them all by chance. A lone detail of two families gives
//! one, and never makes an edge. An error is far rarer: see [`slips`].

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use text::Span;

use super::{Descent, DescentKind, Upstream, Work};
use crate::copies::heads;
use crate::details::{Holder, Shared, SharedKind};
use crate::direction::order_of_times;

/// Other families that would agree in all of it by chance, at most: among three families no two details are rare enough.
const CHANCE: f64 = 0.4;
/// Families that tell a rare detail, at most: bounds the pairs too.
const RARE: usize = 3;
/// Own words of a passage around a detail.
const PASSAGE: usize = 6;
/// That an edge is right which an error shows, and one that only details show. Judged, not measured: no collection with
/// such edges as gold is large enough.
const BY_ERROR: f32 = 0.7;
const BY_DETAILS: f32 = 0.6;

/// Something that the upstream report and the one downstream share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// What it is.
    pub kind: SharedKind,
    /// Report and words, as bytes of its text: upstream, or of a sister of the one downstream.
    pub from: (usize, Span),
    /// Words of the report downstream.
    pub to: Span,
}

/// How many of those who tell a thing make the same mistake by themselves. Judged, and on the high side.
fn slips(kind: SharedKind) -> f64 {
    match kind {
        SharedKind::Cut => 0.1,
        SharedKind::Alteration => 0.05,
        _ => 0.01,
    }
}

/// What two families share.
struct Pair {
    /// Others that would have it all by chance.
    chance: f64,
    /// Indices of what is shared.
    shared: Vec<usize>,
    /// Holders in one and in the other; the agreements have these as `from` and `to`.
    reports: (usize, usize),
    agreements: Vec<Agreement>,
}

/// What is shared, by pairs of families.
struct Weighed<'a> {
    /// Families beside one.
    others: f64,
    /// Indices of what two families share, each with the part of the other families that would have it too.
    between: BTreeMap<(usize, usize), Vec<(usize, f64)>>,
    errors: Vec<&'a Shared>,
}

/// Weighs what is shared by how many families have it; `family` is that of each report.
fn weighed<'a>(shared: &'a [Shared], family: &[usize]) -> Weighed<'a> {
    let count = family.iter().collect::<BTreeSet<_>>().len();
    let mut weighed = Weighed {
        others: count.saturating_sub(1).max(1) as f64,
        between: BTreeMap::new(),
        errors: Vec::new(),
    };
    for (at, found) in shared.iter().enumerate() {
        let holding = families_of(found.holders.iter().map(|holder| holder.report), family);
        let expected = if found.kind.is_error() {
            let right = families_of(found.right.iter().copied(), family);
            // Without a primary the many are right, and two at least.
            if !found.shown && right.len() <= holding.len().max(1) {
                continue;
            }
            weighed.errors.push(found);
            slips(found.kind) * holding.union(&right).count() as f64
        } else {
            holding.len().saturating_sub(1) as f64
        };
        if holding.len() > RARE {
            continue;
        }
        let share = (expected / weighed.others).min(1.0);
        let families: Vec<usize> = holding.into_iter().collect();
        for (index, &one) in families.iter().enumerate() {
            for &other in &families[index + 1..] {
                let pair = weighed.between.entry((one, other)).or_default();
                pair.push((at, share));
            }
        }
    }
    weighed
}

impl Pair {
    fn has_error(&self) -> bool {
        self.agreements.iter().any(|agreement| agreement.kind.is_error())
    }

    /// The same with the ends exchanged.
    fn turned(self) -> Self {
        let (x, y) = self.reports;
        Self {
            reports: (y, x),
            agreements: turned_agreements(&self.agreements, y),
            ..self
        }
    }
}

impl Work<'_> {
    /// Adds the edges that `shared` shows, and shared errors to the edges that are there.
    pub(super) fn retold(&mut self, shared: &[Shared]) {
        let family = self.text_families();
        let weighed = weighed(shared, &family);
        let mut pairs: Vec<Pair> = weighed
            .between
            .iter()
            .filter_map(|(&families, found)| self.pair(families, found, shared, &family, weighed.others))
            .collect();
        pairs.sort_by(|a, b| a.chance.total_cmp(&b.chance).then(a.reports.cmp(&b.reports)));
        // One report upstream accounts for what a report shares with several.
        let mut explained: BTreeSet<(usize, usize)> = BTreeSet::new();
        for pair in pairs {
            let (x, y) = pair.reports;
            let direction = self.direction(x, y);
            let below = match direction {
                Some(Ordering::Greater) => vec![x],
                Some(_) => vec![y],
                None => vec![x, y],
            };
            let news: Vec<(usize, usize)> = below
                .iter()
                .flat_map(|&to| pair.shared.iter().map(move |&at| (to, at)))
                .collect();
            if news.iter().any(|new| explained.contains(new)) {
                continue;
            }
            match direction {
                Some(Ordering::Greater) => self.push_retelling(&pair.turned(), shared),
                Some(_) => self.push_retelling(&pair, shared),
                None => self.push_common_source(&pair),
            }
            explained.extend(news);
        }
        self.errors_of_edges(&weighed.errors);
    }

    /// For each report, the number of the family of texts that it belongs to.
    fn text_families(&self) -> Vec<usize> {
        let reports = self.exemplars.len();
        let one_text = self.edges.all().filter(|edge| takes_text(edge.kind));
        let bound = one_text.map(|edge| match edge.from {
            Upstream::Report(from) => (from, edge.to),
            Upstream::Lost(lost) => (reports + lost, edge.to),
        });
        let mut families = heads(reports + self.lost.len(), bound);
        families.truncate(reports);
        families
    }

    /// The report of a family that has most of what is shared: of several the first that has it from none of them.
    fn first_holder(
        &self,
        found: &[(usize, f64)],
        shared: &[Shared],
        family: &[usize],
        wanted: usize,
    ) -> Option<usize> {
        let mut held: BTreeMap<usize, usize> = BTreeMap::new();
        let holders = found.iter().flat_map(|&(at, _)| &shared[at].holders);
        for holder in holders.filter(|holder| family[holder.report] == wanted) {
            *held.entry(holder.report).or_default() += 1;
        }
        let taken = |report: usize| {
            let mut above = self.edges.above(report).filter(|edge| takes_text(edge.kind));
            above.any(|edge| matches!(edge.from, Upstream::Report(from) if held.contains_key(&from)))
        };
        let best = held
            .iter()
            .max_by_key(|&(&report, &held)| (held, !taken(report), Reverse(report)));
        best.map(|(&report, _)| report)
    }

    /// What two families share, if it is more than chance gives and nothing else accounts for it.
    fn pair(
        &self,
        families: (usize, usize),
        found: &[(usize, f64)],
        shared: &[Shared],
        family: &[usize],
        others: f64,
    ) -> Option<Pair> {
        let (x, y) = (
            self.first_holder(found, shared, family, families.0)?,
            self.first_holder(found, shared, family, families.1)?,
        );
        let (above_x, above_y) = (self.ancestors(x), self.ancestors(y));
        let house = |report: usize| self.exemplars[report].house;
        let one_desk = house(x).is_some() && house(x) == house(y);
        if one_desk || above_x.contains(&y) || above_y.contains(&x) || self.draw_on_one_house(x, y) {
            return None;
        }
        let mut pair = Pair {
            chance: others,
            shared: Vec::new(),
            reports: (x, y),
            agreements: Vec::new(),
        };
        let mut sentences: Vec<(Span, Span)> = Vec::new();
        for &(at, share) in found {
            let found = &shared[at];
            let holder = |report: usize| found.holders.iter().find(|holder| holder.report == report);
            let (Some(there), Some(here)) = (holder(x), holder(y)) else {
                continue;
            };
            // A report that one of them names as its source has it too.
            let named = found.holders.iter().any(|holder| {
                let report = holder.report;
                let third = family[report] != families.0 && family[report] != families.1;
                third && (above_x.contains(&report) || above_y.contains(&report))
            });
            let like = found.kind.is_error() || there.is_like(here);
            let told = |&(from, to): &(Span, Span)| from == there.sentence || to == here.sentence;
            if named || !like || sentences.iter().any(told) {
                continue;
            }
            sentences.push((there.sentence, here.sentence));
            pair.shared.push(at);
            pair.chance *= share;
            pair.agreements.push(agreement(found.kind, there, here));
            if !found.kind.is_error()
                && let Some((from, to)) = self.passage_around(there, here)
            {
                pair.chance *= share;
                pair.agreements.push(Agreement {
                    kind: SharedKind::Wording,
                    from: (x, from),
                    to,
                });
            }
        }
        (!pair.agreements.is_empty() && pair.chance <= CHANCE).then_some(pair)
    }

    /// The order in which two reports were published, if a time tells it.
    fn direction(&self, x: usize, y: usize) -> Option<Ordering> {
        let published = |report: usize| self.exemplars[report].published.as_ref();
        let order = order_of_times(published(x), published(y)).map(|(order, _)| order);
        order.filter(|&order| order != Ordering::Equal)
    }

    /// The first report of a pair is upstream; or the lost text that it is a copy of, when other copies have it too.
    fn push_retelling(&mut self, pair: &Pair, shared: &[Shared]) {
        let (from, to) = pair.reports;
        let lost = self.edges.above(from).find_map(|edge| match edge.from {
            Upstream::Lost(lost) if takes_text(edge.kind) => Some(lost),
            _ => None,
        });
        let mut others = pair
            .shared
            .iter()
            .flat_map(|&at| &shared[at].holders)
            .filter(|holder| holder.report != from);
        let sisters = lost.filter(|&lost| {
            others.any(|holder| {
                self.edges
                    .above(holder.report)
                    .any(|edge| edge.from == Upstream::Lost(lost))
            })
        });
        self.edges.push(Descent {
            from: sisters.map_or(Upstream::Report(from), Upstream::Lost),
            to,
            kind: DescentKind::Paraphrases,
            declared: false,
            credits: Vec::new(),
            offered: Vec::new(),
            parallel: None,
            agreements: pair.agreements.clone(),
            confidence: if pair.has_error() { BY_ERROR } else { BY_DETAILS },
        });
    }

    /// Two reports that make one error, neither of which is known to be the first, go back to one that is not in hand.
    fn push_common_source(&mut self, pair: &Pair) {
        let (x, y) = pair.reports;
        if !pair.has_error() || self.edges.has_parent(x) || self.edges.has_parent(y) {
            return;
        }
        self.lost.push(None);
        let from = Upstream::Lost(self.lost.len() - 1);
        for (to, agreements) in [
            (y, pair.agreements.clone()),
            (x, turned_agreements(&pair.agreements, y)),
        ] {
            self.edges.push(Descent {
                from,
                to,
                kind: DescentKind::Copies,
                declared: false,
                credits: Vec::new(),
                offered: Vec::new(),
                parallel: None,
                agreements,
                confidence: BY_DETAILS,
            });
        }
    }

    /// All reports upstream of one.
    fn ancestors(&self, report: usize) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![report];
        while let Some(at) = open.pop() {
            for edge in self.edges.above(at) {
                if let Upstream::Report(from) = edge.from
                    && seen.insert(from)
                {
                    open.push(from);
                }
            }
        }
        seen
    }

    /// Do both credit one house of which no report is in hand?
    fn draw_on_one_house(&self, x: usize, y: usize) -> bool {
        let credited = |report: usize| -> BTreeSet<usize> {
            let exemplar = &self.exemplars[report];
            let credits = exemplar.credits.iter().map(|credit| credit.house);
            credits.filter(|&house| Some(house) != exemplar.house).collect()
        };
        let of_x = credited(x);
        credited(y)
            .iter()
            .any(|house| of_x.contains(house) && !self.of_house.contains_key(house))
    }

    /// The passage of own words around a detail that two reports share, in both.
    fn passage_around(&self, there: &Holder, here: &Holder) -> Option<(Span, Span)> {
        let parallel = &self.parallels[self.parallel(there.report, here.report)?];
        let turned = parallel.left != there.report;
        parallel.runs.iter().find_map(|run| {
            let run = if turned { run.turned() } else { *run };
            let from = self.exemplars[there.report].span(run.left, run.left + run.len)?;
            let to = self.exemplars[here.report].span(run.right, run.right + run.len)?;
            let around = run.own >= PASSAGE && from.overlaps(there.span) && to.overlaps(here.span);
            around.then_some((from, to))
        })
    }

    /// Shared errors are evidence of an edge between reports, however it was found.
    fn errors_of_edges(&mut self, errors: &[&Shared]) {
        let mut of_report: BTreeMap<usize, Vec<(usize, &Holder)>> = BTreeMap::new();
        for (at, error) in errors.iter().enumerate() {
            for holder in &error.holders {
                of_report.entry(holder.report).or_default().push((at, holder));
            }
        }
        for edge in self.edges.all_mut() {
            let (Upstream::Report(from), true) = (edge.from, edge.agreements.is_empty()) else {
                continue;
            };
            if edge.kind == DescentKind::Corrects {
                continue;
            }
            let there: BTreeMap<usize, &Holder> =
                of_report.get(&from).into_iter().flatten().copied().collect();
            for (at, here) in of_report.get(&edge.to).into_iter().flatten() {
                let both = there
                    .get(at)
                    .map(|there| agreement(errors[*at].kind, there, here));
                if let Some(new) = both.filter(|new| !edge.agreements.contains(new)) {
                    edge.agreements.push(new);
                }
            }
        }
    }
}

/// The same agreements with the ends exchanged: `from` is the report that was downstream.
fn turned_agreements(agreements: &[Agreement], from: usize) -> Vec<Agreement> {
    let turned = agreements.iter().map(|agreement| Agreement {
        kind: agreement.kind,
        from: (from, agreement.to),
        to: agreement.from.1,
    });
    turned.collect()
}

fn agreement(kind: SharedKind, there: &Holder, here: &Holder) -> Agreement {
    Agreement {
        kind,
        from: (there.report, there.span),
        to: here.span,
    }
}

fn families_of(reports: impl Iterator<Item = usize>, family: &[usize]) -> BTreeSet<usize> {
    reports.map(|report| family[report]).collect()
}

/// Is the text downstream, as a whole, what the one upstream says?
fn takes_text(kind: DescentKind) -> bool {
    !matches!(kind, DescentKind::Cites | DescentKind::TranslatesQuotes)
}
