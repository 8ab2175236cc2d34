//! Published originals to check quotations against. CONTRACT section 4.
//!
//! [`read_primary`] takes the bytes of a transcript, memo, chat, statement or
//! other document and cuts it into units: turns of speakers, messages, caption
//! cues, or paragraphs. It guesses no speaker: a label is what stands before a colon.

mod captions;
mod turns;

use serde::{Deserialize, Serialize};
use text::{Noted, Notice, NoticeCode, Span, Text};

/// Kinds of primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PrimaryKind {
    Transcript,
    Memo,
    Chat,
    Statement,
    #[default]
    Document,
}

/// One turn, message or paragraph. Spans are bytes of the decoded primary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The speaker's name as printed.
    pub label: Option<Span>,
    /// The time as printed.
    pub time: Option<Span>,
    /// The words alone.
    pub span: Span,
}

/// A transcript, memo, chat or statement.
#[derive(Debug, Clone, Default)]
pub struct Primary {
    /// Id: the file name without extension.
    pub id: String,
    /// As given.
    pub path: Option<String>,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// WHATWG name of the encoding.
    pub charset: &'static str,
    /// What it is.
    pub kind: PrimaryKind,
    /// The decoded file.
    pub text: Text,
    /// Its turns or paragraphs.
    pub units: Vec<Unit>,
}

