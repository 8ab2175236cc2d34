//! Verbs of the lexicon as they stand in a text.
//!
//! What the counts of `data/cue_rates.tsv` are made from (`cargo lab polnear cue-rates`): a text in,
//! each verb with its form and what follows it out, by the very rules that look the counts up.

use nlp::Analysis;
use text::Span;

use crate::Models;
use crate::lexicon::{FOLLOWERS, FORMS};
use crate::words::Words;

/// Columns of the table after the lemma and its rate over all: forms, then followers.
pub const COLUMNS: usize = FORMS.len() + FOLLOWERS;

/// A verb that may be a cue, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbUse {
    /// Place of the verb in the table.
    pub verb: usize,
    /// Column of its form, below [`COLUMNS`].
    pub form: usize,
    /// Column of what follows it, below [`COLUMNS`].
    pub follower: usize,
    /// Of the form.
    pub span: Span,
}

/// Dictionary form of each verb of the table, and the number of its stance.
#[must_use]
pub fn verbs(models: &Models) -> Vec<(&str, usize)> {
    models
        .lexicon
        .verbs()
        .iter()
        .map(|verb| (&*verb.lemma, verb.stance as usize))
        .collect()
}

/// Verbs of the table in a text, of which the analysis needs only the tokens. Linear.
#[must_use]
pub fn verb_uses(text: &str, analysis: &Analysis, models: &Models) -> Vec<VerbUse> {
    let words = Words::new(text, analysis, &models.lexicon);
    let mut uses = Vec::new();
    for at in 0..words.len() {
        let Some((verb, form)) = words[at].verb else {
            continue;
        };
        let ends = analysis
            .tokens
            .get(at + 1)
            .is_none_or(|next| next.opens_paragraph);
        let follower = words.follower(at + 1, if ends { at + 1 } else { words.len() });
        uses.push(VerbUse {
            verb: verb.into(),
            form: form as usize,
            follower: FORMS.len() + follower as usize,
            span: words[at].span,
        });
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_counted_by_its_form_and_what_follows() {
        let text = "She said that it had rained.\nThey deny it, he says";
        let analysis = Analysis {
            tokens: nlp::tokenize(text),
            ..Analysis::default()
        };
        let models = Models::bundled();
        let verbs = verbs(&models);
        let found: Vec<(&str, usize, usize)> = verb_uses(text, &analysis, &models)
            .iter()
            .filter(|found| ["say", "deny"].contains(&verbs[found.verb].0))
            .map(|found| (verbs[found.verb].0, found.form, found.follower))
            .collect();
        // Forms: base 0, third person 1, past 2. Followers from 5 on: "that" 1, pronoun 4, the end 9.
        assert_eq!(found, [("say", 2, 6), ("deny", 0, 9), ("say", 1, 14)]);
    }
}
