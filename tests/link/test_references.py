"""References: which piece of the pile a citation means, by which rule, and when it stays open."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace
from tests.link.pieces import piece, prose

from onrecord.link import link
from onrecord.link.references import references
from onrecord.model import Article, Citation, Link, Reference, Span
from onrecord.tag.citations import citations


def cited(text: str, **stated: Any) -> Article:
    """A piece with its citations."""
    made = piece(text, **stated)
    return replace(made, citations=citations(made))


def citing(*entries: str, text: str = "It is told elsewhere. [1]", **stated: Any) -> Article:
    notes = [f"[{at + 1}] {entry}" for at, entry in enumerate(entries)]
    return cited("\n".join([text, "", "Sources:", *notes]), name="citing", **stated)


def of(own: Article, pile: Sequence[Article]) -> list[Reference]:
    """The references of one piece in a pile."""
    return [one for one in link([own, *pile]).references if one.article == own.id]


NIGHT = piece(
    prose(1, 9),
    "night",
    "2031-03-09",
    "Kelmark Courier",
    "The long night on the quay",
    "https://courier.example/n",
    "Ann Orlo",
)
TUG = piece(prose(2, 9), "tug", "2031-03-12", "The Vey Lamp", "A tug runs aground", byline="Ron Vey")
BARE = piece(prose(3, 9), "bare", "2031-03-14", "The Vey Lamp", byline="Ida Brandt")
PILE = (NIGHT, TUG, BARE)


@pytest.mark.parametrize(
    ("entry", "found", "reason"),
    [
        ("Orlo, Ann, The long night on the quay, Kelmark Courier, 9 March 2031.", NIGHT, "title"),
        ("Orlo, Ann, The lomg night on the quay, Kelmrk Courier, March 10th, 2031", NIGHT, "title"),
        ("Orlo, A. “The Long Night on the Quay.” 2031.", NIGHT, "title"),
        ("Vey, Ron, A tug runs aground: what the harbour lost, The Lamp of Vey, 12 March 2031.", TUG, "title"),
        ("Some letter, https://www.courier.example/n/?utm_source=mail", NIGHT, "address"),
        ("Brandt, Ida, What I saw, Vey Lamp, 14 March 2031.", BARE, "author and date"),
        ("The Vey Lamp, 12 March 2031.", TUG, "outlet and date"),
        ("Orlo, Ann, The long night on the quay, Kelmark Courier, 9 May 2030.", None, "title fits, date differs"),
        ("Lund, Kaj, The long night on the quay, Kelmark Courier, 9 March 2031.", None, "title fits, author differs"),
        ("The long night on the quay, Northern Ledger, 9 March 2031.", None, "title fits, outlet differs"),
        ("Orlo, Ann, A short day, Kelmark Courier, 9 March 2031.", None, "not in the pile"),
        ("Brandt, Ida, What I saw, Vey Lamp, March 2031.", None, "not in the pile"),
        ("The council denies this.", None, "names no work"),
    ],
)
def test_a_note_is_resolved_by_one_rule(entry: str, found: Article | None, reason: str) -> None:
    (one,) = of(citing(entry), PILE)
    assert (one.resolved, one.reason) == (found.id if found else None, reason)
    assert one.marker == "1"


def test_what_speaks_against_a_piece_leaves_it_as_a_candidate() -> None:
    (one,) = of(citing("Lund, Kaj, The long night on the quay, Kelmark Courier, 9 March 2031."), PILE)
    assert (one.resolved, one.candidates) == (None, (NIGHT.id,))


def test_repeats_are_followed_and_say_so() -> None:
    own = citing("Orlo, Ann, The long night on the quay, Kelmark Courier, 9 March 2031.", "ibid.", "Orlo, op. cit.")
    assert [(one.resolved, one.reason) for one in of(own, PILE)] == [
        (NIGHT.id, "title"),
        (NIGHT.id, "ibid: title"),
        (NIGHT.id, "op. cit.: title"),
    ]


def test_repeats_are_told_by_their_word_however_their_number_is_written() -> None:
    entries = ["¹ Orlo, Ann, The long night on the quay, Kelmark Courier, 9 March 2031.", "² ibid."]
    own = cited("\n".join(["It is told.¹ And again.²", "", "Sources:", *entries]), name="citing")
    assert [one.reason for one in of(own, PILE)] == ["title", "ibid: title"]
    lone = cited("\n".join(["It is told.¹", "", "Sources:", "¹ ibid."]), name="citing")
    assert [one.reason for one in of(lone, PILE)] == ["repeats nothing: no entry before it"]


def test_notes_that_point_at_nothing_give_a_reason() -> None:
    entries = ["ibid.", "see note 3", "see note 2", "Vey, op. cit."]
    found = of(citing(*entries, text="Told. [1] Told. [2] Told. [3] Told. [4] Told. [7]"), PILE)
    assert [(one.marker, one.resolved, one.reason) for one in found] == [
        ("7", None, "no such note"),
        ("1", None, "repeats nothing: no entry before it"),
        ("2", None, "notes lead in a circle"),
        ("3", None, "notes lead in a circle"),
        ("4", None, "repeats an entry, not clear which"),
    ]


def test_citations_that_were_made_elsewhere_and_lead_in_a_long_circle_end() -> None:
    made = piece("abcdefgh")
    ring = tuple(
        Citation(id=f"r{at}", span=Span(at, at + 1), kind="note", same_as=f"r{(at + 1) % 4}") for at in range(4)
    )
    lost = Citation(id="r9", span=Span(5, 6), kind="note", same_as="gone")
    found = references([replace(made, citations=(*ring, lost))], ())
    assert [one.reason for one in found] == ["notes lead in a circle"] * 4 + ["repeats an entry that is not there"]


def test_two_pieces_of_one_title_stay_open_until_a_date_tells() -> None:
    letters = [
        piece(prose(at, 6), f"letters-{at}", f"2031-03-{at:02}", "Vey Lamp", "Letters from the quay") for at in (11, 21)
    ]
    (one,) = of(citing("Letters from the quay, Vey Lamp, 2031."), letters)
    assert (one.resolved, set(one.candidates), one.reason) == (None, {piece.id for piece in letters}, "several fit")
    (told,) = of(citing("Letters from the quay, Vey Lamp, 21 March 2031."), letters)
    assert told.resolved == letters[1].id


def test_a_short_title_tells_nothing_alone() -> None:
    letters = piece(prose(4, 6), "letters", "2031-03-11", "Vey Lamp", "Letters")
    assert [one.resolved for one in of(citing("“Letters”, 2031"), [letters])] == [None]
    assert [one.resolved for one in of(citing("“Letters”, Vey Lamp, 11 March 2031"), [letters])] == [letters.id]


def test_the_reprints_of_one_text_count_once() -> None:
    reprint = piece(
        NIGHT.text, "reprint", "2031-03-10", "Northern Ledger", "The long night on the quay", byline="Ann Orlo"
    )
    (one,) = of(citing("Orlo, Ann, The long night on the quay, 2031."), [*PILE, reprint])
    assert one.resolved in (NIGHT.id, reprint.id)
    (told,) = of(citing("Orlo, Ann, The long night on the quay, Northern Ledger, 10 March 2031."), [*PILE, reprint])
    assert told.resolved == reprint.id


def test_a_piece_cites_neither_itself_nor_its_reprint() -> None:
    entry = "Orlo, Ann, The long night on the quay, Kelmark Courier, 9 March 2031."
    facts = {"published": "2031-03-09", "outlet": "Kelmark Courier", "title": "The long night on the quay"}
    own = citing(entry, text=f"{NIGHT.text} [1]", byline="Ann Orlo", **facts)
    assert [one.resolved for one in of(own, [NIGHT])] == [None]


WORDS = "I have signed for many things that floated, and for one that never did, and I am sorry for that one alone"


def quoting(note: str, words: str = f"“{WORDS},” she writes. [1]", **stated: Any) -> Article:
    return citing(note, text=f"{prose(7, 3)}\nSomebody has said it well. {words} {prose(8, 2)}", **stated)


def test_quoted_words_lead_to_the_piece_that_has_them_as_its_own() -> None:
    source = piece(f"{prose(5, 4)}\n{WORDS}. {prose(6, 3)}", "source")
    (one,) = of(quoting("Brandt, Ida, What I signed, Lobe, 14 March 2031."), [*PILE, source])
    assert (one.resolved, one.reason) == (source.id, "quoted words")


def test_quoted_words_do_not_lead_to_another_who_quotes_them_nor_against_what_the_note_says() -> None:
    also = piece(f"{prose(5, 4)}\n“{WORDS},” somebody said. {prose(6, 3)}", "also")
    assert [one.resolved for one in of(quoting("Brandt, Ida, What I signed, Lobe, 14 March 2031."), [also])] == [None]
    other = piece(f"{prose(5, 4)}\n{WORDS}. {prose(6, 3)}", "other", byline="Kaj Lund")
    assert [one.resolved for one in of(quoting("Brandt, Ida, What I signed, Lobe, 14 March 2031."), [other])] == [None]


def test_words_beside_one_mark_say_nothing_of_the_next_one() -> None:
    source = piece(f"{prose(5, 4)}\n{WORDS}. {prose(6, 3)}", "source")
    own = citing(
        "Lund, Kaj, One thing, Lobe, 1 March 2031.",
        "Brandt, Ida, Another, Lobe, 2 March 2031.",
        text=f"“{WORDS},” he writes. [1] The ship was blue and had no name to speak of. [2]",
    )
    assert [one.resolved for one in of(own, [source])] == [source.id, None]


def test_a_mention_is_resolved_by_quoted_words_in_a_piece_of_that_outlet() -> None:
    text = f"{prose(7, 3)}\n“{WORDS},” Brandt told the Vey Post in March.\n{prose(8, 2)}"
    own = cited(text, name="citing")
    post = piece(f"{prose(5, 4)}\n“{WORDS},” said Ida Brandt. {prose(6, 3)}", "post", outlet="The Vey Post")
    other = piece(f"{prose(15, 4)}\n“{WORDS},” said Ida Brandt. {prose(16, 3)}", "other", outlet="Northern Ledger")
    assert [(one.resolved, one.reason) for one in of(own, [post, other])] == [(post.id, "quoted words")]
    assert [(one.resolved, one.reason) for one in of(own, [other])] == [(None, "only the outlet is named")]


def test_a_doubtful_mention_counts_where_the_pile_has_the_outlet() -> None:
    made = piece("Lobe reported that the quay is closed.", "citing")
    doubtful = Citation(id="r0", span=Span(0, 4), kind="mention", outlet=Span(0, 4), doubtful=True)
    own = replace(made, citations=(doubtful,))
    assert of(own, PILE) == []
    assert [one.reason for one in of(own, [piece(prose(9, 4), "lobe", outlet="Lobe")])] == ["only the outlet is named"]
    note = citing("Brandt, Ida, What I signed, Lobe, 14 March 2031.")
    assert [one.reason for one in of(own, [note])] == ["only the outlet is named"]


def test_a_link_leads_to_the_piece_of_its_address() -> None:
    text = "See the piece and the letter."
    places = {words: Span(text.index(words), text.index(words) + len(words)) for words in ("the piece", "the letter")}
    made = replace(
        piece(text, "citing"),
        links=(
            Link(places["the piece"], "http://courier.example/n#top"),
            Link(places["the letter"], "https://courier.example"),
        ),
    )
    own = replace(made, citations=citations(made))
    assert [(one.resolved, one.reason) for one in of(own, PILE)] == [(NIGHT.id, "address"), (None, "not in the pile")]


def test_the_order_of_the_pile_makes_no_difference() -> None:
    own = citing(
        "Orlo, Ann, The long night on the quay, Kelmark Courier, 9 March 2031.", "ibid.", "The Vey Lamp, 12 March 2031."
    )
    pile = [own, *PILE]
    assert link(pile).references == link(pile[::-1]).references


def test_time_grows_in_proportion_to_the_pile() -> None:
    def seconds(count: int) -> float:
        made = [
            citing(
                f"Orlo, Ann, The long night on quay {at - 1} of the port, Kelmark Courier, 9 March 2031.",
                text=f"{prose(at, 1)} [1]",
                title=f"The long night on quay {at} of the port",
                outlet="Kelmark Courier",
                published="2031-03-09",
                byline="Ann Orlo",
            )
            for at in range(count)
        ]
        unique = [replace(one, id=f"{at}-0") for at, one in enumerate(made)]
        begun = time.perf_counter()
        found = references(unique, ())
        took = time.perf_counter() - begun
        assert len(found) == count
        return took

    few = seconds(200)
    assert seconds(1600) < 30 * few + 0.5
