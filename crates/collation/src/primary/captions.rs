//! Units of a caption file: SubRip (SRT) and WebVTT cues.

use text::Span;

use super::Unit;

/// Cuts captions into cues; `None` when the text is none.
pub(super) fn cues(body: &str) -> Option<Vec<Unit>> {
    let mut units = Vec::new();
    let mut timing: Option<Span> = None;
    let mut words: Option<Span> = None;
    let mut before_first_cue = 0;
    let mut at = 0;
    for whole in body.split_inclusive('\n') {
        let line = Span::new(at, at + whole.trim_end_matches(['\n', '\r']).len());
        at += whole.len();
        let shown = &body[line.range()];
        if let Some(len) = timing_len(shown) {
            finish(body, &mut units, timing.take(), words.take());
            let start = line.start() + (shown.len() - shown.trim_start().len());
            timing = Some(Span::new(start, start + len));
        } else if shown.trim().is_empty() {
            finish(body, &mut units, timing.take(), words.take());
        } else if timing.is_some() {
            words = Some(words.map_or(line, |w| w.cover(line)));
        } else if units.is_empty() {
            before_first_cue += 1;
            // A caption file opens with a cue, a header or a short note.
            const HEADER_LINES: usize = 12;
            if before_first_cue > HEADER_LINES {
                return None;
            }
        }
    }
    finish(body, &mut units, timing, words);
    (!units.is_empty()).then_some(units)
}

fn finish(body: &str, units: &mut Vec<Unit>, timing: Option<Span>, words: Option<Span>) {
    let (Some(time), Some(words)) = (timing, words) else {
        return;
    };
    let mut span = words;
    let mut label = None;
    // WebVTT voice tag: <v Name>.
    let shown = &body[words.range()];
    if let Some(voice) = shown.strip_prefix("<v").filter(|v| v.starts_with([' ', '.']))
        && let Some(close) = voice.find('>')
    {
        let name = voice[..close].trim_start_matches(|c: char| c != ' ').trim();
        if let Some(offset) = voice.find(name).filter(|_| !name.is_empty()) {
            let start = words.start() + "<v".len() + offset;
            label = Some(Span::new(start, start + name.len()));
        }
        span = Span::new(words.start() + "<v".len() + close + 1, words.end());
    }
    let inner = &body[span.range()];
    let start = span.start() + (inner.len() - inner.trim_start().len());
    let inner = inner.trim();
    if !inner.is_empty() {
        units.push(Unit {
            label,
            time: Some(time),
            span: Span::new(start, start + inner.len()),
        });
    }
}

/// Bytes of "00:00:01,000 --> 00:00:03,500" at the start of a line.
fn timing_len(line: &str) -> Option<usize> {
    let line = line.trim_start();
    let (from, rest) = line.split_once("-->")?;
    if !is_timestamp(from.trim()) {
        return None;
    }
    let until = rest.split_whitespace().next()?;
    if !is_timestamp(until) {
        return None;
    }
    let end = line.len() - rest.len() + rest.find(until)? + until.len();
    Some(end)
}

fn is_timestamp(mark: &str) -> bool {
    let parts: Vec<&str> = mark.split(':').collect();
    (2..=3).contains(&parts.len())
        && mark
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','))
        && parts.iter().all(|part| part.bytes().any(|b| b.is_ascii_digit()))
}
