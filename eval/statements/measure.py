"""How well statements are found: the shared measure on polnear-dev, as it is and altered, CofeNet's, and our own gold.

The measures are the tools `score_statements.py` and `score_cofenet.py`, which lie beside the data and are loaded from
there. The gold calls a statement direct where at least half of its content's tokens stand inside double quotation
marks.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from eval.data import CHECKOUT, MissingDataError, data, rows, seeds, tool
from eval.documents import document_of, documents_in
from eval.figures import Figure, Skipped
from eval.statements.altered import small, straight_marks, teasers, without_marks
from eval.statements.texts import Text
from onrecord.model import Article, Span, Statement
from onrecord.split import split

PART = "statements"
CORPUS = "polnear-dev"
MEASURES = {
    "attribution": "attribution, all (F1)",
    "direct_attribution": "attribution, direct (F1)",
    "indirect_attribution": "attribution, indirect (F1)",
    "direct_content_j50": "content, direct (F1)",
    "content_j50": "content at Jaccard 0.5 (F1)",
    "content_j90": "content at Jaccard 0.9 (F1)",
    "content_exact": "content, exact (F1)",
    "tok_source": "tokens of source (F1)",
    "tok_cue": "tokens of cue (F1)",
    "tok_content": "tokens of content (F1)",
}
"""Measures of the tool that are reported, and what they are called here."""

FEWER = ("attribution", "direct_attribution", "indirect_attribution", "content_j50")
"""Those that are reported of altered texts and of our own gold."""

Tagger = Callable[[Article], Article]
Roles = dict[str, list[tuple[int, int]]]
Found = Iterator[Figure | Skipped]

READERS = ("A", "B")
GOLD = CHECKOUT / "eval" / "statements" / "gold"


class Gold(msgspec.Struct, frozen=True):
    """An article and its attributions, as the data set holds them."""

    id: str
    text: str
    statements: list[Roles]


class Marked(msgspec.Struct, frozen=True):
    """What a reader of ours marked in a text: ids and offsets, no words."""

    id: str
    statements: list[Roles]


class Row(msgspec.Struct, frozen=True):
    """An article of the coverage corpus."""

    id: str
    text: str


class Unit(msgspec.Struct, frozen=True):
    """A sentence of CofeNet's: the offsets of its tokens, and their labels."""

    tokens: list[tuple[int, int]]
    labels: list[str]


class Units(msgspec.Struct, frozen=True):
    """An article as CofeNet's sentences."""

    id: str
    units: list[Unit]


def figures(tag: Tagger) -> Found:
    """All figures on statements."""
    try:
        gold, articles = development(tag)
        scorer = loaded(tool("score_statements.py"))
    except MissingDataError as missing:
        yield Skipped(PART, CORPUS, str(missing))
        return
    given = [_found_in(article) for article in articles]
    yield from scored(scorer, CORPUS, gold, given, MEASURES)
    for name, alter in ALTERED.items():
        texts = [other for one in gold for other in alter(one)]
        yield from scored(scorer, f"{CORPUS}, {name}", texts, [predicted(tag, one) for one in texts], FEWER)
    yield from _cofenet({one.id: found for one, found in zip(gold, given, strict=True)})
    yield from _away(tag, scorer)


@cache
def development(tag: Tagger) -> tuple[tuple[Gold, ...], tuple[Article, ...]]:
    """The articles of polnear-dev with their attributions, and the same as a tagger reads them; read once a run.

    Raises:
        MissingDataError: they lie nowhere.
    """
    gold = tuple(rows(data(f"statements/{CORPUS}.jsonl.gz"), Gold))
    return gold, tuple(tag(article_of(one.text, one.id)) for one in gold)


def scored(
    scorer: Any,
    corpus: str,
    gold: Sequence[Gold],
    given: Sequence[list[Roles]],
    measures: Sequence[str] | dict[str, str],
) -> Iterator[Figure]:
    """F1 of some measures, with bootstrap intervals over texts."""
    each = [
        scorer.score_doc(scorer.Doc(one.text), one.statements, found) for one, found in zip(gold, given, strict=True)
    ]
    total: dict[str, list[float]] = {}
    for one in each:
        scorer.add(total, one)
    for measure in measures:
        precision, recall, f1 = scorer.prf(total[measure])
        n = f"{total[measure][3]:.0f} in {len(gold)} (P {100 * precision:.1f}, R {100 * recall:.1f})"
        yield Figure(PART, MEASURES[measure], corpus, n, f1, scorer.bootstrap(each, measure))


def right(scorer: Any, gold: Gold, given: Sequence[Roles]) -> list[bool]:
    """Whether each statement found in a text is right in content (Jaccard 0.5) and source, by the shared measure."""
    document = scorer.Doc(gold.text)
    wanted = [each for each in map(document.statement, gold.statements) if each["content"]]
    found = [document.statement(each) for each in given]
    hits = {
        at
        for of_gold, at, likeness in scorer.match(wanted, found)
        if likeness >= 0.5 and scorer.source_ok(wanted[of_gold], found[at])
    }
    return [at in hits for at in range(len(found))]


def text_of(gold: Gold) -> Text:
    """A text of the gold as alterations take it."""
    roles = ("source", "cue", "content")
    return Text(gold.text, [tuple(list(one[role]) for role in roles) for one in gold.statements])  # type: ignore[misc]


def _gold_of(text: Text, name: str) -> Gold:
    statements: list[Roles] = [
        {"source": source, "cue": cue, "content": content} for source, cue, content in text.statements or ()
    ]
    return Gold(name, text.text, statements)


