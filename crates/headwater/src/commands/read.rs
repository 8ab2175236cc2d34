//! `headwater read`: pages or texts one by one, a JSON line each.

use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use anyhow::Context;
use collation::{Decisions, Report};
use page::Page;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use text::Notice;

use crate::Outcome;
use crate::args::ReadArgs;
use crate::input::{self, DocumentIds, LARGEST, Source};
use crate::pipeline::{self, Models};

/// So many pages or lines are in hand at a time, and as many are being fetched.
const BATCH: usize = 64;
/// A batch also ends at so many bytes.
const BATCH_BYTES: usize = 8 << 20;

pub(crate) fn run(args: &ReadArgs) -> anyhow::Result<Outcome> {
    if args.article {
        return read_pages(args, &article);
    }
    let Some(decisions) = input::decisions(&args.decisions) else {
        return Ok(Outcome::Refused);
    };
    let models = Models::load();
    if args.jsonl && args.sources {
        read_lines(args, &models, &|report| sources_of(report, &models))
    } else if args.jsonl {
        read_lines(args, &models, &|report| dossier::read_text(report, args.author))
    } else if args.sources {
        read_pages(args, &|page, notices| sources(page, notices, &decisions, &models))
    } else {
        read_pages(args, &|page, notices| {
            whole_page(page, notices, &decisions, &models, args.author)
        })
    }
}

fn print_line(out: &mut impl Write, line: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// What is printed for a page, or for what stands in its place.
struct Printed {
    /// For standard output; `None`: nothing stands there.
    line: Option<serde_json::Result<Vec<u8>>>,
    /// For standard error.
    told: Vec<Notice>,
    lacking: bool,
}

impl Printed {
    fn line(line: &impl Serialize, told: Vec<Notice>) -> Self {
        Self {
            line: Some(serde_json::to_vec(line)),
            told,
            lacking: false,
        }
    }

    fn unread(path: Option<&str>, notices: &[Notice]) -> Self {
        Self {
            lacking: true,
            ..Self::line(&dossier::unread(path, notices), Vec::new())
        }
    }
}

/// A page with its notices from the container, to the article alone.
fn article(page: &Page, notices: Vec<Notice>) -> Printed {
    let read = pipeline::guarded_article(page);
    if pipeline::is_unreadable(&read.notices) {
        return Printed::unread(page.path.as_deref(), &read.notices);
    }
    Printed::line(&dossier::article_line(&read.value), notices)
}

/// The same, to everything that one page tells.
fn whole_page(
    page: &Page,
    mut notices: Vec<Notice>,
    decisions: &Decisions,
    models: &Models,
    author: bool,
) -> Printed {
    let read = pipeline::guarded(page, decisions, models);
    if pipeline::is_unreadable(&read.notices) {
        return Printed::unread(page.path.as_deref(), &read.notices);
    }
    notices.extend(read.notices);
    Printed::line(&dossier::read_page(&read.value, &notices, author), Vec::new())
}

/// The same, to who the sources of a page are.
fn sources(page: &Page, mut notices: Vec<Notice>, decisions: &Decisions, models: &Models) -> Printed {
    let read = pipeline::guarded(page, decisions, models);
    if pipeline::is_unreadable(&read.notices) {
        return Printed::unread(page.path.as_deref(), &read.notices);
    }
    notices.extend(read.notices);
    Printed::line(&sources_of(&read.value, models), notices)
}

fn sources_of(report: &Report, models: &Models) -> dossier::Sources {
    dossier::sources_line(&report.article, &pipeline::sources(report, models))
}

/// Pages in their order, a batch read on all threads while the next is fetched.
fn read_pages(
    args: &ReadArgs,
    read: &(impl Fn(&Page, Vec<Notice>) -> Printed + Sync),
) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (sources, unread) = input::sources(&args.pages, &args.decisions);
    let mut outcome = Outcome::Done;
    for notice in unread {
        outcome = Outcome::Lacking;
        let path = notice.at.as_ref().map(|at| at.doc.clone());
        print_line(&mut out, &dossier::unread(path.as_deref(), &[notice]))?;
    }
    let mut ids = DocumentIds::default();
    let mut fetched = sources.iter().flat_map(|source| {
        let path = source.path.is_some().then(|| source.name());
        source.pages().map(move |taken| (source, path.clone(), taken))
    });
    let mut fetch = || {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Some((source, path, mut taken)) = fetched.next() else {
                break;
            };
            ids.name(source, &mut taken);
            bytes += taken.value.as_ref().map_or(0, |page| page.bytes.len());
            batch.push((path, taken));
        }
        batch
    };
    let mut batch = fetch();
    while !batch.is_empty() {
        let done = || -> Vec<Printed> {
            let printed = batch.into_par_iter().map(|(path, taken)| match taken.value {
                Some(page) => read(&page, taken.notices),
                None if pipeline::is_unreadable(&taken.notices) => {
                    Printed::unread(path.as_deref(), &taken.notices)
                }
                None => Printed {
                    line: None,
                    told: taken.notices,
                    lacking: false,
                },
            });
            printed.collect()
        };
        let (done, next) = rayon::join(done, &mut fetch);
        for printed in done {
            if let Some(line) = printed.line {
                out.write_all(&line.map_err(io::Error::from)?)?;
                out.write_all(b"\n")?;
            }
            for notice in printed.told {
                eprintln!("headwater: {}", dossier::for_terminal(&notice.detail));
            }
            if printed.lacking {
                outcome = Outcome::Lacking;
            }
        }
        batch = next;
    }
    out.flush()?;
    Ok(outcome)
}

