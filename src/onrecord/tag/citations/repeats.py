"""Entries that say that they are an earlier one: "ibid", "Orlo, op. cit.", "see note 3".

An entry leads to the one that it means, as far as that is clear. Where notes lead to each other in a circle each is
left with its next one, so that whoever follows them sees the circle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.tag.citations.entry import Fields
from onrecord.tag.citations.notes import Entry
from onrecord.tag.citations.people import family_names
from onrecord.tag.citations.phrases import outlet_key, phrases

SHORT = 80
"""Code points of an entry that says no more than that it is another one."""

_BEFORE_WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@cache
def _same() -> re.Pattern[str]:
    return re.compile(rf"(?:see )?(?:{phrases('entries', 'same')})\b\.?(?=\s*(?:$|[,.;:(\]]|p\.|pp\.))", re.I)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases('entries', 'before')})(?:\b|\.)", re.I)


@cache
def _note() -> re.Pattern[str]:
    words = phrases("entries", "note")
    return re.compile(
        r"(?:^|[\s,(])(?:(?:see|as in|supra|vgl\.|siehe|cf\.)\s+)*(?:(?:above|supra),?\s+)?"
        rf"(?:{words})\.?\s*\[?(\d{{1,3}})\]?"
        r"(?:\s*(?:above|supra|oben))?[\s.)]*(?:,?\s*(?:at\s+)?(?:pp?\.)?\s*\d*\.?)?$",
        re.I,
    )


def says_same(words: str) -> bool:
    """Whether an entry (without its marker) says that it is the one before it."""
    return _same().match(words.lstrip("([ ")) is not None


def says_earlier(words: str) -> bool:
    """Whether an entry says that it is one that stands somewhere before, by "op. cit." or by the number of a note."""
    return len(words) <= SHORT and (_before().search(words) is not None or _note().search(words) is not None)


def is_repeat(words: str) -> bool:
    """Whether an entry has no work of its own."""
    return says_same(words) or says_earlier(words)


def repeats(text: str, found: Sequence[Entry], parts: Sequence[Fields]) -> list[int | None]:
    """For each entry the number of the one that it repeats; None where it repeats none, or it is not clear which.

    Args:
        found: the entries of a piece in order.
        parts: what each tells of its work.
    """
    numbers = _numbers(found)
    known: dict[str, int | None] = {}
    """By an author or outlet, the entry that was cited last; None where several were."""
    steps: list[int | None] = []
    for at, (entry, own) in enumerate(zip(found, parts, strict=True)):
        words = entry.body.of(text)
        if says_same(words):
            has_one = at > 0 and found[at - 1].listing == entry.listing
            steps.append(at - 1 if has_one else None)
        elif says_earlier(words):
            steps.append(_earlier(words, entry, at, numbers, known))
        else:
            steps.append(None)
            for key in _keys(text, own):
                known[key] = at if key not in known else None
    return _rooted(steps)


def _numbers(found: Sequence[Entry]) -> dict[tuple[int, str], int | None]:
    """The entry of each number of each list; None where several have one."""
    numbers: dict[tuple[int, str], int | None] = {}
    for at, entry in enumerate(found):
        if entry.marker is not None:
            key = (entry.listing, entry.marker)
            numbers[key] = None if key in numbers else at
    return numbers


def _keys(text: str, own: Fields) -> set[str]:
    keys = {family_names(span.of(text)) for span in own.author}
    if own.outlet is not None:
        keys.add(outlet_key(own.outlet.of(text)))
    return keys - {""}


def _earlier(
    words: str, entry: Entry, at: int, numbers: dict[tuple[int, str], int | None], known: dict[str, int | None]
) -> int | None:
    noted = _note().search(words)
    if noted is not None:
        meant = numbers.get((entry.listing, str(int(noted[1]))))
        return None if meant == at else meant
    cited = _before().search(words)
    before = words[: cited.start()].strip(" ,.;:") if cited else ""
    if not before:
        return at - 1 if at else None
    whole = outlet_key(before)
    if whole in known:
        return known[whole]
    first = before.split(",")[0]
    return known.get(family_names(first))


def _rooted(steps: Sequence[int | None]) -> list[int | None]:
    """Each entry led to the end of its way; those on a circle, and those that lead to one, keep their next step."""
    ends: dict[int, int | None] = {}
    for at, step in enumerate(steps):
        way: list[int] = []
        seen: set[int] = set()
        here: int | None = at
        while here is not None and here not in ends and here not in seen and steps[here] is not None:
            seen.add(here)
            way.append(here)
            here = steps[here]
        end = None if here in seen else ends.get(here, here) if here is not None else None
        for one in way:
            ends[one] = end
        if step is None:
            ends.setdefault(at, at)
    return [None if step is None else ends[at] if ends[at] is not None else step for at, step in enumerate(steps)]
