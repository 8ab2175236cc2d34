//! Words that the crate knows: verbs and nouns of saying and thinking with
//! their stances, and the closed classes of English.
//!
//! Compiled once from the tables in `data/`; looked up by lower-case form.

use crate::Stance;
use crate::words::Word;
use rustc_hash::FxHashMap;

/// Grammatical classes of a word form; a form may be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(u32);

macro_rules! classes {
    ($($name:ident = $key:literal, $bit:literal;)*) => {
        #[allow(missing_docs)]
        impl Class {
            $(pub(crate) const $name: Self = Self(1 << $bit);)*

            fn named(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    ARTICLE = "article", 0;
    DEMONSTRATIVE = "demonstrative", 1;
    POSSESSIVE = "possessive", 2;
    QUANTIFIER = "quantifier", 3;
    SUBJECT = "subject_pronoun", 4;
    OBJECT = "object_pronoun", 5;
    PREPOSITION = "preposition", 6;
    COORDINATOR = "coordinator", 7;
    SUBORDINATOR = "subordinator", 8;
    WH = "wh", 9;
    BE = "be", 10;
    HAVE = "have", 11;
    DO = "do", 12;
    MODAL = "modal", 13;
    NEGATION = "negation", 14;
    ADVERB = "adverb", 15;
    TIME = "time", 16;
    SETTING = "setting", 17;
    ABBREVIATION = "abbreviation", 18;
}

impl Class {
    /// Words that may open a noun phrase.
    pub(crate) const DETERMINER: Self =
        Self(Self::ARTICLE.0 | Self::DEMONSTRATIVE.0 | Self::POSSESSIVE.0 | Self::QUANTIFIER.0);
    /// Words that go before a main verb.
    pub(crate) const AUXILIARY: Self = Self(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);

    /// Is it of any of these?
    pub(crate) fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Inflections, in the order of the columns of `irregular.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Form {
    Base,
    ThirdPerson,
    Past,
    Participle,
    Ing,
}

/// What follows a verb, in the order of the columns of `cue_rates.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Follower {
    Quote,
    That,
    Wh,
    To,
    Pronoun,
    Nominal,
    Preposition,
    As,
    Gerund,
    End,
}

/// Number of kinds of follower.
pub(crate) const FOLLOWERS: usize = Follower::End as usize + 1;

/// A verb that may be a cue.
#[derive(Debug, Clone)]
pub(crate) struct Verb {
    pub(crate) lemma: Box<str>,
    pub(crate) stance: Stance,
    all: f32,
    forms: [f32; 5],
    followers: [f32; FOLLOWERS],
}

impl Verb {
    /// How likely this verb is a cue, in this form and with this after it.
    pub(crate) fn rate(&self, form: Form, follower: Follower) -> f32 {
        let log_odds = self.forms[form as usize] + self.followers[follower as usize] - self.all;
        1.0 / (1.0 + (-log_odds).exp())
    }
}

/// A phrase that acts as one cue: "raise questions", "point out".
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    pub(crate) lemma: Box<str>,
    /// Words after the head, lower case.
    pub(crate) rest: Vec<Box<str>>,
    pub(crate) stance: Stance,
    /// Form of the head.
    pub(crate) form: Form,
}

/// What the noun at the head of a source says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum SourceClass {
    Document,
    Outlet,
    /// A word that newspapers and agencies have in their names.
    Masthead,
    Institution,
    Spokesperson,
    Anonymous,
    Collective,
}

/// Does a word judge, and how?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Evaluation {
    Bad,
    Good,
    /// A deed laid to someone.
    Wrongdoing,
    /// Said of a claim: that it is not so.
    Untrue,
    /// What is said by others: "the story", "these allegations".
    Claim,
}

/// What the first words of a content show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub(crate) enum Turn {
    Withholds,
    Grants,
    Sorry,
    Denies,
    Obliges,
    Instructs,
    Warns,
    Sympathises,
    /// Only where the content begins so: "give me twelve days".
    AsksFor,
    CallsFor,
    Advises,
    Excuses,
    /// Someone has not done what he should.
    Faults,
    Promises,
}

/// What the negation of a verb comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Negation {
    /// Nothing is given away.
    Withheld,
    /// The content is let stand.
    Granted,
    /// The content is rejected.
    Denied,
    /// Withheld before a question, a plain negation else.
    Open,
    /// A deed left undone, and nothing said.
    Silent,
}

/// A turn and the words of its phrase after the first.
type TurnPhrase = (Turn, Vec<Box<str>>);

