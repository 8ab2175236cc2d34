//! Who is who in invented reports.

use headwater_nlp as nlp;
use nlp::{EntityKind, MentionForm, Models};
use page::{Article, Block, BlockKind};
use text::{Span, Text};

/// "name (kind): mention form | ..." for each entity that has a name or role.
fn shown(text: &str) -> Vec<String> {
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
    let found = nlp::analyze(&article, &Models::bundled());
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
