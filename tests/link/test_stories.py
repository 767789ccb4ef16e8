from __future__ import annotations

import pytest
from eval.stories.score import b_cubed
from msgspec.structs import replace
from tests.link.pieces import piece

from onrecord.link import link
from onrecord.model import Article, Span, Story

VOTE = [
    "Larnholm closes its old quay\n\nThe council of Larnholm voted nine to four on Monday to close the old quay and "
    "move forty moorings to the north basin. Harbour master Ida Brandt called the piles rotten.",
    "In Larnholm, nine councillors against four decided that the old quay must close. Ida Brandt, who runs the "
    "harbour, spoke of rotten piles; the forty moorings go to the north basin.",
    "The old quay at Larnholm is to close. After a vote of nine to four the council will shift forty moorings north, "
    "because its piles are rotten, Brandt told reporters.",
]
FESTIVAL = [
    "Herring festival draws record crowd\n\nSome 12,000 visitors ate smoked herring on the Tolvess promenade at the "
    "weekend, said organiser Petra Lund, who sold 9,000 rolls and ran out of mustard.",
    "Tolvess ran out of mustard on Sunday: its herring festival sold 9,000 rolls to 12,000 visitors, organiser "
    "Petra Lund said on the promenade.",
]
FIRES = {
    "net store": [
        "A fire destroyed the net store of the Vey cooperative in Larnholm on Tuesday night. Fire chief Orla Stenn "
        "said that forty firemen from Larnholm and Osk fought the flames until four in the morning. Nobody was hurt. "
        "The cooperative's chairman, Halvard Vey, put the loss at 300,000 crowns.",
        "Forty firemen could not save the Vey cooperative's net store, which burned down in Larnholm in the night to "
        "Wednesday. Chairman Halvard Vey spoke of a loss of 300,000 crowns. Fire chief Orla Stenn praised her men; "
        "nobody was hurt.",
        "Nets worth 300,000 crowns burned in Larnholm: the store of the Vey cooperative is gone. Fire chief Orla "
        "Stenn and forty firemen fought the flames until morning, chairman Halvard Vey told the Beacon.",
        "After the fire in its net store the Vey cooperative of Larnholm looks for a shed. Chairman Halvard Vey "
        "counts a loss of 300,000 crowns, and fire chief Orla Stenn believes that a stove was the cause.",
    ],
    "smokehouse": [
        "A fire destroyed the smokehouse of the brothers Tolland in Larnholm on Friday night. Fire chief Orla Stenn "
        "said that twenty firemen from Larnholm and Osk fought the flames until two in the morning. A watchman was "
        "hurt. Jens Tolland put the loss at 90,000 crowns.",
        "Twenty firemen could not save the Tolland smokehouse, which burned down in Larnholm in the night to "
        "Saturday. Jens Tolland spoke of a loss of 90,000 crowns. Fire chief Orla Stenn said that a watchman was "
        "hurt.",
        "Herring worth 90,000 crowns burned in Larnholm: the smokehouse of the brothers Tolland is gone. Fire chief "
        "Orla Stenn and twenty firemen fought the flames, Jens Tolland told the Beacon; a watchman lies in hospital.",
        "After the fire in their smokehouse the brothers Tolland of Larnholm buy herring in Osk. Jens Tolland counts "
        "a loss of 90,000 crowns; the watchman is out of hospital, and fire chief Orla Stenn believes that a pipe was "
        "the cause.",
    ],
}
WRECK = (
    "The dredger Maren of the Osk company sank off the Larnholm mole on Thursday morning while it was lifting stones "
    "for the new breakwater. Its nine men were taken off by the pilot boat before the hull went down. Skipper Aksel "
    "Rode said that a plate had given way under the crane and that the pumps could not keep up. The Harbour Council "
    "closed the northern fairway and asked masters to wait at the outer buoys until divers have looked at the wreck. "
    "Insurers from Tolland are expected on Monday. Fishermen complained that their boats lie idle while herring "
    "stands close to the coast, and the ferry line sends its passengers round by bus. A second dredger is to come "
    "from Quellin, but its owners want a guarantee for the breakwater works, which are already four months late and a "
    "third dearer than planned."
)


def pile(texts: list[str], day: str | None = "2031-03-0{}", outlet: str = "Outlet") -> list[Article]:
    return [
        piece(text, published=day.format(number + 1) if day else None, outlet=f"{outlet} {number}")
        for number, text in enumerate(texts)
    ]


def together(articles: list[Article]) -> set[frozenset[str]]:
    return {frozenset(story.articles) for story in link(articles).stories}


def story_of(articles: list[Article]) -> Story:
    (story,) = link(articles).stories
    return story


def test_two_events_are_two_stories() -> None:
    vote, festival = pile(VOTE), pile(FESTIVAL)
    expected = {frozenset(one.id for one in vote), frozenset(one.id for one in festival)}
    assert together([*vote, *festival]) == expected


def test_a_pile_in_parts_gives_the_same_stories() -> None:
    vote, festival = pile(VOTE), pile(FESTIVAL)
    assert together(vote) | together(festival) == together([*vote, *festival])


