//! Products of small-integer matrices and vectors: the one place that knows of the processor.
//!
//! Rows are packed in blocks of [`LANES`]; an entry of a block holds some
//! columns of each of its rows, side by side, which is what the multiply-add
//! instructions of the x86 take. A wide product is of 16-bit inputs, a narrow
//! one of small bytes, for weights that are read anew at every token. The
//! plain versions give the same sums.

/// Rows of a block.
pub(crate) const LANES: usize = 32;

/// Two columns of each row of a block.
pub(crate) type Entry = [i16; 2 * LANES];

/// Two values of the input.
pub(crate) type Pair = [i16; 2];

/// Eight columns of each row of a block: the first four of all rows, then the others.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct NarrowEntry(pub(crate) [i8; 8 * LANES]);

/// Eight values of a narrow input, each at most [`NARROW_LIMIT`].
pub(crate) type Octet = [u8; 8];

/// Largest value of a narrow input. Four times it, times 127, is below 2^15: so many products are summed in 16 bits.
pub(crate) const NARROW_LIMIT: u8 = 63;

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

/// Sums of one block over all columns, of a narrow input.
#[inline(always)]
pub(crate) fn plain_narrow(block: &[NarrowEntry], input: &[Octet]) -> [i32; LANES] {
    let mut sums = [0; LANES];
    for (entry, octet) in block.iter().zip(input) {
        for (half, four) in entry.0.chunks_exact(4 * LANES).zip(octet.chunks_exact(4)) {
            for (sum, weights) in sums.iter_mut().zip(half.chunks_exact(4)) {
                for (&weight, &value) in weights.iter().zip(four) {
                    *sum += i32::from(weight) * i32::from(value);
                }
            }
        }
    }
    sums
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod x86 {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi16, _mm256_add_epi32, _mm256_madd_epi16, _mm256_maddubs_epi16,
        _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256, _mm512_add_epi32, _mm512_madd_epi16,
        _mm512_set1_epi32, _mm512_setzero_si512,
    };

    use super::{Entry, LANES, NarrowEntry, Octet, Pair};

    /// As [`super::plain_narrow`].
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(crate) fn avx2_narrow(block: &[NarrowEntry], input: &[Octet]) -> [i32; LANES] {
        let ones = _mm256_set1_epi16(1);
        let mut sums = [_mm256_setzero_si256(); 4];
        for (entry, octet) in block.iter().zip(input) {
            let [first, second]: [[__m256i; 4]; 2] = bytemuck::cast(entry.0);
            let [low, high]: [i32; 2] = bytemuck::cast(*octet);
            let (low, high) = (_mm256_set1_epi32(low), _mm256_set1_epi32(high));
            for at in 0..4 {
                let pairs = _mm256_add_epi16(
                    _mm256_maddubs_epi16(low, first[at]),
                    _mm256_maddubs_epi16(high, second[at]),
                );
                sums[at] = _mm256_add_epi32(sums[at], _mm256_madd_epi16(pairs, ones));
            }
        }
        bytemuck::cast(sums)
    }

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

/// Runs a body with the products that suit a [`Path`], compiled for that path's instructions.
///
/// `dispatch!(path, body, arguments...)` calls `body(wide, narrow, arguments...)`, where `body` is an
/// `#[inline(always)]` function over `impl Fn(&[Entry], &[Pair]) -> [i32; LANES]` and
/// `impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES]`.
macro_rules! dispatch {
    ($path:expr, $body:ident($($name:ident: $type:ty),* $(,)?)) => {{
        use $crate::product;
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2")]
        fn avx2($($name: $type),*) {
            $body(
                |block: &[product::Entry], input: &[product::Pair]| product::x86::avx2(block, input),
                |block: &[product::NarrowEntry], input: &[product::Octet]| product::x86::avx2_narrow(block, input),
                $($name),*
            );
        }
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx512f,avx512bw")]
        fn avx512($($name: $type),*) {
            $body(
                |block: &[product::Entry], input: &[product::Pair]| product::x86::avx512(block, input),
                |block: &[product::NarrowEntry], input: &[product::Octet]| product::x86::avx2_narrow(block, input),
                $($name),*
            );
        }
        match $path {
            product::Path::Plain => $body(product::plain, product::plain_narrow, $($name),*),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the path is chosen only where the processor was found to have these instructions.
            #[allow(unsafe_code)]
            product::Path::Avx2 => unsafe { avx2($($name),*) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            #[allow(unsafe_code)]
            product::Path::Avx512 => unsafe { avx512($($name),*) },
        }
    }};
}
pub(crate) use dispatch;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Sums = (Vec<i32>, Vec<i32>);

    /// The wide and the narrow sums of one block each.
    fn on(path: Path, wide: (&[Entry], &[Pair]), narrow: (&[NarrowEntry], &[Octet])) -> Sums {
        #[inline(always)]
        fn body(
            wide: impl Fn(&[Entry], &[Pair]) -> [i32; LANES],
            narrow: impl Fn(&[NarrowEntry], &[Octet]) -> [i32; LANES],
            (block, input): (&[Entry], &[Pair]),
            (small, octets): (&[NarrowEntry], &[Octet]),
            out: &mut Sums,
        ) {
            *out = (wide(block, input).to_vec(), narrow(small, octets).to_vec());
        }
        let mut out = Sums::default();
        let target = &mut out;
        dispatch!(path, body(
            wide: (&[Entry], &[Pair]), narrow: (&[NarrowEntry], &[Octet]), target: &mut Sums
        ));
        out
    }

    proptest! {
        #[test]
        fn every_path_gives_the_same_sums(seed in any::<u64>(), entries in 1_usize..40, extreme in any::<bool>()) {
            let mut state = seed | 1;
            let mut next = |limit: i16| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if extreme {
                    return limit;
                }
                let (value, limit) = (state >> 33, i64::from(limit));
                i16::try_from(i64::try_from(value).unwrap() % (2 * limit + 1) - limit).unwrap()
            };
            let block: Vec<Entry> = (0..entries).map(|_| std::array::from_fn(|_| next(127))).collect();
            let input: Vec<Pair> = (0..entries).map(|_| [next(8191), next(8191)]).collect();
            let small: Vec<NarrowEntry> = (0..entries)
                .map(|_| NarrowEntry(std::array::from_fn(|_| i8::try_from(next(127)).unwrap())))
                .collect();
            let limit = i16::from(NARROW_LIMIT);
            let octets: Vec<Octet> = (0..entries)
                .map(|_| std::array::from_fn(|_| u8::try_from(next(limit).abs()).unwrap()))
                .collect();
            let sums = |path| on(path, (&block, &input), (&small, &octets));
            prop_assert_eq!(sums(Path::best()), sums(Path::Plain));
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                prop_assert_eq!(sums(Path::Avx2), sums(Path::Plain));
            }
        }
    }
}
