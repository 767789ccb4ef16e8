"""Fits what `onrecord.tag.pronouns` weighs its signs with: `python -m training.who [--data ../shared/data]`.

The documents are GUM's but those that `eval.who.gum` holds out, and but travel guides and court papers, which have few
pronouns of people. Names and statements are the tagger's; a pronoun is right with every chain of which a name stands in
the pronoun's gold chain. The weights are those of greatest likelihood with a penalty on their squares (a log-linear
model, Berger et al. 1996), found by L-BFGS: a run gives the same weights each time.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import torch
from eval.statements.measure import article_of
from eval.who import gum
from torch import Tensor

from onrecord.model import Article, Span
from onrecord.split.segments import paragraphs
from onrecord.tag import tag
from onrecord.tag.discourse import Discourse
from onrecord.tag.pronouns import AGAINST, SIGNS, Choice, Meant, Weights
from onrecord.tag.rules import in_parts
from onrecord.tag.speakers import Speakers
from onrecord.tag.vocabulary import vocabulary

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "tag" / "model" / "pronouns.json"
LEFT_OUT = ("GUM_voyage", "GUM_court")
PENALTY = 0.5
LEAST = 0.5
"""Probability from which on a candidate is taken: chosen on the speakers of polnear-dev, which readers marked."""

Learnt = tuple[Choice, list[int]]
"""A pronoun, and which of its candidates are right."""


def learnt(document: gum.Read) -> Iterator[Learnt]:
    """The pronouns of a document as the program meets them, each with its right candidates."""
    article = tag(article_of(document.text, document.name))
    right = _right(document, article)
    found: list[Learnt] = []

    def meaning(choice: Choice) -> Meant:
        fits = [at for at, who in enumerate(choice.candidates) if who in right.get(choice.span, ())]
        found.append((choice, fits))
        return Meant(choice.candidates[fits[0]] if fits else None)

    parts = in_parts(document.text, paragraphs(document.text))
    discourse = Discourse(document.text, article.names or (), parts, vocabulary("en"))
    # The program's own way to the signs, but that each pronoun is then taken for what the gold says of it.
    Speakers(discourse, article.statements or (), meaning).all()
    yield from found


def _right(document: gum.Read, article: Article) -> dict[Span, set[str]]:
    """By place of a pronoun: the tagger's chains with a name that stands in its gold chain."""
    found: dict[Span, set[str]] = defaultdict(set)
    for chain in document.chains:
        heads = [mention.head for mention in chain if not mention.pronoun]
        who = {name.who for name in article.names or () if any(name.span.holds(head) for head in heads)}
        for mention in chain:
            if mention.pronoun:
                found[mention.span] |= who
    return found


def fitted(learnt: list[Learnt]) -> Weights:
    """The weights of greatest penalised likelihood."""
    person = torch.zeros(len(SIGNS), dtype=torch.double, requires_grad=True)
    nobody = torch.zeros(len(AGAINST), dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([person, nobody], max_iter=300, line_search_fn="strong_wolfe")
    rows = [(torch.tensor(one.signs), torch.tensor(one.against), fits) for one, fits in learnt if one.candidates]

    def loss() -> Tensor:
        optimizer.zero_grad()
        total = PENALTY * (person @ person + nobody @ nobody)
        for signs, against, fits in rows:
            scores = torch.log_softmax(torch.cat([signs @ person, (against @ nobody)[None]]), 0)
            total = total - (torch.logsumexp(scores[fits], 0) if fits else scores[-1])
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[arg-type]
    return Weights(_rounded(SIGNS, person), _rounded(AGAINST, nobody), LEAST)


def _rounded(signs: Sequence[str], weights: Tensor) -> dict[str, float]:
    return {sign: round(float(weight), 3) for sign, weight in zip(signs, weights.detach(), strict=True)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.who", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data
    os.environ["ONRECORD_DATA"] = str(data)
    held = {path.name for path in gum.split()[1]}
    paths = sorted((data / "coreference/gum-tsv").glob("*.tsv"))
    kept = [path for path in paths if path.name not in held and not path.name.startswith(LEFT_OUT)]
    found = [one for path in kept for one in learnt(gum.read(path))]
    print(f"{len(found)} pronouns of {len(kept)} documents, {sum(bool(fits) for _, fits in found)} with a name near by")
    WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(fitted(found)), indent=1) + b"\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
