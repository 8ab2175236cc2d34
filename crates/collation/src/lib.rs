//! Reports set side by side.
//!
//! [`collate`] finds who is who across reports, groups statements into claims,
//! compares the wordings of each utterance with each other and with the
//! primaries, and lists events, conflicts, corrections and open points.

mod align;
mod asides;
mod check;
mod claim;
mod claims;
mod collation;
mod conflicts;
mod corrections;
mod decisions;
mod deeds;
mod events;
mod identities;
mod open_points;
#[cfg(test)]
mod order_tests;
mod primary;
mod report;
mod stem;
mod utterance;
mod utterances;
mod vocabulary;
mod withdrawals;
mod words;

use decisions::Bonds;

pub use asides::relative_clauses;
pub use check::{Occasion, PrimaryIndex, Quotation, QuoteCheck, SpeakerFit, check_quotation};
pub use claim::{Alignment, Claim, ClaimType, Evidence, Layer, Polarity};
pub use collation::{
    Collation, Conflict, ConflictLevel, Correction, CorrectionChange, Event, EventStatus, EventTime, Framing,
    Identity, OpenPoint, Participant, Version,
};
pub use decisions::{
    Decision, DecisionKind, Decisions, Fault, Line, Place, Ruling, Who, assign_speakers, correct, left_out,
    not_followed, place_notices,
};
pub use deeds::is_deed;
pub use primary::{Primary, PrimaryKind, Unit, read_primary};
pub use report::{Locus, Report, StatementRef, Witness};
pub use stem::stem;
pub use utterance::{Change, Instance, Match, Meaning, UnitMatch, Utterance};
pub use words::content_words;

/// Sets reports side by side. The order of `reports` changes only the indices in the result.
/// The reports follow the decisions within each ([`correct`], [`assign_speakers`]).
#[must_use]
pub fn collate(reports: &[Report], primaries: &[Primary], decisions: &Decisions) -> Collation {
    let bonds = Bonds::find(reports, decisions);
    let identities = identities::identify(reports, primaries, &bonds);
    let rulings = decisions::rulings(reports, primaries, decisions, &|report, entity| {
        identities.of_entity(report, entity)
    });
    let utterances = utterances::utterances(reports, primaries, &identities);
    let (mut claims, counted) = claims::claims(reports, &identities, &utterances);
    let versions = corrections::versions(reports);
    let corrections = corrections::corrections(reports, &versions, &utterances);
    let conflicts = conflicts::conflicts(reports, &claims, &counted, &utterances, &versions);
    withdrawals::withdraw(reports, &corrections, &mut claims);
    let open_points = open_points::open_points(reports, &identities, &claims);
    let events = events::events(reports, &identities);
    let used_assertions = claims::used_assertions(reports, &claims);
    Collation {
        claims,
        versions,
        corrections,
        conflicts,
        events,
        open_points,
        used_assertions,
        utterances,
        rulings,
        identities: identities.list,
        ..Collation::default()
    }
}
