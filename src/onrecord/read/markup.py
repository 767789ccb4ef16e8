"""From HTML to text and blocks: one linear pass over its tags, which needs no tree, no recursion and no closed tags.

    HTML  --leaves()-->  [Leaf, …]  --(a reader drops some)-->  --assemble()-->  text and blocks

A leaf is the smallest stretch that mark-up sets apart: a paragraph, heading, item, cell, or a rule. Readers choose
among leaves (main text or all) before the text is made, so every span is right by construction.

A tree would serve as well and cost three times as much: newsletters are thousands of nested tables with a few hundred
words in them (`bench/read.py` measures mail against the standard library's bare parse).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin

from onrecord.model import Block, BlockKind, Span

LONG_HEADING = 400
"""Characters from which a heading is one that was never closed: it is read as a paragraph."""

SCOPE = 500
"""Open containers among which an end tag looks for its start; what is nested deeper is no page that anybody wrote."""

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol", "menu", "dir"})
ASIDE = frozenset({"nav", "aside", "footer", "dialog"})
CONTAINERS = (
    frozenset({"div", "section", "article", "header", "main", "figure", "blockquote", "pre", "center", "fieldset"})
    | frozenset({"li", "dl", "form", "details"})
    | ASIDE
    | LISTS
    | frozenset(LEVELS)
)
"""Elements that hold others; the rest of those that break the text need no end."""
BREAKING = (
    CONTAINERS
    | CELLS
    | frozenset(
        {
            "p",
            "dd",
            "dt",
            "figcaption",
            "address",
            "summary",
            "legend",
            "caption",
            "hgroup",
            "body",
            "html",
            "hr",
            "table",
        }
        | {"tbody", "thead", "tfoot", "tr", "search"}
    )
)
SILENT = frozenset(
    {"svg", "math", "object", "audio", "video", "canvas", "map", "noscript", "template", "select", "datalist", "button"}
)
OPTIONAL_END = frozenset({"p", "li", "td", "th", "tr", "dd", "dt"})
VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"})

_HOLDERS = frozenset({"table", "ul", "ol", "div"})

# Comments, and elements whose content is no mark-up, up to their end or to that of the page.
_RAW = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|([sxtinSXTIN](?:cript|tyle|mp|extarea|itle|frame|oframes|CRIPT|TYLE|MP|EXTAREA"
    r"|ITLE|FRAME|OFRAMES))(?=[\s>/]).*?(?:</\1[^>]*+>?|\Z))",
    re.DOTALL,
)
_TAG = re.compile(
    r"""<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+)|[!?/][^>]*+)>?"""
)
_HREF = re.compile(r"(?:^|\s)href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|(?:^|\s)hidden(?:\s|=|$)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"role\s*=\s*[\"']?(?:navigation|complementary|contentinfo|search|dialog|alertdialog|menu|menubar)\b", re.IGNORECASE
)
_NOTHING = " \t\n\r\f\x01\x02\x03"
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
# What stands in a leaf while it is written; a page cannot hold these characters, they are taken out of it first.
_LINK, _UNLINK, _BREAK = "\x01", "\x02", "\x03"
_MARK = re.compile("([\x01-\x03])")
_LINE = re.compile(" *\x03 *")
_PARAGRAPH = re.compile("\x03(?: *\x03)+")
_UNSEEN = " \t\n\r\f\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
_UNSEEN += "\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u2061\u2062\u2063\u2064"
_UNSEEN += "\u3000\u3164\ufeff\uffa0"


@dataclass(slots=True)
class Leaf:
    """One stretch of text between two boundaries of mark-up."""

    kind: BlockKind
    text: str = ""
    level: int | None = None
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Start and end in `text`, and the address."""
    home: int = 0
    """Number of the innermost container around it: leaves with the same one are neighbours in the mark-up."""
    quote: int = 0
    """Number of the outermost quote that it lies in; 0 for none."""
    row: int = 0
    """Number of the table row that it lies in, for a cell; 0 for none."""
    aside: bool = False
    """It lies in navigation, a footer or something else that stands beside the text."""
    list: int = 0
    """Number of the outermost list that it lies in; 0 for none."""


