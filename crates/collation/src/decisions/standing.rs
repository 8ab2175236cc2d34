//! Where those that decisions speak of stand in the reports.
//!
//! In: decisions and reports. Out: [`Classes`], who is one by the decisions alone;
//! [`Places`], the addresses that hold, in bytes; [`Standing`], which entities and
//! mentions of each report a class has. A name is borne in a report by one entity or by
//! none: where several bear it, it tells nobody.

use std::collections::{BTreeMap, BTreeSet};

use nlp::MentionForm;
use text::{CodePoints, Span};

use super::{Decision, Decisions, Key, Place, Who};
use crate::Report;
use crate::identities::name_words;

/// Why a decision, or a part of one, does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unfit {
    /// No page of the story has these bytes.
    NoPage,
    /// Other words stand at the place.
    OtherWords,
    /// The place is no part of the article.
    OutsideArticle,
    /// The words at the place refer to nobody that the program knows.
    Nobody,
    /// No report has the name.
    NotNamed,
    /// Several of one report have the name, and of no report only one.
    Several,
    /// There is no statement with this content.
    NoStatement,
    /// It is said in the page's own voice.
    OwnVoice,
    /// The page of the statement does not speak of the speaker.
    NotNamedHere,
    /// No statement has these words as its source or its content.
    NoSource,
    /// The page was certainly published before the one that it is said to be taken from.
    Earlier,
    /// Both places are of one statement.
    OneStatement,
}

/// A place that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) report: usize,
    /// Bytes of the capture.
    pub(crate) capture: Span,
    /// Bytes of the article text.
    pub(crate) article: Span,
}

/// All places of the decisions, found or not.
#[derive(Debug, Default)]
pub(crate) struct Places<'a> {
    /// Anywhere in a page.
    captured: BTreeMap<&'a Place, Result<(usize, Span), Unfit>>,
    /// In its article.
    found: BTreeMap<&'a Place, Result<Found, Unfit>>,
}

impl<'a> Places<'a> {
    pub(crate) fn find(reports: &[Report], decisions: &'a Decisions) -> Self {
        let mut by_hash: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, report) in reports.iter().enumerate() {
            by_hash.entry(&report.article.capture.sha256).or_insert(at);
        }
        let mut points: BTreeMap<usize, CodePoints> = BTreeMap::new();
        let mut places = Self::default();
        for place in decisions.list.keys().flat_map(Decision::places) {
            let captured = *places.captured.entry(place).or_insert_with(|| {
                let report = *by_hash.get(place.sha256.as_str()).ok_or(Unfit::NoPage)?;
                let text = &reports[report].article.capture.text;
                let points = points
                    .entry(report)
                    .or_insert_with(|| CodePoints::new(text.as_str()));
                let (start, end) = points
                    .to_byte(place.start)
                    .zip(points.to_byte(place.end))
                    .ok_or(Unfit::OtherWords)?;
                let span = Span::new(start, end);
                let stands = text.get(span) == Some(place.text.as_str());
                stands.then_some((report, span)).ok_or(Unfit::OtherWords)
            });
            places.found.entry(place).or_insert_with(|| {
                let (report, capture) = captured?;
                let article = &reports[report].article;
                // What the program publishes of the article comes back to the words it was made of; other
                // stretches of the page may hold furniture, or cut a character reference.
                let words = article
                    .map
                    .to_derived(capture)
                    .map(|words| article.text.trim(words));
                let words = words.filter(|&words| article.capture_span(words) == Some(capture));
                Ok(Found {
                    report,
                    capture,
                    article: words.ok_or(Unfit::OutsideArticle)?,
                })
            });
        }
        places
    }

    pub(crate) fn get(&self, place: &Place) -> Result<Found, Unfit> {
        self.found.get(place).copied().unwrap_or(Err(Unfit::NoPage))
    }

    /// Words that may stand anywhere in a page: its report, and bytes of the capture.
    pub(crate) fn in_capture(&self, place: &Place) -> Result<(usize, Span), Unfit> {
        self.captured.get(place).copied().unwrap_or(Err(Unfit::NoPage))
    }
}

