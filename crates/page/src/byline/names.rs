//! The forms of names: a name, a list of names, a role that is none.
//!
//! In: the words of a line, or a part of one. Out: the places of names in it.
//! Forms only: whether the page means them is decided elsewhere.

use std::sync::LazyLock;

use regex::Regex;
use text::Span;

use super::lists::List;
use crate::credit::pattern;

/// A person's or a desk's name that is the whole of `words`, white space aside.
pub(crate) fn name_in(words: &str) -> Option<Span> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:Dr|Prof|Sir|Dame|Rev)\.? )?[\p{Lu}\p{Lo}][\p{L}\p{M}0-9.'’\-]*(?: (?:[\p{Lu}\p{Lo}][\p{L}\p{M}0-9.'’\-]*|de|van|von|der|den|al|bin|el|la|le|di|da|du|dos|of|y|e|desk|staff|newsroom|team|editors)){0,5}$",
        )
    });
    let name = words.trim();
    let from = words.find(name)?;
    let good = NAME.is_match(name)
        && name.len() >= 3
        && name.len() <= 60
        && name.chars().any(|c| c.is_alphabetic() && !c.is_uppercase())
        || (NAME.is_match(name) && name.contains(' ') && name.len() <= 40);
    good.then(|| Span::new(from, from + name.len()))
}

/// The names in a byline, without "By", roles and places: "By A and B, AP Writer".
pub(crate) fn byline_names(words: &str) -> Vec<Span> {
    static CUT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\s*(?:,\s*(?:and|&)\s|,| and | & |;|\||·|•|/|\n|\bwith\b|\s[–—-]\s|\s{2,})\s*")
    });
    static REST: LazyLock<Regex> = LazyLock::new(|| pattern(r" (?:on|at|for|in) "));
    let mut names = Vec::new();
    let mut from = 0;
    // After "in Vellin", "Senior Editor" and the like only full names of people go on with the list.
    let mut aside = false;
    let mut cuts: Vec<(usize, usize)> = CUT.find_iter(words).map(|cut| (cut.start(), cut.end())).collect();
    cuts.push((words.len(), words.len()));
    for (start, end) in cuts {
        let mut piece = &words[from.min(start)..start];
        // "Mira Olt in Vellin", "Mira on Friday"
        let continues = aside;
        if let Some(rest) = REST.find(piece)
            && (rest.as_str() == " on "
                || piece[rest.end()..].trim().is_empty()
                || piece[..rest.start()].trim().contains(' '))
        {
            piece = &piece[..rest.start()];
            aside = true;
        }
        let role = is_role(piece);
        aside |= role && !names.is_empty();
        if let Some(span) = name_in(piece)
            && !role
            && !(continues && is_no_person(piece))
        {
            names.push(span.shifted(from));
        }
        from = end;
    }
    names
}

/// One word, or the name of an organisation.
fn is_no_person(piece: &str) -> bool {
    let piece = piece.trim();
    piece
        .rsplit_once(' ')
        .is_none_or(|(_, last)| List::House.has(&last.to_lowercase()))
}

/// "Staff Writer", "AP Auto Writer", "Updated": no name.
pub(crate) fn is_role(piece: &str) -> bool {
    let words: Vec<String> = piece.split_whitespace().map(str::to_lowercase).collect();
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    List::RoleEnd.has(last.trim_end_matches('.'))
        || words.iter().skip(1).any(|word| List::RoleInside.has(word))
        || List::RoleStart.has(first.trim_end_matches(':')) && !List::Desk.has(last)
        || List::Day.has(first.trim_end_matches('.'))
        || crate::dates::month_and_day(piece).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        for (words, names) in [
            (
                "Ann Lee and Bo van Dyk, Staff Writer",
                vec!["Ann Lee", "Bo van Dyk"],
            ),
            ("Dr Ann Lee, Dr Bo van Dyk", vec!["Dr Ann Lee", "Dr Bo van Dyk"]),
            ("Ann Lee, Political Editor, and Bo Ray", vec!["Ann Lee", "Bo Ray"]),
            (
                "Ann Lee, Senior Director, Piers & Quays, Tidewire and Saltreach Institute",
                vec!["Ann Lee"],
            ),
            ("Ann Lee, Tidewire", vec!["Ann Lee", "Tidewire"]),
            ("Regions desk", vec!["Regions desk"]),
            ("Updated Monday", vec![]),
        ] {
            let found: Vec<&str> = byline_names(words)
                .into_iter()
                .map(|span| &words[span.range()])
                .collect();
            assert_eq!(found, names, "{words}");
        }
    }
}
