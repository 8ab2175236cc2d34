//! JSON-LD with positions.
//!
//! In: the text of a script element. Out: its objects, flat, each with its
//! members and where their values stand in the capture. The reader forgives
//! missing commas, raw line ends in strings and a broken tail; it keeps an
//! explicit stack, and caps depth and size.

use text::Span;

/// Deeper values are passed over.
const DEPTH_CAP: usize = 64;
/// Members read from one page at most.
const MEMBER_CAP: usize = 50_000;

/// A plain value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// Escapes decoded.
    pub text: String,
    /// Bytes of the capture, without quotation marks.
    pub span: Span,
}

/// A plain member of an object. Elements of an array are members of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub object: usize,
    pub key: String,
    pub value: Value,
}

/// An object and the member of another one that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub holder: Option<usize>,
    pub key: String,
    /// Its members, in [`Linked::members`]: sorted by object after reading.
    members: (usize, usize),
}

/// All objects of the scripts of a page.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub objects: Vec<Object>,
    members: Vec<Member>,
}

impl Linked {
    /// The plain values of a member.
    pub(crate) fn values<'a>(&'a self, object: usize, key: &'a str) -> impl Iterator<Item = &'a Value> {
        let (from, to) = self.objects[object].members;
        self.members[from..to]
            .iter()
            .filter(move |member| member.key == key)
            .map(|member| &member.value)
    }

    /// The plain values of all members.
    pub(crate) fn plain_values(&self) -> impl Iterator<Item = &Value> {
        self.members.iter().map(|member| &member.value)
    }

    /// The first plain value of a member, unless it is blank.
    pub(crate) fn value<'a>(&'a self, object: usize, key: &'a str) -> Option<&'a Value> {
        self.values(object, key)
            .find(|value| !value.text.trim().is_empty())
    }

    /// The objects that a member holds.
    pub(crate) fn held<'a>(&'a self, object: usize, key: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.objects
            .iter()
            .enumerate()
            .skip(object + 1)
            .filter(move |(_, inner)| inner.holder == Some(object) && inner.key == key)
            .map(|(at, _)| at)
    }

    /// Does one of its types satisfy the test?
    pub(crate) fn is_a(&self, object: usize, test: impl Fn(&str) -> bool) -> bool {
        self.values(object, "@type")
            .any(|value| test(value.text.rsplit(['/', '#', ':']).next().unwrap_or("")))
    }

    /// Puts the members of each object together, in their order.
    pub(crate) fn finish(&mut self) {
        self.members.sort_by_key(|member| member.object);
        let mut from = 0;
        for (at, object) in self.objects.iter_mut().enumerate() {
            let to = from
                + self.members[from..]
                    .iter()
                    .take_while(|member| member.object == at)
                    .count();
            object.members = (from, to);
            from = to;
        }
    }

    /// Reads the script that stands at `span` of the capture.
    pub(crate) fn read(&mut self, body: &str, span: Span) {
        let bytes = body.as_bytes();
        let end = span.end();
        let mut at = span.start();
        // Open containers: the object they are or belong to, the key of an
        // array's elements, and whether they are objects.
        let mut stack: Vec<(Option<usize>, String, bool)> = Vec::new();
        let mut key: Option<String> = None;
        while at < end && self.members.len() < MEMBER_CAP && self.objects.len() < MEMBER_CAP {
            match bytes[at] {
                b'{' => {
                    let (holder, under) = holder_of(&stack, &mut key);
                    if stack.len() >= DEPTH_CAP {
                        return;
                    }
                    self.objects.push(Object {
                        holder,
                        key: under,
                        members: (0, 0),
                    });
                    stack.push((Some(self.objects.len() - 1), String::new(), true));
                    key = None;
                    at += 1;
                }
                b'[' => {
                    if stack.len() >= DEPTH_CAP {
                        return;
                    }
                    let (object, under) = holder_of(&stack, &mut key);
                    stack.push((object, under, false));
                    at += 1;
                }
                b'}' | b']' => {
                    stack.pop();
                    key = None;
                    at += 1;
                }
                b'"' => {
                    let of_object = stack.last().is_some_and(|open| open.2);
                    let close = string_end(bytes, at + 1, end, of_object);
                    let inner = Span::new(at + 1, close);
                    at = (close + 1).min(end);
                    let text = unescaped(&body[inner.range()]);
                    match stack.last() {
                        Some((Some(_), _, true)) if key.is_none() => key = Some(text),
                        Some(_) => self.plain(&stack, &mut key, text, inner),
                        None => {}
                    }
                }
                b if b.is_ascii_alphanumeric() || b == b'-' => {
                    let from = at;
                    while at < end
                        && (bytes[at].is_ascii_alphanumeric() || matches!(bytes[at], b'-' | b'+' | b'.'))
                    {
                        at += 1;
                    }
                    let text = body[from..at].to_owned();
                    if text != "null" {
                        self.plain(&stack, &mut key, text, Span::new(from, at));
                    }
                    key = None;
                }
                _ => at += 1,
            }
        }
    }

    fn plain(
        &mut self,
        stack: &[(Option<usize>, String, bool)],
        key: &mut Option<String>,
        text: String,
        span: Span,
    ) {
        let Some((Some(object), array_key, is_object)) = stack.last() else {
            return;
        };
        let name = if *is_object {
            key.take()
        } else {
            Some(array_key.clone())
        };
        if let Some(name) = name {
            self.members.push(Member {
                object: *object,
                key: name,
                value: Value { text, span },
            });
        }
    }
}