/// Who is one by the decisions alone.
#[derive(Debug, Default)]
pub(crate) struct Classes<'a> {
    of: BTreeMap<Key<'a>, usize>,
    decided: BTreeSet<Key<'a>>,
    /// Of which something is decided for the whole story: who speaks is decided for one place.
    lasting: BTreeSet<usize>,
    /// Names, and places whose words mean whom the program takes them to mean.
    pub(crate) members: Vec<Vec<&'a Who>>,
    /// Places whose meaning is decided.
    pub(crate) words: Vec<Vec<&'a Place>>,
}

impl<'a> Classes<'a> {
    pub(crate) fn of(decisions: &'a Decisions) -> Self {
        let mut numbers: BTreeMap<Key<'a>, usize> = BTreeMap::new();
        let mut parent: Vec<usize> = Vec::new();
        let mut whos: BTreeMap<Key<'a>, &'a Who> = BTreeMap::new();
        let mut decided: BTreeMap<Key<'a>, &'a Place> = BTreeMap::new();
        let number = |key: Key<'a>, parent: &mut Vec<usize>, numbers: &mut BTreeMap<Key<'a>, usize>| {
            *numbers.entry(key).or_insert_with(|| {
                parent.push(parent.len());
                parent.len() - 1
            })
        };
        for decision in decisions.list.keys() {
            let mut one: Vec<usize> = decision
                .whos()
                .map(|who| {
                    whos.insert(who.key(), who);
                    number(who.key(), &mut parent, &mut numbers)
                })
                .collect();
            match decision {
                Decision::Mention(place, _) => {
                    decided.insert(place.key(), place);
                    one.push(number(place.key(), &mut parent, &mut numbers));
                }
                Decision::Same(_) => {}
                _ => continue,
            }
            for two in one.windows(2) {
                let (left, right) = (root(&mut parent, two[0]), root(&mut parent, two[1]));
                parent[left.max(right)] = left.min(right);
            }
        }
        let mut classes = Self::default();
        let mut of_root: BTreeMap<usize, usize> = BTreeMap::new();
        for (key, number) in numbers {
            let next = of_root.len();
            let class = *of_root.entry(root(&mut parent, number)).or_insert(next);
            if class == next {
                classes.members.push(Vec::new());
                classes.words.push(Vec::new());
            }
            match decided.get(&key) {
                Some(place) => classes.words[class].push(place),
                None => classes.members[class].extend(whos.get(&key)),
            }
            classes.of.insert(key, class);
        }
        classes.decided = decided.into_keys().collect();
        let lasting = decisions.list.keys().filter(|decision| decision.is_lasting());
        classes.lasting = lasting
            .flat_map(Decision::whos)
            .filter_map(|who| classes.class(who.key()))
            .collect();
        classes
    }

    /// The class of somebody whom a decision speaks of.
    pub(crate) fn class(&self, key: Key<'_>) -> Option<usize> {
        self.of.get(&key).copied()
    }

    pub(crate) fn is_lasting(&self, class: usize) -> bool {
        self.lasting.contains(&class)
    }

    fn is_decided(&self, place: &Place) -> bool {
        self.decided.contains(&place.key())
    }
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Where one name or place stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stand {
    /// `(report, entity)`, at most one a report; ascending.
    pub(crate) entities: Vec<(usize, usize)>,
    /// Reports of which several bear the name.
    pub(crate) several: Vec<usize>,
    /// Why it stands nowhere.
    pub(crate) unfit: Option<Unfit>,
}

/// What a class has of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// Those whom its names and places tell.
    pub(crate) entities: BTreeSet<usize>,
    /// Mentions whose meaning is decided.
    pub(crate) mentions: BTreeSet<usize>,
    /// Decided words, in bytes of the article text, that are no mention yet.
    pub(crate) absent: BTreeSet<Span>,
}

/// Where everybody stands in the reports as they are.
#[derive(Debug, Default)]
pub(crate) struct Standing<'a> {
    of: BTreeMap<Key<'a>, Stand>,
    /// For each class, by report.
    shares: Vec<BTreeMap<usize, Share>>,
    /// For each class the group of those that the pages make one with it.
    pub(crate) group: Vec<usize>,
}

