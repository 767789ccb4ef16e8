"""Scores the splitter on one corpus and shows where it errs: `python -m eval.split CORPUS [--errors N] [--signs]`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from eval.split.corpora import CORPORA, Corpus, corpus
from eval.split.measure import Splitter, as_a_run_does, figures
from eval.split.sample import Sample
from eval.split.score import on_black
from onrecord.split import split

WIDTH = 70


def errors(chosen: Corpus, splitter: Splitter) -> Iterator[str]:
    """A line for each start that is missed (-) or too many (+), with the words on either side."""
    for sample in chosen.samples():
        text = sample.document.text
        given = on_black((piece.span.start for piece in splitter(sample.document)), text)
        for start in sorted(given ^ on_black(sample.starts, text)):
            yield _line("+" if start in given else "-", sample, start)


def _line(sign: str, sample: Sample, start: int) -> str:
    text = sample.document.text
    before, after = text[max(0, start - WIDTH) : start], text[start : start + WIDTH]
    return f"{sign} {sample.id} {start}: {before!r} | {after!r}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.split", description=__doc__)
    parser.add_argument("corpus", choices=[each.name for each in CORPORA], metavar="CORPUS")
    parser.add_argument("--errors", type=int, default=0, help="how many errors to show")
    parser.add_argument("--signs", action="store_true", help="split by outward signs alone")
    asked = parser.parse_args()
    splitter = split if asked.signs else as_a_run_does
    chosen = corpus(asked.corpus)
    for figure in figures(splitter, [chosen]):
        print(figure)
    for _, line in zip(range(asked.errors), errors(chosen, splitter), strict=False):
        print(line)


if __name__ == "__main__":
    main()
