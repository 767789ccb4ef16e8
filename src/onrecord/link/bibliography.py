"""The works that a pile cites, in the forms that other programs read: a table, CSL-JSON, BibTeX, JSON.

CSL-JSON and BibTeX hold every entry that tells of a work, each with the piece that it stands in; an entry that repeats
another ("ibid") and a mention that names an outlet alone are in the table and in JSON only.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from onrecord.errors import printable
from onrecord.link.works import Work, as_record, person, plain, works
from onrecord.model import Analysis, Article
from onrecord.tag.citations.phrases import is_body

COLUMNS = (
    "citing",
    "date",
    "marker",
    "author",
    "title",
    "outlet",
    "published",
    "url",
    "in the pile",
    "reason",
    "anchor",
)

_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_UNSAFE = {mark: f"%{ord(mark):02X}" for mark in ' \\{}<>"^`|'}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def source(article: Article) -> str:
    """A piece in words: its outlet, its title or how it begins, its date."""
    words = plain(article.title.value) if article.title else " ".join(article.text.split()[:9])
    parts = [
        article.outlet.value if article.outlet else "",
        words,
        article.published.value[:10] if article.published else "",
    ]
    return ", ".join(part for part in map(plain, parts) if part)


def table(analysis: Analysis) -> Iterator[str]:
    """Who cites whom: a line of names, then one line a citation, cells apart by a tab."""
    yield "\t".join(COLUMNS)
    for work in works(analysis):
        cells = (
            source(work.citing),
            work.citing.published.value[:10] if work.citing.published else "",
            work.reference.marker or "",
            "; ".join(work.author),
            work.title or "",
            work.outlet or "",
            work.published or "",
            work.url or "",
            source(work.resolved) if work.resolved else "",
            work.reference.reason,
            f"#{work.anchor}",
        )
        yield "\t".join(printable(plain(cell)) for cell in cells)


def listed(analysis: Analysis) -> Iterator[str]:
    """Every citation as an object, in one JSON array."""
    yield json.dumps([as_record(work) for work in works(analysis)], ensure_ascii=False, indent=1)


def csl(analysis: Analysis) -> Iterator[str]:
    """The works as CSL-JSON items, in one array."""
    yield json.dumps(list(map(_csl_item, _entries(analysis))), ensure_ascii=False, indent=1)


def bibtex(analysis: Analysis) -> Iterator[str]:
    """The works as BibTeX entries, in UTF-8; no two have one key."""
    used = Counter[str]()
    for work in _entries(analysis):
        yield _bibtex_entry(work, _key(work, used))


FORMS: dict[str, Callable[[Analysis], Iterator[str]]] = {
    "table": table,
    "csl": csl,
    "bibtex": bibtex,
    "json": listed,
}
"""A new form is one function and one line: lines of text without their ends."""


def _entries(analysis: Analysis) -> Iterable[Work]:
    return (work for work in works(analysis) if work.has_work)


def _note(work: Work) -> str:
    marker = f", note {work.reference.marker}" if work.reference.marker else ""
    found = f"; in the pile: {source(work.resolved)}" if work.resolved else ""
    return f"cited in: {source(work.citing)}{marker} (#{work.anchor}){found}"


def _csl_item(work: Work) -> dict[str, Any]:
    item: dict[str, Any] = {"id": f"{work.citing.id}-{work.reference.citation}", "type": _csl_type(work)}
    if work.author:
        item["author"] = [{"literal": name} if is_body(name) else person(name) for name in work.author]
    if work.title:
        item["title"] = work.title
    if work.outlet:
        item["container-title"] = work.outlet
    if work.day:
        item["issued"] = {"date-parts": [[int(part) for part in work.day.split("-")]]}
    elif work.published:
        item["issued"] = {"raw": work.published}
    if work.url:
        item["URL"] = work.url
    item["note"] = _note(work)
    return item


def _csl_type(work: Work) -> str:
    if work.outlet:
        return "article-newspaper"
    return "webpage" if work.url else "document"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(mark, mark) for mark in _CONTROL.sub("\ufffd", plain(text)))


def _address(url: str) -> str:
    """An address without what ends a field of BibTeX; what was there is still its meaning."""
    return "".join(_UNSAFE.get(mark, mark) for mark in _CONTROL.sub("", url.strip()))


def _named(author: str) -> str:
    """An author the BibTeX way: "Last, First"; a body in braces, so that it is not taken apart."""
    parts = {"literal": author} if is_body(author) else person(author)
    if "literal" in parts:
        return f"{{{_escaped(parts['literal'])}}}"
    return f"{_escaped(parts['family'])}, {_escaped(parts['given'])}"


def _key(work: Work, used: Counter[str]) -> str:
    """A key of letters and digits: family name, year and a word; a number behind it where that is taken."""
    author = person(work.author[0]) if work.author else {}
    site = urlsplit(work.url).netloc if work.url else ""
    name = author.get("family") or author.get("literal") or work.outlet or site.removeprefix("www.").partition(".")[0]
    words = [word for word in (_ascii(part) for part in (work.title or "").split()) if len(word) > 3]
    key = f"{_ascii(name) or 'anonymous'}{(work.day or '')[:4]}{words[0] if words else ''}"
    used[key] += 1
    return key if used[key] == 1 else f"{key}-{used[key]}"


def _ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def _bibtex_entry(work: Work, key: str) -> str:
    day = (work.day or "").split("-")
    fields = {
        "author": " and ".join(map(_named, work.author)),
        "title": f"{{{_escaped(work.title)}}}" if work.title else "",
        "journal": _escaped(work.outlet) if work.outlet else "",
        "year": day[0],
        "month": str(int(day[1])) if len(day) > 1 else "",
        "day": str(int(day[2])) if len(day) > 2 else "",
        "url": _address(work.url) if work.url else "",
        "note": _escaped(_note(work)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "article" if work.outlet and work.title else "misc"
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])
