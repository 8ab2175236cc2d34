//! What a statement asserts, as features to compare.
//!
//! In: the reports and who is who. Out: for each sentence of each statement its
//! words of matter (stems, identities in place of names, figures), its polarity
//! and where it stands. Rare features weigh more: what half of the story's
//! statements hold ("the president") tells no two claims apart.

use std::collections::{BTreeMap, BTreeSet};

use attribution::{Modality, SourceType, Stance, Statement};
use text::Span;

use super::inner::{Inner, inner};
use super::parts::parts;
use crate::asides::relative_clauses;

use crate::identities::Identities;
use crate::stem::stem;
use crate::vocabulary::{is_function_word, is_negation, is_question_word, opens_clause};
use crate::words::{Word, words};
use crate::{Report, StatementRef, Utterance};

/// A feature: a stem, a figure or an identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Feature {
    Stem(String),
    Figure(String),
    Identity(usize),
    /// A quotation of this utterance.
    Utterance(usize),
}

/// A statement, or one sentence of several, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Assertion {
    pub(crate) at: StatementRef,
    /// Its words; not empty.
    pub(crate) matter: Vec<Span>,
    /// Is it one of several sentences?
    pub(crate) part: bool,
    /// Numbers of its features, ascending, each once.
    pub(crate) features: Vec<u32>,
    /// Sum of their weights.
    pub(crate) weight: f32,
    /// Figures with what they count, where the text tells.
    pub(crate) figures: Vec<Figure>,
    /// Does its content hold a negation?
    pub(crate) negated: bool,
    /// Numbers of the features that the negations stand before, ascending; empty when that cannot be told.
    pub(crate) denied: Vec<u32>,
    /// Does it name somebody or something, or give a figure, and say something of it?
    pub(crate) checkable: bool,
    pub(crate) speaker: Option<usize>,
    /// Does the source want it done, so that nothing is said of whether it was?
    pub(crate) wanted: bool,
    /// Is it what somebody asks or does not say: "did not say who paid"?
    pub(crate) asked: bool,
    /// How its source stands to it.
    pub(crate) stance: Stance,
    /// Bytes of the article text.
    pub(crate) cover: Span,
    /// Where it stands in another, by number in [`Assertions::list`].
    pub(crate) within: Option<Inner>,
    /// For an order that does not hang on the order of reports.
    pub(crate) key: (String, String, usize, usize),
}

/// All statements with the weights of their features.
#[derive(Debug, Default)]
pub(crate) struct Assertions {
    pub(crate) list: Vec<Assertion>,
    /// For each feature, how much it tells.
    pub(crate) weights: Vec<f32>,
    /// Features that are quotations of one utterance.
    pub(crate) utterances: BTreeSet<u32>,
    /// For each feature, the assertions that have it, ascending.
    pub(crate) postings: Vec<Vec<u32>>,
}