def leaves(markup: str, base: str | None = None) -> list[Leaf]:
    """The leaves of a page or of a piece of one, in reading order.

    Args:
        markup: HTML, however broken.
        base: address against which links are resolved; without it relative ones stay relative.
    """
    for mark in (_LINK, _UNLINK, _BREAK):
        if mark in markup:
            markup = markup.replace(mark, "")
    if "<" in markup:
        markup = _RAW.sub("", markup)
    lowered = markup.lower()
    hides = any(sign in lowered for sign in _HIDING)
    walk = _Walk(base)
    parts = walk.parts
    pieces = iter([*_TAG.split(markup), "", "", ""])
    for words, ends, name, attributes in zip(pieces, pieces, pieces, pieces, strict=True):
        if walk.silence:
            if not name or walk.still_silent(name.lower(), bool(ends)):
                continue
        elif words and (parts or not words.isspace()):
            parts.append(words)
        if not name:
            continue
        acts = _LEAVING if ends else _ENTERING
        act = acts.get(name)
        if act is None and not name.islower():
            name = name.lower()
            act = acts.get(name)
        if hides and len(attributes) > 5 and not ends and _is_hidden(attributes) and name.lower() not in VOID:
            walk.hush(name, attributes)
        elif act is not None:
            act(walk, name, attributes)
    walk.end()
    _lone_cells(walk.leaves)
    return walk.leaves


# Signs without which nothing in a page is hidden by its own mark-up.
_HIDING = ("none", "hidden", "mso-hide", "font-size:0", "font-size: 0")


def _is_hidden(attributes: str) -> bool:
    low = attributes.lower()
    sign = "none" in low or "hidden" in low or "mso-hide" in low or "font-size" in low
    return sign and _HIDDEN.search(low) is not None


def _lone_cells(found: list[Leaf]) -> None:
    """A row with text in one cell only is layout: its cell is a paragraph."""
    filled = Counter(leaf.row for leaf in found if leaf.kind == "cell")
    for leaf in found:
        if leaf.kind == "cell" and filled[leaf.row] == 1:
            leaf.kind = "paragraph"


class _Table:
    """An open table: its row and cell, and what was open outside of it."""

    __slots__ = ("aside", "depth", "first", "home", "in_cell", "row")

    def __init__(self, depth: int, home: int, aside: bool) -> None:
        self.depth = depth
        """Open containers when the table or its open cell began: what lies outside is not closed from within."""
        self.home = home
        self.aside = aside
        self.row = 0
        self.in_cell = False
        self.first = 0


