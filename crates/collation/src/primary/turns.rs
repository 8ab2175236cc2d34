//! Units of a plain-text primary: speakers' turns, else items and paragraphs.

use text::Span;

use super::Unit;

/// A line of the text, without its line end.
struct Line<'a> {
    span: Span,
    words: &'a str,
}

fn lines(body: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    body.split_inclusive('\n').map(move |whole| {
        let words = whole.trim_end_matches(['\n', '\r']);
        let line = Line {
            span: Span::new(start, start + words.len()),
            words,
        };
        start += whole.len();
        line
    })
}

/// The lines before the first empty line or the first numbered item or turn: what the document calls itself.
pub(super) fn heading(body: &str) -> &str {
    let end = lines(body)
        .find(|line| {
            (line.words.trim().is_empty() && line.span.start() > 0)
                || item_words(line.words).is_some()
                || turn_of(line).is_some_and(|turn| turn.numbered || turn.time.is_some())
        })
        .map_or(body.len(), |line| line.span.start());
    &body[..end]
}

/// A line that opens a turn.
struct Turn {
    label: Span,
    time: Option<Span>,
    /// Where its words begin.
    from: usize,
    numbered: bool,
    /// Is the name in capitals?
    shouted: bool,
}

/// Cuts a text into turns; `None` when no line opens one.
///
/// Capitalised names are taken for speakers only when the text has no turns of
/// surer form and one such name occurs twice or two lines open that way:
/// a single "Dear Council:" or the head of a letter ("To: ...") makes no dialogue.
pub(super) fn turns(body: &str) -> Option<Vec<Unit>> {
    let found: Vec<Turn> = lines(body).filter_map(|line| turn_of(&line)).collect();
    let sure = |turn: &Turn| turn.shouted || turn.numbered || turn.time.is_some();
    let any_sure = found.iter().any(sure);
    let kept: Vec<&Turn> = found.iter().filter(|turn| !any_sure || sure(turn)).collect();
    if kept.is_empty() || (!any_sure && kept.len() < 2) {
        return None;
    }
    let mut units = Vec::with_capacity(kept.len());
    for (at, turn) in kept.iter().enumerate() {
        let end = kept.get(at + 1).map_or(body.len(), |next| opening(body, next));
        if let Some(span) = trimmed(body, turn.from, end) {
            units.push(Unit {
                label: Some(turn.label),
                time: turn.time,
                span,
            });
        }
    }
    Some(units)
}

/// Where the line of a turn begins.
fn opening(body: &str, turn: &Turn) -> usize {
    body[..turn.label.start()].rfind('\n').map_or(0, |at| at + 1)
}

fn trimmed(body: &str, from: usize, end: usize) -> Option<Span> {
    let slice = &body[from..end];
    let start = from + (slice.len() - slice.trim_start().len());
    let words = slice.trim();
    (!words.is_empty()).then(|| Span::new(start, start + words.len()))
}

fn turn_of(line: &Line<'_>) -> Option<Turn> {
    let mut at = line.words.len() - line.words.trim_start().len();
    if line.words[at..].starts_with('\u{FEFF}') {
        at += '\u{FEFF}'.len_utf8();
    }
    let mut numbered = false;
    let mut time = None;
    if line.words[at..].starts_with('[') {
        let close = at + line.words[at..].find(']')?;
        let inside = Span::new(at + 1, close);
        let mark = &line.words[inside.range()];
        numbered = !mark.is_empty() && mark.bytes().all(|b| b.is_ascii_digit());
        if !numbered {
            if !is_time(mark) {
                return None;
            }
            time = Some(inside);
        }
        at = close + 1;
        at += line.words[at..].len() - line.words[at..].trim_start().len();
    }
    let rest = &line.words[at..];
    // A time in brackets after the name holds colons itself.
    let colon = match rest.find(['(', ':']) {
        Some(open) if rest[open..].starts_with('(') => open + rest[open..].find("):")? + 1,
        Some(colon) => colon,
        None => return None,
    };
    let mut name = &rest[..colon];
    if let Some((before, bracket)) = name.split_once('(') {
        let inside = bracket.strip_suffix(')')?;
        let start = at + before.len() + 1;
        if is_time(inside) {
            time = Some(Span::new(start, start + inside.len()));
        }
        name = before.trim_end();
    }
    let shouted = is_speaker(name)?;
    let opens = rest[colon + 1..].chars().next();
    if opens.is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let base = line.span.start();
    let shift = |span: Span| span.shifted(base);
    Some(Turn {
        label: Span::new(base + at, base + at + name.len()),
        time: time.map(shift),
        from: base + at + colon + 1,
        numbered,
        shouted,
    })
}

