"""Articles that a seeded editor copied, whole or in part, with what it copied from where: a gold that needs no reader.

The editor cuts, puts paragraphs in another order, replaces, adds and drops words, and turns clauses round. It works
in three grades: `exact` (nothing but quotation marks, soft hyphens and odd spaces), `light` (about one word in seven
touched) and `heavy` (about two in five, clauses turned round), and in three manners: `reprint` (the whole, up to a
fifth of the paragraphs cut), `shuffled` (the same in another order) and `passages` (two to five stretches of one or
two sentences that are set into another article).

The pile is drawn so that no two of its pieces share eight words in a row before the editor begins: whatever else is
then found in two pieces is wrong.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from eval.data import data, rows
from eval.reuse.sample import CORPUS, Piece, plainly
from onrecord.model import Span
from onrecord.split.segments import sentences

Grade = Literal["exact", "light", "heavy"]
Manner = Literal["reprint", "shuffled", "passages"]
GRADES: tuple[Grade, ...] = ("exact", "light", "heavy")
MANNERS: tuple[Manner, ...] = ("reprint", "shuffled", "passages", "passages")
"""The manners in turn; single passages are the harder half."""
SEEDS = {"dev": 17, "held out": 71}
COPIES, FILLERS = 240, 1_200
"""Copies of a pile, and pieces beside them and their sources."""
SHORTEST, LONGEST = 150, 1_500
"""Words of a piece."""
APART = 8
"""No two pieces of the pile share so many words in a row before the editing."""
LEAST = 20
"""Words of the shortest passage that is copied."""
CUT = 0.2
MONTHS_LATER = 270
REPHRASINGS = Path(__file__).parent / "rephrasings.toml"


class Copied(msgspec.Struct, frozen=True):
    """A stretch of the source, and where it stands in the copy."""

    source: Span
    copy: Span


class Copy(msgspec.Struct, frozen=True):
    """What the editor made of one piece: the copy, and each stretch that it took."""

    source: Piece
    copy: Piece
    manner: Manner
    grade: Grade
    copied: tuple[Copied, ...]


class Altered(msgspec.Struct, frozen=True):
    """All pieces of the pile, and the copies among them."""

    pieces: tuple[Piece, ...]
    copies: tuple[Copy, ...]


@cache
def _rephrasings() -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """For each word what may stand for it, and what may be added."""
    content = tomllib.loads(REPHRASINGS.read_text(encoding="utf-8"))
    others: dict[str, tuple[str, ...]] = {}
    for group in content["groups"]:
        members = group.split(" | ")
        for member in members:
            others.setdefault(member, tuple(one for one in members if one != member))
    return others, tuple(content["additions"])


def altered(part: str) -> Altered:
    """The pile of one part (`dev`, `held out`); the parts have no piece in common."""
    chance = random.Random(SEEDS[part])
    pieces = _unlike(part)
    sources, hosts = pieces[:COPIES], pieces[COPIES : 2 * COPIES]
    copies = []
    for number, (source, host) in enumerate(zip(sources, hosts, strict=True)):
        manner, grade = MANNERS[number % len(MANNERS)], GRADES[number // len(MANNERS) % len(GRADES)]
        copies.append(_copy(chance, source, host, manner, grade))
    return Altered((*sources, *(one.copy for one in copies), *pieces[2 * COPIES :]), tuple(copies))


def _unlike(part: str) -> list[Piece]:
    """Pieces of the corpus drawn by chance, no two of which share `APART` words in a row."""
    everything = sorted(rows(data(CORPUS), Piece), key=lambda one: one.id)
    random.Random(0).shuffle(everything)
    half = len(everything) // 2
    choice = everything[:half] if part == "dev" else everything[half:]
    seen: set[int] = set()
    kept: list[Piece] = []
    for piece in choice:
        words = plainly(piece.text)
        runs = {hash(" ".join(words[at : at + APART])) for at in range(len(words) - APART + 1)}
        if SHORTEST <= len(words) <= LONGEST and not runs & seen:
            seen |= runs
            kept.append(piece)
        if len(kept) == 2 * COPIES + FILLERS:
            break
    return kept


def _copy(chance: random.Random, source: Piece, host: Piece, manner: Manner, grade: Grade) -> Copy:
    if manner == "passages":
        text, copied = _inserted(chance, source.text, host.text, grade)
    else:
        text, copied = _reprinted(chance, source.text, manner == "shuffled", grade)
    made = Piece(
        id=f"copy-{host.id}",
        text=text,
        outlet=host.outlet,
        published=_later(chance, source.published),
        url=None,
        title=None,
    )
    return Copy(source, made, manner, grade, copied)


def _later(chance: random.Random, published: str | None) -> str | None:
    """A day up to nine months after; one in eight has none."""
    if not published or not re.match(r"\d{4}-\d\d-\d\d$", published) or chance.random() < 0.125:
        return None
    return (date.fromisoformat(published) + timedelta(days=1 + chance.randrange(MONTHS_LATER))).isoformat()


def _paragraphs(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _reprinted(chance: random.Random, text: str, shuffled: bool, grade: Grade) -> tuple[str, tuple[Copied, ...]]:
    """The whole text with up to `CUT` of its paragraphs gone, perhaps in another order."""
    parts = _paragraphs(text)
    kept = [part for part in parts if chance.random() >= chance.random() * 2 * CUT] or parts
    if shuffled:
        chance.shuffle(kept)
    return _joined([(part, _edited(chance, part.of(text), grade)) for part in kept])


def _inserted(chance: random.Random, text: str, host: str, grade: Grade) -> tuple[str, tuple[Copied, ...]]:
    """Two to five stretches of the text, each between two paragraphs of the host."""
    stretches = list(_stretches(text))
    taken = chance.sample(stretches, min(len(stretches), chance.randint(2, 5)))
    own = [part.of(host) for part in _paragraphs(host)]
    borders = [at for at in range(1, len(own)) if len(own[at - 1].split()) >= LEAST]
    places = sorted(chance.sample(borders, min(len(borders), len(taken))))
    made: list[tuple[Span | None, str]] = []
    for at, paragraph in enumerate(own):
        if at in places:
            part = taken[places.index(at)]
            made.append((part, _edited(chance, part.of(text), grade)))
        made.append((None, paragraph))
    return _joined(made)


def _stretches(text: str) -> Iterator[Span]:
    """Stretches of `LEAST` words or more, each of the first sentences of every other paragraph."""
    for part in _paragraphs(text)[::2]:
        for sentence in sentences(part.of(text)):
            if len(plainly(part.of(text)[: sentence.end])) >= LEAST:
                yield Span(part.start, part.start + sentence.end)
                break


def _joined(parts: Sequence[tuple[Span | None, str]]) -> tuple[str, tuple[Copied, ...]]:
    copied, at = [], 0
    for source, words in parts:
        if source is not None:
            copied.append(Copied(source, Span(at, at + len(words))))
        at += len(words) + 2
    return "\n\n".join(words for _, words in parts), tuple(copied)


def _edited(chance: random.Random, text: str, grade: Grade) -> str:
    """A paragraph as the editor leaves it."""
    if grade != "exact":
        text = " ".join(_rephrased(chance, text[one.start : one.end], grade) for one in sentences(text))
    return _odd(chance, text)


def _odd(chance: random.Random, text: str) -> str:
    """Other quotation marks, spaces and hyphens, which no reader sees."""
    if chance.random() < 0.5:
        text = re.sub(r'"(?=\w)', "“", text).replace('"', "”").replace("'", "’")
    if chance.random() < 0.3:
        text = re.sub(r"(\w{4})(?=\w{4})", lambda found: found[1] + "\u00ad" * (chance.random() < 0.3), text)
    if chance.random() < 0.3:
        text = re.sub(" ", lambda _: "\u00a0" if chance.random() < 0.2 else " ", text)
    return text


def _rephrased(chance: random.Random, sentence: str, grade: Grade) -> str:
    """A sentence with words replaced, added and dropped; heavily: its clauses turned round as well."""
    heavy = grade == "heavy"
    replaced, dropped, added = (0.9, 0.08, 0.05) if heavy else (0.4, 0.03, 0.02)
    if heavy and chance.random() < 0.5:
        sentence = _turned(chance, sentence)
    others, additions = _rephrasings()
    words: list[str] = []
    for word in sentence.split():
        bare = word.strip("\"'“”‘’.,;:!?()-—").casefold()
        if bare in others and chance.random() < replaced:
            words.append(re.sub(re.escape(bare), chance.choice(others[bare]), word, flags=re.I))
        elif not (bare == word and chance.random() < dropped):
            words.append(word)
        if chance.random() < added:
            words.append(chance.choice(additions))
    return " ".join(words)


def _turned(chance: random.Random, sentence: str) -> str:
    """The sentence with the clauses before and after one of its commas changed round."""
    commas = [found.start() for found in re.finditer(r",(?= [a-z])", sentence)]
    if not commas:
        return sentence
    at = chance.choice(commas)
    return f"{sentence[at + 2 :].rstrip('.')}, {sentence[:at]}."
