//! What a copy changed in the words that it took over.
//!
//! In: two reports, the upstream and the downstream one, as exemplars with the
//! runs of words that they share. Out: sentences cut, added and reworded, and
//! statements whose source the copy left out, each with its span on either side.
//! Linear in the words of the two reports.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use attribution::Statement;
use collation::Report;
use serde::{Deserialize, Serialize};
use text::Span;

use crate::{Exemplar, Run};

/// What was done to a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Sentences of the upstream report that the copy lacks.
    Cut,
    /// Sentences that only the copy has.
    Added,
    /// A sentence in other words.
    Reworded,
    /// What somebody said is told without who said it.
    AttributionDropped,
}

/// A passage that differs; spans of the article texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) kind: DifferenceKind,
    /// In the upstream report; none for what was added.
    pub(crate) from: Option<Span>,
    /// In the copy; none for what was cut.
    pub(crate) to: Option<Span>,
}

/// Share of a sentence's words that must stand on the other side too, for it to be the same sentence.
const SAME: f64 = 0.5;
/// Share below which it is not there at all.
const ABSENT: f64 = 0.2;
/// Words of the shortest sentence that is looked at: shorter ones are labels and initials.
const SHORTEST: usize = 4;
/// Sentences that hold a word before it tells them apart no more.
const COMMON: usize = 8;

/// A report with the place of its shared words on the other side.
struct Side<'a> {
    report: &'a Report,
    exemplar: &'a Exemplar,
    /// For each word its equal on the other side.
    equal: Vec<Option<usize>>,
    /// Words of each sentence.
    sentences: Vec<Range<usize>>,
}

impl<'a> Side<'a> {
    fn new(report: &'a Report, exemplar: &'a Exemplar, pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut equal = vec![None; exemplar.words.len()];
        for (own, other) in pairs {
            equal[own] = Some(other);
        }
        let sentences = &report.analysis.sentences;
        let sentences = sentences.iter().map(|s| words_in(exemplar, s.span)).collect();
        Self {
            report,
            exemplar,
            equal,
            sentences,
        }
    }

    /// Share of words with an equal.
    fn shared(&self, words: &Range<usize>) -> f64 {
        let equal = self.equal[words.clone()].iter().flatten().count();
        equal as f64 / words.len().max(1) as f64
    }

    fn span(&self, sentence: usize) -> Span {
        self.report.analysis.sentences[sentence].span
    }

    /// Sentences without an equal.
    fn absent(&self) -> Vec<usize> {
        let absent = |at: &usize| {
            let words = &self.sentences[*at];
            words.len() >= SHORTEST && self.shared(words) < ABSENT
        };
        (0..self.sentences.len()).filter(absent).collect()
    }

    /// Sentences that follow one another in a block as one span.
    fn joined(&self, sentences: &[usize]) -> Vec<Span> {
        let mut spans: Vec<(usize, Span)> = Vec::new();
        let block = |at: usize| self.report.analysis.sentences[at].block;
        for &at in sentences {
            match spans.last_mut() {
                Some((last, span)) if *last + 1 == at && block(*last) == block(at) => {
                    *span = span.cover(self.span(at));
                    *last = at;
                }
                _ => spans.push((at, self.span(at))),
            }
        }
        spans.into_iter().map(|(_, span)| span).collect()
    }

    /// Keys of a sentence's words, each once.
    fn keys(&self, sentence: usize) -> BTreeSet<u64> {
        self.exemplar.words[self.sentences[sentence].clone()]
            .iter()
            .map(|word| word.key)
            .collect()
    }

    /// The sentence that a word stands in.
    fn sentence_of(&self, word: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|words| words.end <= word);
        self.sentences
            .get(at)
            .filter(|words| words.contains(&word))
            .map(|_| at)
    }
}

/// The words of a span.
fn words_in(exemplar: &Exemplar, span: Span) -> Range<usize> {
    let first = exemplar.words.partition_point(|w| w.span.start() < span.start());
    let end = exemplar.words.partition_point(|w| w.span.start() < span.end());
    first..end.max(first)
}

