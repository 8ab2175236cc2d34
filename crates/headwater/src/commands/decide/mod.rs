//! `headwater decide`: what a person found out, written into a file of decisions.
//!
//! In: the decision as typed, the file, and pages of the story where they are given.
//! Out: the file with one more line, or as it was: a line that contradicts others, by
//! itself or by what the pages say, is not written, and one that is there is not
//! written twice. What the line meets and changes on the pages is printed; where a
//! part of it does not apply to them, that is told and the outcome is lacking.

mod places;
mod told;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use collation::{Decision, Decisions, Fault, Line};
use dossier::{Dossier, for_terminal};
use page::Page;

use crate::Outcome;
use crate::args::{Decide, DecideArgs, Pages};
use crate::input::{self, DocumentIds, Source};
use crate::output::write_whole;
use crate::pipeline::{self, Models};
use places::Places;

pub(crate) fn run(args: &DecideArgs) -> anyhow::Result<Outcome> {
    if let (true, Some(_)) | (false, None) = (args.list, &args.what) {
        eprintln!("headwater: say what to decide, or --list; see headwater decide --help");
        return Ok(Outcome::Refused);
    }
    if args.file == Path::new("-") {
        eprintln!("headwater: decisions are kept in a file");
        return Ok(Outcome::Refused);
    }
    let Some((name, bytes)) = kept(args) else {
        return Ok(Outcome::Refused);
    };
    let known = match Decisions::read(&[(name.clone(), bytes.clone())]) {
        Ok(known) => known,
        Err(faults) => return Ok(refused(&faults, &name)),
    };
    let Some(what) = &args.what else {
        return list(args, &known);
    };
    let mut places = Places::default();
    let decision = match decision(what, &mut places) {
        Ok(decision) => decision,
        Err(why) => {
            let lines: Vec<String> = why.lines().map(for_terminal).collect();
            eprintln!("headwater: {}", lines.join("\n"));
            return Ok(Outcome::Refused);
        }
    };
    let mut out = io::stdout().lock();
    if let Some(line) = line_of(&known, &decision) {
        let words = told::in_words(&decision, None);
        writeln!(
            out,
            "{} says so already, nothing is written: {words}",
            for_terminal(&line.to_string())
        )?;
        return Ok(Outcome::Done);
    }
    let bytes = with_line(bytes, &decision.to_line(args.note.as_deref()));
    let all = match Decisions::read(&[(name.clone(), bytes.clone())]) {
        Ok(all) => all,
        Err(faults) => return Ok(refused(&faults, &name)),
    };
    let Some(line) = line_of(&all, &decision) else {
        bail!("the line would not be read back as the decision that it is");
    };
    let mut paths = places.pages;
    if !args.pages.is_empty() {
        paths.clone_from(&args.pages);
    }
    let stories = if paths.is_empty() {
        None
    } else {
        match Stories::of(&Material::read(&paths, args), &known, &all) {
            Ok(stories) => Some(stories),
            Err(faults) => return Ok(refused(&faults, &name)),
        }
    };
    write_whole(&args.file, &bytes)?;
    let after = stories.as_ref().map(|stories| &stories.after);
    writeln!(
        out,
        "{} {}",
        for_terminal(&format!("{line}:")),
        told::in_words(&decision, after)
    )?;
    match &stories {
        Some(stories) => stories.tell(&decision, &line, &mut out),
        None => {
            writeln!(out, "  With --pages it is told what this changes.")?;
            Ok(Outcome::Done)
        }
    }
}

/// What is wrong with lines, and that nothing came of it.
fn refused(faults: &[Fault], file: &str) -> Outcome {
    input::tell(faults);
    eprintln!("headwater: nothing was written to {}", for_terminal(file));
    Outcome::Refused
}

/// The file as it is; nothing where it is not there yet and something is to be written.
fn kept(args: &DecideArgs) -> Option<(String, Vec<u8>)> {
    if args.what.is_some() && !args.file.exists() {
        return Some((Source::of(&args.file).name(), Vec::new()));
    }
    input::decision_file(&args.file)
}

fn line_of(decisions: &Decisions, decision: &Decision) -> Option<Line> {
    let mut all = decisions.iter();
    let (_, lines) = all.find(|(known, _)| *known == decision)?;
    lines.first().cloned()
}

fn with_line(mut bytes: Vec<u8>, line: &str) -> Vec<u8> {
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    bytes
}

