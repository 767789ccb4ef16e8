"""The embedding of passages fitted last, in one step: a linear map of the finished network's word vectors.

While all else is learnt, the map that makes passages' embeddings runs behind. With the network fixed it is a linear
regression: the mean of a window's word vectors on the mean of the untouched encoder's, set to length one (ridge
regression, Hoerl and Kennard 1970).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from onrecord.tag.encoding import Pieces, encode, windows
from onrecord.tag.reading import Input, shown
from training.tag.fit import device, half
from training.tag.network import Encoder, Network

SIZES = (40, 80, 160, 318)
"""Word pieces of the windows: from a paragraph to all that is read at once."""

PENALTY = 1e-3
"""Of the squares of the map, as a share of the mean square of a word vector's numbers."""


def fit_passages(network: Network, frozen: Encoder, texts: Sequence[str], pieces: Pieces, seed: int = 7) -> Network:
    """The network with its map of passages fitted on the windows of some texts."""
    where = device()
    network, frozen = network.to(where).eval(), frozen.to(where).eval()
    pairs = [_means(network, frozen, window) for window in _windows(texts, pieces, random.Random(seed))]
    given, wanted = (torch.stack(part).double().cpu() for part in zip(*pairs, strict=True))
    given = torch.cat([given, torch.ones(len(given), 1, dtype=torch.double)], 1)
    square = given.T @ given
    ridge = PENALTY * float(square.diagonal().mean()) * torch.eye(len(square), dtype=torch.double)
    solved = torch.linalg.solve(square + ridge, given.T @ wanted).float()
    with torch.no_grad():
        network.passage.weight.copy_(solved[:-1].T)
        network.passage.bias.copy_(solved[-1])
    return network


def _windows(texts: Sequence[str], pieces: Pieces, chance: random.Random) -> Iterator[Input]:
    for text in texts:
        encoded = encode(text, pieces)
        if len(encoded):
            for window in windows(encoded, chance.choice(SIZES), 0):
                yield shown(encoded, window, pieces)


def _means(network: Network, frozen: Encoder, window: Input) -> tuple[Tensor, Tensor]:
    """The mean of a window's word vectors, and the untouched encoder's of the window, of length one."""
    where = device()
    ids, features, first = (
        torch.from_numpy(np.asarray(part))[None].to(where) for part in (window.pieces, window.features, window.first)
    )
    mask = torch.ones_like(ids)
    with torch.no_grad(), half(where):
        given = network.words(ids, features, mask, first)[0].float().mean(0)
        wanted = frozen(ids, torch.zeros_like(features), mask)[0].float().mean(0)
    return given, wanted / wanted.norm()
