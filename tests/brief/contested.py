"""A made-up pile whose pieces disagree: figures, a date, a denial, and events that they date."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from tests.brief.piles import Said, analysis, piece

from onrecord.model import Analysis, Article, Conflict, ConflictKind, Event, Place, Side, Span, Timex, Verdict

LONG = (
    "After the lanterns had been put out and the drums had gone silent on both banks of the river that night, "
    "the wardens of the old fish market, who had been counting since noon with chalk on a slate by the gate, "
    "wrote down that 4,000 people had marched, and not one more than that, whatever the organisers and their "
    "friends in the other town would print about it in the week that followed, in their papers and on the walls of "
    "the customs house and of every inn along the quay."
)


def span(text: str, words: str, after: int = 0) -> Span:
    at = text.index(words, after)
    return Span(at, at + len(words))


def side(article: Article, words: str, value: str | None = None, statement: str | None = None) -> Side:
    """A side whose span are these words, in the sentence around them."""
    found = span(article.text, words)
    low = article.text.rfind(". ", 0, found.start)
    end = article.text.find(".", found.end)
    sentence = Span(low + 2 if low >= 0 else 0, end + 1 if end >= 0 else len(article.text))
    return Side(article=article.id, span=found, statement=statement, sentence=sentence, value=value)


def conflict(
    name: str, kind: ConflictKind, verdict: Verdict, *sides: Side, reason: str = "a rule", shown: Sequence[Place] = ()
) -> Conflict:
    return Conflict(id=name, kind=kind, verdict=verdict, sides=sides, reason=reason, shown=tuple(shown))


def pieces() -> tuple[Article, Article, Article, Article]:
    lamp = piece(
        "lamp.txt",
        "Orlo said that 15,000 people had marched. The vote is set for 4 May. The wall costs 12 crowns.",
        outlet="Quellin Lamp", published="2031-03-12",
        said=[Said("that 15,000 people had marched", "Orlo", "said", "Orlo", form="indirect")],
    )  # fmt: skip
    courier = piece("courier.txt", LONG + " The vote is set for 5 May.", outlet="Courier", published="2031-03-13")
    tribune = piece(
        "tribune.txt",
        "Police counted 4,000 marchers. Vey denied that the council had taken money from the dredgers. "
        "Twenty were hurt on Saturday evening.",
        outlet="Tribune", published="2031-03-14",
        said=[Said("that the council had taken money from the dredgers", "Vey", "denied", "Vey", form="indirect")],
    )  # fmt: skip
    letter = piece(
        "letter.txt",
        "A reader says the council had taken money from the dredgers. The wall costs about 12 crowns. In 1987 the "
        "old wall broke.",
    )
    return lamp, courier, tribune, letter


def dated(article: Article, *dates: tuple[str, str, str]) -> Article:
    """The piece with dates, each the words, the value and what happened."""
    made = tuple(
        Timex(span=span(article.text, words), type="DATE", value=value, anchored=True, event=span(article.text, event))
        for words, value, event in dates
    )
    return replace(article, dates=made)


def contested() -> Analysis:
    """Four pieces with six conflicts and three events."""
    lamp, courier, tribune, letter = pieces()
    lamp = dated(lamp, ("4 May", "2031-05-04", "The vote is set for 4 May"))
    courier = dated(courier, ("5 May", "2031-05-05", "The vote is set for 5 May"))
    tribune = dated(tribune, ("Saturday evening", "2031-03-08", "Twenty were hurt"))
    letter = dated(letter, ("1987", "1987", "the old wall broke"))
    found = (
        conflict(
            "marched", "figure", "differ",
            side(lamp, "15,000", "15000", "s0"), side(courier, "4,000", "4000"), side(tribune, "4,000", "4000"),
            shown=[Place(tribune.id, span(tribune.text, "marchers"))],
        ),
        conflict("vote", "date", "changed", side(lamp, "4 May", "2031-05-04"), side(courier, "5 May", "2031-05-05")),
        conflict(
            "money", "denial", "denied",
            side(tribune, "that the council had taken money from the dredgers", None, "s0"),
            side(letter, "the council had taken money from the dredgers"),
            reason="a cue that denies", shown=[Place(tribune.id, span(tribune.text, "denied"))],
        ),
        conflict("wall", "figure", "compatible", side(lamp, "12", "12"), side(letter, "about 12", "12")),
        conflict("same", "figure", "agree", side(courier, "4,000", "4000"), side(tribune, "4,000", "4000")),
        conflict("else", "figure", "not_comparable", side(lamp, "12", "12"), side(tribune, "Twenty", "20")),
    )  # fmt: skip
    events = (
        Event(
            id="broke", date="1987", sides=(Place(letter.id, span(letter.text, "the old wall broke")),),
            dates=("1987",),
        ),
        Event(
            id="hurt", date="2031-03-08", sides=(Place(tribune.id, span(tribune.text, "Twenty were hurt")),),
            dates=("2031-03-08",),
        ),
        Event(
            id="vote", date="2031-05-04", agree=False, origins=2, dates=("2031-05-04", "2031-05-05"),
            sides=(
                Place(lamp.id, span(lamp.text, "The vote is set for 4 May")),
                Place(courier.id, span(courier.text, "The vote is set for 5 May")),
            ),
        ),
    )  # fmt: skip
    made = analysis(
        [lamp, courier, tribune, letter], [[lamp, courier, tribune]], [("Ann Orlo", ["Orlo"]), ("Lukas Vey", ["Vey"])]
    )
    return replace(made, conflicts=found, events=events)
