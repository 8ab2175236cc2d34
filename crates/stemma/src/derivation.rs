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

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::direction::order_of_times;
use crate::families::families;
use crate::{Credit, CreditKind, Exemplar, Houses, Parallel, Place};

/// Share of the smaller report from which two pages of one house are captures of one article.
const SAME_TEXT: f64 = 0.9;
/// Share of the larger one that they need besides: a capture may have lost half of the page.
const SAME_REST: f64 = 0.4;
/// Copies that are held against the page of the house whose text they are.
const WITNESSES: usize = 32;
/// Own words that two copies share and the page of the house lacks: more than a line of furniture.
const LACKED: usize = 60;
/// Own words that a lone copy shares with reports of the same story of its house.
const STORY_WORDS: usize = 12;
/// Paragraphs of the lead, in which a rewrite names the report that it rewrites.
const LEAD: u32 = 3;
/// Words of the shortest paragraph of a lead.
const LEAD_WORDS: usize = 15;
/// In a story of so few reports an outlet's only one is what a credit of the outlet means.
const SMALL_STORY: usize = 40;

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
        families: Vec::new(),
        result: Derivation::default(),
    };
    for family in families(&work.own, parallels) {
        work.place_family(&family);
    }
    work.lone_copies();
    work.rewrites();
    work.citations();
    work.result
}

struct Work<'a> {
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    houses: &'a Houses,
    own: Vec<usize>,
    pairs: BTreeMap<(usize, usize), usize>,
    /// What each placed family rests on, with its members.
    families: Vec<(Upstream, Vec<usize>)>,
    result: Derivation,
}

/// Families and passages of each report.
#[derive(Default)]
struct Near {
    /// Indices into [`Work::families`].
    families: BTreeMap<usize, Vec<usize>>,
    /// The other report and the index of the parallel.
    passages: BTreeMap<usize, Vec<(usize, usize)>>,
}

