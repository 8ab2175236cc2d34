//! What a page publishes, and where each part of it was found.
//!
//! Two texts: the decoded capture (`Article::capture.text`, tags and all), to
//! which everything published refers, and the article text
//! (`Article::text`: the blocks, references decoded, joined by blank lines),
//! which later stages read. `Article::map` leads from the second to the first.

use serde::{Deserialize, Serialize};
use text::{Span, SpanMap, Text};

use crate::Stamp;

/// The bytes of a page as they came, and what is known of how they came.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Document id: the file name without extension, made unique by the caller.
    pub id: String,
    /// As given on the command line; `None` for standard input and stored captures.
    pub path: Option<String>,
    /// The bytes, after transport decompression and before any other change.
    pub bytes: Vec<u8>,
    /// Address it was fetched from, when the capture says so.
    pub captured_url: Option<String>,
    /// When it was fetched (ISO 8601), when the capture says so.
    pub retrieved: Option<String>,
    /// Charset of the transport header, when the capture has one.
    pub header_charset: Option<String>,
    /// Where its record begins in the container (a byte of the file as it
    /// stands; in a compressed one, that of the member), when it comes from one.
    pub record: Option<u64>,
}

/// How the charset was decided (WHATWG order).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CharsetBasis {
    Bom,
    Header,
    Meta,
    Guess,
    #[default]
    Default,
}

/// Is the capture markup or text pasted from a browser?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Text,
    Html,
}

/// The decoded page and its identity.
#[derive(Debug, Clone, Default)]
pub struct Capture {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: usize,
    /// WHATWG name of the encoding used.
    pub charset: &'static str,
    /// How it was chosen.
    pub charset_basis: CharsetBasis,
    /// Markup or text.
    pub format: Format,
    /// The decoded page; a byte order mark stays, line ends are unchanged.
    pub text: Text,
    /// As in [`Page::path`].
    pub path: Option<String>,
    /// As in [`Page::captured_url`].
    pub captured_url: Option<String>,
    /// As in [`Page::retrieved`].
    pub retrieved: Option<String>,
}

/// Kinds of article block (CONTRACT section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BlockKind {
    Headline,
    Kicker,
    Deck,
    Subhead,
    Paragraph,
    ListItem,
    Blockquote,
    Pullquote,
    Caption,
    TableRow,
    LiveEntryHead,
    Correction,
    Note,
}

/// One block of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of the article text. Blocks ascend and do not overlap.
    pub span: Span,
    /// Bytes of the capture, without outer white space or enclosing tags.
    pub capture: Span,
}

/// Visible text of the page that is no part of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Furniture {
    /// Open list: `navigation`, `cookie_notice`, `share_widget`, `byline_date`, ...
    pub kind: &'static str,
    /// A fixed phrase: what gave it away.
    pub why: &'static str,
    /// Bytes of the capture.
    pub span: Span,
}

/// Where a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Origin {
    JsonLd,
    Microdata,
    OpenGraph,
    Meta,
    TitleTag,
    Visible,
    Url,
}

/// A value with the place in the capture where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Found<T> {
    /// The value, cleaned.
    pub value: T,
    /// Bytes of the capture.
    pub span: Span,
    /// What kind of place that is.
    pub origin: Origin,
}

/// Fields that a page may give several values for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    Headline,
    Deck,
    Author,
    Published,
    Modified,
    Outlet,
    Url,
    Language,
    Section,
    BasedOn,
}

/// A value that the page offers for a field, chosen or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The field it is offered for.
    pub field: Field,
    /// As given, folded to single spaces, and its place in the capture.
    pub found: Found<String>,
}

/// The headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// The occurrence that the body goes with; bytes of the capture.
    pub span: Span,
    /// All occurrences in visible text, `span` among them; bytes of the capture.
    pub occurrences: Vec<Span>,
    /// Its text, folded to single spaces; a lost quotation mark may be mended and nothing else.
    pub clean: String,
}

