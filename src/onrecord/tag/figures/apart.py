"""Which numbers of an article are no figures: dates, times, lengths of time, and parts of names.

Each rule looks at a few code points on either side. Where dates were found before (`Article.dates`), no figure begins
in one; the rules here know the plain ones besides, so that figures do not depend on that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from onrecord import lexicon
from onrecord.model import Article, Span
from onrecord.tag.figures.numerals import Number
from onrecord.tag.figures.phrases import is_plural
from onrecord.tag.figures.units import Quantity, coded
from onrecord.tag.figures.unread import RESULT, scored
from onrecord.tag.vocabulary import vocabulary

_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w'’-]*)(?P<stop>\.?)[\s\xa0]?$")
_WORD_BEHIND = re.compile(r"\s(?P<word>[^\W\d_][\w'’]*)")
_CLOCK_BEHIND = re.compile(r":\d\d|\s?(?:[ap]\.\s?m\b|[ap]m\b|o['’]clock)|\s?(?:GMT|EST|EDT|ET)\b", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(r"\d:$")
_YEAR_BEFORE = re.compile(r"\d{4}\s?[-–/]\s?$|['’‘]$")
_MARKER = re.compile(r"(?:^|\n)[ \t]*[([]?$")
_MARKER_BEHIND = re.compile(r"[.)\]](?=\s)")
_NOTE = re.compile(r"\[\d{1,3}\]")
_ONE_OR = re.compile(r"\s(?:or|to)\s(?:two|\d)\b", re.IGNORECASE)
_OR_TWO = re.compile(r"\ban?\s(?!.*[.;]\s)[^\d\n]{2,30}\sor\s$", re.IGNORECASE)
_PASSIVE = re.compile(r"\s\w+\s(?:by|in|on|at|for|from|with)\b")
_SLASHED = re.compile(r"/(?P<below>\d+)")
_SUBSECTION = re.compile(r"\([a-z\d]{1,3}\)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:Big|Final|Sweet|Elite|(?:Group|Gang|Class) of|Poor['’]s|S\.?&P\.?)\s$")
_STOP = re.compile(r"[.;!?\n]")
_AROUND_ONE = 70
"""Code points on either side of "one" in which another number is looked for."""
_LOOK = 24
"""Code points in front of a number that a rule looks at."""

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Four digits between these are taken for a year where nothing speaks against it."""
RECENT_YEARS = frozenset(range(1980, 2036)) - {2000}
"""Those of them of which an article speaks so much that a plural behind one does not ("2013 comments")."""


class _Words(Struct, frozen=True):
    time: re.Pattern[str]
    months: frozenset[str]
    month_behind: re.Pattern[str]
    month_before: re.Pattern[str]
    labels: frozenset[str]
    street: re.Pattern[str]
    before_years: frozenset[str]
    before_one: frozenset[str]
    after_one: frozenset[str]
    clause: frozenset[str]
    """Words before "one" that begin a clause or tell who speaks."""
    beside_one: re.Pattern[str]
    other: frozenset[str]
    """Small words that may stand between "one" and its noun."""
    after_half: frozenset[str]
    halves: frozenset[str]
    """Words in front of "half" that tell which one: "the first half of the year"."""
    after_ordinal: frozenset[str]
    slashed: frozenset[int]
    small: frozenset[str]
    exact: frozenset[str]


@cache
def _words() -> _Words:
    data = lexicon.load("quantities")
    apart, english = data["apart"], vocabulary("en")
    between, times = "|".join(apart["between_times"]), "|".join(apart["times"])
    calendar = lexicon.load("calendar")["values"]
    months = [*calendar["month"], *calendar["weakmonth"]]
    # "90 last year" is no length of time, and "the 90 last years" is one.
    single = rf"(?!(?:{'|'.join(apart['before_single_times'])})\s\w+\b(?<!s)(?!-))"
    return _Words(
        time=re.compile(
            rf"(?:[\s-](?:of\s)?(?:an?[\s-])?{single}(?:(?:{between})[\s-]){{0,2}}(?:{times})\b(?!-(?!long|old))"
            rf"|-(?:{times})s?\b)",
            re.IGNORECASE,
        ),
        months=frozenset(months),
        month_behind=re.compile(rf"\s(?:of\s)?(?:{'|'.join(map(str.capitalize, months))})\b"),
        month_before=re.compile(rf"\b(?i:{'|'.join(months)})\.?\s?(?:\d{{1,2}}\s?(?:[-–]|,|and|to|or)\s?)?$"),
        labels=frozenset(apart["labels"]),
        street=re.compile(
            rf"\s(?:[NSEW]\.?\s)?(?:[A-Z\d][\w'’.]*\s){{0,3}}(?:{'|'.join(map(str.capitalize, apart['streets']))})\b"
        ),
        before_years=frozenset(apart["before_years"]),
        before_one=frozenset(apart["before_one"]),
        after_one=frozenset(apart["after_one"]),
        beside_one=re.compile(
            rf"(?<![#\w])(?!(?:19|20)\d\d\b)\d|\b(?:{'|'.join(apart['beside_one'])})\b", re.IGNORECASE
        ),
        other=frozenset(apart["between_one"]),
        clause=(english.breaks - {"than"}) | frozenset(english.cues) | frozenset(apart["clause_before_one"]),
        halves=frozenset(apart["which_half"]),
        after_half=frozenset(apart["after_half"]),
        after_ordinal=frozenset(apart["after_ordinal"]),
        slashed=frozenset(apart["slashed"]),
        small=english.function_words | english.auxiliaries | english.finite,
        exact=frozenset(phrase.split()[-1] for phrases in data["comparators"].values() for phrase in phrases),
    )


