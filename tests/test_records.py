"""Records hold to the published schema, and come back as they went."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.errors import EmptyInput, MalformedInput, TruncatedInput, UnreachableInput
from onrecord.model import (
    Alias,
    Analysis,
    Article,
    Claim,
    Conflict,
    DocumentRef,
    Entity,
    Event,
    Identity,
    Name,
    Place,
    Record,
    Reference,
    Reuse,
    Run,
    Said,
    Side,
    Span,
    Stated,
    Statement,
    Story,
)
from onrecord.records import encode, lines, load, schema

TEXT = "“The quay stays open,” said Ida Brandt of the Quay Union."


def sample(text: str = TEXT) -> Analysis:
    ref = DocumentRef(
        id="0123456789abcdef",
        path="pile/quay.txt",
        met_at=("pile/quay.txt",),
        media_type="text/plain",
        reader="text",
        sha256="0" * 64,
        text_sha256="1" * 64,
    )
    article = Article(
        id="0123456789abcdef-0",
        document=ref,
        span=Span(0, len(text)),
        text=text,
        title=Stated("Quay", "meta"),
        names=(Name("n0", Span(0, 0), "person", "w0"),),
        statements=(Statement(id="s0", content=(Span(0, len(text)),), speaker="w0"),),
    )
    place = Place(article.id, Span(0, 0))
    return Analysis(
        run=Run(version="0", model="rules"),
        articles=(article,),
        entities=(Entity(id="e", name="Ida Brandt", type="person", aliases=(Alias("Brandt", 1, {"Echo": 1}),)),),
        identities=(Identity(article=article.id, who="w0", entity="e", reason="same-form"),),
        stories=(Story(id="t", articles=(article.id,), headline=place, first=None, last=None, origins=1),),
        reuse=(Reuse(family="f", a=place, b=place, direction="unknown", kind="passage"),),
    )


@given(st.text(st.characters(codec="utf-8")))
def test_records_come_back_as_they_went(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("records") / "pile.jsonl"
    analysis = sample(text)
    path.write_bytes(b"".join(lines(analysis)))
    assert load(str(path)) == analysis


def test_every_record_holds_to_the_published_schema() -> None:
    published = json.loads(files("onrecord").joinpath("records.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(schema()))
    validator = jsonschema.Draft202012Validator(published)
    kinds = set()
    for line in lines(sample()):
        record = json.loads(line)
        validator.validate(record)
        kinds.add(record["record"])
    assert kinds == {"run", "article", "entity", "identity", "story", "reuse"}
    wrong = json.loads(encode(sample().articles[0]))
    wrong["span"] = ["a", "b"]
    assert not validator.is_valid(wrong)


def test_the_first_line_is_the_run_and_spans_are_pairs() -> None:
    first, second, *_ = [json.loads(line) for line in lines(sample())]
    assert first["record"] == "run"
    assert first["schema"] == 1
    assert second["span"] == [0, len(TEXT)]
    assert second["title"] == {"value": "Quay", "from": "meta", "span": None}


def test_a_record_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "later.jsonl"
    later = b'{"record": "weather", "sky": "grey"}\n'
    path.write_bytes(b"".join([*lines(sample()), later]))
    assert load(str(path)) == sample()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyInput),
        (b'{"record": "article"}\n', MalformedInput),
        (b"not json\n", MalformedInput),
        (b'\xff\xfe{"record"\n', MalformedInput),
        (b'{"record": "weather"}\n', MalformedInput),
    ],
)
def test_what_is_no_analysis_is_named(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(content)
    with pytest.raises(error, match=r"odd\.jsonl"):
        load(str(path))


PLACE = Place("0123456789abcdef-0", Span(0, 4))
SIDE = Side(article=PLACE.article, span=PLACE.span, sentence=PLACE.span)
SAID = Said(PLACE.article, "s0")


@pytest.mark.parametrize(
    "wrong",
    [
        Claim(id="c", statements=(SAID, Said(PLACE.article, "s9")), first=None, origins=1),
        Claim(id="c", statements=(SAID,), first=Said("gone", "s0"), origins=1),
        Conflict(id="c", kind="denial", verdict="denied", sides=(replace(SIDE, statement="s9"),), reason="a negation"),
        Conflict(id="c", kind="figure", verdict="differ", sides=(), reason="both cannot be right"),
        Event(id="v", date="2031-03", sides=(PLACE,), dates=()),
        Event(id="v", date="2031-03", sides=(), dates=()),
        Reference(
            article=PLACE.article,
            citation="q",
            span=PLACE.span,
            marker=None,
            resolved=None,
            candidates=("gone",),
            reason="several",
        ),
    ],
)
def test_what_speaks_of_what_is_not_there_is_no_analysis(tmp_path: Path, wrong: Record) -> None:
    path = tmp_path / "wrong.jsonl"
    sound: list[Record] = [
        Claim(id="c", statements=(SAID,), first=SAID, origins=1),
        Conflict(id="c", kind="denial", verdict="denied", sides=(replace(SIDE, statement="s0"),), reason="a negation"),
        Event(id="v", date="2031-03", sides=(PLACE,), dates=("2031-03",)),
    ]
    path.write_bytes(b"".join([*lines(sample()), *map(encode, sound)]))
    assert load(str(path)).claims == (sound[0],)
    path.write_bytes(b"".join([*lines(sample()), encode(wrong)]))
    with pytest.raises(MalformedInput, match="not there"):
        load(str(path))


def test_an_analysis_that_was_cut_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    whole = b"".join(lines(sample()))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TruncatedInput, match="cut"):
        load(str(path))
    with pytest.raises(UnreachableInput, match=r"gone\.jsonl"):
        load(str(tmp_path / "gone.jsonl"))
