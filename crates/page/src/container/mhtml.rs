//! MHTML (RFC 2557): a page with its parts in one MIME message.
//!
//! In: a stream that begins with the header block of a `multipart` message.
//! Out: one page, the part that `start` names or else the first of HTML, its
//! transfer encoding taken off. The message is read line by line; of the other
//! parts nothing is kept.

use std::io::ErrorKind;

use text::{Noted, Notice};

use super::head::{self, Head};
use super::stream::Stream;
use super::transfer::Decoder;
use super::{HEAD_CAP, PAGE_CAP, Taken, saved};
use crate::Page;

/// Parts that are read of one message.
const MOST_PARTS: usize = 10_000;
/// Multiparts within one another.
const MOST_NESTED: usize = 8;
/// Longer lines are taken piece by piece.
const LINE_CAP: usize = 64 << 10;

/// Does a file begin with the header block of a message of several parts?
pub(super) fn begin(head: &[u8]) -> bool {
    let Some((end, _)) = head::end_of(&head[..head.len().min(HEAD_CAP)]) else {
        return false;
    };
    let first = memchr::memchr(b':', &head[..end]).map_or(&head[..0], |colon| &head[..colon]);
    let is_field = !first.is_empty() && first.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-');
    is_field && boundary(&Head::parse(&head[..end])).is_some()
}

/// The boundary of a multipart, with the hyphens before it.
fn boundary(head: &Head) -> Option<Vec<u8>> {
    let kind = head.get("content-type")?;
    let is_multipart = head::essence(kind).starts_with("multipart/");
    let boundary = head::parameter(kind, "boundary").filter(|_| is_multipart)?;
    Some([b"--", boundary.as_bytes()].concat())
}

/// See the head of this file.
pub(super) struct Mhtml<'r> {
    name: String,
    /// `None` once it is read.
    stream: Option<Stream<'r>>,
}

impl<'r> Mhtml<'r> {
    pub(super) fn new(name: &str, stream: Stream<'r>) -> Self {
        Self {
            name: name.to_owned(),
            stream: Some(stream),
        }
    }
}

impl Iterator for Mhtml<'_> {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        let mut stream = self.stream.take()?;
        let Some(head) = head::take(&mut stream) else {
            return Some(super::lost(&self.name, &self.name, "its header does not end"));
        };
        let mut message = Message::of(&head);
        let doubt = message.read(&mut stream);
        let Some(part) = message.best else {
            return Some(super::lost(
                &self.name,
                &self.name,
                &doubt.unwrap_or_else(|| "it holds no part of HTML".to_owned()),
            ));
        };
        let place = format!("{}, part at byte {}", self.name, part.offset);
        if part.body.bytes.len() > PAGE_CAP {
            return Some(super::lost(&self.name, &place, "it has more than 32 MB"));
        }
        let doubt = doubt.or_else(|| {
            part.body
                .wrong
                .then(|| "its transfer encoding is damaged".to_owned())
        });
        let notices: Vec<Notice> = doubt
            .iter()
            .map(|why| super::doubted(&self.name, &place, why))
            .collect();
        let saved_from = [
            head.get("snapshot-content-location"),
            part.head.get("content-location"),
        ];
        let url = saved_from.into_iter().flatten().find(|url| saved::is_web(url));
        let kind = part.head.get("content-type");
        Some(Noted {
            value: Some(Page {
                bytes: part.body.bytes,
                captured_url: url.map(str::to_owned),
                retrieved: head.get("date").and_then(saved::rfc_date),
                header_charset: kind.and_then(|kind| head::parameter(kind, "charset")),
                record: Some(part.offset),
                ..Page::default()
            }),
            notices,
        })
    }
}

/// A part that may be the page.
struct Part {
    head: Head,
    offset: u64,
    body: Decoder,
}

struct Message {
    /// Boundaries of the multiparts that are open, the innermost last.
    open: Vec<Vec<u8>>,
    /// Content-ID of the root.
    start: Option<String>,
    best: Option<Part>,
    found_start: bool,
}

