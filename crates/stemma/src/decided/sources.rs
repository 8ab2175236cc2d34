//! Which sources are one and which are two, as a person decided.
//!
//! In: on what each statement rests, and the decisions. Out: the same, where
//! statements of one source rest on one node, and those of separate sources on nodes
//! of their own that are counted apart. Where the program took two sources for one,
//! each gets what its page says in the same words; what else rested on that node
//! stays there, and may still be either.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Decided, Unfollowed};
use crate::sources::{Key, Rest, Scope, Source};
use crate::witnesses::keys;

/// A source of several places by a person's word; as a key or as a node.
#[derive(Debug)]
pub(crate) struct One<T> {
    pub(crate) source: T,
    /// Pages of the places.
    pub(crate) pages: BTreeSet<usize>,
    /// Those of them whose words the program took for another source.
    pub(crate) moved: BTreeSet<usize>,
}

/// What followed, by node of the stemma.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    pub(crate) one: Vec<One<usize>>,
    /// Nodes that are certainly two sources; each pair both ways round.
    pub(crate) apart: BTreeSet<(usize, usize)>,
}

/// What followed, by key.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    one: Vec<One<Key>>,
    apart: BTreeSet<(Key, Key)>,
    pub(crate) unfollowed: Vec<Unfollowed>,
}

impl Followed {
    /// The same by number of the nodes, as far as they are shown.
    pub(crate) fn numbered(self, numbers: &BTreeMap<Key, usize>) -> Settled {
        let pairs = self
            .apart
            .iter()
            .filter_map(|(a, b)| Some((*numbers.get(a)?, *numbers.get(b)?)));
        let apart = pairs.flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        let one = self.one.into_iter().filter_map(|one| {
            Some(One {
                source: *numbers.get(&one.source)?,
                pages: one.pages,
                moved: one.moved,
            })
        });
        Settled {
            one: one.collect(),
            apart,
        }
    }
}

const NO_SOURCE: &str =
    "what is told there rests on no source of its own: it is the page’s own word, or taken over";
const ONE: &str = "by the pages and the other lines the two are one source";

/// A statement, by report and number.
type At = (usize, usize);

/// Lets statements rest on what a person decided; `worded` is a statement's source in the words of its page.
pub(crate) fn follow(
    decided: &Decided,
    rests: &mut [Vec<Rest>],
    found: &mut BTreeMap<Key, Source>,
    worded: &dyn Fn(At) -> String,
) -> Followed {
    let mut followed = Followed::default();
    let lists = decided.one.iter().chain(&decided.separate);
    for &(ruling, ref list) in lists {
        let sourced = list.iter().filter(|&&at| is_source(&rests[at.0][at.1].key));
        if sourced.count() < 2 {
            followed.unfollowed.push(Unfollowed {
                ruling,
                why: NO_SOURCE,
            });
        }
    }
    let groups = groups(decided, rests);
    for (_, list) in &decided.separate {
        part(list, &groups, rests, found, worded);
    }
    let stands = stand_ins(&groups, rests, found);
    let several = groups.members().into_iter().filter(|members| members.len() > 1);
    followed.one = several
        .filter_map(|members| {
            let key = |&(report, at): &At| &rests[report][at].key;
            let source = stands.get(key(members.first()?))?;
            let moved = members.iter().filter(|at| key(at) != source);
            Some(One {
                source: source.clone(),
                moved: moved.map(|&(report, _)| report).collect(),
                pages: members.iter().map(|&(report, _)| report).collect(),
            })
        })
        .collect();
    for rest in rests.iter_mut().flatten() {
        if let Some(best) = stands.get(&rest.key) {
            rest.key = best.clone();
        }
    }
    for &(ruling, ref list) in &decided.separate {
        match pairs(list, rests) {
            Some(pairs) => followed.apart.extend(pairs),
            None => followed.unfollowed.push(Unfollowed { ruling, why: ONE }),
        }
    }
    followed.unfollowed.sort_unstable();
    followed.unfollowed.dedup_by_key(|one| one.ruling);
    followed
}

/// For what is one the best known of it, which stands for all.
fn stand_ins(groups: &Joined<At>, rests: &[Vec<Rest>], found: &BTreeMap<Key, Source>) -> BTreeMap<Key, Key> {
    let mut keys = Joined::default();
    for members in groups.members() {
        keys.join(members.iter().map(|&(report, at)| rests[report][at].key.clone()));
    }
    let mut stands = BTreeMap::new();
    for class in keys.members() {
        let best = class.iter().max_by_key(|key| {
            let known = found
                .get(key)
                .map(|source| (source.resolved, source.identity.is_some()));
            (known, Reverse(*key))
        });
        if let Some(best) = best {
            stands.extend(class.iter().map(|key| (key.clone(), best.clone())));
        }
    }
    stands
}

