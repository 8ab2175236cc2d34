//! JSON lines: `{"url": ..., "html": ...}` or `{"url": ..., "text": ...}`, an object a line.
//!
//! In: a stream. Out: a page a line that is not blank; its `id`, where the line
//! has one. A line that is no such object, or too long, is a notice with its
//! number. Lone surrogates are no reason to lose a page: they are decoded as
//! undecodable bytes.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use text::Noted;

use super::stream::Stream;
use super::{PAGE_CAP, Taken};
use crate::Page;

/// Escapes may double a page, and more.
const LINE_CAP: usize = 2 * PAGE_CAP;

/// See the head of this file.
pub(super) struct Lines<'r> {
    name: String,
    stream: Stream<'r>,
    number: u64,
}

/// Does a file begin like such a line? All that is at hand of it is given.
pub(super) fn begin(head: &[u8]) -> bool {
    let start = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let object = start.strip_prefix(b"{").map(|rest| rest.trim_ascii_start());
    let key = |key: &[u8]| {
        memchr::memmem::find_iter(start, key)
            .any(|at| start[at + key.len()..].trim_ascii_start().starts_with(b":"))
    };
    object.is_some_and(|rest| rest.starts_with(b"\"")) && (key(b"\"html\"") || key(b"\"text\""))
}

#[derive(Debug, Deserialize)]
struct Line {
    id: Option<String>,
    url: Option<String>,
    html: Option<Bytes>,
    text: Option<Bytes>,
}

/// A JSON string as bytes: UTF-8, in which lone surrogates may stand.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Any)
    }
}

impl<'r> Lines<'r> {
    pub(super) fn new(name: &str, stream: Stream<'r>) -> Self {
        Self {
            name: name.to_owned(),
            stream,
            number: 0,
        }
    }

    fn lost(&self, why: &str) -> Option<Taken> {
        let place = format!("{}, line {}", self.name, self.number);
        Some(super::lost(&self.name, &place, why))
    }

    fn page(&self, line: &[u8], offset: u64) -> Result<Page, String> {
        let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let bytes = line.html.or(line.text).map(|bytes| bytes.0);
        let bytes = bytes.ok_or("it has neither html nor text")?;
        if bytes.len() > PAGE_CAP {
            return Err("its page has more than 32 MB".to_owned());
        }
        Ok(Page {
            id: line.id.unwrap_or_default(),
            bytes,
            captured_url: line.url.filter(|url| !url.is_empty()),
            // JSON is UTF-8, whatever the page said when it was fetched.
            header_charset: Some("utf-8".to_owned()),
            record: Some(offset),
            ..Page::default()
        })
    }
}

impl Iterator for Lines<'_> {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        loop {
            let offset = self.stream.place();
            let mut line = Vec::new();
            self.number += 1;
            match self.stream.line(LINE_CAP, &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return self.lost(&super::why(&error)),
            }
            if line.len() == LINE_CAP && !line.ends_with(b"\n") {
                self.stream.skip_to(b"\n");
                return self.lost("it has more than 64 MB");
            }
            let content = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
            if content.is_empty() {
                continue;
            }
            return match self.page(content, offset) {
                Ok(page) => Some(Noted::plain(Some(page))),
                Err(why) => self.lost(&why),
            };
        }
    }
}
