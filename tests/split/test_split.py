"""Documents of every kind are split where their pieces begin, and nothing is made up about them."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from onrecord.model import Article, Block, BlockKind, Document, DocumentRef, Span, Stated
from onrecord.read import read
from onrecord.split import split

DATA = Path(__file__).parent / "data"
EXAMPLES = Path(__file__).parents[2] / "examples" / "harbour"


def made(text: str, **facts: Any) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    ref = DocumentRef(
        id=digest[:16],
        path="made.txt",
        met_at=("made.txt",),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )
    return Document(ref=ref, text=text, **facts)


def told(article: Article) -> dict[str, object]:
    """An article as the expected files have it: where it begins and ends in words, and what it states."""
    facts = {name: getattr(article, name) for name in ("title", "outlet", "published")}
    return {
        "begins": article.text[:40],
        "ends": article.text[-40:],
        "kind": article.kind,
        "cut": article.cut,
        "byline": [who.value for who in article.byline],
        **{name: fact.value if fact else None for name, fact in facts.items()},
    }


@pytest.mark.parametrize("path", sorted(DATA.glob("*.expected.json")), ids=lambda path: path.name.split(".")[0])
def test_golden(path: Path) -> None:
    name = path.name.removesuffix(".expected.json")
    source = next(p for p in DATA.glob(f"{name}.*") if p != path)
    expected = json.loads(path.read_text(encoding="utf-8"))
    if source.suffix == ".txt":
        document = made(source.read_text(encoding="utf-8"))
    else:
        (found,) = read([str(source)])
        assert isinstance(found, Document)
        document = found
    assert [told(article) for article in split(document)] == expected


def test_a_row_is_one_article_with_all_it_states() -> None:
    title = Stated("Ferry dues", "column")
    text = "  Ferry dues\n\nRead more\n\nMole\n\nRead more\n\nKran\n\nRead more\n"
    (article,) = split(
        made(text, row=True, external_id="7", title=title, byline=(Stated("A. B.", "column"),), names=())
    )
    assert (article.text, article.external_id, article.title, article.names) == (text, "7", title, ())
    assert article.span == Span(0, len(text))


def test_metadata_of_a_whole_page_go_to_its_one_article() -> None:
    text = "Dues rise\n\nThe dues rise on Monday, the office said, and will not fall again before the winter."
    facts = {
        "title": Stated("Dues rise", "text", Span(0, 9)),
        "outlet": Stated("Harbour Daily", "meta"),
        "published": Stated("2023-03-09", "meta"),
        "url": Stated("https://harbour.example/dues", "meta"),
    }
    (article,) = split(made(f"\n{text}", **{**facts, "title": Stated("Dues rise", "text", Span(1, 10))}))
    assert article.title == facts["title"]
    assert (article.outlet, article.published, article.url) == (facts["outlet"], facts["published"], facts["url"])


def test_a_title_that_stands_outside_keeps_no_span() -> None:
    text = "The dues rise on Monday, the office said.\n\nUnsubscribe here"
    (article,) = split(made(text, title=Stated("Unsubscribe", "text", Span(43, 54))))
    assert article.title == Stated("Unsubscribe", "text", None)


def test_an_address_behind_read_more_is_the_pieces_own() -> None:
    text = (DATA / "teasers.txt").read_text(encoding="utf-8")
    at = text.index("Read more")
    link = Block("link", Span(at, at + 9), href="https://harbour.example/ferry")
    articles = split(made(text, blocks=(link,)))
    assert [article.url.value if article.url else None for article in articles] == [link.href, None, None]


def test_nothing_to_read_gives_no_article() -> None:
    assert split(made("")) == []
    assert split(made(" \n\t\n ")) == []


def test_a_short_text_has_no_language() -> None:
    (article,) = split(made("Mole 7"))
    assert article.language is None


def test_the_language_of_the_document_holds() -> None:
    (article,) = split(made("The dues rise on Monday, said the office, and nobody was asked.", language="cy"))
    assert article.language == "cy"


def test_wrapped_lines_are_put_together() -> None:
    words = ("The harbour office said on Monday that the dues would rise and that nobody would be asked. " * 9).split()
    lines = [" ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    assert len(split(made("\n".join(lines)))) == 1


@pytest.mark.parametrize("name", ["harbour-watch-weekly.txt", "estuary-review-212.txt"])
def test_examples(name: str) -> None:
    """The example newsletters: each piece begins where its headline or its first paragraph does."""
    firsts = json.loads((DATA / "examples.json").read_text(encoding="utf-8"))[name]
    articles = split(made((EXAMPLES / name).read_text(encoding="utf-8")))
    assert [article.text[: len(first)] for article, first in zip(articles, firsts, strict=True)] == firsts


KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item", "cell", "rule", "quote", "link")
LINES = some.sampled_from(
    [
        "",
        " ",
        "Read more",
        "By Anna Brandt",
        "Anna Brandt,",
        "Harbour Letter No. 7",
        "[1] Brandt, Anna, Dues, 1999.",
        "Sources:",
        "* * *",
        "Unsubscribe",
        "March 3, 2016",
        "https://harbour.example/x",
        "..and so it went",
        "Dues rise",
        "The dues rise on Monday, Anna Brandt said. “Nobody was asked,” she said, and Brandt knows. " * 3,
        "\u2028",
        "É",
        "\x0b",
    ]
)


@some.composite
def documents(draw: some.DrawFn) -> Document:
    lines = draw(some.lists(LINES | some.text(max_size=30), max_size=60))
    text = draw(some.sampled_from(["\n", "\n\n"])).join(lines)
    blocks = []
    for _ in range(draw(some.integers(0, 12)) if text else 0):
        start = draw(some.integers(0, len(text)))
        end = draw(some.integers(start, min(len(text), start + 200)))
        kind = draw(some.sampled_from(KINDS))
        href = "https://harbour.example" if kind == "link" else None
        blocks.append(Block(kind, Span(start, end), draw(some.none() | some.integers(1, 6)), href))
    at = draw(some.integers(0, len(text)))
    title = Stated(text[at : at + 9], "text", Span(at, min(at + 9, len(text))))
    return made(text, blocks=tuple(sorted(blocks, key=lambda b: b.span)), title=draw(some.sampled_from([None, title])))


@settings(max_examples=300, deadline=None)
@given(documents())
def test_spans_hold(document: Document) -> None:
    end = 0
    for article in split(document):
        assert article.span.start >= end
        assert article.span.start < article.span.end <= len(document.text)
        assert article.text == article.span.of(document.text)
        assert article.text == article.text.strip()
        assert article.id == f"{document.ref.id}-{article.span.start}"
        end = article.span.end
        for fact in (article.title, article.outlet, article.url, *article.byline):
            if fact and fact.span:
                assert fact.span.of(article.text) == fact.value
        if article.published and article.published.span:
            assert article.published.span.end <= len(article.text)


@settings(max_examples=50, deadline=None)
@given(documents())
def test_the_same_document_is_split_the_same_way(document: Document) -> None:
    assert split(document) == split(document)


@pytest.mark.parametrize(
    ("line", "names", "outlet"),
    [
        ("By Ines Tarrow", ["Ines Tarrow"], None),
        ("By Ines Tarrow and Paul Oke", ["Ines Tarrow", "Paul Oke"], None),
        ("By Ines Tarrow, Paul Oke and Vera Lind", ["Ines Tarrow", "Paul Oke", "Vera Lind"], None),
        ("by Ines and Paul Tarrow", ["Ines and Paul Tarrow"], None),
        ("By Ines Tarrow, The Harbour Post", ["Ines Tarrow"], "The Harbour Post"),
        ("Von Ines Tarrow", ["Ines Tarrow"], None),
        ("From: Press Desk, Ministry of Tides <press@tides.example>", ["Press Desk"], "Ministry of Tides"),
        ("Ines Tarrow, Harbour Post,", ["Ines Tarrow"], "Harbour Post"),
    ],
)
def test_signatures(line: str, names: list[str], outlet: str | None) -> None:
    text = f"Dues rise again\n\n{line}\n\nThe dues rise on Monday, the office said, and nobody was asked about it."
    (article,) = split(made(text))
    assert [who.value for who in article.byline] == names
    assert (article.outlet.value if article.outlet else None) == outlet
    assert all(who.span and who.span.of(article.text) == who.value for who in article.byline)


@pytest.mark.parametrize("lines", [100_000, 1_000_000])
def test_hosts_of_short_lines_are_one_piece_in_little_memory(lines: int) -> None:
    """Their clues alone would take 0.5 GB and 5 GB."""
    document = made("a b\n" * lines)
    split(made("a b\n" * 10))
    tracemalloc.start()
    (article,) = split(document)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert article.span == Span(0, 4 * lines - 1)
    assert peak < 100_000_000


def test_the_title_of_a_page_with_too_many_lines_is_kept() -> None:
    (article,) = split(made("\n" + "a b\n" * 300_000, title=Stated("The Quay", "meta")))
    assert article.title == Stated("The Quay", "meta")
    assert article.span == Span(1, 1_200_000)
    assert split(made("\n" * 300_000)) == []


def test_links_go_to_the_piece_that_they_stand_in(tmp_path: Path) -> None:
    told = "<p>The council of Larnholm <a href='https://post.example/{0}'>voted {0} times</a> on the quay in May.</p>"
    page = "".join(f"<h2>Quay number {at} is closed</h2>{told.format(at) * 4}" for at in (7, 8))
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><h1>The week on the quay</h1>{page}</body></html>")
    (document,) = read([str(path)])
    assert isinstance(document, Document)
    pieces = split(document)
    found = [(link.span.of(piece.text), link.href) for piece in pieces for link in piece.links]
    assert found == [(f"voted {at} times", f"https://post.example/{at}") for at in (7, 8) for _ in range(4)]


def test_a_row_keeps_the_links_of_its_text() -> None:
    block = Block("link", Span(4, 8), href="https://post.example/quay")
    (piece,) = split(made("The quay is closed.", row=True, blocks=(block,)))
    assert [(link.span.of(piece.text), link.href) for link in piece.links] == [("quay", "https://post.example/quay")]
