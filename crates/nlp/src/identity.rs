//! Which names of one article name the same person or thing.
//!
//! In: name mentions with the roles beside them. Out: clusters of mentions, one
//! an entity. A surname goes to the one person who bears it; where two do, a
//! title may decide, else the mention stays open with its candidates. Likeness of
//! spelling merges only a surname that nobody bears in full; the rest of it is
//! left to the comparison of reports.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::gazetteer::{KnownKind, KnownPlace, PlaceKind, class};
use crate::mentions::NameMention;
use crate::names::NameClass;
use crate::pronouns::{describes_next, is_subject};
use crate::prose::Prose;
use crate::roles::Role;
use crate::units::{Shape, hash_lower};
use crate::{EntityKind, Gender, MentionForm};

/// Mentions of one entity.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) kind: EntityKind,
    /// Indices of name mentions, ascending.
    pub(crate) names: Vec<usize>,
    pub(crate) roles: Vec<Role>,
    /// As titles, offices or pronouns show it.
    pub(crate) gender: Option<Gender>,
    /// That most bearers of the given name have.
    pub(crate) given_gender: Option<Gender>,
    /// Clusters that an open mention may belong to.
    pub(crate) candidates: Vec<usize>,
    /// Lower-case words of the fullest name.
    pub(crate) words: Vec<String>,
}

impl Cluster {
    /// One without a name.
    pub(crate) fn nameless(kind: EntityKind) -> Self {
        Self {
            kind,
            names: Vec::new(),
            roles: Vec::new(),
            gender: None,
            given_gender: None,
            candidates: Vec::new(),
            words: Vec::new(),
        }
    }

    /// As the text shows it, else as most bearers of the given name have it.
    pub(crate) fn likely_gender(&self) -> Option<Gender> {
        self.gender.or(self.given_gender)
    }
}

/// Clusters, and the form of each name mention.
pub(crate) struct Identities {
    pub(crate) clusters: Vec<Cluster>,
    /// Cluster of each name mention.
    pub(crate) cluster_of: Vec<usize>,
    pub(crate) forms: Vec<MentionForm>,
}

/// A name folded for comparison: lower case, no stops, no article, no clitic.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/'))
        .map(|w| {
            w.to_lowercase()
                .replace(['.', '"', '“', '”', '@', '#'], "")
                .replace('’', "'")
        })
        .filter(|w| !w.is_empty())
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    words
}

