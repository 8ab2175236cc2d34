//! What a text says of its own making.
//!
//! In: paragraphs of a report and the known houses. Out: its [`Credit`]s: whose
//! text it is (byline, dateline, copyright and "originally published" lines)
//! and whose reports it cites ("first published by", "X reported", "told X",
//! "seen by X"). Picture credits are not credits of the text.

use text::Span;

use crate::Houses;

/// What is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CreditKind {
    /// The text is the house's.
    Text,
    /// The house gave part of it ("contributed to this report").
    Part,
    /// A report of the house is cited.
    Cited,
    /// Somebody spoke to the house ("told X", "in an interview with X").
    Told,
}

/// Where the words of a credit stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Bytes of the article text.
    Text(Span),
    /// Bytes of the capture.
    Capture(Span),
}

/// A house is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Credit {
    /// Number of the house.
    pub house: usize,
    /// With what.
    pub kind: CreditKind,
    /// The words.
    pub place: Place,
}

/// Paragraphs from the top in which bylines are looked for.
const TOP: usize = 14;
/// Paragraphs from the end in which copyright and credit lines are looked for.
const END: usize = 6;
/// Words of the longest byline or credit line.
const LINE_WORDS: usize = 24;
/// Paragraphs of the text before which bylines stand.
const LEAD: usize = 3;

/// Credits in a text, in order of place.
#[must_use]
pub fn find_credits(text: &str, paragraphs: &[Span], houses: &Houses) -> Vec<Credit> {
    let mut credits = Vec::new();
    let mut of_text = 0;
    for (index, &span) in paragraphs.iter().enumerate() {
        let body = &text[span.range()];
        let words = body.split_whitespace().count();
        of_text += usize::from(words > LINE_WORDS);
        let names: Vec<(Span, usize)> = houses.find(body).collect();
        if names.is_empty() {
            continue;
        }
        let near_end = index + END >= paragraphs.len();
        let line = words <= LINE_WORDS && !is_picture(body, &names);
        let at_top = index < TOP && of_text < LEAD;
        for &(name, house) in &names {
            let own_text = index < TOP && is_dateline(body, name)
                || (near_end || words <= LINE_WORDS) && (is_copyright(body, name) || is_staff(body, name))
                || line && (at_top || near_end) && is_byline(body, name, &names);
            let kind = if own_text {
                Some(CreditKind::Text)
            } else {
                contribution(body, name).or_else(|| citation(body, name))
            };
            if let Some(kind) = kind {
                credits.push(Credit {
                    house,
                    kind,
                    place: Place::Text(Span::new(span.start() + name.start(), span.start() + name.end())),
                });
            }
        }
    }
    credits.dedup();
    credits
}

/// Names in lines of thanks ("h/t: The Velm Ledger"), known houses or not, so that each is a house.
pub fn credited_names<'a>(text: &'a str, paragraphs: &'a [Span]) -> impl Iterator<Item = &'a str> {
    paragraphs.iter().filter_map(|span| thanked(&text[span.range()]))
}

/// The capitalised words after "h/t" or "hat tip".
fn thanked(body: &str) -> Option<&str> {
    /// Words of the longest name.
    const NAME: usize = 6;
    let start = ["h/t", "H/T", "hat tip", "Hat tip"].iter().find_map(|opening| {
        let (before, _) = body.split_once(opening)?;
        (!before.ends_with(char::is_alphanumeric)).then_some(before.len() + opening.len())
    })?;
    let rest = body[start..].trim_start_matches([':', '/', ' ', '\u{a0}']);
    let rest = rest.strip_prefix("to ").unwrap_or(rest);
    let mut end = 0;
    for word in rest.split_inclusive([' ', '\u{a0}']).take(NAME) {
        let name = word.trim_end();
        if !name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            break;
        }
        let bare = name.trim_end_matches(['.', ',', ';', ')', ']', '”', '"', '’']);
        end += bare.len();
        if bare.len() < name.len() {
            break;
        }
        end += word.len() - name.len();
    }
    let name = rest[..end].trim_end();
    (!name.is_empty()).then_some(name)
}

/// "HARBOUR, Country (AP) —": capitalised words, then the name in brackets.
fn is_dateline(body: &str, name: Span) -> bool {
    let before = body[..name.start()].trim_start();
    let Some(place) = before.strip_suffix('(') else {
        return false;
    };
    let after = body[name.end()..].strip_prefix(')').map(str::trim_start);
    let dash = after.is_some_and(|a| a.is_empty() || a.starts_with(['—', '–', '-', ':', '―']));
    let words = place.split_whitespace().count();
    let capital = |w: &str| {
        w.chars()
            .find(|c| c.is_alphanumeric())
            .is_none_or(|c| !c.is_lowercase())
    };
    dash && words <= 12 && place.split_whitespace().all(|w| capital(w) || w.len() <= 3)
}

