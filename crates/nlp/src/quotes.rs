//! Words in quotation marks, block by block.
//!
//! In: the article text and its blocks. Out: quotations with their marks,
//! nested ones after the one they stand in. Whether a mark opens or closes is
//! read from what stands around it, not from its parity, so that one lost mark
//! spoils one quotation and not the rest of the page. An apostrophe is no mark;
//! a single mark that nothing pairs with is taken for one. One pass over each
//! block, with lists of its marks: linear.

use page::{Block, BlockKind};
use text::Span;

use crate::QuotedSpan;

/// How many marks may stand together before their surroundings are no longer looked at.
const MARKS_TOGETHER: usize = 4;

/// How many marks ahead a nested quotation's end is looked for.
const NESTED_REACH: usize = 64;

/// Words that a phrase without its opening mark may have.
const LOST_WORDS: usize = 6;

/// Marks that pair with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// `"`, and two single marks that stand for it.
    Straight,
    /// “ ” „ ‟
    Curly,
    /// « »
    Guillemet,
    /// ‘ ’ ‚ ‹ › and the typewriter apostrophe.
    Single,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    /// Opens if none of its family is open, else closes.
    Toggles,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    span: Span,
    family: Family,
    role: Role,
    /// A closing single mark that may be the apostrophe of a plural: "ministers’ plans".
    may_be_possessive: bool,
}

struct Open {
    mark: Mark,
}

/// Finds the quotations of all blocks.
#[must_use]
pub fn quotations(text: &str, blocks: &[Block]) -> Vec<QuotedSpan> {
    let mut found = Vec::new();
    let first_of_next = first_of_next(text, blocks);
    for (block, goes_on) in blocks.iter().zip(first_of_next) {
        pair(text, block.span, &marks(text, block.span), goes_on, &mut found);
    }
    nest(found)
}

/// For each block, the first character of the next one of running text.
fn first_of_next(text: &str, blocks: &[Block]) -> Vec<Option<char>> {
    let mut firsts = vec![None; blocks.len()];
    let mut first = None;
    for (at, block) in blocks.iter().enumerate().rev() {
        firsts[at] = first;
        if is_running_text(block.kind) {
            first = text[block.span.range()].chars().next();
        }
    }
    firsts
}

fn is_running_text(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::ListItem
    )
}

fn family(c: char) -> Option<Family> {
    Some(match c {
        '"' | '″' | '＂' => Family::Straight,
        '“' | '”' | '„' | '‟' => Family::Curly,
        '«' | '»' => Family::Guillemet,
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '\'' | '`' | '´' => Family::Single,
        _ => return None,
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '-')
}

/// May a quotation begin after this character?
fn gap_before(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '/' | '¿' | '¡' | ':' | '>') || is_dash(c)
    })
}

/// May a quotation end before this character?
fn gap_after(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '/' | '<'
            )
            || is_dash(c)
    })
}

/// The quotation marks of a block, apostrophes left out.
fn marks(text: &str, block: Span) -> Vec<Mark> {
    let words = &text[block.range()];
    let mut marks: Vec<Mark> = Vec::new();
    let mut left: Option<char> = None;
    let mut skip_to = 0;
    for (at, c) in words.char_indices() {
        if at < skip_to {
            continue;
        }
        let Some(mut family) = family(c) else {
            left = Some(c);
            continue;
        };
        let mut end = at + c.len_utf8();
        if matches!(c, '\'' | '`') && words[end..].starts_with(c) {
            family = Family::Straight;
            end += c.len_utf8();
            skip_to = end;
        }
        let after = words[end..].chars().next();
        let right = words[end..]
            .chars()
            .take(MARKS_TOGETHER)
            .find(|&c| self::family(c).is_none());
        let role = match family {
            Family::Single => single_role(c, left, right, after, &words[end..]),
            _ => double_role(c, family, left, right),
        };
        if let Some(role) = role {
            marks.push(Mark {
                span: Span::new(at, end).shifted(block.start()),
                family,
                role,
                may_be_possessive: family == Family::Single
                    && matches!(left, Some('s' | 'S' | 'z' | 'x'))
                    && after.is_some_and(char::is_whitespace),
            });
        }
    }
    drop_lone_single_openers(&mut marks);
    marks
}

fn double_role(c: char, family: Family, left: Option<char>, right: Option<char>) -> Option<Role> {
    let (before, after) = (gap_before(left), gap_after(right));
    let by_form = match c {
        '„' | '‟' => return Some(Role::Opens),
        '“' => Role::Opens,
        '”' => Role::Closes,
        '«' | '»' => {
            // French sets spaces inside the marks, German turns the marks round.
            return Some(match (c, before, after) {
                ('«', false, true) => Role::Closes,
                ('»', true, false) => Role::Opens,
                ('«', ..) => Role::Opens,
                _ => Role::Closes,
            });
        }
        _ => Role::Toggles,
    };
    if family == Family::Straight && left.is_some_and(|c| c.is_ascii_digit()) && after {
        // Inches, unless a quotation is open.
        return Some(Role::Closes);
    }
    Some(match (before, after) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        _ => by_form,
    })
}

