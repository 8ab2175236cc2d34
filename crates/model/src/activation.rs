//! Functions between layers, by rational and polynomial approximation: the same bits on every machine.

/// Hyperbolic tangent, within 1e-4: far finer than the steps in which states are kept. The ratio of polynomials
/// was fitted on 0 to 5; beyond, the value is that at 5.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-5.0, 5.0);
    let s = x * x;
    let p = (6.549_423e-4 * s + 0.101_723_09) * s + 0.999_810_14;
    let q = (1.263_916_5e-2 * s + 0.434_504) * s + 1.0;
    x * p / q
}

/// Logistic function, within 1e-4.
#[must_use]
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// Nearest integer, ties to even, of a number whose size is below 2^22.
#[inline(always)]
#[allow(clippy::cast_possible_wrap)]
pub(crate) fn nearest(x: f32) -> i32 {
    // Adding 1.5 * 2^23 leaves the rounded integer in the low bits.
    const SHIFT: f32 = 12_582_912.0;
    (x + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32
}

/// Exponential function of a number that is not positive, within 1e-6 of its value.
#[inline(always)]
#[allow(clippy::cast_sign_loss, clippy::cast_precision_loss)]
pub(crate) fn exp_negative(x: f32) -> f32 {
    let x = x.clamp(-87.0, 0.0);
    let power = nearest(x * std::f32::consts::LOG2_E);
    let rest = x - power as f32 * 0.693_359_4 - power as f32 * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    for c in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        0.166_666_65,
        0.5,
        1.0,
        1.0,
    ] {
        p = p * rest + c;
    }
    p * f32::from_bits(((power + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_true_functions() {
        for step in -2000..=2000_i16 {
            let x = f32::from(step) / 100.0;
            assert!((tanh(x) - x.tanh()).abs() < 1e-4, "tanh {x}");
            assert!(
                (sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-4,
                "sigmoid {x}"
            );
            assert_eq!(nearest(x), x.round_ties_even() as i32, "nearest {x}");
            if x <= 0.0 {
                assert!((exp_negative(x) - x.exp()).abs() <= 2e-6 * x.exp(), "exp {x}");
            }
        }
    }
}
