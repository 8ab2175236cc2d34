//! Who and what an article speaks of, and where.
//!
//! In: an article with tokens, sentences and quotations. Out: entities with
//! their mentions, and chains of all noun phrases. The steps stand one after the other in [`references`].

use std::ops::Range;

use page::Article;
use text::Span;

use crate::chains::chains;
use crate::identity::{Cluster, Identities, identities};
use crate::mentions::{NameMention, name_mentions};
use crate::names::NameClass;
use crate::nominals::{Reference, nominals};
use crate::pronouns::pronouns;
use crate::prose::Prose;
use crate::relatives::relatives;
use crate::roles::{Role, roles_of};
use crate::{Chain, Entity, EntityKind, Mention, MentionForm, Models, QuotedSpan, Sentence, Token};

/// What [`references`] finds.
pub(crate) struct References {
    pub(crate) entities: Vec<Entity>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) chains: Vec<Chain>,
}

/// Finds entities, mentions and chains.
pub(crate) fn references(
    article: &Article,
    tokens: &[Token],
    sentences: &[Sentence],
    quoted: &[QuotedSpan],
    models: &Models,
) -> References {
    let text = article.text.as_str();
    let prose = Prose::new(text, tokens, sentences, quoted, &models.gazetteer);
    let Named {
        names,
        identities:
            Identities {
                mut clusters,
                cluster_of,
                forms,
            },
        placed,
        mut others,
    } = named(&prose, article, models);
    pronouns(&prose, &placed, &mut clusters, &mut others);
    let (chains, further) = chains(&prose, &placed, &others, &clusters, models);
    others.extend(further);
    let mut mentions: Vec<Mention> = names
        .iter()
        .zip(cluster_of.iter().zip(&forms))
        .map(|(name, (&entity, &form))| Mention {
            span: prose.span(&name.units),
            form,
            entity,
        })
        .chain(others.iter().map(|other: &Reference| Mention {
            span: prose.span(&other.units),
            form: other.form,
            entity: other.cluster,
        }))
        .collect();
    mentions.sort_by_key(|m| (m.span.start(), usize::MAX - m.span.end()));
    mentions.dedup_by_key(|m| m.span);
    let mut first_mention: Vec<Option<Span>> = vec![None; clusters.len()];
    for mention in &mentions {
        first_mention[mention.entity].get_or_insert(mention.span);
    }
    let entities = clusters
        .iter()
        .enumerate()
        .map(|(at, cluster)| entity(&prose, &names, &forms, first_mention[at], cluster))
        .collect();
    References {
        entities,
        mentions,
        chains,
    }
}

/// What is known of an article before its pronouns are read.
struct Named {
    names: Vec<NameMention>,
    identities: Identities,
    /// Where each cluster is named.
    placed: Vec<(Range<usize>, usize)>,
    /// Roles, bodies by their sort and relative pronouns.
    others: Vec<Reference>,
}

fn named(prose: &Prose<'_>, article: &Article, models: &Models) -> Named {
    // As the model draws them and the article agrees on them.
    let names = name_mentions(prose, &models.names.names(prose), &models.gazetteer);
    let mut identities = grouped(prose, &names, article);
    let placed = placed(&names, &identities.cluster_of);
    let mut others = nominals(prose, &placed, &mut identities.clusters);
    relatives(prose, &placed, &identities.clusters, &mut others);
    Named {
        names,
        identities,
        placed,
        others,
    }
}

fn grouped(prose: &Prose<'_>, names: &[NameMention], article: &Article) -> Identities {
    let roles: Vec<Vec<Role>> = names
        .iter()
        .map(|name| {
            if name.class == NameClass::Person {
                roles_of(prose, name)
            } else {
                Vec::new()
            }
        })
        .collect();
    let outlet = article.outlet.as_ref().map(|found| found.value.as_str());
    identities(prose, names, &roles, outlet)
}

/// Where each cluster is named.
fn placed(names: &[NameMention], cluster_of: &[usize]) -> Vec<(Range<usize>, usize)> {
    names
        .iter()
        .zip(cluster_of)
        .map(|(name, &cluster)| (name.units.clone(), cluster))
        .collect()
}

/// What is known of an article before its pronouns are read, for those who learn from it.
pub(crate) fn with_names(
    article: &Article,
    models: &Models,
    look: impl FnOnce(&Prose<'_>, &[(Range<usize>, usize)], Vec<Cluster>, &[Reference]),
) {
    let text = article.text.as_str();
    let tokens = crate::tokenize(text);
    let quoted = crate::quotations(text, &article.blocks);
    let sentences = crate::sentences::sentences(text, &tokens, &article.blocks, &quoted, &models.lexicon);
    let prose = Prose::new(text, &tokens, &sentences, &quoted, &models.gazetteer);
    let named = named(&prose, article, models);
    look(&prose, &named.placed, named.identities.clusters, &named.others);
}

fn entity(
    prose: &Prose<'_>,
    names: &[NameMention],
    forms: &[MentionForm],
    first_mention: Option<Span>,
    cluster: &Cluster,
) -> Entity {
    let fullest = cluster
        .names
        .iter()
        .filter(|&&n| forms[n] == MentionForm::Name)
        .max_by_key(|&&n| (names[n].units.len(), std::cmp::Reverse(n)))
        .or(cluster.names.first())
        .map(|&n| prose.span(&names[n].units));
    let name = fullest.or(first_mention).unwrap_or(Span::new(0, 0));
    let mut roles: Vec<Span> = Vec::new();
    for role in &cluster.roles {
        let span = prose.span(&role.units);
        if !roles
            .iter()
            .any(|r| prose.text[r.range()] == prose.text[span.range()])
        {
            roles.push(span);
        }
    }
    Entity {
        kind: cluster.kind,
        name,
        roles,
        gender: cluster
            .gender
            .filter(|_| matches!(cluster.kind, EntityKind::Person | EntityKind::Unresolved)),
        candidates: cluster.candidates.clone(),
    }
}
