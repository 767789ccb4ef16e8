"""Fits the weights by which `onrecord.link.same_thing` tells whether two figures are of one thing.

    python -m training.accounts

reads the pairs of the choosing half that two readers judged (eval/accounts), with what the program finds in
their articles, and writes `same_thing.json`. A pair is of one thing where the first reader said anything but
"not comparable". The weights are those of greatest likelihood with a penalty on their squares. Articles are tagged
once and kept under --out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from eval.accounts.gold import Half, Pair, Verdict, half, judged, piles
from sklearn.linear_model import LogisticRegression

from onrecord.link.commonness import rarity
from onrecord.link.pile import pile_of
from onrecord.link.quantities import Quantity, quantities
from onrecord.link.same_thing import Likeness, Weights
from onrecord.model import Article
from onrecord.tag import meanings, tag

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "link" / "same_thing.json"
PENALTY = 1.0
FIGURE_DIFFERS, DATE_DIFFERS = 0.25, 0.3
"""Chosen on the choosing half, after the other conditions of `link.conflicts`."""

Learnt = tuple[Pair, Verdict, Quantity, Quantity, tuple[float, ...]]
"""A judged pair, what the program found where it stands, and its signs."""


def tagged(which: Half, folder: Path) -> Iterator[list[Article]]:
    """The articles of one half, tagged; from the folder where they lie there already."""
    for corpus, articles in piles(which):
        kept = folder / f"accounts-{which}-{corpus}.msgpack".replace(" ", "-")
        if not kept.exists():
            kept.write_bytes(msgspec.msgpack.encode([tag(article) for article in articles]))
        yield msgspec.msgpack.decode(kept.read_bytes(), type=list[Article])


def learnt(which: Half, folder: Path) -> Iterator[Learnt]:
    """The judged pairs of one half as the program sees them, without those of which it finds no side, or two kinds."""
    wanted = [(pair, verdict) for pair, verdict, _ in judged() if half(pair.event) == which]
    for articles in tagged(which, folder):
        pile = pile_of(articles)
        by_article: dict[str, list[Quantity]] = {}
        for quantity in quantities(pile):
            by_article.setdefault(pile.articles[quantity.number].external_id or "", []).append(quantity)
        likeness = Likeness(rarity(pile), meanings())
        for pair, verdict in wanted:
            sides = [_at(by_article.get(stretch[0], []), stretch[1], stretch[2]) for stretch in (pair.a, pair.b)]
            one, other = sides
            if one is not None and other is not None and one.kind == other.kind:
                yield pair, verdict, one, other, (*likeness.signs(one, other), likeness.meaning(one, other))


def _at(found: Sequence[Quantity], start: int, end: int) -> Quantity | None:
    """What stands at a marked stretch."""
    return next((one for one in found if one.span.start < end and start < one.span.end), None)


def fitted(rows: Sequence[Learnt]) -> tuple[float, ...]:
    """The weights, the constant last."""
    signs = np.array([row[4] for row in rows])
    right = np.array([row[1] != "not_comparable" for row in rows])
    model = LogisticRegression(C=PENALTY, max_iter=5_000).fit(signs, right)
    return (*(round(float(weight), 4) for weight in model.coef_[0]), round(float(model.intercept_[0]), 4))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.accounts", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("runs"), help="folder for what is kept between runs")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(learnt("choosing", folder))
    figures = [row for row in rows if row[0].kind == "figure"]
    dates = [row for row in rows if row[0].kind == "date"]
    made = Weights(fitted(figures), fitted(dates), FIGURE_DIFFERS, DATE_DIFFERS)
    WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    print(f"{len(figures)} pairs of figures, {len(dates)} of dates: {WEIGHTS}")


if __name__ == "__main__":
    main()
