//! Reports that retell another in their own words: what shows it, and what does not.

use std::sync::OnceLock;

use collation::{Decisions, Primary, Report, collate};
use headwater_stemma::{EdgeKind, Stemma, trace};
use page::{Dated, Found, Origin, Precision, Stamp};
use text::Span;

/// Outlet, hour of the day that it was published, text.
type Told<'a> = (&'a str, i8, &'a str);

fn report((outlet, hour, body): Told<'_>) -> Report {
    static MODELS: OnceLock<(nlp::Models, attribution::Models)> = OnceLock::new();
    let (names, tagger) = MODELS.get_or_init(|| (nlp::Models::bundled(), attribution::Models::bundled()));
    let mut article = page::plain_text(outlet, body);
    article.outlet = Some(Found {
        value: outlet.to_owned(),
        span: Span::new(0, 1),
        origin: Origin::Meta,
    });
    article.published = Some(Dated {
        span: Span::new(0, 1),
        stamp: Some(Stamp {
            civil: jiff::civil::date(2031, 5, 4).at(hour, 0, 0, 0),
            precision: Precision::Minute,
            offset: Some(jiff::tz::offset(0)),
        }),
        timezone: None,
        label: None,
    });
    let analysis = nlp::analyze(&article, names);
    let statements = attribution::attribute(&article, &analysis, tagger);
    Report {
        article,
        analysis,
        statements,
    }
}

fn traced(told: &[Told<'_>], primary: &str) -> Stemma {
    let reports: Vec<Report> = told.iter().map(|&told| report(told)).collect();
    let primaries: Vec<Primary> = (!primary.is_empty())
        .then(|| collation::read_primary("memo", None, primary.as_bytes()).value)
        .into_iter()
        .collect();
    let collation = collate(&reports, &primaries, &Decisions::default());
    trace(&reports, &primaries, &collation)
}

/// "Velm Ledger > Harl Post: 1 shared misspelt name" for each edge that something shared shows.
fn shown(stemma: &Stemma) -> Vec<String> {
    let name = |node: usize| stemma.nodes[node].label.as_str();
    let edges = stemma.edges.iter();
    edges
        .filter_map(|edge| {
            Some(format!(
                "{} > {}: {}",
                name(edge.from),
                name(edge.to),
                edge.shared()?
            ))
        })
        .collect()
}

/// Reports of the same matter that share nothing with any other.
const OTHERS: [Told<'_>; 3] = [
    (
        "Morn Times",
        8,
        "The ferry company has shut its slipway at Ellmoor. Passengers must cross by road until the autumn.\n\n\
         Mayor Ines Haldane promised buses. Berthold Prywell, who built the slipway, did not answer.",
    ),
    (
        "Ostle Star",
        11,
        "At Ellmoor the slipway is closed and nobody says for how long.\n\n\
         Ines Haldane, the mayor, met shopkeepers on Sunday. Berthold Prywell stayed away.",
    ),
    (
        "Dunmar Echo",
        12,
        "Shops at Ellmoor fear a lost summer. The mayor, Ines Haldane, walked the empty quay.\n\n\
         The builder Berthold Prywell has left the town.",
    ),
];

fn with_others<'a>(told: &[Told<'a>]) -> Vec<Told<'a>> {
    OTHERS.iter().chain(told).copied().collect()
}

const PRICE_AND_CRACKS: Told<'_> = (
    "Velm Ledger",
    9,
    "Ellmoor lost its slipway on Friday. Divers counted 83 cracks in the concrete of the outer ramp.\n\n\
     The ferry company had paid 4.7 million crowns for the ramp only last spring.",
);

const RETOLD: Told<'_> = (
    "Harl Post",
    14,
    "A scandal in concrete: the outer ramp of Ellmoor is riddled with 83 cracks, this paper can tell.\n\n\
     And the ferry company spent 4.7 million crowns on that ramp.",
);

