//! What a text says of being a translation.
//!
//! In: paragraphs of a report and the known houses. Out: the passages that call
//! the text, or words that it quotes, a translation: "translated from the
//! German", "originally published in Spanish by X", "Übersetzung: N. N.",
//! "told X in Spanish". A book or a letter that was translated is none of the
//! text's own making.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use text::Span;

use crate::{Credit, CreditKind, Houses, Place};

const LANGUAGES: &str = include_str!("../data/languages.tsv");

/// Words of the longest line that calls the text a translation.
const LINE_WORDS: usize = 32;
/// Paragraphs from the top and from the end in which such lines stand.
const TOP: usize = 8;
const END: usize = 5;
/// Bytes between a house that is spoken to and the language spoken.
const NEAR: usize = 40;
/// Words of the longest name of an outlet.
const NAME: usize = 6;

/// A passage that calls a text a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Translation {
    /// Is it the whole text, and not only what it quotes?
    pub whole: bool,
    /// BCP 47 of the original, where it is named.
    pub language: Option<&'static str>,
    /// Whose the original is, where that is named.
    pub house: Option<usize>,
    /// The words.
    pub place: Place,
}

/// What comes before the language that a text was translated from; a translator may follow.
const TRANSLATED: &[&str] = &[
    "translated from",
    "translated from the",
    "translated from the original",
    "translation from",
    "translation from the",
    "original in",
    "original article in",
    "original text in",
    "original version in",
    "übersetzt aus dem",
    "übersetzung aus dem",
    "aus dem",
    "traduit de l'",
    "traduit de l’",
    "traduit du",
    "traduction de l'",
    "traduction de l’",
    "traduction du",
    "traducido del",
    "traducción del",
    "tradotto dall'",
    "tradotto dall’",
    "tradotto dal",
    "traduzione dall'",
    "traduzione dall’",
    "traduzione dal",
    "traduzido do",
    "tradução do",
    "vertaald uit het",
];

/// What comes before the language in which the original was published; the outlet may follow.
const PUBLISHED: &[&str] = &[
    "originally published in",
    "originally written in",
    "originally appeared in",
    "first published in",
    "first appeared in",
    "zuerst auf",
    "im original auf",
    "ursprünglich auf",
    "publié initialement en",
    "initialement publié en",
    "d'abord publié en",
    "publicado originalmente en",
    "originalmente publicado en",
    "publicado originalmente em",
    "oorspronkelijk gepubliceerd in het",
];

/// Labels with the translator behind them.
const LABELS: &[&str] = &[
    "translation:",
    "translation by",
    "translated by",
    "translator:",
    "übersetzung:",
    "übersetzung von",
    "übersetzt von",
    "übersetzer:",
    "übersetzerin:",
    "traduction:",
    "traduction :",
    "traduction de",
    "traduit par",
    "traducción:",
    "traducción de",
    "traducido por",
    "traduzione:",
    "traduzione di",
    "tradotto da",
    "tradução:",
    "tradução de",
    "traduzido por",
    "vertaling:",
    "vertaald door",
    "перевод:",
];

/// How a text speaks of itself.
const THIS_TEXT: &[&str] = &[
    "this article",
    "this story",
    "this report",
    "this piece",
    "this text",
    "this interview",
    "this essay",
    "dieser artikel",
    "dieser text",
    "dieser beitrag",
    "dieses interview",
    "cet article",
    "ce texte",
    "cet entretien",
    "este artículo",
    "este texto",
    "este reportaje",
    "esta entrevista",
    "questo articolo",
    "questo testo",
    "este artigo",
    "esta reportagem",
    "dit artikel",
    "deze tekst",
];

/// Words between the language of an original and who published it.
const PUBLISHED_BY: &[&str] = &[
    "by", "in", "on", "at", "bei", "auf", "par", "dans", "en", "por", "su", "da", "em", "no", "na", "door",
];

/// Small words inside the names of outlets.
const PARTICLES: &[&str] = &[
    "of", "the", "and", "&", "de", "del", "do", "da", "di", "du", "des", "la", "le", "van", "von", "für",
];

fn languages() -> &'static BTreeMap<&'static str, &'static str> {
    static NAMES: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        LANGUAGES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(code, names)| names.split(' ').map(move |name| (name, code)))
            .collect()
    })
}

/// The language that a text begins with, and the bytes of its name.
fn language_at(text: &str) -> Option<(&'static str, usize)> {
    let len = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let name = text[..len].to_lowercase();
    Some((languages().get(name.as_str())?, len))
}

