//! What kind of block each part of the article is.
//!
//! In: segments with first roles. Out: the same with kickers, decks, byline
//! lines, credit lines, corrections, notes and pull quotes told apart, and with
//! nothing before the headline but its kicker. The same for markup and paste.

use std::sync::LazyLock;

use regex::Regex;

use crate::BlockKind;
use crate::bio;
use crate::byline;
use crate::credit;
use crate::dates;
use crate::evidence::Evidence;
use crate::flow::Flow;
use crate::headline::key;
use crate::judge::Role;
use crate::measure::{self, Measure};
use crate::meta::Meta;
use crate::phrases::folded;
use crate::tag::Tag;

/// How far a byline stands from the headline at most, in segments.
const REACH: usize = 24;
/// Pull quotes looked for on a page at most.
const PULL_QUOTES: usize = 64;

const KICKER_NAMES: &[&str] = &[
    "kicker",
    "eyebrow",
    "overline",
    "label",
    "flag",
    "tag",
    "rubric",
    "suphead",
    "topper",
    "slug",
    "strap",
    "overtitle",
    "roofline",
];
const DECK_NAMES: &[&str] = &[
    "standfirst",
    "deck",
    "dek",
    "subtitle",
    "subheadline",
    "subhead",
    "subheading",
    "subhed",
    "subtitulo",
    "chapeau",
    "sapo",
    "strapline",
    "summary",
    "excerpt",
    "articlesummary",
    "articlelead",
    "leadtext",
    "abstract",
    "hed",
    "bajada",
    "lede",
    "articledek",
    "headlinedek",
    "description",
    "entradilla",
    "sumario",
];

pub(crate) struct Page<'p> {
    pub flow: &'p Flow,
    pub evidence: Option<&'p Evidence<'p>>,
    pub meta: &'p Meta,
    pub measures: &'p [Measure],
}

/// Tells the kinds apart. `headline` is the occurrence that the body goes with.
pub(crate) fn refine(page: &Page<'_>, headline: Option<usize>, roles: &mut [Role]) {
    if let Some(headline) = headline {
        before_headline(page, headline, roles);
        decks(page, headline, roles);
    }
    byline_lines(page, headline, roles);
    credit_lines(page, roles);
    author_notes(page, headline, roles);
    live_heads(page, roles);
    notes(page, roles);
    pull_quotes(page, roles);
}

fn is_text(role: Role) -> bool {
    matches!(
        role,
        Role::Block(BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Blockquote | BlockKind::TableRow)
    )
}

/// Only a kicker of the article stands before its headline, unless much of the text does.
fn before_headline(page: &Page<'_>, headline: usize, roles: &mut [Role]) {
    let prose = |range: std::ops::Range<usize>| -> u32 {
        range
            .filter(|&at| is_text(roles[at]) && page.measures[at].is_prose())
            .map(|at| page.measures[at].len)
            .sum()
    };
    let before = prose(0..headline);
    let all = prose(0..roles.len());
    if before * 4 > all || (page.evidence.is_none() && before > 0) {
        return;
    }
    for at in 0..headline {
        if is_kicker(page, at, headline)
            && !matches!(roles[at], Role::Furniture { kind: "navigation" | "hidden" | "dialog" | "breadcrumb", why } if why != "stands before the article")
        {
            roles[at] = Role::Block(BlockKind::Kicker);
        } else if roles[at].is_block() {
            let kind = if page.flow.words(at).bytes().filter(u8::is_ascii_digit).count() > 3 {
                "wire_slug"
            } else {
                "navigation"
            };
            roles[at] = Role::furniture(kind, "stands before the headline");
        }
    }
}

fn is_kicker(page: &Page<'_>, at: usize, headline: usize) -> bool {
    let Some(evidence) = page.evidence else {
        return false;
    };
    let measure = &page.measures[at];
    let near = at + 2 >= headline;
    let named = near && evidence.named(at, KICKER_NAMES);
    near && measure.words <= 5
        && !measure.ends
        && page.flow.words(at).chars().any(char::is_alphabetic)
        && measure.linked < 0.5
        && named
        && dates::find(page.flow.words(at)).is_empty()
}

