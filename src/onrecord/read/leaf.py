"""The stretches that mark-up sets apart, and how they become a text with its blocks.

    HTML  --leaves()-->  [Leaf, …]  --(a reader drops some)-->  --assemble()-->  text and blocks

A leaf is the smallest stretch that mark-up sets apart: a paragraph, heading, item, cell, or a rule. Readers choose
among leaves (main text or all) before the text is made, so every span is right by construction.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Block, BlockKind, Span


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


def assemble(found: list[Leaf]) -> tuple[str, list[Block]]:
    """Text and blocks of the chosen leaves; blocks in the order of their start, what holds others before them.

    Leaves stand a blank line apart, items of one list and rows of a table a newline, cells of one row a tab.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    quotes = _Quotes()
    at = 0
    before: Leaf | None = None
    ruled = False
    for leaf in found:
        kind = leaf.kind
        if kind == "rule":
            ruled = True
            continue
        if before is not None:
            gap = "\n\n" if ruled or kind == "paragraph" else _gap(before, leaf)
            parts.append(gap)
            at += len(gap)
        if ruled:
            blocks.append(Block("rule", Span(at, at)))
            quotes.broken.add(leaf.quote)
            ruled = False
        start = at
        parts.append(leaf.text)
        at += len(leaf.text)
        blocks.append(Block(kind, Span(start, at), leaf.level))
        if leaf.quote:
            quotes.add(leaf, start, at)
        for link_start, link_end, href in leaf.links:
            blocks.append(Block("link", Span(start + link_start, start + link_end), None, href))
        before = leaf
    if ruled:
        blocks.append(Block("rule", Span(at, at)))
    held = quotes.blocks()
    return "".join(parts), sorted([*blocks, *held], key=_order) if held else blocks


_INNER = {"rule": 0, "quote": 1, "cell": 2, "item": 3, "paragraph": 3, "heading": 3, "link": 4}


def _order(block: Block) -> tuple[int, int, int]:
    return block.span.start, _INNER[block.kind], -block.span.end


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
        """A leaf of a quote stands at `start` to `end` of the text."""
        self._spans[leaf.quote] = (self._spans.get(leaf.quote, (start, end))[0], end)
        if leaf.kind not in {"paragraph", "item"}:
            self.broken.add(leaf.quote)

    def blocks(self) -> list[Block]:
        """The quotes of the text."""
        return [Block("quote", Span(*span)) for number, span in self._spans.items() if number not in self.broken]
