//! The sentences of a statement, each of which may be told elsewhere by itself.
//!
//! In: a report and a statement of it. Out: the words of the statement, sentence by sentence. A quotation
//! of five sentences says five things, of which another report may have one: taken as a whole it is like
//! nothing that is shorter.

use text::Span;

use crate::Report;
use crate::deeds::matter;
use crate::vocabulary::is_function_word;
use crate::words::words;

/// Words of matter that make a sentence worth telling: "Understood" is none, nor is "A shame".
const FEWEST: usize = 2;

/// The sentences of a statement, in order; each not empty, of one or more stretches of the text. What
/// says too little goes with the sentence beside it. Linear in the words of the statement.
pub(crate) fn parts(report: &Report, statement: usize) -> Vec<Vec<Span>> {
    let content = matter(&report.statements[statement]);
    let mut sentences: Vec<Vec<Span>> = Vec::new();
    for piece in content.into_iter().flat_map(|span| by_sentence(report, span)) {
        match sentences.last_mut() {
            // “The gate,” she said, “is shut.”
            Some(sentence) if !opens_sentence(report, piece) => sentence.push(piece),
            _ => sentences.push(vec![piece]),
        }
    }
    let mut parts: Vec<Vec<Span>> = Vec::new();
    for sentence in sentences {
        match parts.last_mut() {
            Some(part) if !says_enough(report, part) || !says_enough(report, &sentence) => {
                part.extend(sentence);
            }
            _ => parts.push(sentence),
        }
    }
    parts
}

/// A span cut where sentences begin, without the white space between them.
fn by_sentence(report: &Report, span: Span) -> Vec<Span> {
    let body = report.article.text.as_str();
    let sentences = &report.analysis.sentences;
    let first = sentences.partition_point(|sentence| sentence.span.start() <= span.start());
    let begin = sentences[first..]
        .iter()
        .map(|sentence| sentence.span.start())
        .take_while(|&start| start < span.end());
    let mut cut = Vec::new();
    let mut from = span.start();
    for end in begin.chain([span.end()]) {
        let length = body[from..end].trim_end().len();
        if length > 0 {
            cut.push(Span::new(from, from + length));
        }
        from = end;
    }
    cut
}

/// Stands no word of its sentence before it?
fn opens_sentence(report: &Report, piece: Span) -> bool {
    let sentence = report.analysis.sentence_at(piece.start());
    sentence.is_some_and(|at| {
        let start = report.analysis.sentences[at].span.start().min(piece.start());
        !report.article.text.as_str()[start..piece.start()].contains(char::is_alphanumeric)
    })
}

fn says_enough(report: &Report, part: &[Span]) -> bool {
    let body = report.article.text.as_str();
    let of_matter = part.iter().flat_map(|&span| words(body, span));
    of_matter
        .filter(|word| !is_function_word(&word.key))
        .take(FEWEST)
        .count()
        == FEWEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let report = Report::of_text("p", text);
        let body = report.article.text.as_str();
        parts(&report, 0)
            .iter()
            .map(|part| {
                part.iter()
                    .map(|span| &body[span.range()])
                    .collect::<Vec<_>>()
                    .join(" … ")
            })
            .collect()
    }

    #[test]
    fn each_sentence_of_a_quotation_is_a_part() {
        let cases: &[(&str, &[&str])] = &[
            (
                "“The lock gate is shut for good. Nobody paid the masons,” Ines Hale said.",
                &["“The lock gate is shut for good.", "Nobody paid the masons,”"],
            ),
            // What says too little goes with the sentence beside it.
            (
                "“Understood. The lock gate is shut for good,” Ines Hale said.",
                &["“Understood. … The lock gate is shut for good,”"],
            ),
            (
                "Ines Hale said that the lock gate was shut for good.",
                &["that the lock gate was shut for good"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text), *expected, "{text}");
        }
    }
}
