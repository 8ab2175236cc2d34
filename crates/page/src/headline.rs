//! The headline: which visible text it is, and its clean form.
//!
//! In: headings and the headlines that metadata name. Out: the segments that
//! print it, and its text. Metadata alone give no headline: it must be visible
//! text, or else the title of the page.

use text::Span;

use crate::article::Found;
use crate::evidence::Evidence;
use crate::meta::Meta;
use crate::phrases::folded;
use crate::tag::Tag;

/// Letters and figures of a text, in lower case.
pub(crate) fn key(words: &str) -> String {
    folded(words).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The segments that print the headline, the one that the body goes with first.
pub(crate) fn segments(evidence: &Evidence<'_>, meta: &Meta) -> Vec<usize> {
    let flow = evidence.flow;
    let named: Vec<String> = meta
        .headlines
        .iter()
        .map(|found| key(&found.value))
        .filter(|key| key.len() > 5)
        .collect();
    let title = meta
        .title
        .as_ref()
        .map(|found| key(&found.value))
        .unwrap_or_default();
    let keys: Vec<String> = (0..flow.segments.len())
        .map(|at| {
            let words = flow.words(at);
            if words.len() < 400 {
                key(words)
            } else {
                String::new()
            }
        })
        .collect();
    let mut best: Option<(i32, usize)> = None;
    for at in 0..flow.segments.len() {
        let key = &keys[at];
        if key.len() < 4 {
            continue;
        }
        let level = evidence
            .within(at, &[Tag::H1, Tag::H2, Tag::H3])
            .map(|node| evidence.tree.nodes[node as usize].tag);
        let mut score = match level {
            Some(Tag::H1) => 40,
            Some(Tag::H2) => 15,
            Some(Tag::H3) => 5,
            _ => 0,
        };
        if named.contains(key) {
            score += 60;
        } else if named.iter().any(|named| close(named, key)) {
            score += 35;
        }
        if key.len() > 10 && title.contains(key.as_str()) {
            score += 30;
        }
        if evidence.named(
            at,
            &["headline", "entrytitle", "posttitle", "articletitle", "title"],
        ) {
            score += 8;
        }
        if evidence.measures[at].linked > 0.8 {
            score -= 25;
        }
        let strong = evidence
            .hint(at)
            .is_some_and(|hint| hint.strength == crate::hints::Strength::Strong);
        if strong {
            score -= 35;
        }
        if score >= 30 && best.is_none_or(|(old, _)| score > old) {
            best = Some((score, at));
        }
    }
    let Some(chosen) = best.map(|(_, at)| at).or_else(|| over_text(evidence)) else {
        return Vec::new();
    };
    let mut all = vec![chosen];
    all.extend((0..flow.segments.len()).filter(|&at| at != chosen && keys[at] == keys[chosen]));
    all
}

/// The first heading with running text right under it, where nothing else
/// tells; hardly any of the text may stand before it.
fn over_text(evidence: &Evidence<'_>) -> Option<usize> {
    let inside = |at: usize| {
        evidence.is_prose_of_article(at)
            && evidence
                .tree
                .is_in(evidence.flow.segments[at].block, evidence.main)
    };
    let count = evidence.flow.segments.len();
    let total: u32 = (0..count)
        .filter(|&at| inside(at))
        .map(|at| evidence.measures[at].len)
        .sum();
    let mut before = 0;
    for at in 0..count {
        let measure = &evidence.measures[at];
        let heads = evidence.tag(at).heading().is_some_and(|level| level <= 3)
            && (3..=40).contains(&measure.words)
            && measure.linked < 0.8
            && !evidence.card[at];
        if heads && (at + 1..count.min(at + 5)).any(inside) {
            return Some(at);
        }
        if inside(at) {
            before += measure.len;
            if before * 6 > total {
                return None;
            }
        }
    }
    None
}

/// One holds the other, and most of it.
fn close(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() * 10 >= long.len() * 6 && long.contains(short)
}

/// Closing marks and what opens them.
const MARKS: [(char, char); 3] = [('’', '‘'), ('”', '“'), ('»', '«')];

/// The headline on one line. A quotation mark that closes without having been
/// opened, after the first word or words, gets its partner back.
pub(crate) fn clean(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for (closing, opening) in MARKS {
        if line.contains(opening) {
            continue;
        }
        let Some(at) = line.find(closing) else {
            continue;
        };
        let after = line[at + closing.len_utf8()..].chars().next();
        let before = line[..at].chars().next_back();
        let closes = after.is_none_or(|c| !c.is_alphanumeric()) && before.is_some_and(|c| !c.is_whitespace());
        // A possessive ("the ports’ owners") closes nothing.
        let possessive = closing == '’' && before == Some('s') && after == Some(' ');
        let once = line.matches(closing).count() == 1;
        if closes && once && !possessive && line[..at].split(' ').count() <= 8 {
            return format!("{opening}{line}");
        }
    }
    line
}

/// The headline of a page that prints none: of the metadata, else the title
/// without the name of the site. Its span and its text.
pub(crate) fn unseen(body: &str, meta: &Meta) -> Option<(Span, String)> {
    if let Some(named) = meta.headlines.first() {
        let words = without_site(&named.value, meta.outlets.first());
        return Some((part(body, named.span, &words), words));
    }
    let title = meta.title.as_ref()?;
    let words = without_site(&title.value, meta.outlets.first());
    Some((part(body, title.span, &words), words))
}

/// The words inside a span, where they stand as they are; else the whole span.
fn part(body: &str, span: Span, words: &str) -> Span {
    body[span.range()].find(words).map_or(span, |at| {
        Span::new(span.start() + at, span.start() + at + words.len())
    })
}

/// The title of the page without the name of the site.
fn without_site(title: &str, outlet: Option<&Found<String>>) -> String {
    let outlet = outlet.map(|found| key(&found.value)).unwrap_or_default();
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "] {
        if let Some((head, tail)) = title.rsplit_once(separator) {
            let tail_key = key(tail);
            if (!outlet.is_empty() && (tail_key == outlet || outlet.contains(&tail_key)))
                || (separator == " | " && tail.split_whitespace().count() <= 4)
            {
                return without_site_again(head, separator, &outlet);
            }
            if !outlet.is_empty()
                && title
                    .split_once(separator)
                    .is_some_and(|(first, _)| key(first) == outlet)
            {
                return title
                    .split_once(separator)
                    .map_or(title, |(_, rest)| rest)
                    .to_owned();
            }
        }
    }
    title.to_owned()
}

/// "Headline | Section | Site" has a second tail.
fn without_site_again(head: &str, separator: &str, outlet: &str) -> String {
    match head.rsplit_once(separator) {
        Some((first, tail)) if tail.split_whitespace().count() <= 2 || key(tail) == outlet => {
            first.to_owned()
        }
        _ => head.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_mark_comes_back_and_nothing_else_changes() {
        for (words, clean_form) in [
            (
                "Crazy’: Fallout after\nthe call",
                "‘Crazy’: Fallout after the call",
            ),
            ("Crazy”: Fallout", "“Crazy”: Fallout"),
            ("‘Crazy’: Fallout", "‘Crazy’: Fallout"),
            ("The ports’ owners object", "The ports’ owners object"),
            ("Minister’s call", "Minister’s call"),
            ("No marks", "No marks"),
        ] {
            assert_eq!(clean(words), clean_form);
        }
    }

    #[test]
    fn site_names_go() {
        for (title, rest) in [
            ("Pier closed | The Courier", "Pier closed"),
            ("Pier closed | Harbour | The Courier", "Pier closed"),
            ("Sub-pier - a story", "Sub-pier - a story"),
        ] {
            assert_eq!(without_site(title, None), rest);
        }
    }
}
