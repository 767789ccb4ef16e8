"""What two pieces have in common, with the left one always `a`, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from onrecord.brief import words
from onrecord.brief.spread import KINDS
from onrecord.brief.views import plural
from onrecord.model import Article, Comparison, Direction, Reuse, Span

_TURNED: dict[Direction, Direction] = {"a>b": "b>a", "b>a": "a>b"}

_ORDER = {
    "a>b": "the left piece was first",
    "b>a": "the right piece was first",
    "outside": "both have it from elsewhere",
    "unknown": "which was first is not known",
}

_REASONS = {
    "dates": "by their dates",
    "credit": "by whom they credit",
    "excerpt of the other": "since the other is a part of it",
    "marked on one side": "since the other sets it in quotation marks",
}
"""How a reason for the direction is said; the other reasons are those of the kind, which says as much."""


def compared(left: Article, right: Article, reuse: Iterable[Reuse]) -> Comparison:
    """What two pieces share, turned so that `a` is in the left one, in the order of the left one.

    Args:
        left: one piece.
        right: another.
        reuse: passages that stand in both, in any order and either way round.
    """
    turned = (one if one.a.article == left.id else _turned(one) for one in reuse)
    return Comparison(left=left, right=right, passages=tuple(sorted(turned, key=lambda one: (one.a.span, one.b.span))))


def _turned(one: Reuse) -> Reuse:
    return replace(one, a=one.b, b=one.a, direction=_TURNED.get(one.direction, one.direction))


def summary(comparison: Comparison) -> str:
    """How much two pieces have in common, in a sentence."""
    found = comparison.passages
    if not found:
        return "No passage stands in both pieces."
    covered = sum(_words(comparison.left, span) for span in _joined([one.a.span for one in found]))
    share = f"{100 * max(one.score for one in found):.0f} % of the shorter piece"
    return f"{plural(len(found), 'passage')} in common, {plural(covered, 'word')} of the left piece; {share}."


def told(comparison: Comparison, number: int) -> str:
    """The kind of a passage (by its number, from 0), its length, and which piece was first, as far as that is known."""
    one = comparison.passages[number]
    reasons = [_REASONS[reason] for reason in one.reasons if reason in _REASONS]
    order = ", ".join([_ORDER[one.direction], *(reasons if one.direction in _TURNED else [])])
    return f"{KINDS[one.kind]}, {plural(_words(comparison.left, one.a.span), 'word')}; {order}"


def _words(article: Article, span: Span) -> int:
    return words.count(span.of(article.text))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """The stretches that at least one of the spans covers."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def paragraphs(text: str) -> list[Span]:
    """The lines of a text that are not blank."""
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found


def stretches(span: Span, passages: Sequence[Span]) -> list[tuple[Span, tuple[int, ...]]]:
    """A paragraph cut where passages begin and end: each stretch with the numbers (from 0) of those that cover it."""
    edges = {span.start, span.end}
    edges |= {at for one in passages for at in (one.start, one.end) if span.start < at < span.end}
    cuts = sorted(edges)
    found = []
    for start, end in pairwise(cuts):
        over = tuple(number for number, one in enumerate(passages) if one.start <= start and end <= one.end)
        found.append((Span(start, end), over))
    return found


def rows(left: Sequence[Span], right: Sequence[Span], comparison: Comparison) -> list[tuple[list[Span], list[Span]]]:
    """The paragraphs of both pieces in rows, so that as many as possible that share a passage begin on one height.

    Args:
        left: the paragraphs of the left piece.
        right: those of the right one.
        comparison: what they share.
    """
    held = ((_over(left, one.a.span), _over(right, one.b.span)) for one in comparison.passages)
    steps = _chain([step for one, other in held for step in zip(one, other, strict=False)])
    ends = [*steps, (len(left), len(right))]
    begins = [(0, 0), *steps]
    made = [(list(left[a:c]), list(right[b:d])) for (a, b), (c, d) in zip(begins, ends, strict=True)]
    return [row for row in made if row[0] or row[1]]


def _over(spans: Sequence[Span], passage: Span) -> list[int]:
    """The numbers of the paragraphs that a passage runs over."""
    return [at for at, span in enumerate(spans) if span.meets(passage)]


def _chain(steps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of steps that rise on both sides."""
    ordered = sorted(set(steps))
    best: list[list[tuple[int, int]]] = []
    for step in ordered:
        before = [chain for chain in best if chain[-1][0] < step[0] and chain[-1][1] < step[1]]
        best.append([*max(before, key=len, default=[]), step])
    return max(best, key=len, default=[])
