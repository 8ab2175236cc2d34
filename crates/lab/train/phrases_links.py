"""Trains what each noun phrase refers back to.

    phrases_links.py FEATURES LINKS VECTORS.npz FINDER.pt OUT [--epochs N] [--also SET]

LINKS is what `lab coreference links` writes with the finder's weights. A phrase's states of the finder, which stay as they are, give
numbers; with rows of tables for the pair they go through one hidden layer. The probability of all antecedents of the marked entity
together is raised, or that of none. Averaged weights go to OUT.pt after every epoch.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from phrases_finder import HIDDEN, Finder
from phrases_score import Agreement
from torch import nn

UNITS, ALIKE = 32, 16
NUMBERS = 2 * UNITS + 2 * ALIKE
OUTSIDE = (3, 4, 5)  # kinds that LitBank does not mark, and the marked news not as fully as GUM
TRAIN = ("gum.train", "litbank.train")


def sizes(folder):
    tables = json.load(open(Path(folder) / "tables.json"))
    return tables["pairs"], tables["alone"]


class Links(nn.Module):
    def __init__(self, pairs, alone, dropout=0.3):
        super().__init__()
        self.numbers = nn.Linear(2 * HIDDEN, NUMBERS)
        self.pairs = nn.EmbeddingBag(pairs, UNITS, mode="sum")
        self.alone = nn.EmbeddingBag(alone, UNITS, mode="sum")
        self.bias = nn.Parameter(torch.zeros(UNITS))
        self.out = nn.Parameter(torch.randn(UNITS) * 0.3)
        for bag in (self.pairs, self.alone):
            nn.init.normal_(bag.weight, std=0.05)
        with torch.no_grad():
            self.numbers.weight.mul_(0.3)
        self.dropout = dropout

    def forward(self, text):
        """Scores of the pairs of a text, and of none for each of its phrases."""
        drop = lambda x: F.dropout(x, self.dropout, self.training)
        numbers = self.numbers(drop(text.states))
        later, earlier, a, b = numbers.split((UNITS, UNITS, ALIKE, ALIKE), -1)
        base = later + self.bias
        alone = drop((base + self.alone(text.alone)).relu()) @ self.out
        hidden = base[text.later] + earlier[text.earlier] + self.pairs(text.rows)
        scores = drop(hidden.relu()) @ self.out + (a[text.later] * b[text.earlier]).sum(-1)
        return scores, alone

    def export(self, tensors):
        tensors.matrix("numbers", self.numbers.weight)
        tensors.number("numbers.bias", self.numbers.bias.detach())
        tensors.matrix("pairs", self.pairs.weight)
        tensors.matrix("alone", self.alone.weight)
        tensors.number("links.bias", self.bias.detach())
        tensors.number("links.out", self.out.detach())


class Text:
    """Phrases of a text, and the pairs of all of them one after another."""

    def __init__(self, line, corpus):
        phrases, self.entities, self.genre = line["phrases"], line["entities"], line["genre"]
        self.marked = [number for _, _, number, _, _ in phrases]
        self.kinds = [kind for _, kind, _, _, _ in phrases]
        self.count = len(phrases)
        self.alone = torch.tensor([alone for _, _, _, alone, _ in phrases])
        pairs = [(at, earlier, rows) for at, phrase in enumerate(phrases) for earlier, rows in phrase[4]]
        self.later = torch.tensor([at for at, _, _ in pairs])
        self.earlier = torch.tensor([earlier for _, earlier, _ in pairs])
        self.rows = torch.tensor([rows for _, _, rows in pairs])
        entity = np.array([self.entities[n] if n >= 0 else f"-{at}" for at, n in enumerate(self.marked)])
        self.right = torch.from_numpy(entity[self.later.numpy()] == entity[self.earlier.numpy()])
        some = torch.zeros(self.count).index_add_(0, self.later, self.right.float()) > 0
        self.none = ~some
        self.litbank = corpus == "litbank"
        outside = torch.tensor([corpus != "gum" and n < 0 and kind in OUTSIDE for n, kind in zip(self.marked, self.kinds)])
        self.weight = 1.0 - outside.float()


def log_sum(scores, alone, later, count):
    """log of the sum of e to the scores of each phrase's pairs and to that of none."""
    top = alone.detach().clone().scatter_reduce_(0, later, scores.detach(), "amax")
    total = (alone - top).exp().index_add(0, later, (scores - top[later]).exp())
    return top + total.clamp(min=1e-30).log()


def loss_of(model, text, link_weight):
    scores, alone = model(text)
    all_ = log_sum(scores, alone, text.later, text.count)
    right = log_sum(scores.masked_fill(~text.right, -1e4), alone.masked_fill(~text.none, -1e4), text.later, text.count)
    weight = text.weight * torch.where(text.none, 1.0, link_weight)
    return ((all_ - right) * weight).sum()


