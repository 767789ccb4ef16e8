"""Makes `words.npz` and `trees.npz` of `onrecord.split` from the campaign articles and the plain text of coverage.

    python -m training.split [--data ../shared/data] [--check]

Seeded: the same data and the same network of the tagger give the same files. About a quarter of an hour and 5 GB on one
core, a third of it for reading every passage once. `--check` says also how many single articles of the training set are
wrongly cut when their fold was left out.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from eval.split.corpora import corpus

from onrecord.model import Document, DocumentRef
from onrecord.split.clues import Clues
from onrecord.split.context import FAINT, context
from onrecord.split.issues import agreed, chosen, looked, standing
from onrecord.split.lines import passages
from onrecord.split.signs import role
from onrecord.split.subjects import Meaning, Subjects, undecided
from onrecord.split.words import Vocabulary
from onrecord.tag import meanings
from training.split import export, vocabulary
from training.split.issues import Set, Source, body_of, issue, paragraphs_of, single
from training.split.pool import FOLDS, campaign, fold_of, plain_texts

HERE = Path("src/onrecord/split")
SEED = 1
ISSUES, SINGLES = 3000, 1500
FEWEST, MOST = 2, 13
SAME_OUTLET = 0.15
"""Share of issues whose articles all come from one outlet, so that habits of hand tell nothing there."""

SAME_TIME = 0.35
"""Share of issues whose articles come from the same weeks, so that they share a subject."""

ROUNDS = 250
QUICK = 60
LOST = 0.001
"""Share of likely passages that the quick trees may give up wrongly."""

PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 31, "max_depth": 8, "min_data_in_leaf": 40,
    "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1,
    "num_threads": 1, "seed": SEED, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


@dataclass
class Made:
    """A document made for training: its fold, its passages, their clues, and for each whether a piece starts there."""

    fold: int
    texts: list[str]
    clues: Clues
    starts: np.ndarray


@dataclass
class Look:
    """What the trees for a second look learn from one document: clues by signs, clues by reading, starts."""

    fold: int
    signs: np.ndarray
    subjects: np.ndarray
    starts: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """All clues."""
        return np.hstack([self.signs, self.subjects])


def main() -> None:
    """Runs the whole."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked.add_argument("--check", action="store_true")
    given = asked.parse_args()
    articles = campaign(given.data)
    words, known = _vocabularies(articles, given.data)
    vocabulary.write(HERE / "words.npz", *words)
    made = _documents(articles, known)
    print(f"{len(made)} documents, {sum(len(each.starts) for each in made)} passages", flush=True)
    first = {fold: _first(made, fold) for fold in [*range(FOLDS), None]}
    meaning = meanings().of
    looks = [_look(each, _opinion(first[each.fold], each.clues.matrix), known[each.fold], meaning) for each in made]
    print("every passage read", flush=True)
    second, read = _second(looks, None)
    hopeless = _hopeless(made, first)
    arrays = export.arrays(first[None], "first", QUICK, hopeless)
    arrays |= export.arrays(second, "second", ROUNDS, -99.0)
    arrays |= export.arrays(read, "read", ROUNDS, -99.0)
    np.savez_compressed(HERE / "trees.npz", **arrays)
    if given.check:
        _check(articles, looks, first, known, meaning)


def _vocabularies(
    articles: Sequence[Source], data: Path
) -> tuple[tuple[list[str], dict[str, Any]], dict[int | None, Vocabulary]]:
    """What ships, and a vocabulary for each fold that knows first and last paragraphs of the others only."""
    gold = frozenset(sample.id for sample in corpus("baly-third").samples())
    rarity = vocabulary.Counts(paragraphs_of(text, True) for text in plain_texts(data, gold))
    bodies = {article.id: body_of(article, True) for article in articles}
    known: dict[int | None, Vocabulary] = {}
    for fold in [*range(FOLDS), None]:
        position = vocabulary.Counts(bodies[a.id] for a in articles if fold is None or fold_of(a) != fold)
        words = vocabulary.made(rarity, position)
        known[fold] = vocabulary.known(*words)
    return words, known


