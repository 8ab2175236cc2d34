//! Which lines of pasted page text are its article.
//!
//! In: the lines of a page without markup, as a browser's "copy all" leaves
//! them. Out: a role for each line. The article runs from its first running
//! text to its last, where that outweighs the labels between; menus, counters
//! and share lines around and between are known by their words, headings by
//! standing short between paragraphs or by their marks.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::BlockKind;
use crate::byline;
use crate::credit::{self, pattern};
use crate::dates;
use crate::flow::Flow;
use crate::judge::{Role, marked};
use crate::marks::Mark;
use crate::measure::{self, Measure};
use crate::phrases;

const BULLETS: &[char] = &['•', '●', '▪', '■', '◦', '‣', '·', '*', '–', '-', '►', '➤'];

/// Is the line an item of a list, by its first mark?
fn is_item(words: &str) -> bool {
    words
        .strip_prefix(BULLETS)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace) && rest.trim().len() > 2)
}

/// A link and little else, where links are marked.
fn is_link(measure: &Measure) -> bool {
    measure.linked > 0.6 && measure.words < 25 && !measure.ends
}

/// A line with a date and little else, perhaps a name.
fn is_date_line(words: &str) -> bool {
    let rest: usize = dates::find(words).iter().map(|date| date.range.len()).sum();
    rest > 0 && words.len() - rest < 60 && !measure::ends_sentence(words)
}

/// The role of each line.
pub(crate) fn roles(flow: &Flow, measures: &[Measure], headlines: &[usize]) -> Vec<Role> {
    let count = flow.segments.len();
    let is_headline = marked(count, headlines);
    let article = stretch((0..count).map(|at| {
        if is_headline[at] {
            HEADLINE
        } else {
            weight(flow, &measures[at], at)
        }
    }));
    (0..count)
        .map(|at| {
            let words = flow.words(at);
            if is_headline[at] {
                return Role::Block(BlockKind::Headline);
            }
            if is_date_line(words) {
                return Role::furniture("byline_date", "a date and little else");
            }
            if let Some(kind) = phrases::furniture(words) {
                return Role::furniture(kind, "stock phrase");
            }
            if phrases::is_bare_mark(words) {
                return Role::furniture("counters", "signs or figures alone");
            }
            if phrases::is_counts(words) {
                return Role::furniture("reaction_widget", "words with counts");
            }
            if at < article.start {
                return Role::furniture("navigation", "stands before the article");
            }
            if at >= article.end {
                return Role::furniture("footer", "stands after the article");
            }
            match flow.segments[at].mark {
                Mark::Heading(_) => return Role::Block(BlockKind::Subhead),
                Mark::Quotation => return Role::Block(BlockKind::Blockquote),
                Mark::None => {}
            }
            if is_link(&measures[at]) {
                return Role::furniture("related_links", "a link and little else");
            }
            if is_item(words) {
                return Role::Block(BlockKind::ListItem);
            }
            if is_post(words) {
                return Role::Block(BlockKind::Blockquote);
            }
            if credit::is_picture_credit(words) {
                return Role::furniture("credit_line", "credit of a picture");
            }
            if flow
                .segments
                .get(at + 1)
                .is_some_and(|_| credit::is_picture_credit(flow.words(at + 1)))
                || credit::ends_in_picture_credit(words)
            {
                return Role::Block(BlockKind::Caption);
            }
            if !measures[at].ends && measures[at].words <= 14 && heads_text(flow, measures, at) {
                return Role::Block(BlockKind::Subhead);
            }
            if measures[at].words >= 2
                && measure::ends_sentence(words)
                && words.ends_with('?')
                && measures[at].words <= 10
                && alone(flow, at)
            {
                return Role::Block(BlockKind::Subhead);
            }
            Role::Block(BlockKind::Paragraph)
        })
        .collect()
}

/// Words of one line that count at most, so that no line outweighs a menu alone.
const LINE_WORDS: i64 = 60;
/// Words from which a line reads like a paragraph though it does not end like one.
const LONG: i64 = 25;
/// What a line takes away that is no sentence: a title, a label, a name.
const LABEL: i64 = -8;
/// What a button or a counter takes away.
const FURNITURE: i64 = -6;
/// What a line takes away that announces something else: other stories,
/// comments, a sign-up form, legal text, or that dates another text.
const BREAK: i64 = -20;
/// What the headline takes away; it stands before the article or after it.
const HEADLINE: i64 = -30;

/// How much a line speaks for running text where it stands: its words when it
/// is a sentence, less than nothing when it is a label.
fn weight(flow: &Flow, measure: &Measure, at: usize) -> i64 {
    let words = flow.words(at);
    if let Some(kind) = phrases::furniture(words) {
        return match kind {
            "comments" | "related_links" | "newsletter" | "footer" => BREAK,
            _ => FURNITURE,
        };
    }
    if is_date_line(words) {
        return BREAK;
    }
    if phrases::is_bare_mark(words) || phrases::is_counts(words) {
        return FURNITURE;
    }
    let length = i64::from(measure.length()).min(LINE_WORDS);
    match (measure.is_prose(), measure.ends) {
        (true, true) => length,
        (true, false) if length >= LONG => length / 3,
        (false, true) if length >= 3 => length,
        (false, _) if is_item(words) => 0,
        (false, _) if flow.segments[at].mark != Mark::None => 0,
        _ => LABEL,
    }
}

