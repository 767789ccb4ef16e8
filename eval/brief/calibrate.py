"""How the weights of `onrecord.brief.score` were set: by what other outlets tell of the same event.

No gold says which sentences of an article are worth knowing, but coverage itself votes: what an article says that
articles of other outlets on the same event say too, in their own words, is what the event is about. So each line of
an article of `coverage/baly-third` (its text only, no label is used) is marked 1 if a line of another outlet's piece
of the same story is like it (`LIKE`), and 0 if none is; lines that are the same words (`SAME`) are left out with
their pieces' reprints. A logistic regression on the signs of `score.signs` then gives the weights. Half of the
stories fit, the other half measures.

    python -m eval.brief.calibrate [STORIES]

prints the fitted weights beside those in force, and the area under the ROC curve of both, and of position alone, on
the half that was not fitted.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from eval.data import data
from onrecord.brief import score, words
from onrecord.brief.candidates import Candidate, candidates
from onrecord.brief.people import People
from onrecord.errors import InputError
from onrecord.link import link
from onrecord.model import Analysis, Article, Place, Run
from onrecord.read import ReadOptions, read
from onrecord.split import split
from onrecord.tag import tag

LIKE = 0.5
"""Likeness from which two lines tell the same thing: 1 in 15 lines is marked, about two for an article, which is what
a reader would call its gist. At 0.35 1 in 5 is, and the subject alone makes lines alike."""
SAME = 0.9
PIECES = range(3, 13)
"""Pieces of a story that is looked at: fewer hold too few votes, more are topics rather than events."""
RIDGE = 1.0
SEED = 20


def stories(most: int) -> list[list[Article]]:
    """Stories told by three outlets or more, their pieces tagged."""
    path = data("coverage/baly-third.jsonl.gz")
    articles = [
        piece for item in read([str(path)], ReadOptions()) if not isinstance(item, InputError) for piece in split(item)
    ]
    by_id = {article.id: article for article in articles}
    found = [[by_id[member] for member in story.articles] for story in link(articles).stories]
    told = [
        story
        for story in found
        if len(story) in PIECES and len({one.outlet.value for one in story if one.outlet is not None}) >= 3
    ]
    random.Random(SEED).shuffle(told)
    return [[tag(article) for article in story] for story in told[:most]]


def rarity(told: Sequence[Sequence[Article]]) -> dict[str, float]:
    """Logarithm of how many pieces there are for each that holds a word: the subject's own words count least."""
    pieces = [words.content(words.tokens(article.text)) for story in told for article in story]
    held = Counter(word for piece in pieces for word in piece)
    return {word: log(len(pieces) / count) for word, count in held.items()}


def alike(one: frozenset[str], other: frozenset[str], rare: dict[str, float]) -> float:
    """Cosine of two sets of content words, rare words counting more."""
    shared = sum(rare[word] ** 2 for word in one & other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(rare[word] ** 2 for word in one) * sum(rare[word] ** 2 for word in other))


def _lines(story: Sequence[Article], number: int, rare: dict[str, float]) -> list[tuple[Candidate, bool]]:
    """The lines of one piece of a story, each with whether another outlet tells it; reprinted lines are left out."""
    people = People(Analysis(run=Run(version="", model=""), articles=()))
    others = [
        one.content
        for article in story
        if article.outlet != story[number].outlet
        for one in candidates(article, 0, people)
    ]
    found: list[tuple[Candidate, bool]] = []
    for line in candidates(story[number], 0, people):
        likest = max((alike(line.content, other, rare) for other in others), default=0.0)
        if likest < SAME:
            found.append((line, likest >= LIKE))
    return found


def marked_lines(story: Sequence[Article], number: int, rare: dict[str, float]) -> list[Place]:
    """Where the lines stand that another outlet tells too."""
    return [line.place for line, marked in _lines(story, number, rare) if marked]


def _marked(story: Sequence[Article], rare: dict[str, float]) -> tuple[list[list[float]], list[float]]:
    """Signs and marks of the lines of one story."""
    signs: list[list[float]] = []
    marks: list[float] = []
    for number, article in enumerate(story):
        lines = _lines(story, number, rare)
        heading = words.content(words.tokens(article.title.value)) if article.title is not None else frozenset()
        central = score.central_words([line for line, _ in lines])
        for line, marked in lines:
            counted = score.signs(line, heading, central)
            signs.append([counted[name] for name in score.WEIGHTS])
            marks.append(float(marked))
    return signs, marks


def fitted(signs: NDArray[np.float64], marks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a logistic regression with a small ridge, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    penalty = np.eye(signs.shape[1]) * RIDGE
    penalty[0, 0] = 0
    for _ in range(30):
        chance = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (marks - chance) - penalty @ weights
        curve = (signs * (chance * (1 - chance))[:, None]).T @ signs + penalty + 1e-9 * np.eye(signs.shape[1])
        step = np.linalg.solve(curve, slope)
        weights += step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def area(values: NDArray[np.float64], marks: NDArray[np.float64]) -> float:
    """Chance that a marked line has a higher value than an unmarked one; half for a tie."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    for value in np.unique(values):
        same = values == value
        if same.sum() > 1:
            ranks[same] = ranks[same].mean()
    ones = marks.sum()
    return float((ranks[marks == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(marks) - ones)))


def main(most: int) -> None:
    """Print the table."""
    told = stories(most)
    half = len(told) // 2
    rare = rarity(told)
    names = list(score.WEIGHTS)
    sides = []
    for part in (told[:half], told[half:]):
        rows = [_marked(story, rare) for story in part]
        sides.append((np.array([x for s, _ in rows for x in s]), np.array([m for _, ms in rows for m in ms])))
    (fit_signs, fit_marks), (signs, marks) = sides
    weights = fitted(fit_signs, fit_marks)
    standing = np.array([score.WEIGHTS[name] for name in names])
    print(
        f"{len(told)} stories, {len(fit_marks)} lines fitted, {len(marks)} measured, {marks.mean():.3f} of them marked"
    )
    for name, new, old in zip(names, weights, standing, strict=True):
        print(f"{name:<16}{new:>8.2f} fitted{old:>8.2f} in force")
    print(f"area, fitted    {area(signs @ weights, marks):.3f}")
    print(f"area, in force  {area(signs @ standing, marks):.3f}")
    print(f"area, position  {area(signs[:, names.index('early')], marks):.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
