"""Fits a network to samples: bfloat16 where the processor has it, the weights averaged over the last steps, and a
checkpoint after every epoch."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from onrecord.tag.encoding import Pieces
from onrecord.tag.reading import Input, Scores
from training.tag.batches import IGNORED, Batch, Sample, batched
from training.tag.network import Encoder, Network

LIKELY = 0.05
"""A word that is an anchor with less probability is not looked at."""

OUTSIDE = 50.0
"""Words that count as one statement's in the loss of its labels: about as many as have a doubtful label."""


@dataclass(frozen=True)
class Recipe:
    """How a network is fitted."""

    epochs: int
    """Those over which the rate falls."""
    rate: float
    head_rate: float
    budget: int = 2560
    """Word pieces of a batch."""
    warm: float = 0.06
    decay: float = 0.01
    average: float = 0.997
    layerwise: float = 1.0
    """What the rate is multiplied by from each layer to the one below it."""
    through: int | None = None
    """Epochs after which to stop all the same: the average of weights makes up for a rate that has not fallen yet."""
    seed: int = 1
    passages: float = 2.0
    """Weight of the loss of passages' embeddings."""
    every: int = 4
    """Batches to one in which that loss is asked for: it costs a pass of the untouched encoder."""


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half(where: torch.device) -> Any:
    """Arithmetic in bfloat16 where the processor is made for it."""
    fast = where.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(where.type, torch.bfloat16) if fast else nullcontext()


def loss_of(network: Network, batch: Batch, frozen: Encoder | None) -> dict[str, Tensor]:
    """The losses of one batch, each a mean that does not depend on the batch's size."""
    words = network.words(batch.pieces, batch.features, batch.mask, batch.first)
    links = network.linked(words, batch.features, batch.first, batch.window, batch.anchor).float()
    anchors = network.anchors(words).squeeze(-1).float()
    names = network.names(words).float()
    roles = network.roles(words).float()
    found: dict[str, Tensor] = {}
    learnt = (batch.present & batch.marked[:, None]).float()
    count = batch.is_anchor.sum() + 8.0
    each = functional.binary_cross_entropy_with_logits(anchors, batch.is_anchor, reduction="none")
    found["anchors"] = (each * learnt).sum() / count
    if batch.soft_links is not None:
        each = -(batch.soft_links * functional.log_softmax(links, -1)).sum(-1) * (batch.links != IGNORED)
        found["links"] = (each * batch.is_anchor[batch.window, batch.anchor][:, None]).sum() / (count * OUTSIDE)
    else:
        each = functional.cross_entropy(links.transpose(1, 2), batch.links, ignore_index=IGNORED, reduction="sum")
        found["links"] = each / (count * OUTSIDE)
    if batch.soft_names is not None:
        each = -(batch.soft_names * functional.log_softmax(names, -1)).sum(-1)
        found["names"] = (each * batch.present).sum() / batch.present.sum()
    elif (batch.names != IGNORED).any():
        found["names"] = functional.cross_entropy(names.transpose(1, 2), batch.names, ignore_index=IGNORED)
    if batch.soft_names is None:
        each = functional.binary_cross_entropy_with_logits(roles, batch.roles, reduction="none").mean(-1)
        found["roles"] = (each * learnt).sum() / (learnt.sum() + 1.0)
    if frozen is not None:
        found["passages"] = passage_loss(network, words, batch, frozen)
    return found


WEIGHTS = {"anchors": 1.0, "links": 1.0, "names": 2.0, "roles": 1.0}


def passage_loss(network: Network, words: Tensor, batch: Batch, frozen: Encoder) -> Tensor:
    """One minus the cosine between a window's embedding and that of the encoder before any training."""
    with torch.no_grad():
        mask = batch.mask[..., None].float()
        wanted = (frozen(batch.pieces, torch.zeros_like(batch.features), batch.mask).float() * mask).sum(1)
    present = batch.present[..., None].float()
    given = (network.passage(words).float() * present).sum(1)
    return (1 - functional.cosine_similarity(given, wanted)).mean()


def groups(network: Network, recipe: Recipe) -> list[dict[str, Any]]:
    """The parameters with their rates: heads and features faster, lower layers slower where asked."""
    layers = len(network.encoder.layers)
    found: dict[float, list[Tensor]] = {}
    for name, parameter in network.named_parameters():
        rate = recipe.head_rate
        if name.startswith("encoder.") and ".features." not in name:
            depth = int(name.split(".")[2]) + 1 if ".layers." in name else 0
            rate = recipe.rate * recipe.layerwise ** (layers - depth)
        found.setdefault(rate, []).append(parameter)
    return [{"params": parameters, "lr": rate, "base": rate} for rate, parameters in found.items()]


