//! The grammar of time expressions: words, and a tree of patterns.
//!
//! In: the grammar file (`data/times.txt`, which explains its form). Out: what
//! a word may be, and the longest pattern that items of a sentence begin with.
//! Patterns have no repetition: the tree is walked from each item over a
//! bounded number of items, so matching is linear in the text.

use std::collections::BTreeMap;

use super::fields::{Field, Fields};
use super::items::Item;
use super::pattern::{self, Beside, Piece};
use rustc_hash::FxHashMap;

/// What is done with the fields of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// A place in the calendar or on the clock.
    Point,
    /// So many units from the anchor.
    Shift,
    /// "two weeks ago".
    Ago,
    /// "two weeks later", counted from another time of the text.
    Later,
    /// "that year", a time of the text again.
    Same,
    /// A stretch.
    Amount,
    /// A repeated time.
    Set,
    /// Past, present or future at large.
    Reference,
    /// Words that would else be read as a time.
    None,
}

impl Operator {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "point" => Self::Point,
            "shift" => Self::Shift,
            "ago" => Self::Ago,
            "later" => Self::Later,
            "same" => Self::Same,
            "amount" => Self::Amount,
            "set" => Self::Set,
            "reference" => Self::Reference,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// A word or a class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol(u16);

/// A class that a word may be of, with what it then says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) class: Symbol,
    pub(crate) fields: Fields,
}

/// What is known of a word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) symbol: Option<Symbol>,
    pub(crate) readings: Vec<Reading>,
    /// Those that only a capitalised word has.
    pub(crate) capitalised: Vec<Reading>,
    /// Does it begin words of several tokens?
    pub(crate) opens: bool,
}

#[derive(Debug, Clone)]
struct Condition {
    after: bool,
    wanted: bool,
    any: Vec<Symbol>,
}

#[derive(Debug, Clone)]
struct Rule {
    operator: Operator,
    fields: Fields,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// By symbol; are the fields of the word taken?
    next: Vec<(Symbol, bool, usize)>,
    /// Rules that end here, in the order of the file.
    rules: Vec<usize>,
}

/// The compiled file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grammar {
    words: FxHashMap<String, Known>,
    classes: FxHashMap<String, Symbol>,
    rules: Vec<Rule>,
    nodes: Vec<Node>,
    symbols: u16,
}

/// The longest expression that begins at an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    /// The item after its last.
    pub(crate) end: usize,
    pub(crate) operator: Operator,
    pub(crate) fields: Fields,
    rule: usize,
}

/// The file in the course of being read.
#[derive(Default)]
struct Compiler {
    grammar: Grammar,
    pieces: BTreeMap<String, Vec<Vec<Piece>>>,
    class: Option<(Symbol, bool)>,
    /// Lines that could not be read.
    complaints: Vec<String>,
}

impl Grammar {
    /// The grammar that comes with the program.
    pub(crate) fn bundled() -> Self {
        Self::compile(include_str!("../../data/times.txt")).0
    }

    /// Reads a grammar file; the lines that are none are given back.
    fn compile(file: &str) -> (Self, Vec<String>) {
        let mut compiler = Compiler::default();
        compiler.grammar.nodes.push(Node::default());
        for line in file
            .lines()
            .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        {
            if compiler.line(line).is_none() {
                compiler.complaints.push(line.to_owned());
            }
        }
        (compiler.grammar, compiler.complaints)
    }

    /// What is known of a lower-case word.
    pub(crate) fn known(&self, lower: &str) -> Option<&Known> {
        self.words.get(lower)
    }

    pub(crate) fn class(&self, name: &str) -> Option<Symbol> {
        self.classes.get(name).copied()
    }

    /// The longest expression from item `at`; of equally long ones the first of the file.
    pub(crate) fn longest(&self, items: &[Item], at: usize) -> Option<Match> {
        let mut best = None;
        self.walk(items, at, at, 0, Fields::NONE, &mut best);
        best
    }

    fn walk(
        &self,
        items: &[Item],
        first: usize,
        at: usize,
        node: usize,
        fields: Fields,
        best: &mut Option<Match>,
    ) {
        let node = &self.nodes[node];
        let longer = best.is_none_or(|b| b.end <= at);
        let held = |rule: &&usize| self.rules[**rule].holds(items, first, at);
        if let Some(&rule) = node.rules.iter().find(held).filter(|_| longer)
            && best.is_none_or(|b| b.end < at || rule < b.rule)
        {
            *best = Some(Match {
                end: at,
                operator: self.rules[rule].operator,
                fields: fields.with(&self.rules[rule].fields),
                rule,
            });
        }
        let Some(item) = items.get(at) else { return };
        for &(symbol, takes, next) in &node.next {
            if item.word == Some(symbol) {
                self.walk(items, first, at + 1, next, fields, best);
            } else if let Some(reading) = item.reading(symbol) {
                let said = if takes {
                    fields.with(&reading.fields)
                } else {
                    fields
                };
                self.walk(items, first, at + 1, next, said, best);
            }
        }
    }

    fn symbol(&mut self) -> Symbol {
        self.symbols += 1;
        Symbol(self.symbols)
    }

