"""What is published: nobody who is hidden is named in anything, and every span still gives back its words."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from tests.brief.piles import analysis as made_up
from tests.brief.piles import harbour, piece
from tests.conftest import Command

from onrecord.errors import UsageError
from onrecord.model import Analysis, Article, Claim, Conflict, Event, Place, Said, Side, Span
from onrecord.pipeline import Options, analyse
from onrecord.publish import published
from onrecord.publish.finder import Finder
from onrecord.publish.hidden import Hidden
from onrecord.publish.ordinary import Ordinary
from onrecord.publish.shift import Shift
from onrecord.records import lines
from onrecord.resolve.curated import Curated, CuratedEntity

NAMES = """
[[entity]]
name = "Ida Tollbrandt"
same = ["Dockside Ida"]
kind = "person"
pseudonym = "Speaker A"

[[entity]]
name = "Harbour Council"
same = ["HC"]
kind = "organisation"
pseudonym = "Body B"
"""
IDA = CuratedEntity("Ida Tollbrandt", ("Dockside Ida",), "person", "Speaker A")
COUNCIL = CuratedEntity("Harbour Council", ("HC",), "organisation", "Body B")
CURATED = Curated((IDA, COUNCIL))

FORMS = ("tollbrandt", "tollbrannt", "tolbrandt", "tollbrandf", "dockside ida", "ida ", "ida-", "harbour council",
         "harbor council", "hc ", "h.c.")  # fmt: skip
"""What must not be found, in small letters without accents, breaks and soft hyphens."""

NOTICE = """IDA TOLLBRANDT DENIES IT ALL

By Ida Tollbrandt and Bea Weil

The Harbour Council met on Monday. “I never took the money,” said Ida Tollbrandt, the mayor of Larnholm. Tollbrandt’s
lawyer, Bert Vey, husband of Ida Tollbrandt, agreed with her on every single word of it.

“Ms. Tollbrandt lied to us,” said Jonas Weil of the Quay Union. “We will take tollbrandt to court, and Ida Tollbrannt
knows it.” Tolbrandt's friends and I. Tollbrandt’s brother went home. Ida M. Tollbrandt stayed; Dockside Ida, as Toll-
brandt is called, did not. Mayor Toll\u00adbrandt waved. Tollbrandt, Ida: a life. Mr. Töllbrandt wrote to
ida.tollbrandt@harbour.example and https://post.example/ida%2Dtollbrandt-denies #FreeTollbrandt TollbrandtWatch.

