"""Who is heard where, in what form and by what name, and what outlets call whom: the numbers, and what they lead to."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import html
from tests.brief.piles import Said, analysis, harbour, piece, quarrel
from tests.brief.test_render import flat, meant, rendered

from onrecord.brief import BriefOptions, compose
from onrecord.model import Brief, Voice


def voice(made: Brief, name: str) -> Voice:
    return next(one for one in made.voices if one.name == name)


def test_a_voice_is_counted_by_form_and_by_outlet() -> None:
    brandt = voice(compose(quarrel()), "Ida Brandt")
    assert (brandt.statements, brandt.direct, brandt.indirect, brandt.mixed, brandt.articles) == (3, 1, 1, 1, 2)
    assert [(one.outlet, one.statements, one.direct, one.indirect, one.mixed) for one in brandt.heard] == [
        ("The Larnholm Post", 2, 1, 1, 0),
        ("Quay Watch", 1, 0, 0, 1),
    ]
    assert sum(one.words for one in brandt.heard) == brandt.words == 11
    assert brandt.only_in is None


def test_who_is_never_heard_and_who_is_heard_in_one_outlet_only() -> None:
    pile = quarrel()
    made = compose(pile)
    assert [one.name for one in made.voices if one.entity in made.unheard] == ["Jonas Weil"]
    assert voice(made, "Jonas Weil").named == 2
    assert [one.name for one in made.voices if one.entity in made.heard_in_one] == ["Olga Marn"]
    assert voice(made, "Olga Marn").only_in == "Quay Watch"
    alone = compose(pile, BriefOptions(since="2031-03-05"))
    assert voice(alone, "Olga Marn").only_in is None


def test_a_voice_in_a_piece_without_outlet_is_not_said_to_be_in_one_only() -> None:
    said = [Said("that it rains", "Olga Marn", "said", "Olga Marn")]
    text = "Olga Marn said that it rains."
    pieces = [piece("a.txt", text, outlet="Quay Watch", said=said), piece("b.txt", text, said=said)]
    pieces.append(piece("c.txt", "The sun shone.", outlet="Gull News"))
    made = compose(analysis(pieces, entities=[("Olga Marn", [])]))
    assert voice(made, "Olga Marn").only_in is None
    assert made.heard_in_one == ()


def test_sources_are_named_unnamed_open_or_the_author() -> None:
    made = compose(quarrel())
    assert made.sources is not None
    whole = made.sources
    assert (whole.statements, whole.named, whole.unnamed, whole.open, whole.author) == (7, 5, 1, 0, 1)
    assert whole.share == round(1 / 7, 4)
    assert whole.types == {"official": 1}
    by_outlet = {one.outlet: one for one in made.outlet_sources}
    assert list(by_outlet) == ["Quay Watch", "The Larnholm Post", None]
    post = by_outlet["The Larnholm Post"]
    assert (post.articles, post.statements, post.unnamed, post.share) == (1, 3, 1, round(1 / 3, 4))
    assert [(one.name, one.statements) for one in post.voices] == [("Ida Brandt", 2)]
    assert by_outlet[None].share == 0


def test_a_speaker_with_candidates_is_open() -> None:
    text = "Ida Brandt met Olga Marn. She said that it rains."
    made = piece("a.txt", text, said=[Said("that it rains", "She", "said", kind="named")], names=["Ida Brandt"])
    sources = compose(analysis([made])).sources
    assert sources is not None
    assert (sources.open, sources.unnamed, sources.share) == (1, 0, 1.0)


def test_a_story_says_who_is_heard_in_it() -> None:
    story = next(one for one in compose(quarrel()).stories if len(one.articles) == 2)
    assert [(one.name, one.statements, one.outlets) for one in story.voices] == [
        ("Ida Brandt", 3, ("The Larnholm Post", "Quay Watch")),
        ("Olga Marn", 2, ("Quay Watch",)),
    ]
    assert story.unnamed == 1


def test_labels_are_told_by_outlet_with_the_form_that_it_prefers() -> None:
    first = compose(quarrel()).labels[0]
    assert (first.name, first.labels) == ("Ida Brandt", 5)
    told = {naming.outlet: [label.words for label in naming.labels] for naming in first.outlets}
    assert told == {
        "Quay Watch": ["So-called harbour master", "thief of the north quay"],
        "The Larnholm Post": ["harbour master of Larnholm"],
        None: ["Harbour master", "friend of the gulls"],
    }
    assert [dict(naming.forms) for naming in first.outlets if naming.outlet == "Quay Watch"] == [{"Ida Brandt": 1}]


def test_labels_alike_but_for_case_are_one_with_all_their_places() -> None:
    texts = ["Pilot Olga Marn rowed.", "The pilot Olga Marn slept. The cook Olga Marn, they say, ate."]
    pieces = [piece(f"{at}.txt", text, outlet="Gull News", names=["Olga Marn"]) for at, text in enumerate(texts)]
    (called,) = compose(analysis(pieces, entities=[("Olga Marn", [])], labels=True)).labels
    (naming,) = called.outlets
    assert [(label.words, label.count, len(label.places)) for label in naming.labels] == [
        ("Pilot", 2, 2),
        ("cook", 1, 1),
    ]
    assert naming.count == 3


def test_only_labels_of_the_pieces_asked_for_are_told() -> None:
    (first, *_) = compose(quarrel(), BriefOptions(since="2031-03-05")).labels
    assert [naming.outlet for naming in first.outlets] == ["Quay Watch"]


def all_places(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [place for one in value for place in all_places(one)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"article", "span", "anchor"} <= value.keys() else []
    return own + [place for one in value.values() for place in all_places(one)]


def test_every_place_of_the_json_gives_back_its_words() -> None:
    pile = quarrel()
    body = json.loads(rendered("json", pile).page)
    found = all_places([body[part] for part in ("voices", "sources", "outlet_sources", "labels", "stories")])
    assert len(found) > 25
    texts = {article.id: article.text for article in pile.articles}
    for place in found:
        start, end = place["span"]
        assert place["words"] == texts[place["article"]][start:end] == meant(pile, place["anchor"])
    labels = [label for one in body["labels"] for naming in one["outlets"] for label in naming["labels"]]
    assert all(label["words"] == label["places"][0]["words"] for label in labels)


def test_every_label_of_the_page_shows_the_words_of_its_address() -> None:
    pile = quarrel()
    tree = html.fromstring(rendered("html", pile).page)
    links = tree.xpath("//section[@aria-labelledby='called']//dd//span[@class='label']/a")
    assert len(links) >= 5
    for link in links:
        assert flat(meant(pile, link.get("href"))) == link.text_content()
    ids = tree.xpath("//@id")
    assert all(link[1:] in ids for link in tree.xpath('//a[starts-with(@href, "#")]/@href'))


def test_the_pictures_of_voices_lead_to_their_statements_and_have_tables() -> None:
    pile = quarrel()
    (panel,) = html.fromstring(rendered("html", pile).page).xpath("//section[@aria-labelledby='voices']")
    pictures = panel.xpath(".//svg")
    assert len(pictures) == 3
    assert all(picture.get("aria-label") for picture in pictures)
    bars, matrix, unnamed = pictures
    assert bars.xpath(".//a/@aria-label")[0] == (
        "Ida Brandt: 3 statements (1 direct, 1 indirect, 1 mixed), named 4 times"
    )
    assert {dot.get("aria-label"): meant(pile, dot.get("href")) for dot in matrix.xpath(".//a")} == {
        "Ida Brandt in The Larnholm Post: 2 statements": "“The quay is ours,”",
        "Ida Brandt in Quay Watch: 1 statement": "“our quay”",
        "Olga Marn in Quay Watch: 2 statements": "that the quay was nobody’s",
    }
    assert [meant(pile, bar.get("href")) for bar in unnamed.xpath(".//a")] == ["that the deeds were lost"] * 2
    rows = [[flat(cell.text_content()) for cell in row] for row in panel.xpath(".//details[2]//tbody/tr")]
    assert rows == [
        ["Ida Brandt", "The Larnholm Post", "2", "1"],
        ["Quay Watch", "1", "0"],
        ["Olga Marn", "Quay Watch", "2", "0"],
    ]
    shares = [flat(row[-1].text_content()) for row in panel.xpath(".//details[3]//tbody/tr")]
    assert shares == ["14 %", "0 %", "33 %", "0 %"]


def test_a_pile_of_one_outlet_has_no_matrix() -> None:
    page = rendered("html", analysis(harbour().articles[:1], entities=[("Ida Brandt", ["Brandt"])])).page
    assert "Who is heard where" not in page
    assert "Who is heard, who is talked about" in page


def test_the_text_form_tells_voices_sources_and_labels() -> None:
    text = rendered("text", quarrel()).page
    assert "Heard in this story: Ida Brandt 3, Olga Marn 2, 1 without a named speaker" in text
    assert "Named often, never heard: Jonas Weil (2)" in text
    assert "Heard in one outlet only: Olga Marn (Quay Watch)" in text
    assert re.search(r"^The Larnholm Post +3 +1 +0 +33 %$", text, re.MULTILINE)
    assert "Quay Watch: So-called harbour master; thief of the north quay" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_new_parts_of_a_page_stay_small() -> None:
    whole = rendered("html", quarrel()).page
    (panel,) = html.fromstring(whole).xpath("//section[@aria-labelledby='voices']")
    assert len(html.tostring(panel)) < 20_000
