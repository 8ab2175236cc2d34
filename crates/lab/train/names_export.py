"""Writes the weights of the program: names_export.py NAMES.pt VECTORS.npz OUT.safetensors"""

import sys

import numpy as np
import torch
from names_tagger import TABLES, Names
from weights import Tensors


def main():
    weights, vectors, out = sys.argv[1:]
    table = np.load(vectors)
    model = Names(torch.from_numpy(table["vectors"]))
    model.load_state_dict(torch.load(weights, weights_only=False)["model"])
    state = model.state_dict()
    tensors = Tensors()
    tensors.reader(state, TABLES)
    tensors.chain(state["transitions"])
    tensors.words(table["words"].tolist())
    tensors.save(out)


if __name__ == "__main__":
    main()
