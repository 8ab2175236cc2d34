"""Sentences of `lab names features`, and what trainer and teacher share: windows of sentences, and the score."""

import json

import numpy as np
import torch
from crf import viterbi

CLASSES = ("person", "organisation", "place", "other")
LABELS = 1 + 2 * len(CLASSES)
OTHER = (7, 8)  # labels that a set without other names may hide under 0


class Sentences:
    """A file of sentences, one after another: `rows` and `masks` of units, `starts` of sentences."""

    def __init__(self, path, by_proper=False):
        """by_proper: its proper nouns alone say what may be a name."""
        self.units, self.words, rows, masks, self.starts, self.begins = [], [], [], [], [0], []
        for line in open(path, encoding="utf-8"):
            sentence = json.loads(line)
            if not sentence["units"]:
                continue
            self.units += sentence["units"]
            self.words += sentence["words"]
            rows += sentence["rows"]
            masks += possible(sentence, by_proper)
            self.starts.append(len(self.units))
            self.begins.append(sentence["begins"])
        self.rows = torch.tensor(rows)
        self.masks = torch.tensor(masks, dtype=torch.bool)

    def upto(self, units):
        """The sentences that end within so many units."""
        self.starts = [start for start in self.starts if start <= units]
        return self

    def windows(self, generator, budgets):
        """Cuts at starts of sentences, each window as long as a budget drawn for it, at most 200 units."""
        cuts, first = [], 0
        budget = budgets[int(torch.randint(len(budgets), (1,), generator=generator))]
        for a, b in zip(self.starts, self.starts[1:]):
            if b - first > budget and a > first:
                cuts.append((first, a))
                first = a
                budget = budgets[int(torch.randint(len(budgets), (1,), generator=generator))]
        cuts.append((first, self.starts[-1]))
        return [(x, min(x + 200, b)) for a, b in cuts for x in range(a, b, 200)]


def possible(sentence, by_proper):
    """The labels that each unit may have, as the set marks it: by names and where others may be, or only by proper nouns, or not at all."""
    count = len(sentence["units"])
    if not sentence["labels"] or by_proper:
        return [labels_near(sentence["proper"], at) for at in range(count)]
    masks = []
    for at in range(count):
        label = sentence["labels"][at]
        mask = [label == n for n in range(LABELS)]
        if label == 0 and not sentence["others"]:
            near = labels_near(sentence["proper"], at)
            for n in OTHER:
                mask[n] = near[n]
        masks.append(mask)
    return masks


def labels_near(proper, at):
    """A unit that is no proper noun is in no name, but between two of them ("Bank of England")."""
    if not proper:
        return [True] * LABELS
    between = any(proper[max(at - 3, 0) : at]) and any(proper[at + 1 : at + 4])
    if proper[at] or between:
        return [True] * LABELS
    return [True] + [False] * (LABELS - 1)


def spans(labels):
    found = []
    for at, label in enumerate(labels):
        if not label:
            continue
        kind = (label - 1) // 2
        if label % 2 == 0 and found and found[-1][2] == at and found[-1][0] == kind:
            found[-1][2] = at + 1
        else:
            found.append([kind, at, at + 1])
    return {tuple(span) for span in found}


def score(scores, transitions, sentences):
    """F1 of exact spans by class, precision, recall and F1 of persons, organisations and places, in per cent."""
    right, found, gold = np.zeros(4), np.zeros(4), np.zeros(4)
    marked = sentences.masks.float()
    marked[:, OTHER[0]:] *= (marked[:, :1] == 0)
    labels = marked.argmax(1).tolist()
    for (a, b), rows in zip(zip(sentences.starts, sentences.starts[1:]), scores):
        mine, theirs = spans(viterbi(rows, transitions)), spans(labels[a:b])
        for count, names in ((right, mine & theirs), (found, mine), (gold, theirs)):
            for kind, _, _ in names:
                count[kind] += 1
    figures = {name: float(round(200 * r / max(f + g, 1), 1)) for name, r, f, g in zip(CLASSES, right, found, gold)}
    r, f, g = right[:3].sum(), found[:3].sum(), gold[:3].sum()
    figures |= {"P": float(round(100 * r / max(f, 1), 1)), "R": float(round(100 * r / g, 1)), "F1": float(round(200 * r / (f + g), 2))}
    return figures
