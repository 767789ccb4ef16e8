"""Text -> what the encoder reads: words, their word pieces, and what the lower-cased pieces do not show.

A word is a run of letters and digits, or one other sign: where BERT's own splitting (Devlin et al. 2019) parts a text
before it looks pieces up, so that no piece belongs to two words. Everything that the model says, it says of words, and
offsets come from them. Training and the program read texts through this file alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.model import Span
from onrecord.split.segments import paragraphs, sentences
from onrecord.tag.quotations import quotations

Ints = NDArray[np.int64]

CASES, GAPS, MARKS = 7, 6, 4
"""How many values each feature of a word has."""

SENTENCE = 5
"""The gap before a word that begins a sentence within its paragraph."""

LONGEST_WORD = 100
"""Code points of a word that is looked up; a longer one is unknown, as in BERT."""

KEPT_WORDS = 100_000
"""Words whose pieces are kept: a pile of 12,000 articles has some 150,000, most of them once."""

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


class Encoded(Struct, frozen=True, gc=False):
    """The words of a stretch of text. All arrays but `pieces` have one entry a word."""

    starts: Ints
    """Offsets of the words in the text, in code points."""
    ends: Ints
    pieces: Ints
    """Ids of the word pieces of all words, one after the other."""
    first: Ints
    """Where each word's pieces begin in `pieces`; one entry more than words: the last is the number of pieces."""
    case: Ints
    """0 small, 1 first letter capital, 2 capitals, 3 mixed, 4 with a digit, 5 one capital, 6 no letter."""
    gap: Ints
    """What stands before the word: 0 nothing, 1 white space, 2 a line break, 3 a blank line, 4 the text's start, 5 the
    end of a sentence in the same paragraph."""
    mark: Ints
    """0 outside quotation marks, 1 inside, 2 a mark that opens, 3 one that closes."""

    def __len__(self) -> int:
        return len(self.starts)

    def features(self) -> Ints:
        """The three features of each piece's word: (pieces, 3)."""
        return np.repeat(np.stack([self.case, self.gap, self.mark], 1), np.diff(self.first), 0)

    def opens(self) -> Ints:
        """The words that begin a paragraph."""
        found = np.flatnonzero((self.gap >= 2) & (self.gap != SENTENCE))
        return found if len(found) and not found[0] else np.concatenate([[0], found])


class Window(Struct, frozen=True, gc=False):
    """Words `start` up to `end` of an encoded text, read together; what lies near an edge is left to a neighbour."""

    start: int
    end: int


@cache
def pieces_of() -> Pieces:
    """The vocabulary that is shipped."""
    return Pieces(files("onrecord.tag").joinpath("model", "tokenizer.json").read_text(encoding="utf-8"))


class Pieces:
    """Word pieces by the vocabulary of a `tokenizer.json`.

    Args:
        definition: the content of that file.
    """

    def __init__(self, definition: str) -> None:
        self._tokenizer = Tokenizer.from_str(definition)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.start, self.end, self.padding, self.unknown, self.mask = (
            self._id(*names)
            for names in (("<s>", "[CLS]"), ("</s>", "[SEP]"), ("<pad>", "[PAD]"), ("[UNK]",), ("<mask>", "[MASK]"))
        )
        self._known: dict[str, list[int]] = {}

    def _id(self, *names: str) -> int:
        found = [at for name in names if (at := self._tokenizer.token_to_id(name)) is not None]
        return int(found[0])

    @cached_property
    def words(self) -> frozenset[str]:
        """Whole words of the vocabulary, in small letters."""
        return frozenset(piece for piece in self._tokenizer.get_vocab() if piece.isalpha())

    @property
    def in_order(self) -> list[str]:
        """The pieces, by their ids."""
        known = self._tokenizer.get_vocab()
        return sorted(known, key=known.__getitem__)

    def of(self, words: Sequence[str]) -> list[list[int]]:
        """The ids of each word's pieces; at least one each."""
        if len(self._known) > KEPT_WORDS:
            self._known.clear()
        new = list({word for word in words if word not in self._known})
        # Half of a surrogate pair is no text that the library takes.
        asked = [word.encode("utf-8", "replace").decode() if len(word) <= LONGEST_WORD else "" for word in new]
        for word, found in zip(new, self._tokenizer.encode_batch(asked, add_special_tokens=False), strict=True):
            self._known[word] = list(found.ids) or [self.unknown]
        return [self._known[word] for word in words]


