//! All checks, in the order in which a mistake is cheapest to hear of.
//!
//! Everything is built with the `dev` profile, so that the dependencies are
//! compiled once for tests, scores and the README's command.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::tree::Tree;

/// Checks that bring nothing but a verdict.
const STEPS: &[(&str, &str)] = &[
    ("format", "cargo fmt --all --check"),
    (
        "lints",
        "cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings",
    ),
    (
        "documentation",
        "RUSTDOCFLAGS='-D warnings' cargo doc --quiet --workspace --no-deps",
    ),
    ("tidy", "cargo run --quiet --package xtask -- tidy"),
];

/// What the steps have brought so far.
#[derive(Default)]
struct Count {
    passed: usize,
    skipped: usize,
    failed: Vec<String>,
}

/// Runs all checks; prints a count of them at the end.
pub(crate) fn run(tree: &Tree) -> Result<bool> {
    let mut count = Count::default();
    let tests = step(tree, "tests", &readme_command(tree, "cargo test")?, &mut count)?;
    count.passed += passed_tests(&tests);
    for (name, command) in STEPS {
        step(tree, name, command, &mut count)?;
    }
    let main_job = readme_command(tree, "cargo run")?.replace(" --release", "");
    step(tree, "the README's command", &main_job, &mut count)?;
    let scores = step(
        tree,
        "floors",
        "cargo run --quiet --package headwater-lab -- score",
        &mut count,
    )?;
    let (held, unchecked) = floors(&scores);
    count.passed += held;
    count.skipped += unchecked;

    if !count.failed.is_empty() {
        println!("failed: {}", count.failed.join(", "));
    }
    println!(
        "{} checks passed, {} skipped, {} failed",
        count.passed,
        count.skipped,
        count.failed.len()
    );
    Ok(count.failed.is_empty())
}

/// Runs a command line, shows what it says, and returns its standard output.
fn step(tree: &Tree, name: &str, command: &str, count: &mut Count) -> Result<String> {
    println!("== {name}: {command}");
    let begun = Instant::now();
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(&tree.root)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run sh")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{said}");
    println!(
        "== {name}: {} in {} s",
        if output.status.success() {
            "passed"
        } else {
            "FAILED"
        },
        begun.elapsed().as_secs()
    );
    if output.status.success() {
        count.passed += 1;
    } else {
        count.failed.push(name.to_owned());
    }
    Ok(said)
}

/// The command of the README's code blocks that begins so, its continued lines joined.
fn readme_command(tree: &Tree, begins: &str) -> Result<String> {
    let readme = tree.text("README.md")?.unwrap_or_default();
    command_in(&readme, begins).with_context(|| format!("README.md has no command `{begins} ...`"))
}

fn command_in(readme: &str, begins: &str) -> Option<String> {
    let mut lines = readme
        .lines()
        .skip_while(|line| !line.trim_start().starts_with(begins));
    let mut command = String::new();
    loop {
        let line = lines.next()?.trim();
        match line.strip_suffix('\\') {
            Some(more) => command.push_str(more),
            None => {
                command.push_str(line);
                return Some(command);
            }
        }
    }
}

/// Tests passed, from the summary lines of `cargo test`.
fn passed_tests(said: &str) -> usize {
    said.lines()
        .filter_map(|line| {
            line.strip_prefix("test result: ok. ")?
                .split(' ')
                .next()?
                .parse::<usize>()
                .ok()
        })
        .sum()
}

/// Floors held and unchecked, from the last line of `cargo lab score`.
fn floors(said: &str) -> (usize, usize) {
    let line = said.lines().rev().find_map(|line| line.strip_prefix("floors: "));
    let number = |what: &str| {
        line.into_iter()
            .flat_map(|line| line.split(", "))
            .find_map(|part| part.strip_suffix(what)?.trim().parse().ok())
            .unwrap_or(0)
    };
    (number("held"), number("unchecked"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_from_the_readme() {
        let readme = "Text\n\n    cargo run --release -- dossier \\\n        a.html -o out\n\n    cargo test --workspace\n";
        assert_eq!(
            command_in(readme, "cargo test").unwrap(),
            "cargo test --workspace"
        );
        let run = command_in(readme, "cargo run").unwrap();
        assert_eq!(run, "cargo run --release -- dossier a.html -o out");
        assert_eq!(command_in(readme, "cargo bench"), None);
    }

    #[test]
    fn counts_are_read_from_what_was_said() {
        let said = "test result: ok. 12 passed; 0 failed\nx\ntest result: ok. 3 passed; 0 failed\n";
        assert_eq!(passed_tests(said), 15);
        assert_eq!(
            floors("table\nfloors: 13 held, 0 broken, 11 unchecked\n"),
            (13, 11)
        );
        assert_eq!(floors(""), (0, 0));
    }
}
