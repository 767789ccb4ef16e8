"""Issues of a newsletter and single articles, set in ways drawn by chance, to learn splitting from."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from training.split.furniture import FOOTERS, SECTIONS, Furniture


@dataclass(frozen=True)
class Source:
    """An article to set: its headline (may be empty), the outlet it comes from and its lines as they are given."""

    id: str
    title: str
    outlet: str
    text: str
    day: str = ""


@dataclass
class Set:
    """A document that was made: its text and the code points at which its pieces start."""

    text: str
    starts: tuple[int, ...]


@dataclass
class Style:
    """How a document is set; each field is drawn once a document, and some vary from piece to piece (`loose`)."""

    title: float
    title_form: str
    before: float
    after: float
    about: float
    sources: float
    lead: str
    gap: str
    between: str
    chunks: bool
    loose: bool
    subheads: float
    stray: float
    most: int
    inline: bool
    sections: float
    wrap: int
    raw: bool
    """Articles as they were given, often with the headline as a first sentence."""
    indent: str
    mixed: bool = False
    """Each piece has its own ways: a signature or none, sources or none, its first paragraph apart or not."""
    breaks: float = 0.0
    """Share of paragraphs followed by an advert, a caption, a run of empty lines, stars."""
    rules: list[str] = field(default_factory=list)


RULES = ("* * *", "***", "-----", "------------------------------", "___________", "#", "###", "• • •", "~", "=====")


def style_of(chance: random.Random) -> Style:
    """A style drawn by chance; about one in six shows no outward sign at all."""
    pick, roll = chance.choice, chance.random
    gap = pick(("\n", "\n", "\n\n"))
    plain = roll() < 0.2
    between = gap if plain else pick((gap, gap, "\n\n", "\n\n\n", "RULE"))
    return Style(
        title=0.0 if plain else pick((0.0, 0.0, 0.3, 0.9, 1.0, 1.0)),
        title_form=pick(("{}", "{}", "{}", "{u}", "{n}. {}", "{}.", "“{}”", "{o}: {}", "- {}")),
        before=0.0 if plain else pick((0.0, 0.0, 0.0, 0.6, 1.0)),
        after=0.0 if plain else pick((0.0, 0.0, 0.0, 0.6, 1.0)),
        about=0.0 if plain else pick((0.0, 0.0, 0.3, 0.9)),
        sources=0.0 if plain else pick((0.0, 0.0, 0.0, 0.4, 1.0)),
        lead=gap if plain else pick((gap, gap, "\n\n")),
        gap=gap,
        between=between,
        chunks=roll() < 0.6,
        loose=roll() < 0.3,
        subheads=pick((0.0, 0.0, 0.0, 0.15, 0.5)),
        stray=pick((0.0, 0.0, 0.02, 0.05)),
        most=pick((1000, 1000, 1000, 1000, 5, 2)),
        inline=not plain and roll() < 0.14,
        sections=pick((0.0, 0.0, 0.0, 0.0, 0.25)),
        raw=roll() < 0.15,
        wrap=pick((0, 0, 0, 0, 0, 0, 0, 0, 72)) if gap == "\n\n" else 0,
        indent=pick(("", "", "", "", "", "", "    ", "\t")),
        mixed=not plain and roll() < 0.4,
        breaks=pick((0.0, 0.0, 0.0, 0.04, 0.12)),
        rules=[pick(RULES)],
    )


def paragraphs_of(text: str, chunks: bool) -> list[str]:
    """The paragraphs of an article: its lines, or (`chunks`) what stands between empty lines."""
    found: list[str] = []
    for chunk in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in chunk.split("\n") if line.strip()]
        if chunks and len(lines) <= 4:
            lines = [" ".join(lines)] if lines else []
        found += lines
    return found


def body_of(source: Source, chunks: bool) -> list[str]:
    """The paragraphs of an article without its headline."""
    found = paragraphs_of(source.text, chunks)
    while len(found) > 1 and _is_headline(found[0], source.title):
        found = found[1:]
    return [p for p in found if p not in ("ABSTRACT.", "FULL TEXT.")]


def _is_headline(line: str, title: str) -> bool:
    def bare(words: str) -> str:
        return re.sub(r"\W+", "", words.casefold())

    return bare(line) in bare(title) or (len(line.split()) < 16 and not re.search(r"[.!?:…][\"”’')]*$", line))


def issue(chosen: Sequence[Source], chance: random.Random) -> Set:
    """Several articles, end to end."""
    style = style_of(chance)
    if style.inline:
        style.most, style.gap = chance.choice((1, 1, 1, 2, 3)), chance.choice(("\n\n", "\n\n", "\n"))
        style.between = style.lead = style.gap
    furniture = Furniture(chance)
    setter = _Setter(style, furniture, chance)
    if chance.random() < (0.35 if style.mixed else 0.12):
        setter.note(furniture.note())
    if chance.random() < 0.4:
        setter.furniture(furniture.masthead())
        if chance.random() < 0.15:
            setter.furniture([", ".join(s.title.split(":")[0].lower() for s in chosen[:4]) + "."])
    titles = [source.title for source in chosen if source.title] or ["A report"]
    for number, source in enumerate(chosen, start=1):
        if chance.random() < style.sections:
            setter.furniture([chance.choice(SECTIONS)])
        setter.piece(source, number, titles)
        if chance.random() < 0.02:
            setter.furniture(chance.sample(FOOTERS, 1))
    if chance.random() < 0.25:
        setter.furniture(chance.sample(FOOTERS, chance.randint(1, 3)))
    return setter.done()


def single(source: Source, chance: random.Random) -> Set:
    """One article by itself, with what articles have within and around them."""
    style = style_of(chance)
    style.most = 1000
    style.subheads = chance.choice((style.subheads, style.subheads, 1.2))
    if chance.random() < 0.4:
        style.subheads, style.sources, style.before, style.after, style.about = 0.0, 0.0, 0.0, 0.0, 0.0
    if chance.random() < 0.4:
        setter = _Setter(style, Furniture(chance), chance)
        setter.plain(source)
        return setter.done()
    setter = _Setter(style, Furniture(chance), chance)
    setter.piece(source, 1, [source.title or "A report"])
    if chance.random() < 0.2:
        setter.furniture(chance.sample(FOOTERS, chance.randint(1, 3)))
    return setter.done()


class _Setter:
    """Sets passages one after another and remembers where pieces start."""

    def __init__(self, style: Style, furniture: Furniture, chance: random.Random) -> None:
        self.style = style
        self.furniture_of = furniture
        self.chance = chance
        self.text = ""
        self.starts: list[int] = []

    def done(self) -> Set:
        return Set(self.text.rstrip("\n") + "\n", tuple(self.starts))

    def note(self, lines: Sequence[str]) -> None:
        self.starts.append(len(self.text))
        self._put(lines, self.style.gap)
        self._part()

    def furniture(self, lines: Sequence[str]) -> None:
        self._put(lines, self.style.gap)
        if self.text and not self.text.endswith("\n"):
            self.text += self.style.gap if self.style.between == "RULE" else self.style.between

    def plain(self, source: Source) -> None:
        """The article as it was given."""
        self.starts.append(len(self.text))
        self.text += source.text.strip() + "\n"

    def piece(self, source: Source, number: int, titles: list[str]) -> None:
        style, chance, made = self.style, self.chance, self.furniture_of
        if style.raw:
            self.starts.append(len(self.text))
            self.text += source.text.strip()
            self._part()
            return
        if style.mixed:
            style = self._own_ways()
        chunks = style.chunks if not style.loose else chance.random() < 0.5
        body = body_of(source, chunks)[: style.most]
        author = made.person()
        head: list[str] = []
        tail: list[str] = []
        if source.title and chance.random() < style.title:
            head.append(self._title(source, number))
        if chance.random() < style.before:
            head += made.before(author)
        signed = chance.random() < style.after
        if signed:
            tail += made.after(author)
        if chance.random() < style.about * (1.0 if signed or head else 0.3):
            tail.insert(chance.choice((0, len(tail))), made.about(author))
        if chance.random() < style.sources:
            lines, mark = made.sources(titles)
            body = [
                p + (" " + mark.format(k) if "." not in mark and chance.random() < 0.3 else "")
                for k, p in enumerate(body, 1)
            ]
            tail += lines
        body = self._within(body, style)
        if style.inline and body:
            head, body = [], [f"{self._short_title(source)} {body[0]}", *body[1:]]
        self.starts.append(len(self.text))
        lead = chance.choice((style.gap, "\n\n")) if style.loose else style.lead
        self._put([*head, *body[:1]], style.gap)
        if body[1:] or tail:
            self.text += lead
        self._put([*body[1:], *tail], style.gap)
        self._part()

    def _own_ways(self) -> Style:
        """The style of one piece where pieces differ."""
        pick, roll = self.chance.choice, self.chance.random
        return replace(
            self.style,
            title=float(roll() < 0.2) if self.style.title < 1.0 else 1.0,
            before=float(roll() < 0.1),
            after=float(roll() < 0.5),
            about=float(roll() < 0.25),
            sources=float(roll() < 0.25),
            subheads=pick((0.0, 0.0, 0.3)),
            lead=pick((self.style.gap, "\n\n")),
        )

    def _title(self, source: Source, number: int) -> str:
        title = " ".join(source.title.split())
        return (
            self.style.title_form.replace("{n}", str(number))
            .replace("{u}", title.upper())
            .replace("{o}", source.outlet)
            .replace("{}", title)
        )

    def _short_title(self, source: Source) -> str:
        """A headline as it opens a paragraph: whole, or its first words, closed with a full stop."""
        words = (source.title or "In short").split()
        kept = " ".join(words[: self.chance.choice((2, 3, 4, 5, 6, 8, 20))]).rstrip(".,;:")
        return kept if kept.endswith(("?", "!")) else kept + "."

    def _within(self, body: list[str], style: Style) -> list[str]:
        """The paragraphs with sub-headings and interruptions set among them."""
        chance = self.chance
        share = chance.random() * style.subheads
        form = chance.choice(("{}", "{}", "{}", "{n}. {}", "{h}:{m:02d} p.m.: {}", "{}:"))
        made: list[str] = []
        number = 0
        for at, paragraph in enumerate(body):
            if at > 1 and chance.random() < share:
                number += 1
                heading = self.furniture_of.subheading(paragraph)
                filled = form.replace("{}", heading.replace("{", "").replace("}", ""))
                made.append(filled.format(n=number, h=chance.randint(1, 12), m=chance.randint(0, 59)))
            made.append(paragraph)
            if at and chance.random() < style.breaks:
                made.append(self.furniture_of.interruption(paragraph))
        return made

    def _put(self, lines: Sequence[str], gap: str) -> None:
        for at, line in enumerate(lines):
            if at:
                stray = self.chance.random() < self.style.stray
                self.text += self.chance.choice(("\n\n", "\n\n", "\n\n\n", "\n\n\n\n")) if stray else gap
            self.text += self._shaped(line)

    def _shaped(self, line: str) -> str:
        indent = self.style.indent if len(line) > 120 else ""
        if self.style.wrap:
            return textwrap.fill(line, self.style.wrap, initial_indent=indent)
        return line if not self.text or self.text.endswith("\n") is False else indent + line

    def _part(self) -> None:
        between = self.style.between
        if between == "RULE":
            around = self.style.gap
            self.text += f"{around}{self.style.rules[0]}{around}"
        else:
            self.text += between