#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct BadLine {
    id: Option<String>,
    error: String,
}

/// Texts in their order, a batch on all threads; `tell` gives the line of each.
fn read_lines<T: Serialize + Send>(
    args: &ReadArgs,
    models: &Models,
    tell: &(impl Fn(&Report) -> T + Sync),
) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let standard_input = [PathBuf::from("-")];
    let paths = if args.pages.is_empty() {
        &standard_input[..]
    } else {
        &args.pages
    };
    let mut outcome = Outcome::Done;
    for path in paths {
        let mut input: Box<dyn BufRead> = match Source::of(path).path {
            Some(path) => Box::new(BufReader::new(
                std::fs::File::open(&path).with_context(|| format!("{} cannot be opened", path.display()))?,
            )),
            None => Box::new(io::stdin().lock()),
        };
        loop {
            let batch = next_batch(&mut input)?;
            if batch.is_empty() {
                break;
            }
            let read: Vec<Result<T, BadLine>> = batch
                .into_par_iter()
                .map(|line| {
                    let line = parse(&line?)?;
                    pipeline::guarded_text(&line.id, &line.text, models, tell).ok_or_else(|| BadLine {
                        id: Some(line.id),
                        error: "it broke the program, which is an error in the program".to_owned(),
                    })
                })
                .collect();
            for line in read {
                match line {
                    Ok(line) => print_line(&mut out, &line)?,
                    Err(line) => {
                        outcome = Outcome::Lacking;
                        print_line(&mut out, &line)?;
                    }
                }
            }
            out.flush()?;
        }
    }
    Ok(outcome)
}

fn parse(line: &[u8]) -> Result<Line, BadLine> {
    serde_json::from_slice(line).map_err(|error| {
        let id = serde_json::from_slice::<serde_json::Value>(line).ok();
        BadLine {
            id: id.and_then(|value| value.get("id")?.as_str().map(str::to_owned)),
            error: error.to_string(),
        }
    })
}

/// Lines that are not blank; one that is too long is read past.
fn next_batch(input: &mut impl BufRead) -> anyhow::Result<Vec<Result<Vec<u8>, BadLine>>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let mut line = Vec::new();
        let read = io::Read::take(&mut *input, LARGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        bytes += read;
        if read as u64 == LARGEST && !line.ends_with(b"\n") {
            skip_line(input)?;
            batch.push(Err(BadLine {
                id: None,
                error: format!("the line has more than {} MB", LARGEST >> 20),
            }));
        } else if !line.trim_ascii().is_empty() {
            batch.push(Ok(line));
        }
    }
    Ok(batch)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let len = end.map_or(buffer.len(), |end| end + 1);
        input.consume(len);
        if end.is_some() {
            return Ok(());
        }
    }
}
