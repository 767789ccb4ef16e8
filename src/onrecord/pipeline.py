"""The stages in order, what each needs and makes.

    paths ──read──> Document ──split──> Article ──tag──> Article     one document at a time, in parallel, streamed
                                                            │
    OLD.jsonl ──(--reuse: what was tagged before)───────────┤
                                                            ▼
                                        resolve, link       across the pile: Entity, Identity, Label, Story, Reuse,
                                                            │               Claim, Conflict, Event
                                                            ▼
                                        Analysis ──(--publish: published)──compose──> Brief ──render──> Rendition

This module alone calls the stages one after the other. They return values; nothing here writes a file.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from multiprocessing import get_context
from typing import BinaryIO, Literal

import msgspec
from msgspec import Struct

from onrecord import __version__, cluster
from onrecord.brief import RENDERERS, BriefOptions, compose, sides
from onrecord.errors import InputError, UsageError, WorkerError, printable
from onrecord.link import Links, accounts, link
from onrecord.model import Analysis, Article, Brief, Comparison, Document, DocumentRef, Label, Rendition, Run, Vectors
from onrecord.publish import Pseudonyms
from onrecord.read import ReadOptions, is_analysis, read
from onrecord.records import load
from onrecord.resolve import Resolution, curated, resolve
from onrecord.resolve.curated import NAMES_OPTION, NOTHING, Curated
from onrecord.resolve.labels import labels
from onrecord.split import split
from onrecord.tag import Passage, Tagged, at_least, meanings, tagged, taggers

Observer = Callable[[str, int, int | None], None]
"""Told of progress: the stage, how many are done, and of how many where that is known."""

CHUNK_CHARS = 25_000
"""Code points that travel to a worker at once: a second of the model's work, so that sending them is no cost, and no
worker waits long for the last one."""

PARALLEL_FROM = 100_000
"""Code points up to which this process tags alone, with all processors on one piece: starting workers takes longer than
they would save."""

LINK_BESIDE_FROM = 4_000_000
"""Code points from which a pile is linked in a process of its own while this one resolves it."""

MIN_CONFIDENCE = "min_confidence"
"""Key of a run record's options: the confidence that its statements have at least."""


def silent(stage: str, done: int, total: int | None) -> None:
    """The observer that wants to know nothing."""


class Options(Struct, frozen=True, kw_only=True):
    """How a pile is read and analysed.

    `jobs` is the number of processes that split and tag; `reuse` an earlier analysis, of which every document that
    is met again unchanged is taken as it stands.
    """

    read: ReadOptions = ReadOptions()
    jobs: int = 0
    """0: as many as there are processors."""
    reuse: str | None = None
    min_confidence: float | None = None
    """The confidence that a statement must have; the tagger's own choice where None."""
    vectors: bool = False
    """Whether the embeddings of passages are wanted."""
    names: str | None = None
    """The file of what people decided on names (`names.toml`)."""
    publish: bool = False
    """Whether everybody who has a pseudonym appears under it in everything."""
    engine: Literal["local", "ray"] = "local"
    """Where documents are split and tagged: by processes of this machine, or on a Ray cluster."""


DEFAULTS = Options()


class Analysed(Struct, frozen=True):
    """A pile's analysis, and the inputs that could not be read."""

    analysis: Analysis
    failures: tuple[InputError, ...]
    documents: int
    tagged: int
    """Documents that were split and tagged in this run (the others came from `reuse`)."""
    vectors: Vectors | None = None
    """The embeddings of the passages that were read in this run, where they were asked for."""
    pseudonyms: Pseudonyms | None = None
    """Whom the analysis hides, where it is published."""


class Briefed(Struct, frozen=True):
    """A briefing and what it was made of."""

    brief: Brief
    analysis: Analysis
    failures: tuple[InputError, ...]
    pseudonyms: Pseudonyms | None = None
    """Whom the briefing hides, where it is published."""


class Compared(Struct, frozen=True):
    """Two pieces side by side, and the inputs that could not be read."""

    comparison: Comparison
    failures: tuple[InputError, ...]


