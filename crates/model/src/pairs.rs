//! One hidden layer over rows of tables, for scores of many pairs of things.
//!
//! A pair is two lots of numbers and a row of each of some tables; their sum goes through the layer's units.

use crate::product::{Entry, LANES, NarrowEntry, Octet, Pair, Path, dispatch};
use crate::{WeightError, Weights};

/// Units of the layer.
pub const PAIR_UNITS: usize = 32;

/// Sums that are kept apart and added up at last, in this order on every machine.
const PARTS: usize = 8;

type Units = [f32; PAIR_UNITS];

/// The weights.
#[derive(Debug)]
pub struct PairLayer {
    rows: Vec<Units>,
    out: Units,
    path: Path,
}

impl PairLayer {
    /// Takes the table `NAME` (int8, with `NAME.scale`) of so many rows, and the weights `OUT` of the units out of a
    /// weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub fn load(weights: &Weights<'_>, name: &str, rows: usize, out: &str) -> Result<Self, WeightError> {
        let values = weights.matrix(name, PAIR_UNITS)?;
        let scale = weights.numbers(&format!("{name}.scale"), rows)?;
        let rows = values.as_chunks::<PAIR_UNITS>().0.iter().zip(scale);
        Ok(Self {
            rows: rows
                .map(|(row, scale)| row.map(|value| f32::from(value.cast_signed()) * scale))
                .collect(),
            out: weights
                .numbers(out, PAIR_UNITS)?
                .try_into()
                .map_err(|_| WeightError::Unfit(out.to_owned()))?,
            path: Path::best(),
        })
    }

    /// Scores of things that each add `numbers` and `N` rows of the table to `base`.
    ///
    /// # Panics
    /// When a row is none of the table.
    #[must_use]
    pub fn scores<const N: usize>(&self, base: &Units, things: &[(&Units, [u16; N])]) -> Vec<f32> {
        self.scores_on(self.path, base, things)
    }

    fn scores_on<const N: usize>(&self, path: Path, base: &Units, things: &[(&Units, [u16; N])]) -> Vec<f32> {
        let mut scores = vec![0.0; things.len()];
        for ((numbers, rows), score) in things.iter().zip(&mut scores) {
            one(path, self, base, numbers, rows, score);
        }
        scores
    }
}

fn one(path: Path, layer: &PairLayer, base: &Units, numbers: &Units, rows: &[u16], score: &mut f32) {
    #[inline(always)]
    fn body(
        _: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
        _: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
        layer: &PairLayer,
        base: &Units,
        numbers: &Units,
        rows: &[u16],
        score: &mut f32,
    ) {
        let mut units: Units = std::array::from_fn(|at| base[at] + numbers[at]);
        for &row in rows {
            for (unit, value) in units.iter_mut().zip(&layer.rows[usize::from(row)]) {
                *unit += value;
            }
        }
        let mut parts = [0.0_f32; PARTS];
        let (units, out) = (units.as_chunks::<PARTS>().0, layer.out.as_chunks::<PARTS>().0);
        for (units, out) in units.iter().zip(out) {
            for ((part, unit), out) in parts.iter_mut().zip(units).zip(out) {
                *part += unit.max(0.0) * out;
            }
        }
        *score = parts.iter().sum();
    }
    dispatch!(path, body(layer: &PairLayer, base: &Units, numbers: &Units, rows: &[u16], score: &mut f32));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_rows_goes_through_the_units_the_same_on_every_path() {
        let row = |first: f32| std::array::from_fn(|at| first + at as f32 / 7.0 - 2.0);
        let layer = PairLayer {
            rows: vec![row(0.1), row(-1.3), row(0.7)],
            out: row(0.5),
            path: Path::best(),
        };
        let (base, numbers) = (row(-0.9), row(0.3));
        let things = [(&numbers, [0, 1]), (&base, [2, 2])];
        let expected: f32 = (0..PAIR_UNITS)
            .map(|at| {
                let unit: f32 = base[at] + numbers[at] + layer.rows[0][at] + layer.rows[1][at];
                unit.max(0.0) * layer.out[at]
            })
            .sum();
        let scores = layer.scores(&base, &things);
        assert!((scores[0] - expected).abs() < 1e-4, "{scores:?}, {expected}");
        assert_eq!(layer.scores_on(Path::Plain, &base, &things), scores);
    }
}
