//! Weights of properties by which two mentions are one.
//!
//! In: properties of pairs, and which pairs are one. Out: a logistic regression with a
//! ridge, fitted by Newton's method: full steps, no randomness.

const ROUNDS: usize = 9;

const RIDGE: f64 = 2.0;

/// Weights for `N` properties.
#[derive(Debug, Clone, Copy)]
pub struct Fitted<const N: usize>([f64; N]);

impl<const N: usize> Fitted<N> {
    /// Fits pairs; properties are about 0 to 1, one of them always 1.
    #[must_use]
    pub fn to(pairs: &[([f32; N], bool)]) -> Self {
        let mut fitted = Self([0.0; N]);
        for _ in 0..ROUNDS {
            let mut slope = fitted.0.map(|weight| -RIDGE * weight);
            let mut curve = [[0.0f64; N]; N];
            for (properties, one) in pairs {
                let likely = fitted.likely(properties);
                let miss = f64::from(u8::from(*one)) - likely;
                let weight = likely * (1.0 - likely);
                for (row, &x) in properties.iter().enumerate().filter(|&(_, &x)| x != 0.0) {
                    slope[row] += miss * f64::from(x);
                    for (column, &y) in properties[..=row].iter().enumerate() {
                        curve[row][column] += weight * f64::from(x) * f64::from(y);
                    }
                }
            }
            for row in 0..N {
                curve[row][row] += RIDGE;
                for column in 0..row {
                    curve[column][row] = curve[row][column];
                }
            }
            let step = solve(curve, slope);
            for (weight, step) in fitted.0.iter_mut().zip(step) {
                *weight += step;
            }
        }
        fitted
    }

    /// How likely two with these properties are one, 0 to 1.
    #[must_use]
    pub fn likely(&self, properties: &[f32; N]) -> f64 {
        let sum: f64 = self
            .0
            .iter()
            .zip(properties)
            .map(|(weight, &x)| weight * f64::from(x))
            .sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// The weights, in the order of the properties.
    #[must_use]
    pub fn weights(&self) -> [f64; N] {
        self.0
    }
}

/// Solves a system whose matrix is symmetric and positive: the ridge sees to that.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let share = matrix[row][pivot] / matrix[pivot][pivot];
            for column in pivot..N {
                matrix[row][column] -= share * matrix[pivot][column];
            }
            right[row] -= share * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_gets_the_weight() {
        let pairs: Vec<([f32; 3], bool)> = (0..400)
            .map(|at| {
                (
                    [1.0, f32::from(u8::from(at % 4 == 0)), (at % 7) as f32 / 7.0],
                    at % 4 == 0 && at % 20 != 0,
                )
            })
            .collect();
        let fitted = Fitted::to(&pairs);
        let [always, told, noise] = fitted.weights();
        assert!(always < -2.0 && told > 3.0 && noise.abs() < 1.0, "{fitted:?}");
        assert!((fitted.likely(&[1.0, 1.0, 0.5]) - 0.8).abs() < 0.1);
    }
}
