//! What became of each decision.
//!
//! In: decisions, and reports that follow them. Out: for each decision whom and which
//! words it binds, and what of it did not apply, why and where: that is told in notices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use text::{Notice, NoticeCode, Span};

use super::speakers::{sourced, spoken};
use super::standing::{Classes, NamesAsked, Places, Standing, Unfit};
use super::{Decision, Decisions, Line, Place, Who};
use crate::identities::name_words;
use crate::{Locus, Primary, Report, StatementRef, Witness};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// Several are one.
    Same,
    /// Several are not one.
    Apart,
    /// Whom words mean.
    Mention,
    /// Who speaks.
    Speaker,
    /// One page took its matter from another.
    Taken,
    /// It did not.
    NotTaken,
    /// What several statements rest on is one.
    OneSource,
    /// No two of several statements rest on one.
    SeparateSources,
}

/// A decision as it was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// What was decided.
    pub kind: DecisionKind,
    /// Did it apply, as a whole or in part?
    pub applied: bool,
    /// Whom it is about, by index of an identity, ascending. Empty for words that are said to be nobody's.
    pub identities: Vec<usize>,
    /// The words it is about; of a name, where it stands first. Of two pages, first those of the one downstream.
    pub loci: Vec<Locus>,
    /// The statement whose speaker was decided.
    pub statement: Option<StatementRef>,
    /// The statements whose sources are one or several, ascending.
    pub sources: Vec<StatementRef>,
    /// What of it did not apply.
    lacks: Vec<Lack>,
}

/// A part of a decision that does not apply.
#[derive(Debug, Clone, PartialEq)]
struct Lack {
    /// As given.
    words: String,
    why: Unfit,
    /// Report, and bytes of its capture.
    at: Option<(usize, Option<Span>)>,
}

/// Tells what became of each decision; `identity` is that of a report's entity.
pub(crate) fn rulings(
    reports: &[Report],
    primaries: &[Primary],
    decisions: &Decisions,
    identity: &dyn Fn(usize, usize) -> Option<usize>,
) -> Vec<Ruling> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let classes = Classes::of(decisions);
    let places = Places::find(reports, decisions);
    let standing = Standing::find(reports, decisions, &classes, &places);
    let telling = Telling {
        reports,
        names: NamesAsked::find(reports, &classes, &places),
        labels: labels(primaries),
        classes,
        places,
        standing,
        identity,
    };
    decisions
        .list
        .keys()
        .map(|decision| telling.ruling(decision))
        .collect()
}

struct Telling<'a> {
    reports: &'a [Report],
    classes: Classes<'a>,
    places: Places<'a>,
    standing: Standing<'a>,
    names: NamesAsked,
    labels: BTreeMap<Vec<String>, Locus>,
    identity: &'a dyn Fn(usize, usize) -> Option<usize>,
}

