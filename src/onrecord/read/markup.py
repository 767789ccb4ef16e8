"""From HTML to leaves: one linear pass over its tags, which needs no tree, no recursion and no closed tags.

A tree would serve as well and cost three times as much: newsletters are thousands of nested tables with a few hundred
words in them (`bench/read.py` measures mail against the standard library's bare parse).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import unescape
from urllib.parse import urljoin

from onrecord.model import BlockKind
from onrecord.read.leaf import Leaf

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

_ATTRIBUTES = r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+"""
# Comments, and elements whose content is no mark-up, up to their end or to that of the page.
_OPAQUE = (
    r"!--(?:-?>|.*?(?:--!?>|\Z))|(?=[sxtinSXTIN][ctmeifoCTMEIFO])"
    r"([sxtinSXTIN](?:cript|tyle|mp|extarea|itle|frame|oframes|CRIPT|TYLE|MP|EXTAREA|ITLE|FRAME|OFRAMES))"
    r"(?=[\s>/]).*?(?:</\1[^>]*+>?|\Z)"
)
# Elements that neither break a text nor mean anything here.
_INLINE = (
    r"(?=/?[bimufesBIMUFES])/?+"
    r"(?:b|i|u|em|img|big|font|span|small|strong|input|B|I|U|EM|IMG|BIG|FONT|SPAN|SMALL|STRONG|INPUT)"
    rf"(?=[\s>/]){_ATTRIBUTES}>?"
)
_RAW = re.compile(rf"<(?:{_OPAQUE})", re.DOTALL)
_RAW_OR_INLINE = re.compile(rf"<(?:{_OPAQUE}|{_INLINE})", re.DOTALL)
_TAG = re.compile(rf"<(?:(/?)([a-zA-Z][a-zA-Z0-9:-]*+)({_ATTRIBUTES})|[!?/][^>]*+)>?")
_HREF = re.compile(r"(?:^|\s)(?:href|HREF|Href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|(?:^|\s)hidden(?:\s|=|$)",
    re.IGNORECASE,
)
_PLAIN_HREF = frozenset({' href="', ' HREF="'})
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


def leaves(markup: str, base: str | None = None) -> list[Leaf]:
    """The leaves of a page or of a piece of one, in reading order.

    Args:
        markup: HTML, however broken.
        base: address against which links are resolved; without it relative ones stay relative.
    """
    for mark in (_LINK, _UNLINK, _BREAK):
        if mark in markup:
            markup = markup.replace(mark, "")
    hides = _hides(markup)
    markup = (_RAW if hides else _RAW_OR_INLINE).sub("", markup)
    hides = hides and _hides(markup)
    walk = _Walk(base)
    parts = walk.parts
    entering, leaving = _ENTERING.get, _LEAVING.get
    pieces = [*_TAG.split(markup), "", "", ""]
    for words, ends, name, attributes in zip(pieces[::4], pieces[1::4], pieces[2::4], pieces[3::4], strict=True):
        if walk.silence:
            if not name or walk.still_silent(name.lower(), bool(ends)):
                continue
        elif words and (parts or not words.isspace()):
            parts.append(words)
        if not name:
            continue
        act = leaving(name) if ends else entering(name)
        if act is None and not name.islower():
            act = leaving(name.lower()) if ends else entering(name.lower())
        if hides and attributes and not ends and _is_hidden(attributes) and name.lower() not in VOID:
            walk.hush(name, attributes)
        elif act is not None:
            act(walk, name, attributes)
    walk.end()
    _lone_cells(walk.leaves)
    return walk.leaves


# Signs without which nothing in a page is hidden by its own mark-up.
_HIDING = ("isplay:", "DISPLAY:", "isibility:", "so-hide", "ont-size:0", "ont-size: 0", " hidden")


def _hides(markup: str) -> bool:
    return any(sign in markup for sign in _HIDING)


def _is_hidden(attributes: str) -> bool:
    low = attributes.lower()
    sign = "display" in low or "hidden" in low or "mso-hide" in low or "font-size" in low
    return sign and _HIDDEN.search(low) is not None


def _lone_cells(found: list[Leaf]) -> None:
    """A row with text in one cell only is layout: its cell is a paragraph."""
    filled = Counter(leaf.row for leaf in found if leaf.kind == "cell")
    for leaf in found:
        if leaf.kind == "cell" and filled[leaf.row] == 1:
            leaf.kind = "paragraph"


