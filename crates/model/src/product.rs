//! Products of small-integer matrices and vectors: the one place that knows of the processor.
//!
//! Rows are packed in blocks of [`LANES`]; an entry of a block holds two
//! columns of each of its rows, side by side, which is what the multiply-add
//! instructions of the x86 take. The plain version gives the same sums.

/// Rows of a block.
pub(crate) const LANES: usize = 32;

/// Two columns of each row of a block.
pub(crate) type Entry = [i16; 2 * LANES];

/// Two values of the input.
pub(crate) type Pair = [i16; 2];

/// What the processor can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Path {
    /// The widest path of this processor.
    pub(crate) fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512bw") {
                return Self::Avx512;
            }
            if std::arch::is_x86_feature_detected!("avx2") {
                return Self::Avx2;
            }
        }
        Self::Plain
    }
}

/// Sums of one block over all columns.
#[inline(always)]
pub(crate) fn plain(block: &[Entry], input: &[Pair]) -> [i32; LANES] {
    let mut sums = [0; LANES];
    for (entry, pair) in block.iter().zip(input) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += i32::from(entry[2 * lane]) * i32::from(pair[0])
                + i32::from(entry[2 * lane + 1]) * i32::from(pair[1]);
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        _mm512_add_epi32, _mm512_madd_epi16, _mm512_set1_epi32, _mm512_setzero_si512,
    };

    use super::{Entry, LANES, Pair};

    /// As [`super::plain`].
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(crate) fn avx2(block: &[Entry], input: &[Pair]) -> [i32; LANES] {
        let mut sums = [_mm256_setzero_si256(); 4];
        for (entry, pair) in block.iter().zip(input) {
            let weights: [__m256i; 4] = bytemuck::cast(*entry);
            let input = _mm256_set1_epi32(bytemuck::cast(*pair));
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(weights, input));
            }
        }
        bytemuck::cast(sums)
    }

    /// As [`super::plain`].
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(crate) fn avx512(block: &[Entry], input: &[Pair]) -> [i32; LANES] {
        let mut sums = [_mm512_setzero_si512(); 2];
        for (entry, pair) in block.iter().zip(input) {
            let weights: [__m512i; 2] = bytemuck::cast(*entry);
            let input = _mm512_set1_epi32(bytemuck::cast(*pair));
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum = _mm512_add_epi32(*sum, _mm512_madd_epi16(weights, input));
            }
        }
        bytemuck::cast(sums)
    }
}

/// Runs a body with the product that suits a [`Path`], compiled for that path's instructions.
///
/// `dispatch!(path, body, arguments...)` calls `body(product, arguments...)`, where `body` is an
/// `#[inline(always)]` function over `impl Fn(&[Entry], &[Pair]) -> [i32; LANES]`.
macro_rules! dispatch {
    ($path:expr, $body:ident($($name:ident: $type:ty),* $(,)?)) => {{
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2")]
        fn avx2($($name: $type),*) {
            $body(|block, input| $crate::product::x86::avx2(block, input), $($name),*);
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512bw")]
        fn avx512($($name: $type),*) {
            $body(|block, input| $crate::product::x86::avx512(block, input), $($name),*);
        }
        match $path {
            $crate::product::Path::Plain => $body($crate::product::plain, $($name),*),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the path is chosen only where the processor was found to have these instructions.
            #[allow(unsafe_code)]
            $crate::product::Path::Avx2 => unsafe { avx2($($name),*) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            $crate::product::Path::Avx512 => unsafe { avx512($($name),*) },
        }
    }};
}
pub(crate) use dispatch;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(path: Path, block: &[Entry], input: &[Pair]) -> Vec<i32> {
        #[inline(always)]
        fn body(
            product: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
            block: &[Entry],
            input: &[Pair],
            out: &mut Vec<i32>,
        ) {
            *out = product(block, input).to_vec();
        }
        let mut out = Vec::new();
        let target = &mut out;
        dispatch!(path, body(block: &[Entry], input: &[Pair], target: &mut Vec<i32>));
        out
    }

    proptest! {
        #[test]
        fn every_path_gives_the_same_sums(seed in any::<u64>(), pairs in 1_usize..40) {
            let mut state = seed | 1;
            let mut next = |limit: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                i16::try_from((state >> 33) % (2 * limit + 1)).unwrap() - i16::try_from(limit).unwrap()
            };
            let block: Vec<Entry> = (0..pairs).map(|_| std::array::from_fn(|_| next(127))).collect();
            let input: Vec<Pair> = (0..pairs).map(|_| [next(8191), next(8191)]).collect();
            prop_assert_eq!(on(Path::best(), &block, &input), on(Path::Plain, &block, &input));
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                prop_assert_eq!(on(Path::Avx2, &block, &input), on(Path::Plain, &block, &input));
            }
        }
    }
}
