//! `headwater check`: quotations against transcripts and other originals.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use collation::{Decisions, Match, Occasion, Primary, PrimaryIndex, Quotation, SpeakerFit, UnitMatch};
use dossier::{QuoteLine, for_terminal};
use serde::Deserialize;
use text::{Noted, Notice};

use crate::Outcome;
use crate::args::CheckArgs;
use crate::input::{self, DocumentIds, Source};
use crate::pipeline::{self, Models};

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let sources: Vec<Source> = args.primary.iter().map(|path| Source::of(path)).collect();
    let mut notices = Vec::new();
    let mut ids = DocumentIds::default();
    let primaries: Vec<Noted<Primary>> = input::gather_primaries(&sources, &mut ids, &mut notices)
        .iter()
        .map(|primary| collation::read_primary(&primary.id, primary.path.as_deref(), &primary.bytes))
        .collect();
    for notice in &notices {
        eprintln!("headwater: {}", for_terminal(&notice.detail));
    }
    if primaries.is_empty() {
        bail!("there is no original to check against");
    }
    let pages: Vec<PathBuf> = args.input.iter().map(PathBuf::from).collect();
    let checked = if args.jsonl {
        lines(&values(primaries))
    } else if pages.iter().all(|path| path == Path::new("-") || path.exists()) {
        pages_against(&pages, primaries, &mut notices, args)
    } else {
        quotation(&args.input.join(" "), &values(primaries), args)
    }?;
    Ok(if notices.is_empty() {
        checked
    } else {
        Outcome::Lacking
    })
}

fn values(primaries: Vec<Noted<Primary>>) -> Vec<Primary> {
    primaries.into_iter().map(|primary| primary.value).collect()
}

#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    quote: String,
    context: Option<String>,
    speaker: Option<String>,
}

fn check_line(index: &PrimaryIndex, primaries: &[Primary], line: &Line) -> QuoteLine {
    let speaker = |at: UnitMatch| {
        let primary = &primaries[at.primary];
        let label = primary.units[at.unit]
            .label
            .and_then(|label| primary.text.get(label));
        fit(line.speaker.as_deref(), label)
    };
    let check = collation::check_quotation(
        index,
        &Quotation {
            words: &line.quote,
            context: line.context.as_deref().unwrap_or(&line.quote),
            occasion: Occasion::Recorded,
            speaker: &speaker,
        },
    );
    dossier::quote_line(Some(&line.id), &check, primaries)
}

/// Two names fit when the shorter one's last word is a word of the other. Who names no
/// speaker, or checks against words without a label, lays the quotation to the original as it is.
fn fit(speaker: Option<&str>, label: Option<&str>) -> SpeakerFit {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’');
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (Some(speaker), Some(label)) = (speaker.map(words), label.map(words)) else {
        return SpeakerFit::Same;
    };
    let (Some(last), Some(own)) = (speaker.last(), label.last()) else {
        return SpeakerFit::Same;
    };
    if label.contains(last) || speaker.contains(own) {
        SpeakerFit::Same
    } else {
        SpeakerFit::Other
    }
}

/// Quotations from standard input, a JSON line each, to a JSON line each.
fn lines(primaries: &[Primary]) -> anyhow::Result<Outcome> {
    let index = PrimaryIndex::new(primaries);
    let mut outcome = Outcome::Done;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) => serde_json::to_writer(&mut out, &check_line(&index, primaries, &line))?,
            Err(error) => {
                outcome = Outcome::Lacking;
                let value = serde_json::from_slice::<serde_json::Value>(&line).ok();
                let id = value.and_then(|value| value.get("id")?.as_str().map(str::to_owned));
                serde_json::to_writer(
                    &mut out,
                    &serde_json::json!({ "id": id, "error": error.to_string() }),
                )?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(outcome)
}

/// One quotation, for a person.
fn quotation(quote: &str, primaries: &[Primary], args: &CheckArgs) -> anyhow::Result<Outcome> {
    let line = Line {
        id: "quote".to_owned(),
        quote: quote.to_owned(),
        context: None,
        speaker: None,
    };
    let found = check_line(&PrimaryIndex::new(primaries), primaries, &line);
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &found)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", shown(quote, &found))?;
    }
    Ok(Outcome::Done)
}

fn outcome_in_words(outcome: Match) -> &'static str {
    match outcome {
        Match::Verbatim => "verbatim",
        Match::Trimmed => "trimmed: words left out",
        Match::Altered => "altered",
        Match::Translated => "translated",
        Match::NotFound => "not found in the original",
        Match::NoPrimary => "no original covers it",
    }
}

fn shown(quote: &str, found: &QuoteLine) -> String {
    let mut shown = format!("{}: {}\n", outcome_in_words(found.outcome), for_terminal(quote));
    for change in &found.changes {
        shown.push_str(&format!(
            "  {}: {} → {}\n",
            change.kind,
            for_terminal(&change.from),
            for_terminal(&change.to)
        ));
    }
    for (unit, passage) in found.units.iter().zip(&found.passages) {
        shown.push_str(&format!("  {unit}: {}\n", for_terminal(&passage.text)));
    }
    shown
}

/// The quotations of pages, as a dossier has them.
fn pages_against(
    pages: &[PathBuf],
    primaries: Vec<Noted<Primary>>,
    notices: &mut Vec<Notice>,
    args: &CheckArgs,
) -> anyhow::Result<Outcome> {
    let (sources, unread) = input::sources(pages, &args.primary);
    notices.extend(unread);
    let mut ids = DocumentIds::default();
    let pages = input::gather_pages(&sources, &mut ids, notices);
    let undecided = Decisions::default();
    let Ok(dossier) = pipeline::dossier(&pages, primaries, &undecided, &Models::load(), Vec::new()) else {
        bail!("without decisions there is nothing to contradict");
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for instance in dossier
        .utterances
        .iter()
        .flat_map(|utterance| &utterance.instances)
    {
        if args.json {
            serde_json::to_writer(&mut out, instance)?;
            writeln!(out)?;
            continue;
        }
        writeln!(
            out,
            "{}: {}: {}",
            for_terminal(&instance.quote.doc),
            outcome_in_words(instance.outcome),
            for_terminal(instance.quote.words())
        )?;
        for change in &instance.changes {
            writeln!(
                out,
                "  {}: {} → {}",
                change.kind,
                for_terminal(&change.from),
                for_terminal(&change.to)
            )?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