class _Decisions(Struct, frozen=True):
    """What people decided on names, and the options that a run record keeps of it."""

    curated: Curated = NOTHING
    kept: dict[str, str] = {}


class Task(Struct, frozen=True):
    """Documents to be split and tagged, and how."""

    documents: list[Document]
    least: float | None
    vectors: bool


def _pieces(task: Task) -> Iterator[list[Tagged]]:
    """The tagged pieces of each document."""
    for document in task.documents:
        yield [tagged(article, task.least, task.vectors) for article in split(document, meanings().of)]


def _worked(task: bytes) -> bytes:
    """What a worker does: bytes in, bytes out, since packed they travel several times faster than pickled."""
    return msgspec.msgpack.encode(list(_pieces(msgspec.msgpack.decode(task, type=Task))))


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.text)
        if size >= CHUNK_CHARS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def _workers(count: int, stage: str) -> Iterator[ProcessPoolExecutor]:
    """Processes that work beside this one on a stage.

    Raises:
        WorkerError: one of them was ended before its work was done.
    """
    try:
        # Begun afresh: a copy of this process would hold the locks of threads that were not copied, the network's among
        # them, and wait for them for ever.
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            yield pool
    except BrokenProcessPool as broken:
        raise WorkerError(stage) from broken


def _tagged(documents: Iterable[Document], options: Options) -> Iterator[list[Tagged]]:
    """The tagged pieces of each document, in the order of the documents; never far ahead of who asks for them."""
    jobs = processes(options)
    chunks = (Task(chunk, options.min_confidence, options.vectors) for chunk in _chunks(documents))
    if options.engine == "ray":
        for done in cluster.spread(_worked, map(msgspec.msgpack.encode, chunks)):
            yield from msgspec.msgpack.decode(done, type=list[list[Tagged]])
        return
    first: list[Task] = []
    size = 0
    for task in chunks:
        first.append(task)
        size += sum(len(document.text) for document in task.documents)
        if jobs > 1 and size >= PARALLEL_FROM:
            break
        if jobs == 1:
            yield from _pieces(first.pop())
    else:
        for task in first:
            yield from _pieces(task)
        return
    waiting: deque[Future[bytes]] = deque()
    with _workers(jobs, "splitting and tagging") as pool:
        for task in chain(first, chunks):
            waiting.append(pool.submit(_worked, msgspec.msgpack.encode(task)))
            if len(waiting) > 2 * jobs:
                yield from msgspec.msgpack.decode(waiting.popleft().result(), type=list[list[Tagged]])
        for future in waiting:
            yield from msgspec.msgpack.decode(future.result(), type=list[list[Tagged]])


class _Gathering:
    """One pass over the inputs: which documents are new, which are known, what failed."""

    def __init__(self, options: Options, observer: Observer, stdin: BinaryIO | None) -> None:
        self.options = options
        self.observer = observer
        self.stdin = stdin
        self.failures: list[InputError] = []
        self.places: dict[str, tuple[str, ...]] = {}
        self.tagged = 0
        self.known: dict[str, list[Article]] = {}
        self.met_again: list[Article] = []
        self.passages: list[tuple[str, Passage]] = []
        if options.reuse is not None:
            old = load(options.reuse)
            tagged_with = {key: value for key, value in old.run.options.items() if key != NAMES_OPTION}
            made_by = (old.run.version, old.run.model, tagged_with, old.run.pseudonymised)
            if made_by == (__version__, taggers(), run_options(options), False):
                for article in old.articles:
                    self.known.setdefault(article.document.id, []).append(article)

    def documents(self, paths: Sequence[str]) -> Iterator[Document]:
        """New documents, each once; those met again or known from before are noted."""
        for item in read(paths, self.options.read, self.stdin):
            if isinstance(item, InputError):
                self.failures.append(item)
                continue
            before = self.places.get(item.ref.id)
            self.places[item.ref.id] = (before or ()) + tuple(p for p in item.ref.met_at if p not in (before or ()))
            self.observer("reading", len(self.places), None)
            if before is not None:
                continue
            known = self.known.get(item.ref.id)
            if known and known[0].document.text_sha256 == item.ref.text_sha256:
                self.met_again += [msgspec.structs.replace(article, document=item.ref) for article in known]
                continue
            self.tagged += 1
            yield item

    def articles(self, paths: Sequence[str]) -> list[Article]:
        """All pieces of all inputs, those of one document together, in the order of their places' first meeting."""
        found: list[Article] = []
        for pieces in _tagged(self.documents(paths), self.options):
            for piece in pieces:
                found.append(piece.article)
                self.passages += [(piece.article.id, passage) for passage in piece.passages]
        found += self.met_again
        order = {document: rank for rank, document in enumerate(self.places)}
        found.sort(key=lambda article: (order[article.document.id], article.span))
        return [self._with_places(article) for article in found]

    def _with_places(self, article: Article) -> Article:
        places = self.places[article.document.id]
        if places == article.document.met_at:
            return article
        ref: DocumentRef = msgspec.structs.replace(article.document, met_at=places)
        return msgspec.structs.replace(article, document=ref)


