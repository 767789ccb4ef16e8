"""What stands around the work in an entry: words that lead to it, pages, the address and when that was looked at."""

from __future__ import annotations

import re
from functools import cache

from onrecord.model import Span
from onrecord.tag.citations.phrases import phrases

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.I)

_CLOSING = ".,;:)]}»”’'"
"""What may stand behind an address and is no part of it."""
_LEADS_IN = 6
"""Code points before an address in which no work is told."""
_BEHIND = " \t\n,.;:|–—-([<"
_BEFORE = " \t\n,.;:|–—-)]>"
_TAIL = 60
_PAGES = re.compile(
    r"[\s,;(\[]*(?:\b(?:pp?|S|ss|paras?|col|vol|no|iss)\.? ?\d+(?:\s?[-–]\s?\d+)*"
    r"|\b(?:in|auf) (?:German|French|Spanish|English|deutsch)"
    r"|\b(?:print|web|online|hereafter .*|translated by .*|my translation)"
    r"|\d{1,2}[:.]\d\d(?: ?[ap]m)?|updated)[)\].]*\s*$",
    re.I,
)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrases('entries', 'lead')})\b[:,.]?\s+", re.I)


@cache
def _looked_at() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s(\[.,;])(?:{phrases('entries', 'looked_at')})\b", re.I)


def address_of(found: re.Match[str]) -> str:
    """The address that `ADDRESS` found, without the marks behind it."""
    return found[0].rstrip(_CLOSING)


def cut(text: str, body: Span) -> tuple[int, int, str | None]:
    """Where the work begins and ends in an entry, and its address."""
    start, end, url = _without_address(text, body.start, body.end)
    start, end = trimmed(text, start, end)
    for _ in range(2):
        lead = _lead().match(text, start, end)
        start = lead.end() if lead else start
        tail = max(start, end - _TAIL)
        pages = _PAGES.search(text[tail:end])
        if pages is not None and pages.start() + tail > start:
            end = pages.start() + tail
    return *trimmed(text, start, end), url


def _without_address(text: str, start: int, end: int) -> tuple[int, int, str | None]:
    found = ADDRESS.search(text, start, end)
    looked = _looked_at().search(text, min(start + 1, end), end)
    if found is None:
        return start, looked.start() if looked else end, None
    if found.start() - start < _LEADS_IN:
        return found.end(), end, address_of(found)
    return start, min(found.start(), looked.start() if looked else found.start()), address_of(found)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without white space and delimiters at its ends."""
    while start < end and text[start] in _BEFORE:
        start += 1
    while end > start and (text[end - 1] in _BEHIND or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return start, end