/// A statement that the whole of a text is a translation.
struct Said {
    span: Span,
    language: Option<&'static str>,
    /// May the outlet of the original follow?
    published: bool,
}

impl Said {
    fn translation(&self, house: Option<usize>, place: Place) -> Translation {
        Translation {
            whole: true,
            language: self.language,
            house,
            place,
        }
    }
}

/// Reads one line. Spans are bytes of `line`.
fn said(line: &str) -> Option<Said> {
    if line.split_whitespace().nth(LINE_WORDS).is_some() {
        return None;
    }
    let start = line.len()
        - line
            .trim_start_matches([' ', '(', '[', '*', '_', '–', '—', '-', '\u{a0}'])
            .len();
    let opening = &line[start..];
    let label = LABELS.iter().find(|label| starts_with(opening, label).is_some());
    let from = TRANSLATED
        .iter()
        .chain(PUBLISHED)
        .flat_map(|phrase| places(line, phrase).map(move |at| (at, phrase)))
        .filter(|&(at, _)| is_opening(&line[..at]) || speaks_of_itself(&line[..at]))
        .find_map(|(at, phrase)| {
            let end = starts_with(&line[at..], phrase)? + at;
            let rest = line[end..].trim_start_matches([' ', '\u{a0}']);
            let (language, len) = language_at(rest)?;
            // "Aus dem Englischen von N. N." names a translator; "aus dem Englischen Garten" a park.
            let after = rest[len..].trim_start().to_lowercase();
            (*phrase != "aus dem" || after.starts_with("von ") || after.starts_with("übersetzt")).then(|| {
                (
                    at,
                    line.len() - rest.len() + len,
                    language,
                    PUBLISHED.contains(phrase),
                )
            })
        });
    match (from, label) {
        (Some((at, end, language, published)), _) => Some(Said {
            span: Span::new(at, end),
            language: Some(language),
            published,
        }),
        (None, Some(_)) => Some(Said {
            span: Span::new(start, line.trim_end().len()),
            language: None,
            published: false,
        }),
        (None, None) => None,
    }
}

/// Bytes that a phrase takes at the start of a text, case aside, when a word ends there.
fn starts_with(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text.chars();
    let mut len = 0;
    for wanted in phrase.chars() {
        let c = rest.next()?;
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        len += c.len_utf8();
    }
    let whole = phrase.ends_with(['\'', '’', ':']) || !rest.next().is_some_and(char::is_alphanumeric);
    whole.then_some(len)
}

/// Where a phrase stands in a line, case aside.
fn places<'a>(line: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    let mut word = false;
    line.char_indices().filter_map(move |(at, c)| {
        let inside = std::mem::replace(&mut word, c.is_alphanumeric());
        (!inside && starts_with(&line[at..], phrase).is_some()).then_some(at)
    })
}

/// Does nothing of weight come before: "(", "Read the", "Der Text erschien"?
fn is_opening(before: &str) -> bool {
    let words: Vec<String> = before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.is_empty()
        || matches!(&words[..], [first, rest @ ..] if matches!(first.as_str(), "read" | "see")
        && rest.iter().all(|word| matches!(word.as_str(), "the" | "this" | "full" | "article" | "story" | "here")))
}

/// Is the text itself what the line speaks of?
fn speaks_of_itself(before: &str) -> bool {
    /// Words between subject and participle: "with Ana Lorr was", "erschien".
    const BETWEEN: usize = 6;
    let lower = before.to_lowercase();
    THIS_TEXT.iter().any(|subject| {
        let rest = lower.split_once(subject).map(|(_, rest)| rest);
        rest.is_some_and(|rest| {
            let clause = [",", " that ", " which ", " who ", " quotes ", " cites "];
            !clause.iter().any(|word| rest.contains(word)) && rest.split_whitespace().nth(BETWEEN).is_none()
        })
    })
}

/// English where a page gives no language.
fn spoken(own: Option<&str>) -> &str {
    own.map_or("en", |tag| tag.split('-').next().unwrap_or(tag))
}

/// What one line says, with the outlet of the original.
fn of_line(line: &str, houses: &Houses, own: &str) -> Option<(Said, Option<usize>)> {
    let mut said = said(line).filter(|said| said.language != Some(own))?;
    let mut house = None;
    if let Some((at, name)) = published_by(line, &said) {
        house = houses.find(name).next().map(|(_, house)| house);
        said.span = Span::new(said.span.start(), at + name.len());
    }
    Some((said, house))
}