/// Reads the features of all statements. Linear in the words of the statements.
pub(crate) fn assertions(
    reports: &[Report],
    identities: &Identities,
    utterances: &[Utterance],
) -> Assertions {
    let mut quoting: BTreeMap<StatementRef, Vec<usize>> = BTreeMap::new();
    for (number, utterance) in utterances.iter().enumerate() {
        for instance in &utterance.instances {
            quoting.entry(instance.statement).or_default().push(number);
        }
    }
    let mut numbers: BTreeMap<Feature, u32> = BTreeMap::new();
    let mut made = Assertions::default();
    for (report, read) in reports.iter().enumerate() {
        let inner = inner(read);
        // Of each statement, the number of its first assertion.
        let mut first_of = Vec::with_capacity(read.statements.len());
        for (number, statement) in read.statements.iter().enumerate() {
            let at = StatementRef {
                report,
                statement: number,
            };
            first_of.push(made.list.len());
            let parts = parts(read, number);
            let several = parts.len() > 1;
            let cues = cues_inside(read, number);
            for (part, matter) in parts.into_iter().enumerate() {
                let Features {
                    mut features,
                    denied,
                    negated,
                } = features(report, read, &matter, &cues, identities);
                // Which of several sentences is that of the other quotation, their words tell.
                let quoted = quoting.get(&at).filter(|_| !several);
                features.extend(quoted.into_iter().flatten().map(|&u| Feature::Utterance(u)));
                let mut ids: Vec<u32> = features
                    .iter()
                    .map(|feature| {
                        let next = numbers.len() as u32;
                        *numbers.entry(feature.clone()).or_insert(next)
                    })
                    .collect();
                ids.sort_unstable();
                ids.dedup();
                let mut denied: Vec<u32> = denied.iter().filter_map(|f| numbers.get(f).copied()).collect();
                denied.sort_unstable();
                let cover = matter
                    .iter()
                    .copied()
                    .reduce(Span::cover)
                    .unwrap_or(statement.content_cover());
                made.list.push(Assertion {
                    at,
                    part: several,
                    checkable: is_checkable(&features),
                    features: ids,
                    weight: 0.0,
                    figures: figures(read, &matter),
                    // Which of several sentences is negated, their words tell.
                    negated: negated || !several && statement.modality == Modality::Negated,
                    denied,
                    wanted: statement.stance == Stance::CallsFor,
                    asked: is_asked(read, statement.stance, &matter),
                    stance: statement.stance,
                    speaker: statement
                        .speaker
                        .entity
                        .and_then(|entity| identities.of_entity(report, entity)),
                    cover,
                    within: inner[number].and_then(|inner| within(&made.list, &first_of, inner, cover)),
                    key: (
                        read.article.capture.sha256.clone(),
                        read.article.id.clone(),
                        number,
                        part,
                    ),
                    matter,
                });
            }
        }
    }
    made.postings = vec![Vec::new(); numbers.len()];
    for (at, assertion) in made.list.iter().enumerate() {
        for &feature in &assertion.features {
            made.postings[feature as usize].push(at as u32);
        }
    }
    let total = made.list.len() as f32;
    made.weights = made
        .postings
        .iter()
        .map(|held| (1.0 + total / held.len() as f32).ln())
        .collect();
    // Identities are named all over a story; they join claims less surely than words do.
    const IDENTITY: f32 = 0.6;
    // That two reports quote one utterance is worth more than a word.
    const UTTERANCE: f32 = 1.5;
    for (feature, &number) in &numbers {
        made.weights[number as usize] *= match feature {
            Feature::Identity(_) => IDENTITY,
            Feature::Utterance(_) => UTTERANCE,
            Feature::Stem(_) | Feature::Figure(_) => 1.0,
        };
    }
    let quoted = numbers.iter().filter(|(f, _)| matches!(f, Feature::Utterance(_)));
    made.utterances = quoted.map(|(_, &number)| number).collect();
    for assertion in &mut made.list {
        assertion.weight = assertion.features.iter().map(|&f| made.weights[f as usize]).sum();
    }
    made
}

/// Is somebody or something named, or counted, and something said of it?
fn is_checkable(features: &[Feature]) -> bool {
    let named = features.iter().any(|feature| match feature {
        // "One more" counts nothing.
        Feature::Figure(value) => value != "1",
        Feature::Identity(_) => true,
        _ => false,
    });
    named && features.iter().any(|f| matches!(f, Feature::Stem(_)))
}

/// Is the content an indirect question? "Whether" asks if what follows is so, and who answers that says it or denies it.
fn is_asked(read: &Report, stance: Stance, matter: &[Span]) -> bool {
    let first = matter
        .first()
        .and_then(|&span| words(read.article.text.as_str(), span).into_iter().next());
    matches!(stance, Stance::Withholds | Stance::Asks | Stance::Questions)
        && first.is_some_and(|word| is_question_word(&word.key))
}

/// The sentence of the outer statement that a statement stands in, by number in the list.
fn within(list: &[Assertion], first_of: &[usize], inner: Inner, cover: Span) -> Option<Inner> {
    let (&first, &end) = (first_of.get(inner.outer)?, first_of.get(inner.outer + 1)?);
    let own = list.get(first..end).filter(|own| !own.is_empty())?;
    let begun = own.partition_point(|a| a.cover.start() <= cover.start());
    Some(Inner {
        outer: first + begun.saturating_sub(1),
        ..inner
    })
}

