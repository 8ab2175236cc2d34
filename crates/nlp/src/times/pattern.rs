//! Patterns of the grammar file, taken apart.
//!
//! In: the text of a pattern and the pieces named before it. Out: the plain
//! sequences that it stands for, without choices and options, and what must
//! stand around them. There is no repetition, so their number is finite.

use std::collections::BTreeMap;

/// One place of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Piece {
    Word(String),
    /// A word of a class; are its fields taken?
    Class(String, bool),
}

/// What must or must not stand beside an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) after: bool,
    pub(crate) wanted: bool,
    pub(crate) any: Vec<Piece>,
}

/// A pattern without choices.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pattern {
    pub(crate) sequences: Vec<Vec<Piece>>,
    pub(crate) beside: Vec<Beside>,
}

/// More sequences of one pattern are an error of the file.
const MOST_SEQUENCES: usize = 20_000;

/// Takes a pattern apart; `None` where it is none.
pub(crate) fn parse(text: &str, named: &BTreeMap<String, Vec<Vec<Piece>>>) -> Option<Pattern> {
    let mut pattern = Pattern::default();
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        match beside(word) {
            Some(beside) => pattern.beside.push(beside),
            None => plain.extend([word, " "]),
        }
    }
    let plain = plain.replace('(', " ( ").replace(')', " ) ").replace('|', " | ");
    let marks: Vec<&str> = plain.split_whitespace().collect();
    let mut rest = marks.as_slice();
    pattern.sequences = choices(&mut rest, named)?;
    rest.is_empty().then_some(pattern)
}

fn beside(word: &str) -> Option<Beside> {
    let after = word.starts_with('>');
    let list = word.strip_prefix(['<', '>']).filter(|list| !list.is_empty())?;
    let (wanted, list) = list.strip_prefix('!').map_or((true, list), |list| (false, list));
    Some(Beside {
        after,
        wanted,
        any: list.split('|').map(piece).collect(),
    })
}

fn piece(word: &str) -> Piece {
    match word.strip_prefix('{').and_then(|w| w.strip_suffix('}')) {
        Some(class) => match class.strip_prefix('-') {
            Some(class) => Piece::Class(class.to_owned(), false),
            None => Piece::Class(class.to_owned(), true),
        },
        None => Piece::Word(word.to_owned()),
    }
}

type Sequences = Vec<Vec<Piece>>;

/// Alternatives up to a closing bracket or the end.
fn choices(rest: &mut &[&str], named: &BTreeMap<String, Sequences>) -> Option<Sequences> {
    let mut all = sequence(rest, named)?;
    while let Some((&"|", after)) = rest.split_first() {
        *rest = after;
        all.extend(sequence(rest, named)?);
    }
    Some(all)
}

fn sequence(rest: &mut &[&str], named: &BTreeMap<String, Sequences>) -> Option<Sequences> {
    let mut sequences: Sequences = vec![Vec::new()];
    while let Some((&mark, after)) = rest.split_first() {
        if matches!(mark, "|" | ")") {
            break;
        }
        *rest = after;
        let (mark, mut optional) = match mark.strip_suffix('?') {
            Some(mark) => (mark, true),
            None => (mark, false),
        };
        let mut next = if mark == "(" {
            let inner = choices(rest, named)?;
            let (&close, after) = rest.split_first()?;
            *rest = after;
            if close != ")" {
                return None;
            }
            if let Some((&"?", after)) = rest.split_first() {
                *rest = after;
                optional = true;
            }
            inner
        } else if let Some(name) = mark.strip_prefix('$') {
            named.get(name)?.clone()
        } else {
            vec![vec![piece(mark)]]
        };
        if optional {
            next.push(Vec::new());
        }
        if sequences.len() * next.len() > MOST_SEQUENCES {
            return None;
        }
        sequences = sequences
            .iter()
            .flat_map(|head| next.iter().map(move |tail| [head.as_slice(), tail].concat()))
            .collect();
    }
    Some(sequences)
}