def processes(options: Options) -> int:
    """How many processes may work at once."""
    return options.jobs or os.cpu_count() or 1


def run_options(options: Options) -> dict[str, str]:
    """The options that change what `tag` finds, as the run record of an analysis keeps them."""
    kept = {f"column.{field}": column for field, column in sorted(options.read.columns.items())}
    if options.read.encoding is not None:
        kept["encoding"] = options.read.encoding
    if options.min_confidence is not None:
        kept[MIN_CONFIDENCE] = f"{options.min_confidence:g}"
    return kept


def _decisions(options: Options) -> _Decisions:
    """What people decided; a run record keeps a digest of the file, and never its path.

    Raises:
        CuratedNamesError: the file cannot be read, or is wrong.
    """
    if options.names is None:
        return _Decisions()
    data = curated.read(options.names)
    return _Decisions(curated.parse(data, options.names), {NAMES_OPTION: sha256(data).hexdigest()[:16]})


def _linked(articles: bytes) -> bytes:
    """What a second process does while this one resolves."""
    return msgspec.msgpack.encode(link(msgspec.msgpack.decode(articles, type=list[Article])))


def across(
    run: Run, articles: Sequence[Article], jobs: int, observer: Observer, decided: Curated = NOTHING
) -> Analysis:
    """What crosses the pile, computed anew from its tagged pieces; a large pile is linked beside being resolved."""

    def resolved() -> tuple[Resolution, tuple[Label, ...]]:
        observer("resolving", 0, None)
        found = resolve(articles, decided)
        return found, labels(articles, found.entities, found.identities)

    if jobs > 1 and sum(len(article.text) for article in articles) >= LINK_BESIDE_FROM:
        with _workers(1, "linking") as pool:
            linking = pool.submit(_linked, msgspec.msgpack.encode(articles))
            resolution, called = resolved()
            observer("linking", 0, None)
            links = msgspec.msgpack.decode(linking.result(), type=Links)
    else:
        resolution, called = resolved()
        observer("linking", 0, None)
        links = link(articles)
    observer("comparing", 0, None)
    told = accounts(articles, links, resolution.identities)
    return Analysis(
        run=run,
        articles=tuple(articles),
        entities=resolution.entities,
        identities=resolution.identities,
        labels=called,
        stories=tuple(links.stories),
        reuse=tuple(links.reuse),
        references=tuple(links.references),
        claims=told.claims,
        conflicts=told.conflicts,
        events=told.events,
    )


def analyse(
    paths: Sequence[str],
    options: Options = DEFAULTS,
    observer: Observer = silent,
    stdin: BinaryIO | None = None,
) -> Analysed:
    """Read, split and tag all inputs, then resolve and link across them.

    A path may be an earlier analysis: its pieces are taken as they stand, and alone it is returned as it is, unless
    names were decided anew.

    Raises:
        UsageError: no path was given, the file of names is wrong, or what is published could give a name away.
        WorkerError: one of several processes was ended from outside.
        EngineError: a cluster that was asked for is not there, or was lost.
        InputError: the analysis named by `reuse` cannot be read (every other bad input is among the failures).
    """
    return _analysed(paths, options, _decisions(options), observer, stdin)


