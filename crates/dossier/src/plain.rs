//! A slice of markup as a person reads it.

/// Elements inside a line: their tags join words, all others part them.
const INLINE: [&str; 27] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements whose content nobody sees.
const UNSEEN: [&str; 4] = ["script", "style", "template", "title"];

/// Removes comments and tags, decodes references, folds white space to single
/// spaces. Linear: a search that found no end is not made again.
#[must_use]
pub fn plain(raw: &str) -> String {
    fold_space(&visible(raw))
}

/// The same with its white space as it stands.
pub(crate) fn visible(raw: &str) -> String {
    let mut words = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut ends = Ends::default();
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(len) = ends.of_comment(rest) {
            rest = &rest[len..];
            continue;
        }
        let Some((name, len)) = tag_name(rest).zip(ends.of_tag(rest)) else {
            words.push('<');
            rest = &rest[1..];
            continue;
        };
        let opens = !rest[1..].starts_with('/');
        rest = &rest[len..];
        if opens && UNSEEN.iter().any(|unseen| name.eq_ignore_ascii_case(unseen)) {
            rest = after_unseen(rest, name);
        }
        if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            words.push(' ');
        }
    }
    words.push_str(rest);
    htmlize::unescape(words).into_owned()
}

/// Single spaces, none at the ends.
#[must_use]
pub(crate) fn fold_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// The name in a tag, declaration or processing instruction that a text beginning with `<` begins with.
fn tag_name(text: &str) -> Option<&str> {
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        return None;
    }
    let len = inner.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/'));
    len.map(|len| &inner[..len])
}

/// What was found not to end, so that it is not searched for again.
#[derive(Debug, Default)]
struct Ends {
    no_comment_end: bool,
    no_tag_end: bool,
    /// A quotation mark in a tag had no fellow: marks are not looked at any more.
    broken_marks: bool,
}

impl Ends {
    fn of_comment(&mut self, text: &str) -> Option<usize> {
        let body = text.strip_prefix("<!--")?;
        if self.no_comment_end {
            return None;
        }
        let end = body.find("-->");
        self.no_comment_end = end.is_none();
        end.map(|end| end + 7)
    }

    fn of_tag(&mut self, text: &str) -> Option<usize> {
        if self.no_tag_end {
            return None;
        }
        if !self.broken_marks {
            let end = end_outside_marks(text);
            if end.is_some() {
                return end;
            }
            self.broken_marks = true;
        }
        let end = text.find('>');
        self.no_tag_end = end.is_none();
        end.map(|end| end + 1)
    }
}

/// The end of the first `>` that stands in no attribute value.
fn end_outside_marks(text: &str) -> Option<usize> {
    let mut open: Option<u8> = None;
    for (at, byte) in text.bytes().enumerate() {
        match (open, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => open = Some(byte),
            (Some(mark), _) if mark == byte => open = None,
            _ => {}
        }
    }
    None
}

/// What follows the end tag of an element nobody sees; nothing when it has none.
fn after_unseen<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at + 2;
        if rest[start..]
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
        {
            return rest[start..].find('>').map_or("", |end| &rest[start + end + 1..]);
        }
        from = start;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_markup_as_a_person_does() {
        for (raw, read) in [
            ("plain words", "plain words"),
            ("he <em>&ldquo;can&rsquo;t&rdquo;</em>, said", "he “can’t”, said"),
            ("<p>One.</p><p>Two.</p>", "One. Two."),
            ("a<!-- <b>not</b> seen -->b", "ab"),
            ("a<a title=\"1 > 0\" href=x>link</a>ed", "alinked"),
            ("one<script>if (a < b) {}</script>two", "one two"),
            ("3 < 4 & 5 > 4", "3 < 4 & 5 > 4"),
            ("  much \n\t white\u{a0}space ", "much white space"),
            ("cut <a href=\"", "cut <a href=\""),
            ("<!-- never closed", "<!-- never closed"),
        ] {
            assert_eq!(plain(raw), read, "{raw}");
        }
    }
}