impl<'a> Standing<'a> {
    pub(crate) fn find(
        reports: &[Report],
        decisions: &'a Decisions,
        classes: &Classes<'a>,
        places: &Places<'a>,
    ) -> Self {
        let names = NamesAsked::find(reports, classes, places);
        let held = held(reports, decisions, classes, places);
        let mut standing = Self {
            of: BTreeMap::new(),
            shares: vec![BTreeMap::new(); classes.members.len()],
            group: Vec::new(),
        };
        for (class, members) in classes.members.iter().enumerate() {
            for &who in members {
                let stand = match who {
                    Who::Name { words, .. } => names.stand(reports, words, &held),
                    Who::Place(place) => standing_at(reports, places, place),
                };
                for &(report, entity) in &stand.entities {
                    let share: &mut Share = standing.shares[class].entry(report).or_default();
                    share.entities.insert(entity);
                }
                standing.of.insert(who.key(), stand);
            }
            let anchored = standing.is_anchored(class);
            for &place in &classes.words[class] {
                let mut stand = standing_at(reports, places, place);
                if !anchored && stand.unfit.is_none() {
                    // They are to mean somebody whom no page names.
                    stand.entities.clear();
                    stand.unfit = Some(Unfit::Nobody);
                }
                if let Ok(found) = places.get(place) {
                    let share = standing.shares[class].entry(found.report).or_default();
                    match mention_at(&reports[found.report], found.article) {
                        Some(mention) => share.mentions.insert(mention),
                        None => share.absent.insert(found.article),
                    };
                }
                standing.of.insert(place.key(), stand);
            }
        }
        standing.group = standing.groups(&classes.lasting);
        standing
    }

    /// Classes that have an entity in common are of one group.
    fn groups(&self, lasting: &BTreeSet<usize>) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..self.shares.len()).collect();
        let mut owner: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for &class in lasting {
            for (&report, share) in &self.shares[class] {
                for &entity in &share.entities {
                    let other = *owner.entry((report, entity)).or_insert(class);
                    let (left, right) = (root(&mut parent, class), root(&mut parent, other));
                    parent[left.max(right)] = left.min(right);
                }
            }
        }
        (0..parent.len()).map(|class| root(&mut parent, class)).collect()
    }

    /// What each group has, by report.
    pub(crate) fn by_group(&self) -> BTreeMap<usize, BTreeMap<usize, Share>> {
        let mut groups: BTreeMap<usize, BTreeMap<usize, Share>> = BTreeMap::new();
        for (shares, &group) in self.shares.iter().zip(&self.group) {
            let of_group = groups.entry(group).or_default();
            for (&report, share) in shares {
                let whole = of_group.entry(report).or_default();
                whole.entities.extend(&share.entities);
                whole.mentions.extend(&share.mentions);
                whole.absent.extend(&share.absent);
            }
        }
        groups
    }

    /// Where a name or a place stands; one that no decision speaks of stands nowhere.
    pub(crate) fn stand(&self, key: Key<'_>) -> Stand {
        self.of.get(&key).cloned().unwrap_or_default()
    }

    /// The entity of a report that a class means there, once analyses follow the decisions.
    pub(crate) fn entity(&self, reports: &[Report], class: usize, report: usize) -> Option<usize> {
        let share = self.shares.get(class)?.get(&report)?;
        let moved = share
            .mentions
            .iter()
            .map(|&mention| reports[report].analysis.mentions[mention].entity);
        let mut entities = share.entities.iter().copied().chain(moved);
        if self.is_anchored(class) {
            entities.next()
        } else {
            None
        }
    }

    /// Do the pages name anybody of the class, apart from the words that are decided?
    pub(crate) fn is_anchored(&self, class: usize) -> bool {
        self.shares[class]
            .values()
            .any(|share| !share.entities.is_empty())
    }
}

/// The mention that is exactly these words.
pub(crate) fn mention_at(report: &Report, span: Span) -> Option<usize> {
    let mentions = &report.analysis.mentions;
    let first = mentions.partition_point(|mention| mention.span.start() < span.start());
    let same = mentions[first..]
        .iter()
        .take_while(|mention| mention.span.start() == span.start())
        .position(|mention| mention.span == span)?;
    Some(first + same)
}

