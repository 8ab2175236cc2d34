//! Datelines and the credits of agencies, reporters and pictures.
//!
//! In: the words of a line or of the first paragraph. Out: the places of the
//! names in it. Forms only: no judgement whether the page means them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use text::Span;

use crate::byline::name_in;

static AGENCIES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/agencies.txt").lines().collect());

#[allow(clippy::expect_used)]
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of this file")
}

/// Is it the name of a news agency?
pub(crate) fn is_agency(name: &str) -> bool {
    AGENCIES.contains(name.trim())
}

/// A dateline's parts, in bytes of the paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub whole: Span,
    pub agency: Option<Span>,
}

/// The dateline at the start of a paragraph: "VELLIN, March 18 (Tidewire) –",
/// "WASHINGTON —", "Paris (AP) -", "Washington/Moscow:".
pub(crate) fn dateline(words: &str) -> Option<Line> {
    static LINES: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        let caps = r"\p{Lu}[\p{Lu}.'’\-]+(?:[ /]+(?:\p{Lu}[\p{Lu}.'’\-]*|[a-z]{2,3}|\p{Lu}\.))*";
        let region = r"(?:, ?\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*)*)?";
        let day = r"(?:,? (?:\p{Lu}\p{L}{2,8}\.? \d{1,2}|\d{1,2} \p{Lu}\p{L}{2,8}))?";
        let agency = r"(?: ?\((?<agency>[^()]{2,40})\))";
        let dash = r"\s*(?:[—–―‒]|--?)\s*";
        let title = r"\p{Lu}[\p{L}.'’\-]+(?: \p{Lu}[\p{L}.'’\-]+){0,3}";
        [
            pattern(&format!(r"^(?<whole>{caps}{region}{day}{agency}?){dash}\S")),
            pattern(&format!(r"^(?<whole>{title}{region}{day}{agency}){dash}\S")),
            pattern(&format!(
                r"^(?<whole>{title}/{title}(?:/{title})?)(?::|{dash})\s*\p{{Lu}}"
            )),
        ]
    });
    LINES.iter().find_map(|line| {
        let captures = line.captures(words)?;
        let whole = captures.name("whole")?;
        let letters = whole.as_str().chars().filter(|c| c.is_alphabetic()).count();
        // A hyphen without spaces joins words ("T-shirts"); one capital is no place.
        let tail = &words[whole.end()..];
        let joined = tail.starts_with('-') && !tail.starts_with("--") && !tail[1..].starts_with(' ');
        if letters < 3 || joined || whole.len() > 90 {
            return None;
        }
        Some(Line {
            whole: Span::new(whole.start(), whole.end()),
            agency: captures
                .name("agency")
                .map(|name| Span::new(name.start(), name.end())),
        })
    })
}

/// A line that says whose picture it is: "Credit: Ann Lee/Tidewire", "Photo by Ann Lee".
pub(crate) fn is_picture_credit(words: &str) -> bool {
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\(?(?i:(?:image |photo |picture )?credit(?:s)?\s?:?|(?:photo|picture|photograph|image|pic)(?:s|graph)?\s?(?:by|:|courtesy)|(?:getty|ap|reuters|afp) (?:photo|images))\s?[\p{Lu}(@]",
        )
    });
    words.len() < 120 && !words.ends_with('.') && CREDIT.is_match(words)
}

/// A caption with the credit in it: "... at the pier. (AP Photo/Ann Lee)", "... Photo: Tidewire".
pub(crate) fn ends_in_picture_credit(words: &str) -> bool {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:\((?:[^()]*\b(?:Photo|Image|Picture|File|Handout|Getty|AP|Reuters|AFP|via)\b[^()]*)\)|(?:Photo|Picture|Image|Credit|Photograph)s?(?: by|:) [^.]{3,60}|/(?:Getty Images|Reuters|AP|AFP))\.?$",
        )
    });
    words.len() < 600 && END.is_match(words)
}

/// Where a picture's credit begins that a caption was run together with:
/// "in December.CreditAnn Lee/Tidewire".
pub(crate) fn glued_credit(words: &str) -> Option<usize> {
    static GLUED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"[.!?”’)](?<credit>(?:Image |Photo )?Credit(?:\.\.\.|…)?:? ?\p{Lu}[^.!?]{2,80})$")
    });
    Some(GLUED.captures(words)?.name("credit")?.start())
}

