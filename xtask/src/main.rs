//! Checks of the workspace itself: `cargo xtask tidy`, `cargo xtask ci`.
#![expect(
    clippy::print_stdout,
    reason = "a command-line tool for those who work on the program"
)]

mod ci;
mod edges;
mod tidy;
mod tree;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let tree = tree::Tree::open();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tidy"] => tree.and_then(|tree| tidy::run(&tree)),
        ["ci"] => tree.and_then(|tree| ci::run(&tree)),
        _ => {
            eprintln!("usage: cargo xtask tidy | ci");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}
