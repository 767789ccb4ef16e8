"""Expressions of several parts put together: a day and its year, a time and its day, two ends of a stretch.

`expressions` takes what the rules of the grammar found one by one and joins neighbours as long as anything joins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from onrecord.tag.dates import clocks, lengths, points, relative, years
from onrecord.tag.dates.clauses import is_noun
from onrecord.tag.dates.meaning import Length, Meaning, Opening, Point, Repeat, Stretch, Unread, within
from onrecord.tag.dates.places import shown_open
from onrecord.tag.dates.rules import Atom, atoms
from onrecord.tag.dates.words import Tokens

GRAMMAR = (points, years, relative, clocks, lengths)
"""The modules that hold rules; each adds its own when it is imported."""


class Pair(NamedTuple):
    """Two neighbours and the words between them, in small letters, parted by spaces."""

    tokens: Tokens
    left: Atom
    right: Atom
    gap: str


def expressions(tokens: Tokens) -> list[Atom]:
    """All expressions of time in the tokens of a text, in order, none meeting another."""
    found = list(atoms(tokens))
    for join in (_nested, _ranged, _timed):
        found = _joined(tokens, found, join)
    kept = (atom for atom in found if atom.alone and not isinstance(atom.meaning, Opening))
    return [_without_article(tokens, _with_between(tokens, atom)) for atom in kept]


def _with_between(tokens: Tokens, atom: Atom) -> Atom:
    """ "Between 1997 and 2011" is one expression."""
    inside = isinstance(atom.meaning, Stretch) and tokens.low(atom.begin - 1) == "between"
    return atom._replace(begin=atom.begin - 1) if inside else atom


def _without_article(tokens: Tokens, atom: Atom) -> Atom:
    """ "The summer festival" has the date "summer", as "the 2016 election" has "2016"."""
    point = atom.meaning
    if not isinstance(point, Point) or tokens.low(atom.begin) != "the" or atom.end - atom.begin != 2:
        return atom
    named = point.season is not None or point.decade is not None or (point.clock is not None and point.open)
    return atom._replace(begin=atom.begin + 1) if named and is_noun(tokens, atom.end) else atom


def _joined(tokens: Tokens, found: list[Atom], join: Callable[[Pair], Atom | None]) -> list[Atom]:
    """The same atoms with neighbours joined, the shorter distance first."""
    at = 0
    while at + 1 < len(found):
        pair = _pair(tokens, found[at], found[at + 1])
        made = join(pair) if pair is not None else None
        if made is None:
            at += 1
        else:
            found[at : at + 2] = [made]
            at = max(0, at - 1)
    return found


WIDEST = 3
"""Tokens at most between two parts of one expression."""


def _pair(tokens: Tokens, left: Atom, right: Atom) -> Pair | None:
    if not 0 <= right.begin - left.end <= WIDEST:
        return None
    between = [tokens.low(at) for at in range(left.end, right.begin)]
    return None if "" in between else Pair(tokens, left, right, " ".join(between))


def _made(pair: Pair, meaning: Meaning | None, alone: bool = True) -> Atom | None:
    return None if meaning is None else Atom(pair.left.begin, pair.right.end, meaning, alone)


# -- a part of a longer one -----------------------------------------------------------------------------------------

_INSIDE = frozenset(("", "of", "in", "of the", "in the", "'s", "’s", "'", "’", "on", "-", "at", "on the", "in that"))
_TO_A_TIME = frozenset(
    (
        "",
        ",",
        "at",
        "on",
        "of",
        "in the",
        ", in the",
        ", in",
        "in",
        "around",
        "about",
        "for",
        "at about",
        "at around",
        "-",
        ", at",
        "on the",
        "shortly before",
        "shortly after",
    )
)


def _nested(pair: Pair) -> Atom | None:
    left, right = pair.left.meaning, pair.right.meaning
    if isinstance(left, Opening):
        return _opened(pair, left)
    if isinstance(left, Unread) and isinstance(right, Point) and pair.gap in ("", ",") and right.grain == "year":
        return _made(pair, left)
    if isinstance(left, Length) and left.first and isinstance(right, Point) and pair.gap == "of":
        return _made(pair, left) if right.grain in ("year", "month", "season") else None
    if isinstance(left, Length) and isinstance(right, Point):
        return _counted_from(pair, left, right)
    if isinstance(left, Repeat) or isinstance(right, Repeat):
        return _repeated(pair)
    if isinstance(left, Stretch) and isinstance(right, Point):
        return _made(pair, _both_within(left, right)) if pair.gap in ("", ",", "of", "in", "of the") else None
    if not isinstance(left, Point) or not isinstance(right, Point):
        return None
    return _made(pair, _one_in_the_other(pair, left, right))


def _one_in_the_other(pair: Pair, left: Point, right: Point) -> Point | None:
    gap = pair.gap
    if left.clock is not None or right.clock is not None:
        if left.clock is not None and right.clock is not None:
            return _sharpened(left, right) if gap in ("at", "", "around", ",", "in", "in the", "on") else None
        return (within(left, right) or within(right, left)) if gap in _TO_A_TIME else None
    if gap in (",", "."):
        return within(left, right) if right.base is None and _comma_parts(left, right) else None
    if gap not in _INSIDE:
        return None
    return within(left, right) or (within(right, left) if _backwards(gap, left, right) else None)


def _comma_parts(left: Point, right: Point) -> bool:
    """Whether a comma may stand between: "March 3, 2019", "Monday, March 3", "March, 2019"."""
    if right.grain == "year":
        return left.month is not None or left.feast is not None
    return left.weekday is not None and left.nth is None and right.grain == "day"


def _backwards(gap: str, left: Point, right: Point) -> bool:
    """Whether the longer part may come first: "next year's third quarter", "next week on Friday", "2016 Q3"."""
    if gap in ("'s", "’s", "'", "’"):
        return True
    if right.weekday is not None:
        return gap in ("", "on", "-") and left.grain == "week"
    return gap in ("", "-") and (left.grain == "year" and right.grain in ("quarter", "half", "month"))


def _sharpened(left: Point, right: Point) -> Point | None:
    """A part of the day and the hour in it: "this morning at 7:30"."""
    for part, hour in ((left, right), (right, left)):
        if part.clock is None or hour.clock is None or not part.clock[1:].isalpha() or hour.clock[1:].isalpha():
            continue
        if hour.base is not None or hour.weekday is not None or hour.month is not None:
            continue
        if hour.clock > "T12":
            return msgspec.structs.replace(part, clock=hour.clock)
        late = (
            part.clock[1:] != "MO"
            and int(hour.clock[1:3]) < 12
            and not (part.clock == "TNI" and int(hour.clock[1:3]) < 5)
        )
        number = int(hour.clock[1:3]) + 12 * late
        return msgspec.structs.replace(part, clock=f"T{number:02d}{hour.clock[3:]}")
    return None


def _opened(pair: Pair, opening: Opening) -> Atom | None:
    if pair.gap not in ("", "in", "in the", "the", "of", "of the", "on", "-", "from", "that", "in that"):
        return None
    inner = pair.right.meaning
    if opening.every:
        return _made(pair, _every(inner)) if pair.gap == "" else None
    if not isinstance(inner, Point) or inner.apart:
        return None
    if opening.week_of:
        return _made(pair, msgspec.structs.replace(inner, week_of=True)) if inner.grain == "day" else None
    if inner.mod is not None and inner.mod != opening.mod:
        return None
    whole = inner.grain not in ("day", "clock") or inner.clock is not None or inner.base is not None or pair.gap != "in"
    return _made(pair, msgspec.structs.replace(inner, mod=opening.mod)) if whole else None


def _every(inner: Meaning) -> Meaning | None:
    if isinstance(inner, Repeat):
        return inner
    if not isinstance(inner, Point) or not inner.open:
        return None
    return Repeat(value=shown_open(inner))


def _repeated(pair: Pair) -> Atom | None:
    """ "Every day at 9 a.m.", "9 a.m. every Sunday"."""
    left, right = pair.left.meaning, pair.right.meaning
    again, time = (left, right) if isinstance(left, Repeat) else (right, left)
    if not isinstance(again, Repeat) or not isinstance(time, Point) or time.clock is None or not time.open:
        return None
    if pair.gap not in ("", "at", "on", ",") or time.grain != "clock" or time.weekday is not None:
        return None
    day = again.value.partition("T")[0]
    if again.value == "P1D":
        return _made(pair, Repeat(value=time.clock))
    late = (
        again.value.endswith(("TAF", "TEV", "TNI")) and int(time.clock[1:3]) < 12
        if time.clock[1:3].isdigit()
        else False
    )
    shown = f"T{int(time.clock[1:3]) + 12:02d}{time.clock[3:]}" if late else time.clock
    return _made(pair, Repeat(value=day + shown)) if not day.startswith("P") else None


def _counted_from(pair: Pair, length: Length, point: Point) -> Atom | None:
    """ "Two years before 2015", "three weeks after Easter": a place that counts from a named one."""
    if pair.gap not in ("before", "after", "from") or length.window or length.upper:
        return None
    if not (point.base == "piece" or point.year is not None or point.feast is not None or point.month is not None):
        return None
    sign = -1 if pair.gap == "before" else 1
    steps = relative.steps(length.parts, sign)
    unit = relative.finest(steps)
    return _made(pair, Point(base=point, shift=steps, unit=unit, apart=True, mod=length.mod))


def _both_within(stretch: Stretch, holder: Point) -> Stretch | None:
    begin, end = within(stretch.begin, holder), within(stretch.end, holder)
    return Stretch(begin=begin, end=end) if begin is not None and end is not None else None


# -- two ends -------------------------------------------------------------------------------------------------------

_TO = frozenset(("to", "until", "till", "til", "through", "thru", "-", "–", "—", "to the", "through the", "until the"))


def _ranged(pair: Pair) -> Atom | None:
    left, right = pair.left.meaning, pair.right.meaning
    between = pair.tokens.low(pair.left.begin - 1) == "between"
    if pair.gap not in _TO and not (between and pair.gap in ("and", "and the", "through", "through the", "-")):
        return None
    if isinstance(left, Point) and isinstance(right, Stretch) and right.begin.clock is not None:
        return None
    first, second = _end_of(left), _end_of(right)
    if first is None or second is None or not _alike(first, second):
        return None
    if first.grain == "clock" and second.is_time:
        second = msgspec.structs.replace(first, clock=second.clock)
    if pair.gap in ("-", "–", "—") and not (pair.left.alone or pair.right.alone):
        return None
    made = Stretch(begin=_completed(first, second), end=_after_noon(first, second))
    return Atom(pair.left.begin, pair.right.end, made, True)


def _after_noon(first: Point, second: Point) -> Point:
    """The end of "1:30 p.m. to 3", which is of the same afternoon."""
    begin, end = first.clock or "", second.clock or ""
    if not (begin >= "T12" and end < "T12" and end[1:3].isdigit() and begin[1:3].isdigit()):
        return second
    later = f"T{int(end[1:3]) + 12}{end[3:]}"
    return msgspec.structs.replace(second, clock=later) if later > begin and ":" in end else second


def _end_of(meaning: Meaning) -> Point | None:
    """A point that may be an end; "now" is the day of the piece."""
    if isinstance(meaning, Point):
        return meaning
    if getattr(meaning, "value", "") == "PRESENT_REF":
        return Point(base="piece", unit="day")
    return None


def _alike(first: Point, second: Point) -> bool:
    """Whether two points can be the ends of one stretch: a day and an hour cannot."""
    one, two = first.grain, second.grain
    return one == two or ("clock" not in (one, two) and abs(_rank(one) - _rank(two)) <= 1)


def _rank(grain: str) -> int:
    return {"century": 0, "decade": 1, "year": 2, "half": 3, "season": 3, "quarter": 3, "month": 3}.get(grain, 4)


def _completed(first: Point, second: Point) -> Point:
    """The beginning with what only the end says: "May to October 2020", "4 to 5 p.m. on Monday"."""
    if not first.open or first.near is not None:
        return first
    if second.clock is not None and first.is_time:
        return msgspec.structs.replace(second, clock=first.clock)
    if second.base in ("piece", "text") and second.near is None and second.unit == "year" and first.month is not None:
        return within(first, msgspec.structs.replace(second, month=None, day=None)) or first
    if second.year is None or (first.month is None and first.season is None and first.quarter is None):
        return first
    turns = (first.month or 0) > (second.month or 12)
    return msgspec.structs.replace(first, year=second.year - (1 if turns else 0))


def _timed(pair: Pair) -> Atom | None:
    """A day and the hours of it, a week and its days: "Monday from 2 to 4 p.m.", "5 to 6 p.m. on May 3"."""
    left, right = pair.left.meaning, pair.right.meaning
    if pair.gap not in ("", "from", "between", "at", "on", "of", ",", ", from", ", between") or not isinstance(
        left, Point | Stretch
    ):
        return None
    stretch, day = (right, left) if isinstance(right, Stretch) else (left, right)
    if not isinstance(stretch, Stretch) or not isinstance(day, Point) or stretch.begin.grain not in ("clock", "day"):
        return None
    if stretch.begin.grain == "day" and (day.grain != "week" or stretch.begin.weekday is None):
        return None
    bare = msgspec.structs.replace(day, clock=None) if day.clock is not None and day.clock[1:].isalpha() else day
    return _made(pair, _both_within(stretch, bare))
