//! WARC files (ISO 28500, versions 1.0 and 1.1), whatever they are compressed with.
//!
//! In: a stream of records. Out: the pages that they hold, one by one, from
//! `response` and `resource` records of HTML, XHTML and plain text. Everything
//! else in a WARC is passed over; a record that should hold a page and cannot be
//! read is a notice. After a record that does not end where it says, reading
//! goes on at the next one that begins.

use std::collections::BTreeMap;
use std::io::{BufRead, ErrorKind};

use text::{Noted, Notice, NoticeCode};

use super::head::{self, Head};
use super::http::{self, Body, Response};
use super::stream::Stream;
use super::{HEAD_CAP, PAGE_CAP, Taken, saved};
use crate::Page;

/// What a record begins with.
const MAGIC: &[u8] = b"WARC/1.";
/// A record's block may be a page with the header block of its response.
const BLOCK_CAP: u64 = (PAGE_CAP + HEAD_CAP) as u64;
/// How often the next record is looked for inside a block whose length is
/// wrong. Each may cost reading a block twice, so the number bounds the cost.
const MOST_SEARCHES: usize = 64;

/// See the head of this file.
pub(super) struct Warc<'r> {
    name: String,
    stream: Stream<'r>,
    /// Responses without success, by status.
    refused: BTreeMap<u16, usize>,
    searches: usize,
    /// Did a record begin where the last one ended?
    in_step: bool,
    ended: bool,
}

/// Does a file begin like a WARC?
pub(super) fn begin(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"WARC/")
}

/// How a record's block ended.
enum End {
    Whole,
    /// The stream ended first.
    Cut,
    /// Another record begins inside of it, or nothing that is a record follows.
    Wrong,
}

impl<'r> Warc<'r> {
    pub(super) fn new(name: &str, stream: Stream<'r>) -> Self {
        Self {
            name: name.to_owned(),
            stream,
            refused: BTreeMap::new(),
            searches: 0,
            in_step: true,
            ended: false,
        }
    }

    fn place(&self, offset: u64) -> String {
        format!("{}, record at byte {offset}", self.name)
    }

    fn lost(&self, offset: u64, why: &str) -> Option<Taken> {
        Some(super::lost(&self.name, &self.place(offset), why))
    }

    /// Passes over the line ends between records.
    fn skip_blank(&mut self) {
        loop {
            let ahead = self.stream.peek(1);
            let blank = ahead.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank == 0 {
                return;
            }
            self.stream.consume(blank);
        }
    }

    /// Does a record begin here, or does the stream end?
    fn at_boundary(&mut self) -> bool {
        self.skip_blank();
        let ahead = self.stream.peek(MAGIC.len());
        ahead.starts_with(MAGIC) || ahead.is_empty()
    }

    /// The next record: its page, a notice, or nothing to speak of.
    fn record(&mut self) -> Option<Taken> {
        let offset = self.stream.place();
        if !self.at_boundary() || self.stream.peek(1).is_empty() {
            return self.resume(offset);
        }
        let offset = self.stream.place();
        let Some(head) = head::take(&mut self.stream) else {
            let cut = self.stream.peek(HEAD_CAP).len() < HEAD_CAP;
            let magic = self.stream.peek(MAGIC.len()).len().min(MAGIC.len());
            self.stream.consume(magic);
            self.in_step = false;
            if cut && !self.stream.skip_to(MAGIC) {
                self.ended = self.stream.at_end();
                let fault = self.stream.fault();
                return self.lost(offset, &fault.map_or(CUT.to_owned(), |fault| super::why(&fault)));
            }
            return self.lost(offset, "its header does not end");
        };
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else {
            self.in_step = false;
            return self.lost(offset, "its header gives no length");
        };
        let mut block = Vec::new();
        let end = match self.block(length, &mut block) {
            Ok(end) => end,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => End::Cut,
            Err(error) => return self.lost(offset, &super::why(&error)),
        };
        // A damaged checksum is met only after the last byte of what it covers.
        let end = match self.stream.fault_of_taken() {
            Some(fault) if fault.kind() == ErrorKind::UnexpectedEof => End::Cut,
            Some(fault) => return self.lost(offset, &super::why(&fault)),
            None => end,
        };
        let taken = self.page(&head, offset, length, block, &end);
        // What follows a wrong length is told once.
        self.in_step = taken.is_none() || !matches!(end, End::Wrong);
        taken
    }

    /// What stands where no record begins: a fault, the end, or other bytes.
    fn resume(&mut self, offset: u64) -> Option<Taken> {
        if let Some(fault) = self.stream.fault() {
            self.in_step = false;
            return self.lost(offset, &super::why(&fault));
        }
        if self.stream.at_end() {
            self.ended = true;
            return None;
        }
        let told = !std::mem::replace(&mut self.in_step, false);
        self.stream.skip_to(MAGIC);
        if told {
            None
        } else {
            self.lost(offset, "no record begins there")
        }
    }

    /// Takes a record's block. Of a longer one than is read, as much as is
    /// needed to tell whether it holds a page.
    fn block(&mut self, length: u64, block: &mut Vec<u8>) -> std::io::Result<End> {
        self.in_step = true;
        self.stream.take_into(length.min(BLOCK_CAP), block)?;
        let whole = block.len() as u64 == length.min(BLOCK_CAP);
        if length > BLOCK_CAP && whole {
            return self.pass_over(length, block);
        }
        let closed = self.stream.peek(4).starts_with(b"\r\n\r\n");
        if (self.at_boundary() || closed) && whole {
            return Ok(End::Whole);
        }
        if self.search_in(block) {
            return Ok(End::Wrong);
        }
        Ok(if whole { End::Wrong } else { End::Cut })
    }