/// What follows a name, lower case, without the ending of a genitive.
fn after_name(body: &str, name: Span) -> String {
    body[name.end()..]
        .trim_start_matches([' ', '’', '\'', 's'])
        .to_lowercase()
}

fn names_staff(words: &str) -> bool {
    ["writer", "reporter", "journalist", "correspondent", "staff"]
        .iter()
        .any(|word| words.starts_with(word))
}

/// "Ida Morn is a House writer." under a report.
fn is_staff(body: &str, name: Span) -> bool {
    let before = body[..name.start()].trim_end().to_lowercase();
    let bound = [" is a", " is an", " is the", " are"]
        .iter()
        .any(|verb| before.ends_with(verb));
    let after = after_name(body, name);
    bound && names_staff(&after) && after.split_whitespace().count() <= 6
}

/// "© 2031 House", "Copyright House", "originally published by House", "More at House".
fn is_copyright(body: &str, name: Span) -> bool {
    let before = body[..name.start()].to_lowercase();
    let near = tail(&before, 60);
    near.contains('©')
        || near.contains("copyright")
        || near.contains("(c)")
        || ENDINGS_BEFORE_NAME
            .iter()
            .filter_map(|phrase| before_phrase(&before, phrase))
            .any(|subject| subject.is_empty() || is_this_text(subject))
}

/// "this article was", "a version of this story": the text speaks of itself.
fn is_this_text(subject: &str) -> bool {
    subject.split_whitespace().count() <= 8
        && subject.split_once("this ").is_some_and(|(_, rest)| {
            [
                "article", "story", "report", "piece", "post", "column", "essay", "item", "dispatch",
                "content",
            ]
            .iter()
            .any(|noun| rest.starts_with(noun))
        })
}

/// Words that give a text to the house named next.
const ENDINGS_BEFORE_NAME: &[&str] = &[
    "originally published by",
    "originally published in",
    "originally published on",
    "originally appeared in",
    "originally appeared on",
    "first published by",
    "first published in",
    "first published on",
    "first appeared in",
    "first appeared on",
    "republished from",
    "republished with permission from",
    "reprinted from",
    "reprinted with permission from",
    "distributed by",
    "syndicated by",
    "courtesy of",
    "full story at",
    "full article at",
    "read more at",
    "read more on",
    "more at",
    "via",
    "source:",
    "from our partners at",
];

fn tail(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// What stands before the phrase that `before` ends with, an article and opening marks aside.
fn before_phrase<'a>(before: &'a str, phrase: &str) -> Option<&'a str> {
    let trimmed = before.trim_end_matches([' ', '\u{a0}', '(', '“', '"', '‘', '\'']);
    let trimmed = trimmed.strip_suffix(" the").unwrap_or(trimmed).trim_end();
    trimmed
        .strip_suffix(phrase)
        .filter(|rest| !rest.chars().next_back().is_some_and(char::is_alphanumeric))
        .map(str::trim)
}

/// A line that holds nothing but names of persons and houses, dates and bylines' own words.
fn is_byline(body: &str, name: Span, names: &[(Span, usize)]) -> bool {
    let first_name = names.first().is_some_and(|n| n.0 == name);
    let starts = body.trim_start().to_lowercase();
    let by = ["by ", "by:", "from ", "posted ", "published ", "updated "]
        .iter()
        .any(|p| starts.starts_with(p));
    let outside = names.iter().fold(body.to_owned(), |rest, (span, _)| {
        let blank = " ".repeat(span.len());
        format!("{}{}{}", &rest[..span.start()], blank, &rest[span.end()..])
    });
    let mut ends_sentence = false;
    let plain = outside
        .split(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'' && c != '’')
        .map(|w| w.trim_matches('.'))
        .filter(|w| !w.is_empty())
        .all(|w| {
            ends_sentence |= w.ends_with(['!', '?']);
            let lower = w.to_lowercase();
            BYLINE_WORDS.contains(&lower.as_str())
                || w.chars()
                    .next()
                    .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
                || matches!(
                    w,
                    "de" | "van" | "von" | "der" | "da" | "di" | "la" | "le" | "al" | "el" | "bin" | "ibn"
                )
        });
    // "From the Ledger:" opens a passage of the Ledger's and no more.
    plain && !body.trim_end().ends_with(':') && (by || first_name || !ends_sentence)
}

