"""Trains the model that `onrecord.tag` ships: `python -m training.tag [--data ../shared/data] [--work out/tag]`.

Five steps, each kept under `--work`, so that a run that was cut off goes on where it was:

1. teacher.pt   MPNet, fitted to the marked texts, altered anew in every epoch
2. soft.pt      what the teacher says of unmarked articles
3. student.pt   MiniLM-L6, fitted to the marked texts and to what the teacher said
4. finished.pt  and longer.pt: the same, fitted further with more weight on passages, whose map is then solved for
5. network.onnx and card.json in `src/onrecord/tag/model/`, with confidence calibrated on polnear-dev

Uses a GPU where there is one. On two cores that know bfloat16 matrices the whole takes some two hours; an allocator
that keeps what it has (jemalloc with `MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1`) makes that half of what it is
without.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import torch
from eval.statements.texts import Text

from onrecord.tag.encoding import Pieces, pieces_of
from training.tag import backbones, choosing, soft
from training.tag.augment import altered, teaser
from training.tag.batches import Sample, samples
from training.tag.corpora import names, pieces, polnear
from training.tag.export import export
from training.tag.fit import Reader, Recipe, fit
from training.tag.network import Network, Shape, load
from training.tag.passages import fit_passages

MODEL = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "tag" / "model"
GOLD = Path(__file__).resolve().parents[2] / "eval"

VERSION = "minilm-l6-2"

SIZE = 318
"""Word pieces of a window."""

TEACHER = Recipe(epochs=4, through=3, rate=7e-5, head_rate=1e-3, layerwise=0.93, average=0.998)
STUDENT = Recipe(epochs=5, rate=2e-4, head_rate=1.5e-3)
FINISH = Recipe(epochs=1, rate=1.5e-4, head_rate=1.5e-3, average=0.99, passages=10.0, every=1, seed=2)
"""One epoch more, in which passages count most: in the five before, their embedding was lost."""

LONGER = Recipe(epochs=3, rate=1.2e-4, head_rate=1e-3, average=0.997, passages=10.0, every=2, seed=3)
"""And three, with the rate falling slowly: what one epoch wins back for passages it takes from the rest."""

UNMARKED = 900
"""Articles of which the teacher is asked."""

Epoch = Callable[[int, random.Random], list[Sample]]


def marked_epoch(data: Path, vocabulary: Pieces, named: int) -> Epoch:
    """The samples of the marked texts for an epoch: PolNeAR once, our own pieces twice, texts with names as often as
    told (0: half of them)."""
    articles, own, sentences = polnear(data), pieces(), names(data)

    def epoch(_: int, chance: random.Random) -> list[Sample]:
        found: list[Sample] = []

        def add(text: Text, size: int = SIZE, begin: int = 0) -> None:
            found.extend(samples(text, vocabulary, size, begin))

        for text in articles:
            add(altered(text, chance, 0.7), chance.choice((SIZE, SIZE, SIZE, 250)), chance.randrange(4000))
        for text in [*own, *own]:
            add(altered(text, chance, 0.5))
        for text in [*articles, *own, *own]:
            if chance.random() < 0.2:
                add(teaser(altered(text, chance, 0.5), chance))
        for text in sentences * max(named, 1):
            if named or chance.random() < 0.5:
                add(altered(text, chance, 0.3))
        return found

    return epoch


def teacher(data: Path, work: Path) -> tuple[Network, Pieces]:
    """The teacher and its vocabulary."""
    folder = backbones.mpnet(work)
    vocabulary = Pieces((folder / "tokenizer.json").read_text(encoding="utf-8"))
    network = Network(Shape.read(folder))
    load(network, folder)
    return fit(network, marked_epoch(data, vocabulary, 0), vocabulary, TEACHER, work / "teacher.pt"), vocabulary


def asked(data: Path, work: Path) -> list[soft.Labelled]:
    """What the teacher says of unmarked articles; made once."""
    kept = work / "soft.pt"
    if not kept.exists():
        network, vocabulary = teacher(data, work)
        texts = soft.unmarked(data, choosing.ids_in(GOLD), UNMARKED, seed=5)
        found = soft.labelled(texts, vocabulary, Reader(network))
        torch.save([vars(one) for one in found], kept.with_suffix(".new"))
        kept.with_suffix(".new").replace(kept)
    return [soft.Labelled(**one) for one in torch.load(kept, weights_only=False)]


def student(data: Path, work: Path) -> Network:
    """The network that is shipped."""
    folder = backbones.minilm()
    labelled = asked(data, work)
    vocabulary = pieces_of()

    def both(named: int) -> Epoch:
        marked = marked_epoch(data, vocabulary, named)

        def epoch(number: int, chance: random.Random) -> list[Sample]:
            found = marked(number, chance)
            for one in labelled:
                found.extend(soft.samples(one, vocabulary, SIZE, chance))
            return found

        return epoch

    network = Network(Shape.read(folder))
    load(network, folder)
    untouched = Network(Shape.read(folder))
    load(untouched, folder)
    for feature in untouched.encoder.features:
        torch.nn.init.zeros_(feature.weight)
    frozen = untouched.encoder.eval()
    for parameter in frozen.parameters():
        parameter.requires_grad = False
    fit(network, both(1), vocabulary, STUDENT, work / "student.pt", frozen)
    fit(network, both(3), vocabulary, FINISH, work / "finished.pt", frozen)
    fit(network, both(3), vocabulary, LONGER, work / "longer.pt", frozen)
    return fit_passages(network, frozen, [one.text for one in labelled], vocabulary)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.tag", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("out/tag"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        network = student(options.data, options.work)
    except backbones.MissingBackboneError as missing:
        print(missing, file=sys.stderr)
        return 1
    export(network, MODEL / "network.onnx")
    card = choosing.card(VERSION, options.data)
    (MODEL / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
