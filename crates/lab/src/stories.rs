//! Story folders: pages, primaries and a gold record, scored as whole dossiers.
//!
//! In: `stories/NAME` of the checkout (invented) and of the shared folder (real).
//! Out: every figure of the story scorer for each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::cases;
use crate::corpora::Corpora;
use crate::figure::{Figure, Scored};
use crate::referee;
use crate::score::Options;

/// Stories of the shared folder.
pub const SHARED: &[&str] = &["leaked-call", "basil-flynn-remarks", "basil-farenthold-exit"];

const SCORER: &str = "scoring/story_score.py";

/// The parts of a gold record that name its files.
#[derive(Debug, Deserialize)]
pub struct Files {
    documents: Vec<FileOf>,
    #[serde(default)]
    primaries: Vec<FileOf>,
}

#[derive(Debug, Deserialize)]
struct FileOf {
    file: String,
}

/// A story folder with its pages and primaries, in the order of the gold record.
pub struct Story {
    /// Folder name.
    pub name: String,
    /// The folder.
    pub folder: PathBuf,
    /// The pages.
    pub pages: Vec<PathBuf>,
    /// The primaries.
    pub primaries: Vec<PathBuf>,
}

impl Story {
    /// Opens a story folder.
    ///
    /// # Errors
    /// When its gold record cannot be read.
    pub fn open(folder: &Path) -> Result<Self> {
        let gold = folder.join("gold.json");
        let text = fs::read_to_string(&gold).with_context(|| format!("cannot read {}", gold.display()))?;
        let files: Files = serde_json::from_str(&text).with_context(|| gold.display().to_string())?;
        let paths = |list: Vec<FileOf>| list.into_iter().map(|file| folder.join(file.file)).collect();
        Ok(Self {
            name: folder
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            folder: folder.to_owned(),
            pages: paths(files.documents),
            primaries: paths(files.primaries),
        })
    }
}

/// Scores the dossiers of all stories that are there.
///
/// # Errors
/// When a bundled story is missing, or the program or the scorer fails.
pub fn score(corpora: &Corpora, options: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let mut stories = bundled(corpora)?;
    let bundled: Vec<String> = stories.iter().map(|story| story.name.clone()).collect();
    for name in SHARED {
        match corpora.shared(&format!("stories/{name}")) {
            Some(folder) => stories.push(Story::open(&folder)?),
            None => scored.skip(format!("stories/{name}"), "not beside the checkout"),
        }
    }
    if let Some(only) = &options.story {
        stories.retain(|story| story.name == *only);
        if stories.is_empty() {
            bail!("no story {only:?} is there");
        }
    }
    let scorer = match (corpora.shared(SCORER), referee::unavailable()) {
        (Some(scorer), None) => Ok(scorer),
        (None, _) => Err(format!("{SCORER} is not beside the checkout")),
        (_, Some(why)) => Err(why),
    };
    let program = build_program(corpora)?;
    for story in stories {
        let corpus = format!("stories/{}", story.name);
        let dossier = write_dossier(corpora, &program, &story)?;
        match &scorer {
            Ok(scorer) => {
                let args = [story.folder.as_os_str(), dossier.as_os_str(), "--json".as_ref()];
                let answer = referee::run(scorer, &args)?;
                scored.figures.extend(referee::story_figures(&corpus, &answer)?);
            }
            Err(why) => scored.skip(corpus, why.clone()),
        }
        if bundled.contains(&story.name) {
            scored
                .figures
                .extend(score_cases(corpora, options, &story, &dossier)?);
        }
    }
    Ok(scored)
}

/// The invented stories of the repository, by name; there is at least one.
///
/// # Errors
/// When there is none, or one cannot be read.
pub fn bundled(corpora: &Corpora) -> Result<Vec<Story>> {
    let folder = corpora.bundled("stories")?;
    let mut folders = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.join("gold.json").is_file() {
            folders.push(path);
        }
    }
    if folders.is_empty() {
        bail!("stories/ holds no story");
    }
    folders.sort();
    folders.iter().map(|folder| Story::open(folder)).collect()
}

/// Figures of a bundled story that need no scorer; the outcome of each case is
/// written with `--update`, and otherwise held against what was written.
fn score_cases(corpora: &Corpora, options: &Options, story: &Story, dossier: &Path) -> Result<Vec<Figure>> {
    let read = |path: &Path| -> Result<Value> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    };
    let outcomes = cases::compare(&read(&story.folder.join("gold.json"))?, &read(dossier)?);
    let path = corpora.checkout(&format!("eval/cases/{}.csv", story.name));
    let rows = cases::to_csv(&outcomes);
    if options.update {
        fs::create_dir_all(corpora.checkout("eval/cases"))?;
        fs::write(&path, rows)?;
    } else {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        for row in rows
            .lines()
            .filter(|row| !kept.lines().any(|other| other == *row))
        {
            println!("changed since eval/cases/{}.csv: {row}", story.name);
        }
    }
    Ok(cases::figures(&format!("cases/{}", story.name), &outcomes))
}

/// Builds the program with the profile that this one was built with, and says where it is.
fn build_program(corpora: &Corpora) -> Result<PathBuf> {
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

/// Runs the program on a story; returns the path of the dossier.
fn write_dossier(corpora: &Corpora, program: &Path, story: &Story) -> Result<PathBuf> {
    let folder = corpora.checkout("target/lab").join(&story.name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut command = Command::new(program);
    command.arg("dossier").args(&story.pages);
    for primary in &story.primaries {
        command.arg("--primary").arg(primary);
    }
    let output = command
        .args(["--format", "json", "-o"])
        .arg(&folder)
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            story.name,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(folder.join("dossier.json"))
}
