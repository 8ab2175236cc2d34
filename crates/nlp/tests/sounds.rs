//! People are found whatever their names sound like, and women as often as men.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

/// Places of a name in news, `{}`, with its last part, `{last}`, further on.
const SENTENCES: &[&str] = &[
    "The pier was closed at noon, {} told reporters, and {last} left soon after.",
    "According to {}, the survey was never sent. “It sat in a drawer,” {last} said.",
    "The council chose {} as its new auditor on Monday. Nobody asked {last} about the fee.",
    "“We were warned twice,” said {}, who runs the ferry office. The mayor thanked {last}.",
    "Prosecutors charged {} with fraud, but {last} denied it.",
    "In an interview, {} called the plan a mistake. {last} would not say more.",
];

/// Shares of mentions found, by group and by pronoun.
fn recalls() -> (BTreeMap<&'static str, f64>, BTreeMap<&'static str, f64>) {
    let models = headwater_nlp::Models::bundled();
    let mut tallies: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
    let lines = include_str!("data/sounds.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    for line in lines {
        let (group, people) = line.split_once(": ").unwrap();
        for person in people.split(", ") {
            let (name, pronoun) = person.split_once('/').unwrap();
            let last = name.split_once(' ').unwrap().1;
            for sentence in SENTENCES {
                let text = sentence.replace("{}", name).replace("{last}", last);
                let article = page::plain_text("a", &text);
                let analysis = headwater_nlp::analyze(&article, &models);
                let found = |words: &str, from: usize| {
                    let at = from + text[from..].find(words).unwrap();
                    let hit = analysis.mentions.iter().any(|mention| {
                        let entity = &analysis.entities[mention.entity];
                        mention.span.range() == (at..at + words.len())
                            && entity.kind == headwater_nlp::EntityKind::Person
                    });
                    (hit, at + words.len())
                };
                let (full, after) = found(name, 0);
                let (short, _) = found(last, after);
                for key in [(false, group), (true, pronoun)] {
                    let tally = tallies.entry(key).or_default();
                    tally.0 += usize::from(full) + usize::from(short);
                    tally.1 += 2;
                }
            }
        }
    }
    let of = |by_pronoun: bool| {
        tallies
            .iter()
            .filter(|((which, _), _)| *which == by_pronoun)
            .map(|((_, name), (hit, all))| (*name, *hit as f64 / *all as f64))
            .collect()
    };
    (of(false), of(true))
}

#[test]
fn names_are_found_whatever_they_sound_like() {
    let (groups, pronouns) = recalls();
    let least = groups.values().copied().fold(1.0, f64::min);
    // Measured: .944 of names at home in Arabic, all of the Indian ones.
    assert!(least >= 0.93, "{groups:?}");
    assert!((pronouns["he"] - pronouns["she"]).abs() <= 0.02, "{pronouns:?}");
}
