"""How well names are found: on the held-out fold of wikigold, on wnut17-dev, and against CoreNLP's on polnear-dev.

A name is right where span and type are; persons, organisations and places count, as the sets tell them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.measures import Counts, bootstrap
from eval.statements.measure import CORPUS, Tagger, article_of
from eval.statements.texts import FOLDS, SILVER, WIKIGOLD, WNUT, Kind, Text, sentence
from onrecord.tag.labels import NAME_TYPES

PART = "names"
COUNTED = NAME_TYPES[:3]
TOGETHER = 8
"""Sentences that are tagged as one text."""


class Tokens(msgspec.Struct, frozen=True):
    """A sentence of tokens and their tags."""

    tokens: list[str]
    tags: list[str]


class Silver(msgspec.Struct, frozen=True):
    """An article and the names that CoreNLP found in it."""

    id: str
    text: str
    silver_names: list[tuple[int, int, str]] | None


def figures(tag: Tagger) -> Iterator[Figure | Skipped]:
    """F1 of names on each set."""
    for corpus, texts in (
        ("wikigold, held-out fold", _wikigold),
        ("wnut17-dev", _wnut),
        (f"{CORPUS}, silver", _silver),
    ):
        try:
            found = texts()
        except MissingDataError as missing:
            yield Skipped(PART, corpus, str(missing))
            continue
        each = [_counts(tag, text) for text in found]
        total = sum(each, Counts())
        n = f"{total.gold} (P {100 * total.precision:.1f}, R {100 * total.recall:.1f})"
        yield Figure(PART, "names (F1)", corpus, n, total.f1, bootstrap(each, lambda counts: counts.f1))


def _counts(tag: Tagger, text: Text) -> Counts:
    names = tag(article_of(text.text, "names")).names or ()
    given = {(name.span.start, name.span.end, name.type) for name in names if name.type in COUNTED}
    gold = {(start, end, NAME_TYPES[kind - 1]) for start, end, kind in text.names or ()}
    gold = {name for name in gold if name[2] in COUNTED}
    return Counts(len(given & gold), len(given), len(gold))


def _wikigold() -> list[Text]:
    found = list(rows(data("names/wikigold.jsonl.gz"), Tokens))
    return _texts(found[len(found) * (FOLDS - 1) // FOLDS :], WIKIGOLD)


def _wnut() -> list[Text]:
    return _texts(list(rows(data("names/wnut17-dev.jsonl.gz"), Tokens)), WNUT)


def _silver() -> list[Text]:
    return [
        Text(one.text, None, [(start, end, SILVER[kind]) for start, end, kind in one.silver_names if kind in SILVER])
        for one in rows(data(f"statements/{CORPUS}.jsonl.gz"), Silver)
        if one.silver_names is not None
    ]


def _texts(found: Sequence[Tokens], kinds: dict[str, int]) -> list[Text]:
    """Some sentences each as one text, a paragraph a sentence."""
    texts = []
    for low in range(0, len(found), TOGETHER):
        text, names = "", list[Kind]()
        for one in found[low : low + TOGETHER]:
            here, spans = sentence(one.tokens, one.tags, kinds)
            names += [(start + len(text), end + len(text), kind) for start, end, kind in spans]
            text += here + "\n\n"
        texts.append(Text(text, None, names))
    return texts
