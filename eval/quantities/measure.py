"""Measures the figures and dates of sixty articles against what two readers marked (GUIDELINE.md).

Every second article served for choosing; the others were held out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from eval.data import MissingDataError
from eval.figures import Figure, Skipped
from eval.measures import Counts, bootstrap
from eval.quantities.mark import Placed
from eval.quantities.sample import drawn
from eval.stories.measure import Row, article_of
from onrecord.model import Article, Span

GOLD = Path(__file__).parent / "gold"
HALVES = {"30 articles, for choosing, reader {}": 0, "30 articles, held out, reader {}": 1}

ByArticle = dict[str, list[Placed]]


def gold(reader: str) -> ByArticle:
    """What a reader marked, by article."""
    found: ByArticle = defaultdict(list)
    for line in GOLD.joinpath(f"{reader}.jsonl").read_bytes().splitlines():
        one = msgspec.json.decode(line, type=Placed)
        found[one.article].append(one)
    return found


def of_article(article: Article) -> list[Placed]:
    """What the program found in an article, in the form of the gold: figures without ordinals, dates."""
    name = article.external_id or ""
    figures = [
        Placed(name, "figure", one.span, one.value, one.upper, one.unit, one.comparator, one.counted)
        for one in article.figures
        if one.kind != "ordinal"
    ]
    dates = [
        Placed(name, "date", one.span, f"{one.begin}/{one.end}" if one.begin and one.end else one.value, type=one.type)
        for one in article.dates
    ]
    return figures + dates


def same_thing(one: Span | None, other: Span | None) -> bool:
    """Whether two stretches for what is counted are one: both none, the same end, or half of the longer in common."""
    if one is None or other is None:
        return one is other
    common = min(one.end, other.end) - max(one.start, other.start)
    return common > 0 and (one.end == other.end or 2 * common >= max(one.end - one.start, other.end - other.start))


def _matched(given: Sequence[Placed], wanted: Sequence[Placed]) -> list[tuple[Placed, Placed]]:
    by_span = {one.span: one for one in wanted}
    return [(one, by_span[one.span]) for one in given if one.span in by_span]


def spans(what: str, given: ByArticle, wanted: ByArticle, half: Sequence[str]) -> list[Counts]:
    """For each article how many stretches of a kind are exactly those of the gold."""
    counts = []
    for name in half:
        mine = [one for one in given.get(name, []) if one.what == what]
        theirs = [one for one in wanted.get(name, []) if one.what == what]
        counts.append(Counts(len(_matched(mine, theirs)), len(mine), len(theirs)))
    return counts


def agreed(
    what: str,
    given: ByArticle,
    wanted: ByArticle,
    half: Sequence[str],
    same: Callable[[Placed, Placed], bool | None],
) -> list[Counts]:
    """For each article how many of the stretches that both have agree in something (None: not to be counted)."""
    counts = []
    for name in half:
        mine = [one for one in given.get(name, []) if one.what == what]
        theirs = [one for one in wanted.get(name, []) if one.what == what]
        verdicts = [same(one, other) for one, other in _matched(mine, theirs)]
        judged = [verdict for verdict in verdicts if verdict is not None]
        counts.append(Counts(sum(judged), len(judged), len(judged)))
    return counts


def _value(one: Placed, other: Placed) -> bool:
    try:
        numbers = [float(one.value or "nan"), float(other.value or "nan")]
        return numbers[0] == numbers[1] or (one.value is None and other.value is None)
    except ValueError:
        return one.value == other.value


def _counted(one: Placed, other: Placed) -> bool | None:
    return same_thing(one.counted, other.counted) if other.counted is not None else None


def compared(given: ByArticle, reader: str, label: str = "") -> Iterator[Figure]:
    """The figures and dates of one side against a reader's, each half of the articles for itself."""
    wanted, names = gold(reader), [row.id for row in drawn()]
    for corpus, at in HALVES.items():
        half = names[at::2]
        parts = [
            ("figures, exact span, F1", spans("figure", given, wanted, half)),
            ("figures, value where the span is right", agreed("figure", given, wanted, half, _value)),
            ("figures, thing counted where the span is right", agreed("figure", given, wanted, half, _counted)),
            ("dates, exact span, F1", spans("date", given, wanted, half)),
            ("dates, value where the span is right", agreed("date", given, wanted, half, _same_value)),
            ("dates, type where the span is right", agreed("date", given, wanted, half, _same_type)),
        ]
        for measure, counts in parts:
            total = sum(counts, Counts())
            interval = bootstrap(counts, lambda one: one.f1)
            yield Figure("quantities", measure + label, corpus.format(reader), f"{total.gold}", total.f1, interval)


def _same_value(one: Placed, other: Placed) -> bool:
    return one.value == other.value


def _same_type(one: Placed, other: Placed) -> bool:
    return one.type == other.type


def figures(tag: Callable[[Article], Article]) -> Iterator[Figure | Skipped]:
    """What `tag` finds in the sixty articles against each reader, and the readers against each other."""
    try:
        articles = [tag(article_of(Row(id=row.id, text=row.text, published=row.published))) for row in drawn()]
    except MissingDataError as missing:
        yield Skipped("quantities", "60 articles", str(missing))
        return
    given = {article.external_id or "": of_article(article) for article in articles}
    for reader in ("A", "B"):
        yield from compared(given, reader)
    yield from compared(gold("B"), "A", ", the other reader")
