"""The bench of tagging talks with a peer in a process of its own, and says what the peer's times are to ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench.tag import alone, article, beside
from bench.tag_peer import Citron, CitronFailedError, Spent

STUBS = {
    "spacy.py": '__version__ = "3.6"',
    "sklearn.py": '__version__ = "1.0"',
    "citron/__init__.py": "",
    "citron/utils.py": """
class Parser:
    meta = {"lang": "en", "name": "small", "version": "3"}

    def __call__(self, text):
        return text.split()


def get_parser():
    return Parser()
""",
    "citron/citron.py": """
class Resolver:
    def resolve_document(self, words):
        sum(range(100_000))


class Citron:
    def __init__(self, folder, parser):
        print("loading", folder)
        self.coreference_resolver = Resolver()

    def get_quotes(self, words):
        self.coreference_resolver.resolve_document(words)
        return [word for word in words if word == "said"]
""",
    "models/made-up/cue-classifier.pickle": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Something that is called as Citron is."""
    for name, text in STUBS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_citron_is_asked_article_by_article(folder: Path) -> None:
    with Citron(sys.executable, folder) as citron:
        assert citron.versions == "made-up, spaCy 3.6 with en_small 3, scikit-learn 1.0"
        first, second = citron("“No”,\nshe said\u2028and he said it."), citron("Nobody spoke.")
    assert (first.quotes, second.quotes) == (2, 0)
    for answer in (first, second):
        assert 0 < answer.coreference.wall < answer.all.wall
        assert 0 < answer.parser.wall < answer.all.wall


def test_a_citron_without_its_cue_classifier_says_so(folder: Path) -> None:
    (folder / "models/made-up/cue-classifier.pickle").unlink()
    with pytest.raises(CitronFailedError, match="cue classifier has to be trained"):
        Citron(sys.executable, folder)


def test_a_citron_that_ends_in_the_middle_tells_its_last_words(folder: Path) -> None:
    (folder / "citron/utils.py").write_text(STUBS["citron/utils.py"].replace("text.split()", "text.gone"), "utf-8")
    with Citron(sys.executable, folder) as citron, pytest.raises(CitronFailedError, match="no attribute 'gone'"):
        citron("She said no.")


def test_times_are_told_as_multiples_of_ours() -> None:
    told = beside(10, Spent(wall=4.0, cpu=3.0), Spent(wall=2.0, cpu=1.0))
    assert told == "2.5 articles/s, 300 ms of the processor each; 2.00 of our time, 3.00 of processor's"


def test_who_is_not_there_is_left_out_and_said_so(folder: Path) -> None:
    pieces = [article("“No,” said Ann Orlo, the mayor of Vey.")]
    assert "Citron                        is left out" in list(alone(pieces, None, 1))[-1]
    with Citron(sys.executable, folder) as citron:
        rows = list(alone(pieces, citron, 2))
    assert [row.split()[0] for row in rows[-5:]] == ["Citron", "Citron,", "without", "nor", "found"]
    assert rows[-1].split()[1:7] == ["1", "quotes", "in", "1", "articles;", "ours"]
