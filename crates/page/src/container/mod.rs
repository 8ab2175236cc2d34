//! A stream of bytes to the pages in it, one by one.
//!
//! In: any reader, and the name that notices call it by. Out: its pages in
//! order, and a notice for each that cannot be read. What the stream is (a page,
//! WARC, WACZ, MHTML, JSON lines; compressed or not) is told by its first bytes,
//! where these leave it open by the name's ending. One room a format; each holds
//! one page at a time. No length that a file declares is believed before the
//! bytes are there.

mod head;
mod http;
mod lines;
mod members;
mod mhtml;
mod saved;
mod stream;
mod transfer;
mod warc;
mod zip;

use std::io::{self, ErrorKind, Read};

use text::{Noted, Notice, NoticeCode};

use crate::Page;
use members::{Codec, Members};
use stream::{Raw, Stream};

/// A page of more bytes is not read: no news page is near it.
pub const PAGE_CAP: usize = 32 << 20;
/// A header block of more bytes is not read.
const HEAD_CAP: usize = 64 << 10;
/// What gives more than this many bytes ...
const BOMB_FLOOR: u64 = 1 << 20;
/// ... and more than this many for each of its own is a decompression bomb.
/// Pages compress to a tenth, tables of them to a hundredth.
const BOMB_RATIO: u64 = 250;
/// How often a file may be compressed.
const MOST_LAYERS: usize = 2;
/// How much of a file is looked at to tell what it is.
const SNIFFED: usize = 64 << 10;

/// A page, or why there is none; or what was doubtful about it, or about the
/// records before it.
///
/// `NoticeCode::Unreadable` is given for a page that is lost. The page's `id`
/// is what the container calls it, mostly nothing; `path` is left to the caller.
pub type Taken = Noted<Option<Page>>;

/// The pages of a stream, in their order.
///
/// # Errors
/// None: what cannot be read is a notice that names the place in the stream,
/// with `name` as its document, and reading goes on where that is possible.
pub fn pages<'r>(name: &str, input: impl Read + Send + 'r) -> Box<dyn Iterator<Item = Taken> + Send + 'r> {
    let stream = Stream::new(Raw(input));
    Box::new(open(name, stream, 0).map(|mut taken| {
        if let Some(page) = &mut taken.value {
            saved::fill_in(page);
        }
        taken
    }))
}

fn open<'r>(
    name: &str,
    mut stream: Stream<'r>,
    layers: usize,
) -> Box<dyn Iterator<Item = Taken> + Send + 'r> {
    let head = stream.peek(SNIFFED);
    let ending = |endings: &[&str]| {
        let name = name.to_ascii_lowercase();
        let plain = name.trim_end_matches(".gz").trim_end_matches(".zst");
        endings.iter().any(|ending| plain.ends_with(ending))
    };
    if let Some(codec) = Codec::of(head) {
        if layers == MOST_LAYERS {
            let why = format!("it is compressed more than {MOST_LAYERS} times");
            return Box::new(std::iter::once(lost(name, name, &why)));
        }
        return open(name, Stream::new(Members::new(codec, stream)), layers + 1);
    }
    if head.starts_with(b"filedesc://") {
        let why = "it is an ARC file, the format before WARC, which is not read";
        Box::new(std::iter::once(lost(name, name, why)))
    } else if zip::begin(head) {
        Box::new(zip::Zip::new(name, stream))
    } else if warc::begin(head) || ending(&[".warc"]) {
        Box::new(warc::Warc::new(name, stream))
    } else if mhtml::begin(head) {
        Box::new(mhtml::Mhtml::new(name, stream))
    } else if lines::begin(head) || ending(&[".jsonl", ".ndjson"]) {
        Box::new(lines::Lines::new(name, stream))
    } else {
        Box::new(std::iter::once(whole(name, stream, layers > 0)))
    }
}

/// The pages of a WARC, compressed or not.
fn warcs<'r>(name: &str, mut stream: Stream<'r>) -> Box<dyn Iterator<Item = Taken> + Send + 'r> {
    match Codec::of(stream.peek(4)) {
        Some(codec) => Box::new(warc::Warc::new(name, Stream::new(Members::new(codec, stream)))),
        None => Box::new(warc::Warc::new(name, stream)),
    }
}

/// The stream itself is a page.
fn whole(name: &str, mut stream: Stream<'_>, compressed: bool) -> Taken {
    let mut bytes = Vec::new();
    let read = stream.take_into(PAGE_CAP as u64 + 1, &mut bytes);
    let cut = match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof && !bytes.is_empty() => true,
        Err(error) => return lost(name, name, &why(&error)),
        Ok(()) => false,
    };
    if bytes.is_empty() {
        return lost(name, name, "the file is empty");
    }
    if bytes.len() > PAGE_CAP {
        return lost(name, name, "it has more than 32 MB");
    }
    let notices = cut.then(|| doubted(name, name, "it is cut off"));
    Noted {
        value: Some(Page {
            bytes,
            record: compressed.then_some(0),
            ..Page::default()
        }),
        notices: notices.into_iter().collect(),
    }
}

/// A page that cannot be read.
fn lost(name: &str, place: &str, why: &str) -> Taken {
    let detail = format!("{place} could not be read: {why}");
    Noted {
        value: None,
        notices: vec![Notice::about(NoticeCode::Unreadable, name, detail)],
    }
}

/// A page that may not be what was sent.
fn doubted(name: &str, place: &str, why: &str) -> Notice {
    let detail = format!("{place} was read as far as it goes: {why}");
    Notice::about(NoticeCode::RecordDamaged, name, detail)
}

/// A fault in words that are the same on every system.
fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "it is cut off".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
