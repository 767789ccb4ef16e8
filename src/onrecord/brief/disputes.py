"""What the accounts disagree on: which conflicts a briefing shows, in what order, and in whose words.

Differences and denials come first, then what a later account overtook; what agrees or may both be right is folded under
them. Within each the weightiest come first, by who tells it and how weighty the story is; a further one of the same
story counts less. Accounts that give the same are one line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log2

from msgspec.structs import replace

from onrecord.brief import words
from onrecord.brief.excerpts import Excerpts
from onrecord.brief.people import hull
from onrecord.model import Account, Conflict, ConflictKind, Dispute, Line, Place, Side, Span, Verdict

SHOWN = 6
"""Conflicts on the first screen's level."""
FOLDED = 60
"""Conflicts folded under them; further ones are counted."""
ACCOUNTS = 5
"""Different accounts of one thing that are listed."""
FADE = 0.7
"""What a further conflict of a story weighs, against the one before: a day's running count is not the whole section."""
BY_WORDS = 0.8
"""What a denial weighs that no cue names one, but two contents in opposite words."""

ORDER = {"differ": 0, "denied": 0, "changed": 1, "compatible": 2, "agree": 3}
"""The verdicts that are shown, by rank; what is not comparable is none."""

VERDICTS: dict[Verdict, tuple[str, str]] = {
    "differ": ("≠", "differ"),
    "denied": ("✕", "denied"),
    "changed": ("→", "changed later"),
    "compatible": ("≈", "both can be right"),
    "agree": ("=", "they agree"),
}
"""The sign and the words for each verdict."""
KINDS: dict[ConflictKind, str] = {"figure": "a figure", "date": "a date", "denial": "a statement"}


def role(dispute: Dispute, at: int) -> str | None:
    """What the account of that number is in a denial; None elsewhere."""
    if dispute.kind != "denial":
        return None
    return "what is denied" if at else "who denies it"


def disputes(
    conflicts: Iterable[Conflict],
    excerpts: Excerpts,
    weights: Mapping[str, tuple[str, float]],
    wanted: Callable[[Line], bool] | None,
) -> tuple[tuple[Dispute, ...], dict[str, int]]:
    """The conflicts of a briefing, the shown ones first, and how many further ones are counted, by verdict.

    Args:
        conflicts: those of an analysis.
        excerpts: cuts lines from its pieces.
        weights: story and its weight, by the pieces that the briefing is about; a conflict needs a side in one of them.
        wanted: whether a line speaks of what was asked for, as one of a conflict must; None where all do.
    """
    found: list[tuple[tuple[int, float, str], str, Dispute]] = []
    for conflict in conflicts:
        told = [weights[side.article] for side in conflict.sides if side.article in weights]
        story, weight = max(told, key=lambda one: one[1], default=("", 0.0))
        if conflict.verdict not in ORDER or not story:
            continue
        made = _dispute(conflict, excerpts)
        if wanted is None or any(wanted(account.line) for account in made.accounts):
            rank = ORDER[conflict.verdict], -weight * _worth(made), conflict.id
            found.append((rank, story, made))
    ordered = _faded(found)
    shown = [one for one in ordered if ORDER[one.verdict] <= ORDER["changed"]][:SHOWN]
    others = [one for one in ordered if one not in shown]
    listed = [replace(one, shown=False) for one in others[:FOLDED]]
    return (*shown, *listed), dict(Counter(one.verdict for one in others[FOLDED:]))


def _faded(found: list[tuple[tuple[int, float, str], str, Dispute]]) -> list[Dispute]:
    """In order of rank and weight, each further one of a story with less weight."""
    met: Counter[tuple[str, int]] = Counter()
    ranked = []
    for (rank, weight, name), story, made in sorted(found, key=lambda item: item[0]):
        ranked.append(((rank, weight * FADE ** met[story, rank], name), made))
        met[story, rank] += 1
    return [made for _, made in sorted(ranked, key=lambda item: item[0])]


def _worth(made: Dispute) -> float:
    """How many pieces and outlets tell it, and how sure the sign is."""
    sure = BY_WORDS if made.kind == "denial" and made.reason != "a cue that denies" else 1.0
    return sure * (1 + 0.5 * log2(max(1, len(made.outlets))) + 0.3 * log2(made.pieces))


def _dispute(conflict: Conflict, excerpts: Excerpts) -> Dispute:
    articles = [excerpts.articles[side.article] for side in conflict.sides]
    grouped = _grouped(conflict, excerpts)
    return Dispute(
        conflict=conflict.id,
        kind=conflict.kind,
        verdict=conflict.verdict,
        reason=conflict.reason,
        about=conflict.shown[0] if conflict.shown and conflict.kind != "denial" else None,
        accounts=tuple(_account(conflict, sides, excerpts) for sides in grouped[:ACCOUNTS]),
        further=max(0, len(grouped) - ACCOUNTS),
        pieces=len({article.id for article in articles}),
        outlets=tuple(sorted({article.outlet.value for article in articles if article.outlet})),
    )


def _grouped(conflict: Conflict, excerpts: Excerpts) -> list[list[Side]]:
    """The sides that give the same together, in the order of the conflict; who denies stands alone and first."""
    groups: dict[tuple[bool, str], list[Side]] = defaultdict(list)
    for at, side in enumerate(conflict.sides):
        said = words.key(side.span.of(excerpts.articles[side.article].text))
        groups[conflict.kind == "denial" and at == 0, side.value or said].append(side)
    return list(groups.values())


def _account(conflict: Conflict, sides: Sequence[Side], excerpts: Excerpts) -> Account:
    """One line: the first side that has a speaker, or the first; and where the others stand."""
    lines = [_line(conflict, side, excerpts) for side in sides]
    at = next((at for at, (line, _) in enumerate(lines) if line.speaker is not None), 0)
    line, marked = lines[at]
    shown = line.spans[0]
    differs = tuple(Span(max(one.start, shown.start), min(one.end, shown.end)) for one in marked if one.meets(shown))
    also = tuple(Place(side.article, side.span) for number, side in enumerate(sides) if number != at)
    return Account(line=line, differs=differs, value=sides[at].value, also=also)


def _line(conflict: Conflict, side: Side, excerpts: Excerpts) -> tuple[Line, tuple[Span, ...]]:
    """The line of a side, and what is marked in it: of who denies the word that does so, else what is said."""
    cues = tuple(place.span for place in conflict.shown if place.article == side.article)
    denies = conflict.kind == "denial" and side is conflict.sides[0] and bool(cues)
    marked = cues if denies else (side.span,)
    whole = hull([side.sentence, side.span, *(cues if denies else ())])
    return excerpts.line(Place(side.article, whole), hull([*marked, side.span]), side.statement), marked
