//! A decision to the line that says so.
//!
//! In: a decision and, where there is one, a note. Out: one JSON object without a
//! line end, with its keys in the order in which one reads them. What is read back
//! is the same decision.

use serde_json::Value;

use super::{Decision, Place, Who};

impl Decision {
    /// The line of a file of decisions; a note is for those who keep the file.
    #[must_use]
    pub fn to_line(&self, note: Option<&str>) -> String {
        let mut fields = match self {
            Self::Same(list) => vec![("same", several(list, who))],
            Self::Apart(list) => vec![("apart", several(list, who))],
            Self::Mention(words, is) => vec![("mention", place(words)), ("is", who(is))],
            Self::Speaker(words, is) => vec![
                ("speaker", place(words)),
                ("is", is.as_ref().map_or_else(|| "null".to_owned(), who)),
            ],
            Self::Taken(page, from) => vec![("taken", place(page)), ("from", place(from))],
            Self::NotTaken(page, from) => vec![("not_taken", place(page)), ("from", place(from))],
            Self::OneSource(list) => vec![("one_source", several(list, place))],
            Self::SeparateSources(list) => vec![("separate_sources", several(list, place))],
        };
        fields.extend(note.map(|note| ("note", string(note))));
        object(&fields)
    }
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(key, value)| format!("\"{key}\": {value}"))
        .collect();
    format!("{{{}}}", fields.join(", "))
}

fn string(words: &str) -> String {
    Value::from(words).to_string()
}

fn several<T>(list: &[T], one: fn(&T) -> String) -> String {
    let list: Vec<String> = list.iter().map(one).collect();
    format!("[{}]", list.join(", "))
}

fn who(who: &Who) -> String {
    match who {
        Who::Name { given, .. } => string(given),
        Who::Place(words) => place(words),
    }
}

fn place(place: &Place) -> String {
    object(&[
        ("sha256", string(&place.sha256)),
        ("start", place.start.to_string()),
        ("end", place.end.to_string()),
        ("text", string(&place.text)),
    ])
}