impl Telling<'_> {
    fn ruling(&self, decision: &Decision) -> Ruling {
        let mut ruling = match decision {
            Decision::Same(list) => self.several(DecisionKind::Same, list),
            Decision::Apart(list) => self.several(DecisionKind::Apart, list),
            Decision::Mention(place, is) => self.mention(place, is),
            Decision::Speaker(place, is) => self.speaker(place, is.as_ref()),
            Decision::Taken(page, from) => self.taken(page, from),
            Decision::NotTaken(page, from) => self.pages(DecisionKind::NotTaken, page, from),
            Decision::OneSource(list) => self.sources(DecisionKind::OneSource, list),
            Decision::SeparateSources(list) => self.sources(DecisionKind::SeparateSources, list),
        };
        ruling.identities.sort_unstable();
        ruling.identities.dedup();
        ruling
    }

    fn empty(kind: DecisionKind) -> Ruling {
        Ruling {
            kind,
            applied: false,
            identities: Vec::new(),
            loci: Vec::new(),
            statement: None,
            sources: Vec::new(),
            lacks: Vec::new(),
        }
    }

    fn several(&self, kind: DecisionKind, list: &[Who]) -> Ruling {
        let mut ruling = Self::empty(kind);
        let known = list.iter().filter(|who| self.add(who, None, &mut ruling)).count();
        ruling.applied = known >= 2;
        ruling
    }

    fn mention(&self, place: &Place, is: &Who) -> Ruling {
        let mut ruling = Self::empty(DecisionKind::Mention);
        let at = self.place(place, &mut ruling);
        let stands = self.add(is, at, &mut ruling);
        let class = self.classes.class(place.key());
        let anchored = class.is_some_and(|class| self.standing.is_anchored(class));
        ruling.applied = at.is_some() && (stands || anchored);
        if ruling.applied && !stands {
            // Another line says who that is.
            ruling.lacks.clear();
            let meant = self.standing.stand(place.key()).entities;
            self.add_identities(&meant, &mut ruling);
        }
        ruling
    }

    fn speaker(&self, place: &Place, is: Option<&Who>) -> Ruling {
        let mut ruling = Self::empty(DecisionKind::Speaker);
        let Some(at) = self.place(place, &mut ruling) else {
            return ruling;
        };
        match spoken(
            self.reports,
            place,
            is,
            &self.classes,
            &self.places,
            &self.standing,
        ) {
            Ok((statement, speaker)) => {
                ruling.applied = true;
                ruling.statement = Some(statement);
                let speaker = speaker.and_then(|entity| (self.identity)(statement.report, entity));
                ruling.identities.extend(speaker);
            }
            Err(why) => {
                let about_place = matches!(why, Unfit::NoStatement | Unfit::OwnVoice);
                let words = is.filter(|_| !about_place).map_or(&place.text, given);
                ruling.lacks.push(Lack {
                    words: words.clone(),
                    why,
                    at: Some(at),
                });
            }
        }
        ruling
    }

    /// Words of two pages, first of the one downstream.
    fn pages(&self, kind: DecisionKind, page: &Place, from: &Place) -> Ruling {
        let mut ruling = Self::empty(kind);
        for place in [page, from] {
            match self.places.in_capture(place) {
                Ok((report, span)) => ruling.loci.push(Locus {
                    witness: Witness::Report(report),
                    span,
                }),
                Err(why) => ruling.lacks.push(Lack {
                    words: place.text.clone(),
                    why,
                    at: self.page(place),
                }),
            }
        }
        ruling.applied = ruling.lacks.is_empty();
        ruling
    }

    fn taken(&self, page: &Place, from: &Place) -> Ruling {
        let mut ruling = self.pages(DecisionKind::Taken, page, from);
        let stamp = |place: &Place| {
            let (report, _) = self.places.in_capture(place).ok()?;
            self.reports[report].article.published.as_ref()?.stamp
        };
        if let (Some(own), Some(upstream)) = (stamp(page), stamp(from))
            && own.certainly_before(&upstream)
        {
            ruling.applied = false;
            ruling.lacks.push(Lack {
                words: page.text.clone(),
                why: Unfit::Earlier,
                at: self.page(page),
            });
        }
        ruling
    }

    fn sources(&self, kind: DecisionKind, list: &[Place]) -> Ruling {
        let mut ruling = Self::empty(kind);
        for place in list {
            let Some(at) = self.place(place, &mut ruling) else {
                continue;
            };
            let why = match sourced(self.reports, place, &self.places) {
                Ok(statement) if ruling.sources.contains(&statement) => Unfit::OneStatement,
                Ok(statement) => {
                    ruling.sources.push(statement);
                    continue;
                }
                Err(why) => why,
            };
            ruling.loci.pop();
            ruling.lacks.push(Lack {
                words: place.text.clone(),
                why,
                at: Some(at),
            });
        }
        ruling.sources.sort_unstable();
        ruling.applied = ruling.sources.len() >= 2;
        ruling
    }

    /// Adds the words at a place, if they stand there.
    fn place(&self, place: &Place, ruling: &mut Ruling) -> Option<(usize, Option<Span>)> {
        match self.places.get(place) {
            Ok(found) => {
                ruling.loci.push(Locus {
                    witness: Witness::Report(found.report),
                    span: found.capture,
                });
                Some((found.report, Some(found.capture)))
            }
            Err(why) => {
                ruling.lacks.push(Lack {
                    words: place.text.clone(),
                    why,
                    at: self.page(place),
                });
                None
            }
        }
    }

    /// The page that a place is of; what stands there may be something else.
    fn page(&self, place: &Place) -> Option<(usize, Option<Span>)> {
        let page = |report: &Report| report.article.capture.sha256 == place.sha256;
        Some((self.reports.iter().position(page)?, None))
    }

    /// Adds whom somebody is; `at` is where to tell that he is nobody.
    fn add(&self, who: &Who, at: Option<(usize, Option<Span>)>, ruling: &mut Ruling) -> bool {
        let stand = self.standing.stand(who.key());
        let label = match who {
            Who::Name { words, .. } => self.labels.get(words),
            Who::Place(_) => None,
        };
        if let (Some(Unfit::NotNamed), Some(&label)) = (stand.unfit, label) {
            ruling.loci.push(label);
            return true;
        }
        if let Some(why) = stand.unfit {
            let own = match who {
                Who::Place(place) => self
                    .places
                    .get(place)
                    .ok()
                    .map(|found| (found.report, Some(found.capture))),
                Who::Name { .. } => None,
            };
            let page = match who {
                Who::Place(place) => self.page(place),
                Who::Name { .. } => None,
            };
            ruling.lacks.push(Lack {
                words: given(who).clone(),
                why,
                at: own.or(page).or(at),
            });
        } else {
            let several = stand.several.iter().map(|&report| Lack {
                words: given(who).clone(),
                why: Unfit::Several,
                at: Some((report, None)),
            });
            ruling.lacks.extend(several);
        }
        self.add_identities(&stand.entities, ruling);
        if let Some(&(report, entity)) = stand.entities.first() {
            ruling.loci.extend(self.first_words(who, report, entity));
        }
        stand.unfit.is_none()
    }

    fn add_identities(&self, entities: &[(usize, usize)], ruling: &mut Ruling) {
        let identities = entities.iter();
        ruling
            .identities
            .extend(identities.filter_map(|&(report, entity)| (self.identity)(report, entity)));
    }

    fn first_words(&self, who: &Who, report: usize, entity: usize) -> Option<Locus> {
        match who {
            Who::Place(place) => {
                let found = self.places.get(place).ok()?;
                Some(Locus {
                    witness: Witness::Report(found.report),
                    span: found.capture,
                })
            }
            Who::Name { words, .. } => {
                let mentions = &self.reports[report].analysis.mentions;
                let bearing = self.names.of(report, words).iter();
                let mut own = bearing
                    .map(|&mention| mentions[mention])
                    .filter(|mention| mention.entity == entity);
                self.reports[report].locus(report, own.next()?.span)
            }
        }
    }
}

