"""How fast figures and dates are found: `python -m bench.quantities [--articles N]`.

Articles of about 750 words, as `bench.tag` takes them. Prints, from one run and on one processor, milliseconds an
article for our dates and for the peer, `dateparser.search`, where that is installed and told that the text is English.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from bench.tag import article, corpus

from onrecord.tag.dates import dates


def milliseconds(run: Callable[[str], object], texts: list[str]) -> float:
    """Milliseconds an article."""
    begin = time.process_time()
    for text in texts:
        run(text)
    return (time.process_time() - begin) / len(texts) * 1000


def ours(text: str) -> object:
    return dates(article(text))


def peer() -> Callable[[str], object] | None:
    """`dateparser.search.search_dates` for English; None where it is not installed."""
    if find_spec("dateparser") is None:
        return None
    search = import_module("dateparser.search").search_dates
    return lambda text: search(text, languages=["en"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.quantities", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=100)
    texts = corpus(parser.parse_args().articles)
    ours(texts[0])
    print(f"dates, one processor      {milliseconds(ours, texts):.1f} ms an article")
    other = peer()
    if other is None:
        print("peer                      absent: pip install dateparser")
    else:
        print(f"dateparser                {milliseconds(other, texts):.1f} ms an article")


if __name__ == "__main__":
    main()
