"""Shows which things a briefing holds (+) and which it lacks (-): `python -m eval.brief PILE [--length N]`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from eval.brief.measure import shown_in, stands
from eval.brief.things import PILES, READERS, by_id, paths_of, things
from eval.data import MissingDataError
from eval.documents import documents_in
from onrecord.pipeline import brief

WIDTH = 160


def lines(pile: str, length: int) -> Iterator[str]:
    """A line for each thing of each reader: whether it stands, its rank, and the words of its first place."""
    paths = paths_of(pile)
    shown = shown_in(brief([str(path) for path in paths], length=length))
    documents = by_id(documents_in(paths))
    for reader in READERS:
        for thing in things(reader):
            if thing.pile == pile:
                first = thing.places[0]
                words = " ".join(first.span.of(documents[first.document].text).split())
                yield f"{'+' if stands(thing, shown) else '-'} {reader}{thing.rank:<3} {words[:WIDTH]}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.brief", description=__doc__)
    parser.add_argument("pile", choices=PILES)
    parser.add_argument("--length", type=int, default=1200, help="words of the briefing (default: 1200)")
    asked = parser.parse_args()
    try:
        for line in lines(asked.pile, asked.length):
            print(line)
    except MissingDataError as missing:
        print(f"skipped: {missing}")


if __name__ == "__main__":
    main()
