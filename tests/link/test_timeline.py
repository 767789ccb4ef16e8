"""The timeline: which dates are of one event, in whose words, and whether accounts agree on the day."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.link.pieces import piece, prose

from onrecord.link import Links, accounts, link
from onrecord.model import Article, Event, Place, Reuse, Span, Timex

_MARKED = re.compile(r"\[(.+?)\|([^|\]]+)\]")
_names = count()


def dated(text: str, published: str | None = "2031-03-20", outlet: str | None = None) -> Article:
    """A piece in whose text dates are written as `[Tuesday|2031-03-04]`; each dates the sentence that it stands in."""
    plain, found = "", []
    at = 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()] + match[1]
        found.append((Span(len(plain) - len(match[1]), len(plain)), match[2]))
        at = match.end()
    plain += text[at:]
    made = piece(plain, name=f"{outlet} {next(_names)}", published=published, outlet=outlet)
    return replace(made, dates=tuple(_timex(plain, span, value) for span, value in found))


def _timex(text: str, span: Span, value: str) -> Timex:
    low = text.rfind(". ", 0, span.start) + 2 if ". " in text[: span.start] else 0
    high = text.find(".", span.end)
    told = Span(low, high if high >= 0 else len(text))
    return Timex(span=span, type="DATE", value=value, anchored=True, event=told)


def events(*articles: Article, reuse: tuple[Reuse, ...] = ()) -> tuple[Event, ...]:
    return accounts(articles, Links(reuse=reuse), ()).events


def told(*articles: Article) -> list[tuple[str, int]]:
    """The date of each event, and how many pieces tell it."""
    return [(event.date, len(event.sides)) for event in events(*articles)]


def test_one_event_in_two_pieces_is_one_line_with_both() -> None:
    one = dated("The pilots of Tolland called off their strike on [4 March|2031-03-04].", "2031-03-05")
    other = dated("On [Tuesday|2031-03-04] the Tolland pilots called their strike off.", "2031-03-06")
    (event,) = events(other, one)
    assert (event.date, event.agree, event.origins, event.dates) == ("2031-03-04", True, 2, ("2031-03-04",) * 2)
    assert [side.article for side in event.sides] == [one.id, other.id]
    assert event.sides[0].span.of(one.text) == "The pilots of Tolland called off their strike on 4 March"


def test_words_too_few_for_an_event_are_a_telling_of_one_that_another_piece_tells() -> None:
    one = dated("The pilots of Tolland voted on [4 March|2031-03-04] to end their strike, their union said.")
    text = "At Tuesday's vote the pilots of Tolland decided to end their strike, their union said."
    day = _timex(text, Span(3, 10), "2031-03-04")
    slight = replace(piece(text, name="slight"), dates=(replace(day, event=Span(3, 17)),))
    assert told(one, slight) == [("2031-03-04", 2)]
    assert told(slight) == []


def test_other_events_of_the_day_stay_apart() -> None:
    one = dated("The pilots of Tolland called off their strike on [4 March|2031-03-04].")
    other = dated("On [4 March|2031-03-04] a lantern maker opened her shop beside the old customs house.")
    assert told(one, other) == [("2031-03-04", 1), ("2031-03-04", 1)]


def test_shared_names_alone_are_no_event() -> None:
    one = dated("Orlo and Vey Harbour dined in Tolland on [4 March|2031-03-04].")
    other = dated("Orlo of Vey Harbour sold Tolland his crane on [4 March|2031-03-04].")
    assert len(events(one, other)) == 2


def test_a_month_goes_to_the_day_that_tells_the_same() -> None:
    vague = dated("In [March 2031|2031-03] the harbour commission rejected the plan for the deep basin.")
    exact = dated("The harbour commission rejected the plan for the deep basin on [11 March|2031-03-11].")
    (event,) = events(vague, exact)
    assert (event.date, event.agree, set(event.dates)) == ("2031-03-11", True, {"2031-03", "2031-03-11"})


def test_two_days_of_one_event_are_a_difference() -> None:
    one = dated("A boiler burst at the ferry terminal in Tolland on [11 March|2031-03-11], killing a stoker.")
    again = dated("A boiler burst at the Tolland ferry terminal on [11 March|2031-03-11], killing one stoker.")
    other = dated("A boiler burst at the ferry terminal of Tolland on [12 March|2031-03-12], killing a stoker.")
    (event,) = events(one, other, again)
    assert (event.date, event.agree, event.origins) == ("2031-03-11", False, 3)
    assert sorted(event.dates) == ["2031-03-11", "2031-03-11", "2031-03-12"]


def test_what_one_piece_tells_of_two_days_are_two_events() -> None:
    both = dated(
        "A boiler burst at the ferry terminal on [11 March|2031-03-11], killing a stoker. "
        "A boiler burst at the ferry terminal on [12 March|2031-03-12], killing a stoker."
    )
    other = dated("A boiler burst at the ferry terminal on [12 March|2031-03-12], killing a stoker.")
    assert told(both, other) == [("2031-03-11", 1), ("2031-03-12", 2)]


def test_a_copied_passage_is_no_second_account() -> None:
    sentence = "The harbour commission rejected the plan for the deep basin on [11 March|2031-03-11]."
    first = dated(f"{sentence} {prose(1, 3)}", "2031-03-12", "Lamp")
    copy = dated(f"{sentence} {prose(2, 3)}", "2031-03-14", "Courier")
    end = first.text.index(".") + 1
    passage = Reuse(
        family="f", a=Place(first.id, Span(0, end)), b=Place(copy.id, Span(0, end)), direction="a>b", kind="passage"
    )
    (event,) = events(first, copy, reuse=(passage,))
    assert (len(event.sides), event.origins) == (2, 1)
    (alone,) = events(first, copy)
    assert alone.origins == 2


def test_standing_text_of_an_outlet_is_no_event() -> None:
    line = "This page was printed by the Tolland press on [11 March|2031-03-11]."
    one, other = dated(f"{line} {prose(1, 2)}"), dated(f"{line} {prose(2, 2)}")
    end = one.text.index(".") + 1
    standing = Reuse(
        family="f", a=Place(one.id, Span(0, end)), b=Place(other.id, Span(0, end)), direction="unknown",
        kind="boilerplate",
    )  # fmt: skip
    assert events(one, other, reuse=(standing,)) == ()


def test_today_needs_another_piece_that_gives_the_date() -> None:
    now = dated("The harbour commission rejects the plan for the deep basin [today|2031-03-11].", "2031-03-11")
    later = dated("The harbour commission rejected the plan for the deep basin on [11 March|2031-03-11].")
    assert events(now) == ()
    assert told(now, later) == [("2031-03-11", 2)]


def test_a_year_in_a_name_and_who_only_spoke_are_no_events() -> None:
    kind = dated("The [2031|2031] campaign of the harbour party cost more crowns than any before.")
    spoke = dated("Orlo told the Quellin Lamp on [Tuesday|2031-03-04].")
    year = dated("The harbour party lost more crowns than any before in [2031|2031].")
    aside = dated("(In [2031|2031], the harbour party lost more crowns than any before.)")
    assert events(kind, spoke) == ()
    assert told(year) == told(aside) == [("2031", 1)]


def test_dates_beside_the_event_and_dates_that_are_none_are_left_out() -> None:
    made = dated("The harbour commission rejected the plan for the deep basin on [11 March|2031-03-11].")
    one = made.dates[0]
    for wrong in (
        replace(one, mod="BEFORE"),
        replace(one, value="2031-W10"),
        replace(one, value="2031-02-30"),
        replace(one, value="P2Y", type="DURATION"),
        replace(one, anchored=False, value="XXXX-03-11"),
        replace(one, event=None),
    ):
        assert events(replace(made, dates=(wrong,))) == ()
    assert told(replace(made, dates=(replace(one, type="TIME", value="2031-03-11T09:30"),))) == [("2031-03-11", 1)]


PILE = [
    dated("The pilots of Tolland called off their strike on [4 March|2031-03-04].", "2031-03-05", "Lamp"),
    dated("In [March|2031-03] the Tolland pilots called their strike off after a week.", "2031-03-09", "Courier"),
    dated("The pilots of Tolland called off their strike on [5 March|2031-03-05].", None, "Tribune"),
    dated("A lantern maker opened her shop beside the customs house in [1987|1987].", "2031-03-01", "Lamp"),
]


@settings(deadline=None)
@given(st.permutations(range(len(PILE))))
def test_the_order_of_the_input_does_not_matter(order: list[int]) -> None:
    found = events(*(PILE[at] for at in order))
    assert found == events(*PILE)
    assert [(event.date, event.agree) for event in found] == [("1987", True), ("2031-03-04", False)]


WORDS = st.lists(
    st.sampled_from(["the", "Orlo", "pier", "council", "closed", "on", "opened", "£", "🌊", "\n", "’s", "@vey"]),
    max_size=9,
)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["2031", "2031-03", "2031-03-04", "0001-01-01", "9999-12-31"]))))
def test_every_side_is_a_stretch_of_its_piece_and_every_event_has_a_date_of_a_side(
    told_so: list[tuple[list[str], str]],
) -> None:
    articles = []
    for words, value in told_so:
        text = " ".join([*words, "in", "spring"])
        event, span = Span(0, len(text)), Span(len(text) - 6, len(text))
        timex = Timex(span=span, type="DATE", value=value, anchored=True, event=event)
        articles.append(replace(piece(text, name=str(next(_names))), dates=(timex,)))
    by_id = {article.id: article for article in articles}
    for event_found in events(*articles):
        assert event_found.date in event_found.dates
        assert len(event_found.sides) == len(event_found.dates) >= event_found.origins >= 1
        for side in event_found.sides:
            assert side.span.end <= len(by_id[side.article].text)
            assert side.span.of(by_id[side.article].text).strip()


def test_events_are_part_of_what_is_linked() -> None:
    made = accounts(PILE, link(PILE), ())
    assert len(made.events) == 2
