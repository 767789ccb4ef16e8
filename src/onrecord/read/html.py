"""HTML pages: the main text of an article, the whole of a digest, and what the page states about itself.

trafilatura says what the main text is and reads the metadata; the text itself and its blocks come from one walk of our
own over the same tree (`markup`), so headings, rules, lists and links survive where trafilatura leaves them out.
"""

from __future__ import annotations

import logging
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from onrecord.errors import TextlessInput
from onrecord.model import Stated
from onrecord.read.decode import decode
from onrecord.read.draft import Draft, finish
from onrecord.read.leaf import assemble
from onrecord.read.mainpart import main_leaves
from onrecord.read.markup import leaves
from onrecord.read.metadata import PageFacts, page_facts
from onrecord.read.source import Read, ReadOptions, Source

MEDIA_TYPE = "text/html"

MAX_TAGS = 20_000
"""Tags up to which trafilatura looks for the main text: on 100,000 it takes ten seconds and more. A larger page is
read as a digest is, without its navigation."""

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_PARSER = HTMLParser(remove_comments=True, remove_pis=True, default_doctype=False)
_PARSER_UTF8 = HTMLParser(remove_comments=True, remove_pis=True, default_doctype=False, encoding="utf-8")

# Faults of trafilatura on broken pages; our own walk stands in for it then.
FAULTS = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError, etree.LxmlError)

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def read_html(source: Source, options: ReadOptions) -> Read:
    """The one document of a page.

    Raises:
        TextlessInput: there is no text in it.
        EmptyInput, BinaryInput, UndecodableInput, OversizedInput: see `decode` and `Source.whole`.
    """
    data = source.whole(min(options.max_page, options.max_document))
    draft = page(source.place, data, options.encoding or source.charset or declared(data), source.address)
    yield finish(
        draft,
        data,
        place=source.place,
        container=source.container,
        media_type=MEDIA_TYPE,
        reader="html",
    )


def declared(data: bytes) -> str | None:
    """The encoding that a page names in its first 2 KiB."""
    found = _CHARSET.search(data, 0, 2048)
    return found[1].decode("ascii") if found else None


def page(place: str, data: bytes, charset: str | None, address: str | None) -> Draft:
    """What a page says, and what it states about itself.

    Args:
        place: for errors.
        data: its bytes.
        charset: the encoding that is declared for it.
        address: where it was fetched from, if that is known.

    Raises:
        TextlessInput: there is no text in it.
        EmptyInput, BinaryInput, UndecodableInput: see `decode`.
    """
    text, notes = decode(place, data, charset)
    tree = parsed(text)
    small = text.count("<") <= MAX_TAGS
    facts = PageFacts() if tree is None else page_facts(tree, address)
    found = leaves(text, facts.url)
    if not any(leaf.text for leaf in found):
        raise TextlessInput(place, "a page without text")
    chosen = main_leaves(found, facts.title, _extracted(tree, facts) if tree is not None and small else "")
    shown, blocks = assemble(chosen)
    notes.append("markup")
    if len(chosen) < len(found):
        notes.append("main-text")
    return _with_facts(Draft(shown, blocks, normalised=notes), facts)


def _extracted(tree: HtmlElement, facts: PageFacts) -> str:
    """What trafilatura takes for the main text; the facts that it finds are added to `facts`."""
    from trafilatura import bare_extraction

    try:
        result = bare_extraction(tree, fast=True, with_metadata=True, include_comments=False)
    except FAULTS:
        return ""
    if result is None or isinstance(result, dict) or result.body is None:
        return ""
    facts.add(result)
    return "\n".join(result.body.itertext())


def _with_facts(draft: Draft, facts: PageFacts) -> Draft:
    draft.title = _located(draft, facts.title)
    draft.byline = tuple(stated for name in facts.byline if (stated := _located(draft, name)))
    draft.outlet = _located(draft, facts.outlet)
    draft.published = Stated(facts.published, "meta") if facts.published else None
    draft.url = Stated(facts.url, "meta") if facts.url else None
    draft.language = facts.language
    return draft


def _located(draft: Draft, value: str | None) -> Stated | None:
    """A fact from the metadata, with its span if it is one of the first blocks, or a name in one of them."""
    if not value:
        return None
    for block in draft.blocks[:12]:
        if block.kind != "rule" and block.span.of(draft.text) == value:
            return Stated(value, "meta", block.span)
    return Stated(value, "meta")


def parsed(text: str) -> HtmlElement | None:
    """The tree of a page, for its metadata and for trafilatura; None where there is no element at all."""
    text = _CONTROL.sub("", text)
    try:
        return document_fromstring(text, parser=_PARSER, ensure_head_body=False)
    except etree.ParserError:
        return None
    except ValueError:
        # An XML declaration that names an encoding forbids text; as bytes it is not minded.
        return _parsed_bytes(text.encode("utf-8"))


def _parsed_bytes(data: bytes) -> HtmlElement | None:
    try:
        return document_fromstring(data, parser=_PARSER_UTF8, ensure_head_body=False)
    except (etree.ParserError, ValueError):
        return None
