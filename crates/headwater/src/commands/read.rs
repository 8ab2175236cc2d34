//! `headwater read`: pages or texts one by one, a JSON line each.

use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use anyhow::Context;
use collation::Report;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use text::Noted;

use crate::Outcome;
use crate::args::ReadArgs;
use crate::input::{self, DocumentIds, LARGEST, Source};
use crate::pipeline::{self, Models};

/// So many pages or lines are in hand at a time.
const BATCH: usize = 64;
/// A batch of lines also ends at so many bytes.
const BATCH_BYTES: usize = 8 << 20;

pub(crate) fn run(args: &ReadArgs) -> anyhow::Result<Outcome> {
    let models = Models::load();
    if args.jsonl {
        read_lines(args, &models)
    } else {
        read_pages(args, &models)
    }
}

fn print_line(out: &mut impl Write, line: &impl Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn read_pages(args: &ReadArgs, models: &Models) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (sources, unread) = input::sources(&args.pages, &[]);
    let mut outcome = Outcome::Done;
    for notice in unread {
        outcome = Outcome::Lacking;
        let path = notice.at.as_ref().map(|at| at.doc.clone());
        print_line(&mut out, &dossier::unread(path.as_deref(), &[notice]))?;
    }
    let mut ids = DocumentIds::default();
    for batch in sources.chunks(BATCH) {
        let with_ids: Vec<(String, &Source)> =
            batch.iter().map(|source| (ids.give(source), source)).collect();
        let reports: Vec<Noted<Option<Report>>> = with_ids
            .into_par_iter()
            .map(|(id, source)| match source.read() {
                Ok(bytes) => {
                    let read = pipeline::guarded(&input::page(id, source, bytes), models);
                    let readable = !pipeline::is_unreadable(&read.notices);
                    Noted {
                        value: readable.then_some(read.value),
                        notices: read.notices,
                    }
                }
                Err(reason) => Noted {
                    value: None,
                    notices: vec![input::unreadable(&source.name(), &reason)],
                },
            })
            .collect();
        for (report, source) in reports.iter().zip(batch) {
            match &report.value {
                Some(report) if args.article => {
                    print_line(&mut out, &dossier::article_line(&report.article))?
                }
                Some(read) => print_line(&mut out, &dossier::read_page(read, &report.notices, args.author))?,
                None => {
                    outcome = Outcome::Lacking;
                    let path = source.path.is_some().then(|| source.name());
                    print_line(&mut out, &dossier::unread(path.as_deref(), &report.notices))?;
                }
            }
        }
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

fn read_lines(args: &ReadArgs, models: &Models) -> anyhow::Result<Outcome> {
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
            let read: Vec<Result<dossier::TextReading, BadLine>> = batch
                .into_par_iter()
                .map(|line| {
                    let line = parse(&line?)?;
                    let report = pipeline::guarded_text(&line.id, &line.text, models);
                    report
                        .map(|report| dossier::read_text(&report, args.author))
                        .ok_or_else(|| BadLine {
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