/// The object that a container opened here belongs to, and the key it stands under.
fn holder_of(stack: &[(Option<usize>, String, bool)], key: &mut Option<String>) -> (Option<usize>, String) {
    match stack.last() {
        Some((object, _, true)) => (*object, key.take().unwrap_or_default()),
        Some((object, array_key, false)) => (*object, array_key.clone()),
        None => (None, String::new()),
    }
}

/// Where a string ends. A mark that JSON could not go on after stands in the
/// string unescaped ("He said "no" again").
fn string_end(bytes: &[u8], mut at: usize, end: usize, of_object: bool) -> usize {
    let from = at;
    while at < end {
        match bytes[at] {
            b'"' if closes(&bytes[at + 1..end], of_object) => return at,
            b'"' if at - from > STRING_CAP => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    // A cut inside an escape may have stepped past the end.
    let mut at = at.min(end);
    while at < bytes.len() && bytes[at] & 0xC0 == 0x80 {
        at -= 1;
    }
    at
}

/// How far a string with unescaped marks in it is followed.
const STRING_CAP: usize = 1 << 16;
/// White space between a string and what follows it that is looked past.
const GAP_CAP: usize = 256;

/// Can JSON go on like this after a string?
fn closes(after: &[u8], of_object: bool) -> bool {
    let next =
        |from: usize| (from..after.len().min(from + GAP_CAP)).find(|&at| !after[at].is_ascii_whitespace());
    let Some(at) = next(0) else {
        return true;
    };
    match after[at] {
        b':' | b'}' | b']' | b'/' | b'<' => true,
        // The comma was forgotten.
        b'"' => after[..at].contains(&b'\n'),
        b',' if of_object => {
            next(at + 1).is_none_or(|at| matches!(after[at], b'"' | b'}' | b']' | b'/' | b',' | b'\''))
        }
        b',' => true,
        _ => false,
    }
}

/// JSON escapes decoded; half a surrogate pair is U+FFFD.
fn unescaped(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    let mut high: Option<u32> = None;
    let hex = |chars: &mut std::str::Chars<'_>| {
        let digits = chars.as_str().get(..4)?;
        let unit = u32::from_str_radix(digits, 16).ok()?;
        chars.nth(3);
        Some(unit)
    };
    while let Some(c) = chars.next() {
        let escape = if c == '\\' { chars.next() } else { None };
        let unit = if escape == Some('u') {
            hex(&mut chars)
        } else {
            None
        };
        if let Some(first) = high.take() {
            if let Some(second @ 0xDC00..=0xDFFF) = unit {
                let joined = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                out.push(char::from_u32(joined).unwrap_or('\u{FFFD}'));
                continue;
            }
            out.push('\u{FFFD}');
        }
        match (escape, unit) {
            (_, Some(unit @ 0xD800..=0xDBFF)) => high = Some(unit),
            (_, Some(unit)) => out.push(char::from_u32(unit).unwrap_or('\u{FFFD}')),
            (Some('n' | 'r' | 't' | 'b' | 'f'), _) => out.push(' '),
            (Some(other), _) => out.push(other),
            (None, _) => out.push(c),
        }
    }
    if high.is_some() {
        out.push('\u{FFFD}');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Linked {
        let mut linked = Linked::default();
        linked.read(script, Span::new(0, script.len()));
        linked.finish();
        linked
    }

    #[test]
    fn members_keep_their_places() {
        let script = r#"{"@graph":[{"@type":"NewsArticle","headline":"Pier \u201cclosed\u201d","author":[{"@type":"Person","name":"Ann Lee"},"Bo"],"tags":["a","b"]}]}"#;
        let linked = read(script);
        let article = (0..linked.objects.len())
            .find(|&at| linked.is_a(at, |kind| kind == "NewsArticle"))
            .expect("is there");
        let headline = linked.value(article, "headline").expect("is there");
        assert_eq!(headline.text, "Pier “closed”");
        assert_eq!(&script[headline.span.range()], r"Pier \u201cclosed\u201d");
        let author = linked.held(article, "author").next().expect("is there");
        assert_eq!(
            linked.value(author, "name").map(|v| v.text.as_str()),
            Some("Ann Lee")
        );
        assert_eq!(
            linked.value(article, "author").map(|v| v.text.as_str()),
            Some("Bo")
        );
        assert_eq!(linked.values(article, "tags").count(), 2);
    }

    #[test]
    fn what_pages_get_wrong_is_forgiven() {
        for (script, headline) in [
            (
                r#"{"headline":"He said "no" again","x":1}"#,
                r#"He said "no" again"#,
            ),
            (r#"{"headline":"A "b", and c","x":1}"#, r#"A "b", and c"#),
            (r#"{"headline":"Trailing commas",}"#, "Trailing commas"),
            ("{\"headline\":\"No comma\"\n\"x\":1}", "No comma"),
            ("{\"headline\":\"Two\nlines\"}", "Two\nlines"),
            ("//<![CDATA[\n{\"headline\":\"In CDATA\"}\n//]]>", "In CDATA"),
            ("<!--{\"headline\":\"In a comment\"}-->", "In a comment"),
            ("[{\"headline\":\"In a list\"}]", "In a list"),
            (
                r#"{"headline":"Half \ud83d of a pair"}"#,
                "Half \u{FFFD} of a pair",
            ),
        ] {
            let linked = read(script);
            let first = linked.value(0, "headline").map(|value| value.text.as_str());
            assert_eq!(first, Some(headline), "{script}");
        }
    }

    #[test]
    fn broken_scripts_give_what_they_can() {
        for script in [
            "",
            "{",
            "}}}",
            "[[",
            "{\"a\":\"b",
            "{\"a\":\"\\",
            "\"",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":tru",
            "{\"é\\",
            "//<![CDATA[\n{\"a\":1}\n//]]>",
            "<!--\n{\"a\":\"b\",}\n-->",
        ] {
            let linked = read(script);
            assert!(linked.objects.len() < 3);
        }
        assert_eq!(unescaped(r"\ud83d\ude00 \ud800x \n"), "😀 \u{FFFD}x  ");
    }
}