/// All pairs of what the statements rest on; `None` where two rest on one.
fn pairs(list: &[At], rests: &[Vec<Rest>]) -> Option<Vec<(Key, Key)>> {
    let keys = list.iter().map(|&(report, at)| &rests[report][at].key);
    let keys: Vec<&Key> = keys.filter(|key| is_source(key)).collect();
    let mut pairs = Vec::new();
    for (at, &a) in keys.iter().enumerate() {
        for &b in &keys[at + 1..] {
            if a == b {
                return None;
            }
            pairs.push((a.clone(), b.clone()));
        }
    }
    Some(pairs)
}

/// Somebody or something that a report draws on, and no page or its author.
fn is_source(key: &Key) -> bool {
    !matches!(key, Key::Page(_) | Key::Lost(_) | Key::Author(_))
}

/// May what a statement of a report rests on be two, although the program cannot tell it apart? Not somebody
/// named, nor a document in hand, nor what was taken over with the words of another page.
fn is_parted(report: usize, rest: &Rest) -> bool {
    match &rest.key {
        Key::Anonymous(scope) | Key::Vague(scope, _) | Key::Named(scope, _) | Key::Further(scope, _) => {
            *scope == Scope::Page(report)
        }
        Key::Document(_) => rest.via.is_empty(),
        _ => false,
    }
}

/// Statements that are of one source by the lines, and those that are to be apart.
fn groups(decided: &Decided, rests: &[Vec<Rest>]) -> Joined<At> {
    let sourced = |at: &At| is_source(&rests[at.0][at.1].key);
    let mut groups = Joined::default();
    for (_, list) in &decided.one {
        groups.join(list.iter().copied().filter(sourced));
    }
    for &at in decided.separate.iter().flat_map(|(_, list)| list) {
        groups.join([at].into_iter().filter(sourced));
    }
    groups
}

/// Things of which some are one.
#[derive(Debug)]
struct Joined<T> {
    numbers: BTreeMap<T, usize>,
    heads: Vec<usize>,
}

impl<T> Default for Joined<T> {
    fn default() -> Self {
        Self {
            numbers: BTreeMap::new(),
            heads: Vec::new(),
        }
    }
}

impl<T: Ord + Clone> Joined<T> {
    fn join(&mut self, list: impl IntoIterator<Item = T>) {
        let mut first = None;
        for one in list {
            let number = *self.numbers.entry(one).or_insert_with(|| {
                self.heads.push(self.heads.len());
                self.heads.len() - 1
            });
            let head = self.head(number);
            let to = *first.get_or_insert(head);
            let to = self.head(to);
            self.heads[head.max(to)] = head.min(to);
        }
    }

    fn head(&mut self, mut number: usize) -> usize {
        while self.heads[number] != number {
            self.heads[number] = self.heads[self.heads[number]];
            number = self.heads[number];
        }
        number
    }

    /// What is one, as a number.
    fn class(&self, one: &T) -> Option<usize> {
        let mut number = *self.numbers.get(one)?;
        while self.heads[number] != number {
            number = self.heads[number];
        }
        Some(number)
    }

    fn members(&self) -> Vec<Vec<T>> {
        let mut members: BTreeMap<Option<usize>, Vec<T>> = BTreeMap::new();
        for one in self.numbers.keys() {
            members.entry(self.class(one)).or_default().push(one.clone());
        }
        members.into_values().collect()
    }
}

/// Gives statements that are to be of separate sources and rest on one node a node each.
fn part(
    list: &[At],
    groups: &Joined<At>,
    rests: &mut [Vec<Rest>],
    found: &mut BTreeMap<Key, Source>,
    worded: &dyn Fn(At) -> String,
) {
    let words = |at: At| keys(&worded(at));
    let mut sharing: BTreeMap<Key, BTreeMap<usize, Vec<At>>> = BTreeMap::new();
    for &at in list {
        let rest = &rests[at.0][at.1];
        if let Some(group) = groups.class(&at).filter(|_| is_parted(at.0, rest)) {
            sharing
                .entry(rest.key.clone())
                .or_default()
                .entry(group)
                .or_default()
                .push(at);
        }
    }
    for (key, sides) in sharing.into_iter().filter(|(_, sides)| sides.len() > 1) {
        let all: Vec<(At, Vec<u64>)> = sides.values().flatten().map(|&at| (at, words(at))).collect();
        for (group, members) in sides {
            let own = Key::Decided(group);
            if let Some(mut source) = found.get(&key).cloned() {
                let label = members
                    .iter()
                    .map(|&at| worded(at))
                    .find(|words| !words.is_empty());
                source.label = label.unwrap_or(source.label);
                found.entry(own.clone()).or_insert(source);
            }
            for at in members {
                let mine = words(at);
                // Words that only this side uses in this page tell its other statements too.
                let telling = !mine.is_empty()
                    && !all.iter().any(|(other, theirs)| {
                        other.0 == at.0 && groups.class(other) != Some(group) && *theirs == mine
                    });
                for (number, rest) in rests[at.0].iter_mut().enumerate() {
                    let same = number == at.1 || telling && words((at.0, number)) == mine;
                    if same && rest.key == key {
                        rest.key = own.clone();
                    }
                }
            }
        }
    }
}