/// The decision as typed, in the order in which a line is read back.
fn decision(what: &Decide, places: &mut Places) -> Result<Decision, String> {
    let typed = match what {
        Decide::Same { who } => Decision::Same(all(who, |who| places.who(who))?),
        Decide::Apart { who } => Decision::Apart(all(who, |who| places.who(who))?),
        Decide::Mention { place, who } => Decision::Mention(places.place(place)?, places.who(who)?),
        Decide::Speaker { place, who, .. } => {
            let who = who.as_deref().map(|who| places.who(who)).transpose();
            Decision::Speaker(places.place(place)?, who?)
        }
        Decide::Taken(Pages { page, from }) => Decision::Taken(places.page(page)?, places.page(from)?),
        Decide::NotTaken(Pages { page, from }) => Decision::NotTaken(places.page(page)?, places.page(from)?),
        Decide::OneSource { place } => Decision::OneSource(all(place, |one| places.place(one))?),
        Decide::SeparateSources { place } => Decision::SeparateSources(all(place, |one| places.place(one))?),
    };
    // What a line may hold is decided where lines are read.
    let line = [(String::new(), typed.to_line(None).into_bytes())];
    let read = Decisions::read(&line).map_err(|faults| {
        let details: Vec<&str> = faults.iter().map(Fault::detail).collect();
        details.join("; ")
    })?;
    let mut decisions = read.iter().map(|(decision, _)| decision.clone());
    decisions.next().ok_or_else(|| "nothing is decided".to_owned())
}

fn all<T>(given: &[String], one: impl FnMut(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    given.iter().map(String::as_str).map(one).collect()
}

/// What a story is read from.
struct Material {
    pages: Vec<Page>,
    primaries: Vec<Page>,
    models: Models,
}

impl Material {
    /// What could not be read is told.
    fn read(paths: &[PathBuf], args: &DecideArgs) -> Self {
        let (sources, mut notices) = input::sources(paths, args.primary.iter().chain([&args.file]));
        let primaries: Vec<Source> = args.primary.iter().map(|path| Source::of(path)).collect();
        let mut ids = DocumentIds::default();
        let pages = input::gather_pages(&sources, &mut ids, &mut notices);
        let primaries = input::gather_primaries(&primaries, &mut ids, &mut notices);
        for notice in &notices {
            eprintln!("headwater: {}", for_terminal(&notice.detail));
        }
        Self {
            pages,
            primaries,
            models: Models::load(),
        }
    }

    /// # Errors
    /// Decisions that the pages show to contradict each other.
    fn story(&self, decisions: &Decisions) -> Result<Dossier, Vec<Fault>> {
        let primaries = self.primaries.iter();
        let read = primaries.map(|one| collation::read_primary(&one.id, one.path.as_deref(), &one.bytes));
        pipeline::dossier(&self.pages, read.collect(), decisions, &self.models, Vec::new())
    }
}

/// A story without and with a decision.
struct Stories {
    before: Dossier,
    after: Dossier,
}

impl Stories {
    /// # Errors
    /// As [`Material::story`].
    fn of(material: &Material, before: &Decisions, after: &Decisions) -> Result<Self, Vec<Fault>> {
        Ok(Self {
            before: material.story(before)?,
            after: material.story(after)?,
        })
    }

    /// Whom a new decision meets, what of it does not apply and what it changes.
    fn tell(&self, decision: &Decision, line: &Line, out: &mut impl Write) -> anyhow::Result<Outcome> {
        for fits in told::fits(decision, &self.before) {
            writeln!(out, "  fits {fits}")?;
        }
        let lacks = told::lacks(line, &self.after);
        for lack in &lacks {
            writeln!(out, "  does not apply to {lack}")?;
        }
        let changes = told::changes(&self.before, &self.after);
        for change in &changes {
            writeln!(out, "  {change}")?;
        }
        if changes.is_empty() {
            let pages = self.after.documents.len();
            writeln!(out, "  Nothing changes on the {pages} pages that were looked at.")?;
        }
        Ok(if lacks.is_empty() {
            Outcome::Done
        } else {
            Outcome::Lacking
        })
    }
}

/// All decisions in words.
fn list(args: &DecideArgs, decisions: &Decisions) -> anyhow::Result<Outcome> {
    let story = if args.pages.is_empty() {
        None
    } else {
        match Material::read(&args.pages, args).story(decisions) {
            Ok(story) => Some(story),
            Err(faults) => {
                input::tell(&faults);
                return Ok(Outcome::Lacking);
            }
        }
    };
    let mut all: Vec<(&Line, &Decision)> = decisions
        .iter()
        .flat_map(|(decision, lines)| lines.iter().map(move |line| (line, decision)))
        .collect();
    all.sort();
    let mut outcome = Outcome::Done;
    let mut out = io::stdout().lock();
    for (line, decision) in all {
        let words = told::in_words(decision, story.as_ref());
        writeln!(out, "{} {words}", for_terminal(&format!("{line}:")))?;
        let Some(story) = &story else { continue };
        let first = line_of(decisions, decision);
        let lacks = told::lacks(first.as_ref().unwrap_or(line), story);
        if lacks.is_empty() {
            writeln!(out, "  applies")?;
        }
        for lack in lacks {
            outcome = Outcome::Lacking;
            writeln!(out, "  does not apply to {lack}")?;
        }
    }
    if decisions.is_empty() {
        writeln!(out, "Nothing is decided yet.")?;
    }
    Ok(outcome)
}
