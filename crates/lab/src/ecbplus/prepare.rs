//! ECB+ made ready for comparing: what is known of each mention, and of each topic's documents.
//!
//! In: a part of the corpus, and the program's models. Out: by topic its mentions as
//! they are compared, how alike its documents are, and which of two stories each tells.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use collation::{Decisions, Report};
use model::{Embedding, Weights};
use nlp::EntityKind;

use super::corpus::{Corpus, Document, Kind, Mention, is_address};
use super::likeness::{Vector, Vocabulary, cosine, two_groups};
use super::pairs::Compared;
use crate::corpora::Corpora;

/// Vectors of words, out of the weights of the attribution tagger.
pub(super) struct Vectors {
    words: BTreeMap<String, usize>,
    table: Embedding,
}

impl Vectors {
    /// Numbers of a vector.
    const WIDTH: usize = 96;

    pub(super) fn read(corpora: &Corpora) -> Result<Self> {
        let path = corpora.checkout("models/attribution.safetensors");
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let weights = Weights::parse(&bytes)?;
        let list = std::str::from_utf8(weights.bytes("words")?)?;
        let words: BTreeMap<String, usize> = list.split('\n').map(str::to_owned).zip(0..).collect();
        if words.is_empty() {
            bail!("{} has no words", path.display());
        }
        let table = Embedding::load(&weights, "word", list.split('\n').count(), Self::WIDTH)?;
        Ok(Self { words, table })
    }

    /// Of length one; `None` for a word that is not known.
    fn of(&self, word: &str) -> Option<Vec<f32>> {
        let row = self
            .words
            .get(nlp::folded(word).as_ref())
            .filter(|&&row| row > 0)?;
        let mut numbers = Vec::with_capacity(Self::WIDTH);
        self.table.write(*row, &mut numbers);
        let length = numbers
            .iter()
            .map(|&n| f32::from(n) * f32::from(n))
            .sum::<f32>()
            .sqrt();
        (length > 0.0).then(|| numbers.iter().map(|&n| f32::from(n) / length).collect())
    }
}

/// A mention with its gold chain.
pub(super) struct Told {
    pub(super) kind: Kind,
    pub(super) chain: String,
    pub(super) compared: Compared,
}

/// One topic: its mentions, and how alike its documents are.
pub(super) struct Topic {
    pub(super) number: u32,
    pub(super) mentions: Vec<Told>,
    pub(super) alike: Vec<Vec<f32>>,
    /// The found story of each document, and the marked one.
    found: Vec<bool>,
    marked: Vec<bool>,
}

/// A part of the corpus, made ready.
pub(super) struct Part(pub(super) Vec<Topic>);

impl Topic {
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Told> {
        self.mentions.iter().filter(move |mention| mention.kind == kind)
    }
}

impl Part {
    pub(super) fn of_corpus(
        corpus: &Corpus,
        vocabulary: &mut Vocabulary,
        vectors: &Vectors,
        models: &nlp::Models,
    ) -> Self {
        let mut topics: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, document) in corpus.documents.iter().enumerate() {
            topics.entry(document.topic).or_default().push(at);
        }
        let topics = topics.into_iter();
        Self(
            topics
                .map(|(number, documents)| topic(number, corpus, &documents, vocabulary, vectors, models))
                .collect(),
        )
    }

    /// Mentions of a kind with their topics.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = (u32, &Told)> {
        let topics = self.0.iter();
        topics.flat_map(move |topic| topic.of(kind).map(|mention| (topic.number, mention)))
    }

    /// The share of documents whose story is told right, and how many documents there are.
    pub(super) fn stories_right(&self) -> (f64, usize) {
        let (mut right, mut all) = (0, 0);
        for topic in &self.0 {
            let pairs = topic.found.iter().zip(&topic.marked);
            let same = pairs.filter(|(found, marked)| found == marked).count();
            right += same.max(topic.found.len() - same);
            all += topic.found.len();
        }
        (right as f64 / all.max(1) as f64, all)
    }
}

/// Words of a document's text.
pub(super) fn told(document: &Document) -> impl Iterator<Item = &str> {
    let address = document
        .sentences
        .first()
        .is_some_and(|sentence| is_address(sentence));
    let words = document.sentences[usize::from(address)..].iter().flatten();
    words
        .map(String::as_str)
        .filter(|word| word.starts_with(char::is_alphanumeric))
}

