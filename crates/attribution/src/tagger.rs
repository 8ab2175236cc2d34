//! Finds source, cue and content of attributions in a text.
//!
//! [`Tagger::find`] turns tokens into features, runs them through two recurrent
//! layers and a chain over labels, and links the pieces. Weights come from a file
//! of `models/` and are checked when they are loaded.

use model::{Bidirectional, Chain, FirstLayer, Narrow, WeightError, Weights};
use nlp::{Analysis, Token};
use text::Span;

use crate::Found;
use crate::features::{self, Feature, features};
use crate::link::{Context, Group, LABELS, Label, Linker, Piece, pieces, rough_log2};

/// The weights that the program carries.
const WEIGHTS: &[u8] = include_bytes!("../../../models/attribution.safetensors");

/// Units of a recurrent layer each way.
const HIDDEN: usize = 128;

/// Numbers of a word's vector.
const WORD: usize = 96;

/// What stands beside a word's vector: the tables' names, rows, and numbers of a row.
const TABLES: [(&str, usize, usize); 7] = [
    ("prefix", features::PREFIXES, 16),
    ("suffix", features::SUFFIXES, 32),
    ("short_suffix", features::SHORT_SUFFIXES, 16),
    ("case", features::CASES, 8),
    ("quote", features::QUOTES, 8),
    ("boundary", features::BOUNDARIES, 8),
    ("spaced", 2, 4),
];

/// Tokens that are read as one text. Longer texts are cut, at a paragraph's start where there is one.
const SEGMENT: usize = 4096;

/// Number of properties that the confidence of an attribution is made of.
pub const PROPERTIES: usize = 5;

/// What [`PROPERTIES`] are known of an attribution.
pub type Properties = [f32; PROPERTIES];

/// Confidence below which an attribution is given out only where a rule sees a cue as well. Chosen on `PolNeAR` dev.
pub(crate) const LEAST: f32 = 0.35;

/// Weights of the tagger and the linker.
#[derive(Debug)]
pub struct Tagger {
    lower: FirstLayer<{ TABLES.len() }>,
    upper: Bidirectional<Narrow>,
    head: Narrow,
    chain: Chain,
    linker: Linker,
    confidence: Properties,
}

/// Labels of a text with their probabilities.
#[derive(Debug, Clone)]
pub struct Tags {
    /// The best sequence.
    pub labels: Vec<Label>,
    /// Probability of each label of the best sequence at its token.
    pub certainty: Vec<f32>,
}

impl Tagger {
    /// Loads the weights that the program carries.
    ///
    /// # Panics
    /// Never: a test loads them.
    #[must_use]
    pub fn load() -> Self {
        Self::parse(WEIGHTS).expect("the carried weights are well formed")
    }

    /// Loads weights out of a safetensors file.
    ///
    /// # Errors
    /// When the file is malformed or does not fit.
    pub fn parse(bytes: &'static [u8]) -> Result<Self, WeightError> {
        let weights = Weights::parse(bytes)?;
        Ok(Self {
            lower: FirstLayer::load(&weights, WORD, &TABLES, "layer0", HIDDEN)?,
            upper: Bidirectional::over_states(&weights, "layer1", 2 * HIDDEN, HIDDEN)?,
            head: Narrow::load(&weights, "head", 2 * HIDDEN, LABELS)?,
            chain: Chain::load(&weights, "transitions", LABELS)?,
            linker: Linker {
                source: array(&weights, "link.source")?,
                content: array(&weights, "link.content")?,
            },
            confidence: array(&weights, "confidence")?,
        })
    }

    /// The attributions of a text that need no second judgement, in order of their cues.
    #[must_use]
    pub fn find(&self, text: &str, analysis: &Analysis) -> Vec<Found> {
        let mut found = self.candidates(text, analysis);
        found.retain(|(found, _)| found.confidence >= LEAST);
        found.into_iter().map(|(found, _)| found).collect()
    }

    /// All attributions of a text, in order of their cues, with what their confidence is made of.
    #[must_use]
    pub fn candidates(&self, text: &str, analysis: &Analysis) -> Vec<(Found, Properties)> {
        let tokens = &analysis.tokens;
        let mut found = Vec::new();
        for segment in segments(tokens) {
            let tokens = &tokens[segment];
            let features = features(text, tokens);
            let tags = self.tag(&features);
            let pieces = pieces(&tags.labels);
            let groups = self.linker.link(&pieces, &Context::new(&features));
            found.extend(
                groups
                    .iter()
                    .map(|group| self.attribution(tokens, &pieces, group, &tags)),
            );
        }
        found
    }

    /// An attribution of linked pieces.
    fn attribution(
        &self,
        tokens: &[Token],
        pieces: &[Piece],
        group: &Group,
        tags: &Tags,
    ) -> (Found, Properties) {
        let span = |at: &usize| {
            let piece = pieces[*at];
            Span::new(tokens[piece.first].span.start(), tokens[piece.end - 1].span.end())
        };
        let properties = properties(pieces, group, tags);
        let log_odds: f32 = self.confidence.iter().zip(properties).map(|(w, p)| w * p).sum();
        let found = Found {
            source: group.sources.iter().map(span).collect(),
            cue: vec![span(&group.cue)],
            content: group.contents.iter().map(span).collect(),
            confidence: model::sigmoid(log_odds),
        };
        (found, properties)
    }