/// The neighbouring lines with the greatest sum of weights. The article outweighs
/// the labels in it; teasers and legal text around it do not outweigh the labels
/// between.
fn stretch(weights: impl Iterator<Item = i64>) -> Range<usize> {
    let mut best = (0, 0..0);
    let (mut sum, mut from) = (0, 0);
    for (at, weight) in weights.enumerate() {
        if sum <= 0 {
            (sum, from) = (0, at);
        }
        sum += weight;
        if sum > best.0 {
            best = (sum, from..at + 1);
        }
    }
    best.1
}

fn alone(flow: &Flow, at: usize) -> bool {
    flow.segments[at].gap && flow.segments.get(at + 1).is_none_or(|next| next.gap)
}

/// Does text follow: running text, or a whole sentence behind an empty line?
fn heads_text(flow: &Flow, measures: &[Measure], at: usize) -> bool {
    measures
        .get(at + 1)
        .is_some_and(|next| next.is_prose() || (next.ends && next.words >= 4 && alone(flow, at)))
}

/// A post of a social network, as its embedding leaves it: the account and the day at its end.
fn is_post(words: &str) -> bool {
    static ACCOUNT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[—–-] [^—–]{1,60}\(@\w{1,20}\) \p{L}+ \d{1,2}, \d{4}$"));
    ACCOUNT.is_match(words)
}

/// Cuts the credit of a picture off the caption that it was run together with.
pub(crate) fn cut_credits(flow: &mut Flow) {
    flow.split(|words| {
        if words.len() < 600 {
            credit::glued_credit(words)
        } else {
            None
        }
    });
}

/// Lines between the headline and the running text at most.
const ABOVE: usize = 150;
/// A line that signs or dates the text stands so many lines after the headline at most.
const SIGNED: usize = 4;
/// Words of a headline that are enough to tell what the text is about.
const TELLING: usize = 9;
/// Lines of the text with a word from which on it is said often.
const OFTEN: usize = 3;
/// Words beyond which a title is more likely a summary.
const LONG_TITLE: usize = 18;

/// The lines that are the headline: the one marked so, else the line above the text whose
/// words the text takes up most, where a signature, a repetition and nearness speak for it too.
pub(crate) fn headlines(flow: &Flow, measures: &[Measure]) -> Vec<usize> {
    let count = flow.segments.len();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in 0..count {
        places.entry(flow.words(at)).or_default().push(at);
    }
    let could_be = |at: usize| {
        let words = flow.words(at);
        let length = words.split_whitespace().count();
        (3..=40).contains(&length)
            && words.len() < 300
            && phrases::furniture(words).is_none()
            && !is_date_line(words)
            && !phrases::is_counts(words)
            && !credit::is_picture_credit(words)
    };
    let article = stretch((0..count).map(|at| weight(flow, &measures[at], at)));
    let mut spoken: HashMap<String, usize> = HashMap::new();
    for at in article.clone().filter(|&at| measures[at].is_prose()) {
        for word in telling(flow.words(at)) {
            *spoken.entry(word).or_default() += 1;
        }
    }
    let score = |at: usize| {
        let words = flow.words(at);
        let own: Vec<String> = telling(words).collect();
        // A word counts in full where the text says it often.
        let taken_up: f64 = own
            .iter()
            .map(|word| spoken.get(word).copied().unwrap_or(0).min(OFTEN) as f64 / OFTEN as f64)
            .sum();
        let share = taken_up / own.len().max(1) as f64;
        let near = at + 1..count.min(at + 1 + SIGNED);
        let signed = near
            .into_iter()
            .any(|next| is_date_line(flow.words(next)) || byline::signs(flow.words(next)));
        let repeated = places.get(words).is_some_and(|places| places.len() > 1);
        let length = words.split_whitespace().count();
        share * (own.len().min(TELLING) as f64).sqrt()
            + if signed { 0.8 } else { 0.0 }
            + if repeated { 0.5 } else { 0.0 }
            - if words.ends_with('.') { 1.5 } else { 0.0 }
            - if length > LONG_TITLE { 0.5 } else { 0.0 }
            - if at > article.start { 0.5 } else { 0.0 }
            - if is_trail(words) { 1.0 } else { 0.0 }
            - 0.01 * article.start.abs_diff(at) as f64
    };
    let top = article.start.saturating_sub(ABOVE);
    let body = (article.start..count)
        .filter(|&at| measures[at].is_prose())
        .nth(1)
        .unwrap_or(count);
    let headed = (0..count).find(|&at| flow.segments[at].mark == Mark::Heading(1) && could_be(at));
    let chosen = headed.or_else(|| {
        (top..count.min(body))
            .filter(|&at| could_be(at))
            .map(|at| (score(at), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, at)| at)
    });
    chosen
        .and_then(|at| places.get(flow.words(at)))
        .cloned()
        .unwrap_or_default()
}

/// The way to the page ("Home › Harbour › Pier closed").
fn is_trail(words: &str) -> bool {
    [" › ", " / ", " > ", " » "]
        .iter()
        .any(|mark| words.matches(mark).count() > 1)
}

/// The words of a line that tell what it is about, by their first letters, in lower case.
fn telling(words: &str) -> impl Iterator<Item = String> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4 && !measure::is_function_word(word))
        .map(|word| word.to_lowercase().chars().take(6).collect())
}

/// Puts the occurrence that the body goes with first: the last before the text.
pub(crate) fn body_goes_with(headlines: &mut [usize], roles: &[Role]) {
    let text = roles
        .iter()
        .position(|role| matches!(role, Role::Block(kind) if *kind != BlockKind::Headline))
        .unwrap_or(usize::MAX);
    if let Some(last) = headlines.iter().rposition(|&at| at < text) {
        headlines[..=last].rotate_right(1);
    }
}
