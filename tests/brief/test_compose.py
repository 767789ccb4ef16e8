"""Composing: a choice within a length, each text once, each line with its reasons, and the three ways to narrow it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.piles import Said, analysis, harbour, piece

from onrecord.brief import BriefOptions, compose
from onrecord.errors import UsageError
from onrecord.model import Analysis, Brief, Line


def words(pile: Analysis, line: Line) -> str:
    if line.title is not None:
        return line.title.value
    text = next(article.text for article in pile.articles if article.id == line.article)
    return " ".join(span.of(text) for span in line.spans)


def lines(made: Brief) -> list[Line]:
    return [line for story in made.stories for line in story.lines]


def shown(pile: Analysis, made: Brief) -> list[str]:
    heads = [words(pile, story.headline) for story in made.stories if story.shown]
    return heads + [words(pile, line) for line in lines(made) if line.shown]


WHO = ("warden", "pilot", "council", "guild", "clerk", "widow", "bargeman")
WHERE = ("Larnholm", "Ostrel", "Quellin", "Hallin", "Veyre", "Kelmark", "Aldersund", "Norreby")
DID = ("counted", "sold", "refused", "promised", "lost")
WHAT = ("tugs", "lamps", "herrings", "ropes", "permits", "chairs", "sails", "letters", "anchors", "bells", "maps")
WHEN = ("January", "Friday", "noon", "midsummer", "dusk", "Easter")


def long_pile(pieces: int = 8, sentences: int = 30) -> Analysis:
    made = []
    for at in range(pieces):
        body = " ".join(
            f"The {WHO[number % 7]} of {WHERE[at]} {DID[number % 5]} {number * 7 + at} {WHAT[number % 11]}"
            f" by {WHEN[number % 6]}."
            for number in range(2, sentences)
        )
        made.append(piece(f"p{at}.txt", f"News of quay {at}\n\n{body}", title=f"News of quay {at}"))
    return analysis(made)


def test_a_small_pile_is_shown_whole() -> None:
    pile = harbour()
    said = " ".join(shown(pile, compose(pile)))
    for part in ("protects 300 homes", "denied that the plan", "We will go to court", "41 seals", "refuse to pay the"):
        assert part in said


@given(st.integers(20, 250))
def test_the_length_is_kept_and_counted(length: int) -> None:
    pile = long_pile()
    made = compose(pile, BriefOptions(length=length))
    count = sum(len(text.split()) for text in shown(pile, made))
    assert made.words == count <= length
    assert count > length - 45


def test_every_piece_has_its_turn_before_one_gets_its_fifth_line() -> None:
    made = compose(long_pile(), BriefOptions(length=400))
    taken = [sum(line.shown for line in story.lines) for story in made.stories]
    assert min(taken) >= 1
    assert max(taken) <= 4


def test_two_lines_that_say_the_same_are_not_both_shown() -> None:
    one = piece("a.txt", "The north lock of Larnholm was closed on Friday after a barge struck its gate.")
    other = piece("b.txt", "After a barge struck its gate, the north lock of Larnholm was closed on Friday evening.")
    filler = piece(
        "c.txt", "Herring prices rose by 12 % in March. The co-operative has hired 40 people for the season."
    )
    pile = analysis([one, other, filler], [[one, other, filler]])
    told = [text for text in shown(pile, compose(pile)) if "north lock" in text]
    assert len(told) == 1


def test_a_headline_that_another_piece_repeats_is_shown_once() -> None:
    title = "Bridge over the Osk to stay shut until June"
    one = piece("a.txt", f"{title}\n\nThe warden found rust on 14 cables.", title=title, outlet="Osk Post")
    other = piece("b.txt", f"{title}!\n\nFerries are free for 3,000 commuters.", title=f"{title}!", outlet="Quay Watch")
    pile = analysis([one, other], [[one, other]])
    told = shown(pile, compose(pile))
    assert sum("Bridge" in text for text in told) == 1
    assert len(told) == 3


def test_a_headline_of_its_own_is_shown_as_a_line() -> None:
    one = piece("a.txt", "Bridge shut\n\nThe warden found rust on 14 cables.", title="Bridge shut")
    other = piece("b.txt", "Ferries free for all\n\nThey carry 3,000 commuters.", title="Ferries free for all")
    pile = analysis([one, other], [[one, other]])
    assert "Ferries free for all" in shown(pile, compose(pile))


def test_exact_duplicates_are_folded_and_their_places_kept() -> None:
    same = "The bridge over the Osk will be closed from 3 to 9 May."
    first = piece(
        "late.txt", f"Bridge shut\n\n{same} Ferries run twice an hour.", title="Bridge shut", published="2031-05-02"
    )
    early = piece("early.txt", f"Osk bridge\n\n{same} Drivers are angry.", title="Osk bridge", published="2031-05-01")
    pile = analysis([first, early])
    found = [line for line in lines(compose(pile)) if words(pile, line) == same]
    assert [line.article for line in found] == [early.id]
    assert [place.article for place in found[0].carried] == [first.id]
    assert ("carried", "2") in [(why.rule, why.value) for why in found[0].why]


def test_a_copied_passage_counts_as_carried() -> None:
    pile = harbour()
    line = next(line for line in lines(compose(pile)) if "two metres" in words(pile, line))
    assert {place.article for place in line.carried} | {line.article} == {pile.articles[0].id, pile.articles[1].id}


def test_a_statement_stands_with_its_source_and_cue_and_says_who_speaks() -> None:
    pile = harbour()
    line = next(line for line in lines(compose(pile)) if "300 homes" in words(pile, line))
    assert words(pile, line) == "“The wall protects 300 homes,” said Ida Brandt, the harbour master of Larnholm."
    assert (line.kind, line.speaker, line.speaker_entity) == ("statement", "Ida Brandt", "e0")
    assert [span.of(pile.articles[0].text) for span in line.speaker_spans] == ["Ida Brandt"]
    assert ("speaker named", "3") in [(why.rule, why.value) for why in line.why]


def test_a_long_statement_is_shortened_with_its_gap_told() -> None:
    sentences = [
        f"The {number} barges of the guild must leave the inner basin before the ice comes." for number in range(9)
    ]
    content = f"“{' '.join(sentences)}”"
    pile = analysis(
        [piece("guild.txt", f"{content} said Ida Brandt.", said=[Said(content, "Ida Brandt", "said", "Ida Brandt")])]
    )
    made = compose(pile, BriefOptions(length=60))
    told = [story.headline for story in made.stories] + lines(made)
    parts = [line for line in told if line.kind == "statement"]
    assert any(line.goes_on for line in parts)
    assert all(line.follows for line in parts if "The 5 barges" in words(pile, line))


def test_an_open_speaker_stays_open() -> None:
    text = "Larnholm harbour\n\nThe office of the harbour said that nobody had been asked about the new wall at all."
    content = "that nobody had been asked about the new wall at all"
    pile = analysis(
        [piece("a.txt", text, title="Larnholm harbour", said=[Said(content, "The office of the harbour", "said")])]
    )
    line = lines(compose(pile))[0]
    assert (line.kind, line.speaker, line.candidates) == ("statement", None, ())
    assert [span.of(text) for span in line.speaker_spans] == ["The office of the harbour"]


def test_a_title_outside_the_text_is_no_span() -> None:
    pile = analysis([harbour().articles[1]])
    head = compose(pile).stories[0].headline
    assert (head.kind, head.spans, words(pile, head)) == ("headline", (), "Daylight theft at the quay")


def test_a_cut_excerpt_says_where_it_is_cut() -> None:
    pile = harbour()
    line = next(line for line in lines(compose(pile)) if "traders" in words(pile, line))
    assert (line.follows, line.goes_on) == (True, True)


def test_about_keeps_lines_that_name_somebody_by_any_form() -> None:
    pile = harbour()
    made = compose(pile, BriefOptions(about="ida brandt"))
    told = [words(pile, line) for line in lines(made)]
    assert "Brandt denied that the plan had been kept secret." in told
    assert not any("Jonas" in text or "seals" in text for text in told)
    assert made.pieces == 1


def test_about_takes_plain_words_too() -> None:
    pile = harbour()
    made = compose(pile, BriefOptions(about="NORTH  side"))
    assert [story.articles for story in made.stories] == [(pile.articles[2].id,)]


def test_about_nobody_is_an_error_that_names_who_is_near() -> None:
    with pytest.raises(UsageError, match="Ida Brandt"):
        compose(harbour(), BriefOptions(about="Ida Brand"))


def test_since_keeps_later_pieces_and_lists_those_without_a_date() -> None:
    pile = harbour()
    made = compose(pile, BriefOptions(since="2031-03-05"))
    assert [story.articles for story in made.stories] == [(pile.articles[1].id,)]
    assert {line.article for line in made.undated} == {pile.articles[2].id, pile.articles[3].id}


@pytest.mark.parametrize(("stated", "kept"), [("2031", True), ("2031-03", True), ("2031-02", False), ("2030", False)])
def test_since_keeps_what_may_be_of_that_time(stated: str, kept: bool) -> None:
    pile = analysis([piece("a.txt", "The old crane of Larnholm was taken down.", published=stated)])
    assert bool(compose(pile, BriefOptions(since="2031-03-05")).stories) is kept


@pytest.mark.parametrize("since", ["5 March", "2031-13-01", "2031-02-30", "", "2031-03-05x"])
def test_since_no_date_is_an_error(since: str) -> None:
    with pytest.raises(UsageError, match="since"):
        compose(harbour(), BriefOptions(since=since))


def test_against_shows_only_what_did_not_stand_before() -> None:
    old = harbour()
    text = old.articles[0].text
    grown = piece("post-2.txt", f"{text} Tenders are open until 9 May.", title="Council raises the wall")
    made = compose(analysis([*old.articles, grown]), BriefOptions(against=old))
    assert [words(analysis([grown]), line) for line in lines(made)] == ["Tenders are open until 9 May."]


def test_against_leaves_out_a_piece_that_only_looks_different() -> None:
    old = harbour()
    spaced = piece("post-3.txt", old.articles[0].text.replace(" ", "  "), title="Council  raises  the  wall")
    assert compose(analysis([spaced]), BriefOptions(against=old)).stories == ()


def test_against_itself_is_empty() -> None:
    pile = harbour()
    made = compose(pile, BriefOptions(against=pile))
    assert (made.pieces, made.stories, made.words) == (0, (), 0)


def test_the_order_of_lines_does_not_depend_on_chance() -> None:
    assert compose(long_pile()) == compose(long_pile())


def test_voices_count_statements_and_names() -> None:
    made = compose(harbour())
    assert [(voice.name, voice.statements, voice.named) for voice in made.voices] == [
        ("Ida Brandt", 2, 3),
        ("Jonas Weil", 2, 1),
    ]


@pytest.mark.parametrize("length", [0, -5])
def test_no_length_is_an_error(length: int) -> None:
    with pytest.raises(UsageError, match="length"):
        compose(harbour(), BriefOptions(length=length))


def test_nothing_to_brief_is_an_empty_briefing() -> None:
    made = compose(analysis([]))
    assert (made.pieces, made.stories, made.first) == (0, (), None)


@given(st.lists(st.text(max_size=300), max_size=6))
def test_any_text_composes_and_every_span_lies_in_it(texts: list[str]) -> None:
    pile = analysis([piece(f"d{at}.txt", text) for at, text in enumerate(texts)])
    made = compose(pile)
    sizes = {article.id: len(article.text) for article in pile.articles}
    for line in [*lines(made), *(story.headline for story in made.stories)]:
        assert all(span.end <= sizes[line.article] for span in line.spans)
