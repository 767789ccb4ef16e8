"""The judged pairs of sentences and of dates: ids, places and verdicts, and nothing else."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from eval.accounts.gold import GOLD
from eval.accounts.told_gold import Subject, told

SUBJECTS: dict[Subject, set[str]] = {
    "denials": {"denied", "opposed", "none"},
    "dates": {"same", "part", "other", "none"},
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_pair_has_a_verdict_of_both_readers_and_stands_once(subject: Subject) -> None:
    pairs = list(told(subject))
    assert {verdict for _, *verdicts in pairs for verdict in verdicts} <= SUBJECTS[subject]
    assert len({frozenset((pair.a, pair.b)) for pair, *_ in pairs}) == len(pairs)
    assert min(Counter(pair.half for pair, *_ in pairs).values()) >= 100


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("reader", ["A", "B"])
def test_a_reader_s_file_holds_no_words_of_the_coverage(subject: Subject, reader: str) -> None:
    verdict = re.compile(r'\{"pair": \d+, "verdict": "[a-z]+"(?:, "by": "(?:a|b|both)")?\}')
    lines = GOLD.joinpath(f"{subject}-{reader}.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(map(verdict.fullmatch, lines))
