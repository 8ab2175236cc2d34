//! Quotations against primaries. CONTRACT section 10.
//!
//! In: a quotation, what is known of its speaker and occasion, and the indexed
//! primaries. Out: how its words compare with the nearest words of the
//! primaries, and whether the meaning is kept. A quotation is called altered
//! or not found only where the speaker and the occasion fit: another telling
//! of the same line is no misquotation.

mod index;
mod meaning;
mod quotation;

use std::collections::BTreeMap;
use std::ops::Range;

use text::Span;

pub use index::PrimaryIndex;
pub(crate) use quotation::quoted_words;

use crate::align::{Fitted, Likeness, Step, fit};
use crate::vocabulary::is_function_word;
use crate::{Change, Match, Meaning, UnitMatch};
use quotation::QuotedWords;

/// Does a unit's speaker fit the one that the quotation is laid to?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum SpeakerFit {
    Other,
    Unknown,
    Same,
}

/// Was it said on the occasion that the primaries record?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// Nothing tells: only a close wording is taken for the same speech.
    Unknown,
    /// The report draws on the record: words near to it may be held to it.
    Likely,
    /// The words are laid to the record itself: they should stand in it.
    Recorded,
}

/// A quotation to check.
pub struct Quotation<'a> {
    /// Its words, with or without marks.
    pub words: &'a str,
    /// The words around it, which may hold the rest of the meaning.
    pub context: &'a str,
    /// When it was said, as far as the text tells.
    pub occasion: Occasion,
    /// Does the speaker of a unit fit?
    pub speaker: &'a dyn Fn(UnitMatch) -> SpeakerFit,
}

/// How a quotation compares with the primaries.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteCheck {
    /// The comparison of words.
    pub outcome: Match,
    /// Judged apart.
    pub meaning: Meaning,
    /// Units the words stand in or are nearest to.
    pub units: Vec<UnitMatch>,
    /// Those words: primary, and bytes of it.
    pub passages: Vec<(usize, Span)>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// That `outcome` is right.
    pub confidence: f32,
}

/// Longest quotation that is aligned word by word; longer ones are only looked for as they stand.
const LONGEST_ALIGNED: usize = 400;
/// Stretches of the primaries that are tried for one quotation.
const CANDIDATES: usize = 6;
/// Occurrences of one word that vote for a stretch.
const VOTES_A_WORD: usize = 400;

/// Checks one quotation.
///
/// Cost: linear in the occurrences of its rarest word, plus at most
/// `CANDIDATES` alignments of bounded size.
#[must_use]
pub fn check_quotation(index: &PrimaryIndex, quotation: &Quotation<'_>) -> QuoteCheck {
    let quoted = quoted_words(quotation.words);
    if quoted.keys.is_empty() {
        return without_primary();
    }
    let content = quoted.keys.iter().filter(|key| !is_function_word(key)).count();
    if let Some((run, speaker)) = exact_run(index, &quoted, quotation)
        && enough_words(quoted.keys.len(), content, speaker)
    {
        let meaning = if speaker == SpeakerFit::Other {
            Meaning::Unknown
        } else {
            meaning::of_run(index, &run, quotation.context)
        };
        return found(
            index,
            run,
            Match::Verbatim,
            meaning,
            Vec::new(),
            verbatim_confidence(quoted.keys.len()),
        );
    }
    match nearest(index, &quoted, quotation) {
        Some(near) => judge(index, &quoted, quotation, &near),
        None => not_found(quotation, &quoted, content),
    }
}

fn without_primary() -> QuoteCheck {
    QuoteCheck {
        outcome: Match::NoPrimary,
        meaning: Meaning::Unknown,
        units: Vec::new(),
        passages: Vec::new(),
        changes: Vec::new(),
        confidence: 0.8,
    }
}

