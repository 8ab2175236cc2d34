//! Who is who over all reports and primaries.
//!
//! In: the entities that each report tells apart, and the labels of the
//! primaries. Out: one [`Identity`] for each person or thing. Names join by
//! equal, shortened, initialled and one-letter-off forms; a surname alone joins
//! only where one person bears it. Entities that one report keeps apart are
//! never joined: the page knows more than the comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use nlp::{EntityKind, MentionForm};
use text::Span;

use crate::check::same_spelling;
use crate::decisions::Bonds;
use crate::words::words;
use crate::{Identity, Locus, Primary, Report, Witness};

const NAME_EQUIVALENTS: &str = include_str!("../data/name_equivalents.txt");
const GENERIC_SPEAKERS: &str = include_str!("../data/generic_speakers.txt");

/// Identities with the way to them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identities {
    /// In order of their first member.
    pub(crate) list: Vec<Identity>,
    /// For each report, for each entity.
    of_entity: Vec<Vec<Option<usize>>>,
    /// For each primary, for each unit.
    of_unit: Vec<Vec<Option<usize>>>,
}

impl Identities {
    /// The identity of a report's entity.
    pub(crate) fn of_entity(&self, report: usize, entity: usize) -> Option<usize> {
        self.of_entity.get(report)?.get(entity).copied().flatten()
    }

    /// The identity that speaks a unit.
    pub(crate) fn of_unit(&self, primary: usize, unit: usize) -> Option<usize> {
        self.of_unit.get(primary)?.get(unit).copied().flatten()
    }
}

/// A name as words: "Ana Maria Ruiz" is `[ana, maria, ruiz]`.
type Name = Vec<String>;

/// What is compared of one entity of one report.
#[derive(Debug)]
struct Bearer {
    report: usize,
    entity: usize,
    kind: EntityKind,
    /// Fullest first; empty for one that is never named.
    names: Vec<Name>,
    /// For an order that does not hang on the order of reports.
    key: (String, String, String, usize),
}

/// Joins the entities of all reports.
pub(crate) fn identify(reports: &[Report], primaries: &[Primary], bonds: &Bonds) -> Identities {
    let bearers = bearers(reports);
    let first = first_bearers(reports);
    let mut groups = Groups::new(&bearers);
    for one in &bonds.one {
        for &(report, entity) in one.iter().skip(1) {
            groups.join(first[one[0].0] + one[0].1, first[report] + entity);
        }
    }
    for (decision, apart) in bonds.apart.iter().enumerate() {
        for &group in apart {
            if let Some(&(report, entity)) = bonds.one[group].first() {
                groups.keep_apart(first[report] + entity, decision, group);
            }
        }
    }
    let doubtful = doubtful(&bearers, &first, bonds);
    join_by_names(&bearers, &doubtful, &mut groups);
    assemble(reports, primaries, &bearers, bonds, &mut groups)
}

/// Bearers stand by report, then by entity: the first of each report.
fn first_bearers(reports: &[Report]) -> Vec<usize> {
    reports
        .iter()
        .scan(0, |next, read| {
            let first = *next;
            *next += read.analysis.entities.len();
            Some(first)
        })
        .collect()
}

/// Bearers of a name that, by a decision, two bear who are apart: nobody can tell which of them it is.
fn doubtful(bearers: &[Bearer], first: &[usize], bonds: &Bonds) -> BTreeSet<usize> {
    let mut by_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut by_surname: BTreeMap<&str, BTreeSet<(usize, &Name)>> = BTreeMap::new();
    let mut decided = BTreeSet::new();
    for &group in bonds.apart.iter().flatten() {
        for &(report, entity) in &bonds.one[group] {
            decided.insert(first[report] + entity);
            for name in &bearers[first[report] + entity].names {
                by_name.entry(canonical(name)).or_default().insert(group);
                if name.len() >= 2 {
                    by_surname.entry(surname(name)).or_default().insert((group, name));
                }
            }
        }
    }
    if decided.is_empty() {
        return BTreeSet::new();
    }
    let is_doubtful = |bearer: &Bearer| {
        let mut alike: BTreeSet<usize> = BTreeSet::new();
        for name in &bearer.names {
            alike.extend(by_name.get(&canonical(name)).into_iter().flatten());
            let near = by_surname.get(surname(name)).filter(|_| name.len() >= 2);
            alike.extend(
                near.into_iter()
                    .flatten()
                    .filter(|(_, other)| same_given(&name[0], &other[0]))
                    .map(|(group, _)| group),
            );
        }
        let mut lists = bonds.apart.iter();
        alike.len() > 1 && lists.any(|list| list.iter().filter(|group| alike.contains(group)).count() > 1)
    };
    (0..bearers.len())
        .filter(|&at| !decided.contains(&at) && is_doubtful(&bearers[at]))
        .collect()
}