class _Table:
    """An open table: its row and cell, and what was open outside of it."""

    __slots__ = ("aside", "depth", "first", "home", "in_cell", "outer", "row")

    def __init__(self, outer: _Table | None, depth: int, home: int, aside: bool) -> None:
        self.outer = outer
        """The table that this one lies in."""
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
        self._table: _Table | None = None
        self._rows = 0
        self._verbatim = 0

    def end(self) -> None:
        """The page ends, and with it all that is open."""
        while self._table is not None:
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
        lowest = max(self._table.depth if self._table else 0, len(self._stack) - SCOPE)
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
        lowest = max(self._table.depth if self._table else 0, len(self._stack) - SCOPE)
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
        self._table = _Table(self._table, len(self._stack), self._home, self._aside)

    def enter_row(self, _name: str, _attributes: str) -> None:
        table = self._table
        if table is not None:
            if table.in_cell or self.parts:
                self._end_cell(table)
            self._rows += 1
            table.row = self._rows

    def enter_cell(self, _name: str, _attributes: str) -> None:
        table = self._table
        if table is not None:
            if table.in_cell or self.parts:
                self._end_cell(table)
            table.in_cell = True
            table.first = len(self.leaves)
            self._homes += 1
            self._home = self._homes

    def _end_cell(self, table: _Table) -> None:
        if len(self._stack) > table.depth:
            self._close_to(table.depth)
        if self.parts:
            whole = table.in_cell and table.row and table.first == len(self.leaves)
            self.flush("cell" if whole else "paragraph")
        table.in_cell = False
        self._home = table.home

    def leave_cell(self, _name: str, _attributes: str) -> None:
        if self._table is not None:
            self._end_cell(self._table)

    def leave_row(self, _name: str, _attributes: str) -> None:
        table = self._table
        if table is not None:
            if table.in_cell or self.parts:
                self._end_cell(table)
            table.row = 0

    def leave_table(self, _name: str, _attributes: str) -> None:
        table = self._table
        if table is not None:
            self._end_cell(table)
            self._table, self._home, self._aside = table.outer, table.home, table.aside

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
        if attributes[:7] in _PLAIN_HREF:
            href = attributes[7:].partition('"')[0].strip()
        else:
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
        raw = raw.strip()
        if not raw or (raw[0] <= _BREAK and not raw.strip(_NOTHING)):
            return
        if "&" in raw:
            raw = unescape(raw)
        if self._verbatim:
            raw = raw.replace("\n", _BREAK)
        raw = " ".join(raw.split()) if raw.isascii() else _SPACE.sub(" ", raw)
        paragraphs = _PARAGRAPH.split(raw) if _BREAK in raw else [raw]
        if not hrefs:
            for paragraph in paragraphs:
                words = _LINE.sub("\n", paragraph) if _BREAK in paragraph else paragraph
                self._add(kind if len(paragraphs) == 1 else "paragraph", words.strip(" \n"), [])
            return
        if len(hrefs) == 1 and raw[0] == _LINK and raw[-1] == _UNLINK and raw.count(_UNLINK) == 1 and _BREAK not in raw:
            words = raw[1:-1].strip(_UNSEEN)
            self._add(kind, words, [(0, len(words), hrefs[0])])
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
            leaf.row = self._table.row if self._table else 0
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
        size, blank, begin, first = 0, True, 0, 0
        for part in _MARK.split(marked.strip(" ")):
            if part == _LINK:
                self._href, begin, first = next(self._hrefs, None), size, len(out)
            elif part == _UNLINK:
                self._end(out[first:], begin, links)
                self._href = None
            elif part:
                if part == _BREAK:
                    if out and out[-1][-1:] == " ":
                        out[-1] = out[-1][:-1]
                        size -= 1
                        begin = min(begin, size)
                    part = "\n" if size else ""
                elif blank and part[0] == " ":
                    part = part[1:]
                if part:
                    out.append(part)
                    size += len(part)
                    blank = part[-1] in " \n"
        self._end(out[first:], begin, links)
        text = "".join(out).rstrip(" \n")
        end = len(text)
        return text, [(start, min(stop, end), href) for start, stop, href in links if start < end]

    def _end(self, words: list[str], begin: int, links: list[tuple[int, int, str]]) -> None:
        if self._href is None:
            return
        linked = "".join(words)
        bare = linked.strip(_UNSEEN)
        if bare:
            start = begin + linked.index(bare[0])
            links.append((start, start + len(bare), self._href))


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
