"""Two pieces side by side: which pieces are meant, what they share, and that every span gives back its words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.brief.piles import piece
from tests.conftest import EXAMPLES, Command

from onrecord.brief import sides
from onrecord.errors import UsageError
from onrecord.link import link
from onrecord.model import Article, Comparison, Place, Reuse, Span

SHARED = (
    "The council of Larnholm voted on Monday to close the old quay until the divers have looked at every one of its "
    "forty piles, and to let the ferry land at the fish market."
)
OTHER = "Nobody had told the fishermen, who learned of it from the evening ferry and sat in their boats till morning."


ENDS = {"Q": "The harbour master was not at home.", "N": "Rain is expected at the weekend."}
"""The last words of a page, by the first letter of its title: no two pages share them."""


def page(title: str, day: str, *paragraphs: str) -> str:
    """A page with one article."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, ENDS[title[0]]))
    meta = f'<title>{title}</title><meta property="article:published_time" content="{day}">'
    return f"<html><head>{meta}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Two files that share a paragraph and a half, in another order."""
    (tmp_path / "post.html").write_text(page("Quay closed", "2031-03-04", SHARED, f"Gulls stayed. {OTHER}"))
    (tmp_path / "watch.html").write_text(page("No quay", "2031-03-05", OTHER, f"{SHARED} So be it."))
    return "post.html", "watch.html"


def compared(left: str, right: str) -> Comparison:
    one, other = piece("left.txt", left, published="2031-03-04"), piece("right.txt", right, published="2031-03-05")
    return sides.compared(one, other, link([one, other]).reuse)


def marked(text: str) -> list[str]:
    """What stands between the marks of each passage, in the order of their numbers, white space made one."""
    flat = " ".join(text.split())
    found = {int(n): words for n, words in re.findall(r"\[(\d+) (.*?) \1\]", flat)}
    return [found[n] for n in sorted(found)]


def test_text_marks_the_passages_in_both_pieces(onrecord: Command, two: tuple[str, str]) -> None:
    done = onrecord("compare", *two)
    assert done.returncode == 0, done.stderr
    head, left, right = re.split(r"^LEFT$|^RIGHT$", done.stdout.decode(), flags=re.MULTILINE)
    assert "2 passages in common" in head
    assert [words.rstrip(".") for words in marked(left)] == [SHARED.rstrip("."), OTHER.rstrip(".")]
    assert marked(right) == marked(left)
    assert "\x1b" not in done.stdout.decode()
    assert max(map(len, done.stdout.decode().splitlines())) <= 80


def test_a_wide_terminal_has_the_pieces_beside_each_other(
    onrecord: Command, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    lines = onrecord("compare", *two).stdout.decode().splitlines()
    body = [line for line in lines if " |" in line]
    assert {line.index("|") for line in body} == {59}
    assert max(map(len, lines)) <= 120
    (together,) = [line for line in body if "[1 The council" in line]
    assert together.count("[1 The council") == 2


def test_json_gives_the_words_of_every_span_and_turns_with_its_arguments(
    onrecord: Command, two: tuple[str, str]
) -> None:
    one = json.loads(onrecord("compare", *two, "--json").stdout)
    other = json.loads(onrecord("compare", *reversed(two), "--json").stdout)
    for body in (one, other):
        assert len(body["passages"]) == 2
        for passage in body["passages"]:
            for side, name in (("a", "left"), ("b", "right")):
                start, end = passage[side]["span"]
                assert passage[side]["words"] == body[name]["text"][start:end]
                assert passage[side]["article"] == body[name]["id"]
    assert [passage["direction"] for passage in one["passages"]] == ["a>b", "a>b"]
    assert [passage["direction"] for passage in other["passages"]] == ["b>a", "b>a"]
    assert one["left"]["id"] == other["right"]["id"]


def test_the_page_holds_both_texts_and_leads_from_each_passage_to_the_other_side(
    onrecord: Command, two: tuple[str, str], tmp_path: Path
) -> None:
    assert onrecord("compare", *two, "-o", "both.html").returncode == 0
    page = (tmp_path / "both.html").read_text("utf-8")
    tree = html.fromstring(page)
    panes = tree.xpath("//section[@class='pane']")
    body = json.loads(onrecord("compare", *two, "--json").stdout)
    for pane, name in zip(panes, ("left", "right"), strict=True):
        held = [p.text_content() for p in pane.xpath(".//p[@data-at]")]
        assert held == [line for line in body[name]["text"].split("\n") if line.strip()]
        assert "".join(pane.xpath(".//mark//text()")) == "".join(
            passage["a" if name == "left" else "b"]["words"]
            for passage in sorted(body["passages"], key=lambda one: one["a" if name == "left" else "b"]["span"])
        )
    tags = tree.xpath("//a[@class='tag']")
    assert sorted(tag.get("href") for tag in tags) == sorted(f"#{tag.get('id')}" for tag in tags)
    assert len(tags) == 4
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))
    assert "unsafe" not in page and not tree.xpath("//@src | //@style | //link")


@pytest.fixture
def pile(onrecord: Command, two: tuple[str, str], tmp_path: Path) -> str:
    """An analysis of the two files and one more."""
    (tmp_path / "gulls.txt").write_text("Gulls counted\n\nForty gulls were counted on the quay of Larnholm by noon.\n")
    assert onrecord("analyse", *two, "gulls.txt", "-o", "pile.jsonl").returncode == 0
    return "pile.jsonl"