“HC members will meet,” said Jonas Weil of the Quay Union, “and the Harbor Council and H.C. and HARBOUR COUNCIL.” The
harbor is old. The Tollbrandtites said on Friday that Tollbrandts never give up.
"""
PAGE = """<html><head><title>Dockers &amp; Tollbrandt’s wall</title>
<link rel="canonical" href="https://post.example/2031/03/08/ida%2Dtollbrandt">
<meta property="og:site_name" content="Tollbrandt Weekly"><meta name="author" content="ida tollbrandt"></head>
<body><article><h1>Dockers &amp; Tollbrandt’s wall</h1><p>Some 400 dockers of Larnholm stopped work on Tuesday over the
closing of the old quay, and the port stood still until the evening.</p><p>“We will go to court,” said Jonas Weil.
“The port is ours,” Ida Tollbrandt said on Tuesday. Ida Tollbrandf denied it.</p></article></body></html>
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pile in which Ida Tollbrandt and the Harbour Council are named in every way."""
    folder = tmp_path_factory.mktemp("pile")
    (folder / "ida-tollbrandt speaks.txt").write_text(NOTICE)
    (folder / "wall.html").write_text(PAGE)
    (folder / "quay.txt").write_text("The quay stays open, says Jonas Weil. The works begin on 3 April 2031.\n")
    (folder / "tollbrandt.txt").write_bytes(b"")
    row = {"id": "tollbrandt-7", "text": "“It is our harbour,” said Bea Weil.", "outlet": "Quay Watch"}
    (folder / "rows.jsonl").write_text(json.dumps(row) + "\n")
    (folder.parent / "names.toml").write_text(NAMES)
    return folder


def plain(text: str) -> str:
    """A text without everything that a form could hide behind."""
    for _ in range(2):
        text = unquote(html.unescape(text))
    parts = unicodedata.normalize("NFKD", text.replace("\\u00ad", "").replace("\u00ad", ""))
    parts = "".join(part for part in parts if not unicodedata.combining(part)).casefold()
    return re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", parts.replace("\\n", "\n"))


def given_away(text: str) -> list[str]:
    return [form for form in FORMS if form in plain(text)]


def records(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_the_search_finds_every_form_in_what_is_not_published() -> None:
    assert set(given_away(NOTICE + PAGE)) == set(FORMS)


@pytest.mark.parametrize("form", ["out.html", "out.txt", "out.json", "out.jsonl"])
def test_no_output_names_anybody_who_is_hidden(onrecord: Command, folder: Path, tmp_path: Path, form: str) -> None:
    command = "analyse" if form.endswith("jsonl") else "brief"
    names = str(folder.parent / "names.toml")
    done = onrecord(command, str(folder), "--names", names, "--publish", "-o", form, "-q")
    assert done.returncode == 1, done.stderr
    (output,) = tmp_path.iterdir()
    written = output.read_text("utf-8")
    assert given_away(written.replace(str(folder.parent), "")) == []
    assert "‹Speaker A›" in written
    assert "‹Body B›" in written
    assert done.stdout == b""


def test_the_run_says_that_names_are_pseudonyms_and_never_where_the_file_of_names_is(
    onrecord: Command, folder: Path
) -> None:
    names = str(folder.parent / "names.toml")
    private = records(onrecord("analyse", str(folder), "--names", names).stdout)[0]
    assert private["pseudonymised"] is False
    assert re.fullmatch("[0-9a-f]{16}", private["options"]["names"])
    public = records(onrecord("analyse", str(folder), "--names", names, "--publish").stdout)[0]
    assert public["pseudonymised"] is True
    assert public["options"] == {}
    brief = json.loads(onrecord("brief", str(folder), "--names", names, "--publish", "--json").stdout)
    assert brief["pseudonymised"] is True


@pytest.fixture(scope="module")
def private(folder: Path) -> Analysis:
    return analyse([str(folder)], Options(names=str(folder.parent / "names.toml"))).analysis


@pytest.fixture(scope="module")
def public(private: Analysis) -> Analysis:
    return published(private, CURATED)


def all_spans(article: Article) -> list[Span]:
    stated = (article.title, *article.byline, article.outlet, article.published, article.url)
    spans = [one.span for one in stated if one is not None and one.span is not None]
    spans += [name.span for name in article.names or ()] + [mention.span for mention in article.mentions]
    for said in article.statements or ():
        spans += [*said.source, *said.cue, *said.content]
    spans += [span for time in article.dates for span in (time.span, time.event) if span is not None]
    return spans + [span for one in article.figures for span in (one.span, one.counted, one.time) if span is not None]


def test_every_span_gives_back_its_words(private: Analysis, public: Analysis) -> None:
    replaced = 0
    for before, after in zip(private.articles, public.articles, strict=True):
        assert after.span.end - after.span.start == len(after.text)
        olds, news = all_spans(before), all_spans(after)
        if after.url is None and before.url is not None and before.url.span is not None:
            olds.remove(before.url.span)
        assert len(olds) == len(news)
        for old, new in zip(olds, news, strict=True):
            was, now = old.of(before.text), new.of(after.text)
            assert now
            if given_away(f"{was} "):
                assert "‹" in now
                replaced += 1
            else:
                assert now == was or now in ("‹Speaker A›", "‹Body B›")
    assert replaced > 20


def test_what_crosses_the_pile_points_at_the_new_pieces(public: Analysis, tmp_path: Path) -> None:
    texts = {article.id: article.text for article in public.articles}
    entities = {entity.id for entity in public.entities}
    assert {identity.article for identity in public.identities} <= texts.keys()
    assert {identity.entity for identity in public.identities if identity.entity} <= entities
    assert {member for story in public.stories for member in story.articles} == texts.keys()
    for entity in public.entities:
        for reason in entity.reasons:
            assert all(place.span.of(texts[place.article]) for place in reason.places)
    assert [entity.name for entity in public.entities].count("‹Speaker A›") == 1
    speaker = next(entity for entity in public.entities if entity.name == "‹Speaker A›")
    assert {alias.form for alias in speaker.aliases} == {"‹Speaker A›"}
    assert published(public) == public


def test_ids_and_hashes_are_made_of_what_is_published(private: Analysis, public: Analysis) -> None:
    after = b"".join(lines(public)).decode()
    rewritten = [old for old, new in zip(private.articles, public.articles, strict=True) if given_away(f"{old.text} ")]
    assert len(rewritten) == 2
    for article in rewritten:
        assert article.document.sha256[:12] not in after
        assert article.document.text_sha256[:12] not in after
    for document in {article.document.sha256 for article in public.articles}:
        texts = [article.text for article in public.articles if article.document.sha256 == document]
        assert sha256("\n".join(texts).encode()).hexdigest() == document
    hidden = [entity.id for entity in private.entities if entity.pseudonym is not None]
    assert hidden
    assert [one for one in hidden if one in after] == []
    assert {article.external_id for article in public.articles} == {None, "row-1"}
    paths = [article.document.path for article in public.articles]
    assert "document-1" in paths
    assert any(path.endswith("quay.txt") for path in paths)


def test_the_order_of_records_says_nothing_of_the_private_texts(private: Analysis) -> None:
    events, claims, conflicts = [], [], []
    for number, article in enumerate(private.articles):
        place, said = Place(article.id, Span(0, 4)), Said(article.id, "s0")
        side = Side(article=article.id, span=place.span, sentence=place.span)
        events.append(Event(id=f"{number:016}", date="2031", sides=(place,), dates=("2031",)))
        claims.append(Claim(id=f"{number:016}", statements=(said,), first=None, origins=1))
        conflicts.append(Conflict(id=f"{number:016}", kind="figure", verdict="agree", sides=(side,), reason="r"))
    told = structs.replace(private, claims=tuple(claims), conflicts=tuple(conflicts), events=tuple(events))
    turned = structs.replace(told, claims=told.claims[::-1], conflicts=told.conflicts[::-1], events=told.events[::-1])
    assert len(events) > 3
    assert published(told, CURATED) == published(turned, CURATED)


def test_the_lines_of_a_briefing_are_words_of_the_published_analysis(onrecord: Command, folder: Path) -> None:
    call = (str(folder), "--names", str(folder.parent / "names.toml"), "--publish")
    pieces = {one["id"]: one for one in records(onrecord("analyse", *call).stdout) if one["record"] == "article"}
    brief = json.loads(onrecord("brief", *call, "--json").stdout)
    told = [line for story in brief["stories"] for line in (story["headline"], *story["lines"]) if line["spans"]]
    assert any(line["speaker"] == "‹Speaker A›" for line in told)
    for line in told:
        piece_of = pieces[line["article"]]
        assert [piece_of["text"][start:end] for start, end in line["spans"]] == line["words"]
        for anchor, (start, end) in zip(line["anchors"], line["spans"], strict=True):
            first = piece_of["span"][0]
            assert anchor == f"{piece_of['document']['id'][:12]}-{first + start}-{first + end}"


def test_what_is_asked_for_is_found_under_the_name_and_under_the_pseudonym(onrecord: Command, folder: Path) -> None:
    call = ("brief", str(folder), "--names", str(folder.parent / "names.toml"), "--publish", "--json", "--about")
    by_name, by_pseudonym = (json.loads(onrecord(*call, about).stdout) for about in ("Ida Tollbrandt", "Speaker A"))
    assert by_name == by_pseudonym
    assert by_name["options"] == {"about": "‹Speaker A›"}
    assert by_name["stories"]


def test_nothing_is_new_since_the_private_analysis_of_the_same_pile(onrecord: Command, folder: Path) -> None:
    onrecord("analyse", str(folder), "-o", "old.jsonl")
    names = str(folder.parent / "names.toml")
    news = onrecord("brief", str(folder), "--names", names, "--publish", "--against", "old.jsonl", "--json")
    assert json.loads(news.stdout)["stories"] == []


def test_an_earlier_analysis_is_resolved_anew_with_names_and_not_published_without(
    onrecord: Command, folder: Path
) -> None:
    names = str(folder.parent / "names.toml")
    onrecord("analyse", str(folder), "-o", "plain.jsonl")
    made = onrecord("analyse", "plain.jsonl", "--names", names, "-o", "named.jsonl")
    assert made.returncode == 0
    public = onrecord("brief", "plain.jsonl", "--names", names, "--publish")
    assert "‹SPEAKER A›" in public.stdout.decode()
    assert given_away(public.stdout.decode()) == []
    refused = onrecord("brief", "named.jsonl", "--publish", "-o", "x.html")
    assert refused.returncode == 2
    assert b"--names" in refused.stderr
    assert onrecord("analyse", "named.jsonl", "--names", names, "--publish", "-o", "public.jsonl").returncode == 0
    again = onrecord("brief", "public.jsonl", "--publish")
    assert again.returncode == 0
    assert again.stdout == public.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["analyse", "--vectors", "x.npz"], "--vectors"),
        (["brief", "-o", "Tollbrandt.html"], "--output Tollbrandt.html"),
        (["analyse", "-o", "tollbrandt-2.jsonl"], "tollbrandt-2.jsonl"),
    ],
)
def test_what_would_give_a_name_away_is_refused(
    onrecord: Command, folder: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    names = str(folder.parent / "names.toml")
    done = onrecord(arguments[0], str(folder / "quay.txt"), "--names", names, "--publish", *arguments[1:])
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_without_a_pseudonym_nothing_changes(onrecord: Command, pile: Path) -> None:
    assert published(harbour()) is not None
    assert published(harbour()) == harbour()
    assert onrecord("analyse", "pile", "--publish").stdout == onrecord("analyse", "pile").stdout


def shown(text: str, *decided: CuratedEntity, others: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> str:
    """A text as it is published, in a pile that names others too."""
    pieces = [piece("a.txt", text), *(piece(f"{at}.txt", one) for at, one in enumerate(texts))]
    pile = made_up(pieces, entities=[(name, [name]) for name in others])
    return published(pile, Curated(decided or (IDA, COUNCIL))).articles[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ida Tollbrandt's boat", "‹Speaker A›'s boat"),
        ("TOLLBRANDT’S BOAT", "‹Speaker A›’S BOAT"),
        ("the Tollbrandts", "the ‹Speaker A›"),
        ("Ida Toll-\n  brandt spoke", "‹Speaker A› spoke"),
        ("Toll\u00ad\nbrandt and T O L L B R A N D T", "‹Speaker A› and ‹Speaker A›"),
        ("I. Tollbrandt and Ida M. Tollbrandt", "‹Speaker A› and ‹Speaker A›"),
        ("B. Tollbrandt", "B. ‹withheld›"),
        ("Ida Marie Tollbrandt, T.O.L.L.B.R.A.N.D.T", "‹Speaker A›, ‹Speaker A›"),
        ("Tollbrandtová, the pro-Tollbrandt camp", "‹Speaker A›, the pro-‹Speaker A› camp"),
        ("Tollbrandt, Ida, spoke", "‹Speaker A›, spoke"),
        ("see www.post.example/x?id=ida_tollbrandt.", "see ‹Speaker A›."),
        ("mail itollbrandt@post.example now", "mail ‹Speaker A› now"),
        ("The harbor council of HC", "The harbor council of ‹Body B›"),
        ("The council met in the harbour", "The council met in the harbour"),
    ],
)
def test_forms_are_found_in_running_text(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_misspelling_eats_no_ordinary_word_and_no_name_of_another() -> None:
    brandt = CuratedEntity("Ola Brandt", kind="person", pseudonym="X")
    text = "The brand of Brands. Brandd came, said brandd. Uwe Brandf and Brandf left."
    assert shown(text, brandt, others=("Uwe Brandf",)) == (
        "The brand of Brands. ‹X› came, said ‹X›. Uwe Brandf and Brandf left."
    )
    assert shown("Uwe Brandf and Brandf left.", brandt) == "Uwe ‹X› and ‹X› left."


def test_a_given_name_that_is_an_ordinary_word_stays_one() -> None:
    stone = CuratedEntity("Will Orlanto", kind="person", pseudonym="X")
    assert shown("Will Orlanto will speak. Will they? WILL ORLANTO", stone) == "‹X› will speak. Will they? ‹X›"


def test_the_pseudonym_of_an_entity_is_enough() -> None:
    article = piece(
        "a.txt", "Ida Tollbrandt and Bo Weil met. The Landlady left.", names=["Ida Tollbrandt", "The Landlady"]
    )
    pile = made_up([article], entities=[("Ida Tollbrandt", ["Ida Tollbrandt", "The Landlady"]), ("Bo Weil", [])])
    hidden = structs.replace(pile.entities[0], pseudonym="Speaker A")
    pile = structs.replace(pile, entities=(hidden, *pile.entities[1:]))
    made = published(pile)
    assert made.articles[0].text == "‹Speaker A› and Bo Weil met. The ‹Speaker A› left."
    assert [name.span.of(made.articles[0].text) for name in made.articles[0].names or ()] == [
        "‹Speaker A›",
        "The ‹Speaker A›",
    ]
    assert {identity.entity for identity in made.identities} == {
        next(one.id for one in made.entities if one.pseudonym == "Speaker A")
    }


def test_another_file_of_names_tags_nothing_anew(folder: Path, tmp_path: Path, private: Analysis) -> None:
    old = tmp_path / "old.jsonl"
    old.write_bytes(b"".join(lines(private)))
    assert analyse([str(folder)], Options(reuse=str(old))).tagged == 0


def test_a_hidden_word_in_the_name_of_another_is_withheld() -> None:
    text = "Carl Tollbrandt met Ida Tollbrandt at Tollbrandt Hall."
    others = ("Carl Tollbrandt", "Tollbrandt Quayside")
    assert shown(text, others=others) == "Carl ‹withheld› met ‹Speaker A› at ‹Speaker A› Hall."


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Анна Орлова", "Вчера АННА ОРЛОВА и Орловой сказали.", "Вчера ‹X› и ‹X› сказали."),
        ("سارا اورلوند", "گفت سارا اورلوند دیروز، و اورلوند رفت", "گفت ‹X› دیروز، و ‹X› رفت"),
        ("أمين أورلاني", "قال امين اورلاني اليوم وأورلاني", "قال ‹X› اليوم ‹X›"),
        ("船橋花子", "昨日船橋花子は語った。", "昨日‹X›は語った。"),
        ("Łucja Örlö", "LUCJA ORLO und O\u0308rlo\u0308s Boot", "‹X› und ‹X› Boot"),
    ],
)
def test_names_of_every_script_are_hidden(name: str, text: str, expected: str) -> None:
    assert shown(text, CuratedEntity(name, kind="person", pseudonym="X")) == expected


def test_a_pseudonym_that_would_give_a_name_away_is_refused() -> None:
    with pytest.raises(UsageError, match="Old Tolbrandt"):
        shown("x", CuratedEntity("Ida Tollbrandt", kind="person", pseudonym="Old Tolbrandt"))


FINDER = Finder(Hidden((), CURATED, Ordinary(())), Ordinary(()))
PARTS = ["Ida Tollbrandt", "TOLLBRANDT", "tollbrandt", "Toll-\nbrandt", "Toll\u00adbrandt", "Tollbrant", "Dockside Ida",
         "Harbour Council", "H.C.", "quay", "Vey", "the", "’s", "I.", "x@y", "/", "ä", "\n\n", "œ", "-"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=12).map(" ".join)


@given(TEXTS, st.data())
def test_spans_move_in_order_and_no_form_survives(text: str, data: st.DataObject) -> None:
    stretches = FINDER.stretches(text)
    assert all(one.start < one.end for one in stretches)
    assert all(one.end <= other.start for one, other in pairwise(stretches))
    shift = Shift(text, stretches)
    assert [form for form in ("tollbrandt", "tollbrant", "harbour council") if form in plain(shift.text)] == []
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    first, second = shift.span(Span(ends[0], ends[1])), shift.span(Span(ends[2], ends[3]))
    assert first.start <= second.start
    assert first.end <= second.end or ends[0] == ends[1] or ends[2] == ends[3]
    assert second.end <= len(shift.text)
    for old, new in ((Span(ends[0], ends[1]), first), (Span(ends[2], ends[3]), second)):
        if not any(one.start < old.end and old.start < one.end for one in stretches):
            assert new.of(shift.text) == old.of(text)
        for one in stretches:
            if old.start < old.end and one.start < old.end and old.start < one.end:
                assert one.shown in new.of(shift.text)
