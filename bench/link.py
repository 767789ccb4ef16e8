"""How long linking takes, and that it grows with the pile and not with its square: `python -m bench.link`.

Prints processor seconds on one core for words, reuse and stories, the seconds a thousand articles, and the peak of
memory so far, at 1, 2, 4, 8 and 12 thousand articles of `coverage/baly-third` where it lies beside the checkout
(or under ONRECORD_DATA), and of made-up ones elsewhere. Then the piles that would hurt a program which compares all
pairs: one text ten thousand times, and two copies of a text of five megabytes. Then who is who at the same sizes, with
runs of capitalised words for names, so that nothing else is measured with it.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from eval.data import MissingDataError, data, rows
from eval.stories.measure import Row, article_of

from onrecord.link.pile import pile_of
from onrecord.link.reuse import reuse
from onrecord.link.stories import stories
from onrecord.model import Article, Name, NameType, Span
from onrecord.resolve import resolve

CORPUS = "coverage/baly-third.jsonl.gz"
SIZES = (1_000, 2_000, 4_000, 8_000, 12_573)
VOCABULARY = [
    first + last for first in ("har", "tol", "ves", "bran", "ka", "mo") for last in ("bour", "ling", "sel", "dor")
]
_RUN = re.compile(r"[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){0,3}")


def invented(count: int) -> Iterable[Row]:
    """Made-up articles of a thousand words, every tenth an edited copy of the one before."""
    chance = random.Random(5)
    before: list[str] = []
    for number in range(count):
        if number % 10 == 9:
            before[chance.randrange(len(before))] = "Larnholm"
        else:
            before = [chance.choice(VOCABULARY) + chance.choice(VOCABULARY) for _ in range(1_000)]
        yield Row(id=f"{number}", text=" ".join(before), published=f"2031-{number % 12 + 1:02}-03")


def with_names(article: Article) -> Article:
    """The article with runs of capitals as names, a chain for each last word."""
    chains: dict[str, str] = {}
    names: list[Name] = []
    for match in _RUN.finditer(article.text):
        who = chains.setdefault(match[0].split()[-1], f"c{len(chains)}")
        kind: NameType = "person" if match[0].count(" ") == 1 else "organisation"
        names.append(Name(f"n{len(names)}", Span(*match.span()), kind, who))
    return msgspec.structs.replace(article, names=tuple(names))


def timed(work: Callable[..., Any], *given: object) -> tuple[Any, float]:
    """What `work` makes of what is given, and the processor seconds that it took."""
    started = time.process_time()
    result = work(*given)
    return result, time.process_time() - started


def line(label: str, articles: Sequence[Article]) -> str:
    """One row of the table."""
    pile, counting = timed(pile_of, articles)
    found, reusing = timed(reuse, pile)
    told, grouping = timed(stories, pile, found)
    linking = counting + reusing + grouping
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = f"{counting:7.2f} {reusing:7.2f} {grouping:8.2f} {linking:7.2f}"
    return f"{label:>14} {times} {1000 * linking / len(articles):9.2f} {len(found):8} {len(told):8} {peak:6.0f}"


def main() -> None:
    """Print the table."""
    try:
        source: Iterable[Row] = list(rows(data(CORPUS), Row))
    except MissingDataError as missing:
        print(f"{missing}: made-up articles instead")
        source = invented(max(SIZES))
    articles = [article_of(row) for row in source]
    print("      articles   words   reuse  stories    link s/1000 art.  records  stories  MB peak")
    for size in SIZES:
        print(line(f"{size}", articles[:size]), flush=True)
    text = articles[0].text
    print(line("10,000 equal", [article_of(Row(id=f"{number}", text=text)) for number in range(10_000)]))
    long = " ".join(article.text for article in articles[: max(1, 5_000_000 // len(text))])[:5_000_000]
    print(line("2 of 5 MB", [article_of(Row(id=name, text=long)) for name in ("a", "b")]))
    print("      articles  resolve      names  entities")
    tagged = [with_names(article) for article in articles]
    for size in SIZES:
        found, seconds = timed(resolve, tagged[:size])
        names = sum(len(article.names or ()) for article in tagged[:size])
        print(f"{size:>14} {seconds:8.2f} {names:10} {len(found.entities):9}", flush=True)


if __name__ == "__main__":
    main()
