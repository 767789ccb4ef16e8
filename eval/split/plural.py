"""Issues of a newsletter in Markdown, rendered to text with all mark-up stripped.

The gold starts are those of the items: the top-level paragraphs that open with a title in strong type
(`__Title.__`). In the text nothing is left that sets them apart but being paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from eval.documents import document_of
from eval.split.sample import Sample


def samples(folder: Path) -> Iterator[Sample]:
    """One sample for each Markdown file of `folder`."""
    for path in sorted(folder.glob("*.md")):
        text, starts = plain(path.read_text(encoding="utf-8"))
        yield Sample(path.stem, document_of(text, f"{path.stem}.txt"), starts)


def plain(markdown: str) -> tuple[str, tuple[int, ...]]:
    """The text of Markdown without its mark-up, and where the items start in it.

    Headings are bare lines, links their words; a blank line stands between blocks. Rules and HTML leave nothing.
    """
    tokens = MarkdownIt("commonmark").parse(markdown)
    blocks: list[str] = []
    starts: list[int] = []
    length = 0
    for place, token in enumerate(tokens):
        if token.type != "inline":
            continue
        words = _words(token.children or []).strip()
        if not words:
            continue
        if tokens[place - 1].level == 0 and _opens_with_title(token.children or []):
            starts.append(length)
        blocks.append(words)
        length += len(words) + 2
    return "\n\n".join(blocks) + "\n", tuple(starts)


def _opens_with_title(children: list[Token]) -> bool:
    first = next((child for child in children if child.type != "text" or child.content), None)
    return first is not None and first.type == "strong_open" and first.markup == "__"


def _words(children: list[Token]) -> str:
    pieces = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type in ("text", "code_inline", "image"):
            pieces.append(child.content)
    return "".join(pieces)
