//! Statements that a person decided upon.
//!
//! In: reports with their statements, whose analyses follow the decisions. Out: the
//! same, where the decided statements have the decided speakers. What kind of source
//! the page lays the words to stays what the page says. Also: the statement that a
//! place tells of by its source or its content.

use attribution::{SourceType, Statement};
use text::Span;

use super::standing::{Classes, Places, Standing, Unfit};
use super::{Decision, Decisions, Place, Who};
use crate::{Report, StatementRef};

/// Gives decided statements their speakers.
#[must_use]
pub fn assign_speakers(mut reports: Vec<Report>, decisions: &Decisions) -> Vec<Report> {
    if decisions.is_empty() {
        return reports;
    }
    let classes = Classes::of(decisions);
    let places = Places::find(&reports, decisions);
    let standing = Standing::find(&reports, decisions, &classes, &places);
    for decision in decisions.list.keys() {
        if let Decision::Speaker(place, is) = decision
            && let Ok((at, speaker)) = spoken(&reports, place, is.as_ref(), &classes, &places, &standing)
        {
            reports[at.report].statements[at.statement].speaker.entity = speaker;
        }
    }
    reports
}

/// The statement at a place, and the entity of its report that is to speak it.
pub(super) fn spoken(
    reports: &[Report],
    place: &Place,
    is: Option<&Who>,
    classes: &Classes<'_>,
    places: &Places<'_>,
    standing: &Standing<'_>,
) -> Result<(StatementRef, Option<usize>), Unfit> {
    let found = places.get(place)?;
    let statements = &reports[found.report].statements;
    let statement = statement_at(statements, found.article)?;
    let speaker = match is {
        None => None,
        Some(who) => {
            let class = classes.class(who.key()).ok_or(Unfit::NotNamed)?;
            let entity = standing.entity(reports, class, found.report);
            Some(entity.ok_or_else(|| standing.stand(who.key()).unfit.unwrap_or(Unfit::NotNamedHere))?)
        }
    };
    let at = StatementRef {
        report: found.report,
        statement,
    };
    Ok((at, speaker))
}

/// The statement that has these words as its content, or else the innermost whose content holds them.
fn statement_at(statements: &[Statement], words: Span) -> Result<usize, Unfit> {
    let with_content = || {
        let numbered = statements.iter().enumerate();
        numbered.filter(|(_, statement)| !statement.content.is_empty())
    };
    let rank = |(_, statement): &(usize, &Statement)| {
        let exact = statement.content.contains(&words) || statement.content_cover() == words;
        let author = statement.source_type == SourceType::Author;
        (author, !exact, statement.content_cover().len())
    };
    let (at, statement) = with_content()
        .filter(|(_, statement)| statement.content_cover().contains(words))
        .min_by_key(rank)
        .ok_or(Unfit::NoStatement)?;
    if statement.source_type == SourceType::Author {
        return Err(Unfit::OwnVoice);
    }
    Ok(at)
}

/// The innermost statement whose source has these words, or else the one that has them as its content.
pub(super) fn sourced(reports: &[Report], place: &Place, places: &Places<'_>) -> Result<StatementRef, Unfit> {
    let found = places.get(place)?;
    let statements = &reports[found.report].statements;
    let by_source = statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.source.iter().any(|span| span.contains(found.article)))
        .min_by_key(|(at, statement)| (statement.content_cover().len(), *at));
    let statement = match by_source {
        Some((at, _)) => at,
        None => statement_at(statements, found.article).map_err(|why| match why {
            Unfit::NoStatement => Unfit::NoSource,
            why => why,
        })?,
    };
    Ok(StatementRef {
        report: found.report,
        statement,
    })
}
