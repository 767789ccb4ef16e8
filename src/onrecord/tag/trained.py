"""The tagger by a trained model: names, statements of every form, and embeddings of passages, in one pass.

The model lies in `model/`: the network (`network.onnx`), its vocabulary (`tokenizer.json`) and what was measured when
it was made (`card.json`): its version, how confidence is calibrated, and from which confidence on a statement is shown.
ONNX Runtime runs it; nothing is fetched, and no other file is read.

It will not: read another language than it was trained on, say who the speaker of a statement is (`speakers`), or
normalise what it finds.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct

from onrecord.model import Article, Span
from onrecord.split.segments import paragraphs
from onrecord.tag.assembly import assembled, with_speakers
from onrecord.tag.chains import chained, completed
from onrecord.tag.decoding import Calibration, Found, Range, names, statements
from onrecord.tag.drafts import Draft, Passage, Tagged
from onrecord.tag.encoding import Encoded, encode, pieces_of
from onrecord.tag.reading import Input, Reading, Scores, read
from onrecord.tag.rules import in_parts
from onrecord.tag.running import session, threads
from onrecord.tag.vocabulary import Vocabulary, vocabulary

STRETCH = 30_000
"""Code points that are read together, so that the memory of a long text is bounded: with its embedding a word takes
2 kB. A longer text is cut between paragraphs."""

MODEL = files("onrecord.tag").joinpath("model")


class Card(Struct, frozen=True):
    """What stands in `card.json`."""

    name: str
    least: float
    """Confidence from which on a statement is shown, unless asked otherwise: of best F1 on polnear-dev."""
    calibration: Calibration


def card() -> Card:
    """The card of the model that is shipped."""
    return msgspec.json.decode(MODEL.joinpath("card.json").read_bytes(), type=Card)


class Network:
    """The network, run by ONNX Runtime.

    Args:
        threads: how many processors it may use.
    """

    def __init__(self, threads: int) -> None:
        self._session = session(MODEL.joinpath("network.onnx").read_bytes(), threads)

    def __call__(self, window: Input) -> Scores:
        inputs: dict[str, Any] = {"pieces": window.pieces, "features": window.features, "first": window.first}
        return Scores(*self._session.run(None, inputs))


class TrainedTagger:
    """Names and statements by the model, for one language."""

    def __init__(self) -> None:
        self._network: Network | None = None
        self._process = 0

    @cached_property
    def card(self) -> Card:
        return card()

    @property
    def name(self) -> str:
        return self.card.name

    def network(self) -> Network:
        """The network, loaded when it is first asked for, and anew in each process: a session's threads do not survive
        a fork."""
        if self._network is None or self._process != os.getpid():
            self._network, self._process = Network(threads()), os.getpid()
        return self._network

    def tag(self, article: Article, least: float | None = None, vectors: bool = False) -> Tagged:
        """The article with names, mentions and statements; what it already carries is kept as given.

        Args:
            article: any article.
            least: the confidence that a statement must have; the card's where None.
            vectors: whether the embeddings of its paragraphs are wanted.
        """
        words = vocabulary(article.language)
        found = in_parts(article.text, paragraphs(article.text))
        if article.names is not None and article.statements is not None and not vectors:
            return Tagged(with_speakers(article, article.names, found, words))
        marked: list[tuple[Any, Span]] = []
        made: list[Draft] = []
        passages: list[Passage] = []
        limit = self.card.least if least is None else least
        for start, reading in self._readings(article.text, found, vectors):
            marked += [
                (kind, _tidy(article.text, part, words))
                for kind, span in names(reading)
                for part in _parts(found, _span(reading.encoded, span, start))
            ]
            if article.statements is None:
                made += [
                    _draft(found, reading.encoded, one, start)
                    for one in statements(reading, self.card.calibration, limit)
                ]
            passages += _passages(reading, found, start)
        chains = (
            article.names
            if article.names is not None
            else chained(article.text, completed(article.text, marked, words), words)
        )
        if article.statements is not None:
            return Tagged(with_speakers(article, chains, found, words), tuple(passages))
        made.sort(key=lambda draft: (draft.content[0], draft.cue[0]))
        return Tagged(assembled(article, chains, found, made, words), tuple(passages))

    def _readings(self, text: str, found: Sequence[Span], vectors: bool) -> Iterator[tuple[int, Reading]]:
        """What the model says of a text, stretch by stretch, each with the offset at which it begins."""
        pieces, network = pieces_of(), self.network()
        for stretch in _stretches(found):
            encoded = encode(stretch.of(text), pieces)
            if len(encoded):
                yield stretch.start, read(encoded, pieces, network, vectors)


def _stretches(found: Sequence[Span]) -> Iterator[Span]:
    """The paragraphs, as many together as `STRETCH` allows."""
    start = end = None
    for paragraph in found:
        if start is not None and end is not None and paragraph.end - start > STRETCH:
            yield Span(start, end)
            start = None
        start = paragraph.start if start is None else start
        end = paragraph.end
    if start is not None and end is not None:
        yield Span(start, end)


def _span(encoded: Encoded, words: Range, start: int) -> Span:
    return Span(start + int(encoded.starts[words[0]]), start + int(encoded.ends[words[1] - 1]))


def _parts(found: Sequence[Span], span: Span) -> Iterator[Span]:
    """A name, cut where a paragraph ends: in a list that lost its signs one name runs into the next."""
    first = max(0, bisect_right([paragraph.start for paragraph in found], span.start) - 1)
    for paragraph in found[first:]:
        if paragraph.start >= span.end:
            return
        if paragraph.meets(span):
            yield Span(max(span.start, paragraph.start), min(span.end, paragraph.end))


def _tidy(text: str, span: Span, words: Vocabulary) -> Span:
    """A name without the small word that the model now and then leaves at its end."""
    shown, _, last = span.of(text).rpartition(" ")
    return Span(span.start, span.start + len(shown)) if shown and last in words.prepositions else span


def _draft(found: Sequence[Span], encoded: Encoded, one: Found, start: int) -> Draft:
    source = [_span(encoded, words, start) for words in one.source]
    cue = [_span(encoded, words, start) for words in one.cue]
    content = sorted(_span(encoded, words, start) for words in one.content)
    paragraph = max(0, bisect_right([span.start for span in found], cue[0].start) - 1)
    return Draft(
        "model",
        paragraph,
        source[0] if source else None,
        cue,
        content,
        _form(encoded, one),
        round(one.confidence, 3),
    )


def _form(encoded: Encoded, one: Found) -> Literal["direct", "indirect", "mixed"]:
    """Direct where all words of a content stand in quotation marks, indirect where none does."""
    marks = np.concatenate([encoded.mark[low:high] for low, high in one.content])
    cases = np.concatenate([encoded.case[low:high] for low, high in one.content])
    quoted = marks[cases != NO_LETTER] > 0
    if quoted.all() and len(quoted):
        return "direct"
    return "mixed" if quoted.any() else "indirect"


NO_LETTER = 6
"""The case of a word that is a mark of punctuation."""


def _passages(reading: Reading, found: Sequence[Span], start: int) -> Iterator[Passage]:
    """The embeddings of the paragraphs of a stretch: the mean over their words, set to length one."""
    encoded = reading.encoded
    if reading.passages is None:
        return
    for paragraph in found:
        low, high = np.searchsorted(encoded.starts + start, (paragraph.start, paragraph.end))
        if low < high and paragraph.start >= start:
            vector = reading.passages[low:high].mean(0)
            vector /= max(float(np.linalg.norm(vector)), 1e-9)
            yield Passage(paragraph, vector.astype("<f2").tobytes())
