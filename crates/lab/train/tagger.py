"""Trains the attribution tagger: a two-layer bidirectional GRU with a linear-chain CRF.

    tagger.py --data FOLDER --dev FOLDER --vectors FILE.npz --out NAME [--resume]

FOLDER is what `lab polnear features` writes. Progress goes to NAME.log, the state to NAME.ckpt after every epoch (a
run begun again with --resume goes on from there), the averaged weights to NAME.pt. --silver FOLDER adds texts
with teacher scores (scores.f16 in the folder); --teacher mixes teacher scores of the labelled texts into their gold.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from crf import LABELS, Loss, forward_backward, gold_target, pieces, viterbi
from recurrent import Layer
from torch import nn

# Columns of features.u32 and the tables they index: (name, rows, width).
TABLES = (("prefix", 2048, 16), ("suffix", 4096, 32), ("short_suffix", 1024, 16),
          ("case", 5, 8), ("quote", 3, 8), ("boundary", 3, 8), ("spaced", 2, 4))


class Data:
    """A feature folder with word numbers of a vocabulary, as tensors, cut by article."""

    def __init__(self, folder, vocabulary, scores=None):
        folder = Path(folder)
        raw = np.fromfile(folder / "features.u32", np.uint32).reshape(-1, 8).astype(np.int64)
        words = (folder / "words.txt").read_text().split("\n")[:-1]
        raw[:, 0] = np.array([vocabulary.get(word, 0) for word in words])[raw[:, 0]]
        self.features = torch.from_numpy(raw)
        self.labels = torch.from_numpy(np.fromfile(folder / "labels.u8", np.uint8).astype(np.int64))
        self.ends = np.fromfile(folder / "documents.u32", np.uint32).tolist()
        self.scores = None
        if scores:
            self.scores = torch.from_numpy(np.fromfile(folder / scores, np.float16).reshape(-1, LABELS))
            self.moves = torch.from_numpy(np.load(folder / "moves.npy"))
            self.ends = [end for end in self.ends if end <= len(self.scores)]

    def articles(self):
        return list(zip([0, *self.ends[:-1]], self.ends))


class Tagger(nn.Module):
    def __init__(self, vectors, trained, hidden=128, dropout=0.35):
        """vectors: fixed first values of the words; trained: 1.0 for words whose vector is learnt further."""
        super().__init__()
        self.register_buffer("vectors", vectors)
        self.register_buffer("trained", trained[:, None])
        self.word = nn.Embedding(*vectors.shape)
        nn.init.zeros_(self.word.weight)
        self.tables = nn.ModuleDict()
        for name, rows, width in TABLES:
            self.tables[name] = nn.Embedding(rows, width)
            nn.init.normal_(self.tables[name].weight, std=0.3)
        width = vectors.shape[1] + sum(width for _, _, width in TABLES)
        self.layers = nn.ModuleList([
            Layer(width, hidden),
            Layer(2 * hidden, hidden),
        ])
        self.head = nn.Linear(2 * hidden, LABELS)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.dropout = dropout

    def embed(self, features):
        ids = features[..., 0]
        learnt = self.word(ids) * self.trained[ids]
        fixed = self.vectors[ids]
        if self.training:
            # Some words lose what was learnt of them, some are unknown: both happen in use.
            chance = torch.rand(ids.shape)[..., None]
            learnt = learnt * (chance > 0.12)
            fixed = fixed * (chance > 0.04)
        parts = [learnt + fixed]
        parts += [self.tables[name](features[..., 1 + at]) for at, (name, _, _) in enumerate(TABLES)]
        return torch.cat(parts, -1)

    def forward(self, features):
        x = F.dropout(self.embed(features), self.dropout, self.training)
        for layer in self.layers:
            x = F.dropout(layer(x), self.dropout, self.training)
        return self.head(x)


@torch.inference_mode()
def emissions(model, data):
    """Scores of all tokens, article by article."""
    model.eval()
    return torch.cat([model(data.features[a:b][None])[0] for a, b in data.articles()])


def exact_spans(scores, transitions, data):
    """Exact span F1 of source, cue, content, and of all."""
    names = ("cue", "source", "content")
    right, found, gold = np.zeros(3), np.zeros(3), np.zeros(3)
    for a, b in data.articles():
        mine = set(pieces(viterbi(scores[a:b], transitions)))
        theirs = set(pieces(data.labels[a:b].tolist()))
        for count, spans in ((right, mine & theirs), (found, mine), (gold, theirs)):
            for role, _, _ in spans:
                count[role] += 1
    f1 = 2 * right / np.maximum(found + gold, 1)
    figures = {name: round(100 * float(value), 1) for name, value in zip(names, f1)}
    figures["all"] = round(float(200 * right.sum() / (found + gold).sum()), 2)
    return figures


def chunks(sets, length, generator):
    """Shuffled articles of each set, one after another, cut at a random phase. Yields index tensors [chunk, length]."""
    out = []
    for number, data in enumerate(sets):
        order = torch.randperm(len(data.ends), generator=generator).tolist()
        spans = data.articles()
        index = torch.cat([torch.arange(*spans[i]) for i in order])
        phase = int(torch.randint(length, (1,), generator=generator))
        index = index[phase : phase + (len(index) - phase) // length * length].view(-1, length)
        out += [(number, row) for row in index]
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--dev", required=True)
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--also", nargs="*", default=[], help="varied copies of the labelled texts")
    parser.add_argument("--silver", nargs="*", default=[])
    parser.add_argument("--teacher", type=float, default=0.0, help="share of the teacher in the target of labelled texts")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--dropout", type=float, default=0.35)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", help="weights to begin from (NAME.pt of an earlier run); layers of another width begin anew")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    generator = torch.Generator().manual_seed(args.seed)

    table = np.load(args.vectors)
    vocabulary = {word: number for number, word in enumerate(table["words"].tolist())}
    train = [Data(args.data, vocabulary, "scores.f16" if args.teacher else None)]
    train += [Data(folder, vocabulary, "scores.f16" if args.teacher else None) for folder in args.also]
    gold_sets = len(train)
    train += [Data(folder, vocabulary, "scores.f16") for folder in args.silver]
    dev = Data(args.dev, vocabulary)

    trained = torch.from_numpy((table["counts"] >= 2).astype(np.float32))
    model = Tagger(torch.from_numpy(table["vectors"]), trained, args.hidden, args.dropout)
    if args.begin:
        known = torch.load(args.begin, weights_only=False)["model"]
        fits = {name: value for name, value in known.items() if value.shape == model.state_dict()[name].shape}
        model.load_state_dict(fits, strict=False)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.Adam(model.parameters(), lr=args.rate, betas=(0.9, 0.99))
    steps = args.epochs * (sum(data.ends[-1] for data in train) // (args.length * args.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 100, 0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.01)
    )
    checkpoint, begin, step = Path(args.out + ".ckpt"), 0, 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average, begin, step = state["average"], state["epoch"], state["step"]
        generator.set_state(state["generator"])
        torch.set_rng_state(state["rng"])

    with open(args.out + ".log", "a" if begin else "w") as log:
        def say(text):
            print(text, flush=True)
            print(text, file=log, flush=True)

        say(json.dumps(vars(args)) + f" words {len(vocabulary)} steps {steps}")
        for epoch in range(begin, args.epochs):
            rows = chunks(train, args.length, generator)
            order = torch.randperm(len(rows), generator=generator).tolist()
            model.train()
            began, mean = time.process_time(), 0.0
            for start in range(0, len(order) - args.batch + 1, args.batch):
                picked = [rows[i] for i in order[start : start + args.batch]]
                picked.sort(key=lambda pair: pair[0])
                features, targets, counts = [], [], torch.zeros(LABELS, LABELS)
                for number, data in enumerate(train):
                    index = [row for which, row in picked if which == number]
                    if not index:
                        continue
                    index = torch.stack(index)
                    features.append(data.features[index])
                    share = args.teacher if number < gold_sets else 1.0
                    target, pairs = torch.zeros(*index.shape, LABELS), torch.zeros(LABELS, LABELS)
                    if share < 1:
                        gold, gold_pairs = gold_target(data.labels[index])
                        target, pairs = target + (1 - share) * gold, pairs + (1 - share) * gold_pairs
                    if share > 0:
                        with torch.no_grad():
                            _, soft, soft_pairs = forward_backward(data.scores[index].float(), data.moves)
                        target, pairs = target + share * soft, pairs + share * soft_pairs
                    targets.append(target)
                    counts += pairs
                loss = Loss.apply(model(torch.cat(features)), model.transitions, torch.cat(targets), counts)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                step += 1
                mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
                if step % 10 == 0:
                    decay = min(0.97, step / (step + 100))
                    with torch.no_grad():
                        for name, value in model.state_dict().items():
                            average[name].lerp_(value, 1 - decay)
                if step % 50 == 0:
                    say(f"step {step}/{steps} loss {mean:.4f} cpu {time.process_time() - began:.0f}s")
            current = {name: value.clone() for name, value in model.state_dict().items()}
            model.load_state_dict(average)
            figures = exact_spans(emissions(model, dev), model.transitions.detach(), dev)
            say(f"epoch {epoch + 1} averaged {figures}")
            torch.save({"args": vars(args), "model": average}, args.out + ".pt")
            model.load_state_dict(current)
            torch.save({
                "model": current, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                "average": average, "epoch": epoch + 1, "step": step,
                "generator": generator.get_state(), "rng": torch.get_rng_state(),
            }, checkpoint)


if __name__ == "__main__":
    main()