/// The differences of a copy: cuts in the order of the upstream text, then the others in that of the copy.
/// `runs` gives (upstream, copy) as left and right.
pub(crate) fn differences(
    upstream: (&Report, &Exemplar),
    copy: (&Report, &Exemplar),
    runs: &[Run],
) -> Vec<Difference> {
    let pairs = || {
        runs.iter()
            .flat_map(|run| (0..run.len).map(|n| (run.left + n, run.right + n)))
    };
    let above = Side::new(upstream.0, upstream.1, pairs());
    let below = Side::new(copy.0, copy.1, pairs().map(|(left, right)| (right, left)));
    let (mut cut, mut added) = (above.absent(), below.absent());
    let turned = turned(&above, &below, &cut, &added);
    cut.retain(|at| turned.iter().all(|pair| pair.0 != *at));
    added.retain(|at| turned.iter().all(|pair| pair.1 != *at));
    let dropped = dropped(&above, &below);
    let reworded = reworded(&above, &below)
        .chain(turned)
        .map(|(from, to)| Difference {
            kind: DifferenceKind::Reworded,
            from: Some(above.span(from)),
            to: Some(below.span(to)),
        })
        .filter(|change| dropped.iter().all(|d| (d.from, d.to) != (change.from, change.to)));
    let mut in_copy: Vec<Difference> = below
        .joined(&added)
        .into_iter()
        .map(|span| Difference {
            kind: DifferenceKind::Added,
            from: None,
            to: Some(span),
        })
        .chain(reworded)
        .chain(dropped.iter().copied())
        .collect();
    in_copy.sort_by_key(|difference| (difference.to, difference.kind));
    let cut = above.joined(&cut).into_iter().map(|span| Difference {
        kind: DifferenceKind::Cut,
        from: Some(span),
        to: None,
    });
    cut.chain(in_copy).collect()
}

/// Pairs of sentences without a shared run that still have most of their words in common, each sentence in one
/// pair at most. A word that many of the sentences hold is no evidence, which keeps the search linear.
fn turned(above: &Side<'_>, below: &Side<'_>, cut: &[usize], added: &[usize]) -> Vec<(usize, usize)> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for &at in cut {
        for key in above.keys(at) {
            holders.entry(key).or_default().push(at);
        }
    }
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for &at in added {
        let keys = below.keys(at);
        let known = keys.iter().filter_map(|key| holders.get(key));
        let near = known.filter(|list| list.len() <= COMMON).flatten().copied();
        let Some(origin) = most(near.filter(|origin| !taken.contains(origin))) else {
            continue;
        };
        let theirs = above.keys(origin);
        let both = keys.intersection(&theirs).count();
        if both as f64 >= SAME * keys.len().max(theirs.len()) as f64 {
            taken.insert(origin);
            pairs.push((origin, at));
        }
    }
    pairs
}

/// Sentences of the copy that are one of the upstream report's, but not word by word.
fn reworded<'a>(above: &'a Side<'_>, below: &'a Side<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    below.sentences.iter().enumerate().filter_map(|(at, words)| {
        let share = below.shared(words);
        if words.len() < SHORTEST || share < SAME {
            return None;
        }
        let origin = most(
            below.equal[words.clone()]
                .iter()
                .flatten()
                .filter_map(|&word| above.sentence_of(word)),
        )?;
        let source = &above.sentences[origin];
        // Words that stand in a run by chance alone make no sentence of the other; a sentence that was only cut in
        // two or put together has no word of its own on either side.
        let back = above.shared(source);
        (back >= SAME && (share < 1.0 || back < 1.0)).then_some((origin, at))
    })
}