/// Missing words are an accusation: it needs an occasion that is covered and enough words to look for.
fn not_found(quotation: &Quotation<'_>, quoted: &QuotedWords, content: usize) -> QuoteCheck {
    if quotation.occasion != Occasion::Recorded || quoted.keys.len() < 4 || content < 2 {
        return without_primary();
    }
    QuoteCheck {
        outcome: Match::NotFound,
        confidence: 0.6,
        ..without_primary()
    }
}

fn found(
    index: &PrimaryIndex,
    run: Range<usize>,
    outcome: Match,
    meaning: Meaning,
    changes: Vec<Change>,
    confidence: f32,
) -> QuoteCheck {
    let mut units: Vec<UnitMatch> = index.units[run.clone()].to_vec();
    units.dedup();
    let cover = index.spans[run.start].cover(index.spans[run.end - 1]);
    QuoteCheck {
        outcome,
        meaning,
        passages: vec![(units[0].primary, cover)],
        units,
        changes,
        confidence,
    }
}

/// A few words may stand anywhere by chance; many may not.
fn enough_words(len: usize, content: usize, speaker: SpeakerFit) -> bool {
    match speaker {
        SpeakerFit::Same => content >= 1 || len >= 3,
        SpeakerFit::Unknown => content >= 2 && len >= 3,
        SpeakerFit::Other => content >= 3 && len >= 6,
    }
}

fn verbatim_confidence(len: usize) -> f32 {
    match len {
        0..=2 => 0.8,
        3..=4 => 0.93,
        _ => 0.99,
    }
}

/// Where the words stand as they are: the best-fitting speaker's, then the first.
fn exact_run(
    index: &PrimaryIndex,
    quoted: &QuotedWords,
    quotation: &Quotation<'_>,
) -> Option<(Range<usize>, SpeakerFit)> {
    let ids: Vec<u32> = quoted
        .keys
        .iter()
        .map(|key| index.id(key))
        .collect::<Option<_>>()?;
    let (rarest, id) = ids
        .iter()
        .enumerate()
        .min_by_key(|&(at, &id)| (index.positions(id).len(), at))?;
    let mut best: Option<(Range<usize>, SpeakerFit)> = None;
    for &at in index.positions(*id) {
        let Some(start) = (at as usize).checked_sub(rarest) else {
            continue;
        };
        let run = start..start + ids.len();
        let speech = &index.speeches[index.speech_of[at as usize] as usize].words;
        if run.start < speech.start || run.end > speech.end || index.keys[run.clone()] != ids[..] {
            continue;
        }
        let speaker = (quotation.speaker)(index.units[start]);
        if best.as_ref().is_none_or(|(_, fit)| speaker > *fit) {
            best = Some((run, speaker));
        }
        if speaker == SpeakerFit::Same {
            break;
        }
    }
    best
}

/// The nearest words of the primaries.
struct Near {
    fitted: Fitted,
    /// Position of the window's first word.
    base: usize,
    speaker: SpeakerFit,
}

fn nearest(index: &PrimaryIndex, quoted: &QuotedWords, quotation: &Quotation<'_>) -> Option<Near> {
    let len = quoted.keys.len();
    if !(3..=LONGEST_ALIGNED).contains(&len) {
        return None;
    }
    let ids: Vec<Option<u32>> = quoted.keys.iter().map(|key| index.id(key)).collect();
    let mut best: Option<(i64, Near)> = None;
    for window in windows(index, &ids) {
        let speaker = (quotation.speaker)(index.units[window.start]);
        let fitted = fit(len, window.len(), |q, o| {
            likeness(index, &quoted.keys[q], ids[q], index.keys[window.start + o])
        });
        let Some(fitted) = fitted else { continue };
        // A speaker who fits outweighs a few words.
        let rank = i64::from(fitted.score) + 24 * speaker as i64;
        if best.as_ref().is_none_or(|(other, _)| rank > *other) {
            let base = window.start;
            best = Some((
                rank,
                Near {
                    fitted,
                    base,
                    speaker,
                },
            ));
        }
    }
    best.map(|(_, near)| near)
}