/// All tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    classes: FxHashMap<Box<str>, Class>,
    verbs: Vec<Verb>,
    verb_forms: FxHashMap<Box<str>, (u16, Form)>,
    phrases: FxHashMap<Box<str>, Vec<Phrase>>,
    nouns: FxHashMap<Box<str>, (Box<str>, Stance)>,
    sources: FxHashMap<Box<str>, SourceClass>,
    evaluations: FxHashMap<Box<str>, Evaluation>,
    content_hedges: FxHashMap<Box<str>, Vec<Vec<Box<str>>>>,
    cue_hedges: FxHashMap<Box<str>, Vec<Vec<Box<str>>>>,
    turns: FxHashMap<Box<str>, Vec<TurnPhrase>>,
    /// With how likely the negated verb is a cue, 0 where the negation does not tell.
    negations: FxHashMap<Box<str>, (Negation, f32)>,
}

/// Lines of a table that are neither empty nor comments, by column.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

fn log_odds(hundredths: &str) -> f32 {
    let p = hundredths.parse::<f32>().unwrap_or(50.0).clamp(1.0, 99.0) / 100.0;
    (p / (1.0 - p)).ln()
}

fn stance_named(name: &str) -> Stance {
    match name {
        "denies" => Stance::Denies,
        "criticises" => Stance::Criticises,
        "accuses" => Stance::Accuses,
        "defends" => Stance::Defends,
        "insists" => Stance::Insists,
        "acknowledges" => Stance::Acknowledges,
        "withholds" => Stance::Withholds,
        "suggests" => Stance::Suggests,
        "warns" => Stance::Warns,
        "advises" => Stance::Advises,
        "instructs" => Stance::Instructs,
        "promises" => Stance::Promises,
        "questions" => Stance::Questions,
        "calls_for" => Stance::CallsFor,
        "corrects" => Stance::Corrects,
        "asks" => Stance::Asks,
        _ => Stance::Asserts,
    }
}

fn ends_in_consonant_y(base: &str) -> bool {
    let mut back = base.chars().rev();
    back.next() == Some('y') && back.next().is_some_and(|c| !"aeiou".contains(c))
}

/// A short verb of one closed syllable doubles its last letter: "slam", "slammed".
fn doubles(base: &str) -> bool {
    let letters: Vec<char> = base.chars().collect();
    let vowels = letters.iter().filter(|c| "aeiou".contains(**c)).count();
    let n = letters.len();
    n >= 3 && vowels == 1 && "aeiou".contains(letters[n - 2]) && !"aeiouwxy".contains(letters[n - 1])
}

/// The five forms of a regular verb.
fn regular_forms(base: &str) -> [String; 5] {
    let stem = &base[..base.len() - 1];
    let third = if ends_in_consonant_y(base) {
        format!("{stem}ies")
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| base.ends_with(end)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    };
    let (past, ing) = if base.ends_with("ee") || base.ends_with("oe") || base.ends_with("ye") {
        (format!("{base}d"), format!("{base}ing"))
    } else if base.ends_with('e') {
        (format!("{base}d"), format!("{stem}ing"))
    } else if ends_in_consonant_y(base) {
        (format!("{stem}ied"), format!("{base}ing"))
    } else if doubles(base) {
        let last = &base[base.len() - 1..];
        (format!("{base}{last}ed"), format!("{base}{last}ing"))
    } else {
        (format!("{base}ed"), format!("{base}ing"))
    };
    [base.to_owned(), third, past.clone(), past, ing]
}

/// All forms, in the order of the columns.
pub(crate) const FORMS: [Form; 5] = [
    Form::Base,
    Form::ThirdPerson,
    Form::Past,
    Form::Participle,
    Form::Ing,
];

