//! Which report took its text from which.
//!
//! In: exemplars and their parallels. Out: families of reports that hold one
//! text, and for each family its upstream end: a report in hand, a house's copy
//! that is not in hand, or nothing that can be told (a lost node above all).
//! Then citations. The edges form no cycle.
//!
//! Only own words make a family: equal quotations, however long, show a common
//! source and no copying. Siblings are no parents: of two copies of one wire
//! story neither is upstream of the other, whichever came first.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::direction::order_of_times;
use crate::{Credit, CreditKind, Exemplar, Houses, Parallel, Place};

/// Own words that two reports of one text share at least.
const FAMILY_WORDS: usize = 25;
/// Share of the smaller report's own words.
const FAMILY_SHARE: f64 = 0.4;
/// With so many own words a smaller share is enough: another state of a running story.
const LONG_WORDS: usize = 100;
/// That smaller share.
const LONG_SHARE: f64 = 0.25;
/// Share of both reports from which they are the same text.
const SAME_TEXT: f64 = 0.9;

/// A report in hand or one that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Upstream {
    /// Index of an exemplar.
    Report(usize),
    /// Index into [`Derivation::lost`].
    Lost(usize),
}

/// How a report descends from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DescentKind {
    /// Its words, without credit.
    Copies,
    /// Its words, with credit.
    Syndicates,
    /// A later version of the same page.
    Corrects,
    /// Its matter in other words.
    Paraphrases,
    /// One item of it.
    Cites,
}

/// One report descends from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Descent {
    /// Upstream end.
    pub from: Upstream,
    /// Index of the report downstream.
    pub to: usize,
    /// How.
    pub kind: DescentKind,
    /// Does the report say so?
    pub declared: bool,
    /// Words of the report that say so.
    pub credits: Vec<Place>,
    /// Index of the parallel that shows it.
    pub parallel: Option<usize>,
    /// That the edge is there with this direction and kind.
    pub confidence: f32,
}

/// Reports that are in families, and what stands above them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derivation {
    /// Upstream texts that are not in hand: the house, when it is credited.
    pub lost: Vec<Option<usize>>,
    /// All edges.
    pub edges: Vec<Descent>,
}

/// Derives the reports of a collection from each other. Reports stand in an order of their own, not that of input.
#[must_use]
pub fn derive(exemplars: &[Exemplar], parallels: &[Parallel], houses: &Houses) -> Derivation {
    let mut work = Work {
        exemplars,
        parallels,
        houses,
        own: exemplars.iter().map(Exemplar::own_words).collect(),
        pairs: parallels
            .iter()
            .enumerate()
            .map(|(at, p)| ((p.left, p.right), at))
            .collect(),
        result: Derivation::default(),
    };
    for family in work.families() {
        work.place_family(&family);
    }
    work.citations();
    work.result
}

struct Work<'a> {
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    houses: &'a Houses,
    own: Vec<usize>,
    pairs: BTreeMap<(usize, usize), usize>,
    result: Derivation,
}