fn topic(
    number: u32,
    corpus: &Corpus,
    documents: &[usize],
    vocabulary: &mut Vocabulary,
    vectors: &Vectors,
    models: &nlp::Models,
) -> Topic {
    let of_documents = |at: &usize| &corpus.documents[*at];
    let mut texts: Vec<Vector> = Vec::with_capacity(documents.len());
    for document in documents.iter().map(of_documents) {
        let stems: Vec<u32> = told(document).map(|word| vocabulary.stem(word)).collect();
        texts.push(vocabulary.vector(stems));
    }
    let alike: Vec<Vec<f32>> = texts
        .iter()
        .map(|left| texts.iter().map(|right| cosine(left, right)).collect())
        .collect();
    let found = two_groups(&alike);
    let reports: Vec<Report> = documents
        .iter()
        .map(of_documents)
        .map(|document| report(document, models))
        .collect();
    let known = collation::collate(&reports, &[], &Decisions::default());
    let identities: BTreeMap<(usize, usize), usize> = known
        .identities
        .iter()
        .enumerate()
        .flat_map(|(identity, one)| one.members.iter().map(move |&member| (member, identity)))
        .collect();
    let mut mentions = Vec::new();
    for (place, &at) in documents.iter().enumerate() {
        let document = &corpus.documents[at];
        let first = corpus.mentions.partition_point(|mention| mention.document < at);
        for mention in corpus.mentions[first..]
            .iter()
            .take_while(|mention| mention.document == at)
        {
            let entity = entity_of(&reports[place], document, mention);
            let compared = Compared {
                document: place,
                second: found[place],
                identity: entity.and_then(|entity| identities.get(&(place, entity)).copied()),
                entity,
                ..compared(document, mention, vocabulary, vectors)
            };
            mentions.push(Told {
                kind: mention.kind,
                chain: mention.chain.clone(),
                compared,
            });
        }
    }
    Topic {
        number,
        mentions,
        alike,
        found,
        marked: documents
            .iter()
            .map(of_documents)
            .map(|document| document.story == "ecb")
            .collect(),
    }
}

fn report(document: &Document, models: &nlp::Models) -> Report {
    let article = page::plain_text(&document.id, &document.text);
    let analysis = nlp::analyze(&article, models);
    Report {
        article,
        analysis,
        ..Report::default()
    }
}

/// The entity that the program has for a mention: of its longest reference inside the marked words that holds the head.
fn entity_of(report: &Report, document: &Document, mention: &Mention) -> Option<usize> {
    let spans = &document.spans[mention.sentence];
    let all = spans[*mention.words.first()?].cover(spans[*mention.words.last()?]);
    let analysis = &report.analysis;
    let inside = analysis
        .mentions_in(all)
        .filter(|own| own.span.overlaps(spans[mention.head]));
    let entity = inside.max_by_key(|own| own.span.len())?.entity;
    (analysis.entities[entity].kind != EntityKind::Unresolved).then_some(entity)
}

/// A mention by its words alone.
fn compared(
    document: &Document,
    mention: &Mention,
    vocabulary: &mut Vocabulary,
    vectors: &Vectors,
) -> Compared {
    /// Words on each side that are near.
    const NEAR: usize = 6;
    /// The rarity from which a stem tells something.
    const TELLS: f32 = 1.1;
    let sentence = &document.sentences[mention.sentence];
    let own: Vec<&str> = mention
        .words
        .iter()
        .map(|&word| sentence[word].as_str())
        .collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_word = |word: &str| word.starts_with(char::is_alphanumeric);
    let head = vocabulary.stem(&sentence[mention.head]);
    let mut stems = BTreeMap::new();
    for &word in own.iter().filter(|word| is_word(word)) {
        let stem = vocabulary.stem(word);
        let rarity = vocabulary.rarity(stem);
        if rarity >= TELLS || stem == head {
            stems.insert(stem, rarity.max(0.1));
        }
    }
    let (mut around, mut near, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for (at, word) in sentence.iter().enumerate() {
        if mention.words.contains(&at) || !is_word(word) {
            continue;
        }
        let stem = vocabulary.stem(word);
        around.push(stem);
        if at.abs_diff(mention.head) <= NEAR {
            near.push(stem);
        }
        if at > 0 && capital(word) {
            names.push(stem);
        }
    }
    let words = own.join(" ").to_lowercase();
    let whole_capitals = own.len() == 1 && own[0].len() > 1 && own[0].chars().all(char::is_uppercase);
    Compared {
        document: 0,
        second: false,
        sentence: mention.sentence,
        head,
        pronoun: nlp::is_pronoun(&words),
        words,
        stems,
        vector: vectors.of(&sentence[mention.head]),
        around: vocabulary.vector(around),
        near: vocabulary.vector(near),
        names,
        proper: mention
            .words
            .iter()
            .any(|&word| word > 0 && capital(&sentence[word])),
        figures: own
            .iter()
            .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            .map(|word| (*word).to_owned())
            .collect(),
        initials: own
            .iter()
            .filter(|word| capital(word))
            .filter_map(|word| word.chars().next())
            .collect(),
        capitals: whole_capitals.then(|| own[0].to_owned()),
        identity: None,
        entity: None,
    }
}