/// What a line of credits outside the text says: it begins at `start` in the capture.
#[must_use]
pub fn translation_line(line: &str, start: usize, houses: &Houses, own: Option<&str>) -> Option<Translation> {
    let (said, house) = of_line(line, houses, spoken(own))?;
    Some(said.translation(house, Place::Capture(said.span.shifted(start))))
}

/// Passages of a text that call it, or what it quotes, a translation. `credits` are those of the text, and
/// `own` its language: nobody translates into the language that was spoken.
#[must_use]
pub fn find_translations(
    text: &str,
    paragraphs: &[Span],
    houses: &Houses,
    credits: &[Credit],
    own: Option<&str>,
) -> Vec<Translation> {
    let own = spoken(own);
    let mut found: Vec<Translation> = lines(paragraphs)
        .filter_map(|line| {
            let (said, house) = of_line(&text[line.range()], houses, own)?;
            Some(said.translation(house, Place::Text(said.span.shifted(line.start()))))
        })
        .collect();
    found.extend(credits.iter().filter_map(|credit| {
        let Place::Text(name) = credit.place else {
            return None;
        };
        if !matches!(credit.kind, CreditKind::Told | CreditKind::Cited) {
            return None;
        }
        let (language, end) = spoken_in(&text[name.end()..])?;
        (language != own).then(|| Translation {
            whole: false,
            language: Some(language),
            house: Some(credit.house),
            place: Place::Text(Span::new(name.start(), name.end() + end)),
        })
    }));
    found
}

/// Names of outlets to which lines of translation give the original, known houses or not.
pub fn named_originals<'a>(text: &'a str, paragraphs: &'a [Span]) -> impl Iterator<Item = &'a str> {
    lines(paragraphs).filter_map(|line| named_original(&text[line.range()]))
}

/// The outlet to which a line of translation gives the original.
#[must_use]
pub fn named_original(line: &str) -> Option<&str> {
    published_by(line, &said(line)?).map(|(_, name)| name)
}

/// Paragraphs near the top and near the end.
fn lines(paragraphs: &[Span]) -> impl Iterator<Item = Span> + '_ {
    let last = paragraphs.len().saturating_sub(END);
    paragraphs
        .iter()
        .enumerate()
        .filter(move |&(at, _)| at < TOP || at >= last)
        .map(|(_, &span)| span)
}

/// The capitalised words after "by" or "in" right behind the language, and where they begin in the line.
fn published_by<'a>(line: &'a str, said: &Said) -> Option<(usize, &'a str)> {
    let from = said.published.then_some(said.span.end())?;
    let after = &line[from..];
    let trimmed = after.trim_start_matches([' ', ',', '\u{a0}']);
    let (link, _) = trimmed.split_once([' ', '\u{a0}'])?;
    if !PUBLISHED_BY.contains(&link.to_lowercase().as_str()) {
        return None;
    }
    let start = after.len() - trimmed.len() + link.len();
    let rest = after[start..].trim_start_matches([' ', '\u{a0}', '“', '"', '„', '«']);
    let start = after.len() - rest.len();
    let article = ["the ", "der ", "die ", "dem ", "le ", "la ", "el "]
        .iter()
        .find(|article| rest.starts_with(**article));
    let start = start + article.map_or(0, |article| article.len());
    let rest = &after[start..];
    // Bytes up to the end of the last capitalised word; "Diário do Cais" has a small one between.
    let (mut end, mut read) = (0, 0);
    for word in rest.split_inclusive([' ', '\u{a0}']).take(NAME) {
        let name = word.trim_end();
        let capital = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !capital && !PARTICLES.contains(&name) {
            break;
        }
        let bare = name.trim_end_matches(['.', ',', ';', ')', ']', '”', '"', '“', '»', '’']);
        if capital {
            end = read + bare.len();
        }
        if bare.len() < name.len() {
            break;
        }
        read += word.len();
    }
    let name = &rest[..end];
    (!name.is_empty()).then_some((from + start, name))
}

