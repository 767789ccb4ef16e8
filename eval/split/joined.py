"""Issues of a newsletter, made by joining single articles end to end in a dozen styles.

Everything is drawn by chance from a fixed seed, so an issue is the same on every machine. A piece starts with its
headline where it has one, with its byline where that comes first, otherwise with its first paragraph.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec

from eval.data import rows
from eval.documents import document_of
from eval.split.sample import Sample
from eval.split.trimmings import Trimmings, author_of

ISSUES = 20
"""Issues of each style."""
FEWEST, MOST = 6, 12
"""Articles in an issue."""
FEWEST_WORDS = 80
LONGEST_CHUNK = 4
"""A chunk between blank lines with more lines than this has a paragraph on each line; otherwise lines are sentences."""
SECTION_LABELS = frozenset({"ABSTRACT.", "FULL TEXT."})
"""Labels that an archive put into articles; no newsletter prints them, and they would give the starts away."""

Byline = Literal["none", "by before", "by after", "name after", "outlet after"]
Pool = Literal["both", "campaign"]


class Row(msgspec.Struct, frozen=True):
    """An article of a data set."""

    text: str
    title: str = ""
    author: str | None = None
    published: str = ""


@dataclass(frozen=True)
class Piece:
    """An article ready to be set: headline, name of its author, paragraphs without line breaks, text as it came."""

    title: str
    author: str
    published: str
    paragraphs: tuple[str, ...]
    raw: str


@dataclass(frozen=True)
class Style:
    """How an issue is set. `lead` is what stands after a piece's first paragraph, `gap` after every other one,
    `between` after a piece. `raw` keeps each text as its data set has it, which is often with the headline as a first
    sentence, and with line breaks inside paragraphs."""

    name: str
    title: bool = False
    byline: Byline = "none"
    lead: str = "\n"
    gap: str = "\n"
    between: str = "\n"
    masthead: bool = False
    note: bool = False
    sources: bool = False
    about: bool = False
    pool: Pool = "both"
    mixed: bool = False
    raw: bool = False


BLANK = "\n\n"
STYLES = (
    Style("titles, all spaced", title=True, lead=BLANK, gap=BLANK, between=BLANK, masthead=True),
    Style("titles, By before, spaced between", title=True, byline="by before", between=BLANK, masthead=True),
    Style("titles, By before, all spaced", title=True, byline="by before", lead=BLANK, gap=BLANK, between=BLANK),
    Style("titles, tight", title=True),
    Style("By before, tight", byline="by before"),
    Style("By after, sources, tight", byline="by after", sources=True, masthead=True),
    Style("name after, all spaced", byline="name after", lead=BLANK, gap=BLANK, between=BLANK),
    Style("outlet after, lead apart", byline="outlet after", about=True, lead=BLANK),
    Style("lead apart", lead=BLANK, masthead=True),
    Style("spaced between", between=BLANK),
    Style("mixed after a note", mixed=True, note=True, masthead=True),
    Style("as they came, spaced", raw=True, lead=BLANK, gap=BLANK, between=BLANK),
    Style("as they came, tight", raw=True),
    Style("no sign, all spaced", lead=BLANK, gap=BLANK, between=BLANK, pool="campaign"),
    Style("no sign, tight", pool="campaign"),
)


def samples(style: Style, campaign: Path, stories: Path) -> Iterator[Sample]:
    """The issues of one style, from two files of articles; issues of both pools alternate where the style says so."""
    pools = [pieces(campaign)] if style.pool == "campaign" else [pieces(campaign), pieces(stories)]
    for number in range(ISSUES):
        chance = random.Random(f"{style.name} {number}")
        pool = pools[number % len(pools)]
        text, starts = compose(style, chance.sample(pool, chance.randint(FEWEST, MOST)), chance)
        name = f"{style.name} {number}"
        yield Sample(name, document_of(text, f"{name}.txt"), starts)


def pieces(path: Path) -> list[Piece]:
    """The articles of a data set with at least 80 words, the headline taken out of the text."""
    made = []
    for row in rows(path, Row):
        body = [p for p in _paragraphs(row.text) if p not in SECTION_LABELS]
        while body and _is_headline(body[0], row.title):
            body = body[1:]
        if sum(len(p.split()) for p in body) >= FEWEST_WORDS:
            title = re.sub(r"\s+", " ", row.title).strip()
            made.append(Piece(title, author_of(row.author, row.title), row.published, tuple(body), row.text.strip()))
    return made


def _paragraphs(text: str) -> list[str]:
    found = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in chunk.split("\n") if line.strip()]
        if len(lines) > LONGEST_CHUNK:
            found += lines
        elif lines:
            found.append(" ".join(lines))
    return found


def _is_headline(paragraph: str, title: str) -> bool:
    def bare(words: str) -> str:
        return re.sub(r"\W+", "", words.casefold())

    unfinished = len(paragraph.split()) < 16 and not re.search(r"[.!?:…][\"”’')]*$", paragraph)
    return bare(paragraph) == bare(title) or unfinished


def compose(style: Style, chosen: Sequence[Piece], chance: random.Random) -> tuple[str, tuple[int, ...]]:
    """The text of an issue and the starts of its pieces, an editor's note included."""
    trimmings = Trimmings(chance)
    text = ""
    starts = []
    if style.note:
        starts.append(0)
        text = style.gap.join(trimmings.note()) + style.between
    if style.masthead:
        text += trimmings.masthead() + style.between
    for piece in chosen:
        starts.append(len(text))
        text += _set(_for_this_piece(style, chance), piece, chosen, trimmings) + style.between
    return text.rstrip("\n") + "\n", tuple(starts)


def _for_this_piece(style: Style, chance: random.Random) -> Style:
    if not style.mixed:
        return style
    bylines: tuple[Byline, ...] = ("none", "by after", "name after", "outlet after")
    byline = chance.choice(bylines)
    return replace(
        style,
        title=chance.random() < 0.3,
        byline=byline,
        lead=chance.choice(("\n", BLANK)),
        sources=byline != "none" and chance.random() < 0.4,
        about=byline == "outlet after" and chance.random() < 0.5,
    )


def _set(style: Style, piece: Piece, issue: Sequence[Piece], trimmings: Trimmings) -> str:
    if style.raw:
        return re.sub(r"\n\s*\n", style.gap, piece.raw)
    paragraphs = list(piece.paragraphs)
    sources: list[str] = []
    if style.sources:
        cited = [(other.author, other.title, other.published) for other in issue if other is not piece]
        paragraphs, sources = trimmings.cite(paragraphs, cited)
    head = [piece.title] if style.title else []
    tail = []
    if style.byline == "by before":
        head.append(f"By {piece.author}")
    elif style.byline != "none":
        tail.append(trimmings.signature(style.byline, piece.author))
    if style.about:
        tail.append(trimmings.about(piece.author))
    lead, *rest = paragraphs
    body = style.lead.join([lead, style.gap.join(rest)]) if rest else lead
    return style.gap.join([*head, body, *tail, *sources])
