//! The headline: which visible text it is, and its clean form.
//!
//! In: headings and the headlines that metadata name. Out: the segments that
//! print it, and its text. Metadata alone give no headline: it must be visible
//! text, or else the title of the page.

use text::Span;

#[cfg(test)]
use crate::article::Found;
use crate::dates;
use crate::evidence::Evidence;
use crate::meta::Meta;
use crate::phrases::folded;
use crate::tag::Tag;

/// Letters and figures of a text, in lower case.
pub(crate) fn key(words: &str) -> String {
    folded(words).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Words of a heading that may be a headline without metadata saying so.
const LONGEST: u32 = 40;

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
    let sites = sites(meta);
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
    let level = |at: usize| {
        evidence
            .within(at, &[Tag::H1, Tag::H2, Tag::H3])
            .map(|node| evidence.tree.nodes[node as usize].tag)
    };
    let only = (0..flow.segments.len())
        .filter(|&at| level(at) == Some(Tag::H1))
        .count()
        == 1;
    let total: u32 = (0..flow.segments.len()).map(|at| prose(evidence, at)).sum();
    let mut before = 0;
    let mut best: Option<(i32, usize)> = None;
    for at in 0..flow.segments.len() {
        let late = before * LATE > total;
        before += prose(evidence, at);
        let key = &keys[at];
        let level = level(at);
        let exact = named.contains(key);
        if key.len() < 4 || sites.contains(key) && !exact || is_date(flow.words(at)) {
            continue;
        }
        if !exact && (evidence.measures[at].words > LONGEST || late && level != Some(Tag::H1)) {
            continue;
        }
        let mut score = match level {
            Some(Tag::H1) => 40,
            Some(Tag::H2) => 15,
            Some(Tag::H3) => 5,
            _ => 0,
        };
        if exact {
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
        if evidence.strong_hint(at).is_some() {
            // The only first heading of a page is what the page is about, whatever holds it.
            score -= if only && level == Some(Tag::H1) { 15 } else { 35 };
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

/// A heading stands late when more than one part in so many of the running text comes before it.
const LATE: u32 = 6;

/// Bytes of a segment that are running text of the article.
fn prose(evidence: &Evidence<'_>, at: usize) -> u32 {
    let inside = evidence.is_prose_of_article(at)
        && evidence
            .tree
            .is_in(evidence.flow.segments[at].block, evidence.main);
    if inside { evidence.measures[at].len } else { 0 }
}

/// A date and nothing else.
fn is_date(words: &str) -> bool {
    words.len() < 60
        && dates::find(words)
            .first()
            .is_some_and(|date| key(words).len() <= key(&words[date.range.range()]).len() + 9)
}

/// Names of the site, as keys: its outlet's, with and without "the", and that of its address.
pub(crate) fn sites(meta: &Meta) -> Vec<String> {
    let mut sites: Vec<String> = Vec::new();
    for outlet in &meta.outlets {
        let own = key(&outlet.value);
        sites.extend(own.strip_prefix("the").map(str::to_owned));
        sites.push(own);
    }
    for url in &meta.urls {
        let host = host(&url.value);
        sites.extend(
            host.rsplit_once('.')
                .and_then(|(name, _)| name.rsplit('.').next())
                .map(key),
        );
        sites.push(key(host));
    }
    sites.retain(|site| site.len() > 2);
    sites
}

/// The host of an address, without "www.".
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("//").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host)
}

/// The part of a heading that is the headline: without the name of the site at
/// an end, and without a date or a label before words that metadata call the headline.
pub(crate) fn proper(words: &str, meta: &Meta) -> Span {
    let bare = bare(words, &sites(meta), false);
    let at = bare.as_ptr() as usize - words.as_ptr() as usize;
    let whole = Span::new(at, at + bare.len());
    let named = |part: &str| {
        meta.headlines
            .iter()
            .any(|found| key(&found.value) == key(part) && !part.is_empty())
    };
    if named(bare) {
        return whole;
    }
    let after_date = dates::find(bare)
        .first()
        .filter(|date| date.range.start() == 0)
        .map(|date| date.range.end());
    let after_label = bare.find(':').filter(|&at| at < 24).map(|at| at + 1);
    for cut in [after_date, after_label].into_iter().flatten() {
        let rest = bare[cut..].trim_start();
        if named(rest) {
            let at = at + bare.len() - rest.len();
            return Span::new(at, at + rest.len());
        }
    }
    whole
}

/// The first heading with running text right under it, where nothing else
/// tells; hardly any of the text may stand before it.
fn over_text(evidence: &Evidence<'_>) -> Option<usize> {
    let count = evidence.flow.segments.len();
    let total: u32 = (0..count).map(|at| prose(evidence, at)).sum();
    let mut before = 0;
    for at in 0..count {
        let measure = &evidence.measures[at];
        let heads = evidence.tag(at).heading().is_some_and(|level| level <= 3)
            && (3..=40).contains(&measure.words)
            && measure.linked < 0.8
            && !evidence.card[at]
            && !is_date(evidence.flow.words(at));
        if heads && (at + 1..count.min(at + 5)).any(|near| prose(evidence, near) > 0) {
            return Some(at);
        }
        before += prose(evidence, at);
        if before * LATE > total {
            return None;
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
    let found = meta.headlines.first().or(meta.title.as_ref())?;
    let words = bare(&found.value, &sites(meta), true);
    Some((part(body, found.span, words), words.to_owned()))
}

/// The words inside a span, where they stand as they are; else the whole span.
fn part(body: &str, span: Span, words: &str) -> Span {
    body[span.range()].find(words).map_or(span, |at| {
        Span::new(span.start() + at, span.start() + at + words.len())
    })
}

/// What titles are put together with.
pub(crate) const SEPARATORS: [&str; 13] = [
    " | ", " - ", " – ", " — ", " ― ", " :: ", " » ", " « ", " · ", " • ", " › ", " / ", " ~ ",
];

/// A title without the name of the site at either end. `loose`: a short tail
/// after a bar is taken for the site's name or a section even if nothing says so.
fn bare<'t>(title: &'t str, sites: &[String], loose: bool) -> &'t str {
    let is_site = |part: &str| {
        let part = key(part);
        part.len() > 1
            && sites
                .iter()
                .any(|site| *site == part || loose && site.contains(&part))
    };
    for separator in SEPARATORS {
        let firm = matches!(separator, " | " | " :: " | " » " | " · " | " • ");
        if let Some((head, tail)) = title.rsplit_once(separator)
            && (is_site(tail) || loose && separator == " | " && tail.split_whitespace().count() <= 4)
        {
            // "Headline | Section | Site" has a second tail.
            return match head.rsplit_once(separator) {
                Some((first, tail))
                    if is_site(tail) || loose && firm && tail.split_whitespace().count() <= 2 =>
                {
                    first.trim()
                }
                _ => head.trim(),
            };
        }
        if let Some((first, rest)) = title.split_once(separator)
            && is_site(first)
        {
            return rest.trim();
        }
    }
    title
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
        let sites = ["thecourier", "courier", "courierexample"].map(str::to_owned);
        for (title, rest) in [
            ("Pier closed | The Courier", "Pier closed"),
            ("Pier closed | Harbour | The Courier", "Pier closed"),
            ("Pier closed - Courier", "Pier closed"),
            ("Pier closed – courier.example", "Pier closed"),
            ("The Courier » Pier closed", "Pier closed"),
            ("Sub-pier - a story", "Sub-pier - a story"),
            ("Senn - Olt - The Courier", "Senn - Olt"),
            ("Pier closed | Harbour", "Pier closed"),
        ] {
            assert_eq!(bare(title, &sites, true), rest);
        }
        assert_eq!(
            bare("Pier closed | Opinion", &sites, false),
            "Pier closed | Opinion"
        );
    }

    #[test]
    fn a_date_or_a_label_before_the_headline_is_no_part_of_it() {
        let found = |value: &str| Found {
            value: value.to_owned(),
            span: Span::new(0, 1),
            origin: crate::Origin::OpenGraph,
        };
        let meta = Meta {
            headlines: vec![found("Pier closed for a week")],
            outlets: vec![found("The Courier")],
            ..Meta::default()
        };
        for (words, rest) in [
            ("Dec 18 2025 Pier closed for a week", "Pier closed for a week"),
            ("Title:Pier closed for a week", "Pier closed for a week"),
            ("Harbour: pier open again", "Harbour: pier open again"),
            ("Dec 18 2025 was a day", "Dec 18 2025 was a day"),
            ("Pier open again – The Courier", "Pier open again"),
        ] {
            assert_eq!(&words[proper(words, &meta).range()], rest, "{words}");
        }
        assert!(is_date("December 16, 2025"));
        assert!(is_date("Tuesday, 16 December 2025"));
        assert!(!is_date("What happened on 16 December 2025"));
    }
}