impl Lexicon {
    /// Compiles the tables of this crate.
    pub(crate) fn load() -> Self {
        let mut lexicon = Self::default();
        for row in rows(include_str!("../data/words.tsv")) {
            if let [class, words] = row[..]
                && let Some(class) = Class::named(class)
            {
                for word in words.split(' ') {
                    let known = lexicon.classes.entry(word.into()).or_default();
                    *known = known.or(class);
                }
            }
        }
        let irregular: FxHashMap<&str, Vec<&str>> = rows(include_str!("../data/irregular.tsv"))
            .map(|row| row[0].split(' ').collect::<Vec<_>>())
            .map(|forms| (forms[0], forms))
            .collect();
        let mut stances: FxHashMap<&str, Stance> = FxHashMap::default();
        let mut phrases: Vec<(&str, Stance)> = Vec::new();
        for row in rows(include_str!("../data/stances.tsv")) {
            let [name, words] = row[..] else { continue };
            let stance = stance_named(name);
            for word in words.split(' ') {
                if let Some(noun) = word.strip_prefix('@') {
                    lexicon.add_noun(noun, stance);
                } else if word.contains('_') {
                    phrases.push((word, stance));
                } else {
                    stances.entry(word).or_insert(stance);
                }
            }
        }
        for row in rows(include_str!("../data/cue_rates.tsv")).skip(1) {
            if row.len() != 17 {
                continue;
            }
            let mut forms = [0.0; FORMS.len()];
            let mut followers = [0.0; FOLLOWERS];
            for (slot, value) in forms.iter_mut().chain(&mut followers).zip(&row[2..]) {
                *slot = log_odds(value);
            }
            lexicon.verbs.push(Verb {
                lemma: row[0].into(),
                stance: stances.get(row[0]).copied().unwrap_or(Stance::Asserts),
                all: log_odds(row[1]),
                forms,
                followers,
            });
        }
        for index in 0..lexicon.verbs.len() {
            let lemma = lexicon.verbs[index].lemma.clone();
            let number = u16::try_from(index).expect("the table has under 65536 verbs");
            // The past comes before the participle that looks like it, irregular before regular.
            match irregular.get(&*lemma) {
                Some(forms) => {
                    for (form, kind) in forms.iter().zip(FORMS) {
                        lexicon.verb_forms.insert((*form).into(), (number, kind));
                    }
                    lexicon.verb_forms.insert(forms[2].into(), (number, Form::Past));
                    lexicon.verb_forms.insert(forms[0].into(), (number, Form::Base));
                    for (form, kind) in regular_forms(&lemma).iter().zip(FORMS) {
                        if lemma.ends_with('l') {
                            // "signaled" beside "signalled".
                            lexicon
                                .verb_forms
                                .entry(form.as_str().into())
                                .or_insert((number, kind));
                        }
                    }
                }
                None => {
                    for (form, kind) in regular_forms(&lemma).iter().zip(FORMS) {
                        lexicon
                            .verb_forms
                            .entry(form.as_str().into())
                            .or_insert((number, kind));
                    }
                }
            }
        }
        for (phrase, stance) in phrases {
            lexicon.add_phrase(phrase, stance, &irregular);
        }
        lexicon.add_sources();
        lexicon.add_hedges();
        lexicon.add_turns();
        lexicon.add_negations();
        lexicon
    }

    fn add_noun(&mut self, noun: &'static str, stance: Stance) {
        self.nouns.insert(noun.into(), (noun.into(), stance));
        let plural = &regular_forms(noun)[1];
        self.nouns.insert(plural.as_str().into(), (noun.into(), stance));
    }

    fn add_phrase(&mut self, phrase: &'static str, stance: Stance, irregular: &FxHashMap<&str, Vec<&str>>) {
        let mut words = phrase.split('_');
        let Some(head) = words.next() else { return };
        let rest: Vec<Box<str>> = words.map(Into::into).collect();
        let forms: Vec<String> = match irregular.get(head) {
            Some(forms) => forms.iter().map(|form| (*form).to_owned()).collect(),
            None => regular_forms(head).to_vec(),
        };
        for (form, kind) in forms.into_iter().zip(FORMS) {
            let known = self.phrases.entry(form.into()).or_default();
            if !known.iter().any(|p| p.rest == rest) {
                known.push(Phrase {
                    lemma: phrase.replace('_', " ").into(),
                    rest: rest.clone(),
                    stance,
                    form: kind,
                });
                // The longest phrase is tried first.
                known.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
            }
        }
    }

    fn add_sources(&mut self) {
        for row in rows(include_str!("../data/sources.tsv")) {
            let [class, nouns] = row[..] else { continue };
            let class = match class {
                "document" => SourceClass::Document,
                "outlet" => SourceClass::Outlet,
                "masthead" => SourceClass::Masthead,
                "institution" => SourceClass::Institution,
                "spokesperson" => SourceClass::Spokesperson,
                "anonymous" => SourceClass::Anonymous,
                _ => SourceClass::Collective,
            };
            for noun in nouns.split(' ') {
                self.sources.entry(noun.into()).or_insert(class);
                let plural = &regular_forms(noun)[1];
                self.sources.entry(plural.as_str().into()).or_insert(class);
            }
        }
        for row in rows(include_str!("../data/evaluations.tsv")) {
            let [judgement, words] = row[..] else { continue };
            let judgement = match judgement {
                "good" => Evaluation::Good,
                "wrongdoing" => Evaluation::Wrongdoing,
                "untrue" => Evaluation::Untrue,
                "claim" => Evaluation::Claim,
                _ => Evaluation::Bad,
            };
            for word in words.split(' ') {
                self.evaluations.insert(word.into(), judgement);
            }
        }
    }

