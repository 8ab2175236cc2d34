//! Small damage to inputs, from a seeded generator: the same seed, the same inputs.

use super::targets::PAGE_BREAK;

/// SplitMix64 (Steele, Lea and Flood 2014).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            return 0;
        }
        usize::try_from(self.next() % end as u64).unwrap_or(0)
    }
}

/// Pieces that parsers of pages and prose take for something.
const PIECES: &[&str] = &[
    PAGE_BREAK,
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "</script>",
    "<style>",
    "<p>",
    "</p>",
    "<div>",
    "<table><td>",
    "<b><i>",
    "<template>",
    "<svg>",
    "<math>",
    "<plaintext>",
    "<textarea>",
    "<title>",
    "<meta charset=utf-16>",
    "<script type=\"application/ld+json\">{\"@type\":[",
    "\"datePublished\":\"2025-13-45T99\"",
    "{",
    "}",
    "[",
    "]",
    "\\ud800",
    "&amp;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&quot",
    "&nbsp;",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "»",
    "„",
    "—",
    "–",
    "…",
    "said",
    "according to",
    " told the ",
    "U.S.",
    "Mr. ",
    "[03] ",
    "ANNA LEE:",
    "10:15",
    "1. ",
    "Updated",
    "By ",
    "(AP)",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "\u{200d}",
    "e\u{301}",
    "ß",
    "İ",
    "ﬁ",
    "𝒳",
    "\t",
    "\u{a0}",
    "99999999999999999999",
    "0.000",
    "-1",
    "/",
    "http://",
    "www.",
    "@",
    "#",
    ".",
    ",",
    ";",
    "?",
    "!",
];

const RAW: &[&[u8]] = &[
    b"\xff",
    b"\xfe\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b"\x1b$B",
    b"\x00",
];

/// Longest input made.
const LONGEST: usize = 64 << 10;

/// A damaged copy of one seed, with pieces of another.
pub(super) fn damage(chance: &mut Chance, seeds: &[Vec<u8>]) -> Vec<u8> {
    let seed = chance.below(seeds.len());
    let mut bytes = window(chance, &seeds[seed]);
    for _ in 0..=chance.below(8) {
        let at = chance.below(bytes.len() + 1);
        let end = at + chance.below((bytes.len() - at).min(256) + 1);
        match chance.below(9) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                insert(&mut bytes, to, &copy);
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            4 if at < bytes.len() => bytes[at] = chance.below(256) as u8,
            5 => insert(&mut bytes, at, RAW[chance.below(RAW.len())]),
            6 => {
                let piece = PIECES[chance.below(PIECES.len())].repeat(1 + chance.below(40));
                insert(&mut bytes, at, piece.as_bytes());
            }
            7 => {
                let seed = chance.below(seeds.len());
                let other = window(chance, &seeds[seed]);
                let from = chance.below(other.len() + 1);
                let to = from + chance.below(other.len() - from + 1);
                insert(&mut bytes, at, &other[from..to]);
            }
            _ => insert(&mut bytes, at, PIECES[chance.below(PIECES.len())].as_bytes()),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Mostly a short stretch of the seed, so that many runs fit into a second; now and then the whole.
fn window(chance: &mut Chance, seed: &[u8]) -> Vec<u8> {
    if chance.below(16) == 0 {
        return seed.to_vec();
    }
    let from = chance.below(seed.len() + 1);
    let to = (from + chance.below(1024)).min(seed.len());
    seed[from..to].to_vec()
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_inputs() {
        let seeds = [b"<p>The quay is shut.</p>".to_vec(), Vec::new()];
        let inputs = |seed| -> Vec<Vec<u8>> {
            let mut chance = Chance::new(seed);
            (0..50).map(|_| damage(&mut chance, &seeds)).collect()
        };
        assert_eq!(inputs(7), inputs(7));
        assert_ne!(inputs(7), inputs(8));
    }
}
