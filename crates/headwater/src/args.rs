//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Shows where each claim in the news rises.
#[derive(Debug, Parser)]
#[command(name = "headwater", version, about, after_help = EXIT)]
pub(crate) struct Cli {
    /// How many threads to use (default: one a core). The result is the same with any number
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT: &str = "\
Pages are saved HTML or text pasted from a browser: files, folders (the pages and containers in them, by their \
endings, without subfolders) or - for standard input. A file may hold many pages: WARC, WACZ, MHTML, SingleFile \
or JSON lines {\"url\", \"html\" or \"text\"}, told by its content; files may be compressed with gzip or zstd. \
Nothing is fetched and nothing leaves the machine.

Exit status: 0 all read; 1 some input could not be read (the rest is done), or something does not hold; \
2 usage error, nothing written.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set reports of one story side by side: who says what, on whose word, in how many independent lines
    Dossier(DossierArgs),
    /// Read pages or texts one by one, a JSON line each
    Read(ReadArgs),
    /// Check quotations against a transcript or another published original
    Check(CheckArgs),
    /// Re-read every passage of a dossier against its captures
    Verify(VerifyArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    Html,
    Md,
    Json,
    /// The stemma alone, drawn
    Svg,
    /// The stemma alone, for Graphviz
    Dot,
    /// The stemma alone, for programs that read graphs
    Graphml,
}

#[derive(Debug, Args)]
pub(crate) struct DossierArgs {
    /// Pages of the story
    #[arg(required = true, value_name = "PAGES")]
    pub(crate) pages: Vec<PathBuf>,
    /// A transcript, memo, chat or statement to check quotations against
    #[arg(long, value_name = "FILE")]
    pub(crate) primary: Vec<PathBuf>,
    /// Decisions of a person on who is who, to follow (docs/decisions.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Vec<PathBuf>,
    /// Folder for dossier.html, dossier.md, dossier.json (default: the current one)
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,md,json")]
    pub(crate) format: Vec<OutputFormat>,
    /// Print the dossier as JSON on one line instead of the summary; files are written only with -o
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Pages; with --jsonl, files of JSON lines (default: standard input)
    #[arg(value_name = "PAGES", required_unless_present = "jsonl")]
    pub(crate) pages: Vec<PathBuf>,
    /// Read clean texts, a line each: {"id": ..., "text": ...}
    #[arg(long, conflicts_with = "article")]
    pub(crate) jsonl: bool,
    /// Give only the article: headline, byline, dates and body
    #[arg(long)]
    pub(crate) article: bool,
    /// Give who the sources are, and why they are there: sourced statements with type, name, title and justification
    #[arg(long, conflicts_with_all = ["article", "author"])]
    pub(crate) sources: bool,
    /// List what the author asserts without a source, too
    #[arg(long)]
    pub(crate) author: bool,
    /// Decisions of a person on who is who, to follow; those that are about other pages are passed over
    #[arg(long, value_name = "FILE", conflicts_with_all = ["jsonl", "article"])]
    pub(crate) decisions: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// A quotation, or pages whose quotations to check
    #[arg(value_name = "QUOTE-OR-PAGES", required_unless_present = "jsonl")]
    pub(crate) input: Vec<String>,
    /// The originals
    #[arg(long, value_name = "FILE", required = true)]
    pub(crate) primary: Vec<PathBuf>,
    /// Read quotations from standard input, a line each: {"id", "quote", "context", "speaker"}
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The dossier.json to verify
    #[arg(value_name = "DOSSIER")]
    pub(crate) dossier: PathBuf,
    /// Folder to look for the captures in (default: where the dossier names them, then the dossier's folder)
    #[arg(long, value_name = "DIR")]
    pub(crate) captures: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
