//! The outcome of each gold case of a bundled story, and the few figures that
//! must be held in a clone without the shared scorers.
//!
//! In: the gold record and a dossier, both as JSON. Out: one row a case
//! (`eval/cases/STORY.csv`), so that an unchanged mean cannot hide a win traded
//! for a loss. Only for invented stories: the rows name cases by id and hold no text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::figure::{Figure, Sense};

/// Contents agree from this Jaccard index of code points on, as in the story scorer.
const SAME: f64 = 0.5;

/// What became of one gold case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// `headline`, `published`, `statement`, `quotation`, `claim`.
    pub task: &'static str,
    /// Id in the gold record.
    pub id: String,
    /// `right`, `missed`, or what is wrong.
    pub outcome: String,
}

/// Compares a dossier with the gold record of its story.
#[must_use]
pub fn compare(gold: &Value, dossier: &Value) -> Vec<Case> {
    let mut cases = documents(gold, dossier);
    let matched = match_statements(gold, dossier);
    cases.extend(statements(gold, &matched));
    cases.extend(quotations(gold, dossier));
    cases.extend(claims(gold, dossier, &matched));
    cases
}

/// The rows as a file.
#[must_use]
pub fn to_csv(cases: &[Case]) -> String {
    let mut out = String::from("task,case,outcome\n");
    for case in cases {
        let _ = writeln!(out, "{},{},{}", case.task, case.id, case.outcome);
    }
    out
}

/// Share of cases right for each task, and the two errors that are worse than an omission.
#[must_use]
pub fn figures(corpus: &str, cases: &[Case]) -> Vec<Figure> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases {
        let (right, all) = counts.entry(case.task).or_default();
        *right += usize::from(case.outcome == "right");
        *all += 1;
    }
    let figure = |metric: String, hits: usize, all: usize, sense| Figure {
        corpus: corpus.to_owned(),
        metric,
        value: (all > 0).then(|| hits as f64 / all as f64),
        sense,
        cases: Some(all),
    };
    let mut figures: Vec<Figure> = counts
        .iter()
        .map(|(task, (right, all))| figure(format!("{task}/right"), *right, *all, Sense::Higher))
        .collect();
    for (task, outcome) in [("claim", "false_independence"), ("quotation", "false_accusation")] {
        let all = counts.get(task).map_or(0, |(_, all)| *all);
        let hits = cases
            .iter()
            .filter(|case| case.task == task && case.outcome.starts_with(outcome))
            .count();
        figures.push(figure(format!("{task}/{outcome}"), hits, all, Sense::Lower));
    }
    figures
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Code points of one document, as disjoint ascending ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place<'a> {
    doc: &'a str,
    ranges: Vec<(u64, u64)>,
}

impl<'a> Place<'a> {
    fn of(spans: &'a [Value]) -> Self {
        let mut ranges: Vec<(u64, u64)> = spans
            .iter()
            .filter_map(|span| Some((span["start"].as_u64()?, span["end"].as_u64()?)))
            .collect();
        ranges.sort_unstable();
        ranges.dedup();
        let doc = spans.first().map_or("", |span| word(span, "doc"));
        Self { doc, ranges }
    }

    fn size(&self) -> u64 {
        self.ranges
            .iter()
            .map(|(start, end)| end.saturating_sub(*start))
            .sum()
    }

    fn shared(&self, other: &Self) -> u64 {
        if self.doc != other.doc {
            return 0;
        }
        let overlap = |a: &(u64, u64), b: &(u64, u64)| a.1.min(b.1).saturating_sub(a.0.max(b.0));
        self.ranges
            .iter()
            .map(|a| other.ranges.iter().map(|b| overlap(a, b)).sum::<u64>())
            .sum()
    }

    /// Jaccard index.
    fn likeness(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let covered = self.size() + other.size() - shared;
        if covered == 0 {
            return 0.0;
        }
        shared as f64 / covered as f64
    }
}

fn documents(gold: &Value, dossier: &Value) -> Vec<Case> {
    let mut cases = Vec::new();
    for document in list(gold, "documents") {
        let id = word(document, "id");
        let found = list(dossier, "documents")
            .iter()
            .find(|other| other["sha256"] == document["sha256"])
            .unwrap_or(&Value::Null);
        let mut case = |task, right: bool, given: bool| {
            let outcome = if right {
                "right"
            } else if given {
                "wrong"
            } else {
                "missed"
            };
            cases.push(Case {
                task,
                id: id.to_owned(),
                outcome: outcome.to_owned(),
            });
        };
        let headline = &found["headline"]["clean"];
        case(
            "headline",
            *headline == document["headline"]["clean"],
            !headline.is_null(),
        );
        let published = &found["published"]["normalised"];
        case(
            "published",
            *published == document["published"]["normalised"],
            !published.is_null(),
        );
    }
    cases
}

