"""Which names of one article are one bearer's: by hand for each rule, and what must hold for any names."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tag.marks import names_in

from onrecord.model import Name, NameType, Span
from onrecord.tag.chains import chained, completed
from onrecord.tag.vocabulary import vocabulary

ENGLISH = vocabulary("en")
FAR = " The boats were late." * 60


def chains(text: str, language: str = "en") -> str:
    """A letter for the chain of each name: "aab" where the first two are one bearer's."""
    plain, names = names_in(text)
    return "".join(chr(ord("a") + int(name.who[1:]) - 1) for name in chained(plain, names, vocabulary(language)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p Ann Orlo> met <p ANN ORLO> and <p Ann Orlo’s> boat, and <p Ann Vang>.", "aaab"),
        ("<p Ann Maria Orlo> met <p Ann Orlo>. <p Orlo> left, and so did <p Ann>.", "aaaa"),
        ("<p Ann Orlo> spoke. <p Ann Maria Orlo> and <p A. M. Orlo> left.", "aaa"),
        ("<p Ann M. Orlo> met <p Ann T. Orlo>.", "ab"),
        # The plain form is nobody else's, and yet it does not make one person of two initials.
        ("<p Ann M. Orlo> and <p Ann Orlo> met <p Ann T. Orlo>.", "aab"),
        ("<p Ann Orlo> and <p Ann M. Orlo> met <p Ann T. Orlo>.", "aab"),
        ("<p Ann M. Orlo> met <p Ann T. Orlo>. <p Ann Orlo> left.", "abc"),
        ("<p William Vang> met <p Bill Vang> and <p Billy Vang>.", "aaa"),
        ("<p Bill Vang> met <p Will Vang>.", "aa"),
        ("<p William Vang> met <p Bob Vang>.", "ab"),
        ("<p William Vang> met <p Bill Tolland>.", "ab"),
        # "Bert" is short for either, and they are still two.
        ("<p Robert Vang> and <p Bert Vang> met <p Albert Vang>.", "aab"),
        ("<p Katherine Brandt> or <p Katherina Brandt>, <p Kate Brandt>.", "aaa"),
        ("<p Peter Orlo> met <p Peter Orlo Jr.>. <p Peter Orlo> left.", "aba"),
        ("<p Peter Orlo> met <p Peter Orlo, Jr.>, whom <p Peter Orlo Jr> knew.", "abb"),
        ("<p Peter Orlo Sr.> met <p Peter Orlo Jr.>.", "ab"),
        ("<p Peter Orlo Jr.> left. <p Peter Orlo> was late.", "aa"),
        ("<p Ana Vang Orlo> spoke. <p Vang> left. <p Orlo> left. <p Ana Vang> too.", "aaab"),
        ("<p Ann Tollandson> is <p Ann Tolandson>, <p Ann Tollandsen> and <p Ann Tollnadson>.", "aaaa"),
        ("<p Ann Orlo> is not <p Ann Orla>.", "ab"),
        ("<p Ann Tollander> left, and <p tolander> too.", "aa"),
        # A couple shares its surname; a family is none of its members.
        ("<p Anne> and <p Erik Orlo> came. <p Anne Orlo> spoke, <p Erik> wept.", "abab"),
        ("<p Ida Brandt> came. The <p Brandts> left, and <p Brandt> too.", "aba"),
    ],
)
def test_forms_of_a_persons_name(text: str, expected: str) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p Ann Orlo> and <p Peter Orlo> came. Mr. <p Orlo> spoke. Mrs. <p Orlo> left.", "abba"),
        ("<p Karen Orlo> and <p Robert Orlo> came. <p Mr. Orlo> spoke. <p Mrs. Orlo> left.", "abba"),
        ("<p Mr. Orlo> and <p Mrs. Orlo> came. <p Orlo> left.", "abc"),
        ("<p Ann Orlo> and <p Peter Orlo> came. <p Orlo> left, and <p Orlo> waved.", "abcc"),
        # Only one of them was introduced.
        ("<p Ann Orlo> came. <p Orlo> spoke. Her brother <p Peter Orlo> left.", "aab"),
        # The brother is far away by now, and was named in passing.
        (f"<p Ann Orlo> came with <p Peter Orlo>. <p Ann Orlo> spoke.{FAR} <p Orlo> left.", "abaa"),
        (f"<p Ann Orlo> spoke.{FAR} <p Ann Orlo> came with <p Peter Orlo>. <p Orlo> left.", "aabc"),
        ("<p Ann Orlo>, <p Ann Orlo>, <p Ann Orlo> and <p Peter Orlo> came. <p Orlo> left.", "aaaba"),
        ("President <p Orlo> spoke. His daughter <p Ann Orlo> left. President <p Orlo> stayed.", "aba"),
        ("President <p Orlo> spoke. His daughter <p Ann Orlo> left. <p Orlo> stayed.", "abc"),
        (f"President <p Orlo> spoke. His daughter <p Ann Orlo> left.{FAR} President <p Orlo> and <p Orlo>.", "abaa"),
        ("Senator <p Ann Orlo> and <p Peter Orlo> came. Senator <p Orlo> spoke.", "aba"),
        ("President <p Orlo> spoke. It was President <p Ann Orlo> who left.", "aa"),
        ("<p Ann Orlo> spoke. President <p Orlo> left.", "aa"),
        ("<p Peter White> came to the <o White House>. <p White> left.", "aba"),
        ("<p Ann Orlo> runs the <o Orlo Foundation>. <p Orlo> left.", "aba"),
    ],
)  # fmt: skip
def test_bare_names(text: str, expected: str) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The <o Harbour Workers Union> (<o HWU>) met. The <o HWU> left.", "aaa"),
        ("The <o Harbour Workers Union> met. The <o HWU> left.", "aa"),
        ("The <o Workers of the Harbour> (“<o WOH>”) met.", "aa"),
        ("The <o Harbour Workers Union> and the <o Humble Winter Umbrellas> met. <o HWU> left.", "abc"),
        ("The <o Ministry of Harbours and Fisheries> met. The <o HF> left; <o MHF>.", "aaa"),
        ("The <o Harbour Council> met. The <o Council> left.", "aa"),
        ("The <o Harbour Council> met the <o City Council>. The <o Council> left.", "abc"),
        ("<o Tolland Lines> spoke. <o Tolland> left.", "aa"),
        ("<o Tolland Lines> spoke. <l Tolland> is far.", "ab"),
        ("The <o White House> spoke. The <o House> voted.", "ab"),
        ("<p Ann Orlo>, also known as <p the Gull>, came. <p The Gull> left.", "aaa"),
        ("<p Ann Orlo>, alias <p Gull>, alias <p Tern>, came.", "aaa"),
        ("<p Ann Orlo> knew <p the Gull>.", "ab"),
        ("<o Quay Union>, formerly the <o Ferry Board>, met.", "aa"),
        ("<l Port Tolland> is not <l Tolland>.", "ab"),
        ("<l Vey> and <l Vey> and <o the Vey> and <l New Vey>.", "aaab"),
    ],
)
def test_bodies_places_and_other_names(text: str, expected: str) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("<p Ann Or\u00adlo>, <p Ann\nOrlo>, <p Ann\u00a0Orlo> and <p Ann Or\u00ad\nlo>.", "en", "aaaa"),
        ("<p Ann Orlo-\nVang> is <p Ann Orlo-Vang>.", "en", "aa"),
        ("<p Bjørn Åkelo> is <p Bjørn Akelo>.", "en", "aa"),
        ("<p Анна Орлова> говорила. <p Орлова> ушла. <p АННА ОРЛОВА>.", "ru", "aaa"),
        ("<p سارا اورلو> گفت. <p اورلو> رفت. <p رضا ونگ>.", "fa", "aab"),
        ("<p سارة أورلو> هنا. <p سارة أورلو> هناك.", "ar", "aa"),
        ("<p X> met <p Y>, and <p X> left.", "en", "aba"),
        ("<p ’> and <p —> and <p a>.", "en", "abc"),
    ],
)
def test_names_of_every_script_and_across_breaks(text: str, language: str, expected: str) -> None:
    assert chains(text, language) == expected


