"""Soft labels of texts by an ensemble: soften.py FOLDER VECTORS.npz WHEEL --teachers A.pt ... --students B.pt ... [--share N/M]

The ensemble is the product of chains: the mean of the members' scores and of their transitions, which is a chain again. A
teacher counts for two students, which was best on PolNeAR dev.
Writes scores.f16 (scores of the labels of each token of a feature folder) and moves.npy (the transitions) into the
folder. With --share N/M only the N-th of M parts of the articles, so that parts can be done at the same time.
"""

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from crf import LABELS
from encoder import pretrained
from tagger import Data, Tagger
from teacher import Teacher, Text
from teacher import emissions as teacher_scores


def part(text, first, end):
    """The tokens first..end of a text."""
    cut = copy.copy(text)
    cut.pieces, cut.extra = text.pieces[first:end], text.extra[first:end]
    return cut


def student(path):
    state = torch.load(path, weights_only=False)["model"]
    model = Tagger(state["vectors"], state["trained"][:, 0], state["head.weight"].shape[1] // 2)
    model.load_state_dict(state)
    return model


def teacher(path):
    model = Teacher()
    model.load_state_dict(torch.load(path))
    return model


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser()
    for name in ("folder", "vectors", "wheel"):
        parser.add_argument(name)
    parser.add_argument("--teachers", nargs="*", default=[])
    parser.add_argument("--students", nargs="*", default=[])
    parser.add_argument("--share", default="1/1")
    args = parser.parse_args()
    torch.set_num_threads(1)
    vocabulary = {word: n for n, word in enumerate(np.load(args.vectors)["words"].tolist())}
    data = Data(args.folder, vocabulary)
    number, parts = map(int, args.share.split("/"))
    spans = data.articles()
    spans = spans[len(spans) * (number - 1) // parts : len(spans) * number // parts]
    first, end = spans[0][0], spans[-1][1]

    models = [(2, teacher(path)) for path in args.teachers] + [(1, student(path)) for path in args.students]
    total = sum(weight for weight, _ in models)
    scores = torch.zeros(end - first, LABELS)
    if args.teachers:
        text = part(Text(args.folder, pretrained(args.wheel)[1]), first, end)
    for weight, model in models:
        if isinstance(model, Teacher):
            own = teacher_scores(model, text, end - first)
        else:
            model.eval()
            own = torch.cat([model(data.features[a:b][None])[0] for a, b in spans])
        scores += own * weight / total
    scores -= scores.max(-1, keepdim=True).values
    path, size = Path(args.folder) / "scores.f16", len(data.features)
    if not path.exists() or path.stat().st_size != 2 * size * LABELS:
        np.zeros((size, LABELS), np.float16).tofile(path)
    whole = np.memmap(path, np.float16, "r+", shape=(size, LABELS))
    whole[first:end] = scores.to(torch.float16).numpy()
    whole.flush()
    moves = sum(weight * model.transitions for weight, model in models) / total
    np.save(Path(args.folder) / "moves.npy", moves.numpy())


if __name__ == "__main__":
    main()