/// For each gold statement the id of the statement of the dossier that says the same, best pairs first.
fn match_statements<'a>(gold: &'a Value, dossier: &'a Value) -> BTreeMap<&'a str, &'a Value> {
    let places = |value: &'a Value| -> Vec<(&'a Value, Place<'a>)> {
        list(value, "statements")
            .iter()
            .map(|statement| (statement, Place::of(list(statement, "content"))))
            .collect()
    };
    let (ours, theirs) = (places(gold), places(dossier));
    // Pairs: some hundred statements of a bundled story, no more.
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, (_, left)) in ours.iter().enumerate() {
        for (j, (_, right)) in theirs.iter().enumerate() {
            let likeness = left.likeness(right);
            if likeness >= SAME {
                pairs.push((likeness, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut matched = BTreeMap::new();
    let mut taken = vec![false; theirs.len()];
    for (_, i, j) in pairs {
        let id = word(ours[i].0, "id");
        if !taken[j] && !matched.contains_key(id) {
            taken[j] = true;
            matched.insert(id, theirs[j].0);
        }
    }
    matched
}

fn statements(gold: &Value, matched: &BTreeMap<&str, &Value>) -> Vec<Case> {
    list(gold, "statements")
        .iter()
        // Author voice: only what is evidence need be given, so it is no case of its own.
        .filter(|statement| word(statement, "source_type") != "author")
        .map(|statement| {
            let id = word(statement, "id");
            let outcome = match matched.get(id) {
                None => "missed".to_owned(),
                Some(found) => {
                    let left = Place::of(list(statement, "source"));
                    let right = Place::of(list(found, "source"));
                    let same_source =
                        (left.size() == 0 && right.size() == 0) || left.likeness(&right) >= SAME;
                    let field = ["stance", "source_type", "kind"]
                        .into_iter()
                        .find(|field| statement[field] != found[field]);
                    match (same_source, field) {
                        (false, _) => "other_source".to_owned(),
                        (true, Some(field)) => format!("other_{field}"),
                        (true, None) => "right".to_owned(),
                    }
                }
            };
            Case {
                task: "statement",
                id: id.to_owned(),
                outcome,
            }
        })
        .collect()
}

/// Each checked quotation. Calling verbatim or trimmed words altered or not found is an accusation.
fn quotations(gold: &Value, dossier: &Value) -> Vec<Case> {
    let given: Vec<(&Value, Place)> = list(dossier, "utterances")
        .iter()
        .flat_map(|utterance| list(utterance, "instances"))
        .map(|instance| (instance, Place::of(std::slice::from_ref(&instance["quote"]))))
        .collect();
    let mut cases = Vec::new();
    for utterance in list(gold, "utterances") {
        for instance in list(utterance, "instances") {
            let quote = &instance["quote"];
            let place = Place::of(std::slice::from_ref(quote));
            let found = given
                .iter()
                .map(|(instance, other)| (place.likeness(other), *instance))
                .filter(|(likeness, _)| *likeness >= SAME)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let truth = word(instance, "match");
            let outcome = match found {
                None => "missed".to_owned(),
                Some((_, found)) => match word(found, "match") {
                    said if said == truth => "right".to_owned(),
                    said @ ("altered" | "not_found") if matches!(truth, "verbatim" | "trimmed") => {
                        format!("false_accusation_{said}")
                    }
                    said => format!("{said}_for_{truth}"),
                },
            };
            let id = format!("{}@{}", word(utterance, "id"), quote["start"]);
            let id = format!("{}/{id}", word(instance, "statement"));
            cases.push(Case {
                task: "quotation",
                id,
                outcome,
            });
        }
    }
    cases
}

/// Each claim: the interval of the dossier's claim that shares most evidence with it, as the story scorer finds it:
/// by the statements and by what they are evidence for, then by the words.
fn claims(gold: &Value, dossier: &Value, matched: &BTreeMap<&str, &Value>) -> Vec<Case> {
    let evidence = |claim: &Value| -> Vec<(String, &'static str)> {
        list(claim, "evidence")
            .iter()
            .map(|item| (word(item, "statement").to_owned(), group(word(item, "polarity"))))
            .collect()
    };
    let given: Vec<(&Value, Vec<(String, &str)>)> = list(dossier, "claims")
        .iter()
        .map(|claim| (claim, evidence(claim)))
        .collect();
    list(gold, "claims")
        .iter()
        .map(|claim| {
            let wanted: Vec<(String, &str)> = evidence(claim)
                .into_iter()
                .filter_map(|(id, group)| Some((word(matched.get(id.as_str())?, "id").to_owned(), group)))
                .collect();
            let share =
                |shared: usize, has: usize| shared as f64 / (has + wanted.len() - shared).max(1) as f64;
            let best = given
                .iter()
                .map(|(found, has)| {
                    let same = has.iter().filter(|item| wanted.contains(item)).count();
                    let told = |id: &str| wanted.iter().any(|(other, _)| other == id);
                    let shared = has.iter().filter(|(id, _)| told(id)).count();
                    let likeness = share(shared, has.len());
                    let words = common_words(word(claim, "text"), word(found, "text"));
                    (likeness + share(same, has.len()), words, likeness, *found)
                })
                .filter(|&(_, _, likeness, _)| likeness > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))
                .map(|(_, _, likeness, found)| (likeness, found));
            let outcome = match best {
                None => "missed".to_owned(),
                Some((likeness, found)) => interval(
                    &claim["origins"]["independent"],
                    &found["origins"]["independent"],
                    likeness,
                ),
            };
            Case {
                task: "claim",
                id: word(claim, "id").to_owned(),
                outcome,
            }
        })
        .collect()
}

/// What a polarity counts for.
fn group(polarity: &str) -> &'static str {
    match polarity {
        "denies" => "denying",
        "withholds" => "withholding",
        "presupposes" => "presupposing",
        "withdrawn" => "withdrawn",
        _ => "supporting",
    }
}

/// Words that two texts share, by all of both.
fn common_words(left: &str, right: &str) -> f64 {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (left, right) = (words(left), words(right));
    left.intersection(&right).count() as f64 / left.union(&right).count().max(1) as f64
}

/// How an interval of the dossier compares with that of the gold record.
fn interval(gold: &Value, given: &Value, likeness: f64) -> String {
    let open = u64::MAX;
    let ends = |value: &Value| {
        (
            value["min"].as_u64().unwrap_or(0),
            value["max"].as_u64().unwrap_or(open),
        )
    };
    let ((gold_min, gold_max), (min, max)) = (ends(gold), ends(given));
    if min > gold_max {
        return "false_independence".to_owned();
    }
    if max < gold_min {
        return "false_dependence".to_owned();
    }
    match (likeness >= SAME, (min, max) == (gold_min, gold_max)) {
        (true, true) => "right".to_owned(),
        (false, true) => "same_interval_other_evidence".to_owned(),
        (_, false) => "other_interval".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn span(start: u64, end: u64) -> Value {
        json!({"doc": "a", "start": start, "end": end})
    }

    fn record() -> Value {
        json!({
            "documents": [{"id": "a", "sha256": "00", "headline": {"clean": "Quay shut"}, "published": null}],
            "statements": [
                {"id": "s1", "content": [span(10, 30)], "source": [span(0, 9)], "source_type": "named", "kind": "direct", "stance": "asserts"},
                {"id": "s2", "content": [span(40, 60)], "source": [], "source_type": "author", "kind": "indirect", "stance": "asserts"}
            ],
            "utterances": [{"id": "u1", "instances": [{"statement": "s1", "quote": span(10, 30), "match": "verbatim"}]}],
            "claims": [{"id": "c1", "evidence": [{"statement": "s1"}], "origins": {"independent": {"min": 1, "max": 1}}}]
        })
    }

    fn outcomes(dossier: &Value) -> Vec<String> {
        compare(&record(), dossier)
            .into_iter()
            .map(|case| format!("{}: {}", case.task, case.outcome))
            .collect()
    }

    #[test]
    fn the_record_itself_is_right_throughout() {
        let all = compare(&record(), &record());
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|case| case.outcome == "right"), "{all:?}");
    }

    #[test]
    fn an_empty_dossier_misses_everything_and_accuses_nobody() {
        let cases = compare(&record(), &json!({}));
        assert!(
            cases
                .iter()
                .filter(|case| case.task != "published")
                .all(|case| case.outcome == "missed")
        );
        let lower: Vec<_> = figures("x", &cases)
            .into_iter()
            .filter(|f| f.sense == Sense::Lower)
            .collect();
        assert_eq!(lower.len(), 2);
        assert!(lower.iter().all(|figure| figure.value == Some(0.0)));
    }

    #[test]
    fn worse_errors_are_named() {
        let mut dossier = record();
        dossier["statements"][0]["source"] = json!([span(70, 80)]);
        dossier["utterances"][0]["instances"][0]["match"] = json!("altered");
        dossier["claims"][0]["origins"]["independent"] = json!({"min": 2, "max": 3});
        assert_eq!(
            outcomes(&dossier),
            [
                "headline: right",
                "published: right",
                "statement: other_source",
                "quotation: false_accusation_altered",
                "claim: false_independence"
            ]
        );
    }

    #[test]
    fn a_wider_interval_is_neither_right_nor_false() {
        let mut dossier = record();
        dossier["claims"][0]["origins"]["independent"] = json!({"min": 0, "max": null});
        assert_eq!(outcomes(&dossier)[4], "claim: other_interval");
    }
}
