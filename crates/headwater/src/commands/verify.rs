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

/// The captures that are to be had, by id.
fn held(dossier: &Dossier, args: &VerifyArgs) -> BTreeMap<String, Held> {
    let documents = dossier
        .documents
        .iter()
        .map(|document| (&document.id, &document.path, &document.charset));
    let primaries = dossier
        .primaries
        .iter()
        .map(|primary| (&primary.id, &primary.path, &primary.charset));
    documents
        .chain(primaries)
        .filter_map(|(id, path, charset)| {
            let bytes = places(Path::new(path.as_deref()?), args)
                .into_iter()
                .find_map(|path| Source { path: Some(path) }.read().ok())?;
            Some((id.clone(), Held::from_bytes(&bytes, charset)?))
        })
        .collect()
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