/// The names in a line that says whose work the text is; empty when it is none.
pub(crate) fn credits(words: &str) -> Vec<Span> {
    static REPORTING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W{0,2}(?i:(?:additional |extra )?(?:reporting|writing|editing|compiled|translated|edited|written|reported)(?: and (?:writing|editing|reporting))? by |with (?:inputs?|files|reporting|additional reporting|contributions?) from |(?:source|via|agencies|from)\s?:\s|copyright \d{4})",
        )
    });
    static CONTRIBUTED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:contributed(?: reporting)?|contributed to this (?:report|story|article)|contributed reporting (?:to|from|for) .{3,40})\.?\)?$",
        )
    });
    static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\p{Lu}[\p{L}.&]*(?: \p{Lu}[\p{L}.&]*){0,2}(?: ?/ ?\p{Lu}[\p{L}.&]*(?: \p{Lu}[\p{L}.&]*){0,2})+$",
        )
    });
    let trimmed =
        words.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | '.' | ' ' | '©'));
    let Some(from) = words.find(trimmed) else {
        return Vec::new();
    };
    if words.len() > 300 || trimmed.is_empty() {
        return Vec::new();
    }
    let part = |part: &str| {
        let at = part.as_ptr() as usize - words.as_ptr() as usize;
        Span::new(at, at + part.len())
    };
    if is_agency(trimmed) {
        return vec![Span::new(from, from + trimmed.len())];
    }
    if SLASHED.is_match(trimmed) && trimmed.len() < 60 {
        return trimmed.split('/').map(str::trim).map(part).collect();
    }
    if REPORTING.is_match(words) {
        return names_after_by(words);
    }
    if words.len() < 220 && CONTRIBUTED.is_match(words) {
        return vec![Span::new(from, from + trimmed.len())];
    }
    Vec::new()
}

/// The people after each "by" of a credit line: "(Reporting by A in X; Editing by B)".
fn names_after_by(words: &str) -> Vec<Span> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?i:by|from|and|,)\s+(?<name>(?:the |The )?\p{Lu}[\p{L}.'’\-]+(?: (?:\p{Lu}[\p{L}.'’\-]*|de|van|von|der|al|bin|el|la|di|da|du|le))*)",
        )
    });
    NAME.captures_iter(words)
        .filter_map(|captures| captures.name("name"))
        .map(|name| Span::new(name.start(), name.end()))
        .collect()
}

/// The reporters of a credit line: the names after "Reporting by", up to the next part.
pub(crate) fn reporters(words: &str) -> Vec<Span> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\W{0,2}(?i:reporting|reported)(?i: and (?:writing|editing))? by (?<list>[^;)]*)")
    });
    static PLACE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r" (?:in|at|from|for) \p{Lu}[^,]*?(?:,| and |$)"));
    let Some(list) = BY.captures(words).and_then(|captures| captures.name("list")) else {
        return Vec::new();
    };
    let mut spans = Vec::new();
    let mut from = list.start();
    for piece in list
        .as_str()
        .split_inclusive([','])
        .flat_map(|piece| piece.split_inclusive(" and "))
    {
        let bare = piece.trim_end_matches(" and ").trim_end_matches(',');
        let end = PLACE.find(bare).map_or(bare.len(), |place| place.start());
        let name = &bare[..end];
        if let Some(span) = name_in(name) {
            spans.push(span.shifted(from));
        }
        from += piece.len();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_datelines() {
        for (words, whole, agency) in [
            (
                "VELLIN, March 18 (Tidewire) – The ministry said",
                Some("VELLIN, March 18 (Tidewire)"),
                Some("Tidewire"),
            ),
            ("OSKERNE — Officials decided", Some("OSKERNE"), None),
            ("WASHINGTON ― The president", Some("WASHINGTON"), None),
            (
                "SAN TORVO, Calif. (AP) — A man",
                Some("SAN TORVO, Calif. (AP)"),
                Some("AP"),
            ),
            ("Brennholm (AFP) - The team", Some("Brennholm (AFP)"), Some("AFP")),
            (
                "Vellin/Oskerne: A leaked transcript",
                Some("Vellin/Oskerne"),
                None,
            ),
            ("T-shirts — they sell", None, None),
            ("The minister — who was there — said", None, None),
            ("NATO-led forces", None, None),
        ] {
            let line = dateline(words);
            assert_eq!(
                line.as_ref().map(|line| &words[line.whole.range()]),
                whole,
                "{words}"
            );
            assert_eq!(
                line.and_then(|line| line.agency).map(|span| &words[span.range()]),
                agency
            );
        }
    }

    #[test]
    fn forms_of_credits() {
        let credit = |words: &'static str| {
            credits(words)
                .into_iter()
                .map(|span| &words[span.range()])
                .collect::<Vec<_>>()
        };
        assert_eq!(credit("Tidewire/Gazette"), ["Tidewire", "Gazette"]);
        assert_eq!(credit("(AP)"), ["AP"]);
        assert_eq!(
            credit("(Reporting by Ilmar Stoove in Vellin; Editing by Pia Rendarl)"),
            ["Ilmar Stoove", "Pia Rendarl"]
        );
        assert_eq!(credit("The boats are back."), [""; 0]);
        let line = "(Reporting by Ilmar Stoove in Vellin; Editing by Pia Rendarl)";
        assert_eq!(
            reporters(line)
                .into_iter()
                .map(|span| &line[span.range()])
                .collect::<Vec<_>>(),
            ["Ilmar Stoove"]
        );
    }
}
