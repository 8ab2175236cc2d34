"""Brings weights of the program back into the trainer: restore.py WEIGHTS.safetensors VECTORS.npz OUT.pt

The inverse of export.py but for the rounding of the integers. Words of VECTORS.npz that the weights lack begin as they
do in a new training. OUT.pt serves as `--begin` of tagger.py and as a member of soften.py.
"""

import sys

import numpy as np
import torch
from crf import NEVER
from safetensors.numpy import load_file
from tagger import TABLES, Tagger


def main():
    weights, vectors, out = sys.argv[1:]
    tensors, table = load_file(weights), np.load(vectors)

    def matrix(name):
        return torch.from_numpy(tensors[name].astype(np.float32) * tensors[name + ".scale"][:, None])

    known = {word: at for at, word in enumerate(bytes(tensors["words"]).decode().split("\n"))}
    word, first = matrix("word"), torch.from_numpy(table["vectors"])
    for at, text in enumerate(table["words"].tolist()):
        if text in known:
            first[at] = word[known[text]]
    hidden = tensors["head"].shape[1] // 2
    state = Tagger(first, torch.from_numpy((table["counts"] >= 2).astype(np.float32)), hidden).state_dict()
    for name, _, _ in TABLES:
        state[f"tables.{name}.weight"] = matrix(name)
    for layer in (0, 1):
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            for part, theirs in (("input", "ih"), ("state", "hh")):
                name = f"layer{layer}.{way}.{part}"
                state[f"layers.{layer}.gru.weight_{theirs}_l0{suffix}"] = matrix(name)
                state[f"layers.{layer}.gru.bias_{theirs}_l0{suffix}"] = torch.from_numpy(tensors[name + ".bias"])
    state["head.weight"] = matrix("head")
    state["head.bias"] = torch.from_numpy(tensors["head.bias"])
    transitions = torch.from_numpy(tensors["transitions"])
    state["transitions"] = torch.where(transitions < NEVER / 2, torch.zeros(()), transitions)
    torch.save({"model": state}, out)


if __name__ == "__main__":
    main()
