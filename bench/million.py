"""How linking takes a million articles: `python -m bench.million [--articles N] [--sentences K] [--jobs J]`.

New texts are made from the sentences of `coverage/baly-third` (of made-up ones where it is not there): the sentences of
a topic are shuffled and dealt out, `--sentences` to a text. Up to three altered copies follow each text within a few
days in other outlets: cut, with words replaced, or with its paragraphs in another order. So unrelated texts of a topic
share whole sentences, the more of them the larger the pile, and every one of these is a passage to be recorded.
Linking uses no embeddings (stories are told by words), so none are supplied; nothing is tagged.

Texts lie in a file and are read as they are asked for. Prints seconds by the clock, processor seconds of all
processes, the peak of memory of all processes together (shared pages once, with and without pages of files, which the
system takes back when it needs them), how busy the machine was, and how much of what was copied was found.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import tempfile
import threading
import time
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import overload

import msgspec
from bench.link import CORPUS, VOCABULARY
from eval.data import MissingDataError, data, rows
from eval.stories.measure import Row, article_of

from onrecord.link import JOBS, link
from onrecord.link.scratch import MEMORY, Scratch
from onrecord.model import Article, Reuse
from onrecord.split.segments import sentences

PARAGRAPH = 3
"""Sentences of a paragraph."""
COPIES = 3
"""Altered copies of a text, at most."""
DAYS = 3_000
"""Days over which the pile is spread, …"""
LATER = 5
"""… and by which a copy follows its text, at most."""
REPLACED = 0.1
"""Share of the words that the second manner of copying replaces."""
ONE_TEXT = {"reprint", "version", "excerpt"}
SAMPLE = 2.0
"""Seconds between two looks at the memory."""


class Deck:
    """The sentences of one topic, dealt in an order of chance, and again in another when all were dealt."""

    def __init__(self, chance: random.Random, held: list[str]) -> None:
        self._chance, self._held, self._at = chance, held, len(held)
        self.words = sorted({word for sentence in held[:2_000] for word in sentence.split()})

    def deal(self, count: int) -> list[str]:
        """The next sentences."""
        if self._at + count > len(self._held):
            self._chance.shuffle(self._held)
            self._at = 0
        self._at += count
        return self._held[self._at - count : self._at]


def decks(chance: random.Random) -> tuple[list[Deck], list[int], list[str]]:
    """The sentences of each topic, how many articles of it there are, and the outlets."""
    try:
        source = list(rows(data(CORPUS), Row))
    except MissingDataError as missing:
        print(f"{missing}: made-up sentences instead")
        source = list(invented(chance))
    held: dict[str, list[str]] = defaultdict(list)
    size: dict[str, int] = defaultdict(int)
    for row in source:
        size[str(row.topic)] += 1
        held[str(row.topic)] += [" ".join(span.of(row.text).split()) for span in sentences(row.text)]
    made = [Deck(chance, held[topic]) for topic in held]
    return made, list(size.values()), sorted({row.outlet for row in source if row.outlet})


def invented(chance: random.Random) -> Iterator[Row]:
    """Made-up articles of fifty topics, each with words of its own beside the common ones."""
    for number in range(5_000):
        own = random.Random(number % 50).sample([first + last for first in VOCABULARY for last in VOCABULARY], 200)
        told = [" ".join(chance.choices(own, k=20)).capitalize() + "." for _ in range(40)]
        yield Row(id=f"{number}", text=" ".join(told), topic=number % 50, outlet=f"Outlet {number % 40}")


def texts(count: int, length: int) -> Iterator[tuple[Article, int, bool]]:
    """`count` articles, each with the number of the text that it goes back to and whether it is a copy of it."""
    chance = random.Random(29)
    topics, sizes, outlets = decks(chance)
    made, base = 0, 0
    while made < count:
        deck = chance.choices(topics, sizes)[0]
        told = deck.deal(length)
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(DAYS))
        for copy in range(1 + min(chance.randint(0, COPIES), count - made - 1)):
            own = altered(chance, told, deck.words, (base + copy) % 3) if copy else told
            parts = [" ".join(own[at : at + PARAGRAPH]) for at in range(0, len(own), PARAGRAPH)]
            if copy and (base + copy) % 3 == 2:
                chance.shuffle(parts)
            when = day + timedelta(days=chance.randint(1, LATER) if copy else 0)
            row = Row(
                id=f"{base}-{copy}",
                text="\n\n".join(parts),
                outlet=chance.choice(outlets),
                title=" ".join(told[0].split()[:8]) or None,
                published=when.isoformat(),
            )
            yield article_of(row), base, copy > 0
            made += 1
        base += 1


def altered(chance: random.Random, told: list[str], others: list[str], manner: int) -> list[str]:
    """The sentences as a copy has them: cut by up to a third, or with words replaced."""
    if manner == 0:
        return told[: max(1, len(told) - chance.randint(1, max(1, len(told) // 3)))]
    if manner == 1:
        return [
            " ".join(chance.choice(others) if chance.random() < REPLACED else word for word in sentence.split())
            for sentence in told
        ]
    return told


class Shelf(Sequence[Article]):
    """Articles in a file, each read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets = array("q", [0])
        self._file = path.open("w+b")
        self._decoder = msgspec.msgpack.Decoder(Article)

    def add(self, article: Article) -> None:
        """Put one more article behind the others."""
        written = self._file.write(msgspec.msgpack.encode(article))
        self._offsets.append(self._offsets[-1] + written)

    def close(self) -> None:
        """What was added can be read from now on."""
        self._file.flush()

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        start, end = self._offsets[at], self._offsets[at + 1]
        return self._decoder.decode(os.pread(self._file.fileno(), end - start, start))


