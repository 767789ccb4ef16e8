"""How long claims, conflicts, denials and the timeline take, and how that grows: `python -m bench.accounts [--all]`.

The first 1, 2 and 3 thousand articles of `coverage/baly-third` (under ONRECORD_DATA, or beside the checkout), with
`--all` the whole corpus too. Prints processor seconds of each step, the elapsed seconds of conflicts, which are to stay
under 120 for all 12,573 on two cores, and under each row the power of the number of articles by which the step grew
since the row before: 1 is in proportion, 2 all pairs.

Tagging takes much longer than all of these. `--cache FOLDER` keeps tagged articles, 500 to a file, for the next run;
empty the folder when the tagger has changed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from math import log
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import msgspec
from eval.data import MissingDataError, data, rows
from eval.stories.measure import Row, article_of

from onrecord.link import link
from onrecord.link.claims import claims
from onrecord.link.commonness import rarity
from onrecord.link.conflicts import conflicts
from onrecord.link.contents import contents
from onrecord.link.denials import denials
from onrecord.link.pile import pile_of
from onrecord.link.side_by_side import side_by_side
from onrecord.link.timeline import timeline
from onrecord.model import Article
from onrecord.resolve import resolve
from onrecord.tag import meanings, tag

CORPUS = "coverage/baly-third.jsonl.gz"
SIZES = (1_000, 2_000, 3_000)
ALL = 12_573
FILE = 500
"""Articles of one file of the cache."""
Result = TypeVar("Result")
STEPS = ("contents", "claims", "conflicts", "denials", "timeline")


def tagged(count: int, cache: Path | None) -> list[Article]:
    """The first articles of the corpus, tagged on all processors or taken from the cache, which keeps what is new.

    Raises:
        MissingDataError: the corpus is not there.
    """
    found: list[Article] = []
    wanted = islice(rows(data(CORPUS), Row), count)
    with get_context("spawn").Pool() as pool:
        while chunk := [article_of(row) for row in islice(wanted, FILE)]:
            kept = cache / f"{len(found):05}-{len(chunk):03}.json" if cache is not None else None
            if kept is not None and kept.exists():
                found += msgspec.json.decode(kept.read_bytes(), type=list[Article])
                continue
            found += pool.map(tag, chunk, chunksize=10)
            if kept is not None:
                kept.write_bytes(msgspec.json.encode(found[-len(chunk) :]))
    return found


def measured(articles: Sequence[Article]) -> tuple[dict[str, float], float, dict[str, int]]:
    """Processor seconds of each step, the elapsed seconds of conflicts, and how much each step found.

    The steps but conflicts share one reader of sentences, which reads each text once: each pays for what it is the
    first to ask for.
    """
    links, identities, pile, reader = link(articles), resolve(articles).identities, pile_of(articles), meanings()
    seconds: dict[str, float] = {}
    found: dict[str, int] = {}

    def timed(step: str, work: Callable[[], Result], count: Callable[[Result], int]) -> tuple[Result, float]:
        started, began = time.process_time(), time.perf_counter()
        result = work()
        elapsed = time.perf_counter() - began
        seconds[step], found[step] = time.process_time() - started, count(result)
        return result, elapsed

    said, _ = timed("contents", lambda: contents(pile, identities, links.stories), lambda result: len(result.all))
    timed("claims", lambda: claims(said, links.reuse, reader), len)
    _, elapsed = timed(
        "conflicts", lambda: conflicts(pile, links.stories, links.reuse, rarity(pile), side_by_side()), len
    )
    timed("denials", lambda: denials(said, reader), len)
    timed("timeline", lambda: timeline(pile, links.reuse, side_by_side()), len)
    return seconds, elapsed, found


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.accounts", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="the whole corpus too")
    parser.add_argument("--cache", type=Path, help="a folder that keeps tagged articles")
    asked = parser.parse_args()
    sizes = (*SIZES, ALL) if asked.all else SIZES
    if asked.cache is not None:
        asked.cache.mkdir(parents=True, exist_ok=True)
    try:
        articles = tagged(max(sizes), asked.cache)
    except MissingDataError as missing:
        print(missing, file=sys.stderr)
        return 1
    print("articles " + "".join(f"{step:>10}" for step in STEPS) + "   conflicts elapsed")
    before: tuple[int, dict[str, float]] | None = None
    for size in sizes:
        seconds, elapsed, found = measured(articles[:size])
        print(f"{size:>8} " + "".join(f"{seconds[step]:>10.1f}" for step in STEPS) + f"{elapsed:>20.1f}", flush=True)
        print("   found " + "".join(f"{found[step]:>10}" for step in STEPS))
        if before is not None:
            power = {step: log(seconds[step] / before[1][step]) / log(size / before[0]) for step in STEPS}
            print("   power " + "".join(f"{power[step]:>10.2f}" for step in STEPS))
        before = (size, seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
