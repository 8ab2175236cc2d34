//! What browsers and SingleFile write into a page that they save.
//!
//! In: the bytes of a marked-up page. Out: the address it was saved from, and
//! when, from a comment near its start:
//! `<!-- saved from url=(0024)https://vellin.example/a -->`, or
//! `<!-- Page saved with SingleFile url: ... saved date: Tue Mar 18 2025 09:12:00 GMT+0100 (...) -->`.

use memchr::memmem;

use crate::Page;

/// How far from its start a page is searched for the comment.
const SEARCHED: usize = 16 << 10;

/// Fills in what the page does not know of its capture yet.
pub(super) fn fill_in(page: &mut Page) {
    let head = &page.bytes[..page.bytes.len().min(SEARCHED)];
    if page.captured_url.is_some() || memmem::find(head, b"<!--").is_none() {
        return;
    }
    let head = String::from_utf8_lossy(head);
    let comments = head.split("<!--").skip(1);
    let comments = comments.filter_map(|rest| rest.split_once("-->").map(|(comment, _)| comment));
    for comment in comments.map(str::trim_start) {
        if let Some(saved) = comment.strip_prefix("Page saved with SingleFile") {
            page.captured_url = line_after(saved, "url:")
                .filter(|url| is_web(url))
                .map(str::to_owned);
            page.retrieved = line_after(saved, "saved date:").and_then(date);
            return;
        }
        if let Some(saved) = comment.strip_prefix("saved from url=(") {
            let url = saved.split_once(')').map(|(_, url)| url.trim());
            page.captured_url = url.filter(|url| is_web(url)).map(str::to_owned);
            return;
        }
    }
}

/// An address that a page can be fetched from.
pub(super) fn is_web(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

fn line_after<'c>(comment: &'c str, label: &str) -> Option<&'c str> {
    comment
        .lines()
        .find_map(|line| line.trim().strip_prefix(label))
        .map(str::trim)
}

/// The date of a script, `Tue Mar 18 2025 09:12:00 GMT+0100 (Central European Standard Time)`.
fn date(words: &str) -> Option<String> {
    let words: Vec<&str> = words.split_whitespace().take(6).collect();
    let [_, month, day, year, time, zone] = words[..] else {
        return words.first().and_then(|word| iso(word));
    };
    let offset = zone.strip_prefix("GMT")?;
    rfc_date(&format!("{day} {month} {year} {time} {offset}"))
}

/// A time of RFC 5322, as ISO 8601 with its own offset.
pub(super) fn rfc_date(words: &str) -> Option<String> {
    let time = jiff::fmt::rfc2822::parse(words).ok()?;
    let offset = time.offset();
    let zone = if offset.is_zero() { "Z" } else { "%:z" };
    Some(time.strftime(&format!("%Y-%m-%dT%H:%M:%S{zone}")).to_string())
}

/// A time of ISO 8601, as a [`crate::Stamp`] writes it.
pub(super) fn iso(words: &str) -> Option<String> {
    words.parse::<crate::Stamp>().ok().map(|stamp| stamp.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_names_its_address_and_time() {
        let single = "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://vellin.example/a b?c=1 \n saved date: Tue Mar 18 2025 09:12:00 GMT+0100 (Central European Standard Time)\n--><p>x";
        let url = Some("https://vellin.example/a b?c=1");
        for (page, url, retrieved) in [
            (single, url, Some("2025-03-18T09:12:00+01:00")),
            (
                &single.replace("GMT+0100", "GMT+0000"),
                url,
                Some("2025-03-18T09:12:00Z"),
            ),
            (&single.replace("Mar 18", "Foo 44"), url, None),
            (
                &single.replace("https:", "file:"),
                None,
                Some("2025-03-18T09:12:00+01:00"),
            ),
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0024)https://vellin.example/a -->\n<html>",
                Some("https://vellin.example/a"),
                None,
            ),
            ("<!-- saved from url=(0014)about:internet -->", None, None),
            (
                "<!-- Page saved with SingleFile url: https://x.example",
                None,
                None,
            ),
            (
                "<p>Page saved with SingleFile\nurl: https://x.example</p>",
                None,
                None,
            ),
        ] {
            let mut found = Page {
                bytes: page.as_bytes().to_vec(),
                ..Page::default()
            };
            fill_in(&mut found);
            assert_eq!(found.captured_url.as_deref(), url, "{page}");
            assert_eq!(found.retrieved.as_deref(), retrieved, "{page}");
        }
    }
}
