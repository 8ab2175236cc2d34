//! `headwater dossier`: the main job.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use dossier::{Dossier, Held, for_terminal};
use text::NoticeCode;

use crate::Outcome;
use crate::args::{DossierArgs, OutputFormat};
use crate::input::{self, DocumentIds, Source};
use crate::pipeline::{self, Models};
use crate::{output, terminal};

pub(crate) fn run(args: &DossierArgs) -> anyhow::Result<Outcome> {
    let Some(decisions) = input::decisions(&args.decisions) else {
        return Ok(Outcome::Refused);
    };
    let (sources, mut notices) = input::sources(&args.pages, args.primary.iter().chain(&args.decisions));
    let primaries: Vec<Source> = args.primary.iter().map(|path| Source::of(path)).collect();
    let mut ids = DocumentIds::default();
    let pages = input::gather_pages(&sources, &mut ids, &mut notices);
    let primaries = input::gather_primaries(&primaries, &mut ids, &mut notices);
    let read = primaries
        .iter()
        .map(|primary| collation::read_primary(&primary.id, primary.path.as_deref(), &primary.bytes))
        .collect();

    let dossier = match pipeline::dossier(&pages, read, &decisions, &Models::load(), notices) {
        Ok(dossier) => dossier,
        Err(faults) => {
            input::tell(&faults);
            return Ok(Outcome::Refused);
        }
    };
    hold_up(&dossier, pages.iter().chain(&primaries))?;
    write(&dossier, args)?;
    report(&dossier, args)?;
    let unread = dossier
        .notices
        .iter()
        .any(|notice| notice.code == NoticeCode::Unreadable);
    Ok(if unread { Outcome::Lacking } else { Outcome::Done })
}

/// Re-reads the dossier against the bytes it was made from: what does not hold
/// is not published.
fn hold_up<'a>(dossier: &Dossier, captures: impl Iterator<Item = &'a page::Page>) -> anyhow::Result<()> {
    let documents = dossier
        .documents
        .iter()
        .map(|document| (&document.id, &document.charset));
    let primaries = dossier
        .primaries
        .iter()
        .map(|primary| (&primary.id, &primary.charset));
    let charsets: BTreeMap<&String, &String> = documents.chain(primaries).collect();
    let held: BTreeMap<String, Held> = captures
        .filter_map(|page| {
            let charset = charsets.get(&page.id)?;
            Some((page.id.clone(), Held::from_bytes(&page.bytes, charset)?))
        })
        .collect();
    let failures = dossier::check(dossier, &held);
    if failures.is_empty() {
        return Ok(());
    }
    for failure in &failures {
        eprintln!("headwater: {}", for_terminal(&failure.to_string()));
    }
    bail!(
        "the dossier does not hold against its captures ({} failures), so it was not written",
        failures.len()
    )
}

fn write(dossier: &Dossier, args: &DossierArgs) -> anyhow::Result<()> {
    let folder = match (&args.output, args.json) {
        (Some(folder), _) => folder.as_path(),
        (None, false) => Path::new("."),
        (None, true) => return Ok(()),
    };
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for format in &args.format {
        let content = match format {
            OutputFormat::Html => dossier::to_html(dossier),
            OutputFormat::Md => dossier::to_markdown(dossier),
            OutputFormat::Json => dossier::to_json(dossier, true),
            OutputFormat::Svg => dossier::to_svg(dossier),
            OutputFormat::Dot => dossier::to_dot(dossier),
            OutputFormat::Graphml => dossier::to_graphml(dossier),
        };
        output::write_whole(&folder.join(file_name(*format)), content.as_bytes())?;
    }
    Ok(())
}

fn file_name(format: OutputFormat) -> &'static str {
    match format {
        OutputFormat::Html => "dossier.html",
        OutputFormat::Md => "dossier.md",
        OutputFormat::Json => "dossier.json",
        OutputFormat::Svg => "stemma.svg",
        OutputFormat::Dot => "stemma.dot",
        OutputFormat::Graphml => "stemma.graphml",
    }
}

/// To standard output the summary or the record, to standard error what could not be read.
fn report(dossier: &Dossier, args: &DossierArgs) -> anyhow::Result<()> {
    for notice in &dossier.notices {
        if matches!(
            notice.code,
            NoticeCode::Unreadable | NoticeCode::DecisionNotApplied | NoticeCode::OwnOutput
        ) {
            eprintln!("headwater: {}", for_terminal(&notice.detail));
        }
    }
    let mut out = io::stdout().lock();
    if args.json {
        out.write_all(dossier::to_json(dossier, false).as_bytes())?;
    } else {
        out.write_all(summary(dossier, terminal::bold(&io::stdout())).as_bytes())?;
        writeln!(out, "{}", written(args))?;
    }
    Ok(())
}

/// Claims that the summary names.
const NAMED: usize = 10;

/// The dossier in a few lines: what most outlets say, and on how many origins it rests.
fn summary(dossier: &Dossier, bold: (&str, &str)) -> String {
    let mut claims: Vec<_> = dossier.claims.iter().collect();
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.outlets.supporting.len()));
    let (on, off) = bold;
    let mut lines = format!(
        "{on}{} reports by {} outlets, {} statements, {} claims, {} open points{off}\n",
        dossier.documents.len(),
        dossier.outlets.len(),
        dossier.statements.len(),
        dossier.claims.len(),
        dossier.open_points.len()
    );
    if !claims.is_empty() {
        lines.push_str("\noutlets  origins\n");
    }
    for claim in claims.iter().take(NAMED) {
        let origins = terminal::interval(claim.origins.independent);
        lines.push_str(&format!(
            "{:>7}  {origins:>7}  {}\n",
            claim.outlets.supporting.len(),
            terminal::one_line(&claim.text)
        ));
    }
    if claims.len() > NAMED {
        lines.push_str(&format!("         and {} more\n", claims.len() - NAMED));
    }
    lines
}

fn written(args: &DossierArgs) -> String {
    let folder = args.output.as_deref().unwrap_or(Path::new("."));
    let paths = args
        .format
        .iter()
        .map(|&format| folder.join(file_name(format)).display().to_string());
    let paths: Vec<String> = paths.collect();
    format!("\nwritten: {}", for_terminal(&paths.join(", ")))
}
