"""Writes the weights of the program: names_export.py NAME.pt VECTORS.npz OUT.safetensors

Matrices become signed bytes with a scale a row; the rest stays single precision. Without NAME.pt (`-`) weights are drawn at random.
"""

import sys

import numpy as np
import torch
from crf import allowed, start
from names_data import LABELS
from names_tagger import TABLES, Names
from safetensors.numpy import save_file


def main():
    weights, vectors, out = sys.argv[1:]
    table = np.load(vectors)
    model = Names(torch.from_numpy(table["vectors"]))
    if weights != "-":
        model.load_state_dict(torch.load(weights, weights_only=False)["model"])
    state = model.state_dict()
    tensors = {}

    def put(name, matrix):
        matrix = matrix.detach().numpy()
        scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
        tensors[name] = np.rint(matrix / scale[:, None]).astype(np.int8)
        tensors[name + ".scale"] = scale.astype(np.float32)

    put("word", state["word.weight"])
    for name, _, _ in TABLES:
        put(name, state[f"tables.{name}.weight"])
    for way, suffix in (("forward", ""), ("backward", "_reverse")):
        for part, theirs in (("input", "ih"), ("state", "hh")):
            put(f"layer.{way}.{part}", state[f"layer.gru.weight_{theirs}_l0{suffix}"])
            tensors[f"layer.{way}.{part}.bias"] = state[f"layer.gru.bias_{theirs}_l0{suffix}"].numpy()
    put("head", state["head.weight"])
    tensors["head.bias"] = state["head.bias"].numpy()
    tensors["transitions"] = (state["transitions"] + allowed(LABELS)).numpy()
    tensors["transitions.start"] = start(LABELS).numpy()
    words = "\n".join(table["words"].tolist()).encode()
    tensors["words"] = np.frombuffer(words, np.uint8)
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, out)
    print(sum(value.nbytes for value in tensors.values()), "bytes")


if __name__ == "__main__":
    main()
