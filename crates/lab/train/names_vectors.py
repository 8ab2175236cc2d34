"""First values of the name model's word vectors: names_vectors.py WHEEL FOLDER OUT.npz

The words of the training sets that come twice or more, and those of the plain texts that come COMMON times. Word 0 is the unknown word.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from vectors import principal

COMMON = 4
MOST = 20_000
SIZE = 64


def main():
    wheel, folder, out = sys.argv[1:]
    labelled, plain = Counter(), Counter()
    for path in sorted(Path(folder).glob("*.jsonl")):
        if path.stem.endswith(".dev"):
            continue
        count = plain if path.stem in ("plain", "ewt.train") else labelled
        for line in open(path, encoding="utf-8"):
            count.update(json.loads(line)["words"])
    words = [w for w, n in labelled.items() if n >= 2]
    known = set(words)
    words += [w for w, n in plain.items() if n >= COMMON and w not in known]
    words.sort(key=lambda w: (-labelled[w] - plain[w], w))
    words = words[: MOST - 1]
    vectors = principal(words, wheel, SIZE)
    np.savez(out, words=np.array(["", *words]), vectors=np.concatenate([np.zeros((1, SIZE), np.float32), vectors]))
    print(len(words), "words")


if __name__ == "__main__":
    main()
