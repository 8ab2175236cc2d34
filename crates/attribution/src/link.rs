//! Pieces of attributions, and which belong together.
//!
//! The tagger says of each token whether it is in a cue, a source or a content,
//! and, of the last two, on which side their cue stands: [`labels`] draws that
//! from gold attributions, [`pieces`] reads it back.

use nlp::Token;
use text::Span;

/// Source, cue and content of one attribution, in spans of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribution {
    /// Empty when there is none.
    pub source: Vec<Span>,
    /// Empty when there is none.
    pub cue: Vec<Span>,
    /// Never empty in what the linker gives out.
    pub content: Vec<Span>,
}

/// What a run of tokens is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// Words of saying.
    Cue,
    /// A source whose cue follows.
    SourceBefore,
    /// A source whose cue precedes.
    SourceAfter,
    /// A content whose cue follows.
    ContentBefore,
    /// A content whose cue precedes.
    ContentAfter,
}

/// All roles, in the order of their labels.
pub const ROLES: [Role; 5] = [
    Role::Cue,
    Role::SourceBefore,
    Role::SourceAfter,
    Role::ContentBefore,
    Role::ContentAfter,
];

/// Number of labels: outside, and the first and further tokens of each role.
pub const LABELS: usize = 1 + 2 * ROLES.len();

/// The label of a token: 0 outside, `1 + 2r` the first token of role `r`, `2 + 2r` a further one.
pub type Label = u8;

/// A run of tokens with one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub role: Role,
    /// First token.
    pub first: usize,
    /// The token after the last.
    pub end: usize,
}

/// Labels of the tokens of a text with known attributions. Where two overlap, the earlier in the list wins.
#[must_use]
pub fn labels(tokens: &[Token], attributions: &[Attribution]) -> Vec<Label> {
    let mut labels = vec![0; tokens.len()];
    for attribution in attributions {
        let cue = attribution.cue.first().map(|span| span.start());
        mark(tokens, &attribution.cue, Role::Cue, &mut labels);
        for (spans, before, after) in [
            (&attribution.source, Role::SourceBefore, Role::SourceAfter),
            (&attribution.content, Role::ContentBefore, Role::ContentAfter),
        ] {
            for span in spans {
                let role = if cue.is_some_and(|cue| cue < span.start()) {
                    after
                } else {
                    before
                };
                mark(tokens, std::slice::from_ref(span), role, &mut labels);
            }
        }
    }
    labels
}

fn mark(tokens: &[Token], spans: &[Span], role: Role, labels: &mut [Label]) {
    let begin = 1 + 2 * role as Label;
    for span in spans {
        let mut last = None;
        for at in tokens_of(tokens, *span) {
            if labels[at] != 0 {
                continue;
            }
            labels[at] = if last == Some(at.wrapping_sub(1)) {
                begin + 1
            } else {
                begin
            };
            last = Some(at);
        }
    }
}

/// Tokens that share a byte with a span.
#[must_use]
pub fn tokens_of(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let first = tokens.partition_point(|t| t.span.end() <= span.start());
    let end = tokens.partition_point(|t| t.span.start() < span.end());
    first..end.max(first)
}

/// Runs of labels. A further token without a first one begins a run of its own.
#[must_use]
pub fn pieces(labels: &[Label]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, &label) in labels.iter().enumerate() {
        let Some(role) = label
            .checked_sub(1)
            .map(|l| ROLES[usize::from(l / 2) % ROLES.len()])
        else {
            continue;
        };
        match pieces.last_mut() {
            Some(last) if label % 2 == 0 && last.end == at && last.role == role => last.end = at + 1,
            _ => pieces.push(Piece {
                role,
                first: at,
                end: at + 1,
            }),
        }
    }
    pieces
}

/// Number of properties of a pair of a piece and a cue.
pub const PROPERTIES: usize = 20;

/// Cues that a piece is compared with, on each side.
const REACH: usize = 3;

/// Lowest probability of a source that is shared by a second cue.
const SHARED: f32 = 0.5;

