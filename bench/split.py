"""How fast documents are split, on one core: `python -m bench.split`.

Prints megabytes of text a second (UTF-8) for issues set end to end, single articles, one line of 5 MB and 100,000 short
lines, and how much longer ten times the text takes, which shows that time grows with the text and not with its square.
Where the data sets are found, real texts come first: made-up ones have few names and words, and are split faster. Those
are also split as a run does it, with the passages read of what outward signs leave undecided.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Sequence

from eval.data import MissingDataError
from eval.split.corpora import CORPORA, corpus

from onrecord.model import Document, DocumentRef
from onrecord.split import Meaning, split
from onrecord.tag import meanings

REAL_ISSUES, REAL_SINGLES = 4, 400
"""Real issues of each style, and real single articles, that are timed."""

WORDS = (
    "harbour",
    "council",
    "vote",
    "port",
    "minister",
    "said",
    "the",
    "a",
    "of",
    "to",
    "in",
    "and",
    "on",
    "for",
    "with",
    "money",
    "ships",
    "workers",
    "strike",
    "report",
    "company",
    "plan",
    "court",
    "judge",
    "city",
    "river",
    "bridge",
    "closed",
    "opened",
    "Monday",
    "Tuesday",
    "people",
    "year",
    "after",
    "before",
    "against",
    "under",
    "new",
    "old",
)
NAMES = ("Anna Brandt", "Karim Haddad", "Lena Moritz", "Paul Okafor", "Tom Whitlock", "Vera Lind")
REPEATS = 3


def document(text: str) -> Document:
    """A plain-text document of `text`."""
    ref = DocumentRef(
        id="0" * 16, path="bench", met_at=("bench",), media_type="text/plain", reader="text", sha256="", text_sha256=""
    )
    return Document(ref=ref, text=text)


def paragraph(chance: random.Random) -> str:
    """A paragraph of made-up news."""
    sentences = []
    for _ in range(chance.randint(1, 4)):
        words = chance.choices(WORDS, k=chance.randint(8, 30))
        name = chance.choice(NAMES)
        sentences.append(f"{name if chance.random() < 0.4 else name.split()[1]} {' '.join(words)}.")
    return " ".join(sentences)


def article(chance: random.Random) -> str:
    """An article of about 25 paragraphs with a headline."""
    title = " ".join(chance.choices(WORDS, k=7)).capitalize()
    return "\n\n".join([title, f"By {chance.choice(NAMES)}", *(paragraph(chance) for _ in range(25))])


def rate(texts: Sequence[str], meaning: Meaning | None = None, repeats: int = REPEATS) -> float:
    """Megabytes a second: the best of some repeats."""
    documents = [document(text) for text in texts]
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = 1e9
    for _ in range(repeats):
        start = time.perf_counter()
        for each in documents:
            split(each, meaning)
        best = min(best, time.perf_counter() - start)
    return size / best


def real() -> list[tuple[str, list[str]]]:
    """Texts of the evaluation: joined issues of every style, and single articles; none where the data are absent."""
    joined = [each for each in CORPORA if each.name.startswith("joined")]
    try:
        issues = [one.document.text for each in joined for one in itertools.islice(each.samples(), REAL_ISSUES)]
        singles = [one.document.text for one in itertools.islice(corpus("baly-third").samples(), REAL_SINGLES)]
    except MissingDataError as missing:
        print(f"made-up texts only: {missing}")
        return []
    return [("real articles", singles), ("real issues, joined", issues)]


def main() -> None:
    """Prints one line a kind of text."""
    chance = random.Random(7)
    split(document(article(chance)))
    singles = [article(chance) for _ in range(100)]
    issues = ["\n\n".join(article(chance) for _ in range(9)) for _ in range(12)]
    line = " ".join(paragraph(chance) for _ in range(1200))
    long_line = line * (5_000_000 // len(line) + 1)
    short_lines = "\n".join(" ".join(chance.choices(WORDS, k=6)).capitalize() for _ in range(100_000))
    known = real()
    for name, texts in (
        *known,
        ("single articles", singles),
        ("issues end to end", issues),
        ("one line of 5 MB", [long_line]),
        ("one line of 0.5 MB", [long_line[: len(long_line) // 10]]),
        ("100,000 short lines", [short_lines]),
        ("10,000 short lines", [short_lines[: len(short_lines) // 10]]),
    ):
        print(f"{name:24s}{rate(texts):8.2f} MB/s", flush=True)
    for name, texts in known:
        # A text that was read is remembered, so each is split once.
        print(f"{name + ', read':24s}{rate(texts, meanings().of, 1):8.2f} MB/s", flush=True)


if __name__ == "__main__":
    main()
