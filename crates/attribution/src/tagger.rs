//! Finds source, cue and content of attributions in a text.
//!
//! [`Tagger::find`] turns tokens into features, runs them through two recurrent
//! layers and a chain over labels, and links the pieces. Weights come from a file
//! of `models/` and are checked when they are loaded.

use std::collections::HashMap;

use model::{Bidirectional, Chain, Embedding, Linear, WeightError, Weights};
use nlp::{Analysis, Token};
use text::Span;

use crate::Found;
use crate::features::{self, Feature, features};
use crate::link::{Context, Group, LABELS, Label, Linker, Piece, pieces};

/// The weights that the program carries.
const WEIGHTS: &[u8] = include_bytes!("../../../models/attribution.safetensors");

/// Units of a recurrent layer each way.
const HIDDEN: usize = 128;

/// Numbers of a word's vector.
const WORD: usize = 96;

/// Tokens that are read as one text. Longer texts are cut, at a paragraph's start where there is one.
const SEGMENT: usize = 4096;

/// Knots of the calibration, evenly from 0 to 1.
pub const KNOTS: usize = 11;

/// Weights of the tagger and the linker.
#[derive(Debug, Clone)]
pub struct Tagger {
    words: HashMap<&'static str, u32>,
    word: Embedding,
    tables: [Embedding; 7],
    layers: [Bidirectional; 2],
    head: Linear,
    chain: Chain,
    linker: Linker,
    calibration: [f32; KNOTS],
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
        let list =
            std::str::from_utf8(weights.bytes("words")?).map_err(|_| WeightError::Unfit("words".into()))?;
        let words: HashMap<&str, u32> = list.split('\n').zip(0..).collect();
        let table = |name: &str, rows, width| Embedding::load(&weights, name, rows, width);
        let tables = [
            table("prefix", features::PREFIXES, 16)?,
            table("suffix", features::SUFFIXES, 32)?,
            table("short_suffix", features::SHORT_SUFFIXES, 16)?,
            table("case", features::CASES, 8)?,
            table("quote", features::QUOTES, 8)?,
            table("boundary", features::BOUNDARIES, 8)?,
            table("spaced", 2, 4)?,
        ];
        let inputs = WORD + tables.iter().map(Embedding::width).sum::<usize>();
        Ok(Self {
            word: table("word", list.split('\n').count(), WORD)?,
            words,
            tables,
            layers: [
                Bidirectional::load(&weights, "layer0", inputs, HIDDEN, 1.0 / Embedding::UNITS)?,
                Bidirectional::load(&weights, "layer1", 2 * HIDDEN, HIDDEN, Bidirectional::UNIT)?,
            ],
            head: Linear::load(&weights, "head", 2 * HIDDEN, LABELS, Bidirectional::UNIT)?,
            chain: Chain::load(&weights, "transitions", LABELS)?,
            linker: Linker {
                source: array(&weights, "link.source")?,
                content: array(&weights, "link.content")?,
            },
            calibration: array(&weights, "calibration")?,
        })
    }

    /// The same, but confidence is what the chain makes of it: what a calibration is fitted on.
    #[must_use]
    pub fn uncalibrated(mut self) -> Self {
        self.calibration = std::array::from_fn(|knot| knot as f32 / (KNOTS - 1) as f32);
        self
    }

    /// All attributions of a text, in order of their cues.
    #[must_use]
    pub fn find(&self, text: &str, analysis: &Analysis) -> Vec<Found> {
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

    /// An attribution of linked pieces. Its confidence: each piece is as sure as its labels are on
    /// average, all of them must be right, and the product is calibrated.
    fn attribution(&self, tokens: &[Token], pieces: &[Piece], group: &Group, tags: &Tags) -> Found {
        let span = |at: &usize| {
            let piece = pieces[*at];
            Span::new(tokens[piece.first].span.start(), tokens[piece.end - 1].span.end())
        };
        let members = group.sources.iter().chain(&group.contents).chain([&group.cue]);
        let sure: f32 = members
            .map(|&at| {
                let certainty = &tags.certainty[pieces[at].first..pieces[at].end];
                certainty.iter().sum::<f32>() / certainty.len() as f32
            })
            .product();
        Found {
            source: group.sources.iter().map(span).collect(),
            cue: vec![span(&group.cue)],
            content: group.contents.iter().map(span).collect(),
            confidence: interpolate(&self.calibration, sure),
        }
    }

    /// Labels the tokens of a text.
    #[must_use]
    pub fn tag(&self, features: &[Feature<'_>]) -> Tags {
        let mut values = Vec::with_capacity(features.len() * 2 * HIDDEN);
        for feature in features {
            let word = self.words.get(&*feature.word).copied().unwrap_or(0);
            self.word.write(word as usize, &mut values);
            let rows = [
                feature.prefix.into(),
                feature.suffix.into(),
                feature.short_suffix.into(),
                feature.case.into(),
                feature.quote.into(),
                feature.boundary.into(),
                feature.spaced.into(),
            ];
            for (table, row) in self.tables.iter().zip(rows) {
                table.write(row, &mut values);
            }
        }
        let (input, _) = values.as_chunks::<2>();
        let states = self.layers[1].run(&self.layers[0].run(input));
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

/// Value at a place between 0 and 1 of a line through evenly spaced knots.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn interpolate(knots: &[f32; KNOTS], at: f32) -> f32 {
    let place = at.clamp(0.0, 1.0) * (KNOTS - 1) as f32;
    let low = (place as usize).min(KNOTS - 2);
    knots[low] + (knots[low + 1] - knots[low]) * (place - low as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn calibration_goes_through_its_knots() {
        let knots: [f32; KNOTS] = std::array::from_fn(|knot| (knot * knot) as f32 / 100.0);
        for (at, expected) in [(0.0, 0.0), (0.5, 0.25), (0.55, 0.305), (1.0, 1.0), (7.0, 1.0)] {
            assert!((interpolate(&knots, at) - expected).abs() < 1e-5, "{at}");
        }
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