fn bearers(reports: &[Report]) -> Vec<Bearer> {
    let mut bearers = Vec::new();
    // What a report takes for a person or a thing is an outlet when a page in hand is of that outlet.
    let outlets: BTreeSet<Name> = reports
        .iter()
        .filter_map(|read| read.article.outlet.as_ref())
        .map(|outlet| name_words(&outlet.value))
        .collect();
    for (report, read) in reports.iter().enumerate() {
        let mut names: Vec<BTreeMap<Name, usize>> = vec![BTreeMap::new(); read.analysis.entities.len()];
        for mention in &read.analysis.mentions {
            if mention.form == MentionForm::Name
                && let Some(of_entity) = names.get_mut(mention.entity)
            {
                *of_entity
                    .entry(name_words(read.article.text.slice(mention.span)))
                    .or_default() += 1;
            }
        }
        for (entity, (known, names)) in read.analysis.entities.iter().zip(names).enumerate() {
            let mut names: Vec<(Name, usize)> =
                names.into_iter().filter(|(name, _)| !name.is_empty()).collect();
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
            let names: Vec<Name> = names.into_iter().map(|(name, _)| name).collect();
            bearers.push(Bearer {
                report,
                entity,
                kind: if names.first().is_some_and(|name| outlets.contains(name)) {
                    EntityKind::Outlet
                } else {
                    known.kind
                },
                key: (
                    names.first().map(|name| name.join(" ")).unwrap_or_default(),
                    read.article.capture.sha256.clone(),
                    read.article.id.clone(),
                    entity,
                ),
                names,
            });
        }
    }
    bearers
}

/// A name as it is compared: folded words, without an article or a title before it.
pub(crate) fn name_words(printed: &str) -> Name {
    let mut name: Name = words(printed, Span::new(0, printed.len()))
        .into_iter()
        .map(|word| {
            word.key
                .strip_suffix("'s")
                .map_or(word.key.clone(), str::to_owned)
        })
        .collect();
    if name.len() > 1 && matches!(name[0].as_str(), "the" | "mr" | "mrs" | "ms" | "dr" | "sir") {
        name.remove(0);
    }
    name
}

/// Groups of bearers, with the reports that each already has an entity of.
struct Groups {
    parent: Vec<usize>,
    reports: Vec<BTreeSet<usize>>,
    /// By decision that keeps some apart: which of them it is.
    sides: Vec<BTreeMap<usize, usize>>,
}

impl Groups {
    fn new(bearers: &[Bearer]) -> Self {
        Self {
            parent: (0..bearers.len()).collect(),
            reports: bearers.iter().map(|b| BTreeSet::from([b.report])).collect(),
            sides: vec![BTreeMap::new(); bearers.len()],
        }
    }

    /// From now on the group is joined with none that has another side of the decision.
    fn keep_apart(&mut self, at: usize, decision: usize, side: usize) {
        let root = self.find(at);
        self.sides[root].insert(decision, side);
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins two groups unless some report or some decision tells them apart.
    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        let decided = |groups: &Self| {
            let other = &groups.sides[right];
            groups.sides[left]
                .iter()
                .any(|(decision, side)| other.get(decision).is_some_and(|other| other != side))
        };
        if left == right || !self.reports[left].is_disjoint(&self.reports[right]) || decided(self) {
            return;
        }
        let (root, other) = (left.min(right), left.max(right));
        self.parent[other] = root;
        let moved = std::mem::take(&mut self.reports[other]);
        self.reports[root].extend(moved);
        let moved = std::mem::take(&mut self.sides[other]);
        self.sides[root].extend(moved);
    }
}

/// Persons are compared with persons, bodies with bodies, places with places.
fn family(kind: EntityKind) -> Option<u8> {
    Some(match kind {
        EntityKind::Person => 0,
        EntityKind::Organisation | EntityKind::Outlet | EntityKind::Group => 1,
        EntityKind::Country | EntityKind::Place => 2,
        EntityKind::Product | EntityKind::Vessel | EntityKind::Document => 3,
        EntityKind::Unresolved => return None,
    })
}