fn likeness(index: &PrimaryIndex, key: &str, id: Option<u32>, original: u32) -> Likeness {
    if id == Some(original) {
        return Likeness::Same(if is_function_word(key) { 8 } else { 16 });
    }
    if same_spelling(key, index.spelt(original)) {
        return Likeness::Spelling;
    }
    Likeness::Other
}

/// Are these two spellings of one word: a contraction and its full form, or long words one letter apart?
pub(crate) fn same_spelling(left: &str, right: &str) -> bool {
    if left.len().min(right.len()) < 5
        || left.starts_with(|c: char| c.is_ascii_digit())
        || right.starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    // One inserted, dropped or changed letter, not a plural or a tense.
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    if left.len().abs_diff(right.len()) > 1 {
        return false;
    }
    let prefix = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let suffix = left[prefix..]
        .iter()
        .rev()
        .zip(right[prefix..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let longest = left.len().max(right.len());
    prefix + suffix + 1 >= longest && suffix >= 1 && prefix >= 1
}

/// The stretches that share most with a quotation, as positions, the best first.
fn windows(index: &PrimaryIndex, ids: &[Option<u32>]) -> Vec<Range<usize>> {
    let len = ids.len();
    let grain = len.max(8);
    let total = index.keys.len() as f32;
    // Votes of words for (speech, place / grain).
    let mut votes: BTreeMap<(u32, usize), f32> = BTreeMap::new();
    for (at, id) in ids.iter().enumerate() {
        let Some(id) = *id else { continue };
        let positions = index.positions(id);
        if positions.len() > VOTES_A_WORD {
            continue;
        }
        let weight = (total / positions.len() as f32).ln_1p();
        for &position in positions {
            let place = (position as usize + len).saturating_sub(at) / grain;
            *votes
                .entry((index.speech_of[position as usize], place))
                .or_default() += weight;
        }
    }
    let mut ranked: Vec<((u32, usize), f32)> = votes
        .iter()
        .map(|(&(speech, place), &weight)| {
            let next = votes.get(&(speech, place + 1)).copied().unwrap_or(0.0);
            ((speech, place), weight + next)
        })
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
        .into_iter()
        .take(CANDIDATES)
        .map(|((speech, place), _)| {
            let speech = &index.speeches[speech as usize].words;
            // The place is that of the quotation's first word, `len` added; room for cuts on both sides.
            let first = (place * grain).saturating_sub(2 * len + 16);
            let last = place * grain + 3 * grain + len + 48;
            first.clamp(speech.start, speech.end)..last.clamp(speech.start, speech.end)
        })
        .filter(|window| !window.is_empty())
        .collect()
}

/// Counts over an alignment.
struct Tally {
    kept: usize,
    kept_content: usize,
    respelt: usize,
    changed: usize,
    cut: usize,
    cuts: usize,
}

fn judge(index: &PrimaryIndex, quoted: &QuotedWords, quotation: &Quotation<'_>, near: &Near) -> QuoteCheck {
    let content = quoted.keys.iter().filter(|key| !is_function_word(key)).count();
    let steps = &near.fitted.steps;
    let tally = tally(index, quoted, near);
    let share = tally.kept as f32 / quoted.keys.len() as f32;
    let run = original_run(near);
    // Words that lie far apart are no quotation of that passage.
    let scattered = tally.cut > 3 * quoted.keys.len() + 12 || tally.cuts > 2 + quoted.keys.len() / 6;
    let alike = match near.speaker {
        SpeakerFit::Same => {
            let whole = share == 1.0 && tally.kept_content >= 1 && tally.cut <= quoted.keys.len();
            let close = quotation.occasion != Occasion::Unknown && share >= 0.75 && tally.kept >= 4;
            quoted.keys.len() >= 4 && (whole || close || (share >= 0.6 && tally.kept_content >= 2))
        }
        SpeakerFit::Unknown => share >= 0.75 && tally.kept_content >= 3 && quoted.keys.len() >= 6,
        SpeakerFit::Other => false,
    };
    let Some(run) = run.filter(|_| alike && !scattered) else {
        return not_found(quotation, quoted, content);
    };
    if tally.changed + tally.respelt == 0 {
        let meaning = meaning::of_cuts(index, quoted, near.base, steps, &run, quotation.context);
        let changes = changes(index, quoted, near);
        return found(index, run, Match::Trimmed, meaning, changes, 0.85);
    }
    // On an occasion of which nothing is said, only a close wording is the same speech.
    if quotation.occasion == Occasion::Unknown && (share < 0.7 || tally.kept_content < 3) {
        return without_primary();
    }
    let meaning = meaning::of_changes(index, quoted, near.base, steps);
    let changes = changes(index, quoted, near);
    let confidence = if share >= 0.8 { 0.9 } else { 0.7 };
    found(index, run, Match::Altered, meaning, changes, confidence)
}

fn tally(index: &PrimaryIndex, quoted: &QuotedWords, near: &Near) -> Tally {
    let mut tally = Tally {
        kept: 0,
        kept_content: 0,
        respelt: 0,
        changed: 0,
        cut: 0,
        cuts: 0,
    };
    let mut in_cut = false;
    for step in &near.fitted.steps {
        match *step {
            Step::Kept { quote, .. } => {
                tally.kept += 1;
                tally.kept_content += usize::from(!is_function_word(&quoted.keys[quote]));
            }
            Step::Changed { quote, original } => {
                if same_spelling(&quoted.keys[quote], index.word_at(near.base + original)) {
                    tally.respelt += 1;
                    tally.kept += 1;
                } else {
                    tally.changed += 1;
                }
            }
            Step::Added { .. } => tally.changed += 1,
            Step::Cut { .. } => {
                tally.cut += 1;
                tally.cuts += usize::from(!in_cut);
            }
        }
        in_cut = matches!(step, Step::Cut { .. });
    }
    tally
}

/// Positions from the first to the last word of the original that the quotation takes up.
fn original_run(near: &Near) -> Option<Range<usize>> {
    let mut taken = near.fitted.steps.iter().filter_map(|step| match *step {
        Step::Kept { original, .. } | Step::Changed { original, .. } => Some(near.base + original),
        _ => None,
    });
    let first = taken.next()?;
    Some(first..taken.next_back().unwrap_or(first) + 1)
}

/// The differences, each with the words of both sides.
fn changes(index: &PrimaryIndex, quoted: &QuotedWords, near: &Near) -> Vec<Change> {
    let mut changes = Vec::new();
    let (mut from, mut to): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let flush = |from: &mut Vec<usize>, to: &mut Vec<usize>, changes: &mut Vec<Change>| {
        if from.is_empty() && to.is_empty() {
            return;
        }
        let figure = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let respelt =
            from.len() == 1 && to.len() == 1 && same_spelling(&quoted.keys[to[0]], index.word_at(from[0]));
        let kind = if respelt {
            "spelling"
        } else if from.iter().any(|&at| figure(index.word_at(at)))
            && to.iter().any(|&at| figure(&quoted.keys[at]))
        {
            "number"
        } else if from.iter().skip(1).any(|&at| index.opens_sentence[at]) {
            "splice"
        } else {
            "word"
        };
        changes.push(Change {
            kind,
            from: index.shown(from),
            to: to
                .iter()
                .map(|&at| quoted.shown[at].as_str())
                .collect::<Vec<_>>()
                .join(" "),
        });
        from.clear();
        to.clear();
    };
    for step in &near.fitted.steps {
        match *step {
            Step::Kept { .. } => flush(&mut from, &mut to, &mut changes),
            Step::Changed { quote, original } => {
                from.push(near.base + original);
                to.push(quote);
            }
            Step::Cut { original } => from.push(near.base + original),
            Step::Added { quote } => to.push(quote),
        }
    }
    flush(&mut from, &mut to, &mut changes);
    changes
}

#[cfg(test)]
mod tests;
