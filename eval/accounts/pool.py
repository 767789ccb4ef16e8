"""Pairs of figures and of dates that might differ, for readers to judge: an over-generating matcher of its own.

    python -m eval.accounts.pool > pairs.txt                    the pairs as readers see them
    python -m eval.accounts.pool --places > gold/pairs.jsonl    the same as ids and offsets
    python -m eval.accounts.pool --more …                       a second pool, after the first gave too few differences

It shares nothing with the program but the stories by which articles of `coverage/baly-third` are put together; ECB+ and
BASIL say which articles tell one event. Two numbers, or two days, make a pair where their sentences stand in different
articles of one event and have words in common near them.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import fsum
from pathlib import Path
from typing import NamedTuple

from eval.data import data, rows
from eval.stories.measure import CORPORA, Row, article_of
from onrecord.link import link

GOLD = Path(__file__).parent / "gold"
SEED = 62
EACH = {"ECB+ odd topics": 9, "BASIL 2010-2014": 9, "Baly": 5}
"""Pairs for an event at most, by corpus."""
BALY_EVENTS = 110
MORE_EACH = {"ECB+ odd topics": 8, "BASIL 2010-2014": 6, "Baly": 4}
"""Further pairs for an event in the second pool: written unlike, with the same word behind them."""
NEAR = 70
"""Code points on either side of a number in which words in common are looked for."""
EQUAL_SHARE = 0.2
"""Part of the pairs in which the two numbers are written alike: readers see agreements too."""

_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|million|billion|half"
)
_MONTH = r"(?:Jan|Feb|March|Mar|April|Apr|May|June|July|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_FIGURE = rf"[$€£]?\b\d[\d,.]*\d\b|\b\d+\b|\b(?:{_WORDS})(?:[- ](?:{_WORDS}))*\b"
_NUMBER = re.compile(rf"(?P<date>\b(?:{_MONTH}|{_DAY})\b)|(?P<figure>{_FIGURE})", re.I)
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_CONTENT = re.compile(r"[A-Za-z]{4,}")
_DULL = frozenset(["that", "with", "from", "have", "this", "were", "been", "their", "which", "would", "about", "said"])


class Mention(NamedTuple):
    """A number or a day in its sentence."""

    article: str
    start: int
    end: int
    words: str
    kind: str
    sentence: tuple[int, int]
    near: frozenset[str]
    others: frozenset[str]
    """The other numbers and days of the sentence: where one of them is the other side, the two are of other things."""
    behind: str
    """The first word of content behind it, cut: what is counted, often."""


class Pair(NamedTuple):
    """Two mentions of one event that readers judge."""

    event: str
    a: Mention
    b: Mention


def _mentions(row: Row) -> Iterator[Mention]:
    for sentence in _SENTENCE.finditer(row.text):
        numbers = Counter(found[0].lower() for found in _NUMBER.finditer(sentence[0]))
        for found in _NUMBER.finditer(sentence[0]):
            start = sentence.start() + found.start()
            end = sentence.start() + found.end()
            low, high = max(sentence.start(), start - NEAR), min(sentence.end(), end + NEAR)
            around = row.text[low:start] + " " + row.text[end:high]
            near = {word.lower()[:6] for word in _CONTENT.findall(around)} - {word[:6] for word in _DULL}
            kind = found.lastgroup or ""
            others = frozenset(numbers) - {found[0].lower()}
            behind = _CONTENT.search(row.text[end : end + 25])
            what = behind[0].lower()[:6] if behind else ""
            yield Mention(row.id, start, end, found[0].lower(), kind, sentence.span(), frozenset(near), others, what)


def events(most_of_baly: int | None) -> Iterator[tuple[str, str, list[Row]]]:
    """Corpus, name and articles of each event that at least two articles tell."""
    for corpus, path in CORPORA.items():
        told: dict[str, list[Row]] = defaultdict(list)
        for row in rows(data(path), Row):
            told[row.story].append(row)
        for name in sorted(told):
            yield corpus, f"{corpus}: {name}", told[name]
    articles = {row.id: row for row in rows(data("coverage/baly-third.jsonl.gz"), Row)}
    ids = {article.id: row.id for row in articles.values() for article in (article_of(row),)}
    stories = []
    for story in link([article_of(row) for row in articles.values()]).stories:
        members = [articles[ids[one]] for one in story.articles]
        if len({row.outlet for row in members}) >= 3 and len(members) <= 12 and story.origins >= 3:
            stories.append(members)
    stories.sort(key=lambda members: members[0].id)
    chosen = random.Random(SEED).sample(stories, min(most_of_baly or len(stories), len(stories)))
    for members in chosen:
        yield "Baly", f"Baly: {members[0].id}", members


def _likely(a: Mention, b: Mention) -> bool:
    """Whether a pair is of the second pool: written unlike, with the same word behind, or days with more in common."""
    same = a.behind == b.behind != "" or (a.kind == "date" and len(a.near & b.near) >= 3)
    return a.words != b.words and same


def _pairs(event: str, told: Sequence[Row], most: int, chance: random.Random, more: bool) -> list[Pair]:
    """The pairs of one event, those with the most words in common first, each kind of difference once."""
    mentions = [mention for row in told for mention in _mentions(row)]
    holding = Counter(word for mention in mentions for word in mention.near)
    found: list[tuple[float, Pair]] = []
    for a, b in combinations(mentions, 2):
        if a.article == b.article or a.kind != b.kind:
            continue
        if a.words != b.words and (a.words in b.others or b.words in a.others):
            continue
        common = a.near & b.near
        if len(common) >= 2 and (_likely(a, b) or not more):
            likeness = fsum(1 / (1 + holding[word]) for word in common) + 0.2 * len(common)
            likeness += a.behind == b.behind != ""
            found.append((likeness, Pair(event, a, b)))
    chance.shuffle(found)
    found.sort(key=lambda entry: -entry[0])
    kept: list[Pair] = []
    seen: set[tuple[str, ...]] = set()
    equal = 0
    for _, pair in found:
        key = (pair.a.kind, *sorted((pair.a.words, pair.b.words)))
        alike = pair.a.words == pair.b.words
        if key in seen or (alike and equal >= EQUAL_SHARE * most):
            continue
        seen.add(key)
        equal += alike
        kept.append(pair)
        if len(kept) == most:
            break
    return kept


def pool(more: bool) -> tuple[list[Pair], dict[str, Row]]:
    """All pairs that are judged, in a fixed order, and the articles by id; with `more` those of the second pool."""
    chance = random.Random(SEED)
    judged = set()
    if more:
        lines = GOLD.joinpath("pairs.jsonl").read_text("utf-8").splitlines()
        judged = {(*row["a"][:2], *row["b"][:2]) for row in map(json.loads, lines)}
    each, most = (MORE_EACH, None) if more else (EACH, BALY_EVENTS)
    pairs: list[Pair] = []
    articles: dict[str, Row] = {}
    for corpus, event, told in events(most):
        found = _pairs(event, told, 4 * each[corpus] if more else each[corpus], chance, more)
        new = [pair for pair in found if (pair.a.article, pair.a.start, pair.b.article, pair.b.start) not in judged]
        pairs += new[: each[corpus]]
        articles |= {row.id: row for row in told}
    return pairs, articles


def _shown(mention: Mention, row: Row) -> str:
    start, end = mention.sentence
    sentence = (
        f"{row.text[start : mention.start]}«{row.text[mention.start : mention.end]}»{row.text[mention.end : end]}"
    )
    return f"({row.outlet or 'no outlet'}, {row.published or 'undated'}) {' '.join(sentence.split())}"


def main() -> None:
    pairs, articles = pool("--more" in sys.argv[1:])
    if "--places" in sys.argv[1:]:
        for number, pair in enumerate(pairs, 1):
            sides = [[mention.article, mention.start, mention.end] for mention in (pair.a, pair.b)]
            print(json.dumps({"pair": number, "event": pair.event, "kind": pair.a.kind, "a": sides[0], "b": sides[1]}))
        return
    event = ""
    for number, pair in enumerate(pairs, 1):
        if pair.event != event:
            event = pair.event
            print(f"\n##### {event}")
        print(f"--- {number}")
        for side, mention in (("a", pair.a), ("b", pair.b)):
            print(f"  {side} {_shown(mention, articles[mention.article])}")


if __name__ == "__main__":
    main()
