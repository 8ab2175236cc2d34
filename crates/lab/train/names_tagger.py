"""Trains the name model: a bidirectional GRU layer with a linear-chain CRF.

    names_tagger.py FOLDER VECTORS.npz OUT [--silver SET=SCORES.npz ...] [--twice SET ...] [--resume]

FOLDER is what `lab names features` writes; *.train.jsonl in it are labelled, those of --twice are read two times an epoch; the sets of
--silver have for targets what a teacher (`names_soften.py`) expects. Progress goes to OUT.log, the state to OUT.ckpt after every epoch, averaged weights to OUT.pt.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from crf import Loss, forward_backward
from names_data import LABELS, Sentences, score
from recurrent import Layer
from torch import nn

# The tables of `nlp::NAME_TABLES`.
TABLES = (("prefix", 2048, 16), ("suffix", 4096, 24), ("short_suffix", 1024, 12), ("shape", 11, 8),
          ("place", 16, 8), ("classes", 256, 12), ("casing", 4, 4), ("begins", 3, 4))
HIDDEN = 128
BUDGETS = (1, 25, 60, 120)
UNKNOWN = 0.06  # share of words whose vector is hidden; of words in names IN_NAMES, so that no name need be known
IN_NAMES = 0.3
LOWERED = 0.08  # share of windows read as if written in lower case


class Names(nn.Module):
    def __init__(self, vectors, dropout=0.4):
        super().__init__()
        self.word = nn.Embedding.from_pretrained(vectors, freeze=False)
        self.tables = nn.ModuleDict()
        for name, rows, width in TABLES:
            self.tables[name] = nn.Embedding(rows, width)
            nn.init.normal_(self.tables[name].weight, std=0.3)
        self.layer = Layer(vectors.shape[1] + sum(width for _, _, width in TABLES), HIDDEN)
        self.head = nn.Linear(2 * HIDDEN, LABELS)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.dropout = dropout

    def forward(self, words, rows):
        parts = [self.word(words)]
        parts += [self.tables[name](rows[..., at]) for at, (name, _, _) in enumerate(TABLES)]
        x = F.dropout(torch.cat(parts, -1), 0.5 * self.dropout, self.training)
        return self.head(F.dropout(self.layer(x), self.dropout, self.training))


@torch.inference_mode()
def emissions(model, sentences, words):
    """Scores of each sentence by itself."""
    model.eval()
    pairs = list(zip(sentences.starts, sentences.starts[1:]))
    order = sorted(range(len(pairs)), key=lambda n: pairs[n][1] - pairs[n][0])
    out = [None] * len(pairs)
    by_length = {}
    for n in order:
        by_length.setdefault(pairs[n][1] - pairs[n][0], []).append(n)
    for length, members in by_length.items():
        index = torch.stack([torch.arange(pairs[n][0], pairs[n][0] + length) for n in members])
        for n, rows in zip(members, model(words[index], sentences.rows[index])):
            out[n] = rows
    return out


def main():
    parser = argparse.ArgumentParser()
    for name in ("folder", "vectors", "out"):
        parser.add_argument(name)
    parser.add_argument("--silver", nargs="*", default=[], help="SET=SCORES.npz")
    parser.add_argument("--twice", nargs="*", default=[])
    parser.add_argument("--weight", type=float, default=0.5, help="of a unit of a silver set")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--units", type=int, default=3000, help="units of a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    generator = torch.Generator().manual_seed(args.seed)
    table = np.load(args.vectors)
    vocabulary = {word: n for n, word in enumerate(table["words"].tolist())}
    number = lambda s: torch.tensor([vocabulary.get(word, 0) for word in s.words])
    folder = Path(args.folder)
    silver = dict(item.split("=") for item in args.silver)
    sets = []
    for path in sorted(folder.glob("*.jsonl")):
        name = path.stem
        if name in silver:
            known = np.load(silver[name])
            scores = torch.from_numpy(known["scores"])
            sets.append([Sentences(path, by_proper=True).upto(len(scores)), scores, torch.from_numpy(known["moves"])])
        elif name.endswith(".train"):
            marked = [Sentences(path, by_proper=name == "gum.train"), None, None]
            sets += [marked, list(marked)] if name in args.twice else [marked]
    for item in sets:
        item.append(number(item[0]))
    devs = {name: Sentences(folder / f"{name}.jsonl") for name in ("uner-ewt.dev", "crossner-politics.dev", "articles.dev")}
    dev_words = {name: number(s) for name, s in devs.items()}

    model = Names(torch.from_numpy(table["vectors"]))
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, betas=(0.9, 0.99), weight_decay=1e-4)
    total = sum(s.starts[-1] for s, *_ in sets)
    steps = int(args.epochs * total / args.units * 1.15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / 100, 0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.01))
    checkpoint, first, step = Path(args.out + ".ckpt"), 0, 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average, first, step = state["average"], state["epoch"], state["step"]
        generator.set_state(state["generator"])
        torch.set_rng_state(state["rng"])
    with open(args.out + ".log", "a" if first else "w") as log:
        def say(text):
            print(text, flush=True)
            print(text, file=log, flush=True)

        say(json.dumps(vars(args)) + f" units {total} words {len(vocabulary)} steps {steps}")
        for epoch in range(first, args.epochs):
            batches = []
            for which, (s, *_) in enumerate(sets):
                windows = s.windows(generator, BUDGETS)
                # Windows of about one length make a batch; the shorter ones go on into the next sentence.
                windows.sort(key=lambda w: w[1] - w[0])
                batch = []
                for first, end in windows:
                    if batch and (len(batch) + 1) * (end - first) > args.units:
                        batches.append((which, batch))
                        batch = []
                    batch.append((first, end))
                batches.append((which, batch))
            order = torch.randperm(len(batches), generator=generator).tolist()
            model.train()
            began, mean = time.process_time(), 0.0
            for n in order:
                which, batch = batches[n]
                s, scores, moves, words = sets[which]
                length = batch[-1][1] - batch[-1][0]
                starts = torch.tensor([first for first, _ in batch]).clamp(max=s.starts[-1] - length)
                index = starts[:, None] + torch.arange(length)
                masks = s.masks[index]
                ids, rows = words[index], s.rows[index].clone()
                in_name = ~masks[..., 0]
                if scores is not None:
                    _, soft, pairs = forward_backward(torch.where(masks, scores[index].float(), -60.0), moves)
                    in_name = soft[..., 0] < 0.5
                hidden = torch.rand(ids.shape) < torch.where(in_name, IN_NAMES, UNKNOWN)
                ids = torch.where(hidden, 0, ids)
                hashes = hidden & (torch.rand(ids.shape) < 0.5)
                rows[..., :3] = torch.where(hashes[..., None], torch.randint(1024, (*ids.shape, 3)), rows[..., :3])
                lowered = (torch.rand(len(starts), 1) < LOWERED) & torch.isin(rows[..., 3], torch.tensor([3, 4, 5]))
                rows[..., 3] = torch.where(lowered, 2, rows[..., 3])
                rows[..., 4] = torch.where(lowered, 0, rows[..., 4])
                rows[..., 6] = torch.where(lowered, 3, rows[..., 6])
                found = model(ids, rows)
                if scores is None:
                    _, soft, pairs = forward_backward(torch.where(masks, found.detach(), -60.0), model.transitions.detach())
                loss = Loss.apply(found, model.transitions, soft, pairs)
                share = min(1.0, index.numel() / args.units) * (args.weight if scores is not None else 1.0)
                optimizer.zero_grad()
                (share * loss).backward()
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
                if step % 100 == 0:
                    say(f"step {step}/{steps} loss {mean:.4f} cpu {time.process_time() - began:.0f}s")
            current = {name: value.clone() for name, value in model.state_dict().items()}
            model.load_state_dict(average)
            figures = {name: score(emissions(model, s, dev_words[name]), model.transitions.detach(), s) for name, s in devs.items()}
            say(f"epoch {epoch + 1} averaged {figures}")
            torch.save({"args": vars(args), "model": average}, args.out + ".pt")
            model.load_state_dict(current)
            torch.save({"model": current, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
                        "average": average, "epoch": epoch + 1, "step": step,
                        "generator": generator.get_state(), "rng": torch.get_rng_state()}, checkpoint)


if __name__ == "__main__":
    main()