def _documents(articles: Sequence[Source], known: dict[int | None, Vocabulary]) -> list[Made]:
    """Issues and single articles in styles drawn by chance; the articles of a document are of one fold."""
    chance = random.Random(SEED)
    folds = [[a for a in articles if fold_of(a) == fold] for fold in range(FOLDS)]
    made = []
    for number in range(ISSUES + SINGLES):
        fold = number % FOLDS
        pool = folds[fold]
        if number >= ISSUES:
            text = single(chance.choice(pool), chance)
        else:
            if chance.random() < SAME_TIME:
                pool = sorted(pool, key=lambda article: article.day)
                at = chance.randrange(len(pool) - 2 * MOST)
                pool = pool[at : at + 2 * MOST]
            elif chance.random() < SAME_OUTLET:
                outlet = chance.choice(pool).outlet
                pool = [article for article in pool if article.outlet == outlet]
            text = issue(chance.sample(pool, min(chance.randint(FEWEST, MOST), len(pool))), chance)
        made.append(_made(text, fold, known[fold]))
    return made


def document_of(text: str) -> Document:
    """A plain-text document that comes from nowhere."""
    ref = DocumentRef(
        id="0" * 16, path="made", met_at=("made",), media_type="text/plain", reader="text", sha256="", text_sha256=""
    )
    return Document(ref=ref, text=text)


def _made(text: Set, fold: int, known: Vocabulary) -> Made:
    every = passages(document_of(text.text))
    all_roles = [role(passage.text) for passage in every]
    kept = standing(all_roles)
    found, roles = [every[at] for at in kept], [all_roles[at] for at in kept]
    at = [passage.start for passage in found]
    starts = np.zeros(len(found))
    for start in text.starts:
        place = bisect_left(at, start)
        if place < len(at):
            starts[place] = 1.0
    return Made(fold, [passage.text for passage in found], Clues(found, roles, known), starts)


def _train(matrix: np.ndarray, starts: np.ndarray) -> lgb.Booster:
    return lgb.train(PARAMETERS, lgb.Dataset(matrix, starts), ROUNDS)


def _opinion(trees: lgb.Booster, matrix: np.ndarray) -> np.ndarray:
    return np.asarray(trees.predict(matrix))


def _first(made: Sequence[Made], without: int | None) -> lgb.Booster:
    """Trees for the first opinion, from the documents of all folds but one."""
    print(f"first opinion without fold {without}", flush=True)
    kept = [each for each in made if each.fold != without]
    return _train(np.vstack([each.clues.matrix for each in kept]), np.concatenate([each.starts for each in kept]))


def _look(each: Made, opinion: np.ndarray, known: Vocabulary, meaning: Meaning) -> Look:
    """The second look at a document, from the opinion of trees that did not see it."""
    worth, matrix, _ = context(each.clues, opinion, known)
    return Look(each.fold, matrix, Subjects(each.texts, meaning).clues(worth, opinion), each.starts[worth])


def _second(looks: Sequence[Look], without: int | None) -> tuple[lgb.Booster, lgb.Booster]:
    """Trees for the second look, by signs alone and after reading, from the documents of all folds but one."""
    kept = [look for look in looks if look.fold != without]
    starts = np.concatenate([look.starts for look in kept])
    return (
        _train(np.vstack([look.signs for look in kept]), starts),
        _train(np.vstack([look.both for look in kept]), starts),
    )


def _hopeless(made: Sequence[Made], first: dict[int | None, lgb.Booster]) -> float:
    """Log odds after the quick trees that all but `LOST` of the likely passages have."""
    quick = []
    for each in made[::10]:
        likely = _opinion(first[each.fold], each.clues.matrix) >= FAINT
        early = first[each.fold].predict(each.clues.matrix, num_iteration=QUICK, raw_score=True)
        quick.append(np.asarray(early)[likely])
    return float(np.quantile(np.concatenate(quick), LOST))


def _check(
    articles: Sequence[Source],
    looks: Sequence[Look],
    first: dict[int | None, lgb.Booster],
    known: dict[int | None, Vocabulary],
    meaning: Meaning,
) -> None:
    """Says how many single articles are wrongly cut by trees that saw no document with them, and how many are read."""
    cut = asked = 0
    for fold in range(FOLDS):
        second, read = _second(looks, fold)
        for article in articles:
            if fold_of(article) == fold:
                made = _made(Set(article.text, (0,)), fold, known[fold])
                sight = _opinion(first[fold], made.clues.matrix)
                opinion = looked(made.clues, sight, partial(_opinion, second), known[fold])
                if len(chosen(opinion, len(article.text))) > 1 and undecided(opinion):
                    asked += 1
                    subjects = Subjects(made.texts, meaning)
                    again = looked(made.clues, sight, partial(_opinion, read), known[fold], subjects)
                    opinion = agreed(opinion, again)
                cut += len(chosen(opinion, len(article.text))) > 1
    print(f"single articles wrongly cut, cross-validated: {cut} of {len(articles)}; read: {asked}")


if __name__ == "__main__":
    main()
