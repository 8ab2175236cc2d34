//! The outcome of each page of a set, so that an unchanged mean cannot hide a
//! page that was lost for another that was won.
//!
//! In: per page the F1 of its body and what became of its fields. Out: one row
//! a page (`eval/cases/pages-SET.csv`), and what changed against the rows that
//! are kept. The rows hold an id and numbers, and no text of an outlet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of one field of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Another value than the gold one, or one where the gold has none.
    Wrong,
    /// No value.
    Missed,
    /// The set says nothing of it.
    Unasked,
    /// The value of the gold record, or none where it has none.
    Right,
}

/// Fields of a page, in the order of the columns.
pub const FIELDS: [&str; 3] = ["title", "author", "date"];

/// What became of one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Start of its file name.
    pub page: String,
    /// F1 of the words of its body.
    pub body: f64,
    /// One of each of [`FIELDS`].
    pub fields: [Field; 3],
}

/// Longest id in a row: enough of a hash to tell pages apart.
const ID: usize = 40;

/// A body that changes by less is the same.
const CHANGE: f64 = 0.005;

/// Changed pages that are printed, the worst and the best; all stand in the file after `--update`.
const SHOWN: usize = 8;

impl Field {
    /// Outcome of a field by whether its value is right and whether there is one.
    #[must_use]
    pub fn of(right: bool, given: bool) -> Self {
        match (right, given) {
            (true, _) => Self::Right,
            (false, true) => Self::Wrong,
            (false, false) => Self::Missed,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Missed => "missed",
            Self::Unasked => "",
        }
    }

    fn from_word(word: &str) -> Self {
        [Self::Right, Self::Wrong, Self::Missed]
            .into_iter()
            .find(|field| field.word() == word)
            .unwrap_or(Self::Unasked)
    }
}

impl Outcome {
    /// The outcome of the page in this file.
    #[must_use]
    pub fn new(file: &str, body: f64, fields: [Field; 3]) -> Self {
        let page = file.split('.').next().unwrap_or_default();
        Self {
            page: page.chars().take(ID).collect(),
            body,
            fields,
        }
    }
}

/// The rows as a file, by page.
#[must_use]
pub fn to_csv(outcomes: &[Outcome]) -> String {
    let mut rows: Vec<String> = outcomes
        .iter()
        .map(|outcome| {
            let fields = outcome.fields.map(Field::word).join(",");
            format!("{},{:.3},{fields}", outcome.page, outcome.body)
        })
        .collect();
    rows.sort();
    format!("page,body,{}\n{}\n", FIELDS.join(","), rows.join("\n"))
}

/// Reads what [`to_csv`] writes; a row that is none is passed over.
#[must_use]
pub fn from_csv(text: &str) -> Vec<Outcome> {
    text.lines()
        .skip(1)
        .filter_map(|row| {
            let mut cells = row.split(',');
            let page = cells.next()?.to_owned();
            let body = cells.next()?.parse().ok()?;
            let mut field = || cells.next().map_or(Field::Unasked, Field::from_word);
            Some(Outcome {
                page,
                body,
                fields: [field(), field(), field()],
            })
        })
        .collect()
}

/// How a page stands against the kept row, and in words.
struct Change {
    /// Change of the body; a field counts as a whole body.
    by: f64,
    says: String,
}

/// What changed since the rows were kept, for people: a count, then the pages
/// that lost most and those that won most. Empty when nothing did.
#[must_use]
pub fn changes(name: &str, kept: &[Outcome], now: &[Outcome]) -> String {
    let kept: BTreeMap<&str, &Outcome> = kept
        .iter()
        .map(|outcome| (outcome.page.as_str(), outcome))
        .collect();
    let mut changes: Vec<Change> = now
        .iter()
        .filter_map(|outcome| change(kept.get(outcome.page.as_str())?, outcome))
        .collect();
    let unknown = now
        .iter()
        .filter(|outcome| !kept.contains_key(outcome.page.as_str()))
        .count();
    if changes.is_empty() && unknown == 0 {
        return String::new();
    }
    changes.sort_by(|a, b| a.by.total_cmp(&b.by).then_with(|| a.says.cmp(&b.says)));
    let worse = changes.iter().take_while(|change| change.by < 0.0).count();
    let better = changes.len() - worse;
    let mut out = format!("{name}: {worse} pages worse, {better} better, {unknown} not kept yet\n");
    let worst = changes.iter().take(worse.min(SHOWN));
    let best = changes.iter().rev().take(better.min(SHOWN));
    for (how, change) in worst
        .map(|change| ("worse ", change))
        .chain(best.map(|change| ("better", change)))
    {
        let _ = writeln!(out, "  {how} {}", change.says);
    }
    out
}

fn change(old: &Outcome, new: &Outcome) -> Option<Change> {
    let mut by = 0.0;
    let mut says = new.page.clone();
    if (old.body - new.body).abs() >= CHANGE {
        by += new.body - old.body;
        let _ = write!(says, "  body {:.3} -> {:.3}", old.body, new.body);
    }
    for ((name, old), new) in FIELDS.iter().zip(old.fields).zip(new.fields) {
        if old != new {
            by += if new > old { 1.0 } else { -1.0 };
            let _ = write!(says, "  {name} {} -> {}", old.word(), new.word());
        }
    }
    (says != new.page).then_some(Change { by, says })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(page: &str, body: f64, author: Field) -> Outcome {
        Outcome::new(page, body, [Field::Right, author, Field::Unasked])
    }

    #[test]
    fn rows_are_read_as_written() {
        let outcomes = [
            outcome("a-1.html.gz", 0.5, Field::Missed),
            outcome("b.html.gz", 1.0, Field::Wrong),
        ];
        let csv = to_csv(&outcomes);
        assert_eq!(
            csv,
            "page,body,title,author,date\na-1,0.500,right,missed,\nb,1.000,right,wrong,\n"
        );
        assert_eq!(from_csv(&csv), outcomes);
    }

    #[test]
    fn a_loss_shows_beside_an_equal_win() {
        let kept = [
            outcome("a", 0.9, Field::Right),
            outcome("b", 0.8, Field::Right),
            outcome("c", 0.5, Field::Missed),
        ];
        let now = [
            outcome("a", 0.8, Field::Right),
            outcome("b", 0.9, Field::Right),
            outcome("c", 0.5, Field::Wrong),
            outcome("d", 1.0, Field::Right),
        ];
        assert_eq!(
            changes("set", &kept, &now),
            "set: 2 pages worse, 1 better, 1 not kept yet\n  \
             worse  c  author missed -> wrong\n  \
             worse  a  body 0.900 -> 0.800\n  \
             better b  body 0.800 -> 0.900\n"
        );
        assert_eq!(changes("set", &kept, &kept), "");
    }
}