impl Work<'_> {
    fn parallel(&self, a: usize, b: usize) -> Option<usize> {
        self.pairs.get(&(a.min(b), a.max(b))).copied()
    }

    fn is_same_text(&self, a: usize, b: usize, rest: f64) -> bool {
        self.parallel(a, b).is_some_and(|at| {
            let own = self.parallels[at].own() as f64;
            let (smaller, larger) = (self.own[a].min(self.own[b]), self.own[a].max(self.own[b]));
            own >= SAME_TEXT * smaller.max(1) as f64 && own >= rest * larger as f64
        })
    }

    /// Houses that a report credits with its text, its own aside.
    fn text_credits(&self, x: usize) -> impl Iterator<Item = &Credit> {
        let exemplar = &self.exemplars[x];
        exemplar
            .credits
            .iter()
            .filter(|c| c.kind == CreditKind::Text)
            .filter(|c| {
                !exemplar
                    .house
                    .is_some_and(|own| self.houses.is_called(own, c.house))
            })
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

    /// Is there no passage of some length that two of the others share and `page` lacks?
    ///
    /// Otherwise they go back to a state of the text that is not in hand, and so does the page. Looks at the
    /// first [`WITNESSES`] of the others, so that the cost is bounded.
    fn holds_it_all(&self, page: usize, firsts: &[usize]) -> bool {
        let others: Vec<(usize, BTreeSet<usize>)> = firsts
            .iter()
            .copied()
            .filter(|&x| x != page)
            .take(WITNESSES)
            .map(|x| {
                (
                    x,
                    self.parallel(page, x)
                        .map_or_else(BTreeSet::new, |at| self.parallels[at].words_of(x)),
                )
            })
            .collect();
        others.iter().enumerate().all(|(at, (x, held))| {
            others[at + 1..].iter().all(|(y, _)| {
                let shared = self.parallel(*x, *y).map(|at| self.parallels[at].words_of(*x));
                let words = &self.exemplars[*x].words;
                let lacked = shared
                    .iter()
                    .flatten()
                    .filter(|&&word| !words[word].quoted && !held.contains(&word));
                lacked.count() < LACKED
            })
        })
    }

    fn place_family(&mut self, family: &[usize]) {
        let house = self.house_of(family);
        let firsts = self.captures(family, house);
        let own_page = house.and_then(|house| {
            let pages: Vec<usize> = firsts
                .iter()
                .copied()
                .filter(|&x| self.exemplars[x].house == Some(house))
                .collect();
            self.earliest(&pages)
                .filter(|&page| self.holds_it_all(page, &firsts))
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
        self.families.push((parent, family.to_vec()));
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
            .max_by_key(|&at| (self.parallels[at].own(), Reverse(at)))
    }

    /// Joins captures of one page: the same house, the same text. Gives the first of each.
    ///
    /// Under a wire an outlet may print two states of it: those are captures of one page only where nothing differs.
    fn captures(&mut self, family: &[usize], wire: Option<usize>) -> Vec<usize> {
        let mut firsts: Vec<usize> = Vec::new();
        let mut order: Vec<usize> = family.to_vec();
        order.sort_by(|&a, &b| self.by_capture(a, b));
        for x in order {
            let house = self.exemplars[x].house;
            let rest = if wire.is_some() { SAME_TEXT } else { SAME_REST };
            let earlier = firsts.iter().copied().find(|&y| {
                house.is_some() && self.exemplars[y].house == house && self.is_same_text(x, y, rest)
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

    fn has_parent(&self, x: usize) -> bool {
        self.result.edges.iter().any(|e| e.to == x)
    }

    /// Reports that credit a house with their text, of whose text no other copy is in hand.
    fn lone_copies(&mut self) {
        let near = self.near();
        for x in 0..self.exemplars.len() {
            let agency = |c: &&Credit| self.houses.get(c.house).agency;
            let first = self
                .text_credits(x)
                .find(agency)
                .or_else(|| self.text_credits(x).next());
            let Some(house) = first.map(|c| c.house).filter(|_| !self.has_parent(x)) else {
                continue;
            };
            let heads_family = self.result.edges.iter().any(|e| e.from == Upstream::Report(x));
            if heads_family {
                continue;
            }
            let credits = self
                .text_credits(x)
                .filter(|c| c.house == house)
                .map(|c| c.place)
                .collect();
            let told = self.story_of(x, house, &near);
            let (from, parallel) = told.unwrap_or_else(|| {
                self.result.lost.push(Some(house));
                (Upstream::Lost(self.result.lost.len() - 1), None)
            });
            self.push(Descent {
                from,
                to: x,
                kind: DescentKind::Syndicates,
                declared: true,
                credits,
                parallel,
                confidence: 0.85,
            });
        }
    }

    /// The family of a house's text with most of whose members `x` shares a passage, and the best one of these.
    ///
    /// A brief state of a running story shares little with the later ones. As `x`
    /// credits the house, the doubt is between one story of the house and two, and then one is counted.
    fn story_of(&self, x: usize, house: usize, near: &Near) -> Option<(Upstream, Option<usize>)> {
        let mut told: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(y, at) in near.passages.get(&x).into_iter().flatten() {
            for &family in near.families.get(&y).into_iter().flatten() {
                told.entry(family).or_default().push(at);
            }
        }
        let of_house = |parent: Upstream| match parent {
            Upstream::Lost(lost) => self.result.lost[lost] == Some(house),
            Upstream::Report(head) => self.exemplars[head].house == Some(house),
        };
        let (parent, shared) = told
            .into_iter()
            .map(|(family, shared)| (&self.families[family], shared))
            .filter(|((parent, members), shared)| of_house(*parent) && 2 * shared.len() > members.len())
            .map(|((parent, _), shared)| (*parent, shared))
            .max_by_key(|(parent, shared)| (shared.len(), Reverse(*parent)))?;
        let best = shared
            .into_iter()
            .max_by_key(|&at| (self.parallels[at].own(), Reverse(at)));
        Some((parent, best))
    }

    /// Looked up once, so that the cost of all lone copies is linear in the parallels.
    fn near(&self) -> Near {
        let mut near = Near::default();
        for (family, (_, members)) in self.families.iter().enumerate() {
            for &member in members {
                near.families.entry(member).or_default().push(family);
            }
        }
        for (at, parallel) in self.parallels.iter().enumerate() {
            if parallel.own() >= STORY_WORDS {
                near.passages
                    .entry(parallel.left)
                    .or_default()
                    .push((parallel.right, at));
                near.passages
                    .entry(parallel.right)
                    .or_default()
                    .push((parallel.left, at));
            }
        }
        near
    }

    /// Reports whose lead credits the matter to one house, of which no report in hand shares a passage with them.
    ///
    /// Rewrites that name one house and share a passage go back to one lost report.
    fn rewrites(&mut self) {
        let mut by_house: BTreeMap<usize, Vec<(usize, Vec<Place>)>> = BTreeMap::new();
        for x in 0..self.exemplars.len() {
            if self.has_parent(x) {
                continue;
            }
            let lead: Vec<&Credit> = self.exemplars[x]
                .credits
                .iter()
                .filter(|c| c.kind == CreditKind::Cited && Some(c.house) != self.exemplars[x].house)
                .filter(|c| self.is_in_lead(x, c.place))
                .collect();
            let houses: BTreeSet<usize> = lead.iter().map(|c| c.house).collect();
            if let (1, Some(&house)) = (houses.len(), houses.first())
                && self.report_of(house, x, CreditKind::Cited).is_none()
            {
                let places = lead.iter().map(|c| c.place).collect();
                by_house.entry(house).or_default().push((x, places));
            }
        }
        for (house, reports) in by_house {
            let mut lost: Vec<(usize, Vec<usize>)> = Vec::new();
            for (x, credits) in reports {
                let known = lost
                    .iter()
                    .position(|(_, others)| others.iter().any(|&y| self.parallel(x, y).is_some()));
                let at = known.unwrap_or_else(|| {
                    self.result.lost.push(Some(house));
                    lost.push((self.result.lost.len() - 1, Vec::new()));
                    lost.len() - 1
                });
                lost[at].1.push(x);
                let from = Upstream::Lost(lost[at].0);
                self.push(Descent {
                    from,
                    to: x,
                    kind: DescentKind::Paraphrases,
                    declared: true,
                    credits,
                    parallel: None,
                    confidence: 0.6,
                });
            }
        }
    }

    fn is_in_lead(&self, x: usize, place: Place) -> bool {
        let Place::Text(span) = place else { return false };
        let words = &self.exemplars[x].words;
        let Some(first) = words.iter().find(|w| w.span.end() > span.start()) else {
            return false;
        };
        // Lines of furniture before the text are short: they do not count as paragraphs of the lead.
        let mut long: Vec<u32> = Vec::new();
        for group in words.chunk_by(|a, b| a.paragraph == b.paragraph) {
            if group.len() >= LEAD_WORDS {
                long.push(group[0].paragraph);
            }
            if long.len() as u32 >= LEAD || group[0].paragraph >= first.paragraph {
                break;
            }
        }
        long.last() == Some(&first.paragraph)
    }

    /// The report in hand that a credit of the house means: the one that shares most with the report, else a
    /// single one. Words spoken to a house need not have been printed: then passages must show it.
    fn report_of(&self, house: usize, x: usize, kind: CreditKind) -> Option<usize> {
        let reports: Vec<usize> = (0..self.exemplars.len())
            .filter(|&y| y != x && self.exemplars[y].house == Some(house))
            .filter(|&y| self.may_precede(y, x))
            .collect();
        let shared = |y: usize| self.parallel(x, y).map_or(0, |at| self.parallels[at].words());
        let tied: Vec<usize> = reports.iter().copied().filter(|&y| shared(y) > 0).collect();
        match tied.iter().map(|&y| shared(y)).max() {
            Some(most) => {
                let closest: Vec<usize> = tied.into_iter().filter(|&y| shared(y) * 2 > most).collect();
                self.first_of(&closest)
            }
            None if kind == CreditKind::Told && self.exemplars.len() > SMALL_STORY => None,
            None => self
                .captures_of_one(&reports)
                .then(|| self.first_of(&reports))
                .flatten(),
        }
    }

    /// Is there one report, or only captures of one?
    fn captures_of_one(&self, reports: &[usize]) -> bool {
        let Some((&first, rest)) = reports.split_first() else {
            return false;
        };
        self.exemplars.len() <= SMALL_STORY && rest.iter().all(|&y| self.is_same_text(first, y, SAME_REST))
    }

    /// Edges of kind cites: a credited house whose report is in hand, and links.
    fn citations(&mut self) {
        for x in 0..self.exemplars.len() {
            let exemplar = &self.exemplars[x];
            let mut cited: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
            for credit in &exemplar.credits {
                let foreign = Some(credit.house) != exemplar.house;
                if foreign
                    && credit.kind != CreditKind::Part
                    && !self.is_inherited(x, credit.place)
                    && let Some(y) = self.report_of(credit.house, x, credit.kind)
                {
                    cited.entry(y).or_default().push(credit.place);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{find_credits, find_parallels};
    use text::Span;

    /// Forty words that no other number gives.
    fn passage(number: usize) -> String {
        (0..40)
            .map(|word| format!("w{number}x{word}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Derives reports given as outlet and paragraphs.
    fn derived(reports: &[(&str, Vec<String>)]) -> (Derivation, Houses) {
        let mut houses = Houses::known();
        houses.add_outlets(reports.iter().map(|(outlet, _)| *outlet));
        let exemplars: Vec<Exemplar> = reports
            .iter()
            .map(|(outlet, paragraphs)| {
                let text = paragraphs.join("\n\n");
                let article = page::plain_text("x", &text);
                let spans: Vec<Span> = article.blocks.iter().map(|b| b.span).collect();
                Exemplar {
                    house: houses.of(outlet),
                    credits: find_credits(&text, &spans, &houses),
                    ..Exemplar::new(&text, &spans, &[])
                }
            })
            .collect();
        let parallels = find_parallels(&exemplars);
        (derive(&exemplars, &parallels, &houses), houses)
    }

    fn upstream(derivation: &Derivation, report: usize) -> Vec<Upstream> {
        let mut found: Vec<Upstream> = derivation
            .edges
            .iter()
            .filter(|e| e.to == report)
            .map(|e| e.from)
            .collect();
        found.sort_unstable();
        found
    }

    fn text(line: &str, passages: &[usize]) -> Vec<String> {
        let lead = format!("{line}{}", passage(passages[0]));
        std::iter::once(lead)
            .chain(passages[1..].iter().map(|&number| passage(number)))
            .collect()
    }

    const TIDEWIRE: &str = "VELM (Tidewire) — ";

    #[test]
    fn a_brief_early_state_joins_the_story_of_its_house() {
        let brief = |shared: &str| vec![format!("{TIDEWIRE}{shared} {} {}", passage(90), passage(91))];
        let words: Vec<String> = passage(1).split(' ').take(15).map(str::to_owned).collect();
        let mut reports = vec![
            ("Tidewire", text("", &[80, 81, 82])),
            ("Velm Ledger", text(TIDEWIRE, &[1, 2, 3, 4, 5])),
            ("Skerry Courier", text(TIDEWIRE, &[1, 2, 3, 4])),
            ("Harl Post", text(TIDEWIRE, &[1, 2, 3])),
            ("Morn Times", brief(&words.join(" "))),
        ];
        let (derivation, _) = derived(&reports);
        let story = upstream(&derivation, 1);
        assert_eq!(upstream(&derivation, 4), story);
        assert!(matches!(story[..], [Upstream::Lost(_)]));

        // With nothing in common it is another story.
        reports[4].1 = brief(&passage(92));
        let (derivation, _) = derived(&reports);
        assert_ne!(upstream(&derivation, 4), upstream(&derivation, 1));
    }

    #[test]
    fn a_page_of_the_house_heads_its_copies_unless_they_share_what_it_lacks() {
        let copies = |page: &[usize]| {
            [
                ("Tidewire", text("", page)),
                ("Velm Ledger", text(TIDEWIRE, &[1, 2, 3, 4, 5])),
                ("Skerry Courier", text(TIDEWIRE, &[1, 2, 3, 4, 5])),
            ]
        };
        let (whole, _) = derived(&copies(&[1, 2, 3, 4, 5]));
        assert_eq!(upstream(&whole, 1), [Upstream::Report(0)]);
        assert_eq!(upstream(&whole, 0), []);

        let (cut, houses) = derived(&copies(&[3, 4, 5]));
        let story = upstream(&cut, 1);
        let [Upstream::Lost(lost)] = story[..] else {
            panic!("{story:?}")
        };
        assert_eq!(cut.lost[lost], houses.of("Tidewire"));
        assert_eq!(upstream(&cut, 0), story);
        assert_eq!(upstream(&cut, 2), story);
    }
}
