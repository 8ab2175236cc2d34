//! Reports whose analyses follow the decisions.
//!
//! In: reports as the program reads them, with articles and analyses. Out: the same
//! reports, in which those that are apart have entities of their own, decided words
//! mean whom they were decided to mean, and those that are one are one entity. Where
//! nothing is decided nothing changes. What is done twice is done once.

use std::collections::{BTreeMap, BTreeSet};

use nlp::{Analysis, Entity, EntityKind, Mention, MentionForm};
use text::Span;

use super::standing::{Classes, NamesAsked, Places, Share, Standing, mention_at};
use super::{Bonds, Decision, Decisions, Fault, Line, Who};
use crate::Report;
use crate::identities::name_words;

/// Replays decisions on who is who within each report. Statements are left as they are: they are
/// to be found after this.
///
/// # Errors
/// Decisions that the pages show to contradict each other, by file and line.
pub fn correct(mut reports: Vec<Report>, decisions: &Decisions) -> Result<Vec<Report>, Vec<Fault>> {
    if decisions.is_empty() {
        return Ok(reports);
    }
    let classes = Classes::of(decisions);
    let places = Places::find(&reports, decisions);
    for decision in decisions.list.keys() {
        if let Decision::Apart(list) = decision {
            set_apart(&mut reports, list, &classes, &places);
        }
    }
    // Each round joins entities, which makes a name that two bore tell one.
    loop {
        let standing = Standing::find(&reports, decisions, &classes, &places);
        if !join(&mut reports, &standing) {
            break;
        }
    }
    let bonds = Bonds::find(&reports, decisions);
    let mut faults = bonds.contradictions(decisions);
    let again = made_one_again(&reports, decisions, &classes, &places);
    let told: BTreeSet<Line> = faults.iter().map(|fault| fault.line.clone()).collect();
    let untold = again.into_iter().filter(|(_, line)| !told.contains(line));
    faults.extend(untold.map(|(list, line)| bonds.against(list, line, decisions)));
    faults.sort();
    if faults.is_empty() {
        Ok(reports)
    } else {
        Err(faults)
    }
}

/// Parts entities that several of the list share. What names none of them goes with the one named before it.
fn set_apart(reports: &mut [Report], list: &[Who], classes: &Classes<'_>, places: &Places<'_>) {
    let names = NamesAsked::find(reports, classes, places);
    for at in 0..reports.len() {
        let seeds = sides(reports, at, list, classes, places, &names);
        let analysis = &reports[at].analysis;
        let shared = shared(analysis, &seeds);
        if shared.is_empty() {
            continue;
        }
        let mut change = Change::of(analysis);
        for entity in shared {
            change.part(analysis, entity, &seeds);
        }
        change.apply(&mut reports[at]);
    }
}

/// Mentions of a report that name somebody of a list, with whom; words at a place tell more than a name does.
fn sides(
    reports: &[Report],
    at: usize,
    list: &[Who],
    classes: &Classes<'_>,
    places: &Places<'_>,
    names: &NamesAsked,
) -> BTreeMap<usize, usize> {
    let mut seeds = BTreeMap::new();
    let sides = list.iter().map(|who| classes.class(who.key()));
    let sides: Vec<(usize, usize)> = sides
        .enumerate()
        .filter_map(|(side, class)| Some((side, class?)))
        .collect();
    for &(side, class) in &sides {
        for who in &classes.members[class] {
            if let Who::Name { words, .. } = who {
                seeds.extend(names.of(at, words).iter().map(|&mention| (mention, side)));
            }
        }
    }
    for &(side, class) in &sides {
        for who in &classes.members[class] {
            if let Who::Place(place) = who
                && let Ok(found) = places.get(place)
                && found.report == at
                && let Some(mention) = mention_at(&reports[at], found.article)
            {
                seeds.insert(mention, side);
            }
        }
    }
    seeds
}

/// Entities with mentions of several sides.
fn shared(analysis: &Analysis, seeds: &BTreeMap<usize, usize>) -> BTreeSet<usize> {
    let mut sides: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (&mention, &side) in seeds {
        sides
            .entry(analysis.mentions[mention].entity)
            .or_default()
            .insert(side);
    }
    sides.retain(|_, sides| sides.len() > 1);
    sides.into_keys().collect()
}

/// Lists of those apart of whom the other decisions made some one again, with their lines.
fn made_one_again<'a>(
    reports: &[Report],
    decisions: &'a Decisions,
    classes: &Classes<'_>,
    places: &Places<'_>,
) -> Vec<(&'a [Who], &'a Line)> {
    let names = NamesAsked::find(reports, classes, places);
    let apart = decisions
        .list
        .iter()
        .filter_map(|(decision, lines)| match decision {
            Decision::Apart(list) => Some((list.as_slice(), &lines[0])),
            _ => None,
        });
    apart
        .filter(|(list, _)| {
            (0..reports.len()).any(|at| {
                let seeds = sides(reports, at, list, classes, places, &names);
                !shared(&reports[at].analysis, &seeds).is_empty()
            })
        })
        .collect()
}

