//! The page in an HTTP response, as a WARC record holds it.
//!
//! In: the bytes of the message (RFC 9112). Out: the body without chunks and
//! content codings, with what its header says of it and what was wrong with it.
//! Captures differ in whether the stored body still has the codings that its
//! header names, so a body that is plainly not so encoded is taken as it stands.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::head::{self, Head};
use super::members::Frame;
use super::stream::{Raw, Stream};
use super::{BOMB_FLOOR, BOMB_RATIO, HEAD_CAP, PAGE_CAP};

/// Content codings that are taken off one body.
const MOST_CODINGS: usize = 4;

/// A response.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: Option<u16>,
    pub(super) head: Head,
    /// Where the body begins in the message.
    body: usize,
}

/// A body, and why it may not be what was sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) doubt: Option<&'static str>,
}

impl Response {
    /// `None` when no header block ends within what is read of one.
    pub(super) fn parse(message: &[u8]) -> Option<Self> {
        let (end, body) = head::end_of(&message[..message.len().min(HEAD_CAP)])?;
        let head = Head::parse(&message[..end]);
        let mut words = head.first.split_whitespace();
        let http = words.next().is_some_and(|version| version.starts_with("HTTP/"));
        let status = words.next().filter(|_| http).and_then(|code| code.parse().ok());
        Some(Self { status, head, body })
    }

    /// The body, decoded; or why it cannot be.
    pub(super) fn body(&self, message: &[u8]) -> Result<Body, &'static str> {
        let mut bytes = message[self.body..].to_vec();
        let mut doubt = None;
        let named = |field: &str| {
            self.head
                .get(field)
                .map(str::to_ascii_lowercase)
                .unwrap_or_default()
        };
        if named("transfer-encoding").contains("chunked") {
            let (whole, right) = joined(&bytes);
            doubt = (!right).then_some("its chunks do not fit their lengths");
            bytes = whole;
        }
        let codings = named("content-encoding");
        let codings: Vec<&str> = codings.split(',').map(str::trim).collect();
        if codings.len() > MOST_CODINGS {
            return Err("its header names too many content codings");
        }
        for coding in codings.into_iter().rev() {
            let decoded = match coding {
                "" | "identity" | "none" | "utf-8" => continue,
                "gzip" | "x-gzip" => decoded(MultiGzDecoder::new(&bytes[..]), bytes.len()),
                // RFC 9110 means zlib; some servers send the bare stream.
                "deflate" if is_zlib(&bytes) => decoded(ZlibDecoder::new(&bytes[..]), bytes.len()),
                "deflate" => decoded(DeflateDecoder::new(&bytes[..]), bytes.len()),
                "br" => decoded(
                    brotli_decompressor::Decompressor::new(&bytes[..], 64 << 10),
                    bytes.len(),
                ),
                "zstd" => decoded(Frame::new(Stream::new(Raw(&bytes[..])), None), bytes.len()),
                _ => return Err("its header names an unknown content coding"),
            }?;
            if decoded.bytes.is_empty() && decoded.doubt.is_some() {
                doubt = doubt.or((!is_markup(&bytes)).then_some(NOT_SO_ENCODED));
                continue;
            }
            doubt = doubt.or(decoded.doubt);
            bytes = decoded.bytes;
        }
        Ok(Body { bytes, doubt })
    }
}

const NOT_SO_ENCODED: &str = "its body is not encoded as its header says";

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Does it begin with a tag?
pub(super) fn is_markup(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// All that a decoder gives, up to the caps.
fn decoded(mut decoder: impl Read, encoded: usize) -> Result<Body, &'static str> {
    let mut bytes = Vec::new();
    let read = decoder
        .by_ref()
        .take(most_of(encoded) + 1)
        .read_to_end(&mut bytes);
    if bytes.len() as u64 > most_of(encoded) {
        return Err(if bytes.len() > PAGE_CAP {
            "its page has more than 32 MB"
        } else {
            "its body decompresses to more than 250 times its size"
        });
    }
    let doubt = read.is_err().then_some("its encoded body is damaged or cut off");
    Ok(Body { bytes, doubt })
}

/// How much so many encoded bytes may give.
fn most_of(encoded: usize) -> u64 {
    let most = (encoded as u64).saturating_mul(BOMB_RATIO).max(BOMB_FLOOR);
    most.min(PAGE_CAP as u64)
}

