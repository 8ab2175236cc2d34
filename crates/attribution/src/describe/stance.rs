//! What a source does with the content, and whether it does so at all.
//!
//! The cue's lemma gives the stance; negation, refusal, the kind of source
//! and, where the cue is neutral, the content turn it. A refusal or a failure
//! to confirm withholds: it is never a confirmation and never a denial.

use crate::lexicon::{Class, Form, Lexicon, Negation};
use crate::words::{Shape, Words};
use crate::{Modality, Stance};

use super::content::{self, ContentCues, Heard};
use super::cue::CueReading;

/// Speech acts that a refusal refuses: "declined to comment".
fn is_answering(lexicon: &Lexicon, lemma: &str) -> bool {
    lexicon.negation(lemma) == Some(Negation::Withheld)
        || matches!(
            lemma,
            "say"
                | "deny"
                | "state"
                | "expand"
                | "speculate"
                | "confirm"
                | "be"
                | "take"
                | "make"
                | "quote"
                | "write"
                | "predict"
                | "estimate"
        )
}

/// Cues that say nothing about the attitude.
fn is_neutral(lemma: &str) -> bool {
    matches!(
        lemma,
        "" | ":"
            | "say"
            | "tell"
            | "state"
            | "add"
            | "note"
            | "write"
            | "remark"
            | "comment"
            | "according to"
            | "continue"
            | "go on"
            | "reply"
            | "respond"
            | "answer"
            | "declare"
            | "tweet"
            | "post"
            | "claim"
            | "argue"
            | "assert"
            | "maintain"
            | "contend"
            | "observe"
            | "quote"
            | "explain"
            | "believe"
            | "think"
            | "feel"
            | "email"
            | "e-mail"
            | "stress"
            | "emphasise"
            | "emphasize"
            | "retort"
            | "counter"
            | "exclaim"
            | "shout"
            | "testify"
            | "quip"
            | "joke"
            | "speak"
            | "talk"
    )
}

/// Words that begin a question within a sentence, or stand for its answer: "did not say whether", "would not say more".
fn opens_question(word: &str) -> bool {
    matches!(
        word,
        "whether" | "if" | "who" | "what" | "why" | "how" | "when" | "where" | "which" | "anything" | "more"
    )
}

/// Stance and modality of a statement.
pub(crate) fn stance(
    words: &Words,
    lexicon: &Lexicon,
    reading: &CueReading,
    content: &[usize],
    heard: Heard,
) -> (Stance, Modality) {
    let lemma = reading.lemma.as_deref().unwrap_or("");
    let base = reading.stance.unwrap_or(Stance::Asserts);
    let source = heard.source;
    let cues = content::read(words, lexicon, content, heard);
    let follower = content
        .iter()
        .find(|&&k| words[k].is_word())
        .map_or("", |&k| words.lower(k));
    // Refusals.
    let refuses = |verb: &str| {
        matches!(
            verb,
            "decline" | "refuse" | "fail" | "refrain" | "hesitate" | "demur"
        )
    };
    if reading.governor.as_deref().is_some_and(refuses) && is_answering(lexicon, lemma) {
        return (Stance::Withholds, Modality::Actual);
    }
    if matches!(
        lemma,
        "decline" | "refuse" | "demur" | "refrain" | "abstain" | "no comment"
    ) {
        return (Stance::Withholds, Modality::Actual);
    }
    let silent = matches!(lemma, "ask" | "request") && follower == "not" && asks_for_silence(words, content);
    if lemma == "fail" || silent {
        return (Stance::Withholds, Modality::Actual);
    }
    if lemma == "plead not guilty" {
        return (Stance::Denies, Modality::Actual);
    }
    if reading.negated && matches!(lemma, "convinced" | "sure") {
        return (Stance::Questions, Modality::Actual);
    }
    let nobody = source
        .first()
        .is_some_and(|&k| matches!(words.lower(k), "neither" | "no" | "none" | "nobody" | "not"));
    if reading.negated || nobody {
        let negation = if reading.double {
            Some(Negation::Withheld)
        } else {
            lexicon.negation(lemma)
        };
        return match negation {
            Some(Negation::Withheld) => (Stance::Withholds, Modality::Actual),
            Some(Negation::Granted) => (Stance::Acknowledges, Modality::Actual),
            Some(Negation::Denied) => (Stance::Denies, Modality::Actual),
            Some(Negation::Open) if reading.modal.is_some() || opens_question(follower) => {
                (Stance::Withholds, Modality::Actual)
            }
            None if base == Stance::Defends => (Stance::Criticises, Modality::Actual),
            Some(Negation::Open | Negation::Silent) | None => (base, Modality::Negated),
        };
    }
    // "would only say" says it.
    let only = reading.adverb_only;
    let modality = match reading.modal.as_deref().filter(|_| !only) {
        Some("will" | "'ll" | "shall") => Modality::Future,
        Some("would" | "could" | "might" | "may") if lemma != "say" || reading.form == Some(Form::Base) => {
            Modality::Hypothetical
        }
        _ => match reading.governor.as_deref() {
            Some(
                "plan" | "intend" | "expect" | "prepare" | "schedule" | "promise" | "vow" | "want" | "hope",
            ) => Modality::Future,
            _ => Modality::Actual,
        },
    };
    let stance = match lemma {
        "ask" | "inquire" | "enquire" => {
            if matches!(follower, "whether" | "if") {
                Stance::Questions
            } else {
                Stance::Asks
            }
        }
        "tell" if tells_to_do(words, content) => Stance::Instructs,
        "suggest" | "propose" if cues.obliges || cues.advises || follower.ends_with("ing") => Stance::Advises,
        "want" | "expect" if wants_of_others(words, content) => Stance::CallsFor,
        "know" if reading.governor.as_deref() == Some("want") => Stance::Asks,
        "agree" if follower == "to" => Stance::Promises,
        "offer" if follower == "to" => Stance::Promises,
        "reassure" | "assure" => Stance::Promises,
        // Who tries to explain himself.
        "explain" if matches!(reading.governor.as_deref(), Some("try" | "attempt" | "seek")) => {
            Stance::Defends
        }
        "threaten" => Stance::Warns,
        _ if (crate::rules::judges_by_predicate(lemma) || lemma == "refer to") && base == Stance::Asserts => {
            judged(&cues, base)
        }
        _ if is_neutral(lemma) && base == Stance::Asserts => from_content(&cues, base),
        _ if reading.noun && cues.obliges && base == Stance::Criticises => Stance::CallsFor,
        "describe" if cues.wrongdoing > 0 => Stance::Accuses,
        _ => base,
    };
    (by_source(words, source, stance), modality)
}

