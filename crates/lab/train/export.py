"""Writes the weights of the program: export.py NAME.pt VECTORS.npz LINKS.json OUT.safetensors [CONFIDENCE.json]

Without CONFIDENCE.json (which `lab polnear confidence` fits with these weights) every attribution is as likely as not.
Matrices become signed bytes with a scale a row; the rest stays single precision.
"""

import json
import sys

import numpy as np
import torch
from crf import allowed, start
from safetensors.numpy import save_file
from tagger import TABLES


# Properties that the confidence of an attribution is made of.
CONFIDENCE = 5


def main():
    weights, vectors, links, out, *confidence = sys.argv[1:]
    state = torch.load(weights, weights_only=False)["model"]
    table = np.load(vectors)
    links = json.load(open(links))
    tensors = {}

    def put(name, matrix):
        matrix = matrix.detach().numpy()
        scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
        tensors[name] = np.rint(matrix / scale[:, None]).astype(np.int8)
        tensors[name + ".scale"] = scale.astype(np.float32)

    put("word", state["vectors"] + state["word.weight"] * state["trained"])
    for name, _, _ in TABLES:
        put(name, state[f"tables.{name}.weight"])
    for layer in (0, 1):
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            for part, theirs in (("input", "ih"), ("state", "hh")):
                put(f"layer{layer}.{way}.{part}", state[f"layers.{layer}.gru.weight_{theirs}_l0{suffix}"])
                tensors[f"layer{layer}.{way}.{part}.bias"] = state[f"layers.{layer}.gru.bias_{theirs}_l0{suffix}"].numpy()
    put("head", state["head.weight"])
    tensors["head.bias"] = state["head.bias"].numpy()
    tensors["confidence"] = np.array(
        json.load(open(confidence[0]))["confidence"] if confidence else [0] * CONFIDENCE, np.float32
    )
    tensors["transitions"] = (state["transitions"] + allowed()).numpy()
    tensors["transitions.start"] = start().numpy()
    for name in ("source", "content"):
        tensors[f"link.{name}"] = np.array(links[name], np.float32)
    words = "\n".join(table["words"].tolist()).encode()
    tensors["words"] = np.frombuffer(words, np.uint8)
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, out)
    print(sum(value.nbytes for value in tensors.values()), "bytes")


if __name__ == "__main__":
    main()
