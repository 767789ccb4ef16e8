"""How fast the dates and figures of articles are found: `python -m bench.quantities [--articles N]`.

The articles of `bench.tag`, untagged, on one core; beside them the peer, `dateparser.search`, where that is installed
and told that the text is English.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sized
from importlib import import_module
from importlib.util import find_spec

from bench.tag import article, corpus

from onrecord.model import Article
from onrecord.tag.dates import dates
from onrecord.tag.figures import figures

TIMED: dict[str, Callable[[Article], Sized]] = {
    "dates": dates,
    "figures": figures,
}
"""What is found, by its name in the table."""

PEER_ARTICLES = 5
"""Articles that the peer reads: it takes ten times as long."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.quantities", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    articles = [article(text) for text in corpus(parser.parse_args().articles)]
    words = sum(len(one.text.split()) for one in articles) / len(articles)
    print(f"articles   {len(articles)} of {words:.0f} words")
    total = 0.0
    for name, find in TIMED.items():
        find(articles[0])
        begin = time.perf_counter()
        found = sum(len(find(one)) for one in articles)
        seconds = time.perf_counter() - begin
        total += seconds
        print(f"{name:<10} {len(articles) / seconds:.0f} articles/s, {found / len(articles):.1f} an article")
    print(f"together   {len(articles) / total:.0f} articles/s on one core")
    if find_spec("dateparser") is None:
        print("peer       absent: pip install dateparser")
        return
    search = import_module("dateparser.search").search_dates
    begin = time.perf_counter()
    for one in articles[:PEER_ARTICLES]:
        search(one.text, languages=["en"])
    print(f"dateparser {PEER_ARTICLES / (time.perf_counter() - begin):.1f} articles/s")


if __name__ == "__main__":
    main()
