//! News agencies and outlets by their names and hosts.
//!
//! In: [`nlp::known_houses`] and the names of the outlets in hand. Out: the house
//! that a name or an address stands for, and all names of houses in a text. A
//! name that is not known is a house of its own: two unknown names are never
//! taken for one.

use std::collections::{BTreeMap, HashMap};

use text::Span;

/// A news agency or an outlet, by its main name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct House {
    /// Main name of a known house; of another the name as first met.
    pub name: String,
    /// Does it sell its text to others?
    pub agency: bool,
}

/// All houses that can be recognised.
#[derive(Debug, Clone, Default)]
pub struct Houses {
    list: Vec<House>,
    /// Names by their first word (lower case), longest first.
    names: HashMap<String, Vec<Name>>,
    hosts: BTreeMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Name {
    words: Vec<String>,
    house: usize,
}

impl Houses {
    /// The world's main agencies and outlets.
    #[must_use]
    pub fn known() -> Self {
        let mut houses = Self::default();
        for known in nlp::known_houses() {
            let house = houses.push(known.name, known.agency);
            for name in known.aliases.into_iter().chain([known.name]) {
                houses.name(name, house);
            }
            for host in known.hosts {
                houses.hosts.insert(host.to_owned(), house);
            }
        }
        houses
    }

    /// Adds the outlets in hand by name or host; gives the house of each. Names ascend first, so that
    /// their order makes no difference.
    ///
    /// A name also goes by its last word with "the" ("the Courier") as long as only one outlet does.
    pub fn add_outlets<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let mut fresh: Vec<&str> = names
            .map(str::trim)
            .filter(|name| !name.is_empty() && self.of(name).is_none())
            .collect();
        fresh.sort_unstable();
        fresh.dedup();
        let mut short: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for name in fresh {
            let house = self.push(name, false);
            if is_host(name) {
                let host = name.split('/').next().unwrap_or(name);
                self.hosts.insert(host.to_lowercase(), house);
                continue;
            }
            self.name(name, house);
            let words: Vec<&str> = name_words(name).map(|s| &name[s.range()]).collect();
            let bare = words.strip_prefix(&["The"]).unwrap_or(&words);
            if bare.len() < words.len() && !bare.is_empty() {
                self.name(&bare.join(" "), house);
            }
            if let [_, .., last] = bare {
                short
                    .entry(format!("the {last}"))
                    .and_modify(|h| *h = None)
                    .or_insert(Some(house));
            }
        }
        for (name, house) in short {
            if let Some(house) = house {
                self.name(&name, house);
            }
        }
    }

    fn push(&mut self, name: &str, agency: bool) -> usize {
        self.list.push(House {
            name: name.to_owned(),
            agency,
        });
        self.list.len() - 1
    }

    fn name(&mut self, name: &str, house: usize) {
        let words: Vec<String> = name_words(name).map(|s| name[s.range()].to_owned()).collect();
        let Some(first) = words.first() else { return };
        let names = self.names.entry(first.to_lowercase()).or_default();
        names.push(Name { words, house });
        names.sort_by_key(|n| std::cmp::Reverse(n.words.len()));
    }

    /// The house of a number.
    #[must_use]
    pub fn get(&self, house: usize) -> &House {
        &self.list[house]
    }

    /// Is the other name the house's own, or a part of it ("Gazette" in a credit line of the Saltreach
    /// Gazette)? An agency's name is nobody else's.
    #[must_use]
    pub fn is_called(&self, house: usize, other: usize) -> bool {
        let words = |house: usize| -> Vec<String> {
            let name = &self.list[house].name;
            name_words(name).map(|s| name[s.range()].to_lowercase()).collect()
        };
        house == other
            || !self.list[other].agency && {
                let (own, part) = (words(house), words(other));
                !part.is_empty() && part.iter().all(|word| own.contains(word))
            }
    }

