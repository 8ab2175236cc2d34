//! Which lines of pasted page text are its article.
//!
//! In: the lines of a page without markup, as a browser's "copy all" leaves
//! them. Out: a role for each line. The article runs from its first running
//! text to its last; menus, counters and share lines around and between are
//! known by their words, headings by standing short between paragraphs.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::BlockKind;
use crate::credit::{self, pattern};
use crate::dates;
use crate::flow::Flow;
use crate::judge::{Role, marked};
use crate::measure::{self, Measure};
use crate::phrases;

const BULLETS: &[char] = &['•', '●', '▪', '■', '◦', '‣', '·', '*', '–', '-', '►', '➤'];

/// Is the line an item of a list, by its first mark?
fn is_item(words: &str) -> bool {
    words
        .strip_prefix(BULLETS)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace) && rest.trim().len() > 2)
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
    let plain = |at: usize| {
        let words = flow.words(at);
        !is_headline[at]
            && phrases::furniture(words).is_none()
            && !phrases::is_bare_mark(words)
            && !phrases::is_counts(words)
            && !is_date_line(words)
    };
    let prose: Vec<bool> = (0..count)
        .map(|at| measures[at].is_prose() && plain(at))
        .collect();
    let first = prose.iter().position(|&is| is).unwrap_or(count);
    let last = prose.iter().rposition(|&is| is).map_or(0, |last| last + 1);
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
            if at < first {
                return Role::furniture("navigation", "stands before the article");
            }
            if at >= last {
                return Role::furniture("footer", "stands after the article");
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

/// The lines that are the headline: the longest line printed more than once
/// at the top, else the first line that reads like one.
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
    };
    let body = (0..count)
        .filter(|&at| measures[at].is_prose())
        .nth(1)
        .unwrap_or(count);
    let repeated = (0..count.min(body))
        .filter(|&at| could_be(at) && places.get(flow.words(at)).is_some_and(|places| places.len() > 1))
        .max_by_key(|&at| (flow.words(at).len(), std::cmp::Reverse(at)));
    let chosen =
        repeated.or_else(|| (0..count.min(body)).find(|&at| could_be(at) && !flow.words(at).ends_with('.')));
    chosen
        .and_then(|at| places.get(flow.words(at)))
        .cloned()
        .unwrap_or_default()
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