fn single_role(
    c: char,
    left: Option<char>,
    right: Option<char>,
    after: Option<char>,
    rest: &str,
) -> Option<Role> {
    let before = gap_before(left);
    match c {
        '‹' => return Some(Role::Opens),
        '›' => return Some(Role::Closes),
        '‚' if before => return Some(Role::Opens),
        '´' => return None,
        _ => {}
    }
    let ends = gap_after(right) && !before;
    let begins = before && right.is_some_and(|c| !c.is_whitespace()) && c != '’' && !is_elision(rest);
    if begins && !gap_after(after) {
        Some(Role::Opens)
    } else if ends && matches!(c, '’' | '\'' | '‘') {
        Some(Role::Closes)
    } else {
        None
    }
}

/// Does the text after an apostrophe begin with a word that has lost its head: "'90s", "'em"?
fn is_elision(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let word = &rest[..end];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits >= 2 {
        return word.len() == digits || word[digits..].eq_ignore_ascii_case("s");
    }
    [
        "tis", "twas", "em", "til", "till", "cause", "n", "round", "bout", "im", "er",
    ]
    .iter()
    .any(|lost| word.eq_ignore_ascii_case(lost))
        && word.len() <= 5
        && !word.starts_with(|c: char| c.is_uppercase() && word.len() > 1 && word != "Tis" && word != "Twas")
}

/// A single mark opens only if one follows that may close it.
fn drop_lone_single_openers(marks: &mut Vec<Mark>) {
    let mut closer_follows = false;
    let mut keep = vec![true; marks.len()];
    for (at, mark) in marks.iter().enumerate().rev() {
        if mark.family == Family::Single {
            if mark.role == Role::Opens {
                // Kept at a block's start even so: the quotation may go on in the next paragraph.
                keep[at] = closer_follows || at == 0;
                closer_follows = false;
            } else {
                closer_follows = true;
            }
        }
    }
    let mut keep = keep.into_iter();
    marks.retain(|_| keep.next().unwrap_or(true));
}

/// Pairs the marks of one block and adds the quotations, inner before outer.
/// `goes_on` is the first character of the next running block.
fn pair(text: &str, block: Span, marks: &[Mark], goes_on: Option<char>, found: &mut Vec<QuotedSpan>) {
    let closers_ahead = single_closers_ahead(marks);
    let mut open: Vec<Open> = Vec::new();
    // The byte after the last quotation that closed: a lost opening mark stood after it.
    let mut free_from = block.start();
    for (at, mark) in marks.iter().enumerate() {
        let partner = partner(&open, mark);
        let closes = match mark.role {
            Role::Closes => true,
            Role::Toggles => partner.is_some(),
            // “German„ and “mistyped“ pairs: an opening form closes what stands open when no word follows.
            Role::Opens => false,
        };
        if !closes {
            if let Some(earlier) = partner
                && !closes_twice(&marks[at + 1..], mark.family)
            {
                // The earlier one has lost its closing mark.
                abandon(text, &mut open, earlier, mark.span.start(), found);
            }
            open.push(Open { mark: *mark });
            continue;
        }
        match partner {
            Some(_) if mark.may_be_possessive && closers_ahead[at] => {}
            Some(partner) => {
                abandon(text, &mut open, partner + 1, mark.span.start(), found);
                let opened = open.pop().map_or(mark.span, |o| o.mark.span);
                push(text, opened, mark.span, found);
                free_from = mark.span.end();
            }
            None => {
                let crossing = open.is_empty() && is_lost_opening(text, block, mark, free_from);
                if let Some(start) = crossing.then(|| lost_opening(text, mark, free_from)) {
                    let span = Span::new(start, mark.span.end());
                    let inner = trimmed(text, Span::new(start, mark.span.start()));
                    if !inner.is_empty() {
                        found.push(QuotedSpan {
                            span,
                            inner,
                            parent: None,
                            closed: true,
                            opened: false,
                            continues: false,
                        });
                    }
                    free_from = mark.span.end();
                }
            }
        }
    }
    let continues = open.first().is_some_and(|outer| {
        goes_on.is_some_and(|c| family(c) == Some(outer.mark.family) && !matches!(c, '”' | '’' | '»'))
    });
    let first = found.len();
    abandon(text, &mut open, 0, block.end(), found);
    if continues && let Some(outer) = found[first..].iter_mut().min_by_key(|q| q.span.start()) {
        outer.continues = true;
    }
    if !continues {
        // A single mark that nothing closed was an apostrophe.
        let mut at = first;
        while at < found.len() {
            if family(text[found[at].span.range()].chars().next().unwrap_or(' ')) == Some(Family::Single) {
                found.remove(at);
            } else {
                at += 1;
            }
        }
    }
}

