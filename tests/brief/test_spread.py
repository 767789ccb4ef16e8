"""The spread of a story: which pieces share words and in what order, drawn so that form tells it, and as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.brief.piles import piece
from tests.brief.spreads import SHARED, ferry, shares, story
from tests.brief.test_render import flat, meant, rendered

from onrecord.brief import spread, spread_picture
from onrecord.brief.columns import COLUMNS, columns
from onrecord.brief.drawing import WIDTH
from onrecord.model import Analysis, Article, Reuse


def spread_of(pile: Analysis) -> Any:
    """The section of the first story that shows how its words spread."""
    return html.fromstring(rendered("html", pile).page).xpath("//section[@class='spread']")[0]


def two(**fields: Any) -> Any:
    pieces = [ferry(0, "Osk Post", "2031-03-04"), ferry(1, "Quay Watch", "2031-03-05")]
    return spread_of(story(pieces, [shares(*pieces, **fields)]))


def lines(section: Any) -> list[Any]:
    found: list[Any] = section.xpath(".//svg//a[.//*[contains(@class, 'flow')]]")
    return found


def marks(section: Any) -> list[Any]:
    found: list[Any] = section.xpath(".//svg//a[.//circle]")
    return found


def crowd(size: int) -> list[Article]:
    """Pieces of many outlets and of none over eleven days, some without a date."""
    return [
        ferry(at, f"Outlet {at % 27}" if at % 9 else None, f"2031-03-{1 + at % 11:02}" if at % 13 else None)
        for at in range(size)
    ]


def test_an_arrow_leads_from_the_first_to_the_later_piece() -> None:
    section = two(direction="a>b", kind="reprint")
    (line,) = lines(section)
    assert line.get("aria-label") == "Osk Post, 4 March 2031, then Quay Watch, 5 March 2031: reprint, 1 passage"
    assert line.xpath(".//*[@class='flow joined']") and line.xpath(".//*[@class='tip']")
    turned = lines(two(direction="b>a"))[0]
    assert turned.get("aria-label").startswith("Quay Watch, 5 March 2031, then Osk Post, 4 March 2031: shared passage")


@pytest.mark.parametrize(
    ("kind", "form"),
    [("version", "joined"), ("reprint", "joined"), ("excerpt", "part"), ("passage", "thin"), ("quotation", "quoted")],
)
def test_form_tells_the_kind_and_the_key_names_it(kind: str, form: str) -> None:
    section = two(direction="a>b", kind=kind)
    assert lines(section)[0].xpath(f".//*[@class='flow {form}']")
    assert section.xpath(f".//ul[contains(@class, 'key')]//*[@class='flow {form}']")


def test_an_unknown_order_has_no_arrow_and_is_said() -> None:
    section = two()
    (line,) = lines(section)
    assert "which was first is not known" in line.get("aria-label")
    assert line.xpath(".//*[@class='flow thin open']") and not line.xpath(".//*[@class='tip']")
    assert "which was first is not known" in flat(section.xpath(".//tbody/tr/th")[0].text_content())


def test_words_from_outside_come_from_a_mark_of_their_own() -> None:
    pieces = [ferry(at, f"Outlet {at}", "2031-03-04") for at in range(3)]
    pile = story(pieces, [shares(pieces[at], pieces[at + 1], direction="outside") for at in range(2)])
    section = spread_of(pile)
    assert len(section.xpath(".//div[@class='picture']//*[@class='outside']")) == 1
    assert [line.get("aria-label") for line in lines(section)] == [
        "From outside the pile, in Outlet 0, 4 March 2031: shared passage, 1 passage",
        "From outside the pile, in Outlet 1, 4 March 2031: 2 pairs of pieces, shared passage, 2 passages",
        "From outside the pile, in Outlet 2, 4 March 2031: shared passage, 1 passage",
    ]


def test_records_that_contradict_each_other_leave_the_order_open() -> None:
    one, other = ferry(0, None, None), ferry(1, None, None)
    found = spread.pairs(
        [
            shares(one, other, words="The ferry", direction="a>b"),
            shares(one, other, words="forty cracks", direction="b>a"),
            shares(one, other, words="the hull", direction="a>b", kind="quotation"),
            shares(one, other, words="Saturday", kind="boilerplate"),
        ],
        {one.id, other.id},
    )
    assert [(pair.kind, pair.order, len(pair.shared)) for pair in found] == [("passage", "unknown", 3)]


def test_pieces_outside_the_story_and_standing_text_are_no_spread() -> None:
    one, other = ferry(0, None, None), ferry(1, None, None)
    assert spread.pairs([shares(one, other, kind="boilerplate")], {one.id, other.id}) == []
    assert spread.pairs([shares(one, other)], {one.id}) == []
    page = rendered("html", story([one, other], [shares(one, other, kind="boilerplate")])).page
    assert 'class="spread"' not in page


def test_every_line_leads_to_a_row_with_the_words_in_both_pieces() -> None:
    pieces = crowd(8)
    pile = story(pieces, [shares(pieces[0], other, direction="a>b") for other in pieces[1:]])
    section = spread_of(pile)
    assert len(lines(section)) == 7
    for line in lines(section):
        row = section.xpath(f".//tr[@id='{line.get('href')[1:]}']")[0]
        assert row.xpath(".//a[@class='first']") and row.xpath(".//a[@class='later']")
        for link in row.xpath(".//li/a"):
            assert meant(pile, link.get("href")) == SHARED
    for mark in marks(section):
        assert meant(pile, mark.get("href")).startswith("Ferry stopped")


def test_a_piece_that_shares_nothing_has_a_hollow_mark() -> None:
    pieces = [ferry(0, "Osk Post", "2031-03-04"), ferry(1, "Quay Watch", "2031-03-05"), ferry(2, "Gull News", None)]
    section = spread_of(story(pieces, [shares(*pieces[:2])]))
    hollow = [mark for mark in marks(section) if mark.xpath(".//*[@class='dot hollow']")]
    assert [mark.get("aria-label") for mark in hollow] == [
        "Gull News, date not given, shares no words with another piece"
    ]


@pytest.mark.parametrize("published", [None, "2031", "2031-03", "soon"])
def test_a_piece_without_its_day_stands_aside(published: str | None) -> None:
    pieces = [
        ferry(0, "Osk Post", "2031-03-04"),
        ferry(1, "Quay Watch", published),
        ferry(2, "Gull News", "2031-03-09"),
    ]
    section = spread_of(story(pieces, [shares(*pieces[:2])]))
    x = {mark.get("aria-label").split(",")[0]: float(mark.xpath(".//circle")[0].get("cx")) for mark in marks(section)}
    assert x["Quay Watch"] < x["Osk Post"] < x["Gull News"]
    assert "no day" in section.xpath(".//svg")[0].text_content()
    assert "1 piece gives no day and stands at the left." in section.text_content()


def test_hours_tell_pieces_of_one_day_apart() -> None:
    early, late = "2031-03-04T08:10:00+01:00", "2031-03-04T21:40:00+01:00"
    shown = columns([ferry(0, None, early), ferry(1, None, late)])
    assert shown is not None and shown.hours
    assert (shown.of(ferry(0, None, early)), shown.of(ferry(1, None, late))) == (0, shown.count - 1)
    assert shown.label(0) == "4 Mar, 07:00 UTC"
    days = columns([ferry(0, None, early), ferry(1, None, "2031-03-04")])
    assert days is not None and (days.hours, days.count, days.label(0)) == (False, 1, "4 March 2031")


@given(st.lists(st.datetimes(min_value=datetime(1800, 1, 1)), min_size=1, max_size=30), st.data())
def test_later_pieces_never_stand_before_earlier_ones(moments: Sequence[Any], data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(["", "+00:00"]))
    pieces = [ferry(0, None, moment.isoformat(timespec="seconds") + zone) for moment in sorted(moments)]
    shown = columns(pieces)
    assert shown is not None and shown.count <= COLUMNS
    at = [shown.of(one) for one in pieces]
    assert all(one is not None and 0 <= one < shown.count for one in at)
    assert at == sorted(at, key=lambda one: one or 0)


def test_sixty_pieces_stay_within_the_picture_and_apart() -> None:
    pieces = crowd(60)
    kinds = ("reprint", "passage", "excerpt", "version")
    reuse = [
        shares(pieces[at // 2], pieces[at], direction="a>b" if at % 3 else "unknown", kind=kinds[at % 4])
        for at in range(1, 60)
    ]
    section = spread_of(story(pieces, reuse))
    picture = section.xpath(".//div[@class='picture']/svg")[0]
    height = float(picture.get("viewbox").split()[3])
    assert height <= (spread_picture.MOST_ROWS + 2) * spread_picture.ROW + 24
    circles = [(float(c.get("cx")), float(c.get("cy")), float(c.get("r"))) for c in picture.xpath(".//circle[@r<9]")]
    assert all(r <= x <= WIDTH - r and r <= y <= height - r for x, y, r in circles)
    for at, (x, y, r) in enumerate(circles):
        for other_x, other_y, other_r in circles[:at]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= (r + other_r - 3) ** 2
    for path in picture.xpath(".//path[contains(@class, 'flow')]/@d"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
        assert all(100 <= x <= WIDTH for x in numbers[::2]) and all(0 <= y <= height for y in numbers[1::2])
    counts = [int(number) for number in picture.xpath(".//text[contains(@class, 'count')]/text()")]
    assert sum(counts) + len(marks(section)) - len(counts) == 60
    assert "13 further outlets share one row." in section.text_content()


def test_many_quotations_are_counted_and_listed_and_not_drawn() -> None:
    pieces = crowd(spread.QUOTED + 3)
    reuse = [shares(pieces[0], other, kind="quotation", direction="a>b") for other in pieces[2:]]
    section = spread_of(story(pieces, [*reuse, shares(*pieces[:2], direction="a>b")]))
    assert len(lines(section)) == 1
    assert "13 pairs of pieces share no more than a quotation and are not drawn." in section.text_content()
    assert len(section.xpath(".//table[@class='pairs']/tbody/tr")) == 14


def test_a_story_tells_its_pieces_outlets_and_origins() -> None:
    pieces = [ferry(0, "Osk Post", "2031-03-04"), ferry(1, "Quay Watch", "2031-03-05"), ferry(2, None, None)]
    pile = story(pieces, [])
    page, text = rendered("html", pile).page, rendered("text", pile).page
    assert "3 pieces · 2 outlets named · 3 independent origins" in html.fromstring(page).text_content()
    assert "3 pieces · 2 outlets named · 3 independent origins" in flat(text)


def test_hostile_names_and_titles_stay_words() -> None:
    name = '<script>x</script> & "Post"'
    pieces = [
        piece(f"{at}.txt", SHARED, title="<b>Ferry</b>", outside=True, outlet=name + str(at), published="2031-03-04")
        for at in range(2)
    ]
    page = html.fromstring(rendered("html", story(pieces, [shares(*pieces)])).page)
    assert len(page.xpath("//script")) == 1 and not page.xpath("//section[@class='spread']//b")
    assert name in page.xpath("//section[@class='spread']")[0].xpath(".//svg//a/@aria-label")[0]


def test_texts_beside_the_page_are_led_to() -> None:
    pieces = crowd(4)
    others = [piece(f"row-{at}.txt", f"Quay {at} was closed after {at} gulls had come.") for at in range(510)]
    whole = story(pieces, [shares(pieces[0], other, direction="a>b") for other in pieces[1:]])
    pile = Analysis(run=whole.run, articles=(*pieces, *others), stories=whole.stories, reuse=whole.reuse)
    made = rendered("html", pile)
    section = html.fromstring(made.page).xpath("//section[@class='spread']")[0]
    assert not section.xpath(".//a[@class='beside']")
    for link in section.xpath(".//li/a/@href"):
        file, _, address = link.partition("#")
        assert address in html.fromstring(made.beside[file.partition("/")[2]]).xpath("//@id")
        assert meant(pile, address) == SHARED


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, "2031", "2031-03-04", "2031-04-01"])), max_size=9),
    st.lists(
        st.tuples(
            st.integers(0, 8),
            st.integers(0, 8),
            st.sampled_from(["a>b", "b>a", "outside", "unknown"]),
            st.sampled_from(["version", "reprint", "excerpt", "passage", "quotation", "boilerplate"]),
        ),
        max_size=12,
    ),
)
def test_any_spread_draws_each_piece_once(
    told: list[tuple[int, str | None]], joins: list[tuple[int, int, Any, Any]]
) -> None:
    pieces = [ferry(at, f"Outlet {outlet}" if outlet else None, day) for at, (outlet, day) in enumerate(told)]
    reuse: list[Reuse] = [
        shares(pieces[one], pieces[other], direction=direction, kind=kind)
        for one, other, direction, kind in joins
        if one < other < len(pieces)
    ]
    pairs = spread.pairs(reuse, {one.id for one in pieces})
    if not pairs:
        return
    made = spread_picture.draw(pieces, pairs, lambda article: article.id, lambda pair: f"{pair.first}>{pair.later}")
    tree = html.fromstring(str(made.svg))
    counts = [int(number) for number in tree.xpath(".//text[contains(@class, 'count')]/text()")]
    assert sum(counts) + len(tree.xpath(".//a[.//circle]")) - len(counts) == len(pieces)
    assert {pair.first for pair in pairs} | {pair.later for pair in pairs} <= {one.id for one in pieces}


def test_each_line_of_a_crowded_picture_leads_to_a_row_of_the_table() -> None:
    pieces = crowd(spread.LISTED + 3)
    reuse = [shares(pieces[0], other, kind="reprint", direction="a>b") for other in pieces[1:]]
    section = spread_of(story(pieces, [*reuse, shares(*pieces[1:3], direction="a>b")]))
    rows = section.xpath(".//tr/@id")
    assert len(rows) == spread.LISTED
    assert {line.get("href") for line in lines(section)} <= {f"#{row}" for row in rows}
    assert "3 pairs of pieces are not drawn." in section.text_content()