/// Reads a primary of any bytes.
#[must_use]
pub fn read_primary(id: &str, path: Option<&str>, bytes: &[u8]) -> Noted<Primary> {
    let decoded = page::decode(bytes, None);
    let text = Text::new(decoded.text);
    let (units, kind) = if let Some(units) = captions::cues(text.as_str()) {
        (units, PrimaryKind::Transcript)
    } else {
        let heading = turns::heading(text.as_str());
        match turns::turns(text.as_str()) {
            Some(units) => {
                let kind = kind_of_turns(heading, &units);
                (units, kind)
            }
            None => (turns::paragraphs(text.as_str()), kind_of_prose(heading)),
        }
    };
    let mut notices = Vec::new();
    if decoded.replaced > 0 {
        notices.push(Notice::about(
            NoticeCode::UndecodableBytes,
            id,
            format!("{} byte sequences could not be decoded.", decoded.replaced),
        ));
    }
    if decoded.truncated {
        notices.push(Notice::about(
            NoticeCode::LimitReached,
            id,
            "The primary is longer than what is read; its end was left out.",
        ));
    }
    if units.is_empty() {
        notices.push(Notice::about(
            NoticeCode::PrimaryWithoutUnits,
            id,
            "The primary holds no words to check against.",
        ));
    }
    let primary = Primary {
        id: id.to_owned(),
        path: path.map(str::to_owned),
        sha256: sha256_hex(bytes),
        charset: decoded.charset,
        kind,
        text,
        units,
    };
    Noted {
        value: primary,
        notices,
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Turns with a clock time each are a chat, unless the heading calls them a transcript.
fn kind_of_turns(heading: &str, units: &[Unit]) -> PrimaryKind {
    if names_any(
        heading,
        &[
            "transcript",
            "recording",
            "minutes",
            "hearing",
            "interview",
            "remarks",
        ],
    ) {
        PrimaryKind::Transcript
    } else if names_any(
        heading,
        &["chat", "messages", "whatsapp", "signal", "telegram", "slack"],
    ) || units.iter().all(|unit| unit.time.is_some())
    {
        PrimaryKind::Chat
    } else {
        PrimaryKind::Transcript
    }
}

fn kind_of_prose(heading: &str) -> PrimaryKind {
    let memo_lines = ["to:", "from:", "subject:", "re:"]
        .iter()
        .filter(|start| {
            heading
                .lines()
                .any(|line| line.trim_start().to_lowercase().starts_with(**start))
        })
        .count();
    if memo_lines >= 2 || names_any(heading, &["memo", "memorandum"]) {
        PrimaryKind::Memo
    } else if names_any(heading, &["statement", "declaration", "communiqué", "communique"]) {
        PrimaryKind::Statement
    } else if names_any(heading, &["transcript", "remarks", "speech", "address"]) {
        PrimaryKind::Transcript
    } else {
        PrimaryKind::Document
    }
}

fn names_any(heading: &str, words: &[&str]) -> bool {
    heading
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| words.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(body: &str) -> Vec<(Option<String>, Option<String>, String)> {
        let primary = read_primary("p", None, body.as_bytes()).value;
        let shown = |span: Span| primary.text.slice(span).to_owned();
        primary
            .units
            .iter()
            .map(|u| (u.label.map(shown), u.time.map(shown), shown(u.span)))
            .collect()
    }

    fn unit(label: &str, time: &str, words: &str) -> (Option<String>, Option<String>, String) {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        (some(label), some(time), words.to_owned())
    }

    #[test]
    fn turns_of_every_recognised_form() {
        let cases: &[(&str, Vec<_>)] = &[
            (
                "TOWN HALL\nTranscript\n\n[01] ORLEN: Shall we start?\n[02] VASK: Yes.\nAll here.\n",
                vec![
                    unit("ORLEN", "", "Shall we start?"),
                    unit("VASK", "", "Yes.\nAll here."),
                ],
            ),
            (
                "[12:04] Mara Orlen: Are you there?\n[12:05] T. Vask: yes: here",
                vec![
                    unit("Mara Orlen", "12:04", "Are you there?"),
                    unit("T. Vask", "12:05", "yes: here"),
                ],
            ),
            (
                "Orlen (09:15): Morning.\nVask (09:16): Morning.",
                vec![
                    unit("Orlen", "09:15", "Morning."),
                    unit("Vask", "09:16", "Morning."),
                ],
            ),
            (
                "MARA ORLEN: First.\r\n\r\nStill first.\r\n\r\nTOM VASK: Second.",
                vec![
                    unit("MARA ORLEN", "", "First.\r\n\r\nStill first."),
                    unit("TOM VASK", "", "Second."),
                ],
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(units(body), *expected, "{body}");
        }
    }

    #[test]
    fn items_and_paragraphs_have_no_label() {
        let memo = "PORT OFFICE\nTo: Chief Engineer\nFrom: M. Orlen\nSubject: line\n\n1. The count stays.\n2. Nothing more\nin writing.\n";
        assert_eq!(
            units(memo),
            [
                unit("", "", "The count stays."),
                unit("", "", "Nothing more\nin writing.")
            ]
        );
        assert_eq!(
            read_primary("m", None, memo.as_bytes()).value.kind,
            PrimaryKind::Memo
        );
        assert_eq!(
            units("We did not ask for this.\n\nWe regret: it happened."),
            [
                unit("", "", "We did not ask for this."),
                unit("", "", "We regret: it happened.")
            ]
        );
    }

    #[test]
    fn captions_are_cut_by_their_times() {
        let srt = "1\n00:00:01,000 --> 00:00:03,500\nGood evening\nto all.\n\n2\n00:00:04,000 --> 00:00:05,000\nThank you.\n";
        assert_eq!(
            units(srt),
            [
                unit("", "00:00:01,000 --> 00:00:03,500", "Good evening\nto all."),
                unit("", "00:00:04,000 --> 00:00:05,000", "Thank you.")
            ]
        );
        let vtt = "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:03.500 align:start\n<v Mara Orlen>Good evening.\n";
        assert_eq!(
            units(vtt),
            [unit("Mara Orlen", "00:01.000 --> 00:03.500", "Good evening.")]
        );
    }

    #[test]
    fn nothing_to_check_is_noted() {
        let noted = read_primary("p", None, b" \n\n");
        assert_eq!(noted.notices[0].code, NoticeCode::PrimaryWithoutUnits);
    }

    proptest::proptest! {
        #[test]
        fn units_of_any_bytes_ascend_and_hold_words(bytes in proptest::collection::vec(0u8..=255, 0..300)) {
            let primary = read_primary("p", None, &bytes).value;
            let mut end = 0;
            for unit in &primary.units {
                assert!(unit.span.start() >= end && !primary.text.slice(unit.span).trim().is_empty());
                end = unit.span.end();
            }
        }

        #[test]
        fn units_of_line_soup_ascend(body in "([A-Z]{2,6}: |\\[[0-9:]{1,5}\\] |[a-z ]{1,9}|\\(09:1\\)|1\\. |\n|\r\n|-->|00:01\\.000){0,40}") {
            let primary = read_primary("p", None, body.as_bytes()).value;
            let mut end = 0;
            for unit in &primary.units {
                assert!(unit.span.start() >= end);
                end = unit.span.end();
            }
        }
    }
}
