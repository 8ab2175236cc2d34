//! Tables of vectors, one a number.

use crate::activation::nearest;
use crate::linear::INPUT_LIMIT;
use crate::{WeightError, Weights};

/// Rows of signed bytes with a scale each.
#[derive(Debug, Clone)]
pub struct Embedding {
    width: usize,
    values: Vec<i8>,
    scale: Vec<f32>,
}

impl Embedding {
    /// Fixed-point units in 1 of what [`Self::write`] gives out.
    pub const UNITS: f32 = 2048.0;

    /// Takes `NAME` (int8) and `NAME.scale` out of a weight file.
    ///
    /// # Errors
    /// When they are missing or of another shape.
    pub fn load(weights: &Weights<'_>, name: &str, rows: usize, width: usize) -> Result<Self, WeightError> {
        let values = weights.matrix(name, width)?;
        if values.len() != rows * width {
            return Err(WeightError::Unfit(name.to_owned()));
        }
        Ok(Self {
            width,
            values: values.iter().map(|v| v.cast_signed()).collect(),
            scale: weights.numbers(&format!("{name}.scale"), rows)?,
        })
    }

    /// Numbers of a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Appends a row in fixed point, [`Self::UNITS`] to 1. A row that the table lacks is all 0.
    #[allow(clippy::cast_possible_truncation)]
    pub fn write(&self, row: usize, out: &mut Vec<i16>) {
        let Some(&scale) = self.scale.get(row) else {
            out.extend(std::iter::repeat_n(0, self.width));
            return;
        };
        let limit = f32::from(INPUT_LIMIT);
        let values = &self.values[row * self.width..(row + 1) * self.width];
        out.extend(
            values
                .iter()
                .map(|&v| nearest((f32::from(v) * scale * Self::UNITS).clamp(-limit, limit)) as i16),
        );
    }
}