def _one(alteration: Callable[[Text, object], Text]) -> Callable[[Gold], list[Gold]]:
    return lambda gold: [_gold_of(alteration(text_of(gold), None), gold.id)]


ALTERED: dict[str, Callable[[Gold], list[Gold]]] = {
    "no quotation marks": _one(without_marks),
    "straight marks": _one(straight_marks),
    "small letters": _one(small),
    "teasers of 60 words": lambda gold: [
        _gold_of(text, f"{gold.id} {number}") for number, text in enumerate(teasers(text_of(gold)))
    ],
}
"""The same articles as they might come."""


def article_of(text: str, name: str) -> Article:
    """A text as an English article of its own document."""
    document = document_of(text, f"{name}.txt")
    return Article(id=f"{document.ref.id}-0", document=document.ref, span=Span(0, len(text)), language="en", text=text)


def predicted(tag: Tagger, gold: Gold) -> list[Roles]:
    """The statements that the tagger finds in an article, in the shape that the tool reads."""
    return _found_in(tag(article_of(gold.text, gold.id)))


def _found_in(article: Article) -> list[Roles]:
    return [roles_of(statement) for statement in article.statements or ()]


def roles_of(statement: Statement, shift: int = 0) -> Roles:
    """The roles of a statement as the tools read them, moved by so many code points."""
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    return {role: [(span.start + shift, span.end + shift) for span in spans] for role, spans in roles.items()}


def _cofenet(given: dict[str, list[Roles]]) -> Found:
    """Exact F1 of each role on CofeNet's sentences."""
    corpus = "cofenet-dev"
    try:
        articles = list(rows(data(f"statements/{corpus}.jsonl.gz"), Units))
        scorer = loaded(tool("score_cofenet.py"))
    except MissingDataError as missing:
        yield Skipped(PART, corpus, str(missing))
        return
    counts: dict[str, list[int]] = {role: [0, 0, 0] for role in scorer.ROLES}
    for article in articles:
        for unit in article.units:
            low, high = unit.tokens[0][0], unit.tokens[-1][1]
            near = [
                one
                for one in given.get(article.id, [])
                if any(start < high and end > low for spans in one.values() for start, end in spans)
            ]
            ours, gold = scorer.spans(scorer.to_labels(unit.tokens, near)), scorer.spans(unit.labels)
            for role, count in counts.items():
                hits = len(set(ours[role]) & set(gold[role]))
                for at, more in enumerate((hits, len(ours[role]), len(gold[role]))):
                    count[at] += more
    for role, (hits, found, wanted) in counts.items():
        n = f"{wanted} (P {100 * hits / max(found, 1):.1f}, R {100 * hits / max(wanted, 1):.1f})"
        yield Figure(PART, f"{role}, exact (F1)", corpus, n, 2 * hits / max(found + wanted, 1))


def reader(name: str) -> dict[str, list[Roles]]:
    """What a reader of ours marked, by the id of the text."""
    lines = (GOLD / f"{name}.jsonl").read_bytes().splitlines()
    return {one.id: one.statements for one in (msgspec.json.decode(line, type=Marked) for line in lines)}


def _away(tag: Tagger, scorer: Any) -> Found:
    """Our own gold: newsletters, foreign and science pages; beside it, how far its two readers agree."""
    marked = {name: reader(name) for name in READERS}
    try:
        texts = away_texts(marked["A"])
    except MissingDataError as missing:
        yield Skipped(PART, "seeds and foreign pages", str(missing))
        return
    for corpus, ids in _corpora(list(texts)).items():
        given = [texts[one](tag) for one in ids]
        for name in READERS:
            gold = [Gold(one, found[0], marked[name][one]) for one, found in zip(ids, given, strict=True)]
            yield from scored(scorer, f"{corpus}, reader {name}", gold, [found for _, found in given], FEWER)
        both = [Gold(one, found[0], marked["A"][one]) for one, found in zip(ids, given, strict=True)]
        other = [marked["B"][one] for one in ids]
        for figure in scored(scorer, f"{corpus}, reader A", both, other, FEWER):
            yield Figure(PART, f"{figure.measure}, the other reader", corpus, figure.n, figure.value, figure.interval)


def _corpora(ids: Sequence[str]) -> dict[str, list[str]]:
    newsletters = [one for one in ids if "_" in one]
    return {"seeds": newsletters, "foreign and science pages": [one for one in ids if one not in newsletters]}


Reading = Callable[[Tagger], tuple[str, list[Roles]]]


def away_texts(marked: dict[str, list[Roles]]) -> dict[str, Reading]:
    """The texts of our own gold by id: each as a function that tags it and gives the text and what was found.

    Raises:
        MissingDataError: the texts lie nowhere.
    """
    found: dict[str, Reading] = {}
    for path in seeds():
        (document,) = documents_in([path])
        pieces = split(document)

        def seed(tag: Tagger, text: str = document.text, pieces: Sequence[Article] = pieces) -> tuple[str, list[Roles]]:
            return text, [
                roles_of(statement, piece.span.start) for piece in pieces for statement in tag(piece).statements or ()
            ]

        found[path.stem] = seed
    for row in rows(data("coverage/baly-third.jsonl.gz"), Row):
        if row.id in marked:

            def page(tag: Tagger, row: Row = row) -> tuple[str, list[Roles]]:
                return row.text, predicted(tag, Gold(row.id, row.text, []))

            found[row.id] = page
    return {one: found[one] for one in marked}


def loaded(path: Path) -> ModuleType:
    """A scoring tool as a module; it is known by its name then, since one of them asks for the other."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise MissingDataError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
