"""The network: an encoder whose last layer feeds every head, in one forward pass.

The encoder is a BERT (Devlin et al. 2019; MiniLM, Wang et al. 2020) or an MPNet (Song et al. 2020), whose weights are
read from a folder of `config.json` and `model.safetensors`. Its input is the word piece plus three features of the
word (case, gap before it, state of quotation marks). Its output is read at the first piece of each word.

A statement is tagged from its *anchor*, the last word of its cue that carries meaning: one head says how likely a
word is an anchor, another labels every word of the window for one anchor (source, cue, content), from a small network
over the two words, the signed distance between them, and the sentences, paragraphs and marks that lie between. So
several statements may share words, lie inside one another, and be interrupted, without a second pass.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from onrecord.tag.encoding import CASES, GAPS, MARKS, SENTENCE
from onrecord.tag.labels import BUCKETS, NAME_LABELS, ROLE_LABELS

PAIR = 192
"""Width of the network that looks at an anchor and another word."""

APART = 4
"""Sentences, paragraphs and marks between an anchor and another word that are counted, each way."""

PASSAGE = 384
"""Width of a passage's embedding: that of all-MiniLM-L6-v2, which it imitates."""


@dataclass(frozen=True)
class Shape:
    """What an encoder is made of."""

    kind: str
    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float

    @staticmethod
    def read(folder: Path) -> Shape:
        """From a `config.json`."""
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return Shape(
            found["model_type"],
            found["num_hidden_layers"],
            found["hidden_size"],
            found["num_attention_heads"],
            found["intermediate_size"],
            found["vocab_size"],
            found["max_position_embeddings"],
            found["layer_norm_eps"],
        )


class Dropout(nn.Module):
    """Dropout by masks from a pool that is drawn once: drawing anew takes a CPU longer than the layer itself."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        if x.device.type != "cpu" or torch.compiler.is_compiling():
            return functional.dropout(x, self.rate)
        size = x.numel()
        if Dropout.pool is None or len(Dropout.pool) < size + 4096:
            Dropout.pool = (torch.rand(size * 2 + (1 << 22)) >= self.rate).to(torch.bfloat16) / (1 - self.rate)
        at = int(torch.randint(0, len(Dropout.pool) - size, ()))
        return x * Dropout.pool[at : at + size].view(x.shape)


Mix = Callable[[Tensor, Tensor, Tensor, Tensor, int], Tensor]
"""Queries, keys, values of shape (windows, pieces, width), what is added to their products, heads -> mixed values."""


def mix(query: Tensor, key: Tensor, value: Tensor, bias: Tensor, heads: int) -> Tensor:
    """Attention (Vaswani et al. 2017)."""
    batch, length, width = query.shape
    split = (batch, length, heads, width // heads)
    query = (query * (width // heads) ** -0.5).view(split).transpose(1, 2)
    scores = torch.matmul(query, key.view(split).transpose(1, 2).transpose(-1, -2)) + bias
    # In the precision of the scores: a processor spends more on widening them than on all else here.
    weights = torch.softmax(scores, -1, dtype=scores.dtype)
    return torch.matmul(weights, value.view(split).transpose(1, 2)).transpose(1, 2).reshape(batch, length, width)


class Layer(nn.Module):
    """One layer with normalisation behind each half."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.mix: Mix = mix
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width) for _ in range(4))
        self.attended = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.done = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        mixed = self.mix(self.query(x), self.key(x), self.value(x), bias, self.heads)
        x = self.attended(x + self.dropout(self.out(mixed)))
        return self.done(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and features of their words -> one vector a piece."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.features = nn.ModuleList(nn.Embedding(count, shape.width) for count in (CASES, GAPS, MARKS))
        for feature in self.features:
            nn.init.normal_(feature.weight, std=0.01)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.near = nn.Embedding(32, shape.heads) if shape.kind == "mpnet" else None

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, added: Tensor | float = 0.0) -> Tensor:
        """Vectors of shape (windows, pieces, width), from ids and three features of the same shape.

        `added` is what else each piece's vector begins with: which of two texts it is of.
        """
        length = pieces.shape[1]
        at = torch.arange(length, device=pieces.device)
        x = self.words(pieces) + self.positions(at + (2 if self.near is not None else 0))
        for number, feature in enumerate(self.features):
            x = x + feature(features[..., number])
        x = self.dropout(self.norm(x + added))
        bias = (1.0 - mask[:, None, None, :].float()) * -10000.0
        if self.near is not None:
            bias = bias + self.near(_distances(at)).permute(2, 0, 1)[None]
        if torch.is_autocast_enabled("cpu") or torch.is_autocast_enabled("cuda"):
            x, bias = x.bfloat16(), bias.bfloat16()
        for layer in self.layers:
            x = layer(x, bias)
        return x