/// A deck stands between the headline and the text and is named so, or set as a heading.
fn decks(page: &Page<'_>, headline: usize, roles: &mut [Role]) {
    let Some(evidence) = page.evidence else {
        return;
    };
    let described: Vec<String> = page
        .meta
        .decks
        .iter()
        .map(|deck| key(&deck.value))
        .filter(|key| key.len() > 20)
        .collect();
    for at in headline + 1..roles.len().min(headline + 10) {
        let measure = &page.measures[at];
        let words = page.flow.words(at);
        if measure.words < 4 || words.len() > 600 || measure.linked > 0.5 {
            continue;
        }
        let unfit = matches!(
            roles[at],
            Role::Furniture { kind, .. } if !matches!(kind, "navigation" | "header" | "footer" | "byline_date" | "sidebar" | "related_links")
        );
        let pictured = evidence.within(at, &[Tag::Figure, Tag::Figcaption]).is_some()
            || credit::ends_in_picture_credit(words);
        if pictured || roles[at] == Role::Block(BlockKind::Caption) {
            continue;
        }
        let named = evidence.named(at, DECK_NAMES);
        let set_as_heading = evidence.tag(at).heading().is_some() && measure.words >= 6;
        let is_described = described.iter().any(|deck| *deck == key(words));
        let in_header = evidence.within(at, &[Tag::Header, Tag::Hgroup]).is_some() && measure.is_prose();
        let lost = !roles[at].is_block();
        if !unfit
            && (named || (set_as_heading && at <= headline + 2) || in_header || (lost && is_described))
            && (!lost || measure.is_prose() || named || is_described)
        {
            roles[at] = Role::Block(BlockKind::Deck);
            continue;
        }
        if is_text(roles[at]) && measure.is_prose() {
            return;
        }
    }
}

/// Lines near the headline that say who and when.
fn byline_lines(page: &Page<'_>, headline: Option<usize>, roles: &mut [Role]) {
    let anchor = headline
        .or_else(|| roles.iter().position(|&role| is_text(role)))
        .unwrap_or(0);
    let authors: Vec<String> = page
        .meta
        .authors
        .iter()
        .take(16)
        .map(|author| key(&author.value))
        .collect();
    let mut paragraphs = 0;
    for at in anchor.saturating_sub(4)..roles.len().min(anchor + REACH) {
        let words = page.flow.words(at);
        let unsure = roles[at].is_block()
            || matches!(
                roles[at],
                Role::Furniture {
                    kind: "navigation" | "footer" | "header" | "byline_date" | "tags" | "social",
                    ..
                }
            );
        if Some(at) != headline
            && unsure
            && !matches!(
                roles[at],
                Role::Block(BlockKind::Headline | BlockKind::Deck | BlockKind::Kicker)
            )
            && is_byline(words, &authors)
        {
            roles[at] = Role::furniture("byline_date", "names or a date near the headline");
        } else if at > anchor && is_text(roles[at]) && page.measures[at].is_prose() {
            paragraphs += 1;
            if paragraphs > 2 {
                return;
            }
        }
    }
}

