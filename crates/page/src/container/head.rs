//! Header blocks of WARC records, HTTP responses and MIME parts.
//!
//! In: the bytes before the first empty line. Out: fields by name. Tolerant:
//! names in any case, lines ended by LF alone, folded values, lines that are no
//! field left out.

use super::HEAD_CAP;
use super::stream::Stream;
use std::io::BufRead;

/// The fields of a header block, in their order.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The line before the fields, where it is none.
    pub(super) first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    pub(super) fn parse(block: &[u8]) -> Self {
        let mut head = Self::default();
        for (number, line) in String::from_utf8_lossy(block).lines().enumerate() {
            let folded = line.starts_with([' ', '\t']);
            match (line.split_once(':'), head.fields.last_mut()) {
                (_, Some((_, value))) if folded => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (Some((name, value)), _) if is_name(name) => {
                    head.fields
                        .push((name.to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ if number == 0 => head.first = line.trim().to_owned(),
                _ => {}
            }
        }
        head
    }

    /// The first field of a name (in lower case) that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let field = fields.find(|field| field.0 == name && !field.1.is_empty());
        field.map(|field| field.1.as_str())
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic())
}

/// Where a header block ends and where what follows it begins.
pub(super) fn end_of(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(line) = memchr::memchr(b'\n', &bytes[from..]) {
        let text = &bytes[from..from + line];
        if text.is_empty() || text == b"\r" {
            return Some((from, from + line + 1));
        }
        from += line + 1;
    }
    None
}

/// Takes a header block with its empty line; `None`, with nothing taken, when
/// none ends within what is read of one.
pub(super) fn take(stream: &mut Stream<'_>) -> Option<Head> {
    let mut most = 4 << 10;
    loop {
        let ahead = stream.peek(most);
        if let Some((end, next)) = end_of(&ahead[..ahead.len().min(HEAD_CAP)]) {
            let head = Head::parse(&ahead[..end]);
            stream.consume(next);
            return Some(head);
        }
        if ahead.len() < most || most >= HEAD_CAP {
            return None;
        }
        most *= 4;
    }
}

/// The value before its parameters, in lower case: `text/html`.
pub(super) fn essence(value: &str) -> String {
    let essence = value.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// A parameter of a value: `charset` of `text/html; charset="utf-8"`.
pub(super) fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim_matches([' ', '\t', ';']);
        let after = after.trim_start();
        let (found, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(';').unwrap_or((after, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            let found = found.trim();
            return (!found.is_empty()).then(|| found.to_owned());
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_however_they_are_written() {
        let head = Head::parse(
            b"HTTP/1.1 200 OK\r\nCONTENT-type:text/html;\r\n charset=utf-8\r\nno field\nX: \nx: y\n",
        );
        assert_eq!(head.first, "HTTP/1.1 200 OK");
        assert_eq!(head.get("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(head.get("x"), Some("y"));
        assert_eq!(head.get("y"), None);
    }

    #[test]
    fn parameters_may_be_quoted() {
        for (value, boundary) in [
            ("multipart/related; boundary=abc; type=\"text/html\"", Some("abc")),
            (
                "multipart/related; type=\"a;b\"; Boundary=\"--- x;y\"",
                Some("--- x;y"),
            ),
            ("multipart/related;boundary=\"open", Some("open")),
            ("multipart/related; boundary=", None),
            ("multipart/related", None),
        ] {
            assert_eq!(parameter(value, "boundary").as_deref(), boundary, "{value}");
        }
    }
}
