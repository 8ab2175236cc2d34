//! Bytes to text, in the order of the WHATWG Encoding and HTML standards.
//!
//! In: the bytes of a page and the charset of its transport header, if any.
//! Out: the text, the encoding used, what decided it, and what went wrong. A
//! byte order mark decides and stays in the text as U+FEFF; an undecodable
//! sequence becomes U+FFFD; line ends are left as they are.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::CharsetBasis;

/// How far a declaration is looked for (HTML standard, prescan).
const PRESCAN: usize = 1024;
/// Longest text a page is read to, in bytes of UTF-8.
pub(crate) const TEXT_CAP: usize = 64 << 20;
/// How much of a page the charset is guessed from.
const GUESS_FROM: usize = 1 << 20;

/// What decoding gives.
#[derive(Debug)]
pub struct Decoded {
    /// The text; a byte order mark stays, line ends are unchanged.
    pub text: String,
    /// WHATWG name of the encoding used.
    pub charset: &'static str,
    /// How it was chosen.
    pub basis: CharsetBasis,
    /// Sequences replaced by U+FFFD.
    pub replaced: usize,
    /// Was the page longer than what is read of a page?
    pub truncated: bool,
}

/// Decodes the bytes of a page or of any other document.
#[must_use]
pub fn decode(bytes: &[u8], header: Option<&str>) -> Decoded {
    let (encoding, basis) = choose(bytes, header);
    // Three bytes of text are the most that one byte of any encoding gives.
    let limit = bytes.len().min(TEXT_CAP);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(limit + limit / 16 + 16);
    let mut read = 0;
    let mut lossy = false;
    while read < bytes.len() && text.len() < TEXT_CAP {
        let chunk = &bytes[read..bytes.len().min(read + (1 << 16))];
        let last = read + chunk.len() == bytes.len();
        text.reserve(
            decoder
                .max_utf8_buffer_length(chunk.len())
                .unwrap_or(chunk.len() * 3 + 16),
        );
        let (_, taken, bad) = decoder.decode_to_string(chunk, &mut text, last);
        lossy |= bad;
        if taken == 0 {
            break;
        }
        read += taken;
    }
    let replaced = if lossy {
        text.matches('\u{FFFD}').count()
    } else {
        0
    };
    let mut end = text.len().min(TEXT_CAP);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let truncated = read < bytes.len() || end < text.len();
    text.truncate(end);
    Decoded {
        text,
        charset: encoding.name(),
        basis,
        replaced,
        truncated,
    }
}

fn choose(bytes: &[u8], header: Option<&str>) -> (&'static Encoding, CharsetBasis) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, CharsetBasis::Bom);
    }
    if let Some(encoding) = header.and_then(|label| Encoding::for_label(label.as_bytes())) {
        return (encoding, CharsetBasis::Header);
    }
    if let Some(encoding) = declared(&bytes[..bytes.len().min(PRESCAN)]) {
        return (encoding, CharsetBasis::Meta);
    }
    if bytes.is_ascii() {
        return (UTF_8, CharsetBasis::Default);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, CharsetBasis::Guess);
    }
    let sample = &bytes[..bytes.len().min(GUESS_FROM)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    (
        detector.guess(None, chardetng::Utf8Detection::Allow),
        CharsetBasis::Guess,
    )
}