/// Lowest probability of any link.
const LOWEST: f32 = 0.05;

/// What lies between: counted once for a text, looked up for each pair.
#[derive(Debug, Clone)]
pub struct Context {
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    marks: Vec<u32>,
    commas: Vec<u32>,
}

impl Context {
    /// Counts along a text from each token's (boundary, quote) features and words.
    #[must_use]
    pub fn new(features: &[crate::features::Feature<'_>]) -> Self {
        let counts = |holds: fn(&crate::features::Feature<'_>) -> bool| {
            let mut sum = 0;
            std::iter::once(0)
                .chain(features.iter().map(|f| {
                    sum += u32::from(holds(f));
                    sum
                }))
                .collect()
        };
        Self {
            sentences: counts(|f| f.boundary > 0),
            paragraphs: counts(|f| f.boundary == 2),
            marks: counts(|f| f.quote == 2),
            commas: counts(|f| matches!(&*f.word, "," | ";" | ":" | "—" | "–")),
        }
    }
}

fn between(counts: &[u32], first: usize, end: usize) -> f32 {
    (counts[end] - counts[first]) as f32
}

/// A pair of a piece and a cue, by their places in the list of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The source or content.
    pub piece: usize,
    /// The cue.
    pub cue: usize,
}

/// Is the piece a source (or a content)?
#[must_use]
pub fn is_source(role: Role) -> bool {
    matches!(role, Role::SourceBefore | Role::SourceAfter)
}

/// All pairs of sources and contents with the nearest cues.
#[must_use]
pub fn pairs(pieces: &[Piece]) -> Vec<Pair> {
    let cues: Vec<usize> = (0..pieces.len())
        .filter(|&at| pieces[at].role == Role::Cue)
        .collect();
    let mut pairs = Vec::new();
    for (piece, found) in pieces.iter().enumerate() {
        if found.role == Role::Cue {
            continue;
        }
        let next = cues.partition_point(|&cue| cue < piece);
        for &cue in &cues[next.saturating_sub(REACH)..(next + REACH).min(cues.len())] {
            pairs.push(Pair { piece, cue });
        }
    }
    pairs
}

/// What is known of a pair.
#[must_use]
pub fn properties(pieces: &[Piece], context: &Context, pair: Pair) -> [f32; PROPERTIES] {
    let (piece, cue) = (pieces[pair.piece], pieces[pair.cue]);
    let before = pair.piece < pair.cue;
    let (first, end) = if before {
        (piece.end, cue.first)
    } else {
        (cue.end, piece.first)
    };
    let end = end.max(first);
    let gap = (end - first) as f32;
    let (low, high) = (pair.piece.min(pair.cue) + 1, pair.piece.max(pair.cue));
    let count = |holds: fn(Role) -> bool| pieces[low..high].iter().filter(|p| holds(p.role)).count() as f32;
    let (cues, sources) = (count(|role| role == Role::Cue), count(is_source));
    let contents = (high - low) as f32 - cues - sources;
    // A boundary lies between when the right one of the two, or a token between, opens a sentence.
    let right = end + 1;
    let sentences = between(&context.sentences, first, right.min(context.sentences.len() - 1));
    let paragraphs = between(
        &context.paragraphs,
        first,
        right.min(context.paragraphs.len() - 1),
    );
    let expected = match piece.role {
        Role::SourceBefore | Role::ContentBefore => before,
        _ => !before,
    };
    let flag = |holds: bool| f32::from(u8::from(holds));
    let side = flag(before);
    [
        1.0,
        flag(expected),
        side,
        log_gap(gap),
        flag(gap == 0.0),
        flag(gap <= 2.0),
        gap.min(40.0) / 10.0,
        cues,
        flag(cues > 0.0),
        sources,
        contents,
        sentences.min(4.0),
        flag(sentences > 0.0),
        flag(paragraphs > 0.0),
        between(&context.marks, first, end).min(4.0),
        between(&context.commas, first, end).min(4.0),
        side * cues,
        side * flag(sources > 0.0),
        side * log_gap(gap),
        flag(expected) * cues,
    ]
}

