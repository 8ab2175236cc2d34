//! Zip files of WARC files, as WACZ packs them.
//!
//! In: a stream of entries (PKWARE APPNOTE 6.3, with Zip64). Out: the pages of
//! the WARC files among them, in file order. The file is read once from its
//! start, so that standard input can be one: what an entry is stands in its
//! local header, and where it ends, when that does not say, in the descriptor
//! behind it. Zip files within it are not opened.

use std::io::{self, BufRead, ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Decompress, FlushDecompress, Status};

use super::members::bomb;
use super::stream::{Layer, Stream};
use super::{BOMB_FLOOR, BOMB_RATIO, Taken};

/// Entries that are looked at.
const MOST_ENTRIES: usize = 10_000;
/// How far the end of an entry is looked for at a time.
const WINDOW: usize = 64 << 10;
/// Longest name and extra field of an entry: two lengths of 16 bits.
const MOST_NAMES: usize = 2 << 16;

const LOCAL: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// What follows the last entry: directories of several kinds.
const AFTER: [&[u8]; 4] = [b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08"];
const WARCS: [&str; 3] = [".warc", ".warc.gz", ".warc.zst"];

pub(super) fn begin(head: &[u8]) -> bool {
    head.starts_with(LOCAL)
}

/// See the head of this file.
pub(super) struct Zip<'r> {
    name: String,
    /// The entry in hand, or what is left of the last one; `None`: all is read.
    entry: Option<Arc<Mutex<Entry<'r>>>>,
    pages: Option<Box<dyn Iterator<Item = Taken> + Send + 'r>>,
    entries: usize,
    warcs: usize,
}

/// A local header (APPNOTE 4.3.7), as far as it is needed.
struct Local {
    name: String,
    encrypted: bool,
    method: u16,
    /// Compressed; `None`: told behind the entry.
    size: Option<u64>,
}

impl<'r> Zip<'r> {
    pub(super) fn new(name: &str, stream: Stream<'r>) -> Self {
        let entry = Entry {
            stream,
            begins: 0,
            gave: 0,
            body: Body::Done,
        };
        Self {
            name: name.to_owned(),
            entry: Some(Arc::new(Mutex::new(entry))),
            pages: None,
            entries: 0,
            warcs: 0,
        }
    }

    /// Goes to the next entry; a notice, if there is something to tell.
    fn advance(&mut self) -> Option<Taken> {
        let shared = self.entry.clone()?;
        let mut entry = shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = io::copy(&mut *entry, &mut io::sink()) {
            // The place within the entry is lost; the next one begins at its signature.
            entry.body = Body::Done;
            entry.stream.skip_to(LOCAL);
            return self.lost(&super::why(&error));
        }
        let stream = &mut entry.stream;
        // A descriptor that was not needed; its sizes have four or eight bytes.
        if stream.peek(4).starts_with(DESCRIPTOR) {
            let short = stream.peek(18).get(16..18) == Some(b"PK");
            let length = stream.peek(24).len().min(if short { 16 } else { 24 });
            stream.consume(length);
        }
        if !stream.peek(4).starts_with(LOCAL) {
            let offset = stream.place();
            let after = AFTER.iter().any(|after| stream.peek(4).starts_with(after));
            if after || !stream.skip_to(LOCAL) {
                self.entry = None;
                let fault = stream.fault().map(|fault| super::why(&fault));
                return match (fault, after) {
                    (Some(why), _) => self.lost(&why),
                    (None, false) => self.lost("it is cut off"),
                    (None, true) if self.warcs == 0 => self.lost("it is a zip file that holds no WARC"),
                    (None, true) => None,
                };
            }
            return self.lost(&format!("no entry begins at byte {offset}"));
        }
        self.entries += 1;
        if self.entries > MOST_ENTRIES {
            self.entry = None;
            return self.lost(&format!("it has more than {MOST_ENTRIES} entries"));
        }
        let Some(local) = local(stream) else {
            self.entry = None;
            return self.lost("it is cut off");
        };
        let inner = format!("{}: {}", self.name, local.name);
        let is_warc = WARCS
            .iter()
            .any(|ending| local.name.to_ascii_lowercase().ends_with(ending));
        let begun = entry.begin(&local);
        drop(entry);
        match begun {
            Ok(()) if is_warc => {
                self.warcs += 1;
                self.pages = Some(super::warcs(&inner, Stream::new(Shared(shared))));
                None
            }
            Ok(()) => None,
            Err(why) => is_warc.then(|| super::lost(&self.name, &inner, why)),
        }
    }

    fn lost(&self, why: &str) -> Option<Taken> {
        Some(super::lost(&self.name, &self.name, why))
    }
}

impl Iterator for Zip<'_> {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        loop {
            if let Some(pages) = &mut self.pages {
                match pages.next() {
                    Some(taken) => return Some(taken),
                    None => self.pages = None,
                }
            }
            self.entry.as_ref()?;
            if let Some(taken) = self.advance() {
                return Some(taken);
            }
        }
    }
}

/// Takes a local header; `None` when it is cut off.
fn local(stream: &mut Stream<'_>) -> Option<Local> {
    const FIXED: usize = 30;
    let ahead = stream.peek(FIXED + MOST_NAMES);
    let word = |at: usize| Some(u16::from_le_bytes([*ahead.get(at)?, *ahead.get(at + 1)?]));
    let flags = word(6)?;
    let compressed = u64::from(word(18)?) | u64::from(word(20)?) << 16;
    let (name_length, extra_length) = (usize::from(word(26)?), usize::from(word(28)?));
    let name = ahead.get(FIXED..FIXED + name_length)?;
    let extra = ahead.get(FIXED + name_length..FIXED + name_length + extra_length)?;
    let size = if compressed == u64::from(u32::MAX) {
        zip64_size(extra).unwrap_or(compressed)
    } else {
        compressed
    };
    let told_behind = flags & 1 << 3 != 0 && size == 0;
    let local = Local {
        name: String::from_utf8_lossy(name).into_owned(),
        encrypted: flags & 1 != 0,
        method: word(8)?,
        size: (!told_behind).then_some(size),
    };
    stream.consume(FIXED + name_length + extra_length);
    Some(local)
}

