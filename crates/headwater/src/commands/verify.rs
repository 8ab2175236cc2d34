//! `headwater verify`: does a dossier still say what its captures say?

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use dossier::{Dossier, Held, for_terminal};

use crate::Outcome;
use crate::args::VerifyArgs;
use crate::input::Source;

pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let text = std::fs::read_to_string(&args.dossier)
        .with_context(|| format!("{} could not be read", args.dossier.display()))?;
    let dossier =
        dossier::from_json(&text).with_context(|| format!("{} is no dossier", args.dossier.display()))?;
    let failures = dossier::check(&dossier, &held(&dossier, args));
    let mut out = io::stdout().lock();
    if args.json {
        let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
        let result = serde_json::json!({ "holds": failures.is_empty(), "failures": failures });
        writeln!(out, "{result}")?;
    } else if failures.is_empty() {
        writeln!(
            out,
            "holds: every passage stands in its capture ({} captures)",
            dossier.documents.len() + dossier.primaries.len()
        )?;
    } else {
        for failure in &failures {
            writeln!(out, "{}", for_terminal(&failure.to_string()))?;
        }
        writeln!(out, "does not hold: {} failures", failures.len())?;
    }
    Ok(if failures.is_empty() {
        Outcome::Done
    } else {
        Outcome::Lacking
    })
}

/// What the dossier says of a capture.
struct Sought<'d> {
    id: &'d str,
    sha256: &'d str,
    charset: &'d str,
}

/// The captures that are to be had, by id.
fn held(dossier: &Dossier, args: &VerifyArgs) -> BTreeMap<String, Held> {
    let mut held = BTreeMap::new();
    for primary in &dossier.primaries {
        let mut files = places(Path::new(primary.path.as_deref().unwrap_or_default()), args).into_iter();
        let bytes = files.find_map(|path| Source { path: Some(path) }.read().ok());
        let found = bytes.and_then(|bytes| Held::from_bytes(&bytes, &primary.charset));
        held.extend(found.map(|found| (primary.id.clone(), found)));
    }
    // A file may hold many pages: each is read through once.
    let mut files: BTreeMap<&str, Vec<Sought<'_>>> = BTreeMap::new();
    for document in &dossier.documents {
        let Some(path) = &document.path else { continue };
        files.entry(path).or_default().push(Sought {
            id: &document.id,
            sha256: &document.sha256,
            charset: &document.charset,
        });
    }
    for (path, sought) in files {
        let file = places(Path::new(path), args)
            .into_iter()
            .find(|path| path.is_file());
        if let Some(file) = file {
            held.extend(held_in(&Source { path: Some(file) }, &sought));
        }
    }
    held
}

/// The captures sought in one file, told by their hash. The page of a file that
/// holds only one is given in any case, so that it is seen to have changed.
fn held_in(source: &Source, sought: &[Sought<'_>]) -> BTreeMap<String, Held> {
    let mut held = BTreeMap::new();
    let mut pages = source.pages().filter_map(|taken| taken.value);
    let mut first = None;
    let mut count = 0;
    while held.len() < sought.len()
        && let Some(page) = pages.next()
    {
        count += 1;
        let sha256 = page::sha256_hex(&page.bytes);
        for one in sought.iter().filter(|one| one.sha256 == sha256) {
            let found = Held::from_bytes(&page.bytes, one.charset);
            held.extend(found.map(|found| (one.id.to_owned(), found)));
        }
        first.get_or_insert(page);
    }
    if let (Some(page), 1, [one]) = (first, count, sought) {
        let found = Held::from_bytes(&page.bytes, one.charset);
        held.extend(found.map(|found| (one.id.to_owned(), found)));
    }
    held
}

/// Where a capture may be: in the folder given; else as the dossier names it,
/// from here or from beside the dossier.
fn places(path: &Path, args: &VerifyArgs) -> Vec<PathBuf> {
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    if let Some(folder) = &args.captures {
        return vec![folder.join(path), folder.join(name)];
    }
    let beside = args.dossier.parent().unwrap_or(Path::new(""));
    vec![path.to_owned(), beside.join(path), beside.join(name)]
}
