"""What an answer to "who speaks?" is worth, on made-up text."""

from __future__ import annotations

from eval.statements.measure import article_of
from eval.who.gold import Told
from eval.who.judge import Verdict, agree, rivals, verdict
from eval.who.nearest import simply_spoken
from eval.who.speakers import aligned, moved
from msgspec.structs import replace

from onrecord.model import Article, Name, NameType, Span, Statement

TEXT = "Hanna Orlo met Peter Vang. The Orlo campaign was glad, she said. Mrs. Orlo left; a clerk wept."


def _at(words: str, number: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(number + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def _name(words: str, who: str, number: int = 0, kind: NameType = "person") -> Name:
    span = Span(*_at(words, number))
    return Name(f"n{span.start}", span, kind, who)


HANNA, ERIK, CAMPAIGN = (_at(words) for words in ("Hanna Orlo", "Peter Vang", "Orlo campaign"))
NAMES = (
    _name("Hanna Orlo", "w1"),
    _name("Peter Vang", "w2"),
    _name("Orlo campaign", "w3", kind="organisation"),
    _name("Orlo", "w1", 2),
)
ARTICLE = replace(article_of(TEXT, "quay"), names=NAMES)


def _told(**said: object) -> Told:
    return Told(at=_at("said"), **said)  # type: ignore[arg-type]


def _answer(**said: object) -> Statement:
    return Statement(id="s1", content=(Span(*_at("The Orlo campaign was glad")),), **said)  # type: ignore[arg-type]


def _named(who: str) -> Statement:
    return _answer(speaker=who, speaker_kind="named")


def _verdicts(told: Told, article: Article = ARTICLE) -> list[Verdict]:
    return [verdict(told, _named(who), article) for who in ("w1", "w2", "w3")]


def test_a_chain_with_the_fullest_name_is_right() -> None:
    assert _verdicts(_told(named=(HANNA,))) == ["right", "wrong", "wrong"]


def test_a_name_inside_a_longer_one_is_somebody_else() -> None:
    assert _verdicts(_told(named=(CAMPAIGN,))) == ["wrong", "wrong", "right"]
    short = replace(ARTICLE, names=(*NAMES[:2], _name("Orlo", "w3", 1)))
    assert _verdicts(_told(named=(CAMPAIGN,)), short)[:2] == ["wrong", "wrong"]


def test_the_last_word_of_a_person_is_that_person() -> None:
    article = replace(ARTICLE, names=(_name("Orlo", "w1"),))
    assert verdict(_told(named=(HANNA,)), _named("w1"), article) == "right"


def test_words_decide_where_no_name_was_found_at_the_place() -> None:
    article = replace(ARTICLE, names=NAMES[1:])
    assert _verdicts(_told(named=(HANNA,)), article) == ["right", "wrong", "wrong"]


def test_a_chain_that_holds_two_speakers_is_wrong() -> None:
    article = replace(ARTICLE, names=(NAMES[0], replace(NAMES[1], who="w1")))
    told = _told(named=(HANNA,))
    others = rivals(told, [told, _told(named=(ERIK,))], TEXT)
    assert others == [(ERIK,)]
    assert verdict(told, _named("w1"), article) == "right"
    assert verdict(told, _named("w1"), article, others) == "wrong"


def test_another_form_of_the_same_name_is_no_rival() -> None:
    told = _told(named=(HANNA,))
    assert rivals(told, [told, _told(named=(_at("Orlo", 2),))], TEXT) == []


def test_open_is_not_wrong_where_a_name_is_wanted_and_wrong_elsewhere() -> None:
    candidates = _answer(candidates=("w1", "w2"), speaker_kind="named")
    assert verdict(_told(named=(HANNA,)), candidates, ARTICLE) == "open"
    assert verdict(_told(named=(HANNA,)), _answer(), ARTICLE) == "wrong"
    assert verdict(_told(unnamed="official"), candidates, ARTICLE) == "wrong"
    assert verdict(_told(open=((HANNA,), (ERIK,))), candidates, ARTICLE) == "right"


def test_of_several_one_is_enough_or_all_as_candidates() -> None:
    told = _told(several=((HANNA,), (ERIK,)))
    assert _verdicts(told) == ["right", "right", "wrong"]
    assert verdict(told, _answer(candidates=("w1", "w2"), speaker_kind="named"), ARTICLE) == "right"
    assert verdict(told, _answer(candidates=("w1", "w3"), speaker_kind="named"), ARTICLE) == "open"


def test_a_speaker_without_a_name_is_right_by_type() -> None:
    told = _told(unnamed="official")
    clerk = _answer(speaker="w9", speaker_type="official")
    assert verdict(told, clerk, ARTICLE) == "right"
    assert verdict(told, replace(clerk, speaker_type="witness"), ARTICLE) == "wrong"
    assert verdict(told, replace(clerk, speaker_kind="named"), ARTICLE) == "wrong"


def test_the_author_and_nobody_are_not_each_other() -> None:
    author, nobody = _answer(speaker_kind="author", speaker_type="author"), _answer()
    assert [verdict(_told(author=True), one, ARTICLE) for one in (author, nobody)] == ["right", "wrong"]
    assert [verdict(_told(nobody=True), one, ARTICLE) for one in (author, nobody)] == ["wrong", "right"]


def test_readers_agree_by_the_same_rule() -> None:
    hanna, short = _told(named=(HANNA,)), _told(named=(_at("Orlo", 2),))
    both = _told(several=((HANNA,), (ERIK,)))
    assert agree(hanna, hanna, TEXT)
    assert not agree(hanna, short, TEXT)
    assert agree(both, hanna, TEXT)
    assert not agree(hanna, both, TEXT)
    assert not agree(_told(unnamed="official"), _told(unnamed="witness"), TEXT)
    assert agree(_told(nobody=True), _told(nobody=True), TEXT)


def test_a_reading_moves_with_its_text() -> None:
    told = moved(_told(several=((HANNA,), (ERIK,))), 7)
    assert told.at == (_at("said")[0] + 7, _at("said")[1] + 7)
    assert told.several == (((7, 17),), ((ERIK[0] + 7, ERIK[1] + 7),))


def test_a_statement_is_laid_beside_the_likest_one() -> None:
    wanted = replace(ARTICLE, statements=(_answer(), replace(_answer(), content=(Span(*_at("a clerk wept")),))))
    near = replace(_answer(), id="near", content=(Span(*_at("campaign was glad")),))
    far = replace(_answer(), id="far", content=(Span(*_at("glad")),))
    answers = aligned(wanted, replace(ARTICLE, statements=(far, near)))
    assert [one and one.id for one in answers] == ["near", None]


def test_the_simple_rule_takes_names_and_the_nearest_person() -> None:
    sources = ("she", "Hanna Orlo", "a clerk")
    asked = tuple(replace(_answer(), id=words, source=(Span(*_at(words)),)) for words in sources)
    given = replace(ARTICLE, statements=(*asked, _answer()))
    answers = simply_spoken(given).statements or ()
    assert [(one.speaker, one.speaker_kind, one.speaker_type) for one in answers] == [
        ("w1", "named", None),
        ("w1", "named", None),
        (None, "unnamed", "unknown"),
        (None, "unnamed", None),
    ]
