"""What a passage looks like from outside: its role, told from the shape of its line and a few words.

The words are data (`lexicon/layout.toml`), in the languages met most often; nothing here knows the name of a source.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from onrecord.lexicon import load

LINE_LIMIT = 220
"""A line longer than this is a paragraph: no headline of polnear-train or basil has over 180 characters."""


class Role(IntEnum):
    """What a passage is for; the order carries no meaning."""

    BODY = 0
    """A paragraph of running text."""
    TITLE = 1
    """A short line that closes with no full stop: a headline, a sub-heading, a caption, a masthead."""
    BYLINE = 2
    """Says by whom: "By …"."""
    NAME = 3
    """Nothing but a name, or a name and an outlet."""
    DATE = 4
    URL = 5
    MORE = 6
    """The piece goes on elsewhere."""
    LEAVE = 7
    """How to leave, share, forward, pay: part of no piece."""
    RULE = 8
    """A line drawn with marks."""
    SOURCES = 9
    """Opens a list of sources."""
    NOTE = 10
    """One numbered note or source."""
    CREDIT = 11
    """Who else helped, where it first stood: closes a piece."""
    EDITION = 12
    """A masthead: a short line that names an issue."""
    GREETING = 13
    """Opens a note of the makers of the issue."""


_WORDS = load("layout")
_MORE = frozenset(_WORDS["more"])
_SOURCES = frozenset(_WORDS["sources"])
_PARTICLES = frozenset(_WORDS["particles"])


class _Starts:
    """Whether a text begins with one of many phrases; most texts are told by their first letters alone."""

    def __init__(self, phrases: list[str]) -> None:
        ordered = sorted(phrases, key=len, reverse=True)
        self._first = frozenset(phrase[:3] for phrase in phrases)
        self._all = re.compile("|".join(re.escape(p) + (r"\b" if p[-1].isalnum() else "") for p in ordered))

    def match(self, text: str) -> bool:
        return text[:3] in self._first and self._all.match(text) is not None


_LEAVE = _Starts(_WORDS["leave"])
_GREETING = _Starts(_WORDS["note"])
_CREDIT = re.compile("|".join(map(re.escape, _WORDS["credit"])))
_BY = re.compile(r"[(\[—–-]?\s*(?:" + "|".join(sorted(_WORDS["by"], key=len, reverse=True)) + r")\b:?\s+", re.I)
_EDITION_WORDS = "|".join(re.escape(word) for word in sorted(_WORDS["edition"], key=len, reverse=True))
_EDITION = re.compile(rf"(?<!\w)(?:{_EDITION_WORDS})(?!\w)", re.I)
_NUMBERED = re.compile(
    rf"(?<!\w)(?:{_EDITION_WORDS})\W{{0,3}}\d|\d(?:st|nd|rd|th|\.)?\W{{0,3}}(?:{_EDITION_WORDS})(?!\w)"
    r"|^(?:number|nr\.?|№)\W{0,2}\d",
    re.I,
)
"""The number of an issue beside the word for one."""

_MONTH = "|".join(sorted({m for row in _WORDS["months"].values() for m in row}, key=len, reverse=True))
_SHORT_MONTH = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_WEEKDAY = "|".join(sorted(_WORDS["weekdays"]["names"], key=len, reverse=True))
DATE = re.compile(
    rf"(?:(?:published|posted|updated|date)\s*:?\s*(?:on\s+)?)?(?:(?:{_WEEKDAY})\.?,?\s+)?(?:"
    rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?:[T ]\d{{2}}:\d{{2}}\S*)?"
    rf"|(?P<month>{_MONTH}|{_SHORT_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?(?P<month2>{_MONTH}|{_SHORT_MONTH}),?\s+(?:de\s+)?(?P<year2>\d{{4}})"
    rf"|(?P<year3>\d{{4}})[./](?P<month3>\d{{2}})[./](?P<day3>\d{{2}})"
    rf")(?:,?\s*(?:at\s+)?\d{{1,2}}:\d{{2}}.{{0,16}})?",
    re.I,
)
_URL = re.compile(r"<?(?:(?:link|url|source|via|web)\s*:\s*)?(?:https?://|www\.)\S+>?", re.I)
_RULE = re.compile(r"(?:[-=_*~#•·–—+.<>☆★◆■|oO][\s]*){3,}")
_RULE_MARK = re.compile(r"[-=_*~#•·–—+☆★◆■]")
_NOTE = re.compile(r"\[\d{1,3}\]\s*\S|\(\d{1,3}\)\s+\S|\d{1,2}[.)]\s+\S.*(?:\b(?:19|20)\d\d\b|https?://|ibid)", re.I)
_AROUND = " \t\u00a0[]()<>«»‹›-–—*•|:.…→➔➜▶►!"
"""Marks and arrows at the ends of a line that say nothing."""
_INNER_STOP = re.compile(r"[a-z]{3}[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z]\w* [a-z]")
"""A sentence ends within the line and another begins."""
_TERMINAL = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")


def role(text: str) -> Role:
    """The role of a passage, from its trimmed text alone."""
    if len(text) > LINE_LIMIT:
        return _long(text)
    plain = text.lower().replace("’", "'")
    bare = plain.strip(_AROUND)
    if not bare:
        return Role.RULE
    if _RULE.fullmatch(text) and _RULE_MARK.search(text):
        return Role.RULE
    if bare in _MORE:
        return Role.MORE
    if _LEAVE.match(bare):
        return Role.LEAVE
    if bare in _SOURCES:
        return Role.SOURCES
    return _short(text, plain)


def _short(text: str, plain: str) -> Role:
    if _URL.fullmatch(text):
        return Role.URL
    if DATE.fullmatch(text):
        return Role.DATE
    if _NOTE.match(text):
        return Role.NOTE
    if byline(text):
        return Role.BYLINE
    if _GREETING.match(plain):
        return Role.GREETING
    if is_name(text):
        return Role.NAME
    if _names_issue(text):
        return Role.EDITION
    if titled(text):
        return Role.TITLE
    return Role.CREDIT if _CREDIT.search(plain) else Role.BODY


def _names_issue(text: str) -> bool:
    """Whether a short line gives the number of an issue, or calls it an issue and gives its day."""
    if len(text) >= 120 or text.endswith((".", "?", "!")):
        return False
    return _NUMBERED.search(text) is not None or (_EDITION.search(text) is not None and DATE.search(text) is not None)


def _long(text: str) -> Role:
    head = text[:60].lower().replace("’", "'")
    if _NOTE.match(head):
        return Role.NOTE
    if _LEAVE.match(head) and len(text) < 600:
        return Role.LEAVE
    if _GREETING.match(head):
        return Role.GREETING
    if head[0] in "([*" and _CREDIT.search(text[:200].lower()):
        return Role.CREDIT
    return Role.BODY


def titled(text: str) -> bool:
    """Whether a line could be a headline: short, begins large, and does not close like a sentence."""
    if len(text) > 180 or len(text) < 3:
        return False
    first = next((c for c in text if c.isalnum()), "")
    if not first or first.islower() or text[-1] in ",;:]":
        return False
    if _INNER_STOP.search(text):
        return False
    if _TERMINAL.search(text):
        return text[-1] in "?!" or text.endswith(("?”", '?"', "?’", "!”"))
    return True


def byline(text: str) -> str | None:
    """The names of "By …", or None where the line is none: at most 100 characters, all of it names."""
    if len(text) > 110:
        return None
    match = _BY.match(text)
    if match is None:
        return None
    rest = text[match.end() :].strip(" ,.)]|—–-")
    names = re.split(r"\s*(?:,|\band\b|&|\bund\b|\bet\b|\by\b|;|\|)\s*", rest)
    names = [name for name in names if name]
    if not names or not _person(names[0], 1):
        return None
    return rest if all(_person(name, 1) or name[:1].isupper() for name in names) else None


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether a line is a bare name, a name with its outlet ("Name, Outlet,"), or names joined by "and"."""
    if len(text) > 80:
        return False
    body = text.rstrip(",").strip(" —–-")
    if not body or body[-1] in ".:;!?":
        return False
    parts = [part.strip() for part in body.split(",")]
    if not _person(parts[0], 2):
        return False
    return all(_person(part, 1) for part in parts[1:])


def _person(name: str, least: int) -> bool:
    words = name.split()
    if not least <= len(words) <= 6:
        return False
    large = 0
    for word in words:
        core = word.strip(".'’\"“”()")
        if not core or not core.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha():
            return False
        if core[0].isupper():
            large += 1
        elif core.lower() not in _PARTICLES:
            return False
    return large >= least and words[0][0].isupper() and words[-1][0].isupper()
