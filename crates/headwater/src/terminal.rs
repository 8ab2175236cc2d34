//! What a terminal gets that a file does not: bold words and progress.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use dossier::{Interval, for_terminal};

/// Columns that the words of one line take at most.
const COLUMNS: usize = 100;

/// What turns bold on and off: nothing where it is not wanted.
pub(crate) fn bold(out: &impl IsTerminal) -> (&'static str, &'static str) {
    if out.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    }
}

/// Words of a capture on one line.
pub(crate) fn one_line(words: &str) -> String {
    if words.chars().count() <= COLUMNS {
        return for_terminal(words);
    }
    let cut: String = words.chars().take(COLUMNS - 1).collect();
    for_terminal(&cut) + "…"
}

/// "2", "1–3", "1–?".
pub(crate) fn interval(origins: Interval) -> String {
    match origins.max {
        Some(max) if max == origins.min => max.to_string(),
        Some(max) => format!("{}–{max}", origins.min),
        None => format!("{}–?", origins.min),
    }
}

/// Counts pages on a terminal's standard error; silent elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    done: AtomicUsize,
    all: usize,
}

impl Progress {
    pub(crate) fn of(all: usize) -> Self {
        Self {
            shown: io::stderr().is_terminal(),
            done: AtomicUsize::new(0),
            all,
        }
    }

    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown {
            let _ = write!(io::stderr(), "\rreading pages: {done} of {}", self.all);
        }
    }

    /// Clears the line.
    pub(crate) fn end(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
