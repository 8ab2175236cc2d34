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
    let table: [(&str, &[&str]); 6] = [
        // The one of them who has just been the subject.
        (
            "Ines Hale, the mother of the sailor Tom Hale, spoke on Monday. The port had lied, Hale said.",
            &["Ines Hale: Ines Hale, Hale", "Tom Hale: Tom Hale"],
        ),
        // A slip of the pen is no third person; letters exchanged are.
        (
            "Tom Brandemar spoke on Monday. Mr. Brandmar left early, and Mr. Brandimar stayed.",
            &["Tom Brandemar: Tom Brandemar, Brandmar", "Brandimar: Brandimar"],
        ),
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
    let table: [(&str, &[&str]); 7] = [
        // Who says it is not the one it is said of, in quotation or out of it.
        (
            "Tom Hale met Paul Pryce of the council on Monday. “I fear that Pryce is wrong,” he said.",
            &["Tom Hale: Tom Hale, he", "Paul Pryce: Paul Pryce, Pryce"],
        ),
        (
            "Tom Hale spoke to Paul Pryce on Monday. He said Pryce was wrong.",
            &["Tom Hale: Tom Hale, He", "Paul Pryce: Paul Pryce, Pryce"],
        ),
        // But a clause may come before the one that it hangs on.
        (
            "Tom Hale spoke on Monday. Though he said little, Hale was heard.",
            &["Tom Hale: Tom Hale, he, Hale"],
        ),
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
fn an_office_may_be_of_something() {
    let table: [(&str, &[&str]); 2] = [
        (
            "Former Secretary of State Helen Quill said on Monday that the port was lost.",
            &["Helen Quill: Helen Quill [Former Secretary of State]"],
        ),
        (
            "Speaker of the House Rep. Helen Quill said on Monday that the port was lost.",
            &["Helen Quill: Helen Quill [Speaker of the House]"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_role_with_its_owner_leads_to_who_holds_it() {
    let text = |of: &str| {
        format!(
            "Ada Quill’s campaign manager, Tom Pryce, left on Monday. {of}’s campaign manager said nothing."
        )
    };
    let refers = |of: &str| people(&text(of)).contains(&"Tom Pryce: Tom Pryce, campaign manager".to_owned());
    assert!(refers("Quill"));
    assert!(!refers("Hale"));
}

/// Names of organisations and outlets.
fn bodies(text: &str) -> Vec<String> {
    let article = page::plain_text("x", text);
    let found = nlp::analyze(&article, &Models::bundled());
    let body = |kind| matches!(kind, EntityKind::Organisation | EntityKind::Outlet);
    found
        .entities
        .iter()
        .filter(|e| body(e.kind))
        .map(|e| text[e.name.range()].to_owned())
        .collect()
}

#[test]
fn the_words_around_a_name_show_it() {
    let table: [(&str, &[&str]); 4] = [
        (
            "The plan was late, according to the Orlandic. Nobody paid.",
            &["Orlandic"],
        ),
        (
            "The plan was drawn up by the Alliance to Reclaim Our Piers (AROP) in March. AROP said so.",
            &["Alliance to Reclaim Our Piers"],
        ),
        (
            "The International Federation of Harbour and Technical Engineers (IFHTE) objected. IFHTE said so.",
            &["International Federation of Harbour and Technical Engineers"],
        ),
        (
            "It was all invented, according to The New York Times. Nobody said why.",
            &["New York Times"],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(bodies(text), expected, "{text}");
    }
}

#[test]
fn a_relative_pronoun_looks_past_place_and_apposition() {
    for text in [
        "Sen. Ada Quill of Orlen, who opposed the sale, left.",
        "They met Ms. Ada Quill, a harbour engineer who opposed the sale.",
        "They met Ms. Ada Quill (R-Orlen), an early critic, who opposed the sale.",
        "They met Ms. Ada Quill of Orlen, the chair of the ports committee, who opposed the sale.",
    ] {
        let found = people(text);
        assert!(
            found
                .iter()
                .any(|one| one.starts_with("Ada Quill: Ada Quill") && one.contains("who")),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_name_is_known_in_its_other_forms() {
    for (text, expected) in [
        (
            "Tom “Cap” Hale, a sailor, objected. Hale said the port was lost.",
            "Tom “Cap” Hale: Tom “Cap” Hale, Hale",
        ),
        (
            "Nadia el-Sharif, a sailor, objected. The mayor thanked el-Sharif.",
            "Nadia el-Sharif: Nadia el-Sharif, el-Sharif",
        ),
    ] {
        assert_eq!(people(text), [expected]);
    }
}

#[test]
fn nicknames_in_a_row_make_no_overlapping_names() {
    let text = "They called him Tom “Cap” Hale “Red” Pryce and Mr. Jon “Doc” Pell “Ace” Quill.";
    let found = analysed(text);
    let mut ends = 0;
    for mention in found.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        assert!(ends <= mention.span.start(), "{:?}", people(text));
        ends = mention.span.end();
    }
}

#[test]
fn a_title_alone_leads_to_who_bears_it_alone() {
    let text = "President Ada Quill met Vice President Tom Hale and Bank President Jon Pell. The president said she would wait.";
    let found = people(text);
    assert!(
        found[0].starts_with("Ada Quill: Ada Quill, The president, she"),
        "{found:?}"
    );
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
    let text = "The board published a plan in March. The plan was late. Residents had not seen it.";
    assert_eq!(chains(text), ["a plan, The plan, it"]);
    let found = analysed(text);
    let is_plan = |span: Span| text[span.range()].contains("plan");
    assert!(found.entities.iter().all(|entity| !is_plan(entity.name)));
    assert!(found.mentions.iter().all(|mention| !is_plan(mention.span)));
}

#[test]
fn a_group_is_meant_by_they() {
    let text = "Residents of Harl met on Monday. They had asked for a vote in March.";
    let found = analysed(text);
    let pronouns: Vec<&str> = found
        .mentions
        .iter()
        .filter(|m| m.form == MentionForm::Pronoun && found.entities[m.entity].kind == EntityKind::Group)
        .map(|m| &text[m.span.range()])
        .collect();
    assert_eq!(pronouns, ["They"]);
}