/// Joins what is one by the standing; is anything changed?
fn join(reports: &mut [Report], standing: &Standing<'_>) -> bool {
    let mut changed = false;
    let groups: Vec<(BTreeMap<usize, Share>, EntityKind)> = standing
        .by_group()
        .into_values()
        .filter_map(|shares| kind(reports, &shares).map(|kind| (shares, kind)))
        .collect();
    for at in 0..reports.len() {
        let mut change = Change::of(&reports[at].analysis);
        for (shares, kind) in &groups {
            if let Some(share) = shares.get(&at) {
                change.join(&reports[at].analysis, share, *kind);
            }
        }
        if !change.touched.is_empty() {
            changed = true;
            change.apply(&mut reports[at]);
        }
    }
    changed
}

/// What those are whom the pages name of a class; `None` where they name nobody.
fn kind(reports: &[Report], shares: &BTreeMap<usize, Share>) -> Option<EntityKind> {
    let named = shares.iter().flat_map(|(&report, share)| {
        let entities = &reports[report].analysis.entities;
        share.entities.iter().map(|&entity| entities[entity].kind)
    });
    named.min_by_key(|&kind| kind == EntityKind::Unresolved)
}

/// Other owners for the mentions of an analysis. To part or to join an entity looks at all mentions of
/// the page: as often as decisions tell of whom the page names.
struct Change {
    /// Entity of each mention, before and after; those beyond the entities of the analysis are new.
    before: Vec<usize>,
    after: Vec<usize>,
    /// Words that become mentions.
    added: Vec<(Span, usize)>,
    /// Entities that went into another.
    into: BTreeMap<usize, usize>,
    /// What each new entity is.
    new: Vec<EntityKind>,
    /// Entities that won or lost something.
    touched: BTreeSet<usize>,
    entities: usize,
}

impl Change {
    fn of(analysis: &Analysis) -> Self {
        let owner: Vec<usize> = analysis.mentions.iter().map(|mention| mention.entity).collect();
        Self {
            before: owner.clone(),
            after: owner,
            added: Vec::new(),
            into: BTreeMap::new(),
            new: Vec::new(),
            touched: BTreeSet::new(),
            entities: analysis.entities.len(),
        }
    }

    fn create(&mut self, kind: EntityKind) -> usize {
        self.new.push(kind);
        self.entities + self.new.len() - 1
    }

    fn give(&mut self, mention: usize, to: usize) {
        if self.after[mention] != to {
            self.touched.extend([self.after[mention], to]);
            self.after[mention] = to;
        }
    }

    /// Parts an entity by whose its mentions are; the first keeps it.
    fn part(&mut self, analysis: &Analysis, entity: usize, seeds: &BTreeMap<usize, usize>) {
        let own: Vec<usize> = (0..self.after.len())
            .filter(|&mention| self.after[mention] == entity)
            .collect();
        let Some(first) = own.iter().find_map(|mention| seeds.get(mention)) else {
            return;
        };
        let mut parts = BTreeMap::from([(first, entity)]);
        let mut last = first;
        for mention in own {
            last = seeds.get(&mention).unwrap_or(last);
            let to = *parts
                .entry(last)
                .or_insert_with(|| self.create(analysis.entities[entity].kind));
            self.give(mention, to);
        }
    }

    /// Joins what a report has of a class; `kind` is what they are elsewhere.
    fn join(&mut self, analysis: &Analysis, share: &Share, kind: EntityKind) {
        let entities: BTreeSet<usize> = share.entities.iter().map(|&entity| self.last(entity)).collect();
        let open = |entity: &&usize| analysis.entities[**entity].kind == EntityKind::Unresolved;
        let keep = match entities.iter().min_by_key(|entity| (open(entity), **entity)) {
            Some(&keep) => keep,
            None if self.stand_alone(share) => return,
            None => self.create(kind),
        };
        for other in entities.into_iter().filter(|&other| other != keep) {
            self.into.insert(other, keep);
            for mention in 0..self.after.len() {
                if self.after[mention] == other {
                    self.give(mention, keep);
                }
            }
        }
        for &mention in &share.mentions {
            self.give(mention, keep);
        }
        for &span in &share.absent {
            self.added.push((span, keep));
            self.touched.insert(keep);
        }
    }

    /// Are the decided words one entity, and all of it?
    fn stand_alone(&self, share: &Share) -> bool {
        let owners: BTreeSet<usize> = share
            .mentions
            .iter()
            .map(|&mention| self.after[mention])
            .collect();
        let of_these = |entity: usize| self.after.iter().filter(|&&owner| owner == entity).count();
        share.absent.is_empty()
            && owners.len() == 1
            && owners
                .iter()
                .all(|&entity| of_these(entity) == share.mentions.len())
    }

