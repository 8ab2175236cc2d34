//! Reports of a story as exemplars.
//!
//! In: the reports. Out: for each its words, house, times and credits, in an
//! order that does not depend on the order of input: by publication time, then
//! by content.

use std::collections::BTreeSet;

use collation::Report;
use page::{Article, BlockKind};
use text::Span;

use crate::{
    Credit, CreditKind, Exemplar, Houses, Place, credited_names, find_credits, find_translations,
    named_original, named_originals, translation_line, word_key, words_of_others,
};

/// Indices of the reports, by publication time and then by content.
pub(crate) fn standing_order(reports: &[Report]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_cached_key(|&at| {
        let article = &reports[at].article;
        let time = article.published.as_ref().and_then(|d| d.stamp);
        (
            time.is_none(),
            time.map(|t| t.earliest()),
            article.capture.sha256.clone(),
            article.id.clone(),
        )
    });
    order
}

/// The known houses, and those that the reports name as outlet or agency.
pub(crate) fn houses_of(reports: &[Report]) -> Houses {
    let mut houses = Houses::known();
    let mut names: Vec<&str> = Vec::new();
    let bodies: Vec<Vec<Span>> = reports.iter().map(|report| body_of(&report.article)).collect();
    for (report, body) in reports.iter().zip(&bodies) {
        let article = &report.article;
        let capture = &article.capture.text;
        names.extend(article.outlet.as_ref().map(|found| found.value.as_str()));
        let agency = article.dateline.as_ref().and_then(|d| d.agency);
        let of_houses = |c: &&page::Credit| !capture.get(c.span).is_some_and(names_persons);
        let credited = article.credits.iter().filter(of_houses).flat_map(|c| &c.names);
        let by_person = |name: &str| article.byline.iter().any(|found| found.value == name);
        let printed = agency
            .iter()
            .chain(credited)
            .filter_map(|&span| capture.get(span));
        names.extend(printed.filter(|name| !by_person(name)));
        names.extend(credited_names(report.article.text.as_str(), body));
        names.extend(named_originals(report.article.text.as_str(), body));
        names.extend(credit_lines(article).filter_map(|line| named_original(capture.get(line)?)));
    }
    houses.add_outlets(names.into_iter());
    houses
}

/// One exemplar a report, in the same order.
pub(crate) fn exemplars_of(reports: &[&Report], houses: &Houses) -> Vec<Exemplar> {
    let urls: Vec<Option<String>> = reports
        .iter()
        .map(|r| r.article.url.as_ref().map(|url| address(&url.value)))
        .collect();
    // Houses whose own page is in hand under their name: no page without a name is theirs.
    let named: BTreeSet<usize> = reports
        .iter()
        .filter_map(|report| named_house(&report.article, houses))
        .collect();
    let target = |at: usize, href: &str| {
        let href = address(href);
        urls.iter()
            .position(|url| url.as_ref() == Some(&href))
            .filter(|&to| to != at)
    };
    let languages: Vec<Option<String>> = reports
        .iter()
        .map(|report| report.article.language.as_deref().map(first_subtag))
        .collect();
    let mut exemplars: Vec<Exemplar> = reports
        .iter()
        .enumerate()
        .map(|(at, report)| {
            let article = &report.article;
            let body = body_of(article);
            let text = article.text.as_str();
            let quoted = words_of_others(text, &body, report.analysis.quoted.iter().map(|q| q.span));
            let mut exemplar = Exemplar::new(text, &body, &quoted);
            exemplar.house = house_of(article, houses, &named);
            exemplar.published = article.published.as_ref().and_then(|d| d.stamp);
            exemplar.captured = article.capture.retrieved.as_ref().and_then(|t| t.parse().ok());
            exemplar.credits = credits_of(article, &body, houses);
            exemplar.language.clone_from(&languages[at]);
            exemplar.translations = find_translations(
                text,
                &body,
                houses,
                &exemplar.credits,
                exemplar.language.as_deref(),
            );
            let language = exemplar.language.as_deref();
            let credits = credit_lines(article).filter_map(|line| {
                translation_line(article.capture.text.get(line)?, line.start(), houses, language)
            });
            exemplar.translations.extend(credits);
            for link in &article.links {
                exemplar
                    .linked
                    .extend(target(at, &link.href).map(|to| (to, Place::Text(link.span))));
            }
            for based in &article.based_on {
                let named = target(at, &based.value).map(|to| (to, Place::Capture(based.span)));
                // What is based on a text in another language is that text translated.
                let foreign = |to: usize| {
                    languages[at].is_some() && languages[to].is_some() && languages[at] != languages[to]
                };
                let list = match named {
                    Some((to, _)) if foreign(to) => &mut exemplar.originals,
                    _ => &mut exemplar.linked,
                };
                list.extend(named);
                exemplar
                    .credits
                    .extend(houses.of_url(&based.value).map(|house| Credit {
                        house,
                        kind: CreditKind::Text,
                        place: Place::Capture(based.span),
                    }));
            }
            let places = |list: &[page::Found<String>]| -> Vec<(usize, Place)> {
                let named = list.iter();
                named
                    .filter_map(|found| Some((target(at, &found.value)?, Place::Capture(found.span))))
                    .collect()
            };
            exemplar.originals.extend(places(&article.translation_of));
            exemplar.alternates = article
                .alternates
                .iter()
                .filter_map(|(found, _)| Some((target(at, &found.value)?, Place::Capture(found.span))))
                .collect();
            exemplar
        })
        .collect();
    for (at, report) in reports.iter().enumerate() {
        for found in &report.article.translations {
            if let Some(to) = target(at, &found.value) {
                exemplars[to].offered.push((at, Place::Capture(found.span)));
            }
        }
    }
    exemplars
}

