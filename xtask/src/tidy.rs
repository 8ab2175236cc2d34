//! Small rules that the compiler does not know.

use anyhow::Result;

use crate::edges;
use crate::tree::Tree;

/// A longer file is asked to be split.
const MOST_LINES: usize = 900;

/// Where each notice is explained to users.
const NOTICES: &str = "docs/notices.md";

type Check = fn(&Tree) -> Result<Vec<String>>;

const CHECKS: &[(&str, Check)] = &[
    ("crate edges", edges::check),
    ("paths in documents", dead_paths),
    ("file length", long_files),
    ("model cards", weights_without_card),
    ("paths of a machine", machine_paths),
    ("notices explained", notices_unexplained),
];

/// Runs all checks and prints what is wrong.
pub(crate) fn run(tree: &Tree) -> Result<bool> {
    let mut wrong = 0;
    for (name, check) in CHECKS {
        for line in check(tree)? {
            println!("{name}: {line}");
            wrong += 1;
        }
    }
    println!("tidy: {} checks, {wrong} complaints", CHECKS.len());
    Ok(wrong == 0)
}

/// Paths in back ticks and link targets of documents that lead nowhere.
fn dead_paths(tree: &Tree) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for document in tree.ending(".md") {
        // Story folders describe themselves, in terms of the place they came from.
        if document.starts_with("stories/") {
            continue;
        }
        let Some(text) = tree.text(document)? else {
            continue;
        };
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in text.lines().enumerate() {
            for path in named_paths(line) {
                let beside = format!("{folder}/{path}");
                if !tree.has(&path) && !tree.has(beside.trim_start_matches('/')) {
                    wrong.push(format!("{document}:{}: {path} is not there", number + 1));
                }
            }
        }
    }
    Ok(wrong)
}

/// The paths of this repository that a line of Markdown names: link targets
/// without scheme, and words in back ticks that hold a slash and begin like a
/// folder or file of ours. Patterns and placeholders are left out.
fn named_paths(line: &str) -> Vec<String> {
    const TOPS: &[&str] = &[
        "crates/", "docs/", "eval/", "fuzz/", "stories/", "xtask/", ".ci/", ".cargo/", "compat/",
    ];
    let mut paths = Vec::new();
    let mut keep = |path: &str| {
        let path = path.split('#').next().unwrap_or_default().trim_end_matches('/');
        if !path.is_empty() && !path.contains(['*', '<', '{', '…', '$']) && !path.contains("NAME") {
            paths.push(path.to_owned());
        }
    };
    for (at, _) in line.match_indices("](") {
        let target = &line[at + 2..];
        let target = target.split([')', ' ']).next().unwrap_or_default();
        if !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with("../shared") {
            keep(target);
        }
    }
    for (index, piece) in line.split('`').enumerate() {
        if index % 2 == 1 && TOPS.iter().any(|top| piece.starts_with(top)) {
            let first = piece.split([' ', ':']).next().unwrap_or_default();
            keep(first);
        }
    }
    paths
}

fn long_files(tree: &Tree) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for path in tree.ending(".rs") {
        let lines = tree.text(path)?.map_or(0, |text| text.lines().count());
        if lines > MOST_LINES {
            wrong.push(format!(
                "{path} has {lines} lines, over {MOST_LINES}: which room in it is another one?"
            ));
        }
    }
    Ok(wrong)
}

/// Weights are `NAME.safetensors`; their card, `NAME.md` beside them, says what they were trained on.
fn weights_without_card(tree: &Tree) -> Result<Vec<String>> {
    let ending = ".safetensors";
    Ok(tree
        .ending(ending)
        .filter(|path| !tree.has(&format!("{}.md", path.trim_end_matches(ending))))
        .map(|path| format!("{path} has no card beside it"))
        .collect())
}

/// Absolute paths that hold on one machine only.
fn machine_paths(tree: &Tree) -> Result<Vec<String>> {
    let homes = ["work", "home", "root", "Users", "mnt"].map(|top| format!("/{top}/"));
    let mut wrong = Vec::new();
    for path in &tree.files {
        let Some(text) = tree.text(path)? else { continue };
        for (number, line) in text.lines().enumerate() {
            if homes.iter().any(|home| names_absolute(line, home)) {
                wrong.push(format!("{path}:{}: a path of one machine", number + 1));
            }
        }
    }
    Ok(wrong)
}

/// Does the line name a path that begins so? What stands before must not be part of an address.
fn names_absolute(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        line[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || "\"'`(=:<>[".contains(before))
    })
}

/// Each notice code must be explained to users.
fn notices_unexplained(tree: &Tree) -> Result<Vec<String>> {
    let source = tree.text("crates/text/src/notice.rs")?.unwrap_or_default();
    let explained = tree
        .has(NOTICES)
        .then(|| tree.text(NOTICES))
        .transpose()?
        .flatten()
        .unwrap_or_default();
    Ok(notice_codes(&source)
        .into_iter()
        .filter(|code| !explained.contains(&format!("`{code}`")))
        .map(|code| format!("{code} is not explained in {NOTICES}"))
        .collect())
}

/// The variants of `enum NoticeCode`, as they are published.
fn notice_codes(source: &str) -> Vec<String> {
    source
        .split("enum NoticeCode {")
        .nth(1)
        .and_then(|rest| rest.split('}').next())
        .unwrap_or_default()
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()))
        .map(|variant| {
            let mut code = String::new();
            for letter in variant.chars() {
                if letter.is_ascii_uppercase() && !code.is_empty() {
                    code.push('_');
                }
                code.push(letter.to_ascii_lowercase());
            }
            code
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_links_and_back_ticks_are_found() {
        let line = "See [how](docs/how.md#top), `crates/page/src`, `eval/cases/*.csv`, `a/b` and [x](https://x.example/y).";
        assert_eq!(named_paths(line), ["docs/how.md", "crates/page/src"]);
    }

    #[test]
    fn an_address_is_no_path_of_a_machine() {
        let home = format!("/{}/", "home");
        assert!(names_absolute(&format!("see {home}ann/x"), &home));
        assert!(!names_absolute(&format!("https://news.example{home}x"), &home));
    }

    #[test]
    fn codes_are_read_from_the_enum() {
        let source =
            "pub enum NoticeCode {\n    /// Why.\n    NoDate,\n    EmptyArticle,\n}\nenum Other { Else }";
        assert_eq!(notice_codes(source), ["no_date", "empty_article"]);
    }
}
