"""How the constants of `onrecord.brief.choose` were set: what a briefing of ten articles keeps at 1,200 words.

Piles are made like an issue without an order: ten articles of `coverage/baly-third`, each of another story and each
told by two further outlets or more that are not in the pile. What those tell too (`calibrate.marked_lines`) is what
a briefing should keep. Printed is the share of these lines that stand in the length, for each value of a constant.

    python -m eval.brief.costs [PILES]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from eval.brief.calibrate import marked_lines, rarity, stories
from onrecord.brief import BriefOptions, choose, compose
from onrecord.model import Analysis, Article, Place, Run

TRIED: dict[str, tuple[float, ...]] = {
    "COST_EXPONENT": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    "LINE_COST": (0, 4, 8, 16),
    "PIECE_FADE": (0.6, 0.7, 0.82, 0.9, 1.0),
    "STORY_FADE": (0.8, 0.93, 1.0),
}
PIECES = 10


def piles(told: Sequence[Sequence[Article]], most: int) -> list[tuple[Analysis, list[Place]]]:
    """Piles of ten articles and the places that they should keep."""
    rare = rarity(told)
    made: list[tuple[Analysis, list[Place]]] = []
    for first in range(0, min(len(told), most * PIECES) - PIECES + 1, PIECES):
        chosen = told[first : first + PIECES]
        wanted = [place for story in chosen for place in marked_lines(story, 0, rare)]
        pile = Analysis(run=Run(version="", model=""), articles=tuple(story[0] for story in chosen))
        made.append((pile, wanted))
    return made


def kept(pile: Analysis, wanted: Sequence[Place]) -> tuple[int, int]:
    """How many of the wanted places stand in the length by half or more, and how many lines are shown."""
    brief = compose(pile, BriefOptions(length=1200))
    shown = [line for story in brief.stories if story.shown for line in (story.headline, *story.lines) if line.shown]
    right = 0
    for place in wanted:
        half = (place.span.end - place.span.start) / 2
        right += any(
            line.article == place.article
            and sum(min(s.end, place.span.end) - max(s.start, place.span.start) for s in line.spans) >= half
            for line in shown
        )
    return right, len(shown)


def main(most: int) -> None:
    """Print the table."""
    made = piles(stories(most * PIECES), most)
    total = sum(len(wanted) for _, wanted in made)
    size = sum(len(article.text.split()) for pile, _ in made for article in pile.articles) / len(made)
    print(f"{len(made)} piles of {size:.0f} words, {total / len(made):.1f} lines to keep in each")
    for name, values in TRIED.items():
        standing = getattr(choose, name)
        for value in values:
            setattr(choose, name, value)
            found = [kept(pile, wanted) for pile, wanted in made]
            share = sum(right for right, _ in found) / total
            lines = sum(shown for _, shown in found) / len(found)
            print(f"{name:<14}{value:>5.2f}{' *' if value == standing else '  '} kept {share:.3f}  lines {lines:.0f}")
        setattr(choose, name, standing)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