class Peak(threading.Thread):
    """Watches the memory of this process and its children until it is told to stop; `/proc` tells it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over = threading.Event()
        self.all = self.own = 0.0
        """MB at most, with pages of files and without."""
        self.busy: list[float] = []
        """Processes that wanted a core, of the whole machine."""

    def run(self) -> None:
        while not self._over.wait(SAMPLE):
            pages = [self._of(process) for process in (os.getpid(), *self._children())]
            self.all = max(self.all, sum(every for every, _ in pages) / 1024)
            self.own = max(self.own, sum(own for _, own in pages) / 1024)
            self.busy.append(os.getloadavg()[0])

    def stop(self) -> None:
        """End watching."""
        self._over.set()
        self.join()

    @staticmethod
    def _children() -> list[int]:
        own = os.getpid()
        try:
            return [int(one) for one in Path(f"/proc/{own}/task/{own}/children").read_text().split()]
        except OSError:
            return []

    @staticmethod
    def _of(process: int) -> tuple[int, int]:
        """Kilobytes that a process holds, a page of several processes counted in parts: all, and those of no file."""
        try:
            told = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            return 0, 0
        found = dict(re.findall(r"^(Pss|Pss_File): +(\d+) kB$", told, re.M))
        every = int(found.get("Pss", 0))
        return every, every - int(found.get("Pss_File", 0))


def seconds() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def joined(reuse: Iterable[Reuse], base: dict[str, int], copies: Sequence[str]) -> tuple[float, int, int]:
    """The share of the copies that a record joins to their text or to another copy of it; how many records say of two
    pieces that they are one text, and of how many of these that is wrong."""
    found: set[str] = set()
    one_text = wrong = 0
    for record in reuse:
        a, b = record.a.article, record.b.article
        if base[a] == base[b]:
            found |= {a, b}
        if record.kind in ONE_TEXT:
            one_text += 1
            wrong += base[a] != base[b]
    return sum(copy in found for copy in copies) / max(len(copies), 1), one_text, wrong


def measure(count: int, length: int, memory: int, jobs: int) -> None:
    """Print the row of one pile."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder) / "articles")
        base: dict[str, int] = {}
        copies: list[str] = []
        size = 0
        for article, number, is_copy in texts(count, length):
            shelf.add(article)
            base[article.id] = number
            size += len(article.text.split())
            if is_copy:
                copies.append(article.id)
        shelf.close()
        with Scratch(memory, folder, jobs) as scratch:
            peak, began, used = Peak(), time.perf_counter(), seconds()
            peak.start()
            links = link(shelf, scratch)
            wall, used = time.perf_counter() - began, seconds() - used
            peak.stop()
            recall, one_text, wrong = joined(links.reuse, base, copies)
    busy = sum(peak.busy) / max(len(peak.busy), 1)
    print(
        f"{count:>9} {size / count:6.0f} {wall:7.0f} {count / wall:7.0f} {used:7.0f} {peak.all:8.0f} {peak.own:8.0f}",
        end=" ",
    )
    print(f"{busy:5.1f} {len(links.reuse):9} {len(links.stories):8} {recall:7.4f} {one_text:8} {wrong:6}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--sentences", type=int, default=10, help="sentences of a text")
    parser.add_argument("--memory", type=int, default=MEMORY >> 20, help="megabytes before anything goes to disk")
    parser.add_argument("--jobs", type=int, default=JOBS, help="processes that work side by side")
    given = parser.parse_args()
    print(" articles  words seconds   art/s     cpu  MB peak no files  load   records  stories  recall one text  wrong")
    for count in given.articles:
        measure(count, given.sentences, given.memory << 20, given.jobs)


if __name__ == "__main__":
    main()
