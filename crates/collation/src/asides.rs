//! What an author puts in beside what is said.
//!
//! In: a text and the content of a statement in it. Out: the clauses in it
//! that are no part of what the source says.

use text::Span;

/// Relative clauses between commas: "the yard, which is up for sale, knew everything" says that it knew.
/// Spans are bytes of `body`, as `content` is; linear in `content`.
#[must_use]
pub fn relative_clauses(body: &str, content: Span) -> Vec<Span> {
    const RELATIVES: [&str; 4] = [", which ", ", who ", ", whose ", ", whom "];
    let slice = &body[content.range()];
    let commas: Vec<usize> = slice.match_indices(", ").map(|(at, _)| at).collect();
    // From each comma to the next, so that long contents cost no more than their length.
    commas
        .windows(2)
        .filter(|pair| {
            let clause = &slice[pair[0]..pair[1]];
            let inner = RELATIVES.iter().find_map(|opening| clause.strip_prefix(opening));
            inner.is_some_and(|inner| ![". ", "? ", "! "].iter().any(|stop| inner.contains(stop)))
        })
        .map(|pair| Span::new(pair[0], pair[1]).shifted(content.start()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_clause_between_commas_is_no_part_of_what_is_said() {
        let cases = [
            (
                "The yard, which is for sale at 1.2 million, knew of it",
                ", which is for sale at 1.2 million",
            ),
            (
                "Hale, who left, and Pryce, whose term ends, agreed",
                ", who left|, whose term ends",
            ),
            ("They met Hale, who left", ""),
            ("They met Hale, who left. Later, they parted", ""),
            ("A yard for sale, in Ellmoor, knew of it", ""),
        ];
        for (body, expected) in cases {
            let found: Vec<&str> = relative_clauses(body, Span::new(0, body.len()))
                .into_iter()
                .map(|aside| &body[aside.range()])
                .collect();
            assert_eq!(found.join("|"), expected, "{body}");
        }
    }
}
