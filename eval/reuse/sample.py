"""Draws the 200 pairs of pieces that readers mark (GUIDELINE.md) and prints them with numbered paragraphs.

    python -m eval.reuse.sample > pairs.txt

One piece of each pair at least is a wire service's, or credits one in its dateline, in its byline, or as "contributed".
Pairs are drawn, seeded, from five strata of what the two have in common, counted here plainly and without any part of
the program: the share of the shorter piece's sequences of five words that stand in the other too. Pairs that share much
are few, and all of them are taken. In the lowest stratum the two are of one week and speak of the same things, so that
a program which takes likeness for copying is caught.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from eval.data import data, rows
from eval.quantities.sample import drawn as of_quantities
from eval.statements.mark import paragraphs
from eval.who.sample import coverage

CORPUS = "coverage/baly-third.jsonl.gz"
SEED = 61
PAIRS = 200
STRATA = ((0.40, 1.01), (0.10, 0.40), (0.03, 0.10), (0.01, 0.03), (0.0, 0.01))
"""Shares, from the first to under the second. What a stratum lacks the ones below it get more of."""
SAME_OUTLET = 0.3
"""Part of a stratum that are pairs of one outlet at most: an outlet's standing text would fill the lower ones."""
SHORTEST, LONGEST, LONGEST_SHARING = 80, 800, 1_600
"""Words of a piece that is marked; the last where the pair shares much, since such pairs are few."""
SEQUENCE = 5
WIDEST = 300
"""Pieces in which a sequence may stand at most: beyond, it is a site's furniture and tells nothing of a pair."""
WEEK = 7
ALIKE = 0.25
"""Cosine of the words, rare ones counting more, from which two pieces speak of the same things."""
OFTEN = 3
"""Pairs in which one piece may stand."""
_DATELINE = re.compile(r"\((?:AP|Reuters|AFP|UPI|Associated Press)\)|^.{0,120}/(?:AP|AFP|Reuters)\b", re.M)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SERVICE = re.compile(r"\b(?:Associated Press|AP|Reuters|AFP|Agence France-Presse|UPI|Bloomberg News)\b")
_CONTRIBUTED = re.compile(rf"(?:{_SERVICE.pattern})[^\n]{{0,80}}\bcontributed\b|\b[Cc]opyright[^\n]{{0,20}}Associated")


class Piece(msgspec.Struct, frozen=True):
    """An article as it lies in the data."""

    id: str
    text: str
    outlet: str | None = None
    published: str | None = None
    authors: str | None = None
    url: str | None = None
    title: str | None = None


class Pair(msgspec.Struct, frozen=True):
    """Two pieces to be compared, by their numbers in the corpus, and the share of sequences they have in common."""

    one: int
    other: int
    share: float


def plainly(text: str) -> list[str]:
    """The words of a text in small letters."""
    return re.findall(r"[^\W_]+", re.sub("[\u00ad'’]", "", text).casefold())


def credits_a_service(piece: Piece) -> bool:
    """Whether a piece is a wire service's, or names one as where its words, or some of them, come from."""
    return bool(
        _SERVICE.fullmatch(piece.outlet or "")
        or _SERVICE.search(piece.authors or "")
        or _DATELINE.search(piece.text[:400])
        or _CONTRIBUTED.search(piece.text)
    )


def sequences(words: Sequence[str]) -> set[int]:
    """The sequences of `SEQUENCE` words that stand in a text, as hashes."""
    return {hash(" ".join(words[at : at + SEQUENCE])) for at in range(len(words) - SEQUENCE + 1)}