    /// The rest of a block that is too long for a page. A length that is wrong
    /// must not swallow the records that follow.
    fn pass_over(&mut self, length: u64, block: &mut Vec<u8>) -> std::io::Result<End> {
        if self.search_in(block) {
            return Ok(End::Wrong);
        }
        let mut left = length - block.len() as u64;
        while left > 0 {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Ok(End::Cut);
            }
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(ahead.len());
            let record = memchr::memmem::find(&ahead[..count], BETWEEN);
            self.stream.consume(record.unwrap_or(count));
            left -= record.unwrap_or(count) as u64;
            if record.is_some() {
                return Ok(End::Wrong);
            }
        }
        Ok(End::Whole)
    }

    /// Is there a record in a block? Then it and what follows are put back, and
    /// the block ends before it.
    fn search_in(&mut self, block: &mut Vec<u8>) -> bool {
        let found =
            memchr::memmem::find(block, BETWEEN).or_else(|| memchr::memmem::find(block, b"\nWARC/1."));
        match found {
            Some(at) if self.searches < MOST_SEARCHES => {
                self.searches += 1;
                let lines = block[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_whitespace())
                    .count();
                self.stream.put_back(&block[at + lines..]);
                block.truncate(at);
                true
            }
            _ => false,
        }
    }

    fn page(&mut self, head: &Head, offset: u64, length: u64, block: Vec<u8>, end: &End) -> Option<Taken> {
        let kind = head.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let media = head.get("content-type").map(head::essence).unwrap_or_default();
        let url = head.get("warc-target-uri").map(without_brackets);
        let (body, charset) = match kind.as_str() {
            "response" if media == "application/http" => {
                let Some(response) = Response::parse(&block) else {
                    return self.lost(offset, "its HTTP header does not end");
                };
                match response.status {
                    Some(200..=299) => {}
                    Some(status) => {
                        *self.refused.entry(status).or_default() += 1;
                        return None;
                    }
                    None => return self.lost(offset, "it holds no HTTP response"),
                }
                let media = response.head.get("content-type");
                if !is_page(media) {
                    return None;
                }
                if length > BLOCK_CAP && !matches!(end, End::Wrong) {
                    return self.lost(offset, "it has more than 32 MB");
                }
                let body = match response.body(&block) {
                    Ok(body) => body,
                    Err(why) => return self.lost(offset, why),
                };
                if media.is_none() && !http::is_markup(&body.bytes) {
                    return None;
                }
                (body, media.and_then(|media| head::parameter(media, "charset")))
            }
            "resource" if is_page(head.get("content-type")) && !media.is_empty() && is_of_web(url) => {
                let charset = head.get("content-type");
                let charset = charset.and_then(|media| head::parameter(media, "charset"));
                let body = Body {
                    bytes: block,
                    doubt: None,
                };
                (body, charset)
            }
            _ => return None,
        };
        if body.bytes.len() > PAGE_CAP {
            return self.lost(offset, "it has more than 32 MB");
        }
        if body.bytes.trim_ascii().is_empty() {
            return None;
        }
        let doubt = match end {
            End::Cut => Some(CUT),
            End::Wrong => Some("its length is wrong"),
            End::Whole if head.get("warc-truncated").is_some() => Some("it was cut off when it was captured"),
            End::Whole => body.doubt,
        };
        let notices = doubt.map(|why| super::doubted(&self.name, &self.place(offset), why));
        Some(Noted {
            value: Some(Page {
                bytes: body.bytes,
                captured_url: url.map(str::to_owned),
                retrieved: head.get("warc-date").and_then(saved::iso),
                header_charset: charset,
                record: Some(offset),
                ..Page::default()
            }),
            notices: notices.into_iter().collect(),
        })
    }

    /// What is told once, at the end: the responses that were no success.
    fn refusals(&mut self) -> Option<Taken> {
        let refused = std::mem::take(&mut self.refused);
        let number: usize = refused.values().sum();
        let by_status: Vec<String> = refused
            .iter()
            .map(|(status, count)| format!("{status}: {count}"))
            .collect();
        (number > 0).then(|| Noted {
            value: None,
            notices: vec![Notice::about(
                NoticeCode::RecordsSkipped,
                &self.name,
                format!(
                    "{}: {number} responses whose HTTP status is no success were left out ({}).",
                    self.name,
                    by_status.join(", ")
                ),
            )],
        })
    }
}

/// Why a record is not whole.
const CUT: &str = "it is cut off";

/// A record after the end of another.
const BETWEEN: &[u8] = b"\r\n\r\nWARC/1.";

/// Markup and plain text; a response that does not say is looked at.
fn is_page(media: Option<&str>) -> bool {
    let pages = ["text/html", "application/xhtml+xml", "text/plain"];
    media.is_none_or(|media| pages.contains(&head::essence(media).as_str()))
}

/// Crawlers keep their logs and what they made of a page as resources, too,
/// under addresses of their own (`metadata:`, `urn:`).
fn is_of_web(url: Option<&str>) -> bool {
    let schemes = ["http", "https", "ftp", "file"];
    let scheme = url.and_then(|url| url.split_once("://"));
    url.is_none()
        || scheme.is_some_and(|(scheme, _)| schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known)))
}

/// Some writers of WARC 1.0 put the address in angle brackets.
fn without_brackets(url: &str) -> &str {
    let bare = url.strip_prefix('<').and_then(|url| url.strip_suffix('>'));
    bare.unwrap_or(url)
}

impl Iterator for Warc<'_> {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        while !self.ended {
            if let Some(taken) = self.record() {
                return Some(taken);
            }
        }
        self.refusals()
    }
}