/// A publication or modification time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// Visible text or metadata; bytes of the capture.
    pub span: Span,
    /// Its value, when it has one.
    pub stamp: Option<Stamp>,
    /// The zone and what gave it.
    pub timezone: Option<String>,
    /// As worded: "Updated".
    pub label: Option<String>,
}

/// Place and agency before the first sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole of it without the dash: "VELLIN, March 18 (Tidewire)"; bytes of the capture.
    pub span: Span,
    /// The same in the article text.
    pub text_span: Span,
    /// The agency in it, as printed; bytes of the capture.
    pub agency: Option<Span>,
}

/// A line that says whose work the text is: "Tidewire/Gazette", "(AP)", "CNN Wire".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// The line; bytes of the capture.
    pub span: Span,
    /// The agencies or outlets named in it; bytes of the capture.
    pub names: Vec<Span>,
}

/// A link in the article text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The linked words; bytes of the article text.
    pub span: Span,
    /// The address as written, references decoded.
    pub href: String,
}

/// One entry of a live page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its time as printed.
    pub at: Option<Stamp>,
    /// Indices of its blocks.
    pub blocks: Vec<usize>,
}

/// One outlet's article, with its fields and where each was found.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// Document id.
    pub id: String,
    /// The decoded page.
    pub capture: Capture,
    /// The blocks in file order, joined by `"\n\n"`; what later stages read.
    pub text: Text,
    /// From `text` to `capture.text`.
    pub map: SpanMap,
    /// The article's blocks.
    pub blocks: Vec<Block>,
    /// All other visible text.
    pub furniture: Vec<Furniture>,
    /// The headline.
    pub headline: Option<Headline>,
    /// The outlet's name as the page writes it.
    pub outlet: Option<Found<String>>,
    /// The canonical address as it stands in the page.
    pub url: Option<Found<String>>,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it was changed.
    pub modified: Option<Dated>,
    /// Place and agency before the first sentence.
    pub dateline: Option<Dateline>,
    /// Names only, without "By"; a desk or an agency counts. Bytes of the capture.
    pub byline: Vec<Found<String>>,
    /// Section names. Bytes of the capture.
    pub section: Vec<Span>,
    /// Agency and credit lines.
    pub credits: Vec<Credit>,
    /// Links in the article text.
    pub links: Vec<Link>,
    /// Addresses that metadata name as the text's source (`isBasedOn`, `syndication-source`, a foreign canonical).
    pub based_on: Vec<Found<String>>,
    /// Addresses of the work that metadata call this text a translation of (`translationOfWork`).
    pub translation_of: Vec<Found<String>>,
    /// Addresses of its translations (`workTranslation`).
    pub translations: Vec<Found<String>>,
    /// Addresses of the same page in other languages (`hreflang`), with the language, BCP 47 in lower case.
    pub alternates: Vec<(Found<String>, String)>,
    /// Entries of a live page, in the order printed.
    pub entries: Vec<Entry>,
    /// All that the page offers for its fields, by field and best first.
    pub candidates: Vec<Candidate>,
}

impl Article {
    /// The capture span that an article span was made from, without outer
    /// white space; `None` for an empty span or one between blocks.
    #[must_use]
    pub fn capture_span(&self, span: Span) -> Option<Span> {
        let original = self.map.to_original(span)?;
        let trimmed = self.capture.text.trim(original);
        (!trimmed.is_empty()).then_some(trimmed)
    }

    /// The running text: blocks joined by empty lines, without the headline,
    /// its kicker, pull quotes and the captions of pictures.
    #[must_use]
    pub fn body(&self) -> String {
        let apart = [
            BlockKind::Headline,
            BlockKind::Kicker,
            BlockKind::Pullquote,
            BlockKind::Caption,
        ];
        let blocks: Vec<&str> = self
            .blocks
            .iter()
            .filter(|block| !apart.contains(&block.kind))
            .map(|block| self.text.slice(block.span))
            .collect();
        blocks.join("\n\n")
    }

    /// The block that holds an offset of the article text.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let at = self.blocks.partition_point(|block| block.span.end() <= offset);
        self.blocks
            .get(at)
            .filter(|block| block.span.contains_offset(offset))
            .map(|_| at)
    }
}
