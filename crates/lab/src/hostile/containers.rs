//! Small containers of every format, to be damaged.

#[path = "../../../page/tests/pack/mod.rs"]
mod pack;

use pack::{Entry, crawl, gzip, json_lines, members, mhtml, response, wacz, zip};

const PAGES: [(&str, &str); 2] = [
    (
        "https://vellin.example/quay",
        "<title>Quay</title><p>The quay is shut.</p>",
    ),
    (
        "https://vellin.example/b",
        "<p>“Nobody was asked,” said Ann Lée.</p>",
    ),
];

pub(super) fn containers() -> Vec<Vec<u8>> {
    let html = "Content-Type: text/html";
    let coded = |fields: &str, body: &[u8]| {
        let fields = format!("{html}\r\n{fields}");
        response(PAGES[0].0, "200 OK", &fields, body)
    };
    let bodies = [
        coded(
            "Transfer-Encoding: chunked",
            b"5\r\n<p>qu\r\n4;x\r\nay</p\r\n0\r\n\r\n",
        ),
        coded("Content-Encoding: gzip", &gzip(PAGES[0].1.as_bytes())),
        coded("Content-Encoding: br", b"\x70\x00\x10<p>x</p>\x03"),
        coded("Content-Encoding: deflate", b"\x03\x00"),
    ];
    let warc = crawl(&PAGES);
    let plain = warc.concat();
    vec![
        plain.clone(),
        bodies.concat(),
        members(&warc),
        gzip(&plain),
        wacz(&PAGES),
        zip(&[
            ("a.warc", &plain, Entry::Streamed),
            ("b.warc", &plain, Entry::StreamedDeflated),
        ]),
        mhtml(PAGES[0].0, PAGES[0].1),
        json_lines(&PAGES),
        include_bytes!("../../../page/tests/data/dictionary.warc.zst").to_vec(),
    ]
}
