//! Chains: noun phrases that are likely one person or thing.
//!
//! In: prose and the mentions that the sure rules gave. Out: chains of two phrases or more, and
//! mentions of entities that only they give. The phrases of [`crate::phrases`] take the words of the
//! mention that holds their head; each then follows the antecedent that [`crate::links`] finds
//! likeliest. A phrase becomes a mention of an entity only where that is very likely, and never one
//! of a person: those have rules of their own.

use std::collections::HashMap;
use std::ops::Range;

use page::Article;
use text::Span;

use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::links::{AloneRows, Known, PairRows, Referent, Window, Wording, alone_rows, pair_rows};
use crate::nominals::Reference;
use crate::phrases::{Phrase, PhraseKind};
use crate::prose::Prose;
use crate::{Chain, EntityKind, MentionForm, Models};

/// A phrase as an example to learn from.
#[derive(Debug, Clone)]
pub struct LinkCase {
    /// Bytes of the phrase.
    pub phrase: Span,
    /// Bytes of its head.
    pub head: Span,
    /// What it is for.
    pub kind: PhraseKind,
    /// Its own rows.
    pub alone: AloneRows,
    /// Phrases before it that it may refer to, by number, with the rows of the pair.
    pub candidates: Vec<(usize, PairRows)>,
}

/// Units of a name in which an "of" is looked for.
const LONGEST_BEFORE_OF: usize = 8;

/// Least probability of an antecedent by which a phrase becomes a mention of an entity.
const SURE: f32 = 0.8;

/// The chains of an article, and further mentions of its entities.
pub(crate) fn chains(
    prose: &Prose<'_>,
    names: &[(Range<usize>, usize)],
    others: &[Reference],
    clusters: &[Cluster],
    models: &Models,
) -> (Vec<Chain>, Vec<Reference>) {
    let mut referents = referents(prose, names, others, clusters, models);
    let antecedents = models.links.antecedents(&mut referents, prose);
    let mut chain_of: Vec<usize> = Vec::with_capacity(referents.len());
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut entity_of: Vec<Option<usize>> = Vec::with_capacity(referents.len());
    let mut further = Vec::new();
    for (at, antecedent) in antecedents.into_iter().enumerate() {
        let referent = &referents[at];
        let chain = match antecedent {
            Some((earlier, _)) => chain_of[earlier],
            None => {
                members.push(Vec::new());
                members.len() - 1
            }
        };
        members[chain].push(at);
        chain_of.push(chain);
        let entity = antecedent
            .filter(|&(_, probability)| referent.open && probability >= SURE)
            .and_then(|(earlier, _)| entity_of[earlier])
            .filter(|&entity| may_mean(referent, clusters[entity].kind));
        let whole = referent.span(prose) == prose.span(&referent.units);
        if let Some(cluster) = entity.filter(|_| whole) {
            let form = if referent.wording.is_pronoun() {
                MentionForm::Pronoun
            } else {
                MentionForm::Nominal
            };
            further.push(Reference {
                units: referent.units.clone(),
                form,
                cluster,
            });
        }
        entity_of.push(referent.cluster.or(entity));
    }
    let chains = members
        .into_iter()
        .filter(|chain| chain.len() > 1)
        .map(|chain| Chain {
            kind: kind_of(chain.iter().map(|&at| referents[at].phrase.kind)),
            phrases: chain.iter().map(|&at| referents[at].span(prose)).collect(),
        })
        .collect();
    (chains, further)
}

/// May a phrase of this wording and kind be a mention of the entity? Persons have rules of their own: of nouns for them
/// that the model is this sure of, it has in fiction every second wrong.
fn may_mean(referent: &Referent, entity: EntityKind) -> bool {
    use EntityKind::{Country, Group, Organisation, Outlet};
    let body = matches!(entity, Organisation | Outlet);
    match referent.wording {
        Wording::It => {
            let place = referent.phrase.kind == PhraseKind::Place && entity == Country;
            place || referent.phrase.kind == PhraseKind::Organisation && (body || entity == Country)
        }
        Wording::They => body || matches!(entity, Group | Country),
        Wording::Definite | Wording::ThisNoun => referent.phrase.kind == PhraseKind::Organisation && body,
        _ => false,
    }
}

/// What most are for; of equals the first.
fn kind_of(kinds: impl Iterator<Item = PhraseKind>) -> PhraseKind {
    let mut counts = [0_usize; PhraseKind::ALL.len()];
    for kind in kinds {
        counts[kind as usize] += 1;
    }
    PhraseKind::ALL
        .into_iter()
        .rev()
        .max_by_key(|&kind| counts[kind as usize])
        .unwrap_or(PhraseKind::Thing)
}