/// Is it a clock time, an offset or a date with one: digits with colons, nothing but times around them?
fn is_time(mark: &str) -> bool {
    mark.len() <= 40
        && mark.contains(':')
        && mark.bytes().any(|b| b.is_ascii_digit())
        && mark.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(c, ':' | '.' | ',' | '-' | '/' | ' ' | 'T' | 'Z' | '+')
                || "apmAPM".contains(c)
        })
}

/// Is this a name before a colon? `Some(true)` for one in capitals, `Some(false)` for up to four capitalised words.
fn is_speaker(name: &str) -> Option<bool> {
    const LONGEST: usize = 60;
    if name.is_empty() || name.len() > LONGEST || name.trim() != name {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '.' | '\'' | '’' | '-' | ','));
    if !plain || letters().next().is_none() {
        return None;
    }
    if letters().all(|c| !c.is_lowercase()) {
        let field = matches!(
            name,
            "TO" | "FROM" | "SUBJECT" | "RE" | "CC" | "DATE" | "NOTE" | "PRESENT" | "NB"
        );
        return (!field && words.len() <= 6 && letters().count() > 1).then_some(true);
    }
    let capitalised = words
        .iter()
        .all(|word| word.chars().next().is_some_and(char::is_uppercase));
    let field = matches!(
        name,
        "To" | "From"
            | "Subject"
            | "Re"
            | "Cc"
            | "Date"
            | "Note"
            | "Present"
            | "Location"
            | "Venue"
            | "Time"
            | "Attendees"
            | "Participants"
            | "Contact"
            | "Source"
            | "Title"
            | "Summary"
            | "Speakers"
    );
    (capitalised && !field && words.len() <= 4).then_some(false)
}

/// Bytes of the number before an item's words: "1. ", "(2) ", "3) ", "a) ", "- ".
fn item_words(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let rest = &line[indent..];
    if let Some(after) = rest.strip_prefix(['•', '*', '-'])
        && after.starts_with(' ')
    {
        return Some(line.len() - after.trim_start().len());
    }
    let open = usize::from(rest.starts_with('('));
    let digits = rest[open..].bytes().take_while(u8::is_ascii_digit).count();
    let letter = rest[open..]
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_lowercase());
    let marked = match digits {
        0 if letter => 1,
        0 => return None,
        1..=3 => digits,
        _ => return None,
    };
    let after = rest[open + marked..].strip_prefix(if open == 1 || digits == 0 {
        [')', ')']
    } else {
        ['.', ')']
    })?;
    (after.starts_with(char::is_whitespace)).then(|| line.len() - after.trim_start().len())
}

/// Cuts a text at empty lines and numbered items. When there are items, the lines before the first belong to none.
pub(super) fn paragraphs(body: &str) -> Vec<Unit> {
    let has_items = lines(body)
        .filter(|line| item_words(line.words).is_some())
        .count()
        >= 2;
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut fresh = true;
    for line in lines(body) {
        if line.words.trim().is_empty() {
            fresh = true;
            continue;
        }
        match item_words(line.words) {
            Some(skip) if has_items => starts.push((line.span.start(), line.span.start() + skip)),
            _ if fresh => starts.push((line.span.start(), line.span.start())),
            _ => {}
        }
        fresh = false;
    }
    if has_items && let Some(first) = starts.iter().position(|&(line, words)| words > line) {
        starts.drain(..first);
    }
    let mut units = Vec::with_capacity(starts.len());
    for (at, &(_, from)) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(body.len(), |&(line, _)| line);
        if let Some(span) = trimmed(body, from, end) {
            units.push(Unit {
                label: None,
                time: None,
                span,
            });
        }
    }
    units
}