/// What one or more stretches of a statement say.
struct Features {
    features: Vec<Feature>,
    /// Those that a negation stands before.
    denied: Vec<Feature>,
    negated: bool,
}

fn features(
    report: usize,
    read: &Report,
    matter: &[Span],
    cues: &[Span],
    identities: &Identities,
) -> Features {
    /// Words of matter that a negation takes in: "not guilty of obstructing justice".
    const REACH: usize = 4;
    let body = read.article.text.as_str();
    let mut found = Vec::new();
    let mut denied = Vec::new();
    let mut negated = false;
    for &span in matter {
        let asides = relative_clauses(body, span);
        let aside = |at: Span| asides.iter().any(|aside| aside.contains(at));
        let mentions: Vec<(Span, usize)> = read
            .analysis
            .mentions_in(span)
            .filter(|m| !aside(m.span))
            .filter_map(|m| Some((m.span, identities.of_entity(report, m.entity)?)))
            .collect();
        found.extend(mentions.iter().map(|&(_, identity)| Feature::Identity(identity)));
        let mut next = 0;
        let (mut reach, mut before) = (0, span.start());
        for word in words(body, span) {
            while next < mentions.len() && mentions[next].0.end() <= word.span.start() {
                next += 1;
            }
            let key = word.key.strip_suffix("'s").unwrap_or(&word.key);
            let between = &body[before..word.span.start()];
            before = word.span.end();
            if opens_clause(key) || between.contains(['.', ',', ';', ':', '?', '!', '—', '–']) {
                reach = 0;
            }
            if is_negation(key) && !cues.iter().any(|cue| cue.contains(word.span)) {
                negated = true;
                reach = REACH;
            }
            let named = mentions
                .get(next)
                .is_some_and(|&(mention, _)| mention.overlaps(word.span));
            if named
                || aside(word.span)
                || is_function_word(key)
                || key.len() < 2 && !key.starts_with(|c: char| c.is_ascii_digit())
            {
                continue;
            }
            let feature = if key.starts_with(|c: char| c.is_ascii_digit()) {
                Feature::Figure(key.to_owned())
            } else {
                Feature::Stem(stem(key))
            };
            if reach > 0 {
                reach -= 1;
                denied.push(feature.clone());
            }
            found.push(feature);
        }
    }
    Features {
        features: found,
        denied,
        negated,
    }
}

/// Cues of statements that stand in this one: "she said she did not dispute that they met" denies nothing.
fn cues_inside(read: &Report, number: usize) -> Vec<Span> {
    let cover = read.statements[number].content_cover();
    // They come next, in order of content.
    read.statements[number + 1..]
        .iter()
        .take_while(|inner| inner.content_cover().start() < cover.end())
        .filter(|inner| inner.stance == Stance::Acknowledges)
        .flat_map(|inner| inner.cue.iter().copied())
        .filter(|&cue| cover.contains(cue))
        .collect()
}

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) value: String,
    /// Stem of the head of what is counted.
    pub(crate) unit: Option<String>,
    /// The number with what it counts; bytes of the article text.
    pub(crate) span: Span,
}

/// Figures of the content with what they count: as the analysis tells, else by the words that follow.
fn figures(read: &Report, matter: &[Span]) -> Vec<Figure> {
    let body = read.article.text.as_str();
    let mut found = Vec::new();
    for &content in matter {
        let list = words(body, content);
        for (at, word) in list.iter().enumerate() {
            if !is_figure(&word.key) {
                continue;
            }
            let told = read
                .analysis
                .numbers
                .iter()
                .find(|n| n.figure.overlaps(word.span));
            let (unit, span) = match told {
                Some(number) => (number.unit.as_deref().map(stem), number.span),
                None => counted(body, &list, at),
            };
            found.push(Figure {
                value: word.key.clone(),
                unit,
                span: if content.contains(span) { span } else { word.span },
            });
        }
    }
    found
}

