"""Whom "he" and "she" mean: each pronoun's chain of its article, or the chains that it may be.

Every person named near by is weighed by some thirty signs (distance, sex, subject, quotation, who spoke last, whom the
last pronoun meant) in a log-linear model with a choice "none of these", fitted to the training part of GUM (Zeldes
2017) by `python -m training.who`; its weights lie in `model/pronouns.json`. A pronoun is taken from left to right, so
that what was resolved counts as a mention. Where no choice is likely enough, it stays open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache
from importlib.resources import files
from math import log1p

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.model import Name, Span
from onrecord.tag.chains import plain, sex_by_given_name
from onrecord.tag.discourse import Discourse

PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
MASCULINE = frozenset(("he", "him", "his", "himself"))
POSSESSIVE = frozenset(("his", "her", "hers"))

NEAR = 60
"""Names before a pronoun that are looked at at most: three paragraphs of ordinary length have fewer."""

REACH = 4
"""Paragraphs that a pronoun looks back, its own included."""

MAX_CANDIDATES = 6
"""Chains that are weighed, those mentioned last."""

AHEAD = 0.4
"""By how much the likeliest candidate must be likelier than the next: "she" after two women in one sentence is open.
Chosen on the speakers of polnear-dev."""

_WORD = re.compile(r"[^\W\d_]+")
_BEHIND = re.compile(r"['’]s?\b")

Floats = NDArray[np.float64]


class Weights(Struct, frozen=True):
    """What the model weighs its signs with, as its file holds it."""

    person: dict[str, float]
    """One a sign of a candidate (`SIGNS`)."""
    nobody: dict[str, float]
    """One a sign that no candidate is meant (`AGAINST`)."""
    least: float
    """Probability from which on a candidate is taken."""


class Fitted(Struct, frozen=True):
    """The same in the order of the signs."""

    person: Floats
    nobody: Floats
    least: float


@cache
def weights() -> Fitted:
    """The fitted weights."""
    kept = msgspec.json.decode(files("onrecord.tag").joinpath("model", "pronouns.json").read_bytes(), type=Weights)
    person = np.array([kept.person.get(sign, 0.0) for sign in SIGNS])
    return Fitted(person, np.array([kept.nobody.get(sign, 0.0) for sign in AGAINST]), kept.least)


SIGNS = (
    "sex fits",
    "sex unknown",
    "same sentence",
    "sentence before",
    "two sentences before",
    "sentences between",
    "same paragraph",
    "paragraph before",
    "subject",
    "possessive",
    "named last",
    "named last but one",
    "mentions",
    "share of mentions near by",
    "spoke last",
    "meant by the last pronoun",
    "meant by the last pronoun, one sentence away at most",
    "in a quotation, the pronoun is not",
    "in the same quotation",
    "speaks these words",
    "only one that fits",
    "behind the pronoun",
    "subject of the same sentence",
    "possessive pronoun, same sentence",
    "full name",
    "named in full or with a title somewhere",
    "first words of two sentences",
    "object of the same clause",
    "fits and was named last",
    "spoke last, and the pronoun speaks",
    "named last, and the pronoun speaks",
    "subject of the sentence before, and the pronoun speaks",
)

AGAINST = ("always", "far", "another person between", "in a quotation", "one candidate", "sex fits", "first paragraph")


class _Mention(Struct, gc=False):
    """A name or a resolved pronoun of a person."""

    start: int
    end: int
    who: str
    sentence: int
    paragraph: int
    subject: bool
    possessive: bool
    quotation: Span | None
    words: int


class Choice(Struct, frozen=True, gc=False):
    """A pronoun, the chains that it may be, and the signs of each (candidates, signs) and against all."""

    span: Span
    candidates: tuple[str, ...]
    signs: Floats
    against: Floats
    twins: frozenset[int] = frozenset()
    """Candidates of the fitting sex that were last named in one sentence, with nothing else to tell them apart."""


class Meant(Struct, frozen=True, gc=False):
    """Whom a pronoun means, or nobody; whom it may mean, the likeliest first, and how likely that one is."""

    who: str | None
    candidates: tuple[str, ...] = ()
    chance: float = 0.0


Speaks = Callable[[int], str | None]
"""Who speaks the words at a place, or spoke last before it, where that is known."""


class Pronouns:
    """The pronouns of one article.

    Args:
        discourse: the article.
        speaks: who speaks the words at a place of a quotation.
        spoke: who spoke last before a place.
        sources: where pronouns stand that are the source of a statement.
        described: descriptions with the chains that they mean.
    """

    def __init__(
        self,
        discourse: Discourse,
        speaks: Speaks,
        spoke: Speaks,
        sources: Collection[int] = (),
        described: Sequence[tuple[Span, str]] = (),
    ) -> None:
        self.discourse, self.speaks, self.spoke, self.sources = discourse, speaks, spoke, sources
        self.sexes = sexes(discourse)
        self._full = {name.who for name in discourse.names if self._in_full(name)}
        people = {name.who for name in discourse.names if name.type == "person"}
        named = [(name.span, name.who) for name in discourse.names if name.who in people]
        told = [one for one in described if one[1] in people]
        self._mentions = [self._mention(span, who) for span, who in sorted([*named, *told])]
        self._starts = [mention.start for mention in self._mentions]
        self._last: dict[str, tuple[str, int]] = {}
        """By sex: whom the last pronoun meant, and in which sentence."""

    def _in_full(self, name: Name) -> bool:
        """Whether a name shows by itself that it is a person's: it has several words, or a title before it."""
        text, span = self.discourse.text, name.span
        before = text[max(0, span.start - 24) : span.start].split()
        return " " in span.of(text).strip() or (bool(before) and plain(before[-1]) in self.discourse.words.titles)

    def choices(self, meant: Callable[[Choice], str | None]) -> list[tuple[Choice, str | None]]:
        """All pronouns in order with what `meant` says of each; what it says counts for those behind."""
        found = []
        for match in PRONOUN.finditer(self.discourse.text):
            choice = self._choice(Span(match.start(), match.end()), match.group().lower())
            who = meant(choice)
            found.append((choice, who))
            if who is not None:
                self._take(choice.span, who, "m" if match.group().lower() in MASCULINE else "f")
        return found

    def _take(self, span: Span, who: str, sex: str) -> None:
        mention = self._mention(span, who)
        at = bisect_left(self._starts, span.start)
        self._mentions.insert(at, mention)
        self._starts.insert(at, span.start)
        self.sexes.setdefault(who, sex)
        self._last[sex] = (who, mention.sentence)

    def _mention(self, span: Span, who: str) -> _Mention:
        discourse, text = self.discourse, self.discourse.text
        sentence = discourse.sentence(span.start)
        behind = _WORD.search(text, span.end, span.end + 40)
        before = text[max(0, span.start - 30) : span.start].split()
        word = behind.group().lower() if behind else ""
        words = discourse.words
        verb = word in words.finite or word in words.cues or word.endswith("ed")
        opens = span.start - discourse.sentences[sentence].start < 12 if discourse.sentences else True
        hangs = bool(before) and before[-1].lower() in words.prepositions and not opens
        possessive = _BEHIND.match(text, span.end) is not None or span.of(text).lower() in POSSESSIVE
        return _Mention(
            span.start,
            span.end,
            who,
            sentence,
            discourse.paragraph(span.start),
            (verb or opens) and not hangs and not possessive,
            possessive,
            discourse.quotation(span.start),
            len(span.of(text).split()),
        )

    def _choice(self, span: Span, low: str) -> Choice:
        sex = "m" if low in MASCULINE else "f"
        own = self._mention(span, "")
        last, counts, near = self._near(own, sex)
        candidates = sorted(last, key=lambda who: -last[who].start)[:MAX_CANDIDATES]
        fitting = [who for who in candidates if self.sexes.get(who) == sex]
        alone = fitting if fitting else candidates
        rows = [
            self._signs(own, low, last[who], rank, counts[who], near[who] / max(1, sum(near.values())), alone)
            for rank, who in enumerate(candidates)
        ]
        nearest = max((last[who] for who in candidates), key=lambda one: one.start, default=None)
        against = np.array(
            [
                1.0,
                float(nearest is not None and own.sentence - nearest.sentence > 2),
                float(nearest is not None and self._person_between(nearest, own)),
                float(own.quotation is not None),
                float(len(candidates) == 1),
                float(bool(fitting)),
                float(own.paragraph == 0),
            ]
        )
        signs = np.array(rows, np.float64).reshape(len(rows), len(SIGNS))
        return Choice(span, tuple(candidates), signs, against, self._twins(own, sex, candidates, last))

    def _twins(self, own: _Mention, sex: str, candidates: Sequence[str], last: dict[str, _Mention]) -> frozenset[int]:
        spoke, meant = self.spoke(own.start), self._last.get(sex, ("", 0))[0]
        fit = [at for at, who in enumerate(candidates) if self.sexes.get(who) == sex and last[who].start < own.start]
        return frozenset(
            at
            for at in fit
            if candidates[at] not in (spoke, meant)
            and any(last[candidates[at]].sentence == last[candidates[other]].sentence for other in fit if other != at)
        )

    def _near(self, own: _Mention, sex: str) -> tuple[dict[str, _Mention], Counter[str], Counter[str]]:
        """By chain: its last mention before a pronoun (or the first behind it in its sentence), all its mentions so
        far, and those near by; without those of the other sex, and those whom only the headline names."""
        first = self.discourse.before(own.start, REACH).start if self._starts else 0
        at = bisect_left(self._starts, own.start)
        low = max(bisect_left(self._starts, first), at - NEAR)
        last: dict[str, _Mention] = {}
        near = Counter[str]()
        for mention in self._mentions[low:at]:
            if mention.who in self.discourse.only_headline:
                continue
            if self.sexes.get(mention.who, sex) == sex:
                last[mention.who] = mention
                near[mention.who] += 1
        for mention in self._mentions[at : at + 2]:
            if mention.sentence == own.sentence and self.sexes.get(mention.who, sex) == sex:
                last.setdefault(mention.who, mention)
                near[mention.who] += 1
        counts = Counter(mention.who for mention in self._mentions[max(0, at - 10 * NEAR) : at + 2])
        return last, counts, near

    def _signs(
        self, own: _Mention, low: str, last: _Mention, rank: int, count: int, share: float, alone: Sequence[str]
    ) -> list[float]:
        sex = "m" if low in MASCULINE else "f"
        away = own.sentence - last.sentence
        before = last.start < own.start
        meant, where = self._last.get(sex, ("", -9))
        same, fits = away == 0 and before, self.sexes.get(last.who) == sex
        begins = own.start - self.discourse.sentences[own.sentence].start < 3 if self.discourse.sentences else False
        values = (
            fits,
            not fits,
            same,
            away == 1,
            away == 2,
            log1p(max(0, away)),
            own.paragraph == last.paragraph,
            own.paragraph == last.paragraph + 1,
            last.subject,
            last.possessive,
            rank == 0,
            rank == 1,
            log1p(count),
            share,
            self.spoke(own.start) == last.who,
            meant == last.who,
            meant == last.who and own.sentence - where < 2,
            last.quotation is not None and own.quotation is None,
            last.quotation is not None and last.quotation == own.quotation,
            own.quotation is not None and self.speaks(own.start) == last.who,
            len(alone) == 1 and last.who in alone,
            not before,
            same and last.subject,
            same and low in POSSESSIVE,
            last.words > 1,
            last.who in self._full,
            away == 1 and begins and last.subject,
            same and low in ("him", "her") and own.start - last.end < 40,
            fits and rank == 0,
            self.spoke(own.start) == last.who and own.start in self.sources,
            rank == 0 and own.start in self.sources,
            away == 1 and last.subject and own.start in self.sources,
        )
        return [float(value) for value in values]

    def _person_between(self, nearest: _Mention, own: _Mention) -> bool:
        """Whether somebody without a name stands between: "the officer", "a woman"."""
        between = self.discourse.text[min(nearest.end, own.start) : own.start]
        if between.startswith(","):
            # "Orlo, the mayor of Vey, said": the mayor is Orlo.
            between = between[1:].partition(",")[2]
        return any(word in self.discourse.words.persons for word in map(str.lower, _WORD.findall(between[-400:])))


