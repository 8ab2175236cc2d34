//! Words on the command line to places in captures.
//!
//! In: `PAGE`, `PAGE:WORDS` or `PAGE:N:WORDS` as typed. Out: the place that a line of
//! decisions holds: hash of the capture, code points, and the words as they stand
//! there; or, for a person, why there is no such place or which of several it may be.
//! Words are looked for in the article as one reads it: case, marks and line ends
//! aside, and only whole words.

use std::path::{Path, PathBuf};

use collation::{Place, Who};
use dossier::for_terminal;
use page::Article;
use text::{CodePoints, Span, fold_for_matching};

use crate::input::Source;
use crate::pipeline;

/// Places that are listed when words stand at several.
const LISTED: usize = 9;
/// Characters shown on each side of words.
const AROUND: usize = 30;

/// What was typed for a place.
struct Typed {
    page: PathBuf,
    /// The how manieth of several places, from 1.
    nth: Option<usize>,
    /// `None`: the page as such.
    words: Option<String>,
}

/// The longest beginning that is a file is the page. `None`: there is none.
fn typed(given: &str) -> Option<Typed> {
    if Path::new(given).is_file() {
        return Some(Typed {
            page: PathBuf::from(given),
            nth: None,
            words: None,
        });
    }
    let mut colons = given.rmatch_indices(':');
    let at = colons.find_map(|(at, _)| Path::new(&given[..at]).is_file().then_some(at))?;
    let rest = &given[at + 1..];
    let numbered = rest
        .split_once(':')
        .and_then(|(number, words)| Some((number.trim().parse().ok()?, words)));
    let (nth, words) = match numbered {
        Some((nth, words)) => (Some(nth), words),
        None => (None, rest),
    };
    Some(Typed {
        page: PathBuf::from(&given[..at]),
        nth,
        words: Some(words.trim().to_owned()),
    })
}

/// Places as they are typed, with the pages that they are on.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Paths of the pages, as typed.
    pub(super) pages: Vec<PathBuf>,
}

impl Places {
    /// A place if a page is named, else a name.
    pub(super) fn who(&mut self, given: &str) -> Result<Who, String> {
        match typed(given) {
            Some(_) => Ok(Who::Place(self.place(given)?)),
            None => Who::named(given).ok_or_else(|| format!("“{given}” is no name")),
        }
    }

    /// Words of a page.
    pub(super) fn place(&mut self, given: &str) -> Result<Place, String> {
        let typed = self.typed(given)?;
        match &typed.words {
            Some(words) if !words.is_empty() => self.words(&typed, words),
            _ => Err(format!("{given} names no words: give PAGE:WORDS")),
        }
    }

    /// A page by its headline, or else by its first words; or by the words given.
    pub(super) fn page(&mut self, given: &str) -> Result<Place, String> {
        let typed = self.typed(given)?;
        if let Some(words) = typed.words.as_ref().filter(|words| !words.is_empty()) {
            return self.words(&typed, words);
        }
        let articles = articles(&typed.page)?;
        let [article] = articles.as_slice() else {
            return Err(format!(
                "{given} holds {} pages: give words of the one you mean",
                articles.len()
            ));
        };
        let headline = article.headline.as_ref().map(|headline| headline.span);
        let first = || article.capture_span(article.blocks.first()?.span);
        let span = headline
            .or_else(first)
            .map(|span| article.capture.text.trim(span));
        let span = span.filter(|span| !span.is_empty());
        Ok(of_capture(
            article,
            span.ok_or_else(|| format!("{given} has no words of an article"))?,
        ))
    }

    fn typed(&mut self, given: &str) -> Result<Typed, String> {
        let typed =
            typed(given).ok_or_else(|| format!("“{given}” does not begin with a page that is there"))?;
        if !self.pages.contains(&typed.page) {
            self.pages.push(typed.page.clone());
        }
        Ok(typed)
    }

    fn words(&self, typed: &Typed, words: &str) -> Result<Place, String> {
        let articles = articles(&typed.page)?;
        let page = typed.page.display();
        let all: Vec<(&Article, Span)> = articles
            .iter()
            .flat_map(|article| found(article, words).into_iter().map(move |span| (article, span)))
            .collect();
        let chosen = match (typed.nth, all.as_slice()) {
            (_, []) => return Err(format!("“{words}” does not stand in the article of {page}")),
            (None, [one]) => Some(one),
            (None, _) => None,
            (Some(nth), _) => nth.checked_sub(1).and_then(|at| all.get(at)),
        };
        let Some(&(article, span)) = chosen else {
            let mut told = format!("“{words}” stands at {} places of {page}; say which:", all.len());
            for (at, (article, span)) in all.iter().take(LISTED).enumerate() {
                told.push_str(&format!(
                    "\n  {page}:{}:{words}   {}",
                    at + 1,
                    around(article, *span)
                ));
            }
            if all.len() > LISTED {
                told.push_str(&format!(
                    "\n  and {} more; or give more words",
                    all.len() - LISTED
                ));
            }
            return Err(told);
        };
        let capture = article.capture_span(span);
        // What stands in several pieces of the page is no one place.
        let whole = capture.filter(|&capture| {
            let back = article
                .map
                .to_derived(capture)
                .map(|words| article.text.trim(words));
            back == Some(span)
        });
        let capture =
            whole.ok_or_else(|| format!("“{words}” stands in several pieces in {page}: give fewer words"))?;
        Ok(of_capture(article, capture))
    }
}

fn articles(page: &Path) -> Result<Vec<Article>, String> {
    let source = Source::of(page);
    let mut articles = Vec::new();
    for taken in source.pages() {
        let Some(page) = taken.value else {
            let why = taken.notices.first();
            return Err(why.map_or_else(
                || format!("{} holds no page", source.name()),
                |why| why.detail.clone(),
            ));
        };
        articles.push(pipeline::guarded_article(&page).value);
    }
    Ok(articles)
}

/// Where words stand in an article, in bytes of its text.
fn found(article: &Article, words: &str) -> Vec<Span> {
    let text = fold_for_matching(article.text.as_str());
    let words = fold_for_matching(words).text;
    if words.is_empty() {
        return Vec::new();
    }
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (inside(words.chars().next()), inside(words.chars().next_back()));
    text.text
        .match_indices(&words)
        .filter(|&(at, _)| {
            let before = text.text[..at].chars().next_back();
            let after = text.text[at + words.len()..].chars().next();
            !(first && inside(before)) && !(last && inside(after))
        })
        .filter_map(|(at, _)| text.map.to_original(Span::new(at, at + words.len())))
        .map(|span| article.text.trim(span))
        .collect()
}

fn around(article: &Article, span: Span) -> String {
    let text = article.text.as_str();
    let before: String = text[..span.start()].chars().rev().take(AROUND).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[span.end()..].chars().take(AROUND).collect();
    let words = format!("{before}[{}]{after}", &text[span.range()]);
    for_terminal(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn of_capture(article: &Article, span: Span) -> Place {
    let text = &article.capture.text;
    let (start, end) = CodePoints::new(text.as_str()).of_span(span);
    Place {
        sha256: article.capture.sha256.clone(),
        start,
        end,
        text: text.slice(span).to_owned(),
    }
}
