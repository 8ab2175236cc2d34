//! Copies do not corroborate: a copy of a report, however it is dressed, never
//! raises the number of independent origins of a claim.
//!
//! Whole dossiers of the invented stories are made with and without copies of
//! their pages, and the intervals of their claims are held against each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A story folder with its pages and primaries.
struct Story {
    folder: &'static str,
    primaries: &'static [&'static str],
}

const HARBOUR: Story = Story {
    folder: "harbour-memo",
    primaries: &["transcript.txt", "memo.txt"],
};

const BATHS: Story = Story {
    folder: "fennick-baths",
    primaries: &["statement.txt"],
};

impl Story {
    fn file(&self, name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../stories")
            .join(self.folder)
            .join(name)
    }

    /// Its pages, in the order of their names.
    fn pages(&self) -> Vec<PathBuf> {
        let mut pages: Vec<PathBuf> = fs::read_dir(self.file(""))
            .expect("written by the test or the program")
            .map(|entry| entry.expect("written by the test or the program").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == "html" || ending == "txt")
            })
            .filter(|path| !self.primaries.iter().any(|primary| path.ends_with(primary)))
            .collect();
        pages.sort();
        pages
    }

    /// The dossier of its pages and of further ones.
    fn dossier(&self, further: &[PathBuf]) -> Value {
        let output = tempfile::tempdir().expect("written by the test or the program");
        let mut command = Command::new(env!("CARGO_BIN_EXE_headwater"));
        command.arg("dossier").args(self.pages()).args(further);
        for primary in self.primaries {
            command.arg("--primary").arg(self.file(primary));
        }
        let ran = command
            .args(["--format", "json", "-o"])
            .arg(output.path())
            .output()
            .expect("written by the test or the program");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_slice(
            &fs::read(output.path().join("dossier.json")).expect("written by the test or the program"),
        )
        .expect("written by the test or the program")
    }
}

/// A claim: the statements behind it, by page and first code point, and its interval.
struct Counted {
    id: String,
    evidence: BTreeSet<(String, u64)>,
    min: u64,
    max: u64,
}

/// The claims of a dossier; of their evidence, only what stands in these pages.
fn counted(dossier: &Value, pages: &BTreeSet<String>) -> Vec<Counted> {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let place = |id: &Value| -> Option<(String, u64)> {
        let statement = list(dossier, "statements")
            .into_iter()
            .find(|statement| statement["id"] == *id)?;
        let doc = statement["doc"].as_str()?.to_owned();
        let start = statement["content"][0]["start"].as_u64()?;
        pages.contains(&doc).then_some((doc, start))
    };
    list(dossier, "claims")
        .iter()
        .map(|claim| Counted {
            id: claim["id"].to_string(),
            evidence: list(claim, "evidence")
                .iter()
                .filter_map(|item| place(&item["statement"]))
                .collect(),
            min: claim["origins"]["independent"]["min"]
                .as_u64()
                .expect("written by the test or the program"),
            max: claim["origins"]["independent"]["max"]
                .as_u64()
                .unwrap_or(u64::MAX),
        })
        .collect()
}

/// With the copies, no claim has more origins than the claims that its evidence
/// made up without them.
fn holds_with(story: &Story, copies: &[(&str, String)]) {
    let before = story.dossier(&[]);
    let pages: BTreeSet<String> = before["documents"]
        .as_array()
        .expect("written by the test or the program")
        .iter()
        .map(|document| {
            document["id"]
                .as_str()
                .expect("written by the test or the program")
                .to_owned()
        })
        .collect();
    let folder = tempfile::tempdir().expect("written by the test or the program");
    let mut paths = Vec::new();
    for (name, text) in copies {
        paths.push(folder.path().join(name));
        fs::write(paths.last().expect("written by the test or the program"), text)
            .expect("written by the test or the program");
    }
    let after = story.dossier(&paths);
    assert_eq!(
        after["documents"]
            .as_array()
            .expect("written by the test or the program")
            .len(),
        pages.len() + copies.len(),
        "a copy was not read"
    );
    let without = counted(&before, &pages);
    assert!(!without.is_empty(), "a story without claims shows nothing");
    for claim in counted(&after, &pages) {
        if claim.evidence.is_empty() {
            assert!(
                claim.min <= 1,
                "{}: only copies say so, yet {} origins",
                claim.id,
                claim.min
            );
            continue;
        }
        let parts = || {
            without
                .iter()
                .filter(|other| !other.evidence.is_disjoint(&claim.evidence))
        };
        if parts().next().is_none() {
            // One page alone did not make it a claim that is told.
            assert!(
                claim.max <= 1,
                "{}: {} origins from one report",
                claim.id,
                claim.max
            );
            continue;
        }
        let min: u64 = parts().map(|other| other.min).sum();
        let max = parts().fold(0u64, |sum, other| sum.saturating_add(other.max));
        assert!(
            claim.min <= min && claim.max <= max,
            "{}: {}-{} with copies, {min}-{max} without",
            claim.id,
            claim.min,
            claim.max
        );
    }
}