/// "pt" of "pt-BR".
fn first_subtag(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase()
}

/// Is it a line of those who worked on the text ("Reporting by ...")?
fn names_persons(line: &str) -> bool {
    let line = line
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    [
        "reporting by",
        "additional reporting",
        "writing by",
        "written by",
        "editing by",
        "compiled by",
        "by ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// Lines outside the text that say who made it. Spans are bytes of the capture.
fn credit_lines(article: &Article) -> impl Iterator<Item = Span> + '_ {
    let credits = article.credits.iter().map(|credit| credit.span);
    let furniture = article.furniture.iter();
    let furniture = furniture.filter(|f| matches!(f.kind, "credit_line" | "editor_meta" | "byline_date"));
    let mut seen = BTreeSet::new();
    credits
        .chain(furniture.map(|f| f.span))
        .filter(move |&span| seen.insert(span))
}

/// The blocks of the text proper, ascending.
pub(crate) fn body_of(article: &Article) -> Vec<Span> {
    let body = article.blocks.iter().filter(|b| is_body(b.kind));
    body.map(|b| b.span).collect()
}

/// Blocks whose words are the report's: a pull quote repeats them, a headline belongs to the page.
fn is_body(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Deck
            | BlockKind::Paragraph
            | BlockKind::ListItem
            | BlockKind::Blockquote
            | BlockKind::TableRow
            | BlockKind::Caption
    )
}

fn named_house(article: &Article, houses: &Houses) -> Option<usize> {
    let by_name = article.outlet.as_ref().and_then(|found| houses.of(&found.value));
    by_name.or_else(|| houses.of_url(&article.url.as_ref()?.value))
}

/// A page that names no outlet and has an agency in its dateline is the agency's own, unless that has one of
/// its own among the `named`: a paste often loses the name of its outlet.
fn house_of(article: &Article, houses: &Houses, named: &BTreeSet<usize>) -> Option<usize> {
    let by_dateline = || {
        let agency = article.dateline.as_ref()?.agency?;
        let house = houses.of(article.capture.text.get(agency)?)?;
        let own = named.iter().any(|&other| houses.is_called(other, house));
        (!own).then_some(house)
    };
    named_house(article, houses).or_else(by_dateline)
}

fn credits_of(article: &Article, body: &[Span], houses: &Houses) -> Vec<Credit> {
    let capture = &article.capture.text;
    let mut credits = find_credits(article.text.as_str(), body, houses);
    let mut lines: Vec<Span> = article.byline.iter().map(|found| found.span).collect();
    lines.extend(article.dateline.as_ref().map(|d| d.agency.unwrap_or(d.span)));
    lines.extend(article.credits.iter().map(|c| c.span));
    for line in lines {
        let Some(words) = capture.get(line) else { continue };
        credits.extend(houses.find(words).map(|(name, house)| Credit {
            house,
            kind: CreditKind::Text,
            place: Place::Capture(name.shifted(line.start())),
        }));
    }
    credits
}

/// An address without scheme, "www.", query and trailing slash.
fn address(url: &str) -> String {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or("");
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_lowercase()
}

/// Folded words of a text.
pub(crate) fn keys(text: &str) -> Vec<u64> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(word_key)
        .collect()
}
