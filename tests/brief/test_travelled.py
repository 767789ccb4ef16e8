"""How a statement travelled: first, again, one origin; each place linked, none listed twice."""

from __future__ import annotations

import json

import pytest
from lxml import html
from msgspec.structs import replace
from tests.brief.spreads import SAID, at, shares, travelled
from tests.brief.test_compose import lines, words
from tests.brief.test_render import flat, meant, rendered

from onrecord.brief import compose
from onrecord.model import Analysis, Line


def said_line(pile: Analysis) -> Line:
    return next(line for line in lines(compose(pile)) if line.chain is not None)


def test_a_line_has_all_places_of_its_claim_in_order() -> None:
    pile = travelled()
    chain = said_line(pile).chain
    assert chain is not None
    assert [telling.place for telling in chain.told] == [at(one, SAID) for one in pile.articles[:3]]
    assert [telling.speaker for telling in chain.told] == ["Olga Marn", "Jonas Weil", "Olga Marn"]
    assert (chain.first, chain.pieces, chain.origins, chain.further) == (True, 3, 1, 0)


def test_no_place_is_listed_twice() -> None:
    plain = travelled()
    bare = plain.articles[3]
    pile = replace(plain, reuse=tuple(shares(one, bare, words=SAID, direction="a>b") for one in plain.articles[:3]))
    line = said_line(pile)
    assert line.chain is not None
    told = {telling.place.article for telling in line.chain.told}
    assert not told & {place.article for place in line.carried}
    without = replace(pile, claims=())
    same = next(one for one in lines(compose(without)) if words(without, one) == words(pile, line))
    assert {place.article for place in same.carried} >= {place.article for place in line.carried}


def test_the_page_shows_the_chain_and_leads_to_each_place() -> None:
    pile = travelled()
    chain = html.fromstring(rendered("html", pile).page).xpath("//div[@class='chain']")[0]
    assert flat(chain.text_content()).replace(" →", "") in (
        "first: Osk Post, 4 March 2031 (Olga Marn) this line again: Quay Watch, 5 March 2031 (Jonas Weil) "
        "again: outlet not given, 6 March 2031 one origin",
        "first: Osk Post, 4 March 2031 (Olga Marn) again: Quay Watch, 5 March 2031 (Jonas Weil) this line "
        "again: outlet not given, 6 March 2031 one origin",
    )
    assert [meant(pile, link) for link in chain.xpath(".//a/@href")] == [SAID] * 3


def test_where_no_date_tells_which_was_first_it_is_said() -> None:
    pile = travelled(first=False)
    for form in ("html", "text"):
        shown = flat(
            html.fromstring(rendered("html", pile).page).text_content() if form == "html" else rendered(form, pile).page
        )
        assert "no date tells which was first:" in shown
        assert "again:" not in shown and " first: " not in shown.replace("was first: ", "")


@pytest.mark.parametrize(("origins", "told"), [(1, "one origin"), (2, "2 independent origins"), (3, None)])
def test_fewer_origins_than_pieces_are_told(origins: int, told: str | None) -> None:
    pile = travelled(origins=origins)
    found = html.fromstring(rendered("html", pile).page).xpath("//span[@class='origin']/text()")
    assert set(found) == ({told} if told else set())


def test_text_and_json_have_the_chain() -> None:
    pile = travelled()
    text = rendered("text", pile).page
    for one, order in zip(
        pile.articles[:3], ("first: Osk Post", "again: Quay Watch", "again: outlet not given"), strict=True
    ):
        assert order in text
        assert f"#{one.anchor(at(one, SAID).span)}" in text
    assert "one origin" in text
    body = json.loads(rendered("json", pile).page)
    chains = [line["chain"] for story in body["stories"] for line in story["lines"] if line["chain"]]
    assert chains
    for telling in chains[0]["told"]:
        assert telling["place"]["words"] == SAID == meant(pile, telling["place"]["anchor"])
    assert chains[0]["told"][1]["place"]["outlet"] == "Quay Watch"


def test_statements_that_are_left_out_are_no_links_of_a_chain() -> None:
    pile = travelled()
    less = replace(pile, articles=(replace(pile.articles[0], statements=()), *pile.articles[1:]))
    chain = said_line(less).chain
    assert chain is not None
    assert [telling.place.article for telling in chain.told] == [one.id for one in pile.articles[1:3]]
    assert (chain.first, chain.pieces) == (False, 2)
    alone = replace(less, articles=(less.articles[0], replace(less.articles[1], statements=()), *less.articles[2:]))
    assert all(line.chain is None for line in lines(compose(alone)))
