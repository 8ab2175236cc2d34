//! The program itself, built and run as its users run it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::corpora::Corpora;
use crate::stories::Story;

/// Builds the program with the profile that this one was built with, and says where it is.
///
/// # Errors
/// When it does not build.
pub fn build(corpora: &Corpora) -> Result<PathBuf> {
    let own = std::env::current_exe().context("where is this program?")?;
    let folder = own.parent().context("this program is in no folder")?;
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "headwater", "--profile", profile])
        .current_dir(corpora.checkout("."))
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        bail!("the program does not build");
    }
    Ok(folder.join(format!("headwater{}", std::env::consts::EXE_SUFFIX)))
}

/// The main job on a story, to a folder.
#[must_use]
pub fn dossier(program: &Path, story: &Story, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("dossier").args(&story.pages);
    for primary in &story.primaries {
        command.arg("--primary").arg(primary);
    }
    command.args(["--format", "json", "-o"]).arg(folder);
    command
}

/// What the program reads out of a file of texts, written to another.
///
/// # Errors
/// When the program fails, and when the files cannot be opened.
pub fn read_jsonl(program: &Path, texts: &Path, out: &Path) -> Result<()> {
    let texts = File::open(texts).with_context(|| texts.display().to_string())?;
    let out = File::create(out).with_context(|| out.display().to_string())?;
    let done = Command::new(program)
        .args(["read", "--jsonl"])
        .stdin(texts)
        .stdout(out)
        .status()
        .context("cannot run the program")?;
    if !done.success() {
        bail!("read --jsonl failed");
    }
    Ok(())
}
