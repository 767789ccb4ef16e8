"""What a page states about itself in its mark-up: meta elements, linked data, `time`. Nothing is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from onrecord.read.dates import iso_date

PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "date",
)
"""Names of meta elements that state when a page was published, the surest first."""

_DATE_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)")


class Extracted(Protocol):
    """What is used of trafilatura's result."""

    title: str | None
    author: str | None
    sitename: str | None
    hostname: str | None
    url: str | None
    date: str | None


@dataclass
class PageFacts:
    """What a page states about itself."""

    title: str | None = None
    byline: list[str] = field(default_factory=list)
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def add(self, extracted: Extracted) -> None:
        """Take from trafilatura what the mark-up did not give.

        Its name of the site is left out where it only repeats the host, and its date where the address of the page
        does not say the same: both are guesses then.
        """
        self.title = self.title or _clean(extracted.title)
        if not self.byline and extracted.author:
            self.byline = [name for part in extracted.author.split(";") if (name := _clean(part))]
        site, host = _clean(extracted.sitename), extracted.hostname or ""
        if not self.outlet and site and "." not in site and site.lower() != host.lower():
            self.outlet = site
        if not self.url and extracted.url and extracted.url.startswith("http"):
            self.url = extracted.url
        if not self.published and extracted.date and self.url:
            stated = _DATE_IN_URL.search(self.url)
            if stated and "-".join(stated.groups()) == extracted.date:
                self.published = extracted.date
        self.title = _without_outlet(self.title, self.outlet)


def page_facts(tree: HtmlElement, address: str | None) -> PageFacts:
    """The facts that a page's mark-up states.

    Args:
        tree: the parsed page.
        address: where it was fetched from; it stands in for a canonical address.
    """
    meta = _meta(tree)
    linked = list(_linked_data(tree))
    facts = PageFacts()
    facts.title = _clean(meta.get("og:title")) or _clean(meta.get("twitter:title")) or _heading(tree)
    facts.outlet = _clean(meta.get("og:site_name")) or _publisher(linked)
    facts.published = _published(tree, meta, linked)
    facts.language = _language(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    facts.url = _absolute(meta.get("og:url")) or _canonical(tree) or _absolute(address)
    facts.title = _without_outlet(facts.title, facts.outlet)
    return facts


def _clean(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, object]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            value = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        values = value if isinstance(value, list) else [value]
        for one in values[:50]:
            if isinstance(one, dict):
                yield one
                graph = one.get("@graph")
                yield from (part for part in graph[:50] if isinstance(part, dict)) if isinstance(graph, list) else ()


def _heading(tree: HtmlElement) -> str | None:
    """The one `h1` of a page, else its `title`."""
    heads = [element for _, element in zip(range(2), tree.iter("h1"), strict=False)]
    if len(heads) == 1 and (words := _clean(" ".join(heads[0].itertext()))):
        return words
    title = next(tree.iter("title"), None)
    return _clean(title.text) if title is not None else None


def _publisher(linked: list[dict[str, object]]) -> str | None:
    for one in linked:
        publisher = one.get("publisher")
        if isinstance(publisher, dict) and (name := _clean(publisher.get("name"))):
            return name
    return None


def _published(tree: HtmlElement, meta: dict[str, str], linked: list[dict[str, object]]) -> str | None:
    for name in PUBLISHED:
        if name in meta and (date := iso_date(meta[name])):
            return date
    for one in linked:
        value = one.get("datePublished")
        if isinstance(value, str) and (date := iso_date(value)):
            return date
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or ""):
            value = element.get("datetime") or element.text
            if value and (date := iso_date(value)):
                return date
    return None


def _language(value: str | None) -> str | None:
    if not value:
        return None
    tag = re.split(r"[-_]", value.strip().lower())[0]
    return tag if 2 <= len(tag) <= 3 and tag.isascii() and tag.isalpha() else None


def _canonical(tree: HtmlElement) -> str | None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            return _absolute(element.get("href"))
    return None


def _absolute(value: str | None) -> str | None:
    if not value:
        return None
    value = value.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in {"http", "https"} and parts.netloc else None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """`Cranes idle at pier 9 | The Harbour Post` without the outlet, which is stated of its own."""
    if not title or not outlet:
        return title
    for mark in (" - ", " | ", " – ", " — ", " · ", " :: "):
        if title.lower().endswith((mark + outlet).lower()) and len(title) > len(mark + outlet):
            return title[: -len(mark + outlet)].rstrip()
    return title