def chains(text, scores, alone, margin):
    """Clusters of phrases by best antecedent, as numbers of marked mentions or beyond them."""
    best = np.full(text.count, -1)
    top = alone.numpy() + margin
    later, earlier, scores = text.later.numpy(), text.earlier.numpy(), scores.numpy()
    for pair in range(len(later)):
        if scores[pair] > top[later[pair]]:
            top[later[pair]], best[later[pair]] = scores[pair], earlier[pair]
    chain_of, members = [], []
    for at in range(text.count):
        if best[at] < 0:
            members.append([])
            chain_of.append(len(members) - 1)
        else:
            chain_of.append(chain_of[best[at]])
        members[chain_of[-1]].append(at)
    kept = []
    for chain in members:
        if len(chain) < 2:
            continue
        kinds = np.bincount([text.kinds[at] for at in chain], minlength=6)
        if text.litbank and kinds.argmax() in OUTSIDE:
            continue
        kept.append([text.marked[at] if text.marked[at] >= 0 else len(text.entities) + at for at in chain])
    return kept


def score(model, members, margin=0.0):
    model.eval()
    agreement = Agreement()
    for text in members:
        with torch.no_grad():
            scores, alone = model(text)
        gold = {}
        for number, entity in enumerate(text.entities):
            gold.setdefault(entity, []).append(number)
        agreement.add([g for g in gold.values() if len(g) > 1], chains(text, scores, alone, margin))
    return agreement


def load(args, name, finder, vocabulary):
    lines = [json.loads(line) for line in open(Path(args.features) / f"{name}.jsonl", encoding="utf-8")]
    features = {line["id"]: line for line in lines}
    out = []
    for line in open(Path(args.links) / f"{name}.links.jsonl", encoding="utf-8"):
        line = json.loads(line)
        text, own = Text(line, name.split(".")[0]), features[line["id"]]
        at = {start: n for n, (start, _) in enumerate(own["units"])}
        heads = torch.tensor([at[start] for start, *_ in line["phrases"]])
        words = torch.tensor([vocabulary.get(word, 0) for word in own["words"]])
        with torch.no_grad():
            text.states = finder.states(words[None], torch.tensor(own["rows"])[None])[0][heads]
        out.append(text)
    return out


def main():
    parser = argparse.ArgumentParser()
    for name in ("features", "links", "vectors", "finder", "out"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--link-weight", type=float, default=3.0)
    parser.add_argument("--also", nargs="*", default=[], help="further sets to train on: news.train")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    table = np.load(args.vectors)
    vocabulary = {word: n for n, word in enumerate(table["words"].tolist())}
    finder = Finder(torch.from_numpy(table["vectors"]))
    finder.load_state_dict(torch.load(args.finder, weights_only=False)["model"])
    finder.eval()
    sets = {name: load(args, name, finder, vocabulary) for name in (*TRAIN, *args.also, "gum.dev", "litbank.dev", "news.dev")}
    sets["gum-news.dev"] = [text for text in sets["gum.dev"] if text.genre == "news"]
    train = [text for name in (*TRAIN, *args.also) for text in sets[name]]
    model = Links(*sizes(args.features))
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=1e-3)
    steps = args.epochs * len(train)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: max(0.02, 1 - s / steps))
    step = 0
    for epoch in range(args.epochs):
        began, mean = time.time(), 0.0
        model.train()
        for n in torch.randperm(len(train)).tolist():
            text = train[n]
            loss = loss_of(model, text, args.link_weight) / max(text.weight.sum().item(), 1)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            mean += loss.item() / len(train)
            if step % 5 == 0:
                decay = min(0.98, step / (step + 50))
                with torch.no_grad():
                    for name, value in model.state_dict().items():
                        average[name].lerp_(value, 1 - decay)
        current = {name: value.clone() for name, value in model.state_dict().items()}
        model.load_state_dict(average)
        said = f"epoch {epoch + 1} loss {mean:.4f} {time.time() - began:.0f}s"
        if epoch % 3 == 2 or epoch == args.epochs - 1:
            for name in ("gum-news.dev", "gum.dev", "litbank.dev", "news.dev"):
                for margin in ((-0.8, -0.4, 0.0, 0.4) if epoch == args.epochs - 1 else (0.0,)):
                    said += f"\n   {name} {margin} {score(model, sets[name], margin)}"
        print(said, flush=True)
        torch.save({"args": vars(args), "model": model.state_dict()}, args.out + ".pt")
        model.load_state_dict(current)


if __name__ == "__main__":
    main()
