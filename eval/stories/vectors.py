"""What the tagger's embedding of passages is worth: stories by average link over the mean of an article's passages.

The threshold is fitted on the very data, as it was for the encoder before its training (all-MiniLM-L6-v2, of which the
embedding is an imitation), so that the two can be set side by side; no threshold of the program comes from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.data import MissingDataError, data, rows
from eval.figures import Figure, Skipped
from eval.stories.measure import CORPORA, Row, article_of
from eval.stories.score import b_cubed
from onrecord.tag import tagged

CORPUS = "ECB+ odd topics"
THRESHOLDS = np.arange(0.3, 0.9, 0.01)

Floats = NDArray[np.float64]


def figures() -> Iterator[Figure | Skipped]:
    """B-cubed F1 of the best threshold."""
    try:
        found = list(rows(data(CORPORA[CORPUS]), Row))
    except MissingDataError as missing:
        yield Skipped("stories", CORPUS, str(missing))
        return
    value = best(np.stack([vector(row) for row in found]), [row.story for row in found])
    n = f"{len(found)} articles of {len({row.story for row in found})} events"
    yield Figure("stories", "B-cubed F1, average link over embeddings, best threshold", CORPUS, n, value)


def vector(row: Row) -> Floats:
    """The embedding of an article: the mean of its passages', each as much as it is long."""
    passages = tagged(article_of(row), vectors=True).passages
    weights = [passage.span.end - passage.span.start for passage in passages]
    rows_of = np.stack([np.frombuffer(passage.vector, "<f2").astype(np.float64) for passage in passages])
    mean = np.average(rows_of, axis=0, weights=weights)
    return np.asarray(mean / np.linalg.norm(mean))


def best(vectors: Floats, stories: Sequence[str]) -> float:
    """The best B-cubed F1 that one threshold of average-link clustering by cosine gives."""
    merges = average_link(vectors)
    gold = {str(at): story for at, story in enumerate(stories)}
    found = []
    for threshold in THRESHOLDS:
        group = list(range(len(stories)))
        for likeness, one, other in merges:
            if likeness < threshold:
                break
            group = [one if at == other else at for at in group]
        found.append(b_cubed({str(at): of for at, of in enumerate(group)}, gold).f1)
    return max(found)


def average_link(vectors: Floats) -> list[tuple[float, int, int]]:
    """The merges of average-link clustering (Sokal and Michener 1958): cosine, kept group, merged group."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    sizes = np.ones(len(vectors))
    merges = []
    for _ in range(len(vectors) - 1):
        one, other = divmod(int(likeness.argmax()), len(vectors))
        one, other = min(one, other), max(one, other)
        merges.append((float(likeness[one, other]), one, other))
        mean = (likeness[one] * sizes[one] + likeness[other] * sizes[other]) / (sizes[one] + sizes[other])
        likeness[one], likeness[:, one] = mean, mean
        likeness[one, one] = -np.inf
        likeness[other], likeness[:, other] = -np.inf, -np.inf
        sizes[one] += sizes[other]
    return merges
