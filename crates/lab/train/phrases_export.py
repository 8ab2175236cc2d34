"""Writes the weights of the program: phrases_export.py FINDER.pt VECTORS.npz FEATURES LINKS.pt OUT.safetensors

Without LINKS.pt (`-`) no phrase refers to another.
"""

import sys

import numpy as np
import torch
from phrases_finder import TABLES, Finder
from phrases_links import Links, sizes
from weights import Tensors


def main():
    finder, vectors, features, links, out = sys.argv[1:]
    table = np.load(vectors)
    model = Finder(torch.from_numpy(table["vectors"]))
    model.load_state_dict(torch.load(finder, weights_only=False)["model"])
    pairs = Links(*sizes(features))
    if links != "-":
        pairs.load_state_dict(torch.load(links, weights_only=False)["model"])
    state = model.state_dict()
    tensors = Tensors()
    tensors.reader(state, TABLES)
    tensors.words(table["words"].tolist())
    pairs.export(tensors)
    tensors.save(out)


if __name__ == "__main__":
    main()
