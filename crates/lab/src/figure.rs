//! One measured number, and how it is shown.

/// Is a higher number better?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// As for accuracy: a floor guards it.
    Higher,
    /// As for an error rate: a ceiling guards it.
    Lower,
}

/// One measured number.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it was measured on: `stories/harbour-memo`, `polnear/dev`.
    pub corpus: String,
    /// What was measured, in the scorer's own name: `article/body`.
    pub metric: String,
    /// `None`: there was no case of it.
    pub value: Option<f64>,
    /// Which way is better.
    pub sense: Sense,
    /// Cases in the gold record; `None` where their number depends on the output.
    pub cases: Option<usize>,
}

/// A corpus that was not measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name as in [`Figure::corpus`].
    pub corpus: String,
    /// Why, for people.
    pub why: String,
}

/// What one task brought.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    /// What was measured.
    pub figures: Vec<Figure>,
    /// What was not.
    pub skipped: Vec<Skipped>,
}

impl Scored {
    /// Notes that a corpus was not measured.
    pub fn skip(&mut self, corpus: impl Into<String>, why: impl Into<String>) {
        self.skipped.push(Skipped {
            corpus: corpus.into(),
            why: why.into(),
        });
    }

    /// Takes over what another task brought.
    pub fn absorb(&mut self, other: Self) {
        self.figures.extend(other.figures);
        self.skipped.extend(other.skipped);
    }
}

/// A table with one row a metric and one column a corpus, in order of appearance.
#[must_use]
pub fn table(figures: &[Figure]) -> String {
    let mut corpora: Vec<&str> = Vec::new();
    let mut metrics: Vec<(&str, Sense)> = Vec::new();
    for figure in figures {
        if !corpora.contains(&figure.corpus.as_str()) {
            corpora.push(&figure.corpus);
        }
        if !metrics.iter().any(|(name, _)| *name == figure.metric) {
            metrics.push((&figure.metric, figure.sense));
        }
    }
    let short = |corpus: &str| corpus.rsplit('/').next().unwrap_or(corpus).to_owned();
    let first = metrics.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 2;
    let width = corpora
        .iter()
        .map(|corpus| short(corpus).len())
        .max()
        .unwrap_or(0)
        .max(6)
        + 2;
    let mut out = format!("{:first$}", "");
    for corpus in &corpora {
        out.push_str(&format!("{:>width$}", short(corpus)));
    }
    out.push('\n');
    for (metric, sense) in metrics {
        out.push_str(&format!("{metric:first$}"));
        for corpus in &corpora {
            let found = figures.iter().find(|f| f.corpus == *corpus && f.metric == metric);
            let cell = match found.and_then(|figure| figure.value) {
                Some(value) => format!("{value:.3}"),
                None if found.is_some() => "n/a".to_owned(),
                None => String::new(),
            };
            out.push_str(&format!("{cell:>width$}"));
        }
        out.push_str(if sense == Sense::Lower {
            "  (lower is better)\n"
        } else {
            "\n"
        });
    }
    out
}