    /// Where an entity went in the end.
    fn last(&self, mut entity: usize) -> usize {
        while let Some(&next) = self.into.get(&entity) {
            entity = next;
        }
        entity
    }

    fn apply(self, report: &mut Report) {
        let analysis = &report.analysis;
        let of = |number: usize| -> Entity {
            analysis.entities.get(number).cloned().unwrap_or_else(|| Entity {
                kind: self.new[number - self.entities],
                name: Span::new(0, 0),
                roles: Vec::new(),
                gender: None,
                candidates: Vec::new(),
            })
        };
        let mut entities: Vec<Entity> = (0..self.entities + self.new.len()).map(of).collect();
        for &from in self.into.keys() {
            let (gone, kept) = (entities[from].gender, &mut entities[self.last(from)].gender);
            *kept = match (*kept, gone) {
                (Some(one), Some(other)) if one != other => None,
                (one, other) => one.or(other),
            };
        }
        self.move_roles(analysis, &mut entities);
        let mut mentions = self.mentions(report, &entities);
        mentions.sort_by_key(|mention| (mention.span.start(), std::cmp::Reverse(mention.span.end())));
        let mut own: BTreeMap<usize, Vec<&Mention>> = BTreeMap::new();
        for mention in mentions
            .iter()
            .filter(|mention| self.touched.contains(&mention.entity))
        {
            own.entry(mention.entity).or_default().push(mention);
        }
        for (entity, own) in own {
            let words = |mention: &&&Mention| name_words(report.article.text.slice(mention.span)).len();
            let named = own
                .iter()
                .filter(|mention| mention.form == MentionForm::Name)
                .max_by_key(|mention| (words(mention), std::cmp::Reverse(mention.span.start())));
            entities[entity].name = named.unwrap_or(&own[0]).span;
        }
        self.renumber(&mut entities, &mut mentions);
        report.analysis.entities = entities;
        report.analysis.mentions = mentions;
    }

    /// A role goes with the name beside it.
    fn move_roles(&self, analysis: &Analysis, entities: &mut [Entity]) {
        let mut own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (mention, entity) in self.before.iter().enumerate() {
            if self.touched.contains(entity) {
                own.entry(*entity).or_default().push(mention);
            }
        }
        for (entity, own) in own {
            let is_name = |mention: usize| analysis.mentions[mention].form == MentionForm::Name;
            for role in std::mem::take(&mut entities[entity].roles) {
                let distance = |mention: usize| {
                    let span = analysis.mentions[mention].span;
                    let before = role.start().saturating_sub(span.end());
                    before.max(span.start().saturating_sub(role.end()))
                };
                let beside = own
                    .iter()
                    .copied()
                    .min_by_key(|&mention| (!is_name(mention), distance(mention)));
                let to = beside.map_or(self.last(entity), |mention| self.after[mention]);
                entities[to].roles.push(role);
            }
        }
        for &entity in &self.touched {
            entities[entity].roles.sort_unstable();
            entities[entity].roles.dedup();
        }
    }

    /// The mentions under their new owners, and those that are new.
    fn mentions(&self, report: &Report, entities: &[Entity]) -> Vec<Mention> {
        let known = report
            .analysis
            .mentions
            .iter()
            .zip(&self.after)
            .map(|(mention, &entity)| {
                let decided = mention.form == MentionForm::Ambiguous
                    && mention.entity != entity
                    && entities[entity].kind != EntityKind::Unresolved;
                Mention {
                    form: if decided { MentionForm::Name } else { mention.form },
                    entity,
                    ..*mention
                }
            });
        let added = self.added.iter().map(|&(span, entity)| Mention {
            span,
            form: if nlp::is_pronoun(report.article.text.slice(span)) {
                MentionForm::Pronoun
            } else {
                MentionForm::Nominal
            },
            entity,
        });
        known.chain(added).collect()
    }

    /// Leaves out those who lost all their mentions.
    fn renumber(&self, entities: &mut Vec<Entity>, mentions: &mut [Mention]) {
        let meant: BTreeSet<usize> = mentions.iter().map(|mention| mention.entity).collect();
        let mut number: Vec<Option<usize>> = Vec::with_capacity(entities.len());
        let mut next = 0;
        for entity in 0..entities.len() {
            let stays = meant.contains(&entity) || !self.touched.contains(&entity);
            number.push(stays.then_some(next));
            next += usize::from(stays);
        }
        let mut at = 0;
        entities.retain(|_| {
            at += 1;
            number[at - 1].is_some()
        });
        for (at, entity) in entities.iter_mut().enumerate() {
            let candidates = std::mem::take(&mut entity.candidates);
            let still = candidates
                .into_iter()
                .filter_map(|candidate| number[self.last(candidate)]);
            entity.candidates = still.filter(|&candidate| candidate != at).collect();
            entity.candidates.dedup();
        }
        for mention in mentions {
            mention.entity = number[mention.entity].unwrap_or(mention.entity);
        }
    }
}
