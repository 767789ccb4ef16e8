"""Pairs that readers judge: sentences of which one may deny the other, dates that may be of one event.

    python -m eval.accounts.told_pool denials > denials.txt                  the pairs as readers see them
    python -m eval.accounts.told_pool denials --places > gold/denials.jsonl  the same as ids and offsets
    python -m eval.accounts.told_pool dates …

Some are what the program reports, the others come from a matcher that over-generates and shares nothing
with the program. Both kinds look alike to a reader and stand in an order drawn by chance. Since the program changes, a
pool that is drawn anew is another one: what was judged stands in `gold`.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from eval.accounts.gold import Half, Stretch, events, half
from eval.accounts.sentences import Sentence, alike, sentences, shown
from eval.accounts.told_gold import BALY, POLNEAR, Origin, Subject, ToldPair
from eval.data import data, rows
from eval.stories.measure import Row, article_of
from onrecord.link import accounts, link
from onrecord.link.happenings import calendar_day
from onrecord.model import Article, Span
from onrecord.resolve import resolve
from onrecord.tag import tag

SEED = 66
HALVES: tuple[Half, ...] = ("choosing", "held out")
OF_MATCHER, OF_PROGRAM = 65, 40
"""Pairs of each origin at most, of either half."""
BALY_EVENTS = 40
"""Events of either half among which the matcher looks."""
EACH_EVENT = 4
"""Pairs of one event at most, of each origin."""
PARTNERS = 2
"""Sentences that are paired with one that denies, the likest first."""
NEAR_DENIAL, NEAR_NEGATION, NEAR_DATE = 0.15, 0.45, 0.2
"""Cosines of telling words from which two sentences make a pair."""
COPY = 0.9
"""Cosine from which one sentence is a copy of the other and denies nothing of it."""


_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|rejected|rejects|disput\w*|refut\w*|rebut\w*|dismiss(?:es|ed)|contradict\w*|debunk\w*|"
    r"repudiat\w*|disavow\w*|disprov\w*|false|falsely|untrue|lied|lying|liar|baseless|myth|hoax|incorrect)\b",
    re.I,
)
_NEGATED = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|cannot)\b|n[’']t\b", re.I)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_DATE = re.compile(
    rf"\b{_MONTH}(?: \d{{1,2}}(?:,? (?:19|20)\d\d)?| (?:19|20)\d\d)\b|\b\d{{1,2}} {_MONTH}(?: (?:19|20)\d\d)?"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:yesterday|today|last (?:week|month|year|night))\b"
    r"|\b(?:in|since|of) (?P<year>(?:19|20)\d\d)\b",
    re.I,
)


class Drawn(NamedTuple):
    """A pair before it has its number."""

    event: str
    origin: Origin
    a: Stretch
    b: Stretch


def pieces() -> tuple[dict[str, list[Row]], dict[str, Row]]:
    """The pieces of each event of Baly, and of polnear-dev as events of their own; and all by id."""
    campaign = {row.id: row for row in rows(data("statements/polnear-dev.jsonl.gz"), Row)}
    coverage = {row.id: row for row in rows(data("coverage/baly-third.jsonl.gz"), Row)}
    told = {f"{POLNEAR}: {row.id}": [row] for row in campaign.values()}
    for event, articles in events():
        if event.startswith(BALY):
            told[event] = [coverage[article] for article in articles]
    return told, campaign | {row.id: row for members in told.values() for row in members}


def reported(subject: Subject, told: dict[str, list[Row]]) -> Iterator[Drawn]:
    """The pairs that the program reports among the pieces, polnear-dev and Baly read as a pile each."""
    event_of = {row.id: event for event, members in told.items() for row in members}
    for corpus in (POLNEAR, BALY):
        articles = [article_of(row) for event, members in told.items() if event.startswith(corpus) for row in members]
        yield from of_articles(subject, [tag(article) for article in articles], event_of)


def of_articles(subject: Subject, articles: Sequence[Article], event_of: dict[str, str]) -> Iterator[Drawn]:
    """The pairs that the program reports among tagged articles."""
    links = link(articles)
    found = accounts(articles, links, resolve(articles).identities)
    by_id = {article.id: article for article in articles}
    places: list[tuple[Stretch | None, Stretch | None]] = []
    if subject == "dates":
        for event in found.events:
            days = [
                _date(by_id[side.article], side.span, day) for side, day in zip(event.sides, event.dates, strict=True)
            ]
            places += combinations(days, 2)
    else:
        for conflict in found.conflicts:
            if conflict.kind == "denial":
                denier, *denied = (_sentence(by_id[side.article], side.span.start) for side in conflict.sides)
                places += [(denier, one) for one in denied]
    for a, b in places:
        if a is not None and b is not None and a != b:
            yield Drawn(event_of[a[0]], "program", a, b)


def _date(article: Article, event: Span, day: str) -> Stretch | None:
    """The expression by which an article dates what it tells in a span."""
    for timex in article.dates:
        if timex.event == event and calendar_day(timex) == day:
            return (article.external_id or "", timex.span.start, timex.span.end)
    return None


def _sentence(article: Article, place: int) -> Stretch | None:
    """The sentence of an article that holds a place."""
    found = sentences(article.external_id or "", article.text)
    return next((one.stretch for one in found if one.start <= place < one.end), None)


def matched(subject: Subject, told: dict[str, list[Row]]) -> Iterator[Drawn]:
    """The pairs that look like some, whatever the program reports."""
    for event, members in told.items():
        found = [sentence for row in members for sentence in sentences(row.id, row.text)]
        pairs = _dates(found) if subject == "dates" else _denials(found)
        yield from (Drawn(event, "matcher", a, b) for a, b in pairs)


def _dates(told: Sequence[Sentence]) -> Iterator[tuple[Stretch, Stretch]]:
    """Dates in sentences of different pieces that are alike."""
    dated = [one for one in told if _DATE.search(one.text)]
    for one, other, likeness in alike(dated):
        if one.article != other.article and likeness >= NEAR_DATE:
            a, b = (list(_DATE.finditer(side.text)) for side in (one, other))
            both = ((x, y) for x in a for y in b)
            x, y = max(both, key=lambda pair: pair[0][0].lower() == pair[1][0].lower())
            yield _within(one, x), _within(other, y)


def _within(sentence: Sentence, found: re.Match[str]) -> Stretch:
    start = found.start("year") if found["year"] else found.start()
    return (sentence.article, sentence.start + start, sentence.start + found.end())


def _denials(told: Sequence[Sentence]) -> Iterator[tuple[Stretch, Stretch]]:
    """Sentences with a word of denying and those likest to each; and pairs of which one alone has a negation."""
    partners: dict[Sentence, list[tuple[float, Sentence]]] = defaultdict(list)
    for one, other, likeness in alike(told):
        if likeness >= COPY:
            continue
        denying = [side for side in (one, other) if _DENYING.search(side.text)]
        for side in denying if likeness >= NEAR_DENIAL else ():
            partners[side].append((likeness, other if side is one else one))
        negated = [bool(_NEGATED.search(side.text)) for side in (one, other)]
        if not denying and negated[0] != negated[1] and likeness >= NEAR_NEGATION:
            yield (one.stretch, other.stretch) if negated[0] else (other.stretch, one.stretch)
    for side, others in partners.items():
        likest = sorted(others, key=lambda entry: (-entry[0], entry[1].stretch))[:PARTNERS]
        yield from ((side.stretch, other.stretch) for _, other in likest)


def pool(subject: Subject, told: dict[str, list[Row]], program: Iterable[Drawn]) -> list[ToldPair]:
    """The pairs that are judged, as many of either half, in an order drawn by chance."""
    chance = random.Random(SEED)
    reports = list(program)
    drawn: list[Drawn] = []
    for which in HALVES:
        names = [name for name in sorted(told) if half(name) == which]
        baly = chance.sample([name for name in names if name.startswith(BALY)], BALY_EVENTS)
        chosen = {*baly, *(name for name in names if name.startswith(POLNEAR))}
        drawn += _drawn(matched(subject, {name: told[name] for name in names if name in chosen}), OF_MATCHER, chance)
        for pair in _drawn((pair for pair in reports if half(pair.event) == which), OF_PROGRAM, chance):
            same = next((number for number, one in enumerate(drawn) if _same_places(one, pair)), None)
            if same is None:
                drawn.append(pair)
            else:
                drawn[same] = drawn[same]._replace(origin="both")
    chance.shuffle(drawn)
    return [ToldPair(number, *pair) for number, pair in enumerate(drawn, 1)]


def _same_places(one: Drawn, other: Drawn) -> bool:
    """Whether two pairs stand at the same places, in one order or the other."""

    def meet(a: Stretch, b: Stretch) -> bool:
        return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]

    straight = meet(one.a, other.a) and meet(one.b, other.b)
    return straight or (meet(one.a, other.b) and meet(one.b, other.a))


def _drawn(pairs: Iterable[Drawn], most: int, chance: random.Random) -> list[Drawn]:
    """As many of the pairs by chance, each once and not too many of one event."""
    mixed = sorted({frozenset((pair.a, pair.b)): pair for pair in pairs}.values())
    chance.shuffle(mixed)
    counts: Counter[str] = Counter()
    kept: list[Drawn] = []
    for pair in mixed:
        counts[pair.event] += 1
        if counts[pair.event] <= EACH_EVENT and len(kept) < most:
            kept.append(pair)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m eval.accounts.told_pool", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("subject", choices=("denials", "dates"))
    parser.add_argument("--places", action="store_true", help="ids and offsets instead of text")
    asked = parser.parse_args()
    told, by_id = pieces()
    for pair in pool(asked.subject, told, reported(asked.subject, told)):
        if asked.places:
            print(msgspec.json.encode(pair).decode())
        else:
            print(f"--- {pair.pair}\n  a {shown(pair.a, by_id[pair.a[0]])}\n  b {shown(pair.b, by_id[pair.b[0]])}")


if __name__ == "__main__":
    main()
