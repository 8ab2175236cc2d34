//! Times as precise as a page gives them.

use jiff::civil;
use jiff::tz::Offset;

/// The smallest unit that was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Precision {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// A civil time with the precision and the zone that were stated, no more.
///
/// Written as ISO 8601: `2025`, `2025-03`, `2025-03-18`, `2025-03-18T09:12+01:00`
/// (CONTRACT section 1, rule 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Fields finer than `precision` are at their first value.
    pub civil: civil::DateTime,
    /// The smallest unit stated.
    pub precision: Precision,
    /// The zone's offset, only if the page gives it.
    pub offset: Option<Offset>,
}