/// The open mark that this one would close: one of its family, else a double one of the other form (“mixed").
fn partner(open: &[Open], mark: &Mark) -> Option<usize> {
    let own = open.iter().rposition(|o| o.mark.family == mark.family);
    let other = match (mark.role, mark.family) {
        (Role::Closes, Family::Straight) => Family::Curly,
        (Role::Closes, Family::Curly) => Family::Straight,
        _ => return own,
    };
    own.or_else(|| open.iter().rposition(|o| o.mark.family == other))
}

/// For each mark: does another closing single mark follow before the next opening one?
fn single_closers_ahead(marks: &[Mark]) -> Vec<bool> {
    let mut ahead = vec![false; marks.len()];
    let mut follows = false;
    for (at, mark) in marks.iter().enumerate().rev() {
        ahead[at] = follows;
        if mark.family == Family::Single {
            follows = mark.role == Role::Closes;
        }
    }
    ahead
}

/// Do two closing marks of the family come before the next opening one?
fn closes_twice(marks: &[Mark], family: Family) -> bool {
    let mut roles = marks
        .iter()
        .take(NESTED_REACH)
        .filter(|m| m.family == family)
        .map(|m| m.role);
    roles.next() == Some(Role::Closes) && roles.next() == Some(Role::Closes)
}

/// Ends the quotations from index `from` on without a closing mark; single marks among them were apostrophes
/// unless they reach the block's end.
fn abandon(text: &str, open: &mut Vec<Open>, from: usize, end: usize, found: &mut Vec<QuotedSpan>) {
    while open.len() > from {
        let Some(lost) = open.pop() else { break };
        let at_block_end = end >= text.len() || text[end..].starts_with('\n');
        if lost.mark.family == Family::Single && !at_block_end {
            continue;
        }
        let span = trimmed(text, Span::new(lost.mark.span.start(), end));
        let inner = trimmed(text, Span::new(lost.mark.span.end().min(span.end()), span.end()));
        if !inner.is_empty() {
            found.push(QuotedSpan {
                span,
                inner,
                parent: None,
                closed: false,
                opened: true,
                continues: false,
            });
        }
    }
}

