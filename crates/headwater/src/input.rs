//! From the command line to bytes with an id.
//!
//! In: paths as given. Out: the pages and primaries that could be read, and a
//! notice for each that could not. All limits on input are here and in `page`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use page::Page;
use text::{Notice, NoticeCode};

/// A page or primary of more bytes is not read: no news page is near it, and
/// memory stays bounded.
pub(crate) const LARGEST: u64 = 32 << 20;

/// Files that a folder's pages are looked for among.
const PAGE_ENDINGS: [&str; 4] = ["html", "htm", "xhtml", "txt"];

/// A file or standard input, as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// `None`: standard input.
    pub(crate) path: Option<PathBuf>,
}

impl Source {
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            path: (path != Path::new("-")).then(|| path.to_owned()),
        }
    }

    /// As given, for people and for the record.
    pub(crate) fn name(&self) -> String {
        match &self.path {
            Some(path) => path.to_string_lossy().replace('\\', "/"),
            None => "standard input".to_owned(),
        }
    }

    /// The file name without extension, white space as underscores.
    fn stem(&self) -> String {
        let Some(path) = &self.path else {
            return "stdin".to_owned();
        };
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy())
            .unwrap_or_default();
        let stem: String = stem.split_whitespace().collect::<Vec<_>>().join("_");
        if stem.is_empty() { "page".to_owned() } else { stem }
    }

    /// The bytes.
    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = match &self.path {
            Some(path) => File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)),
            None => io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes),
        };
        match read {
            Err(error) => Err(reason(&error)),
            Ok(0) => Err("the file is empty".to_owned()),
            Ok(count) if count as u64 > LARGEST => Err(format!("it has more than {} MB", LARGEST >> 20)),
            Ok(_) => Ok(bytes),
        }
    }
}

/// Why a file could not be read, in words that are the same on every system.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission was denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

pub(crate) fn unreadable(source: &str, reason: &str) -> Notice {
    Notice::about(
        NoticeCode::Unreadable,
        source,
        format!("{source} could not be read: {reason}"),
    )
}

/// The sources behind the paths: folders give the pages in them, sorted by
/// name; primaries that lie among them are no pages.
pub(crate) fn sources(paths: &[PathBuf], primaries: &[PathBuf]) -> (Vec<Source>, Vec<Notice>) {
    let primaries: BTreeSet<PathBuf> = primaries
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut sources = Vec::new();
    let mut notices = Vec::new();
    for path in paths {
        let source = Source::of(path);
        if source.path.is_none() || !path.is_dir() {
            sources.push(source);
            continue;
        }
        match folder(path, &primaries) {
            Ok(pages) if pages.is_empty() => {
                notices.push(unreadable(&source.name(), "the folder holds no page"));
            }
            Ok(pages) => sources.extend(pages.into_iter().map(|path| Source { path: Some(path) })),
            Err(error) => notices.push(unreadable(&source.name(), &reason(&error))),
        }
    }
    (sources, notices)
}

fn folder(path: &Path, primaries: &BTreeSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let page = ending.is_some_and(|ending| PAGE_ENDINGS.contains(&ending.as_str()));
        if page
            && !hidden
            && path.is_file()
            && !path.canonicalize().is_ok_and(|path| primaries.contains(&path))
        {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(pages)
}

/// Unique ids from file names: the second of a name gets `-2`.
#[derive(Debug, Default)]
pub(crate) struct DocumentIds {
    taken: BTreeMap<String, usize>,
}

impl DocumentIds {
    pub(crate) fn give(&mut self, source: &Source) -> String {
        let base = source.stem();
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            let number = self.taken.entry(base.clone()).or_insert(2);
            id = format!("{base}-{number}");
            *number += 1;
        }
        self.taken.insert(id.clone(), 2);
        id
    }
}

/// A page of these bytes.
pub(crate) fn page(id: String, source: &Source, bytes: Vec<u8>) -> Page {
    Page {
        id,
        path: source.path.is_some().then(|| source.name()),
        bytes,
        ..Page::default()
    }
}

/// The sources that can be read, with their bytes, in canonical order: by
/// file name, then content, then path. The order in which they were given
/// leaves no trace.
pub(crate) fn gather(sources: &[Source], notices: &mut Vec<Notice>) -> Vec<(Source, Vec<u8>)> {
    let mut gathered = Vec::with_capacity(sources.len());
    for source in sources {
        match source.read() {
            Ok(bytes) => gathered.push((source.clone(), bytes)),
            Err(reason) => notices.push(unreadable(&source.name(), &reason)),
        }
    }
    gathered.sort_by(|(a, left), (b, right)| (a.stem(), left, &a.path).cmp(&(b.stem(), right, &b.path)));
    notices.sort();
    gathered
}
