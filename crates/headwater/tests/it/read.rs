//! Readings, a line each.

use std::path::PathBuf;

use serde_json::Value;

use crate::run::{headwater, story};

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

#[test]
fn pages_keep_their_order_and_the_others_are_done() {
    let pages = ["d.html", "none.html", "a.html"].map(|name| story().join(name));
    let ran = headwater([&[PathBuf::from("read")], &pages[..]].concat(), b"");
    let read = lines(&ran.out);
    assert_eq!(ran.code, Some(1));
    assert_eq!(read.len(), 3);
    assert_eq!(read[0]["id"], "d");
    assert_eq!(read[1]["notices"][0]["code"], "unreadable");
    assert_eq!(read[1].as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(read[2]["id"], "a");
    for key in [
        "schema",
        "sha256",
        "blocks",
        "furniture",
        "statements",
        "entities",
        "notices",
    ] {
        assert!(read[2].get(key).is_some(), "{key}");
    }
}

#[test]
fn the_article_alone() {
    let ran = headwater(
        [PathBuf::from("read"), "--article".into(), story().join("a.html")],
        b"",
    );
    let read = lines(&ran.out);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(read[0]["byline"], serde_json::json!(["Hedda Immerling"]));
    assert_eq!(read[0]["published"], "2025-03-18T06:30:00+01:00");
    let body = read[0]["body"].as_str().expect("a body");
    assert!(
        body.starts_with("A recording of a closed meeting") && !body.contains("cookies"),
        "{body}"
    );
}

#[test]
fn texts_keep_order_and_offsets_count_code_points() {
    let input = "{\"id\": \"é\", \"text\": \"“Yés,” said Ann Lee.  “No,” she added.\"}\n\
        not json\n\
        \n\
        {\"id\": \"no text\"}\n\
        {\"id\": \"last\", \"text\": \"\"}\n";
    let ran = headwater(["read", "--jsonl"], input.as_bytes());
    let read = lines(&ran.out);
    assert_eq!(ran.code, Some(1));
    assert_eq!(read.len(), 4);
    assert_eq!(read[0]["id"], "é");
    let first = &read[0]["attributions"][0];
    assert_eq!(first["content"], serde_json::json!([[0, 6]]), "{first}");
    assert_eq!(first["speaker"]["name"], "Ann Lee");
    assert_eq!(
        (&read[1]["id"], read[1]["error"].is_string()),
        (&Value::Null, true)
    );
    assert_eq!(
        (&read[2]["id"], read[2]["error"].is_string()),
        (&Value::from("no text"), true)
    );
    assert_eq!(read[3]["attributions"], serde_json::json!([]));
}

#[test]
fn sources_of_texts_keep_order_and_copy_their_words() {
    let input = "{\"id\": \"a\", \"text\": \"The pier at Lorn was closed after a crane fell onto it in March of last year.\\n\
        “It is safe,” said Ada Quill, the harbour engineer, who built it. “It will hold.”\\n\
        The ministry declined to comment.\"}\n\
        {\"id\": \"b\"}\n\
        not json\n\
        {\"id\": \"c\", \"text\": \"\"}\n";
    let ran = headwater(["read", "--sources", "--jsonl"], input.as_bytes());
    let read = lines(&ran.out);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        read[0],
        serde_json::json!({"id": "a", "statements": [{
            "statement": "“It is safe,” said Ada Quill, the harbour engineer, who built it. “It will hold.”",
            "type": "Named Person",
            "name": "Ada Quill",
            "title": "harbour engineer",
            "justification": "who built it",
        }]})
    );
    assert_eq!(
        (&read[1]["id"], read[1]["error"].is_string()),
        (&Value::from("b"), true)
    );
    assert_eq!(
        (&read[2]["id"], read[2]["error"].is_string()),
        (&Value::Null, true)
    );
    assert_eq!(read[3], serde_json::json!({"id": "c", "statements": []}));
    assert_eq!(read.len(), 4);
}

#[test]
fn sources_of_a_page_are_those_of_its_article() {
    let pages = ["a.html", "none.html"].map(|name| story().join(name));
    let ran = headwater([&["read".into(), "--sources".into()], &pages[..]].concat(), b"");
    let read = lines(&ran.out);
    assert_eq!(ran.code, Some(1));
    assert_eq!(read[0]["id"], "a");
    let statements = read[0]["statements"].as_array().expect("statements");
    assert!(!statements.is_empty());
    for one in statements {
        assert!(
            one["statement"]
                .as_str()
                .is_some_and(|text| !text.contains("cookies")),
            "{one}"
        );
    }
    assert_eq!(read[1]["notices"][0]["code"], "unreadable");
}

#[test]
fn a_quotation_is_checked_against_a_transcript() {
    let transcript = story().join("transcript.txt");
    for (quote, outcome) in [
        ("I am not telling anyone to lie", "verbatim"),
        (
            "The Marlowe people have nothing to fear from a rowing club",
            "not found in the original",
        ),
    ] {
        let args = [
            "check".into(),
            PathBuf::from(quote),
            "--primary".into(),
            transcript.clone(),
        ];
        let ran = headwater(args, b"");
        assert!(ran.out.starts_with(outcome), "{quote}: {}{}", ran.out, ran.err);
    }
    let args = [
        "check".into(),
        PathBuf::from("--jsonl"),
        "--primary".into(),
        transcript,
    ];
    let input = "{\"id\": \"q\", \"quote\": \"Put it in a memo, Lio\", \"context\": null, \"speaker\": \"Marit Dovrane\"}\n";
    let ran = headwater(args, input.as_bytes());
    let found = &lines(&ran.out)[0];
    assert_eq!(found["match"], "verbatim", "{found}");
    assert_eq!(found["units"], serde_json::json!(["transcript-15"]));
    assert_eq!(found["passages"][0]["text"], "Put it in a memo, Lio");
}
