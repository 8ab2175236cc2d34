//! Prints the article of each page named on the command line, one JSON object a line:
//! `cargo run -p headwater-page --example articles -- PAGE...`

use std::io::Write;

use headwater_page as page;
use page::{Dated, Page, Stamp};
use serde_json::{Value, json};

fn time(dated: Option<&Dated>) -> Value {
    json!(dated.and_then(|dated| dated.stamp.as_ref()).map(Stamp::to_string))
}

fn main() -> std::io::Result<()> {
    let out = std::io::stdout();
    let mut out = out.lock();
    for path in std::env::args().skip(1) {
        let page = Page {
            id: path.clone(),
            bytes: std::fs::read(&path)?,
            ..Page::default()
        };
        let read = page::read(&page);
        let article = read.value;
        let capture = article.capture.text.as_str();
        let blocks: Vec<Value> = article
            .blocks
            .iter()
            .map(|block| {
                json!([
                    block.kind,
                    article.text.slice(block.span),
                    &capture[block.capture.range()]
                ])
            })
            .collect();
        let furniture: Vec<Value> = article
            .furniture
            .iter()
            .map(|part| json!([part.kind, part.why, &capture[part.span.range()]]))
            .collect();
        let line = json!({
            "id": path,
            "headline": article.headline.as_ref().map(|headline| &headline.clean),
            "byline": article.byline.iter().map(|name| &name.value).collect::<Vec<_>>(),
            "published": time(article.published.as_ref()),
            "modified": time(article.modified.as_ref()),
            "published_at": article.published.as_ref().map(|dated| &capture[dated.span.range()]),
            "zone": article.published.as_ref().and_then(|dated| dated.timezone.as_ref()),
            "dateline": article.dateline.as_ref().map(|line| &capture[line.span.range()]),
            "outlet": article.outlet.as_ref().map(|outlet| &outlet.value),
            "url": article.url.as_ref().map(|url| &url.value),
            "language": article.language,
            "credits": article.credits.iter().map(|credit| &capture[credit.span.range()]).collect::<Vec<_>>(),
            "candidates": article.candidates.iter().map(|c| json!([c.field, c.found.value, c.found.origin])).collect::<Vec<_>>(),
            "body": article.body(),
            "blocks": blocks,
            "furniture": furniture,
            "notices": read.notices.iter().map(|notice| &notice.detail).collect::<Vec<_>>(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