/// What a line of a message is.
enum Line {
    Content,
    /// Another part of a multipart begins.
    Next,
    /// A multipart ends.
    Close,
}

impl Message {
    fn of(head: &Head) -> Self {
        let start = head
            .get("content-type")
            .and_then(|kind| head::parameter(kind, "start"));
        Self {
            open: boundary(head).into_iter().collect(),
            start,
            best: None,
            found_start: false,
        }
    }

    /// Reads to the end; why the message may not be whole.
    fn read(&mut self, stream: &mut Stream<'_>) -> Option<String> {
        let mut parts = 0;
        let mut part: Option<Part> = None;
        let mut line = Vec::new();
        let mut starts = true;
        while !self.open.is_empty() && !self.found_start {
            line.clear();
            let read = stream.line(LINE_CAP, &mut line);
            let kind = match read {
                Ok(0) => Line::Close,
                Ok(_) if starts => self.line(&line),
                Ok(_) => Line::Content,
                Err(_) => Line::Close,
            };
            if let (Line::Content, Some(part)) = (&kind, &mut part) {
                part.body.line(&line);
            } else if !matches!(kind, Line::Content) {
                self.keep(part.take());
            }
            match read {
                Ok(0) => return Some("it is cut off".to_owned()),
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    return Some("it is cut off".to_owned());
                }
                Err(error) => return Some(super::why(&error)),
                Ok(_) => {}
            }
            starts = line.ends_with(b"\n");
            if let Line::Next = kind {
                parts += 1;
                if parts > MOST_PARTS {
                    return Some(format!("it was read to its first {MOST_PARTS} parts"));
                }
                part = self.begin_part(stream);
                starts = true;
            }
        }
        None
    }

    /// Boundaries may be followed by white space; that of an outer multipart ends the inner ones.
    fn line(&mut self, line: &[u8]) -> Line {
        if !line.starts_with(b"--") {
            return Line::Content;
        }
        let line = line.trim_ascii_end();
        for at in (0..self.open.len()).rev() {
            match line.strip_prefix(&self.open[at][..]) {
                Some(b"") => {
                    self.open.truncate(at + 1);
                    return Line::Next;
                }
                Some(b"--") => {
                    self.open.truncate(at);
                    return Line::Close;
                }
                _ => {}
            }
        }
        Line::Content
    }

    /// Takes a part's header block; the part, if it may be the page.
    fn begin_part(&mut self, stream: &mut Stream<'_>) -> Option<Part> {
        let offset = stream.place();
        // A part may have no header at all.
        let head = if stream.peek(2).starts_with(b"\r\n") || stream.peek(1).starts_with(b"\n") {
            stream.line(2, &mut Vec::new()).ok()?;
            Head::default()
        } else {
            head::take(stream)?
        };
        if let Some(boundary) = boundary(&head) {
            if self.open.len() < MOST_NESTED {
                self.open.push(boundary);
            }
            return None;
        }
        let kind = head.get("content-type").map(head::essence).unwrap_or_default();
        let is_html = matches!(kind.as_str(), "text/html" | "application/xhtml+xml");
        let is_start = self.is_start(&head);
        let wanted = is_start || (is_html && self.best.is_none());
        let encoding = head.get("content-transfer-encoding").unwrap_or_default();
        let body = Decoder::of(encoding, PAGE_CAP);
        wanted.then_some(Part { head, offset, body })
    }

    fn is_start(&self, head: &Head) -> bool {
        let bare = |id: &str| id.trim_matches(['<', '>']).to_owned();
        let id = head.get("content-id").map(bare);
        id.is_some() && id == self.start.as_deref().map(bare)
    }

    /// A part has ended.
    fn keep(&mut self, part: Option<Part>) {
        let Some(mut part) = part else { return };
        part.body.end();
        self.found_start = self.is_start(&part.head);
        self.best = Some(part);
    }
}
