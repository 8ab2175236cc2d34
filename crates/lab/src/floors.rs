//! Floors under what was once reached, kept in `eval/floors.toml`.
//!
//! A floor (for a rate: a ceiling) names a metric and a corpus and may only be
//! raised, unless a lowering is asked for. The number of gold cases stands
//! beside it, so that a changed corpus is not mistaken for a changed program.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::figure::{Figure, Scored, Sense};

/// Measured values are compared after rounding to this many places.
const PLACES: i32 = 3;

/// One guarded metric of one corpus.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// As in [`Figure::corpus`].
    pub corpus: String,
    /// As in [`Figure::metric`].
    pub metric: String,
    /// The least value allowed.
    pub floor: Option<f64>,
    /// The greatest value allowed, for a rate.
    pub ceiling: Option<f64>,
    /// Gold cases when it was set.
    pub cases: Option<usize>,
    /// Day it was set.
    pub date: String,
}

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// In the order of the file.
    #[serde(default, rename = "floor")]
    pub floors: Vec<Floor>,
}

/// How a floor compares with what was measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Reached, with the value.
    Held(f64),
    /// Not reached, with the value (`None`: the scorer found no case).
    Broken(Option<f64>),
    /// The gold has this many cases now: set the floor anew.
    CorpusChanged(usize),
    /// The corpus was not measured.
    Unchecked,
}

impl Floors {
    /// Reads the file.
    ///
    /// # Errors
    /// When it cannot be read, or an entry has neither or both of floor and ceiling.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let floors: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
        for entry in &floors.floors {
            if entry.floor.is_some() == entry.ceiling.is_some() {
                bail!("{} of {}: give a floor or a ceiling", entry.metric, entry.corpus);
            }
        }
        Ok(floors)
    }

    /// Compares each floor with what was measured.
    #[must_use]
    pub fn compare(&self, scored: &Scored) -> Vec<(&Floor, Verdict)> {
        self.floors
            .iter()
            .map(|floor| (floor, floor.judge(&scored.figures)))
            .collect()
    }

    /// Raises floors to what was measured and takes over case counts of changed corpora.
    /// Lowers only when `allow_regression`. Returns the floors it refused to lower.
    pub fn update(&mut self, scored: &Scored, date: &str, allow_regression: bool) -> Vec<Floor> {
        let mut refused = Vec::new();
        for floor in &mut self.floors {
            let Some((value, cases)) = floor
                .find(&scored.figures)
                .and_then(|f| Some((f.value?, f.cases)))
            else {
                continue;
            };
            let measured = rounded(value);
            let (old, worse) = match (floor.floor, floor.ceiling) {
                (Some(old), _) => (old, measured < old),
                (None, old) => (old.unwrap_or(1.0), measured > old.unwrap_or(1.0)),
            };
            if worse && !allow_regression {
                refused.push(floor.clone());
                continue;
            }
            if (measured - old).abs() < f64::EPSILON && floor.cases == cases {
                continue;
            }
            if floor.floor.is_some() {
                floor.floor = Some(measured);
            } else {
                floor.ceiling = Some(measured);
            }
            floor.cases = cases;
            date.clone_into(&mut floor.date);
        }
        refused
    }

    /// The text of the file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::from(HEADER);
        for floor in &self.floors {
            out.push_str("\n[[floor]]\n");
            let mut line = |key: &str, value: String| {
                let _ = writeln!(out, "{key} = {value}");
            };
            line("corpus", format!("{:?}", floor.corpus));
            line("metric", format!("{:?}", floor.metric));
            if let Some(value) = floor.floor {
                line("floor", format!("{value:?}"));
            }
            if let Some(value) = floor.ceiling {
                line("ceiling", format!("{value:?}"));
            }
            if let Some(cases) = floor.cases {
                line("cases", cases.to_string());
            }
            line("date", format!("{:?}", floor.date));
        }
        out
    }
}

const HEADER: &str = "\
# Least (floor) and greatest (ceiling) values that `cargo lab score` accepts.
# `cargo lab score --update --date YYYY-MM-DD` raises them to what is measured;
# lowering one needs `--allow-regression` and a line in CHANGELOG.md. A new
# metric is guarded by adding an entry here by hand.
";