class _Walk:
    """Collects leaves while elements are entered and left, and closes what a page forgets to close."""

    def __init__(self, base: str | None) -> None:
        self.leaves: list[Leaf] = []
        self.parts: list[str] = []
        self.silence = ""
        self._silent_depth = 0
        self._inner = 0
        self._base = base
        self._href: str | None = None
        self._hrefs: list[str] = []
        self._stack: list[tuple[str, int, bool]] = []
        self._counts: dict[str, int] = dict.fromkeys(CONTAINERS, 0)
        self._home = 0
        self._homes = 0
        self._aside = False
        self._heading: int | None = None
        self._items: list[int] = []
        self._list = _Numbered()
        self._quote = _Numbered()
        self._tables: list[_Table] = []
        self._rows = 0
        self._verbatim = 0

    def end(self) -> None:
        """The page ends, and with it all that is open."""
        while self._tables:
            self.leave_table("", "")
        self._close_to(0)
        self.flush()

    def breaks(self, _name: str, _attributes: str) -> None:
        if self.parts:
            self.flush()

    def line(self, _name: str, _attributes: str) -> None:
        self.parts.append(_BREAK)

    def rule(self, _name: str, _attributes: str) -> None:
        self.flush()
        self.leaves.append(Leaf("rule", home=self._home, aside=self._aside))

    def enter_q(self, _name: str, _attributes: str) -> None:
        self.parts.append("\N{LEFT DOUBLE QUOTATION MARK}")

    def leave_q(self, _name: str, _attributes: str) -> None:
        self.parts.append("\N{RIGHT DOUBLE QUOTATION MARK}")

    def hush(self, name: str, _attributes: str) -> None:
        """An element starts that is not shown."""
        name = name.lower()
        if name in BREAKING and self.parts:
            self.flush()
        self.silence, self._silent_depth, self._inner = name, 1, 0

    def still_silent(self, name: str, ends: bool) -> bool:
        """Within an element that is not shown: whether this tag is still a part of it, its end tag included.

        Elements that may lack an end tag also end with the next of their kind, or with what they lie in.
        """
        loose = self.silence in OPTIONAL_END
        if name == self.silence:
            if ends:
                self._silent_depth -= 1
            elif loose and not self._inner:
                self._silent_depth = 0
            else:
                self._silent_depth += 1
        elif loose and name in _HOLDERS:
            self._inner += -1 if ends else 1
            if self._inner < 0 or (self.silence == "p" and not ends):
                self._silent_depth = 0
        if self._silent_depth > 0:
            return True
        whole = ends and name == self.silence
        self.silence = ""
        return whole

    def enter(self, name: str, attributes: str) -> None:
        if self.parts:
            self.flush()
        name = name.lower()
        self._stack.append((name, self._home, self._aside))
        self._counts[name] += 1
        self._homes += 1
        self._home = self._homes
        if name in ASIDE or (len(attributes) > 10 and _ROLE.search(attributes)):
            self._aside = True

    def leave(self, name: str, _attributes: str) -> None:
        """End the innermost open container of this name, if it lies in the same cell, and all that is open in it."""
        if self.parts:
            self.flush()
        name = name.lower()
        if not self._counts[name]:
            return
        lowest = max(self._tables[-1].depth if self._tables else 0, len(self._stack) - SCOPE)
        for index in range(len(self._stack) - 1, lowest - 1, -1):
            if self._stack[index][0] == name:
                self._close_to(index)
                return

    def _close_to(self, depth: int) -> None:
        while len(self._stack) > depth:
            if self.parts:
                self.flush()
            name, self._home, self._aside = self._stack.pop()
            self._counts[name] -= 1
            if name in LEVELS:
                self._heading = None
            elif name in LISTS:
                self._list.leave()
            elif name == "li":
                self._items.pop()
            elif name == "blockquote":
                self._quote.leave()
            elif name == "pre":
                self._verbatim -= 1

    def enter_heading(self, name: str, attributes: str) -> None:
        if self._heading is not None and self._stack and self._stack[-1][0] in LEVELS:
            self._close_to(len(self._stack) - 1)
        home = self._home
        self.enter(name, attributes)
        self._home = home
        self._heading = LEVELS[name.lower()]

    def enter_list(self, name: str, attributes: str) -> None:
        self.enter(name, attributes)
        self._list.enter()

    def enter_item(self, name: str, attributes: str) -> None:
        lowest = max(self._tables[-1].depth if self._tables else 0, len(self._stack) - SCOPE)
        if self._counts["li"]:
            for index in range(len(self._stack) - 1, lowest - 1, -1):
                if self._stack[index][0] == "li":
                    self._close_to(index)
                elif self._stack[index][0] not in LISTS:
                    continue
                break
        home = self._home
        self.enter(name, attributes)
        self._home = home
        self._items.append(0)

    def enter_quote(self, name: str, attributes: str) -> None:
        self.enter(name, attributes)
        self._quote.enter()

    def enter_pre(self, name: str, attributes: str) -> None:
        self.enter(name, attributes)
        self._verbatim += 1

    def enter_table(self, _name: str, _attributes: str) -> None:
        if self.parts:
            self.flush()
        self._tables.append(_Table(len(self._stack), self._home, self._aside))

    def enter_row(self, _name: str, _attributes: str) -> None:
        if self._tables:
            self._end_cell()
            self._rows += 1
            self._tables[-1].row = self._rows

    def enter_cell(self, _name: str, _attributes: str) -> None:
        if self._tables:
            self._end_cell()
            table = self._tables[-1]
            table.in_cell = True
            table.first = len(self.leaves)
            self._homes += 1
            self._home = self._homes

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if len(self._stack) > table.depth:
            self._close_to(table.depth)
        if self.parts:
            whole = table.in_cell and table.row and table.first == len(self.leaves)
            self.flush("cell" if whole else "paragraph")
        table.in_cell = False
        self._home = table.home

    def leave_cell(self, _name: str, _attributes: str) -> None:
        if self._tables:
            self._end_cell()

    def leave_row(self, _name: str, _attributes: str) -> None:
        if self._tables:
            self._end_cell()
            self._tables[-1].row = 0

    def leave_table(self, _name: str, _attributes: str) -> None:
        if self._tables:
            self._end_cell()
            table = self._tables.pop()
            self._home, self._aside = table.home, table.aside

    def enter_link(self, _name: str, attributes: str) -> None:
        if self._href is not None:
            self.parts.append(_UNLINK)
        self._href = self._address(attributes)
        if self._href is not None:
            self.parts.append(_LINK)
            self._hrefs.append(self._href)

    def leave_link(self, _name: str, _attributes: str) -> None:
        if self._href is not None:
            self.parts.append(_UNLINK)
            self._href = None

    def _address(self, attributes: str) -> str | None:
        found = _HREF.search(attributes)
        href = (found[1] or found[2] or found[3] or "").strip() if found else ""
        if "&" in href:
            href = unescape(href)
        if not href or href[0] == "#":
            return None
        if href[:4].lower() == "http":
            return href
        if href.partition(":")[0].lower() in {"javascript", "mailto", "tel", "data", "about", "cid"}:
            return None
        try:
            return urljoin(self._base, href) if self._base else href
        except ValueError:
            return href

    def flush(self, kind: BlockKind = "paragraph") -> None:
        """End the leaf that is being written, if it holds anything to see."""
        raw = "".join(self.parts)
        self.parts.clear()
        hrefs, self._hrefs = self._hrefs, []
        if self._href is not None:
            self.parts.append(_LINK)
            self._hrefs.append(self._href)
        if not raw.strip(_NOTHING):
            return
        if "&" in raw:
            raw = unescape(raw)
        if self._verbatim:
            raw = raw.replace("\n", _BREAK)
        if "\n" in raw or "  " in raw or "\t" in raw or "\r" in raw or "\f" in raw:
            raw = _SPACE.sub(" ", raw)
        paragraphs = _PARAGRAPH.split(raw) if _BREAK in raw else [raw]
        if not hrefs:
            for paragraph in paragraphs:
                words = _LINE.sub("\n", paragraph) if _BREAK in paragraph else paragraph
                self._add(kind if len(paragraphs) == 1 else "paragraph", words.strip(" \n"), [])
            return
        written = _Linked(hrefs)
        for paragraph in paragraphs:
            text, links = written.read(paragraph)
            self._add(kind if len(paragraphs) == 1 else "paragraph", text, links)

    def _add(self, kind: BlockKind, text: str, links: list[tuple[int, int, str]]) -> None:
        if not text.strip(_UNSEEN):
            return
        leaf = Leaf(kind, text, None, links, self._home, self._quote.current, 0, self._aside, self._list.current)
        if self._heading is not None and len(text) < LONG_HEADING:
            leaf.kind, leaf.level = "heading", self._heading
            leaf.text = text.replace("\n", " ")
        elif kind == "cell":
            leaf.row = self._tables[-1].row
        elif self._items and self._items[-1] == 0:
            leaf.kind, leaf.level = "item", len(self._items)
        if self._items:
            self._items[-1] += 1
        self.leaves.append(leaf)


