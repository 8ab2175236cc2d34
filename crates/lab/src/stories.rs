//! Story folders: pages, primaries and a gold record, scored as whole dossiers.
//!
//! In: `stories/NAME` of the checkout (invented) and of the shared folder (real).
//! Out: every figure of the story scorer for each.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::cases;
use crate::corpora::Corpora;
use crate::figure::{Figure, Scored};
use crate::program;
use crate::referee;
use crate::score::Options;

/// Stories of the shared folder.
pub const SHARED: &[&str] = &["leaked-call", "basil-flynn-remarks", "basil-farenthold-exit"];

/// Changed cases that are printed; all stand in the file after `--update`.
const SHOWN: usize = 20;

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
    /// Is it one of the repository?
    pub bundled: bool,
}

/// The stories that are there, and the names of those that are not.
pub struct Stories {
    /// Bundled ones first.
    pub there: Vec<Story>,
    /// Of the shared folder.
    pub absent: Vec<&'static str>,
}

impl Story {
    /// Opens a story folder.
    ///
    /// # Errors
    /// When its gold record cannot be read.
    pub fn open(folder: &Path, bundled: bool) -> Result<Self> {
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
            bundled,
        })
    }
}

/// Scores the dossiers of all stories that are there.
///
/// # Errors
/// When a bundled story is missing, or the program or the scorer fails.
pub fn score(corpora: &Corpora, options: &Options) -> Result<Scored> {
    let mut scored = Scored::default();
    let Stories {
        there: mut stories,
        absent,
    } = all(corpora)?;
    for name in absent {
        scored.skip(format!("stories/{name}"), "not beside the checkout");
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
    let program = program::build(corpora)?;
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
        if story.bundled {
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
    folders.iter().map(|folder| Story::open(folder, true)).collect()
}

/// The bundled stories, and those of the shared folder.
///
/// # Errors
/// When a bundled story is missing, or a gold record cannot be read.
pub fn all(corpora: &Corpora) -> Result<Stories> {
    let mut stories = Stories {
        there: bundled(corpora)?,
        absent: Vec::new(),
    };
    for name in SHARED {
        match corpora.shared(&format!("stories/{name}")) {
            Some(folder) => stories.there.push(Story::open(&folder, false)?),
            None => stories.absent.push(name),
        }
    }
    Ok(stories)
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
        let changed: Vec<&str> = rows
            .lines()
            .filter(|row| !kept.lines().any(|other| other == *row))
            .collect();
        if !changed.is_empty() {
            println!(
                "{} cases changed since eval/cases/{}.csv:",
                changed.len(),
                story.name
            );
        }
        for row in changed.iter().take(SHOWN) {
            println!("  {row}");
        }
    }
    Ok(cases::figures(&format!("cases/{}", story.name), &outcomes))
}

/// Runs the program on a story; returns the path of the dossier. A page that
/// could not be read is told and scored as one without an article.
fn write_dossier(corpora: &Corpora, program: &Path, story: &Story) -> Result<PathBuf> {
    let folder = corpora.checkout("target/lab").join(&story.name);
    let dossier = folder.join("dossier.json");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    if dossier.exists() {
        fs::remove_file(&dossier).with_context(|| dossier.display().to_string())?;
    }
    let output = program::dossier(program, story, &folder)
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !dossier.exists() {
        bail!("{}: {}", story.name, said.trim());
    }
    if !output.status.success() {
        println!("{}: {}", story.name, said.trim());
    }
    Ok(dossier)
}