/// The words of a person's name that tell persons apart.
fn person_words(name: &str) -> Vec<String> {
    let mut words = name_words(name);
    words.retain(|w| w.chars().count() > 1 && !matches!(w.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"));
    words
}

/// Groups the name mentions.
pub(crate) fn identities(
    prose: &Prose<'_>,
    mentions: &[NameMention],
    roles: &[Vec<Role>],
    outlet: Option<&str>,
) -> Identities {
    let mut grouping = Grouping {
        prose,
        mentions,
        clusters: Vec::new(),
        cluster_of: vec![usize::MAX; mentions.len()],
        forms: vec![MentionForm::Name; mentions.len()],
    };
    let outlet = outlet.map(name_words).unwrap_or_default();
    grouping.group_persons(roles, &outlet);
    grouping.group_others(&outlet);
    grouping.finish()
}

struct Grouping<'a> {
    prose: &'a Prose<'a>,
    mentions: &'a [NameMention],
    clusters: Vec<Cluster>,
    cluster_of: Vec<usize>,
    forms: Vec<MentionForm>,
}

impl Grouping<'_> {
    fn add(&mut self, at: usize, cluster: usize) {
        self.clusters[cluster].names.push(at);
        self.cluster_of[at] = cluster;
    }

    fn create(&mut self, at: usize, kind: EntityKind, words: Vec<String>) -> usize {
        self.clusters.push(Cluster {
            words,
            ..Cluster::nameless(kind)
        });
        self.add(at, self.clusters.len() - 1);
        self.clusters.len() - 1
    }

    fn group_persons(&mut self, roles: &[Vec<Role>], outlet: &[String]) {
        let words: Vec<Vec<String>> = self
            .mentions
            .iter()
            .map(|m| person_words(self.prose.words(&m.units)))
            .collect();
        let mut by_name: HashMap<(String, String), usize> = HashMap::new();
        let mut by_last: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        let mut surnames: Vec<String> = Vec::new();
        let mut alone: HashMap<String, usize> = HashMap::new();
        let persons: Vec<usize> = (0..self.mentions.len())
            .filter(|&at| self.mentions[at].class == NameClass::Person && !words[at].is_empty())
            .filter(|&at| words[at] != outlet)
            .collect();
        for &at in persons.iter().filter(|&&at| words[at].len() > 1) {
            let (first, last) = (&words[at][0], &words[at][words[at].len() - 1]);
            let same = by_name.get(&(first.clone(), last.clone())).copied();
            let same = same.or_else(|| self.longer(by_last.get(last)?, &words[at]));
            let cluster = match same {
                Some(cluster) => {
                    self.add(at, cluster);
                    cluster
                }
                None => {
                    let cluster = self.create(at, EntityKind::Person, words[at].clone());
                    by_name.insert((first.clone(), last.clone()), cluster);
                    by_last.entry(last.clone()).or_default().push(cluster);
                    if surnames.len() < MOST_SURNAMES {
                        surnames.push(last.clone());
                    }
                    by_first.entry(first.clone()).or_default().push(cluster);
                    cluster
                }
            };
            self.take_roles(at, cluster, &roles[at]);
        }
        for &at in persons.iter().filter(|&&at| words[at].len() == 1) {
            let word = &words[at][0];
            let first_alone = *alone.entry(word.clone()).or_insert(at);
            let few = |list: Option<&Vec<usize>>| {
                list.map(|l| l[..l.len().min(MOST_BEARERS)].to_vec())
                    .unwrap_or_default()
            };
            let named = few(by_first.get(word));
            let known = by_last.get(word).or_else(|| {
                let plain = named.is_empty() && roles[at].is_empty();
                let meant = surnames.iter().find(|surname| plain && is_slip(word, surname));
                by_last.get(meant?)
            });
            let bearers = few(known);
            let cluster = match (bearers.as_slice(), named.as_slice()) {
                ([only], _) | ([], [only]) => Some(*only).filter(|&only| self.title_fits(at, only)),
                ([], []) => None,
                (several, _) if several.len() > 1 => self.bearer(at, several, first_alone),
                _ => None,
            };
            match cluster {
                Some(cluster) => {
                    self.add(at, cluster);
                    self.take_roles(at, cluster, &roles[at]);
                }
                None if bearers.len() > 1 => {
                    let open = self.create(at, EntityKind::Unresolved, words[at].clone());
                    self.clusters[open].candidates = bearers;
                    self.forms[at] = MentionForm::Ambiguous;
                }
                None => {
                    let cluster = self.create(at, EntityKind::Person, words[at].clone());
                    by_last.entry(word.clone()).or_default().push(cluster);
                    self.take_roles(at, cluster, &roles[at]);
                }
            }
        }
    }

    /// "Suu Kyi" is Aung San Suu Kyi: the only one of the surname whose name ends with this one, or this one with it.
    fn longer(&self, bearers: &[usize], words: &[String]) -> Option<usize> {
        let mut fitting = bearers.iter().copied().take(MOST_BEARERS).filter(|&bearer| {
            let name = &self.clusters[bearer].words;
            name.len() > 1 && (name.ends_with(words) || words.ends_with(name))
        });
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Which of several persons of one surname: the one whom a title fits, or the only one named before.
    fn bearer(&self, at: usize, several: &[usize], first_alone: usize) -> Option<usize> {
        let start = self.mentions[at].units.start;
        let apart = |&c: &usize| self.title_fits(at, c) && !self.named_beside(at, c);
        let fitting: Vec<usize> = several.iter().copied().filter(apart).collect();
        if let [only] = fitting.as_slice() {
            return Some(*only);
        }
        // "Mr. Hale" is Tom Hale rather than one of whom the text does not show whether he is a man.
        let titled: Vec<usize> = fitting
            .iter()
            .copied()
            .filter(|&c| self.title_tells(at, c))
            .collect();
        if let [only] = titled.as_slice() {
            return Some(*only);
        }
        if let Some(foremost) = self.foremost(at, &fitting, first_alone) {
            return Some(foremost);
        }
        if let Some(lead) = self.lead(at, several).filter(|lead| fitting.contains(lead)) {
            return Some(lead);
        }
        let several = fitting;
        let mut before = several.iter().filter(|&&c| {
            self.clusters[c]
                .names
                .first()
                .is_some_and(|&n| self.mentions[n].units.start < start)
        });
        match (before.next(), before.next()) {
            (Some(&one), None) => Some(one),
            _ => None,
        }
    }

    /// "Hale said of Ada Hale": who is named in full later in the sentence is not the one who goes by the surname before.
    fn named_beside(&self, at: usize, cluster: usize) -> bool {
        let here = self.prose.sentence_of[self.mentions[at].units.start];
        let later = at + 1..self.mentions.len().min(at + FEW_NAMES);
        later
            .take_while(|&n| self.prose.sentence_of[self.mentions[n].units.start] == here)
            .any(|n| self.cluster_of[n] == cluster && self.mentions[n].units.len() > 1)
    }

    /// "Ms. Hale" is not Tom Hale, nor one whom the text calls "Mr.".
    fn title_fits(&self, at: usize, cluster: usize) -> bool {
        let title = title_gender(self.prose, self.mentions[at].units.start);
        let cluster = &self.clusters[cluster];
        let known = cluster.likely_gender();
        title.is_none() || known.is_none() || title == known
    }

    /// Does the title before a name say what is known of the person?
    fn title_tells(&self, at: usize, cluster: usize) -> bool {
        let title = title_gender(self.prose, self.mentions[at].units.start);
        title.is_some() && title == self.clusters[cluster].likely_gender()
    }

    /// Of several persons the only one who opens a sentence as its subject shortly before, if no other goes by the
    /// surname alone: "Ada Hale, mother of Tom Hale, objected. Hale said".
    fn foremost(&self, at: usize, several: &[usize], first_alone: usize) -> Option<usize> {
        let sentence = |n: usize| self.prose.sentence_of[self.mentions[n].units.start];
        let block = |n: usize| self.prose.block_of[sentence(n)];
        let opens = |&n: &usize| {
            let units = &self.mentions[n].units;
            (n == 0 || sentence(n - 1) < sentence(n))
                && sentence(n) < sentence(at)
                && self.prose.quotation[units.start].is_none()
                && is_subject(self.prose, units.start)
                && !describes_next(self.prose, units.end)
        };
        let mut opening = (at.saturating_sub(FEW_NAMES)..at)
            .rev()
            .take_while(|&n| block(at) - block(n) <= NEAR)
            .filter(|&n| several.contains(&self.cluster_of[n]))
            .filter(opens)
            .map(|n| self.cluster_of[n]);
        let only = opening.next()?;
        let alone = |cluster: usize| {
            let names = self.clusters[cluster].names.iter().rev().take(FEW_NAMES);
            names.into_iter().any(|&n| self.mentions[n].units.len() == 1)
        };
        // Who goes by the surname before this one is named is another.
        let before = first_alone < *self.clusters[only].names.first()?;
        let other = several.iter().any(|&other| other != only && alone(other));
        (!before && !other && opening.all(|one| one == only)).then_some(only)
    }

    /// Whom a report is about goes by surname alone, and others of the surname in full: the one named at the
    /// report's head, if the others come up later and none of them near here.
    fn lead(&self, at: usize, several: &[usize]) -> Option<usize> {
        let sentence = |n: usize| self.prose.sentence_of[self.mentions[n].units.start];
        let block = |n: usize| self.prose.block_of[sentence(n)];
        let first = |c: usize| self.clusters[c].names.first().copied();
        let lead = several.iter().copied().min_by_key(|&c| first(c))?;
        let head = first(lead).filter(|&n| sentence(n) < HEAD)?;
        let here = block(at);
        let apart = several.iter().filter(|&&c| c != lead).all(|&other| {
            let later = first(other).is_some_and(|n| block(n) > block(head) + 1);
            let near = self.clusters[other]
                .names
                .iter()
                .any(|&n| (here.saturating_sub(NEAR)..=here).contains(&block(n)));
            later && !near
        });
        (apart && head < at).then_some(lead)
    }

    fn take_roles(&mut self, at: usize, cluster: usize, roles: &[Role]) {
        let gender = title_gender(self.prose, self.mentions[at].units.start).or_else(|| {
            roles
                .iter()
                .find_map(|role| gender_of_classes(self.prose.classes[role.head]))
        });
        let units = &self.mentions[at].units;
        let given = (units.len() > 1)
            .then(|| given_gender(self.prose.classes[units.start]))
            .flatten();
        let cluster = &mut self.clusters[cluster];
        cluster.gender = cluster.gender.or(gender);
        cluster.given_gender = cluster.given_gender.or(given);
        cluster.roles.extend(roles.iter().cloned());
    }

    fn group_others(&mut self, outlet: &[String]) {
        let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
        for at in 0..self.mentions.len() {
            if self.cluster_of[at] != usize::MAX {
                continue;
            }
            let mention = &self.mentions[at];
            let words = name_words(self.prose.words(&mention.units));
            let place = mention.place.filter(|_| mention.class == NameClass::Place);
            let (key, form) = match place {
                Some(place) => self.place_key(at, place, &words),
                None => (words.join(" "), MentionForm::Name),
            };
            self.forms[at] = form;
            if let Some(&cluster) = by_key.get(&key) {
                self.add(at, cluster);
                continue;
            }
            let kind = match place {
                Some(_) if key.starts_with('@') => EntityKind::Country,
                _ => self.kind_of(at, &words, outlet),
            };
            let cluster = self.create(at, kind, words);
            by_key.insert(key, cluster);
        }
        self.merge_short_forms();
    }

    /// Countries go by their code, whatever the wording.
    fn place_key(&self, at: usize, place: KnownPlace, words: &[String]) -> (String, MentionForm) {
        let country = format!("@{}", place.country);
        match place.kind {
            PlaceKind::Country => (country, MentionForm::Name),
            PlaceKind::Demonym => (country, MentionForm::Adjective),
            PlaceKind::Capital if self.is_metonym(at) => (country, MentionForm::Metonym),
            _ => (words.join(" "), MentionForm::Name),
        }
    }

    /// Does a capital stand for its government: does it act, or is it acted with?
    fn is_metonym(&self, at: usize) -> bool {
        let units = &self.mentions[at].units;
        let sentence = self.prose.sentence(units.start);
        if self.prose.headline[self.prose.sentence_of[units.start]] {
            return false;
        }
        let before = self
            .prose
            .before(units.start)
            .map(|b| self.prose.word(b).to_lowercase());
        let before = before.as_deref().unwrap_or("");
        let after = (units.end < sentence.end).then_some(units.end);
        let located = matches!(
            before,
            "in" | "at"
                | "to"
                | "from"
                | "near"
                | "of"
                | "outside"
                | "around"
                | "into"
                | "across"
                | "through"
                | "via"
                | "visit"
                | "visited"
                | "visits"
                | "leave"
                | "left"
                | "reached"
                | "downtown"
                | "central"
                | "for"
                | "on"
        );
        if located {
            return false;
        }
        let acts = after.is_some_and(|next| {
            let word = self.prose.word(next);
            self.prose.units[next].shape == Shape::Lower
                && !self.prose.is(
                    next,
                    class::PREPOSITION | class::CONJUNCTION | class::DETERMINER | class::PERSON_NOUN,
                )
                && (self.prose.is(next, class::AUXILIARY | class::REPORTING)
                    || word.ends_with("ed")
                    || word.ends_with('s') && !word.ends_with("ss"))
        });
        let party = matches!(
            before,
            "toward" | "towards" | "with" | "between" | "against" | "pressure" | "pressing" | "urging"
        );
        acts || party
    }

    fn kind_of(&self, at: usize, words: &[String], outlet: &[String]) -> EntityKind {
        let mention = &self.mentions[at];
        let classes = self.prose.classes[mention.units.end - 1];
        let own_outlet =
            !outlet.is_empty() && (outlet == words || words.len() > 1 && outlet.ends_with(words));
        let vessel = self
            .prose
            .before(mention.units.start)
            .is_some_and(|b| self.prose.is(b, class::VESSEL) && b + 1 == mention.units.start);
        let outlet_word = classes & class::OUTLET != 0 && words.len() > 1;
        match mention.class {
            _ if own_outlet => EntityKind::Outlet,
            _ if mention.known == Some(KnownKind::Outlet) => EntityKind::Outlet,
            _ if mention.known == Some(KnownKind::Product) => EntityKind::Product,
            _ if mention.known == Some(KnownKind::Document) => EntityKind::Document,
            _ if mention.known == Some(KnownKind::Organisation) => EntityKind::Organisation,
            // "Democrats", "Virginia Democrats": people by what they are; not "Association of Teachers".
            _ if classes & class::PLURAL_PERSON != 0
                && classes & (class::ORGANISATION | class::OUTLET) == 0
                && !self.is_body_of(&mention.units)
                && !(mention.class == NameClass::Person && words.len() > 1) =>
            {
                EntityKind::Group
            }
            NameClass::Place => EntityKind::Place,
            NameClass::Person => EntityKind::Person,
            _ if vessel => EntityKind::Vessel,
            NameClass::Organisation if outlet_word || self.reads_as_outlet(at) => EntityKind::Outlet,
            _ if classes & class::DOCUMENT != 0 && words.len() > 1 => EntityKind::Document,
            NameClass::Organisation => EntityKind::Organisation,
            NameClass::Other if outlet_word => EntityKind::Outlet,
            NameClass::Other => EntityKind::Product,
        }
    }

    /// "Association of Harbour Pilots": a body of people.
    fn is_body_of(&self, units: &Range<usize>) -> bool {
        (units.start + 1..units.end).any(|at| {
            matches!(self.prose.word(at), "of" | "for") && self.prose.is(at - 1, class::ORGANISATION)
        })
    }

    /// "told the Harl", "first published by Harl", "seen by the Harl": what is done with outlets.
    fn reads_as_outlet(&self, at: usize) -> bool {
        let mut left = self.mentions[at].units.start;
        while let Some(before) = self
            .prose
            .before(left)
            .filter(|&b| self.prose.is(b, class::DETERMINER))
        {
            left = before;
        }
        let Some(before) = self.prose.before(left) else {
            return false;
        };
        let verb = self.prose.before(before).map_or("", |b| self.prose.word(b));
        match self.prose.word(before) {
            "told" => true,
            "by" => matches!(
                verb,
                "published" | "reported" | "obtained" | "seen" | "reviewed" | "verified" | "broadcast"
            ),
            "with" => matches!(verb, "interview"),
            _ => false,
        }
    }

    /// "the Courier" for the Orlen Courier, "Harl" for Harl Terminals, "OHA" for Orlen Harbour Authority:
    /// where exactly one longer name fits.
    fn merge_short_forms(&mut self) {
        let mut into: BTreeMap<usize, usize> = BTreeMap::new();
        let longer: Vec<usize> = (0..self.clusters.len())
            .filter(|&c| self.clusters[c].words.len() > 1 && is_body(self.clusters[c].kind))
            .take(MOST_BODIES)
            .collect();
        for short in 0..self.clusters.len() {
            let cluster = &self.clusters[short];
            let lone_person = cluster.kind == EntityKind::Person
                && cluster.words.len() == 1
                && cluster.roles.is_empty()
                && cluster.gender.is_none();
            if !is_body(cluster.kind) && !lone_person && cluster.kind != EntityKind::Product {
                continue;
            }
            let words = &cluster.words;
            let mut fitting = longer.iter().copied().filter(|&long| {
                let name = &self.clusters[long].words;
                let government = name
                    .last()
                    .is_some_and(|w| matches!(w.as_str(), "administration" | "government" | "cabinet"));
                long != short
                    && name.len() > words.len()
                    && (!lone_person
                        && name.ends_with(words)
                        && !self.is_any(cluster)
                        && !self.is_known(cluster)
                        || name.starts_with(words) && words.len() == 1 && !government
                        || is_cut(words, name)
                        || !lone_person && words.len() == 1 && is_initials(&words[0], name))
            });
            if let (Some(one), None) = (fitting.next(), fitting.next()) {
                into.insert(short, one);
            }
        }
        for (short, long) in into {
            let moved = std::mem::take(&mut self.clusters[short].names);
            for at in moved {
                self.add(at, long);
            }
            if self.clusters[short].kind == EntityKind::Outlet {
                self.clusters[long].kind = EntityKind::Outlet;
            }
            self.clusters[long].names.sort_unstable();
        }
    }

    /// "House": a body of that name that everybody knows is no short form of another's.
    fn is_known(&self, cluster: &Cluster) -> bool {
        cluster.words.len() == 1 && cluster.names.iter().any(|&n| self.mentions[n].known.is_some())
    }

    /// "a newly formed PAC", "another Bureau": brought in as one of several, and short for none.
    fn is_any(&self, cluster: &Cluster) -> bool {
        cluster.words.len() == 1
            && cluster.names.iter().take(FEW_NAMES).any(|&n| {
                let before = self.prose.before(self.mentions[n].units.start);
                before.is_some_and(|b| {
                    matches!(self.prose.word(b), "a" | "an" | "A" | "An" | "another")
                        || self.prose.units[b].shape == Shape::Lower && !self.prose.is_function_word(b)
                })
            })
    }

    /// Drops emptied clusters and renumbers the rest in order of first mention.
    fn finish(mut self) -> Identities {
        let mut order: Vec<usize> = (0..self.clusters.len())
            .filter(|&c| !self.clusters[c].names.is_empty())
            .collect();
        for cluster in &mut self.clusters {
            cluster.names.sort_unstable();
        }
        order.sort_by_key(|&c| self.clusters[c].names[0]);
        let mut renumbered = vec![0; self.clusters.len()];
        for (new, &old) in order.iter().enumerate() {
            renumbered[old] = new;
        }
        let clusters = order
            .iter()
            .map(|&old| {
                let mut cluster = self.clusters[old].clone();
                for candidate in &mut cluster.candidates {
                    *candidate = renumbered[*candidate];
                }
                cluster
            })
            .collect();
        for cluster in &mut self.cluster_of {
            *cluster = renumbered[*cluster];
        }
        Identities {
            clusters,
            cluster_of: self.cluster_of,
            forms: self.forms,
        }
    }
}

/// Names before or after a surname that are looked at.
const FEW_NAMES: usize = 24;

/// Sentences of a report in which whom it is about is named.
const HEAD: usize = 3;

/// Blocks before a surname in which another bearer makes it doubtful.
const NEAR: usize = 2;

/// How many persons of one surname are told apart.
const MOST_BEARERS: usize = 16;

/// How many surnames of one page are compared with a misspelt one.
const MOST_SURNAMES: usize = 200;

/// Letters of the shortest surname that a slip is looked for in.
const SHORTEST_SLIP: usize = 6;

/// How many organisations of one page are compared with its short names.
const MOST_BODIES: usize = 400;

/// Is a surname that nobody bears in full another but for one letter left out or put in ("Sweeney", "Sweeny")? A plural
/// is none, and letters that are exchanged make another name ("Hansen", "Hanson").
fn is_slip(word: &str, surname: &str) -> bool {
    let (long, short) = if word.len() > surname.len() {
        (word, surname)
    } else {
        (surname, word)
    };
    let same = short
        .chars()
        .zip(long.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let rest: String = long.chars().skip(same + 1).collect();
    let tail: String = short.chars().skip(same).collect();
    long.chars().count() >= SHORTEST_SLIP
        && long.chars().count() == short.chars().count() + 1
        && same > 0
        && rest == tail
        && !(rest.is_empty() && long.ends_with('s'))
}

/// "Orlen Center" for the "Orlen Center for Public Research".
fn is_cut(short: &[String], name: &[String]) -> bool {
    short.len() > 1
        && name.starts_with(short)
        && name
            .get(short.len())
            .is_some_and(|next| matches!(next.as_str(), "for" | "of" | "on"))
}

fn is_body(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Organisation | EntityKind::Outlet)
}

fn is_initials(short: &str, name: &[String]) -> bool {
    let initials: String = name
        .iter()
        .filter(|w| {
            !matches!(
                w.as_str(),
                "of" | "the" | "for" | "and" | "&" | "on" | "in" | "to"
            )
        })
        .filter_map(|w| w.chars().next())
        .collect();
    short.chars().count() >= 2 && short == initials
}

/// The gender of the title right before a name.
pub(crate) fn title_gender(prose: &Prose<'_>, name: usize) -> Option<Gender> {
    let mut before = prose.before(name)?;
    if prose.word(before) == "." {
        before = prose.before(before)?;
    }
    gender_of_classes(prose.classes[before])
}

fn gender_of_classes(classes: u32) -> Option<Gender> {
    match (classes & class::FEMALE != 0, classes & class::MALE != 0) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}

fn given_gender(classes: u32) -> Option<Gender> {
    match (
        classes & class::GIVEN_FEMALE != 0,
        classes & class::GIVEN_MALE != 0,
    ) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}

/// The hash that a role's head is compared by.
pub(crate) fn head_key(word: &str) -> u64 {
    hash_lower(word)
}
