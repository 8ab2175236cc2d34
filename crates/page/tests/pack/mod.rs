//! Packs pages into containers, as crawlers and browsers do.

#![allow(dead_code, clippy::expect_used, unreachable_pub)]

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder};

/// A WARC record.
pub fn record(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-03-18T09:12:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A response record.
pub fn response(url: &str, status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{fields}\r\n\r\n");
    let block = [head.as_bytes(), body].concat();
    record("response", url, "application/http; msgtype=response", &block)
}

/// The records of a crawl: beside each page what a page reader passes over.
pub fn crawl(pages: &[(&str, &str)]) -> Vec<Vec<u8>> {
    let html = "Content-Type: text/html; charset=utf-8";
    let mut records = vec![record(
        "warcinfo",
        "",
        "application/warc-fields",
        b"software: none\r\n",
    )];
    for (url, page) in pages {
        let request = format!("GET {url} HTTP/1.1\r\n\r\n");
        records.push(record("request", url, "application/http", request.as_bytes()));
        records.push(response(url, "200 OK", html, page.as_bytes()));
        records.push(record(
            "metadata",
            url,
            "application/warc-fields",
            b"outlink: none\r\n",
        ));
        records.push(record(
            "revisit",
            url,
            "application/http",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        ));
        records.push(response(url, "200 OK", "Content-Type: image/png", b"\x89PNG"));
    }
    records
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    all(GzEncoder::new(bytes, Compression::default()))
}

/// A member a record, as `.warc.gz` files are made.
pub fn members(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(|record| gzip(record)).collect()
}

fn all(mut encoder: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoder.read_to_end(&mut bytes).expect("memory");
    bytes
}

/// How a zip entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Stored,
    Deflated,
    /// Stored, its size told only behind it.
    Streamed,
    /// Deflated, the same.
    StreamedDeflated,
}

/// A zip file. Checksums are left at zero: a reader of streams does not need them.
pub fn zip(entries: &[(&str, &[u8], Entry)]) -> Vec<u8> {
    let mut zip = Vec::new();
    for (name, bytes, kind) in entries {
        let deflated = matches!(kind, Entry::Deflated | Entry::StreamedDeflated);
        let streamed = matches!(kind, Entry::Streamed | Entry::StreamedDeflated);
        let packed = if deflated {
            all(DeflateEncoder::new(*bytes, Compression::default()))
        } else {
            bytes.to_vec()
        };
        let sizes = [
            (packed.len() as u32).to_le_bytes(),
            (bytes.len() as u32).to_le_bytes(),
        ]
        .concat();
        zip.extend_from_slice(b"PK\x03\x04\x14\x00");
        zip.extend_from_slice(&[if streamed { 8 } else { 0 }, 0, if deflated { 8 } else { 0 }, 0]);
        zip.extend_from_slice(&[0; 8]);
        zip.extend_from_slice(if streamed { &[0; 8] } else { &sizes });
        zip.extend_from_slice(&(name.len() as u16).to_le_bytes());
        zip.extend_from_slice(&[0, 0]);
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(&packed);
        if streamed {
            zip.extend_from_slice(b"PK\x07\x08\0\0\0\0");
            zip.extend_from_slice(&sizes);
        }
    }
    zip.extend_from_slice(b"PK\x01\x02 and the directory");
    zip
}

/// A WACZ of a crawl.
pub fn wacz(pages: &[(&str, &str)]) -> Vec<u8> {
    zip(&[
        ("datapackage.json", b"{}", Entry::Deflated),
        ("archive/data.warc.gz", &members(&crawl(pages)), Entry::Stored),
        ("indexes/index.cdx", b"none", Entry::Stored),
    ])
}

/// A page with its picture, as a browser saves them in one file.
pub fn mhtml(url: &str, page: &str) -> Vec<u8> {
    let mut lines = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: x\r\n\
         Date: Tue, 18 Mar 2025 09:12:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----part--1----\"\r\n\r\n\r\n\
         ------part--1----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n"
    )
    .into_bytes();
    for (at, byte) in page.bytes().enumerate() {
        if byte.is_ascii_graphic() && byte != b'=' {
            lines.push(byte);
        } else {
            write!(lines, "={byte:02X}").expect("memory");
        }
        if at % 20 == 19 {
            lines.extend_from_slice(b"=\r\n");
        }
    }
    lines.extend_from_slice(
        b"\r\n------part--1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n\
          iVBORw0KGgo=\r\n------part--1------\r\n",
    );
    lines
}

/// JSON lines of pages.
pub fn json_lines(pages: &[(&str, &str)]) -> Vec<u8> {
    let mut lines = Vec::new();
    for (url, page) in pages {
        writeln!(lines, "{{\"url\": {url:?}, \"html\": {page:?}}}").expect("memory");
    }
    lines
}