impl Work<'_> {
    fn parallel(&self, a: usize, b: usize) -> Option<usize> {
        self.pairs.get(&(a.min(b), a.max(b))).copied()
    }

    /// Share of the smaller report's own words that the pair has in common.
    fn share(&self, parallel: &Parallel) -> f64 {
        let smaller = self.own[parallel.left].min(self.own[parallel.right]).max(1);
        parallel.own() as f64 / smaller as f64
    }

    fn is_same_text(&self, a: usize, b: usize) -> bool {
        self.parallel(a, b).is_some_and(|at| {
            let larger = self.own[a].max(self.own[b]).max(1);
            self.parallels[at].own() as f64 / larger as f64 >= SAME_TEXT
        })
    }

    fn is_family_link(&self, parallel: &Parallel) -> bool {
        let (own, share) = (parallel.own(), self.share(parallel));
        own >= FAMILY_WORDS && share >= FAMILY_SHARE || own >= LONG_WORDS && share >= LONG_SHARE
    }

    /// Sets of at least two reports that hold one text, ascending. A report that mixes two texts stands in both sets.
    fn families(&self) -> Vec<Vec<usize>> {
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); self.exemplars.len()];
        for parallel in self.parallels.iter().filter(|p| self.is_family_link(p)) {
            near[parallel.left].push(parallel.right);
            near[parallel.right].push(parallel.left);
        }
        let mixed: BTreeSet<usize> = (0..near.len()).filter(|&x| self.is_mixed(x, &near[x])).collect();
        let mut family: Vec<usize> = (0..near.len()).collect();
        for (x, others) in near.iter().enumerate().filter(|(x, _)| !mixed.contains(x)) {
            for &y in others.iter().filter(|y| !mixed.contains(y)) {
                let (a, b) = (root(&mut family, x), root(&mut family, y));
                family[a.max(b)] = a.min(b);
            }
        }
        let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (x, others) in near.iter().enumerate() {
            if mixed.contains(&x) {
                let homes: BTreeSet<usize> = others
                    .iter()
                    .filter(|y| !mixed.contains(y))
                    .map(|&y| root(&mut family, y))
                    .collect();
                for home in homes {
                    sets.entry(home).or_default().push(x);
                }
            } else {
                sets.entry(root(&mut family, x)).or_default().push(x);
            }
        }
        sets.into_values()
            .filter(|members| members.len() > 1)
            .map(|mut members| {
                members.sort_unstable();
                members
            })
            .collect()
    }

    /// Does the report hold texts of two sets of others that have nothing to do with each other?
    fn is_mixed(&self, x: usize, near: &[usize]) -> bool {
        let mut part: Vec<usize> = (0..near.len()).collect();
        for (i, &a) in near.iter().enumerate() {
            for (j, &b) in near.iter().enumerate().take(i) {
                let tied = self
                    .parallel(a, b)
                    .is_some_and(|at| self.parallels[at].own() >= FAMILY_WORDS);
                if tied {
                    let (a, b) = (root(&mut part, i), root(&mut part, j));
                    part[a.max(b)] = a.min(b);
                }
            }
        }
        let mut covered: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (i, &y) in near.iter().enumerate() {
            let words = covered.entry(root(&mut part, i)).or_default();
            if let Some(at) = self.parallel(x, y) {
                let parallel = &self.parallels[at];
                for run in &parallel.runs {
                    let start = if parallel.left == x { run.left } else { run.right };
                    words.extend(start..start + run.len);
                }
            }
        }
        let sets: Vec<&BTreeSet<usize>> = covered.values().collect();
        sets.iter().enumerate().any(|(i, a)| {
            sets[..i].iter().any(|b| {
                let shared = a.intersection(b).count();
                shared * 4 < a.len().min(b.len())
            })
        })
    }

    /// Houses that a report credits with its text, its own aside.
    fn text_credits(&self, x: usize) -> impl Iterator<Item = &Credit> {
        let exemplar = &self.exemplars[x];
        exemplar
            .credits
            .iter()
            .filter(|c| c.kind == CreditKind::Text && Some(c.house) != exemplar.house)
    }

    /// The house that most members credit; a report mixed from two houses names both.
    fn house_of(&self, family: &[usize]) -> Option<usize> {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for &x in family {
            let credited: BTreeSet<usize> = self.text_credits(x).map(|c| c.house).collect();
            for house in credited {
                *votes.entry(house).or_default() += 1;
            }
        }
        let name = |house: usize| self.houses.get(house).name.as_str();
        votes
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| name(b.0).cmp(name(a.0))))
            .map(|(house, _)| house)
    }

    fn place_family(&mut self, family: &[usize]) {
        let house = self.house_of(family);
        let firsts = self.captures(family);
        let own_page = house.and_then(|house| {
            let pages: Vec<usize> = firsts
                .iter()
                .copied()
                .filter(|&x| self.exemplars[x].house == Some(house))
                .collect();
            self.earliest(&pages)
        });
        let head = own_page.or_else(|| {
            if house.is_none() {
                self.earliest(&firsts)
            } else {
                None
            }
        });
        let parent = match head {
            Some(x) => Upstream::Report(x),
            None if firsts.len() < 2 && house.is_none() => return,
            None => {
                self.result.lost.push(house);
                Upstream::Lost(self.result.lost.len() - 1)
            }
        };
        for x in firsts {
            if parent == Upstream::Report(x) {
                continue;
            }
            let credits: Vec<Place> = self
                .text_credits(x)
                .filter(|c| Some(c.house) == house)
                .map(|c| c.place)
                .collect();
            let declared = !credits.is_empty();
            let parallel = match parent {
                Upstream::Report(p) => self.parallel(p, x),
                Upstream::Lost(_) => self.best_parallel(x, family),
            };
            let confidence = match (parent, declared) {
                (_, true) => 0.95,
                (Upstream::Lost(_), false) if house.is_some() => 0.85,
                (Upstream::Lost(_), false) => 0.6,
                (Upstream::Report(_), false) => 0.7,
            };
            self.push(Descent {
                from: parent,
                to: x,
                kind: if declared {
                    DescentKind::Syndicates
                } else {
                    DescentKind::Copies
                },
                declared,
                credits,
                parallel,
                confidence,
            });
        }
    }

    /// The parallel with the sibling that shares most.
    fn best_parallel(&self, x: usize, family: &[usize]) -> Option<usize> {
        family
            .iter()
            .filter(|&&y| y != x)
            .filter_map(|&y| self.parallel(x, y))
            .max_by_key(|&at| (self.parallels[at].own(), std::cmp::Reverse(at)))
    }

    /// Joins captures of one page: the same house, the same text. Gives the first of each.
    fn captures(&mut self, family: &[usize]) -> Vec<usize> {
        let mut firsts: Vec<usize> = Vec::new();
        let mut order: Vec<usize> = family.to_vec();
        order.sort_by(|&a, &b| self.by_capture(a, b));
        for x in order {
            let earlier = firsts.iter().copied().find(|&y| {
                self.exemplars[y].house.is_some()
                    && self.exemplars[y].house == self.exemplars[x].house
                    && self.is_same_text(x, y)
            });
            match earlier {
                Some(y) => self.push(Descent {
                    from: Upstream::Report(y),
                    to: x,
                    kind: DescentKind::Corrects,
                    declared: false,
                    credits: Vec::new(),
                    parallel: self.parallel(x, y),
                    confidence: 0.9,
                }),
                None => firsts.push(x),
            }
        }
        firsts.sort_unstable();
        firsts
    }

    fn by_capture(&self, a: usize, b: usize) -> Ordering {
        let (x, y) = (&self.exemplars[a], &self.exemplars[b]);
        let time = |e: &Exemplar| {
            e.published
                .as_ref()
                .or(e.captured.as_ref())
                .map(page::Stamp::earliest)
        };
        order_of_times(x.published.as_ref(), y.published.as_ref())
            .map_or(Ordering::Equal, |(order, _)| order)
            .then_with(|| time(x).cmp(&time(y)))
            .then_with(|| a.cmp(&b))
    }

    /// The report that is earlier than every other one; a single one is.
    fn earliest(&self, reports: &[usize]) -> Option<usize> {
        reports.iter().copied().find(|&x| {
            reports.iter().all(|&y| {
                x == y
                    || order_of_times(
                        self.exemplars[x].published.as_ref(),
                        self.exemplars[y].published.as_ref(),
                    )
                    .is_some_and(|(order, _)| order == Ordering::Less)
            })
        })
    }

    /// Edges of kind cites: a credited house whose report is in hand, and links.
    fn citations(&mut self) {
        for x in 0..self.exemplars.len() {
            let exemplar = &self.exemplars[x];
            let mut cited: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
            for credit in &exemplar.credits {
                let foreign = Some(credit.house) != exemplar.house;
                if foreign && credit.kind != CreditKind::Part && !self.is_inherited(x, credit.place) {
                    let reports: Vec<usize> = (0..self.exemplars.len())
                        .filter(|&y| y != x && self.exemplars[y].house == Some(credit.house))
                        .filter(|&y| self.may_precede(y, x))
                        .collect();
                    if let Some(y) = self.first_of(&reports) {
                        cited.entry(y).or_default().push(credit.place);
                    }
                }
            }
            for &(y, place) in &exemplar.linked {
                if y != x && self.may_precede(y, x) && !self.is_inherited(x, place) {
                    cited.entry(y).or_default().push(place);
                }
            }
            for (y, credits) in cited {
                self.push(Descent {
                    from: Upstream::Report(y),
                    to: x,
                    kind: DescentKind::Cites,
                    declared: true,
                    credits,
                    parallel: None,
                    confidence: 0.85,
                });
            }
        }
    }

    /// The earliest of a house's reports as far as times tell, else the first.
    fn first_of(&self, reports: &[usize]) -> Option<usize> {
        reports.iter().copied().min_by(|&a, &b| self.by_capture(a, b))
    }

    /// Is nothing known against `x` being earlier than `y`?
    fn may_precede(&self, x: usize, y: usize) -> bool {
        let order = order_of_times(
            self.exemplars[x].published.as_ref(),
            self.exemplars[y].published.as_ref(),
        );
        !matches!(order, Some((Ordering::Greater, true)))
    }

    /// Do the words stand in a passage that the report took over from upstream?
    fn is_inherited(&self, x: usize, place: Place) -> bool {
        let Place::Text(span) = place else { return false };
        let words = &self.exemplars[x].words;
        let at = words.partition_point(|w| w.span.end() <= span.start());
        self.result
            .edges
            .iter()
            .filter(|e| e.to == x && e.kind != DescentKind::Cites)
            .filter_map(|e| e.parallel)
            .map(|p| &self.parallels[p])
            .any(|p| {
                p.runs.iter().any(|run| {
                    let start = if p.left == x { run.left } else { run.right };
                    (start..start + run.len).contains(&at)
                })
            })
    }

    /// Adds an edge unless it would close a cycle or repeat one.
    fn push(&mut self, edge: Descent) {
        if let Upstream::Report(from) = edge.from {
            let known = self
                .result
                .edges
                .iter()
                .any(|e| e.from == edge.from && e.to == edge.to);
            if known || from == edge.to || self.reaches(edge.to, from) {
                return;
            }
        }
        self.result.edges.push(edge);
    }

    /// Is there a way downstream from one report to another?
    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(x) = open.pop() {
            if x == to {
                return true;
            }
            for edge in &self.result.edges {
                if edge.from == Upstream::Report(x) && seen.insert(edge.to) {
                    open.push(edge.to);
                }
            }
        }
        false
    }
}

/// Root of an element in a union-find forest, halving its path.
fn root(forest: &mut [usize], mut x: usize) -> usize {
    while forest[x] != x {
        forest[x] = forest[forest[x]];
        x = forest[x];
    }
    x
}
