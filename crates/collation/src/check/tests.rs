//! An invented speech, and quotations of it.

use super::*;
use crate::read_primary;

const SPEECH: &str = "COUNCIL OF ELLMOOR\nTranscript\n\n\
[01] HALE: We counted forty-one sluices. If the north gate fails before autumn, the lower town floods within a day. I do not call that a risk, I call it a debt.\n\
[02] PRYCE: Nobody is going to drain the basin for your debt, Ines.\n\
[03] HALE: Then write down that I asked for six weeks and a second pump. I will not sign the winter plan without them.\n\
[04] PRYCE: Six weeks. You are welcome to your opinion.\n";

fn check(speaker: Option<&str>, words: &str, context: &str, occasion: Occasion) -> QuoteCheck {
    let primary = read_primary("t", None, SPEECH.as_bytes()).value;
    let primaries = [primary];
    let index = PrimaryIndex::new(&primaries);
    let fits = |unit: UnitMatch| match speaker {
        None => SpeakerFit::Unknown,
        Some(name) => {
            let label = primaries[0].units[unit.unit]
                .label
                .map(|l| primaries[0].text.slice(l));
            if label == Some(name) {
                SpeakerFit::Same
            } else {
                SpeakerFit::Other
            }
        }
    };
    check_quotation(
        &index,
        &Quotation {
            words,
            context,
            occasion,
            speaker: &fits,
        },
    )
}

#[test]
fn quotations_of_one_speech() {
    use Match::{Altered, NoPrimary, NotFound, Trimmed, Verbatim};
    use Meaning::{Distorted, Kept, Unknown};
    type Case = (
        Option<&'static str>,
        &'static str,
        Match,
        Meaning,
        &'static [usize],
    );
    let cases: &[Case] = &[
        (Some("HALE"), "“a second pump”", Verbatim, Kept, &[2]),
        (Some("HALE"), "“We counted 41 sluices,”", Verbatim, Kept, &[0]),
        // Its condition is left outside.
        (
            Some("HALE"),
            "“the lower town floods within a day”",
            Verbatim,
            Distorted,
            &[0],
        ),
        // Its negation is left outside.
        (Some("HALE"), "“sign the winter plan”", Verbatim, Distorted, &[2]),
        (
            Some("HALE"),
            "“I asked for six weeks … second pump”",
            Trimmed,
            Kept,
            &[2],
        ),
        (
            Some("HALE"),
            "“I will not sign [it] without them”",
            Trimmed,
            Kept,
            &[2],
        ),
        (
            Some("HALE"),
            "“I will sign the winter plan without them”",
            Trimmed,
            Distorted,
            &[2],
        ),
        (
            Some("HALE"),
            "“I asked for nine weeks and a second pump”",
            Altered,
            Distorted,
            &[2],
        ),
        (
            Some("PRYCE"),
            "“Nobody is ever going to drain the basin for your debt”",
            Altered,
            Distorted,
            &[1],
        ),
        (
            Some("PRYCE"),
            "“Nobody is going to drain the bassin for your debt”",
            Altered,
            Kept,
            &[1],
        ),
        // Laid to another speaker: a few words prove nothing, many do.
        (Some("PRYCE"), "“a second pump”", NoPrimary, Unknown, &[]),
        (
            None,
            "“Nobody is going to drain the basin for your debt, Ines.”",
            Verbatim,
            Kept,
            &[1],
        ),
        // On another occasion.
        (
            Some("HALE"),
            "“We have always been good neighbours to the town”",
            NoPrimary,
            Unknown,
            &[],
        ),
        (
            Some("NOLL"),
            "“I asked for nine weeks and a second pump”",
            NoPrimary,
            Unknown,
            &[],
        ),
    ];
    for (speaker, words, outcome, meaning, units) in cases {
        let check = check(*speaker, words, "", Occasion::Unknown);
        assert_eq!((check.outcome, check.meaning), (*outcome, *meaning), "{words}");
        assert_eq!(
            check.units.iter().map(|u| u.unit).collect::<Vec<_>>(),
            *units,
            "{words}"
        );
    }
    let missing = check(
        Some("HALE"),
        "“We have always been good neighbours to the town”",
        "",
        Occasion::Recorded,
    );
    assert_eq!(missing.outcome, NotFound);
}

#[test]
fn a_condition_told_outside_the_marks_is_not_lost() {
    let told = check(
        Some("HALE"),
        "“the lower town floods within a day”",
        "Hale warned that if the gate fails “the lower town floods within a day”",
        Occasion::Recorded,
    );
    assert_eq!(told.meaning, Meaning::Kept);
}

proptest::proptest! {
    /// Any run of a speaker's words, in marks, is verbatim; so nothing true is accused.
    #[test]
    fn a_run_of_the_speech_is_verbatim(start in 0usize..60, len in 1usize..20) {
        let primary = read_primary("t", None, SPEECH.as_bytes()).value;
        let unit = primary.units[2].span;
        let spoken: Vec<&str> = primary.text.slice(unit).split(' ').collect();
        let start = start % spoken.len();
        let end = (start + len).min(spoken.len());
        let outcome = check(Some("HALE"), &format!("“{}”", spoken[start..end].join(" ")), "", Occasion::Recorded).outcome;
        assert!(!matches!(outcome, Match::Altered | Match::NotFound | Match::Trimmed));
        if end - start >= 3 {
            assert_eq!(outcome, Match::Verbatim);
        }
    }

    #[test]
    fn no_words_break_the_check(words in "[a-z \\[\\]“”….,0-9]{0,60}") {
        let checked = check(Some("HALE"), &words, &words, Occasion::Recorded);
        assert!(checked.units.len() <= 4);
    }
}
