"""Citation -> Reference: which piece of the pile a cited work is, or that none was seen, and by which rule.

    address           the link leads to the address of a piece
    title             a piece bears the cited title, and author, outlet and date do not speak against it
    author and date   the only piece that this author published that day; where one of the two gives no title
    outlet and date   the only piece of that outlet on that day; for entries that give neither title nor author
    quoted words      the words beside the mark of the note stand in a piece, and nothing speaks against it
    ibid, op. cit.    what the entry says that it repeats, by the rule of that

Where several pieces fit that are not one text, or something speaks against the only one, the reference stays open, with
its candidates. A piece never cites itself or its own reprints; the reprints of one text count once.

Each step looks at a bounded number of pieces, so that time grows in proportion to citations and pieces.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from onrecord.link.facts import Facts, address, day_of, of_cited, of_piece, same_outlet
from onrecord.link.sets import DisjointSets
from onrecord.link.spoken import Spoken
from onrecord.link.titles import Titles, tells
from onrecord.model import Article, Citation, Reference, Reuse, Span
from onrecord.tag.citations.notes import without_marker
from onrecord.tag.citations.phrases import outlet_key
from onrecord.tag.citations.repeats import is_repeat, says_same

MOST = 20
"""Candidates that a reference lists, and pieces of one day that are looked at."""

ONE_TEXT = frozenset({"reprint", "version", "excerpt"})
"""Kinds of reuse that make two pieces one text."""


class _Outcome(Struct, frozen=True):
    """What a rule found: the piece, or those that it may be."""

    resolved: str | None
    candidates: tuple[str, ...]
    reason: str


class _Cited(Struct, frozen=True):
    """A citation with what it is looked up by."""

    own: int
    """The number of the citing piece."""
    citation: Citation
    facts: Facts
    title: str
    day: str | None
    marked: Sequence[Span]


def references(articles: Sequence[Article], reuse: Sequence[Reuse]) -> tuple[Reference, ...]:
    """A reference for every citation, in the order of the pieces and of their citations.

    A doubtful mention is left out where no piece and no note of the pile is of its outlet.

    Args:
        articles: the pieces of a pile, each id once.
        reuse: passages that stand in two of them.
    """
    return tuple(_Resolver(articles, reuse).references())


class _Resolver:
    """Looks cited works up in one pile."""

    def __init__(self, articles: Sequence[Article], reuse: Sequence[Reuse]) -> None:
        self._articles = articles
        numbers = {article.id: at for at, article in enumerate(articles)}
        self._numbers = numbers
        self._facts = [of_piece(article) for article in articles]
        self._titles = Titles(articles)
        self._spoken = Spoken({article.id: article for article in articles}, reuse)
        self._texts = DisjointSets(len(articles))
        for one in reuse:
            if one.kind in ONE_TEXT:
                self._texts.join(numbers[one.a.article], numbers[one.b.article])
        self._at_address: dict[str, list[int]] = defaultdict(list)
        self._by_author: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_outlet: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._wrote_in: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, article in enumerate(articles):
            self._index(number, article)
        self._outlets = {facts.outlet for facts in self._facts} | set(_noted_outlets(articles))

    def _index(self, number: int, article: Article) -> None:
        facts = self._facts[number]
        if article.url is not None:
            self._at_address[address(article.url.value)].append(number)
        day = article.published.value[:10] if article.published and len(article.published.value) >= 10 else None
        for author in facts.authors:
            self._wrote_in[author, facts.outlet].append(number)
        if day is None:
            return
        for author in facts.authors | facts.writers:
            self._by_author[author, day].append(number)
        if facts.outlet:
            self._by_outlet[facts.outlet, day].append(number)

    def references(self) -> Iterator[Reference]:
        """All references."""
        for number, article in enumerate(self._articles):
            if article.citations:
                yield from self._of(number, article)

    def _of(self, number: int, article: Article) -> Iterator[Reference]:
        known = {citation.id: citation for citation in article.citations}
        entries = Counter(one.marker for one in article.citations if one.marked != (one.span,))
        marked = sorted(span for one in article.citations for span in one.marked)
        outcomes: dict[str, _Outcome] = {}
        first = next((one.id for one in article.citations if one.kind in ("note", "list")), None)
        for citation in article.citations:
            if citation.doubtful and not self._is_known(article, citation):
                continue
            if citation.marked == (citation.span,):
                reason = "several notes of this number" if entries[citation.marker] else "no such note"
                outcome = _Outcome(None, (), reason)
            else:
                meant, reason = _followed(article, citation, known, first)
                outcome = _Outcome(None, (), reason)
                if meant is not None:
                    if meant.id not in outcomes:
                        outcomes[meant.id] = self._resolved(number, article, meant, marked)
                    outcome = outcomes[meant.id]
                    if reason:
                        outcome = _Outcome(outcome.resolved, outcome.candidates, f"{reason}: {outcome.reason}")
            yield Reference(
                article=article.id,
                citation=citation.id,
                span=citation.span,
                marker=citation.marker,
                resolved=outcome.resolved,
                candidates=outcome.candidates,
                reason=outcome.reason,
            )

    def _is_known(self, article: Article, citation: Citation) -> bool:
        """Whether a piece or a note of the pile is of the outlet that a doubtful mention names."""
        return citation.outlet is not None and outlet_key(citation.outlet.of(article.text)) in self._outlets

    def _resolved(self, number: int, article: Article, citation: Citation, marked: Sequence[Span]) -> _Outcome:
        text = article.text
        title = citation.title.of(text) if citation.title else ""
        facts, day = of_cited(article, citation), day_of(article, citation)
        cited = _Cited(number, citation, facts, title, day, marked)
        open_: _Outcome | None = None
        for rule in (self._address, self._title, self._author_and_date, self._outlet_and_date, self._words):
            found = rule(cited)
            if found is None:
                continue
            if found.resolved is None:
                open_ = open_ or found
            elif open_ is None or found.resolved in open_.candidates:
                return found
        return open_ or self._unseen(cited)

    def _unseen(self, cited: _Cited) -> _Outcome:
        """Why a citation stays open."""
        citation = cited.citation
        if citation.kind == "mention" and not cited.title:
            candidates = [at for author in cited.facts.authors for at in self._wrote(author, cited.facts.outlet)]
            kept = self._others(cited, candidates)
            if kept:
                return _Outcome(None, self._named(kept), "author and outlet fit, no work named")
            return _Outcome(None, (), "only the outlet is named")
        if not (cited.title or cited.facts.authors or cited.facts.outlet or citation.author or citation.url):
            return _Outcome(None, (), "names no work")
        return _Outcome(None, (), "not in the pile")

    def _wrote(self, author: str, outlet: str) -> list[int]:
        return self._wrote_in.get((author, outlet), [])[:MOST]

    def _others(self, cited: _Cited, numbers: Iterable[int]) -> list[int]:
        """Those pieces that are not the citing one, nor its text elsewhere."""
        own = self._texts.least(cited.own)
        return [number for number in dict.fromkeys(numbers) if self._texts.least(number) != own]

    def _named(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._articles[number].id for number in numbers)[:MOST]

    def _one(self, cited: _Cited, numbers: Sequence[int], reason: str) -> _Outcome | None:
        """The one text among pieces that fit; open where there are several, of which none agrees in more facts."""
        if not numbers:
            return None
        best = max(cited.facts.agreeing(self._facts[number]) for number in numbers)
        first = [number for number in numbers if cited.facts.agreeing(self._facts[number]) == best]
        if len({self._texts.least(number) for number in first}) > 1:
            return _Outcome(None, self._named(first), "several fit")
        whole = [number for number in first if self._articles[number].kind != "excerpt"]
        return _Outcome(self._articles[(whole or first)[0]].id, (), reason)

    def _address(self, cited: _Cited) -> _Outcome | None:
        where = address(cited.citation.url) if cited.citation.url else ""
        return self._one(cited, self._others(cited, self._at_address.get(where, ())[:MOST] if where else ()), "address")

    def _title(self, cited: _Cited) -> _Outcome | None:
        if not cited.title:
            return None
        alike = self._others(cited, self._titles.like(cited.title))
        against = {number: cited.facts.against(self._facts[number]) for number in alike}
        fitting = [number for number in alike if against[number] is None]
        if not tells(cited.title):
            fitting = [number for number in fitting if cited.facts.agreeing(self._facts[number])]
            against = {
                number: why for number, why in against.items() if why and cited.facts.agreeing(self._facts[number])
            }
        if fitting:
            return self._one(cited, fitting, "title")
        why = next((one for one in against.values() if one), None)
        kept = [number for number, one in against.items() if one]
        return _Outcome(None, self._named(kept), f"title fits, {why}") if why else None

    def _bears_another(self, cited: _Cited, number: int) -> bool:
        """Whether a piece states a title, and it is not the cited one."""
        if not cited.title or self._articles[number].title is None:
            return False
        return not self._titles.is_like(cited.title, number)

    def _fitting(self, cited: _Cited, numbers: Iterable[int]) -> list[int]:
        """Those pieces that nothing speaks against."""
        return [
            number
            for number in self._others(cited, numbers)
            if cited.facts.against(self._facts[number]) is None and not self._bears_another(cited, number)
        ]

    def _author_and_date(self, cited: _Cited) -> _Outcome | None:
        if cited.day is None or cited.citation.kind == "mention":
            return None
        names = cited.facts.authors | cited.facts.writers
        written = sorted({at for name in names for at in self._by_author.get((name, cited.day), ())[:MOST]})
        fitting = [at for at in self._fitting(cited, written) if not cited.facts.elsewhere(self._facts[at])]
        return self._one(cited, fitting, "author and date")

    def _outlet_and_date(self, cited: _Cited) -> _Outcome | None:
        if cited.day is None or cited.title or cited.citation.author or not cited.facts.outlet:
            return None
        published = self._by_outlet.get((cited.facts.outlet, cited.day), ())[:MOST]
        return self._one(cited, self._fitting(cited, published), "outlet and date")

    def _words(self, cited: _Cited) -> _Outcome | None:
        places = self._spoken.near(self._articles[cited.own], cited.citation, cited.marked)
        if not places:
            return None
        by_number = {self._numbers[place.article]: place for place in places}
        fitting = self._fitting(cited, by_number)
        sure = [number for number in fitting if self._agrees(cited, number)]
        if not sure and cited.citation.kind != "mention":
            sure = [number for number in fitting if self._spoken.is_own(by_number[number])]
        return self._one(cited, sure, "quoted words")

    def _agrees(self, cited: _Cited, number: int) -> bool:
        """Whether a piece is by the cited author, of the outlet or of the day, or bears the title."""
        facts = self._facts[number]
        if cited.citation.kind == "mention":
            return bool(facts.outlet and cited.facts.outlet and same_outlet(cited.facts.outlet, facts.outlet))
        titled = bool(cited.title) and self._titles.is_like(cited.title, number)
        return titled or cited.facts.agreeing(facts) > 0


def _noted_outlets(articles: Sequence[Article]) -> Iterator[str]:
    """The outlets that the notes of a pile name."""
    for article in articles:
        for one in article.citations:
            if one.outlet is not None and one.kind in ("note", "list"):
                yield outlet_key(one.outlet.of(article.text))


def _followed(
    article: Article, citation: Citation, known: dict[str, Citation], first: str | None
) -> tuple[Citation | None, str]:
    """The entry that a citation means, and by which word it says so; None, with the reason, where that is open."""
    words = citation.span.of(article.text)
    if citation.marker is not None:
        words = without_marker(words)
    if citation.same_as is None:
        if citation.kind in ("note", "list") and not citation.title and not citation.url and is_repeat(words):
            nothing = citation.id == first or says_same(words)
            return None, "repeats nothing: no entry before it" if nothing else "repeats an entry, not clear which"
        return citation, ""
    word = "ibid" if says_same(words) else "op. cit."
    seen = {citation.id}
    meant = known.get(citation.same_as)
    while meant is not None and meant.same_as is not None:
        if meant.id in seen:
            return None, "notes lead in a circle"
        seen.add(meant.id)
        meant = known.get(meant.same_as)
    return (meant, word) if meant is not None else (None, "repeats an entry that is not there")