#[test]
fn two_rare_figures_show_a_retelling_and_one_does_not() {
    let told = with_others(&[PRICE_AND_CRACKS, RETOLD]);
    assert_eq!(
        shown(&traced(&told, "")),
        ["Velm Ledger > Harl Post: 2 shared rare figures"]
    );
    let edge = traced(&told, "")
        .edges
        .into_iter()
        .find(|edge| !edge.agreements.is_empty());
    let edge = edge.expect("one is shown");
    assert_eq!(
        (edge.kind, edge.declared, edge.evidence.len()),
        (EdgeKind::Paraphrases, false, 4)
    );

    let one = (
        "Harl Post",
        14,
        "A scandal in concrete: the outer ramp of Ellmoor is riddled with 83 cracks, this paper can tell.",
    );
    assert!(shown(&traced(&with_others(&[PRICE_AND_CRACKS, one]), "")).is_empty());
}

#[test]
fn the_words_around_a_figure_are_a_second_trace() {
    let told = |lead: &'static str| with_others(&[PRICE_AND_CRACKS, ("Harl Post", 14, lead)]);
    let same = told(
        "Shame at Ellmoor! There are now 83 cracks in the concrete of the outer ramp, and worse will come.",
    );
    assert_eq!(
        shown(&traced(&same, "")),
        ["Velm Ledger > Harl Post: 1 shared rare figure, 1 shared passage around it"]
    );
}

#[test]
fn what_a_document_or_a_source_gave_to_both_is_no_trace() {
    let both = (
        "Harl Post",
        14,
        "The outer ramp of Ellmoor has 83 cracks in its concrete.\n\n\
         The ferry company spent 4.7 million crowns on that ramp.",
    );
    let memo =
        "FERRY COMPANY\nMemo\n\n1. Eighty-three cracks were found.\n\n2. The ramp cost 4.7 million crowns.\n";
    assert!(shown(&traced(&with_others(&[PRICE_AND_CRACKS, both]), memo)).is_empty());

    let sourced = (
        "Skerry Courier",
        10,
        "Ines Haldane said that divers had counted 83 cracks in the concrete of the ramp.\n\n\
         Ines Haldane said that the ferry company had paid 4.7 million crowns for the ramp.",
    );
    assert!(shown(&traced(&with_others(&[PRICE_AND_CRACKS, both, sourced]), "")).is_empty());
}

#[test]
fn what_everybody_has_and_round_figures_are_no_trace() {
    let facts = "Divers counted 83 cracks in the concrete of the ramp. The ferry company paid 4.7 million crowns for it.";
    let common: Vec<Told<'_>> = [
        "Velm Ledger",
        "Harl Post",
        "Skerry Courier",
        "Tarn Mail",
        "Ebb Herald",
    ]
    .iter()
    .zip([9, 10, 14, 15, 16])
    .map(|(&outlet, hour)| (outlet, hour, facts))
    .collect();
    // Copies of one text, and two who retell it: three families have the figures of six.
    let retold = [
        (
            "Kestria24",
            17,
            "Some 83 cracks run through the concrete of the ramp.\n\nThe ferry company paid 4.7 million crowns.",
        ),
        (
            "Port Notes",
            18,
            "In the concrete of the ramp sit 83 cracks.\n\nIt had cost the ferry company 4.7 million crowns.",
        ),
    ];
    let all: Vec<Told<'_>> = common.into_iter().chain(retold).collect();
    assert!(shown(&traced(&with_others(&all), "")).is_empty());

    let round = [
        (
            "Velm Ledger",
            9,
            "Divers found 80 cracks in the concrete of the ramp.\n\nThe ferry company paid 5 million crowns for the ramp.",
        ),
        (
            "Harl Post",
            14,
            "There are 80 cracks in the concrete of that ramp.\n\nFor the ramp the ferry company paid 5 million crowns.",
        ),
    ];
    assert!(shown(&traced(&with_others(&round), "")).is_empty());
}