impl Floor {
    fn find<'a>(&self, figures: &'a [Figure]) -> Option<&'a Figure> {
        figures
            .iter()
            .find(|figure| figure.corpus == self.corpus && figure.metric == self.metric)
    }

    fn judge(&self, figures: &[Figure]) -> Verdict {
        let Some(figure) = self.find(figures) else {
            let measured = figures.iter().any(|figure| figure.corpus == self.corpus);
            return if measured {
                Verdict::Broken(None)
            } else {
                Verdict::Unchecked
            };
        };
        if let (Some(then), Some(now)) = (self.cases, figure.cases)
            && then != now
        {
            return Verdict::CorpusChanged(now);
        }
        // A rate without a case is not exceeded; a score without a case is not reached.
        let Some(value) = figure.value.map(rounded) else {
            return if figure.sense == Sense::Lower {
                Verdict::Held(0.0)
            } else {
                Verdict::Broken(None)
            };
        };
        let held = self.floor.is_none_or(|floor| value >= floor)
            && self.ceiling.is_none_or(|ceiling| value <= ceiling);
        if held {
            Verdict::Held(value)
        } else {
            Verdict::Broken(Some(value))
        }
    }
}

fn rounded(value: f64) -> f64 {
    let scale = 10_f64.powi(PLACES);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floors(text: &str) -> Floors {
        toml::from_str(text).unwrap()
    }

    fn scored(metric: &str, value: Option<f64>, sense: Sense, cases: Option<usize>) -> Scored {
        let figure = Figure {
            corpus: "stories/invented".to_owned(),
            metric: metric.to_owned(),
            value,
            sense,
            cases,
        };
        Scored {
            figures: vec![figure],
            skipped: Vec::new(),
        }
    }

    const BODY: &str = r#"
        [[floor]]
        corpus = "stories/invented"
        metric = "article/body"
        floor = 0.97
        cases = 12
        date = "2026-11-22"
    "#;

    #[test]
    fn a_floor_holds_at_its_value_and_breaks_below() {
        let floors = floors(BODY);
        let verdict = |value, cases| {
            floors.compare(&scored("article/body", value, Sense::Higher, cases))[0]
                .1
                .clone()
        };
        assert_eq!(verdict(Some(0.9699), Some(12)), Verdict::Held(0.97));
        assert_eq!(verdict(Some(0.96), Some(12)), Verdict::Broken(Some(0.96)));
        assert_eq!(verdict(None, Some(12)), Verdict::Broken(None));
        assert_eq!(verdict(Some(1.0), Some(13)), Verdict::CorpusChanged(13));
    }

    #[test]
    fn a_metric_that_vanished_is_broken_and_an_absent_corpus_unchecked() {
        let floors = floors(BODY);
        let other = scored("article/other", Some(1.0), Sense::Higher, None);
        assert_eq!(floors.compare(&other)[0].1, Verdict::Broken(None));
        assert_eq!(floors.compare(&Scored::default())[0].1, Verdict::Unchecked);
    }

    #[test]
    fn a_ceiling_breaks_above() {
        let floors = floors(
            &BODY
                .replace("floor = 0.97", "ceiling = 0.02")
                .replace("cases = 12\n", ""),
        );
        let verdict = |value| {
            floors.compare(&scored("article/body", value, Sense::Lower, None))[0]
                .1
                .clone()
        };
        assert_eq!(verdict(Some(0.02)), Verdict::Held(0.02));
        assert_eq!(verdict(Some(0.03)), Verdict::Broken(Some(0.03)));
        assert_eq!(verdict(None), Verdict::Held(0.0));
    }

    #[test]
    fn update_raises_and_refuses_to_lower() {
        let mut kept = floors(BODY);
        let better = scored("article/body", Some(0.9888), Sense::Higher, Some(12));
        assert!(kept.update(&better, "2026-11-23", false).is_empty());
        assert_eq!(kept.floors[0].floor, Some(0.989));
        assert_eq!(kept.floors[0].date, "2026-11-23");
        let worse = scored("article/body", Some(0.5), Sense::Higher, Some(12));
        assert_eq!(kept.update(&worse, "2026-11-24", false).len(), 1);
        assert_eq!(kept.floors[0].floor, Some(0.989));
        assert!(kept.update(&worse, "2026-11-24", true).is_empty());
        assert_eq!(kept.floors[0].floor, Some(0.5));
    }

    #[test]
    fn the_file_is_read_back_as_written() {
        let kept = floors(BODY);
        assert_eq!(floors(&kept.to_toml()), kept);
    }
}
