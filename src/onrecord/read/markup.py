"""From a tree of HTML to text and blocks: one linear walk that needs no recursion.

    tree  --leaves()-->  [Leaf, …]  --(a reader drops some)-->  --assemble()-->  text and blocks

A leaf is the smallest stretch that mark-up sets apart: a paragraph, heading, item, cell, or a rule. Readers choose
among leaves (main text or all) before the text is made, so every span is right by construction.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from onrecord.model import Block, BlockKind, Span

BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "noscript",
})  # fmt: skip
SILENT = frozenset({
    "script", "style", "head", "title", "meta", "link", "template", "svg", "math", "iframe", "object",
    "embed", "applet", "audio", "video", "canvas", "map", "noframes", "noscript", "select", "option",
    "textarea", "button", "input", "datalist", "progress", "xml",
})  # fmt: skip
ASIDE = frozenset({"nav", "aside", "footer", "menu", "dialog"})
ASIDE_ROLES = frozenset({
    "navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar",
})  # fmt: skip
ENTERS = BREAKING | {"a", "br", "q"}
LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_SPACE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])", re.I)
_UNSEEN = " \t\n\r\f\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
_UNSEEN += "\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064"
_UNSEEN += "\u3000\u3164\ufeff\uffa0"
_CONTROL = re.compile("[\0\r\ud800-\udfff]")


@dataclass(slots=True)
class Leaf:
    """One stretch of text between two boundaries of mark-up."""

    kind: BlockKind
    text: str = ""
    level: int | None = None
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Start and end in `text`, and the address."""
    home: int = 0
    """Number of the innermost breaking element around it: leaves with the same one are neighbours in the mark-up."""
    quote: int = 0
    """Number of the outermost quote that it lies in; 0 for none."""
    row: int = 0
    """Number of the table row that it lies in, for a cell; 0 for none."""
    aside: bool = False
    """It lies in navigation, a footer, a form or something else that stands beside the text."""
    list: int = 0
    """Number of the outermost list that it lies in; 0 for none."""


def parsed(text: str) -> HtmlElement | None:
    """The tree of a page; None where there is no element at all. Any text has a tree: HTML knows no errors."""
    text = _CONTROL.sub("", text)
    if not text.strip():
        return None
    try:
        return document_fromstring(text, parser=_PARSER, ensure_head_body=False)
    except (etree.ParserError, ValueError):
        return _parsed_bytes(text)


def _parsed_bytes(text: str) -> HtmlElement | None:
    """An XML declaration with an encoding forbids text for lxml; in UTF-8 it is not minded."""
    try:
        return document_fromstring(text.encode("utf-8"), parser=_PARSER_UTF8, ensure_head_body=False)
    except (etree.ParserError, ValueError):
        return None


_PARSER = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, default_doctype=False)
_PARSER_UTF8 = HTMLParser(
    huge_tree=True, remove_comments=True, remove_pis=True, default_doctype=False, encoding="utf-8"
)


def leaves(root: HtmlElement, base: str | None = None) -> list[Leaf]:
    """The leaves of a tree in reading order.

    Args:
        root: a parsed page; it is not changed.
        base: address against which links are resolved; without it relative ones stay relative.
    """
    walk = _Walk(base)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        if event == "start":
            if tag in SILENT or not isinstance(tag, str) or _hidden(element):
                steps.skip_subtree()
                continue
            if tag in ENTERS:
                walk.enter(tag, element)
            if element.text:
                walk.text(element.text)
        else:
            if tag in ENTERS and not _hidden(element):
                walk.leave(tag)
            if element.tail and element is not root:
                walk.text(element.tail)
    walk.flush()
    _lone_cells(walk.leaves)
    return walk.leaves


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None


def _lone_cells(found: list[Leaf]) -> None:
    """A row with text in one cell only is layout: its cell is a paragraph."""
    filled = Counter(leaf.row for leaf in found if leaf.kind == "cell")
    for leaf in found:
        if leaf.kind == "cell" and filled[leaf.row] == 1:
            leaf.kind = "paragraph"


