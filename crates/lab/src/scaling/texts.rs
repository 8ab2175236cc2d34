//! Invented texts of words without meaning: what reading, parallels and derivation cost.
//!
//! Each story is told by ten reports: agency copies that were cut and edited,
//! rewrites that share a passage, reports of their own. Furniture stands in
//! many of them.

use std::fmt::Write as _;
use std::hint::black_box;

use stemma::{Exemplar, Houses, derive, find_credits, find_parallels};

use super::{Chance, Clock};

/// Reports of one story.
const TOLD_BY: usize = 10;
/// Paragraphs of a story, and words of each.
const PARAGRAPHS: usize = 6;
const WORDS: usize = 35;
/// Outlets that print the reports.
const OUTLETS: usize = 200;
/// Words of the language, of which the first are the most used.
const VOCABULARY: u64 = 20_000;
const FURNITURE: &str =
    "Sign in to follow this story and have the news of your town sent to you every morning at seven.";

/// Seconds for making and reading all reports, for their parallels and for the derivation; and the number of edges.
pub(super) fn measure(size: usize) -> ([f64; 3], usize) {
    let mut houses = Houses::known();
    let outlets: Vec<String> = (0..OUTLETS).map(|n| format!("Outlet{n} Gazette")).collect();
    houses.add_outlets(outlets.iter().map(String::as_str));
    let clock = Clock::start();
    let exemplars: Vec<Exemplar> = (0..size)
        .map(|report| {
            let text = report_text(report);
            let article = page::plain_text("report", &text);
            let paragraphs: Vec<_> = article.blocks.iter().map(|block| block.span).collect();
            Exemplar {
                house: houses.of(&outlets[report % OUTLETS]),
                credits: find_credits(&text, &paragraphs, &houses),
                ..Exemplar::new(&text, &paragraphs, &[])
            }
        })
        .collect();
    let reading = clock.seconds();
    let clock = Clock::start();
    let parallels = find_parallels(&exemplars);
    let found = clock.seconds();
    let clock = Clock::start();
    let derivation = black_box(derive(&exemplars, &parallels, &houses, &[]));
    ([reading, found, clock.seconds()], derivation.edges.len())
}

/// The text of a report, by its number alone.
fn report_text(report: usize) -> String {
    let (story, part) = (report / TOLD_BY, report % TOLD_BY);
    let mut chance = Chance(report as u64 | 1 << 40);
    let mut text = String::new();
    if chance.below(3) == 0 {
        text.push_str(FURNITURE);
        text.push_str("\n\n");
    }
    let copy = part < 6;
    if copy {
        text.push_str("HARBOUR (AP) — ");
    }
    // Copies are cut from the end; the others have their own words.
    let kept = if copy { PARAGRAPHS - part / 2 } else { PARAGRAPHS };
    for paragraph in 0..kept {
        let shared = copy || part < 8 && paragraph == 2;
        let seed = if shared { story } else { report + (1 << 30) };
        let mut words = Chance((seed * PARAGRAPHS + paragraph) as u64 | 1);
        for _ in 0..WORDS {
            let own = word(&mut words);
            let edited = shared && chance.below(40) == 0;
            let _ = write!(text, "w{} ", if edited { word(&mut chance) } else { own });
        }
        text.push_str("\n\n");
    }
    text
}

/// A word of the language: the product of three draws makes the first ones common.
fn word(chance: &mut Chance) -> u64 {
    (chance.share() * chance.share() * chance.share() * VOCABULARY as f64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_by_its_number() {
        assert_eq!(report_text(17), report_text(17));
        assert_ne!(report_text(10), report_text(20));
        let (_, edges) = measure(2 * TOLD_BY);
        assert!(edges >= 12, "{edges}");
    }
}