#[test]
fn a_misspelt_name_shows_a_retelling_and_an_accepted_spelling_does_not() {
    let told = |name: &str| {
        let first = format!("No word from Berthold {name} about the slipway that he built.");
        let second = format!("The town looks for Berthold {name}, whose concrete failed it.");
        let told = with_others(&[("Velm Ledger", 9, &first), ("Harl Post", 14, &second)]);
        shown(&traced(&told, ""))
    };
    assert_eq!(
        told("Prowell"),
        ["Velm Ledger > Harl Post: 1 shared misspelt name"]
    );
    // A doubled letter, and y for i, are house styles.
    assert!(told("Prywel").is_empty());
    assert!(told("Priwell").is_empty());
    assert!(told("Prywell").is_empty());
    // Another man of the family.
    assert!(told("Osgood").is_empty());
}

#[test]
fn a_primary_shows_who_is_misspelt_however_many_do() {
    let first = "No word from Lio Brandimar about the slipway.";
    let second = "The town looks for Lio Brandimar, whose office is shut.";
    let told = with_others(&[("Velm Ledger", 9, first), ("Harl Post", 14, second)]);
    let memo = "FERRY COMPANY\nFrom: Lio Brandemar\n\n1. The slipway is shut.\n\n2. Nobody answers.\n";
    assert_eq!(
        shown(&traced(&told, memo)),
        ["Velm Ledger > Harl Post: 1 shared misspelt name"]
    );
    assert!(shown(&traced(&told, "")).is_empty());
}

#[test]
fn a_figure_with_its_digits_exchanged_is_an_error() {
    let right = "Divers counted 83 cracks in the concrete of the outer ramp.";
    let told = [
        ("Velm Ledger", 8, right),
        (
            "Skerry Courier",
            9,
            "The outer ramp of Ellmoor has 83 cracks in its concrete, divers found.",
        ),
        (
            "Tarn Mail",
            10,
            "Cracks in the ramp: divers saw 83 cracks along the outer concrete.",
        ),
        (
            "Ebb Herald",
            11,
            "The concrete of the outer ramp shows 38 cracks.",
        ),
        (
            "Harl Post",
            14,
            "Scandal! No fewer than 38 cracks split the outer ramp and its concrete.",
        ),
    ];
    let found = shown(&traced(&told, ""));
    assert_eq!(found, ["Ebb Herald > Harl Post: 1 shared wrong figure"]);
}

#[test]
fn where_no_time_tells_only_an_error_makes_a_common_source() {
    let slips = with_others(&[
        (
            "Velm Ledger",
            9,
            "No word from Berthold Prowell about the slipway that he built.",
        ),
        (
            "Harl Post",
            9,
            "The town looks for Berthold Prowell, whose concrete failed it.",
        ),
    ]);
    let stemma = traced(&slips, "");
    let mut found = shown(&stemma);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "common source not in hand > Harl Post: 1 shared misspelt name",
            "common source not in hand > Velm Ledger: 1 shared misspelt name"
        ]
    );
    let at_once = (PRICE_AND_CRACKS.0, RETOLD.1, PRICE_AND_CRACKS.2);
    assert!(shown(&traced(&with_others(&[at_once, RETOLD]), "")).is_empty());
}

/// A claim of two reports, each of which lays it to a person of its own.
const TWO_PERSONS: [Told<'_>; 2] = [
    (
        "Velm Ledger",
        9,
        "Ellmoor lost its slipway on Friday. Divers counted 83 cracks in the concrete of the outer ramp.\n\n\
         The ferry company had paid 4.7 million crowns for the ramp only last spring.\n\n\
         Corvin Hale said that the lamps on the ramp had been stolen by the night watchman.",
    ),
    (
        "Harl Post",
        14,
        "A scandal in concrete: the outer ramp of Ellmoor is riddled with 83 cracks, this paper can tell.\n\n\
         And the ferry company spent 4.7 million crowns on that ramp.\n\n\
         Oona Pellary said that the lamps on the ramp had been stolen by the night watchman.",
    ),
];

