"""The network that reads two sentences side by side, and how it is fitted and written for the program.

It is an encoder of `training.tag.network` with a vector added to what stands in the second sentence, and a small
network over its first piece and the masks of the two values (sum, product and distance, as in Conneau et al. 2017).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from onrecord.tag.encoding import CASES, GAPS, pieces_of
from training.accounts.pairs import Ints, Sides
from training.tag.export import exported
from training.tag.fit import device, half
from training.tag.network import Encoder, Network, Shape, load

INNER = 256
HEAD = 5.0
"""How many times the encoder's rate that of the rest is."""
WARM, DECAY = 0.1, 0.01
READ = 512
"""Pairs that are read at a time where nothing is fitted."""
EVEN = 16
"""Word pieces by whose multiple a batch is filled up."""
INPUTS = ("pieces", "features", "second", "at")
SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
"""What MPNet's vocabulary calls the pieces that BERT's has for no word."""


class Recipe(NamedTuple):
    """How a network is fitted."""

    epochs: int
    rate: float
    batch: int
    seed: int


class Examples(NamedTuple):
    """Pairs of sentences by their numbers (pairs, 2), how far their values are of one thing and how far they are one
    quantity of it (pairs, 2; 0 to 1), and what each pair counts in the loss."""

    pairs: Ints
    same: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __add__(self, other: tuple[object, ...]) -> Examples:
        """These and others."""
        return Examples(*(np.concatenate(parts) for parts in zip(self, other, strict=True)))


def examples(pairs: Ints, same: NDArray[np.generic], weight: NDArray[np.float64] | float = 1.0) -> Examples:
    """Pairs that count what `weight` says."""
    return Examples(pairs, same.astype(np.float64), np.broadcast_to(np.float64(weight), len(pairs)))


class PairNetwork(nn.Module):
    """Two sentences -> two logits: of one thing, one quantity of it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.second = nn.Parameter(torch.zeros(shape.width))
        self.inner = nn.Linear(4 * shape.width, INNER)
        self.out = nn.Linear(INNER, 2)
        self.dropout = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, second: Tensor, at: Tensor) -> Tensor:
        """Logits (pairs, 2), from inputs of `onrecord.link.side_by_side` that are filled up to one length."""
        vectors = self.encoder(pieces, features, mask, second[..., None] * self.second)
        one, other = (
            torch.gather(vectors, 1, at[:, side, None, None].expand(-1, 1, vectors.shape[2]))[:, 0].float()
            for side in (0, 1)
        )
        joined = torch.cat([vectors[:, 0].float(), (one - other).abs(), one * other, one + other], 1)
        return self.out(self.dropout(functional.gelu(self.inner(joined))))  # type: ignore[no-any-return]


def begun(folder: Path) -> PairNetwork:
    """A network with the weights of a folder, for the vocabulary that is shipped.

    The table of word pieces is not fitted: it is half of a small network, and the pairs have few of the words.
    """
    shape = Shape.read(folder)
    whole = Network(shape)
    load(whole, folder)
    state = whole.encoder.state_dict()
    if shape.kind == "mpnet":
        state["words.weight"] = state["words.weight"][_order(folder)]
    network = PairNetwork(replace(shape, vocabulary=len(state["words.weight"])))
    network.encoder.load_state_dict(state)
    for table in (network.encoder.words, network.encoder.positions):
        table.weight.requires_grad = False
    return network


def _order(folder: Path) -> list[int]:
    """Where the pieces of the vocabulary that is shipped stand in a folder's own."""
    theirs = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return [theirs.token_to_id(SPECIAL.get(piece, piece)) for piece in pieces_of().in_order]


