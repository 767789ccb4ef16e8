"""Markdown: what a reader of the rendered page sees, with the structure as blocks.

markdown-it-py renders (CommonMark with tables), and the same walk as for pages takes the result apart.
"""

from __future__ import annotations

import re

from onrecord.errors import TextlessInput
from onrecord.model import Span, Stated
from onrecord.read.dates import iso_date
from onrecord.read.decode import decode
from onrecord.read.draft import Draft, finish
from onrecord.read.leaf import assemble
from onrecord.read.markup import leaves
from onrecord.read.source import Read, ReadOptions, Source

MAX_RENDERED = 2 << 20
"""Characters up to which Markdown is rendered; a longer file is read as plain text. The renderer makes about 1 MB/s,
see `bench/read.py`."""

MAX_LINE = 1 << 16
"""Characters of one line up to which Markdown is rendered: what it does within a line is not linear."""

_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"([A-Za-z_-]+):[ \t]*(.*)")
_LONG_LINE = re.compile(rf"[^\n]{{{MAX_LINE}}}")


def read_markdown(source: Source, options: ReadOptions) -> Read:
    """The one document of a Markdown file; facts of its front matter are metadata.

    Raises:
        TextlessInput: there is mark-up and nothing else.
        EmptyInput, BinaryInput, UndecodableInput, OversizedInput: see `decode` and `Source.whole`.
    """
    data = source.whole(options.max_document)
    text, notes = decode(source.place, data, options.encoding or source.charset)
    front, text, notes = _front_matter(text, notes)
    if len(text) > MAX_RENDERED or _LONG_LINE.search(text):
        draft = Draft(text, normalised=notes)
    else:
        draft = rendered(text)
        draft.normalised = [*notes, "markup"]
    if not draft.text.strip():
        raise TextlessInput(source.place, "Markdown without text")
    _with_front(draft, front)
    yield finish(
        draft,
        data,
        place=source.place,
        container=source.container,
        media_type="text/markdown",
        reader="markdown",
    )


def rendered(text: str) -> Draft:
    """The words of a Markdown text, and its structure; a heading of the first rank at its start is its title."""
    from markdown_it import MarkdownIt

    shown, blocks = assemble(leaves(MarkdownIt("commonmark").enable("table").render(text)))
    draft = Draft(shown, blocks)
    first = next((block for block in blocks if block.kind != "rule"), None)
    if first is not None and first.kind == "heading" and first.level == 1:
        draft.title = Stated(first.span.of(shown), "text", first.span)
    return draft


def _front_matter(text: str, notes: list[str]) -> tuple[dict[str, str], str, list[str]]:
    found = _FRONT.match(text)
    if not found:
        return {}, text, notes
    entries = (entry for line in found[1].split("\n") if (entry := _ENTRY.fullmatch(line.rstrip())))
    facts = {entry[1].lower(): entry[2].strip().strip("\"'").strip() for entry in entries}
    if not facts:
        return {}, text, notes
    return facts, text[found.end() :].lstrip("\n"), [*notes, "front-matter"]


def _with_front(draft: Draft, front: dict[str, str]) -> None:
    if front.get("title"):
        draft.title = Stated(front["title"], "meta", _span_of_same(draft.title, front["title"]))
    author = front.get("author") or front.get("byline")
    if author and not author.startswith(("[", "{")):
        draft.byline = (Stated(author, "meta"),)
    if outlet := front.get("outlet") or front.get("publication"):
        draft.outlet = Stated(outlet, "meta")
    if published := iso_date(front.get("date") or front.get("published") or ""):
        draft.published = Stated(published, "meta")
    if (url := front.get("url") or front.get("link")) and url.startswith(("http://", "https://")):
        draft.url = Stated(url, "meta")
    language = (front.get("lang") or front.get("language") or "").lower().split("-")[0]
    if 2 <= len(language) <= 3 and language.isascii() and language.isalpha():
        draft.language = language


def _span_of_same(found: Stated | None, title: str) -> Span | None:
    return found.span if found is not None and found.value == title else None
