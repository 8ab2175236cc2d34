"""Texts of `lab coreference features` with the marks of their corpora, for the finder of noun phrases.

A unit that heads a marked mention has the kind of its entity, as far as the corpus tells it; GUM marks every noun phrase, LitBank
persons, places and bodies (and vehicles) without saying which, and the English Web Treebank only tells what may be a head at all.
"""

import gzip
import json
from pathlib import Path

import numpy as np

KINDS = ("none", "person", "organisation", "place", "thing", "abstract", "time")
OF_GUM = {"person": 1, "organization": 2, "place": 3, "object": 4, "animal": 4, "plant": 4, "substance": 4,
          "abstract": 5, "event": 5, "time": 6}
# What a word of a treebank is: begins a phrase (of GUM and LitBank), plural, proper, subject.
TRAITS = ("begins", "plural", "proper", "subject")
TAGS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
        "VERB", "X")
IN_LITBANK = [False, True, True, True, False, False, False]
NOT_IN_LITBANK = [True, False, False, False, True, True, True]
PART_OF_NAME = ("compound", "flat", "goeswith", "fixed", "nmod:desc")


def treebank(path):
    """Sentences of (tag, number, relation), by words."""
    sentence = []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 1:
            if not fields[0] and sentence:
                yield sentence
                sentence = []
        elif fields[0].isdigit():
            sentence.append((fields[3], "Number=Plur" in fields[5], fields[7]))


def likely_head(words):
    """Where a corpus marks no heads, the last word before what follows the noun; as `corpus.rs` has it."""
    ends = {",", "--", ";", "of", "in", "at", "on", "with", "to", "from", "for", "as", "by", "who", "whom", "whose", "which", "that", "and"}
    end = next((at for at in range(1, len(words)) if words[at] in ends), len(words))
    return end - 1 - (end > 1 and words[end - 1] in ("'s", "’s", "'"))


class Text:
    """A text: `words` and `rows` of its units, `kinds` allowed for each, `traits` (-1 unknown), `tags` (-1 unknown), and its
    `mentions`: head unit -> (first unit, entity)."""


def texts(features, corpora, name):
    """The texts of a set with their marks."""
    corpora = Path(corpora)
    corpus, split = name.split(".")
    lines = [json.loads(line) for line in open(Path(features) / f"{name}.jsonl", encoding="utf-8")]
    marks, trees = [None] * len(lines), None
    if corpus == "gum":
        marks = [json.loads(line) for line in gzip.open(corpora / f"gum/{split}.open.coref.jsonl.gz", "rt")]
        trees = treebank(corpora / f"gum/{split}.open.conllu.gz")
    elif corpus == "litbank":
        marks = [json.loads(line) for line in open(corpora / f"litbank/{split}.jsonl", encoding="utf-8")]
    else:
        trees = treebank(corpora / f"ud-ewt/{split}.conllu.gz")
    return [text_of(line, mark, trees, corpus) for line, mark in zip(lines, marks)]


def text_of(line, mark, trees, corpus):
    text = Text()
    text.id, text.genre, text.words, text.corpus = line["id"], line["genre"], line["words"], corpus
    text.rows = np.array(line["rows"], np.int32)
    text.starts = [at for at, row in enumerate(line["rows"]) if row[7] > 0]
    count = len(text.words)
    ends = np.array([end for _, end in line["units"]])
    unit_of = [[min(int(np.searchsorted(ends, first, "right")), count - 1) for first, _ in sentence] for sentence in line["tokens"]]
    text.traits = np.full((count, len(TRAITS)), -1, np.int8)
    text.tags = np.full(count, -1, np.int8)
    text.kinds = np.ones((count, len(KINDS)), bool)
    text.mentions = {}
    relations = {}
    if trees is not None:
        for units in unit_of:
            sentence = next(trees)
            assert len(sentence) == len(units), (line["id"], len(sentence), len(units))
            for unit, (tag, plural, relation) in zip(units, sentence):
                text.tags[unit] = TAGS.index(tag)
                text.traits[unit, 1:] = plural, tag == "PROPN", relation.startswith("nsubj")
                relations[unit] = relation
    if corpus == "ewt":
        for unit, relation in relations.items():
            tag = TAGS[text.tags[unit]]
            if tag in ("NOUN", "PROPN"):
                if not relation.startswith(PART_OF_NAME):
                    text.kinds[unit] = [False] + [True] * (len(KINDS) - 1)
            elif tag not in ("PRON", "NUM", "DET"):
                text.kinds[unit] = [True] + [False] * (len(KINDS) - 1)
        return text
    text.kinds[:] = NOT_IN_LITBANK if corpus == "litbank" else [True] + [False] * (len(KINDS) - 1)
    text.traits[:, 0] = 0
    shortest = sorted(mark["mentions"], key=lambda m: m["end"] - m["start"])
    for mention in shortest:
        units = unit_of[mention["sent"]][mention["start"]: mention["end"] + 1]
        if not units:
            continue
        if "head" in mention:
            heads = [int(n.rstrip("*")) - 1 for n in mention["head"].split(",")]
            heads = [units[n] for n in heads if n < len(units)]
        else:
            heads = [units[likely_head(mark["sentences"][mention["sent"]][mention["start"]: mention["end"] + 1])]]
        text.traits[units[0], 0] = 1
        if not heads or heads[-1] in text.mentions:
            continue
        text.mentions[heads[-1]] = (units[0], mention["eid"])
        text.kinds[heads[-1]] = IN_LITBANK if corpus == "litbank" else np.arange(len(KINDS)) == OF_GUM[mention["etype"]]
    return text