def _analysed(
    paths: Sequence[str], options: Options, decided: _Decisions, observer: Observer, stdin: BinaryIO | None
) -> Analysed:
    if not paths:
        raise UsageError("no input: give at least one file, folder or - for standard input")
    earlier = [path for path in paths if is_analysis(path)]
    raw = [path for path in paths if path not in earlier]
    gathering = _Gathering(options, observer, stdin)
    loaded: list[Analysis] = []
    for path in earlier:
        try:
            loaded.append(load(path))
        except InputError as wrong:
            gathering.failures.append(wrong)
    if options.publish and options.names is None:
        _check_names_are_known(loaded)
    articles = gathering.articles(raw) if raw else []
    documents = len(gathering.places) + len({one.document.id for analysis in loaded for one in analysis.articles})
    result = _crossed(articles, loaded, options, decided, observer)
    vectors = _vectors(gathering.passages) if options.vectors else None
    pseudonyms = None
    if options.publish:
        observer("publishing", 0, None)
        pseudonyms = Pseudonyms(result, decided.curated)
        result = pseudonyms.published(result)
    return Analysed(result, tuple(gathering.failures), documents, gathering.tagged, vectors, pseudonyms)


def _crossed(
    articles: Sequence[Article],
    loaded: Sequence[Analysis],
    options: Options,
    decided: _Decisions,
    observer: Observer,
) -> Analysis:
    """What was tagged now and in earlier analyses as one pile; an earlier one alone as it stands."""
    run = Run(
        version=__version__,
        model=taggers(),
        options=run_options(options) | decided.kept,
        pseudonymised=any(analysis.run.pseudonymised for analysis in loaded),
    )
    if len(loaded) == 1 and not articles:
        if not decided.kept:
            return _held_to(loaded[0], options.min_confidence, observer)
        run = msgspec.structs.replace(loaded[0].run, options=loaded[0].run.options | decided.kept)
    pile = list(articles)
    seen = {article.id for article in pile}
    for analysis in loaded:
        pile += [article for article in _sure(analysis, options.min_confidence) if article.id not in seen]
        seen |= {article.id for article in analysis.articles}
    return across(run, pile, processes(options), observer, decided.curated)


def _check_names_are_known(loaded: Sequence[Analysis]) -> None:
    """Refuse to publish an analysis that was made with names that are not given now.

    An analysis tells what the pile calls somebody, and not every form that was decided on: one that stands untagged in
    a text would be published.

    Raises:
        UsageError: there is one.
    """
    if any(NAMES_OPTION in analysis.run.options for analysis in loaded):
        raise UsageError("--publish: this analysis was made with --names; give the file of names again")


def _sure(analysis: Analysis, least: float | None) -> tuple[Article, ...]:
    """The articles of an earlier analysis without the statements that are less sure than what is asked for now."""
    return analysis.articles if least is None else tuple(at_least(article, least) for article in analysis.articles)


def _held_to(analysis: Analysis, least: float | None, observer: Observer) -> Analysis:
    """An earlier analysis of which only statements that are sure enough are left; what tells of them is told anew."""
    articles = _sure(analysis, least)
    if least is None or articles == analysis.articles:
        return analysis
    observer("comparing", 0, None)
    links = Links(analysis.stories, analysis.reuse, analysis.references)
    told = accounts(articles, links, analysis.identities)
    run = msgspec.structs.replace(analysis.run, options=analysis.run.options | {MIN_CONFIDENCE: f"{least:g}"})
    return msgspec.structs.replace(
        analysis, run=run, articles=articles, claims=told.claims, conflicts=told.conflicts, events=told.events
    )


def _vectors(found: Sequence[tuple[str, Passage]]) -> Vectors:
    return Vectors(
        tuple(article for article, _ in found),
        tuple(passage.span for _, passage in found),
        tuple(passage.vector for _, passage in found),
    )


