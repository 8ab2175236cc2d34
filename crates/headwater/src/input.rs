//! From the command line to bytes with an id.
//!
//! In: paths as given. Out: the pages and primaries that could be read, and a
//! notice for each that could not. A file may hold one page or many
//! (`page::container`). All limits on input are here and in `page`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use collation::{Decisions, Fault};
use dossier::for_terminal;
use page::Page;
use page::container::{self, Taken};
use text::{Noted, Notice, NoticeCode};

/// A primary or a line of more bytes is not read, as no page of more is.
pub(crate) const LARGEST: u64 = container::PAGE_CAP as u64;

/// So many bytes of pages are set side by side.
const MOST_HELD: usize = 1 << 30;

/// Files that a folder's pages are looked for among; each may be compressed.
const PAGE_ENDINGS: [&str; 10] = [
    "html", "htm", "xhtml", "txt", "mhtml", "mht", "warc", "wacz", "jsonl", "ndjson",
];
/// What compression adds to a file's name.
const PACKED_ENDINGS: [&str; 2] = ["gz", "zst"];

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

    /// The file name without extension (that of compression is not counted).
    fn stem(&self) -> String {
        let Some(path) = &self.path else {
            return "stdin".to_owned();
        };
        let stem = unpacked(path).with_extension("");
        stem.file_name()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        })
    }

    /// The pages in it, one by one, without ids.
    pub(crate) fn pages(&self) -> Pages {
        let name = self.name();
        let pages = match self.open() {
            Ok(input) => container::pages(&name, input),
            Err(error) => Box::new(std::iter::once(lost(&name, &reason(&error)))),
        };
        Pages {
            path: self.path.is_some().then(|| name.clone()),
            name,
            pages: Some(pages),
        }
    }

    /// The bytes, of a primary.
    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = self
            .open()
            .and_then(|input| input.take(LARGEST + 1).read_to_end(&mut bytes));
        match read {
            Err(error) => Err(reason(&error)),
            Ok(0) => Err("the file is empty".to_owned()),
            Ok(count) if count as u64 > LARGEST => Err(format!("it has more than {} MB", LARGEST >> 20)),
            Ok(_) => Ok(bytes),
        }
    }
}

/// A path without the ending that compression gave it.
fn unpacked(path: &Path) -> PathBuf {
    let packed = ending(path).is_some_and(|ending| PACKED_ENDINGS.contains(&ending.as_str()));
    if packed {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

fn ending(path: &Path) -> Option<String> {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
}

/// The pages of one source; a file that breaks its reader is a notice.
pub(crate) struct Pages {
    name: String,
    path: Option<String>,
    /// `None`: at the end.
    pages: Option<Box<dyn Iterator<Item = Taken> + Send>>,
}

impl Iterator for Pages {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        let pages = self.pages.as_mut()?;
        let Ok(mut taken) = catch_unwind(AssertUnwindSafe(|| pages.next())) else {
            self.pages = None;
            return Some(lost(
                &self.name,
                "it broke the program, which is an error in the program",
            ));
        };
        if let Some(page) = taken.as_mut().and_then(|taken| taken.value.as_mut()) {
            page.path.clone_from(&self.path);
            if page.record.is_none() && dossier::is_dossier_page(&page.bytes) {
                taken = Some(own_output(&self.name));
            }
        }
        taken
    }
}

fn lost(source: &str, reason: &str) -> Taken {
    Noted {
        value: None,
        notices: vec![unreadable(source, reason)],
    }
}

/// A dossier of an earlier run that lies among the pages.
fn own_output(source: &str) -> Taken {
    let detail = format!("{source} was left out: it is a dossier that Headwater wrote, and no report.");
    Noted {
        value: None,
        notices: vec![Notice::about(NoticeCode::OwnOutput, source, detail)],
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
/// name; files that lie among them and are given for something else are no pages.
pub(crate) fn sources<'a>(
    paths: &[PathBuf],
    given: impl IntoIterator<Item = &'a PathBuf>,
) -> (Vec<Source>, Vec<Notice>) {
    let given: BTreeSet<PathBuf> = given
        .into_iter()
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
        match folder(path, &given) {
            Ok(pages) if pages.is_empty() => {
                notices.push(unreadable(&source.name(), "the folder holds no page"));
            }
            Ok(pages) => sources.extend(pages.into_iter().map(|path| Source { path: Some(path) })),
            Err(error) => notices.push(unreadable(&source.name(), &reason(&error))),
        }
    }
    (sources, notices)
}

fn folder(path: &Path, given: &BTreeSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let page = ending(&unpacked(&path)).is_some_and(|ending| PAGE_ENDINGS.contains(&ending.as_str()));
        if page && !hidden && path.is_file() && !path.canonicalize().is_ok_and(|path| given.contains(&path)) {
            pages.push(path);
        }
    }
    pages.sort();
    Ok(pages)
}

