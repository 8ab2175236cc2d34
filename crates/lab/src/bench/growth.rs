//! What a byte costs as a page grows: for each shape of page, to 50 MB.
//!
//! In: the shapes that the tests of hostile pages use. Out: a table with one
//! row a shape and one column a size. Where reading is linear a row stays level.

use std::hint::black_box;
use std::time::{Duration, Instant};

use page::Page;

#[path = "../../../page/tests/shapes/mod.rs"]
mod shapes;

/// Sizes of pages, in tenths of a megabyte.
const SIZES: [usize; 6] = [1, 10, 50, 100, 250, 500];

/// Small pages are read again until so much time is measured.
const ENOUGH: Duration = Duration::from_millis(20);

/// The cost of a byte of the largest page against the lowest of its row before the row is marked.
const LEVEL: f64 = 3.0;

/// Prints the table.
pub(super) fn run(only: Option<&str>) {
    print!("{:36}", "ns a byte of reading, by MB");
    for size in SIZES {
        print!("{:>8}", size as f64 / 10.0);
    }
    println!();
    for (name, build) in shapes::SHAPES {
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        print!("{name:36}");
        let page = |size: usize| Page {
            id: "p".to_owned(),
            bytes: build(size * 100_000).into_bytes(),
            ..Page::default()
        };
        // Tables and patterns are built when they are first used.
        black_box(page::read(&page(SIZES[0])));
        let (mut least, mut last) = (f64::MAX, 0.0);
        for size in SIZES {
            last = cost(&page(size));
            least = f64::min(least, last);
            print!("{last:>8.2}");
        }
        println!("{}", if last > least * LEVEL { "  rises" } else { "" });
    }
}

/// Nanoseconds a byte.
fn cost(page: &Page) -> f64 {
    let begun = Instant::now();
    let mut rounds = 0u32;
    while rounds == 0 || begun.elapsed() < ENOUGH {
        black_box(page::read(page));
        rounds += 1;
    }
    begun.elapsed().as_secs_f64() * 1e9 / f64::from(rounds) / page.bytes.len() as f64
}
