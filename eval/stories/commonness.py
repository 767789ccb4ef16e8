"""Writes lexicon/commonness.toml: how common English words are in news, `python -m eval.stories.commonness`.

Counted are the articles of `coverage/baly-third` that hold a word with the same stem. Words that stand with a capital
more often than not are left out: names are what a pile is about, and are learnt from the pile itself.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from eval.data import data, rows
from onrecord import lexicon
from onrecord.link.words import words

LEAST = 2**-9
"""Share of articles below which a stem is left out: it counts as rare anyway."""

HEAD = """\
# How common words are in English news: `share.N` holds, for each stem, one word of those that stand in 2^-N to
# 2^-(N-1) of the articles. Made by `python -m eval.stories.commonness`; do not edit.
"""


class Row(msgspec.Struct, frozen=True):
    """An article, of which only the text is looked at."""

    text: str


def bands(texts: Iterable[str]) -> dict[int, list[str]]:
    """Words by band: N holds those whose stem stands in 2^-N to 2^-(N-1) of the texts."""
    holding: Counter[int] = Counter()
    capital: Counter[int] = Counter()
    spelled: dict[int, Counter[str]] = defaultdict(Counter)
    count = 0
    for text in texts:
        count += 1
        found = words(text)
        seen: set[int] = set()
        for stem, start, end in zip(found.stems.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True):
            if stem in seen or end - start > 30:
                continue
            seen.add(stem)
            word = text[start:end]
            holding[stem] += 1
            capital[stem] += word[0].isupper()
            if holding[stem] < 200:
                spelled[stem][word.lower()] += 1
    result: dict[int, list[str]] = defaultdict(list)
    for stem, held in holding.items():
        if held / count >= LEAST and 2 * capital[stem] < held and any(c.isalpha() for c in next(iter(spelled[stem]))):
            word = min(spelled[stem], key=lambda word: (-spelled[stem][word], word))
            result[max(1, math.ceil(-math.log2(held / count)))].append(word)
    return {band: sorted(found) for band, found in sorted(result.items())}


def main() -> int:
    path = Path(lexicon.__file__).parent / "commonness.toml"
    found = bands(row.text for row in rows(data("coverage/baly-third.jsonl.gz"), Row))
    lines = [HEAD, "[en.share]"]
    for band, listed in found.items():
        lines += [f"{band} = '''", *_filled(listed), "'''"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, found.values()))} stems, {path.stat().st_size} bytes")
    return 0


def _filled(listed: list[str]) -> list[str]:
    lines, line = [], ""
    for word in listed:
        if len(line) + len(word) > 115:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return [*lines, line]


if __name__ == "__main__":
    sys.exit(main())