fn push(text: &str, opened: Span, closed: Span, found: &mut Vec<QuotedSpan>) {
    let inner = trimmed(text, Span::new(opened.end(), closed.start()));
    if !inner.is_empty() {
        found.push(QuotedSpan {
            span: opened.cover(closed),
            inner,
            parent: None,
            closed: true,
            opened: true,
            continues: false,
        });
    }
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = &text[span.range()];
    let start = span.start() + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// Was this closing mark once preceded by an opening one that the page has lost?
/// A single mark is more often an apostrophe: only a short phrase at the block's
/// start with a mark of punctuation after it counts.
fn is_lost_opening(text: &str, block: Span, mark: &Mark, free_from: usize) -> bool {
    let before = &text[free_from..mark.span.start()];
    if mark.family != Family::Single {
        return !(mark.family == Family::Straight && before.ends_with(|c: char| c.is_ascii_digit()));
    }
    let next = text[mark.span.end()..block.end()].chars().next();
    free_from == block.start()
        && before.split_whitespace().take(LOST_WORDS + 1).count() <= LOST_WORDS
        && next.is_some_and(|c| matches!(c, ':' | ',' | ';'))
}

/// Where a quotation without opening mark begins: at the start of its sentence.
fn lost_opening(text: &str, mark: &Mark, free_from: usize) -> usize {
    let before = &text[free_from..mark.span.start()];
    let first = free_from + (before.len() - before.trim_start().len());
    if first == free_from && before.starts_with(|c: char| c.is_alphanumeric()) {
        return first;
    }
    // After an earlier quotation: the words up to the next stop belong to its cue.
    sentence_stop(before).map_or(first, |stop| {
        let rest = &before[stop..];
        free_from + stop + (rest.len() - rest.trim_start().len())
    })
}

/// The byte after the first stop that follows a plain word and has words after it.
fn sentence_stop(words: &str) -> Option<usize> {
    words
        .match_indices(['.', '!', '?'])
        .map(|(at, stop)| (at, at + stop.len()))
        .find(|&(at, after)| {
            let plain = words[..at]
                .chars()
                .rev()
                .take(3)
                .filter(|c| c.is_lowercase())
                .count()
                == 3;
            let rest = &words[after..];
            plain && rest.starts_with(char::is_whitespace) && !rest.trim_start().is_empty()
        })
        .map(|(_, after)| after)
}

/// Puts outer before inner and names each one's parent; drops what would cross.
fn nest(mut found: Vec<QuotedSpan>) -> Vec<QuotedSpan> {
    found.sort_by_key(|q| (q.span.start(), usize::MAX - q.span.end()));
    let mut nested: Vec<QuotedSpan> = Vec::with_capacity(found.len());
    let mut around: Vec<usize> = Vec::new();
    for mut quoted in found {
        while around
            .last()
            .is_some_and(|&o| nested[o].span.end() <= quoted.span.start())
        {
            around.pop();
        }
        if let Some(&outer) = around.last()
            && (!nested[outer].span.contains(quoted.span) || nested[outer].span == quoted.span)
        {
            continue;
        }
        quoted.parent = around.last().copied();
        around.push(nested.len());
        nested.push(quoted);
    }
    nested
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<Block> {
        let mut start = 0;
        text.split("\n\n")
            .map(|part| {
                let span = Span::new(start, start + part.len());
                start += part.len() + 2;
                Block {
                    kind: BlockKind::Paragraph,
                    span,
                    capture: span,
                }
            })
            .collect()
    }

    /// Quotations, nested ones indented by `>`, with what is missing: `<` opening, `~` closing, `&` goes on.
    fn shown(text: &str) -> Vec<String> {
        let found = quotations(text, &blocks(text));
        found
            .iter()
            .map(|q| {
                let mut depth = String::new();
                let mut parent = q.parent;
                while let Some(p) = parent {
                    depth.push('>');
                    parent = found[p].parent;
                }
                let lost = match (q.opened, q.closed, q.continues) {
                    (false, ..) => "<",
                    (_, false, false) => "~",
                    (_, false, true) => "&",
                    _ => "",
                };
                format!("{depth}{lost}{}", &text[q.span.range()])
            })
            .collect()
    }

    #[test]
    fn pairs_marks_of_all_forms() {
        let cases: &[(&str, &[&str])] = &[
            ("“Go,” she said. “Now.”", &["“Go,”", "“Now.”"]),
            ("\"Go,\" she said. \"Now.\"", &["\"Go,\"", "\"Now.\""]),
            ("He said \"no\" (\"never\") to it.", &["\"no\"", "\"never\""]),
            ("``Go,'' she said.", &["``Go,''"]),
            ("Er sagte: „Nein“, dann „ja“.", &["„Nein“", "„ja“"]),
            ("Il a dit : « Non », puis « oui ».", &["« Non »", "« oui »"]),
            ("Er rief: »Nein!«", &["»Nein!«"]),
            ("‘Don’t go,’ she said.", &["‘Don’t go,’"]),
            (
                "'Don't go,' she said. 'Not in '93.'",
                &["'Don't go,'", "'Not in '93.'"],
            ),
            ("the ministers’ plan and the unions’ reply", &[]),
            ("the ministers' plan and the unions' reply", &[]),
            (
                "‘The ministers’ plan is dead,’ she said.",
                &["‘The ministers’ plan is dead,’"],
            ),
            ("‘I told you,’ the miners’ chief said", &["‘I told you,’"]),
            ("rock 'n' roll in the '90s got 'em", &[]),
            ("He is 6'2\" tall.", &[]),
            (
                "“She told me ‘never’ and left,” he said.",
                &["“She told me ‘never’ and left,”", ">‘never’"],
            ),
            ("‘She said “no” to me.’", &["‘She said “no” to me.’", ">“no”"]),
            (
                "“‘Never’ was the word.”",
                &["“‘Never’ was the word.”", ">‘Never’"],
            ),
            (
                "a so-called “peace plan”—and a \"deal\"",
                &["“peace plan”", "\"deal\""],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(&shown(text), expected, "{text}");
        }
    }

    #[test]
    fn survives_lost_marks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "“Go, she said.\n\n“Now,” he said.",
                &["&“Go, she said.", "“Now,”"],
            ),
            (
                "“Go, she said. “Then come,” he said.",
                &["~“Go, she said.", "“Then come,”"],
            ),
            ("We will not stop,” he said.", &["<We will not stop,”"]),
            (
                "“One,” he said. Two and three,” she said.",
                &["“One,”", "<Two and three,”"],
            ),
            ("“One” and “two\" and \"three”.", &["“One”", "“two\"", "\"three”"]),
            ("Lunacy’: the port reacts", &["<Lunacy’"]),
            (
                "“First day.\n\n“Second day,” she said.",
                &["&“First day.", "“Second day,”"],
            ),
            (
                "\"First day.\n\n\"Second day,\" she said.",
                &["&\"First day.", "\"Second day,\""],
            ),
            ("“First day.\n\nThe end.", &["~“First day."]),
            (
                "‘First day.\n\n‘Second day,’ she said.",
                &["&‘First day.", "‘Second day,’"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(&shown(text), expected, "{text}");
        }
    }
}