class Taken:
    """The stretches of an article in which no figure begins: its dates, and names longer than a number.

    Args:
        article: tagged or not.
    """

    def __init__(self, article: Article) -> None:
        self._dates = sorted(date.span for date in article.dates)
        self._names = sorted(name.span for name in article.names or ())
        self._date_starts = [span.start for span in self._dates]
        self._name_starts = [span.start for span in self._names]

    def dated(self, span: Span) -> bool:
        """Whether a stretch lies in an expression of time."""
        at = bisect_right(self._date_starts, span.start) - 1
        return at >= 0 and self._dates[at].meets(span)

    def named(self, span: Span) -> bool:
        """Whether a stretch is a part of a name, and not the whole of it."""
        at = bisect_right(self._name_starts, span.start)
        return any(name.holds(span) and name != span for name in self._names[max(0, at - 3) : at])


def figures_among(text: str, found: Sequence[Quantity], taken: Taken) -> list[Quantity]:
    """Those quantities that say how many, how much or what share, and ordinals."""
    kept: list[Quantity] = []
    timed: Quantity | None = None
    for one in reversed(found):
        clock = one.unit is None and _CLOCK_BEHIND.match(text, one.end) is not None
        if clock or _lasts(text, one) or (timed is not None and _shares_time(text, one, timed)):
            timed = one
        elif counts(text, one, taken):
            kept.append(one)
    return kept[::-1]


_LINK = re.compile(r"(?:,?\s(?:to|or|and)\s|\s?[-–]\s?)")


def _shares_time(text: str, one: Quantity, timed: Quantity) -> bool:
    """Whether a number shares the word for time of the next: "two or three years"."""
    return one.unit is None and one.kind == "count" and _LINK.fullmatch(text, one.end, timed.start) is not None


def _lasts(text: str, one: Quantity) -> bool:
    """Whether a number is a length of time."""
    if one.unit is not None or one.kind == "ordinal":
        return False
    return _words().time.match(text, one.end) is not None


def counts(text: str, one: Quantity, taken: Taken) -> bool:
    """Whether a quantity that is no length of time is a figure."""
    number = one.number
    span = Span(number.start, number.end)
    if one.kind in ("money", "temperature", "age"):
        return True
    if number.glued and one.end > number.end:
        return not taken.dated(span)
    if one.unit is not None:
        return not coded(text, one.start)
    if number.glued or taken.dated(span) or taken.named(span) or _marks(text, number):
        return False
    if number.form == "ordinal":
        return _is_ordinal(text, number)
    if number.form == "fraction":
        return _is_share(text, number)
    if _is_idiom(text, number):
        return False
    return number.form in ("vague", "multiple") or (
        counts_one(text, number) and not _is_label(text, one) and not _is_date(text, number)
    )


def _is_idiom(text: str, number: Number) -> bool:
    """Whether a number is no more than "some": "a question or two"."""
    or_two = _OR_TWO.search(text, max(0, number.start - 36), number.start) is not None
    return or_two and not _is_thing(_behind(text, number.end))


def _marks(text: str, number: Number) -> bool:
    """Whether it is the rest of a code, a note or a mark of a list: "F-16", "[3]", "2. Ferries"."""
    start, end = number.start, number.end
    if coded(text, start) or text[end : end + 1] in ("_", "@"):
        return True
    if (number.form == "digits" or text[start].isupper()) and _NAMED.search(text, max(0, start - _LOOK), start):
        return True
    if number.form != "digits":
        return False
    if _SUBSECTION.match(text, end) or text[start - 2 : start] == ")(":
        return True
    marked = _MARKER.search(text, max(0, start - 4), start) if start else True
    if marked and end - start <= 3 and (_MARKER_BEHIND.match(text, end) is not None):
        return True
    if text[start - 1 : start] == "(" and text.startswith(".)", end):
        return True
    return start > 0 and _NOTE.match(text, start - 1) is not None


def _before(text: str, at: int) -> str:
    """The word in front, without its full stop; empty where there is none."""
    match = _WORD_BEFORE.search(text, max(0, at - _LOOK), at)
    return "" if match is None else match["word"]


def _behind(text: str, at: int) -> str:
    match = _WORD_BEHIND.match(text, at)
    return "" if match is None else match["word"]


