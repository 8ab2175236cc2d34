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

mod retold;
mod translated;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use crate::direction::order_of_times;
use crate::edges::Edges;
use crate::families::families;
pub use retold::Agreement;

use crate::{Credit, CreditKind, Exemplar, Houses, Parallel, Place, Shared};

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
    /// Its text in another language.
    Translates,
    /// Words that it prints, in another language.
    TranslatesQuotes,
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
    /// Words of the report upstream that say so.
    pub offered: Vec<Place>,
    /// Index of the parallel that shows it.
    pub parallel: Option<usize>,
    /// What else they share: rare details, errors.
    pub agreements: Vec<Agreement>,
    /// That the edge is there with this direction and kind.
    pub confidence: f32,
}

/// Reports that are in families, and what stands above them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derivation {
    /// Upstream texts that are not in hand: the house, when it is credited.
    pub lost: Vec<Option<usize>>,
    /// All edges; they ascend by [`Descent::to`].
    pub edges: Vec<Descent>,
}

impl Derivation {
    /// What a report descends from, the main text first.
    #[must_use]
    pub fn above(&self, report: usize) -> &[Descent] {
        let first = self.edges.partition_point(|edge| edge.to < report);
        let rest = &self.edges[first..];
        &rest[..rest.partition_point(|edge| edge.to == report)]
    }
}

/// Derives the reports of a collection from each other. Reports stand in an order of their own, not that of input;
/// `shared` is what they share beside the passages of `parallels`.
#[must_use]
pub fn derive(
    exemplars: &[Exemplar],
    parallels: &[Parallel],
    houses: &Houses,
    shared: &[Shared],
) -> Derivation {
    let mut work = Work {
        exemplars,
        parallels,
        houses,
        own: exemplars.iter().map(Exemplar::own_words).collect(),
        passages: passages(exemplars.len(), parallels),
        of_house: of_house(exemplars),
        families: Vec::new(),
        lost: Vec::new(),
        edges: Edges::new(exemplars.len()),
    };
    let entries: Vec<usize> = exemplars.iter().map(|exemplar| exemplar.entries).collect();
    let families = work.told_together(families(&work.own, &entries, parallels));
    for family in families {
        work.place_family(&family);
    }
    work.translated();
    work.lone_copies();
    work.rewrites();
    work.citations();
    work.retold(shared);
    Derivation {
        lost: work.lost,
        edges: work.edges.into_list(),
    }
}

/// For each report, the others that it shares passages with and the index of the parallel, ascending.
fn passages(reports: usize, parallels: &[Parallel]) -> Vec<Vec<(usize, usize)>> {
    let mut passages = vec![Vec::new(); reports];
    for (at, parallel) in parallels.iter().enumerate() {
        passages[parallel.left].push((parallel.right, at));
        passages[parallel.right].push((parallel.left, at));
    }
    for others in &mut passages {
        others.sort_unstable();
    }
    passages
}

fn of_house(exemplars: &[Exemplar]) -> BTreeMap<usize, Vec<usize>> {
    let mut of_house: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, exemplar) in exemplars.iter().enumerate() {
        if let Some(house) = exemplar.house {
            of_house.entry(house).or_default().push(report);
        }
    }
    of_house
}

struct Work<'a> {
    exemplars: &'a [Exemplar],
    parallels: &'a [Parallel],
    houses: &'a Houses,
    own: Vec<usize>,
    passages: Vec<Vec<(usize, usize)>>,
    /// Reports of each house, ascending.
    of_house: BTreeMap<usize, Vec<usize>>,
    /// What each placed family rests on, with its members.
    families: Vec<(Upstream, Vec<usize>)>,
    lost: Vec<Option<usize>>,
    edges: Edges,
}

