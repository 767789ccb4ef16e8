"""Who speaks, where names and statements are given: by hand for each kind of source, and what must hold for any."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.tag.articles import article, marked
from tests.tag.marks import called, piece_with

from onrecord.model import Article, Name, NameType, Span, Statement
from onrecord.tag import tag

SAID = "<c1 said> <t1 that the quay was shut>."
SAID2 = "<c2 said> <t2 that it was shut>"
YES = "<t2 “Yes,”> <c2 said>"
NO = "<t1 “No,”> <c1 said>"
FAR = "\n\nThe boats were late." * 3


def spoken(text: str) -> tuple[Article, list[str | None]]:
    """The tagged article, and whom each speaker is called."""
    tagged = tag(piece_with(text))
    statements = sorted(tagged.statements or (), key=lambda one: int(one.id[1:]))
    return tagged, [None if one.speaker is None else called(tagged, one.speaker) for one in statements]


def only(text: str) -> tuple[str | None, list[str], str, str | None]:
    """Speaker, candidates, kind and type of the one statement of a text."""
    tagged, (speaker,) = spoken(text)
    (one,) = tagged.statements or ()
    return speaker, [called(tagged, who) for who in one.candidates], one.speaker_kind, one.speaker_type


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"{NO} <s1 <p Ann Orlo>>.", "Ann Orlo"),
        (f"<p Ann Orlo> came. {NO} <s1 <p Orlo>>.", "Ann Orlo"),
        (f"{NO} <s1 <p Peter Orlo Jr.>>", "Peter Orlo Jr."),
        (f"<s1 <o Tolland Inc.>,> {SAID}", "Tolland Inc."),
        (f"{NO} <s1 Minister of Harbours <p Ann Orlo>>.", "Ann Orlo"),
        (f"{NO} <s1 the <o Quay Union>’s spokesman in <l Vey> <p Erik Vang>>.", "Erik Vang"),
        (f"{NO} <s1 <p Ann Orlo>, the mayor of <l Vey>>.", "Ann Orlo"),
        (f"{NO} <s1 the mayor of <l Vey>, <p Ann Orlo>>.", "Ann Orlo"),
        (f"{NO} <s1 the <o Quay Union>’s lawyer, <p Erik Vang>>.", "Erik Vang"),
        (f"{NO} <s1 <p Ann Orlo> of the <o Quay Union>>.", "Ann Orlo"),
        (f"{NO} <s1 the <l Vey> government>.", "Vey government"),
        (f"{NO} <s1 the <p Orlo>” campaign>.", "Orlo” campaign"),
        (f"<s1 An <o Orlo Institute> poll> {SAID}", "Orlo Institute"),
        (f"<s1 A poll by the <o Orlo Institute>> {SAID}", "Orlo Institute"),
        # A pronoun that fits one.
        (f"Mr. <p Peter Vang> met Mrs. <p Clara Dunn>. <s1 He> {SAID}", "Peter Vang"),
        (f"Mr. <p Peter Vang> met Mrs. <p Clara Dunn>. <s1 She> {SAID}", "Clara Dunn"),
        (f"<p Ann Orlo>, <s1 who> {SAID}", "Ann Orlo"),
        (f"<p Ann Orlo>, the mayor of <l Vey>, <s1 who> {SAID}", "Ann Orlo"),
        # What was put to a name, or can mean nobody else.
        (f"The <o Quay Union> met. <s1 They> {SAID}", "Quay Union"),
        (f"The <o Quay Union> met. <s1 It> {SAID}", "Quay Union"),
        (f"The <o Harbour Council> met. <s1 The council> {SAID}", "Harbour Council"),
        (f"The <o Dock Workers Union> met the <o Ferry Board>. <s1 The union> {SAID}", "Dock Workers Union"),
        (f"The <o Harbour League> met. <s1 The group> {SAID}", "Harbour League"),
        (f"Senator <p Ann Orlo> came. <s1 The lawmaker> {SAID}", "Ann Orlo"),
        (f"<p Ann Orlo>, a lawyer for the union, met <p Erik Vang>. <s1 The attorney> {SAID}", "Ann Orlo"),
    ],
)  # fmt: skip
def test_one_named_speaker(text: str, speaker: str) -> None:
    assert only(text) == (speaker, [], "named", None)


@pytest.mark.parametrize(
    ("text", "speaker", "candidates"),
    [
        ("<t1 “No,”> <s1 <p Ann Orlo> and <p Erik Vang>> <c1 said>.", "Ann Orlo", ["Ann Orlo", "Erik Vang"]),
        (f"<p Ann Orlo> and <p Erik Vang> came. <s1 They> {SAID}", "Ann Orlo", ["Ann Orlo", "Erik Vang"]),
        (f"<p Ann Orlo> and <p Erik Vang> met. <s1 The two senators> {SAID}", "Ann Orlo", ["Ann Orlo", "Erik Vang"]),
        (f"Mrs. <p Ann Orlo> met Mrs. <p Clara Dunn>. <s1 She> {SAID}", None, ["Ann Orlo", "Clara Dunn"]),
        (f"The <o Quay Union> met the <o Ferry Board>. <s1 It> {SAID}", None, ["Ferry Board", "Quay Union"]),
        (f"The <o Quay Union> met the <o Ferry Board>. <s1 They> {SAID}", None, ["Ferry Board", "Quay Union"]),
        (f"The <o Quay Union> met the <o Dock Union>. <s1 The union> {SAID}", None, ["Dock Union", "Quay Union"]),
        (f"Senator <p Ann Orlo> met Senator <p Erik Vang>. <s1 The lawmaker> {SAID}", None, ["Ann Orlo", "Erik Vang"]),
    ],
)  # fmt: skip
def test_several_speak_together_or_may_be_meant(text: str, speaker: str | None, candidates: list[str]) -> None:
    found, may_be, kind, type_ = only(text)
    assert (found, sorted(may_be), kind, type_) == (speaker, candidates, "named", None)


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("A port official", "official"),
        ("A spokesman for <p Ann Orlo>", "official"),
        ("A member of the council", "official"),
        ("Members of the crew", "member"),
        ("Neighbours", "witness"),
        ("The report", "document"),
        ("A baker", "unknown"),
        ("<p Ann Orlo>’s baker", "unknown"),
    ],
)
def test_a_speaker_without_a_name_has_a_type_and_a_chain_of_its_own(source: str, type_: str) -> None:
    speaker, candidates, kind, found = only(f"<p Ann Orlo> came. <s1 {source}> {SAID}")
    plain = source.replace("<p ", "").replace(">", "")
    assert (speaker, candidates, kind, found) == (plain, [], "unnamed", type_)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"A clerk <s1 who> {SAID}", ("who", [], "unnamed", "official")),
        (f"The report came out. <s1 It> {SAID}", ("It", [], "unnamed", "document")),
        (f"The residents came out. <s1 They> {SAID}", ("They", [], "unnamed", "witness")),
        (f"<s1 They> {SAID}", (None, [], "unnamed", "unknown")),
        (f"<s1 It> {SAID}", (None, [], "unnamed", "unknown")),
        (f"<s1 She> {SAID}", (None, [], "unnamed", "unknown")),
        (f"<s1 62 percent> {SAID}", (None, [], "unnamed", "unknown")),
        (f"<s1 I> {SAID}", (None, [], "author", "author")),
        (f"It was {SAID}", (None, [], "unnamed", None)),
        # Whom only the headline names is nobody's antecedent.
        (f"<p Ann Orlo> speaks\n\nThe boats were late. <s1 She> {SAID}", (None, [], "unnamed", "unknown")),
        (f"<o Harbour League> news\n\nThe boats were late. <s1 It> {SAID}", (None, [], "unnamed", "unknown")),
    ],
)
def test_nobody_who_has_a_name(text: str, expected: tuple[str | None, list[str], str, str | None]) -> None:
    assert only(text) == expected


def test_a_campaign_is_a_body_of_its_own_and_given_names_are_kept() -> None:
    tagged, (speaker,) = spoken(f"<p Ann Orlo> came. <s1 The <p Orlo> campaign> {SAID} The <p Orlo> campaign left.")
    assert [name.span.of(tagged.text) for name in tagged.names or ()] == ["Ann Orlo", "Orlo", "Orlo"]
    bodies = [one for one in tagged.mentions if one.span.of(tagged.text) == "Orlo campaign"]
    assert speaker == "Orlo campaign"
    assert len(bodies) == 2 and {one.who for one in bodies}.isdisjoint({name.who for name in tagged.names or ()})


def test_a_description_means_the_same_when_it_comes_again() -> None:
    again = "<t2 “Yes,”> <c2 said> <s2 the baker>. <t3 “Oh,”> <c3 said> <s3 a baker>."
    tagged, _ = spoken(f"{NO} <s1 a baker>.{FAR}\n\n{again}")
    first, second, third = (one.speaker for one in tagged.statements or ())
    assert first == second
    assert third not in (first, None)
    kinds = {mention.span.of(tagged.text): mention.kind for mention in tagged.mentions}
    assert kinds == {"a baker": "description", "the baker": "description"}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # "I" in a quotation is who speaks it.
        ("<t1 “No. <s2.1 I> <c2 said> <t2 that it was shut>,”> <c1 said> <s1 <p Ann Orlo>>.", ["Ann Orlo", "Ann Orlo"]),
        (f"<s1 <p Ann Orlo>> <c1 said> <t1 that <s2.1 <p Erik Vang>> had {SAID2}>.", ["Ann Orlo", "Erik Vang"]),
        ("<s1 <p Ann Orlo>> <c1 said> <t1 that it was <c2.1 said> <t2 that the quay was shut>>.", ["Ann Orlo", None]),
        # A quotation that goes on.
        (f"{NO} <s1 <p Ann Orlo>>. <t2 “Never.”>", ["Ann Orlo", "Ann Orlo"]),
        (f"{NO} <s1 <p Ann Orlo>>.\n\n<t2 “Never.”>", ["Ann Orlo", "Ann Orlo"]),
        (f"{NO} <s1 <p Ann Orlo>>.{FAR}\n\n<t2 “Never.”>", ["Ann Orlo", None]),
        (f"<s1 <p Ann Orlo>> {SAID} <t2 “Never.”>", ["Ann Orlo", None]),
        (f"{NO} <s1 <p Ann Orlo>>. {YES} <s2 <p Erik Vang>>. <t3 “Never.”>", ["Ann Orlo", "Erik Vang", "Erik Vang"]),
        (f"{NO} <s1 <p Ann Orlo>>. The quay, it was <c2 said>, <t2 was shut>.", ["Ann Orlo", None]),
        ("“Am <s1 I>,” <c1 ask> <t1 “late?”>", [None]),
    ],
)  # fmt: skip
def test_statements_beside_and_within_others(text: str, speakers: list[str | None]) -> None:
    assert spoken(text)[1] == speakers


def test_one_who_of_two_statements_is_one_speaker() -> None:
    piece = piece_with("A clerk <s1 who> <c1 said> <t1 that it was shut> and <c2 said> <t2 that it was cold> left.")
    first, second = piece.statements or ()
    tagged = tag(replace(piece, statements=(first, replace(second, source=first.source))))
    (mention,) = tagged.mentions
    assert [one.speaker for one in tagged.statements or ()] == [mention.who] * 2


def test_every_i_of_a_quotation_is_a_mention_of_who_speaks() -> None:
    tagged, _ = spoken("<t1 “I lost my boat,”> <c1 said> <s1 <p Ann Orlo>>. I did not.")
    (ann,) = tagged.names or ()
    assert [(one.span.of(tagged.text), one.who) for one in tagged.mentions] == [("I", ann.who), ("my", ann.who)]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("<p Ann Orlo>, who came to the quay and went to see the boats of the fleet, and then the pier:", "Ann Orlo"),
        ("The boats of <l Vey> were met by the dockers, and hours passed before <p Ann Orlo> came to the pier.", None),
    ],
)  # fmt: skip
def test_a_source_may_be_a_whole_paragraph(source: str, speaker: str | None) -> None:
    tagged, (found,) = spoken(f"<s1 {source}>\n\n<t1 “No.”>")
    names = {name.who for name in tagged.names or ()}
    (statement,) = tagged.statements or ()
    assert (found if statement.speaker in names else None) == speaker


def test_what_a_statement_says_of_its_speaker_is_kept() -> None:
    piece = piece_with(f"{NO} <s1 <p Ann Orlo>>. <t2 “Yes,”> <c2 said> <s2 <p Erik Vang>>. <p Ida Dunn> left.")
    first, second = piece.statements or ()
    for given_ in (
        replace(first, speaker="w3", speaker_kind="named", speaker_confidence=0.5),
        replace(first, candidates=("w2", "w3"), speaker_kind="named"),
        replace(first, speaker_type="document"),
        replace(first, speaker_kind="author"),
    ):
        found = tag(replace(piece, statements=(given_, second))).statements or ()
        assert (found[0], found[1].speaker) == (given_, "w2")


def test_many_statements_take_no_more_than_their_share_of_time() -> None:
    many = "".join(
        f"Mrs. <p Ann Orlo> met Mr. <p Erik Vang>. <s{at} She> <c{at} said> <t{at} that it was shut>. "
        f"<s{at + 1} They> <c{at + 1} said> <t{at + 1} that it was not>. "
        for at in range(1, 1999, 2)
    )
    piece = piece_with(many)
    begun = time.process_time()
    found = tag(piece).statements or ()
    assert time.process_time() - begun < 20
    assert len(found) == 1998


PARTS = st.sampled_from(
    [
        "Ann Orlo", "Orlo", "Mrs.", "Erik Vang", "the", "The council", "Harbour Council", "campaign", "he", "She",
        "who", "I", "it", "said", "“", "”", '"', ",", ".", "\n\n", "and", "a poll by", "lawyer", "two senators",
        "’s", "62 percent", "\ud800", "🚢", "\u00a0", "(", "", "members of", "adding", "—", "Jr.", "they", "we",
    ]
)  # fmt: skip
KINDS: st.SearchStrategy[NameType] = st.sampled_from(["person", "organisation", "place", "other"])


@st.composite
def given_pieces(draw: st.DrawFn) -> Article:
    """Any text with any names that do not meet, and any statements, nested in whatever way."""
    text = draw(st.one_of(st.text(min_size=1, max_size=80), st.lists(PARTS, min_size=1, max_size=30).map(" ".join)))
    text = text or "x"
    places = st.integers(0, len(text))
    ends = sorted(draw(st.sets(places, max_size=12)))
    names = tuple(
        Name(f"n{start}", Span(start, end), draw(KINDS), draw(st.sampled_from(["w1", "w2", "w3", "Orlo"])))
        for start, end in pairwise(ends)
        if draw(st.booleans())
    )
    spans = st.tuples(places, places).map(lambda pair: Span(min(pair), max(pair)))
    roles = st.lists(spans, max_size=2).map(lambda found: tuple(sorted(found)))
    statements = tuple(
        Statement(
            id=f"s{at}",
            source=draw(roles),
            cue=draw(roles),
            content=draw(st.lists(spans, min_size=1, max_size=2).map(lambda found: tuple(sorted(found)))),
            within=draw(st.sampled_from([None, "s0", "s1", "gone"])),
        )
        for at in range(draw(st.integers(0, 4)))
    )
    return replace(article(text, draw(st.sampled_from(["en", "de"]))), names=names, statements=statements)


@settings(max_examples=1000, deadline=None)
@given(given_pieces())
def test_any_given_names_and_statements_get_speakers_of_the_article(piece: Article) -> None:
    tagged = tag(piece)
    chains = {one.who for one in marked(tagged)}
    assert set(piece.names or ()) <= set(tagged.names or ())
    assert len(tagged.statements or ()) == len(piece.statements or ())
    for one, before in zip(tagged.statements or (), piece.statements or (), strict=True):
        assert (one.id, one.source, one.cue, one.content) == (before.id, before.source, before.cue, before.content)
        assert ({one.speaker} - {None}) | set(one.candidates) <= chains
        assert 0 <= one.speaker_confidence <= 1
        assert one.speaker_kind == "named" or not one.candidates
        assert one.speaker is None or one.speaker_kind != "author"
    assert tag(piece) == tagged