/// The phrases with what the sure rules know of them.
fn referents(
    prose: &Prose<'_>,
    names: &[(Range<usize>, usize)],
    others: &[Reference],
    clusters: &[Cluster],
    models: &Models,
) -> Vec<Referent> {
    let phrases = models.phrases.phrases(prose);
    let mentions = Mentions::new(prose, names, others, &phrases);
    let quotations = sentences_of_quotations(prose);
    phrases
        .into_iter()
        .map(|phrase| {
            let (units, known) = mentions.known(&phrase, clusters);
            Referent::new(prose, phrase, units, &quotations, known)
        })
        .collect()
}

/// The mentions that the sure rules gave, by where they stand.
struct Mentions<'a> {
    /// Units and cluster; names after others.
    all: Vec<(&'a Range<usize>, usize)>,
    first_name: usize,
    /// The mention that each unit stands in: of names before others.
    at: Vec<Option<usize>>,
    /// The phrase's head that is the mention's own.
    head: Vec<Option<usize>>,
}

impl<'a> Mentions<'a> {
    fn new(
        prose: &Prose<'_>,
        names: &'a [(Range<usize>, usize)],
        others: &'a [Reference],
        phrases: &[Phrase],
    ) -> Self {
        let all: Vec<(&Range<usize>, usize)> = others
            .iter()
            .map(|other| (&other.units, other.cluster))
            .chain(names.iter().map(|(units, cluster)| (units, *cluster)))
            .collect();
        let mut at = vec![None; prose.units.len()];
        for (number, (units, _)) in all.iter().enumerate() {
            at[(*units).clone()].fill(Some(number));
        }
        let mut head: Vec<Option<usize>> = vec![None; all.len()];
        for phrase in phrases {
            let Some(mention) = at[phrase.head] else { continue };
            let units = all[mention].0;
            // Of several heads in one name the last before "of" is the name's.
            let of = units
                .clone()
                .take(LONGEST_BEFORE_OF)
                .find(|&unit| unit > units.start && prose.is(unit, class::PREPOSITION));
            if phrase.head < of.unwrap_or(units.end) || head[mention].is_none() {
                head[mention] = Some(phrase.head);
            }
        }
        Self {
            all,
            first_name: others.len(),
            at,
            head,
        }
    }

    /// The units of a phrase, and what the rules say of it. A name has all its words.
    fn known(&self, phrase: &Phrase, clusters: &[Cluster]) -> (Range<usize>, Known) {
        let own = phrase.start..phrase.head + 1;
        let mention = self.at[phrase.head].filter(|&mention| self.head[mention] == Some(phrase.head));
        let Some(mention) = mention else {
            let open = self.at[own.clone()].iter().all(Option::is_none);
            return (
                own,
                Known {
                    open,
                    ..Known::default()
                },
            );
        };
        let (units, cluster) = self.all[mention];
        let entity = &clusters[cluster];
        let known = Known {
            name: mention >= self.first_name,
            open: false,
            cluster: (entity.kind != EntityKind::Unresolved).then_some(cluster),
            gender: entity.likely_gender(),
        };
        let units = if known.name {
            units.clone()
        } else {
            units.start.max(own.start)..own.end
        };
        (units, known)
    }
}

/// First and last sentence that each quotation touches.
fn sentences_of_quotations(prose: &Prose<'_>) -> HashMap<usize, (usize, usize)> {
    let mut touched: HashMap<usize, (usize, usize)> = HashMap::new();
    for (unit, quotation) in prose.quotation.iter().enumerate() {
        if let Some(quotation) = quotation {
            let sentence = prose.sentence_of[unit];
            touched.entry(*quotation).or_insert((sentence, sentence)).1 = sentence;
        }
    }
    touched
}

/// The noun phrases of an article as examples, read as the program reads them.
#[must_use]
pub fn link_cases(article: &Article, models: &Models) -> Vec<LinkCase> {
    let mut cases = Vec::new();
    crate::coreference::with_names(article, models, |prose, names, mut clusters, references| {
        let mut references = references.to_vec();
        crate::pronouns::pronouns(prose, names, &mut clusters, &mut references);
        let mut referents = referents(prose, names, &references, &clusters, models);
        let mut window = Window::new();
        for at in 0..referents.len() {
            let candidates = window.step(&mut referents, at);
            let referent = &referents[at];
            let head = referent.phrase.head;
            cases.push(LinkCase {
                phrase: referent.span(prose),
                head: prose.span(&(head..head + 1)),
                kind: referent.phrase.kind,
                alone: alone_rows(&referents, at, &candidates),
                candidates: candidates
                    .iter()
                    .map(|&earlier| (earlier, pair_rows(&referents, at, earlier, prose)))
                    .collect(),
            });
        }
    });
    cases
}