/// A short line of names, dates and what goes with them.
pub(crate) fn is_byline(words: &str, authors: &[String]) -> bool {
    if words.len() > 220 || words.split_whitespace().count() > 30 {
        return false;
    }
    let own = key(words);
    if own.len() > 3 && authors.contains(&own) {
        return true;
    }
    let lower = folded(words);
    let dates = dates::find(words);
    let dated: usize = dates.iter().map(|date| date.range.len()).sum();
    if !dates.is_empty()
        && words.len().saturating_sub(dated) < 90
        && !(measure::ends_sentence(words) && words.len() - dated > 40)
    {
        return true;
    }
    if let Some(rest) = lower.strip_prefix("by ").or(lower.strip_prefix("by:")) {
        // Folding changes lengths, but not those of what it is cut after here.
        let original = words.get("by ".len()..).unwrap_or(rest).trim_start();
        return !measure::ends_sentence(words)
            && (!byline::byline_names(original).is_empty()
                || authors.iter().any(|author| own.contains(author.as_str())));
    }
    if [
        "published",
        "updated",
        "posted",
        "last updated",
        "first published",
        "last modified",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
        && words.split_whitespace().count() <= 10
        && !measure::ends_sentence(words)
    {
        return true;
    }
    let weekday = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .any(|day| lower.starts_with(day));
    weekday && words.split_whitespace().count() <= 4 && dates::month_and_day(words).is_some()
}

/// Lines that say whose work the text is; a short one only near its ends.
fn credit_lines(page: &Page<'_>, roles: &mut [Role]) {
    let texts: Vec<usize> = (0..roles.len()).filter(|&at| is_text(roles[at])).collect();
    let last = texts.iter().rev().nth(3).copied().unwrap_or(0);
    let first = texts.get(1).copied().unwrap_or(usize::MAX);
    for at in 0..roles.len() {
        let candidate = is_text(roles[at])
            || matches!(
                roles[at],
                Role::Furniture {
                    kind: "editor_meta" | "footer" | "byline_date",
                    ..
                }
            );
        let words = page.flow.words(at);
        if !candidate || words.len() > 300 || credit::credits(words).is_empty() {
            continue;
        }
        let reporting = words.trim_start_matches(['(', '[']).len() > 30 || words.contains(" by ");
        if reporting || at >= last || at <= first {
            roles[at] = Role::furniture("credit_line", "names whose work the text is");
        }
    }
}

/// Running text after a note on the author at most; what stands further up belongs to the article.
const AFTER_AUTHOR_NOTE: usize = 4;

/// What is said of the authors near the ends of the text, with what follows on it.
fn author_notes(page: &Page<'_>, headline: Option<usize>, roles: &mut [Role]) {
    let authors: Vec<&str> = page
        .meta
        .authors
        .iter()
        .take(16)
        .map(|author| author.value.trim())
        .filter(|name| name.contains(' '))
        .collect();
    let texts: Vec<usize> = (0..roles.len())
        .filter(|&at| {
            (is_text(roles[at]) || roles[at] == Role::Block(BlockKind::Deck)) && page.measures[at].is_prose()
        })
        .collect();
    if texts.len() <= AFTER_AUTHOR_NOTE {
        return;
    }
    let tail = texts.len() - AFTER_AUTHOR_NOTE;
    let role = Role::furniture("author_box", "says who the author is");
    let mut goes_on = false;
    for (number, &at) in texts.iter().enumerate() {
        let near_headline = number < 2 && headline.is_some_and(|headline| at < headline + REACH);
        let words = page.flow.words(at);
        goes_on = (number >= tail || near_headline)
            && (bio::is_author_note(words, &authors) || (goes_on && bio::goes_on(words)));
        if goes_on {
            roles[at] = role;
        }
    }
}

/// The lines with a time that part a live page into entries; one alone parts nothing.
fn live_heads(page: &Page<'_>, roles: &mut [Role]) {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        credit::pattern(
            r"^(?i:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?|\d{1,2} (?:min(?:ute)?s?|hours?|hrs?)\.? ago)(?:[^a-z]|[A-Z]|$)",
        )
    });
    let heads: Vec<usize> = (0..roles.len())
        .filter(|&at| {
            matches!(
                roles[at],
                Role::Block(BlockKind::Paragraph | BlockKind::Subhead | BlockKind::ListItem)
            ) && page.measures[at].words <= 10
                && !page.measures[at].ends
                && TIME.is_match(page.flow.words(at))
        })
        .collect();
    if heads.len() > 1 {
        for at in heads {
            roles[at] = Role::Block(BlockKind::LiveEntryHead);
        }
    }
}

/// Notes of the editors on their own text.
fn notes(page: &Page<'_>, roles: &mut [Role]) {
    for at in 0..roles.len() {
        if !matches!(
            roles[at],
            Role::Block(
                BlockKind::Paragraph
                    | BlockKind::Subhead
                    | BlockKind::ListItem
                    | BlockKind::Deck
                    | BlockKind::Blockquote
            )
        ) {
            continue;
        }
        if let Some(kind) = note(page.flow.words(at)) {
            roles[at] = Role::Block(kind);
        }
    }
}