fn join_by_names(bearers: &[Bearer], doubtful: &BTreeSet<usize>, groups: &mut Groups) {
    let mut order: Vec<usize> = (0..bearers.len()).filter(|at| !doubtful.contains(at)).collect();
    order.sort_by(|&a, &b| bearers[a].key.cmp(&bearers[b].key));

    // Equal full names.
    let mut by_name: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for &at in &order {
        let Some(family) = family(bearers[at].kind) else {
            continue;
        };
        for name in &bearers[at].names {
            if family == 0 && name.len() < 2 {
                continue;
            }
            match by_name.get(&(family, canonical(name))) {
                Some(&first) => groups.join(first, at),
                None => {
                    by_name.insert((family, canonical(name)), at);
                }
            }
        }
    }
    // Persons by surname: initials, middle names, one letter off.
    let mut by_surname: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &order {
        let full = bearers[at].names.first().filter(|name| name.len() >= 2);
        if let (EntityKind::Person, Some(full)) = (bearers[at].kind, full) {
            by_surname.entry(surname(full)).or_default().push(at);
            by_given.entry(&full[0]).or_default().push(at);
        }
    }
    for same in by_surname.values() {
        join_near(bearers, groups, same, |left, right| {
            same_given(&left[0], &right[0])
        });
    }
    for same in by_given.values() {
        join_near(bearers, groups, same, |left, right| {
            same_spelling(surname(left), surname(right))
        });
    }
    // A surname alone: only where one person bears it.
    for &at in &order {
        let lone = bearers[at].names.first().filter(|name| name.len() == 1);
        if let (EntityKind::Person, Some(lone)) = (bearers[at].kind, lone) {
            if let Some(bearer) = only_one(groups, by_surname.get(lone[0].as_str())) {
                groups.join(bearer, at);
            } else if !by_surname.contains_key(lone[0].as_str()) {
                match by_name.get(&(0, lone[0].clone())) {
                    Some(&first) => groups.join(first, at),
                    None => {
                        by_name.insert((0, lone[0].clone()), at);
                    }
                }
            }
        }
    }
    // Bodies and places by acronym and by the end of a longer name.
    let mut by_initials: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    let mut by_end: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    for &at in &order {
        let Some(family @ 1..) = family(bearers[at].kind) else {
            continue;
        };
        for name in bearers[at].names.iter().filter(|name| name.len() >= 2) {
            by_initials.entry((family, initials(name))).or_default().push(at);
            if family == 1 {
                for from in 1..name.len() {
                    by_end
                        .entry((family, name[from..].join(" ")))
                        .or_default()
                        .push(at);
                }
            }
        }
    }
    for &at in &order {
        let Some(family @ 1..) = family(bearers[at].kind) else {
            continue;
        };
        for name in &bearers[at].names {
            let short = name.len() == 1 && (2..=6).contains(&name[0].len());
            let key = (family, name.join(" "));
            let longer = if short { by_initials.get(&key) } else { None };
            if let Some(bearer) = only_one(groups, longer).or_else(|| only_one(groups, by_end.get(&key))) {
                groups.join(bearer, at);
            }
        }
    }
}

/// Neighbours in the list that are alike are joined; the lists are of one surname or given name.
fn join_near(bearers: &[Bearer], groups: &mut Groups, list: &[usize], alike: impl Fn(&Name, &Name) -> bool) {
    // People of one surname are few; a list longer than this is a word, not a name.
    const MOST: usize = 400;
    for (at, &left) in list.iter().take(MOST).enumerate() {
        for &right in list.iter().take(MOST).skip(at + 1) {
            if alike(&bearers[left].names[0], &bearers[right].names[0]) {
                groups.join(left, right);
            }
        }
    }
}

fn only_one(groups: &mut Groups, list: Option<&Vec<usize>>) -> Option<usize> {
    let list = list?;
    let first = groups.find(*list.first()?);
    list.iter().all(|&at| groups.find(at) == first).then_some(first)
}

fn surname(name: &Name) -> &str {
    let last = name.len() - 1;
    let junior = last > 1 && matches!(name[last].as_str(), "jr" | "sr" | "ii" | "iii");
    &name[if junior { last - 1 } else { last }]
}