fn judged(cues: &ContentCues, base: Stance) -> Stance {
    if cues.untrue {
        return Stance::Denies;
    }
    if cues.wrongdoing > 0 && cues.bad == 0 {
        return Stance::Accuses;
    }
    match (cues.bad + cues.wrongdoing).cmp(&cues.good) {
        std::cmp::Ordering::Greater => Stance::Criticises,
        std::cmp::Ordering::Less => Stance::Defends,
        std::cmp::Ordering::Equal => base,
    }
}

fn from_content(cues: &ContentCues, base: Stance) -> Stance {
    if cues.withholds {
        Stance::Withholds
    } else if cues.asks {
        Stance::Asks
    } else if cues.instructs {
        Stance::Instructs
    } else if cues.warns {
        Stance::Warns
    } else if cues.sympathises || cues.excuses {
        Stance::Defends
    } else if cues.sorry || cues.grants || cues.confesses || cues.faults && cues.own {
        Stance::Acknowledges
    } else if cues.faults {
        Stance::Criticises
    } else if cues.denies || cues.untrue {
        Stance::Denies
    } else if cues.advises {
        Stance::Advises
    } else if cues.obliges || cues.calls_for {
        Stance::CallsFor
    } else if cues.own_future {
        Stance::Promises
    } else if cues.wrongdoing > 0 && cues.wrongdoing >= cues.bad {
        Stance::Accuses
    } else if cues.own {
        base
    } else if cues.bad + cues.wrongdoing > cues.good {
        Stance::Criticises
    } else if cues.of_another && cues.good > cues.bad {
        Stance::Defends
    } else {
        base
    }
}

/// "asked not to be named", "asked not to comment".
fn asks_for_silence(words: &Words, content: &[usize]) -> bool {
    content.iter().take(6).any(|&k| {
        matches!(
            words.lower(k),
            "comment" | "named" | "identified" | "discuss" | "speak" | "answer"
        )
    })
}

/// "want the road to be closed": others are to do it.
fn wants_of_others(words: &Words, content: &[usize]) -> bool {
    let to = content
        .iter()
        .take(12)
        .take_while(|&&k| words[k].is_word())
        .position(|&k| words.lower(k) == "to");
    to.is_some_and(|at| at > 0 && content[..at].iter().all(|&k| words[k].verb.is_none() || at > 1))
}

/// "told him to answer", "told to answer".
fn tells_to_do(words: &Words, content: &[usize]) -> bool {
    let to = content
        .iter()
        .take(5)
        .take_while(|&&k| words[k].is_word() && words.lower(k) != "that")
        .position(|&k| words.lower(k) == "to");
    to.is_some_and(|at| {
        content[..at]
            .iter()
            .all(|&k| !words[k].is(Class::SUBJECT.or(Class::AUXILIARY)))
    })
}

/// Critics criticise and defenders defend, whatever neutral verb they use.
fn by_source(words: &Words, source: &[usize], stance: Stance) -> Stance {
    if stance != Stance::Asserts {
        return stance;
    }
    let any = |nouns: &[&str]| {
        source
            .iter()
            .any(|&k| words[k].shape != Shape::Comma && nouns.contains(&words.lower(k)))
    };
    if any(&[
        "critics",
        "critic",
        "opponents",
        "opponent",
        "detractors",
        "detractor",
        "sceptics",
        "skeptics",
    ]) {
        Stance::Criticises
    } else if any(&[
        "supporters",
        "supporter",
        "defenders",
        "defender",
        "proponents",
        "backers",
    ]) {
        Stance::Defends
    } else {
        stance
    }
}