fn note(words: &str) -> Option<BlockKind> {
    let mut end = words.len().min(120);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let start = folded(&words[..end]);
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    let corrects = ["correction", "clarification", "corrigendum", "erratum"]
        .iter()
        .any(|word| {
            start.strip_prefix(word).is_some_and(|rest| {
                rest.starts_with([':', ',', '.', ' ', '(', '-', '–', '—']) || rest.starts_with("s:")
            })
        })
        && (start.contains(':')
            || start.contains("version")
            || start.contains("article")
            || start.contains("story"))
        || [
            "an earlier version of this",
            "a previous version of this",
            "this article was corrected",
            "this story was corrected",
            "this article has been corrected",
            "this story has been corrected",
            "this article was amended",
            "this article has been amended",
            "this story has been updated to correct",
            "this article has been updated to correct",
        ]
        .iter()
        .any(|form| start.starts_with(form));
    if corrects {
        return Some(BlockKind::Correction);
    }
    let notes = [
        "editor's note",
        "editors' note",
        "editor's note:",
        "note to readers",
        "note:",
        "disclosure:",
        "this is a developing story",
        "this is a breaking news story",
        "this story has been updated",
        "this article has been updated",
        "this story is developing",
        "this article was updated",
        "this story was updated",
    ]
    .iter()
    .any(|form| start.starts_with(form));
    notes.then_some(BlockKind::Note)
}

/// Words of the text set again in large type: the same words stand in a paragraph.
fn pull_quotes(page: &Page<'_>, roles: &mut [Role]) {
    let Some(evidence) = page.evidence else {
        return;
    };
    let bare = |at: usize| key(page.flow.words(at));
    let mut body: Option<String> = None;
    let mut tried = 0;
    for at in 0..roles.len() {
        let quotable = matches!(
            roles[at],
            Role::Block(BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::Subhead)
        ) && (3..=60).contains(&page.measures[at].words);
        if !quotable || tried >= PULL_QUOTES {
            continue;
        }
        let set_apart = evidence.tag(at) != Tag::P
            || evidence
                .within(at, &[Tag::Blockquote, Tag::Aside, Tag::Figure])
                .is_some()
            || evidence.named(at, &["pullquote", "pq", "pull", "quote", "blockquote"]);
        if !set_apart {
            continue;
        }
        tried += 1;
        let own = bare(at);
        let body = body.get_or_insert_with(|| {
            (0..roles.len())
                .filter(|&other| roles[other] == Role::Block(BlockKind::Paragraph))
                .map(|other| bare(other) + "\n")
                .collect()
        });
        // Its own paragraph is one of the places; a second one makes it a repeat.
        let own_place = usize::from(roles[at] == Role::Block(BlockKind::Paragraph));
        if own.len() > 12 && body.matches(own.as_str()).count() > own_place {
            roles[at] = Role::Block(BlockKind::Pullquote);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_names_and_dates() {
        for (words, is) in [
            ("By Ann Lee and Bo Ray", true),
            // Marks that folding makes shorter.
            ("By Vell““““in", false),
            ("Kestria24 Newsroom | 18.03.2025 11:40", true),
            ("Joss Everling · 18 March 2025 · 17:45", true),
            ("Tuesday 18 March", true),
            ("Updated 3 hours ago", true),
            ("By the time they came, the boats had gone.", false),
            (
                "On 18 March 2025 the council met and voted to close the pier for good.",
                false,
            ),
            ("Mira Olt", false),
        ] {
            assert_eq!(is_byline(words, &[]), is, "{words}");
        }
        assert!(is_byline("Mira Olt", &["miraolt".to_owned()]));
    }

    #[test]
    fn notes_of_editors() {
        for (words, kind) in [
            (
                "Correction, 19 March: An earlier version gave 74.",
                Some(BlockKind::Correction),
            ),
            ("CORRECTION: The pier is in Vellin.", Some(BlockKind::Correction)),
            ("Corrections officers went on strike: they want more pay.", None),
            (
                "An earlier version of this article misspelt a name.",
                Some(BlockKind::Correction),
            ),
            (
                "Editor’s note: This story was first printed in May.",
                Some(BlockKind::Note),
            ),
            ("Correction of the course was needed.", None),
        ] {
            assert_eq!(note(words), kind, "{words}");
        }
    }
}