/// "l" and "lio"; "tom" is not "thomas": nicknames are not guessed.
fn same_given(left: &str, right: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    left == right || initial(left, right) || initial(right, left) || same_spelling(left, right)
}

fn initials(name: &Name) -> String {
    name.iter()
        .filter(|word| {
            !matches!(
                word.as_str(),
                "of" | "the" | "and" | "for" | "on" | "in" | "de" | "du" | "des"
            )
        })
        .filter_map(|word| word.chars().next())
        .collect()
}

/// The first form of a name that has several.
fn canonical(name: &Name) -> String {
    static FORMS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let joined = name.join(" ");
    let forms = FORMS.get_or_init(|| {
        let mut forms = BTreeMap::new();
        for line in NAME_EQUIVALENTS.lines().filter(|line| !line.starts_with('#')) {
            let mut names = line.split('|').map(str::trim);
            if let Some(first) = names.next() {
                forms.insert(first, first);
                forms.extend(names.map(|name| (name, first)));
            }
        }
        forms
    });
    forms
        .get(joined.as_str())
        .map_or(joined.clone(), |first| (*first).to_owned())
}

fn assemble(
    reports: &[Report],
    primaries: &[Primary],
    bearers: &[Bearer],
    bonds: &Bonds,
    groups: &mut Groups,
) -> Identities {
    let mut made = Identities {
        of_entity: reports
            .iter()
            .map(|r| vec![None; r.analysis.entities.len()])
            .collect(),
        of_unit: primaries.iter().map(|p| vec![None; p.units.len()]).collect(),
        list: Vec::new(),
    };
    let mut of_root: BTreeMap<usize, usize> = BTreeMap::new();
    // The fullest name of each identity: words, then length, then the earliest.
    let mut names: Vec<Vec<Name>> = Vec::new();
    for (at, bearer) in bearers.iter().enumerate() {
        let known = &reports[bearer.report].analysis.entities[bearer.entity];
        let Some(name) = reports[bearer.report].locus(bearer.report, known.name) else {
            continue;
        };
        let identity = *of_root.entry(groups.find(at)).or_insert_with(|| {
            made.list.push(Identity {
                kind: bearer.kind,
                name,
                members: Vec::new(),
                speaks: Vec::new(),
                candidates: Vec::new(),
            });
            names.push(Vec::new());
            made.list.len() - 1
        });
        made.of_entity[bearer.report][bearer.entity] = Some(identity);
        made.list[identity].members.push((bearer.report, bearer.entity));
        names[identity].extend(bearer.names.iter().cloned());
    }
    let first = first_bearers(reports);
    for identity in &mut made.list {
        settle(reports, bearers, &first, identity);
    }
    for (report, read) in reports.iter().enumerate() {
        for (entity, known) in read.analysis.entities.iter().enumerate() {
            if let Some(identity) = made.of_entity[report][entity] {
                let candidates = known
                    .candidates
                    .iter()
                    .filter_map(|&c| made.of_entity[report].get(c).copied().flatten());
                made.list[identity].candidates.extend(candidates);
            }
        }
    }
    for identity in &mut made.list {
        identity.candidates.sort_unstable();
        identity.candidates.dedup();
    }
    name_speakers(primaries, bonds, &mut made, &mut names);
    made
}

