//! The bundled story retold: what every stage costs, from pages to the record.
//!
//! A retelling gives other names to the story's people, places and bodies,
//! exchanges a quarter of its longer words and some of its figures, each time
//! in the same way on all its pages, so that what was copied stays copied.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hint::black_box;

use anyhow::{Context, Result};
use collation::Report;
use page::Page;

use super::{Chance, Clock};
use crate::corpora::Corpora;
use crate::stories::Story;

const STORY: &str = "stories/harbour-memo";
/// Shorter words are kept: they hold a sentence together.
const LONG: usize = 6;
/// One of so many long words of a retelling is another.
const EXCHANGED: u64 = 4;
/// As [`EXCHANGED`], of numbers of two and three figures.
const RECOUNTED: u64 = 3;

/// Pages to retell, with the words that can be exchanged.
pub(super) struct Source {
    /// Names and contents.
    pages: Vec<(String, String)>,
    names: BTreeSet<String>,
    words: Vec<String>,
}

impl Source {
    /// # Errors
    /// When the bundled story cannot be read.
    pub(super) fn open(corpora: &Corpora) -> Result<Self> {
        let story = Story::open(&corpora.checkout(STORY), true)?;
        let mut pages = Vec::new();
        for path in &story.pages {
            let page = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            pages.push((path.display().to_string(), page));
        }
        Ok(Self::of(pages))
    }

    /// A name is what stands with a capital after a lower-case word.
    fn of(pages: Vec<(String, String)>) -> Self {
        let (mut names, mut words) = (BTreeSet::new(), BTreeSet::new());
        for (_, page) in &pages {
            for text in pieces(page).filter(|piece| !piece.starts_with('<')) {
                let mut after_word = false;
                for word in text.split_whitespace() {
                    let bare = word.trim_matches(|c: char| !c.is_alphabetic());
                    if bare.len() >= LONG && bare.chars().all(|c| c.is_ascii_lowercase()) {
                        words.insert(bare.to_owned());
                    }
                    if after_word && bare.starts_with(|c: char| c.is_ascii_uppercase()) {
                        names.insert(bare.to_owned());
                    }
                    after_word = word.ends_with(|c: char| c.is_ascii_lowercase())
                        && word.starts_with(|c: char| c.is_ascii_lowercase());
                }
            }
        }
        Self {
            pages,
            names,
            words: words.into_iter().collect(),
        }
    }

    /// Reports of one telling.
    pub(super) fn reports(&self) -> usize {
        self.pages.len()
    }

    /// Seconds for reading the pages of so many retellings, for collation, for the stemma and for the record, and the number
    /// of claims; with the same names in all of them they are one story.
    pub(super) fn measure(&self, retellings: usize, own_names: bool) -> ([f64; 4], usize) {
        let nlp_models = nlp::Models::bundled();
        let attribution_models = attribution::Models::bundled();
        let pages: Vec<Page> = (0..retellings)
            .flat_map(|telling| self.retold(telling as u64, own_names))
            .collect();
        let clock = Clock::start();
        let reports: Vec<Report> = pages
            .iter()
            .map(|page| {
                let article = page::read(page).value;
                let analysis = nlp::analyze(&article, &nlp_models);
                let statements = attribution::attribute(&article, &analysis, &attribution_models);
                Report {
                    article,
                    analysis,
                    statements,
                }
            })
            .collect();
        let reading = clock.seconds();
        let clock = Clock::start();
        let collation = collation::collate(&reports, &[], &collation::Decisions::default());
        let collating = clock.seconds();
        let clock = Clock::start();
        let stemma = stemma::trace(&reports, &[], &collation);
        let tracing = clock.seconds();
        let clock = Clock::start();
        let record = black_box(dossier::assemble(&dossier::Story {
            reports: &reports,
            primaries: &[],
            collation: &collation,
            stemma: &stemma,
            notices: &[],
            program: &dossier::Program {
                name: "lab".to_owned(),
                version: String::new(),
                models: Vec::new(),
            },
        }));
        (
            [reading, collating, tracing, clock.seconds()],
            record.claims.len(),
        )
    }

