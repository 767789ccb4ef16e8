"""Pages: an article loses what stands beside it, a digest keeps every item, and no mark-up breaks the walk."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from tests.read.documents import document, error, needed

from onrecord.errors import TextlessInput
from onrecord.model import Document
from onrecord.read import read
from onrecord.read.leaf import assemble
from onrecord.read.markup import leaves

PARAGRAPH = "The port authority and the company failed again to agree on a lease for the eastern quay, both said. "


def shown(markup: str) -> str:
    return assemble(leaves(markup))[0]


def kinds(markup: str) -> list[tuple[str, str]]:
    text, blocks = assemble(leaves(markup))
    return [(block.kind, block.span.of(text)) for block in blocks]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one<b>two</b> three", "onetwo three"),
        ("<p> one \n two</p><p>three</p>", "one two\n\nthree"),
        ("one<br>two<br/><br />three", "one\ntwo\n\nthree"),
        ("a<!-- b --><script>c<p></script>d<style>e</style>f", "adf"),
        ("<p>&lt;b&gt; &amp; &eacute;&#8212;&nbsp;x", "<b> & é—\xa0x"),
        ("1 < 2 and <3 of 4", "1 < 2 and <3 of 4"),
        ("<p title='a > b'>c</p><a href=\"x>y\">d</a>", "c\n\nd"),
        ("<div style='display: none'>a<div>b</div></div>c", "c"),
        ("<p style='display:none'>a<p>b", "b"),
        ("<ul><li hidden>a<li>b</ul>", "b"),
        ("<table><tr><td style='display:none'>a<td>b</table>", "b"),
        ("<select><option>a<option>b</select>c", "c"),
        ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
        ("he said <q>no</q>", "he said “no”"),
        ("<TITLE>a</TITLE><P>b</P>", "b"),
        ("<p>a</div></td></ul></h2>b", "a\n\nb"),
        ("<script>never closed <p>a", ""),
        ("<p>a<!-- never closed <p>b", "a"),
        ("<a href='x", ""),
        ("<p>\u200c \u034f&zwnj;&nbsp;</p><p>a</p>", "a"),
    ],
)
def test_what_a_page_shows(markup: str, text: str) -> None:
    assert shown(markup) == text


def test_blocks_of_lists_tables_and_quotes() -> None:
    assert kinds("<ul><li>a<ul><li>b</ul><li><p>c<p>d</ul>") == [
        ("item", "a"), ("item", "b"), ("item", "c"), ("paragraph", "d"),
    ]  # fmt: skip
    assert kinds("<table><tr><th>a<th>b<tr><td>c<td>d</table>") == [(("cell"), word) for word in "abcd"]
    assert kinds("<table><tr><td><img></td><td>a</td></tr></table>") == [("paragraph", "a")]
    assert kinds("<table><tr><td><table><tr><td>a</td></tr></table></td><td><h2>b</h2>c</td></tr></table>") == [
        ("paragraph", "a"), ("heading", "b"), ("paragraph", "c"),
    ]  # fmt: skip
    assert kinds("<blockquote><p>a<p>b</blockquote>c") == [
        ("quote", "a\n\nb"), ("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c"),
    ]  # fmt: skip
    assert kinds("<blockquote><h2>a</h2><p>b</blockquote>") == [("heading", "a"), ("paragraph", "b")]
    assert kinds("a<hr>b<hr>") == [("paragraph", "a"), ("rule", ""), ("paragraph", "b"), ("rule", "")]


def test_links_are_spans_within_blocks() -> None:
    page = '<p>see <a href="/x?a=1&amp;b=2"> the lease </a>now<a href="#t">top</a>'
    text, blocks = assemble(leaves(page, "https://x.example/d/"))
    (link,) = [block for block in blocks if block.kind == "link"]
    assert (text, link.span.of(text), link.href) == ("see the lease nowtop", "the lease", "https://x.example/x?a=1&b=2")
    text, blocks = assemble(leaves('<p>lot <a href="http://x.example"><br>3</a>. Cranes'))
    assert (text, blocks[-1].span.of(text)) == ("lot\n3. Cranes", "3")
    text, blocks = assemble(leaves('<a href="http://x.example"><h3>Head</h3><p>Teaser<br><br>more</a>'))
    assert [block.span.of(text) for block in blocks if block.kind == "link"] == ["Head", "Teaser", "more"]


NAMES = "p div ul li table tr td th h1 h2 br hr blockquote pre b q script nav select a".split()  # noqa: SIM905
TAGS = st.sampled_from(
    [f"<{name}>" for name in NAMES]
    + [f"</{name}>" for name in NAMES]
    + [
        "<a href=/x>",
        "<span style=display:none>",
        "</span>",
        "<li hidden>",
        "<!--",
        "-->",
        "&",
        "&amp;",
        "&#0;",
        "&nbsp;",
    ]
    + ["&#0;", "&nbsp;", "<", ">", '"', "'", "=", "word", " ", "\n", "\t", "\x01", "\x03"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TAGS | st.text(max_size=4), max_size=60))
def test_no_mark_up_breaks_the_walk(pieces: list[str]) -> None:
    text, blocks = assemble(leaves("".join(pieces)))
    ends = 0
    for block in blocks:
        words = block.span.of(text)
        assert block.span.end <= len(text)
        assert bool(words) == (block.kind != "rule")
        if block.kind not in {"rule", "quote", "link"}:
            assert block.span.start >= ends
            ends = block.span.end


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc &;é", min_size=1, max_size=12), min_size=1, max_size=8))
def test_words_come_out_as_they_went_in(paragraphs: list[str]) -> None:
    markup = "".join("<p>" + words.replace("&", "&amp;") + "</p>" for words in paragraphs)
    wanted = [" ".join(words.split()) for words in paragraphs]
    assert shown(markup) == "\n\n".join(words for words in wanted if words)


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 100_000 + "a", "<b>" * 100_000 + "a", "<ul><li>" * 50_000 + "a", "<table><tr><td>" * 33_000 + "a",
     "<section>" + "<div>" * 50_000 + "a" + "</section>" * 50_000, "<p>a" * 100_000, "<a href=x>a" * 50_000,
     "<!--" * 100_000 + "a", "<script>" * 50_000, "<" * 300_000 + "a", "<p " + "a=" * 200_000, "a<br>" * 100_000,
     '<p a="' * 50_000, "&" * 300_000, "&#" * 200_000, "<td>" * 100_000 + "a", "</div>" * 200_000 + "a"],
    ids=lambda markup: markup[:12],
)  # fmt: skip
def test_a_hundred_thousand_tags_take_no_time(markup: str) -> None:
    started = time.monotonic()
    leaves(markup)
    list(read(["-"], stdin=BytesIO(f"<html><body>{markup}</body></html>".encode())))
    assert time.monotonic() - started < 10


def test_an_article_loses_what_stands_beside_it() -> None:
    beside = """<nav><a href=/a>Home</a> <a href=/b>Port</a></nav><div class=cookie-consent>We use cookies.</div>"""
    below = """<aside><h3>Most read</h3><p>Lighthouse keeper retires after many years at the lamp.</p></aside>
    <footer>Imprint. All rights.</footer>"""
    one = f"<p>{PARAGRAPH}</p>"
    article = f"<h1>Cranes idle</h1><p>By Ada Quill</p>{one * 2}<h2>Two owners</h2>{one * 3}"
    page = f"<html><body>{beside}<article>{article}</article>{below}"
    found = document(page.encode())
    body = PARAGRAPH.strip()
    assert found.text.split("\n\n") == ["Cranes idle", "By Ada Quill", body, body, "Two owners", body, body, body]
    assert "main-text" in found.normalised


def test_metadata_are_stated_or_absent() -> None:
    bare = document(
        f"<html><body><h1>Cranes idle</h1><p>{PARAGRAPH * 3}</p><p>Copyright 2019 somebody</p></body></html>".encode()
    )
    assert bare.title and bare.title.value == "Cranes idle" and bare.title.span
    assert (bare.published, bare.outlet, bare.url, bare.byline) == (None, None, None, ())
    page = f"""<html lang="de-AT"><head><meta property="og:title" content="Kräne | Hafenbote">
    <meta property="og:site_name" content="Hafenbote">
    <meta name="author" content="Jana Kranz; Bo Tief"><link rel="canonical" href="https://hafen.example/1">
    <script type="application/ld+json">{{"@graph": [{{"datePublished": "2031-03-08T09:00:00+01:00"}}]}}</script></head>
    <body><p>{PARAGRAPH * 3}</p></body></html>"""
    found = document(page.encode())
    assert found.title and found.outlet and found.published and found.url
    assert found.title.value == "Kräne"
    assert found.outlet.value == "Hafenbote"
    assert found.published.value == "2031-03-08T09:00:00+01:00"
    assert found.url.value == "https://hafen.example/1"
    assert [one.value for one in found.byline] == ["Jana Kranz", "Bo Tief"]
    assert found.language == "de"


def test_a_page_without_text_is_named() -> None:
    assert isinstance(error(b"<html><head><title>x</title></head><body><img src=a></body></html>"), TextlessInput)


def test_every_item_of_a_digest_survives() -> None:
    lost = kept = 0
    for one in read([str(path) for path in needed("newsletters/berlin-daily")]):
        assert isinstance(one, Document)
        tree = document_fromstring(Path(one.ref.path).read_bytes())
        squeezed = re.sub(r"\s+", "", one.text)
        for element in tree.iter("h1", "h2", "p", "li"):
            words = re.sub(r"\s+", "", element.text_content())
            if words and words not in squeezed and not words.startswith(("👍", "🤷", "👎")):
                lost += 1
            kept += 1
    assert kept > 2000
    assert lost == 0