def encode(text: str, pieces: Pieces) -> Encoded:
    """The words of a text with their pieces and features."""
    found = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    starts = np.array([start for start, _ in found], np.int64)
    ends = np.array([end for _, end in found], np.int64)
    words = [text[start:end] for start, end in found]
    ids = pieces.of(words)
    first = np.zeros(len(ids) + 1, np.int64)
    np.cumsum([len(of_word) for of_word in ids], out=first[1:])
    return Encoded(
        starts,
        ends,
        np.array([at for of_word in ids for at in of_word], np.int64),
        first,
        np.array([_case(word) for word in words], np.int64),
        _gaps(text, starts, ends),
        _marks(text, starts),
    )


def _case(word: str) -> int:
    if word.isalpha():
        if word.islower():
            return 0
        if len(word) == 1:
            return 5
        if word.isupper():
            return 2
        return 1 if word[0].isupper() and word[1:].islower() else 3
    return 4 if word[0].isalnum() else 6


def _gaps(text: str, starts: Ints, ends: Ints) -> Ints:
    gaps = np.empty(len(starts), np.int64)
    before = 0
    for at, start in enumerate(starts):
        between = text[before:start]
        breaks = between.count("\n")
        gaps[at] = min(breaks, 2) + 1 if between else 0
        before = int(ends[at])
    gaps[:1] = 4
    opens = np.searchsorted(starts, [sentence.start for sentence in sentences(text, "en")])
    opens = opens[opens < len(starts)]
    gaps[opens[gaps[opens] < 2]] = SENTENCE
    return gaps


def _marks(text: str, starts: Ints) -> Ints:
    marks = np.zeros(len(starts), np.int64)
    for quoted in quotations(text, paragraphs(text)):
        for quotation in quoted:
            lo, hi = np.searchsorted(starts, (quotation.span.start, quotation.span.end))
            marks[lo:hi] = 1
            marks[lo : np.searchsorted(starts, quotation.inner.start)] = 2
            if quotation.closed:
                marks[np.searchsorted(starts, quotation.inner.end) : hi] = 3
    return marks


def windows(encoded: Encoded, size: int, overlap: int, begin: int = 0) -> Iterator[Window]:
    """Stretches of at most `size` pieces that cover all words from `begin` on.

    With an overlap, a window begins at the paragraph that the one before cut or left the last `overlap / 2` pieces of;
    in the middle of the overlap where that paragraph is longer than half a window. No word has more than
    `LONGEST_WORD` pieces, so that a window always moves on.
    """
    first, count = encoded.first, len(encoded)
    opens = encoded.opens()
    start = begin
    while start < count:
        end = max(start + 1, int(np.searchsorted(first, first[start] + size, "right")) - 1)
        yield Window(start, end)
        if end == count:
            return
        if not overlap:
            start = end
            continue
        middle = max(start + 1, int(np.searchsorted(first, first[end] - overlap // 2)))
        paragraph = int(opens[np.searchsorted(opens, middle, "right") - 1])
        start = paragraph if paragraph > start and first[end] - first[paragraph] <= size // 2 else middle


def spans_of(encoded: Encoded, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The words that each span touches, as ranges; spans that touch none are left out."""
    ranges = [
        (int(np.searchsorted(encoded.ends, span.start, "right")), int(np.searchsorted(encoded.starts, span.end)))
        for span in spans
    ]
    return [(lo, hi) for lo, hi in ranges if lo < hi]