/// Logarithm to base 2 of 1 + gap.
fn log_gap(gap: f32) -> f32 {
    rough_log2(1.0 + gap)
}

/// Logarithm to base 2 of a positive number, straight between powers of two: the same on every machine.
pub(crate) fn rough_log2(x: f32) -> f32 {
    let bits = x.to_bits();
    let power = (bits >> 23) as f32 - 127.0;
    let rest = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000) - 1.0;
    power + rest
}

/// Log-odds that a source or content belongs to a cue.
#[derive(Debug, Clone, PartialEq)]
pub struct Linker {
    /// Weights of the properties, for sources.
    pub source: [f32; PROPERTIES],
    /// The same for contents.
    pub content: [f32; PROPERTIES],
}

/// Pieces of one attribution: places in the list of pieces, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// The cue.
    pub cue: usize,
    /// Its sources.
    pub sources: Vec<usize>,
    /// Its contents.
    pub contents: Vec<usize>,
    /// Log-odds of the weakest link.
    pub weakest: f32,
}

impl Linker {
    fn score(&self, pieces: &[Piece], context: &Context, pair: Pair) -> f32 {
        let weights = if is_source(pieces[pair.piece].role) {
            &self.source
        } else {
            &self.content
        };
        let properties = properties(pieces, context, pair);
        weights.iter().zip(properties).map(|(w, p)| w * p).sum()
    }

    /// Links pieces into attributions: one for each cue that has a content. Best pairs first; a
    /// source may serve a second cue that has none.
    #[must_use]
    pub fn link(&self, pieces: &[Piece], context: &Context) -> Vec<Group> {
        let odds = |probability: f32| (probability / (1.0 - probability)).ln();
        let mut scored: Vec<(f32, Pair)> = pairs(pieces)
            .into_iter()
            .map(|pair| (self.score(pieces, context, pair), pair))
            .filter(|(score, _)| *score > odds(LOWEST))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut groups: Vec<Group> = (0..pieces.len())
            .map(|cue| Group {
                cue,
                weakest: f32::INFINITY,
                ..Group::default()
            })
            .collect();
        let mut used = vec![false; pieces.len()];
        for shared in [false, true] {
            for &(score, pair) in &scored {
                let group = &mut groups[pair.cue];
                let free = !used[pair.piece];
                if is_source(pieces[pair.piece].role) {
                    let wanted = group.sources.is_empty() && if shared { score > odds(SHARED) } else { free };
                    if wanted {
                        group.sources.push(pair.piece);
                    } else {
                        continue;
                    }
                } else if free && !shared {
                    group.contents.push(pair.piece);
                } else {
                    continue;
                }
                used[pair.piece] = true;
                group.weakest = group.weakest.min(score);
            }
        }
        groups.retain(|group| pieces[group.cue].role == Role::Cue && !group.contents.is_empty());
        for group in &mut groups {
            group.contents.sort_unstable();
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_on_which_side_the_cue_stands() {
        let text = "“It is late,” said Mara Oduya, “and cold.”";
        let tokens = nlp::tokenize(text);
        let find = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let attribution = Attribution {
            source: vec![find("Mara Oduya")],
            cue: vec![find("said")],
            content: vec![find("“It is late,”"), find("“and cold.”")],
        };
        let labels = labels(&tokens, &[attribution]);
        let read: Vec<(Role, usize)> = pieces(&labels)
            .iter()
            .map(|p| (p.role, p.end - p.first))
            .collect();
        assert_eq!(
            read,
            [
                (Role::ContentBefore, 6),
                (Role::Cue, 1),
                (Role::SourceAfter, 2),
                (Role::ContentAfter, 5),
            ]
        );
    }

    #[test]
    fn the_gap_is_measured_alike_everywhere() {
        for (gap, expected) in [(0.0, 0.0), (1.0, 1.0), (2.0, 1.5), (3.0, 2.0), (255.0, 8.0)] {
            assert!((log_gap(gap) - expected).abs() < 1e-6, "{gap}");
        }
    }
}
