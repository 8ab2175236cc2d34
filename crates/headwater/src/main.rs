//! Shows where each claim in the news rises.

mod args;
mod commands;
mod input;
mod output;
mod pipeline;
mod terminal;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use args::{Cli, Command};

/// Every thread has room for the deepest page that the stages accept.
const STACK: usize = 16 << 20;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was read, all holds.
    Done,
    /// Some input could not be read, or something does not hold.
    Lacking,
    /// What was asked for makes no sense, and has been told; nothing is written.
    Refused,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Lacking) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("headwater: {}", dossier::for_terminal(&format!("{error:#}")));
            ExitCode::from(1)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let threads = cli.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build();
    pool.context("no threads to work with")?
        .install(|| match cli.command {
            Command::Dossier(args) => commands::dossier::run(&args),
            Command::Read(args) => commands::read::run(&args),
            Command::Check(args) => commands::check::run(&args),
            Command::Verify(args) => commands::verify::run(&args),
            Command::Decide(args) => commands::decide::run(&args),
        })
}

/// Whoever read our output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut causes = error.chain();
    causes.any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