class Reader:
    """Sentences where a network is, and batches of their pairs.

    Args:
        sides: the sentences.
    """

    def __init__(self, sides: Sides) -> None:
        self.where = device()
        self._starts, self._at, self._lengths = sides.starts, sides.at, np.diff(sides.starts)
        self._pieces = torch.from_numpy(sides.pieces.astype(np.int64)).to(self.where)
        self._features = torch.from_numpy(sides.features.astype(np.int64)).to(self.where)
        known = pieces_of()
        self._start, self._end, self._padding = known.start, known.end, known.padding

    def lengths(self, pairs: Ints) -> Ints:
        """How many word pieces both sentences of each pair have."""
        return self._lengths[pairs].sum(1)

    def batch(self, pairs: Ints) -> tuple[Tensor, ...]:
        """Pairs as a network reads them, filled up to one length."""
        length = -(-(int(self.lengths(pairs).max()) + 3) // EVEN) * EVEN
        first, then, first_at, then_at = (
            torch.from_numpy(part[pairs[:, side]]).to(self.where)[:, None]
            for part in (self._lengths, self._starts)
            for side in (0, 1)
        )
        place = torch.arange(length, device=self.where)[None]
        behind = place - first - 2
        in_first, in_then = (place >= 1) & (place <= first), (behind >= 0) & (behind < then)
        inside = in_first | in_then
        source = torch.where(in_first, first_at + place - 1, torch.where(in_then, then_at + behind, 0))
        pieces = torch.where(inside, self._pieces[source], self._padding)
        pieces = torch.where(place == 0, self._start, pieces)
        pieces = torch.where((behind == -1) | (behind == then), self._end, pieces)
        told = torch.where(inside, self._features[source], 0)
        features = torch.stack([told % CASES, told // CASES % GAPS, told // CASES // GAPS], -1)
        second = (behind >= 0) & (behind <= then)
        at = np.stack([1 + self._at[pairs[:, 0]], self._lengths[pairs[:, 0]] + 2 + self._at[pairs[:, 1]]], 1)
        return pieces, features, (behind <= then).float(), second.float(), torch.from_numpy(at).to(self.where)


def fit(network: PairNetwork, reader: Reader, some: Examples, recipe: Recipe) -> None:
    """Fit a network; each time a pair is shown, either of its sentences may come first."""
    where, chance = reader.where, np.random.default_rng(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.to(where).train()
    encoder = [one for one in network.encoder.parameters() if one.requires_grad]
    rest = [one for name, one in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": recipe.rate}, {"params": rest, "lr": HEAD * recipe.rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    total = recipe.epochs * -(-len(some.pairs) // recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM * total)) * max(0.02, 1 - step / total)
    )
    wanted, weights = (torch.tensor(part, device=where, dtype=torch.float32) for part in some[1:])
    begun_at, summed = time.monotonic(), torch.zeros((), device=where)
    for step, at in enumerate(_batches(reader.lengths(some.pairs), recipe, chance)):
        turned = np.where(chance.random((len(at), 1)) < 0.5, some.pairs[at][:, ::-1], some.pairs[at])
        rows = torch.from_numpy(at).to(where)
        with half(where):
            logits = network(*reader.batch(turned)).float()
        each = functional.binary_cross_entropy_with_logits(logits, wanted[rows], reduction="none")
        loss = (each * weights[rows, None]).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        summed += loss.detach()
        if step % 200 == 199:
            told = f"{step + 1}/{total} loss {float(summed) / 200:.3f} {time.monotonic() - begun_at:.0f} s"
            print(told, file=sys.stderr, flush=True)
            summed.zero_()


def _batches(lengths: Ints, recipe: Recipe, chance: np.random.Generator) -> Iterator[Ints]:
    """Batches of pairs that are about equally long, in an order drawn anew each epoch."""
    for _ in range(recipe.epochs):
        drawn = chance.permutation(len(lengths))
        some: list[Ints] = []
        for start in range(0, len(drawn), recipe.batch * 20):
            near = drawn[start : start + recipe.batch * 20]
            near = near[np.argsort(lengths[near], kind="stable")]
            some += [near[at : at + recipe.batch] for at in range(0, len(near), recipe.batch)]
        for number in chance.permutation(len(some)):
            yield some[number]


def scores(network: PairNetwork, reader: Reader, pairs: Ints) -> NDArray[np.float64]:
    """The logits of pairs: (pairs, 2)."""
    network.to(reader.where).eval()
    order = np.argsort(reader.lengths(pairs), kind="stable")
    found = np.zeros((len(pairs), 2))
    for start in range(0, len(order), READ):
        some = order[start : start + READ]
        with torch.no_grad(), half(reader.where):
            found[some] = network(*reader.batch(pairs[some])).float().cpu().numpy()
    return found


class _Alone(nn.Module):
    """The network with what the program asks of it: one pair."""

    def __init__(self, network: PairNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, features: Tensor, second: Tensor, at: Tensor) -> Tensor:
        mask = torch.ones_like(pieces)[None].float()
        return self.network(pieces[None], features[None], mask, second[None].float(), at[None])[0]  # type: ignore[no-any-return]


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
    target.write_bytes(exported(_Alone(network), network.encoder, example, INPUTS, ("logits",), axes, ()))
