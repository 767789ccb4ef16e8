"""Reuse beside two peers on one pile in one run: `python -m bench.reuse [--passim EXECUTABLE]`.

The pile is the held-out one of `eval.reuse.altered`: 1,680 articles, 240 of them copies that a seeded editor made of
240 others, so that it is known what has to be found; no other two share eight words in a row. Where the data are
absent it is made up (`made_up`), of as many pieces and far easier. Printed for each programme: seconds that went by and
those of the processor, medians of some rounds in which all take turns, from texts to the answer; what it found of what
was planted, by the editor's grades; how much of what it gave was planted; and the ratio of its times to ours.

datasketch finds copies of whole pieces (planted: reprints, whole or in another order). It is shown as it is usually
set, and with the cheapest settings that found on the other pile (`dev`) as many copies as we did there, with no more
than one pair in twenty wrong: `--tune` prints the table that they were chosen from. Ours are the pairs with a record of
a reprint, a version or an excerpt; our times hold the passages as well, which we have no way to leave out.

passim finds passages (planted: stretches of one or two sentences set into another article; found as in `eval.reuse`:
half of both sides). It is shown with its defaults and with those that come nearest to what we look for, of three chosen
by hand and run on `dev`. Its time is that of the whole process, and beside it less what it needs for two
pieces, which is Java, Spark and its planning; for ours the start of Python is added in the first case.

`bench/reuse_peers.py` says where the two come from. Neither is a dependency: who is not there is left out, and said so.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import msgspec
from bench.link import invented
from bench.reuse_peers import Answer, Pair, Sketches, aligned, of_children, sketched
from eval.data import MissingDataError
from eval.measures import Counts
from eval.reuse.altered import GRADES, Altered, Copied, Copy, altered
from eval.reuse.measure import WHOLE, Found, passages_found
from eval.reuse.sample import Piece
from eval.reuse.score import Both, is_covered
from eval.stories.measure import Row, article_of

from onrecord.link.pile import pile_of
from onrecord.link.reuse import reuse
from onrecord.model import Place, Span

USUAL = Sketches(shingle=5, permutations=128, threshold=0.5, faster_hash=False)
AS_MANY = Sketches(shingle=1, permutations=128, threshold=0.3)
"""Chosen on `dev` (`--tune`): 64, 96 and 128 permutations take the same time but for chance, and 128 find the most."""
GRID = [
    Sketches(shingle, permutations, threshold)
    for shingle in (1, 2, 3, 5)
    for permutations in (32, 64, 128, 256)
    for threshold in (0.1, 0.2, 0.3, 0.4, 0.5)
]
PASSIM: dict[str, tuple[str, ...]] = {
    "passim, defaults": (),
    "passim, nearest to ours": ("-n", "20", "-m", "2", "-u", "50", "-g", "100"),
}
"""Options of passim by their names in the table. The second found the most on `dev`, 343 of 390 passages, of the three
settings that were run there; the defaults and `-m 1` found 317."""
MADE_UP = 1_680
PLANTED = 240

Programme = Callable[[Sequence[Piece]], Answer]


def ours(pieces: Sequence[Piece]) -> Answer:
    """What `onrecord.link.reuse` finds, from texts to records."""
    articles = [article_of(msgspec.convert(piece, Row, from_attributes=True)) for piece in pieces]
    names = {article.id: piece.id for article, piece in zip(articles, pieces, strict=True)}
    wall, cpu = time.perf_counter(), time.process_time()
    records = reuse(pile_of(articles))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    places = [(Place(names[one.a.article], one.a.span), Place(names[one.b.article], one.b.span)) for one in records]
    pairs = {_pair(*both) for record, both in zip(records, places, strict=True) if record.kind in WHOLE}
    return Answer(wall, cpu, frozenset(pairs), tuple(places))


def _pair(one: Place, other: Place) -> Pair:
    return frozenset((one.article, other.article))


def planted_pile(part: str) -> tuple[Altered, str]:
    """The pile of one part (`dev`, `held out`) with what it is; a made-up one where the data are absent."""
    try:
        return altered(part), f"articles altered by an editor, {part}"
    except MissingDataError as missing:
        return made_up(), f"made-up articles ({missing})"


def made_up(count: int = MADE_UP, planted: int = PLANTED) -> Altered:
    """`count` articles of chance words, `planted` of them copies: the whole but a word, or a stretch, in turn."""
    chance = random.Random(23)
    texts = [row.text for number, row in enumerate(invented(2 * count)) if number % 10 != 9][:count]
    pieces = [Piece(id=f"{number}", text=text, published="2031-03-03") for number, text in enumerate(texts)]
    sources, hosts, fillers = pieces[:planted], pieces[planted : 2 * planted], pieces[2 * planted :]
    copies = [_planted(chance, *both, number % 2 == 0) for number, both in enumerate(zip(sources, hosts, strict=True))]
    return Altered((*sources, *(one.copy for one in copies), *fillers), tuple(copies))


def _planted(chance: random.Random, source: Piece, host: Piece, whole: bool) -> Copy:
    """A copy of all of the source but one word, or the host with forty words of the source between its own."""
    words = source.text.split()
    if whole:
        words[chance.randrange(len(words))] = "Larnholm"
        copied, before, after = " ".join(words), "", ""
        span = Span(0, len(source.text))
    else:
        own, at = host.text.split(), chance.randrange(len(words) - 40)
        copied = " ".join(words[at : at + 40])
        before, after = " ".join(own[:400]) + "\n\n", "\n\n" + " ".join(own[400:])
        span = Span(start := source.text.index(copied), start + len(copied))
    made = Piece(id=f"copy-{host.id}", text=before + copied + after, published="2031-04-03")
    place = Span(len(before), len(before) + len(copied))
    return Copy(source, made, "reprint" if whole else "passages", "exact", (Copied(span, place),))


def pairs_right(pile: Altered, answer: Answer) -> dict[str, Counts]:
    """Planted copies of whole pieces that are among the pairs of an answer, by grade, and all of them as ``."""
    counts: dict[str, Counts] = {grade: Counts() for grade in GRADES}
    for one in pile.copies:
        if one.manner != "passages":
            counts[one.grade] += Counts(int(frozenset((one.source.id, one.copy.id)) in answer.pairs), 0, 1)
    return counts | {"": sum(counts.values(), Counts(0, len(answer.pairs), 0))}


def passages_right(pile: Altered, answer: Answer) -> tuple[dict[str, Counts], float]:
    """Planted passages that an answer holds, by grade and all as ``, and the part of its passages that were copied."""
    of_pair: dict[tuple[str, str], list[Both]] = defaultdict(list)
    for one, other in answer.passages:
        of_pair[one.article, other.article].append(Both(one.span, other.span))
        of_pair[other.article, one.article].append(Both(other.span, one.span))
    counts: dict[str, Counts] = {grade: Counts() for grade in GRADES}
    right = 0
    for copy in pile.copies:
        given = tuple(of_pair[copy.source.id, copy.copy.id])
        truth = [Both(one.source, one.copy) for one in copy.copied]
        right += sum(is_covered(one, truth) for one in given)
        if copy.manner == "passages":
            counts[copy.grade] += passages_found(Found(copy, given, frozenset(), (), ()))
    return counts | {"": sum(counts.values(), Counts())}, right / max(len(answer.passages), 1)


def rounds(programmes: dict[str, Programme], pieces: Sequence[Piece], count: int) -> dict[str, Answer]:
    """The answer of each programme with the medians of its times over `count` rounds in which all take turns."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for _ in range(count):
        for name, programme in programmes.items():
            gc.collect()
            answers[name].append(programme(pieces))
    return {name: _median(those) for name, those in answers.items()}