fn is_figure(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit())
}

/// What the figure at `at` counts: a currency before it, else the next plural close behind it.
fn counted(body: &str, list: &[Word], at: usize) -> (Option<String>, Span) {
    const REACH: usize = 4;
    let word = &list[at];
    let before = body[..word.span.start()].chars().next_back();
    if let Some(sign) = before.filter(|c| matches!(c, '$' | '€' | '£' | '¥')) {
        let span = Span::new(word.span.start() - sign.len_utf8(), word.span.end());
        return (Some(sign.to_string()), span);
    }
    let mut last = word.span.end();
    for next in list[at + 1..].iter().take(REACH) {
        let between = &body[last..next.span.start()];
        if between.contains(['.', ',', ';', ':', '(', '"', '”']) {
            break;
        }
        last = next.span.end();
        // "47 of 312 piles" counts piles.
        if next.key == "of" || is_figure(&next.key) {
            continue;
        }
        if is_function_word(&next.key) {
            break;
        }
        if next.key.ends_with('s') || next.key == "percent" || next.key == "people" {
            return (Some(stem(&next.key)), word.span.cover(next.span));
        }
    }
    (None, word.span)
}

/// How a statement stands to the proposition in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Asserts,
    Denies,
    Withholds,
}

/// Reads the standing from the cue and from those of the statements that this one stands in: what the
/// ministry denies that a minister asked for is not asserted by the minister.
pub(crate) fn standing(report: &Report, statement: usize) -> Standing {
    let mut at = statement;
    // A parent comes before what stands in it, so this ends.
    loop {
        let one = &report.statements[at];
        match (one.stance, one.parent) {
            (Stance::Denies, _) => return Standing::Denies,
            (Stance::Withholds, _) => return Standing::Withholds,
            (_, Some(parent)) if parent < at => at = parent,
            _ => return Standing::Asserts,
        }
    }
}

/// Is it an assertion in the author's voice?
pub(crate) fn is_author(statement: &Statement) -> bool {
    statement.source_type == SourceType::Author
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deeds::matter;

    fn read(page: &str) -> Report {
        Report::of_text("p", page)
    }

    /// Of the whole first statement.
    fn all_features(report: &Report) -> Features {
        features(
            0,
            report,
            &matter(&report.statements[0]),
            &cues_inside(report, 0),
            &Identities::default(),
        )
    }

    #[test]
    fn who_says_that_nothing_is_disputed_denies_nothing() {
        let report = read("Ines Hale said she did not dispute that the meeting at the lock had taken place.");
        let outer = &report.statements[0];
        assert!(report.statements.iter().any(|s| s.parent == Some(0)), "{outer:?}");
        assert!(!all_features(&report).negated);
        let report = read("Ines Hale said that the meeting at the lock had not taken place.");
        assert!(all_features(&report).negated);
    }

    #[test]
    fn a_negation_denies_what_follows_it_in_its_clause() {
        let report =
            read("“Nobody paid her, said the masons. The lock was mended in a hurry,” Ines Hale said.");
        let denied = all_features(&report).denied;
        let stems =
            |words: &[&str]| -> Vec<Feature> { words.iter().map(|w| Feature::Stem(stem(w))).collect() };
        assert_eq!(denied, stems(&["paid"]));
        let report = read("Ines Hale said that no charge was filed after the masons lied about the lock.");
        let denied = all_features(&report).denied;
        assert_eq!(denied, stems(&["charge", "filed"]));
    }

    #[test]
    fn what_stands_in_a_denial_is_denied() {
        let page =
            "Council denies delay\n\n“The gate is shut,” Tom Pryce said. “The lock is dry,” Ines Hale said.";
        let mut report = read(page);
        let last = report.statements.len() - 1;
        assert!(last > 0);
        report.statements[0].stance = Stance::Denies;
        assert_eq!(standing(&report, last), Standing::Asserts);
        report.statements[last].parent = Some(0);
        assert_eq!(standing(&report, last), Standing::Denies);
    }
}