def likeliest(choice: Choice) -> Meant:
    """Whom a pronoun means by the fitted weights."""
    if not choice.candidates:
        return Meant(None)
    fitted = weights()
    scores = np.append(choice.signs @ fitted.person, choice.against @ fitted.nobody)
    likely = np.exp(scores - scores.max())
    chances, none = np.split(likely / likely.sum(), [len(choice.candidates)])
    order = np.argsort(-chances, kind="stable")
    first = float(chances[order[0]])
    ahead = first - float(chances[order[1]]) if len(order) > 1 else 1.0
    sure = first >= fitted.least and first > none[0] and ahead >= AHEAD and int(order[0]) not in choice.twins
    ranked = tuple(choice.candidates[at] for at in order)
    return Meant(ranked[0] if sure else None, ranked, round(first, 3))


def sexes(discourse: Discourse) -> dict[str, str]:
    """What titles and given names say of each person's chain: "m" or "f"."""
    found: dict[str, str] = {}
    words = discourse.words
    for name in discourse.names:
        if name.type != "person":
            continue
        before = discourse.text[max(0, name.span.start - 24) : name.span.start].split()
        pieces = name.span.of(discourse.text).split()
        titles = [*(before[-1:]), *pieces[:-1]]
        for title in (title.lower().strip(",.") for title in titles):
            if title in words.masculine or title in words.feminine:
                found[name.who] = "m" if title in words.masculine else "f"
        if len(pieces) > 1 and name.who not in found:
            given = next((plain(piece) for piece in pieces if plain(piece) not in words.titles), "")
            sex = sex_by_given_name(given, words)
            if sex:
                found[name.who] = sex
    return found
