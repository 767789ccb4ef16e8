"""Citron (github.com/bbc/citron) as a peer of `bench.tag`: it answers one article at a time, in a process of its own.

This file runs on both sides, and so needs nothing but the standard library: `bench.tag` starts it with the interpreter
of Citron's environment (`python tag_peer.py FOLDER`), sends a text a line and reads back what was found and what that
took.

What has to be there, none of it needed by the package:

- an environment with what Citron's `requirements.txt` asks for. spaCy 3.6, scikit-learn 1.0 and python-crfsuite 0.9.7
  on Python 3.9 run it unchanged. Newer ones run it too, and far more slowly;
- spaCy's small English model, installed as `en_core_web_sm` or lying in Citron's folder under that name;
- NLTK's corpus `names` (the lists are also in the published `coreference-resolver.pickle`, as `forenamesTable`);
- Citron's folder with a model under `models/`. The published one lacks its cue classifier wherever large files are not
  fetched; `scripts/train/cue_classifier_builder.py` trains one into the same folder, from articles in the format of
  `docs/data_format.md` (PolNeAR's training articles, a quote for each stretch of a cue) and VerbNet's classes. The
  reader of VerbNet expects `MEMBERS` and `SUBCLASSES` in every class: add empty ones where 3.4 has none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

CLASSIFIER = "models/*/cue-classifier.pickle"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class CitronFailedError(Exception):
    """Citron did not start, or ended before it had answered.

    Args:
        log: its last messages.
    """

    def __init__(self, log: str) -> None:
        super().__init__(log)
        self.log = log

    def __str__(self) -> str:
        return f"Citron ended; its last messages: {self.log or 'none'}"


@dataclass(frozen=True)
class Spent:
    """Seconds that went by, and those of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


def now() -> Spent:
    """The clock and what this process has used so far: the difference of two is what was spent between them."""
    return Spent(time.perf_counter(), time.process_time())


@dataclass(frozen=True)
class Answer:
    """What Citron found in one article and what that took: of `all`, its parser, and telling who a pronoun means."""

    quotes: int
    all: Spent
    parser: Spent
    coreference: Spent


class Citron:
    """A process of Citron on one thread, to be used in a `with`.

    Args:
        python: the interpreter of its environment.
        folder: where it lies.

    Raises:
        CitronFailedError: it does not start, or ends while it is asked.
    """

    def __init__(self, python: str, folder: Path) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [python, str(Path(__file__).resolve()), str(folder.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=folder,
            env=os.environ | ONE_THREAD,
        )
        self.versions = str(self._line())

    def __enter__(self) -> Citron:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()
        self._log.close()

    def __call__(self, text: str) -> Answer:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(text).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise CitronFailedError(self._messages()) from None
        answer = self._line()
        return Answer(answer["quotes"], *(Spent(*answer[part]) for part in ("all", "parser", "coreference")))

    def _line(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise CitronFailedError(self._messages())
        return json.loads(line)

    def _messages(self) -> str:
        self._log.seek(0)
        return self._log.read()[-2_000:].decode(errors="replace")


class Timed:
    """A call that sums up what is spent in it."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self.call, self.spent = call, Spent()

    def __call__(self, *given: Any) -> Any:
        begin = now()
        try:
            return self.call(*given)
        finally:
            self.spent += now() - begin


def serve(folder: Path) -> None:
    """Answer each line of standard input, in Citron's own environment, until there are no more."""
    # Citron's folder in the place of this file's, whose other modules are none of its business.
    sys.path[0] = str(folder)
    answers, sys.stdout = sys.stdout, sys.stderr
    model = next(folder.glob(CLASSIFIER), None)
    if model is None:
        raise SystemExit(f"nothing in {folder} is called {CLASSIFIER}: a cue classifier has to be trained")
    spacy, sklearn = import_module("spacy"), import_module("sklearn")
    parser = import_module("citron.utils").get_parser()
    citron = import_module("citron.citron").Citron(str(model.parent), parser)
    resolver = citron.coreference_resolver
    resolver.resolve_document = coreference = Timed(resolver.resolve_document)
    versions = f"{model.parent.name}, spaCy {spacy.__version__} with {parser.meta['lang']}_{parser.meta['name']}"
    print(
        json.dumps(f"{versions} {parser.meta['version']}, scikit-learn {sklearn.__version__}"), file=answers, flush=True
    )
    for line in sys.stdin:
        text = json.loads(line)
        coreference.spent = Spent()
        begin = now()
        parsed = parser(text)
        middle = now()
        quotes = citron.get_quotes(parsed)
        parts = {"all": now() - begin, "parser": middle - begin, "coreference": coreference.spent}
        seconds = {name: (part.wall, part.cpu) for name, part in parts.items()}
        print(json.dumps({"quotes": len(quotes), **seconds}), file=answers, flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