    /// The house that a whole name or host stands for.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        if is_host(name) {
            return self.of_host(name);
        }
        let found = self.find(name).next()?;
        (found.0 == Span::new(0, name.len())).then_some(found.1)
    }

    /// The house of an address.
    #[must_use]
    pub fn of_url(&self, url: &str) -> Option<usize> {
        let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
        self.of_host(rest.split(['/', '?', '#', ':']).next().unwrap_or(""))
    }

    fn of_host(&self, host: &str) -> Option<usize> {
        let host = host.split('/').next().unwrap_or("").to_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(&house) = self.hosts.get(rest) {
                return Some(house);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// All names of houses in a text, from left to right; the longest name at each place.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, usize)> + 'a {
        let words: Vec<Span> = name_words(text).collect();
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < words.len() {
                let here = at;
                at += 1;
                if let Some((len, house)) = self.name_at(text, &words[here..]) {
                    at = here + len;
                    return Some((words[here].cover(words[at - 1]), house));
                }
            }
            None
        })
    }

    fn name_at(&self, text: &str, words: &[Span]) -> Option<(usize, usize)> {
        let first = text[words.first()?.range()].to_lowercase();
        let names = self.names.get(&first)?;
        names.iter().find_map(|name| {
            let spans = words.get(..name.words.len())?;
            let same = spans
                .iter()
                .zip(&name.words)
                .all(|(span, word)| is_spelling(&text[span.range()], word));
            let joined = spans.windows(2).all(|w| {
                text[w[0].end()..w[1].start()]
                    .chars()
                    .all(|c| matches!(c, ' ' | '\u{a0}' | '/'))
            });
            (same && joined).then_some((name.words.len(), name.house))
        })
    }
}

/// Is the word that name's word, as printed, in capitals, or with a capital "The"?
fn is_spelling(word: &str, name: &str) -> bool {
    word == name
        || word.chars().eq(name.chars().flat_map(char::to_uppercase))
        || (name.eq_ignore_ascii_case("the") && word.eq_ignore_ascii_case("the"))
}

fn is_host(name: &str) -> bool {
    !name.contains(' ')
        && name.split('/').next().is_some_and(|host| {
            host.contains('.')
                && host.is_ascii()
                && host
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-')
        })
}

/// Words as names have them: letters and digits with the marks that names hold inside.
fn name_words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let inner = |c: char| matches!(c, '-' | '&' | '.' | '’' | '\'');
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, c) = rest.by_ref().find(|&(_, c)| c.is_alphanumeric() || c == '&')?;
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = rest.peek() {
            let next = text[at + c.len_utf8()..].chars().next();
            let clitic = matches!(c, '’' | '\'')
                && matches!(next, Some('s' | 'S'))
                && !text[at + c.len_utf8() + 1..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphanumeric);
            // A dot belongs to initials ("A.P."), not to the end of a sentence.
            let dot = c == '.' && (next.is_some_and(char::is_alphanumeric) || text[start..at].contains('.'));
            let mark = c != '.' && inner(c) && !clitic && next.is_some_and(char::is_alphanumeric);
            if !(c.is_alphanumeric() || dot || mark) {
                break;
            }
            rest.next();
            end = at + c.len_utf8();
        }
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(houses: &Houses, text: &str) -> Vec<(String, String)> {
        houses
            .find(text)
            .map(|(span, house)| (text[span.range()].to_owned(), houses.get(house).name.clone()))
            .collect()
    }

    #[test]
    fn names_aliases_and_hosts() {
        let mut houses = Houses::known();
        houses.add_outlets(
            [
                "The Skerry Courier",
                "Velm Ledger",
                "North Courier",
                "tarn.example",
            ]
            .into_iter(),
        );
        for (text, name) in [
            ("as AP’s report said", "Associated Press"),
            ("BY THE ASSOCIATED PRESS", "Associated Press"),
            ("an A.P. story", "Associated Press"),
            ("Tribune News Service", "Tribune News Service"),
            ("told the Ledger.", "Velm Ledger"),
            ("Reuters/Gazette", "Reuters"),
            ("The Skerry Courier", "The Skerry Courier"),
        ] {
            let got = found(&houses, text);
            assert_eq!(got.len(), 1, "{text}: {got:?}");
            assert_eq!(got[0].1, name, "{text}");
        }
        // Two outlets go by "the Courier", and "ap" is no agency.
        assert_eq!(found(&houses, "the Courier, ap and a hill"), []);
        for (url, name) in [
            ("https://www.apnews.com/a/b?c", Some("Associated Press")),
            ("https://news.tarn.example/1", Some("tarn.example")),
            ("https://notapnews.com.example/", None),
        ] {
            let house = houses.of_url(url).map(|h| houses.get(h).name.as_str());
            assert_eq!(house, name, "{url}");
        }
    }
}
