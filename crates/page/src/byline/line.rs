//! The names that one line holds.
//!
//! In: a line near the headline. Out: the places of names after "by" and beside
//! a date, and of a given name.

use std::sync::LazyLock;

use regex::Regex;
use text::Span;

use super::links::leads_elsewhere;
use super::lists::List;
use super::names::byline_names;
use crate::credit::pattern;
use crate::dates;
use crate::evidence::Evidence;
use crate::flow::Flow;
use crate::phrases::folded;

/// Where a name stands in a line. What a page glues to a full name begins with
/// a capital ("Mira OltPublished"); an account's name must stand alone.
pub(super) fn whole(words: &str, name: &str) -> Option<usize> {
    let glues = name.contains(' ') && name.starts_with(char::is_uppercase);
    words.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = words[..at].chars().next_back();
        let after = words[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() || glues && c.is_lowercase())
            && after.is_none_or(|c| !c.is_alphanumeric() || glues && c.is_uppercase())
    })
}

pub(super) fn strip_by(value: &str) -> &str {
    const STARTS: [&str; 11] = [
        "written by ",
        "by ",
        "by: ",
        "by:",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "author:",
        "authors:",
    ];
    for start in STARTS {
        if value
            .get(..start.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(start))
        {
            return value[start.len()..].trim_start();
        }
    }
    value
}

/// Where the names begin after "by" in a line; other people's work on a page
/// has its "by" too.
pub(super) fn after_by(words: &str) -> Option<usize> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:^|(?<work>[\p{L}-]+)?[\s|·•–—(])(?:(?:by|von|par|por|door)(?::\s*|\s+)|authors?:\s*)",
        )
    });
    BY.captures_iter(words)
        .find(|by| {
            by.name("work")
                .is_none_or(|work| !List::OtherWork.has(&work.as_str().to_ascii_lowercase()))
        })
        .and_then(|by| Some(by.get(0)?.end()))
}

/// Names after "by" in a short line, its dates aside. In the middle of a line
/// only full names count ("Prices by region").
pub(super) fn names_after_by(words: &str) -> Vec<Span> {
    if words.len() > 200 {
        return Vec::new();
    }
    let dates = dates::find(words);
    let first = dates.first().map_or(words.len(), |date| date.range.start());
    let last = dates.last().map_or(words.len(), |date| date.range.end());
    for (from, to) in [(0, first), (last, words.len())] {
        if let Some(at) = after_by(words.get(from..to).unwrap_or_default()) {
            let mut names = names_in(words, from + at, to);
            names.retain(|name| at < 16 || words[name.range()].contains(' '));
            if !names.is_empty() {
                return names;
            }
        }
    }
    Vec::new()
}

fn names_in(words: &str, from: usize, to: usize) -> Vec<Span> {
    byline_names(&words[from..to])
        .into_iter()
        .map(|span| span.shifted(from))
        .collect()
}

/// Names in what is left of a short line beside its date, unless they lead
/// elsewhere than to an author.
pub(super) fn names_beside_date(flow: &Flow, evidence: Option<&Evidence<'_>>, segment: usize) -> Vec<Span> {
    let words = flow.words(segment);
    let dates = if words.len() > 200 {
        Vec::new()
    } else {
        dates::find(words)
    };
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Vec::new();
    };
    let head = words[..first.range.start()].trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut names = if head.split_whitespace().count() <= 8 {
        names_in(words, 0, head.len())
    } else {
        Vec::new()
    };
    if names.is_empty() && head.is_empty() {
        // "18 March 2025 · Mira Olt": a mark must part the two.
        let rest = &words[last.range.end()..];
        let tail =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '·' | '•' | '|' | '–' | '—'));
        if rest.len() - tail.len() > 1 && tail.split_whitespace().count() <= 8 {
            names = names_in(words, words.len() - tail.len(), words.len());
            names.retain(|span| words[span.range()].contains(' '));
        }
    }
    if let Some(evidence) = evidence {
        names.retain(|&span| !leads_elsewhere(evidence, segment, span));
    }
    names
}

/// A line that announces a name and holds none.
pub(super) fn is_label(words: &str) -> bool {
    let label = folded(words);
    let label = label.trim_end_matches([':', ' ']).replace(' ', "_");
    words.len() < 30 && List::Label.has(&label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_give_names_after_by_and_beside_dates() {
        for (words, names) in [
            ("By Mira Olt and Ivo Senn", vec!["Mira Olt", "Ivo Senn"]),
            ("Written by Mira Olt", vec!["Mira Olt"]),
            ("Posted by Mira on Friday December 19, 2025", vec!["Mira"]),
            (
                "Dec. 19, 2025 · Mira Olt on behalf of the harbour board",
                vec!["Mira Olt"],
            ),
            ("Mira Olt | 18 March 2025", vec!["Mira Olt"]),
            ("By Mira Olt, Political correspondent", vec!["Mira Olt"]),
            ("By Mira Olt, Special to The Courier", vec!["Mira Olt"]),
            ("By Courier staff", vec!["Courier staff"]),
            ("Updated 18 March 2025", vec![]),
            ("March 18, 2025 Harbour", vec![]),
            ("Stand by for news", vec![]),
            ("Written by:Mira Olt", vec!["Mira Olt"]),
            ("Authors:Mira Olt, Ivo Senn", vec!["Mira Olt", "Ivo Senn"]),
            ("For Olt LLC | 18 March 2025 | Harbour Matters", vec![]),
            ("Reviewed by Mira Olt", vec![]),
            ("Photo by Mira Olt on Picturebox", vec![]),
            ("by Mira Olt in Ports & Piers on 18 March 2025", vec!["Mira Olt"]),
        ] {
            let flow = crate::flow::of_lines(words);
            let mut spans = names_after_by(words);
            if spans.is_empty() {
                spans = names_beside_date(&flow, None, 0);
            }
            let found: Vec<&str> = spans
                .into_iter()
                .map(|span| &flow.words(0)[span.range()])
                .collect();
            assert_eq!(found, names, "{words}");
        }
    }

    #[test]
    fn names_stand_alone_or_are_glued_to_a_capital() {
        for (words, name, at) in [
            ("By Mira OltPublished", "Mira Olt", Some(3)),
            ("ByMira Olt", "Mira Olt", Some(2)),
            ("Mira Oltmann", "Mira Olt", None),
            ("miraolt2 and miraolt", "miraolt", Some(13)),
        ] {
            assert_eq!(whole(words, name), at, "{words}");
        }
    }
}