    fn add_hedges(&mut self) {
        for row in rows(include_str!("../data/hedges.tsv")) {
            let [place, hedges] = row[..] else { continue };
            let table = if place == "cue" {
                &mut self.cue_hedges
            } else {
                &mut self.content_hedges
            };
            for hedge in hedges.split(' ') {
                let mut words = hedge.split('_');
                let Some(first) = words.next() else { continue };
                let known = table.entry(first.into()).or_default();
                known.push(words.map(Into::into).collect());
                known.sort_by_key(|rest: &Vec<Box<str>>| std::cmp::Reverse(rest.len()));
            }
        }
    }

    fn add_turns(&mut self) {
        for row in rows(include_str!("../data/content_cues.tsv")) {
            let [turn, phrases] = row[..] else { continue };
            let turn = match turn {
                "withholds" => Turn::Withholds,
                "grants" => Turn::Grants,
                "sorry" => Turn::Sorry,
                "denies" => Turn::Denies,
                "instructs" => Turn::Instructs,
                "warns" => Turn::Warns,
                "sympathises" => Turn::Sympathises,
                "asks_for" => Turn::AsksFor,
                "calls_for" => Turn::CallsFor,
                "advises" => Turn::Advises,
                "excuses" => Turn::Excuses,
                "faults" => Turn::Faults,
                "promises" => Turn::Promises,
                _ => Turn::Obliges,
            };
            for phrase in phrases.split(' ') {
                let mut words = phrase.split('_');
                let Some(first) = words.next() else { continue };
                self.turns
                    .entry(first.into())
                    .or_default()
                    .push((turn, words.map(Into::into).collect()));
            }
        }
    }

    fn add_negations(&mut self) {
        for row in rows(include_str!("../data/negations.tsv")) {
            let [meaning, rate, verbs] = row[..] else { continue };
            let meaning = match meaning {
                "withheld" => Negation::Withheld,
                "granted" => Negation::Granted,
                "denied" => Negation::Denied,
                "silent" => Negation::Silent,
                _ => Negation::Open,
            };
            let rate = rate.parse::<f32>().unwrap_or(0.0) / 100.0;
            for verb in verbs.split(' ') {
                self.negations
                    .insert(verb.replace('_', " ").into(), (meaning, rate));
            }
        }
    }

    /// What the negation of a verb comes to, by its dictionary form.
    pub(crate) fn negation(&self, lemma: &str) -> Option<Negation> {
        self.negations.get(lemma).map(|&(meaning, _)| meaning)
    }

    /// How likely a negated verb is a cue for its negation alone.
    pub(crate) fn negated_rate(&self, lemma: &str) -> f32 {
        self.negations.get(lemma).map_or(0.0, |&(_, rate)| rate)
    }

    /// Turns whose phrase begins with this word, with the rest of the phrase.
    pub(crate) fn turns(&self, lower: &str) -> &[TurnPhrase] {
        self.turns.get(lower).map_or(&[], Vec::as_slice)
    }

    /// What a head noun says of a source.
    pub(crate) fn source_class(&self, lower: &str) -> Option<SourceClass> {
        self.sources.get(lower).copied()
    }

    /// Does the word judge?
    pub(crate) fn evaluation(&self, lower: &str) -> Option<Evaluation> {
        self.evaluations.get(lower).copied()
    }

    /// Continuations of the hedges that begin with this word, longest first.
    pub(crate) fn hedges(&self, lower: &str, in_cue: bool) -> &[Vec<Box<str>>] {
        let table = if in_cue {
            &self.cue_hedges
        } else {
            &self.content_hedges
        };
        table.get(lower).map_or(&[], Vec::as_slice)
    }

    /// Closed classes of a lower-case form.
    pub(crate) fn class(&self, lower: &str) -> Class {
        self.classes.get(lower).copied().unwrap_or_default()
    }

    /// Is it a form of a verb that may be a cue?
    pub(crate) fn verb_form(&self, lower: &str) -> Option<(u16, Form)> {
        self.verb_forms.get(lower).copied()
    }

    /// All verbs, in the order of their table.
    pub(crate) fn verbs(&self) -> &[Verb] {
        &self.verbs
    }

    /// Is a word a form of one of these verbs?
    pub(crate) fn is_verb_of(&self, word: &Word, lemmas: &[&str]) -> bool {
        word.verb
            .is_some_and(|(verb, _)| lemmas.contains(&&*self.verb(verb).lemma))
    }

    pub(crate) fn verb(&self, number: u16) -> &Verb {
        &self.verbs[usize::from(number)]
    }

    /// Phrases whose head has this form, longest first.
    pub(crate) fn phrases(&self, lower: &str) -> &[Phrase] {
        self.phrases.get(lower).map_or(&[], Vec::as_slice)
    }

    /// Dictionary form and stance of a noun of saying or thinking.
    pub(crate) fn noun(&self, lower: &str) -> Option<(&str, Stance)> {
        self.nouns.get(lower).map(|(lemma, stance)| (&**lemma, *stance))
    }
}