/// A chunked body joined, and whether its chunks were right. What does not fit
/// any more is taken as it stands: archives keep bodies whose chunks were
/// already joined, or joined and cut wrongly.
fn joined(bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut whole = Vec::new();
    let mut rest = bytes;
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            let end = rest.trim_ascii().is_empty();
            whole.extend_from_slice(if end && !whole.is_empty() { &[] } else { rest });
            return (whole, false);
        };
        if size == 0 {
            return (whole, true);
        }
        let Some((chunk, next)) = after.split_at_checked(size) else {
            whole.extend_from_slice(after);
            return (whole, false);
        };
        whole.extend_from_slice(chunk);
        rest = next
            .strip_prefix(b"\r\n")
            .or_else(|| next.strip_prefix(b"\n"))
            .unwrap_or(next);
    }
}

/// The length that a chunk's first line gives, and what follows that line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    /// A longer line is no length with extensions.
    const MOST_LINE: usize = 1024;
    let line = memchr::memchr(b'\n', &bytes[..bytes.len().min(MOST_LINE)])?;
    let size = bytes[..line].split(|&b| b == b';').next()?.trim_ascii();
    let size = std::str::from_utf8(size).ok()?;
    let digits = !size.is_empty() && size.bytes().all(|b| b.is_ascii_hexdigit());
    let size = digits.then(|| usize::from_str_radix(size, 16).ok()).flatten()?;
    Some((size, &bytes[line + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};

    fn body(fields: &str, body: &[u8]) -> Result<Body, &'static str> {
        let mut message = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").into_bytes();
        message.extend_from_slice(body);
        Response::parse(&message).unwrap().body(&message)
    }

    fn all(mut encoder: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        encoder.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn codings_are_taken_off() {
        let page = b"<p>The quay at Vellin is shut.</p>".repeat(20);
        let level = Compression::default();
        let gzip = all(GzEncoder::new(&page[..], level));
        let zlib = all(ZlibEncoder::new(&page[..], level));
        let raw = all(DeflateEncoder::new(&page[..], level));
        let twice = all(GzEncoder::new(&zlib[..], level));
        let zstd = ruzstd::encoding::compress_to_vec(&page[..], ruzstd::encoding::CompressionLevel::Fastest);
        let mut chunked = format!("{:x};x=y\r\n", 10).into_bytes();
        chunked.extend_from_slice(&gzip[..10]);
        chunked.extend_from_slice(format!("\r\n{:X}\r\n", gzip.len() - 10).as_bytes());
        chunked.extend_from_slice(&gzip[10..]);
        chunked.extend_from_slice(b"\r\n0\r\n\r\n");
        for (fields, bytes) in [
            ("Content-Encoding: gzip", &gzip),
            ("Content-Encoding: X-GZIP", &gzip),
            ("Content-Encoding: deflate", &zlib),
            ("Content-Encoding: deflate", &raw),
            ("Content-Encoding: deflate, gzip", &twice),
            ("Content-Encoding: zstd", &zstd),
            ("Content-Encoding: gzip", &page),
            ("Content-Encoding: br", &page),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &chunked),
        ] {
            let found = body(fields, bytes).unwrap();
            assert!(
                found.bytes == page && found.doubt.is_none(),
                "{fields}: {:?}",
                found.doubt
            );
        }
        // Brotli of "<p>x</p>", stored in a meta-block without compression.
        let stored = [&[0x70, 0x00, 0x10][..], b"<p>x</p>", &[0x03]].concat();
        assert_eq!(body("Content-Encoding: br", &stored).unwrap().bytes, b"<p>x</p>");
        assert!(body("Content-Encoding: rot13", &page).is_err());
    }

    #[test]
    fn wrong_chunks_cost_no_text() {
        for (bytes, whole, right) in [
            (&b"5\r\nwords\r\n0\r\n\r\n"[..], &b"words"[..], true),
            (b"5\nwords\n0\n", b"words", true),
            (b"<p>never chunked</p>\n", b"<p>never chunked</p>\n", false),
            (b"5\r\nwords\r\nthen plain\r\n", b"wordsthen plain\r\n", false),
            (b"5\r\nwords\r\n", b"words", false),
            (
                b"ffffffffffffffffffff\r\nwords",
                b"ffffffffffffffffffff\r\nwords",
                false,
            ),
            (b"ff\r\nwords", b"words", false),
            (b"", b"", false),
        ] {
            let found = joined(bytes);
            assert_eq!(
                (&found.0[..], found.1),
                (whole, right),
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn bombs_are_refused() {
        let zeros = vec![0; PAGE_CAP + 1];
        let gzip = all(GzEncoder::new(&zeros[..], Compression::best()));
        assert!(body("Content-Encoding: gzip", &gzip).is_err());
        let small = all(GzEncoder::new(&zeros[..BOMB_FLOOR as usize], Compression::best()));
        assert!(body("Content-Encoding: gzip", &small).is_ok());
    }
}
