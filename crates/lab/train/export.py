"""Writes the weights of the program: export.py NAME.pt VECTORS.npz LINKS.json OUT.safetensors [CONFIDENCE.json]

Without CONFIDENCE.json (which `lab polnear confidence` fits with these weights) every attribution is as likely as not.
"""

import json
import sys

import numpy as np
import torch
from tagger import TABLES
from weights import Tensors


# Properties that the confidence of an attribution is made of.
CONFIDENCE = 5


def main():
    weights, vectors, links, out, *confidence = sys.argv[1:]
    state = torch.load(weights, weights_only=False)["model"]
    table = np.load(vectors)
    links = json.load(open(links))
    tensors = Tensors()
    tensors.matrix("word", state["vectors"] + state["word.weight"] * state["trained"])
    for name, _, _ in TABLES:
        tensors.matrix(name, state[f"tables.{name}.weight"])
    for layer in (0, 1):
        tensors.recurrent(f"layer{layer}", state, f"layers.{layer}")
    tensors.matrix("head", state["head.weight"])
    tensors.number("head.bias", state["head.bias"])
    tensors.number("confidence", json.load(open(confidence[0]))["confidence"] if confidence else [0] * CONFIDENCE)
    tensors.chain(state["transitions"])
    for name in ("source", "content"):
        tensors.number(f"link.{name}", links[name])
    tensors.words(table["words"].tolist())
    tensors.save(out)


if __name__ == "__main__":
    main()