/// Chooses the fullest name and the commonest kind among the members.
fn settle(reports: &[Report], bearers: &[Bearer], first: &[usize], identity: &mut Identity) {
    let mut kinds: BTreeMap<EntityKindOrder, usize> = BTreeMap::new();
    type Rank<'a> = (usize, usize, std::cmp::Reverse<(String, (&'a str, &'a str))>);
    let mut best: Option<(Rank<'_>, Locus)> = None;
    for &(report, entity) in &identity.members {
        let read = &reports[report];
        let known = &read.analysis.entities[entity];
        let kind = bearers[first[report] + entity].kind;
        *kinds.entry(EntityKindOrder(kind)).or_default() += 1;
        let Some(locus) = read.locus(report, known.name) else {
            continue;
        };
        let printed = read.article.text.slice(known.name);
        let named = !bearers[first[report] + entity].names.is_empty();
        let rank = (
            usize::from(named) * 100 + printed.split_whitespace().count(),
            printed.len(),
            std::cmp::Reverse((printed.to_owned(), read.key())),
        );
        if best.as_ref().is_none_or(|(other, _)| rank > *other) {
            best = Some((rank, locus));
        }
    }
    if let Some((_, locus)) = best {
        identity.name = locus;
    }
    // What is open in one report may be known from another.
    if let Some((kind, _)) = kinds.iter().max_by_key(|&(kind, &n)| {
        (
            kind.0 != EntityKind::Unresolved,
            n,
            std::cmp::Reverse(kind.rank()),
        )
    }) {
        identity.kind = kind.0;
    }
}

/// [`EntityKind`] with an order, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct EntityKindOrder(EntityKind);

impl EntityKindOrder {
    fn rank(self) -> u8 {
        self.0 as u8
    }
}

impl PartialOrd for EntityKindOrder {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EntityKindOrder {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// Ties the labels of primaries to persons; a label that fits no one makes an identity of its own.
/// Of a label that a person decided upon nothing is guessed.
fn name_speakers(primaries: &[Primary], bonds: &Bonds, made: &mut Identities, names: &mut Vec<Vec<Name>>) {
    let groups = bonds.one.iter().enumerate();
    let mut of_group: BTreeMap<usize, usize> = groups
        .filter_map(|(group, one)| {
            let &(report, entity) = one.first()?;
            Some((group, made.of_entity(report, entity)?))
        })
        .collect();
    for (primary, document) in primaries.iter().enumerate() {
        let mut known: BTreeMap<Name, Option<usize>> = BTreeMap::new();
        for (unit, part) in document.units.iter().enumerate() {
            let Some(label) = part.label else { continue };
            let name = name_words(document.text.slice(label));
            if name.is_empty() || name.iter().any(|word| generic_speaker(word)) {
                continue;
            }
            let speaker = *known.entry(name.clone()).or_insert_with(|| {
                let group = bonds.named.get(&name);
                let found = match group {
                    Some(group) => of_group.get(group).copied(),
                    None => named_person(made, names, &name),
                };
                if found.is_none() && (group.is_some() || !ambiguous(made, names, &name)) {
                    made.list.push(Identity {
                        kind: EntityKind::Person,
                        name: Locus {
                            witness: Witness::Primary(primary),
                            span: label,
                        },
                        members: Vec::new(),
                        speaks: Vec::new(),
                        candidates: Vec::new(),
                    });
                    names.push(vec![name.clone()]);
                    let identity = made.list.len() - 1;
                    of_group.extend(group.map(|&group| (group, identity)));
                    return Some(identity);
                }
                found
            });
            if let Some(identity) = speaker {
                made.of_unit[primary][unit] = Some(identity);
                made.list[identity].speaks.push((primary, unit));
            }
        }
    }
}

fn generic_speaker(word: &str) -> bool {
    GENERIC_SPEAKERS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| line.split_whitespace().any(|known| known == word))
}

/// How well a label names a person: full name, surname with initial, surname or given name alone.
fn label_fit(label: &Name, name: &Name) -> u8 {
    if label == name {
        return 4;
    }
    if name.len() >= 2 {
        let same_surname = surname(label) == surname(name);
        if label.len() >= 2 && same_surname && same_given(&label[0], &name[0]) {
            return 3;
        }
        if label.len() == 1 && same_surname {
            return 2;
        }
        if label.len() == 1 && label[0] == name[0] {
            return 1;
        }
    }
    0
}

fn fits<'a>(
    made: &'a Identities,
    names: &'a [Vec<Name>],
    label: &'a Name,
) -> impl Iterator<Item = (u8, usize)> + 'a {
    made.list
        .iter()
        .zip(names)
        .enumerate()
        .filter(|(_, (identity, _))| identity.kind == EntityKind::Person)
        .map(|(at, (_, names))| {
            (
                names.iter().map(|name| label_fit(label, name)).max().unwrap_or(0),
                at,
            )
        })
        .filter(|&(fit, _)| fit > 0)
}

fn named_person(made: &Identities, names: &[Vec<Name>], label: &Name) -> Option<usize> {
    let best = fits(made, names, label).map(|(fit, _)| fit).max()?;
    let mut same = fits(made, names, label).filter(|&(fit, _)| fit == best);
    let (_, only) = same.next()?;
    same.next().is_none().then_some(only)
}

fn ambiguous(made: &Identities, names: &[Vec<Name>], label: &Name) -> bool {
    fits(made, names, label).next().is_some()
}