def test_a_name_takes_the_type_of_its_longest_forms() -> None:
    text, names = names_in("<o Orlo> came. <p Ann Orlo> spoke. <x Harbour Council> and <o Harbour Council>.")
    assert [name.type for name in chained(text, names, ENGLISH)] == ["person", "person", "organisation", "organisation"]


def test_a_name_of_three_hundred_letters_is_a_name() -> None:
    long = "Z" + "o" * 299
    assert chains(f"<p {long}> met <p Ann {long}> and <p Ann {long}x>, not <o {long} {long}>.") == "aabc"


def test_unmarked_names_are_found_where_they_stand_again() -> None:
    text, names = names_in(
        "<p Ann Orlo> met the <o United Harbour League> in <l Oz>. Orlo and the UHL left Oz. “Ann Orlo’s boat, the "
        "Orlo-Line,” said the Orlos. An orlo is <p Peter Vang Jr.>, or Jr. for short. <p May> came in May."
    )
    found = completed(text, names, ENGLISH)
    more = [(kind, span.of(text)) for kind, span in found if (kind, span) not in names]
    assert more == [("person", "Orlo"), ("organisation", "UHL"), ("person", "Ann Orlo")]
    assert found == sorted(found, key=lambda one: one[1])
    assert completed(text, found, ENGLISH) == found


