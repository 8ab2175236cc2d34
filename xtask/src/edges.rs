//! Which crate may use which.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::tree::Tree;

/// Each crate may use those of the lines above it. Crates of one line do not use each other.
const LAYERS: &[&[&str]] = &[
    &["headwater-text", "headwater-model"],
    &["headwater-page"],
    &["headwater-nlp"],
    &["headwater-attribution"],
    &["headwater-collation"],
    &["headwater-stemma"],
    &["headwater-dossier"],
    &["headwater-store"],
    &["headwater"],
    &["headwater-lab"],
];

/// Crates that use none of ours and are used by none.
const APART: &[&str] = &["xtask"];

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

/// What is wrong with one crate's dependencies, given its name and theirs.
fn wrong_edges(name: &str, dependencies: &[String]) -> Vec<String> {
    let ours = |dependency: &&String| {
        layer(dependency).is_some()
            || APART.contains(&dependency.as_str())
            || dependency.starts_with("headwater")
    };
    if layer(name).is_none() && !APART.contains(&name) {
        return vec![format!("{name}: give this crate its place in xtask/src/edges.rs")];
    }
    dependencies
        .iter()
        .filter(ours)
        .filter(|dependency| match (layer(name), layer(dependency)) {
            (Some(own), Some(its)) => its >= own,
            _ => true,
        })
        .map(|dependency| format!("{name} may not use {dependency} (see DESIGN.md, the order of crates)"))
        .collect()
}

/// Reads the workspace from cargo and checks each crate.
pub(crate) fn check(tree: &Tree) -> Result<Vec<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--quiet"])
        .current_dir(&tree.root)
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?;
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let dependencies: Vec<String> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
            .collect();
        wrong.extend(wrong_edges(name, &dependencies));
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(name: &str, dependency: &str) -> usize {
        wrong_edges(name, &[dependency.to_owned(), "serde".to_owned()]).len()
    }

    #[test]
    fn edges_lead_down_only() {
        assert_eq!(wrong("headwater-nlp", "headwater-page"), 0);
        assert_eq!(wrong("headwater-page", "headwater-nlp"), 1);
        assert_eq!(wrong("headwater-text", "headwater-model"), 1);
        assert_eq!(wrong("headwater-lab", "headwater"), 0);
        assert_eq!(wrong("headwater", "headwater-lab"), 1);
        assert_eq!(wrong("headwater", "xtask"), 1);
        assert_eq!(wrong("headwater-page", "headwater-newcomer"), 1);
        assert_eq!(wrong("headwater-newcomer", "serde"), 1);
    }
}