    fn retold(&self, telling: u64, own_names: bool) -> Vec<Page> {
        let mut chance = Chance(if own_names { telling | 1 << 40 } else { 1 << 41 });
        let names: BTreeMap<&str, String> = self
            .names
            .iter()
            .map(|name| (name.as_str(), invented_name(&mut chance)))
            .collect();
        let mut chance = Chance(telling | 1 << 42);
        let mut words = BTreeMap::new();
        for word in &self.words {
            let other = &self.words[chance.below(self.words.len() as u64) as usize];
            if chance.below(EXCHANGED) == 0 {
                words.insert(word.as_str(), other.as_str());
            }
        }
        let recount = chance.next();
        let exchange = |word: &str| -> Option<String> {
            if let Some(name) = names.get(word) {
                return Some(name.clone());
            }
            if let Some(other) = words.get(word) {
                return Some((*other).to_owned());
            }
            let number: u64 = word.parse().ok().filter(|_| matches!(word.len(), 2 | 3))?;
            let mut chance = Chance(recount ^ number);
            (chance.below(RECOUNTED) == 0).then(|| (10 + chance.below(990)).to_string())
        };
        self.pages
            .iter()
            .map(|(name, page)| Page {
                id: format!("{telling}-{name}"),
                bytes: with_words(page, exchange).into_bytes(),
                ..Page::default()
            })
            .collect()
    }
}

fn invented_name(chance: &mut Chance) -> String {
    const STARTS: [&str; 12] = [
        "Ba", "Do", "Fe", "Ga", "Ke", "Lo", "Mi", "Ne", "Pa", "Ro", "Su", "Vi",
    ];
    const MIDDLES: [&str; 12] = [
        "da", "le", "mo", "na", "ra", "se", "ti", "vo", "ba", "ko", "lu", "ge",
    ];
    const ENDS: [&str; 8] = ["n", "r", "ss", "ld", "k", "th", "m", "ric"];
    let mut name = String::new();
    for parts in [&STARTS[..], &MIDDLES, &MIDDLES, &ENDS] {
        name.push_str(parts[chance.below(parts.len() as u64) as usize]);
    }
    name
}

/// A page cut into tags, which begin with `<` (a script is one with its content), and what stands between them.
fn pieces(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        let end = match rest.find('<') {
            None => rest.len(),
            Some(0) if rest.starts_with("<script") => rest
                .find("</script>")
                .map_or(rest.len(), |at| at + "</script>".len()),
            Some(0) => rest.find('>').map_or(rest.len(), |at| at + 1),
            Some(at) => at,
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The page with words of its text exchanged; its tags stay.
fn with_words(page: &str, exchange: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(page.len());
    for piece in pieces(page) {
        if piece.starts_with('<') {
            out.push_str(piece);
            continue;
        }
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let inside = first.is_alphanumeric();
            let end = rest
                .find(|c: char| c.is_alphanumeric() != inside)
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            match inside.then(|| exchange(run)).flatten() {
                Some(other) => out.push_str(&other),
                None => out.push_str(run),
            }
            rest = after;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        let page = "<h1>Head</h1><script>the Orlen survey</script><p>Then the Orlen survey counted 47 of the harbour walls.</p>";
        Source::of(vec![("a".to_owned(), page.to_owned())])
    }

    #[test]
    fn a_retelling_keeps_the_page_and_exchanges_names() {
        let source = source();
        assert_eq!(source.names, BTreeSet::from(["Orlen".to_owned()]));
        let text = |telling, own| {
            let pages = source.retold(telling, own);
            pages.into_iter().map(|page| String::from_utf8(page.bytes)).next()
        };
        let first = text(1, true).and_then(Result::ok).unwrap_or_default();
        assert!(first.starts_with("<h1>Head</h1><script>the Orlen survey</script><p>Then the "));
        assert_eq!(first.matches("Orlen").count(), 1, "{first}");
        assert_eq!(Some(first.clone()), text(1, true).and_then(Result::ok));
        assert_ne!(Some(first), text(2, true).and_then(Result::ok));
    }
}