    fn word_symbol(&mut self, word: &str) -> Symbol {
        if let Some(known) = self.words.get(word).and_then(|known| known.symbol) {
            return known;
        }
        let symbol = self.symbol();
        self.words.entry(word.to_owned()).or_default().symbol = Some(symbol);
        symbol
    }

    fn class_symbol(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.classes.get(name) {
            return symbol;
        }
        let symbol = self.symbol();
        self.classes.insert(name.to_owned(), symbol);
        symbol
    }

    fn piece_symbol(&mut self, piece: &Piece) -> (Symbol, bool) {
        match piece {
            Piece::Word(word) => (self.word_symbol(word), false),
            Piece::Class(class, takes) => (self.class_symbol(class), *takes),
        }
    }

    fn insert(&mut self, sequence: &[Piece], rule: usize) {
        let mut node = 0;
        for piece in sequence {
            let (symbol, takes) = self.piece_symbol(piece);
            let known = self.nodes[node]
                .next
                .iter()
                .find(|(s, t, _)| (*s, *t) == (symbol, takes))
                .map(|(.., next)| *next);
            node = known.unwrap_or_else(|| {
                let new = self.nodes.len();
                self.nodes.push(Node::default());
                self.nodes[node].next.push((symbol, takes, new));
                new
            });
        }
        if !self.nodes[node].rules.contains(&rule) {
            self.nodes[node].rules.push(rule);
        }
    }
}

impl Compiler {
    fn line(&mut self, line: &str) -> Option<()> {
        if line.starts_with(char::is_whitespace) {
            return self.entry(line);
        }
        let (kind, rest) = line.split_once(' ')?;
        match kind {
            "class" => {
                let mut words = rest.split_whitespace();
                let symbol = self.grammar.class_symbol(words.next()?);
                self.class = Some((symbol, words.next() == Some("^")));
            }
            "let" => {
                let (name, pattern) = rest.split_once(' ')?;
                let pattern = pattern::parse(pattern, &self.pieces)?;
                self.pieces.insert(name.to_owned(), pattern.sequences);
            }
            "rule" => {
                let (operator, rest) = rest.split_once(' ')?;
                let (pattern, fields) = rest.split_once(" ; ").unwrap_or((rest, ""));
                let pattern = pattern::parse(pattern, &self.pieces)?;
                let fields = assignments(fields.split_whitespace())?;
                let conditions = pattern.beside.iter().map(|b| self.condition(b)).collect();
                let rule = self.grammar.rules.len();
                self.grammar.rules.push(Rule {
                    operator: Operator::named(operator)?,
                    fields,
                    conditions,
                });
                for sequence in pattern.sequences.iter().filter(|s| !s.is_empty()) {
                    self.grammar.insert(sequence, rule);
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn condition(&mut self, beside: &Beside) -> Condition {
        Condition {
            after: beside.after,
            wanted: beside.wanted,
            any: beside
                .any
                .iter()
                .map(|piece| self.grammar.piece_symbol(piece).0)
                .collect(),
        }
    }

    /// Words of the current class, then what they say.
    fn entry(&mut self, line: &str) -> Option<()> {
        let (class, capitalised) = self.class?;
        let (said, words): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|w| w.contains('='));
        let fields = assignments(said.into_iter())?;
        for word in words {
            let tokens = crate::tokenize(word);
            if let [first, _, ..] = tokens.as_slice() {
                let first = &word[first.span.range()];
                self.grammar.words.entry(first.to_owned()).or_default().opens = true;
            }
            let known = self.grammar.words.entry(word.to_owned()).or_default();
            let readings = if capitalised {
                &mut known.capitalised
            } else {
                &mut known.readings
            };
            readings.push(Reading { class, fields });
        }
        Some(())
    }
}

fn assignments<'a>(words: impl Iterator<Item = &'a str>) -> Option<Fields> {
    let pairs: Option<Vec<(Field, f64)>> = words.map(Fields::assignment).collect();
    Some(Fields::of(&pairs?))
}

impl Rule {
    fn holds(&self, items: &[Item], first: usize, end: usize) -> bool {
        self.conditions.iter().all(|condition| {
            let item = if condition.after {
                items.get(end)
            } else {
                first.checked_sub(1).and_then(|before| items.get(before))
            };
            let there = item.is_some_and(|item| {
                condition
                    .any
                    .iter()
                    .any(|&symbol| item.word == Some(symbol) || item.reading(symbol).is_some())
            });
            there == condition.wanted
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_file_is_read_to_the_last_line() {
        let (grammar, complaints) = Grammar::compile(include_str!("../../data/times.txt"));
        assert_eq!(complaints, Vec::<String>::new());
        assert!(grammar.nodes.len() < 100_000, "{} nodes", grammar.nodes.len());
    }

    #[test]
    fn lines_that_are_none_are_named() {
        for line in [
            "rule point (a",
            "rule swing a",
            "class",
            "  word",
            "let a $b",
            "rule point a ; colour=2",
        ] {
            assert_eq!(Grammar::compile(line).1, [line]);
        }
    }
}