def test_a_piece_is_found_by_whatever_names_it(onrecord: Command, pile: str, tmp_path: Path) -> None:
    records = [json.loads(line) for line in (tmp_path / pile).read_text("utf-8").splitlines()]
    ids = [one["id"] for one in records if one["record"] == "article"]
    wanted = json.loads(onrecord("compare", "1", "2", pile, "--json").stdout)
    assert (wanted["left"]["id"], wanted["right"]["id"]) == (ids[0], ids[1])
    anchor = wanted["passages"][0]["a"]["anchor"]
    for left, right in ((ids[0], ids[1]), ("post.html", "watch.html"), ("quay CLOSED", "no quay"), (f"#{anchor}", "2")):
        assert json.loads(onrecord("compare", left, right, pile, "--json").stdout) == wanted
    from_files = json.loads(onrecord("compare", "quay closed", "no quay", "post.html", "watch.html", "--json").stdout)
    assert [one["a"]["span"] for one in from_files["passages"]] == [one["a"]["span"] for one in wanted["passages"]]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nothing", "2", "pile.jsonl"], 2, "nothing: no piece has this id, number, place or title"),
        (["9", "2", "pile.jsonl"], 2, "9: no piece"),
        (["", "2", "pile.jsonl"], 2, "no piece"),
        (["quay", "gulls", "pile.jsonl"], 2, "may mean several pieces"),
        (["1", "1", "pile.jsonl"], 2, "the same piece"),
        (["post.html", "post.html"], 2, "the same piece"),
        (["pile.jsonl", "post.html"], 2, "holds 3 pieces"),
        (["gone.txt", "post.html"], 1, "gone.txt"),
        (["post.html", "empty.txt"], 1, "empty.txt"),
        (["post.html"], 2, "Missing argument 'B'"),
        (["post.html", "watch.html", "-o", "both.docx"], 2, ".html, .txt or .json"),
        (["post.html", "watch.html", "-o", "gone/both.html"], 3, "gone/both.html"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    onrecord: Command, pile: str, tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = onrecord("compare", *arguments)
    assert done.returncode == status, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_nothing_in_common_is_an_answer(onrecord: Command, pile: str) -> None:
    done = onrecord("compare", "post.html", "gulls.txt")
    assert done.returncode == 0
    assert "No passage stands in both pieces." in done.stdout.decode()
    assert json.loads(onrecord("compare", "1", "3", pile, "--json").stdout)["passages"] == []


def test_an_input_that_cannot_be_read_is_named_and_the_rest_compared(onrecord: Command, pile: str) -> None:
    done = onrecord("compare", "quay closed", "no quay", "post.html", "watch.html", "gone.txt")
    assert done.returncode == 1
    assert "not read: gone.txt" in done.stderr.decode()
    assert "2 passages in common" in done.stdout.decode()


def test_a_reprint_of_the_examples_is_told(onrecord: Command) -> None:
    done = onrecord("compare", "corvane ports welcomes", "deep basin cleared", str(EXAMPLES))
    text = " ".join(done.stdout.decode().split())
    assert "reprint, 173 words; the left piece was first, by their dates" in text
    assert "81 % of the shorter piece" in text


def test_colour_adds_nothing_but_colour() -> None:
    found = compared(f"{SHARED} Then it rained.", f"It rained. {SHARED}")
    for width in (60, 130):
        coloured = sides.as_text(found, width, colour=True)
        assert "\x1b[1;36m" in coloured
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == sides.as_text(found, width)


def test_control_characters_are_shown_and_not_obeyed() -> None:
    found = compared(f"\x1b[31m{SHARED}\x07", f"Again: {SHARED} \x9b")
    for made in (sides.as_text(found), sides.as_text(found, 120), sides.as_html(found)):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", made)


def test_several_pieces_under_one_title_are_listed() -> None:
    pieces = [piece(f"{at}.txt", f"News {at}\n\nGulls.", title=f"News {at}") for at in range(12)]
    with pytest.raises(UsageError, match="may mean several") as wrong:
        sides.chosen(pieces, "news")
    assert str(wrong.value).count("News") == 8
    assert "and 4 more" in str(wrong.value)
    assert sides.chosen(pieces, "news 7").id == pieces[7].id


def made_up(text: str, spans: list[tuple[int, int]], name: str) -> tuple[Article, list[Span]]:
    article = piece(name, text, start=7)
    size = len(text)
    return article, [Span(min(start, size), min(start + length, size)) for start, length in spans]


@given(st.data(), st.text(alphabet=st.sampled_from("ab. <&\n🌊é"), min_size=1, max_size=90))
def test_marks_change_no_letter(data: Any, text: str) -> None:
    stretch = st.tuples(st.integers(0, 80), st.integers(1, 40))
    spans = data.draw(st.lists(st.tuples(stretch, stretch), max_size=4))
    left, ours = made_up(text, [one for one, _ in spans], "left.txt")
    right, theirs = made_up(text[::-1], [other for _, other in spans], "right.txt")
    reuse = [
        Reuse(family="f", a=Place(left.id, one), b=Place(right.id, other), direction="unknown", kind="passage")
        for one, other in zip(ours, theirs, strict=True)
        if one.end > one.start and other.end > other.start
    ]
    found = sides.compared(left, right, reuse)
    panes = html.fromstring(sides.as_html(found)).xpath("//section[@class='pane']")
    for pane, article in zip(panes, (left, right), strict=True):
        held = [p.text_content() for p in pane.xpath(".//p[@data-at]")]
        assert held == [line for line in article.text.split("\n") if line.strip()]
    shown = sides.as_text(found, 60)
    body = re.sub(r"\[\d+|\d+\]", "", shown.partition("\nLEFT\n")[2])
    for side, article in zip(body.split("RIGHT\n"), (left, right), strict=True):
        assert "".join(side.replace("=" * 60, "").split()) == "".join(article.text.split())
