"""How fast `tag` is: `python -m bench.tag [--articles N]`.

Prints articles a second and milliseconds an article of 6,400 characters, on one core, over a sample of the corpus
`coverage/baly-third` where it lies beside the checkout (or under ONRECORD_DATA), and over made-up articles elsewhere.
Processor time is counted, so that other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import time
from pathlib import Path

from onrecord.model import Article, DocumentRef, Span
from onrecord.tag import tag

CORPUS = "coverage/baly-third.jsonl.gz"
NORMAL = 6_400
"""Characters of the article that speeds are given for: the mean of the corpus."""

SENTENCES = (
    "The harbour of Vey was closed on Monday after a night of storms.",
    "“Nobody will pay for a second pier,” said Ann Orlo, the mayor of Vey.",
    "Mr. Tolland, who runs the ferry, told the council that the crane had failed twice before.",
    "According to the Harbour Union (HU), the owner knew of the damage.",
    "The council called the plan “a gift to the shipping lines” and voted against it.",
    "Prices rose by 3.5 percent in the second half of the year, the union said.",
)


def corpus(count: int) -> list[str]:
    """Texts of the corpus, every tenth from its start; made-up ones where it is missing."""
    root = os.environ.get("ONRECORD_DATA") or Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    path = Path(root) / CORPUS
    if not path.exists():
        made_up = "\n\n".join(itertools.islice(itertools.cycle(SENTENCES), 95))
        return [made_up] * count
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in itertools.islice(lines, 0, count * 10, 10)]


def article(text: str) -> Article:
    """A text as an article of its own document."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    reference = DocumentRef(
        id=digest[:16],
        path="bench.txt",
        met_at=("bench.txt",),
        media_type="text/plain",
        reader="text",
        sha256=digest,
        text_sha256=digest,
    )
    return Article(id=f"{digest[:16]}-0", document=reference, span=Span(0, len(text)), text=text, language="en")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tag", description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    articles = [article(text) for text in corpus(parser.parse_args().articles)]
    tag(articles[0])
    begin = time.process_time()
    tagged = [tag(one) for one in articles]
    seconds = time.process_time() - begin
    characters = sum(len(one.text) for one in articles)
    statements = sum(len(one.statements or ()) for one in tagged)
    print(f"articles            {len(articles)} of {characters / len(articles):.0f} characters")
    print(f"articles a second   {len(articles) / seconds:.0f}")
    print(f"ms for {NORMAL}         {1000 * seconds * NORMAL / characters:.2f}")
    print(f"statements          {statements / len(articles):.1f} an article")


if __name__ == "__main__":
    main()