/// Words that stand in bylines beside names and dates.
const BYLINE_WORDS: &[&str] = &[
    "by",
    "and",
    "for",
    "from",
    "the",
    "of",
    "in",
    "at",
    "on",
    "with",
    "staff",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "special",
    "to",
    "via",
    "am",
    "pm",
    "a.m",
    "p.m",
    "updated",
    "published",
    "posted",
    "news",
    "service",
    "wire",
    "wires",
    "report",
    "reports",
    "editor",
    "contributor",
    "foreign",
    "bureau",
    "est",
    "edt",
    "et",
    "gmt",
    "s",
];

/// Is it a picture's credit: a word for pictures, or a photographer and a house with a stroke between?
fn is_picture(body: &str, names: &[(Span, usize)]) -> bool {
    let lower = body.to_lowercase();
    let photographer = names.iter().any(|(name, _)| {
        let before = body[..name.start()].trim_end().strip_suffix('/');
        before.is_some_and(|before| {
            let words = before.split_whitespace().count();
            (2..=4).contains(&words)
                && before
                    .split_whitespace()
                    .all(|w| w.starts_with(char::is_uppercase))
        })
    });
    if photographer {
        return true;
    }
    [
        "photo",
        "image",
        "picture",
        "getty",
        "pool",
        "/ap",
        "file",
        "video",
        "illustration",
        "handout",
        "credit:",
    ]
    .iter()
    .any(|mark| lower.contains(mark))
}

/// "House writers A and B contributed": the text is the house's; "House contributed": part of it is.
fn contribution(body: &str, name: Span) -> Option<CreditKind> {
    let after = after_name(body, name);
    if !after.contains("contributed") && !after.contains("reported from") {
        return None;
    }
    if names_staff(&after) {
        Some(CreditKind::Text)
    } else if after.starts_with("contributed") || after.starts_with("and ") || after.starts_with(',') {
        Some(CreditKind::Part)
    } else {
        None
    }
}

/// Words before a name that make it a citation.
const CITED_BEFORE: &[&str] = &[
    "according to",
    "reported by",
    "first reported by",
    "published by",
    "first published by",
    "revealed by",
    "disclosed by",
    "broken by",
    "obtained by",
    "seen by",
    "reviewed by",
    "viewed by",
    "heard by",
    "shared with",
    "provided to",
    "leaked to",
    "citing",
    "cited by",
    "as per",
    "a report in",
    "report in",
    "a report by",
    "report by",
    "a report from",
    "report from",
    "reports in",
    "reports from",
    "an article in",
    "a story in",
    "an investigation by",
    "published in",
    "reported in",
    "hat tip to",
    "h/t",
    "h/t:",
    "hat tip:",
    "quoted by",
    "carried by",
    "released by",
    "aired on",
    "aired by",
    "broadcast by",
    "broadcast on",
];

/// Words before a name to which somebody speaks.
const TOLD_BEFORE: &[&str] = &[
    "told",
    "tells",
    "telling",
    "interview with",
    "interviewed by",
    "interview to",
    "speaking to",
    "speaking with",
    "spoke to",
    "spoke with",
    "statement to",
    "email to",
    "emailed",
    "remarks to",
    "comments to",
    "an interview on",
    "appearing on",
    "appearance on",
    "appeared on",
    "said on",
    "speaking on",
    "interview in",
    "confirmed to",
];

/// Words after a name that make it a citation.
const CITED_AFTER: &[&str] = &[
    "reported",
    "reports",
    "has reported",
    "had reported",
    "first reported",
    "was first to report",
    "was the first to report",
    "were first to report",
    "earlier reported",
    "previously reported",
    "also reported",
    "revealed",
    "has revealed",
    "revealed that",
    "disclosed",
    "published",
    "has published",
    "first published",
    "earlier published",
    "obtained",
    "has obtained",
    "said it had",
    "said it has",
    "broke the story",
    "broke the news",
    "wrote",
    "writes",
    "noted",
    "notes",
    "quoted",
    "cited",
    "says",
    "said",
    "puts it",
    "has learned",
    "found",
    "reporting",
    "reports that",
    "aired",
    "broadcast",
    "report",
    "story",
    "investigation",
    "article",
];