/// The number that comes most often; the least of those that do.
fn most(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match counts.iter_mut().find(|(known, _)| *known == number) {
            Some((_, count)) => *count += 1,
            None => counts.push((number, 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|&(number, count)| (count, std::cmp::Reverse(number)))
        .map(|(number, _)| number)
}

fn is_sourced(statement: &&Statement) -> bool {
    !statement.source.is_empty()
}

/// Statements whose content the copy has, and whose source it lacks.
fn dropped(above: &Side<'_>, below: &Side<'_>) -> Vec<Difference> {
    above
        .report
        .statements
        .iter()
        .filter(is_sourced)
        .filter_map(|statement| {
            let content = words_in(above.exemplar, statement.content_cover());
            if content.len() < SHORTEST || above.shared(&content) < SAME {
                return None;
            }
            // A name that was only put in other words may still be named.
            let told = |span: &Span| {
                above.equal[words_in(above.exemplar, *span)]
                    .iter()
                    .any(Option::is_some)
            };
            if statement.source.iter().chain(&statement.cue).any(told) {
                return None;
            }
            let equal: Vec<usize> = above.equal[content].iter().flatten().copied().collect();
            let (first, last) = (*equal.iter().min()?, *equal.iter().max()?);
            let taken = below.exemplar.span(first, last + 1)?;
            let kept = below.report.statements.iter().filter(is_sourced).any(|other| {
                other
                    .content
                    .iter()
                    .chain(&other.source)
                    .any(|s| s.overlaps(taken))
            });
            let from = above
                .report
                .analysis
                .sentence_at(statement.content_cover().start())?;
            let to = below.sentence_of(equal[0])?;
            (!kept).then(|| Difference {
                kind: DifferenceKind::AttributionDropped,
                from: Some(above.span(from)),
                to: Some(below.span(to)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find_parallels;

    const UPSTREAM: &str = "The harbour office closed the north pier on Monday after divers found cracks in nine piles. \
        According to a report by the engineer Ida Morn, the cracks have been known since the spring of last year. \
        Ferries will leave from the old quay until repairs are done, the office said in a statement. \
        The town council meets on Thursday to talk about the cost.\n\n\
        The mayor, Per Lindqvist, objected.";

    fn changes(copy: &str) -> Vec<(DifferenceKind, String, String)> {
        let (language, models) = (nlp::Models::bundled(), attribution::Models::bundled());
        let report = |id: &str, text: &str| {
            let article = page::plain_text(id, text);
            let analysis = nlp::analyze(&article, &language);
            let statements = attribution::attribute(&article, &analysis, &models);
            Report {
                article,
                analysis,
                statements,
            }
        };
        let (above, below) = (report("a", UPSTREAM), report("b", copy));
        let exemplar = |report: &Report| {
            let paragraphs: Vec<Span> = report.article.blocks.iter().map(|b| b.span).collect();
            Exemplar::new(report.article.text.as_str(), &paragraphs, &[])
        };
        let exemplars = [exemplar(&above), exemplar(&below)];
        let parallels = find_parallels(&exemplars);
        let runs = parallels.first().map_or(&[][..], |p| &p.runs);
        let words = |report: &Report, span: Option<Span>| {
            span.map_or(String::new(), |s| {
                report.article.text.as_str()[s.range()].to_owned()
            })
        };
        differences((&above, &exemplars[0]), (&below, &exemplars[1]), runs)
            .into_iter()
            .map(|d| (d.kind, words(&above, d.from), words(&below, d.to)))
            .collect()
    }

    #[test]
    fn a_copy_that_changes_nothing_has_no_differences() {
        assert_eq!(changes(UPSTREAM), []);
        assert_eq!(changes(&UPSTREAM.to_uppercase()), []);
    }

    #[test]
    fn what_a_copy_did_is_told_apart() {
        let copy = "The harbour office closed the north pier on Monday after divers found deep cracks in nine piles. \
            The cracks have been known since the spring of last year. \
            Ferries will leave from the old quay until repairs are done, the office said in a statement.\n\n\
            Mayor Per Lindqvist objected.\n\n\
            Nine ferries a day call at the pier in summer.";
        let found = changes(copy);
        let kinds: Vec<DifferenceKind> = found.iter().map(|d| d.0).collect();
        use DifferenceKind::{Added, AttributionDropped, Cut, Reworded};
        assert_eq!(kinds, [Cut, Reworded, AttributionDropped, Reworded, Added]);
        assert_eq!(
            found[0].1,
            "The town council meets on Thursday to talk about the cost."
        );
        assert!(found[1].2.contains("deep cracks"));
        assert!(found[2].1.starts_with("According to a report") && found[2].2.starts_with("The cracks"));
        assert_eq!(found[3].2, "Mayor Per Lindqvist objected.");
        assert_eq!(found[4].2, "Nine ferries a day call at the pier in summer.");
    }
}
