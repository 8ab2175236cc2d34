"""Trains the finder of noun phrases: a bidirectional GRU layer and one linear layer over its states.

    phrases_finder.py FEATURES CORPORA VECTORS.npz OUT [--epochs N]

FEATURES is what `lab coreference features` writes. For each unit: which kind of thing it is the head of a phrase for, or none, and the
traits of `phrases_data.py`. Progress goes to OUT.log, averaged weights to OUT.pt after every epoch.
"""

import argparse
import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from phrases_data import KINDS, TAGS, TRAITS, texts
from recurrent import Layer
from torch import nn

# The tables of `nlp::NAME_TABLES`, with fewer numbers a row.
TABLES = (("prefix", 2048, 8), ("suffix", 4096, 16), ("short_suffix", 1024, 8), ("shape", 11, 6),
          ("place", 16, 4), ("classes", 256, 8), ("casing", 4, 2), ("begins", 3, 4))
WORD = 48  # numbers of a word's vector
HIDDEN = 64
WINDOW = 80  # units
BATCH = 4000
OUTPUTS = len(KINDS) + len(TRAITS)
UNKNOWN = 0.06


class Finder(nn.Module):
    def __init__(self, vectors, dropout=0.4):
        super().__init__()
        self.word = nn.Embedding.from_pretrained(vectors[:, :WORD].contiguous(), freeze=False)
        self.tables = nn.ModuleDict()
        for name, rows, width in TABLES:
            self.tables[name] = nn.Embedding(rows, width)
            nn.init.normal_(self.tables[name].weight, std=0.3)
        self.layer = Layer(WORD + sum(width for _, _, width in TABLES), HIDDEN)
        self.head = nn.Linear(2 * HIDDEN, OUTPUTS)
        self.tags = nn.Linear(2 * HIDDEN, len(TAGS))  # for training alone
        self.dropout = dropout

    def states(self, words, rows):
        parts = [self.word(words)]
        parts += [self.tables[name](rows[..., at]) for at, (name, _, _) in enumerate(TABLES)]
        x = F.dropout(torch.cat(parts, -1), 0.5 * self.dropout, self.training)
        return F.dropout(self.layer(x), self.dropout, self.training)

    def forward(self, words, rows):
        return self.head(self.states(words, rows))


def windows(text, size):
    """Ranges of units, cut at starts of sentences where they are long enough."""
    cuts, first = [], 0
    for start in [*text.starts[1:], len(text.words)]:
        if start - first >= size:
            cuts += [(a, min(a + 2 * size, start)) for a in range(first, start, 2 * size)]
            first = start
    if first < len(text.words):
        cuts.append((first, len(text.words)))
    return cuts


def padded(items, fill):
    length = max(len(item) for item in items)
    out = np.full((len(items), length, *items[0].shape[1:]), fill, items[0].dtype)
    for at, item in enumerate(items):
        out[at, : len(item)] = item
    return torch.from_numpy(out)


def figures(model, sets):
    """F1 of heads, and accuracy of each trait, on whole texts."""
    model.eval()
    out = {}
    for name, members in sets.items():
        counts, traits = np.zeros(3), np.zeros((len(TRAITS), 2))
        kinds = np.zeros(2)
        for text in members:
            with torch.inference_mode():
                found = model(text.numbers[None], torch.from_numpy(text.rows)[None])[0]
            best = found[:, : len(KINDS)].argmax(-1).numpy()
            heads = np.array(sorted(text.mentions))
            gold = np.zeros(len(best), bool)
            gold[heads] = True
            own = (best > 0) & (best < 4) if name.startswith("litbank") else best > 0
            counts += (own & gold).sum(), own.sum(), gold.sum()
            both = own & gold
            kinds += text.kinds[both, best[both]].sum(), both.sum()
            known = text.traits >= 0
            agree = (found[:, len(KINDS):].numpy() > 0) == (text.traits > 0)
            for at in range(len(TRAITS)):
                traits[at] += agree[known[:, at], at].sum(), known[:, at].sum()
        out[name] = {"p": round(float(counts[0] / counts[1]), 4), "r": round(float(counts[0] / counts[2]), 4), "kind": round(float(kinds[0] / kinds[1]), 3),
                     "traits": [round(float(a / max(b, 1)), 3) for a, b in traits]}
    return out