fn standing_at(reports: &[Report], places: &Places<'_>, place: &Place) -> Stand {
    let entity = places.get(place).and_then(|found| {
        let report = &reports[found.report];
        let mention = mention_at(report, found.article).ok_or(Unfit::Nobody)?;
        Ok((found.report, report.analysis.mentions[mention].entity))
    });
    match entity {
        Ok(entity) => Stand {
            entities: vec![entity],
            ..Stand::default()
        },
        Err(unfit) => Stand {
            unfit: Some(unfit),
            ..Stand::default()
        },
    }
}

/// Entities that an `apart` addresses by place: a name that they share with others is no longer theirs.
fn held(
    reports: &[Report],
    decisions: &Decisions,
    classes: &Classes<'_>,
    places: &Places<'_>,
) -> BTreeSet<(usize, usize)> {
    let apart = decisions.list.keys().filter_map(|decision| match decision {
        Decision::Apart(list) => Some(list),
        _ => None,
    });
    apart
        .flatten()
        .filter_map(|who| match who {
            Who::Place(place) if !classes.is_decided(place) => Some(place),
            _ => None,
        })
        .flat_map(|place| standing_at(reports, places, place).entities)
        .collect()
}

/// The mentions that bear the names that are asked for.
#[derive(Debug, Default)]
pub(crate) struct NamesAsked {
    /// For each report: name to mentions, ascending. Decided words are not among them.
    mentions: Vec<BTreeMap<Vec<String>, Vec<usize>>>,
}

impl NamesAsked {
    pub(crate) fn find(reports: &[Report], classes: &Classes<'_>, places: &Places<'_>) -> Self {
        let asked: BTreeSet<&[String]> = classes
            .members
            .iter()
            .flatten()
            .filter_map(|who| match who {
                Who::Name { words, .. } => Some(words.as_slice()),
                Who::Place(_) => None,
            })
            .collect();
        let decided: BTreeSet<(usize, Span)> = classes
            .words
            .iter()
            .flatten()
            .filter_map(|place| places.get(place).ok())
            .map(|found| (found.report, found.article))
            .collect();
        let mut mentions = vec![BTreeMap::new(); reports.len()];
        if asked.is_empty() {
            return Self { mentions };
        }
        for (at, report) in reports.iter().enumerate() {
            let by_name: &mut BTreeMap<Vec<String>, Vec<usize>> = &mut mentions[at];
            for (number, mention) in report.analysis.mentions.iter().enumerate() {
                if mention.form == MentionForm::Pronoun || decided.contains(&(at, mention.span)) {
                    continue;
                }
                let words = name_words(report.article.text.slice(mention.span));
                if asked.contains(words.as_slice()) {
                    by_name.entry(words).or_default().push(number);
                }
            }
        }
        Self { mentions }
    }

    /// Mentions of a report that bear a name.
    pub(crate) fn of(&self, report: usize, name: &[String]) -> &[usize] {
        self.mentions
            .get(report)
            .and_then(|by_name| by_name.get(name))
            .map_or(&[], Vec::as_slice)
    }

    fn stand(&self, reports: &[Report], name: &[String], held: &BTreeSet<(usize, usize)>) -> Stand {
        let mut stand = Stand::default();
        for (at, report) in reports.iter().enumerate() {
            let mut bearers: BTreeSet<usize> = self
                .of(at, name)
                .iter()
                .map(|&mention| report.analysis.mentions[mention].entity)
                .filter(|&entity| !held.contains(&(at, entity)))
                .collect();
            if bearers.len() > 1 {
                let fullest = |&entity: &usize| {
                    let known = &report.analysis.entities[entity];
                    name_words(report.article.text.slice(known.name)) == name
                };
                let by_fullest: BTreeSet<usize> = bearers.iter().copied().filter(fullest).collect();
                if by_fullest.len() == 1 {
                    bearers = by_fullest;
                }
            }
            match bearers.first() {
                Some(&entity) if bearers.len() == 1 => stand.entities.push((at, entity)),
                Some(_) => stand.several.push(at),
                None => {}
            }
        }
        if stand.entities.is_empty() {
            stand.unfit = Some(if stand.several.is_empty() {
                Unfit::NotNamed
            } else {
                Unfit::Several
            });
        }
        stand
    }
}
