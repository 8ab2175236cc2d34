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
    /// Write down what you found out: who is who, who speaks, who took from whom, which sources are one
    Decide(DecideArgs),
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
    /// Decisions of a person, to follow; `headwater decide` writes them (docs/decisions.md)
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

const DECIDE: &str = "\
WHO is a name as the pages have it, or a PLACE. A PLACE is PAGE:WORDS, words as the page shows them \
(pages/b.html:\"harbour chief\"); where they stand several times, PAGE:2:WORDS is the second of them.

A decision holds for every later run that is given the file: headwater dossier PAGES --decisions FILE. \
To take one back, delete its line.";

#[derive(Debug, Args)]
#[command(after_help = DECIDE)]
pub(crate) struct DecideArgs {
    #[command(subcommand)]
    pub(crate) what: Option<Decide>,
    /// Show the file in words, and with --pages what applies to them and what does not
    #[arg(long)]
    pub(crate) list: bool,
    /// The file of decisions; it is made if it is not there
    #[arg(long, global = true, value_name = "FILE", default_value = "decisions.jsonl")]
    pub(crate) file: PathBuf,
    /// Pages of the story, to be told what the decision changes there
    #[arg(long, global = true, value_name = "PAGES", num_args = 1..)]
    pub(crate) pages: Vec<PathBuf>,
    /// A primary of the story
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) primary: Vec<PathBuf>,
    /// How you know; it stays in the file and is not published
    #[arg(long, global = true, value_name = "WORDS")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Decide {
    /// All these are one
    Same {
        #[arg(value_name = "WHO", required = true, num_args = 2..)]
        who: Vec<String>,
    },
    /// No two of these are one
    #[command(visible_alias = "different")]
    Apart {
        #[arg(value_name = "WHO", required = true, num_args = 2..)]
        who: Vec<String>,
    },
    /// These words mean that one
    #[command(visible_alias = "means")]
    Mention {
        #[arg(value_name = "PLACE")]
        place: String,
        #[arg(value_name = "WHO")]
        who: String,
    },
    /// What is said at this place is said by that one
    Speaker {
        #[arg(value_name = "PLACE")]
        place: String,
        #[arg(value_name = "WHO", required_unless_present = "nobody")]
        who: Option<String>,
        /// Nobody knows by whom
        #[arg(long, conflicts_with = "who")]
        nobody: bool,
    },
    /// A page took its matter from another
    Taken(Pages),
    /// A page did not take it from another
    NotTaken(Pages),
    /// What is told at these places comes from one source, so that it counts once
    OneSource {
        #[arg(value_name = "PLACE", required = true, num_args = 2..)]
        place: Vec<String>,
    },
    /// What is told at any two of these places comes from two sources
    SeparateSources {
        #[arg(value_name = "PLACE", required = true, num_args = 2..)]
        place: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// The later page, or words of it that show what it took: PAGE or PAGE:WORDS
    #[arg(value_name = "PAGE")]
    pub(crate) page: String,
    /// The page it took it from, or not
    #[arg(long, value_name = "PAGE", required = true)]
    pub(crate) from: String,
}