class _Walk:
    """Collects leaves while elements are entered and left."""

    def __init__(self, base: str | None) -> None:
        self.leaves: list[Leaf] = []
        self._base = base
        self._parts: list[str] = []
        self._size = 0
        self._blank = True
        self._breaks = 0
        self._href: str | None = None
        self._link: tuple[int, int] | None = None
        self._links: list[tuple[int, int, str]] = []
        self._homes: list[int] = [0]
        self._last_home = 0
        self._heading: list[int] = []
        self._items: list[int] = []
        self._lists = _Numbered()
        self._quotes = _Numbered()
        self._rows: list[int] = [0]
        self._last_row = 0
        self._cells: list[int] = []
        self._aside: list[bool] = [False]
        self._verbatim = 0

    def text(self, text: str) -> None:
        """Add running text; white space counts once, except in `pre`."""
        if not self._verbatim:
            text = _SPACE.sub(" ", text)
            if self._blank and text[:1] == " ":
                text = text[1:]
        if not text:
            return
        if self._href is not None and self._link is None:
            self._link = (len(self._parts), self._size)
        self._parts.append(text)
        self._size += len(text)
        self._blank = text[-1] == " "
        if self._breaks and not text.isspace():
            self._breaks = 0

    def enter(self, tag: str, element: HtmlElement) -> None:
        """An element starts that breaks the text, or means something within it."""
        if tag == "a":
            self._end_link()
            self._href = self._address(element.get("href"))
        elif tag == "br":
            self._line_break()
        elif tag == "q":
            self.text("\N{LEFT DOUBLE QUOTATION MARK}")
        else:
            self.flush()
            self._last_home += 1
            self._homes.append(self._last_home)
            self._aside.append(self._aside[-1] or tag in ASIDE or element.get("role") in ASIDE_ROLES)
            self._enter_block(tag)

    def _enter_block(self, tag: str) -> None:
        if tag in LEVELS:
            self._heading.append(LEVELS[tag])
        elif tag == "li":
            self._items.append(0)
        elif tag in {"ul", "ol"}:
            self._lists.enter()
        elif tag == "blockquote":
            self._quotes.enter()
        elif tag == "tr":
            self._last_row += 1
            self._rows.append(self._last_row)
        elif tag in {"td", "th"}:
            self._cells.append(len(self.leaves))
        elif tag == "pre":
            self._verbatim += 1
        elif tag == "hr":
            self.leaves.append(Leaf("rule", home=self._homes[-2], aside=self._aside[-1]))

    def leave(self, tag: str) -> None:
        """The element ends that was entered last."""
        if tag == "a":
            self._end_link()
            self._href = None
        elif tag == "q":
            self.text("\N{RIGHT DOUBLE QUOTATION MARK}")
        elif tag != "br":
            whole_cell = tag in {"td", "th"} and self._cells.pop() == len(self.leaves)
            self.flush("cell" if whole_cell and self._rows[-1] else "paragraph")
            self._homes.pop()
            self._aside.pop()
            self._leave_block(tag)

    def _leave_block(self, tag: str) -> None:
        if tag in LEVELS:
            self._heading.pop()
        elif tag == "li":
            self._items.pop()
        elif tag in {"ul", "ol"}:
            self._lists.leave()
        elif tag == "blockquote":
            self._quotes.leave()
        elif tag == "tr":
            self._rows.pop()
        elif tag == "pre":
            self._verbatim -= 1

    def flush(self, kind: BlockKind = "paragraph") -> None:
        """End the leaf that is being written, if it holds anything to see."""
        self._end_link()
        links, self._links = self._links, []
        raw, self._parts = "".join(self._parts), []
        self._size, self._blank, self._breaks = 0, True, 0
        text = raw.strip()
        if not text.strip(_UNSEEN):
            return
        lead = len(raw) - len(raw.lstrip())
        leaf = Leaf(kind, text, home=self._homes[-1], aside=self._aside[-1])
        leaf.quote, leaf.list = self._quotes.current, self._lists.current
        for start, end, href in links:
            start, end = max(0, start - lead), min(len(text), end - lead)
            if end > start:
                leaf.links.append((start, end, href))
        if self._heading:
            leaf.kind, leaf.level = "heading", self._heading[-1]
            leaf.text = leaf.text.replace("\n", " ")
        elif kind == "cell":
            leaf.row = self._rows[-1]
        elif self._items and self._items[-1] == 0:
            leaf.kind, leaf.level = "item", len(self._items)
        if self._items:
            self._items[-1] += 1
        self.leaves.append(leaf)

    def _line_break(self) -> None:
        """One `<br>` is a new line, a second one a new paragraph."""
        self._breaks += 1
        if self._breaks > 1 and not self._verbatim:
            self.flush()
            return
        if self._parts:
            bare = self._parts[-1].rstrip(" ")
            self._size += len(bare) - len(self._parts[-1])
            self._parts[-1] = bare
            self._parts.append("\n")
            self._size += 1
        self._blank = True

    def _end_link(self) -> None:
        if self._href is not None and self._link is not None:
            part, start = self._link
            words = "".join(self._parts[part:])
            bare = words.strip(_UNSEEN)
            if bare:
                start += len(words) - len(words.lstrip(_UNSEEN))
                self._links.append((start, start + len(bare), self._href))
        self._link = None

    def _address(self, href: str | None) -> str | None:
        href = (href or "").strip()
        if not href or href.startswith("#"):
            return None
        scheme = href.partition(":")[0].lower()
        if scheme in {"javascript", "mailto", "tel", "data", "about", "cid"}:
            return None
        if self._base and scheme not in {"http", "https"}:
            try:
                return urljoin(self._base, href)
            except ValueError:
                return href
        return href