/// The compressed size in the Zip64 field (APPNOTE 4.5.3): the second of its numbers.
fn zip64_size(mut extra: &[u8]) -> Option<u64> {
    while let [a, b, c, d, rest @ ..] = extra {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let field = rest.get(..length)?;
        if [*a, *b] == [1, 0] {
            let size = field.get(8..16)?;
            return Some(u64::from_le_bytes(size.try_into().ok()?));
        }
        extra = &rest[length..];
    }
    None
}

/// The bytes of one entry, without compression.
struct Entry<'r> {
    stream: Stream<'r>,
    /// Where its bytes begin.
    begins: u64,
    gave: u64,
    body: Body,
}

enum Body {
    Stored {
        left: u64,
    },
    /// Stored, with its size told behind it.
    Open,
    Deflated(Box<Decompress>),
    Done,
}

impl Entry<'_> {
    fn begin(&mut self, local: &Local) -> Result<(), &'static str> {
        self.begins = self.stream.position();
        self.gave = 0;
        let (body, refused) = match (local.method, local.size) {
            (0, Some(left)) => (Body::Stored { left }, None),
            (0, None) => (Body::Open, None),
            (8, _) if !local.encrypted => (Body::Deflated(Box::new(Decompress::new(false))), None),
            (_, Some(left)) => (Body::Stored { left }, Some("its compression is not one of WACZ")),
            (_, None) => (Body::Open, Some("its compression is not one of WACZ")),
        };
        self.body = body;
        match refused {
            _ if local.encrypted => Err("it is encrypted"),
            Some(why) => Err(why),
            None => Ok(()),
        }
    }

    /// Bytes of a stored entry up to the descriptor that gives their number.
    fn open(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ahead = self.stream.peek(WINDOW);
        let mut count = ahead.len();
        if let Some(at) = memchr::memmem::find(ahead, DESCRIPTOR) {
            if at == 0
                && let Some(length) = descriptor_of(ahead, self.gave)
            {
                self.stream.consume(length);
                self.body = Body::Done;
                return Ok(0);
            }
            count = at.max(1);
        } else if count >= WINDOW {
            count -= DESCRIPTOR.len() - 1;
        } else if count == 0 {
            return Err(self.stream.fault().unwrap_or(ErrorKind::UnexpectedEof.into()));
        }
        let count = count.min(buffer.len());
        buffer[..count].copy_from_slice(&self.stream.peek(count)[..count]);
        self.stream.consume(count);
        Ok(count)
    }

    fn inflate(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Body::Deflated(inflate) = &mut self.body else {
                return Ok(0);
            };
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let (taken, given) = (inflate.total_in(), inflate.total_out());
            let status = inflate.decompress(ahead, buffer, FlushDecompress::None);
            let taken = (inflate.total_in() - taken) as usize;
            let given = (inflate.total_out() - given) as usize;
            self.stream.consume(taken);
            let ended = match status {
                Ok(Status::StreamEnd) => true,
                Ok(_) if taken > 0 || given > 0 => false,
                _ => {
                    // Nothing after it can be decoded: a fault is told once.
                    self.body = Body::Done;
                    return Err(io::Error::new(
                        ErrorKind::InvalidData,
                        "its compressed bytes are damaged",
                    ));
                }
            };
            if ended {
                self.body = Body::Done;
            }
            let all = self.gave + given as u64;
            let packed = self.stream.position() - self.begins;
            if all > BOMB_FLOOR && all > packed.saturating_mul(BOMB_RATIO) {
                self.body = Body::Done;
                return Err(bomb());
            }
            if given > 0 || ended {
                return Ok(given);
            }
        }
    }
}

/// The length of a descriptor, if it gives this number of bytes: signature,
/// checksum and two sizes of four or eight bytes.
fn descriptor_of(descriptor: &[u8], size: u64) -> Option<usize> {
    let gives = |sizes: std::ops::Range<usize>, own: &[u8]| {
        descriptor.get(sizes).is_some_and(|sizes| sizes.starts_with(own))
    };
    if gives(8..24, &size.to_le_bytes()) {
        return Some(24);
    }
    let small = u32::try_from(size).ok()?;
    gives(8..16, &small.to_le_bytes()).then_some(16)
}

impl Read for Entry<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let count = match &mut self.body {
            Body::Done | Body::Stored { left: 0 } => return Ok(0),
            Body::Stored { left } => {
                let count = (&mut self.stream).take(*left).read(buffer)?;
                if count == 0 {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                *left -= count as u64;
                count
            }
            Body::Open => self.open(buffer)?,
            Body::Deflated(_) => self.inflate(buffer)?,
        };
        self.gave += count as u64;
        Ok(count)
    }
}

/// The entry, read by a WARC reader while the zip keeps hold of it.
struct Shared<'r>(Arc<Mutex<Entry<'r>>>);

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(buffer)
    }
}

impl Layer for Shared<'_> {
    fn place(&mut self, position: u64) -> u64 {
        let entry = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match entry.body {
            Body::Deflated(_) => entry.begins,
            _ => entry.begins + position,
        }
    }
}
