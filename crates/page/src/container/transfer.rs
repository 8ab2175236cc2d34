//! Transfer encodings of MIME parts (RFC 2045): quoted-printable and base64.
//!
//! In: the lines of a part. Out: its bytes, up to a cap. What is not encoded
//! rightly is taken as it stands or passed over, and that is remembered.

/// Takes a part's encoding off, line by line.
#[derive(Debug)]
pub(super) struct Decoder {
    pub(super) bytes: Vec<u8>,
    /// Was something not encoded as it should be?
    pub(super) wrong: bool,
    encoding: Encoding,
    cap: usize,
    /// Base64 digits that make no byte yet, and how many.
    bits: u32,
    digits: u8,
    /// The line end before a boundary belongs to the boundary.
    line_end: &'static [u8],
    /// The end of a piece that may be half of an escape.
    half: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Plain,
    QuotedPrintable,
    Base64,
}

impl Decoder {
    /// For the encoding that a header names; more than `cap` bytes are not kept.
    pub(super) fn of(name: &str, cap: usize) -> Self {
        let encoding = match name.trim().to_ascii_lowercase().as_str() {
            "quoted-printable" => Encoding::QuotedPrintable,
            "base64" => Encoding::Base64,
            _ => Encoding::Plain,
        };
        Self {
            bytes: Vec::new(),
            wrong: false,
            encoding,
            cap,
            bits: 0,
            digits: 0,
            line_end: b"",
            half: Vec::new(),
        }
    }

    /// Takes a line with its end, or a piece of a long one.
    pub(super) fn line(&mut self, line: &[u8]) {
        if self.bytes.len() > self.cap {
            return;
        }
        if self.encoding == Encoding::Base64 {
            return self.base64(line);
        }
        self.bytes.extend_from_slice(self.line_end);
        let (content, end): (_, &'static [u8]) = if let Some(content) = line.strip_suffix(b"\r\n") {
            (content, b"\r\n")
        } else if let Some(content) = line.strip_suffix(b"\n") {
            (content, b"\n")
        } else {
            (line, b"")
        };
        self.line_end = end;
        if self.encoding == Encoding::Plain {
            self.bytes.extend_from_slice(content);
            return;
        }
        let mut content = [&std::mem::take(&mut self.half), content].concat();
        if end.is_empty() {
            let tail = content.len().saturating_sub(2);
            let escape = memchr::memchr(b'=', &content[tail..]);
            self.half = content.split_off(escape.map_or(content.len(), |at| tail + at));
        }
        self.quoted_printable(&content);
    }

    /// After the last line.
    pub(super) fn end(&mut self) {
        let half = std::mem::take(&mut self.half);
        // A soft line break before the boundary, or half an escape.
        if half.len() > 1 {
            self.wrong = true;
            self.bytes.extend_from_slice(&half);
        }
        self.wrong |= self.digits == 1;
    }

    fn quoted_printable(&mut self, content: &[u8]) {
        // White space at the end of a line was added on the way.
        let mut rest = if self.line_end.is_empty() {
            content
        } else {
            content.trim_ascii_end()
        };
        if let (Some(soft), false) = (rest.strip_suffix(b"="), self.line_end.is_empty()) {
            rest = soft;
            self.line_end = b"";
        }
        while let Some(at) = memchr::memchr(b'=', rest) {
            self.bytes.extend_from_slice(&rest[..at]);
            let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
            if let (Some(high), Some(low)) = (digit(rest.get(at + 1)), digit(rest.get(at + 2))) {
                // Two hexadecimal digits are a byte.
                self.bytes.push((high * 16 + low) as u8);
                rest = &rest[at + 3..];
            } else {
                self.wrong = true;
                self.bytes.push(b'=');
                rest = &rest[at + 1..];
            }
        }
        self.bytes.extend_from_slice(rest);
    }

    fn base64(&mut self, line: &[u8]) {
        for &byte in line {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' => {
                    self.wrong |= self.digits == 1;
                    self.digits = 0;
                    continue;
                }
                _ => {
                    self.wrong |= !byte.is_ascii_whitespace();
                    continue;
                }
            };
            self.bits = self.bits << 6 | u32::from(value);
            self.digits = (self.digits + 1) % 4;
            // After the second, third and fourth digit a byte is complete.
            if self.digits != 1 {
                let spare = [0, 0, 4, 2][usize::from(self.digits)];
                self.bytes.push((self.bits >> spare) as u8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(name: &str, lines: &str) -> (String, bool) {
        let mut decoder = Decoder::of(name, 1 << 20);
        for line in lines.split_inclusive('\n') {
            decoder.line(line.as_bytes());
        }
        decoder.end();
        (String::from_utf8(decoder.bytes).unwrap(), decoder.wrong)
    }

    #[test]
    fn encodings_are_taken_off() {
        for (name, lines, text, wrong) in [
            ("8bit", "one\r\ntwo\r\n", "one\r\ntwo", false),
            ("", "one\n\n", "one\n", false),
            (
                "Quoted-Printable",
                "caf=C3=A9 =3D =\r\nsoft=20\r\nhard  \r\n",
                "café = soft \r\nhard",
                false,
            ),
            ("quoted-printable", "a=ZZb=4\r\n", "a=ZZb=4", true),
            (
                "base64",
                "VGhlIHF1\r\nYXkgaXMgc2h1dC4=\r\n",
                "The quay is shut.",
                false,
            ),
            ("BASE64", "VGh\nl\nIA==", "The ", false),
            ("base64", "VGhl*IA", "The ", true),
            ("base64", "V", "", true),
        ] {
            assert_eq!(decoded(name, lines), (text.to_owned(), wrong), "{lines:?}");
        }
    }
}
