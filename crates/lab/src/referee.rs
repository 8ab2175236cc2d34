//! The scorers of the shared folder, run as they are.
//!
//! They are the referee: a wrong score is reported to their keepers, never
//! patched around here. Python 3 runs them; its absence is a reason to skip.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::figure::{Figure, Sense};

/// Why no scorer can be run here; `None` when one can.
#[must_use]
pub fn unavailable() -> Option<String> {
    let tried = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match tried {
        Ok(status) if status.success() => None,
        _ => Some("python3 is not there to run the scorer".to_owned()),
    }
}

/// Runs a scorer and reads the JSON that it prints.
///
/// # Errors
/// When it fails, or prints something else.
pub fn run<S: AsRef<OsStr>>(scorer: &Path, args: &[S]) -> Result<Value> {
    let output = Command::new("python3")
        .arg(scorer)
        .args(args)
        .output()
        .with_context(|| format!("cannot run {}", scorer.display()))?;
    if !output.status.success() {
        bail!(
            "{} failed: {}",
            scorer.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{} printed no JSON", scorer.display()))
}

/// The figures in the answer of the story scorer: `metrics`, each with
/// `type` (`prf`, `acc`, `rate`), `value`, and `gold` where it counts cases.
///
/// # Errors
/// When the answer has no such object.
pub fn story_figures(corpus: &str, answer: &Value) -> Result<Vec<Figure>> {
    let metrics = answer["metrics"]
        .as_object()
        .context("the scorer's answer has no metrics")?;
    Ok(metrics
        .iter()
        .map(|(name, metric)| {
            let rate = metric["type"] == "rate";
            Figure {
                corpus: corpus.to_owned(),
                metric: name.clone(),
                value: metric["value"].as_f64(),
                sense: if rate { Sense::Lower } else { Sense::Higher },
                cases: metric["gold"]
                    .as_u64()
                    .filter(|_| !rate && !counts_output(name))
                    .and_then(|n| usize::try_from(n).ok()),
            }
        })
        .collect())
}

/// Does the metric's number of cases depend on what the program put out? Then it says nothing of the gold.
fn counts_output(metric: &str) -> bool {
    metric.starts_with("contract/") || metric == "claims/b3"
}
