//! Fitting one run of words into a longer one, with affine gaps (Gotoh 1982).
//!
//! In: the words of a quotation and a window of the original, as numbers. Out:
//! the cheapest account of the quotation as words of the original kept,
//! changed, cut or added. All of the quotation is used; the original may begin
//! before it and go on after it. The callers bound both lengths: the cost is
//! their product.

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The same word in both.
    Kept { quote: usize, original: usize },
    /// One word for another.
    Changed { quote: usize, original: usize },
    /// A word of the original that the quotation leaves out.
    Cut { original: usize },
    /// A word that the original has not.
    Added { quote: usize },
}

/// How two words compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same word, and how much it weighs.
    Same(i32),
    /// Spelt a little differently.
    Spelling,
    /// Two words.
    Other,
}

const SPELLING: i32 = 5;
const CHANGED: i32 = -10;
const CUT_OPEN: i32 = -10;
const CUT_MORE: i32 = -1;
const ADDED_OPEN: i32 = -10;
const ADDED_MORE: i32 = -7;
const NEVER: i32 = i32::MIN / 4;

const FROM_KEEP: u8 = 0;
const FROM_CUT: u8 = 1;
const FROM_ADD: u8 = 2;
const BEGIN: u8 = 3;

/// A fitted quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fitted {
    /// Higher is closer.
    pub(crate) score: i32,
    /// In order.
    pub(crate) steps: Vec<Step>,
}

/// Fits `quote_len` words into `original_len` words; `None` when either is empty.
pub(crate) fn fit(
    quote_len: usize,
    original_len: usize,
    likeness: impl Fn(usize, usize) -> Likeness,
) -> Option<Fitted> {
    if quote_len == 0 || original_len == 0 {
        return None;
    }
    let width = original_len + 1;
    // For each state, where its best value came from: two bits each.
    let mut from = vec![0u8; (quote_len + 1) * width];
    let mut keep = vec![NEVER; width];
    let mut add = vec![NEVER; width];
    // Row 0: the quotation may begin after any word of the original.
    let mut last_keep = vec![0i32; width];
    let mut last_cut = vec![NEVER; width];
    let mut last_add = vec![NEVER; width];
    from[..width].fill(BEGIN);
    for q in 1..=quote_len {
        let mut cut = vec![NEVER; width];
        for o in 0..=original_len {
            let at = q * width + o;
            let (mut keep_from, mut cut_from) = (FROM_KEEP, FROM_KEEP);
            if o > 0 {
                let gain = match likeness(q - 1, o - 1) {
                    Likeness::Same(weight) => weight,
                    Likeness::Spelling => SPELLING,
                    Likeness::Other => CHANGED,
                };
                let best = best_of(last_keep[o - 1], last_cut[o - 1], last_add[o - 1]);
                keep[o] = best.0.saturating_add(gain).max(NEVER);
                keep_from = if q == 1 { BEGIN } else { best.1 };
                // A cut before the first word would be no cut: the quotation would begin later.
                let opened = best_of(keep[o - 1], NEVER, add[o - 1]);
                let (open, more) = (opened.0 + CUT_OPEN, cut[o - 1] + CUT_MORE);
                (cut[o], cut_from) = if open >= more {
                    (open, opened.1)
                } else {
                    (more, FROM_CUT)
                };
            } else {
                keep[o] = NEVER;
            }
            let opened = best_of(last_keep[o], last_cut[o], NEVER);
            let (open, more) = (opened.0 + ADDED_OPEN, last_add[o] + ADDED_MORE);
            let add_from;
            (add[o], add_from) = if open >= more {
                (open, opened.1)
            } else {
                (more, FROM_ADD)
            };
            let add_from = if q == 1 { BEGIN } else { add_from };
            from[at] = keep_from | cut_from << 2 | add_from << 4;
        }
        std::mem::swap(&mut last_keep, &mut keep);
        std::mem::swap(&mut last_add, &mut add);
        last_cut = cut;
    }
    // A cut after the last word would be no cut either: end in a kept or added word.
    let (mut o, best) = (0..=original_len)
        .map(|o| (o, best_of(last_keep[o], NEVER, last_add[o])))
        .max_by_key(|&(o, best)| (best.0, std::cmp::Reverse(o)))?;
    let (score, mut state) = best;
    let mut q = quote_len;
    let mut steps = Vec::with_capacity(quote_len);
    while q > 0 && state != BEGIN {
        let codes = from[q * width + o];
        state = match state {
            FROM_KEEP => {
                let step = match likeness(q - 1, o - 1) {
                    Likeness::Same(_) => Step::Kept {
                        quote: q - 1,
                        original: o - 1,
                    },
                    _ => Step::Changed {
                        quote: q - 1,
                        original: o - 1,
                    },
                };
                steps.push(step);
                q -= 1;
                o -= 1;
                codes & 3
            }
            FROM_CUT => {
                steps.push(Step::Cut { original: o - 1 });
                o -= 1;
                codes >> 2 & 3
            }
            _ => {
                steps.push(Step::Added { quote: q - 1 });
                q -= 1;
                codes >> 4 & 3
            }
        };
    }
    steps.reverse();
    Some(Fitted { score, steps })
}

fn best_of(keep: i32, cut: i32, add: i32) -> (i32, u8) {
    let mut best = (keep, FROM_KEEP);
    if cut > best.0 {
        best = (cut, FROM_CUT);
    }
    if add > best.0 {
        best = (add, FROM_ADD);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `=` kept, `~` changed, `-` cut, `+` added.
    fn account(quote: &str, original: &str) -> String {
        let (q, o): (Vec<&str>, Vec<&str>) = (quote.split(' ').collect(), original.split(' ').collect());
        let fitted = fit(q.len(), o.len(), |i, j| {
            if q[i] == o[j] {
                Likeness::Same(16)
            } else {
                Likeness::Other
            }
        });
        let mark = |step: &Step| match step {
            Step::Kept { .. } => '=',
            Step::Changed { .. } => '~',
            Step::Cut { .. } => '-',
            Step::Added { .. } => '+',
        };
        fitted.expect("both have words").steps.iter().map(mark).collect()
    }

    #[test]
    fn says_what_became_of_each_word() {
        let cases = [
            ("b c d", "a b c d e", "==="),
            ("b d", "a b c d e", "=-="),
            ("b x d", "a b c d e", "=~="),
            ("b c x d e", "a b c d e", "==+=="),
            ("a b c k l m", "a b c d e f g h i j k l m", "===-------==="),
        ];
        for (quote, original, expected) in cases {
            assert_eq!(account(quote, original), expected, "{quote}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_word_of_the_quotation_is_accounted_for_once(q in proptest::collection::vec(0u8..4, 1..12), o in proptest::collection::vec(0u8..4, 1..20)) {
            let fitted = fit(q.len(), o.len(), |i, j| if q[i] == o[j] { Likeness::Same(8) } else { Likeness::Other }).expect("both have words");
            let (mut quote, mut original) = (0, None);
            for step in fitted.steps {
                let (in_quote, in_original) = match step {
                    Step::Kept { quote, original } | Step::Changed { quote, original } => (Some(quote), Some(original)),
                    Step::Cut { original } => (None, Some(original)),
                    Step::Added { quote } => (Some(quote), None),
                };
                if let Some(at) = in_quote {
                    assert_eq!(at, quote);
                    quote += 1;
                }
                if let Some(at) = in_original {
                    assert!(original.is_none_or(|last| at == last + 1));
                    original = Some(at);
                }
            }
            assert_eq!(quote, q.len());
        }
    }
}