def _median(answers: Sequence[Answer]) -> Answer:
    wall, cpu = (statistics.median(times) for times in zip(*((one.wall, one.cpu) for one in answers), strict=True))
    return msgspec.structs.replace(answers[-1], wall=wall, cpu=cpu)


def with_passim(executable: Path, options: Sequence[str]) -> Programme:
    """passim as a programme, each time in a folder that is gone afterwards."""

    def run(pieces: Sequence[Piece]) -> Answer:
        with tempfile.TemporaryDirectory() as folder:
            return aligned(pieces, executable, options, Path(folder))

    return run


def start_of_python(_: Sequence[Piece]) -> Answer:
    """A process that imports what linking needs and ends."""
    wall, cpu = time.perf_counter(), of_children()
    subprocess.run([sys.executable, "-c", "import onrecord.link.reuse"], check=True)
    return Answer(time.perf_counter() - wall, of_children() - cpu)


def line(name: str, answer: Answer, own: Answer, found: dict[str, Counts], precision: float) -> str:
    """One row of a table."""
    by_grade = " ".join(f"{found[grade].right:>3}/{found[grade].gold:<3}" for grade in GRADES)
    ratios = f"{answer.wall / own.wall:7.2f} {answer.cpu / own.cpu:7.2f}"
    return (
        f"{name:<58} {answer.wall:8.2f} {answer.cpu:8.2f} {ratios} {by_grade} {found[''].recall:7.3f} {precision:9.3f}"
    )


