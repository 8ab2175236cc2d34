//! Light stemming: forms of one English word get one stem, for comparing only.
//!
//! Suffixes of inflection and the commonest of derivation, with the guards of
//! Porter (1980) that keep short words whole. Irregular verbs of common use are
//! listed in `data/irregular_forms.txt`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const IRREGULAR: &str = include_str!("../data/irregular_forms.txt");

/// The stem of a lower-case word: for comparing, not for showing.
#[must_use]
pub fn stem(word: &str) -> String {
    static FORMS: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        IRREGULAR
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| {
                let mut words = line.split_whitespace();
                let base = words.next().unwrap_or_default();
                words.map(move |form| (form, base))
            })
            .collect()
    });
    let word = forms.get(word).copied().unwrap_or(word);
    if !word.is_ascii() || word.len() <= 3 {
        return word.to_owned();
    }
    let mut stem = plural(word);
    stem = verbal(&stem);
    for suffix in [
        "ations", "ation", "ition", "ments", "ment", "ness", "ly", "ions", "ion", "al", "ive", "er", "or",
        "ance", "ence",
    ] {
        if let Some(rest) = stem.strip_suffix(suffix)
            && rest.len() >= 4
            && has_vowel(rest)
        {
            stem = rest.to_owned();
            break;
        }
    }
    let end = stem.trim_end_matches('e').len().max(3).min(stem.len());
    stem.truncate(end);
    if let Some(rest) = stem.strip_suffix("at")
        && rest.len() >= 5
    {
        stem = rest.to_owned();
    }
    if stem.ends_with('i') {
        stem.pop();
        stem.push('y');
    }
    stem
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn plural(word: &str) -> String {
    if let Some(rest) = word.strip_suffix("sses") {
        format!("{rest}ss")
    } else if let Some(rest) = word.strip_suffix("ies") {
        format!("{rest}y")
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word.to_owned()
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}

fn verbal(word: &str) -> String {
    for suffix in ["ing", "ed"] {
        let Some(rest) = word.strip_suffix(suffix) else {
            continue;
        };
        if rest.len() < 3 || !has_vowel(rest) {
            continue;
        }
        let bytes = rest.as_bytes();
        let doubled = bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && !rest.ends_with(['l', 's', 'z']);
        return if doubled {
            rest[..rest.len() - 1].to_owned()
        } else {
            rest.to_owned()
        };
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            &["resign", "resigned", "resigns", "resigning", "resignation"][..],
            &["accuse", "accused", "accusing", "accusation", "accusations"],
            &["stop", "stopped", "stopping"],
            &["deny", "denies", "denied"],
            &["lie", "lied", "lying", "lies"],
            &["investigate", "investigation", "investigator", "investigating"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
        assert_ne!(stem("ship"), stem("shop"));
    }
}
