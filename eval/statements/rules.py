"""How often each rule of the tagger is right: `python -m eval.statements.rules [--corpus polnear-dev]`.

A statement is right where its content matches one of the gold (Jaccard of tokens at least 0.5, matched by the shared
scoring tool) and its source does too. The precision of a rule is the confidence that `onrecord.tag.rules.RULES` gives.
"""

from __future__ import annotations

import argparse
import runpy
from collections import defaultdict
from typing import Any

from eval.data import data, rows, tool
from eval.statements.measure import CORPUS, Gold
from onrecord.model import Span
from onrecord.split.segments import paragraphs
from onrecord.tag.drafts import Draft
from onrecord.tag.rules import RULES
from onrecord.tag.statements import drafts
from onrecord.tag.vocabulary import vocabulary


class Count:
    """Statements of one rule."""

    def __init__(self) -> None:
        self.all = self.content = self.right = 0


def counts(corpus: str) -> dict[str, Count]:
    """Statements found, right in content, and right in source too, by rule."""
    scorer = runpy.run_path(str(tool("score_statements.py")))
    found: dict[str, Count] = defaultdict(Count)
    for gold in rows(data(f"statements/{corpus}.jsonl.gz"), Gold):
        made = drafts(gold.text, paragraphs(gold.text), "en", vocabulary("en"))
        _score(scorer, gold, made, found)
    return found


def _score(scorer: dict[str, Any], gold: Gold, made: list[Draft], found: dict[str, Count]) -> None:
    document = scorer["Doc"](gold.text)
    right = [one for one in map(document.statement, gold.statements) if one["content"]]
    ours = [(draft, document.statement(_roles(draft))) for draft in made]
    ours = [(draft, one) for draft, one in ours if one["content"]]
    for draft, _ in ours:
        found[draft.rule].all += 1
    for at, place, likeness in scorer["match"](right, [one for _, one in ours]):
        if likeness >= 0.5:
            count = found[ours[place][0].rule]
            count.content += 1
            count.right += bool(scorer["source_ok"](right[at], ours[place][1]))


def _roles(draft: Draft) -> dict[str, list[tuple[int, int]]]:
    source: list[Span] = [] if draft.source is None else [draft.source]
    roles = {"source": source, "cue": draft.cue, "content": draft.content}
    return {role: [(span.start, span.end) for span in spans] for role, spans in roles.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.statements.rules", description=__doc__)
    parser.add_argument("--corpus", default=CORPUS)
    found = counts(parser.parse_args().corpus)
    print("rule          found  content  right  confidence")
    for rule, confidence in RULES.items():
        count = found[rule]
        shares = (count.content / count.all, count.right / count.all) if count.all else (0.0, 0.0)
        print(f"{rule:12} {count.all:6}   {shares[0]:.2f}    {shares[1]:.2f}     {confidence:.2f}")


if __name__ == "__main__":
    main()
