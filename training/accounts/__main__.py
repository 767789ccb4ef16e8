"""Trains what `onrecord.link` tells by that two figures, or two dates, are of one thing (extra `train`).

    python -m training.accounts --data ../shared/data

In four steps, each kept under --out, so that a run which was cut off goes on: the figures and dates of the articles of
`coverage/baly-third` that stand in no gold are marked; the network that reads two sentences side by side is fitted to
pairs that are of one thing by their values (`distant`), then to pairs that readers judged (`marked.jsonl`, and the
choosing half of eval/accounts); and the signs are weighed by logistic regression (`weighing`), with what networks say
that did not see the pair, one for each third of the events. Pairs are judged by
eval/accounts/GUIDELINE.md; of one thing is what is anything but "not comparable".
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
import torch
from eval.data import data, rows
from eval.stories.measure import Row, article_of
from msgspec.structs import replace
from numpy.typing import NDArray

from onrecord.link import link
from onrecord.link.pile import pile_of
from onrecord.model import Article, Reuse, Story
from onrecord.tag.dates import dates
from onrecord.tag.encoding import pieces_of
from onrecord.tag.figures import figures
from training.accounts.distant import distant
from training.accounts.marked import Marked, choosing, marked
from training.accounts.network import Example, PairNetwork, begun, export, fit, scores
from training.accounts.weighing import weigh

ROOT = Path(__file__).resolve().parents[2]
LINK, GOLDS = ROOT / "src" / "onrecord" / "link", ROOT / "eval"
COVERAGE = "coverage/baly-third.jsonl.gz"
DISTANT_EPOCHS, DISTANT_RATE = 3, 1e-4
MARKED_EPOCHS, MARKED_RATE = 3, 4e-5
AGAIN, AGAIN_WEIGHT = 800, 0.5
"""Pairs of the first step that are shown among the marked ones, and what they count there."""
POSITIVE = 3.0
"""What a marked pair of one thing counts in the loss: one in eight is."""
FOLDS = 3
SEED = 5
_QUOTED = re.compile(r'"([^"]*)"')


class Coverage(msgspec.Struct):
    """Articles with figures and dates, and how they hang together."""

    articles: list[Article]
    stories: tuple[Story, ...]
    reuse: tuple[Reuse, ...]


def counted(article: Article) -> Article:
    """The article with figures and dates."""
    found = replace(article, figures=figures(article))
    return replace(found, dates=dates(found))


def in_golds() -> frozenset[str]:
    """All that stands in quotation marks in the golds of our own, ids of articles among it."""
    files = GOLDS.glob("*/gold/*.json*")
    return frozenset(told for file in files for told in _QUOTED.findall(file.read_text(encoding="utf-8")))


def coverage(folder: Path) -> Coverage:
    """The articles of coverage that stand in no gold."""
    kept = folder / "coverage.msgpack"
    if not kept.exists():
        gold = in_golds()
        plain = [article_of(row) for row in rows(data(COVERAGE), Row) if row.id not in gold]
        with ProcessPoolExecutor() as processes:
            articles = list(processes.map(counted, plain, chunksize=50))
        found = link(articles)
        kept.write_bytes(msgspec.msgpack.encode(Coverage(articles, found.stories, found.reuse)))
    return msgspec.msgpack.decode(kept.read_bytes(), type=Coverage)


def examples(some: list[Marked]) -> Iterator[Example]:
    """Marked pairs as the network learns them: where two readers are of two minds, half of one thing."""
    for pair in some:
        yield Example(pair.one.around, pair.other.around, pair.same, POSITIVE if pair.same else 1.0)


class Training:
    """The steps after the marking.

    Args:
        folder: where what each step makes is kept.
        found: coverage with figures and dates.
        some: judged pairs.
    """

    def __init__(self, folder: Path, found: Coverage, some: list[Marked]) -> None:
        self.folder, self.some, self.pieces = folder, some, pieces_of()
        pile = pile_of(found.articles)
        self.told = [pair.example() for pair in distant(pile, found.stories, found.reuse, SEED)]
        print(f"{len(self.told)} pairs told by their values, {len(some)} by readers")

    def fitted(self, name: str, some: list[Marked]) -> PairNetwork:
        """The network fitted to pairs told by their values, then to judged ones."""
        first, last = self.folder / "distant.pt", self.folder / f"{name}.pt"
        made = begun()
        if not first.exists():
            fit(made, self.told, self.pieces, DISTANT_EPOCHS, DISTANT_RATE, SEED)
            torch.save(made.state_dict(), first)
        if not last.exists():
            made.load_state_dict(torch.load(first, weights_only=True))
            again = [one._replace(weight=AGAIN_WEIGHT) for one in self.told[:AGAIN]]
            fit(made, [*examples(some), *again], self.pieces, MARKED_EPOCHS, MARKED_RATE, SEED)
            torch.save(made.state_dict(), last)
        made.load_state_dict(torch.load(last, weights_only=True))
        return made

    def unseen(self) -> NDArray[np.float64]:
        """For each judged pair the logit of a network that saw no pair of its event."""
        read = np.zeros(len(self.some))
        fold = [sha256(pair.event.encode()).digest()[0] % FOLDS for pair in self.some]
        for number in range(FOLDS):
            made = self.fitted(
                f"fold-{number}", [pair for pair, at in zip(self.some, fold, strict=True) if at != number]
            )
            here = [at for at, of in enumerate(fold) if of == number]
            read[here] = scores(
                made, [(self.some[at].one.around, self.some[at].other.around) for at in here], self.pieces
            )
        return read


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.accounts", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder for what is kept between runs")
    given = parser.parse_args()
    os.environ["ONRECORD_DATA"] = str(given.data)
    given.out.mkdir(parents=True, exist_ok=True)
    found = coverage(given.out)
    some = [*marked(found.articles), *choosing(given.out)]
    training = Training(given.out, found, some)
    weights = weigh(some, training.unseen())
    (LINK / "model").mkdir(exist_ok=True)
    export(training.fitted("whole", some), LINK / "model" / "side_by_side.onnx")
    (LINK / "same_thing.json").write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


if __name__ == "__main__":
    main()