    /// Labels the tokens of a text.
    #[must_use]
    pub fn tag(&self, features: &[Feature<'_>]) -> Tags {
        let lower = self.lower.states(features.iter().map(|f| (&*f.word, rows(f))));
        let states = self.upper.run(&lower);
        let scores = self.head.outputs_of(&states);
        let labels = self.chain.best(&scores);
        let marginals = self.chain.marginals(&scores);
        let certainty = labels
            .iter()
            .zip(marginals.chunks_exact(LABELS))
            .map(|(&label, row)| row[usize::from(label)])
            .collect();
        Tags { labels, certainty }
    }
}

/// A token's rows in [`TABLES`].
fn rows(feature: &Feature<'_>) -> [u32; TABLES.len()] {
    [
        feature.prefix.into(),
        feature.suffix.into(),
        feature.short_suffix.into(),
        feature.case.into(),
        feature.quote.into(),
        feature.boundary.into(),
        feature.spaced.into(),
    ]
}

/// Cuts a long text, at the last paragraph's start that fits.
fn segments(tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let mut segments = Vec::new();
    let mut first = 0;
    while first < tokens.len() {
        let end = if tokens.len() - first <= SEGMENT {
            tokens.len()
        } else {
            (first + SEGMENT / 2..first + SEGMENT)
                .rev()
                .find(|&at| tokens[at].opens_paragraph)
                .unwrap_or(first + SEGMENT)
        };
        segments.push(first..end);
        first = end;
    }
    segments
}

fn array<const N: usize>(weights: &Weights<'_>, name: &str) -> Result<[f32; N], WeightError> {
    let values = weights.numbers(name, N)?;
    <[f32; N]>::try_from(values).map_err(|_| WeightError::Unfit(name.to_owned()))
}

/// How sure the labels of each role are. A piece is as sure as its labels are on average, and all
/// pieces of a role must be right.
fn properties(pieces: &[Piece], group: &Group, tags: &Tags) -> Properties {
    let log_odds = |members: &[usize]| {
        let sure: f32 = members
            .iter()
            .map(|&at| {
                let certainty = &tags.certainty[pieces[at].first..pieces[at].end];
                certainty.iter().sum::<f32>() / certainty.len() as f32
            })
            .product();
        let sure = sure.clamp(1e-3, 1.0 - 1e-3);
        rough_log2(sure) - rough_log2(1.0 - sure)
    };
    let (sourced, source) = if group.sources.is_empty() {
        (0.0, 0.0)
    } else {
        (1.0, log_odds(&group.sources))
    };
    [
        1.0,
        sourced,
        source,
        log_odds(&[group.cue]),
        log_odds(&group.contents),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Role;

    fn found(text: &str) -> Vec<(Vec<&str>, Vec<&str>, Vec<&str>)> {
        let analysis = Analysis {
            tokens: nlp::tokenize(text),
            ..Analysis::default()
        };
        let words = |spans: &[Span]| spans.iter().map(|s| &text[s.range()]).collect();
        Tagger::load()
            .find(text, &analysis)
            .iter()
            .map(|f| (words(&f.source), words(&f.cue), words(&f.content)))
            .collect()
    }

    #[test]
    fn finds_plain_reported_speech() {
        assert_eq!(
            found("“The harbour is closed,” the mayor said.\n\nMr. Dovrane said that the pumps had failed."),
            [
                (vec!["the mayor"], vec!["said"], vec!["“The harbour is closed,”"]),
                (
                    vec!["Mr. Dovrane"],
                    vec!["said"],
                    vec!["that the pumps had failed"]
                ),
            ]
        );
    }

    #[test]
    fn surer_labels_give_more_confidence() {
        let piece = |role, first| Piece {
            role,
            first,
            end: first + 2,
        };
        let pieces = [
            piece(Role::SourceBefore, 0),
            piece(Role::Cue, 2),
            piece(Role::ContentAfter, 4),
        ];
        let group = Group {
            cue: 1,
            sources: vec![0],
            contents: vec![2],
            ..Group::default()
        };
        let of = |certainty: [f32; 6]| {
            let tags = Tags {
                labels: Vec::new(),
                certainty: certainty.to_vec(),
            };
            properties(&pieces, &group, &tags)
        };
        let even = of([0.5; 6]);
        assert_eq!(even, [1.0, 1.0, 0.0, 0.0, 0.0]);
        let surer = of([0.8, 0.8, 0.9, 0.7, 1.0, 1.0]);
        assert!(even.iter().zip(surer).skip(2).all(|(even, surer)| surer > *even));
        assert!(surer.iter().all(|value| value.is_finite()));
    }

    #[test]
    fn empty_and_wordless_texts_have_none() {
        assert!(found("").is_empty());
        assert!(found("\n \n …").is_empty());
    }

    #[test]
    fn long_texts_are_cut_at_paragraphs() {
        let text = "a b c d e f g h i j\n".repeat(1000);
        let tokens = nlp::tokenize(&text);
        let cuts = segments(&tokens);
        assert!(
            cuts.iter()
                .all(|cut| cut.len() <= SEGMENT && tokens[cut.start].opens_paragraph)
        );
        assert_eq!(cuts.iter().map(std::ops::Range::len).sum::<usize>(), tokens.len());
    }
}