def test_two_events_of_one_kind_are_two_stories() -> None:
    """Two fires of one week in one town, told in much the same words by the same voices."""
    fires = [[piece(text) for text in texts] for texts in FIRES.values()]
    assert together([*fires[0], *fires[1]]) == {frozenset(article.id for article in fire) for fire in fires}


def test_a_few_words_of_its_own_join_the_story_of_a_long_piece() -> None:
    note = piece(
        "Nine men owe their lives to a pilot boat. Their dredger went down far off the coast in the dark early hours; "
        "its skipper blames a plate."
    )
    assert len(together([piece(WRECK), note])) == 1
    assert len(together([piece(FIRES["smokehouse"][0]), note])) == 2


def test_a_later_piece_does_not_change_the_id() -> None:
    vote = pile(VOTE)
    assert [story_of(vote[:count]).id for count in (1, 2, 3)] == [story_of(vote).id] * 3


def test_the_same_words_weeks_apart_are_not_one_event() -> None:
    near = pile(VOTE[:2])
    far = [near[0], piece(VOTE[1], published="2031-05-02")]
    undated = [near[0], piece(VOTE[1])]
    assert [len(together(articles)) for articles in (near, far, undated)] == [1, 2, 1]


def test_a_reprint_is_of_its_source_story_even_months_later() -> None:
    articles = [piece(VOTE[0], "a", "2031-03-01"), piece(VOTE[0], "b", "2031-11-20"), *pile(FESTIVAL)]
    stories = {story.articles: story for story in link(articles).stories}
    reprinted = stories[articles[0].id, articles[1].id]
    assert (reprinted.origins, reprinted.first, reprinted.last) == (1, "2031-03-01", "2031-11-20")


def test_origins_counts_texts_and_not_pieces() -> None:
    articles = [*pile(VOTE), piece(VOTE[0], "copy", "2031-03-04", "Other Outlet")]
    story = story_of(articles)
    assert (len(story.articles), story.origins) == (4, 3)


def test_dates_are_given_as_precisely_as_the_pieces_have_them() -> None:
    days = ["2031-03-02T08:00:00+02:00", "2031-03-01", None]
    articles = [piece(text, published=day) for text, day in zip(VOTE, days, strict=True)]
    assert (story_of(articles).first, story_of(articles).last) == ("2031-03-01", "2031-03-02T08:00:00+02:00")
    assert (story_of(pile(VOTE, None)).first, story_of(pile(VOTE, None)).last) == (None, None)


def test_the_headline_is_the_earliest_title_that_stands_in_a_text() -> None:
    untitled = piece(VOTE[1], published="2031-03-01", title="A title from a column")
    titled = piece(VOTE[0], published="2031-03-02", title="Larnholm closes its old quay")
    headline = story_of([untitled, titled]).headline
    assert (headline.article, headline.span.of(titled.text)) == (titled.id, "Larnholm closes its old quay")


def test_without_a_title_the_headline_is_the_first_sentence() -> None:
    alone = piece("  " + VOTE[1])
    headline = story_of([alone]).headline
    assert headline.span.of(alone.text).startswith("In Larnholm, nine councillors")
    assert headline.span.of(alone.text).endswith("must close.")
    endless = piece("and then " * 500)
    assert story_of([endless]).headline.span.of(endless.text) == endless.text.strip()


def test_ids_come_from_the_earliest_article() -> None:
    whole = pile(VOTE)
    assert story_of(whole).id != story_of(whole[1:]).id


def test_b_cubed() -> None:
    gold = {"a": 1, "b": 1, "c": 2, "d": 2}
    perfect = b_cubed({"a": "x", "b": "x", "c": "y", "d": "y"}, gold)
    assert (perfect.precision, perfect.recall, perfect.f1) == (1, 1, 1)
    lumped = b_cubed(dict.fromkeys("abcd", "x"), gold)
    assert (lumped.precision, lumped.recall) == (0.5, 1)
    mixed = b_cubed({"a": "x", "b": "x", "c": "x", "d": "y"}, gold)
    assert mixed.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert mixed.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    with pytest.raises(ValueError, match="not of the same items"):
        b_cubed({"a": 1}, gold)


def test_what_all_pieces_of_an_issue_speak_of_makes_no_story() -> None:
    """A newsletter with one subject is not one event; a piece from elsewhere still finds its own among them."""
    events: tuple[str, ...] = (
        "a crane burned in the night",
        "the ferry changed its timetable",
        "a treasurer resigned over receipts",
    )
    events += ("dockers struck for wages", "the herring season opened late", "a court suspended all dredging")
    subject = "The Quellin Lantern League and its chairman Anselm Reuk spoke of the Osk harbour again when"
    texts = [f"{subject} {event}, and of how {event} there is more to say: {event}." for event in events]
    issue = piece("\n\n".join(texts))
    pieces, start = [], 0
    for text in texts:
        span = Span(start, start + len(text))
        pieces.append(replace(issue, id=f"{issue.document.id}-{start}", span=span, text=text))
        start = span.end + 2
    other = piece("Firemen say that a crane burned in the night: the crane that burned was old.")
    found = link([*pieces, other]).stories
    assert sorted(len(story.articles) for story in found) == [1, 1, 1, 1, 1, 2]
    assert frozenset({pieces[0].id, other.id}) in together([*pieces, other])
