//! Who is who in invented reports.

use headwater_nlp as nlp;
use nlp::{Analysis, EntityKind, MentionForm, Models};
use page::{Article, Block, BlockKind};
use text::{Span, Text};

fn analysed(text: &str) -> Analysis {
    let span = Span::new(0, text.len());
    let article = Article {
        text: Text::new(text),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            span,
            capture: span,
        }],
        ..Article::default()
    };
    nlp::analyze(&article, &Models::bundled())
}

/// "name: mention, ... [role; ...]" for each person.
fn shown(text: &str) -> Vec<String> {
    let found = analysed(text);
    found
        .entities
        .iter()
        .enumerate()
        .filter(|(_, e)| e.kind == EntityKind::Person)
        .map(|(at, e)| {
            let mentions: Vec<&str> = found
                .mentions
                .iter()
                .filter(|m| m.entity == at && m.form != MentionForm::Ambiguous)
                .map(|m| &text[m.span.range()])
                .collect();
            let roles: Vec<&str> = e.roles.iter().map(|r| &text[r.range()]).collect();
            format!(
                "{}: {} [{}]",
                &text[e.name.range()],
                mentions.join(", "),
                roles.join("; ")
            )
        })
        .collect()
}

#[test]
fn names_roles_and_references_come_together() {
    let text = "Harbour officials met on Monday. Ms. Ada Quill, the chief engineer, objected. The engineer said she would resign. \
                “Nobody asked,” Quill told the meeting.";
    assert_eq!(
        shown(text),
        ["Ada Quill: Ada Quill, The engineer, she, Quill [the chief engineer]"]
    );
}

/// Persons with their mentions, roles aside.
fn people(text: &str) -> Vec<String> {
    shown(text)
        .into_iter()
        .map(|person| person.split(" [").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn two_people_of_one_surname_are_two() {
    let table: [(&str, &[&str]); 4] = [
        (
            "Mr. Hale spoke for the port on Monday. Ms. Hale, the harbour engineer, objected on Tuesday.",
            &["Hale: Hale", "Hale: Hale"],
        ),
        (
            "Mr. Tom Hale spoke for the port on Monday. Ms. Hale, the harbour engineer, objected on Tuesday.",
            &["Tom Hale: Tom Hale", "Hale: Hale"],
        ),
        (
            "Tom Hale spoke on Monday. Ines Hale spoke on Tuesday, and Mr. Hale left. Ms. Hale objected.",
            &["Tom Hale: Tom Hale, Hale", "Ines Hale: Ines Hale, Hale"],
        ),
        (
            "Tom Hale spoke on Monday. Ines Hale spoke on Tuesday. Hale objected.",
            &["Tom Hale: Tom Hale", "Ines Hale: Ines Hale"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(people(text), expected, "{text}");
    }
}

#[test]
fn a_pronoun_is_of_the_one_it_can_be() {
    let table: [(&str, &[&str]); 4] = [
        // Titles tell who is she.
        (
            "Mr. Tom Pryce spoke on Monday. Ms. Ada Quill, the chief engineer, objected, as Pryce had. She said the report was late.",
            &["Tom Pryce: Tom Pryce, Pryce", "Ada Quill: Ada Quill, She"],
        ),
        // A quotation goes on with its speaker.
        (
            "“Nobody asked,” said Ada Quill of the port. “We had a plan,” she said.",
            &["Ada Quill: Ada Quill, she"],
        ),
        // The subject has a long apposition.
        (
            "Tom Pryce, the leader of the council, said the council would pay. He gave no date.",
            &["Tom Pryce: Tom Pryce, He"],
        ),
        (
            "The plan came from Ada Quill, who left the port in March.",
            &["Ada Quill: Ada Quill, who"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(people(text), expected, "{text}");
    }
}

#[test]
fn a_relative_pronoun_after_two_names_stays_open() {
    let people = people("It was planned by Tom Pryce and Ada Quill, who left the port in March.");
    assert!(people.iter().all(|person| !person.contains("who")), "{people:?}");
}

/// The words of each chain.
fn chains(text: &str) -> Vec<String> {
    let of_chain =
        |chain: &nlp::Chain| -> Vec<&str> { chain.phrases.iter().map(|p| &text[p.range()]).collect() };
    analysed(text)
        .chains
        .iter()
        .map(|chain| of_chain(chain).join(", "))
        .collect()
}

#[test]
fn things_are_followed_without_being_entities() {
    let text = "The board published a plan in March. The plan was late. Residents said they'd not seen it.";
    assert_eq!(chains(text), ["a plan, The plan, it", "Residents, they"]);
    let found = analysed(text);
    let is_plan = |span: Span| text[span.range()].contains("plan");
    assert!(found.entities.iter().all(|entity| !is_plan(entity.name)));
    assert!(found.mentions.iter().all(|mention| !is_plan(mention.span)));
}

#[test]
fn a_body_is_meant_by_it_and_by_what_it_is() {
    let text = "Orlen Harbour Company cut forty jobs on Monday. It had promised to keep them.";
    let found = analysed(text);
    let pronouns: Vec<&str> = found
        .mentions
        .iter()
        .filter(|m| {
            m.form == MentionForm::Pronoun && found.entities[m.entity].kind == EntityKind::Organisation
        })
        .map(|m| &text[m.span.range()])
        .collect();
    assert_eq!(pronouns, ["It"]);
}
