"""The network that reads two sentences side by side, and how it is fitted and written for the program.

It is the encoder of `training.tag.network` with a vector added to what stands in the second sentence, and a small
network over its first piece and the masks of the two values (sum, product and distance, as in Conneau et al. 2017).
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from onrecord.link.side_by_side import Around, Input, shown
from onrecord.tag.encoding import Pieces
from training.tag.backbones import minilm
from training.tag.export import exported
from training.tag.fit import device, half
from training.tag.network import Encoder, Network, Shape, load

INNER = 256
BATCH = 32
HEAD = 5.0
"""How many times the encoder's rate that of the rest is."""
WARM, DECAY = 0.1, 0.01
INPUTS = ("pieces", "features", "second", "at")


class Example(NamedTuple):
    """Two sentences, how far their values are of one thing (0 to 1), and what the pair counts in the loss."""

    one: Around
    other: Around
    same: float
    weight: float = 1.0


class PairNetwork(nn.Module):
    """Two sentences -> a logit."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.second = nn.Parameter(torch.zeros(shape.width))
        self.inner = nn.Linear(4 * shape.width, INNER)
        self.out = nn.Linear(INNER, 1)
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, second: Tensor, at: Tensor) -> Tensor:
        """Logits (pairs), from inputs of `onrecord.link.side_by_side` that are filled up to one length."""
        vectors = self.encoder(pieces, features, mask, second[..., None] * self.second)
        one, other = (
            torch.gather(vectors, 1, at[:, side, None, None].expand(-1, 1, vectors.shape[2]))[:, 0].float()
            for side in (0, 1)
        )
        joined = torch.cat([vectors[:, 0].float(), (one - other).abs(), one * other, one + other], 1)
        return self.out(self.dropout(functional.gelu(self.inner(joined))))[:, 0]  # type: ignore[no-any-return]


def begun() -> PairNetwork:
    """A network with the weights of all-MiniLM-L6-v2, of which the table of word pieces is not fitted: 12 of 22 million
    weights, that 10,000 pairs say little of."""
    shape = Shape.read(minilm())
    whole, network = Network(shape), PairNetwork(shape)
    load(whole, minilm())
    network.encoder.load_state_dict(whole.encoder.state_dict())
    for table in (network.encoder.words, network.encoder.positions):
        table.weight.requires_grad = False
    return network


def batch(inputs: Sequence[Input], pieces: Pieces) -> tuple[Tensor, ...]:
    """Inputs as tensors of one length each."""
    length = max(len(one.pieces) for one in inputs)
    filled = [torch.full((len(inputs), length), pieces.padding), *(torch.zeros(len(inputs), length) for _ in range(2))]
    features = torch.zeros((len(inputs), length, 3), dtype=torch.long)
    for row, one in enumerate(inputs):
        size = len(one.pieces)
        filled[0][row, :size] = torch.from_numpy(one.pieces)
        filled[1][row, :size] = 1.0
        filled[2][row, :size] = torch.from_numpy(one.second).float()
        features[row, :size] = torch.from_numpy(one.features)
    at = torch.from_numpy(np.stack([one.at for one in inputs]))
    return filled[0], features, filled[1], filled[2], at


def fit(network: PairNetwork, examples: Sequence[Example], pieces: Pieces, epochs: int, rate: float, seed: int) -> None:
    """Fit a network; each time a pair is shown, either of its sentences may come first."""
    where, chance = device(), random.Random(seed)
    torch.manual_seed(seed)
    network.to(where).train()
    both = [(shown(one.one, one.other, pieces), shown(one.other, one.one, pieces), one) for one in examples]
    encoder = [one for one in network.encoder.parameters() if one.requires_grad]
    rest = [one for name, one in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": rate}, {"params": rest, "lr": HEAD * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    total = epochs * -(-len(both) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * total)) * max(0.02, 1 - step / total)
    )
    begun_at, mean = time.monotonic(), 0.0
    for step, some in enumerate(_batches(both, epochs, chance)):
        with half(where):
            inputs = batch([pair[chance.randrange(2)] for pair in some], pieces)
            logits = network(*(part.to(where) for part in inputs)).float()
        wanted, weights = (
            torch.tensor(values, device=where) for values in zip(*((p[2].same, p[2].weight) for p in some), strict=True)
        )
        loss = (functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none") * weights).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean = 0.98 * mean + 0.02 * float(loss.detach())
        if step % 50 == 49:
            told = f"{step + 1}/{total} loss {mean / (1 - 0.98 ** (step + 1)):.3f} {time.monotonic() - begun_at:.0f} s"
            print(told, file=sys.stderr, flush=True)


Prepared = tuple[Input, Input, Example]


def _batches(both: Sequence[Prepared], epochs: int, chance: random.Random) -> Iterator[list[Prepared]]:
    """Batches of pairs that are about equally long, in an order drawn anew each epoch."""
    for _ in range(epochs):
        drawn = chance.sample(both, len(both))
        some: list[list[Prepared]] = []
        for start in range(0, len(drawn), BATCH * 20):
            near = sorted(drawn[start : start + BATCH * 20], key=lambda pair: len(pair[0].pieces))
            some += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        yield from chance.sample(some, len(some))


def scores(network: PairNetwork, pairs: Sequence[tuple[Around, Around]], pieces: Pieces) -> NDArray[np.float64]:
    """The logits of pairs, each read the one way round that the program reads it."""
    where = device()
    network.to(where).eval()
    inputs = [shown(*sorted(pair), pieces) for pair in pairs]
    order = sorted(range(len(inputs)), key=lambda at: len(inputs[at].pieces))
    found = np.zeros(len(inputs))
    for start in range(0, len(order), BATCH):
        some = order[start : start + BATCH]
        with torch.no_grad(), half(where):
            logits = network(*(part.to(where) for part in batch([inputs[at] for at in some], pieces)))
        found[some] = logits.float().cpu().numpy()
    return found


class _Alone(nn.Module):
    """The network with what the program asks of it: one pair."""

    def __init__(self, network: PairNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, features: Tensor, second: Tensor, at: Tensor) -> Tensor:
        mask = torch.ones_like(pieces)[None].float()
        return self.network(pieces[None], features[None], mask, second[None].float(), at[None])  # type: ignore[no-any-return]


def export(network: PairNetwork, target: Path) -> None:
    """Write the network to `target`, in eight bits."""
    network = network.cpu().eval()
    length = 40
    example = (
        torch.randint(1000, 2000, (length,)),
        torch.zeros((length, 3), dtype=torch.long),
        torch.zeros(length, dtype=torch.long),
        torch.tensor([5, 25]),
    )
    axes: dict[str, dict[int, str]] = {name: {0: "length"} for name in INPUTS[:3]}
    target.write_bytes(exported(_Alone(network), network.encoder, example, INPUTS, ("logit",), axes, ()))
