//! Character references: `&amp;`, `&#8217;`, `&#x2019;`.
//!
//! In: text that starts at an ampersand. Out: the characters it stands for and
//! its length, by the rules of the HTML standard (longest name wins, the
//! semicolon may be missing from the old names, bad numbers are U+FFFD).
//! `data/entities.tsv` is the standard's table: name, code points in hex.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/entities.tsv");
/// No name in the table is longer.
const LONGEST: usize = 32;

/// What a reference stands for: one character, or two for a few names.
pub(crate) type Meaning = (char, Option<char>);

static NAMES: LazyLock<Vec<(&str, Meaning)>> = LazyLock::new(|| {
    let mut names: Vec<_> = TABLE.lines().filter_map(row).collect();
    names.sort_unstable();
    names
});

fn row(line: &'static str) -> Option<(&'static str, Meaning)> {
    let (name, points) = line.split_once('\t')?;
    let mut points = points
        .split(' ')
        .filter_map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
    Some((name, (points.next()?, points.next())))
}

/// Reads the reference at the start of `text` (an ampersand). `None`: the
/// ampersand stands for itself. In an attribute a name without semicolon is
/// none when a letter, digit or `=` follows.
pub(crate) fn reference(text: &str, attribute: bool) -> Option<(Meaning, usize)> {
    let body = text.as_bytes().get(1..)?;
    if body.first() == Some(&b'#') {
        return numeric(&body[1..]).map(|(c, len)| ((c, None), len + 2));
    }
    let longest = body
        .iter()
        .take(LONGEST)
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(body.len().min(LONGEST));
    let with_mark = longest + usize::from(body.get(longest) == Some(&b';'));
    for len in (2..=with_mark).rev() {
        let name = text.get(1..=len)?;
        let Ok(at) = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)) else {
            continue;
        };
        let next = body.get(len);
        if attribute && !name.ends_with(';') && next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'=')
        {
            return None;
        }
        return Some((NAMES[at].1, len + 1));
    }
    None
}

fn numeric(body: &[u8]) -> Option<(char, usize)> {
    let (radix, skip) = match body.first() {
        Some(b'x' | b'X') => (16, 1),
        _ => (10, 0),
    };
    let digits = body[skip..]
        .iter()
        .take_while(|b| (**b as char).is_digit(radix))
        .count();
    if digits == 0 {
        return None;
    }
    let value = body[skip..skip + digits].iter().fold(0u32, |value, b| {
        value
            .saturating_mul(radix)
            .saturating_add((*b as char).to_digit(radix).unwrap_or(0))
    });
    let mark = usize::from(body.get(skip + digits) == Some(&b';'));
    Some((scalar(value), skip + digits + mark))
}

/// The character with this number; C1 numbers are read as windows-1252.
fn scalar(value: u32) -> char {
    const WINDOWS: [u32; 32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
        0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
        0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ];
    let value = match value {
        0 => 0xFFFD,
        0x80..=0x9F => WINDOWS[(value - 0x80) as usize],
        other => other,
    };
    char::from_u32(value).unwrap_or('\u{FFFD}')
}

/// The text with its references decoded.
pub(crate) fn decoded(raw: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match reference(rest, attribute) {
            Some(((first, second), len)) => {
                out.push(first);
                out.extend(second);
                len
            }
            None => {
                out.push('&');
                1
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_wins() {
        for (raw, text) in [
            ("Ports &lsquo;sat on&rsquo; it", "Ports ‘sat on’ it"),
            ("a &amp; b &ampx; c & d", "a & b &x; c & d"),
            ("&notin; &notit; &copy2025", "∉ ¬it; ©2025"),
            ("&#8217;&#x2019;&#146;&#0;&#xD800;&#;", "’’’\u{FFFD}\u{FFFD}&#;"),
            ("&#99999999999999999999;", "\u{FFFD}"),
            ("&nGt;", "≫\u{20D2}"),
            ("&", "&"),
            ("&é", "&é"),
        ] {
            assert_eq!(decoded(raw, false), text, "{raw}");
        }
        assert_eq!(decoded("?a=1&copy=2&reg;", true), "?a=1&copy=2®");
    }
}
