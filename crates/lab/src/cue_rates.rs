//! Counts how often each verb of the lexicon is in a cue: the table `cue_rates.tsv` of the attribution crate.
//!
//! Gold articles in, the table out. Rare verbs are drawn to the mean of the verbs of their stance, and
//! each form and follower to what the verb's rate over all and the column's effect make likely.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use attribution::Models;
use attribution::rates::{COLUMNS, verb_uses, verbs};
use nlp::Analysis;

use crate::polnear::Example;

/// Uses that a mean counts for.
const PRIOR: f64 = 4.0;

/// Uses from which on a verb counts in the mean of its stance.
const MET: f64 = 3.0;

/// Uses that a verb weighs at most where the effect of a column is estimated.
const HEAVIEST: f64 = 10.0;

const HEADER: &str = "\
# How often a verb is in a cue, in hundredths: over all, by form, and by what follows it.
# Counted on the train part of PolNeAR (Newell et al. 2018) by `cargo lab polnear cue-rates`, smoothed; verbs not met
# there have the mean of their stance. Columns: lemma, all; base, -s, past, participle, -ing; then QUOTE THAT WH TO PRO NP
# PREP AS ING END.
lemma\tall\tbase\ts\tpast\tpart\ting\tQUOTE\tTHAT\tWH\tTO\tPRO\tNP\tPREP\tAS\tING\tEND
";

/// Uses, and those of them in a cue.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    uses: f64,
    cues: f64,
}

impl Count {
    fn add(&mut self, cue: bool) {
        self.uses += 1.0;
        self.cues += f64::from(u8::from(cue));
    }

    /// The share of cues, drawn to a likely value.
    fn rate(self, likely: f64) -> f64 {
        (self.cues + PRIOR * likely) / (self.uses + PRIOR)
    }
}

/// The table, for the verbs that it has now.
#[must_use]
pub fn table(examples: &[Example]) -> String {
    let models = Models::bundled();
    let verbs = verbs(&models);
    let mut all = vec![Count::default(); verbs.len()];
    let mut columns = vec![[Count::default(); COLUMNS]; verbs.len()];
    for example in examples {
        let analysis = Analysis {
            tokens: nlp::tokenize(&example.text),
            ..Analysis::default()
        };
        let mut cues: Vec<_> = example.attributions.iter().flat_map(|a| &a.cue).collect();
        cues.sort();
        for found in verb_uses(&example.text, &analysis, &models) {
            // Cues do not overlap but by an annotator's slip.
            let next = cues.partition_point(|cue| cue.end() <= found.span.start());
            let cue = cues.get(next).is_some_and(|cue| cue.contains(found.span));
            all[found.verb].add(cue);
            for column in [found.form, found.follower] {
                columns[found.verb][column].add(cue);
            }
        }
    }
    let means = stance_means(&verbs, &all);
    let rates: Vec<f64> = verbs
        .iter()
        .zip(&all)
        .map(|((_, stance), count)| count.rate(means.get(stance).copied().unwrap_or(0.5)))
        .collect();
    let effects = effects(&rates, &columns);
    let mut out = HEADER.to_owned();
    for (((lemma, _), rate), counts) in verbs.iter().zip(&rates).zip(&columns) {
        out.push_str(lemma);
        let by_column = counts
            .iter()
            .zip(effects)
            .map(|(count, effect)| count.rate(chance(log_odds(*rate) + effect)));
        for rate in std::iter::once(*rate).chain(by_column) {
            let _ = write!(out, "\t{:.0}", 100.0 * rate);
        }
        out.push('\n');
    }
    out
}

/// Mean rate of the verbs of each stance, each verb counted once.
fn stance_means(verbs: &[(&str, usize)], all: &[Count]) -> BTreeMap<usize, f64> {
    let mut sums = BTreeMap::<usize, (f64, f64)>::new();
    for ((_, stance), count) in verbs.iter().zip(all) {
        if count.uses >= MET {
            let (sum, number) = sums.entry(*stance).or_default();
            *sum += count.cues / count.uses;
            *number += 1.0;
        }
    }
    sums.into_iter()
        .map(|(stance, (sum, number))| (stance, sum / number))
        .collect()
}

/// What a column adds to the log-odds of verbs: its cues against those that its verbs' rates lead to expect. No
/// verb weighs more than [`HEAVIEST`] uses, or "say" would speak for all.
fn effects(rates: &[f64], columns: &[[Count; COLUMNS]]) -> [f64; COLUMNS] {
    std::array::from_fn(|column| {
        let (mut uses, mut cues, mut expected) = (1.0, 0.5, 0.5);
        for (rate, counts) in rates.iter().zip(columns) {
            let weight = HEAVIEST / (HEAVIEST + counts[column].uses);
            uses += weight * counts[column].uses;
            cues += weight * counts[column].cues;
            expected += weight * counts[column].uses * rate;
        }
        log_odds(cues / uses) - log_odds(expected / uses)
    })
}

fn log_odds(chance: f64) -> f64 {
    (chance / (1.0 - chance)).ln()
}

fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use attribution::link::Attribution;
    use text::Span;

    #[test]
    fn a_verb_that_is_always_a_cue_has_a_higher_rate_than_one_that_never_is() {
        let text = "Mara Oduya said that it rained. They walk home. ".repeat(20);
        let attributions = text
            .match_indices("said")
            .map(|(at, cue)| Attribution {
                cue: vec![Span::new(at, at + cue.len())],
                ..Attribution::default()
            })
            .collect();
        let table = table(&[Example {
            id: "a".to_owned(),
            text,
            attributions,
        }]);
        let row = |lemma: &str| -> Vec<f64> {
            let row = table.lines().find(|line| line.split('\t').next() == Some(lemma));
            row.unwrap()
                .split('\t')
                .skip(1)
                .map(|value| value.parse().unwrap())
                .collect()
        };
        let said = row("say");
        assert_eq!(said.len(), 1 + COLUMNS);
        assert!(said[0] > 80.0 && said[3] > 80.0, "{said:?}");
        let unmet = row("abhor");
        assert!(unmet.iter().all(|rate| (0.0..=100.0).contains(rate)), "{unmet:?}");
    }
}