def brief(
    paths: Sequence[str],
    options: Options = DEFAULTS,
    length: int = 1200,
    about: str | None = None,
    since: str | None = None,
    against: str | None = None,
    observer: Observer = silent,
    stdin: BinaryIO | None = None,
) -> Briefed:
    """Analyse all inputs and choose the lines of a briefing.

    Args:
        length: words on the first screen's level.
        about: a name; only what speaks of it.
        since: an ISO date; only pieces of that day and later.
        against: an earlier analysis; only what is new since.

    Raises:
        UsageError: no path, a date that is none, a wrong file of names, or what could give a name away.
        WorkerError: one of several processes was ended from outside.
        InputError: the analysis named by `against` or `reuse` cannot be read.
    """
    decided = _decisions(options)
    before = load(against) if against is not None else None
    analysed = _analysed(paths, options, decided, observer, stdin)
    unread = tuple(str(failure) for failure in analysed.failures)
    pseudonyms = analysed.pseudonyms
    if pseudonyms:
        before = pseudonyms.published(before) if before is not None else None
        about = pseudonyms.asked(about) if about is not None else None
        unread = tuple(map(pseudonyms.unread, analysed.failures))
    observer("composing", 0, None)
    made = compose(analysed.analysis, BriefOptions(length=length, about=about, since=since, against=before))
    made = msgspec.structs.replace(made, unread=unread)
    return Briefed(made, analysed.analysis, analysed.failures, pseudonyms)


def render(briefed: Briefed, form: str, name: str) -> Rendition:
    """A briefing in one of the forms of `brief.RENDERERS`; `name` is the page's file name without its suffix.

    Raises:
        UsageError: there is no such form.
    """
    if form not in RENDERERS:
        raise UsageError(f"no form {form!r}: choose one of {', '.join(RENDERERS)}")
    return RENDERERS[form](briefed.brief, briefed.analysis, name)


def compare(
    one: str,
    other: str,
    paths: Sequence[str] = (),
    options: Options = DEFAULTS,
    observer: Observer = silent,
    stdin: BinaryIO | None = None,
) -> Compared:
    """Two pieces, and the passages that stand in both. They are read and split, and not tagged.

    Args:
        one: the left piece: its file; or where paths are given, what `sides.chosen` finds it by.
        other: the right piece, likewise.
        paths: files, folders or earlier analyses that hold the pieces.
        options: how they are read.
        observer: told of progress.
        stdin: what `-` means.

    Raises:
        UsageError: it is not clear which pieces are meant, or both are one.
        InputError: one of two files cannot be read, or holds no piece.
    """
    failures: list[InputError] = []
    if paths:
        pile = _pieces_in(paths, options, observer, stdin, failures)
        left, right = sides.chosen(pile, one), sides.chosen(pile, other)
    else:
        left, right = (_only_piece(path, options, observer, stdin) for path in (one, other))
    if left.id == right.id:
        raise UsageError(f"{printable(one)} and {printable(other)} are the same piece; give two")
    observer("linking", 0, None)
    found = sides.compared(left, right, link([left, right]).reuse)
    return Compared(found, tuple(failures))


def _only_piece(path: str, options: Options, observer: Observer, stdin: BinaryIO | None) -> Article:
    failures: list[InputError] = []
    found = _pieces_in([path], options, observer, stdin, failures)
    if not found and failures:
        raise failures[0]
    return sides.only(found, path)


def _pieces_in(
    paths: Sequence[str], options: Options, observer: Observer, stdin: BinaryIO | None, failures: list[InputError]
) -> list[Article]:
    """All pieces of some inputs, each once and in order, those of earlier analyses as they stand; what cannot be read
    is added to `failures`."""
    found: dict[str, Article] = {}
    for path in paths:
        if is_analysis(path):
            found |= {article.id: article for article in load(path).articles if article.id not in found}
            continue
        for item in read([path], options.read, stdin):
            if isinstance(item, InputError):
                failures.append(item)
                continue
            observer("reading", len(found), None)
            found |= {article.id: article for article in split(item, meanings().of) if article.id not in found}
    return list(found.values())
