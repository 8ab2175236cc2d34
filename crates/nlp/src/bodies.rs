//! Organisations referred to by what they are: "the company", "the agency", "it said".
//!
//! In: prose, the name mentions of organisations and outlets. Out: for a noun
//! for bodies in general the one body that it may mean: of those named in the
//! sentences right before, the only one whose name does not say that it is
//! something else. Where two may be meant nothing is said.

use std::ops::Range;

use crate::EntityKind;
use crate::gazetteer::class;
use crate::identity::Cluster;
use crate::prose::Prose;

/// How many sentences back the body may be named.
const SENTENCES_BACK: usize = 2;

/// What a general noun may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Business,
    Authority,
    Press,
    Any,
}

/// Nouns that name a body by its sort alone.
fn sort_of_noun(noun: &str) -> Option<Sort> {
    Some(match noun {
        "company" | "firm" | "business" | "carmaker" | "automaker" | "airline" | "retailer"
        | "manufacturer" | "operator" | "corporation" | "bank" | "lender" | "insurer" => Sort::Business,
        "agency" | "department" | "ministry" | "bureau" | "authority" | "regulator" | "commission"
        | "watchdog" => Sort::Authority,
        "newspaper" | "paper" | "network" | "magazine" | "website" | "outlet" | "broadcaster"
        | "publication" | "site" | "channel" => Sort::Press,
        "organisation" | "organization" | "group" | "institution" | "body" | "charity" | "nonprofit"
        | "union" => Sort::Any,
        _ => return None,
    })
}

/// Does the last word of a body's name leave room for the sort?
fn allows(sort: Sort, cluster: &Cluster) -> bool {
    let last = cluster.words.last().map_or("", String::as_str);
    let of_state = matches!(
        last,
        "department"
            | "ministry"
            | "agency"
            | "bureau"
            | "commission"
            | "council"
            | "court"
            | "police"
            | "senate"
    ) || matches!(
        last,
        "house" | "congress" | "parliament" | "government" | "administration" | "committee" | "party"
    ) || cluster
        .words
        .first()
        .is_some_and(|w| w == "department" || w == "ministry");
    let of_business = matches!(
        last,
        "inc" | "corp" | "co" | "ltd" | "llc" | "plc" | "holdings" | "bank" | "airlines"
    );
    match sort {
        Sort::Business => cluster.kind == EntityKind::Organisation && !of_state,
        // "the department" is not the White House: the name must say that it is one, or be an acronym.
        Sort::Authority => cluster.kind == EntityKind::Organisation && (of_state || is_acronym(cluster)),
        Sort::Press => !of_state && !of_business,
        // "the group" is not the university where it met.
        Sort::Any => !matches!(
            last,
            "university" | "college" | "school" | "hospital" | "church" | "court"
        ),
    }
}

fn is_acronym(cluster: &Cluster) -> bool {
    matches!(cluster.words.as_slice(), [one] if (2..=5).contains(&one.len()))
}

/// Where bodies are named, by sentence.
pub(crate) struct Bodies {
    named: Vec<Vec<(usize, usize)>>,
}

impl Bodies {
    pub(crate) fn new<'a>(
        prose: &Prose<'_>,
        names: impl Iterator<Item = (&'a Range<usize>, usize)>,
        clusters: &[Cluster],
    ) -> Self {
        let mut named = vec![Vec::new(); prose.sentences.len()];
        for (units, cluster) in names {
            if matches!(
                clusters[cluster].kind,
                EntityKind::Organisation | EntityKind::Outlet
            ) {
                named[prose.sentence_of[units.start]].push((units.start, cluster));
            }
        }
        Self { named }
    }

    /// The body that a noun at `head` means by its sort alone.
    pub(crate) fn meant_by(&self, prose: &Prose<'_>, clusters: &[Cluster], head: usize) -> Option<usize> {
        let sort = sort_of_noun(&prose.word(head).to_lowercase())?;
        self.only_one(prose, head, |cluster| allows(sort, &clusters[cluster]))
    }

    /// The body that "it" before a verb of saying means.
    pub(crate) fn meant_by_it(&self, prose: &Prose<'_>, at: usize) -> Option<usize> {
        let says = at + 1 < prose.sentence(at).end && prose.is(at + 1, class::REPORTING);
        let it = says && prose.word(at).eq_ignore_ascii_case("it") && prose.quotation[at].is_none();
        it.then(|| self.only_one(prose, at, |_| true)).flatten()
    }

    /// The only body that fits in the nearest sentence, this one or shortly before, that names one.
    fn only_one(&self, prose: &Prose<'_>, at: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let here = prose.sentence_of[at];
        for sentence in (here.saturating_sub(SENTENCES_BACK)..=here).rev() {
            let mut fitting = self.named[sentence]
                .iter()
                .filter(|&&(start, cluster)| start < at && fits(cluster))
                .map(|&(_, cluster)| cluster);
            if let Some(one) = fitting.next() {
                return fitting.all(|other| other == one).then_some(one);
            }
        }
        None
    }
}
