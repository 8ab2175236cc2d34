"""Tensors of a weight file of the program: matrices as signed bytes with a scale a row, the rest in single precision."""

import numpy as np
from crf import allowed, start
from safetensors.numpy import save_file


class Tensors:
    def __init__(self):
        self.tensors = {}

    def number(self, name, values):
        self.tensors[name] = np.asarray(values, np.float32)

    def matrix(self, name, matrix):
        matrix = matrix.detach().numpy()
        scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
        self.tensors[name] = np.rint(matrix / scale[:, None]).astype(np.int8)
        self.number(name + ".scale", scale)

    def recurrent(self, name, state, theirs):
        """Both directions of a layer; `theirs` is its name in the state."""
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            for part, gates in (("input", "ih"), ("state", "hh")):
                self.matrix(f"{name}.{way}.{part}", state[f"{theirs}.gru.weight_{gates}_l0{suffix}"])
                self.number(f"{name}.{way}.{part}.bias", state[f"{theirs}.gru.bias_{gates}_l0{suffix}"])

    def reader(self, state, tables):
        """A network of one layer: vectors of words, further tables (name, rows, width), the layer and what it gives out."""
        self.matrix("word", state["word.weight"])
        for name, _, _ in tables:
            self.matrix(name, state[f"tables.{name}.weight"])
        self.recurrent("layer", state, "layer")
        self.matrix("head", state["head.weight"])
        self.number("head.bias", state["head.bias"])

    def chain(self, transitions):
        """The chain's transitions and what a text may begin with."""
        self.number("transitions", transitions + allowed(len(transitions)))
        self.number("transitions.start", start(len(transitions)))

    def words(self, words):
        self.tensors["words"] = np.frombuffer("\n".join(words).encode(), np.uint8)

    def save(self, out):
        save_file({name: np.ascontiguousarray(value) for name, value in self.tensors.items()}, out)
        print(sum(value.nbytes for value in self.tensors.values()), "bytes")
