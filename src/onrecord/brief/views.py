"""What every renderer shows of a line and of a piece: words, and where they come from. Unknown is None."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from onrecord.brief import words
from onrecord.brief.people import hull
from onrecord.model import Analysis, Article, Brief, Cites, Line, Place, Span

GAP = "[…]"
"""Stands where words of the source were left out."""

AUTHORS = 3
"""Authors of a piece that are listed under a line."""

TEXTS_APART = 500
"""Pieces above which the full texts lie in files beside the page."""


UNKNOWN_OUTLET = "outlet not given"

_ASKED = {
    "about": "Only lines about “{}”",
    "since": "Only pieces of {} and later",
    "against": "New since an analysis of {}",
}

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


_BEGINNING = re.compile(r"\s*(\S+(?:[^\S\n]+\S+){0,11})")
"""Up to a dozen words of a text's first line."""


class Views:
    """The pieces of an analysis by id, and what is shown of them."""

    def __init__(self, brief: Brief, analysis: Analysis) -> None:
        self.brief = brief
        self.analysis = analysis
        self.articles: dict[str, Article] = {article.id: article for article in analysis.articles}
        self.apart = len(analysis.articles) > TEXTS_APART

    def words(self, line: Line) -> list[str]:
        """The words of each stretch of a line; a title's from outside the text."""
        if line.title is not None:
            return [line.title.value]
        return [span.of(self.articles[line.article].text) for span in line.spans]

    def anchor(self, line: Line) -> str | None:
        """Address of a line: from its first to its last word; None for a title from outside the text."""
        return self.articles[line.article].anchor(hull(line.spans)) if line.spans else None

    def place_anchor(self, place: Place) -> str:
        """Address of a place."""
        return self.articles[place.article].anchor(place.span)

    def piece_anchor(self, article: Article) -> str:
        """Address of a piece: of the words that it begins with."""
        return article.anchor(self.beginning(article))

    def beginning(self, article: Article) -> Span:
        """The first words of a piece."""
        found = _BEGINNING.match(article.text)
        return Span(found.start(1), found.end(1)) if found else Span(0, len(article.text))

    def lines(self) -> list[Line]:
        """All lines of the briefing, headlines included, in order."""
        return [line for story in self.brief.stories for line in (story.headline, *story.lines)]


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 piece`, `12,573 pieces`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def harmless(text: str) -> str:
    """A text in which control characters that a terminal would obey are shown, each as one code point."""
    return _CONTROL.sub("\ufffd", text)


def asked(brief: Brief) -> list[str]:
    """What the briefing was asked for, a sentence each, and whether names in it are pseudonyms."""
    pseudonyms = ["Names in ‹ › are pseudonyms"] if brief.pseudonymised else []
    return [*(_ASKED.get(name, name + ": {}").format(value) for name, value in brief.options.items()), *pseudonyms]


def nothing(brief: Brief) -> str:
    """What stands where no line answers to what was asked."""
    if "against" in brief.options:
        what = "Nothing" if len(brief.options) == 1 else "Nothing of what was asked for"
        return f"{what} is new since an analysis of {brief.options['against']}."
    return "No line of this pile answers to what was asked."


def outlet(article: Article) -> str | None:
    """Who published a piece."""
    return article.outlet.value if article.outlet else None


def piece_name(article: Article) -> str:
    """What a piece is called: its title, or the words that it begins with."""
    if article.title is not None:
        return " ".join(article.title.value.split())
    begins = article.text.split()
    return " ".join(begins[:9]) + (f" {GAP}" if len(begins) > 9 else "")


def work_name(views: Views, one: Cites) -> str:
    """A cited work in the words that cite it: author, title, outlet and date as far as they are told."""
    text = views.articles[one.article].text
    told = [*one.author, *(part for part in (one.title, one.outlet, one.published) if part is not None)]
    return ", ".join(" ".join(part.span.of(text).split()) for part in told or [one.place])


def day(article: Article) -> str | None:
    """The date of a piece, without the time of day."""
    return article.published.value[:10] if article.published else None


def byline(article: Article) -> str:
    """The authors of a piece, as they are stated; of many the first three and how many more."""
    authors = [author for one in article.byline for author in one.value.split(", ")]
    more = f" and {len(authors) - AUTHORS} more" if len(authors) > AUTHORS else ""
    return ", ".join(authors[:AUTHORS]) + more


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def spoken(date: str | None) -> str:
    """A date as a reader says it: `8 March 2031`, as precise as it is."""
    if date is None:
        return "date not given"
    parts = date[:10].split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return date
    month = [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*([str(int(parts[2]))] if len(parts) > 2 else []), *month, parts[0]])


def where(article: Article) -> str:
    """Outlet and date of a piece."""
    return f"{outlet(article) or UNKNOWN_OUTLET}, {spoken(day(article))}"


def document_name(article: Article) -> str:
    """Where a reader finds the document: its file, and the part of it."""
    container = article.document.container
    if container is not None:
        return f"{PurePath(container.path).name}, {container.member}"
    return PurePath(article.document.path).name


def unnamed(line: Line, article: Article) -> str | None:
    """What a piece calls a speaker whom it does not name; None where it says no more than "he"."""
    said = " ".join(" ".join(span.of(article.text).split()) for span in line.speaker_spans)
    return said if said and said.lower() not in words.table("leaning") | words.table("personal") else None


def speaker(line: Line, article: Article) -> str:
    """Who speaks in a line: a name, the source's own words for somebody unnamed, or who it may be."""
    if line.speaker is not None:
        return line.speaker
    if line.candidates:
        return "speaker open: " + " or ".join(line.candidates)
    called = unnamed(line, article)
    return f"{called} (not named)" if called is not None else "speaker open"


def gapped(parts: Sequence[str], line: Line) -> str:
    """The words of a line with marks where something was left out."""
    text = f" {GAP} ".join(" ".join(part.split()) for part in parts)
    return f"{GAP + ' ' if line.follows else ''}{text}{' ' + GAP if line.goes_on else ''}"


WHY = {
    "carried": "{} pieces carry these words, or nearly these",
    "dated": "dated {}",
    "speaker named": "its speaker is named {} times in the pile",
    "title": "it is the headline of a piece",
    "opens": "the piece opens with it",
    "sentence": "sentence {} of its piece",
    "figure": "holds a figure",
    "date": "names a day, a month or a year",
    "contest": "somebody denies, accuses, rejects or warns",
    "act": "something is done, decided or made known",
    "title words": "holds {} of the words of its headline",
}
"""How a reason is told. A rule that is not listed is shown by its own name."""


def told(line: Line) -> list[str]:
    """Why a line was chosen, for a reader."""
    return [
        WHY.get(why.rule, why.rule + " {}").format(spoken(why.value) if why.rule == "dated" else why.value)
        for why in line.why
    ]
