//! The whole way from bytes to the line of `read --article`, beside two peers.
//!
//! In: pages of the shared folder. Out: times and ratios of one run on one
//! thread. In each round all three read all pages, one after the other, so that
//! what else the machine does falls on all of them; ratios are taken round by
//! round. The peers are given decoded text: only our own time holds decoding.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::RcDom;
use page::Page;

use super::compressed_pages;
use crate::corpora::Corpora;

/// The sets whose pages are read.
const SETS: [&str; 3] = ["aeb", "wcxb-articles", "fundus-pages"];

/// Reads a page; gives a size, so that nothing is left out.
type Reader = fn(&(Page, String)) -> usize;

const READERS: [(&str, Reader); 3] = [
    ("read --article", |(page, _)| {
        let read = page::read(page);
        serde_json::to_string(&dossier::article_line(&read.value)).map_or(0, |line| line.len())
    }),
    ("only parsing (html5ever)", |(_, text)| {
        html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default())
            .one(text.as_str())
            .document
            .children
            .borrow()
            .len()
    }),
    ("trafilatura with fallback", |(_, text)| {
        let options = trafilatura::Options::default().with_fallback(true);
        trafilatura::extract(text, &options).map_or(0, |found| found.content_text.len())
    }),
];

/// Prints the table.
pub(super) fn run(corpora: &Corpora, rounds: usize) -> Result<()> {
    let mut pages: Vec<(Page, String)> = Vec::new();
    for set in SETS {
        match corpora.shared(&format!("corpora/{set}")) {
            Some(folder) => pages.extend(compressed_pages(&folder, usize::MAX)?.into_iter().map(|page| {
                let text = page::decode(&page.bytes, None).text;
                (page, text)
            })),
            None => println!("skipped {set}: not beside the checkout"),
        }
    }
    let bytes: usize = pages.iter().map(|(page, _)| page.bytes.len()).sum();
    println!(
        "{}: {} pages, {:.1} MB, one thread, {rounds} rounds",
        SETS.join(" + "),
        pages.len(),
        bytes as f64 / 1e6
    );
    let mut times: [Vec<f64>; 3] = Default::default();
    // The first round is for warmth.
    for round in 0..=rounds {
        for ((_, reader), times) in READERS.iter().zip(&mut times) {
            let begun = Instant::now();
            for page in &pages {
                black_box(reader(page));
            }
            if round > 0 {
                times.push(begun.elapsed().as_secs_f64());
            }
        }
    }
    println!(
        "  {:28}{:>10}{:>12}{:>10}{:>20}",
        "", "ms", "pages/s", "MB/s", "x read --article"
    );
    for ((name, _), own) in READERS.iter().zip(&times) {
        let mut ratios: Vec<f64> = own.iter().zip(&times[0]).map(|(own, ours)| own / ours).collect();
        ratios.sort_by(f64::total_cmp);
        let mut own = own.clone();
        own.sort_by(f64::total_cmp);
        let middle = |sorted: &[f64]| sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
        let seconds = middle(&own);
        println!(
            "  {name:28}{:>10.1}{:>12.0}{:>10.1}{:>10.2} ({:.2}-{:.2})",
            seconds * 1e3,
            pages.len() as f64 / seconds,
            bytes as f64 / 1e6 / seconds,
            middle(&ratios),
            ratios.first().copied().unwrap_or(f64::NAN),
            ratios.last().copied().unwrap_or(f64::NAN)
        );
    }
    Ok(())
}
