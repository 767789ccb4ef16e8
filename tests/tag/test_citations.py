"""What a piece cites: entries and their parts, marks in the text, repeats, mentions, links; and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.tag.articles import article

from onrecord.model import Article, Citation, Link, Name, NameType, Span, Stated
from onrecord.tag import tag
from onrecord.tag.citations import citations

TEXT = "The quay is closed. [1] Nobody was asked. [2]"


def noted(*entries: str, text: str = TEXT) -> tuple[Article, list[Citation]]:
    """A text with notes below it, and the entries that are found."""
    made = article("\n".join([text, "", "Sources:", *entries]))
    return made, [one for one in citations(made) if one.kind in ("note", "list") and one.marked != (one.span,)]


def parts(made: Article, one: Citation) -> tuple[list[str], str | None, str | None, str | None]:
    def words(span: Span | None) -> str | None:
        return span.of(made.text) if span else None

    return [span.of(made.text) for span in one.author], words(one.title), words(one.outlet), words(one.published)


def named(text: str, types: dict[str, NameType]) -> Article:
    """An article with names, each where it stands first."""
    spans = [(Span(text.index(name), text.index(name) + len(name)), kind) for name, kind in types.items()]
    names = [Name(f"n{at}", span, kind, f"c{at}") for at, (span, kind) in enumerate(sorted(spans))]
    return replace(article(text), names=tuple(names))


def mentioned(made: Article) -> list[tuple[str, bool]]:
    return [((one.outlet or one.span).of(made.text), one.doubtful) for one in citations(made) if one.kind == "mention"]


ENTRIES = [
    (
        "Orlo, Ann, The long night, Kelmark Courier, February 15th, 2031.",
        (["Orlo, Ann"], "The long night", "Kelmark Courier", "February 15th, 2031"),
    ),
    (
        "Orlo, Ann, Nights on the quay.The long one, and the short, KELMARK COURIER , Feb 28, 2031",
        (["Orlo, Ann"], "Nights on the quay.The long one, and the short", "KELMARK COURIER", "Feb 28, 2031"),
    ),
    (
        "Ron Vey and Ida Brandt, “The Long Night,” Kelmark Courier, March 9, 2031, p. 4.",
        (["Ron Vey", "Ida Brandt"], "The Long Night", "Kelmark Courier", "March 9, 2031"),
    ),
    (
        "Orlo, A., & Vey, R. (2031, March 9). The long night. Kelmark Courier. https://courier.example/night",
        (["Orlo, A.", "Vey, R."], "The long night", "Kelmark Courier", "2031, March 9"),
    ),
    (
        "Orlo, Ann, Ron Vey, and Ida Brandt. “The Long Night.” Kelmark Courier, 9 Mar. 2031.",
        (["Orlo, Ann", "Ron Vey", "Ida Brandt"], "The Long Night", "Kelmark Courier", "9 Mar. 2031"),
    ),
    (
        "Vey’s ship runs aground, and nobody laughs, Kelmark Courier, 9 March 2031.",
        ([], "Vey’s ship runs aground, and nobody laughs", "Kelmark Courier", "9 March 2031"),
    ),
    (
        "“A harbour is no purse”: Ann Orlo on the vote, The Vey Lamp, 2031-03-09",
        ([], "“A harbour is no purse”: Ann Orlo on the vote", "The Vey Lamp", "2031-03-09"),
    ),
    (
        "Kelmark Courier, 9 March 2031: The long night",
        ([], "The long night", "Kelmark Courier", "9 March 2031"),
    ),
    ("The Vey Lamp, 9 March 2031", ([], None, "The Vey Lamp", "9 March 2031")),
    (
        "Orlo, Ann: Die lange Nacht. In: Veyer Zeitung, 9. März 2031, S. 3.",
        (["Orlo, Ann"], "Die lange Nacht", "Veyer Zeitung", "9. März 2031"),
    ),
    ("The long night (Ann Orlo, The Vey Lamp, 9/3/2031)", (["Ann Orlo"], "The long night", "The Vey Lamp", "9/3/2031")),
    (
        "Harbour Council, Report on quays, 2030.",
        (["Harbour Council"], "Report on quays", None, "2030"),
    ),
    ("The council denied this in a letter of 9 March 2031.", ([], None, None, None)),
]


@pytest.mark.parametrize(("entry", "wanted"), ENTRIES)
def test_an_entry_is_read_into_its_parts(entry: str, wanted: tuple[list[str], str, str, str]) -> None:
    made, (first, _second) = noted(f"[1] {entry}", "[2] ibid.")
    assert parts(made, first) == wanted
    assert first.marker == "1"
    assert made.text[first.span.start : first.span.end] == f"[1] {entry}"


def test_an_address_is_taken_from_an_entry_without_the_day_on_which_it_was_looked_at() -> None:
    made, (one,) = noted(
        "[1] Orlo, Ann. “The Long Night.” Vey Lamp, 2031. https://lamp.example/n. Accessed 1 May 2032."
    )
    assert one.url == "https://lamp.example/n"
    assert parts(made, one) == (["Orlo, Ann"], "The Long Night", "Vey Lamp", "2031")


@pytest.mark.parametrize(
    ("text", "entries", "marked"),
    [
        ("Closed. [1] Asked. [2]", ["[1] {}", "[2] {}"], {"1": ["[1]"], "2": ["[2]"]}),
        ("Closed. [1, 2] Asked.[1–3]", ["[1] {}", "[2] {}", "[3] {}"], {"1": ["1", "1"], "2": ["2", "–"], "3": ["3"]}),
        ("Closed.¹ Asked for 5 m².²", ["¹ {}", "² {}"], {"1": ["¹"], "2": ["²"]}),
        ("Closed (1). Asked (2).", ["1. {}", "2. {}"], {"1": ["(1)"], "2": ["(2)"]}),
        ("Closed.1 Asked.2 It cost 4.5 million.", ["1. {}", "2. {}"], {"1": ["1"], "2": ["2"]}),
    ],
)
def test_the_text_refers_to_its_notes(text: str, entries: list[str], marked: dict[str, list[str]]) -> None:
    filled = [entry.format(f"Orlo, Ann, Night {at}, Vey Lamp, 9 March 2031.") for at, entry in enumerate(entries)]
    made, found = noted(*filled, text=text)
    assert {one.marker: [span.of(made.text) for span in one.marked] for one in found} == marked


def test_an_author_and_a_year_refer_to_an_entry() -> None:
    made, (orlo, vey) = noted(
        "Orlo, A. (2031). The long night. Vey Lamp.",
        "Vey, R. (2030). The last tug. Vey Lamp.",
        text="The quay is closed (Orlo, 2031). Vey (2030, p. 4) said so. Nobody else did (Brandt, 2029).",
    )
    assert [span.of(made.text) for span in orlo.marked] == ["(Orlo, 2031)"]
    assert [span.of(made.text) for span in vey.marked] == ["Vey (2030, p. 4)"]


def test_notes_that_stand_in_one_line_are_told_apart() -> None:
    made = article(f"{TEXT}\n\nNotes: [1] Orlo, Ann, Night, Vey Lamp, 2031. [2] ibid. [3] Vey Lamp, 9 March 2031.")
    found = [one for one in citations(made) if one.kind == "note"]
    assert [(one.marker, one.same_as) for one in found] == [("1", None), ("2", found[0].id), ("3", None)]


def test_repeats_lead_to_the_entry_that_they_mean() -> None:
    _made, found = noted(
        "[1] Orlo, Ann, The long night, Vey Lamp, 9 March 2031.",
        "[2] ibid.",
        "[3] Ibid., p. 4",
        "[4] Brandt, Ida, The tug, Vey Lamp, 10 March 2031.",
        "[5] Orlo, op. cit.",
        "[6] see note 4",
    )
    first, fourth = found[0].id, found[3].id
    assert [one.same_as for one in found] == [None, first, first, None, first, fourth]


def test_repeats_of_nothing_and_in_a_circle_lead_nowhere() -> None:
    _made, found = noted(
        "[1] ibid.",
        "[2] see note 3",
        "[3] see note 2",
        "[4] see note 9",
        "[5] see note 5",
        "[6] Orlo, Ann, One, Vey Lamp, 9 March 2031.",
        "[7] Orlo, Ann, Two, Vey Lamp, 10 March 2031.",
        "[8] Orlo, op. cit.",
    )
    ids = {one.marker: one.id for one in found}
    assert {one.marker: one.same_as for one in found if one.same_as} == {"2": ids["3"], "3": ids["2"]}


def test_a_number_without_a_note_is_a_citation_of_its_own() -> None:
    made = article("Closed. [1] Asked. [7]\n\nSources:\n[1] Orlo, Ann, Night, Vey Lamp, 9 March 2031.")
    bare = [one for one in citations(made) if one.marked == (one.span,)]
    assert [(one.marker, one.span.of(made.text)) for one in bare] == [("7", "[7]")]


def test_two_notes_of_one_number_are_not_told_which() -> None:
    _made, found = noted(
        "[1] Orlo, Ann, Night, Vey Lamp, 2031.", "[1] Vey, Ron, Day, Vey Lamp, 2031.", text="Closed. [1]"
    )
    assert [one.marked for one in found] == [(), ()]


@pytest.mark.parametrize(
    "text",
    [
        "What to bring:\n\n1. A lamp\n2. A coat\n3. Bread for two days",
        "The council has three plans.\n\n1. The quay is closed in May.\n\n2. It is opened in June.",
        "He paid 40 (2) and then 50 (3) for it.",
        "Notes from the quay are sung, not written.",
    ],
)
def test_a_list_of_points_is_no_list_of_sources(text: str) -> None:
    assert citations(article(text)) == ()


def test_a_line_of_sources_has_an_entry_for_each() -> None:
    made = article("The quay is closed.\n\nSources: Kelmark Courier, 9 March 2031; Vey Lamp, The tug, 10 March 2031")
    found = [one for one in citations(made) if one.kind == "list"]
    assert [parts(made, one)[3] for one in found] == ["9 March 2031", "10 March 2031"]
    assert parts(made, found[0])[2] == "Kelmark Courier"


OUTLETS = [
    ("Ida Brandt told the Larnholm Post that she is ill.", "Larnholm Post"),
    ("The Kelmark Courier reported that the quay is closed.", "Kelmark Courier"),
    ("“It is closed,” she said in an interview with the Courier.", "Courier"),
    ("Writing in Lodestar, she called it a purse.", "Lodestar"),
    ("The newspaper Lodestar has a picture of it.", "Lodestar"),
    ("Lodestar, which first published the letter, has taken it down.", "Lodestar"),
    ("“It is closed,” Brandt told Lodestar.", "Lodestar"),
]


@pytest.mark.parametrize(("text", "outlet"), OUTLETS)
def test_an_outlet_that_is_told_or_writes_is_a_mention(text: str, outlet: str) -> None:
    assert mentioned(named(text, {outlet: "organisation"})) == [(outlet, False)]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The Ministry of Roads said that it is closed.", "Ministry of Roads"),
        ("“It is closed,” Brandt told the Harbour Council.", "Harbour Council"),
        ("The Quay Union published a letter.", "Quay Union"),
        ("Corvane said that it will sail.", "Corvane"),
        ("He works for the Larnholm Post Office in Vey.", "Larnholm Post Office"),
    ],
)
def test_a_body_that_speaks_or_is_told_is_no_outlet(text: str, body: str) -> None:
    assert mentioned(named(text, {body: "organisation"})) == []


def test_what_only_the_pile_can_tell_is_doubtful() -> None:
    assert mentioned(named("Marwire reported that the quay is closed.", {"Marwire": "organisation"})) == [
        ("Marwire", True)
    ]
    made = article(
        "Marwire reported that the quay is closed. [1]\n\nSources:\n[1] Orlo, Ann, The quay, Marwire, 9 March 2031."
    )
    assert mentioned(made) == [("Marwire", False)], "the notes of the piece have it as an outlet"


def test_a_piece_does_not_mention_its_own_outlet() -> None:
    text = "Ida Brandt told the Kelmark Courier that she is ill. She told the Courier so twice."
    assert mentioned(replace(article(text), outlet=Stated("Kelmark Courier", "meta"))) == []


def test_a_mention_holds_author_title_and_date() -> None:
    text = (
        "Ron Vey of the Larnholm Post writes that it is closed. An article titled “The Long Night” in the Kelmark "
        "Courier says so, too. The Larnholm Post of 9 March 2031 has a picture."
    )
    found = [one for one in citations(named(text, {"Ron Vey": "person"})) if one.kind == "mention"]
    shown = [
        (
            [span.of(text) for span in one.author],
            *(part.of(text) if part else None for part in (one.title, one.published)),
        )
        for one in found
    ]
    assert shown == [(["Ron Vey"], None, None), ([], "The Long Night", None), ([], None, "9 March 2031")]


def test_links_are_citations_but_for_what_leads_on_or_away() -> None:
    text = (
        "As the Vey Post reported, the quay is closed. See the letter. Read more\nTo unsubscribe: https://a.example/off"
    )
    made = replace(
        article(text),
        url=Stated("https://own.example/1", "meta"),
        links=tuple(
            Link(Span(text.index(words), text.index(words) + len(words)), href)
            for words, href in (
                ("Vey Post", "https://post.example/quay"),
                ("the quay", "https://own.example/1"),
                ("the letter", "https://letter.example/7"),
                ("Read more", "https://own.example/1/all"),
                ("closed", "mailto:quay@own.example"),
            )
        ),
    )
    assert [(one.kind, one.url) for one in citations(made)] == [
        ("mention", "https://post.example/quay"),
        ("link", "https://letter.example/7"),
    ]


def test_the_taggers_give_citations() -> None:
    made = tag(article(f"{TEXT}\n\nSources:\n[1] Orlo, Ann, The long night, Vey Lamp, 9 March 2031.\n[2] ibid"))
    assert [(one.marker, one.same_as) for one in made.citations if one.kind == "note"] == [("1", None), ("2", "r0")]


PIECES = st.sampled_from(
    [
        "[1] ", "[2] ", "[1, 3–5] ", "(1) ", "1. ", "¹", "Sources:\n", "Source: ", "Notes\n\n", "ibid.", "op. cit.",
        "see note 2", "Orlo, Ann, ", "Ann Orlo, ", "“The long night,” ", "“", "”", "Kelmark Courier, ", "9 March 2031",
        "(2031). ", "2031-02-31", "https://lamp.example/x?y=(z)", " told the Vey Post ", "Marwire reported ",
        "titled “Night on the Quay” ", "\n", "\n\n", " – ", "| ", ": ", "; ", "p. 4", "et al. ", "\u2028", "É", "𝔛",
        "\r\n", "\t",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join))
def test_every_span_lies_in_the_text_and_every_repeat_leads_to_an_entry(text: str) -> None:
    made = article(text)
    found = citations(made)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert [one.span for one in found] == sorted(one.span for one in found)
    for one in found:
        inner = [part for part in (one.title, one.outlet, one.published, *one.author) if part is not None]
        assert all(one.span.holds(span) and span.of(text).strip() for span in inner)
        assert all(0 <= span.start < span.end <= len(text) for span in (one.span, *one.marked))
        assert one.same_as is None or (one.same_as in ids and one.same_as != one.id)
        assert one.kind != "link" or one.url


HOSTILE = [
    "[1] see note 2\n[2] see note 1\n",
    "[1] ibid.\nA remark between.\n",
    "Closed. [1] Asked [2, 3–49]. ",
    "“ “ “ “titled “ ",
    "Orlo, Ann, Vey, Ron, and Ida Brandt, ",
    "A A A A, A. A., & A. A. A A, ",
    "Source: a; b; c; d\n",
    "told the Vey Post, Vey Post reported ",
]


@pytest.mark.parametrize("repeated", HOSTILE)
def test_time_grows_in_proportion_to_the_text(repeated: str) -> None:
    def seconds(times: int) -> float:
        made = article(repeated * times)
        begun = time.perf_counter()
        citations(made)
        return time.perf_counter() - begun

    seconds(20)
    few = min(seconds(400) for _ in range(3))
    assert seconds(3200) < 30 * few + 0.5, "eight times the text takes eight times as long, not sixty-four"