impl Work<'_> {
    fn parallel(&self, a: usize, b: usize) -> Option<usize> {
        let others = &self.passages[a];
        let at = others.binary_search_by_key(&b, |&(other, _)| other).ok()?;
        Some(others[at].1)
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

    /// Joins families that have a report in common when one is a state of the other's story.
    fn told_together(&self, mut families: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let mut of_report: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, family) in families.iter().enumerate() {
            for &report in family {
                of_report.entry(report).or_default().push(at);
            }
        }
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for at in of_report.values().filter(|at| at.len() > 1) {
            for &a in at {
                pairs.extend(at.iter().filter(|&&b| b != a).map(|&b| (a, b)));
            }
        }
        for (a, b) in pairs {
            if self.is_state_of(&families[a], &families[b]) {
                let moved = std::mem::take(&mut families[a]);
                families[b].extend(moved);
                families[b].sort_unstable();
                families[b].dedup();
            }
        }
        families.retain(|family| !family.is_empty());
        families
    }

    /// Are a few reports a state of a story that many tell? Both are one house's text, and most of the few that
    /// credit the house share a passage with most of the many.
    fn is_state_of(&self, state: &[usize], story: &[usize]) -> bool {
        let house = self.house_of(story);
        if state.is_empty()
            || 2 * state.len() > story.len()
            || house.is_none()
            || house != self.house_of(state)
        {
            return false;
        }
        let told: BTreeSet<usize> = story.iter().copied().collect();
        let (mut near, mut all) = (0, 0);
        for &x in state.iter().filter(|x| !told.contains(x)) {
            if self.text_credits(x).any(|credit| Some(credit.house) == house) {
                let passages = self.passages[x].iter();
                let shared =
                    passages.filter(|&&(y, at)| told.contains(&y) && self.parallels[at].own() >= STORY_WORDS);
                near += usize::from(2 * shared.count() > story.len());
                all += 1;
            }
        }
        2 * near > all
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
                self.lost.push(house);
                Upstream::Lost(self.lost.len() - 1)
            }
        };
        self.families.push((parent, family.to_vec()));
        let members: BTreeSet<usize> = family.iter().copied().collect();
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
                Upstream::Lost(_) => self.best_parallel(x, &members),
            };
            let confidence = match (parent, declared) {
                (_, true) => 0.95,
                (Upstream::Lost(_), false) if house.is_some() => 0.85,
                (Upstream::Lost(_), false) => 0.6,
                (Upstream::Report(_), false) => 0.7,
            };
            self.edges.push(Descent {
                from: parent,
                to: x,
                kind: if declared {
                    DescentKind::Syndicates
                } else {
                    DescentKind::Copies
                },
                declared,
                credits,
                offered: Vec::new(),
                parallel,
                agreements: Vec::new(),
                confidence,
            });
        }
    }

    /// The parallel with the sibling that shares most.
    fn best_parallel(&self, x: usize, family: &BTreeSet<usize>) -> Option<usize> {
        self.passages[x]
            .iter()
            .filter(|(y, _)| family.contains(y))
            .map(|&(_, at)| at)
            .max_by_key(|&at| (self.parallels[at].own(), Reverse(at)))
    }

    /// Joins captures of one page: the same house, the same text. Gives the first of each.
    ///
    /// Under a wire an outlet may print two states of it: those are captures of one page only where nothing differs.
    fn captures(&mut self, family: &[usize], wire: Option<usize>) -> Vec<usize> {
        let mut firsts: Vec<usize> = Vec::new();
        let mut of_house: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut order: Vec<usize> = family.to_vec();
        order.sort_by(|&a, &b| self.by_capture(a, b));
        for x in order {
            let rest = if wire.is_some() { SAME_TEXT } else { SAME_REST };
            let of_same = self.exemplars[x]
                .house
                .map(|house| of_house.entry(house).or_default());
            let earlier = of_same
                .as_deref()
                .and_then(|known| known.iter().copied().find(|&y| self.is_same_text(x, y, rest)));
            match earlier {
                Some(y) => {
                    let parallel = self.parallel(x, y);
                    self.edges.push(Descent {
                        from: Upstream::Report(y),
                        to: x,
                        kind: DescentKind::Corrects,
                        declared: false,
                        credits: Vec::new(),
                        offered: Vec::new(),
                        parallel,
                        agreements: Vec::new(),
                        confidence: 0.9,
                    });
                }
                None => {
                    firsts.push(x);
                    if let Some(known) = of_same {
                        known.push(x);
                    }
                }
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
        let before = |x: usize, y: usize| {
            let order = order_of_times(
                self.exemplars[x].published.as_ref(),
                self.exemplars[y].published.as_ref(),
            );
            order.is_some_and(|(order, _)| order == Ordering::Less)
        };
        // One that is earlier than all the others is never given up, whatever comes before it.
        let first = reports
            .iter()
            .copied()
            .reduce(|x, y| if before(x, y) { x } else { y })?;
        reports
            .iter()
            .all(|&y| y == first || before(first, y))
            .then_some(first)
    }

    /// Reports that credit a house with their text, of whose text no other copy is in hand.
    fn lone_copies(&mut self) {
        let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (family, (_, members)) in self.families.iter().enumerate() {
            for &member in members {
                families.entry(member).or_default().push(family);
            }
        }
        for x in 0..self.exemplars.len() {
            let agency = |c: &&Credit| self.houses.get(c.house).agency;
            let first = self
                .text_credits(x)
                .find(agency)
                .or_else(|| self.text_credits(x).next());
            let Some(house) = first.map(|c| c.house).filter(|_| !self.edges.has_parent(x)) else {
                continue;
            };
            if self.edges.has_child(x) {
                continue;
            }
            let credits = self
                .text_credits(x)
                .filter(|c| c.house == house)
                .map(|c| c.place)
                .collect();
            let told = self.story_of(x, house, &families);
            let (from, parallel) = told.unwrap_or_else(|| {
                self.lost.push(Some(house));
                (Upstream::Lost(self.lost.len() - 1), None)
            });
            self.edges.push(Descent {
                from,
                to: x,
                kind: DescentKind::Syndicates,
                declared: true,
                credits,
                offered: Vec::new(),
                parallel,
                agreements: Vec::new(),
                confidence: 0.85,
            });
        }
    }

    /// The family of a house's text with most of whose members `x` shares a passage, and the best one of these.
    ///
    /// A brief state of a running story shares little with the later ones. As `x`
    /// credits the house, the doubt is between one story of the house and two, and then one is counted.
    ///
    /// `families` of each report are indices into [`Work::families`].
    fn story_of(
        &self,
        x: usize,
        house: usize,
        families: &BTreeMap<usize, Vec<usize>>,
    ) -> Option<(Upstream, Option<usize>)> {
        let mut told: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let passages = self.passages[x].iter();
        for &(y, at) in passages.filter(|&&(_, at)| self.parallels[at].own() >= STORY_WORDS) {
            for &family in families.get(&y).into_iter().flatten() {
                told.entry(family).or_default().push(at);
            }
        }
        let of_house = |parent: Upstream| match parent {
            Upstream::Lost(lost) => self.lost[lost] == Some(house),
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

    /// Reports whose lead credits the matter to one house, of which no report in hand shares a passage with them.
    ///
    /// Rewrites that name one house and share a passage go back to one lost report.
    fn rewrites(&mut self) {
        let mut by_house: BTreeMap<usize, Vec<(usize, Vec<Place>)>> = BTreeMap::new();
        for x in 0..self.exemplars.len() {
            if self.edges.has_parent(x) {
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
                && self.report_of(house, x).is_none()
            {
                let places = lead.iter().map(|c| c.place).collect();
                by_house.entry(house).or_default().push((x, places));
            }
        }
        for (house, reports) in by_house {
            // What each report of the house's rewrites goes back to, in order of first mention.
            let mut known: BTreeMap<usize, usize> = BTreeMap::new();
            for (x, credits) in reports {
                let shared = self.passages[x].iter().filter_map(|(y, _)| known.get(y).copied());
                let lost = shared.min().unwrap_or_else(|| {
                    self.lost.push(Some(house));
                    self.lost.len() - 1
                });
                known.insert(x, lost);
                let from = Upstream::Lost(lost);
                self.edges.push(Descent {
                    from,
                    to: x,
                    kind: DescentKind::Paraphrases,
                    declared: true,
                    credits,
                    offered: Vec::new(),
                    parallel: None,
                    agreements: Vec::new(),
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

    /// The report in hand that a credit of the house means: the one that shares most with the report, else, in
    /// a small story, a single one.
    fn report_of(&self, house: usize, x: usize) -> Option<usize> {
        let fits = |y: usize| self.exemplars[y].house == Some(house) && self.may_precede(y, x);
        let tied: Vec<(usize, usize)> = self.passages[x]
            .iter()
            .filter(|&&(y, _)| fits(y))
            .map(|&(y, at)| (y, self.parallels[at].words()))
            .collect();
        match tied.iter().map(|&(_, words)| words).max() {
            Some(most) => {
                let closest = tied.iter().filter(|(_, words)| words * 2 > most);
                self.first_of(closest.map(|&(y, _)| y))
            }
            None if self.exemplars.len() > SMALL_STORY => None,
            None => {
                let of_house = self.of_house.get(&house).into_iter().flatten().copied();
                let reports: Vec<usize> = of_house.filter(|&y| y != x && fits(y)).collect();
                self.captures_of_one(&reports)
                    .then(|| self.first_of(reports.into_iter()))
                    .flatten()
            }
        }
    }

    /// Is there one report, or only captures of one?
    fn captures_of_one(&self, reports: &[usize]) -> bool {
        let Some((&first, rest)) = reports.split_first() else {
            return false;
        };
        rest.iter().all(|&y| self.is_same_text(first, y, SAME_REST))
    }

    /// Edges of kind cites: a credited house whose report is in hand, and links.
    fn citations(&mut self) {
        for x in 0..self.exemplars.len() {
            let exemplar = &self.exemplars[x];
            let mut cited: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
            let mut quoted: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
            for credit in &exemplar.credits {
                let foreign = Some(credit.house) != exemplar.house;
                if foreign
                    && credit.kind != CreditKind::Part
                    && !self.is_inherited(x, credit.place)
                    && let Some(y) = self.report_of(credit.house, x)
                {
                    match exemplar.quotes_in_translation(credit) {
                        Some(place) => quoted.entry(y).or_default().push(place),
                        None => cited.entry(y).or_default().push(credit.place),
                    }
                }
            }
            for &(y, place) in &exemplar.linked {
                if y != x && self.may_precede(y, x) && !self.is_inherited(x, place) {
                    cited.entry(y).or_default().push(place);
                }
            }
            // The first edge between two reports stands: that words are translated says more than that they are cited.
            let quoted = quoted
                .into_iter()
                .map(|edge| (DescentKind::TranslatesQuotes, edge));
            let cited = cited.into_iter().map(|edge| (DescentKind::Cites, edge));
            for (kind, (y, credits)) in quoted.chain(cited) {
                self.edges.push(Descent {
                    from: Upstream::Report(y),
                    to: x,
                    kind,
                    declared: true,
                    credits,
                    offered: Vec::new(),
                    parallel: None,
                    agreements: Vec::new(),
                    confidence: 0.85,
                });
            }
        }
    }

    /// The earliest of a house's reports as far as times tell, else the first.
    fn first_of(&self, reports: impl Iterator<Item = usize>) -> Option<usize> {
        reports.min_by(|&a, &b| self.by_capture(a, b))
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
        self.edges
            .above(x)
            .filter(|e| !matches!(e.kind, DescentKind::Cites | DescentKind::TranslatesQuotes))
            .filter_map(|e| e.parallel)
            .map(|p| &self.parallels[p])
            .any(|p| {
                p.runs.iter().any(|run| {
                    let start = if p.left == x { run.left } else { run.right };
                    (start..start + run.len).contains(&at)
                })
            })
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
        (derive(&exemplars, &parallels, &houses, &[]), houses)
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

    /// Six copies of a story, one that goes on, and two brief ones that hold what it goes on with.
    fn running(entries: &[&str], brief: &str) -> Vec<(&'static str, Vec<String>)> {
        let with = |passages: &[usize]| {
            let times = entries.iter().map(|&time| time.to_owned());
            times.chain(text(TIDEWIRE, passages)).collect::<Vec<String>>()
        };
        let mut reports: Vec<(&str, Vec<String>)> = [
            "Velm Ledger",
            "Harl Post",
            "Morn Times",
            "Skerry Courier",
            "Ostle Star",
            "Dunmar Echo",
        ]
        .map(|outlet| (outlet, with(&[1, 2, 3, 4, 5])))
        .into();
        reports.push(("Tarn Mail", with(&[1, 2, 3, 4, 5, 20, 21, 22])));
        reports.push(("Ebb Herald", text(&format!("{TIDEWIRE}{brief}"), &[20, 21, 22])));
        reports.push(("Kestria24", text("", &[20, 21, 22])));
        reports.push(("Tidewire", text("", &[80, 81, 82])));
        reports
    }

    #[test]
    fn a_few_that_share_a_passage_with_most_tell_the_same_story() {
        let lead: String = passage(1)
            .split(' ')
            .take(15)
            .map(|word| format!("{word} "))
            .collect();
        let (derivation, _) = derived(&running(&[], &lead));
        assert_eq!(upstream(&derivation, 7), upstream(&derivation, 0));
        let (derivation, _) = derived(&running(&[], ""));
        assert_ne!(upstream(&derivation, 7), upstream(&derivation, 0));
    }

    #[test]
    fn what_stands_in_a_running_feed_is_a_state_of_it() {
        let (derivation, _) = derived(&running(&["7:45 p.m.", "6.30 p.m.", "5 p.m."], ""));
        let story = upstream(&derivation, 0);
        assert!(upstream(&derivation, 7).ends_with(&story), "{story:?}");
    }
}