/// The page under another outlet's name and address; what its text says of itself stays.
fn elsewhere(story: &Story, page: &str, outlet: &str, host: &str) -> String {
    let text = fs::read_to_string(story.file(page)).expect("written by the test or the program");
    let text = text.replace(host, "www.gullhaven-bugle.example");
    let (head, body) = text.split_once("<body").unwrap_or(("", &text));
    format!("{}<body{body}", head.replace(outlet, "Gullhaven Bugle"))
}

/// Without the last `count` paragraphs.
fn trimmed(page: &str, count: usize) -> String {
    let mut text = page.to_owned();
    for _ in 0..count {
        let Some(start) = text.rfind("<p>") else { break };
        let end = text[start..]
            .find("</p>")
            .map_or(text.len(), |end| start + end + 4);
        text.replace_range(start..end, "");
    }
    text
}

/// Straight marks for curly ones.
fn straightened(page: &str) -> String {
    page.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}

/// The headline in capitals.
fn shouted(page: &str) -> String {
    let Some((start, end)) = page
        .find("<h1")
        .and_then(|start| Some((start, start + page[start..].find("</h1>")?)))
    else {
        return page.to_owned();
    };
    let words = start + page[start..end].find('>').map_or(0, |at| at + 1);
    format!(
        "{}{}{}",
        &page[..words],
        page[words..end].to_uppercase(),
        &page[end..]
    )
}

/// As text pasted from a browser: the paragraphs alone, under another headline.
fn pasted(page: &str) -> String {
    let mut text = String::from("Gullhaven Bugle\n\nWhat we know so far\n\n20 June 2026\n\n");
    for paragraph in page
        .split("<p>")
        .skip(1)
        .filter_map(|rest| rest.split("</p>").next())
    {
        let mut inside = false;
        let plain: String = paragraph
            .chars()
            .filter(|letter| {
                let kept = !inside && *letter != '<';
                inside = (inside || *letter == '<') && *letter != '>';
                kept
            })
            .collect();
        text.push_str(&plain);
        text.push_str("\n\n");
    }
    text
}

#[test]
fn a_copy_under_another_name_raises_nothing() {
    holds_with(
        &HARBOUR,
        &[(
            "x.html",
            elsewhere(
                &HARBOUR,
                "a.html",
                "The Oskerne Courier",
                "www.oskernecourier.example",
            ),
        )],
    );
    holds_with(
        &BATHS,
        &[(
            "x.html",
            elsewhere(&BATHS, "d.html", "The Averland Inquirer", "inquirer.example"),
        )],
    );
}

#[test]
fn a_trimmed_copy_raises_nothing() {
    let page = elsewhere(&HARBOUR, "f.html", "Lanternpost", "lanternpost.example");
    holds_with(&HARBOUR, &[("x.html", trimmed(&page, 3))]);
    let page = elsewhere(
        &BATHS,
        "a.html",
        "Pellbrook Evening Post",
        "www.pellbrookpost.example",
    );
    holds_with(&BATHS, &[("x.html", trimmed(&page, 2))]);
}

#[test]
fn a_copy_in_other_type_raises_nothing() {
    let page = elsewhere(
        &HARBOUR,
        "a.html",
        "The Oskerne Courier",
        "www.oskernecourier.example",
    );
    holds_with(&HARBOUR, &[("x.html", shouted(&straightened(&page)))]);
    let page = elsewhere(
        &BATHS,
        "a.html",
        "Pellbrook Evening Post",
        "www.pellbrookpost.example",
    );
    holds_with(&BATHS, &[("x.txt", pasted(&page))]);
}

#[test]
fn many_copies_raise_no_more_than_one() {
    let page = elsewhere(&BATHS, "w.html", "Northvale Wire", "wire.northvale.example");
    let copies = [
        ("x.html", page.clone()),
        ("y.html", trimmed(&page, 1)),
        ("z.txt", pasted(&page)),
    ];
    holds_with(&BATHS, &copies);
}