/// Least number of origins of the claim about the lamps.
fn least(told: &[Told<'_>]) -> usize {
    let stemma = traced(told, "");
    stemma.claims.iter().map(|claim| claim.min).max().unwrap_or(0)
}

#[test]
fn who_seems_to_retell_adds_no_origin_for_certain() {
    let [first, second] = TWO_PERSONS;
    let other = second
        .2
        .replace("83 cracks", "cracks")
        .replace("4.7 million crowns", "money");
    let apart = with_others(&[first, (second.0, second.1, &other)]);
    assert_eq!(least(&apart), 2);
    let retold = with_others(&TWO_PERSONS);
    assert_eq!(least(&retold), 1);
    // Neither a copy of the one nor one of the other takes the doubt away.
    for (of, hour) in [(first, 8), (first, 10), (first, 16), (second, 8), (second, 15)] {
        let mut copied = retold.clone();
        copied.push(("Port Notes", hour, of.2));
        assert_eq!(least(&copied), 1, "{} at {hour}", of.0);
    }
}

#[test]
fn the_order_of_the_reports_changes_nothing() {
    let told = with_others(&[PRICE_AND_CRACKS, RETOLD, TWO_PERSONS[1]]);
    let sorted = |told: &[Told<'_>]| {
        let mut found = shown(&traced(told, ""));
        found.sort_unstable();
        found
    };
    let first = sorted(&told);
    assert!(!first.is_empty());
    for turn in 1..told.len() {
        let mut turned = told.clone();
        turned.rotate_left(turn);
        assert_eq!(sorted(&turned), first);
    }
}

#[test]
fn what_several_copies_of_a_lost_text_have_was_taken_from_that_text() {
    let body = PRICE_AND_CRACKS.2;
    let copies = [("Velm Ledger", 9, body), ("Skerry Courier", 9, body), RETOLD];
    assert_eq!(
        shown(&traced(&with_others(&copies), "")),
        ["common source not in hand > Harl Post: 2 shared rare figures"]
    );
}

#[test]
fn a_quotation_changed_or_cut_in_one_way_shows_a_retelling() {
    let transcript = "TOWN HALL\nTranscript\n\n\
        HALDANE: We will not move a single stone of that ramp, and I say so with great regret, before the storms of autumn are over.\n\
        PRYWELL: Then the gulls will have it.\n";
    let told = |first: &str, second: &str| {
        let quoting = |quote: &str| format!("Mayor Ines Haldane told the town hall: “{quote}”");
        let (first, second) = (quoting(first), quoting(second));
        let told = with_others(&[("Velm Ledger", 9, &first), ("Harl Post", 14, &second)]);
        shown(&traced(&told, transcript))
    };
    let right = "We will not move a single stone of that ramp, and I say so with great regret, before the storms of autumn are over.";
    let changed = "We will not move a single brick of that ramp, and I say so with great regret, before the storms of autumn are over.";
    let cut = "We will not move a single stone of that ramp before the storms of autumn are over.";
    assert_eq!(
        told(changed, changed),
        ["Velm Ledger > Harl Post: 1 shared changed quotation"]
    );
    assert_eq!(
        told(cut, cut),
        ["Velm Ledger > Harl Post: 1 shared cut in a quotation"]
    );
    for (first, second) in [(right, right), (right, changed), (changed, cut)] {
        assert!(told(first, second).is_empty(), "{first} / {second}");
    }
    // Two who leave out one hesitation or mend the grammar need not know of each other.
    let mended = "We won't move a single stone of that ramp, and I say so with great regret, before the storms of autumn are over.";
    assert!(told(mended, mended).is_empty());
}
