"""A linear-chain CRF with an exact gradient: loss and marginals by scaled forward-backward, in probability space."""

from functools import cache

import torch

ROLES = 5
LABELS = 1 + 2 * ROLES
NEVER = -1e4


@cache
def allowed(labels=LABELS):
    """May label b follow a? A further token (even, > 0) follows only the first or a further token of its kind."""
    table = torch.zeros(labels, labels)
    for b in range(2, labels, 2):
        for a in range(labels):
            if a not in (b, b - 1):
                table[a, b] = NEVER
    return table


@cache
def start(labels=LABELS):
    """May a text begin with a label? Not with that of a further token."""
    return torch.tensor([NEVER if b and b % 2 == 0 else 0.0 for b in range(labels)])


@torch.no_grad()
def forward_backward(scores, transitions):
    """Log-partition [batch], unary marginals [batch, length, labels], expected transition counts [labels, labels]."""
    batch, length, labels = scores.shape
    moves = (transitions + allowed(labels)).exp()
    top = scores.max(-1, keepdim=True).values
    factors = (scores - top).exp()
    both = torch.stack([factors, factors.flip(1)])  # [2, batch, length, labels]
    step = torch.stack([moves, moves.T])
    state = torch.ones(2, batch, labels)  # a chunk may begin anywhere: any first label
    states = torch.empty(length, 2, batch, labels)
    log_scale = torch.zeros(batch)
    for t in range(length):
        if t:
            state = torch.bmm(state, step)
        states[t, 1] = state[1]  # backward messages exclude the token's own factor
        state = state * both[:, :, t]
        total = state.sum(-1, keepdim=True)
        state = state / total
        log_scale += total[0, :, 0].log()
        states[t, 0] = state[0]
    alpha = states[:, 0].transpose(0, 1)
    beta = states[:, 1].flip(0).transpose(0, 1)
    marginals = alpha * beta
    marginals = marginals / marginals.sum(-1, keepdim=True)
    left = alpha[:, :-1]
    right = factors[:, 1:] * beta[:, 1:]
    norm = torch.einsum("bti,ij,btj->bt", left, moves, right).clamp(min=1e-30)
    counts = moves * torch.einsum("bti,btj->ij", left / norm[..., None], right)
    return log_scale + top.sum((1, 2)), marginals, counts


class Loss(torch.autograd.Function):
    """Mean negative log-likelihood a token, of a target given by its marginals and transition counts."""

    @staticmethod
    def forward(ctx, scores, transitions, target, target_counts):
        log_z, marginals, counts = forward_backward(scores, transitions)
        tokens = scores.shape[0] * scores.shape[1]
        ctx.save_for_backward((marginals - target) / tokens, (counts - target_counts) / tokens)
        gold = (target * scores).sum() + (target_counts * transitions).sum()
        return (log_z.sum() - gold) / tokens

    @staticmethod
    def backward(ctx, grad):
        unary, pair = ctx.saved_tensors
        return unary * grad, pair * grad, None, None


def gold_target(labels):
    """Marginals and transition counts of label sequences [batch, length]."""
    target = torch.nn.functional.one_hot(labels, LABELS).float()
    counts = torch.einsum("bti,btj->ij", target[:, :-1], target[:, 1:])
    return target, counts


def viterbi(scores, transitions):
    """Best label sequence of one text [length, labels]."""
    moves = (transitions + allowed(len(transitions))).numpy()
    scores = scores.numpy()
    best = scores[0] + start(len(transitions)).numpy()
    back = []
    for t in range(1, len(scores)):
        paths = best[:, None] + moves
        back.append(paths.argmax(0))
        best = paths.max(0) + scores[t]
    label = int(best.argmax())
    out = [label]
    for choices in reversed(back):
        label = int(choices[label])
        out.append(label)
    return out[::-1]


def pieces(labels):
    """Spans of a label sequence: (role, first, end), before and after the cue as one role."""
    found = []
    for at, label in enumerate(labels):
        if not label:
            continue
        side = (label - 1) // 2
        if label % 2 == 0 and found and found[-1][2] == at and found[-1][3] == side:
            found[-1][2] = at + 1
        else:
            found.append([(side + 1) // 2, at, at + 1, side])
    return [tuple(piece[:3]) for piece in found]