def finder_loss(model, states, kinds, traits, tags):
    """Of heads and traits, and of the tags of words for what they teach; a unit."""
    found = model.head(states)
    scores = found[..., : len(KINDS)]
    loss = (scores.logsumexp(-1) - scores.masked_fill(~kinds, -1e4).logsumexp(-1)).sum()
    known = traits >= 0
    loss = loss + F.binary_cross_entropy_with_logits(found[..., len(KINDS):][known], traits[known].float(), reduction="sum") * 0.5
    loss = loss + 0.5 * F.cross_entropy(model.tags(states).flatten(0, 1), tags.flatten(), ignore_index=-1, reduction="sum")
    return loss / tags.numel()


def load(args, names):
    table = np.load(args.vectors)
    vocabulary = {word: n for n, word in enumerate(table["words"].tolist())}
    sets = {}
    for name in names:
        sets[name] = texts(args.features, args.corpora, name)
        for text in sets[name]:
            text.numbers = torch.tensor([vocabulary.get(word, 0) for word in text.words])
    return torch.from_numpy(table["vectors"]), sets


def main():
    parser = argparse.ArgumentParser()
    for name in ("features", "corpora", "vectors", "out"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    generator = np.random.default_rng(args.seed)
    vectors, sets = load(args, ("gum.train", "litbank.train", "ewt.train", "gum.dev", "litbank.dev"))
    devs = {name: sets.pop(name) for name in ("gum.dev", "litbank.dev")}
    model = Finder(vectors)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, betas=(0.9, 0.99), weight_decay=1e-4)
    members = [text for name in sets for text in sets[name] * (2 if name == 'gum.train' else 1)]
    steps = int(args.epochs * sum(len(text.words) for text in members) / BATCH * 1.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 60, 0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.01))
    step = 0
    with open(args.out + ".log", "w") as log:
        for epoch in range(args.epochs):
            began, mean = time.time(), 0.0
            size = WINDOW
            cuts = [(text, a, b) for text in members for a, b in windows(text, size // (1 + int(generator.integers(3))))]
            cuts.sort(key=lambda cut: (cut[2] - cut[1]) + generator.random())
            batches, batch = [], []
            for cut in cuts:
                if batch and (len(batch) + 1) * (cut[2] - cut[1]) > BATCH:
                    batches.append(batch)
                    batch = []
                batch.append(cut)
            batches.append(batch)
            generator.shuffle(batches)
            model.train()
            for batch in batches:
                words = padded([text.numbers.numpy()[a:b] for text, a, b in batch], 0)
                rows = padded([text.rows[a:b] for text, a, b in batch], 0)
                kinds = padded([text.kinds[a:b] for text, a, b in batch], True)
                traits = padded([text.traits[a:b] for text, a, b in batch], -1)
                tags = padded([text.tags[a:b] for text, a, b in batch], -1).long()
                words = torch.where(torch.rand(words.shape) < UNKNOWN, 0, words)
                states = model.states(words, rows)
                loss = finder_loss(model, states, kinds, traits, tags)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                step += 1
                mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
                if step % 5 == 0:
                    decay = min(0.97, step / (step + 100))
                    with torch.no_grad():
                        for name, value in model.state_dict().items():
                            average[name].lerp_(value, 1 - decay)
            current = {name: value.clone() for name, value in model.state_dict().items()}
            model.load_state_dict(average)
            said = f"epoch {epoch + 1} step {step}/{steps} loss {mean:.4f} {time.time() - began:.0f}s {figures(model, devs)}"
            print(said, flush=True)
            print(said, file=log, flush=True)
            torch.save({"args": vars(args), "model": model.state_dict()}, args.out + ".pt")
            model.load_state_dict(current)


if __name__ == "__main__":
    main()