/// The charset that the start of the page declares: XML declaration or `meta`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    // UTF-16 without a mark shows itself by the zero bytes of its first tag.
    if head.starts_with(b"<\0?\0x\0") || head.starts_with(b"<\0!\0D\0") || head.starts_with(b"<\0h\0t\0") {
        return Some(UTF_16LE);
    }
    if head.starts_with(b"\0<\0?\0x") || head.starts_with(b"\0<\0!\0D") || head.starts_with(b"\0<\0h\0t") {
        return Some(UTF_16BE);
    }
    let lower = head.to_ascii_lowercase();
    if lower.starts_with(b"<?xml")
        && let Some(end) = memchr::memmem::find(&lower, b"?>")
        && let Some(encoding) = label_after(&lower[..end], b"encoding")
    {
        return Some(encoding);
    }
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &lower[from..]).map(|at| from + at) {
        let rest = &lower[at..];
        if rest.starts_with(b"<!--") {
            let close = memchr::memmem::find(&rest[4..], b"-->")?;
            from = at + 4 + close + 3;
            continue;
        }
        let end = memchr::memchr(b'>', rest).map_or(lower.len(), |end| at + end);
        if rest.starts_with(b"<meta")
            && rest.get(5).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/')
            && let Some(encoding) = label_after(&lower[at..end], b"charset")
        {
            return Some(encoding);
        }
        from = end.max(at + 1);
    }
    None
}

/// The encoding named after `name`, an equals sign and perhaps a quotation mark.
fn label_after(tag: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(tag, name)? + name.len();
    let rest = tag[at..]
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b'/' | b'?') || b.is_ascii_whitespace())
        .unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest[..end])?;
    // A declaration that could be read byte by byte is not in UTF-16.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return Some(UTF_8);
    }
    // HTML standard: x-user-defined is read as windows-1252.
    if encoding.name() == "x-user-defined" {
        return Some(WINDOWS_1252);
    }
    Some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_speaks_decides() {
        type Case<'c> = (&'c [u8], Option<&'c str>, &'c str, CharsetBasis, &'c str);
        let cases: [Case<'_>; 9] = [
            (
                b"\xEF\xBB\xBFa",
                Some("windows-1252"),
                "UTF-8",
                CharsetBasis::Bom,
                "\u{FEFF}a",
            ),
            (b"\xFF\xFEa\0", None, "UTF-16LE", CharsetBasis::Bom, "\u{FEFF}a"),
            (b"\xE9", Some("latin1"), "windows-1252", CharsetBasis::Header, "é"),
            (
                b"<meta charset=koi8-r>\xC1",
                None,
                "KOI8-R",
                CharsetBasis::Meta,
                "<meta charset=koi8-r>а",
            ),
            (
                b"<meta http-equiv=x content='text/html; charset=iso-8859-2'>\xB1",
                None,
                "ISO-8859-2",
                CharsetBasis::Meta,
                "<meta http-equiv=x content='text/html; charset=iso-8859-2'>ą",
            ),
            (
                b"<?xml version='1.0' encoding='windows-1251'?>\xE0",
                None,
                "windows-1251",
                CharsetBasis::Meta,
                "<?xml version='1.0' encoding='windows-1251'?>а",
            ),
            (
                b"<!-- <meta charset=big5> -->x",
                None,
                "UTF-8",
                CharsetBasis::Default,
                "<!-- <meta charset=big5> -->x",
            ),
            ("“ja”".as_bytes(), None, "UTF-8", CharsetBasis::Guess, "“ja”"),
            (b"x", Some("no-such-charset"), "UTF-8", CharsetBasis::Default, "x"),
        ];
        for (bytes, header, charset, basis, text) in cases {
            let decoded = decode(bytes, header);
            assert_eq!(
                (
                    decoded.text.as_str(),
                    decoded.charset,
                    decoded.basis,
                    decoded.replaced
                ),
                (text, charset, basis, 0)
            );
        }
    }

    #[test]
    fn bad_sequences_are_replaced_and_counted() {
        let decoded = decode(b"<meta charset=utf-8>a\xFFb\xE2\x82", None);
        assert_eq!(decoded.text, "<meta charset=utf-8>a\u{FFFD}b\u{FFFD}");
        assert_eq!(decoded.replaced, 2);
    }

    #[test]
    fn line_ends_stay() {
        assert_eq!(decode(b"a\r\nb\rc\n", None).text, "a\r\nb\rc\n");
    }
}
