"""Feeds from disk: RSS, Atom and JSON Feed. Each entry is one document; nothing is fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO

import msgspec

from onrecord.errors import EmptyInput, InputError, MalformedInput, TextlessInput, TruncatedInput
from onrecord.model import Block, Container, Document, Span, Stated
from onrecord.read.dates import iso_date
from onrecord.read.decode import decode, normalised, without_surrogates
from onrecord.read.draft import Draft, finish
from onrecord.read.leaf import assemble
from onrecord.read.markup import leaves
from onrecord.read.source import Read, ReadOptions, Source

_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&[#\w]+;")

XML_FEED = "application/xml"
JSON_FEED = "application/feed+json"

Entry = Mapping[str, object]


def read_feed(source: Source, options: ReadOptions) -> Read:
    """The documents of an RSS or Atom feed; one that is cut ends in a `TruncatedInput`.

    Raises:
        MalformedInput, EmptyInput: it is no feed, it has no entries.
        OversizedInput: see `Source.whole`.
    """
    import feedparser

    data = source.whole(min(options.max_page, options.max_document))
    try:
        parsed = feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=True)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError):
        raise MalformedInput(source.place, "not a feed that can be taken apart") from None
    cut = not _CLOSED.search(data, max(0, len(data) - 4096))
    if not parsed.entries:
        if cut:
            raise TruncatedInput(source.place, "a feed that ends before its first entry does")
        raise EmptyInput(source.place, "a feed without entries")
    about = parsed.feed
    for number, entry in enumerate(parsed.entries, 1):
        kept = _entry(entry, dated_by_update=str(parsed.version).startswith("rss"))
        yield _document(source, number, kept, _words(about.get("title")), _words(about.get("language")), XML_FEED)
    if cut:
        yield TruncatedInput(source.place, "the feed ends before it is closed; its entries so far were read")


def _entry(entry: Entry, *, dated_by_update: bool) -> dict[str, str]:
    """What is read of an entry, by our names; of its bytes nothing else is left by the parser."""
    contents = entry.get("content")
    bodies = [entry.get("summary")]
    if isinstance(contents, list):
        bodies += [one.get("value") for one in contents if isinstance(one, Mapping)]
    found = {
        "id": entry.get("id"),
        "url": entry.get("link"),
        "title": entry.get("title"),
        "author": entry.get("author"),
        # RSS has no field of its own for changes: `dc:date`, its other date, says when an entry came out.
        "published": entry.get("published") or (dict(entry).get("updated") if dated_by_update else None),
        "body": max((body for body in bodies if isinstance(body, str)), key=len, default=None),
    }
    return {name: value for name, value in found.items() if isinstance(value, str) and value.strip()}


def read_json_feed(source: Source, options: ReadOptions) -> Read:
    """The documents of a JSON Feed.

    Raises:
        MalformedInput, EmptyInput, OversizedInput: it is no JSON Feed, has no entries, is too long.
        BinaryInput, UndecodableInput: see `decode`.
    """
    data = source.whole(options.max_document)
    text, _ = decode(source.place, data, options.encoding)
    try:
        about = msgspec.json.decode(without_surrogates(text)[0])
    except (msgspec.DecodeError, RecursionError):
        raise MalformedInput(source.place, "a JSON Feed that is not JSON") from None
    items = about.get("items") if isinstance(about, dict) else None
    if not isinstance(items, list) or not items:
        raise EmptyInput(source.place, "a feed without entries")
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            yield MalformedInput(source.member(str(number)), "an entry is to be a JSON object")
            continue
        yield _document(
            source, number, _json_entry(item), _words(about.get("title")), _words(about.get("language")), JSON_FEED
        )


def _json_entry(item: Entry) -> dict[str, str]:
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    names = [str(one["name"]) for one in listed if isinstance(one, Mapping) and one.get("name")]
    found = {
        "id": item.get("id"),
        "url": item.get("url"),
        "title": item.get("title"),
        "author": "; ".join(names),
        "published": item.get("date_published"),
        "body": item.get("content_html") or item.get("summary"),
        "plain": item.get("content_text"),
        "language": item.get("language"),
    }
    return {name: str(value) for name, value in found.items() if isinstance(value, (str, int)) and str(value).strip()}


def _document(
    source: Source,
    number: int,
    entry: dict[str, str],
    outlet: str | None,
    language: str | None,
    media_type: str,
) -> Document | InputError:
    place = source.member(str(number))
    draft = _body(entry)
    if draft is None:
        return TextlessInput(place, "an entry without text")
    draft.outlet = Stated(outlet, "meta") if outlet else None
    draft.language = _language(entry.get("language") or language)
    data = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return finish(
        draft,
        data.encode("utf-8", "replace"),
        place=place,
        container=Container(source.place, str(number)),
        media_type=media_type,
        reader="json-feed" if media_type == JSON_FEED else "feed",
    )


def _body(entry: dict[str, str]) -> Draft | None:
    """The text of an entry; its title stands for it where there is no other."""
    title = _words(entry.get("title"))
    url = entry.get("url", "")
    body = entry.get("body", "")
    if _MARKUP.search(body):
        text, blocks = assemble(leaves(body, url if url.startswith("http") else None))
        draft = Draft(text, blocks, normalised=["markup"])
    else:
        text, notes = normalised(body or entry.get("plain", ""))
        draft = Draft(text.strip(), normalised=notes)
    span = None
    if not draft.text:
        if not title:
            return None
        span = Span(0, len(title))
        draft = Draft(title, [Block("heading", span, 1)])
    draft.title = Stated(title, "meta", span) if title else None
    names = [name for part in entry.get("author", "").split(";") if (name := _words(part))]
    draft.byline = tuple(Stated(name, "meta") for name in names)
    published = iso_date(entry.get("published", ""))
    draft.published = Stated(published, "meta") if published else None
    draft.url = Stated(url, "meta") if url.startswith(("http://", "https://")) else None
    return draft


def _words(value: object) -> str | None:
    """A title or name on one line, without mark-up."""
    if not isinstance(value, str):
        return None
    if _MARKUP.search(value):
        value = " ".join(leaf.text for leaf in leaves(value))
    return " ".join(normalised(value)[0].split()) or None


def _language(value: str | None) -> str | None:
    tag = (value or "").lower().replace("_", "-").split("-")[0].strip()
    return tag if 2 <= len(tag) <= 3 and tag.isascii() and tag.isalpha() else None
