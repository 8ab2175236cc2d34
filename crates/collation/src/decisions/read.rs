//! The lines of a file to decisions.
//!
//! In: files of bytes. Out: [`Decisions`], or all faults, each with its file and
//! line. One JSON object a line; empty lines and lines that begin with `#` are
//! passed over:
//!
//! ```text
//! {"same": [WHO, WHO, ...]}
//! {"apart": [WHO, WHO, ...]}
//! {"mention": PLACE, "is": WHO}
//! {"speaker": PLACE, "is": WHO or null}
//! {"taken": PLACE, "from": PLACE}
//! {"not_taken": PLACE, "from": PLACE}
//! {"one_source": [PLACE, PLACE, ...]}
//! {"separate_sources": [PLACE, PLACE, ...]}
//! ```
//!
//! WHO is a name as a string, or a PLACE; a PLACE is `{"sha256", "start", "end",
//! "text"}`, and may have the further keys of a published span. Any line may have a
//! `note`, which is read past: it is for those who keep the file. Other keys are
//! faults, since a slip of the pen must not pass for a decision.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::agree::disagreements;
use super::{Decision, Decisions, Fault, Key, Line, Place, Who};

/// Lines that are read of all files together.
const MOST_LINES: usize = 20_000;

/// Who one line may speak of.
const MOST_WHOS: usize = 64;

/// What a line may decide.
const KINDS: [&str; 8] = [
    "same",
    "apart",
    "mention",
    "speaker",
    "taken",
    "not_taken",
    "one_source",
    "separate_sources",
];

impl Decisions {
    /// Reads files of decisions, each with its name.
    ///
    /// # Errors
    /// All lines that are no decision, or, if there are none, all that contradict each
    /// other; ascending by file and line.
    pub fn read(files: &[(String, Vec<u8>)]) -> Result<Self, Vec<Fault>> {
        let mut list: BTreeMap<Decision, Vec<Line>> = BTreeMap::new();
        let mut faults = Vec::new();
        let mut read = 0;
        for (file, bytes) in files {
            for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
                let line = if at == 0 {
                    line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line)
                } else {
                    line
                };
                let line = line.trim_ascii();
                if line.is_empty() || line.starts_with(b"#") {
                    continue;
                }
                let place = Line {
                    file: file.clone(),
                    number: at + 1,
                };
                read += 1;
                if read > MOST_LINES {
                    faults.push(Fault {
                        line: place,
                        detail: format!("more than {MOST_LINES} decisions are not read"),
                    });
                    return Err(faults);
                }
                match decision(line) {
                    Ok(decision) => list.entry(decision).or_default().push(place),
                    Err(detail) => faults.push(Fault { line: place, detail }),
                }
            }
        }
        for lines in list.values_mut() {
            lines.sort();
        }
        let decisions = Self { list };
        if faults.is_empty() {
            faults = disagreements(&decisions);
        }
        faults.sort();
        if faults.is_empty() {
            Ok(decisions)
        } else {
            Err(faults)
        }
    }
}

fn decision(line: &[u8]) -> Result<Decision, String> {
    let value: Value =
        serde_json::from_slice(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    let Value::Object(mut fields) = value else {
        return Err("it is no JSON object".to_owned());
    };
    if fields.remove("note").is_some_and(|note| !note.is_string()) {
        return Err("\"note\" is no string".to_owned());
    }
    let mut kinds = KINDS.iter().filter(|&&kind| fields.contains_key(kind));
    let (Some(&kind), None) = (kinds.next(), kinds.next()) else {
        return Err(format!(
            "it needs one of {}",
            KINDS.map(|kind| format!("{kind:?}")).join(", ")
        ));
    };
    let what = fields.remove(kind).unwrap_or_default();
    let mut other = |key: &str| {
        fields
            .remove(key)
            .ok_or_else(|| format!("\"{kind}\" needs \"{key}\""))
    };
    let decision = match kind {
        "same" => Decision::Same(whos(kind, what)?),
        "apart" => Decision::Apart(whos(kind, what)?),
        "one_source" => Decision::OneSource(several(kind, what, place, Place::key)?),
        "separate_sources" => Decision::SeparateSources(several(kind, what, place, Place::key)?),
        "taken" | "not_taken" => {
            let (page, from) = (place(what)?, place(other("from")?)?);
            if page.sha256 == from.sha256 {
                return Err("a page is said to be taken from itself".to_owned());
            }
            if kind == "taken" {
                Decision::Taken(page, from)
            } else {
                Decision::NotTaken(page, from)
            }
        }
        _ => {
            let place = place(what)?;
            match (kind, other("is")?) {
                ("speaker", Value::Null) => Decision::Speaker(place, None),
                ("speaker", is) => Decision::Speaker(place, Some(who(is)?)),
                (_, is) => {
                    let is = who(is)?;
                    if is.key() == place.key() {
                        return Err("the words are said to mean themselves".to_owned());
                    }
                    Decision::Mention(place, is)
                }
            }
        }
    };
    match fields.keys().next() {
        Some(key) => Err(format!("the key {key:?} is not known here")),
        None => Ok(decision),
    }
}

fn whos(kind: &str, value: Value) -> Result<Vec<Who>, String> {
    several(kind, value, who, Who::key)
}

/// At least two that differ, in an order of their own.
fn several<T: Ord>(
    kind: &str,
    value: Value,
    read: fn(Value) -> Result<T, String>,
    key: for<'a> fn(&'a T) -> Key<'a>,
) -> Result<Vec<T>, String> {
    let Value::Array(items) = value else {
        return Err(format!("\"{kind}\" needs a list"));
    };
    if items.len() > MOST_WHOS {
        return Err(format!("more than {MOST_WHOS} are not read in one line"));
    }
    let mut list = items.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    list.sort();
    list.dedup_by(|a, b| key(a) == key(b));
    if list.len() < 2 {
        return Err(format!("\"{kind}\" needs at least two that differ"));
    }
    Ok(list)
}

fn who(value: Value) -> Result<Who, String> {
    match value {
        Value::String(given) => Who::named(&given).ok_or_else(|| format!("{given:?} is no name")),
        value => Ok(Who::Place(place(value)?)),
    }
}

fn place(value: Value) -> Result<Place, String> {
    let Value::Object(mut fields) = value else {
        return Err("a place is an object with \"sha256\", \"start\", \"end\" and \"text\"".to_owned());
    };
    // What else a published span has.
    for key in ["doc", "plain", "form", "id", "kind", "quote_type"] {
        fields.remove(key);
    }
    let sha256 = string(&mut fields, "sha256")?.to_ascii_lowercase();
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("\"sha256\" is no SHA-256 in hex".to_owned());
    }
    let (start, end) = (number(&mut fields, "start")?, number(&mut fields, "end")?);
    if start >= end {
        return Err("a place ends after its start".to_owned());
    }
    let text = string(&mut fields, "text")?;
    match fields.keys().next() {
        Some(key) => Err(format!("the key {key:?} is not known in a place")),
        None => Ok(Place {
            sha256,
            start,
            end,
            text,
        }),
    }
}

fn string(fields: &mut Map<String, Value>, key: &str) -> Result<String, String> {
    match fields.remove(key) {
        Some(Value::String(value)) if !value.trim().is_empty() => Ok(value),
        _ => Err(format!("a place needs {key:?}, a string")),
    }
}

fn number(fields: &mut Map<String, Value>, key: &str) -> Result<usize, String> {
    fields
        .remove(key)
        .and_then(|value| usize::try_from(value.as_u64()?).ok())
        .ok_or_else(|| format!("a place needs {key:?}, a whole number"))
}