def counts_one(text: str, number: Number, pronouns_only: bool = False) -> bool:
    """Whether "one" counts something; True of every other number.

    Args:
        text: where it stands.
        number: any number.
        pronouns_only: leave alone what counts but says little ("one day", "at one point").
    """
    if number.form != "words" or text[number.start : number.end].lower() != "one":
        return True
    words = _words()
    before, behind = _before(text, number.start).lower(), _behind(text, number.end).lower()
    if pronouns_only:
        return before not in words.before_one or behind not in words.after_one
    if text[number.end : number.end + 1] in "-'’" or text[number.start - 1 : number.start] == "-":
        return False
    if _ONE_OR.match(text, number.end):
        return True
    if before in words.before_one or not behind or behind in words.after_one or _stands_alone(text, number.end, behind):
        return False
    return not _indefinite(text, number, before)


def _stands_alone(text: str, end: int, behind: str) -> bool:
    """Whether "one" is a pronoun, since what follows is no noun: "the next one won't", "one made by Orlo"."""
    if behind.endswith(("n't", "n’t")) or (behind in _words().small and behind not in _words().other):
        return True
    return behind.endswith(("ed", "en", "made")) and _PASSIVE.match(text, end) is not None


def _indefinite(text: str, number: Number, before: str) -> bool:
    """Whether "one" stands for "some", since it begins a clause that speaks neither of another number nor of losses
    ("one resident waved"), or belongs to a name."""
    words, start, end = _words(), number.start, number.end
    opens = not before or text[start - 2 : start - 1] in (".", ":", ";", "!", "?", "”", '"', "\n")
    if not opens and text[start].isupper() and text[end + 1].isupper():
        return True
    if not opens and before not in words.clause and not text.endswith("according to ", 0, start):
        return False
    front = _STOP.split(text[max(0, start - _AROUND_ONE) : start])[-1]
    back = _STOP.split(text[end : end + _AROUND_ONE])[0]
    return words.beside_one.search(front) is None and words.beside_one.search(back) is None


def _is_ordinal(text: str, number: Number) -> bool:
    words = _words()
    before, behind = _before(text, number.start).lower(), _behind(text, number.end).lower()
    if before in words.months or behind in words.after_ordinal or words.month_behind.match(text, number.end):
        return False
    if text[number.start : number.end].lower() == "second":
        return (
            before not in ("a", "per", "each", "every", "split")
            and not text[max(0, number.start - 2) : number.start - 1].isdigit()
        )
    return words.street.match(text, number.end) is None


def _is_share(text: str, number: Number) -> bool:
    words = _words()
    written = text[number.start : number.end].lower()
    behind = _behind(text, number.end).lower()
    compared = _before(text, number.start).lower() in words.exact
    below = _SLASHED.search(written)
    if below is not None:
        return int(below["below"]) in words.slashed
    if written == "half" and _before(text, number.start).lower() in words.halves:
        return False
    if written == "half":
        return text[number.end : number.end + 1] != "-" and (behind in words.after_half or compared)
    if number.article and not number.scaled:
        return behind == "of" or compared
    return behind != "of" or not words.time.match(text, number.end)


def _is_date(text: str, number: Number) -> bool:
    """Whether it is a year, a day of a month or a time of day."""
    words, start, end = _words(), number.start, number.end
    if _CLOCK_BEHIND.match(text, end) or _CLOCK_BEFORE.search(text, max(0, start - 2), start):
        return True
    month = words.month_before.search(text, max(0, start - _LOOK), start)
    if (month is not None and month.group()[0].isupper()) or words.month_behind.match(text, end):
        return True
    written = text[start:end]
    if not written.isdigit():
        return False
    if _YEAR_BEFORE.search(text, max(0, start - 7), start):
        return True
    if len(written) != 4 or not FIRST_YEAR <= int(written) <= LAST_YEAR:
        return False
    before, behind = _before(text, start).lower(), _behind(text, end)
    if int(written) in RECENT_YEARS and before not in words.exact:
        return True
    return before not in words.exact - words.before_years and (before in words.before_years or not _is_thing(behind))


def _is_thing(word: str) -> bool:
    """Whether a word behind a number looks like what it counts."""
    return word.islower() and is_plural(word) and word not in _words().small


def _is_label(text: str, one: Quantity) -> bool:
    """Whether it is a part of a name that a word in front or behind makes: "Route 9", "No. 1", "12 Low Street"."""
    number, words = one.number, _words()
    if number.form != "digits" or (number.unread == RESULT and scored(text, number.start)):
        return False
    if words.street.match(text, number.end):
        return True
    before = _before(text, number.start)
    if not before or text[number.start - 1] not in " \xa0\n.":
        return False
    if "," in text[number.start : number.end]:
        return False
    if before.lower() in words.labels:
        # "We count 9 boats" is none.
        return before[0].isupper() or not _is_thing(_behind(text, number.end))
    if before.endswith(("'s", "’s", "s'", "s’")) or is_plural(before):
        return False
    if before.lower() in words.small or before.lower() in words.exact:
        return False
    return before[0].isupper() and not _is_thing(_behind(text, number.end))
