"""Pages of a daily digest in HTML: the gold starts are those of the headings of second rank.

The rule, after a look at pages from all months: each page is a greeting (`h1`), then stories and lists of links, each
under an `h2` and set apart by rules, then a farewell and a poll under `h3` or `h4`. What an `h2` heads is a piece; a
list under one heading ("Quick Hits") is one piece. Greeting, fun fact, farewell and poll are none.

The headings are taken from the page by themselves and then looked up in the text that was read, so that a heading
which reading dropped counts as a piece that is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from eval.documents import documents_in
from eval.split.sample import Sample


def samples(folder: Path) -> Iterator[Sample]:
    """One sample for each page of `folder`."""
    for path in sorted(folder.glob("*.html")):
        (document,) = documents_in([path])
        wanted = headings(path.read_text(encoding="utf-8"))
        starts = located(wanted, document.text)
        yield Sample(path.stem, document, starts, lost=len(wanted) - len(starts))


def headings(page: str) -> list[str]:
    """The words of a page's headings of second rank, in order, white space evened out."""
    found = html.fromstring(page).iter("h2")
    return [" ".join(heading.text_content().split()) for heading in found]


def located(wanted: list[str], text: str) -> tuple[int, ...]:
    """Where each of `wanted` fills a line of `text`, in order; those that do not are left out.

    White space may differ, and a heading may carry its own mark (`#`) or rank in front.
    """
    starts = []
    after = 0
    for heading in wanted:
        words = r"\s+".join(map(re.escape, heading.split()))
        match = re.compile(rf"^[ \t#]*({words})[ \t]*$", re.MULTILINE).search(text, after)
        if match:
            starts.append(match.start(1))
            after = match.end()
    return tuple(starts)
