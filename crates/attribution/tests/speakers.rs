//! Who a source is, in invented reports.

use headwater_attribution as attribution;
use text::Span;

/// The name of who speaks, if the text names one.
fn speaker(text: &str, source: &str) -> Option<String> {
    let article = page::plain_text("x", text);
    let analysis = nlp::analyze(&article, &nlp::Models::bundled());
    let start = text.find(source).expect("the source is in the text");
    let span = Span::new(start, start + source.len());
    let models = attribution::Models::bundled();
    let (_, speaker) = attribution::speaker(&article, &analysis, &models, &[span]);
    let entity = &analysis.entities[speaker.entity?];
    Some(text[entity.name.range()].to_owned())
}

#[test]
fn a_name_inside_the_phrase_of_another_speaks_only_where_the_phrase_is_its_own() {
    for (text, source, expected) in [
        (
            "Ada Quill lost. A top Ada Quill adviser said the port was lost.",
            "A top Ada Quill adviser",
            None,
        ),
        (
            "Ada Quill lost. The Quill campaign said the port was lost.",
            "The Quill campaign",
            None,
        ),
        (
            "Ada Quill lost. A pro-Quill group said the port was lost.",
            "A pro-Quill group",
            None,
        ),
        (
            "Ada Quill lost. A reader who met Ada Quill said the port was lost.",
            "A reader who met Ada Quill",
            None,
        ),
        (
            "Ada Quill lost. Another Quill adviser, Tom Pryce, said the port was lost.",
            "Another Quill adviser, Tom Pryce,",
            Some("Tom Pryce"),
        ),
        (
            "Ada Quill and Tom Pryce ran. The Quill and Pryce campaigns said the port was lost.",
            "The Quill and Pryce campaigns",
            None,
        ),
        (
            "Ada Quill lost. Groups backing Ada Quill said the port was lost.",
            "Groups backing Ada Quill",
            None,
        ),
        (
            "Tom Pryces lost. Tom Pryces’ campaign manager said the port was lost.",
            "Tom Pryces’ campaign manager",
            None,
        ),
        (
            "Ada Quill lost. Acting mayor Ada Quill said the port was lost.",
            "Acting mayor Ada Quill",
            Some("Ada Quill"),
        ),
        (
            "Ada Quill lost. Former secretary of state Quill said the port was lost.",
            "Former secretary of state Quill",
            Some("Ada Quill"),
        ),
        (
            "Ada Quill, the mayor, objected. In Quill's own words, the port was lost.",
            "Quill's own words",
            Some("Ada Quill"),
        ),
        (
            "The rights organisation the Orlen League said the port was lost.",
            "The rights organisation the Orlen League",
            Some("Orlen League"),
        ),
        (
            "Speaker of the House Rep. Ada Quill (R-Orlen) said the port was lost.",
            "Speaker of the House Rep. Ada Quill (R-Orlen)",
            Some("Ada Quill"),
        ),
    ] {
        assert_eq!(speaker(text, source).as_deref(), expected, "{source}");
    }
}

#[test]
fn of_those_who_speak_together_the_first_is_given() {
    for (text, source, expected) in [
        (
            "Ada Quill and Tom Pryce said the port was lost.",
            "Ada Quill and Tom Pryce",
            Some("Ada Quill"),
        ),
        (
            "Ada Quill and her lawyer, Tom Pryce, said the port was lost.",
            "Ada Quill and her lawyer, Tom Pryce,",
            Some("Ada Quill"),
        ),
        (
            "Ada Quill herself said the port was lost.",
            "Ada Quill herself",
            Some("Ada Quill"),
        ),
    ] {
        assert_eq!(speaker(text, source).as_deref(), expected, "{source}");
    }
}
