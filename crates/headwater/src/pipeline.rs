//! The table of contents: what each command does, stage by stage.

use std::panic::{AssertUnwindSafe, catch_unwind};

use attribution::SourcedStatement;
use collation::{Decisions, Fault, Primary, Report};
use dossier::{Dossier, Program, Story};
use page::{Article, Page};
use rayon::prelude::*;
use text::{Noted, Notice, NoticeCode};

use crate::terminal::Progress;

/// What the stages know before they see a page; loaded once.
#[derive(Debug)]
pub(crate) struct Models {
    nlp: nlp::Models,
    attribution: attribution::Models,
}

impl Models {
    pub(crate) fn load() -> Self {
        Self {
            nlp: nlp::Models::bundled(),
            attribution: attribution::Models::bundled(),
        }
    }
}

/// `headwater dossier`: pages and primaries in canonical order to a dossier. What a person decided
/// about who is who, who took from whom and which sources are one comes before anything that rests on it.
///
/// # Errors
/// Decisions that the pages show to contradict each other.
pub(crate) fn dossier(
    pages: &[Page],
    primaries: Vec<Noted<Primary>>,
    decisions: &Decisions,
    models: &Models,
    mut notices: Vec<Notice>,
) -> Result<Dossier, Vec<Fault>> {
    let progress = Progress::of(pages.len());
    let read: Vec<Noted<Report>> = pages
        .par_iter()
        .map(|page| guard(page, || analysed_page(page, models), without_words))
        .collect();
    let (read, told): (Vec<Report>, Vec<Vec<Notice>>) =
        read.into_iter().map(|read| (read.value, read.notices)).unzip();
    let corrected = collation::correct(read, decisions)?;
    let read = corrected
        .into_par_iter()
        .zip(pages)
        .zip(told)
        .map(|((report, page), told)| {
            let read = guard(page, || Noted::plain(attributed(report, models)), without_words);
            progress.step();
            Noted {
                value: read.value,
                notices: [told, read.notices].concat(),
            }
        })
        .collect();
    progress.end();
    let reports = collation::assign_speakers(all(read, &mut notices), decisions);
    let primaries = all(primaries, &mut notices);
    let collation = collation::collate(&reports, &primaries, decisions);
    notices.extend(collation::left_out(&reports, decisions, &collation.rulings));
    let stemma = stemma::trace(&reports, &primaries, &collation);
    notices.extend(stemma.unfollowed.iter().filter_map(|one| {
        collation::not_followed(&reports, decisions, &collation.rulings, one.ruling, one.why)
    }));
    Ok(dossier::assemble(&Story {
        reports: &reports,
        primaries: &primaries,
        collation: &collation,
        stemma: &stemma,
        notices: &notices,
        program: &program(),
    }))
}

/// `headwater read`: one page, from its bytes to its statements.
fn read_page(page: &Page, decisions: &Decisions, models: &Models) -> Noted<Report> {
    let Noted { value, mut notices } = analysed_page(page, models);
    let corrected = match collation::correct(vec![value.clone()], decisions) {
        Ok(corrected) => corrected,
        Err(faults) => {
            notices.extend(faults.iter().map(|fault| {
                let detail = format!("The decisions were not followed on this page: {fault}.");
                Notice::about(NoticeCode::DecisionNotApplied, &page.id, detail)
            }));
            return Noted {
                value: attributed(value, models),
                notices,
            };
        }
    };
    let read = corrected
        .into_iter()
        .map(|report| attributed(report, models))
        .collect();
    let value = collation::assign_speakers(read, decisions)
        .pop()
        .unwrap_or_default();
    notices.extend(collation::place_notices(&value, decisions));
    Noted { value, notices }
}

/// `headwater read --jsonl`: a clean text to a report.
fn read_text(id: &str, text: &str, models: &Models) -> Report {
    attributed(analysed(page::plain_text(id, text), models), models)
}

fn analysed_page(page: &Page, models: &Models) -> Noted<Report> {
    let read = page::read(page);
    Noted {
        value: analysed(read.value, models),
        notices: read.notices,
    }
}

fn analysed(article: Article, models: &Models) -> Report {
    let analysis = nlp::analyze(&article, &models.nlp);
    Report {
        article,
        analysis,
        statements: Vec::new(),
    }
}

fn attributed(report: Report, models: &Models) -> Report {
    let statements = attribution::attribute(&report.article, &report.analysis, &models.attribution);
    Report { statements, ..report }
}

fn without_words(article: Article) -> Report {
    Report {
        article,
        ..Report::default()
    }
}

/// `headwater read`: a page to a report.
pub(crate) fn guarded(page: &Page, decisions: &Decisions, models: &Models) -> Noted<Report> {
    guard(page, || read_page(page, decisions, models), without_words)
}

/// `headwater read --article`: a page to its article, and no further.
pub(crate) fn guarded_article(page: &Page) -> Noted<Article> {
    guard(page, || page::read(page), |article| article)
}

/// The last guard: a page that breaks a stage becomes a notice and does not
/// take the others down.
fn guard<T>(page: &Page, read: impl FnOnce() -> Noted<T>, broken: impl FnOnce(Article) -> T) -> Noted<T> {
    let mut read = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Noted {
        value: broken(page::plain_text(&page.id, "")),
        notices: vec![Notice::about(
            NoticeCode::Unreadable,
            &page.id,
            "It broke the program, which is an error in the program.",
        )],
    });
    // No document will stand for an unread page, so its notices name the file themselves.
    if is_unreadable(&read.notices) {
        let name = page.path.as_deref().unwrap_or(&page.id);
        let record = page.record.map(|at| format!(", record at byte {at}"));
        let record = record.unwrap_or_default();
        for notice in &mut read.notices {
            notice.detail = format!("{name}{record}: {}", notice.detail);
        }
    }
    read
}

/// As [`guarded`], for a clean text and what is to be told of it; `None` when it broke a stage.
pub(crate) fn guarded_text<T>(
    id: &str,
    text: &str,
    models: &Models,
    tell: impl FnOnce(&Report) -> T,
) -> Option<T> {
    catch_unwind(AssertUnwindSafe(|| tell(&read_text(id, text, models)))).ok()
}

/// `headwater read --sources`: a report to its sourced statements.
pub(crate) fn sources(report: &Report, models: &Models) -> Vec<SourcedStatement> {
    attribution::sourced(
        &report.article,
        &report.analysis,
        &report.statements,
        &models.attribution,
    )
}

/// The readable values; their notices and those of the others go to `notices`.
fn all<T>(noted: Vec<Noted<T>>, notices: &mut Vec<Notice>) -> Vec<T> {
    let mut values = Vec::with_capacity(noted.len());
    for one in noted {
        if !is_unreadable(&one.notices) {
            values.push(one.value);
        }
        notices.extend(one.notices);
    }
    values
}

/// Is there something that could not be read?
pub(crate) fn is_unreadable(notices: &[Notice]) -> bool {
    notices.iter().any(|notice| notice.code == NoticeCode::Unreadable)
}

fn program() -> Program {
    Program {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        models: Vec::new(),
    }
}
