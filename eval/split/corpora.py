"""All corpora for splitting, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eval import data
from eval.split import daily, joined, plural, seeds, singles
from eval.split.sample import Sample

SINGLES = 2000


@dataclass(frozen=True)
class Corpus:
    """A corpus under its name; `samples` raises MissingDataError where its data are not there.

    `single` says that each document is one piece, which changes the measure: how many were cut.
    `family` joins corpora that are summed up together.
    """

    name: str
    samples: Callable[[], Iterator[Sample]]
    family: str
    single: bool = False


def _joined(style: joined.Style) -> Callable[[], Iterator[Sample]]:
    def samples() -> Iterator[Sample]:
        campaign = data.data("statements/polnear-dev.jsonl.gz")
        stories = data.data("stories/basil-2010-2014.jsonl.gz")
        return joined.samples(style, campaign, stories)

    return samples


def _singles(name: str, count: int | None = None) -> Callable[[], Iterator[Sample]]:
    return lambda: singles.samples(data.data(name), count)


CORPORA = (
    Corpus("seeds", lambda: seeds.samples(data.seeds()), "seeds"),
    Corpus("data-is-plural", lambda: plural.samples(data.data("newsletters/data-is-plural")), "data-is-plural"),
    *(Corpus(f"joined: {style.name}", _joined(style), "joined") for style in joined.STYLES),
    Corpus("berlin-daily", lambda: daily.samples(data.data("newsletters/berlin-daily")), "berlin-daily"),
    Corpus("baly-third", _singles("coverage/baly-third.jsonl.gz", SINGLES), "singles", single=True),
    Corpus("polnear-train", _singles("statements/polnear-train.jsonl.gz"), "singles", single=True),
    Corpus("polnear-dev", _singles("statements/polnear-dev.jsonl.gz"), "singles", single=True),
)
"""Every corpus, in the order of the report."""


def corpus(name: str) -> Corpus:
    """The corpus of that name.

    Raises:
        KeyError: there is none.
    """
    return {each.name: each for each in CORPORA}[name]