class _Numbered:
    """Counts elements of one kind that do not lie in one of the same kind; `current` is 0 outside of all."""

    def __init__(self) -> None:
        self.current = 0
        self._last = 0
        self._depth = 0

    def enter(self) -> None:
        """One starts; within another it counts as a part of that."""
        self._depth += 1
        if self._depth == 1:
            self._last += 1
            self.current = self._last

    def leave(self) -> None:
        """The one that was entered last ends."""
        self._depth -= 1
        if self._depth == 0:
            self.current = 0


def assemble(found: list[Leaf]) -> tuple[str, list[Block]]:
    """Text and blocks of the chosen leaves.

    Leaves stand a blank line apart, items of one list and rows of a table a newline, cells of one row a tab.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    quotes = _Quotes()
    at = 0
    before: Leaf | None = None
    ruled = False
    for leaf in found:
        if leaf.kind == "rule":
            ruled = True
            continue
        if before is not None:
            gap = "\n\n" if ruled else _gap(before, leaf)
            parts.append(gap)
            at += len(gap)
        if ruled:
            blocks.append(Block("rule", Span(at, at)))
            quotes.broken.add(leaf.quote)
        start, ruled = at, False
        parts.append(leaf.text)
        at += len(leaf.text)
        blocks.append(Block(leaf.kind, Span(start, at), leaf.level))
        quotes.add(leaf, start, at)
        blocks += [Block("link", Span(start + s, start + e), None, href) for s, e, href in leaf.links]
        before = leaf
    if ruled:
        blocks.append(Block("rule", Span(at, at)))
    return "".join(parts), blocks + quotes.blocks()


def _gap(before: Leaf, leaf: Leaf) -> str:
    if before.kind == "cell" and leaf.kind == "cell":
        return "\t" if before.row == leaf.row else "\n"
    if before.kind == "item" and leaf.kind == "item" and before.list == leaf.list:
        return "\n"
    return "\n\n"


class _Quotes:
    """Where each quote starts and ends; one that holds headings, cells or rules is layout and no quote."""

    def __init__(self) -> None:
        self._spans: dict[int, tuple[int, int]] = {}
        self.broken: set[int] = set()

    def add(self, leaf: Leaf, start: int, end: int) -> None:
        """A leaf stands at `start` to `end` of the text."""
        if leaf.quote:
            self._spans[leaf.quote] = (self._spans.get(leaf.quote, (start, end))[0], end)
            if leaf.kind not in {"paragraph", "item"}:
                self.broken.add(leaf.quote)

    def blocks(self) -> list[Block]:
        """The quotes of the text."""
        return [Block("quote", Span(*span)) for number, span in self._spans.items() if number not in self.broken]