def people(number: int) -> list[str]:
    return [f"Ann{at} Tollander{at * 7}" for at in range(number)]


PILES: dict[str, tuple[NameType, list[str]]] = {
    "different": ("person", people(10_000)),
    "one surname": ("person", [f"Person{at} Orlo" for at in range(10_000)]),
    "one surname, and bare": ("person", [f"P{at % 50} Orlo" if at % 2 else "Orlo" for at in range(10_000)]),
    "bare in lower case": ("person", [f"orlander{at}" if at % 2 else f"Ann Orlander{at}" for at in range(10_000)]),
    "bodies and single words": ("organisation", [f"Body{at} Union" if at % 2 else f"Body{at}" for at in range(10_000)]),
    "aliases": ("person", [f"Ann Orlo{at // 2}" if at % 2 else f"Gull{at}" for at in range(10_000)]),
    "long words": ("person", [f"Ann {'o' * 299}{at}" for at in range(10_000)]),
}


@pytest.mark.parametrize("pile", sorted(PILES))
def test_ten_thousand_names_in_one_article(pile: str) -> None:
    kind, forms = PILES[pile]
    gap = ", also known as " if pile == "aliases" else ". "
    starts, at = [], 0
    for form in forms:
        starts.append(at)
        at += len(form) + len(gap)
    text = gap.join(forms)
    marked = [(kind, Span(start, start + len(form))) for start, form in zip(starts, forms, strict=True)]
    begun = time.process_time()
    names = chained(text, completed(text, marked, ENGLISH), ENGLISH)
    assert time.process_time() - begun < 8
    assert {name.span for name in names} >= {span for _, span in marked}


PARTS = st.sampled_from(
    [
        "Ann", "Orlo", "Peter", "Bill", "William", "Vang", "Tollander", "Tolander", "M.", "Jr.", "Mr.", "Mrs.",
        "President", "Council", "Harbour", "(HC)", "HC", "the", "of", "’s", "-", "\u00ad", "\n", "White", "House", "x",
        "اورلو", "Орлова", "", " ", "🚢", "\ud800", ", also known as ", "K", "İ",
    ]
)  # fmt: skip
KINDS: st.SearchStrategy[NameType] = st.sampled_from(["person", "organisation", "place", "other"])


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[tuple[NameType, Span]]]:
    """Any text with any names in order that do not meet."""
    text = draw(st.one_of(st.text(max_size=80), st.lists(PARTS, max_size=24).map(" ".join)))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=16)))
    spans = [Span(start, end) for start, end in pairwise(ends) if draw(st.booleans())]
    return text, [(draw(KINDS), span) for span in spans]


def check(names: tuple[Name, ...], marked: list[tuple[NameType, Span]]) -> None:
    assert [name.span for name in names] == [span for _, span in marked]
    assert [name.id for name in names] == [f"n{at}" for at in range(1, len(names) + 1)]
    first = list(dict.fromkeys(name.who for name in names))
    assert first == [f"w{at}" for at in range(1, len(first) + 1)]
    assert len({(name.who, name.type) for name in names}) == len(first)


@settings(max_examples=400, deadline=None)
@given(marked_texts())
def test_any_names_get_chains(made: tuple[str, list[tuple[NameType, Span]]]) -> None:
    text, marked = made
    names = chained(text, marked, ENGLISH)
    check(names, marked)
    assert names == chained(text, marked, ENGLISH)
    more = completed(text, marked, ENGLISH)
    assert set(marked) <= set(more)
    spans = [span for _, span in more]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    check(chained(text, more, ENGLISH), more)