def head(what: str) -> str:
    """The row above a table."""
    grades = " ".join(f"{grade:<7}" for grade in GRADES)
    return f"{what:<58} {'wall s':>8} {'CPU s':>8} {'/ours':>7} {'CPU':>7} {grades} {'recall':>7} {'precision':>9}"


def of_wholes(pile: Altered, answers: dict[str, Answer]) -> Iterator[str]:
    """The table of copies of whole pieces; the first answer is ours."""
    yield head("copies of whole pieces")
    own = next(iter(answers.values()))
    for name, answer in answers.items():
        found = pairs_right(pile, answer)
        yield line(name, answer, own, found, found[""].precision)


def of_passages(pile: Altered, own: Answer, python: Answer, peers: dict[str, Answer], spark: Answer) -> Iterator[str]:
    """The table of passages: whole processes, then without `python` and `spark`, what starting takes."""
    yield head("passages")
    for what, ours_of_it, theirs in (
        ("whole process", later(own, python, 1), peers),
        ("without the start", own, {name: later(answer, spark, -1) for name, answer in peers.items()}),
    ):
        for name, answer in {"onrecord": ours_of_it, **theirs}.items():
            yield line(f"{name}, {what}", answer, ours_of_it, *passages_right(pile, answer))


def later(answer: Answer, start: Answer, sign: int) -> Answer:
    """An answer with the time of a start added (`sign` 1) or taken away (-1)."""
    return msgspec.structs.replace(answer, wall=answer.wall + sign * start.wall, cpu=answer.cpu + sign * start.cpu)


def beside_datasketch(pile: Altered, count: int) -> Iterator[str]:
    """The table of whole pieces, ours alone where datasketch is not installed."""
    programmes: dict[str, Programme] = {"onrecord": ours}
    if find_spec("datasketch") and find_spec("xxhash"):
        programmes |= {f"datasketch, {one}": partial(sketched, settings=one) for one in (USUAL, AS_MANY)}
    else:
        yield "datasketch is left out: pip install datasketch xxhash"
    yield from of_wholes(pile, rounds(programmes, pile.pieces, count))


def beside_passim(pile: Altered, executable: Path, count: int) -> Iterator[str]:
    """The table of passages."""
    aligning = {name: with_passim(executable, options) for name, options in PASSIM.items()}
    found = rounds({"onrecord": ours, **aligning}, pile.pieces, count)
    own = found.pop("onrecord")
    two = (pile.copies[0].source, pile.copies[0].copy)
    starts = rounds({"python": start_of_python, "spark": with_passim(executable, ())}, two, count)
    yield from of_passages(pile, own, starts["python"], found, starts["spark"])


def tuned(pile: Altered) -> Iterator[str]:
    """What datasketch finds with each of `GRID`, and what it takes; ours first."""
    answers = {"onrecord": ours(pile.pieces)}
    answers |= {f"datasketch, {one}": sketched(pile.pieces, one) for one in GRID}
    yield from of_wholes(pile, answers)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.reuse", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passim", type=Path, metavar="EXECUTABLE", help="runs passim; without it, passim is left out")
    parser.add_argument("--tune", action="store_true", help="try the settings of datasketch on the other pile instead")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the times are medians (default 3)")
    options = parser.parse_args()
    pile, name = planted_pile("dev" if options.tune else "held out")
    print(f"{len(pile.pieces)} pieces, {len(pile.copies)} of them copies: {name}")
    if options.tune:
        tables = tuned(pile)
    else:
        tables = beside_datasketch(pile, options.rounds)
        left_out = ["passim is left out: give its executable with --passim"]
        tables = chain(tables, beside_passim(pile, options.passim, options.rounds) if options.passim else left_out)
    for row in tables:
        print(row, flush=True)


if __name__ == "__main__":
    main()
