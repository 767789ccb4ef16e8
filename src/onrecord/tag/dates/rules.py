"""The language in which the grammar of dates is written, and the search for what it describes.

A rule is a pattern of classes of tokens (`words.py`): "m=month dot? d=digits" is a month, perhaps a full stop, and a
number of one or two digits; `m=` and `d=` name what the rule's function asks for. Names in `MACROS` stand for patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from onrecord.lexicon import load
from onrecord.tag.dates.meaning import Meaning
from onrecord.tag.dates.numbers import number_of
from onrecord.tag.dates.words import Tokens, calendar_words

# Repetitions have a limit, so that a text of nothing but numbers is read in the same time as any other.
MACROS = {
    "anymonth": "(month|weakmonth)",
    "daynumber": "(ordinaldigits|tens dash? (ordinal|second|number)|ordinal|second|digits)",
    "small": "(tens dash? number|tens|number)",
    "cardinal": (
        "((digits|year|bignum)(dash? (hundred|thousand))?"
        "|(small|article hundred|article thousand|hundred|thousand)((dash|and)? (small|hundred|thousand)){0,6})"
    ),
    "amount": "(article? couple of?|article? vague|(article|cardinal)? dozen|cardinal|article|another)",
    "quantity": "(amount (and article? half)?|half article?|article half|digits? fraction)",
    "length": (
        "(quantity dash? (unit|units|second) (and article? half)?"
        "((comma|and|comma and)? cardinal dash? (unit|units|second)){0,3})"
    ),
    "hedge": "(around|nearly|exactly|more than|less than|at least|at most|up to)",
}


class Match:
    """A rule that fits at a token: what its names took, as numbers of tokens."""

    __slots__ = ("_found", "tokens")

    def __init__(self, tokens: Tokens, found: re.Match[str]) -> None:
        self.tokens, self._found = tokens, found

    def __contains__(self, name: str) -> bool:
        return self.at(name) >= 0

    @property
    def begin(self) -> int:
        return self._found.start()

    @property
    def end(self) -> int:
        return self._found.end()

    @property
    def before(self) -> str:
        """The word before, in small letters; empty at the start of a sentence."""
        return self.tokens.low(self.begin - 1)

    @property
    def after(self) -> str:
        """The word behind, in small letters; empty at the end of a sentence."""
        return self.tokens.low(self.end)

    def at(self, name: str) -> int:
        """The first token of what a name took; -1 where it took nothing or the rule has no such name."""
        return self._found.start(name) if name in self._found.re.groupindex else -1

    def behind(self, name: str) -> int:
        """The token behind what a name took."""
        return self._found.end(name)

    def low(self, name: str) -> str:
        """The first token of what a name took, in small letters; empty where it took nothing."""
        return self.tokens.low(self.at(name)) if name in self else ""

    def worth(self, name: str) -> int | str:
        """What the lexicon says that the first token is worth."""
        return calendar_words().worth[self.low(name)]

    def number(self, name: str) -> Decimal | None:
        """The number that a name took, in digits or words; None where it is none ("a few")."""
        return number_of(self.tokens, self.at(name), self.behind(name))

    def whole(self, name: str) -> int:
        """The same, a whole number; 0 where it is none."""
        return int(self.number(name) or 0)


Builder = Callable[[Match], Meaning | None]
Condition = Callable[[Match], bool]


def always(_: Match) -> bool:
    """For what is an expression wherever it stands."""
    return True


def never(_: Match) -> bool:
    """For what is one only together with another: "the third quarter" of 2016."""
    return False


class Rule(NamedTuple):
    """A pattern, what it means, and when it is an expression by itself."""

    pattern: str
    build: Builder
    alone: Condition


RULES: list[Rule] = []


def rule(pattern: str, alone: Condition = always) -> Callable[[Builder], Builder]:
    """Adds a rule whose meaning the function gives, or None where the words turn out to say no time."""

    def add(build: Builder) -> Builder:
        RULES.append(Rule(pattern, build, alone))
        return build

    return add


_SYMBOL = re.compile(r"(?P<group>[a-z]+)=\(|(?:(?P<name>[a-z]+)=)?(?P<symbol>[a-z_]+)|\s+")


def compiled(pattern: str) -> str:
    """A pattern of class names as a regular expression over the characters of classes."""

    def put(found: re.Match[str]) -> str:
        if found["group"]:
            return f"(?P<{found['group']}>"
        symbol = found["symbol"]
        if symbol is None:
            return ""
        code = compiled(MACROS[symbol]) if symbol in MACROS else calendar_words().classes[symbol]
        return f"(?P<{found['name']}>{code})" if found["name"] else code

    return re.sub(r"\((?!\?)", "(?:", _SYMBOL.sub(put, pattern))


class Atom(NamedTuple):
    """What one rule found: tokens `begin` up to, not including, `end`."""

    begin: int
    end: int
    meaning: Meaning
    alone: bool


def means(pattern: str, meaning: Meaning, alone: Condition = always) -> None:
    """Adds a rule that always means the same."""
    RULES.append(Rule(pattern, lambda _: meaning, alone))


@cache
def context(name: str) -> frozenset[str]:
    """A list of `[contexts]` in `lexicon/calendar.toml`."""
    return frozenset(load("calendar")["contexts"][name].split())


@cache
def _grammar() -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], Rule]]]:
    patterns = [(re.compile(compiled(one.pattern)), one) for one in RULES]
    nameless = (re.sub(r"\(\?P<[a-z]+>", "(?:", pattern.pattern) for pattern, _ in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in nameless)), patterns


def atoms(tokens: Tokens) -> Iterator[Atom]:
    """The longest that a rule finds at each place, from the left; what is taken is not looked at again."""
    first, patterns = _grammar()
    at = 0
    while found := first.search(tokens.codes, at):
        best: Atom | None = None
        start = found.start()
        for pattern, one in patterns:
            match = pattern.match(tokens.codes, start)
            if match is None or (best is not None and (match.end(), not best.alone) <= (best.end, False)):
                continue
            fitting = Match(tokens, match)
            meaning = one.build(fitting)
            if meaning is not None and (best is None or match.end() > best.end or one.alone(fitting)):
                best = Atom(start, match.end(), meaning, one.alone(fitting))
        if best is not None:
            yield best
        at = start + 1 if best is None else best.end
