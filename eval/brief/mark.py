"""Turns a reader's quotes into gold: `python -m eval.brief.mark QUOTES.jsonl READER`.

Each line of QUOTES.jsonl is {"pile", "rank", "quotes": [verbatim words, other words that say the same, …]}. Every
place of the pile where one of the quotes stands becomes a place of the thing. The gold keeps document ids and
offsets; of our own examples also the first three words, so that a person can find the line, of other texts none.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from eval.brief.things import GOLD, OWN_PILE, READERS, At, Thing, by_id, paths_of
from eval.documents import documents_in
from onrecord.model import Document, Span

WORDS_KEPT = 3
LIKE = {
    "'": "['‘’]",
    "‘": "['‘’]",
    "’": "['‘’]",
    '"': '["“”„]',
    "“": '["“”„]',
    "”": '["“”„]',
    "-": "[-–—]",
    "–": "[-–—]",
    "—": "[-–—]",
}
"""Marks that a reader's keyboard may have changed."""


class Quoted(msgspec.Struct, frozen=True):
    """One thing as the reader wrote it down."""

    pile: str
    rank: int
    quotes: tuple[str, ...]


class UnfoundQuoteError(Exception):
    """Words that stand nowhere in their pile.

    Args:
        quoted: the thing.
        quote: the words.
    """

    def __init__(self, quoted: Quoted, quote: str) -> None:
        super().__init__(quoted, quote)
        self.quoted = quoted
        self.quote = quote

    def __str__(self) -> str:
        return f"{self.quoted.pile}, thing {self.quoted.rank}: not in the pile: {self.quote!r}"


def places_of(quote: str, documents: Iterable[Document]) -> Iterator[At]:
    """Where `quote` stands, whatever the white space and the shape of quotation marks, apostrophes and dashes."""
    pieces = (r"\s+" if part.isspace() else _like(part) for part in re.split(r"(\s+)", quote.strip()))
    pattern = re.compile("".join(pieces))
    for document in documents:
        for match in pattern.finditer(document.text):
            yield At(document.ref.id, Span(match.start(), match.end()))


def _like(word: str) -> str:
    return "".join(LIKE.get(letter, re.escape(letter)) for letter in word)


def marked(quoted: Quoted, documents: Mapping[str, Document]) -> Thing:
    """The thing with its places, those of its first quote first.

    A headline that a document has in its metadata only has no place, so it is passed over beside other quotes.

    Raises:
        UnfoundQuoteError: one of the quotes stands nowhere.
    """
    outside = {document.title.value for document in documents.values() if document.title is not None}
    places: list[At] = []
    for quote in quoted.quotes:
        here = list(places_of(quote, documents.values()))
        if not here and quote not in outside:
            raise UnfoundQuoteError(quoted, quote)
        places += [place for place in here if place not in places]
    if not places:
        raise UnfoundQuoteError(quoted, quoted.quotes[0])
    first = places[0]
    words = first.span.of(documents[first.document].text).split()[:WORDS_KEPT]
    return Thing(quoted.pile, quoted.rank, tuple(places), " ".join(words) if quoted.pile == OWN_PILE else "")


def all_marked(
    rows: Iterable[Quoted], piles: Mapping[str, Mapping[str, Document]]
) -> tuple[list[Thing], list[UnfoundQuoteError]]:
    """What could be marked, and every quote that stopped a thing from being marked."""
    done: list[Thing] = []
    unfound: list[UnfoundQuoteError] = []
    for row in rows:
        try:
            done.append(marked(row, piles[row.pile]))
        except UnfoundQuoteError as problem:
            unfound.append(problem)
    return done, unfound


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.brief.mark", description=__doc__)
    parser.add_argument("quotes", type=Path)
    parser.add_argument("reader", choices=READERS)
    asked = parser.parse_args()
    rows = msgspec.json.Decoder(Quoted).decode_lines(asked.quotes.read_bytes())
    piles = {pile: by_id(documents_in(paths_of(pile))) for pile in {row.pile for row in rows}}
    done, unfound = all_marked(rows, piles)
    for problem in unfound:
        print(problem, file=sys.stderr)
    if unfound:
        sys.exit(1)
    (GOLD / f"{asked.reader}.jsonl").write_bytes(msgspec.json.Encoder().encode_lines(done))


if __name__ == "__main__":
    main()
