"""Which pieces and lines a briefing is about: `--about`, `--since`, `--against`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from onrecord.brief import words
from onrecord.brief.candidates import Candidate
from onrecord.brief.options import last_day, since_day
from onrecord.errors import UsageError
from onrecord.model import Analysis, Article, Line, Span


def since(articles: Sequence[Article], day: str) -> tuple[list[Article], list[Article]]:
    """Pieces that may be of `day` or later, and pieces that give no date.

    Raises:
        UsageError: `day` is no ISO date.
    """
    wanted = since_day(day)
    kept: list[Article] = []
    undated: list[Article] = []
    for article in articles:
        latest = last_day(article.published.value) if article.published is not None else None
        if latest is None:
            undated.append(article)
        elif latest >= wanted:
            kept.append(article)
    return kept, undated


class Focus:
    """A name in all its forms, or plain words: what `--about` asks for.

    A name of an entity means the entity: its chains in every piece, whatever a piece calls it. Anything else means
    those words as they stand, whole and in any case.
    """

    def __init__(self, analysis: Analysis, about: str) -> None:
        wanted = " ".join(about.casefold().split())
        if not wanted:
            raise UsageError("--about: give a name or words to look for")
        self.entities = frozenset(
            entity.id
            for entity in analysis.entities
            if wanted in {entity.name.casefold(), *(alias.form.casefold() for alias in entity.aliases)}
        )
        self._chains: dict[str, set[str]] = defaultdict(set)
        for identity in analysis.identities:
            if identity.entity in self.entities:
                self._chains[identity.article].add(identity.who)
        pattern = r"\s+".join(re.escape(word) for word in wanted.split())
        self._words = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
        self._spans: dict[str, list[Span]] = {}

    def piece(self, article: Article) -> bool:
        """Whether a piece speaks of it at all."""
        return bool(self.spans(article))

    def spans(self, article: Article) -> list[Span]:
        """Where a piece names it."""
        if article.id not in self._spans:
            chains = self._chains.get(article.id, set())
            found = [name.span for name in article.names or () if name.who in chains]
            found += [mention.span for mention in article.mentions if mention.who in chains]
            found += [Span(*match.span()) for match in self._words.finditer(article.text)]
            self._spans[article.id] = sorted(found)
        return self._spans[article.id]

    def line(self, one: Candidate) -> bool:
        """Whether a line names it, or has it speak."""
        if one.speaker is not None and one.speaker.entity in self.entities and one.speaker.entity is not None:
            return True
        if one.is_title:
            return self._words.search(one.text) is not None
        return any(span.meets(place) for place in self.spans(one.article) for span in one.spans)

    def shows(self, article: Article, line: Line) -> bool:
        """The same of a line that is cut from a piece."""
        if line.speaker_entity is not None and line.speaker_entity in self.entities:
            return True
        return any(span.meets(place) for place in self.spans(article) for span in line.spans)


def about(analysis: Analysis, articles: Iterable[Article], name: str) -> tuple[list[Article], Focus]:
    """The pieces that speak of a name.

    Raises:
        UsageError: none does; the message tells names of the pile that are written alike.
    """
    focus = Focus(analysis, name)
    kept = [article for article in articles if focus.piece(article)]
    if not kept:
        forms = {entity.name for entity in analysis.entities}
        near = get_close_matches(name, sorted(forms), 3, 0.6)
        hint = f"; the pile has {', '.join(near)}" if near else ""
        raise UsageError(f"--about {name}: no piece holds these words or this name{hint}")
    return kept, focus


def changed(articles: Iterable[Article], old: Analysis) -> list[Article]:
    """The pieces whose text did not stand in an earlier analysis, whatever document it came in."""
    known = {article.text for article in old.articles}
    return [article for article in articles if article.text not in known]


def stood_before(keys: Iterable[str], old: Analysis) -> set[str]:
    """Those of the normalised lines (`words.key`) that stand word for word in a piece of an earlier analysis.

    Each line is looked for only in pieces that hold its longest word, so that the whole is linear in the old texts.
    """
    waiting: dict[str, list[str]] = defaultdict(list)
    for line in keys:
        if line:
            waiting[max(line.split(" "), key=len)].append(line)
    found: set[str] = set()
    for article in old.articles:
        tokens = words.tokens(article.text)
        hits = waiting.keys() & set(tokens)
        if hits:
            text = f" {' '.join(tokens)} "
            found.update(line for word in hits for line in waiting[word] if f" {line} " in text)
    return found