def pairs_in_common(words: Sequence[list[str]], crediting: Sequence[int]) -> list[Pair]:
    """Every pair of a crediting piece and another that share a sequence, with their share."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for number in crediting:
        for sequence in sequences(words[number]):
            wanted[sequence].append(number)
    holders: dict[int, list[int]] = defaultdict(list)
    sizes = []
    for number, text in enumerate(words):
        own = sequences(text)
        sizes.append(len(own))
        for sequence in own & wanted.keys():
            holders[sequence].append(number)
    common: Counter[tuple[int, int]] = Counter()
    for sequence, those in holders.items():
        if len(those) <= WIDEST:
            common.update({(min(one, x), max(one, x)) for one in wanted[sequence] for x in those if x != one})
    return [Pair(*pair, count / max(1, min(sizes[pair[0]], sizes[pair[1]]))) for pair, count in common.items()]


def alike(pieces: Sequence[Piece], words: Sequence[list[str]], crediting: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of a crediting piece and another of the same week that speak of the same things."""
    texts = Counter(word for text in words for word in set(text))
    weights = []
    for text in words:
        raw = {word: (1 + math.log(n)) * math.log(len(words) / texts[word]) for word, n in Counter(text).items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        weights.append({word: value / norm for word, value in raw.items()})
    days: dict[int, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for day in _days_around(piece, 0):
            days[day].append(number)
    found = set()
    for one in crediting:
        for other in (number for day in _days_around(pieces[one], WEEK) for number in days[day] if number != one):
            if sum(value * weights[other].get(word, 0.0) for word, value in weights[one].items()) >= ALIKE:
                found.add((min(one, other), max(one, other)))
    return sorted(found)


def _days_around(piece: Piece, days: int) -> range:
    """The days about the date of a piece; none where it has no date that can be read."""
    if not _DAY.match(piece.published or ""):
        return range(0)
    day = date.fromisoformat((piece.published or "")[:10]).toordinal()
    return range(day - days, day + days + 1)


def drawn() -> list[tuple[Piece, Piece, int]]:
    """The pairs and the stratum of each, in the order in which they are marked; which piece is A is left to chance."""
    chance = random.Random(SEED)
    marked = {one.id for one in coverage()} | {one.id for one in of_quantities()}
    pieces = sorted((one for one in rows(data(CORPUS), Piece) if one.id not in marked), key=lambda one: one.id)
    words = [plainly(one.text) for one in pieces]
    crediting = [
        number for number, text in enumerate(words) if len(text) >= SHORTEST and credits_a_service(pieces[number])
    ]
    counted = {(pair.one, pair.other): pair.share for pair in pairs_in_common(words, crediting)}
    likely = [Pair(*pair, counted.get(pair, 0.0)) for pair in alike(pieces, words, crediting)]
    rest = [Pair(*pair, share) for pair, share in sorted(counted.items())]
    chosen: list[tuple[Piece, Piece, int]] = []
    often: Counter[int] = Counter()
    for stratum, (low, high) in enumerate(STRATA):
        longest = LONGEST_SHARING if low >= 0.1 else LONGEST
        choice = [pair for pair in (rest if low else likely) if low <= pair.share < high]
        choice = [pair for pair in choice if all(SHORTEST <= len(words[n]) <= longest for n in (pair.one, pair.other))]
        wanted = (PAIRS - len(chosen)) // (len(STRATA) - stratum)
        for pair in _some(pieces, chance, choice, wanted, often):
            both = [pieces[pair.one], pieces[pair.other]]
            chance.shuffle(both)
            chosen.append((both[0], both[1], stratum))
    chance.shuffle(chosen)
    return chosen


def _some(
    pieces: Sequence[Piece], chance: random.Random, choice: list[Pair], wanted: int, often: Counter[int]
) -> Iterator[Pair]:
    """As many of the pairs as are wanted by chance, no piece too often and not too many of one outlet."""
    chance.shuffle(choice)
    taken = same = 0
    for pair in choice:
        is_same = pieces[pair.one].outlet == pieces[pair.other].outlet
        full = taken == wanted or (is_same and same >= SAME_OUTLET * wanted)
        if full or max(often[pair.one], often[pair.other]) >= OFTEN:
            continue
        taken, same = taken + 1, same + is_same
        often.update((pair.one, pair.other))
        yield pair


def sheet(number: int, one: Piece, other: Piece) -> str:
    """A pair as readers see it."""
    lines = [f"===== PAIR {number:03} ====="]
    for side, piece in (("A", one), ("B", other)):
        lines.append(f"--- {side}: {piece.outlet or 'outlet not given'} | {piece.published or 'date not given'}")
        lines.append(f"byline: {piece.authors or 'not given'} | {piece.url or 'address not given'}")
        lines.append(f"title: {piece.title or 'not given'}")
        lines += [f"{side}{at} {part.of(piece.text)}" for at, part in enumerate(paragraphs(piece.text), 1)]
    return "\n".join(lines)


def main() -> None:
    for number, (one, other, _) in enumerate(drawn(), 1):
        print(f"{sheet(number, one, other)}\n")


if __name__ == "__main__":
    main()
