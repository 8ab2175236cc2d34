//! Captured text where control characters and markup would act.
//!
//! HTML is escaped by the templates. Here: a terminal, where control sequences
//! act, and Markdown, where marks do. In both, direction marks that a capture
//! leaves open would turn the words after it: they are closed.

/// Text of a capture, fit for one line of a terminal: white space folded,
/// control characters shown as such, direction marks closed.
#[must_use]
pub fn for_terminal(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !shown.is_empty() {
            shown.push(' ');
        }
        if c.is_control() {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    close_directions(&mut shown);
    shown
}

/// Text of a capture, fit for one line of Markdown.
#[must_use]
pub fn for_markdown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in for_terminal(text).chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    // At the start of a line these would make a list or a rule.
    let figures = shown.bytes().take_while(u8::is_ascii_digit).count();
    if shown.starts_with(['-', '+', '=']) {
        shown.insert(0, '\\');
    } else if figures > 0 && shown[figures..].starts_with(['.', ')']) {
        shown.insert(figures, '\\');
    }
    shown
}

/// Ends each embedding and isolate that the text begins and does not end.
fn close_directions(text: &mut String) {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push('\u{202C}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202C}' => {
                if open.last() == Some(&c) {
                    open.pop();
                }
            }
            // The end of an isolate also ends the embeddings begun inside it.
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|&end| end == c) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    text.extend(open.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_do_not_reach_the_terminal() {
        for (text, shown) in [
            ("two\n  lines\t", "two lines"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("a\u{202E}b", "a\u{202E}b\u{202C}"),
            ("\u{2067}a\u{202B}b\u{2069}c", "\u{2067}a\u{202B}b\u{2069}c"),
            ("\u{202A}\u{2066}x", "\u{202A}\u{2066}x\u{2069}\u{202C}"),
        ] {
            assert_eq!(for_terminal(text), shown, "{text:?}");
        }
    }

    #[test]
    fn marks_do_not_act_in_markdown() {
        for (text, shown) in [
            ("a *b* [c](d) <e>", "a \\*b\\* \\[c\\](d) &lt;e&gt;"),
            ("- no list", "\\- no list"),
            ("12. no list", "12\\. no list"),
            ("# no heading", "\\# no heading"),
            ("AT&T said 3 - 2", "AT&amp;T said 3 - 2"),
        ] {
            assert_eq!(for_markdown(text), shown);
        }
    }
}