def _distances(at: Tensor) -> Tensor:
    """MPNet's buckets of relative position (those of T5, Raffel et al. 2020): 16 each way, exact below 8, up to 128."""
    apart = at[:, None] - at[None, :]
    found = (apart < 0).long() * 16
    apart = apart.abs()
    far = 8 + (torch.log(apart.float().clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
    return found + torch.where(apart < 8, apart, far.clamp(max=15))


class Network(nn.Module):
    """The encoder and the heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.encoder = Encoder(shape, dropout)
        self.dropout = Dropout(dropout)
        self.names = nn.Linear(width, len(NAME_LABELS))
        self.roles = nn.Linear(width, 3)
        self.anchors = nn.Linear(width, 1)
        self.anchor = nn.Linear(width, PAIR)
        self.other = nn.Linear(width, PAIR)
        self.distance = nn.Embedding(BUCKETS, PAIR)
        self.apart = nn.ModuleList(nn.Embedding(2 * APART + 1, PAIR) for _ in range(3))
        self.label = nn.Linear(PAIR, len(ROLE_LABELS))
        self.alone = nn.Linear(width, len(ROLE_LABELS))
        self.product = nn.Linear(PAIR, len(ROLE_LABELS), bias=False)
        self.passage = nn.Linear(width, PASSAGE)
        for table in (self.distance, *self.apart):
            nn.init.normal_(table.weight, std=0.02)
        nn.init.normal_(self.product.weight, std=0.02)

    def words(self, pieces: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """The vector of each word's first piece: (windows, words, width)."""
        vectors = self.encoder(pieces, features, mask)
        return torch.gather(vectors, 1, first[:, :, None].expand(-1, -1, vectors.shape[2]))

    def linked(self, words: Tensor, features: Tensor, first: Tensor, window: Tensor, anchor: Tensor) -> Tensor:
        """Labels of every word for each of N anchors: (N, words, labels).

        Args:
            words: the vectors of the words of some windows.
            features, first: what the encoder was given for them.
            window: in which window each anchor is.
            anchor: which word of its window it is.
        """
        words = self.dropout(words)
        of_anchor = self.anchor(words[window, anchor])
        of_other = self.other(words)
        apart = torch.arange(words.shape[1], device=words.device)[None, :] - anchor[:, None]
        between = looked_up(self.distance, bucket(apart))
        for table, count in zip(self.apart, counts(features, first), strict=True):
            found = count[window] - torch.gather(count[window], 1, anchor[:, None])
            between = between + looked_up(table, found.clamp(-APART, APART) + APART)
        pair = functional.relu(of_anchor[:, None, :] + of_other[window] + between.to(of_other.dtype))
        product = torch.matmul(of_other[window], (of_anchor[:, None, :] * self.product.weight[None]).transpose(1, 2))
        return self.label(self.dropout(pair)) + self.alone(words)[window] + product / math.sqrt(PAIR)


def looked_up(table: nn.Embedding, at: Tensor) -> Tensor:
    """Rows of a small table, by a product: its gradient is a product too, where that of a look-up goes row by row."""
    numbers = torch.arange(table.num_embeddings, device=at.device)
    return torch.matmul((at[..., None] == numbers).to(table.weight.dtype), table.weight)


def counts(features: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """In which sentence, paragraph and quotation each word stands, counted from its window's start."""
    gap, mark = (torch.gather(features[..., which], 1, first) for which in (1, 2))
    opens = (gap >= 2).long().cumsum(1)
    paragraphs = ((gap >= 2) & (gap != SENTENCE)).long().cumsum(1)
    # A quotation opens one after its mark, so that the marks of one and the words behind it differ.
    return opens, paragraphs, ((mark == 2).long() + (mark == 3).long()).cumsum(1)


def bucket(apart: Tensor) -> Tensor:
    """The bucket of a signed distance in words: exact up to 8, then by powers of the square root of two."""
    size = apart.abs()
    far = 8 + (torch.log(size.float().clamp(min=1) / 8) / math.log(2) * 2).long()
    found = torch.where(size <= 8, size, far.clamp(max=BUCKETS // 2 - 1))
    return torch.where(apart < 0, found + BUCKETS // 2, found)


def load(network: Network, folder: Path) -> None:
    """Put the weights of a folder's `model.safetensors` into the encoder, all of its layers or the first ones."""
    found = load_file(folder / "model.safetensors")
    mpnet = network.encoder.shape.kind == "mpnet"
    attention = "attention.attn" if mpnet else "attention.self"
    names = (
        {"query": "q", "key": "k", "value": "v", "out": "o"}
        if mpnet
        else {"query": "query", "key": "key", "value": "value"}
    )
    ours = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
    }
    for part in ("weight", "bias"):
        ours[f"norm.{part}"] = f"embeddings.LayerNorm.{part}"
        for at in range(len(network.encoder.layers)):
            inside = f"encoder.layer.{at}"
            for mine, theirs in names.items():
                ours[f"layers.{at}.{mine}.{part}"] = f"{inside}.{attention}.{theirs}.{part}"
            if not mpnet:
                ours[f"layers.{at}.out.{part}"] = f"{inside}.attention.output.dense.{part}"
            norm = "attention.LayerNorm" if mpnet else "attention.output.LayerNorm"
            ours[f"layers.{at}.attended.{part}"] = f"{inside}.{norm}.{part}"
            ours[f"layers.{at}.up.{part}"] = f"{inside}.intermediate.dense.{part}"
            ours[f"layers.{at}.down.{part}"] = f"{inside}.output.dense.{part}"
            ours[f"layers.{at}.done.{part}"] = f"{inside}.output.LayerNorm.{part}"
    if mpnet:
        ours["near.weight"] = "encoder.relative_attention_bias.weight"
    state = network.encoder.state_dict()
    for mine, theirs in ours.items():
        state[mine] = found[theirs].float()
    if not mpnet:
        # All pieces are of BERT's first segment.
        state["words.weight"] = state["words.weight"] + found["embeddings.token_type_embeddings.weight"][0]
    network.encoder.load_state_dict(state)