Act = Callable[[_Walk, str, str], None]


def _acts(*groups: tuple[Iterable[str], Act]) -> dict[str, Act]:
    """What is done at tags, by their names in small and in large letters; later groups count."""
    found = {name: act for names, act in groups for name in names}
    return found | {name.upper(): act for name, act in found.items()}


_ENTERING = _acts(
    (BREAKING, _Walk.breaks),
    (CONTAINERS, _Walk.enter),
    (LEVELS, _Walk.enter_heading),
    (LISTS, _Walk.enter_list),
    (CELLS, _Walk.enter_cell),
    (SILENT, _Walk.hush),
    (("a",), _Walk.enter_link),
    (("br",), _Walk.line),
    (("q",), _Walk.enter_q),
    (("hr",), _Walk.rule),
    (("li",), _Walk.enter_item),
    (("table",), _Walk.enter_table),
    (("tr",), _Walk.enter_row),
    (("blockquote",), _Walk.enter_quote),
    (("pre",), _Walk.enter_pre),
)
_LEAVING = _acts(
    (BREAKING, _Walk.breaks),
    (CONTAINERS, _Walk.leave),
    (CELLS, _Walk.leave_cell),
    (("a",), _Walk.leave_link),
    (("q",), _Walk.leave_q),
    (("table",), _Walk.leave_table),
    (("tr",), _Walk.leave_row),
)


class _Linked:
    """Takes the marks of links and line breaks out of the paragraphs of one leaf, and says where they stood."""

    def __init__(self, hrefs: list[str]) -> None:
        self._hrefs = iter(hrefs)
        self._href: str | None = None

    def read(self, marked: str) -> tuple[str, list[tuple[int, int, str]]]:
        """Text and links of one paragraph; a link that goes on in the next one is a link there too."""
        out: list[str] = []
        links: list[tuple[int, int, str]] = []
        size, blank, start = 0, True, 0
        for part in _MARK.split(marked):
            if part == _LINK:
                self._href, start = next(self._hrefs, None), size
            elif part == _UNLINK:
                self._end(out, start, size, links)
                self._href = None
            else:
                if part == _BREAK:
                    if out and out[-1].endswith(" "):
                        out[-1] = out[-1][:-1]
                        size -= 1
                    part = "\n" if size else ""
                elif blank and part[:1] == " ":
                    part = part[1:]
                if part:
                    out.append(part)
                    size += len(part)
                    blank = part[-1] in " \n"
        self._end(out, start, size, links)
        text = "".join(out)
        end = len(text.rstrip(" \n"))
        return text[:end], [(s, min(e, end), href) for s, e, href in links if s < end]

    def _end(self, out: list[str], start: int, size: int, links: list[tuple[int, int, str]]) -> None:
        if self._href is None or start >= size:
            return
        # Only the pieces since the link began are looked at: they are few.
        words, held = "", size
        for part in reversed(out):
            if held <= start:
                break
            words = part + words
            held -= len(part)
        words = words[max(0, start - held) :]
        bare = words.strip(_UNSEEN)
        if bare:
            at = max(start, held) + len(words) - len(words.lstrip(_UNSEEN))
            links.append((at, at + len(bare), self._href))


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