/// Unique ids from names: the second of a name gets `-2`.
#[derive(Debug, Default)]
pub(crate) struct DocumentIds {
    taken: BTreeMap<String, usize>,
}

impl DocumentIds {
    /// An id from the source's name, or what its container calls the page.
    pub(crate) fn give(&mut self, source: &Source, called: &str) -> String {
        let stem = if called.trim().is_empty() {
            source.stem()
        } else {
            called.to_owned()
        };
        let mut base = stem.split_whitespace().collect::<Vec<_>>().join("_");
        if base.is_empty() {
            "page".clone_into(&mut base);
        }
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            let number = self.taken.entry(base.clone()).or_insert(2);
            id = format!("{base}-{number}");
            *number += 1;
        }
        self.taken.insert(id.clone(), 2);
        id
    }

    /// Gives a page its id; what was noted of it is then about that document.
    pub(crate) fn name(&mut self, source: &Source, taken: &mut Taken) {
        let Some(page) = &mut taken.value else { return };
        page.id = self.give(source, &page.id);
        for notice in &mut taken.notices {
            if let Some(at) = &mut notice.at {
                at.doc.clone_from(&page.id);
            }
        }
    }
}

/// The pages of all sources, with ids, in canonical order: by file name, then
/// content, then path; those of one file in its order. The order in which files
/// were given leaves no trace.
pub(crate) fn gather_pages(
    sources: &[Source],
    ids: &mut DocumentIds,
    notices: &mut Vec<Notice>,
) -> Vec<Page> {
    let mut held = 0;
    let mut gathered = Vec::with_capacity(sources.len());
    for source in sources {
        let mut pages = Vec::new();
        for taken in source.pages() {
            held += taken.value.as_ref().map_or(0, |page| page.bytes.len());
            if held > MOST_HELD {
                let reason = format!(
                    "more than {} MB of pages are not set side by side",
                    MOST_HELD >> 20
                );
                notices.push(unreadable(&source.name(), &reason));
                break;
            }
            match taken.value {
                Some(_) => pages.push(taken),
                None => notices.extend(taken.notices),
            }
        }
        gathered.push((source, pages));
    }
    fn content(pages: &[Taken]) -> impl Iterator<Item = &[u8]> {
        pages
            .iter()
            .flat_map(|taken| &taken.value)
            .map(|page| &page.bytes[..])
    }
    gathered.sort_by(|(a, left), (b, right)| {
        let names = a.stem().cmp(&b.stem());
        names.then_with(|| {
            content(left)
                .cmp(content(right))
                .then_with(|| a.path.cmp(&b.path))
        })
    });
    let mut named = Vec::new();
    for (source, pages) in gathered {
        for mut taken in pages {
            ids.name(source, &mut taken);
            notices.extend(taken.notices);
            named.extend(taken.value);
        }
    }
    notices.sort();
    named
}

/// The primaries that can be read, with their bytes, in the same order as pages.
pub(crate) fn gather_primaries(
    sources: &[Source],
    ids: &mut DocumentIds,
    notices: &mut Vec<Notice>,
) -> Vec<Page> {
    let mut gathered = Vec::with_capacity(sources.len());
    for source in sources {
        match source.read() {
            Ok(bytes) => gathered.push((source, bytes)),
            Err(reason) => notices.push(unreadable(&source.name(), &reason)),
        }
    }
    gathered.sort_by(|(a, left), (b, right)| (a.stem(), left, &a.path).cmp(&(b.stem(), right, &b.path)));
    notices.sort();
    let page = |(source, bytes): (&Source, Vec<u8>)| Page {
        id: ids.give(source, ""),
        path: source.path.is_some().then(|| source.name()),
        bytes,
        ..Page::default()
    };
    gathered.into_iter().map(page).collect()
}

/// The decisions of a person. `None`: they cannot be followed, and it was told why. Half of them
/// would make another dossier than was asked for.
pub(crate) fn decisions(paths: &[PathBuf]) -> Option<Decisions> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        files.push(decision_file(path)?);
    }
    match Decisions::read(&files) {
        Ok(decisions) => Some(decisions),
        Err(faults) => {
            tell(&faults);
            None
        }
    }
}

/// A file of decisions under its name. `None`: it cannot be read, and it was told why.
pub(crate) fn decision_file(path: &Path) -> Option<(String, Vec<u8>)> {
    let source = Source::of(path);
    match source.read() {
        Ok(bytes) => Some((source.name(), bytes)),
        // Nothing is decided yet.
        Err(_)
            if path
                .metadata()
                .is_ok_and(|file| file.is_file() && file.len() == 0) =>
        {
            Some((source.name(), Vec::new()))
        }
        Err(reason) => {
            let notice = unreadable(&source.name(), &reason);
            eprintln!("headwater: {}", for_terminal(&notice.detail));
            None
        }
    }
}

/// What is wrong with decisions, a line each.
pub(crate) fn tell(faults: &[Fault]) {
    for fault in faults {
        eprintln!("headwater: {}", for_terminal(&fault.to_string()));
    }
}
