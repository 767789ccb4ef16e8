"""The clues of each passage that a new piece begins there: what the trees decide on (see `issues`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log1p

import numpy as np

from onrecord.lexicon import load
from onrecord.split.chains import ACRONYM, DEFINED, REACHES, Ties, ties
from onrecord.split.habits import HABITS, habits
from onrecord.split.lines import Passage
from onrecord.split.signs import Role
from onrecord.split.words import Vocabulary, Words, closing, opening, words_of

_OPENERS = {name: frozenset(words) for name, words in load("layout")["openers"].items()}
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z'’.]+(?:[ ,-]+[A-Z][A-Za-z.'’]+){0,5}[ ,]*(?:\([A-Z][\w ./]+\) ?)?(?:—|–|--|-) )"
    r"|\([A-Z][\w ]{1,14}\) ?(?:—|–|--|-)"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z]|$)")
_QUOTE_START = ("“", '"', "‘", "'", "«", "„")
_QUOTE_END = ("”", '"', "’", "'", "»", "“")
_WEEKDAY = re.compile(r"\b(?:on |late |early )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
_SELF = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+(?:, [^.]{3,60},)?"
    r" (?:is|was|are|writes|covers|teaches|works|serves|reports)\b"
)
_MENTION = re.compile(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+")
_CREDIT_WORDS = ("contributed", "ing by", "twitter", "@", "copyright", "mail", "read more", "is a", "is the")
_CUES = (" said", " says", " told ", " added", " wrote", " tweeted")
_CREDIT = re.compile(
    r"contributed (?:to|reporting)|(?:reporting|editing|writing) by|follow .{1,40} on twitter|@\w|copyright|"
    r"e-?mail|read more|"
    r"\bis (?:a|an|the) [^.]{0,60}(?:author|professor|editor|writer|reporter|columnist|fellow|director|correspondent)"
)

_SHOWN = (
    Role.TITLE,
    Role.BYLINE,
    Role.NAME,
    Role.DATE,
    Role.LEAVE,
    Role.RULE,
    Role.SOURCES,
    Role.NOTE,
    Role.CREDIT,
    Role.EDITION,
    Role.GREETING,
    Role.URL,
    Role.MORE,
)

_NAMED = (Role.BYLINE, Role.NAME, Role.DATE)
_SHORT = (Role.TITLE, Role.EDITION, Role.NAME)


def _own(passage: Passage) -> tuple[float, ...]:
    """What a passage shows by itself."""
    text = passage.text
    first = _FIRST_WORD.search(text[:40])
    word = first.group().lower() if first else ""
    stops = [stop.end() for stop in _SENTENCE_END.finditer(text[:1500])]
    lead = text[: stops[0]] if stops else text
    cued = _cued(text)
    myself = _SELF.match(text) is not None
    return (
        log1p(len(text)),
        log1p(len(lead)),
        float(len(stops)),
        float(text.startswith(_QUOTE_START)),
        float(text.endswith(_QUOTE_END)),
        float(text[0].islower()),
        float(text[0].isdigit()),
        float(word in _OPENERS["pronouns"]),
        float(word in _OPENERS["connectives"]),
        float(word in _OPENERS["firsts"]),
        float(word in _OPENERS["articles"]),
        float(_DATELINE.match(text) is not None),
        float("day" in lead and _WEEKDAY.search(lead) is not None),
        float(myself),
        float(len(_MENTION.findall(lead[:400]))),
        float(cued and _cued(lead)),
        float(cued),
        float(_credits(text[-240:].lower())),
        float("?" in lead),
        float(text.endswith((".", "!", "?", "”", '"', "’", ")"))),
        float("“" in lead or '"' in lead),
        float(passage.kind == "heading"),
        float(passage.kind == "item"),
        float(passage.level),
        float(passage.ruled),
        float(bool(passage.links)),
        float("(" in text and any(map(ACRONYM.search, DEFINED.findall(text)))),
        float(myself and len(text) > 220),
        _capitals(text),
    )


def _capitals(text: str) -> float:
    """The share of words with a large first letter among the first 15: high in headlines, full stop or not."""
    words = text[:160].split()[:15]
    return sum(word[0].isupper() for word in words) / len(words)


def _credits(end: str) -> bool:
    """Whether the end of a passage, in small letters, credits somebody or says how to reach him."""
    return any(word in end for word in _CREDIT_WORDS) and _CREDIT.search(end) is not None


def _cued(text: str) -> bool:
    return any(cue in text for cue in _CUES)


_OWN_NAMES = (
    "length", "lead", "sentences", "quote", "quoted", "small", "digit", "pronoun", "connective", "first", "article",
    "dateline", "weekday", "self", "mentions", "leadcue", "cue", "credit", "asks", "closed", "leadquote", "heading",
    "item", "level", "ruled", "links", "defines", "long self", "capitals",
)  # fmt: skip


class Clues:
    """The clues of a document's passages, and what later steps need of them.

    `matrix` has one row a passage; its columns are named in `NAMES`.
    """

    def __init__(self, found: Sequence[Passage], roles: Sequence[Role], known: Vocabulary) -> None:
        self.count = len(found)
        self.words: Words = words_of(found, known)
        self.ties: Ties = ties(found, self.words, known)
        self.roles = np.array(roles, dtype=np.int64)
        self.gaps = np.array([min(p.gap, 3) for p in found], dtype=np.float64)
        self.own = np.array([_own(p) for p in found])
        self.changes, self.ways = habits(found)
        self.opens = opening(self.words, known)
        self.closes = closing(self.words, known)
        self.sizes = np.array([p.end - p.start for p in found], dtype=np.float64)
        columns = dict(self._columns())
        self.names = tuple(columns)
        self.matrix = np.column_stack(list(columns.values())).astype(np.float32)

    def _columns(self) -> list[tuple[str, np.ndarray]]:
        return [*self._around(), *self._layout(), *self._lexical(), *self._names(), *self._habits()]

    def _around(self) -> list[tuple[str, np.ndarray]]:
        """What the passage, the one before and the one after show."""
        made = []
        for name, column in zip(_OWN_NAMES, self.own.T, strict=True):
            made.append((name, column))
            made.append((f"{name}-1", shifted(column, 1)))
            if name in (
                "length",
                "quote",
                "pronoun",
                "connective",
                "self",
                "dateline",
                "cue",
                "mentions",
                "weekday",
                "capitals",
            ):
                made.append((f"{name}+1", shifted(column, -1)))
            if name in ("length", "self", "credit", "closed"):
                made.append((f"{name}-2", shifted(column, 2)))
        for what in _SHOWN:
            is_it = (self.roles == what).astype(np.float64)
            made += [(f"{what.name}{k:+d}", shifted(is_it, -k)) for k in (-3, -2, -1, 0, 1, 2)]
            made.append((f"{what.name}#", np.full(self.count, is_it.mean())))
        return made

    def _layout(self) -> list[tuple[str, np.ndarray]]:
        """Empty lines, lengths beside those of the whole document, place in it."""
        apart = self.gaps > 0
        log = self.own[:, 0]
        at = np.arange(self.count)
        body = self.roles == Role.BODY
        usual = np.median(log[body]) if body.any() else np.median(log)
        since = _since(apart)
        return [
            ("gap", self.gaps),
            ("gap+1", shifted(self.gaps, -1)),
            ("gap-1", shifted(self.gaps, 1)),
            ("gap+2", shifted(self.gaps, -2)),
            ("gap#", np.full(self.count, apart.mean())),
            ("wide", (self.gaps > np.median(self.gaps[1:] if self.count > 1 else self.gaps)).astype(np.float64)),
            ("relative", log - usual),
            ("usual", np.full(self.count, usual)),
            ("since gap", np.minimum(since, 40)),
            ("until gap", np.minimum(_since(apart[::-1])[::-1], 40)),
            ("at", np.minimum(at, 12)),
            ("left", np.minimum(self.count - at, 12)),
            ("count", np.full(self.count, np.log1p(self.count))),
            ("since title", np.minimum(_since(self.roles == Role.TITLE), 40)),
            ("opens named", np.full(self.count, float(self.roles[0] in _NAMED))),
            ("ends named", np.full(self.count, float(self.roles[-1] in _NAMED))),
            ("ends noted", np.full(self.count, float(self.roles[-1] == Role.NOTE))),
            ("opens short", np.full(self.count, float(self.roles[0] in _SHORT))),
            ("second named", np.full(self.count, float(self.roles[min(1, self.count - 1)] in _NAMED))),
            ("titles#", np.full(self.count, (self.roles == Role.TITLE).sum())),
        ]

    def _lexical(self) -> list[tuple[str, np.ndarray]]:
        """Cohesion over the border, new words, likeness to first and last paragraphs."""
        made: list[tuple[str, np.ndarray]] = []
        mass = self.ties.mass
        for reach, chain in zip(REACHES, self.ties.chains, strict=True):
            around = windowed(mass, reach) + 1.0
            ratio = chain / around
            made.append((f"chain{reach}", ratio))
            made.append((f"dip{reach}", ratio - 0.5 * (wide_max(ratio, reach, True) + wide_max(ratio, reach, False))))
            made.append((f"rank{reach}", ratio / (windowed(ratio, 12) / 24 + 0.02)))
        rate = self.ties.fresh / (mass + 1.0)
        after = ahead(self.ties.fresh, 3) / (ahead(mass, 3) + 1.0)
        before = behind(self.ties.fresh, 3) / (behind(mass, 3) + 1.0)
        made += [("fresh", rate), ("fresh+", after), ("fresh-", before), ("burst", after - before)]
        made += self._ranked("opens", self.opens, self.roles == Role.BODY)
        made += self._ranked("closes", self.closes, self.roles == Role.BODY)
        made.append(("closed by", shifted(self.closes, 1)))
        made.append(("opens+1", shifted(self.opens, -1)))
        made.append(("opens-1", shifted(self.opens, 1)))
        return made

    def _ranked(self, name: str, column: np.ndarray, among: np.ndarray) -> list[tuple[str, np.ndarray]]:
        scores = np.where(among, column, column.min(initial=0.0))
        past = np.max([shifted(scores, k) for k in range(1, 6)], axis=0)
        coming = np.max([shifted(scores, -k) for k in range(1, 6)], axis=0)
        middle = np.median(column)
        return [
            (name, column),
            (f"{name} past", column - past),
            (f"{name} coming", column - coming),
            (f"{name} all", column - middle),
        ]

    def _names(self) -> list[tuple[str, np.ndarray]]:
        """Names introduced, introduced again, going on."""
        found = self.ties
        return [
            ("again full", found.again_full),
            ("again bare", found.again_bare),
            ("bridged", found.bridged),
            ("new full", found.new_full),
            ("orphans", found.orphans),
            ("orphans+", ahead(found.orphans, 4)),
            ("fulls", found.fulls),
            ("fulls+", ahead(found.fulls, 4)),
            ("fulls-", behind(found.fulls, 4)),
            ("reset", found.reset),
            ("bridged dip", found.bridged - np.maximum(behind(found.bridged, 4), ahead(found.bridged, 5)) / 4),
            ("full share", found.again_full / (found.again_full + found.again_bare + 1.0)),
        ]

    def _habits(self) -> list[tuple[str, np.ndarray]]:
        made = [(f"habit{k}", self.changes[k]) for k in range(HABITS)]
        made.append(("habits", self.changes.sum(axis=0)))
        made.append(("habits max", self.changes.max(axis=0)))
        return made


def shifted(column: np.ndarray, by: int) -> np.ndarray:
    """The column moved down by `by` rows (up where negative), -1 where nothing is known."""
    made = np.full(len(column), -1.0)
    if abs(by) >= len(column):
        return made
    if by > 0:
        made[by:] = column[:-by]
    elif by < 0:
        made[:by] = column[-by:]
    else:
        made[:] = column
    return made


def _sums(column: np.ndarray) -> np.ndarray:
    return np.concatenate(([0.0], np.cumsum(column)))


def ahead(column: np.ndarray, reach: int) -> np.ndarray:
    """Sum over the passage and those after it, `reach` in all."""
    sums, at = _sums(column), np.arange(len(column))
    return np.asarray(sums[np.minimum(at + reach, len(column))] - sums[at])


def behind(column: np.ndarray, reach: int) -> np.ndarray:
    """Sum over the `reach` passages before."""
    sums, at = _sums(column), np.arange(len(column))
    return np.asarray(sums[at] - sums[np.maximum(at - reach, 0)])


def windowed(column: np.ndarray, reach: int) -> np.ndarray:
    """Sum over `reach` passages on either side of the border."""
    return np.asarray(ahead(column, reach) + behind(column, reach))


def wide_max(column: np.ndarray, reach: int, past: bool) -> np.ndarray:
    """The largest value at the border and the `reach` ones before it (after it, unless `past`)."""
    steps = (0, 1, 2, 3, 5, 8, 12)
    shifts = [shifted(column, k if past else -k) for k in steps if k <= max(reach, 2)]
    return np.asarray(np.max(shifts, axis=0))


def _since(mark: np.ndarray) -> np.ndarray:
    """Passages since the last one marked, the passage itself not counted."""
    at = np.arange(len(mark))
    last = np.maximum.accumulate(np.where(mark, at, -1))
    before = np.concatenate(([-1], last[:-1]))
    return np.asarray(np.where(before >= 0, at - before, 99), dtype=np.float64)