/// Is the house cited or spoken to? Words of one sentence only.
fn citation(body: &str, name: Span) -> Option<CreditKind> {
    let before = tail(&body[..name.start()], 60).to_lowercase();
    let ends = |phrases: &[&str]| {
        phrases
            .iter()
            .any(|phrase| before_phrase(&before, phrase).is_some())
    };
    if ends(TOLD_BEFORE) {
        return Some(CreditKind::Told);
    }
    if ends(CITED_BEFORE) {
        return Some(CreditKind::Cited);
    }
    let after = &body[name.end()..];
    let possessive = after.starts_with("’s ") || after.starts_with("'s ");
    let after = after
        .trim_start_matches(['’', '\'', 's', ',', ' ', '\u{a0}'])
        .to_lowercase();
    let starts = CITED_AFTER.iter().any(|phrase| {
        let noun = matches!(*phrase, "report" | "story" | "investigation" | "article");
        after
            .strip_prefix(phrase)
            .is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
            && (!noun || possessive)
    });
    starts.then_some(CreditKind::Cited)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(text: &str) -> Vec<(CreditKind, String)> {
        let mut houses = Houses::known();
        houses.add_outlets(["The Skerry Courier", "Velm Ledger", "Tidewire"].into_iter());
        let paragraphs = [Span::new(0, text.len())];
        find_credits(text, &paragraphs, &houses)
            .into_iter()
            .map(|c| (c.kind, houses.get(c.house).name.clone()))
            .collect()
    }

    #[test]
    fn whose_text_and_whose_report() {
        use CreditKind::{Cited, Part, Text, Told};
        for (text, kind, house) in [
            ("VELM, Kestria (Tidewire) — The pier is shut.", Text, "Tidewire"),
            ("SKERRY (AP) - The pier is shut.", Text, "Associated Press"),
            (
                "By ANA LORR and Bo Hule, Associated Press",
                Text,
                "Associated Press",
            ),
            (
                "Copyright 2031 The Associated Press. All rights reserved.",
                Text,
                "Associated Press",
            ),
            (
                "Associated Press writers Ana Lorr and Bo Hule contributed to this report.",
                Text,
                "Associated Press",
            ),
            (
                "Ana Lorr is an Associated Press writer.",
                Text,
                "Associated Press",
            ),
            ("h/t: Velm Ledger", Cited, "Velm Ledger"),
            (
                "The Associated Press contributed to this report.",
                Part,
                "Associated Press",
            ),
            (
                "This article was originally published by the Velm Ledger.",
                Text,
                "Velm Ledger",
            ),
            (
                "The pier is unsafe, the Courier reported on Monday.",
                Cited,
                "The Skerry Courier",
            ),
            (
                "A transcript first published by The Skerry Courier shows it.",
                Cited,
                "The Skerry Courier",
            ),
            ("“No,” she told Tidewire.", Told, "Tidewire"),
            ("The survey, seen by Reuters, is a year old.", Cited, "Reuters"),
            (
                "According to a report in the Ledger, nobody knew.",
                Cited,
                "Velm Ledger",
            ),
        ] {
            assert_eq!(credits(text), [(kind, house.to_owned())], "{text}");
        }
        for text in [
            "The harbour at dusk. (Photo: Bo Hule/AP)",
            "She reads the Ledger every day.",
            "The bank sued the Velm Ledger over a debt.",
            "Ana Lorr is a Velm Ledger subscriber.",
            "The woman in the boat is a Velm Ledger reporter, the police said after the ferry had landed.",
        ] {
            assert_eq!(credits(text), [], "{text}");
        }
    }

    #[test]
    fn thanks_name_houses_that_no_list_holds() {
        let cases = [
            ("h/t: The Marl Sentinel.", Some("The Marl Sentinel")),
            ("(H/T Quayside)", Some("Quayside")),
            ("Hat tip to Quayside 24, which saw it first.", Some("Quayside 24")),
            ("h/t to our readers", None),
            ("The right/theft debate", None),
        ];
        for (line, expected) in cases {
            let paragraphs = [Span::new(0, line.len())];
            assert_eq!(credited_names(line, &paragraphs).next(), expected, "{line}");
        }
    }

    #[test]
    fn a_picture_or_a_passage_amid_the_text_credits_no_text() {
        let filler = "The pier at Velm is shut, said the council on Monday, and boats go round it by the old mole \
            until the masons whom it has hired have mended the last of the piles.";
        let mut houses = Houses::known();
        houses.add_outlets(["Tidewire"].into_iter());
        let texts = |lines: &[&str]| {
            let text = lines.join("\n\n");
            let article = page::plain_text("x", &text);
            let paragraphs: Vec<Span> = article.blocks.iter().map(|b| b.span).collect();
            find_credits(&text, &paragraphs, &houses)
                .iter()
                .filter(|credit| credit.kind == CreditKind::Text)
                .count()
        };
        let amid = |line: &str| texts(&[&[filler; 4][..], &[line], &[filler; 8][..]].concat());
        assert_eq!(texts(&[&["Tidewire"][..], &[filler; 9][..]].concat()), 1);
        assert_eq!(amid("TIDEWIRE"), 0);
        assert_eq!(
            texts(&[&["Ana Lorr / Tidewire"][..], &[filler; 9][..]].concat()),
            0
        );
        assert_eq!(texts(&[&["From Tidewire:"][..], &[filler; 9][..]].concat()), 0);
    }
}
