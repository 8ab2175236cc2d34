"""MUC, B-cubed, CEAF-e and their mean, as `crates/lab/src/coreference/measures.rs` has them, to choose between states of a training."""

import numpy as np


def owners(clusters):
    return {mention: at for at, cluster in enumerate(clusters) for mention in cluster}


def links(clusters, of_other):
    kept = every = 0
    for cluster in clusters:
        parts = [of_other[m] for m in cluster if m in of_other]
        kept += len(parts) - len(set(parts))
        every += len(cluster) - 1
    return kept, every


def b_cubed(clusters, of_other):
    total = count = 0
    for cluster in clusters:
        shared = np.bincount([of_other[m] for m in cluster if m in of_other] or [0], minlength=1)
        if any(m in of_other for m in cluster):
            total += (shared.astype(float) ** 2).sum() / len(cluster)
        count += len(cluster)
    return total, count


def aligned(gold, own):
    size = max(len(gold), len(own))
    if not size:
        return 0.0
    cost, of_own = np.zeros((size, size)), owners(own)
    for row, cluster in enumerate(gold):
        for mention in cluster:
            if mention in of_own:
                there = of_own[mention]
                cost[row, there] -= 2 / (len(cluster) + len(own[there]))
    return -least_cost(cost)


def least_cost(cost):
    size = len(cost)
    u, v, placed = np.zeros(size + 1), np.zeros(size + 1), np.zeros(size + 1, int)
    for row in range(1, size + 1):
        placed[0], column = row, 0
        slack, came, done = np.full(size + 1, np.inf), np.zeros(size + 1, int), np.zeros(size + 1, bool)
        while placed[column]:
            done[column] = True
            source = placed[column]
            reduced = cost[source - 1] - u[source] - v[1:]
            better = ~done[1:] & (reduced < slack[1:])
            slack[1:][better], came[1:][better] = reduced[better], column
            following = int(np.argmin(np.where(done[1:], np.inf, slack[1:]))) + 1
            step = slack[following]
            u[placed[done]] += step
            v[done] -= step
            slack[~done] -= step
            column = following
        while column:
            placed[column] = placed[came[column]]
            column = came[column]
    return sum(cost[placed[to] - 1, to - 1] for to in range(1, size + 1))


class Agreement:
    def __init__(self):
        self.sums = np.zeros((4, 4))  # measure: recall's sum and whole, precision's sum and whole

    def add(self, gold, own):
        of_gold, of_own = owners(gold), owners(own)
        self.sums[0] += (*links(gold, of_own), *links(own, of_gold))
        self.sums[1] += (*b_cubed(gold, of_own), *b_cubed(own, of_gold))
        alike = aligned(gold, own)
        self.sums[2] += alike, len(gold), alike, len(own)
        shared = len(of_gold.keys() & of_own.keys())
        self.sums[3] += shared, len(of_gold), shared, len(of_own)

    def values(self):
        recall = self.sums[:, 0] / np.maximum(self.sums[:, 1], 1e-9)
        precision = self.sums[:, 2] / np.maximum(self.sums[:, 3], 1e-9)
        return recall, precision, 2 * recall * precision / np.maximum(recall + precision, 1e-9)

    def __str__(self):
        recall, precision, f1 = self.values()
        return f"conll {f1[:3].mean():.4f} " + " ".join(
            f"{name} {p:.3f}/{r:.3f}" for name, p, r in zip(("muc", "b3", "ceaf", "mentions"), precision, recall))