/// Labels of speakers, with where each stands first.
fn labels(primaries: &[Primary]) -> BTreeMap<Vec<String>, Locus> {
    let mut labels = BTreeMap::new();
    for (at, primary) in primaries.iter().enumerate() {
        for span in primary.units.iter().filter_map(|unit| unit.label) {
            let locus = Locus {
                witness: Witness::Primary(at),
                span,
            };
            labels
                .entry(name_words(primary.text.slice(span)))
                .or_insert(locus);
        }
    }
    labels
}

fn given(who: &Who) -> &String {
    match who {
        Who::Name { given, .. } => given,
        Who::Place(place) => &place.text,
    }
}

/// What did not apply, for people, with the line that decides it. The rulings are those of all decisions.
#[must_use]
pub fn left_out(reports: &[Report], decisions: &Decisions, rulings: &[Ruling]) -> Vec<Notice> {
    let ruled = rulings.iter().zip(decisions.list.values());
    let mut notices: Vec<Notice> = ruled
        .flat_map(|(ruling, lines)| {
            let lacks = ruling.lacks.iter();
            lacks.map(|lack| notice(reports, &lines[0], &lack.words, why(lack.why), lack.at))
        })
        .collect();
    notices.sort();
    notices.dedup();
    notices
}

/// What a later stage could not follow, and why: a fixed part of a sentence. `ruling` is the index of the decision.
#[must_use]
pub fn not_followed(
    reports: &[Report],
    decisions: &Decisions,
    rulings: &[Ruling],
    ruling: usize,
    why: &str,
) -> Option<Notice> {
    let locus = rulings.get(ruling)?.loci.first()?;
    let lines = decisions.list.values().nth(ruling)?;
    let Witness::Report(report) = locus.witness else {
        return None;
    };
    let words = reports[report].article.capture.text.slice(locus.span);
    Some(notice(
        reports,
        &lines[0],
        words,
        why,
        Some((report, Some(locus.span))),
    ))
}

/// What did not apply to one page that is read by itself: of other pages nothing is told.
#[must_use]
pub fn place_notices(report: &Report, decisions: &Decisions) -> Vec<Notice> {
    let reports = std::slice::from_ref(report);
    let mut rulings = rulings(reports, &[], decisions, &|_, _| None);
    for ruling in &mut rulings {
        ruling.lacks.retain(|lack| lack.at.is_some());
    }
    left_out(reports, decisions, &rulings)
}

/// Words of a notice are cut to this many characters.
const SHOWN: usize = 80;

fn why(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::NoPage => "no page of the story has the bytes that it was decided on",
        Unfit::OtherWords => "other words stand at the place",
        Unfit::OutsideArticle => "the place is no part of the article",
        Unfit::Nobody => {
            "the words at the place refer to nobody that the program knows; decide whom they mean first"
        }
        Unfit::NotNamed => "no report has the name",
        Unfit::Several => "several have the name in one report; decide by place",
        Unfit::NoStatement => "no statement has these words as its content",
        Unfit::NoSource => "no statement has these words as its source or its content",
        Unfit::OwnVoice => "the page says this in its own voice",
        Unfit::NotNamedHere => {
            "the page of the statement does not speak of the speaker; decide first which words there do"
        }
        Unfit::Earlier => {
            "by the times on both pages it was published before the page that it is said to be taken from"
        }
        Unfit::OneStatement => "another place of the same line is of the same statement",
    }
}

fn notice(
    reports: &[Report],
    line: &Line,
    words: &str,
    why: &str,
    at: Option<(usize, Option<Span>)>,
) -> Notice {
    let mut words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(end);
        words.push('…');
    }
    let detail = format!("A decision about “{words}” ({line}) was not applied: {why}.");
    match at {
        Some((report, Some(span))) => Notice::at(
            NoticeCode::DecisionNotApplied,
            &reports[report].article.id,
            span,
            detail,
        ),
        Some((report, None)) => Notice::about(
            NoticeCode::DecisionNotApplied,
            &reports[report].article.id,
            detail,
        ),
        None => Notice {
            code: NoticeCode::DecisionNotApplied,
            at: None,
            detail,
        },
    }
}