/// "… in Spanish" behind the name of a house, within its clause, and where it ends.
fn spoken_in(after: &str) -> Option<(&'static str, usize)> {
    let clause = after
        .find(['.', ',', ';', ':', '“', '"', '\n'])
        .unwrap_or(after.len());
    let clause = &after[..clause];
    let at = clause.find(" in ").filter(|&at| at <= NEAR)? + " in ".len();
    let (language, len) = language_at(&clause[at..])?;
    // "in English waters" is no language.
    let ends = clause[at + len..].trim_start().is_empty()
        || [
            " on ",
            " that ",
            " from ",
            " at ",
            " this ",
            " last ",
            " when ",
            " through ",
        ]
        .iter()
        .any(|next| clause[at + len..].starts_with(next));
    ends.then_some((language, at + len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find_credits;

    fn found(text: &str, own: &str) -> Vec<(bool, Option<&'static str>, Option<String>, String)> {
        let paragraphs = [Span::new(0, text.len())];
        let mut houses = Houses::known();
        houses.add_outlets(["Der Skagen Bote", "El Farol", "Tidewire"].into_iter());
        houses.add_outlets(named_originals(text, &paragraphs));
        let credits = find_credits(text, &paragraphs, &houses);
        find_translations(text, &paragraphs, &houses, &credits, Some(own))
            .into_iter()
            .map(|t| {
                let Place::Text(span) = t.place else {
                    panic!("{t:?}")
                };
                let house = t.house.map(|house| houses.get(house).name.clone());
                (t.whole, t.language, house, text[span.range()].to_owned())
            })
            .collect()
    }

    #[test]
    fn a_text_says_that_it_is_a_translation() {
        for (line, own, language, house, words) in [
            (
                "Translated from the German by Ana Lorr.",
                "en",
                Some("de"),
                None,
                "Translated from the German",
            ),
            (
                "(This article was translated from Spanish.)",
                "en",
                Some("es"),
                None,
                "translated from Spanish",
            ),
            (
                "This story was originally published in German by Der Skagen Bote on 3 May.",
                "en",
                Some("de"),
                Some("Der Skagen Bote"),
                "originally published in German by Der Skagen Bote",
            ),
            (
                "This interview first appeared in Portuguese in Diário do Cais.",
                "en",
                Some("pt"),
                Some("Diário do Cais"),
                "first appeared in Portuguese in Diário do Cais",
            ),
            (
                "Read the original in French",
                "en",
                Some("fr"),
                None,
                "original in French",
            ),
            ("Translation: Ana Lorr", "en", None, None, "Translation: Ana Lorr"),
            ("Übersetzung: Ana Lorr", "de", None, None, "Übersetzung: Ana Lorr"),
            (
                "Aus dem Englischen von Ana Lorr",
                "de",
                Some("en"),
                None,
                "Aus dem Englischen",
            ),
            (
                "Cet article a été traduit de l’anglais.",
                "fr",
                Some("en"),
                None,
                "traduit de l’anglais",
            ),
            (
                "Traducido del inglés por Ana Lorr",
                "es",
                Some("en"),
                None,
                "Traducido del inglés",
            ),
            (
                "Traduzione di Ana Lorr",
                "it",
                None,
                None,
                "Traduzione di Ana Lorr",
            ),
        ] {
            let expected = (true, language, house.map(str::to_owned), words.to_owned());
            assert_eq!(found(line, own), [expected], "{line}");
        }
    }

    #[test]
    fn words_are_quoted_from_another_language() {
        for (line, house, words) in [
            (
                "“No,” she told El Farol in Spanish.",
                "El Farol",
                "El Farol in Spanish",
            ),
            (
                "She said in an interview with El Farol in Spanish on Monday that the pier was safe.",
                "El Farol",
                "El Farol in Spanish",
            ),
        ] {
            let expected = (false, Some("es"), Some(house.to_owned()), words.to_owned());
            assert_eq!(found(line, "en"), [expected], "{line}");
        }
    }

    #[test]
    fn what_is_no_translation_of_this_text() {
        for line in [
            "The book, translated from the German by Ana Lorr, sold a million copies.",
            "This article was originally published in Skagen.",
            "This article was translated into Spanish.",
            "This article was originally published in English by Tidewire.",
            "She told Tidewire in English that the pier was safe.",
            "She told Tidewire in English waters that the pier was safe.",
            "Aus dem Englischen Garten kam ein Ruf.",
            "This article, with a letter translated from Arabic, was read aloud.",
            "This article quotes a letter translated from Arabic.",
            "The translation of the treaty was wrong, said the council.",
            "Translators of the court read the letter aloud.",
            "The letter was originally written in Arabic.",
        ] {
            assert_eq!(found(line, "en"), [], "{line}");
        }
    }
}
