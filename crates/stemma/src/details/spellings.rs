//! Names that some reports misspell in one way.
//!
//! In: the reports, with who is who. Out: for each spelling that is a letter away
//! from a more usual one of the same person or thing, who writes it and who
//! writes the usual one.
//!
//! Two spellings that only house styles, transliteration or accents part are
//! both right. A doubled letter is such a difference too, unless a primary shows
//! how the name is written. Pairs of spellings come from an index of the words
//! with one letter left out, so that no word is compared with all others.

use std::collections::{BTreeMap, BTreeSet};

use nlp::MentionForm;
use text::Span;

use super::{Originals, Reading, Shared, SharedKind, name_words, shared_by};

/// Letters of the shortest word that a slip is looked for in.
const SHORTEST: usize = 5;
/// Spellings that differ by one letter from one form: more are no slips of one name.
const NEAR: usize = 16;

/// A word of names, as written in the reports: for each bearer the reports, ascending, with the first place in each.
type Spelling = BTreeMap<Bearer, Vec<(usize, Span)>>;

/// Whose name it is: an identity, or whoever has the other words of a full name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Bearer {
    Identity(usize),
    Beside(Vec<String>),
}

/// `identity` maps entities of each report to who they are, ascending by entity.
pub(super) fn shared(
    read: &[Reading<'_>],
    originals: &Originals,
    identity: &[Vec<(usize, usize)>],
) -> Vec<Shared> {
    let spellings = spellings(read, identity);
    near(&spellings, originals)
        .into_iter()
        .flat_map(|(one, other)| [(one, other), (other, one)])
        .filter_map(|(slip, right)| {
            let (places, reports) = misspelt(slip, right, &spellings, originals)?;
            let mut found = shared_by(SharedKind::Spelling, read, &places)?;
            found.right = reports;
            found.shown = originals.words.contains(right);
            Some(found)
        })
        .collect()
}

fn spellings(read: &[Reading<'_>], identity: &[Vec<(usize, usize)>]) -> BTreeMap<String, Spelling> {
    let mut spellings: BTreeMap<String, Spelling> = BTreeMap::new();
    for (at, reading) in read.iter().enumerate() {
        let analysis = &reading.report.analysis;
        for mention in analysis.mentions.iter().filter(|m| m.form == MentionForm::Name) {
            if !reading.is_body(mention.span) {
                continue;
            }
            let known = identity[at].binary_search_by_key(&mention.entity, |&(entity, _)| entity);
            let known = known.ok().map(|found| identity[at][found].1);
            let words: Vec<String> = name_words(&reading.text()[mention.span.range()])
                .map(str::to_lowercase)
                .collect();
            for (index, word) in words.iter().enumerate() {
                let spelling = spellings.entry(word.clone()).or_default();
                let beside = (words.len() > 1).then(|| {
                    let mut beside = words.clone();
                    beside.remove(index);
                    Bearer::Beside(beside)
                });
                for bearer in known.map(Bearer::Identity).into_iter().chain(beside) {
                    let places = spelling.entry(bearer).or_default();
                    if places.last().is_none_or(|&(report, _)| report != at) {
                        places.push((at, mention.span));
                    }
                }
            }
        }
    }
    spellings
}

/// Pairs of words a letter apart, the lesser first.
fn near<'a>(
    spellings: &'a BTreeMap<String, Spelling>,
    originals: &'a Originals,
) -> BTreeSet<(&'a str, &'a str)> {
    let words: BTreeSet<&str> = spellings
        .keys()
        .chain(&originals.words)
        .map(String::as_str)
        .collect();
    let mut shortened: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for word in words.into_iter().filter(|word| word.chars().count() >= SHORTEST) {
        let letters: Vec<char> = word.chars().collect();
        let mut forms: BTreeSet<String> = BTreeSet::from([word.to_owned()]);
        // The first letter is seldom the wrong one, and another first letter makes another name.
        forms.extend((1..letters.len()).map(|out| {
            let rest = letters.iter().enumerate().filter(|&(at, _)| at != out);
            rest.map(|(_, &letter)| letter).collect::<String>()
        }));
        for form in forms {
            shortened.entry(form).or_default().push(word);
        }
    }
    let mut pairs = BTreeSet::new();
    for alike in shortened.values().filter(|alike| alike.len() <= NEAR) {
        for (at, &one) in alike.iter().enumerate() {
            pairs.extend(
                alike[at + 1..]
                    .iter()
                    .map(|&other| (one.min(other), one.max(other))),
            );
        }
    }
    pairs
}

/// Where `slip` is written for `right`, and the reports that write that; who is right is decided by families.
fn misspelt(
    slip: &str,
    right: &str,
    spellings: &BTreeMap<String, Spelling>,
    originals: &Originals,
) -> Option<(Vec<(usize, Span)>, Vec<usize>)> {
    let shown = originals.words.contains(right);
    let house_style = folded(slip) == folded(right) || !shown && single(slip) == single(right);
    if originals.words.contains(slip) || is_inflected(slip, right) || house_style {
        return None;
    }
    let usual = spellings.get(right);
    let has_it = |bearer: &Bearer| usual.is_some_and(|usual| usual.contains_key(bearer));
    let in_primary = |bearer: &Bearer| {
        shown
            && matches!(bearer, Bearer::Beside(words) if words.iter().all(|word| originals.words.contains(word)))
    };
    let mut places: Vec<(usize, Span)> = Vec::new();
    let mut reports: BTreeSet<usize> = BTreeSet::new();
    for (bearer, wrong) in spellings.get(slip)? {
        if has_it(bearer) || in_primary(bearer) {
            places.extend(wrong);
            let right = usual.and_then(|usual| usual.get(bearer));
            reports.extend(right.into_iter().flatten().map(|place| place.0));
        }
    }
    // Who writes both has seen both.
    let both = places.iter().any(|(report, _)| reports.contains(report));
    (!both).then(|| (places, reports.into_iter().collect()))
}

/// A plural, a genitive or the like: one is the other with an ending.
fn is_inflected(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Spelling without what accents, transliteration and house styles change.
fn folded(word: &str) -> String {
    let mut plain: String = word
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ä' => 'a',
            'è' | 'é' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
            'ù' | 'ú' | 'û' | 'ü' | 'ů' => 'u',
            'ç' | 'č' | 'ć' => 'c',
            'ñ' | 'ń' => 'n',
            'š' | 'ś' => 's',
            'ž' | 'ź' | 'ż' => 'z',
            'ł' => 'l',
            'ý' => 'y',
            other => other,
        })
        .collect();
    for (from, to) in [
        ("ae", "a"),
        ("oe", "o"),
        ("ue", "u"),
        ("our", "or"),
        ("ou", "u"),
        ("re", "er"),
        ("ph", "f"),
        ("ck", "k"),
        ("kh", "h"),
        ("c", "k"),
        ("z", "s"),
        ("w", "v"),
        ("j", "i"),
        ("y", "i"),
        ("ei", "e"),
        ("ie", "i"),
        ("ii", "i"),
        ("eu", "u"),
    ] {
        plain = plain.replace(from, to);
    }
    plain
}

/// [`folded`], each run of one letter as that letter.
fn single(word: &str) -> String {
    let mut letters: Vec<char> = folded(word).chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_spellings_are_no_slips() {
        for (left, right, one) in [
            ("brandimar", "brandemar", false),
            ("quorley", "quorly", false),
            ("dovrane", "dorvane", false),
            ("sergei", "sergey", true),
            ("müller", "mueller", true),
            ("harbour", "harbor", true),
            ("mohammed", "mohamed", true),
            ("zelensky", "zelenskyy", true),
            ("organisation", "organization", true),
        ] {
            assert_eq!(single(left) == single(right), one, "{left} {right}");
        }
    }
}