class Fitting:
    """A network being fitted, and what a checkpoint keeps of it.

    Args:
        network: what is fitted.
        recipe: how.
        kept: the checkpoint: a run that was cut off goes on from it, one that ended is not done again.
    """

    def __init__(self, network: Network, recipe: Recipe, kept: Path) -> None:
        self.where = device()
        torch.manual_seed(recipe.seed)
        self.network, self.recipe, self.kept = network.to(self.where), recipe, kept
        self.optimizer = torch.optim.AdamW(groups(network, recipe), weight_decay=recipe.decay, fused=True)
        self.mean = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.epochs = self.steps = 0
        if kept.exists():
            found = torch.load(kept, map_location=self.where, weights_only=True)
            network.load_state_dict(found["network"])
            self.optimizer.load_state_dict(found["optimizer"])
            self.mean, self.epochs, self.steps = found["mean"], found["epoch"], found["step"]

    def keep(self) -> None:
        """Write the checkpoint: the old one or the complete new one."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "epoch": self.epochs,
            "step": self.steps,
        }
        torch.save(state, self.kept.with_suffix(".new"))
        self.kept.with_suffix(".new").replace(self.kept)

    def epoch(self, batches: Sequence[Batch], frozen: Encoder | None) -> None:
        """Go through some batches, a step each."""
        self.network.train()
        shown: dict[str, float] = {}
        begun, seen = time.monotonic(), 0
        for at, batch in enumerate(batches):
            compared = frozen if at % self.recipe.every == 0 else None
            losses = self.step(batch.to(self.where), self._slope(len(batches)), compared)
            for name, value in losses.items():
                shown[name] = shown.get(name, value) * 0.99 + value * 0.01
            seen += int(batch.mask.sum())
            if at % 40 == 39:
                rate = f"{self.epochs + 1} {at + 1}/{len(batches)} {seen / (time.monotonic() - begun):.0f}/s"
                print(rate, *(f"{name} {value:.3f}" for name, value in shown.items()), file=sys.stderr, flush=True)
        self.epochs += 1

    def step(self, batch: Batch, slope: float, frozen: Encoder | None) -> dict[str, float]:
        """One step against the gradient of one batch; its losses."""
        with half(self.where):
            losses = loss_of(self.network, batch, frozen)
        weights = {**WEIGHTS, "passages": self.recipe.passages}
        loss = sum((weights[name] * value for name, value in losses.items()), torch.zeros((), device=self.where))
        loss.backward()  # type: ignore[no-untyped-call]
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * slope
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        if self.steps % 4 == 0:
            self._average(min(self.recipe.average, self.steps / (self.steps + 10)) ** 4)
        return {name: float(value.detach()) for name, value in losses.items()}

    def _slope(self, steps: int) -> float:
        """What the rates are multiplied by: up over the first part of all steps, then down in a line."""
        share, warm = self.steps / (steps * self.recipe.epochs), self.recipe.warm
        return share / warm if share < warm else max(0.02, (1 - share) / (1 - warm))

    def _average(self, keep: float) -> None:
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    self.mean[name].lerp_(value, 1 - keep)


def fit(
    network: Network,
    epoch: Callable[[int, random.Random], list[Sample]],
    pieces: Pieces,
    recipe: Recipe,
    kept: Path,
    frozen: Encoder | None = None,
) -> Network:
    """The network after its epochs, with averaged weights.

    Args:
        epoch: the samples of an epoch, by its number.
        pieces: the vocabulary.
        kept: the checkpoint.
        frozen: the encoder before any training, where passages are to be embedded as it does.
    """
    fitting = Fitting(network, recipe, kept)
    for number in range(fitting.epochs, recipe.through or recipe.epochs):
        chance = random.Random(recipe.seed * 1000 + number)
        fitting.epoch(list(batched(epoch(number, chance), pieces, recipe.budget, chance)), frozen)
        fitting.keep()
    network.load_state_dict(fitting.mean)
    return network.eval()


class Reader:
    """A network as what `onrecord.tag.reading` runs."""

    def __init__(self, network: Network) -> None:
        self.network, self.where = network, device()

    def __call__(self, window: Input) -> Scores:
        self.network.eval()
        pieces, features, first = (
            torch.from_numpy(part)[None].to(self.where) for part in (window.pieces, window.features, window.first)
        )
        with torch.no_grad(), half(self.where):
            words = self.network.words(pieces, features, torch.ones_like(pieces), first)
            anchors = self.network.anchors(words)[0, :, 0].float()
            at = (torch.sigmoid(anchors) > LIKELY).nonzero()[:, 0]
            links = self.network.linked(words, features, first, torch.zeros_like(at), at)
            names, passages = self.network.names(words)[0], self.network.passage(words)[0]
        return Scores(*(_array(part) for part in (names, anchors)), at.cpu().numpy(), _array(links), _array(passages))


def _array(part: Tensor) -> Any:
    return np.asarray(part.float().cpu().numpy(), np.float32)
